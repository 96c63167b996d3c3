/* The nl80211 driver: how an association ends, by whose hand, and the driver's own roam. */
#include "kernel.h"

/* --- section 7: ends --- */

static void DIS_08_DIS_09_the_access_point_sends_it_away(void **state)
{
    for (int deauth = 0; deauth < 2; deauth++) {
        struct kernel *k = connected(1);
        farewell(k, &k->aps[0], deauth, false, 5, true);
        run(k, EXTSTA_SECOND);
        char wanted[300];
        snprintf(wanted, sizeof wanted,
                 "DISASSOCIATION A %x0005\nROAMING_START c\nASSOCIATION_START A\n"
                 "> AUTHENTICATE A\n> ASSOCIATE A\nASSOCIATION_COMPLETION A 0\n"
                 "LINK_QUALITY\nROAMING_COMPLETION 0\n",
                 deauth ? 1 : 2);
        expect_log(k, wanted);
        kernel_free(k);
    }
}

/* Beacon loss: the kernel's own frame with reason 4; the AP is gone. */
static void DIS_11_SEQ_13_silence_is_unreachable(void **state)
{
    struct kernel *k = connected(2);
    k->aps[0].auth = SILENT;
    k->aps[0].listed = false;
    farewell(k, &k->aps[0], true, true, 4, true);
    run(k, EXTSTA_SECOND / 2); /* the kernel is quicker than the threshold of two seconds */
    expect_log(k, "");
    run(k, 2 * EXTSTA_SECOND);
    assert_non_null(strstr(k->log, "DISASSOCIATION A 2\nROAMING_START c\n"));
    assert_non_null(strstr(k->log, "ASSOCIATION_COMPLETION B 0\nLINK_QUALITY\n"
                                   "ROAMING_COMPLETION 0\n"));
    kernel_free(k);
}

/* ROM-13: nobody is left: it looks again and again, and is there when the AP is. */
static void ROM_06_ROM_13_it_looks_until_there_is_one(void **state)
{
    struct kernel *k = connected(1);
    k->ap_count = 0;
    farewell(k, &k->aps[0], true, true, 4, true);
    run(k, 40 * EXTSTA_SECOND); /* beyond what the kernel's list keeps */
    assert_non_null(strstr(k->log, "DISASSOCIATION ? 2\n"));
    assert_null(strstr(k->log, "ROAMING_COMPLETION 0"));
    k->log_len = 0;
    k->ap_count = 1;
    run(k, 15 * EXTSTA_SECOND);
    assert_non_null(strstr(k->log, "ROAMING_START c\nASSOCIATION_START A\n"));
    assert_non_null(strstr(k->log, "ROAMING_COMPLETION 0\n"));
    kernel_free(k);
}

static void SEQ_15_a_disconnection_tells_the_access_point(void **state)
{
    struct kernel *k = connected(1);
    assert_int_equal(extsta_disconnect(k->sta, k->now), EXTSTA_OK);
    run(k, EXTSTA_SECOND);
    expect_log(k, "> DEAUTHENTICATE A\nDISASSOCIATION A 7\n");
    kernel_free(k);
}

static void link_event(struct kernel *k, bool up)
{
    emit_link(k, up ? IFF_UP : 0);
}

/* The kernel's word about the association comes before that about the interface, or after. */
static void PWR_04_PWR_07_the_interface_goes_down(void **state)
{
    for (int first = 0; first < 2; first++) {
        struct kernel *k = connected(1);
        if (first) {
            link_event(k, false);
        }
        farewell(k, &k->aps[0], true, true, 3, true);
        if (!first) {
            link_event(k, false);
        }
        run(k, EXTSTA_SECOND);
        expect_log(k, "PHY_STATE_CHANGED 0 1/0\nDISASSOCIATION A 3\n");
        link_event(k, true);
        run(k, 2 * EXTSTA_SECOND);
        assert_non_null(strstr(k->log, "PHY_STATE_CHANGED 0 1/1\nROAMING_START c\n"));
        assert_non_null(strstr(k->log, "ROAMING_COMPLETION 0\n"));
        kernel_free(k);
    }
}

static void rfkill(struct kernel *k, bool soft, bool hard)
{
    struct {
        struct nlmsghdr h;
        struct rfkill_event e;
    } __attribute__((packed))
    m = {.h = {.nlmsg_type = NL80211_RFKILL},
         .e = {.type = RFKILL_TYPE_WLAN, .op = RFKILL_OP_CHANGE, .soft = soft, .hard = hard}};
    m.h.nlmsg_len = sizeof m;
    enqueue(k, &m, sizeof m);
}

static void PWR_04_PWR_07_the_switches(void **state)
{
    for (int hard = 0; hard < 2; hard++) {
        struct kernel *k = connected(1);
        rfkill(k, !hard, hard);
        farewell(k, &k->aps[0], true, true, 3, true);
        link_event(k, false);
        run(k, EXTSTA_SECOND);
        assert_non_null(strstr(k->log, hard ? "PHY_STATE_CHANGED 0 0/1\nDISASSOCIATION A 3\n"
                                            : "PHY_STATE_CHANGED 0 1/0\nDISASSOCIATION A 3\n"));
        rfkill(k, false, false); /* unblocked it stays down, until somebody sets it up */
        link_event(k, true);
        run(k, 2 * EXTSTA_SECOND);
        assert_non_null(strstr(k->log, "ROAMING_COMPLETION 0\n"));
        kernel_free(k);
    }
}

