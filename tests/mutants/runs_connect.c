/* Runs of the mutants (runs.h): connections that succeed, by each manager of the port, and such
 * as fail. */
#include "runs.h"

void connected(struct stage *g, const char *aps)
{
    stage_set(g, aps, NULL);
    stage_connect(g, NULL, EXTSTA_MANAGER_NONE);
    stage_until(g, "CONNECTION_COMPLETION 0", 8000);
    stage_run(g, 500);
}

/* What may be asked of a station that is connected. */
void ask_connected(struct stage *g)
{
    struct extsta_payload all = {.form = EXTSTA_FORM_COUNTRY};
    STAGE_GET(g, DOT11_HIDDEN_NETWORK_ENABLED);
    STAGE_SET(g, DOT11_HIDDEN_NETWORK_ENABLED, .flag = false);
    STAGE_GET(g, DOT11_HIDDEN_NETWORK_ENABLED);
    STAGE_SET(g, DOT11_SAFE_MODE_ENABLED, .flag = false);
    STAGE_SET(g, DOT11_FLUSH_BSS_LIST, .number = 0);
    STAGE_SET(g, DOT11_CONNECT_REQUEST, .number = 0);
    STAGE_SET(g, DOT11_PMKID_LIST, .list = {0});
    STAGE_GET(g, DOT11_ACTIVE_PHY_LIST);
    STAGE_GET(g, DOT11_ENUM_ASSOCIATION_INFO);
    STAGE_GET(g, DOT11_STATISTICS);
    stage_ask(g, EXTSTA_OID_METHOD, OID_DOT11_ENUM_BSS_LIST, &all, 8000);
    stage_ask(g, EXTSTA_OID_METHOD, OID_DOT11_ENUM_BSS_LIST, &all, 16);
}

static void play_open(struct stage *g)
{
    stage_set(g, "A", NULL);
    stage_connect(g, NULL, EXTSTA_MANAGER_NONE);
    stage_until(g, "CONNECTION_COMPLETION 0", 8000);
    stage_run(g, 50);
    stage_ping(g);
    ask_connected(g);
    STAGE_SET(g, DOT11_POWER_MGMT_REQUEST, .number = DOT11_POWER_SAVING_FAST_PSP);
    stage_run(g, 2000);
    scenario_disconnect(g->s);
    stage_run(g, 50);
    STAGE_SET(g, DOT11_HIDDEN_NETWORK_ENABLED, .flag = false);
    STAGE_GET(g, DOT11_ENUM_ASSOCIATION_INFO);
    stage_run(g, 200);
}

void keyed(struct stage *g, enum extsta_port_manager manager)
{
    stage_set(g, "A", passphrase);
    stage_connect(g, passphrase, manager);
    stage_until(g, "CONNECTION_COMPLETION 0", 8000);
    stage_run(g, 300);
    stage_ping(g);
    apsim_rekey_group(g->s->ap[0]);
    stage_run(g, 300);
    apsim_rekey_pairwise(g->s->ap[0], g->s->address);
    stage_run(g, 300);
    stage_ping(g);
}

static void play_keyed(struct stage *g)
{
    keyed(g, EXTSTA_MANAGER_OS);
    STAGE_GET(g, DOT11_ENUM_ASSOCIATION_INFO);
    STAGE_GET(g, DOT11_STATISTICS);
    scenario_disconnect(g->s);
    stage_run(g, 100);
}

static void play_managed(struct stage *g)
{
    keyed(g, EXTSTA_MANAGER_MINIPORT);
    scenario_disconnect(g->s);
    stage_run(g, 100);
}

static void play_keyed_alone(struct stage *g)
{
    stage_set(g, "A", passphrase);
    stage_connect(g, passphrase, EXTSTA_MANAGER_OS);
    stage_until(g, "CONNECTION_COMPLETION 0", 8000);
    stage_run(g, 300);
    STAGE_GET(g, DOT11_EXTSTA_CAPABILITY);
    stage_run(g, 100);
    STAGE_GET(g, DOT11_ENUM_ASSOCIATION_INFO);
    stage_run(g, 100);
}

/* The access point ends it. */
static void play_keyed_ends(struct stage *g)
{
    keyed(g, EXTSTA_MANAGER_OS);
    apsim_set_on(g->s->ap[0], false, true);
    stage_until(g, "DISASSOCIATION A 2", 20000);
    stage_run(g, 100);
}

