/* Stories of a miniport among access points, recorded: everything it indicates and sends, and
 * what the host asked. Rules are asked of each event, with what was indicated before it. */
#ifndef TESTS_UNIT_MINIPORT_MLME_STORIES_H
#define TESTS_UNIT_MINIPORT_MLME_STORIES_H

#include "mlme_air.h"

/* --- the record --- */

enum event_type {
    EVENT_INDICATION,
    EVENT_FRAME,
    EVENT_REQUEST, /* the host's request `code` was answered with `status` */
};

struct event {
    enum event_type type;
    uint32_t code;  /* indication, OID, or Frame Control of a frame */
    uint32_t value; /* uStatus, uReason, roaming reason, status of a request */
    struct extsta_mac mac;
    uint8_t *bytes; /* of an indication, exactly `len`; body of a frame */
    size_t len;
    enum mp_state made_in; /* of an indication: the miniport's state when it was made */
};

#define EVENTS 400
struct record {
    const char *story;
    struct event events[EVENTS];
    size_t count;
};

static struct event *add(struct record *r, enum event_type type, uint32_t code)
{
    assert_true(r->count < EVENTS);
    struct event *e = &r->events[r->count++];
    *e = (struct event){.type = type, .code = code};
    return e;
}

static void keep(struct event *e, struct extsta_span bytes)
{
    e->bytes = malloc(bytes.len ? bytes.len : 1);
    e->len = bytes.len;
    if (bytes.len) {
        memcpy(e->bytes, bytes.data, bytes.len);
    }
}

/* What an indication says cannot show in which state it was made: it is taken out of the queue
 * later. So the two functions that put something into the queue are replaced (--wrap), and keep
 * the state beside the place of what was put in. */
static const struct miniport *telling; /* of the story that is being told */
static struct {
    const void *payload;
    uint8_t state;
} made[64]; /* the last ones */
static size_t made_count;

static struct extsta_output *note_made(struct extsta_output *out)
{
    if (out && telling) {
        made[made_count % 64].payload = outq_payload(out);
        made[made_count++ % 64].state = telling->state;
    }
    return out;
}

struct extsta_output *__real_outq_push(struct outq *q, enum extsta_output_type type,
                                       size_t payload);
struct extsta_output *__real_outq_push_reserved(struct outq *q, struct outq_node *node,
                                                enum extsta_output_type type);
struct extsta_output *__wrap_outq_push(struct outq *q, enum extsta_output_type type,
                                       size_t payload);
struct extsta_output *__wrap_outq_push_reserved(struct outq *q, struct outq_node *node,
                                                enum extsta_output_type type);

struct extsta_output *__wrap_outq_push(struct outq *q, enum extsta_output_type type,
                                       size_t payload)
{
    return note_made(__real_outq_push(q, type, payload));
}

struct extsta_output *__wrap_outq_push_reserved(struct outq *q, struct outq_node *node,
                                                enum extsta_output_type type)
{
    return note_made(__real_outq_push_reserved(q, node, type));
}

/* The newest with this place: memory is used again. */
static enum mp_state made_in(const void *payload)
{
    for (size_t i = made_count; i > 0 && made_count - i < 64; i--) {
        if (made[(i - 1) % 64].payload == payload) {
            return (enum mp_state)made[(i - 1) % 64].state;
        }
    }
    fail_msg("an indication that nobody has made");
    return MP_INIT;
}

/* Members by their offsets in structs.csv. */
static void note_indication(struct record *r, uint32_t code, struct extsta_span b)
{
    struct event *e = add(r, EVENT_INDICATION, code);
    e->made_in = made_in(b.data);
    keep(e, b);
    switch (code) {
    case NDIS_STATUS_DOT11_ASSOCIATION_START:
    case NDIS_STATUS_DOT11_ASSOCIATION_COMPLETION:
    case NDIS_STATUS_DOT11_DISASSOCIATION:
        e->mac = mac_at(b.data + 4);
        e->value = get_le32(b.data + 12);
        return;
    case NDIS_STATUS_DOT11_CONNECTION_COMPLETION:
    case NDIS_STATUS_DOT11_ROAMING_COMPLETION:
        e->value = get_le32(b.data + 4);
        return;
    case NDIS_STATUS_DOT11_ROAMING_START:
        e->value = get_le32(b.data + 48);
        return;
    case NDIS_STATUS_DOT11_LINK_QUALITY:
        e->mac = mac_at(b.data + 12);
        return;
    default:
        return;
    }
}

