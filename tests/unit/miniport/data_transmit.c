/* Transmit: encryption decision, headers, fragmentation, outcomes (contract ENC-01 ... ENC-03,
 * TXP-01 ... TXP-09, ATH-12, ATH-13, RST-08, DIS-30, PRT-26, STT-10). */
#include "data_fixture.h"
#include "miniport/datapath/transmit.h"

/* What came out: MPDUs for the radio and completions. */
struct sent {
    int mpdus, completions;
    struct mpdu m[20];
    struct extsta_tx_meta meta[20];
    uint32_t id, status; /* of the last completion */
};

static void drain(struct fixture *fx, struct sent *s)
{
    struct extsta_output out;
    *s = (struct sent){0};
    while (next_output(fx, &out)) {
        if (out.type == EXTSTA_OUT_FRAME) {
            s->m[s->mpdus].len = out.frame.bytes.len;
            memcpy(s->m[s->mpdus].b, out.frame.bytes.data, out.frame.bytes.len);
            s->meta[s->mpdus++] = out.frame.meta;
        } else if (out.type == EXTSTA_OUT_CROSSING &&
                   out.crossing.type == EXTSTA_CROSS_SEND_COMPLETE) {
            s->completions++;
            s->id = out.crossing.id;
            s->status = out.crossing.status;
        }
    }
}

/* A packet of the OS to `da` behind the AP, as TXP-01 has it. */
static struct extsta_packet packet_to(struct extsta_mac da, struct extsta_span body)
{
    static uint8_t b[2500];
    struct writer w = writer_of(b, sizeof b);
    writer_le16(&w, FRAME_DATA_PLAIN | FC_TO_DS);
    writer_le16(&w, 0);
    writer_mac(&w, ap);
    writer_mac(&w, own);
    writer_mac(&w, da);
    writer_le16(&w, 0);
    writer_span(&w, body);
    return (struct extsta_packet){
        .bytes = span(b, writer_len(&w)), .id = 100, .send = {.phy_id = DOT11_PHY_ID_ANY}};
}

static void send_one(struct fixture *fx, const struct extsta_packet *p, struct sent *s)
{
    datapath_send(&fx->mp, T0, p, NULL, 1);
    drain(fx, s);
}

/* The peer reads an MPDU. */
static size_t open_mpdu(struct fixture *fx, const struct mpdu *m, uint32_t suite,
                        struct extsta_span key, uint8_t *plain, uint64_t *pn, uint8_t *key_id)
{
    struct frame f;
    enum extsta_drop drop;
    assert_true(frame_parse(span(m->b, m->len), &f, &drop));
    assert_true(f.fc & FC_PROTECTED);
    struct cipher_key *k = cipher_key_new(fx->crypto, cipher_suite_find(suite), key);
    struct cipher_job job = {
        .key = k, .header = f.header, .in = f.body.data, .in_len = f.body.len, .out = plain};
    cipher_unprotect(&job, 1);
    assert_int_equal(job.result, EXTSTA_OK);
    cipher_key_free(k);
    if (pn) {
        *pn = job.pn;
    }
    if (key_id) {
        *key_id = job.key_id;
    }
    return job.out_len;
}

static void TXP_01_TXP_08_the_station_fills_its_fields(void **state)
{
    struct fixture *fx = *state;
    struct sent s;
    associate_open(fx);
    fx->mp.mlme.doze = true;
    fx->mp.data.sequence = 0xfff;
    struct extsta_packet p = packet_to(far, msdu(0x0800, "hello"));
    uint8_t before[64];
    memcpy(before, p.bytes.data, p.bytes.len);
    send_one(fx, &p, &s);
    assert_memory_equal(p.bytes.data, before, p.bytes.len); /* TXP-08 */
    assert_int_equal(s.mpdus, 1);
    assert_int_equal(get_le16(s.m[0].b), FRAME_DATA_PLAIN | FC_TO_DS | FC_PM);
    assert_int_not_equal(get_le16(s.m[0].b + 2), 0);
    assert_int_equal(get_le16(s.m[0].b + 22), 0xfff0);
    assert_memory_equal(s.m[0].b + 4, p.bytes.data + 4, 18);
    assert_memory_equal(s.m[0].b + 24, p.bytes.data + 24, p.bytes.len - 24);
    assert_int_equal(s.meta[0].freq, 2412);
    assert_int_equal(s.meta[0].tries, 7);
    send_one(fx, &p, &s);
    assert_int_equal(get_le16(s.m[0].b + 22), 0); /* 12 bits, then from 0 */
}

