/* The data path beside the cipher alone, 1500 octets a packet, in batches of 64:
 *
 *   the miniport: MSDUs through datapath_send (judging, header, CCMP, outcome) and datapath_rx
 * of a mirrored one (parsing, filters, duplicates, decryption, replay, acceptance, handing up);
 *   the whole station, connected by WPA2-PSK: an 802.3 frame through extsta_tx to the MPDU, and
 *   an MPDU through extsta_rx to the 802.3 frame; with an observer at the miniport boundary,
 * and with nobody watching.
 *
 *   bench-datapath [batches]    so many batches of the unwatched station only, for callgrind */
#include "bench.h"
#include "../providers.h"
#include "boundary/outq.h"
#include "miniport/miniport.h"
#include "station/core.h"
#include "wire/llc.h"
#include "wire/rsn_element.h"
#include <extsta/air.h>
#include <extsta/apsim.h>

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
    struct mp_peer *peer = peers_take(e->mp, other);
    check(peer != NULL, "peer");
    peer->state = ASSOC_ASSOCIATED;
    peer->negotiated = (struct mp_negotiated){.unicast = DOT11_CIPHER_ALGO_CCMP,
                                              .multicast = DOT11_CIPHER_ALGO_CCMP,
                                              .akm = AKM_PSK,
                                              .pairwise = CIPHER_CCMP,
                                              .group = CIPHER_CCMP,
                                              .qos = true};
    e->mp->link = (struct mp_link){.ap = peer, .freq = FREQ, .home_freq = FREQ};
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
    datapath_send(b->station.mp, b->now, b->packets, NULL, BATCH);
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

/* --- the whole station --- */

struct whole {
    struct air_random random;
    struct extsta_context *ctx;
    struct air *air;
    struct apsim *ap;
    struct extsta_station *sta;
    struct cipher_key *key; /* of the station: what the access point seals with is the same */
    extsta_time now;
    uint64_t pn;
    uint16_t seq;
    uint8_t ethernet[14 + MSDU];
    struct extsta_span down[BATCH];
    uint8_t air_octets[BATCH][1700];
    struct extsta_rx_frame frames[BATCH];
};

static void make_whole(struct whole *w, uint32_t outputs)
{
    struct extsta_memory memory = {testing_alloc, testing_release, NULL};
    w->random.seed = 7;
    struct extsta_random source = {air_random_fill, &w->random};
    w->ctx = extsta_context_new(&memory, &source);
    w->air = air_new(w->ctx, &(struct air_config){.seed = 7});
    struct apsim_config c = {.bssid = ap,
                             .ssid = "bench",
                             .ssid_len = 5,
                             .freq = FREQ,
                             .security = APSIM_WPA2_PSK,
                             .passphrase = "a fast data path"};
    w->ap = apsim_new(w->air, &c);
    struct extsta_station_config config = {
        .id = 1, .address = own, .radio = &extsta_radio_caps_2ghz, .outputs = outputs};
    w->sta = extsta_station_new(w->ctx, &config, air_now(w->air));
    struct air_station *node = air_station_new(
        w->air, &(struct air_station_config){.station = w->sta, .address = own});
    check(w->ap && node, "air");
    struct extsta_profile profile;
    extsta_profile_make(&profile, (struct extsta_span){(const uint8_t *)"bench", 5},
                        c.passphrase);
    check(extsta_connect(w->sta, air_now(w->air), &profile) == EXTSTA_OK, "connect");
    air_station_pump(node);
    air_run(w->air, 5 * EXTSTA_SECOND);
    struct extsta_station_status status;
    extsta_station_status(w->sta, &status);
    check(status.port_open, "connected");
    w->now = air_now(w->air);
    const struct miniport *mp = w->sta->awake->driver;
    w->key = keys_mapping_find(mp, mp->link.ap->address, DOT11_DIR_OUTBOUND)->cipher;
    w->pn = 1000;
    struct writer e = writer_of(w->ethernet, sizeof w->ethernet);
    writer_mac(&e, ap);
    writer_mac(&e, own);
    writer_be16(&e, 0x0800);
    writer_zero(&e, MSDU);
    for (size_t i = 0; i < BATCH; i++) {
        w->down[i] = span(w->ethernet, sizeof w->ethernet);
    }
}

