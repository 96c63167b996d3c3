/* Keys found in handshakes and used on frames, for every cipher; the ciphers and the key
 * derivation themselves have known answers of their own (tests/unit/crypto, rsn). */
#include "../testing.h"

#include <extsta/explain.h>

#include "crypto/cipher.h"
#include "rsn/keys.h"
#include "wire/llc.h"
#include "wire/mgmt.h"

#define FRAMES 64u
#define ROOM   512u

static const struct extsta_mac ap = {{0x02, 0, 0, 0, 0, 0xa9}};
static const struct extsta_mac sta = {{0x02, 0, 0, 0, 0, 0x51}};
static const struct extsta_mac group = {{0x01, 0, 0x5e, 0, 0, 1}};
static const char message[] = "\xaa\xaa\x03\0\0\0\x08\0 what was said";

/* A capture under construction, and what the explainer said of it. */
struct scene {
    uint64_t seed;
    struct extsta_context *ctx;
    struct crypto *crypto;
    uint8_t bytes[FRAMES][ROOM];
    struct extsta_explain_frame frames[FRAMES];
    size_t count;
    uint32_t akm, pairwise, group;
    uint8_t pmk[32], anonce[32], snonce[32], gtk[32];
    struct ptk ptk;
    uint64_t pn;
    uint16_t linktype;
    /* said */
    unsigned clear, events, decrypted_events, findings;
    uint8_t last_clear[ROOM];
    size_t last_clear_len;
    uint16_t decrypted_reason;
    struct extsta_decrypt_report report;
    bool missed;
};

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

static struct scene *scene_new(uint32_t akm, uint32_t pairwise, uint32_t group_cipher)
{
    struct scene *s = calloc(1, sizeof *s);
    s->seed = 42;
    s->ctx = testing_context(&s->seed);
    s->crypto = crypto_of(s->ctx);
    s->akm = akm;
    s->pairwise = pairwise;
    s->group = group_cipher;
    s->linktype = 105;
    testing_fill(&s->seed, 1, s->pmk, 32);
    testing_fill(&s->seed, 2, s->anonce, 32);
    testing_fill(&s->seed, 3, s->snonce, 32);
    testing_fill(&s->seed, 4, s->gtk, 32);
    return s;
}

static void scene_free(struct scene *s)
{
    extsta_context_free(s->ctx);
    free(s);
}

static struct writer begin(struct scene *s)
{
    assert_true(s->count < FRAMES);
    return writer_of(s->bytes[s->count], ROOM);
}

static void end(struct scene *s, struct writer *w)
{
    assert_false(w->failed);
    s->frames[s->count] = (struct extsta_explain_frame){
        .time = 1000000000ull * (s->count + 1),
        .number = (uint32_t)s->count + 1,
        .linktype = s->linktype,
        .fcs_len = 0,
        .original_len = (uint32_t)writer_len(w),
        .bytes = span(w->start, writer_len(w)),
    };
    s->count++;
}

/* The MAC header of a data frame; QoS when asked for. */
static void header(struct writer *w, uint16_t fc, struct extsta_mac a1, struct extsta_mac a2,
                   struct extsta_mac a3)
{
    writer_le16(w, fc);
    writer_le16(w, 0);
    writer_mac(w, a1);
    writer_mac(w, a2);
    writer_mac(w, a3);
    writer_le16(w, 0x0010);
    if ((fc & (FC_TO_DS | FC_FROM_DS)) == (FC_TO_DS | FC_FROM_DS)) {
        writer_mac(w, a3);
    }
    if ((fc & 0x0088) == 0x0088) {
        writer_le16(w, 5);
    }
}

static struct cipher_key *key_of(struct scene *s, uint32_t selector, const uint8_t *bytes)
{
    const struct cipher_suite *suite = cipher_suite_find(selector);
    struct cipher_key *key = cipher_key_new(s->crypto, suite, span(bytes, suite->key_len));
    assert_non_null(key);
    return key;
}

/* A protected frame with a body; `mgmt_kind` 0: data. */
static void protect(struct scene *s, struct cipher_key *key, uint16_t fc, struct extsta_mac a1,
                    struct extsta_mac a2, struct extsta_mac a3, const void *body, size_t len,
                    uint8_t key_id)
{
    struct writer w = begin(s);
    header(&w, fc | FC_PROTECTED, a1, a2, a3);
    size_t at = writer_len(&w);
    struct cipher_job job = {.key = key,
                             .header = span(w.start, at),
                             .in = body,
                             .in_len = len,
                             .out = w.start + at,
                             .pn = ++s->pn,
                             .key_id = key_id};
    cipher_protect(&job, 1);
    assert_int_equal(job.result, EXTSTA_OK);
    assert_non_null(writer_room(&w, job.out_len));
    end(s, &w);
}

static void say(struct scene *s, bool up)
{
    struct cipher_key *key = key_of(s, s->pairwise, s->ptk.tk);
    protect(s, key, (uint16_t)(FRAME_QOS_DATA | (up ? FC_TO_DS : FC_FROM_DS)), up ? ap : sta,
            up ? sta : ap, ap, message, sizeof message, 0);
    cipher_key_free(key);
}

static void say_to_group(struct scene *s)
{
    struct cipher_key *key = key_of(s, s->group, s->gtk);
    protect(s, key, FRAME_DATA_PLAIN | FC_FROM_DS, group, ap, ap, message, sizeof message, 1);
    cipher_key_free(key);
}

static unsigned version(const struct scene *s)
{
    return akm_key_version(akm_find(s->akm), s->pairwise);
}

