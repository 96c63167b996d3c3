/* Chapter 60: the ports of the OS half, from their events, the packets that pass, and what the
 * driver is told of them. */
#include "referee/referee.h"

static bool is_keyed(uint32_t auth)
{
    return auth >= DOT11_AUTH_ALGO_WPA && auth != DOT11_AUTH_ALGO_WPA_NONE;
}

/* PRT-02: a completed association gets its port at once; ASC-41 is the same. */
static void port_due(struct extsta_referee *r, const struct event *e)
{
    const struct extsta_association_completion *c = &e->p.association_completion;
    const struct peer *p = peer_find(r, c->peer);
    /* What is not whole (ASC-03, ASC-27) the OS may leave where it is. */
    bool sound = e->whole && !c->request.cut && !c->response.cut && !c->beacon.cut &&
                 !c->active_phys.cut && !c->encap.cut;
    if (!r->detached && sound && c->status == 0 && p && !p->odd_start) {
        owe(r, RULE(PRT_02), e->p.association_completion.peer, e->now, E(PORT_CREATED),
            v_mac(e->p.association_completion.peer));
    }
}

/* PRT-01: a fresh one. PRT-02: not without an association. PRT-03, PRT-09, PRT-10, PRT-12,
 * PRT-28: as the association says. */
static void created(struct extsta_referee *r, const struct event *e)
{
    const struct extsta_port_event *o = &e->out->port;
    struct peer *p = peer_find(r, o->peer);
    if (o->type != EXTSTA_PORT_CREATED) {
        return;
    }
    pay(r, RULE(PRT_02), o->peer);
    if (p) {
        because(r, p->done);
    }
    /* ROL-14: what was under way before is still consumed in order */
    bool stale = p && !p->associated && p->done.serial != 0 && !p->opening;
    if (!stale && !hold_rule(r, RULE(PRT_02), p && p->associated, E(ASSOCIATED_WITH),
                             v_mac(o->peer), v_none())) {
        return;
    }
    bool fresh = o->session != r->m.last_session || r->m.last_session == 0;
    for (size_t i = 0; i < PEERS(r); i++) {
        fresh &= !r->m.peers[i].port || r->m.peers[i].session != o->session;
    }
    hold_rule(r, RULE(PRT_01), fresh && !(p && p->port), E(FRESH_PORT), v_none(),
              v_number(o->session));
}

static void as_managed(struct extsta_referee *r, const struct event *e)
{
    const struct extsta_port_event *o = &e->out->port;
    const struct peer *p = peer_find(r, o->peer);
    if (o->type != EXTSTA_PORT_CREATED || !p || !p->associated || p->odd_flag) {
        return;
    }
    because(r, p->done);
    if (!hold_rule(r, RULE(PRT_28), p->by_miniport == (o->manager == EXTSTA_MANAGER_MINIPORT),
                   E(ONE_MANAGER), v_flag(p->by_miniport), v_number(o->manager))) {
        return;
    }
    because(r, p->done);
    if (is_keyed(p->auth) && !hold_rule(r, RULE(PRT_03), o->controlled, E(CONTROLLED),
                                        v_auth(p->auth), v_flag(o->controlled))) {
        return;
    }
    because(r, p->done);
    switch (o->manager) {
    case EXTSTA_MANAGER_OS:
        hold_rule(r, RULE(PRT_10), !o->authorized, E(UNAUTHORIZED_FIRST), v_flag(false),
                  v_flag(o->authorized));
        break;
    case EXTSTA_MANAGER_IHV:
        hold_rule(r, RULE(PRT_12), !o->authorized, E(UNAUTHORIZED_FIRST), v_flag(false),
                  v_flag(o->authorized));
        owe(r, RULE(IHV_19), o->peer, e->now, E(HANDLER_CALLED), v_mac(o->peer));
        break;
    case EXTSTA_MANAGER_MINIPORT:
        if (!o->authorized) {
            owe(r, RULE(PRT_09), o->peer, e->now, E(AUTHORIZED_AT_ONCE), v_mac(o->peer));
        }
        break;
    case EXTSTA_MANAGER_NONE:
        break;
    }
}

