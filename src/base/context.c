/* Making and freeing contexts (extsta/context.h): pools, random source, drop counters, and
 * the stores that rooms keep in them. A context outlives its stations and is used by one
 * thread at a time; there are no globals, two contexts share nothing. */
#include "base/context.h"
#include <string.h>

struct extsta_context *extsta_context_new(const struct extsta_memory *memory,
                                          const struct extsta_random *random)
{
    struct extsta_context *ctx = memory->alloc(memory->user, sizeof *ctx);
    if (!ctx) {
        return NULL;
    }
    memset(ctx, 0, sizeof *ctx);
    pool_init(&ctx->pool, memory);
    ctx->random = *random;
    ctx->epoch = EXTSTA_EPOCH;
    /* A stream that no station has: the seed takes nothing from theirs. */
    random->fill(random->user, UINT64_MAX, (uint8_t *)&ctx->hash_seed, sizeof ctx->hash_seed);
    return ctx;
}

void extsta_context_record(struct extsta_context *ctx, const struct extsta_recorder *recorder)
{
    ctx->recorder = recorder ? *recorder : (struct extsta_recorder){0};
}

void extsta_context_set_epoch(struct extsta_context *ctx, int64_t seconds)
{
    ctx->epoch = seconds;
}

size_t extsta_context_free(struct extsta_context *ctx)
{
    if (!ctx) {
        return 0;
    }
    /* The newest first, so that a store may rely on those that were there before it. */
    while (ctx->stores) {
        struct context_store *store = ctx->stores;
        ctx->stores = store->next;
        store->destroy(ctx, store);
    }
    struct extsta_memory memory = ctx->pool.memory;
    size_t lost = ctx->pool.used;
    pool_destroy(&ctx->pool);
    memory.release(memory.user, ctx, sizeof *ctx);
    return lost;
}

struct context_store *context_store_find(const struct extsta_context *ctx, const void *key)
{
    struct context_store *s = ctx->stores;
    while (s && s->key != key) {
        s = s->next;
    }
    return s;
}

void context_store_add(struct extsta_context *ctx, struct context_store *store)
{
    store->next = ctx->stores;
    ctx->stores = store;
}

uint64_t extsta_context_drops(const struct extsta_context *ctx, enum extsta_drop reason)
{
    return (unsigned)reason < EXTSTA_DROP_COUNT ? ctx->drops[reason] : 0;
}

uint32_t extsta_context_unlisted(const struct extsta_context *ctx)
{
    return ctx->unlisted;
}

uint64_t extsta_context_refused(const struct extsta_context *ctx)
{
    return ctx->pool.refused;
}

size_t extsta_context_memory(const struct extsta_context *ctx, size_t *in_use)
{
    if (in_use) {
        *in_use = ctx->pool.used + sizeof *ctx;
    }
    return ctx->pool.held + sizeof *ctx;
}
