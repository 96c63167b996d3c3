/* Whether one access point announces itself under a BSSID, or two: populations of beacons.
 *
 * An AP has one clock (the TSF, IEEE 802.11-2020 11.1.2), one beacon interval, one way to be
 * secured and one counter of sequence numbers. Each of them may change, once: the AP restarts,
 * is configured anew, changes its channel. None goes back and forth. Where beacons of two kinds
 * alternate under one BSSID, two transmitters send them: an evil twin, or somebody who stands
 * between the AP and its stations on another channel.
 *
 * networks.c shows each beacon; the first kind costs a network a few numbers, memory for more
 * is made with the second (struct populations). story_twin.c tells. */
#ifndef EXPLAIN_BEACONS_H
#define EXPLAIN_BEACONS_H

#include <extsta/explain.h>

struct pool;

/* One beacon. */
struct beacon_seen {
    uint64_t time; /* ns */
    uint64_t tsf;  /* µs, as it says; 0: it has no clock */
    uint32_t number;
    uint32_t look;     /* beacon_look */
    uint16_t interval; /* TU */
    uint16_t sequence; /* 0 to 4095 */
    int8_t signal;     /* dBm, 0: unknown */
};

/* What of a beacon's elements does not change while an AP is up: channel and SECURITY_…
 * (security.h). */
static inline uint32_t beacon_look(uint8_t channel, uint16_t security)
{
    return (uint32_t)channel << 16 | security;
}
static inline uint8_t beacon_channel(uint32_t look)
{
    return (uint8_t)(look >> 16);
}
static inline uint16_t beacon_security(uint32_t look)
{
    return (uint16_t)look;
}

/* Beacons that may be of one transmitter. */
struct population {
    uint64_t first, last; /* ns */
    uint32_t first_number, last_number;
    uint32_t beacons, runs; /* runs: how often they came after those of another population */
    uint32_t look;
    uint32_t clock; /* ms: capture time less TSF, modulo 2^32 */
    uint16_t interval, sequence;
    int16_t level; /* sixteenths of a dBm; 0: unknown */
};

#define POPULATIONS 3u
struct populations {
    struct population it[POPULATIONS];
    uint8_t count, current;
    uint8_t turns; /* there and back, and the counters have nothing to do with each other */
    bool copies;   /* the same beacons twice: a capture of two receivers */
    bool told;
    uint16_t run_progress, run_first; /* of the present run: numbers used, first number */
    struct {
        uint32_t tsf;
        uint16_t sequence;
        uint8_t of; /* population, plus 1; 0: not set */
    } marks[2];     /* one beacon of each, to know it again */
};

/* Two populations that alternate. */
struct twins {
    const struct population *usual, *other; /* usual: was there first */
    uint8_t confidence;                     /* percent: that they are two transmitters */
    uint8_t count;
    struct extsta_evidence signs[EXTSTA_EVIDENCE_MAX];
};

/* Whether the beacon is of the only population known until now: of this clock, look and
 * interval. */
bool beacon_fits(const struct beacon_seen *b, uint32_t clock, uint32_t look, uint16_t interval);
uint32_t beacon_clock(const struct beacon_seen *b);
/* Makes them when a beacon does not fit; `before` is the only population known until then.
 * NULL: no memory. To be released by populations_free. */
struct populations *populations_new(struct pool *pool, const struct population *before);
void populations_free(struct pool *pool, struct populations *p);
/* One more beacon. */
void populations_see(struct populations *p, const struct beacon_seen *b);
/* False: there are not two transmitters, as far as is known. */
bool populations_twins(const struct populations *p, struct twins *out);

#endif
