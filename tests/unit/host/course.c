/* The course of a run (tell/course.h): nothing is lost when steps become one, memory does not
 * grow with time, percentiles are those of the definition. */
#include "../testing.h"
#include "course.h"

static int by_size(const void *a, const void *b)
{
    extsta_time x = *(const extsta_time *)a, y = *(const extsta_time *)b;
    return (x > y) - (x < y);
}

/* A generator of its own: the test is the same everywhere. */
static uint32_t draw(uint32_t *state)
{
    return *state = *state * 1664525u + 1013904223u;
}

/* Nearest rank: the smallest value so that at least p percent are not above it. */
static extsta_time nearest_rank(const extsta_time *sorted, size_t n, size_t percent)
{
    size_t rank = (percent * n + 99) / 100;
    return sorted[rank ? rank - 1 : 0];
}

static void percentiles_of_durations_are_right_within_one_percent(void **state)
{
    static const size_t percents[] = {0, 1, 7, 25, 50, 75, 95, 99, 100};
    struct course c;
    extsta_time took[5000], now = 0;
    uint32_t seed = 1;
    assert_true(course_start(&c, false));
    course_add_station(&c, "a");
    course_state(&c, now, 0, COURSE_SEARCHING);
    course_state(&c, now += 5, 0, COURSE_AUTHORIZED);
    for (size_t i = 0; i < 5000; i++) { /* from microseconds to hours */
        took[i] = draw(&seed) % (1000u << draw(&seed) % 22);
        course_state(&c, ++now, 0, COURSE_SEARCHING);
        course_state(&c, now += took[i], 0, COURSE_AUTHORIZED);
    }
    qsort(took, 5000, sizeof *took, by_size);
    assert_int_equal(c.interruptions->count, 5000);
    for (size_t i = 0; i < sizeof percents / sizeof *percents; i++) {
        extsta_time want = nearest_rank(took, 5000, percents[i]);
        extsta_time got = spread_percentile(c.interruptions, (double)percents[i]);
        assert_true(got >= want && got - want <= want / 100);
    }
    assert_int_equal(spread_percentile(c.interruptions, 100), took[4999]);
    course_free(&c);
}

static void the_first_time_of_each_station_is_exact(void **state)
{
    struct course c;
    struct course_summary s;
    assert_true(course_start(&c, false));
    for (uint32_t i = 0; i < 40; i++) { /* 1.0 s, 1.1 s, ... in another order; begun at 0.5 s */
        course_add_station(&c, "x");
        course_state(&c, 500000, i, COURSE_SEARCHING);
    }
    for (uint32_t i = 0; i < 39; i++) {
        uint32_t k = i * 7 % 40;
        course_state(&c, 900000, k, COURSE_ASSOCIATED);
        course_state(&c, 1000000 + k * 100000, k, COURSE_AUTHORIZED);
    }
    /* 39 * 7 % 40 = 33 has never come; one is lost and away, one is back, one wants no more. */
    course_state(&c, 6000000, 0, COURSE_SEARCHING);
    course_state(&c, 6000000, 1, COURSE_SEARCHING);
    course_state(&c, 6200000, 1, COURSE_ASSOCIATED);
    course_state(&c, 6250000, 1, COURSE_AUTHORIZED);
    course_state(&c, 6300000, 2, COURSE_IDLE);
    course_summarize(&c, &s);
    assert_int_equal(s.stations, 40);
    assert_int_equal(s.ever, 39);
    assert_int_equal(s.in[COURSE_AUTHORIZED], 37);
    assert_int_equal(s.in[COURSE_SEARCHING], 2);
    assert_int_equal(s.in[COURSE_IDLE], 1);
    assert_int_equal(s.first, 1000000);
    assert_int_equal(s.median, 2900000); /* the 20th of 39 */
    assert_int_equal(s.p95, 4800000);    /* the 38th: 33 is left out */
    assert_int_equal(s.last, 4900000);
    assert_int_equal(s.wait_longest, 4400000);
    assert_int_equal(s.interruptions, 1);
    assert_int_equal(s.away, 1);
    assert_int_equal(s.away_longest, 250000);
    course_free(&c);
}

