/* A run that is recorded (replay/recorder.h): the recorder hears of the world's stations, and
 * what they are called. */
#ifndef SCRIPT_SCRIPT_RECORDER_H
#define SCRIPT_SCRIPT_RECORDER_H

#include "recorder.h"
#include "world.h"

struct script_recorder {
    struct recorder *recorder;
    struct world_listener listener;
};

/* Before the world has a member. Without a recorder (NULL) nothing is done. */
void script_recorder_listen(struct script_recorder *s, struct recorder *recorder,
                            struct world *world);

#endif
