/* Keys found in handshakes and used on frames, for every cipher; the ciphers and the key
 * derivation themselves have known answers of their own (tests/unit/crypto, rsn). */
#include "keyed_scene.h"

static void on_event(void *user, const struct extsta_frame_event *e)
{
    struct scene *s = user;
    s->events++;
    if (e->decrypted) {
        s->decrypted_events++;
        s->decrypted_reason = e->reason;
    }
}
static void on_clear(void *user, const struct extsta_explain_frame *original,
                     struct extsta_span mpdu)
{
    struct scene *s = user;
    s->clear++;
    assert_true(mpdu.len <= sizeof s->last_clear);
    memcpy(s->last_clear, mpdu.data, mpdu.len);
    s->last_clear_len = mpdu.len;
}
static void on_finding(void *user, const struct extsta_finding *f)
{
    struct scene *s = user;
    s->findings++;
}

/* Explains what was made; a second time when the explainer asks for it. */
static void explain(struct scene *s, struct extsta_span pmk, struct extsta_span wep)
{
    const struct extsta_explain_sink sink = {
        .event = on_event, .clear = on_clear, .finding = on_finding, .user = s};
    struct extsta_explain *x = extsta_explain_new(s->ctx, &sink);
    assert_non_null(x);
    if (pmk.len) {
        assert_int_equal(extsta_explain_pmk(x, span(NULL, 0), pmk), EXTSTA_OK);
    }
    if (wep.len) {
        assert_int_equal(extsta_explain_wep(x, wep), EXTSTA_OK);
    }
    extsta_explain_frames(x, s->frames, s->count);
    extsta_explain_finish(x);
    s->missed = extsta_explain_missed(x);
    if (s->missed) {
        s->clear = 0;
        extsta_explain_again(x);
        extsta_explain_frames(x, s->frames, s->count);
    }
    extsta_explain_decrypted(x, &s->report);
    extsta_explain_free(x);
}

/* What was handed out last: the header without its Protected bit, then the message. */
static void assert_message(const struct scene *s, size_t header_len)
{
    assert_int_equal(s->last_clear_len, header_len + sizeof message);
    assert_int_equal(s->last_clear[1] & 0x40, 0);
    assert_memory_equal(s->last_clear + header_len, message, sizeof message);
}

static void every_cipher_opens_pairwise_and_group_frames(void **state)
{
    static const struct {
        uint32_t akm, pairwise, group;
    } cases[] = {
        {AKM_PSK, CIPHER_CCMP, CIPHER_CCMP},
        {AKM_PSK_SHA256, CIPHER_CCMP, CIPHER_CCMP},
        {AKM_SAE, CIPHER_GCMP, CIPHER_CCMP},
        {AKM_OWE, CIPHER_CCMP_256, CIPHER_CCMP_256},
        {AKM_8021X_SHA256, CIPHER_GCMP_256, CIPHER_GCMP_256},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct scene *s = scene_new(cases[i].akm, cases[i].pairwise, cases[i].group);
        handshake(s);
        say(s, true);
        say(s, false);
        assert_int_equal(s->count, 6);
        say_to_group(s);
        explain(s, span(s->pmk, 32), span(NULL, 0));
        assert_int_equal(s->report.protected_mpdus, 3);
        assert_int_equal(s->report.decrypted_mpdus, 3);
        assert_int_equal(s->report.mics_checked, 3);
        assert_int_equal(s->report.mics_good, 3);
        assert_int_equal(s->clear, 3);
        assert_message(s, 24);
        assert_int_equal(s->events, 4);
        assert_int_equal(s->findings, 0);
        assert_false(s->missed);
        scene_free(s);
    }
}

static void tkip_group_key_under_rc4_key_data(void **state)
{
    struct scene *s = scene_new(AKM_PSK, CIPHER_TKIP, CIPHER_TKIP);
    uint8_t body[sizeof message + 8] = {0}; /* with room for a Michael MIC */
    memcpy(body, message, sizeof message);
    handshake(s);
    struct cipher_key *key = key_of(s, CIPHER_TKIP, s->gtk);
    protect(s, key, FRAME_DATA_PLAIN | FC_FROM_DS, group, ap, ap, body, sizeof body, 1);
    cipher_key_free(key);
    key = key_of(s, CIPHER_TKIP, s->ptk.tk);
    protect(s, key, FRAME_DATA_PLAIN | FC_TO_DS, ap, sta, ap, body, sizeof body, 0);
    cipher_key_free(key);
    explain(s, span(s->pmk, 32), span(NULL, 0));
    assert_int_equal(s->report.tkip, 2);
    assert_message(s, 24); /* the MIC is not handed out */
    scene_free(s);
}

