/* Sequences of chapter 99 beyond the first connection: refusals, ends of every kind,
 * roams, resets. Each is compared line by line. */
#include "scenario.h"
#include "base/mac.h"
#include "wire/mgmt.h"
#include <extsta/private_oid.h>
#include <extsta/windot11.h>

#define PASS "correct horse"

/* What each association with an AP looks like when the OS authenticates. */
#define JOIN_PSK(ap)                                                                           \
    "ASSOCIATION_START " ap "\n"                                                               \
    "STA>" ap " auth\n" ap ">STA auth\n"                                                       \
    "STA>" ap " assoc-req\n" ap ">STA assoc-resp\n"                                            \
    "ASSOCIATION_COMPLETION " ap " 0 port=0 reassoc=0\n"                                       \
    "port " ap " created\n"
#define REJOIN_PSK(ap, op)                                                                     \
    "STA>" ap " auth\n" ap ">STA auth\n"                                                       \
    "STA>" ap " reassoc-req\n" ap ">STA reassoc-resp\n"                                        \
    "ASSOCIATION_COMPLETION " ap " 0 port=0 reassoc=1\n"                                       \
    "port " ap " created\n" op
#define SHAKE(ap)                                                                              \
    ap ">STA M1\nSTA>" ap " M2\n" ap ">STA M3\nSTA>" ap " M4\n"                                \
       "port " ap " authorized\n"

/* Associated and authorized with A; B, too, is there when `b`. */
static struct scenario *connected_by(uint64_t seed, bool b, enum extsta_port_manager manager)
{
    struct scenario *s = scenario_new(seed);
    struct apsim_config c = scenario_ap_config(s, 'A', PASS);
    scenario_ap(s, 'A', &c);
    if (b) {
        c = scenario_ap_config(s, 'B', PASS);
        scenario_ap(s, 'B', &c);
    }
    scenario_station(s, 5);
    scenario_run(s, 100);
    scenario_connect(s, PASS, manager);
    scenario_run(s, 5000);
    assert_true(scenario_ping(s));
    scenario_mark(s);
    return s;
}
static struct scenario *connected(uint64_t seed, bool b)
{
    return connected_by(seed, b, EXTSTA_MANAGER_OS);
}

static uint32_t oid_set(struct scenario *s, uint32_t number, enum extsta_oid_kind kind,
                        void *in, uint32_t len, uint32_t cap)
{
    struct extsta_oid oid = {.oid = number,
                             .kind = kind,
                             .request_id = 5,
                             .buffer = in,
                             .in_len = len,
                             .out_cap = cap};
    uint32_t status = extsta_oid(s->sta, air_now(s->air), &oid);
    air_station_pump(s->on_air);
    return status;
}

static void SEQ_07_first_ap_refuses_second_accepts(void **state)
{
    struct scenario *s = scenario_new(7);
    struct apsim_config c = scenario_ap_config(s, 'A', NULL);
    scenario_ap(s, 'A', &c);
    c = scenario_ap_config(s, 'B', NULL);
    scenario_ap(s, 'B', &c);
    apsim_refuse(s->ap[0], APSIM_ASSOC, s->address, 17, 0, 0);
    scenario_station(s, 5);
    scenario_run(s, 100);
    scenario_connect(s, NULL, EXTSTA_MANAGER_NONE);
    scenario_run(s, 5000);
    assert_true(scenario_saw(s, LOG_SEQUENCE,
                             "CONNECTION_START\n"
                             "ASSOCIATION_START A\n"
                             "STA>A auth\nA>STA auth\nSTA>A assoc-req\nA>STA assoc-resp\n"
                             "ASSOCIATION_COMPLETION A 30011\n"
                             "ASSOCIATION_START B\n"
                             "STA>B auth\nB>STA auth\nSTA>B assoc-req\nB>STA assoc-resp\n"
                             "ASSOCIATION_COMPLETION B 0 port=0 reassoc=0\n"
                             "port B created\n"
                             "CONNECTION_COMPLETION 0\n"));
    assert_true(scenario_ping(s));
    scenario_free(s);
}

static void SEQ_08_nothing_found(void **state)
{
    struct scenario *s = scenario_new(8);
    scenario_station(s, 5);
    scenario_run(s, 100);
    scenario_connect(s, NULL, EXTSTA_MANAGER_NONE);
    scenario_run(s, 20000);
    assert_true(scenario_saw(s, LOG_SEQUENCE, "CONNECTION_START\nCONNECTION_COMPLETION 6\n"));
    assert_int_equal(s->cause.diagnosis, EXTSTA_DIAGNOSIS_SSID_NOT_FOUND);
    struct extsta_station_status status;
    extsta_station_status(s->sta, &status);
    assert_false(status.operating);
    scenario_free(s);
}

