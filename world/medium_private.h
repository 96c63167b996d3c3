/* Shared by the files of the medium: medium.c (clock, turns, wire) and medium_radio.c (radios
 * on the air). */
#ifndef WORLD_MEDIUM_PRIVATE_H
#define WORLD_MEDIUM_PRIVATE_H

#include "medium.h"

struct medium_radio;

struct medium {
    struct host_loop *loop; /* NULL: medium_turn is called by who moves the clock */
    struct medium_options options;
    struct world *world;
    struct air *air;
    bool own_world;
    extsta_time offset;          /* of the clock from the air's time, modulo 2^64 */
    struct medium_radio *radios; /* all of them */
    struct medium_radio *ready, **last_ready; /* those with somebody to call */
    /* Of the loop: when the air is due; radios of stations have something. -1: no loop. */
    int timer, arrived;
    struct host_watch *timer_watch, *wire_watch;
    extsta_time armed;              /* the timer rings then, by the clock */
    bool told;                      /* `arrived` is readable */
    bool waiting;                   /* the world's pace waits on the loop, */
    extsta_time wait_until;         /* for this time of the air */
    struct world_listener listener; /* the wire */
    struct world_pace pace;
    struct medium_counts counts;
};

/* --- medium.c --- */

/* Brings the air to this time of the clock, as far as it may (MEDIUM_LATE). */
void medium_advance(struct medium *m, extsta_time now);
/* The time of the clock as the air's. */
static inline extsta_time medium_air_time(const struct medium *m, extsta_time now)
{
    return now - m->offset;
}
/* A radio has something for its station: the descriptor says so. */
void medium_tell(struct medium *m);
/* It has been looked at. */
void medium_told(struct medium *m);

/* --- medium_radio.c --- */

/* Calls those whose radios have something. */
void medium_radios_ready(struct medium *m, extsta_time now);

#endif
