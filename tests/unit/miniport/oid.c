/* The OID dispatcher: permissions by state, lengths, lists, hostile buffers; and the
 * requests that only pass through. */
#include "fixture.h"
#include "miniport/oid/table.h"

/* --- STA-04, cell by cell; transcribed from the contract with choices,
 * X-39 --- */

#define INIT 1u
#define OP   2u
static const struct {
    uint32_t oid;
    const char *name;
    enum extsta_oid_kind kind;
    unsigned states;
} permissions[] = {
#define ROW(oid, kind, states)                                                                 \
    {                                                                                          \
        OID_DOT11_##oid, #oid, EXTSTA_OID_##kind, states                                       \
    }
    ROW(ASSOCIATION_PARAMS, SET, INIT),
    ROW(AUTO_CONFIG_ENABLED, SET, INIT),
    ROW(CONNECT_REQUEST, SET, INIT),
    ROW(DESIRED_BSS_TYPE, SET, INIT),
    ROW(DESIRED_BSSID_LIST, SET, INIT),
    ROW(DESIRED_COUNTRY_OR_REGION_STRING, SET, INIT),
    ROW(DESIRED_PHY_LIST, SET, INIT),
    ROW(DESIRED_SSID_LIST, SET, INIT),
    ROW(ENABLED_AUTHENTICATION_ALGORITHM, SET, INIT),
    ROW(ENABLED_MULTICAST_CIPHER_ALGORITHM, SET, INIT),
    ROW(ENABLED_UNICAST_CIPHER_ALGORITHM, SET, INIT),
    ROW(EXCLUDE_UNENCRYPTED, SET, INIT),
    ROW(FLUSH_BSS_LIST, SET, INIT),
    ROW(HIDDEN_NETWORK_ENABLED, SET, INIT),
    ROW(IBSS_PARAMS, SET, INIT),
    ROW(PRIVACY_EXEMPTION_LIST, SET, INIT),
    ROW(QOS_PARAMS, SET, INIT),
    ROW(SAFE_MODE_ENABLED, SET, INIT),
    ROW(SAFE_MODE_HT_ENABLED, SET, INIT),
    ROW(UNICAST_USE_GROUP_ENABLED, SET, INIT),
    ROW(ATIM_WINDOW, SET, INIT),
    ROW(CURRENT_OPERATION_MODE, SET, INIT),
    ROW(BEACON_PERIOD, SET, INIT),
    ROW(CURRENT_CHANNEL, SET, INIT),
    ROW(CURRENT_FREQUENCY, SET, INIT),
    ROW(MULTI_DOMAIN_CAPABILITY_ENABLED, SET, INIT),
    ROW(OPERATIONAL_RATE_SET, SET, INIT),
    ROW(FRAGMENTATION_THRESHOLD, SET, INIT | OP),
    ROW(CIPHER_DEFAULT_KEY, SET, INIT | OP),
    ROW(CIPHER_DEFAULT_KEY_ID, SET, INIT | OP),
    ROW(CIPHER_KEY_MAPPING_KEY, SET, INIT | OP),
    ROW(CURRENT_PHY_ID, SET, INIT | OP),
    ROW(EXCLUDED_MAC_ADDRESS_LIST, SET, INIT | OP),
    ROW(MEDIA_STREAMING_ENABLED, SET, INIT | OP),
    ROW(PMKID_LIST, SET, INIT | OP),
    ROW(POWER_MGMT_REQUEST, SET, INIT | OP),
    ROW(NIC_POWER_STATE, SET, INIT | OP),
    ROW(UNREACHABLE_DETECTION_THRESHOLD, SET, INIT | OP),
    ROW(NIC_SPECIFIC_EXTENSION, METHOD, INIT | OP),
    ROW(RESET_REQUEST, METHOD, INIT | OP),
    ROW(SCAN_REQUEST, SET, INIT | OP),
    ROW(RTS_THRESHOLD, SET, INIT | OP),
    ROW(DISCONNECT_REQUEST, SET, OP),
    ROW(PORT_STATE_NOTIFICATION, SET, OP),
    ROW(MULTICAST_LIST, SET, INIT | OP),
    ROW(ENUM_BSS_LIST, METHOD, INIT | OP),
#undef ROW
};
#define PERMISSIONS (sizeof permissions / sizeof permissions[0])

/* A well-formed input where all zeroes are not one; 60 bytes are enough for every
 * structure, an empty list for every list. */
static size_t sample(uint32_t oid, uint8_t out[60])
{
    memset(out, 0, 60);
    switch (oid) {
    case OID_DOT11_DESIRED_BSS_TYPE:
        out[0] = 1;
        return 4;
    case OID_DOT11_UNREACHABLE_DETECTION_THRESHOLD:
        out[0] = 1;
        return 4;
    case OID_DOT11_FRAGMENTATION_THRESHOLD:
        out[1] = 1;
        return 4;
    case OID_DOT11_CURRENT_OPERATION_MODE:
        out[4] = 4;
        return 8;
    case OID_DOT11_MULTICAST_LIST:
        return 0;
    default:
        return 60;
    }
}

