/* What the report keeps of a capture, and its bounds: ladders (tell/ladder.h, ladder_store.h)
 * and lanes (tell/lanes.h). Frames and stories are made up here; what must come out follows
 * from them. */
#include "../testing.h"
#include "ladder_store.h"
#include "lanes.h"
#include <stdlib.h>
#include <string.h>

#define MS 1000000u

static const struct extsta_mac sta = {{2, 0, 0, 0, 0, 1}}, ap = {{2, 0, 0, 0, 0, 0xa}},
                               old_ap = {{2, 0, 0, 0, 0, 0xb}};

/* The last story that was settled. */
static struct ladder last;
static uint32_t settled;

static void on_settled(void *user, const struct extsta_story *story,
                       const struct ladder *ladder)
{
    assert_true(user == &last);
    settled = story->number;
    last = *ladder;
}

static struct extsta_frame_event frame(uint32_t number, enum extsta_event_kind kind,
                                       bool from_ap)
{
    return (struct extsta_frame_event){.kind = kind,
                                       .time = (uint64_t)number * MS,
                                       .number = number,
                                       .sta = sta,
                                       .bssid = ap,
                                       .from_ap = from_ap,
                                       .eap_type = -1};
}

static struct extsta_story story(uint32_t number, uint32_t first, uint32_t end)
{
    return (struct extsta_story){.what = EXTSTA_STORY_ASSOCIATION,
                                 .number = number,
                                 .sta = sta,
                                 .bssid = ap,
                                 .time = (uint64_t)first * MS,
                                 .until = (uint64_t)end * MS,
                                 .first_frame = first,
                                 .last_frame = end};
}

static void events(struct ladders *l, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i <= to; i++) {
        struct extsta_frame_event e = frame(i, EXTSTA_EVENT_ASSOC_REQ, i % 2 == 0);
        ladders_event(l, &e);
    }
}

/* An explainer tells a story before the event that settles it. */
static void a_story_waits_for_its_last_frame(void **state)
{
    (void)state;
    struct ladders *l = ladders_new(on_settled, &last);
    struct extsta_story s = story(1, 3, 5);
    s.what = EXTSTA_STORY_ASSOCIATION_FAILED; /* what went well has nothing from before */
    settled = 0;
    events(l, 1, 4);
    ladders_story(l, &s);
    assert_int_equal(settled, 0);
    events(l, 5, 5);
    assert_int_equal(settled, 1);
    assert_int_equal(last.count, 5); /* with two from before */
    for (uint32_t i = 0; i < 5; i++) {
        assert_int_equal(last.frames[i].number, i + 1);
        assert_int_equal(last.frames[i].flags & LADDER_FROM_AP ? 0 : 1, (i + 1) % 2);
        assert_int_equal((last.frames[i].flags & LADDER_BEFORE) != 0, i < 2);
    }
    assert_string_equal(ladder_text(l, last.frames[0].text), "Association request");
    ladders_free(l);
}

static void a_ladder_is_of_two_alone_and_of_the_ap_that_was_left(void **state)
{
    (void)state;
    struct ladders *l = ladders_new(on_settled, &last);
    struct extsta_frame_event other = frame(2, EXTSTA_EVENT_AUTH, false),
                              elsewhere = frame(3, EXTSTA_EVENT_AUTH, false),
                              left = frame(4, EXTSTA_EVENT_DISASSOC, false);
    struct extsta_story s = story(1, 1, 5);
    other.sta.b[5] = 9;
    elsewhere.bssid.b[5] = 0xc;
    left.bssid = old_ap;
    s.what = EXTSTA_STORY_ROAM;
    s.other = old_ap;
    events(l, 1, 1);
    ladders_event(l, &other);
    ladders_event(l, &elsewhere);
    ladders_event(l, &left);
    ladders_story(l, &s);
    events(l, 5, 5);
    assert_int_equal(last.count, 3);
    assert_int_equal(last.frames[1].number, 4);
    assert_int_equal(last.frames[1].flags, LADDER_OTHER_AP);
    ladders_free(l);
}

static void a_long_one_has_its_ends_and_says_what_is_left_out(void **state)
{
    (void)state;
    struct ladders *l = ladders_new(on_settled, &last);
    struct extsta_story s = story(1, 1, 1000);
    events(l, 1, 999);
    ladders_story(l, &s);
    events(l, 1000, 1000);
    assert_int_equal(last.count, LADDER_MAX);
    assert_int_equal(last.left_out, 1000 - LADDER_MAX);
    assert_int_equal(last.left_at, LADDER_MAX / 2);
    assert_int_equal(last.frames[LADDER_MAX - 1].number, 1000);
    assert_int_equal(last.frames[LADDER_MAX / 2].number, 1000 - LADDER_MAX / 2 + 1);
    ladders_free(l);
}

