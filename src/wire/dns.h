/* The head of a DNS message and its first question (RFC 1035 4.1). Pure codec. */
#ifndef WIRE_DNS_H
#define WIRE_DNS_H

#include "base/bytes.h"

#define DNS_PORT     53u
#define DNS_NAME_MAX 256u

#define DNS_SERVFAIL 2u
#define DNS_NXDOMAIN 3u

struct dns_message {
    uint16_t id;
    bool response;
    uint8_t rcode;
    uint16_t answers;
    char name[DNS_NAME_MAX]; /* of the first question, without a final stop; what is no letter,
                              * digit, hyphen or underscore is a question mark */
};
/* False: shorter than a head, not a query, or without a whole question. */
bool dns_parse(struct extsta_span message, struct dns_message *out);

#endif
