/* Our EAP peers against somebody else's server: carries EAP in RADIUS to 127.0.0.1, twice where
 * a session is to be resumed, and prints what came of it in a line of JSON for each. That both
 * have the same keys is seen by the server's MS-MPPE-Recv-Key and -Send-Key. */
#include "common.h"
#include "base/context.h"
#include "onex/tunnel_peer.h"

struct run {
    const struct extsta_eap *eap;
    struct crypto *crypto;
    uint64_t *seed;
    struct eap_resume *resume;
    uint16_t fragment;
    int socket;
    struct sockaddr_in server;
    const struct eap_method *method;
    void *state;
    enum eap_verdict verdict;
    int rounds;
    bool silent; /* the method wants no answer */
};

/* The answer to a request of the server, in a packet of its own. */
static size_t answer(struct run *r, struct extsta_span packet, uint8_t *out, size_t room)
{
    struct writer w = writer_of(out, room), none = writer_of(&(uint8_t){0}, 0);
    uint8_t data[EAP_DATA_MAX];
    struct writer d = writer_of(data, sizeof data);
    struct eap e;
    if (!eap_parse(packet, &e) || e.code != EAP_REQUEST) {
        return 0;
    }
    if (e.type == EAP_TYPE_IDENTITY) {
        eap_write(&w, EAP_RESPONSE, e.id, e.type, r->eap->identity);
        return writer_len(&w);
    }
    if (e.type != r->eap->methods[0]) {
        eap_write(&w, EAP_RESPONSE, e.id, EAP_TYPE_NAK, span(r->eap->methods, 1));
        return writer_len(&w);
    }
    if (!r->method) {
        struct eap_setup setup = {.crypto = r->crypto,
                                  .random = {fill, r->seed},
                                  .wall = time(NULL),
                                  .fragment = r->fragment,
                                  .peer = r->eap,
                                  .resume = r->resume};
        r->method = eap_method_peer(e.type);
        r->state = calloc(1, r->method->size);
        r->verdict = r->method->start(r->state, &setup, &none);
    }
    if (r->verdict != EAP_FAILED) {
        r->verdict = r->method->rx(r->state, e.data, &d);
    }
    r->silent = r->verdict == EAP_IGNORED || (r->verdict == EAP_FAILED && writer_len(&d) == 0);
    eap_write(&w, EAP_RESPONSE, e.id, e.type, span(data, writer_len(&d)));
    return r->silent ? 0 : writer_len(&w);
}

/* One request and its answer; false: none came. */
static bool ask(struct run *r, struct radius *request, struct radius *reply)
{
    uint8_t packet[RADIUS_MAX];
    request->code = RADIUS_ACCESS_REQUEST;
    request->id = (uint8_t)r->rounds++;
    testing_fill(r->seed, 2, request->authenticator, 16);
    size_t len = radius_write(request, SECRET, packet);
    sendto(r->socket, packet, len, 0, (struct sockaddr *)&r->server, sizeof r->server);
    ssize_t got = recv(r->socket, packet, sizeof packet, 0);
    return got > 0 && radius_read(reply, SECRET, packet, (size_t)got, request);
}

static void tell(struct run *r, const struct radius *last, bool answered)
{
    struct eap_keys keys;
    struct eap_failure f = {0};
    bool has = r->method && r->verdict == EAP_DONE && r->method->keys(r->state, &keys);
    bool same = has && last->recv_key_len == 32 && last->send_key_len == 32 &&
                memcmp(last->recv_key, keys.msk, 32) == 0 &&
                memcmp(last->send_key, keys.msk + 32, 32) == 0;
    if (r->method) {
        r->method->failure(r->state, &f);
    }
    const char *code = !answered                            ? r->silent ? "silent" : "no answer"
                       : last->code == RADIUS_ACCESS_ACCEPT ? "accept"
                       : last->code == RADIUS_ACCESS_REJECT ? "reject"
                                                            : "challenge";
    printf("{\"server\":\"%s\",\"peer\":\"%s\",\"keys\":%s,\"cause\":\"%s\",\"fault\":\"%s\","
           "\"alert\":\"%s\",\"text\":\"%s\",\"error\":%u,\"rounds\":%d,\"resumed\":%s}\n",
           code,
           r->verdict == EAP_DONE     ? "done"
           : r->verdict == EAP_FAILED ? "failed"
                                      : "waits",
           same ? "true" : "false", eap_cause_name(f.cause), tls_fault_name(f.tls.fault),
           f.tls.alert ? tls_alert_name(f.tls.alert) : "", f.tls.text, f.error, r->rounds,
           r->method && ((const struct tunnel_peer *)r->state)->resumed ? "true" : "false");
}

