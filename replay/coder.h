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
    uint32_t last;                 /* of the last shared octets, likewise */
};

/* The fast way of a writer, for what comes with every frame: room for `len` octets at its end,
 * where numbers are put one behind the other; coder_wrote says how far they came. NULL: no
 * memory.
 */
uint8_t *coder_grow(struct coder *c, size_t len);
static inline uint8_t *coder_room(struct coder *c, size_t len)
{
    return c->room - c->len < len ? coder_grow(c, len) : c->out + c->len;
}
static inline uint8_t *coder_put(uint8_t *to, uint64_t v)
{
    while (v >= 0x80) {
        *to++ = (uint8_t)(v | 0x80);
        v >>= 7;
    }
    *to++ = (uint8_t)v;
    return to;
}
/* Signed numbers as those that code_number takes. */
static inline uint64_t coder_unsigned(int64_t v)
{
    return (uint64_t)v << 1 ^ (v < 0 ? UINT64_MAX : 0);
}
static inline void coder_wrote(struct coder *c, const uint8_t *end)
{
    c->len = (size_t)(end - c->out);
}
#define CODER_NUMBER 10u /* octets of the longest one */

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
