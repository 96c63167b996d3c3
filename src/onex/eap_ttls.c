/* EAP-TTLS, the peer: RFC 5281, with TLS 1.3 RFC 9427. The server proves itself by its
 * certificate; in the tunnel the password is shown (PAP), proven (MS-CHAPv2), or proven by EAP.
 * Who is known by an earlier session need not say it again. */
#include "base/wipe.h"
#include "onex/eap.h"
#include "onex/eap_inner.h"
#include "onex/mschapv2.h"
#include "onex/ttls_avp.h"
#include "onex/tunnel_peer.h"

/* RFC 5281 11.2.4: identifier, flags, challenge, 8 octets of zeros, response. */
#define RESPONSE_LEN 50u

struct ttls {
    struct tunnel_peer tunnel;
    bool asked; /* the password has gone out, in whatever way */
    uint8_t identifier;
    struct mschapv2 exchange;
    uint8_t response[MSCHAPV2_RESPONSE_LEN];
    struct eap_inner inner;
};

static enum eap_verdict send_avps(struct ttls *t, struct writer *w)
{
    if (w->failed) {
        return tunnel_peer_fail(&t->tunnel, EAP_CAUSE_CONFIG);
    }
    return tls_write(t->tunnel.tunnel.tls, span(w->start, writer_len(w))) == EXTSTA_OK
               ? EAP_CONTINUE
               : tunnel_peer_fail(&t->tunnel, EAP_CAUSE_CRYPTO);
}

/* The password, filled up with zeros so that its length is not seen (11.2.5). The answer is the
 * server's Success or Failure. */
static enum eap_verdict ask_pap(struct ttls *t, struct writer *w)
{
    static const uint8_t zeros[16];
    struct extsta_span password = t->tunnel.eap->password;
    uint8_t padded[272];
    struct writer p = writer_of(padded, sizeof padded);
    writer_span(&p, password);
    writer_bytes(&p, zeros, (16 - password.len % 16) % 16);
    ttls_avp_write(w, TTLS_VENDOR_NONE, TTLS_AVP_USER_NAME, t->tunnel.eap->identity);
    ttls_avp_write(w, TTLS_VENDOR_NONE, TTLS_AVP_USER_PASSWORD, span(padded, writer_len(&p)));
    w->failed |= p.failed;
    enum eap_verdict verdict = send_avps(t, w);
    wipe(padded, sizeof padded);
    return verdict == EAP_CONTINUE ? EAP_DONE : verdict;
}

/* The challenge comes out of the tunnel itself (11.1). */
static enum eap_verdict ask_mschapv2(struct ttls *t, struct writer *w)
{
    const struct extsta_eap *eap = t->tunnel.eap;
    uint8_t challenge[MSCHAPV2_CHALLENGE_LEN + 1], value[RESPONSE_LEN];
    struct writer v = writer_of(value, sizeof value);
    if (!mschapv2_hash_of(eap, t->exchange.password_hash)) {
        return tunnel_peer_fail(&t->tunnel, EAP_CAUSE_CONFIG);
    }
    if (tls_export(t->tunnel.tunnel.tls, "ttls challenge", NULL, challenge, sizeof challenge) !=
        EXTSTA_OK) {
        return tunnel_peer_fail(&t->tunnel, EAP_CAUSE_CRYPTO);
    }
    memcpy(t->exchange.server_challenge, challenge, MSCHAPV2_CHALLENGE_LEN);
    t->identifier = challenge[MSCHAPV2_CHALLENGE_LEN];
    t->tunnel.random.fill(t->tunnel.random.user, t->exchange.peer_challenge,
                          MSCHAPV2_CHALLENGE_LEN);
    t->exchange.user = eap->identity;
    mschapv2_response(&t->exchange, t->response);
    writer_u8(&v, t->identifier);
    writer_u8(&v, 0);
    writer_bytes(&v, t->exchange.peer_challenge, MSCHAPV2_CHALLENGE_LEN);
    writer_zero(&v, 8);
    writer_bytes(&v, t->response, sizeof t->response);
    ttls_avp_write(w, TTLS_VENDOR_NONE, TTLS_AVP_USER_NAME, eap->identity);
    ttls_avp_write(w, TTLS_VENDOR_MICROSOFT, TTLS_AVP_MS_CHAP_CHALLENGE,
                   span(challenge, MSCHAPV2_CHALLENGE_LEN));
    ttls_avp_write(w, TTLS_VENDOR_MICROSOFT, TTLS_AVP_MS_CHAP2_RESPONSE,
                   span(value, sizeof value));
    return send_avps(t, w);
}

