/* Mutants of chapter 50: associations that end. */
#include "mutants.h"

static void end(struct tap *t, struct extsta_output *made, char name, uint32_t reason)
{
    INDICATION(t, made, DISASSOCIATION,
               .disassociation = {scenario_bssid(name), reason, {{0}}});
}

/* Data to the AP that is left, when the new association has begun. */
static void data(struct tap *t, struct extsta_output *o, char name)
{
    static const uint8_t body[16] = {0xaa, 0xaa, 3, 0, 0, 0, 8, 0};
    as_frame(t, behind(t, o, EXTSTA_OUT_FRAME), FRAME_DATA_PLAIN | FC_TO_DS,
             scenario_bssid(name), (struct extsta_span){body, sizeof body});
}
static void DIS_01_data_to_the_same_peer_before_it_is_back(struct tap *t,
                                                           struct extsta_output *o)
{
    if (IND(o, ASSOCIATION_START) && nth(t, 2)) {
        data(t, o, 'A');
    }
}
static void DIS_02_data_to_the_old_ap_while_it_roams(struct tap *t, struct extsta_output *o)
{
    if (IND(o, ASSOCIATION_START) && nth(t, 2)) {
        data(t, o, 'A');
    }
}
static void DIS_03_the_port_goes_as_the_roam_begins(struct tap *t, struct extsta_output *o)
{
    if (is_notice(o, EXTSTA_NOTIFY_ROAMING_START) && first(t)) {
        struct extsta_output *made = behind(t, o, EXTSTA_OUT_PORT);
        made->port = (struct extsta_port_event){.type = EXTSTA_PORT_DELETED,
                                                .peer = scenario_bssid('A'),
                                                .session = (uint32_t)t->since};
    } else if (is_port(o, EXTSTA_PORT_CREATED) && t->since == 0) {
        t->since = o->port.session;
    } else if (is_port(o, EXTSTA_PORT_DELETED) && t->fired == 1) {
        t->fired++;
        drop(t, o);
    }
}
static void DIS_04_an_implicit_end_is_indicated(struct tap *t, struct extsta_output *o)
{
    if (IND(o, ASSOCIATION_START) && nth(t, 2)) {
        end(t, behind(t, o, EXTSTA_OUT_CROSSING), 'A', DOT11_ASSOC_STATUS_FAILURE);
    }
}
EDIT_IND(DIS_06_the_driver_says_what_is_the_oss, DISASSOCIATION,
         p->disassociation.reason = DOT11_ASSOC_STATUS_DISASSOCIATED_BY_ROAMING)
static void DIS_07_a_failed_roam_revives_the_old_ap(struct tap *t, struct extsta_output *o)
{
    if (IND(o, ASSOCIATION_COMPLETION) && nth(t, 2)) {
        data(t, o, 'A');
    }
}
EDIT_IND(DIS_08_another_reason_than_was_heard, DISASSOCIATION, p->disassociation.reason++)
EDIT_IND(DIS_10_a_reason_of_a_vendor_nobody_asked_for, DISASSOCIATION,
         p->disassociation.reason = DOT11_DISASSOC_REASON_IHV_START)
EDIT_IND(DIS_09_another_reason_than_was_heard, DISASSOCIATION, p->disassociation.reason++)
EDIT_IND(DIS_09_a_deauthentication_for_a_disassociation, DISASSOCIATION,
         p->disassociation.reason ^= 0x30000u)
static void DIS_11_unreachable_though_it_was_heard(struct tap *t, struct extsta_output *o)
{
    if (is_crossing(o, EXTSTA_CROSS_RECEIVE) && first(t)) {
        end(t, behind(t, o, EXTSTA_OUT_CROSSING), 'A', DOT11_ASSOC_STATUS_UNREACHABLE);
    } else if (t->fired && IND(o, LINK_QUALITY)) {
        drop(t, o);
    }
}
EDIT_IND(DIS_12_another_reason_for_a_disconnect, DISASSOCIATION,
         p->disassociation.reason = DOT11_ASSOC_STATUS_FAILURE)
