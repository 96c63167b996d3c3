/* What the two sides ask of each other beside the association, folded into notes, and why a
 * station roamed (story_notes.c and story_roam.c of the library). Bodies of action frames by
 * IEEE 802.11-2020 9.6.6 (radio measurement), 9.6.8 (FT), 9.6.13 (WNM). */
#include "mpdus.h"

#define IMMINENT 0x05 /* Disassociation Imminent, Preferred Candidate List Included */
#define LIST     0x01

static void action(struct scene *s, struct ap *ap, bool from_ap, const uint8_t *body,
                   size_t len)
{
    struct mpdu m = mgmt_of(s, ap, from_ap, 0xd0);
    put(&m, body, len);
    show(s, ap, from_ap, &m);
}
#define ACTION(s, ap, from_ap, ...)                                                            \
    action(s, ap, from_ap, (const uint8_t[]){__VA_ARGS__},                                     \
           sizeof((const uint8_t[]){__VA_ARGS__}))

/* A BSS Transition Management Request that names `other`, channel 1. */
static void ask(struct scene *s, uint8_t token, uint8_t mode)
{
    const uint8_t *o = s->other.bssid.b;
    ACTION(s, &s->ap, true, 10, 7, token, mode, 10, 0, 255, 52, 13, o[0], o[1], o[2], o[3],
           o[4], o[5], 0, 0, 0, 0, 81, 1, 7);
}

static void answer(struct scene *s, uint8_t token, uint8_t status)
{
    const uint8_t *o = s->other.bssid.b;
    if (status == 0) {
        ACTION(s, &s->ap, false, 10, 8, token, 0, 0, o[0], o[1], o[2], o[3], o[4], o[5]);
    } else {
        ACTION(s, &s->ap, false, 10, 8, token, status, 0);
    }
}

static void go(struct scene *s)
{
    authenticate(s, &s->other);
    associate(s, &s->other, &s->ap);
    data(s, &s->other, 3);
}

static const struct extsta_story *roam_of(struct scene *s)
{
    tell(s);
    return only(s, EXTSTA_STORY_ROAM, NULL);
}

static bool has_sign(const struct extsta_story *story, enum extsta_sign sign)
{
    for (size_t i = 0; i < story->evidence_count; i++) {
        if (story->evidence[i].what == sign) {
            return true;
        }
    }
    return false;
}

