/* Packet buffers (pbuf.h): one block of the pool each. Made by nwifi and the data path, held
 * by nodes of the output queue, freed with the last reference. */
#include "base/pbuf.h"
#include <string.h>

struct pbuf *pbuf_new(struct pool *pool, size_t headroom, size_t len, size_t tailroom)
{
    size_t capacity = headroom + len + tailroom;
    struct pbuf *b = pool_alloc(pool, sizeof *b + capacity);
    if (!b) {
        return NULL;
    }
    b->refs = 1;
    b->capacity = (uint32_t)capacity;
    b->offset = (uint32_t)headroom;
    b->len = (uint32_t)len;
    return b;
}

struct pbuf *pbuf_copy(struct pool *pool, struct extsta_span bytes)
{
    struct pbuf *b = pbuf_new(pool, PBUF_HEADROOM, bytes.len, PBUF_TAILROOM);
    if (b && bytes.len) {
        memcpy(pbuf_data(b), bytes.data, bytes.len);
    }
    return b;
}

void pbuf_unref(struct pool *pool, struct pbuf *b)
{
    if (b && --b->refs == 0) {
        pool_release(pool, b, sizeof *b + b->capacity);
    }
}

uint8_t *pbuf_append(struct pbuf *b, size_t n)
{
    if (b->capacity - b->offset - b->len < n) {
        return NULL;
    }
    b->len += (uint32_t)n;
    return pbuf_data(b) + b->len - n;
}
