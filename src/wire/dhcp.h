/* DHCP as a client and its server speak it: for IPv4 (RFC 2131, options of RFC 2132, 3442
 * aside, 8910) and, as far as an address comes of it, for IPv6 (RFC 8415). Pure codec; spans
 * point into the message. */
#ifndef WIRE_DHCP_H
#define WIRE_DHCP_H

#include "wire/ip.h"

#define DHCP_SERVER_PORT  67u
#define DHCP_CLIENT_PORT  68u
#define DHCP6_SERVER_PORT 547u
#define DHCP6_CLIENT_PORT 546u

/* Option 53. */
enum dhcp_type {
    DHCP_DISCOVER = 1,
    DHCP_OFFER,
    DHCP_REQUEST,
    DHCP_DECLINE,
    DHCP_ACK,
    DHCP_NAK,
    DHCP_RELEASE,
    DHCP_INFORM,
};

struct dhcp_message {
    uint8_t type; /* enum dhcp_type; 0: BOOTP */
    bool reply;
    uint32_t xid;
    struct extsta_mac client;
    struct extsta_ip yours; /* the address given; family 0: none */
    struct extsta_ip requested, server, router, dns;
    uint32_t lease;            /* seconds; 0: not said */
    uint8_t prefix;            /* bits of the subnet mask; 0: not said */
    struct extsta_span portal; /* option 114: the API of a captive portal */
};
/* The payload of UDP. False: no BOOTP of Ethernet, or cut off before its options. Options that
 * are cut off end the list: what stands before them counts. */
bool dhcp_parse(struct extsta_span message, struct dhcp_message *out);

enum dhcp6_type {
    DHCP6_SOLICIT = 1,
    DHCP6_ADVERTISE,
    DHCP6_REQUEST,
    DHCP6_CONFIRM,
    DHCP6_RENEW,
    DHCP6_REBIND,
    DHCP6_REPLY,
};
struct dhcp6_message {
    uint8_t type;
    struct extsta_ip address; /* the first one of an IA_NA; family 0: none */
    uint32_t lease;           /* its valid lifetime, seconds */
};
bool dhcp6_parse(struct extsta_span message, struct dhcp6_message *out);

#endif
