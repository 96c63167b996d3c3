/* MS-CHAPv2 against the examples of RFC 2759 and RFC 3079. */
#include "../testing.h"
#include "../vectors/hex.h"
#include "../vectors/mschapv2.h"
#include "onex/mschapv2.h"

static struct extsta_span text(const char *s)
{
    return span(s, strlen(s));
}

static void assert_hex(const void *octets, const char *expected)
{
    struct hex h = hex(expected);
    assert_memory_equal(octets, h.b, h.len);
}

static struct mschapv2 exchange(const struct vector_mschapv2 *v, const char *user)
{
    struct mschapv2 m = {.user = text(user)};
    struct hex server = hex(v->auth_challenge), peer = hex(v->peer_challenge);
    assert_true(mschapv2_password_hash(text(v->password), m.password_hash));
    memcpy(m.server_challenge, server.b, sizeof m.server_challenge);
    memcpy(m.peer_challenge, peer.b, sizeof m.peer_challenge);
    return m;
}

static void RFC_2759_the_password_is_proven_both_ways(void **state)
{
    const struct vector_mschapv2 *v = &vectors_mschapv2[0];
    struct mschapv2 m = exchange(v, v->user);
    uint8_t response[MSCHAPV2_RESPONSE_LEN];
    char proof[MSCHAPV2_AUTHENTICATOR_LEN];
    assert_hex(m.password_hash, v->password_hash);
    mschapv2_response(&m, response);
    assert_hex(response, v->nt_response);
    mschapv2_authenticator(&m, response, proof);
    assert_memory_equal(proof, v->authenticator_response, sizeof proof);
}

/* 4: the name of a domain is no part of it. */
static void RFC_2759_a_domain_changes_nothing(void **state)
{
    const struct vector_mschapv2 *v = &vectors_mschapv2[0];
    struct mschapv2 m = exchange(v, "BIGCO\\User");
    uint8_t response[MSCHAPV2_RESPONSE_LEN];
    mschapv2_response(&m, response);
    assert_hex(response, v->nt_response);
}

static void RFC_3079_keys_come_of_the_password_and_the_response(void **state)
{
    const struct vector_mschapv2 *v = &vectors_mschapv2[1];
    struct hex response = hex(v->nt_response);
    uint8_t hash[MSCHAPV2_HASH_LEN], msk[MSCHAPV2_MSK_LEN], zeros[32] = {0};
    assert_true(mschapv2_password_hash(text(vectors_mschapv2[0].password), hash));
    mschapv2_msk(hash, response.b, msk);
    assert_hex(msk, v->server_receive_start_key_128);
    assert_hex(msk + 16, v->server_send_start_key_128);
    assert_memory_equal(msk + 32, zeros, sizeof zeros);
}

/* Python: hashlib.new("md4", password.encode("utf-16-le")). */
static void a_password_is_utf_16_before_it_is_hashed(void **state)
{
    uint8_t hash[MSCHAPV2_HASH_LEN];
    assert_true(mschapv2_password_hash(text("p\xc3\xa4ss\xe2\x82\xac\xf0\x9f\x94\x91"), hash));
    assert_hex(hash, "585760e5be8888ff662e31feefe7da3b");
}

static void what_is_no_utf_8_is_no_password(void **state)
{
    static const char *const bad[] = {"\xc0\x80",         "\xe2\x82",    "\xed\xa0\x80",
                                      "\xf4\x90\x80\x80", "\x80",        "\xff",
                                      "a\xc3(",           "\xe0\x80\x80"};
    uint8_t hash[MSCHAPV2_HASH_LEN], large[257];
    for (size_t i = 0; i < COUNT(bad); i++) {
        assert_false(mschapv2_password_hash(text(bad[i]), hash));
    }
    memset(large, 'a', sizeof large);
    assert_true(mschapv2_password_hash(span(large, 256), hash));
    assert_false(mschapv2_password_hash(span(large, 257), hash));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(RFC_2759_the_password_is_proven_both_ways),
        cmocka_unit_test(RFC_2759_a_domain_changes_nothing),
        cmocka_unit_test(RFC_3079_keys_come_of_the_password_and_the_response),
        cmocka_unit_test(a_password_is_utf_16_before_it_is_hashed),
        cmocka_unit_test(what_is_no_utf_8_is_no_password),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
