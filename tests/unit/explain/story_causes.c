/* What an attempt or a handshake failed of, where the frames do not say it by themselves, or
 * say something else. Frames are those of tests/bench/truth_frames.c, changed octet by octet.
 */
#include "scene.h"

#define RADIOTAP 9u
#define QOS      26u
/* Behind radiotap, header, LLC/SNAP and the EAPOL header: the descriptor type (12.7.2). */
#define DESCRIPTOR (RADIOTAP + QOS + 8 + 4)
#define KEY_DATA   95u

static uint8_t *bytes_of(struct scene *s, uint32_t shot)
{
    return s->film.shots[shot].bytes;
}

static void start(struct scene *s)
{
    authenticate(s, &s->ap);
    associate(s, &s->ap, NULL);
}

/* A frame of the pair that truth_frames.c has none of. */
static uint32_t shoot_own(struct scene *s, unsigned fc, bool from_ap, const void *body,
                          size_t len)
{
    uint8_t mpdu[300] = {(uint8_t)fc, (uint8_t)(fc >> 8)};
    uint16_t *seq = from_ap ? &s->ap.seq : &s->sta.seq;
    memcpy(mpdu + 4, from_ap ? s->sta.mac.b : s->ap.bssid.b, 6);
    memcpy(mpdu + 10, from_ap ? s->ap.bssid.b : s->sta.mac.b, 6);
    memcpy(mpdu + 16, s->ap.bssid.b, 6);
    mpdu[22] = (uint8_t)(*seq << 4);
    mpdu[23] = (uint8_t)(*seq >> 4);
    *seq = (uint16_t)(*seq + 1);
    memcpy(mpdu + 24, body, len);
    return shoot_mpdu(&s->film, later(s, MS), from_ap ? s->ap.signal : s->sta.signal, mpdu,
                      24 + len);
}

/* --- the four-way handshake --- */

/* IEEE 802.11-2020 12.7.6.3: the AP compares the RSN element of message 2 octet by octet. The
 * element is the last 22 octets of the frame: capabilities at the end, AKM before. */
