/* What is secret in an EAP conversation is cleared when it has served: the password, in
 * whatever tunnel it goes, the password's hash, and the keys that come of it. Each block is
 * looked at as it is given back, the context's own and OpenSSL's; and a method's state after it
 * has been stopped. */
#include "conversation.h"
#include "onex/mschapv2.h"
#include <malloc.h>
#include <openssl/crypto.h>
#include <stdio.h>

#define PASSWORD "a password nobody else has"
#define NEEDLES  8u
#define LEN      16u
#define MASK     0x5au /* what is looked for must not find itself */

static uint8_t needles[NEEDLES][LEN];
static const char *names[NEEDLES];
static size_t needle_count;
static unsigned remnants;

static void remember(const char *name, const uint8_t *secret)
{
    assert_true(needle_count < NEEDLES);
    for (size_t i = 0; i < LEN; i++) {
        needles[needle_count][i] = secret[i] ^ MASK;
    }
    names[needle_count++] = name;
}

static void look(const uint8_t *octets, size_t len)
{
    for (size_t at = 0; at + LEN <= len; at++) {
        for (size_t n = 0; n < needle_count; n++) {
            size_t i = 0;
            while (i < LEN && (octets[at + i] ^ MASK) == needles[n][i]) {
                i++;
            }
            if (i == LEN) {
                remnants++;
                print_message("# %s, in a block of %zu octets\n", names[n], len);
            }
        }
    }
}

static void *take(size_t size, const char *file, int line)
{
    return malloc(size);
}
static void give(void *block, const char *file, int line)
{
    if (block) {
        look(block, malloc_usable_size(block));
    }
    free(block);
}
static void *grow(void *block, size_t size, const char *file, int line)
{
    void *grown = malloc(size);
    if (grown && block) {
        size_t have = malloc_usable_size(block);
        memcpy(grown, block, have < size ? have : size);
        give(block, file, line);
    }
    return grown;
}
static void give_own(void *user, void *block, size_t size)
{
    give(block, NULL, 0);
}

/* What goes back to the pool only (the linker puts this before it): it would be served again as
 * it is. */
void __real_pool_release(struct pool *pool, void *block, size_t size);
void __wrap_pool_release(struct pool *pool, void *block, size_t size);
void __wrap_pool_release(struct pool *pool, void *block, size_t size)
{
    if (block) {
        look(block, size);
    }
    __real_pool_release(pool, block, size);
}

static struct extsta_context *watched(void)
{
    struct extsta_memory memory = {testing_alloc, give_own, NULL};
    struct extsta_random random = {testing_fill, &seed};
    return extsta_context_new(&memory, &random);
}

/* One conversation; its keys become needles before anything is given back. */
static void run(uint8_t type, enum extsta_eap_inner inner, uint8_t version,
                struct eap_server *server)
{
    struct extsta_eap peer = peer_config();
    uint8_t data[EAP_DATA_MAX], hash[MSCHAPV2_HASH_LEN];
    struct writer w = writer_of(data, sizeof data), none = writer_of(&(uint8_t){0}, 0);
    struct conversation c;
    struct eap_keys keys;
    peer.inner = inner;
    peer.tls_max = version;
    peer.password = TEXT(PASSWORD);
    struct eap_setup setup = {.crypto = crypto,
                              .random = {fill, NULL},
                              .wall = WALL,
                              .peer = &peer,
                              .server = server,
                              .identity = peer.identity};
    begin(&c, &setup, type);
    c.method[1]->start(c.state[1], &setup, &w);
    c.method[0]->start(c.state[0], &setup, &none);
    for (size_t len = writer_len(&w); len > 0 && c.verdict[1] != EAP_DONE;) {
        pass(&c, 0, data, &len);
        pass(&c, 1, data, &len);
    }
    assert_int_equal(c.verdict[1], EAP_DONE);
    needle_count = 0;
    assert_true(c.method[0]->keys(c.state[0], &keys));
    assert_true(mschapv2_password_hash(peer.password, hash));
    remember("the password", (const uint8_t *)PASSWORD);
    remember("the password's hash", hash);
    remember("the MSK", keys.msk);
    remember("the MSK's end", keys.msk + 48);
    for (int i = 0; i < 2; i++) {
        eap_method_stop(c.method[i], c.state[i]);
        look(c.state[i], c.method[i]->size);
        free(c.state[i]);
    }
}

static void nothing_secret_is_left_behind(void **state)
{
    ctx = watched();
    crypto = crypto_of(ctx);
    struct eap_server server = usual_server();
    server.password = TEXT(PASSWORD);
    remember("the password", (const uint8_t *)PASSWORD);
    for (uint8_t version = TLS_1_2; version <= TLS_1_3; version++) {
        run(EXTSTA_EAP_TLS, EXTSTA_EAP_INNER_PAP, version, &server);
        run(EXTSTA_EAP_PEAP, EXTSTA_EAP_INNER_PAP, version, &server);
        run(EXTSTA_EAP_TTLS, EXTSTA_EAP_INNER_PAP, version, &server);
        run(EXTSTA_EAP_TTLS, EXTSTA_EAP_INNER_MSCHAPV2, version, &server);
        run(EXTSTA_EAP_TTLS, EXTSTA_EAP_INNER_EAP_MSCHAPV2, version, &server);
    }
    server_drop(&server);
    extsta_context_free(ctx);
    assert_int_equal(remnants, 0);
}

/* Such a block is found: else the test would prove nothing. */
static void what_is_left_behind_is_found(void **state)
{
    remember("the password", (const uint8_t *)PASSWORD);
    char *block = OPENSSL_malloc(64);
    snprintf(block, 64, "left: %s", PASSWORD);
    OPENSSL_free(block);
    assert_int_equal(remnants, 1);
    remnants = 0;
    needle_count = 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_left_behind_is_found),
        cmocka_unit_test(nothing_secret_is_left_behind),
    };
    if (!CRYPTO_set_mem_functions(take, grow, give)) {
        return 1;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
