/* The inside of a context (extsta/context.h): what a fleet of stations on one thread shares. */
#ifndef BASE_CONTEXT_H
#define BASE_CONTEXT_H

#include "base/pool.h"
#include <extsta/recorder.h>

/* Something a room keeps in the context and wants destroyed with it (interned BSS
 * entries, network secrets, configurations). */
struct context_store {
    struct context_store *next;
    const void *key; /* address of a static of the room that owns it */
    void (*destroy)(struct extsta_context *ctx, struct context_store *store);
};

struct extsta_context {
    struct pool pool;
    struct extsta_random random;       /* the embedder's, by stream */
    int64_t epoch;                     /* seconds since 1970 at time 0 (extsta_context_set_epoch) */
    uint64_t hash_seed;                /* of all tables with keys from the air (base/hash.h) */
    uint64_t drops[EXTSTA_DROP_COUNT]; /* of all stations, and of frames of none */
    uint32_t unlisted; /* events for which a machine of ours has no row (base/fsm.h) */
    struct context_store *stores;
    struct extsta_recorder recorder; /* who is told what goes in (extsta_context_record); or zero */
    uint32_t stations;               /* were made, ever */
    uint32_t inside;                 /* the station that is in a call, by its number; 0: none */
};

/* The store with this key, or NULL. */
struct context_store *context_store_find(const struct extsta_context *ctx, const void *key);
/* Adds a store, with key and destroy set; the context owns it from now on and destroys it at
 * its end. One per key. */
void context_store_add(struct extsta_context *ctx, struct context_store *store);

/* The world's time at a moment of the context's stations, in seconds since 1970. */
static inline int64_t context_wall(const struct extsta_context *ctx, extsta_time now)
{
    return ctx->epoch + (int64_t)(now / EXTSTA_SECOND);
}

/* `len` octets of a stream: a station draws from its own, so that others do not change its
 * run. Whoever records is told of those that a station draws in a call. */
static inline void context_random(struct extsta_context *ctx, uint64_t stream, void *out, size_t len)
{
    ctx->random.fill(ctx->random.user, stream, (uint8_t *)out, len);
    if (ctx->recorder.draw && ctx->inside) {
        ctx->recorder.draw(ctx->recorder.user, ctx->inside,
                           (struct extsta_span){(const uint8_t *)out, len});
    }
}

#endif
