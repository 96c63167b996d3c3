#include "wire.h"
#include "wire/element.h"
#include "../vectors/rsn_elements.h"

static void element_lists_end_where_they_must(void **state)
{
    for (size_t i = 0; i < sizeof vectors_element_list / sizeof *vectors_element_list; i++) {
        struct extsta_span bytes = hex(vectors_element_list[i].elements);
        struct reader r = reader_of(bytes);
        struct element e;
        unsigned count = 0;
        while (element_next(&r, &e)) {
            count++;
        }
        assert_int_equal(count, vectors_element_list[i].count);
        assert_int_equal(r.failed, vectors_element_list[i].truncated);
        struct elements all;
        assert_int_equal(elements_parse(bytes, &all), !vectors_element_list[i].truncated);
        exact_free(bytes);
    }
}

/* One of everything, each value as short as it may be. */
#define SSID           "00 04 74657374"
#define RATES          "01 02 8284"
#define DS             "03 01 06"
#define TIM            "05 04 00010000"
#define COUNTRY        "07 06 444520010d14"
#define CHALLENGE      "10 01 aa"
#define CHANNEL_SWITCH "25 03 000602"
#define ERP            "2a 01 04"
#define HT_CAP         "2d 1a 1111111111111111111111111111111111111111111111111111"
#define RSN            "30 02 0100"
#define EXT_RATES      "32 01 6c"
#define MDE            "36 03 010201"
#define TIMEOUT        "38 05 03e8030000"
#define HT_OP          "3d 16 06000000000000000000000000000000000000000000"
#define MMIE           "4c 10 04000100000000000102030405060708"
#define EXT_CAP        "7f 01 04"
#define VHT_CAP        "bf 0c 111111112222222222222222"
#define VHT_OP         "c0 05 0000000000"
#define WPA            "dd 06 0050f2010100"
#define WMM            "dd 07 0050f202000100"
#define RSNX           "f4 01 20"
#define DH             "ff 04 20 1300 aa"
#define OWE_TRANSITION "dd 0d 506f9a1c 020000000001 02 4142"

static void each_element_is_found_in_its_place(void **state)
{
    struct extsta_span bytes =
        hex(SSID RATES DS TIM COUNTRY CHALLENGE CHANNEL_SWITCH ERP HT_CAP RSN EXT_RATES MDE
                TIMEOUT HT_OP MMIE EXT_CAP VHT_CAP VHT_OP WPA WMM RSNX DH OWE_TRANSITION);
    struct elements all;
    assert_true(elements_parse(bytes, &all));
    assert_hex(all.ssid, "74657374");
    assert_hex(all.rates, "8284");
    assert_int_equal(all.ds_channel, 6);
    assert_hex(all.tim, "00010000");
    assert_hex(all.country, "444520010d14");
    assert_hex(all.challenge, "aa");
    assert_hex(all.channel_switch, "000602");
    assert_hex(all.erp, "04");
    assert_int_equal(all.ht_capabilities.len, 26);
    assert_hex(all.rsn, RSN);
    assert_hex(all.ext_rates, "6c");
    assert_hex(all.mobility_domain, "010201");
    assert_hex(all.timeout_interval, "03e8030000");
    assert_int_equal(all.ht_operation.len, 22);
    assert_int_equal(all.mmie.len, 16);
    assert_hex(all.ext_capabilities, "04");
    assert_int_equal(all.vht_capabilities.len, 12);
    assert_int_equal(all.vht_operation.len, 5);
    assert_hex(all.wpa, WPA);
    assert_hex(all.wmm, "0050f202000100");
    assert_hex(all.rsnx, RSNX);
    assert_hex(all.dh, "1300aa");
    assert_hex(all.owe_transition, "506f9a1c020000000001024142");

    /* cut anywhere: malformed exactly when an element is cut, and what was complete
     * is there */
    for (size_t n = 0; n <= bytes.len; n++) {
        struct extsta_span cut = exact(bytes.data, n);
        size_t at = 0;
        while (at + 2 <= n && at + 2u + bytes.data[at + 1] <= n) {
            at += 2u + bytes.data[at + 1];
        }
        struct elements part;
        assert_int_equal(elements_parse(cut, &part), at == n);
        assert_int_equal(part.ssid.data != NULL, n >= 6);
        assert_int_equal(part.ds_channel != 0, n >= 13);
        assert_int_equal(part.owe_transition.data != NULL, n == bytes.len);
        exact_free(cut);
    }
    exact_free(bytes);
}

static void the_first_occurrence_counts(void **state)
{
    struct extsta_span bytes = hex("0001 61 0001 62 0301 01 0301 0b 3002 0100 3002 0200");
    struct elements all;
    assert_true(elements_parse(bytes, &all));
    assert_hex(all.ssid, "61");
    assert_int_equal(all.ds_channel, 1);
    assert_hex(all.rsn, "30020100");
    exact_free(bytes);
}

