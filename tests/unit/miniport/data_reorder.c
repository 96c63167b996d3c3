/* Block Ack windows (IEEE Std 802.11-2020 10.25.6.6): what goes up, in which order, and what a
 * forger can do to it. The frames are the AP's under CCMP, so that a packet number out of order
 * would be a replay. */
#include "data_fixture.h"

#define TID 3

static void associate_ht(struct fixture *fx)
{
    associate_rsna(fx);
    fx->mp.link.ap->negotiated.qos = true;
    fx->mp.link.ap->negotiated.max_amsdu = 3839;
    install_ccmp(fx);
}

static void agree(struct fixture *fx, uint16_t start, uint16_t size)
{
    associate_ht(fx);
    assert_true(datapath_reorder_begin(&fx->mp, T0, fx->mp.link.ap, TID, start, size));
}

/* A protected MPDU of the AP with one letter in it; its packet number goes with its place. */
static struct mpdu letter(struct fixture *fx, uint16_t seq, char c, uint64_t pn)
{
    struct mpdu_spec s = from_ap(own, seq);
    s.tid = TID;
    return ccmp(fx, &s, tk1, 0, pn, msdu(0x0800, (char[2]){c, 0}));
}

static void rx_letter(struct fixture *fx, extsta_time now, uint16_t seq, char c, uint64_t pn)
{
    struct mpdu m = letter(fx, seq, c, pn);
    rx_mpdu_on(fx, now, &m, 0);
}

static struct mpdu request(uint16_t control, uint16_t start)
{
    struct mpdu m;
    struct writer w = writer_of(m.b, sizeof m.b);
    writer_le16(&w, 0x0084); /* BlockAckReq */
    writer_le16(&w, 0);
    writer_mac(&w, own);
    writer_mac(&w, ap);
    writer_le16(&w, control);
    writer_le16(&w, (uint16_t)(start << 4));
    m.len = writer_len(&w);
    return m;
}

#define COMPRESSED (uint16_t)(TID << 12 | 4)

/* The letters that have gone up since it was last asked. */
static const char *letters(struct fixture *fx)
{
    static char text[80];
    size_t n = 0;
    struct extsta_output out;
    while (next_output(fx, &out)) {
        if (out.type == EXTSTA_OUT_CROSSING && out.crossing.type == EXTSTA_CROSS_RECEIVE) {
            assert_int_equal(out.crossing.buffer.len, 24 + 8 + 1);
            text[n++] = (char)out.crossing.buffer.data[32];
        }
    }
    text[n] = 0;
    return text;
}

static void what_comes_out_of_order_goes_up_in_order(void **state)
{
    struct fixture *fx = *state;
    agree(fx, 100, 8);
    rx_letter(fx, T0, 100, 'a', 1);
    assert_string_equal(letters(fx), "a");
    rx_letter(fx, T0, 103, 'd', 4);
    rx_letter(fx, T0, 102, 'c', 3);
    assert_string_equal(letters(fx), "");
    rx_letter(fx, T0, 101, 'b', 2);
    assert_string_equal(letters(fx), "bcd");
    rx_letter(fx, T0, 104, 'e', 5);
    assert_string_equal(letters(fx), "e");
    assert_int_equal(fake.drops[EXTSTA_DROP_REPLAY], 0);
    assert_true(fx->mp.timers[MP_TIMER_REORDER] == EXTSTA_NEVER);
}

/* Sequence numbers go round (10.3.2.14.2). */
static void a_window_goes_round_with_the_sequence_numbers(void **state)
{
    struct fixture *fx = *state;
    agree(fx, 4094, 8);
    rx_letter(fx, T0, 0, 'c', 3);
    rx_letter(fx, T0, 1, 'd', 4);
    rx_letter(fx, T0, 4095, 'b', 2);
    rx_letter(fx, T0, 4094, 'a', 1);
    assert_string_equal(letters(fx), "abcd");
}

