#include "event_json.h"
#include <extsta/windot11.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

json_t *event_json_mac(struct extsta_mac m)
{
    char text[18];
    snprintf(text, sizeof text, "%02x:%02x:%02x:%02x:%02x:%02x", m.b[0], m.b[1], m.b[2], m.b[3],
             m.b[4], m.b[5]);
    return json_string(text);
}

json_t *event_json_hex(struct extsta_span bytes)
{
    char *text = malloc(bytes.len * 2 + 1);
    if (!text) {
        return NULL;
    }
    for (size_t i = 0; i < bytes.len; i++) {
        snprintf(text + 2 * i, 3, "%02x", bytes.data[i]);
    }
    text[bytes.len * 2] = 0;
    json_t *s = json_string(text);
    free(text);
    return s;
}

#define ESCAPED_MAX 128u /* octets; SSIDs, names of profiles and stations */

/* Printable ASCII, everything else as \xNN. */
static json_t *escaped(struct extsta_span bytes)
{
    char text[ESCAPED_MAX * 4 + 1];
    size_t n = 0;
    for (size_t i = 0; i < bytes.len && i < ESCAPED_MAX; i++) {
        uint8_t c = bytes.data[i];
        if (c >= 0x20 && c < 0x7f && c != '\\') {
            text[n++] = (char)c;
        } else {
            n += (size_t)snprintf(text + n, 5, "\\x%02x", c);
        }
    }
    text[n] = 0;
    return json_string(text);
}

json_t *event_json_ssid(struct extsta_span ssid)
{
    json_t *o = json_object();
    json_object_set_new(o, "text", escaped(ssid));
    json_object_set_new(o, "hex", event_json_hex(ssid));
    return o;
}

static void set_string(json_t *o, const char *key, const char *value)
{
    if (!value) {
        return;
    }
    json_t *text = json_string(value);
    if (!text) { /* not UTF-8: a name that a script or an embedder chose */
        text = escaped((struct extsta_span){(const uint8_t *)value, strlen(value)});
    }
    json_object_set_new(o, key, text);
}

static void set_status(json_t *o, const char *key, uint32_t status)
{
    const char *name = extsta_ndis_status_name(status);
    char text[12];
    snprintf(text, sizeof text, "0x%08x", status);
    set_string(o, key, name ? name : text);
}

static void set_code_name(json_t *o, const char *name, uint32_t code)
{
    char text[12];
    snprintf(text, sizeof text, "0x%08x", code);
    set_string(o, "name", name ? name : text);
}

static void crossing(json_t *o, const struct extsta_crossing *c)
{
    static const char *const kinds[] = {"query", "set", "method"};
    switch (c->type) {
    case EXTSTA_CROSS_OID:
        set_string(o, "line", "oid");
        set_code_name(o, extsta_oid_name(c->code), c->code);
        set_string(o, "kind", kinds[c->kind]);
        json_object_set_new(o, "id", json_integer(c->id));
        break;
    case EXTSTA_CROSS_OID_COMPLETE:
        set_string(o, "line", "oid-complete");
        set_code_name(o, extsta_oid_name(c->code), c->code);
        set_string(o, "kind", kinds[c->kind]);
        json_object_set_new(o, "id", json_integer(c->id));
        set_status(o, "status", c->status);
        break;
    case EXTSTA_CROSS_INDICATION:
        set_string(o, "line", "indication");
        set_code_name(o, extsta_indication_name(c->code), c->code);
        event_json_indication(o, c->code, c->buffer);
        break;
    case EXTSTA_CROSS_SEND:
    case EXTSTA_CROSS_RECEIVE:
        set_string(o, "line", c->type == EXTSTA_CROSS_SEND ? "send" : "receive");
        json_object_set_new(o, "id", json_integer(c->packet.id));
        json_object_set_new(o, "bytes", json_integer((json_int_t)c->packet.bytes.len));
        break;
    case EXTSTA_CROSS_SEND_COMPLETE:
        set_string(o, "line", "send-complete");
        json_object_set_new(o, "id", json_integer(c->id));
        set_status(o, "status", c->status);
        break;
    case EXTSTA_CROSS_RETURN:
        set_string(o, "line", "return");
        json_object_set_new(o, "id", json_integer(c->id));
        break;
    case EXTSTA_CROSS_RESET_EX:
        set_string(o, "line", "reset-ex");
        break;
    case EXTSTA_CROSS_HALT:
        set_string(o, "line", "halt");
        break;
    }
}

static void port(json_t *o, const struct extsta_port_event *p)
{
    set_string(o, "line", "port");
    set_string(o, "event", extsta_port_event_name(p->type));
    json_object_set_new(o, "peer", event_json_mac(p->peer));
    json_object_set_new(o, "session", json_integer(p->session));
    set_string(o, "manager", extsta_manager_name(p->manager));
    json_object_set_new(o, "controlled", json_boolean(p->controlled));
    json_object_set_new(o, "authorized", json_boolean(p->authorized));
}

