/* OpenSSL's digest functions without EVP: they need no allocation and no look-up and so
 * cannot fail, a keyed state is copied as a value, and SHA1_Transform gives PBKDF2 one
 * compression per half HMAC. They are deprecated since 3.0 in favour of EVP, whose
 * overhead per HMAC is several times the hashing itself here. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "crypto/hash.h"
#include "base/bytes.h"
#include "base/wipe.h"
#include <assert.h>
#include <openssl/md4.h>
#include <openssl/md5.h>
#include <openssl/sha.h>

#define BLOCK_MAX  128u
#define DIGEST_MAX 64u

static_assert(sizeof(struct hash_state) >= sizeof(SHA512_CTX), "room for SHA-512");
static_assert(sizeof(struct hash_state) >= sizeof(SHA256_CTX), "room for SHA-256");
static_assert(sizeof(struct hash_state) >= sizeof(SHA_CTX), "room for SHA-1");
static_assert(sizeof(struct hash_state) >= sizeof(MD5_CTX), "room for MD5");
static_assert(sizeof(struct hash_state) >= sizeof(MD4_CTX), "room for MD4");

#define DIGEST(name, ctx_type, INIT, UPDATE, FINAL)                                            \
    static void name##_init(struct hash_state *s)                                              \
    {                                                                                          \
        INIT((ctx_type *)(void *)s->opaque);                                                   \
    }                                                                                          \
    static void name##_update(struct hash_state *s, struct extsta_span data)                   \
    {                                                                                          \
        UPDATE((ctx_type *)(void *)s->opaque, data.data, data.len);                            \
    }                                                                                          \
    static void name##_final(struct hash_state *s, uint8_t *out)                               \
    {                                                                                          \
        FINAL(out, (ctx_type *)(void *)s->opaque);                                             \
    }

DIGEST(md4, MD4_CTX, MD4_Init, MD4_Update, MD4_Final)
DIGEST(md5, MD5_CTX, MD5_Init, MD5_Update, MD5_Final)
DIGEST(sha1, SHA_CTX, SHA1_Init, SHA1_Update, SHA1_Final)
DIGEST(sha256, SHA256_CTX, SHA256_Init, SHA256_Update, SHA256_Final)
DIGEST(sha384, SHA512_CTX, SHA384_Init, SHA384_Update, SHA384_Final)
DIGEST(sha512, SHA512_CTX, SHA512_Init, SHA512_Update, SHA512_Final)

/* Lengths in octets; state_len: how much of hash_state is used. */
struct digest {
    uint8_t len, block;
    uint8_t state_len;
    void (*init)(struct hash_state *s);
    void (*update)(struct hash_state *s, struct extsta_span data);
    void (*final)(struct hash_state *s, uint8_t *out);
};

static const struct digest digests[] = {
    [CRYPTO_MD4] = {16, 64, sizeof(MD4_CTX), md4_init, md4_update, md4_final},
    [CRYPTO_MD5] = {16, 64, sizeof(MD5_CTX), md5_init, md5_update, md5_final},
    [CRYPTO_SHA1] = {20, 64, sizeof(SHA_CTX), sha1_init, sha1_update, sha1_final},
    [CRYPTO_SHA256] = {32, 64, sizeof(SHA256_CTX), sha256_init, sha256_update, sha256_final},
    [CRYPTO_SHA384] = {48, 128, sizeof(SHA512_CTX), sha384_init, sha384_update, sha384_final},
    [CRYPTO_SHA512] = {64, 128, sizeof(SHA512_CTX), sha512_init, sha512_update, sha512_final},
};

size_t crypto_hash_len(enum crypto_hash hash)
{
    return digests[hash].len;
}

void crypto_digest(enum crypto_hash hash, const struct extsta_span *parts, size_t count,
                   uint8_t *out)
{
    const struct digest *d = &digests[hash];
    struct hash_state s;
    d->init(&s);
    for (size_t i = 0; i < count; i++) {
        d->update(&s, parts[i]);
    }
    d->final(&s, out);
    wipe(&s, sizeof s);
}

/* RFC 2104: the state after the key, padded to a block, has gone in. */
static void pad_key(const struct digest *d, struct hash_state *s, const uint8_t *key,
                    uint8_t pad)
{
    uint8_t block[BLOCK_MAX];
    for (size_t i = 0; i < d->block; i++) {
        block[i] = key[i] ^ pad;
    }
    d->init(s);
    d->update(s, span(block, d->block));
    wipe(block, sizeof block);
}