static void check_permissions(struct fixture *f, unsigned state)
{
    for (size_t i = 0; i < PERMISSIONS; i++) {
        uint8_t input[60];
        size_t len = sample(permissions[i].oid, input);
        uint8_t before = f->mp->state;
        uint32_t status = request(f, permissions[i].oid, permissions[i].kind, input, len, 60);
        bool refused = status == NDIS_STATUS_INVALID_STATE;
        if (refused == ((permissions[i].states & state) != 0) ||
            status == NDIS_STATUS_NOT_SUPPORTED) {
            /* the two private cells: a magic of nobody, a channel of the other band */
            if (permissions[i].oid != OID_DOT11_NIC_SPECIFIC_EXTENSION &&
                permissions[i].oid != OID_DOT11_CURRENT_FREQUENCY) {
                fail_msg("%s in %s: %08x", permissions[i].name, state == INIT ? "INIT" : "OP",
                         status);
            }
        }
        mp_enter(f->mp, MP_INIT);
        if (before == MP_OP) {
            mp_enter(f->mp, MP_OP);
        }
    }
}

static void STA_04_ROL_08_set_permissions_in_init(void **state)
{
    check_permissions(*state, INIT);
}

static void STA_04_ROL_08_set_permissions_in_op(void **state)
{
    struct fixture *f = *state;
    enter_op(f);
    check_permissions(f, OP);
}

static void STA_04_a_refused_set_changes_nothing(void **state)
{
    struct fixture *f = *state;
    enter_op(f);
    const char *home[] = {"home"};
    assert_int_equal(set_bytes(f, OID_DOT11_DESIRED_SSID_LIST, bytes_ssids(1, home)),
                     NDIS_STATUS_INVALID_STATE);
    expect_query(f, OID_DOT11_DESIRED_SSID_LIST, bytes_ssids(0, NULL));
    fake.bss_bytes = 9;
    assert_int_equal(set(f, OID_DOT11_FLUSH_BSS_LIST, NULL, 0), NDIS_STATUS_INVALID_STATE);
    assert_int_equal(fake.bss_bytes, 9); /* SCN-22 */
}

static void STA_04_the_table_of_the_driver_allows_nothing_else(void **state)
{
    for (size_t i = 0; oid_row_at(i); i++) {
        const struct oid_row *row = oid_row_at(i);
        if ((!row->set && !row->method) || row->oid == OID_GEN_CURRENT_PACKET_FILTER ||
            row->oid == OID_PNP_SET_POWER) {
            continue; /* no OIDs of Native 802.11 */
        }
        bool known = false;
        for (size_t k = 0; k < PERMISSIONS; k++) {
            known |= permissions[k].oid == row->oid && permissions[k].states == row->states &&
                     (permissions[k].kind == EXTSTA_OID_METHOD) == (row->method != NULL);
        }
        if (!known) {
            fail_msg("%08x is not in STA-04", row->oid);
        }
    }
}

static void STA_01_starts_in_init_and_refuses_disconnect(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(f->mp->state, MP_INIT);
    assert_int_equal(set(f, OID_DOT11_DISCONNECT_REQUEST, NULL, 0), NDIS_STATUS_INVALID_STATE);
    assert_string_equal(fake.log, "");
}

static void STA_02_connect_is_what_enters_op(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(set(f, OID_DOT11_CONNECT_REQUEST, NULL, 0), NDIS_STATUS_SUCCESS);
    assert_string_equal(fake.log, "connect@init ");
    assert_int_equal(set(f, OID_DOT11_CONNECT_REQUEST, NULL, 0), NDIS_STATUS_INVALID_STATE);
    assert_int_equal(set(f, OID_DOT11_DISCONNECT_REQUEST, NULL, 0), NDIS_STATUS_SUCCESS);
    assert_string_equal(fake.log, "connect@init disconnect@op ");
}

/* --- ROL --- */

