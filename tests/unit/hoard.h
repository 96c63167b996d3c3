/* A context without memory: everything its pools could still serve is taken, and given back
 * later. The test sees to it that the embedder's memory fails meanwhile. */
#ifndef TESTS_UNIT_HOARD_H
#define TESTS_UNIT_HOARD_H

#include "base/pool.h"

struct hoard {
    struct hoard *next;
    size_t size;
};

static inline struct hoard *hoard_take(struct pool *pool)
{
    struct hoard *all = NULL, *h;
    for (size_t size = 8192; size >= sizeof *h; size -= 16) {
        while ((h = pool_alloc(pool, size)) != NULL) {
            *h = (struct hoard){all, size};
            all = h;
        }
    }
    return all;
}

/* Gives back every `each`th block; returns the others. 1: all of them. */
static inline struct hoard *hoard_release(struct pool *pool, struct hoard *all, size_t each)
{
    struct hoard *left = NULL;
    for (size_t i = 0; all; i++) {
        struct hoard *next = all->next;
        if (i % each == 0) {
            pool_release(pool, all, all->size);
        } else {
            *all = (struct hoard){left, all->size};
            left = all;
        }
        all = next;
    }
    return left;
}

#endif
