/* SAE's computations: known answers of IEEE Std 802.11-2020 annex J.10, the commits that hostap's
 * tests reject, and both sides with each other in every group. */
#include "../with_crypto.h"
#include "../vectors/hex.h"
#include "../vectors/sae.h"
#include "../vectors/sae_pt_h2e.h"
#include "rsn/sae_math.h"

static struct extsta_mac mac(const char *text)
{
    struct hex h = hex(text);
    struct extsta_mac m;
    memcpy(m.b, h.b, 6);
    return m;
}

static struct curve_scalar scalar(const char *text)
{
    struct hex h = hex(text);
    struct curve_scalar s = {{0}};
    memcpy(s.b, h.b, h.len);
    return s;
}

static void fill(void *user, void *out, size_t len)
{
    context_random(ctx, 7, out, len);
}

static struct extsta_span text(const char *s)
{
    return span(s, s ? strlen(s) : 0);
}

/* group || scalar || element */
static struct sae_commit commit_of(const struct curve *c, const struct hex *h)
{
    struct sae_commit commit;
    size_t len = curve_len(c);
    memset(&commit, 0, sizeof commit);
    memcpy(commit.scalar.b, h->b + 2, len);
    memcpy(commit.element.x, h->b + 2 + len, len);
    memcpy(commit.element.y, h->b + 2 + 2 * len, len);
    return commit;
}

/* The element itself: factor * base. */
static struct curve_point element(const struct sae_pwe *pwe)
{
    struct curve_point p;
    assert_int_equal(curve_mul(pwe->curve, &pwe->factor, &pwe->base, &p), EXTSTA_OK);
    return p;
}

static void hunting_and_pecking_of_annex_J(void **state)
{
    const struct vector_sae *v = &vectors_sae[0];
    struct sae_pwe pwe;
    struct hex x = hex(v->pwe_x), y = hex(v->pwe_y);
    assert_int_equal(sae_pwe_hunt(crypto, 19, text(v->password), mac(v->sta_a), mac(v->sta_b), fill,
                                  NULL, &pwe),
                     EXTSTA_OK);
    struct curve_point p = element(&pwe);
    assert_memory_equal(p.x, x.b, 32);
    assert_memory_equal(p.y, y.b, 32);
}

static void hash_to_element_of_annex_J(void **state)
{
    const struct vector_sae_pt *v = &vectors_sae_pt_h2e[0];
    struct sae_pt pt;
    struct sae_pwe pwe;
    struct hex ssid = hex(v->ssid), x = hex(v->pt_x), y = hex(v->pt_y), val = hex(v->val);
    assert_int_equal(sae_pt_make(crypto, 19, hex_span(&ssid), text(v->password),
                                 text(v->password_identifier), &pt),
                     EXTSTA_OK);
    assert_memory_equal(pt.point.x, x.b, 32);
    assert_memory_equal(pt.point.y, y.b, 32);
    assert_int_equal(sae_pwe_from_pt(crypto, &pt, mac(v->sta_a), mac(v->sta_b), &pwe), EXTSTA_OK);
    assert_memory_equal(pwe.factor.b, val.b, 32);
    struct curve_point p = element(&pwe);
    x = hex(v->pwe_x);
    y = hex(v->pwe_y);
    assert_memory_equal(p.x, x.b, 32);
    assert_memory_equal(p.y, y.b, 32);
}

