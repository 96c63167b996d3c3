/* EAP-TLS, the server: RFC 5216, with TLS 1.3 RFC 9190. The client's certificate is all there
 * is to it, and with TLS 1.3 an octet 0 says that nothing more is to come (2.5). */
#include "onex/eap.h"
#include "onex/tunnel_server.h"

static enum eap_verdict opened(struct tunnel_server *s)
{
    uint8_t octet[1];
    struct writer w = writer_of(octet, sizeof octet);
    if (tls_version(s->tunnel.tls) != TLS_1_3) {
        return EAP_DONE;
    }
    writer_u8(&w, 0);
    return tunnel_server_say(s, &w);
}

static enum eap_verdict take(struct tunnel_server *s, struct extsta_span data)
{
    return data.len == 0 ? EAP_DONE : tunnel_server_fail(s, EAP_CAUSE_PROTOCOL);
}

static const struct tunnel_server_ops ops = {
    .label = "client EAP encryption", .mutual = true, .opened = opened, .data = take};

static enum eap_verdict start(void *state, const struct eap_setup *setup, struct writer *out)
{
    return tunnel_server_start(state, &ops, EAP_TYPE_TLS, setup, out);
}

const struct eap_method eap_tls_server = {
    .name = "EAP-TLS",
    .type = EAP_TYPE_TLS,
    .size = sizeof(struct tunnel_server),
    .start = start,
    .rx = tunnel_server_rx,
    .keys = tunnel_server_keys,
    .failure = tunnel_server_failure,
    .stop = tunnel_server_stop,
};
