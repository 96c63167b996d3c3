/* Fragments and A-MSDUs: reassembly rules (contract RXP-06) and the FragAttacks
 * (CVE-2020-24586 ... 24588, 26140 ... 26147) as far as a station can be their victim. */
#include "data_fixture.h"

#include "../vectors/capture_mpdus.h"
#include "../vectors/hex.h"

static struct mpdu_spec fragment(uint16_t seq, uint8_t number, bool more)
{
    struct mpdu_spec s = from_ap(own, seq);
    s.frag = number;
    s.fc |= more ? FC_MORE_FRAG : 0;
    return s;
}

static void rx_fragment(struct fixture *fx, uint16_t seq, uint8_t number, bool more,
                        const uint8_t *key, uint64_t pn, struct extsta_span body)
{
    struct mpdu_spec s = fragment(seq, number, more);
    struct mpdu m = key ? ccmp(fx, &s, key, 0, pn, body) : mpdu_clear(&s, body);
    rx_mpdu(fx, &m);
}

static struct extsta_span text(const char *s)
{
    return span(s, strlen(s));
}

static void secured(struct fixture *fx)
{
    associate_rsna(fx);
    install_ccmp(fx);
    fx->mib.exclude_unencrypted = true;
}

static void fragments_make_one_msdu(void **state)
{
    struct fixture *fx = *state;
    struct received r;
    secured(fx);
    rx_fragment(fx, 5, 0, true, tk1, 1, msdu(0x0800, "one "));
    rx_fragment(fx, 5, 1, true, tk1, 2, text("two "));
    rx_fragment(fx, 5, 2, false, tk1, 3, text("three"));
    assert_int_equal(received(fx, &r), 1);
    assert_int_equal(r.recv.mpdu_count, 3); /* RXP-04 */
    assert_int_equal(r.len, 24 + 8 + 13);
    assert_memory_equal(r.bytes + 32, "one two three", 13);
    assert_int_equal(get_le16(r.bytes) & (FC_MORE_FRAG | FC_PROTECTED), 0);
    assert_int_equal(get_le16(r.bytes + 22) & 0x0f, 0);
    assert_null(fx->mp.data.fragments);
    assert_int_equal(fake.mac[0][MP_MAC_DECRYPT_OK], 1); /* STT-06: CCMP per MSDU */
    assert_int_equal(fake.phy[MP_PHY_RX], 1);
    assert_int_equal(fake.phy[MP_PHY_RX_FRAGMENT], 3);
}

static void RXP_06_an_incomplete_msdu_times_out(void **state)
{
    struct fixture *fx = *state;
    secured(fx);
    rx_fragment(fx, 5, 0, true, tk1, 1, msdu(0x0800, "one "));
    extsta_time end = T0 + 512u * EXTSTA_TU;
    assert_int_equal(fx->mp.timers[MP_TIMER_FRAGMENTS], end);
    datapath_expire(&fx->mp, end - 1);
    assert_int_equal(fake.phy[MP_PHY_RX_LIFETIME], 0);
    datapath_expire(&fx->mp, end);
    assert_int_equal(fake.phy[MP_PHY_RX_LIFETIME], 1);
    assert_int_equal(fake.drops[EXTSTA_DROP_FRAGMENT_TIMEOUT], 1);
    assert_int_equal(fx->mp.timers[MP_TIMER_FRAGMENTS], EXTSTA_NEVER);
    rx_fragment(fx, 5, 1, false, tk1, 2, text("two"));
    assert_int_equal(received(fx, NULL), 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_FRAGMENT_ORPHAN], 1);
}

static void CVE_2020_24586_no_fragment_survives_a_new_association(void **state)
{
    struct fixture *fx = *state;
    secured(fx);
    rx_fragment(fx, 5, 0, true, tk1, 1, msdu(0x0800, "attacker's "));
    keys_on_association(&fx->mp, fx->mp.link.ap);
    assert_null(fx->mp.data.fragments);
    install_ccmp(fx);
    rx_fragment(fx, 5, 1, false, tk1, 2, text("two"));
    assert_int_equal(received(fx, NULL), 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_FRAGMENT_ORPHAN], 1);
}