static void TXP_01_wmm_makes_it_qos_data(void **state)
{
    struct fixture *fx = *state;
    struct sent s;
    associate_open(fx);
    fx->mp.link.ap->negotiated.qos = true;
    struct extsta_packet p = packet_to(far, msdu(0x0800, "hello"));
    p.send.priority = 6;
    send_one(fx, &p, &s);
    assert_int_equal(get_le16(s.m[0].b), FRAME_QOS_DATA | FC_TO_DS);
    assert_int_equal(get_le16(s.m[0].b + 24), 6);
    assert_memory_equal(s.m[0].b + 26, p.bytes.data + 24, p.bytes.len - 24);
    /* each TID counts by itself */
    send_one(fx, &p, &s);
    assert_int_equal(get_le16(s.m[0].b + 22), 0x0010);
    p.send.priority = 0;
    send_one(fx, &p, &s);
    assert_int_equal(get_le16(s.m[0].b + 22), 0);
    /* a null stays a null */
    uint8_t null[24];
    memcpy(null, p.bytes.data, 24);
    null[0] = FRAME_NULL;
    p.bytes = span(null, 24);
    send_one(fx, &p, &s);
    assert_int_equal(s.m[0].len, 24);
    assert_int_equal(get_le16(s.m[0].b), FRAME_NULL | FC_TO_DS);
}

static void TXP_02_four_addresses_are_refused(void **state)
{
    struct fixture *fx = *state;
    struct sent s;
    associate_open(fx);
    struct extsta_packet p = packet_to(far, msdu(0x0800, "hello"));
    uint8_t b[64];
    memcpy(b, p.bytes.data, p.bytes.len);
    b[1] |= FC_FROM_DS >> 8;
    p.bytes.data = b;
    send_one(fx, &p, &s);
    assert_int_equal(s.mpdus, 0);
    assert_int_equal(s.completions, 1);
    assert_int_not_equal(s.status, NDIS_STATUS_SUCCESS);
    assert_int_equal(fake.drops[EXTSTA_DROP_FOUR_ADDRESS], 1);
}

static void TXP_03_exemption_always_goes_out_clear(void **state)
{
    struct fixture *fx = *state;
    struct sent s;
    associate_rsna(fx);
    install_ccmp(fx);
    struct extsta_packet p = packet_to(far, msdu(0x88b5, "hello"));
    p.send.exemption = DOT11_EXEMPT_ALWAYS;
    send_one(fx, &p, &s);
    assert_int_equal(get_le16(s.m[0].b) & FC_PROTECTED, 0);
    p.send.exemption = DOT11_EXEMPT_ON_KEY_MAPPING_KEY_UNAVAILABLE;
    send_one(fx, &p, &s);
    assert_int_not_equal(get_le16(s.m[0].b) & FC_PROTECTED, 0);
    keys_on_leave(&fx->mp);
    send_one(fx, &p, &s);
    assert_int_equal(get_le16(s.m[0].b) & FC_PROTECTED, 0);
}

static void TXP_04_unsupported_phy(void **state)
{
    struct fixture *fx = *state;
    struct sent s;
    associate_open(fx);
    struct extsta_packet p = packet_to(far, msdu(0x0800, "hello"));
    p.send.phy_id = 2; /* there are 0 and 1 */
    send_one(fx, &p, &s);
    assert_int_equal(s.mpdus, 0);
    assert_int_equal(s.status, NDIS_STATUS_UNSUPPORTED_MEDIA);
    assert_int_equal(s.id, 100);
    p.send.phy_id = 1;
    send_one(fx, &p, &s);
    assert_int_equal(s.meta[0].phy, 1);
}

static void ENC_01_ATH_13_KEY_10_unicast_under_the_key_mapping_key(void **state)
{
    struct fixture *fx = *state;
    struct sent s;
    uint8_t plain[256];
    uint64_t pn = 0;
    uint8_t key_id = 9;
    associate_rsna(fx);
    install_ccmp(fx);
    struct extsta_packet p = packet_to(far, msdu(0x0800, "hello"));
    for (uint64_t i = 1; i <= 3; i++) {
        send_one(fx, &p, &s);
        size_t n = open_mpdu(fx, &s.m[0], CIPHER_CCMP, span(tk1, 16), plain, &pn, &key_id);
        assert_int_equal(n, p.bytes.len - 24);
        assert_memory_equal(plain, p.bytes.data + 24, n);
        assert_int_equal(pn, i);
        assert_int_equal(key_id, 0);
    }
}

static void ENC_02_group_msdus_to_the_ap_under_its_pairwise_key(void **state)
{
    struct fixture *fx = *state; /* decided by the receiver address */
    struct sent s;
    uint8_t plain[256];
    associate_rsna(fx);
    install_ccmp(fx);
    struct extsta_packet p = packet_to(mac_broadcast, msdu(0x0806, "arp"));
    send_one(fx, &p, &s);
    open_mpdu(fx, &s.m[0], CIPHER_CCMP, span(tk1, 16), plain, NULL, NULL);
    assert_int_not_equal(s.meta[0].cookie, 0); /* acknowledged by the AP */
}

