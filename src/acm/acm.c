/* The machine of auto-configuration (acm.h): what the user wants, what the miniport and the
 * port say of it, and what follows. The requests themselves are the scripts of script.c.
 *
 * An attempt is one profile: script, CONNECT_REQUEST, association, port. It ends in on_left,
 * the one place that takes the next profile, pauses before the next round or goes idle; what
 * ends it is a RESET_REQUEST
 * while the connection operation runs (DISCONNECT would be refused, CNX-32) and a
 * DISCONNECT_REQUEST once it has succeeded (X-45, CNX-33).
 *
 * Whether the station goes on is one question, goes_on, asked by whoever tells an end before it
 * has happened; so what leads to a different answer (wish.h) is noted before the telling. */
#include "acm/acm.h"
#include "base/mac.h"
#include "base/wipe.h"
#include "crypto/suites.h"
#include <extsta/windot11.h>

/* A peer that sends us away this often during port authentication does not let us in now: the
 * connection ends, and the next round begins from the start. */
#define MAX_AUTHENTICATION_FAILURES 2u

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
    report_notify(acm->os->out,
                  &(struct extsta_notify){
                      .type = type, .peer = acm->peer, .status = status, .profile = name(acm)});
}

/* --- what comes after an end --- */

/* Whether the station tries again by itself when the attempt or connection is over. */
static bool goes_on(const struct acm *acm)
{
    return !acm->by_user && wishes_last(&acm->wishes);
}

/* Microseconds until the next round: a second, two, four ..., a quarter more or less, and not
 * before an AP wants to be asked again. The first time its word alone counts. */
static extsta_time pause_of(const struct acm *acm, extsta_time now)
{
    unsigned doubled = acm->round > 0 ? acm->round - 1u : 0;
    extsta_time pause = ACM_PAUSE_FIRST << (doubled < 6 ? doubled : 6);
    uint8_t dice[4];
    pause = pause < ACM_PAUSE_LAST ? pause : ACM_PAUSE_LAST;
    context_random(acm->os->ctx, acm->os->id, dice, sizeof dice);
    pause = pause - pause / 4 + get_le32(dice) % (pause / 2);
    if (acm->held_until > now && acm->held_until - now > pause) {
        pause = acm->held_until - now;
    }
    if (acm->comeback_at <= now) {
        return pause;
    }
    extsta_time comeback = acm->comeback_at - now;
    return acm->round == 1 || comeback > pause ? comeback : pause;
}

/* Where goes_on: microseconds until it does. EXTSTA_NEVER: when the radio is on. */
static extsta_time retry_after(struct acm *acm, extsta_time now)
{
    if (wishes_another(&acm->wishes)) {
        return 0;
    }
    if (acm->radio_off) {
        return EXTSTA_NEVER;
    }
    if (acm->retry_at == 0) {
        acm->retry_at = now + pause_of(acm, now);
    }
    return acm->retry_at > now ? acm->retry_at - now : 0;
}

/* An end, or that it begins, with what follows. */
static void notify_end(struct acm *acm, extsta_time now, enum extsta_notify_type type,
                       uint32_t status)
{
    struct extsta_notify n = {.type = type,
                              .peer = acm->peer,
                              .status = status,
                              .profile = name(acm),
                              .will_retry = goes_on(acm)};
    if (n.will_retry) {
        n.retry_after = retry_after(acm, now);
        n.round = (uint16_t)(acm->round + (wishes_another(&acm->wishes) ? 0 : 1));
    }
    report_notify(acm->os->out, &n);
}

/* The attempt or connection is over; told where attempts fail in a loop. */
static void count_failure(struct acm *acm)
{
    if (loop_end(&acm->loop, !acm->by_user && !acm->was_connected)) {
        report_notify(acm->os->out, &(struct extsta_notify){.type = EXTSTA_NOTIFY_LOOP,
                                                            .peer = acm->peer,
                                                            .status = acm->loop.blamed,
                                                            .profile = name(acm),
                                                            .round = acm->loop.in_a_row});
    }
}

