/* What frames mean: one scene each, frame by frame, and what must be said of it. The frames
 * come from tests/bench/truth_frames.c, which knows nothing of our codecs. */
#include "scene.h"

/* --- ends --- */

static void DIS_01_association_with_the_same_ap_is_an_implicit_end(void **state)
{
    struct scene *s = scene(PSK);
    (void)state;
    join(s, &s->ap);
    associate(s, &s->ap, &s->ap);
    handshake(s, &s->ap);
    tell(s);
    const struct extsta_story *end = only(s, EXTSTA_STORY_DISASSOCIATION, "replaced");
    assert_false(end->is_explicit);
    assert_int_equal(end->by, EXTSTA_BY_STA);
    assert_int_equal(end->cause.diagnosis, EXTSTA_DIAGNOSIS_REPLACED);
    assert_int_equal(end->cause.rule, EXTSTA_RULE_DIS_01);
    assert_int_equal(how_many(s, EXTSTA_STORY_ASSOCIATION), 2);
    assert_int_equal(how_many(s, EXTSTA_STORY_PORT_AUTHORIZED), 2);
    assert_int_equal(how_many(s, EXTSTA_STORY_ROAM), 0);
    scene_free(s);
}

static void DIS_02_a_roam_ends_the_association_with_the_old_ap(void **state)
{
    struct scene *s = scene(OPEN);
    (void)state;
    join(s, &s->ap);
    data(s, &s->ap, 3);
    shoot_data(&s->film, later(s, MS), &s->sta, &s->ap, false, false);
    uint64_t left = s->now;
    later(s, 20 * MS);
    authenticate(s, &s->other);
    associate(s, &s->other, &s->ap);
    tell(s);
    const struct extsta_story *end = only(s, EXTSTA_STORY_DISASSOCIATION, "replaced");
    const struct extsta_story *roam = only(s, EXTSTA_STORY_ROAM, NULL);
    assert_memory_equal(&end->bssid, &s->ap.bssid, 6);
    assert_int_equal(end->cause.rule, EXTSTA_RULE_DIS_02);
    assert_memory_equal(&roam->bssid, &s->other.bssid, 6);
    assert_memory_equal(&roam->other, &s->ap.bssid, 6);
    assert_int_equal(roam->gap, s->now - left);
    scene_free(s);
}

static void DIS_08_disassociation_by_the_ap_has_its_reason(void **state)
{
    struct scene *s = scene(OPEN);
    (void)state;
    join(s, &s->ap);
    uint32_t shot =
        shoot_leave(&s->film, later(s, S), &s->sta, &s->ap, true, true, 5, false, 0);
    tell(s);
    const struct extsta_story *end = only(s, EXTSTA_STORY_DISASSOCIATION, "ended-by-ap");
    assert_true(end->is_explicit);
    assert_int_equal(end->by, EXTSTA_BY_AP);
    assert_int_equal(end->reason, 5);
    assert_int_equal(end->first_frame, shot + 1);
    assert_int_equal(end->cause.origin, EXTSTA_ORIGIN_PEER);
    assert_int_equal(end->cause.space, EXTSTA_CODE_PEER_REASON);
    assert_int_equal(end->cause.rule, EXTSTA_RULE_DIS_08);
    scene_free(s);
}

static void the_stations_own_reason_is_in_its_own_space(void **state)
{
    struct scene *s = scene(OPEN);
    (void)state;
    join(s, &s->ap);
    shoot_leave(&s->film, later(s, S), &s->sta, &s->ap, false, false, 3, false, 0);
    tell(s);
    const struct extsta_story *end = only(s, EXTSTA_STORY_DISASSOCIATION, "left-by-station");
    assert_int_equal(end->by, EXTSTA_BY_STA);
    assert_int_equal(end->cause.space, EXTSTA_CODE_OWN_REASON);
    char advice[EXTSTA_STORY_TEXT];
    assert_int_equal(extsta_story_advice(end, advice, sizeof advice), 0); /* it wanted to go */
    scene_free(s);
}

static void DIS_11_calls_without_an_answer_are_silence(void **state)
{
    struct scene *s = scene(OPEN);
    (void)state;
    join(s, &s->ap);
    data(s, &s->ap, 3);
    uint32_t last = shoot_data(&s->film, later(s, MS), &s->sta, &s->ap, false, false);
    for (int i = 0; i < 8; i++) {
        shoot_data(&s->film, later(s, 400 * MS), &s->sta, &s->ap, true, i > 0);
    }
    tell(s);
    const struct extsta_story *end = only(s, EXTSTA_STORY_SILENCE, "station-silent");
    assert_int_equal(end->by, EXTSTA_BY_STA);
    assert_int_equal(end->first_frame, last + 1);
    assert_true(end->inferred);
    assert_int_equal(end->cause.rule, EXTSTA_RULE_DIS_11);
    scene_free(s);
}