/* 11.21.7: a request, with an end announced or without, and its answer. */
static void who_was_asked_to_go_goes_because_of_that(void **state)
{
    static const struct {
        uint8_t mode;
        int status; /* -1: no answer */
        bool because;
        const char *text;
    } cases[] = {
        {LIST, 0, true,
         "because that AP asked it to (1 candidate, this AP one of them; it had agreed)"},
        {IMMINENT, -1, true,
         "probably because that AP asked it to (disassociation imminent, 1 candidate, this AP "
         "one "
         "of them; no answer in the capture)"},
        {IMMINENT, 7, true, "it had refused, status 7 (no candidate suits))"},
        {LIST, 7, false, "why, the capture does not show"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct scene *s = scene(OPEN);
        join(s, &s->ap);
        data(s, &s->ap, 3);
        ask(s, 9, cases[i].mode);
        if (cases[i].status >= 0) {
            answer(s, 9, (uint8_t)cases[i].status);
        }
        later(s, S);
        go(s);
        const struct extsta_story *roam = roam_of(s);
        assert_int_equal(roam->context.why == EXTSTA_ROAM_ASKED, cases[i].because);
        assert_int_equal(has_sign(roam, EXTSTA_SIGN_ASKED), cases[i].because);
        assert_non_null(strstr(s->text[roam - s->told], cases[i].text));
        const struct extsta_story *note =
            only(s, EXTSTA_STORY_FINDING, "bss-transition-request");
        assert_int_equal(note->has_status, cases[i].status >= 0);
        assert_int_equal(note->context.candidates, 1);
        scene_free(s);
    }
}

/* A request of long ago has nothing to do with it. */
static void a_request_of_long_ago_is_no_reason(void **state)
{
    (void)state;
    struct scene *s = scene(OPEN);
    join(s, &s->ap);
    ask(s, 9, LIST);
    answer(s, 9, 0);
    for (int i = 0; i < 60; i++) {
        later(s, S);
        data(s, &s->ap, 1);
    }
    go(s);
    assert_int_equal(roam_of(s)->context.why, EXTSTA_ROAM_UNKNOWN);
    scene_free(s);
}

/* Levels of the two APs' beacons; at equal ones nothing is to be seen. */
static void a_better_signal_is_a_reason(void **state)
{
    static const int here[] = {-40, -44, -60, -75};
    (void)state;
    for (size_t i = 0; i < 2 * sizeof here / sizeof *here; i++) {
        struct scene *s = scene(OPEN);
        bool beacons = i % 2 == 0; /* else by other frames */
        join(s, &s->ap);
        later(s, beacons ? 0 : 20 * S);
        s->ap.signal = (int8_t)here[i / 2];
        s->other.signal = -42;
        data(s, &s->ap, 3);
        if (beacons) {
            shoot_beacon(&s->film, later(s, MS), &s->ap);
            shoot_beacon(&s->film, later(s, MS), &s->other);
        }
        go(s);
        const struct extsta_story *roam = roam_of(s);
        assert_int_equal(roam->context.why,
                         i / 2 < 2 ? EXTSTA_ROAM_UNKNOWN : EXTSTA_ROAM_SIGNAL);
        assert_true(has_sign(roam, EXTSTA_SIGN_BETTER));
        assert_true(i / 2 < 2 || roam->sureness < 90); /* the receiver is somewhere else */
        assert_int_equal(strstr(s->text[roam - s->told], "dBm here, the old one at -7") != NULL,
                         i / 2 == 3);
        scene_free(s);
    }
}

/* As often as this capture hears them: every 100 ms until they end, 20 s before. */
static void an_ap_off_the_air_is_a_reason(void **state)
{
    (void)state;
    for (int gone = 0; gone < 2; gone++) {
        struct scene *s = scene(OPEN);
        join(s, &s->ap);
        for (int i = 0; i < 50; i++) {
            shoot_beacon(&s->film, later(s, 100 * MS), &s->ap);
        }
        for (int i = 0; i < 20 && !gone; i++) {
            shoot_beacon(&s->film, later(s, 100 * MS), &s->ap);
        }
        later(s, gone ? 2 * S : 0);
        go(s);
        const struct extsta_story *roam = roam_of(s);
        assert_int_equal(roam->context.why, gone ? EXTSTA_ROAM_AP_GONE : EXTSTA_ROAM_UNKNOWN);
        assert_int_equal(strstr(s->text[roam - s->told], "off the air") != NULL, gone);
        scene_free(s);
    }
}

static void an_end_by_the_old_ap_is_a_reason(void **state)
{
    (void)state;
    struct scene *s = scene(OPEN);
    join(s, &s->ap);
    data(s, &s->ap, 3);
    shoot_leave(&s->film, later(s, MS), &s->sta, &s->ap, true, false, 5, false, 0);
    later(s, S);
    go(s);
    const struct extsta_story *roam = roam_of(s);
    assert_int_equal(roam->context.why, EXTSTA_ROAM_ENDED);
    assert_true(has_sign(roam, EXTSTA_SIGN_ENDED));
    scene_free(s);
}

/* The same again and again is one line; one that says something else is another. */
static void requests_are_folded(void **state)
{
    (void)state;
    struct scene *s = scene(OPEN);
    join(s, &s->ap);
    for (uint8_t i = 1; i <= 20; i++) {
        ask(s, i, LIST);
        answer(s, i, 6);
        later(s, 5 * S);
        data(s, &s->ap, 1);
    }
    ask(s, 21, IMMINENT);
    data(s, &s->ap, 1);
    tell(s);
    assert_int_equal(how_many(s, EXTSTA_STORY_FINDING), 2);
    const struct extsta_story *first = &s->told[1], *second = &s->told[2];
    assert_int_equal(first->context.asked, 20);
    assert_int_equal(first->context.refused, 20);
    assert_true(first->until > first->time + 90 * S);
    assert_string_equal(s->text[1],
                        "the AP asked the station 20 times to go to another AP, naming "
                        "1 candidate; it refused 20 times, status 6 (it names other "
                        "candidates)");
    assert_int_equal(second->context.asked, 1);
    assert_true(second->details & EXTSTA_DETAIL_IMMINENT);
    scene_free(s);
}

/* What the MAC repeats, because the acknowledgement was lost, counts once. */
static void repetitions_count_once(void **state)
{
    (void)state;
    struct scene *s = scene(OPEN);
    join(s, &s->ap);
    for (int i = 0; i < 3; i++) {
        ask(s, 9, LIST);
        s->film.shots[s->film.shot_count - 1].bytes[9 + 1] |= i ? 0x08 : 0;
    }
    for (int i = 0; i < 3; i++) {
        ACTION(s, &s->ap, false, 5, 4, 7); /* Neighbor Report Request */
        s->film.shots[s->film.shot_count - 1].bytes[9 + 1] |= i ? 0x08 : 0;
    }
    tell(s);
    assert_int_equal(only(s, EXTSTA_STORY_FINDING, "bss-transition-request")->context.asked, 1);
    assert_int_equal(only(s, EXTSTA_STORY_FINDING, "neighbor-report")->context.asked, 1);
    scene_free(s);
}

static void talk_is_told_by_kind(void **state)
{
    static const struct {
        const char *name, *text;
    } expected[] = {
        {"bss-transition-query", "the station asked the AP which AP to go to"},
        {"neighbor-report", "the station asked the AP for its neighbors: 2"},
        {"radio-measurement",
         "the AP had the station measure 2 times: 2 reports, of which 1 refused"},
        {"wnm-sleep", "asked for WNM sleep, or back out of it, 2 times: granted"},
        {"ft-over-ds", "asked 02:00:00:00:00:0b over the distribution system for a fast "
                       "transition; refused, status 53"},
    };
    (void)state;
    struct scene *s = scene(OPEN);
    const uint8_t *m = s->sta.mac.b, *o = s->other.bssid.b;
    join(s, &s->ap);
    ACTION(s, &s->ap, false, 10, 6, 1, 16); /* query: better signal */
    ACTION(s, &s->ap, false, 5, 4, 1);
    ACTION(s, &s->ap, true, 5, 5, 1, 52, 13, 2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 81, 1, 7, 52, 13, 2,
           0, 0, 0, 0, 2, 0, 0, 0, 0, 81, 1, 7);
    ACTION(s, &s->ap, true, 5, 0, 1, 0, 0, 38, 16, 1, 0, 5, 81, 1, 0, 0, 50, 0, 1, 255, 255,
           255, 255, 255, 255);
    ACTION(s, &s->ap, false, 5, 1, 1, 39, 3, 1, 4, 5); /* Refused */
    ACTION(s, &s->ap, true, 5, 0, 2, 0, 0, 38, 16, 2, 0, 5, 81, 1, 0, 0, 50, 0, 1, 255, 255,
           255, 255, 255, 255);
    ACTION(s, &s->ap, false, 5, 1, 2, 39, 29, 2, 0, 5, 81, 1, 0, 0, 0, 0, 0, 0, 0, 0, 50, 0, 7,
           100, 255, 2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0);
    ACTION(s, &s->ap, false, 10, 16, 1, 93, 4, 0, 0, 10, 0);
    ACTION(s, &s->ap, true, 10, 17, 1, 0, 0, 93, 4, 0, 0, 0, 0);
    ACTION(s, &s->ap, false, 10, 16, 2, 93, 4, 1, 0, 0, 0);
    ACTION(s, &s->ap, true, 10, 17, 2, 0, 0, 93, 4, 1, 1, 0, 0);
    ACTION(s, &s->ap, false, 6, 1, m[0], m[1], m[2], m[3], m[4], m[5], o[0], o[1], o[2], o[3],
           o[4], o[5]);
    ACTION(s, &s->ap, true, 6, 2, m[0], m[1], m[2], m[3], m[4], m[5], o[0], o[1], o[2], o[3],
           o[4], o[5], 53, 0);
    tell(s);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        const struct extsta_story *note = only(s, EXTSTA_STORY_FINDING, expected[i].name);
        assert_string_equal(s->text[note - s->told], expected[i].text);
        char advice[EXTSTA_STORY_TEXT];
        assert_int_equal(extsta_story_advice(note, advice, sizeof advice), 0);
        assert_false(extsta_story_is_trouble(note));
    }
    scene_free(s);
}

