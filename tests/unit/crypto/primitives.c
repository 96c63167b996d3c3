/* Known answers of hashes, derivations and key wrap. */
#include "../with_crypto.h"
#include "../vectors/hex.h"
#include "../vectors/aes_keywrap.h"
#include "../vectors/hkdf_hmac_cmac.h"
#include "../vectors/pbkdf2_psk.h"
#include "../vectors/prf_kdf.h"
#include "../vectors/wep_rc4.h"
#include "crypto/hash.h"
#include "crypto/primitives.h"

static enum crypto_hash hash_of(const char *name)
{
    static const char *const names[] = {"md5", "sha1", "sha256", "sha384", "sha512"};
    for (unsigned i = 0; i < COUNT(names); i++) {
        if (strcmp(names[i], name) == 0) {
            return (enum crypto_hash)i;
        }
    }
    fail_msg("no hash %s", name);
    return CRYPTO_MD5;
}

static void one_provider_per_context(void **state)
{
    assert_ptr_equal(crypto_of(ctx), crypto);
}

static void hmac_and_cmac(void **state)
{
    for (size_t i = 0; i < COUNT(vectors_hkdf_hmac_cmac); i++) {
        const struct vector_mac *v = &vectors_hkdf_hmac_cmac[i];
        struct hex key = hex(v->key), data = hex(v->data), want = hex(v->mac);
        /* The data in two parts, cut at every place. */
        for (size_t cut = 0; cut <= data.len; cut++) {
            struct extsta_span parts[] = {span(data.b, cut),
                                          span(data.b + cut, data.len - cut)};
            uint8_t out[64] = {0};
            enum extsta_error e =
                strcmp(v->kind, "cmac") == 0
                    ? crypto_cmac(crypto, hex_span(&key), parts, 2, out)
                    : crypto_hmac(crypto, hash_of(v->hash), hex_span(&key), parts, 2, out);
            assert_int_equal(e, EXTSTA_OK);
            assert_memory_equal(out, want.b, want.len);
        }
    }
}

/* FIPS 180-4, example of SHA-256: "abc", here in two parts. */
static void digest(void **state)
{
    static const uint8_t want[SHA256_LEN] = {0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea,
                                             0x41, 0x41, 0x40, 0xde, 0x5d, 0xae, 0x22, 0x23,
                                             0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17, 0x7a, 0x9c,
                                             0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad};
    const struct extsta_span parts[] = {span("a", 1), span("bc", 2)};
    uint8_t out[SHA256_LEN];
    crypto_digest(CRYPTO_SHA256, parts, 2, out);
    assert_memory_equal(out, want, sizeof want);
}

static void cmac_needs_an_aes_key(void **state)
{
    uint8_t out[16];
    assert_int_equal(crypto_cmac(crypto, span("0123456789", 10), NULL, 0, out), EXTSTA_E_USAGE);
}

static void prf_and_kdf(void **state)
{
    size_t tested = 0;
    for (size_t i = 0; i < COUNT(vectors_prf_kdf); i++) {
        const struct vector_kdf *v = &vectors_prf_kdf[i];
        struct hex key = hex(v->key), want = hex(v->output);
        struct hex data = hex(v->data ? v->data : v->context);
        uint8_t out[128] = {0};
        if (strcmp(v->function, "PRF-SHA1") == 0) {
            assert_int_equal(crypto_prf(crypto, hex_span(&key), v->label, hex_span(&data), out,
                                        (size_t)v->length_bits / 8),
                             EXTSTA_OK);
        } else if (strncmp(v->function, "KDF-SHA", 7) == 0) {
            enum crypto_hash hash =
                strcmp(v->function, "KDF-SHA384") == 0 ? CRYPTO_SHA384 : CRYPTO_SHA256;
            assert_int_equal(crypto_kdf(crypto, hash, hex_span(&key), v->label, hex_span(&data),
                                        out, (size_t)v->length_bits / 8),
                             EXTSTA_OK);
        } else {
            struct extsta_span part = hex_span(&data);
            enum crypto_hash hash = strstr(v->function, "384") ? CRYPTO_SHA384 : CRYPTO_SHA256;
            assert_int_equal(crypto_hmac(crypto, hash, hex_span(&key), &part, 1, out),
                             EXTSTA_OK);
        }
        assert_memory_equal(out, want.b, want.len);
        tested++;
    }
    assert_int_equal(tested, COUNT(vectors_prf_kdf));
}

