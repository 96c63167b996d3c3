/* Keyed hashes, key derivation and key wrap: what the RSN machines call. One backend
 * directory implements them (openssl/). All are deterministic. Errors are
 * EXTSTA_E_CRYPTO when the backend fails, and what is written otherwise. On every error
 * the output is cleared. */
#ifndef CRYPTO_PRIMITIVES_H
#define CRYPTO_PRIMITIVES_H

#include "crypto/crypto.h"

#define SHA1_LEN   20u
#define SHA256_LEN 32u
#define SHA384_LEN 48u

enum crypto_hash {
    CRYPTO_MD5,
    CRYPTO_SHA1,
    CRYPTO_SHA256,
    CRYPTO_SHA384,
    CRYPTO_SHA512,
    CRYPTO_MD4, /* of passwords alone (RFC 2759) */
};
/* Octets of its digest. */
size_t crypto_hash_len(enum crypto_hash hash);

/* Digest of the concatenation of the parts; out gets crypto_hash_len octets. */
void crypto_digest(enum crypto_hash hash, const struct extsta_span *parts, size_t count,
                   uint8_t *out);
/* HMAC over the concatenation of the parts; out gets crypto_hash_len octets. */
enum extsta_error crypto_hmac(struct crypto *crypto, enum crypto_hash hash,
                              struct extsta_span key, const struct extsta_span *parts,
                              size_t count, uint8_t *out);
/* AES-CMAC (128 or 256 bit key by its length), 16 octets. */
enum extsta_error crypto_cmac(struct crypto *crypto, struct extsta_span key,
                              const struct extsta_span *parts, size_t count, uint8_t out[16]);

/* PRF of IEEE 802.11-2020 12.7.1.2 (HMAC-SHA-1): label, data -> out_len octets. */
enum extsta_error crypto_prf(struct crypto *crypto, struct extsta_span key, const char *label,
                             struct extsta_span data, uint8_t *out, size_t out_len);
/* KDF-Hash-Length of 12.7.1.6.2 (SHA-256 or SHA-384). */
enum extsta_error crypto_kdf(struct crypto *crypto, enum crypto_hash hash,
                             struct extsta_span key, const char *label, struct extsta_span data,
                             uint8_t *out, size_t out_len);
/* The same for so many bits; those of the last octet that are too many are not cleared. */
enum extsta_error crypto_kdf_bits(struct crypto *crypto, enum crypto_hash hash,
                                  struct extsta_span key, const char *label,
                                  struct extsta_span data, uint8_t *out, size_t out_bits);
/* HKDF of RFC 5869. extract: out gets crypto_hash_len octets; expand: at most 255 times that, from
 * a key and a label without its final zero. */
enum extsta_error crypto_hkdf_extract(struct crypto *crypto, enum crypto_hash hash,
                                      struct extsta_span salt, const struct extsta_span *parts,
                                      size_t count, uint8_t *out);
enum extsta_error crypto_hkdf_expand(struct crypto *crypto, enum crypto_hash hash,
                                     struct extsta_span key, struct extsta_span info,
                                     uint8_t *out, size_t out_len);
/* PSK from a passphrase (annex J.4): PBKDF2-HMAC-SHA1, 4096 iterations, 32 octets. */
enum extsta_error crypto_psk(struct crypto *crypto, struct extsta_span passphrase,
                             struct extsta_span ssid, uint8_t psk[32]);

/* AES key wrap, RFC 3394. wrap: out gets in.len + 8. unwrap: out gets in.len - 8;
 * EXTSTA_E_INTEGRITY when the check value is wrong. Lengths are multiples of 8,
 * at least 16 (unwrap 24); else E_MALFORMED. */
enum extsta_error crypto_key_wrap(struct crypto *crypto, struct extsta_span kek,
                                  struct extsta_span in, uint8_t *out);
enum extsta_error crypto_key_unwrap(struct crypto *crypto, struct extsta_span kek,
                                    struct extsta_span in, uint8_t *out);

/* RC4 with `skip` key stream octets dropped first, in place. */
enum extsta_error crypto_rc4(struct crypto *crypto, struct extsta_span key, size_t skip,
                             uint8_t *data, size_t len);

/* DES of one block, for MS-CHAP (RFC 2759) alone: 56 bits of key, whose parity bits are put in
 * between here. */
void crypto_des(const uint8_t key[7], const uint8_t in[8], uint8_t out[8]);

#endif