static void DIS_13_an_excluded_ap_is_kept(struct tap *t, struct extsta_output *o)
{
    if (SET(o, EXCLUDED_MAC_ADDRESS_LIST) && first(t)) {
        answer_for(t, o, NDIS_STATUS_SUCCESS);
    } else if (IND(o, CONNECTION_COMPLETION)) {
        static const uint8_t excluded[6] = {2, 0, 0, 0, 0xa0, 'A'};
        REQUEST(t, behind(t, o, EXTSTA_OUT_CROSSING), EXCLUDED_MAC_ADDRESS_LIST,
                .list = {.entries = {.bytes = {excluded, 6}, .form = EXTSTA_FORM_ADDRESS}});
    }
}
EDIT_IND(DIS_13_the_oss_reason_for_an_excluded_ap, DISASSOCIATION,
         p->disassociation.reason = DOT11_ASSOC_STATUS_DISASSOCIATED_BY_OS)
ONCE(DIS_14_a_frame_of_somebody_else, IND(o, LINK_QUALITY), {
    end(t, behind(t, o, EXTSTA_OUT_CROSSING), 'A', DOT11_ASSOC_STATUS_PEER_DEAUTHENTICATED | 7);
})
ONCE(DIS_15_an_end_that_is_not_indicated, ANSWER(o, ENUM_ASSOCIATION_INFO), {
    shorten(t, o, sizeof(DOT11_ASSOCIATION_INFO_EX));
    memset(octets(t, o, 0) + 4, 0, 8);
})
ONCE(DIS_16_an_end_is_indicated_twice, IND(o, DISASSOCIATION), twice(t, o))
ONCE(DIS_16_an_end_of_what_never_was, IND(o, ASSOCIATION_COMPLETION),
     end(t, behind(t, o, EXTSTA_OUT_CROSSING), 'A', DOT11_ASSOC_STATUS_FAILURE))
EDIT_IND(DIS_17_a_status_of_a_response, DISASSOCIATION,
         p->disassociation.reason = DOT11_ASSOC_STATUS_ASSOCIATION_RESPONSE | 7)
EDIT_IND(DIS_17_nobody_is_named, DISASSOCIATION,
         p->disassociation.peer = (struct extsta_mac){{0}})
ONCE(DIS_18_it_roams_after_the_os_has_left, DONE(o, DISCONNECT_REQUEST), {
    INDICATION(t, behind(t, o, EXTSTA_OUT_CROSSING), ROAMING_START,
               .operation_start = {.reason = DOT11_ASSOC_STATUS_ROAMING_ASSOCIATION_LOST});
})
static void DIS_20_the_roam_begins_before_the_end(struct tap *t, struct extsta_output *o)
{
    if (IND(o, DISASSOCIATION) && first(t)) {
        hold_back(t, o);
    } else if (IND(o, ROAMING_START)) {
        release(t);
    }
}
static void DIS_23_the_port_goes_before_the_end(struct tap *t, struct extsta_output *o)
{
    if (is_port(o, EXTSTA_PORT_CREATED)) {
        t->since = o->port.session;
    } else if (is_notice(o, EXTSTA_NOTIFY_DISCONNECTING) && first(t)) {
        struct extsta_output *made = behind(t, o, EXTSTA_OUT_PORT);
        made->port = (struct extsta_port_event){.type = EXTSTA_PORT_DELETED,
                                                .peer = scenario_bssid('A'),
                                                .session = (uint32_t)t->since};
    } else if (t->fired && is_port(o, EXTSTA_PORT_DELETED)) {
        drop(t, o);
    }
}
static void DIS_27_who_has_left_is_listed(struct tap *t, struct extsta_output *o)
{
    if (ANSWER(o, ENUM_ASSOCIATION_INFO) && ++t->met == 1) {
        keep(t, o);
    } else if (ANSWER(o, ENUM_ASSOCIATION_INFO) && t->met == 2) {
        t->fired++;
        give_kept(t, o);
    }
}
ONCE(DIS_29_the_extension_hears_nothing_of_the_end,
     is_handler(o, EXTSTA_IHV_STOP_POST_ASSOCIATE), drop(t, o))
