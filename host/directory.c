/* Chained hashing (directory.h). Where there is no memory for more chains they grow longer, and nothing else changes. */
#include "directory.h"
#include "providers.h"
#include <stdlib.h>
#include <string.h>

#define FIRST_CHAINS 64u

/* FNV-1a, its high bits folded into the low ones, which choose the chain. */
static uint32_t hash_of(const struct directory *d, const void *key, size_t size)
{
    const uint8_t *p = key;
    uint32_t h = 2166136261u ^ d->seed;
    for (size_t i = 0; i < size; i++) {
        h = (h ^ p[i]) * 16777619u;
    }
    return h ^ h >> 15;
}

static struct directory_entry **chain_of(const struct directory *d, uint32_t hash)
{
    return d->chains ? &d->chains[hash & (d->chain_count - 1)]
                     : (struct directory_entry **)&d->chain;
}

/* Moves the entries of one chain, the oldest first: what has the same key stays in its order.
 */
static void move_chain(struct directory *d, struct directory_entry *chain)
{
    struct directory_entry *oldest = NULL, *next;
    for (; chain; chain = next) {
        next = chain->next;
        chain->next = oldest;
        oldest = chain;
    }
    for (; oldest; oldest = next) {
        struct directory_entry **to = chain_of(d, oldest->hash);
        next = oldest->next;
        oldest->next = *to;
        *to = oldest;
    }
}

static void grow(struct directory *d)
{
    struct directory old = *d;
    size_t count = old.chains ? old.chain_count * 2 : FIRST_CHAINS;
    struct directory_entry **chains = host_calloc(count, sizeof(struct directory_entry *));
    if (!chains) {
        return;
    }
    d->chains = chains;
    d->chain_count = count;
    d->chain = NULL;
    move_chain(d, old.chain);
    for (size_t i = 0; i < old.chain_count; i++) {
        move_chain(d, old.chains[i]);
    }
    free(old.chains);
}

void directory_free(struct directory *d)
{
    free(d->chains);
    *d = (struct directory){0};
}

void directory_enter(struct directory *d, struct directory_entry *entry, const void *key,
                     size_t size)
{
    if (++d->count > d->chain_count) {
        grow(d);
    }
    *entry = (struct directory_entry){
        .key = key, .size = (uint32_t)size, .hash = hash_of(d, key, size)};
    struct directory_entry **chain = chain_of(d, entry->hash);
    entry->next = *chain;
    *chain = entry;
}

void directory_leave(struct directory *d, struct directory_entry *entry)
{
    struct directory_entry **at = chain_of(d, entry->hash);
    while (*at != entry) {
        at = &(*at)->next;
    }
    *at = entry->next;
    d->count--;
}

/* The first of the rest of a chain that has the key. */
static struct directory_entry *among(const struct directory_entry *e, uint32_t hash,
                                     const void *key, size_t size)
{
    while (e && (e->hash != hash || e->size != size || memcmp(e->key, key, size) != 0)) {
        e = e->next;
    }
    return (struct directory_entry *)e;
}

struct directory_entry *directory_find(const struct directory *d, const void *key, size_t size)
{
    uint32_t hash = hash_of(d, key, size);
    return among(*chain_of(d, hash), hash, key, size);
}

struct directory_entry *directory_older(const struct directory_entry *entry)
{
    return among(entry->next, entry->hash, entry->key, entry->size);
}

size_t directory_memory(const struct directory *d)
{
    return d->chain_count * sizeof(struct directory_entry *);
}
