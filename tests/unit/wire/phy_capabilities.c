/* HT, VHT and HE Capabilities as real clients send them (association requests of
 * ../shared/captures/public, prof-*): the fields are read as tshark reads them, and written
 * back to the same octets. */
#include "wire.h"
#include "wire/he.h"
#include "wire/ht.h"
#include "wire/vht.h"

static const struct {
    const char *client, *bytes;
    uint16_t info;
    uint8_t ampdu, streams;
    uint16_t amsdu;
    bool width_40, short_gi_20, short_gi_40, ldpc;
} ht[] = {
    {"Intel AX210", "e70917ffff000000000000000000000000000000000000000000", 0x09e7, 0x17, 2,
     7935, true, true, true, true},
    {"iPhone 12 Pro Max", "6f001bffff000000000000000000000000000000000000000000", 0x006f, 0x1b,
     2, 3839, true, true, true, true},
    {"Hololens 2", "ad091bffff000000000000000000008000000000000000000000", 0x09ad, 0x1b, 2,
     7935, false, true, false, true},
    {"OnePlus 11", "ef0917ffff000000000000000000000000000000000000000100", 0x09ef, 0x17, 2,
     7935, true, true, true, true},
};

static void ht_of_real_clients(void **state)
{
    for (size_t i = 0; i < sizeof ht / sizeof *ht; i++) {
        struct extsta_span value = hex(ht[i].bytes), half = span(value.data, 25);
        struct extsta_ht_caps caps;
        assert_true(ht_capabilities_parse(value, &caps));
        assert_int_equal(caps.info, ht[i].info);
        assert_int_equal(caps.ampdu, ht[i].ampdu);
        assert_int_equal(ht_streams(&caps), ht[i].streams);
        assert_int_equal(ht_max_amsdu(&caps), ht[i].amsdu);
        assert_int_equal((caps.info & HT_WIDTH_40) != 0, ht[i].width_40);
        assert_int_equal((caps.info & HT_SHORT_GI_20) != 0, ht[i].short_gi_20);
        assert_int_equal((caps.info & HT_SHORT_GI_40) != 0, ht[i].short_gi_40);
        assert_int_equal((caps.info & HT_LDPC) != 0, ht[i].ldpc);
        uint8_t out[40];
        struct writer w = writer_of(out, sizeof out);
        ht_capabilities_write(&w, &caps);
        assert_int_equal(out[0], 45);
        assert_int_equal(out[1], 26);
        assert_hex(span(out + 2, writer_len(&w) - 2), ht[i].bytes);
        assert_false(ht_capabilities_parse(half, &caps));
        exact_free(value);
    }
}

/* info, MCS maps, highest rates. */
static const struct {
    const char *client, *bytes;
    struct extsta_vht_caps caps;
    unsigned streams;
} vht[] = {
    {"Intel AX210", "f6398103faff0000faff0020", {0x038139f6, 0xfffa, 0, 0xfffa, 0x2000}, 2},
    {"iPhone 12 Pro Max", "3270810ffaff0000faff0000", {0x0f817032, 0xfffa, 0, 0xfffa, 0}, 2},
    {"OnePlus 11", "f6f19033faff0c03faff0c23", {0x3390f1f6, 0xfffa, 0x030c, 0xfffa, 0x230c}, 2},
};

static void vht_of_real_clients(void **state)
{
    for (size_t i = 0; i < sizeof vht / sizeof *vht; i++) {
        struct extsta_span value = hex(vht[i].bytes), half = span(value.data, 11);
        struct extsta_vht_caps caps;
        assert_true(vht_capabilities_parse(value, &caps));
        assert_int_equal(caps.info, vht[i].caps.info);
        assert_int_equal(caps.rx_mcs, vht[i].caps.rx_mcs);
        assert_int_equal(caps.rx_highest, vht[i].caps.rx_highest);
        assert_int_equal(caps.tx_mcs, vht[i].caps.tx_mcs);
        assert_int_equal(caps.tx_highest, vht[i].caps.tx_highest);
        assert_int_equal(vht_streams(caps.rx_mcs), vht[i].streams);
        uint8_t out[20];
        struct writer w = writer_of(out, sizeof out);
        vht_capabilities_write(&w, &caps);
        assert_int_equal(out[0], 191);
        assert_hex(span(out + 2, writer_len(&w) - 2), vht[i].bytes);
        assert_false(vht_capabilities_parse(half, &caps));
        exact_free(value);
    }
}

static void streams_of_a_map_end_with_the_last_supported(void **state)
{
    assert_int_equal(vht_streams(0xffff), 0);
    assert_int_equal(vht_streams(0xfffe), 1);
    assert_int_equal(vht_streams(0xffea), 3);
    assert_int_equal(vht_streams(0x0000), 8);
}

/* The channel width set and the maps that go with it, PPE thresholds in octets. */
static const struct {
    const char *client, *bytes;
    uint8_t phy0, ppe_len;
    unsigned maps;
} he[] = {
    {"Intel AX210, 160 MHz", "0178200ac0ab 0e300e00fd098c0e0ffe00 fafffaff fafffaff 611cc771",
     0x0e, 4, 2},
    {"iPhone 12 Pro Max, 80 MHz", "010808000080 443002001d009f08000c00 fafffaff 391cc7711c07",
     0x44, 6, 1},
    {"Surface Laptop 7", "0b0110da4008 0c334009fd0980080e0c00 fafffafffafffaff 791cc7711cc771",
     0x0c, 7, 2},
};

static void he_of_real_clients(void **state)
{
    for (size_t i = 0; i < sizeof he / sizeof *he; i++) {
        struct extsta_span value = hex(he[i].bytes);
        struct extsta_he_caps caps;
        assert_true(he_capabilities_parse(value, &caps));
        assert_int_equal(caps.phy[0], he[i].phy0);
        assert_int_equal(caps.ppe_len, he[i].ppe_len);
        for (unsigned m = 0; m < 3; m++) {
            assert_int_equal(caps.rx_mcs[m], m < he[i].maps ? 0xfffa : 0);
            assert_int_equal(caps.tx_mcs[m], m < he[i].maps ? 0xfffa : 0);
        }
        uint8_t out[80];
        struct writer w = writer_of(out, sizeof out);
        he_capabilities_write(&w, &caps);
        assert_int_equal(out[0], 255);
        assert_int_equal(out[1], value.len + 1);
        assert_int_equal(out[2], 35);
        assert_hex(span(out + 3, writer_len(&w) - 3), he[i].bytes);
        exact_free(value);
    }
}

/* Every cut: nothing is read beyond it, and what is cut before the thresholds is refused. */
static void cut_he_capabilities_are_refused(void **state)
{
    struct extsta_span whole = hex(he[0].bytes);
    for (size_t len = 0; len < whole.len; len++) {
        struct extsta_span cut = exact(whole.data, len);
        struct extsta_he_caps caps;
        assert_int_equal(he_capabilities_parse(cut, &caps), len > 25); /* 6 + 11 + 8 */
        exact_free(cut);
    }
    exact_free(whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ht_of_real_clients),
        cmocka_unit_test(vht_of_real_clients),
        cmocka_unit_test(streams_of_a_map_end_with_the_last_supported),
        cmocka_unit_test(he_of_real_clients),
        cmocka_unit_test(cut_he_capabilities_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
