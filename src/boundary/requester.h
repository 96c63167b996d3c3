/* OID requests of the OS half: numbering, and pushing them into the output queue.
 *
 * The number of a request names the module that issued it, so that the station can hand
 * the completion back. Requests of an embedder that drives the miniport itself
 * (extsta_oid) have the top bit clear. */
#ifndef BOUNDARY_REQUESTER_H
#define BOUNDARY_REQUESTER_H

#include "boundary/outq.h"

enum request_owner {
    REQUEST_EMBEDDER = 0, /* one that drives the miniport itself */
    REQUEST_ACM = 1,
    REQUEST_MSM = 2,
    REQUEST_IHV = 3,
    REQUEST_STATION = 4, /* scans, the BSS list, packets of the network stack */
};

struct requester {
    struct outq *out;
    uint32_t next; /* the last number given out, without owner */
};

/* A fresh request number of this owner; never 0. */
uint32_t requester_number(struct requester *r, enum request_owner owner);
/* Whose number this is; one that none of ours can be is the embedder's. */
enum request_owner requester_owner(uint32_t number);

/* Pushes a request with its input (copied) and room for out_cap bytes of output. Returns
 * its number, 0 when there is no memory. */
uint32_t requester_push(struct requester *r, enum request_owner owner,
                        enum extsta_oid_kind kind, uint32_t oid, struct extsta_span input,
                        uint32_t out_cap);
/* Pushes a packet to send: an MSDU with its 802.11 header. Takes over one reference, also
 * on failure. Returns its number, 0 when there is no memory. */
uint32_t requester_send(struct requester *r, enum request_owner owner, struct pbuf *msdu,
                        const struct extsta_send_context *context);

#endif
