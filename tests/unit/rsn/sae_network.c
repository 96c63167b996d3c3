/* The store of SAE networks: who names the same secret shares it, the PTs are those of IEEE Std
 * 802.11-2020 annex J.10, and what nobody holds is forgotten in the end, and wiped. */
#include "../with_crypto.h"
#include "../vectors/hex.h"
#include "../vectors/sae_pt_h2e.h"
#include "base/names.h"
#include "rsn/sae_network.h"
#include <stdio.h>

static struct extsta_span text(const char *s)
{
    return span(s, s ? strlen(s) : 0);
}

static struct sae_network *take(const char *ssid, const char *password, const char *identifier)
{
    struct sae_network *n = sae_network_take(
        ctx, &(struct sae_secret){text(ssid), text(password), text(identifier)});
    assert_non_null(n);
    return n;
}

static void who_names_the_same_secret_shares_it(void **state)
{
    struct sae_network *a = take("home", "a secret", NULL);
    struct sae_network *others[] = {
        take("home2", "a secret", NULL), take("home", "a secret2", NULL),
        take("home", "a secret", "guest"), take("hom", "ea secret", "")};
    for (size_t i = 0; i < COUNT(others); i++) {
        assert_ptr_not_equal(a, others[i]);
        sae_network_release(ctx, others[i]);
    }
    assert_ptr_equal(take("home", "a secret", ""), a);
    assert_int_equal(a->refs, 2);
    sae_network_release(ctx, a);
    sae_network_release(ctx, a);
    assert_ptr_equal(take("home", "a secret", NULL), a); /* still remembered */
    sae_network_release(ctx, a);
}

static struct extsta_span ascii(const char *text_in_hex, struct hex *keep)
{
    if (!text_in_hex) {
        return span(NULL, 0);
    }
    *keep = hex(text_in_hex);
    return span(keep->b, keep->len);
}

static void its_points_are_those_of_the_standard(void **state)
{
    size_t seen = 0;
    for (size_t i = 0; i < COUNT(vectors_sae_pt_h2e); i++) {
        const struct vector_sae_pt *v = &vectors_sae_pt_h2e[i];
        struct hex ssid = {0};
        if (!v->ssid || !v->pt_x || !v->password) {
            continue; /* of the map alone */
        }
        seen++;
        struct hex x = hex(v->pt_x), y = hex(v->pt_y);
        uint16_t groups[] = {20, (uint16_t)v->group};
        struct sae_pt pts[2];
        struct sae_network *n =
            sae_network_take(ctx, &(struct sae_secret){ascii(v->ssid, &ssid), text(v->password),
                                                       text(v->password_identifier)});
        assert_non_null(n);
        assert_true(sae_network_pts(ctx, n, groups, 2, pts));
        assert_int_equal(pts[0].group, 20);
        assert_int_equal(pts[1].group, v->group);
        assert_memory_equal(pts[1].point.x, x.b, x.len);
        assert_memory_equal(pts[1].point.y, y.b, y.len);
        sae_network_release(ctx, n);
    }
    assert_int_not_equal(seen, 0);
}

static void what_cannot_be_a_secret_is_none(void **state)
{
    char longer[80];
    struct sae_pt pt;
    memset(longer, 'x', sizeof longer);
    const struct sae_secret bad[] = {
        {span(longer, 33), span(longer, 8), span(NULL, 0)},
        {span(longer, 8), span(longer, SAE_PASSWORD_MAX + 1), span(NULL, 0)},
        {span(longer, 8), span(longer, 8), span(longer, SAE_IDENTIFIER_MAX + 1)}};
    for (size_t i = 0; i < COUNT(bad); i++) {
        assert_null(sae_network_take(ctx, &bad[i]));
    }
    struct sae_network *n = take("home", "a secret", NULL);
    assert_false(sae_network_pts(ctx, n, &(uint16_t){18}, 1, &pt));
    assert_false(sae_network_pts(ctx, n, &(uint16_t){22}, 1, &pt));
    sae_network_release(ctx, n);
}

/* Of a hundred networks a few are remembered, the latest; one that is held stays. */
static void what_nobody_holds_is_forgotten(void **state)
{
    char ssid[24];
    struct sae_network *held = take("held", "a secret", NULL);
    for (int i = 0; i < 100; i++) {
        snprintf(ssid, sizeof ssid, "net%d", i);
        sae_network_release(ctx, take(ssid, "a secret", NULL));
    }
    size_t count = 0;
    const struct sae_network *last = take("net99", "a secret", NULL);
    for (const struct sae_network *n = last; n; n = n->next) {
        count++;
    }
    assert_in_range(count, 2, 20);
    assert_ptr_equal(take("held", "a secret", NULL), held);
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        T(who_names_the_same_secret_shares_it),
        T(its_points_are_those_of_the_standard),
        T(what_cannot_be_a_secret_is_none),
        T(what_nobody_holds_is_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
