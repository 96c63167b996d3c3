/* The server over TLS (tunnel_server.h), as a machine: fragments below, the method above. */
#include "onex/tunnel_server.h"
#include "base/wipe.h"

enum tunnel_server_event {
    TUNNEL_SERVER_EVENT_HANDSHAKE, /* a message, and more is to come */
    TUNNEL_SERVER_EVENT_OPEN,      /* the message that opened the tunnel; our last one is due */
    TUNNEL_SERVER_EVENT_OPEN_ALL,  /* the same, and no word of TLS is due any more */
    TUNNEL_SERVER_EVENT_DATA,      /* a message through it, perhaps without data */
    TUNNEL_SERVER_EVENT_FAULT,     /* TLS has failed, and an alert is due */
    TUNNEL_SERVER_EVENT_FAULT_ALL, /* TLS has failed by the peer */
    TUNNEL_SERVER_EVENTS
};

FSM_TYPES(tunnel_server, struct tunnel_server, void)

enum eap_verdict tunnel_server_fail(struct tunnel_server *s, enum eap_cause cause)
{
    s->cause = (uint8_t)cause;
    return EAP_FAILED;
}

enum eap_verdict tunnel_server_say(struct tunnel_server *s, const struct writer *w)
{
    return !w->failed && tls_write(s->tunnel.tls, span(w->start, writer_len(w))) == EXTSTA_OK
               ? EAP_CONTINUE
               : tunnel_server_fail(s, EAP_CAUSE_CRYPTO);
}

/* Where the method wants to go. An end waits until what was written is answered. */
static void conclude(struct tunnel_server *s, enum eap_verdict verdict)
{
    bool last = tls_pending(s->tunnel.tls).len == 0;
    s->verdict = verdict;
    if (verdict == EAP_FAILED) {
        s->state = last ? TUNNEL_SERVER_FAILED : TUNNEL_SERVER_AWAIT_END;
        s->verdict = last ? EAP_FAILED : EAP_CONTINUE;
    } else if (verdict == EAP_DONE) {
        s->state = TUNNEL_SERVER_THROUGH;
        tls_keep_session(s->tunnel.tls);
    }
}

static void open_tunnel(struct tunnel_server *s, const void *nothing)
{
    s->resumed = tls_was_resumed(s->tunnel.tls);
    conclude(s, s->ops->opened(s));
}

/* With TLS 1.2 our Finished has to arrive first; with 1.3 there is no need to wait. */
static void open_or_wait(struct tunnel_server *s, const void *nothing)
{
    s->resumed = tls_was_resumed(s->tunnel.tls);
    if (tls_version(s->tunnel.tls) == TLS_1_3) {
        s->state = TUNNEL_SERVER_AWAIT_DATA;
        open_tunnel(s, nothing);
    }
}

static void take_data(struct tunnel_server *s, const void *nothing)
{
    struct tunnel_data data;
    enum eap_cause cause = tunnel_read(&s->tunnel, &data);
    if (cause != EAP_CAUSE_NONE) {
        conclude(s, tunnel_server_fail(s, cause));
        return;
    }
    conclude(s, s->ops->data(s, span(data.bytes, data.len)));
    tunnel_data_free(&s->tunnel, &data);
}

/* The acknowledgement of our Finished, or data in its place. */
static void acknowledged(struct tunnel_server *s, const void *nothing)
{
    struct tunnel_data data;
    open_tunnel(s, nothing);
    if (s->verdict != EAP_CONTINUE || tls_pending(s->tunnel.tls).len > 0) {
        return;
    }
    enum eap_cause cause = tunnel_read(&s->tunnel, &data);
    if (cause != EAP_CAUSE_NONE) {
        conclude(s, tunnel_server_fail(s, cause));
        return;
    }
    if (data.len > 0) {
        conclude(s, s->ops->data(s, span(data.bytes, data.len)));
    }
    tunnel_data_free(&s->tunnel, &data);
}

static void give_up(struct tunnel_server *s, const void *nothing)
{
    struct tls_failure failure;
    tls_failure(s->tunnel.tls, &failure);
    conclude(s, tunnel_server_fail(s, tunnel_cause(failure.fault)));
}

static void end(struct tunnel_server *s, const void *nothing)
{
    s->verdict = EAP_FAILED;
}

static const char *const states[] = {
    "await tunnel", "await acknowledgement", "await data", "await end", "through", "failed"};
static const char *const events[] = {"handshake", "tunnel open, more to send", "tunnel open",
                                     "data",      "TLS fault, alert to send",  "TLS fault"};

#define AWAIT(state, event, next, action, rule)                                                \
    FSM_ROW(TUNNEL_SERVER_##state, TUNNEL_SERVER_EVENT_##event, TUNNEL_SERVER_##next, action,  \
            rule)

