/* Chapter 10, power: the two switches of a PHY and what ends with the last of them; power
 * saving. */
#include "referee/referee.h"

/* PWR-04: a change is indicated, and nothing else is. */
static void switched(struct extsta_referee *r, const struct event *e)
{
    uint32_t phy = e->p.phy_state.phy_id;
    if (!hold(r, e->whole, E(WHOLE_STRUCTURE), v_none(), v_number(e->c->buffer.len))) {
        return;
    }
    bool saving = under_way(r, OID_DOT11_POWER_MGMT_REQUEST) != NULL;
    if (saving) { /* PWR-10: no indication for power saving */
        hold_rule(r, RULE(PWR_10), false, E(NO_INDICATION), v_none(), v_number(phy));
        return;
    }
    if (phy < MAX_PHYS) {
        bool same = r->m.phys[phy].known
                        ? r->m.phys[phy].hardware == e->p.phy_state.hardware &&
                              r->m.phys[phy].software == e->p.phy_state.software
                        : e->p.phy_state.hardware && e->p.phy_state.software;
        hold(r, !same, E(A_CHANGE), v_number(phy), v_flag(e->p.phy_state.software));
    }
}

/* The value that the set changes is that of the PHY selected then. */
static void switch_set(struct extsta_referee *r, const struct event *e)
{
    uint32_t phy, before;
    if (e->c->kind != EXTSTA_OID_SET || !IS_SUCCESS(e) || !e->in_whole ||
        e->asked->others != 0 || !mib_number(r, OID_DOT11_CURRENT_PHY_ID, &phy) ||
        phy >= MAX_PHYS || !mib_number(r, OID_DOT11_NIC_POWER_STATE, &before)) {
        return;
    }
    bool told = r->m.phys[phy].known ? r->m.phys[phy].software : true;
    if (before != e->in.flag) {
        hold(r, told == e->in.flag, E(CHANGE_INDICATED), v_flag(e->in.flag), v_flag(told));
    }
}

/* PWR-02: not while an explicit scan runs. */
static void switch_in_scan(struct extsta_referee *r, const struct event *e)
{
    if (e->c->kind == EXTSTA_OID_SET && e->asked && r->m.scan.running &&
        e->asked->others == 0 && r->m.scan.ref.serial < e->asked->ref.serial &&
        !is_between(r)) {
        because(r, r->m.scan.ref);
        hold(r, e->c->status == NDIS_STATUS_DOT11_MEDIA_IN_USE, E(STATUS),
             v_status(NDIS_STATUS_DOT11_MEDIA_IN_USE), v_status(e->c->status));
    }
}

/* PWR-05: on the air only with both switches on. */
static void silent_when_off(struct extsta_referee *r, const struct event *e)
{
    hold(r, !all_phys_off(r), E(SILENCE), v_none(),
         e->parsed ? v_mac(e->frame.addr1) : v_none());
}

/* All will be off once this is taken in. */
static bool last_goes_off(struct extsta_referee *r, const struct event *e)
{
    uint32_t phy = e->p.phy_state.phy_id;
    size_t count = r->config.phy_count;
    if (!e->whole || phy >= count || count > MAX_PHYS ||
        (e->p.phy_state.hardware && e->p.phy_state.software)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        bool on = !r->m.phys[i].known || (r->m.phys[i].hardware && r->m.phys[i].software);
        if (i != phy && on) {
            return false;
        }
    }
    return !all_phys_off(r);
}

/* PWR-06: what is open fails with RADIO_OFF. PWR-07: an association ends with it. The order to
 * the indication of the switch is open: before it, it has been paid. */
static void goes_off(struct extsta_referee *r, const struct event *e)
{
    struct peer *p = peer_associated(r);
    if (!last_goes_off(r, e)) {
        return;
    }
    if (peer_opening(r) || r->m.connection.open || r->m.roam.open) {
        owe(r, RULE(PWR_06), nobody, e->now, E(ENDS_WITH),
            v_assoc(DOT11_ASSOC_STATUS_RADIO_OFF));
    } else if (p) {
        owe(r, RULE(PWR_07), p->mac, e->now, E(ENDS_WITH),
            v_assoc(DOT11_ASSOC_STATUS_RADIO_OFF));
    }
}

static void operation_off(struct extsta_referee *r, const struct event *e)
{
    uint32_t status = e->watch == ON_ASSOCIATION_COMPLETION ? e->p.association_completion.status
                                                            : e->p.number;
    if (is_due(r, RULE(PWR_06))) {
        if (status != DOT11_ASSOC_STATUS_RADIO_OFF) {
            default_on(r, RULE(PWR_06), nobody, v_assoc(status));
        } else if (e->watch != ON_ASSOCIATION_COMPLETION) {
            pay(r, RULE(PWR_06), nobody);
        }
    }
}

static void association_off(struct extsta_referee *r, const struct event *e)
{
    if (!is_due(r, RULE(PWR_07))) {
        return;
    }
    if (e->p.disassociation.reason == DOT11_ASSOC_STATUS_RADIO_OFF) {
        pay(r, RULE(PWR_07), nobody);
    } else {
        default_on(r, RULE(PWR_07), nobody, v_assoc(e->p.disassociation.reason));
    }
}

