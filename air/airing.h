/* What is and was on a channel: transmissions by their times, places and powers, and what a
 * listener at a place makes of them. contend.c asks it what a station senses, receive.c whether
 * a frame survives the others, reply.c whether an answer arrives and whether an RTS may be
 * answered, air_node_busy how busy a channel is from where a node stands. */
#ifndef AIR_AIRING_H
#define AIR_AIRING_H

#include "medium.h"

/* A transmission as the channel remembers it: values only, its node may be gone. Transmissions
 * are numbered from 1 on in order of their beginning. */
struct airing {
    uint64_t node;    /* air_node.id of the sender */
    uint64_t answers; /* ACK, CTS: the number of what it answers; else 0 */
    extsta_time start, end;
    extsta_time quiet;    /* the sender itself waits for an answer until then; not before end */
    extsta_time nav;      /* for others, who have received it, the medium is taken until then */
    extsta_time matters;  /* latest moment at which this one, or one before, still matters */
    uint64_t first, last; /* those that overlap it are among these numbers; 0 = none */
    struct air_position at; /* of the sender when it began */
    double level;           /* dBm that its rate needs to be received */
    uint16_t rate;
    int8_t power;
    struct extsta_mac to; /* whom it is for: its nav does not hold for that one */
};

struct airing *airing_get(const struct channel *c, uint64_t number);
/* A transmission begins now; `what` has all but matters, first, last
 * and level. Returns
 * its number; 0: no memory, and nobody notices it. */
uint64_t airing_begin(struct channel *c, const struct airing *what);
/* Adds to the time in which the channel was busy, without remembering a transmission. */
void airing_count(struct channel *c, extsta_time start, extsta_time end);
void airing_destroy(struct channel *c);

/* An ear: somebody who listens, at a place. */
struct ear {
    uint64_t node; /* air_node.id; UINT64_MAX = a sniffer */
    struct air_position at;
    extsta_time tuned; /* on the channel since; EXTSTA_NEVER: can receive nothing here */
};
struct ear airing_ear(const struct channel *c, const struct air_node *node);
/* The square of the metres up to which a power is heard at `level` dBm or more, shadowing
 * apart; negative: nowhere. */
double airing_range(struct channel *c, int8_t power, double level);
/* Whether it is heard at `level` dBm or more. */
bool airing_reaches(struct channel *c, const struct airing *a, const struct ear *ear,
                    double level);
/* dBm from which on a node senses a transmission (air_config.sense_dbm, or its default). */
double airing_sense_level(const struct air *air);

enum reception {
    RECEPTION_CLEAR,    /* received without error */
    RECEPTION_COLLIDED, /* lost to another transmission */
    RECEPTION_WEAK,     /* lost since it is weaker than its rate needs */
    RECEPTION_MISSED    /* its beginning was: the listener was sending, or on another channel */
};
/* What becomes of a transmission that arrives with `signal` dBm, which its rate allows, among
 * those that overlap it: CLEAR, COLLIDED or MISSED. */
enum reception airing_among(struct channel *c, const struct airing *a, const struct ear *ear,
                            double signal);
/* Whether any of those could do it harm somewhere where it can be received. False: it is clear
 * to everybody, but for who is tuned elsewhere. */
bool airing_disturbed(struct channel *c, const struct airing *a);
/* What an ear makes of a transmission. */
enum reception airing_heard(struct channel *c, const struct airing *a, const struct ear *ear);
/* 10.3.2.9: whether a node may answer the RTS with this number, which ends now: no Duration but
 * that of the RTS holds for it. */
bool airing_nav_idle(struct channel *c, const struct air_node *node, uint64_t rts);

#endif
