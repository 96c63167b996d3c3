/* Ends that the receiver missed: what follows shows that there was one (story_missed.c of the
 * library). */
#include "scene.h"

/* A station that is associated and moves inside its network asks for reassociation (IEEE
 * 802.11-2020 11.3.5.4); one that asks for association, behind a pause, had been told. */
static void who_asks_anew_behind_a_pause_was_associated_nowhere(void **state)
{
    static const struct {
        uint64_t pause;
        bool reassociates, same, missed;
    } cases[] = {{6 * S, false, false, true},     {6 * S, false, true, true},
                 {6 * S, true, false, false},     {6 * S, true, true, false},
                 {200 * MS, false, false, false}, {200 * MS, false, true, false}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct scene *s = scene(PSK);
        struct ap *next = cases[i].same ? &s->ap : &s->other;
        join(s, &s->ap);
        data(s, &s->ap, 3);
        size_t last = s->film.shot_count;
        later(s, cases[i].pause);
        size_t first = s->film.shot_count + 1;
        authenticate(s, next);
        associate(s, next, cases[i].reassociates ? &s->ap : NULL);
        handshake(s, next);
        tell(s);
        const struct extsta_story *end = only(s, EXTSTA_STORY_DISASSOCIATION, NULL);
        const char *name = extsta_story_kind_name(end->kind);
        assert_string_equal(name, cases[i].missed ? "end-not-captured" : "replaced");
        assert_false(end->is_explicit);
        assert_memory_equal(&end->bssid, &s->ap.bssid, 6);
        assert_int_equal(how_many(s, EXTSTA_STORY_ROAM), !cases[i].same && !cases[i].missed);
        if (cases[i].missed) {
            assert_int_equal(end->by, EXTSTA_BY_UNKNOWN);
            assert_true(end->inferred);
            assert_int_equal(end->first_frame, last);
            assert_int_equal(end->last_frame, first);
            assert_in_range(end->confidence, 70, 89);
            assert_false(extsta_story_is_trouble(end));
        }
        scene_free(s);
    }
}

/* Where neither the request nor the answer was captured, only a scan speaks for it. */
static void a_scan_behind_a_pause_speaks_for_it(void **state)
{
    (void)state;
    for (int scanned = 0; scanned < 2; scanned++) {
        struct scene *s = scene(OPEN);
        join(s, &s->ap);
        data(s, &s->ap, 3);
        later(s, 6 * S);
        if (scanned) {
            shoot_probe(&s->film, later(s, MS), &s->sta);
        }
        authenticate(s, &s->other);
        data(s, &s->other, 3);
        tell(s);
        const struct extsta_story *end =
            only(s, EXTSTA_STORY_DISASSOCIATION, scanned ? "end-not-captured" : "replaced");
        assert_true(!scanned || end->confidence < 70);
        scene_free(s);
    }
}

/* For `n` beacon intervals. */
static void time_with(struct scene *s, unsigned n, bool beacons)
{
    for (unsigned i = 0; i < n; i++) {
        later(s, 102400000);
        if (beacons) {
            shoot_beacon(&s->film, s->now, &s->ap);
        }
    }
}

/* An AP that is not heard any more has told nothing: the station noticed it by itself. That it
 * is the receiver which listened elsewhere cannot be excluded, as nobody else is heard. */
static void an_ap_whose_beacons_ended_before_is_gone(void **state)
{
    (void)state;
    for (int gone = 0; gone < 2; gone++) {
        struct scene *s = scene(PSK);
        join(s, &s->ap);
        data(s, &s->ap, 3);
        time_with(s, 40, true);
        uint64_t last = s->now;
        uint32_t frame = (uint32_t)s->film.shot_count;
        time_with(s, 30, !gone);
        join(s, &s->other);
        tell(s);
        if (gone) {
            const struct extsta_story *silent = only(s, EXTSTA_STORY_SILENCE, "ap-gone");
            assert_int_equal(silent->by, EXTSTA_BY_AP);
            assert_int_equal(silent->time, last);
            assert_int_equal(silent->first_frame, frame);
            assert_in_range(silent->confidence, 50, 79);
            assert_int_equal(how_many(s, EXTSTA_STORY_DISASSOCIATION), 0);
        } else {
            only(s, EXTSTA_STORY_DISASSOCIATION, "end-not-captured");
            assert_int_equal(how_many(s, EXTSTA_STORY_SILENCE), 0);
        }
        scene_free(s);
    }
}

static void what_failed_is_told_though_its_end_was_missed(void **state)
{
    struct scene *s = scene(PSK);
    (void)state;
    authenticate(s, &s->ap);
    associate(s, &s->ap, NULL);
    for (int i = 0; i < 4; i++) {
        shoot_key(&s->film, later(s, MS), &s->sta, &s->ap, 1);
        shoot_key(&s->film, later(s, MS), &s->sta, &s->ap, 2);
        later(s, S);
    }
    later(s, 6 * S);
    join(s, &s->other);
    tell(s);
    only(s, EXTSTA_STORY_ASSOCIATION_FAILED, "wrong-passphrase");
    only(s, EXTSTA_STORY_DISASSOCIATION, "end-not-captured");
    scene_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_asks_anew_behind_a_pause_was_associated_nowhere),
        cmocka_unit_test(a_scan_behind_a_pause_speaks_for_it),
        cmocka_unit_test(an_ap_whose_beacons_ended_before_is_gone),
        cmocka_unit_test(what_failed_is_told_though_its_end_was_missed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
