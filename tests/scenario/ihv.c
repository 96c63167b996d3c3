/* IHV-managed port authentication on virtual air: the example extension, in its own thread of
 * real time, does WPA2-PSK with the access point. Virtual time stands still while it thinks. */
#include "extended.h"

static const char right[] = "<WPA2PSK><passphrase>correct horse</passphrase></WPA2PSK>";
static const char wrong[] = "<WPA2PSK><passphrase>wrong horse</passphrase></WPA2PSK>";

static void SEQ_05_PRT_14_PRT_15_IHV_27_connect_ping_rekey_disconnect(void **state)
{
    struct extended e;
    extended_begin(&e, "WPA2PSK_SO", 11, "A", "correct horse");
    extended_connect(&e, right);
    assert_true(scenario_saw(e.s, LOG_SEQUENCE | LOG_IHV,
                             "ihv adapter-reset\n"
                             "ihv pre-associate\n"
                             "CONNECTION_START\n"
                             "ASSOCIATION_START A\n"
                             "STA>A auth\n"
                             "A>STA auth\n"
                             "STA>A assoc-req\n"
                             "A>STA assoc-resp\n"
                             "ASSOCIATION_COMPLETION A 0 port=0 reassoc=0\n"
                             "port A created\n"
                             "ihv post-associate\n"
                             "CONNECTION_COMPLETION 0\n"
                             "A>STA M1\n"
                             "ihv receive-packet\n"
                             "STA>A M2\n"
                             "ihv send-completion\n"
                             "A>STA M3\n"
                             "ihv receive-packet\n"
                             "STA>A M4\n"
                             "ihv send-completion\n"
                             "port A authorized\n"));
    assert_true(scenario_ping(e.s));
    apsim_rekey_group(e.s->ap[0]);
    extended_run(&e, 1000);
    assert_true(scenario_ping(e.s));
    struct apsim_client_info info;
    assert_true(apsim_client(e.s->ap[0], e.s->address, &info));
    assert_int_equal(info.state, APSIM_CLIENT_AUTHORIZED);
    assert_int_equal(info.rx_unprotected, 0);
    scenario_mark(e.s);
    scenario_disconnect(e.s);
    extended_run(&e, 100);
    assert_true(scenario_saw(e.s, LOG_IND | LOG_PORT | LOG_IHV,
                             "DISASSOCIATION A 7\n"
                             "ihv stop-post-associate\n"
                             "port A deleted\n"
                             "ihv adapter-reset\n"));
    extended_finish(&e);
}

static void IHV_19_a_new_post_association_after_each_loss(void **state)
{
    struct extended e;
    extended_begin(&e, "WPA2PSK_SO", 12, "AB", "correct horse");
    extended_connect(&e, right);
    assert_true(scenario_ping(e.s));
    scenario_mark(e.s);
    apsim_deauth(e.s->ap[0], e.s->address, 7);
    extended_run(&e, 5000);
    assert_true(scenario_saw(e.s, LOG_PORT | LOG_IHV,
                             "ihv stop-post-associate\n"
                             "port A deleted\n"
                             "..."));
    struct extsta_station_status status;
    extsta_station_status(e.s->sta, &status);
    assert_true(status.port_open);
    assert_true(scenario_ping(e.s));
    extended_finish(&e);
}

static void PRT_27_a_wrong_passphrase_in_the_extensions_settings(void **state)
{
    struct extended e;
    struct extsta_station_status status;
    extended_begin(&e, "WPA2PSK_SO", 13, "A", "correct horse");
    extended_connect(&e, wrong);
    /* the operation was completed long before anybody knew how the port would end */
    assert_true(scenario_saw(e.s, LOG_IND | LOG_PORT,
                             "CONNECTION_START\n"
                             "ASSOCIATION_START A\n"
                             "ASSOCIATION_COMPLETION A 0 port=0 reassoc=0\n"
                             "port A created\n"
                             "CONNECTION_COMPLETION 0\n"
                             "..."));
    extsta_station_status(e.s->sta, &status);
    assert_false(status.port_open);
    assert_false(scenario_ping(e.s));
    extended_finish(&e);
}

/* Not without a profile of the extension's, nor while one is being connected. */
static void SCN_29_the_extension_is_asked_after_a_scan(void **state)
{
    struct extended e;
    extended_begin(&e, "WPA2PSK_SO", 14, "AB", "correct horse");
    assert_int_equal(extsta_scan(e.s->sta, air_now(e.s->air), NULL), EXTSTA_OK);
    extended_run(&e, 5000);
    assert_true(scenario_saw(e.s, LOG_IND | LOG_IHV, "SCAN_CONFIRM 0\n"));
    extended_connect(&e, right);
    assert_true(scenario_ping(e.s));
    scenario_mark(e.s);
    assert_int_equal(extsta_scan(e.s->sta, air_now(e.s->air), NULL), EXTSTA_OK);
    extended_run(&e, 5000);
    assert_true(scenario_saw(e.s, LOG_IND | LOG_IHV | LOG_BROKEN,
                             "SCAN_CONFIRM 0\n"
                             "ihv capability-match\n"));
    assert_true(scenario_ping(e.s));
    extended_finish(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(SEQ_05_PRT_14_PRT_15_IHV_27_connect_ping_rekey_disconnect),
        cmocka_unit_test(IHV_19_a_new_post_association_after_each_loss),
        cmocka_unit_test(SCN_29_the_extension_is_asked_after_a_scan),
        cmocka_unit_test(PRT_27_a_wrong_passphrase_in_the_extensions_settings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
