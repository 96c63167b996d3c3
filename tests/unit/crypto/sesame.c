/* The vendor's cipher (extsta/sesame.h) against its description in docs/extensions.md, carried
 * out with the cryptographic library alone: AES-128-GCM with CCMP's header and AAD, the nonce
 * of GCMP with all its bits turned, and a tag of 12 octets. */
#include "../testing.h"
#include "crypto/cipher.h"
#include <extsta/sesame.h>
#include <openssl/evp.h>

static const uint8_t key[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
/* A QoS data frame to the DS, TID 5, fragment 0, retried: what AAD leaves out is set. */
static const uint8_t header[26] = {0x88, 0x49, 0x2c, 0x00, 2, 0, 0, 0, 0,    0x0a, 2,    0, 0,
                                   0,    0,    1,    2,    0, 0, 0, 0, 0xfe, 0x30, 0x12, 5, 0};
static const uint8_t aad[24] = {0x08 | 0x80, 0x41, 2, 0, 0, 0, 0, 0x0a, 2, 0, 0, 0,
                                0,           1,    2, 0, 0, 0, 0, 0xfe, 0, 0, 5, 0};
#define PN UINT64_C(0x010203040506)

static void expected(const uint8_t *clear, int len, uint8_t *out)
{
    uint8_t nonce[12] = {2, 0, 0, 0, 0, 1, 1, 2, 3, 4, 5, 6};
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    int n;
    for (size_t i = 0; i < sizeof nonce; i++) {
        nonce[i] = (uint8_t)~nonce[i];
    }
    memcpy(out, (uint8_t[]){0x06, 0x05, 0, 0x20 | 2 << 6, 0x04, 0x03, 0x02, 0x01}, 8);
    assert_int_equal(EVP_EncryptInit_ex(ctx, EVP_aes_128_gcm(), NULL, key, nonce), 1);
    assert_int_equal(EVP_EncryptUpdate(ctx, NULL, &n, aad, sizeof aad), 1);
    assert_int_equal(EVP_EncryptUpdate(ctx, out + 8, &n, clear, len), 1);
    assert_int_equal(EVP_EncryptFinal_ex(ctx, out + 8 + len, &n), 1);
    assert_int_equal(EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, 12, out + 8 + len), 1);
    EVP_CIPHER_CTX_free(ctx);
}

/* With each backend that there is. */
static void sealed_as_it_is_described(void **state)
{
    static const char *const backends[] = {"openssl", "ipsec-mb"};
    for (size_t b = 0; b < 2; b++) {
        uint64_t seed = 1;
        struct extsta_context *ctx = testing_context(&seed);
        struct crypto *crypto = crypto_of(ctx);
        if (!crypto_backend_select(crypto, backends[b])) {
            extsta_context_free(ctx);
            continue;
        }
        const struct cipher_suite *suite = cipher_suite_find(EXTSTA_SESAME_SUITE_SELECTOR);
        struct cipher_key *k =
            cipher_key_new(crypto, suite, (struct extsta_span){key, sizeof key});
        assert_non_null(k);
        for (size_t len = 1; len < 200; len += 13) {
            uint8_t clear[200], want[220], got[220], back[200];
            for (size_t i = 0; i < len; i++) {
                clear[i] = (uint8_t)(i * 3 + len);
            }
            expected(clear, (int)len, want);
            struct cipher_job job = {.key = k,
                                     .header = {header, sizeof header},
                                     .in = clear,
                                     .in_len = len,
                                     .out = got,
                                     .pn = PN,
                                     .key_id = 2};
            cipher_protect(&job, 1);
            assert_int_equal(job.result, EXTSTA_OK);
            assert_int_equal(job.out_len, len + 20);
            assert_memory_equal(got, want, len + 20);
            job = (struct cipher_job){.key = k,
                                      .header = {header, sizeof header},
                                      .in = want,
                                      .in_len = len + 20,
                                      .out = back};
            cipher_unprotect(&job, 1);
            assert_int_equal(job.result, EXTSTA_OK);
            assert_true(job.pn == PN && job.key_id == 2);
            assert_memory_equal(back, clear, len);
            for (size_t bad = 4; bad < len + 20; bad++) { /* packet number, text, tag */
                want[bad] ^= 1;
                cipher_unprotect(&job, 1);
                assert_int_equal(job.result, EXTSTA_E_INTEGRITY);
                want[bad] ^= 1;
            }
        }
        cipher_key_free(k);
        extsta_context_free(ctx);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(sealed_as_it_is_described)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
