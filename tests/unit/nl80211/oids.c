/* Two miniports, one MIB: what the nl80211 driver answers to a query, and whether it takes what
 * is set, is what our own miniport says; each OID that only one of them has is named here. */
#include "kernel.h"
#include "oid.h"

static uint64_t seed = 7;

/* Our own miniport, on a radio of the same capabilities. */
static struct extsta_station *own_station(struct extsta_context *ctx, struct kernel *k)
{
    struct extsta_station_config config = {
        .id = 1, .address = kernel_own, .radio = k->site.radio, .outputs = EXTSTA_OUT_ALL};
    struct extsta_station *sta = extsta_station_new(ctx, &config, k->now);
    struct extsta_output out;
    assert_non_null(sta);
    while (extsta_next(sta, &out)) {
    }
    return sta;
}

static uint32_t ask(struct extsta_station *sta, extsta_time now, enum extsta_oid_kind kind,
                    uint32_t number, uint8_t *buffer, uint32_t in, uint32_t room,
                    struct extsta_oid *oid)
{
    *oid = (struct extsta_oid){.oid = number,
                               .kind = kind,
                               .request_id = 7,
                               .buffer = buffer,
                               .in_len = in,
                               .out_cap = room};
    return extsta_oid(sta, now, oid);
}

/* All numbers there are, and around them. */
static uint32_t oid_at(size_t i)
{
    static const uint32_t general[] = {
        OID_GEN_MEDIA_SUPPORTED, OID_GEN_MEDIA_IN_USE, OID_GEN_CURRENT_PACKET_FILTER,
        OID_GEN_PHYSICAL_MEDIUM, OID_PNP_SET_POWER,    OID_PNP_QUERY_POWER};
    const size_t count = sizeof general / sizeof *general;
    const uint32_t n = (uint32_t)i - (uint32_t)count;
    return i < count ? general[i] : n < 0x500u ? 0x0d010300u + n : 0x0e010100u + n - 0x500u;
}
#define OIDS (6u + 0x500u + 0x200u)

/* What cfg80211 cannot do, and what it says of its own. */
static bool is_other(uint32_t oid)
{
    static const uint32_t others[] = {OID_DOT11_ATIM_WINDOW, OID_DOT11_IBSS_PARAMS,
                                      OID_DOT11_SAFE_MODE_ENABLED,
                                      OID_DOT11_SAFE_MODE_HT_ENABLED};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (others[i] == oid) {
            return true;
        }
    }
    return false;
}

static void MIB_queries_are_answered_alike(void **state)
{
    struct kernel *k = kernel_new(0);
    struct extsta_context *ctx = testing_context(&seed);
    struct extsta_station *own = own_station(ctx, k);
    uint8_t ours[4096], its[4096];
    size_t answered = 0;
    for (size_t i = 0; i < OIDS; i++) {
        struct extsta_oid a, b;
        uint32_t number = oid_at(i);
        memset(ours, 0, sizeof ours);
        memset(its, 0, sizeof its);
        uint32_t one = ask(own, k->now, EXTSTA_OID_QUERY, number, ours, 0, sizeof ours, &a);
        uint32_t other = ask(k->sta, k->now, EXTSTA_OID_QUERY, number, its, 0, sizeof its, &b);
        settle(k);
        if (is_other(number)) {
            assert_int_equal(other, NDIS_STATUS_NOT_SUPPORTED);
            continue;
        }
        if (one != other || a.bytes_written != b.bytes_written ||
            memcmp(ours, its, a.bytes_written) != 0) {
            fail_msg("%s: %x with %u octets, and %x with %u", extsta_oid_name(number), one,
                     a.bytes_written, other, b.bytes_written);
        }
        if (one != NDIS_STATUS_SUCCESS) {
            continue;
        }
        answered++; /* ROL-04: without room for it */
        one = ask(own, k->now, EXTSTA_OID_QUERY, number, ours, 0, 0, &a);
        other = ask(k->sta, k->now, EXTSTA_OID_QUERY, number, its, 0, 0, &b);
        settle(k);
        assert_int_equal(one, other);
        assert_int_equal(a.bytes_needed, b.bytes_needed);
    }
    assert_true(answered > 50);
    extsta_station_free(own);
    extsta_context_free(ctx);
    kernel_free(k);
}

/* Not what does something: its own tests have that. */
static bool is_configuration(const struct nld_row *row)
{
    switch (row->oid) {
    case OID_DOT11_SCAN_REQUEST:
    case OID_DOT11_CONNECT_REQUEST:
    case OID_DOT11_DISCONNECT_REQUEST:
    case OID_DOT11_NIC_POWER_STATE:
    case OID_DOT11_DESIRED_BSS_TYPE: /* independent networks are not the kernel's to make */
    case OID_DOT11_PORT_STATE_NOTIFICATION:
        return false;
    default:
        return row->set != NULL && !is_other(row->oid);
    }
}

