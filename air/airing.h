/* What is on a channel: transmissions by their times, places and powers, and what a listener at
 * a place makes of them. contend.c asks it what a station senses, receive.c whether
 * a frame survives the others, reply.c whether an answer arrives and whether an RTS may be
 * answered. */
#ifndef AIR_AIRING_H
#define AIR_AIRING_H

#include "medium.h"

/* A transmission as the channel remembers it: values only, its node may be gone. Transmissions
 * are numbered from 1 on in order of their beginning. */
struct airing {
    uint64_t node;    /* air_node.id of the sender */
    uint64_t answers; /* ACK, CTS: the number of what it answers; else 0 */
    extsta_time start, end;
    extsta_time quiet;   /* the sender itself waits for an answer until then; not before end */
    extsta_time nav;     /* for others, who have received it, the medium is taken until then */
    extsta_time matters; /* latest moment at which this one, or one before, still matters */
    extsta_time kept;    /* until then it is remembered: it, or one that overlaps it, matters */
    uint64_t first, last;   /* those that overlap it are among these numbers; 0 = none */
    struct air_position at; /* of the sender when it began */
    struct reach reach;     /* its rate and power, and how far they go */
    struct extsta_mac to;   /* whom it is for: its nav does not hold for that one */
    enum { DISTURBED_UNKNOWN, DISTURBED, UNDISTURBED } disturbed; /* see airing_disturbed */
};

static inline struct airing *airing_get(const struct channel *c, uint64_t number)
{
    return &c->airings[number & (c->airing_capacity - 1)];
}
/* A transmission of a node begins now; of `what` the times but matters, what it answers, whom it
 * is for and the rate count. Returns its number; 0: no memory, and nobody notices it. */
uint64_t airing_begin(struct channel *c, const struct air_node *sender,
                      const struct airing *what);
/* Adds to the time in which the channel was busy, without remembering a transmission. */
void airing_count(struct channel *c, extsta_time start, extsta_time end);
void airing_destroy(struct channel *c);

/* An ear: somebody who listens, at a place. */
struct ear {
    const struct air_node *listener; /* NULL: a sniffer */
    uint64_t node;                   /* air_node.id; UINT64_MAX = a sniffer */
    struct air_position at;
    extsta_time tuned; /* on the channel since; EXTSTA_NEVER: can receive nothing here */
};
struct ear airing_ear(const struct channel *c, const struct air_node *node);
/* The square of the metres up to which a power is heard at `level` dBm or more, shadowing
 * apart; negative: nowhere. */
double airing_range(struct channel *c, int8_t power, double level);
/* Whether an ear senses a transmission that is not its own. */
bool airing_sensed(const struct channel *c, const struct airing *a, const struct ear *ear);

enum reception {
    RECEPTION_CLEAR,    /* received without error */
    RECEPTION_COLLIDED, /* lost to another transmission */
    RECEPTION_WEAK,     /* lost since it is weaker than its rate needs */
    RECEPTION_MISSED    /* its beginning was: the listener was sending, or on another channel */
};
/* What becomes of a transmission that is strong enough for its rate among those that overlap
 * it: CLEAR, COLLIDED or MISSED. signal: dBm that a rule has set, or NULL. */
enum reception airing_among(struct channel *c, const struct airing *a, const struct ear *ear,
                            const double *signal);
/* Of one that has ended: whether any of those could do it harm somewhere where it can be
 * received. False: it is clear to everybody, but for who was tuned elsewhere. */
bool airing_disturbed(struct channel *c, struct airing *a);
/* What an ear makes of a transmission that has ended. */
enum reception airing_heard(struct channel *c, struct airing *a, const struct ear *ear);
/* 10.3.2.9: whether a node may answer the RTS with this number, which ends now: no Duration but
 * that of the RTS holds for it. */
bool airing_nav_idle(struct channel *c, const struct air_node *node, uint64_t rts);

/* --- past.c --- */
/* It is remembered beyond what matters, for air_node_busy. */
void past_add(struct channel *c, const struct air_node *node, const struct airing *a);
/* Frees what a place remembers. */
void past_destroy(struct air *air, struct past_ring *r);

#endif
