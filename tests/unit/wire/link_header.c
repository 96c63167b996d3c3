#include "../../radiotap_write.h"
#include "wire.h"
#include "wire/link_header.h"
#include "wire/radiotap.h"

/* Field order, sizes and alignment: www.radiotap.org/fields/defined. Present word: TSFT,
 * flags, rate, channel, signal, antenna, RX flags, namespace, extension; then signal and
 * antenna of another antenna. */
#define RADIOTAP_LINUX                                                                         \
    "0000 2400 2f4800a0 20080000 00000000 1122334455667788"                                    \
    "10 6c 7109c004 c4 01 0000 bf 00"
/* flags, one octet of alignment, channel, TX flags: failed, four retries, MCS 15 with
 * short GI at 20 MHz */
#define RADIOTAP_SENT "0000 1400 0a800a00 20 00 6c098004 0100 04 07040f"
/* flags; vendor namespace with three octets of data; radiotap again: signal */
#define RADIOTAP_VENDOR "0000 1c00 020000c0 030000a0 20000000 10 00 001122 00 0300 aabbcc c4"

static bool parse(uint32_t type, const char *text, struct link_header *out)
{
    struct extsta_span packet = hex(text);
    enum extsta_drop drop = EXTSTA_DROP_COUNT;
    bool parsed = link_header_parse(type, packet, out, &drop);
    assert_int_equal(drop, parsed ? EXTSTA_DROP_COUNT : EXTSTA_DROP_BAD_LINK_HEADER);
    exact_free(packet);
    return parsed;
}

static void a_radiotap_header_of_a_receiver_is_read(void **state)
{
    struct extsta_span packet = hex(RADIOTAP_LINUX "d4000000");
    struct radiotap rt;
    assert_true(radiotap_parse(packet, &rt));
    assert_int_equal(rt.len, 36);
    assert_true(rt.tsft == 0x8877665544332211ull);
    assert_int_equal(rt.flags, RADIOTAP_F_FCS);
    assert_int_equal(rt.rate, 108);
    assert_int_equal(rt.freq, 2417);
    assert_int_equal(rt.channel_flags, 0x04c0);
    assert_int_equal(rt.signal, -60);
    assert_int_equal(rt.antenna, 1);
    exact_free(packet);

    struct link_header link;
    assert_true(parse(LINK_RADIOTAP, RADIOTAP_LINUX "d4000000", &link));
    assert_int_equal(link.offset, 36);
    assert_int_equal(link.meta.freq, 2417);
    assert_int_equal(link.meta.signal, -60);
    assert_int_equal(link.meta.rate, 108);
    assert_int_equal(link.meta.flags, EXTSTA_RX_FCS_PRESENT);
    assert_false(link.transmitted);
}

static void a_radiotap_header_of_a_transmission_is_read(void **state)
{
    struct link_header link;
    assert_true(parse(LINK_RADIOTAP, RADIOTAP_SENT, &link));
    assert_int_equal(link.offset, 20);
    assert_int_equal(link.meta.freq, 2412);
    assert_int_equal(link.meta.rate, 288); /* 144.4 Mb/s */
    assert_int_equal(link.meta.flags, 0);
    assert_true(link.data_pad);
    assert_true(link.transmitted);
    assert_true(link.tx_failed);
}

static void a_vendor_namespace_is_skipped(void **state)
{
    struct link_header link;
    assert_true(parse(LINK_RADIOTAP, RADIOTAP_VENDOR, &link));
    assert_int_equal(link.offset, 28);
    assert_int_equal(link.meta.signal, -60);
    /* its length field runs out of the header */
    assert_false(parse(LINK_RADIOTAP,
                       "0000 1c00 020000c0 030000a0 20000000 10 00 001122 00 0500 aabbcc c4",
                       &link));
}

static void fields_of_unknown_size_end_the_walk(void **state)
{
    struct link_header link;
    /* signal, and bit 28: TLVs from here on */
    assert_true(parse(LINK_RADIOTAP, "0000 0c00 20000010 c4 000000", &link));
    assert_int_equal(link.meta.signal, -60);
    assert_int_equal(link.offset, 12);
    /* a second present word that continues the first: field 33, and not Flags again */
    assert_true(parse(LINK_RADIOTAP, "0000 1000 20000080 02000000 c4 500000", &link));
    assert_int_equal(link.meta.signal, -60);
    assert_int_equal(link.meta.flags, 0);
}

