/* The data path of the miniport alone: its neighbours in the room (MLME, statistics, power,
 * MIB lists, indications, reset) are doubles that remember what they were told. The peer is
 * played with the codecs and ciphers of wire/ and crypto/, which have their own known answers.
 */
#ifndef TESTS_UNIT_MINIPORT_DATA_FIXTURE_H
#define TESTS_UNIT_MINIPORT_DATA_FIXTURE_H

#include "../testing.h"

#include "base/mac.h"
#include "miniport/miniport.h"
#include "wire/eapol.h"
#include "wire/llc.h"
#include "wire/rsn_element.h"

#define T0 1000000u
static const struct extsta_mac own = {{0x02, 0, 0, 0, 0, 0x11}};
static const struct extsta_mac ap = {{0x02, 0, 0, 0, 0, 0xaa}};
static const struct extsta_mac far = {{0x02, 0, 0, 0, 0, 0x77}}; /* behind the AP */
static const struct extsta_mac group = {{0x01, 0x00, 0x5e, 0, 0, 0xfb}};
static const uint8_t tk1[32] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17};
static const uint8_t tk2[32] = {0x81, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18};
static const uint8_t gtk1[32] = {0x41, 1, 1};

/* --- doubles of the neighbours --- */

static struct fake {
    bool phy_on;
    uint32_t drops[EXTSTA_DROP_COUNT];
    uint32_t mac[2][MP_MAC_COUNTERS], phy[MP_PHY_COUNTERS];
    uint32_t heard, members, management, unprotected, eapols, mic_failures, resets, mgmt_status;
    uint8_t management_kind;
    uint8_t management_body[64];
    size_t management_len;
    bool takes_eapol;
    bool mic_default_key;
    uint32_t mic_index;
    struct extsta_mac mic_peer;
    struct extsta_mac multicast; /* zero: list is empty */
    void (*on_eapol)(struct miniport *mp);
} fake;

void mp_drop(struct miniport *mp, enum extsta_drop reason)
{
    fake.drops[reason]++;
}
void stats_mac(struct miniport *mp, bool multicast, enum mp_mac_counter counter)
{
    fake.mac[multicast][counter]++;
}
void stats_phy(struct miniport *mp, uint32_t phy_id, enum mp_phy_counter counter)
{
    fake.phy[counter]++;
}
void mlme_sending(struct miniport *mp, extsta_time now)
{
}
bool power_phy_on(const struct miniport *mp, uint32_t phy_id)
{
    return fake.phy_on;
}
bool mib_in_multicast_list(const struct miniport *mp, struct extsta_mac address)
{
    return !mac_is_zero(fake.multicast) && mac_equal(fake.multicast, address);
}
void indicate_tkip_mic_failure(struct miniport *mp, bool default_key, uint32_t key_index,
                               struct extsta_mac peer)
{
    fake.mic_failures++;
    fake.mic_default_key = default_key;
    fake.mic_index = key_index;
    fake.mic_peer = peer;
}
void mp_reset_packet_returned(struct miniport *mp, extsta_time now)
{
    fake.resets++;
}
bool mlme_beacon_again(struct miniport *mp, extsta_time now, const struct extsta_rx_frame *in)
{
    return false;
}
void mlme_rx(struct miniport *mp, extsta_time now, const struct frame *f,
             const struct extsta_rx_meta *meta)
{
    fake.management++;
    fake.management_kind = frame_kind(f);
    fake.management_len = f->body.len < sizeof fake.management_body ? f->body.len : 0;
    memcpy(fake.management_body, f->body.data, fake.management_len);
}
void mlme_unprotected(struct miniport *mp, extsta_time now, const struct frame *f,
                      const struct extsta_rx_meta *meta)
{
    fake.unprotected++;
    fake.management_kind = frame_kind(f);
}
void mlme_heard(struct miniport *mp, extsta_time now, struct mp_peer *peer,
                const struct frame *f)
{
    fake.heard++;
}
void mlme_member(struct miniport *mp, extsta_time now, const struct frame *f,
                 const struct extsta_rx_meta *meta)
{
    fake.members++;
}
bool mlme_rx_eapol(struct miniport *mp, extsta_time now, struct mp_peer *peer,
                   struct extsta_span pdu, bool was_protected, uint64_t serial)
{
    fake.eapols++;
    if (fake.on_eapol) {
        fake.on_eapol(mp);
    }
    return fake.takes_eapol;
}
void mlme_tx_status(struct miniport *mp, extsta_time now, uint32_t cookie, bool acked,
                    uint8_t tries)
{
    fake.mgmt_status = cookie;
}
/* --- the station --- */

struct fixture {
    struct extsta_context *ctx;
    uint64_t seed;
    struct outq out;
    struct miniport mp;
    struct mp_mib mib;
    struct crypto *crypto;
    size_t used_at_start;
};

static struct extsta_radio_caps fixture_radio;
static struct extsta_phy_caps fixture_phys[2];

