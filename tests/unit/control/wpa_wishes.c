/* wpa_supplicant's control interface over virtual air: what a client wishes of the ways between
 * access points: some that are left alone, one that is reached through another, who is near.
 * What the texts must be is hostapd's 2.10 (wpa_supplicant/bssid_ignore.c, ctrl_iface.c). */
#include "wpa_bed.h"

#define ONE "02:0a:00:00:00:01"
#define TWO "02:0a:00:00:00:02"

struct pair {
    struct apsim_ds *ds;
    struct apsim *aps[2];
};

/* Two access points of one network, the first one nearer. */
static struct pair pair_open(struct apsim_config config)
{
    struct pair p = {.ds = apsim_ds_new(bed.air, NULL)};
    for (uint8_t i = 0; i < 2; i++) {
        config.bssid = (struct extsta_mac){{2, 0x0a, 0, 0, 0, (uint8_t)(i + 1)}};
        strcpy((char *)config.ssid, "net");
        config.ssid_len = 3;
        config.freq = i ? 2437 : 2412;
        config.tx_power = i ? 10 : 20;
        config.ds = p.ds;
        p.aps[i] = apsim_new(bed.air, &config);
        assert_non_null(p.aps[i]);
    }
    return p;
}

static void pair_close(struct pair *p)
{
    apsim_free(p->aps[0]);
    apsim_free(p->aps[1]);
    apsim_ds_free(p->ds);
}

/* Of the station's frames on the air: how many of Authentication, of Probe Requests; the last
 * four octets of the last of those, and of the last (Re)Association Request. */
static unsigned authentications, probes;
static uint32_t probe_ends_with, association_ends_with;

static void on_frame(void *user, const struct air_sniffed *s)
{
    const uint8_t *p = s->bytes.data;
    const uint8_t *last = p + s->bytes.len - 4;
    uint32_t end =
        (uint32_t)last[0] << 24 | (uint32_t)last[1] << 16 | (uint32_t)last[2] << 8 | last[3];
    if (s->attempt != 1 || memcmp(p + 10, "\x02\0\0\0\0\x01", 6) != 0) {
        return;
    }
    authentications += p[0] == 0xb0;
    probes += p[0] == 0x40;
    probe_ends_with = p[0] == 0x40 ? end : probe_ends_with;
    association_ends_with = p[0] == 0x00 || p[0] == 0x20 ? end : association_ends_with;
}

static bool is_at(const char *bssid)
{
    char line[32];
    snprintf(line, sizeof line, "bssid=%s\n", bssid);
    return strstr(ask("STATUS"), line) != NULL && strstr(text, "wpa_state=COMPLETED\n") != NULL;
}

static void ignored_access_points_are_left_alone(void **state)
{
    struct pair p = pair_open((struct apsim_config){.security = APSIM_OPEN});
    struct client monitor = client_open("m", "wlan0");
    (void)client_ask(&monitor, "ATTACH");
    add_network("\"net\"", "key_mgmt", "NONE");
    forget(&monitor);
    assert_string_equal(ask("BSSID_IGNORE"), "");
    assert_string_equal(ask("BSSID_IGNORE 02:0a:00"), "FAIL\n");
    assert_string_equal(ask("BSSID_IGNORE " ONE), "OK\n");
    bed_run(&bed, 0);
    assert_string_equal(client_heard(&monitor),
                        "<3>Added BSSID " ONE " into ignore list, ignoring for 10 seconds|"
                        "<3>BSSID " ONE
                        " ignore list count incremented to 2, ignoring for 10 seconds|");
    assert_string_equal(ask("BLACKLIST"), ONE "\n");
    assert_string_equal(ask("SELECT_NETWORK 0"), "OK\n");
    assert_true(bed_until_state(&bed, station, SERVICE_COMPLETED, 8));
    assert_true(is_at(TWO));
    /* its time is over, it is known for an hour, and can be gone to */
    bed_run(&bed, 11);
    assert_string_equal(ask("BSSID_IGNORE"), ONE "\n");
    forget(&monitor);
    assert_string_equal(ask("ROAM " ONE), "OK\n");
    bed_run(&bed, 5);
    assert_true(is_at(ONE));
    assert_non_null(
        strstr(client_heard(&monitor), "<3>Removed BSSID " ONE " from ignore list|"));
    assert_string_equal(ask("BSSID_IGNORE"), "");
    client_close(&monitor);
    pair_close(&p);
}

