/* Mutants of chapter 30: the connection operation, candidates, disconnecting. */
#include "mutants.h"

#define OK NDIS_STATUS_SUCCESS

static void status(struct extsta_output *o, uint32_t value)
{
    o->crossing.status = value;
}

ONCE(CNX_01_a_connect_in_op, DONE(o, CONNECT_REQUEST) && o->crossing.status != OK,
     status(o, OK))
ONCE(CNX_02_settings_are_taken_while_connecting, DONE(o, HIDDEN_NETWORK_ENABLED), status(o, OK))
ONCE(CNX_03_a_connect_without_a_radio, DONE(o, CONNECT_REQUEST) && o->crossing.status != OK,
     status(o, OK))
ONCE(CNX_04_an_ibss_without_a_name, DONE(o, CONNECT_REQUEST), status(o, OK))
EDIT_IND(CNX_06_a_bssid_in_infrastructure, CONNECTION_START,
         p->operation_start.adhoc_bssid = scenario_bssid('A'))
ONCE(CNX_06_a_start_that_is_cut_off, IND(o, CONNECTION_START), shorten(t, o, 46))
static void CNX_06_an_association_before_the_start(struct tap *t, struct extsta_output *o)
{
    if (IND(o, CONNECTION_START) && first(t)) {
        struct extsta_payload s = {.form = EXTSTA_FORM_SSID, .ssid = {8, "scenario"}};
        INDICATION(t, before(t, o, EXTSTA_OUT_CROSSING), ASSOCIATION_START,
                   .association_start = {scenario_bssid('A'), s.ssid, {{0}}});
        INDICATION(t, behind(t, o, EXTSTA_OUT_CROSSING), ASSOCIATION_COMPLETION,
                   .association_completion = {.peer = scenario_bssid('A'), .status = 1});
    }
}
ONCE(CNX_07_two_starts_of_one_connection, IND(o, CONNECTION_START), twice(t, o))
EDIT_IND(CNX_08_another_code_without_a_candidate, CONNECTION_COMPLETION,
         p->number = DOT11_ASSOC_STATUS_FAILURE)
EDIT_IND(CNX_10_a_success_without_an_association, CONNECTION_COMPLETION, p->number = 0)
static void CNX_11_a_second_ap_within_the_connection(struct tap *t, struct extsta_output *o)
{
    if (IND(o, CONNECTION_COMPLETION) && first(t)) {
        struct extsta_payload s = {.form = EXTSTA_FORM_SSID, .ssid = {8, "scenario"}};
        INDICATION(t, before(t, o, EXTSTA_OUT_CROSSING), ASSOCIATION_START,
                   .association_start = {scenario_bssid('B'), s.ssid, {{0}}});
        drop(t, &t->tail->out); /* the completion comes behind both */
        INDICATION(t, behind(t, o, EXTSTA_OUT_CROSSING), ASSOCIATION_COMPLETION,
                   .association_completion = {.peer = scenario_bssid('B'), .status = 1});
        INDICATION(t, behind(t, o, EXTSTA_OUT_CROSSING), CONNECTION_COMPLETION, .number = 0);
    } else if (t->fired && IND(o, LINK_QUALITY)) {
        drop(t, o);
    }
}
EDIT_IND(CNX_12_a_code_of_an_association, CONNECTION_COMPLETION,
         p->number = DOT11_ASSOC_STATUS_UNREACHABLE)
ONCE(CNX_12_a_completion_that_is_cut_off, IND(o, CONNECTION_COMPLETION), shorten(t, o, 1))
static void CNX_13_it_is_in_init_after_a_success(struct tap *t, struct extsta_output *o)
{
    if (SET(o, DISCONNECT_REQUEST) && first(t)) {
        answer_for(t, o, NDIS_STATUS_INVALID_STATE);
    }
}
ONCE(CNX_14_it_stays_in_op_after_a_failure, DONE(o, HIDDEN_NETWORK_ENABLED),
     status(o, NDIS_STATUS_INVALID_STATE))
