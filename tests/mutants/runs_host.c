/* Runs of the mutants (runs.h) in which the run is the host, or does little else than connect.
 */
#include "runs.h"

static const uint8_t any_ssid[36],
    scenario_ssid[36] = {8, 0, 0, 0, 's', 'c', 'e', 'n', 'a', 'r', 'i', 'o'};

static void host(struct stage *g, const char *aps, const uint8_t *ssid)
{
    stage_set(g, aps, NULL);
    stage_detach(g);
    stage_reset(g, true);
    STAGE_SET(g, DOT11_DESIRED_BSS_TYPE, .number = dot11_BSS_type_infrastructure);
    STAGE_SET(g, DOT11_DESIRED_SSID_LIST,
              .list = {.entries = {.bytes = span(ssid, 36), .form = EXTSTA_FORM_SSID}});
    STAGE_LIST(g, DOT11_ENABLED_AUTHENTICATION_ALGORITHM, NUMBER, DOT11_AUTH_ALGO_80211_OPEN, 0,
               0, 0);
    STAGE_LIST(g, DOT11_ENABLED_MULTICAST_CIPHER_ALGORITHM, NUMBER, 0, 0, 0, 0);
    STAGE_LIST(g, DOT11_ENABLED_UNICAST_CIPHER_ALGORITHM, NUMBER, 0, 0, 0, 0);
}

static void host_connects(struct stage *g)
{
    STAGE_SET(g, DOT11_CONNECT_REQUEST, .number = 0);
    stage_until(g, "CONNECTION_COMPLETION 0", 5000);
    stage_run(g, 100);
}

static void play_host_elements(struct stage *g)
{
    host(g, "A", scenario_ssid);
    STAGE_SET(g, DOT11_ASSOCIATION_PARAMS,
              .association_params = {scenario_bssid('A'), {.bytes = span(vendor, VENDOR_LEN)}});
    host_connects(g);
}

/* A host with RSNA and a PMKID. */
static void play_pmkid(struct stage *g)
{
    struct apsim_config a = scenario_ap_config(g->s, 'A', passphrase);
    scenario_ap(g->s, 'A', &a);
    host(g, "", scenario_ssid);
    STAGE_LIST(g, DOT11_ENABLED_AUTHENTICATION_ALGORITHM, NUMBER, DOT11_AUTH_ALGO_RSNA_PSK, 0,
               0, 0);
    STAGE_LIST(g, DOT11_ENABLED_MULTICAST_CIPHER_ALGORITHM, NUMBER, 4, 0, 0, 0);
    STAGE_LIST(g, DOT11_ENABLED_UNICAST_CIPHER_ALGORITHM, NUMBER, 4, 0, 0, 0);
    STAGE_LIST(g, DOT11_PMKID_LIST, PMKID, B1('A'), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13,
               14, 15, 16, 0, 0, 0, 0, 0, 0);
    host_connects(g);
}

/* Packets above the fragmentation threshold. */
static void play_fragments(struct stage *g)
{
    host(g, "A", scenario_ssid);
    STAGE_SET(g, DOT11_FRAGMENTATION_THRESHOLD, .number = 256);
    STAGE_GET(g, DOT11_FRAGMENTATION_THRESHOLD);
    host_connects(g);
    stage_send_to(g, 'A', 1, DOT11_PHY_ID_ANY);
    stage_run(g, 100);
}

static void play_rts(struct stage *g)
{
    host(g, "A", scenario_ssid);
    STAGE_SET(g, DOT11_RTS_THRESHOLD, .number = 100);
    host_connects(g);
    stage_send_to(g, 'A', 1, DOT11_PHY_ID_ANY);
    stage_run(g, 100);
}

/* Fragments that are encrypted; the OS half is gone when they are sent. */
static void play_keyed_fragments(struct stage *g)
{
    stage_set(g, "A", passphrase);
    stage_connect(g, passphrase, EXTSTA_MANAGER_OS);
    stage_until(g, "CONNECTION_COMPLETION 0", 8000);
    stage_run(g, 300);
    stage_detach(g);
    STAGE_SET(g, DOT11_FRAGMENTATION_THRESHOLD, .number = 256);
    stage_send_to(g, 'A', 1, DOT11_PHY_ID_ANY);
    stage_run(g, 100);
}

