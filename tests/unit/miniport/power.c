/* Radio power: both switches, what is indicated, what the MLME is told. */
#include "fixture.h"

static void PWR_01_software_switch_of_the_current_phy(void **state)
{
    struct fixture *f = *state;
    set_u32(f, OID_DOT11_CURRENT_PHY_ID, 1);
    assert_int_equal(set_bool(f, OID_DOT11_NIC_POWER_STATE, 0), NDIS_STATUS_SUCCESS);
    expect_query(f, OID_DOT11_NIC_POWER_STATE, bytes_bool(false));
    assert_true(power_phy_on(f->mp, 0));
    assert_false(power_phy_on(f->mp, 1));
    assert_string_equal(fake.log, "phy-state@init "); /* a PHY is left: the radio stays on */
    set_u32(f, OID_DOT11_CURRENT_PHY_ID, 0);
    expect_query(f, OID_DOT11_NIC_POWER_STATE, bytes_bool(true));
    set_bool(f, OID_DOT11_NIC_POWER_STATE, 0);
    assert_string_equal(fake.log, "phy-state@init phy-state@init radio-off@init ");
    set_bool(f, OID_DOT11_NIC_POWER_STATE, 1);
    assert_non_null(strstr(fake.log, "radio-on@init"));
}

static void PWR_02_refused_during_an_explicit_scan(void **state)
{
    struct fixture *f = *state;
    f->mp->mlme.scanning = SCAN_EXPLICIT;
    assert_int_equal(set_bool(f, OID_DOT11_NIC_POWER_STATE, 0), NDIS_STATUS_DOT11_MEDIA_IN_USE);
    assert_true(power_phy_on(f->mp, 0));
    assert_string_equal(fake.log, "");
    f->mp->mlme.scanning = SCAN_CONNECT;
    assert_int_equal(set_bool(f, OID_DOT11_NIC_POWER_STATE, 0), NDIS_STATUS_SUCCESS);
}

static void PWR_03_default_is_on_and_resets_keep_it(void **state)
{
    struct fixture *f = *state;
    expect_query(f, OID_DOT11_NIC_POWER_STATE, bytes_bool(true));
    set_bool(f, OID_DOT11_NIC_POWER_STATE, 0);
    reset(f, true);
    miniport_ops.reset_ex(f->mp, NOW);
    expect_query(f, OID_DOT11_NIC_POWER_STATE, bytes_bool(false));
}

/* As a registry would: the driver that comes after a halt finds it (MiniportInitializeEx). */
static void PWR_03_kept_over_a_halt_and_a_new_start(void **state)
{
    struct fixture *f = *state;
    set_u32(f, OID_DOT11_CURRENT_PHY_ID, 1);
    set_bool(f, OID_DOT11_NIC_POWER_STATE, 0);
    set_u32(f, OID_DOT11_RTS_THRESHOLD, 5);
    miniport_ops.halt(f->mp, NOW);
    assert_false(power_phy_on(f->mp, 0)); /* STA-11: a halt switches it off */
    struct miniport *again = miniport_again(f->mp, NOW);
    assert_non_null(again);
    miniport_ops.destroy(f->mp);
    f->mp = again;
    expect_query(f, OID_DOT11_CURRENT_PHY_ID, bytes_u32(0));
    expect_query(f, OID_DOT11_RTS_THRESHOLD, bytes_u32(2347)); /* STA-08: defaults anew */
    expect_query(f, OID_DOT11_NIC_POWER_STATE, bytes_bool(true));
    assert_true(power_phy_on(f->mp, 0));
    assert_false(power_phy_on(f->mp, 1));
    set_u32(f, OID_DOT11_CURRENT_PHY_ID, 1);
    expect_query(f, OID_DOT11_NIC_POWER_STATE, bytes_bool(false));
    assert_int_equal(fake.phy_state_count, 1); /* the one of the set; none for the restart */
}

static void PWR_04_one_indication_for_each_change(void **state)
{
    struct fixture *f = *state;
    set_bool(f, OID_DOT11_NIC_POWER_STATE, 1); /* no change */
    assert_int_equal(fake.phy_state_count, 0);
    set_bool(f, OID_DOT11_NIC_POWER_STATE, 0);
    assert_int_equal(fake.phy_state_count, 1);
    assert_int_equal(fake.phy_states[0].phy, 0);
    assert_true(fake.phy_states[0].hardware);
    assert_false(fake.phy_states[0].software);
    miniport_ops.radio_switch(f->mp, NOW, 1, false);
    assert_int_equal(fake.phy_state_count, 2);
    assert_int_equal(fake.phy_states[1].phy, 1);
    assert_false(fake.phy_states[1].hardware);
    assert_true(fake.phy_states[1].software);
    miniport_ops.radio_switch(f->mp, NOW, 1, false);
    miniport_ops.radio_switch(f->mp, NOW, 2, false); /* no such PHY */
    assert_int_equal(fake.phy_state_count, 2);
}