/* Into a cause with which the attempt or connection ends. */
static void say_what_follows(struct acm *acm, extsta_time now, struct extsta_cause *c)
{
    acm->radio_off = acm->radio_off || c->diagnosis == EXTSTA_DIAGNOSIS_RADIO_OFF;
    c->will_retry = goes_on(acm);
    c->retry_after = c->will_retry ? retry_after(acm, now) : 0;
}

/* A cause record of our own; once per attempt, the first one counts (cause_told). */
static void cause(struct acm *acm, extsta_time now, enum extsta_diagnosis diagnosis,
                  uint32_t status, enum extsta_rule rule)
{
    struct extsta_cause c = report_diagnosis(
        now, EXTSTA_SUBJECT_CONNECTION,
        acm->state == ACM_AWAIT_CONNECTION ? EXTSTA_STAGE_ASSOCIATION : EXTSTA_STAGE_CANDIDATES,
        diagnosis, acm->peer, rule);
    if (status != 0) {
        report_assoc_status(&c, status);
    }
    loop_blame(&acm->loop, diagnosis);
    say_what_follows(acm, now, &c);
    report_cause(acm->os->out, &c);
    acm->cause_told = true;
}

/* --- profiles --- */

static void set_profile(struct acm *acm, const struct acm_profile *profile)
{
    acm->profile = profile;
    acm->os->left_out = profile ? profile->profile.left_out : NULL;
}

/* Nothing is wanted any more. */
static void forget(struct acm *acm)
{
    wishes_forget(acm->os->ctx, &acm->wishes);
    acm->wish = NULL;
    set_profile(acm, NULL);
    acm->round = 0;
}

/* The next profile becomes that of the attempt. False: the round is over. */
static bool take_next(struct acm *acm)
{
    struct acm_wish *wish = wishes_take(&acm->wishes);
    if (wish) {
        acm->wish = wish;
        set_profile(acm, wish->profile);
    }
    return wish != NULL;
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
    acm->asks_less = false;
    go_on(acm, in->now, ACM_SCRIPT_BRING_UP);
}

