/* The tables of crypto/suites.h against the standard's and the OS's numbers, and against
 * themselves: what a row that is turned on must have. */
#include "../testing.h"
#include "crypto/cipher.h"
#include "wire/rsn_element.h"
#include <extsta/boundary.h>
#include <extsta/windot11.h>

static void suites_have_the_names_of_the_field(void **state)
{
    assert_string_equal(suites_cipher_name(CIPHER_CCMP), "CCMP");
    assert_string_equal(suites_cipher_name(CIPHER_GCMP_256), "GCMP-256");
    assert_string_equal(suites_cipher_name(CIPHER_BIP_CMAC_256), "BIP-CMAC-256");
    assert_string_equal(suites_cipher_name(SUITE_WPA(2)), "TKIP");
    assert_null(suites_cipher_name(SUITE_WPA(8)));
    assert_null(suites_cipher_name(SUITE_RSN(3)));
    assert_null(suites_cipher_name(SUITE_RSN(14)));
    assert_null(suites_cipher_name(0));
    assert_string_equal(suites_akm_name(AKM_PSK_SHA256), "PSK-SHA256");
    assert_string_equal(suites_akm_name(AKM_SAE_EXT_KEY), "SAE-EXT-KEY");
    assert_string_equal(suites_akm_name(AKM_OWE), "OWE");
    assert_string_equal(suites_akm_name(SUITE_WPA(2)), "PSK");
    assert_null(suites_akm_name(SUITE_WPA(3)));
    assert_null(suites_akm_name(SUITE_RSN(26)));
}

/* Table 9-149 beside DOT11_CIPHER_ALGORITHM; WPA: its own element's selectors. */
static void ciphers_have_the_numbers_of_both_worlds(void **state)
{
    static const struct {
        uint32_t rsn, wpa, number;
    } known[] = {
        {0x000fac01, 0x0050f201, 1}, {0x000fac02, 0x0050f202, 2},
        {0x000fac04, 0x0050f204, 4}, {0x000fac05, 0x0050f205, 5},
        {0x000fac06, 0, 6},          {0x000fac08, 0, 8},
        {0x000fac09, 0, 9},          {0x000fac0a, 0, 10},
        {0x000fac0b, 0, 11},         {0x000fac0c, 0, 12},
        {0x000fac0d, 0, 13},         {0x000fac00, 0x0050f200, 0x100},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        const struct cipher_suite *c = suites_cipher_numbered(known[i].number);
        assert_non_null(c);
        assert_int_equal(c->selector, known[i].rsn);
        assert_int_equal(c->wpa, known[i].wpa);
        assert_ptr_equal(suites_cipher(known[i].rsn), c);
        if (known[i].wpa) {
            assert_ptr_equal(suites_cipher(known[i].wpa), c);
        }
    }
    assert_int_equal(suites_cipher_numbered(0)->selector, 0);
    assert_int_equal(suites_cipher_numbered(0x101)->selector, 0);
    assert_null(suites_cipher_numbered(3));
    assert_null(suites_cipher(0));
    /* RSNA needs CCMP, WPA needs TKIP, WEP goes with neither */
    assert_true(suites_cipher_numbered(4)->with & AUTH_FAMILY_RSN);
    assert_true(suites_cipher_numbered(2)->with & AUTH_FAMILY_WPA);
    assert_false(suites_cipher_numbered(2)->with & AUTH_FAMILY_WPA3);
    assert_int_equal(suites_cipher_numbered(0x101)->with,
                     AUTH_FAMILY_OPEN | AUTH_FAMILY_SHARED);
}

static void CIP_06_key_sizes(void **state)
{
    static const struct {
        uint32_t selector;
        size_t len;
    } sizes[] = {{CIPHER_WEP40, 5},
                 {CIPHER_WEP104, 13},
                 {CIPHER_TKIP, 32},
                 {CIPHER_CCMP, 16},
                 {CIPHER_BIP, 16}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        for (size_t len = 0; len < 64; len++) {
            bool beyond = sizes[i].selector == CIPHER_WEP104 && len == 16;
            assert_int_equal(cipher_key_fits(suites_cipher(sizes[i].selector), len),
                             len == sizes[i].len || beyond);
        }
    }
}

static void only_ciphers_of_mpdus_make_keys(void **state)
{
    assert_non_null(cipher_suite_find(CIPHER_CCMP));
    assert_ptr_equal(cipher_suite_find(SUITE_WPA(2)), cipher_suite_find(CIPHER_TKIP));
    assert_null(cipher_suite_find(CIPHER_BIP));
    assert_null(cipher_suite_find(CIPHER_USE_GROUP));
    assert_null(cipher_suite_find(CIPHER_NO_GROUP));
    assert_null(cipher_suite_find(0));
}

