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
        assert_int_equal(strstr(text, "not heard for 59 s") != NULL, pause);
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

/* Every 102.4 ms for so many seconds, by the clock that was 0 at `start`: `mine` of ours, and
 * of the other AP, on the same channel, if it is there. A radio that hops is here one second in
 * eight. */
static void both(struct scene *s, unsigned seconds, uint64_t start, bool mine, bool others,
                 bool hops)
{
    for (uint64_t end = s->now + seconds * S; s->now < end;) {
        later(s, 102400000);
        if (hops && s->now / S % 8 != 0) {
            continue;
        }
        if (mine) {
            beacon_at(s, &s->ap, (s->now - start) / 1000);
        } else {
            s->ap.seq++; /* sent, and not heard */
        }
        if (others) {
            beacon_at(s, &s->other, (s->now - start) / 1000);
        }
    }
}

static void beacons_that_stop_while_others_go_on_are_off_the_air(void **state)
{
    (void)state;
    for (int back = 0; back < 2; back++) {
        struct scene *s = scene_of_clocks(PSK);
        uint64_t start = long_ago(s);
        both(s, 10, start, true, true, false);
        join(s, &s->ap);
        both(s, 10, start, true, true, false);
        uint64_t last = s->film.shots[s->film.shot_count - 2].time;
        both(s, 59, start, false, true, false);
        if (back) {
            both(s, 3, start, true, true, false);
        }
        tell(s);
        const struct extsta_story *gone = only(s, EXTSTA_STORY_AP, "ap-gone");
        const char *text = s->text[gone - s->told];
        assert_memory_equal(&gone->bssid, &s->ap.bssid, 6);
        assert_int_equal(gone->time, last);
        assert_in_range(gone->gap, 58900 * MS, 59200 * MS);
        assert_int_equal(gone->count, 1);
        assert_int_equal((gone->details & EXTSTA_DETAIL_TO_THE_END) != 0, !back);
        assert_non_null(strstr(text, "off the air for 59 s"));
        assert_int_equal(strstr(text, "until the end of the capture") != NULL, !back);
        scene_free(s);
    }
}

/* Nothing was heard of anybody; the radio hops; the AP was at the edge, or went there; it was
 * heard by a client meanwhile. */
static void what_the_radio_did_not_hear_is_not_off_the_air(void **state)
{
    enum { DEAF, HOPS, FAINT, FADES, ANSWERS, CASES };
    (void)state;
    for (int why = 0; why < CASES; why++) {
        struct scene *s = scene_of_clocks(PSK);
        uint64_t start = long_ago(s);
        s->ap.signal = why == FAINT ? -88 : -60;
        both(s, 40, start, true, true, why == HOPS);
        join(s, &s->ap);
        s->ap.signal = why == FADES ? -84 : s->ap.signal;
        both(s, why == HOPS ? 40 : 5, start, true, true, why == HOPS);
        if (why == HOPS) {
            later(s, (8 - s->now / S % 8) * S);
            both(s, 5, start, false, true, true);
        } else if (why == ANSWERS) {
            both(s, 10, start, false, true, false);
            shoot_data(&s->film, later(s, MS), &s->sta, &s->ap, true, false);
            both(s, 10, start, false, true, false);
        } else {
            both(s, 20, start, false, why != DEAF, false);
        }
        both(s, 20, start, true, true, why == HOPS);
        tell(s);
        assert_int_equal(how_many(s, EXTSTA_STORY_AP), 0);
        scene_free(s);
    }
}

/* A driver's clock goes on over a restart; the numbers do not. */
static void numbers_that_begin_anew_behind_a_pause_are_a_restart(void **state)
{
    struct scene *s = scene_of_clocks(PSK);
    uint64_t start = long_ago(s);
    (void)state;
    s->ap.seq = 1000;
    both(s, 20, start, true, true, false);
    both(s, 10, start, false, true, false);
    s->ap.seq = 3;
    both(s, 3, start, true, true, false);
    tell(s);
    only(s, EXTSTA_STORY_AP, "ap-restart");
    scene_free(s);
}

