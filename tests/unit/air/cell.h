/* A saturated cell, and what it should carry: n stations around one receiver always have a
 * frame to send. The test compares the two; bench-contention prints ours,
 * of which docs/images/air-bianchi.svg is drawn (scripts/bianchi).
 *
 * The model is Bianchi's (IEEE JSAC 18(3), 2000): the time between two steps of the back-off
 * counter is a slot; a station transmits in a slot with probability tau, and its transmission
 * collides with probability p = 1 - (1 - tau)^(n-1), whatever happened before; tau follows from
 * p by the contention windows, with a finite number of tries (Wu et al., INFOCOM 2002).
 *
 * What a slot is differs between the two kinds of contention. EDCA counts at each boundary, a
 * busy slot included, as Bianchi assumes. DCF takes a slot off only when it has been idle to
 * its end: each step of the counter costs an idle slot beside the transmission that ends it,
 * and only who has just sent may begin in the first slot after it, alone (Tinnirello, Bianchi,
 * Xiao, IEEE TVT 59(3), 2010).
 *
 * The same holds after a collision: the others wait EIFS, those who collided their ACKTimeout
 * and DIFS, which is less. In the slots between only they can begin. So in each stage of its
 * back-off there are `head` values (0 or 1 in the first, head_start in the others) with which a
 * station transmits ahead of all that count, and alone. */
#ifndef TESTS_UNIT_AIR_CELL_H
#define TESTS_UNIT_AIR_CELL_H

#include "../../providers.h"
#include "base/bytes.h"
#include <extsta/air.h>
#include <math.h>
#include <string.h>

#define CELL_MAX 2007u

struct cell_case {
    const char *name;
    uint16_t freq, rate; /* MHz, 500 kb/s */
    bool long_slot, rts;
    enum extsta_access access;
    uint32_t octets; /* of payload */
    uint8_t tries;
    /* Written down from the standard: slot, SIFS, AIFSN, CWmin, the times of an ACK (and CTS),
     * of an RTS, of an ACK at the lowest rate. */
    double slot, sifs, aifsn, cw_min, ack, rts_time, slow_ack;
    double start_delay; /* aRxPHYStartDelay */
    double deaf;        /* aCCATime and aRxTxTurnaroundTime */
};

/* HR/DSSS, long preamble of 192 us, 11 Mb/s, control frames at 2 Mb/s; OFDM at 54 Mb/s, control
 * frames at 24 Mb/s: 20 us and symbols of 4 us. */
#define CELL_B    2412, 22, true
#define CELL_B_T  20, 10, 2, 31, 192 + 14 * 4, 192 + 20 * 4, 192 + 14 * 8, 192, 20
#define CELL_A    5180, 108, false
#define CELL_A_T  9, 16, 2, 15, 28, 28, 44, 20, 6
#define CELL_BE_T 9, 16, 3, 15, 28, 28, 44, 20, 6
static const struct cell_case cell_cases[] = {
    {"802.11b 11 Mb/s, DCF", CELL_B, false, EXTSTA_ACCESS_DCF, 1500, 7, CELL_B_T},
    {"802.11b 11 Mb/s, DCF, RTS/CTS", CELL_B, true, EXTSTA_ACCESS_DCF, 1500, 7, CELL_B_T},
    {"802.11a 54 Mb/s, DCF", CELL_A, false, EXTSTA_ACCESS_DCF, 1500, 7, CELL_A_T},
    {"802.11a 54 Mb/s, DCF, RTS/CTS", CELL_A, true, EXTSTA_ACCESS_DCF, 1500, 7, CELL_A_T},
    {"802.11a 54 Mb/s, EDCA best effort", CELL_A, false, EXTSTA_ACCESS_BEST_EFFORT, 1500, 7,
     CELL_BE_T},
};
#define CELL_CASES (sizeof cell_cases / sizeof cell_cases[0])

/* --- the model --- */

struct cell_model {
    double mbps, collided; /* throughput; p */
};

/* What a station does with one frame, p given. */
struct cell_frame {
    double slots;    /* that it counts with all others */
    double together; /* transmissions that end a slot of theirs, and may collide */
    double alone;    /* transmissions ahead of them */
};

static inline struct cell_frame cell_frame_of(const struct cell_case *c, double p)
{
    bool dcf = c->access == EXTSTA_ACCESS_DCF;
    double others = c->slow_ack + (dcf ? c->slot : 0); /* SIFS and AIFS are in both */
    double head_start = floor((others - c->slot - c->start_delay - c->deaf) / c->slot) + 1;
    double window = c->cw_min + 1, head = dcf, reached = 1;
    struct cell_frame f = {0};
    for (unsigned i = 0; i < c->tries; i++) {
        double ahead = reached * head / window;
        f.alone += ahead;
        f.together += reached - ahead;
        /* From head on, each value is one slot more. */
        f.slots += reached * (window - head) * (window - head + 1) / (2 * window);
        reached = (reached - ahead) * p;
        window = window < 1024 ? window * 2 : window;
        head = head_start;
    }
    return f;
}

