/* AES-CMAC, AES key wrap and GMAC.
 *
 * CMAC and key wrap stand on single AES blocks: OpenSSL's own take several times as long,
 * CMAC by its set-up and key wrap (of 3.0) because it uses the table-driven AES instead
 * of the processor's. */
#include "crypto/openssl/openssl.h"
#include "base/wipe.h"

#define BLOCK 16u

/* 128, 192 or 256 bits. */
static bool is_aes_key(struct extsta_span key)
{
    return key.len == 16 || key.len == 24 || key.len == 32;
}

/* A context that has this key, to encrypt or decrypt single blocks; NULL when there
 * is no memory. */
static EVP_CIPHER_CTX *block_cipher(struct openssl_state *o, struct extsta_span key, bool enc)
{
    /* Place in block[] and in cipher[] behind ECB_128. */
    size_t size = key.len == 16 ? 0 : key.len == 24 ? 1 : 2;
    EVP_CIPHER_CTX **ctx = &o->block[size][enc];
    if (!*ctx) {
        *ctx = EVP_CIPHER_CTX_new();
        if (!*ctx ||
            EVP_CipherInit_ex2(*ctx, o->cipher[OPENSSL_ECB_128 + size], NULL, NULL, enc,
                               NULL) != 1 ||
            EVP_CIPHER_CTX_set_padding(*ctx, 0) != 1) {
            EVP_CIPHER_CTX_free(*ctx);
            *ctx = NULL;
            return NULL;
        }
    }
    return EVP_CipherInit_ex2(*ctx, NULL, key.data, NULL, enc, NULL) == 1 ? *ctx : NULL;
}

/* One block in place. */
static bool run(EVP_CIPHER_CTX *ctx, uint8_t block[BLOCK])
{
    int n = 0;
    return EVP_CipherUpdate(ctx, block, &n, block, BLOCK) == 1;
}

/* SP 800-38B: multiplication by x in GF(2^128). */
static void doubled(uint8_t block[BLOCK])
{
    uint8_t reduce = (uint8_t)(0x87 & (0 - (block[0] >> 7)));
    for (size_t i = 0; i < BLOCK - 1; i++) {
        block[i] = (uint8_t)(block[i] << 1 | block[i + 1] >> 7);
    }
    block[BLOCK - 1] = (uint8_t)(block[BLOCK - 1] << 1 ^ reduce);
}

static void xor_into(uint8_t *out, const uint8_t *in, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        out[i] ^= in[i];
    }
}

enum extsta_error crypto_cmac(struct crypto *crypto, struct extsta_span key,
                              const struct extsta_span *parts, size_t count, uint8_t out[16])
{
    uint8_t chain[BLOCK] = {0}, subkey[BLOCK] = {0};
    size_t filled = 0; /* octets of the last block that `chain` already has */
    memset(out, 0, BLOCK);
    if (!is_aes_key(key)) {
        return EXTSTA_E_USAGE;
    }
    EVP_CIPHER_CTX *ctx = block_cipher(crypto->openssl, key, true);
    if (!ctx) {
        return crypto_refused(crypto);
    }
    bool ok = run(ctx, subkey);
    for (size_t i = 0; i < count; i++) {
        const uint8_t *p = parts[i].data;
        size_t left = parts[i].len;
        while (left > 0) {
            if (filled == BLOCK) { /* full, and not the last */
                ok = ok && run(ctx, chain);
                filled = 0;
            }
            size_t n = left < BLOCK - filled ? left : BLOCK - filled;
            xor_into(chain + filled, p, n);
            filled += n;
            p += n;
            left -= n;
        }
    }
    /* SP 800-38B 6.2: K1 closes a full last block, K2 one that is padded. */
    doubled(subkey);
    if (filled < BLOCK) {
        chain[filled] ^= 0x80;
        doubled(subkey);
    }
    xor_into(chain, subkey, BLOCK);
    ok = ok && run(ctx, chain);
    if (ok) {
        memcpy(out, chain, BLOCK);
    }
    wipe(subkey, sizeof subkey);
    wipe(chain, sizeof chain);
    return ok ? EXTSTA_OK : crypto_refused(crypto);
}

/* Parts go in as AAD: there is no data. */
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
        return crypto_refused(crypto);
    }
    for (size_t i = 0; i < count; i++) {
        if (EVP_EncryptUpdate(ctx, NULL, &n, parts[i].data, (int)parts[i].len) != 1) {
            return crypto_refused(crypto);
        }
    }
    if (EVP_EncryptFinal_ex(ctx, none, &n) != 1 ||
        EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, 16, out) != 1) {
        return crypto_refused(crypto);
    }
    return EXTSTA_OK;
}

/* RFC 3394 2.2.1 and 2.2.2, by indices: six rounds over all 64-bit blocks. */
#define WRAP_ROUNDS 6u
#define WRAP_MAX    65536u
static const uint8_t wrap_iv[8] = {0xa6, 0xa6, 0xa6, 0xa6, 0xa6, 0xa6, 0xa6, 0xa6};

/* The step number, into A. */
static void xor_step(uint8_t *a, uint64_t t)
{
    put_be64(a, get_be64(a) ^ t);
}

enum extsta_error crypto_key_wrap(struct crypto *crypto, struct extsta_span kek,
                                  struct extsta_span in, uint8_t *out)
{
    size_t blocks = in.len / 8;
    uint8_t b[BLOCK];
    if (in.len < 16 || in.len % 8 != 0 || in.len > WRAP_MAX || !is_aes_key(kek)) {
        return EXTSTA_E_MALFORMED;
    }
    EVP_CIPHER_CTX *ctx = block_cipher(crypto->openssl, kek, true);
    bool ok = ctx != NULL;
    memmove(out + 8, in.data, in.len);
    memcpy(b, wrap_iv, 8);
    for (size_t t = 1; t <= WRAP_ROUNDS * blocks; t++) {
        uint8_t *r = out + 8 + (t - 1) % blocks * 8;
        memcpy(b + 8, r, 8);
        ok = ok && run(ctx, b);
        xor_step(b, t);
        memcpy(r, b + 8, 8);
    }
    memcpy(out, b, 8);
    wipe(b, sizeof b);
    if (!ok) {
        wipe(out, in.len + 8);
    }
    return ok ? EXTSTA_OK : crypto_refused(crypto);
}

enum extsta_error crypto_key_unwrap(struct crypto *crypto, struct extsta_span kek,
                                    struct extsta_span in, uint8_t *out)
{
    size_t blocks = in.len / 8 - 1;
    uint8_t b[BLOCK];
    if (in.len < 24 || in.len % 8 != 0 || in.len > WRAP_MAX || !is_aes_key(kek)) {
        return EXTSTA_E_MALFORMED;
    }
    EVP_CIPHER_CTX *ctx = block_cipher(crypto->openssl, kek, false);
    bool ok = ctx != NULL;
    memcpy(b, in.data, 8);
    memmove(out, in.data + 8, in.len - 8);
    for (size_t t = WRAP_ROUNDS * blocks; t > 0; t--) {
        uint8_t *r = out + (t - 1) % blocks * 8;
        memcpy(b + 8, r, 8);
        xor_step(b, t);
        ok = ok && run(ctx, b);
        memcpy(r, b + 8, 8);
    }
    /* Both are looked at: `ok` false says nothing about the wrapped data. */
    bool intact = equal_ct(b, wrap_iv, 8);
    wipe(b, sizeof b);
    if (!ok || !intact) {
        wipe(out, in.len - 8);
        return ok ? EXTSTA_E_INTEGRITY : crypto_refused(crypto);
    }
    return EXTSTA_OK;
}
