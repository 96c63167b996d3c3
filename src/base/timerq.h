/* Queue of deadlines: a heap of intrusive entries. Equal deadlines come out in the order
 * they were set, so that runs are reproducible. The heap is four wide and holds the keys
 * itself: a fleet's entries lie far apart in memory and are not touched for comparing. */
#ifndef BASE_TIMERQ_H
#define BASE_TIMERQ_H

#include "base/pool.h"
#include <extsta/types.h>

/* Embedded in what has the deadline; zeroed: not queued. Must not move while it is queued. */
struct timerq_entry {
    extsta_time when;
    uint32_t slot; /* 1-based position in the heap; 0 = not queued */
};

/* In the heap; `order` counts up with every setting. */
struct timerq_slot {
    extsta_time when;
    uint64_t order;
    struct timerq_entry *entry;
};

struct timerq {
    struct pool *pool;
    struct timerq_slot *heap;
    size_t count, capacity;
    uint64_t next_order;
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
struct timerq_entry *timerq_first(const struct timerq *q);

#endif
