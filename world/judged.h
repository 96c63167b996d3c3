/* What the referees of stations on an air are given of what is on it (extsta_referee_frame):
 * those of a world's members (script/script_referee.c) and those of a fleet (fleet_judge.c). */
#ifndef WORLD_JUDGED_H
#define WORLD_JUDGED_H

#include <extsta/types.h>

/* Whether rules ask something of this frame (an MPDU without FCS): how an association began,
 * and how it ended. */
bool judged_frame(struct extsta_span mpdu);

#endif