static void SEQ_08_the_only_ap_never_answers(void **state)
{
    struct scenario *s = scenario_new(9);
    struct apsim_config c = scenario_ap_config(s, 'A', NULL);
    c.mute = APSIM_MUTE_AUTH;
    scenario_ap(s, 'A', &c);
    scenario_station(s, 5);
    scenario_run(s, 100);
    scenario_connect(s, NULL, EXTSTA_MANAGER_NONE);
    scenario_run(s, 20000);
    assert_true(scenario_saw(s, LOG_IND | LOG_PORT,
                             "CONNECTION_START\n"
                             "ASSOCIATION_START A\n"
                             "ASSOCIATION_COMPLETION A 2\n"
                             "CONNECTION_COMPLETION 6\n"));
    assert_int_equal(s->cause.diagnosis, EXTSTA_DIAGNOSIS_AUTH_NO_ANSWER);
    scenario_free(s);
}

static void SEQ_10_roam_to_a_better_ap(void **state)
{
    struct scenario *s = connected(10, true);
    air_node_move(air_station_node(s->on_air), (struct air_position){58, 0, 0}, 1.5f);
    scenario_run(s, 60000);
    assert_true(scenario_saw(s, LOG_SEQUENCE,
                             "ROAMING_START B\n"
                             "ASSOCIATION_START B\n"
                             "port A deleted\n" REJOIN_PSK("B", "ROAMING_COMPLETION 0\n")
                                 SHAKE("B")));
    assert_true(scenario_ping(s));
    assert_false(apsim_client(s->ap[0], s->address, NULL));
    struct apsim_client_info info;
    assert_true(apsim_client(s->ap[1], s->address, &info));
    assert_int_equal(info.state, APSIM_CLIENT_AUTHORIZED);
    scenario_free(s);
}

static void SEQ_12_deauthentication_with_no_other_ap(void **state)
{
    struct scenario *s = connected(12, false);
    apsim_mute(s->ap[0], APSIM_MUTE_BEACON | APSIM_MUTE_PROBE);
    apsim_deauth(s->ap[0], s->address, 7);
    scenario_run(s, 300);
    assert_true(
        scenario_saw(s, LOG_IND | LOG_PORT, "DISASSOCIATION A 10007\nport A deleted\n..."));
    scenario_free(s);
}

static void SEQ_12_deauthentication_then_roam(void **state)
{
    struct scenario *s = connected(13, true);
    apsim_refuse(s->ap[0], APSIM_AUTH, s->address, 1, 0, 0);
    apsim_mute(s->ap[0], APSIM_MUTE_BEACON | APSIM_MUTE_PROBE);
    apsim_deauth(s->ap[0], s->address, 7);
    scenario_run(s, 3000);
    assert_true(scenario_saw(s, LOG_IND | LOG_PORT,
                             "DISASSOCIATION A 10007\n"
                             "port A deleted\n"
                             "...\n"
                             "ASSOCIATION_START B\n"
                             "ASSOCIATION_COMPLETION B 0 port=0 reassoc=0\n"
                             "port B created\n"
                             "ROAMING_COMPLETION 0\n"
                             "port B authorized\n"));
    assert_true(scenario_ping(s));
    scenario_free(s);
}

static void SEQ_12_disassociation_frame(void **state)
{
    struct scenario *s = connected(14, false);
    apsim_disassoc(s->ap[0], s->address, 5);
    scenario_run(s, 20000);
    assert_true(
        scenario_saw(s, LOG_SEQUENCE,
                     "A>STA disassoc\n"
                     "DISASSOCIATION A 20005\n"
                     "port A deleted\n"
                     "ROAMING_START C\n" JOIN_PSK("A") "ROAMING_COMPLETION 0\n" SHAKE("A")));
    assert_true(scenario_ping(s));
    scenario_free(s);
}