static void ENC_02_group_frames_under_the_default_key(void **state)
{
    struct fixture *fx = *state;
    struct sent s;
    uint8_t plain[256], key_id = 9;
    fx->mib.desired_bss_type = dot11_BSS_type_independent;
    associate_rsna(fx);
    install_ccmp(fx);
    struct mp_network network = {.bssid = ap, .negotiated = fx->mp.link.ap->negotiated};
    fx->mp.link.ap = NULL; /* one of many, whose group key is our own */
    fx->mp.link.network = &network;
    fx->mib.default_key_id = 1;
    struct extsta_packet p = packet_to(mac_broadcast, msdu(0x0806, "arp"));
    uint8_t b[64];
    memcpy(b, p.bytes.data, p.bytes.len);
    b[1] = 0;
    memcpy(b + 4, mac_broadcast.b, 6);
    memcpy(b + 16, ap.b, 6);
    p.bytes.data = b;
    send_one(fx, &p, &s);
    open_mpdu(fx, &s.m[0], CIPHER_CCMP, span(gtk1, 16), plain, NULL, &key_id);
    assert_int_equal(key_id, 1);
    assert_int_equal(s.meta[0].flags, EXTSTA_TX_NO_ACK);
    assert_int_equal(s.meta[0].cookie, 0);
    assert_int_equal(s.completions, 1); /* nobody acknowledges it */
    assert_int_equal(s.status, NDIS_STATUS_SUCCESS);
}

static void KEY_06_default_key_id_of_the_next_frame(void **state)
{
    struct fixture *fx = *state;
    struct sent s;
    uint8_t plain[256], key_id = 9;
    associate_wep(fx);
    for (uint32_t i = 0; i < 2; i++) {
        uint8_t value[64] = {0};
        put_le32(value + 4, i + 1);
        put_le32(value + 8, DOT11_CIPHER_ALGO_WEP);
        put_le16(value + 20, 13);
        memcpy(value + 22, "abcdefghijklm", 13);
        assert_int_equal(keys_set_default(&fx->mp, span(value, 35)), NDIS_STATUS_SUCCESS);
    }
    struct extsta_packet p = packet_to(far, msdu(0x0800, "hello"));
    for (uint8_t i = 1; i <= 2; i++) {
        fx->mib.default_key_id = i;
        send_one(fx, &p, &s);
        open_mpdu(fx, &s.m[0], CIPHER_WEP104, span("abcdefghijklm", 13), plain, NULL, &key_id);
        assert_int_equal(key_id, i);
    }
    fx->mib.default_key_id = 0; /* static WEP without a key fails */
    send_one(fx, &p, &s);
    assert_int_equal(s.mpdus, 0);
    assert_int_equal(s.completions, 1);
    assert_int_equal(fake.drops[EXTSTA_DROP_TX_NO_KEY], 1);
}

static void ATH_12_before_the_first_key_only_eapol_goes_and_clear(void **state)
{
    struct fixture *fx = *state;
    struct sent s;
    associate_rsna(fx);
    struct extsta_packet p = packet_to(ap, msdu(ETHERTYPE_EAPOL, "message 2"));
    send_one(fx, &p, &s);
    assert_int_equal(s.mpdus, 1);
    assert_int_equal(get_le16(s.m[0].b) & FC_PROTECTED, 0);
    p = packet_to(far, msdu(0x0800, "too early"));
    send_one(fx, &p, &s);
    assert_int_equal(s.mpdus, 0);
    assert_int_equal(s.completions, 1);
    assert_int_equal(fake.drops[EXTSTA_DROP_TX_NO_KEY], 1);
    install_ccmp(fx); /* ATH-13 */
    p = packet_to(ap, msdu(ETHERTYPE_EAPOL, "group 2"));
    send_one(fx, &p, &s);
    assert_int_not_equal(get_le16(s.m[0].b) & FC_PROTECTED, 0);
}

static void CVE_2017_13077_reinstalling_does_not_reuse_packet_numbers(void **state)
{
    struct fixture *fx = *state;
    struct sent s;
    uint8_t plain[256];
    uint64_t pn = 0;
    associate_rsna(fx);
    install_ccmp(fx);
    struct extsta_packet p = packet_to(far, msdu(0x0800, "hello"));
    send_one(fx, &p, &s);
    install_ccmp(fx);
    send_one(fx, &p, &s);
    open_mpdu(fx, &s.m[0], CIPHER_CCMP, span(tk1, 16), plain, &pn, NULL);
    assert_int_equal(pn, 2);
}

static void packet_numbers_do_not_wrap(void **state)
{
    struct fixture *fx = *state;
    struct sent s;
    associate_rsna(fx);
    install_ccmp(fx);
    keys_mapping_find(&fx->mp, ap, DOT11_DIR_OUTBOUND)->tx_pn = 0xfffffffffffeull;
    struct extsta_packet p = packet_to(far, msdu(0x0800, "hello"));
    send_one(fx, &p, &s);
    assert_int_equal(s.mpdus, 1);
    send_one(fx, &p, &s);
    assert_int_equal(s.mpdus, 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_TX_PN_EXHAUSTED], 1);
}

