/* The keys a user gives: passphrases, PMKs, WEP keys and TKs (extsta/explain.h), checked for
 * their length and kept in lists. pairing.c tries PMKs on handshakes, decrypt.c tries WEP keys
 * and TKs on frames.
 *
 * Without a key there is no keyring at all, and what only keys need (the decrypter's buffers,
 * the handshakes of pairs) costs nothing. */
#include "explain/keyring.h"

#include "base/wipe.h"

/* The keyring, made with the first key. NULL: no memory, or no cryptographic library. */
static struct keyring *ring_of(struct extsta_explain *x)
{
    if (x->keyring) {
        return x->keyring;
    }
    struct keyring *ring = pool_zalloc(&x->ctx->pool, sizeof *ring);
    if (!ring) {
        return NULL;
    }
    x->keyring = ring;
    ring->crypto = crypto_of(x->ctx);
    if (!ring->crypto || !decrypter_start(x)) {
        keyring_free(x);
        return NULL;
    }
    return ring;
}

/* The material itself is in the cipher_key, which clears it. */
static void free_keys(struct extsta_explain *x, struct ring_key *k)
{
    while (k) {
        struct ring_key *next = k->next;
        cipher_key_free(k->key);
        pool_release(&x->ctx->pool, k, sizeof *k);
        k = next;
    }
}

void keyring_free(struct extsta_explain *x)
{
    struct keyring *ring = x->keyring;
    if (!ring) {
        return;
    }
    for (struct ring_pmk *p = ring->pmks, *next; p; p = next) {
        next = p->next;
        wipe(p, sizeof *p);
        pool_release(&x->ctx->pool, p, sizeof *p);
    }
    for (struct ring_passphrase *p = ring->passphrases, *next; p; p = next) {
        next = p->next;
        wipe(p, sizeof *p);
        pool_release(&x->ctx->pool, p, sizeof *p);
    }
    free_keys(x, ring->wep);
    free_keys(x, ring->tks);
    decrypter_free(x);
    pool_release(&x->ctx->pool, ring, sizeof *ring);
    x->keyring = NULL;
}

/* An empty SSID: tried for every network. */
enum extsta_error extsta_explain_pmk(struct extsta_explain *x, struct extsta_span ssid,
                                     struct extsta_span pmk)
{
    struct keyring *ring = ring_of(x);
    if (ssid.len > 32 || pmk.len < 16 || pmk.len > PMK_MAX) {
        return EXTSTA_E_USAGE;
    }
    struct ring_pmk *p = ring ? pool_zalloc(&x->ctx->pool, sizeof *p) : NULL;
    if (!p) {
        return EXTSTA_E_NO_MEMORY;
    }
    p->any_ssid = ssid.len == 0;
    p->ssid_len = (uint8_t)ssid.len;
    if (ssid.len) {
        memcpy(p->ssid, ssid.data, ssid.len);
    }
    p->len = (uint8_t)pmk.len;
    memcpy(p->pmk, pmk.data, pmk.len);
    p->next = ring->pmks;
    ring->pmks = p;
    return EXTSTA_OK;
}

/* 8 to 63 octets: the 64th would make it a PSK in hexadecimal (IEEE 802.11-2020 J.4.1). With an
 * SSID the PSK, 4096 rounds of HMAC, is made here and once; without one it has to wait until a
 * handshake says of which network it is (pairing_expand). */
enum extsta_error extsta_explain_passphrase(struct extsta_explain *x, struct extsta_span ssid,
                                            struct extsta_span passphrase)
{
    struct keyring *ring = ring_of(x);
    uint8_t psk[32];
    if (ssid.len > 32 || passphrase.len < 8 || passphrase.len > 63) {
        return EXTSTA_E_USAGE;
    }
    if (!ring) {
        return EXTSTA_E_NO_MEMORY;
    }
    if (ssid.len == 0) {
        struct ring_passphrase *p = pool_zalloc(&x->ctx->pool, sizeof *p);
        if (!p) {
            return EXTSTA_E_NO_MEMORY;
        }
        p->len = (uint8_t)passphrase.len;
        memcpy(p->text, passphrase.data, passphrase.len);
        p->next = ring->passphrases;
        ring->passphrases = p;
        return EXTSTA_OK;
    }
    enum extsta_error e = crypto_psk(ring->crypto, passphrase, ssid, psk);
    if (!e) {
        e = extsta_explain_pmk(x, ssid, span(psk, sizeof psk));
    }
    wipe(psk, sizeof psk);
    return e;
}

