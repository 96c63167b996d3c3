/* Known answers of the cipher suites, on whole MPDUs; forgery, truncation, batches. One
 * program per backend includes this after defining BACKEND. */
#include "../with_crypto.h"
#include "../vectors/hex.h"
#include "../vectors/bip.h"
#include "../vectors/capture_mpdus.h"
#include "../vectors/ccmp.h"
#include "../vectors/gcmp.h"
#include "../vectors/tkip.h"
#include "../vectors/wep_rc4.h"
#include "crypto/backend.h"
#include "wire/frame.h"
#include "wire/rsn_element.h"
#include <stdio.h>

static int setup_backend(void **state)
{
    return setup(state) == 0 && crypto_backend_select(crypto, BACKEND) ? 0 : -1;
}

static int teardown_backend(void **state)
{
    assert_int_equal(crypto->keys, 0);
    return teardown(state);
}

static size_t header_len(const struct hex *mpdu)
{
    /* The Order bit of the annex's QoS frames does not stand for an HT Control field:
     * they are older than it. */
    if ((mpdu->b[0] & 0x8c) == 0x88 && (mpdu->b[1] & 0x80) != 0) {
        return (mpdu->b[1] & 3) == 3 ? 32 : 26;
    }
    struct frame f;
    enum extsta_drop drop;
    assert_true(frame_parse(hex_span(mpdu), &f, &drop));
    return f.header_len;
}

static struct cipher_key *key_new(uint32_t selector, struct extsta_span material)
{
    struct cipher_key *key = cipher_key_new(crypto, cipher_suite_find(selector), material);
    assert_non_null(key);
    return key;
}

/* Both directions of one MPDU. */
static void both_ways(uint32_t selector, struct extsta_span material, const struct hex *plain,
                      const struct hex *cipher, uint64_t pn, uint8_t key_id)
{
    struct cipher_key *key = key_new(selector, material);
    size_t h = header_len(plain);
    uint8_t out[2048];
    struct cipher_job job = {.key = key,
                             .header = span(plain->b, h),
                             .in = plain->b + h,
                             .in_len = plain->len - h,
                             .out = out,
                             .pn = pn,
                             .key_id = key_id};
    cipher_protect(&job, 1);
    assert_int_equal(job.result, EXTSTA_OK);
    assert_int_equal(job.out_len, cipher->len - h);
    assert_memory_equal(out, cipher->b + h, job.out_len);

    struct cipher_job back = {.key = key,
                              .header = span(cipher->b, h),
                              .in = cipher->b + h,
                              .in_len = cipher->len - h,
                              .out = out};
    cipher_unprotect(&back, 1);
    assert_int_equal(back.result, EXTSTA_OK);
    assert_int_equal(back.out_len, plain->len - h);
    assert_memory_equal(out, plain->b + h, back.out_len);
    assert_true(back.pn == pn);
    assert_int_equal(back.key_id, key_id);
    cipher_key_free(key);
}

static void ccmp(void **state)
{
    for (size_t i = 0; i < COUNT(vectors_ccmp); i++) {
        const struct vector_mpdu *v = &vectors_ccmp[i];
        struct hex tk = hex(v->tk), plain = hex(v->mpdu_plain);
        /* The QoS vectors with Order set were made before 802.11-2012 masked that bit;
         * where they give the current rule's MPDU too, that is the one. */
        struct hex cipher = hex(v->current_rule_mpdu_encrypted ? v->current_rule_mpdu_encrypted
                                                               : v->mpdu_encrypted);
        both_ways(tk.len == 16 ? CIPHER_CCMP : CIPHER_CCMP_256, hex_span(&tk), &plain, &cipher,
                  hex_number(v->pn), (uint8_t)v->key_id);
    }
}

/* The annex's first GCMP example uses an extension frame header as it stands for AAD, so
 * it speaks only of the cipher below the MPDU. */
