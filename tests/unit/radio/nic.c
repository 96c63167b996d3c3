/* Radiotap of the monitor-mode radio (radio/nic.h): what goes before a frame that is sent, as
 * the library's reader of captures reads it, and what a frame that comes back is known by. */
#include "../testing.h"
#include "../../radiotap_write.h"
#include "nic.h"

static void what_is_sent(void **state)
{
    (void)state;
    uint8_t out[NIC_HEADER];
    struct radiotap rt;
    nic_header(out, &(struct extsta_tx_meta){.rate = 12, .tries = 4});
    assert_true(radiotap_parse(span(out, sizeof out), &rt));
    assert_int_equal(rt.len, NIC_HEADER);
    assert_int_equal(rt.rate, 12);
    assert_int_equal(rt.data_retries, 3);
    assert_int_equal(rt.tx_flags, 0x0010); /* the sequence number stays (F_TX_NOSEQNO) */
    nic_header(out, &(struct extsta_tx_meta){.flags = EXTSTA_TX_NO_ACK});
    assert_true(radiotap_parse(span(out, sizeof out), &rt));
    assert_int_equal(rt.len, NIC_HEADER);
    assert_false(rt.present & RADIOTAP_BIT(RADIOTAP_RATE));
    assert_int_equal(rt.data_retries, 6);
    assert_int_equal(rt.tx_flags, 0x0010 | RADIOTAP_TX_NO_ACK);
    nic_header(out, &(struct extsta_tx_meta){.rate = 200, .tries = 1}); /* no legacy rate */
    assert_true(radiotap_parse(span(out, sizeof out), &rt));
    assert_false(rt.present & RADIOTAP_BIT(RADIOTAP_RATE));
    assert_int_equal(rt.data_retries, 0);
}

static uint16_t flags_of(uint32_t present, uint16_t tx_flags)
{
    uint8_t octets[128];
    struct writer w = writer_of(octets, sizeof octets);
    struct extsta_rx_frame f;
    radiotap_write(&w,
                   &(struct radiotap){.present = present, .tx_flags = tx_flags, .freq = 2412});
    writer_bytes(&w, (const uint8_t[16]){0xb0}, 16);
    assert_true(extsta_packet_frame(127, -1, span(octets, writer_len(&w)), &f));
    assert_int_equal(f.bytes.len, 16);
    return f.meta.flags;
}

static void what_comes_back(void **state)
{
    (void)state;
    const uint32_t tx = RADIOTAP_BIT(RADIOTAP_TX_FLAGS) | RADIOTAP_BIT(RADIOTAP_DATA_RETRIES);
    assert_int_equal(flags_of(RADIOTAP_BIT(RADIOTAP_CHANNEL), 0), 0);
    assert_int_equal(flags_of(tx, 0), EXTSTA_RX_ECHO);
    assert_int_equal(flags_of(tx, RADIOTAP_TX_FAIL), EXTSTA_RX_ECHO | EXTSTA_RX_UNACKED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_sent),
                                       cmocka_unit_test(what_comes_back)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