static void message_2_must_repeat_the_request(void **state)
{
    static const struct {
        unsigned from_end;
        uint8_t change;
        const char *differs;
    } cases[] = {{0, 0, NULL},
                 {2, 0x0c, "the capabilities of the RSN element differ"},
                 {3, 0x04, "the suites of the RSN element differ"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct scene *s = scene(PSK);
        start(s);
        shoot_key(&s->film, later(s, MS), &s->sta, &s->ap, 1);
        uint32_t shot = shoot_key(&s->film, later(s, MS), &s->sta, &s->ap, 2);
        bytes_of(s, shot)[s->film.shots[shot].len - cases[i].from_end - (i == 0)] ^=
            cases[i].change;
        shoot_leave(&s->film, later(s, MS), &s->sta, &s->ap, true, false, 2, false, 0);
        tell(s);
        const struct extsta_story *f =
            only(s, EXTSTA_STORY_ASSOCIATION_FAILED,
                 cases[i].differs ? "m2-element-mismatch" : "wrong-passphrase");
        assert_in_range(f->confidence, cases[i].differs ? 80 : 50, 89);
        assert_true(!cases[i].differs ||
                    strstr(s->text[f - s->told], cases[i].differs) != NULL);
        scene_free(s);
    }
}

/* The same with an RSN Extension element (244) that the request does not have. */
static void message_2_must_not_add_an_rsnxe(void **state)
{
    static const uint8_t rsnxe[] = {244, 1, 0x20};
    struct scene *s = scene(PSK);
    uint8_t mpdu[300];
    (void)state;
    start(s);
    shoot_key(&s->film, later(s, MS), &s->sta, &s->ap, 1);
    uint32_t shot = shoot_key(&s->film, later(s, MS), &s->sta, &s->ap, 2);
    size_t len = s->film.shots[shot].len - RADIOTAP;
    memcpy(mpdu, bytes_of(s, shot) + RADIOTAP, len);
    memcpy(mpdu + len, rsnxe, sizeof rsnxe);
    mpdu[DESCRIPTOR - RADIOTAP - 1] += (uint8_t)sizeof rsnxe; /* body of the PDU */
    mpdu[DESCRIPTOR - RADIOTAP + KEY_DATA - 1] += (uint8_t)sizeof rsnxe;
    free(bytes_of(s, shot));
    s->film.shot_count--; /* in its place */
    shoot_mpdu(&s->film, s->now, -50, mpdu, len + sizeof rsnxe);
    shoot_leave(&s->film, later(s, MS), &s->sta, &s->ap, true, false, 2, false, 0);
    tell(s);
    const struct extsta_story *f =
        only(s, EXTSTA_STORY_ASSOCIATION_FAILED, "m2-element-mismatch");
    assert_non_null(strstr(s->text[f - s->told], "the RSN Extension element differs"));
    scene_free(s);
}

/* An AP that takes message 2 all the same has not failed of it. */
static void a_handshake_that_went_through_failed_of_nothing(void **state)
{
    struct scene *s = scene(PSK);
    (void)state;
    start(s);
    for (int message = 1; message <= 4; message++) {
        uint32_t shot = shoot_key(&s->film, later(s, MS), &s->sta, &s->ap, message);
        if (message == 2) {
            bytes_of(s, shot)[s->film.shots[shot].len - 2u] ^= 0x0c;
        }
    }
    shoot_leave(&s->film, later(s, S), &s->sta, &s->ap, true, false, 2, false, 0);
    tell(s);
    assert_int_equal(how_many(s, EXTSTA_STORY_ASSOCIATION_FAILED), 0);
    only(s, EXTSTA_STORY_DISASSOCIATION, "ended-by-ap");
    scene_free(s);
}

/* Whose counter jumps by one between message 1 and its farewell has sent something. */
static void a_message_2_that_was_sent_and_not_captured_is_not_missing(void **state)
{
    (void)state;
    for (uint16_t unheard = 0; unheard < 2; unheard++) {
        struct scene *s = scene(PSK);
        start(s);
        shoot_key(&s->film, later(s, MS), &s->sta, &s->ap, 1);
        s->sta.seq = (uint16_t)(s->sta.seq + unheard);
        shoot_leave(&s->film, later(s, S), &s->sta, &s->ap, false, false, 3, false, 0);
        tell(s);
        const struct extsta_story *f =
            only(s, EXTSTA_STORY_ASSOCIATION_FAILED,
                 unheard ? "message-3-never-came" : "message-2-never-came");
        assert_int_equal(strstr(s->text[f - s->told], "sent 1 frames that were not captured") !=
                             NULL,
                         unheard);
        assert_in_range(f->confidence, 0, 60);
        scene_free(s);
    }
}

/* --- WPA --- */

/* Descriptor 254: the port opens after the group key handshake, which is enciphered (WPA 3.1,
 * 2.0). */
static struct scene *wpa_scene(void)
{
    struct scene *s = scene(PSK);
    start(s);
    for (int message = 1; message <= 4; message++) {
        uint32_t shot = shoot_key(&s->film, later(s, MS), &s->sta, &s->ap, message);
        bytes_of(s, shot)[DESCRIPTOR] = 254;
    }
    return s;
}

static void wpa_opens_the_port_after_the_group_key_handshake(void **state)
{
    struct scene *s = wpa_scene();
    (void)state;
    shoot_data(&s->film, later(s, MS), &s->sta, &s->ap, true, false);
    uint32_t answer = shoot_data(&s->film, later(s, MS), &s->sta, &s->ap, false, false);
    data(s, &s->ap, 3);
    tell(s);
    const struct extsta_story *p = only(s, EXTSTA_STORY_PORT_AUTHORIZED, NULL);
    assert_int_equal(p->last_frame, answer + 1);
    assert_true(p->inferred);
    assert_in_range(p->confidence, 80, 95);
    assert_int_equal(how_many(s, EXTSTA_STORY_GROUP_REKEY), 0);
    scene_free(s);
}

/* Messages 5 and 6 in clear: the first is the handshake's end, the second a rekey. Key
 * information: group, MIC, secure; with Ack from the AP. */
static void wpas_first_group_key_is_no_rekey(void **state)
{
    struct scene *s = wpa_scene();
    uint32_t last[2] = {0, 0};
    (void)state;
    for (int i = 0; i < 4; i++) {
        uint32_t shot = shoot_key(&s->film, later(s, S), &s->sta, &s->ap, i % 2 ? 4 : 1);
        uint8_t *key = bytes_of(s, shot) + DESCRIPTOR;
        key[0] = 254;
        key[1] = 0x03;
        key[2] = i % 2 ? 0x01 : 0x81;
        last[i / 2] = shot;
    }
    tell(s);
    assert_int_equal(only(s, EXTSTA_STORY_PORT_AUTHORIZED, NULL)->last_frame, last[0] + 1);
    assert_int_equal(only(s, EXTSTA_STORY_GROUP_REKEY, NULL)->last_frame, last[1] + 1);
    scene_free(s);
}

static void wpa_without_an_answer_to_the_group_key_fails(void **state)
{
    struct scene *s = wpa_scene();
    (void)state;
    for (int i = 0; i < 3; i++) {
        shoot_data(&s->film, later(s, S), &s->sta, &s->ap, true, false);
    }
    shoot_leave(&s->film, later(s, S), &s->sta, &s->ap, true, false, 16, false, 0);
    tell(s);
    only(s, EXTSTA_STORY_ASSOCIATION_FAILED, "group-key-never-came");
    assert_int_equal(how_many(s, EXTSTA_STORY_PORT_AUTHORIZED), 0);
    scene_free(s);
}

/* --- authentication --- */

/* The third frame of Shared Key is enciphered from its first octet on. An AP with another key
 * refuses the challenge (15), or takes what comes out for an algorithm that it does not know.
 */
static void a_wrong_wep_key_is_called_so(void **state)
{
    static const struct {
        uint16_t algorithm, status;
        bool answered;
    } cases[] = {{1, 15, true}, {0x5d1f, 13, true}, {0, 0, false}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct scene *s = scene(OPEN);
        uint8_t enciphered[144] = {1, 2, 3, 0};
        shoot_auth(&s->film, later(s, MS), &s->sta, &s->ap, false, 1, 1, 0);
        shoot_auth(&s->film, later(s, MS), &s->sta, &s->ap, true, 1, 2, 0);
        shoot_own(s, 0x40b0, false, enciphered, sizeof enciphered);
        if (cases[i].answered) {
            shoot_auth(&s->film, later(s, MS), &s->sta, &s->ap, true, cases[i].algorithm, 4,
                       cases[i].status);
        }
        shoot_beacon(&s->film, later(s, 5 * S), &s->ap);
        tell(s);
        const struct extsta_story *f =
            only(s, EXTSTA_STORY_ASSOCIATION_FAILED, "shared-key-challenge-failed");
        assert_int_equal(f->sureness > 90, cases[i].status == 15);
        assert_non_null(strstr(s->text[f - s->told], "the WEP key of the station is wrong"));
        scene_free(s);
    }
}

static void only_who_has_confirmed_has_authenticated(void **state)
{
    (void)state;
    for (int steps = 2; steps <= 4; steps++) {
        struct scene *s = scene(SAE);
        for (int i = 0; i < steps; i++) {
            shoot_auth(&s->film, later(s, MS), &s->sta, &s->ap, i % 2, 3, (uint16_t)(1 + i / 2),
                       i < 2 ? 126 : 0);
        }
        shoot_beacon(&s->film, later(s, 5 * S), &s->ap);
        tell(s);
        const struct extsta_story *f = only(s, EXTSTA_STORY_ASSOCIATION_FAILED, NULL);
        assert_int_equal(strstr(s->text[f - s->told], "the station authenticated") != NULL,
                         steps == 4);
        assert_int_equal(strstr(s->text[f - s->told], "authentication ended was not seen") !=
                             NULL,
                         steps == 2);
        scene_free(s);
    }
}

/* --- refusals that are none --- */

/* RFC 8110 4.4: on status 77 the station comes again with another group; with status 53 it
 * authenticates without the cached PMK. */
static void a_refusal_that_the_station_has_an_answer_to_is_no_failure(void **state)
{
    static const struct {
        uint16_t status;
        const char *note, *failure;
    } cases[] = {{77, "owe-group-not-supported", "owe-group-not-supported"},
                 {53, "pmk-forgotten", "association-refused"}};
    (void)state;
    for (int i = 0; i < 6; i++) {
        struct scene *s = scene(PSK);
        uint16_t status = cases[i % 2].status;
        authenticate(s, &s->ap);
        shoot_request(&s->film, later(s, MS), &s->sta, &s->ap, NULL);
        uint32_t shot = shoot_response(&s->film, later(s, MS), &s->sta, &s->ap, false, status);
        if (i < 2) {
            later(s, 20 * MS);
            join(s, &s->ap);
        } else if (i < 4) { /* without authenticating anew */
            associate(s, &s->ap, NULL);
            handshake(s, &s->ap);
        }
        tell(s);
        const struct extsta_story *told =
            i < 4 ? only(s, EXTSTA_STORY_FINDING, cases[i % 2].note)
                  : only(s, EXTSTA_STORY_ASSOCIATION_FAILED, cases[i % 2].failure);
        assert_int_equal(told->status, status);
        assert_int_equal(told->by, EXTSTA_BY_AP);
        assert_int_equal(told->last_frame, shot + 1);
        assert_int_equal(how_many(s, EXTSTA_STORY_ASSOCIATION_FAILED), i >= 4);
        assert_int_equal(how_many(s, EXTSTA_STORY_ASSOCIATION), i < 4);
        scene_free(s);
    }
}

/* 9.6.8.3: category, action, station, target AP, status. */
static void a_refused_transition_over_the_ds_is_of_the_target(void **state)
{
    (void)state;
    for (uint16_t status = 0; status <= 53; status += 53) {
        struct scene *s = scene(PSK);
        uint8_t body[16] = {6, 2};
        join(s, &s->ap);
        memcpy(body + 2, s->sta.mac.b, 6);
        memcpy(body + 8, s->other.bssid.b, 6);
        body[14] = (uint8_t)status;
        uint32_t shot = shoot_own(s, 0x00d0, true, body, sizeof body);
        data(s, &s->ap, 3);
        tell(s);
        assert_int_equal(how_many(s, EXTSTA_STORY_ASSOCIATION_FAILED), status != 0);
        if (status) {
            const struct extsta_story *f =
                only(s, EXTSTA_STORY_ASSOCIATION_FAILED, "ft-over-ds-refused");
            assert_memory_equal(&f->bssid, &s->other.bssid, 6);
            assert_int_equal(f->status, 53);
            assert_int_equal(f->first_frame, shot + 1);
        }
        scene_free(s);
    }
}

/* --- SA Query --- */

/* 11.3.5.3: the AP answers 30 and asks; without an answer it lets the new one in. Enciphered, a
 * query is 4 octets, 8 of CCMP's header and 8 of its MIC. */
static void an_association_that_does_not_answer_is_given_up_by_the_ap(void **state)
{
    (void)state;
    for (int answered = 0; answered < 2; answered++) {
        struct scene *s = scene(SAE);
        static const uint8_t query[20] = {1, 0, 0, 0x20};
        join(s, &s->ap);
        data(s, &s->ap, 3);
        authenticate(s, &s->ap);
        shoot_request(&s->film, later(s, MS), &s->sta, &s->ap, NULL);
        shoot_response(&s->film, later(s, MS), &s->sta, &s->ap, false, 30);
        for (int i = 0; i < 3; i++) {
            shoot_own(s, 0x40d0, true, query, sizeof query);
            later(s, 200 * MS);
        }
        if (answered) {
            shoot_own(s, 0x40d0, false, query, sizeof query);
        }
        later(s, 400 * MS);
        associate(s, &s->ap, NULL);
        handshake(s, &s->ap);
        tell(s);
        const struct extsta_story *end =
            only(s, EXTSTA_STORY_DISASSOCIATION, answered ? "replaced" : "sa-query-unanswered");
        assert_false(end->is_explicit);
        assert_int_equal(end->by, answered ? EXTSTA_BY_STA : EXTSTA_BY_AP);
        assert_true(answered || strstr(s->text[end - s->told], "3 SA Queries in") != NULL);
        scene_free(s);
    }
}

/* Sent away without protection, the station asks, and leaves when nobody answers. */
static void a_station_whose_query_is_not_answered_leaves(void **state)
{
    (void)state;
    for (int answered = 0; answered < 2; answered++) {
        struct scene *s = scene(SAE);
        static const uint8_t query[20] = {1, 0, 0, 0x20};
        join(s, &s->ap);
        data(s, &s->ap, 3);
        shoot_leave(&s->film, later(s, MS), &s->sta, &s->ap, true, false, 7, false, 0);
        for (int i = 0; i < 5; i++) {
            shoot_own(s, 0x40d0, false, query, sizeof query);
            later(s, 200 * MS);
        }
        if (answered) {
            shoot_own(s, 0x40d0, true, query, sizeof query);
        }
        shoot_leave(&s->film, later(s, MS), &s->sta, &s->ap, false, false, 2, true, 0);
        tell(s);
        const struct extsta_story *end =
            only(s, EXTSTA_STORY_DISASSOCIATION,
                 answered ? "left-by-station" : "sa-query-unanswered");
        assert_true(end->is_explicit);
        assert_int_equal(end->by, EXTSTA_BY_STA);
        scene_free(s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(message_2_must_repeat_the_request),
        cmocka_unit_test(message_2_must_not_add_an_rsnxe),
        cmocka_unit_test(a_handshake_that_went_through_failed_of_nothing),
        cmocka_unit_test(a_message_2_that_was_sent_and_not_captured_is_not_missing),
        cmocka_unit_test(wpa_opens_the_port_after_the_group_key_handshake),
        cmocka_unit_test(wpas_first_group_key_is_no_rekey),
        cmocka_unit_test(wpa_without_an_answer_to_the_group_key_fails),
        cmocka_unit_test(a_wrong_wep_key_is_called_so),
        cmocka_unit_test(only_who_has_confirmed_has_authenticated),
        cmocka_unit_test(a_refusal_that_the_station_has_an_answer_to_is_no_failure),
        cmocka_unit_test(a_refused_transition_over_the_ds_is_of_the_target),
        cmocka_unit_test(an_association_that_does_not_answer_is_given_up_by_the_ap),
        cmocka_unit_test(a_station_whose_query_is_not_answered_leaves),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
