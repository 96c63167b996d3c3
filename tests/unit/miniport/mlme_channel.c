/* The AP moves to another channel (IEEE 802.11-2020 11.8.8, 11.9). */
#include "mlme_air.h"

/* Channel Switch Announcement: mode, new channel, count. */
static void announce(struct ap *ap, uint8_t mode, uint8_t channel, uint8_t count)
{
    static uint8_t csa[5];
    memcpy(csa, (uint8_t[]){ELEMENT_CHANNEL_SWITCH, 3, mode, channel, count}, sizeof csa);
    ap->extra = span(csa, sizeof csa);
}

/* Connected on 2437, and the AP's beacons come when the test says. */
static struct ap *connected(struct air *a)
{
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    ap->no_beacon = true;
    air_connected(a, false);
    return ap;
}

static void send_one(struct air *a, uint32_t id)
{
    air_send(a, AP_A, id, 1);
    air_drain(a);
}

static void the_station_follows_when_the_count_is_over(void **state)
{
    struct air *a = *state;
    struct ap *ap = connected(a);
    announce(ap, 0, 11, 3);
    ap_beacon(a, ap);
    air_pass(a, 2 * BEACON_INTERVAL - 1);
    assert_int_equal(a->freq, 2437);
    air_pass(a, 1);
    assert_int_equal(a->freq, 2462);
    ap->freq = 2462;
    ap->extra = span(NULL, 0);
    for (int i = 0; i < 50; i++) { /* five seconds there: nobody is missed */
        ap_beacon(a, ap);
        air_pass(a, BEACON_INTERVAL);
    }
    EXPECT(a, "");
    assert_int_equal(a->mp->link.home_freq, 2462);
    send_one(a, 1);
    EXPECT(a, "tx data A\nSEND_COMPLETE 1 0\n");
    air_disconnect(a);
    EXPECT(a, "tx disassoc A 8\nDISASSOCIATION A 7\n"); /* air_take: sent on 2462 */
}

static void each_beacon_counts_anew(void **state)
{
    struct air *a = *state;
    struct ap *ap = connected(a);
    announce(ap, 0, 11, 5);
    ap_beacon(a, ap);
    air_pass(a, BEACON_INTERVAL);
    uint8_t probe[500]; /* a Probe Response says nothing about when */
    air_deliver(a, span(probe, ap_bss_frame(a, ap, true, probe, sizeof probe)), 2437, -50);
    assert_int_equal(a->mp->timers[MP_TIMER_SWITCH], a->now + 3 * BEACON_INTERVAL);
    announce(ap, 0, 11, 2); /* sooner than it said first */
    ap_beacon(a, ap);
    air_pass(a, BEACON_INTERVAL);
    assert_int_equal(a->freq, 2462);
}

static void a_count_of_one_is_now(void **state)
{
    struct air *a = *state;
    struct ap *ap = connected(a);
    announce(ap, 0, 1, 1);
    ap_beacon(a, ap);
    assert_int_equal(a->freq, 2412);
}

static void extended_announcement(void **state)
{
    static const uint8_t far_class[] = {
        ELEMENT_EXT_CHANNEL_SWITCH, 4, 0, 131, 1, 0}; /* 6 GHz */
    static const uint8_t ecsa[] = {ELEMENT_EXT_CHANNEL_SWITCH, 4, 0, 81, 11, 0};
    struct air *a = *state;
    struct ap *ap = connected(a);
    ap->extra = span(far_class, sizeof far_class);
    ap_beacon(a, ap);
    assert_int_equal(a->freq, 2437);
    ap->extra = span(ecsa, sizeof ecsa);
    ap_beacon(a, ap);
    assert_int_equal(a->freq, 2462);
}

static void silence_until_then(void **state)
{
    struct air *a = *state;
    struct ap *ap = connected(a);
    announce(ap, 1, 11, 2);
    ap_beacon(a, ap);
    send_one(a, 4);
    air_pass(a, BEACON_INTERVAL - 1);
    EXPECT(a, "");
    air_pass(a, 1);
    EXPECT(a, "tx data A\nSEND_COMPLETE 4 0\n"); /* on 2462 */
    assert_int_equal(a->freq, 2462);
}

