/* The machine of auto-configuration (acm.h): what the user wants, what the miniport and the
 * port say of it, and what follows. The requests themselves are the scripts of script.c.
 *
 * An attempt is one profile: script, CONNECT_REQUEST, association, port. It ends in on_left,
 * the one place that takes the next profile or goes idle; what ends it is a RESET_REQUEST
 * while the connection operation runs (DISCONNECT would be refused, CNX-32) and a
 * DISCONNECT_REQUEST once it has succeeded (X-45, CNX-33). */
#include "acm/acm.h"
#include "base/mac.h"
#include <extsta/windot11.h>

/* A peer that sends us away this often during port authentication will not let us in. */
#define MAX_AUTHENTICATION_FAILURES 2u
/* So sure of a wrong passphrase that trying again would only repeat it. */
#define SURE 90u

/* What the actions get. */
struct acm_input {
    extsta_time now;
    uint32_t status; /* DOT11_ASSOC_STATUS of the user's notification, with an end */
};
FSM_TYPES(acm, struct acm, struct acm_input)

/* Unlisted pairs are legal here (acm_table), nobody counts them. */
static void step(struct acm *acm, enum acm_event event, extsta_time now, uint32_t status)
{
    acm_fsm_step(&acm_table, &acm->state, (uint8_t)event, acm,
                 &(struct acm_input){.now = now, .status = status}, NULL);
}

/* Borrowed, for notifications; NULL: no profile. */
static const char *name(const struct acm *acm)
{
    return acm->profile ? acm->profile->profile.name : NULL;
}

static void notify(const struct acm *acm, enum extsta_notify_type type, uint32_t status)
{
    report_notify(acm->os->out, type, acm->peer, status, name(acm));
}

/* A cause record of our own; once per attempt, the first one counts (cause_told). */
static void cause(struct acm *acm, extsta_time now, enum extsta_diagnosis diagnosis,
                  uint32_t status, enum extsta_rule rule)
{
    struct extsta_cause c = report_diagnosis(
        now, EXTSTA_SUBJECT_CONNECTION,
        acm->state == ACM_AWAIT_CONNECTION ? EXTSTA_STAGE_ASSOCIATION : EXTSTA_STAGE_CANDIDATES,
        diagnosis, acm->peer, rule);
    c.will_retry = acm->waiting_next < acm->waiting_count;
    if (status != 0) {
        report_assoc_status(&c, status);
    }
    report_cause(acm->os->out, &c);
    acm->cause_told = true;
}

/* --- profiles --- */

/* Those not yet tried: the ones before waiting_next have passed their reference on. */
static void forget_waiting(struct acm *acm)
{
    for (uint16_t i = acm->waiting_next; i < acm->waiting_count; i++) {
        acm_profile_unref(acm->os->ctx, acm->waiting[i]);
    }
    pool_release(&acm->os->ctx->pool, acm->waiting, acm->waiting_count * sizeof *acm->waiting);
    acm->waiting = NULL;
    acm->waiting_count = acm->waiting_next = 0;
}

static void forget_profile(struct acm *acm)
{
    acm_profile_unref(acm->os->ctx, acm->profile);
    acm->profile = NULL;
}

/* The next profile becomes the current one, with its reference. False: there is none. */
static bool take_next(struct acm *acm)
{
    if (acm->waiting_next == acm->waiting_count) {
        return false;
    }
    forget_profile(acm);
    acm->profile = acm->waiting[acm->waiting_next++];
    if (acm->waiting_next == acm->waiting_count) {
        forget_waiting(acm);
    }
    return true;
}

/* --- scripts --- */

/* Makes the script's next request, or says to the machine that the script has come to where
 * something else than a request is due. */