/* An EAPOL-Key PDU with LLC header, its MIC under the scene's PTK. */
static size_t key_pdu(struct scene *s, uint8_t *out, size_t room, uint16_t info,
                      const uint8_t *nonce, struct extsta_span data)
{
    const struct akm_suite *akm = akm_find(s->akm);
    struct writer w = writer_of(out, room);
    struct eapol_key key = {.version = 2,
                            .descriptor = KEY_DESCRIPTOR_RSN,
                            .replay = 1,
                            .data = data,
                            .key_length = cipher_suite_find(s->pairwise)->key_len};
    key.info = (uint16_t)(info | version(s));
    if (nonce) {
        memcpy(key.nonce, nonce, 32);
    }
    writer_bytes(&w, llc_rfc1042, 6);
    writer_be16(&w, ETHERTYPE_EAPOL);
    size_t mic = eapol_key_write(&w, &key, akm->mic_len);
    assert_false(w.failed);
    if (info & KEY_INFO_MIC) {
        assert_int_equal(eapol_key_mic(s->crypto, akm, version(s),
                                       span(s->ptk.kck, s->ptk.kck_len),
                                       span(out + 8, writer_len(&w) - 8), mic, out + 8 + mic),
                         EXTSTA_OK);
    }
    return writer_len(&w);
}

static void eapol(struct scene *s, bool up, uint16_t info, const uint8_t *nonce,
                  struct extsta_span data)
{
    uint8_t pdu[ROOM];
    size_t len = key_pdu(s, pdu, sizeof pdu, info, nonce, data);
    struct writer w = begin(s);
    header(&w, (uint16_t)(FRAME_QOS_DATA | (up ? FC_TO_DS : FC_FROM_DS)), up ? ap : sta,
           up ? sta : ap, ap);
    writer_bytes(&w, pdu, len);
    end(s, &w);
}

static size_t rsne(const struct scene *s, uint8_t out[64])
{
    const struct rsn_element rsn = {.version = 1,
                                    .group = s->group,
                                    .pairwise = {s->pairwise},
                                    .pairwise_count = 1,
                                    .akm = {s->akm},
                                    .akm_count = 1};
    struct writer w = writer_of(out, 64);
    rsn_element_write(&w, &rsn);
    return writer_len(&w);
}

static size_t wrapped_gtk(struct scene *s, uint8_t out[KEY_DATA_MAX])
{
    uint8_t kde[64];
    struct writer w = writer_of(kde, sizeof kde);
    uint8_t value[2 + 32] = {1, 0};
    size_t gtk_len = cipher_suite_find(s->group)->key_len, len = KEY_DATA_MAX;
    memcpy(value + 2, s->gtk, gtk_len);
    kde_write(&w, KDE_GTK, span(value, 2 + gtk_len));
    if (version(s) == 1) { /* RC4 under IV (zero here) and KEK */
        uint8_t seed[32] = {0};
        memcpy(seed + 16, s->ptk.kek, 16);
        memcpy(out, kde, writer_len(&w));
        assert_int_equal(crypto_rc4(s->crypto, span(seed, 32), 256, out, writer_len(&w)),
                         EXTSTA_OK);
        return writer_len(&w);
    }
    assert_int_equal(eapol_key_data_seal(s->crypto, akm_find(s->akm),
                                         span(s->ptk.kek, s->ptk.kek_len),
                                         span(kde, writer_len(&w)), out, &len),
                     EXTSTA_OK);
    return len;
}

static void derive(struct scene *s, const uint8_t *pmk)
{
    assert_int_equal(ptk_derive(s->crypto, akm_find(s->akm), span(pmk, 32), ap, sta, s->anonce,
                                s->snonce, cipher_suite_find(s->pairwise)->key_len, &s->ptk),
                     EXTSTA_OK);
}

static void message_1(struct scene *s)
{
    eapol(s, false, 0x0088, s->anonce, span(NULL, 0));
}
static void message_2(struct scene *s)
{
    uint8_t rsn[64];
    size_t len = rsne(s, rsn);
    eapol(s, true, 0x0108, s->snonce, span(rsn, len));
}
static void message_3(struct scene *s)
{
    uint8_t data[KEY_DATA_MAX];
    size_t len = wrapped_gtk(s, data);
    eapol(s, false, 0x13c8, s->anonce, span(data, len));
}
static void message_4(struct scene *s)
{
    eapol(s, true, 0x0308, NULL, span(NULL, 0));
}

static void handshake(struct scene *s)
{
    derive(s, s->pmk);
    message_1(s);
    message_2(s);
    message_3(s);
    message_4(s);
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

static void a_rekey_under_encryption_is_followed(void **state)
{
    struct scene *s = scene_new(AKM_PSK, CIPHER_CCMP, CIPHER_CCMP);
    uint8_t pdu[ROOM], data[KEY_DATA_MAX];
    handshake(s);
    /* the group key changes: messages 1 and 2 of the group handshake, protected */
    s->gtk[0] ^= 1;
    size_t wrapped = wrapped_gtk(s, data);
    size_t len = key_pdu(s, pdu, sizeof pdu, 0x1380, NULL, span(data, wrapped));
    struct cipher_key *key = key_of(s, CIPHER_CCMP, s->ptk.tk);
    protect(s, key, FRAME_QOS_DATA | FC_FROM_DS, sta, ap, ap, pdu, len, 0);
    cipher_key_free(key);
    say_to_group(s);
    explain(s, span(s->pmk, 32), span(NULL, 0));
    assert_int_equal(s->report.decrypted_mpdus, 2);
    assert_int_equal(s->decrypted_events, 1);
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
        cmocka_unit_test(a_wrong_key_opens_nothing_and_says_so),
        cmocka_unit_test(a_changed_octet_is_not_handed_out),
        cmocka_unit_test(protected_deauthentication_tells_its_reason),
        cmocka_unit_test(four_addresses_in_either_direction),
        cmocka_unit_test(an_unannounced_fcs_is_found_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
