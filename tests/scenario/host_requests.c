/* What the host and the radio switch can do to a station at any moment: reset, disconnect,
 * power, device sleep; by the whole stack on virtual air. */
#include "base/bytes.h"
#include "scenario.h"
#include <extsta/windot11.h>

static uint32_t oid(struct scenario *s, uint32_t number, enum extsta_oid_kind kind,
                    const void *input, size_t in_len, uint8_t *out, size_t out_cap)
{
    uint8_t buffer[64] = {0};
    memcpy(buffer, input, in_len);
    struct extsta_oid request = {.oid = number,
                                 .kind = kind,
                                 .request_id = 4711,
                                 .buffer = buffer,
                                 .in_len = (uint32_t)in_len,
                                 .out_cap = (uint32_t)out_cap};
    uint32_t status = extsta_oid(s->sta, air_now(s->air), &request);
    if (out) {
        memcpy(out, buffer, out_cap);
    }
    air_station_pump(s->on_air);
    return status;
}

static uint32_t set_u32(struct scenario *s, uint32_t number, uint32_t value)
{
    uint8_t input[4];
    put_le32(input, value);
    return oid(s, number, EXTSTA_OID_SET, input, sizeof input, NULL, 0);
}

static uint32_t query_u32(struct scenario *s, uint32_t number)
{
    uint8_t out[4];
    assert_int_equal(oid(s, number, EXTSTA_OID_QUERY, "", 0, out, sizeof out),
                     NDIS_STATUS_SUCCESS);
    return get_le32(out);
}

static void reset(struct scenario *s)
{
    uint8_t input[12] = {3}, out[12];
    memcpy(input + 4, s->address.b, 6);
    input[10] = 1;
    assert_int_equal(oid(s, OID_DOT11_RESET_REQUEST, EXTSTA_OID_METHOD, input, sizeof input,
                         out, sizeof out),
                     NDIS_STATUS_SUCCESS);
    assert_int_equal(get_le32(out), 4); /* RST-21 */
    assert_int_equal(get_le32(out + 4), NDIS_STATUS_SUCCESS);
}

static uint32_t disconnect(struct scenario *s)
{
    return oid(s, OID_DOT11_DISCONNECT_REQUEST, EXTSTA_OID_SET, "", 0, NULL, 0);
}

/* In OP: what may be set in INIT only is refused (STA-04). */
static bool operating(struct scenario *s)
{
    size_t count = s->count;
    uint32_t status = oid(s, OID_DOT11_HIDDEN_NETWORK_ENABLED, EXTSTA_OID_SET, "", 1, NULL, 0);
    s->count = count; /* the question is not part of the story */
    assert_true(status == NDIS_STATUS_SUCCESS || status == NDIS_STATUS_INVALID_STATE);
    return status == NDIS_STATUS_INVALID_STATE;
}

/* The software switch of both PHYs. */
static void power(struct scenario *s, bool on)
{
    uint8_t value = on;
    for (uint32_t phy = 0; phy < 2; phy++) {
        assert_int_equal(set_u32(s, OID_DOT11_CURRENT_PHY_ID, phy), NDIS_STATUS_SUCCESS);
        assert_int_equal(oid(s, OID_DOT11_NIC_POWER_STATE, EXTSTA_OID_SET, &value, 1, NULL, 0),
                         NDIS_STATUS_SUCCESS);
    }
}

/* AP A and a station beside it. From here on the test is the host: the OS half connects,
 * then leaves the miniport to us. */
static struct scenario *stage(uint64_t seed, const char *passphrase, uint32_t mute)
{
    struct scenario *s = scenario_new(seed);
    struct apsim_config a = scenario_ap_config(s, 'A', passphrase);
    a.mute = mute;
    scenario_ap(s, 'A', &a);
    scenario_station(s, 5);
    scenario_run(s, 300);
    scenario_connect(s, passphrase, passphrase ? EXTSTA_MANAGER_OS : EXTSTA_MANAGER_NONE);
    return s;
}

/* Runs until this line is the last. */
static void run_to(struct scenario *s, const char *text)
{
    for (int ms = 0; ms < 10000; ms++) {
        scenario_run(s, 1);
        if (s->count && strcmp(s->lines[s->count - 1].text, text) == 0) {
            return;
        }
    }
    fail_msg("no \"%s\"", text);
}