static void go_on(struct acm *acm, extsta_time now, enum acm_script script)
{
    switch (acm_script_next(acm, script)) {
    case ACM_NEXT_REQUEST:
        break;
    case ACM_NEXT_CONNECT:
        step(acm, ACM_EVENT_CONNECTING, now, 0);
        break;
    case ACM_NEXT_PRE_ASSOCIATE:
        step(acm, ACM_EVENT_PRE_ASSOCIATE, now, 0);
        break;
    case ACM_NEXT_END:
        step(acm, ACM_EVENT_BROUGHT_UP, now, 0);
        break;
    case ACM_NEXT_NO_MEMORY:
        cause(acm, now, EXTSTA_DIAGNOSIS_NO_MEMORY, 0, RULE(STA_10));
        step(acm, ACM_EVENT_FAILED, now, DOT11_ASSOC_STATUS_SYSTEM_ERROR);
        break;
    }
}

static void on_start(struct acm *acm, const struct acm_input *in)
{
    acm->step = 0;
    go_on(acm, in->now, ACM_SCRIPT_BRING_UP);
}

/* What the last attempt left must not speak for this one: every flag starts anew. */
static void on_connect(struct acm *acm, const struct acm_input *in)
{
    acm->step = 0;
    acm->by_user = acm->was_connected = acm->port_open = acm->cause_told = false;
    acm->authentication_failures = 0;
    acm->last_status = acm->fail_status = 0;
    acm->peer = (struct extsta_mac){{0}};
    notify(acm, EXTSTA_NOTIFY_CONNECTION_START, 0);
    acm->ops->apply(acm->user, acm->profile);
    go_on(acm, in->now, ACM_SCRIPT_CONNECT);
}

/* CNX-19: no CONNECT_REQUEST before the extension is through. Its time is limited, a dead
 * extension must not hold the user's connect for ever. */
static void on_pre_associate(struct acm *acm, const struct acm_input *in)
{
    extsta_time now = in->now;
    acm->deadline = now + ACM_PRE_ASSOCIATE_TIMEOUT;
    if (!acm->ops->pre_associate(acm->user, now, acm->profile)) {
        cause(acm, now, EXTSTA_DIAGNOSIS_IHV_FAILED, 0, RULE(CNX_19));
        step(acm, ACM_EVENT_FAILED, now, DOT11_ASSOC_STATUS_FAILURE);
    }
}

static void on_pre_associated(struct acm *acm, const struct acm_input *in)
{
    acm->deadline = EXTSTA_NEVER;
    acm->step++;
    go_on(acm, in->now, ACM_SCRIPT_CONNECT);
}

/* CNX-18: ten seconds from the request to a successful association. */
static void on_connecting(struct acm *acm, const struct acm_input *in)
{
    acm->deadline = in->now + ACM_CONNECT_TIMEOUT;
}

/* --- connected --- */

/* Associated; the port has its own time, which is no longer that of the ten-second rule. */
static void on_connected(struct acm *acm, const struct acm_input *in)
{
    extsta_time now = in->now;
    acm->deadline = now + ACM_PORT_TIMEOUT;
    if (acm->port_open) { /* the port may open first: X-43, PRT-09 */
        step(acm, ACM_EVENT_PORT_OPEN, now, 0);
    }
}

/* Also after a roam, whose new port opens in ACM_CONNECTED (ROM-20). CONNECTION_COMPLETE and
 * the end of the other profiles are for the first one only. */
static void on_port_open(struct acm *acm, const struct acm_input *in)
{
    acm->deadline = EXTSTA_NEVER;
    notify(acm, EXTSTA_NOTIFY_CONNECTED, 0);
    if (!acm->was_connected) {
        acm->was_connected = true;
        forget_waiting(acm);
        notify(acm, EXTSTA_NOTIFY_CONNECTION_COMPLETE, 0);
    }
}

/* --- ending --- */

static void reset(struct acm *acm, extsta_time now)
{
    acm->deadline = EXTSTA_NEVER;
    if (!acm_push_reset(acm)) {
        step(acm, ACM_EVENT_LEFT, now, 0); /* no memory; the next connect resets anyway */
    }
}

