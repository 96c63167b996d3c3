/* The elements of OWE. Octets: the Diffie-Hellman Parameter element of RFC 8110 figure 1, and
 * the transition element as tshark's dissector of "WFA OWE Transition Mode" reads it. */
#include "wire.h"
#include "wire/owe_element.h"

static void a_key_is_read_and_written(void **state)
{
    uint8_t out[300];
    struct writer w = writer_of(out, sizeof out);
    struct extsta_span key = hex("40ac0ba5"), value = hex("1300 40ac0ba5");
    struct dh_element dh = {.group = 19, .key = key}, back;
    dh_element_write(&w, &dh);
    assert_hex(span(out, writer_len(&w)), "ff 07 20 1300 40ac0ba5");
    assert_true(dh_element_parse(value, &back));
    assert_int_equal(back.group, 19);
    assert_true(span_equal(back.key, key));
    for (size_t n = 0; n < 3; n++) {
        struct extsta_span cut = exact(value.data, n);
        assert_false(dh_element_parse(cut, &back));
        exact_free(cut);
    }
    dh.key = span(out, 253);
    w = writer_of(out, sizeof out);
    dh_element_write(&w, &dh);
    assert_true(w.failed); /* no element is so long */
    exact_free(key);
    exact_free(value);
}

#define HEAD "506f9a1c 020000000001"

static void the_other_bss_is_read_and_written(void **state)
{
    uint8_t out[64];
    struct extsta_span with = hex(HEAD "02 4142 51 06"), without = hex(HEAD "02 4142");
    struct owe_transition t;
    assert_true(owe_transition_parse(with, &t));
    assert_mac(t.bssid, "020000000001");
    assert_hex(t.ssid, "4142");
    assert_int_equal(t.band, 0x51);
    assert_int_equal(t.channel, 6);
    struct writer w = writer_of(out, sizeof out);
    owe_transition_write(&w, &t);
    assert_hex(span(out, writer_len(&w)), "dd 0f" HEAD "02 4142 51 06");
    assert_true(owe_transition_parse(without, &t));
    assert_int_equal(t.channel, 0);
    w = writer_of(out, sizeof out);
    owe_transition_write(&w, &t);
    assert_hex(span(out, writer_len(&w)), "dd 0d" HEAD "02 4142");
    for (size_t n = 4; n < without.len; n++) {
        struct extsta_span cut = exact(without.data, n);
        assert_false(owe_transition_parse(cut, &t));
        exact_free(cut);
    }
    exact_free(with);
    exact_free(without);
}

static void names_that_no_network_has(void **state)
{
    static const char *const wrong[] = {
        HEAD "00",
        HEAD "21 414141414141414141414141414141414141414141414141414141414141414141"};
    struct owe_transition t;
    for (size_t i = 0; i < 2; i++) {
        struct extsta_span value = hex(wrong[i]);
        assert_false(owe_transition_parse(value, &t));
        exact_free(value);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_is_read_and_written),
        cmocka_unit_test(the_other_bss_is_read_and_written),
        cmocka_unit_test(names_that_no_network_has),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
