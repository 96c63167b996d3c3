/* What repeats is one turn with a count (turns.c of the library): which stories are alike, what
 * may lie between them, and when groups of stories repeat. */
#include "../testing.h"

#include "explain/story_private.h"
#include <extsta/collection.h>
#include <stdio.h>

static const struct extsta_mac sta = {{2, 0, 0, 0, 0, 1}}, ap = {{2, 0, 0, 0, 0, 10}};

/* J joined, F failed, E the end of that failure, L left, T thrown out, S scan, R replaced by
 * the same AP, B refused for another reason; one a second, frames from 1 on. */
static void add(struct extsta_collection *c, char what, unsigned n)
{
    uint64_t time = n * SECOND;
    struct extsta_story s = {.sta = sta,
                             .bssid = ap,
                             .time = time,
                             .until = time,
                             .count = 2,
                             .first_frame = n,
                             .last_frame = n,
                             .confidence = (uint8_t)(99 - n)};
    switch (what) {
    case 'J':
        s.what = EXTSTA_STORY_ASSOCIATION;
        s.aid = (uint16_t)n;
        break;
    case 'F':
        s.what = EXTSTA_STORY_ASSOCIATION_FAILED;
        s.kind = EXTSTA_KIND_WRONG_PASSPHRASE;
        break;
    case 'B':
        s.what = EXTSTA_STORY_ASSOCIATION_FAILED;
        s.kind = EXTSTA_KIND_ASSOC_REFUSED;
        s.has_status = true;
        s.status = (uint16_t)n;
        break;
    case 'S':
        s.what = EXTSTA_STORY_SCAN;
        break;
    default:
        s.what = EXTSTA_STORY_DISASSOCIATION;
        s.is_explicit = what != 'R';
        s.other = what == 'R' ? ap : s.other;
        s.by = what == 'L' || what == 'R' ? EXTSTA_BY_STA : EXTSTA_BY_AP;
        s.kind = what == 'E' ? EXTSTA_KIND_WRONG_PASSPHRASE : EXTSTA_KIND_ENDED_BY_AP;
        s.time = s.until = what == 'E' ? time - SECOND : time;
        break;
    }
    extsta_collection_story(c, &s);
}

/* "2x3 1x1": stories and times of each turn that is no scan and told by nothing else. */
static void expect_turns(const char *stories, const char *turns)
{
    uint64_t seed = 7;
    struct extsta_context *ctx = testing_context(&seed);
    struct extsta_collection *c = extsta_collection_new(ctx);
    char found[128] = "";
    size_t len = 0;
    for (unsigned n = 0; stories[n]; n++) {
        add(c, stories[n], n + 1);
    }
    extsta_collection_sort(c);
    const struct extsta_client *client = extsta_collection_client(c, 0);
    struct extsta_kept_story k;
    for (uint32_t i = client->first; i != EXTSTA_NO_INDEX;) {
        struct extsta_turn t;
        extsta_collection_story_at(c, client, i, &k);
        extsta_collection_turn(c, client, i, &t);
        if (k.story.what != EXTSTA_STORY_SCAN && !k.again && t.count) {
            len += (size_t)snprintf(found + len, sizeof found - len, "%s%ux%u", len ? " " : "",
                                    t.stories, t.count);
        }
        i = t.next;
    }
    assert_string_equal(found, turns);
    extsta_collection_free(c);
    extsta_context_free(ctx);
}

static void equal_stories_in_a_row_are_one_turn(void **state)
{
    (void)state;
    expect_turns("FFFF", "1x4");
    expect_turns("FF", "1x2");
    expect_turns("SFSSFSF", "1x3");
    expect_turns("FEFEFE", "1x3"); /* the end that a failure tells */
}

static void what_differs_is_told_by_itself(void **state)
{
    (void)state;
    expect_turns("FBF", "1x1 1x1 1x1");
    expect_turns("BB", "1x1 1x1"); /* another status */
    expect_turns("FLF", "1x1 1x1 1x1");
    expect_turns("LT", "1x1 1x1"); /* by another hand */
}

static void groups_that_come_three_times_are_one_turn(void **state)
{
    (void)state;
    expect_turns("JLJLJL", "2x3");
    expect_turns("JLJL", "1x1 1x1 1x1 1x1");
    expect_turns("JTSJTJTJF", "2x3 1x1 1x1");
    expect_turns("JFRJFRJF", "2x3"); /* the station begins anew */
}

static void a_turn_knows_its_times_frames_and_doubt(void **state)
{
    uint64_t seed = 7;
    struct extsta_context *ctx = testing_context(&seed);
    struct extsta_collection *c = extsta_collection_new(ctx);
    struct extsta_turn t;
    (void)state;
    add(c, 'F', 10);
    add(c, 'F', 13);
    add(c, 'S', 14);
    add(c, 'F', 20);
    extsta_collection_sort(c);
    extsta_collection_turn(c, extsta_collection_client(c, 0), 0, &t);
    assert_int_equal(t.count, 3);
    assert_int_equal(t.next, EXTSTA_NO_INDEX);
    assert_int_equal(t.first, 10 * SECOND);
    assert_int_equal(t.last, 20 * SECOND);
    assert_int_equal(t.least, 3 * SECOND);
    assert_int_equal(t.most, 7 * SECOND);
    assert_int_equal(t.first_frame, 10);
    assert_int_equal(t.last_frame, 20);
    assert_int_equal(t.confidence, 79);
    assert_int_equal(t.counted, 6);
    extsta_collection_free(c);
    extsta_context_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_stories_in_a_row_are_one_turn),
        cmocka_unit_test(what_differs_is_told_by_itself),
        cmocka_unit_test(groups_that_come_three_times_are_one_turn),
        cmocka_unit_test(a_turn_knows_its_times_frames_and_doubt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