/* Q=R and S=R of abi/oids.csv. */
static void ROL_09_required_oids_are_never_unsupported(void **state)
{
    struct fixture *f = *state;
    static const uint32_t queries[] = {
        OID_DOT11_AUTO_CONFIG_ENABLED,
        OID_DOT11_POWER_MGMT_REQUEST,
        OID_DOT11_DESIRED_SSID_LIST,
        OID_DOT11_EXCLUDED_MAC_ADDRESS_LIST,
        OID_DOT11_DESIRED_BSSID_LIST,
        OID_DOT11_DESIRED_BSS_TYPE,
        OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM,
        OID_DOT11_ENUM_ASSOCIATION_INFO,
        OID_DOT11_DESIRED_PHY_LIST,
        OID_DOT11_CURRENT_PHY_ID,
        OID_DOT11_MEDIA_STREAMING_ENABLED,
        OID_DOT11_UNREACHABLE_DETECTION_THRESHOLD,
        OID_DOT11_IBSS_PARAMS,
        OID_DOT11_SAFE_MODE_ENABLED,
        OID_DOT11_HIDDEN_NETWORK_ENABLED,
        OID_DOT11_STATISTICS,
        OID_DOT11_CURRENT_OPERATION_MODE,
        OID_DOT11_NIC_POWER_STATE,
        OID_DOT11_MULTICAST_LIST,
        OID_DOT11_OPERATIONAL_RATE_SET,
        OID_DOT11_BEACON_PERIOD,
        OID_DOT11_DTIM_PERIOD,
        OID_DOT11_RTS_THRESHOLD,
        OID_DOT11_FRAGMENTATION_THRESHOLD,
        OID_DOT11_CURRENT_REG_DOMAIN,
        OID_DOT11_REG_DOMAINS_SUPPORT_VALUE,
    };
    for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++) {
        assert_int_equal(query(f, queries[i], 2000), NDIS_STATUS_SUCCESS);
    }
    assert_int_equal(query(f, OID_DOT11_ACTIVE_PHY_LIST, 2000), NDIS_STATUS_INVALID_STATE);
}

static void ROL_09_unknown_oids_and_kinds_are_not_supported(void **state)
{
    struct fixture *f = *state;
    static const uint32_t unknown[] = {0, 0xffffffff, OID_DOT11_JOIN_REQUEST,
                                       OID_DOT11_START_AP_REQUEST, OID_DOT11_HOP_TIME};
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        for (int kind = 0; kind < 3; kind++) {
            uint8_t input[60] = {0};
            assert_int_equal(
                request(f, unknown[i], (enum extsta_oid_kind)kind, input, sizeof input, 100),
                NDIS_STATUS_NOT_SUPPORTED);
        }
    }
    assert_int_equal(query(f, OID_DOT11_CONNECT_REQUEST, 100), NDIS_STATUS_NOT_SUPPORTED);
    assert_int_equal(set_u32(f, OID_DOT11_RESET_REQUEST, 3), NDIS_STATUS_NOT_SUPPORTED);
}

static void ROL_07_the_same_queries_succeed_in_both_states(void **state)
{
    struct fixture *f = *state;
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; oid_row_at(i); i++) {
            const struct oid_row *row = oid_row_at(i);
            if (!row->query || row->oid == OID_DOT11_ACTIVE_PHY_LIST ||
                row->oid == OID_DOT11_COUNTRY_STRING ||
                row->oid == OID_DOT11_CURRENT_FREQUENCY ||
                row->oid == OID_DOT11_SUPPORTED_OFDM_FREQUENCY_LIST) {
                continue; /* they have rules of their own */
            }
            assert_int_equal(query(f, row->oid, 2000), NDIS_STATUS_SUCCESS);
        }
        if (round == 0) {
            enter_op(f);
        }
    }
}

static void ROL_04_a_list_in_a_short_buffer(void **state)
{
    struct fixture *f = *state;
    const char *two[] = {"home", "office"};
    set_bytes(f, OID_DOT11_DESIRED_SSID_LIST, bytes_ssids(2, two));
    uint32_t full = 12 + 2 * 36;
    for (uint32_t room = 0; room < full; room++) {
        assert_int_equal(query(f, OID_DOT11_DESIRED_SSID_LIST, room),
                         NDIS_STATUS_BUFFER_OVERFLOW);
        assert_int_equal(f->oid.bytes_written, 0);
        assert_int_equal(f->oid.bytes_needed, full);
        if (room >= 12) {
            assert_int_equal(f->reply[0], 0x80);
            assert_int_equal(get_le32(f->reply + 4), 0);
            assert_int_equal(get_le32(f->reply + 8), 2);
            for (uint32_t i = 12; i < room; i++) {
                assert_int_equal(f->reply[i], 0xee); /* no entry is cut in two */
            }
        } else {
            for (uint32_t i = 0; i < room; i++) {
                assert_int_equal(f->reply[i], 0xee);
            }
        }
    }
}

static void ROL_04_every_query_says_what_it_needs(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; oid_row_at(i); i++) {
        const struct oid_row *row = oid_row_at(i);
        if (!row->query || query(f, row->oid, 2000) != NDIS_STATUS_SUCCESS ||
            f->oid.bytes_written == 0) {
            continue;
        }
        uint32_t full = f->oid.bytes_written;
        assert_int_equal(query(f, row->oid, full - 1), NDIS_STATUS_BUFFER_OVERFLOW);
        assert_int_equal(f->oid.bytes_needed, full);
        assert_int_equal(f->oid.bytes_written, 0);
        assert_int_equal(query(f, row->oid, full), NDIS_STATUS_SUCCESS); /* ROL-05 */
        assert_int_equal(f->oid.bytes_needed, 0);
        assert_int_equal(f->oid.bytes_written, full);
    }
}