static void one_that_is_ignored_is_no_candidate_of_a_roam_but_may_be_named(void **state)
{
    struct pair p = pair_open((struct apsim_config){.security = APSIM_OPEN});
    add_network("\"net\"", "key_mgmt", "NONE");
    assert_string_equal(ask("SELECT_NETWORK 0"), "OK\n");
    assert_true(bed_until_state(&bed, station, SERVICE_COMPLETED, 20));
    assert_string_equal(ask("SCAN"), "OK\n");
    bed_run(&bed, 8);
    assert_true(is_at(ONE));
    /* where it is it stays, and leaves it for the other */
    assert_string_equal(ask("BSSID_IGNORE " ONE), "OK\n");
    bed_run(&bed, 2);
    assert_true(is_at(ONE));
    assert_string_equal(ask("REASSOCIATE"), "OK\n");
    bed_run(&bed, 5);
    assert_true(is_at(TWO));
    assert_string_equal(ask("ROAM " ONE), "OK\n");
    bed_run(&bed, 2);
    assert_true(is_at(ONE));
    pair_close(&p);
}

/* Who ignores all of them is not left without a network. */
static void where_all_are_ignored_they_are_forgotten(void **state)
{
    struct pair p = pair_open((struct apsim_config){.security = APSIM_OPEN});
    struct client monitor = client_open("m", "wlan0");
    (void)client_ask(&monitor, "ATTACH");
    add_network("\"net\"", "key_mgmt", "NONE");
    /* three times: for half an hour */
    for (int i = 0; i < 3; i++) {
        assert_string_equal(ask("BSSID_IGNORE " ONE), "OK\n");
        assert_string_equal(ask("BSSID_IGNORE " TWO), "OK\n");
    }
    assert_string_equal(ask("BSSID_IGNORE"), TWO "\n" ONE "\n");
    bed_run(&bed, 0);
    assert_non_null(strstr(client_heard(&monitor),
                           "<3>BSSID " TWO
                           " ignore list count incremented to 6, ignoring for 1800 seconds|"));
    assert_string_equal(ask("SELECT_NETWORK 0"), "OK\n");
    assert_true(bed_until_state(&bed, station, SERVICE_COMPLETED, 60));
    assert_non_null(strstr(client_heard(&monitor),
                           "<3>Removed BSSID " TWO " from ignore list (clear)|"
                           "<3>Removed BSSID " ONE " from ignore list (clear)|"));
    assert_string_equal(ask("BSSID_IGNORE " TWO), "OK\n");
    assert_string_equal(ask("BSSID_IGNORE clear"), "OK\n");
    assert_string_equal(ask("BSSID_IGNORE"), "");
    client_close(&monitor);
    pair_close(&p);
}

static void a_network_leaves_out_what_its_block_says(void **state)
{
    struct pair p = pair_open((struct apsim_config){.security = APSIM_OPEN});
    add_network("\"net\"", "key_mgmt", "NONE");
    assert_string_equal(ask("SET_NETWORK 0 bssid_ignore " ONE), "OK\n");
    assert_string_equal(ask("SELECT_NETWORK 0"), "OK\n");
    assert_true(bed_until_state(&bed, station, SERVICE_COMPLETED, 20));
    assert_true(is_at(TWO));
    assert_string_equal(ask("SCAN"), "OK\n");
    bed_run(&bed, 8);
    assert_string_equal(ask("ROAM " ONE), "FAIL\n");
    /* and has nothing else: it is looked for, and taken when the block allows it */
    assert_string_equal(ask("SET_NETWORK 0 bssid_ignore " ONE " " TWO), "OK\n");
    bed_run(&bed, 40);
    assert_int_not_equal(service_station_state(station), SERVICE_COMPLETED);
    assert_string_equal(ask("SET_NETWORK 0 bssid_ignore " TWO), "OK\n");
    assert_true(bed_until_state(&bed, station, SERVICE_COMPLETED, 90));
    assert_true(is_at(ONE));
    pair_close(&p);
}