/* PWR-08: 0, 8 and 16 are taken. */
static void levels(struct extsta_referee *r, const struct event *e)
{
    if (e->c->kind == EXTSTA_OID_SET && e->in_whole &&
        (e->in.number == DOT11_POWER_SAVING_NO_POWER_SAVING ||
         e->in.number == DOT11_POWER_SAVING_FAST_PSP ||
         e->in.number == DOT11_POWER_SAVING_MAX_PSP)) {
        hold(r,
             IS_SUCCESS(e) || e->c->status == NDIS_STATUS_RESOURCES ||
                 e->c->status == NDIS_STATUS_RESET_IN_PROGRESS ||
                 e->c->status == NDIS_STATUS_INVALID_STATE, /* STA-04: not in this state */
             E(ALLOWED_HERE), v_number(e->in.number), v_status(e->c->status));
    }
}

/* PWR-09: the next frame to the AP says it; an idle station sends one for it. */
static void saving_set(struct extsta_referee *r, const struct event *e)
{
    struct peer *p = peer_associated(r);
    uint32_t before = 0;
    if (e->c->kind == EXTSTA_OID_SET && IS_SUCCESS(e) && e->in_whole && p && !r->m.ibss &&
        e->in.number != 0 && mib_number(r, OID_DOT11_POWER_MGMT_REQUEST, &before) &&
        before == 0 && !all_phys_off(r) && e->asked->others == 0 && !r->beneath) {
        if (r->m.last_pm.serial >
            e->asked->ref.serial) { /* while the request was carried out */
            hold(r, true, E(POWER_MANAGEMENT), v_none(), v_none());
            return;
        }
        owe(r, RULE(PWR_09), p->mac, e->now + EXTSTA_SECOND, E(POWER_MANAGEMENT),
            v_mac(p->mac));
    }
}

static void saving_said(struct extsta_referee *r, const struct event *e)
{
    if (!e->parsed || !is_due(r, RULE(PWR_09)) || frame_type(&e->frame) != FRAME_DATA) {
        return;
    }
    if (e->frame.fc & FC_PM) {
        pay(r, RULE(PWR_09), e->frame.addr1);
    }
}

static void saving_moot(struct extsta_referee *r, const struct event *e)
{
    forgive(r, RULE(PWR_09), nobody);
}

/* PWR-11: what changes the power mode is POWER_MGMT_REQUEST alone. A Power Management bit that
 * comes or goes in the moment of the event, and with no request, is its work. */
static void profile_changed(struct extsta_referee *r, const struct event *e)
{
    r->m.profile_changed = e->ref;
    hold(r, true, E(POWER_MODE_KEPT), v_none(), v_none());
}

static void mode_kept(struct extsta_referee *r, const struct event *e)
{
    uint32_t level = 0;
    if (!e->parsed || r->m.profile_changed.serial == 0 || r->m.profile_changed.time != e->now ||
        under_way(r, OID_DOT11_POWER_MGMT_REQUEST) ||
        !mib_number(r, OID_DOT11_POWER_MGMT_REQUEST, &level) ||
        level == DOT11_POWER_SAVING_FAST_PSP) { /* comes and goes with the traffic */
        return;
    }
    if (frame_kind(&e->frame) == FRAME_NULL) { /* an idle station announces by these */
        bool saving = (e->frame.fc & FC_PM) != 0;
        because(r, r->m.profile_changed);
        hold(r, saving == (level != 0), E(POWER_MODE_KEPT), v_number(level), v_flag(saving));
    }
}

static const struct rule_row table[] = {
    SEEN(PWR_01, 0, switch_set), /* mib.c: what is read is what was set */
    RESULT_OF(PWR_02, DOT11_NIC_POWER_STATE, switch_in_scan),
    SEEN(PWR_03, 0, switch_set), /* mib.c: what is read after MiniportInitializeEx */
    SEEN(PWR_04, W(PHY_STATE), switched),
    RESULT_OF(PWR_04, DOT11_NIC_POWER_STATE, switch_set),
    SEEN(PWR_05, W(FRAME), silent_when_off),
    SEEN(PWR_06, W(PHY_STATE), goes_off),
    SEEN(PWR_06, W(ASSOCIATION_COMPLETION) | W(CONNECTION_COMPLETION) | W(ROAMING_COMPLETION),
         operation_off),
    SEEN(PWR_07, W(DISASSOCIATION), association_off),
    RESULT_OF(PWR_08, DOT11_POWER_MGMT_REQUEST, levels),
    RESULT_OF(PWR_09, DOT11_POWER_MGMT_REQUEST, saving_set),
    SEEN(PWR_09, W(FRAME), saving_said),
    SEEN(PWR_09, W(DISASSOCIATION) | W(ASSOCIATION_START) | W(PHY_STATE), saving_moot),
    SEEN(PWR_10, 0, switched),
    SEEN(PWR_11, W(POWER_PROFILE), profile_changed),
    SEEN(PWR_11, W(FRAME), mode_kept),
    UNSEEN(PWR_12, "what is restored in the radio is not in the record; PWR-13 has the times"),
    UNSEEN(PWR_13, "whether an AP is near is not in the record"),
    UNSEEN(PWR_14, "whether the AP was lost while asleep is known below only"),
    UNSEEN(PWR_15, "the rekey offload has no value at this boundary"),
};
RULE_TABLE(rules_power, table);
