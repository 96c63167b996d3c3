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
    case OID_DOT11_CIPHER_DEFAULT_KEY:
    case OID_DOT11_CIPHER_KEY_MAPPING_KEY:
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
    k->quiet = true;
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
    k->findings = 0; /* the host's requests are nonsense, and judged so */
    k->log_len = 0;
    k->log[0] = 0;
    kernel_free(k);
}

/* STA-04, ROL-08, ROL-09 */
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
        cmocka_unit_test(STA_04_what_is_refused_when),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
