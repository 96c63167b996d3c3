/* What of a TLS exchange inside EAP is in clear: EAP-TLS, TTLS, PEAP, FAST, TEAP (RFC 5216 3.1,
 * 8446 5.1). One packet at a time; the caller remembers what came before (story_handshake.c).
 */
#ifndef EXPLAIN_EAP_TLS_H
#define EXPLAIN_EAP_TLS_H

#include "base/bytes.h"

#define EAP_TYPE_FAST 43u
/* TLS_DH_anon_WITH_AES_128_CBC_SHA: EAP-FAST's provisioning without a certificate (RFC 5422
 * 3.2.3). */
#define TLS_ANONYMOUS 0x0034u
/* Cipher suites of TLS 1.3 (RFC 8446 B.4): first octet. */
#define TLS_1_3(suite) ((suite) >> 8 == 0x13)

struct eap_tls {
    bool carried;    /* the method is one of these */
    bool more;       /* a fragment: the next packet of the same side goes on with it */
    bool data;       /* a record of application data */
    uint8_t alert;   /* description of an alert in clear; 0: none */
    uint16_t cipher; /* of a ServerHello; 0: none */
};

/* `eap`: a whole EAP request or response, hostile. goes_on: the side's packet before was a
 * fragment, and what is in this one has no beginning. */
struct eap_tls eap_tls_look(struct extsta_span eap, bool goes_on);

#endif
