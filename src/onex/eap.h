/* EAP packets. RFC 3748 4. Codec alone: what an exchange makes of them is for eap_peer.h and
 * for the server of the virtual air. EAP goes in EAPOL PDUs (wire/eapol.h) and inside the
 * tunnels of PEAP and TTLS. */
#ifndef ONEX_EAP_H
#define ONEX_EAP_H

#include "base/bytes.h"

#define EAP_HEADER 4u

enum eap_code {
    EAP_REQUEST = 1,
    EAP_RESPONSE = 2,
    EAP_SUCCESS = 3,
    EAP_FAILURE = 4,
};

/* Numbers of IANA's registry "EAP Method Types"; those below 4 are no methods. */
enum eap_type {
    EAP_TYPE_NONE = 0, /* in a NAK: nothing else either */
    EAP_TYPE_IDENTITY = 1,
    EAP_TYPE_NOTIFICATION = 2,
    EAP_TYPE_NAK = 3,
    EAP_TYPE_MD5 = 4,
    EAP_TYPE_OTP = 5,
    EAP_TYPE_GTC = 6,
    EAP_TYPE_TLS = 13,
    EAP_TYPE_LEAP = 17,
    EAP_TYPE_SIM = 18,
    EAP_TYPE_TTLS = 21,
    EAP_TYPE_AKA = 23,
    EAP_TYPE_PEAP = 25,
    EAP_TYPE_MSCHAPV2 = 26,
    EAP_TYPE_EXTENSIONS = 33, /* PEAP's own: result and cryptobinding TLVs */
    EAP_TYPE_FAST = 43,
    EAP_TYPE_PWD = 52,
    EAP_TYPE_EXPANDED = 254,
};

/* Spans point into the packet. */
struct eap {
    uint8_t code; /* enum eap_code */
    uint8_t id;
    uint8_t type;             /* enum eap_type, of requests and responses; else 0 */
    struct extsta_span data;  /* behind the type */
    struct extsta_span whole; /* header and all, without what stands behind */
};
/* False: shorter than its length says, of a code there is not, a request or response without a
 * type. What stands behind its length is padding of the lower layer (4). */
bool eap_parse(struct extsta_span packet, struct eap *out);
/* A request or response of a type, with its data; SUCCESS and FAILURE have neither. */
void eap_write(struct writer *w, enum eap_code code, uint8_t id, uint8_t type,
               struct extsta_span data);

#endif
