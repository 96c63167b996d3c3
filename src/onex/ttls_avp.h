/* Attribute-value pairs in the tunnel of TTLS (RFC 5281 10): Diameter's, as far as passwords
 * are concerned. Codec alone, for both sides. */
#ifndef ONEX_TTLS_AVP_H
#define ONEX_TTLS_AVP_H

#include "base/bytes.h"

enum ttls_vendor {
    TTLS_VENDOR_NONE = 0,
    TTLS_VENDOR_MICROSOFT = 311, /* RFC 2548 */
};
enum ttls_avp_code {
    TTLS_AVP_USER_NAME = 1,
    TTLS_AVP_USER_PASSWORD = 2,
    TTLS_AVP_EAP_MESSAGE = 79,
    /* Microsoft's */
    TTLS_AVP_MS_CHAP_ERROR = 2,
    TTLS_AVP_MS_CHAP_CHALLENGE = 11,
    TTLS_AVP_MS_CHAP2_RESPONSE = 25,
    TTLS_AVP_MS_CHAP2_SUCCESS = 26,
};

struct ttls_avp {
    uint32_t code, vendor;
    bool mandatory; /* whoever does not know it must refuse the whole */
    struct extsta_span data;
};
/* The next one; false at the end and (reader failed) where it is none. */
bool ttls_avp_next(struct reader *r, struct ttls_avp *avp);
/* The first with this code; false: there is none. */
bool ttls_avp_find(struct extsta_span data, uint32_t vendor, uint32_t code,
                   struct extsta_span *value);
/* Appends one, mandatory, with its padding. */
void ttls_avp_write(struct writer *w, uint32_t vendor, uint32_t code, struct extsta_span data);

#endif
