/* What an expert looks for besides: how an association is secured in full, and what became of a
 * PMKID that was offered (story_context.c and secured_text.c of the library). */
#include "mpdus.h"

/* AKM suite selectors and ciphers by IEEE 802.11-2024 tables 9-188 and 9-190; the names are the
 * Wi-Fi Alliance's (WPA3 specification 3.4) where it has one. */
static void an_association_is_called_as_people_call_it(void **state)
{
    static const struct {
        struct rsne ap, sta;
        uint16_t algorithm;
        const char *text;
    } cases[] = {
        {{2, 4, 4, 0, 0}, {2, 4, 4, 0, 0}, 0, "associated, WPA2-PSK, AID 1"},
        {{2, 4, 4, 0x80, 0}, {2, 4, 4, 0x80, 0}, 0, "associated, WPA2-PSK, PMF, AID 1"},
        {{2, 4, 4, 0x80, 0}, {2, 4, 4, 0, 0}, 0, "associated, WPA2-PSK, AID 1"},
        {{2, 4, 4, 0, 0}, {2, 4, 4, 0x80, 0}, 0, "associated, WPA2-PSK, AID 1"},
        {{2, 4, 2, 0, 0}, {2, 4, 2, 0, 0}, 0, "associated, WPA2-PSK, group TKIP, AID 1"},
        {{2, 2, 2, 0, 0}, {2, 2, 2, 0, 0}, 0, "associated, WPA2-PSK, TKIP, AID 1"},
        {{6, 4, 4, 0xc0, 0},
         {6, 4, 4, 0xc0, 0},
         0,
         "associated, WPA2-PSK with SHA-256, PMF, AID 1"},
        {{1, 4, 4, 0, 0}, {1, 4, 4, 0, 0}, 0, "associated, WPA2-Enterprise, AID 1"},
        {{5, 4, 4, 0xc0, 0}, {5, 4, 4, 0xc0, 0}, 0, "associated, WPA3-Enterprise, PMF, AID 1"},
        {{5, 4, 4, 0, 0},
         {5, 4, 4, 0, 0},
         0,
         "associated, WPA2-Enterprise with SHA-256, AID 1"},
        {{8, 4, 4, 0xc0, 0}, {8, 4, 4, 0x80, 0}, 3, "associated, WPA3-SAE, PMF, AID 1"},
        {{9, 4, 4, 0xc0, 0},
         {9, 4, 4, 0xc0, 0},
         3,
         "associated, WPA3-SAE with fast transition, PMF, AID 1"},
        {{24, 9, 9, 0xc0, 0},
         {24, 9, 9, 0xc0, 0},
         3,
         "associated, WPA3-SAE-EXT-KEY, GCMP-256, PMF, AID 1"},
        {{11, 8, 8, 0xc0, 0},
         {11, 8, 8, 0xc0, 0},
         0,
         "associated, Suite B 128-bit, GCMP, PMF, AID 1"},
        {{12, 9, 9, 0xc0, 0},
         {12, 9, 9, 0xc0, 0},
         0,
         "associated, WPA3-Enterprise 192-bit, PMF, AID 1"},
        {{14, 4, 4, 0, 0}, {14, 4, 4, 0, 0}, 4, "associated, FILS with SHA-256, AID 1"},
        {{17, 4, 4, 0, 0},
         {17, 4, 4, 0, 0},
         4,
         "associated, FILS with SHA-384 and fast transition, AID 1"},
        {{18, 4, 4, 0xc0, 0}, {18, 4, 4, 0xc0, 0}, 0, "associated, OWE, PMF, AID 1"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct scene *s = scene(OPEN);
        beacon_with(s, &s->ap, cases[i].ap, NULL);
        s->ap.security = cases[i].algorithm == 3 ? SAE : OPEN;
        authenticate(s, &s->ap);
        if (cases[i].algorithm == 4) {
            shoot_auth(&s->film, later(s, MS), &s->sta, &s->ap, false, 4, 1, 0);
            shoot_auth(&s->film, later(s, MS), &s->sta, &s->ap, true, 4, 2, 0);
        }
        request_with(s, &s->ap, NULL, cases[i].sta, NULL);
        shoot_response(&s->film, later(s, MS), &s->sta, &s->ap, false, 0);
        tell(s);
        const struct extsta_story *joined = only(s, EXTSTA_STORY_ASSOCIATION, NULL);
        assert_string_equal(s->text[joined - s->told], cases[i].text);
        assert_int_equal(joined->context.akm, 0x000fac00u | cases[i].sta.akm);
        assert_int_equal(joined->context.pairwise, 0x000fac00u | cases[i].sta.pairwise);
        scene_free(s);
    }
}

static const struct rsne eap = {1, 4, 4, 0, 0}, cached = {1, 4, 4, 0, 0x55};

static void login(struct scene *s, struct ap *ap)
{
    shoot_eap(&s->film, later(s, MS), &s->sta, ap, true, 1, 1, 1);
    shoot_eap(&s->film, later(s, MS), &s->sta, ap, false, 2, 1, 1);
    shoot_eap(&s->film, later(s, MS), &s->sta, ap, true, 1, 2, 25);
    shoot_eap(&s->film, later(s, MS), &s->sta, ap, false, 2, 2, 25);
    shoot_eap(&s->film, later(s, MS), &s->sta, ap, true, 3, 3, -1);
}

static void join_with(struct scene *s, struct ap *ap, const struct ap *left, struct rsne e,
                      bool with_login)
{
    authenticate(s, ap);
    request_with(s, ap, left, e, NULL);
    shoot_response(&s->film, later(s, MS), &s->sta, ap, left != NULL, 0);
    if (with_login) {
        login(s, ap);
    }
    handshake(s, ap);
    later(s, 300 * MS);
    data(s, ap, 3);
}

/* The last port authorization that was told. */
static const struct extsta_story *last(const struct scene *s, enum extsta_story_what what)
{
    const struct extsta_story *found = NULL;
    for (size_t i = 0; i < s->count; i++) {
        found = s->told[i].what == what ? &s->told[i] : found;
    }
    assert_non_null(found);
    return found;
}

/* 12.6.10.3: with a PMKSA that the AP has, the four-way handshake begins at once; without it,
 * by 802.1X. */
static void a_pmkid_is_offered_and_used_or_refused(void **state)
{
    (void)state;
    for (int taken = 0; taken < 2; taken++) {
        struct scene *s = scene(DOT1X);
        join_with(s, &s->ap, NULL, eap, true);
        shoot_leave(&s->film, later(s, MS), &s->sta, &s->ap, false, false, 3, false, 0);
        later(s, 2 * S);
        join_with(s, &s->ap, NULL, cached, !taken);
        tell(s);
        assert_int_equal(last(s, EXTSTA_STORY_ASSOCIATION)->context.pmkid,
                         EXTSTA_PMKID_OFFERED);
        const struct extsta_story *open = last(s, EXTSTA_STORY_PORT_AUTHORIZED);
        assert_int_equal(open->context.pmkid, taken ? EXTSTA_PMKID_USED : EXTSTA_PMKID_REFUSED);
        assert_non_null(
            strstr(s->text[open - s->told], taken ? "with the cached PMK that was offered"
                                                  : "the AP did not take the PMKID"));
        for (size_t i = 0; i < s->count; i++) { /* the first login had none */
            assert_true(&s->told[i] >= last(s, EXTSTA_STORY_ASSOCIATION) ||
                        s->told[i].context.pmkid == EXTSTA_PMKID_NONE);
        }
        scene_free(s);
    }
}

/* A PMK of a login at another AP, without one at this: opportunistic key caching. With one at
 * both it is the AP's own. */
static void a_pmk_of_another_ap_is_told_as_such(void **state)
{
    (void)state;
    for (int own = 0; own < 2; own++) {
        struct scene *s = scene(DOT1X);
        if (own) {
            join_with(s, &s->other, NULL, eap, true);
        }
        join_with(s, &s->ap, own ? &s->other : NULL, eap, true);
        join_with(s, &s->other, &s->ap, cached, false);
        tell(s);
        const struct extsta_story *open = last(s, EXTSTA_STORY_PORT_AUTHORIZED);
        assert_int_equal(open->context.pmkid, own ? EXTSTA_PMKID_USED : EXTSTA_PMKID_SHARED);
        scene_free(s);
    }
}

/* Status 53, INVALID_PMKID (table 9-50): the station offers it with Open System, is refused,
 * and does SAE anew. */
static void status_53_refuses_a_pmkid(void **state)
{
    static const struct rsne sae = {8, 4, 4, 0xc0, 0}, sae_cached = {8, 4, 4, 0xc0, 0x55};
    (void)state;
    struct scene *s = scene(SAE);
    struct ap open = s->ap;
    open.security = OPEN;
    authenticate(s, &open);
    request_with(s, &open, NULL, sae_cached, NULL);
    shoot_response(&s->film, later(s, MS), &s->sta, &open, false, 53);
    s->ap.seq = open.seq;
    join_with(s, &s->ap, NULL, sae, false);
    tell(s);
    assert_int_equal(only(s, EXTSTA_STORY_FINDING, "pmk-forgotten")->context.pmkid,
                     EXTSTA_PMKID_REFUSED);
    const struct extsta_story *joined = only(s, EXTSTA_STORY_ASSOCIATION, NULL);
    assert_string_equal(s->text[joined - s->told],
                        "associated, WPA3-SAE, PMF, after its PMKID was refused, AID 1");
    scene_free(s);
}

/* Of WPA2-PSK nothing is cached: what stands there is of no use. */
static void a_pmkid_of_a_passphrase_is_none(void **state)
{
    static const struct rsne psk = {2, 4, 4, 0, 0x55};
    (void)state;
    struct scene *s = scene(PSK);
    join_with(s, &s->ap, NULL, psk, false);
    tell(s);
    assert_int_equal(only(s, EXTSTA_STORY_ASSOCIATION, NULL)->context.pmkid, EXTSTA_PMKID_NONE);
    assert_int_equal(only(s, EXTSTA_STORY_PORT_AUTHORIZED, NULL)->context.pmkid,
                     EXTSTA_PMKID_NONE);
    scene_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_association_is_called_as_people_call_it),
        cmocka_unit_test(a_pmkid_is_offered_and_used_or_refused),
        cmocka_unit_test(a_pmk_of_another_ap_is_told_as_such),
        cmocka_unit_test(status_53_refuses_a_pmkid),
        cmocka_unit_test(a_pmkid_of_a_passphrase_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
