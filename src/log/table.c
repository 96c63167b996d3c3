/* The table of all members (table.h). A row stands where its member stands in a line: the order
 * is part of the format (docs/event-log.md), and old members come before new ones. */
#include "log/table.h"
#include "base/mac.h"
#include "base/names.h"
#include "base/text.h"
#include "boundary/names.h"
#include <extsta/payload.h>
#include <string.h>

/* --- words --- */

#define WORDS(function, type)                                                                  \
    static const char *function##_at(unsigned n)                                               \
    {                                                                                          \
        return function((enum type)n);                                                         \
    }
WORDS(extsta_notify_name, extsta_notify_type)
WORDS(extsta_port_event_name, extsta_port_event_type)
WORDS(extsta_manager_name, extsta_port_manager)
WORDS(extsta_ihv_call_name, extsta_ihv_call_type)
WORDS(extsta_function_name, extsta_function_type)
WORDS(extsta_decision_name, extsta_decision_type)
WORDS(extsta_subject_name, extsta_subject)
WORDS(extsta_code_space_name, extsta_code_space)
WORDS(extsta_origin_name, extsta_origin)
WORDS(extsta_stage_name, extsta_stage)
WORDS(extsta_diagnosis_name, extsta_diagnosis)

static const char *kind_at(unsigned n)
{
    static const char *const names[] = {"query", "set", "method"};
    return NAME_AT(names, n, "unknown");
}

static const struct log_codes oid_codes = {extsta_oid_name, oid_number};
static const struct log_codes indication_codes = {extsta_indication_name, indication_number};
static const struct log_codes ndis_codes = {extsta_ndis_status_name, ndis_status_number};

/* --- what is derived --- */

/* Receiver and Frame Control as they stand in the octets: a frame that is sent is not parsed,
 * it may be meant to be broken. */
static struct extsta_mac address_of(struct extsta_span frame, size_t at)
{
    return frame.len >= at + 6 ? mac_at(frame.data + at) : (struct extsta_mac){{0}};
}

static void derive_to(struct line *l, const struct extsta_output *out)
{
    line_mac(l, "to", address_of(out->frame.bytes, 4));
    line_number(l, "bytes", out->frame.bytes.len);
}

static void put_frame_control(struct line *l, struct extsta_span frame)
{
    frame.len = frame.len < 2 ? frame.len : 2;
    line_octets_begin(l, "fc");
    line_hex(l, frame);
    line_octets_end(l);
}

static void derive_fc(struct line *l, const struct extsta_output *out)
{
    put_frame_control(l, out->frame.bytes);
}

static void derive_heard(struct line *l, const struct extsta_output *out)
{
    line_mac(l, "from", address_of(out->input.bytes, 10));
    line_number(l, "bytes", out->input.bytes.len);
    put_frame_control(l, out->input.bytes);
}

static void derive_offered_bytes(struct line *l, const struct extsta_output *out)
{
    line_number(l, "bytes", out->input.bytes.len);
}

static void derive_beneath_bytes(struct line *l, const struct extsta_output *out)
{
    line_number(l, "bytes", out->beneath.len);
}

static void derive_ethernet_bytes(struct line *l, const struct extsta_output *out)
{
    line_number(l, "bytes", out->ethernet.bytes.len);
}

static void derive_packet_bytes(struct line *l, const struct extsta_output *out)
{
    line_number(l, "bytes", out->crossing.packet.bytes.len);
}

/* What a request says or an answer tells, where it is one plain value. */
static void derive_value(struct line *l, const struct extsta_output *out)
{
    const struct extsta_crossing *c = &out->crossing;
    enum extsta_form form = extsta_oid_form(c->code, c->type == EXTSTA_CROSS_OID_COMPLETE);
    struct extsta_payload p;
    if (c->buffer.len == 0 || !extsta_payload_read(form, c->buffer, &p)) {
        return;
    }
    if (form == EXTSTA_FORM_NUMBER) {
        line_number(l, "value", p.number);
    } else if (form == EXTSTA_FORM_FLAG) {
        line_bool(l, "value", p.flag);
    } else if (form == EXTSTA_FORM_ADDRESS) {
        line_mac(l, "value", p.address);
    }
}

static void derive_remedy(struct line *l, const struct extsta_output *out)
{
    line_word(l, "remedy", extsta_remedy_name(extsta_cause_remedy(&out->cause)));
}

