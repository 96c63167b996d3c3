/* CCMP and GCMP: cipher header, AAD and nonce around an AEAD. IEEE Std 802.11-2020 12.5.3,
 * 12.5.5. And Sesame's cipher (extsta/sesame.h), which is GCM with another tag and another
 * nonce. Batches come from cipher.c, all of one suite; those that can be done go to the
 * backend as one batch. */
#include "crypto/backend.h"
#include "wire/frame.h"
#include <extsta/sesame.h>

#define PN_MAX       0xffffffffffffull /* 48 bits: a key is used up there, it never wraps */
#define HEADER_LEN   8u
#define LONGEST_MPDU 65535u /* beyond any; keeps lengths far from the library's int */

/* AAD (12.5.3.3.3) and what the nonce needs of the header. SPP A-MSDU is not
 * negotiated, so of QoS Control only the TID counts. */
static bool build_aad(struct extsta_span header, uint8_t *aad, uint8_t *aad_len,
                      uint8_t *nonce_flags)
{
    const uint8_t *h = header.data;
    if (header.len < 24) {
        return false;
    }
    uint16_t fc = get_le16(h);
    bool data = (fc & 0x000c) == FRAME_DATA << 2;
    bool qos = data && (fc & 0x0080) != 0;
    bool four = data && (fc & (FC_TO_DS | FC_FROM_DS)) == (FC_TO_DS | FC_FROM_DS);
    size_t qos_at = four ? 30 : 24;
    if (header.len < qos_at + (qos ? 2 : 0)) {
        return false;
    }
    /* 12.5.3.3.3: what a retransmission may change is masked out. */
    fc &= (uint16_t) ~(FC_RETRY | FC_PM | FC_MORE_DATA);
    /* Subtype bits 4 to 6: QoS-ness stays, the rest may differ. */
    if (data) {
        fc &= (uint16_t)~0x0070u;
    }
    if (qos) {
        fc &= (uint16_t)~FC_ORDER;
    }
    put_le16(aad, fc | FC_PROTECTED);
    memcpy(aad + 2, h + 4, 18);
    /* The fragment number is protected, the sequence number is not. */
    put_le16(aad + 20, get_le16(h + 22) & 0x000f);
    size_t len = 22;
    if (four) {
        memcpy(aad + len, h + 24, 6);
        len += 6;
    }
    *nonce_flags = (fc & 0x000c) == FRAME_MANAGEMENT << 2 ? 0x10 : 0;
    if (qos) {
        *nonce_flags = h[qos_at] & 0x0f;
        aad[len] = *nonce_flags;
        aad[len + 1] = 0;
        len += 2;
    }
    *aad_len = (uint8_t)len;
    return true;
}

/* AAD and nonce of one MPDU. False: its header is too short for what it says. */
static bool prepare(const struct cipher_job *job, const struct aead_kind *kind,
                    struct aead_job *a)
{
    uint8_t flags = 0;
    if (!build_aad(job->header, a->aad, &a->aad_len, &flags)) {
        return false;
    }
    /* 12.5.3.3.4: CCM has flags in front; both then have A2 and the packet number, big-
     * endian. */
    uint8_t *n = a->nonce;
    if (kind->mode == AEAD_CCM) {
        *n++ = flags;
    }
    memcpy(n, job->header.data + 10, 6); /* A2 */
    put_be16(n + 6, (uint16_t)(job->pn >> 32));
    put_be32(n + 8, (uint32_t)job->pn);
    a->nonce_len = kind->mode == AEAD_CCM ? 13 : 12;
    for (size_t i = 0; kind->tag_len == EXTSTA_SESAME_TAG_LEN && i < a->nonce_len; i++) {
        a->nonce[i] ^= 0xff; /* a vendor's own: never that of a GCMP frame */
    }
    a->tag_len = kind->tag_len;
    a->ok = a->refused = false;
    return true;
}

/* The key's schedule, made when first needed. */
static const void *schedule_of(struct cipher_key *key, enum aead_direction direction)
{
    struct crypto *crypto = key->crypto;
    void **schedule = &key->schedule[crypto->aead->directed ? direction : AEAD_SEAL];
    if (!*schedule) {
        *schedule = crypto->aead->schedule_new(crypto, &key->suite->ops->aead, key->material,
                                               direction);
    }
    return *schedule;
}

/* How protect and unprotect make a backend's job of one of theirs. */
typedef bool prepare_fn(struct cipher_job *job, const struct aead_kind *kind,
                        struct aead_job *a);

/* The jobs that can be done, as the backend's; how many. The others have failed. */
static inline size_t gather(struct cipher_job *jobs, size_t count, const struct aead_kind *kind,
                            prepare_fn *prepare_one, struct aead_job *work,
                            struct cipher_job **of)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        if (prepare_one(&jobs[i], kind, &work[n])) {
            of[n++] = &jobs[i];
        }
    }
    return n;
}

