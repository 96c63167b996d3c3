/* Who sent a frame, one address at a time: what counts for and against the usual transmitter.
 * Numbers and signals are those of captures of other people, named where they are used; what is
 * true of them their descriptions say. */
#include "../testing.h"

#include "explain/transmitters.h"

#define MS 1000000ull

struct air {
    struct transmitter ap, sta;
    struct exchange from_ap, from_sta;
    uint64_t now;
};

static struct sent sent(struct air *a, unsigned number, int signal, bool by_ap, bool ends)
{
    return (struct sent){.time = a->now,
                         .number = (uint16_t)number,
                         .signal = (int8_t)signal,
                         .rate = 2,
                         .by_ap = by_ap,
                         .ends = ends};
}

static struct sender judge(struct air *a, uint64_t later, struct sent s)
{
    struct sender out;
    struct sent_before none = {.age = 0};
    s.time = a->now += later;
    transmitter_judge(s.by_ap ? &a->ap : &a->sta, s.by_ap ? &a->from_ap : &a->from_sta,
                      s.by_ap ? &a->sta : &a->ap, &s, &none, &out);
    return out;
}

/* An AP whose beacons and answers have one counter: as that of ds-deauth-late.pcap. */
static struct air known_ap(unsigned number)
{
    struct air a = {.now = 5000000000000ull};
    for (unsigned i = 0; i < 5; i++) {
        struct sent beacon = sent(&a, number - 7 + i, -34, true, false);
        transmitter_announces(&a.ap, &beacon);
        a.now += 102 * MS;
    }
    judge(&a, MS, sent(&a, number - 2, -34, true, false));
    judge(&a, MS, sent(&a, number - 1, -34, true, false));
    return a;
}

static uint8_t other(struct sender s)
{
    return sender_other(&s);
}

#define OTHER 70
#define MAYBE 40

/* ds-deauth-late.pcap, frames 215 to 242: the AP at 2856, somebody 12 dB louder at 0. */
static void a_number_0_is_somebody_elses(void **state)
{
    (void)state;
    struct air a = known_ap(2857);
    assert_in_range(other(judge(&a, 20 * MS, sent(&a, 0, -22, true, true))), 90, 99);
    assert_in_range(other(judge(&a, 2 * MS, sent(&a, 2857, -32, true, false))), 0, 5);
    a = known_ap(2857); /* and with nothing to go by but the number */
    a.ap.level = 0;
    assert_in_range(other(judge(&a, 20 * MS, sent(&a, 0, 0, true, true))), 90, 99);
}

static void one_forged_frame_does_not_spoil_the_next_own_one(void **state)
{
    (void)state;
    for (unsigned forged = 0; forged < 4096; forged += 117) {
        struct air a = known_ap(1000);
        struct sender s = judge(&a, 20 * MS, sent(&a, forged, -34, true, true));
        bool near = (forged - 1000u) % 4096u <= 32 || (forged - 990u) % 4096u < 10;
        assert_true(near || other(s) >= OTHER);
        assert_in_range(other(judge(&a, 20 * MS, sent(&a, 1001, -34, true, true))), 0, 20);
    }
}

/* Frame 1082 and 1254 of the same: -66 dBm where all others have -34, and the number fits. */
static void a_number_that_fits_outweighs_a_signal_that_does_not(void **state)
{
    (void)state;
    struct air a = known_ap(3147);
    assert_in_range(other(judge(&a, MS, sent(&a, 3147, -66, true, true))), 0, 20);
}

static void somebody_elses_counter_is_known_when_it_goes_on(void **state)
{
    (void)state;
    struct air a = known_ap(2857);
    judge(&a, MS, sent(&a, 0, -22, true, true));
    assert_in_range(other(judge(&a, 3000 * MS, sent(&a, 1, -30, true, false))), OTHER, 99);
}

/* wpa3-deauth-race.pcapng, frames 627 to 638: an AP that numbers the frames to each station
 * from 0, somebody at 9 who is 18 dB louder, and the AP's 2 behind him. */
static void the_frame_behind_unmasks_one_that_might_have_fitted(void **state)
{
    (void)state;
    struct air a = {.now = 7000000000000ull};
    struct doubt d;
    judge(&a, MS, sent(&a, 0, -35, true, false));
    judge(&a, 8 * MS, sent(&a, 1, -37, true, false));
    struct sent forged = sent(&a, 9, -17, true, true);
    forged.time += 4 * MS;
    struct sender s = judge(&a, 4 * MS, forged);
    assert_true(other(s) < OTHER);
    doubt_begin(&d, &forged, &s);
    struct sent own = sent(&a, 2, -35, true, false);
    s = judge(&a, 4 * MS, own);
    assert_true(s.unmasked && other(s) < 10);
    doubt_watch(&d, &own, &s);
    doubt_settle(&d, &a.ap);
    assert_in_range(sender_percent(d.points), OTHER, 99);
}

