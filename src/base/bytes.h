/* Bounds-checked reading and writing of wire bytes: beneath every codec of the core, and all
 * that ever looks at octets from the air or from the other half.
 *
 * A reader or writer that runs past its end stops, remembers it, and yields zeros; the
 * caller checks once at the end. Wire structures are never overlaid. Bytes are borrowed:
 * nothing here copies or frees but where it says so. */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H

#include <extsta/types.h>
#include <string.h>

/* What is left to read is p up to end; once failed it stays so, and p is at end. */
struct reader {
    const uint8_t *p;
    const uint8_t *end;
    bool failed;
};

/* Any bytes as a span; data may be NULL with length 0. */
static inline struct extsta_span span(const void *data, size_t len)
{
    return (struct extsta_span){.data = (const uint8_t *)data, .len = len};
}

/* Not for secrets: equal_ct of base/wipe.h. */
static inline bool span_equal(struct extsta_span a, struct extsta_span b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

static inline struct reader reader_of(struct extsta_span s)
{
    return (struct reader){.p = s.data, .end = s.data ? s.data + s.len : s.data, .failed = false};
}

static inline size_t reader_left(const struct reader *r)
{
    return (size_t)(r->end - r->p);
}

/* Whether n bytes are left; if not, the reader has failed. */
static inline bool reader_has(struct reader *r, size_t n)
{
    if (reader_left(r) < n) {
        r->failed = true;
        r->p = r->end;
        return false;
    }
    return true;
}

/* Where the next n bytes begin, or NULL (and the reader has failed). */
static inline const uint8_t *reader_next(struct reader *r, size_t n)
{
    if (!reader_has(r, n)) {
        return NULL;
    }
    r->p += n;
    return r->p - n;
}

static inline uint8_t reader_u8(struct reader *r)
{
    const uint8_t *p = reader_next(r, 1);
    return p ? *p : 0;
}

/* Numbers in memory, of either byte order and any alignment; the caller knows there is room. */
static inline uint16_t get_le16(const uint8_t *p)
{
    return (uint16_t)(p[0] | (unsigned)p[1] << 8);
}

static inline uint16_t get_be16(const uint8_t *p)
{
    return (uint16_t)((unsigned)p[0] << 8 | p[1]);
}

static inline uint32_t get_le32(const uint8_t *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static inline uint32_t get_be32(const uint8_t *p)
{
    return (uint32_t)p[3] | (uint32_t)p[2] << 8 | (uint32_t)p[1] << 16 | (uint32_t)p[0] << 24;
}

static inline uint64_t get_le64(const uint8_t *p)
{
    return (uint64_t)get_le32(p) | (uint64_t)get_le32(p + 4) << 32;
}

static inline uint64_t get_be64(const uint8_t *p)
{
    return (uint64_t)get_be32(p) << 32 | get_be32(p + 4);
}

static inline void put_le16(uint8_t *p, uint16_t v)
{
    p[0] = (uint8_t)v;
    p[1] = (uint8_t)(v >> 8);
}

static inline void put_be16(uint8_t *p, uint16_t v)
{
    p[0] = (uint8_t)(v >> 8);
    p[1] = (uint8_t)v;
}

static inline void put_le32(uint8_t *p, uint32_t v)
{
    put_le16(p, (uint16_t)v);
    put_le16(p + 2, (uint16_t)(v >> 16));
}

static inline void put_be32(uint8_t *p, uint32_t v)
{
    put_be16(p, (uint16_t)(v >> 16));
    put_be16(p + 2, (uint16_t)v);
}

static inline void put_le64(uint8_t *p, uint64_t v)
{
    put_le32(p, (uint32_t)v);
    put_le32(p + 4, (uint32_t)(v >> 32));
}

static inline void put_be64(uint8_t *p, uint64_t v)
{
    put_be32(p, (uint32_t)(v >> 32));
    put_be32(p + 4, (uint32_t)v);
}

/* The next number; 0 when it is not whole. */
static inline uint16_t reader_le16(struct reader *r)
{
    const uint8_t *p = reader_next(r, 2);
    return p ? get_le16(p) : 0;
}

static inline uint16_t reader_be16(struct reader *r)
{
    const uint8_t *p = reader_next(r, 2);
    return p ? get_be16(p) : 0;
}

static inline uint32_t reader_le32(struct reader *r)
{
    const uint8_t *p = reader_next(r, 4);
    return p ? get_le32(p) : 0;
}

static inline uint32_t reader_be32(struct reader *r)
{
    const uint8_t *p = reader_next(r, 4);
    return p ? get_be32(p) : 0;
}

static inline uint64_t reader_le64(struct reader *r)
{
    const uint8_t *p = reader_next(r, 8);
    return p ? get_le64(p) : 0;
}

static inline uint64_t reader_be64(struct reader *r)
{
    const uint8_t *p = reader_next(r, 8);
    return p ? get_be64(p) : 0;
}

/* The next n bytes, or an empty span when there are fewer. */
static inline struct extsta_span reader_take(struct reader *r, size_t n)
{
    const uint8_t *p = reader_next(r, n);
    return span(p, p ? n : 0);
}

/* All that is left. */
static inline struct extsta_span reader_rest(struct reader *r)
{
    return reader_take(r, reader_left(r));
}

/* Copies n bytes out; zeros, and false, when there are fewer. */
static inline bool reader_copy(struct reader *r, void *out, size_t n)
{
    if (!reader_has(r, n)) {
        memset(out, 0, n);
        return false;
    }
    if (n > 0) { /* an empty reader may point nowhere */
        memcpy(out, r->p, n);
    }
    r->p += n;
    return true;
}

static inline struct extsta_mac reader_mac(struct reader *r)
{
    struct extsta_mac mac;
    reader_copy(r, mac.b, sizeof mac.b);
    return mac;
}

/* Written is start up to p. One that has failed may have more written to it where that fits:
 * what it holds is then of no use. */
struct writer {
    uint8_t *start;
    uint8_t *p;
    uint8_t *end;
    bool failed;
};

/* Over a buffer of the caller; out may be NULL with size 0. */
static inline struct writer writer_of(void *out, size_t size)
{
    uint8_t *p = (uint8_t *)out;
    return (struct writer){.start = p, .p = p, .end = p + size, .failed = false};
}

/* Octets written; of no meaning once the writer has failed. */
static inline size_t writer_len(const struct writer *w)
{
    return (size_t)(w->p - w->start);
}

/* Room for n bytes, or NULL (and the writer has failed). */
static inline uint8_t *writer_room(struct writer *w, size_t n)
{
    if ((size_t)(w->end - w->p) < n) {
        w->failed = true;
        return NULL;
    }
    w->p += n;
    return w->p - n;
}

/* Appends; without room the writer has failed and nothing of the value is written. */
static inline void writer_u8(struct writer *w, uint8_t v)
{
    uint8_t *p = writer_room(w, 1);
    if (p) {
        *p = v;
    }
}

static inline void writer_le16(struct writer *w, uint16_t v)
{
    uint8_t *p = writer_room(w, 2);
    if (p) {
        put_le16(p, v);
    }
}

static inline void writer_be16(struct writer *w, uint16_t v)
{
    uint8_t *p = writer_room(w, 2);
    if (p) {
        put_be16(p, v);
    }
}

static inline void writer_le32(struct writer *w, uint32_t v)
{
    uint8_t *p = writer_room(w, 4);
    if (p) {
        put_le32(p, v);
    }
}

static inline void writer_be32(struct writer *w, uint32_t v)
{
    uint8_t *p = writer_room(w, 4);
    if (p) {
        put_be32(p, v);
    }
}

static inline void writer_le64(struct writer *w, uint64_t v)
{
    uint8_t *p = writer_room(w, 8);
    if (p) {
        put_le64(p, v);
    }
}

static inline void writer_be64(struct writer *w, uint64_t v)
{
    uint8_t *p = writer_room(w, 8);
    if (p) {
        put_be64(p, v);
    }
}

static inline void writer_bytes(struct writer *w, const void *data, size_t n)
{
    uint8_t *p = writer_room(w, n);
    if (p && n) {
        memcpy(p, data, n);
    }
}

static inline void writer_span(struct writer *w, struct extsta_span s)
{
    writer_bytes(w, s.data, s.len);
}

static inline void writer_mac(struct writer *w, struct extsta_mac mac)
{
    writer_bytes(w, mac.b, sizeof mac.b);
}

static inline void writer_zero(struct writer *w, size_t n)
{
    uint8_t *p = writer_room(w, n);
    if (p && n) {
        memset(p, 0, n);
    }
}

#endif
