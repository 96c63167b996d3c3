/* What came just before an end, a failure or a silence decides what it was (story_before.c of the
 * library): asleep, out of range, gone, not heard; and reasons that cannot be true. */
#include "scene.h"

/* IEEE 802.11-2020 9.4.1.7: reason 4 is inactivity. The AP's limit is minutes. */
static void inactivity_right_behind_a_frame_is_none(void **state)
{
    static const uint64_t pauses[] = {8 * MS, 300 * S};
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct scene *s = scene(OPEN);
        join(s, &s->ap);
        data(s, &s->ap, 3);
        shoot_data(&s->film, later(s, MS), &s->sta, &s->ap, false, false);
        shoot_leave(&s->film, later(s, pauses[i]), &s->sta, &s->ap, true, false, 4, false, 0);
        tell(s);
        const struct extsta_story *end =
            only(s, EXTSTA_STORY_DISASSOCIATION, i == 0 ? "ended-by-ap" : "inactivity");
        assert_int_equal((end->details & EXTSTA_DETAIL_CLAIM_FALSE) != 0, i == 0);
        assert_int_equal(strstr(s->text[end - s->told], "8 ms before") != NULL, i == 0);
        scene_free(s);
    }
}

/* What the station does afterwards is not what came before. */
static void a_station_that_comes_back_at_once_was_heard_before_the_end(void **state)
{
    struct scene *s = scene(OPEN);
    (void)state;
    join(s, &s->ap);
    data(s, &s->ap, 3);
    shoot_data(&s->film, later(s, MS), &s->sta, &s->ap, false, false);
    shoot_leave(&s->film, later(s, 20 * MS), &s->sta, &s->ap, true, false, 4, false, 0);
    later(s, 30 * MS);
    join(s, &s->ap);
    tell(s);
    const struct extsta_story *end = only(s, EXTSTA_STORY_DISASSOCIATION, "ended-by-ap");
    assert_true(end->details & EXTSTA_DETAIL_CLAIM_FALSE);
    assert_non_null(strstr(s->text[end - s->told], "20 ms before"));
    scene_free(s);
}

/* IEEE 802.11-2020 9.4.1.7: reason 7 is the answer to a class 3 frame. Nobody sent one: it is
 * an operator's; and where one was sent it still is what the AP says, and no more. */
static void reason_7_answers_a_frame(void **state)
{
    static const uint64_t pauses[] = {2 * MS, 80 * MS};
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct scene *s = scene(OPEN);
        join(s, &s->ap);
        data(s, &s->ap, 3);
        shoot_data(&s->film, later(s, MS), &s->sta, &s->ap, false, false);
        shoot_leave(&s->film, later(s, pauses[i]), &s->sta, &s->ap, true, false, 7, false, 0);
        tell(s);
        const struct extsta_story *end =
            only(s, EXTSTA_STORY_DISASSOCIATION, i == 0 ? "ap-lost-state" : "ended-by-ap");
        assert_int_equal(end->sureness < 80, i == 0);
        scene_free(s);
    }
}

static void reason_7_behind_message_2_again_and_again_is_a_wrong_passphrase(void **state)
{
    (void)state;
    for (int rounds = 1; rounds <= 4; rounds += 3) {
        struct scene *s = scene(PSK);
        authenticate(s, &s->ap);
        associate(s, &s->ap, NULL);
        for (int i = 0; i < rounds; i++) {
            shoot_key(&s->film, later(s, MS), &s->sta, &s->ap, 1);
            shoot_key(&s->film, later(s, MS), &s->sta, &s->ap, 2);
            later(s, S);
        }
        shoot_leave(&s->film, later(s, MS), &s->sta, &s->ap, true, false, 7, false, 0);
        tell(s);
        only(s, EXTSTA_STORY_ASSOCIATION_FAILED,
             rounds > 1 ? "wrong-passphrase" : "ap-lost-state");
        scene_free(s);
    }
}

/* hostapd sends such frames for a test (pmf-unprotected-deauth-burst.pcapng): the numbers say
 * whose they are. */
static void an_end_without_protection_may_be_the_aps_own(void **state)
{
    (void)state;
    for (int own = 0; own < 2; own++) {
        struct scene *s = scene(SAE);
        join(s, &s->ap);
        data(s, &s->ap, 3);
        uint16_t seq = s->ap.seq;
        s->ap.seq = own ? seq : (uint16_t)(seq + 1000);
        for (int i = 0; i < 4; i++) {
            shoot_leave(&s->film, later(s, 10 * MS), &s->sta, &s->ap, true, false, 7, false, 0);
        }
        s->ap.seq = own ? s->ap.seq : seq;
        data(s, &s->ap, 3);
        tell(s);
        const struct extsta_story *told =
            only(s, EXTSTA_STORY_FINDING, "unprotected-deauthentication");
        assert_int_equal(told->forged, !own);
        assert_int_equal(told->by, own ? EXTSTA_BY_AP : EXTSTA_BY_UNKNOWN);
        assert_int_equal(told->count, 4);
        scene_free(s);
    }
}

