/* A peer's method against a server's, message by message, for tests: both are the machines of
 * src/onex, and between them nothing but octets. */
#ifndef TESTS_UNIT_ONEX_CONVERSATION_H
#define TESTS_UNIT_ONEX_CONVERSATION_H

#include "../with_crypto.h"
#include "../../../air/apsim_pem.h"
#include "base/pool.h"
#include "onex/eap_server.h"

#define WALL       INT64_C(1767225600) /* 2026-01-01 */
#define PEM(text)  ((struct extsta_span){(const uint8_t *)(text), sizeof(text) - 1})
#define TEXT(text) ((struct extsta_span){(const uint8_t *)(text), strlen(text)})
#define ROUNDS_MAX 400

static inline void fill(void *user, void *out, size_t len)
{
    testing_fill(&seed, 7, out, len);
}

struct conversation {
    const struct eap_method *method[2]; /* peer, server */
    void *state[2];
    enum eap_verdict verdict[2];
    struct eap_keys keys[2];
    bool has_keys[2];
    struct eap_failure failure[2];
    int rounds;
    size_t longest; /* message */
};

static inline struct extsta_eap peer_config(void)
{
    return (struct extsta_eap){.identity = TEXT("user@air.example"),
                               .password = TEXT("secret"),
                               .ca = PEM(pem_ca),
                               .domain = TEXT("air.example"),
                               .certificate = PEM(pem_client),
                               .key = PEM(pem_client_key)};
}

static inline struct tls_server *serve_tls(struct extsta_span certificate,
                                           struct extsta_span key, bool mutual)
{
    struct tls_failure failure;
    struct tls_config config = {.random = {fill, NULL},
                                .wall = WALL,
                                .certificate = certificate,
                                .key = key,
                                .ca = PEM(pem_ca),
                                .verify_off = !mutual};
    struct tls_server *server = tls_serve(crypto, &config, true, &failure);
    assert_non_null(server);
    return server;
}

static inline struct eap_server server_with(struct extsta_span certificate,
                                            struct extsta_span key)
{
    return (struct eap_server){.crypto = crypto,
                               .tls = serve_tls(certificate, key, false),
                               .tls_mutual = serve_tls(certificate, key, true),
                               .identity = TEXT("user@air.example"),
                               .password = TEXT("secret")};
}

static inline struct eap_server usual_server(void)
{
    return server_with(PEM(pem_server), PEM(pem_server_key));
}

static inline void server_drop(struct eap_server *server)
{
    tls_server_free(server->tls);
    tls_server_free(server->tls_mutual);
}

/* One message from an end to the other: whether there is an answer. */
static inline bool pass(struct conversation *c, int to, uint8_t *data, size_t *len)
{
    uint8_t out[EAP_DATA_MAX];
    struct writer w = writer_of(out, sizeof out);
    c->verdict[to] = c->method[to]->rx(c->state[to], span(data, *len), &w);
    assert_false(w.failed);
    *len = writer_len(&w);
    memcpy(data, out, *len);
    c->longest = *len > c->longest ? *len : c->longest;
    c->rounds++;
    assert_true(c->rounds < ROUNDS_MAX);
    return *len > 0;
}

static inline void begin(struct conversation *c, const struct eap_setup *setup, uint8_t type)
{
    memset(c, 0, sizeof *c);
    c->method[0] = eap_method_peer(type);
    c->method[1] = eap_method_server(type);
    for (int i = 0; i < 2; i++) {
        c->state[i] = calloc(1, c->method[i]->size);
    }
}

/* Runs it to its end, and takes what both have to say. */
static inline void converse(struct conversation *c, uint8_t type, const struct eap_setup *setup)
{
    uint8_t data[EAP_DATA_MAX];
    struct writer w = writer_of(data, sizeof data);
    begin(c, setup, type);
    c->verdict[1] = c->method[1]->start(c->state[1], setup, &w);
    assert_int_equal(c->verdict[1], EAP_CONTINUE);
    size_t len = writer_len(&w);
    struct writer none = writer_of(&(uint8_t){0}, 0);
    c->verdict[0] = c->method[0]->start(c->state[0], setup, &none);
    while (c->verdict[0] != EAP_FAILED && c->verdict[1] == EAP_CONTINUE) {
        pass(c, 0, data, &len);
        if (c->verdict[0] == EAP_IGNORED || (c->verdict[0] == EAP_FAILED && len == 0)) {
            break;
        }
        pass(c, 1, data, &len);
    }
    for (int i = 0; i < 2; i++) {
        c->has_keys[i] = c->method[i]->keys(c->state[i], &c->keys[i]);
        c->method[i]->failure(c->state[i], &c->failure[i]);
        eap_method_stop(c->method[i], c->state[i]);
        free(c->state[i]);
    }
}

#endif