/* 9.4.1.7: 3, the sender leaves; one frame to all, or one to each. */
static void clients_that_are_sent_away_in_one_moment_are_one_event(void **state)
{
    static const struct extsta_mac all = {{255, 255, 255, 255, 255, 255}};
    (void)state;
    for (int one_frame = 0; one_frame < 2; one_frame++) {
        struct scene *s = scene_of_clocks(PSK);
        struct actor stations[4];
        uint64_t start = long_ago(s);
        beacons(s, &s->ap, 10, start);
        for (unsigned i = 0; i < 4; i++) {
            s->sta = (struct actor){.mac = {{2, 0, 0, 0, 0, (uint8_t)(i + 1)}}, .signal = -50};
            join(s, &s->ap);
            stations[i] = s->sta;
        }
        beacons(s, &s->ap, 10, start);
        uint32_t first = (uint32_t)s->film.shot_count + 1;
        for (unsigned i = 0; i < (one_frame ? 1 : 4); i++) {
            struct actor to = stations[i];
            to.mac = one_frame ? all : to.mac;
            shoot_leave(&s->film, later(s, MS), &to, &s->ap, true, false, 3, false, 0);
        }
        beacons(s, &s->ap, 50, start);
        tell(s);
        const struct extsta_story *away = only(s, EXTSTA_STORY_AP, "clients-sent-away");
        assert_int_equal(away->count, 4);
        assert_int_equal(away->reason, 3);
        assert_int_equal(away->first_frame, first);
        assert_int_equal(how_many(s, EXTSTA_STORY_DISASSOCIATION), 4);
        scene_free(s);
    }
}

/* What hostapd sends when it goes, and when it begins. */
static void reason_3_and_then_2_to_all_is_a_restart(void **state)
{
    static const struct extsta_mac all = {{255, 255, 255, 255, 255, 255}};
    struct actor to = {.mac = all};
    struct scene *s = scene_of_clocks(PSK);
    uint64_t start = long_ago(s);
    (void)state;
    beacons(s, &s->ap, 10, start);
    join(s, &s->ap);
    shoot_leave(&s->film, later(s, MS), &to, &s->ap, true, false, 3, false, 0);
    shoot_leave(&s->film, later(s, 80 * MS), &to, &s->ap, true, false, 2, false, 0);
    beacons(s, &s->ap, 50, start);
    tell(s);
    assert_int_equal(only(s, EXTSTA_STORY_AP, NULL)->kind, EXTSTA_KIND_AP_RESTART);
    assert_int_equal(only(s, EXTSTA_STORY_AP, "ap-restart")->count, 1);
    scene_free(s);
}

/* 9.4.2.18: Channel Switch Announcement, in a beacon behind the other elements. */
static void beacons_that_name_another_channel_are_a_switch(void **state)
{
    (void)state;
    for (int announced = 0; announced < 2; announced++) {
        struct scene *s = scene_of_clocks(OPEN);
        uint64_t start = long_ago(s);
        beacons(s, &s->ap, 10, start);
        join(s, &s->ap);
        for (int i = 3; i > 0 && announced; i--) {
            beacons(s, &s->ap, 1, start);
            struct shot *shot = &s->film.shots[s->film.shot_count - 1];
            const uint8_t element[] = {37, 3, 1, 11, (uint8_t)i};
            uint8_t *bytes = realloc(shot->bytes, shot->len + sizeof element);
            assert_non_null(bytes);
            memcpy(bytes + shot->len, element, sizeof element);
            shot->bytes = bytes;
            shot->len = (uint16_t)(shot->len + sizeof element);
        }
        s->ap.channel = 11;
        beacons(s, &s->ap, 10, start);
        tell(s);
        const struct extsta_story *moved = only(s, EXTSTA_STORY_AP, "channel-switch");
        const char *text = s->text[moved - s->told];
        assert_int_equal(moved->count, 1);
        assert_non_null(strstr(text, "from 1 to 11"));
        assert_int_equal(strstr(text, "as it had announced") != NULL, announced);
        assert_false(extsta_story_is_trouble(moved) && announced);
        scene_free(s);
    }
}

/* One in four of its beacons is heard for half a minute, all of the other AP's. Not told of an
 * AP at the edge of the range, nor when the radio did not hear the others either. */
static void beacons_missing_while_others_are_heard_are_told_with_their_share(void **state)
{
    enum { LOSSY, FAINT, DEAF, CASES };
    (void)state;
    for (int why = 0; why < CASES; why++) {
        struct scene *s = scene_of_clocks(PSK);
        uint64_t start = long_ago(s);
        s->ap.signal = why == FAINT ? -84 : -60;
        both(s, 45, start, true, true, false);
        for (unsigned i = 0; i < 75; i++) {
            later(s, 102400000);
            beacon_at(s, &s->ap, (s->now - start) / 1000);
            beacon_at(s, &s->other, (s->now - start) / 1000);
            for (unsigned n = 0; n < 3; n++) {
                later(s, 102400000);
                s->ap.seq++;
                if (why != DEAF) {
                    beacon_at(s, &s->other, (s->now - start) / 1000);
                }
            }
        }
        both(s, 25, start, true, true, false);
        tell(s);
        assert_int_equal(how_many(s, EXTSTA_STORY_AP), why == LOSSY);
        if (why == LOSSY) {
            const struct extsta_story *loss = only(s, EXTSTA_STORY_AP, "beacons-missing");
            const char *text = s->text[loss - s->told];
            assert_memory_equal(&loss->bssid, &s->ap.bssid, 6);
            assert_in_range(loss->until - loss->time, 20 * S, 40 * S);
            int usual = atoi(strstr(text, "else ") + 5);
            assert_in_range(usual, 0, 2);
            int missing = atoi(strstr(text, "channel: ") + 9);
            assert_in_range(missing, 60, 76);
        }
        scene_free(s);
    }
}

