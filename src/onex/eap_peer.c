/* The EAP peer (eap_peer.h): its table, and what a packet means to it. */
#include "onex/eap_peer.h"
#include "base/fsm.h"
#include "base/wipe.h"
#include "crypto/primitives.h"
#include "onex/eap.h"

enum eap_peer_event {
    EAP_PEER_EVENT_AGAIN, /* the request we have answered last */
    EAP_PEER_EVENT_IDENTITY,
    EAP_PEER_EVENT_NOTIFICATION,
    EAP_PEER_EVENT_PROPOSAL, /* a method we do */
    EAP_PEER_EVENT_UNKNOWN,  /* one we do not */
    EAP_PEER_EVENT_MORE,     /* the next message of the method at work */
    EAP_PEER_EVENT_SUCCESS,
    EAP_PEER_EVENT_FAILURE,
    EAP_PEER_EVENTS
};

struct eap_peer_input {
    extsta_time now;
    const struct eap *packet;
    struct writer *out;
    struct eap_peer_step *step;
};
FSM_TYPES(eap_peer, struct eap_peer, struct eap_peer_input)

/* --- memory --- */

static void drop_method(struct eap_peer *p)
{
    if (p->method_state) {
        eap_method_stop(p->method, p->method_state);
        pool_release(&p->config.ctx->pool, p->method_state, p->method->size);
    }
    p->method = NULL;
    p->method_state = NULL;
}

static void drop_last(struct eap_peer *p)
{
    if (p->last) {
        wipe(p->last, p->last_len);
        pool_release(&p->config.ctx->pool, p->last, p->last_len);
    }
    p->last = NULL;
    p->last_len = 0;
}

/* Without memory it is not repeated; the server sends its request again until it gives up. */
static void keep_answer(struct eap_peer *p, const struct eap *request,
                        struct extsta_span answer)
{
    drop_last(p);
    p->has_last = true;
    p->last_id = request->id;
    crypto_digest(CRYPTO_MD5, &request->whole, 1, p->last_digest);
    p->last = pool_alloc(&p->config.ctx->pool, answer.len);
    if (p->last) {
        memcpy(p->last, answer.data, answer.len);
        p->last_len = (uint16_t)answer.len;
    }
}

static void fill(void *user, void *out, size_t len)
{
    const struct eap_peer *p = user;
    context_random(p->config.ctx, p->config.stream, out, len);
}

/* --- answers --- */

static void respond(struct eap_peer *p, const struct eap_peer_input *in, uint8_t type,
                    struct extsta_span data)
{
    eap_write(in->out, EAP_RESPONSE, in->packet->id, type, data);
    if (in->out->failed) {
        return;
    }
    keep_answer(p, in->packet, span(in->out->start, writer_len(in->out)));
}

static void drop(const struct eap_peer_input *in, enum extsta_drop drop)
{
    in->step->dropped = true;
    in->step->drop = drop;
}

static void answer_again(struct eap_peer *p, const struct eap_peer_input *in)
{
    writer_bytes(in->out, p->last, p->last_len);
}

/* Outside the tunnel one need not say who one is. */
static void say_identity(struct eap_peer *p, const struct eap_peer_input *in)
{
    const struct extsta_eap *eap = p->config.eap;
    drop_method(p); /* the server begins anew */
    p->unwanted = 0;
    memset(&p->failure, 0, sizeof p->failure);
    respond(p, in, EAP_TYPE_IDENTITY, eap->anonymous.len > 0 ? eap->anonymous : eap->identity);
}

/* What it says is for people; there is nobody to be shown it who could do anything. */
static void acknowledge(struct eap_peer *p, const struct eap_peer_input *in)
{
    respond(p, in, EAP_TYPE_NOTIFICATION, span(NULL, 0));
}

static bool is_configured(const struct eap_peer *p, uint8_t type)
{
    const uint8_t *methods = p->config.eap->methods;
    return type != 0 && memchr(methods, type, EXTSTA_EAP_METHODS) != NULL &&
           eap_method_peer(type) != NULL;
}