static const struct tunnel_server_row rows[] = {
    AWAIT(AWAIT_TUNNEL, HANDSHAKE, AWAIT_TUNNEL, NULL, RFC_5216_2_1),
    AWAIT(AWAIT_TUNNEL, OPEN, AWAIT_ACK, open_or_wait, RFC_5216_2_1),
    AWAIT(AWAIT_TUNNEL, OPEN_ALL, AWAIT_DATA, open_tunnel, RFC_5216_2_1),
    AWAIT(AWAIT_TUNNEL, FAULT, AWAIT_END, give_up, RFC_5216_2_1_3),
    AWAIT(AWAIT_TUNNEL, FAULT_ALL, FAILED, give_up, RFC_5216_2_1_3),
    AWAIT(AWAIT_ACK, DATA, AWAIT_DATA, acknowledged, RFC_5216_2_1),
    AWAIT(AWAIT_ACK, FAULT, AWAIT_END, give_up, RFC_5216_2_1_3),
    AWAIT(AWAIT_ACK, FAULT_ALL, FAILED, give_up, RFC_5216_2_1_3),
    AWAIT(AWAIT_DATA, DATA, AWAIT_DATA, take_data, RFC_5281_7),
    AWAIT(AWAIT_DATA, FAULT, AWAIT_END, give_up, RFC_5216_2_1_3),
    AWAIT(AWAIT_DATA, FAULT_ALL, FAILED, give_up, RFC_5216_2_1_3),
    AWAIT(AWAIT_END, DATA, FAILED, end, RFC_5216_2_1_3),
    AWAIT(AWAIT_END, FAULT, FAILED, end, RFC_5216_2_1_3),
    AWAIT(AWAIT_END, FAULT_ALL, FAILED, end, RFC_5216_2_1_3),
};

const struct fsm_table tunnel_server_table =
    FSM_TABLE("EAP over TLS, server", states, events, rows, .ignores_others = true);

static enum tunnel_server_event event_of(const struct tunnel_server *s, enum tls_state before)
{
    bool more = tls_pending(s->tunnel.tls).len > 0;
    switch (tls_state(s->tunnel.tls)) {
    case TLS_HANDSHAKE:
        return TUNNEL_SERVER_EVENT_HANDSHAKE;
    case TLS_OPEN:
        return before == TLS_OPEN ? TUNNEL_SERVER_EVENT_DATA
               : more             ? TUNNEL_SERVER_EVENT_OPEN
                                  : TUNNEL_SERVER_EVENT_OPEN_ALL;
    case TLS_FAILED:
        break;
    }
    return more ? TUNNEL_SERVER_EVENT_FAULT : TUNNEL_SERVER_EVENT_FAULT_ALL;
}

enum eap_verdict tunnel_server_start(struct tunnel_server *s,
                                     const struct tunnel_server_ops *ops, uint8_t type,
                                     const struct eap_setup *setup, struct writer *out)
{
    struct tls_server *shared = ops->mutual ? setup->server->tls_mutual : setup->server->tls;
    tunnel_init(&s->tunnel, setup->crypto, type, true, setup->fragment);
    s->ops = ops;
    s->server = setup->server;
    s->random = setup->random;
    s->wall = setup->wall;
    if (!shared) {
        s->state = TUNNEL_SERVER_FAILED;
        return tunnel_server_fail(s, EAP_CAUSE_CONFIG);
    }
    s->tunnel.tls = tls_server_new(shared, &s->random, s->wall, &s->failed);
    if (!s->tunnel.tls) {
        s->state = TUNNEL_SERVER_FAILED;
        return tunnel_server_fail(s, tunnel_cause(s->failed.fault));
    }
    tunnel_put_start(&s->tunnel, out);
    return EAP_CONTINUE;
}

/* A record that nobody but a misbehaving server sends: a fatal alert at once. */
static enum eap_verdict alert(struct tunnel_server *s, struct writer *out)
{
    const uint8_t message[] = {0, 21, 3, 3, 0, 2, 2, s->server->alert};
    writer_bytes(out, message, sizeof message);
    s->alerted = true;
    s->state = TUNNEL_SERVER_AWAIT_END;
    return EAP_CONTINUE;
}

enum eap_verdict tunnel_server_rx(void *state, struct extsta_span data, struct writer *out)
{
    struct tunnel_server *s = state;
    bool refused;
    enum tls_state before = s->tunnel.tls ? tls_state(s->tunnel.tls) : TLS_HANDSHAKE;
    if (s->alerted) {
        s->state = TUNNEL_SERVER_FAILED;
        return tunnel_server_fail(s, EAP_CAUSE_TLS);
    }
    switch (tunnel_take(&s->tunnel, data, &refused)) {
    case TUNNEL_BAD:
    case TUNNEL_START:
        return EAP_IGNORED;
    case TUNNEL_PART:
    case TUNNEL_NEXT:
        tunnel_put(&s->tunnel, out);
        return EAP_CONTINUE;
    case TUNNEL_WHOLE:
        break;
    }
    if (s->server->alert) {
        return alert(s, out);
    }
    s->verdict = EAP_CONTINUE;
    if (!tunnel_server_fsm_step(&tunnel_server_table, &s->state, (uint8_t)event_of(s, before),
                                s, NULL, NULL)) {
        return EAP_IGNORED;
    }
    if (s->verdict == EAP_CONTINUE) {
        tunnel_put(&s->tunnel, out);
    }
    return s->verdict;
}

bool tunnel_server_keys(const void *state, struct eap_keys *keys)
{
    const struct tunnel_server *s = state;
    return s->state == TUNNEL_SERVER_THROUGH && tunnel_keys(&s->tunnel, s->ops->label, keys);
}

void tunnel_server_failure(const void *state, struct eap_failure *failure)
{
    const struct tunnel_server *s = state;
    *failure = (struct eap_failure){.cause = (enum eap_cause)s->cause, .tls = s->failed};
    if (s->tunnel.tls) {
        tls_failure(s->tunnel.tls, &failure->tls);
    }
}

void tunnel_server_stop(void *state)
{
    struct tunnel_server *s = state;
    if (s->ops && s->ops->stop) {
        s->ops->stop(s);
    }
    tunnel_clear(&s->tunnel);
}