static void CVE_2020_24587_fragments_under_two_keys_are_not_mixed(void **state)
{
    struct fixture *fx = *state;
    secured(fx);
    rx_fragment(fx, 5, 0, true, tk1, 1, msdu(0x0800, "one "));
    assert_true(keys_install_pairwise(&fx->mp, ap, CIPHER_CCMP, span(tk2, 16)));
    rx_fragment(fx, 5, 1, false, tk2, 2, text("two"));
    assert_int_equal(received(fx, NULL), 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_FRAGMENT_MIXED_KEY], 1);
}

static struct extsta_span amsdu(struct extsta_mac da, struct extsta_mac sa, const char *payload)
{
    static uint8_t b[512];
    struct extsta_span m = msdu(0x0800, payload);
    memcpy(b, da.b, 6);
    memcpy(b + 6, sa.b, 6);
    put_be16(b + 12, (uint16_t)m.len);
    memcpy(b + 14, m.data, m.len);
    return span(b, 14 + m.len);
}

static void CVE_2020_24588_an_msdu_passed_off_as_a_msdu(void **state)
{
    struct fixture *fx = *state;
    secured(fx);
    struct mpdu_spec s = from_ap(own, 1);
    s.tid = 0;
    s.amsdu = true; /* the flag is not authenticated: an attacker sets it */
    struct mpdu m = ccmp(fx, &s, tk1, 0, 1, msdu(0x0800, "0123456789abcdefghijklmnop"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_BAD_AMSDU], 1);
}

static void an_honest_amsdu_is_taken_apart(void **state)
{
    struct fixture *fx = *state;
    struct received r;
    secured(fx);
    struct mpdu_spec s = from_ap(own, 1);
    s.tid = 4;
    s.amsdu = true;
    uint8_t body[256];
    struct extsta_span one = amsdu(own, far, "one");
    size_t len = (one.len + 3) & ~(size_t)3;
    memset(body, 0, sizeof body);
    memcpy(body, one.data, one.len);
    struct extsta_span two = amsdu(own, ap, "two");
    memcpy(body + len, two.data, two.len);
    struct mpdu m = ccmp(fx, &s, tk1, 0, 1, span(body, len + two.len));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, &r), 2);
    assert_int_equal(r.len, 24 + 8 + 3);
    assert_memory_equal(r.bytes + 4, own.b, 6);
    assert_memory_equal(r.bytes + 10, ap.b, 6);
    assert_memory_equal(r.bytes + 16, ap.b, 6); /* SA of the subframe */
    assert_memory_equal(r.bytes + 32, "two", 3);
    assert_int_equal(r.recv.priority, 4);
}

static void an_amsdu_subframe_for_somebody_else_is_dropped(void **state)
{
    struct fixture *fx = *state;
    secured(fx);
    struct mpdu_spec s = from_ap(own, 1);
    s.tid = 0;
    s.amsdu = true;
    struct mpdu m = ccmp(fx, &s, tk1, 0, 1, amsdu(far, ap, "not mine"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_OTHER_RECEIVER], 1);
    s.seq = 2;
    struct extsta_span cut = amsdu(own, far, "cut off");
    m = ccmp(fx, &s, tk1, 0, 2, span(cut.data, cut.len - 1));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_BAD_AMSDU], 1);
}

static void CVE_2020_26140_clear_data_in_a_protected_network(void **state)
{
    struct fixture *fx = *state;
    secured(fx);
    struct mpdu_spec s = from_ap(own, 1);
    struct mpdu m = mpdu_clear(&s, msdu(0x0800, "injected"));
    rx_mpdu(fx, &m);
    s = from_ap(mac_broadcast, 2);
    m = mpdu_clear(&s, msdu(0x0800, "injected"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_UNENCRYPTED], 2);
}

