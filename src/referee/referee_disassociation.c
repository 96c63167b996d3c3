/* Chapter 50: associations that end, implicitly by the start of the next one or explicitly by
 * an indication, and what follows. (What follows for ports: referee_ports.c.) */
#include "referee/referee.h"

/* DIS-01, DIS-02: an association that ends by the start of the next one. (Within a connection
 * operation: CNX-11.) What shows that it has not ended is data: no_data. */
static void implicit(struct extsta_referee *r, const struct event *e)
{
    struct peer *p = e->whole ? peer_associated(r) : NULL;
    if (p && !r->m.ibss && r->m.connected) {
        bool same = mac_equal(p->mac, e->p.association_start.peer);
        hold_rule(r, same ? RULE(DIS_01) : RULE(DIS_02), true, E(NO_DATA_AFTER_END), v_none(),
                  v_none());
    }
}

/* DIS-04: what has ended implicitly is not indicated. DIS-16: nor what never was, or is over.
 */
static void of_an_association(struct extsta_referee *r, const struct event *e)
{
    struct extsta_mac mac = e->p.disassociation.peer;
    if (!e->whole || is_ending(r) || mac_is_zero(mac)) { /* RST-20 then, and DIS-17 */
        return;
    }
    struct peer *p = peer_find(r, mac);
    bool all = mac_is_broadcast(mac);
    bool held = all ? peer_associated(r) != NULL : p && p->associated;
    bool implicit = p && !p->associated && p->ended.serial != 0 && p->implicitly;
    if (r->m.peers_overflowed && !p) {
        return;
    }
    if (p) {
        because(r, p->ended.serial != 0 ? p->ended : p->start);
    }
    if (implicit) {
        hold_rule(r, RULE(DIS_04), false, E(NO_INDICATION), v_mac(mac),
                  v_assoc(e->p.disassociation.reason));
    } else {
        hold_rule(r, RULE(DIS_16), held, E(ASSOCIATED_WITH), v_mac(mac),
                  v_assoc(e->p.disassociation.reason));
    }
}

/* DIS-04 kept: the new association is completed, and nothing was said. */
static void nothing_said(struct extsta_referee *r, const struct event *e)
{
    for (size_t i = 0; i < PEERS(r); i++) {
        const struct peer *p = &r->m.peers[i];
        struct peer *open = peer_opening(r);
        if (p->used && p->implicitly && open && p->ended.serial == open->start.serial) {
            hold(r, true, E(NO_INDICATION), v_none(), v_none());
        }
    }
}

/* DIS-08, DIS-09: with ears: the frame that ended it was there. */
static void by_frame(struct extsta_referee *r, const struct event *e)
{
    struct peer *p = e->whole ? peer_find(r, e->p.disassociation.peer) : NULL;
    uint32_t class = e->p.disassociation.reason & 0xffff0000u;
    uint32_t code = 1u + (e->p.disassociation.reason & 0xffffu);
    /* Where nothing of the peer was heard it is DIS-14: a frame that does not count. An
     * enciphered frame cannot be read here; where one came, those in the clear may be forged.
     */
    if (!p || !r->hears || p->heard_sealed ||
        (p->heard_deauth == 0 && p->heard_disassoc == 0)) {
        return;
    }
    if (class == DOT11_ASSOC_STATUS_PEER_DISASSOCIATED) {
        hold_rule(r, RULE(DIS_08), p->heard_disassoc == code, E(CODE_AS_HEARD),
                  v_number(p->heard_disassoc ? p->heard_disassoc - 1 : 0),
                  v_assoc(e->p.disassociation.reason));
    } else if (class == DOT11_ASSOC_STATUS_PEER_DEAUTHENTICATED) {
        hold_rule(r, RULE(DIS_09), p->heard_deauth == code, E(CODE_AS_HEARD),
                  v_number(p->heard_deauth ? p->heard_deauth - 1 : 0),
                  v_assoc(e->p.disassociation.reason));
    }
}

