/* Logs and the air contradict each other (explain/logs/log_judge.c): each case is a life on the
 * air with the log that one side wrote of it, and what has to be said. Around it stand other
 * lives, by which the clock is found. */
#include "log_world.h"

/* Lives before and after; between them the case. */
static void some_lives(struct world *x, unsigned of)
{
    for (unsigned i = 0; i < 6; i++) {
        life(x, of ? of - 1 : i % 2, of, 250 + dice(x, 400));
        pass(x, (3000 + dice(x, 1500)) * UINT64_C(1000));
    }
}

static struct extsta_story *story(struct world *x, struct extsta_story *s,
                                  enum extsta_story_what what, enum extsta_story_kind kind,
                                  unsigned sta, uint32_t number)
{
    *s = (struct extsta_story){.what = what,
                               .kind = kind,
                               .sta = client(sta),
                               .bssid = ap,
                               .time = x->time,
                               .until = x->time,
                               .first_frame = number,
                               .last_frame = number,
                               .confidence = 90};
    return s;
}

/* The event of this word that disagrees or decides; its text. */
static struct extsta_witness_event found(const struct world *x, enum extsta_verdict verdict,
                                         char text[EXTSTA_VERDICT_TEXT])
{
    struct extsta_witness_event e, hit = {.line = 0};
    unsigned count = 0;
    for (size_t i = 0; i < extsta_witnesses_count(x->w); i++) {
        extsta_witnesses_at(x->w, i, &e);
        if (e.verdict == verdict) {
            hit = e;
            count++;
        } else {
            assert_false(extsta_verdict_disagrees(e.verdict));
        }
    }
    assert_int_equal(count, 1);
    extsta_verdict_text(&hit, text, EXTSTA_VERDICT_TEXT);
    return hit;
}

static void an_end_that_was_never_sent_is_told(void **state)
{
    struct world x;
    char text[EXTSTA_VERDICT_TEXT];
    (void)state;
    world_begin(&x, 7000000000);
    some_lives(&x, 0);
    say(&x, 0, 0, "wlan0: STA 02:00:00:00:01:01 IEEE 802.11: disassociated due to inactivity");
    pass(&x, 3000000);
    some_lives(&x, 0);
    compare_logs(&x);
    struct extsta_witness_event e = found(&x, EXTSTA_VERDICT_NOT_SENT, text);
    assert_int_equal(e.word, EXTSTA_WORD_INACTIVITY);
    assert_non_null(strstr(text, "no deauthentication"));
    world_end(&x);
}

static void another_reason_than_the_frames_is_told(void **state)
{
    struct world x;
    char text[EXTSTA_VERDICT_TEXT];
    (void)state;
    world_begin(&x, 7000000000);
    some_lives(&x, 0);
    uint32_t f = frame(&x, 1, EXTSTA_EVENT_DEAUTH, false, 0, 8);
    say(&x, 500, f, "deauthentication: STA=02:00:00:00:01:01 reason_code=7");
    pass(&x, 3000000);
    some_lives(&x, 0);
    compare_logs(&x);
    struct extsta_witness_event e = found(&x, EXTSTA_VERDICT_CODE_DIFFERS, text);
    assert_int_equal(e.code, 7);
    assert_int_equal(e.frame_code, 8);
    assert_int_equal(e.frame, f);
    world_end(&x);
}

/* The air thinks that somebody else sent it; whoever is named knows better. */
static void a_clients_log_owns_to_what_seemed_forged(void **state)
{
    struct world x;
    struct extsta_story s;
    char text[EXTSTA_VERDICT_TEXT];
    (void)state;
    world_begin(&x, 7000000000);
    some_lives(&x, 2);
    uint32_t f = frame(&x, 1, EXTSTA_EVENT_DEAUTH, false, 0, 3);
    story(&x, &s, EXTSTA_STORY_DISASSOCIATION, EXTSTA_KIND_SPOOFED, 1, f);
    s.is_explicit = s.forged = true;
    extsta_collection_story(x.collection, &s);
    say(&x, 9000, f,
        "wlan1: CTRL-EVENT-DISCONNECTED bssid=02:00:00:00:00:00 reason=3 locally_generated=1");
    pass(&x, 3000000);
    some_lives(&x, 2);
    compare_logs(&x);
    struct extsta_witness_event e = found(&x, EXTSTA_VERDICT_ITS_OWN, text);
    assert_int_equal(e.other_frame, f);
    assert_non_null(strstr(text, "nobody has forged it"));
    world_end(&x);
}

