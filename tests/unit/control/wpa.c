/* wpa_supplicant's control interface over a service on virtual air: what a client says over a
 * socket, what it is answered, and the events it hears. What the texts must be is taken from
 * Debian's wpa_supplicant 2.10 and hostapd, watched over mac80211_hwsim. */
#include "wpa_bed.h"

/* --- what is heard and answered on the way into a network --- */

static void wpa2_events_and_status(void **state)
{
    struct apsim *ap = bed_ap(&bed, "test net\x01", SECRET, 1, 2412, 0);
    struct client monitor = client_open("m", "wlan0");
    assert_string_equal(client_ask(&monitor, "ATTACH"), "OK\n|");
    add_network("74657374206e657401", "psk", "\"" SECRET "\"");
    assert_string_equal(ask("SET_NETWORK 0 id_str \"hello\""), "OK\n");
    assert_string_equal(client_heard(&monitor), "<3>CTRL-EVENT-NETWORK-ADDED 0|");
    assert_string_equal(ask("LIST_NETWORKS"), "network id / ssid / bssid / flags\n"
                                              "0\ttest net\\x01\tany\t[DISABLED]\n");
    assert_string_equal(ask("STATUS"), "wpa_state=INACTIVE\naddress=02:00:00:00:00:01\n"
                                       "uuid=d4c48495-1b46-5f88-9df0-25af35ca35f7\n");
    assert_string_equal(ask("SELECT_NETWORK 0"), "OK\n");
    assert_true(bed_until_state(&bed, station, SERVICE_COMPLETED, 20));
    bed_run(&bed, 1);
    assert_string_equal(
        client_heard(&monitor),
        "<3>SME: Trying to authenticate with 02:0a:00:00:00:01 (SSID='test net\\x01' freq=2412 "
        "MHz)|"
        "<3>Trying to associate with 02:0a:00:00:00:01 (SSID='test net\\x01' freq=2412 MHz)|"
        "<3>Associated with 02:0a:00:00:00:01|"
        "<3>CTRL-EVENT-SUBNET-STATUS-UPDATE status=0|"
        "<3>WPA: Key negotiation completed with 02:0a:00:00:00:01 [PTK=CCMP GTK=CCMP]|"
        "<3>CTRL-EVENT-CONNECTED - Connection to 02:0a:00:00:00:01 completed [id=0 "
        "id_str=hello]|");
    assert_string_equal(ask("STATUS"), "bssid=02:0a:00:00:00:01\nfreq=2412\n"
                                       "ssid=test net\\x01\nid=0\nid_str=hello\nmode=station\n"
                                       "pairwise_cipher=CCMP\ngroup_cipher=CCMP\n"
                                       "key_mgmt=WPA2-PSK\nwpa_state=COMPLETED\n"
                                       "address=02:00:00:00:00:01\n"
                                       "uuid=d4c48495-1b46-5f88-9df0-25af35ca35f7\n");
    assert_string_equal(ask("LIST_NETWORKS"), "network id / ssid / bssid / flags\n"
                                              "0\ttest net\\x01\tany\t[CURRENT]\n");
    assert_string_equal(ask("DISCONNECT"), "OK\n");
    bed_run(&bed, 1);
    assert_string_equal(client_heard(&monitor),
                        "<3>CTRL-EVENT-DISCONNECTED bssid=02:0a:00:00:00:01 reason=3 "
                        "locally_generated=1|");
    assert_non_null(strstr(ask("STATUS"), "wpa_state=DISCONNECTED\n"));
    assert_string_equal(ask("RECONNECT"), "OK\n");
    assert_true(bed_until_state(&bed, station, SERVICE_COMPLETED, 20));
    assert_string_equal(ask("REMOVE_NETWORK 0"), "OK\n");
    bed_run(&bed, 1);
    assert_non_null(strstr(client_heard(&monitor), "<3>CTRL-EVENT-NETWORK-REMOVED 0|"));
    assert_string_equal(ask("LIST_NETWORKS"), "network id / ssid / bssid / flags\n");
    client_close(&monitor);
    apsim_free(ap);
}