static void a_transition_goes_over_the_ds_when_told_so(void **state)
{
    struct pair p = pair_open((struct apsim_config){.security = APSIM_WPA2_PSK,
                                                    .akms = {0x000fac04},
                                                    .passphrase = SECRET,
                                                    .mobility_domain = 0x1234,
                                                    .ft_over_ds = true});
    struct client monitor = client_open("m", "wlan0");
    (void)client_ask(&monitor, "ATTACH");
    add_network("\"net\"", "psk", "\"" SECRET "\"");
    assert_string_equal(ask("SET_NETWORK 0 key_mgmt FT-PSK"), "OK\n");
    assert_string_equal(ask("FT_DS " TWO), "FAIL\n");
    assert_string_equal(ask("SELECT_NETWORK 0"), "OK\n");
    assert_true(bed_until_state(&bed, station, SERVICE_COMPLETED, 20));
    assert_string_equal(ask("SCAN"), "OK\n");
    bed_run(&bed, 8);
    assert_true(is_at(ONE));
    assert_string_equal(ask("FT_DS " ONE), "FAIL\n");
    assert_string_equal(ask("FT_DS bogus"), "FAIL\n");
    forget(&monitor);
    struct air_sniffer *sniffer =
        air_sniffer_new(bed.air, &(struct air_sniffer_config){.frame = on_frame});
    authentications = 0;
    assert_string_equal(ask("FT_DS " TWO), "OK\n");
    bed_run(&bed, 5);
    assert_true(is_at(TWO));
    /* no Authentication frame goes to the new one: it has agreed through the old one */
    assert_non_null(strstr(client_heard(&monitor), "<3>Associated with " TWO));
    assert_int_equal(authentications, 0);
    assert_string_equal(ask("ROAM " ONE), "OK\n"); /* over the air, as its network is entered */
    bed_run(&bed, 5);
    assert_true(is_at(ONE));
    assert_int_equal(authentications, 1);
    air_sniffer_free(sniffer);
    client_close(&monitor);
    pair_close(&p);
}

static void over_the_ds_is_refused_where_they_do_not_offer_it(void **state)
{
    struct pair p = pair_open((struct apsim_config){.security = APSIM_WPA2_PSK,
                                                    .akms = {0x000fac04},
                                                    .passphrase = SECRET,
                                                    .mobility_domain = 0x1234});
    add_network("\"net\"", "psk", "\"" SECRET "\"");
    assert_string_equal(ask("SET_NETWORK 0 key_mgmt FT-PSK"), "OK\n");
    assert_string_equal(ask("SELECT_NETWORK 0"), "OK\n");
    assert_true(bed_until_state(&bed, station, SERVICE_COMPLETED, 20));
    assert_string_equal(ask("SCAN"), "OK\n");
    bed_run(&bed, 8);
    assert_string_equal(ask("FT_DS " TWO), "FAIL\n");
    assert_true(is_at(ONE));
    pair_close(&p);
}

/* --- neighbours --- */