/* Of a network that the receiver does not hear, no answer could have been. */
static void a_request_to_an_ap_that_is_not_heard_proves_little(void **state)
{
    (void)state;
    for (int heard = 0; heard < 2; heard++) {
        struct scene *s = scene(OPEN);
        if (!heard) { /* nobody has heard of this one */
            s->ap.bssid.b[5] = 0xc;
        }
        for (int i = 0; i < 3; i++) {
            shoot_auth(&s->film, later(s, 100 * MS), &s->sta, &s->ap, false, 0, 1, 0);
        }
        shoot_beacon(&s->film, later(s, 5 * S), &s->other);
        tell(s);
        const struct extsta_story *f =
            only(s, EXTSTA_STORY_ASSOCIATION_FAILED, "authentication-no-answer");
        assert_int_equal(f->confidence >= 90, heard);
        assert_int_equal(f->confidence < 50, !heard);
        scene_free(s);
    }
}

/* Of a handshake within which the capture begins nothing is known. */
static void a_single_message_at_the_beginning_is_no_failure(void **state)
{
    struct scene *s = scene(PSK);
    (void)state;
    shoot_key(&s->film, later(s, MS), &s->sta, &s->ap, 2);
    shoot_beacon(&s->film, later(s, 10 * S), &s->ap);
    tell(s);
    assert_int_equal(how_many(s, EXTSTA_STORY_ASSOCIATION_FAILED), 0);
    scene_free(s);
}

static void calls(struct scene *s, bool from_ap)
{
    for (int i = 0; i < 24; i++) {
        shoot_data(&s->film, later(s, 150 * MS), &s->sta, &s->ap, from_ap, i % 6 > 0);
    }
}

/* Power Management (bit 12 of Frame Control): from this frame on it sleeps. */
static void who_says_that_it_sleeps_sleeps(void **state)
{
    (void)state;
    for (int asleep = 0; asleep < 2; asleep++) {
        struct scene *s = scene(OPEN);
        join(s, &s->ap);
        data(s, &s->ap, 20);
        uint32_t shot = shoot_data(&s->film, later(s, MS), &s->sta, &s->ap, false, false);
        s->film.shots[shot].bytes[9 + 1] |= asleep ? 0x10 : 0;
        calls(s, true);
        tell(s);
        const struct extsta_story *end = only(s, EXTSTA_STORY_SILENCE, "station-silent");
        assert_int_equal((end->details & EXTSTA_DETAIL_ASLEEP) != 0, asleep);
        assert_false(end->details & EXTSTA_DETAIL_OUT_OF_RANGE);
        scene_free(s);
    }
}

static void whose_signal_fell_went_out_of_range(void **state)
{
    struct scene *s = scene(OPEN);
    (void)state;
    join(s, &s->ap);
    data(s, &s->ap, 60);
    s->sta.signal = -84;
    data(s, &s->ap, 2);
    calls(s, true);
    tell(s);
    const struct extsta_story *end = only(s, EXTSTA_STORY_SILENCE, "station-silent");
    assert_true(end->details & EXTSTA_DETAIL_OUT_OF_RANGE);
    assert_non_null(strstr(s->text[end - s->told], "its signal had fallen from -5"));
    scene_free(s);
}

static void an_ap_whose_beacons_end_is_gone(void **state)
{
    (void)state;
    for (int beacons = 0; beacons < 2; beacons++) {
        struct scene *s = scene(OPEN);
        join(s, &s->ap);
        for (int i = 0; i < 20; i++) {
            if (beacons) {
                shoot_beacon(&s->film, later(s, 100 * MS), &s->ap);
            }
            data(s, &s->ap, 1);
        }
        calls(s, false);
        tell(s);
        only(s, EXTSTA_STORY_SILENCE, beacons ? "ap-gone" : "ap-silent");
        scene_free(s);
    }
}

/* A request that the AP acknowledges is not repeated. */
static void a_request_that_is_repeated_was_not_heard(void **state)
{
    (void)state;
    for (int repeated = 0; repeated < 2; repeated++) {
        struct scene *s = scene(OPEN);
        for (int i = 0; i < 10; i++) {
            shoot_beacon(&s->film, later(s, 100 * MS), &s->ap);
        }
        for (int i = 0; i < 4; i++) {
            uint32_t shot =
                shoot_auth(&s->film, later(s, 100 * MS), &s->sta, &s->ap, false, 0, 1, 0);
            s->film.shots[shot].bytes[9 + 1] |= repeated && i ? 0x08 : 0;
        }
        shoot_beacon(&s->film, later(s, S), &s->ap);
        tell(s);
        const struct extsta_story *f =
            only(s, EXTSTA_STORY_ASSOCIATION_FAILED, "authentication-no-answer");
        assert_int_equal((f->details & EXTSTA_DETAIL_DEAF) != 0, repeated);
        scene_free(s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inactivity_right_behind_a_frame_is_none),
        cmocka_unit_test(a_station_that_comes_back_at_once_was_heard_before_the_end),
        cmocka_unit_test(reason_7_answers_a_frame),
        cmocka_unit_test(reason_7_behind_message_2_again_and_again_is_a_wrong_passphrase),
        cmocka_unit_test(an_end_without_protection_may_be_the_aps_own),
        cmocka_unit_test(a_request_to_an_ap_that_is_not_heard_proves_little),
        cmocka_unit_test(a_single_message_at_the_beginning_is_no_failure),
        cmocka_unit_test(who_says_that_it_sleeps_sleeps),
        cmocka_unit_test(whose_signal_fell_went_out_of_range),
        cmocka_unit_test(an_ap_whose_beacons_end_is_gone),
        cmocka_unit_test(a_request_that_is_repeated_was_not_heard),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
