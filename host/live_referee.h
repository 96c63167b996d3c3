/* The listener of live stations (live.h) that judges them: one referee (extsta/referee.h) for
 * each, given all that the station puts out and each frame its radio hands it. What is found
 * goes to the caller at once. script/script_referee.h is the same for virtual air. */
#ifndef HOST_LIVE_REFEREE_H
#define HOST_LIVE_REFEREE_H

#include "live.h"
#include <extsta/referee.h>

/* What live_options.outputs must have for it. */
#define LIVE_REFEREE_OUTPUTS (EXTSTA_OUT_ALL | EXTSTA_OUT_MASK(EXTSTA_OUT_FUNCTION))

struct live_referee {
    struct live_listener listener;
    struct live *live;
    /* A station has broken a rule. Times are moments of the loop. */
    void (*finding)(void *user, struct live_station *s, const struct extsta_finding *finding);
    /* A station has gone: its referee for the last time, for its verdicts. */
    void (*verdicts)(void *user, const struct extsta_referee *referee);
    void *user;
    struct extsta_context *ctx;       /* of its own: what stations take is measured */
    struct extsta_referee **referees; /* by station; NULL: none */
};

/* Listens, behind those that listen already; before live_open, and until live_close is over.
 * The functions and `user` are set by the caller first. False: no memory. */
bool live_referee_listen(struct live_referee *r, struct live *live);
/* After live_close. Nothing when it never listened. */
void live_referee_free(struct live_referee *r);

#endif
