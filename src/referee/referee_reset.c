/* Chapter 10, RESET_REQUEST: what must have happened before it completes, and what is left.
 * (What it does to the MIB is judged by queries: mib.c.) */
#include "referee/referee.h"

static bool done(const struct event *e)
{
    return IS_SUCCESS(e) && e->c->kind == EXTSTA_OID_METHOD;
}

/* RST-01: any other type fails with FAILURE. As a query or a set the request is not supported at
 * all, whatever is in it. */
static void type(struct extsta_referee *r, const struct event *e)
{
    if (e->c->kind == EXTSTA_OID_METHOD && e->in_whole && e->asked->room >= 8) {
        bool both = e->in.reset.type == dot11_reset_type_phy_and_mac;
        hold(r, both || e->c->status == NDIS_STATUS_FAILURE, E(STATUS),
             v_status(NDIS_STATUS_FAILURE), v_status(e->c->status));
    }
}

/* RST-02: two ULONGs of room. */
static void room(struct extsta_referee *r, const struct event *e)
{
    /* Of a method: as a query or a set it is not supported at all. */
    if (e->asked && e->c->status != NDIS_STATUS_NOT_SUPPORTED) {
        hold(r, e->asked->room >= 8 || e->c->status == NDIS_STATUS_BUFFER_OVERFLOW, E(STATUS),
             v_status(NDIS_STATUS_BUFFER_OVERFLOW), v_status(e->c->status));
    }
}

/* RST-03: a refused one has done nothing. */
static void refused(struct extsta_referee *r, const struct event *e)
{
    if (e->asked && !IS_SUCCESS(e) && e->asked->others == 0 &&
        e->c->status != NDIS_STATUS_REQUEST_ABORTED) {
        hold(r, e->asked->indications == r->m.indications, E(NOTHING_DONE), v_none(),
             v_number(r->m.indications - e->asked->indications));
    }
}

/* RST-04: the transmitter of all that is sent. (In mib.c by queries.) */
static void transmitter(struct extsta_referee *r, const struct event *e)
{
    if (e->parsed && frame_type(&e->frame) != FRAME_CONTROL && !is_between(r)) {
        because(r, r->m.reset);
        hold(r, mac_equal(e->frame.addr2, r->m.address), E(ADDRESS_OF_RESET),
             v_mac(r->m.address), v_mac(e->frame.addr2));
    }
}

/* RST-06: a reset while associated tells of the end; and the AP hears of it. */
static void disconnects(struct extsta_referee *r, const struct event *e)
{
    struct peer *p = peer_associated(r);
    if (!done(e)) {
        return;
    }
    if (p) {
        because(r, p->done);
        hold(r, false, E(DISASSOCIATION_FIRST), v_mac(p->mac), v_none());
    } else if (e->asked && r->m.last_end.serial > e->asked->ref.serial) {
        hold(r, true, E(DISASSOCIATION_FIRST), v_none(), v_none());
    }
    default_on(r, RULE(RST_06), nobody, v_none());
}

/* The frame is owed from the request on, and by the completion. */
static void goodbye_due(struct extsta_referee *r, const struct event *e)
{
    struct peer *p = peer_associated(r);
    if (p && !r->m.ibss && !r->m.connection.open && !r->m.roam.open && !all_phys_off(r) &&
        e->whole && e->p.reset.type == dot11_reset_type_phy_and_mac &&
        e->c->bytes_needed >= 8 && r->asked_count == 1 && !mac_is_zero(e->p.reset.address) &&
        !mac_is_group(e->p.reset.address) && !r->beneath) {
        owe(r, RULE(RST_06), nobody, EXTSTA_NEVER, E(GOODBYE), v_mac(p->mac));
    }
}

static void goodbye(struct extsta_referee *r, const struct event *e)
{
    uint8_t kind = e->parsed ? frame_kind(&e->frame) : 0;
    if (kind == FRAME_DISASSOC || kind == FRAME_DEAUTH) {
        pay(r, RULE(RST_06), nobody);
    }
}