static void on_failed(struct acm *acm, const struct acm_input *in)
{
    acm->fail_status = in->status;
    reset(acm, in->now);
}

static void on_ten_seconds(struct acm *acm, const struct acm_input *in)
{
    cause(acm, in->now, EXTSTA_DIAGNOSIS_TEN_SECONDS, 0, RULE(CNX_18));
    on_failed(acm, in);
}

/* STA-07: from here on no Native 802.11 request is made; the station stays down. */
static void on_bring_up_failed(struct acm *acm, const struct acm_input *in)
{
    if (!acm->cause_told) {
        cause(acm, in->now, EXTSTA_DIAGNOSIS_NO_CANDIDATE, 0, RULE(STA_07));
    }
}

/* DISCONNECT would be refused while the connection operation runs (CNX-32). */
static void on_cancel(struct acm *acm, const struct acm_input *in)
{
    acm->by_user = true;
    notify(acm, EXTSTA_NOTIFY_DISCONNECTING, 0);
    reset(acm, in->now);
}

/* what has been associated ends by DISCONNECT_REQUEST, so that the AP hears of it. */
static void leave(struct acm *acm, extsta_time now)
{
    acm->deadline = EXTSTA_NEVER;
    notify(acm, EXTSTA_NOTIFY_DISCONNECTING, 0);
    acm->awaited = requester_push(&acm->os->requester, REQUEST_ACM, EXTSTA_OID_SET,
                                  OID_DOT11_DISCONNECT_REQUEST, span(NULL, 0), 0);
    if (acm->awaited == 0) {
        step(acm, ACM_EVENT_REFUSED, now, 0);
    }
}

static void on_disconnect(struct acm *acm, const struct acm_input *in)
{
    acm->by_user = true;
    leave(acm, in->now);
}

static void on_not_authenticated(struct acm *acm, const struct acm_input *in)
{
    acm->fail_status = in->status;
    leave(acm, in->now);
}

/* DISCONNECT may come while a connection operation of the driver's runs; RESET is never
 * refused for that. */
static void on_refused(struct acm *acm, const struct acm_input *in)
{
    reset(acm, in->now);
}

/* The end is under way for another reason: only what the user is told of it changes, and
 * that no further profile is tried. */
static void on_cancel_while_failing(struct acm *acm, const struct acm_input *in)
{
    acm->by_user = true;
}

/* Back in INIT: tells the user, and tries the next profile unless the user ended it. What
 * was once connected ends with DISCONNECTED and also goes on to no other: on_port_open has
 * let them go. */
static void on_left(struct acm *acm, const struct acm_input *in)
{
    bool by_user = acm->by_user;
    if (by_user || acm->was_connected) {
        notify(acm, EXTSTA_NOTIFY_DISCONNECTED, acm->fail_status);
    } else {
        notify(acm, EXTSTA_NOTIFY_CONNECTION_FAILED, acm->fail_status);
    }
    if (by_user) {
        forget_waiting(acm);
    }
    acm->was_connected = acm->port_open = false;
    if (take_next(acm)) {
        step(acm, ACM_EVENT_CONNECT, in->now, 0);
    } else {
        forget_profile(acm);
    }
}