/* What the last attempt left must not speak for this one: every flag starts anew. */
static void on_connect(struct acm *acm, const struct acm_input *in)
{
    acm->step = 0;
    acm->asks_less = false;
    acm->by_user = acm->was_connected = acm->port_open = acm->cause_told = false;
    acm->authentication_failures = 0;
    acm->last_status = acm->fail_status = 0;
    acm->retry_at = acm->comeback_at = 0;
    loop_begin(&acm->loop);
    acm->deadline = EXTSTA_NEVER;
    acm->peer = (struct extsta_mac){{0}};
    report_notify(acm->os->out, &(struct extsta_notify){
                                    .type = EXTSTA_NOTIFY_CONNECTION_START,
                                    .profile = name(acm),
                                    .round = acm->round,
                                    .busy = acm->round > 1 ? acm->busy : EXTSTA_BUSY_UNKNOWN});
    uint32_t weakness = extsta_profile_weakness(&acm->profile->profile);
    if (weakness != 0) {
        notify(acm, EXTSTA_NOTIFY_WEAK_SECURITY, weakness);
    }
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

/* Of many peers each has its own port, and none of them is the connection. */
static bool is_ibss(const struct acm *acm)
{
    return acm->profile && acm->profile->profile.bss_type == dot11_BSS_type_independent;
}

/* CNX-18: ten seconds from the request to a successful association; IBS-03: a network that is
 * only to be joined is looked for until the user has had enough. */
static void on_connecting(struct acm *acm, const struct acm_input *in)
{
    acm->deadline =
        acm->profile->profile.join_only ? EXTSTA_NEVER : in->now + ACM_CONNECT_TIMEOUT;
}

/* --- connected --- */

/* Associated; the port has its own time, which is no longer that of the ten-second rule. */
static void on_connected(struct acm *acm, const struct acm_input *in)
{
    extsta_time now = in->now;
    acm->deadline = now + ACM_PORT_TIMEOUT;
    if (acm->port_open || is_ibss(acm)) { /* the port may open first: X-43, PRT-09; IBS-06 */
        step(acm, ACM_EVENT_PORT_OPEN, now, 0);
    }
}

/* Also after a roam, whose new port opens in ACM_CONNECTED (ROM-20). CONNECTION_COMPLETE is for
 * the first one only; and should the connection end, a new round begins. */
static void on_port_open(struct acm *acm, const struct acm_input *in)
{
    acm->deadline = EXTSTA_NEVER;
    acm->round = 1;
    acm->wish->worked = acm->wish->worked || acm->port_open;
    acm->wish->suspicions = 0;
    notify(acm, EXTSTA_NOTIFY_CONNECTED, 0);
    if (!acm->was_connected) {
        acm->was_connected = true;
        acm->wishes.next = acm->wishes.count;
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
    notify_end(acm, in->now, EXTSTA_NOTIFY_DISCONNECTING, 0);
    reset(acm, in->now);
}

/* what has been associated ends by DISCONNECT_REQUEST, so that the AP hears of it. */
static void leave(struct acm *acm, extsta_time now)
{
    acm->deadline = EXTSTA_NEVER;
    notify_end(acm, now, EXTSTA_NOTIFY_DISCONNECTING, 0);
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
 * that nothing is tried any more. */
static void on_cancel_while_failing(struct acm *acm, const struct acm_input *in)
{
    acm->by_user = true;
}

/* Back in INIT: tells the user, with what follows, and does it. */
static void on_left(struct acm *acm, const struct acm_input *in)
{
    extsta_time now = in->now;
    count_failure(acm);
    notify_end(acm, now,
               acm->by_user || acm->was_connected ? EXTSTA_NOTIFY_DISCONNECTED
                                                  : EXTSTA_NOTIFY_CONNECTION_FAILED,
               acm->fail_status);
    acm->was_connected = acm->port_open = false;
    if (!goes_on(acm)) {
        forget(acm);
    } else if (take_next(acm)) {
        step(acm, ACM_EVENT_CONNECT, now, 0);
    } else {
        step(acm, ACM_EVENT_PAUSE, now, 0);
    }
}

/* --- between two rounds --- */

static void on_pause(struct acm *acm, const struct acm_input *in)
{
    acm->deadline = acm->radio_off ? EXTSTA_NEVER : acm->retry_at;
}

/* There is one to take: else on_left had not paused. */
static void on_round(struct acm *acm, const struct acm_input *in)
{
    acm->round = (uint16_t)(acm->round < UINT16_MAX ? acm->round + 1 : UINT16_MAX);
    take_next(acm);
    on_connect(acm, in);
}

static void on_no_longer_wanted(struct acm *acm, const struct acm_input *in)
{
    acm->deadline = EXTSTA_NEVER;
    notify(acm, EXTSTA_NOTIFY_DISCONNECTED, 0);
    forget(acm);
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
    [ACM_AWAIT_ROUND] = "await-round",
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
    [ACM_EVENT_PAUSE] = "pause",
    [ACM_EVENT_ROUND] = "round",
};

static const struct acm_row rows[] = {
    FSM_ROW(ACM_DOWN, ACM_EVENT_START, ACM_AWAIT_BRING_UP, on_start, STA_07),
    FSM_ROW(ACM_AWAIT_BRING_UP, ACM_EVENT_BROUGHT_UP, ACM_IDLE, NULL, STA_07),
    FSM_ROW(ACM_AWAIT_BRING_UP, ACM_EVENT_FAILED, ACM_DOWN, on_bring_up_failed, STA_07),
    FSM_ROW(ACM_IDLE, ACM_EVENT_CONNECT, ACM_AWAIT_CONFIGURATION, on_connect, STA_10),
    FSM_ROW(ACM_IDLE, ACM_EVENT_PAUSE, ACM_AWAIT_ROUND, on_pause, CNX_18),
    FSM_ROW(ACM_AWAIT_ROUND, ACM_EVENT_ROUND, ACM_AWAIT_CONFIGURATION, on_round, STA_10),
    FSM_ROW(ACM_AWAIT_ROUND, ACM_EVENT_CONNECT, ACM_AWAIT_CONFIGURATION, on_connect, STA_10),
    FSM_ROW(ACM_AWAIT_ROUND, ACM_EVENT_DISCONNECT, ACM_IDLE, on_no_longer_wanted, CNX_35),
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
    acm->busy = EXTSTA_BUSY_UNKNOWN;
    acm->deadline = EXTSTA_NEVER;
}

/* The user hears that what was wanted is over; bring-up begins anew with acm_start. */
void acm_removed(struct acm *acm, extsta_time now)
{
    if (acm->profile) {
        acm->by_user = true;
        notify_end(acm, now,
                   acm->was_connected ? EXTSTA_NOTIFY_DISCONNECTED
                                      : EXTSTA_NOTIFY_CONNECTION_FAILED,
                   DOT11_ASSOC_STATUS_DISASSOCIATED_BY_OS);
    }
    acm_destroy(acm);
    acm_init(acm, acm->os, acm->ops, acm->user);
}

void acm_destroy(struct acm *acm)
{
    wishes_destroy(acm->os->ctx, &acm->wishes);
    acm->wish = NULL;
    set_profile(acm, NULL);
}

void acm_start(struct acm *acm, extsta_time now)
{
    step(acm, ACM_EVENT_START, now, 0);
}

enum extsta_error acm_connect(struct acm *acm, extsta_time now,
                              const struct extsta_profile *profiles, size_t count)
{
    if (acm->state != ACM_IDLE && acm->state != ACM_AWAIT_ROUND) {
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
    enum extsta_error e = wishes_make(acm->os->ctx, &acm->wishes, profiles, count);
    if (e != EXTSTA_OK) {
        return e;
    }
    acm->round = 1;
    acm->radio_off = false; /* the request finds out */
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
 * asks: it would not the next time either. */
static void script_completed(struct acm *acm, extsta_time now, enum acm_script script,
                             uint32_t status, struct extsta_span output)
{
    if (acm_script_done(acm, now, script, status, output)) {
        go_on(acm, now, script);
        return;
    }
    if (script == ACM_SCRIPT_CONNECT) {
        acm->wish->over = true;
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
    case ACM_AWAIT_ROUND:
    case ACM_AWAIT_PRE_ASSOCIATE:
    case ACM_AWAIT_PORT:
    case ACM_CONNECTED:
    case ACM_STATES:
        break;
    }
}

bool acm_pre_associated(struct acm *acm, extsta_time now, uint32_t error, uint32_t reason)
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
    report_extension(&c, report_extension_code(error, reason));
    say_what_follows(acm, now, &c);
    report_cause(acm->os->out, &c);
    step(acm, ACM_EVENT_FAILED, now, DOT11_ASSOC_STATUS_FAILURE);
    return true;
}

/* A text of the profile; NULL with *ok false: no memory, with *ok true: no such part. */
static char *part_new(struct acm *acm, struct extsta_span part, bool *ok)
{
    char *text = part.data ? pool_alloc(&acm->os->ctx->pool, part.len + 1) : NULL;
    *ok = *ok && (text || !part.data);
    if (text) {
        memcpy(text, part.data, part.len);
        text[part.len] = 0;
    }
    return text;
}

static void part_free(struct acm *acm, char *text, size_t len)
{
    if (text) {
        wipe(text, len + 1); /* the security part holds secrets */
        pool_release(&acm->os->ctx->pool, text, len + 1);
    }
}

/* The profiles of others with the same content stay as they are: this one is another now. */
bool acm_set_ihv_parts(struct acm *acm, struct extsta_span connectivity,
                       struct extsta_span security)
{
    struct extsta_profile changed;
    if (acm->state != ACM_AWAIT_PRE_ASSOCIATE || !acm->wish) {
        return false;
    }
    bool ok = true;
    char *first = part_new(acm, connectivity, &ok), *second = part_new(acm, security, &ok);
    changed = acm->wish->profile->profile;
    changed.ihv_connectivity = first;
    changed.ihv_security = second;
    struct acm_profile *profile = ok ? acm_profile_intern(acm->os->ctx, &changed) : NULL;
    wipe(&changed, sizeof changed);
    part_free(acm, first, connectivity.len);
    part_free(acm, second, security.len);
    if (profile) {
        struct acm_profile *old = acm->wish->profile;
        acm->wish->profile = profile;
        set_profile(acm, profile);
        acm_profile_unref(acm->os->ctx, old);
    }
    return profile != NULL;
}

void acm_association_completed(struct acm *acm, extsta_time now, struct extsta_mac peer,
                               uint32_t status, uint32_t comeback, uint32_t multicast)
{
    const struct cipher_suite *group = suites_cipher_numbered(multicast);
    extsta_time wait = (extsta_time)comeback * EXTSTA_TU;
    acm->peer = peer;
    if (status != DOT11_ASSOC_STATUS_SUCCESS) {
        acm->last_status = status;
        if (comeback != 0) {
            acm->comeback_at = now + (wait < ACM_COMEBACK_MAX ? wait : ACM_COMEBACK_MAX);
        }
        return;
    }
    if (acm->state == ACM_AWAIT_CONNECTION) {
        acm->deadline = EXTSTA_NEVER; /* CNX-18 asks for the association, not for the port */
    }
    /* an AP in mixed mode; what the profile itself asks for was told at its beginning */
    if (group && group->legacy && acm->profile &&
        extsta_profile_weakness(&acm->profile->profile) == 0) {
        notify(acm, EXTSTA_NOTIFY_WEAK_SECURITY, multicast);
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

/* For as long as the network is wanted: a profile that is given anew begins anew. */
void acm_transition_disabled(struct acm *acm)
{
    if (acm->wish && acm->profile->profile.fallback_auth != 0 && !acm->wish->no_fallback) {
        acm->wish->no_fallback = true;
        acm_push_forget_fallback(acm);
        notify(acm, EXTSTA_NOTIFY_TRANSITION_DISABLED, 0);
    }
}

/* Whether a failed port ends the connection: the end was our own or the extension's, or the
 * credential is wrong, or it is the second time. Else the miniport roams by itself, to the same
 * AP or another. */
static bool ends_connection(const struct acm *acm, const struct extsta_cause *c)
{
    bool ended = c->space == EXTSTA_CODE_PEER_REASON || c->space == EXTSTA_CODE_ASSOC_STATUS;
    if (is_ibss(acm)) {
        return false; /* the others have nothing to do with it */
    }
    return !ended || acm->wish->wrong ||
           acm->authentication_failures + 1u >= MAX_AUTHENTICATION_FAILURES;
}

void acm_judge_port(struct acm *acm, extsta_time now, struct extsta_cause *c)
{
    if (!acm->wish) {
        return;
    }
    wish_judge(acm->wish, c);
    loop_blame(&acm->loop, c->diagnosis);
    if (c->stage == EXTSTA_STAGE_8021X) {
        acm->held_until = now + acm->wish->profile->profile.onex.held * EXTSTA_SECOND;
    }
    if (ends_connection(acm, c)) {
        say_what_follows(acm, now, c);
    } else {
        c->will_retry = !acm->by_user && !is_ibss(acm);
    }
}

void acm_authentication_failed(struct acm *acm, extsta_time now, const struct extsta_cause *c)
{
    if (!acm->wish) {
        return;
    }
    bool ends = ends_connection(acm, c);
    acm->authentication_failures++;
    if (!ends) {
        return;
    }
    uint32_t status = c->space == EXTSTA_CODE_PEER_REASON
                          ? DOT11_ASSOC_STATUS_PEER_DEAUTHENTICATED | c->code
                      : c->space == EXTSTA_CODE_ASSOC_STATUS ? c->code
                                                             : DOT11_ASSOC_STATUS_FAILURE;
    acm->cause_told = true;
    step(acm, ACM_EVENT_NOT_AUTHENTICATED, now, status);
}

/* Whether the station goes on when a port fails for this cause: what would be judged then,
 * judged on a copy. */
static bool foresee(struct acm *acm, const struct extsta_cause *port)
{
    struct extsta_cause cause = *port;
    struct acm_wish before = *acm->wish;
    wish_judge(acm->wish, &cause);
    bool on = goes_on(acm) || (!acm->by_user && !ends_connection(acm, &cause));
    *acm->wish = before;
    return on;
}

/* The driver's own will_retry says that it goes on itself, with another AP or in a roam. An end
 * of the connection operation is one of the attempt. */
void acm_saw_cause(struct acm *acm, struct extsta_cause *c, const struct extsta_cause *port)
{
    bool leaving = acm->state == ACM_AWAIT_DISCONNECT || acm->state == ACM_AWAIT_RESET;
    bool connection = c->subject == EXTSTA_SUBJECT_CONNECTION;
    if (!acm->wish || acm->state == ACM_AWAIT_ROUND) {
        return; /* nothing of ours */
    }
    acm->cause_told = acm->cause_told || connection;
    if (connection || (acm->state == ACM_AWAIT_CONNECTION && c->subject != EXTSTA_SUBJECT_ROAM)) {
        loop_blame(&acm->loop, c->diagnosis);
    }
    if (connection && c->diagnosis == EXTSTA_DIAGNOSIS_EXCLUDED &&
        !os_excludes(acm->os)) { /* what is excluded here is so for a while, or others come */
        acm->wish->over = true; /* whoever excluded it does not want it */
    }
    wish_judge(acm->wish, c); /* of a port that the driver manages */
    if (is_ibss(acm) && c->subject == EXTSTA_SUBJECT_ASSOCIATION &&
        acm->state == ACM_CONNECTED) {
        return; /* the driver has said it: the network is still there, and this peer is not */
    }
    if (port) {
        c->will_retry = foresee(acm, port);
    } else if (connection || leaving) {
        say_what_follows(acm, c->time, c);
    } else if (acm->by_user || !c->will_retry) {
        c->will_retry = goes_on(acm);
    }
    if (c->will_retry && c->diagnosis == EXTSTA_DIAGNOSIS_RADIO_OFF) {
        acm->radio_off = true;
        c->retry_after = EXTSTA_NEVER;
    }
}

/* What was connected the driver brings back; a round that waits for it begins. */
void acm_radio_on(struct acm *acm, extsta_time now)
{
    bool waits = acm->radio_off && acm->state == ACM_AWAIT_ROUND;
    acm->radio_off = false;
    if (waits) {
        step(acm, ACM_EVENT_ROUND, now, 0);
    }
}

void acm_expire(struct acm *acm, extsta_time now)
{
    if (acm->deadline > now) {
        return;
    }
    acm->deadline = EXTSTA_NEVER;
    /* Four deadlines, one at a time: the pause, the ten seconds, the port's, and else the
     * extension's. */
    if (acm->state == ACM_AWAIT_ROUND) {
        step(acm, ACM_EVENT_ROUND, now, 0);
    } else if (acm->state == ACM_AWAIT_CONNECTION) {
        step(acm, ACM_EVENT_TEN_SECONDS, now, DOT11_ASSOC_STATUS_UNREACHABLE);
    } else if (acm->state == ACM_AWAIT_PORT) {
        cause(acm, now, EXTSTA_DIAGNOSIS_PEER_SILENT, 0, RULE(X_45));
        step(acm, ACM_EVENT_NOT_AUTHENTICATED, now, DOT11_ASSOC_STATUS_UNREACHABLE);
    } else {
        cause(acm, now, EXTSTA_DIAGNOSIS_IHV_FAILED, 0, RULE(IHV_10));
        step(acm, ACM_EVENT_FAILED, now, DOT11_ASSOC_STATUS_FAILURE);
    }
}
