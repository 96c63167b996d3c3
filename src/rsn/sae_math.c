/* The derivations of sae_math.h. All secrets on the stack are wiped before each return. */
#include "rsn/sae_math.h"
#include "base/bytes.h"
#include "base/wipe.h"

#define ROUNDS 40u /* 12.4.4.2.2: at least; hostap's number */

/* Octets of an "okm" of which a number modulo the prime is made: without bias, and long enough
 * for P-521 (66 + 33). */
#define OKM_MAX (CURVE_LEN_MAX + CURVE_LEN_MAX / 2)

/* max(a, b) || min(a, b), as octet strings. */
static void addresses(struct extsta_mac a, struct extsta_mac b, uint8_t out[12])
{
    bool first = memcmp(a.b, b.b, 6) > 0;
    memcpy(out, first ? a.b : b.b, 6);
    memcpy(out + 6, first ? b.b : a.b, 6);
}

/* --- hash to element --- */

static enum extsta_error map(struct crypto *crypto, struct curve *c, struct extsta_span seed,
                             const char *label, struct curve_point *out)
{
    uint8_t okm[OKM_MAX];
    size_t len = curve_len(c) + curve_len(c) / 2;
    enum extsta_error e =
        crypto_hkdf_expand(crypto, curve_hash(c), seed, span(label, strlen(label)), okm, len);
    if (e == EXTSTA_OK) {
        e = curve_map(c, span(okm, len), out);
    }
    wipe(okm, sizeof okm);
    return e;
}

enum extsta_error sae_pt_make(struct crypto *crypto, uint16_t group, struct extsta_span ssid,
                              struct extsta_span password, struct extsta_span identifier,
                              struct sae_pt *pt)
{
    uint8_t seed[SAE_MAX_HASH];
    struct curve_point p1, p2;
    const struct extsta_span parts[] = {password, identifier};
    struct curve *c = curve_of(crypto, group);
    memset(pt, 0, sizeof *pt);
    if (!c) {
        return curve_is_known(group) ? EXTSTA_E_CRYPTO : EXTSTA_E_USAGE;
    }
    struct extsta_span s = span(seed, crypto_hash_len(curve_hash(c)));
    enum extsta_error e = crypto_hkdf_extract(crypto, curve_hash(c), ssid, parts, 2, seed);
    e = e == EXTSTA_OK ? map(crypto, c, s, "SAE Hash to Element u1 P1", &p1) : e;
    e = e == EXTSTA_OK ? map(crypto, c, s, "SAE Hash to Element u2 P2", &p2) : e;
    e = e == EXTSTA_OK ? curve_add(c, &p1, &p2, &pt->point) : e;
    pt->group = group;
    wipe(seed, sizeof seed);
    wipe(&p1, sizeof p1);
    wipe(&p2, sizeof p2);
    return e;
}

enum extsta_error sae_pwe_from_pt(struct crypto *crypto, const struct sae_pt *pt,
                                  struct extsta_mac a, struct extsta_mac b, struct sae_pwe *pwe)
{
    static const uint8_t zero[SAE_MAX_HASH];
    uint8_t value[SAE_MAX_HASH], pair[12];
    memset(pwe, 0, sizeof *pwe);
    struct curve *c = curve_of(crypto, pt->group);
    if (!c) {
        return EXTSTA_E_CRYPTO;
    }
    size_t len = crypto_hash_len(curve_hash(c));
    const struct extsta_span part = span(pair, sizeof pair);
    addresses(a, b, pair);
    enum extsta_error e = crypto_hmac(crypto, curve_hash(c), span(zero, len), &part, 1, value);
    pwe->curve = c;
    pwe->base = pt->point;
    pwe->h2e = true;
    e = e == EXTSTA_OK ? curve_scalar_reduce(c, span(value, len), &pwe->factor) : e;
    wipe(value, sizeof value);
    return e;
}

/* --- hunting and pecking --- */

/* What one round has found replaces what an earlier one has, or not: without a branch. */
struct hunt {
    uint8_t x[CURVE_LEN_MAX];
    uint8_t odd;   /* the sign of y */
    uint8_t found; /* 0xff once it is */
};

/* Whether a < b, in constant time: 0xff or 0. */
static uint8_t below(const uint8_t *a, const uint8_t *b, size_t len)
{
    unsigned borrow = 0;
    for (size_t i = len; i-- > 0;) {
        borrow = ((unsigned)a[i] - b[i] - borrow) >> 8 & 1;
    }
    return (uint8_t) - (int)borrow;
}

