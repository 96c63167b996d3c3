/* Chapter 95, column "Reset": every object, changed in every state, met by every kind of reset
 * in every state. Transcribed from the contract with choices. Those that only
 * the hardware, the association or nobody changes have no row: MIB-06, MIB-36 ... MIB-39,
 * MIB-43, MIB-45, MIB-48 (mib.c has them). */
#include "fixture.h"

enum event {
    REFUSED, /* RESET_REQUEST of a type there is not: nothing is reset (RST-01, RST-03) */
    RESET,   /* with bSetDefaultMIB FALSE */
    RESET_TO_DEFAULTS,
    RESET_EX,
    INITIALIZE,
    EVENTS
};
static const char *const event_names[] = {"a refused reset", "a reset", "a reset to defaults",
                                          "MiniportResetEx", "MiniportInitializeEx"};
/* After which of them an object has its default again. */
#define AT(event) (1u << (event))
#define D         (AT(RESET_TO_DEFAULTS) | AT(INITIALIZE))
#define A         (AT(RESET) | D)
#define N         0u

#define INIT 1u
#define OP   2u

struct object {
    uint32_t oid;
    const char *name;
    unsigned defaults; /* events */
    unsigned states;   /* in which it may be set */
    uint32_t len;
    const char *value;
    /* for what no set and query of its own reaches */
    void (*change)(struct fixture *f);
    uint32_t (*read)(struct fixture *f);
};

/* --- what is changed from elsewhere, or cannot be queried --- */

static void fill_keys(struct fixture *f) /* the key tables are faked: told to clear, or not */
{
    (void)f;
    fake.log[0] = 0;
}

static uint32_t keys_there(struct fixture *f)
{
    (void)f;
    return strstr(fake.log, "keys-clear") == NULL;
}

static void count(struct fixture *f)
{
    stats_mac(f->mp, false, MP_MAC_RX);
    stats_phy(f->mp, 1, MP_PHY_FCS_ERROR);
    stats_handshake_failure(f->mp);
}

static uint32_t counted(struct fixture *f)
{
    assert_int_equal(query(f, OID_DOT11_STATISTICS, 2000), NDIS_STATUS_SUCCESS);
    uint32_t sum = 0;
    for (size_t i = 8; i < f->oid.bytes_written; i++) {
        sum += f->reply[i];
    }
    return sum;
}

static void fill_bss_list(struct fixture *f)
{
    (void)f;
    fake.bss_bytes = 50;
}

static uint32_t bss_listed(struct fixture *f)
{
    (void)f;
    return (uint32_t)fake.bss_bytes;
}

static void switch_off(struct fixture *f)
{
    miniport_ops.radio_switch(f->mp, NOW, 0, false);
}

static uint32_t switch_state(struct fixture *f)
{
    assert_int_equal(query(f, OID_DOT11_HARDWARE_PHY_STATE, 1), NDIS_STATUS_SUCCESS);
    return f->reply[0];
}

/* MIB-40 and MIB-41 are refused for infrastructure: the type is set with them. */
static void set_of_ibss(struct fixture *f, uint32_t oid)
{
    unsigned state = f->mp->state;
    mp_enter(f->mp, MP_INIT);
    assert_int_equal(set_u32(f, OID_DOT11_DESIRED_BSS_TYPE, 2), NDIS_STATUS_SUCCESS);
    assert_int_equal(set_u32(f, oid, 33), NDIS_STATUS_SUCCESS);
    if (state == MP_OP) {
        enter_op(f);
    }
}

static void set_beacon_period(struct fixture *f)
{
    set_of_ibss(f, OID_DOT11_BEACON_PERIOD);
}

static void set_atim_window(struct fixture *f)
{
    set_of_ibss(f, OID_DOT11_ATIM_WINDOW);
}

static uint32_t get_u32(struct fixture *f, uint32_t oid)
{
    assert_int_equal(query(f, oid, 4), NDIS_STATUS_SUCCESS);
    return get_le32(f->reply);
}

