/* Protected management frames in the data path (IEEE Std 802.11-2020 12.6.19): from when on a
 * robust frame must be enciphered, or carry its MIC (BIP), which keys do it, and Beacons. */
#include "data_fixture.h"

static void management_protection_is_used_once_an_igtk_is_there(void **state)
{
    struct fixture *fx = *state;
    associate_rsna(fx);
    install_ccmp(fx);
    struct mpdu_spec s = {.kind = FRAME_DEAUTH, .a1 = own, .a2 = ap, .a3 = ap, .tid = -1};
    struct mpdu clear = mpdu_clear(&s, span("\x03\x00", 2));
    rx_mpdu(fx, &clear);
    assert_int_equal(fake.management, 1);
    assert_true(keys_install_group(&fx->mp, CIPHER_BIP, 4, span(tk2, 16), 0));
    clear.b[22] = 0x10;
    rx_mpdu(fx, &clear);
    assert_int_equal(fake.management, 1);
    assert_int_equal(fake.drops[EXTSTA_DROP_MGMT_UNPROTECTED], 1);
    s.seq = 2;
    struct mpdu sealed = ccmp(fx, &s, tk1, 0, 1, span("\x07\x00", 2));
    rx_mpdu(fx, &sealed);
    assert_int_equal(fake.management, 2);
    assert_int_equal(fake.management_len, 2);
    assert_memory_equal(fake.management_body, "\x07\x00", 2);
    sealed.b[22] = 0x30; /* replayed */
    rx_mpdu(fx, &sealed);
    assert_int_equal(fake.management, 2);
    assert_int_equal(fake.drops[EXTSTA_DROP_REPLAY], 1);
}

static void bip_guards_group_addressed_robust_frames(void **state)
{
    struct fixture *fx = *state;
    associate_rsna(fx);
    install_ccmp(fx);
    assert_true(keys_install_group(&fx->mp, CIPHER_BIP, 4, span(tk2, 16), 6));
    struct mpdu_spec s = {
        .kind = FRAME_DEAUTH, .a1 = mac_broadcast, .a2 = ap, .a3 = ap, .tid = -1};
    uint8_t body[2 + 18] = {3, 0};
    struct mpdu m = mpdu_clear(&s, span(body, sizeof body));
    assert_int_equal(cipher_bip_make(fx->crypto, CIPHER_BIP, span(tk2, 16), m.b, m.len, 7, 4),
                     EXTSTA_OK);
    rx_mpdu(fx, &m);
    assert_int_equal(fake.management, 1);
    assert_int_equal(fake.management_len, 2);
    rx_mpdu(fx, &m);
    assert_int_equal(fake.drops[EXTSTA_DROP_REPLAY], 1);
    m.b[24] = 4; /* reason changed */
    rx_mpdu(fx, &m);
    assert_int_equal(fake.drops[EXTSTA_DROP_DECRYPT], 1);
    struct mpdu bare = mpdu_clear(&s, span("\x03\x00", 2));
    rx_mpdu(fx, &bare);
    assert_int_equal(fake.drops[EXTSTA_DROP_MGMT_UNPROTECTED], 1);
    assert_int_equal(fake.management, 1);
}

/* 12.6.19: negotiated, it is in use once the pairwise key is in, and not before: an AP whose
 * handshake has failed has no key to say so with. */
static void management_protection_begins_with_the_pairwise_key(void **state)
{
    struct fixture *fx = *state;
    associate_rsna(fx);
    fx->mp.link.ap->negotiated.group_mgmt = CIPHER_BIP;
    struct mpdu_spec s = {.kind = FRAME_DEAUTH, .a1 = own, .a2 = ap, .a3 = ap, .tid = -1};
    struct mpdu clear = mpdu_clear(&s, span("\x0f\x00", 2));
    rx_mpdu(fx, &clear);
    assert_int_equal(fake.management, 1);
    install_ccmp(fx);
    clear.b[22] = 0x10;
    rx_mpdu(fx, &clear);
    assert_int_equal(fake.management, 1);
    assert_int_equal(fake.drops[EXTSTA_DROP_MGMT_UNPROTECTED], 1);
    assert_int_equal(fake.unprotected, 1); /* of which the MLME learns */
    s.kind = FRAME_ACTION;
    s.seq = 3;
    struct mpdu public =
        mpdu_clear(&s, span("\x04\x00", 2)); /* a category that is not robust */
    rx_mpdu(fx, &public);
    assert_int_equal(fake.management, 2);
    s.seq = 4;
    struct mpdu query = mpdu_clear(&s, span("\x08\x01\x00\x00", 4));
    rx_mpdu(fx, &query);
    assert_int_equal(fake.management, 2);
    assert_int_equal(fake.drops[EXTSTA_DROP_MGMT_UNPROTECTED], 2);
    s.a1 = mac_broadcast;
    s.kind = FRAME_DEAUTH;
    struct mpdu all =
        mpdu_clear(&s, span("\x03\x00", 2)); /* no IGTK came, and none is needed */
    rx_mpdu(fx, &all);
    assert_int_equal(fake.management, 2);
    assert_int_equal(fake.drops[EXTSTA_DROP_MGMT_UNPROTECTED], 3);
}

