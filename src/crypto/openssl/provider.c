#include "crypto/openssl/openssl.h"

static const char *const cipher_names[OPENSSL_CIPHER_COUNT] = {
    [OPENSSL_CCM_128] = "AES-128-CCM",   [OPENSSL_CCM_256] = "AES-256-CCM",
    [OPENSSL_GCM_128] = "AES-128-GCM",   [OPENSSL_GCM_256] = "AES-256-GCM",
    [OPENSSL_WRAP_128] = "AES-128-WRAP", [OPENSSL_WRAP_192] = "AES-192-WRAP",
    [OPENSSL_WRAP_256] = "AES-256-WRAP",
};

bool openssl_start(struct crypto *crypto)
{
    struct openssl_state *o = pool_zalloc(crypto->pool, sizeof *o);
    crypto->openssl = o;
    if (!o) {
        return false;
    }
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
    o->cmac = EVP_MAC_fetch(o->lib, "CMAC", NULL);
    o->wrap = EVP_CIPHER_CTX_new();
    o->gmac = EVP_CIPHER_CTX_new();
    o->cmac_ctx = o->cmac ? EVP_MAC_CTX_new(o->cmac) : NULL;
    if (!o->wrap || !o->gmac || !o->cmac_ctx) {
        return false;
    }
    EVP_CIPHER_CTX_set_flags(o->wrap, EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
    return true;
}

void openssl_stop(struct crypto *crypto)
{
    struct openssl_state *o = crypto->openssl;
    if (!o) {
        return;
    }
    EVP_MAC_CTX_free(o->cmac_ctx);
    EVP_MAC_free(o->cmac);
    EVP_CIPHER_CTX_free(o->gmac);
    EVP_CIPHER_CTX_free(o->wrap);
    for (size_t i = 0; i < OPENSSL_CIPHER_COUNT; i++) {
        EVP_CIPHER_free(o->cipher[i]);
    }
    OSSL_LIB_CTX_free(o->lib);
    pool_release(crypto->pool, o, sizeof *o);
    crypto->openssl = NULL;
}
