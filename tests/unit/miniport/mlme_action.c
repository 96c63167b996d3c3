/* Action frames: whose count, who answers them, and what is answered to a Block Ack request
 * (IEEE Std 802.11-2020 9.6.4, 10.25). The frames of the AP and the answers are octets of the
 * standard.
 */
#include "mlme_air.h"

/* From `ta`, to `ra`, with this BSSID. */
static void rx_action(struct air *a, struct extsta_mac ra, struct extsta_mac ta,
                      struct extsta_mac bssid, const void *body, size_t len)
{
    static uint16_t seq = 100;
    uint8_t frame[64];
    struct writer w = writer_of(frame, sizeof frame);
    frame_write_mgmt(&w, FRAME_ACTION, ra, ta, bssid, seq++);
    writer_bytes(&w, body, len);
    air_deliver(a, span(frame, writer_len(&w)), 2437, -50);
    air_drain(a);
}

static void from_ap(struct air *a, const void *body, size_t len)
{
    rx_action(a, STA_MAC, AP_A, AP_A, body, len);
}

static void connected(struct air *a, bool ht)
{
    air_add(a, AP_A, 2437, -50);
    air_connected(a, false);
    a->mp->link.ap->negotiated.max_amsdu = ht ? 3839 : 0;
}

static void expect_answer(struct air *a, const void *body, size_t len)
{
    assert_int_equal(a->action_len, len);
    assert_memory_equal(a->action, body, len);
    a->action_len = 0;
}

/* category 3, action 0, token 0x12, A-MSDU, immediate, TID 5, 64 MPDUs, no timeout, from 2 on
 */
static const uint8_t addba[] = {3, 0, 0x12, 0x17, 0x10, 0, 0, 0x20, 0};

static void a_block_ack_agreement_is_accepted_with_ht(void **state)
{
    struct air *a = *state;
    connected(a, true);
    from_ap(a, addba, sizeof addba);
    expect_answer(a, (uint8_t[]){3, 1, 0x12, 0, 0, 0x17, 0x10, 0, 0}, 9);
    /* a buffer of our choice, a timeout that we do not keep */
    uint8_t other[] = {3, 0, 0x13, 0x02, 0, 0x88, 0x13, 0, 0};
    from_ap(a, other, sizeof other);
    expect_answer(a, (uint8_t[]){3, 1, 0x13, 0, 0, 0x02, 0x10, 0, 0}, 9);
    /* 256 MPDUs: 64 */
    uint8_t large[] = {3, 0, 0x14, 0x02, 0x40, 0, 0, 0, 0};
    from_ap(a, large, sizeof large);
    expect_answer(a, (uint8_t[]){3, 1, 0x14, 0, 0, 0x02, 0x10, 0, 0}, 9);
}

static void without_ht_it_is_declined(void **state)
{
    struct air *a = *state;
    connected(a, false);
    from_ap(a, addba, sizeof addba);
    expect_answer(a, (uint8_t[]){3, 1, 0x12, 37, 0, 0x17, 0x10, 0, 0}, 9);
    assert_null(a->mp->link.ap->reorder);
}

static void what_it_cannot_be_is_refused(void **state)
{
    struct air *a = *state;
    uint8_t delayed[sizeof addba], tspec[sizeof addba];
    memcpy(delayed, addba, sizeof addba);
    memcpy(tspec, addba, sizeof addba);
    delayed[3] &= 0xfd;
    tspec[3] |= 0x20; /* TID 13 */
    connected(a, true);
    from_ap(a, delayed, sizeof delayed);
    expect_answer(a, (uint8_t[]){3, 1, 0x12, 38, 0, 0x15, 0x10, 0, 0}, 9);
    from_ap(a, tspec, sizeof tspec);
    expect_answer(a, (uint8_t[]){3, 1, 0x12, 38, 0, 0x37, 0x10, 0, 0}, 9);
    from_ap(a, addba, sizeof addba - 1);
    assert_int_equal(a->action_len, 0);
    assert_int_equal(mp_drops_of(a->mp, EXTSTA_DROP_BODY_TRUNCATED), 1);
    assert_null(a->mp->link.ap->reorder);
}

/* A data frame of TID 5, which is the second of the agreement. */
static size_t heard_second(struct air *a, uint16_t seq)
{
    uint8_t frame[40] = {0x88, 0x02};
    struct writer w = writer_of(frame + 4, 36);
    size_t had = a->mp->data.handed_up;
    writer_mac(&w, STA_MAC);
    writer_mac(&w, AP_A);
    writer_mac(&w, AP_A);
    writer_le16(&w, (uint16_t)(seq << 4));
    writer_le16(&w, 5);
    writer_bytes(&w, (uint8_t[]){0xaa, 0xaa, 3, 0, 0, 0, 8, 0, 'x'}, 9);
    air_deliver(a, span(frame, 4 + writer_len(&w)), 2437, -50);
    return a->mp->data.handed_up - had;
}

static void it_ends_with_a_delba_of_who_sends(void **state)
{
    struct air *a = *state;
    connected(a, true);
    a->mp->packet_filter |= NDIS_PACKET_TYPE_802_11_DIRECTED_DATA;
    from_ap(a, addba, sizeof addba);
    assert_int_equal(heard_second(a, 3), 0);          /* waits for the first */
    from_ap(a, (uint8_t[]){3, 2, 0, 0x50, 37, 0}, 6); /* not the initiator: of none of ours */
    from_ap(a, (uint8_t[]){3, 2, 0, 0x38, 37, 0}, 6); /* of TID 3 */
    assert_int_equal(heard_second(a, 5), 0);
    size_t had = a->mp->data.handed_up;
    from_ap(a, (uint8_t[]){3, 2, 0, 0x58, 37, 0}, 6);
    assert_int_equal(a->mp->data.handed_up - had, 2); /* what waited */
    assert_int_equal(heard_second(a, 7), 1);
}

static void only_those_of_the_ap_to_us_count(void **state)
{
    struct air *a = *state;
    connected(a, true);
    rx_action(a, STA_MAC, AP_B, AP_A, addba, sizeof addba);
    rx_action(a, STA_MAC, AP_A, AP_B, addba, sizeof addba);
    assert_int_equal(mp_drops_of(a->mp, EXTSTA_DROP_OTHER_BSS), 2);
    rx_action(a, AP_C, AP_A, AP_A, addba, sizeof addba);
    rx_action(a, mac_broadcast, AP_A, AP_A, addba, sizeof addba);
    assert_int_equal(mp_drops_of(a->mp, EXTSTA_DROP_OTHER_RECEIVER), 2);
    from_ap(a, (uint8_t[]){3}, 1); /* nothing behind the category */
    assert_int_equal(mp_drops_of(a->mp, EXTSTA_DROP_BODY_TRUNCATED), 1);
    from_ap(a, (uint8_t[]){200, 0, 0}, 3); /* nobody's */
    from_ap(a, (uint8_t[]){3, 9, 0}, 3);
    assert_int_equal(mp_drops_of(a->mp, EXTSTA_DROP_UNSUPPORTED_SUBTYPE), 2);
    assert_int_equal(a->action_len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AIR_TEST(a_block_ack_agreement_is_accepted_with_ht),
        AIR_TEST(without_ht_it_is_declined),
        AIR_TEST(what_it_cannot_be_is_refused),
        AIR_TEST(it_ends_with_a_delba_of_who_sends),
        AIR_TEST(only_those_of_the_ap_to_us_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