static void roam(struct tap *t, struct extsta_output *made, uint32_t reason)
{
    INDICATION(t, made, ROAMING_START, .operation_start = {.reason = reason});
}
ONCE(CNX_14_it_roams_after_a_failure, IND(o, CONNECTION_COMPLETION),
     roam(t, behind(t, o, EXTSTA_OUT_CROSSING), DOT11_ASSOC_STATUS_ROAMING_ASSOCIATION_LOST))
static void CNX_15_a_roam_within_the_connection(struct tap *t, struct extsta_output *o)
{
    if (IND(o, CONNECTION_COMPLETION) && first(t)) {
        roam(t, before(t, o, EXTSTA_OUT_CROSSING), DOT11_ASSOC_STATUS_ROAMING_BETTER_AP_FOUND);
        INDICATION(t, behind(t, o, EXTSTA_OUT_CROSSING), ROAMING_COMPLETION,
                   .number = DOT11_ASSOC_STATUS_FAILURE);
    }
}

/* A packet of the host's, at once when the association is complete. */
static void send_at_once(struct tap *t, struct extsta_output *o)
{
    uint8_t *mpdu = tap_room(t, 24 + 8 + 32);
    struct extsta_mac ap = scenario_bssid('A');
    memset(mpdu, 0, 24 + 8 + 32);
    mpdu[0] = FRAME_DATA_PLAIN;
    mpdu[1] = FC_TO_DS >> 8;
    memcpy(mpdu + 4, ap.b, 6);
    memcpy(mpdu + 10, t->station->awake->host.os.address.b, 6);
    memcpy(mpdu + 16, ap.b, 6);
    memcpy(mpdu + 24, "\xaa\xaa\x03\0\0\0\x08", 7);
    struct extsta_output *made = behind(t, o, EXTSTA_OUT_CROSSING);
    made->crossing.type = EXTSTA_CROSS_SEND;
    made->crossing.id = 0x8000fff0u;
    made->crossing.packet = (struct extsta_packet){
        .bytes = {mpdu, 24 + 8 + 32},
        .id = 0x8000fff0u,
        .send = {.exemption = DOT11_EXEMPT_NO_EXEMPTION, .phy_id = DOT11_PHY_ID_ANY}};
}
static void CNX_16_no_data_before_the_connection_is_complete(struct tap *t,
                                                             struct extsta_output *o)
{
    if (IND(o, ASSOCIATION_COMPLETION) && first(t)) {
        send_at_once(t, o);
    } else if (IND(o, CONNECTION_COMPLETION)) {
        hold_back(t, o);
    } else if (is_crossing(o, EXTSTA_CROSS_SEND_COMPLETE)) {
        status(o, NDIS_STATUS_INVALID_STATE);
        release(t);
    }
}
static void CNX_18_the_os_waits_for_ever(struct tap *t, struct extsta_output *o)
{
    if (is_request(o, OID_DOT11_RESET_REQUEST, EXTSTA_OID_METHOD) && nth(t, 3)) {
        drop(t, o);
    }
}
static void CNX_19_connected_before_the_extension_is_ready(struct tap *t,
                                                           struct extsta_output *o)
{
    if (is_handler(o, EXTSTA_IHV_PERFORM_PRE_ASSOCIATE)) {
        t->since = 1;
    } else if (t->since && DONE(o, RTS_THRESHOLD) && first(t)) {
        struct extsta_output *made = behind(t, o, EXTSTA_OUT_CROSSING);
        REQUEST(t, made, CONNECT_REQUEST, .bytes = {{0}});
    }
}

/* --- where it may go --- */

EDIT_IND(CNX_21_a_network_of_another_name, ASSOCIATION_START,
         p->association_start.ssid.bytes[0] ^= 1)
