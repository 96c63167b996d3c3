/* Elliptic curves by OpenSSL's BN and EC: points are made of octets, worked on, and made octets
 * again. Big numbers come from the curve's own BN_CTX and are cleared before they go back to
 * it; the context clears what it holds once more when it is freed. */
#include "crypto/curve.h"
#include "base/wipe.h"
#include "crypto/openssl/openssl.h"
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/objects.h>

struct curve_kind {
    uint16_t group;
    uint8_t len; /* octets */
    uint16_t bits;
    int nid;
    enum crypto_hash hash;
    uint8_t z; /* -Z of the SWU map */
};

static const struct curve_kind kinds[OPENSSL_CURVES] = {
    {19, 32, 256, NID_X9_62_prime256v1, CRYPTO_SHA256, 10},
    {20, 48, 384, NID_secp384r1, CRYPTO_SHA384, 12},
    {21, 66, 521, NID_secp521r1, CRYPTO_SHA512, 4},
};

struct curve {
    struct crypto *crypto;
    const struct curve_kind *kind;
    EC_GROUP *group;
    BN_CTX *ctx;
    BIGNUM *p, *a, *b, *half; /* half: (p - 1) / 2 */
    BIGNUM *root;             /* (p + 1) / 4: p is 3 modulo 4, so v to this is a root of v */
    BIGNUM *order_1;          /* r - 1 */
    BN_MONT_CTX *mont;        /* modulo p */
    uint8_t prime[CURVE_LEN_MAX];
};

/* --- making --- */

static const struct curve_kind *kind_of(uint16_t group)
{
    for (size_t i = 0; i < OPENSSL_CURVES; i++) {
        if (kinds[i].group == group) {
            return &kinds[i];
        }
    }
    return NULL;
}

bool curve_is_known(uint16_t group)
{
    return kind_of(group) != NULL;
}

static bool numbers_new(struct curve *c)
{
    const BIGNUM *order = EC_GROUP_get0_order(c->group);
    c->p = BN_new();
    c->a = BN_new();
    c->b = BN_new();
    c->half = BN_new();
    c->root = BN_new();
    c->order_1 = BN_dup(order);
    c->mont = BN_MONT_CTX_new();
    return c->p && c->a && c->b && c->half && c->root && c->order_1 && c->mont &&
           EC_GROUP_get_curve(c->group, c->p, c->a, c->b, c->ctx) &&
           BN_rshift1(c->half, c->p) && BN_rshift(c->root, c->p, 2) &&
           BN_add_word(c->root, 1) && BN_sub_word(c->order_1, 1) &&
           BN_MONT_CTX_set(c->mont, c->p, c->ctx) &&
           BN_bn2binpad(c->p, c->prime, c->kind->len) == c->kind->len;
}

static void curve_free(struct curve *c)
{
    struct pool *pool = c->crypto->pool;
    BIGNUM *numbers[] = {c->p, c->a, c->b, c->half, c->root, c->order_1};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        BN_free(numbers[i]);
    }
    BN_MONT_CTX_free(c->mont);
    EC_GROUP_free(c->group);
    BN_CTX_free(c->ctx);
    pool_release(pool, c, sizeof *c);
}

struct curve *curve_of(struct crypto *crypto, uint16_t group)
{
    const struct curve_kind *kind = kind_of(group);
    struct curve **slot = kind ? &crypto->openssl->curves[kind - kinds] : NULL;
    if (!kind || *slot) {
        return kind ? *slot : NULL;
    }
    struct curve *c = pool_zalloc(crypto->pool, sizeof *c);
    if (!c) {
        return NULL;
    }
    c->crypto = crypto;
    c->kind = kind;
    c->group = EC_GROUP_new_by_curve_name_ex(crypto->openssl->lib, NULL, kind->nid);
    c->ctx = BN_CTX_new_ex(crypto->openssl->lib);
    if (!c->group || !c->ctx || !numbers_new(c)) {
        curve_free(c);
        crypto_refused(crypto);
        return NULL;
    }
    *slot = c;
    return c;
}

void openssl_curves_free(struct openssl_state *o)
{
    for (size_t i = 0; i < OPENSSL_CURVES; i++) {
        if (o->curves[i]) {
            curve_free(o->curves[i]);
        }
    }
}

