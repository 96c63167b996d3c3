/* CCM and GCM through Intel's multi-buffer library: CCM of many MPDUs side by side in
 * the lanes of the vector unit, GCM with the vector AES where the CPU has it. Its
 * manager takes 200 kB and half a millisecond, so it is made at the first MPDU; it lives
 * in the context's pool. */
#include "crypto/backend.h"
#include "base/wipe.h"
#include <intel-ipsec-mb.h>

#define ALIGN 64u /* of the manager and of schedules, as the vector code loads them */

/* The manager and the block of the pool it was laid into. */
struct ipsecmb_state {
    IMB_MGR *mgr;
    void *memory;
    size_t size;
};

#define CCM_SIZE (15u * 16u) /* the round keys of AES-256 */

/* In front of the aligned schedule stands where its block begins. */
static size_t block_size(const struct aead_kind *kind)
{
    return sizeof(void *) + ALIGN +
           (kind->mode == AEAD_CCM ? CCM_SIZE : sizeof(struct gcm_key_data));
}

/* The manager, made at the first schedule. False: no memory, or the library refuses. */
static bool start(struct crypto *crypto)
{
    IMB_ARCH arch = IMB_ARCH_NONE;
    if (crypto->ipsecmb) {
        return true;
    }
    struct ipsecmb_state *s = pool_zalloc(crypto->pool, sizeof *s);
    if (!s) {
        return false;
    }
    s->size = imb_get_mb_mgr_size() + ALIGN;
    s->memory = pool_alloc(crypto->pool, s->size);
    if (!s->memory) {
        pool_release(crypto->pool, s, sizeof *s);
        return false;
    }
    crypto->ipsecmb = s;
    uintptr_t at = ((uintptr_t)s->memory + ALIGN - 1) & ~(uintptr_t)(ALIGN - 1);
    s->mgr = imb_set_pointers_mb_mgr((void *)at, 0, 1);
    if (s->mgr) {
        init_mb_mgr_auto(s->mgr, &arch);
    }
    if (!s->mgr || imb_get_errno(s->mgr) != 0) {
        ipsecmb_stop(crypto);
        return false;
    }
    return true;
}

void ipsecmb_stop(struct crypto *crypto)
{
    struct ipsecmb_state *s = crypto->ipsecmb;
    if (!s) {
        return;
    }
    wipe(s->memory, s->size);
    pool_release(crypto->pool, s->memory, s->size);
    pool_release(crypto->pool, s, sizeof *s);
    crypto->ipsecmb = NULL;
}

/* The schedule of a key: round keys, and for GCM the powers of the hash key. */
static void expand(IMB_MGR *mgr, const struct aead_kind *kind, const uint8_t *key, void *out)
{
    if (kind->mode == AEAD_GCM) {
        if (kind->key_len == 32) {
            IMB_AES256_GCM_PRE(mgr, key, out);
        } else {
            IMB_AES128_GCM_PRE(mgr, key, out);
        }
        return;
    }
    _Alignas(16) uint8_t decryption[CCM_SIZE]; /* CCM only ever encrypts */
    if (kind->key_len == 32) {
        IMB_AES_KEYEXP_256(mgr, key, out, decryption);
    } else {
        IMB_AES_KEYEXP_128(mgr, key, out, decryption);
    }
    wipe(decryption, sizeof decryption);
}

static void *schedule_new(struct crypto *crypto, const struct aead_kind *kind,
                          const uint8_t *key, enum aead_direction direction)
{
    void *block = start(crypto) ? pool_alloc(crypto->pool, block_size(kind)) : NULL;
    if (!block) {
        return NULL;
    }
    uintptr_t at = ((uintptr_t)block + sizeof(void *) + ALIGN - 1) & ~(uintptr_t)(ALIGN - 1);
    void **schedule = (void **)at;
    schedule[-1] = block;
    expand(crypto->ipsecmb->mgr, kind, key, schedule);
    return schedule;
}

static void schedule_free(struct crypto *crypto, const struct aead_kind *kind, void *schedule)
{
    void *block = ((void **)schedule)[-1];
    wipe(block, block_size(kind));
    pool_release(crypto->pool, block, block_size(kind));
}

/* Of a job the library's form. The tag goes to a place of its own: on decryption a->tag is
 * what it must be compared with. */