static void gcm_of_the_first_annex_example(const struct vector_mpdu *v)
{
    struct hex tk = hex(v->tk), plain = hex(v->mpdu_plain), cipher = hex(v->mpdu_encrypted);
    struct hex aad = hex(v->aad), nonce = hex(v->nonce), mic = hex(v->mic);
    const struct aead_kind kind = {AEAD_GCM, 16, 16};
    uint8_t out[2048];
    size_t h = 24;
    struct aead_job job = {.nonce_len = 12,
                           .aad_len = (uint8_t)aad.len,
                           .tag_len = 16,
                           .in = plain.b + h,
                           .out = out,
                           .len = plain.len - h};
    void *schedule = crypto->aead->schedule_new(crypto, &kind, tk.b, AEAD_SEAL);
    job.schedule = schedule;
    memcpy(job.nonce, nonce.b, 12);
    memcpy(job.aad, aad.b, aad.len);
    crypto->aead->seal(crypto, &kind, &job, 1);
    assert_true(job.ok);
    assert_memory_equal(out, cipher.b + h + 8, job.len);
    assert_memory_equal(job.tag, mic.b, 16);
    crypto->aead->schedule_free(crypto, &kind, schedule);
    schedule = crypto->aead->schedule_new(crypto, &kind, tk.b, AEAD_OPEN);
    job.schedule = schedule;
    job.in = cipher.b + h + 8;
    crypto->aead->open(crypto, &kind, &job, 1);
    assert_true(job.ok);
    assert_memory_equal(out, plain.b + h, job.len);
    crypto->aead->schedule_free(crypto, &kind, schedule);
}

static void gcmp(void **state)
{
    gcm_of_the_first_annex_example(&vectors_gcmp[0]);
    for (size_t i = 1; i < COUNT(vectors_gcmp); i++) {
        const struct vector_mpdu *v = &vectors_gcmp[i];
        struct hex tk = hex(v->tk), plain = hex(v->mpdu_plain);
        struct hex cipher = hex(v->mpdu_encrypted);
        both_ways(tk.len == 16 ? CIPHER_GCMP : CIPHER_GCMP_256, hex_span(&tk), &plain, &cipher,
                  hex_number(v->pn), (uint8_t)v->key_id);
    }
}

static void tkip(void **state)
{
    size_t mixed = 0, michaels = 0, mpdus = 0;
    for (size_t i = 0; i < COUNT(vectors_tkip); i++) {
        const struct vector_tkip *v = &vectors_tkip[i];
        uint8_t out[16];
        if (strcmp(v->kind, "mixing") == 0) {
            struct hex tk = hex(v->tk), want = hex(v->wepseed);
            tkip_mix(tk.b, hex_mac(v->ta), hex_number(v->iv32) << 16 | hex_number(v->iv16),
                     out);
            assert_memory_equal(out, want.b, 16);
            mixed++;
        } else if (strcmp(v->kind, "michael") == 0) {
            struct hex key = hex(v->key), data = hex(v->data), want = hex(v->mic);
            struct extsta_span part = hex_span(&data);
            michael_raw(key.b, &part, 1, out);
            assert_memory_equal(out, want.b, 8);
            michaels++;
        } else {
            struct hex tk = hex(v->tk), plain = hex(v->mpdu_plain);
            struct hex cipher = hex(v->mpdu_encrypted), michael = hex(v->michael_key_used);
            struct hex input = hex(v->michael_input), mic = hex(v->mic);
            struct extsta_mac da, sa;
            memcpy(tk.b + 16, michael.b, 8); /* 12.7.1.3: AP to station */
            memcpy(da.b, input.b, 6);
            memcpy(sa.b, input.b + 6, 6);
            cipher_michael(michael.b, da, sa, input.b[12], span(input.b + 16, input.len - 16),
                           out);
            assert_memory_equal(out, mic.b, 8);
            both_ways(CIPHER_TKIP, span(tk.b, 32), &plain, &cipher, hex_number(v->tsc),
                      (uint8_t)v->key_id);
            mpdus++;
        }
    }
    assert_true(mixed == 8 && michaels == 6 && mpdus == 1);
}