/* Rates: 802.11-2020 tables 19-27 ff. (HT), 21-29 ff. (VHT), 802.11ax 27-111 (HE). */
static void rates_come_from_mcs_vht_and_he(void **state)
{
    static const struct {
        const char *header;
        unsigned rate;
    } cases[] = {
        {"0000 0b00 00000800 070107", 270}, /* HT 40 MHz MCS 7: 135 Mb/s */
        {"0000 0b00 00000800 070000", 13},  /* HT 20 MHz MCS 0: 6.5 */
        {"0000 0b00 00000800 050107", 0},   /* MCS not known */
        {"0000 0b00 00000800 070020", 0},   /* MCS 32 */
        {"0000 1400 00002000 4400 00 04 92000000 00000000", 1560},  /* 80 MHz, 780 */
        {"0000 1400 00002000 4400 04 00 81000000 00000000", 173},   /* 20 MHz SGI, 86.7 */
        {"0000 1400 00002000 4400 00 04 c2000000 00000000", 0},     /* no MCS 12 */
        {"0000 1400 00008000 2040 0000 000b 0000 0200 0200", 2401}, /* HE 80, 1201 */
        {"0000 1400 00008000 0040 0000 000b 0000 0200 0200", 0},    /* MCS not known */
        {"0000 1400 00008000 2040 0000 000b 0000 0400 0200", 0},    /* resource unit */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct link_header link;
        assert_true(parse(LINK_RADIOTAP, cases[i].header, &link));
        assert_int_equal(link.meta.rate, cases[i].rate);
    }
}

static void malformed_radiotap_headers_are_refused(void **state)
{
    static const char *const cases[] = {
        "",
        "0100 0800 00000000",          /* version 1 */
        "0000 0700 00000000",          /* shorter than the fixed part */
        "0000 0900 00000000",          /* longer than the packet */
        "0000 0800 01000000",          /* TSFT does not fit */
        "0000 0800 00000080 00000000", /* second present word behind the header */
        "0000 0b00 02000800 10 0000",  /* MCS cut */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct link_header link;
        assert_false(parse(LINK_RADIOTAP, cases[i], &link));
    }
}

/* Every shorter packet is refused; with the length field (little-endian, at `at`, of
 * `size` octets) made to agree, nothing is read beyond it. */
static void cut_everywhere(uint32_t type, struct extsta_span header, size_t at, size_t size)
{
    for (size_t n = 0; n < header.len; n++) {
        struct extsta_span cut = exact(header.data, n);
        struct link_header link;
        enum extsta_drop drop;
        assert_false(link_header_parse(type, cut, &link, &drop));
        if (n >= at + size) {
            uint8_t *length = (uint8_t *)(uintptr_t)cut.data + at;
            length[0] = (uint8_t)n;
            memset(length + 1, 0, size - 1);
            if (link_header_parse(type, cut, &link, &drop)) {
                assert_int_equal(link.offset, n);
            }
        }
        exact_free(cut);
    }
}

static void radiotap_cut_anywhere_is_refused(void **state)
{
    static const char *const headers[] = {RADIOTAP_LINUX, RADIOTAP_SENT, RADIOTAP_VENDOR};
    for (size_t i = 0; i < 3; i++) {
        struct extsta_span header = hex(headers[i]);
        cut_everywhere(LINK_RADIOTAP, header, 2, 2);
        exact_free(header);
    }
}