/* A million events of a flood later its frames are forgotten, and nothing else of it. */
static void what_is_forgotten_is_not_told(void **state)
{
    (void)state;
    struct ladders *l = ladders_new(on_settled, &last);
    struct extsta_story s = story(7, 1, 4);
    events(l, 1, 4);
    for (uint32_t i = 5; i < 1000000; i++) {
        struct extsta_frame_event e = frame(i, EXTSTA_EVENT_DEAUTH, true);
        e.sta.b[4] = (uint8_t)(1 + i % 200);
        e.has_reason = true;
        e.reason = (uint16_t)i; /* each another text */
        ladders_event(l, &e);
    }
    ladders_story(l, &s);
    ladders_settle(l);
    assert_int_equal(settled, 7);
    assert_int_equal(last.count, 0);
    ladders_free(l);
}

static void a_store_is_bounded_and_keeps_trouble_longer(void **state)
{
    (void)state;
    struct ladder_store *store = ladder_store_new();
    struct ladder ladder = {.count = LADDER_MAX}, found;
    struct extsta_story s = story(1, 1, 2);
    uint32_t joins = 0, troubles = 0;
    for (; ladder_store_left_out(store) == 0; joins++, s.number++) {
        ladder.frames[0].number = s.number;
        ladder_store_put(store, &s, &ladder);
    }
    s.what = EXTSTA_STORY_ASSOCIATION_FAILED;
    for (; ladder_store_left_out(store) == 1; troubles++, s.number++) {
        ladder_store_put(store, &s, &ladder);
    }
    assert_in_range(joins, 131072 / LADDER_MAX, 131072 / LADDER_MAX + 1);
    assert_in_range(troubles, 131072 / LADDER_MAX, 131072 / LADDER_MAX + 2);
    s.number = 5;
    assert_true(ladder_store_find(store, &s, &found));
    assert_int_equal(found.frames[0].number, 5);
    s.number = joins; /* the one that was left out */
    assert_false(ladder_store_find(store, &s, &found));
    ladder_store_free(store);
}

static void heard(struct lanes *l, struct extsta_mac who, uint64_t time, int8_t signal,
                  bool from_ap)
{
    const struct extsta_heard h = {.time = time,
                                   .sta = who,
                                   .bssid = ap,
                                   .frequency = 5180,
                                   .signal = signal,
                                   .from_ap = from_ap,
                                   .retry = from_ap};
    lanes_heard(l, &h);
}

static uint64_t frames_of(const struct lane *lane)
{
    uint64_t n = 0;
    for (uint32_t i = 0; i < LANE_STEPS; i++) {
        n += lane->steps[i].from_sta + (uint64_t)lane->steps[i].from_ap;
    }
    return n;
}

/* An hour in 128 steps, and no frame lost between them. */
static void a_lane_does_not_grow_with_time(void **state)
{
    (void)state;
    struct lanes *l = lanes_new(10, UINT64_MAX);
    const uint64_t begin = 1700000000u * 1000000000ull;
    for (uint32_t i = 0; i < 3600; i++) {
        heard(l, sta, begin + (uint64_t)i * 1000 * MS, (int8_t)(i < 1800 ? -40 : -80), false);
        heard(l, sta, begin + (uint64_t)i * 1000 * MS + 1, -30, true);
    }
    const struct lane *lane = lanes_find(l, sta);
    assert_int_equal(frames_of(lane), 7200);
    assert_int_equal(lane->begin, begin);
    assert_true(lane->step * LANE_STEPS >= 3599ull * 1000 * MS);
    assert_int_equal(lane->steps[0].sta, -40 * 128);
    assert_int_equal(lane->steps[0].ap, -30 * 128);
    assert_int_equal(lane->steps[0].retries, lane->steps[0].from_ap);
    assert_int_equal(lane->steps[0].frequency, 5180);
    assert_int_equal(lane->steps[3599ull * 1000 * MS / lane->step].sta, -80 * 128);
    assert_int_equal(lanes_end(l), begin + 3599ull * 1000 * MS + 1);
    lanes_free(l);
}

