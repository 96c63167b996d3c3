/* A miniport on its own, without a radio and with faked neighbours. */
#ifndef TESTS_UNIT_MINIPORT_FIXTURE_H
#define TESTS_UNIT_MINIPORT_FIXTURE_H

#include "fakes.h"

#define ADDRESS ((struct extsta_mac){{0x02, 0x11, 0x22, 0x33, 0x44, 0x55}})
#define OTHER   ((struct extsta_mac){{0x06, 0x66, 0x77, 0x88, 0x99, 0xaa}})
#define NOW     ((extsta_time)1000000)

/* PHY 0: ERP, PHY 1: OFDM, with a hardware switch. */
static const uint16_t erp_freqs[] = {2412, 2437, 2462};
static const uint16_t ofdm_freqs[] = {5180, 5200};
static const uint8_t erp_rates[] = {2, 4, 11, 22, 12, 18, 24, 36, 48, 72, 96, 108};
static const uint8_t ofdm_rates[] = {12, 18, 24, 36, 48, 72, 96, 108};
static const struct extsta_phy_caps fixture_phys[] = {
    {6, erp_freqs, 3, erp_rates, sizeof erp_rates},
    {4, ofdm_freqs, 2, ofdm_rates, sizeof ofdm_rates},
};
static const struct extsta_radio_caps fixture_radio = {fixture_phys, 2, true};

struct fixture {
    uint64_t seed;
    bool no_memory; /* the provider has none left */
    struct extsta_context *ctx;
    struct outq out;
    struct miniport *mp;
    uint8_t *reply; /* of the last request; exactly out_cap bytes */
    struct extsta_oid oid;
};

static inline void *fixture_alloc(void *user, size_t size)
{
    return ((struct fixture *)user)->no_memory ? NULL : malloc(size);
}

static inline int fixture_setup_radio(void **state, const struct extsta_radio_caps *radio)
{
    struct fixture *f = calloc(1, sizeof *f);
    memset(&fake, 0, sizeof fake);
    struct extsta_memory memory = {fixture_alloc, testing_release, f};
    struct extsta_random random = {testing_fill, &f->seed};
    f->ctx = extsta_context_new(&memory, &random);
    outq_init(&f->out, f->ctx, EXTSTA_OUT_ALL);
    f->mp = miniport_new(f->ctx, &f->out, 7, ADDRESS, radio, NOW);
    assert_non_null(f->mp);
    *state = f;
    return 0;
}

static inline int fixture_setup(void **state)
{
    return fixture_setup_radio(state, &fixture_radio);
}

static inline int fixture_teardown(void **state)
{
    struct fixture *f = *state;
    miniport_ops.destroy(f->mp);
    outq_destroy(&f->out);
    extsta_context_free(f->ctx);
    free(f->reply);
    free(f);
    return 0;
}

#define FIXTURE_TEST(test)                                                                     \
    cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

/* Issues a request in a buffer of exactly the size it needs, so that a sanitizer sees
 * every step over its end. */
static inline uint32_t request(struct fixture *f, uint32_t oid, enum extsta_oid_kind kind,
                               const void *input, size_t in_len, size_t out_cap)
{
    size_t size = in_len > out_cap ? in_len : out_cap;
    free(f->reply);
    f->reply = malloc(size ? size : 1);
    memset(f->reply, 0xee, size);
    if (in_len) {
        memcpy(f->reply, input, in_len);
    }
    f->oid = (struct extsta_oid){
        .oid = oid,
        .kind = kind,
        .request_id = 77,
        .buffer = f->reply,
        .in_len = (uint32_t)in_len,
        .out_cap = (uint32_t)out_cap,
        .bytes_written = 0xdead,
    };
    uint32_t status = miniport_ops.oid(f->mp, NOW, &f->oid);
    assert_int_equal(status, f->oid.status);
    assert_true(f->oid.bytes_written <= out_cap);
    return status;
}

static inline uint32_t set(struct fixture *f, uint32_t oid, const void *input, size_t len)
{
    return request(f, oid, EXTSTA_OID_SET, input, len, 0);
}

static inline uint32_t query(struct fixture *f, uint32_t oid, size_t room)
{
    return request(f, oid, EXTSTA_OID_QUERY, NULL, 0, room);
}

