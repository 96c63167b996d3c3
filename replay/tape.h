/* The calls of one station of a recording, in memory, each by itself: any of them can be left
 * out, and the rest run again (minimize.h). */
#ifndef REPLAY_TAPE_H
#define REPLAY_TAPE_H

#include "player.h"

/* A call, with the random octets that it drew. */
struct tape_call {
    uint8_t *octets;
    size_t len;
};

struct tape {
    struct extsta_mac address;
    bool machine_clock;      /* it was recorded in real time */
    struct tape_call *calls; /* the first makes the station */
    size_t count, room;
};

/* Reads all calls of the first station that `wanted` says yes to; NULL: of the first. False: no
 * memory. No calls: there is no such station. tape_free is due in any case. */
bool tape_read(struct tape *t, struct recording *r,
               bool (*wanted)(void *user, struct extsta_mac address, const char *name),
               void *user);
void tape_free(struct tape *t);
/* Gives the call to a player. False: no memory. */
bool tape_play(const struct tape *t, size_t call, struct player *player);

#endif