/* RFC 3748 5.3: what we would do, the best first; an expanded type is answered in its kind. */
static void refuse(struct eap_peer *p, const struct eap_peer_input *in)
{
    static const uint8_t header[] = {0, 0, 0, 0, 0, 0, EAP_TYPE_NAK};
    uint8_t list[8 * (EXTSTA_EAP_METHODS + 1u)];
    struct writer w = writer_of(list, sizeof list);
    bool expanded = in->packet->type == EAP_TYPE_EXPANDED;
    if (expanded) {
        writer_bytes(&w, header, sizeof header);
    }
    for (size_t i = 0; i < EXTSTA_EAP_METHODS; i++) {
        uint8_t type = p->config.eap->methods[i];
        if (!is_configured(p, type)) {
            continue;
        }
        if (expanded) {
            writer_u8(&w, EAP_TYPE_EXPANDED);
            writer_zero(&w, 6);
        }
        writer_u8(&w, type);
    }
    p->unwanted = in->packet->type;
    respond(p, in, expanded ? EAP_TYPE_EXPANDED : EAP_TYPE_NAK, span(list, writer_len(&w)));
}

/* --- the method --- */

static void conclude(struct eap_peer *p, const struct eap_peer_input *in)
{
    if (p->method && p->failure.cause == EAP_CAUSE_NONE) {
        p->method->failure(p->method_state, &p->failure);
    }
    drop_method(p);
    p->state = EAP_PEER_FAILED;
    in->step->verdict = EAP_PEER_REFUSED;
}

/* A message of the method at work. */
static void more(struct eap_peer *p, const struct eap_peer_input *in)
{
    uint8_t data[EAP_DATA_MAX];
    struct writer w = writer_of(data, sizeof data);
    enum eap_verdict verdict = p->method->rx(p->method_state, in->packet->data, &w);
    if (verdict == EAP_IGNORED) {
        drop(in, EXTSTA_DROP_EAP_UNEXPECTED);
        return;
    }
    if (verdict != EAP_FAILED || writer_len(&w) > 0) {
        respond(p, in, in->packet->type, span(data, writer_len(&w)));
    }
    wipe(data, sizeof data);
    if (verdict == EAP_FAILED || in->out->failed) {
        conclude(p, in);
    } else if (verdict == EAP_DONE) {
        p->state = EAP_PEER_AWAIT_SUCCESS;
    }
}

/* Without memory the request stays unanswered and comes again. */
static void begin(struct eap_peer *p, const struct eap_peer_input *in)
{
    struct extsta_context *ctx = p->config.ctx;
    const struct eap_method *method = eap_method_peer(in->packet->type);
    struct eap_setup setup = {.crypto = crypto_of(ctx),
                              .random = {fill, p},
                              .wall = context_wall(ctx, in->now),
                              .peer = p->config.eap,
                              .resume = p->config.resume};
    void *state = setup.crypto ? pool_zalloc(&ctx->pool, method->size) : NULL;
    drop_method(p);
    p->unwanted = 0;
    if (!state) {
        p->state = EAP_PEER_AWAIT_REQUEST;
        drop(in, EXTSTA_DROP_NO_MEMORY);
        return;
    }
    p->method = method;
    p->method_state = state;
    if (method->start(state, &setup, in->out) == EAP_FAILED) {
        conclude(p, in);
        return;
    }
    more(p, in);
}

static void succeed(struct eap_peer *p, const struct eap_peer_input *in)
{
    in->step->verdict = EAP_PEER_DONE;
}

static void be_refused(struct eap_peer *p, const struct eap_peer_input *in)
{
    conclude(p, in);
}

/* Anybody can send one, and an impostor would like to do without the method (RFC 4137 4.4). */
static void disbelieve(struct eap_peer *p, const struct eap_peer_input *in)
{
    drop(in, EXTSTA_DROP_EAP_UNPROVEN);
}