static void a_quiet_end_of_the_capture_is_no_silence(void **state)
{
    struct scene *s = scene(OPEN);
    (void)state;
    join(s, &s->ap);
    data(s, &s->ap, 3);
    shoot_beacon(&s->film, later(s, 60 * S), &s->ap);
    tell(s);
    assert_int_equal(how_many(s, EXTSTA_STORY_SILENCE), 0);
    scene_free(s);
}

static void DIS_14_unprotected_frames_do_not_count_under_pmf(void **state)
{
    struct scene *s = scene(SAE);
    (void)state;
    join(s, &s->ap);
    s->ap.seq = (uint16_t)(s->ap.seq + 1000); /* somebody else counts */
    for (int i = 0; i < 3; i++) {
        shoot_leave(&s->film, later(s, 10 * MS), &s->sta, &s->ap, true, i == 1, 7, false,
                    s->ap.signal - 30);
    }
    s->ap.seq = (uint16_t)(s->ap.seq - 1003);
    later(s, 5 * S);
    shoot_leave(&s->film, later(s, MS), &s->sta, &s->ap, false, false, 3, true, 0);
    tell(s);
    const struct extsta_story *forged =
        only(s, EXTSTA_STORY_FINDING, "unprotected-deauthentication");
    const struct extsta_story *end = only(s, EXTSTA_STORY_DISASSOCIATION, NULL);
    assert_true(forged->forged);
    assert_int_equal(end->by, EXTSTA_BY_STA);
    assert_false(end->has_reason); /* nobody can read it */
    assert_non_null(strstr(s->text[end - s->told], "cannot be read without the key"));
    scene_free(s);
}

/* hostapd's `deauthenticate ... test=0`, as in the reference capture
 * pmf-unprotected-deauth-burst: its own counter, its own level. */
static void unprotected_frames_of_the_ap_itself_are_not_forged(void **state)
{
    struct scene *s = scene(SAE);
    (void)state;
    join(s, &s->ap);
    for (int i = 0; i < 12; i++) {
        shoot_leave(&s->film, later(s, 10 * MS), &s->sta, &s->ap, true, false, 7, false, 0);
    }
    later(s, 5 * S);
    shoot_leave(&s->film, later(s, MS), &s->sta, &s->ap, false, false, 3, true, 0);
    tell(s);
    const struct extsta_story *own =
        only(s, EXTSTA_STORY_FINDING, "unprotected-deauthentication");
    assert_false(own->forged);
    assert_int_equal(own->by, EXTSTA_BY_AP);
    scene_free(s);
}

static void a_deauthentication_that_nobody_obeys_is_told_as_forged(void **state)
{
    struct scene *s = scene(OPEN);
    (void)state;
    join(s, &s->ap);
    data(s, &s->ap, 3);
    shoot_leave(&s->film, later(s, MS), &s->sta, &s->ap, true, false, 7, false, -75);
    later(s, 200 * MS);
    data(s, &s->ap, 3);
    tell(s);
    assert_true(only(s, EXTSTA_STORY_FINDING, "forged-deauthentication")->forged);
    assert_int_equal(how_many(s, EXTSTA_STORY_DISASSOCIATION), 0);
    scene_free(s);
}

/* Numbers as in pyrit-virgin_broadband.dump, frames 763 to 766: response 1894, then 785 and
 * 786 in the names of both. */
static void ends_in_both_names_from_one_counter_are_somebody_elses(void **state)
{
    struct scene *s = scene(PSK);
    (void)state;
    join(s, &s->ap);
    data(s, &s->ap, 3);
    s->ap.seq = 785;
    shoot_leave(&s->film, later(s, 50 * MS), &s->sta, &s->ap, true, false, 7, false, 0);
    s->sta.seq = 786;
    shoot_leave(&s->film, later(s, 9 * MS), &s->sta, &s->ap, false, false, 7, false, 0);
    tell(s);
    const struct extsta_story *end =
        only(s, EXTSTA_STORY_DISASSOCIATION, "spoofed-deauthentication");
    assert_true(end->forged);
    assert_int_equal(end->by, EXTSTA_BY_UNKNOWN);
    assert_int_equal(end->reason, 7);
    assert_in_range(end->confidence, 80, 99);
    scene_free(s);
}

/* Some tools number nothing: the AP counts at 4001, the station at 940, and both leave with 0.
 */