static struct scenario *connected(uint64_t seed, const char *passphrase)
{
    struct scenario *s = stage(seed, passphrase, 0);
    scenario_run(s, 5000);
    assert_true(scenario_ping(s));
    extsta_detach_host(s->sta);
    scenario_mark(s);
    return s;
}

/* --- RESET_REQUEST --- */

static void RST_06_RST_22_reset_while_connected(void **state)
{
    struct scenario *s = connected(1, "correct horse");
    reset(s);
    scenario_run(s, 20000); /* and silence afterwards */
    assert_true(scenario_saw(s, LOG_OID | LOG_IND | LOG_FRAME,
                             "METHOD RESET_REQUEST\n"
                             "STA>A disassoc\n"
                             "DISASSOCIATION A 7\n"));
    assert_false(operating(s)); /* RST-12 */
    assert_int_equal(disconnect(s), NDIS_STATUS_INVALID_STATE);
    struct apsim_client_info info;
    assert_false(apsim_client(s->ap[0], s->address, &info) &&
                 info.state == APSIM_CLIENT_AUTHORIZED);
    scenario_free(s);
}

static void RST_07_reset_cancels_an_explicit_scan(void **state)
{
    struct scenario *s = connected(2, NULL);
    uint8_t scan[56] = {3, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 3};
    assert_int_equal(oid(s, OID_DOT11_SCAN_REQUEST, EXTSTA_OID_SET, scan, sizeof scan, NULL, 0),
                     NDIS_STATUS_SUCCESS);
    scenario_run(s, 50);
    scenario_mark(s);
    reset(s);
    scenario_run(s, 10000);
    assert_true(scenario_saw(s, LOG_IND,
                             "SCAN_CONFIRM C001000C\n" /* */
                             "DISASSOCIATION A 7\n"));
    scenario_free(s);
}

static void RST_11_RST_20_reset_during_the_connection_operation(void **state)
{
    struct scenario *s = stage(3, NULL, APSIM_MUTE_AUTH);
    run_to(s, "STA>A auth");
    extsta_detach_host(s->sta);
    scenario_mark(s);
    reset(s);
    scenario_run(s, 10000);
    assert_true(scenario_saw(s, LOG_IND | LOG_FRAME,
                             "ASSOCIATION_COMPLETION A 5\n"
                             "CONNECTION_COMPLETION 5\n"));
    assert_false(operating(s));
    scenario_free(s);
}

static void RST_11_RST_19_RST_20_reset_while_roaming(void **state)
{
    struct scenario *s = connected(4, NULL);
    struct apsim_config b = scenario_ap_config(s, 'B', NULL);
    b.mute = APSIM_MUTE_AUTH;
    scenario_ap(s, 'B', &b);
    apsim_set_on(s->ap[0], false, true);
    run_to(s, "STA>B auth");
    assert_true(scenario_saw(s, LOG_IND,
                             "DISASSOCIATION A 2\n" /* unreachable */
                             "ROAMING_START C\n"
                             "ASSOCIATION_START B\n"));
    assert_true(operating(s)); /* STA-03 */
    scenario_mark(s);
    reset(s);
    scenario_run(s, 10000);
    /* inner before outer; what was lost is not left once more */
    assert_true(scenario_saw(s, LOG_IND | LOG_FRAME,
                             "ASSOCIATION_COMPLETION B 5\n"
                             "ROAMING_COMPLETION 5\n"));
    assert_false(operating(s));
    scenario_free(s);
}

static void STA_03_disconnect_after_the_ap_was_lost(void **state)
{
    struct scenario *s = connected(5, NULL);
    apsim_set_on(s->ap[0], false, true);
    scenario_run(s, 30000);
    assert_true(operating(s));
    assert_int_equal(disconnect(s), NDIS_STATUS_SUCCESS);
    assert_false(operating(s));
    scenario_mark(s);
    scenario_run(s, 10000);
    assert_true(scenario_saw(s, LOG_IND | LOG_FRAME, ""));
    scenario_free(s);
}

/* --- MiniportResetEx --- */

static void SEQ_24_STA_12_reset_ex_keeps_the_connection(void **state)
{
    struct scenario *s = stage(6, "correct horse", 0);
    scenario_run(s, 10000);
    assert_true(scenario_ping(s));
    scenario_mark(s);
    extsta_reset_ex(s->sta, air_now(s->air));
    air_station_pump(s->on_air);
    scenario_run(s, 5000);
    assert_true(scenario_saw(s, LOG_SEQUENCE, ""));
    assert_true(scenario_ping(s)); /* the keys are still there, on both sides */
    scenario_free(s);
}