static void derive_words(struct line *l, const struct extsta_output *out)
{
    char text[512];
    extsta_cause_text(&out->cause, text, sizeof text);
    line_name(l, "text", text);
    extsta_cause_advice(&out->cause, text, sizeof text);
    line_name(l, "advice", text);
}

static void derive_decision(struct line *l, const struct extsta_output *out)
{
    char text[256], ap[18], best[18];
    struct text t;
    text_start(&t, ap, sizeof ap);
    text_mac(&t, out->decision.ap);
    text_end(&t);
    text_start(&t, best, sizeof best);
    text_mac(&t, out->decision.best);
    text_end(&t);
    extsta_decision_text(&out->decision, ap, best, text, sizeof text);
    line_name(l, "text", text);
}

/* --- the rows --- */

#define AT(m)   offsetof(struct extsta_output, m)
#define SIZE(m) sizeof(((struct extsta_output *)NULL)->m)
/* How a value is written follows from its type. */
#define TYPE(m)                                                                                \
    _Generic(((struct extsta_output *)NULL)->m, bool: LOG_BOOL, uint8_t: LOG_NUMBER,           \
             uint16_t: LOG_NUMBER, uint32_t: LOG_NUMBER, uint64_t: LOG_NUMBER,                 \
             int8_t: LOG_SIGNED, struct extsta_mac: LOG_MAC, struct extsta_span: LOG_OCTETS,   \
             const char *: LOG_NAME, char *: LOG_TEXT)
#define ROW(name, m, show, ...)                                                                \
    {                                                                                          \
        name, .type = TYPE(m), LOG_##show, .size = SIZE(m), .at = AT(m), __VA_ARGS__           \
    }
/* The same, where the type of the value does not say how it is written. */
#define AS(kind, name, m, show, ...)                                                           \
    {                                                                                          \
        name, .type = LOG_##kind, LOG_##show, .size = SIZE(m), .at = AT(m), __VA_ARGS__        \
    }
#define WORD(name, m, show, function) AS(WORD, name, m, show, .words = function##_at)
#define DERIVED(name, show, function, ...)                                                     \
    {                                                                                          \
        name, .type = LOG_DERIVED, LOG_##show, .derive = function, __VA_ARGS__                 \
    }
#define SECRET(kind, code) .secrets = SECRETS_##kind, .code_at = AT(code)

#define OF(subtype) (1u << (subtype))
#define ONLY(...)   .only = (__VA_ARGS__)
#define REQUEST     OF(EXTSTA_CROSS_OID)
#define COMPLETION  OF(EXTSTA_CROSS_OID_COMPLETE)
#define INDICATION  OF(EXTSTA_CROSS_INDICATION)
#define SENT        OF(EXTSTA_CROSS_SEND_COMPLETE)
#define RETURN      OF(EXTSTA_CROSS_RETURN)
#define SEND        OF(EXTSTA_CROSS_SEND)
#define RECEIVE     OF(EXTSTA_CROSS_RECEIVE)

