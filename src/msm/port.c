/* The machine of one port: table, actions, its events to the outside (contract chapter 60).
 * Fed by msm.c with what the miniport indicates and by handshake.c with what came of
 * authentication; tells the embedder (port events), the miniport (PORT_STATE_NOTIFICATION),
 * acm and the extension. */
#include "msm/port.h"
#include "base/mac.h"
#include "boundary/payload.h"
#include "msm/handshake.h"
#include "msm/preauth.h"
#include "wire/element.h"
#include <extsta/windot11.h>

struct extsta_port_event msm_port_event(const struct msm_port *port,
                                        enum extsta_port_event_type type)
{
    return (struct extsta_port_event){
        .type = type,
        .peer = port->peer,
        .session = port->session,
        .manager = (enum extsta_port_manager)port->manager,
        .controlled = port->manager != EXTSTA_MANAGER_NONE,
        /* A controlled port begins closed; being authorized is an event of its own, also
         * when the miniport has seen to it before (PRT-09). */
        .authorized = port->state == PORT_UNCONTROLLED ||
                      (port->state == PORT_AUTHORIZED && type != EXTSTA_PORT_CREATED),
    };
}

/* To the embedder. */
static void report(const struct msm_port *port, enum extsta_port_event_type type)
{
    struct extsta_port_event event = msm_port_event(port, type);
    report_port(port->msm->os->out, &event);
}

/* PORT_STATE_NOTIFICATION. The miniport may answer NOT_SUPPORTED (PRT-19): nothing hangs on
 * the answer. */
static void notify_miniport(const struct msm_port *port, bool open)
{
    uint8_t buffer[16];
    struct writer w = writer_of(buffer, sizeof buffer);
    payload_write(&w, PAYLOAD(PORT_STATE, .port_state = {port->peer, open}));
    requester_push(&port->msm->os->requester, REQUEST_MSM, EXTSTA_OID_SET,
                   OID_DOT11_PORT_STATE_NOTIFICATION, writer_span_of(&w), 0);
}

/* For the user's eyes only: a beacon names its channel in DS Parameter Set or HT Operation,
 * not its band; above 14 it is 5 GHz. */
static uint16_t beacon_freq(const struct msm_completion *c)
{
    struct elements e;
    elements_parse(msm_completion_beacon_elements(c), &e);
    uint8_t channel = e.ds_channel;
    if (channel == 0 && e.ht_operation.len > 0) {
        channel = e.ht_operation.data[0];
    }
    return channel == 0 ? 0 : channel_to_freq(channel, channel > 14);
}

/* PRT-01, PRT-02: a fresh port, never an old state. */
static void create(struct msm_port *port, enum extsta_port_manager manager,
                   const struct port_input *input)
{
    const struct msm_completion *c = input->completion;
    struct pool *pool = &port->msm->os->ctx->pool;
    port->manager = (uint8_t)manager;
    port->session = ++port->msm->next_session;
    port->auth = c->auth;
    port->unicast = c->unicast;
    port->multicast = c->multicast;
    port->freq = beacon_freq(c);
    if (c->encap.len > 0) {
        port->encap = pool_zalloc(pool, sizeof *port->encap);
        if (port->encap && nwifi_encap_parse(c->encap, port->encap) != EXTSTA_OK) {
            port->msm->os->protocol_errors++; /* the default table applies (ASC-24) */
        }
    }
    report(port, EXTSTA_PORT_CREATED);
}

/* For controlled ports. The embedder first, acm last: it may go on from here to other
 * things. */
static void opened(struct msm_port *port, const struct port_input *input)
{
    port->deadline = EXTSTA_NEVER;
    report(port, EXTSTA_PORT_AUTHORIZED);
    notify_miniport(port, true); /* PRT-18: the driver hears of it */
    port->msm->ops->port_opened(port->msm->user, input->now, port);
}

/* no port authentication, no notification of the miniport either. */
static void on_open(struct msm_port *port, const struct port_input *input)
{
    create(port, EXTSTA_MANAGER_NONE, input);
    port->msm->ops->port_opened(port->msm->user, input->now, port);
}

/* PRT-09: authorized before it was there. */
static void on_miniport(struct msm_port *port, const struct port_input *input)
{
    create(port, EXTSTA_MANAGER_MINIPORT, input);
    opened(port, input);
}

/* PRT-10, PRT-11: closed until the handshake's keys are in. One that cannot even begin is
 * refused at once, with its reason. */
static void on_os(struct msm_port *port, const struct port_input *input)
{
    create(port, EXTSTA_MANAGER_OS, input);
    enum extsta_diagnosis why = msm_handshake_start(port, input->now, input->completion);
    if (why == EXTSTA_DIAGNOSIS_NONE) {
        return;
    }
    struct extsta_cause cause = report_diagnosis(
        input->now, EXTSTA_SUBJECT_PORT, EXTSTA_STAGE_FOUR_WAY, why, port->peer, RULE(PRT_11));
    port_refuse(port, &cause);
}