static uint32_t beacon_period(struct fixture *f)
{
    return get_u32(f, OID_DOT11_BEACON_PERIOD);
}

static uint32_t atim_window(struct fixture *f)
{
    return get_u32(f, OID_DOT11_ATIM_WINDOW);
}

static void set_association_params(struct fixture *f)
{
    static const char value[] = "\x80\1\x14\0\2\0\0\0\0\7\0\0\x14\0\0\0\5\0\0\0\xdd\3\1\2\3";
    unsigned state = f->mp->state;
    mp_enter(f->mp, MP_INIT);
    assert_int_equal(set(f, OID_DOT11_ASSOCIATION_PARAMS, value, sizeof value - 1),
                     NDIS_STATUS_SUCCESS);
    if (state == MP_OP) {
        enter_op(f);
    }
}

static uint32_t association_params(struct fixture *f)
{
    return f->mp->mib->assoc_ies_len;
}

#define LIST(size, count) "\x80\x01" size "\0" count "\0\0\0" count "\0\0\0"
#define NAME32            "a\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
#define ADDR              "\x02\0\0\0\0\x07"

static const struct object objects[] = {
#define ROW(id, oid, reset, states, value)                                                     \
    {                                                                                          \
        OID_DOT11_##oid, id, reset, states, sizeof(value) - 1, value, NULL, NULL               \
    }
#define CALLS(id, reset, change, read)                                                         \
    {                                                                                          \
        0, id, reset, INIT | OP, 0, NULL, change, read                                         \
    }
    ROW("MIB-01", DESIRED_BSS_TYPE, D, INIT, "\2\0\0\0"),
    ROW("MIB-02", DESIRED_SSID_LIST, D, INIT, LIST("\x30", "\1") "\1\0\0\0" NAME32),
    ROW("MIB-03", DESIRED_BSSID_LIST, D, INIT, LIST("\x14", "\1") ADDR),
    ROW("MIB-04", EXCLUDED_MAC_ADDRESS_LIST, D, INIT | OP, LIST("\x14", "\1") ADDR),
    ROW("MIB-05", DESIRED_PHY_LIST, D, INIT, LIST("\x10", "\1") "\1\0\0\0"),
    ROW("MIB-07", CURRENT_PHY_ID, D, INIT | OP, "\1\0\0\0"),
    ROW("MIB-08", DESIRED_COUNTRY_OR_REGION_STRING, D, INIT, "DE "),
    ROW("MIB-09", ENABLED_AUTHENTICATION_ALGORITHM, D, INIT, LIST("\x10", "\1") "\1\0\0\0"),
    ROW("MIB-10", ENABLED_UNICAST_CIPHER_ALGORITHM, D, INIT, LIST("\x10", "\1") "\2\0\0\0"),
    ROW("MIB-11", ENABLED_MULTICAST_CIPHER_ALGORITHM, D, INIT, LIST("\x10", "\1") "\2\0\0\0"),
    ROW("MIB-12", CIPHER_DEFAULT_KEY_ID, D, INIT | OP, "\3\0\0\0"),
    CALLS("MIB-13, MIB-14", A, fill_keys, keys_there),
    ROW("MIB-15", EXCLUDE_UNENCRYPTED, D, INIT, "\1"),
    ROW("MIB-16", PRIVACY_EXEMPTION_LIST, A, INIT, LIST("\x14", "\1") "\x88\x8e\2\0\3\0"),
    ROW("MIB-17", PMKID_LIST, A, INIT | OP,
        LIST("\x28", "\1") ADDR "0123456789abcdef\0\0\0\0\0\0"),
    ROW("MIB-18", UNICAST_USE_GROUP_ENABLED, D, INIT, "\0"),
    ROW("MIB-19", UNREACHABLE_DETECTION_THRESHOLD, D, INIT | OP, "\1\0\0\0"),
    ROW("MIB-20", HIDDEN_NETWORK_ENABLED, D, INIT, "\1"),
    ROW("MIB-21", MEDIA_STREAMING_ENABLED, A | AT(RESET_EX), INIT | OP, "\1"), /* any reset */
    ROW("MIB-22", POWER_MGMT_REQUEST, D, INIT | OP, "\x08\0\0\0"),
    ROW("MIB-23", NIC_POWER_STATE, N, INIT | OP, "\0"),
    CALLS("MIB-24", N, switch_off, switch_state),
    ROW("MIB-25", AUTO_CONFIG_ENABLED, D, INIT, "\1\0\0\0"),
    ROW("MIB-26", QOS_PARAMS, D, INIT, "\x80\1\6\0\0\0"),
    ROW("MIB-27", SAFE_MODE_ENABLED, D, INIT, "\1"),
    ROW("MIB-28", SAFE_MODE_HT_ENABLED, D, INIT, "\1"),
    ROW("MIB-29", IBSS_PARAMS, A, INIT, "\x80\1\x10\0\1\0\0\0\x10\0\0\0\5\0\0\0\xdd\3\1\2\3"),
    CALLS("MIB-30", D, set_association_params, association_params),
    ROW("MIB-31", MULTICAST_LIST, A, INIT | OP, "\x01\0\x5e\0\0\x01"),
    CALLS("MIB-32", A, count, counted),
    ROW("MIB-34", RTS_THRESHOLD, D, INIT | OP, "\0\0\0\0"),
    ROW("MIB-35", FRAGMENTATION_THRESHOLD, D, INIT | OP, "\0\1\0\0"),
    CALLS("MIB-40", D, set_beacon_period, beacon_period),
    CALLS("MIB-41", D, set_atim_window, atim_window), /* the contract says of resets nothing */
    ROW("MIB-42", OPERATIONAL_RATE_SET, D, INIT, "\1\0\0\0\x0c\0\0\0\0"),
    ROW("MIB-44", MULTI_DOMAIN_CAPABILITY_ENABLED, D, INIT, "\1"),
    CALLS("MIB-47", A, fill_bss_list, bss_listed),
};
#define OBJECTS (sizeof objects / sizeof objects[0])

