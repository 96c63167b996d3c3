/* Mutants of chapter 70: roams. */
#include "mutants.h"

static void roam(struct tap *t, struct extsta_output *made, uint32_t reason)
{
    INDICATION(t, made, ROAMING_START, .operation_start = {.reason = reason});
}
static void start(struct tap *t, struct extsta_output *made, char name)
{
    struct extsta_payload s = {.form = EXTSTA_FORM_SSID, .ssid = {8, "scenario"}};
    INDICATION(t, made, ASSOCIATION_START,
               .association_start = {scenario_bssid(name), s.ssid, {{0}}});
}
static void fails(struct tap *t, struct extsta_output *made, char name)
{
    INDICATION(t, made, ASSOCIATION_COMPLETION,
               .association_completion = {.peer = scenario_bssid(name),
                                          .status = DOT11_ASSOC_STATUS_FAILURE});
}

ONCE(ROM_01_a_roam_without_a_connection, DONE(o, HIDDEN_NETWORK_ENABLED),
     roam(t, behind(t, o, EXTSTA_OUT_CROSSING), DOT11_ASSOC_STATUS_ROAMING_BETTER_AP_FOUND))
ONCE(ROM_04_two_roams_at_once, IND(o, ROAMING_START), twice(t, o))
EDIT_IND(ROM_05_a_bssid_in_infrastructure, ROAMING_START,
         p->operation_start.adhoc_bssid = scenario_bssid('B'))
ONCE(ROM_05_a_start_that_is_cut_off, IND(o, ROAMING_START), shorten(t, o, 4))
static void ROM_06_a_roam_to_nobody(struct tap *t, struct extsta_output *o)
{
    if (IND(o, DISASSOCIATION) && first(t)) {
        roam(t, behind(t, o, EXTSTA_OUT_CROSSING), DOT11_ASSOC_STATUS_ROAMING_ASSOCIATION_LOST);
        INDICATION(t, behind(t, o, EXTSTA_OUT_CROSSING), ROAMING_COMPLETION,
                   .number = DOT11_ASSOC_STATUS_CANDIDATE_LIST_EXHAUSTED);
    }
}
EDIT_IND(ROM_07_a_reason_that_is_none, ROAMING_START,
         p->operation_start.reason = DOT11_ASSOC_STATUS_CANCELLED)
EDIT_IND(ROM_07_another_reason_than_it_ended_with, ROAMING_START,
         p->operation_start.reason = DOT11_ASSOC_STATUS_PEER_DEAUTHENTICATED | 1)
ONCE(ROM_08_another_ap_after_the_first_success, IND(o, ROAMING_COMPLETION), {
    start(t, before(t, o, EXTSTA_OUT_CROSSING), 'A');
    drop(t, &t->tail->out);
    fails(t, behind(t, o, EXTSTA_OUT_CROSSING), 'A');
    INDICATION(t, behind(t, o, EXTSTA_OUT_CROSSING), ROAMING_COMPLETION, .number = 0);
})
static void ROM_09_a_success_without_an_association(struct tap *t, struct extsta_output *o)
{
    if (IND(o, ROAMING_COMPLETION) && first(t)) {
        payload(t, o)->number = 0;
        put(t, o);
    }
}
static void ROM_11_a_code_of_an_association(struct tap *t, struct extsta_output *o)
{
    if (IND(o, ROAMING_COMPLETION) && first(t)) {
        payload(t, o)->number = DOT11_ASSOC_STATUS_UNREACHABLE;
        put(t, o);
    }
}
ONCE(ROM_11_a_completion_that_is_cut_off, IND(o, ROAMING_COMPLETION), shorten(t, o, 1))
static void ROM_13_it_goes_to_init_after_a_failed_roam(struct tap *t, struct extsta_output *o)
{
    if (SET(o, DISCONNECT_REQUEST) && first(t)) {
        answer_for(t, o, NDIS_STATUS_INVALID_STATE);
    }
}
EDIT_IND(ROM_14_a_better_ap_for_who_has_none, ROAMING_START,
         p->operation_start.reason = DOT11_ASSOC_STATUS_ROAMING_BETTER_AP_FOUND)
