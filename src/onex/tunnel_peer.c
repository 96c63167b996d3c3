/* The peer over TLS (tunnel_peer.h), as a machine: fragments below, the method above. */
#include "onex/tunnel_peer.h"
#include "base/wipe.h"

enum tunnel_peer_event {
    TUNNEL_PEER_EVENT_START,
    TUNNEL_PEER_EVENT_HANDSHAKE, /* a message, and more is to come */
    TUNNEL_PEER_EVENT_OPEN,      /* the message that opened it */
    TUNNEL_PEER_EVENT_DATA,      /* a message through it, perhaps without data */
    TUNNEL_PEER_EVENT_FAULT,     /* TLS has failed */
    TUNNEL_PEER_EVENTS
};

FSM_TYPES(tunnel_peer, struct tunnel_peer, void)

enum eap_verdict tunnel_peer_fail(struct tunnel_peer *p, enum eap_cause cause)
{
    p->cause = (uint8_t)cause;
    return EAP_FAILED;
}

/* A session that was not to the server's liking must not be tried for ever. */
static void forget_session(struct tunnel_peer *p)
{
    if (p->resume) {
        eap_resume_clear(p->resume);
    }
}

static void keep_session(struct tunnel_peer *p)
{
    struct tls_session *session = p->resume ? tls_session_take(p->tunnel.tls) : NULL;
    if (session) {
        eap_resume_clear(p->resume);
        *p->resume = (struct eap_resume){.type = p->tunnel.type, .session = session};
    }
}

/* Where the method wants to go. */
static void conclude(struct tunnel_peer *p, enum eap_verdict verdict)
{
    p->verdict = verdict;
    if (verdict == EAP_FAILED) {
        p->state = TUNNEL_PEER_FAILED;
        forget_session(p);
    } else if (verdict == EAP_DONE) {
        p->state = TUNNEL_PEER_THROUGH;
    }
}

static void begin(struct tunnel_peer *p, const void *nothing)
{
    const struct extsta_eap *eap = p->eap;
    bool same = p->resume && p->resume->session && p->resume->type == p->tunnel.type;
    struct tls_config config = {
        .random = p->random,
        .wall = p->wall,
        .min = eap->tls_min,
        .max = eap->tls_max,
        .ca = eap->ca,
        .certificate = eap->certificate,
        .key = eap->key,
        .passphrase = eap->key_passphrase,
        .name = eap->domain,
        .name_exact = eap->domain_exact,
        .verify_off = eap->verify_off,
        .strong = eap->strong,
        .resume = same ? p->resume->session : NULL,
    };
    p->tunnel.tls = tls_client_new(p->tunnel.crypto, &config, &p->failed);
    if (!p->tunnel.tls) {
        conclude(p, tunnel_peer_fail(p, tunnel_cause(p->failed.fault)));
        return;
    }
    tls_rx(p->tunnel.tls, span(NULL, 0));
}

static void open_tunnel(struct tunnel_peer *p, const void *nothing)
{
    p->resumed = tls_was_resumed(p->tunnel.tls);
    conclude(p, p->ops->opened(p));
}

static void take_data(struct tunnel_peer *p, const void *nothing)
{
    struct tunnel_data data;
    enum eap_cause cause = tunnel_read(&p->tunnel, &data);
    if (cause != EAP_CAUSE_NONE) {
        conclude(p, tunnel_peer_fail(p, cause));
        return;
    }
    conclude(p, p->ops->data(p, span(data.bytes, data.len)));
    tunnel_data_free(&p->tunnel, &data);
}

/* An alert is pending where the fault is the server's; where it is ours, an empty message lets
 * the server say Failure. */
static void give_up(struct tunnel_peer *p, const void *nothing)
{
    struct tls_failure failure;
    tls_failure(p->tunnel.tls, &failure);
    conclude(p, tunnel_peer_fail(p, tunnel_cause(failure.fault)));
}

static const char *const states[] = {"await start", "await tunnel", "await data", "through",
                                     "failed"};
static const char *const events[] = {"start", "handshake", "tunnel open", "data", "TLS fault"};

