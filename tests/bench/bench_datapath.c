/* The whole data path beside the cipher alone: MSDUs of 1500 octets through datapath_send of
 * one miniport (judging, header, CCMP, outcome) and datapath_rx of a mirrored one (parsing,
 * filters, duplicates, decryption, replay, acceptance, handing up), in batches of 64; against
 * cipher_protect and cipher_unprotect of the same MPDUs. */
#include "bench.h"
#include "../providers.h"
#include "boundary/outq.h"
#include "miniport/mlme/associate.h"
#include "miniport/miniport.h"
#include "wire/llc.h"
#include "wire/rsn_element.h"

#define BATCH 64u
#define MSDU  1500u
#define FREQ  2412u

static const struct extsta_mac own = {{2, 0, 0, 0, 0, 0x11}};
static const struct extsta_mac ap = {{2, 0, 0, 0, 0, 0xaa}};
static const uint8_t tk[16] = {1, 2, 3, 4, 5, 6, 7, 8};

static void check(bool ok, const char *what)
{
    if (!ok) {
        fprintf(stderr, "failed: %s\n", what);
        exit(1);
    }
}

struct end {
    struct outq out;
    struct miniport *mp;
    struct mp_assoc assoc;
};

struct bench {
    struct extsta_context *ctx;
    struct end station, peer;
    uint8_t packet[24 + 8 + MSDU];
    struct extsta_packet packets[BATCH];
    uint8_t air[BATCH][1700];
    struct extsta_rx_frame frames[BATCH];
    extsta_time now;
    struct cipher_key *key;
    uint64_t pn;
    uint8_t sealed[BATCH][1700], opened[BATCH][1700];
};

/* A miniport that is associated with `other` over CCMP. */
static void make_end(struct bench *b, struct end *e, struct extsta_mac self,
                     struct extsta_mac other)
{
    outq_init(&e->out, b->ctx, EXTSTA_OUT_MASK(EXTSTA_OUT_CROSSING));
    e->mp = miniport_new(b->ctx, &e->out, 1, self, &extsta_radio_caps_2ghz, 0);
    check(e->mp != NULL, "miniport");
    e->assoc.state = ASSOC_ASSOCIATED;
    e->assoc.peer = other;
    e->assoc.negotiated = (struct mlme_negotiated){.unicast = DOT11_CIPHER_ALGO_CCMP,
                                                   .multicast = DOT11_CIPHER_ALGO_CCMP,
                                                   .akm = AKM_PSK,
                                                   .pairwise = CIPHER_CCMP,
                                                   .group = CIPHER_CCMP,
                                                   .qos = true,
                                                   .freq = FREQ};
    e->mp->mlme.assoc = &e->assoc;
    e->mp->mlme.freq = e->mp->mlme.home_freq = FREQ;
    e->mp->packet_filter = NDIS_PACKET_TYPE_802_11_DIRECTED_DATA;
    check(keys_install_pairwise(e->mp, other, CIPHER_CCMP, span(tk, sizeof tk)), "key");
}

static void setup(struct bench *b)
{
    static uint64_t seed;
    b->ctx = testing_context(&seed);
    check(b->ctx != NULL, "context");
    make_end(b, &b->station, own, ap);
    make_end(b, &b->peer, ap, own);
    b->station.mp->mlme.connection = CONNECTION_CONNECTED;
    struct writer w = writer_of(b->packet, sizeof b->packet);
    writer_le16(&w, FRAME_DATA_PLAIN | FC_TO_DS);
    writer_le16(&w, 0);
    writer_mac(&w, ap);
    writer_mac(&w, own);
    writer_mac(&w, ap);
    writer_le16(&w, 0);
    writer_bytes(&w, llc_rfc1042, 6);
    writer_be16(&w, 0x0800);
    writer_zero(&w, MSDU);
    for (size_t i = 0; i < BATCH; i++) {
        b->packets[i] = (struct extsta_packet){.bytes = span(b->packet, sizeof b->packet),
                                               .send = {.phy_id = DOT11_PHY_ID_ANY}};
    }
    b->key = cipher_key_new(crypto_of(b->ctx), cipher_suite_find(CIPHER_CCMP), span(tk, 16));
    check(b->key != NULL, "cipher key");
}

static bool next(struct end *e, struct extsta_output *out)
{
    while (outq_pump(&e->out)) {
    }
    return outq_next(&e->out, out);
}

static size_t through_the_data_path(void *arg)
{
    struct bench *b = arg;
    struct extsta_output out;
    uint32_t cookies[BATCH];
    size_t n = 0, up = 0;
    b->now += 1000;
    datapath_send(b->station.mp, b->now, b->packets, BATCH);
    while (next(&b->station, &out)) {
        if (out.type == EXTSTA_OUT_FRAME) { /* what a radio does: take the octets */
            memcpy(b->air[n], out.frame.bytes.data, out.frame.bytes.len);
            b->frames[n].bytes = span(b->air[n], out.frame.bytes.len);
            cookies[n++] = out.frame.meta.cookie;
        }
    }
    for (size_t i = 0; i < n; i++) {
        datapath_tx_status(b->station.mp, b->now, cookies[i], true, 1);
    }
    while (next(&b->station, &out)) {
    }
    datapath_rx(b->peer.mp, b->now, b->frames, n);
    while (next(&b->peer, &out)) {
        if (out.type == EXTSTA_OUT_CROSSING && out.crossing.type == EXTSTA_CROSS_RECEIVE) {
            datapath_returned(b->peer.mp, b->now, out.crossing.id);
            up++;
        }
    }
    check(up == BATCH, "every MSDU arrives");
    return up;
}

static size_t through_the_cipher(void *arg)
{
    struct bench *b = arg;
    struct cipher_job jobs[BATCH];
    static const uint8_t header[26] = {0x88, 0x41, 0, 0, 2, 0, 0, 0,
                                       0,    0xaa, 2, 0, 0, 0, 0, 0x11};
    for (size_t i = 0; i < BATCH; i++) {
        jobs[i] = (struct cipher_job){.key = b->key,
                                      .header = span(header, sizeof header),
                                      .in = b->packet + 24,
                                      .in_len = 8 + MSDU,
                                      .out = b->sealed[i],
                                      .pn = ++b->pn};
    }
    cipher_protect(jobs, BATCH);
    for (size_t i = 0; i < BATCH; i++) {
        jobs[i].in = b->sealed[i];
        jobs[i].in_len = jobs[i].out_len;
        jobs[i].out = b->opened[i];
    }
    cipher_unprotect(jobs, BATCH);
    for (size_t i = 0; i < BATCH; i++) {
        check(jobs[i].result == EXTSTA_OK, "cipher");
    }
    return BATCH;
}

int main(void)
{
    static struct bench b;
    bench_pin();
    setup(&b);
    struct bench_result r = bench_pairs(through_the_data_path, &b, through_the_cipher, &b, 0.1);
    printf("data path, MSDU %u -> MPDU -> MSDU, CCMP-128, %s: %.0f packets/s; cipher alone "
           "%.0f packets/s; ratio %.2f (a packet costs %.0f ns beside the cipher)\n",
           MSDU, crypto_backend_name(crypto_of(b.ctx)), r.ours, r.peer, r.ratio,
           1e9 / r.ours - 1e9 / r.peer);
    return 0;
}