static void wep(void **state)
{
    size_t tested = 0;
    for (size_t i = 0; i < COUNT(vectors_wep_rc4); i++) {
        const struct vector_wep *v = &vectors_wep_rc4[i];
        if (strcmp(v->kind, "wep") != 0) {
            continue;
        }
        struct hex key = hex(v->key), plain = hex(v->mpdu_plain);
        struct hex cipher = hex(v->mpdu_encrypted);
        both_ways(key.len == 5 ? CIPHER_WEP40 : CIPHER_WEP104, hex_span(&key), &plain, &cipher,
                  hex_number(v->iv), (uint8_t)v->key_id);
        tested++;
    }
    assert_true(tested > 0);
}

static uint32_t bip_suite(const char *name)
{
    if (strcmp(name, "BIP-CMAC-128") == 0) {
        return CIPHER_BIP;
    }
    return strcmp(name, "BIP-GMAC-128") == 0 ? CIPHER_BIP_GMAC_128 : CIPHER_BIP_GMAC_256;
}

static void bip(void **state)
{
    for (size_t i = 0; i < COUNT(vectors_bip); i++) {
        const struct vector_bip *v = &vectors_bip[i];
        struct hex igtk = hex(v->igtk), frame = hex(v->frame), want = hex(v->mpdu_protected);
        uint32_t suite = bip_suite(v->algorithm);
        uint64_t ipn = 0;
        uint16_t key_id = 0;
        frame.len += cipher_bip_mmie_len(suite);
        assert_int_equal(cipher_bip_make(crypto, suite, hex_span(&igtk), frame.b, frame.len,
                                         hex_number(v->ipn), (uint16_t)v->key_id),
                         EXTSTA_OK);
        assert_int_equal(frame.len, want.len);
        assert_memory_equal(frame.b, want.b, want.len);
        assert_int_equal(
            cipher_bip_check(crypto, suite, hex_span(&igtk), hex_span(&want), &ipn, &key_id),
            EXTSTA_OK);
        assert_true(ipn == hex_number(v->ipn) && key_id == v->key_id);
        for (size_t at = 0; at < want.len; at++) {
            bool free_field = (at == 2 || at == 3) || (at == 22 || at == 23);
            want.b[at] ^= 0x80; /* octet 1: Order, which is not masked */
            enum extsta_error e = cipher_bip_check(crypto, suite, hex_span(&igtk),
                                                   hex_span(&want), &ipn, &key_id);
            assert_true(free_field == (e == EXTSTA_OK)); /* duration, sequence control */
            want.b[at] ^= 0x80;
        }
        want.b[1] ^= 0x38; /* retry, power management, more data (12.5.4.3) */
        assert_int_equal(
            cipher_bip_check(crypto, suite, hex_span(&igtk), hex_span(&want), &ipn, &key_id),
            EXTSTA_OK);
        want.b[1] ^= 0x38;
        for (size_t len = 0; len < want.len; len++) {
            assert_int_not_equal(cipher_bip_check(crypto, suite, hex_span(&igtk),
                                                  span(want.b, len), &ipn, &key_id),
                                 EXTSTA_OK);
        }
    }
}

static uint32_t capture_suite(const char *name)
{
    static const struct {
        const char *name;
        uint32_t suite;
    } names[] = {{"CCMP-128", CIPHER_CCMP},
                 {"CCMP-256", CIPHER_CCMP_256},
                 {"TKIP", CIPHER_TKIP},
                 {"WEP-40", CIPHER_WEP40}};
    for (size_t i = 0; i < COUNT(names); i++) {
        if (strcmp(names[i].name, name) == 0) {
            return names[i].suite;
        }
    }
    fail_msg("no suite %s", name);
    return 0;
}