/* EAP begins with the answer to a question nobody asked (11.2.1). */
static enum eap_verdict ask_eap(struct ttls *t, struct writer *w)
{
    uint8_t packet[512];
    struct writer p = writer_of(packet, sizeof packet);
    eap_write(&p, EAP_RESPONSE, 0, EAP_TYPE_IDENTITY, t->tunnel.eap->identity);
    ttls_avp_write(w, TTLS_VENDOR_NONE, TTLS_AVP_EAP_MESSAGE, span(packet, writer_len(&p)));
    w->failed |= p.failed;
    return send_avps(t, w);
}

static enum eap_verdict ask(struct ttls *t)
{
    uint8_t avps[1024];
    struct writer w = writer_of(avps, sizeof avps);
    enum eap_verdict verdict = EAP_FAILED;
    t->asked = true;
    switch (t->tunnel.eap->inner) {
    case EXTSTA_EAP_INNER_EAP_MSCHAPV2:
        verdict = ask_eap(t, &w);
        break;
    case EXTSTA_EAP_INNER_MSCHAPV2:
        verdict = ask_mschapv2(t, &w);
        break;
    case EXTSTA_EAP_INNER_PAP:
        verdict = ask_pap(t, &w);
        break;
    }
    wipe(avps, sizeof avps);
    return verdict;
}

/* The number in "E=691 R=0 ...", behind an identifier. */
static uint32_t error_of(struct extsta_span value)
{
    uint32_t error = 0;
    for (size_t i = 3; i < value.len && i < 11 && value.data[i] >= '0' && value.data[i] <= '9';
         i++) {
        error = 10 * error + (uint32_t)(value.data[i] - '0');
    }
    return error;
}

static enum eap_verdict answer_mschapv2(struct ttls *t, struct extsta_span data)
{
    struct extsta_span value;
    char proof[MSCHAPV2_AUTHENTICATOR_LEN];
    if (ttls_avp_find(data, TTLS_VENDOR_MICROSOFT, TTLS_AVP_MS_CHAP_ERROR, &value)) {
        t->tunnel.error = error_of(value);
        return tunnel_peer_fail(&t->tunnel, EAP_CAUSE_PASSWORD);
    }
    if (!ttls_avp_find(data, TTLS_VENDOR_MICROSOFT, TTLS_AVP_MS_CHAP2_SUCCESS, &value)) {
        return tunnel_peer_fail(&t->tunnel, EAP_CAUSE_PROTOCOL);
    }
    mschapv2_authenticator(&t->exchange, t->response, proof);
    bool proven = value.len > sizeof proof && value.data[0] == t->identifier &&
                  equal_ct(value.data + 1, proof, sizeof proof);
    return proven ? EAP_DONE : tunnel_peer_fail(&t->tunnel, EAP_CAUSE_SERVER_PROOF);
}

static enum eap_verdict inner_failed(struct ttls *t)
{
    struct eap_failure failure;
    inner_failure(&t->inner, &failure);
    t->tunnel.error = failure.error;
    return tunnel_peer_fail(&t->tunnel, failure.cause);
}