static void open_network_opens_before_the_subnet_is_told(void **state)
{
    struct apsim *ap = bed_ap(&bed, "open", NULL, 2, 2437, 0);
    struct client monitor = client_open("m", "wlan0");
    (void)client_ask(&monitor, "ATTACH");
    add_network("\"open\"", "key_mgmt", "NONE");
    forget(&monitor);
    assert_string_equal(ask("ENABLE_NETWORK 0"), "OK\n");
    assert_true(bed_until_state(&bed, station, SERVICE_COMPLETED, 30));
    bed_run(&bed, 1);
    const char *heard = client_heard(&monitor);
    assert_non_null(
        strstr(heard, "<3>Associated with 02:0a:00:00:00:02|"
                      "<3>CTRL-EVENT-CONNECTED - Connection to 02:0a:00:00:00:02 completed "
                      "[id=0 id_str=]|<3>CTRL-EVENT-SUBNET-STATUS-UPDATE status=0|"));
    assert_non_null(strstr(ask("STATUS"), "pairwise_cipher=NONE\ngroup_cipher=NONE\n"
                                          "key_mgmt=NONE\nwpa_state=COMPLETED\n"));
    /* the AP sends it away */
    apsim_deauth(ap, (struct extsta_mac){{2, 0, 0, 0, 0, 1}}, 7);
    bed_run(&bed, 1);
    assert_non_null(strstr(client_heard(&monitor),
                           "<3>CTRL-EVENT-DISCONNECTED bssid=02:0a:00:00:00:02 reason=7|"));
    client_close(&monitor);
    apsim_free(ap);
}

static void wrong_passphrase_is_told_in_its_order(void **state)
{
    struct apsim *ap = bed_ap(&bed, "net", SECRET, 1, 2412, 0);
    struct client monitor = client_open("m", "wlan0");
    (void)client_ask(&monitor, "ATTACH");
    add_network("\"net\"", "psk", "\"wrong wrong\"");
    forget(&monitor);
    assert_string_equal(ask("SELECT_NETWORK 0"), "OK\n");
    bed_run(&bed, 60);
    const char *heard = client_heard(&monitor);
    const char *left =
        strstr(heard, "<3>CTRL-EVENT-DISCONNECTED bssid=02:0a:00:00:00:01 reason=");
    const char *key =
        strstr(heard, "<3>WPA: 4-Way Handshake failed - pre-shared key may be incorrect|");
    const char *pause =
        strstr(heard, "<3>CTRL-EVENT-SSID-TEMP-DISABLED id=0 ssid=\"net\" auth_failures=");
    assert_non_null(left);
    assert_true(left < key && key < pause);
    assert_non_null(strstr(pause, "reason=WRONG_KEY|"));
    assert_string_equal(ask("LIST_NETWORKS"), "network id / ssid / bssid / flags\n"
                                              "0\tnet\tany\t[TEMP-DISABLED]\n");
    client_close(&monitor);
    apsim_free(ap);
}

/* --- scans --- */