/* PRT-11: by the OS only with the pairwise key in place. PRT-18: and the driver hears of it. */
static void opened(struct extsta_referee *r, const struct event *e)
{
    const struct extsta_port_event *o = &e->out->port;
    const struct peer *p = peer_find(r, o->peer);
    if (o->type != EXTSTA_PORT_AUTHORIZED) {
        return;
    }
    pay(r, RULE(PRT_09), o->peer);
    if (p && p->manager == EXTSTA_MANAGER_IHV &&
        r->m.functions) { /* IHV-21: it did not begin */
        because(r, p->port_ref);
        hold_rule(r, p->refused ? RULE(IHV_21) : RULE(PRT_16), p->admitted, E(ADMITTED),
                  v_mac(o->peer), v_none());
    }
    if (p && p->manager == EXTSTA_MANAGER_OS) {
        because(r, p->port_ref);
        hold_rule(r, RULE(PRT_11), p->pairwise != 0, E(KEYS_FIRST), v_mac(o->peer), v_none());
    }
    owe(r, RULE(PRT_18), o->peer, e->now, E(DRIVER_TOLD), v_mac(o->peer));
}

static void told(struct extsta_referee *r, const struct event *e)
{
    struct extsta_mac mac = e->p.port_state.peer;
    struct peer *p = e->whole ? peer_find(r, mac) : NULL;
    if (!e->whole || (e->c->id & 0x80000000u) == 0) {
        return;
    }
    if (e->p.port_state.open) {
        if (!pay(r, RULE(PRT_18), mac)) {
            hold_rule(r, RULE(PRT_18), p && p->authorized, E(PORT_OPEN), v_mac(mac), v_none());
        }
        return;
    }
    if (p) {
        because(r, p->ended.serial != 0 ? p->ended : p->port_ref);
    }
    if (p && p->port && p->associated) {
        hold_rule(r, RULE(PRT_25), !p->authorized, E(PORT_CLOSED), v_mac(mac), v_none());
    } else {
        hold_rule(r, RULE(PRT_23), p && p->closed_told, E(NOT_TOLD_OF_DELETION), v_mac(mac),
                  v_none());
    }
}

/* --- the end --- */

/* DIS-05, DIS-23, ASC-40: the port of an association that ends goes with it. Same peer: PRT-21,
 * another: PRT-22, by an indication: PRT-20. */
static void implicit_end(struct extsta_referee *r, const struct event *e)
{
    struct extsta_mac mac = e->p.association_start.peer;
    for (size_t i = 0; e->whole && i < PEERS(r); i++) {
        const struct peer *p = &r->m.peers[i];
        bool same = mac_equal(p->mac, mac);
        if (p->port && p->associated && (same || !r->m.ibss)) { /* else it is due already */
            owe(r, same ? RULE(PRT_21) : RULE(PRT_22), p->mac, e->now, E(PORT_DELETED),
                v_mac(p->mac));
        }
    }
}

static void explicit_end(struct extsta_referee *r, const struct event *e)
{
    bool all = mac_is_broadcast(e->p.disassociation.peer);
    for (size_t i = 0; e->whole && i < PEERS(r); i++) {
        const struct peer *p = &r->m.peers[i];
        if (p->port && (all || mac_equal(p->mac, e->p.disassociation.peer))) {
            owe(r, RULE(PRT_20), p->mac, e->now, E(PORT_DELETED), v_mac(p->mac));
        }
    }
}

/* DIS-03: not at ROAMING_START; DIS-23: not before the indication; DIS-31: in an IBSS, not that
 * of another. DIS-29: the extension is told before. */
static void deleted(struct extsta_referee *r, const struct event *e)
{
    const struct extsta_port_event *o = &e->out->port;
    struct peer *p = peer_find(r, o->peer);
    if (o->type != EXTSTA_PORT_DELETED || !p) {
        return;
    }
    bool due = pay(r, RULE(PRT_20), o->peer) | pay(r, RULE(PRT_21), o->peer) |
               pay(r, RULE(PRT_22), o->peer);
    forgive(r, RULE(PRT_18), o->peer);
    forgive(r, RULE(PRT_09), o->peer);
    forgive(r, RULE(IHV_19), o->peer);
    if (p->refused && !p->admitted && !p->authorized) {
        hold_rule(r, RULE(IHV_21), true, E(ADMITTED), v_none(), v_none());
    }
    if (p->manager == EXTSTA_MANAGER_IHV) {
        because(r, p->port_ref);
        hold_rule(r, RULE(DIS_29), p->stopped, E(STOPPED_FIRST), v_mac(o->peer), v_none());
    }
    if (due || (p->manager == EXTSTA_MANAGER_IHV && p->stopped)) {
        if (due) {
            hold_rule(r, RULE(DIS_23), true, E(ASSOCIATION_ENDED), v_none(), v_none());
        }
        return;
    }
    because(r, p->done);
    hold_rule(r,
              r->m.roam.open ? RULE(DIS_03)
              : r->m.ibss    ? RULE(DIS_31)
                             : RULE(DIS_23),
              !p->associated, E(ASSOCIATION_ENDED), v_mac(o->peer), v_none());
}

