/* A map from MAC addresses to pointers: open addressing, grown by doubling, in a pool. */
#ifndef AIR_MACMAP_H
#define AIR_MACMAP_H

#include "base/pool.h"
#include <extsta/types.h>

struct macmap_slot {
    uint64_t key; /* address + 1; 0 = free */
    void *value;
};

struct macmap {
    struct pool *pool;
    struct macmap_slot *slots;
    uint32_t count, capacity; /* capacity 0 or a power of two */
};

void macmap_init(struct macmap *map, struct pool *pool);
void macmap_destroy(struct macmap *map);
void *macmap_get(const struct macmap *map, struct extsta_mac mac);
/* Sets or replaces. False when there is no memory. */
bool macmap_set(struct macmap *map, struct extsta_mac mac, void *value);
void macmap_remove(struct macmap *map, struct extsta_mac mac);

#endif