static struct extsta_span address_list(struct tap *t, uint32_t oid, char name)
{
    struct extsta_mac mac = scenario_bssid(name);
    return payload_octets(
        t, &(struct extsta_payload){.form = extsta_oid_form(oid, false),
                                    .list = {.entries = {.bytes = {mac.b, name ? 6 : 0},
                                                         .form = EXTSTA_FORM_ADDRESS}}});
}
ONCE(CNX_22_an_ap_that_is_not_desired, DONE(o, DESIRED_BSSID_LIST),
     below(t, OID_DOT11_DESIRED_BSSID_LIST, address_list(t, OID_DOT11_DESIRED_BSSID_LIST, 'B')))
EDIT_IND(CNX_24_an_algorithm_that_is_not_enabled, ASSOCIATION_COMPLETION,
         p->association_completion.auth = DOT11_AUTH_ALGO_80211_SHARED_KEY)
EDIT_IND(CNX_24_a_cipher_that_is_not_enabled, ASSOCIATION_COMPLETION,
         p->association_completion.unicast = DOT11_CIPHER_ALGO_WEP104)
ONCE(CNX_25_an_ap_that_is_excluded, DONE(o, EXCLUDED_MAC_ADDRESS_LIST),
     below(t, OID_DOT11_EXCLUDED_MAC_ADDRESS_LIST,
           address_list(t, OID_DOT11_EXCLUDED_MAC_ADDRESS_LIST, 0)))
static void CNX_28_a_roam_to_another_network(struct tap *t, struct extsta_output *o)
{
    if (IND(o, ASSOCIATION_START) && nth(t, 2)) {
        payload(t, o)->association_start.ssid.bytes[0] ^= 1;
        put(t, o);
    }
}

/* --- disconnecting --- */

ONCE(CNX_31_a_disconnect_in_init, DONE(o, DISCONNECT_REQUEST), status(o, OK))
ONCE(CNX_32_another_code_for_a_disconnect_while_connecting, DONE(o, DISCONNECT_REQUEST),
     status(o, NDIS_STATUS_FAILURE))
ONCE(CNX_32_a_disconnect_while_connecting, DONE(o, DISCONNECT_REQUEST), status(o, OK))
ONCE(CNX_33_a_disconnect_without_an_end, IND(o, DISASSOCIATION), drop(t, o))
static void CNX_33_it_stays_in_op(struct tap *t, struct extsta_output *o)
{
    if (DONE(o, HIDDEN_NETWORK_ENABLED) && nth(t, 2)) {
        status(o, NDIS_STATUS_INVALID_STATE);
    }
}
ONCE(CNX_34_the_roam_stays_open, IND(o, ROAMING_COMPLETION), drop(t, o))
EDIT_IND(CNX_34_a_cancelled_roam_has_failed, ROAMING_COMPLETION,
         p->number = DOT11_ASSOC_STATUS_FAILURE)
ONCE(CNX_35_it_authenticates_after_a_disconnect, DONE(o, DISCONNECT_REQUEST), {
    static const uint8_t body[6] = {0, 0, 1, 0, 0, 0};
    as_frame(t, behind(t, o, EXTSTA_OUT_FRAME), FRAME_AUTH, scenario_bssid('A'),
             (struct extsta_span){body, 6});
})
ONCE(CNX_36_no_frame_says_goodbye, is_frame(o, FRAME_DISASSOC), drop(t, o))
static void CNX_37_the_extension_is_not_reset(struct tap *t, struct extsta_output *o)
{
    if (is_handler(o, EXTSTA_IHV_ADAPTER_RESET) && nth(t, 2)) {
        drop(t, o);
    }
}