/* The same capture, frames 629 to 642: a station that numbers by three counters, all of them
 * its own. */
static void a_station_may_have_several_counters(void **state)
{
    (void)state;
    struct air a = {.now = 7000000000000ull};
    judge(&a, MS, sent(&a, 1, -21, false, false));
    judge(&a, MS, sent(&a, 2, -21, false, false));
    assert_true(other(judge(&a, 7 * MS, sent(&a, 3479, -23, false, false))) < MAYBE);
    assert_true(other(judge(&a, 7 * MS, sent(&a, 1063, -21, false, true))) < MAYBE);
}

/* pyrit-virgin_broadband.dump, frames 1040 and 1041: 1169 and 1170 in the names of both, 8 ms
 * apart, long after either was heard. */
static void one_counter_in_both_names_is_neithers(void **state)
{
    (void)state;
    struct air a = {.now = 9000000000000ull};
    struct sent first = sent(&a, 1169, 0, true, true);
    struct doubt d;
    struct sender s = judge(&a, MS, first);
    doubt_begin(&d, &first, &s);
    assert_true(other(s) < MAYBE);
    s = judge(&a, 8 * MS, sent(&a, 1170, 0, false, true));
    assert_in_range(other(s), OTHER, 99);
    assert_true(doubt_goes_on_in(&d, 1170, a.now));
    assert_false(doubt_goes_on_in(&d, 1190, a.now));
}

static void nothing_is_held_against_what_nothing_is_known_of(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 4096; i += 51) {
        struct air a = {.now = 9000000000000ull};
        assert_true(other(judge(&a, 0, sent(&a, i, -90, true, true))) < MAYBE);
        /* A minute later neither. */
        assert_true(other(judge(&a, 60000 * MS, sent(&a, (i + 2000) % 4096, -90, true, true))) <
                    MAYBE);
    }
}

static void a_counter_of_beacons_alone_proves_nothing(void **state)
{
    (void)state;
    struct air a = {.now = 9000000000000ull};
    for (unsigned i = 0; i < 50; i++) {
        struct sent beacon = sent(&a, 500 + i, -40, true, false);
        transmitter_announces(&a.ap, &beacon);
        a.now += 102 * MS;
    }
    assert_true(other(judge(&a, MS, sent(&a, 3000, -40, true, true))) < MAYBE);
}

static void what_a_key_protects_is_not_forged(void **state)
{
    (void)state;
    struct air a = known_ap(2857);
    struct sent s = sent(&a, 100, -34, true, true);
    s.is_protected = true;
    assert_true(other(judge(&a, MS, s)) < OTHER);
}

/* As pmf-unprotected-deauth-burst: seven seconds without a frame, and 262 behind 261. What the
 * same number is worth behind a frame of a stranger's counter is another matter. */
static void an_idle_ap_counts_on_from_its_last_frame(void **state)
{
    (void)state;
    for (unsigned number = 262; number <= 1262; number += 1000) {
        struct air a = known_ap(257);
        struct sent_before last = {.age = 6836 * MS, .number = 261};
        struct sent s = sent(&a, number, -34, true, true);
        struct sender out;
        s.time = a.now += 11000 * MS;
        transmitter_judge(&a.ap, &a.from_ap, &a.sta, &s, &last, &out);
        assert_int_equal(other(out) <= 5, number == 262);
    }
}

static void percent_is_that_of_the_odds(void **state)
{
    (void)state;
    assert_int_equal(sender_percent(0), 50);
    assert_in_range(sender_percent(10), 72, 74); /* e to 1, by the logistic function */
    assert_in_range(sender_percent(-30), 4, 6);
    assert_true(sender_percent(SENDER_OTHER) >= OTHER &&
                sender_percent(SENDER_OTHER - 1) < OTHER);
    assert_true(sender_percent(SENDER_MAYBE) >= MAYBE &&
                sender_percent(SENDER_MAYBE - 1) < MAYBE);
    assert_int_equal(sender_percent(1000), 99);
    assert_int_equal(sender_percent(-1000), 1);
}

/* EAPOL frames of one side, one after the other. */
struct eapol_side {
    struct air *air;
    uint16_t last;
};

static struct sender judge_eapol(struct eapol_side *e, uint64_t later, unsigned traffic,
                                 unsigned number, int signal)
{
    struct sender out;
    struct sent_before none = {.age = 0};
    struct sent s = sent(e->air, number, signal, true, false);
    s.traffic = (uint8_t)traffic;
    s.time = e->air->now += later;
    transmitter_judge_eapol(&e->air->ap, &e->last, &s, later, &none, &out);
    return out;
}

