/* How `extsta connect` tells of a crowd (host/crowd.h) as a whole: how many are connected, what
 * they took, how they came back. Lines among those of live_tell.h. */
#ifndef CMD_CROWD_TELL_H
#define CMD_CROWD_TELL_H

#include "crowd.h"
#include "live_tell.h"

/* Sets on_progress, on_settled and on_left of the crowd. What its `user` points to begins with
 * the struct live_tell of its stations. */
void crowd_tell(struct crowd *crowd);

#endif