/* It is set up; where that is refused the radio is off, and says so. */
static void STA_08_an_interface_that_is_down_is_set_up(void **state)
{
    for (int refused = 0; refused < 2; refused++) {
        kernel_down = true;
        kernel_route_error = refused ? EPERM : 0;
        struct kernel *k = kernel_new(1);
        struct extsta_profile p = home();
        kernel_down = false;
        kernel_route_error = 0;
        (void)extsta_connect(k->sta, k->now, &p);
        run(k, EXTSTA_SECOND);
        if (refused) {
            assert_null(strstr(k->log, "AUTHENTICATE"));
        } else {
            expect_log(k, CONNECTED);
        }
        kernel_free(k);
    }
}

/* Somebody else on the machine: the interface is up. */
static void an_end_of_others_is_no_switch(void **state)
{
    struct kernel *k = connected(1);
    farewell(k, &k->aps[0], true, true, 3, true);
    run(k, 2 * EXTSTA_SECOND);
    assert_null(strstr(k->log, "PHY_STATE_CHANGED"));
    assert_non_null(strstr(k->log, "DISASSOCIATION A 1\nROAMING_START c\n"));
    kernel_free(k);
}

/* --- a roam of our own --- */

/* DIS-04: the kernel says that the old association has ended; nobody else is told. */
static void SEQ_10_DIS_04_a_roam_says_nothing_of_the_old_one(void **state)
{
    struct kernel *k = connected(2);
    assert_int_equal(extsta_scan(k->sta, k->now, NULL), EXTSTA_OK);
    run(k, 3 * EXTSTA_SECOND);
    forget_log(k);
    assert_int_equal(extsta_roam(k->sta, k->now, k->aps[1].bssid), EXTSTA_OK);
    run(k, EXTSTA_SECOND);
    expect_log(k, "ROAMING_START b\nASSOCIATION_START B\n> AUTHENTICATE B\n> ASSOCIATE B\n"
                  "ASSOCIATION_COMPLETION B 0\nLINK_QUALITY\nROAMING_COMPLETION 0\n");
    kernel_free(k);
}

/* The old one is gone for good, and is the next candidate. */
static void ROM_08_after_a_roam_that_fails_the_old_one_is_asked(void **state)
{
    struct kernel *k = connected(2);
    assert_int_equal(extsta_scan(k->sta, k->now, NULL), EXTSTA_OK);
    run(k, 3 * EXTSTA_SECOND);
    forget_log(k);
    k->aps[1].auth = SILENT;
    assert_int_equal(extsta_roam(k->sta, k->now, k->aps[1].bssid), EXTSTA_OK);
    run(k, EXTSTA_SECOND);
    expect_log(k, "ROAMING_START b\nASSOCIATION_START B\n> AUTHENTICATE B\n"
                  "ASSOCIATION_COMPLETION B 2\nASSOCIATION_START A\n> AUTHENTICATE A\n"
                  "> ASSOCIATE A\nASSOCIATION_COMPLETION A 0\nLINK_QUALITY\n"
                  "ROAMING_COMPLETION 0\n");
    kernel_free(k);
}

/* ENOBUFS: that the association has ended is found out by asking. */
static void lost_events_are_made_good(void **state)
{
    const struct nlmsghdr lost = {.nlmsg_len = sizeof lost, .nlmsg_type = NL80211_LOST};
    struct kernel *k = connected(1);
    k->station_error = ENOENT;
    enqueue(k, &lost, sizeof lost);
    run(k, 0);
    k->station_error = 0;
    run(k, EXTSTA_SECOND);
    expect_log(k, "DISASSOCIATION A 1\nROAMING_START c\nASSOCIATION_START A\n"
                  "> AUTHENTICATE A\n> ASSOCIATE A\nASSOCIATION_COMPLETION A 0\n"
                  "LINK_QUALITY\nROAMING_COMPLETION 0\n");
    kernel_free(k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(DIS_08_DIS_09_the_access_point_sends_it_away),
        cmocka_unit_test(DIS_11_SEQ_13_silence_is_unreachable),
        cmocka_unit_test(ROM_06_ROM_13_it_looks_until_there_is_one),
        cmocka_unit_test(SEQ_15_a_disconnection_tells_the_access_point),
        cmocka_unit_test(PWR_04_PWR_07_the_interface_goes_down),
        cmocka_unit_test(PWR_04_PWR_07_the_switches),
        cmocka_unit_test(STA_08_an_interface_that_is_down_is_set_up),
        cmocka_unit_test(an_end_of_others_is_no_switch),
        cmocka_unit_test(SEQ_10_DIS_04_a_roam_says_nothing_of_the_old_one),
        cmocka_unit_test(ROM_08_after_a_roam_that_fails_the_old_one_is_asked),
        cmocka_unit_test(lost_events_are_made_good),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