uint16_t curve_group(const struct curve *c)
{
    return c->kind->group;
}

size_t curve_len(const struct curve *c)
{
    return c->kind->len;
}

size_t curve_bits(const struct curve *c)
{
    return c->kind->bits;
}

enum crypto_hash curve_hash(const struct curve *c)
{
    return c->kind->hash;
}

const uint8_t *curve_prime(const struct curve *c)
{
    return c->prime;
}

/* --- big numbers of one computation --- */

#define NUMBERS 16

/* They are the BN_CTX's. Everything done with them is done while `ok`. */
struct work {
    struct curve *c;
    BIGNUM *n[NUMBERS];
    size_t count;
    EC_POINT *p[3];
    size_t points;
    bool ok;
};

static struct work work_begin(struct curve *c)
{
    BN_CTX_start(c->ctx);
    return (struct work){.c = c, .ok = true};
}

static BIGNUM *number(struct work *w)
{
    BIGNUM *n = BN_CTX_get(w->c->ctx);
    w->ok = w->ok && n && w->count < NUMBERS;
    if (w->ok) {
        w->n[w->count++] = n;
    }
    return n;
}

static BIGNUM *number_of(struct work *w, const uint8_t *octets, size_t len)
{
    BIGNUM *n = number(w);
    w->ok = w->ok && BN_bin2bn(octets, (int)len, n);
    return n;
}

static EC_POINT *point(struct work *w)
{
    EC_POINT *p = w->ok ? EC_POINT_new(w->c->group) : NULL;
    w->ok = p != NULL;
    if (p) {
        w->p[w->points++] = p;
    }
    return p;
}

/* What was computed with is cleared. `result` of an error that is not the library's stands. */
static enum extsta_error work_end(struct work *w, enum extsta_error result)
{
    for (size_t i = 0; i < w->count; i++) {
        BN_clear(w->n[i]);
    }
    for (size_t i = 0; i < w->points; i++) {
        EC_POINT_clear_free(w->p[i]);
    }
    BN_CTX_end(w->c->ctx);
    return w->ok ? result : crypto_refused(w->c->crypto);
}

/* The end of a computation whose result is a point. */
static enum extsta_error work_end_point(struct work *w, const EC_POINT *p,
                                        struct curve_point *out)
{
    struct curve *c = w->c;
    enum extsta_error result = EXTSTA_OK;
    BIGNUM *x = number(w), *y = number(w);
    memset(out, 0, sizeof *out);
    if (w->ok && EC_POINT_is_at_infinity(c->group, p)) {
        result = EXTSTA_E_MALFORMED;
    } else {
        w->ok = w->ok && EC_POINT_get_affine_coordinates(c->group, p, x, y, c->ctx) &&
                BN_bn2binpad(x, out->x, c->kind->len) > 0 &&
                BN_bn2binpad(y, out->y, c->kind->len) > 0;
    }
    result = work_end(w, result);
    if (result != EXTSTA_OK) {
        wipe(out, sizeof *out);
    }
    return result;
}

static enum extsta_error work_end_scalar(struct work *w, const BIGNUM *n,
                                         struct curve_scalar *out)
{
    memset(out, 0, sizeof *out);
    w->ok = w->ok && BN_bn2binpad(n, out->b, w->c->kind->len) > 0;
    enum extsta_error result = work_end(w, EXTSTA_OK);
    if (result != EXTSTA_OK) {
        wipe(out, sizeof *out);
    }
    return result;
}

/* --- scalars --- */

static BIGNUM *scalar_of(struct work *w, const struct curve_scalar *s)
{
    BIGNUM *n = number_of(w, s->b, w->c->kind->len);
    if (w->ok) {
        BN_set_flags(n, BN_FLG_CONSTTIME);
    }
    return n;
}

bool curve_scalar_is_valid(struct curve *c, const struct curve_scalar *s)
{
    struct work w = work_begin(c);
    const BIGNUM *n = scalar_of(&w, s);
    bool valid =
        w.ok && BN_cmp(n, BN_value_one()) > 0 && BN_cmp(n, EC_GROUP_get0_order(c->group)) < 0;
    return work_end(&w, EXTSTA_OK) == EXTSTA_OK && valid;
}