static inline uint32_t set_u32(struct fixture *f, uint32_t oid, uint32_t value)
{
    uint8_t bytes[4];
    put_le32(bytes, value);
    return set(f, oid, bytes, sizeof bytes);
}

static inline uint32_t set_bool(struct fixture *f, uint32_t oid, uint8_t value)
{
    return set(f, oid, &value, 1);
}

/* Bytes of a request or of an expected reply. */
struct bytes {
    uint8_t b[1200];
    size_t len;
};

static inline struct bytes bytes_u32(uint32_t value)
{
    struct bytes out = {.len = 4};
    put_le32(out.b, value);
    return out;
}

static inline struct bytes bytes_bool(bool value)
{
    return (struct bytes){.b = {value}, .len = 1};
}

static inline struct bytes bytes_of(const void *data, size_t len)
{
    struct bytes out = {.len = len};
    memcpy(out.b, data, len);
    return out;
}

/* A list with an NDIS object header of revision 1 (ROL-01): header, the two counts, the
 * entries. `fixed` is the size of the structure with one entry. */
static inline struct bytes bytes_list(size_t fixed, uint32_t count, const void *entries,
                                      size_t len)
{
    struct bytes out = {.b = {0x80, 1}, .len = 12 + len};
    put_le16(out.b + 2, (uint16_t)fixed);
    put_le32(out.b + 4, count);
    put_le32(out.b + 8, count);
    if (len) {
        memcpy(out.b + 12, entries, len);
    }
    return out;
}

static inline struct bytes bytes_u32_list(uint32_t count, const uint32_t *values)
{
    uint8_t entries[64 * 4];
    for (size_t i = 0; i < count; i++) {
        put_le32(entries + 4 * i, values[i]);
    }
    return bytes_list(16, count, entries, 4 * (size_t)count);
}

static inline struct bytes bytes_macs(uint32_t count, const struct extsta_mac *macs)
{
    return bytes_list(20, count, macs, 6 * (size_t)count);
}

static inline struct bytes bytes_ssids(uint32_t count, const char *const *ssids)
{
    uint8_t entries[16 * 36] = {0};
    for (size_t i = 0; i < count; i++) {
        put_le32(entries + 36 * i, (uint32_t)strlen(ssids[i]));
        memcpy(entries + 36 * i + 4, ssids[i], strlen(ssids[i]));
    }
    return bytes_list(48, count, entries, 36 * (size_t)count);
}

static inline uint32_t set_bytes(struct fixture *f, uint32_t oid, struct bytes value)
{
    return set(f, oid, value.b, value.len);
}

/* The query answers exactly this. */
static inline void expect_query(struct fixture *f, uint32_t oid, struct bytes expected)
{
    assert_int_equal(query(f, oid, 2000), NDIS_STATUS_SUCCESS);
    assert_int_equal(f->oid.bytes_written, expected.len);
    assert_int_equal(f->oid.bytes_needed, 0);
    assert_memory_equal(f->reply, expected.b, expected.len);
}

/* A set fails with a status, and changes nothing. */
static inline void refused(struct fixture *f, uint32_t oid, struct bytes value, uint32_t status)
{
    assert_int_equal(query(f, oid, 2000), NDIS_STATUS_SUCCESS);
    struct bytes before = bytes_of(f->reply, f->oid.bytes_written);
    assert_int_equal(set_bytes(f, oid, value), status);
    expect_query(f, oid, before);
}

static inline struct bytes reset_request(uint32_t type, struct extsta_mac address,
                                         bool defaults)
{
    struct bytes out = {.len = 12};
    put_le32(out.b, type);
    memcpy(out.b + 4, address.b, 6);
    out.b[10] = defaults;
    return out;
}

static inline uint32_t reset_with(struct fixture *f, struct bytes input)
{
    return request(f, OID_DOT11_RESET_REQUEST, EXTSTA_OID_METHOD, input.b, input.len, 12);
}

static inline void reset(struct fixture *f, bool defaults)
{
    assert_int_equal(reset_with(f, reset_request(3, f->mp->address, defaults)),
                     NDIS_STATUS_SUCCESS);
}

/* No transition of the operating state but by the machine itself. */
static inline void enter_op(struct fixture *f)
{
    mp_enter(f->mp, MP_OP);
    assert_int_equal(f->mp->state, MP_OP);
}

#endif
