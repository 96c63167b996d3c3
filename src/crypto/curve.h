/* Elliptic curves for SAE and OWE: the groups 19, 20 and 21 of the IANA registry for IKE
 * (P-256, P-384, P-521), by octets. What is done here is arithmetic; which octets go into it,
 * and what a peer may send, is rsn's (sae_math.h, owe.h).
 *
 * Numbers are big-endian octet strings of the curve's length. Points are affine; the point at
 * infinity cannot be written, and whoever would get it gets EXTSTA_E_MALFORMED. Any failure of
 * the backend is EXTSTA_E_CRYPTO. On an error the output is cleared. Scalars may be secret:
 * what is done with them does not depend on their value where the backend can help it; where it
 * cannot, that is said. */
#ifndef CRYPTO_CURVE_H
#define CRYPTO_CURVE_H

#include "crypto/primitives.h"

#define CURVE_LEN_MAX 66u /* octets of a coordinate or scalar: P-521 */

struct curve;

struct curve_point {
    uint8_t x[CURVE_LEN_MAX], y[CURVE_LEN_MAX];
};
struct curve_scalar {
    uint8_t b[CURVE_LEN_MAX];
};

/* The curve of a group: made at its first use, the context's own. NULL: not one of these
 * groups, or no memory. */
struct curve *curve_of(struct crypto *crypto, uint16_t group);
/* Whether there is such a group; says nothing of memory. */
bool curve_is_known(uint16_t group);
uint16_t curve_group(const struct curve *c);
/* Octets of a coordinate; those of a scalar are as many (the orders are of the same length). */
size_t curve_len(const struct curve *c);
/* Bits of the prime: 256, 384, 521. */
size_t curve_bits(const struct curve *c);
/* The hash that goes with the group (IEEE Std 802.11-2020, table 12-1). */
enum crypto_hash curve_hash(const struct curve *c);
/* The prime of the field, of curve_len octets; borrowed. */
const uint8_t *curve_prime(const struct curve *c);

/* --- scalars --- */
/* Whether 1 < s < r, r being the order: what a peer's and one's own scalar must be. */
bool curve_scalar_is_valid(struct curve *c, const struct curve_scalar *s);
/* value mod (r - 1) + 1, of any length. */
enum extsta_error curve_scalar_reduce(struct curve *c, struct extsta_span value,
                                      struct curve_scalar *out);
/* (a + b) mod r and a * b mod r; out may be one of them. */
enum extsta_error curve_scalar_add(struct curve *c, const struct curve_scalar *a,
                                   const struct curve_scalar *b, struct curve_scalar *out);
enum extsta_error curve_scalar_mul(struct curve *c, const struct curve_scalar *a,
                                   const struct curve_scalar *b, struct curve_scalar *out);

/* --- points --- */
/* Coordinates below the prime, and on the curve: EXTSTA_OK or EXTSTA_E_MALFORMED. (The curves
 * have cofactor 1: each point is of the group.) */
enum extsta_error curve_check(struct curve *c, const struct curve_point *p);
/* k * p, k * G; out may be p. */
enum extsta_error curve_mul(struct curve *c, const struct curve_scalar *k,
                            const struct curve_point *p, struct curve_point *out);
enum extsta_error curve_mul_base(struct curve *c, const struct curve_scalar *k,
                                 struct curve_point *out);
/* k * (j * p + q): the two multiplications of SAE without a way back to octets between them. */
enum extsta_error curve_mul_sum(struct curve *c, const struct curve_scalar *k,
                                const struct curve_scalar *j, const struct curve_point *p,
                                const struct curve_point *q, struct curve_point *out);
enum extsta_error curve_add(struct curve *c, const struct curve_point *p,
                            const struct curve_point *q, struct curve_point *out);
enum extsta_error curve_negate(struct curve *c, const struct curve_point *p,
                               struct curve_point *out);
/* Simplified SWU map (802.11-2020 12.4.4.2.3): the point of a value of any length, taken modulo
 * the prime. Without a branch on the value. */
enum extsta_error curve_map(struct curve *c, struct extsta_span value, struct curve_point *out);
/* Whether a point has this x, which is below the prime. `blind` are curve_len + 1 random
 * octets: what is computed, and how long that takes, depends on them and not on x (12.4.4.2.2,
 * note on side channels). */
enum extsta_error curve_has_x(struct curve *c, const uint8_t *x, const uint8_t *blind,
                              bool *has);
/* The point with this x whose y is odd, or is not. EXTSTA_E_MALFORMED: there is none. */
enum extsta_error curve_lift(struct curve *c, const uint8_t *x, bool odd,
                             struct curve_point *out);

#endif
