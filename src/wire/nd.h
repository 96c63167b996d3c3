/* Neighbor Discovery of IPv6 (RFC 4861) as far as addresses and routers come of it, and the
 * captive portal option (RFC 8910). Pure codec; spans point into the message. */
#ifndef WIRE_ND_H
#define WIRE_ND_H

#include "wire/ip.h"

enum nd_type {
    ND_ROUTER_SOLICITATION = 133,
    ND_ROUTER_ADVERTISEMENT,
    ND_NEIGHBOR_SOLICITATION,
    ND_NEIGHBOR_ADVERTISEMENT,
};

struct nd_message {
    uint8_t type;            /* enum nd_type */
    struct extsta_ip target; /* of neighbor messages */
    uint16_t lifetime;       /* of a router, seconds; 0: it is no default router */
    struct extsta_ip prefix; /* the first one for addresses of one's own; family 0: none */
    uint8_t prefix_bits;
    struct extsta_span portal;
};
/* What IPv6 carries under ICMPv6. False: none of these, or cut off. */
bool nd_parse(struct extsta_span message, struct nd_message *out);

#endif
