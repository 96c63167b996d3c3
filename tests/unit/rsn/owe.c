/* OWE's machine: known answers, both sides with each other, and what a hostile peer sends.
 * Vectors: RFC 5903 (the ECDH below it) and Fuchsia's regression value. PMK and PMKID of RFC
 * 5903's keys are RFC 8110 4.4 computed from its z by Python's hmac and hashlib. */
#include "../with_crypto.h"
#include "../vectors/hex.h"
#include "../vectors/owe.h"
#include "rsn/owe.h"

/* What is behind the random numbers: octets of which owe.c makes this private key. */
struct fixed {
    uint8_t octets[CURVE_LEN_MAX + 8];
    size_t len;
};

/* The reduction adds one (curve_scalar_reduce): so it is taken off here. */
static struct fixed fixed_key(const char *private_hex)
{
    struct hex h = hex(private_hex);
    struct fixed f = {.len = h.len + 8};
    memcpy(f.octets + 8, h.b, h.len);
    assert_true(f.octets[f.len - 1] > 0);
    f.octets[f.len - 1]--;
    return f;
}

static void give_fixed(void *user, void *out, size_t len)
{
    const struct fixed *f = user;
    assert_int_equal(len, f->len);
    memcpy(out, f->octets, len);
}

static void give_random(void *user, void *out, size_t len)
{
    (void)user;
    context_random(ctx, 7, out, len);
}

static struct dh_element element(long group, const struct hex *x)
{
    return (struct dh_element){.group = (uint16_t)group, .key = hex_span(x)};
}

/* The x coordinate of a point in hex, both coordinates behind each other. */
static struct hex x_of(const char *point)
{
    struct hex h = hex(point);
    h.len /= 2;
    return h;
}

/* By group: PMK, PMKID of RFC 5903's pairs. */
static const struct {
    const char *pmk, *pmkid;
} derived[] = {
    {"17a1ac508a3b3a7c9fdb8ae0ea6f58aef93964d3878a6fbc22c86c9db033dc49",
     "5a11e2f2ea83ddda4fd106cd1193b7ae"},
    {"4e15b12c0cb9fbffb87efdd154be58fa141509be6d9e62546057ea38649be6b55efd3470fe2e59d09687d020e"
     "7"
     "42f34d",
     "e3e56de20aa3f94a5b54906e8bb546dc"},
    {"2037c3614440e9cb0e9418328dae99289f2f969017d8a8ed5cf5263482e5e47f98867f6e2762136741ef20437"
     "7"
     "ab14956368fc46d2cab44e0070459e1c2b21b2",
     "0a6883afd3a29d8adcb8bea18fdb3ab2"},
};

static void published_keys_give_the_published_secrets(void **state)
{
    for (size_t i = 0; i < 3; i++) {
        const struct vector_owe *v = &vectors_owe[i];
        struct fixed mine = fixed_key(v->private_i), theirs = fixed_key(v->private_r);
        struct hex own = x_of(v->public_i), peer = x_of(v->public_r);
        struct hex pmk = hex(derived[i].pmk), pmkid = hex(derived[i].pmkid);
        const uint16_t group = (uint16_t)v->group;
        struct dh_element station = element(v->group, &own), ap = element(v->group, &peer);
        struct owe o, a;
        assert_int_equal(owe_begin(&o, crypto, &group, 1, give_fixed, &mine), EXTSTA_OK);
        assert_true(span_equal(owe_public(&o).key, hex_span(&own)));
        assert_int_equal(owe_take_key(&o, &ap), EXTSTA_OK);
        assert_true(span_equal(span(o.pmk, o.pmk_len), hex_span(&pmk)));
        assert_memory_equal(o.pmkid, pmkid.b, 16);
        assert_int_equal(
            owe_answer(&a, crypto, owe_groups, OWE_GROUPS, &station, give_fixed, &theirs),
            EXTSTA_OK);
        assert_true(span_equal(owe_public(&a).key, hex_span(&peer)));
        assert_true(span_equal(span(a.pmk, a.pmk_len), hex_span(&pmk)));
        assert_memory_equal(a.pmkid, pmkid.b, 16);
    }
}

