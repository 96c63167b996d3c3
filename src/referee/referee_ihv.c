/* Chapter 65: the extension's handlers and, where they are given, its functions. */
#include "referee/referee.h"

/* PRT-13, IHV-19: once for each new port, with the port and the completion as indicated. */
static void post_associate(struct extsta_referee *r, const struct event *e)
{
    const struct extsta_ihv_call *c = &e->out->ihv;
    const struct peer *p;
    if (c->type != EXTSTA_IHV_PERFORM_POST_ASSOCIATE) {
        return;
    }
    p = peer_find(r, c->port.peer);
    if (!pay(r, RULE(IHV_19), c->port.peer)) {
        hold_rule(r, RULE(IHV_19), false, E(ONCE_FOR_EACH_PORT), v_mac(c->port.peer), v_none());
        return;
    }
    if (p) {
        because(r, p->done);
        hold_rule(r, RULE(PRT_13),
                  p->port && c->port.session == p->session && !c->port.authorized &&
                      hash_span(c->data) == p->completion_hash,
                  E(PORT_AND_COMPLETION), v_number(p->session), v_number(c->port.session));
    }
}

/* DIS-06, DIS-29: the status is the one that was indicated, or the OS's own for an implicit
 * end. */
static void stopped(struct extsta_referee *r, const struct event *e)
{
    const struct extsta_ihv_call *c = &e->out->ihv;
    const struct peer *p;
    if (c->type != EXTSTA_IHV_STOP_POST_ASSOCIATE) {
        return;
    }
    p = peer_find(r, c->peer);
    if (p && !p->associated && p->ended.serial != 0) {
        uint32_t want =
            p->implicitly ? DOT11_ASSOC_STATUS_DISASSOCIATED_BY_ROAMING : r->m.last_end_reason;
        because(r, p->ended);
        hold(r, c->status == want, E(STATUS), v_assoc(want), v_assoc(c->status));
    }
}

static bool after_reset(const struct extsta_referee *r, const struct event *e)
{
    return !r->m.op && (r->m.reset.time == e->now || r->m.disconnect.time == e->now);
}

/* IHV-04: no port of it is left when the adapter goes. IHV-27: nor when it is reset. */
static void no_ports_left(struct extsta_referee *r, const struct event *e)
{
    const struct extsta_ihv_call *c = &e->out->ihv;
    bool reset = c->type == EXTSTA_IHV_ADAPTER_RESET && after_reset(r, e); /* else IHV-06 */
    if (c->type != EXTSTA_IHV_DEINIT_ADAPTER && !reset) {
        return;
    }
    const struct peer *left = NULL;
    for (size_t i = 0; i < PEERS(r); i++) {
        const struct peer *p = &r->m.peers[i];
        left = p->port && p->manager == EXTSTA_MANAGER_IHV ? p : left;
    }
    if (left) {
        because(r, left->port_ref);
    }
    hold_rule(r, c->type == EXTSTA_IHV_DEINIT_ADAPTER ? RULE(IHV_04) : RULE(IHV_27), !left,
              E(NO_PORT_LEFT), left ? v_mac(left->mac) : v_none(), v_none());
}

/* IHV-03: no handler before init-adapter, none after deinit-adapter (IHV-04). */
static void attached(struct extsta_referee *r, const struct event *e)
{
    if (e->out->ihv.type != EXTSTA_IHV_INIT_ADAPTER) {
        hold(r, r->m.extension, E(ADAPTER_INITIALIZED), v_none(), v_none());
    } else {
        hold(r, !r->m.extension, E(INITIALIZED_ONCE), v_none(), v_none());
    }
}

/* IHV-10: before the connection operation. */
static void pre_associate(struct extsta_referee *r, const struct event *e)
{
    if (e->out->ihv.type == EXTSTA_IHV_PERFORM_PRE_ASSOCIATE) {
        hold(r, !r->m.op && !under_way(r, OID_DOT11_CONNECT_REQUEST), E(BEFORE_CONNECT),
             v_none(), v_none());
    }
}

