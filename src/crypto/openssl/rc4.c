/* RC4 for WEP, TKIP and EAPOL-Key frames of version 1, by OpenSSL's deprecated call. Old
 * ciphers, but a station that meets old networks must speak them; nothing else uses it. */
#define OPENSSL_SUPPRESS_DEPRECATED /* EVP has RC4 in the legacy provider only */
#include "base/wipe.h"
#include "crypto/primitives.h"
#include <openssl/rc4.h>

enum extsta_error crypto_rc4(struct crypto *crypto, struct extsta_span key, size_t skip,
                             uint8_t *data, size_t len)
{
    RC4_KEY state;
    uint8_t dropped[64] = {0};
    if (key.len == 0 || key.len > 256) {
        return EXTSTA_E_USAGE;
    }
    RC4_set_key(&state, (int)key.len, key.data);
    /* Key stream that is not wanted (12.7.2: the first 256 octets; wep.c: what the body
     * has used), made and thrown away. */
    while (skip > 0) {
        size_t n = skip < sizeof dropped ? skip : sizeof dropped;
        RC4(&state, n, dropped, dropped);
        skip -= n;
    }
    RC4(&state, len, data, data);
    wipe(&state, sizeof state);
    wipe(dropped, sizeof dropped);
    return EXTSTA_OK;
}