static void take(struct hunt *h, uint8_t mask, const uint8_t *x, size_t len, uint8_t odd)
{
    mask &= (uint8_t)~h->found;
    for (size_t i = 0; i < len; i++) {
        h->x[i] = (uint8_t)((x[i] & mask) | (h->x[i] & ~mask));
    }
    h->odd = (uint8_t)((odd & mask) | (h->odd & ~mask));
    h->found |= mask;
}

/* The KDF gives so many bits as the prime has; they stand at the end of the octets. */
static void shift_right(uint8_t *value, size_t len, unsigned bits)
{
    for (size_t i = len; bits > 0 && i-- > 0;) {
        value[i] = (uint8_t)(value[i] >> bits | (i > 0 ? value[i - 1] << (8 - bits) : 0));
    }
}

/* pwd-value of a seed: KDF-Hash-z with z the bits of the prime. */
static enum extsta_error value_of(struct crypto *crypto, struct curve *c, const uint8_t *seed,
                                  uint8_t *value)
{
    struct extsta_span prime = span(curve_prime(c), curve_len(c));
    enum extsta_error e =
        crypto_kdf_bits(crypto, CRYPTO_SHA256, span(seed, SHA256_LEN),
                        "SAE Hunting and Pecking", prime, value, curve_bits(c));
    shift_right(value, curve_len(c), (unsigned)(curve_len(c) * 8 - curve_bits(c)));
    return e;
}

/* pwd-seed = H(max || min, password || counter); and whether its value is the x of a point. */
static enum extsta_error round_of(struct crypto *crypto, struct curve *c,
                                  const uint8_t pair[12], struct extsta_span password,
                                  uint8_t counter, const uint8_t *blind, struct hunt *hunt)
{
    uint8_t seed[SHA256_LEN], value[CURVE_LEN_MAX];
    const struct extsta_span parts[] = {password, span(&counter, 1)};
    bool has = false;
    enum extsta_error e = crypto_hmac(crypto, CRYPTO_SHA256, span(pair, 12), parts, 2, seed);
    e = e == EXTSTA_OK ? value_of(crypto, c, seed, value) : e;
    if (e == EXTSTA_OK) {
        e = curve_has_x(c, value, blind, &has);
    }
    if (e == EXTSTA_OK) {
        uint8_t mask = (uint8_t) - (int)has;
        mask &= below(value, curve_prime(c), curve_len(c));
        take(hunt, mask, value, curve_len(c), seed[SHA256_LEN - 1] & 1);
    }
    wipe(seed, sizeof seed);
    wipe(value, sizeof value);
    return e;
}

enum extsta_error sae_pwe_hunt(struct crypto *crypto, uint16_t group,
                               struct extsta_span password, struct extsta_mac a,
                               struct extsta_mac b,
                               void (*random)(void *user, void *out, size_t len), void *user,
                               struct sae_pwe *pwe)
{
    uint8_t pair[12], blind[CURVE_LEN_MAX + 1];
    struct hunt hunt = {.found = 0};
    struct curve *c = curve_of(crypto, group);
    memset(pwe, 0, sizeof *pwe);
    if (!c) {
        return curve_is_known(group) ? EXTSTA_E_CRYPTO : EXTSTA_E_USAGE;
    }
    addresses(a, b, pair);
    enum extsta_error e = EXTSTA_OK;
    /* Not found in 40 rounds: one password in 2^40; then it is looked for longer. */
    for (unsigned i = 1; e == EXTSTA_OK && (i <= ROUNDS || !hunt.found) && i < 256; i++) {
        random(user, blind, curve_len(c) + 1);
        e = round_of(crypto, c, pair, password, (uint8_t)i, blind, &hunt);
    }
    if (e == EXTSTA_OK) {
        pwe->curve = c;
        pwe->factor.b[curve_len(c) - 1] = 1;
        e = curve_lift(c, hunt.x, hunt.odd != 0, &pwe->base);
    }
    wipe(&hunt, sizeof hunt);
    wipe(blind, sizeof blind);
    return e;
}

/* --- commits --- */

enum extsta_error sae_commit_make(const struct sae_pwe *pwe, const struct curve_scalar *rand,
                                  const struct curve_scalar *mask, struct sae_commit *commit)
{
    struct curve *c = pwe->curve;
    struct curve_scalar k;
    memset(commit, 0, sizeof *commit);
    enum extsta_error e = curve_scalar_add(c, rand, mask, &commit->scalar);
    if (e == EXTSTA_OK && !curve_scalar_is_valid(c, &commit->scalar)) {
        e = EXTSTA_E_USAGE;
    }
    e = e == EXTSTA_OK ? curve_scalar_mul(c, mask, &pwe->factor, &k) : e;
    e = e == EXTSTA_OK ? curve_mul(c, &k, &pwe->base, &commit->element) : e;
    e = e == EXTSTA_OK ? curve_negate(c, &commit->element, &commit->element) : e;
    wipe(&k, sizeof k);
    return e;
}

