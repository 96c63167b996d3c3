/* A stage for the medium: nodes that send frames by hand, and a sniffer that hears all of the
 * air and writes down when each transmission began and ended. What is expected of the times
 * stands here as the tables of IEEE 802.11-2020 have it, apart from the code. */
#ifndef TESTS_UNIT_AIR_STAGE_H
#define TESTS_UNIT_AIR_STAGE_H

#include "../testing.h"
#include "base/bytes.h"
#include "base/mac.h"
#include <extsta/air.h>

/* OFDM at 5 GHz, 20 MHz (table 17-21), and the times of frames at 6 Mb/s: 20 us and symbols of
 * 4 us with 24 bits; 22 bits and four octets of FCS come to what is in the frame. */
#define STAGE_FREQ  5180u
#define SIFS        16u
#define SLOT        9u
#define PIFS        (SIFS + SLOT)
#define DIFS        (SIFS + 2 * SLOT)
#define AIFS(n)     (SIFS + (n)*SLOT)
#define ACK_6       44u                   /* 14 octets, 6 symbols */
#define EIFS        (SIFS + ACK_6 + DIFS) /* 10.3.7 */
#define ACK_TIMEOUT (SIFS + SLOT + 20u)   /* 10.3.2.11; aRxPHYStartDelay 20 us */
#define RATE_6      12u

/* With 20 dBm and an exponent of 3 there: signal = 20 - 46.73 - 30 log10(metres). A frame at
 * 6 Mb/s is received up to 128 m (-90 dBm) and sensed up to 149 m (-92 dBm). */

#define STAGE_LOG    4096u
#define STAGE_ACTORS 8u

struct stage_frame {
    const struct air_node *from;
    extsta_time start, end;
    size_t len;
    uint8_t kind;            /* first octet */
    uint8_t attempt, number; /* number: the octet a test gave it */
    uint16_t duration;
    bool retry, overlapped, of_air; /* of_air: ACK, RTS, CTS */
};

struct stage_outcome {
    extsta_time time;
    uint32_t cookie;
    uint8_t tries;
    bool acked;
};

struct stage;
struct actor {
    struct stage *stage;
    struct air_node *node;
    struct extsta_mac address;
    uint8_t received[512]; /* numbers of frames */
    unsigned received_count;
    struct stage_outcome outcomes[64], started[64];
    unsigned outcome_count, started_count;
    void (*then)(struct actor *self); /* called with each outcome */
};

struct stage {
    uint64_t seed;
    struct extsta_context *ctx;
    struct air *air;
    struct stage_frame log[STAGE_LOG];
    unsigned count;
    struct actor actors[STAGE_ACTORS];
    unsigned actor_count;
};

static inline void stage_sniffed(void *user, const struct air_sniffed *f)
{
    struct stage *s = user;
    struct stage_frame *to = &s->log[s->count++ % STAGE_LOG];
    *to = (struct stage_frame){
        .from = f->from,
        .end = f->time,
        .start = f->time - air_airtime(f->meta.freq, f->meta.rate, f->bytes.len),
        .len = f->bytes.len,
        .kind = f->bytes.data[0],
        .attempt = f->attempt,
        .number = f->bytes.len > 24 ? f->bytes.data[24] : 0,
        .duration = get_le16(f->bytes.data + 2),
        .retry = (f->bytes.data[1] & 0x08) != 0,
        .overlapped = f->overlapped,
        .of_air = f->ack,
    };
}

static inline void actor_rx(void *user, extsta_time now, const struct extsta_rx_frame *frames,
                            size_t count)
{
    struct actor *a = user;
    for (size_t i = 0; i < count; i++) {
        a->received[a->received_count++ % 512] =
            frames[i].bytes.len > 24 ? frames[i].bytes.data[24] : 0;
    }
}

static inline void actor_status(void *user, extsta_time now, uint32_t cookie, bool acked,
                                uint8_t tries)
{
    struct actor *a = user;
    a->outcomes[a->outcome_count++ % 64] = (struct stage_outcome){now, cookie, tries, acked};
    if (a->then) {
        a->then(a);
    }
}