static void commit_and_keys_of_annex_J(void **state)
{
    const struct vector_sae *v = &vectors_sae[1];
    struct curve_scalar rand = scalar(v->rand), mask = scalar(v->mask);
    struct hex own_octets = hex(v->own_commit), peer_octets = hex(v->peer_commit);
    struct sae_pwe pwe;
    struct sae_commit own, want, peer;
    struct sae_keys keys;
    uint8_t confirm[32];
    assert_int_equal(sae_pwe_hunt(crypto, 19, text(v->password), mac(v->own_addr),
                                  mac(v->peer_addr), fill, NULL, &pwe),
                     EXTSTA_OK);
    want = commit_of(pwe.curve, &own_octets);
    peer = commit_of(pwe.curve, &peer_octets);
    assert_int_equal(sae_commit_make(&pwe, &rand, &mask, &own), EXTSTA_OK);
    assert_memory_equal(&own, &want, sizeof own);
    assert_int_equal(sae_commit_check(pwe.curve, &peer), EXTSTA_OK);
    assert_int_equal(
        sae_keys_make(crypto, &pwe, &rand, &own, &peer, false, span(NULL, 0), &keys), EXTSTA_OK);
    struct hex kck = hex(v->kck), pmk = hex(v->pmk), pmkid = hex(v->pmkid);
    assert_int_equal(keys.kck_len, 32);
    assert_int_equal(keys.pmk_len, 32);
    assert_memory_equal(keys.kck, kck.b, 32);
    assert_memory_equal(keys.pmk, pmk.b, 32);
    assert_memory_equal(keys.pmkid, pmkid.b, 16);
    struct hex mine = hex(v->own_confirm_send_confirm_1);
    struct hex theirs = hex(v->peer_confirm_send_confirm_1);
    assert_int_equal(sae_confirm_make(crypto, &keys, pwe.curve, 1, &own, &peer, confirm), EXTSTA_OK);
    assert_memory_equal(confirm, mine.b, 32);
    assert_int_equal(sae_confirm_make(crypto, &keys, pwe.curve, 1, &peer, &own, confirm), EXTSTA_OK);
    assert_memory_equal(confirm, theirs.b, 32);
}

/* Those whose octets are all there: what is too short is the frame's parser's to refuse. */
static void commits_that_hostap_rejects(void **state)
{
    size_t rejected = 0, accepted = 0;
    for (size_t i = 0; i < COUNT(vectors_sae); i++) {
        const struct vector_sae *v = &vectors_sae[i];
        struct curve *c = curve_of(crypto, (uint16_t)v->group);
        struct hex h = hex(v->commit);
        if (!v->expect || h.len != 2 + 3 * curve_len(c) || get_le16(h.b) != v->group) {
            continue;
        }
        struct sae_commit commit = commit_of(c, &h);
        bool reject = strcmp(v->expect, "reject-commit") == 0;
        assert_int_equal(sae_commit_check(c, &commit),
                         reject ? EXTSTA_E_MALFORMED : EXTSTA_OK);
        rejected += reject;
        accepted += !reject;
    }
    assert_int_equal(rejected, 6);
    assert_true(accepted >= 2);
}

struct side {
    struct curve_scalar rand, mask;
    struct sae_pwe pwe;
    struct sae_commit commit;
    struct sae_keys keys;
};

static void begin(struct side *s)
{
    do {
        context_random(ctx, 8, s->rand.b, curve_len(s->pwe.curve));
        context_random(ctx, 8, s->mask.b, curve_len(s->pwe.curve));
        s->rand.b[0] &= 1; /* P-521 has 521 bits */
        s->mask.b[0] &= 1;
    } while (sae_commit_make(&s->pwe, &s->rand, &s->mask, &s->commit) != EXTSTA_OK);
}

static bool agree(struct side *a, struct side *b, bool long_keys, struct extsta_span rejected)
{
    uint8_t one[SAE_MAX_HASH], two[SAE_MAX_HASH];
    begin(a);
    begin(b);
    assert_int_equal(sae_keys_make(crypto, &a->pwe, &a->rand, &a->commit, &b->commit, long_keys,
                                   rejected, &a->keys),
                     EXTSTA_OK);
    assert_int_equal(sae_keys_make(crypto, &b->pwe, &b->rand, &b->commit, &a->commit, long_keys,
                                   rejected, &b->keys),
                     EXTSTA_OK);
    assert_memory_equal(a->keys.pmkid, b->keys.pmkid, 16);
    assert_int_equal(sae_confirm_make(crypto, &a->keys, a->pwe.curve, 3, &a->commit, &b->commit,
                                      one),
                     EXTSTA_OK);
    assert_int_equal(sae_confirm_make(crypto, &b->keys, b->pwe.curve, 3, &a->commit, &b->commit,
                                      two),
                     EXTSTA_OK);
    return memcmp(one, two, a->keys.kck_len) == 0 &&
           memcmp(a->keys.pmk, b->keys.pmk, a->keys.pmk_len) == 0;
}