static void neighbours(enum apsim_security security)
{
    struct pair p = pair_open(
        (struct apsim_config){.security = security,
                              .pmf = security == APSIM_SAE ? APSIM_PMF_REQUIRED : APSIM_PMF_OFF,
                              .passphrase = "correct horse",
                              .steering = true});
    struct client monitor = client_open("m", "wlan0");
    (void)client_ask(&monitor, "ATTACH");
    add_network("\"net\"", "key_mgmt", security == APSIM_SAE ? "SAE" : "WPA-PSK");
    assert_string_equal(ask("SET_NETWORK 0 psk \"" SECRET "\""), "OK\n");
    assert_string_equal(ask("NEIGHBOR_REP_REQUEST"), "FAIL\n");
    assert_string_equal(ask("SELECT_NETWORK 0"), "OK\n");
    assert_true(bed_until_state(&bed, station, SERVICE_COMPLETED, 30));
    bed_run(&bed, 30); /* the two have found one another */
    forget(&monitor);
    assert_string_equal(ask("NEIGHBOR_REP_REQUEST bogus"), "FAIL\n");
    assert_string_equal(ask("NEIGHBOR_REP_REQUEST ssid=zz"), "FAIL\n");
    assert_string_equal(ask("NEIGHBOR_REP_REQUEST ssid=\"net"), "FAIL\n");
    assert_string_equal(ask("NEIGHBOR_REP_REQUEST"), "OK\n");
    assert_string_equal(ask("NEIGHBOR_REP_REQUEST"), "FAIL\n"); /* one at a time */
    bed_run(&bed, 1);
    const char *heard = client_heard(&monitor);
    unsigned info, klass, channel, phy;
    assert_int_equal(sscanf(heard,
                            "<3>RRM-NEIGHBOR-REP-RECEIVED bssid=" TWO
                            " info=0x%x op_class=%u chan=%u phy_type=%u|",
                            &info, &klass, &channel, &phy),
                     4);
    assert_int_equal(klass, 81); /* IEEE 802.11-2020 table E-4: 2.4 GHz */
    assert_int_equal(channel, 6);
    assert_null(strstr(heard, "FAILED"));
    /* an SSID nobody has: the AP has nothing to say, or says nothing */
    assert_string_equal(ask("NEIGHBOR_REP_REQUEST ssid=\"net\" lci civic"), "OK\n");
    bed_run(&bed, 2);
    assert_non_null(strstr(client_heard(&monitor), "RRM-NEIGHBOR-REP-RECEIVED bssid=" TWO));
    (void)air_rule_add(
        bed.air,
        &(struct air_rule){.from = {{2, 0x0a, 0, 0, 0, 1}}, .kind = 0xd0, .action = AIR_DROP});
    assert_string_equal(ask("NEIGHBOR_REP_REQUEST"), "OK\n");
    bed_run(&bed, 2);
    assert_non_null(strstr(client_heard(&monitor), "<3>RRM-NEIGHBOR-REP-REQUEST-FAILED |"));
    client_close(&monitor);
    pair_close(&p);
}

static void neighbours_are_asked_for(void **state)
{
    neighbours(APSIM_WPA2_PSK);
}

static void neighbours_are_told_behind_protected_frames(void **state)
{
    neighbours(APSIM_SAE);
}

/* IEEE 802.11-2020 9.6.13.9: the timer counts Beacons. */
static void a_protected_request_to_move_is_told_with_what_came_of_it(void **state)
{
    struct pair p = pair_open((struct apsim_config){.security = APSIM_SAE,
                                                    .pmf = APSIM_PMF_REQUIRED,
                                                    .passphrase = SECRET,
                                                    .steering = true});
    struct client monitor = client_open("m", "wlan0");
    struct apsim_btm request = {.imminent = true, .timer = 300};
    (void)client_ask(&monitor, "ATTACH");
    add_network("\"net\"", "key_mgmt", "SAE");
    assert_string_equal(ask("SET_NETWORK 0 psk \"" SECRET "\""), "OK\n");
    assert_string_equal(ask("SELECT_NETWORK 0"), "OK\n");
    assert_true(bed_until_state(&bed, station, SERVICE_COMPLETED, 30));
    bed_run(&bed, 2);
    forget(&monitor);
    apsim_btm(p.aps[0], (struct extsta_mac){{2, 0, 0, 0, 0, 1}}, &request);
    bed_run(&bed, 5);
    const char *told =
        strstr(client_heard(&monitor),
               "<3>WNM: Disassociation Imminent - Disassociation Timer 300|"
               "<3>WNM: BSS Transition Management Request did not include candidates|");
    assert_non_null(told);
    assert_null(strstr(told + 6, "WNM: Disassociation"));
    client_close(&monitor);
    pair_close(&p);
}

