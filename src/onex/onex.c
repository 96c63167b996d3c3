/* The supplicant of IEEE 802.1X (onex.h): its table and its time. */
#include "onex/onex.h"
#include "base/fsm.h"
#include "base/text.h"
#include "base/wipe.h"
#include "wire/eapol.h"

#define EAPOL_HEADER 4u
/* EAPOL of 802.1X-2004, which everybody understands, until the access point shows its own. */
#define EAPOL_VERSION 2u

enum onex_event {
    ONEX_EVENT_REQUEST, /* EAP that leads on */
    ONEX_EVENT_SUCCESS,
    ONEX_EVENT_REFUSED,
    ONEX_EVENT_DUE,     /* the time is up, another EAPOL-Start is left */
    ONEX_EVENT_SILENCE, /* the time is up */
    ONEX_EVENTS
};

struct onex_input {
    extsta_time now;
    struct writer *out;
    struct onex_step *step;
};
FSM_TYPES(onex, struct onex, struct onex_input)

static void write_start(struct onex *o, struct writer *out)
{
    writer_u8(out, o->version);
    writer_u8(out, EAPOL_START);
    writer_be16(out, 0);
    o->starts++;
}

static void ask(struct onex *o, const struct onex_input *in)
{
    write_start(o, in->out);
    o->deadline = in->now + o->config.start_period;
}

/* The answer is written already. */
static void listen(struct onex *o, const struct onex_input *in)
{
    o->deadline = in->now + o->config.auth_period;
}

static void hear_first(struct onex *o, const struct onex_input *in)
{
    o->deadline = in->now + o->config.auth_period;
    in->step->verdict = ONEX_PROGRESS;
}

static void succeed(struct onex *o, const struct onex_input *in)
{
    o->deadline = EXTSTA_NEVER;
    in->step->verdict = ONEX_SUCCEEDED;
}

static void fail(struct onex *o, const struct onex_input *in)
{
    o->deadline = EXTSTA_NEVER;
    in->step->verdict = ONEX_REFUSED;
}

static void give_up(struct onex *o, const struct onex_input *in)
{
    o->silent = true;
    fail(o, in);
}

static const char *const states[] = {"await begin", "await request", "await server", "done",
                                     "failed"};
static const char *const events[] = {"request", "success", "refused", "due", "silence"};