static inline void actor_started(void *user, extsta_time now, uint32_t cookie)
{
    struct actor *a = user;
    a->started[a->started_count++ % 64] = (struct stage_outcome){now, cookie, 0, false};
}

static const struct air_node_ops actor_ops = {
    .name = "actor", .rx = actor_rx, .tx_status = actor_status, .tx_started = actor_started};

/* An air of its own; freed by stage_close, which sees to it that nothing is left. */
static inline struct stage *stage_open(const struct air_config *config)
{
    struct stage *s = calloc(1, sizeof *s);
    assert_non_null(s);
    s->seed = 1;
    s->ctx = testing_context(&s->seed);
    s->air = air_new(s->ctx, config);
    assert_non_null(s->air);
    assert_non_null(air_sniffer_new(
        s->air, &(struct air_sniffer_config){
                    .frame = stage_sniffed, .user = s, .hears_all = true, .acks = true}));
    return s;
}

static inline void stage_close(struct stage *s)
{
    uint64_t seed = 1;
    size_t used, empty;
    air_free(s->air);
    extsta_context_memory(s->ctx, &used);
    struct extsta_context *fresh = testing_context(&seed);
    extsta_context_memory(fresh, &empty);
    assert_int_equal(used, empty);
    extsta_context_free(fresh);
    extsta_context_free(s->ctx);
    free(s);
}

/* A node at x metres; its address ends in its number. */
static inline struct actor *stage_actor_at(struct stage *s, uint16_t freq, float x,
                                           uint16_t flags)
{
    assert_true(s->actor_count < STAGE_ACTORS);
    struct actor *a = &s->actors[s->actor_count++];
    a->stage = s;
    a->address = (struct extsta_mac){{2, 0, 0, 0, 0, (uint8_t)s->actor_count}};
    a->node = air_node_new(s->air, &(struct air_node_config){.ops = &actor_ops,
                                                             .user = a,
                                                             .address = a->address,
                                                             .position = {x, 0, 0},
                                                             .freq = freq,
                                                             .flags = flags});
    assert_non_null(a->node);
    return a;
}
static inline struct actor *stage_actor(struct stage *s, float x)
{
    return stage_actor_at(s, STAGE_FREQ, x, 0);
}

static inline const struct stage_frame *stage_frame(const struct stage *s, unsigned i)
{
    assert_true(i < s->count && s->count <= STAGE_LOG);
    return &s->log[i];
}

static inline void stage_run(struct stage *s, extsta_time how_long)
{
    air_run(s->air, air_now(s->air) + how_long);
}

/* A data frame of `len` octets with a number, at 6 Mb/s unless meta says otherwise. */
static inline enum extsta_error actor_send(struct actor *a, struct extsta_mac to,
                                           uint8_t number, size_t len,
                                           struct extsta_tx_meta meta)
{
    uint8_t frame[2400] = {0x08, 0x01};
    memcpy(frame + 4, to.b, 6);
    memcpy(frame + 10, a->address.b, 6);
    frame[24] = number;
    meta.rate = meta.rate ? meta.rate : RATE_6;
    return air_send(a->node, span(frame, len), &meta);
}

/* The group address that everybody receives and nobody acknowledges. */
#define EVERYBODY mac_broadcast
/* A queue, a cookie, and all else as it comes. */
#define META(...) ((struct extsta_tx_meta){__VA_ARGS__})

/* The outcome of a cookie; fails when there is not exactly one. */
static inline struct stage_outcome actor_outcome(const struct actor *a, uint32_t cookie)
{
    const struct stage_outcome *found = NULL;
    for (unsigned i = 0; i < a->outcome_count && i < 64; i++) {
        if (a->outcomes[i].cookie == cookie) {
            assert_null(found);
            found = &a->outcomes[i];
        }
    }
    assert_non_null(found);
    return *found;
}

/* Until the node's transmission has begun (its tx_started must be asked for). */
static inline void stage_until_started(struct stage *s, const struct actor *a)
{
    unsigned before = a->started_count;
    while (a->started_count == before) {
        assert_true(air_step(s->air, air_now(s->air) + EXTSTA_SECOND));
    }
}

#define TEST(name) cmocka_unit_test(name)

#endif