static void ended_in_roam(struct extsta_referee *r, const struct event *e)
{
    const struct peer *p = peer_associated(r);
    if (e->whole && p && !r->m.ibss && r->m.roam.open && !r->detached &&
        p->port_ref.serial > p->done.serial) {
        hold(r, p->port, E(ASSOCIATION_ENDED), v_mac(p->mac), v_none());
    }
}

/* --- packets --- */

static bool registered(const struct extsta_referee *r, uint16_t ethertype)
{
    for (uint32_t i = 0; i < r->m.registered_count; i++) {
        if (r->m.registered[i] == ethertype) {
            return true;
        }
    }
    return false;
}

/* What may pass an unauthorized port. What an extension registered is only known when its calls
 * are seen. */
static bool of_protocol(const struct extsta_referee *r, const struct peer *p,
                        uint16_t ethertype)
{
    return ethertype == 0x888e || registered(r, ethertype) ||
           (p->manager == EXTSTA_MANAGER_IHV && !r->m.functions);
}

/* PRT-05, PRT-06: through an unauthorized port only its protocol; PRT-26: without a port
 * nothing; PRT-28: the OS's EAPOL only on the OS's port. */
static void sent(struct extsta_referee *r, const struct event *e)
{
    struct peer *p = e->parsed ? peer_find(r, e->frame.addr1) : NULL;
    if ((e->c->id & 0x80000000u) == 0 || !e->parsed || mac_is_group(e->frame.addr1) ||
        r->detached) {
        return; /* an embedder's, past the OS half */
    }
    if (p && p->ended.serial != 0) {
        because(r, p->ended);
    }
    if (!hold_rule(r, RULE(PRT_26), p && p->port, E(A_PORT), v_mac(e->frame.addr1), v_none())) {
        return;
    }
    because(r, p->port_ref);
    bool closed = p->controlled && !p->authorized;
    hold_rule(r, r->m.ibss ? RULE(PRT_06) : RULE(PRT_05),
              !closed || of_protocol(r, p, e->ethertype), E(PROTOCOL_ONLY), v_mac(p->mac),
              v_hex(e->ethertype));
    if (e->ethertype == 0x888e && p->manager == EXTSTA_MANAGER_MINIPORT && p->controlled) {
        because(r, p->port_ref);
        hold_rule(r, RULE(PRT_28), false, E(ONE_MANAGER), v_number(p->manager),
                  v_hex(e->ethertype));
    }
}

static void delivered(struct extsta_referee *r, const struct event *e)
{
    bool open = false, any = false;
    struct extsta_event_ref ref = {0};
    if (r->detached) {
        return;
    }
    for (size_t i = 0; i < PEERS(r); i++) {
        const struct peer *p = &r->m.peers[i];
        any |= p->port;
        open |= p->port && (p->authorized || !p->controlled);
        ref = p->port ? p->port_ref : ref;
    }
    because(r, ref);
    hold_rule(r, any ? RULE(PRT_05) : RULE(PRT_26), open, E(PROTOCOL_ONLY), v_none(), v_none());
}

/* PRT-27: the operation does not wait for keys or ports. */
static void waits_for_nobody(struct extsta_referee *r, const struct event *e)
{
    const struct operation *o =
        e->watch == ON_CONNECTION_COMPLETION ? &r->m.connection : &r->m.roam;
    if (e->whole && e->p.number == 0 && o->open && o->success.serial != 0) {
        because(r, o->success);
        hold(r, !is_late(r, o->success.time + EXTSTA_SECOND), E(WITHOUT_WAITING),
             v_time(EXTSTA_SECOND), v_time(e->now - o->success.time));
    }
}

/* PRT-16, PRT-17: the port follows what the extension says. */
static void result_due(struct extsta_referee *r, const struct event *e)
{
    const struct extsta_function *f = e->function;
    if (f->type != EXTSTA_FUNCTION_POST_ASSOCIATE_COMPLETION || f->result != 0) {
        return;
    }
    for (size_t i = 0; i < PEERS(r); i++) {
        const struct peer *p = &r->m.peers[i];
        if (p->port && p->session == f->session) {
            enum extsta_rule rule = p->answered ? RULE(PRT_17) : RULE(PRT_16);
            if (p->authorized == (f->error == 0)) {
                hold_rule(r, rule, true, E(PORT_FOLLOWS), v_none(), v_none());
            } else {
                owe(r, rule, p->mac, e->now, E(PORT_FOLLOWS), v_number(f->error));
            }
        }
    }
}

static void result_followed(struct extsta_referee *r, const struct event *e)
{
    if (e->out->port.type != EXTSTA_PORT_CREATED) {
        pay(r, RULE(PRT_16), e->out->port.peer);
        pay(r, RULE(PRT_17), e->out->port.peer);
    }
}