/* Live: the last hours, finely. */
static void a_lane_of_weeks_forgets_its_past(void **state)
{
    (void)state;
    struct lanes *l = lanes_new(10, 20ull * 1000 * MS);
    for (uint64_t minute = 0; minute < 4ull * 7 * 24 * 60; minute++) {
        heard(l, sta, minute * 60000 * MS, -50, false);
    }
    const struct lane *lane = lanes_find(l, sta);
    assert_true(lane->step <= 40ull * 1000 * MS);
    assert_in_range(frames_of(lane), 20, LANE_STEPS);
    lanes_free(l);
}

static void of_too_many_clients_those_heard_last_stay(void **state)
{
    (void)state;
    struct lanes *l = lanes_new(16, UINT64_MAX);
    for (uint32_t i = 0; i < 1000; i++) {
        struct extsta_mac who = {{2, 0, 0, 1, (uint8_t)(i >> 8), (uint8_t)i}};
        heard(l, who, (1 + (uint64_t)i) * MS, -50, false);
    }
    for (uint32_t i = 0; i < 1000; i++) {
        struct extsta_mac who = {{2, 0, 0, 1, (uint8_t)(i >> 8), (uint8_t)i}};
        assert_int_equal(lanes_find(l, who) != NULL, i >= 984);
    }
    lanes_free(l);
}

/* The words on the arrows: numbers as the frames state them (IEEE 802.11-2020 9.4.1, RFC 3748).
 */
static void frames_have_words(void **state)
{
    (void)state;
    const struct {
        struct extsta_frame_event event;
        const char *words;
    } all[] = {
        {{.kind = EXTSTA_EVENT_AUTH, .has_status = true, .sequence = 1},
         "Authentication 1, Open System"},
        {{.kind = EXTSTA_EVENT_AUTH, .has_status = true, .sequence = 2, .from_ap = true},
         "Authentication 2, Open System, status 0"},
        {{.kind = EXTSTA_EVENT_AUTH,
          .has_status = true,
          .algorithm = 3,
          .sequence = 1,
          .sae_message = 1,
          .status = 126},
         "Authentication 1, SAE commit, status 126"},
        {{.kind = EXTSTA_EVENT_AUTH, .has_status = true, .algorithm = 128, .sequence = 1},
         "Authentication 1, algorithm 128"},
        {{.kind = EXTSTA_EVENT_AUTH}, "Authentication"},
        {{.kind = EXTSTA_EVENT_ASSOC_RESP, .has_status = true, .status = 17},
         "Association response, status 17"},
        {{.kind = EXTSTA_EVENT_DEAUTH, .has_reason = true, .reason = 7},
         "Deauthentication, reason 7"},
        {{.kind = EXTSTA_EVENT_DISASSOC}, "Disassociation"},
        {{.kind = EXTSTA_EVENT_EAP, .eap_code = 1, .eap_type = 1}, "EAP request, identity"},
        {{.kind = EXTSTA_EVENT_EAP, .eap_code = 2, .eap_type = 25}, "EAP response, PEAP"},
        {{.kind = EXTSTA_EVENT_EAP, .eap_code = 2, .eap_type = 200}, "EAP response, type 200"},
        {{.kind = EXTSTA_EVENT_EAP, .eap_code = 4, .eap_type = -1}, "EAP failure"},
        {{.kind = EXTSTA_EVENT_EAP, .eap_code = 77, .eap_type = -1}, "EAP"},
        {{.kind = EXTSTA_EVENT_EAPOL_KEY, .message = 3}, "EAPOL-Key, message 3 of 4"},
        {{.kind = EXTSTA_EVENT_EAPOL_KEY, .message = 5}, "EAPOL-Key, group message 1 of 2"},
        {{.kind = EXTSTA_EVENT_EAPOL_KEY}, "EAPOL-Key"},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        char text[EXTSTA_EVENT_TEXT];
        assert_true(extsta_event_text(&all[i].event, text, sizeof text) < sizeof text);
        assert_string_equal(text, all[i].words);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_story_waits_for_its_last_frame),
        cmocka_unit_test(a_ladder_is_of_two_alone_and_of_the_ap_that_was_left),
        cmocka_unit_test(a_long_one_has_its_ends_and_says_what_is_left_out),
        cmocka_unit_test(what_is_forgotten_is_not_told),
        cmocka_unit_test(a_store_is_bounded_and_keeps_trouble_longer),
        cmocka_unit_test(a_lane_does_not_grow_with_time),
        cmocka_unit_test(a_lane_of_weeks_forgets_its_past),
        cmocka_unit_test(of_too_many_clients_those_heard_last_stay),
        cmocka_unit_test(frames_have_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
