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
    uint32_t
        *numbers; /* in the course, of the world's stations: those of fleets stand between */
    size_t number_count;
};

/* Listens to this world, which has no members yet, until it is freed. course.no_memory: it
 * could not be kept. */
void script_course_listen(struct script_course *s, struct world *world, bool lanes);
/* A channel that no access point of the world is on by itself (MHz), from now on; and a station
 * that is none of the world's: its number in the course. */
void script_course_channel(struct script_course *s, uint16_t freq);
uint32_t script_course_station(struct script_course *s, const char *name);
/* How things stand now, at the end of the run. */
void script_course_end(struct script_course *s);
/* After the world. */
void script_course_free(struct script_course *s);

#endif
