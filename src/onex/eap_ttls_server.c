/* EAP-TTLS, the server: RFC 5281, with TLS 1.3 RFC 9427. It takes what the peer brings: a
 * password, a proof of it by MS-CHAPv2, or EAP. */
#include "base/pool.h"
#include "base/wipe.h"
#include "onex/eap.h"
#include "onex/mschapv2.h"
#include "onex/ttls_avp.h"
#include "onex/tunnel_server.h"

#define RESPONSE_LEN 50u /* RFC 5281 11.2.4 */

struct ttls {
    struct tunnel_server tunnel;
    struct eap_setup setup;
    bool said;     /* what is awaited is the peer's acknowledgement: */
    bool accepted; /* of this */
    uint8_t id;    /* of the last request of EAP in the tunnel */
    void *inner;   /* state of EAP-MSCHAPv2; NULL: not begun */
};

static enum eap_verdict say_avp(struct ttls *t, uint32_t vendor, uint32_t code,
                                struct extsta_span data)
{
    uint8_t avp[640];
    struct writer w = writer_of(avp, sizeof avp);
    ttls_avp_write(&w, vendor, code, data);
    enum eap_verdict verdict = tunnel_server_say(&t->tunnel, &w);
    wipe(avp, sizeof avp);
    return verdict;
}

/* --- PAP --- */

static enum eap_verdict judge_pap(struct ttls *t, struct extsta_span user,
                                  struct extsta_span password)
{
    struct extsta_span own = t->tunnel.server->password;
    while (password.len > 0 && password.data[password.len - 1] == 0) {
        password.len--;
    }
    return eap_server_knows(t->tunnel.server, user) && password.len == own.len &&
                   equal_ct(password.data, own.data, own.len)
               ? EAP_DONE
               : tunnel_server_fail(&t->tunnel, EAP_CAUSE_PASSWORD);
}

/* --- MS-CHAPv2 --- */

/* Whether the response is to the tunnel's own challenge (11.1), and by the password. */
static bool is_right(struct ttls *t, struct extsta_span user, struct extsta_span challenge,
                     struct extsta_span value, struct mschapv2 *exchange)
{
    uint8_t implied[MSCHAPV2_CHALLENGE_LEN + 1], expected[MSCHAPV2_RESPONSE_LEN];
    if (value.len != RESPONSE_LEN ||
        tls_export(t->tunnel.tunnel.tls, "ttls challenge", NULL, implied, sizeof implied) !=
            EXTSTA_OK ||
        !span_equal(challenge, span(implied, MSCHAPV2_CHALLENGE_LEN)) ||
        value.data[0] != implied[MSCHAPV2_CHALLENGE_LEN] ||
        !mschapv2_password_hash(t->tunnel.server->password, exchange->password_hash)) {
        return false;
    }
    memcpy(exchange->server_challenge, implied, MSCHAPV2_CHALLENGE_LEN);
    memcpy(exchange->peer_challenge, value.data + 2, MSCHAPV2_CHALLENGE_LEN);
    exchange->user = user;
    mschapv2_response(exchange, expected);
    return eap_server_knows(t->tunnel.server, user) &&
           equal_ct(expected, value.data + 26, sizeof expected);
}

static enum eap_verdict judge_mschapv2(struct ttls *t, struct extsta_span user,
                                       struct extsta_span challenge, struct extsta_span value)
{
    static const char refusal[] = "?E=691 R=0 C=00000000000000000000000000000000 V=3 M=Refused";
    struct mschapv2 exchange = {0};
    uint8_t answer[64];
    struct writer w = writer_of(answer, sizeof answer);
    bool right = is_right(t, user, challenge, value, &exchange);
    uint32_t code = right ? TTLS_AVP_MS_CHAP2_SUCCESS : TTLS_AVP_MS_CHAP_ERROR;
    writer_u8(&w, value.len > 0 ? value.data[0] : 0);
    if (right) {
        char proof[MSCHAPV2_AUTHENTICATOR_LEN];
        mschapv2_authenticator(&exchange, value.data + 26, proof);
        proof[2] = t->tunnel.server->wrong_proof ? 'X' : proof[2];
        writer_bytes(&w, proof, sizeof proof);
    } else {
        writer_bytes(&w, refusal + 1, sizeof refusal - 2);
    }
    wipe(&exchange, sizeof exchange);
    t->said = true;
    t->accepted = right;
    return say_avp(t, TTLS_VENDOR_MICROSOFT, code, span(answer, writer_len(&w)));
}

/* --- EAP --- */

static enum eap_verdict request(struct ttls *t, const struct writer *data)
{
    uint8_t packet[512];
    struct writer w = writer_of(packet, sizeof packet);
    eap_write(&w, EAP_REQUEST, ++t->id, EAP_TYPE_MSCHAPV2, span(data->start, writer_len(data)));
    return say_avp(t, TTLS_VENDOR_NONE, TTLS_AVP_EAP_MESSAGE, span(packet, writer_len(&w)));
}

