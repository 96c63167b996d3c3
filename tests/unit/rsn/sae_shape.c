/* What hunting and pecking does must not tell of the password (IEEE Std 802.11-2020 12.4.4.2.2;
 * Dragonblood, Vanhoef and Ronen 2020): forty rounds, each with the same computations, whether the
 * first or the tenth candidate was the x of a point. The calls are counted on their way. How long one
 * of them takes is the cryptographic library's. */
#include "../with_crypto.h"
#include "base/bytes.h"
#include "crypto/primitives.h"
#include "rsn/sae_math.h"

#define PASSWORDS 100u
#define ROUNDS    40u /* the standard's k, as hostap has it */

static unsigned hashes, derivations, candidates, lifts;

enum extsta_error __real_crypto_hmac(struct crypto *c, enum crypto_hash hash, struct extsta_span key,
                                     const struct extsta_span *parts, size_t count, uint8_t *out);
enum extsta_error __wrap_crypto_hmac(struct crypto *c, enum crypto_hash hash, struct extsta_span key,
                                     const struct extsta_span *parts, size_t count, uint8_t *out);
enum extsta_error __wrap_crypto_hmac(struct crypto *c, enum crypto_hash hash, struct extsta_span key,
                                     const struct extsta_span *parts, size_t count, uint8_t *out)
{
    hashes++;
    return __real_crypto_hmac(c, hash, key, parts, count, out);
}

enum extsta_error __real_crypto_kdf_bits(struct crypto *c, enum crypto_hash hash,
                                         struct extsta_span key, const char *label,
                                         struct extsta_span context, uint8_t *out, size_t bits);
enum extsta_error __wrap_crypto_kdf_bits(struct crypto *c, enum crypto_hash hash,
                                         struct extsta_span key, const char *label,
                                         struct extsta_span context, uint8_t *out, size_t bits);
enum extsta_error __wrap_crypto_kdf_bits(struct crypto *c, enum crypto_hash hash,
                                         struct extsta_span key, const char *label,
                                         struct extsta_span context, uint8_t *out, size_t bits)
{
    derivations++;
    return __real_crypto_kdf_bits(c, hash, key, label, context, out, bits);
}

enum extsta_error __real_curve_has_x(struct curve *c, const uint8_t *x, const uint8_t *blind,
                                     bool *has);
enum extsta_error __wrap_curve_has_x(struct curve *c, const uint8_t *x, const uint8_t *blind,
                                     bool *has);
enum extsta_error __wrap_curve_has_x(struct curve *c, const uint8_t *x, const uint8_t *blind,
                                     bool *has)
{
    candidates++;
    return __real_curve_has_x(c, x, blind, has);
}

enum extsta_error __real_curve_lift(struct curve *c, const uint8_t *x, bool odd,
                                    struct curve_point *out);
enum extsta_error __wrap_curve_lift(struct curve *c, const uint8_t *x, bool odd,
                                    struct curve_point *out);
enum extsta_error __wrap_curve_lift(struct curve *c, const uint8_t *x, bool odd,
                                    struct curve_point *out)
{
    lifts++;
    return __real_curve_lift(c, x, odd, out);
}

static void fill(void *user, void *out, size_t len)
{
    context_random(ctx, 7, out, len);
}

static void CVE_2019_9494_every_password_takes_the_same_computations(void **state)
{
    static const struct extsta_mac ap = {{2, 0, 0, 0, 0, 1}}, station = {{2, 0, 0, 0, 0, 2}};
    static const uint16_t groups[] = {19, 20, 21};
    for (size_t g = 0; g < sizeof groups / sizeof groups[0]; g++) {
        unsigned derived = 0;
        for (unsigned i = 0; i < PASSWORDS; i++) {
            struct sae_pwe pwe;
            uint8_t password[8] = {'p', 'a', 's', 's', (uint8_t)('a' + i / 26),
                                   (uint8_t)('a' + i % 26), '!', '?'};
            hashes = derivations = candidates = lifts = 0;
            assert_int_equal(sae_pwe_hunt(crypto, groups[g], span(password, sizeof password), ap,
                                          station, fill, NULL, &pwe),
                             EXTSTA_OK);
            assert_int_equal(candidates, ROUNDS);
            assert_int_equal(derivations, ROUNDS);
            assert_int_equal(lifts, 1);
            derived = i ? derived : hashes;
            assert_true(hashes >= ROUNDS && hashes == derived);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(CVE_2019_9494_every_password_takes_the_same_computations,
                                        setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
