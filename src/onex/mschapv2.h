/* MS-CHAPv2: what a password and two challenges give. RFC 2759, keys RFC 3079. Both sides need
 * the same: the peer's methods (eap_mschapv2.h, and TTLS, which has it without EAP) and the
 * server of the virtual air. Values in, values out; nothing is kept.
 *
 * The password's hash is as good as the password; a caller wipes what it gets. */
#ifndef ONEX_MSCHAPV2_H
#define ONEX_MSCHAPV2_H

#include "base/bytes.h"
#include <extsta/profile.h>

#define MSCHAPV2_HASH_LEN          16u
#define MSCHAPV2_CHALLENGE_LEN     16u
#define MSCHAPV2_RESPONSE_LEN      24u
#define MSCHAPV2_AUTHENTICATOR_LEN 42u  /* "S=" and 40 digits of hex, not terminated */
#define MSCHAPV2_PASSWORD_MAX      256u /* UTF-16 units (RFC 2759 8.3) */
#define MSCHAPV2_MSK_LEN           64u

/* MD4 of a password in UTF-8. False: it is no UTF-8, or too long. */
bool mschapv2_password_hash(struct extsta_span password, uint8_t hash[MSCHAPV2_HASH_LEN]);
/* The same of the peer's password, which may be that hash already. */
bool mschapv2_hash_of(const struct extsta_eap *eap, uint8_t hash[MSCHAPV2_HASH_LEN]);

/* One exchange; the spans and arrays are the caller's. */
struct mschapv2 {
    uint8_t password_hash[MSCHAPV2_HASH_LEN];
    uint8_t server_challenge[MSCHAPV2_CHALLENGE_LEN], peer_challenge[MSCHAPV2_CHALLENGE_LEN];
    struct extsta_span user; /* as sent; what stands before a backslash is a domain's, and not
                                part of the exchange (RFC 2759 4) */
};
/* GenerateNTResponse: the peer's proof that it knows the password. */
void mschapv2_response(const struct mschapv2 *m, uint8_t response[MSCHAPV2_RESPONSE_LEN]);
/* GenerateAuthenticatorResponse: the server's proof, in answer to that response. */
void mschapv2_authenticator(const struct mschapv2 *m,
                            const uint8_t response[MSCHAPV2_RESPONSE_LEN],
                            char proof[MSCHAPV2_AUTHENTICATOR_LEN]);
/* The MSK of EAP-MSCHAPv2, the same on both sides: the key by which the server receives, then
 * the one by which it sends (RFC 3079 3.3), then zeros. */
void mschapv2_msk(const uint8_t password_hash[MSCHAPV2_HASH_LEN],
                  const uint8_t response[MSCHAPV2_RESPONSE_LEN], uint8_t msk[MSCHAPV2_MSK_LEN]);

#endif
