/* Every OID of windot11_oids.h with buffers that are too short, just right, too long and of
 * wrong content, in both states. Lengths and kinds are transcribed from the contract (ROL-04
 * ... ROL-09, STA-04, chapter 95) and its tables of structures, not from the driver's. */
#include "fixture.h"
#include <extsta/private_oid.h>

#define INIT 1u
#define OP   2u
#define BOTH (INIT | OP)

struct input {
    const char *bytes;
    uint32_t len;
};
#define BYTES(literal)                                                                         \
    {                                                                                          \
        literal, sizeof(literal) - 1                                                           \
    }

static const struct oid_case {
    uint32_t oid;
    const char *name;
    uint32_t query;        /* length of the answer of a new driver; NO_QUERY: not supported */
    uint32_t query_status; /* of a query with room enough */
    unsigned states;       /* in which a set or method is allowed; 0: none is supported */
    enum extsta_oid_kind kind;
    uint32_t fixed; /* a shorter input cannot say how long it is: it needs at least this */
    struct input good, wrong;
    uint32_t wrong_status;
    uint32_t output; /* of a method */
} cases[] = {
#define NO_QUERY UINT32_MAX
#define Q(oid, len)                                                                            \
    {                                                                                          \
        OID_DOT11_##oid, #oid, .query = len, .kind = EXTSTA_OID_QUERY                          \
    }
#define R(oid, status)                                                                         \
    {                                                                                          \
        OID_DOT11_##oid, #oid, .query_status = NDIS_STATUS_##status, .kind = EXTSTA_OID_QUERY  \
    }
#define S(oid, len, in, least, ...)                                                            \
    {                                                                                          \
        OID_DOT11_##oid, #oid, .query = len, .states = in, .kind = EXTSTA_OID_SET,             \
                               .fixed = least, __VA_ARGS__                                     \
    }
#define M(oid, least, out, ...)                                                                \
    {                                                                                          \
        OID_DOT11_##oid, #oid, .query = NO_QUERY, .states = BOTH, .kind = EXTSTA_OID_METHOD,   \
                               .fixed = least, .output = out, __VA_ARGS__                      \
    }
#define WRONG(status, literal) .wrong = BYTES(literal), .wrong_status = NDIS_STATUS_##status

/* NDIS object header of revision 1 and the two counts of a list. */
#define LIST(size, count) "\x80\x01" size "\0" count "\0\0\0" count "\0\0\0"
#define ANY               "\xff\xff\xff\xff"
#define NAME32(c)         c "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
#define EIGHT(x)          x x x x x x x x
#define SSID(len, c)      len "\0\0\0" NAME32(c)
#define ADDR              "\x02\0\0\0\0\x07"
#define ADDR_ANY          "\xff\xff\xff\xff\xff\xff"
#define GROUP             "\x01\0\x5e\0\0\x01"

    /* --- Extensible Station --- */
    S(AUTO_CONFIG_ENABLED, 4, INIT, 4, .good = BYTES("\1\0\0\0"),
      WRONG(INVALID_DATA, "\4\0\0\0")),
    M(ENUM_BSS_LIST, 3, 12, .good = BYTES("DE ")),
    S(FLUSH_BSS_LIST, NO_QUERY, INIT, 0, .good = BYTES("")),
    S(POWER_MGMT_REQUEST, 4, BOTH, 4, .good = BYTES("\x08\0\0\0"),
      WRONG(INVALID_DATA, "\x09\0\0\0")),
    S(DESIRED_SSID_LIST, 12, INIT, 12, .good = BYTES(LIST("\x30", "\1") SSID("\1", "a")),
      WRONG(INVALID_DATA, LIST("\x30", "\2") SSID("\0", "\0") SSID("\1", "a"))),
    S(EXCLUDED_MAC_ADDRESS_LIST, 12, BOTH, 12, .good = BYTES(LIST("\x14", "\2") ADDR GROUP),
      WRONG(INVALID_DATA, LIST("\x14", "\2") ADDR_ANY ADDR)),
    S(DESIRED_BSSID_LIST, 18, INIT, 12, .good = BYTES(LIST("\x14", "\1") ADDR),
      WRONG(INVALID_DATA, LIST("\x14", "\2") ADDR_ANY ADDR)),
    S(DESIRED_BSS_TYPE, 4, INIT, 4, .good = BYTES("\2\0\0\0"), WRONG(INVALID_DATA, "\3\0\0\0")),
    S(CONNECT_REQUEST, NO_QUERY, INIT, 0, .good = BYTES("")),
    S(EXCLUDE_UNENCRYPTED, 1, INIT, 1, .good = BYTES("\1")),
    S(PRIVACY_EXEMPTION_LIST, 12, INIT, 12,
      .good = BYTES(LIST("\x14", "\1") "\x88\x8e\2\0\3\0"),
      WRONG(INVALID_DATA, LIST("\x14", "\1") "\x88\x8e\3\0\3\0")),
    S(ENABLED_AUTHENTICATION_ALGORITHM, 16, INIT, 12,
      .good = BYTES(LIST("\x10", "\1") "\1\0\0\0"), WRONG(INVALID_DATA, LIST("\x10", "\0"))),
    Q(SUPPORTED_UNICAST_ALGORITHM_PAIR, 12 + 31 * 8),
    S(ENABLED_UNICAST_CIPHER_ALGORITHM, 32, INIT, 12,
      .good = BYTES(LIST("\x10", "\1") "\4\0\0\0"),
      WRONG(INVALID_DATA, LIST("\x10", "\2") "\4\0\0\0\x06\0\0\0")),
    Q(SUPPORTED_MULTICAST_ALGORITHM_PAIR, 12 + 31 * 8),
    S(ENABLED_MULTICAST_CIPHER_ALGORITHM, 32, INIT, 12,
      .good = BYTES(LIST("\x10", "\1") "\4\0\0\0"), WRONG(INVALID_DATA, LIST("\x10", "\0"))),
    S(CIPHER_DEFAULT_KEY_ID, 4, BOTH, 4, .good = BYTES("\3\0\0\0"),
      WRONG(INVALID_DATA, "\4\0\0\0")),
    S(CIPHER_DEFAULT_KEY, NO_QUERY, BOTH, 22,
      .good = BYTES("\x80\1\x18\0\0\0\0\0\4\0\0\0\0\0\0\0\0\0\1\0\0\0")),
    S(CIPHER_KEY_MAPPING_KEY, NO_QUERY, BOTH, 12, .good = BYTES(LIST("\x10", "\0"))),
    Q(ENUM_ASSOCIATION_INFO, 16),
    S(DISCONNECT_REQUEST, NO_QUERY, OP, 0, .good = BYTES("")),
    S(UNICAST_USE_GROUP_ENABLED, 1, INIT, 1, .good = BYTES("\0")),
    Q(HARDWARE_PHY_STATE, 1),
    S(DESIRED_PHY_LIST, 16, INIT, 12, .good = BYTES(LIST("\x10", "\1") "\1\0\0\0"),
      WRONG(INVALID_DATA, LIST("\x10", "\1") "\2\0\0\0")),
    S(CURRENT_PHY_ID, 4, BOTH, 4, .good = BYTES("\1\0\0\0"), WRONG(INVALID_DATA, ANY)),
    S(MEDIA_STREAMING_ENABLED, 1, BOTH, 1, .good = BYTES("\1")),
    S(UNREACHABLE_DETECTION_THRESHOLD, 4, BOTH, 4, .good = BYTES("\1\0\0\0"),
      WRONG(INVALID_DATA, "\0\0\0\0")),
    R(ACTIVE_PHY_LIST, INVALID_STATE), /* ASC-43: not connected */
    Q(EXTSTA_CAPABILITY, 44),
    S(DESIRED_COUNTRY_OR_REGION_STRING, 3, INIT, 3, .good = BYTES("DE "),
      WRONG(INVALID_DATA, "DEX")),
    S(IBSS_PARAMS, 16, INIT, 16,
      .good = BYTES("\x80\1\x10\0\1\0\0\0\x10\0\0\0\x05\0\0\0\xdd\3\1\2\3"),
      WRONG(INVALID_DATA, "\x80\1\x10\0\1\0\0\0\x10\0\0\0\x04\0\0\0\xdd\3\1\2")),
    S(SAFE_MODE_ENABLED, 1, INIT, 1, .good = BYTES("\1")),
    S(HIDDEN_NETWORK_ENABLED, 1, INIT, 1, .good = BYTES("\1")),
    S(ASSOCIATION_PARAMS, NO_QUERY, INIT, 20,
      .good = BYTES("\x80\1\x14\0" ADDR "\0\0\x14\0\0\0\5\0\0\0\xdd\3\1\2\3"),
      WRONG(INVALID_DATA, "\x80\1\x14\0" ADDR "\0\0\x14\0\0\0\4\0\0\0\xdd\3\1\2")),
    S(SAFE_MODE_HT_ENABLED, 1, INIT, 1, .good = BYTES("\1")),
    S(PMKID_LIST, 12, BOTH, 12,
      .good = BYTES(LIST("\x28", "\1") ADDR "0123456789abcdef\0\0\0\0\0\0")),
    S(PORT_STATE_NOTIFICATION, NO_QUERY, OP, 11, .good = BYTES("\x80\1\x0c\0" ADDR "\1")),
    S(QOS_PARAMS, 6, INIT, 5, .good = BYTES("\x80\1\x06\0\0"),
      WRONG(INVALID_DATA, "\x80\1\x06\0\2\0")),
    Q(STATISTICS, 256 + 2 * 144),
    /* --- operational --- */
    Q(MPDU_MAX_LENGTH, 4),
    Q(OPERATION_MODE_CAPABILITY, 24),
    S(CURRENT_OPERATION_MODE, 8, INIT, 8, .good = BYTES("\0\0\0\0\4\0\0\0"),
      WRONG(BAD_VERSION, "\0\0\0\0\x08\0\0\0")),
    S(ATIM_WINDOW, 4, INIT, 4, WRONG(INVALID_DATA, "\1\0\0\0")), /* not independent */
    S(SCAN_REQUEST, NO_QUERY, BOTH, 56,
      .good = BYTES("\3\0\0\0" ADDR_ANY "\0\0\3\0\0\0" EIGHT("\0\0\0\0\0"))),
    M(RESET_REQUEST, 11, 8, .good = BYTES("\3\0\0\0" ADDR "\1"),
      WRONG(INVALID_DATA, "\3\0\0\0" GROUP "\1\0")),
    S(NIC_POWER_STATE, 1, BOTH, 1, .good = BYTES("\0")),
    Q(OPTIONAL_CAPABILITY, 8),
    Q(CURRENT_OPTIONAL_CAPABILITY, 8),
    Q(SUPPORTED_PHY_TYPES, 8 + 2 * 4),
    Q(SUPPORTED_DATA_RATES_VALUE, 510),
    M(NIC_SPECIFIC_EXTENSION, 8, 8, .good = BYTES("\x08\0\0\0\x08\0\0\0XSTA\2\0\0\0"),
      WRONG(NOT_SUPPORTED, "\x08\0\0\0\x08\0\0\0XXXX\2\0\0\0")),
    Q(CURRENT_ADDRESS, 6),
    Q(PERMANENT_ADDRESS, 6),
    S(MULTICAST_LIST, 0, BOTH, 0, .good = BYTES(GROUP), WRONG(INVALID_DATA, ADDR)),
    Q(MAXIMUM_LIST_SIZE, 4),
    Q(DATA_RATE_MAPPING_TABLE, 512),
    /* --- IEEE 802.11 MIB --- */
    Q(STATION_ID, 6),
    Q(CF_POLLABLE, 1),
    S(OPERATIONAL_RATE_SET, 132, INIT, 4, .good = BYTES("\2\0\0\0\x0c\x18"),
      WRONG(INVALID_DATA, "\1\0\0\0\x0d")),
    S(BEACON_PERIOD, 4, INIT, 4, WRONG(INVALID_DATA, "\1\0\0\0")), /* not independent */
    Q(DTIM_PERIOD, 4),
    Q(MAC_ADDRESS, 6),
    S(RTS_THRESHOLD, 4, BOTH, 4, .good = BYTES("\0\0\0\0"), WRONG(INVALID_DATA, ANY)),
    Q(SHORT_RETRY_LIMIT, 4),
    Q(LONG_RETRY_LIMIT, 4),
    S(FRAGMENTATION_THRESHOLD, 4, BOTH, 4, .good = BYTES("\0\1\0\0"),
      WRONG(INVALID_DATA, "\xff\0\0\0")),
    Q(MAX_TRANSMIT_MSDU_LIFETIME, 4),
    Q(MAX_RECEIVE_LIFETIME, 4),
    Q(CURRENT_REG_DOMAIN, 4),
    S(CURRENT_CHANNEL, 4, INIT, 4, WRONG(DOT11_AUTO_CONFIG_ENABLED, "\6\0\0\0")),
    Q(REG_DOMAINS_SUPPORT_VALUE, 16),
    /* the current PHY is one of 2.4 GHz */
    {OID_DOT11_CURRENT_FREQUENCY, "CURRENT_FREQUENCY",
     .query_status = NDIS_STATUS_NOT_SUPPORTED, .states = INIT, .kind = EXTSTA_OID_SET,
     .fixed = 4, WRONG(NOT_SUPPORTED, "\x24\0\0\0")},
    Q(MULTI_DOMAIN_CAPABILITY_IMPLEMENTED, 1),
    S(MULTI_DOMAIN_CAPABILITY_ENABLED, 1, INIT, 1, .good = BYTES("\1")),
    R(COUNTRY_STRING, INVALID_DATA), /* MIB-48: the capability is off */
    R(SUPPORTED_OFDM_FREQUENCY_LIST, NOT_SUPPORTED),
    Q(SUPPORTED_DSSS_CHANNEL_LIST, 8 + 3 * 4),
};
#define CASES (sizeof cases / sizeof cases[0])