/* PRT-04: through an open port all passes: down, of a record that has what came in, and up. The
 * rules of 802.3 apart: a length instead of a type, too short, too long, an echo of one's own, a
 * source that is not the station. */
#define LONGEST (14u + 2304u - 8u)
static const struct peer *open_port(struct extsta_referee *r)
{
    const struct peer *p = peer_associated(r);
    bool open = p && p->port && (p->authorized || !p->controlled);
    return open && !r->detached && !r->m.ibss && !is_between(r) ? p : NULL;
}

static void passes_down(struct extsta_referee *r, const struct event *e)
{
    struct extsta_span s = e->out->input.bytes;
    if (open_port(r) && s.len > 14 && s.len <= LONGEST && get_be16(s.data + 12) >= 0x600 &&
        get_be16(s.data + 12) != 0x888e && mac_equal(mac_at(s.data + 6), r->m.address)) {
        owe(r, RULE(PRT_04), r->m.address, e->now, E(PASSES), v_hex(get_be16(s.data + 12)));
    }
}

static void passed_down(struct extsta_referee *r, const struct event *e)
{
    pay(r, RULE(PRT_04), r->m.address);
}

/* 802.1X, of the AP and (0x88c7) of others, is the OS's own. */
static void passes_up(struct extsta_referee *r, const struct event *e)
{
    const struct peer *p = open_port(r);
    if (p && e->parsed && e->ethertype != 0 && e->ethertype != 0x888e && e->ethertype != 0x88c7 &&
        frame_type(&e->frame) == FRAME_DATA && mac_equal(e->frame.addr2, p->mac) &&
        !registered(r, e->ethertype) && (p->manager != EXTSTA_MANAGER_IHV || r->m.functions) &&
        !mac_equal(e->frame.addr3, r->m.address) && !e->frame.has_qos) {
        owe(r, RULE(PRT_04), p->mac, e->now, E(PASSES), v_hex(e->ethertype));
    }
}

static void passed_up(struct extsta_referee *r, const struct event *e)
{
    const struct peer *p = peer_associated(r);
    if (p) {
        pay(r, RULE(PRT_04), p->mac);
    }
}

static const struct rule_row table[] = {
    SEEN(PRT_01, 0, created),
    SEEN(PRT_02, W(ASSOCIATION_COMPLETION), port_due),
    SEEN(PRT_02, W(PORT), created),
    SEEN(PRT_03, W(PORT), as_managed),
    SEEN(PRT_04, W(STACK), passes_down),
    SEEN(PRT_04, W(SEND), passed_down),
    SEEN(PRT_04, W(RECEIVE), passes_up),
    SEEN(PRT_04, W(ETHERNET), passed_up),
    SEEN(PRT_05, W(SEND), sent),
    SEEN(PRT_05, W(ETHERNET), delivered),
    SEEN(PRT_06, 0, sent),
    SEEN(PRT_09, 0, as_managed),
    SEEN(PRT_10, 0, as_managed),
    SEEN(PRT_11, W(PORT), opened),
    SEEN(PRT_12, 0, as_managed),
    UNSEEN(PRT_14, "what an extension's frames mean is its own"),
    UNSEEN(PRT_15, "when an extension has finished is known to it alone"),
    SEEN(PRT_16, W(FUNCTION), result_due),
    SEEN(PRT_16, W(PORT), result_followed),
    SEEN(PRT_17, 0, result_due),
    REQUEST_OF(PRT_18, DOT11_PORT_STATE_NOTIFICATION, told),
    SEEN(PRT_19, 0, told), /* referee_states.c */
    SEEN(PRT_20, W(DISASSOCIATION), explicit_end),
    SEEN(PRT_21, W(ASSOCIATION_START), implicit_end),
    SEEN(PRT_22, 0, implicit_end),
    SEEN(PRT_23, 0, told),
    UNSEEN(PRT_24, "what the driver assumes of a port shows in nothing it does here"),
    SEEN(PRT_25, 0, told),
    SEEN(PRT_26, 0, sent),
    SEEN(PRT_27, W(CONNECTION_COMPLETION) | W(ROAMING_COMPLETION), waits_for_nobody),
    SEEN(PRT_28, 0, sent),
    SEEN(DIS_03, W(ASSOCIATION_START), ended_in_roam),
    UNSEEN(DIS_05, "judged as PRT-21 and PRT-22"),
    SEEN(DIS_23, W(PORT), deleted),
    SEEN(DIS_29, 0, deleted),
    SEEN(DIS_31, 0, deleted),
    UNSEEN(ASC_40, "judged as PRT-21 and PRT-22"),
    UNSEEN(ASC_41, "judged as PRT-02"),
};
RULE_TABLE(rules_ports, table);