ONCE(ROM_14_an_end_of_its_own_making_in_a_better_ap_roam, IND(o, ROAMING_START), {
    INDICATION(t, behind(t, o, EXTSTA_OUT_CROSSING), DISASSOCIATION,
               .disassociation = {scenario_bssid('A'), DOT11_ASSOC_STATUS_FAILURE, {{0}}});
})
static void ROM_15_another_old_ap(struct tap *t, struct extsta_output *o)
{
    if (is_frame(o, FRAME_REASSOC_REQ)) {
        t->fired++;
        octets(t, o, 0)[24 + 4 + 5] = 'C';
    } else if (t->fired && IND(o, ASSOCIATION_COMPLETION)) { /* shown as it was sent */
        struct extsta_span *s = &payload(t, o)->association_completion.request.bytes;
        uint8_t *copy = tap_room(t, s->len);
        memcpy(copy, s->data, s->len);
        copy[4 + 5] = 'C';
        s->data = copy;
        put(t, o);
    }
}
ONCE(ROM_18_a_roam_begins_while_the_host_leaves, IND(o, DISASSOCIATION), {
    roam(t, behind(t, o, EXTSTA_OUT_CROSSING), DOT11_ASSOC_STATUS_ROAMING_ASSOCIATION_LOST);
    INDICATION(t, behind(t, o, EXTSTA_OUT_CROSSING), ROAMING_COMPLETION,
               .number = DOT11_ASSOC_STATUS_CANCELLED);
})
ONCE(ROM_20_the_user_hears_of_a_disconnection, is_notice(o, EXTSTA_NOTIFY_ROAMING_START),
     behind(t, o, EXTSTA_OUT_NOTIFY)->notify.type = EXTSTA_NOTIFY_DISCONNECTED)

static const struct mutant rows[] = {
    M(ROM_01_a_roam_without_a_connection, boot, "ROAMING_START before any connection"),
    M(ROM_04_two_roams_at_once, deauth, "ROAMING_START comes twice"),
    M(ROM_05_a_bssid_in_infrastructure, deauth,
      "ROAMING_START names a BSSID in infrastructure"),
    M(ROM_05_a_start_that_is_cut_off, deauth, "ROAMING_START lacks its last field"),
    M(ROM_06_a_roam_to_nobody, vanish, "a roam begins without a candidate"),
    M(ROM_07_a_reason_that_is_none, deauth, "a roam because something was cancelled"),
    M(ROM_07_another_reason_than_it_ended_with, vanish,
      "a roam for a Deauthentication that never came"),
    M(ROM_08_another_ap_after_the_first_success, deauth,
      "a roam tries another AP after its first success"),
    M(ROM_09_a_success_without_an_association, roam_fails, "a roam succeeds with nobody"),
    M(ROM_11_a_code_of_an_association, roam_fails, "a roam fails as UNREACHABLE"),
    M(ROM_11_a_completion_that_is_cut_off, deauth, "ROAMING_COMPLETION lacks its last octet"),
    M(ROM_13_it_goes_to_init_after_a_failed_roam, roam_fails,
      "a disconnect is refused after a failed roam"),
    M(ROM_14_a_better_ap_for_who_has_none, deauth, "a better AP, though there is no AP"),
    M(ROM_14_an_end_of_its_own_making_in_a_better_ap_roam, roam,
      "the old association is ended explicitly in a better-AP roam"),
    M(ROM_15_another_old_ap, roam, "the Reassociation Request names another old AP"),
    M(ROM_18_a_roam_begins_while_the_host_leaves, halt_left,
      "a roam begins while the host disconnects"),
    M(ROM_20_the_user_hears_of_a_disconnection, deauth,
      "a roam is a disconnection to the user"),
};
MUTANT_TABLE(mutants_roaming, rows);