/* RST-07, and SCN-05: the scan is confirmed before, and not as a success. */
static void scan_confirmed(struct extsta_referee *r, const struct event *e)
{
    if (done(e)) {
        because(r, r->m.scan.ref);
        hold(r, !r->m.scan.running, E(SCAN_CONFIRMED), v_none(), v_none());
    }
}

/* RST-08: nothing is left in the queue, and what was says why. */
static void sends_done(struct extsta_referee *r, const struct event *e)
{
    if (done(e)) {
        hold(r, r->m.sends.count == 0 && r->m.sends.beyond == 0, E(NO_SENDS_LEFT), v_number(0),
             v_number(r->m.sends.count));
    }
}

static void send_status(struct extsta_referee *r, const struct event *e)
{
    const struct asked *reset = under_way(r, OID_DOT11_RESET_REQUEST);
    if (reset && reset->others == 0 && reset->ref.serial != 0 && reset->room >= 8) {
        because(r, reset->ref);
        hold(r, e->c->status == NDIS_STATUS_RESET_IN_PROGRESS, E(STATUS),
             v_status(NDIS_STATUS_RESET_IN_PROGRESS), v_status(e->c->status));
    }
}

/* RST-09: not before the last packet is back. */
static void packets_back(struct extsta_referee *r, const struct event *e)
{
    if (done(e)) {
        hold(r, r->m.received.count == 0 && r->m.received.beyond == 0, E(PACKETS_RETURNED),
             v_number(0), v_number(r->m.received.count));
    }
}

/* RST-11: no operation is left open; those that were end as cancelled. */
static void operations_done(struct extsta_referee *r, const struct event *e)
{
    if (!done(e)) {
        return;
    }
    struct peer *p = peer_opening(r);
    if (p) {
        because(r, p->start);
    } else if (r->m.connection.open || r->m.roam.open) {
        because(r, r->m.connection.open ? r->m.connection.start : r->m.roam.start);
    }
    hold(r, !p && !r->m.connection.open && !r->m.roam.open, E(OPERATIONS_COMPLETED), v_none(),
         v_none());
}

static void cancelled(struct extsta_referee *r, const struct event *e)
{
    const struct asked *reset = under_way(r, OID_DOT11_RESET_REQUEST);
    uint32_t status = e->watch == ON_ASSOCIATION_COMPLETION ? e->p.association_completion.status
                                                            : e->p.number;
    if (e->whole && reset && reset->others == 0 && status != 0) {
        because(r, reset->ref);
        hold(r, status == DOT11_ASSOC_STATUS_CANCELLED, E(STATUS),
             v_assoc(DOT11_ASSOC_STATUS_CANCELLED), v_assoc(status));
    }
}

/* RST-19: the association is lost last: no completion of an operation behind it. */
static void order(struct extsta_referee *r, const struct event *e)
{
    const struct asked *reset = under_way(r, OID_DOT11_RESET_REQUEST);
    if (reset && reset->others == 0) {
        because(r, r->m.last_end);
        hold(r, r->m.last_end.serial < reset->ref.serial, E(COMPLETIONS_FIRST), v_none(),
             v_none());
    }
}

/* RST-20: what is gone already is not disassociated. */
static void already_gone(struct extsta_referee *r, const struct event *e)
{
    struct extsta_mac mac = e->p.disassociation.peer;
    struct peer *p = peer_find(r, mac);
    if (!e->whole || !is_ending(r)) {
        return;
    }
    bool held = mac_is_broadcast(mac) ? peer_associated(r) != NULL : p && p->associated;
    if (p) {
        because(r, p->ended);
    }
    hold(r, held, E(ASSOCIATED_WITH), v_mac(mac), v_assoc(e->p.disassociation.reason));
}

