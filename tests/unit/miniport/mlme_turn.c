/* Random pauses by the state of the medium (mlme/turn.h): what they do when it is quiet, busy, or
 * not known. */
#include "fixture.h"
#include "miniport/mlme/turn.h"

#define WINDOW (1000u * EXTSTA_MS)

/* A pause of more than half of the window. Returns when to look first. */
static extsta_time long_pause(struct fixture *f, struct mp_turn *turn)
{
    extsta_time next;
    do {
        *turn = (struct mp_turn){0};
        next = turn_begin(f->mp, NOW, turn, WINDOW);
    } while (turn->end - NOW < WINDOW / 2);
    return next;
}

/* Looks until the frame may go, with the medium like this: microseconds. */
static extsta_time time_until_it_goes(struct fixture *f, uint8_t percent)
{
    struct mp_turn turn;
    extsta_time next = long_pause(f, &turn), now = NOW;
    while (next) {
        now = next;
        assert_true(turn.since <= now);
        f->mp->mlme.busy = percent;
        next = turn_look(f->mp, now, &turn, WINDOW);
        assert_true(next == 0 || next > now);
    }
    return now - NOW;
}

/* Halves of at most a second, a look every 20 ms: six of them, and the last pause. */
static void a_quiet_medium_shortens_a_long_pause(void **state)
{
    for (int i = 0; i < 20; i++) {
        assert_true(time_until_it_goes(*state, 10) < 160 * EXTSTA_MS);
    }
}

static void a_busy_medium_does_not(void **state)
{
    struct fixture *f = *state;
    struct mp_turn turn;
    extsta_time next = long_pause(f, &turn), end = turn.end;
    while (next < end) {
        f->mp->mlme.busy = 90;
        next = turn_look(f->mp, next, &turn, WINDOW);
        assert_true(turn.end == end);
    }
    assert_true(next == end);
}

static void who_cannot_tell_waits_for_the_end(void **state)
{
    assert_true(time_until_it_goes(*state, MEDIUM_UNKNOWN) >= WINDOW / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(a_quiet_medium_shortens_a_long_pause),
        FIXTURE_TEST(a_busy_medium_does_not),
        FIXTURE_TEST(who_cannot_tell_waits_for_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
