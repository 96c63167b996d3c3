/* Receive: addresses, duplicates, keys, exemption and exclusion, packet filter (contract
 * DEC-01 ... DEC-10, RXP-01 ... RXP-08, STT-04 ... STT-07). */
#include "data_fixture.h"

static void exempt(struct fixture *fx, uint16_t ethertype, uint16_t action, uint16_t kind)
{
    fx->mib.exemptions[fx->mib.exemption_count++] =
        (struct mp_exemption){.ethertype = ethertype, .action = action, .kind = kind};
}

static void RXP_04_RXP_07_plain_data_with_the_priority_beside_it(void **state)
{
    struct fixture *fx = *state;
    struct received r;
    associate_open(fx);
    struct mpdu_spec s = from_ap(own, 5);
    s.tid = 6;
    struct mpdu m = mpdu_clear(&s, msdu(0x0800, "hello"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, &r), 1);
    assert_int_equal(r.recv.priority, 6);
    assert_int_equal(r.recv.phy_id, 0);
    assert_int_equal(r.recv.mpdu_count, 1);
    assert_int_equal(r.recv.freq, 2412);
    assert_int_equal(r.recv.rssi, -40);
    assert_int_equal(r.recv.rate, 108);
    assert_false(r.recv.was_protected);
    assert_int_equal(get_le16(r.bytes), FRAME_DATA_PLAIN | FC_FROM_DS);
    assert_int_equal(r.len, 24 + 8 + 5);
    assert_memory_equal(r.bytes + 4, own.b, 6);
    assert_memory_equal(r.bytes + 10, ap.b, 6);
    assert_memory_equal(r.bytes + 16, far.b, 6);
    assert_memory_equal(r.bytes + 24, "\xaa\xaa\x03\x00\x00\x00\x08\x00hello", 13);
    assert_int_equal(fake.heard, 1);
}

/* Each member is that of the frame and no constant: PHY, its channel, how many MPDUs made the
 * MSDU, the signal and the rate of the last one. */
/* DEC-01, and with Extended Key ID (12.5.3.4.4): each key its id, and its own counters. */
static void DEC_01_two_pairwise_keys_each_under_its_id(void **state)
{
    struct fixture *fx = *state;
    struct received r;
    static const uint8_t other[16] = {9, 8, 7};
    associate_rsna(fx);
    struct mpdu_spec s = from_ap(own, 1);
    assert_true(keys_install_by_id(&fx->mp, ap, CIPHER_CCMP, span(tk1, 16), 0, false));
    assert_true(keys_install_by_id(&fx->mp, ap, CIPHER_CCMP, span(other, 16), 1, true));
    struct mpdu m = ccmp(fx, &s, tk1, 0, 70, msdu(0x0800, "old"));
    rx_mpdu(fx, &m);
    m = ccmp(fx, &s, other, 1, 1, msdu(0x0800, "new"));
    rx_mpdu(fx, &m);
    m = ccmp(fx, &s, tk1, 0, 71, msdu(0x0800, "late"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, &r), 3);
    m = ccmp(fx, &s, other, 1, 1, msdu(0x0800, "again"));
    rx_mpdu(fx, &m);
    assert_int_equal(fake.drops[EXTSTA_DROP_REPLAY], 1);
    m = ccmp(fx, &s, tk1, 2, 80, msdu(0x0800, "no such key"));
    rx_mpdu(fx, &m);
    assert_int_equal(fake.drops[EXTSTA_DROP_KEY_ID], 1);
}

static void RXP_04_the_receive_context_is_of_the_frame(void **state)
{
    struct fixture *fx = *state;
    static const uint16_t counts[] = {1, 2, 16};
    associate_open(fx);
    for (uint16_t i = 0; i < 3; i++) {
        struct received r = {0};
        struct mpdu_spec s = from_ap(own, (uint16_t)(20 + i));
        for (uint8_t frag = 0; frag < counts[i]; frag++) {
            s.frag = frag;
            s.fc = (uint16_t)(FC_FROM_DS | (frag + 1 < counts[i] ? FC_MORE_FRAG : 0));
            struct mpdu m = mpdu_clear(&s, frag == 0 ? msdu(0x0800, "hello")
                                                     : span((const uint8_t *)"1234", 4));
            struct extsta_rx_frame f = {
                .bytes = span(m.b, m.len),
                .meta = {.freq = (uint16_t)(i ? 5180 : 2437),
                         .phy = i ? 1 : 0,
                         .signal = (int8_t)(frag + 1 < counts[i] ? -90 : -51 - i),
                         .rate = (uint16_t)(frag + 1 < counts[i] ? 2 : 12 + 12 * i)}};
            datapath_rx(&fx->mp, T0, &f, 1);
        }
        assert_int_equal(received(fx, &r), 1);
        assert_int_equal(r.recv.mpdu_count, counts[i]);
        assert_int_equal(r.recv.phy_id, i ? 1 : 0);
        assert_int_equal(r.recv.freq, i ? 5180 : 2437);
        assert_int_equal(r.recv.rssi, -51 - i);
        assert_int_equal(r.recv.rate, 12 + 12 * i);
    }
}