static struct extsta_span long_body(size_t len)
{
    static uint8_t b[2304];
    for (size_t i = 0; i < len; i++) {
        b[i] = (uint8_t)(i * 7);
    }
    memcpy(b, llc_rfc1042, 6);
    return span(b, len);
}

static void TXP_05_fragments_stay_within_the_threshold_and_join(void **state)
{
    struct fixture *fx = *state;
    struct sent s;
    associate_rsna(fx);
    install_ccmp(fx);
    fx->mp.link.ap->negotiated.qos = true;
    fx->mib.fragmentation_threshold = 256;
    struct extsta_packet p = packet_to(far, long_body(1000));
    send_one(fx, &p, &s);
    assert_int_equal(s.mpdus, 5); /* 256 - 26 - 16 - 4 = 210 octets each */
    uint8_t joined[1200];
    size_t len = 0;
    for (int i = 0; i < s.mpdus; i++) { /* ENC-03: each of them */
        uint64_t pn = 0;
        assert_true(s.m[i].len + 4 <= 256);
        assert_int_equal(get_le16(s.m[i].b + 22), i);
        assert_int_equal((get_le16(s.m[i].b) & FC_MORE_FRAG) != 0, i < 4);
        len += open_mpdu(fx, &s.m[i], CIPHER_CCMP, span(tk1, 16), joined + len, &pn, NULL);
        assert_int_equal(pn, i + 1);
        assert_true(i == 4 || len % 2 == 0);
    }
    assert_int_equal(len, 1000);
    assert_memory_equal(joined, p.bytes.data + 24, 1000);
    fx->mib.fragmentation_threshold = 257; /* odd: fragments stay even (10.5) */
    send_one(fx, &p, &s);
    assert_int_equal(s.m[0].len, 26 + 16 + 210);
    fx->mib.fragmentation_threshold = 256;
    /* exactly at the threshold: whole */
    p = packet_to(far, long_body(210));
    send_one(fx, &p, &s);
    assert_int_equal(s.mpdus, 1);
    p = packet_to(far, long_body(211));
    send_one(fx, &p, &s);
    assert_int_equal(s.mpdus, 2);
}

static void TXP_05_what_we_fragment_our_own_receiver_joins(void **state)
{
    struct fixture *fx = *state;
    struct sent s;
    struct received r;
    associate_rsna(fx);
    assert_true(keys_install_pairwise(&fx->mp, ap, CIPHER_TKIP, span(tk1, 32)));
    fx->mib.fragmentation_threshold = 300;
    struct extsta_packet p = packet_to(far, long_body(900));
    send_one(fx, &p, &s);
    assert_true(s.mpdus > 2);
    /* mirrored: the AP is the one who has the key for us, and the MIC keys the other way */
    uint8_t mirrored[32];
    memcpy(mirrored, tk1, 16);
    memcpy(mirrored + 16, tk1 + 24, 8);
    memcpy(mirrored + 24, tk1 + 16, 8);
    keys_clear_all(&fx->mp);
    assert_true(keys_install_pairwise(&fx->mp, own, CIPHER_TKIP, span(mirrored, 32)));
    fx->mp.address = ap;
    leave(fx);
    for (int i = 0; i < s.mpdus; i++) {
        rx_mpdu(fx, &s.m[i]);
    }
    assert_int_equal(received(fx, &r), 1);
    assert_int_equal(r.len, 24 + 900);
    assert_memory_equal(r.bytes + 24, p.bytes.data + 24, 900);
    assert_int_equal(fake.mic_failures, 0);
}

static void TXP_06_longer_than_the_rts_threshold(void **state)
{
    struct fixture *fx = *state;
    struct sent s;
    associate_open(fx);
    fx->mib.rts_threshold = 24 + 100 + 4;
    struct extsta_packet p = packet_to(far, long_body(100));
    send_one(fx, &p, &s);
    assert_int_equal(s.meta[0].flags, 0);
    assert_int_equal(s.meta[0].tries, 7);
    p = packet_to(far, long_body(101));
    send_one(fx, &p, &s);
    assert_int_equal(s.meta[0].flags, EXTSTA_TX_RTS);
    assert_int_equal(s.meta[0].tries, 4);
    datapath_tx_status(&fx->mp, T0, s.meta[0].cookie, true, 0);
    assert_int_equal(fake.phy[MP_PHY_RTS_SUCCESS], 1);
}

