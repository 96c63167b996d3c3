/* Rows of capability bits and operating classes, held against what real clients send (requests
 * in ../shared/captures/public as tshark dissects them) and against IEEE Std 802.11-2020. */
#include "wire.h"
#include "wire/capability_bits.h"
#include "wire/operating_class.h"

/* prof-IntelAX210_Windows10: Extended Capabilities; the bits that tshark calls supported. */
static void the_bits_of_a_real_client_are_found(void **state)
{
    static const unsigned set[] = {2, 19, 22, 23, 31, 32, 46, 62, 63};
    struct extsta_span value = hex("0400c8800140 00c00000");
    size_t next = 0;
    for (unsigned bit = 0; bit < 8 * value.len + 20; bit++) {
        bool expected = next < sizeof set / sizeof *set && set[next] == bit;
        assert_int_equal(capability_has(value, bit), expected);
        next += expected;
    }
    exact_free(value);
}

static struct extsta_span bits_as(void (*write)(struct writer *,
                                                const struct capability_bits *),
                                  const unsigned *bits, size_t count, uint8_t *out)
{
    struct capability_bits row = {{0}};
    struct writer w = writer_of(out, 32);
    for (size_t i = 0; i < count; i++) {
        capability_set(&row, bits[i]);
    }
    write(&w, &row);
    assert_false(w.failed);
    return span(out, writer_len(&w));
}

/* prof-Hololens2: 0x05 0x00 0x08, then Operating Mode Notification in its eighth octet; a row
 * ends with its last bit. */
static void extended_capabilities_are_as_long_as_their_last_bit(void **state)
{
    uint8_t out[32];
    static const unsigned hololens[] = {0, 2, 19, 62}, first[] = {2};
    assert_hex(bits_as(ext_capabilities_write, hololens, 4, out), "7f08 0500080000000040");
    assert_hex(bits_as(ext_capabilities_write, first, 1, out), "7f01 04");
    assert_int_equal(bits_as(ext_capabilities_write, first, 0, out).len, 0);
}

/* prof-IntelAX210_Windows10 (SAE hash-to-element): f4 01 20. A second octet: 9.4.2.241, the
 * length less one in the low four bits. */
static void an_rsnxe_says_its_own_length(void **state)
{
    uint8_t out[32];
    static const unsigned h2e[] = {RSNX_SAE_H2E}, second[] = {RSNX_SAE_H2E, 8}, length[] = {1};
    assert_hex(bits_as(rsnx_write, h2e, 1, out), "f401 20");
    assert_hex(bits_as(rsnx_write, second, 2, out), "f402 2101");
    assert_int_equal(bits_as(rsnx_write, length, 1, out).len, 0); /* no bit of its own */
}

/* prof-IntelAX210_Windows10: neighbour report, beacon passive, active, table. */
static void rm_capabilities_have_five_octets(void **state)
{
    uint8_t out[32];
    static const unsigned ax210[] = {RM_NEIGHBOR_REPORT, RM_BEACON_PASSIVE, RM_BEACON_ACTIVE,
                                     RM_BEACON_TABLE};
    assert_hex(bits_as(rm_capabilities_write, ax210, 4, out), "4605 7200000000");
    assert_int_equal(bits_as(rm_capabilities_write, ax210, 0, out).len, 0);
}

/* Table E-4. */
static void a_channel_has_its_class(void **state)
{
    static const struct {
        uint16_t freq;
        uint8_t number;
    } rows[] = {{2412, 81},  {2472, 81},  {2484, 82},  {5180, 115}, {5240, 115},
                {5260, 118}, {5320, 118}, {5500, 121}, {5720, 121}, {5745, 124},
                {5805, 124}, {5825, 125}, {2400, 0},   {5190, 0},   {0, 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(operating_class_of(rows[i].freq), rows[i].number);
    }
}

/* A radio says the classes of its channels, those of no others. */
static void a_radio_has_the_classes_of_its_channels(void **state)
{
    static const uint16_t freqs[] = {2437, 5180, 5825};
    const struct extsta_phy_caps phys[] = {{.freqs = freqs, .freq_count = 1},
                                           {.freqs = freqs + 1, .freq_count = 2}};
    const struct extsta_radio_caps radio = {.phys = phys, .phy_count = 2};
    struct operating_classes classes;
    uint8_t out[40];
    struct writer w = writer_of(out, sizeof out);
    operating_classes_of(&radio, 5180, &classes);
    operating_classes_write(&w, &classes);
    assert_hex(span(out, writer_len(&w)), "3b04 73 51 73 7d"); /* 115: 81, 115, 125 */
    w = writer_of(out, sizeof out);
    operating_classes_of(&radio, 5190, &classes); /* no channel: nothing is said */
    operating_classes_write(&w, &classes);
    assert_int_equal(writer_len(&w), 0);
}

/* What the Intel AX210 (prof-IntelAX210_Windows10) names up to 80 MHz: tshark says 81, 83, 84,
 * 115 to 128; its 160 MHz and 6 GHz we have not. */
static void a_radio_of_80_mhz_has_what_a_real_one_names(void **state)
{
    static const uint8_t expected[] = {81,  83,  84,  115, 116, 117, 118, 119, 120,
                                       121, 122, 123, 124, 125, 126, 127, 128};
    struct operating_classes classes;
    operating_classes_of(&extsta_radio_caps_he, 5180, &classes);
    assert_int_equal(classes.current, 115);
    assert_int_equal(classes.count, sizeof expected);
    assert_memory_equal(classes.list, expected, sizeof expected);
    operating_classes_of(&extsta_radio_caps_2ghz, 2412, &classes);
    assert_int_equal(classes.current, 81);
    assert_int_equal(classes.count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_bits_of_a_real_client_are_found),
        cmocka_unit_test(extended_capabilities_are_as_long_as_their_last_bit),
        cmocka_unit_test(an_rsnxe_says_its_own_length),
        cmocka_unit_test(rm_capabilities_have_five_octets),
        cmocka_unit_test(a_channel_has_its_class),
        cmocka_unit_test(a_radio_has_the_classes_of_its_channels),
        cmocka_unit_test(a_radio_of_80_mhz_has_what_a_real_one_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