/* The backend makes its working state at the first MPDU and keeps it. */
static inline void fixture_prime(struct fixture *fx)
{
    uint8_t header[24] = {FRAME_DATA_PLAIN}, out[64];
    struct cipher_key *k =
        cipher_key_new(fx->crypto, cipher_suite_find(CIPHER_CCMP), span(tk1, 16));
    struct cipher_job job = {
        .key = k, .header = span(header, 24), .in = header, .in_len = 8, .out = out, .pn = 1};
    cipher_protect(&job, 1);
    cipher_key_free(k);
}

static inline int fixture_setup(void **state)
{
    struct fixture *fx = calloc(1, sizeof *fx);
    memset(&fake, 0, sizeof fake);
    fake.phy_on = true;
    fx->seed = 7;
    fx->ctx = testing_context(&fx->seed);
    assert_non_null(fx->ctx);
    fx->crypto = crypto_of(fx->ctx);
    assert_non_null(fx->crypto);
    fixture_prime(fx);
    extsta_context_memory(fx->ctx, &fx->used_at_start);
    outq_init(&fx->out, fx->ctx, EXTSTA_OUT_ALL);
    fixture_radio = (struct extsta_radio_caps){.phys = fixture_phys, .phy_count = 2};
    fx->mib = (struct mp_mib){.desired_bss_type = dot11_BSS_type_infrastructure,
                              .rts_threshold = 2347,
                              .fragmentation_threshold = 2346,
                              .short_retry = 7,
                              .long_retry = 4,
                              .tx_lifetime_tu = 512,
                              .rx_lifetime_tu = 512};
    struct miniport *mp = &fx->mp;
    mp->ctx = fx->ctx;
    mp->out = &fx->out;
    mp->radio = &fixture_radio;
    mp->address = mp->permanent_address = own;
    mp->state = MP_OP;
    mp->mib = &fx->mib;
    mp->packet_filter = NDIS_PACKET_TYPE_802_11_DIRECTED_DATA |
                        NDIS_PACKET_TYPE_802_11_BROADCAST_DATA |
                        NDIS_PACKET_TYPE_802_11_MULTICAST_DATA;
    for (size_t i = 0; i < MP_TIMERS; i++) {
        mp->timers[i] = EXTSTA_NEVER;
    }
    mp->earliest = EXTSTA_NEVER;
    *state = fx;
    return 0;
}

/* The row of a peer that is associated without ciphers. */
static inline struct mp_peer *peer_associated(struct fixture *fx, struct extsta_mac address)
{
    struct mp_peer *peer = peers_take(&fx->mp, address);
    assert_non_null(peer);
    peer->state = ASSOC_ASSOCIATED;
    return peer;
}

/* No peer is associated any more. */
static inline void leave(struct fixture *fx)
{
    struct mp_peer *peer;
    fx->mp.link.ap = NULL;
    fx->mp.mlme.connection = CONNECTION_NONE;
    for (uint32_t at = 0; (peer = peers_next(&fx->mp.peers, &at)) != NULL;) {
        peer->state = ASSOC_NONE;
        at += !peers_settle(&fx->mp, peer);
    }
}

/* An association with this AP, without ciphers, on 2412 MHz. */
static inline void associate_with(struct fixture *fx, struct extsta_mac address)
{
    leave(fx);
    fx->mp.link =
        (struct mp_link){.ap = peer_associated(fx, address), .freq = 2412, .home_freq = 2412};
    fx->mp.mlme.connection = CONNECTION_CONNECTED;
}

static inline void associate_open(struct fixture *fx)
{
    associate_with(fx, ap);
}

static inline void associate_wep(struct fixture *fx)
{
    associate_open(fx);
    fx->mp.link.ap->negotiated = (struct mp_negotiated){.unicast = DOT11_CIPHER_ALGO_WEP,
                                                        .multicast = DOT11_CIPHER_ALGO_WEP};
}

/* An RSNA-PSK association, no keys yet. */
static inline void associate_rsna(struct fixture *fx)
{
    associate_open(fx);
    fx->mp.link.ap->negotiated = (struct mp_negotiated){.unicast = DOT11_CIPHER_ALGO_CCMP,
                                                        .multicast = DOT11_CIPHER_ALGO_CCMP,
                                                        .akm = AKM_PSK,
                                                        .pairwise = CIPHER_CCMP,
                                                        .group = CIPHER_CCMP};
}

static inline void install_ccmp(struct fixture *fx)
{
    assert_true(keys_install_pairwise(&fx->mp, ap, CIPHER_CCMP, span(tk1, 16)));
    assert_true(keys_install_group(&fx->mp, CIPHER_CCMP, 1, span(gtk1, 16), 0));
}

static inline bool next_output(struct fixture *fx, struct extsta_output *out)
{
    while (outq_pump(&fx->out)) {
    }
    return outq_next(&fx->out, out);
}

