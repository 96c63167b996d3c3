/* Requests and packets of the OS half on their way down (requester.h): numbered, so that the
 * completion finds who asked. A number has the OS half's bit on top, three bits of owner
 * below it, and 28 of a sequence. */
#include "boundary/requester.h"
#include <string.h>

#define OWNER_SHIFT   28
#define OF_OS_HALF    0x80000000u
#define SEQUENCE_MASK 0x0fffffffu

/* The sequence comes round after 2^28: by then nobody waits for the old one. */
uint32_t requester_number(struct requester *r, enum request_owner owner)
{
    r->next = (r->next + 1) & SEQUENCE_MASK;
    return OF_OS_HALF | (uint32_t)owner << OWNER_SHIFT | r->next;
}

enum request_owner requester_owner(uint32_t number)
{
    uint32_t owner = (number & ~OF_OS_HALF) >> OWNER_SHIFT;
    if ((number & OF_OS_HALF) == 0 || owner > REQUEST_STATION) {
        return REQUEST_EMBEDDER;
    }
    return (enum request_owner)owner;
}

uint32_t requester_push(struct requester *r, enum request_owner owner,
                        enum extsta_oid_kind kind, uint32_t oid, struct extsta_span input,
                        uint32_t out_cap)
{
    struct extsta_output *out = outq_push(r->out, EXTSTA_OUT_CROSSING, input.len);
    if (!out) {
        return 0;
    }
    uint8_t *copy = outq_payload(out);
    if (input.len > 0) {
        memcpy(copy, input.data, input.len);
    }
    out->crossing = (struct extsta_crossing){
        .type = EXTSTA_CROSS_OID,
        .code = oid,
        .kind = kind,
        .id = requester_number(r, owner),
        .buffer = {copy, input.len},
        .bytes_needed = out_cap,
    };
    return out->crossing.id;
}

uint32_t requester_send(struct requester *r, enum request_owner owner, struct pbuf *msdu,
                        const struct extsta_send_context *context)
{
    struct extsta_span bytes = pbuf_span(msdu);
    struct extsta_output *out = outq_push_buf(r->out, EXTSTA_OUT_CROSSING, msdu);
    if (!out) {
        return 0;
    }
    uint32_t id = requester_number(r, owner);
    out->crossing = (struct extsta_crossing){
        .type = EXTSTA_CROSS_SEND,
        .id = id,
        .packet = {.bytes = bytes, .id = id, .send = *context},
    };
    return id;
}
