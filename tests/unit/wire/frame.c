#include "wire.h"
#include "wire/frame.h"

#define A1 "0102030405a1"
#define A2 "0102030405a2"
#define A3 "0102030405a3"
#define A4 "0102030405a4"

struct header_case {
    const char *name;  /* Wireshark's */
    const char *frame; /* header, then "eeee" as body */
    unsigned header_len;
    const char *addr2; /* NULL: none */
    const char *da, *sa, *bssid;
};
#define NONE "000000000000"

/* Layouts: IEEE Std 802.11-2020 9.3.1 (control), 9.3.2 (data), 9.3.3 (management). */
static const struct header_case header_cases[] = {
    {"beacon", "8000 0000" A1 A2 A3 "1000", 24, A2, A1, A2, A3},
    /* +HTC: Order in a management frame */
    {"action", "d080 0000" A1 A2 A3 "1000 78563412", 28, A2, A1, A2, A3},
    {"rts", "b400 3412" A1 A2, 16, A2, A1, A2, NONE},
    {"cts", "c400 3412" A1, 10, NULL, A1, NONE, NONE},
    {"ack", "d400 0000" A1, 10, NULL, A1, NONE, NONE},
    {"ps-poll", "a400 01c0" A1 A2, 16, A2, A1, A2, A1},
    {"bar", "8400 0000" A1 A2, 16, A2, A1, A2, NONE},
    {"ba", "9400 0000" A1 A2, 16, A2, A1, A2, NONE},
    {"cf-end", "e400 0000" A1 A2, 16, A2, A1, A2, A2},
    {"cf-end+cf-ack", "f400 0000" A1 A2, 16, A2, A1, A2, A2},
    {"ctrl-wrapper", "7400 0000" A1, 10, NULL, A1, NONE, NONE},
    {"vht-he-ndpa", "5400 0000" A1 A2, 16, A2, A1, A2, NONE},
    {"trigger", "2400 0000" A1 A2, 16, A2, A1, A2, NONE},
    {"data", "0800 0000" A1 A2 A3 "1000", 24, A2, A1, A2, A3},
    {"data", "0801 0000" A1 A2 A3 "1000", 24, A2, A3, A2, A1},
    {"data", "0802 0000" A1 A2 A3 "1000", 24, A2, A1, A3, A2},
    {"data", "0803 0000" A1 A2 A3 "1000" A4, 30, A2, A3, A4, NONE},
    /* Order in non-QoS data is no +HTC */
    {"data", "0881 0000" A1 A2 A3 "1000", 24, A2, A3, A2, A1},
    {"null", "4811 0000" A1 A2 A3 "1000", 24, A2, A3, A2, A1},
    {"qos-data", "8801 0000" A1 A2 A3 "1000 0500", 26, A2, A3, A2, A1},
    {"qos-data", "8803 0000" A1 A2 A3 "1000" A4 "0500", 32, A2, A3, A4, NONE},
    {"qos-data", "8881 0000" A1 A2 A3 "1000 0500 78563412", 30, A2, A3, A2, A1},
    {"qos-data", "8883 0000" A1 A2 A3 "1000" A4 "0500 78563412", 36, A2, A3, A4, NONE},
    {"qos-null", "c801 0000" A1 A2 A3 "1000 0000", 26, A2, A3, A2, A1},
};

static void every_header_layout_is_read(void **state)
{
    for (size_t i = 0; i < sizeof header_cases / sizeof *header_cases; i++) {
        const struct header_case *c = &header_cases[i];
        char text[200];
        snprintf(text, sizeof text, "%s eeee", c->frame);
        struct extsta_span mpdu = hex(text);
        struct frame f;
        enum extsta_drop drop;
        assert_true(frame_parse(mpdu, &f, &drop));
        assert_string_equal(frame_kind_name(frame_kind(&f)), c->name);
        assert_int_equal(f.header_len, c->header_len);
        assert_hex(f.body, "eeee");
        assert_mac(f.addr1, A1);
        assert_mac(f.addr2, c->addr2 ? c->addr2 : NONE);
        assert_mac(frame_da(&f), c->da);
        assert_mac(frame_sa(&f), c->sa);
        assert_mac(frame_bssid(&f), c->bssid);
        exact_free(mpdu);
    }
}

static void a_header_cut_anywhere_is_too_short(void **state)
{
    for (size_t i = 0; i < sizeof header_cases / sizeof *header_cases; i++) {
        struct extsta_span whole = hex(header_cases[i].frame);
        for (size_t n = 0; n <= whole.len; n++) {
            struct extsta_span cut = exact(whole.data, n);
            struct frame f;
            enum extsta_drop drop = EXTSTA_DROP_COUNT;
            bool parsed = frame_parse(cut, &f, &drop);
            assert_int_equal(parsed, n >= header_cases[i].header_len);
            assert_int_equal(drop, parsed ? EXTSTA_DROP_COUNT : EXTSTA_DROP_TOO_SHORT);
            exact_free(cut);
        }
        exact_free(whole);
    }
}

static void sequence_fragment_and_qos_are_decoded(void **state)
{
    /* sequence 0xabc, fragment 13; TID 6, A-MSDU present */
    struct extsta_span mpdu = hex("8801 3a01" A1 A2 A3 "cdab 8600");
    struct frame f;
    enum extsta_drop drop;
    assert_true(frame_parse(mpdu, &f, &drop));
    assert_int_equal(f.duration, 0x13a);
    assert_int_equal(f.seq, 0xabc);
    assert_int_equal(f.frag, 13);
    assert_int_equal(frame_tid(&f), 6);
    assert_true(frame_is_amsdu(&f));
    assert_true(frame_has_data(&f));
    assert_int_equal(f.body.len, 0);
    exact_free(mpdu);
}