/* IHV-06: the reset handler is for disconnections and resets. */
static void reset_handler(struct extsta_referee *r, const struct event *e)
{
    if (e->out->ihv.type == EXTSTA_IHV_ADAPTER_RESET) {
        hold(r, after_reset(r, e), E(AFTER_RESET), v_none(), v_none());
    }
}

/* IHV-30: only what is registered. */
static void receive_packet(struct extsta_referee *r, const struct event *e)
{
    const struct extsta_ihv_call *c = &e->out->ihv;
    if (c->type != EXTSTA_IHV_RECEIVE_PACKET || !r->m.functions || c->data.len < 8) {
        return;
    }
    uint16_t ethertype = get_be16(c->data.data + 6);
    bool known = false;
    for (uint32_t i = 0; i < r->m.registered_count; i++) {
        known |= r->m.registered[i] == ethertype;
    }
    hold(r, known, E(REGISTERED_ETHERTYPE), v_number(r->m.registered_count), v_hex(ethertype));
}

/* --- functions --- */

/* IHV-05: after deinit-adapter a call is refused. */
static void after_deinit(struct extsta_referee *r, const struct event *e)
{
    if (e->function->type != EXTSTA_FUNCTION_RETURNED) {
        hold(r, r->m.extension || e->function->result != 0, E(REFUSED_WHEN_GONE), v_none(),
             v_number(e->function->result));
    }
}

/* IHV-11: a pre-association is not completed from inside its handler. */
static void pre_asynchronous(struct extsta_referee *r, const struct event *e)
{
    const struct extsta_function *f = e->function;
    if (f->type == EXTSTA_FUNCTION_PRE_ASSOCIATE_COMPLETION && r->m.pre_associating) {
        hold(r, r->m.pre_returned || f->result != 0, E(HANDLER_RETURNED),
             v_number(r->m.pre_call), v_number(f->session));
    }
}

/* IHV-20: nor a post-association. */
static void post_asynchronous(struct extsta_referee *r, const struct event *e)
{
    const struct extsta_function *f = e->function;
    for (size_t i = 0; f->type == EXTSTA_FUNCTION_POST_ASSOCIATE_COMPLETION && i < PEERS(r);
         i++) {
        const struct peer *p = &r->m.peers[i];
        if (p->port && p->announced && !p->stopped && p->session == f->session) {
            hold(r, p->returned || f->result != 0, E(HANDLER_RETURNED), v_number(p->post_call),
                 v_number(f->session));
        }
    }
}

/* IHV-32: 802.1X for a port of the extension, whose packets it gets. */
static void onex_starts(struct extsta_referee *r, const struct event *e)
{
    bool port = false, packets = false;
    if (e->function->type != EXTSTA_FUNCTION_START_ONEX || e->function->result != 0) {
        return;
    }
    for (size_t i = 0; i < PEERS(r); i++) {
        const struct peer *p = &r->m.peers[i];
        port |= p->port && p->announced && !p->stopped;
    }
    for (uint32_t i = 0; i < r->m.registered_count; i++) {
        packets |= r->m.registered[i] == 0x888e;
    }
    hold(r, port && packets && !r->m.ibss, E(ONEX_WINDOW), v_none(), v_flag(port));
}

/* IHV-36: what ends it or feeds it needs it under way. */
static void onex_pending(struct extsta_referee *r, const struct event *e)
{
    const struct extsta_function *f = e->function;
    if ((f->type == EXTSTA_FUNCTION_STOP_ONEX ||
         f->type == EXTSTA_FUNCTION_PROCESS_SECURITY_PACKET) &&
        f->result == 0) {
        hold(r, r->m.onex, E(ONEX_PENDING), v_none(), v_none());
    }
}

/* IHV-13: a completed pre-association connects. */
static void pre_completed(struct extsta_referee *r, const struct event *e)
{
    const struct extsta_function *f = e->function;
    if (f->type == EXTSTA_FUNCTION_PRE_ASSOCIATE_COMPLETION) {
        if (!r->m.pre_associating) {
            hold(r, f->result != 0, E(HANDLE_DEAD), v_none(), v_number(f->session));
        } else if (f->result == 0 && f->error == 0) {
            owe(r, RULE(IHV_13), nobody, e->now + EXTSTA_SECOND, E(CONNECT_FOLLOWS), v_none());
        }
    }
}

