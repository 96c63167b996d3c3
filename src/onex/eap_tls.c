/* EAP-TLS, the peer: RFC 5216, with TLS 1.3 RFC 9190. Both ends prove themselves by
 * certificates, and the tunnel carries nothing; but with TLS 1.3 the server says by one octet 0
 * that it will say no more (RFC 9190 2.5). Only with it the handshake is whole: without it
 * nobody knows whether the server has accepted our certificate. */
#include "onex/eap.h"
#include "onex/tunnel_peer.h"

/* Who resumes a session has accepted our certificate before; there are servers (hostapd 2.10)
 * that say no more then. */
static enum eap_verdict opened(struct tunnel_peer *p)
{
    return tls_version(p->tunnel.tls) == TLS_1_3 && !p->resumed ? EAP_CONTINUE : EAP_DONE;
}

static enum eap_verdict take(struct tunnel_peer *p, struct extsta_span data)
{
    if (data.len == 0) { /* tickets */
        return p->state == TUNNEL_PEER_THROUGH ? EAP_IGNORED : EAP_CONTINUE;
    }
    return data.len == 1 && data.data[0] == 0 ? EAP_DONE
                                              : tunnel_peer_fail(p, EAP_CAUSE_PROTOCOL);
}

static const struct tunnel_peer_ops ops = {
    .label = "client EAP encryption",
    .needs_certificate = true,
    .opened = opened,
    .data = take,
};

static enum eap_verdict start(void *state, const struct eap_setup *setup, struct writer *out)
{
    return tunnel_peer_start(state, &ops, EAP_TYPE_TLS, setup);
}

/* A server that refuses us without an alert has its own reason. */
static void failure(const void *state, struct eap_failure *out)
{
    const struct tunnel_peer *p = state;
    tunnel_peer_failure(p, out);
    if (out->cause == EAP_CAUSE_NONE && p->state != TUNNEL_PEER_AWAIT_START) {
        out->cause = EAP_CAUSE_REFUSED;
    }
}

const struct eap_method eap_tls_peer = {
    .name = "EAP-TLS",
    .type = EAP_TYPE_TLS,
    .size = sizeof(struct tunnel_peer),
    .start = start,
    .rx = tunnel_peer_rx,
    .keys = tunnel_peer_keys,
    .failure = failure,
    .tls = tunnel_peer_tls,
    .stop = tunnel_peer_stop,
};
