/* The first sequences of chapter 99, played by the whole stack on virtual air. */
#include "scenario.h"
#include <extsta/windot11.h>

static void SEQ_01_bring_up(void **state)
{
    struct scenario *s = scenario_new(1);
    scenario_station(s, 5);
    scenario_run(s, 100);
    assert_true(scenario_saw(s, LOG_OID,
                             "QUERY OID_GEN_MEDIA_SUPPORTED\n"
                             "SET CURRENT_OPERATION_MODE\n"
                             "METHOD RESET_REQUEST\n"));
    struct extsta_station_status status;
    extsta_station_status(s->sta, &status);
    assert_false(status.operating || status.associated);
    scenario_free(s);
}

static void SEQ_02_open_connect_and_ping(void **state)
{
    struct scenario *s = scenario_new(2);
    struct apsim_config a = scenario_ap_config(s, 'A', NULL);
    scenario_ap(s, 'A', &a);
    scenario_station(s, 5);
    scenario_run(s, 100);
    scenario_mark(s);
    scenario_connect(s, NULL, EXTSTA_MANAGER_NONE);
    scenario_run(s, 5000);
    assert_true(scenario_saw(s, LOG_SEQUENCE,
                             "CONNECTION_START\n"
                             "ASSOCIATION_START A\n"
                             "STA>A auth\n"
                             "A>STA auth\n"
                             "STA>A assoc-req\n"
                             "A>STA assoc-resp\n"
                             "ASSOCIATION_COMPLETION A 0 port=0 reassoc=0\n"
                             "port A created\n"
                             "CONNECTION_COMPLETION 0\n"));
    assert_true(scenario_ping(s));
    struct apsim_client_info info;
    assert_true(apsim_client(s->ap[0], s->address, &info));
    assert_int_equal(info.state, APSIM_CLIENT_AUTHORIZED);
    scenario_mark(s);
    scenario_run(s, 30000);
    assert_true(scenario_saw(s, LOG_SEQUENCE, "")); /* and stays */
    assert_true(scenario_ping(s));
    scenario_free(s);
}

static void SEQ_04_ATH_15_wpa2_psk_os_managed_connect_and_ping(void **state)
{
    struct scenario *s = scenario_new(3);
    struct apsim_config a = scenario_ap_config(s, 'A', "correct horse");
    scenario_ap(s, 'A', &a);
    scenario_station(s, 5);
    scenario_run(s, 100);
    scenario_mark(s);
    scenario_connect(s, "correct horse", EXTSTA_MANAGER_OS);
    scenario_run(s, 5000);
    assert_true(scenario_saw(s, LOG_SEQUENCE,
                             "CONNECTION_START\n"
                             "ASSOCIATION_START A\n"
                             "STA>A auth\n"
                             "A>STA auth\n"
                             "STA>A assoc-req\n"
                             "A>STA assoc-resp\n"
                             "ASSOCIATION_COMPLETION A 0 port=0 reassoc=0\n"
                             "port A created\n"
                             "CONNECTION_COMPLETION 0\n"
                             "A>STA M1\n"
                             "STA>A M2\n"
                             "A>STA M3\n"
                             "STA>A M4\n"
                             "port A authorized\n"
                             "..."));
    assert_true(scenario_ping(s));
    struct apsim_client_info info;
    assert_true(apsim_client(s->ap[0], s->address, &info));
    assert_int_equal(info.state, APSIM_CLIENT_AUTHORIZED);
    assert_int_equal(info.rx_unprotected, 0);
    scenario_free(s);
}

static void SEQ_03_wpa2_psk_miniport_managed_connect_and_ping(void **state)
{
    struct scenario *s = scenario_new(4);
    struct apsim_config a = scenario_ap_config(s, 'A', "correct horse");
    scenario_ap(s, 'A', &a);
    scenario_station(s, 5);
    scenario_run(s, 100);
    scenario_mark(s);
    scenario_connect(s, "correct horse", EXTSTA_MANAGER_MINIPORT);
    scenario_run(s, 5000);
    assert_true(scenario_saw(s, LOG_SEQUENCE,
                             "CONNECTION_START\n"
                             "ASSOCIATION_START A\n"
                             "STA>A auth\n"
                             "A>STA auth\n"
                             "STA>A assoc-req\n"
                             "A>STA assoc-resp\n"
                             "A>STA M1\n"
                             "STA>A M2\n"
                             "A>STA M3\n"
                             "STA>A M4\n"
                             "ASSOCIATION_COMPLETION A 0 port=1 reassoc=0\n"
                             "port A created\n"
                             "port A authorized\n"
                             "CONNECTION_COMPLETION 0\n"
                             "..."));
    assert_true(scenario_ping(s));
    scenario_free(s);
}