static void a_pair_with_one_number_is_somebody_elses(void **state)
{
    struct scene *s = scene(PSK);
    (void)state;
    shoot_data(&s->film, later(s, MS), &s->sta, &s->ap, false, false);
    s->ap.seq = s->sta.seq = 0;
    shoot_leave(&s->film, later(s, MS), &s->sta, &s->ap, true, false, 2, false, 0);
    s->sta.seq = 0;
    shoot_leave(&s->film, later(s, MS / 2), &s->sta, &s->ap, false, false, 2, false, 0);
    tell(s);
    const struct extsta_story *pair = only(s, EXTSTA_STORY_FINDING, "spoofed-deauthentication");
    assert_true(pair->forged);
    scene_free(s);
}

/* The same amid the AP's own answers, to which nobody is associated any more. */
static void a_pair_behind_an_end_is_somebody_elses(void **state)
{
    struct scene *s = scene(PSK);
    (void)state;
    shoot_data(&s->film, later(s, MS), &s->sta, &s->ap, false, false);
    s->ap.seq = 2173;
    shoot_leave(&s->film, later(s, MS), &s->sta, &s->ap, true, false, 2, false, 0);
    later(s, S);
    s->ap.seq = 1501;
    shoot_leave(&s->film, later(s, MS), &s->sta, &s->ap, true, false, 7, false, 0);
    s->sta.seq = 1502;
    shoot_leave(&s->film, later(s, 8 * MS), &s->sta, &s->ap, false, false, 7, false, 0);
    tell(s);
    assert_int_equal(only(s, EXTSTA_STORY_FINDING, "spoofed-deauthentication")->count, 2);
    assert_int_equal(only(s, EXTSTA_STORY_DISASSOCIATION, NULL)->reason, 2);
    scene_free(s);
}

/* It had not heard the station leave. */
static void an_ap_that_goes_on_calling_ends_it_too(void **state)
{
    (void)state;
    for (int calls = 0; calls <= 6; calls += 6) {
        struct scene *s = scene(PSK);
        join(s, &s->ap);
        data(s, &s->ap, 3);
        shoot_leave(&s->film, later(s, MS), &s->sta, &s->ap, false, false, 3, false, 0);
        for (int i = 0; i < calls; i++) {
            shoot_data(&s->film, later(s, 150 * MS), &s->sta, &s->ap, true, true);
        }
        shoot_leave(&s->film, later(s, 150 * MS), &s->sta, &s->ap, true, false, 2, false, 0);
        tell(s);
        only(s, EXTSTA_STORY_DISASSOCIATION, "left-by-station");
        if (calls) {
            assert_int_equal(only(s, EXTSTA_STORY_DISASSOCIATION, "ended-by-ap")->reason, 2);
        } else {
            assert_int_equal(only(s, EXTSTA_STORY_DISASSOCIATION, NULL)->reason, 3);
        }
        scene_free(s);
    }
}

static void both_sides_may_leave_at_once(void **state)
{
    struct scene *s = scene(PSK);
    (void)state;
    join(s, &s->ap);
    data(s, &s->ap, 3);
    shoot_data(&s->film, later(s, 45 * MS), &s->sta, &s->ap, false, false);
    shoot_leave(&s->film, later(s, 5 * MS), &s->sta, &s->ap, true, false, 7, false, 0);
    shoot_leave(&s->film, later(s, 9 * MS), &s->sta, &s->ap, false, false, 7, false, 0);
    tell(s);
    assert_int_equal(only(s, EXTSTA_STORY_DISASSOCIATION, "ap-lost-state")->by, EXTSTA_BY_AP);
    scene_free(s);
}

static void an_end_that_does_not_count_on_from_the_response_is_somebody_elses(void **state)
{
    static const uint16_t numbers[] = {785, 1897};
    for (int i = 0; i < 2; i++) {
        struct scene *s = scene(PSK);
        (void)state;
        s->ap.seq = 1893;
        authenticate(s, &s->ap);
        associate(s, &s->ap, NULL);
        s->ap.seq = numbers[i];
        shoot_leave(&s->film, later(s, 30 * MS), &s->sta, &s->ap, true, false, 7, false, 0);
        tell(s);
        bool forged = i == 0;
        const char *name = forged ? "spoofed-deauthentication" : "ap-lost-state";
        assert_int_equal(only(s, EXTSTA_STORY_ASSOCIATION_FAILED, name)->forged, forged);
        assert_int_equal(only(s, EXTSTA_STORY_DISASSOCIATION, name)->forged, forged);
        scene_free(s);
    }
}