static const char *const states[ACM_STATES] = {
    [ACM_DOWN] = "down",
    [ACM_AWAIT_BRING_UP] = "await-bring-up",
    [ACM_IDLE] = "idle",
    [ACM_AWAIT_CONFIGURATION] = "await-configuration",
    [ACM_AWAIT_PRE_ASSOCIATE] = "await-pre-associate",
    [ACM_AWAIT_CONNECTION] = "await-connection",
    [ACM_AWAIT_PORT] = "await-port",
    [ACM_CONNECTED] = "connected",
    [ACM_AWAIT_DISCONNECT] = "await-disconnect",
    [ACM_AWAIT_RESET] = "await-reset",
};
static const char *const events[ACM_EVENTS] = {
    [ACM_EVENT_START] = "start",
    [ACM_EVENT_BROUGHT_UP] = "brought-up",
    [ACM_EVENT_CONNECT] = "connect",
    [ACM_EVENT_PRE_ASSOCIATE] = "pre-associate",
    [ACM_EVENT_PRE_ASSOCIATED] = "pre-associated",
    [ACM_EVENT_CONNECTING] = "connecting",
    [ACM_EVENT_CONNECTED] = "connected",
    [ACM_EVENT_PORT_OPEN] = "port-open",
    [ACM_EVENT_FAILED] = "failed",
    [ACM_EVENT_NOT_AUTHENTICATED] = "not-authenticated",
    [ACM_EVENT_TEN_SECONDS] = "ten-seconds",
    [ACM_EVENT_DISCONNECT] = "disconnect",
    [ACM_EVENT_LEFT] = "left",
    [ACM_EVENT_REFUSED] = "refused",
};

static const struct acm_row rows[] = {
    FSM_ROW(ACM_DOWN, ACM_EVENT_START, ACM_AWAIT_BRING_UP, on_start, STA_07),
    FSM_ROW(ACM_AWAIT_BRING_UP, ACM_EVENT_BROUGHT_UP, ACM_IDLE, NULL, STA_07),
    FSM_ROW(ACM_AWAIT_BRING_UP, ACM_EVENT_FAILED, ACM_DOWN, on_bring_up_failed, STA_07),
    FSM_ROW(ACM_IDLE, ACM_EVENT_CONNECT, ACM_AWAIT_CONFIGURATION, on_connect, STA_10),
    FSM_ROW(ACM_AWAIT_CONFIGURATION, ACM_EVENT_PRE_ASSOCIATE, ACM_AWAIT_PRE_ASSOCIATE,
            on_pre_associate, IHV_10),
    FSM_ROW(ACM_AWAIT_CONFIGURATION, ACM_EVENT_CONNECTING, ACM_AWAIT_CONNECTION, on_connecting,
            CNX_02),
    FSM_ROW(ACM_AWAIT_CONFIGURATION, ACM_EVENT_FAILED, ACM_AWAIT_RESET, on_failed, STA_10),
    FSM_ROW(ACM_AWAIT_CONFIGURATION, ACM_EVENT_DISCONNECT, ACM_AWAIT_RESET, on_cancel, STA_10),
    FSM_ROW(ACM_AWAIT_PRE_ASSOCIATE, ACM_EVENT_PRE_ASSOCIATED, ACM_AWAIT_CONFIGURATION,
            on_pre_associated, IHV_13),
    FSM_ROW(ACM_AWAIT_PRE_ASSOCIATE, ACM_EVENT_FAILED, ACM_AWAIT_RESET, on_failed, IHV_12),
    FSM_ROW(ACM_AWAIT_PRE_ASSOCIATE, ACM_EVENT_DISCONNECT, ACM_AWAIT_RESET, on_cancel, IHV_07),
    FSM_ROW(ACM_AWAIT_CONNECTION, ACM_EVENT_CONNECTED, ACM_AWAIT_PORT, on_connected, CNX_13),
    FSM_ROW(ACM_AWAIT_CONNECTION, ACM_EVENT_FAILED, ACM_AWAIT_RESET, on_failed, CNX_14),
    FSM_ROW(ACM_AWAIT_CONNECTION, ACM_EVENT_NOT_AUTHENTICATED, ACM_AWAIT_RESET, on_failed,
            CNX_32),
    FSM_ROW(ACM_AWAIT_CONNECTION, ACM_EVENT_TEN_SECONDS, ACM_AWAIT_RESET, on_ten_seconds,
            CNX_18),
    FSM_ROW(ACM_AWAIT_CONNECTION, ACM_EVENT_DISCONNECT, ACM_AWAIT_RESET, on_cancel, CNX_32),
    FSM_ROW(ACM_AWAIT_PORT, ACM_EVENT_PORT_OPEN, ACM_CONNECTED, on_port_open, PRT_04),
    FSM_ROW(ACM_AWAIT_PORT, ACM_EVENT_NOT_AUTHENTICATED, ACM_AWAIT_DISCONNECT,
            on_not_authenticated, X_45),
    FSM_ROW(ACM_AWAIT_PORT, ACM_EVENT_DISCONNECT, ACM_AWAIT_DISCONNECT, on_disconnect, CNX_33),
    FSM_ROW(ACM_CONNECTED, ACM_EVENT_PORT_OPEN, ACM_CONNECTED, on_port_open, ROM_20),
    FSM_ROW(ACM_CONNECTED, ACM_EVENT_NOT_AUTHENTICATED, ACM_AWAIT_DISCONNECT,
            on_not_authenticated, X_45),
    FSM_ROW(ACM_CONNECTED, ACM_EVENT_DISCONNECT, ACM_AWAIT_DISCONNECT, on_disconnect, CNX_33),
    FSM_ROW(ACM_AWAIT_DISCONNECT, ACM_EVENT_LEFT, ACM_IDLE, on_left, CNX_33),
    FSM_ROW(ACM_AWAIT_DISCONNECT, ACM_EVENT_REFUSED, ACM_AWAIT_RESET, on_refused, CNX_32),
    FSM_ROW(ACM_AWAIT_DISCONNECT, ACM_EVENT_DISCONNECT, ACM_AWAIT_DISCONNECT,
            on_cancel_while_failing, CNX_33),
    FSM_ROW(ACM_AWAIT_RESET, ACM_EVENT_LEFT, ACM_IDLE, on_left, RST_12),
    FSM_ROW(ACM_AWAIT_RESET, ACM_EVENT_DISCONNECT, ACM_AWAIT_RESET, on_cancel_while_failing,
            RST_12),
};