static void ROL_06_a_truncated_list_is_not_stored(void **state)
{
    struct fixture *f = *state;
    const char *two[] = {"home", "office"};
    struct bytes value = bytes_ssids(2, two);
    for (size_t len = 0; len < value.len; len++) {
        assert_int_equal(set(f, OID_DOT11_DESIRED_SSID_LIST, value.b, len),
                         NDIS_STATUS_INVALID_LENGTH);
        assert_true(f->oid.bytes_needed > len);
        assert_int_equal(f->oid.bytes_read, 0);
    }
    assert_int_equal(f->mp->mib->ssid_count, 0);
    assert_int_equal(set_bytes(f, OID_DOT11_DESIRED_SSID_LIST, value), NDIS_STATUS_SUCCESS);
    assert_int_equal(f->oid.bytes_read, value.len);
}

static void ROL_06_absurd_counts(void **state)
{
    struct fixture *f = *state;
    static const uint32_t lists[] = {
        OID_DOT11_DESIRED_SSID_LIST,
        OID_DOT11_DESIRED_BSSID_LIST,
        OID_DOT11_EXCLUDED_MAC_ADDRESS_LIST,
        OID_DOT11_DESIRED_PHY_LIST,
        OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM,
        OID_DOT11_ENABLED_UNICAST_CIPHER_ALGORITHM,
        OID_DOT11_ENABLED_MULTICAST_CIPHER_ALGORITHM,
        OID_DOT11_PRIVACY_EXEMPTION_LIST,
        OID_DOT11_PMKID_LIST,
    };
    /* counts whose product with an entry size wraps in 32 bits among them */
    static const uint32_t counts[] = {0xffffffff, 0x80000000, 0x40000000, 0x2aaaaaab,
                                      0x071c71c8, 0x09249250, 1000};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        for (size_t k = 0; k < sizeof counts / sizeof counts[0]; k++) {
            struct bytes value = bytes_list(16, counts[k], NULL, 0);
            value.len = 100;
            assert_int_equal(set_bytes(f, lists[i], value), NDIS_STATUS_INVALID_LENGTH);
        }
    }
}

/* Random bytes of every length to every OID, in both states, in buffers of exactly that
 * size: nothing is read or written outside (a sanitizer looks), nothing asserts. */
static void hostile_requests_are_survived(void **state)
{
    struct fixture *f = *state;
    uint64_t seed = 1;
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; oid_row_at(i); i++) {
            for (size_t len = 0; len < 90; len++) {
                uint8_t input[90];
                testing_fill(&seed, len, input, sizeof input);
                if (len >= 12 && (len & 1)) { /* small counts get further */
                    memset(input + 4, 0, 8);
                    input[4] = (uint8_t)(len % 4);
                }
                for (int kind = 0; kind < 3; kind++) {
                    request(f, oid_row_at(i)->oid, (enum extsta_oid_kind)kind, input, len,
                            (len * 7) % 60);
                    fake.log[0] = 0;
                    fake.phy_state_count = 0;
                    mp_enter(f->mp, MP_INIT);
                    if (round) {
                        mp_enter(f->mp, MP_OP);
                    }
                }
            }
        }
    }
}

/* The same with no memory left: every request is refused or does all it says. */
static void hostile_requests_without_memory(void **state)
{
    struct fixture *f = *state;
    uint64_t seed = 2;
    /* with another station's the same, a configuration cannot change without memory */
    struct miniport *other = miniport_new(f->ctx, &f->out, 2, ADDRESS, &fixture_radio, NOW);
    assert_non_null(other);
    assert_int_equal(mib_interned(f->ctx), 1);
    f->no_memory = true;
    for (size_t size = 1; size < 5000; size += 16) {
        while (pool_alloc(&f->ctx->pool, size)) {
        }
    }
    const struct mp_mib before = *f->mp->mib;
    for (size_t i = 0; oid_row_at(i); i++) {
        for (size_t len = 0; len < 64; len++) {
            uint8_t input[64] = {0};
            testing_fill(&seed, len, input, sizeof input);
            input[len % 12] = 1;
            memset(input + 4, 0, 8);
            input[4] = 1;
            uint32_t status = request(f, oid_row_at(i)->oid, EXTSTA_OID_SET, input, len, 60);
            assert_true(status != NDIS_STATUS_PENDING);
            fake.log[0] = 0;
            fake.phy_state_count = 0;
            mp_enter(f->mp, MP_INIT);
        }
    }
    assert_memory_equal(f->mp->mib, &before, sizeof before);
    f->no_memory = false;
    miniport_ops.destroy(other);
}