/* From the wrong side, cut off, to nobody in particular: nothing is told. */
static void what_makes_no_sense_is_no_note(void **state)
{
    (void)state;
    struct scene *s = scene(OPEN);
    join(s, &s->ap);
    ACTION(s, &s->ap, false, 10, 7, 1, 0, 0, 0, 255);
    ACTION(s, &s->ap, true, 10, 8, 1, 0, 0);
    ACTION(s, &s->ap, false, 10, 8, 1, 0, 0);
    ACTION(s, &s->ap, true, 10, 7, 1);
    ACTION(s, &s->ap, true, 10, 17, 1, 200, 0, 93);
    ACTION(s, &s->ap, true, 5, 4, 1);
    ACTION(s, &s->ap, false, 6, 1, 2);
    ACTION(s, &s->ap, false, 5);
    tell(s);
    assert_int_equal(how_many(s, EXTSTA_STORY_FINDING), 0);
    scene_free(s);
}

/* 11.8.8: announced by element 37, then the beacons name another channel. A station that is not
 * heard there has lost it, as far as there was time for it. */
static void who_is_heard_behind_a_channel_switch_went_with_it(void **state)
{
    static const struct rsne psk = {2, 4, 4, 0, 0};
    (void)state;
    for (int i = 0; i < 3; i++) { /* stays, is lost, the capture ends too soon */
        struct scene *s = scene(OPEN);
        struct mpdu csa = {.len = 0};
        PUT(&csa, 37, 3, 1, 11, 3);
        join(s, &s->ap);
        data(s, &s->ap, 5);
        beacon_with(s, &s->ap, psk, NULL);
        beacon_with(s, &s->ap, psk, &csa);
        s->ap.channel = 11;
        for (int n = 0; n < 4; n++) {
            beacon_with(s, &s->ap, psk, NULL);
        }
        later(s, i < 2 ? 3 * S : 0);
        if (i == 0) {
            data(s, &s->ap, 5);
        }
        beacon_with(s, &s->ap, psk, NULL);
        tell(s);
        if (i == 2) {
            assert_int_equal(how_many(s, EXTSTA_STORY_FINDING), 0);
        } else {
            const struct extsta_story *note =
                only(s, EXTSTA_STORY_FINDING, "channel-switch-client");
            assert_string_equal(
                s->text[note - s->told],
                i == 0 ? "the AP changed its channel to 11, and the station with it"
                       : "the AP changed its channel to 11, and the station was "
                         "not heard any more");
            assert_true(i == 0 || note->confidence < 90);
        }
        scene_free(s);
    }
}