static void note(void *watcher, const struct air *a, const struct extsta_output *o)
{
    struct record *r = watcher;
    if (o->type == EXTSTA_OUT_FRAME) {
        struct frame f;
        enum extsta_drop drop;
        assert_true(frame_parse(o->frame.bytes, &f, &drop));
        struct event *e = add(r, EVENT_FRAME, f.fc);
        e->mac = f.addr1;
        keep(e, f.body);
    } else if (o->type == EXTSTA_OUT_CROSSING && o->crossing.type == EXTSTA_CROSS_INDICATION) {
        note_indication(r, o->crossing.code, o->crossing.buffer);
    }
}

static uint32_t asked(struct air *a, uint32_t oid, uint32_t status)
{
    add(a->watcher, EVENT_REQUEST, oid)->value = status;
    return status;
}

static void connect_now(struct air *a)
{
    for (size_t i = 0; i < a->ap_count; i++) {
        ap_beacon(a, &a->aps[i]);
    }
    assert_int_equal(asked(a, OID_DOT11_CONNECT_REQUEST, air_connect(a)), 0);
}
static void disconnect_now(struct air *a)
{
    assert_int_equal(asked(a, OID_DOT11_DISCONNECT_REQUEST, air_disconnect(a)), 0);
}
static void reset_now(struct air *a)
{
    assert_int_equal(asked(a, OID_DOT11_RESET_REQUEST, air_reset(a)), 0);
}

/* --- the stories --- */

static const uint8_t pmk[32] = {1, 2, 3, 4, 5, 6, 7, 8};

static void two_aps(struct air *a)
{
    air_add(a, AP_A, 2437, -50);
    air_add(a, AP_B, 2462, -60);
    air_profile(a, "net", false);
    connect_now(a);
    air_pass(a, 50 * EXTSTA_MS);
    assert_true(mlme_is_associated(a->mp));
}

static void open_network(struct air *a)
{
    two_aps(a);
    air_pass(a, 3 * EXTSTA_SECOND);
    disconnect_now(a);
    air_pass(a, 20 * EXTSTA_SECOND);
    connect_now(a); /* and once more */
    air_pass(a, EXTSTA_SECOND);
    reset_now(a);
    air_pass(a, 20 * EXTSTA_SECOND);
}

static void port_by_the_miniport(struct air *a)
{
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    ap_secure(ap);
    ap->pmk = pmk;
    air_profile(a, "net", true);
    assert_int_equal(mlme_set_port_key(a->mp, span(pmk, 32)), NDIS_STATUS_SUCCESS);
    connect_now(a);
    air_pass(a, 20 * EXTSTA_SECOND);
    disconnect_now(a);
}

static void rsna_above(struct air *a)
{
    uint8_t key[16] = {1};
    ap_secure(air_add(a, AP_A, 2437, -50));
    air_profile(a, "net", true);
    connect_now(a);
    air_pass(a, EXTSTA_SECOND);
    assert_true(keys_install_pairwise(a->mp, AP_A, CIPHER_CCMP, span(key, 16)));
    air_pass(a, 20 * EXTSTA_SECOND);
}

static void rsna_refused(struct air *a)
{
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    ap_secure(ap);
    ap->assoc_status = 17;
    air_profile(a, "net", true);
    connect_now(a);
    air_pass(a, EXTSTA_SECOND);
}

static void candidates_one_after_the_other(struct air *a)
{
    air_add(a, AP_A, 2437, -40)->assoc_status = 17;
    air_add(a, AP_B, 2412, -50)->auth_status = 1;
    air_add(a, AP_C, 2462, -60);
    air_profile(a, "net", false);
    connect_now(a);
    air_pass(a, EXTSTA_SECOND);
    assert_true(mlme_is_associated(a->mp));
}

static void nobody_there(struct air *a)
{
    air_profile(a, "net", false);
    connect_now(a);
    air_pass(a, 9 * EXTSTA_SECOND);
}

static void nobody_answers(struct air *a)
{
    air_add(a, AP_A, 2437, -40)->no_auth = true;
    air_add(a, AP_B, 2437, -50)->no_assoc = true;
    air_profile(a, "net", false);
    connect_now(a);
    air_pass(a, 60 * EXTSTA_SECOND);
}

static void thrown_out(struct air *a)
{
    two_aps(a);
    ap_kick(a, AP_A, true, 7);
    air_pass(a, EXTSTA_SECOND);
    ap_kick(a, AP_B, false, 8);
    air_pass(a, 5 * EXTSTA_SECOND);
    disconnect_now(a);
}