static void a_request_without_a_buffer(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; oid_row_at(i); i++) {
        for (int kind = 0; kind < 3; kind++) {
            struct extsta_oid oid = {.oid = oid_row_at(i)->oid,
                                     .kind = (enum extsta_oid_kind)kind,
                                     .in_len = 100,
                                     .out_cap = 100};
            miniport_ops.oid(f->mp, NOW, &oid);
            assert_int_equal(oid.bytes_written, 0);
            mp_enter(f->mp, MP_INIT);
        }
    }
}

static void the_table_is_in_order(void **state)
{
    for (size_t i = 1; oid_row_at(i); i++) {
        assert_true(oid_row_at(i - 1)->oid < oid_row_at(i)->oid);
        assert_ptr_equal(oid_find(oid_row_at(i)->oid), oid_row_at(i));
    }
    assert_null(oid_find(1));
}

/* --- what passes through --- */

static void STA_07_supported_medium_is_native_802_11(void **state)
{
    struct fixture *f = *state;
    expect_query(f, OID_GEN_MEDIA_SUPPORTED, bytes_u32(16)); /* NdisMediumNative802_11 */
    expect_query(f, OID_GEN_MEDIA_IN_USE, bytes_u32(16));
    expect_query(f, OID_GEN_PHYSICAL_MEDIUM, bytes_u32(9)); /* NdisPhysicalMediumNative802_11 */
}

static void STA_08_the_packet_filter_starts_at_zero(void **state)
{
    struct fixture *f = *state;
    expect_query(f, OID_GEN_CURRENT_PACKET_FILTER, bytes_u32(0));
    assert_int_equal(set_u32(f, OID_GEN_CURRENT_PACKET_FILTER, 0x6000b), 0);
    expect_query(f, OID_GEN_CURRENT_PACKET_FILTER, bytes_u32(0x6000b));
    miniport_ops.reset_ex(f->mp, NOW);
    expect_query(f, OID_GEN_CURRENT_PACKET_FILTER, bytes_u32(0x6000b));
}

static void RXP_05_raw_and_promiscuous_filters_are_refused(void **state)
{
    struct fixture *f = *state;
    static const uint32_t bits[] = {0x20, 0x10000, 0x200000, 0x400000, 0x2000000};
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(set_u32(f, OID_GEN_CURRENT_PACKET_FILTER, bits[i] | 1),
                         NDIS_STATUS_NOT_SUPPORTED);
    }
    expect_query(f, OID_GEN_CURRENT_PACKET_FILTER, bytes_u32(0));
}

static void SCN_22_flush_empties_the_cache_in_init(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(set(f, OID_DOT11_FLUSH_BSS_LIST, NULL, 0), NDIS_STATUS_SUCCESS);
    assert_string_equal(fake.log, "bss-flush@init ");
}

static void SCN_23_SCN_24_enumerating_the_cache(void **state)
{
    struct fixture *f = *state;
    f->mp->mlme.scanning = SCAN_EXPLICIT;
    fake.bss_bytes = 40;
    for (uint32_t room = 3; room < 52; room++) {
        assert_int_equal(request(f, OID_DOT11_ENUM_BSS_LIST, EXTSTA_OID_METHOD, "FR ", 3, room),
                         NDIS_STATUS_BUFFER_OVERFLOW);
        assert_int_equal(f->oid.bytes_needed, 52);
        assert_int_equal(f->oid.bytes_written, 0);
        if (room >= 12) {
            assert_int_equal(get_le32(f->reply + 4), 0);
            assert_int_equal(get_le32(f->reply + 8), 40);
        }
    }
    assert_int_equal(request(f, OID_DOT11_ENUM_BSS_LIST, EXTSTA_OID_METHOD, "FR ", 3, 52), 0);
    assert_memory_equal(fake.country, "FR ", 3); /* read before it is overwritten */
    assert_int_equal(f->oid.bytes_written, 52);
    assert_int_equal(get_le32(f->reply + 4), 40);
    assert_int_equal(request(f, OID_DOT11_ENUM_BSS_LIST, EXTSTA_OID_METHOD, "FR", 2, 52),
                     NDIS_STATUS_INVALID_LENGTH);
}

static void SCN_01_a_scan_request_goes_to_the_mlme(void **state)
{
    struct fixture *f = *state;
    uint8_t input[60] = {3};
    assert_int_equal(set(f, OID_DOT11_SCAN_REQUEST, input, 55), NDIS_STATUS_INVALID_LENGTH);
    assert_int_equal(set(f, OID_DOT11_SCAN_REQUEST, input, 56), NDIS_STATUS_SUCCESS);
    assert_int_equal(fake.scan.len, 56);
    assert_string_equal(fake.log, "scan@init ");
}

