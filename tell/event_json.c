/* One output of a station, one line of JSON (docs/event-log.md): what the commands print with
 * --json, and what two runs with one seed have equal octet for octet. An indication's fields
 * are event_indication.c's. Members come in the order of the calls, so the order here is part
 * of the format.
 *
 * Keys never appear: of OID requests the buffer is not shown at all, nor the body of a packet
 * or a frame. */
#include "event_json.h"
#include <extsta/windot11.h>
#include <stdio.h>
#include <string.h>

void event_json_ssid(struct json_out *j, const char *name, struct extsta_span ssid)
{
    json_open(j, name);
    json_octets(j, "text", ssid);
    json_hex(j, "hex", ssid);
    json_close(j);
}

/* An NDIS_STATUS by name, else as a number in hexadecimal. */
static void set_status(struct json_out *j, const char *key, uint32_t status)
{
    const char *name = extsta_ndis_status_name(status);
    char text[12];
    snprintf(text, sizeof text, "0x%08x", status);
    json_name(j, key, name ? name : text);
}

/* The name of an OID or indication, else its number. */
static void set_code_name(struct json_out *j, const char *name, uint32_t code)
{
    char text[12];
    snprintf(text, sizeof text, "0x%08x", code);
    json_name(j, "name", name ? name : text);
}

/* What crossed the miniport boundary, in either direction. */
static void crossing(struct json_out *j, const struct extsta_crossing *c)
{
    static const char *const kinds[] = {"query", "set", "method"};
    switch (c->type) {
    case EXTSTA_CROSS_OID:
        json_name(j, "line", "oid");
        set_code_name(j, extsta_oid_name(c->code), c->code);
        json_name(j, "kind", kinds[c->kind]);
        json_number(j, "id", c->id);
        break;
    case EXTSTA_CROSS_OID_COMPLETE:
        json_name(j, "line", "oid-complete");
        set_code_name(j, extsta_oid_name(c->code), c->code);
        json_name(j, "kind", kinds[c->kind]);
        json_number(j, "id", c->id);
        set_status(j, "status", c->status);
        break;
    case EXTSTA_CROSS_INDICATION:
        json_name(j, "line", "indication");
        set_code_name(j, extsta_indication_name(c->code), c->code);
        event_json_indication(j, c->code, c->buffer);
        break;
    case EXTSTA_CROSS_SEND:
    case EXTSTA_CROSS_RECEIVE:
        json_name(j, "line", c->type == EXTSTA_CROSS_SEND ? "send" : "receive");
        json_number(j, "id", c->packet.id);
        json_number(j, "bytes", c->packet.bytes.len);
        break;
    case EXTSTA_CROSS_SEND_COMPLETE:
        json_name(j, "line", "send-complete");
        json_number(j, "id", c->id);
        set_status(j, "status", c->status);
        break;
    case EXTSTA_CROSS_RETURN:
        json_name(j, "line", "return");
        json_number(j, "id", c->id);
        break;
    case EXTSTA_CROSS_RESET_EX:
        json_name(j, "line", "reset-ex");
        break;
    case EXTSTA_CROSS_HALT:
        json_name(j, "line", "halt");
        break;
    }
}

static void port(struct json_out *j, const struct extsta_port_event *p)
{
    json_name(j, "line", "port");
    json_name(j, "event", extsta_port_event_name(p->type));
    json_mac(j, "peer", p->peer);
    json_number(j, "session", p->session);
    json_name(j, "manager", extsta_manager_name(p->manager));
    json_bool(j, "controlled", p->controlled);
    json_bool(j, "authorized", p->authorized);
}

/* Whether the station goes on, and in how many seconds where that is known: neither for "at
 * once, or not known yet" nor for "when the radio is on" is there a number. */
static void retry(struct json_out *j, bool will_retry, extsta_time after)
{
    json_bool(j, "will_retry", will_retry);
    if (will_retry && after != 0 && after != EXTSTA_NEVER) {
        json_seconds(j, "retry_after", after);
    }
}

static void busy(struct json_out *j, uint8_t percent)
{
    if (percent != EXTSTA_BUSY_UNKNOWN) {
        json_number(j, "busy", percent);
    }
}

