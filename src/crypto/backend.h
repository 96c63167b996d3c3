/* What this room's files share: the inside of `struct crypto`, and what a backend directory
 * provides. Two layers: the suites (mpdu.c, tkip.c, wep.c, bip.c) know the formats of IEEE
 * 802.11, the backends (openssl/, ipsecmb/) the ciphers and hashes. Nobody outside the room
 * includes it but its tests. */
#ifndef CRYPTO_BACKEND_H
#define CRYPTO_BACKEND_H

#include "base/bytes.h"
#include "base/context.h"
#include "crypto/cipher.h"
#include "crypto/primitives.h"

/* AAD is at most FC, three addresses, SC, A4, QC. */
#define AEAD_AAD_MAX   30u
#define AEAD_NONCE_MAX 13u /* octets: of CCM */
#define AEAD_TAG_MAX   16u

/* One authenticated encryption or decryption; the tag is not in `in` and `out`. */
struct aead_job {
    const void *schedule; /* of aead_backend.schedule_new */
    uint8_t nonce[AEAD_NONCE_MAX];
    uint8_t nonce_len; /* 13 CCM, 12 GCM */
    uint8_t aad_len;
    uint8_t tag_len;
    bool ok; /* result; decryption: the tag is right */
    bool refused; /* result, if not ok: the library failed, nothing is known of the tag */
    uint8_t aad[AEAD_AAD_MAX];
    uint8_t tag[AEAD_TAG_MAX]; /* encryption: result; decryption: expected */
    const uint8_t *in;
    uint8_t *out;
    size_t len; /* at least 1 */
};
/* At most so many go to a backend in one call. */
#define AEAD_BATCH 128u

enum aead_mode {
    AEAD_CCM,
    AEAD_GCM,
};

/* Keys and jobs of one mode, key length and tag length. */
struct aead_kind {
    enum aead_mode mode;
    uint8_t key_len; /* 16 or 32 */
    uint8_t tag_len;
};

enum aead_direction {
    AEAD_SEAL,
    AEAD_OPEN,
};

/* A library that can do CCM and GCM. seal and open report by the jobs alone. */
struct aead_backend {
    const char *name;
    bool directed; /* a schedule serves one direction only */
    /* A key schedule, NULL when there is no memory. Freeing clears it. */
    void *(*schedule_new)(struct crypto *crypto, const struct aead_kind *kind,
                          const uint8_t *key, enum aead_direction direction);
    void (*schedule_free)(struct crypto *crypto, const struct aead_kind *kind, void *schedule);
    /* All jobs are of this kind. */
    void (*seal)(struct crypto *crypto, const struct aead_kind *kind, struct aead_job *jobs,
                 size_t count);
    void (*open)(struct crypto *crypto, const struct aead_kind *kind, struct aead_job *jobs,
                 size_t count);
};

struct openssl_state;
struct ipsecmb_state;

struct crypto {
    struct context_store store;
    struct pool *pool;
    const struct aead_backend *aead;
    size_t keys; /* that exist: the backend cannot change under them */
    struct openssl_state *openssl;
    struct ipsecmb_state *ipsecmb; /* made at the first MPDU */
};

/* The library behind a backend did not do its work: for want of memory, as its inputs are
 * right. Counted with what the embedder refuses (extsta_context_refused). */
static inline enum extsta_error crypto_refused(struct crypto *c)
{
    c->pool->refused++;
    return EXTSTA_E_CRYPTO;
}

/* Backend handles; false when the library refuses or there is no memory. */
bool openssl_start(struct crypto *crypto);
void openssl_stop(struct crypto *crypto);
extern const struct aead_backend openssl_aead;
/* NULL: not built in, or this CPU cannot. */
const struct aead_backend *ipsecmb_backend(void);
void ipsecmb_stop(struct crypto *crypto);

/* How a suite works on its jobs, by direction: all of one suite, at most AEAD_BATCH at once;
 * or, where a batch gains nothing, one by one. */
struct cipher_ops {
    void (*batch[2])(struct cipher_job *jobs, size_t count);
    void (*one[2])(struct cipher_job *job);
    struct aead_kind aead; /* CCMP and GCMP */
};
/* mpdu.c */
extern const struct cipher_ops ccmp_128_ops, ccmp_256_ops, gcmp_128_ops, gcmp_256_ops,
    sesame_ops;
/* tkip.c, wep.c */
extern const struct cipher_ops tkip_ops, wep_ops;

/* In the pool, wiped when freed. `material` is needed as long as it lives: schedules are
 * made late, and installing the same key again must be seen (cipher_key_equals). */
struct cipher_key {
    struct crypto *crypto;
    const struct cipher_suite *suite;
    void *schedule[2]; /* AEAD: by direction, made at the first MPDU */
    uint32_t owners;
    uint8_t len;
    uint8_t material[32];
};

/* The job's result with an error; whatever the output held is the suite's to clear. */
static inline void cipher_fail(struct cipher_job *job, enum extsta_error error,
                               enum extsta_drop drop)
{
    job->result = error;
    job->drop = drop;
    job->out_len = 0;
}

/* GMAC: AES-GCM with nothing to encrypt, for BIP. key: 16 or 32 octets, else E_USAGE; the
 * parts are hashed one behind the other. */
enum extsta_error crypto_gmac(struct crypto *crypto, struct extsta_span key,
                              const uint8_t nonce[12], const struct extsta_span *parts,
                              size_t count, uint8_t out[16]);

/* What WEP and TKIP share (12.3.2): body and ICV under RC4 with the key of this MPDU. The
 * cipher header is the caller's: of the suite's length, and written after rc4_protect (`in`
 * may lie where it goes). */
void rc4_protect(struct cipher_job *job, struct extsta_span key);
/* `drop` counts a wrong ICV. */
void rc4_unprotect(struct cipher_job *job, struct extsta_span key, enum extsta_drop drop);

/* Steps of TKIP, for its known answers: the per-packet RC4 key, and Michael over any
 * octets. */
void tkip_mix(const uint8_t tk[16], struct extsta_mac ta, uint64_t tsc, uint8_t key[16]);
void michael_raw(const uint8_t key[8], const struct extsta_span *parts, size_t count,
                 uint8_t mic[8]);

#endif
