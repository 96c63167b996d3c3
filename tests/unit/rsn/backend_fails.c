/* Key derivations over a backend that fails: the four functions of crypto/derive.c are these
 * here instead, and leave their output alone. */
#include "../testing.h"
#include "rsn/keys.h"

enum extsta_error crypto_hmac(struct crypto *crypto, enum crypto_hash hash,
                              struct extsta_span key, const struct extsta_span *parts,
                              size_t count, uint8_t *out)
{
    return EXTSTA_E_CRYPTO;
}

enum extsta_error crypto_prf(struct crypto *crypto, struct extsta_span key, const char *label,
                             struct extsta_span data, uint8_t *out, size_t out_len)
{
    return EXTSTA_E_CRYPTO;
}

enum extsta_error crypto_kdf(struct crypto *crypto, enum crypto_hash hash,
                             struct extsta_span key, const char *label, struct extsta_span data,
                             uint8_t *out, size_t out_len)
{
    return EXTSTA_E_CRYPTO;
}

enum extsta_error crypto_psk(struct crypto *crypto, struct extsta_span passphrase,
                             struct extsta_span ssid, uint8_t psk[32])
{
    return EXTSTA_E_CRYPTO;
}

static const struct extsta_mac aa = {{2, 0, 0, 0, 0, 1}}, spa = {{2, 0, 0, 0, 0, 2}};
static const uint8_t key[32] = "a key of 32 octets";

static void a_pmkid_that_cannot_be_derived_is_none(void **state)
{
    uint8_t pmkid[16] = "as it was before";
    assert_int_equal(pmkid_derive(NULL, akm_find(AKM_PSK), span(key, 32), aa, spa, pmkid),
                     EXTSTA_E_CRYPTO);
    assert_memory_equal(pmkid, "as it was before", 16);
}

static void a_ptk_that_cannot_be_derived_is_empty(void **state)
{
    struct ptk ptk, none = {.kck_len = 0};
    memset(&ptk, 0x5a, sizeof ptk);
    const struct akm_suite *suite = akm_find(AKM_PSK_SHA256);
    assert_int_equal(ptk_derive(NULL, suite, span(key, 32), aa, spa, key, key, 16, &ptk),
                     EXTSTA_E_CRYPTO);
    assert_memory_equal(&ptk, &none, sizeof ptk);
}

static void a_mic_that_cannot_be_computed_is_not_right(void **state)
{
    uint8_t pdu[99] = {0}, mic[16] = "as it was before";
    assert_int_equal(eapol_key_mic(NULL, akm_find(AKM_PSK), 2, span(key, 16),
                                   span(pdu, sizeof pdu), 81, mic),
                     EXTSTA_E_CRYPTO);
    assert_memory_equal(mic, "as it was before", 16);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pmkid_that_cannot_be_derived_is_none),
        cmocka_unit_test(a_ptk_that_cannot_be_derived_is_empty),
        cmocka_unit_test(a_mic_that_cannot_be_computed_is_not_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
