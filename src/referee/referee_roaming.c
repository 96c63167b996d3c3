/* Chapter 70: roams. */
#include "referee/referee.h"

/* ROM-01: only who is connected. (After a failed connection: CNX-14; within one: CNX-15.) */
static void connected(struct extsta_referee *r, const struct event *e)
{
    if (!r->m.connection.open && (r->m.op || r->m.home != HOME_FAILED)) {
        hold(r,
             r->m.connected ||
                 (!r->m.op && r->m.home == HOME_DISCONNECTED && r->m.last_end_reason == 7),
             E(CONNECTED_BEFORE), v_none(), v_none());
    }
}

/* ROM-04: one at a time. */
static void one(struct extsta_referee *r, const struct event *e)
{
    because(r, r->m.roam.start);
    hold(r, !r->m.roam.open, E(ROAM_COMPLETED), v_none(), v_none());
}

/* ROM-05: in infrastructure names no IBSS. */
static void contents(struct extsta_referee *r, const struct event *e)
{
    bool zero = mac_is_zero(e->p.operation_start.adhoc_bssid) &&
                e->p.operation_start.adhoc_ssid.len == 0;
    if (hold(r, e->whole, E(WHOLE_STRUCTURE), v_none(), v_number(e->c->buffer.len)) &&
        !r->m.ibss) {
        hold(r, zero, E(NO_IBSS_NAMED), v_none(), v_mac(e->p.operation_start.adhoc_bssid));
    }
}

/* ROM-06: one that had no candidate should not have begun. (Who still has an AP had one: a
 * better AP, which did not answer.) */
static void candidates(struct extsta_referee *r, const struct event *e)
{
    if (e->whole && r->m.roam.open && !r->m.ibss && !peer_associated(r) &&
        e->p.number == DOT11_ASSOC_STATUS_CANDIDATE_LIST_EXHAUSTED) {
        because(r, r->m.roam.start);
        hold(r, r->m.roam.associations > 0, E(ASSOCIATION_WITHIN), v_none(),
             v_assoc(e->p.number));
    }
}

/* ROM-07: why. */
static void reason(struct extsta_referee *r, const struct event *e)
{
    uint32_t s = e->p.operation_start.reason;
    if (e->whole) {
        bool lost = s == r->m.last_end_reason && r->m.last_end.serial != 0 && r->m.lost;
        hold(r,
             s == DOT11_ASSOC_STATUS_ROAMING_BETTER_AP_FOUND ||
                 s == DOT11_ASSOC_STATUS_ROAMING_ASSOCIATION_LOST ||
                 (s == DOT11_ASSOC_STATUS_ROAMING_ADHOC && r->m.ibss) ||
                 s >= DOT11_ASSOC_STATUS_IHV_START || lost,
             E(ROAMING_REASON), v_none(), v_assoc(s));
    }
}

/* ROM-08: at most one success. */
static void one_success(struct extsta_referee *r, const struct event *e)
{
    if (e->whole && r->m.roam.open && !r->m.ibss) {
        because(r, r->m.roam.success);
        hold(r, r->m.roam.success.serial == 0, E(COMPLETED_AFTER_SUCCESS), v_none(),
             v_mac(e->p.association_start.peer));
    }
}

/* ROM-09: success is an association. */
static void success(struct extsta_referee *r, const struct event *e)
{
    if (e->whole && e->p.number == 0 && r->m.roam.open) {
        because(r, r->m.roam.start);
        hold(r, r->m.roam.success.serial != 0, E(ASSOCIATION_WITHIN), v_none(), v_none());
    }
}

/* ROM-11: the codes a roam fails with. */
static void failure(struct extsta_referee *r, const struct event *e)
{
    uint32_t s = e->p.number;
    if (!hold(r, e->whole, E(WHOLE_STRUCTURE), v_none(), v_number(e->c->buffer.len)) ||
        s == 0 || !r->m.roam.open) {
        return;
    }
    because(r, r->m.roam.start);
    hold(r,
         s == DOT11_ASSOC_STATUS_FAILURE || s == DOT11_ASSOC_STATUS_CANDIDATE_LIST_EXHAUSTED ||
             s == DOT11_ASSOC_STATUS_RADIO_OFF || s == DOT11_ASSOC_STATUS_PHY_DISABLED ||
             s == DOT11_ASSOC_STATUS_SYSTEM_ERROR ||
             s == DOT11_ASSOC_STATUS_ROAMING_BETTER_AP_FOUND ||
             s >= DOT11_ASSOC_STATUS_IHV_START ||
             (s == DOT11_ASSOC_STATUS_CANCELLED && is_ending(r)),
         E(ROAMING_CODE), v_none(), v_assoc(s));
}

/* ROM-14: a better AP is for who has one; and of the two patterns only one: who began for a
 * better AP does not end the old association by an indication of its own making (X-73: a frame
 * of the old AP, its silence, the radio and the host may). */
static void better_ap(struct extsta_referee *r, const struct event *e)
{
    if (e->whole && r->m.connected && !r->m.ibss &&
        e->p.operation_start.reason == DOT11_ASSOC_STATUS_ROAMING_BETTER_AP_FOUND) {
        because(r, r->m.last_end);
        hold(r, peer_associated(r) != NULL, E(STILL_ASSOCIATED), v_none(), v_none());
    }
}

