/* What PEAPv0 says at its end ([MS-PEAP] 2.2.8, 3.1.5.5): EAP-Extensions packets with a Result
 * and a Cryptobinding TLV, and the keys that come of the tunnel and of the method in it. Both
 * sides use it. */
#ifndef ONEX_PEAP_TLV_H
#define ONEX_PEAP_TLV_H

#include "onex/eap.h"
#include "onex/eap_method.h"

#define PEAP_NONCE_LEN   32u
#define PEAP_MAC_LEN     20u
#define PEAP_BINDING_LEN 60u /* the TLV with its header */
#define PEAP_IPMK_LEN    40u
#define PEAP_CMK_LEN     20u

enum peap_result {
    PEAP_RESULT_NONE = 0,
    PEAP_SUCCESS = 1,
    PEAP_FAILURE = 2,
};
enum peap_subtype {
    PEAP_BINDING_REQUEST = 0,
    PEAP_BINDING_RESPONSE = 1,
};

struct peap_end {
    enum peap_result result;
    bool has_binding;
    uint8_t subtype; /* enum peap_subtype */
    uint8_t nonce[PEAP_NONCE_LEN];
    uint8_t tlv[PEAP_BINDING_LEN]; /* as it came */
};

/* The TLVs behind type 33. False: they are none. Unknown ones that need not be known are passed
 * over. */
bool peap_end_parse(struct extsta_span tlvs, struct peap_end *end);

/* Cleared by peap_keys_clear's caller: wipe. */
struct peap_keys {
    uint8_t ipmk[PEAP_IPMK_LEN], cmk[PEAP_CMK_LEN];
};
/* From the tunnel's keys and the inner method's MSK; a resumed tunnel has no inner method:
 * NULL. */
enum extsta_error peap_derive(struct crypto *crypto, const struct eap_keys *tunnel,
                              const uint8_t *inner_msk, struct peap_keys *keys);
/* Whether the TLV that came was made by whoever has these keys. */
bool peap_binding_is_right(struct crypto *crypto, const struct peap_keys *keys,
                           const struct peap_end *end);
/* Writes the TLVs: the result, and (nonce not NULL) the binding. */
void peap_end_write(struct writer *w, struct crypto *crypto, enum peap_result result,
                    const struct peap_keys *keys, const uint8_t *nonce,
                    enum peap_subtype subtype);
/* MSK and EMSK of a bound tunnel, in place of those in `out`. */
enum extsta_error peap_bound_msk(struct crypto *crypto, const struct peap_keys *keys,
                                 struct eap_keys *out);

#endif