static inline int fixture_teardown(void **state)
{
    struct fixture *fx = *state;
    leave(fx);
    datapath_destroy(&fx->mp);
    keys_clear_all(&fx->mp);
    outq_destroy(&fx->out);
    size_t used = 0;
    extsta_context_memory(fx->ctx, &used);
    assert_int_equal(used, fx->used_at_start); /* nothing leaks out of any test */
    extsta_context_free(fx->ctx);
    free(fx);
    return 0;
}

/* --- frames of the peer --- */

struct mpdu {
    uint8_t b[3000];
    size_t len;
};

struct mpdu_spec {
    uint16_t fc; /* besides type and subtype; FC_FROM_DS is the usual */
    uint8_t kind;
    struct extsta_mac a1, a2, a3;
    uint16_t seq;
    uint8_t frag;
    int tid; /* -1: no QoS Control */
    bool amsdu;
};

static inline struct mpdu_spec from_ap(struct extsta_mac da, uint16_t seq)
{
    return (struct mpdu_spec){.fc = FC_FROM_DS,
                              .kind = FRAME_DATA_PLAIN,
                              .a1 = da,
                              .a2 = ap,
                              .a3 = far,
                              .seq = seq,
                              .tid = -1};
}

static inline size_t mpdu_header(uint8_t *out, const struct mpdu_spec *s)
{
    struct writer w = writer_of(out, 64);
    writer_le16(&w, (uint16_t)(s->fc | s->kind | (s->tid >= 0 ? 0x80 : 0)));
    writer_le16(&w, 0);
    writer_mac(&w, s->a1);
    writer_mac(&w, s->a2);
    writer_mac(&w, s->a3);
    writer_le16(&w, (uint16_t)(s->seq << 4 | s->frag));
    if (s->tid >= 0) {
        writer_le16(&w, (uint16_t)(s->tid | (s->amsdu ? 0x80 : 0)));
    }
    return writer_len(&w);
}

static inline struct mpdu mpdu_clear(const struct mpdu_spec *s, struct extsta_span body)
{
    struct mpdu m;
    m.len = mpdu_header(m.b, s);
    if (body.len) {
        memcpy(m.b + m.len, body.data, body.len);
    }
    m.len += body.len;
    return m;
}

static inline struct mpdu mpdu_protected(struct fixture *fx, const struct mpdu_spec *spec,
                                         uint32_t suite, struct extsta_span key, uint8_t key_id,
                                         uint64_t pn, struct extsta_span body)
{
    struct mpdu m;
    struct mpdu_spec s = *spec;
    s.fc |= FC_PROTECTED;
    size_t header = mpdu_header(m.b, &s);
    struct cipher_key *k = cipher_key_new(fx->crypto, cipher_suite_find(suite), key);
    assert_non_null(k);
    struct cipher_job job = {.key = k,
                             .header = span(m.b, header),
                             .in = body.data,
                             .in_len = body.len,
                             .out = m.b + header,
                             .pn = pn,
                             .key_id = key_id};
    cipher_protect(&job, 1);
    assert_int_equal(job.result, EXTSTA_OK);
    cipher_key_free(k);
    m.len = header + job.out_len;
    return m;
}

static inline struct mpdu ccmp(struct fixture *fx, const struct mpdu_spec *s,
                               const uint8_t *key, uint8_t key_id, uint64_t pn,
                               struct extsta_span body)
{
    return mpdu_protected(fx, s, CIPHER_CCMP, span(key, 16), key_id, pn, body);
}

/* LLC/SNAP and a payload. The span is valid until the next call. */
static inline struct extsta_span msdu(uint16_t ethertype, const char *text)
{
    static uint8_t bytes[2400];
    memcpy(bytes, llc_rfc1042, 6);
    put_be16(bytes + 6, ethertype);
    memcpy(bytes + 8, text, strlen(text));
    return span(bytes, 8 + strlen(text));
}

static inline void rx_mpdu_on(struct fixture *fx, extsta_time now, const struct mpdu *m,
                              uint8_t phy)
{
    struct extsta_rx_frame f = {.bytes = span(m->b, m->len),
                                .meta = {.freq = 2412, .signal = -40, .phy = phy, .rate = 108}};
    datapath_rx(&fx->mp, now, &f, 1);
}

static inline void rx_mpdu(struct fixture *fx, const struct mpdu *m)
{
    rx_mpdu_on(fx, T0, m, 0);
}

/* How many packets were handed up; the last one is in *last if not NULL (its bytes copied to
 * `bytes`). */
struct received {
    struct extsta_recv_context recv;
    uint8_t bytes[3000];
    size_t len;
};
static inline int received(struct fixture *fx, struct received *last)
{
    int n = 0;
    struct extsta_output out;
    while (next_output(fx, &out)) {
        if (out.type == EXTSTA_OUT_CROSSING && out.crossing.type == EXTSTA_CROSS_RECEIVE) {
            n++;
            if (last) {
                last->recv = out.crossing.packet.recv;
                last->len = out.crossing.packet.bytes.len;
                memcpy(last->bytes, out.crossing.packet.bytes.data, last->len);
            }
        }
    }
    return n;
}

#define DATA_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

#endif
