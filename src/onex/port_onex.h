/* 802.1X as a port method (rsn/port_method.h): EAP until the server lets us in, then the
 * four-way handshake of the MSK that EAP has given.
 *
 * Begun with a cached PMK it waits for either: message 1, if the access point has that PMK too,
 * or EAP, if it has not. What was authorized may be authenticated anew at any time. */
#ifndef ONEX_PORT_ONEX_H
#define ONEX_PORT_ONEX_H

#include "onex/onex.h"
#include "rsn/port_method.h"

/* The longest that a user should allow it as a whole; silence is noticed before. */
extsta_time port_onex_time(const struct extsta_onex *times);

/* What outlives all ports of a station in one connection. */
struct port_eap {
    struct extsta_context *ctx;
    uint64_t stream; /* of random octets */
    const struct extsta_eap *eap;
    const struct extsta_onex *times; /* NULL: as a profile that says nothing */
    struct eap_resume resume; /* the last session of TLS */
};

/* start: EAP_CONFIG: there is no configuration; else as of port_four_way. */
extern const struct port_method port_onex;

#endif
