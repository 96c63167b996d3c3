/* Finds things by a key of octets, an address or a name, in constant time. It has no memory for
 * its entries: each thing carries its own, and so entering cannot fail. Used by world/world.c for
 * members, by script/script_lines.c for texts, by log_judge.c for what is in a log. */
#ifndef HOST_DIRECTORY_H
#define HOST_DIRECTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Part of a thing that can be found; its address stays the same while it is entered. */
struct directory_entry {
    struct directory_entry *next; /* of its chain, newest first */
    const void *key;              /* in the thing */
    uint32_t size, hash;
};

struct directory {
    uint32_t seed; /* of the hash, where keys are of a stranger's making; from the beginning on */
    struct directory_entry **chains;
    size_t count, chain_count;     /* entries; chain_count is 0 or a power of two */
    struct directory_entry *chain; /* the only one, where there was no memory for chains */
};

/* Frees the directory, which may be empty (zeroed), not what is in it. */
void directory_free(struct directory *d);
/* Enters a thing under a key, which is borrowed for as long. Of one key there may be several:
 * the newest is found first. */
void directory_enter(struct directory *d, struct directory_entry *entry, const void *key,
                     size_t size);
/* Takes it out again. */
void directory_leave(struct directory *d, struct directory_entry *entry);
/* The newest with this key, or NULL. */
struct directory_entry *directory_find(const struct directory *d, const void *key, size_t size);
/* The next older one with the same key, or NULL. */
struct directory_entry *directory_older(const struct directory_entry *entry);
/* Octets it holds. */
size_t directory_memory(const struct directory *d);

#endif