static void SEQ_13_ap_vanishes_and_returns(void **state)
{
    struct scenario *s = connected(15, false);
    extsta_time gone = air_now(s->air);
    apsim_set_on(s->ap[0], false, true);
    scenario_run(s, 1890);
    assert_true(scenario_saw(s, LOG_SEQUENCE, ""));
    scenario_run(s, 300);
    assert_true(scenario_saw(s, LOG_SEQUENCE, "DISASSOCIATION A 2\nport A deleted\n"));
    assert_true(s->cause.time > gone + 1890000);
    assert_int_equal(s->cause.diagnosis, EXTSTA_DIAGNOSIS_PEER_SILENT);
    scenario_run(s, 20000);
    assert_true(scenario_saw(s, LOG_IND, "DISASSOCIATION A 2\n"));
    apsim_set_on(s->ap[0], true, false);
    scenario_run(s, 25000);
    assert_true(scenario_ping(s));
    assert_true(
        scenario_saw(s, LOG_SEQUENCE,
                     "DISASSOCIATION A 2\nport A deleted\n"
                     "ROAMING_START C\n" JOIN_PSK("A") "ROAMING_COMPLETION 0\n" SHAKE("A")));
    scenario_free(s);
}

static void SEQ_14_roam_fails_and_ap_returns_later(void **state)
{
    struct scenario *s = connected(16, true);
    apsim_mute(s->ap[1], APSIM_MUTE_AUTH);
    apsim_set_on(s->ap[0], false, true);
    scenario_run(s, 20000);
    assert_true(scenario_saw(s, LOG_IND,
                             "DISASSOCIATION A 2\n"
                             "ROAMING_START C\n"
                             "ASSOCIATION_START B\n"
                             "ASSOCIATION_COMPLETION B 2\n"
                             "ROAMING_COMPLETION 6\n..."));
    scenario_mark(s);
    apsim_set_on(s->ap[0], true, false);
    scenario_run(s, 30000);
    assert_true(scenario_ping(s));
    struct extsta_station_status status;
    extsta_station_status(s->sta, &status);
    assert_true(status.associated && status.port_open);
    assert_true(mac_equal(status.bssid, scenario_bssid('A')));
    scenario_free(s);
}

static void SEQ_15_disconnect(void **state)
{
    struct scenario *s = connected(17, false);
    scenario_disconnect(s);
    scenario_run(s, 1000);
    assert_true(scenario_saw(s, LOG_SEQUENCE,
                             "STA>A disassoc\n"
                             "DISASSOCIATION A 7\n"
                             "port A deleted\n"));
    struct extsta_station_status status;
    extsta_station_status(s->sta, &status);
    assert_false(status.operating || status.associated || status.connected);
    struct apsim_client_info info;
    assert_true(!apsim_client(s->ap[0], s->address, &info) ||
                info.state == APSIM_CLIENT_AUTHENTICATED);
    scenario_free(s);
}

/* Any other time it connects again, and from scratch. */
static void a_connection_can_follow_a_disconnection(void **state)
{
    struct scenario *s = connected(18, false);
    for (int i = 0; i < 3; i++) {
        scenario_disconnect(s);
        scenario_run(s, 500);
        scenario_connect(s, PASS, i % 2 ? EXTSTA_MANAGER_OS : EXTSTA_MANAGER_MINIPORT);
        scenario_run(s, 5000);
        assert_true(scenario_ping(s));
    }
    scenario_free(s);
}

static void reset(struct scenario *s)
{
    DOT11_RESET_REQUEST reset = {.dot11ResetType = dot11_reset_type_phy_and_mac,
                                 .bSetDefaultMIB = 1};
    uint8_t buffer[64] = {0};
    memcpy(reset.dot11MacAddress, s->address.b, 6);
    memcpy(buffer, &reset, sizeof reset);
    oid_set(s, OID_DOT11_RESET_REQUEST, EXTSTA_OID_METHOD, buffer, sizeof reset, sizeof buffer);
}

static void SEQ_16_reset_while_connected_and_scanning(void **state)
{
    struct scenario *s = connected(19, false);
    assert_int_equal(extsta_scan(s->sta, air_now(s->air), NULL, 0), EXTSTA_OK);
    air_station_pump(s->on_air);
    scenario_run(s, 50);
    reset(s);
    scenario_run(s, 500);
    assert_true(scenario_saw(s, LOG_IND | LOG_PORT, "SCAN_CONFIRM C001000C\n..."));
    assert_true(scenario_saw(s, LOG_PORT | LOG_FRAME, "STA>A disassoc\nport A deleted\n"));
    scenario_free(s);
}