static void TXP_07_STT_10_outcomes_complete_the_packet(void **state)
{
    struct fixture *fx = *state;
    struct sent s, done;
    associate_open(fx);
    struct extsta_packet p = packet_to(far, msdu(0x0800, "hello"));
    send_one(fx, &p, &s);
    assert_int_equal(s.completions, 0);
    assert_int_equal(s.meta[0].cookie & 1, 1);
    datapath_tx_status(&fx->mp, T0, s.meta[0].cookie, true, 0);
    drain(fx, &done);
    assert_int_equal(done.completions, 1);
    assert_int_equal(done.id, 100);
    assert_int_equal(done.status, NDIS_STATUS_SUCCESS);
    assert_int_equal(fake.mac[0][MP_MAC_TX], 1);
    assert_int_equal(fake.phy[MP_PHY_TX_FRAGMENT], 1);
    assert_int_equal(fx->mp.link.ap->counters.tx_ok, 1);
    send_one(fx, &p, &s);
    datapath_tx_status(&fx->mp, T0, s.meta[0].cookie, false, 0);
    datapath_tx_status(&fx->mp, T0, s.meta[0].cookie, true, 0); /* too late, and twice */
    drain(fx, &done);
    assert_int_equal(done.completions, 1);
    assert_int_not_equal(done.status, NDIS_STATUS_SUCCESS);
    assert_int_equal(fake.phy[MP_PHY_FAILED], 1);
    assert_int_equal(fake.phy[MP_PHY_ACK_FAILURE], 7);
    assert_int_equal(fake.mac[0][MP_MAC_TX_FAIL], 1);
    assert_int_equal(fake.drops[EXTSTA_DROP_TX_RETRY_LIMIT], 1);
    assert_int_equal(fx->mp.timers[MP_TIMER_TRANSMIT], EXTSTA_NEVER);
    p = packet_to(group, msdu(0x0800, "hello")); /* to the AP, for a group: counted as such */
    send_one(fx, &p, &s);
    datapath_tx_status(&fx->mp, T0, s.meta[0].cookie, true, 0);
    assert_int_equal(fake.mac[1][MP_MAC_TX], 1);
    assert_int_equal(fake.mac[0][MP_MAC_TX], 1);
}

static void STT_10_retries_are_counted(void **state)
{
    static const struct {
        bool acked;
        uint8_t tries;
        unsigned ack_failures, retry, multiple, failed;
    } cases[] = {
        {true, 1, 0, 0, 0, 0},   {true, 2, 1, 1, 0, 0},   {true, 3, 3, 2, 1, 0},
        {false, 7, 10, 2, 1, 1}, {false, 0, 17, 2, 1, 2}, {true, 0, 17, 2, 1, 2},
    };
    struct fixture *fx = *state;
    struct sent s;
    associate_open(fx);
    struct extsta_packet p = packet_to(far, msdu(0x0800, "hello"));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        send_one(fx, &p, &s);
        datapath_tx_status(&fx->mp, T0, s.meta[0].cookie, cases[i].acked, cases[i].tries);
        assert_int_equal(fake.phy[MP_PHY_ACK_FAILURE], cases[i].ack_failures);
        assert_int_equal(fake.phy[MP_PHY_RETRY], cases[i].retry);
        assert_int_equal(fake.phy[MP_PHY_MULTIPLE_RETRY], cases[i].multiple);
        assert_int_equal(fake.phy[MP_PHY_FAILED], cases[i].failed);
    }
}

static void TXP_07_STT_10_one_lost_fragment_fails_the_packet_once(void **state)
{
    struct fixture *fx = *state;
    struct sent s, done;
    associate_open(fx);
    fx->mib.fragmentation_threshold = 256;
    struct extsta_packet p = packet_to(far, long_body(500));
    send_one(fx, &p, &s);
    assert_int_equal(s.mpdus, 3);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(fx->mp.data.queue->count, 1);
        datapath_tx_status(&fx->mp, T0, s.meta[i].cookie, i != 1, 0);
        datapath_tx_status(&fx->mp, T0, s.meta[i].cookie, i != 1, 0); /* said twice */
    }
    drain(fx, &done);
    assert_int_equal(done.completions, 1);
    assert_int_not_equal(done.status, NDIS_STATUS_SUCCESS);
    assert_int_equal(fake.phy[MP_PHY_TX_FRAGMENT], 2); /* STT-10: acknowledged ones */
    assert_int_equal(fake.phy[MP_PHY_FAILED], 1);
}

static void TXP_07_lifetime(void **state)
{
    struct fixture *fx = *state;
    struct sent s;
    associate_open(fx);
    struct extsta_packet p = packet_to(far, msdu(0x0800, "hello"));
    send_one(fx, &p, &s);
    extsta_time end = T0 + 512u * EXTSTA_TU;
    assert_int_equal(fx->mp.timers[MP_TIMER_TRANSMIT], end);
    datapath_expire(&fx->mp, end);
    drain(fx, &s);
    assert_int_equal(s.completions, 1);
    assert_int_equal(fake.phy[MP_PHY_TX_LIFETIME], 1);
    assert_int_equal(fake.drops[EXTSTA_DROP_TX_LIFETIME], 1);
    assert_int_equal(fx->mp.timers[MP_TIMER_TRANSMIT], EXTSTA_NEVER);
    assert_null(fx->mp.data.queue);
}

/* A buffer that is given over becomes the MPDU, header and MIC around the payload where it is;
 * one that somebody else holds is left as it was. */