static void an_ap_without_reports_is_not_asked(void **state)
{
    struct apsim *ap = bed_ap(&bed, "open", NULL, 1, 2412, 0);
    add_network("\"open\"", "key_mgmt", "NONE");
    assert_string_equal(ask("SELECT_NETWORK 0"), "OK\n");
    assert_true(bed_until_state(&bed, station, SERVICE_COMPLETED, 30));
    assert_string_equal(ask("NEIGHBOR_REP_REQUEST"), "FAIL\n");
    apsim_free(ap);
}

/* --- channels, elements --- */

static void a_network_is_looked_for_where_its_block_says(void **state)
{
    struct pair p = pair_open((struct apsim_config){.security = APSIM_OPEN});
    add_network("\"net\"", "key_mgmt", "NONE");
    struct air_sniffer *sniffer =
        air_sniffer_new(bed.air, &(struct air_sniffer_config){.frame = on_frame, .freq = 2412});
    /* scan_freq: nobody is asked elsewhere */
    assert_string_equal(ask("SET_NETWORK 0 scan_freq 2437"), "OK\n");
    probes = 0;
    assert_string_equal(ask("SELECT_NETWORK 0"), "OK\n");
    assert_true(bed_until_state(&bed, station, SERVICE_COMPLETED, 20));
    assert_true(is_at(TWO));
    assert_int_equal(probes, 0);
    /* what was heard elsewhere by a scan may be entered */
    assert_string_equal(ask("SCAN"), "OK\n");
    bed_run(&bed, 8);
    assert_true(probes > 0);
    assert_string_equal(ask("ROAM " ONE), "OK\n");
    bed_run(&bed, 3);
    assert_true(is_at(ONE));
    /* freq_list: it may not */
    assert_string_equal(ask("SET_NETWORK 0 freq_list 2437"), "OK\n");
    assert_true(bed_until_state(&bed, station, SERVICE_SCANNING, 5));
    assert_true(bed_until_state(&bed, station, SERVICE_COMPLETED, 20));
    assert_true(is_at(TWO));
    assert_string_equal(ask("SCAN"), "OK\n");
    bed_run(&bed, 8);
    assert_string_equal(ask("ROAM " ONE), "FAIL\n");
    air_sniffer_free(sniffer);
    pair_close(&p);
}

static void elements_stand_behind_those_of_requests(void **state)
{
    struct apsim *ap = bed_ap(&bed, "open", NULL, 1, 2412, 0);
    static const char *const fails[] = {"VENDOR_ELEM_ADD",
                                        "VENDOR_ELEM_ADD 15 dd0111",
                                        "VENDOR_ELEM_ADD 0 dd0111",
                                        "VENDOR_ELEM_ADD 13 dd01",
                                        "VENDOR_ELEM_ADD 13 d",
                                        "VENDOR_ELEM_GET 15",
                                        "VENDOR_ELEM_REMOVE 13 dd0411223344"};
    for (size_t i = 0; i < sizeof fails / sizeof fails[0]; i++) {
        assert_string_equal(ask(fails[i]), "FAIL\n");
    }
    assert_string_equal(ask("VENDOR_ELEM_GET 13"), "");
    assert_string_equal(ask("VENDOR_ELEM_ADD 13 dd0411223344"), "OK\n");
    assert_string_equal(ask("VENDOR_ELEM_ADD 13 dd0455667788"), "OK\n");
    assert_string_equal(ask("VENDOR_ELEM_GET 13"), "dd0411223344dd0455667788");
    assert_string_equal(ask("VENDOR_ELEM_REMOVE 13 dd0411223344"), "OK\n");
    assert_string_equal(ask("VENDOR_ELEM_GET 13"), "dd0455667788");
    assert_string_equal(ask("VENDOR_ELEM_ADD 14 dd0499aabbcc"), "OK\n");
    add_network("\"open\"", "key_mgmt", "NONE");
    struct air_sniffer *sniffer =
        air_sniffer_new(bed.air, &(struct air_sniffer_config){.frame = on_frame});
    association_ends_with = probe_ends_with = 0;
    assert_string_equal(ask("SCAN freq=2412"), "OK\n");
    bed_run(&bed, 3);
    assert_int_equal(probe_ends_with, 0x99aabbcc);
    assert_string_equal(ask("SELECT_NETWORK 0"), "OK\n");
    assert_true(bed_until_state(&bed, station, SERVICE_COMPLETED, 20));
    assert_int_equal(association_ends_with, 0x55667788);
    /* no longer */
    assert_string_equal(ask("VENDOR_ELEM_REMOVE 13 *"), "OK\n");
    assert_string_equal(ask("VENDOR_ELEM_REMOVE 14 dd0499aabbcc"), "OK\n");
    assert_string_equal(ask("VENDOR_ELEM_GET 14"), "");
    association_ends_with = 0;
    assert_string_equal(ask("REASSOCIATE"), "OK\n");
    bed_run(&bed, 5);
    assert_int_equal(service_station_state(station), SERVICE_COMPLETED);
    assert_int_not_equal(association_ends_with, 0);
    assert_int_not_equal(association_ends_with, 0x55667788);
    air_sniffer_free(sniffer);
    apsim_free(ap);
}

