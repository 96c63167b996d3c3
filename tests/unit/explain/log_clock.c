/* Clocks of logs against the air (explain/logs): offsets, drift, whose log it is, and that what
 * does not fit is refused. */
#include "log_world.h"

/* Events put on a frame, of which rightly. */
static void count_frames(const struct world *x, unsigned *placed, unsigned *right,
                         unsigned *due)
{
    *placed = *right = *due = 0;
    for (uint32_t i = 1; i <= x->lines; i++) {
        *due += x->frame_of[i] != 0;
    }
    for (size_t i = 0; i < extsta_witnesses_count(x->w); i++) {
        struct extsta_witness_event e;
        extsta_witnesses_at(x->w, i, &e);
        *placed += e.frame != 0;
        *right += e.frame != 0 && e.frame == x->frame_of[e.line];
    }
}

static void assert_offset(const struct extsta_witness_log *l, int64_t truth, int64_t margin)
{
    int64_t off = l->offset - truth;
    assert_int_equal(l->state, EXTSTA_CLOCK_FOUND);
    assert_true(off <= margin && off >= -margin);
    assert_true((uint64_t)(off < 0 ? -off : off) <= l->within);
}

static void an_aps_log_is_set_to_the_millisecond(void **state)
{
    static const int64_t offsets[] = {0, 3412507000, -86399123456000, 7200000321000};
    (void)state;
    for (size_t i = 0; i < sizeof offsets / sizeof *offsets; i++) {
        struct world x;
        unsigned placed, right, due;
        world_begin(&x, offsets[i]);
        lives(&x, 0, 4, 12, 700);
        struct extsta_witness_log l = compare_logs(&x);
        count_frames(&x, &placed, &right, &due);
        assert_offset(&l, offsets[i], 1000000);
        assert_int_equal(l.program, EXTSTA_PROGRAM_HOSTAPD);
        assert_true(l.confidence >= 97);
        assert_int_equal(right, due);
        assert_int_equal(placed, due);
        world_end(&x);
    }
}

/* Nothing in the log says whose it is; four others live in the same air. */
static void a_clients_log_finds_its_client(void **state)
{
    struct world x;
    unsigned placed, right, due;
    (void)state;
    world_begin(&x, -5000123000);
    lives(&x, 1 + 2, 5, 40, 300);
    struct extsta_witness_log l = compare_logs(&x);
    count_frames(&x, &placed, &right, &due);
    assert_offset(&l, -5000123000, 1000000);
    assert_true(due > 20);
    assert_int_equal(right, due);
    struct extsta_witness_event e;
    extsta_witnesses_at(x.w, 0, &e);
    struct extsta_mac owner = client(2);
    assert_true(e.has_sta);
    assert_memory_equal(&e.sta, &owner, 6);
    world_end(&x);
}

/* The program before this one asked an AP that had gone; the new one asks again, before a
 * second has passed, and its first line is of its own frame. */
static void what_was_asked_before_the_log_began_is_anothers(void **state)
{
    struct world x;
    unsigned placed, right, due;
    (void)state;
    world_begin(&x, 45678000);
    frame(&x, 2, EXTSTA_EVENT_AUTH, false, 1, 0);
    pass(&x, 200000);
    frame(&x, 2, EXTSTA_EVENT_AUTH, false, 1, 0);
    pass(&x, 600000);
    for (unsigned i = 0; i < 8; i++) {
        life(&x, 2, 1 + 2, 200 + dice(&x, 900));
        pass(&x, 300000);
    }
    struct extsta_witness_log l = compare_logs(&x);
    count_frames(&x, &placed, &right, &due);
    assert_offset(&l, 45678000, 1000000);
    assert_int_equal(right, due);
    assert_int_equal(placed, due);
    world_end(&x);
}

