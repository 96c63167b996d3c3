/* The pools (pool.h): size classes with free lists over slabs of 64 KiB, so that a block
 * costs a few instructions and a fleet's objects lie close together.
 *
 * Slabs are given back with the pool, never before: a class that was once large stays so.
 * Under AddressSanitizer there are no classes, each block is one of the embedder's
 * (compat.h). */
#include "base/pool.h"
#include "base/compat.h"
#include <assert.h>
#include <string.h>

#define ALIGN         16u /* of every block in its slab: that of any object, on 32 and 64 bits */
#define SLAB_BYTES    (64u * 1024u)
#define LARGEST_CLASS 8192u

/* In front of a slab. */
struct pool_slab {
    struct pool_slab *next;
    size_t size;
};

/* Lies in the freed block itself: a class has at least 16 octets. */
struct pool_free {
    struct pool_free *next;
};

void pool_init(struct pool *pool, const struct extsta_memory *memory)
{
    memset(pool, 0, sizeof *pool);
    pool->memory = *memory;
}

void pool_destroy(struct pool *pool)
{
    struct pool_slab *slab = pool->slabs;
    while (slab) {
        struct pool_slab *next = slab->next;
        pool->memory.release(pool->memory.user, slab, slab->size);
        slab = next;
    }
    pool->slabs = NULL;
}

/* From the embedder, and what it refuses is counted. */
static void *take(struct pool *pool, size_t size)
{
    void *block = pool->memory.alloc(pool->memory.user, size);
    pool->refused += block == NULL;
    return block;
}

#ifndef COMPAT_ADDRESS_SANITIZER

/* Classes: multiples of 16 up to 128, of 32 up to 512, then few steps per doubling up to
 * 8 KiB. What a fleet has by the million is smaller than 512. */
static const uint16_t class_size[POOL_CLASSES] = {
    16,  32,  48,  64,  80,  96,  112, 128,  160,  192,  224,  256,  288,  320,  352,
    384, 416, 448, 480, 512, 640, 768, 1024, 1280, 1792, 2560, 3584, 5120, 8192,
};
#define CLASS_128 7u
#define CLASS_512 19u

/* The smallest class that holds the size, which is at most LARGEST_CLASS. */
static unsigned class_of(size_t size)
{
    if (size <= 128) {
        return (unsigned)((size + 15) / 16 - 1);
    }
    if (size <= 512) {
        return CLASS_128 + (unsigned)((size - 128 + 31) / 32);
    }
    unsigned c = CLASS_512 + 1;
    while (class_size[c] < size) {
        c++;
    }
    return c;
}

/* A new slab for the class; what was left of the old one is less than a block and lost. */
static bool refill(struct pool *pool, unsigned c)
{
    /* A class starts small, so that a context with one station stays small. */
    size_t size = pool->held < 8 * SLAB_BYTES ? SLAB_BYTES / 8 : SLAB_BYTES;
    /* At least one block, behind the slab's header and its alignment. */
    if (size < (size_t)class_size[c] + 64) {
        size = (size_t)class_size[c] + 64;
    }
    struct pool_slab *slab = take(pool, size);
    if (!slab) {
        return false;
    }
    slab->next = pool->slabs;
    slab->size = size;
    pool->slabs = slab;
    pool->held += size;
    uintptr_t start = ((uintptr_t)(slab + 1) + ALIGN - 1) & ~(uintptr_t)(ALIGN - 1);
    pool->bump[c] = (uint8_t *)start;
    pool->bump_left[c] = size - (size_t)(start - (uintptr_t)slab);
    return true;
}

void *pool_alloc(struct pool *pool, size_t size)
{
    if (size == 0) {
        size = 1;
    }
    /* Straight from the embedder, and straight back. */
    if (size > LARGEST_CLASS) {
        void *p = take(pool, size);
        if (p) {
            pool->held += size;
            pool->used += size;
        }
        return p;
    }
    unsigned c = class_of(size);
    struct pool_free *f = pool->free[c];
    if (f) {
        pool->free[c] = f->next;
        pool->used += class_size[c];
        return f;
    }
    if (pool->bump_left[c] < class_size[c] && !refill(pool, c)) {
        return NULL;
    }
    void *p = pool->bump[c];
    pool->bump[c] += class_size[c];
    pool->bump_left[c] -= class_size[c];
    pool->used += class_size[c];
    return p;
}

void pool_release(struct pool *pool, void *block, size_t size)
{
    if (!block) {
        return;
    }
    if (size > LARGEST_CLASS) {
        pool->held -= size;
        pool->used -= size;
        pool->memory.release(pool->memory.user, block, size);
        return;
    }
    unsigned c = class_of(size ? size : 1);
    struct pool_free *f = block;
    f->next = pool->free[c];
    pool->free[c] = f;
    pool->used -= class_size[c];
}

#else

/* Each block behind a header of its own, in the list that pool_destroy walks. */
struct block {
    struct pool_slab slab;
    struct block *prev;
    size_t padding; /* a multiple of ALIGN */
};

void *pool_alloc(struct pool *pool, size_t size)
{
    struct block *b = take(pool, sizeof *b + size);
    if (!b) {
        return NULL;
    }
    *b = (struct block){.slab = {.next = pool->slabs, .size = sizeof *b + size}};
    if (pool->slabs) {
        ((struct block *)pool->slabs)->prev = b;
    }
    pool->slabs = &b->slab;
    pool->held += size;
    pool->used += size;
    return b + 1;
}

void pool_release(struct pool *pool, void *block, size_t size)
{
    if (!block) {
        return;
    }
    struct block *b = (struct block *)block - 1;
    assert(b->slab.size == sizeof *b + size); /* the size that was asked for */
    if (b->prev) {
        b->prev->slab.next = b->slab.next;
    } else {
        pool->slabs = b->slab.next;
    }
    if (b->slab.next) {
        ((struct block *)b->slab.next)->prev = b->prev;
    }
    pool->held -= size;
    pool->used -= size;
    pool->memory.release(pool->memory.user, b, b->slab.size);
}

#endif

void *pool_zalloc(struct pool *pool, size_t size)
{
    void *p = pool_alloc(pool, size);
    if (p) {
        memset(p, 0, size);
    }
    return p;
}