static void connected(struct extsta_referee *r, const struct event *e)
{
    if (e->c->code == OID_DOT11_CONNECT_REQUEST) {
        pay(r, RULE(IHV_13), nobody);
    } else if (e->c->code == OID_DOT11_RESET_REQUEST) {
        forgive(r, RULE(IHV_13), nobody);
    }
}

/* IHV-14: error and reason fit. */
static void reasons(struct extsta_referee *r, const struct event *e)
{
    const struct extsta_function *f = e->function;
    if (f->type == EXTSTA_FUNCTION_PRE_ASSOCIATE_COMPLETION ||
        f->type == EXTSTA_FUNCTION_POST_ASSOCIATE_COMPLETION) {
        bool own = f->reason >= 0x90000u && f->reason <= 0x9ffffu;
        hold(r, f->error == 0 ? f->reason == 0 || own : f->reason != 0, E(REASON_FITS_ERROR),
             v_number(f->error), v_hex(f->reason));
    }
}

/* IHV-17: EtherTypes only until the pre-association has completed. */
static void ethertypes(struct extsta_referee *r, const struct event *e)
{
    if (e->function->type == EXTSTA_FUNCTION_SET_ETHERTYPE_HANDLING) {
        hold(r, !r->m.op || e->function->result != 0, E(BEFORE_CONNECT), v_none(),
             v_number(e->function->result));
    }
}

/* IHV-24: never outbound. */
static void direction(struct extsta_referee *r, const struct event *e)
{
    if (e->function->type == EXTSTA_FUNCTION_SET_DEFAULT_KEY) {
        hold(r, e->function->value != DOT11_DIR_OUTBOUND || e->function->result != 0,
             E(NOT_OUTBOUND), v_none(), v_number(e->function->value));
    }
}

/* IHV-26: after stop-post-associate a completion is refused. */
static void after_stop(struct extsta_referee *r, const struct event *e)
{
    if (e->function->type != EXTSTA_FUNCTION_POST_ASSOCIATE_COMPLETION) {
        return;
    }
    bool open = false;
    for (size_t i = 0; i < PEERS(r); i++) {
        const struct peer *p = &r->m.peers[i];
        open |= p->port && !p->stopped && p->session == e->function->session;
    }
    hold(r, open || e->function->result != 0, E(REFUSED_AFTER_STOP),
         v_number(e->function->session), v_number(e->function->result));
}

/* IHV-29: one completion for each packet. */
static void packet_completed(struct extsta_referee *r, const struct event *e)
{
    if (e->out->ihv.type == EXTSTA_IHV_SEND_PACKET_COMPLETION && r->m.functions) {
        hold(r, ids_have(&r->m.extension_packets, (uint32_t)e->out->ihv.handle),
             E(PACKET_OF_EXTENSION), v_none(), v_hex(e->out->ihv.handle));
    }
}

/* IHV-09: one packet at a time. */
static void one_at_a_time(struct extsta_referee *r, const struct event *e)
{
    if (e->out->ihv.type == EXTSTA_IHV_RECEIVE_PACKET && r->m.functions) {
        hold(r, !r->m.receiving, E(ONE_AT_A_TIME), v_number(r->m.receive_call), v_none());
    }
}

/* IHV-12: who was refused does not connect. IHV-18: who was not, with the extension's
 * exemptions. */
static void refused(struct extsta_referee *r, const struct event *e)
{
    if ((e->c->id & 0x80000000u) != 0 && r->m.extension && r->m.functions) {
        hold(r, !r->m.pre_refused, E(NOT_WHEN_REFUSED), v_number(r->m.pre_session), v_none());
    }
}

