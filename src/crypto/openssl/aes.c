/* AES-CMAC, AES key wrap and RC4. */
#define OPENSSL_SUPPRESS_DEPRECATED /* RC4: EVP has it in the legacy provider only */
#include "crypto/openssl/openssl.h"
#include "base/wipe.h"
#include <openssl/core_names.h>
#include <openssl/params.h>
#include <openssl/rc4.h>

enum extsta_error crypto_cmac(struct crypto *crypto, struct extsta_span key,
                              const struct extsta_span *parts, size_t count, uint8_t out[16])
{
    EVP_MAC_CTX *ctx = crypto->openssl->cmac_ctx;
    char name_128[] = "AES-128-CBC", name_256[] = "AES-256-CBC";
    char *name = key.len == 16 ? name_128 : name_256;
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_CIPHER, name, 0),
        OSSL_PARAM_construct_end(),
    };
    size_t len = 0;
    memset(out, 0, 16);
    if (key.len != 16 && key.len != 32) {
        return EXTSTA_E_USAGE;
    }
    if (EVP_MAC_init(ctx, key.data, key.len, params) != 1) {
        return EXTSTA_E_CRYPTO;
    }
    for (size_t i = 0; i < count; i++) {
        if (EVP_MAC_update(ctx, parts[i].data, parts[i].len) != 1) {
            return EXTSTA_E_CRYPTO;
        }
    }
    return EVP_MAC_final(ctx, out, &len, 16) == 1 && len == 16 ? EXTSTA_OK : EXTSTA_E_CRYPTO;
}

enum extsta_error crypto_gmac(struct crypto *crypto, struct extsta_span key,
                              const uint8_t nonce[12], const struct extsta_span *parts,
                              size_t count, uint8_t out[16])
{
    struct openssl_state *o = crypto->openssl;
    EVP_CIPHER_CTX *ctx = o->gmac;
    uint8_t none[16];
    int n = 0;
    memset(out, 0, 16);
    if (key.len != 16 && key.len != 32) {
        return EXTSTA_E_USAGE;
    }
    if (EVP_EncryptInit_ex2(ctx, o->cipher[key.len == 16 ? OPENSSL_GCM_128 : OPENSSL_GCM_256],
                            key.data, nonce, NULL) != 1) {
        return EXTSTA_E_CRYPTO;
    }
    for (size_t i = 0; i < count; i++) {
        if (EVP_EncryptUpdate(ctx, NULL, &n, parts[i].data, (int)parts[i].len) != 1) {
            return EXTSTA_E_CRYPTO;
        }
    }
    if (EVP_EncryptFinal_ex(ctx, none, &n) != 1 ||
        EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, 16, out) != 1) {
        return EXTSTA_E_CRYPTO;
    }
    return EXTSTA_OK;
}

static const EVP_CIPHER *wrap_cipher(const struct openssl_state *o, size_t kek_len)
{
    switch (kek_len) {
    case 16:
        return o->cipher[OPENSSL_WRAP_128];
    case 24:
        return o->cipher[OPENSSL_WRAP_192];
    case 32:
        return o->cipher[OPENSSL_WRAP_256];
    default:
        return NULL;
    }
}

#define WRAP_MAX 65536u

enum extsta_error crypto_key_wrap(struct crypto *crypto, struct extsta_span kek,
                                  struct extsta_span in, uint8_t *out)
{
    EVP_CIPHER_CTX *ctx = crypto->openssl->wrap;
    const EVP_CIPHER *cipher = wrap_cipher(crypto->openssl, kek.len);
    int len = 0;
    if (in.len < 16 || in.len % 8 != 0 || in.len > WRAP_MAX || !cipher) {
        return EXTSTA_E_MALFORMED;
    }
    if (EVP_EncryptInit_ex2(ctx, cipher, kek.data, NULL, NULL) != 1 ||
        EVP_EncryptUpdate(ctx, out, &len, in.data, (int)in.len) != 1 ||
        (size_t)len != in.len + 8) {
        wipe(out, in.len + 8);
        return EXTSTA_E_CRYPTO;
    }
    return EXTSTA_OK;
}

enum extsta_error crypto_key_unwrap(struct crypto *crypto, struct extsta_span kek,
                                    struct extsta_span in, uint8_t *out)
{
    EVP_CIPHER_CTX *ctx = crypto->openssl->wrap;
    const EVP_CIPHER *cipher = wrap_cipher(crypto->openssl, kek.len);
    int len = 0;
    if (in.len < 24 || in.len % 8 != 0 || in.len > WRAP_MAX || !cipher) {
        return EXTSTA_E_MALFORMED;
    }
    if (EVP_DecryptInit_ex2(ctx, cipher, kek.data, NULL, NULL) != 1) {
        return EXTSTA_E_CRYPTO;
    }
    if (EVP_DecryptUpdate(ctx, out, &len, in.data, (int)in.len) != 1 ||
        (size_t)len != in.len - 8) {
        wipe(out, in.len - 8);
        return EXTSTA_E_INTEGRITY;
    }
    return EXTSTA_OK;
}

enum extsta_error crypto_rc4(struct crypto *crypto, struct extsta_span key, size_t skip,
                             uint8_t *data, size_t len)
{
    RC4_KEY state;
    uint8_t dropped[64] = {0};
    if (key.len == 0 || key.len > 256) {
        return EXTSTA_E_USAGE;
    }
    RC4_set_key(&state, (int)key.len, key.data);
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
