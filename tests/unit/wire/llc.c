#include "wire.h"
#include "wire/llc.h"

static void snap_headers_are_recognized(void **state)
{
    static const struct {
        const char *msdu;
        bool snap, bridge_tunnel;
        unsigned ethertype;
        const char *payload;
    } cases[] = {
        {"aaaa03000000 888e 0203", true, false, 0x888e, "0203"},
        {"aaaa030000f8 8137 0203", true, true, 0x8137, "0203"},
        {"aaaa0300000c 2000 0203", false, false, 0, "aaaa0300000c 2000 0203"}, /* Cisco OUI */
        {"424203 0000000000", false, false, 0, "424203 0000000000"}, /* spanning tree */
        {"aaaa03000000 88", false, false, 0, "aaaa03000000 88"},
        {"aaaa03000000 0800", true, false, 0x0800, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct extsta_span msdu = hex(cases[i].msdu);
        struct llc llc;
        assert_true(llc_parse(msdu, &llc));
        assert_int_equal(llc.snap, cases[i].snap);
        assert_int_equal(llc.bridge_tunnel, cases[i].bridge_tunnel);
        assert_int_equal(llc.ethertype, cases[i].ethertype);
        assert_hex(llc.payload, cases[i].payload);
        for (size_t n = 0; n < msdu.len; n++) {
            struct extsta_span cut = exact(msdu.data, n);
            assert_int_equal(llc_parse(cut, &llc), n >= 3);
            exact_free(cut);
        }
        exact_free(msdu);
    }
}

#define DA "0200000000d1"
#define SA "020000000051"

static void subframes_are_walked_with_their_padding(void **state)
{
    /* 14 + 3 octets: 3 of padding; 14 + 2: none; the last without padding */
    struct extsta_span body = hex(DA SA "0003 010203 000000" DA SA "0002 0405" DA SA "0001 06");
    struct reader r = reader_of(body);
    struct amsdu_subframe s;
    assert_true(amsdu_next(&r, &s));
    assert_mac(s.da, DA);
    assert_mac(s.sa, SA);
    assert_hex(s.msdu, "010203");
    assert_true(amsdu_next(&r, &s));
    assert_hex(s.msdu, "0405");
    assert_true(amsdu_next(&r, &s));
    assert_hex(s.msdu, "06");
    assert_false(amsdu_next(&r, &s));
    assert_false(r.failed);

    for (size_t n = 0; n < body.len; n++) {
        struct extsta_span cut = exact(body.data, n);
        r = reader_of(cut);
        size_t count = 0;
        while (amsdu_next(&r, &s)) {
            count++;
        }
        assert_int_equal(count, n < 17 ? 0 : n < 36 ? 1 : 2);
        /* the walk ends cleanly behind a subframe or within its padding only */
        assert_int_equal(!r.failed, n == 0 || (n >= 17 && n <= 20) || n == 36);
        exact_free(cut);
    }
    exact_free(body);
}

static void an_llc_header_in_place_of_the_destination_is_malformed(void **state)
{
    struct extsta_span body = hex("aaaa03000000" SA "0002 0405");
    struct reader r = reader_of(body);
    struct amsdu_subframe s;
    assert_false(amsdu_next(&r, &s));
    assert_true(r.failed);
    exact_free(body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(snap_headers_are_recognized),
        cmocka_unit_test(subframes_are_walked_with_their_padding),
        cmocka_unit_test(an_llc_header_in_place_of_the_destination_is_malformed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
