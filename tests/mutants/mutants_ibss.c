/* Mutants of chapter 75, and of what other chapters say of independent networks. The peers are
 * of the mutant's making: the driver below knows nothing of them. */
#include "mutants.h"

/* The network is named as soon as it is looked for. */
static void names(struct tap *t, struct extsta_output *o)
{
    struct extsta_payload s = {.form = EXTSTA_FORM_SSID, .ssid = {8, "scenario"}};
    INDICATION(t, behind(t, o, EXTSTA_OUT_CROSSING), CONNECTION_START,
               .operation_start = {.bss_type = dot11_BSS_type_independent,
                                   .adhoc_bssid = scenario_bssid('A'),
                                   .adhoc_ssid = s.ssid});
}
EDIT_IND(IBS_03_the_search_is_given_up, CONNECTION_COMPLETION,
         p->number = DOT11_ASSOC_STATUS_CANDIDATE_LIST_EXHAUSTED)
ONCE(IBS_03_a_network_is_started_while_one_is_looked_for, DONE(o, CONNECT_REQUEST), {
    static const uint8_t body[14] = {0};
    t->meta.freq = 2412;
    names(t, o);
    as_frame(t, behind(t, o, EXTSTA_OUT_FRAME), FRAME_BEACON, mac_broadcast,
             (struct extsta_span){body, 14});
})
EDIT_IND(IBS_04_the_network_has_no_name, CONNECTION_START,
         p->operation_start.adhoc_ssid.len = 0)
ONCE(IBS_09_the_hosts_elements_are_left_out, is_frame(o, FRAME_BEACON), shorten(t, o, 7))
static void roam(struct tap *t, struct extsta_output *o, uint32_t reason, char name)
{
    struct extsta_payload s = {.form = EXTSTA_FORM_SSID, .ssid = {8, "scenario"}};
    struct extsta_mac bssid = {{0}};
    if (name) {
        bssid = scenario_bssid(name);
    } else {
        s.ssid.len = 0;
    }
    INDICATION(
        t, behind(t, o, EXTSTA_OUT_CROSSING), ROAMING_START,
        .operation_start = {.reason = reason, .adhoc_bssid = bssid, .adhoc_ssid = s.ssid});
}
ONCE(IBS_13_a_roam_to_a_network_without_a_name, IND(o, CONNECTION_COMPLETION),
     roam(t, o, DOT11_ASSOC_STATUS_ROAMING_ADHOC, 0))
ONCE(IBS_13_a_roam_for_a_better_ap, IND(o, CONNECTION_COMPLETION),
     roam(t, o, DOT11_ASSOC_STATUS_ROAMING_ASSOCIATION_LOST, 'B'))
ONCE(IBS_18_wpa_in_an_ibss, SET(o, ENABLED_AUTHENTICATION_ALGORITHM),
     octets(t, o, 0)[12] = DOT11_AUTH_ALGO_WPA)

/* A peer that is there at once. */
static struct extsta_association_completion peer_of(char name)
{
    static const uint8_t phys[4];
    return (struct extsta_association_completion){
        .peer = scenario_bssid(name),
        .active_phys = {.bytes = {phys, 4}, .form = EXTSTA_FORM_NUMBER},
        .auth = DOT11_AUTH_ALGO_80211_OPEN,
        .ds_info = DOT11_DS_UNKNOWN};
}
static void begins(struct tap *t, struct extsta_output *o, char name)
{
    struct extsta_payload s = {.form = EXTSTA_FORM_SSID, .ssid = {8, "scenario"}};
    INDICATION(t, behind(t, o, EXTSTA_OUT_CROSSING), ASSOCIATION_START,
               .association_start = {scenario_bssid(name), s.ssid, {{0}}});
}
static void comes(struct tap *t, struct extsta_output *o,
                  struct extsta_association_completion peer)
{
    INDICATION(t, behind(t, o, EXTSTA_OUT_CROSSING), ASSOCIATION_COMPLETION,
               .association_completion = peer);
}
ONCE(ASC_19_four_addresses_in_an_ibss, IND(o, CONNECTION_COMPLETION), {
    struct extsta_association_completion peer = peer_of('B');
    peer.four_address = true;
    begins(t, o, 'B');
    comes(t, o, peer);
})
static void DIS_31_a_new_peer_ends_the_port_of_another(struct tap *t, struct extsta_output *o)
{
    if (IND(o, CONNECTION_COMPLETION) && first(t)) {
        begins(t, o, 'B');
        comes(t, o, peer_of('B'));
        begins(t, o, 'C');
        comes(t, o, peer_of('C'));
    } else if (is_port(o, EXTSTA_PORT_CREATED) && t->since == 0) {
        t->since = o->port.session;
    } else if (is_port(o, EXTSTA_PORT_CREATED)) {
        struct extsta_output *made = behind(t, o, EXTSTA_OUT_PORT);
        made->port = (struct extsta_port_event){.type = EXTSTA_PORT_DELETED,
                                                .peer = scenario_bssid('B'),
                                                .session = (uint32_t)t->since};
    }
}
/* The driver has found one, and goes on although somebody is there. */
ONCE(IBS_14_a_roam_away_from_a_peer, DONE(o, CONNECT_REQUEST), {
    names(t, o);
    begins(t, o, 'B');
    comes(t, o, peer_of('B'));
    INDICATION(t, behind(t, o, EXTSTA_OUT_CROSSING), CONNECTION_COMPLETION, .number = 0);
    roam(t, o, DOT11_ASSOC_STATUS_ROAMING_ADHOC, 'C');
})

static const struct mutant rows[] = {
    M(ASC_19_four_addresses_in_an_ibss, ibss, "four addresses with a peer of an IBSS"),
    M(DIS_31_a_new_peer_ends_the_port_of_another, ibss_profile,
      "a new peer ends the port of another"),
    M(IBS_03_the_search_is_given_up, join_only, "the search for a network to join is given up"),
    M(IBS_03_a_network_is_started_while_one_is_looked_for, joining,
      "a Beacon while a network to join is looked for"),
    M(IBS_04_the_network_has_no_name, ibss, "CONNECTION_START does not name the network"),
    M(IBS_09_the_hosts_elements_are_left_out, ibss, "a Beacon lacks the host's elements"),
    M(IBS_13_a_roam_to_a_network_without_a_name, ibss,
      "ROAMING_START does not name the network"),
    M(IBS_13_a_roam_for_a_better_ap, ibss, "a roam to another IBSS as if an AP had been lost"),
    M(IBS_14_a_roam_away_from_a_peer, joining,
      "a roam to another network to join while a peer is there"),
    M(IBS_18_wpa_in_an_ibss, ibss_profile, "the OS enables WPA in an IBSS"),
};
MUTANT_TABLE(mutants_ibss, rows);