static void scans_and_their_results(void **state)
{
    struct apsim *ap = bed_ap(&bed, "net", SECRET, 1, 2412, 0);
    struct apsim *open = bed_ap(&bed, "open", NULL, 2, 2437, 0);
    struct client monitor = client_open("m", "wlan0");
    (void)client_ask(&monitor, "ATTACH");
    assert_string_equal(ask("SCAN bogus=1"), "FAIL\n");
    assert_string_equal(ask("SCAN freq=abc"), "FAIL\n");
    assert_string_equal(ask("SCAN scan_id=7"), "FAIL\n");
    assert_string_equal(ask("SCAN ssid 4142 ssid zz"), "FAIL\n");
    assert_string_equal(ask("SCAN use_id=1"), "1\n");
    assert_string_equal(ask("SCAN"), "FAIL-BUSY\n");
    bed_run(&bed, 10);
    assert_string_equal(client_heard(&monitor), "<3>CTRL-EVENT-SCAN-STARTED id=1|"
                                                "<3>CTRL-EVENT-BSS-ADDED 0 02:0a:00:00:00:01|"
                                                "<3>CTRL-EVENT-BSS-ADDED 1 02:0a:00:00:00:02|"
                                                "<3>CTRL-EVENT-SCAN-RESULTS id=1|");
    const char *results = ask("SCAN_RESULTS");
    int level = 0, other = 0;
    assert_int_equal(sscanf(results,
                            "bssid / frequency / signal level / flags / ssid\n"
                            "02:0a:00:00:00:01\t2412\t%d\t[WPA2-PSK-CCMP][ESS]\tnet\n"
                            "02:0a:00:00:00:02\t2437\t%d\t[ESS]\topen\n",
                            &level, &other),
                     2);
    assert_true(level < 0 && other < 0);
    assert_string_equal(ask("BSS RANGE=ALL MASK=0x2"),
                        "bssid=02:0a:00:00:00:01\nbssid=02:0a:00:00:00:02\n");
    assert_string_equal(ask("BSS RANGE=0-1 MASK=0x21805"),
                        "id=0\nfreq=2412\nflags=[WPA2-PSK-CCMP][ESS]\nssid=net\n====\n"
                        "id=1\nfreq=2437\nflags=[ESS]\nssid=open\n####\n");
    assert_string_equal(ask("BSS NEXT-0 MASK=1"), "id=1\n");
    assert_string_equal(ask("BSS LAST MASK=1"), "id=1\n");
    assert_string_equal(ask("BSS FIRST MASK=1"), "id=0\n");
    assert_string_equal(ask("BSS ID-1 MASK=1001"), "id=1\nssid=open\n");
    assert_string_equal(ask("BSS 02:0a:00:00:00:02 MASK=1"), "id=1\n");
    assert_string_equal(ask("BSS 02:0a:00:00:00:09"), "");
    assert_string_equal(ask("BSS CURRENT"), "");
    assert_string_equal(ask("BSS 7"), "");
    assert_string_equal(ask("BSS_EXPIRE_AGE 5"), "FAIL\n");
    assert_string_equal(ask("BSS_EXPIRE_COUNT 0"), "FAIL\n");
    assert_string_equal(ask("BSS_EXPIRE_AGE 60"), "OK\n");
    forget(&monitor);
    assert_string_equal(ask("BSS_FLUSH 0"), "OK\n");
    bed_run(&bed, 0);
    assert_string_equal(client_heard(&monitor),
                        "<3>CTRL-EVENT-BSS-REMOVED 0 02:0a:00:00:00:01|"
                        "<3>CTRL-EVENT-BSS-REMOVED 1 02:0a:00:00:00:02|");
    assert_string_equal(ask("SCAN_RESULTS"),
                        "bssid / frequency / signal level / flags / ssid\n");
    client_close(&monitor);
    apsim_free(ap);
    apsim_free(open);
}

static void scans_of_some_channels_and_their_end(void **state)
{
    struct apsim *ap = bed_ap(&bed, "net", SECRET, 1, 2412, 0);
    struct apsim *open = bed_ap(&bed, "open", NULL, 2, 2437, 0);
    struct client monitor = client_open("m", "wlan0");
    (void)client_ask(&monitor, "ATTACH");
    assert_string_equal(ask("SCAN freq=2437 passive=1"), "OK\n");
    bed_run(&bed, 5);
    assert_string_equal(client_heard(&monitor), "<3>CTRL-EVENT-SCAN-STARTED |"
                                                "<3>CTRL-EVENT-BSS-ADDED 0 02:0a:00:00:00:02|"
                                                "<3>CTRL-EVENT-SCAN-RESULTS |");
    assert_string_equal(ask("SCAN TYPE=ONLY"), "OK\n");
    assert_string_equal(ask("ABORT_SCAN"), "OK\n");
    bed_run(&bed, 0);
    const char *heard = client_heard(&monitor);
    assert_non_null(strstr(heard, "<3>CTRL-EVENT-SCAN-STARTED |"));
    assert_non_null(strstr(heard, "<3>CTRL-EVENT-SCAN-RESULTS |"));
    client_close(&monitor);
    apsim_free(ap);
    apsim_free(open);
}

/* --- roaming --- */

static void roams_to_the_one_that_is_named(void **state)
{
    struct apsim *one = bed_ap(&bed, "net", SECRET, 1, 2412, 0);
    struct apsim *two = bed_ap(&bed, "net", SECRET, 2, 2437, -10);
    struct client monitor = client_open("m", "wlan0");
    (void)client_ask(&monitor, "ATTACH");
    add_network("\"net\"", "psk", "\"" SECRET "\"");
    assert_string_equal(ask("SELECT_NETWORK 0"), "OK\n");
    assert_true(bed_until_state(&bed, station, SERVICE_COMPLETED, 20));
    assert_string_equal(ask("SCAN"), "OK\n");
    bed_run(&bed, 10);
    forget(&monitor);
    bool first = strstr(ask("STATUS"), "bssid=02:0a:00:00:00:01") != NULL;
    assert_string_equal(ask("ROAM 02:0a:00:00:00:09"), "FAIL\n");
    assert_string_equal(ask("ROAM bogus"), "FAIL\n");
    assert_string_equal(ask(first ? "ROAM 02:0a:00:00:00:02" : "ROAM 02:0a:00:00:00:01"),
                        "OK\n");
    bed_run(&bed, 5);
    const char *heard = client_heard(&monitor);
    assert_null(strstr(heard, "CTRL-EVENT-DISCONNECTED"));
    assert_non_null(strstr(heard, first ? "Connection to 02:0a:00:00:00:02 completed"
                                        : "Connection to 02:0a:00:00:00:01 completed"));
    client_close(&monitor);
    apsim_free(one);
    apsim_free(two);
}

