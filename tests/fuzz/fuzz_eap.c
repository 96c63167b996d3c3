/* EAP methods over TLS, both sides, with a hostile one between and at each end. Octet 0 chooses
 * method and version of TLS, octet 1 the inner method and size of fragments; then records:
 *
 *   what, length (8 bit), octets
 *
 * each for one message of a conversation between our peer and our server, who goes on where a
 * record lets him. Since no fuzzer guesses a key of TLS, a record can be said through the
 * tunnel, by either end; so what parses there is reached as well. */
#include "fuzz.h"
#include "../../air/apsim_pem.h"
#include "../providers.h"
#include "base/context.h"
#include "onex/eap_inner.h"
#include "onex/peap_tlv.h"
#include "onex/tunnel_peer.h"
#include "onex/tunnel_server.h"
#include "onex/ttls_avp.h"

#define WALL      INT64_C(1767225600) /* 2026-01-01 */
#define PEM(text) span(text, sizeof(text) - 1)

enum what {
    PASS,    /* the true message */
    BEFORE,  /* these octets, then the true message */
    INSTEAD, /* these octets in its place */
    SPOIL,   /* the true message, these octets over it, from the first on */
    CUT,     /* the true message, so many octets shorter */
    THROUGH, /* these octets through the tunnel, as its sender's; then the true message is lost
              */
    WHATS
};

static uint64_t seed;
static struct extsta_context *ctx;
static struct crypto *crypto;
static struct tls_server *shared[2];

static void fill(void *user, void *out, size_t len)
{
    testing_fill(&seed, 3, out, len);
}

static void prepare(void)
{
    for (int mutual = 0; mutual < 2; mutual++) {
        struct tls_failure failure;
        struct tls_config config = {.random = {fill, NULL},
                                    .wall = WALL,
                                    .ca = PEM(pem_ca),
                                    .certificate = PEM(pem_server),
                                    .key = PEM(pem_server_key),
                                    .verify_off = !mutual};
        shared[mutual] = tls_serve(crypto, &config, true, &failure);
        FUZZ_CHECK(shared[mutual]);
    }
}

struct ends {
    const struct eap_method *method[2]; /* peer, server */
    void *state[2];
    bool ended[2];
    struct extsta_eap eap;
    struct eap_server server;
    struct eap_setup setup;
    struct eap_resume resume;
};

static bool start(struct ends *e, uint8_t choice, uint8_t options, struct writer *out)
{
    static const uint8_t types[] = {EXTSTA_EAP_TLS, EXTSTA_EAP_TTLS, EXTSTA_EAP_PEAP};
    uint8_t type = types[choice % 3];
    memset(e, 0, sizeof *e);
    e->eap = (struct extsta_eap){.inner = (enum extsta_eap_inner)(options % 3),
                                 .identity = PEM("user@air.example"),
                                 .password = PEM("secret"),
                                 .ca = PEM(pem_ca),
                                 .certificate = PEM(pem_client),
                                 .key = PEM(pem_client_key),
                                 .tls_max = choice & 0x80 ? TLS_1_3 : TLS_1_2};
    e->server = (struct eap_server){.crypto = crypto,
                                    .tls = shared[0],
                                    .tls_mutual = shared[1],
                                    .identity = e->eap.identity,
                                    .password = e->eap.password};
    e->setup = (struct eap_setup){.crypto = crypto,
                                  .random = {fill, NULL},
                                  .wall = WALL,
                                  .fragment = options & 0x80 ? 100 : 0,
                                  .peer = &e->eap,
                                  .server = &e->server,
                                  .resume = &e->resume};
    e->method[0] = eap_method_peer(type);
    e->method[1] = eap_method_server(type);
    struct writer none = writer_of(&(uint8_t){0}, 0);
    bool started = true;
    for (int i = 0; i < 2; i++) {
        e->state[i] = calloc(1, e->method[i]->size);
        FUZZ_CHECK(e->state[i]);
        started &= e->method[i]->start(e->state[i], &e->setup, i ? out : &none) == EAP_CONTINUE;
    }
    return started;
}

/* Success is believed only of a tunnel that is open, and whose other end has proven itself. */
static void check_done(const struct ends *e)
{
    const struct tunnel_peer *p = e->state[0];
    struct eap_keys keys;
    FUZZ_CHECK(p->tunnel.tls && tls_state(p->tunnel.tls) != TLS_HANDSHAKE);
    FUZZ_CHECK(tls_state(p->tunnel.tls) == TLS_FAILED || e->method[0]->keys(p, &keys));
}