enum extsta_error curve_scalar_reduce(struct curve *c, struct extsta_span value,
                                      struct curve_scalar *out)
{
    struct work w = work_begin(c);
    BIGNUM *n = number_of(&w, value.data, value.len);
    w.ok = w.ok && BN_mod(n, n, c->order_1, c->ctx) && BN_add_word(n, 1);
    return work_end_scalar(&w, n, out);
}

enum extsta_error curve_scalar_add(struct curve *c, const struct curve_scalar *a,
                                   const struct curve_scalar *b, struct curve_scalar *out)
{
    struct work w = work_begin(c);
    BIGNUM *m = scalar_of(&w, a), *n = scalar_of(&w, b);
    w.ok = w.ok && BN_mod_add(m, m, n, EC_GROUP_get0_order(c->group), c->ctx);
    return work_end_scalar(&w, m, out);
}

enum extsta_error curve_scalar_mul(struct curve *c, const struct curve_scalar *a,
                                   const struct curve_scalar *b, struct curve_scalar *out)
{
    struct work w = work_begin(c);
    BIGNUM *m = scalar_of(&w, a), *n = scalar_of(&w, b);
    w.ok = w.ok && BN_mod_mul(m, m, n, EC_GROUP_get0_order(c->group), c->ctx);
    return work_end_scalar(&w, m, out);
}

/* --- points --- */

/* EXTSTA_E_MALFORMED: not on the curve, or a coordinate that is not below the prime. */
static enum extsta_error load(struct work *w, const struct curve_point *from, EC_POINT **to)
{
    struct curve *c = w->c;
    BIGNUM *x = number_of(w, from->x, c->kind->len), *y = number_of(w, from->y, c->kind->len);
    *to = point(w);
    if (!w->ok) {
        return EXTSTA_E_CRYPTO;
    }
    if (BN_cmp(x, c->p) >= 0 || BN_cmp(y, c->p) >= 0) {
        return EXTSTA_E_MALFORMED;
    }
    ERR_clear_error();
    if (EC_POINT_set_affine_coordinates(c->group, *to, x, y, c->ctx)) {
        return EXTSTA_OK;
    }
    /* No memory is no fault of the point. */
    w->ok = ERR_GET_REASON(ERR_peek_last_error()) == EC_R_POINT_IS_NOT_ON_CURVE;
    ERR_clear_error();
    return EXTSTA_E_MALFORMED;
}

enum extsta_error curve_check(struct curve *c, const struct curve_point *p)
{
    struct work w = work_begin(c);
    EC_POINT *q;
    enum extsta_error e = load(&w, p, &q);
    return work_end(&w, e);
}

enum extsta_error curve_mul(struct curve *c, const struct curve_scalar *k,
                            const struct curve_point *p, struct curve_point *out)
{
    struct work w = work_begin(c);
    EC_POINT *q;
    enum extsta_error e = load(&w, p, &q);
    const BIGNUM *n = scalar_of(&w, k);
    if (e != EXTSTA_OK) {
        wipe(out, sizeof *out);
        return work_end(&w, e);
    }
    w.ok = w.ok && EC_POINT_mul(c->group, q, NULL, q, n, c->ctx);
    return work_end_point(&w, q, out);
}

enum extsta_error curve_mul_base(struct curve *c, const struct curve_scalar *k,
                                 struct curve_point *out)
{
    struct work w = work_begin(c);
    const BIGNUM *n = scalar_of(&w, k);
    EC_POINT *q = point(&w);
    w.ok = w.ok && EC_POINT_mul(c->group, q, n, NULL, NULL, c->ctx);
    return work_end_point(&w, q, out);
}

enum extsta_error curve_mul_sum(struct curve *c, const struct curve_scalar *k,
                                const struct curve_scalar *j, const struct curve_point *p,
                                const struct curve_point *q, struct curve_point *out)
{
    struct work w = work_begin(c);
    EC_POINT *a, *b = NULL;
    enum extsta_error e = load(&w, p, &a);
    e = e == EXTSTA_OK ? load(&w, q, &b) : e;
    const BIGNUM *m = scalar_of(&w, k), *n = scalar_of(&w, j);
    if (e != EXTSTA_OK) {
        wipe(out, sizeof *out);
        return work_end(&w, e);
    }
    w.ok = w.ok && EC_POINT_mul(c->group, a, NULL, a, n, c->ctx) &&
           EC_POINT_add(c->group, a, a, b, c->ctx) &&
           EC_POINT_mul(c->group, a, NULL, a, m, c->ctx);
    return work_end_point(&w, a, out);
}

