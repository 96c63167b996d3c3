/* Moments to wait for, the earliest first: a heap whose entries lie in the things that wait.
 * One entry is found, moved and taken out in logarithmic time, however many there are; of equal
 * moments the one set first comes first. loop.c waits by it. */
#ifndef HOST_DEADLINES_H
#define HOST_DEADLINES_H

#include <extsta/types.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Part of a thing that waits; zeroed before it joins. */
struct deadline {
    extsta_time when;
    uint64_t order; /* of those with the same moment */
    size_t place;   /* in the heap, from 1; 0: it waits for nothing */
};

/* Zeroed: empty. */
struct deadlines {
    struct deadline **heap;
    size_t count, room, joined; /* joined: entries that may be set at the same time */
    uint64_t order;
};

/* Room for one more thing: setting it cannot fail then. False: no memory. */
bool deadlines_join(struct deadlines *d);
/* It waits no more, and its room is another's. */
void deadlines_part(struct deadlines *d, struct deadline *e);
/* It waits for this moment, whatever it waited for before. */
void deadlines_set(struct deadlines *d, struct deadline *e, extsta_time when);
void deadlines_clear(struct deadlines *d, struct deadline *e);
/* The earliest, or NULL. */
struct deadline *deadlines_first(const struct deadlines *d);
/* Frees the heap, not what waits. */
void deadlines_free(struct deadlines *d);

#endif
