/* Digests and HMAC by steps, for the derivations of this room. A keyed HMAC is made
 * once (two blocks hashed) and run many times: PRF, KDF and PBKDF2 depend on it. */
#ifndef CRYPTO_HASH_H
#define CRYPTO_HASH_H

#include "crypto/primitives.h"

/* Large enough for any digest's running state; the backend says what is in it. */
struct hash_state {
    uint64_t opaque[28];
};

struct hmac_key {
    enum crypto_hash hash;
    struct hash_state inner, outer;
};

/* A secret of any length, as RFC 2104 takes it. No step of these can fail. */
void hmac_key_init(struct hmac_key *key, enum crypto_hash hash, struct extsta_span secret);
/* HMAC over the parts, one behind the other; out gets as many octets as the digest has. The
 * key stays as it is, for any number of runs. */
void hmac_run(const struct hmac_key *key, const struct extsta_span *parts, size_t count,
              uint8_t *out);
/* The keyed states are as good as the secret: cleared after use. */
void hmac_key_clear(struct hmac_key *key);

/* PBKDF2-HMAC-SHA1, `len` octets at most 40. */
void hash_pbkdf2_sha1(struct extsta_span passphrase, struct extsta_span salt,
                      unsigned iterations, uint8_t *out, size_t len);

#endif
