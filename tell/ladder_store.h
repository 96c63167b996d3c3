/* Ladders kept until a report is written: of trouble as long as there is room, of the rest in
 * half of it. Bounded: what no longer fits is counted. */
#ifndef TELL_LADDER_STORE_H
#define TELL_LADDER_STORE_H

#include "ladder.h"

struct ladder_store;

/* NULL: no memory. */
struct ladder_store *ladder_store_new(void);
void ladder_store_free(struct ladder_store *s);
/* Keeps a copy; without memory or room it is left out. */
void ladder_store_put(struct ladder_store *s, const struct extsta_story *story,
                      const struct ladder *ladder);
/* The ladder of this story into *out; false: there is none. */
bool ladder_store_find(struct ladder_store *s, const struct extsta_story *story,
                       struct ladder *out);
/* How many stories' ladders were left out. */
uint64_t ladder_store_left_out(const struct ladder_store *s);

#endif