static struct bytes value_of(struct fixture *f, const struct object *o)
{
    if (o->read) {
        return bytes_u32(o->read(f));
    }
    assert_int_equal(query(f, o->oid, 1000), NDIS_STATUS_SUCCESS);
    return bytes_of(f->reply, f->oid.bytes_written);
}

static bool same(const struct bytes *a, const struct bytes *b)
{
    return a->len == b->len && memcmp(a->b, b->b, a->len) == 0;
}

static void enter(struct fixture *f, unsigned state)
{
    mp_enter(f->mp, MP_INIT);
    if (state == OP) {
        enter_op(f);
    }
}

static void replace(struct fixture *f, struct miniport *mp)
{
    assert_non_null(mp);
    miniport_ops.destroy(f->mp);
    f->mp = mp;
}

static void happens(struct fixture *f, enum event event)
{
    switch (event) {
    case REFUSED:
        assert_int_equal(reset_with(f, reset_request(1, ADDRESS, true)), NDIS_STATUS_FAILURE);
        break;
    case RESET:
    case RESET_TO_DEFAULTS:
        reset(f, event == RESET_TO_DEFAULTS);
        assert_int_equal(f->mp->state, MP_INIT); /* RST-12: it ends in INIT */
        break;
    case RESET_EX:
        miniport_ops.reset_ex(f->mp, NOW);
        break;
    case INITIALIZE:
        replace(f, miniport_again(f->mp, NOW));
        assert_int_equal(f->mp->state, MP_INIT); /* STA-01: INIT is the first state */
        break;
    case EVENTS:
        fail();
    }
}