/* A third of the frames is lost, and the log began an hour before and ends an hour after. */
static void loss_and_another_extent_do_not_matter(void **state)
{
    struct world x;
    unsigned placed, right, due;
    (void)state;
    world_begin(&x, 1234567000);
    x.lost = 33;
    x.deaf = true;
    lives(&x, 0, 4, 30, 2000);
    x.deaf = false;
    lives(&x, 0, 4, 20, 700);
    x.deaf = true;
    lives(&x, 0, 4, 30, 2000);
    struct extsta_witness_log l = compare_logs(&x);
    count_frames(&x, &placed, &right, &due);
    assert_offset(&l, 1234567000, 1000000);
    assert_int_equal(right, due);
    assert_true(placed <= due + due / 50); /* a neighbour of a frame that was lost */
    world_end(&x);
}

/* Three hours, 40 ppm: 432 ms from end to end. */
static void drift_over_hours_is_found(void **state)
{
    struct world x;
    unsigned placed, right, due;
    (void)state;
    world_begin(&x, 10000000000);
    x.drift = 40e-6;
    lives(&x, 0, 6, 150, 50000);
    assert_true(x.time - BEGIN > 3 * 3600 * S);
    struct extsta_witness_log l = compare_logs(&x);
    count_frames(&x, &placed, &right, &due);
    assert_int_equal(l.state, EXTSTA_CLOCK_FOUND);
    assert_in_range(l.drift, 39500, 40500);
    int64_t truth = 10000000000 + (int64_t)((double)(l.at - BEGIN) * 40e-6);
    assert_offset(&l, truth, 1000000);
    assert_int_equal(right, due);
    world_end(&x);
}

/* Three minutes, 80 ppm: 14 ms from end to end. */
static void drift_shows_in_minutes(void **state)
{
    struct world x;
    unsigned placed, right, due;
    (void)state;
    world_begin(&x, -4000000000);
    x.drift = -80e-6;
    lives(&x, 0, 4, 60, 1500);
    assert_in_range(x.time - BEGIN, 120 * S, 240 * S);
    struct extsta_witness_log l = compare_logs(&x);
    count_frames(&x, &placed, &right, &due);
    assert_offset(&l, -4000000000 - (int64_t)((double)(l.at - BEGIN) * 80e-6), 1000000);
    assert_true(l.drift < -70000 && l.drift > -90000);
    assert_int_equal(right, due);
    world_end(&x);
}

/* A busy capture stamps frames when it comes to them: lines about them seem to be before them.
 */
static void frames_that_were_stamped_late_are_found(void **state)
{
    struct world x;
    unsigned placed, right, due;
    (void)state;
    world_begin(&x, 1000000);
    x.stamped = 12 * MS;
    lives(&x, 0, 4, 16, 700);
    struct extsta_witness_log l = compare_logs(&x);
    count_frames(&x, &placed, &right, &due);
    assert_offset(&l, 1000000, 1000000);
    assert_int_equal(right, due);
    world_end(&x);
}

static void a_log_of_seconds_is_set_as_well_as_it_can_be(void **state)
{
    struct world x;
    (void)state;
    world_begin(&x, 3600000000000 + 250000000);
    x.stamp = "syslog";
    lives(&x, 0, 4, 25, 700);
    struct extsta_witness_log l = compare_logs(&x);
    assert_int_equal(l.resolution, S);
    assert_offset(&l, 3600000000000 + 250000000, 60000000);
    world_end(&x);
}

static void a_log_without_times_is_put_in_order(void **state)
{
    struct world x;
    unsigned placed, right, due;
    (void)state;
    world_begin(&x, 0);
    x.stamp = "none";
    x.lost = 10;
    lives(&x, 0, 4, 12, 700);
    struct extsta_witness_log l = compare_logs(&x);
    count_frames(&x, &placed, &right, &due);
    assert_int_equal(l.state, EXTSTA_CLOCK_ORDER);
    assert_true(right >= due - due / 20);
    world_end(&x);
}