static bool protect_prepare(struct cipher_job *job, const struct aead_kind *kind,
                            struct aead_job *a)
{
    if (job->in_len == 0 || job->in_len > LONGEST_MPDU || job->pn > PN_MAX || job->key_id > 3 ||
        !prepare(job, kind, a)) {
        cipher_fail(job, EXTSTA_E_MALFORMED, EXTSTA_DROP_TOO_SHORT);
        return false;
    }
    a->schedule = schedule_of(job->key, AEAD_SEAL);
    if (!a->schedule) {
        cipher_fail(job, EXTSTA_E_NO_MEMORY, EXTSTA_DROP_NO_MEMORY);
        return false;
    }
    a->in = job->in;
    a->out = job->out + HEADER_LEN;
    a->len = job->in_len;
    return true;
}

static void protect(struct cipher_job *jobs, size_t count)
{
    struct aead_job work[AEAD_BATCH];
    struct cipher_job *of[AEAD_BATCH];
    const struct aead_kind *kind = &jobs[0].key->suite->ops->aead;
    struct crypto *crypto = jobs[0].key->crypto;
    size_t n = gather(jobs, count, kind, protect_prepare, work, of);
    if (n > 0) {
        crypto->aead->seal(crypto, kind, work, n);
    }
    for (size_t i = 0; i < n; i++) {
        struct cipher_job *job = of[i];
        uint8_t *h = job->out;
        if (!work[i].ok) {
            cipher_fail(job, crypto_refused(crypto), EXTSTA_DROP_NO_MEMORY);
            continue;
        }
        /* 12.5.3.2, 12.5.5.2: the cipher header, the same for both. */
        put_le16(h, (uint16_t)job->pn);
        h[2] = 0;
        h[3] = (uint8_t)(0x20 | job->key_id << 6);
        put_le32(h + 4, (uint32_t)(job->pn >> 16));
        memcpy(h + HEADER_LEN + job->in_len, work[i].tag, kind->tag_len);
        job->out_len = HEADER_LEN + job->in_len + kind->tag_len;
        job->result = EXTSTA_OK;
    }
}

static bool unprotect_prepare(struct cipher_job *job, const struct aead_kind *kind,
                              struct aead_job *a)
{
    size_t overhead = HEADER_LEN + kind->tag_len;
    if (job->in_len <= overhead || job->in_len > LONGEST_MPDU ||
        !cipher_peek(job->key->suite, span(job->in, job->in_len), &job->key_id, &job->pn)) {
        cipher_fail(job, EXTSTA_E_MALFORMED, EXTSTA_DROP_CIPHER_HEADER);
        return false;
    }
    if (!prepare(job, kind, a)) {
        cipher_fail(job, EXTSTA_E_MALFORMED, EXTSTA_DROP_TOO_SHORT);
        return false;
    }
    a->schedule = schedule_of(job->key, AEAD_OPEN);
    if (!a->schedule) {
        cipher_fail(job, EXTSTA_E_NO_MEMORY, EXTSTA_DROP_NO_MEMORY);
        return false;
    }
    a->in = job->in + HEADER_LEN;
    a->out = job->out;
    a->len = job->in_len - overhead;
    /* Before decryption: a separate buffer may overlap the MIC. */
    memcpy(a->tag, job->in + job->in_len - kind->tag_len, kind->tag_len);
    return true;
}

static void unprotect(struct cipher_job *jobs, size_t count)
{
    struct aead_job work[AEAD_BATCH];
    struct cipher_job *of[AEAD_BATCH];
    const struct aead_kind *kind = &jobs[0].key->suite->ops->aead;
    struct crypto *crypto = jobs[0].key->crypto;
    size_t n = gather(jobs, count, kind, unprotect_prepare, work, of);
    if (n > 0) {
        crypto->aead->open(crypto, kind, work, n);
    }
    for (size_t i = 0; i < n; i++) {
        if (work[i].refused) {
            cipher_fail(of[i], crypto_refused(crypto), EXTSTA_DROP_NO_MEMORY);
            continue;
        }
        if (!work[i].ok) {
            cipher_fail(of[i], EXTSTA_E_INTEGRITY, EXTSTA_DROP_DECRYPT);
            continue;
        }
        of[i]->out_len = work[i].len;
        of[i]->result = EXTSTA_OK;
    }
}

const struct cipher_ops ccmp_128_ops = {.batch = {protect, unprotect},
                                        .aead = {AEAD_CCM, 16, 8}};
const struct cipher_ops ccmp_256_ops = {.batch = {protect, unprotect},
                                        .aead = {AEAD_CCM, 32, 16}};
const struct cipher_ops gcmp_128_ops = {.batch = {protect, unprotect},
                                        .aead = {AEAD_GCM, 16, 16}};
const struct cipher_ops gcmp_256_ops = {.batch = {protect, unprotect},
                                        .aead = {AEAD_GCM, 32, 16}};
const struct cipher_ops sesame_ops = {
    .batch = {protect, unprotect},
    .aead = {AEAD_GCM, EXTSTA_SESAME_KEY_LEN, EXTSTA_SESAME_TAG_LEN}};
