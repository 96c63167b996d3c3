/* WEP: IV || key as the RC4 key, CRC-32 as integrity value (12.3.2.3), and what TKIP shares
 * with it. It protects from nobody who wants in: here for networks and profiles that still
 * have it. */
#include "crypto/backend.h"
#include "base/wipe.h"
#include "wire/frame.h"

#define HEADER_LEN   4u
#define ICV_LEN      4u
#define IV_MAX       0xffffffull /* 24 bits */
#define LONGEST_MPDU 65535u      /* as in mpdu.c */

void rc4_protect(struct cipher_job *job, struct extsta_span key)
{
    const struct cipher_suite *suite = job->key->suite;
    uint8_t *body = job->out + suite->header_len;
    memmove(body, job->in, job->in_len);
    put_le32(body + job->in_len, frame_fcs(span(body, job->in_len)));
    job->result = crypto_rc4(job->key->crypto, key, 0, body, job->in_len + ICV_LEN);
    job->out_len = suite->header_len + job->in_len + ICV_LEN;
}

/* The ICV is deciphered with the body, and `out` has no room for it: its part of the key
 * stream is taken separately. */
static enum extsta_error decipher(struct cipher_job *job, struct extsta_span key,
                                  const uint8_t *in, size_t len, uint8_t icv[ICV_LEN])
{
    struct crypto *crypto = job->key->crypto;
    memcpy(icv, in + len, ICV_LEN);
    memmove(job->out, in, len);
    enum extsta_error e = crypto_rc4(crypto, key, 0, job->out, len);
    return e ? e : crypto_rc4(crypto, key, len, icv, ICV_LEN);
}

void rc4_unprotect(struct cipher_job *job, struct extsta_span key, enum extsta_drop drop)
{
    uint8_t icv[ICV_LEN], expected[ICV_LEN];
    size_t header_len = job->key->suite->header_len;
    size_t len = job->in_len - header_len - ICV_LEN;
    enum extsta_error e = decipher(job, key, job->in + header_len, len, icv);
    put_le32(expected, frame_fcs(span(job->out, len)));
    job->result = EXTSTA_OK;
    job->out_len = len;
    if (e || !equal_ct(icv, expected, ICV_LEN)) {
        wipe(job->out, len);
        cipher_fail(job, e ? e : EXTSTA_E_INTEGRITY, e ? EXTSTA_DROP_NO_MEMORY : drop);
    }
}

/* The RC4 key: IV, most significant octet first, and the key. Returns its length. */
static size_t seed_of(const struct cipher_job *job, uint8_t seed[3 + 32])
{
    seed[0] = (uint8_t)(job->pn >> 16);
    seed[1] = (uint8_t)(job->pn >> 8);
    seed[2] = (uint8_t)job->pn;
    memcpy(seed + 3, job->key->material, job->key->len);
    return 3u + job->key->len;
}

static void protect_one(struct cipher_job *job)
{
    uint8_t seed[3 + 32];
    if (job->in_len == 0 || job->in_len > LONGEST_MPDU || job->pn > IV_MAX || job->key_id > 3) {
        cipher_fail(job, EXTSTA_E_MALFORMED, EXTSTA_DROP_TOO_SHORT);
        return;
    }
    rc4_protect(job, span(seed, seed_of(job, seed)));
    memcpy(job->out, seed, 3);
    job->out[3] = (uint8_t)(job->key_id << 6);
    wipe(seed, sizeof seed);
}

static void unprotect_one(struct cipher_job *job)
{
    uint8_t seed[3 + 32];
    if (job->in_len <= HEADER_LEN + ICV_LEN || job->in_len > LONGEST_MPDU ||
        !cipher_peek(job->key->suite, span(job->in, job->in_len), &job->key_id, &job->pn)) {
        cipher_fail(job, EXTSTA_E_MALFORMED, EXTSTA_DROP_CIPHER_HEADER);
        return;
    }
    rc4_unprotect(job, span(seed, seed_of(job, seed)), EXTSTA_DROP_WEP_ICV);
    wipe(seed, sizeof seed);
}

const struct cipher_ops wep_ops = {.one = {protect_one, unprotect_one}};
