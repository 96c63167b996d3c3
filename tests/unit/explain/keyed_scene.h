/* Frames of a network with real keys: a handshake and what it protects, frame by frame. */
#ifndef TESTS_UNIT_EXPLAIN_KEYED_SCENE_H
#define TESTS_UNIT_EXPLAIN_KEYED_SCENE_H

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
    uint64_t replay; /* counter of the EAPOL-Key frames, less 1 */
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

static inline struct scene *scene_new(uint32_t akm, uint32_t pairwise, uint32_t group_cipher)
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

static inline void scene_free(struct scene *s)
{
    extsta_context_free(s->ctx);
    free(s);
}

static inline struct writer begin(struct scene *s)
{
    assert_true(s->count < FRAMES);
    return writer_of(s->bytes[s->count], ROOM);
}

static inline void end(struct scene *s, struct writer *w)
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
static inline void header(struct writer *w, uint16_t fc, struct extsta_mac a1,
                          struct extsta_mac a2, struct extsta_mac a3)
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

static inline struct cipher_key *key_of(struct scene *s, uint32_t selector,
                                        const uint8_t *bytes)
{
    const struct cipher_suite *suite = cipher_suite_find(selector);
    struct cipher_key *key = cipher_key_new(s->crypto, suite, span(bytes, suite->key_len));
    assert_non_null(key);
    return key;
}

/* A protected frame with a body; `mgmt_kind` 0: data. */
static inline void protect(struct scene *s, struct cipher_key *key, uint16_t fc,
                           struct extsta_mac a1, struct extsta_mac a2, struct extsta_mac a3,
                           const void *body, size_t len, uint8_t key_id)
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

static inline void say(struct scene *s, bool up)
{
    struct cipher_key *key = key_of(s, s->pairwise, s->ptk.tk);
    protect(s, key, (uint16_t)(FRAME_QOS_DATA | (up ? FC_TO_DS : FC_FROM_DS)), up ? ap : sta,
            up ? sta : ap, ap, message, sizeof message, 0);
    cipher_key_free(key);
}

static inline void say_to_group(struct scene *s)
{
    struct cipher_key *key = key_of(s, s->group, s->gtk);
    protect(s, key, FRAME_DATA_PLAIN | FC_FROM_DS, group, ap, ap, message, sizeof message, 1);
    cipher_key_free(key);
}

static inline unsigned version(const struct scene *s)
{
    return akm_key_version(akm_find(s->akm), s->pairwise);
}

/* An EAPOL-Key PDU with LLC header, its MIC under the scene's PTK. */
static inline size_t key_pdu(struct scene *s, uint8_t *out, size_t room, uint16_t info,
                             const uint8_t *nonce, struct extsta_span data)
{
    const struct akm_suite *akm = akm_find(s->akm);
    struct writer w = writer_of(out, room);
    struct eapol_key key = {.version = 2,
                            .descriptor = KEY_DESCRIPTOR_RSN,
                            .replay = 1 + s->replay,
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

static inline void eapol(struct scene *s, bool up, uint16_t info, const uint8_t *nonce,
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

static inline size_t rsne(const struct scene *s, uint8_t out[64])
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

static inline size_t wrapped_gtk(struct scene *s, uint8_t out[KEY_DATA_MAX])
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

static inline void derive(struct scene *s, const uint8_t *pmk)
{
    assert_int_equal(ptk_derive(s->crypto, akm_find(s->akm), span(pmk, 32), ap, sta, s->anonce,
                                s->snonce, cipher_suite_find(s->pairwise)->key_len, &s->ptk),
                     EXTSTA_OK);
}

static inline void message_1(struct scene *s)
{
    eapol(s, false, 0x0088, s->anonce, span(NULL, 0));
}
static inline void message_2(struct scene *s)
{
    uint8_t rsn[64];
    size_t len = rsne(s, rsn);
    eapol(s, true, 0x0108, s->snonce, span(rsn, len));
}
static inline void message_3(struct scene *s)
{
    uint8_t data[KEY_DATA_MAX];
    size_t len = wrapped_gtk(s, data);
    eapol(s, false, 0x13c8, s->anonce, span(data, len));
}
static inline void message_4(struct scene *s)
{
    eapol(s, true, 0x0308, NULL, span(NULL, 0));
}

static inline void handshake(struct scene *s)
{
    derive(s, s->pmk);
    message_1(s);
    message_2(s);
    message_3(s);
    message_4(s);
}

#endif
