/* WEP: IV || key as the RC4 key, CRC-32 as integrity value (12.3.2.3), and what TKIP
 * shares with it. */
#include "crypto/backend.h"
#include "base/wipe.h"
#include "wire/frame.h"

#define HEADER_LEN   4u
#define ICV_LEN      4u
#define IV_MAX       0xffffffull
#define LONGEST_MPDU 65535u

enum extsta_error rc4_open(struct crypto *crypto, struct extsta_span key, const uint8_t *in,
                           uint8_t *out, size_t len, uint8_t icv[4])
{
    /* The ICV is deciphered with the body, and `out` has no room for it: its part of
     * the key stream is taken separately. */
    memcpy(icv, in + len, ICV_LEN);
    memmove(out, in, len);
    enum extsta_error e = crypto_rc4(crypto, key, 0, out, len);
    return e ? e : crypto_rc4(crypto, key, len, icv, ICV_LEN);
}

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
    uint8_t *body = job->out + HEADER_LEN;
    memmove(body, job->in, job->in_len);
    put_le32(body + job->in_len, frame_fcs(span(body, job->in_len)));
    size_t seed_len = seed_of(job, seed);
    job->result =
        crypto_rc4(job->key->crypto, span(seed, seed_len), 0, body, job->in_len + ICV_LEN);
    memcpy(job->out, seed, 3);
    job->out[3] = (uint8_t)(job->key_id << 6);
    job->out_len = HEADER_LEN + job->in_len + ICV_LEN;
    wipe(seed, sizeof seed);
}

static void unprotect_one(struct cipher_job *job)
{
    uint8_t seed[3 + 32], icv[ICV_LEN], expected[ICV_LEN];
    if (job->in_len <= HEADER_LEN + ICV_LEN || job->in_len > LONGEST_MPDU ||
        !cipher_peek(job->key->suite, span(job->in, job->in_len), &job->key_id, &job->pn)) {
        cipher_fail(job, EXTSTA_E_MALFORMED, EXTSTA_DROP_CIPHER_HEADER);
        return;
    }
    size_t seed_len = seed_of(job, seed);
    size_t len = job->in_len - HEADER_LEN - ICV_LEN;
    job->result = rc4_open(job->key->crypto, span(seed, seed_len), job->in + HEADER_LEN,
                           job->out, len, icv);
    put_le32(expected, frame_fcs(span(job->out, len)));
    wipe(seed, sizeof seed);
    job->out_len = len;
    if (!equal_ct(icv, expected, ICV_LEN)) {
        wipe(job->out, len);
        cipher_fail(job, EXTSTA_E_INTEGRITY, EXTSTA_DROP_WEP_ICV);
    }
}

static void protect(struct cipher_job *jobs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        protect_one(&jobs[i]);
    }
}

static void unprotect(struct cipher_job *jobs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        unprotect_one(&jobs[i]);
    }
}

const struct cipher_ops wep_ops = {.protect = protect, .unprotect = unprotect};
