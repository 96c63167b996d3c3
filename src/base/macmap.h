/* A map from MAC addresses to pointers: open addressing, grown by doubling, in the pool of a
 * context and hashed with its seed. The values are the caller's. */
#ifndef BASE_MACMAP_H
#define BASE_MACMAP_H

#include "base/context.h"
#include <extsta/types.h>

struct macmap_slot {
    uint64_t key; /* address + 1; 0 = free */
    void *value;
};

struct macmap {
    struct extsta_context *ctx;
    struct macmap_slot *slots;
    uint32_t count, capacity; /* capacity 0 or a power of two */
};

/* An empty map; it takes memory with its first entry. `ctx` outlives it. */
void macmap_init(struct macmap *map, struct extsta_context *ctx);
/* Frees the map, not what the values point to. */
void macmap_destroy(struct macmap *map);
/* NULL: the address is not in it. */
void *macmap_get(const struct macmap *map, struct extsta_mac mac);
/* Sets or replaces. False when there is no memory: the map is as it was. */
bool macmap_set(struct macmap *map, struct extsta_mac mac, void *value);
/* An address that is not in it: nothing happens. */
void macmap_remove(struct macmap *map, struct extsta_mac mac);
/* A walk over all of it, in no order: the value at place *at or the first one behind it, with
 * *at its place; NULL: there is none. The caller begins with 0 and counts *at up for the next
 * one, or leaves it where it has removed the value just returned. Nothing else may change the
 * map meanwhile; a removal may make the walk come by an entry twice, never miss one. */
void *macmap_next(const struct macmap *map, uint32_t *at);

#endif