static void DEC_01_unicast_decrypts_with_the_key_mapping_key(void **state)
{
    struct fixture *fx = *state;
    struct received r;
    associate_rsna(fx);
    install_ccmp(fx);
    struct mpdu_spec s = from_ap(own, 1);
    struct mpdu m = ccmp(fx, &s, tk1, 0, 1, msdu(0x0800, "hello"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, &r), 1);
    assert_true(r.recv.was_protected);
    assert_int_equal(get_le16(r.bytes) & FC_PROTECTED, 0);
    assert_memory_equal(r.bytes + 32, "hello", 5);
    assert_int_equal(fake.mac[0][MP_MAC_DECRYPT_OK], 1);
    assert_int_equal(fake.mac[0][MP_MAC_RX], 1);
    assert_int_equal(fx->mp.link.ap->counters.rx_ok, 1);
}

static void DEC_01_without_key_mapping_key_the_default_key_by_id(void **state)
{
    struct fixture *fx = *state;
    associate_wep(fx);
    uint8_t value[64] = {0};
    put_le32(value + 4, 2);
    put_le32(value + 8, DOT11_CIPHER_ALGO_WEP40);
    put_le16(value + 20, 5);
    memcpy(value + 22, "abcde", 5);
    assert_int_equal(keys_set_default(&fx->mp, span(value, 27)), NDIS_STATUS_SUCCESS);
    struct mpdu_spec s = from_ap(own, 1);
    struct mpdu m =
        mpdu_protected(fx, &s, CIPHER_WEP40, span("abcde", 5), 2, 77, msdu(0x0800, "wep"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 1);
    s.seq = 2;
    m = mpdu_protected(fx, &s, CIPHER_WEP40, span("abcde", 5), 1, 78, msdu(0x0800, "wep"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_NO_KEY], 1);
    assert_int_equal(fake.mac[0][MP_MAC_WEP_UNDECRYPTABLE], 1);
}

static void DEC_02_group_frames_only_with_the_default_key(void **state)
{
    struct fixture *fx = *state;
    associate_rsna(fx);
    install_ccmp(fx);
    struct mpdu_spec s = from_ap(mac_broadcast, 1);
    struct mpdu m = ccmp(fx, &s, gtk1, 1, 1, msdu(0x0806, "arp"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 1);
    /* under the pairwise key, with its id: X-65 */
    s.seq = 2;
    m = ccmp(fx, &s, tk1, 0, 2, msdu(0x0806, "arp"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_NO_KEY], 1);
}

static void install_station_key(struct fixture *fx, struct extsta_mac peer)
{
    uint8_t value[64] = {0};
    put_le32(value + 4, 1);
    put_le32(value + 8, DOT11_CIPHER_ALGO_CCMP);
    memcpy(value + 12, peer.b, 6);
    put_le16(value + 20, 28);
    put_le32(value + 22 + 8, 16);
    memcpy(value + 22 + 12, gtk1, 16);
    assert_int_equal(keys_set_default(&fx->mp, span(value, 50)), NDIS_STATUS_SUCCESS);
}

static void DEC_02_ibss_group_frames_with_the_row_of_the_transmitter(void **state)
{
    struct fixture *fx = *state;
    fx->mib.desired_bss_type = dot11_BSS_type_independent;
    fx->mib.auth[fx->mib.auth_count++] = DOT11_AUTH_ALGO_RSNA_PSK;
    assert_true(keys_install_group(&fx->mp, CIPHER_CCMP, 1, span(gtk1, 16), 0));
    struct mpdu_spec s = from_ap(mac_broadcast, 1);
    s.fc = 0;
    s.a2 = far;
    s.a3 = ap; /* BSSID of the IBSS */
    struct mpdu m = ccmp(fx, &s, gtk1, 1, 1, msdu(0x0806, "arp"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_NO_KEY_ROW], 1);
    install_station_key(fx, far);
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 1);
    keys_forget_peer(&fx->mp, far); /* DIS-25 */
    s.seq = 2;
    m = ccmp(fx, &s, gtk1, 1, 2, msdu(0x0806, "arp"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_NO_KEY_ROW], 2);
}

static void DEC_03_STT_05_STT_06_STT_07_a_broken_mic_is_rejected_and_counted(void **state)
{
    struct fixture *fx = *state;
    associate_rsna(fx);
    install_ccmp(fx);
    struct mpdu_spec s = from_ap(own, 1);
    struct mpdu m = ccmp(fx, &s, tk1, 0, 1, msdu(0x0800, "hello"));
    m.b[m.len - 1] ^= 1;
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_DECRYPT], 1);
    assert_int_equal(fake.mac[0][MP_MAC_CCMP_DECRYPT], 1);
    assert_int_equal(fake.mac[0][MP_MAC_DECRYPT_FAIL], 1);
    /* STT-05: the PHY received it, the MAC did not */
    assert_int_equal(fake.mac[0][MP_MAC_RX], 0);
    assert_int_equal(fake.phy[MP_PHY_RX], 1);
    /* the frame itself was no replay and does not move the counter */
    m.b[m.len - 1] ^= 1;
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 1);
}