static inline struct cell_model cell_predict(const struct cell_case *c, unsigned n)
{
    double low = 0, high = 1, p = 0, tau = 0;
    struct cell_frame f = {0};
    for (unsigned i = 0; i < 100; i++) { /* p as the stations assume it, and as they make it */
        p = (low + high) / 2;
        f = cell_frame_of(c, p);
        tau = f.together / f.slots;
        if (1 - pow(1 - tau, n - 1) > p) {
            low = p;
        } else {
            high = p;
        }
    }
    bool dcf = c->access == EXTSTA_ACCESS_DCF;
    double frame = air_airtime(c->freq, c->rate, c->octets + 24);
    double difs = c->sifs + c->aifsn * c->slot;
    double success = frame + c->sifs + c->ack + difs;
    double collision = frame;
    if (c->rts) {
        success += c->rts_time + c->sifs + c->ack + c->sifs;
        collision = c->rts_time;
    }
    collision += c->sifs + c->slow_ack + difs;
    double idle = pow(1 - tau, n), one = n * tau * pow(1 - tau, n - 1);
    double successes = one * (1 + f.alone / (f.together * (1 - p)));
    double time =
        successes * success + (1 - idle - one) * collision + (dcf ? c->slot : idle * c->slot);
    return (struct cell_model){successes * c->octets * 8 / time,
                               p * f.together / (f.together + f.alone)};
}

/* Bianchi's own formula, (7) to (13) of his paper: endless tries, a counter that steps at each
 * slot, all equal after a collision; but EIFS after it, which he leaves out. */
static inline double cell_bianchi(const struct cell_case *c, unsigned n)
{
    double w = c->cw_min + 1, m = log2(1024 / w), low = 0, high = 1, tau = 0;
    for (unsigned i = 0; i < 100; i++) {
        double p = (low + high) / 2, sum = 0;
        for (double k = 0; k < m; k++) {
            sum += pow(2 * p, k);
        }
        tau = 2 / (1 + w + p * w * sum);
        if (1 - pow(1 - tau, n - 1) > p) {
            low = p;
        } else {
            high = p;
        }
    }
    double difs = c->sifs + c->aifsn * c->slot;
    double frame = air_airtime(c->freq, c->rate, c->octets + 24);
    double rts = c->rts ? c->rts_time + c->sifs + c->ack + c->sifs : 0;
    double success = rts + frame + c->sifs + c->ack + difs;
    double collision = (c->rts ? c->rts_time : frame) + c->sifs + c->slow_ack + difs;
    double idle = pow(1 - tau, n), one = n * tau * pow(1 - tau, n - 1);
    return one * c->octets * 8 /
           (idle * c->slot + one * success + (1 - idle - one) * collision);
}

/* --- the cell --- */

struct cell {
    const struct cell_case *c;
    struct air *air;
    struct cell_station {
        struct cell *cell;
        struct air_node *node;
        uint32_t index;
    } stations[CELL_MAX];
    uint64_t received; /* octets of payload */
};

struct cell_result {
    double mbps, collided;
    uint64_t exchanges;
};

static inline void cell_send(struct cell_station *s)
{
    const struct cell_case *c = s->cell->c;
    uint8_t frame[2400] = {0x08, 0x01, 0, 0, 2, 0, 0, 0, 0, 1, 2, 1, 0, 0};
    put_be16(frame + 14, (uint16_t)s->index);
    struct extsta_tx_meta meta = {.rate = c->rate,
                                  .tries = c->tries,
                                  .cookie = 1,
                                  .access = (uint8_t)c->access,
                                  .flags = c->rts ? EXTSTA_TX_RTS : 0};
    (void)air_send(s->node, span(frame, c->octets + 24), &meta);
}

static inline void cell_status(void *user, extsta_time now, uint32_t cookie, bool acked,
                               uint8_t tries)
{
    cell_send(user);
}

static inline void cell_rx(void *user, extsta_time now, const struct extsta_rx_frame *frames,
                           size_t count)
{
    struct cell *cell = user;
    cell->received += cell->c->octets;
}

/* Lets `n` stations contend for so many seconds, after half a second of settling. */
static inline struct cell_result cell_run(const struct cell_case *c, unsigned n, double seconds,
                                          uint64_t seed)
{
    static const struct air_node_ops receiver = {.name = "receiver", .rx = cell_rx};
    static const struct air_node_ops sender = {.name = "sender", .tx_status = cell_status};
    struct extsta_context *ctx = testing_context(&seed);
    struct cell *cell = calloc(1, sizeof *cell);
    struct air_config config = {.seed = seed, .capture_db = -1, .long_slot = c->long_slot};
    cell->c = c;
    cell->air = air_new(ctx, &config);
    struct air_node_config at = {
        .ops = &receiver, .user = cell, .address = {{2, 0, 0, 0, 0, 1}}, .freq = c->freq};
    air_node_new(cell->air, &at);
    for (uint32_t i = 0; i < n; i++) {
        cell->stations[i] = (struct cell_station){cell, NULL, i};
        at = (struct air_node_config){.ops = &sender,
                                      .user = &cell->stations[i],
                                      .address = {{2, 1, 0, 0, (uint8_t)(i >> 8), (uint8_t)i}},
                                      .position = {(float)(i % 5), 3, 0},
                                      .freq = c->freq};
        cell->stations[i].node = air_node_new(cell->air, &at);
        cell_send(&cell->stations[i]);
        cell_send(&cell->stations[i]);
    }
    struct air_stats before, after;
    air_run(cell->air, EXTSTA_SECOND / 2);
    air_stats(cell->air, &before);
    cell->received = 0;
    air_run(cell->air, EXTSTA_SECOND / 2 + (extsta_time)(seconds * 1e6));
    air_stats(cell->air, &after);
    double tried = (double)(after.retries - before.retries + after.failed - before.failed) +
                   (double)cell->received / c->octets;
    struct cell_result r = {
        .mbps = (double)cell->received * 8 / (seconds * 1e6),
        .collided = 1 - (double)cell->received / c->octets / tried,
        .exchanges = after.transmissions - before.transmissions,
    };
    air_free(cell->air);
    extsta_context_free(ctx);
    free(cell);
    return r;
}

#endif