static void CVE_2020_26141_michael_is_checked_over_fragments(void **state)
{
    struct fixture *fx = *state;
    associate_rsna(fx);
    assert_true(keys_install_pairwise(&fx->mp, ap, CIPHER_TKIP, span(tk1, 32)));
    uint8_t whole[64];
    struct extsta_span clear = msdu(0x0800, "fragmented");
    memcpy(whole, clear.data, clear.len);
    cipher_michael(tk1 + 16, own, far, 0, clear, whole + clear.len);
    size_t half = 12;
    for (int wrong = 0; wrong < 2; wrong++) {
        whole[clear.len] ^= (uint8_t)wrong;
        uint16_t seq = (uint16_t)(5 + wrong);
        uint64_t pn = 1 + 2 * (uint64_t)wrong;
        struct mpdu_spec s = fragment(seq, 0, true);
        struct mpdu m =
            mpdu_protected(fx, &s, CIPHER_TKIP, span(tk1, 32), 0, pn, span(whole, half));
        rx_mpdu(fx, &m);
        s = fragment(seq, 1, false);
        m = mpdu_protected(fx, &s, CIPHER_TKIP, span(tk1, 32), 0, pn + 1,
                           span(whole + half, clear.len + 8 - half));
        rx_mpdu(fx, &m);
        assert_int_equal(received(fx, NULL), wrong ? 0 : 1);
    }
    assert_int_equal(fake.mic_failures, 1);
    assert_int_equal(fake.drops[EXTSTA_DROP_TKIP_MIC], 1);
}

static void CVE_2020_26142_a_fragment_is_not_a_whole_frame(void **state)
{
    struct fixture *fx = *state;
    secured(fx);
    rx_fragment(fx, 5, 1, false, tk1, 1, msdu(0x0800, "last fragment of nothing"));
    rx_fragment(fx, 6, 0, true, tk1, 2, msdu(0x0800, "first fragment of nothing"));
    assert_int_equal(received(fx, NULL), 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_FRAGMENT_ORPHAN], 1);
}

static void CVE_2020_26143_clear_fragments_in_a_protected_network(void **state)
{
    struct fixture *fx = *state;
    secured(fx);
    rx_fragment(fx, 5, 0, true, NULL, 0, msdu(0x0800, "injected "));
    rx_fragment(fx, 5, 1, false, NULL, 0, text("fragments"));
    assert_int_equal(received(fx, NULL), 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_UNENCRYPTED], 1);
}

static void CVE_2020_26144_a_clear_amsdu_that_looks_like_eapol(void **state)
{
    struct fixture *fx = *state;
    secured(fx);
    keys_on_leave(&fx->mp); /* before the keys, when clear EAPOL is let in */
    fx->mib.exemptions[fx->mib.exemption_count++] =
        (struct mp_exemption){.ethertype = ETHERTYPE_EAPOL,
                              .action = DOT11_EXEMPT_ON_KEY_MAPPING_KEY_UNAVAILABLE,
                              .kind = DOT11_EXEMPT_BOTH};
    /* Read as an MSDU it is EAPOL; as an A-MSDU its second subframe is an IP packet. */
    uint8_t body[256] = {0xaa, 0xaa, 3, 0, 0, 0, 0x88, 0x8e, 0, 0, 0, 0, 0, 2, 0, 0};
    struct extsta_span ip = amsdu(own, far, "injected");
    memcpy(body + 16, ip.data, ip.len);
    struct mpdu_spec s = from_ap(own, 1);
    s.tid = 0;
    s.amsdu = true;
    struct mpdu m = mpdu_clear(&s, span(body, 16 + ip.len));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_BAD_AMSDU], 1);
}

static void CVE_2020_26145_clear_broadcast_fragments(void **state)
{
    struct fixture *fx = *state;
    secured(fx);
    struct mpdu_spec s = fragment(5, 1, false);
    s.a1 = mac_broadcast;
    struct mpdu m = mpdu_clear(&s, msdu(0x0800, "injected"));
    rx_mpdu(fx, &m);
    s = fragment(6, 0, true);
    s.a1 = mac_broadcast;
    m = mpdu_clear(&s, msdu(0x0800, "injected"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_FRAGMENT_ORPHAN], 2);
}

static void CVE_2020_26146_packet_numbers_of_fragments_are_consecutive(void **state)
{
    struct fixture *fx = *state;
    secured(fx);
    rx_fragment(fx, 5, 0, true, tk1, 1, msdu(0x0800, "one "));
    rx_fragment(fx, 5, 1, false, tk1, 3, text("two"));
    assert_int_equal(received(fx, NULL), 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_FRAGMENT_PN_GAP], 1);
}

/* The same, with the frames of the public FragAttacks capture: both decrypt, and their packet
 * numbers are 0x101 and 0x103. */