/* PRT-12, PRT-13. The extension has MSM_IHV_TIMEOUT; then give_up (msm.c). */
static void on_ihv(struct msm_port *port, const struct port_input *input)
{
    create(port, EXTSTA_MANAGER_IHV, input);
    port->deadline = input->now + MSM_IHV_TIMEOUT;
    port->msm->ops->ihv_authenticate(port->msm->user, input->now, port,
                                     input->completion->whole);
}

static void on_authorized(struct msm_port *port, const struct port_input *input)
{
    opened(port, input);
}

/* Refused while it was closed anyway. An extension may still authorize it (PRT-17): it gets
 * the rest of its time. */
static void on_refused(struct msm_port *port, const struct port_input *input)
{
    if (input->cause) {
        port->msm->ops->authentication_failed(port->msm->user, input->now, port, input->cause);
    }
}

/* PRT-17, PRT-25: closed while the association lives. */
static void on_closed(struct msm_port *port, const struct port_input *input)
{
    report(port, EXTSTA_PORT_UNAUTHORIZED);
    notify_miniport(port, false);
    if (port->manager == EXTSTA_MANAGER_IHV) {
        port->deadline = input->now + MSM_IHV_TIMEOUT;
    }
    on_refused(port, input);
}

/* The handshake is why, unless the OS ended it itself. */
bool port_failure(const struct msm_port *port, uint32_t status, struct extsta_cause *cause)
{
    if (port->manager != EXTSTA_MANAGER_OS ||
        status == DOT11_ASSOC_STATUS_DISASSOCIATED_BY_OS ||
        status == DOT11_ASSOC_STATUS_DISASSOCIATED_BY_ROAMING) {
        return false;
    }
    msm_handshake_cause(port, status, cause);
    return true;
}

/* A port that ended while its handshake ran. */
static void failed_before_open(struct msm_port *port, const struct port_input *input)
{
    struct extsta_cause cause;
    if (!port_failure(port, input->status, &cause)) {
        return;
    }
    cause.time = input->now;
    port->msm->ops->judge(port->msm->user, input->now, &cause);
    report_cause(port->msm->os->out, &cause);
    port->msm->ops->authentication_failed(port->msm->user, input->now, port, &cause);
}

/* PRT-20 ... PRT-23, DIS-29: extension first, then the port; no PORT_STATE_NOTIFICATION. */
static void on_ended(struct msm_port *port, const struct port_input *input)
{
    port->deadline = EXTSTA_NEVER;
    if (port->manager == EXTSTA_MANAGER_IHV) {
        port->msm->ops->ihv_stop(port->msm->user, input->now, port, input->status);
    }
    report(port, EXTSTA_PORT_DELETED);
    port->msm->ops->port_deleted(port->msm->user, input->now, port);
}

static void on_ended_unauthorized(struct msm_port *port, const struct port_input *input)
{
    failed_before_open(port, input);
    on_ended(port, input);
}

static const char *const states[PORT_STATES] = {
    [PORT_AWAIT_COMPLETION] = "await-completion",
    [PORT_AWAIT_AUTHENTICATION] = "await-authentication",
    [PORT_AWAIT_KEYS] = "await-keys",
    [PORT_AWAIT_RETRY] = "await-retry",
    [PORT_AUTHORIZED] = "authorized",
    [PORT_UNCONTROLLED] = "uncontrolled",
    [PORT_GONE] = "gone",
};
static const char *const events[PORT_EVENTS] = {
    [PORT_EVENT_OPEN] = "associated-open",
    [PORT_EVENT_MINIPORT] = "associated-miniport",
    [PORT_EVENT_OS] = "associated-os",
    [PORT_EVENT_IHV] = "associated-ihv",
    [PORT_EVENT_FAILED] = "association-failed",
    [PORT_EVENT_HANDSHAKE] = "handshake-complete",
    [PORT_EVENT_AUTHENTICATED] = "authenticated",
    [PORT_EVENT_REFUSED] = "refused",
    [PORT_EVENT_ENDED] = "disassociated",
};

/* Data pass in two states only, AUTHORIZED and UNCONTROLLED. What has been refused may still
 * be authorized (PRT-17), what has ended never (PRT-26). */