static const struct oid_case *find(uint32_t oid)
{
    for (size_t i = 0; i < CASES; i++) {
        if (cases[i].oid == oid) {
            return &cases[i];
        }
    }
    return NULL;
}

/* Another driver, in this state: what a request did to the last one is gone. */
static void fresh(struct fixture *f, unsigned state)
{
    miniport_ops.destroy(f->mp);
    memset(&fake, 0, sizeof fake);
    f->mp = miniport_new(f->ctx, &f->out, 7, ADDRESS, &fixture_radio, NOW);
    assert_non_null(f->mp);
    if (state == OP) {
        enter_op(f);
    }
}

static const char *state_name(unsigned state)
{
    return state == INIT ? "INIT" : "OP";
}

/* The status and the three counters of the last request. */
static void expect(const struct fixture *f, const struct oid_case *c, unsigned state,
                   size_t len, uint32_t status, uint32_t written, uint32_t needed)
{
    if (f->oid.status != status || f->oid.bytes_written != written ||
        f->oid.bytes_needed != needed) {
        fail_msg("%s in %s, %zu octets: %08x, %u written, %u needed; not %08x, %u, %u", c->name,
                 state_name(state), len, f->oid.status, f->oid.bytes_written,
                 f->oid.bytes_needed, status, written, needed);
    }
}

