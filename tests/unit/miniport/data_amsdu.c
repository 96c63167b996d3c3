/* A-MSDUs that we send: what goes together, how it looks on the air (IEEE Std
 * 802.11-2020 9.3.2.2, figure 9-69), and whom the one outcome concerns. */
#include "data_fixture.h"

#define PACKETS 20

struct outcome {
    size_t frames, completions;
    struct mpdu m[PACKETS];
    uint32_t cookies[PACKETS], ids[PACKETS], statuses[PACKETS];
};

static void drain(struct fixture *fx, struct outcome *o)
{
    struct extsta_output out;
    *o = (struct outcome){0};
    while (next_output(fx, &out)) {
        if (out.type == EXTSTA_OUT_FRAME) {
            o->m[o->frames].len = out.frame.bytes.len;
            memcpy(o->m[o->frames].b, out.frame.bytes.data, out.frame.bytes.len);
            o->cookies[o->frames++] = out.frame.meta.cookie;
        } else if (out.type == EXTSTA_OUT_CROSSING &&
                   out.crossing.type == EXTSTA_CROSS_SEND_COMPLETE) {
            o->ids[o->completions] = out.crossing.id;
            o->statuses[o->completions++] = out.crossing.status;
        }
    }
}

static void associate_ht(struct fixture *fx, uint16_t receives, uint16_t sends)
{
    associate_rsna(fx);
    fx->mp.link.ap->negotiated.qos = true;
    fx->mp.link.ap->negotiated.max_amsdu = receives;
    fixture_phys[0].amsdu_tx = sends;
    install_ccmp(fx);
}

static struct extsta_packet packet(size_t i, struct extsta_mac da, uint16_t ethertype,
                                   size_t payload)
{
    static uint8_t bytes[PACKETS][2400];
    struct writer w = writer_of(bytes[i], sizeof bytes[i]);
    writer_le16(&w, FRAME_DATA_PLAIN | FC_TO_DS);
    writer_le16(&w, 0);
    writer_mac(&w, ap);
    writer_mac(&w, own);
    writer_mac(&w, da);
    writer_le16(&w, 0);
    writer_bytes(&w, llc_rfc1042, 6);
    writer_be16(&w, ethertype);
    memset(w.p, (int)('a' + i), payload);
    return (struct extsta_packet){.bytes = span(bytes[i], writer_len(&w) + payload),
                                  .id = 100 + (uint32_t)i,
                                  .send = {.phy_id = DOT11_PHY_ID_ANY, .priority = 3}};
}

/* How many MPDUs come of `count` packets of so many octets; one of them has this twist. */
static size_t mpdus_of(struct fixture *fx, size_t count, size_t payload,
                       void (*twist)(struct extsta_packet *p))
{
    struct extsta_packet p[PACKETS];
    struct outcome o;
    for (size_t i = 0; i < count; i++) {
        p[i] = packet(i, far, 0x0800, payload);
    }
    if (twist) {
        twist(&p[1]);
    }
    datapath_send(&fx->mp, T0, p, NULL, count);
    drain(fx, &o);
    datapath_flush(&fx->mp, NDIS_STATUS_FAILURE);
    struct outcome rest;
    drain(fx, &rest);
    assert_int_equal(o.completions + rest.completions, count);
    return o.frames;
}

static void small_packets_go_as_one(void **state)
{
    struct fixture *fx = *state;
    struct extsta_packet p[3];
    struct outcome o;
    uint8_t plain[400];
    associate_ht(fx, 3839, 2200);
    p[0] = packet(0, far, 0x0800, 3); /* 14 + 11 octets: three of padding follow */
    p[1] = packet(1, own, 0x0806, 4);
    p[2] = packet(2, far, 0x0800, 1); /* the last one has none */
    datapath_send(&fx->mp, T0, p, NULL, 3);
    drain(fx, &o);
    assert_int_equal(o.frames, 1);
    assert_int_equal(o.completions, 0);
    struct frame f;
    enum extsta_drop drop;
    assert_true(frame_parse(span(o.m[0].b, o.m[0].len), &f, &drop));
    assert_int_equal(f.fc, FRAME_QOS_DATA | FC_TO_DS | FC_PROTECTED);
    assert_int_equal(f.qos, 0x80 | 3); /* A-MSDU Present, TID */
    assert_true(mac_equal(f.addr1, ap) && mac_equal(f.addr2, own) && mac_equal(f.addr3, ap));
    struct cipher_key *k =
        cipher_key_new(fx->crypto, cipher_suite_find(CIPHER_CCMP), span(tk1, 16));
    struct cipher_job job = {
        .key = k, .header = f.header, .in = f.body.data, .in_len = f.body.len, .out = plain};
    cipher_unprotect(&job, 1);
    cipher_key_free(k);
    assert_int_equal(job.result, EXTSTA_OK);
    uint8_t expected[200];
    struct writer w = writer_of(expected, sizeof expected);
    writer_mac(&w, far);
    writer_mac(&w, own);
    writer_bytes(&w, "\0\13\xaa\xaa\3\0\0\0\10\0aaa\0\0\0", 16);
    writer_mac(&w, own);
    writer_mac(&w, own);
    writer_bytes(&w, "\0\14\xaa\xaa\3\0\0\0\10\6bbbb\0\0", 16);
    writer_mac(&w, far);
    writer_mac(&w, own);
    writer_bytes(&w, "\0\11\xaa\xaa\3\0\0\0\10\0c", 11);
    assert_int_equal(job.out_len, writer_len(&w));
    assert_memory_equal(plain, expected, job.out_len);
}

