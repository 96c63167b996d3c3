/* Values as octets and back, by one description: a function that codes a structure names its
 * members once, and writes or reads them as the coder says. Numbers take as few octets as they
 * need, octets that have stood in the block before are named by where. entry.h is made of it.
 *
 * A reader that meets what cannot be has `failed`, and yields zeros from then on. What it
 * yields points into the block or into its arena. */
#ifndef REPLAY_CODER_H
#define REPLAY_CODER_H

#include <extsta/types.h>

/* Memory that is given back all at once. */
struct arena {
    struct arena_chunk *chunks;
    size_t used; /* of the newest */
};
/* Zeroed; NULL: no memory. */
void *arena_alloc(struct arena *arena, size_t size);
/* All of it; but `keep` octets at most stay for the next time. */
void arena_reset(struct arena *arena);
void arena_free(struct arena *arena);

#define CODER_SHARED 512u /* octets that the writer remembers in a block, by hash */

struct coder {
    bool reading;
    bool failed; /* no memory, or octets that cannot be */
    /* reading: the block, and where in it */
    const uint8_t *base, *at, *end;
    struct arena *arena;
    /* writing: the block so far; grows */
    uint8_t *out;
    size_t len, room;
    uint32_t shared[CODER_SHARED]; /* where octets begin, + 1; 0: none */
};

/* Begins a block that is read; and one that is written, in the memory of the last one. */
void coder_read(struct coder *c, struct extsta_span block, struct arena *arena);
void coder_write(struct coder *c);
/* Of a writer. */
void coder_free(struct coder *c);
static inline size_t coder_left(const struct coder *c)
{
    return (size_t)(c->end - c->at);
}

/* --- of both directions --- */
void code_number(struct coder *c, uint64_t *v);
void code_signed(struct coder *c, int64_t *v);
void code_u8(struct coder *c, uint8_t *v);
void code_u16(struct coder *c, uint16_t *v);
void code_u32(struct coder *c, uint32_t *v);
void code_i8(struct coder *c, int8_t *v);
void code_bool(struct coder *c, bool *v);
/* An enum of the caller's, below `end`. Returns what *v shall be. */
unsigned code_enum(struct coder *c, unsigned v, unsigned end);
/* So many octets as they are. */
void code_fixed(struct coder *c, void *octets, size_t len);
/* A span with its length; data NULL stays NULL. */
void code_octets(struct coder *c, struct extsta_span *octets);
/* The same of octets that often come again in a block: frames. */
void code_shared(struct coder *c, struct extsta_span *octets);
/* Text that ends with 0, or NULL. */
void code_text(struct coder *c, const char **text);
/* How many elements an array has, each of which takes at least `least` octets. */
void code_count(struct coder *c, size_t *count, size_t least);
/* Of a reader: zeroed room for so many elements. NULL: none, or failed. */
void *coder_array(struct coder *c, size_t count, size_t size);

#endif