/* A beacon with a BSS Load element (9.4.2.27): 30 stations, 204/255 of the time busy. */
static void loaded_beacon(struct scene *s, uint64_t start)
{
    static const uint8_t load[] = {11, 5, 30, 0, 204, 0, 0};
    beacons(s, &s->ap, 1, start);
    struct shot *shot = &s->film.shots[s->film.shot_count - 1];
    uint8_t *bytes = realloc(shot->bytes, shot->len + sizeof load);
    assert_non_null(bytes);
    memcpy(bytes + shot->len, load, sizeof load);
    shot->bytes = bytes;
    shot->len = (uint16_t)(shot->len + sizeof load);
}

/* Status 17 (9.4.1.9): the AP cannot handle additional stations. */
static void refusals_of_a_full_ap_are_one_event_with_its_load(void **state)
{
    static const uint16_t statuses[] = {17, 1};
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct scene *s = scene_of_clocks(OPEN);
        uint64_t start = long_ago(s);
        for (unsigned n = 0; n < 3; n++) {
            loaded_beacon(s, start);
            s->sta = (struct actor){.mac = {{2, 0, 0, 0, 0, (uint8_t)(n + 1)}}, .signal = -50};
            authenticate(s, &s->ap);
            shoot_request(&s->film, later(s, MS), &s->sta, &s->ap, NULL);
            shoot_response(&s->film, later(s, MS), &s->sta, &s->ap, false, statuses[i]);
        }
        tell(s);
        assert_int_equal(how_many(s, EXTSTA_STORY_ASSOCIATION_FAILED), 3);
        assert_int_equal(how_many(s, EXTSTA_STORY_AP), i == 0);
        if (i == 0) {
            const struct extsta_story *full = only(s, EXTSTA_STORY_AP, "ap-full");
            const char *text = s->text[full - s->told];
            assert_int_equal(full->count, 3);
            assert_non_null(
                strstr(text, "30 stations, and its channel was busy for 80 % of the time"));
        }
        scene_free(s);
    }
}

/* Data between two APs, and a deauthentication of the one in the other's BSS, make it no client
 * of the other; that it authenticates does, as a repeater does. */
static void an_ap_is_a_client_only_when_it_asks(void **state)
{
    (void)state;
    for (int asks = 0; asks < 2; asks++) {
        struct scene *s = scene_of_clocks(OPEN);
        uint64_t start = long_ago(s);
        beacons(s, &s->ap, 5, start);
        beacons(s, &s->other, 5, start);
        shoot_probe(&s->film, later(s, MS), &(struct actor){.mac = s->other.bssid});
        s->sta.mac = s->other.bssid;
        if (asks) {
            join(s, &s->ap);
        }
        data(s, &s->ap, 10);
        shoot_leave(&s->film, later(s, MS), &s->sta, &s->ap, true, false, 7, false, 0);
        shoot_leave(&s->film, later(s, 10 * S), &s->sta, &s->ap, false, false, 3, false, 0);
        beacons(s, &s->ap, 50, start);
        tell(s);
        assert_int_equal(how_many(s, EXTSTA_STORY_ASSOCIATION), asks);
        assert_int_equal(s->count > 0, asks);
        scene_free(s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_clock_that_begins_anew_is_a_restart),
        cmocka_unit_test(another_clock_is_no_restart),
        cmocka_unit_test(a_timer_that_is_set_back_is_no_restart),
        cmocka_unit_test(beacons_that_stop_while_others_go_on_are_off_the_air),
        cmocka_unit_test(what_the_radio_did_not_hear_is_not_off_the_air),
        cmocka_unit_test(numbers_that_begin_anew_behind_a_pause_are_a_restart),
        cmocka_unit_test(clients_that_are_sent_away_in_one_moment_are_one_event),
        cmocka_unit_test(reason_3_and_then_2_to_all_is_a_restart),
        cmocka_unit_test(beacons_that_name_another_channel_are_a_switch),
        cmocka_unit_test(refusals_of_a_full_ap_are_one_event_with_its_load),
        cmocka_unit_test(beacons_missing_while_others_are_heard_are_told_with_their_share),
        cmocka_unit_test(an_ap_is_a_client_only_when_it_asks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