/* What the access point does: seals MSDUs to the station. */
static void seal(struct whole *w)
{
    static const uint8_t header[26] = {0x88, 0x42, 0, 0, 2,    0, 0, 0, 0, 0x11, 2,
                                       0,    0,    0, 0, 0xaa, 2, 0, 0, 0, 0,    0xaa};
    struct cipher_job jobs[BATCH];
    for (size_t i = 0; i < BATCH; i++) {
        memcpy(w->air_octets[i], header, sizeof header);
        w->seq++;
        w->air_octets[i][22] = (uint8_t)(w->seq << 4);
        w->air_octets[i][23] = (uint8_t)(w->seq >> 4);
        jobs[i] = (struct cipher_job){.key = w->key,
                                      .header = span(w->air_octets[i], 26),
                                      .in = w->air_octets[i] + 34,
                                      .in_len = 8 + MSDU,
                                      .out = w->air_octets[i] + 26,
                                      .pn = ++w->pn};
        memcpy(w->air_octets[i] + 34, llc_rfc1042, 6);
        put_be16(w->air_octets[i] + 40, 0x0800);
        memset(w->air_octets[i] + 42, 0, MSDU);
    }
    cipher_protect(jobs, BATCH);
    for (size_t i = 0; i < BATCH; i++) {
        w->frames[i] =
            (struct extsta_rx_frame){.bytes = {w->air_octets[i], 26 + jobs[i].out_len},
                                     .meta = {.freq = FREQ, .signal = -40}};
    }
}

static size_t through_the_station(void *arg)
{
    struct whole *w = arg;
    struct extsta_output out;
    uint32_t cookies[BATCH];
    size_t sent = 0, got = 0;
    w->now += 10;
    extsta_tx(w->sta, w->now, w->down, BATCH, 0);
    while (extsta_next(w->sta, &out)) {
        if (out.type == EXTSTA_OUT_FRAME && out.frame.bytes.len > MSDU) {
            cookies[sent++] = out.frame.meta.cookie;
        }
    }
    for (size_t i = 0; i < sent; i++) {
        extsta_tx_status(w->sta, w->now, cookies[i], true, 1);
    }
    seal(w);
    extsta_rx(w->sta, w->now, w->frames, BATCH);
    while (extsta_next(w->sta, &out)) {
        got += out.type == EXTSTA_OUT_ETHERNET && out.ethernet.bytes.len == 14 + MSDU;
    }
    check(sent == BATCH && got == BATCH, "every packet passes the station");
    return BATCH;
}

struct beside {
    struct bench *bench;
    struct whole *whole;
};

static size_t through_beside_station(void *arg)
{
    return through_the_station(((struct beside *)arg)->whole);
}

/* The same ciphering: the station seals and opens, and so did the access point seal. */
static size_t through_beside_cipher(void *arg)
{
    seal(((struct beside *)arg)->whole);
    return through_the_cipher(((struct beside *)arg)->bench);
}

static void row(const char *what, struct bench_result r)
{
    printf(
        "%s: %.0f packets/s; cipher alone %.0f packets/s; ratio %.2f (a packet costs %.0f ns "
        "beside the cipher)\n",
        what, r.ours, r.peer, r.ratio, 1e9 / r.ours - 1e9 / r.peer);
}

int main(int argc, char **argv)
{
    static struct bench b;
    static struct whole watched, unwatched;
    bench_pin();
    make_whole(&unwatched, 0);
    for (long n = argc > 1 ? atol(argv[1]) : 0; n > 0; n--) {
        through_the_station(&unwatched);
    }
    if (argc > 1) {
        return 0;
    }
    setup(&b);
    make_whole(&watched, EXTSTA_OUT_ALL);
    printf("%u octets, CCMP-128, %s\n", MSDU, crypto_backend_name(crypto_of(b.ctx)));
    row("miniport, MSDU -> MPDU -> MSDU",
        bench_pairs(through_the_data_path, &b, through_the_cipher, &b, 0.1));
    row("station, watched",
        bench_pairs(through_beside_station, &(struct beside){&b, &watched},
                    through_beside_cipher, &(struct beside){&b, &watched}, 0.1));
    row("station, nobody watches",
        bench_pairs(through_beside_station, &(struct beside){&b, &unwatched},
                    through_beside_cipher, &(struct beside){&b, &unwatched}, 0.1));
    return 0;
}