ONCE(DIS_29_the_extension_hears_another_reason, is_handler(o, EXTSTA_IHV_STOP_POST_ASSOCIATE),
     o->ihv.status = DOT11_ASSOC_STATUS_FAILURE)
ONCE(DIS_30_data_after_the_end, IND(o, DISASSOCIATION), data(t, o, 'A'))
static void DIS_32_a_port_goes_with_the_first_association(struct tap *t,
                                                          struct extsta_output *o)
{
    if (IND(o, ASSOCIATION_START) && first(t)) {
        struct extsta_output *made = behind(t, o, EXTSTA_OUT_PORT);
        made->port = (struct extsta_port_event){.type = EXTSTA_PORT_DELETED,
                                                .peer = scenario_bssid('A')};
    }
}

static const struct mutant rows[] = {
    M(DIS_01_data_to_the_same_peer_before_it_is_back, reassoc,
      "the old association with the same AP still carries data"),
    M(DIS_02_data_to_the_old_ap_while_it_roams, roam,
      "the association with the old AP still carries data"),
    M(DIS_03_the_port_goes_as_the_roam_begins, roam, "the port is deleted at ROAMING_START"),
    M(DIS_04_an_implicit_end_is_indicated, roam, "an implicit end is indicated"),
    M(DIS_06_the_driver_says_what_is_the_oss, disassoc,
      "the driver gives the reason that is the OS's own"),
    M(DIS_07_a_failed_roam_revives_the_old_ap, roam_refused,
      "data to the old AP after a roam to another has failed"),
    M(DIS_08_another_reason_than_was_heard, disassoc,
      "the reason is not that of the Disassociation"),
    M(DIS_10_a_reason_of_a_vendor_nobody_asked_for, deauth,
      "the end has a reason of a vendor whose algorithm it is not"),
    M(DIS_09_another_reason_than_was_heard, deauth,
      "the reason is not that of the Deauthentication"),
    M(DIS_09_a_deauthentication_for_a_disassociation, disassoc,
      "a Disassociation is told as a Deauthentication"),
    M(DIS_11_unreachable_though_it_was_heard, halt_ping,
      "UNREACHABLE, though a packet has just come"),
    M(DIS_12_another_reason_for_a_disconnect, open, "FAILURE instead of the OS's reason"),
    M(DIS_13_an_excluded_ap_is_kept, halt, "an AP that becomes excluded is not left"),
    M(DIS_13_the_oss_reason_for_an_excluded_ap, excluded, "the OS's reason for an excluded AP"),
    M(DIS_14_a_frame_of_somebody_else, halt_alone, "a frame that was not the AP's ends it"),
    M(DIS_15_an_end_that_is_not_indicated, halt_list,
      "the association list is empty, and nothing was indicated"),
    M(DIS_16_an_end_is_indicated_twice, disassoc, "DISASSOCIATION comes twice"),
    M(DIS_16_an_end_of_what_never_was, refused, "DISASSOCIATION after a failed association"),
    M(DIS_17_a_status_of_a_response, disassoc,
      "an association response's status as the reason"),
    M(DIS_17_nobody_is_named, disassoc, "DISASSOCIATION names the zero address"),
    M(DIS_18_it_roams_after_the_os_has_left, halt_left, "a roam after the host's disconnect"),
    M(DIS_20_the_roam_begins_before_the_end, deauth,
      "ROAMING_START comes before DISASSOCIATION"),
    M(DIS_23_the_port_goes_before_the_end, open,
      "the port is deleted before the DISASSOCIATION"),
    M(DIS_27_who_has_left_is_listed, open, "the association list names who has left"),
    M(DIS_29_the_extension_hears_nothing_of_the_end, extension,
      "stop-post-associate is not called"),
    M(DIS_29_the_extension_hears_another_reason, extension,
      "stop-post-associate has another reason"),
    M(DIS_30_data_after_the_end, disassoc, "data to the AP after its Disassociation"),
    M(DIS_32_a_port_goes_with_the_first_association, halt,
      "a port is deleted as the first association begins"),
};
MUTANT_TABLE(mutants_ends, rows);