static const struct log_row crossing_rows[] = {
    AS(CODE, "name", crossing.code, SHORT, .codes = &oid_codes, ONLY(REQUEST | COMPLETION)),
    AS(CODE, "name", crossing.code, SHORT, .codes = &indication_codes, ONLY(INDICATION)),
    AS(WORD, "kind", crossing.kind, SHORT, .words = kind_at, ONLY(REQUEST | COMPLETION)),
    ROW("id", crossing.id, SHORT, ONLY(REQUEST | COMPLETION | SENT | RETURN)),
    ROW("id", crossing.packet.id, SHORT, ONLY(SEND | RECEIVE)),
    AS(CODE, "status", crossing.status, SHORT, .codes = &ndis_codes, ONLY(COMPLETION | SENT)),
    DERIVED("bytes", SHORT, derive_packet_bytes, ONLY(SEND | RECEIVE)),
    DERIVED("", SHORT, log_derive_indication, ONLY(INDICATION)),
    DERIVED("value", WHOLE, derive_value, ONLY(REQUEST | COMPLETION)),
    ROW("octets", crossing.buffer, WHOLE, SECRET(OID, crossing.code),
        ONLY(REQUEST | COMPLETION)),
    ROW("octets", crossing.buffer, WHOLE, ONLY(INDICATION)),
    ROW("bytes_read", crossing.bytes_read, WHOLE, ONLY(COMPLETION)),
    ROW("bytes_written", crossing.bytes_written, WHOLE, ONLY(COMPLETION)),
    ROW("bytes_needed", crossing.bytes_needed, WHOLE, ONLY(REQUEST | COMPLETION)),
    ROW("octets", crossing.packet.bytes, WHOLE, ONLY(SEND | RECEIVE)),
    ROW("exemption", crossing.packet.send.exemption, WHOLE, ONLY(SEND)),
    ROW("priority", crossing.packet.send.priority, WHOLE, ONLY(SEND)),
    ROW("phy_id", crossing.packet.send.phy_id, WHOLE, ONLY(SEND)),
    ROW("phy_id", crossing.packet.recv.phy_id, WHOLE, ONLY(RECEIVE)),
    ROW("freq", crossing.packet.recv.freq, WHOLE, ONLY(RECEIVE)),
    ROW("mpdus", crossing.packet.recv.mpdu_count, WHOLE, ONLY(RECEIVE)),
    ROW("rate", crossing.packet.recv.rate, WHOLE, ONLY(RECEIVE)),
    ROW("priority", crossing.packet.recv.priority, WHOLE, ONLY(RECEIVE)),
    ROW("was_protected", crossing.packet.recv.was_protected, WHOLE, ONLY(RECEIVE)),
    ROW("rssi", crossing.packet.recv.rssi, WHOLE, ONLY(RECEIVE)),
    /* Of a packet `id` is the packet's; of a crossing it may be another's only by mistake. */
    ROW("crossing_id", crossing.id, WHOLE, ONLY(SEND | RECEIVE)),
};

static const struct log_row port_rows[] = {
    WORD("event", port.type, SHORT, extsta_port_event_name),
    ROW("peer", port.peer, SHORT),
    ROW("session", port.session, SHORT),
    WORD("manager", port.manager, SHORT, extsta_manager_name),
    ROW("controlled", port.controlled, SHORT),
    ROW("authorized", port.authorized, SHORT),
};

#define OVER                                                                                   \
    (OF(EXTSTA_NOTIFY_CONNECTION_FAILED) | OF(EXTSTA_NOTIFY_DISCONNECTING) |                   \
     OF(EXTSTA_NOTIFY_DISCONNECTED))
#define BEGUN (OF(EXTSTA_NOTIFY_CONNECTION_START) | OF(EXTSTA_NOTIFY_SEARCHING))
#define LOST  OF(EXTSTA_NOTIFY_SEARCHING)

static const struct log_row notify_rows[] = {
    WORD("what", notify.type, SHORT, extsta_notify_name),
    ROW("peer", notify.peer, SHORT),
    ROW("status", notify.status, SHORT),
    ROW("profile", notify.profile, KNOWN, .also = "profile_hex"),
    ROW("will_retry", notify.will_retry, SHORT, ONLY(OVER)),
    ROW("will_retry", notify.will_retry, WHOLE, ONLY(~OVER)),
    AS(DURATION, "retry_after", notify.retry_after, RETRYING, .also = "retry_with_radio",
       .code_at = AT(notify.will_retry), ONLY(OVER)),
    AS(DURATION, "retry_after", notify.retry_after, WHOLE, .also = "retry_with_radio",
       ONLY(~OVER)),
    AS(SSID, "ssid", notify.ssid, SHORT, ONLY(LOST)),
    AS(SSID, "ssid", notify.ssid, WHOLE, ONLY(~LOST)),
    ROW("round", notify.round, RETRYING, .code_at = AT(notify.will_retry), ONLY(OVER)),
    ROW("round", notify.round, SHORT, ONLY(BEGUN)),
    ROW("round", notify.round, WHOLE, ONLY(~(OVER | BEGUN))),
    ROW("busy", notify.busy, KNOWN, .absent = EXTSTA_BUSY_UNKNOWN, ONLY(BEGUN)),
    ROW("busy", notify.busy, WHOLE, ONLY(~BEGUN)),
};