enum extsta_error sae_commit_check(struct curve *c, const struct sae_commit *commit)
{
    if (!curve_scalar_is_valid(c, &commit->scalar)) {
        return EXTSTA_E_MALFORMED;
    }
    return curve_check(c, &commit->element);
}

/* --- keys --- */

/* K = rand * (peer-scalar * PWE + PEER-ELEMENT); k is its x. */
static enum extsta_error shared_x(const struct sae_pwe *pwe, const struct curve_scalar *rand,
                                  const struct sae_commit *peer, uint8_t *k)
{
    struct curve *c = pwe->curve;
    struct curve_scalar j;
    struct curve_point p;
    enum extsta_error e = curve_scalar_mul(c, &peer->scalar, &pwe->factor, &j);
    e = e == EXTSTA_OK ? curve_mul_sum(c, rand, &j, &pwe->base, &peer->element, &p) : e;
    if (e == EXTSTA_OK) {
        memcpy(k, p.x, curve_len(c));
    }
    wipe(&j, sizeof j);
    wipe(&p, sizeof p);
    return e;
}

/* KCK || PMK of 12.4.5.4, and the PMKID: the first octets of the sum of the scalars. */
static enum extsta_error split(struct crypto *crypto, const struct sae_pwe *pwe,
                               const uint8_t *keyseed, const struct curve_scalar *sum,
                               bool long_keys, struct sae_keys *keys)
{
    uint8_t both[2 * SAE_MAX_HASH];
    size_t len = crypto_hash_len(keys->hash);
    keys->kck_len = (uint8_t)len;
    keys->pmk_len = long_keys ? (uint8_t)len : SAE_PMK_LEN;
    enum extsta_error e =
        crypto_kdf(crypto, keys->hash, span(keyseed, len), "SAE KCK and PMK",
                   span(sum->b, curve_len(pwe->curve)), both, len + keys->pmk_len);
    if (e == EXTSTA_OK) {
        memcpy(keys->kck, both, len);
        memcpy(keys->pmk, both + len, keys->pmk_len);
        memcpy(keys->pmkid, sum->b, sizeof keys->pmkid);
    }
    wipe(both, sizeof both);
    return e;
}

enum extsta_error sae_keys_make(struct crypto *crypto, const struct sae_pwe *pwe,
                                const struct curve_scalar *rand, const struct sae_commit *own,
                                const struct sae_commit *peer, bool long_keys,
                                struct extsta_span rejected, struct sae_keys *keys)
{
    static const uint8_t zero[SAE_MAX_HASH];
    uint8_t k[CURVE_LEN_MAX], keyseed[SAE_MAX_HASH];
    struct curve_scalar sum;
    memset(keys, 0, sizeof *keys);
    keys->hash = pwe->h2e ? curve_hash(pwe->curve) : CRYPTO_SHA256;
    struct extsta_span salt =
        rejected.len > 0 ? rejected : span(zero, crypto_hash_len(keys->hash));
    const struct extsta_span part = span(k, curve_len(pwe->curve));
    enum extsta_error e = shared_x(pwe, rand, peer, k);
    e = e == EXTSTA_OK ? crypto_hmac(crypto, keys->hash, salt, &part, 1, keyseed) : e;
    e = e == EXTSTA_OK ? curve_scalar_add(pwe->curve, &own->scalar, &peer->scalar, &sum) : e;
    e = e == EXTSTA_OK ? split(crypto, pwe, keyseed, &sum, long_keys, keys) : e;
    wipe(k, sizeof k);
    wipe(keyseed, sizeof keyseed);
    if (e != EXTSTA_OK) {
        wipe(keys, sizeof *keys);
    }
    return e;
}

enum extsta_error sae_confirm_make(struct crypto *crypto, const struct sae_keys *keys,
                                   const struct curve *curve, uint16_t send_confirm,
                                   const struct sae_commit *first,
                                   const struct sae_commit *second, uint8_t *out)
{
    uint8_t number[2];
    size_t len = curve_len(curve);
    put_le16(number, send_confirm);
    const struct extsta_span parts[] = {span(number, 2),
                                        span(first->scalar.b, len),
                                        span(first->element.x, len),
                                        span(first->element.y, len),
                                        span(second->scalar.b, len),
                                        span(second->element.x, len),
                                        span(second->element.y, len)};
    return crypto_hmac(crypto, keys->hash, span(keys->kck, keys->kck_len), parts,
                       sizeof parts / sizeof parts[0], out);
}