/* --- channels and countries --- */

/* What the AP would say before it goes to channel 6: a Channel Switch Announcement. */
static void announce(struct extsta_mac from)
{
    uint8_t beacon[] = {0x80, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0,   0,   0,   0,
                        0,    0, 0, 0, 0,    0,    0,    0,    0,    0,    0,   0,   0,   0,
                        0,    0, 0, 0, 100,  0,    1,    0,    0,    4,    'o', 'p', 'e', 'n',
                        1,    4, 2, 4, 11,   22,   37,   3,    0,    6,    1};
    memcpy(beacon + 10, from.b, 6);
    memcpy(beacon + 16, from.b, 6);
    assert_int_equal(air_inject(bed.air, 2412, (struct air_position){1, 0, 0}, 20,
                                (struct extsta_span){beacon, sizeof beacon}),
                     EXTSTA_OK);
}

static void an_access_point_that_goes_to_another_channel_is_told(void **state)
{
    struct apsim *ap = bed_ap(&bed, "open", NULL, 1, 2412, 0);
    struct client monitor = client_open("m", "wlan0");
    (void)client_ask(&monitor, "ATTACH");
    add_network("\"open\"", "key_mgmt", "NONE");
    assert_string_equal(ask("SELECT_NETWORK 0"), "OK\n");
    assert_true(bed_until_state(&bed, station, SERVICE_COMPLETED, 20));
    bed_run(&bed, 1);
    forget(&monitor);
    announce((struct extsta_mac){{2, 0x0a, 0, 0, 0, 9}}); /* somebody else */
    bed_run(&bed, 0);
    assert_string_equal(client_heard(&monitor), "");
    announce((struct extsta_mac){{2, 0x0a, 0, 0, 0, 1}});
    apsim_set_freq(ap, 2437);
    bed_run(&bed, 1);
    assert_string_equal(client_heard(&monitor),
                        "<3>CTRL-EVENT-STARTED-CHANNEL-SWITCH freq=2437 ht_enabled=0 "
                        "ch_offset=0 ch_width=20 MHz (no HT) cf1=2437 cf2=0|"
                        "<3>CTRL-EVENT-CHANNEL-SWITCH freq=2437 ht_enabled=0 ch_offset=0 "
                        "ch_width=20 MHz (no HT) cf1=2437 cf2=0|");
    assert_true(is_at(ONE));
    client_close(&monitor);
    apsim_free(ap);
}