static void a_buffer_given_over_becomes_the_mpdu(void **state)
{
    for (int held = 0; held < 2; held++) {
        struct fixture *fx = *state;
        struct extsta_output out;
        associate_rsna(fx);
        fx->mp.link.ap->negotiated.qos = true; /* two octets more */
        install_ccmp(fx);
        struct extsta_packet p = packet_to(far, msdu(0x0800, "in place"));
        struct pbuf *buf = pbuf_copy(&fx->ctx->pool, p.bytes);
        const uint8_t *payload = pbuf_data(buf) + 24;
        struct pbuf *other = held ? pbuf_ref(buf) : NULL;
        struct extsta_packet given = p;
        given.bytes = pbuf_span(buf);
        datapath_send(&fx->mp, T0, &given, &buf, 1);
        assert_true(next_output(fx, &out));
        assert_int_equal(out.frame.bytes.len, 26 + 8 + 16 + 8);
        assert_int_equal(out.frame.bytes.data + 26 + 8 == payload, !held);
        struct mpdu m = {.len = out.frame.bytes.len};
        memcpy(m.b, out.frame.bytes.data, m.len);
        uint8_t plain[64];
        assert_int_equal(open_mpdu(fx, &m, CIPHER_CCMP, span(tk1, 16), plain, NULL, NULL), 16);
        assert_memory_equal(plain, p.bytes.data + 24, 16);
        if (held) {
            assert_memory_equal(pbuf_data(other), p.bytes.data, p.bytes.len);
            pbuf_unref(&fx->ctx->pool, other);
        }
        datapath_flush(&fx->mp, NDIS_STATUS_FAILURE);
        received(fx, NULL); /* drains */
    }
}

static void RST_08_every_queued_packet_completes_with_reset_in_progress(void **state)
{
    struct fixture *fx = *state;
    struct sent s;
    associate_open(fx);
    struct extsta_packet p = packet_to(far, msdu(0x0800, "hello"));
    send_one(fx, &p, &s);
    fx->mp.link.freq = 2437; /* off channel: the next one waits */
    p.id = 101;
    send_one(fx, &p, &s);
    assert_int_equal(s.mpdus, 0);
    datapath_flush(&fx->mp, NDIS_STATUS_RESET_IN_PROGRESS);
    fx->mp.link.freq = 2412;
    datapath_resume(&fx->mp, T0);
    drain(fx, &s);
    assert_int_equal(s.completions, 2);
    assert_int_equal(s.status, NDIS_STATUS_RESET_IN_PROGRESS);
    assert_int_equal(s.mpdus, 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_TX_RESET], 2);
}

static void packets_wait_for_the_home_channel(void **state)
{
    struct fixture *fx = *state;
    struct sent s;
    associate_open(fx);
    fx->mp.link.freq = 2437;
    struct extsta_packet p = packet_to(far, msdu(0x0800, "hello"));
    send_one(fx, &p, &s);
    assert_int_equal(s.mpdus + s.completions, 0);
    assert_true(fx->mp.timers[MP_TIMER_TRANSMIT] <= T0 + 20000);
    fx->mp.link.freq = 2412;
    datapath_expire(&fx->mp, fx->mp.timers[MP_TIMER_TRANSMIT]);
    drain(fx, &s);
    assert_int_equal(s.mpdus, 1);
    assert_memory_equal(s.m[0].b + 24, p.bytes.data + 24, p.bytes.len - 24);
    assert_int_equal(s.meta[0].freq, 2412);
}

static void DIS_30_nothing_goes_to_an_ap_that_has_left_us(void **state)
{
    struct fixture *fx = *state;
    struct sent s;
    associate_open(fx);
    fx->mp.link.ap->state = ASSOC_AWAIT_PORT;
    struct extsta_packet p = packet_to(far, msdu(0x0800, "hello"));
    send_one(fx, &p, &s);
    assert_int_equal(s.mpdus, 0);
    assert_int_equal(s.completions, 1);
    assert_int_not_equal(s.status, NDIS_STATUS_SUCCESS);
    assert_int_equal(fake.drops[EXTSTA_DROP_TX_STATE], 1);
    associate_with(fx, far); /* PRT-26: a packet for the AP before */
    send_one(fx, &p, &s);
    assert_int_equal(s.mpdus, 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_TX_STATE], 2);
}

static void the_miniport_sends_its_own_handshake_before_it_is_associated(void **state)
{
    struct fixture *fx = *state;
    struct sent s;
    uint8_t plain[256];
    associate_rsna(fx);
    fx->mp.link.ap->state = ASSOC_AWAIT_PORT;
    uint32_t cookie = datapath_send_eapol(&fx->mp, T0, ap, span("message 2", 9), false);
    drain(fx, &s);
    assert_int_equal(s.mpdus, 1);
    assert_int_not_equal(cookie, 0);
    assert_int_equal(cookie & 1, 0); /* the MLME is told of its outcome */
    assert_int_equal(s.meta[0].cookie, cookie);
    assert_int_equal(get_le16(s.m[0].b) & FC_PROTECTED, 0);
    assert_memory_equal(s.m[0].b + 24, "\xaa\xaa\x03\0\0\0\x88\x8emessage 2", 17);
    install_ccmp(fx);
    assert_int_not_equal(datapath_send_eapol(&fx->mp, T0, ap, span("group 2", 7), true), 0);
    drain(fx, &s);
    assert_int_equal(s.completions, 0);
    assert_int_equal(open_mpdu(fx, &s.m[0], CIPHER_CCMP, span(tk1, 16), plain, NULL, NULL), 15);
}