static void run_once(struct run *r)
{
    struct radius request = {0}, reply = {0};
    struct writer w = writer_of(request.eap, sizeof request.eap);
    snprintf(request.user, sizeof request.user, "%.*s", (int)r->eap->identity.len,
             (const char *)r->eap->identity.data);
    eap_write(&w, EAP_RESPONSE, 0, EAP_TYPE_IDENTITY, r->eap->identity);
    request.eap_len = writer_len(&w);
    bool answered;
    while ((answered = ask(r, &request, &reply)) && reply.code == RADIUS_ACCESS_CHALLENGE) {
        request.eap_len =
            answer(r, span(reply.eap, reply.eap_len), request.eap, sizeof request.eap);
        memcpy(request.state, reply.state, reply.state_len);
        request.state_len = reply.state_len;
        if (request.eap_len == 0 || r->rounds > 200) {
            answered = false;
            break;
        }
    }
    tell(r, &reply, answered);
    if (r->method) {
        eap_method_stop(r->method, r->state);
        free(r->state);
    }
    r->method = NULL;
    r->rounds = 0;
}

static struct extsta_eap config_of(int argc, char **argv)
{
    const char *inner = option(argc, argv, "--inner"), *tls = option(argc, argv, "--tls");
    return (struct extsta_eap){
        .methods = {method_of(option(argc, argv, "--method"))},
        .inner = !inner                           ? EXTSTA_EAP_INNER_EAP_MSCHAPV2
                 : strcmp(inner, "pap") == 0      ? EXTSTA_EAP_INNER_PAP
                 : strcmp(inner, "mschapv2") == 0 ? EXTSTA_EAP_INNER_MSCHAPV2
                                                  : EXTSTA_EAP_INNER_EAP_MSCHAPV2,
        .identity = text_of(option(argc, argv, "--identity")),
        .password = text_of(option(argc, argv, "--password")),
        .ca = file_of(option(argc, argv, "--ca")),
        .certificate = file_of(option(argc, argv, "--certificate")),
        .key = file_of(option(argc, argv, "--key")),
        .domain = text_of(option(argc, argv, "--domain")),
        .verify_off = option(argc, argv, "--verify") != NULL,
        .tls_min = (uint8_t)(tls ? atoi(tls) : 0),
        .tls_max = (uint8_t)(tls ? atoi(tls) : 0),
    };
}

int main(int argc, char **argv)
{
    const char *port = option(argc, argv, "--port"), *times = option(argc, argv, "--times");
    const char *fragment = option(argc, argv, "--fragment");
    uint64_t seed = (uint64_t)time(NULL) * 1000003u + (uint64_t)getpid();
    struct extsta_eap eap = config_of(argc, argv);
    struct eap_resume resume = {0};
    struct extsta_context *ctx = testing_context(&seed);
    struct run r = {.eap = &eap,
                    .crypto = crypto_of(ctx),
                    .seed = &seed,
                    .resume = &resume,
                    .fragment = (uint16_t)(fragment ? atoi(fragment) : 0)};
    r.socket = socket_of((uint16_t)atoi(port), false, &r.server);
    for (int i = 0; i < (times ? atoi(times) : 1); i++) {
        run_once(&r);
    }
    eap_resume_clear(&resume);
    return extsta_context_free(ctx) == 0 ? 0 : 3;
}