static void other_traffic_is_not_held_up(void **state)
{
    struct fixture *fx = *state;
    agree(fx, 100, 8);
    rx_letter(fx, T0, 101, 'b', 2); /* waits */
    struct mpdu_spec s = from_ap(own, 7);
    s.tid = 0;
    struct mpdu m = ccmp(fx, &s, tk1, 0, 9, msdu(0x0800, "x"));
    rx_mpdu(fx, &m);
    assert_string_equal(letters(fx), "x");
    s = from_ap(group, 8);
    m = ccmp(fx, &s, gtk1, 1, 1, msdu(0x0800, "g"));
    fake.multicast = group;
    rx_mpdu(fx, &m);
    assert_string_equal(letters(fx), "g");
}

static void a_hole_is_given_up_in_time(void **state)
{
    struct fixture *fx = *state;
    agree(fx, 100, 8);
    rx_letter(fx, T0, 101, 'b', 2);
    rx_letter(fx, T0 + 50000, 103, 'd', 4);
    assert_true(fx->mp.timers[MP_TIMER_REORDER] == T0 + 100000);
    datapath_expire(&fx->mp, T0 + 99999);
    assert_string_equal(letters(fx), "");
    datapath_expire(&fx->mp, T0 + 100000);
    assert_string_equal(letters(fx), "b"); /* 102 has its own time now */
    datapath_expire(&fx->mp, T0 + 200000);
    assert_string_equal(letters(fx), "d");
    assert_true(fx->mp.timers[MP_TIMER_REORDER] == EXTSTA_NEVER);
    rx_letter(fx, T0 + 200000, 100, 'a', 1); /* behind the window */
    assert_string_equal(letters(fx), "");
    assert_int_equal(fake.drops[EXTSTA_DROP_DUPLICATE], 1);
}

static void a_block_ack_request_moves_the_window(void **state)
{
    struct fixture *fx = *state;
    agree(fx, 100, 8);
    rx_letter(fx, T0, 102, 'c', 3);
    rx_letter(fx, T0, 103, 'd', 4);
    rx_letter(fx, T0, 105, 'f', 6);
    struct mpdu m = request(COMPRESSED, 102);
    rx_mpdu(fx, &m);
    assert_string_equal(letters(fx), "cd");
    m = request(COMPRESSED, 105);
    rx_mpdu(fx, &m);
    assert_string_equal(letters(fx), "f");
    rx_letter(fx, T0, 106, 'g', 7);
    assert_string_equal(letters(fx), "g");
}

/* It is never protected: what nobody can have sent yet is not believed. */
static void a_request_beyond_the_window_is_not_believed(void **state)
{
    struct fixture *fx = *state;
    static const uint16_t starts[] = {109, 1000, 2148, 99, 50};
    agree(fx, 100, 8);
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        struct mpdu m = request(COMPRESSED, starts[i]);
        rx_mpdu(fx, &m);
    }
    struct mpdu other = request(7 << 12 | 4, 104), multi = request(COMPRESSED | 2, 104);
    struct mpdu foreign = request(COMPRESSED, 104), cut = request(COMPRESSED, 104);
    foreign.b[15] ^= 1;
    cut.len--;
    rx_mpdu(fx, &other);
    rx_mpdu(fx, &multi);
    rx_mpdu(fx, &foreign);
    rx_mpdu(fx, &cut);
    rx_letter(fx, T0, 100, 'a', 1);
    assert_string_equal(letters(fx), "a");
}

static void what_is_ahead_of_the_window_moves_it(void **state)
{
    struct fixture *fx = *state;
    agree(fx, 100, 4);
    rx_letter(fx, T0, 101, 'b', 2);
    rx_letter(fx, T0, 103, 'd', 4);
    rx_letter(fx, T0, 105, 'f', 6); /* 102 to 105 */
    assert_string_equal(letters(fx), "b");
    rx_letter(fx, T0, 102, 'c', 3);
    assert_string_equal(letters(fx), "cd");
    rx_letter(fx, T0, 120, 'u', 21); /* 117 to 120: all that waited goes up */
    assert_string_equal(letters(fx), "f");
    rx_letter(fx, T0, 110, 'k', 11);
    assert_int_equal(fake.drops[EXTSTA_DROP_DUPLICATE], 1);
}