/* As hostapd on mac80211: QoS, TID 7, numbered from 0. */
static void messages_of_a_handshake_are_the_aps(void **state)
{
    (void)state;
    struct air a = known_ap(1000);
    struct eapol_side e = {.air = &a};
    assert_in_range(other(judge_eapol(&e, MS, TRAFFIC_TID + 7, 0, -34)), 0, 10);
    assert_in_range(other(judge_eapol(&e, 1000 * MS, TRAFFIC_TID + 7, 1, -34)), 0, 3);
    assert_in_range(other(judge_eapol(&e, 2 * MS, TRAFFIC_TID + 7, 2, -34)), 0, 3);
}

/* The frame of a tool: without QoS, by a counter of its own, louder. */
static void an_injected_message_is_somebody_elses(void **state)
{
    (void)state;
    struct air a = known_ap(1000);
    struct eapol_side e = {.air = &a};
    judge_eapol(&e, MS, TRAFFIC_TID + 7, 0, -34);
    assert_in_range(other(judge_eapol(&e, 2 * MS, TRAFFIC_PLAIN, 2865, -15)), OTHER, 99);
    assert_in_range(other(judge_eapol(&e, 2 * MS, TRAFFIC_PLAIN, 2866, -34)), OTHER, 99);
    /* and the AP's next one is still its own */
    assert_in_range(other(judge_eapol(&e, 2 * MS, TRAFFIC_TID + 7, 1, -34)), 0, 3);
}

static void an_injected_message_in_the_same_class_does_not_count_on(void **state)
{
    (void)state;
    struct air a = known_ap(1000);
    struct eapol_side e = {.air = &a};
    a.ap.level = 0; /* with nothing to go by but the number */
    judge_eapol(&e, MS, TRAFFIC_TID + 7, 0, 0);
    assert_in_range(other(judge_eapol(&e, 2 * MS, TRAFFIC_TID + 7, 3000, 0)), OTHER, 99);
    assert_in_range(other(judge_eapol(&e, 2 * MS, TRAFFIC_TID + 7, 1, 0)), 0, 5);
}

/* fragattacks: injected frames are captured twice, the second time without the Retry bit. */
static void an_echo_is_not_somebody_elses(void **state)
{
    (void)state;
    struct air a = known_ap(1000);
    struct eapol_side e = {.air = &a};
    judge_eapol(&e, MS, TRAFFIC_TID + 1, 16, -34);
    assert_in_range(other(judge_eapol(&e, 0, TRAFFIC_TID + 1, 16, -34)), 0, 10);
}

/* Hours later the class may have carried anything. */
static void a_number_of_long_ago_says_nothing(void **state)
{
    (void)state;
    struct air a = known_ap(1000);
    struct eapol_side e = {.air = &a};
    judge_eapol(&e, MS, TRAFFIC_TID + 7, 0, -34);
    assert_in_range(other(judge_eapol(&e, 3600000 * MS, TRAFFIC_TID + 7, 2000, -34)), 0, 15);
}

/* One tool, several receivers, one number. */
static void somebody_elses_number_may_come_again(void **state)
{
    (void)state;
    struct air a = known_ap(2857);
    judge(&a, MS, sent(&a, 0, -22, true, true));
    assert_in_range(other(judge(&a, MS, sent(&a, 0, -22, true, true))), OTHER, 99);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_0_is_somebody_elses),
        cmocka_unit_test(one_forged_frame_does_not_spoil_the_next_own_one),
        cmocka_unit_test(a_number_that_fits_outweighs_a_signal_that_does_not),
        cmocka_unit_test(somebody_elses_counter_is_known_when_it_goes_on),
        cmocka_unit_test(the_frame_behind_unmasks_one_that_might_have_fitted),
        cmocka_unit_test(a_station_may_have_several_counters),
        cmocka_unit_test(one_counter_in_both_names_is_neithers),
        cmocka_unit_test(nothing_is_held_against_what_nothing_is_known_of),
        cmocka_unit_test(a_counter_of_beacons_alone_proves_nothing),
        cmocka_unit_test(what_a_key_protects_is_not_forged),
        cmocka_unit_test(an_idle_ap_counts_on_from_its_last_frame),
        cmocka_unit_test(percent_is_that_of_the_odds),
        cmocka_unit_test(messages_of_a_handshake_are_the_aps),
        cmocka_unit_test(an_injected_message_is_somebody_elses),
        cmocka_unit_test(an_injected_message_in_the_same_class_does_not_count_on),
        cmocka_unit_test(an_echo_is_not_somebody_elses),
        cmocka_unit_test(a_number_of_long_ago_says_nothing),
        cmocka_unit_test(somebody_elses_number_may_come_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