#define AWAIT(state, event, next, action, rule)                                                \
    FSM_ROW(TUNNEL_PEER_##state, TUNNEL_PEER_EVENT_##event, TUNNEL_PEER_##next, action, rule)

static const struct tunnel_peer_row rows[] = {
    AWAIT(AWAIT_START, START, AWAIT_TUNNEL, begin, RFC_5216_2_1),
    AWAIT(AWAIT_TUNNEL, HANDSHAKE, AWAIT_TUNNEL, NULL, RFC_5216_2_1),
    AWAIT(AWAIT_TUNNEL, OPEN, AWAIT_DATA, open_tunnel, RFC_5216_2_1),
    AWAIT(AWAIT_TUNNEL, FAULT, FAILED, give_up, RFC_5216_2_1_3),
    AWAIT(AWAIT_DATA, DATA, AWAIT_DATA, take_data, RFC_5281_7),
    AWAIT(AWAIT_DATA, FAULT, FAILED, give_up, RFC_5216_2_1_3),
    /* the server may have more to say before its Success, also of a resumed session */
    AWAIT(THROUGH, DATA, THROUGH, take_data, RFC_5281_7),
    AWAIT(THROUGH, FAULT, FAILED, give_up, RFC_5216_2_1_3),
};

const struct fsm_table tunnel_peer_table =
    FSM_TABLE("EAP over TLS, peer", states, events, rows, .ignores_others = true);

static enum tunnel_peer_event event_of(const struct tunnel_peer *p, enum tls_state before)
{
    switch (tls_state(p->tunnel.tls)) {
    case TLS_HANDSHAKE:
        return TUNNEL_PEER_EVENT_HANDSHAKE;
    case TLS_OPEN:
        return before == TLS_OPEN ? TUNNEL_PEER_EVENT_DATA : TUNNEL_PEER_EVENT_OPEN;
    case TLS_FAILED:
        break;
    }
    return TUNNEL_PEER_EVENT_FAULT;
}

/* Our message, and the verdict when all of it is out. */
static enum eap_verdict put(struct tunnel_peer *p, struct writer *out)
{
    tunnel_put(&p->tunnel, out);
    bool last = !p->tunnel.sending;
    if (last && p->verdict == EAP_DONE) {
        keep_session(p);
    }
    return last ? p->verdict : EAP_CONTINUE;
}

static enum eap_verdict ignore(struct tunnel_peer *p, bool refused)
{
    if (p->cause == EAP_CAUSE_NONE) {
        p->cause = (uint8_t)(refused ? EAP_CAUSE_CRYPTO : EAP_CAUSE_PROTOCOL);
    }
    return EAP_IGNORED;
}

static enum eap_verdict step(struct tunnel_peer *p, enum tunnel_peer_event event,
                             struct writer *out)
{
    p->verdict = EAP_CONTINUE;
    if (!tunnel_peer_fsm_step(&tunnel_peer_table, &p->state, (uint8_t)event, p, NULL, NULL) ||
        p->verdict == EAP_IGNORED) {
        return ignore(p, false);
    }
    /* There is nothing to say without TLS. And to a server that could not prove itself an empty
     * message would be consent. */
    if (p->verdict == EAP_FAILED && (!p->tunnel.tls || p->cause == EAP_CAUSE_SERVER_PROOF)) {
        return EAP_FAILED;
    }
    return put(p, out);
}

enum eap_verdict tunnel_peer_start(struct tunnel_peer *p, const struct tunnel_peer_ops *ops,
                                   uint8_t type, const struct eap_setup *setup)
{
    const struct extsta_eap *eap = setup->peer;
    tunnel_init(&p->tunnel, setup->crypto, type, false, setup->fragment);
    p->ops = ops;
    p->random = setup->random;
    p->wall = setup->wall;
    p->eap = eap;
    p->resume = setup->resume;
    if ((ops->needs_certificate && (eap->certificate.len == 0 || eap->key.len == 0)) ||
        (ops->needs_password && eap->identity.len == 0)) {
        p->state = TUNNEL_PEER_FAILED;
        p->failed.fault = ops->needs_certificate ? TLS_FAULT_OWN_CERTIFICATE : TLS_FAULT_NONE;
        return tunnel_peer_fail(p, EAP_CAUSE_CONFIG);
    }
    return EAP_CONTINUE;
}

enum eap_verdict tunnel_peer_rx(void *state, struct extsta_span data, struct writer *out)
{
    struct tunnel_peer *p = state;
    bool refused;
    enum tls_state before = p->tunnel.tls ? tls_state(p->tunnel.tls) : TLS_HANDSHAKE;
    if (p->state == TUNNEL_PEER_FAILED && !p->tunnel.sending) {
        return EAP_IGNORED;
    }
    switch (tunnel_take(&p->tunnel, data, &refused)) {
    case TUNNEL_BAD:
        return ignore(p, refused);
    case TUNNEL_START:
        return step(p, TUNNEL_PEER_EVENT_START, out);
    case TUNNEL_PART:
        tunnel_put(&p->tunnel, out);
        return EAP_CONTINUE;
    case TUNNEL_NEXT:
        return put(p, out);
    case TUNNEL_WHOLE:
        break;
    }
    return step(p, event_of(p, before), out);
}

bool tunnel_peer_keys(const void *state, struct eap_keys *keys)
{
    const struct tunnel_peer *p = state;
    return p->state == TUNNEL_PEER_THROUGH && tunnel_keys(&p->tunnel, p->ops->label, keys);
}

void tunnel_peer_failure(const void *state, struct eap_failure *failure)
{
    const struct tunnel_peer *p = state;
    *failure = (struct eap_failure){
        .cause = (enum eap_cause)p->cause, .tls = p->failed, .error = p->error};
    if (p->tunnel.tls) {
        tls_failure(p->tunnel.tls, &failure->tls);
    }
}

const struct tls *tunnel_peer_tls(const void *state)
{
    const struct tunnel_peer *p = state;
    return p->tunnel.tls;
}

void tunnel_peer_stop(void *state)
{
    struct tunnel_peer *p = state;
    if (p->ops && p->ops->stop) {
        p->ops->stop(p);
    }
    if (p->tunnel.tls && p->state != TUNNEL_PEER_THROUGH) {
        forget_session(p);
    }
    tunnel_clear(&p->tunnel);
}