/* A host that wants one group, and a packet for itself. */
static void play_groups(struct stage *g)
{
    host(g, "A", scenario_ssid);
    STAGE_LIST(g, DOT11_MULTICAST_LIST, ADDRESS, 1, 0, 0x5e, 0, 0, 1);
    STAGE_SET(g, GEN_CURRENT_PACKET_FILTER,
              .number = NDIS_PACKET_TYPE_802_11_DIRECTED_DATA |
                        NDIS_PACKET_TYPE_802_11_MULTICAST_DATA);
    host_connects(g);
    uint8_t frame[60] = {0};
    memcpy(frame, g->s->address.b, 6);
    frame[6] = 2;
    frame[12] = 8;
    apsim_ds_send(g->s->ds, span(frame, sizeof frame));
    stage_run(g, 50);
}

/* The only access point refuses. */
static void play_failed(struct stage *g)
{
    host(g, "A", scenario_ssid);
    apsim_refuse(g->s->ap[0], APSIM_AUTH, (struct extsta_mac){{0}}, 17, 0, 0);
    host_connects(g);
    STAGE_SET(g, DOT11_HIDDEN_NETWORK_ENABLED, .flag = false);
}

static void play_desired(struct stage *g)
{
    host(g, "AB", scenario_ssid);
    STAGE_LIST(g, DOT11_DESIRED_BSSID_LIST, ADDRESS, B1('A'));
    host_connects(g);
}

static void play_shut_out(struct stage *g)
{
    host(g, "A", scenario_ssid);
    STAGE_LIST(g, DOT11_EXCLUDED_MAC_ADDRESS_LIST, ADDRESS, B1('A'));
    host_connects(g);
}

static void play_any_network(struct stage *g)
{
    host(g, "AB", any_ssid);
    host_connects(g);
    apsim_deauth(g->s->ap[0], g->s->address, 7);
    stage_run(g, 5000);
}

/* An independent network of its own, with elements in its Beacons. */
static void play_ibss(struct stage *g)
{
    host(g, "", scenario_ssid);
    STAGE_SET(g, DOT11_DESIRED_BSS_TYPE, .number = dot11_BSS_type_independent);
    STAGE_LIST(g, DOT11_ENABLED_AUTHENTICATION_ALGORITHM, NUMBER, DOT11_AUTH_ALGO_80211_OPEN, 0,
               0, 0);
    STAGE_LIST(g, DOT11_ENABLED_MULTICAST_CIPHER_ALGORITHM, NUMBER, 0, 0, 0, 0);
    STAGE_LIST(g, DOT11_ENABLED_UNICAST_CIPHER_ALGORITHM, NUMBER, 0, 0, 0, 0);
    STAGE_SET(g, DOT11_IBSS_PARAMS, .ibss = {.elements = {.bytes = span(vendor, VENDOR_LEN)}});
    host_connects(g);
    stage_run(g, 1000);
}

/* One that is only to be joined; nobody is there. */
static void play_joining(struct stage *g)
{
    host(g, "", scenario_ssid);
    STAGE_SET(g, DOT11_DESIRED_BSS_TYPE, .number = dot11_BSS_type_independent);
    STAGE_LIST(g, DOT11_DESIRED_BSSID_LIST, ADDRESS, B1('A'));
    STAGE_SET(g, DOT11_IBSS_PARAMS, .ibss = {.join_only = true});
    STAGE_SET(g, DOT11_CONNECT_REQUEST, .number = 0);
    stage_run(g, 3000);
}

static void play_join_only(struct stage *g)
{
    play_joining(g);
    STAGE_SET(g, DOT11_DISCONNECT_REQUEST, .number = 0);
}

/* By a profile. */
static void play_ibss_profile(struct stage *g)
{
    struct extsta_profile profile;
    stage_set(g, "", NULL);
    extsta_profile_make(&profile, span("scenario", 8), NULL);
    profile.bss_type = dot11_BSS_type_independent;
    extsta_connect(g->s->sta, air_now(g->s->air), &profile);
    air_station_pump(g->s->on_air);
    stage_run(g, 8000);
}

