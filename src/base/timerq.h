/* Queue of deadlines, in constant time but for those that are near. Equal deadlines come out in
 * the order they were set, so that runs are reproducible.
 *
 * What is due before the horizon is in a heap, four wide, which holds the keys itself: a
 * fleet's entries lie far apart in memory and are not touched for comparing. What comes later
 * waits in lists, one for each half millisecond, then one for each eighth of a second, then one
 * for all the rest; when the heap is empty the horizon moves on, and the next list goes into
 * it. Most deadlines are moved or removed before they come near, and never see the heap. */
#ifndef BASE_TIMERQ_H
#define BASE_TIMERQ_H

#include "base/pool.h"
#include <extsta/types.h>

/* Embedded in what has the deadline; zeroed: not queued. Must not move while it is queued. */
struct timerq_entry {
    extsta_time when;
    uint64_t order;                  /* counts up with every setting */
    struct timerq_entry *next, **at; /* in its list, and what points to it there */
    uint32_t slot; /* 1-based position in the heap; 0 = not queued; TIMERQ_WAITS: in a list */
};
#define TIMERQ_WAITS UINT32_MAX

/* In the heap. */
struct timerq_slot {
    extsta_time when;
    uint64_t order;
    struct timerq_entry *entry;
};

#define TIMERQ_LISTS 256u
/* Lists that each hold a span of time, and which of them are not empty. */
struct timerq_wheel {
    struct timerq_entry *lists[TIMERQ_LISTS];
    uint64_t used[TIMERQ_LISTS / 64];
};

struct timerq {
    struct pool *pool;
    struct timerq_slot *heap;
    size_t count, capacity; /* in the heap; it has room for all that are queued */
    size_t waiting;         /* in lists */
    uint64_t next_order;
    extsta_time horizon;
    struct timerq_wheel soon, later;
    struct timerq_entry *rest;
};

/* Empty; `pool` outlives it. */
void timerq_init(struct timerq *q, struct pool *pool);
/* Frees the heap. Entries that were queued must not be given to it again. */
void timerq_destroy(struct timerq *q);
/* Sets or moves the entry's deadline; EXTSTA_NEVER removes it. False: no memory. */
bool timerq_set(struct timerq *q, struct timerq_entry *e, extsta_time when);
/* One that is not queued: nothing happens. */
void timerq_remove(struct timerq *q, struct timerq_entry *e);
/* The earliest entry, or NULL. It stays queued. */
static inline struct timerq_entry *timerq_first(const struct timerq *q)
{
    return q->count ? q->heap[0].entry : NULL;
}

#endif
