/* Handles of OpenSSL 3, looked up once, and working contexts, reused. The library
 * context is our own: no configuration file of the machine reaches it, and contexts in
 * different threads share no locks. OpenSSL allocates by its own means. */
#ifndef CRYPTO_OPENSSL_OPENSSL_H
#define CRYPTO_OPENSSL_OPENSSL_H

#include "crypto/backend.h"
#include <openssl/evp.h>
#include <openssl/provider.h>

enum openssl_cipher {
    OPENSSL_CCM_128,
    OPENSSL_CCM_256,
    OPENSSL_GCM_128,
    OPENSSL_GCM_256,
    OPENSSL_ECB_128, /* single blocks, for CMAC and key wrap */
    OPENSSL_ECB_192,
    OPENSSL_ECB_256,
    OPENSSL_CIPHER_COUNT,
};

#define OPENSSL_CURVES 3u /* curve.c */
struct curve;
struct openssl_state;
/* The curves that were made; before the library context goes. */
void openssl_curves_free(struct openssl_state *o);

/* TLS (tls_random.c): its library context, and where randomness comes from just now. */
struct tls_random;
struct tls_source {
    const struct tls_random *random; /* NULL: from nowhere */
};
struct openssl_tls {
    OSSL_LIB_CTX *lib; /* made when needed */
    OSSL_PROVIDER *ours, *theirs;
    struct tls_source source;
};
void openssl_tls_library_free(struct openssl_state *o);

/* Of one context, in its pool; made by openssl_start. */
struct openssl_state {
    OSSL_LIB_CTX *lib;
    EVP_CIPHER *cipher[OPENSSL_CIPHER_COUNT];
    /* Working contexts. Each keeps the last key it was used with until the next one or
     * its end; freeing clears it. */
    EVP_CIPHER_CTX *block[3][2]; /* by key length and direction, made when needed */
    EVP_CIPHER_CTX *gmac;
    struct curve *curves[OPENSSL_CURVES]; /* made when needed */
    struct openssl_tls tls;
};

#endif