static void KEY_01_KEY_05_keys_go_to_the_key_tables(void **state)
{
    struct fixture *f = *state;
    uint8_t input[60] = {0};
    assert_int_equal(set(f, OID_DOT11_CIPHER_DEFAULT_KEY, input, 21),
                     NDIS_STATUS_INVALID_LENGTH);
    assert_int_equal(set(f, OID_DOT11_CIPHER_DEFAULT_KEY, input, 22), NDIS_STATUS_SUCCESS);
    assert_int_equal(fake.key.len, 22);
    assert_int_equal(set(f, OID_DOT11_CIPHER_KEY_MAPPING_KEY, input, 11),
                     NDIS_STATUS_INVALID_LENGTH);
    assert_int_equal(set(f, OID_DOT11_CIPHER_KEY_MAPPING_KEY, input, 60), NDIS_STATUS_SUCCESS);
    assert_int_equal(fake.key.len, 60);
    assert_string_equal(fake.log, "default-key@init mapping-key@init ");
}

static void PRT_19_port_state_goes_to_the_mlme(void **state)
{
    struct fixture *f = *state;
    uint8_t input[12] = {0x80, 1, 12, 0, 6, 0x66, 0x77, 0x88, 0x99, 0xaa, 1};
    assert_int_equal(set(f, OID_DOT11_PORT_STATE_NOTIFICATION, input, 12),
                     NDIS_STATUS_INVALID_STATE);
    assert_false(fake.port_open);
    enter_op(f);
    assert_int_equal(set(f, OID_DOT11_PORT_STATE_NOTIFICATION, input, 10),
                     NDIS_STATUS_INVALID_LENGTH);
    assert_int_equal(set(f, OID_DOT11_PORT_STATE_NOTIFICATION, input, 12), NDIS_STATUS_SUCCESS);
    assert_true(mac_equal(fake.port_peer, OTHER));
    assert_true(fake.port_open);
}

static void CIP_14_capability_minimums(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(query(f, OID_DOT11_EXTSTA_CAPABILITY, 44), NDIS_STATUS_SUCCESS);
    static const uint32_t minimum[] = {4, 1, 1, 4, 1, 32, 4, 5, 3, 32};
    for (size_t i = 0; i < 10; i++) {
        assert_true(get_le32(f->reply + 4 + 4 * i) >= minimum[i]);
    }
    assert_int_equal(get_le16(f->reply + 2), 44);
}

static void STT_01_STT_02_STT_08_layout_of_the_statistics(void **state)
{
    struct fixture *f = *state;
    /* each counter a different number of times, at its offset in structs.csv */
    for (int i = 0; i < MP_MAC_COUNTERS; i++) {
        for (int n = 0; n <= i; n++) {
            stats_mac(f->mp, false, (enum mp_mac_counter)i);
            stats_mac(f->mp, true, (enum mp_mac_counter)i);
        }
        stats_mac(f->mp, true, (enum mp_mac_counter)i);
    }
    for (int i = 0; i < MP_PHY_COUNTERS; i++) {
        for (int n = 0; n <= i; n++) {
            stats_phy(f->mp, 1, (enum mp_phy_counter)i);
        }
    }
    stats_phy(f->mp, 2, MP_PHY_RX); /* no such PHY */
    for (int n = 0; n < 3; n++) {
        stats_handshake_failure(f->mp);
    }
    assert_int_equal(query(f, OID_DOT11_STATISTICS, 2000), NDIS_STATUS_SUCCESS);
    assert_int_equal(f->oid.bytes_written, 256 + 2 * 144);
    assert_int_equal(get_le16(f->reply + 2), 400);
    assert_int_equal(get_le64(f->reply + 8), 3); /* ullFourWayHandshakeFailures */
    for (size_t i = 16; i < 32; i++) {
        assert_int_equal(f->reply[i], 0); /* STT-08 */
    }
    assert_int_equal(get_le64(f->reply + 32), 1);        /* ullTransmittedFrameCount */
    assert_int_equal(get_le64(f->reply + 32 + 40), 6);   /* ullTKIPLocalMICFailures */
    assert_int_equal(get_le64(f->reply + 32 + 104), 14); /* ullDecryptFailureCount */
    assert_int_equal(get_le64(f->reply + 144), 2);
    assert_int_equal(get_le64(f->reply + 144 + 72), 11); /* ullCCMPDecryptErrors */
    assert_int_equal(get_le64(f->reply + 256 + 80), 0);  /* PHY 0 */
    assert_int_equal(get_le64(f->reply + 400), 1);
    assert_int_equal(get_le64(f->reply + 400 + 72), 10);  /* ullACKFailureCount */
    assert_int_equal(get_le64(f->reply + 400 + 112), 15); /* ullFrameDuplicateCount */
    assert_int_equal(get_le64(f->reply + 400 + 136), 18); /* ullFCSErrorCount */
}