static void one_deauthentication_of_all_ends_each_association_with_that_bss(void **state)
{
    struct scene *s = scene(OPEN);
    struct actor second = s->sta, third = s->sta, first = s->sta;
    (void)state;
    second.mac.b[5] = 2;
    third.mac.b[5] = 3;
    join(s, &s->ap);
    s->sta = second;
    join(s, &s->ap);
    s->sta = third;
    join(s, &s->other);
    struct actor all = {.mac = {{255, 255, 255, 255, 255, 255}}};
    uint32_t shot = shoot_leave(&s->film, later(s, S), &all, &s->ap, true, false, 3, false, 0);
    tell(s);
    assert_int_equal(how_many(s, EXTSTA_STORY_DISASSOCIATION), 2);
    for (size_t i = 0; i < s->count; i++) {
        if (s->told[i].what == EXTSTA_STORY_DISASSOCIATION) {
            assert_int_equal(s->told[i].first_frame, shot + 1);
            assert_memory_not_equal(&s->told[i].sta, &third.mac, 6);
        }
    }
    (void)first;
    scene_free(s);
}

static void a_flood_is_one_finding(void **state)
{
    struct scene *s = scene(OPEN);
    (void)state;
    join(s, &s->ap);
    s->ap.seq = 2718; /* the flood's own counter */
    for (int i = 0; i < 64; i++) {
        shoot_leave(&s->film, later(s, 10 * MS), &s->sta, &s->ap, true, false, 7, false, 0);
    }
    tell(s);
    assert_int_equal(how_many(s, EXTSTA_STORY_DISASSOCIATION), 1);
    assert_true(only(s, EXTSTA_STORY_FINDING, "deauthentication-flood")->forged);
    scene_free(s);
}

/* --- attempts --- */

static void try_later_is_not_a_failure(void **state)
{
    struct scene *s = scene(SAE);
    (void)state;
    join(s, &s->ap);
    authenticate(s, &s->ap);
    shoot_request(&s->film, later(s, MS), &s->sta, &s->ap, NULL);
    shoot_response(&s->film, later(s, MS), &s->sta, &s->ap, false, 30);
    later(s, S);
    associate(s, &s->ap, NULL);
    handshake(s, &s->ap);
    tell(s);
    assert_int_equal(how_many(s, EXTSTA_STORY_ASSOCIATION_FAILED), 0);
    assert_int_equal(how_many(s, EXTSTA_STORY_ASSOCIATION), 2);
    assert_int_equal(only(s, EXTSTA_STORY_FINDING, "pmf-association-comeback")->status, 30);
    scene_free(s);
}

static void sae_says_at_which_step_it_was_refused(void **state)
{
    static const struct {
        uint16_t step, status;
        const char *name;
    } cases[] = {{1, 77, "sae-group-not-supported"},
                 {1, 123, "sae-unknown-password-identifier"},
                 {1, 1, "sae-commit-refused"},
                 {1, 17, "authentication-refused"},
                 {2, 15, "sae-confirm-mismatch"},
                 {2, 1, "sae-confirm-mismatch"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct scene *s = scene(SAE);
        shoot_auth(&s->film, later(s, MS), &s->sta, &s->ap, false, 3, 1, 126);
        if (cases[i].step == 2) {
            shoot_auth(&s->film, later(s, MS), &s->sta, &s->ap, true, 3, 1, 126);
            shoot_auth(&s->film, later(s, MS), &s->sta, &s->ap, false, 3, 2, 0);
        }
        shoot_auth(&s->film, later(s, MS), &s->sta, &s->ap, true, 3, cases[i].step,
                   cases[i].status);
        tell(s);
        assert_int_equal(s->count, 1);
        assert_int_equal(only(s, EXTSTA_STORY_ASSOCIATION_FAILED, cases[i].name)->status,
                         cases[i].status);
        scene_free(s);
    }
}

static void a_token_is_no_refusal(void **state)
{
    struct scene *s = scene(SAE);
    (void)state;
    shoot_auth(&s->film, later(s, MS), &s->sta, &s->ap, false, 3, 1, 126);
    shoot_auth(&s->film, later(s, MS), &s->sta, &s->ap, true, 3, 1, 76);
    join(s, &s->ap);
    tell(s);
    assert_int_equal(how_many(s, EXTSTA_STORY_ASSOCIATION_FAILED), 0);
    assert_int_equal(how_many(s, EXTSTA_STORY_PORT_AUTHORIZED), 1);
    scene_free(s);
}

static void one_message_2_without_message_3_is_not_yet_a_wrong_passphrase(void **state)
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
        shoot_leave(&s->film, later(s, MS), &s->sta, &s->ap, true, false, rounds > 1 ? 15 : 3,
                    false, 0);
        tell(s);
        const struct extsta_story *f =
            only(s, EXTSTA_STORY_ASSOCIATION_FAILED,
                 rounds > 1 ? "wrong-passphrase" : "message-3-never-came");
        assert_true(rounds > 1 ? f->confidence >= 80 : f->confidence <= 50);
        assert_true(f->confidence < 100); /* no key was given */
        assert_int_equal(how_many(s, EXTSTA_STORY_DISASSOCIATION), 1);
        scene_free(s);
    }
}