/* What a miniport indicates in a state that has no use for it changes nothing. */
const struct fsm_table acm_table =
    FSM_TABLE("acm", states, events, rows, .ignores_others = true);

/* --- calls --- */

void acm_init(struct acm *acm, struct os *os, const struct acm_ops *ops, void *user)
{
    memset(acm, 0, sizeof *acm);
    acm->os = os;
    acm->ops = ops;
    acm->user = user;
    acm->state = ACM_DOWN;
    acm->deadline = EXTSTA_NEVER;
}

void acm_destroy(struct acm *acm)
{
    forget_waiting(acm);
    forget_profile(acm);
}

void acm_start(struct acm *acm, extsta_time now)
{
    step(acm, ACM_EVENT_START, now, 0);
}

enum extsta_error acm_connect(struct acm *acm, extsta_time now,
                              const struct extsta_profile *profiles, size_t count)
{
    if (acm->state != ACM_IDLE) {
        return EXTSTA_E_STATE;
    }
    if (count == 0 || count > UINT16_MAX) {
        return EXTSTA_E_USAGE;
    }
    for (size_t i = 0; i < count; i++) {
        enum extsta_error e = extsta_profile_check(&profiles[i], NULL);
        if (e != EXTSTA_OK) {
            return e;
        }
    }
    acm->waiting = pool_zalloc(&acm->os->ctx->pool, count * sizeof *acm->waiting);
    if (!acm->waiting) {
        return EXTSTA_E_NO_MEMORY;
    }
    acm->waiting_count = (uint16_t)count;
    for (size_t i = 0; i < count; i++) {
        acm->waiting[i] = acm_profile_intern(acm->os->ctx, &profiles[i]);
        if (!acm->waiting[i]) {
            forget_waiting(acm);
            return EXTSTA_E_NO_MEMORY;
        }
    }
    take_next(acm);
    step(acm, ACM_EVENT_CONNECT, now, 0);
    return EXTSTA_OK;
}

enum extsta_error acm_disconnect(struct acm *acm, extsta_time now)
{
    if (acm->state == ACM_IDLE || !fsm_find(&acm_table, acm->state, ACM_EVENT_DISCONNECT)) {
        return EXTSTA_E_STATE;
    }
    step(acm, ACM_EVENT_DISCONNECT, now, 0);
    return EXTSTA_OK;
}

