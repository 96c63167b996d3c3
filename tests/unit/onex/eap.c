/* EAP packets: RFC 3748 4. */
#include "../testing.h"
#include "../vectors/hex.h"
#include "onex/eap.h"

/* The example of RFC 2759's time: an Identity request and its response, by hand from 4.1. */
static void RFC_3748_requests_and_responses_are_read(void **state)
{
    struct hex h = hex("0201000a0175736572"
                       "41"
                       "ffff");
    struct eap e;
    assert_true(eap_parse(hex_span(&h), &e));
    assert_int_equal(e.code, EAP_RESPONSE);
    assert_int_equal(e.id, 1);
    assert_int_equal(e.type, EAP_TYPE_IDENTITY);
    assert_int_equal(e.data.len, 5);
    assert_memory_equal(e.data.data, "userA", 5);
    assert_int_equal(e.whole.len, 10); /* what stands behind is padding */
}

static void RFC_3748_success_and_failure_have_no_type(void **state)
{
    struct hex success = hex("03070004"), failure = hex("04080004");
    struct eap e;
    assert_true(eap_parse(hex_span(&success), &e));
    assert_int_equal(e.code, EAP_SUCCESS);
    assert_int_equal(e.id, 7);
    assert_int_equal(e.data.len, 0);
    assert_true(eap_parse(hex_span(&failure), &e));
    assert_int_equal(e.code, EAP_FAILURE);
}

static void what_is_no_packet_is_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "0101",
        "010100",
        "01010003", /* cut */
        "0101000a01",
        "01010004", /* too long; no type */
        "00010005"
        "01",
        "05010005"
        "01", /* no such code */
    };
    struct eap e;
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct hex h = hex(bad[i]);
        assert_false(eap_parse(hex_span(&h), &e));
    }
}

static void what_is_written_is_what_the_standard_draws(void **state)
{
    uint8_t out[16];
    struct writer w = writer_of(out, sizeof out);
    struct hex nak = hex("0205000703"
                         "1915"),
               success = hex("03050004");
    eap_write(&w, EAP_RESPONSE, 5, EAP_TYPE_NAK, span("\x19\x15", 2));
    assert_false(w.failed);
    assert_int_equal(writer_len(&w), nak.len);
    assert_memory_equal(out, nak.b, nak.len);
    w = writer_of(out, sizeof out);
    eap_write(&w, EAP_SUCCESS, 5, 0, span(NULL, 0));
    assert_int_equal(writer_len(&w), success.len);
    assert_memory_equal(out, success.b, success.len);
    w = writer_of(out, 6);
    eap_write(&w, EAP_RESPONSE, 5, EAP_TYPE_NAK, span("\x19\x15", 2));
    assert_true(w.failed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(RFC_3748_requests_and_responses_are_read),
        cmocka_unit_test(RFC_3748_success_and_failure_have_no_type),
        cmocka_unit_test(what_is_no_packet_is_refused),
        cmocka_unit_test(what_is_written_is_what_the_standard_draws),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