/* An IBSS that has no name. */
static void play_unnamed(struct stage *g)
{
    host(g, "", any_ssid);
    STAGE_SET(g, DOT11_DESIRED_BSS_TYPE, .number = dot11_BSS_type_independent);
    STAGE_SET(g, DOT11_CONNECT_REQUEST, .number = 0);
}

static void play_long(struct stage *g)
{
    connected(g, "A");
    ask_connected(g);
    stage_run(g, 70000);
}

static void play_halt(struct stage *g)
{
    connected(g, "A");
    stage_run(g, 100);
}

static void play_halt_ping(struct stage *g)
{
    connected(g, "A");
    stage_ping(g);
}

static void play_halt_list(struct stage *g)
{
    connected(g, "A");
    STAGE_GET(g, DOT11_ENUM_ASSOCIATION_INFO);
}

/* Without an OS half that would do something about it. */
static void play_halt_alone(struct stage *g)
{
    host(g, "A", scenario_ssid);
    host_connects(g);
    stage_run(g, 300);
}

static void play_halt_left(struct stage *g)
{
    play_halt_alone(g);
    STAGE_SET(g, DOT11_DISCONNECT_REQUEST, .number = 0);
}

/* The keys of one AP, and then those of another. */
static void play_keyed_roam(struct stage *g)
{
    stage_set(g, "AB", passphrase);
    stage_connect(g, passphrase, EXTSTA_MANAGER_OS);
    stage_until(g, "CONNECTION_COMPLETION 0", 8000);
    stage_run(g, 500);
    apsim_deauth(g->s->ap[0], g->s->address, 7);
    apsim_set_on(g->s->ap[0], false, true);
    stage_until(g, "ROAMING_COMPLETION 0", 8000);
    stage_send_to(g, 'B', 1, DOT11_PHY_ID_ANY); /* before there are keys */
    stage_run(g, 500);
    stage_ping(g);
}

static void play_keyed_back(struct stage *g)
{
    stage_set(g, "A", passphrase);
    stage_connect(g, passphrase, EXTSTA_MANAGER_OS);
    stage_until(g, "CONNECTION_COMPLETION 0", 8000);
    stage_run(g, 500);
    apsim_deauth(g->s->ap[0], g->s->address, 7);
    stage_until(g, "ROAMING_COMPLETION 0", 8000);
    stage_send_to(g, 'A', 1, DOT11_PHY_ID_ANY);
    stage_run(g, 500);
    stage_ping(g);
}

static const struct named_run rows[] = {
    RUN(host_elements, "a host's own connect, with elements for the request"),
    RUN(pmkid, "a host's own connect with RSNA and a PMKID"),
    RUN(fragments, "a host's own connect, with a fragmentation threshold"),
    RUN(rts, "a host's own connect, with an RTS threshold"),
    RUN(keyed_fragments, "WPA2-PSK, and a packet in fragments"),
    RUN(groups, "a host's own connect, with a multicast list"),
    RUN(failed, "a host's own connect, which is refused; and a setting"),
    RUN(desired, "a host's own connect to one BSSID of two"),
    RUN(shut_out, "a host's own connect; the only access point is excluded"),
    RUN(any_network, "a host's own connect to any SSID, and a roam"),
    RUN(ibss, "a host's own independent network"),
    RUN(joining, "an independent network that is only to be joined, and is not there"),
    RUN(join_only, "the same, until the host has had enough"),
    RUN(ibss_profile, "an independent network by a profile"),
    RUN(unnamed, "a host's own connect to an IBSS without a name"),
    RUN(long, "connected for more than a minute"),
    RUN(halt, "connected; nothing else"),
    RUN(halt_ping, "connected; a ping"),
    RUN(halt_list, "connected; the association list"),
    RUN(halt_alone, "a host's own connect, and nothing else"),
    RUN(halt_left, "a host's own connect and disconnect"),
    RUN(keyed_roam, "WPA2-PSK, and a roam to another access point"),
    RUN(keyed_back, "WPA2-PSK, a deauthentication, and back to the same access point"),
};
RUN_TABLE(runs_host, rows);