static void CVE_2020_26146_as_captured(void **state)
{
    struct fixture *fx = *state;
    const struct vector_capture *v = NULL;
    secured(fx);
    uint32_t fragments = 0;
    for (size_t i = 0; i < sizeof vectors_capture_mpdus / sizeof *vectors_capture_mpdus; i++) {
        v = &vectors_capture_mpdus[i];
        if (!strstr(v->name, "CCMP-128 fragment")) {
            continue;
        }
        struct hex mpdu = hex(v->mpdu_encrypted), tk = hex(v->tk);
        memcpy(fx->mp.address.b, mpdu.b + 4, 6);
        struct extsta_mac ta;
        memcpy(ta.b, mpdu.b + 10, 6);
        associate_with(fx, ta);
        assert_true(keys_install_pairwise(&fx->mp, ta, CIPHER_CCMP, hex_span(&tk)));
        struct extsta_rx_frame f = {.bytes = hex_span(&mpdu)};
        datapath_rx(&fx->mp, T0, &f, 1);
        fragments++;
    }
    assert_int_equal(fragments, 2);
    assert_int_equal(fake.drops[EXTSTA_DROP_DECRYPT], 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_FRAGMENT_PN_GAP], 1);
    assert_int_equal(received(fx, NULL), 0);
}

static void CVE_2020_26147_clear_and_protected_fragments_are_not_mixed(void **state)
{
    struct fixture *fx = *state;
    secured(fx);
    rx_fragment(fx, 5, 0, true, tk1, 1, msdu(0x0800, "one "));
    rx_fragment(fx, 5, 1, false, NULL, 0, text("injected"));
    rx_fragment(fx, 6, 0, true, NULL, 0, msdu(0x0800, "injected "));
    rx_fragment(fx, 6, 1, false, tk1, 2, text("two"));
    assert_int_equal(received(fx, NULL), 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_FRAGMENT_MIXED_KEY], 2);
    /* what was injected has not spoiled the honest MSDU */
    struct mpdu_spec s = fragment(5, 1, false);
    struct mpdu m = ccmp(fx, &s, tk1, 0, 3, text("two"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 0); /* 3 does not follow 1: number 2 was used up */
    assert_int_equal(fake.drops[EXTSTA_DROP_FRAGMENT_PN_GAP], 1);
}

/* Who has no key can neither take the place of a protected MSDU that has begun nor push it out;
 * who has it can do both, and clear MSDUs give way. */
static void CVE_2020_26147_clear_fragments_leave_a_protected_msdu_alone(void **state)
{
    struct fixture *fx = *state;
    secured(fx);
    rx_fragment(fx, 5, 0, true, tk1, 1, msdu(0x0800, "one "));
    rx_fragment(fx, 5, 0, true, NULL, 0, msdu(0x0800, "injected "));
    assert_int_equal(fake.drops[EXTSTA_DROP_FRAGMENT_MIXED_KEY], 1);
    for (uint16_t seq = 20; seq < 26; seq++) {
        rx_fragment(fx, seq, 0, true, NULL, 0, msdu(0x0800, "injected "));
    }
    rx_fragment(fx, 5, 1, false, tk1, 2, text("two"));
    assert_int_equal(received(fx, NULL), 1);
    /* all places taken by protected ones: no clear fragment is kept */
    for (uint16_t i = 0; i < 3; i++) {
        rx_fragment(fx, (uint16_t)(6 + i), 0, true, tk1, 3u + i, msdu(0x0800, "one "));
    }
    uint32_t full = fake.drops[EXTSTA_DROP_QUEUE_FULL];
    rx_fragment(fx, 30, 0, true, NULL, 0, msdu(0x0800, "injected "));
    assert_int_equal(fake.drops[EXTSTA_DROP_QUEUE_FULL], full + 1);
    rx_fragment(fx, 8, 1, false, tk1, 6, text("two"));
    assert_int_equal(received(fx, NULL), 1);
}