static void exemptions(struct extsta_referee *r, const struct event *e)
{
    const struct mib_list *l = mib_list(r, OID_DOT11_PRIVACY_EXEMPTION_LIST);
    if ((e->c->id & 0x80000000u) == 0 || !r->m.extension || r->m.exemption_count == 0 || !l) {
        return;
    }
    uint32_t found = 0;
    for (uint32_t i = 0; i < r->m.exemption_count; i++) {
        bool there = false;
        for (size_t at = 0; at + 6 <= l->len && !there; at += 6) {
            there = memcmp(l->entries + at, r->m.exemptions[i], 6) == 0;
        }
        found += there;
    }
    hold(r, found == r->m.exemption_count, E(EXEMPTIONS_SET), v_number(r->m.exemption_count),
         v_number(found));
}

/* IHV-28: to one receiver. */
static void unicast_only(struct extsta_referee *r, const struct event *e)
{
    const struct extsta_function *f = e->function;
    if (f->type == EXTSTA_FUNCTION_SEND_PACKET && f->data.len >= 6) {
        hold(r, (f->data.data[0] & 1) == 0 || f->result != 0, E(NOT_TO_A_GROUP), v_none(),
             v_number(f->result));
    }
}

#define INSIDE "what happens inside an extension is not in the record"
#define ONEX   "802.1X for extensions has no value at this interface yet"
static const struct rule_row table[] = {
    UNSEEN(IHV_01, "the loading of a module is no value of a station"),
    UNSEEN(IHV_02, "the table of handlers is no value of a station"),
    SEEN(IHV_03, W(HANDLER), attached),
    SEEN(IHV_04, W(HANDLER), no_ports_left),
    SEEN(IHV_05, W(FUNCTION), after_deinit),
    SEEN(IHV_06, W(HANDLER), reset_handler),
    UNSEEN(IHV_07, INSIDE),
    UNSEEN(IHV_08, "what an extension passes to its driver is withheld from a record"),
    SEEN(IHV_09, W(HANDLER), one_at_a_time),
    SEEN(IHV_10, W(HANDLER), pre_associate),
    SEEN(IHV_11, W(FUNCTION), pre_asynchronous),
    REQUEST_OF(IHV_12, DOT11_CONNECT_REQUEST, refused),
    SEEN(IHV_13, W(FUNCTION), pre_completed),
    SEEN(IHV_13, W(REQUEST), connected),
    SEEN(IHV_14, W(FUNCTION), reasons),
    UNSEEN(IHV_15, "either way is right"),
    UNSEEN(IHV_16, "judged as CNX-24"),
    SEEN(IHV_17, W(FUNCTION), ethertypes),
    REQUEST_OF(IHV_18, DOT11_CONNECT_REQUEST, exemptions),
    SEEN(IHV_19, W(HANDLER), post_associate),
    SEEN(IHV_20, W(FUNCTION), post_asynchronous),
    SEEN(IHV_21, 0, post_associate), /* referee_ports.c */
    UNSEEN(IHV_22, INSIDE),
    UNSEEN(IHV_23, "either way is right"),
    SEEN(IHV_24, W(FUNCTION), direction),
    UNSEEN(IHV_25, "judged as DIS-29"),
    SEEN(IHV_26, W(FUNCTION), after_stop),
    SEEN(IHV_27, 0, no_ports_left),
    SEEN(IHV_28, W(FUNCTION), unicast_only),
    SEEN(IHV_29, W(HANDLER), packet_completed),
    SEEN(IHV_30, W(HANDLER), receive_packet),
    UNSEEN(IHV_31, INSIDE),
    SEEN(IHV_32, W(FUNCTION), onex_starts),
    UNSEEN(IHV_33, ONEX),
    UNSEEN(IHV_34, ONEX),
    UNSEEN(IHV_35, ONEX),
    SEEN(IHV_36, W(FUNCTION), onex_pending),
    UNSEEN(IHV_37, ONEX),
    UNSEEN(IHV_38, "the validation of profiles is no value of a station"),
    UNSEEN(IHV_39, INSIDE),
    SEEN(PRT_13, 0, post_associate),
    SEEN(DIS_29, W(HANDLER), stopped),
};
RULE_TABLE(rules_ihv, table);
