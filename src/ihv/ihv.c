/* Handlers: what the OS asks of the extension, in order (IHV-09: serialized delivery). Each
 * call is an output with a copy of its data; the embedder carries it out and comes back with
 * extsta_ihv_returned, which ihv_returned gets. Until then the handler "runs": its
 * completion from inside is refused, and of receive-packet only one runs at a time. */
#include "ihv/functions.h"
#include "ihv/onex.h"
#include "base/wipe.h"

/* A received packet in the backlog, as the extension gets it: behind a security packet
 * header. */
struct ihv_packet {
    struct ihv_packet *next;
    uint32_t len;
    uint8_t bytes[];
};

/* Connect handles are told apart from security handles, which are port sessions. */
#define CONNECT_SESSION 0x80000000u

struct ihv *ihv_new(struct os *os, const struct ihv_ops *ops, void *user)
{
    struct ihv *ihv = pool_zalloc(&os->ctx->pool, sizeof *ihv);
    if (ihv) {
        ihv->os = os;
        ihv->ops = ops;
        ihv->user = user;
    }
    return ihv;
}

/* What a packet holds is of the air: nothing to wipe. */
static void forget_packet(struct ihv *ihv, struct ihv_packet *p)
{
    pool_release(&ihv->os->ctx->pool, p, sizeof *p + p->len);
}

/* The oldest of the backlog, the caller's now; NULL: it is empty. */
static struct ihv_packet *take_packet(struct ihv *ihv)
{
    struct ihv_packet *p = ihv->first;
    if (p) {
        ihv->first = p->next;
        ihv->last = p->next ? ihv->last : NULL;
        ihv->backlog--;
    }
    return p;
}

/* Counted as of a port that is gone: that is why nobody gets them. */
static void forget_backlog(struct ihv *ihv)
{
    struct ihv_packet *p;
    while ((p = take_packet(ihv)) != NULL) {
        os_drop(ihv->os, EXTSTA_DROP_PORT_NONE);
        forget_packet(ihv, p);
    }
}

void ihv_free(struct ihv *ihv)
{
    if (ihv) {
        forget_backlog(ihv);
        ihv_onex_drop(ihv);
        ihv_sent_forget(ihv);
        ihv_data_free(ihv);
        pool_release(&ihv->os->ctx->pool, ihv, sizeof *ihv);
    }
}

/* A call with room for its bytes; NULL: no memory. Its number is *id. */
static struct extsta_ihv_call *call(struct ihv *ihv, enum extsta_ihv_call_type type,
                                    size_t payload, uint32_t *id)
{
    struct extsta_output *out = outq_insert(ihv->os->out, EXTSTA_OUT_IHV, payload);
    if (!out) {
        return NULL;
    }
    ihv->next_call = ihv->next_call == UINT32_MAX ? 1 : ihv->next_call + 1; /* 0 is no call */
    out->ihv = (struct extsta_ihv_call){.type = type, .call_id = ihv->next_call};
    if (id) {
        *id = ihv->next_call;
    }
    return &out->ihv;
}

/* The octets of the output that a call stands in; its spans point there. */
static uint8_t *payload_of(struct extsta_ihv_call *c)
{
    struct extsta_output *out =
        (struct extsta_output *)((char *)c - offsetof(struct extsta_output, ihv));
    return outq_payload(out);
}

/* Appends the bytes, and the span of the copy. */
static struct extsta_span put(struct writer *w, struct extsta_span bytes)
{
    uint8_t *at = w->p;
    writer_span(w, bytes);
    return span(at, bytes.len);
}

void ihv_attach(struct ihv *ihv)
{
    struct extsta_ihv_call *c = call(ihv, EXTSTA_IHV_INIT_ADAPTER, 0, &ihv->init_call);
    if (c) {
        c->peer = ihv->os->address;
        ihv->attached = true;
    }
}

/* IHV-06: registrations and exemptions go first, so that not one packet more comes up. */
static void forget_handling(struct ihv *ihv)
{
    ihv->exemption_count = ihv->registration_count = 0;
    ihv->max_backlog = 0;
    ihv->frozen = false;
    ihv->may_send = false;
    ihv->posts = 0;
    ihv_onex_drop(ihv); /* IHV-32: until stop-post-associate or reset */
    forget_backlog(ihv);
}