static void algorithms_by_their_numbers(void **state)
{
    assert_string_equal(extsta_auth_name(1), "open");
    assert_string_equal(extsta_auth_name(7), "rsna-psk");
    assert_string_equal(extsta_auth_name(9), "wpa3-sae");
    assert_null(extsta_auth_name(0));
    assert_null(extsta_auth_name(DOT11_AUTH_ALGO_IHV_START));
    assert_string_equal(extsta_cipher_name(4), "CCMP");
    assert_string_equal(extsta_cipher_name(0), "none");
    assert_null(extsta_cipher_name(0xffffffff));
    for (uint32_t n = 0; n < 16; n++) {
        assert_int_equal(suites_auth_is_keyed(n), n != 1 && n != 2);
        assert_int_equal(suites_auth_is_rsna(n), n >= 6 && n <= 11);
    }
    assert_true(suites_auth_is_keyed(DOT11_AUTH_ALGO_IHV_START));
}

/* ATH-16: numbers of the vendors' range, each its own; and selectors of the vendor's OUI. */
static void ATH_16_a_vendors_rows_have_numbers_of_the_vendors_range(void **state)
{
    const struct auth_algorithm *auth;
    const struct akm_suite *akm;
    const struct cipher_suite *cipher;
    unsigned found = 0;
    for (size_t i = 0; (auth = suites_auth_at(i)); i++) {
        bool vendor = auth->family == AUTH_FAMILY_VENDOR;
        assert_int_equal(auth->number >= 0x80000000u, vendor);
        assert_ptr_equal(suites_auth(auth->number), auth);
        found += vendor;
    }
    for (size_t i = 0; (cipher = suites_cipher_at(i)); i++) {
        bool vendor = (cipher->with & AUTH_FAMILY_VENDOR) != 0;
        assert_int_equal(cipher->number >= 0x80000000u, vendor);
        if (vendor) {
            assert_ptr_equal(suites_cipher_numbered(cipher->number), cipher);
            assert_int_equal(cipher->selector >> 8, 0x024558);
        }
    }
    for (size_t i = 0; (akm = suites_akm_at(i)); i++) {
        if (akm->offered == SUITE_OFFERED_BY_VENDOR) {
            assert_true(akm->auth >= 0x80000000u);
            assert_int_equal(akm->selector >> 8, 0x024558);
        }
    }
    assert_int_equal(found, 1);
}

static bool offered_with(uint32_t auth, enum cipher_use use)
{
    const struct cipher_suite *cipher;
    size_t i = 0;
    while ((cipher = suites_cipher_at(i)) &&
           !((cipher->with & suites_auth(auth)->family) && (cipher->offered & use))) {
        i++;
    }
    return cipher != NULL;
}

static void rows_that_are_offered_are_whole(void **state)
{
    const struct akm_suite *akm;
    const struct cipher_suite *cipher;
    for (size_t i = 0; (akm = suites_akm_at(i)); i++) {
        assert_true(!akm->auth || suites_auth(akm->auth));
        assert_int_equal(!akm->kck_len, !akm->mic_len);
        if (akm->offered) {
            assert_non_null(suites_auth(akm->auth));
            assert_int_equal(akm->selector != 0, suites_auth_is_keyed(akm->auth));
            bool vendor = suites_auth(akm->auth)->family == AUTH_FAMILY_VENDOR;
            assert_int_equal(akm->selector != 0 && !vendor, akm->mic_len != 0);
            assert_true(offered_with(akm->auth, CIPHER_PAIRWISE)); /* ATH-10: a pair at least */
            assert_true(offered_with(akm->auth, CIPHER_GROUP));
        }
    }
    for (size_t i = 0; (cipher = suites_cipher_at(i)); i++) {
        assert_int_equal(cipher->offered & ~cipher->protects, 0);
        assert_true(!cipher->offered || cipher->with);
        if (cipher->offered & (CIPHER_PAIRWISE | CIPHER_GROUP)) {
            /* WEP of any length: the row of the length has them */
            assert_true(cipher->ops || cipher->number == DOT11_CIPHER_ALGO_NONE ||
                        cipher->number == DOT11_CIPHER_ALGO_WEP);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(suites_have_the_names_of_the_field),
        cmocka_unit_test(ciphers_have_the_numbers_of_both_worlds),
        cmocka_unit_test(CIP_06_key_sizes),
        cmocka_unit_test(only_ciphers_of_mpdus_make_keys),
        cmocka_unit_test(algorithms_by_their_numbers),
        cmocka_unit_test(ATH_16_a_vendors_rows_have_numbers_of_the_vendors_range),
        cmocka_unit_test(rows_that_are_offered_are_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