/* BSS Load (9.4.2.27): station count, channel utilization of 255, admission capacity. */
static void trouble_with_a_busy_ap_says_so(void **state)
{
    static const struct rsne psk = {2, 4, 4, 0, 0};
    (void)state;
    for (int busy = 0; busy < 2; busy++) {
        struct scene *s = scene(PSK);
        struct mpdu load = {.len = 0};
        PUT(&load, 11, 5, 47, 0, busy ? 230 : 20, 0, 0);
        join(s, &s->ap);
        data(s, &s->ap, 5);
        beacon_with(s, &s->ap, psk, &load);
        shoot_leave(&s->film, later(s, MS), &s->sta, &s->ap, true, false, 1, false, 0);
        later(s, S);
        authenticate(s, &s->ap);
        shoot_request(&s->film, later(s, MS), &s->sta, &s->ap, NULL);
        shoot_response(&s->film, later(s, MS), &s->sta, &s->ap, false, 17);
        later(s, 20 * S);
        authenticate(s, &s->ap);
        shoot_request(&s->film, later(s, MS), &s->sta, &s->ap, NULL);
        shoot_response(&s->film, later(s, MS), &s->sta, &s->ap, false, 1);
        tell(s);
        const struct extsta_story *end = only(s, EXTSTA_STORY_DISASSOCIATION, NULL);
        assert_int_equal(end->context.stations, 47);
        assert_int_equal(end->context.busy, busy ? 90 : 7);
        const char *words =
            busy ? "; the AP had 47 stations, and its channel was busy for 90 % of the time"
                 : "; the AP had 47 stations, and its channel was busy for 7 % of the time";
        assert_int_equal(strstr(s->text[end - s->told], words) != NULL, busy);
        unsigned told = 0;
        for (size_t i = 0; i < s->count; i++) {
            if (s->told[i].what == EXTSTA_STORY_ASSOCIATION_FAILED) {
                bool full = s->told[i].status == 17; /* it says that it is full */
                assert_int_equal(strstr(s->text[i], words) != NULL, full);
                assert_int_equal(s->told[i].context.has_load, full); /* not of long ago */
                told++;
            }
        }
        assert_int_equal(told, 2);
        scene_free(s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_was_asked_to_go_goes_because_of_that),
        cmocka_unit_test(a_request_of_long_ago_is_no_reason),
        cmocka_unit_test(a_better_signal_is_a_reason),
        cmocka_unit_test(an_ap_off_the_air_is_a_reason),
        cmocka_unit_test(an_end_by_the_old_ap_is_a_reason),
        cmocka_unit_test(requests_are_folded),
        cmocka_unit_test(repetitions_count_once),
        cmocka_unit_test(talk_is_told_by_kind),
        cmocka_unit_test(what_makes_no_sense_is_no_note),
        cmocka_unit_test(who_is_heard_behind_a_channel_switch_went_with_it),
        cmocka_unit_test(trouble_with_a_busy_ap_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
