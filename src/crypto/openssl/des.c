/* DES for the challenge of MS-CHAP (onex/mschapv2.h), by OpenSSL's deprecated calls: a cipher
 * of the seventies, but half of all enterprise networks ask for it inside a TLS tunnel. */
#define OPENSSL_SUPPRESS_DEPRECATED /* EVP has single DES in the legacy provider only */
#include "base/wipe.h"
#include "crypto/primitives.h"
#include <openssl/des.h>
#include <string.h>

/* Seven bits to an octet; the eighth is parity, which nobody looks at (RFC 2759 8.6). */
void crypto_des(const uint8_t key[7], const uint8_t in[8], uint8_t out[8])
{
    DES_cblock block, result, wide;
    DES_key_schedule schedule;
    unsigned carry = 0;
    for (unsigned i = 0; i < 7; i++) {
        wide[i] = (uint8_t)(carry << (8 - i) | (unsigned)key[i] >> i);
        carry = key[i];
    }
    wide[7] = (uint8_t)(carry << 1);
    memcpy(block, in, sizeof block);
    DES_set_key_unchecked(&wide, &schedule);
    DES_ecb_encrypt(&block, &result, &schedule, DES_ENCRYPT);
    memcpy(out, result, sizeof result);
    wipe(wide, sizeof wide);
    wipe(&schedule, sizeof schedule);
}