static void management_gets_a_number_and_protection_when_in_use(void **state)
{
    struct fixture *fx = *state;
    struct sent s;
    uint8_t plain[64];
    associate_rsna(fx);
    install_ccmp(fx);
    struct mpdu_spec spec = {.kind = FRAME_DEAUTH, .a1 = ap, .a2 = own, .a3 = ap, .tid = -1};
    struct mpdu m = mpdu_clear(&spec, span("\x03\x00", 2));
    fx->mp.data.sequence = 7;
    for (int protect = 0; protect < 2; protect++) {
        struct pbuf *b = pbuf_copy(&fx->ctx->pool, span(m.b, m.len));
        uint32_t cookie = datapath_send_mgmt(&fx->mp, T0, b, 2437, 0, 9000, protect ? 2 : 0);
        assert_int_not_equal(cookie, 0);
        assert_int_equal(cookie & 1, 0);
        drain(fx, &s);
        assert_int_equal(s.meta[0].cookie, cookie);
        assert_int_equal(s.meta[0].freq, 2437);
        assert_int_equal(s.meta[0].lifetime, 9000);
        assert_int_equal(s.meta[0].tries, protect ? 2 : fx->mib.short_retry);
        assert_int_equal(get_le16(s.m[0].b + 22) >> 4, 7 + protect);
        assert_int_equal((get_le16(s.m[0].b) & FC_PROTECTED) != 0, protect);
        datapath_tx_status(&fx->mp, T0, cookie, true, 0);
        assert_int_equal(fake.mgmt_status, cookie);
        assert_true(keys_install_group(&fx->mp, CIPHER_BIP, 4, span(tk2, 16), 0));
    }
    assert_int_equal(open_mpdu(fx, &s.m[0], CIPHER_CCMP, span(tk1, 16), plain, NULL, NULL), 2);
}

static void ENC_03_management_of_the_os_where_the_cipher_applies(void **state)
{
    struct fixture *fx = *state;
    struct sent s;
    uint8_t plain[64];
    associate_rsna(fx);
    install_ccmp(fx);
    struct mpdu_spec spec = {.kind = FRAME_ACTION, .a1 = ap, .a2 = own, .a3 = ap, .tid = -1};
    struct mpdu m = mpdu_clear(&spec, span("\x08\x00\x00\x00", 4)); /* SA Query */
    struct extsta_packet p = {
        .bytes = span(m.b, m.len), .id = 5, .send = {.phy_id = DOT11_PHY_ID_ANY}};
    send_one(fx, &p, &s);
    assert_int_equal(get_le16(s.m[0].b) & FC_PROTECTED, 0);
    assert_true(keys_install_group(&fx->mp, CIPHER_BIP, 4, span(tk2, 16), 0));
    send_one(fx, &p, &s);
    assert_int_equal(open_mpdu(fx, &s.m[0], CIPHER_CCMP, span(tk1, 16), plain, NULL, NULL), 4);
    m.b[24] = 4; /* Public Action is not robust */
    send_one(fx, &p, &s);
    assert_int_equal(get_le16(s.m[0].b) & FC_PROTECTED, 0);
}

static void SAF_02_in_safe_mode_the_octets_are_the_os_s(void **state)
{
    struct fixture *fx = *state;
    struct sent s;
    struct received r;
    associate_rsna(fx);
    install_ccmp(fx);
    fx->mib.safe_mode = fx->mib.exclude_unencrypted = true;
    struct extsta_packet p = packet_to(far, span("sealed by the OS", 16));
    uint8_t b[64];
    memcpy(b, p.bytes.data, p.bytes.len);
    b[1] |= FC_PROTECTED >> 8;
    p.bytes.data = b;
    send_one(fx, &p, &s);
    assert_int_equal(s.m[0].len, p.bytes.len);
    assert_int_not_equal(get_le16(s.m[0].b) & FC_PROTECTED, 0);
    assert_memory_equal(s.m[0].b + 24, "sealed by the OS", 16);
    struct mpdu_spec spec = from_ap(own, 1);
    struct mpdu m = ccmp(fx, &spec, tk1, 0, 1, msdu(0x0800, "x"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, &r), 1);
    assert_int_equal(r.len, m.len);
    assert_memory_equal(r.bytes, m.b, m.len);
}