static void reason_17_is_an_element_that_differs(void **state)
{
    struct scene *s = scene(PSK);
    (void)state;
    authenticate(s, &s->ap);
    associate(s, &s->ap, NULL);
    for (int message = 1; message <= 3; message++) {
        shoot_key(&s->film, later(s, MS), &s->sta, &s->ap, message);
    }
    shoot_leave(&s->film, later(s, MS), &s->sta, &s->ap, false, false, 17, false, 0);
    tell(s);
    const struct extsta_story *f = only(s, EXTSTA_STORY_ASSOCIATION_FAILED, "rsne-mismatch");
    assert_int_equal(f->by, EXTSTA_BY_STA);
    assert_int_equal(f->cause.diagnosis, EXTSTA_DIAGNOSIS_RSNE_MISMATCH);
    scene_free(s);
}

/* An EAP-TTLS response with a TLS record: alert, fatal, of this description. */
static void shoot_alert(struct scene *s, uint8_t description, size_t cut)
{
    uint8_t frame[] = {0x08, 0x01, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                       0x10, 0,
                       0xaa, 0xaa, 3, 0, 0, 0, 0x88, 0x8e, 2, 0, 0, 13,
                       2, 9, 0, 13, 21, 0,
                       0x15, 3, 3, 0, 2, 2, description};
    memcpy(frame + 4, s->ap.bssid.b, 6);
    memcpy(frame + 10, s->sta.mac.b, 6);
    memcpy(frame + 16, s->ap.bssid.b, 6);
    shoot_mpdu(&s->film, later(s, MS), -50, frame, sizeof frame - cut);
}

static struct scene *eap_scene(void)
{
    struct scene *s = scene(DOT1X);
    authenticate(s, &s->ap);
    associate(s, &s->ap, NULL);
    shoot_eap(&s->film, later(s, MS), &s->sta, &s->ap, true, 1, 8, 1);
    shoot_eap(&s->film, later(s, MS), &s->sta, &s->ap, false, 2, 8, 1);
    shoot_eap(&s->film, later(s, MS), &s->sta, &s->ap, true, 1, 9, 21);
    return s;
}

static void a_tls_alert_tells_certificate_trouble(void **state)
{
    (void)state;
    struct scene *s = eap_scene();
    shoot_alert(s, 48, 0);
    shoot_eap(&s->film, later(s, MS), &s->sta, &s->ap, true, 4, 9, -1);
    tell(s);
    const struct extsta_story *f = only(s, EXTSTA_STORY_ASSOCIATION_FAILED, "eap-certificate");
    assert_non_null(strstr(s->text[f - s->told], "alert of the station: unknown CA"));
    assert_int_equal(f->cause.origin, EXTSTA_ORIGIN_STATION);
    assert_non_null(strstr(s->text[f - s->told], "TTLS"));
    scene_free(s);
    for (size_t cut = 1; cut < 16; cut++) { /* hostile lengths */
        s = eap_scene();
        shoot_alert(s, 48, cut);
        shoot_eap(&s->film, later(s, MS), &s->sta, &s->ap, true, 4, 9, -1);
        tell(s);
        only(s, EXTSTA_STORY_ASSOCIATION_FAILED, "eap-failure");
        scene_free(s);
    }
}

/* Everything that is not about certificates, of the station: it will not have this server. 40
 * is handshake_failure (RFC 8446 B.2). */
static void an_alert_of_the_station_is_its_refusal(void **state)
{
    struct scene *s = eap_scene();
    (void)state;
    shoot_alert(s, 40, 0);
    shoot_eap(&s->film, later(s, MS), &s->sta, &s->ap, true, 4, 9, -1);
    tell(s);
    only(s, EXTSTA_STORY_ASSOCIATION_FAILED, "eap-station-refused");
    scene_free(s);
}

static void an_answer_that_nothing_follows_on_is_a_silent_server(void **state)
{
    (void)state;
    for (int answered = 0; answered < 2; answered++) {
        struct scene *s = eap_scene();
        if (answered) {
            shoot_eap(&s->film, later(s, MS), &s->sta, &s->ap, false, 2, 9, 21);
        }
        shoot_leave(&s->film, later(s, 30 * S), &s->sta, &s->ap, true, false, 23, false, 0);
        tell(s);
        only(s, EXTSTA_STORY_ASSOCIATION_FAILED,
             answered ? "radius-server-silent" : "eap-unfinished");
        scene_free(s);
    }
}