static void mpdus_of_public_captures(void **state)
{
    for (size_t i = 0; i < COUNT(vectors_capture_mpdus); i++) {
        const struct vector_capture *v = &vectors_capture_mpdus[i];
        struct hex material = hex(v->tk), cipher = hex(v->mpdu_encrypted);
        struct hex body = hex(v->body_plain);
        uint32_t suite = capture_suite(v->cipher);
        if (suite == CIPHER_TKIP) {
            material.len = 32; /* Michael keys play no part in the MPDU */
        }
        struct cipher_key *key = key_new(suite, hex_span(&material));
        size_t h = header_len(&cipher);
        uint8_t out[2048];
        struct cipher_job job = {.key = key,
                                 .header = span(cipher.b, h),
                                 .in = cipher.b + h,
                                 .in_len = cipher.len - h,
                                 .out = out};
        cipher_unprotect(&job, 1);
        assert_int_equal(job.result, EXTSTA_OK);
        if (suite == CIPHER_TKIP) {
            struct frame f;
            enum extsta_drop drop;
            struct hex michael_key = hex(v->michael_key), mic = hex(v->mic);
            uint8_t computed[8];
            assert_int_equal(job.out_len, body.len);
            body.len -= 8; /* the MSDU; its Michael MIC is behind it */
            assert_memory_equal(out + body.len, mic.b, 8);
            assert_true(frame_parse(hex_span(&cipher), &f, &drop));
            cipher_michael(michael_key.b, frame_da(&f), frame_sa(&f), frame_tid(&f),
                           hex_span(&body), computed);
            assert_memory_equal(computed, mic.b, 8);
        } else {
            assert_int_equal(job.out_len, body.len);
        }
        assert_memory_equal(out, body.b, body.len);
        assert_true(job.pn == hex_number(v->pn ? v->pn : v->tsc ? v->tsc : v->iv));
        assert_int_equal(job.key_id, v->key_id);
        cipher_key_free(key);
    }
}

static const uint32_t all_suites[] = {CIPHER_CCMP,     CIPHER_CCMP_256, CIPHER_GCMP,
                                      CIPHER_GCMP_256, CIPHER_TKIP,     CIPHER_WEP40,
                                      CIPHER_WEP104};
static const uint8_t qos_header[26] = {0x88, 0x41, 0x30, 0, 2, 0, 0, 0, 0, 1,    2,    0, 0,
                                       0,    0,    2,    2, 0, 0, 0, 0, 3, 0x12, 0x34, 5, 0};

/* A sealed MPDU body of 100 octets with cipher header; returns its length. */
static size_t sealed(struct cipher_key *key, uint8_t out[256])
{
    uint8_t plain[100];
    for (size_t i = 0; i < sizeof plain; i++) {
        plain[i] = (uint8_t)i;
    }
    struct cipher_job job = {.key = key,
                             .header = span(qos_header, sizeof qos_header),
                             .in = plain,
                             .in_len = sizeof plain,
                             .out = out,
                             .pn = 77,
                             .key_id = 1};
    cipher_protect(&job, 1);
    assert_int_equal(job.result, EXTSTA_OK);
    return job.out_len;
}

static struct cipher_key *any_key(uint32_t selector)
{
    static const uint8_t material[32] = "0123456789abcdef0123456789abcde";
    return key_new(selector, span(material, cipher_suite_find(selector)->key_len));
}

static struct cipher_job opening(struct cipher_key *key, const uint8_t *body, size_t len,
                                 uint8_t *out)
{
    return (struct cipher_job){.key = key,
                               .header = span(qos_header, sizeof qos_header),
                               .in = body,
                               .in_len = len,
                               .out = out};
}

static void every_changed_octet_is_noticed(void **state)
{
    for (size_t s = 0; s < COUNT(all_suites); s++) {
        struct cipher_key *key = any_key(all_suites[s]);
        uint8_t body[256], out[256], zero[256] = {0};
        size_t len = sealed(key, body);
        for (size_t at = 0; at < len; at++) {
            body[at] ^= 0x01;
            struct cipher_job job = opening(key, body, len, out);
            cipher_unprotect(&job, 1);
            /* Key id and reserved bits of the cipher header are not authenticated by
             * any suite (12.5.3.2: reserved octet 2 of CCMP and GCMP). */
            bool covered = at >= cipher_key_suite(key)->header_len ||
                           (at != 3 && !(at == 2 && cipher_key_suite(key)->trailer_len > 4) &&
                            !(at == 1 && all_suites[s] == CIPHER_TKIP));
            if (covered) {
                assert_int_equal(job.result, EXTSTA_E_INTEGRITY);
                assert_int_equal(job.out_len, 0);
                assert_memory_equal(out, zero, 100); /* nothing unauthenticated gets out */
            }
            body[at] ^= 0x01;
        }
        cipher_key_free(key);
    }
}

