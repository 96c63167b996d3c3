/* HMAC and the derivations of IEEE Std 802.11-2020 12.7.1 on top of the digests: what
 * rsn/keys.c makes PTK, PMKID and MICs of. The digests cannot fail, so `crypto` is not used
 * here; it is in the signatures for a backend that could. */
#include "base/bytes.h"
#include "base/wipe.h"
#include "crypto/hash.h"

#define DIGEST_MAX 64u /* of SHA-512 */

enum extsta_error crypto_hmac(struct crypto *crypto, enum crypto_hash hash,
                              struct extsta_span key, const struct extsta_span *parts,
                              size_t count, uint8_t *out)
{
    struct hmac_key k;
    hmac_key_init(&k, hash, key);
    hmac_run(&k, parts, count, out);
    hmac_key_clear(&k);
    return EXTSTA_OK;
}

/* 12.7.1.2: PRF = HMAC-SHA-1(K, A || 0 || B || i), i = 0, 1, ... */
enum extsta_error crypto_prf(struct crypto *crypto, struct extsta_span key, const char *label,
                             struct extsta_span data, uint8_t *out, size_t out_len)
{
    struct hmac_key k;
    uint8_t digest[SHA1_LEN];
    uint8_t counter = 0;
    /* The string ends with its zero octet: the 0 between label and data. */
    struct extsta_span parts[] = {span(label, strlen(label) + 1), data, span(&counter, 1)};
    /* The counter is one octet. */
    if (out_len > 256u * SHA1_LEN) {
        return EXTSTA_E_USAGE;
    }
    hmac_key_init(&k, CRYPTO_SHA1, key);
    while (out_len > 0) {
        size_t n = out_len < sizeof digest ? out_len : sizeof digest;
        hmac_run(&k, parts, 3, digest);
        memcpy(out, digest, n);
        out += n;
        out_len -= n;
        counter++;
    }
    wipe(digest, sizeof digest);
    hmac_key_clear(&k);
    return EXTSTA_OK;
}

/* 12.7.1.6.2: KDF = HMAC-Hash(K, i || label || context || Length), i = 1, 2, ... and the
 * length in bits, both 16 bit little-endian. */
enum extsta_error crypto_kdf_bits(struct crypto *crypto, enum crypto_hash hash,
                                  struct extsta_span key, const char *label,
                                  struct extsta_span data, uint8_t *out, size_t out_bits)
{
    struct hmac_key k;
    uint8_t digest[DIGEST_MAX], counter[2], bits[2];
    size_t hash_len = crypto_hash_len(hash);
    struct extsta_span parts[] = {span(counter, 2), span(label, strlen(label)), data,
                                  span(bits, 2)};
    size_t out_len = (out_bits + 7) / 8;
    /* The length in bits has 16 bits. */
    if (out_bits > UINT16_MAX) {
        return EXTSTA_E_USAGE;
    }
    put_le16(bits, (uint16_t)out_bits);
    hmac_key_init(&k, hash, key);
    for (uint16_t i = 1; out_len > 0; i++) {
        size_t n = out_len < hash_len ? out_len : hash_len;
        put_le16(counter, i);
        hmac_run(&k, parts, 4, digest);
        memcpy(out, digest, n);
        out += n;
        out_len -= n;
    }
    wipe(digest, sizeof digest);
    hmac_key_clear(&k);
    return EXTSTA_OK;
}

enum extsta_error crypto_kdf(struct crypto *crypto, enum crypto_hash hash,
                             struct extsta_span key, const char *label, struct extsta_span data,
                             uint8_t *out, size_t out_len)
{
    return crypto_kdf_bits(crypto, hash, key, label, data, out, out_len * 8);
}

/* Annex J.4.1. The dearest call of the room: acm/store.c remembers what comes of it. */
enum extsta_error crypto_psk(struct crypto *crypto, struct extsta_span passphrase,
                             struct extsta_span ssid, uint8_t psk[32])
{
    hash_pbkdf2_sha1(passphrase, ssid, 4096, psk, 32);
    return EXTSTA_OK;
}

/* RFC 5869 2.2: HMAC with the salt as its key. */
enum extsta_error crypto_hkdf_extract(struct crypto *crypto, enum crypto_hash hash,
                                      struct extsta_span salt, const struct extsta_span *parts,
                                      size_t count, uint8_t *out)
{
    return crypto_hmac(crypto, hash, salt, parts, count, out);
}

/* 2.3: T(i) = HMAC(K, T(i - 1) || info || i), i = 1, 2, ... */
enum extsta_error crypto_hkdf_expand(struct crypto *crypto, enum crypto_hash hash,
                                     struct extsta_span key, struct extsta_span info,
                                     uint8_t *out, size_t out_len)
{
    struct hmac_key k;
    uint8_t digest[DIGEST_MAX], counter = 1;
    size_t hash_len = crypto_hash_len(hash);
    struct extsta_span parts[] = {span(digest, 0), info, span(&counter, 1)};
    if (out_len > 255 * hash_len) {
        return EXTSTA_E_USAGE;
    }
    hmac_key_init(&k, hash, key);
    for (; out_len > 0; counter++) {
        size_t n = out_len < hash_len ? out_len : hash_len;
        hmac_run(&k, parts, 3, digest);
        parts[0].len = hash_len;
        memcpy(out, digest, n);
        out += n;
        out_len -= n;
    }
    wipe(digest, sizeof digest);
    hmac_key_clear(&k);
    return EXTSTA_OK;
}