static void eap_that_succeeded_is_not_what_failed(void **state)
{
    struct scene *s = eap_scene();
    (void)state;
    shoot_eap(&s->film, later(s, MS), &s->sta, &s->ap, false, 2, 9, 21);
    shoot_eap(&s->film, later(s, MS), &s->sta, &s->ap, true, 3, 9, -1);
    shoot_leave(&s->film, later(s, 30 * S), &s->sta, &s->ap, true, false, 1, false, 0);
    tell(s);
    only(s, EXTSTA_STORY_ASSOCIATION_FAILED, "message-1-never-came");
    scene_free(s);
}

/* WSC 2.0 7.7: the registration ends with EAP-Failure whatever came of it. */
static void the_end_of_a_wps_registration_is_no_failure(void **state)
{
    struct scene *s = scene(PSK);
    uint8_t frame[] = {0x08, 0x02, 0, 0,    0,    0,    0, 0, 0, 0,    0, 0,    0,
                       0,    0,    0, 0,    0,    0,    0, 0, 0, 0x10, 0, 0xaa, 0xaa,
                       3,    0,    0, 0,    0x88, 0x8e, 2, 0, 0, 14,   1, 9,    0,
                       14,   254,  0, 0x37, 0x2a, 0,    0, 0, 1, 1,    0};
    (void)state;
    authenticate(s, &s->ap);
    associate(s, &s->ap, NULL);
    memcpy(frame + 4, s->sta.mac.b, 6);
    memcpy(frame + 10, s->ap.bssid.b, 6);
    memcpy(frame + 16, s->ap.bssid.b, 6);
    shoot_mpdu(&s->film, later(s, MS), -40, frame, sizeof frame);
    shoot_eap(&s->film, later(s, MS), &s->sta, &s->ap, false, 2, 9, 254);
    shoot_eap(&s->film, later(s, MS), &s->sta, &s->ap, true, 4, 10, -1);
    shoot_leave(&s->film, later(s, MS), &s->sta, &s->ap, true, false, 23, false, 0);
    tell(s);
    only(s, EXTSTA_STORY_FINDING, "wps-registration");
    assert_int_equal(how_many(s, EXTSTA_STORY_ASSOCIATION_FAILED), 0);
    only(s, EXTSTA_STORY_DISASSOCIATION, "ended-by-ap");
    scene_free(s);
}

/* 802.11-2020 12.4.7.4: on status 77 the station tries its next group. */
static void a_group_refused_is_a_failure_only_when_the_station_stops_there(void **state)
{
    (void)state;
    for (int goes_on = 0; goes_on < 2; goes_on++) {
        struct scene *s = scene(SAE);
        shoot_auth(&s->film, later(s, MS), &s->sta, &s->ap, false, 3, 1, 126);
        uint32_t shot = shoot_auth(&s->film, later(s, MS), &s->sta, &s->ap, true, 3, 1, 77);
        if (goes_on) {
            join(s, &s->ap);
        }
        tell(s);
        const struct extsta_story *told =
            only(s, goes_on ? EXTSTA_STORY_FINDING : EXTSTA_STORY_ASSOCIATION_FAILED,
                 "sae-group-not-supported");
        assert_int_equal(told->last_frame, shot + 1);
        assert_int_equal(told->status, 77);
        assert_int_equal(how_many(s, EXTSTA_STORY_ASSOCIATION_FAILED), !goes_on);
        scene_free(s);
    }
}

/* wpa3-timing-g27.pcapng, frames 227 to 258: refused with 77, and then the station leaves. */
static void a_station_that_leaves_because_of_the_group_failed_of_the_group(void **state)
{
    struct scene *s = scene(SAE);
    (void)state;
    shoot_auth(&s->film, later(s, MS), &s->sta, &s->ap, false, 3, 1, 0);
    uint32_t shot = shoot_auth(&s->film, later(s, MS), &s->sta, &s->ap, true, 3, 1, 77);
    shoot_leave(&s->film, later(s, 900 * MS), &s->sta, &s->ap, false, false, 3, false, 0);
    tell(s);
    const struct extsta_story *f =
        only(s, EXTSTA_STORY_ASSOCIATION_FAILED, "sae-group-not-supported");
    assert_int_equal(f->by, EXTSTA_BY_AP);
    assert_int_equal(f->status, 77);
    assert_false(f->has_reason);
    assert_int_equal(f->last_frame, shot + 1);
    scene_free(s);
}