static void SEQ_11_reassociation_with_the_same_ap(void **state)
{
    struct scenario *s = connected(30, false);
    uint8_t buffer[16];
    put_le32(buffer, 8); /* DOT11_NIC_SPECIFIC_EXTENSION.uBufferLength */
    put_le32(buffer + 4, 8);
    put_le32(buffer + 8, EXTSTA_PRIVATE_MAGIC);
    put_le32(buffer + 12, EXTSTA_PRIVATE_REASSOCIATE);
    assert_int_equal(oid_set(s, OID_DOT11_NIC_SPECIFIC_EXTENSION, EXTSTA_OID_METHOD, buffer,
                             sizeof buffer, sizeof buffer),
                     NDIS_STATUS_SUCCESS);
    scenario_run(s, 2000);
    assert_true(scenario_saw(s, LOG_SEQUENCE,
                             "...\nASSOCIATION_START A\nport A deleted\n" REJOIN_PSK(
                                 "A", "ROAMING_COMPLETION 0\n") SHAKE("A")));
    assert_true(scenario_saw(s, LOG_IND,
                             "ROAMING_START B\n"
                             "ASSOCIATION_START A\n"
                             "ASSOCIATION_COMPLETION A 0 port=0 reassoc=1\n"
                             "ROAMING_COMPLETION 0\n"));
    assert_true(scenario_ping(s));
    scenario_free(s);
}

/* An attacker's node, for frames in the AP's name. */
static void forge(struct scenario *s, enum frame_kind kind, char ap, uint16_t reason)
{
    uint8_t frame[64];
    struct writer w = writer_of(frame, sizeof frame);
    frame_write_mgmt(&w, kind, s->address, scenario_bssid(ap), scenario_bssid(ap), 3000);
    mgmt_write_reason(&w, reason);
    struct air_node_config c = {.position = {6, 0, 0},
                                .freq = air_node_freq(air_station_node(s->on_air))};
    struct air_node *node = air_node_new(s->air, &c);
    assert_int_equal(air_send(node, span(frame, writer_len(&w)), NULL), EXTSTA_OK);
    scenario_run(s, 20);
    air_node_free(node);
}

/* A is getting weak and B is near; both on one channel, so that both are heard. */
static struct scenario *about_to_roam(uint64_t seed, uint32_t mute_b)
{
    struct scenario *s = scenario_new(seed);
    struct apsim_config c = scenario_ap_config(s, 'A', PASS);
    scenario_ap(s, 'A', &c);
    scenario_station(s, 5);
    scenario_run(s, 100);
    scenario_connect(s, PASS, EXTSTA_MANAGER_OS);
    scenario_run(s, 5000);
    c = scenario_ap_config(s, 'B', PASS);
    c.freq = 2412;
    c.mute = mute_b;
    scenario_ap(s, 'B', &c);
    scenario_mark(s);
    air_node_place(air_station_node(s->on_air), (struct air_position){55, 0, 0});
    assert_true(scenario_run_until(s, LOG_IND, "ROAMING_START B"));
    return s;
}

static void SEQ_17_reset_while_a_roam_is_open(void **state)
{
    struct scenario *s = about_to_roam(31, APSIM_MUTE_AUTH);
    assert_true(scenario_run_until(s, LOG_IND, "ASSOCIATION_START B"));
    scenario_run(s, 50);
    reset(s);
    scenario_run(s, 500);
    assert_true(scenario_saw(s, LOG_IND | LOG_PORT,
                             "ROAMING_START B\n"
                             "ASSOCIATION_START B\n"
                             "port A deleted\n"
                             "ASSOCIATION_COMPLETION B 5\n"
                             "ROAMING_COMPLETION 5\n"));
    scenario_free(s);
}

static void SEQ_17_reset_before_association_start(void **state)
{
    struct scenario *s = about_to_roam(32, APSIM_MUTE_PROBE);
    reset(s);
    scenario_run(s, 500);
    assert_true(scenario_saw(s, LOG_IND | LOG_PORT,
                             "ROAMING_START B\n"
                             "ROAMING_COMPLETION 5\n"
                             "DISASSOCIATION A 7\n"
                             "port A deleted\n"));
    scenario_free(s);
}