static const struct port_row rows[] = {
    FSM_ROW(PORT_AWAIT_COMPLETION, PORT_EVENT_OPEN, PORT_UNCONTROLLED, on_open, X_43),
    FSM_ROW(PORT_AWAIT_COMPLETION, PORT_EVENT_MINIPORT, PORT_AUTHORIZED, on_miniport, PRT_09),
    FSM_ROW(PORT_AWAIT_COMPLETION, PORT_EVENT_OS, PORT_AWAIT_AUTHENTICATION, on_os, PRT_10),
    FSM_ROW(PORT_AWAIT_COMPLETION, PORT_EVENT_IHV, PORT_AWAIT_AUTHENTICATION, on_ihv, PRT_12),
    FSM_ROW(PORT_AWAIT_COMPLETION, PORT_EVENT_FAILED, PORT_GONE, NULL, ASC_41),
    FSM_ROW(PORT_AWAIT_COMPLETION, PORT_EVENT_ENDED, PORT_GONE, NULL, X_78),
    FSM_ROW(PORT_AWAIT_AUTHENTICATION, PORT_EVENT_HANDSHAKE, PORT_AWAIT_KEYS, NULL, ATH_14),
    FSM_ROW(PORT_AWAIT_AUTHENTICATION, PORT_EVENT_AUTHENTICATED, PORT_AUTHORIZED, on_authorized,
            PRT_16),
    FSM_ROW(PORT_AWAIT_AUTHENTICATION, PORT_EVENT_REFUSED, PORT_AWAIT_RETRY, on_refused,
            PRT_11),
    FSM_ROW(PORT_AWAIT_AUTHENTICATION, PORT_EVENT_ENDED, PORT_GONE, on_ended_unauthorized,
            PRT_20),
    FSM_ROW(PORT_AWAIT_KEYS, PORT_EVENT_AUTHENTICATED, PORT_AUTHORIZED, on_authorized, PRT_11),
    FSM_ROW(PORT_AWAIT_KEYS, PORT_EVENT_REFUSED, PORT_AWAIT_RETRY, on_refused, PRT_11),
    FSM_ROW(PORT_AWAIT_KEYS, PORT_EVENT_ENDED, PORT_GONE, on_ended, PRT_20),
    FSM_ROW(PORT_AWAIT_RETRY, PORT_EVENT_HANDSHAKE, PORT_AWAIT_KEYS, NULL, ATH_14),
    FSM_ROW(PORT_AWAIT_RETRY, PORT_EVENT_AUTHENTICATED, PORT_AUTHORIZED, on_authorized, PRT_17),
    FSM_ROW(PORT_AWAIT_RETRY, PORT_EVENT_REFUSED, PORT_AWAIT_RETRY, on_refused, PRT_17),
    FSM_ROW(PORT_AWAIT_RETRY, PORT_EVENT_ENDED, PORT_GONE, on_ended, PRT_20),
    FSM_ROW(PORT_AUTHORIZED, PORT_EVENT_AUTHENTICATED, PORT_AUTHORIZED, NULL, PRT_17),
    FSM_ROW(PORT_AUTHORIZED, PORT_EVENT_REFUSED, PORT_AWAIT_RETRY, on_closed, PRT_25),
    FSM_ROW(PORT_AUTHORIZED, PORT_EVENT_ENDED, PORT_GONE, on_ended, PRT_20),
    FSM_ROW(PORT_UNCONTROLLED, PORT_EVENT_ENDED, PORT_GONE, on_ended, PRT_20),
};

const struct fsm_table msm_port_table = FSM_TABLE("port", states, events, rows);

void port_step(struct msm_port *port, enum port_event event, const struct port_input *input)
{
    port_fsm_step(&msm_port_table, &port->state, (uint8_t)event, port, input,
                  &port->msm->os->ctx->unlisted);
}

void port_refuse(struct msm_port *port, struct extsta_cause *cause)
{
    port->msm->ops->judge(port->msm->user, cause->time, cause);
    report_cause(port->msm->os->out, cause);
    port_step(port, PORT_EVENT_REFUSED,
              &(struct port_input){.now = cause->time, .cause = cause});
}

struct msm_port *port_new(struct msm *msm, struct extsta_mac peer)
{
    struct msm_port *port = pool_zalloc(&msm->os->ctx->pool, sizeof *port);
    if (port) {
        port->msm = msm;
        port->peer = peer;
        port->state = PORT_AWAIT_COMPLETION;
        port->deadline = EXTSTA_NEVER;
        list_push_back(&msm->ports, &port->link);
    }
    return port;
}

/* The one place where a port is freed; every list walk that may end ports is a safe one. */
void port_end(struct msm_port *port, extsta_time now, uint32_t status)
{
    struct extsta_context *ctx = port->msm->os->ctx;
    if (port->state != PORT_GONE) {
        port_step(port, PORT_EVENT_ENDED, &(struct port_input){.now = now, .status = status});
    }
    preauth_port_ended(port->msm, port->peer);
    list_remove(&port->link);
    msm_handshake_free(ctx, port->handshake);
    /* DIS-28: its encapsulation list goes with the port. */
    pool_release(&ctx->pool, port->encap, sizeof *port->encap);
    pool_release(&ctx->pool, port, sizeof *port);
}

bool port_exists(const struct msm_port *port)
{
    return port->state != PORT_AWAIT_COMPLETION && port->state != PORT_GONE;
}

bool msm_port_is_open(const struct msm_port *port)
{
    return port->state == PORT_AUTHORIZED || port->state == PORT_UNCONTROLLED;
}

struct nwifi_port msm_port_filter(const struct msm_port *port, const uint16_t *registered,
                                  size_t count)
{
    if (!port) {
        return (struct nwifi_port){0};
    }
    return (struct nwifi_port){
        .exists = port_exists(port),
        .controlled = port->state != PORT_UNCONTROLLED,
        .authorized = msm_port_is_open(port),
        .manager = (enum extsta_port_manager)port->manager,
        .registered = registered,
        .registered_count = count,
    };
}