static void fuchsias_client(void **state)
{
    const struct vector_owe *v = &vectors_owe[3];
    struct fixed mine = fixed_key(v->client_private);
    struct hex own = hex(v->client_public_x), peer = hex(v->ap_public_x), pmk = hex(v->pmk);
    const uint16_t group = 19;
    struct dh_element ap = element(19, &peer);
    struct owe o;
    assert_int_equal(owe_begin(&o, crypto, &group, 1, give_fixed, &mine), EXTSTA_OK);
    assert_true(span_equal(owe_public(&o).key, hex_span(&own)));
    assert_int_equal(owe_take_key(&o, &ap), EXTSTA_OK);
    assert_true(span_equal(span(o.pmk, o.pmk_len), hex_span(&pmk)));
}

static void groups_are_offered_once_each_until_the_ap_does_one(void **state)
{
    const uint16_t only_521 = 21;
    struct owe o, ap;
    struct dh_element offer;
    assert_int_equal(owe_begin(&o, crypto, owe_groups, OWE_GROUPS, give_random, NULL),
                     EXTSTA_OK);
    for (unsigned i = 0; i < 2; i++) {
        offer = owe_public(&o);
        assert_int_equal(offer.group, 19 + i);
        assert_int_equal(owe_answer(&ap, crypto, &only_521, 1, &offer, give_random, NULL),
                         EXTSTA_E_UNSUPPORTED);
        assert_int_equal(owe_next_group(&o, give_random, NULL), EXTSTA_OK);
    }
    offer = owe_public(&o);
    assert_int_equal(owe_answer(&ap, crypto, &only_521, 1, &offer, give_random, NULL),
                     EXTSTA_OK);
    struct dh_element answer = owe_public(&ap);
    assert_int_equal(owe_take_key(&o, &answer), EXTSTA_OK);
    assert_int_equal(o.pmk_len, 64);
    assert_memory_equal(o.pmk, ap.pmk, 64);
    assert_memory_equal(o.pmkid, ap.pmkid, 16);
    assert_int_equal(owe_next_group(&o, give_random, NULL), EXTSTA_E_UNSUPPORTED);
    owe_clear(&o);
    static const struct owe empty;
    assert_memory_equal(&o, &empty, sizeof o);
}

/* No x of a point, not below the prime, too short, too long, another group: refused, and the
 * true key is still taken afterwards. */
static void keys_that_are_none_are_refused_and_change_nothing(void **state)
{
    static const char *const wrong[] = {
        /* P-256 has no point with x = 1 (by Euler's criterion); 2^256 - 1 is above the prime;
         * then an octet too few, one too many, none */
        "0000000000000000000000000000000000000000000000000000000000000001",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "00000000000000000000000000000000000000000000000000000000000000",
        "40ac0ba500964f5872fb969e673d0c83869dd8976c688cec46fe4ba4b140e7ef00", ""};
    const struct vector_owe *v = &vectors_owe[3];
    struct fixed mine = fixed_key(v->client_private);
    struct hex peer = hex(v->ap_public_x), pmk = hex(v->pmk);
    const uint16_t group = 19;
    struct owe o, a;
    assert_int_equal(owe_begin(&o, crypto, &group, 1, give_fixed, &mine), EXTSTA_OK);
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct hex h = hex(wrong[i]);
        struct dh_element bad = element(19, &h);
        assert_int_equal(owe_take_key(&o, &bad), EXTSTA_E_MALFORMED);
        assert_false(o.has_keys);
        assert_int_equal(
            owe_answer(&a, crypto, owe_groups, OWE_GROUPS, &bad, give_random, NULL),
            EXTSTA_E_MALFORMED);
    }
    struct dh_element other = element(20, &peer), right = element(19, &peer);
    assert_int_equal(owe_take_key(&o, &other), EXTSTA_E_MALFORMED);
    assert_int_equal(owe_take_key(&o, &right), EXTSTA_OK);
    assert_true(span_equal(span(o.pmk, o.pmk_len), hex_span(&pmk)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(published_keys_give_the_published_secrets, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(fuchsias_client, setup, teardown),
        cmocka_unit_test_setup_teardown(groups_are_offered_once_each_until_the_ap_does_one,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(keys_that_are_none_are_refused_and_change_nothing,
                                        setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