/* Another day's log, or another house's: nothing is made up. */
static void what_does_not_fit_is_refused(void **state)
{
    struct world x;
    (void)state;
    world_begin(&x, 0); /* stations that the capture has not */
    lives(&x, 77, 3, 10, 700);
    x.deaf = true;
    for (unsigned i = 0; i < 10; i++) {
        life(&x, 9, 0, 300 + dice(&x, 900));
        pass(&x, 700000);
    }
    struct extsta_witness_log l = compare_logs(&x);
    assert_int_equal(l.state, EXTSTA_CLOCK_UNKNOWN);
    world_end(&x);

    world_begin(&x, 0); /* the same stations, at other times */
    lives(&x, 77, 3, 10, 700);
    x.deaf = true;
    pass(&x, 86400000000);
    lives(&x, 0, 3, 40, 2900);
    l = compare_logs(&x);
    assert_true(l.state == EXTSTA_CLOCK_UNKNOWN || l.confidence < 75);
    world_end(&x);

    world_begin(&x, 0); /* no event that would be on the air */
    lives(&x, 77, 3, 2, 700);
    say(&x, 0, 0, "wlan0: AP-ENABLED ");
    l = compare_logs(&x);
    assert_int_equal(l.state, EXTSTA_CLOCK_NOTHING);
    world_end(&x);
}

/* Two clients with the same life, one after the other, and a log that does not say whose it is.
 */
static void a_log_that_two_clients_fit_is_nobodys(void **state)
{
    struct world x;
    (void)state;
    world_begin(&x, 55000000);
    for (unsigned of = 0; of < 2; of++) {
        x.random = 7; /* the same dice */
        for (int i = 0; i < 3; i++) {
            life(&x, 4 + of, of ? 77 : 1 + 4, 500);
            pass(&x, (1000 + dice(&x, 5000)) * UINT64_C(1000));
        }
        pass(&x, 20000000);
    }
    struct extsta_witness_log l = compare_logs(&x);
    assert_int_equal(l.state, EXTSTA_CLOCK_UNKNOWN);
    for (size_t i = 0; i < extsta_witnesses_count(x.w); i++) {
        struct extsta_witness_event e;
        extsta_witnesses_at(x.w, i, &e);
        assert_false(e.has_sta || e.frame);
        assert_int_equal(e.verdict, EXTSTA_VERDICT_OUTSIDE);
    }
    world_end(&x);
}

/* The same exchange at the same distances fits at each of them: nobody can say which. */
static void what_fits_at_many_times_is_not_decided(void **state)
{
    struct world x;
    (void)state;
    world_begin(&x, 55000000);
    for (int i = 0; i < 6; i++) {
        uint64_t begin = x.time;
        x.random = 7; /* the same dice */
        life(&x, 1, i == 3 ? 0 : 77, 500);
        x.time = begin + 5 * S;
    }
    struct extsta_witness_log l = compare_logs(&x);
    assert_int_equal(l.state, EXTSTA_CLOCK_UNKNOWN);
    assert_true(l.rival >= l.matched);
    world_end(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_aps_log_is_set_to_the_millisecond),
        cmocka_unit_test(a_clients_log_finds_its_client),
        cmocka_unit_test(what_was_asked_before_the_log_began_is_anothers),
        cmocka_unit_test(loss_and_another_extent_do_not_matter),
        cmocka_unit_test(drift_over_hours_is_found),
        cmocka_unit_test(drift_shows_in_minutes),
        cmocka_unit_test(frames_that_were_stamped_late_are_found),
        cmocka_unit_test(a_log_of_seconds_is_set_as_well_as_it_can_be),
        cmocka_unit_test(a_log_without_times_is_put_in_order),
        cmocka_unit_test(what_does_not_fit_is_refused),
        cmocka_unit_test(a_log_that_two_clients_fit_is_nobodys),
        cmocka_unit_test(what_fits_at_many_times_is_not_decided),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
