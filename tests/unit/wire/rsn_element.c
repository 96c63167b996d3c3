#include "wire.h"
#include "wire/rsn_element.h"
#include "../vectors/rsn_elements.h"

/* "00-0f-ac:4" as a selector; advances. */
static uint32_t selector(const char **text)
{
    unsigned a, b, c, type;
    int used;
    assert_int_equal(sscanf(*text, "%x-%x-%x:%u%n", &a, &b, &c, &type, &used), 4);
    *text += used;
    return a << 24 | b << 16 | c << 8 | type;
}

static void assert_suites(const uint32_t *suites, size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(suites[i], selector(&text));
    }
    assert_string_equal(text, "");
}

static void published_elements_decode(void **state)
{
    for (size_t i = 0; i < sizeof vectors_rsn_fields / sizeof *vectors_rsn_fields; i++) {
        const struct vector_rsn_fields *v = &vectors_rsn_fields[i];
        struct extsta_span element = hex(v->element);
        struct rsn_element rsn;
        assert_int_equal(rsn_element_parse(element, &rsn), EXTSTA_OK);
        assert_int_equal(rsn.version, 1);
        assert_int_equal(rsn.is_wpa, v->element[0] == 'd');
        assert_suites(&rsn.group, 1, v->group);
        assert_suites(rsn.pairwise, rsn.pairwise_count, v->pairwise);
        assert_suites(rsn.akm, rsn.akm_count, v->akm);
        assert_int_equal(rsn.capabilities, v->capabilities);
        assert_hex(span(rsn.pmkid, 16 * rsn.pmkid_count), v->pmkids);
        assert_suites(&rsn.group_mgmt, *v->group_mgmt ? 1 : 0, v->group_mgmt);

        /* and what is written from it is the element again */
        uint8_t out[256];
        struct writer w = writer_of(out, sizeof out);
        rsn_element_write(&w, &rsn);
        assert_false(w.failed);
        assert_hex(span(out, writer_len(&w)), v->element);
        for (size_t n = 0; n < element.len; n++) {
            w = writer_of(out, n);
            rsn_element_write(&w, &rsn);
            assert_true(w.failed);
        }
        exact_free(element);
    }
}

static void verdicts_are_those_of_others(void **state)
{
    for (size_t i = 0; i < sizeof vectors_rsn_verdict / sizeof *vectors_rsn_verdict; i++) {
        struct extsta_span element = hex(vectors_rsn_verdict[i].element);
        struct rsn_element rsn;
        enum extsta_error error = rsn_element_parse(element, &rsn);
        if ((error == EXTSTA_OK) != vectors_rsn_verdict[i].accept) {
            fail_msg("%s: error %x", vectors_rsn_verdict[i].name, (unsigned)error);
        }
        exact_free(element);
    }
}

/* An element whose length field was shortened with it ends between two fields or within
 * one; a span that ends before the length field says so is always malformed. */
static void a_cut_element_is_never_read_beyond(void **state)
{
    struct extsta_span whole =
        hex("302a0100000fac040100000fac040100000fac0280000100000102030405060708090a0b0c0d0e0f"
            "000fac06");
    /* octets of the body at which a field ends (9.4.2.24); a lone octet of capabilities
     * or count, or up to three of the last suite, are skipped */
    static const uint8_t accepted[] = {2, 6, 12, 18, 19, 20, 21, 38, 39, 40, 41, 42};
    assert_int_equal(whole.len, 44);
    for (size_t n = 0; n < whole.len; n++) {
        struct rsn_element rsn;
        struct extsta_span cut = exact(whole.data, n);
        assert_int_equal(rsn_element_parse(cut, &rsn), EXTSTA_E_MALFORMED);
        if (n >= 2) {
            uint8_t *length = (uint8_t *)(uintptr_t)cut.data + 1;
            *length = (uint8_t)(n - 2);
            bool accept = false;
            for (size_t i = 0; i < sizeof accepted; i++) {
                accept = accept || accepted[i] == n - 2;
            }
            assert_int_equal(rsn_element_parse(cut, &rsn) == EXTSTA_OK, accept);
        }
        exact_free(cut);
    }
    struct rsn_element rsn;
    assert_int_equal(rsn_element_parse(whole, &rsn), EXTSTA_OK);
    assert_int_equal(rsn.group_mgmt, CIPHER_BIP);
    assert_int_equal(rsn.pmkid_count, 1);
    exact_free(whole);
}