static void each(struct fixture *f,
                 void (*check)(struct fixture *f, const struct oid_case *c, unsigned state))
{
    for (unsigned state = INIT; state <= OP; state++) {
        for (size_t i = 0; i < CASES; i++) {
            fresh(f, state);
            check(f, &cases[i], state);
        }
    }
}

/* --- queries --- */

static void check_query(struct fixture *f, const struct oid_case *c, unsigned state)
{
    if (c->query == NO_QUERY || c->query_status != NDIS_STATUS_SUCCESS) {
        uint32_t status = c->query == NO_QUERY ? NDIS_STATUS_NOT_SUPPORTED : c->query_status;
        for (size_t room = 0; room < 20; room++) {
            query(f, c->oid, room);
            expect(f, c, state, room, status, 0, 0);
        }
        return;
    }
    for (uint32_t room = 0; room < c->query; room++) { /* too short (ROL-04) */
        query(f, c->oid, room);
        expect(f, c, state, room, NDIS_STATUS_BUFFER_OVERFLOW, 0, c->query);
    }
    query(f, c->oid, c->query); /* ROL-05: enough room */
    expect(f, c, state, c->query, NDIS_STATUS_SUCCESS, c->query, 0);
    struct bytes exact = bytes_of(f->reply, c->query);
    for (uint32_t room = c->query + 1; room < c->query + 40; room++) { /* too long */
        query(f, c->oid, room);
        expect(f, c, state, room, NDIS_STATUS_SUCCESS, c->query, 0);
        assert_memory_equal(f->reply, exact.b, exact.len);
        for (uint32_t i = c->query; i < room; i++) {
            assert_int_equal(f->reply[i], 0xee); /* what is not written is not touched */
        }
    }
}