static void wep_needs_no_handshake(void **state)
{
    struct scene *s = scene_new(AKM_PSK, CIPHER_CCMP, CIPHER_CCMP);
    struct cipher_key *key =
        cipher_key_new(s->crypto, cipher_suite_find(CIPHER_WEP40), span("abcde", 5));
    protect(s, key, FRAME_DATA_PLAIN | FC_TO_DS, ap, sta, ap, message, sizeof message, 2);
    cipher_key_free(key);
    explain(s, span(NULL, 0), span("abcde", 5));
    assert_int_equal(s->report.wep, 1);
    assert_message(s, 24);
    scene_free(s);
}

static void a_lost_message_1_is_made_up_for_by_message_3(void **state)
{
    struct scene *s = scene_new(AKM_PSK, CIPHER_CCMP, CIPHER_CCMP);
    derive(s, s->pmk);
    message_2(s);
    message_3(s);
    say(s, true);
    say_to_group(s);
    explain(s, span(s->pmk, 32), span(NULL, 0));
    assert_int_equal(s->report.decrypted_mpdus, 2);
    scene_free(s);
}

static void what_came_before_its_key_is_opened_the_second_time(void **state)
{
    struct scene *s = scene_new(AKM_PSK, CIPHER_CCMP, CIPHER_CCMP);
    say_to_group(s);
    handshake(s);
    say(s, true);
    explain(s, span(s->pmk, 32), span(NULL, 0));
    assert_true(s->missed);
    assert_int_equal(s->report.decrypted_mpdus, 2);
    assert_int_equal(s->clear, 2);
    assert_int_equal(s->report.mics_checked, 3); /* not counted twice */
    assert_int_equal(s->events, 4);              /* nor told twice */
    scene_free(s);
}

/* Message 1 of the group handshake with another group key, enciphered with the pair's. */
static void rekey_group(struct scene *s)
{
    uint8_t pdu[ROOM], data[KEY_DATA_MAX];
    s->gtk[0]++;
    size_t wrapped = wrapped_gtk(s, data);
    size_t len = key_pdu(s, pdu, sizeof pdu, 0x1380, NULL, span(data, wrapped));
    struct cipher_key *key = key_of(s, CIPHER_CCMP, s->ptk.tk);
    protect(s, key, FRAME_QOS_DATA | FC_FROM_DS, sta, ap, ap, pdu, len, 0);
    cipher_key_free(key);
}

static void a_rekey_under_encryption_is_followed(void **state)
{
    struct scene *s = scene_new(AKM_PSK, CIPHER_CCMP, CIPHER_CCMP);
    handshake(s);
    rekey_group(s);
    say_to_group(s);
    explain(s, span(s->pmk, 32), span(NULL, 0));
    assert_int_equal(s->report.decrypted_mpdus, 2);
    assert_int_equal(s->decrypted_events, 1);
    scene_free(s);
}

/* All frames behind the handshake are one batch, and both group frames wait with the first key,
 * the one there is by then. Those before them bring so many that it goes, of the 16 that a BSS
 * keeps, and that the last one may get its memory. */
static void a_key_outlives_the_frames_that_wait_with_it(void **state)
{
    struct scene *s = scene_new(AKM_PSK, CIPHER_CCMP, CIPHER_CCMP);
    handshake(s);
    uint8_t first = s->gtk[0], last = (uint8_t)(first + 17);
    while (s->gtk[0] != last) {
        rekey_group(s);
    }
    s->gtk[0] = first;
    say_to_group(s);
    s->gtk[0] = last;
    say_to_group(s);
    explain(s, span(s->pmk, 32), span(NULL, 0));
    assert_int_equal(s->report.decrypted_mpdus, 17 + 2);
    assert_int_equal(s->report.undecrypted_integrity, 0);
    scene_free(s);
}