static void what_the_kernel_says_of_channels_and_countries_is_told(void **state)
{
    struct client monitor = client_open("m", "wlan0");
    (void)client_ask(&monitor, "ATTACH");
    service_radio_told(station,
                       &(struct service_radio_news){
                           .type = SERVICE_RADIO_COUNTRY, .by = 1, .kind = 0, .alpha2 = "FI"});
    service_radio_told(station, &(struct service_radio_news){.type = SERVICE_RADIO_COUNTRY,
                                                             .by = SERVICE_COUNTRY_BEACON_HINT,
                                                             .kind = SERVICE_COUNTRY_NOT_SAID});
    service_radio_told(station, &(struct service_radio_news){.type = SERVICE_RADIO_SWITCHED,
                                                             .freq = 5180,
                                                             .centers = {5210, 0},
                                                             .width = 3,
                                                             .second = 1});
    bed_run(&bed, 0);
    assert_string_equal(client_heard(&monitor),
                        "<3>CTRL-EVENT-REGDOM-CHANGE init=USER type=COUNTRY alpha2=FI|"
                        "<3>CTRL-EVENT-REGDOM-CHANGE init=BEACON_HINT type=UNKNOWN|"
                        "<3>CTRL-EVENT-CHANNEL-SWITCH freq=5180 ht_enabled=1 ch_offset=1 "
                        "ch_width=80 MHz cf1=5210 cf2=0|");
    client_close(&monitor);
}

/* --- 802.1X --- */

/* Which certificates these are: openssl x509 -fingerprint -sha256, of air/apsim_pem.h. */
#define CA_HASH     "ad2a31c99e41be520da1b526d943e3dedc13056e6e4fb29f514743062ac78533"
#define SERVER_HASH "01bae21707c4c921886eda83d3c628049a31bf07a9f7b4aaf5b86b6dc6645cc4"
#define CERT_STATUS                                                                            \
    "<3>CTRL-EVENT-EAP-STATUS status='remote certificate verification' "                       \
    "parameter='success'|"

static struct apsim *enterprise(bool trusted)
{
    struct apsim_config config = {.bssid = {{2, 0x0a, 0, 0, 0, 5}},
                                  .ssid = "corp",
                                  .ssid_len = 4,
                                  .freq = 2412,
                                  .security = APSIM_EAP};
    static const char *const lines[] = {"ssid \"corp\"", "key_mgmt WPA-EAP", "eap PEAP",
                                        "identity \"user@air.example\"", "password \"secret\""};
    char command[400], path[100];
    strcpy(config.eap.identity, "user@air.example");
    strcpy(config.eap.password, "secret");
    extsta_context_set_epoch(bed.ctx, 1700000000); /* they are good in 2023 */
    struct apsim *ap = apsim_new(bed.air, &config);
    assert_string_equal(ask("ADD_NETWORK"), "0\n");
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        snprintf(command, sizeof command, "SET_NETWORK 0 %s", lines[i]);
        assert_string_equal(ask(command), "OK\n");
    }
    if (trusted) {
        struct extsta_span pem = apsim_pem(APSIM_PEM_CA);
        snprintf(path, sizeof path, "%s/ca.pem", place);
        FILE *f = fopen(path, "w");
        assert_non_null(f);
        assert_int_equal(fwrite(pem.data, 1, pem.len, f), pem.len);
        fclose(f);
        snprintf(command, sizeof command, "SET_NETWORK 0 ca_cert \"%s\"", path);
        assert_string_equal(ask(command), "OK\n");
    }
    assert_string_equal(ask("SELECT_NETWORK 0"), "OK\n");
    assert_true(bed_until_state(&bed, station, SERVICE_COMPLETED, 30));
    if (trusted) {
        unlink(path);
    }
    return ap;
}

static void who_the_server_is_is_told_once_it_is_believed(void **state)
{
    struct client monitor = client_open("m", "wlan0");
    (void)client_ask(&monitor, "ATTACH");
    assert_string_equal(ask("SET cert_in_cb 0"), "OK\n");
    struct apsim *ap = enterprise(true);
    bed_run(&bed, 1);
    const char *heard = client_heard(&monitor);
    const char *told =
        strstr(heard, "<3>CTRL-EVENT-EAP-PEER-CERT depth=1 subject='/CN=extsta virtual air CA' "
                      "hash=" CA_HASH "|" CERT_STATUS
                      "<3>CTRL-EVENT-EAP-PEER-CERT depth=0 subject='/CN=radius.air.example' "
                      "hash=" SERVER_HASH "|"
                      "<3>CTRL-EVENT-EAP-PEER-ALT depth=0 DNS:radius.air.example|" CERT_STATUS);
    assert_non_null(told);
    assert_true(told > strstr(heard, "CTRL-EVENT-EAP-METHOD"));
    assert_true(told < strstr(heard, "CTRL-EVENT-EAP-SUCCESS"));
    assert_null(strstr(strstr(told, "depth=0"), "depth=1")); /* once */
    assert_null(strstr(heard, "cert="));
    client_close(&monitor);
    apsim_free(ap);
}

