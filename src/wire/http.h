/* The head of an HTTP/1 message in one segment (RFC 9112): what shows a captive portal. Pure
 * codec; spans point into the segment, and are empty for what is not there. */
#ifndef WIRE_HTTP_H
#define WIRE_HTTP_H

#include "base/bytes.h"

#define HTTP_PORT 80u

struct http_head {
    uint16_t status;             /* of a response; 0: a request */
    struct extsta_span target;   /* of a request */
    struct extsta_span host;     /* Host of a request; of a response that of its Location, with
                                  * the port; empty: the Location names none */
    struct extsta_span location; /* of a response */
};
/* False: neither a request nor a response begins here. Lines that are cut off do not count. */
bool http_parse(struct extsta_span segment, struct http_head *out);

#endif
