/* CCM and GCM beneath the suites, in each backend, against RFC 3610 and NIST's CAVP; and the
 * KDF against the PASN example of IEEE Std 802.11-2024 J.12. */
#include "../with_crypto.h"
#include "../vectors/hex.h"
#include "../vectors/ccm_gcm.h"
#include "../vectors/pasn.h"
#include "crypto/backend.h"

/* One vector in one backend. */
static void check(const struct aead_backend *backend, const struct vector_aead *v)
{
    bool ccm = strcmp(v->kind, "ccm") == 0;
    struct hex key = hex(v->key), nonce = hex(ccm ? v->nonce : v->iv), aad = hex(v->aad);
    struct hex plain = hex(v->plaintext),
               sealed = hex(ccm ? v->ciphertext_and_tag : v->ciphertext);
    struct hex tag = hex(v->tag);
    size_t tag_len = ccm ? (size_t)v->tag_length : 16;
    uint8_t out[256];
    struct aead_kind kind = {ccm ? AEAD_CCM : AEAD_GCM, (uint8_t)key.len, (uint8_t)tag_len};
    if (ccm) { /* the tag stands behind the ciphertext */
        sealed.len -= tag_len;
        memcpy(tag.b, sealed.b + sealed.len, tag_len);
    }
    struct aead_job job = {.nonce_len = (uint8_t)nonce.len,
                           .aad_len = (uint8_t)aad.len,
                           .tag_len = (uint8_t)tag_len,
                           .in = plain.b,
                           .out = out,
                           .len = sealed.len};
    memcpy(job.nonce, nonce.b, nonce.len);
    memcpy(job.aad, aad.b, aad.len);
    if (!v->expect) {
        void *seal = backend->schedule_new(crypto, &kind, key.b, AEAD_SEAL);
        job.schedule = seal;
        backend->seal(crypto, &kind, &job, 1);
        assert_true(job.ok);
        assert_memory_equal(out, sealed.b, sealed.len);
        assert_memory_equal(job.tag, tag.b, tag_len);
        backend->schedule_free(crypto, &kind, seal);
    }
    void *open = backend->schedule_new(crypto, &kind, key.b, AEAD_OPEN);
    job.schedule = open;
    job.in = sealed.b;
    memcpy(job.tag, tag.b, tag_len);
    backend->open(crypto, &kind, &job, 1);
    assert_int_equal(job.ok, !v->expect);
    if (!v->expect) {
        assert_memory_equal(out, plain.b, plain.len);
        job.tag[0] ^= 1;
        backend->open(crypto, &kind, &job, 1);
        assert_false(job.ok);
    }
    backend->schedule_free(crypto, &kind, open);
}

/* What no MPDU has is left out: more associated data, nothing to encipher. */
static bool applies(const struct vector_aead *v)
{
    size_t octets = strlen(v->aad) / 2;
    const char *text = v->plaintext ? v->plaintext : v->ciphertext;
    return octets <= AEAD_AAD_MAX && *text;
}

static void ccm_and_gcm(void **state)
{
    const struct aead_backend *backends[] = {&openssl_aead, ipsecmb_backend()};
    size_t checked = 0;
    for (size_t b = 0; b < 2; b++) {
        for (size_t i = 0; backends[b] && i < COUNT(vectors_ccm_gcm); i++) {
            if (applies(&vectors_ccm_gcm[i])) {
                check(backends[b], &vectors_ccm_gcm[i]);
                checked += b == 0;
            }
        }
    }
    print_message("# %zu of %zu vectors\n", checked, COUNT(vectors_ccm_gcm));
    assert_true(checked >= 25);
}

static void the_kdf_of_pasn(void **state)
{
    const struct vector_pasn *v = &vectors_pasn[0];
    struct hex pmk = hex(v->pmk), spa = hex(v->spa), bssid = hex(v->bssid), dhss = hex(v->dhss);
    struct hex kck = hex(v->kck), tk = hex(v->tk), kdk = hex(v->kdk);
    uint8_t data[64], out[80];
    struct writer w = writer_of(data, sizeof data);
    writer_span(&w, hex_span(&spa));
    writer_span(&w, hex_span(&bssid));
    writer_span(&w, hex_span(&dhss));
    assert_int_equal(kck.len + tk.len + kdk.len, sizeof out);
    assert_int_equal(crypto_kdf(crypto, CRYPTO_SHA256, hex_span(&pmk), "PASN PTK Derivation",
                                span(data, writer_len(&w)), out, sizeof out),
                     EXTSTA_OK);
    assert_memory_equal(out, kck.b, kck.len);
    assert_memory_equal(out + kck.len, tk.b, tk.len);
    assert_memory_equal(out + kck.len + tk.len, kdk.b, kdk.len);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ccm_and_gcm),
        cmocka_unit_test(the_kdf_of_pasn),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