/* 12.5.3.3.3: which bits of the MAC header may change on the way. */
static void the_aad_covers_what_the_standard_says(void **state)
{
    /* Frame Control: subtype bits 4-6; Retry, Power Management, More Data, Protected
     * (set to 1), +HTC/Order (of QoS Data); Duration; sequence number; of QoS Control all
     * but the TID, as long as no SPP A-MSDUs are agreed. */
    static const uint8_t may_change[26] = {
        [0] = 0x70,  [1] = 0xf8,  [2] = 0xff,  [3] = 0xff,
        [22] = 0xf0, [23] = 0xff, [24] = 0xf0, [25] = 0xff,
    };
    for (size_t s = 0; s < 4; s++) {
        struct cipher_key *key = any_key(all_suites[s]);
        uint8_t body[256], out[256], header[26];
        size_t len = sealed(key, body);
        for (size_t bit = 0; bit < 8 * sizeof header; bit++) {
            memcpy(header, qos_header, sizeof header);
            header[bit / 8] ^= (uint8_t)(1u << bit % 8);
            struct cipher_job job = opening(key, body, len, out);
            job.header = span(header, sizeof header);
            cipher_unprotect(&job, 1);
            bool free_bit = (may_change[bit / 8] >> bit % 8 & 1) != 0;
            assert_int_equal(job.result == EXTSTA_OK, free_bit);
        }
        cipher_key_free(key);
    }
}

static void every_cut_is_refused(void **state)
{
    for (size_t s = 0; s < COUNT(all_suites); s++) {
        struct cipher_key *key = any_key(all_suites[s]);
        uint8_t body[256];
        size_t len = sealed(key, body);
        for (size_t cut = 0; cut < len; cut++) {
            uint8_t *exact = malloc(cut ? cut : 1); /* ASan sees one octet too many */
            uint8_t *out = malloc(cut ? cut : 1);
            memcpy(exact, body, cut);
            struct cipher_job job = opening(key, exact, cut, out);
            cipher_unprotect(&job, 1);
            assert_true(job.result == EXTSTA_E_MALFORMED || job.result == EXTSTA_E_INTEGRITY);
            free(exact);
            free(out);
        }
        cipher_key_free(key);
    }
}

static void short_mac_headers_are_refused(void **state)
{
    for (size_t s = 0; s < 5; s++) {
        struct cipher_key *key = any_key(all_suites[s]);
        size_t need = all_suites[s] == CIPHER_TKIP ? 24 : 26;
        uint8_t body[256], out[256];
        size_t len = sealed(key, body);
        for (size_t h = 0; h < sizeof qos_header; h++) {
            uint8_t *header = malloc(h ? h : 1);
            memcpy(header, qos_header, h);
            struct cipher_job job = opening(key, body, len, out);
            job.header = span(header, h);
            cipher_unprotect(&job, 1);
            assert_int_equal(job.result, h < need ? EXTSTA_E_MALFORMED : EXTSTA_OK);
            free(header);
        }
        cipher_key_free(key);
    }
}

static void in_place_both_ways(void **state)
{
    for (size_t s = 0; s < COUNT(all_suites); s++) {
        struct cipher_key *key = any_key(all_suites[s]);
        size_t h = cipher_key_suite(key)->header_len;
        uint8_t buffer[256], plain[100];
        memset(plain, 0xa5, sizeof plain);
        memcpy(buffer + h, plain, sizeof plain);
        struct cipher_job job = {.key = key,
                                 .header = span(qos_header, sizeof qos_header),
                                 .in = buffer + h,
                                 .in_len = sizeof plain,
                                 .out = buffer,
                                 .pn = 1};
        cipher_protect(&job, 1);
        assert_int_equal(job.result, EXTSTA_OK);
        struct cipher_job back = opening(key, buffer, job.out_len, buffer + h);
        cipher_unprotect(&back, 1);
        assert_int_equal(back.result, EXTSTA_OK);
        assert_memory_equal(buffer + h, plain, sizeof plain);
        cipher_key_free(key);
    }
}

