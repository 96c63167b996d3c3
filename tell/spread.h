/* Durations, however many, in memory that does not grow: percentiles within 1 %. The course of
 * a run (course.h) and the flows of a scenario (script/script_flow.c) keep theirs so. */
#ifndef TELL_SPREAD_H
#define TELL_SPREAD_H

#include <extsta/types.h>

/* In microseconds; zeros: none. */
struct spread {
    uint64_t count;
    extsta_time least, most;
    extsta_time sum;
    uint32_t buckets[128 * 42];
};
void spread_add(struct spread *s, extsta_time us);
/* The smallest duration that `percent` of all are not above; 0 when there is none. */
extsta_time spread_percentile(const struct spread *s, double percent);

/* Nearest rank: a percentile of n values is one that so many are not above; at least 1. */
uint64_t spread_rank(double percent, uint64_t n);

#endif