static void STT_03_a_counter_beyond_16_bits(void **state)
{
    struct fixture *f = *state;
    for (uint32_t i = 0; i < 200000; i++) {
        stats_mac(f->mp, false, MP_MAC_RX);
    }
    stats_mac(f->mp, false, MP_MAC_TX);
    assert_int_equal(stats_mac_get(f->mp, false, MP_MAC_RX), 200000);
    assert_int_equal(stats_mac_get(f->mp, false, MP_MAC_TX), 1);
    reset(f, false);
    assert_int_equal(stats_mac_get(f->mp, false, MP_MAC_RX), 0);
}

static void ASC_33_ASC_39_association_information(void **state)
{
    struct fixture *f = *state;
    expect_query(f, OID_DOT11_ENUM_ASSOCIATION_INFO,
                 (struct bytes){.b = {0x80, 1, 344 & 0xff, 344 >> 8}, .len = 16});
    static const uint8_t elements[] = {1, 2, 0x82, 0x84, 50, 1, 0x6c};
    struct bss_info *info = calloc(1, sizeof *info + sizeof elements);
    memcpy(info->bytes, elements, sizeof elements);
    info->beacon_len = sizeof elements;
    fake.bss.info = info;
    struct mp_peer *peer = fake_associate(f->mp, OTHER);
    peer->negotiated = (struct mp_negotiated){
        .aid = 9, .listen_interval = 10, .capability = 0x0431, .since = 5000000};
    peer->counters =
        (struct mp_counters){.tx_ok = 1, .tx_failed = 2, .rx_ok = 3, .rx_failed = 4};
    assert_int_equal(query(f, OID_DOT11_ENUM_ASSOCIATION_INFO, 343),
                     NDIS_STATUS_BUFFER_OVERFLOW);
    assert_int_equal(get_le32(f->reply + 8), 1);
    assert_int_equal(query(f, OID_DOT11_ENUM_ASSOCIATION_INFO, 344), NDIS_STATUS_SUCCESS);
    const uint8_t *e = f->reply + 16;
    assert_memory_equal(e, OTHER.b, 6);
    assert_memory_equal(e + 6, OTHER.b, 6);
    assert_int_equal(get_le16(e + 12), 0x0431);
    assert_int_equal(get_le16(e + 14), 10);
    assert_memory_equal(e + 16, "\x82\x84\x6c\0", 4);
    assert_int_equal(get_le16(e + 272), 9);
    assert_int_equal(get_le32(e + 276), 3); /* authenticated, associated */
    assert_int_equal(get_le32(e + 280), 1); /* active */
    assert_int_equal(get_le64(e + 288), 50000000);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(get_le64(e + 296 + 8 * i), i + 1);
    }
    fake.bss.info = NULL;
    free(info);
}

static void STA_14_channels_are_set_with_auto_configuration_off(void **state)
{
    struct fixture *f = *state;
    expect_query(f, OID_DOT11_CURRENT_CHANNEL, bytes_u32(1));
    assert_int_equal(set_u32(f, OID_DOT11_CURRENT_CHANNEL, 6),
                     NDIS_STATUS_DOT11_AUTO_CONFIG_ENABLED);
    set_u32(f, OID_DOT11_AUTO_CONFIG_ENABLED, 0);
    assert_int_equal(set_u32(f, OID_DOT11_CURRENT_CHANNEL, 6), NDIS_STATUS_SUCCESS);
    expect_query(f, OID_DOT11_CURRENT_CHANNEL, bytes_u32(6));
    struct extsta_output *out = outq_pump(&f->out);
    assert_non_null(out);
    assert_int_equal(out->type, EXTSTA_OUT_TUNE);
    assert_int_equal(out->tune_freq, 2437);
    assert_int_equal(set_u32(f, OID_DOT11_CURRENT_CHANNEL, 5), NDIS_STATUS_INVALID_DATA);
    assert_int_equal(set_u32(f, OID_DOT11_CURRENT_CHANNEL, 256 + 6), NDIS_STATUS_INVALID_DATA);
    assert_int_equal(set_u32(f, OID_DOT11_CURRENT_FREQUENCY, 36), NDIS_STATUS_NOT_SUPPORTED);
    set_u32(f, OID_DOT11_CURRENT_PHY_ID, 1);
    assert_int_equal(set_u32(f, OID_DOT11_CURRENT_FREQUENCY, 40), NDIS_STATUS_SUCCESS);
    expect_query(f, OID_DOT11_CURRENT_FREQUENCY, bytes_u32(40));
    f->mp->mlme.scanning = SCAN_EXPLICIT;
    assert_int_equal(set_u32(f, OID_DOT11_CURRENT_FREQUENCY, 36),
                     NDIS_STATUS_DOT11_MEDIA_IN_USE);
}