/* Sent away while it changes its AP: the end of what was told as connected is told once. */
static void disconnection_during_a_roam_is_told(void **state)
{
    struct apsim *ap = bed_ap(&bed, "net", SECRET, 1, 2412, 0);
    struct client monitor = client_open("m", "wlan0");
    (void)client_ask(&monitor, "ATTACH");
    add_network("\"net\"", "psk", "\"" SECRET "\"");
    assert_string_equal(ask("SELECT_NETWORK 0"), "OK\n");
    assert_true(bed_until_state(&bed, station, SERVICE_COMPLETED, 20));
    forget(&monitor);
    assert_string_equal(ask("REATTACH"), "OK\n");
    assert_string_equal(ask("DISCONNECT"), "OK\n");
    bed_run(&bed, 5);
    const char *first = strstr(client_heard(&monitor), "CTRL-EVENT-DISCONNECTED");
    assert_non_null(first);
    assert_null(strstr(first + 1, "CTRL-EVENT-DISCONNECTED"));
    client_close(&monitor);
    apsim_free(ap);
}

/* --- what is wrong, and what is not done here --- */

static void what_is_not_done_says_so(void **state)
{
    static const char *const unknown[] = {"BOGUS",    "PINGX",    "PING x",  "",
                                          "ATTACH x", "P2P_FIND", "WPS_PBC", "SETX a b"};
    static const char *const fails[] = {"SET_NETWORK 0",
                                        "SET_NETWORK 0 ssid",
                                        "SET_NETWORK 7 ssid \"a\"",
                                        "GET_NETWORK 0",
                                        "SELECT_NETWORK 9",
                                        "SELECT_NETWORK x",
                                        "ENABLE_NETWORK 9",
                                        "REMOVE_NETWORK x",
                                        "DISABLE_NETWORK",
                                        "BSSID 0",
                                        "ROAM",
                                        "LOGOFF",
                                        "LOGON",
                                        "REAUTHENTICATE",
                                        "PMKSA_GET 0",
                                        "WNM_SLEEP enter",
                                        "FT_DS 02:00:00:00:00:09",
                                        "SCAN_INTERVAL 5",
                                        "SIGNAL_POLL",
                                        "PKTCNT_POLL",
                                        "REATTACH",
                                        "CTRL-RSP-BOGUS",
                                        "SAVE_CONFIG",
                                        "CTRL-RSP-PASSWORD-0:abc",
                                        "RECONFIGURE",
                                        "RELOG",
                                        "TERMINATE",
                                        "GET bogus",
                                        "SET bogus 1",
                                        "GET_CAPABILITY bogus",
                                        "BSSID_IGNORE 02:00:00:00:00",
                                        "STA_AUTOCONNECT 2",
                                        "SIGNAL_MONITOR THRESHOLD=5",
                                        "KEY_REQUEST error=0 pairwise=1",
                                        "KEY_REQUEST 0 0",
                                        "RESET_PN",
                                        "DATA_TEST_TX 02:00:00:00:00:09 02:00:00:00:00:01 0"};
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        assert_string_equal(ask(unknown[i]), "UNKNOWN COMMAND\n");
    }
    for (size_t i = 0; i < sizeof fails / sizeof fails[0]; i++) {
        if (strcmp(ask(fails[i]), "FAIL\n") != 0) {
            fail_msg("%s: %s", fails[i], text);
        }
    }
    /* a block that is no network yet is kept, and is not entered */
    assert_string_equal(ask("ADD_NETWORK"), "0\n");
    assert_string_equal(ask("ENABLE_NETWORK 0"), "FAIL\n");
    assert_string_equal(ask("SELECT_NETWORK 0"), "FAIL\n");
    assert_string_equal(ask("LIST_NETWORKS"),
                        "network id / ssid / bssid / flags\n0\t\tany\t[DISABLED]\n");
    assert_string_equal(ask("BSSID_IGNORE"), "");
    assert_string_equal(ask("BSSID_IGNORE clear"), "OK\n");
    assert_string_equal(ask("BLACKLIST"), "");
}