static void STA_12_reset_ex_cancels_an_explicit_scan(void **state)
{
    struct scenario *s = connected(7, NULL);
    uint8_t scan[56] = {3, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 3};
    assert_int_equal(oid(s, OID_DOT11_SCAN_REQUEST, EXTSTA_OID_SET, scan, sizeof scan, NULL, 0),
                     NDIS_STATUS_SUCCESS);
    scenario_run(s, 50);
    scenario_mark(s);
    extsta_reset_ex(s->sta, air_now(s->air));
    air_station_pump(s->on_air);
    scenario_run(s, 5000);
    assert_true(scenario_saw(s, LOG_IND, "SCAN_CONFIRM C001000C\n"));
    assert_true(operating(s));
    scenario_free(s);
}

/* --- radio power --- */

static void PWR_02_power_switch_during_an_explicit_scan(void **state)
{
    struct scenario *s = connected(8, NULL);
    uint8_t scan[56] = {3, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 3}, off = 0;
    oid(s, OID_DOT11_SCAN_REQUEST, EXTSTA_OID_SET, scan, sizeof scan, NULL, 0);
    scenario_run(s, 50);
    scenario_mark(s);
    assert_int_equal(oid(s, OID_DOT11_NIC_POWER_STATE, EXTSTA_OID_SET, &off, 1, NULL, 0),
                     NDIS_STATUS_DOT11_MEDIA_IN_USE);
    scenario_run(s, 20000);
    assert_true(scenario_saw(s, LOG_IND, "SCAN_CONFIRM 0\n")); /* it goes on to its end */
    scenario_free(s);
}

static void PWR_06_radio_off_during_the_connection_operation(void **state)
{
    struct scenario *s = stage(9, NULL, APSIM_MUTE_AUTH);
    run_to(s, "STA>A auth");
    extsta_detach_host(s->sta);
    scenario_mark(s);
    power(s, false);
    scenario_run(s, 10000);
    assert_true(scenario_saw(s, LOG_IND | LOG_FRAME,
                             "PHY_STATE_CHANGED\n"
                             "PHY_STATE_CHANGED\n"
                             "ASSOCIATION_COMPLETION A 3\n"
                             "CONNECTION_COMPLETION 3\n"));
    assert_false(operating(s)); /* CNX-14 */
    scenario_free(s);
}

static void PWR_07_STA_03_radio_off_and_on_while_associated(void **state)
{
    struct scenario *s = connected(10, NULL);
    power(s, false);
    scenario_run(s, 5000);
    assert_true(scenario_saw(s, LOG_IND | LOG_FRAME,
                             "PHY_STATE_CHANGED\n"
                             "PHY_STATE_CHANGED\n"
                             "DISASSOCIATION A 3\n"));
    assert_true(operating(s));
    scenario_mark(s);
    power(s, true);
    scenario_run(s, 20000);
    assert_true(scenario_saw(s, LOG_IND,
                             "PHY_STATE_CHANGED\n" /* the first PHY is enough */
                             "ROAMING_START C\n"
                             "...\n"
                             "ROAMING_COMPLETION 0\n"));
    scenario_free(s);
}

static void PWR_05_the_hardware_switch_silences_the_station(void **state)
{
    struct scenario *s = connected(11, NULL);
    extsta_radio_switch(s->sta, air_now(s->air), DOT11_PHY_ID_ANY, false);
    air_station_pump(s->on_air);
    assert_false(scenario_ping(s));
    assert_true(scenario_saw(s, LOG_IND,
                             "PHY_STATE_CHANGED\n"
                             "PHY_STATE_CHANGED\n"
                             "DISASSOCIATION A 3\n"));
    scenario_free(s);
}