static void notify(json_t *o, const struct extsta_notify *n)
{
    set_string(o, "line", "notify");
    set_string(o, "what", extsta_notify_name(n->type));
    json_object_set_new(o, "peer", event_json_mac(n->peer));
    json_object_set_new(o, "status", json_integer(n->status));
    set_string(o, "profile", n->profile);
}

static void cause(json_t *o, const struct extsta_cause *c)
{
    static const char *const spaces[] = {"none",         "peer-reason", "peer-status",
                                         "own-reason",   "assoc-status", "win32",
                                         "diagnosis"};
    char text[512];
    set_string(o, "line", "cause");
    set_string(o, "subject", extsta_subject_name(c->subject));
    set_string(o, "origin", extsta_origin_name(c->origin));
    set_string(o, "stage", extsta_stage_name(c->stage));
    set_string(o, "space", spaces[c->space]);
    json_object_set_new(o, "code", json_integer(c->code));
    set_string(o, "diagnosis", extsta_diagnosis_name(c->diagnosis));
    json_object_set_new(o, "peer", event_json_mac(c->peer));
    json_object_set_new(o, "confidence", json_integer(c->confidence));
    set_string(o, "remedy", extsta_remedy_name(extsta_cause_remedy(c)));
    json_object_set_new(o, "will_retry", json_boolean(c->will_retry));
    set_string(o, "rule", extsta_rule_id(c->rule));
    json_t *evidence = json_array();
    for (int i = 0; i < 2; i++) {
        if (c->evidence[i]) {
            json_array_append_new(evidence, json_integer((json_int_t)c->evidence[i]));
        }
    }
    json_object_set_new(o, "evidence", evidence);
    extsta_cause_text(c, text, sizeof text);
    set_string(o, "text", text);
    extsta_cause_advice(c, text, sizeof text);
    set_string(o, "advice", text);
}

static void ihv(json_t *o, const struct extsta_ihv_call *c)
{
    set_string(o, "line", "ihv");
    set_string(o, "handler", extsta_ihv_call_name(c->type));
    json_object_set_new(o, "peer", event_json_mac(c->peer));
    json_object_set_new(o, "session", json_integer(c->session));
    json_object_set_new(o, "status", json_integer(c->status));
}

static void frame(json_t *o, const struct extsta_output *out)
{
    struct extsta_mac ra = {{0}};
    if (out->frame.bytes.len >= 10) {
        memcpy(ra.b, out->frame.bytes.data + 4, 6);
    }
    set_string(o, "line", "frame");
    json_object_set_new(o, "to", event_json_mac(ra));
    json_object_set_new(o, "bytes", json_integer((json_int_t)out->frame.bytes.len));
    json_object_set_new(o, "freq", json_integer(out->frame.meta.freq));
    json_object_set_new(o, "fc", event_json_hex((struct extsta_span){
                                     out->frame.bytes.data, out->frame.bytes.len ? 2 : 0}));
}

static json_t *dated(extsta_time t)
{
    json_t *o = json_object();
    char time[32];
    snprintf(time, sizeof time, "%llu.%06llu", (unsigned long long)(t / EXTSTA_SECOND),
             (unsigned long long)(t % EXTSTA_SECOND));
    set_string(o, "time", time);
    return o;
}

json_t *event_json_member(extsta_time t, const char *line, const char *name,
                          struct extsta_mac address)
{
    json_t *o = dated(t);
    set_string(o, strcmp(line, "ap") == 0 ? "ap" : "sta", name);
    set_string(o, "line", line);
    json_object_set_new(o, "address", event_json_mac(address));
    return o;
}

json_t *event_json(extsta_time t, const char *station, const struct extsta_output *out)
{
    json_t *o = dated(t);
    if (!o) {
        return NULL;
    }
    set_string(o, "sta", station);
    switch (out->type) {
    case EXTSTA_OUT_FRAME:
        frame(o, out);
        break;
    case EXTSTA_OUT_TUNE:
        set_string(o, "line", "tune");
        json_object_set_new(o, "freq", json_integer(out->tune_freq));
        break;
    case EXTSTA_OUT_ETHERNET:
        set_string(o, "line", "ethernet");
        json_object_set_new(o, "bytes", json_integer((json_int_t)out->ethernet.bytes.len));
        break;
    case EXTSTA_OUT_IHV:
        ihv(o, &out->ihv);
        break;
    case EXTSTA_OUT_CROSSING:
        crossing(o, &out->crossing);
        break;
    case EXTSTA_OUT_PORT:
        port(o, &out->port);
        break;
    case EXTSTA_OUT_NOTIFY:
        notify(o, &out->notify);
        break;
    case EXTSTA_OUT_CAUSE:
        cause(o, &out->cause);
        break;
    case EXTSTA_OUT_TYPES:
        break;
    }
    return o;
}