static const struct mutant rows[] = {
    M(CNX_01_a_connect_in_op, open, "CONNECT_REQUEST is accepted in OP"),
    M(CNX_02_settings_are_taken_while_connecting, mute,
      "a setting of INIT is taken while the connection operation runs"),
    M(CNX_03_a_connect_without_a_radio, radio,
      "CONNECT_REQUEST is accepted with every PHY off"),
    M(CNX_04_an_ibss_without_a_name, unnamed, "an IBSS is to be started without an SSID"),
    M(CNX_06_a_bssid_in_infrastructure, open,
      "CONNECTION_START names a BSSID in infrastructure"),
    M(CNX_06_a_start_that_is_cut_off, open, "CONNECTION_START ends before its BSS type does"),
    M(CNX_06_an_association_before_the_start, refused,
      "ASSOCIATION_START comes before CONNECTION_START"),
    M(CNX_07_two_starts_of_one_connection, open, "CONNECTION_START comes twice"),
    M(CNX_08_another_code_without_a_candidate, nobody, "FAILURE when there was no candidate"),
    M(CNX_10_a_success_without_an_association, nobody, "a connection succeeds with nobody"),
    M(CNX_11_a_second_ap_within_the_connection, halt,
      "another AP is tried after the first success"),
    M(CNX_12_a_code_of_an_association, refused, "a connection fails as UNREACHABLE"),
    M(CNX_12_a_completion_that_is_cut_off, halt, "CONNECTION_COMPLETION lacks its last octet"),
    M(CNX_13_it_is_in_init_after_a_success, open, "a disconnect is refused when connected"),
    M(CNX_14_it_stays_in_op_after_a_failure, failed, "a setting is refused after a failure"),
    M(CNX_14_it_roams_after_a_failure, failed, "ROAMING_START after a failed connection"),
    M(CNX_15_a_roam_within_the_connection, open,
      "ROAMING_START within the connection operation"),
    M(CNX_16_no_data_before_the_connection_is_complete, halt,
      "a packet is refused between the two completions"),
    M(CNX_18_the_os_waits_for_ever, ten_seconds, "no reset after ten seconds"),
    M(CNX_19_connected_before_the_extension_is_ready, slow_extension,
      "CONNECT_REQUEST before the pre-association is complete"),
    M(CNX_21_a_network_of_another_name, open, "an AP of another SSID is associated with"),
    M(CNX_22_an_ap_that_is_not_desired, desired, "an AP that is not in the list is chosen"),
    M(CNX_24_an_algorithm_that_is_not_enabled, halt,
      "shared key is agreed on, which is not enabled"),
    M(CNX_24_a_cipher_that_is_not_enabled, halt, "WEP is agreed on, which is not enabled"),
    M(CNX_25_an_ap_that_is_excluded, shut_out, "an excluded AP is associated with"),
    M(CNX_28_a_roam_to_another_network, any_network, "a roam leads to another SSID"),
    M(CNX_31_a_disconnect_in_init, boot, "DISCONNECT_REQUEST is accepted in INIT"),
    M(CNX_32_another_code_for_a_disconnect_while_connecting, mute,
      "FAILURE for a disconnect while the connection operation runs"),
    M(CNX_32_a_disconnect_while_connecting, mute,
      "a disconnect is accepted while the connection operation runs"),
    M(CNX_33_a_disconnect_without_an_end, open, "no DISASSOCIATION by a disconnect"),
    M(CNX_33_it_stays_in_op, open, "a setting is refused after a disconnect"),
    M(CNX_34_the_roam_stays_open, leave_roam, "no ROAMING_COMPLETION by a disconnect"),
    M(CNX_34_a_cancelled_roam_has_failed, leave_roam,
      "a roam that a disconnect cancels has failed with FAILURE"),
    M(CNX_35_it_authenticates_after_a_disconnect, open,
      "the driver authenticates after a disconnect"),
    M(CNX_36_no_frame_says_goodbye, open, "no frame tells the AP of a disconnect"),
    M(CNX_37_the_extension_is_not_reset, extension,
      "adapter-reset is not called after a disconnect"),
};
MUTANT_TABLE(mutants_connection, rows);