static enum extsta_drop drop_of(const char *text)
{
    struct extsta_span mpdu = hex(text);
    struct frame f;
    enum extsta_drop drop = EXTSTA_DROP_COUNT;
    bool parsed = frame_parse(mpdu, &f, &drop);
    exact_free(mpdu);
    return parsed ? EXTSTA_DROP_COUNT : drop;
}

static void reserved_kinds_and_versions_are_named(void **state)
{
    assert_int_equal(drop_of("8100 0000" A1 A2 A3 "0000"), EXTSTA_DROP_BAD_VERSION);
    assert_int_equal(drop_of("8300 0000" A1 A2 A3 "0000"), EXTSTA_DROP_BAD_VERSION);
    assert_int_equal(drop_of("7000 0000" A1 A2 A3 "0000"), EXTSTA_DROP_BAD_TYPE);
    assert_int_equal(drop_of("f000 0000" A1 A2 A3 "0000"), EXTSTA_DROP_BAD_TYPE);
    assert_int_equal(drop_of("0400 0000" A1 A2), EXTSTA_DROP_BAD_TYPE);
    assert_int_equal(drop_of("1400 0000" A1 A2), EXTSTA_DROP_BAD_TYPE);
    assert_int_equal(drop_of("d800 0000" A1 A2 A3 "0000 0000"), EXTSTA_DROP_BAD_TYPE);
    assert_int_equal(drop_of("0c00 0000" A1 A2 A3 "0000"), EXTSTA_DROP_BAD_TYPE);
    assert_null(frame_kind_name(0x70));
    assert_null(frame_kind_name(0x04));
    assert_null(frame_kind_name(0xd8));
}

static void a_written_management_header_reads_back(void **state)
{
    uint8_t bytes[24];
    struct writer w = writer_of(bytes, sizeof bytes);
    struct extsta_mac a1 = {{1, 2, 3, 4, 5, 0xa1}}, a2 = {{1, 2, 3, 4, 5, 0xa2}};
    struct extsta_mac a3 = {{1, 2, 3, 4, 5, 0xa3}};
    frame_write_mgmt(&w, FRAME_AUTH, a1, a2, a3, 0xabc);
    assert_false(w.failed);
    assert_hex(span(bytes, sizeof bytes), "b000 0000" A1 A2 A3 "c0ab");
    w = writer_of(bytes, sizeof bytes - 1);
    frame_write_mgmt(&w, FRAME_AUTH, a1, a2, a3, 0xabc);
    assert_true(w.failed);
}

static void the_fcs_is_checked_and_taken_off(void **state)
{
    /* CRC-32/ISO-HDLC check value */
    assert_int_equal(frame_fcs(span("123456789", 9)), 0xcbf43926u);

    struct extsta_span received = hex("313233343536373839 2639f4cb");
    struct extsta_span mpdu = received;
    enum extsta_drop drop = EXTSTA_DROP_COUNT;
    assert_true(frame_strip_fcs(&mpdu, 0, &drop));
    assert_int_equal(mpdu.len, 13);
    assert_true(frame_strip_fcs(&mpdu, EXTSTA_RX_FCS_PRESENT, &drop));
    assert_int_equal(mpdu.len, 9);
    exact_free(received);

    received = mpdu = hex("313233343536373838 2639f4cb");
    assert_false(frame_strip_fcs(&mpdu, EXTSTA_RX_FCS_PRESENT, &drop));
    assert_int_equal(drop, EXTSTA_DROP_BAD_FCS);
    drop = EXTSTA_DROP_COUNT;
    assert_false(frame_strip_fcs(&mpdu, EXTSTA_RX_FCS_BAD, &drop));
    assert_int_equal(drop, EXTSTA_DROP_BAD_FCS);
    exact_free(received);

    received = mpdu = hex("010203");
    assert_false(frame_strip_fcs(&mpdu, EXTSTA_RX_FCS_PRESENT, &drop));
    assert_int_equal(drop, EXTSTA_DROP_TOO_SHORT);
    exact_free(received);
}

static void padding_behind_the_header_is_skipped(void **state)
{
    struct frame f;
    enum extsta_drop drop;
    struct extsta_span mpdu = hex("8801 0000" A1 A2 A3 "1000 0500 0000 aaaa03");
    assert_true(frame_parse(mpdu, &f, &drop));
    frame_skip_pad(&f);
    assert_hex(f.body, "aaaa03");
    exact_free(mpdu);
    mpdu = hex("8801 0000" A1 A2 A3 "1000 0500 00");
    assert_true(frame_parse(mpdu, &f, &drop));
    frame_skip_pad(&f);
    assert_int_equal(f.body.len, 0);
    exact_free(mpdu);
    mpdu = hex("0801 0000" A1 A2 A3 "1000 aaaa03");
    assert_true(frame_parse(mpdu, &f, &drop));
    frame_skip_pad(&f);
    assert_hex(f.body, "aaaa03");
    exact_free(mpdu);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_header_layout_is_read),
        cmocka_unit_test(a_header_cut_anywhere_is_too_short),
        cmocka_unit_test(sequence_fragment_and_qos_are_decoded),
        cmocka_unit_test(reserved_kinds_and_versions_are_named),
        cmocka_unit_test(a_written_management_header_reads_back),
        cmocka_unit_test(the_fcs_is_checked_and_taken_off),
        cmocka_unit_test(padding_behind_the_header_is_skipped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