static void SEQ_30_deauthentication_before_association_start(void **state)
{
    struct scenario *s = about_to_roam(33, APSIM_MUTE_PROBE);
    apsim_deauth(s->ap[0], s->address, 6);
    scenario_run(s, 3000);
    assert_true(scenario_saw(s, LOG_IND | LOG_PORT,
                             "ROAMING_START B\n"
                             "DISASSOCIATION A 10006\n"
                             "port A deleted\n"
                             "ASSOCIATION_START B\n"
                             "ASSOCIATION_COMPLETION B 0 port=0 reassoc=0\n"
                             "port B created\n"
                             "ROAMING_COMPLETION 0\n"
                             "port B authorized\n"));
    assert_true(scenario_ping(s));
    scenario_free(s);
}

static void SEQ_30_deauthentication_after_association_start(void **state)
{
    struct scenario *s = about_to_roam(34, 0);
    assert_true(scenario_run_until(s, LOG_FRAME, "STA>B auth"));
    forge(s, FRAME_DEAUTH, 'A', 6);
    scenario_run(s, 3000);
    assert_true(scenario_saw(s, LOG_IND | LOG_PORT,
                             "ROAMING_START B\n"
                             "ASSOCIATION_START B\n"
                             "port A deleted\n"
                             "ASSOCIATION_COMPLETION B 0 port=0 reassoc=1\n"
                             "port B created\n"
                             "ROAMING_COMPLETION 0\n"
                             "port B authorized\n"));
    assert_true(scenario_ping(s));
    scenario_free(s);
}

/* Each AP lets the station wait five seconds for message 1; the ten seconds of CNX-17 end
 * during the second one. */
static void SEQ_09_os_gives_up_after_ten_seconds(void **state)
{
    struct scenario *s = scenario_new(35);
    for (char name = 'A'; name <= 'B'; name++) {
        struct apsim_config c = scenario_ap_config(s, name, PASS);
        c.mute = APSIM_MUTE_M1;
        c.handshake_tries = 100;
        scenario_ap(s, name, &c);
    }
    scenario_station(s, 5);
    scenario_run(s, 100);
    scenario_connect(s, PASS, EXTSTA_MANAGER_MINIPORT);
    extsta_time asked = air_now(s->air);
    assert_true(scenario_run_until(s, LOG_IND, "CONNECTION_COMPLETION 5"));
    assert_int_equal(air_now(s->air), asked + 10 * EXTSTA_SECOND);
    scenario_run(s, 30000);
    assert_true(scenario_saw(s, LOG_IND | LOG_PORT,
                             "CONNECTION_START\n"
                             "ASSOCIATION_START A\n"
                             "ASSOCIATION_COMPLETION A 1\n"
                             "ASSOCIATION_START B\n"
                             "ASSOCIATION_COMPLETION B 5\n"
                             "CONNECTION_COMPLETION 5\n"));
    scenario_free(s);
}

static void SEQ_22_radio_off_and_on(void **state)
{
    struct scenario *s = connected(20, false);
    extsta_radio_switch(s->sta, air_now(s->air), DOT11_PHY_ID_ANY, false);
    air_station_pump(s->on_air);
    scenario_run(s, 1000);
    assert_true(scenario_saw(s, LOG_IND | LOG_PORT,
                             "...\nDISASSOCIATION A 3\n...\nport A deleted\n..."));
    scenario_mark(s);
    extsta_radio_switch(s->sta, air_now(s->air), DOT11_PHY_ID_ANY, true);
    air_station_pump(s->on_air);
    scenario_run(s, 20000);
    assert_true(scenario_saw(s, LOG_IND,
                             "PHY_STATE_CHANGED\nPHY_STATE_CHANGED\n"
                             "ROAMING_START C\n"
                             "ASSOCIATION_START A\n"
                             "ASSOCIATION_COMPLETION A 0 port=0 reassoc=0\n"
                             "ROAMING_COMPLETION 0\n"));
    assert_true(scenario_ping(s));
    scenario_free(s);
}

static void SEQ_27_explicit_scan(void **state)
{
    struct scenario *s = connected(21, true);
    struct extsta_span ssids[2] = {span("scenario", 8), span("other", 5)};
    assert_int_equal(extsta_scan(s->sta, air_now(s->air), ssids, 2), EXTSTA_OK);
    air_station_pump(s->on_air);
    assert_int_equal(extsta_scan(s->sta, air_now(s->air), ssids, 2), EXTSTA_E_STATE);
    scenario_run(s, 10000);
    assert_true(scenario_saw(s, LOG_SEQUENCE, "SCAN_CONFIRM 0\n"));
    assert_int_equal(extsta_bss_list(s->sta, air_now(s->air), NULL, NULL), 2);
    assert_true(scenario_ping(s)); /* the association has survived it */
    scenario_free(s);
}