static void lists_of_channels_and_rates_follow_the_current_phy(void **state)
{
    struct fixture *f = *state;
    static const uint8_t dsss[] = {3, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 6, 0, 0, 0, 11, 0, 0, 0};
    expect_query(f, OID_DOT11_SUPPORTED_DSSS_CHANNEL_LIST, bytes_of(dsss, sizeof dsss));
    set_u32(f, OID_DOT11_CURRENT_PHY_ID, 1);
    static const uint8_t ofdm[] = {2, 0, 0, 0, 2, 0, 0, 0, 0x3c, 0x14, 0, 0, 0x50, 0x14, 0, 0};
    expect_query(f, OID_DOT11_SUPPORTED_OFDM_FREQUENCY_LIST, bytes_of(ofdm, sizeof ofdm));
    struct bytes rates = {.len = 510};
    memcpy(rates.b, ofdm_rates, sizeof ofdm_rates);
    memcpy(rates.b + 255, ofdm_rates, sizeof ofdm_rates);
    expect_query(f, OID_DOT11_SUPPORTED_DATA_RATES_VALUE, rates);
    assert_int_equal(query(f, OID_DOT11_DATA_RATE_MAPPING_TABLE, 600), NDIS_STATUS_SUCCESS);
    assert_int_equal(f->oid.bytes_written, 512);
    assert_int_equal(get_le32(f->reply + 4), 8);
    assert_int_equal(get_le16(f->reply + 8 + 4 * 7 + 2), 108);
}

static void dtim_period_comes_from_the_beacon(void **state)
{
    struct fixture *f = *state;
    expect_query(f, OID_DOT11_DTIM_PERIOD, bytes_u32(0));
    static const uint8_t tim[] = {5, 4, 0, 3, 0, 0};
    struct bss_info *info = calloc(1, sizeof *info + sizeof tim);
    memcpy(info->bytes, tim, sizeof tim);
    info->beacon_len = sizeof tim;
    fake.bss.info = info;
    fake_associate(f->mp, OTHER);
    expect_query(f, OID_DOT11_DTIM_PERIOD, bytes_u32(3));
    fake.bss.info = NULL;
    free(info);
}

static void operation_mode_capability(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(query(f, OID_DOT11_OPERATION_MODE_CAPABILITY, 24), NDIS_STATUS_SUCCESS);
    assert_int_equal(get_le32(f->reply + 20), 4);
    expect_query(f, OID_DOT11_MAXIMUM_LIST_SIZE, bytes_u32(32));
    expect_query(f, OID_DOT11_MPDU_MAX_LENGTH, bytes_u32(2346));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(STA_04_ROL_08_set_permissions_in_init),
        FIXTURE_TEST(STA_04_ROL_08_set_permissions_in_op),
        FIXTURE_TEST(STA_04_a_refused_set_changes_nothing),
        FIXTURE_TEST(STA_04_the_table_of_the_driver_allows_nothing_else),
        FIXTURE_TEST(STA_01_starts_in_init_and_refuses_disconnect),
        FIXTURE_TEST(STA_02_connect_is_what_enters_op),
        FIXTURE_TEST(ROL_09_required_oids_are_never_unsupported),
        FIXTURE_TEST(ROL_09_unknown_oids_and_kinds_are_not_supported),
        FIXTURE_TEST(ROL_07_the_same_queries_succeed_in_both_states),
        FIXTURE_TEST(ROL_04_a_list_in_a_short_buffer),
        FIXTURE_TEST(ROL_04_every_query_says_what_it_needs),
        FIXTURE_TEST(ROL_06_a_truncated_list_is_not_stored),
        FIXTURE_TEST(ROL_06_absurd_counts),
        FIXTURE_TEST(hostile_requests_are_survived),
        FIXTURE_TEST(hostile_requests_without_memory),
        FIXTURE_TEST(a_request_without_a_buffer),
        FIXTURE_TEST(the_table_is_in_order),
        FIXTURE_TEST(STA_07_supported_medium_is_native_802_11),
        FIXTURE_TEST(STA_08_the_packet_filter_starts_at_zero),
        FIXTURE_TEST(RXP_05_raw_and_promiscuous_filters_are_refused),
        FIXTURE_TEST(SCN_22_flush_empties_the_cache_in_init),
        FIXTURE_TEST(SCN_23_SCN_24_enumerating_the_cache),
        FIXTURE_TEST(SCN_01_a_scan_request_goes_to_the_mlme),
        FIXTURE_TEST(KEY_01_KEY_05_keys_go_to_the_key_tables),
        FIXTURE_TEST(PRT_19_port_state_goes_to_the_mlme),
        FIXTURE_TEST(CIP_14_capability_minimums),
        FIXTURE_TEST(STT_01_STT_02_STT_08_layout_of_the_statistics),
        FIXTURE_TEST(STT_03_a_counter_beyond_16_bits),
        FIXTURE_TEST(ASC_33_ASC_39_association_information),
        FIXTURE_TEST(STA_14_channels_are_set_with_auto_configuration_off),
        FIXTURE_TEST(lists_of_channels_and_rates_follow_the_current_phy),
        FIXTURE_TEST(dtim_period_comes_from_the_beacon),
        FIXTURE_TEST(operation_mode_capability),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