/* DIS-10: a reason of the vendor's range where the algorithm is the vendor's alone. */
static void by_vendor(struct extsta_referee *r, const struct event *e)
{
    struct peer *p = e->whole ? peer_find(r, e->p.disassociation.peer) : NULL;
    if (p && p->associated && e->p.disassociation.reason >= DOT11_DISASSOC_REASON_IHV_START) {
        because(r, p->done);
        hold(r, p->auth >= DOT11_AUTH_ALGO_IHV_START, E(VENDORS_ALGORITHM), v_auth(p->auth),
             v_assoc(e->p.disassociation.reason));
    }
}

/* DIS-11: not while it is heard: a packet handed up within the threshold, or the association
 * itself. */
static void silence(struct extsta_referee *r, const struct event *e)
{
    struct peer *p = e->whole ? peer_find(r, e->p.disassociation.peer) : NULL;
    uint32_t threshold;
    if (!p || !p->associated || e->p.disassociation.reason != DOT11_ASSOC_STATUS_UNREACHABLE ||
        !mib_number(r, OID_DOT11_UNREACHABLE_DETECTION_THRESHOLD, &threshold)) {
        return;
    }
    extsta_time last = p->received > p->done.time ? p->received : p->done.time;
    because(r, p->done);
    hold(r, e->now - last >= (extsta_time)threshold * EXTSTA_MS, E(SILENT_SO_LONG),
         v_time((extsta_time)threshold * EXTSTA_MS), v_time(e->now - last));
}

/* DIS-12: by the host: reason OS. And DIS-17: it is no other's. */
static void reason_of_host(struct extsta_referee *r, const struct event *e)
{
    bool os = e->p.disassociation.reason == DOT11_ASSOC_STATUS_DISASSOCIATED_BY_OS;
    const struct asked *reset = under_way(r, OID_DOT11_RESET_REQUEST);
    const struct asked *leave = under_way(r, OID_DOT11_DISCONNECT_REQUEST);
    if (e->whole && ((reset && reset->others == 0) || (leave && leave->others == 0))) {
        because(r, reset ? reset->ref : leave->ref);
        hold(r, os, E(STATUS), v_assoc(DOT11_ASSOC_STATUS_DISASSOCIATED_BY_OS),
             v_assoc(e->p.disassociation.reason));
    }
}

/* DIS-13: an AP that is excluded is left, at once, and not for the OS's reason. */
static void excluded(struct extsta_referee *r, const struct event *e)
{
    struct peer *p = peer_associated(r);
    bool has = false;
    struct extsta_part rest = e->in.list.entries;
    struct extsta_payload entry;
    if (e->c->kind != EXTSTA_OID_SET || !IS_SUCCESS(e) || !e->in_whole) {
        return;
    }
    /* It may have left within the request. */
    while (p && extsta_payload_next(&rest, &entry)) {
        has |= mac_is_broadcast(entry.address) || mac_equal(entry.address, p->mac);
    }
    if (has && !r->m.roam.open && !r->m.connection.open) {
        owe(r, RULE(DIS_13), p->mac, e->now, E(LEFT_WHEN_EXCLUDED), v_mac(p->mac));
    }
}

static void excluded_left(struct extsta_referee *r, const struct event *e)
{
    const struct asked *a = under_way(r, OID_DOT11_EXCLUDED_MAC_ADDRESS_LIST);
    if (e->watch != ON_DISASSOCIATION) {
        forgive(r, RULE(DIS_13), nobody);
        return;
    }
    bool os = e->p.disassociation.reason == DOT11_ASSOC_STATUS_DISASSOCIATED_BY_OS;
    if (pay(r, RULE(DIS_13), nobody) || (a && a->others == 0)) {
        hold(r, !os || is_ending(r), E(NOT_OF_THE_OS), v_none(),
             v_assoc(e->p.disassociation.reason));
    }
}

/* DIS-14: what is not the peer's ends nothing. With ears: a deauthentication that came, but
 * from another. */
