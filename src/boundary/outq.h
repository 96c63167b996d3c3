/* The output queue of one station, shared by its two halves.
 *
 * The driver and the OS half both append to it. The station's pump walks it with a
 * cursor and gives each value that crosses the boundary to the other half, which
 * appends further; so the queue is at once the message channel between the halves
 * and the exact record, in order, of what happened. extsta_next drains behind the
 * cursor and skips what the embedder did not ask for.
 *
 * What crosses the boundary is appended (outq_push): it happens when the other half
 * gets it. What the OS half makes of a value at once (a port event, a notification, a
 * call of an extension) is inserted behind that value (outq_insert): it has happened
 * before the next value is looked at (contract ROL-14).
 *
 * An output for which there is no memory leaves a gap: a count in the node it would have stood
 * behind, which costs no memory and comes out as an output of its own (EXTSTA_OUT_GAP). */
#ifndef BOUNDARY_OUTQ_H
#define BOUNDARY_OUTQ_H

#include "base/context.h"
#include "base/pbuf.h"
#include <extsta/output.h>

/* Outputs that were lost right behind something. */
struct outq_gap {
    uint16_t count; /* stops at its greatest value */
    uint16_t types; /* EXTSTA_OUT_MASK set */
};

/* One output in the queue. Outputs are given out by pointer to `out`; outq_node_of leads
 * back. */
struct outq_node {
    struct outq_node *next;
    struct pbuf *buf; /* holds the bytes the output points to, or NULL */
    uint32_t size;    /* of this allocation */
    struct outq_gap gap;
    struct extsta_output out;
    /* payload bytes may follow */
};

struct outq {
    struct extsta_context *ctx;
    struct outq_node *first, *last;
    struct outq_node *cursor; /* first node the pump has not seen */
    struct outq_node *seen;   /* the node before the cursor; NULL when it is drained */
    struct outq_node *taken;  /* given out by outq_next, freed at the next call */
    uint32_t wanted;          /* EXTSTA_OUT_MASK set of the embedder */
    uint32_t lost;            /* outputs for which there was no memory */
    struct outq_gap gap;      /* before the first node */
};

/* `wanted`: the embedder's EXTSTA_OUT_MASK set; those of EXTSTA_OUT_WORK always are. */
void outq_init(struct outq *q, struct extsta_context *ctx, uint32_t wanted);
/* Frees all nodes, with what outq_next gave out last; keys are wiped. */
void outq_destroy(struct outq *q);

/* Whether anybody looks at outputs of this type: then it is worth making one. */
static inline bool outq_wants(const struct outq *q, enum extsta_output_type type)
{
    return (q->wanted & EXTSTA_OUT_MASK(type)) != 0;
}

/* Something that belongs at the end of the queue was lost, past outq_push. */
void outq_lose(struct outq *q, enum extsta_output_type type);
/* Appends a zeroed output with `payload` bytes of its own (outq_payload). NULL when
 * there is no memory; the loss is counted. */
struct extsta_output *outq_push(struct outq *q, enum extsta_output_type type, size_t payload);
/* The same, but right behind what the pump has seen last. Not for crossings that are still to
 * happen. */
struct extsta_output *outq_insert(struct outq *q, enum extsta_output_type type, size_t payload);
/* Appends an output whose bytes live in a packet buffer; takes over one reference,
 * also on failure. */
struct extsta_output *outq_push_buf(struct outq *q, enum extsta_output_type type,
                                    struct pbuf *buf);
/* The same, right behind what the pump has seen last. */
struct extsta_output *outq_insert_buf(struct outq *q, enum extsta_output_type type,
                                      struct pbuf *buf);
/* The payload follows the node, which begins before the output it holds. */
static inline uint8_t *outq_payload(struct extsta_output *out)
{
    return (uint8_t *)out - offsetof(struct outq_node, out) + sizeof(struct outq_node);
}
/* The node an output stands in. Only for outputs of a queue. */
struct outq_node *outq_node_of(struct extsta_output *out);

/* A node set aside now so that a later push cannot fail (contract ROL-11). It belongs to the
 * caller until outq_push_reserved or outq_unreserve; its payload may be written before the
 * push. NULL: no memory, which is not counted as a loss. */
struct outq_node *outq_reserve(struct outq *q, size_t payload);
void outq_unreserve(struct outq *q, struct outq_node *node);
struct extsta_output *outq_push_reserved(struct outq *q, struct outq_node *node,
                                         enum extsta_output_type type);

/* The pump's view: the next output it has not seen, or NULL. It stays in the queue and valid
 * until outq_next comes by it. */
struct extsta_output *outq_pump(struct outq *q);
/* What outq_pump would return, without taking it. */
struct extsta_output *outq_peek(const struct outq *q);
/* The embedder's view: the next wanted output; only what the pump has seen. *out is a
 * shallow copy: its bytes are valid until the next call. Those not wanted are freed on the
 * way. */
bool outq_next(struct outq *q, struct extsta_output *out);

#endif