static void SEQ_23_PWR_12_PWR_13_device_sleep_and_resume(void **state)
{
    struct scenario *s = stage(12, "correct horse", 0);
    scenario_run(s, 10000);
    scenario_mark(s);
    struct apsim_client_info info;
    assert_int_equal(set_u32(s, OID_PNP_SET_POWER, NDIS_DEVICE_STATE_D3), NDIS_STATUS_SUCCESS);
    scenario_run(s, 10000);
    assert_true(apsim_client(s->ap[0], s->address, &info));
    assert_true(info.power_save); /* announced, and still authorized */
    assert_int_equal(info.state, APSIM_CLIENT_AUTHORIZED);
    assert_int_equal(query_u32(s, OID_DOT11_POWER_MGMT_REQUEST), 0);
    assert_int_equal(set_u32(s, OID_PNP_SET_POWER, NDIS_DEVICE_STATE_D0), NDIS_STATUS_SUCCESS);
    scenario_run(s, 1000);
    assert_true(apsim_client(s->ap[0], s->address, &info));
    assert_false(info.power_save);
    assert_true(scenario_ping(s));
    assert_true(scenario_saw(s, LOG_SEQUENCE, "")); /* the same AP: no indication */
    scenario_free(s);
}

static void PWR_11_another_power_source_changes_nothing(void **state)
{
    struct scenario *s = connected(13, NULL);
    struct apsim_client_info info;
    for (uint32_t profile = 0; profile < 3; profile++) {
        extsta_power_profile(s->sta, air_now(s->air), profile % 2);
        air_station_pump(s->on_air);
        scenario_run(s, 500);
        assert_int_equal(query_u32(s, OID_DOT11_POWER_MGMT_REQUEST), 0);
        assert_true(apsim_client(s->ap[0], s->address, &info));
        assert_false(info.power_save);
    }
    scenario_free(s);
}

/* The radio was off, and the adapter is disabled and enabled: it is off, and silent. */
static void PWR_03_STA_08_STA_09_STA_11_the_adapter_is_enabled_again(void **state)
{
    struct scenario *s = connected(14, NULL);
    uint8_t off = 0;
    struct extsta_oid oid = {
        .oid = OID_DOT11_NIC_POWER_STATE, .kind = EXTSTA_OID_SET, .buffer = &off, .in_len = 1};
    assert_int_equal(set_u32(s, OID_DOT11_CURRENT_PHY_ID, 1), NDIS_STATUS_SUCCESS);
    assert_int_equal(extsta_oid(s->sta, air_now(s->air), &oid), NDIS_STATUS_SUCCESS);
    assert_int_equal(set_u32(s, OID_DOT11_RTS_THRESHOLD, 5), NDIS_STATUS_SUCCESS);
    scenario_mark(s);
    assert_int_equal(extsta_restart(s->sta, air_now(s->air)), EXTSTA_OK);
    air_station_pump(s->on_air);
    assert_true(scenario_saw(s, LOG_IND, "DISASSOCIATION A 7\n"));
    assert_int_equal(query_u32(s, OID_DOT11_RTS_THRESHOLD), 2347);
    assert_int_equal(set_u32(s, OID_DOT11_CURRENT_PHY_ID, 1), NDIS_STATUS_SUCCESS);
    assert_int_equal(query_u32(s, OID_DOT11_NIC_POWER_STATE) & 0xff, 0);
    scenario_run(s, 10000);
    assert_false(scenario_ping(s)); /* it left, and came back by nobody's wish */
    scenario_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(RST_06_RST_22_reset_while_connected),
        cmocka_unit_test(RST_07_reset_cancels_an_explicit_scan),
        cmocka_unit_test(RST_11_RST_20_reset_during_the_connection_operation),
        cmocka_unit_test(RST_11_RST_19_RST_20_reset_while_roaming),
        cmocka_unit_test(STA_03_disconnect_after_the_ap_was_lost),
        cmocka_unit_test(SEQ_24_STA_12_reset_ex_keeps_the_connection),
        cmocka_unit_test(STA_12_reset_ex_cancels_an_explicit_scan),
        cmocka_unit_test(PWR_02_power_switch_during_an_explicit_scan),
        cmocka_unit_test(PWR_05_the_hardware_switch_silences_the_station),
        cmocka_unit_test(PWR_06_radio_off_during_the_connection_operation),
        cmocka_unit_test(PWR_07_STA_03_radio_off_and_on_while_associated),
        cmocka_unit_test(SEQ_23_PWR_12_PWR_13_device_sleep_and_resume),
        cmocka_unit_test(PWR_11_another_power_source_changes_nothing),
        cmocka_unit_test(PWR_03_STA_08_STA_09_STA_11_the_adapter_is_enabled_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