static void a_wrong_key_opens_nothing_and_says_so(void **state)
{
    struct scene *s = scene_new(AKM_PSK, CIPHER_CCMP, CIPHER_CCMP);
    uint8_t other[32];
    memcpy(other, s->pmk, 32);
    other[31] ^= 1;
    handshake(s);
    say(s, true);
    explain(s, span(other, 32), span(NULL, 0));
    assert_int_equal(s->report.decrypted_mpdus, 0);
    assert_int_equal(s->report.undecrypted_no_key, 1);
    assert_int_equal(s->report.mics_good, 0);
    assert_int_equal(s->clear, 0);
    scene_free(s);
}

/* A beacon of the network 'net'. */
static void announce(struct scene *s)
{
    static const uint8_t body[] = {0, 0,    0, 0, 0, 0,   0,   0,  100,
                                   0, 0x11, 4, 0, 3, 'n', 'e', 't'};
    struct writer w = begin(s);
    header(&w, 0x0080, group, ap, ap);
    writer_bytes(&w, body, sizeof body);
    end(s, &w);
}

/* Frame 1 is the beacon, 2 to 5 are the handshake. What message 2 does not verify with may be
 * the station's fault, what message 3 does not is not the AP's key. */
static void a_key_for_a_network_by_name_is_judged(void **state)
{
    static const struct {
        const char *name;
        bool changed;
        int messages;
        struct extsta_key_report want;
    } cases[] = {
        {"net", false, 4, {.network_seen = true, .right = 3, .right_ap = 1}},
        {"net", true, 4, {.network_seen = true, .wrong_sta = 3, .wrong_ap = 4}},
        {"net", true, 2, {.network_seen = true, .wrong_sta = 3}},
        {"net", false, 0, {.network_seen = true}},
        {"ten", false, 4, {.network_seen = false}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct scene *s = scene_new(AKM_PSK, CIPHER_CCMP, CIPHER_CCMP);
        const struct extsta_explain_sink sink = {.user = s};
        struct extsta_key_report got;
        uint8_t key[32];
        announce(s);
        derive(s, s->pmk);
        if (cases[i].messages) {
            message_1(s);
            message_2(s);
        }
        if (cases[i].messages == 4) {
            message_3(s);
            message_4(s);
        }
        memcpy(key, s->pmk, sizeof key);
        key[31] ^= cases[i].changed;
        struct extsta_explain *x = extsta_explain_new(s->ctx, &sink);
        assert_non_null(x);
        extsta_explain_pmk(x, span(cases[i].name, 3), span(key, sizeof key));
        extsta_explain_frames(x, s->frames, s->count);
        extsta_explain_finish(x);
        assert_true(extsta_explain_key(x, 0, &got));
        assert_false(extsta_explain_key(x, 1, &got));
        assert_true(span_equal(got.ssid, span(cases[i].name, 3)));
        assert_int_equal(got.network_seen, cases[i].want.network_seen);
        assert_int_equal(got.right, cases[i].want.right);
        assert_int_equal(got.right_ap, cases[i].want.right_ap);
        assert_int_equal(got.wrong_sta, cases[i].want.wrong_sta);
        assert_int_equal(got.wrong_ap, cases[i].want.wrong_ap);
        extsta_explain_free(x);
        scene_free(s);
    }
}

/* Of a handshake whose message 1 was not captured nothing can be said: the nonce is missing,
 * and not the key. */
static void a_message_2_without_its_nonce_does_not_speak_against_the_key(void **state)
{
    struct scene *s = scene_new(AKM_PSK, CIPHER_CCMP, CIPHER_CCMP);
    const struct extsta_explain_sink sink = {.user = s};
    struct extsta_key_report got;
    announce(s);
    handshake(s);
    s->replay = 5;
    s->anonce[0] ^= 1;
    s->snonce[0] ^= 1;
    derive(s, s->pmk);
    message_2(s);
    struct extsta_explain *x = extsta_explain_new(s->ctx, &sink);
    assert_non_null(x);
    extsta_explain_pmk(x, span("net", 3), span(s->pmk, 32));
    extsta_explain_frames(x, s->frames, s->count);
    extsta_explain_finish(x);
    assert_true(extsta_explain_key(x, 0, &got));
    assert_int_equal(got.right, 3);
    assert_int_equal(got.wrong_sta, 0);
    extsta_explain_free(x);
    scene_free(s);
}

static void a_changed_octet_is_not_handed_out(void **state)
{
    struct scene *s = scene_new(AKM_PSK, CIPHER_CCMP, CIPHER_CCMP);
    handshake(s);
    say(s, true);
    s->bytes[4][26 + 8 + 3] ^= 1;
    explain(s, span(s->pmk, 32), span(NULL, 0));
    assert_int_equal(s->report.undecrypted_integrity, 1);
    assert_int_equal(s->clear, 0);
    scene_free(s);
}

static void protected_deauthentication_tells_its_reason(void **state)
{
    struct scene *s = scene_new(AKM_PSK_SHA256, CIPHER_CCMP, CIPHER_CCMP);
    static const uint8_t reason[2] = {36, 0};
    handshake(s);
    struct cipher_key *key = key_of(s, CIPHER_CCMP, s->ptk.tk);
    protect(s, key, FRAME_DEAUTH, ap, sta, ap, reason, sizeof reason, 0);
    cipher_key_free(key);
    explain(s, span(s->pmk, 32), span(NULL, 0));
    assert_int_equal(s->events, 6); /* as it was on the air, and opened */
    assert_int_equal(s->decrypted_events, 1);
    assert_int_equal(s->decrypted_reason, 36);
    scene_free(s);
}

static void four_addresses_in_either_direction(void **state)
{
    struct scene *s = scene_new(AKM_PSK, CIPHER_CCMP, CIPHER_CCMP);
    handshake(s);
    struct cipher_key *key = key_of(s, CIPHER_CCMP, s->ptk.tk);
    protect(s, key, FRAME_QOS_DATA | FC_TO_DS | FC_FROM_DS, ap, sta, group, message,
            sizeof message, 0);
    protect(s, key, FRAME_QOS_DATA | FC_TO_DS | FC_FROM_DS, sta, ap, group, message,
            sizeof message, 0);
    cipher_key_free(key);
    explain(s, span(s->pmk, 32), span(NULL, 0));
    assert_int_equal(s->report.decrypted_mpdus, 2);
    assert_message(s, 32);
    scene_free(s);
}

static void an_unannounced_fcs_is_found_out(void **state)
{
    struct scene *s = scene_new(AKM_PSK, CIPHER_CCMP, CIPHER_CCMP);
    handshake(s);
    say(s, true);
    for (size_t i = 0; i < s->count; i++) {
        struct extsta_explain_frame *f = &s->frames[i];
        put_le32(s->bytes[i] + f->bytes.len, frame_fcs(f->bytes));
        f->bytes.len += 4;
        f->original_len += 4;
        f->fcs_len = -1;
    }
    explain(s, span(s->pmk, 32), span(NULL, 0));
    assert_int_equal(s->report.decrypted_mpdus, 1);
    assert_message(s, 26);
    scene_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_cipher_opens_pairwise_and_group_frames),
        cmocka_unit_test(tkip_group_key_under_rc4_key_data),
        cmocka_unit_test(wep_needs_no_handshake),
        cmocka_unit_test(a_lost_message_1_is_made_up_for_by_message_3),
        cmocka_unit_test(what_came_before_its_key_is_opened_the_second_time),
        cmocka_unit_test(a_rekey_under_encryption_is_followed),
        cmocka_unit_test(a_key_outlives_the_frames_that_wait_with_it),
        cmocka_unit_test(a_wrong_key_opens_nothing_and_says_so),
        cmocka_unit_test(a_key_for_a_network_by_name_is_judged),
        cmocka_unit_test(a_message_2_without_its_nonce_does_not_speak_against_the_key),
        cmocka_unit_test(a_changed_octet_is_not_handed_out),
        cmocka_unit_test(protected_deauthentication_tells_its_reason),
        cmocka_unit_test(four_addresses_in_either_direction),
        cmocka_unit_test(an_unannounced_fcs_is_found_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