/* The connection after it begins with a scan, and so with another channel: the Disassociation is
 * sent before, once, and acknowledged. */
static void who_goes_on_at_once_says_goodbye_first(void **state)
{
    struct scenario *s = scenario_new(5);
    struct apsim_config b = scenario_ap_config(s, 'B', NULL);
    scenario_ap(s, 'B', &b);
    scenario_station(s, 55);
    scenario_run(s, 100);
    scenario_connect(s, NULL, EXTSTA_MANAGER_NONE);
    scenario_run(s, 5000);
    struct air_stats before, after;
    struct apsim_client_info info;
    assert_true(apsim_client(s->ap[1], s->address, &info));
    assert_int_equal(info.state, APSIM_CLIENT_AUTHORIZED);
    air_stats(s->air, &before);
    scenario_mark(s);
    scenario_disconnect(s);
    scenario_connect(s, NULL, EXTSTA_MANAGER_NONE);
    scenario_run(s, 20); /* at the first channel, far from that of B */
    assert_true(scenario_saw(s, LOG_FRAME, "STA>B disassoc\n"));
    assert_false(apsim_client(s->ap[1], s->address, &info) &&
                 info.state == APSIM_CLIENT_AUTHORIZED);
    air_stats(s->air, &after);
    assert_int_equal(after.retries, before.retries);
    assert_int_equal(after.left, before.left);
    scenario_run(s, 5000);
    assert_true(scenario_ping(s));

    /* Where nobody acknowledges it the station goes on nevertheless. */
    apsim_set_on(s->ap[1], false, true);
    scenario_mark(s);
    scenario_disconnect(s);
    scenario_connect(s, NULL, EXTSTA_MANAGER_NONE);
    scenario_run(s, 100);
    assert_true(scenario_saw(s, LOG_FRAME, "STA>B disassoc\n"));
    assert_int_not_equal(air_node_freq(air_station_node(s->on_air)), b.freq);
    apsim_set_on(s->ap[1], true, true);
    scenario_run(s, 5000);
    assert_true(scenario_ping(s));

    /* Nor does it wait for a channel that somebody has reserved. */
    uint8_t reserve[24] = {0x08, 0x01, 0xff, 0x7f, 2, 9, 9, 9, 9, 9, 2, 9, 9, 9, 9, 8};
    assert_int_equal(air_inject(s->air, b.freq, (struct air_position){55, 0, 0}, 0,
                                (struct extsta_span){reserve, sizeof reserve}),
                     EXTSTA_OK);
    scenario_run(s, 5);
    air_stats(s->air, &before);
    scenario_disconnect(s);
    scenario_connect(s, NULL, EXTSTA_MANAGER_NONE);
    scenario_run(s, 19);
    assert_int_equal(air_node_freq(air_station_node(s->on_air)), b.freq);
    scenario_run(s, 1);
    assert_int_not_equal(air_node_freq(air_station_node(s->on_air)), b.freq);
    air_stats(s->air, &after);
    assert_int_equal(after.left, before.left + 1);
    scenario_free(s);
}

/* The stage itself: what breaks a rule is noticed, in any of its scenarios. */
static void a_broken_rule_is_noticed(void **state)
{
    static const uint8_t completion[8] = {0x80, 1, 8, 0};
    const struct extsta_output out = {.type = EXTSTA_OUT_CROSSING,
                                      .crossing = {.type = EXTSTA_CROSS_INDICATION,
                                                   .code = NDIS_STATUS_DOT11_ROAMING_COMPLETION,
                                                   .buffer = {completion, 8}}};
    struct scenario *s = scenario_new(6);
    struct apsim_config config = scenario_ap_config(s, 'A', NULL);
    scenario_ap(s, 'A', &config);
    scenario_station(s, 5);
    scenario_connect(s, NULL, EXTSTA_MANAGER_NONE);
    scenario_run(s, 1000);
    assert_int_equal(s->findings, 0);
    extsta_referee_output(s->referee, air_now(s->air), &out);
    scenario_disconnect(s);
    assert_int_equal(s->findings, 1);
    assert_int_equal(s->found.rule, EXTSTA_RULE_ROL_12);
    s->findings = 0;
    scenario_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(SEQ_01_bring_up),
        cmocka_unit_test(SEQ_02_open_connect_and_ping),
        cmocka_unit_test(SEQ_03_wpa2_psk_miniport_managed_connect_and_ping),
        cmocka_unit_test(SEQ_04_ATH_15_wpa2_psk_os_managed_connect_and_ping),
        cmocka_unit_test(who_goes_on_at_once_says_goodbye_first),
        cmocka_unit_test(a_broken_rule_is_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