static void a_hidden_ssid_is_not_an_absent_one(void **state)
{
    struct extsta_span bytes = hex("0000");
    struct elements all;
    assert_true(elements_parse(bytes, &all));
    assert_non_null(all.ssid.data);
    assert_int_equal(all.ssid.len, 0);
    assert_true(elements_parse(span(NULL, 0), &all));
    assert_null(all.ssid.data);
    exact_free(bytes);
}

static void elements_of_impossible_length_count_as_absent(void **state)
{
    /* SSID of 33 octets; TIM 3, country 5, ERP 0, HT capabilities 25, timeout 4 */
    struct extsta_span bytes =
        hex("0021 616161616161616161616161616161616161616161616161616161616161616161"
            "0503 000100 0705 444520010d 2a00"
            "2d19 11111111111111111111111111111111111111111111111111 3804 03e80300 0300");
    struct elements all;
    assert_true(elements_parse(bytes, &all));
    assert_null(all.ssid.data);
    assert_null(all.tim.data);
    assert_null(all.country.data);
    assert_null(all.erp.data);
    assert_null(all.ht_capabilities.data);
    assert_null(all.timeout_interval.data);
    assert_int_equal(all.ds_channel, 0);
    exact_free(bytes);
}

static void single_elements_are_found(void **state)
{
    struct extsta_span bytes =
        hex("0001 61 dd04 0050f202 dd05 0050f20111 ff03 3b5102 dd03 0050f2");
    struct element e;
    assert_true(element_find(bytes, ELEMENT_SSID, &e));
    assert_hex(e.value, "61");
    assert_false(element_find(bytes, ELEMENT_RSN, &e));
    assert_true(element_find(bytes, ELEMENT_EXTENSION, &e));
    assert_int_equal(e.ext, 0x3b);
    assert_hex(e.value, "5102");
    assert_hex(e.whole, "ff03 3b5102");
    exact_free(bytes);

    bytes = hex("ff01 05"); /* an extension id and no more */
    assert_true(element_find(bytes, ELEMENT_EXTENSION, &e));
    assert_int_equal(e.ext, 5);
    assert_int_equal(e.value.len, 0);
    exact_free(bytes);
}

static void rates_beyond_eight_go_into_the_extended_element(void **state)
{
    static const uint8_t rates[12] = {2, 4, 11, 22, 12, 18, 24, 36, 48, 72, 96, 108};
    uint8_t out[16];
    struct writer w = writer_of(out, sizeof out);
    element_write_rates(&w, rates, 12);
    assert_false(w.failed);
    assert_hex(span(out, writer_len(&w)), "0108 02040b160c121824 3204 3048606c");
    w = writer_of(out, sizeof out);
    element_write_rates(&w, rates, 8);
    assert_hex(span(out, writer_len(&w)), "0108 02040b160c121824");
    w = writer_of(out, sizeof out);
    element_write(&w, ELEMENT_SSID, span(out, 256));
    assert_true(w.failed);
}

/* IEEE Std 802.11-2020 annex E, tables E-1 to E-4. */
static void channels_and_frequencies_agree(void **state)
{
    static const struct {
        uint8_t channel;
        bool band_5ghz;
        uint16_t freq;
    } cases[] = {
        {1, false, 2412},  {13, false, 2472}, {14, false, 2484}, {36, true, 5180},
        {64, true, 5320},  {100, true, 5500}, {165, true, 5825}, {177, true, 5885},
        {184, true, 4920}, {196, true, 4980},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(channel_to_freq(cases[i].channel, cases[i].band_5ghz), cases[i].freq);
        assert_int_equal(freq_to_channel(cases[i].freq), cases[i].channel);
    }
    assert_int_equal(channel_to_freq(0, false), 0);
    assert_int_equal(channel_to_freq(15, false), 0);
    assert_int_equal(channel_to_freq(0, true), 0);
    assert_int_equal(freq_to_channel(0), 0);
    assert_int_equal(freq_to_channel(2413), 0);
    assert_int_equal(freq_to_channel(2477), 0);
    assert_int_equal(freq_to_channel(5182), 0);
    assert_int_equal(freq_to_channel(5955), 0);
}

static void elements_are_whole_to_the_last_octet(void **state)
{
    static const uint8_t octets[] = {0xdd, 4, 1, 2, 3, 4, 0, 0};
    assert_true(elements_are_whole(span(octets, sizeof octets)));
    assert_true(elements_are_whole(span(octets, 0)));
    assert_false(elements_are_whole(span(octets, 7)));
    assert_false(elements_are_whole(span(octets, 5)));
    assert_false(elements_are_whole(span(octets, 1)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(element_lists_end_where_they_must),
        cmocka_unit_test(each_element_is_found_in_its_place),
        cmocka_unit_test(the_first_occurrence_counts),
        cmocka_unit_test(a_hidden_ssid_is_not_an_absent_one),
        cmocka_unit_test(elements_of_impossible_length_count_as_absent),
        cmocka_unit_test(single_elements_are_found),
        cmocka_unit_test(elements_are_whole_to_the_last_octet),
        cmocka_unit_test(rates_beyond_eight_go_into_the_extended_element),
        cmocka_unit_test(channels_and_frequencies_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