static void certificates_are_dumped_by_default(void **state)
{
    struct client monitor = client_open("m", "wlan0");
    (void)client_ask(&monitor, "ATTACH");
    struct apsim *ap = enterprise(true);
    bed_run(&bed, 1);
    /* DER begins with a SEQUENCE of a length of two octets */
    assert_non_null(strstr(client_heard(&monitor),
                           "<3>CTRL-EVENT-EAP-PEER-CERT depth=0 "
                           "subject='/CN=radius.air.example' cert=3082"));
    client_close(&monitor);
    apsim_free(ap);
}

static void a_server_that_nobody_judges_shows_nothing(void **state)
{
    struct client monitor = client_open("m", "wlan0");
    (void)client_ask(&monitor, "ATTACH");
    struct apsim *ap = enterprise(false);
    bed_run(&bed, 1);
    assert_null(strstr(client_heard(&monitor), "PEER-CERT"));
    client_close(&monitor);
    apsim_free(ap);
}

/* --- keys --- */

static unsigned sent_frames(void)
{
    unsigned good = 0;
    assert_int_equal(sscanf(ask("PKTCNT_POLL"), "TXGOOD=%u\n", &good), 1);
    return good;
}

static void new_keys_are_asked_for(void **state)
{
    struct apsim *ap = bed_ap(&bed, "net", SECRET, 1, 2412, 0);
    static const char *const lines[] = {"KEY_REQUEST error=1 pairwise=0",
                                        "KEY_REQUEST error=0 pairwise=1", "KEY_REQUEST"};
    add_network("\"net\"", "psk", "\"" SECRET "\"");
    assert_string_equal(ask("SELECT_NETWORK 0"), "OK\n");
    assert_true(bed_until_state(&bed, station, SERVICE_COMPLETED, 30));
    assert_string_equal(ask("KEY_REQUEST error=2"), "FAIL\n");
    assert_string_equal(ask("KEY_REQUEST bogus"), "FAIL\n");
    bed_run(&bed, 1);
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        unsigned before = sent_frames();
        assert_string_equal(ask(lines[i]), "OK\n");
        bed_run(&bed, 1);
        assert_int_equal(sent_frames(), before + 1);
    }
    assert_int_equal(service_station_state(station), SERVICE_COMPLETED);
    apsim_free(ap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(ignored_access_points_are_left_alone),
        TEST(one_that_is_ignored_is_no_candidate_of_a_roam_but_may_be_named),
        TEST(where_all_are_ignored_they_are_forgotten),
        TEST(a_network_leaves_out_what_its_block_says),
        TEST(a_transition_goes_over_the_ds_when_told_so),
        TEST(over_the_ds_is_refused_where_they_do_not_offer_it),
        TEST(neighbours_are_asked_for),
        TEST(neighbours_are_told_behind_protected_frames),
        TEST(a_protected_request_to_move_is_told_with_what_came_of_it),
        TEST(an_ap_without_reports_is_not_asked),
        TEST(a_network_is_looked_for_where_its_block_says),
        TEST(elements_stand_behind_those_of_requests),
        TEST(who_the_server_is_is_told_once_it_is_believed),
        TEST(certificates_are_dumped_by_default),
        TEST(a_server_that_nobody_judges_shows_nothing),
        TEST(new_keys_are_asked_for),
        TEST(an_access_point_that_goes_to_another_channel_is_told),
        TEST(what_the_kernel_says_of_channels_and_countries_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
