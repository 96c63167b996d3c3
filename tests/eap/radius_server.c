/* Our EAP server for somebody else's peers: RADIUS on 127.0.0.1, one conversation at a time,
 * until the process is ended. What the scripted access point has within it (air/apsim_eap.c),
 * an authenticator of others can reach so. */
#include "common.h"
#include "base/context.h"

struct conversation {
    struct eap_server server;
    const struct eap_setup *setup;
    const struct eap_method *method;
    void *state;
    uint8_t id;
    struct eap_keys keys;
};

static void end(struct conversation *c)
{
    if (c->method) {
        eap_method_stop(c->method, c->state);
        free(c->state);
    }
    c->method = NULL;
}

/* The method's first request. */
static bool begin(struct conversation *c, uint8_t type, struct writer *data)
{
    end(c);
    c->method = eap_method_server(type);
    if (!c->method) {
        return false;
    }
    c->state = calloc(1, c->method->size);
    return c->method->start(c->state, c->setup, data) == EAP_CONTINUE;
}

/* The code of the answer; a request of EAP goes to `out`. */
static enum eap_code step(struct conversation *c, const struct eap *e, struct writer *out)
{
    uint8_t data[EAP_DATA_MAX];
    struct writer w = writer_of(data, sizeof data);
    enum eap_verdict verdict = EAP_FAILED;
    if (e->type == EAP_TYPE_IDENTITY) {
        verdict = begin(c, c->server.methods[0], &w) ? EAP_CONTINUE : EAP_FAILED;
    } else if (e->type == EAP_TYPE_NAK) {
        verdict = e->data.len > 0 && begin(c, e->data.data[0], &w) ? EAP_CONTINUE : EAP_FAILED;
    } else if (c->method && e->type == c->method->type) {
        verdict = c->method->rx(c->state, e->data, &w);
    }
    if (verdict == EAP_CONTINUE) {
        eap_write(out, EAP_REQUEST, ++c->id, c->method->type, span(data, writer_len(&w)));
        return EAP_REQUEST;
    }
    bool done = verdict == EAP_DONE && c->method->keys(c->state, &c->keys);
    eap_write(out, done ? EAP_SUCCESS : EAP_FAILURE, e->id, 0, span(NULL, 0));
    return done ? EAP_SUCCESS : EAP_FAILURE;
}

static void answer(struct conversation *c, const struct radius *request, struct radius *reply)
{
    struct writer out = writer_of(reply->eap, sizeof reply->eap);
    struct eap e;
    memset(reply, 0, sizeof *reply);
    reply->id = request->id;
    memcpy(reply->authenticator, request->authenticator, 16);
    reply->code = RADIUS_ACCESS_REJECT;
    if (!eap_parse(span(request->eap, request->eap_len), &e) || e.code != EAP_RESPONSE) {
        return;
    }
    enum eap_code code = step(c, &e, &out);
    reply->eap_len = writer_len(&out);
    if (code == EAP_REQUEST) {
        reply->code = RADIUS_ACCESS_CHALLENGE;
        memcpy(reply->state, "extsta", 6);
        reply->state_len = 6;
    } else if (code == EAP_SUCCESS) {
        reply->code = RADIUS_ACCESS_ACCEPT;
        memcpy(reply->recv_key, c->keys.msk, 32);
        memcpy(reply->send_key, c->keys.msk + 32, 32);
        reply->recv_key_len = reply->send_key_len = 32;
    }
}

static struct tls_server *serve(struct crypto *crypto, int argc, char **argv, bool mutual,
                                uint64_t *seed)
{
    struct tls_failure failure;
    struct tls_config config = {.random = {fill, seed},
                                .wall = time(NULL),
                                .ca = file_of(option(argc, argv, "--ca")),
                                .certificate = file_of(option(argc, argv, "--certificate")),
                                .key = file_of(option(argc, argv, "--key")),
                                .verify_off = !mutual};
    struct tls_server *server = tls_serve(crypto, &config, true, &failure);
    if (!server) {
        fprintf(stderr, "%s\n", tls_fault_name(failure.fault));
        exit(2);
    }
    return server;
}

int main(int argc, char **argv)
{
    uint64_t seed = (uint64_t)time(NULL) * 1000003u + (uint64_t)getpid();
    struct extsta_context *ctx = testing_context(&seed);
    struct crypto *crypto = crypto_of(ctx);
    struct conversation c = {.server = {.crypto = crypto,
                                        .tls = serve(crypto, argc, argv, false, &seed),
                                        .tls_mutual = serve(crypto, argc, argv, true, &seed),
                                        .methods = {method_of(option(argc, argv, "--method"))},
                                        .identity = text_of(option(argc, argv, "--identity")),
                                        .password = text_of(option(argc, argv, "--password"))}};
    struct eap_setup setup = {.crypto = crypto,
                              .random = {fill, &seed},
                              .wall = time(NULL),
                              .fragment = 1000,
                              .server = &c.server};
    struct sockaddr_in address;
    int s = socket_of((uint16_t)atoi(option(argc, argv, "--port")), true, &address);
    c.setup = &setup;
    puts("ready");
    fflush(stdout);
    for (;;) {
        uint8_t packet[RADIUS_MAX];
        struct radius request, reply;
        struct sockaddr_in from;
        socklen_t from_len = sizeof from;
        ssize_t len =
            recvfrom(s, packet, sizeof packet, 0, (struct sockaddr *)&from, &from_len);
        if (len > 0 && radius_read(&request, SECRET, packet, (size_t)len, NULL)) {
            answer(&c, &request, &reply);
            size_t out = radius_write(&reply, SECRET, packet);
            sendto(s, packet, out, 0, (struct sockaddr *)&from, from_len);
        }
    }
}
