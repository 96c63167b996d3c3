/* What a frame of one peer among many costs the driver: header, whose it is, its history
 * (datapath_rx of Null frames), and finding its key. Flat but for the cache of the processor.
 */
#include "bench.h"
#include "../providers.h"
#include "miniport/miniport.h"
#include "station/core.h"

#define BATCH 64u
#define MANY  2000u

struct bench {
    struct extsta_context *ctx;
    struct outq out;
    struct miniport *mp;
    uint32_t peers, turn;
    uint16_t seq;
    uint8_t bytes[BATCH][24];
    struct extsta_rx_frame frames[BATCH];
};

static const struct extsta_mac own = {{2, 0, 0, 0, 0, 0x11}};

static struct extsta_mac peer_mac(uint32_t n)
{
    return (struct extsta_mac){{2, 0x1b, 0x55, 0, (uint8_t)(n >> 8), (uint8_t)n}};
}

static void setup(struct bench *b, uint64_t *seed, uint32_t peers)
{
    b->ctx = testing_context(seed);
    b->peers = peers;
    outq_init(&b->out, b->ctx, 0);
    b->mp = miniport_new(b->ctx, &b->out, 1, own, &extsta_radio_caps_2ghz, 0);
    for (uint32_t i = 0; i < peers; i++) {
        struct mp_peer *peer = peers_take(b->mp, peer_mac(i));
        if (!peer) {
            abort();
        }
        peer->state = ASSOC_ASSOCIATED;
    }
}

static size_t frames_of_all(void *arg)
{
    struct bench *b = arg;
    struct extsta_mac ta[BATCH];
    b->seq++;
    for (size_t i = 0; i < BATCH; i++) {
        b->turn = (b->turn + 1237) % b->peers; /* no order that a cache likes */
        ta[i] = peer_mac(b->turn);
        struct writer w = writer_of(b->bytes[i], sizeof b->bytes[i]);
        writer_le16(&w, FRAME_NULL);
        writer_le16(&w, 0);
        writer_mac(&w, own);
        writer_mac(&w, ta[i]);
        writer_mac(&w, own);
        writer_le16(&w, (uint16_t)(b->seq << 4));
        b->frames[i].bytes = span(b->bytes[i], sizeof b->bytes[i]);
    }
    datapath_rx(b->mp, b->seq, b->frames, BATCH);
    for (size_t i = 0; i < BATCH; i++) {
        if (keys_mapping_find(b->mp, ta[i], DOT11_DIR_INBOUND)) {
            abort(); /* nobody has one */
        }
    }
    return BATCH;
}

int main(void)
{
    static const uint32_t counts[] = {2, 50, MANY};
    static struct bench one, many;
    uint64_t seed = 1;
    bench_pin();
    setup(&one, &seed, 1);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        setup(&many, &seed, counts[i]);
        struct bench_result r = bench_pairs(frames_of_all, &many, frames_of_all, &one, 0.05);
        printf("%4u peers: %.0f ns a frame; with one peer %.0f ns; %.2f times\n", counts[i],
               1e9 / r.ours, 1e9 / r.peer, 1 / r.ratio);
    }
    return 0;
}