static void PWR_04_the_wildcard_becomes_an_indication_for_each_phy(void **state)
{
    struct fixture *f = *state;
    miniport_ops.radio_switch(f->mp, NOW, DOT11_PHY_ID_ANY, false);
    assert_int_equal(fake.phy_state_count, 2); /* */
    assert_int_equal(fake.phy_states[0].phy, 0);
    assert_int_equal(fake.phy_states[1].phy, 1);
    assert_string_equal(fake.log, "phy-state@init phy-state@init radio-off@init ");
}

static void PWR_05_both_switches_must_be_on(void **state)
{
    struct fixture *f = *state;
    for (int hardware = 0; hardware < 2; hardware++) {
        for (int software = 0; software < 2; software++) {
            miniport_ops.radio_switch(f->mp, NOW, 0, hardware);
            power_software_set(f->mp, NOW, 0, software);
            assert_int_equal(power_phy_on(f->mp, 0), hardware && software);
            expect_query(f, OID_DOT11_HARDWARE_PHY_STATE, bytes_bool(hardware));
            expect_query(f, OID_DOT11_NIC_POWER_STATE, bytes_bool(software));
        }
    }
}

static void PWR_05_without_a_hardware_switch(void **state)
{
    struct fixture *f = *state;
    miniport_ops.radio_switch(f->mp, NOW, DOT11_PHY_ID_ANY, false);
    assert_string_equal(fake.log, "");
    expect_query(f, OID_DOT11_HARDWARE_PHY_STATE, bytes_bool(true));
}

static void PWR_06_PWR_07_usable_means_desired(void **state)
{
    struct fixture *f = *state;
    uint32_t second[] = {1};
    set_bytes(f, OID_DOT11_DESIRED_PHY_LIST, bytes_u32_list(1, second));
    set_bool(f, OID_DOT11_NIC_POWER_STATE, 0); /* PHY 0: not desired */
    assert_null(strstr(fake.log, "radio-off"));
    enter_op(f);
    miniport_ops.radio_switch(f->mp, NOW, 1, false);
    assert_non_null(strstr(fake.log, "radio-off@op"));
    set_bool(f, OID_DOT11_NIC_POWER_STATE, 1);
    assert_null(strstr(fake.log, "radio-on"));
    miniport_ops.radio_switch(f->mp, NOW, 1, true);
    assert_non_null(strstr(fake.log, "radio-on@op"));
}

static void PWR_12_device_power(void **state)
{
    struct fixture *f = *state;
    expect_query(f, OID_PNP_QUERY_POWER, bytes_u32(1)); /* D0 */
    assert_int_equal(set_u32(f, OID_PNP_SET_POWER, 1), NDIS_STATUS_SUCCESS);
    assert_string_equal(fake.log, "");
    enter_op(f);
    for (uint32_t d = 2; d <= 4; d++) {
        assert_int_equal(set_u32(f, OID_PNP_SET_POWER, d), NDIS_STATUS_SUCCESS);
        assert_int_equal(power_saving_level(f->mp), 16);
    }
    /* the configuration is kept, the radio state is not touched, the station stays in OP */
    expect_query(f, OID_DOT11_POWER_MGMT_REQUEST, bytes_u32(0));
    assert_int_equal(fake.phy_state_count, 0); /* PWR-10 */
    assert_int_equal(f->mp->state, MP_OP);
    set_u32(f, OID_DOT11_POWER_MGMT_REQUEST, 24);
    assert_int_equal(power_saving_level(f->mp), 24);
    set_u32(f, OID_DOT11_POWER_MGMT_REQUEST, 0);
    assert_int_equal(set_u32(f, OID_PNP_SET_POWER, 1), NDIS_STATUS_SUCCESS);
    assert_int_equal(power_saving_level(f->mp), 0);
    assert_string_equal(fake.log,
                        "power-saving@op threshold@op power-saving@op threshold@op "
                        "power-saving@op threshold@op power-saving@op power-saving@op "
                        "power-saving@op resumed@op ");
    assert_int_equal(set_u32(f, OID_PNP_SET_POWER, 0), NDIS_STATUS_INVALID_DATA);
    assert_int_equal(set_u32(f, OID_PNP_SET_POWER, 5), NDIS_STATUS_INVALID_DATA);
}

static int setup_without_switch(void **state)
{
    static const struct extsta_radio_caps plain = {fixture_phys, 2, false};
    return fixture_setup_radio(state, &plain);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(PWR_01_software_switch_of_the_current_phy),
        FIXTURE_TEST(PWR_02_refused_during_an_explicit_scan),
        FIXTURE_TEST(PWR_03_default_is_on_and_resets_keep_it),
        FIXTURE_TEST(PWR_03_kept_over_a_halt_and_a_new_start),
        FIXTURE_TEST(PWR_04_one_indication_for_each_change),
        FIXTURE_TEST(PWR_04_the_wildcard_becomes_an_indication_for_each_phy),
        FIXTURE_TEST(PWR_05_both_switches_must_be_on),
        cmocka_unit_test_setup_teardown(PWR_05_without_a_hardware_switch, setup_without_switch,
                                        fixture_teardown),
        FIXTURE_TEST(PWR_06_PWR_07_usable_means_desired),
        FIXTURE_TEST(PWR_12_device_power),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
