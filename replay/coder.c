/* See coder.h. */
#include "coder.h"
#include "providers.h"
#include <stdlib.h>
#include <string.h>

/* --- memory --- */

#define CHUNK 65536u

struct arena_chunk {
    struct arena_chunk *next;
    size_t size;
    _Alignas(16) uint8_t bytes[];
};

void *arena_alloc(struct arena *a, size_t size)
{
    size = (size + 15u) & ~(size_t)15u;
    if (!a->chunks || a->chunks->size - a->used < size) {
        size_t room = size > CHUNK ? size : CHUNK;
        struct arena_chunk *chunk = host_malloc(sizeof *chunk + room);
        if (!chunk) {
            return NULL;
        }
        chunk->next = a->chunks;
        chunk->size = room;
        a->chunks = chunk;
        a->used = 0;
    }
    void *out = a->chunks->bytes + a->used;
    a->used += size;
    return memset(out, 0, size);
}

static void drop_chunks(struct arena_chunk *chunk)
{
    while (chunk) {
        struct arena_chunk *next = chunk->next;
        free(chunk);
        chunk = next;
    }
}

void arena_reset(struct arena *a)
{
    if (a->chunks) {
        drop_chunks(a->chunks->next);
        a->chunks->next = NULL;
        a->used = 0;
    }
}

void arena_free(struct arena *a)
{
    drop_chunks(a->chunks);
    *a = (struct arena){0};
}

/* --- a block --- */

void coder_read(struct coder *c, struct extsta_span block, struct arena *arena)
{
    *c = (struct coder){.reading = true,
                        .base = block.data,
                        .at = block.data,
                        .end = block.data + block.len,
                        .arena = arena};
}

void coder_write(struct coder *c)
{
    uint8_t *out = c->out;
    size_t room = c->room;
    *c = (struct coder){.out = out, .room = room};
}

void coder_free(struct coder *c)
{
    free(c->out);
    *c = (struct coder){0};
}

uint8_t *coder_grow(struct coder *c, size_t len)
{
    size_t room = c->room ? 2 * c->room : 65536;
    while (room - c->len < len) {
        room *= 2;
    }
    uint8_t *out = host_realloc(c->out, room);
    if (!out) {
        c->failed = true;
        return NULL;
    }
    c->out = out;
    c->room = room;
    return c->out + c->len;
}

static void put(struct coder *c, const void *octets, size_t len)
{
    uint8_t *to = coder_room(c, len);
    if (to && len) {
        memcpy(to, octets, len);
        c->len += len;
    }
}

static const uint8_t *take(struct coder *c, size_t len)
{
    if (c->failed || coder_left(c) < len) {
        c->failed = true;
        c->at = c->end;
        return NULL;
    }
    c->at += len;
    return c->at - len;
}

/* --- numbers: seven bits an octet, the lowest first --- */

static void put_number(struct coder *c, uint64_t v)
{
    uint8_t *to = coder_room(c, CODER_NUMBER);
    if (to) {
        coder_wrote(c, coder_put(to, v));
    }
}

static uint64_t take_number(struct coder *c)
{
    uint64_t v = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        const uint8_t *p = take(c, 1);
        if (!p) {
            return 0;
        }
        v |= (uint64_t)(*p & 0x7f) << shift;
        if (!(*p & 0x80)) {
            return v;
        }
    }
    c->failed = true;
    return 0;
}

void code_number(struct coder *c, uint64_t *v)
{
    if (c->reading) {
        *v = take_number(c);
    } else {
        put_number(c, *v);
    }
}

void code_signed(struct coder *c, int64_t *v)
{
    uint64_t u = coder_unsigned(*v);
    code_number(c, &u);
    *v = (int64_t)(u >> 1 ^ (u & 1 ? UINT64_MAX : 0));
}

/* One that is too great for where it goes is none. */
static uint64_t code_below(struct coder *c, uint64_t v, uint64_t most)
{
    code_number(c, &v);
    if (v > most) {
        c->failed = true;
        return 0;
    }
    return v;
}

void code_u8(struct coder *c, uint8_t *v)
{
    *v = (uint8_t)code_below(c, *v, UINT8_MAX);
}

void code_u16(struct coder *c, uint16_t *v)
{
    *v = (uint16_t)code_below(c, *v, UINT16_MAX);
}

void code_u32(struct coder *c, uint32_t *v)
{
    *v = (uint32_t)code_below(c, *v, UINT32_MAX);
}