/* --- the global socket --- */

static void global_socket_names_stations(void **state)
{
    struct client global = client_open("g", "global");
    char ctrl_line[200];
    assert_string_equal(client_ask(&global, "PING"), "PONG\n|");
    assert_string_equal(client_ask(&global, "INTERFACES"), "wlan0\n|");
    snprintf(ctrl_line, sizeof ctrl_line, "wlan0 ctrl_iface=%s\n|", place);
    assert_string_equal(client_ask(&global, "INTERFACES ctrl"), ctrl_line);
    assert_string_equal(client_ask(&global, "IFNAME=wlan7 STATUS"), "FAIL-NO-IFNAME-MATCH\n|");
    assert_string_equal(client_ask(&global, "IFNAME=wlan0"), "FAIL-NO-IFNAME-MATCH\n|");
    assert_string_equal(client_ask(&global, "IFNAME=wlan0 PING"), "PONG\n|");
    assert_string_equal(client_ask(&global, "SCAN"), "UNKNOWN COMMAND\n|");
    assert_string_equal(client_ask(&global, "STATUS"),
                        "ifname=wlan0\naddress=02:00:00:00:00:01\n|");
    assert_string_equal(client_ask(&global, "INTERFACE_ADD wlan9"), "FAIL\n|");
    assert_string_equal(client_ask(&global, "INTERFACE_REMOVE wlan9"), "FAIL\n|");
    assert_string_equal(client_ask(&global, "ATTACH"), "OK\n|");
    assert_string_equal(ask("ADD_NETWORK"), "0\n");
    bed_run(&bed, 0);
    assert_string_equal(client_heard(&global), "IFNAME=wlan0 <3>CTRL-EVENT-NETWORK-ADDED 0|");
    client_close(&global);
}

/* Somebody serves the name already: the station runs, and why it has no socket is told. */
static void a_socket_that_is_busy_is_told(void **state)
{
    char path[100], wanted[200];
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
    snprintf(path, sizeof path, "%s/wlan1", place);
    snprintf(to.sun_path, sizeof to.sun_path, "%s", path);
    assert_int_equal(bind(fd, (struct sockaddr *)&to, sizeof to), 0);
    struct service_station *other = bed_station(&bed, "wlan1", 2, 0, true);
    snprintf(wanted, sizeof wanted, "wlan1: %s is in use: another program serves it", path);
    assert_string_equal(unserved_why, wanted);
    char reply[32];
    wpa_ctrl_command(ctrl, other, "PING", reply, sizeof reply);
    assert_string_equal(reply, "PONG\n");
    close(fd);
    char why[200];
    assert_true(wpa_ctrl_serve(ctrl, other, place, NULL, why, sizeof why));
}

/* Networks that others gave the station are there for these clients, too. */
static void networks_of_others_are_seen(void **state)
{
    uint32_t id = bed_network(station, "their net", SECRET, 3);
    assert_string_equal(ask("LIST_NETWORKS"),
                        "network id / ssid / bssid / flags\n0\ttheir net\tany\t[CURRENT]\n");
    assert_string_equal(ask("GET_NETWORK 0 key_mgmt"), "WPA-PSK");
    assert_string_equal(ask("GET_NETWORK 0 priority"), "3");
    assert_string_equal(ask("GET_NETWORK 0 psk"), "FAIL\n");
    service_network_remove(station, id);
    assert_string_equal(ask("LIST_NETWORKS"), "network id / ssid / bssid / flags\n");
}

static void test_traffic_arrives(void **state)
{
    struct apsim *ap = bed_ap(&bed, "open", NULL, 2, 2437, 0);
    struct service_station *other = bed_station(&bed, "wlan1", 2, 0, true);
    struct client monitor = client_open("m", "wlan1");
    (void)client_ask(&monitor, "ATTACH");
    bed_network(station, "open", NULL, 0);
    bed_network(other, "open", NULL, 0);
    assert_true(bed_until_state(&bed, station, SERVICE_COMPLETED, 30));
    assert_true(bed_until_state(&bed, other, SERVICE_COMPLETED, 30));
    forget(&monitor);
    char reply[64];
    wpa_ctrl_command(ctrl, other, "DATA_TEST_CONFIG 1", reply, sizeof reply);
    assert_string_equal(reply, "OK\n");
    assert_string_equal(ask("DATA_TEST_CONFIG 1"), "OK\n");
    assert_string_equal(ask("DATA_TEST_TX 02:00:00:00:00:02 02:00:00:00:00:01 0"), "OK\n");
    assert_string_equal(ask("DATA_TEST_TX 02:00:00:00:00:02 02:00:00:00:00:01 0 len=100"),
                        "OK\n");
    bed_run(&bed, 1);
    assert_string_equal(client_heard(&monitor),
                        "<3>DATA-TEST-RX 02:00:00:00:00:02 02:00:00:00:00:01|"
                        "<3>DATA-TEST-RX 02:00:00:00:00:02 02:00:00:00:00:01 len=100|");
    client_close(&monitor);
    apsim_free(ap);
}