static void a_written_radiotap_header_reads_back(void **state)
{
    struct radiotap rt = {
        .present = RADIOTAP_BIT(RADIOTAP_TSFT) | RADIOTAP_BIT(RADIOTAP_FLAGS) |
                   RADIOTAP_BIT(RADIOTAP_RATE) | RADIOTAP_BIT(RADIOTAP_CHANNEL) |
                   RADIOTAP_BIT(RADIOTAP_SIGNAL) | RADIOTAP_BIT(RADIOTAP_ANTENNA) |
                   RADIOTAP_BIT(RADIOTAP_TX_FLAGS) | RADIOTAP_BIT(RADIOTAP_DATA_RETRIES),
        .tsft = 123456789012345ull,
        .flags = RADIOTAP_F_FCS,
        .rate = 22,
        .freq = 5180,
        .channel_flags = RADIOTAP_CHANNEL_5GHZ | RADIOTAP_CHANNEL_OFDM,
        .signal = -71,
        .antenna = 2,
        .tx_flags = RADIOTAP_TX_FAIL,
        .data_retries = 6,
    };
    /* each subset of the fields, so that each alignment occurs */
    const uint32_t all = rt.present;
    for (uint32_t subset = all;; subset = (subset - 1) & all) {
        uint8_t out[64];
        struct writer w = writer_of(out, sizeof out);
        writer_u8(&w, 0xee); /* alignment counts from the header, not from the buffer */
        rt.present = subset;
        radiotap_write(&w, &rt);
        assert_false(w.failed);
        struct extsta_span header = exact(out + 1, writer_len(&w) - 1);
        struct radiotap back;
        assert_true(radiotap_parse(header, &back));
        assert_int_equal(back.len, header.len);
        assert_int_equal(back.present, subset);
        assert_true(back.tsft == (subset & RADIOTAP_BIT(RADIOTAP_TSFT) ? rt.tsft : 0));
        assert_int_equal(back.rate, subset & RADIOTAP_BIT(RADIOTAP_RATE) ? 22 : 0);
        assert_int_equal(back.freq, subset & RADIOTAP_BIT(RADIOTAP_CHANNEL) ? 5180 : 0);
        assert_int_equal(back.signal, subset & RADIOTAP_BIT(RADIOTAP_SIGNAL) ? -71 : 0);
        assert_int_equal(back.tx_flags, subset & RADIOTAP_BIT(RADIOTAP_TX_FLAGS) ? 1 : 0);
        assert_int_equal(back.data_retries,
                         subset & RADIOTAP_BIT(RADIOTAP_DATA_RETRIES) ? 6 : 0);
        exact_free(header);
        if (subset == 0) {
            break;
        }
    }
    uint8_t out[16];
    rt.present = all;
    struct writer w = writer_of(out, sizeof out);
    radiotap_write(&w, &rt);
    assert_true(w.failed);
    /* 144 Mb/s does not fit into the Rate field */
    rt.present = RADIOTAP_BIT(RADIOTAP_RATE);
    rt.rate = 288;
    w = writer_of(out, sizeof out);
    radiotap_write(&w, &rt);
    assert_hex(span(out, writer_len(&w)), "0000 0800 00000000");
}

/* Little-endian 144-octet header of the wlan-ng and madwifi drivers; host time, MAC time,
 * channel 11, RSSI, quality, signal -45, noise, rate 2 (1 Mb/s), transmitted, length. */
#define PRISM_LE                                                                               \
    "44000000 90000000 61746830 000000000000000000000000"                                      \
    "44000100 0000 0400 01000000 44000200 0000 0400 02000000"                                  \
    "44000300 0000 0400 0b000000 44000400 0000 0400 05000000"                                  \
    "44000500 0100 0400 00000000 44000600 0000 0400 d3ffffff"                                  \
    "44000700 0000 0400 a0ffffff 44000800 0000 0400 02000000"                                  \
    "44000900 0000 0400 01000000 44000a00 0000 0400 0e000000"
/* The same from a big-endian machine with the other numbering, channel and rate only. */
#define PRISM_BE                                                                               \
    "00000041 00000030 77696669 000000000000000000000000"                                      \
    "00003041 0000 0004 0000000e 00008041 0000 0004 0000006c"

static void prism_headers_are_read_in_both_byte_orders(void **state)
{
    struct link_header link;
    assert_true(parse(LINK_PRISM, PRISM_LE "d4000000", &link));
    assert_int_equal(link.offset, 144);
    assert_int_equal(link.meta.freq, 2462);
    assert_int_equal(link.meta.signal, -45);
    assert_int_equal(link.meta.rate, 2);
    assert_true(link.transmitted);
    assert_true(parse(LINK_PRISM, PRISM_BE, &link));
    assert_int_equal(link.offset, 48);
    assert_int_equal(link.meta.freq, 2484);
    assert_int_equal(link.meta.rate, 108);
    assert_false(link.transmitted);
    assert_false(
        parse(LINK_PRISM, "45000000 18000000 61746830 000000000000000000000000", &link));
    assert_false(
        parse(LINK_PRISM, "44000000 17000000 61746830 000000000000000000000000", &link));

    struct extsta_span header = hex(PRISM_LE);
    cut_everywhere(LINK_PRISM, header, 4, 4);
    exact_free(header);
}