/* A refused request of the connect script means that the driver cannot do what the profile
 * asks. */
static void script_completed(struct acm *acm, extsta_time now, enum acm_script script,
                             uint32_t status, struct extsta_span output)
{
    if (acm_script_done(acm, now, script, status, output)) {
        go_on(acm, now, script);
        return;
    }
    if (script == ACM_SCRIPT_CONNECT) {
        cause(acm, now, EXTSTA_DIAGNOSIS_SECURITY_MISMATCH, 0, RULE(STA_10));
    }
    step(acm, ACM_EVENT_FAILED, now, DOT11_ASSOC_STATUS_FAILURE);
}

/* CONNECT_REQUEST may complete before, between or after the indications: only a
 * refusal says something. */
static void connect_completed(struct acm *acm, extsta_time now, uint32_t status)
{
    if (status == NDIS_STATUS_SUCCESS) {
        return;
    }
    bool radio_off = status == NDIS_STATUS_DOT11_POWER_STATE_INVALID;
    cause(acm, now, radio_off ? EXTSTA_DIAGNOSIS_RADIO_OFF : EXTSTA_DIAGNOSIS_NO_CANDIDATE, 0,
          radio_off ? RULE(CNX_03) : RULE(CNX_01));
    step(acm, ACM_EVENT_FAILED, now,
         radio_off ? DOT11_ASSOC_STATUS_RADIO_OFF : DOT11_ASSOC_STATUS_FAILURE);
}

void acm_oid_complete(struct acm *acm, extsta_time now, uint32_t request, uint32_t status,
                      struct extsta_span output)
{
    if (request != acm->awaited) {
        return; /* of a script that was abandoned */
    }
    acm->awaited = 0;
    /* The state says which request this was: there is one at a time. */
    switch ((enum acm_state)acm->state) {
    case ACM_AWAIT_BRING_UP:
        script_completed(acm, now, ACM_SCRIPT_BRING_UP, status, output);
        break;
    case ACM_AWAIT_CONFIGURATION:
        script_completed(acm, now, ACM_SCRIPT_CONNECT, status, output);
        break;
    case ACM_AWAIT_CONNECTION:
        connect_completed(acm, now, status);
        break;
    case ACM_AWAIT_DISCONNECT:
        if (status == NDIS_STATUS_SUCCESS) {
            acm->ops->was_reset(acm->user, now); /* IHV-06: a disconnection counts too */
            step(acm, ACM_EVENT_LEFT, now, 0);
        } else {
            step(acm, ACM_EVENT_REFUSED, now, 0);
        }
        break;
    case ACM_AWAIT_RESET:
        acm->ops->was_reset(acm->user, now);
        step(acm, ACM_EVENT_LEFT, now, 0);
        break;
    case ACM_DOWN:
    case ACM_IDLE:
    case ACM_AWAIT_PRE_ASSOCIATE:
    case ACM_AWAIT_PORT:
    case ACM_CONNECTED:
    case ACM_STATES:
        break;
    }
}

bool acm_pre_associated(struct acm *acm, extsta_time now, uint32_t error)
{
    if (acm->state != ACM_AWAIT_PRE_ASSOCIATE) {
        return false;
    }
    if (error == 0) {
        step(acm, ACM_EVENT_PRE_ASSOCIATED, now, 0);
        return true;
    }
    struct extsta_cause c =
        report_diagnosis(now, EXTSTA_SUBJECT_CONNECTION, EXTSTA_STAGE_IHV_SECURITY,
                         EXTSTA_DIAGNOSIS_IHV_FAILED, (struct extsta_mac){{0}}, RULE(IHV_12));
    c.origin = EXTSTA_ORIGIN_IHV;
    c.space = EXTSTA_CODE_WIN32;
    c.code = error;
    report_cause(acm->os->out, &c);
    step(acm, ACM_EVENT_FAILED, now, DOT11_ASSOC_STATUS_FAILURE);
    return true;
}

