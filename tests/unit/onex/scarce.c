/* EAP over TLS without memory: each request of a conversation is refused once, the pool's and
 * then OpenSSL's. Nobody falls over, nothing is lost, nobody gets keys that the other has not,
 * and who was refused knows it. */
#include "conversation.h"
#include <openssl/crypto.h>
#include <openssl/err.h>

static size_t requests, refuse_at; /* 0: none is refused */
static bool of_openssl, counting;

static bool refused(bool openssl)
{
    return counting && openssl == of_openssl && ++requests == refuse_at;
}

static void *take(size_t size, const char *file, int line)
{
    return refused(true) ? NULL : malloc(size);
}
static void *grow(void *block, size_t size, const char *file, int line)
{
    return refused(true) ? NULL : realloc(block, size);
}
static void give(void *block, const char *file, int line)
{
    free(block);
}

void *__real_pool_alloc(struct pool *pool, size_t size);
void *__wrap_pool_alloc(struct pool *pool, size_t size);
void *__wrap_pool_alloc(struct pool *pool, size_t size)
{
    return refused(false) ? NULL : __real_pool_alloc(pool, size);
}
void *__real_pool_zalloc(struct pool *pool, size_t size);
void *__wrap_pool_zalloc(struct pool *pool, size_t size);
void *__wrap_pool_zalloc(struct pool *pool, size_t size)
{
    return refused(false) ? NULL : __real_pool_zalloc(pool, size);
}

static const struct {
    uint8_t type;
    enum extsta_eap_inner inner;
    uint8_t version;
} cases[] = {
    {EXTSTA_EAP_TLS, EXTSTA_EAP_INNER_PAP, TLS_1_2},
    {EXTSTA_EAP_PEAP, EXTSTA_EAP_INNER_PAP, TLS_1_3},
    {EXTSTA_EAP_TTLS, EXTSTA_EAP_INNER_EAP_MSCHAPV2, TLS_1_2},
};
#define CASES (sizeof cases / sizeof cases[0])

/* As far as it gets. */
static void talk(struct conversation *c, const struct eap_setup *setup)
{
    uint8_t data[EAP_DATA_MAX];
    struct writer w = writer_of(data, sizeof data), none = writer_of(&(uint8_t){0}, 0);
    c->verdict[1] = c->method[1]->start(c->state[1], setup, &w);
    c->verdict[0] = c->method[0]->start(c->state[0], setup, &none);
    size_t len = writer_len(&w);
    while (c->verdict[1] == EAP_CONTINUE && c->verdict[0] != EAP_FAILED && len > 0 &&
           pass(c, 0, data, &len)) {
        pass(c, 1, data, &len);
    }
}

/* One conversation in a context of its own; the number of requests. */
static size_t converse_scarcely(size_t which, size_t refuse)
{
    struct extsta_eap peer = peer_config();
    struct eap_resume resume = {0};
    struct conversation c;
    seed = 1;
    assert_int_equal(setup(NULL), 0);
    struct eap_server server = usual_server();
    peer.inner = cases[which].inner;
    peer.tls_max = cases[which].version;
    struct eap_setup s = {.crypto = crypto,
                          .random = {fill, NULL},
                          .wall = WALL,
                          .fragment = 400,
                          .peer = &peer,
                          .server = &server,
                          .identity = peer.identity,
                          .resume = &resume};
    begin(&c, &s, cases[which].type);
    requests = 0;
    refuse_at = refuse;
    counting = true;
    talk(&c, &s);
    counting = false;
    for (int i = 0; i < 2; i++) {
        c.has_keys[i] = c.method[i]->keys(c.state[i], &c.keys[i]);
        c.method[i]->failure(c.state[i], &c.failure[i]);
        eap_method_stop(c.method[i], c.state[i]);
        free(c.state[i]);
    }
    if (c.has_keys[0] && c.has_keys[1]) {
        assert_memory_equal(c.keys[0].msk, c.keys[1].msk, EAP_MSK_LEN);
    }
    /* Within its search for an issuer OpenSSL does not say that it was refused. */
    enum eap_cause cause = c.failure[0].cause;
    assert_true(c.has_keys[0] || of_openssl || cause == EAP_CAUSE_CRYPTO ||
                (c.verdict[1] != EAP_DONE && c.failure[1].cause == EAP_CAUSE_CRYPTO) ||
                c.verdict[1] == EAP_IGNORED);
    eap_resume_clear(&resume);
    server_drop(&server);
    assert_int_equal(extsta_context_free(ctx), 0);
    return requests;
}

static void refuse_each(bool openssl, size_t step)
{
    of_openssl = openssl;
    for (size_t i = 0; i < CASES; i++) {
        size_t all = converse_scarcely(i, 0);
        assert_true(all > 0);
        for (size_t n = 1; n <= all; n += step) {
            converse_scarcely(i, n);
        }
    }
}

static void each_request_of_the_pool_can_be_refused(void **state)
{
    refuse_each(false, 1);
}

/* Of OpenSSL's, which are thousands, some; by a step that meets others in each conversation. */
static void requests_of_openssl_can_be_refused(void **state)
{
    refuse_each(true, 97);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_request_of_the_pool_can_be_refused),
        cmocka_unit_test(requests_of_openssl_can_be_refused),
    };
    if (!CRYPTO_set_mem_functions(take, grow, give)) {
        return 1;
    }
    ERR_clear_error(); /* the thread's own state, made while there is memory */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