static enum eap_verdict answer_eap(struct ttls *t, struct extsta_span data)
{
    struct extsta_span packet;
    struct eap e;
    uint8_t body[512], answer[520], avp[544];
    struct writer b = writer_of(body, sizeof body), a = writer_of(answer, sizeof answer),
                  w = writer_of(avp, sizeof avp);
    if (!ttls_avp_find(data, TTLS_VENDOR_NONE, TTLS_AVP_EAP_MESSAGE, &packet) ||
        !eap_parse(packet, &e) || e.code != EAP_REQUEST) {
        return EAP_IGNORED;
    }
    enum eap_verdict verdict = inner_rx(&t->inner, e.type, e.data, &b);
    if (verdict == EAP_FAILED) {
        return inner_failed(t);
    }
    if (verdict == EAP_IGNORED) {
        return EAP_IGNORED;
    }
    eap_write(&a, EAP_RESPONSE, e.id, body[0], span(body + 1, writer_len(&b) - 1));
    ttls_avp_write(&w, TTLS_VENDOR_NONE, TTLS_AVP_EAP_MESSAGE, span(answer, writer_len(&a)));
    w.failed |= b.failed || a.failed;
    verdict = send_avps(t, &w);
    wipe(body, sizeof body);
    wipe(answer, sizeof answer);
    wipe(avp, sizeof avp);
    if (verdict == EAP_CONTINUE && t->inner.refused) {
        return inner_failed(t);
    }
    return verdict == EAP_CONTINUE && t->inner.through ? EAP_DONE : verdict;
}

/* With TLS 1.2 the tunnel's first message may go with our last one of the handshake; with 1.3
 * that message is our Finished, and the server may still refuse our certificate. */
static enum eap_verdict opened(struct tunnel_peer *p)
{
    struct ttls *t = (struct ttls *)p;
    if (p->resumed) {
        return EAP_DONE;
    }
    return tls_version(p->tunnel.tls) == TLS_1_3 ? EAP_CONTINUE : ask(t);
}

static enum eap_verdict take(struct tunnel_peer *p, struct extsta_span data)
{
    struct ttls *t = (struct ttls *)p;
    /* RFC 9427: that a resumed session needs nothing else */
    if (p->resumed && !t->asked && data.len == 1 && data.data[0] == 0) {
        return EAP_DONE;
    }
    if (!t->asked) {
        return ask(t);
    }
    if (data.len == 0) {
        return p->state == TUNNEL_PEER_THROUGH ? EAP_IGNORED : EAP_CONTINUE;
    }
    switch (p->eap->inner) {
    case EXTSTA_EAP_INNER_EAP_MSCHAPV2:
        return answer_eap(t, data);
    case EXTSTA_EAP_INNER_MSCHAPV2:
        return answer_mschapv2(t, data);
    case EXTSTA_EAP_INNER_PAP:
        break;
    }
    return EAP_CONTINUE; /* a Reply-Message: for nobody */
}

static void drop_inner(struct tunnel_peer *p)
{
    inner_stop(&((struct ttls *)p)->inner);
}

static const struct tunnel_peer_ops ops = {
    .label = "ttls keying material",
    .needs_password = true,
    .opened = opened,
    .data = take,
    .stop = drop_inner,
};

static enum eap_verdict start(void *state, const struct eap_setup *setup, struct writer *out)
{
    struct ttls *t = state;
    inner_start(&t->inner, setup);
    return tunnel_peer_start(&t->tunnel, &ops, EAP_TYPE_TTLS, setup);
}

/* A server that was shown the password, or a proof of it, and says no more than Failure, means
 * the password; unless it has accepted it before. */
static void failure(const void *state, struct eap_failure *out)
{
    const struct ttls *t = state;
    bool pap = t->tunnel.eap->inner == EXTSTA_EAP_INNER_PAP;
    bool eap = t->tunnel.eap->inner == EXTSTA_EAP_INNER_EAP_MSCHAPV2;
    bool through = t->tunnel.state == TUNNEL_PEER_THROUGH;
    tunnel_peer_failure(&t->tunnel, out);
    if (out->cause != EAP_CAUSE_NONE) {
        return;
    }
    if (eap && !t->inner.method && t->inner.foreign) {
        out->cause = EAP_CAUSE_INNER;
    } else if (t->asked && (pap || (!through && (!eap || t->inner.method)))) {
        out->cause = EAP_CAUSE_PASSWORD;
    } else if (t->asked || through) {
        out->cause = EAP_CAUSE_REFUSED;
    }
}

const struct eap_method eap_ttls_peer = {
    .name = "EAP-TTLS",
    .type = EAP_TYPE_TTLS,
    .size = sizeof(struct ttls),
    .start = start,
    .rx = tunnel_peer_rx,
    .keys = tunnel_peer_keys,
    .failure = failure,
    .tls = tunnel_peer_tls,
    .stop = tunnel_peer_stop,
};