/* The AP says where to go, and who its neighbours are. */
static void what_the_ap_says_of_others_is_told(void **state)
{
    struct apsim_ds *ds = apsim_ds_new(bed.air, NULL);
    struct apsim *aps[2];
    for (uint8_t i = 0; i < 2; i++) {
        struct apsim_config config = {.bssid = {{2, 0x0a, 0, 0, 0, (uint8_t)(i + 1)}},
                                      .ssid = "net",
                                      .ssid_len = 3,
                                      .freq = i ? 2437 : 2412,
                                      .tx_power = i ? 10 : 20,
                                      .steering = true,
                                      .ds = ds};
        aps[i] = apsim_new(bed.air, &config);
    }
    struct client monitor = client_open("m", "wlan0");
    (void)client_ask(&monitor, "ATTACH");
    bed_network(station, "net", NULL, 0);
    assert_true(bed_until_state(&bed, station, SERVICE_COMPLETED, 30));
    bed_run(&bed, 30);
    assert_non_null(strstr(client_heard(&monitor),
                           "<3>RRM-NEIGHBOR-REP-RECEIVED bssid=02:0a:00:00:00:02 info=0x"));
    struct apsim_btm request = {.imminent = true, .timer = 300};
    apsim_btm(aps[0], (struct extsta_mac){{2, 0, 0, 0, 0, 1}}, &request);
    bed_run(&bed, 1);
    assert_non_null(strstr(client_heard(&monitor),
                           "<3>WNM: Disassociation Imminent - Disassociation Timer 300|"
                           "<3>WNM: BSS Transition Management Request did not include "
                           "candidates|"));
    client_close(&monitor);
    apsim_free(aps[0]);
    apsim_free(aps[1]);
    apsim_ds_free(ds);
}

/* An external store of PMKSAs: what is given is offered to the AP, which knows it. */
static void pmksas_of_8021x_are_taken_out_and_put_back(void **state)
{
    struct apsim_config config = {.bssid = {{2, 0x0a, 0, 0, 0, 5}},
                                  .ssid = "corp",
                                  .ssid_len = 4,
                                  .freq = 2412,
                                  .security = APSIM_EAP};
    static const char *const lines[] = {"ssid \"corp\"", "key_mgmt WPA-EAP", "eap PEAP",
                                        "identity \"user@air.example\"", "password \"secret\""};
    strcpy(config.eap.identity, "user@air.example");
    strcpy(config.eap.password, "secret");
    struct apsim *ap = apsim_new(bed.air, &config);
    char command[400], entry[300] = {0}, pmk[80];
    assert_string_equal(ask("ADD_NETWORK"), "0\n");
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        snprintf(command, sizeof command, "SET_NETWORK 0 %s", lines[i]);
        assert_string_equal(ask(command), "OK\n");
    }
    assert_string_equal(ask("PMKSA_GET 0"), "");
    assert_string_equal(ask("PMKSA_GET 1"), "FAIL\n");
    assert_string_equal(ask("SELECT_NETWORK 0"), "OK\n");
    assert_true(bed_until_state(&bed, station, SERVICE_COMPLETED, 30));
    wpa_ctrl_command(ctrl, station, "PMKSA_GET 0", entry, sizeof entry);
    unsigned renewal, expires, akm, guess;
    assert_int_equal(sscanf(entry, "02:0a:00:00:00:05 %*32[0-9a-f] %79[0-9a-f] %u %u %u %u\n",
                            pmk, &renewal, &expires, &akm, &guess),
                     5);
    assert_true(strlen(pmk) == 64 && expires > 43000 && akm == 1 && guess == 0);
    assert_non_null(strstr(ask("PMKSA"), "1 02:0a:00:00:00:05 "));
    /* gone with the network; put back it makes EAP superfluous */
    assert_string_equal(ask("DISCONNECT"), "OK\n");
    assert_string_equal(ask("PMKSA_FLUSH"), "OK\n");
    assert_string_equal(ask("PMKSA"),
                        "Index / AA / PMKID / expiration (in seconds) / opportunistic\n");
    entry[strcspn(entry, "\n")] = '\0';
    snprintf(command, sizeof command, "PMKSA_ADD 0 %s", entry);
    assert_string_equal(ask(command), "OK\n");
    assert_string_equal(ask("PMKSA_ADD 0 02:0a:00:00:00:05 00"), "FAIL\n");
    struct client monitor = client_open("m", "wlan0");
    (void)client_ask(&monitor, "ATTACH");
    assert_string_equal(ask("RECONNECT"), "OK\n");
    assert_true(bed_until_state(&bed, station, SERVICE_COMPLETED, 30));
    bed_run(&bed, 1);
    const char *heard = client_heard(&monitor);
    assert_non_null(strstr(heard, "CTRL-EVENT-CONNECTED"));
    assert_null(strstr(heard, "CTRL-EVENT-EAP-STARTED"));
    client_close(&monitor);
    apsim_free(ap);
}

