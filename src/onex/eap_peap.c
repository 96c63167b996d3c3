/* PEAPv0 with EAP-MSCHAPv2, the peer ([MS-PEAP], draft-kamath-pppext-peapv0). In the tunnel EAP
 * goes on without its headers: Identity, the method, and at last a packet of type 33, header
 * and all, in which both say that it was a success, and bind the method to the tunnel if the
 * server does so.
 *
 * Success outside is believed only after that: a server that skips what is in the tunnel has
 * proven nothing but its certificate, and where that is not looked at nothing at all. */
#include "base/wipe.h"
#include "onex/eap_inner.h"
#include "onex/peap_tlv.h"
#include "onex/tunnel_peer.h"

#define ANSWER_MAX 512u

struct peap {
    struct tunnel_peer tunnel;
    struct eap_inner inner;
    bool bound;
    struct peap_keys keys; /* if so */
};

static enum eap_verdict opened(struct tunnel_peer *p)
{
    return EAP_CONTINUE;
}

static enum eap_verdict inner_failed(struct peap *p)
{
    struct eap_failure failure;
    inner_failure(&p->inner, &failure);
    p->tunnel.error = failure.error;
    return tunnel_peer_fail(&p->tunnel, failure.cause != EAP_CAUSE_NONE ? failure.cause
                                                                        : EAP_CAUSE_REFUSED);
}

static enum eap_verdict say(struct peap *p, const struct writer *w)
{
    if (w->failed) {
        return tunnel_peer_fail(&p->tunnel, EAP_CAUSE_CONFIG);
    }
    return tls_write(p->tunnel.tunnel.tls, span(w->start, writer_len(w))) == EXTSTA_OK
               ? EAP_CONTINUE
               : tunnel_peer_fail(&p->tunnel, EAP_CAUSE_CRYPTO);
}

/* Whether the server's binding is of the tunnel's keys and the method's: `keys` are made. */
static bool bind_keys(struct peap *p, const struct peap_end *end)
{
    struct crypto *crypto = p->tunnel.tunnel.crypto;
    struct eap_keys tunnel;
    uint8_t msk[EAP_MSK_LEN];
    inner_msk(&p->inner, msk);
    bool right =
        tunnel_keys(&p->tunnel.tunnel, p->tunnel.ops->label, &tunnel) &&
        peap_derive(crypto, &tunnel, p->inner.through ? msk : NULL, &p->keys) == EXTSTA_OK &&
        end->subtype == PEAP_BINDING_REQUEST && peap_binding_is_right(crypto, &p->keys, end);
    wipe(msk, sizeof msk);
    wipe(&tunnel, sizeof tunnel);
    return right;
}

/* What the server says at the end, and what we do to it. */
static enum eap_verdict conclude(struct peap *p, uint8_t id, const struct peap_end *end)
{
    uint8_t tlvs[96], packet[ANSWER_MAX], nonce[PEAP_NONCE_LEN];
    struct writer t = writer_of(tlvs, sizeof tlvs), w = writer_of(packet, sizeof packet);
    enum eap_cause cause = EAP_CAUSE_NONE;
    bool known = p->inner.through || p->tunnel.resumed;
    if (end->result == PEAP_SUCCESS && !known) {
        cause = EAP_CAUSE_PROTOCOL;
    } else if (end->result == PEAP_SUCCESS && end->has_binding && !bind_keys(p, end)) {
        cause = EAP_CAUSE_BINDING;
    }
    bool success = end->result == PEAP_SUCCESS && cause == EAP_CAUSE_NONE;
    p->bound = success && end->has_binding;
    p->tunnel.random.fill(p->tunnel.random.user, nonce, sizeof nonce);
    peap_end_write(&t, p->tunnel.tunnel.crypto, success ? PEAP_SUCCESS : PEAP_FAILURE, &p->keys,
                   p->bound ? nonce : NULL, PEAP_BINDING_RESPONSE);
    eap_write(&w, EAP_RESPONSE, id, EAP_TYPE_EXTENSIONS, span(tlvs, writer_len(&t)));
    enum eap_verdict verdict = say(p, &w);
    if (verdict != EAP_CONTINUE) {
        return verdict;
    }
    return success                   ? EAP_DONE
           : cause != EAP_CAUSE_NONE ? tunnel_peer_fail(&p->tunnel, cause)
                                     : inner_failed(p);
}

/* Type and type-data, without a header. */
static enum eap_verdict go_on(struct peap *p, struct extsta_span data)
{
    uint8_t answer[ANSWER_MAX];
    struct writer w = writer_of(answer, sizeof answer);
    enum eap_verdict verdict =
        inner_rx(&p->inner, data.data[0], span(data.data + 1, data.len - 1), &w);
    if (verdict == EAP_FAILED) {
        return inner_failed(p);
    }
    if (verdict == EAP_CONTINUE) {
        verdict = say(p, &w);
    }
    wipe(answer, sizeof answer);
    return verdict;
}

static enum eap_verdict take(struct tunnel_peer *tunnel, struct extsta_span data)
{
    struct peap *p = (struct peap *)tunnel;
    struct eap e;
    struct peap_end end;
    if (data.len == 0) {
        return tunnel->state == TUNNEL_PEER_THROUGH ? EAP_IGNORED : EAP_CONTINUE;
    }
    /* RFC 9427: that a resumed session needs nothing else; others say so by TLVs. */
    if (tunnel->resumed && data.len == 1 && data.data[0] == 0 &&
        tls_version(tunnel->tunnel.tls) == TLS_1_3) {
        return EAP_DONE;
    }
    bool whole = data.len > EAP_HEADER && data.data[0] == EAP_REQUEST && eap_parse(data, &e) &&
                 e.whole.len == data.len;
    if (whole && e.type == EAP_TYPE_EXTENSIONS) {
        return peap_end_parse(e.data, &end) && end.result != PEAP_RESULT_NONE
                   ? conclude(p, e.id, &end)
                   : EAP_IGNORED;
    }
    return go_on(p, data);
}

static void drop_inner(struct tunnel_peer *p)
{
    inner_stop(&((struct peap *)p)->inner);
}

static const struct tunnel_peer_ops ops = {
    .label = "client EAP encryption",
    .needs_password = true,
    .opened = opened,
    .data = take,
    .stop = drop_inner,
};

static enum eap_verdict start(void *state, const struct eap_setup *setup, struct writer *out)
{
    struct peap *p = state;
    inner_start(&p->inner, setup);
    return tunnel_peer_start(&p->tunnel, &ops, EAP_TYPE_PEAP, setup);
}

static bool keys(const void *state, struct eap_keys *out)
{
    const struct peap *p = state;
    return tunnel_peer_keys(&p->tunnel, out) &&
           (!p->bound || peap_bound_msk(p->tunnel.tunnel.crypto, &p->keys, out) == EXTSTA_OK);
}

static void failure(const void *state, struct eap_failure *out)
{
    const struct peap *p = state;
    struct eap_failure inner;
    tunnel_peer_failure(&p->tunnel, out);
    inner_failure(&p->inner, &inner);
    if (out->cause == EAP_CAUSE_NONE && inner.cause != EAP_CAUSE_NONE) {
        out->cause = inner.cause;
        out->error = inner.error;
    }
}

const struct eap_method eap_peap_peer = {
    .name = "PEAP",
    .type = EAP_TYPE_PEAP,
    .size = sizeof(struct peap),
    .start = start,
    .rx = tunnel_peer_rx,
    .keys = keys,
    .failure = failure,
    .tls = tunnel_peer_tls,
    .stop = tunnel_peer_stop,
};