/* Octets that mean something now and then: small numbers, counts, addresses. */
static uint32_t invent(uint8_t *buffer, uint32_t size)
{
    uint8_t dice[2];
    testing_fill(&seed, 1, dice, sizeof dice);
    uint32_t len = dice[0] % size;
    testing_fill(&seed, 2, buffer, len);
    for (uint32_t i = 0; i < len && dice[1] % 4; i++) {
        buffer[i] = (uint8_t)(i % 4 == 0 ? buffer[i] % (dice[1] % 4 == 1 ? 4 : 12) : 0);
    }
    if (len >= 4 && dice[1] % 2) { /* the header of a list */
        buffer[0] = 0x80;
        buffer[1] = 1;
        buffer[2] = 12;
        buffer[3] = 0;
    }
    return len;
}

static void MIB_sets_are_judged_alike(void **state)
{
    struct kernel *k = kernel_new(0);
    struct extsta_context *ctx = testing_context(&seed);
    struct extsta_station *own = own_station(ctx, k);
    uint8_t ours[4096], its[4096];
    size_t taken = 0;
    k->quiet = k->host_errs = true;
    for (size_t n = 0; n < 1000 * OIDS; n++) {
        struct extsta_oid a, b;
        const struct nld_row *row = nld_row_of(oid_at(n % OIDS));
        if (!row || !is_configuration(row)) {
            continue;
        }
        uint32_t len = invent(ours, 64);
        memcpy(its, ours, len);
        uint32_t one = ask(own, k->now, EXTSTA_OID_SET, row->oid, ours, len, 0, &a);
        uint32_t other = ask(k->sta, k->now, EXTSTA_OID_SET, row->oid, its, len, 0, &b);
        settle(k);
        if (a.bytes_needed > EXTSTA_DRIVER_MAX_BUFFER) { /* no driver below may ask for more */
            a.bytes_needed = EXTSTA_DRIVER_MAX_BUFFER;
        }
        if (one != other || a.bytes_needed != b.bytes_needed || a.bytes_read != b.bytes_read) {
            fail_msg("%s, %u octets: %x (needs %u), and %x (needs %u)",
                     extsta_oid_name(row->oid), len, one, a.bytes_needed, other,
                     b.bytes_needed);
        }
        taken += one == NDIS_STATUS_SUCCESS;
        memset(ours, 0, sizeof ours);
        memset(its, 0, sizeof its);
        one = ask(own, k->now, EXTSTA_OID_QUERY, row->oid, ours, 0, sizeof ours, &a);
        other = ask(k->sta, k->now, EXTSTA_OID_QUERY, row->oid, its, 0, sizeof its, &b);
        settle(k);
        assert_int_equal(one, other);
        assert_int_equal(a.bytes_written, b.bytes_written);
        assert_memory_equal(ours, its, a.bytes_written);
    }
    assert_true(taken > 100);
    extsta_station_free(own);
    extsta_context_free(ctx);
    kernel_free(k);
}

/* --- keys --- */

static uint8_t roll(uint8_t sides)
{
    uint8_t n;
    testing_fill(&seed, 3, &n, 1);
    return (uint8_t)(n % sides);
}

/* One that is right, or wrong in a thing or two. */
static struct extsta_key invent_key(uint8_t *room, size_t size)
{
    static const uint32_t algorithms[] = {
        DOT11_CIPHER_ALGO_NONE, DOT11_CIPHER_ALGO_WEP40, DOT11_CIPHER_ALGO_WEP104,
        DOT11_CIPHER_ALGO_WEP,  DOT11_CIPHER_ALGO_TKIP,  DOT11_CIPHER_ALGO_CCMP,
        DOT11_CIPHER_ALGO_BIP,  DOT11_CIPHER_ALGO_GCMP,  0x33};
    static const uint8_t lens[] = {0, 5, 13, 16, 32, 15}, key[32] = {1, 2, 3};
    struct extsta_key k = {.peer = {{(uint8_t)(roll(8) == 0), 0, 0, 0, 9, 9}},
                           .index = roll(8),
                           .direction = roll(8) ? DOT11_DIR_BOTH : 0,
                           .algorithm = algorithms[roll(9)],
                           .is_delete = roll(8) == 0,
                           .is_static = roll(2) == 0};
    struct extsta_payload m = {.form = EXTSTA_FORM_KEY_MATERIAL};
    size_t len = lens[roll(6)];
    if (k.algorithm == DOT11_CIPHER_ALGO_WEP || k.algorithm == DOT11_CIPHER_ALGO_WEP40 ||
        k.algorithm == DOT11_CIPHER_ALGO_WEP104) {
        len = len == 16 ? 13 : len; /* cfg80211 has no WEP with 128 bits */
        memcpy(room, key, len);
        k.key.bytes = span(room, len);
        return k;
    }
    if (k.algorithm == DOT11_CIPHER_ALGO_TKIP) {
        m.form = EXTSTA_FORM_TKIP_KEY_MATERIAL;
        m.material.mic_len = roll(4) ? 16 : 8;
        m.material.key_len = roll(4) ? 16 : 5;
    } else {
        m.material.key_len = (uint32_t)(roll(4) ? len : 16);
    }
    m.material.keys.bytes = span(key, len);
    len = extsta_payload_write(&m, room, size);
    k.key.bytes = span(room, len);
    return k;
}