static void notify(struct json_out *j, const struct extsta_notify *n)
{
    json_name(j, "line", "notify");
    json_name(j, "what", extsta_notify_name(n->type));
    json_mac(j, "peer", n->peer);
    json_number(j, "status", n->status);
    json_name(j, "profile", n->profile);
    switch (n->type) {
    case EXTSTA_NOTIFY_CONNECTION_FAILED:
    case EXTSTA_NOTIFY_DISCONNECTING:
    case EXTSTA_NOTIFY_DISCONNECTED:
        retry(j, n->will_retry, n->retry_after);
        if (n->will_retry) {
            json_number(j, "round", n->round);
        }
        break;
    case EXTSTA_NOTIFY_SEARCHING:
        event_json_ssid(j, "ssid", n->ssid);
        json_number(j, "round", n->round);
        busy(j, n->busy);
        break;
    case EXTSTA_NOTIFY_CONNECTION_START:
        json_number(j, "round", n->round);
        busy(j, n->busy);
        break;
    case EXTSTA_NOTIFY_CONNECTED:
    case EXTSTA_NOTIFY_CONNECTION_COMPLETE:
    case EXTSTA_NOTIFY_ROAMING_START:
    case EXTSTA_NOTIFY_ROAMING_END:
    case EXTSTA_NOTIFY_SCAN_COMPLETE:
    case EXTSTA_NOTIFY_SCAN_FAIL:
    case EXTSTA_NOTIFY_SIGNAL_QUALITY:
    case EXTSTA_NOTIFY_RADIO_STATE:
        break;
    }
}

/* A cause record whole: codes for programs, and the two texts for people. */
static void cause(struct json_out *j, const struct extsta_cause *c)
{
    static const char *const spaces[] = {"none",         "peer-reason", "peer-status",
                                         "own-reason",   "assoc-status", "win32",
                                         "diagnosis"};
    char text[512];
    json_name(j, "line", "cause");
    json_name(j, "subject", extsta_subject_name(c->subject));
    json_name(j, "origin", extsta_origin_name(c->origin));
    json_name(j, "stage", extsta_stage_name(c->stage));
    json_name(j, "space", spaces[c->space]);
    json_number(j, "code", c->code);
    json_name(j, "diagnosis", extsta_diagnosis_name(c->diagnosis));
    json_mac(j, "peer", c->peer);
    json_number(j, "confidence", c->confidence);
    json_name(j, "remedy", extsta_remedy_name(extsta_cause_remedy(c)));
    retry(j, c->will_retry, c->retry_after);
    json_name(j, "rule", extsta_rule_id(c->rule));
    json_numbers(j, "evidence", c->evidence, 2);
    extsta_cause_text(c, text, sizeof text);
    json_name(j, "text", text);
    extsta_cause_advice(c, text, sizeof text);
    json_name(j, "advice", text);
}

static void ihv(struct json_out *j, const struct extsta_ihv_call *c)
{
    json_name(j, "line", "ihv");
    json_name(j, "handler", extsta_ihv_call_name(c->type));
    json_mac(j, "peer", c->peer);
    json_number(j, "session", c->session);
    json_number(j, "status", c->status);
}

/* Receiver and Frame Control as they stand in the octets: a frame that is sent is not parsed,
 * it may be meant to be broken. */
static void frame(struct json_out *j, const struct extsta_output *out)
{
    struct extsta_mac ra = {{0}};
    if (out->frame.bytes.len >= 10) {
        memcpy(ra.b, out->frame.bytes.data + 4, 6);
    }
    json_name(j, "line", "frame");
    json_mac(j, "to", ra);
    json_number(j, "bytes", out->frame.bytes.len);
    json_number(j, "freq", out->frame.meta.freq);
    json_hex(j, "fc",
             (struct extsta_span){out->frame.bytes.data, out->frame.bytes.len ? 2 : 0});
}

/* Its member of the line is "sta" or "ap": the name by which later lines refer to it. */
void event_json_member(struct json_out *j, extsta_time t, const char *line, const char *name,
                       struct extsta_mac address)
{
    json_begin(j);
    json_seconds(j, "time", t);
    json_name(j, strcmp(line, "ap") == 0 ? "ap" : "sta", name);
    json_text(j, "line", line);
    json_mac(j, "address", address);
    json_line_end(j);
}

void event_json(struct json_out *j, extsta_time t, const char *station,
                const struct extsta_output *out)
{
    json_begin(j);
    json_seconds(j, "time", t);
    json_name(j, "sta", station);
    switch (out->type) {
    case EXTSTA_OUT_FRAME:
        frame(j, out);
        break;
    case EXTSTA_OUT_TUNE:
        json_name(j, "line", "tune");
        json_number(j, "freq", out->tune_freq);
        break;
    case EXTSTA_OUT_ETHERNET:
        json_name(j, "line", "ethernet");
        json_number(j, "bytes", out->ethernet.bytes.len);
        break;
    case EXTSTA_OUT_IHV:
        ihv(j, &out->ihv);
        break;
    case EXTSTA_OUT_CROSSING:
        crossing(j, &out->crossing);
        break;
    case EXTSTA_OUT_PORT:
        port(j, &out->port);
        break;
    case EXTSTA_OUT_NOTIFY:
        notify(j, &out->notify);
        break;
    case EXTSTA_OUT_CAUSE:
        cause(j, &out->cause);
        break;
    case EXTSTA_OUT_GAP:
    case EXTSTA_OUT_FUNCTION:
    case EXTSTA_OUT_INPUT:
    case EXTSTA_OUT_TYPES:
        break;
    }
    json_line_end(j);
}