static void DEC_03_a_key_id_that_no_pairwise_key_has(void **state)
{
    struct fixture *fx = *state;
    associate_rsna(fx);
    install_ccmp(fx);
    struct mpdu_spec s = from_ap(own, 1);
    struct mpdu m = ccmp(fx, &s, tk1, 2, 1, msdu(0x0800, "hello"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_KEY_ID], 1);
}

static void DEC_03_unicast_under_the_group_key_is_not_accepted(void **state)
{
    struct fixture *fx = *state; /* "hole 196": any member of the BSS has the group key */
    associate_rsna(fx);
    assert_true(keys_install_group(&fx->mp, CIPHER_CCMP, 1, span(gtk1, 16), 0));
    struct mpdu_spec s = from_ap(own, 1);
    struct mpdu m = ccmp(fx, &s, gtk1, 1, 1, msdu(0x0800, "hello"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_NO_KEY], 1);
    /* but with "use group" it is the rule (CIP-07) */
    fx->mp.link.ap->negotiated.pairwise = CIPHER_USE_GROUP;
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 1);
}

static void DEC_04_always_exempt_must_come_in_the_clear(void **state)
{
    struct fixture *fx = *state;
    associate_rsna(fx);
    install_ccmp(fx);
    fx->mib.exclude_unencrypted = true;
    exempt(fx, 0x88b5, DOT11_EXEMPT_ALWAYS, DOT11_EXEMPT_BOTH);
    struct mpdu_spec s = from_ap(own, 1);
    struct mpdu m = mpdu_clear(&s, msdu(0x88b5, "x"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 1); /* DEC-07: exclusion has no say */
    s.seq = 2;
    m = ccmp(fx, &s, tk1, 0, 1, msdu(0x88b5, "x"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_EXEMPT_PROTECTED], 1);
}

static void DEC_05_clear_eapol_before_the_pairwise_key_and_not_after(void **state)
{
    struct fixture *fx = *state;
    associate_rsna(fx);
    fx->mib.exclude_unencrypted = true;
    exempt(fx, ETHERTYPE_EAPOL, DOT11_EXEMPT_ON_KEY_MAPPING_KEY_UNAVAILABLE,
           DOT11_EXEMPT_UNICAST);
    struct mpdu_spec s = from_ap(own, 1);
    struct mpdu m = mpdu_clear(&s, msdu(ETHERTYPE_EAPOL, "message 1"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 1);
    install_ccmp(fx);
    m.b[22] = 0x20;
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_EXEMPT_CLEAR], 1);
    s.seq = 3;
    m = ccmp(fx, &s, tk1, 0, 1, msdu(ETHERTYPE_EAPOL, "group 1"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 1);
}

static void DEC_06_exclude_unencrypted_drops_clear_unicast(void **state)
{
    struct fixture *fx = *state;
    associate_wep(fx);
    fx->mib.exclude_unencrypted = true;
    struct mpdu_spec s = from_ap(own, 1);
    struct mpdu m = mpdu_clear(&s, msdu(0x0800, "x"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_UNENCRYPTED], 1);
    assert_int_equal(fake.mac[0][MP_MAC_WEP_EXCLUDED], 1);
    s = from_ap(mac_broadcast, 2); /* group frames are not */
    m = mpdu_clear(&s, msdu(0x0800, "x"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 1);
    fx->mib.exclude_unencrypted = false;
    s = from_ap(own, 3);
    m = mpdu_clear(&s, msdu(0x0800, "x"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 1);
}

static void DEC_07_the_exemption_beats_exclude_unencrypted(void **state)
{
    struct fixture *fx = *state;
    associate_rsna(fx);
    fx->mib.exclude_unencrypted = true;
    struct mpdu_spec s = from_ap(own, 1);
    struct mpdu m = mpdu_clear(&s, msdu(0x888e, "eapol"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 0); /* no entry: excluded */
    exempt(fx, 0x888e, DOT11_EXEMPT_ALWAYS, DOT11_EXEMPT_BOTH);
    s.seq = 2;
    m = mpdu_clear(&s, msdu(0x888e, "eapol"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 1);
    fx->mib.exemptions[0].action = DOT11_EXEMPT_ON_KEY_MAPPING_KEY_UNAVAILABLE;
    s.seq = 3;
    m = mpdu_clear(&s, msdu(0x888e, "eapol"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 1); /* there is no key yet */
    assert_int_equal(fake.mac[0][MP_MAC_WEP_EXCLUDED], 1);
}

static void STT_04_unicast_and_multicast_apart(void **state)
{
    struct fixture *fx = *state;
    associate_open(fx);
    fake.multicast = group;
    const struct extsta_mac to[] = {own, group, mac_broadcast, own};
    for (uint16_t i = 0; i < 4; i++) {
        struct mpdu_spec s = from_ap(to[i], (uint16_t)(i + 1));
        struct mpdu m = mpdu_clear(&s, msdu(0x0800, "x"));
        rx_mpdu(fx, &m);
    }
    assert_int_equal(fake.mac[0][MP_MAC_RX], 2);
    assert_int_equal(fake.mac[1][MP_MAC_RX], 2);
    fx->mp.packet_filter = NDIS_PACKET_TYPE_802_11_DIRECTED_DATA; /* broadcast not admitted */
    struct mpdu_spec s = from_ap(mac_broadcast, 9);
    struct mpdu m = mpdu_clear(&s, msdu(0x0800, "x"));
    rx_mpdu(fx, &m);
    assert_int_equal(fake.mac[1][MP_MAC_RX], 2);
    s = from_ap(far, 10);
    m = mpdu_clear(&s, msdu(0x0800, "x"));
    rx_mpdu(fx, &m);
    assert_int_equal(fake.mac[0][MP_MAC_RX], 2);
}

static void DEC_08_no_rules_without_ciphers(void **state)
{
    struct fixture *fx = *state;
    associate_open(fx);
    fx->mib.exclude_unencrypted = true;
    struct mpdu_spec s = from_ap(own, 1);
    struct mpdu m = mpdu_clear(&s, msdu(0x0800, "x"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 1);
}

static void DEC_10_an_entry_of_the_other_kind_is_ignored(void **state)
{
    struct fixture *fx = *state;
    associate_rsna(fx);
    install_ccmp(fx);
    fx->mib.exclude_unencrypted = true;
    exempt(fx, 0x88b5, DOT11_EXEMPT_ALWAYS, DOT11_EXEMPT_MULTICAST);
    struct mpdu_spec s = from_ap(own, 1);
    struct mpdu m = mpdu_clear(&s, msdu(0x88b5, "x"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_UNENCRYPTED], 1);
    s = from_ap(mac_broadcast, 2);
    m = mpdu_clear(&s, msdu(0x88b5, "x"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 1);
    m = mpdu_clear(&s, msdu(0xb588, "x")); /* the other byte order is another EtherType */
    m.b[22] = 0x30;
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 0);
}

static void DEC_03_KEY_08_STT_06_STT_07_counter_must_be_above_the_start_value(void **state)
{
    struct fixture *fx = *state;
    associate_rsna(fx);
    assert_true(keys_install_group(&fx->mp, CIPHER_CCMP, 2, span(gtk1, 16), 0x0123456789abull));
    struct mpdu_spec s = from_ap(mac_broadcast, 1);
    struct mpdu m = ccmp(fx, &s, gtk1, 2, 0x0123456789abull, msdu(0x0806, "arp"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_REPLAY], 1);
    assert_int_equal(fake.mac[1][MP_MAC_CCMP_REPLAY], 1);
    assert_int_equal(fake.mac[1][MP_MAC_DECRYPT_FAIL], 0); /* STT-06: it did decrypt */
    s.seq = 2;
    m = ccmp(fx, &s, gtk1, 2, 0x0123456789acull, msdu(0x0806, "arp"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 1);
}

static void DEC_03_KEY_08_replayed_group_frame_is_dropped(void **state)
{
    struct fixture *fx = *state;
    associate_rsna(fx);
    install_ccmp(fx);
    struct mpdu_spec s = from_ap(mac_broadcast, 1);
    struct mpdu m = ccmp(fx, &s, gtk1, 1, 9, msdu(0x0806, "arp"));
    rx_mpdu(fx, &m);
    rx_mpdu(fx, &m);
    m.b[22] = 0x50; /* the sequence number is in no MIC */
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 1);
    assert_int_equal(fake.drops[EXTSTA_DROP_REPLAY], 2);
}

static void KEY_08_each_tid_has_its_counter(void **state)
{
    struct fixture *fx = *state;
    associate_rsna(fx);
    install_ccmp(fx);
    struct mpdu_spec s = from_ap(own, 1);
    s.tid = 5;
    struct mpdu m = ccmp(fx, &s, tk1, 0, 10, msdu(0x0800, "a"));
    rx_mpdu(fx, &m);
    s.tid = 0;
    m = ccmp(fx, &s, tk1, 0, 9, msdu(0x0800, "b"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 2);
    s.seq = 2;
    s.tid = 5;
    m = ccmp(fx, &s, tk1, 0, 10, msdu(0x0800, "c"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_REPLAY], 1);
}

static void CVE_2017_13080_reinstalling_a_key_keeps_its_counters(void **state)
{
    struct fixture *fx = *state;
    associate_rsna(fx);
    install_ccmp(fx);
    struct mpdu_spec s = from_ap(own, 1);
    struct mpdu unicast = ccmp(fx, &s, tk1, 0, 5, msdu(0x0800, "a"));
    struct mpdu_spec g = from_ap(mac_broadcast, 2);
    struct mpdu broadcast = ccmp(fx, &g, gtk1, 1, 5, msdu(0x0806, "a"));
    rx_mpdu(fx, &unicast);
    rx_mpdu(fx, &broadcast);
    assert_int_equal(received(fx, NULL), 2);
    install_ccmp(fx); /* message 3 again: receive counter 0 is given again */
    unicast.b[22] = 0x30;
    broadcast.b[22] = 0x40;
    rx_mpdu(fx, &unicast);
    rx_mpdu(fx, &broadcast);
    assert_int_equal(received(fx, NULL), 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_REPLAY], 2);
}

static void RXP_01_RXP_08_only_own_address_and_the_multicast_list(void **state)
{
    struct fixture *fx = *state;
    associate_open(fx);
    struct mpdu_spec s = from_ap(far, 1);
    struct mpdu m = mpdu_clear(&s, msdu(0x0800, "x"));
    rx_mpdu(fx, &m);
    assert_int_equal(fake.drops[EXTSTA_DROP_OTHER_RECEIVER], 1);
    s = from_ap(group, 2);
    m = mpdu_clear(&s, msdu(0x0800, "x"));
    rx_mpdu(fx, &m);
    assert_int_equal(fake.drops[EXTSTA_DROP_NOT_MULTICAST_MEMBER], 1);
    assert_int_equal(received(fx, NULL), 0);
    fake.multicast = group;
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 1);
    assert_int_equal(fake.mac[1][MP_MAC_RX], 1);
}

static void RXP_01_connected_the_bssid_must_match(void **state)
{
    struct fixture *fx = *state;
    associate_open(fx);
    struct mpdu_spec s = from_ap(own, 1);
    s.a2 = far;
    struct mpdu m = mpdu_clear(&s, msdu(0x0800, "x"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_OTHER_BSS], 1);
    /* DS bits are not filtered on: direct frame with the BSSID in address 3 */
    s = (struct mpdu_spec){.kind = FRAME_DATA_PLAIN, .a1 = own, .a2 = far, .a3 = ap, .tid = -1};
    m = mpdu_clear(&s, msdu(0x0800, "x"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 1);
    /* not connected: any BSSID */
    leave(fx);
    s = from_ap(own, 3);
    s.a2 = far;
    m = mpdu_clear(&s, msdu(0x0800, "x"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 1);
}

static void RXP_01_own_broadcast_reflected_by_the_ap_is_dropped(void **state)
{
    struct fixture *fx = *state;
    associate_open(fx);
    struct mpdu_spec s = from_ap(mac_broadcast, 1);
    s.a3 = own;
    struct mpdu m = mpdu_clear(&s, msdu(0x0800, "x"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_OWN_FRAME], 1);
}

static void RXP_02_duplicates_by_retry_bit_and_over_two_phys(void **state)
{
    struct fixture *fx = *state;
    associate_open(fx);
    struct mpdu_spec s = from_ap(own, 7);
    struct mpdu m = mpdu_clear(&s, msdu(0x0800, "x"));
    rx_mpdu(fx, &m);
    s.fc |= FC_RETRY;
    m = mpdu_clear(&s, msdu(0x0800, "x"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 1);
    assert_int_equal(fake.drops[EXTSTA_DROP_DUPLICATE], 1);
    assert_int_equal(fake.phy[MP_PHY_DUPLICATE], 1);
    s = from_ap(own, 8);
    m = mpdu_clear(&s, msdu(0x0800, "x"));
    rx_mpdu_on(fx, T0, &m, 0);
    rx_mpdu_on(fx, T0, &m, 1);
    assert_int_equal(received(fx, NULL), 1);
    assert_int_equal(fake.drops[EXTSTA_DROP_DUPLICATE], 2);
    /* a TID has its own history */
    s.tid = 3;
    s.fc |= FC_RETRY;
    m = mpdu_clear(&s, msdu(0x0800, "x"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 1);
}

static void RXP_02_history_of_the_two_latest_transmitters(void **state)
{
    struct fixture *fx = *state; /* not connected: three senders take turns */
    struct mpdu_spec s = from_ap(own, 7);
    for (uint8_t round = 0; round < 2; round++) {
        for (uint8_t i = 0; i < 3; i++) {
            s.a2 = (struct extsta_mac){{2, 0, 0, 0, 0x55, i}};
            s.fc = FC_FROM_DS;
            struct mpdu m = mpdu_clear(&s, msdu(0x0800, "x"));
            rx_mpdu(fx, &m);
            s.fc |= FC_RETRY;
            m = mpdu_clear(&s, msdu(0x0800, "x"));
            rx_mpdu(fx, &m);
        }
    }
    assert_int_equal(received(fx, NULL), 6);
    assert_int_equal(fake.drops[EXTSTA_DROP_DUPLICATE], 6);
    /* the one before the last is still known, the first of three is not */
    for (uint8_t i = 1; i < 3; i++) {
        s.a2.b[5] = i;
        struct mpdu m = mpdu_clear(&s, msdu(0x0800, "x"));
        rx_mpdu(fx, &m);
    }
    assert_int_equal(received(fx, NULL), 0);
    s.a2.b[5] = 0;
    struct mpdu m = mpdu_clear(&s, msdu(0x0800, "x"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 1);
}

static void RXP_03_filter_zero_hands_nothing_up(void **state)
{
    struct fixture *fx = *state;
    associate_open(fx);
    fx->mp.packet_filter = 0;
    struct mpdu_spec s = from_ap(own, 1);
    struct mpdu m = mpdu_clear(&s, msdu(0x0800, "x"));
    rx_mpdu(fx, &m);
    s = from_ap(mac_broadcast, 2);
    m = mpdu_clear(&s, msdu(0x0800, "x"));
    rx_mpdu(fx, &m);
    s = (struct mpdu_spec){.kind = FRAME_DEAUTH, .a1 = own, .a2 = ap, .a3 = ap, .tid = -1};
    m = mpdu_clear(&s, span("\x03\x00", 2));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_PACKET_FILTER], 2);
    assert_int_equal(fake.management, 1); /* the MLME has it all the same */
    fx->mp.packet_filter = NDIS_PACKET_TYPE_802_11_DIRECTED_MGMT;
    m.b[22] = 0x30;
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 1);
}

static void SCN_20_a_scan_hands_up_beacons_with_either_management_bit(void **state)
{
    struct fixture *fx = *state;
    uint8_t body[12] = {0};
    struct mpdu_spec s = {
        .kind = FRAME_BEACON, .a1 = mac_broadcast, .a2 = far, .a3 = far, .tid = -1};
    struct mpdu m = mpdu_clear(&s, span(body, sizeof body));
    fx->mp.packet_filter = NDIS_PACKET_TYPE_802_11_DIRECTED_MGMT;
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 0);
    fx->mp.mlme.scanning = SCAN_EXPLICIT;
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 1);
}

static void RST_09_a_reset_waits_for_packets_to_be_returned(void **state)
{
    struct fixture *fx = *state;
    associate_open(fx);
    struct mpdu_spec s = from_ap(own, 1);
    struct mpdu m = mpdu_clear(&s, msdu(0x0800, "x"));
    rx_mpdu(fx, &m);
    s.seq = 2;
    m = mpdu_clear(&s, msdu(0x0800, "x"));
    rx_mpdu(fx, &m);
    assert_int_equal(fx->mp.data.handed_up, 2);
    fx->mp.reset_pending = true;
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 2); /* nothing new while it is pending */
    assert_int_equal(fake.drops[EXTSTA_DROP_RX_RESET], 1);
    datapath_returned(&fx->mp, T0, 1);
    assert_int_equal(fake.resets, 0);
    datapath_returned(&fx->mp, T0, 2);
    assert_int_equal(fake.resets, 1);
}

static void CIP_09_tkip_mic_failure_is_indicated(void **state)
{
    struct fixture *fx = *state;
    associate_rsna(fx);
    uint8_t key[32];
    for (size_t i = 0; i < 32; i++) {
        key[i] = (uint8_t)(i * 7 + 1);
    }
    assert_true(keys_install_pairwise(&fx->mp, ap, CIPHER_TKIP, span(key, 32)));
    uint8_t body[64];
    struct extsta_span clear = msdu(0x0800, "hello");
    memcpy(body, clear.data, clear.len);
    cipher_michael(key + 16, own, far, 0, clear, body + clear.len);
    struct mpdu_spec s = from_ap(own, 1);
    struct extsta_span whole = span(body, clear.len + 8);
    struct mpdu m = mpdu_protected(fx, &s, CIPHER_TKIP, span(key, 32), 0, 1, whole);
    rx_mpdu(fx, &m);
    struct received r;
    assert_int_equal(received(fx, &r), 1);
    assert_int_equal(r.len, 24 + clear.len);
    body[clear.len] ^= 1;
    s.seq = 2;
    m = mpdu_protected(fx, &s, CIPHER_TKIP, span(key, 32), 0, 2, whole);
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 0);
    assert_int_equal(fake.mic_failures, 1);
    assert_false(fake.mic_default_key);
    assert_int_equal(fake.mic_index, 0);
    assert_true(mac_equal(fake.mic_peer, ap));
    assert_int_equal(fake.mac[0][MP_MAC_TKIP_MIC], 1);
    assert_int_equal(fake.mac[0][MP_MAC_DECRYPT_FAIL], 0);
    /* a wrong MIC does not move the replay counter (12.5.2.6) */
    body[clear.len] ^= 1;
    s.seq = 3;
    m = mpdu_protected(fx, &s, CIPHER_TKIP, span(key, 32), 0, 2, whole);
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 1);
    rx_mpdu(fx, &m); /* a right one does */
    assert_int_equal(received(fx, NULL), 0);
    assert_int_equal(fake.mac[0][MP_MAC_TKIP_REPLAY], 1);
}

/* Under a group key the failure is one of a default key, and names its index. */
static void CIP_09_a_mic_failure_under_a_default_key_names_it(void **state)
{
    struct fixture *fx = *state;
    struct extsta_mac everybody = mac_broadcast;
    associate_rsna(fx);
    fx->mp.packet_filter |= NDIS_PACKET_TYPE_802_11_BROADCAST_DATA;
    for (uint8_t index = 1; index <= 3; index++) {
        uint8_t key[32], body[64];
        memset(key, 0x30 + index, sizeof key);
        assert_true(keys_install_group(&fx->mp, CIPHER_TKIP, index, span(key, 32), 0));
        struct extsta_span clear = msdu(0x0800, "hello");
        memcpy(body, clear.data, clear.len);
        cipher_michael(key + 16, everybody, far, 0, clear, body + clear.len);
        struct extsta_span whole = span(body, clear.len + 8);
        struct mpdu_spec s = from_ap(everybody, (uint16_t)(10 * index));
        struct mpdu m = mpdu_protected(fx, &s, CIPHER_TKIP, span(key, 32), index, 1, whole);
        rx_mpdu(fx, &m);
        assert_int_equal(received(fx, NULL), 1);
        body[clear.len] ^= 1;
        s.seq++;
        m = mpdu_protected(fx, &s, CIPHER_TKIP, span(key, 32), index, 2, whole);
        rx_mpdu(fx, &m);
        assert_int_equal(received(fx, NULL), 0);
        assert_int_equal(fake.mic_failures, index);
        assert_true(fake.mic_default_key);
        assert_int_equal(fake.mic_index, index);
        assert_true(mac_equal(fake.mic_peer, ap));
        assert_int_equal(fake.mac[1][MP_MAC_TKIP_MIC], index);
    }
}

static void ATH_12_eapol_of_the_own_handshake_goes_to_the_miniport(void **state)
{
    struct fixture *fx = *state;
    associate_rsna(fx);
    fx->mp.link.ap->state = ASSOC_AWAIT_PORT; /* PRT-07: not complete before the handshake */
    fake.takes_eapol = true;
    struct mpdu_spec s = from_ap(own, 1);
    struct mpdu m = mpdu_clear(&s, msdu(ETHERTYPE_EAPOL, "message 1"));
    rx_mpdu(fx, &m);
    assert_int_equal(fake.eapols, 1);
    assert_int_equal(received(fx, NULL), 0);
    m = mpdu_clear(&s, msdu(0x0800, "not yet"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, NULL), 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_NOT_ASSOCIATED], 1);
}

static void install_on_eapol(struct miniport *mp)
{
    assert_true(keys_install_pairwise(mp, ap, CIPHER_CCMP, span(tk2, 16)));
}

static void keys_that_change_inside_a_batch_hold_for_what_follows(void **state)
{
    struct fixture *fx = *state;
    associate_rsna(fx);
    assert_true(keys_install_pairwise(&fx->mp, ap, CIPHER_CCMP, span(tk1, 16)));
    fake.takes_eapol = true;
    fake.on_eapol = install_on_eapol;
    struct mpdu_spec s = from_ap(own, 1);
    struct mpdu before = ccmp(fx, &s, tk1, 0, 1, msdu(0x0800, "old"));
    s.seq = 2;
    struct mpdu eapol = ccmp(fx, &s, tk1, 0, 2, msdu(ETHERTYPE_EAPOL, "rekey"));
    s.seq = 3;
    struct mpdu after = ccmp(fx, &s, tk2, 0, 1, msdu(0x0800, "new"));
    struct extsta_rx_frame frames[3] = {{.bytes = span(before.b, before.len)},
                                        {.bytes = span(eapol.b, eapol.len)},
                                        {.bytes = span(after.b, after.len)}};
    datapath_rx(&fx->mp, T0, frames, 3);
    struct received r;
    assert_int_equal(received(fx, &r), 2);
    assert_memory_equal(r.bytes + 32, "new", 3);
    assert_int_equal(fake.drops[EXTSTA_DROP_DECRYPT], 0);
}

static void every_truncation_is_dropped_by_name(void **state)
{
    struct fixture *fx = *state;
    associate_rsna(fx);
    install_ccmp(fx);
    struct mpdu_spec s = from_ap(own, 1);
    s.tid = 1;
    struct mpdu m = ccmp(fx, &s, tk1, 0, 1, msdu(0x0800, "hello"));
    size_t whole = m.len;
    for (size_t n = 0; n < whole; n++) {
        uint32_t before = 0, after = 0;
        for (size_t i = 0; i < EXTSTA_DROP_COUNT; i++) {
            before += fake.drops[i];
        }
        m.len = n;
        m.b[22] = (uint8_t)(n << 4);
        m.b[23] = (uint8_t)(n >> 4);
        rx_mpdu(fx, &m);
        for (size_t i = 0; i < EXTSTA_DROP_COUNT; i++) {
            after += fake.drops[i];
        }
        assert_int_equal(after, before + 1);
    }
    assert_int_equal(received(fx, NULL), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DATA_TEST(RXP_04_RXP_07_plain_data_with_the_priority_beside_it),
        DATA_TEST(RXP_04_the_receive_context_is_of_the_frame),
        DATA_TEST(DEC_01_two_pairwise_keys_each_under_its_id),
        DATA_TEST(DEC_01_unicast_decrypts_with_the_key_mapping_key),
        DATA_TEST(DEC_01_without_key_mapping_key_the_default_key_by_id),
        DATA_TEST(DEC_02_group_frames_only_with_the_default_key),
        DATA_TEST(DEC_02_ibss_group_frames_with_the_row_of_the_transmitter),
        DATA_TEST(DEC_03_STT_05_STT_06_STT_07_a_broken_mic_is_rejected_and_counted),
        DATA_TEST(DEC_03_a_key_id_that_no_pairwise_key_has),
        DATA_TEST(DEC_03_unicast_under_the_group_key_is_not_accepted),
        DATA_TEST(DEC_04_always_exempt_must_come_in_the_clear),
        DATA_TEST(DEC_05_clear_eapol_before_the_pairwise_key_and_not_after),
        DATA_TEST(DEC_06_exclude_unencrypted_drops_clear_unicast),
        DATA_TEST(DEC_07_the_exemption_beats_exclude_unencrypted),
        DATA_TEST(STT_04_unicast_and_multicast_apart),
        DATA_TEST(DEC_08_no_rules_without_ciphers),
        DATA_TEST(DEC_10_an_entry_of_the_other_kind_is_ignored),
        DATA_TEST(DEC_03_KEY_08_STT_06_STT_07_counter_must_be_above_the_start_value),
        DATA_TEST(DEC_03_KEY_08_replayed_group_frame_is_dropped),
        DATA_TEST(KEY_08_each_tid_has_its_counter),
        DATA_TEST(CVE_2017_13080_reinstalling_a_key_keeps_its_counters),
        DATA_TEST(RXP_01_RXP_08_only_own_address_and_the_multicast_list),
        DATA_TEST(RXP_01_connected_the_bssid_must_match),
        DATA_TEST(RXP_01_own_broadcast_reflected_by_the_ap_is_dropped),
        DATA_TEST(RXP_02_duplicates_by_retry_bit_and_over_two_phys),
        DATA_TEST(RXP_02_history_of_the_two_latest_transmitters),
        DATA_TEST(RXP_03_filter_zero_hands_nothing_up),
        DATA_TEST(SCN_20_a_scan_hands_up_beacons_with_either_management_bit),
        DATA_TEST(RST_09_a_reset_waits_for_packets_to_be_returned),
        DATA_TEST(CIP_09_tkip_mic_failure_is_indicated),
        DATA_TEST(CIP_09_a_mic_failure_under_a_default_key_names_it),
        DATA_TEST(ATH_12_eapol_of_the_own_handshake_goes_to_the_miniport),
        DATA_TEST(keys_that_change_inside_a_batch_hold_for_what_follows),
        DATA_TEST(every_truncation_is_dropped_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
