/* Handles of OpenSSL 3, looked up once, and working contexts, reused. The library
 * context is our own: no configuration file of the machine reaches it, and contexts in
 * different threads share no locks. OpenSSL allocates by its own means. */
#ifndef CRYPTO_OPENSSL_OPENSSL_H
#define CRYPTO_OPENSSL_OPENSSL_H

#include "crypto/backend.h"
#include <openssl/evp.h>

enum openssl_cipher {
    OPENSSL_CCM_128,
    OPENSSL_CCM_256,
    OPENSSL_GCM_128,
    OPENSSL_GCM_256,
    OPENSSL_WRAP_128,
    OPENSSL_WRAP_192,
    OPENSSL_WRAP_256,
    OPENSSL_CIPHER_COUNT,
};

struct openssl_state {
    OSSL_LIB_CTX *lib;
    EVP_CIPHER *cipher[OPENSSL_CIPHER_COUNT];
    EVP_CIPHER_CTX *wrap; /* working context of key wrap */
    EVP_CIPHER_CTX *gmac; /* of GMAC */
    EVP_MAC *cmac;
    EVP_MAC_CTX *cmac_ctx;
};

#endif