static void no_mix(struct extsta_referee *r, const struct event *e)
{
    if (e->whole && r->m.roam.open && r->m.roam.associations == 0 && !is_ending(r) &&
        r->m.roam.reason == DOT11_ASSOC_STATUS_ROAMING_BETTER_AP_FOUND) {
        uint32_t s = e->p.disassociation.reason;
        because(r, r->m.roam.start);
        hold(r, s != DOT11_ASSOC_STATUS_FAILURE && s < DOT11_ASSOC_STATUS_IHV_START,
             E(NO_INDICATION), v_none(), v_assoc(s));
    }
}

/* ROM-15: a reassociation names the AP it comes from. */
static void old_ap(struct extsta_referee *r, const struct event *e)
{
    if (e->parsed && frame_kind(&e->frame) == FRAME_REASSOC_REQ && e->frame.body.len >= 10 &&
        !mac_is_zero(r->m.last_ap)) {
        struct extsta_mac named = mac_at(e->frame.body.data + 4);
        hold(r, mac_equal(named, r->m.last_ap), E(OLD_AP_NAMED), v_mac(r->m.last_ap),
             v_mac(named));
    }
}

/* ROM-16: the PMKID that the host has set for this AP is in the request's RSN element; in that
 * of a fast transition the name of the key it brings (docs/security.md). */
static void pmkid(struct extsta_referee *r, const struct event *e)
{
    uint8_t kind = e->parsed ? frame_kind(&e->frame) : FRAME_BEACON;
    const struct mib_list *l = mib_list(r, OID_DOT11_PMKID_LIST);
    const struct mib_list *auth = mib_list(r, OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM);
    if ((kind != FRAME_ASSOC_REQ && kind != FRAME_REASSOC_REQ) || !l || !auth ||
        !(mib_list_has_number(auth, DOT11_AUTH_ALGO_RSNA) ||
          mib_list_has_number(auth, DOT11_AUTH_ALGO_RSNA_PSK))) {
        return;
    }
    if (asks_transition(e)) {
        return;
    }
    const size_t size = 28; /* DOT11_PMKID_ENTRY: BSSID, PMKID, flags */
    for (size_t at = 0; at + size <= l->len; at += size) {
        if (!mac_equal(mac_at(l->entries + at), e->frame.addr1)) {
            continue;
        }
        bool there = false;
        struct extsta_span body = e->frame.body;
        for (size_t i = 0; i + 16 <= body.len && !there; i++) {
            there = memcmp(body.data + i, l->entries + at + 6, 16) == 0;
        }
        hold(r, there, E(PMKID_NAMED), v_mac(e->frame.addr1), v_none());
        return;
    }
}

/* ROM-18: the host's request ends roaming. */
static void not_again(struct extsta_referee *r, const struct event *e)
{
    const struct asked *reset = under_way(r, OID_DOT11_RESET_REQUEST);
    const struct asked *leave = under_way(r, OID_DOT11_DISCONNECT_REQUEST);
    const struct asked *a = reset ? reset : leave;
    if (a) {
        because(r, a->ref);
        hold(r, a->others != 0, E(NO_NEW_ROAM), v_none(), v_none());
    }
}

/* ROM-20: to the user it is one connection. */
static void one_connection(struct extsta_referee *r, const struct event *e)
{
    if (e->out->notify.type == EXTSTA_NOTIFY_DISCONNECTED && !is_ending(r)) {
        because(r, r->m.roam.start);
        hold(r, !r->m.roam.open, E(CONNECTION_KEPT), v_none(), v_none());
    }
}

static const struct rule_row table[] = {
    SEEN(ROM_01, W(ROAMING_START), connected),
    UNSEEN(ROM_02, "any number is right"),
    UNSEEN(ROM_03, "whether there is another AP is not in the record"),
    SEEN(ROM_04, W(ROAMING_START), one),
    SEEN(ROM_05, W(ROAMING_START), contents),
    SEEN(ROM_06, W(ROAMING_COMPLETION), candidates),
    SEEN(ROM_07, W(ROAMING_START), reason),
    SEEN(ROM_08, W(ASSOCIATION_START), one_success),
    SEEN(ROM_09, W(ROAMING_COMPLETION), success),
    UNSEEN(ROM_10, "judged as ROL-02: no media status at all"),
    SEEN(ROM_11, W(ROAMING_COMPLETION), failure),
    UNSEEN(ROM_12, "either way is right"),
    SEEN(ROM_13, 0, failure), /* referee_states.c */
    SEEN(ROM_14, W(ROAMING_START), better_ap),
    SEEN(ROM_14, W(DISASSOCIATION), no_mix),
    SEEN(ROM_15, W(FRAME), old_ap),
    SEEN(ROM_16, W(FRAME), pmkid),
    UNSEEN(ROM_17, "whether a hardware reset broke the link is known below only"),
    SEEN(ROM_18, W(ROAMING_START), not_again),
    UNSEEN(ROM_19, "which APs are visible is not in the record"),
    SEEN(ROM_20, W(NOTIFY), one_connection),
};
RULE_TABLE(rules_roaming, table);