static void of_the_peer(struct extsta_referee *r, const struct event *e)
{
    struct peer *p = e->whole ? peer_find(r, e->p.disassociation.peer) : NULL;
    uint32_t class = e->p.disassociation.reason & 0xffff0000u;
    if (p && r->hears && class != 0 && class <= DOT11_ASSOC_STATUS_PEER_DISASSOCIATED) {
        hold(r, p->heard_deauth != 0 || p->heard_disassoc != 0 || p->heard_sealed,
             E(FRAME_OF_PEER), v_mac(p->mac), v_assoc(e->p.disassociation.reason));
    }
}

/* DIS-15: what ended is indicated: a connection begins anew, or a roam for a loss, with nobody
 * associated any more. DIS-20: before the roam. */
static void lost_before_roam(struct extsta_referee *r, const struct event *e)
{
    struct peer *p = peer_associated(r);
    uint32_t reason = e->p.operation_start.reason;
    if (e->whole && reason != DOT11_ASSOC_STATUS_ROAMING_BETTER_AP_FOUND &&
        reason != DOT11_ASSOC_STATUS_ROAMING_ADHOC && r->m.connected && !r->m.ibss &&
        reason < DOT11_ASSOC_STATUS_IHV_START) {
        if (p) {
            because(r, p->done);
        }
        hold(r, p == NULL, E(DISASSOCIATION_FIRST), p ? v_mac(p->mac) : v_none(),
             v_assoc(reason));
    }
}

static void not_indicated(struct extsta_referee *r, const struct event *e)
{
    struct peer *p = peer_associated(r);
    if (p && e->whole && e->p.list.entries.size == 0 && !is_between(r) && !peer_opening(r)) {
        because(r, p->done);
        hold(r, false, E(INDICATED), v_mac(p->mac), v_none());
    }
}

static void indicated(struct extsta_referee *r, const struct event *e)
{
    if (e->whole) {
        hold(r, true, E(INDICATED), v_none(), v_none());
    }
}

/* DIS-17: whom, and why. */
static void contents(struct extsta_referee *r, const struct event *e)
{
    uint32_t s = e->p.disassociation.reason;
    struct extsta_mac mac = e->p.disassociation.peer;
    if (!hold(r, e->whole && (!mac_is_group(mac) || mac_is_broadcast(mac)) && !mac_is_zero(mac),
              E(PEER_NAMED), v_none(), v_mac(mac))) {
        return;
    }
    uint32_t class = s & 0xffff0000u;
    bool frame = (class == DOT11_ASSOC_STATUS_PEER_DEAUTHENTICATED ||
                  class == DOT11_ASSOC_STATUS_PEER_DISASSOCIATED);
    bool os = s == DOT11_ASSOC_STATUS_DISASSOCIATED_BY_OS &&
              (is_ending(r) ||
               under_way(r, OID_DOT11_EXCLUDED_MAC_ADDRESS_LIST)); /* DIS-13: excluded now */
    bool known =
        s == DOT11_ASSOC_STATUS_FAILURE || s == DOT11_ASSOC_STATUS_UNREACHABLE ||
        s == DOT11_ASSOC_STATUS_RADIO_OFF || s == DOT11_ASSOC_STATUS_PHY_DISABLED ||
        s == DOT11_ASSOC_STATUS_SYSTEM_ERROR ||
        (s == DOT11_ASSOC_STATUS_ROAMING_ADHOC && r->m.ibss) ||
        s == DOT11_ASSOC_STATUS_DISASSOCIATED_BY_ROAMING || /* DIS-06: the OS says it */
        s >= DOT11_ASSOC_STATUS_IHV_START;
    hold(r, known || frame || os, E(DISASSOCIATION_REASON), v_none(), v_assoc(s));
}

/* DIS-18: reason OS is the end: neither roam nor association until CONNECT_REQUEST. */
static void over(struct extsta_referee *r, const struct event *e)
{
    if (!r->m.op && r->m.home == HOME_DISCONNECTED && r->m.last_end_reason == 7) {
        because(r, r->m.last_end);
        hold(r, under_way(r, OID_DOT11_CONNECT_REQUEST) != NULL, E(NOT_BEFORE_CONNECT),
             v_none(), v_none());
    }
}

