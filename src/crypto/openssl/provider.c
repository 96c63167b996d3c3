/* Starting and stopping OpenSSL for a context: a library context of our own with the default
 * provider, and every cipher fetched once. */
#include "crypto/openssl/openssl.h"
#include <openssl/err.h>

static const char *const cipher_names[OPENSSL_CIPHER_COUNT] = {
    [OPENSSL_CCM_128] = "AES-128-CCM", [OPENSSL_CCM_256] = "AES-256-CCM",
    [OPENSSL_GCM_128] = "AES-128-GCM", [OPENSSL_GCM_256] = "AES-256-GCM",
    [OPENSSL_ECB_128] = "AES-128-ECB", [OPENSSL_ECB_192] = "AES-192-ECB",
    [OPENSSL_ECB_256] = "AES-256-ECB",
};

/* False leaves what there is to openssl_stop. */
bool openssl_start(struct crypto *crypto)
{
    struct openssl_state *o = pool_zalloc(crypto->pool, sizeof *o);
    crypto->openssl = o;
    if (!o) {
        return false;
    }
    /* The thread's error state, made first: otherwise a refusal within the library's register
     * of threads is an error to be noted, the noting needs the register, and OpenSSL 3.0 waits
     * for itself for ever. */
    ERR_clear_error();
    o->lib = OSSL_LIB_CTX_new();
    if (!o->lib) {
        return false;
    }
    for (size_t i = 0; i < OPENSSL_CIPHER_COUNT; i++) {
        o->cipher[i] = EVP_CIPHER_fetch(o->lib, cipher_names[i], NULL);
        if (!o->cipher[i]) {
            return false;
        }
    }
    o->gmac = EVP_CIPHER_CTX_new();
    return o->gmac != NULL;
}

void openssl_stop(struct crypto *crypto)
{
    struct openssl_state *o = crypto->openssl;
    if (!o) {
        return;
    }
    openssl_tls_library_free(o);
    openssl_curves_free(o);
    EVP_CIPHER_CTX_free(o->gmac);
    for (size_t i = 0; i < 3; i++) {
        EVP_CIPHER_CTX_free(o->block[i][0]);
        EVP_CIPHER_CTX_free(o->block[i][1]);
    }
    for (size_t i = 0; i < OPENSSL_CIPHER_COUNT; i++) {
        EVP_CIPHER_free(o->cipher[i]);
    }
    OSSL_LIB_CTX_free(o->lib);
    pool_release(crypto->pool, o, sizeof *o);
    crypto->openssl = NULL;
}
