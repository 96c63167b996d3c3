/* CCM and GCM through EVP, one context per key and direction: only nonce, AAD and data
 * change. Used where libipsec-mb is not there or the CPU cannot. */
#include "crypto/openssl/openssl.h"
#include "base/wipe.h"

static EVP_CIPHER *aead_cipher(const struct openssl_state *o, const struct aead_kind *kind)
{
    bool long_key = kind->key_len == 32;
    switch (kind->mode) {
    case AEAD_CCM:
        return o->cipher[long_key ? OPENSSL_CCM_256 : OPENSSL_CCM_128];
    case AEAD_GCM:
        return o->cipher[long_key ? OPENSSL_GCM_256 : OPENSSL_GCM_128];
    }
    return NULL;
}

static void *schedule_new(struct crypto *crypto, const struct aead_kind *kind,
                          const uint8_t *key, enum aead_direction direction)
{
    /* The direction is fixed with the key: CCM's assembler is chosen then. */
    int enc = direction == AEAD_SEAL;
    EVP_CIPHER *cipher = aead_cipher(crypto->openssl, kind);
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    bool ok = ctx && EVP_CipherInit_ex2(ctx, cipher, NULL, NULL, enc, NULL) == 1;
    if (ok && kind->mode == AEAD_CCM) {
        /* CCM wants the lengths of nonce and tag before the key; GCM's defaults fit. */
        ok = EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_IVLEN, 13, NULL) == 1 &&
             EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, kind->tag_len, NULL) == 1;
    }
    if (!ok || EVP_CipherInit_ex2(ctx, NULL, key, NULL, enc, NULL) != 1) {
        EVP_CIPHER_CTX_free(ctx);
        (void)crypto_refused(crypto);
        return NULL;
    }
    return ctx;
}

static void schedule_free(struct crypto *crypto, const struct aead_kind *kind, void *schedule)
{
    EVP_CIPHER_CTX_free(schedule); /* clears it */
}

static EVP_CIPHER_CTX *context_of(const struct aead_job *j)
{
    /* The schedule is the backend's own object; the job only borrows it as const. */
    union {
        const void *borrowed;
        EVP_CIPHER_CTX *ctx;
    } u = {.borrowed = j->schedule};
    return u.ctx;
}

static bool seal_one(const struct aead_kind *kind, struct aead_job *j)
{
    EVP_CIPHER_CTX *ctx = context_of(j);
    int n = 0;
    uint8_t none[16];
    if (EVP_EncryptInit_ex2(ctx, NULL, NULL, j->nonce, NULL) != 1) {
        return false;
    }
    /* CCM wants the length of the data before the AAD. */
    if (kind->mode == AEAD_CCM && EVP_EncryptUpdate(ctx, NULL, &n, NULL, (int)j->len) != 1) {
        return false;
    }
    return EVP_EncryptUpdate(ctx, NULL, &n, j->aad, j->aad_len) == 1 &&
           EVP_EncryptUpdate(ctx, j->out, &n, j->in, (int)j->len) == 1 &&
           (kind->mode == AEAD_CCM || EVP_EncryptFinal_ex(ctx, none, &n) == 1) &&
           EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, j->tag_len, j->tag) == 1;
}

/* Everything up to the tag must work; only then does a failure say that the tag is wrong. */
static bool open_one(const struct aead_kind *kind, struct aead_job *j)
{
    EVP_CIPHER_CTX *ctx = context_of(j);
    int n = 0;
    uint8_t none[16];
    bool ccm = kind->mode == AEAD_CCM;
    j->refused = EVP_DecryptInit_ex2(ctx, NULL, NULL, j->nonce, NULL) != 1 ||
                 EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, j->tag_len, j->tag) != 1 ||
                 (ccm && EVP_DecryptUpdate(ctx, NULL, &n, NULL, (int)j->len) != 1) ||
                 EVP_DecryptUpdate(ctx, NULL, &n, j->aad, j->aad_len) != 1;
    if (j->refused) {
        return false;
    }
    /* CCM judges the tag before it gives plaintext, GCM at the end. */
    bool data = EVP_DecryptUpdate(ctx, j->out, &n, j->in, (int)j->len) == 1;
    j->refused = !ccm && !data;
    return data && (ccm || EVP_DecryptFinal_ex(ctx, none, &n) == 1);
}

static void seal(struct crypto *crypto, const struct aead_kind *kind, struct aead_job *jobs,
                 size_t count)
{
    for (size_t i = 0; i < count; i++) {
        jobs[i].ok = seal_one(kind, &jobs[i]);
        if (!jobs[i].ok) {
            wipe(jobs[i].out, jobs[i].len);
        }
    }
}

static void open_jobs(struct crypto *crypto, const struct aead_kind *kind,
                      struct aead_job *jobs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        jobs[i].ok = open_one(kind, &jobs[i]);
        if (!jobs[i].ok) {
            wipe(jobs[i].out, jobs[i].len);
        }
    }
}

const struct aead_backend openssl_aead = {
    .name = "openssl",
    .directed = true,
    .schedule_new = schedule_new,
    .schedule_free = schedule_free,
    .seal = seal,
    .open = open_jobs,
};