static const struct log_row cause_rows[] = {
    WORD("subject", cause.subject, SHORT, extsta_subject_name),
    WORD("origin", cause.origin, SHORT, extsta_origin_name),
    WORD("stage", cause.stage, SHORT, extsta_stage_name),
    WORD("space", cause.space, SHORT, extsta_code_space_name),
    ROW("code", cause.code, SHORT),
    WORD("diagnosis", cause.diagnosis, SHORT, extsta_diagnosis_name),
    ROW("peer", cause.peer, SHORT),
    ROW("confidence", cause.confidence, SHORT),
    DERIVED("remedy", SHORT, derive_remedy),
    ROW("will_retry", cause.will_retry, SHORT),
    AS(DURATION, "retry_after", cause.retry_after, RETRYING, .also = "retry_with_radio",
       .code_at = AT(cause.will_retry)),
    AS(RULE, "rule", cause.rule, KNOWN),
    ROW("detail", cause.detail, KNOWN),
    AS(EVIDENCE, "evidence", cause.evidence, SHORT, .also = "second_evidence"),
    DERIVED("text", SHORT, derive_words),
    AS(SECONDS, "at", cause.time, WHOLE),
};

static const struct log_row decision_rows[] = {
    WORD("decision", decision.type, SHORT, extsta_decision_name),
    ROW("ap", decision.ap, SHORT),
    ROW("signal", decision.signal, SHORT),
    ROW("best", decision.best, SHORT),
    ROW("best_signal", decision.best_signal, SHORT),
    ROW("gain", decision.gain, SHORT),
    ROW("hysteresis", decision.hysteresis, SHORT),
    ROW("threshold", decision.threshold, SHORT),
    ROW("candidates", decision.candidates, SHORT),
    ROW("status", decision.status, SHORT),
    ROW("age_ms", decision.age, SHORT),
    ROW("fresh_ms", decision.fresh, SHORT),
    ROW("mode", decision.mode, SHORT),
    ROW("preference", decision.preference, SHORT),
    ROW("leaves_in_ms", decision.leaves_in, SHORT),
    DERIVED("text", SHORT, derive_decision),
};

static const struct log_row ihv_rows[] = {
    WORD("handler", ihv.type, SHORT, extsta_ihv_call_name),
    ROW("peer", ihv.peer, SHORT),
    ROW("session", ihv.session, SHORT),
    ROW("status", ihv.status, SHORT),
    ROW("call", ihv.call_id, WHOLE),
    ROW("handle", ihv.handle, WHOLE),
    ROW("octets", ihv.data, WHOLE, SECRET(IHV, ihv.type)),
    WORD("port_event", ihv.port.type, WHOLE, extsta_port_event_name),
    ROW("port_peer", ihv.port.peer, WHOLE),
    ROW("port_session", ihv.port.session, WHOLE),
    WORD("port_manager", ihv.port.manager, WHOLE, extsta_manager_name),
    ROW("controlled", ihv.port.controlled, WHOLE),
    ROW("authorized", ihv.port.authorized, WHOLE),
    AS(SSID, "ssid", ihv.ssid, WHOLE),
    ROW("bss_type", ihv.bss_type, WHOLE),
    ROW("auth", ihv.auth, WHOLE),
    ROW("cipher", ihv.cipher, WHOLE),
    ROW("connectivity", ihv.connectivity, WHOLE),
    ROW("security", ihv.security, WHOLE, .secrets = SECRETS_ALL),
};

static const struct log_row frame_rows[] = {
    DERIVED("to", SHORT, derive_to),         ROW("freq", frame.meta.freq, SHORT),
    DERIVED("fc", SHORT, derive_fc),         ROW("octets", frame.bytes, WHOLE),
    ROW("phy", frame.meta.phy, WHOLE),       ROW("tries", frame.meta.tries, WHOLE),
    ROW("rate", frame.meta.rate, WHOLE),     ROW("flags", frame.meta.flags, WHOLE),
    ROW("cookie", frame.meta.cookie, WHOLE), ROW("lifetime", frame.meta.lifetime, WHOLE),
    ROW("access", frame.meta.access, WHOLE),
};

static const struct log_row tune_rows[] = {ROW("freq", tune_freq, SHORT)};

static const struct log_row ethernet_rows[] = {
    DERIVED("bytes", SHORT, derive_ethernet_bytes),
    ROW("octets", ethernet.bytes, WHOLE),
    ROW("priority", ethernet.priority, WHOLE),
};

static const struct log_row gap_rows[] = {
    ROW("count", gap.count, SHORT),
    ROW("types", gap.types, SHORT),
};

