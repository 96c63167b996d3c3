/* Keys, and dispatch of batches of MPDUs to the suites of crypto/suites.h (cipher.h). Called
 * by the data path of the miniport with all frames of one call, so that a backend that works
 * on many at once gets many. */
#include "crypto/backend.h"
#include "base/wipe.h"
#include "wire/rsn_element.h"

const struct cipher_suite *cipher_suite_find(uint32_t selector)
{
    const struct cipher_suite *suite = suites_cipher(selector);
    return suite && suite->ops ? suite : NULL;
}

bool cipher_key_fits(const struct cipher_suite *suite, size_t len)
{
    return len == suite->key_len || (suite->selector == CIPHER_WEP104 && len == 16);
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
    k->owners = 1;
    k->len = (uint8_t)key.len;
    memset(k->material, 0, sizeof k->material);
    memcpy(k->material, key.data, key.len);
    crypto->keys++;
    return k;
}

struct cipher_key *cipher_key_hold(struct cipher_key *key)
{
    key->owners++;
    return key;
}

void cipher_key_free(struct cipher_key *key)
{
    if (!key || --key->owners > 0) {
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

struct extsta_span cipher_key_material(const struct cipher_key *key)
{
    return span(key->material, key->len);
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

static void run(struct cipher_job *jobs, size_t count, enum aead_direction direction)
{
    while (count > 0) {
        size_t n = run_length(jobs, count);
        const struct cipher_ops *ops = jobs[0].key->suite->ops;
        if (ops->batch[direction]) {
            ops->batch[direction](jobs, n);
        }
        for (size_t i = 0; i < n && ops->one[direction]; i++) {
            ops->one[direction](&jobs[i]);
        }
        jobs += n;
        count -= n;
    }
}

void cipher_protect(struct cipher_job *jobs, size_t count)
{
    run(jobs, count, AEAD_SEAL);
}

void cipher_unprotect(struct cipher_job *jobs, size_t count)
{
    run(jobs, count, AEAD_OPEN);
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