static void missing_fields_get_the_defaults_of_the_standard(void **state)
{
    struct extsta_span element = hex("30020100");
    struct rsn_element rsn;
    assert_int_equal(rsn_element_parse(element, &rsn), EXTSTA_OK);
    assert_int_equal(rsn.group, CIPHER_CCMP);
    assert_true(rsn_has_pairwise(&rsn, CIPHER_CCMP));
    assert_false(rsn_has_pairwise(&rsn, CIPHER_TKIP));
    assert_true(rsn_has_akm(&rsn, AKM_8021X));
    assert_false(rsn_has_akm(&rsn, AKM_PSK));
    assert_int_equal(rsn.group_mgmt, 0);
    exact_free(element);
    element = hex("dd06 0050f2010100");
    assert_int_equal(rsn_element_parse(element, &rsn), EXTSTA_OK);
    assert_int_equal(rsn.group, SUITE_WPA(2));
    assert_true(rsn_has_akm(&rsn, SUITE_WPA(1)));
    exact_free(element);
}

static void octets_behind_the_element_are_malformed(void **state)
{
    struct rsn_element rsn;
    struct extsta_span element = hex("30060100000fac04 00");
    assert_int_equal(rsn_element_parse(element, &rsn), EXTSTA_E_MALFORMED);
    exact_free(element);
}

static void an_unknown_version_is_unsupported_not_malformed(void **state)
{
    struct rsn_element rsn;
    static const char *const versions[] = {"30020000", "30020200", "dd06 0050f2010200"};
    for (size_t i = 0; i < 3; i++) {
        struct extsta_span element = hex(versions[i]);
        assert_int_equal(rsn_element_parse(element, &rsn), EXTSTA_E_UNSUPPORTED);
        exact_free(element);
    }
}

static void lists_longer_than_the_struct_are_read_and_not_kept(void **state)
{
    uint8_t out[256];
    struct writer w = writer_of(out, sizeof out);
    writer_u8(&w, 0x30);
    writer_u8(&w, 0);
    writer_le16(&w, 1);
    writer_be32(&w, CIPHER_CCMP);
    writer_le16(&w, RSN_MAX_SUITES + 3);
    for (unsigned i = 0; i < RSN_MAX_SUITES + 3; i++) {
        writer_be32(&w, CIPHER_CCMP);
    }
    writer_le16(&w, 1);
    writer_be32(&w, AKM_SAE);
    writer_le16(&w, RSN_CAP_MFPC);
    writer_le16(&w, RSN_MAX_PMKIDS + 1);
    writer_zero(&w, 16 * (RSN_MAX_PMKIDS + 1));
    writer_be32(&w, CIPHER_BIP_GMAC_256);
    assert_false(w.failed);
    out[1] = (uint8_t)(writer_len(&w) - 2);
    struct extsta_span element = exact(out, writer_len(&w));
    struct rsn_element rsn;
    assert_int_equal(rsn_element_parse(element, &rsn), EXTSTA_OK);
    assert_int_equal(rsn.pairwise_count, RSN_MAX_SUITES);
    assert_true(rsn_has_akm(&rsn, AKM_SAE));
    assert_int_equal(rsn.pmkid_count, RSN_MAX_PMKIDS + 1);
    assert_int_equal(rsn.group_mgmt, CIPHER_BIP_GMAC_256);
    exact_free(element);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_elements_decode),
        cmocka_unit_test(verdicts_are_those_of_others),
        cmocka_unit_test(a_cut_element_is_never_read_beyond),
        cmocka_unit_test(missing_fields_get_the_defaults_of_the_standard),
        cmocka_unit_test(octets_behind_the_element_are_malformed),
        cmocka_unit_test(an_unknown_version_is_unsupported_not_malformed),
        cmocka_unit_test(lists_longer_than_the_struct_are_read_and_not_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