/* An old network: WEP, and authentication by its key. */
static void play_shared_key(struct stage *g)
{
    static const uint8_t key[5] = {1, 2, 3, 4, 5};
    struct extsta_profile profile;
    struct apsim_config a = scenario_ap_config(g->s, 'A', NULL);
    a.security = APSIM_WEP;
    a.wep_key_len = sizeof key;
    a.shared_key = true;
    memcpy(a.wep_key, key, sizeof key);
    scenario_ap(g->s, 'A', &a);
    stage_set(g, "", NULL);
    extsta_profile_make(&profile, span("scenario", 8), NULL);
    profile.auth = DOT11_AUTH_ALGO_80211_SHARED_KEY;
    profile.unicast_cipher = profile.multicast_cipher = DOT11_CIPHER_ALGO_WEP;
    profile.wep_key_len = sizeof key;
    memcpy(profile.wep_key, key, sizeof key);
    extsta_connect(g->s->sta, air_now(g->s->air), &profile);
    air_station_pump(g->s->on_air);
    stage_until(g, "CONNECTION_COMPLETION 0", 8000);
    stage_run(g, 100);
    stage_ping(g);
}

/* TKIP, and a frame whose MIC is wrong. */
static void play_tkip(struct stage *g)
{
    struct extsta_profile profile;
    struct apsim_config a = scenario_ap_config(g->s, 'A', passphrase);
    a.security = APSIM_WPA_PSK;
    scenario_ap(g->s, 'A', &a);
    stage_set(g, "", NULL);
    extsta_profile_make(&profile, span("scenario", 8), passphrase);
    profile.manager = EXTSTA_MANAGER_OS;
    profile.auth = DOT11_AUTH_ALGO_WPA_PSK;
    profile.unicast_cipher = profile.multicast_cipher = DOT11_CIPHER_ALGO_TKIP;
    extsta_connect(g->s->sta, air_now(g->s->air), &profile);
    air_station_pump(g->s->on_air);
    stage_until(g, "CONNECTION_COMPLETION 0", 8000);
    stage_run(g, 500);
    stage_ping(g);
    stage_ping(g);
    apsim_break_mic(g->s->ap[0], 1, false);
    stage_ping(g);
    stage_run(g, 500);
}

/* Keys of one association, and the next one. */
static void play_again(struct stage *g)
{
    keyed(g, EXTSTA_MANAGER_OS);
    scenario_disconnect(g->s);
    stage_run(g, 100);
    stage_connect(g, passphrase, EXTSTA_MANAGER_OS);
    stage_until(g, "CONNECTION_COMPLETION 0", 8000);
    stage_send_to(g, 'A', 1, DOT11_PHY_ID_ANY); /* before there are keys */
    stage_run(g, 500);
    stage_ping(g);
}

static void play_extension(struct stage *g)
{
    stage_set(g, "A", NULL);
    g->extension = true;
    extsta_ihv_attach(g->s->sta, air_now(g->s->air));
    stage_run(g, 20);
    stage_connect(g, NULL, EXTSTA_MANAGER_IHV);
    stage_until(g, "CONNECTION_COMPLETION 0", 8000);
    stage_run(g, 500);
    stage_ping(g);
    extsta_ihv_post_associate_completion(g->s->sta, air_now(g->s->air), g->session, NULL,
                                         0x90001u, 87);
    stage_run(g, 50);
    extsta_ihv_post_associate_completion(g->s->sta, air_now(g->s->air), g->session, NULL, 0, 0);
    stage_run(g, 50);
    uint8_t key[64] = {0};
    extsta_ihv_set_default_key(g->s->sta, air_now(g->s->air), span(key, sizeof key),
                               DOT11_DIR_OUTBOUND);
    stage_run(g, 50);
    scenario_disconnect(g->s);
    stage_run(g, 50);
    extsta_ihv_post_associate_completion(g->s->sta, air_now(g->s->air), g->session, NULL, 0, 0);
    stage_run(g, 50);
    extsta_ihv_detach(g->s->sta, air_now(g->s->air));
    stage_run(g, 50);
    extsta_ihv_set_default_key_id(g->s->sta, air_now(g->s->air), 0);
    stage_run(g, 50);
}

/* The extension refuses the profile. */
static void play_refusing(struct stage *g)
{
    stage_set(g, "A", NULL);
    g->extension = true;
    extsta_ihv_attach(g->s->sta, air_now(g->s->air));
    stage_run(g, 20);
    g->refuses = true;
    stage_connect(g, NULL, EXTSTA_MANAGER_IHV);
    stage_run(g, 20);
    STAGE_SET(g, DOT11_RTS_THRESHOLD, .number = 2000);
    stage_run(g, 50);
}