static const struct log_row function_rows[] = {
    WORD("function", function.type, SHORT, extsta_function_name),
    ROW("result", function.result, SHORT),
    ROW("call", function.call_id, WHOLE),
    ROW("session", function.session, WHOLE),
    ROW("peer", function.peer, WHOLE),
    ROW("reason", function.reason, WHOLE),
    ROW("error", function.error, WHOLE),
    ROW("value", function.value, WHOLE),
    ROW("handle", function.handle, WHOLE),
    ROW("octets", function.data, WHOLE, SECRET(FUNCTION, function.type)),
    ROW("ethertypes", function.ethertypes, WHOLE),
    AS(RULE, "rule", function.rule, KNOWN),
};

/* Only the driver and what it drives know where keys are in it. */
static const struct log_row beneath_rows[] = {
    DERIVED("bytes", WHOLE, derive_beneath_bytes),
    ROW("octets", beneath, WHOLE, .secrets = SECRETS_ALL),
};

#define HEARD   OF(EXTSTA_INPUT_FRAME)
#define STARTED OF(EXTSTA_INPUT_STARTED)
#define MEDIUM  OF(EXTSTA_INPUT_MEDIUM)
#define OUTCOME OF(EXTSTA_INPUT_OUTCOME)
#define SWITCH  OF(EXTSTA_INPUT_SWITCH)
#define OFFERED OF(EXTSTA_INPUT_ETHERNET)
#define BENEATH OF(EXTSTA_INPUT_BENEATH)

static const struct log_row input_rows[] = {
    DERIVED("from", SHORT, derive_heard, ONLY(HEARD)),
    DERIVED("bytes", SHORT, derive_offered_bytes, ONLY(OFFERED | BENEATH)),
    ROW("octets", input.bytes, WHOLE, ONLY(HEARD | OFFERED)),
    ROW("octets", input.bytes, WHOLE, .secrets = SECRETS_ALL, ONLY(BENEATH)),
    ROW("freq", input.meta.freq, WHOLE, ONLY(HEARD)),
    ROW("signal", input.meta.signal, WHOLE, ONLY(HEARD)),
    ROW("phy", input.meta.phy, WHOLE, ONLY(HEARD)),
    ROW("rate", input.meta.rate, WHOLE, ONLY(HEARD)),
    ROW("flags", input.meta.flags, WHOLE, ONLY(HEARD)),
    ROW("serial", input.meta.serial, WHOLE, ONLY(HEARD)),
    ROW("cookie", input.cookie, SHORT, ONLY(STARTED | OUTCOME)),
    ROW("acked", input.acked, SHORT, ONLY(OUTCOME)),
    ROW("tries", input.tries, SHORT, ONLY(OUTCOME)),
    AS(SECONDS, "since", input.since, SHORT, ONLY(MEDIUM)),
    AS(DURATION, "busy_for", input.busy, WHOLE, .also = "busy_unknown", ONLY(MEDIUM)),
    ROW("phy_id", input.phy_id, SHORT, ONLY(SWITCH)),
    ROW("profile", input.phy_id, SHORT, ONLY(OF(EXTSTA_INPUT_POWER_PROFILE))),
    ROW("on", input.on, SHORT, ONLY(SWITCH)),
    ROW("priority", input.priority, WHOLE, ONLY(OFFERED)),
};

#define ROWS(rows) rows, COUNT(rows)

const struct log_rows log_rows[EXTSTA_OUT_TYPES] = {
    [EXTSTA_OUT_FRAME] = {ROWS(frame_rows), .short_too = true},
    [EXTSTA_OUT_TUNE] = {ROWS(tune_rows), .short_too = true},
    [EXTSTA_OUT_ETHERNET] = {ROWS(ethernet_rows), .short_too = true},
    [EXTSTA_OUT_IHV] = {ROWS(ihv_rows), .short_too = true, AT(ihv.type)},
    [EXTSTA_OUT_CROSSING] = {ROWS(crossing_rows), .short_too = true, AT(crossing.type)},
    [EXTSTA_OUT_PORT] = {ROWS(port_rows), .short_too = true, AT(port.type)},
    [EXTSTA_OUT_NOTIFY] = {ROWS(notify_rows), .short_too = true, AT(notify.type)},
    [EXTSTA_OUT_CAUSE] = {ROWS(cause_rows), .short_too = true},
    [EXTSTA_OUT_DECISION] = {ROWS(decision_rows), .short_too = true, AT(decision.type)},
    [EXTSTA_OUT_GAP] = {ROWS(gap_rows), .short_too = true},
    [EXTSTA_OUT_FUNCTION] = {ROWS(function_rows), .subtype_at = AT(function.type),
                             .short_at = AT(function.rule)},
    [EXTSTA_OUT_INPUT] = {ROWS(input_rows), .subtype_at = AT(input.type)},
    [EXTSTA_OUT_DRIVER] = {ROWS(beneath_rows)},
};

