/* Chapter 30, disconnecting: what DISCONNECT_REQUEST does and when it may not. */
#include "referee/referee.h"

/* CNX-31 (in INIT: referee_states.c), CNX-32: not while the connection operation runs (X-03: in
 * infrastructure). */
static void while_connecting(struct extsta_referee *r, const struct event *e)
{
    if (e->asked && e->asked->others == 0 && r->m.connection.open && !r->m.ibss &&
        r->m.connection.start.serial < e->asked->ref.serial) {
        because(r, r->m.connection.start);
        hold(r, e->c->status == NDIS_STATUS_INVALID_STATE, E(STATUS),
             v_status(NDIS_STATUS_INVALID_STATE), v_status(e->c->status));
    }
}

static bool done(const struct event *e)
{
    return IS_SUCCESS(e) && e->asked && e->asked->others == 0;
}

/* CNX-33: every association has ended before it completes. */
static void ended(struct extsta_referee *r, const struct event *e)
{
    struct peer *p = peer_associated(r);
    if (!done(e)) {
        return;
    }
    if (p) {
        because(r, p->done);
    }
    hold(r, p == NULL, E(DISASSOCIATION_FIRST), p ? v_mac(p->mac) : v_none(), v_none());
}

/* CNX-34: a roam that runs fails first. (A connection that runs: CNX-32.) */
static void roam_ended(struct extsta_referee *r, const struct event *e)
{
    if (done(e) && !r->m.connection.open) {
        because(r, r->m.roam.start);
        hold(r, !r->m.roam.open && (!peer_opening(r) || r->m.ibss), E(OPERATIONS_COMPLETED),
             v_none(), v_none());
    }
}

static void roam_cancelled(struct extsta_referee *r, const struct event *e)
{
    const struct asked *a = under_way(r, OID_DOT11_DISCONNECT_REQUEST);
    uint32_t status = e->watch == ON_ASSOCIATION_COMPLETION ? e->p.association_completion.status
                                                            : e->p.number;
    if (e->whole && a && a->others == 0 && status != 0) {
        because(r, a->ref);
        hold(r, status == DOT11_ASSOC_STATUS_CANCELLED, E(STATUS),
             v_assoc(DOT11_ASSOC_STATUS_CANCELLED), v_assoc(status));
    }
}

/* CNX-36: the AP is told, where the radio can. */
static void goodbye_due(struct extsta_referee *r, const struct event *e)
{
    struct peer *p = peer_associated(r);
    if (p && !r->m.ibss && r->m.connected && !r->m.roam.open && !r->m.connection.open &&
        !some_phy_off(r) && r->asked_count == 1 && !r->beneath) {
        owe(r, RULE(CNX_36), nobody, EXTSTA_NEVER, E(GOODBYE), v_mac(p->mac));
    }
}

static void goodbye(struct extsta_referee *r, const struct event *e)
{
    uint8_t kind = e->parsed ? frame_kind(&e->frame) : 0;
    if (kind == FRAME_DISASSOC || kind == FRAME_DEAUTH) {
        pay(r, RULE(CNX_36), nobody);
    }
}

static void goodbye_done(struct extsta_referee *r, const struct event *e)
{
    if (IS_SUCCESS(e)) {
        default_on(r, RULE(CNX_36), nobody, v_none());
    } else {
        forgive(r, RULE(CNX_36), nobody);
    }
}

/* CNX-37: the extension is reset after a disconnection, and after a reset of the OS. */
static void extension_reset_due(struct extsta_referee *r, const struct event *e)
{
    bool leaves = e->c->code == OID_DOT11_DISCONNECT_REQUEST;
    if (IS_SUCCESS(e) && r->m.extension && e->asked && e->asked->by_os &&
        (leaves || (e->c->code == OID_DOT11_RESET_REQUEST && r->m.bring_up >= 3))) {
        owe(r, RULE(CNX_37), nobody, e->now, E(EXTENSION_RESET), v_none());
    }
}

static void extension_reset(struct extsta_referee *r, const struct event *e)
{
    if (e->out->ihv.type == EXTSTA_IHV_ADAPTER_RESET) {
        pay(r, RULE(CNX_37), nobody);
    } else if (e->out->ihv.type == EXTSTA_IHV_DEINIT_ADAPTER) {
        forgive(r, RULE(CNX_37), nobody);
    }
}

static const struct rule_row table[] = {
    SEEN(CNX_31, 0, ended), /* referee_states.c */
    RESULT_OF(CNX_32, DOT11_DISCONNECT_REQUEST, while_connecting),
    RESULT_OF(CNX_33, DOT11_DISCONNECT_REQUEST, ended),
    RESULT_OF(CNX_34, DOT11_DISCONNECT_REQUEST, roam_ended),
    SEEN(CNX_34, W(ASSOCIATION_COMPLETION) | W(ROAMING_COMPLETION), roam_cancelled),
    SEEN(CNX_35, 0, ended), /* referee_states.c */
    REQUEST_OF(CNX_36, DOT11_DISCONNECT_REQUEST, goodbye_due),
    SEEN(CNX_36, W(FRAME), goodbye),
    RESULT_OF(CNX_36, DOT11_DISCONNECT_REQUEST, goodbye_done),
    SEEN(CNX_37, W(RESULT), extension_reset_due),
    SEEN(CNX_37, W(HANDLER), extension_reset),
};
RULE_TABLE(rules_disconnect, table);