/* The extension takes its time. */
static void play_slow_extension(struct stage *g)
{
    stage_set(g, "A", NULL);
    extsta_ihv_attach(g->s->sta, air_now(g->s->air));
    stage_run(g, 20);
    for (size_t i = 0; i < 3;
         i++) { /* what is called is not answered: it is no extension yet */
        stage_run(g, 1);
    }
    extsta_ihv_returned(g->s->sta, air_now(g->s->air), 1, 0, 0);
    stage_run(g, 5);
    stage_connect(g, NULL, EXTSTA_MANAGER_IHV);
    stage_run(g, 20);
    extsta_ihv_returned(g->s->sta, air_now(g->s->air), 2, 0, 0);
    stage_run(g, 20);
    STAGE_SET(g, DOT11_RTS_THRESHOLD, .number = 2000);
    stage_run(g, 300);
}

/* The adapter goes while it is connected. */
static void play_removal(struct stage *g)
{
    stage_set(g, "A", NULL);
    g->extension = true;
    extsta_ihv_attach(g->s->sta, air_now(g->s->air));
    stage_run(g, 20);
    stage_connect(g, NULL, EXTSTA_MANAGER_IHV);
    stage_until(g, "CONNECTION_COMPLETION 0", 8000);
    stage_run(g, 500);
    extsta_ihv_detach(g->s->sta, air_now(g->s->air));
    stage_run(g, 300);
}

static void refused(struct stage *g, enum apsim_request what, uint16_t status)
{
    stage_set(g, "A", NULL);
    apsim_refuse(g->s->ap[0], what, (struct extsta_mac){{0}}, status, 0, 100);
    stage_connect(g, NULL, EXTSTA_MANAGER_NONE);
    stage_until(g, "CONNECTION_COMPLETION 6", 8000);
    stage_run(g, 10);
}

static void play_refused(struct stage *g)
{
    refused(g, APSIM_AUTH, 17);
}

static void play_refused_assoc(struct stage *g)
{
    refused(g, APSIM_ASSOC, 30);
}

/* Two refuse, one after the other. */
static void play_two_refuse(struct stage *g)
{
    stage_set(g, "AB", NULL);
    apsim_refuse(g->s->ap[0], APSIM_AUTH, (struct extsta_mac){{0}}, 17, 0, 0);
    stage_connect(g, NULL, EXTSTA_MANAGER_NONE);
    stage_until(g, "CONNECTION_COMPLETION 0", 8000);
    stage_run(g, 300);
}

/* Nobody answers. */
static void play_mute(struct stage *g)
{
    stage_set(g, "A", NULL);
    apsim_mute(g->s->ap[0], APSIM_MUTE_AUTH);
    stage_connect(g, NULL, EXTSTA_MANAGER_NONE);
    stage_until(g, "STA>A auth", 8000);
    STAGE_SET(g, DOT11_HIDDEN_NETWORK_ENABLED, .flag = false);
    STAGE_SET(g, DOT11_DISCONNECT_REQUEST, .number = 0);
    stage_until(g, "CONNECTION_COMPLETION 6", 8000);
}

/* Two hold the station up for five seconds each: the OS gives up during the second. */
static void play_ten_seconds(struct stage *g)
{
    for (const char *name = "AB"; *name; name++) {
        struct apsim_config a = scenario_ap_config(g->s, *name, passphrase);
        a.mute = APSIM_MUTE_M1;
        a.handshake_tries = 100;
        scenario_ap(g->s, *name, &a);
    }
    stage_set(g, "", NULL);
    stage_connect(g, passphrase, EXTSTA_MANAGER_MINIPORT);
    stage_run(g, 11000);
}

static const struct named_run rows[] = {
    RUN(open, "an open network: connect, ping, questions, power saving, disconnect"),
    RUN(keyed, "WPA2-PSK by the OS half: connect, ping, new keys, disconnect"),
    RUN(managed, "WPA2-PSK by the driver: connect, ping, new keys, disconnect"),
    RUN(keyed_alone, "WPA2-PSK by the OS half, and two questions"),
    RUN(keyed_ends, "WPA2-PSK by the OS half, and the access point vanishes"),
    RUN(shared_key, "WEP with shared key authentication: connect, ping"),
    RUN(tkip, "TKIP: connect, ping, a frame with a wrong MIC"),
    RUN(again, "WPA2-PSK: connect, disconnect, connect"),
    RUN(extension, "a port that an extension manages, from pre-association to deinit-adapter"),
    RUN(refusing, "an extension that refuses the profile"),
    RUN(slow_extension, "a pre-association that does not complete"),
    RUN(removal, "the adapter is removed while an extension's port is open"),
    RUN(refused, "the only access point refuses the authentication"),
    RUN(refused_assoc, "the only access point refuses the association for now (status 30)"),
    RUN(two_refuse, "one access point refuses, the next accepts"),
    RUN(mute, "the only access point does not answer"),
    RUN(ten_seconds, "two access points hold the station up until the OS gives up"),
};
RUN_TABLE(runs_connect, rows);
