/* Elliptic curves: known answers of RFC 5903 (ECDH), RFC 9380 (the SWU map), and what must be
 * refused. */
#include "../with_crypto.h"
#include "../vectors/hex.h"
#include "../vectors/owe.h"
#include "../vectors/sae_pt_h2e.h"
#include "crypto/curve.h"

static const uint16_t groups[] = {19, 20, 21};

static struct curve_scalar scalar(const char *text)
{
    struct hex h = hex(text);
    struct curve_scalar s = {{0}};
    memcpy(s.b, h.b, h.len);
    return s;
}

static struct curve_point point(const char *x, const char *y)
{
    struct hex hx = hex(x), hy = hex(y);
    struct curve_point p = {{0}, {0}};
    memcpy(p.x, hx.b, hx.len);
    memcpy(p.y, hy.b, hy.len);
    return p;
}

static void assert_point(const struct curve *c, const struct curve_point *p, const char *x,
                         const char *y)
{
    struct curve_point want = point(x, y);
    assert_memory_equal(p->x, want.x, curve_len(c));
    assert_memory_equal(p->y, want.y, curve_len(c));
}

static void diffie_hellman(void **state)
{
    size_t tested = 0;
    for (size_t i = 0; i < COUNT(vectors_owe); i++) {
        const struct vector_owe *v = &vectors_owe[i];
        if (strcmp(v->kind, "ecdh") != 0) {
            continue;
        }
        struct curve *c = curve_of(crypto, (uint16_t)v->group);
        struct curve_scalar a = scalar(v->private_i), b = scalar(v->private_r);
        struct curve_point A, B, K;
        struct hex pub = hex(v->public_i), shared = hex(v->shared_x);
        assert_int_equal(curve_mul_base(c, &a, &A), EXTSTA_OK);
        assert_memory_equal(A.x, pub.b, curve_len(c));
        assert_memory_equal(A.y, pub.b + curve_len(c), curve_len(c));
        assert_int_equal(curve_mul_base(c, &b, &B), EXTSTA_OK);
        assert_int_equal(curve_mul(c, &a, &B, &K), EXTSTA_OK);
        assert_memory_equal(K.x, shared.b, curve_len(c));
        assert_int_equal(curve_mul(c, &b, &A, &K), EXTSTA_OK);
        assert_memory_equal(K.x, shared.b, curve_len(c));
        tested++;
    }
    assert_int_equal(tested, 3);
}

static void simplified_swu(void **state)
{
    size_t tested = 0;
    for (size_t i = 0; i < COUNT(vectors_sae_pt_h2e); i++) {
        const struct vector_sae_pt *v = &vectors_sae_pt_h2e[i];
        struct curve_point p, q;
        if (!v->kind) {
            continue;
        }
        struct curve *c = curve_of(crypto, (uint16_t)v->group);
        struct hex u = hex(v->u0);
        assert_int_equal(curve_map(c, hex_span(&u), &p), EXTSTA_OK);
        assert_point(c, &p, v->q0_x, v->q0_y);
        if (v->u1) {
            u = hex(v->u1);
            assert_int_equal(curve_map(c, hex_span(&u), &q), EXTSTA_OK);
            assert_point(c, &q, v->q1_x, v->q1_y);
            assert_int_equal(curve_add(c, &p, &q, &p), EXTSTA_OK);
            assert_point(c, &p, v->p_x, v->p_y);
        }
        tested++;
    }
    assert_int_equal(tested, 30);
}

/* u = 0 makes m zero: x is b / (z a) then (12.4.4.2.3, CEQ(m, 0)). */
static void map_of_zero_is_on_the_curve(void **state)
{
    static const uint8_t zero[CURVE_LEN_MAX];
    for (size_t i = 0; i < COUNT(groups); i++) {
        struct curve *c = curve_of(crypto, groups[i]);
        struct curve_point p;
        assert_int_equal(curve_map(c, span(zero, curve_len(c)), &p), EXTSTA_OK);
        assert_int_equal(curve_check(c, &p), EXTSTA_OK);
    }
}