void ihv_detach(struct ihv *ihv)
{
    if (!ihv->attached) {
        return;
    }
    ihv->attached = false; /* the handle is dead from inside the call on (IHV-05) */
    ihv->connect_session = ihv->reset_session = 0;
    forget_handling(ihv);
    ihv_sent_forget(ihv); /* what it sent is its own to free now */
    call(ihv, EXTSTA_IHV_DEINIT_ADAPTER, 0, NULL);
}

/* A call with what an extension is given of a profile, all data in one block behind it. NULL:
 * no memory. */
static struct extsta_ihv_call *profile_call(struct ihv *ihv, enum extsta_ihv_call_type type,
                                            const struct ihv_profile *p, uint32_t *id)
{
    struct extsta_span connectivity =
        span(p->connectivity, p->connectivity ? strlen(p->connectivity) : 0);
    struct extsta_span security = span(p->security, p->security ? strlen(p->security) : 0);
    size_t size = p->ssid.len + connectivity.len + security.len + p->bss_list.len;
    struct extsta_ihv_call *c = call(ihv, type, size, id);
    if (!c) {
        return NULL;
    }
    struct writer w = writer_of(payload_of(c), size);
    c->ssid = put(&w, p->ssid);
    c->bss_type = p->bss_type;
    c->auth = p->auth;
    c->cipher = p->cipher;
    c->data = put(&w, p->bss_list);
    if (p->connectivity) {
        c->connectivity = put(&w, connectivity);
    }
    if (p->security) {
        c->security = put(&w, security);
    }
    return c;
}

/* The session is set before the handler could return. */
bool ihv_pre_associate(struct ihv *ihv, const struct ihv_profile *p)
{
    struct extsta_ihv_call *c =
        ihv->attached ? profile_call(ihv, EXTSTA_IHV_PERFORM_PRE_ASSOCIATE, p, &ihv->pre_call)
                      : NULL;
    if (!c) {
        return false;
    }
    c->session = ihv->connect_session = CONNECT_SESSION | ++ihv->next_session;
    ihv->profile = ihv_profile_id(p);
    return true;
}

void ihv_capability_match(struct ihv *ihv, const struct ihv_profile *p)
{
    if (ihv->attached) {
        profile_call(ihv, EXTSTA_IHV_PERFORM_CAPABILITY_MATCH, p, &ihv->match_call);
    }
}

void ihv_pre_associate_cancel(struct ihv *ihv)
{
    if (ihv->connect_session != 0) {
        ihv->reset_session = ihv->connect_session;
        ihv->connect_session = 0;
    }
}

void ihv_post_associate(struct ihv *ihv, const struct extsta_port_event *port,
                        struct extsta_span completion)
{
    struct extsta_ihv_call *c;
    if (!ihv->attached ||
        !(c = call(ihv, EXTSTA_IHV_PERFORM_POST_ASSOCIATE, completion.len, &ihv->post_call))) {
        return; /* the port stays unauthorized until its time is over */
    }
    struct writer w = writer_of(payload_of(c), completion.len);
    c->session = ihv->post_session = port->session;
    c->peer = port->peer;
    c->port = *port;
    c->data = put(&w, completion);
    ihv->may_send = true;
    ihv->post_peer = port->peer;
    ihv->posts++;
}

void ihv_stop_post_associate(struct ihv *ihv, const struct extsta_port_event *port,
                             uint32_t status)
{
    if (!ihv->attached) {
        return;
    }
    forget_backlog(ihv); /* nothing of the old port may come after the stop */
    ihv->posts -= ihv->posts > 0;
    ihv_onex_drop(ihv);
    struct extsta_ihv_call *c = call(ihv, EXTSTA_IHV_STOP_POST_ASSOCIATE, 0, NULL);
    if (c) {
        c->session = port->session;
        c->peer = port->peer;
        c->port = *port;
        c->status = status;
    }
}

void ihv_adapter_reset(struct ihv *ihv)
{
    if (!ihv->attached) {
        return;
    }
    forget_handling(ihv); /* first (IHV-06) */
    ihv_pre_associate_cancel(ihv);
    call(ihv, EXTSTA_IHV_ADAPTER_RESET, 0, NULL);
}

/* --- packets up --- */

/* Only while no other receive-packet runs. Without memory the call is not made, and nothing
 * stays open: the next packet tries again. */
static void deliver(struct ihv *ihv, struct extsta_span packet)
{
    struct extsta_ihv_call *c =
        call(ihv, EXTSTA_IHV_RECEIVE_PACKET, packet.len, &ihv->receive_call);
    if (!c) {
        os_drop(ihv->os, EXTSTA_DROP_NO_MEMORY);
        return;
    }
    struct writer w = writer_of(payload_of(c), packet.len);
    c->data = put(&w, packet);
}