/* A message to one end; its answer in `data`. False: there is none. */
static bool give(struct ends *e, int to, struct extsta_span message, uint8_t *data, size_t *len)
{
    struct writer w = writer_of(data, EAP_DATA_MAX);
    /* In a block of its own, so that a sanitizer sees its end. */
    uint8_t *exact = malloc(message.len ? message.len : 1);
    FUZZ_CHECK(exact);
    if (message.len > 0) {
        memcpy(exact, message.data, message.len);
    }
    enum eap_verdict verdict = e->method[to]->rx(e->state[to], span(exact, message.len), &w);
    free(exact);
    FUZZ_CHECK(!w.failed && writer_len(&w) <= EAP_FRAGMENT);
    *len = writer_len(&w);
    if (verdict == EAP_DONE && to == 0) {
        check_done(e);
    }
    e->ended[to] |= verdict == EAP_FAILED || (to == 1 && verdict == EAP_DONE);
    return verdict != EAP_IGNORED && *len > 0;
}

/* The sender's own tunnel says these octets. False: it has none that is open. */
static bool say(struct ends *e, int from, struct extsta_span octets, uint8_t *data, size_t *len)
{
    struct eap_tunnel *t = from ? &((struct tunnel_server *)e->state[1])->tunnel
                                : &((struct tunnel_peer *)e->state[0])->tunnel;
    struct writer w = writer_of(data, EAP_DATA_MAX);
    if (!t->tls || tls_write(t->tls, octets) != EXTSTA_OK) {
        return false;
    }
    tunnel_put(t, &w);
    *len = writer_len(&w);
    return true;
}

/* The message that goes to an end, as a record has it. */
static size_t tamper(struct ends *e, int to, enum what what, struct extsta_span octets,
                     uint8_t *data, size_t len)
{
    uint8_t answer[EAP_DATA_MAX];
    size_t answer_len, n = octets.len < len ? octets.len : len;
    switch (what) {
    case PASS:
    case WHATS:
        break;
    case BEFORE:
        give(e, to, octets, answer, &answer_len);
        break;
    case INSTEAD:
        memcpy(data, octets.data, octets.len);
        return octets.len;
    case SPOIL:
        for (size_t i = 0; i < n; i++) {
            data[i] ^= octets.data[i];
        }
        break;
    case CUT:
        return len - n;
    case THROUGH:
        say(e, 1 - to, octets, data, &len);
        break;
    }
    return len;
}

static void finish(struct ends *e)
{
    struct eap_failure failure;
    for (int i = 0; i < 2; i++) {
        e->method[i]->failure(e->state[i], &failure);
        FUZZ_CHECK(eap_cause_name(failure.cause) != NULL);
        FUZZ_CHECK(memchr(failure.tls.text, 0, sizeof failure.tls.text) != NULL);
        eap_method_stop(e->method[i], e->state[i]);
        free(e->state[i]);
    }
    eap_resume_clear(&e->resume);
}

static void parse_alone(struct extsta_span input)
{
    struct peap_end end;
    struct ttls_avp avp;
    struct reader r = reader_of(input);
    peap_end_parse(input, &end);
    while (ttls_avp_next(&r, &avp)) {
        fuzz_check_inside(avp.data, input);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct ends e;
    uint8_t message[EAP_DATA_MAX];
    size_t len;
    struct reader r = reader_of(span(data, size));
    uint8_t choice = reader_u8(&r), options = reader_u8(&r);
    parse_alone(span(data, size));
    if (!ctx) {
        ctx = testing_context(&seed);
        crypto = ctx ? crypto_of(ctx) : NULL;
        FUZZ_CHECK(crypto);
        prepare();
    }
    seed = 1; /* the same input is the same run */
    struct writer w = writer_of(message, sizeof message);
    bool alive = start(&e, choice, options, &w);
    len = writer_len(&w);
    for (int to = 0; alive && to < 200; to++) {
        enum what what = reader_left(&r) > 0 ? (enum what)(reader_u8(&r) % WHATS) : PASS;
        size_t n = what == PASS ? 0 : reader_u8(&r);
        struct extsta_span octets = reader_take(&r, n < reader_left(&r) ? n : reader_left(&r));
        len = tamper(&e, to % 2, what, octets, message, len);
        alive = give(&e, to % 2, span(message, len), message, &len) && !e.ended[to % 2];
    }
    finish(&e);
    return 0;
}
