/* The suite table, keys, and dispatch of batches to the suites. */
#include "crypto/backend.h"
#include "base/wipe.h"
#include "wire/rsn_element.h"

static const struct cipher_suite suites[] = {
    {CIPHER_CCMP, "CCMP-128", 16, 8, 8, true, &ccmp_128_ops},
    {CIPHER_TKIP, "TKIP", 32, 8, 4, true, &tkip_ops},
    {CIPHER_WEP40, "WEP-40", 5, 4, 4, false, &wep_ops},
    {CIPHER_WEP104, "WEP-104", 13, 4, 4, false, &wep_ops},
    {CIPHER_GCMP, "GCMP-128", 16, 8, 16, true, &gcmp_128_ops},
    {CIPHER_GCMP_256, "GCMP-256", 32, 8, 16, true, &gcmp_256_ops},
    {CIPHER_CCMP_256, "CCMP-256", 32, 8, 16, true, &ccmp_256_ops},
};

const struct cipher_suite *cipher_suite_find(uint32_t selector)
{
    for (size_t i = 0; i < sizeof suites / sizeof suites[0]; i++) {
        if (suites[i].selector == selector) {
            return &suites[i];
        }
    }
    return NULL;
}

/* WEP keys come in several lengths under one name; 16 octets are beyond the standard
 * and in use. */
bool cipher_key_fits(const struct cipher_suite *suite, size_t len)
{
    if (suite->ops == &wep_ops) {
        return len == 5 || len == 13 || len == 16;
    }
    return len == suite->key_len;
}

struct cipher_key *cipher_key_new(struct crypto *crypto, const struct cipher_suite *suite,
                                  struct extsta_span key)
{
    if (!cipher_key_fits(suite, key.len)) {
        return NULL;
    }
    struct cipher_key *k = pool_alloc(crypto->pool, sizeof *k);
    if (!k) {
        return NULL;
    }
    k->crypto = crypto;
    k->suite = suite;
    k->schedule[AEAD_SEAL] = NULL;
    k->schedule[AEAD_OPEN] = NULL;
    k->len = (uint8_t)key.len;
    memset(k->material, 0, sizeof k->material);
    memcpy(k->material, key.data, key.len);
    crypto->keys++;
    return k;
}

void cipher_key_free(struct cipher_key *key)
{
    if (!key) {
        return;
    }
    struct crypto *crypto = key->crypto;
    for (size_t i = 0; i < 2; i++) {
        if (key->schedule[i]) {
            crypto->aead->schedule_free(crypto, &key->suite->ops->aead, key->schedule[i]);
        }
    }
    crypto->keys--;
    wipe(key, sizeof *key);
    pool_release(crypto->pool, key, sizeof *key);
}

const struct cipher_suite *cipher_key_suite(const struct cipher_key *key)
{
    return key->suite;
}

bool cipher_key_equals(const struct cipher_key *key, struct extsta_span material)
{
    return key->len == material.len && equal_ct(key->material, material.data, material.len);
}

/* How many jobs from the first on are of its suite and provider: one batch for it. */
static size_t run_length(const struct cipher_job *jobs, size_t count)
{
    size_t n = 1;
    while (n < count && n < AEAD_BATCH && jobs[n].key->suite == jobs[0].key->suite &&
           jobs[n].key->crypto == jobs[0].key->crypto) {
        n++;
    }
    return n;
}

void cipher_protect(struct cipher_job *jobs, size_t count)
{
    while (count > 0) {
        size_t n = run_length(jobs, count);
        jobs[0].key->suite->ops->protect(jobs, n);
        jobs += n;
        count -= n;
    }
}

void cipher_unprotect(struct cipher_job *jobs, size_t count)
{
    while (count > 0) {
        size_t n = run_length(jobs, count);
        jobs[0].key->suite->ops->unprotect(jobs, n);
        jobs += n;
        count -= n;
    }
}

bool cipher_peek(const struct cipher_suite *suite, struct extsta_span body, uint8_t *key_id,
                 uint64_t *pn)
{
    const uint8_t *b = body.data;
    if (body.len < suite->header_len || ((b[3] & 0x20) != 0) != suite->extended_iv) {
        return false;
    }
    *key_id = b[3] >> 6;
    if (!suite->extended_iv) {
        *pn = (uint64_t)b[0] << 16 | (uint64_t)b[1] << 8 | b[2];
    } else if (suite->selector == CIPHER_TKIP) {
        /* TSC1, WEPSeed, TSC0, ... (12.5.2.2) */
        *pn = (uint64_t)b[2] | (uint64_t)b[0] << 8 | (uint64_t)get_le32(b + 4) << 16;
    } else {
        *pn = (uint64_t)b[0] | (uint64_t)b[1] << 8 | (uint64_t)get_le32(b + 4) << 16;
    }
    return true;
}
