/* The output queue (outq.h): nodes from the pool in one list; a cursor for the pump and the
 * drain behind it. Key material in a buffer is cleared when its node is freed.
 *
 * first ... seen | cursor ... last: what stands before the bar the pump has seen and the
 * embedder may have; what stands behind it is still to happen. */
#include "boundary/outq.h"
#include "base/wipe.h"
#include <string.h>

void outq_init(struct outq *q, struct extsta_context *ctx, uint32_t wanted)
{
    memset(q, 0, sizeof *q);
    q->ctx = ctx;
    q->wanted = wanted | EXTSTA_OUT_WORK; /* without these the station does not work */
}

/* OID buffers and what an extension sets may hold keys, calls of an extension passphrases; they
 * are cleared whatever they held. */
static bool may_hold_keys(const struct outq_node *node)
{
    if (node->out.type == EXTSTA_OUT_IHV || node->out.type == EXTSTA_OUT_FUNCTION) {
        return true;
    }
    return node->out.type == EXTSTA_OUT_CROSSING &&
           (node->out.crossing.type == EXTSTA_CROSS_OID ||
            node->out.crossing.type == EXTSTA_CROSS_OID_COMPLETE);
}

static void node_free(struct outq *q, struct outq_node *node)
{
    if (node) {
        if (may_hold_keys(node)) {
            wipe((uint8_t *)node + sizeof *node, node->size - sizeof *node);
        }
        pbuf_unref(&q->ctx->pool, node->buf);
        pool_release(&q->ctx->pool, node, node->size);
    }
}

void outq_destroy(struct outq *q)
{
    while (q->first) {
        struct outq_node *node = q->first;
        q->first = node->next;
        node_free(q, node);
    }
    node_free(q, q->taken);
    memset(q, 0, sizeof *q);
}

struct outq_node *outq_reserve(struct outq *q, size_t payload)
{
    size_t size = sizeof(struct outq_node) + payload;
    struct outq_node *node = pool_alloc(&q->ctx->pool, size);
    if (node) {
        node->size = (uint32_t)size;
        node->buf = NULL;
        node->gap = (struct outq_gap){0};
        /* none: node_free must not take it for one with keys */
        node->out.type = EXTSTA_OUT_TYPES;
    }
    return node;
}

/* Wiped whatever it was for: its type was never set, and a driver may have written into it. */
void outq_unreserve(struct outq *q, struct outq_node *node)
{
    if (node) {
        wipe((uint8_t *)node + sizeof *node, node->size - sizeof *node);
    }
    node_free(q, node);
}

static void node_clear(struct outq_node *node, enum extsta_output_type type)
{
    node->next = NULL;
    memset(&node->out, 0, sizeof node->out);
    node->out.type = type;
}

struct extsta_output *outq_push_reserved(struct outq *q, struct outq_node *node,
                                         enum extsta_output_type type)
{
    node_clear(node, type);
    if (q->last) {
        q->last->next = node;
    } else {
        q->first = node;
    }
    q->last = node;
    /* The pump had seen all: this one is next. */
    if (!q->cursor) {
        q->cursor = node;
    }
    return &node->out;
}

/* Behind `node`; NULL: before the first one. Nobody misses what nobody asked for. */
static void lose(struct outq *q, struct outq_node *node, enum extsta_output_type type)
{
    struct outq_gap *gap = node ? &node->gap : &q->gap;
    q->lost++;
    if (outq_wants(q, type)) {
        gap->count = (uint16_t)(gap->count + (gap->count < UINT16_MAX));
        gap->types |= (uint16_t)EXTSTA_OUT_MASK(type);
    }
}

void outq_lose(struct outq *q, enum extsta_output_type type)
{
    lose(q, q->last, type);
}

struct extsta_output *outq_push(struct outq *q, enum extsta_output_type type, size_t payload)
{
    struct outq_node *node = outq_reserve(q, payload);
    if (!node) {
        outq_lose(q, type);
        return NULL;
    }
    return outq_push_reserved(q, node, type);
}

/* Takes the place behind `seen` and becomes it: several inserted for one value keep their
 * order, and the pump does not come by them. */
struct extsta_output *outq_insert(struct outq *q, enum extsta_output_type type, size_t payload)
{
    struct outq_node *node = outq_reserve(q, payload);
    if (!node) {
        lose(q, q->seen, type);
        return NULL;
    }
    node_clear(node, type);
    if (q->seen) {
        node->next = q->seen->next;
        q->seen->next = node;
    } else {
        node->next = q->first;
        q->first = node;
    }
    if (!node->next) {
        q->last = node;
    }
    q->seen = node;
    return &node->out;
}

/* The output has the buffer; the buffer goes when there is no output. */
static struct extsta_output *with_buf(struct outq *q, struct extsta_output *out,
                                      struct pbuf *buf)
{
    if (out) {
        outq_node_of(out)->buf = buf;
    } else {
        pbuf_unref(&q->ctx->pool, buf);
    }
    return out;
}

struct extsta_output *outq_insert_buf(struct outq *q, enum extsta_output_type type,
                                      struct pbuf *buf)
{
    return with_buf(q, outq_insert(q, type, 0), buf);
}

struct extsta_output *outq_push_buf(struct outq *q, enum extsta_output_type type,
                                    struct pbuf *buf)
{
    return with_buf(q, outq_push(q, type, 0), buf);
}

struct outq_node *outq_node_of(struct extsta_output *out)
{
    return (struct outq_node *)((char *)out - offsetof(struct outq_node, out));
}

struct extsta_output *outq_pump(struct outq *q)
{
    struct outq_node *node = q->cursor;
    if (!node) {
        return NULL;
    }
    q->cursor = node->next;
    q->seen = node;
    return &node->out;
}

struct extsta_output *outq_peek(const struct outq *q)
{
    return q->cursor ? &q->cursor->out : NULL;
}

/* What stands behind a node that goes stands before the next one then. */
static void keep_gap(struct outq *q, const struct outq_gap *gap)
{
    unsigned count = (unsigned)q->gap.count + gap->count;
    q->gap.count = (uint16_t)(count < UINT16_MAX ? count : UINT16_MAX);
    q->gap.types |= gap->types;
}

static bool take_gap(struct outq *q, struct extsta_output *out)
{
    struct outq_gap gap = q->gap;
    q->gap = (struct outq_gap){0};
    if (gap.count == 0 || !outq_wants(q, EXTSTA_OUT_GAP)) {
        return false;
    }
    memset(out, 0, sizeof *out);
    out->type = EXTSTA_OUT_GAP;
    out->gap = (struct extsta_gap){gap.count, gap.types};
    return true;
}

bool outq_next(struct outq *q, struct extsta_output *out)
{
    node_free(q, q->taken);
    q->taken = NULL;
    if (take_gap(q, out)) {
        return true;
    }
    while (q->first && q->first != q->cursor) {
        struct outq_node *node = q->first;
        q->first = node->next;
        keep_gap(q, &node->gap);
        if (!q->first) {
            q->last = NULL;
        }
        /* Drained up to the cursor: the next insertion becomes the first node. */
        if (q->seen == node) {
            q->seen = NULL;
        }
        if (outq_wants(q, node->out.type)) {
            q->taken = node;
            *out = node->out;
            return true;
        }
        node_free(q, node);
        if (take_gap(q, out)) {
            return true;
        }
    }
    return false;
}