static void one_outcome_is_that_of_all(void **state)
{
    struct fixture *fx = *state;
    associate_ht(fx, 3839, 2200);
    for (int acked = 0; acked < 2; acked++) {
        struct extsta_packet p[3];
        struct outcome o;
        for (size_t i = 0; i < 3; i++) {
            p[i] = packet(i, far, 0x0800, 40);
        }
        memset(&fake.mac, 0, sizeof fake.mac);
        memset(&fx->mp.link.ap->counters, 0, sizeof fx->mp.link.ap->counters);
        datapath_send(&fx->mp, T0, p, NULL, 3);
        drain(fx, &o);
        assert_int_equal(o.frames, 1);
        datapath_tx_status(&fx->mp, T0, o.cookies[0], acked, 1);
        drain(fx, &o);
        assert_int_equal(o.completions, 3);
        for (size_t i = 0; i < 3; i++) { /* in the order they were given */
            assert_int_equal(o.ids[i], 100 + i);
            assert_int_equal(o.statuses[i], acked ? NDIS_STATUS_SUCCESS : NDIS_STATUS_FAILURE);
        }
        assert_int_equal(fx->mp.link.ap->counters.tx_ok, acked ? 3 : 0);
        assert_int_equal(fx->mp.link.ap->counters.tx_failed, acked ? 0 : 3);
        assert_int_equal(fake.mac[0][acked ? MP_MAC_TX : MP_MAC_TX_FAIL], 3);
    }
}

static void what_is_not_sent_is_completed_too(void **state)
{
    struct fixture *fx = *state;
    struct extsta_packet p[2];
    struct outcome o;
    associate_ht(fx, 3839, 2200);
    keys_mapping_find(&fx->mp, ap, DOT11_DIR_OUTBOUND)->tx_pn = 0xffffffffffffull;
    p[0] = packet(0, far, 0x0800, 40);
    p[1] = packet(1, far, 0x0800, 40);
    datapath_send(&fx->mp, T0, p, NULL, 2);
    drain(fx, &o);
    assert_int_equal(o.frames, 0);
    assert_int_equal(o.completions, 2);
    assert_int_equal(fake.drops[EXTSTA_DROP_TX_PN_EXHAUSTED], 2);
}

static void it_goes_only_where_both_can(void **state)
{
    struct fixture *fx = *state;
    associate_ht(fx, 3839, 2200);
    assert_int_equal(mpdus_of(fx, 4, 100, NULL), 1);
    associate_ht(fx, 0, 2200); /* no HT with the AP */
    assert_int_equal(mpdus_of(fx, 4, 100, NULL), 4);
    associate_ht(fx, 3839, 0); /* the radio says no */
    assert_int_equal(mpdus_of(fx, 4, 100, NULL), 4);
    associate_ht(fx, 3839, 2200);
    fx->mib.safe_mode_ht = true;
    assert_int_equal(mpdus_of(fx, 4, 100, NULL), 4);
    fx->mib.safe_mode_ht = false;
    fx->mib.fragmentation_threshold = 256; /* is not fragmented */
    assert_int_equal(mpdus_of(fx, 4, 100, NULL), 4);
}

static void it_is_no_longer_than_both_can(void **state)
{
    struct fixture *fx = *state;
    associate_ht(fx, 3839, 2200);
    assert_int_equal(mpdus_of(fx, 4, 1500, NULL), 4);
    assert_int_equal(mpdus_of(fx, 4, 700, NULL), 2); /* 3 * 724 octets, and one */
    assert_int_equal(mpdus_of(fx, 20, 20, NULL), 2); /* 16 at most, and 4 */
    associate_ht(fx, 800, 2200);
    assert_int_equal(mpdus_of(fx, 4, 300, NULL), 2); /* 2 * 324 */
}

static void other_priority(struct extsta_packet *p)
{
    p->send.priority = 6;
}
static void exempt(struct extsta_packet *p)
{
    p->send.exemption = DOT11_EXEMPT_ALWAYS;
}
static void eapol(struct extsta_packet *p)
{
    put_be16((uint8_t *)(uintptr_t)p->bytes.data + 30, ETHERTYPE_EAPOL);
}
static void to_group(struct extsta_packet *p)
{
    memcpy((uint8_t *)(uintptr_t)p->bytes.data + 16, group.b, 6);
}
static void like_llc(struct extsta_packet *p)
{
    memcpy((uint8_t *)(uintptr_t)p->bytes.data + 16, llc_rfc1042, 6);
}

/* The second of four does not fit the others: it goes alone, the last two together. */
static void what_differs_goes_alone(void **state)
{
    struct fixture *fx = *state;
    associate_ht(fx, 3839, 2200);
    assert_int_equal(mpdus_of(fx, 4, 50, other_priority), 3);
    assert_int_equal(mpdus_of(fx, 4, 50, exempt), 3);
    assert_int_equal(mpdus_of(fx, 4, 50, eapol), 3);
    assert_int_equal(mpdus_of(fx, 4, 50, to_group), 3);
    assert_int_equal(mpdus_of(fx, 4, 50, like_llc), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DATA_TEST(small_packets_go_as_one),           DATA_TEST(one_outcome_is_that_of_all),
        DATA_TEST(what_is_not_sent_is_completed_too), DATA_TEST(it_goes_only_where_both_can),
        DATA_TEST(it_is_no_longer_than_both_can),     DATA_TEST(what_differs_goes_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