#define ROW(state, event, next, action)                                                        \
    FSM_ROW(ONEX_##state, ONEX_EVENT_##event, ONEX_##next, action, IEEE_802_1X)

static const struct onex_row rows[] = {
    ROW(AWAIT_BEGIN, REQUEST, AWAIT_SERVER, hear_first),
    ROW(AWAIT_BEGIN, REFUSED, FAILED, fail),
    ROW(AWAIT_BEGIN, DUE, AWAIT_REQUEST, ask),
    ROW(AWAIT_BEGIN, SILENCE, FAILED, give_up),
    ROW(AWAIT_REQUEST, REQUEST, AWAIT_SERVER, hear_first),
    ROW(AWAIT_REQUEST, REFUSED, FAILED, fail),
    ROW(AWAIT_REQUEST, DUE, AWAIT_REQUEST, ask),
    ROW(AWAIT_REQUEST, SILENCE, FAILED, give_up),
    ROW(AWAIT_SERVER, REQUEST, AWAIT_SERVER, listen),
    ROW(AWAIT_SERVER, SUCCESS, DONE, succeed),
    ROW(AWAIT_SERVER, REFUSED, FAILED, fail),
    ROW(AWAIT_SERVER, SILENCE, FAILED, give_up),
    ROW(DONE, REQUEST, AWAIT_SERVER, hear_first),
};

const struct fsm_table onex_table =
    FSM_TABLE("802.1X supplicant", states, events, rows, .ignores_others = true);

static void step_machine(struct onex *o, enum onex_event event, const struct onex_input *in)
{
    onex_fsm_step(&onex_table, &o->state, (uint8_t)event, o, in, NULL);
}

static extsta_time seconds(uint16_t wish, extsta_time usual)
{
    return wish ? wish * EXTSTA_SECOND : usual;
}

/* One that never asks waits as long as for a word of the server. */
void onex_times(const struct extsta_onex *wish, struct onex_config *config)
{
    static const struct extsta_onex none;
    const struct extsta_onex *w = wish ? wish : &none;
    config->start_period = seconds(w->start, ONEX_START_PERIOD);
    config->auth_period = seconds(w->auth, ONEX_AUTH_PERIOD);
    config->max_start = w->max_start ? w->max_start : ONEX_MAX_START;
    config->start_when = ONEX_START_WHEN;
    if (w->mode == EXTSTA_ONEX_ASK) {
        config->start_when = 0;
    } else if (w->mode == EXTSTA_ONEX_INHIBIT) {
        config->start_when = config->auth_period;
        config->max_start = 0;
    }
}

extsta_time onex_longest(const struct extsta_onex *wish)
{
    struct onex_config c;
    onex_times(wish, &c);
    return c.start_when + c.max_start * c.start_period + c.auth_period;
}

void onex_start(struct onex *o, extsta_time now, const struct onex_config *config,
                struct writer *out)
{
    struct onex_step step = {0};
    memset(o, 0, sizeof *o);
    o->config = *config;
    o->version = EAPOL_VERSION;
    o->deadline = now + config->start_when;
    eap_peer_start(&o->peer, &config->peer);
    if (config->start_when == 0) {
        step_machine(o, ONEX_EVENT_DUE, &(struct onex_input){now, out, &step});
    }
}

/* An EAP packet: the peer's answer behind the header of EAPOL, whose length is filled in
 * afterwards. */
static void rx_eap(struct onex *o, extsta_time now, struct extsta_span packet,
                   const struct onex_input *in)
{
    struct eap_peer_step step;
    uint8_t *header = writer_room(in->out, EAPOL_HEADER);
    struct writer body = writer_of(in->out->p, header ? EAP_PACKET_MAX : 0);
    if (!header || (size_t)(in->out->end - in->out->p) < EAP_PACKET_MAX) {
        in->out->failed = true;
        return;
    }
    eap_peer_rx(&o->peer, now, packet, &body, &step);
    size_t len = body.failed ? 0 : writer_len(&body);
    in->out->p = len > 0 ? body.p : header;
    header[0] = o->version;
    header[1] = EAPOL_EAP_PACKET;
    put_be16(header + 2, (uint16_t)len);
    in->step->dropped = step.dropped;
    in->step->drop = step.drop;
    if (step.verdict == EAP_PEER_DONE) {
        step_machine(o, ONEX_EVENT_SUCCESS, in);
    } else if (step.verdict == EAP_PEER_REFUSED) {
        step_machine(o, ONEX_EVENT_REFUSED, in);
    } else if (!step.dropped) {
        step_machine(o, ONEX_EVENT_REQUEST, in);
    }
}

void onex_rx(struct onex *o, extsta_time now, struct extsta_span pdu, struct writer *out,
             struct onex_step *step)
{
    struct eapol e;
    memset(step, 0, sizeof *step);
    if (!eapol_parse(pdu, &e)) {
        step->dropped = true;
        step->drop = EXTSTA_DROP_BAD_EAPOL;
    } else if (e.type != EAPOL_EAP_PACKET || o->state == ONEX_FAILED) {
        step->dropped = true;
        step->drop = EXTSTA_DROP_EAPOL_UNEXPECTED;
    } else {
        o->version = e.version == 1 ? 1 : EAPOL_VERSION;
        rx_eap(o, now, e.body, &(struct onex_input){now, out, step});
    }
}

void onex_expire(struct onex *o, extsta_time now, struct writer *out, struct onex_step *step)
{
    memset(step, 0, sizeof *step);
    if (o->deadline > now) {
        return;
    }
    bool again = o->state != ONEX_AWAIT_SERVER && o->starts < o->config.max_start;
    step_machine(o, again ? ONEX_EVENT_DUE : ONEX_EVENT_SILENCE,
                 &(struct onex_input){now, out, step});
}

bool onex_accepted(struct onex *o)
{
    if (o->state == ONEX_AWAIT_SERVER && eap_peer_accepted(&o->peer)) {
        o->state = ONEX_DONE;
        o->deadline = EXTSTA_NEVER;
    }
    return o->state == ONEX_DONE;
}

/* --- why --- */

/* What EAP knows to be the cause, in the number space that it knows. */
static void tell_method(const struct eap_failure *f, struct extsta_cause *cause)
{
    static const uint8_t diagnoses[] = {
        [EAP_CAUSE_CONFIG] = EXTSTA_DIAGNOSIS_EAP_CONFIG,
        [EAP_CAUSE_CERTIFICATE] = EXTSTA_DIAGNOSIS_EAP_CERTIFICATE,
        [EAP_CAUSE_ALERT] = EXTSTA_DIAGNOSIS_EAP_OWN_CERTIFICATE,
        [EAP_CAUSE_TLS] = EXTSTA_DIAGNOSIS_EAP_TLS,
        [EAP_CAUSE_PASSWORD] = EXTSTA_DIAGNOSIS_EAP_PASSWORD,
        [EAP_CAUSE_SERVER_PROOF] = EXTSTA_DIAGNOSIS_EAP_IMPOSTOR,
        [EAP_CAUSE_BINDING] = EXTSTA_DIAGNOSIS_EAP_IMPOSTOR,
        [EAP_CAUSE_INNER] = EXTSTA_DIAGNOSIS_EAP_NO_METHOD,
        [EAP_CAUSE_REFUSED] = EXTSTA_DIAGNOSIS_EAP_REFUSED,
        [EAP_CAUSE_PROTOCOL] = EXTSTA_DIAGNOSIS_EAP_PROTOCOL,
        [EAP_CAUSE_CRYPTO] = EXTSTA_DIAGNOSIS_NO_MEMORY,
    };
    bool is_tls = f->cause == EAP_CAUSE_CERTIFICATE || f->cause == EAP_CAUSE_ALERT ||
                  f->cause == EAP_CAUSE_TLS || f->cause == EAP_CAUSE_CONFIG;
    cause->diagnosis = (enum extsta_diagnosis)diagnoses[f->cause];
    if (is_tls && f->tls.fault != TLS_FAULT_NONE) {
        struct text t;
        text_start(&t, cause->detail, sizeof cause->detail);
        text_string(&t, tls_fault_name(f->tls.fault));
        if (f->tls.text[0] != 0) {
            text_string(&t, ": ");
            text_string(&t, f->tls.text);
        }
        text_end(&t);
    }
    if (is_tls && f->tls.alert != 0) {
        cause->space = EXTSTA_CODE_TLS_ALERT;
        cause->code = f->tls.alert;
    } else if (f->error != 0) {
        cause->space = EXTSTA_CODE_MSCHAPV2;
        cause->code = f->error;
    }
}

#define REASON_8021X_FAILED 23u

void onex_tell(const struct onex *o, struct extsta_cause *cause)
{
    struct eap_failure f;
    bool by_peer = cause->space == EXTSTA_CODE_PEER_REASON;
    eap_peer_failure(&o->peer, &f);
    cause->stage = EXTSTA_STAGE_8021X;
    cause->rule = RULE(IEEE_802_1X);
    cause->confidence = 100;
    if (f.cause != EAP_CAUSE_NONE) {
        tell_method(&f, cause);
    } else if (o->peer.unwanted != 0) {
        cause->diagnosis = EXTSTA_DIAGNOSIS_EAP_NO_METHOD;
        cause->space = EXTSTA_CODE_EAP_TYPE;
        cause->code = o->peer.unwanted;
    } else if (o->peer.state == EAP_PEER_FAILED ||
               (by_peer && cause->code == REASON_8021X_FAILED)) {
        cause->diagnosis = EXTSTA_DIAGNOSIS_EAP_REFUSED;
    } else {
        cause->diagnosis = o->peer.has_last ? EXTSTA_DIAGNOSIS_EAP_SERVER_SILENT
                                            : EXTSTA_DIAGNOSIS_EAP_NO_ANSWER;
    }
}

bool onex_msk(const struct onex *o, uint8_t msk[EAP_MSK_LEN])
{
    return eap_peer_msk(&o->peer, msk);
}

void onex_stop(struct onex *o)
{
    eap_peer_stop(&o->peer);
    wipe(o, sizeof *o);
}