static void an_msdu_has_at_most_16_fragments_and_2304_octets(void **state)
{
    struct fixture *fx = *state;
    uint8_t big[1200] = {0xaa, 0xaa, 3, 0, 0, 0, 8, 0};
    secured(fx);
    rx_fragment(fx, 5, 0, true, tk1, 1, span(big, sizeof big));
    rx_fragment(fx, 5, 1, true, tk1, 2, span(big, sizeof big));
    assert_int_equal(fake.drops[EXTSTA_DROP_FRAGMENT_TOO_MANY], 1);
    assert_null(fx->mp.data.fragments);
    for (uint8_t i = 0; i < 16; i++) {
        rx_fragment(fx, 6, i, true, tk1, 10u + i, i ? text("x") : msdu(0x0800, "x"));
    }
    assert_int_equal(fake.drops[EXTSTA_DROP_FRAGMENT_TOO_MANY], 2);
    for (uint8_t i = 0; i < 16; i++) {
        rx_fragment(fx, 7, i, i < 15, tk1, 30u + i, i ? text("x") : msdu(0x0800, "x"));
    }
    struct received r;
    assert_int_equal(received(fx, &r), 1);
    assert_int_equal(r.recv.mpdu_count, 16);
}

static void a_missing_fragment_is_not_skipped(void **state)
{
    struct fixture *fx = *state;
    associate_open(fx);
    rx_fragment(fx, 5, 0, true, NULL, 0, msdu(0x0800, "one "));
    rx_fragment(fx, 5, 2, false, NULL, 0, text("three"));
    assert_int_equal(received(fx, NULL), 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_FRAGMENT_ORPHAN], 1);
    rx_fragment(fx, 5, 1, true, NULL, 0, text("two "));
    struct mpdu_spec s = fragment(5, 2, false);
    s.fc |= FC_RETRY;
    struct mpdu m = mpdu_clear(&s, text("three"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 1);
}

static void more_msdus_than_can_be_kept_give_up_the_oldest(void **state)
{
    struct fixture *fx = *state;
    secured(fx);
    for (uint16_t i = 0; i < 4; i++) {
        struct mpdu_spec s = fragment((uint16_t)(5 + i), 0, true);
        struct mpdu m = ccmp(fx, &s, tk1, 0, 1u + i, msdu(0x0800, "x"));
        rx_mpdu_on(fx, T0 + i, &m, 0);
    }
    assert_int_equal(fake.drops[EXTSTA_DROP_QUEUE_FULL], 1);
    rx_fragment(fx, 8, 1, false, tk1, 5, text("y"));
    assert_int_equal(received(fx, NULL), 1);
    rx_fragment(fx, 5, 1, false, tk1, 6, text("y"));
    assert_int_equal(received(fx, NULL), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DATA_TEST(fragments_make_one_msdu),
        DATA_TEST(RXP_06_an_incomplete_msdu_times_out),
        DATA_TEST(CVE_2020_24586_no_fragment_survives_a_new_association),
        DATA_TEST(CVE_2020_24587_fragments_under_two_keys_are_not_mixed),
        DATA_TEST(CVE_2020_24588_an_msdu_passed_off_as_a_msdu),
        DATA_TEST(an_honest_amsdu_is_taken_apart),
        DATA_TEST(an_amsdu_subframe_for_somebody_else_is_dropped),
        DATA_TEST(CVE_2020_26140_clear_data_in_a_protected_network),
        DATA_TEST(CVE_2020_26141_michael_is_checked_over_fragments),
        DATA_TEST(CVE_2020_26142_a_fragment_is_not_a_whole_frame),
        DATA_TEST(CVE_2020_26143_clear_fragments_in_a_protected_network),
        DATA_TEST(CVE_2020_26144_a_clear_amsdu_that_looks_like_eapol),
        DATA_TEST(CVE_2020_26145_clear_broadcast_fragments),
        DATA_TEST(CVE_2020_26146_packet_numbers_of_fragments_are_consecutive),
        DATA_TEST(CVE_2020_26146_as_captured),
        DATA_TEST(CVE_2020_26147_clear_and_protected_fragments_are_not_mixed),
        DATA_TEST(CVE_2020_26147_clear_fragments_leave_a_protected_msdu_alone),
        DATA_TEST(an_msdu_has_at_most_16_fragments_and_2304_octets),
        DATA_TEST(a_missing_fragment_is_not_skipped),
        DATA_TEST(more_msdus_than_can_be_kept_give_up_the_oldest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