static void it_stays_after_all(void **state)
{
    struct air *a = *state;
    struct ap *ap = connected(a);
    announce(ap, 1, 11, 5);
    ap_beacon(a, ap);
    send_one(a, 4);
    EXPECT(a, "");
    ap->extra = span(NULL, 0);
    ap_beacon(a, ap);
    EXPECT(a, "tx data A\nSEND_COMPLETE 4 0\n");
    air_pass(a, EXTSTA_SECOND);
    assert_int_equal(a->freq, 2437);
}

/* A channel the radio has not, of another PHY, or none at all; another BSS; a Probe Response.
 */
static void what_is_not_followed(void **state)
{
    static const uint8_t channels[] = {3, 13, 14, 36, 0, 200, 255};
    struct air *a = *state;
    struct ap *ap = connected(a);
    for (size_t i = 0; i < sizeof channels; i++) {
        announce(ap, 1, channels[i], 0);
        ap_beacon(a, ap);
        assert_int_equal(a->freq, 2437);
        assert_false(a->mp->link.quiet);
    }
    struct ap *b = air_add(a, AP_B, 2437, -50);
    announce(b, 1, 11, 0);
    ap_beacon(a, b);
    assert_int_equal(a->freq, 2437);
    announce(ap, 1, 11, 0);
    uint8_t probe[500];
    air_deliver(a, span(probe, ap_bss_frame(a, ap, true, probe, sizeof probe)), 2437, -50);
    assert_int_equal(a->freq, 2437);
    EXPECT(a, "");
    assert_true(mlme_is_associated(a->mp));
}

static void a_scan_comes_home_to_the_new_channel(void **state)
{
    struct air *a = *state;
    struct ap *ap = connected(a);
    announce(ap, 0, 11, 2);
    ap_beacon(a, ap);
    assert_int_equal(air_scan(a, dot11_scan_type_passive, NULL, NULL), NDIS_STATUS_SUCCESS);
    air_pass(a, BEACON_INTERVAL + 1);
    assert_int_equal(a->mp->link.home_freq, 2462);
    assert_int_equal(a->freq, 2412); /* it listens here, undisturbed */
    air_pass(a, 1500 * EXTSTA_MS);
    assert_non_null(strstr(a->log, "SCAN_CONFIRM 0\n"));
    assert_int_equal(a->freq, 2462);
    send_one(a, 1);
    assert_non_null(strstr(a->log, "SEND_COMPLETE 1 0\n"));
}

static void an_ap_that_is_gone_takes_its_announcement_along(void **state)
{
    struct air *a = *state;
    struct ap *ap = connected(a);
    announce(ap, 1, 11, 200);
    ap_beacon(a, ap);
    ap->on = false;
    ap_kick(a, AP_A, true, 3);
    assert_false(a->mp->link.quiet);
    assert_int_equal(a->mp->mlme.next_freq, 0);
}

/* The AP does not come where it said: it is lost and looked for (DIS-11, ROM-03). */
static void DIS_11_an_ap_that_does_not_arrive(void **state)
{
    struct air *a = *state;
    struct ap *ap = connected(a);
    announce(ap, 0, 11, 1);
    ap_beacon(a, ap);
    assert_int_equal(a->freq, 2462);
    ap->extra = span(NULL, 0);
    air_pass(a, 2000 * EXTSTA_MS);
    EXPECT(a, "");
    air_pass(a, 1);
    assert_true(strstr(a->log, "DISASSOCIATION A 2\n") == a->log);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AIR_TEST(the_station_follows_when_the_count_is_over),
        AIR_TEST(each_beacon_counts_anew),
        AIR_TEST(a_count_of_one_is_now),
        AIR_TEST(extended_announcement),
        AIR_TEST(silence_until_then),
        AIR_TEST(it_stays_after_all),
        AIR_TEST(what_is_not_followed),
        AIR_TEST(a_scan_comes_home_to_the_new_channel),
        AIR_TEST(an_ap_that_is_gone_takes_its_announcement_along),
        AIR_TEST(DIS_11_an_ap_that_does_not_arrive),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
