/* Trouble at equal intervals: what is a timer and what is none. */
#include "../testing.h"

#include "explain/story_private.h"
#include <extsta/collection.h>

static const struct extsta_mac sta = {{2, 0, 0, 0, 0, 1}}, ap = {{2, 0, 0, 0, 0, 10}};

/* An end by the AP, so many seconds after the start. */
static void end_at(struct extsta_collection *c, double seconds, uint16_t reason)
{
    uint64_t time = (uint64_t)(seconds * 1e9);
    struct extsta_story s = {.time = time,
                             .until = time,
                             .sta = sta,
                             .bssid = ap,
                             .what = EXTSTA_STORY_DISASSOCIATION,
                             .kind = EXTSTA_KIND_ENDED_BY_AP,
                             .by = EXTSTA_BY_AP,
                             .is_explicit = true,
                             .has_reason = true,
                             .reason = reason};
    extsta_collection_story(c, &s);
}

/* Whether these ends, in seconds, 0 at the end, are clockwork. */
static bool clockwork(const double *seconds, struct extsta_period *out)
{
    uint64_t seed = 7;
    struct extsta_context *ctx = testing_context(&seed);
    struct extsta_collection *c = extsta_collection_new(ctx);
    for (; *seconds > 0; seconds++) {
        end_at(c, *seconds, 16);
        end_at(c, *seconds * *seconds / 7000 + 11, 1); /* others, that do not come so */
    }
    extsta_collection_sort(c);
    bool is = extsta_collection_period(c, extsta_collection_client(c, 0), out);
    extsta_collection_free(c);
    extsta_context_free(ctx);
    return is;
}

static void equal_intervals_are_a_timer(void **state)
{
    struct extsta_period p;
    (void)state;
    /* every hour, at a minute of its own, as in a field report */
    assert_true(clockwork((const double[]){2280, 5880, 9481, 13079, 16680, 0}, &p));
    assert_int_equal(p.kind, EXTSTA_KIND_ENDED_BY_AP);
    assert_int_equal(p.count, 5);
    assert_int_equal(p.period / SECOND, 3600);
}

static void three_times_are_none(void **state)
{
    struct extsta_period p;
    (void)state;
    assert_false(clockwork((const double[]){3600, 7200, 10800, 0}, &p));
    assert_int_equal(p.count, 0);
}

static void intervals_that_differ_are_none(void **state)
{
    struct extsta_period p;
    (void)state;
    assert_false(clockwork((const double[]){3600, 7200, 10800, 14550, 0}, &p));
    /* and the pauses of a station that tries again are its own */
    assert_false(clockwork((const double[]){100, 105, 110, 115, 120, 0}, &p));
}

static void who_had_no_trouble_has_no_period(void **state)
{
    struct extsta_period p;
    (void)state;
    assert_false(clockwork((const double[]){1, 0}, &p));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_intervals_are_a_timer),
        cmocka_unit_test(three_times_are_none),
        cmocka_unit_test(intervals_that_differ_are_none),
        cmocka_unit_test(who_had_no_trouble_has_no_period),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