static uint32_t write_keys(bool mapping, uint8_t *buffer, uint32_t size)
{
    uint8_t room[96], entries[320];
    if (!mapping) {
        struct extsta_payload p = {.form = EXTSTA_FORM_DEFAULT_KEY};
        p.key = invent_key(room, sizeof room);
        return (uint32_t)extsta_payload_write(&p, buffer, size);
    }
    size_t len = 0, count = 1u + roll(2);
    for (size_t i = 0; i < count; i++) {
        struct extsta_payload e = {.form = EXTSTA_FORM_KEY_MAPPING_KEY};
        e.key = invent_key(room, sizeof room);
        len += extsta_payload_write(&e, entries + len, sizeof entries - len);
    }
    struct extsta_payload p = {.form = EXTSTA_FORM_KEY_MAPPING_KEYS};
    p.list.entries.bytes = span(entries, len);
    return (uint32_t)extsta_payload_write(&p, buffer, size);
}

static void KEY_01_KEY_05_keys_are_judged_alike(void **state)
{
    struct kernel *k = kernel_new(0);
    struct extsta_context *ctx = testing_context(&seed);
    struct extsta_station *own = own_station(ctx, k);
    uint8_t ours[512], its[512];
    size_t taken = 0, refused = 0;
    k->host_errs = true;
    for (size_t n = 0; n < 20000; n++) {
        struct extsta_oid a, b;
        bool mapping = n % 2;
        uint32_t number =
            mapping ? OID_DOT11_CIPHER_KEY_MAPPING_KEY : OID_DOT11_CIPHER_DEFAULT_KEY;
        uint32_t len = write_keys(mapping, ours, sizeof ours);
        assert_true(len <= sizeof ours);
        len -= roll(8) == 0 ? roll(8) : 0;
        memcpy(its, ours, len);
        uint32_t one = ask(own, k->now, EXTSTA_OID_SET, number, ours, len, 0, &a);
        uint32_t other = ask(k->sta, k->now, EXTSTA_OID_SET, number, its, len, 0, &b);
        settle(k);
        if (one != other) {
            fail_msg("%s number %zu: %x, and %x", extsta_oid_name(number), n, one, other);
        }
        taken += one == NDIS_STATUS_SUCCESS;
        refused += one != NDIS_STATUS_SUCCESS;
    }
    assert_true(taken > 1000 && refused > 1000);
    extsta_station_free(own);
    extsta_context_free(ctx);
    kernel_free(k);
}

/* STA-04: what may be set in which state; ROL-08, ROL-09: what a refusal says. */
static void STA_04_what_is_refused_when(void **state)
{
    struct kernel *k = kernel_new(1);
    struct extsta_oid o;
    uint8_t buffer[64] = {0};
    assert_int_equal(
        ask(k->sta, k->now, EXTSTA_OID_SET, OID_DOT11_DISCONNECT_REQUEST, buffer, 0, 0, &o),
        NDIS_STATUS_INVALID_STATE);
    assert_int_equal(
        ask(k->sta, k->now, EXTSTA_OID_SET, OID_DOT11_ATIM_WINDOW, buffer, 4, 0, &o),
        NDIS_STATUS_NOT_SUPPORTED);
    connect_home(k, EXTSTA_SECOND);
    forget_log(k);
    assert_int_equal(
        ask(k->sta, k->now, EXTSTA_OID_SET, OID_DOT11_CONNECT_REQUEST, buffer, 0, 0, &o),
        NDIS_STATUS_INVALID_STATE);
    assert_int_equal(
        ask(k->sta, k->now, EXTSTA_OID_SET, OID_DOT11_DESIRED_SSID_LIST, buffer, 64, 0, &o),
        NDIS_STATUS_INVALID_STATE);
    kernel_free(k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(MIB_queries_are_answered_alike),
        cmocka_unit_test(MIB_sets_are_judged_alike),
        cmocka_unit_test(KEY_01_KEY_05_keys_are_judged_alike),
        cmocka_unit_test(STA_04_what_is_refused_when),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
