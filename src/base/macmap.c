/* The map from MAC addresses to objects: open addressing with linear probing, so that the
 * address of a frame leads to its node, client or peer without a search. Insertion may move
 * entries; removal shifts the run behind it back, so there are no marks of deleted slots. */
#include "base/macmap.h"
#include "base/hash.h"
#include "base/mac.h"
#include <string.h>

void macmap_init(struct macmap *map, struct extsta_context *ctx)
{
    memset(map, 0, sizeof *map);
    map->ctx = ctx;
}

void macmap_destroy(struct macmap *map)
{
    pool_release(&map->ctx->pool, map->slots, map->capacity * sizeof *map->slots);
    memset(map, 0, sizeof *map);
}

/* Where a key belongs. The seed keeps a transmitter from choosing addresses that collide. */
static uint32_t home(const struct macmap *map, uint64_t key)
{
    return (uint32_t)hash_u64(map->ctx->hash_seed, key) & (map->capacity - 1);
}

/* The slot of a key, or the free one where it belongs. */
static uint32_t seek(const struct macmap *map, uint64_t key)
{
    uint32_t i = home(map, key);
    while (map->slots[i].key && map->slots[i].key != key) {
        i = (i + 1) & (map->capacity - 1);
    }
    return i;
}

void *macmap_get(const struct macmap *map, struct extsta_mac mac)
{
    return map->capacity ? map->slots[seek(map, mac_to_u64(mac) + 1)].value : NULL;
}

/* Before the table is three quarters full: probing runs stay short, and seek always ends at
 * a free slot. */
static bool grow(struct macmap *map)
{
    struct macmap old = *map;
    map->capacity = old.capacity ? old.capacity * 2 : 8;
    map->slots = pool_zalloc(&map->ctx->pool, map->capacity * sizeof *map->slots);
    if (!map->slots) {
        *map = old;
        return false;
    }
    for (uint32_t i = 0; i < old.capacity; i++) {
        if (old.slots[i].key) {
            map->slots[seek(map, old.slots[i].key)] = old.slots[i];
        }
    }
    pool_release(&map->ctx->pool, old.slots, old.capacity * sizeof *old.slots);
    return true;
}

bool macmap_set(struct macmap *map, struct extsta_mac mac, void *value)
{
    uint64_t key = mac_to_u64(mac) + 1;
    if (map->capacity) {
        uint32_t i = seek(map, key);
        if (map->slots[i].key) {
            map->slots[i].value = value;
            return true;
        }
    }
    if ((map->count + 1) * 4 > map->capacity * 3 && !grow(map)) {
        return false;
    }
    map->slots[seek(map, key)] = (struct macmap_slot){key, value};
    map->count++;
    return true;
}

void macmap_remove(struct macmap *map, struct extsta_mac mac)
{
    if (!map->capacity) {
        return;
    }
    uint32_t mask = map->capacity - 1;
    uint32_t hole = seek(map, mac_to_u64(mac) + 1);
    if (!map->slots[hole].key) {
        return;
    }
    map->count--;
    /* Closes the gap, so that no tombstones are needed. */
    for (uint32_t i = (hole + 1) & mask; map->slots[i].key; i = (i + 1) & mask) {
        uint32_t want = home(map, map->slots[i].key);
        /* It may move into the hole: its home is not behind it, counted round the end. */
        if (((i - want) & mask) >= ((i - hole) & mask)) {
            map->slots[hole] = map->slots[i];
            hole = i;
        }
    }
    map->slots[hole] = (struct macmap_slot){0, NULL};
}

void *macmap_next(const struct macmap *map, uint32_t *at)
{
    while (*at < map->capacity) {
        if (map->slots[*at].key) {
            return map->slots[*at].value;
        }
        ++*at;
    }
    return NULL;
}