static void SAF_03_ht_safe_mode_has_qos_headers(void **state)
{
    struct fixture *fx = *state;
    struct sent s;
    struct received r;
    associate_rsna(fx);
    fx->mp.link.ap->negotiated.qos = true;
    fx->mib.safe_mode_ht = true;
    struct extsta_packet p = packet_to(far, span("sealed by the OS", 16));
    uint8_t b[64];
    memcpy(b, p.bytes.data, p.bytes.len);
    b[1] |= FC_PROTECTED >> 8;
    p.bytes.data = b;
    p.send.priority = 5;
    send_one(fx, &p, &s);
    assert_int_equal(s.m[0].len, p.bytes.len + 2);
    assert_int_equal(get_le16(s.m[0].b), FRAME_QOS_DATA | FC_TO_DS | FC_PROTECTED);
    assert_int_equal(get_le16(s.m[0].b + 24), 5); /* no A-MSDU, so no SPP bit either */
    assert_memory_equal(s.m[0].b + 26, "sealed by the OS", 16);
    struct mpdu_spec spec = from_ap(own, 1);
    spec.tid = 6;
    struct mpdu m = ccmp(fx, &spec, tk1, 0, 1, msdu(0x0800, "x"));
    rx_mpdu(fx, &m);
    assert_int_equal(received(fx, &r), 1);
    assert_int_equal(r.len, m.len);
    assert_memory_equal(r.bytes, m.b, m.len); /* the QoS header is kept */
    fx->mib.safe_mode_ht = false;
    fx->mib.safe_mode = true;
    send_one(fx, &p, &s);
    assert_int_equal(s.m[0].len, p.bytes.len);
}

static void a_batch_keeps_its_order(void **state)
{
    struct fixture *fx = *state;
    associate_rsna(fx);
    install_ccmp(fx);
    struct extsta_packet packets[100];
    uint8_t bytes[100][64];
    for (size_t i = 0; i < 100; i++) {
        packets[i] = packet_to(far, msdu(0x0800, "x"));
        memcpy(bytes[i], packets[i].bytes.data, packets[i].bytes.len);
        packets[i].bytes.data = bytes[i];
        packets[i].id = (uint32_t)i;
    }
    datapath_send(&fx->mp, T0, packets, NULL, 100);
    struct extsta_output out;
    uint16_t n = 0;
    while (next_output(fx, &out)) {
        assert_int_equal(out.type, EXTSTA_OUT_FRAME);
        assert_int_equal(get_le16(out.frame.bytes.data + 22) >> 4, n);
        assert_int_equal(out.frame.bytes.data[24], (uint8_t)(n + 1)); /* PN0 */
        n++;
    }
    assert_int_equal(n, 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DATA_TEST(TXP_01_TXP_08_the_station_fills_its_fields),
        DATA_TEST(TXP_01_wmm_makes_it_qos_data),
        DATA_TEST(TXP_02_four_addresses_are_refused),
        DATA_TEST(TXP_03_exemption_always_goes_out_clear),
        DATA_TEST(TXP_04_unsupported_phy),
        DATA_TEST(ENC_01_ATH_13_KEY_10_unicast_under_the_key_mapping_key),
        DATA_TEST(ENC_02_group_msdus_to_the_ap_under_its_pairwise_key),
        DATA_TEST(ENC_02_group_frames_under_the_default_key),
        DATA_TEST(KEY_06_default_key_id_of_the_next_frame),
        DATA_TEST(ATH_12_before_the_first_key_only_eapol_goes_and_clear),
        DATA_TEST(CVE_2017_13077_reinstalling_does_not_reuse_packet_numbers),
        DATA_TEST(packet_numbers_do_not_wrap),
        DATA_TEST(TXP_05_fragments_stay_within_the_threshold_and_join),
        DATA_TEST(TXP_05_what_we_fragment_our_own_receiver_joins),
        DATA_TEST(TXP_06_longer_than_the_rts_threshold),
        DATA_TEST(TXP_07_STT_10_outcomes_complete_the_packet),
        DATA_TEST(STT_10_retries_are_counted),
        DATA_TEST(TXP_07_STT_10_one_lost_fragment_fails_the_packet_once),
        DATA_TEST(TXP_07_lifetime),
        DATA_TEST(a_buffer_given_over_becomes_the_mpdu),
        DATA_TEST(RST_08_every_queued_packet_completes_with_reset_in_progress),
        DATA_TEST(packets_wait_for_the_home_channel),
        DATA_TEST(DIS_30_nothing_goes_to_an_ap_that_has_left_us),
        DATA_TEST(the_miniport_sends_its_own_handshake_before_it_is_associated),
        DATA_TEST(management_gets_a_number_and_protection_when_in_use),
        DATA_TEST(ENC_03_management_of_the_os_where_the_cipher_applies),
        DATA_TEST(SAF_02_in_safe_mode_the_octets_are_the_os_s),
        DATA_TEST(SAF_03_ht_safe_mode_has_qos_headers),
        DATA_TEST(a_batch_keeps_its_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