/* A key that every member has is no proof of the AP: what is enciphered must be to us alone,
 * under our own key, and of a kind that is protected. */
static void a_group_key_does_not_protect_management(void **state)
{
    struct fixture *fx = *state;
    associate_rsna(fx);
    install_ccmp(fx);
    fx->mp.link.ap->negotiated.group_mgmt = CIPHER_BIP;
    struct mpdu_spec s = {
        .kind = FRAME_DEAUTH, .a1 = mac_broadcast, .a2 = ap, .a3 = ap, .tid = -1};
    struct mpdu all = ccmp(fx, &s, gtk1, 1, 1, span("\x03\x00", 2));
    rx_mpdu(fx, &all);
    s.a1 = own;
    struct mpdu ours = ccmp(fx, &s, gtk1, 1, 2, span("\x03\x00", 2));
    rx_mpdu(fx, &ours);
    s.kind = FRAME_BEACON;
    s.seq = 1;
    struct mpdu beacon = ccmp(fx, &s, tk1, 0, 1, span("\x03\x00", 2));
    rx_mpdu(fx, &beacon);
    assert_int_equal(fake.management, 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_MGMT_PROTECTED], 2);
    assert_int_equal(fake.drops[EXTSTA_DROP_KEY_ID], 1);
    fx->mp.link.ap->negotiated.group_mgmt =
        0; /* where none was negotiated nothing is enciphered */
    s.kind = FRAME_DEAUTH;
    s.seq = 2;
    struct mpdu sealed = ccmp(fx, &s, tk1, 0, 2, span("\x03\x00", 2));
    rx_mpdu(fx, &sealed);
    assert_int_equal(fake.management, 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_MGMT_PROTECTED], 3);
}

/* 11.52: with a BIGTK every Beacon of the AP carries a MIC of it, in which the Timestamp does
 * not count (12.5.4.5): the radio writes that. */
static void beacons_of_the_ap_need_their_mic_once_a_bigtk_is_there(void **state)
{
    struct fixture *fx = *state;
    associate_rsna(fx);
    install_ccmp(fx);
    fx->mp.link.ap->negotiated.group_mgmt = CIPHER_BIP;
    struct mpdu_spec s = {
        .kind = FRAME_BEACON, .a1 = mac_broadcast, .a2 = ap, .a3 = ap, .tid = -1};
    uint8_t body[12 + 18] = {0};
    struct mpdu bare = mpdu_clear(&s, span(body, 12));
    rx_mpdu(fx, &bare);
    assert_int_equal(fake.management, 1);
    assert_true(keys_install_group(&fx->mp, CIPHER_BIP, 6, span(tk2, 16), 4));
    rx_mpdu(fx, &bare);
    assert_int_equal(fake.management, 1);
    assert_int_equal(fake.drops[EXTSTA_DROP_BEACON_UNPROTECTED], 1);
    struct mpdu m = mpdu_clear(&s, span(body, sizeof body));
    assert_int_equal(cipher_bip_make(fx->crypto, CIPHER_BIP, span(tk2, 16), m.b, m.len, 5, 6),
                     EXTSTA_OK);
    memset(m.b + 24, 0x5a, 8); /* Timestamp */
    rx_mpdu(fx, &m);
    assert_int_equal(fake.management, 2);
    assert_int_equal(fake.management_len, 12);
    rx_mpdu(fx, &m);
    assert_int_equal(fake.drops[EXTSTA_DROP_REPLAY], 1);
    m.b[24 + 8] ^= 1; /* the interval */
    rx_mpdu(fx, &m);
    assert_int_equal(fake.drops[EXTSTA_DROP_DECRYPT], 1);
    /* an IGTK is no key of Beacons, and the other BIGTK is not there */
    assert_true(keys_install_group(&fx->mp, CIPHER_BIP, 4, span(tk2, 16), 0));
    for (uint16_t id = 4; id < 8; id += 3) {
        struct mpdu other = mpdu_clear(&s, span(body, sizeof body));
        assert_int_equal(
            cipher_bip_make(fx->crypto, CIPHER_BIP, span(tk2, 16), other.b, other.len, 9, id),
            EXTSTA_OK);
        rx_mpdu(fx, &other);
    }
    assert_int_equal(fake.drops[EXTSTA_DROP_NO_KEY], 2);
    s.a2 = s.a3 = far; /* of another AP */
    struct mpdu foreign = mpdu_clear(&s, span(body, 12));
    rx_mpdu(fx, &foreign);
    assert_int_equal(fake.management, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DATA_TEST(management_protection_is_used_once_an_igtk_is_there),
        DATA_TEST(bip_guards_group_addressed_robust_frames),
        DATA_TEST(management_protection_begins_with_the_pairwise_key),
        DATA_TEST(a_group_key_does_not_protect_management),
        DATA_TEST(beacons_of_the_ap_need_their_mic_once_a_bigtk_is_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