void code_i8(struct coder *c, int8_t *v)
{
    *v = (int8_t)((uint8_t)code_below(c, (uint8_t)(*v ^ INT8_MIN), UINT8_MAX) ^ 0x80u);
}

void code_bool(struct coder *c, bool *v)
{
    *v = code_below(c, *v, 1) != 0;
}

unsigned code_enum(struct coder *c, unsigned v, unsigned end)
{
    return (unsigned)code_below(c, v, end - 1);
}

/* --- octets --- */

void code_fixed(struct coder *c, void *octets, size_t len)
{
    if (c->reading) {
        const uint8_t *p = take(c, len);
        if (p) {
            memcpy(octets, p, len);
        }
    } else {
        put(c, octets, len);
    }
}

static struct extsta_span take_span(struct coder *c, uint64_t len)
{
    const uint8_t *p = len <= SIZE_MAX ? take(c, (size_t)len) : NULL;
    if (!p) {
        c->failed = true;
        return (struct extsta_span){NULL, 0};
    }
    return (struct extsta_span){p, (size_t)len};
}

/* 0: NULL; else the length + 1. */
void code_octets(struct coder *c, struct extsta_span *octets)
{
    if (!c->reading) {
        put_number(c, octets->data ? octets->len + 1u : 0);
        put(c, octets->data, octets->data ? octets->len : 0);
        return;
    }
    uint64_t n = take_number(c);
    *octets = n ? take_span(c, n - 1) : (struct extsta_span){NULL, 0};
}

/* Frames differ at their ends and behind their addresses; what is equal is compared before it
 * is believed. */
static size_t slot_of(struct extsta_span octets)
{
    uint64_t a, b;
    memcpy(&a, octets.data + octets.len - 8, 8);
    memcpy(&b, octets.data + octets.len / 2 - 4, 8);
    a = (a ^ octets.len) * 0x9fb21c651e98df25ull + b * 0xd6e8feb86659fd93ull;
    return (size_t)(a >> 40) % CODER_SHARED;
}

#define LEAST_SHARED 16u

/* Twice the length for octets that follow; twice, and 1: and how far back they stand. */
static void put_shared(struct coder *c, struct extsta_span octets)
{
    uint32_t *slot = octets.len >= LEAST_SHARED ? &c->shared[slot_of(octets)] : NULL;
    if (slot && *slot && c->len - (*slot - 1) >= octets.len &&
        memcmp(c->out + *slot - 1, octets.data, octets.len) == 0) {
        c->last = *slot;
        put_number(c, (uint64_t)octets.len << 1 | 1);
        put_number(c, c->len - (c->last - 1));
        return;
    }
    put_number(c, (uint64_t)octets.len << 1);
    c->last = (uint32_t)c->len + 1;
    if (slot) {
        *slot = c->last;
    }
    put(c, octets.data, octets.len);
}

void code_shared(struct coder *c, struct extsta_span *octets)
{
    if (!c->reading) {
        put_shared(c, *octets);
        return;
    }
    uint64_t n = take_number(c);
    if (!(n & 1)) {
        *octets = take_span(c, n >> 1);
        return;
    }
    uint64_t here = (uint64_t)(c->at - c->base), back = take_number(c);
    if (c->failed || back > here || n >> 1 > back) {
        c->failed = true;
        *octets = (struct extsta_span){NULL, 0};
        return;
    }
    *octets = (struct extsta_span){c->base + (here - back), (size_t)(n >> 1)};
}

void code_text(struct coder *c, const char **text)
{
    struct extsta_span s = {(const uint8_t *)*text, !c->reading && *text ? strlen(*text) : 0};
    code_octets(c, &s);
    if (!c->reading) {
        return;
    }
    char *copy = s.data ? coder_array(c, s.len + 1, 1) : NULL;
    if (copy) {
        memcpy(copy, s.data, s.len);
    }
    *text = copy;
}

void code_count(struct coder *c, size_t *count, size_t least)
{
    uint64_t n = *count;
    code_number(c, &n);
    if (c->reading && (n > coder_left(c) || n * least > coder_left(c))) {
        c->failed = true;
        n = 0;
    }
    *count = (size_t)n;
}

void *coder_array(struct coder *c, size_t count, size_t size)
{
    void *array = c->failed || count == 0 ? NULL : arena_alloc(c->arena, count * size);
    c->failed |= count > 0 && !array;
    return array;
}