static void ROL_04_ROL_05_ROL_07_every_query_in_every_room(void **state)
{
    each(*state, check_query);
}

/* --- sets and methods --- */

/* What an input must not have changed: the answer of the OID's own query, and the calls to the
 * rest of the driver. */
static struct bytes answer(struct fixture *f, const struct oid_case *c)
{
    struct bytes none = {.len = 0};
    if (c->query == NO_QUERY || query(f, c->oid, sizeof none.b) != NDIS_STATUS_SUCCESS) {
        return none;
    }
    return bytes_of(f->reply, f->oid.bytes_written);
}

static uint32_t give(struct fixture *f, const struct oid_case *c, const char *bytes, size_t len,
                     size_t room)
{
    return request(f, c->oid, c->kind, bytes, len, room);
}

static void check_unchanged(struct fixture *f, const struct oid_case *c, unsigned state,
                            const struct bytes *before)
{
    assert_int_equal(f->oid.bytes_read, 0);
    assert_int_equal(f->mp->state, state == OP ? MP_OP : MP_INIT);
    struct bytes after = answer(f, c);
    assert_int_equal(after.len, before->len);
    assert_memory_equal(after.b, before->b, before->len);
    if (fake.log[0]) {
        fail_msg("%s in %s did %s", c->name, state_name(state), fake.log);
    }
}