/* A deauthentication in the AP's name while the client is in, and a log that has nothing of it.
 */
static void an_aps_log_that_knows_nothing_is_told(void **state)
{
    for (int told = 0; told < 2; told++) {
        struct world x;
        struct extsta_story s;
        char text[EXTSTA_VERDICT_TEXT];
        (void)state;
        world_begin(&x, 7000000000);
        some_lives(&x, 0);
        say(&x, 0, 0, "wlan0: AP-STA-CONNECTED 02:00:00:00:01:01");
        pass(&x, 5000000);
        uint32_t f = frame(&x, 1, EXTSTA_EVENT_DEAUTH, true, 0, 7);
        story(&x, &s, EXTSTA_STORY_DISASSOCIATION, EXTSTA_KIND_AP_LOST_STATE, 1, f);
        s.is_explicit = true;
        s.by = EXTSTA_BY_AP;
        s.details = EXTSTA_DETAIL_IN_AP_NAME;
        extsta_collection_story(x.collection, &s);
        if (told) {
            say(&x, 700, f, "wlan0: AP-STA-DISCONNECTED 02:00:00:00:01:01");
        }
        pass(&x, 5000000);
        some_lives(&x, 0);
        compare_logs(&x);
        if (told) {
            for (size_t i = 0; i < extsta_witnesses_count(x.w); i++) {
                struct extsta_witness_event e;
                extsta_witnesses_at(x.w, i, &e);
                assert_false(e.silent || extsta_verdict_disagrees(e.verdict));
            }
        } else {
            struct extsta_witness_event e = found(&x, EXTSTA_VERDICT_NOT_ITS_OWN, text);
            assert_true(e.silent);
            assert_int_equal(e.other_frame, f);
            assert_non_null(strstr(text, "the AP's log knows nothing of frame"));
        }
        world_end(&x);
    }
}

/* wpa_supplicant calls a handshake that failed a wrong key; the capture may know better. */
static void a_key_that_is_blamed_is_judged(void **state)
{
    static const struct {
        enum extsta_story_what what;
        enum extsta_story_kind kind;
        enum extsta_verdict verdict;
    } cases[] = {
        {EXTSTA_STORY_ASSOCIATION_FAILED, EXTSTA_KIND_WRONG_PASSPHRASE, EXTSTA_VERDICT_SAID},
        {EXTSTA_STORY_ASSOCIATION_FAILED, EXTSTA_KIND_M4_NEVER_CAME,
         EXTSTA_VERDICT_KEY_UNPROVEN},
        {EXTSTA_STORY_ASSOCIATION_FAILED, EXTSTA_KIND_M2_REJECTED, EXTSTA_VERDICT_KEY_IS_RIGHT},
        {EXTSTA_STORY_PORT_AUTHORIZED, EXTSTA_KIND_NONE, EXTSTA_VERDICT_KEY_IS_RIGHT},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct world x;
        struct extsta_story s;
        struct extsta_witness_event e;
        unsigned seen = 0;
        world_begin(&x, 7000000000);
        some_lives(&x, 2);
        uint32_t f = frame(&x, 1, EXTSTA_EVENT_EAPOL_KEY, false, 2, 0);
        story(&x, &s, cases[i].what, cases[i].kind, 1, f);
        extsta_collection_story(x.collection, &s);
        pass(&x, 200000);
        say(&x, 0, 0, "wlan1: WPA: 4-Way Handshake failed - pre-shared key may be incorrect");
        pass(&x, 3000000);
        some_lives(&x, 2);
        compare_logs(&x);
        for (size_t k = 0; k < extsta_witnesses_count(x.w); k++) {
            extsta_witnesses_at(x.w, k, &e);
            if (e.word == EXTSTA_WORD_WRONG_KEY) {
                assert_int_equal(e.verdict, cases[i].verdict);
                seen++;
            }
        }
        assert_int_equal(seen, 1);
        world_end(&x);
    }
}