/* DIS-30: no data to a peer that has ended it. Of an implicit end it says that it was none:
 * while the new association is tried DIS-01 (the same peer) and DIS-02 (another), and after it
 * has failed DIS-07. A driver that authenticates by itself sends EAPOL before the completion.
 */
static enum extsta_rule rule_of_data(struct extsta_referee *r, const struct peer *p)
{
    if (!p->implicitly || p->associated) {
        return RULE(DIS_30);
    }
    return p->opening ? RULE(DIS_01) : peer_opening(r) ? RULE(DIS_02) : RULE(DIS_07);
}

static void no_data(struct extsta_referee *r, const struct event *e)
{
    struct peer *p = e->parsed ? peer_find(r, e->frame.addr1) : NULL;
    if (!p || !frame_has_data(&e->frame) || !r->m.op ||
        (p->opening && (!p->implicitly || e->ethertype == 0x888e)) ||
        (p->ended.serial == 0 && !p->associated)) {
        return;
    }
    because(r, p->ended);
    hold_rule(r, rule_of_data(r, p), p->associated, E(NO_DATA_AFTER_END), v_mac(p->mac),
              v_none());
}

/* DIS-32: the first association of a connection ends nobody's port. */
static void first_of_connection(struct extsta_referee *r, const struct event *e)
{
    if (e->out->port.type == EXTSTA_PORT_DELETED && r->m.connection.open &&
        r->m.connection.success.serial == 0 && !r->m.ibss) {
        struct peer *p = peer_find(r, e->out->port.peer);
        hold(r, p && p->port && p->port_ref.serial < r->m.connection.start.serial,
             E(NO_PORT_ENDS), v_none(), v_mac(e->out->port.peer));
    }
}

static const struct rule_row table[] = {
    SEEN(DIS_01, W(ASSOCIATION_START), implicit),
    SEEN(DIS_02, 0, implicit),
    SEEN(DIS_04, W(ASSOCIATION_COMPLETION), nothing_said),
    SEEN(DIS_16, W(DISASSOCIATION), of_an_association),
    SEEN(DIS_08, W(DISASSOCIATION), by_frame),
    SEEN(DIS_09, 0, by_frame),
    SEEN(DIS_10, W(DISASSOCIATION), by_vendor),
    SEEN(DIS_11, W(DISASSOCIATION), silence),
    SEEN(DIS_12, W(DISASSOCIATION), reason_of_host),
    RESULT_OF(DIS_13, DOT11_EXCLUDED_MAC_ADDRESS_LIST, excluded),
    SEEN(DIS_13, W(DISASSOCIATION) | W(ASSOCIATION_START), excluded_left),
    SEEN(DIS_14, W(DISASSOCIATION), of_the_peer),
    RESULT_OF(DIS_15, DOT11_ENUM_ASSOCIATION_INFO, not_indicated),
    SEEN(DIS_15, W(DISASSOCIATION), indicated),
    SEEN(DIS_17, W(DISASSOCIATION), contents),
    SEEN(DIS_18, W(ROAMING_START) | W(ASSOCIATION_START), over),
    UNSEEN(DIS_19,
           "whether there is another AP to roam to is not in the record; that it stays in "
           "OP is judged as STA-03"),
    SEEN(DIS_20, W(ROAMING_START), lost_before_roam),
    UNSEEN(DIS_21, "either way is right"),
    UNSEEN(DIS_22, "judged as ROL-02: no media status at all"),
    UNSEEN(DIS_26, "judged as ATH-12, by what is sent in the next association"),
    UNSEEN(DIS_28, "judged as ASC-24, by what is sent in the next association"),
    SEEN(DIS_30, W(FRAME), no_data),
    SEEN(DIS_32, W(PORT), first_of_connection),
};
RULE_TABLE(rules_disassociation, table);