static void thrown_out_while_associating(struct air *a)
{
    struct ap *ap = air_add(a, AP_A, 2437, -40);
    ap->no_assoc = true;
    air_add(a, AP_B, 2462, -60);
    air_profile(a, "net", false);
    connect_now(a);
    air_pass(a, 20 * EXTSTA_MS);
    ap_kick(a, AP_A, true, 2);
    air_pass(a, EXTSTA_SECOND);
}

static void vanished_and_back(struct air *a)
{
    two_aps(a);
    a->aps[0].on = a->aps[1].on = false;
    air_pass(a, 20 * EXTSTA_SECOND);
    a->aps[0].on = true;
    air_pass(a, 12 * EXTSTA_SECOND);
    assert_true(mlme_is_associated(a->mp));
}

static void a_better_one(struct air *a)
{
    air_add(a, AP_A, 2437, -60);
    air_profile(a, "net", false);
    connect_now(a);
    air_pass(a, 50 * EXTSTA_MS);
    a->aps[0].signal = -78;
    air_add(a, AP_B, 2462, -50);
    air_pass(a, 8 * EXTSTA_SECOND);
    assert_true(mac_equal(a->mp->link.ap->address, AP_B));
    assert_int_equal(mlme_reassociate(a->mp, a->now), NDIS_STATUS_SUCCESS);
    air_drain(a);
    air_pass(a, EXTSTA_SECOND);
}

static void reset_in_a_roam(struct air *a)
{
    two_aps(a);
    a->aps[1].no_assoc = true;
    ap_kick(a, AP_A, true, 7);
    air_pass(a, 20 * EXTSTA_MS);
    assert_int_equal(a->mp->mlme.connection, CONNECTION_ROAMING);
    reset_now(a);
    air_pass(a, 20 * EXTSTA_SECOND);
}

static void disconnect_in_a_roam(struct air *a)
{
    two_aps(a);
    a->aps[1].no_auth = true;
    ap_kick(a, AP_A, false, 3);
    air_pass(a, 20 * EXTSTA_MS);
    disconnect_now(a);
    air_pass(a, 20 * EXTSTA_SECOND);
}

static void reset_while_connecting(struct air *a)
{
    air_add(a, AP_A, 2437, -50)->no_assoc = true;
    air_profile(a, "net", false);
    connect_now(a);
    air_pass(a, 20 * EXTSTA_MS);
    reset_now(a);
    air_pass(a, 20 * EXTSTA_SECOND);
}

static void the_radio_goes_and_comes(struct air *a)
{
    two_aps(a);
    miniport_ops.radio_switch(a->mp, a->now, DOT11_PHY_ID_ANY, false);
    air_drain(a);
    air_pass(a, 5 * EXTSTA_SECOND);
    miniport_ops.radio_switch(a->mp, a->now, DOT11_PHY_ID_ANY, true);
    air_drain(a);
    air_pass(a, 5 * EXTSTA_SECOND);
    assert_true(mlme_is_associated(a->mp));
}

static void scans_in_between(struct air *a)
{
    two_aps(a);
    asked(a, OID_DOT11_SCAN_REQUEST, air_scan(a, dot11_scan_type_active, NULL, NULL));
    air_pass(a, 3 * EXTSTA_SECOND);
    asked(a, OID_DOT11_SCAN_REQUEST, air_scan(a, dot11_scan_type_passive, NULL, NULL));
    ap_kick(a, AP_A, true, 7);
    air_pass(a, 5 * EXTSTA_SECOND);
    reset_now(a);
}

static const struct {
    const char *name;
    void (*tell)(struct air *a);
} stories[] = {
    {"open network", open_network},
    {"port by the miniport", port_by_the_miniport},
    {"RSNA above", rsna_above},
    {"RSNA refused", rsna_refused},
    {"candidates one after the other", candidates_one_after_the_other},
    {"nobody there", nobody_there},
    {"nobody answers", nobody_answers},
    {"thrown out", thrown_out},
    {"thrown out while associating", thrown_out_while_associating},
    {"vanished and back", vanished_and_back},
    {"a better one", a_better_one},
    {"reset in a roam", reset_in_a_roam},
    {"disconnect in a roam", disconnect_in_a_roam},
    {"reset while connecting", reset_while_connecting},
    {"the radio goes and comes", the_radio_goes_and_comes},
    {"scans in between", scans_in_between},
};
#define STORIES (sizeof stories / sizeof *stories)