static enum eap_verdict begin_eap(struct ttls *t)
{
    const struct eap_method *method = &eap_mschapv2_server;
    uint8_t data[256];
    struct writer w = writer_of(data, sizeof data);
    t->inner = pool_zalloc(crypto_pool(t->tunnel.tunnel.crypto), method->size);
    if (!t->inner || method->start(t->inner, &t->setup, &w) != EAP_CONTINUE) {
        return tunnel_server_fail(&t->tunnel, EAP_CAUSE_CRYPTO);
    }
    return request(t, &w);
}

static enum eap_verdict judge_eap(struct ttls *t, struct extsta_span packet)
{
    struct eap e;
    uint8_t data[256];
    struct writer w = writer_of(data, sizeof data);
    if (!eap_parse(packet, &e) || e.code != EAP_RESPONSE) {
        return EAP_IGNORED;
    }
    if (!t->inner) {
        return e.type == EAP_TYPE_IDENTITY ? begin_eap(t)
                                           : tunnel_server_fail(&t->tunnel, EAP_CAUSE_PROTOCOL);
    }
    if (e.type != EAP_TYPE_MSCHAPV2 || e.id != t->id) {
        return tunnel_server_fail(&t->tunnel, EAP_CAUSE_INNER);
    }
    switch (eap_mschapv2_server.rx(t->inner, e.data, &w)) {
    case EAP_IGNORED:
        return EAP_IGNORED;
    case EAP_CONTINUE:
        return request(t, &w);
    case EAP_DONE:
        return EAP_DONE;
    case EAP_FAILED:
        break;
    }
    return tunnel_server_fail(&t->tunnel, EAP_CAUSE_PASSWORD);
}

/* --- the tunnel --- */

/* RFC 9427: with TLS 1.3 an octet 0 says that the session is enough. */
static enum eap_verdict opened(struct tunnel_server *s)
{
    struct ttls *t = (struct ttls *)s;
    uint8_t octet[1];
    struct writer w = writer_of(octet, sizeof octet);
    if (!s->resumed && !s->server->skip_inner) {
        return EAP_CONTINUE;
    }
    if (tls_version(s->tunnel.tls) != TLS_1_3) {
        return EAP_DONE;
    }
    writer_u8(&w, 0);
    t->said = t->accepted = true;
    return tunnel_server_say(s, &w);
}

static enum eap_verdict take(struct tunnel_server *s, struct extsta_span data)
{
    struct ttls *t = (struct ttls *)s;
    struct extsta_span user = span(NULL, 0), value, challenge;
    if (t->said) {
        return t->accepted ? EAP_DONE : tunnel_server_fail(s, EAP_CAUSE_PASSWORD);
    }
    if (data.len == 0) {
        return EAP_CONTINUE;
    }
    ttls_avp_find(data, TTLS_VENDOR_NONE, TTLS_AVP_USER_NAME, &user);
    if (ttls_avp_find(data, TTLS_VENDOR_NONE, TTLS_AVP_USER_PASSWORD, &value)) {
        return judge_pap(t, user, value);
    }
    if (ttls_avp_find(data, TTLS_VENDOR_MICROSOFT, TTLS_AVP_MS_CHAP2_RESPONSE, &value) &&
        ttls_avp_find(data, TTLS_VENDOR_MICROSOFT, TTLS_AVP_MS_CHAP_CHALLENGE, &challenge)) {
        return judge_mschapv2(t, user, challenge, value);
    }
    if (ttls_avp_find(data, TTLS_VENDOR_NONE, TTLS_AVP_EAP_MESSAGE, &value)) {
        return judge_eap(t, value);
    }
    return tunnel_server_fail(s, EAP_CAUSE_INNER);
}

static void drop_inner(struct tunnel_server *s)
{
    struct ttls *t = (struct ttls *)s;
    if (t->inner) {
        eap_method_stop(&eap_mschapv2_server, t->inner);
        pool_release(crypto_pool(s->tunnel.crypto), t->inner, eap_mschapv2_server.size);
    }
}

static const struct tunnel_server_ops ops = {
    .label = "ttls keying material", .opened = opened, .data = take, .stop = drop_inner};

static enum eap_verdict start(void *state, const struct eap_setup *setup, struct writer *out)
{
    struct ttls *t = state;
    t->setup = *setup;
    return tunnel_server_start(&t->tunnel, &ops, EAP_TYPE_TTLS, setup, out);
}

const struct eap_method eap_ttls_server = {
    .name = "EAP-TTLS",
    .type = EAP_TYPE_TTLS,
    .size = sizeof(struct ttls),
    .start = start,
    .rx = tunnel_server_rx,
    .keys = tunnel_server_keys,
    .failure = tunnel_server_failure,
    .stop = tunnel_server_stop,
};