void acm_association_completed(struct acm *acm, extsta_time now, struct extsta_mac peer,
                               uint32_t status)
{
    acm->peer = peer;
    if (status != DOT11_ASSOC_STATUS_SUCCESS) {
        acm->last_status = status;
    } else if (acm->state == ACM_AWAIT_CONNECTION) {
        acm->deadline = EXTSTA_NEVER; /* CNX-18 asks for the association, not for the port */
    }
}

void acm_connection_completed(struct acm *acm, extsta_time now, uint32_t status)
{
    if (status == DOT11_ASSOC_STATUS_SUCCESS) {
        step(acm, ACM_EVENT_CONNECTED, now, 0);
        return;
    }
    if (acm->state != ACM_AWAIT_CONNECTION) {
        return; /* CANCELLED by our own reset */
    }
    /* CNX-12: the completion of the operation only says that all candidates failed; what the
     * last one answered says more. */
    uint32_t told = acm->last_status != 0 ? acm->last_status : status;
    if (!acm->cause_told) {
        cause(acm, now, EXTSTA_DIAGNOSIS_NONE, told, RULE(CNX_12));
    }
    step(acm, ACM_EVENT_FAILED, now, told);
}

void acm_port_opened(struct acm *acm, extsta_time now, struct extsta_mac peer)
{
    acm->peer = peer;
    acm->port_open = true;
    acm->authentication_failures = 0;
    step(acm, ACM_EVENT_PORT_OPEN, now, 0);
}

void acm_port_deleted(struct acm *acm)
{
    acm->port_open = false;
}

/* Ends the connection when trying again is of no use: the end was our own or the
 * extension's, or the passphrase is surely wrong, or it is the second time. Else the
 * miniport roams by itself, to the same AP or another. */
void acm_authentication_failed(struct acm *acm, extsta_time now, const struct extsta_cause *c)
{
    bool by_peer = c->space == EXTSTA_CODE_PEER_REASON;
    bool ended = by_peer || c->space == EXTSTA_CODE_ASSOC_STATUS;
    bool sure = c->diagnosis == EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE && c->confidence >= SURE;
    acm->authentication_failures++;
    if (ended && !sure && acm->authentication_failures < MAX_AUTHENTICATION_FAILURES) {
        return; /* the miniport roams by itself, perhaps it was a lost frame */
    }
    uint32_t status = by_peer ? DOT11_ASSOC_STATUS_PEER_DEAUTHENTICATED | c->code
                      : ended ? c->code
                              : DOT11_ASSOC_STATUS_FAILURE;
    acm->cause_told = true;
    step(acm, ACM_EVENT_NOT_AUTHENTICATED, now, status);
}

void acm_cause_told(struct acm *acm)
{
    acm->cause_told = true;
}

void acm_expire(struct acm *acm, extsta_time now)
{
    if (acm->deadline > now) {
        return;
    }
    acm->deadline = EXTSTA_NEVER;
    /* Three deadlines, one at a time: the ten seconds, the port's, and else the extension's. */
    if (acm->state == ACM_AWAIT_CONNECTION) {
        step(acm, ACM_EVENT_TEN_SECONDS, now, DOT11_ASSOC_STATUS_UNREACHABLE);
    } else if (acm->state == ACM_AWAIT_PORT) {
        cause(acm, now, EXTSTA_DIAGNOSIS_PEER_SILENT, 0, RULE(X_45));
        step(acm, ACM_EVENT_NOT_AUTHENTICATED, now, DOT11_ASSOC_STATUS_UNREACHABLE);
    } else {
        cause(acm, now, EXTSTA_DIAGNOSIS_IHV_FAILED, 0, RULE(IHV_10));
        step(acm, ACM_EVENT_FAILED, now, DOT11_ASSOC_STATUS_FAILURE);
    }
}
