/* The listener of a run that records its course (tell/course.h): states of stations, channels
 * and access points at the end of each step, causes. It prints nothing. */
#ifndef SCRIPT_SCRIPT_COURSE_H
#define SCRIPT_SCRIPT_COURSE_H

#include "course.h"
#include "world.h"

struct script_course {
    struct course course;
    struct world_listener listener;
    struct air *air;
    struct world_ap **aps; /* in the order of course.aps */
    size_t ap_count;
    enum extsta_diagnosis *told; /* by station: of its last association; what the connection
                                  * says of it later is the same once more */
    size_t told_count;
};

/* Listens to this world, which has no members yet, until it is freed. course.no_memory: it
 * could not be kept. */
void script_course_listen(struct script_course *s, struct world *world, bool lanes);
/* How things stand now, at the end of the run. */
void script_course_end(struct script_course *s);
/* After the world. */
void script_course_free(struct script_course *s);

#endif