/* What an input that is too short is told to need; an array without a header has no length that
 * is too short, only half an address. */
static uint32_t needed(const struct oid_case *c, const struct input *input, size_t len)
{
    if (c->oid == OID_DOT11_RESET_REQUEST) {
        return 12;
    }
    if (len < c->fixed) {
        return c->fixed;
    }
    switch (c->oid) {
    case OID_DOT11_MULTICAST_LIST:
    case OID_DOT11_IBSS_PARAMS: /* offsets may point anywhere: how much is open */
    case OID_DOT11_ASSOCIATION_PARAMS:
    case OID_DOT11_OPERATIONAL_RATE_SET:
    case OID_DOT11_NIC_SPECIFIC_EXTENSION:
        return 0;
    default:
        return input->len;
    }
}

static void check_short(struct fixture *f, const struct oid_case *c, unsigned state)
{
    const struct input *input = c->good.bytes ? &c->good : &c->wrong;
    struct bytes before = answer(f, c);
    size_t room = c->output;
    for (size_t len = 0; c->states && len < input->len; len++) {
        if (c->oid == OID_DOT11_MULTICAST_LIST && len == 0) {
            continue; /* an empty list is one */
        }
        give(f, c, input->bytes, len, room);
        if (c->states & state) {
            expect(f, c, state, len, NDIS_STATUS_INVALID_LENGTH, 0, needed(c, input, len));
        } else {
            expect(f, c, state, len, NDIS_STATUS_INVALID_STATE, 0, 0);
        }
        check_unchanged(f, c, state, &before);
    }
}

static void ROL_06_ROL_08_every_input_too_short(void **state)
{
    each(*state, check_short);
}

