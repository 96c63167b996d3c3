/* Mutants of chapter 40: the association operation, its completion, and what is owed after it.
 */
#include "mutants.h"

#define OK NDIS_STATUS_SUCCESS

static void status(struct extsta_output *o, uint32_t value)
{
    o->crossing.status = value;
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

/* --- the attempt --- */

ONCE(ASC_01_an_association_of_its_own, IND(o, DISASSOCIATION), {
    start(t, behind(t, o, EXTSTA_OUT_CROSSING), 'A');
    fails(t, behind(t, o, EXTSTA_OUT_CROSSING), 'A');
})
static void ASC_02_authenticated_before_the_start(struct tap *t, struct extsta_output *o)
{
    if (IND(o, ASSOCIATION_START) && first(t)) {
        hold_back(t, o);
    } else if (is_frame(o, FRAME_AUTH)) {
        release(t);
    }
}
ONCE(ASC_03_a_start_that_is_cut_off, IND(o, ASSOCIATION_START), shorten(t, o, 4))
EDIT_IND(ASC_03_an_ssid_of_200_octets, ASSOCIATION_START, p->association_start.ssid.len = 200)
ONCE(ASC_04_a_request_before_the_authentication, is_frame(o, FRAME_AUTH), {
    static const uint8_t body[4] = {1, 0, 10, 0};
    t->meta.freq = 5180; /* nobody hears it: the attempt goes on */
    as_frame(t, before(t, o, EXTSTA_OUT_FRAME), FRAME_ASSOC_REQ, scenario_bssid('A'),
             (struct extsta_span){body, 4});
})
EDIT_IND(ASC_05_the_completion_of_another, ASSOCIATION_COMPLETION,
         p->association_completion.peer = scenario_bssid('B'))
ONCE(ASC_06_two_attempts_at_once, IND(o, ASSOCIATION_COMPLETION), {
    start(t, before(t, o, EXTSTA_OUT_CROSSING), 'B');
    drop(t, &t->tail->out);
    fails(t, behind(t, o, EXTSTA_OUT_CROSSING), 'B');
    fails(t, behind(t, o, EXTSTA_OUT_CROSSING), 'A');
})
/* The driver goes to INIT with it, and says no more. */
static void ASC_07_the_connection_fails_after_a_success(struct tap *t, struct extsta_output *o)
{
    if (IND(o, CONNECTION_COMPLETION) && first(t)) {
        payload(t, o)->number = DOT11_ASSOC_STATUS_CANDIDATE_LIST_EXHAUSTED;
        put(t, o);
        BELOW(t, DISCONNECT_REQUEST, .bytes = {{0}});
    } else if (t->fired && (IND(o, DISASSOCIATION) || is_frame(o, FRAME_DISASSOC))) {
        drop(t, o);
    }
}
static void ASC_07_the_roam_fails_after_a_success(struct tap *t, struct extsta_output *o)
{
    if (IND(o, ROAMING_COMPLETION) && first(t)) {
        payload(t, o)->number = DOT11_ASSOC_STATUS_FAILURE;
        put(t, o);
    }
}
static void cut_request(struct tap *t, struct extsta_output *o)
{
    payload(t, o)->association_completion.request.bytes.len -= 7;
    put(t, o);
}
static void ASC_09_the_hosts_elements_are_not_sent(struct tap *t, struct extsta_output *o)
{
    if (is_frame(o, FRAME_ASSOC_REQ)) {
        shorten(t, o, 7);
        t->fired++;
    } else if (IND(o, ASSOCIATION_COMPLETION)) {
        cut_request(t, o); /* shown as it was sent */
    }
}
ONCE(ASC_10_the_hosts_elements_are_not_shown, IND(o, ASSOCIATION_COMPLETION), cut_request(t, o))
static void ASC_11_an_attempt_goes_on_when_excluded(struct tap *t, struct extsta_output *o)
{
    if (is_frame(o, FRAME_AUTH) && first(t)) {
        static const uint8_t excluded[6] = {2, 0, 0, 0, 0xa0, 'A'};
        REQUEST(t, behind(t, o, EXTSTA_OUT_CROSSING), EXCLUDED_MAC_ADDRESS_LIST,
                .list = {.entries = {.bytes = {excluded, 6}, .form = EXTSTA_FORM_ADDRESS}});
    } else if (SET(o, EXCLUDED_MAC_ADDRESS_LIST)) {
        answer_for(t, o, OK);
    }
}

/* --- its completion --- */

#define C p->association_completion
EDIT_IND(ASC_12_a_reassociation_that_was_none, ASSOCIATION_COMPLETION, C.reassoc_request = true)
EDIT_IND(ASC_12_a_reassociation_that_is_not_said, ASSOCIATION_COMPLETION,
         C.reassoc_response = true)
static void change(struct tap *t, struct extsta_part *part)
{
    uint8_t *copy = tap_room(t, part->bytes.len);
    memcpy(copy, part->bytes.data, part->bytes.len);
    copy[part->bytes.len - 1] ^= 1;
    part->bytes.data = copy;
}
EDIT_IND(ASC_13_another_request_than_was_sent, ASSOCIATION_COMPLETION, change(t, &C.request))
EDIT_IND(ASC_13_no_request_though_one_was_sent, ASSOCIATION_COMPLETION, C.request.bytes.len = 0)
static const uint8_t octets_of_nothing[20] = {0};
#define NOTHING(n) ((struct extsta_span){octets_of_nothing, n})
EDIT_IND(ASC_14_a_request_that_was_not_sent, ASSOCIATION_COMPLETION,
         C.request.bytes = NOTHING(8))
EDIT_IND(ASC_15_another_response_than_came, ASSOCIATION_COMPLETION, change(t, &C.response))
EDIT_IND(ASC_15_another_refusal_than_came, ASSOCIATION_COMPLETION, change(t, &C.response))
EDIT_IND(ASC_15_a_response_that_did_not_come, ASSOCIATION_COMPLETION,
         C.response.bytes = NOTHING(8))
EDIT_IND(ASC_16_a_beacon_of_five_octets, ASSOCIATION_COMPLETION, C.beacon.bytes.len = 5)
EDIT_IND(ASC_16_no_beacon_with_rsna, ASSOCIATION_COMPLETION, C.beacon.bytes.len = 0)
EDIT_IND(ASC_17_no_algorithm, ASSOCIATION_COMPLETION, C.auth = 0)
EDIT_IND(ASC_17_no_cipher_with_rsna, ASSOCIATION_COMPLETION, C.unicast = 0)
EDIT_IND(ASC_18_no_phy, ASSOCIATION_COMPLETION, C.active_phys.bytes.len = 0)
EDIT_IND(ASC_20_authorized_without_a_handshake_to_do, ASSOCIATION_COMPLETION,
         C.port_authorized = true)
EDIT_IND(ASC_21_three_qos_protocols, ASSOCIATION_COMPLETION, C.qos = 3)
EDIT_IND(ASC_22_another_ds_information, ASSOCIATION_COMPLETION, C.ds_info = 3)
EDIT_IND(ASC_23_an_encapsulation_that_is_none, ASSOCIATION_COMPLETION, {
    static const uint8_t table[4] = {0, 0, 7, 0};
    C.encap.bytes = (struct extsta_span){table, 4};
})
static void ASC_24_the_bridge_tunnel_for_ip(struct tap *t, struct extsta_output *o)
{
    if (is_crossing(o, EXTSTA_CROSS_SEND) && o->crossing.packet.bytes.len > 32 &&
        get_be16(o->crossing.packet.bytes.data + 30) == 0x0800 && first(t)) {
        octets(t, o, 0)[29] = 0xf8;
    }
}
EDIT_IND(ASC_25_ccmp_for_management_frames, ASSOCIATION_COMPLETION,
         C.multicast_mgmt = DOT11_CIPHER_ALGO_CCMP)
EDIT_IND(ASC_26_a_comeback_time_of_a_success, ASSOCIATION_COMPLETION, C.comeback = 100)
#define FIELD(name) offsetof(DOT11_ASSOCIATION_COMPLETION_PARAMETERS, name)
ONCE(ASC_27_the_beacon_is_outside_the_buffer, IND(o, ASSOCIATION_COMPLETION),
     put_le32(octets(t, o, 0) + FIELD(uBeaconOffset), 60000))
ONCE(ASC_27_the_request_ends_outside_the_buffer, IND(o, ASSOCIATION_COMPLETION),
     put_le32(octets(t, o, 0) + FIELD(uAssocReqSize), 60000))
EDIT_IND(ASC_28_an_algorithm_of_a_failure, ASSOCIATION_COMPLETION, C.auth = 1)
EDIT_IND(ASC_28_phys_of_a_failure, ASSOCIATION_COMPLETION, C.active_phys.bytes = NOTHING(4))
EDIT_IND(ASC_29_another_code_than_was_heard, ASSOCIATION_COMPLETION, C.status++)
EDIT_IND(ASC_29_another_frame_than_was_heard, ASSOCIATION_COMPLETION,
         C.status = DOT11_ASSOC_STATUS_PEER_DEAUTHENTICATED | 3)
EDIT_IND(ASC_30_a_code_of_a_connection, ASSOCIATION_COMPLETION,
         C.status = DOT11_ASSOC_STATUS_CANDIDATE_LIST_EXHAUSTED)
EDIT_IND(ASC_30_cancelled_by_nobody, ASSOCIATION_COMPLETION,
         C.status = DOT11_ASSOC_STATUS_CANCELLED)

/* --- after it --- */

ONCE(ASC_32_a_packet_is_refused, is_crossing(o, EXTSTA_CROSS_SEND_COMPLETE),
     status(o, NDIS_STATUS_INVALID_STATE))
#define LIST_HEAD    offsetof(DOT11_ASSOCIATION_INFO_LIST, dot11AssocInfo)
#define ENTRY(field) (LIST_HEAD + offsetof(DOT11_ASSOCIATION_INFO_EX, field))
ONCE(ASC_33_another_ap_in_the_list, ANSWER(o, ENUM_ASSOCIATION_INFO), {
    uint8_t *list = octets(t, o, 0);
    list[ENTRY(PeerMacAddress) + 5] = list[ENTRY(BSSID) + 5] = 'Z';
})
/* What the driver keeps the keys of the last association by. */
static void keys_survive(struct tap *t, struct extsta_output *o, uint32_t oid, unsigned which)
{
    if (is_request(o, oid, EXTSTA_OID_SET) && !t->kept.data) {
        keep(t, o);
    } else if (IND(o, ASSOCIATION_COMPLETION) && ++t->met == which) {
        t->fired++;
        if (oid == OID_DOT11_CIPHER_DEFAULT_KEY) { /* the one that is sent with */
            t->arena[(size_t)(t->kept.data - t->arena) +
                     offsetof(DOT11_CIPHER_DEFAULT_KEY_VALUE, uKeyIndex)] = 0;
        }
        below(t, oid, t->kept);
    }
}
static void ASC_35_default_keys_survive(struct tap *t, struct extsta_output *o)
{
    keys_survive(t, o, OID_DOT11_CIPHER_DEFAULT_KEY, 2);
}
static void ASC_36_pairwise_keys_survive(struct tap *t, struct extsta_output *o)
{
    keys_survive(t, o, OID_DOT11_CIPHER_KEY_MAPPING_KEY, 2);
}
EACH(ASC_37_no_link_quality, IND(o, LINK_QUALITY), drop(t, o))
ONCE(ASC_39_another_bssid_in_an_entry, ANSWER(o, ENUM_ASSOCIATION_INFO),
     octets(t, o, 0)[ENTRY(BSSID) + 5] = 'B')
ONCE(ASC_39_authenticated_only, ANSWER(o, ENUM_ASSOCIATION_INFO),
     octets(t, o, 0)[ENTRY(dot11AssociationState)] = dot11_assoc_state_auth_unassoc)
ONCE(ASC_39_an_association_id_of_none, ANSWER(o, ENUM_ASSOCIATION_INFO),
     put_le16(octets(t, o, 0) + ENTRY(usAssociationID), 0))
ONCE(ASC_43_phys_of_no_connection, ANSWER(o, ACTIVE_PHY_LIST), {
    static const uint8_t list[16] = {0x80, 1, 16, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0};
    status(o, OK);
    o->crossing.buffer = (struct extsta_span){list, sizeof list};
    o->crossing.bytes_written = sizeof list;
    o->crossing.bytes_needed = 0;
})

static const struct mutant rows[] = {
    M(ASC_01_an_association_of_its_own, disassoc,
      "an association without a connection or roam"),
    M(ASC_02_authenticated_before_the_start, halt,
      "the first frame comes before ASSOCIATION_START"),
    M(ASC_03_a_start_that_is_cut_off, halt, "ASSOCIATION_START lacks its last field"),
    M(ASC_03_an_ssid_of_200_octets, halt, "ASSOCIATION_START has an SSID of 200 octets"),
    M(ASC_04_a_request_before_the_authentication, halt,
      "an Association Request before the authentication"),
    M(ASC_05_the_completion_of_another, refused, "the completion names another AP"),
    M(ASC_06_two_attempts_at_once, two_refuse,
      "an attempt begins before the one before has ended"),
    M(ASC_07_the_connection_fails_after_a_success, halt_alone,
      "a connection fails after its association has succeeded"),
    M(ASC_07_the_roam_fails_after_a_success, roam,
      "a roam fails after its association has succeeded"),
    M(ASC_09_the_hosts_elements_are_not_sent, host_elements,
      "the request lacks the host's elements"),
    M(ASC_10_the_hosts_elements_are_not_shown, host_elements,
      "the completion does not show the host's elements"),
    M(ASC_11_an_attempt_goes_on_when_excluded, mute,
      "an attempt goes on with an AP that has become excluded"),
    M(ASC_12_a_reassociation_that_was_none, halt, "bReAssocReq of an Association Request"),
    M(ASC_12_a_reassociation_that_is_not_said, halt, "bReAssocResp of an Association Response"),
    M(ASC_13_another_request_than_was_sent, halt, "another request body than was sent"),
    M(ASC_13_no_request_though_one_was_sent, halt, "no request body although one was sent"),
    M(ASC_14_a_request_that_was_not_sent, refused, "a request body although none was sent"),
    M(ASC_15_another_response_than_came, halt, "another response body than came"),
    M(ASC_15_another_refusal_than_came, refused_assoc, "another body of a refusal than came"),
    M(ASC_15_a_response_that_did_not_come, refused, "a response body although none came"),
    M(ASC_16_a_beacon_of_five_octets, halt, "a beacon body of five octets"),
    M(ASC_16_no_beacon_with_rsna, keyed, "no beacon body with RSNA"),
    M(ASC_17_no_algorithm, halt, "no authentication algorithm was agreed on"),
    M(ASC_17_no_cipher_with_rsna, keyed, "RSNA without a cipher"),
    M(ASC_18_no_phy, halt, "an empty list of active PHYs"),
    M(ASC_20_authorized_without_a_handshake_to_do, halt, "bPortAuthorized in an open network"),
    M(ASC_21_three_qos_protocols, halt, "QoS protocol 3"),
    M(ASC_22_another_ds_information, halt, "DS information 3"),
    M(ASC_23_an_encapsulation_that_is_none, halt, "encapsulation 7 for every EtherType"),
    M(ASC_24_the_bridge_tunnel_for_ip, open, "the OS puts IP into the bridge tunnel's header"),
    M(ASC_25_ccmp_for_management_frames, halt, "CCMP for group management frames"),
    M(ASC_26_a_comeback_time_of_a_success, halt, "a comeback time of a success"),
    M(ASC_27_the_beacon_is_outside_the_buffer, halt,
      "the beacon's offset is outside the buffer"),
    M(ASC_27_the_request_ends_outside_the_buffer, halt,
      "the request's size is outside the buffer"),
    M(ASC_28_an_algorithm_of_a_failure, refused, "a failed association has an algorithm"),
    M(ASC_28_phys_of_a_failure, refused, "a failed association has active PHYs"),
    M(ASC_29_another_code_than_was_heard, refused, "the status code is one too many"),
    M(ASC_29_another_frame_than_was_heard, refused,
      "a deauthentication is told where a status was heard"),
    M(ASC_30_a_code_of_a_connection, mute, "an association fails as CANDIDATE_LIST_EXHAUSTED"),
    M(ASC_30_cancelled_by_nobody, mute, "an association is cancelled by nobody"),
    M(ASC_32_a_packet_is_refused, open, "a packet is refused on an association"),
    M(ASC_33_another_ap_in_the_list, open, "the association list names another AP"),
    M(ASC_35_default_keys_survive, keyed_roam, "a new association keeps the old default keys"),
    M(ASC_36_pairwise_keys_survive, keyed_back, "a new association keeps the peer's old keys"),
    M(ASC_37_no_link_quality, long, "no LINK_QUALITY after the association"),
    M(ASC_39_another_bssid_in_an_entry, open, "an entry's BSSID is not its AP's"),
    M(ASC_39_authenticated_only, open, "an entry's state is authenticated, not associated"),
    M(ASC_39_an_association_id_of_none, open, "an entry has no association id"),
    M(ASC_43_phys_of_no_connection, boot, "active PHYs without a connection"),
};
MUTANT_TABLE(mutants_association, rows);