static void a_batch_is_its_jobs(void **state)
{
    enum { N = 200 };
    struct cipher_key *keys[N];
    struct cipher_job jobs[N];
    static uint8_t bodies[N][256], out[N][256];
    for (size_t i = 0; i < N; i++) {
        /* Runs of one suite, changes between suites, bad jobs among good ones. */
        keys[i] = any_key(all_suites[i / 70 % 2 ? i % COUNT(all_suites) : 0]);
        size_t len = sealed(keys[i], bodies[i]);
        if (i % 11 == 3) {
            bodies[i][len - 1] ^= 1;
        }
        jobs[i] = opening(keys[i], bodies[i], i % 13 == 5 ? 4 : len, out[i]);
    }
    cipher_unprotect(jobs, N);
    for (size_t i = 0; i < N; i++) {
        if (i % 13 == 5) {
            assert_int_equal(jobs[i].result, EXTSTA_E_MALFORMED);
        } else if (i % 11 == 3) {
            assert_int_equal(jobs[i].result, EXTSTA_E_INTEGRITY);
        } else {
            assert_int_equal(jobs[i].result, EXTSTA_OK);
            assert_int_equal(jobs[i].out_len, 100);
            assert_int_equal(out[i][99], 99);
        }
    }
    for (size_t i = 0; i < N; i++) {
        cipher_key_free(keys[i]);
    }
}

static void keys_of_a_wrong_length_are_refused(void **state)
{
    static const uint8_t material[40];
    for (size_t s = 0; s < COUNT(all_suites); s++) {
        const struct cipher_suite *suite = cipher_suite_find(all_suites[s]);
        for (size_t len = 0; len <= sizeof material; len++) {
            bool beyond = suite->selector == CIPHER_WEP104 && len == 16; /* and in use */
            bool fits = len == suite->key_len || beyond;
            struct cipher_key *key = cipher_key_new(crypto, suite, span(material, len));
            assert_int_equal(key != NULL, fits);
            cipher_key_free(key);
        }
    }
    assert_null(cipher_suite_find(CIPHER_BIP));
}

/* CVE-2017-13077 and its kin rest on setting a key again; the caller asks this first. */
static void the_same_material_is_recognized(void **state)
{
    static const uint8_t a[16] = "0123456789abcde", b[16] = "0123456789abcdX";
    struct cipher_key *key = key_new(CIPHER_CCMP, span(a, 16));
    assert_true(cipher_key_equals(key, span(a, 16)));
    assert_false(cipher_key_equals(key, span(b, 16)));
    assert_false(cipher_key_equals(key, span(a, 15)));
    cipher_key_free(key);
}

static void the_backend_is_fixed_while_keys_exist(void **state)
{
    struct cipher_key *key = any_key(CIPHER_CCMP);
    const char *name = crypto_backend_name(crypto);
    assert_false(crypto_backend_select(crypto, "openssl"));
    cipher_key_free(key);
    assert_true(crypto_backend_select(crypto, "openssl"));
    assert_string_equal(crypto_backend_name(crypto), "openssl");
    assert_true(crypto_backend_select(crypto, name));
    assert_false(crypto_backend_select(crypto, "none such"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ccmp),
        cmocka_unit_test(gcmp),
        cmocka_unit_test(tkip),
        cmocka_unit_test(wep),
        cmocka_unit_test(bip),
        cmocka_unit_test(mpdus_of_public_captures),
        cmocka_unit_test(every_changed_octet_is_noticed),
        cmocka_unit_test(the_aad_covers_what_the_standard_says),
        cmocka_unit_test(every_cut_is_refused),
        cmocka_unit_test(short_mac_headers_are_refused),
        cmocka_unit_test(in_place_both_ways),
        cmocka_unit_test(a_batch_is_its_jobs),
        cmocka_unit_test(keys_of_a_wrong_length_are_refused),
        cmocka_unit_test(the_same_material_is_recognized),
        cmocka_unit_test(the_backend_is_fixed_while_keys_exist),
    };
    if (setup_backend(NULL) != 0) {
        puts("1..0 # SKIP no " BACKEND " here");
        return 0;
    }
    extsta_context_free(ctx);
    return cmocka_run_group_tests(tests, setup_backend, teardown_backend);
}