static const char *const states[] = {"await request", "await method", "await success",
                                     "succeeded", "failed"};
static const char *const events[] = {"request again",  "identity", "notification", "proposal",
                                     "unknown method", "message",  "success",      "failure"};

#define AWAIT(state, event, next, action, rule)                                                \
    FSM_ROW(EAP_PEER_##state, EAP_PEER_EVENT_##event, EAP_PEER_##next, action, rule)

static const struct eap_peer_row rows[] = {
    AWAIT(AWAIT_REQUEST, AGAIN, AWAIT_REQUEST, answer_again, RFC_4137_4),
    AWAIT(AWAIT_REQUEST, IDENTITY, AWAIT_REQUEST, say_identity, RFC_3748_5_1),
    AWAIT(AWAIT_REQUEST, NOTIFICATION, AWAIT_REQUEST, acknowledge, RFC_3748_5_2),
    AWAIT(AWAIT_REQUEST, PROPOSAL, AWAIT_METHOD, begin, RFC_4137_4),
    AWAIT(AWAIT_REQUEST, UNKNOWN, AWAIT_REQUEST, refuse, RFC_3748_5_3_1),
    AWAIT(AWAIT_REQUEST, SUCCESS, AWAIT_REQUEST, disbelieve, RFC_3748_4_2),
    AWAIT(AWAIT_REQUEST, FAILURE, FAILED, be_refused, RFC_3748_4_2),
    AWAIT(AWAIT_METHOD, AGAIN, AWAIT_METHOD, answer_again, RFC_4137_4),
    AWAIT(AWAIT_METHOD, IDENTITY, AWAIT_REQUEST, say_identity, RFC_3748_5_1),
    AWAIT(AWAIT_METHOD, NOTIFICATION, AWAIT_METHOD, acknowledge, RFC_3748_5_2),
    AWAIT(AWAIT_METHOD, MORE, AWAIT_METHOD, more, RFC_4137_4),
    AWAIT(AWAIT_METHOD, SUCCESS, AWAIT_METHOD, disbelieve, RFC_3748_4_2),
    AWAIT(AWAIT_METHOD, FAILURE, FAILED, be_refused, RFC_3748_4_2),
    AWAIT(AWAIT_SUCCESS, AGAIN, AWAIT_SUCCESS, answer_again, RFC_4137_4),
    AWAIT(AWAIT_SUCCESS, IDENTITY, AWAIT_REQUEST, say_identity, RFC_3748_5_1),
    AWAIT(AWAIT_SUCCESS, NOTIFICATION, AWAIT_SUCCESS, acknowledge, RFC_3748_5_2),
    AWAIT(AWAIT_SUCCESS, MORE, AWAIT_SUCCESS, more, RFC_4137_4),
    AWAIT(AWAIT_SUCCESS, SUCCESS, SUCCEEDED, succeed, RFC_3748_4_2),
    AWAIT(AWAIT_SUCCESS, FAILURE, FAILED, be_refused, RFC_3748_4_2),
    AWAIT(SUCCEEDED, IDENTITY, AWAIT_REQUEST, say_identity, RFC_3748_5_1),
    AWAIT(SUCCEEDED, NOTIFICATION, SUCCEEDED, acknowledge, RFC_3748_5_2),
    AWAIT(SUCCEEDED, PROPOSAL, AWAIT_METHOD, begin, RFC_4137_4),
    AWAIT(FAILED, IDENTITY, AWAIT_REQUEST, say_identity, RFC_3748_5_1),
};

const struct fsm_table eap_peer_table =
    FSM_TABLE("EAP peer", states, events, rows, .ignores_others = true);

/* --- packets --- */

/* A server that uses an identifier again means another request: the octets say so. */
static bool is_again(const struct eap_peer *p, const struct eap *e)
{
    uint8_t digest[sizeof p->last_digest];
    if (!p->has_last || e->id != p->last_id) {
        return false;
    }
    crypto_digest(CRYPTO_MD5, &e->whole, 1, digest);
    return memcmp(digest, p->last_digest, sizeof digest) == 0;
}

/* RFC 3748 4.2: the identifier is that of the last response. There are servers that count on.
 */
static bool is_of_last(const struct eap_peer *p, const struct eap *e)
{
    return !p->has_last || e->id == p->last_id || e->id == (uint8_t)(p->last_id + 1);
}

/* EVENTS: nothing to us. */
static enum eap_peer_event event_of(const struct eap_peer *p, const struct eap *e)
{
    if (e->code == EAP_SUCCESS || e->code == EAP_FAILURE) {
        return !is_of_last(p, e)        ? EAP_PEER_EVENTS
               : e->code == EAP_SUCCESS ? EAP_PEER_EVENT_SUCCESS
                                        : EAP_PEER_EVENT_FAILURE;
    }
    if (e->code != EAP_REQUEST || e->type == EAP_TYPE_NAK || e->type == 0) {
        return EAP_PEER_EVENTS;
    }
    if (is_again(p, e)) {
        return EAP_PEER_EVENT_AGAIN;
    }
    if (e->type == EAP_TYPE_IDENTITY) {
        return EAP_PEER_EVENT_IDENTITY;
    }
    if (e->type == EAP_TYPE_NOTIFICATION) {
        return EAP_PEER_EVENT_NOTIFICATION;
    }
    if (p->method && p->state != EAP_PEER_SUCCEEDED) {
        return e->type == p->method->type ? EAP_PEER_EVENT_MORE : EAP_PEER_EVENTS;
    }
    return is_configured(p, e->type) ? EAP_PEER_EVENT_PROPOSAL : EAP_PEER_EVENT_UNKNOWN;
}

void eap_peer_start(struct eap_peer *p, const struct eap_peer_config *config)
{
    memset(p, 0, sizeof *p);
    p->config = *config;
}

void eap_peer_rx(struct eap_peer *p, extsta_time now, struct extsta_span packet,
                 struct writer *out, struct eap_peer_step *step)
{
    struct eap e;
    struct eap_peer_input in = {.now = now, .packet = &e, .out = out, .step = step};
    memset(step, 0, sizeof *step);
    if (!eap_parse(packet, &e)) {
        drop(&in, EXTSTA_DROP_BAD_EAPOL);
        return;
    }
    enum eap_peer_event event = event_of(p, &e);
    if (event == EAP_PEER_EVENTS ||
        !eap_peer_fsm_step(&eap_peer_table, &p->state, (uint8_t)event, p, &in, NULL)) {
        drop(&in, EXTSTA_DROP_EAP_UNEXPECTED);
    }
}

bool eap_peer_accepted(struct eap_peer *p)
{
    if (p->state == EAP_PEER_AWAIT_SUCCESS) {
        p->state = EAP_PEER_SUCCEEDED;
    }
    return p->state == EAP_PEER_SUCCEEDED;
}

bool eap_peer_msk(const struct eap_peer *p, uint8_t msk[EAP_MSK_LEN])
{
    struct eap_keys keys;
    bool has =
        p->state == EAP_PEER_SUCCEEDED && p->method && p->method->keys(p->method_state, &keys);
    if (has) {
        memcpy(msk, keys.msk, EAP_MSK_LEN);
    }
    wipe(&keys, sizeof keys);
    return has;
}

void eap_peer_failure(const struct eap_peer *p, struct eap_failure *failure)
{
    *failure = p->failure;
    if (p->method && failure->cause == EAP_CAUSE_NONE) {
        p->method->failure(p->method_state, failure);
    }
}

void eap_peer_stop(struct eap_peer *p)
{
    if (p->config.ctx) {
        drop_method(p);
        drop_last(p);
    }
    wipe(p, sizeof *p);
}