static void the_same_twice_goes_up_once(void **state)
{
    struct fixture *fx = *state;
    agree(fx, 100, 8);
    rx_letter(fx, T0, 102, 'c', 3);
    rx_letter(fx, T0, 102, 'c', 3);
    rx_letter(fx, T0, 100, 'a', 1);
    rx_letter(fx, T0, 100, 'a', 1);
    rx_letter(fx, T0, 101, 'b', 2);
    assert_string_equal(letters(fx), "abc");
    assert_int_equal(fake.drops[EXTSTA_DROP_DUPLICATE], 2);
}

/* Without the key nobody moves a window, and so nobody makes true frames fall behind it. */
static void a_forged_frame_does_not_move_the_window(void **state)
{
    struct fixture *fx = *state;
    struct mpdu_spec s = from_ap(own, 1500);
    agree(fx, 100, 8);
    s.tid = TID;
    struct mpdu forged = ccmp(fx, &s, tk2, 0, 4000, msdu(0x0800, "x"));
    struct mpdu clear = mpdu_clear(&s, msdu(0x0800, "x"));
    fx->mib.exclude_unencrypted = true;
    rx_mpdu(fx, &forged);
    rx_mpdu(fx, &clear);
    assert_int_equal(fake.drops[EXTSTA_DROP_DECRYPT], 1);
    assert_int_equal(fake.drops[EXTSTA_DROP_UNENCRYPTED], 1);
    rx_letter(fx, T0, 100, 'a', 1);
    assert_string_equal(letters(fx), "a");
}

/* A replay with another sequence number: the header is authentic, the number is not
 * (12.5.3.3.3).
 */
static void a_replay_under_another_number_is_still_a_replay(void **state)
{
    struct fixture *fx = *state;
    agree(fx, 100, 8);
    rx_letter(fx, T0, 100, 'a', 1);
    struct mpdu again = letter(fx, 100, 'a', 1);
    put_le16(again.b + 22, 101 << 4);
    rx_mpdu(fx, &again);
    assert_string_equal(letters(fx), "a");
    assert_int_equal(fake.drops[EXTSTA_DROP_REPLAY], 1);
}

static void what_waits_does_not_outlive_its_keys(void **state)
{
    struct fixture *fx = *state;
    agree(fx, 100, 8);
    rx_letter(fx, T0, 101, 'b', 2);
    assert_true(keys_install_pairwise(&fx->mp, ap, CIPHER_CCMP, span(tk2, 16)));
    datapath_expire(&fx->mp, T0 + 100000);
    assert_string_equal(letters(fx), "");
    assert_int_equal(fake.drops[EXTSTA_DROP_NO_KEY], 1);
}

static void the_end_of_an_agreement_hands_up_what_waits(void **state)
{
    struct fixture *fx = *state;
    agree(fx, 100, 8);
    rx_letter(fx, T0, 101, 'b', 2);
    rx_letter(fx, T0, 103, 'd', 4);
    datapath_reorder_end(&fx->mp, T0, fx->mp.link.ap, TID);
    assert_string_equal(letters(fx), "bd");
    rx_letter(fx, T0, 105, 'f', 6); /* nobody waits any more */
    assert_string_equal(letters(fx), "f");
    datapath_reorder_end(&fx->mp, T0, fx->mp.link.ap, TID);
}

