/* The inside of a context (extsta/context.h). */
#ifndef BASE_CONTEXT_H
#define BASE_CONTEXT_H

#include "base/pool.h"
#include <extsta/context.h>

/* Something a room keeps in the context and wants destroyed with it (interned BSS
 * entries, network secrets, configurations). */
struct context_store {
    struct context_store *next;
    const void *key; /* address of a static of the room that owns it */
    void (*destroy)(struct extsta_context *ctx, struct context_store *store);
};

struct extsta_context {
    struct pool pool;
    struct extsta_random random;
    uint64_t hash_seed;
    uint64_t drops[EXTSTA_DROP_COUNT];
    uint32_t unlisted; /* events for which a machine of ours has no row (base/fsm.h) */
    struct context_store *stores;
};

/* The store with this key, or NULL. */
struct context_store *context_store_find(const struct extsta_context *ctx, const void *key);
/* Adds a store; the context owns it from now on. */
void context_store_add(struct extsta_context *ctx, struct context_store *store);

static inline void context_random(struct extsta_context *ctx, uint64_t stream, void *out, size_t len)
{
    ctx->random.fill(ctx->random.user, stream, (uint8_t *)out, len);
}

#endif