static struct record records[STORIES];

static int tell_all(void **state)
{
    (void)state;
    for (size_t i = 0; i < STORIES; i++) {
        void *inner = NULL;
        air_setup(&inner);
        struct air *a = inner;
        records[i].story = stories[i].name;
        a->watch = note;
        a->watcher = &records[i];
        telling = a->mp;
        stories[i].tell(a);
        telling = NULL;
        a->watch = NULL;
        air_teardown(&inner);
    }
    return 0;
}

static int forget_all(void **state)
{
    (void)state;
    for (size_t i = 0; i < STORIES; i++) {
        for (size_t k = 0; k < records[i].count; k++) {
            free(records[i].events[k].bytes);
        }
    }
    return 0;
}

/* --- asking --- */

/* What the indications up to an event say of the station. */
struct view {
    const struct record *record;
    size_t at;
    bool in_op; /* a connection was begun and has not failed, nor ended by a request */
    bool connecting, connected, roaming, associating, associated;
    struct extsta_mac target, peer; /* of the open operation; of the association */
    uint32_t roam_reason;
    size_t associate_from; /* event at which the operation began */
};

static void fail_rule(const struct view *v, const char *what)
{
    fprintf(stderr, "story \"%s\", event %zu: %s\n", v->record->story, v->at, what);
    fail();
}
#define REQUIRE(v, condition)                                                                  \
    do {                                                                                       \
        if (!(condition)) {                                                                    \
            fail_rule(v, #condition);                                                          \
        }                                                                                      \
    } while (0)

static bool is_ind(const struct event *e, uint32_t code)
{
    return e->type == EVENT_INDICATION && e->code == code;
}
#define IS(e, name) is_ind(e, NDIS_STATUS_DOT11_##name)

static bool is_frame(const struct event *e, uint8_t kind)
{
    return e->type == EVENT_FRAME && (e->code & 0xfc) == kind;
}

static void ends(struct view *v)
{
    v->in_op = v->connecting = v->connected = v->roaming = false;
    v->associating = v->associated = false;
}

static void view_step(struct view *v, const struct event *e)
{
    if (IS(e, CONNECTION_START)) {
        v->in_op = v->connecting = true;
    } else if (IS(e, CONNECTION_COMPLETION)) {
        v->connecting = false;
        v->connected = e->value == 0;
        v->in_op = v->connected;
    } else if (IS(e, ROAMING_START)) {
        v->roaming = true;
        v->roam_reason = e->value;
    } else if (IS(e, ROAMING_COMPLETION)) {
        v->roaming = false;
    } else if (IS(e, ASSOCIATION_START)) {
        v->associating = true;
        v->associated = false; /* DIS-03 */
        v->target = e->mac;
        v->associate_from = v->at;
    } else if (IS(e, ASSOCIATION_COMPLETION)) {
        v->associating = false;
        v->associated = e->value == 0;
        v->peer = e->mac;
    } else if (IS(e, DISASSOCIATION)) {
        v->associated = false;
    } else if (e->type == EVENT_REQUEST && (e->code == OID_DOT11_DISCONNECT_REQUEST ||
                                            e->code == OID_DOT11_RESET_REQUEST)) {
        ends(v);
    }
}

/* Asks each event, with the view before it. */
static size_t ask_all(void (*rule)(const struct view *before, const struct event *e))
{
    size_t asked_of = 0;
    for (size_t i = 0; i < STORIES; i++) {
        struct view v = {.record = &records[i]};
        for (v.at = 0; v.at < records[i].count; v.at++) {
            rule(&v, &records[i].events[v.at]);
            view_step(&v, &records[i].events[v.at]);
            asked_of++;
        }
    }
    return asked_of;
}

/* How many indications of a kind there are: a rule about something that never comes proves
 * nothing. */
static size_t how_many(uint32_t code)
{
    size_t n = 0;
    for (size_t i = 0; i < STORIES; i++) {
        for (size_t k = 0; k < records[i].count; k++) {
            n += is_ind(&records[i].events[k], code);
        }
    }
    return n;
}
#define HOW_MANY(name) how_many(NDIS_STATUS_DOT11_##name)

static const struct event *next_of(const struct view *v, bool (*wanted)(const struct event *e))
{
    for (size_t i = v->at + 1; i < v->record->count; i++) {
        if (wanted(&v->record->events[i])) {
            return &v->record->events[i];
        }
    }
    return NULL;
}

#endif