/* Ten million steps of 10 ms: more than a day. */
static void a_day_needs_no_more_room_than_a_minute(void **state)
{
    struct course c;
    struct air_channel_stats air = {.freq = 2412};
    struct extsta_cause cause = {.origin = EXTSTA_ORIGIN_TIMER,
                                 .diagnosis = EXTSTA_DIAGNOSIS_PEER_SILENT};
    uint32_t lanes = 0, causes = 0;
    uint64_t sum = 0, busy = 0;
    assert_true(course_start(&c, true));
    course_add_station(&c, "a");
    course_add_ap(&c, "A");
    course_put_channel(&c, &air);
    for (extsta_time now = 10000; now <= (extsta_time)100000 * EXTSTA_SECOND; now += 10000) {
        air.transmissions++;
        air.busy += 1234;
        if (now % 5000000000u == 0) { /* rare, and short */
            course_state(&c, now, 0, COURSE_SEARCHING);
            course_state(&c, now, 0, COURSE_AUTHORIZED);
            course_cause(&c, &cause);
        }
        if (now == course_due(&c)) {
            course_put_channel(&c, &air);
            course_put_ap(&c, 0, 1, now == 163840000 ? 77 : 0);
            course_close(&c, now);
        }
    }
    course_put_channel(&c, &air);
    course_end(&c, (extsta_time)100000 * EXTSTA_SECOND);
    assert_true(c.count > COURSE_POINTS / 4 && c.count < COURSE_POINTS);
    assert_true(c.count * c.step >= c.end && (c.count - 1) * c.step < c.end);
    for (uint32_t i = 0; i < c.count; i++) {
        sum += c.channels[0].points[i].transmissions;
        busy += c.channels[0].points[i].busy;
        causes += c.causes[0].points[i];
        lanes += (c.stations[0].lane[i] & 1u << COURSE_SEARCHING) != 0;
    }
    assert_int_equal(sum, air.transmissions);
    assert_int_equal(busy, air.busy);
    assert_int_equal(causes, 20);
    assert_int_equal(lanes, 20); /* none of them fell between two steps */
    assert_int_equal(c.aps[0].points[163840000 / c.step - (163840000 % c.step == 0)].queued,
                     77);
    assert_int_equal(c.points[c.count - 1].in[COURSE_AUTHORIZED], 1);
    course_free(&c);
}

static void the_height_is_the_busiest_second(void **state)
{
    struct course c;
    struct air_channel_stats air = {.freq = 2412};
    assert_true(course_start(&c, false));
    course_put_channel(&c, &air);
    for (extsta_time now = 10000; now <= 3 * EXTSTA_SECOND; now += 10000) {
        /* 0.2 s of 90 %, among 10 %: 0.26 of the best second */
        air.busy += now > 1500000 && now <= 1700000 ? 9000 : 1000;
        course_put_channel(&c, &air);
        course_close(&c, now);
    }
    course_end(&c, 3 * EXTSTA_SECOND);
    assert_true(course_height(&c, &c.channels[0]) > 0.2599 &&
                course_height(&c, &c.channels[0]) < 0.2601);
    course_free(&c);
}

static void causes_are_told_apart_as_far_as_there_is_room(void **state)
{
    struct course c;
    char name[40];
    assert_true(course_start(&c, false));
    for (uint32_t i = 0; i < 30; i++) {
        struct extsta_cause cause = {
            .space = EXTSTA_CODE_PEER_STATUS, .code = 17 + i, .origin = EXTSTA_ORIGIN_PEER};
        course_cause(&c, &cause);
    }
    struct extsta_cause wanted = {.diagnosis = EXTSTA_DIAGNOSIS_DISCONNECT_REQUEST};
    course_cause(&c, &wanted);
    assert_int_equal(c.cause_count, COURSE_CAUSES);
    assert_string_equal(course_cause_name(&c, 0, name), "peer-status 17");
    assert_string_equal(course_cause_name(&c, COURSE_CAUSES - 1, name), "other");
    uint64_t sum = 0;
    for (uint32_t i = 0; i < c.cause_count; i++) {
        sum += c.causes[i].count;
    }
    assert_int_equal(sum, 30); /* what was asked for is no failure */
    course_free(&c);
}

static void channels_have_their_numbers(void **state)
{
    assert_int_equal(course_channel_number(2412), 1);
    assert_int_equal(course_channel_number(2472), 13);
    assert_int_equal(course_channel_number(2484), 14);
    assert_int_equal(course_channel_number(5180), 36);
    assert_int_equal(course_channel_number(5885), 177);
    assert_int_equal(course_channel_number(0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(percentiles_of_durations_are_right_within_one_percent),
        cmocka_unit_test(the_first_time_of_each_station_is_exact),
        cmocka_unit_test(a_day_needs_no_more_room_than_a_minute),
        cmocka_unit_test(the_height_is_the_busiest_second),
        cmocka_unit_test(causes_are_told_apart_as_far_as_there_is_room),
        cmocka_unit_test(channels_have_their_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