static void an_agreement_anew_begins_where_it_says(void **state)
{
    struct fixture *fx = *state;
    agree(fx, 100, 8);
    rx_letter(fx, T0, 101, 'b', 2);
    assert_true(datapath_reorder_begin(&fx->mp, T0, fx->mp.link.ap, TID, 500, 64));
    assert_string_equal(letters(fx), "b");
    rx_letter(fx, T0, 501, 'd', 6);
    assert_string_equal(letters(fx), "");
    rx_letter(fx, T0, 500, 'c', 5);
    assert_string_equal(letters(fx), "cd");
}

static void leave_with_keys(struct miniport *mp)
{
    struct mp_peer *peer = mp->link.ap;
    keys_clear_all(mp);
    datapath_forget(mp, peer);
    mp->link.ap = NULL;
    peer->state = ASSOC_NONE;
    peers_settle(mp, peer);
}

/* What goes up may be a message that ends the association, with the window it came from. */
static void what_goes_up_may_end_the_association(void **state)
{
    struct fixture *fx = *state;
    struct mpdu_spec s = from_ap(own, 101);
    agree(fx, 100, 8);
    fake.on_eapol = leave_with_keys;
    fake.takes_eapol = true;
    s.tid = TID;
    struct mpdu eapol = ccmp(fx, &s, tk1, 0, 2, msdu(ETHERTYPE_EAPOL, "x"));
    rx_mpdu(fx, &eapol);
    rx_letter(fx, T0, 102, 'c', 3);
    rx_letter(fx, T0, 100, 'a', 1);
    assert_int_equal(fake.eapols, 1);
    assert_string_equal(letters(fx), "a");
    assert_true(fx->mp.timers[MP_TIMER_REORDER] == EXTSTA_NEVER);
}

static void an_association_takes_its_windows_with_it(void **state)
{
    struct fixture *fx = *state;
    agree(fx, 100, 64);
    for (uint16_t i = 1; i < 64; i++) {
        rx_letter(fx, T0, (uint16_t)(100 + i), 'x', 1u + i);
    }
    datapath_forget(&fx->mp, fx->mp.link.ap);
    assert_true(fx->mp.timers[MP_TIMER_REORDER] == EXTSTA_NEVER);
    assert_string_equal(letters(fx), ""); /* and the fixture looks for what is left */
}

/* A fragment has its number in common with others, and is under no agreement. */
static void fragments_pass_beside_the_window(void **state)
{
    struct fixture *fx = *state;
    struct mpdu_spec s = from_ap(own, 300);
    agree(fx, 100, 8);
    s.tid = TID;
    s.fc |= FC_MORE_FRAG;
    struct mpdu first = ccmp(fx, &s, tk1, 0, 1, msdu(0x0800, ""));
    s.fc &= (uint16_t)~FC_MORE_FRAG;
    s.frag = 1;
    struct mpdu second = ccmp(fx, &s, tk1, 0, 2, span("x", 1));
    rx_mpdu(fx, &first);
    rx_mpdu(fx, &second);
    assert_string_equal(letters(fx), "x");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DATA_TEST(what_comes_out_of_order_goes_up_in_order),
        DATA_TEST(a_window_goes_round_with_the_sequence_numbers),
        DATA_TEST(other_traffic_is_not_held_up),
        DATA_TEST(a_hole_is_given_up_in_time),
        DATA_TEST(a_block_ack_request_moves_the_window),
        DATA_TEST(a_request_beyond_the_window_is_not_believed),
        DATA_TEST(what_is_ahead_of_the_window_moves_it),
        DATA_TEST(the_same_twice_goes_up_once),
        DATA_TEST(a_forged_frame_does_not_move_the_window),
        DATA_TEST(a_replay_under_another_number_is_still_a_replay),
        DATA_TEST(what_waits_does_not_outlive_its_keys),
        DATA_TEST(the_end_of_an_agreement_hands_up_what_waits),
        DATA_TEST(an_agreement_anew_begins_where_it_says),
        DATA_TEST(what_goes_up_may_end_the_association),
        DATA_TEST(an_association_takes_its_windows_with_it),
        DATA_TEST(fragments_pass_beside_the_window),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