/* IHV-30: in order of reception; behind a running call at most max_backlog of them, then the
 * oldest goes. With a backlog of 0 that is the new one. */
void ihv_receive_packet(struct ihv *ihv, struct extsta_mac peer, uint16_t ethertype,
                        struct extsta_span payload)
{
    size_t len = SECURITY_PACKET_HEADER + payload.len;
    struct ihv_packet *p = pool_alloc(&ihv->os->ctx->pool, sizeof *p + len);
    if (!p) {
        os_drop(ihv->os, EXTSTA_DROP_NO_MEMORY);
        return;
    }
    struct writer w = writer_of(p->bytes, len);
    p->next = NULL;
    p->len = (uint32_t)len;
    writer_mac(&w, peer);
    writer_be16(&w, ethertype);
    writer_span(&w, payload);
    if (ihv->receive_call == 0) {
        deliver(ihv, span(p->bytes, p->len));
        forget_packet(ihv, p);
        return;
    }
    if (ihv->last) {
        ihv->last->next = p;
    } else {
        ihv->first = p;
    }
    ihv->last = p;
    ihv->backlog++;
    if (ihv->backlog > ihv->max_backlog) { /* the oldest goes (IHV-30) */
        os_drop(ihv->os, EXTSTA_DROP_QUEUE_FULL);
        forget_packet(ihv, take_packet(ihv));
    }
}

void ihv_indication(struct ihv *ihv, uint32_t type, struct extsta_span buffer)
{
    struct extsta_ihv_call *c;
    if (!ihv->attached || !(c = call(ihv, EXTSTA_IHV_RECEIVE_INDICATION, buffer.len, NULL))) {
        return;
    }
    struct writer w = writer_of(payload_of(c), buffer.len);
    c->status = type;
    c->data = put(&w, buffer);
}

void ihv_onex_result(struct ihv *ihv, uint32_t result, uint32_t reason, struct extsta_span keys)
{
    struct extsta_ihv_call *c =
        call(ihv, EXTSTA_IHV_ONEX_INDICATE_RESULT, keys.len, NULL);
    if (c) {
        struct writer w = writer_of(payload_of(c), keys.len);
        c->status = result;
        c->handle = reason;
        c->data = put(&w, keys);
    }
}

void ihv_complete_send(struct ihv *ihv, uint64_t handle)
{
    struct extsta_ihv_call *c = call(ihv, EXTSTA_IHV_SEND_PACKET_COMPLETION, 0, NULL);
    if (c) {
        c->handle = handle;
    }
}

/* --- what a handler returned --- */

/* Success says no more than that the fragments are valid: PreAssociateCompletion will
 * follow. connect_session is 0 where a reset has cancelled it meanwhile. */
static void pre_associate_returned(struct ihv *ihv, extsta_time now, uint32_t error,
                                   uint32_t reason)
{
    ihv->pre_call = 0;
    ihv_check_reason(ihv, error, reason); /* IHV-14: a handler that refuses says why */
    if (error != 0 && ihv->connect_session != 0) {
        ihv->connect_session = 0; /* no completion follows (IHV-11) */
        ihv->ops->pre_associated(ihv->user, now, error, reason);
    }
}

void ihv_returned(struct ihv *ihv, extsta_time now, uint32_t call_id, uint32_t error,
                  uint32_t reason)
{
    if (call_id == 0) {
        return;
    }
    if (call_id == ihv->init_call) {
        ihv->init_call = 0;
        /* An extension that cannot start on this adapter has none of its functions (IHV-03). */
        ihv->attached = ihv->attached && error == 0;
    } else if (call_id == ihv->match_call) {
        ihv->match_call = 0;
        ihv_check_reason(ihv, error, reason); /* nothing else hangs on it (SCN-29: may ask) */
    } else if (call_id == ihv->pre_call) {
        pre_associate_returned(ihv, now, error, reason);
    } else if (call_id == ihv->post_call) {
        ihv->post_call = 0;
        if (error != 0) { /* IHV-21: the port stays as it is */
            ihv->ops->post_associated(ihv->user, now, ihv->post_session, error, 0);
        }
    } else if (call_id == ihv->receive_call) {
        ihv->receive_call = 0;
        struct ihv_packet *p = take_packet(ihv);
        if (p) {
            deliver(ihv, span(p->bytes, p->len));
            forget_packet(ihv, p);
        }
    }
}
