/* Memory pools: everything the core allocates comes from here.
 *
 * Blocks are served from size classes carved out of slabs of the embedder's memory;
 * a freed block goes back to its class and is reused first (hot in the cache).
 * Sizes above the largest class go to the embedder directly. Freeing needs the size
 * that was asked for. */
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include <extsta/context.h>

#define POOL_CLASSES 29

struct pool_slab;
struct pool_free;

struct pool {
    struct extsta_memory memory;          /* the embedder's functions */
    struct pool_slab *slabs;              /* all of them, newest first */
    struct pool_free *free[POOL_CLASSES]; /* freed blocks by class */
    uint8_t *bump[POOL_CLASSES];     /* unused tail of the newest slab of the class */
    size_t bump_left[POOL_CLASSES];  /* bytes */
    size_t held;                     /* bytes taken from the embedder */
    size_t used;                     /* bytes handed out (class sizes) */
    uint64_t refused;                /* requests that came back empty, here or below */
};

/* Empty; the first slab comes with the first block. */
void pool_init(struct pool *pool, const struct extsta_memory *memory);
/* Gives all slabs back. Large blocks must have been freed before. */
void pool_destroy(struct pool *pool);

/* Uninitialized memory aligned for any object, as the embedder's is, or NULL (counted in
 * `refused`). size 0 is served as 1. */
void *pool_alloc(struct pool *pool, size_t size);
/* The same, zeroed. */
void *pool_zalloc(struct pool *pool, size_t size);
/* Gives back a block of pool_alloc(size), with that very size: it says which class the block
 * is of. NULL is fine. The block is not wiped. */
void pool_release(struct pool *pool, void *block, size_t size);

#endif
