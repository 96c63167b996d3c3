/* The computations of OWE (owe.h), RFC 8110 4.3 and 4.4. All secrets on the stack are wiped
 * before each return. */
#include "rsn/owe.h"
#include "base/bytes.h"
#include "base/wipe.h"

/* P-256 is the one every peer has to have (RFC 8110 4.1). */
const uint16_t owe_groups[OWE_GROUPS] = {19, 20, 21};

/* A private key: random octets, some more than the order has, so that the remainder is without
 * bias (FIPS 186-4 B.4.1). */
static enum extsta_error make_secret(struct curve *c, owe_random *random, void *user,
                                     struct curve_scalar *out)
{
    uint8_t octets[CURVE_LEN_MAX + 8];
    size_t len = curve_len(c) + 8;
    enum extsta_error e = EXTSTA_OK;
    do { /* all but one of 2^256: at once */
        random(user, octets, len);
        e = curve_scalar_reduce(c, span(octets, len), out);
    } while (e == EXTSTA_OK && !curve_scalar_is_valid(c, out));
    wipe(octets, sizeof octets);
    return e;
}

/* A key pair of the group at work. */
static enum extsta_error make_key(struct owe *o, owe_random *random, void *user)
{
    struct curve *c = curve_of(o->crypto, o->groups[o->at]);
    struct curve_point p;
    if (!c) {
        return EXTSTA_E_CRYPTO;
    }
    enum extsta_error e = make_secret(c, random, user, &o->secret);
    e = e == EXTSTA_OK ? curve_mul_base(c, &o->secret, &p) : e;
    if (e != EXTSTA_OK) {
        owe_clear(o);
        return e;
    }
    o->len = (uint8_t)curve_len(c);
    o->has_keys = false;
    memcpy(o->own, p.x, o->len);
    return EXTSTA_OK;
}

enum extsta_error owe_begin(struct owe *o, struct crypto *crypto, const uint16_t *groups,
                            size_t count, owe_random *random, void *user)
{
    *o = (struct owe){.crypto = crypto, .group_count = (uint8_t)count};
    memcpy(o->groups, groups, count * sizeof *groups);
    return make_key(o, random, user);
}

enum extsta_error owe_next_group(struct owe *o, owe_random *random, void *user)
{
    if (o->at + 1u >= o->group_count) {
        return EXTSTA_E_UNSUPPORTED;
    }
    o->at++;
    return make_key(o, random, user);
}

/* z: the x coordinate of secret * point. */
static enum extsta_error shared_x(const struct owe *o, struct extsta_span peer, uint8_t *z)
{
    struct curve *c = curve_of(o->crypto, o->groups[o->at]);
    struct curve_point p;
    if (!c) {
        return EXTSTA_E_CRYPTO;
    }
    if (peer.len != o->len) {
        return EXTSTA_E_MALFORMED;
    }
    enum extsta_error e = curve_lift(c, peer.data, false, &p);
    e = e == EXTSTA_OK ? curve_mul(c, &o->secret, &p, &p) : e;
    if (e == EXTSTA_OK) {
        memcpy(z, p.x, o->len);
    }
    wipe(&p, sizeof p);
    return e;
}

/* PMKID = Truncate-128(Hash(C || A)); prk = HKDF-extract(C || A || group, z); PMK =
 * HKDF-expand(prk, "OWE Key Generation", as long as the digest). C, A: public keys of station
 * and AP. */
static enum extsta_error derive(struct owe *o, struct extsta_span station,
                                struct extsta_span ap, const uint8_t *z)
{
    static const char label[] = "OWE Key Generation";
    uint8_t salt[2 * CURVE_LEN_MAX + 2], prk[OWE_PMK_MAX], digest[OWE_PMK_MAX];
    enum crypto_hash hash = curve_hash(curve_of(o->crypto, o->groups[o->at]));
    size_t len = crypto_hash_len(hash);
    struct writer w = writer_of(salt, sizeof salt);
    writer_span(&w, station);
    writer_span(&w, ap);
    const struct extsta_span keys = span(salt, writer_len(&w)), secret = span(z, o->len);
    crypto_digest(hash, &keys, 1, digest);
    writer_le16(&w, o->groups[o->at]);
    enum extsta_error e =
        crypto_hkdf_extract(o->crypto, hash, span(salt, writer_len(&w)), &secret, 1, prk);
    e = e == EXTSTA_OK ? crypto_hkdf_expand(o->crypto, hash, span(prk, len),
                                            span(label, sizeof label - 1), o->pmk, len)
                       : e;
    wipe(prk, sizeof prk);
    memcpy(o->pmkid, digest, sizeof o->pmkid);
    o->pmk_len = (uint8_t)len;
    o->has_keys = e == EXTSTA_OK;
    return e;
}

static enum extsta_error agree(struct owe *o, const struct dh_element *peer, bool is_ap)
{
    uint8_t z[CURVE_LEN_MAX];
    struct extsta_span own = span(o->own, o->len);
    enum extsta_error e = shared_x(o, peer->key, z);
    if (e == EXTSTA_OK) {
        e = is_ap ? derive(o, peer->key, own, z) : derive(o, own, peer->key, z);
    }
    wipe(z, sizeof z);
    return e;
}

enum extsta_error owe_take_key(struct owe *o, const struct dh_element *peer)
{
    if (o->len == 0 || peer->group != o->groups[o->at]) {
        return EXTSTA_E_MALFORMED;
    }
    return agree(o, peer, false);
}

enum extsta_error owe_answer(struct owe *o, struct crypto *crypto, const uint16_t *groups,
                             size_t count, const struct dh_element *station, owe_random *random,
                             void *user)
{
    size_t i = 0;
    while (i < count && groups[i] != station->group) {
        i++;
    }
    if (i == count) {
        return EXTSTA_E_UNSUPPORTED;
    }
    enum extsta_error e = owe_begin(o, crypto, &groups[i], 1, random, user);
    e = e == EXTSTA_OK ? agree(o, station, true) : e;
    if (e != EXTSTA_OK) {
        owe_clear(o);
    }
    return e;
}

struct dh_element owe_public(const struct owe *o)
{
    return (struct dh_element){.group = o->groups[o->at], .key = span(o->own, o->len)};
}

void owe_clear(struct owe *o)
{
    wipe(o, sizeof *o);
}