/* One cell: changed in one state, the event in another. */
static void check(struct fixture *f, const struct object *o, unsigned set_in, unsigned reset_in,
                  enum event event)
{
    memset(&fake, 0, sizeof fake);
    replace(f, miniport_new(f->ctx, &f->out, 7, ADDRESS, &fixture_radio, NOW));
    fake.log[0] = 0;
    if (o->read == keys_there) {
        snprintf(fake.log, sizeof fake.log, "keys-clear"); /* a new driver has none */
    }
    struct bytes initial = value_of(f, o);
    enter(f, set_in);
    if (o->change) {
        o->change(f);
    } else {
        uint32_t status = set(f, o->oid, o->value, o->len);
        if (status != (o->states & set_in ? NDIS_STATUS_SUCCESS : NDIS_STATUS_INVALID_STATE)) {
            fail_msg("%s: set is answered with %08x in state %u", o->name, status, set_in);
        }
    }
    struct bytes changed = value_of(f, o);
    if (same(&initial, &changed) == ((o->states & set_in) != 0)) {
        fail_msg("%s: wrong after a set in state %u", o->name, set_in);
    }
    enter(f, reset_in);
    happens(f, event);
    struct bytes after = value_of(f, o);
    const struct bytes *expected = o->defaults & AT(event) ? &initial : &changed;
    if (!same(&after, expected)) {
        fail_msg("%s, set in state %u: %s in state %u %s", o->name, set_in, event_names[event],
                 reset_in, expected == &initial ? "leaves it" : "changes it");
    }
}

static void check_all(struct fixture *f, enum event event)
{
    for (size_t i = 0; i < OBJECTS; i++) {
        for (unsigned cell = 0; cell < 4; cell++) {
            check(f, &objects[i], cell & 1 ? OP : INIT, cell & 2 ? OP : INIT, event);
        }
    }
}

static void RST_01_RST_03_a_refused_reset_leaves_every_object(void **state)
{
    check_all(*state, REFUSED);
}

static void RST_05_RST_13_RST_14_RST_15_RST_16_RST_17_RST_18_a_reset(void **state)
{
    check_all(*state, RESET);
}

static void RST_05_RST_10_a_reset_to_defaults(void **state)
{
    check_all(*state, RESET_TO_DEFAULTS);
}

static void STA_12_miniport_reset_leaves_every_object(void **state)
{
    check_all(*state, RESET_EX);
}

static void STA_11_initialization_gives_every_object_its_default(void **state)
{
    check_all(*state, INITIALIZE);
}

/* MIB-46, MIB-33: what the request itself says, and what the OS registered for. */
static void MIB_46_MIB_33_RST_04_address_and_mode_until_initialization(void **state)
{
    struct fixture *f = *state;
    struct bytes mode = {.b = {0, 0, 0, 0, 4}, .len = 8};
    assert_int_equal(set_bytes(f, OID_DOT11_CURRENT_OPERATION_MODE, mode), 0);
    for (int defaults = 0; defaults < 2; defaults++) {
        for (unsigned in = INIT; in <= OP; in++) {
            enter(f, in);
            assert_int_equal(reset_with(f, reset_request(3, OTHER, defaults)), 0);
            expect_query(f, OID_DOT11_CURRENT_ADDRESS, bytes_of(OTHER.b, 6));
            enter(f, in);
            miniport_ops.reset_ex(f->mp, NOW);
            expect_query(f, OID_DOT11_CURRENT_ADDRESS, bytes_of(OTHER.b, 6));
            happens(f, INITIALIZE);
            expect_query(f, OID_DOT11_CURRENT_ADDRESS, bytes_of(ADDRESS.b, 6));
            expect_query(f, OID_DOT11_CURRENT_OPERATION_MODE, mode);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(RST_01_RST_03_a_refused_reset_leaves_every_object),
        FIXTURE_TEST(RST_05_RST_13_RST_14_RST_15_RST_16_RST_17_RST_18_a_reset),
        FIXTURE_TEST(RST_05_RST_10_a_reset_to_defaults),
        FIXTURE_TEST(STA_12_miniport_reset_leaves_every_object),
        FIXTURE_TEST(STA_11_initialization_gives_every_object_its_default),
        FIXTURE_TEST(MIB_46_MIB_33_RST_04_address_and_mode_until_initialization),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