static void fill(IMB_JOB *job, const struct aead_kind *kind, struct aead_job *a, bool sealing,
                 uint8_t *tag)
{
    job->cipher_mode = IMB_CIPHER_CCM;
    job->hash_alg = IMB_AUTH_AES_CCM;
    job->cipher_direction = sealing ? IMB_DIR_ENCRYPT : IMB_DIR_DECRYPT;
    job->chain_order = sealing ? IMB_ORDER_HASH_CIPHER : IMB_ORDER_CIPHER_HASH;
    job->enc_keys = a->schedule;
    job->dec_keys = a->schedule;
    job->key_len_in_bytes = kind->key_len;
    job->src = a->in;
    job->dst = a->out;
    job->cipher_start_src_offset_in_bytes = 0;
    job->msg_len_to_cipher_in_bytes = a->len;
    job->hash_start_src_offset_in_bytes = 0;
    job->msg_len_to_hash_in_bytes = a->len;
    job->iv = a->nonce;
    job->iv_len_in_bytes = a->nonce_len;
    job->auth_tag_output = tag;
    job->auth_tag_output_len_in_bytes = a->tag_len;
    job->u.CCM.aad = a->aad;
    job->u.CCM.aad_len_in_bytes = a->aad_len;
    job->user_data = a;
}

/* What comes back need not be what was just submitted: user_data leads to its job. */
static void finished(IMB_JOB *job)
{
    struct aead_job *a = job->user_data;
    a->ok = job->status == IMB_STATUS_COMPLETED;
}

/* All jobs through the lanes; tags[i] receives job i's. */
static void ccm(IMB_MGR *mgr, const struct aead_kind *kind, struct aead_job *jobs, size_t count,
                bool sealing, uint8_t tags[][AEAD_TAG_MAX])
{
    IMB_JOB *job;
    for (size_t i = 0; i < count; i++) {
        job = IMB_GET_NEXT_JOB(mgr);
        fill(job, kind, &jobs[i], sealing, tags[i]);
        job = IMB_SUBMIT_JOB_NOCHECK(mgr);
        while (job) {
            finished(job);
            job = IMB_GET_COMPLETED_JOB(mgr);
        }
    }
    while ((job = IMB_FLUSH_JOB(mgr)) != NULL) {
        finished(job);
    }
}

/* No lanes: GCM is parallel within one MPDU. It reports no error of its own. */
static void gcm(IMB_MGR *mgr, const struct aead_kind *kind, struct aead_job *jobs, size_t count,
                bool sealing, uint8_t tags[][AEAD_TAG_MAX])
{
    struct gcm_context_data ctx;
    bool long_key = kind->key_len == 32;
    aes_gcm_enc_dec_t run = sealing ? (long_key ? mgr->gcm256_enc : mgr->gcm128_enc)
                                    : (long_key ? mgr->gcm256_dec : mgr->gcm128_dec);
    for (size_t i = 0; i < count; i++) {
        struct aead_job *a = &jobs[i];
        run(a->schedule, &ctx, a->out, a->in, a->len, a->nonce, a->aad, a->aad_len, tags[i],
            a->tag_len);
        a->ok = true;
    }
    wipe(&ctx, sizeof ctx);
}

/* An output that was not finished is cleared: half a plaintext may stand there. */
static void seal(struct crypto *crypto, const struct aead_kind *kind, struct aead_job *jobs,
                 size_t count)
{
    uint8_t tags[AEAD_BATCH][AEAD_TAG_MAX];
    (kind->mode == AEAD_CCM ? ccm : gcm)(crypto->ipsecmb->mgr, kind, jobs, count, true, tags);
    for (size_t i = 0; i < count; i++) {
        memcpy(jobs[i].tag, tags[i], kind->tag_len);
        if (!jobs[i].ok) {
            wipe(jobs[i].out, jobs[i].len);
        }
    }
}

/* Compared in constant time; with a wrong tag the plaintext is cleared before anybody sees
 * it. */
static void open_jobs(struct crypto *crypto, const struct aead_kind *kind,
                      struct aead_job *jobs, size_t count)
{
    uint8_t tags[AEAD_BATCH][AEAD_TAG_MAX];
    (kind->mode == AEAD_CCM ? ccm : gcm)(crypto->ipsecmb->mgr, kind, jobs, count, false, tags);
    for (size_t i = 0; i < count; i++) {
        jobs[i].ok = jobs[i].ok && equal_ct(tags[i], jobs[i].tag, kind->tag_len);
        if (!jobs[i].ok) {
            wipe(jobs[i].out, jobs[i].len);
        }
    }
}

static const struct aead_backend backend = {
    .name = "ipsec-mb",
    .directed = false,
    .schedule_new = schedule_new,
    .schedule_free = schedule_free,
    .seal = seal,
    .open = open_jobs,
};

const struct aead_backend *ipsecmb_backend(void)
{
    /* Without AES instructions its table-free code is slower than OpenSSL's. */
    const uint64_t need = IMB_FEATURE_AESNI | IMB_FEATURE_PCLMULQDQ | IMB_FEATURE_AVX;
    return (imb_get_feature_flags() & need) == need ? &backend : NULL;
}
