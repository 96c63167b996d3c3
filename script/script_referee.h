/* The listener of a run that judges it: one referee (extsta/referee.h) for each station, given
 * all that the station puts out and what is on the air for it. What one finds goes to the story
 * or the event log at once; the count is the run's last word. */
#ifndef SCRIPT_SCRIPT_REFEREE_H
#define SCRIPT_SCRIPT_REFEREE_H

#include "referee_text.h"
#include "world.h"

struct tell;

struct script_referee {
    struct world_listener listener;
    struct world *world;
    struct tell *tell;
    const struct label_names *names;
    struct extsta_referee **referees; /* by index of the station; NULL: gone */
    size_t count, capacity;
    struct referee_count total; /* of stations that have gone */
    bool distorted;             /* what arrives is not always what was sent */
    bool no_memory;             /* not every station was judged */
};

/* Listens to this world, which has no members yet, until it is freed. */
void script_referee_listen(struct script_referee *s, struct world *world, struct tell *tell,
                           const struct label_names *names);
/* Frames will be changed on their way: what is sent is not what is heard. */
void script_referee_distort(struct script_referee *s);
/* The run is over: what was due before is judged. When the world has gone `total` is how the rules
 * stand. */
void script_referee_end(struct script_referee *s);
/* After the world has gone. */
void script_referee_free(struct script_referee *s);

#endif