static void SEQ_28_deauthentication_while_associating(void **state)
{
    struct scenario *s = scenario_new(22);
    struct apsim_config c = scenario_ap_config(s, 'A', NULL);
    c.mute = APSIM_MUTE_ASSOC;
    scenario_ap(s, 'A', &c);
    scenario_station(s, 5);
    scenario_run(s, 100);
    scenario_connect(s, NULL, EXTSTA_MANAGER_NONE);
    assert_true(scenario_run_until(s, LOG_FRAME, "STA>A assoc-req"));
    scenario_run(s, 5);
    forge(s, FRAME_DEAUTH, 'A', 2);
    scenario_run(s, 10000);
    assert_true(scenario_saw(s, LOG_IND | LOG_PORT,
                             "CONNECTION_START\n"
                             "ASSOCIATION_START A\n"
                             "ASSOCIATION_COMPLETION A 10002\n"
                             "CONNECTION_COMPLETION 6\n"));
    scenario_free(s);
}

static void wrong_passphrase_is_named(void **state)
{
    struct scenario *s = scenario_new(23);
    struct apsim_config c = scenario_ap_config(s, 'A', PASS);
    scenario_ap(s, 'A', &c);
    scenario_station(s, 5);
    scenario_run(s, 100);
    scenario_connect(s, "wrong horse battery", EXTSTA_MANAGER_OS);
    scenario_run(s, 60000);
    assert_true(s->causes > 0);
    bool named = false;
    for (size_t i = 0; i < s->count; i++) {
        named |= s->lines[i].kind == LOG_CAUSE && strstr(s->lines[i].text, "wrong-passphrase");
    }
    if (!named) {
        scenario_print(s);
    }
    assert_true(named);
    scenario_free(s);
}

static void rekeys_are_followed(enum extsta_port_manager manager)
{
    struct scenario *s = connected_by(24, false, manager);
    apsim_rekey_group(s->ap[0]);
    scenario_run(s, 1000);
    assert_true(scenario_saw(s, LOG_PORT | LOG_IND, ""));
    assert_true(scenario_ping(s));
    assert_true(apsim_rekey_pairwise(s->ap[0], s->address));
    scenario_run(s, 1000);
    assert_true(scenario_ping(s));
    assert_int_equal(extsta_station_drops(s->sta, EXTSTA_DROP_REPLAY), 0);
    scenario_free(s);
}
static void group_rekey_is_followed(void **state)
{
    rekeys_are_followed(EXTSTA_MANAGER_OS);
}
static void group_rekey_is_followed_by_the_miniport(void **state)
{
    rekeys_are_followed(EXTSTA_MANAGER_MINIPORT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(SEQ_07_first_ap_refuses_second_accepts),
        cmocka_unit_test(SEQ_08_nothing_found),
        cmocka_unit_test(SEQ_08_the_only_ap_never_answers),
        cmocka_unit_test(SEQ_10_roam_to_a_better_ap),
        cmocka_unit_test(SEQ_12_deauthentication_with_no_other_ap),
        cmocka_unit_test(SEQ_12_deauthentication_then_roam),
        cmocka_unit_test(SEQ_12_disassociation_frame),
        cmocka_unit_test(SEQ_13_ap_vanishes_and_returns),
        cmocka_unit_test(SEQ_14_roam_fails_and_ap_returns_later),
        cmocka_unit_test(SEQ_15_disconnect),
        cmocka_unit_test(a_connection_can_follow_a_disconnection),
        cmocka_unit_test(SEQ_16_reset_while_connected_and_scanning),
        cmocka_unit_test(SEQ_09_os_gives_up_after_ten_seconds),
        cmocka_unit_test(SEQ_11_reassociation_with_the_same_ap),
        cmocka_unit_test(SEQ_17_reset_while_a_roam_is_open),
        cmocka_unit_test(SEQ_17_reset_before_association_start),
        cmocka_unit_test(SEQ_30_deauthentication_before_association_start),
        cmocka_unit_test(SEQ_30_deauthentication_after_association_start),
        cmocka_unit_test(SEQ_22_radio_off_and_on),
        cmocka_unit_test(SEQ_27_explicit_scan),
        cmocka_unit_test(SEQ_28_deauthentication_while_associating),
        cmocka_unit_test(wrong_passphrase_is_named),
        cmocka_unit_test(group_rekey_is_followed),
        cmocka_unit_test(group_rekey_is_followed_by_the_miniport),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