static void an_answer_that_was_not_heard_is_told(void **state)
{
    struct world x;
    char text[EXTSTA_VERDICT_TEXT];
    (void)state;
    world_begin(&x, 7000000000);
    some_lives(&x, 2);
    uint32_t asks = frame(&x, 1, EXTSTA_EVENT_AUTH, false, 1, 0);
    say(&x, -1200, asks,
        "wlan1: SME: Trying to authenticate with 02:00:00:00:00:00 (SSID='x')");
    pass(&x, 2000);
    uint32_t answer = frame(&x, 1, EXTSTA_EVENT_AUTH, true, 2, 0);
    pass(&x, 600000);
    say(&x, 0, 0, "wlan1: Authentication with 02:00:00:00:00:00 timed out.");
    pass(&x, 3000000);
    some_lives(&x, 2);
    compare_logs(&x);
    struct extsta_witness_event e = found(&x, EXTSTA_VERDICT_UNHEARD, text);
    assert_int_equal(e.other_frame, answer);
    assert_non_null(strstr(text, "the client has not got it"));
    world_end(&x);
}

/* Events stand at the story whose frames include theirs, or at the last one before them. */
static void events_stand_at_their_story(void **state)
{
    struct world x;
    struct extsta_story s;
    (void)state;
    world_begin(&x, 7000000000);
    some_lives(&x, 0);
    uint32_t before = x.number + 1;
    story(&x, &s, EXTSTA_STORY_PORT_AUTHORIZED, EXTSTA_KIND_NONE, 1, before);
    life(&x, 1, 0, 300);
    s.until = x.time;
    s.last_frame = x.number - 1;
    extsta_collection_story(x.collection, &s);
    uint32_t line = x.lines;
    pass(&x, 4000000);
    some_lives(&x, 0);
    compare_logs(&x);
    unsigned here = 0;
    for (size_t i = 0; i < extsta_witnesses_count(x.w); i++) {
        struct extsta_witness_event e;
        extsta_witnesses_at(x.w, i, &e);
        struct extsta_mac owner = client(1);
        if (memcmp(&e.sta, &owner, 6) != 0) {
            continue;
        }
        assert_int_equal(e.client, 0);
        bool after = e.line >= line;
        if (e.frame >= before && e.frame < before + 8) {
            assert_int_equal(e.story, 0);
            here++;
        } else {
            assert_int_equal(e.story, after ? 0 : EXTSTA_NO_INDEX);
        }
    }
    assert_int_equal(here, 6);
    world_end(&x);
}

/* What an AP says of itself stands at what happened to it, and at nothing else. */
static void an_aps_own_words_stand_at_its_story(void **state)
{
    struct world x;
    struct extsta_story s;
    unsigned seen = 0;
    (void)state;
    world_begin(&x, 7000000000);
    say(&x, 0, 0, "Using interface wlan0 with hwaddr 02:00:00:00:00:00 and ssid \"x\"");
    some_lives(&x, 0);
    story(&x, &s, EXTSTA_STORY_AP, EXTSTA_KIND_AP_RESTART, 1, x.number);
    s.sta = (struct extsta_mac){{0}};
    extsta_collection_story(x.collection, &s);
    say(&x, 2000000, 0, "wlan0: AP-DISABLED ");
    pass(&x, 5000000);
    some_lives(&x, 0);
    say(&x, 20000000, 0, "wlan0: AP-ENABLED ");
    pass(&x, 30000000);
    some_lives(&x, 0);
    compare_logs(&x);
    for (size_t i = 0; i < extsta_witnesses_count(x.w); i++) {
        struct extsta_witness_event e;
        struct extsta_kept_story k;
        extsta_witnesses_at(x.w, i, &e);
        if (e.word == EXTSTA_WORD_AP_DOWN) {
            assert_int_equal(e.client, EXTSTA_NO_INDEX);
            assert_int_not_equal(e.story, EXTSTA_NO_INDEX);
            extsta_collection_story_at(x.collection, NULL, e.story, &k);
            assert_int_equal(k.story.what, EXTSTA_STORY_AP);
            seen++;
        } else if (e.word == EXTSTA_WORD_AP_UP) {
            assert_int_equal(e.story, EXTSTA_NO_INDEX);
            seen++;
        }
    }
    assert_int_equal(seen, 2);
    world_end(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_end_that_was_never_sent_is_told),
        cmocka_unit_test(another_reason_than_the_frames_is_told),
        cmocka_unit_test(a_clients_log_owns_to_what_seemed_forged),
        cmocka_unit_test(an_aps_log_that_knows_nothing_is_told),
        cmocka_unit_test(a_key_that_is_blamed_is_judged),
        cmocka_unit_test(an_answer_that_was_not_heard_is_told),
        cmocka_unit_test(events_stand_at_their_story),
        cmocka_unit_test(an_aps_own_words_stand_at_its_story),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