static void a_request_answered_by_an_end_is_of_a_station_not_authenticated(void **state)
{
    (void)state;
    for (uint16_t reason = 6; reason <= 9; reason += 3) {
        struct scene *s = scene(OPEN);
        authenticate(s, &s->ap);
        shoot_request(&s->film, later(s, MS), &s->sta, &s->ap, NULL);
        uint32_t denial =
            shoot_leave(&s->film, later(s, MS), &s->sta, &s->ap, true, false, reason, false, 0);
        shoot_beacon(&s->film, later(s, 5 * S), &s->ap);
        tell(s);
        const struct extsta_story *failed =
            only(s, EXTSTA_STORY_ASSOCIATION_FAILED, "not-authenticated");
        assert_int_equal(failed->reason, reason);
        assert_int_equal(failed->last_frame, denial + 1);
        scene_free(s);
    }
}

static void a_nak_before_failure_is_no_common_method(void **state)
{
    struct scene *s = eap_scene();
    (void)state;
    shoot_eap(&s->film, later(s, MS), &s->sta, &s->ap, false, 2, 9, 3);
    shoot_eap(&s->film, later(s, MS), &s->sta, &s->ap, true, 4, 9, -1);
    tell(s);
    only(s, EXTSTA_STORY_ASSOCIATION_FAILED, "eap-no-common-method");
    scene_free(s);
}

/* --- what was not captured --- */

static void data_both_ways_shows_an_association_from_before(void **state)
{
    struct scene *s = scene(PSK);
    (void)state;
    data(s, &s->ap, 3);
    shoot_leave(&s->film, later(s, S), &s->sta, &s->ap, false, false, 3, false, 0);
    tell(s);
    const struct extsta_story *a = only(s, EXTSTA_STORY_ASSOCIATION, NULL);
    const struct extsta_story *p = only(s, EXTSTA_STORY_PORT_AUTHORIZED, NULL);
    assert_true(a->inferred && p->inferred);
    assert_true(a->confidence < 90 && p->confidence < 90);
    only(s, EXTSTA_STORY_DISASSOCIATION, "left-by-station");
    scene_free(s);
}

static void protected_data_makes_up_for_a_lost_message_4(void **state)
{
    struct scene *s = scene(PSK);
    (void)state;
    authenticate(s, &s->ap);
    associate(s, &s->ap, NULL);
    for (int message = 1; message <= 3; message++) {
        shoot_key(&s->film, later(s, MS), &s->sta, &s->ap, message);
    }
    data(s, &s->ap, 2);
    tell(s);
    const struct extsta_story *p = only(s, EXTSTA_STORY_PORT_AUTHORIZED, NULL);
    assert_true(p->inferred && p->confidence < 100);
    scene_free(s);
}

static void repeated_frames_change_nothing(void **state)
{
    struct scene *s = scene(PSK);
    (void)state;
    join(s, &s->ap);
    data(s, &s->ap, 2);
    shoot_leave(&s->film, later(s, S), &s->sta, &s->ap, false, false, 3, false, 0);
    size_t frames = s->film.shot_count;
    tell(s);
    size_t once = s->count;
    /* Every frame twice, the second with the Retry bit, a millisecond's fraction later. */
    struct scene *twice = scene(PSK);
    film_free(&twice->film);
    twice->film = (struct film){.random = 1};
    for (size_t i = 0; i < frames; i++) {
        const struct shot *shot = &s->film.shots[i];
        shoot_mpdu(&twice->film, shot->time, -50, shot->bytes + 9, shot->len - 9u);
        uint8_t copy[600];
        memcpy(copy, shot->bytes + 9, shot->len - 9u);
        copy[1] |= 0x08;
        shoot_mpdu(&twice->film, shot->time + MS / 4, -50, copy, shot->len - 9u);
    }
    tell(twice);
    assert_int_equal(twice->count, once);
    for (size_t i = 0; i < once; i++) {
        assert_int_equal(twice->told[i].what, s->told[i].what);
    }
    scene_free(twice);
    scene_free(s);
}

/* A management frame of an independent network: neither end has the BSSID. */
static void shoot_peer(struct scene *s, uint8_t kind, uint8_t to, uint8_t from,
                       const uint8_t *body, size_t len)
{
    static uint8_t seq;
    uint8_t mpdu[80] = {kind, 0, 0, 0};
    memset(mpdu + 4, to ? 0 : 0xff, 6);
    mpdu[4] = to ? 2 : 0xff;
    mpdu[9] = to ? to : 0xff;
    mpdu[10] = mpdu[16] = 2;
    mpdu[15] = from;
    mpdu[21] = 0x1b;
    mpdu[22] = (uint8_t)(++seq << 4);
    memcpy(mpdu + 24, body, len);
    shoot_mpdu(&s->film, later(s, 20 * MS), -50, mpdu, 24 + len);
}

/* Nobody is an AP there, and whoever asks a peer for authentication has not failed when there
 * is no association after it; nor is a peer's good-bye the end of one. Both are told who their
 * peer is, once, and that it went. */
