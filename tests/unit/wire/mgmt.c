#include "wire.h"
#include "wire/mgmt.h"

/* Fixed fields of the bodies: IEEE Std 802.11-2020 9.3.3, 9.4.1. */
#define BEACON      "0807060504030201 6400 3104"
#define AUTH        "0300 0100 4c00"
#define ASSOC_REQ   "3104 0a00"
#define REASSOC_REQ "3104 0a00 0200000000b5"
#define ASSOC_RESP  "3104 1e00 07c0"
#define REASON      "0700"
#define REST        "3802 0102"

static void beacon_fields(void **state)
{
    struct extsta_span body = hex(BEACON REST);
    struct mgmt_beacon b;
    assert_true(mgmt_parse_beacon(body, &b));
    assert_true(b.timestamp == 0x0102030405060708ull);
    assert_int_equal(b.interval, 100);
    assert_int_equal(b.capability, 0x0431);
    assert_hex(b.elements, REST);
    uint8_t out[16];
    struct writer w = writer_of(out, sizeof out);
    mgmt_write_beacon(&w, &b);
    assert_hex(span(out, writer_len(&w)), BEACON REST);
    exact_free(body);
}

static void authentication_fields(void **state)
{
    struct extsta_span body = hex(AUTH REST);
    struct mgmt_auth a;
    assert_true(mgmt_parse_auth(body, &a));
    assert_int_equal(a.algorithm, 3);
    assert_int_equal(a.transaction, 1);
    assert_int_equal(a.status, 76);
    assert_hex(a.rest, REST);
    uint8_t out[10];
    struct writer w = writer_of(out, sizeof out);
    mgmt_write_auth(&w, &a);
    assert_hex(span(out, writer_len(&w)), AUTH REST);
    exact_free(body);
}

static void association_request_fields(void **state)
{
    for (int reassoc = 0; reassoc <= 1; reassoc++) {
        const char *text = reassoc ? REASSOC_REQ REST : ASSOC_REQ REST;
        struct extsta_span body = hex(text);
        struct mgmt_assoc_req a;
        assert_true(mgmt_parse_assoc_req(body, reassoc, &a));
        assert_int_equal(a.capability, 0x0431);
        assert_int_equal(a.listen_interval, 10);
        assert_mac(a.current_ap, reassoc ? "0200000000b5" : "000000000000");
        assert_hex(a.elements, REST);
        uint8_t out[14];
        struct writer w = writer_of(out, sizeof out);
        mgmt_write_assoc_req(&w, &a);
        assert_hex(span(out, writer_len(&w)), text);
        exact_free(body);
    }
}

static void association_response_fields(void **state)
{
    struct extsta_span body = hex(ASSOC_RESP REST);
    struct mgmt_assoc_resp a;
    assert_true(mgmt_parse_assoc_resp(body, true, &a));
    assert_true(a.reassoc);
    assert_int_equal(a.status, 30);
    assert_int_equal(a.aid, 7);
    assert_hex(a.elements, REST);
    uint8_t out[10];
    struct writer w = writer_of(out, sizeof out);
    mgmt_write_assoc_resp(&w, &a);
    assert_hex(span(out, writer_len(&w)), ASSOC_RESP REST);
    exact_free(body);
}

static void reason_fields(void **state)
{
    struct extsta_span body = hex(REASON REST);
    struct mgmt_reason m;
    assert_true(mgmt_parse_reason(body, &m));
    assert_int_equal(m.reason, 7);
    assert_hex(m.rest, REST);
    uint8_t out[2];
    struct writer w = writer_of(out, sizeof out);
    mgmt_write_reason(&w, 7);
    assert_hex(span(out, 2), REASON);
    exact_free(body);
}

static bool parse(int which, struct extsta_span body)
{
    union {
        struct mgmt_beacon beacon;
        struct mgmt_auth auth;
        struct mgmt_assoc_req req;
        struct mgmt_assoc_resp resp;
        struct mgmt_reason reason;
    } m;
    switch (which) {
    case 0:
        return mgmt_parse_beacon(body, &m.beacon);
    case 1:
        return mgmt_parse_auth(body, &m.auth);
    case 2:
        return mgmt_parse_assoc_req(body, false, &m.req);
    case 3:
        return mgmt_parse_assoc_req(body, true, &m.req);
    case 4:
        return mgmt_parse_assoc_resp(body, false, &m.resp);
    default:
        return mgmt_parse_reason(body, &m.reason);
    }
}

static void fixed_fields_cut_anywhere_are_refused(void **state)
{
    static const char *const fixed[] = {BEACON,      AUTH,       ASSOC_REQ,
                                        REASSOC_REQ, ASSOC_RESP, REASON};
    for (int i = 0; i < 6; i++) {
        struct extsta_span whole = hex(fixed[i]);
        for (size_t n = 0; n <= whole.len; n++) {
            struct extsta_span cut = exact(whole.data, n);
            assert_int_equal(parse(i, cut), n == whole.len);
            exact_free(cut);
        }
        exact_free(whole);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(beacon_fields),
        cmocka_unit_test(authentication_fields),
        cmocka_unit_test(association_request_fields),
        cmocka_unit_test(association_response_fields),
        cmocka_unit_test(reason_fields),
        cmocka_unit_test(fixed_fields_cut_anywhere_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
