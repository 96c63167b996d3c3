/* What happens to an access point itself (ap_life.c of the library): told once, of the AP, with
 * how many clients it concerned. The beacons' timestamps and numbers are written into the
 * frames here. */
#include "scene.h"

/* Where a beacon's timestamp is, behind nine octets of radiotap. */
#define TSF 33u

/* A beacon whose timestamp is so many microseconds. */
static void beacon_at(struct scene *s, struct ap *ap, uint64_t tsf)
{
    uint32_t shot = shoot_beacon(&s->film, s->now, ap);
    for (unsigned i = 0; i < 8; i++) {
        s->film.shots[shot].bytes[TSF + i] = (uint8_t)(tsf >> 8 * i);
    }
}

/* n beacons, 102.4 ms apart, of a clock that was 0 at `start`. */
static void beacons(struct scene *s, struct ap *ap, unsigned n, uint64_t start)
{
    for (unsigned i = 0; i < n; i++) {
        later(s, 102400000);
        beacon_at(s, ap, (s->now - start) / 1000);
    }
}

/* A day before the scene. */
static uint64_t long_ago(const struct scene *s)
{
    return s->now - 86400 * S;
}

/* The scene begins with one beacon of each AP, whose timestamp is the time since 1970. */
static struct scene *scene_of_clocks(enum security security)
{
    struct scene *s = scene(security);
    for (size_t i = 0; i < s->film.shot_count; i++) {
        free(s->film.shots[i].bytes);
    }
    s->film.shot_count = 0;
    return s;
}

/* IEEE 802.11-2020 11.1.3.2: the TSF timer starts with the BSS. 10.3.2.14.2: one modulo-4096
 * counter, which starts with the station. */
static void a_clock_that_begins_anew_is_a_restart(void **state)
{
    (void)state;
    for (int pause = 0; pause < 2; pause++) {
        struct scene *s = scene_of_clocks(PSK);
        uint64_t start = long_ago(s);
        s->ap.seq = 2000;
        beacons(s, &s->ap, 20, start);
        join(s, &s->ap);
        beacons(s, &s->ap, 20, start);
        uint64_t off = s->now;
        uint32_t last = (uint32_t)s->film.shot_count;
        uint64_t on = later(s, pause ? 59 * S : 1);
        s->ap.seq = 0;
        beacons(s, &s->ap, 5, on - 50 * MS);
        tell(s);
        const struct extsta_story *restart = only(s, EXTSTA_STORY_AP, "ap-restart");
        assert_memory_equal(&restart->bssid, &s->ap.bssid, 6);
        assert_int_equal(restart->sta.b[5], 0);
        assert_int_equal(restart->time, off);
        assert_int_equal(restart->gap, on - off + 102400000);
        assert_int_equal(restart->count, 1);
        assert_int_equal(restart->first_frame, last);
        assert_int_equal(restart->last_frame, last + 1);
        assert_in_range(restart->confidence, 90, 99);
        assert_true(extsta_story_is_trouble(restart));
        const char *text = s->text[restart - s->told];
        assert_int_equal(strstr(text, "off the air for 59 s") != NULL, pause);
        assert_non_null(strstr(text, "; 1 client was associated"));
        scene_free(s);
    }
}

/* Another transmitter with the same address: its clock was started long before, or the old one
 * comes back. */
static void another_clock_is_no_restart(void **state)
{
    (void)state;
    for (int back = 0; back < 2; back++) {
        struct scene *s = scene_of_clocks(PSK);
        uint64_t start = long_ago(s);
        beacons(s, &s->ap, 40, start);
        if (back) {
            uint64_t on = s->now;
            for (int i = 0; i < 10; i++) {
                beacons(s, &s->ap, 2, on);
                beacons(s, &s->ap, 1, start);
            }
        } else {
            beacons(s, &s->ap, 10, s->now - 3600 * S);
        }
        tell(s);
        assert_int_equal(how_many(s, EXTSTA_STORY_AP), 0);
        scene_free(s);
    }
}

/* Some drivers set the timer back while the AP goes on: its numbers count on. */
static void a_timer_that_is_set_back_is_no_restart(void **state)
{
    struct scene *s = scene_of_clocks(PSK);
    (void)state;
    beacons(s, &s->ap, 40, long_ago(s));
    beacons(s, &s->ap, 10, s->now);
    tell(s);
    assert_int_equal(how_many(s, EXTSTA_STORY_AP), 0);
    scene_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_clock_that_begins_anew_is_a_restart),
        cmocka_unit_test(another_clock_is_no_restart),
        cmocka_unit_test(a_timer_that_is_set_back_is_no_restart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