void hmac_key_init(struct hmac_key *key, enum crypto_hash hash, struct extsta_span secret)
{
    const struct digest *d = &digests[hash];
    uint8_t block[BLOCK_MAX] = {0};
    key->hash = hash;
    if (secret.len > d->block) {
        d->init(&key->inner);
        d->update(&key->inner, secret);
        d->final(&key->inner, block);
    } else if (secret.len > 0) {
        memcpy(block, secret.data, secret.len);
    }
    pad_key(d, &key->inner, block, 0x36);
    pad_key(d, &key->outer, block, 0x5c);
    wipe(block, sizeof block);
}

void hmac_run(const struct hmac_key *key, const struct extsta_span *parts, size_t count,
              uint8_t *out)
{
    const struct digest *d = &digests[key->hash];
    struct hash_state s;
    uint8_t digest[DIGEST_MAX];
    memcpy(&s, &key->inner, d->state_len);
    for (size_t i = 0; i < count; i++) {
        if (parts[i].len > 0) {
            d->update(&s, parts[i]);
        }
    }
    d->final(&s, digest);
    memcpy(&s, &key->outer, d->state_len);
    d->update(&s, span(digest, d->len));
    d->final(&s, out);
    /* final clears the block buffer; what remains is the outer chaining value, which is
     * the result. */
    wipe(digest, d->len);
}

void hmac_key_clear(struct hmac_key *key)
{
    wipe(key, sizeof *key);
}

/* One block that holds a 20-octet message behind a 64-octet pad block: padding and
 * length (84 octets) never change, only the message does. */
static void short_block(uint8_t block[64])
{
    memset(block + 20, 0, 44);
    block[20] = 0x80;
    put_be16(block + 62, 84 * 8);
}

/* The chaining value is the digest where, as here, the padding has gone in already. */
static void chain_out(const SHA_CTX *c, uint8_t out[20])
{
    put_be32(out, (uint32_t)c->h0);
    put_be32(out + 4, (uint32_t)c->h1);
    put_be32(out + 8, (uint32_t)c->h2);
    put_be32(out + 12, (uint32_t)c->h3);
    put_be32(out + 16, (uint32_t)c->h4);
}

/* SHA1_Transform looks at h0 to h4 and at nothing else of the state. */
static void chain_set(SHA_CTX *c, const SHA_CTX *from)
{
    c->h0 = from->h0;
    c->h1 = from->h1;
    c->h2 = from->h2;
    c->h3 = from->h3;
    c->h4 = from->h4;
}

/* RFC 8018 5.2, F: the first round by HMAC, all others by two compressions each. */
static void pbkdf2_block(const struct hmac_key *key, struct extsta_span salt, uint32_t index,
                         unsigned iterations, uint8_t out[20])
{
    const SHA_CTX *inner = (const SHA_CTX *)(const void *)key->inner.opaque;
    const SHA_CTX *outer = (const SHA_CTX *)(const void *)key->outer.opaque;
    uint8_t number[4], block[64];
    SHA_CTX c;
    put_be32(number, index);
    hmac_run(key, (struct extsta_span[]){salt, span(number, 4)}, 2, out);
    short_block(block);
    memcpy(block, out, 20);
    memset(&c, 0, sizeof c);
    for (unsigned i = 1; i < iterations; i++) {
        chain_set(&c, inner);
        SHA1_Transform(&c, block);
        chain_out(&c, block);
        chain_set(&c, outer);
        SHA1_Transform(&c, block);
        chain_out(&c, block);
        for (size_t k = 0; k < 20; k++) {
            out[k] ^= block[k];
        }
    }
    wipe(block, sizeof block);
    wipe(&c, sizeof c);
}

void hash_pbkdf2_sha1(struct extsta_span passphrase, struct extsta_span salt,
                      unsigned iterations, uint8_t *out, size_t len)
{
    struct hmac_key key;
    uint8_t block[20];
    hmac_key_init(&key, CRYPTO_SHA1, passphrase);
    for (uint32_t index = 1; len > 0; index++) {
        size_t n = len < sizeof block ? len : sizeof block;
        pbkdf2_block(&key, salt, index, iterations, block);
        memcpy(out, block, n);
        out += n;
        len -= n;
    }
    wipe(block, sizeof block);
    hmac_key_clear(&key);
}