/* How often an Authentication frame was announced in a roam: by a PMKSA once, by SAE twice. */
static unsigned authentications_of_roam(struct client *monitor, const char *command)
{
    unsigned count = 0;
    forget(monitor);
    assert_string_equal(ask(command), "OK\n");
    bed_run(&bed, 5);
    assert_int_equal(service_station_state(station), SERVICE_COMPLETED);
    for (const char *at = client_heard(monitor); (at = strstr(at, "SME: Trying")) != NULL;
         at++) {
        count++;
    }
    return count;
}

static void pmksas_are_listed_and_forgotten(void **state)
{
    struct apsim_ds *ds = apsim_ds_new(bed.air, NULL);
    struct apsim_config config = {.bssid = {{2, 0x0a, 0, 0, 0, 3}},
                                  .ds = ds,
                                  .ssid = "sae",
                                  .ssid_len = 3,
                                  .freq = 2412,
                                  .security = APSIM_SAE,
                                  .pmf = APSIM_PMF_REQUIRED,
                                  .passphrase = SECRET};
    struct apsim *ap = apsim_new(bed.air, &config);
    config.bssid.b[5] = 4;
    config.tx_power = 12;
    struct apsim *other = apsim_new(bed.air, &config);
    struct client monitor = client_open("m", "wlan0");
    (void)client_ask(&monitor, "ATTACH");
    add_network("\"sae\"", "sae_password", "\"" SECRET "\"");
    assert_string_equal(ask("SET_NETWORK 0 key_mgmt SAE"), "OK\n");
    assert_string_equal(ask("SET_NETWORK 0 ieee80211w 2"), "OK\n");
    assert_string_equal(ask("SELECT_NETWORK 0"), "OK\n");
    assert_true(bed_until_state(&bed, station, SERVICE_COMPLETED, 30));
    bed_run(&bed, 1);
    const char *heard = client_heard(&monitor);
    assert_non_null(strstr(heard, "<3>PMKSA-CACHE-ADDED 02:0a:00:00:00:03 0|"));
    /* SAE has two messages of each side */
    const char *again = strstr(heard, "SME: Trying to authenticate with 02:0a:00:00:00:03");
    assert_non_null(strstr(again + 1, "SME: Trying to authenticate with 02:0a:00:00:00:03"));
    char pmkid[40];
    unsigned left;
    assert_int_equal(sscanf(ask("PMKSA"),
                            "Index / AA / PMKID / expiration (in seconds) / opportunistic\n"
                            "1 02:0a:00:00:00:03 %32[0-9a-f] %u 0\n",
                            pmkid, &left),
                     2);
    assert_true(strlen(pmkid) == 32 && left > 43000 && left <= 43200);
    assert_string_equal(ask("SCAN"), "OK\n");
    bed_run(&bed, 10);
    assert_int_equal(authentications_of_roam(&monitor, "ROAM 02:0a:00:00:00:04"), 2);
    assert_int_equal(authentications_of_roam(&monitor, "ROAM 02:0a:00:00:00:03"), 1);
    assert_string_equal(ask("PMKSA_FLUSH"), "OK\n");
    bed_run(&bed, 1);
    assert_non_null(
        strstr(client_heard(&monitor), "<3>PMKSA-CACHE-REMOVED 02:0a:00:00:00:03 0|"));
    assert_string_equal(ask("PMKSA"),
                        "Index / AA / PMKID / expiration (in seconds) / opportunistic\n");
    assert_int_equal(service_station_state(station), SERVICE_COMPLETED);
    assert_int_equal(authentications_of_roam(&monitor, "ROAM 02:0a:00:00:00:04"), 2);
    client_close(&monitor);
    apsim_free(ap);
    apsim_free(other);
    apsim_ds_free(ds);
}