static void a_derivation_cannot_be_longer_than_its_counter(void **state)
{
    static uint8_t out[256 * 20 + 1];
    assert_int_equal(crypto_prf(crypto, span("k", 1), "l", span("d", 1), out, 256 * 20),
                     EXTSTA_OK);
    assert_int_equal(crypto_prf(crypto, span("k", 1), "l", span("d", 1), out, sizeof out),
                     EXTSTA_E_USAGE);
    assert_int_equal(
        crypto_kdf(crypto, CRYPTO_SHA256, span("k", 1), "l", span("d", 1), out, 8192),
        EXTSTA_E_USAGE);
}

static void pbkdf2(void **state)
{
    for (size_t i = 0; i < COUNT(vectors_pbkdf2_psk); i++) {
        const struct vector_pbkdf2 *v = &vectors_pbkdf2_psk[i];
        struct hex want = hex(v->psk ? v->psk : v->dk);
        struct hex salt = hex(v->ssid ? v->ssid : v->salt);
        struct hex password = hex(v->password_hex);
        struct extsta_span secret =
            v->passphrase ? span(v->passphrase, strlen(v->passphrase)) : hex_span(&password);
        uint8_t out[64];
        if (v->iterations > 100000) {
            continue; /* RFC 6070's 16777216 iterations: a second and no other path */
        }
        assert_true(want.len <= sizeof out);
        hash_pbkdf2_sha1(secret, hex_span(&salt), (unsigned)v->iterations, out, want.len);
        assert_memory_equal(out, want.b, want.len);
        if (v->psk) {
            assert_int_equal(crypto_psk(crypto, secret, hex_span(&salt), out), EXTSTA_OK);
            assert_memory_equal(out, want.b, 32);
        }
    }
}

static void key_wrap(void **state)
{
    for (size_t i = 0; i < COUNT(vectors_aes_keywrap); i++) {
        const struct vector_wrap *v = &vectors_aes_keywrap[i];
        struct hex kek = hex(v->kek), plain = hex(v->plaintext), wrapped = hex(v->ciphertext);
        uint8_t out[2048];
        if (v->expect) {
            assert_int_equal(crypto_key_unwrap(crypto, hex_span(&kek), hex_span(&wrapped), out),
                             EXTSTA_E_INTEGRITY);
            continue;
        }
        assert_int_equal(crypto_key_wrap(crypto, hex_span(&kek), hex_span(&plain), out),
                         EXTSTA_OK);
        assert_memory_equal(out, wrapped.b, wrapped.len);
        assert_int_equal(crypto_key_unwrap(crypto, hex_span(&kek), hex_span(&wrapped), out),
                         EXTSTA_OK);
        assert_memory_equal(out, plain.b, plain.len);
    }
}

static void key_wrap_refuses_wrong_lengths(void **state)
{
    uint8_t kek[16] = {0}, in[64] = {0}, out[80];
    for (size_t len = 0; len <= sizeof in; len++) {
        bool unwrappable = len >= 24 && len % 8 == 0;
        assert_int_equal(crypto_key_unwrap(crypto, span(kek, 16), span(in, len), out),
                         unwrappable ? EXTSTA_E_INTEGRITY : EXTSTA_E_MALFORMED);
        bool wrappable = len >= 16 && len % 8 == 0;
        assert_int_equal(crypto_key_wrap(crypto, span(kek, 16), span(in, len), out),
                         wrappable ? EXTSTA_OK : EXTSTA_E_MALFORMED);
    }
    assert_int_equal(crypto_key_wrap(crypto, span(kek, 15), span(in, 16), out),
                     EXTSTA_E_MALFORMED);
}

static void rc4(void **state)
{
    size_t tested = 0;
    for (size_t i = 0; i < COUNT(vectors_wep_rc4); i++) {
        const struct vector_wep *v = &vectors_wep_rc4[i];
        if (strcmp(v->kind, "rc4") != 0) {
            continue;
        }
        struct hex key = hex(v->key), data = hex(v->plaintext), want = hex(v->ciphertext);
        assert_int_equal(
            crypto_rc4(crypto, hex_span(&key), (size_t)v->offset, data.b, data.len), EXTSTA_OK);
        assert_memory_equal(data.b, want.b, want.len);
        tested++;
    }
    assert_true(tested > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_provider_per_context),
        cmocka_unit_test(digest),
        cmocka_unit_test(hmac_and_cmac),
        cmocka_unit_test(cmac_needs_an_aes_key),
        cmocka_unit_test(prf_and_kdf),
        cmocka_unit_test(a_derivation_cannot_be_longer_than_its_counter),
        cmocka_unit_test(pbkdf2),
        cmocka_unit_test(key_wrap),
        cmocka_unit_test(key_wrap_refuses_wrong_lengths),
        cmocka_unit_test(rc4),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