static bool announced(const struct extsta_explain *x, struct extsta_span ssid)
{
    for (uint32_t i = 0; i < x->networks.store.count; i++) {
        for (const struct network_face *f = networks_at(&x->networks, i)->faces; f;
             f = f->next) {
            if (span_equal(span(f->ssid, f->ssid_len), ssid)) {
                return true;
            }
        }
    }
    return false;
}

/* Of a hidden network only the stations say the name. */
static bool asked_for(const struct extsta_explain *x, struct extsta_span ssid)
{
    for (uint32_t i = 0; i < x->clients.conversations.count; i++) {
        const struct pairing *p = clients_conversation(&x->clients, i)->pairing;
        if (p && span_equal(span(p->ssid, p->ssid_len), ssid)) {
            return true;
        }
    }
    return false;
}

/* Those made of a passphrase for any network were not given. */
static bool is_given(const struct ring_pmk *key)
{
    return !key->any_ssid && !key->expanded;
}

/* The list has the newest first. */
bool extsta_explain_key(const struct extsta_explain *x, size_t index,
                        struct extsta_key_report *out)
{
    const struct ring_pmk *key = x->keyring ? x->keyring->pmks : NULL;
    size_t count = 0;
    for (const struct ring_pmk *p = key; p; p = p->next) {
        count += is_given(p);
    }
    if (index >= count) {
        return false;
    }
    while (!is_given(key) || --count != index) {
        key = key->next;
    }
    struct extsta_span ssid = span(key->ssid, key->ssid_len);
    *out = (struct extsta_key_report){
        .ssid = ssid,
        .network_seen = announced(x, ssid) || asked_for(x, ssid),
        .right = key->right,
        .right_ap = key->right_ap,
        .wrong_sta = key->wrong_sta,
        .wrong_ap = key->wrong_ap,
    };
    return true;
}

/* The caller has checked the length, so a key that cannot be made is want of memory. */
static enum extsta_error add_key(struct extsta_explain *x, struct ring_key **list,
                                 uint32_t selector, struct extsta_span bytes)
{
    struct keyring *ring = ring_of(x);
    struct ring_key *k = ring ? pool_zalloc(&x->ctx->pool, sizeof *k) : NULL;
    if (!k) {
        return EXTSTA_E_NO_MEMORY;
    }
    k->key = cipher_key_new(ring->crypto, cipher_suite_find(selector), bytes);
    if (!k->key) {
        pool_release(&x->ctx->pool, k, sizeof *k);
        return EXTSTA_E_NO_MEMORY;
    }
    k->next = *list;
    *list = k;
    return EXTSTA_OK;
}

/* 16 octets (WEP-128) are beyond the standard and in use. */
enum extsta_error extsta_explain_wep(struct extsta_explain *x, struct extsta_span key)
{
    struct keyring *ring = ring_of(x);
    if (key.len != 5 && key.len != 13 && key.len != 16) {
        return EXTSTA_E_USAGE;
    }
    return ring ? add_key(x, &ring->wep, key.len == 5 ? CIPHER_WEP40 : CIPHER_WEP104, key)
                : EXTSTA_E_NO_MEMORY;
}

enum extsta_error extsta_explain_tk(struct extsta_explain *x, struct extsta_span key)
{
    /* The user does not say the cipher: one key for each that has this length, tried in
     * turn. */
    static const uint32_t of_16[] = {CIPHER_GCMP, CIPHER_CCMP};
    static const uint32_t of_32[] = {CIPHER_TKIP, CIPHER_CCMP_256, CIPHER_GCMP_256};
    struct keyring *ring = ring_of(x);
    const uint32_t *selectors = key.len == 16 ? of_16 : of_32;
    size_t count = key.len == 16 ? 2 : 3;
    if (key.len != 16 && key.len != 32) {
        return EXTSTA_E_USAGE;
    }
    enum extsta_error e = ring ? EXTSTA_OK : EXTSTA_E_NO_MEMORY;
    for (size_t i = 0; !e && i < count; i++) {
        e = add_key(x, &ring->tks, selectors[i], key);
    }
    return e;
}
