/* Mobility Domain, Fast BSS Transition and FT Action frames against a public capture's frames
 * (Wireshark's wpa2-ft-psk) and every way to spoil them. */
#include "../testing.h"
#include "../vectors/hex.h"
#include "../vectors/ft_keys.h"
#include "wire/element.h"
#include "wire/ft_element.h"
#include "wire/mgmt.h"

static const struct vector_ft *roam(void)
{
    return &vectors_ft_keys[2];
}

/* Written again from what was read of it: the same octets. */
static void the_elements_of_a_capture_read_and_written(void **state)
{
    const char *const bodies[] = {roam()->auth_request_body, roam()->auth_response_body};
    for (size_t i = 0; i < 2; i++) {
        struct hex h = hex(bodies[i]);
        struct mgmt_auth auth;
        struct elements e;
        struct fte fte;
        uint8_t out[256];
        struct writer w = writer_of(out, sizeof out);
        assert_true(mgmt_parse_auth(hex_span(&h), &auth));
        assert_int_equal(auth.algorithm, 2);
        elements_parse(auth.rest, &e);
        assert_true(fte_parse(e.fast_bss_transition, 16, &fte));
        assert_int_equal(fte.r0kh_id.len, 11);
        assert_memory_equal(fte.r0kh_id.data, "kanstrup-ft", 11);
        assert_int_equal(fte.r1kh_id.len, i == 0 ? 0 : 6);
        mde_write(&w, (const uint8_t[]){0x01, 0x02}, 1);
        assert_int_equal(fte_write(&w, &fte, 16), MDE_LEN + 4);
        assert_false(w.failed);
        assert_int_equal(writer_len(&w), MDE_LEN + 2 + e.fast_bss_transition.len);
        assert_memory_equal(out, e.mobility_domain.data - 2, writer_len(&w));
    }
}

static void keys_of_a_reassociation_response(void **state)
{
    struct hex h = hex(roam()->reassoc_response_body), mic = hex(roam()->fte_mic_response);
    struct mgmt_assoc_resp r;
    struct elements e;
    struct fte fte;
    assert_true(mgmt_parse_assoc_resp(hex_span(&h), true, &r));
    elements_parse(r.elements, &e);
    assert_true(fte_parse(e.fast_bss_transition, 16, &fte));
    assert_int_equal(fte.count, 3);
    assert_memory_equal(fte.mic.data, mic.b, 16);
    assert_int_equal(fte.gtk.len, 35);
    assert_int_equal(fte.igtk.len, 0);
    for (size_t cut = 0; cut < e.fast_bss_transition.len; cut++) {
        bool whole_subelements = cut == 82 || cut == 90 || cut == 103;
        assert_int_equal(fte_parse(span(e.fast_bss_transition.data, cut), 16, &fte),
                         whole_subelements);
    }
}

static void subelements_that_cannot_be(void **state)
{
    static const struct {
        const char *octets;
        size_t len;
        bool good;
    } subs[] = {{"\x03\x01k", 3, true},           {"\x03\x00", 2, false},
                {"\x01\x05stati", 7, false},      {"\x01\x06statio", 8, true},
                {"\x03\x01k\x03\x01k", 6, false}, {"\x63\x02??", 4, true},
                {"\x03\x09k", 3, false},          {"\x03", 1, false}};
    uint8_t value[82 + 16] = {0};
    struct fte fte;
    for (size_t i = 0; i < sizeof subs / sizeof subs[0]; i++) {
        memcpy(value + 82, subs[i].octets, subs[i].len);
        assert_int_equal(fte_parse(span(value, 82 + subs[i].len), 16, &fte), subs[i].good);
    }
}

static void an_element_of_more_than_255_octets_is_not_written(void **state)
{
    uint8_t out[512], key[51] = {0}, id[48] = {0};
    struct writer w = writer_of(out, sizeof out);
    fte_write(&w,
              &(struct fte){.r0kh_id = span(id, 48),
                            .gtk = span(key, 51),
                            .igtk = span(key, 51),
                            .bigtk = span(key, 51)},
              32);
    assert_true(w.failed);
}

/* 9.6.8, as hostapd's wpa_ft_rx_over_the_ds and wpa_supplicant's ft_request write them. */
static void action_frames(void **state)
{
    static const uint8_t request[] = {6, 1, 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0x36};
    static const uint8_t response[] = {6, 2, 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 53, 0};
    struct mgmt_ft ft;
    uint8_t out[32];
    assert_true(mgmt_parse_ft(span(request, sizeof request), &ft));
    assert_true(ft.action == FT_REQUEST && ft.sta.b[5] == 1 && ft.target.b[5] == 2);
    assert_int_equal(ft.elements.len, 1);
    assert_true(mgmt_parse_ft(span(response, sizeof response), &ft));
    assert_int_equal(ft.status, 53);
    struct writer w = writer_of(out, sizeof out);
    mgmt_write_ft(&w, &ft);
    assert_memory_equal(out, response, sizeof response);
    for (size_t cut = 0; cut < sizeof response; cut++) {
        assert_false(mgmt_parse_ft(span(response, cut), &ft));
    }
    assert_false(mgmt_parse_ft(span("\5\1aaaaaabbbbbb", 14), &ft));
    assert_false(mgmt_parse_ft(span("\6\5aaaaaabbbbbb", 14), &ft));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_elements_of_a_capture_read_and_written),
        cmocka_unit_test(keys_of_a_reassociation_response),
        cmocka_unit_test(subelements_that_cannot_be),
        cmocka_unit_test(an_element_of_more_than_255_octets_is_not_written),
        cmocka_unit_test(action_frames),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