/* RST-21: {4, SUCCESS}. */
static void confirmation(struct extsta_referee *r, const struct event *e)
{
    if (done(e)) {
        hold(r,
             e->whole && e->c->buffer.len == 8 &&
                 e->p.confirm.type == DOT11_STATUS_RESET_CONFIRM && e->p.confirm.status == 0,
             E(RESET_CONFIRM), v_number(DOT11_STATUS_RESET_CONFIRM),
             v_number(e->p.confirm.type));
    }
}

/* RST-16, STT-03: read in the same moment, when nothing can have been counted. */
static void statistics(struct extsta_referee *r, const struct event *e)
{
    if (!e->whole || r->m.last_reset_done != e->now || is_between(r)) {
        return;
    }
    uint64_t sum = e->p.statistics.handshake_failures + e->p.statistics.countermeasures;
    for (size_t i = 0; i < EXTSTA_MAC_COUNTERS; i++) {
        sum |= e->p.statistics.unicast[i] | e->p.statistics.multicast[i];
    }
    struct extsta_part rest = e->p.statistics.phys;
    struct extsta_payload phy;
    while (extsta_payload_next(&rest, &phy)) {
        for (size_t i = 0; i < EXTSTA_PHY_COUNTERS; i++) {
            sum |= phy.phy_statistics[i] == UINT64_MAX ? 0 : phy.phy_statistics[i];
        }
    }
    because(r, r->m.reset);
    hold(r, sum == 0, E(ALL_ZERO), v_number(0), v_number(sum));
}

/* RST-17: read in the same moment. */
static void cache(struct extsta_referee *r, const struct event *e)
{
    if (e->whole && r->m.last_reset_done == e->now && !is_between(r)) {
        because(r, r->m.reset);
        hold(r, e->p.list.entries.size == 0, E(LIST_EMPTY), v_number(0),
             v_number(e->p.list.entries.size));
    }
}

#define BY_QUERIES(rule_) SEEN(rule_, 0, type) /* mib.c */
static const struct rule_row table[] = {
    RESULT_OF(RST_01, DOT11_RESET_REQUEST, type),
    RESULT_OF(RST_02, DOT11_RESET_REQUEST, room),
    RESULT_OF(RST_03, DOT11_RESET_REQUEST, refused),
    SEEN(RST_04, W(FRAME), transmitter),
    BY_QUERIES(RST_05),
    RESULT_OF(RST_06, DOT11_RESET_REQUEST, disconnects),
    REQUEST_OF(RST_06, DOT11_RESET_REQUEST, goodbye_due),
    SEEN(RST_06, W(FRAME), goodbye),
    RESULT_OF(RST_07, DOT11_RESET_REQUEST, scan_confirmed),
    RESULT_OF(RST_08, DOT11_RESET_REQUEST, sends_done),
    SEEN(RST_08, W(SEND_COMPLETE), send_status),
    RESULT_OF(RST_09, DOT11_RESET_REQUEST, packets_back),
    BY_QUERIES(RST_10),
    RESULT_OF(RST_11, DOT11_RESET_REQUEST, operations_done),
    SEEN(RST_11, W(ASSOCIATION_COMPLETION) | W(CONNECTION_COMPLETION) | W(ROAMING_COMPLETION),
         cancelled),
    BY_QUERIES(RST_12),
    UNSEEN(RST_13, "judged as KEY-09, by what is sent after it"),
    BY_QUERIES(RST_14),
    BY_QUERIES(RST_15),
    RESULT_OF(RST_16, DOT11_STATISTICS, statistics),
    RESULT_OF(RST_17, DOT11_ENUM_BSS_LIST, cache),
    BY_QUERIES(RST_18),
    SEEN(RST_19, W(ASSOCIATION_COMPLETION) | W(CONNECTION_COMPLETION) | W(ROAMING_COMPLETION),
         order),
    SEEN(RST_20, W(DISASSOCIATION), already_gone),
    RESULT_OF(RST_21, DOT11_RESET_REQUEST, confirmation),
    BY_QUERIES(RST_22),
};
RULE_TABLE(rules_reset, table);