static void in_an_independent_network_authentication_makes_peers(void **state)
{
    (void)state;
    static const uint8_t beacon[] = {1, 0, 0, 0,   0,   0,   0,   0, 100, 0, 2,
                                     0, 0, 4, 'm', 'e', 's', 'a', 6, 2,   0, 0};
    static const uint8_t ask[6] = {0, 0, 1}, answer[6] = {0, 0, 2}, reason[2] = {3};
    struct scene *s = scene(OPEN);
    shoot_peer(s, 0x80, 0, 0x33, beacon, sizeof beacon);
    for (unsigned i = 0; i < 3; i++) {
        shoot_peer(s, 0xb0, 0x33, 0x34, ask, sizeof ask);
        shoot_peer(s, 0xb0, 0x34, 0x33, answer, sizeof answer);
        later(s, 3 * S);
    }
    shoot_peer(s, 0xc0, 0x34, 0x33, reason, sizeof reason);
    later(s, 60 * S);
    shoot_beacon(&s->film, s->now, &s->ap);
    tell(s);
    assert_int_equal(s->count, 4);
    for (size_t i = 0; i < s->count; i++) {
        assert_string_equal(s->name[i], i < 2 ? "peers" : "peering-ended");
        assert_int_equal(s->told[i].sta.b[5] + s->told[i].other.b[5], 0x33 + 0x34);
        assert_int_equal(s->told[i].bssid.b[5], 0x1b);
    }
    assert_int_not_equal(s->told[0].sta.b[5], s->told[1].sta.b[5]);
    assert_int_equal(s->told[2].sta.b[5], 0x33);
    assert_int_equal(s->told[2].by, EXTSTA_BY_STA);
    assert_int_equal(s->told[3].by, EXTSTA_BY_UNKNOWN);
    scene_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(DIS_01_association_with_the_same_ap_is_an_implicit_end),
        cmocka_unit_test(DIS_02_a_roam_ends_the_association_with_the_old_ap),
        cmocka_unit_test(DIS_08_disassociation_by_the_ap_has_its_reason),
        cmocka_unit_test(the_stations_own_reason_is_in_its_own_space),
        cmocka_unit_test(DIS_11_calls_without_an_answer_are_silence),
        cmocka_unit_test(a_quiet_end_of_the_capture_is_no_silence),
        cmocka_unit_test(DIS_14_unprotected_frames_do_not_count_under_pmf),
        cmocka_unit_test(unprotected_frames_of_the_ap_itself_are_not_forged),
        cmocka_unit_test(a_deauthentication_that_nobody_obeys_is_told_as_forged),
        cmocka_unit_test(ends_in_both_names_from_one_counter_are_somebody_elses),
        cmocka_unit_test(a_pair_with_one_number_is_somebody_elses),
        cmocka_unit_test(a_pair_behind_an_end_is_somebody_elses),
        cmocka_unit_test(an_ap_that_goes_on_calling_ends_it_too),
        cmocka_unit_test(both_sides_may_leave_at_once),
        cmocka_unit_test(an_end_that_does_not_count_on_from_the_response_is_somebody_elses),
        cmocka_unit_test(one_deauthentication_of_all_ends_each_association_with_that_bss),
        cmocka_unit_test(a_flood_is_one_finding),
        cmocka_unit_test(try_later_is_not_a_failure),
        cmocka_unit_test(sae_says_at_which_step_it_was_refused),
        cmocka_unit_test(a_token_is_no_refusal),
        cmocka_unit_test(one_message_2_without_message_3_is_not_yet_a_wrong_passphrase),
        cmocka_unit_test(reason_17_is_an_element_that_differs),
        cmocka_unit_test(a_tls_alert_tells_certificate_trouble),
        cmocka_unit_test(an_alert_of_the_station_is_its_refusal),
        cmocka_unit_test(an_answer_that_nothing_follows_on_is_a_silent_server),
        cmocka_unit_test(eap_that_succeeded_is_not_what_failed),
        cmocka_unit_test(the_end_of_a_wps_registration_is_no_failure),
        cmocka_unit_test(a_group_refused_is_a_failure_only_when_the_station_stops_there),
        cmocka_unit_test(a_station_that_leaves_because_of_the_group_failed_of_the_group),
        cmocka_unit_test(a_request_answered_by_an_end_is_of_a_station_not_authenticated),
        cmocka_unit_test(a_nak_before_failure_is_no_common_method),
        cmocka_unit_test(data_both_ways_shows_an_association_from_before),
        cmocka_unit_test(protected_data_makes_up_for_a_lost_message_4),
        cmocka_unit_test(repeated_frames_change_nothing),
        cmocka_unit_test(in_an_independent_network_authentication_makes_peers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