/* Both sides, in every group, by both methods; the PMK of AKMs 24 and 25 is as long as the hash. */
static void two_sides_agree(void **state)
{
    const struct extsta_mac a = {{2, 0, 0, 0, 0, 1}}, b = {{2, 0, 0, 0, 0, 2}};
    static const uint8_t hash_len[] = {32, 48, 64};
    for (uint16_t g = 19; g <= 21; g++) {
        struct side one, two;
        struct sae_pt pt, other;
        assert_int_equal(sae_pt_make(crypto, g, text("home"), text("a secret"), text(""), &pt),
                         EXTSTA_OK);
        assert_int_equal(sae_pt_make(crypto, g, text("home"), text("a secret"), text("bob"), &other),
                         EXTSTA_OK);
        sae_pwe_from_pt(crypto, &pt, a, b, &one.pwe);
        sae_pwe_from_pt(crypto, &pt, b, a, &two.pwe);
        assert_true(agree(&one, &two, false, span(NULL, 0)));
        assert_int_equal(one.keys.kck_len, hash_len[g - 19]);
        assert_int_equal(one.keys.pmk_len, 32);
        assert_true(agree(&one, &two, true, span("\x13\x00", 2)));
        assert_int_equal(one.keys.pmk_len, hash_len[g - 19]);
        sae_pwe_from_pt(crypto, &other, b, a, &two.pwe); /* another password identifier */
        assert_false(agree(&one, &two, false, span(NULL, 0)));
        sae_pwe_hunt(crypto, g, text("a secret"), a, b, fill, NULL, &one.pwe);
        sae_pwe_hunt(crypto, g, text("a secret"), b, a, fill, NULL, &two.pwe);
        assert_true(agree(&one, &two, false, span(NULL, 0)));
        assert_int_equal(one.keys.kck_len, 32);
        sae_pwe_hunt(crypto, g, text("another"), b, a, fill, NULL, &two.pwe);
        assert_false(agree(&one, &two, false, span(NULL, 0)));
    }
}

/* The element that makes K the point at infinity (an invalid-curve attacker's other wish): -(j PWE).
 */
static void shared_secret_at_infinity(void **state)
{
    struct side one;
    struct sae_commit peer;
    struct curve_scalar two = {{0}};
    struct sae_pt pt;
    sae_pt_make(crypto, 19, text("home"), text("a secret"), text(""), &pt);
    sae_pwe_from_pt(crypto, &pt, mac("020000000001"), mac("020000000002"), &one.pwe);
    begin(&one);
    two.b[31] = 2;
    peer.scalar = two;
    struct curve_point p = element(&one.pwe);
    curve_mul(one.pwe.curve, &two, &p, &p);
    curve_negate(one.pwe.curve, &p, &peer.element);
    assert_int_equal(sae_commit_check(one.pwe.curve, &peer), EXTSTA_OK);
    assert_int_equal(sae_keys_make(crypto, &one.pwe, &one.rand, &one.commit, &peer, false,
                                   span(NULL, 0), &one.keys),
                     EXTSTA_E_MALFORMED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(hunting_and_pecking_of_annex_J, setup, teardown),
        cmocka_unit_test_setup_teardown(hash_to_element_of_annex_J, setup, teardown),
        cmocka_unit_test_setup_teardown(commit_and_keys_of_annex_J, setup, teardown),
        cmocka_unit_test_setup_teardown(commits_that_hostap_rejects, setup, teardown),
        cmocka_unit_test_setup_teardown(two_sides_agree, setup, teardown),
        cmocka_unit_test_setup_teardown(shared_secret_at_infinity, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
