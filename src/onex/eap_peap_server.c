/* PEAPv0 with EAP-MSCHAPv2, the server ([MS-PEAP], draft-kamath-pppext-peapv0): in the tunnel
 * it asks for the identity, runs the method, and ends with a Result and a Cryptobinding TLV; of
 * a resumed session it says the end at once. */
#include "base/pool.h"
#include "base/wipe.h"
#include "onex/eap.h"
#include "onex/peap_tlv.h"
#include "onex/tunnel_server.h"

/* Named by what is awaited. */
enum phase {
    AWAIT_IDENTITY,
    AWAIT_METHOD,
    AWAIT_RESULT,
};

struct peap {
    struct tunnel_server tunnel;
    struct eap_setup setup;
    enum phase phase;
    uint8_t id;
    bool success; /* said at the end */
    bool bound;
    struct peap_keys keys;
    void *inner; /* state of EAP-MSCHAPv2; NULL: not begun */
};

static const struct eap_method *const method = &eap_mschapv2_server;

/* A packet without its header. */
static enum eap_verdict ask(struct peap *p, uint8_t type, struct extsta_span data)
{
    uint8_t packet[512];
    struct writer w = writer_of(packet, sizeof packet);
    writer_u8(&w, type);
    writer_span(&w, data);
    return tunnel_server_say(&p->tunnel, &w);
}

static bool derive(struct peap *p)
{
    struct eap_keys tunnel, inner = {0};
    bool through = p->inner && method->keys(p->inner, &inner);
    bool done = tunnel_keys(&p->tunnel.tunnel, p->tunnel.ops->label, &tunnel) &&
                peap_derive(p->tunnel.tunnel.crypto, &tunnel, through ? inner.msk : NULL,
                            &p->keys) == EXTSTA_OK;
    wipe(&inner, sizeof inner);
    wipe(&tunnel, sizeof tunnel);
    return done;
}

static enum eap_verdict say_end(struct peap *p, bool success)
{
    uint8_t tlvs[96], packet[128], nonce[PEAP_NONCE_LEN];
    struct writer t = writer_of(tlvs, sizeof tlvs), w = writer_of(packet, sizeof packet);
    p->phase = AWAIT_RESULT;
    p->success = success;
    p->bound = success && !p->tunnel.server->no_binding;
    if (p->bound && !derive(p)) {
        return tunnel_server_fail(&p->tunnel, EAP_CAUSE_CRYPTO);
    }
    p->keys.cmk[0] ^= p->tunnel.server->wrong_binding;
    p->tunnel.random.fill(p->tunnel.random.user, nonce, sizeof nonce);
    peap_end_write(&t, p->tunnel.tunnel.crypto, success ? PEAP_SUCCESS : PEAP_FAILURE, &p->keys,
                   p->bound ? nonce : NULL, PEAP_BINDING_REQUEST);
    eap_write(&w, EAP_REQUEST, ++p->id, EAP_TYPE_EXTENSIONS, span(tlvs, writer_len(&t)));
    return tunnel_server_say(&p->tunnel, &w);
}

static enum eap_verdict opened(struct tunnel_server *s)
{
    struct peap *p = (struct peap *)s;
    return s->resumed || s->server->skip_inner ? say_end(p, true)
                                               : ask(p, EAP_TYPE_IDENTITY, span(NULL, 0));
}

static enum eap_verdict begin(struct peap *p)
{
    uint8_t data[256];
    struct writer w = writer_of(data, sizeof data);
    p->phase = AWAIT_METHOD;
    p->inner = pool_zalloc(crypto_pool(p->tunnel.tunnel.crypto), method->size);
    if (!p->inner || method->start(p->inner, &p->setup, &w) != EAP_CONTINUE) {
        return tunnel_server_fail(&p->tunnel, EAP_CAUSE_CRYPTO);
    }
    return ask(p, method->type, span(data, writer_len(&w)));
}

static enum eap_verdict go_on(struct peap *p, struct extsta_span response)
{
    uint8_t data[256];
    struct writer w = writer_of(data, sizeof data);
    if (response.data[0] != method->type) {
        p->tunnel.cause = EAP_CAUSE_INNER;
        return say_end(p, false);
    }
    switch (method->rx(p->inner, span(response.data + 1, response.len - 1), &w)) {
    case EAP_IGNORED:
        return EAP_IGNORED;
    case EAP_CONTINUE:
        return ask(p, method->type, span(data, writer_len(&w)));
    case EAP_DONE:
        return say_end(p, true);
    case EAP_FAILED:
        break;
    }
    p->tunnel.cause = EAP_CAUSE_PASSWORD;
    return say_end(p, false);
}

static enum eap_verdict judge_end(struct peap *p, struct extsta_span data)
{
    struct eap e;
    struct peap_end end;
    if (!eap_parse(data, &e) || e.code != EAP_RESPONSE || e.type != EAP_TYPE_EXTENSIONS ||
        !peap_end_parse(e.data, &end)) {
        return EAP_IGNORED;
    }
    if (!p->success) {
        return tunnel_server_fail(&p->tunnel, (enum eap_cause)p->tunnel.cause);
    }
    if (end.result != PEAP_SUCCESS) {
        return tunnel_server_fail(&p->tunnel, EAP_CAUSE_REFUSED);
    }
    return !p->bound || (end.subtype == PEAP_BINDING_RESPONSE &&
                         peap_binding_is_right(p->tunnel.tunnel.crypto, &p->keys, &end))
               ? EAP_DONE
               : tunnel_server_fail(&p->tunnel, EAP_CAUSE_BINDING);
}

static enum eap_verdict take(struct tunnel_server *s, struct extsta_span data)
{
    struct peap *p = (struct peap *)s;
    if (data.len == 0) {
        return EAP_CONTINUE;
    }
    switch (p->phase) {
    case AWAIT_IDENTITY:
        return data.data[0] == EAP_TYPE_IDENTITY ? begin(p) : EAP_IGNORED;
    case AWAIT_METHOD:
        return go_on(p, data);
    case AWAIT_RESULT:
        break;
    }
    return judge_end(p, data);
}

static void drop_inner(struct tunnel_server *s)
{
    struct peap *p = (struct peap *)s;
    if (p->inner) {
        eap_method_stop(method, p->inner);
        pool_release(crypto_pool(s->tunnel.crypto), p->inner, method->size);
    }
}

static const struct tunnel_server_ops ops = {
    .label = "client EAP encryption", .opened = opened, .data = take, .stop = drop_inner};

static enum eap_verdict start(void *state, const struct eap_setup *setup, struct writer *out)
{
    struct peap *p = state;
    p->setup = *setup;
    return tunnel_server_start(&p->tunnel, &ops, EAP_TYPE_PEAP, setup, out);
}

static bool keys(const void *state, struct eap_keys *out)
{
    const struct peap *p = state;
    return tunnel_server_keys(&p->tunnel, out) &&
           (!p->bound || peap_bound_msk(p->tunnel.tunnel.crypto, &p->keys, out) == EXTSTA_OK);
}

const struct eap_method eap_peap_server = {
    .name = "PEAP",
    .type = EAP_TYPE_PEAP,
    .size = sizeof(struct peap),
    .start = start,
    .rx = tunnel_server_rx,
    .keys = keys,
    .failure = tunnel_server_failure,
    .stop = tunnel_server_stop,
};