/* --- tests of protocols --- */

/* A station whose EAPOL goes through whoever tests it: the handshake is relayed by hand. */
static void eapol_is_told_in_place_of_being_sent(void **state)
{
    struct apsim *ap = bed_ap(&bed, "net", SECRET, 1, 2412, 0);
    char why[200], command[1200];
    struct service_station_options o = {.name = "wlan7",
                                        .address = {{2, 0, 0, 0, 0, 7}},
                                        .caps = &extsta_radio_caps_2ghz,
                                        .tap = -1,
                                        .automatic = true};
    o.radio = wpa_ctrl_test_radio(ctrl, "wlan7", bed_radio(&bed, o.address));
    station = service_station_add(bed.service, &o, why, sizeof why);
    assert_non_null(station);
    struct client monitor = client_open("m", "wlan7");
    (void)client_ask(&monitor, "ATTACH");
    add_network("\"net\"", "psk", "\"" SECRET "\"");
    assert_string_equal(ask("SET ext_eapol_frame_io 1"), "OK\n");
    assert_string_equal(ask("TEST_ASSOC_IE dd0411223344"), "OK\n");
    assert_string_equal(ask("SELECT_NETWORK 0"), "OK\n");
    /* message 1 is told; given to the station, message 2 is told; and so on */
    const char *const events[] = {"EAPOL-RX ", "EAPOL-TX ", "EAPOL-RX ", "EAPOL-TX "};
    for (size_t i = 0; i < 4; i++) {
        char pdu[1000], address[20];
        const char *found = NULL;
        for (int second = 0; !found && second < 200; second++) {
            host_loop_run_until(bed.loop, host_loop_now(bed.loop) + 50000, NULL, NULL);
            found = strstr(client_heard(&monitor), events[i]);
        }
        assert_non_null(found);
        assert_int_equal(sscanf(found + 9, "%19s %999[0-9a-f]", address, pdu), 2);
        snprintf(command, sizeof command, "%s %s %s", i % 2 ? "EAPOL_TX" : "EAPOL_RX", address,
                 pdu);
        assert_string_equal(ask(command), "OK\n");
    }
    assert_true(bed_until_state(&bed, station, SERVICE_COMPLETED, 5));
    /* what the station does not expect of its AP is held back, too */
    (void)client_heard(&monitor);
    assert_string_equal(ask("SET ext_mgmt_frame_handling 1"), "OK\n");
    apsim_deauth(ap, o.address, 7);
    bed_run(&bed, 1);
    const char *frame = strstr(client_heard(&monitor), "MGMT-RX freq=2412 datarate=");
    assert_non_null(frame);
    assert_non_null(strstr(frame, " c000"));
    assert_int_equal(service_station_state(station), SERVICE_COMPLETED);
    assert_string_equal(
        ask("MGMT_TX 02:0a:00:00:00:01 02:0a:00:00:00:01 freq=2412 action=0a0601"), "OK\n");
    assert_string_equal(
        ask("MGMT_TX 02:0a:00:00:00:01 02:0a:00:00:00:01 freq=2437 action=0a0601"), "FAIL\n");
    bed_run(&bed, 1);
    assert_non_null(strstr(client_heard(&monitor), "<3>MGMT-TX-STATUS result=SUCCESS|"));
    client_close(&monitor);
    apsim_free(ap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(wpa2_events_and_status),
        TEST(open_network_opens_before_the_subnet_is_told),
        TEST(wrong_passphrase_is_told_in_its_order),
        TEST(scans_and_their_results),
        TEST(scans_of_some_channels_and_their_end),
        TEST(roams_to_the_one_that_is_named),
        TEST(disconnection_during_a_roam_is_told),
        TEST(what_is_not_done_says_so),
        TEST(global_socket_names_stations),
        TEST(a_socket_that_is_busy_is_told),
        TEST(networks_of_others_are_seen),
        TEST(test_traffic_arrives),
        TEST(pmksas_are_listed_and_forgotten),
        TEST(pmksas_of_8021x_are_taken_out_and_put_back),
        TEST(what_the_ap_says_of_others_is_told),
        TEST(eapol_is_told_in_place_of_being_sent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