enum extsta_error curve_add(struct curve *c, const struct curve_point *p,
                            const struct curve_point *q, struct curve_point *out)
{
    struct work w = work_begin(c);
    EC_POINT *a, *b = NULL;
    enum extsta_error e = load(&w, p, &a);
    e = e == EXTSTA_OK ? load(&w, q, &b) : e;
    if (e != EXTSTA_OK) {
        wipe(out, sizeof *out);
        return work_end(&w, e);
    }
    w.ok = w.ok && EC_POINT_add(c->group, a, a, b, c->ctx);
    return work_end_point(&w, a, out);
}

enum extsta_error curve_negate(struct curve *c, const struct curve_point *p,
                               struct curve_point *out)
{
    struct work w = work_begin(c);
    EC_POINT *a;
    enum extsta_error e = load(&w, p, &a);
    if (e != EXTSTA_OK) {
        wipe(out, sizeof *out);
        return work_end(&w, e);
    }
    w.ok = w.ok && EC_POINT_invert(c->group, a, c->ctx);
    return work_end_point(&w, a, out);
}

/* --- maps --- */

/* y^2 = x^3 + a x + b */
static void right_side(struct work *w, const BIGNUM *x, BIGNUM *out)
{
    struct curve *c = w->c;
    w->ok = w->ok && BN_mod_sqr(out, x, c->p, c->ctx) &&
            BN_mod_add(out, out, c->a, c->p, c->ctx) && BN_mod_mul(out, out, x, c->p, c->ctx) &&
            BN_mod_add(out, out, c->b, c->p, c->ctx);
}

static void power(struct work *w, const BIGNUM *base, const BIGNUM *exponent, BIGNUM *out)
{
    w->ok =
        w->ok && BN_mod_exp_mont_consttime(out, base, exponent, w->c->p, w->c->ctx, w->c->mont);
}

/* to = yes ? one : other, of numbers below the prime, without a branch. */
static void choose(struct work *w, bool yes, const BIGNUM *one, const BIGNUM *other, BIGNUM *to)
{
    uint8_t a[CURVE_LEN_MAX], b[CURVE_LEN_MAX];
    int len = w->c->kind->len;
    uint8_t mask = (uint8_t) - (int)yes;
    w->ok = w->ok && BN_bn2binpad(one, a, len) > 0 && BN_bn2binpad(other, b, len) > 0;
    for (int i = 0; w->ok && i < len; i++) {
        a[i] = (uint8_t)((a[i] & mask) | (b[i] & ~mask));
    }
    w->ok = w->ok && BN_bin2bn(a, len, to);
    wipe(a, sizeof a);
    wipe(b, sizeof b);
}

/* x1 of 12.4.4.2.3: (-b / a) (1 + 1 / m), or b / (z a) where m = z^2 u^4 + z u^2 is zero. zu2
 * is z u^2. */
static void first_x(struct work *w, const BIGNUM *z, const BIGNUM *zu2, BIGNUM *x1)
{
    struct curve *c = w->c;
    BIGNUM *m = number(w), *t = number(w), *e = number(w), *special = number(w);
    w->ok = w->ok && BN_mod_sqr(m, zu2, c->p, c->ctx) && BN_mod_add(m, m, zu2, c->p, c->ctx) &&
            BN_copy(e, c->p) && BN_sub_word(e, 2);
    power(w, m, e, t); /* the inverse; 0 of 0 */
    w->ok = w->ok && BN_add_word(t, 1) && BN_mod_mul(t, t, c->b, c->p, c->ctx) &&
            BN_mod_inverse(e, c->a, c->p, c->ctx) && BN_mod_mul(t, t, e, c->p, c->ctx) &&
            BN_sub(t, c->p, t) && BN_nnmod(t, t, c->p, c->ctx);
    w->ok = w->ok && BN_mod_mul(special, z, c->a, c->p, c->ctx) &&
            BN_mod_inverse(special, special, c->p, c->ctx) &&
            BN_mod_mul(special, special, c->b, c->p, c->ctx);
    choose(w, w->ok && BN_is_zero(m), special, t, x1);
}