static void check_good(struct fixture *f, const struct oid_case *c, unsigned state)
{
    for (size_t extra = 0; c->good.bytes && extra < 24; extra += 6) {
        char longer[200];
        fresh(f, state);
        struct bytes before = answer(f, c);
        memcpy(longer, c->good.bytes, c->good.len);
        for (size_t i = 0; i < extra; i++) { /* group addresses: right for an array of them */
            longer[c->good.len + i] = i % 6 ? 7 : 1;
        }
        size_t len = c->good.len + extra;
        give(f, c, longer, len, c->output);
        if (!(c->states & state)) {
            expect(f, c, state, len, NDIS_STATUS_INVALID_STATE, 0, 0);
            check_unchanged(f, c, state, &before);
            continue;
        }
        expect(f, c, state, len, NDIS_STATUS_SUCCESS, c->output, 0);
        if (f->oid.bytes_read > len ||
            (c->good.len && f->oid.bytes_read < c->good.len && c->kind == EXTSTA_OID_SET)) {
            fail_msg("%s: %u octets read of %zu", c->name, f->oid.bytes_read, len);
        }
    }
}

static void ROL_06_ROL_08_every_input_exact_and_too_long(void **state)
{
    each(*state, check_good);
}

static void check_wrong(struct fixture *f, const struct oid_case *c, unsigned state)
{
    struct bytes before = answer(f, c);
    if (!c->wrong.bytes) {
        return;
    }
    give(f, c, c->wrong.bytes, c->wrong.len, c->output);
    uint32_t status = c->states & state ? c->wrong_status : NDIS_STATUS_INVALID_STATE;
    assert_int_equal(f->oid.bytes_needed, 0);
    if (f->oid.status != status) {
        fail_msg("%s in %s: %08x, not %08x", c->name, state_name(state), f->oid.status, status);
    }
    if (c->oid != OID_DOT11_RESET_REQUEST) { /* RST-21: that confirms a failure, too */
        check_unchanged(f, c, state, &before);
    }
}

static void ROL_08_every_input_of_wrong_content(void **state)
{
    each(*state, check_wrong);
}

static void check_room(struct fixture *f, const struct oid_case *c, unsigned state)
{
    if (c->kind != EXTSTA_OID_METHOD) {
        return;
    }
    for (size_t room = 0; room < c->output; room++) {
        give(f, c, c->good.bytes, c->good.len, room);
        expect(f, c, state, room, NDIS_STATUS_BUFFER_OVERFLOW, 0, c->output);
        assert_string_equal(fake.log, "");
        assert_int_equal(f->mp->state, state == OP ? MP_OP : MP_INIT);
    }
}

static void RST_02_SCN_23_every_method_without_room_for_its_answer(void **state)
{
    each(*state, check_room);
}

/* --- what there is, and what there is not --- */

static const struct {
    uint32_t oid;
    const char *name;
} all[] = {
#define OID(oid) {oid, #oid},
#include "miniport/oid_names.h"
};

static void ROL_09_every_other_oid_and_kind_is_not_supported(void **state)
{
    struct fixture *f = *state;
    static const uint8_t input[60];
    size_t found = 0;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        const struct oid_case *c = find(all[i].oid);
        found += c != NULL;
        for (int kind = 0; kind < 3; kind++) {
            bool has = c && (kind == EXTSTA_OID_QUERY ? c->query != NO_QUERY
                                                      : c->states && kind == (int)c->kind);
            for (unsigned in = INIT; !has && in <= OP; in++) {
                fresh(f, in);
                for (size_t len = 0; len <= sizeof input; len++) {
                    request(f, all[i].oid, (enum extsta_oid_kind)kind, input, len, len);
                    if (f->oid.status != NDIS_STATUS_NOT_SUPPORTED || f->oid.bytes_written ||
                        f->oid.bytes_needed || f->oid.bytes_read || fake.log[0]) {
                        fail_msg("%s, kind %d, in %s, %zu octets: %08x", all[i].name, kind,
                                 state_name(in), len, f->oid.status);
                    }
                }
            }
        }
    }
    assert_int_equal(found, CASES); /* every row is about an OID of the header */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(ROL_04_ROL_05_ROL_07_every_query_in_every_room),
        FIXTURE_TEST(ROL_06_ROL_08_every_input_too_short),
        FIXTURE_TEST(ROL_06_ROL_08_every_input_exact_and_too_long),
        FIXTURE_TEST(ROL_08_every_input_of_wrong_content),
        FIXTURE_TEST(RST_02_SCN_23_every_method_without_room_for_its_answer),
        FIXTURE_TEST(ROL_09_every_other_oid_and_kind_is_not_supported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
