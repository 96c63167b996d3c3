/* Texts that repeat, each kept once and known by a number from then on: what a report shows.
 * The first one is always "". */
#ifndef TELL_TEXTS_H
#define TELL_TEXTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All texts so far, and an open hash table of their numbers. All zero: none yet. */
struct texts {
    char **all;
    uint32_t *slots; /* number + 1, by hash; 0: free */
    size_t count, slot_count;
    bool failed; /* no memory: some are shown as the empty one */
};

/* The number of a text, which is copied. Without memory 0, and `failed`. */
uint32_t texts_number(struct texts *t, const char *text);
void texts_free(struct texts *t);

#endif
