/* Packet buffers: reference-counted bytes with headroom, so that headers are put in
 * front and ciphers work in place, without copying the payload. */
#ifndef BASE_PBUF_H
#define BASE_PBUF_H

#include "base/pool.h"

/* Room a transmitted MSDU needs in front (MAC header with QoS and HT control, cipher
 * header, LLC/SNAP minus the 802.3 header it replaces) and behind (MIC, ICV). */
#define PBUF_HEADROOM 64u
#define PBUF_TAILROOM 24u

/* [headroom | len bytes from offset on | tailroom], together `capacity`. */
struct pbuf {
    uint32_t refs;
    uint32_t capacity; /* bytes of mem */
    uint32_t offset;   /* of the first byte */
    uint32_t len;
    uint8_t mem[];
};

/* A buffer of `len` bytes (uninitialized) with headroom and tailroom, one reference;
 * NULL when there is no memory. */
struct pbuf *pbuf_new(struct pool *pool, size_t headroom, size_t len, size_t tailroom);
/* A buffer with a copy of the bytes, PBUF_HEADROOM and PBUF_TAILROOM. */
struct pbuf *pbuf_copy(struct pool *pool, struct extsta_span bytes);
/* One more holder. The bytes may be written only by one who holds it alone. */
static inline struct pbuf *pbuf_ref(struct pbuf *b)
{
    b->refs++;
    return b;
}
/* One holder less; the last one frees it, unwiped. NULL is fine. */
void pbuf_unref(struct pool *pool, struct pbuf *b);

static inline uint8_t *pbuf_data(struct pbuf *b)
{
    return b->mem + b->offset;
}
static inline struct extsta_span pbuf_span(const struct pbuf *b)
{
    return (struct extsta_span){.data = b->mem + b->offset, .len = b->len};
}
/* n more bytes behind; NULL: no tailroom. */
uint8_t *pbuf_append(struct pbuf *b, size_t n);

#endif