enum extsta_error curve_map(struct curve *c, struct extsta_span value, struct curve_point *out)
{
    struct work w = work_begin(c);
    BIGNUM *u = number_of(&w, value.data, value.len), *z = number(&w), *zu2 = number(&w);
    BIGNUM *x1 = number(&w), *x2 = number(&w), *g1 = number(&w), *g2 = number(&w);
    w.ok = w.ok && BN_nnmod(u, u, c->p, c->ctx) && BN_copy(z, c->p) &&
           BN_sub_word(z, c->kind->z) && BN_mod_sqr(zu2, u, c->p, c->ctx) &&
           BN_mod_mul(zu2, zu2, z, c->p, c->ctx);
    first_x(&w, z, zu2, x1);
    right_side(&w, x1, g1);
    w.ok = w.ok && BN_mod_mul(x2, zu2, x1, c->p, c->ctx);
    right_side(&w, x2, g2);
    power(&w, g1, c->half, z); /* 1 or 0: a square */
    bool square = w.ok && (BN_is_one(z) | BN_is_zero(z));
    choose(&w, square, x1, x2, x1);
    choose(&w, square, g1, g2, g1);
    power(&w, g1, c->root, g2);
    bool even = w.ok && BN_is_odd(u) == BN_is_odd(g2);
    w.ok = w.ok && BN_sub(z, c->p, g2) && BN_nnmod(z, z, c->p, c->ctx);
    choose(&w, even, g2, z, g1);
    EC_POINT *q = point(&w);
    w.ok = w.ok && EC_POINT_set_affine_coordinates(c->group, q, x1, g1, c->ctx);
    return work_end_point(&w, q, out);
}

/* A square times a square stays one, times -1 it is none (p is 3 modulo 4): so the number of
 * which it is asked is a random one, whose kind a random bit has turned. */
enum extsta_error curve_has_x(struct curve *c, const uint8_t *x, const uint8_t *blind,
                              bool *has)
{
    struct work w = work_begin(c);
    BIGNUM *g = number(&w), *r = number_of(&w, blind, c->kind->len), *minus = number(&w);
    right_side(&w, number_of(&w, x, c->kind->len), g);
    w.ok = w.ok && BN_nnmod(r, r, c->p, c->ctx) && (!BN_is_zero(r) || BN_one(r)) &&
           BN_mod_sqr(r, r, c->p, c->ctx) && BN_mod_mul(g, g, r, c->p, c->ctx) &&
           BN_sub(minus, c->p, g);
    bool turned = (blind[c->kind->len] & 1) != 0;
    choose(&w, turned, minus, g, g);
    int kind = w.ok ? BN_kronecker(g, c->p, c->ctx) : -2;
    w.ok = w.ok && kind != -2;
    *has = w.ok && kind == (turned ? -1 : 1);
    return work_end(&w, EXTSTA_OK);
}

enum extsta_error curve_lift(struct curve *c, const uint8_t *x, bool odd,
                             struct curve_point *out)
{
    struct work w = work_begin(c);
    BIGNUM *n = number_of(&w, x, c->kind->len), *g = number(&w), *y = number(&w);
    BIGNUM *other = number(&w);
    if (w.ok && BN_cmp(n, c->p) >= 0) {
        wipe(out, sizeof *out);
        return work_end(&w, EXTSTA_E_MALFORMED);
    }
    right_side(&w, n, g);
    power(&w, g, c->root, y);
    w.ok = w.ok && BN_mod_sqr(other, y, c->p, c->ctx);
    if (w.ok && BN_cmp(other, g) != 0) {
        wipe(out, sizeof *out);
        return work_end(&w, EXTSTA_E_MALFORMED);
    }
    bool right = w.ok && (BN_is_odd(y) != 0) == odd;
    w.ok = w.ok && BN_sub(other, c->p, y);
    choose(&w, right, y, other, y);
    EC_POINT *q = point(&w);
    w.ok = w.ok && EC_POINT_set_affine_coordinates(c->group, q, n, y, c->ctx);
    return work_end_point(&w, q, out);
}