static void points_that_are_none(void **state)
{
    for (size_t i = 0; i < COUNT(groups); i++) {
        struct curve *c = curve_of(crypto, groups[i]);
        struct curve_scalar one = {{0}};
        struct curve_point p, q, out;
        one.b[curve_len(c) - 1] = 1;
        assert_int_equal(curve_mul_base(c, &one, &p), EXTSTA_OK);
        q = p;
        q.y[curve_len(c) - 1] ^= 1; /* not on the curve */
        assert_int_equal(curve_check(c, &q), EXTSTA_E_MALFORMED);
        assert_int_equal(curve_mul(c, &one, &q, &out), EXTSTA_E_MALFORMED);
        assert_int_equal(curve_mul_sum(c, &one, &one, &p, &q, &out), EXTSTA_E_MALFORMED);
        q = p;
        memcpy(q.y, curve_prime(c), curve_len(c)); /* a coordinate not below the prime */
        assert_int_equal(curve_check(c, &q), EXTSTA_E_MALFORMED);
        memset(&q, 0, sizeof q);
        assert_int_equal(curve_check(c, &q), EXTSTA_E_MALFORMED);
        /* P - P cannot be written. */
        assert_int_equal(curve_negate(c, &p, &q), EXTSTA_OK);
        assert_int_equal(curve_add(c, &p, &q, &out), EXTSTA_E_MALFORMED);
        assert_int_equal(curve_check(c, &p), EXTSTA_OK);
        assert_int_equal(extsta_context_refused(ctx), 0);
    }
}

static void scalars_between_one_and_the_order(void **state)
{
    struct curve *c = curve_of(crypto, 19);
    struct curve_scalar s = {{0}};
    assert_false(curve_scalar_is_valid(c, &s));
    s.b[31] = 1;
    assert_false(curve_scalar_is_valid(c, &s));
    s.b[31] = 2;
    assert_true(curve_scalar_is_valid(c, &s));
    s = scalar("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550"); /* r - 1 */
    assert_true(curve_scalar_is_valid(c, &s));
    s.b[31]++;
    assert_false(curve_scalar_is_valid(c, &s));
    assert_int_equal(curve_scalar_reduce(c, span(s.b, 32), &s), EXTSTA_OK); /* r mod (r - 1) + 1 */
    assert_int_equal(s.b[31], 2);
    assert_int_equal(s.b[0], 0);
}

/* By a search for x: half of all numbers are the x of a point; what curve_has_x says of one, whatever
 * it is blinded with, is what curve_lift finds. */
static void x_of_a_point(void **state)
{
    for (size_t i = 0; i < COUNT(groups); i++) {
        struct curve *c = curve_of(crypto, groups[i]);
        size_t points = 0;
        for (unsigned n = 0; n < 64; n++) {
            uint8_t x[CURVE_LEN_MAX] = {0}, blind[CURVE_LEN_MAX + 1];
            struct curve_point p;
            bool has;
            x[curve_len(c) - 1] = (uint8_t)n;
            enum extsta_error e = curve_lift(c, x, (n & 1) != 0, &p);
            for (unsigned b = 0; b < 4; b++) {
                memset(blind, (int)(n * 7 + b + 1), sizeof blind);
                blind[curve_len(c)] = (uint8_t)b;
                assert_int_equal(curve_has_x(c, x, blind, &has), EXTSTA_OK);
                assert_int_equal(has, e == EXTSTA_OK);
            }
            if (e == EXTSTA_OK) {
                assert_int_equal(curve_check(c, &p), EXTSTA_OK);
                assert_int_equal(p.y[curve_len(c) - 1] & 1, n & 1);
                points++;
            }
        }
        assert_in_range(points, 16, 48);
    }
}

static void groups_that_are_none(void **state)
{
    assert_null(curve_of(crypto, 18));
    assert_null(curve_of(crypto, 22));
    assert_false(curve_is_known(0));
    assert_true(curve_is_known(20));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(diffie_hellman, setup, teardown),
        cmocka_unit_test_setup_teardown(simplified_swu, setup, teardown),
        cmocka_unit_test_setup_teardown(map_of_zero_is_on_the_curve, setup, teardown),
        cmocka_unit_test_setup_teardown(points_that_are_none, setup, teardown),
        cmocka_unit_test_setup_teardown(scalars_between_one_and_the_order, setup, teardown),
        cmocka_unit_test_setup_teardown(x_of_a_point, setup, teardown),
        cmocka_unit_test_setup_teardown(groups_that_are_none, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