/* AVS capture header version 1 (64 octets, big-endian): MAC time, host time, PHY type,
 * channel 36, 5.5 Mb/s, antenna, priority, signal type dBm, -52, noise, preamble, coding. */
#define AVS                                                                                    \
    "80211001 00000040 0000000000000001 0000000000000002 00000004"                             \
    "00000024 00000037 00000000 00000000 00000002 ffffffcc ffffffa0 00000001 00000002"

static void avs_headers_are_read_under_both_link_types(void **state)
{
    static const uint32_t types[] = {LINK_AVS, LINK_PRISM};
    struct extsta_span header = hex(AVS);
    for (size_t i = 0; i < 2; i++) {
        struct link_header link;
        assert_true(parse(types[i], AVS "d400", &link));
        assert_int_equal(link.offset, 64);
        assert_int_equal(link.meta.freq, 5180);
        assert_int_equal(link.meta.rate, 11);
        assert_int_equal(link.meta.signal, -52);
        cut_everywhere(types[i], header, 4, 4);
    }
    exact_free(header);
}

/* PPI 1.0: version, flags, length, DLT 105; 802.11-Common with FCS present and invalid,
 * 54 Mb/s, 2437 MHz, -38 dBm. */
#define PPI "00 00 2000 69000000 0200 1400 0102030405060708 0500 6c00 8509 8004 0000 da a0"

static void ppi_headers_are_read(void **state)
{
    struct link_header link;
    assert_true(parse(LINK_PPI, PPI, &link));
    assert_int_equal(link.offset, 32);
    assert_int_equal(link.meta.freq, 2437);
    assert_int_equal(link.meta.rate, 108);
    assert_int_equal(link.meta.signal, -38);
    assert_int_equal(link.meta.flags, EXTSTA_RX_FCS_PRESENT | EXTSTA_RX_FCS_BAD);

    /* an aligned field of one octet in front */
    assert_true(parse(LINK_PPI,
                      "00 01 2800 69000000 6075 0100 ee000000"
                      "0200 1400 0102030405060708 0100 6c00 8509 8004 0000 da a0",
                      &link));
    assert_int_equal(link.offset, 40);
    assert_int_equal(link.meta.flags, EXTSTA_RX_FCS_PRESENT);

    assert_false(parse(LINK_PPI, "01 00 0800 69000000", &link)); /* version 1 */
    assert_false(parse(LINK_PPI, "00 00 0800 01000000", &link)); /* Ethernet inside */
    assert_false(parse(LINK_PPI, "00 00 0900 69000000 00", &link));
    assert_false(parse(LINK_PPI, "00 00 0c00 69000000 6075 0100", &link));
    assert_false(parse(LINK_PPI, "00 00 0e00 69000000 0200 0200 0102", &link));

    struct extsta_span header = hex(PPI);
    cut_everywhere(LINK_PPI, header, 2, 2);
    exact_free(header);
}

static void bare_frames_and_unknown_link_types(void **state)
{
    struct link_header link;
    assert_true(parse(LINK_IEEE80211, "d400", &link));
    assert_int_equal(link.offset, 0);
    assert_false(parse(1, "d400", &link));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_radiotap_header_of_a_receiver_is_read),
        cmocka_unit_test(a_radiotap_header_of_a_transmission_is_read),
        cmocka_unit_test(a_vendor_namespace_is_skipped),
        cmocka_unit_test(fields_of_unknown_size_end_the_walk),
        cmocka_unit_test(rates_come_from_mcs_vht_and_he),
        cmocka_unit_test(malformed_radiotap_headers_are_refused),
        cmocka_unit_test(radiotap_cut_anywhere_is_refused),
        cmocka_unit_test(a_written_radiotap_header_reads_back),
        cmocka_unit_test(prism_headers_are_read_in_both_byte_orders),
        cmocka_unit_test(avs_headers_are_read_under_both_link_types),
        cmocka_unit_test(ppi_headers_are_read),
        cmocka_unit_test(bare_frames_and_unknown_link_types),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