const struct log_line log_lines[] = {
    {"oid", EXTSTA_OUT_CROSSING, EXTSTA_CROSS_OID},
    {"oid-complete", EXTSTA_OUT_CROSSING, EXTSTA_CROSS_OID_COMPLETE},
    {"indication", EXTSTA_OUT_CROSSING, EXTSTA_CROSS_INDICATION},
    {"send", EXTSTA_OUT_CROSSING, EXTSTA_CROSS_SEND},
    {"send-complete", EXTSTA_OUT_CROSSING, EXTSTA_CROSS_SEND_COMPLETE},
    {"receive", EXTSTA_OUT_CROSSING, EXTSTA_CROSS_RECEIVE},
    {"return", EXTSTA_OUT_CROSSING, EXTSTA_CROSS_RETURN},
    {"reset-ex", EXTSTA_OUT_CROSSING, EXTSTA_CROSS_RESET_EX},
    {"halt", EXTSTA_OUT_CROSSING, EXTSTA_CROSS_HALT},
    {"initialize", EXTSTA_OUT_CROSSING, EXTSTA_CROSS_INITIALIZE},
    {"frame", EXTSTA_OUT_FRAME, LOG_ANY},
    {"heard", EXTSTA_OUT_INPUT, EXTSTA_INPUT_FRAME},
    {"started", EXTSTA_OUT_INPUT, EXTSTA_INPUT_STARTED},
    {"outcome", EXTSTA_OUT_INPUT, EXTSTA_INPUT_OUTCOME},
    {"medium-busy", EXTSTA_OUT_INPUT, EXTSTA_INPUT_MEDIUM},
    {"radio-switch", EXTSTA_OUT_INPUT, EXTSTA_INPUT_SWITCH},
    {"offered", EXTSTA_OUT_INPUT, EXTSTA_INPUT_ETHERNET},
    {"detached", EXTSTA_OUT_INPUT, EXTSTA_INPUT_DETACHED},
    {"power-profile", EXTSTA_OUT_INPUT, EXTSTA_INPUT_POWER_PROFILE},
    {"from-beneath", EXTSTA_OUT_INPUT, EXTSTA_INPUT_BENEATH},
    {"tune", EXTSTA_OUT_TUNE, LOG_ANY},
    {"ethernet", EXTSTA_OUT_ETHERNET, LOG_ANY},
    {"port", EXTSTA_OUT_PORT, LOG_ANY},
    {"notify", EXTSTA_OUT_NOTIFY, LOG_ANY},
    {"cause", EXTSTA_OUT_CAUSE, LOG_ANY},
    {"decision", EXTSTA_OUT_DECISION, LOG_ANY},
    {"ihv", EXTSTA_OUT_IHV, LOG_ANY},
    {"ihv-function", EXTSTA_OUT_FUNCTION, LOG_ANY},
    {"gap", EXTSTA_OUT_GAP, LOG_ANY},
    {"to-beneath", EXTSTA_OUT_DRIVER, LOG_ANY},
};
const size_t log_line_count = COUNT(log_lines);

unsigned log_enum_at(const struct extsta_output *out, size_t at)
{
    unsigned value;
    memcpy(&value, (const char *)out + at, sizeof value);
    return value;
}

bool log_row_applies(const struct log_rows *rows, const struct log_row *row,
                     const struct extsta_output *out)
{
    unsigned subtype = row->only ? log_enum_at(out, rows->subtype_at) : 0;
    return row->only == 0 || (subtype < 32 && (row->only & OF(subtype)));
}

const char *log_line_name(const struct extsta_output *out)
{
    const struct log_rows *rows = &log_rows[out->type];
    for (size_t i = 0; i < log_line_count; i++) {
        const struct log_line *line = &log_lines[i];
        if (line->type == out->type &&
            (line->subtype == LOG_ANY || line->subtype == log_enum_at(out, rows->subtype_at))) {
            return line->name;
        }
    }
    return NULL;
}
