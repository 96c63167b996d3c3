/* Findings of the referee in words (referee_text.h): the only place that has any. */
#include "referee_text.h"
#include <extsta/cause.h>
#include <stdio.h>
#include <string.h>

static const char *const expectations[] = {
#define TEXT(symbol, text) text,
    EXTSTA_EXPECTATION_LIST(TEXT)
#undef TEXT
};

static void add_value(struct label_text *t, const struct label_names *names,
                      struct extsta_value v)
{
    uint8_t mac[6];
    char text[200];
    switch (v.kind) {
    case EXTSTA_VALUE_NONE:
        break;
    case EXTSTA_VALUE_NUMBER:
        label_add(t, " %llu", (unsigned long long)v.number);
        break;
    case EXTSTA_VALUE_FLAG:
        label_add(t, v.number ? " TRUE" : " FALSE");
        break;
    case EXTSTA_VALUE_STATUS:
        label_add_status(t, (uint32_t)v.number);
        break;
    case EXTSTA_VALUE_ASSOC:
        extsta_assoc_status_brief((uint32_t)v.number, text, sizeof text);
        label_add(t, " 0x%08llx (%s)", (unsigned long long)v.number, text);
        break;
    case EXTSTA_VALUE_ADDRESS:
        for (int i = 0; i < 6; i++) {
            mac[i] = (uint8_t)(v.number >> (40 - 8 * i));
        }
        label_add_mac(t, names, mac);
        break;
    case EXTSTA_VALUE_AUTH:
        label_add_auth(t, (uint32_t)v.number);
        break;
    case EXTSTA_VALUE_CIPHER:
        label_add_cipher(t, (uint32_t)v.number);
        break;
    case EXTSTA_VALUE_HEX:
        label_add(t, " 0x%llx", (unsigned long long)v.number);
        break;
    case EXTSTA_VALUE_TIME:
        label_add(t, " %.3f s", (double)v.number / 1e6);
        break;
    }
}

static const char *const kinds[EXTSTA_EVENTS] = {
    [EXTSTA_EVENT_REQUEST] = "request",
    [EXTSTA_EVENT_RESULT] = "result",
    [EXTSTA_EVENT_INDICATION] = "",
    [EXTSTA_EVENT_SEND] = "send",
    [EXTSTA_EVENT_SEND_COMPLETE] = "send-complete",
    [EXTSTA_EVENT_RECEIVE] = "receive",
    [EXTSTA_EVENT_RETURN] = "return",
    [EXTSTA_EVENT_RESET_EX] = "reset-ex",
    [EXTSTA_EVENT_HALT] = "halt",
    [EXTSTA_EVENT_INITIALIZE] = "initialize",
    [EXTSTA_EVENT_POWER_PROFILE] = "power-profile",
    [EXTSTA_EVENT_PORT] = "port",
    [EXTSTA_EVENT_NOTIFY] = "notify",
    [EXTSTA_EVENT_HANDLER] = "handler",
    [EXTSTA_EVENT_FUNCTION] = "function",
    [EXTSTA_EVENT_FRAME] = "frame sent",
    [EXTSTA_EVENT_HEARD] = "frame heard",
    [EXTSTA_EVENT_ETHERNET] = "ethernet",
    [EXTSTA_EVENT_TUNE] = "tune",
    [EXTSTA_EVENT_CAUSE] = "cause",
    [EXTSTA_EVENT_TIME] = "nothing by then",
};

/* A name for its code, or NULL. */
static const char *code_name(const struct extsta_event_ref *e)
{
    switch (e->event) {
    case EXTSTA_EVENT_REQUEST:
    case EXTSTA_EVENT_RESULT:
        return label_without("OID_DOT11_", extsta_oid_name(e->code));
    case EXTSTA_EVENT_INDICATION:
        return label_without("NDIS_STATUS_DOT11_", extsta_indication_name(e->code));
    case EXTSTA_EVENT_PORT:
        return extsta_port_event_name((enum extsta_port_event_type)e->code);
    case EXTSTA_EVENT_NOTIFY:
        return extsta_notify_name((enum extsta_notify_type)e->code);
    case EXTSTA_EVENT_HANDLER:
        return extsta_ihv_call_name((enum extsta_ihv_call_type)e->code);
    case EXTSTA_EVENT_FRAME:
    case EXTSTA_EVENT_HEARD:
    case EXTSTA_EVENT_SEND:
    case EXTSTA_EVENT_SEND_COMPLETE:
    case EXTSTA_EVENT_RECEIVE:
    case EXTSTA_EVENT_RETURN:
    case EXTSTA_EVENT_RESET_EX:
    case EXTSTA_EVENT_HALT:
    case EXTSTA_EVENT_INITIALIZE:
    case EXTSTA_EVENT_POWER_PROFILE:
    case EXTSTA_EVENT_FUNCTION:
    case EXTSTA_EVENT_ETHERNET:
    case EXTSTA_EVENT_TUNE:
    case EXTSTA_EVENT_CAUSE:
    case EXTSTA_EVENT_TIME:
    case EXTSTA_EVENTS:
        break;
    }
    return NULL;
}

static void add_event(struct label_text *t, enum referee_events events,
                      const struct extsta_event_ref *e)
{
    const char *name = code_name(e), *kind = kinds[e->event];
    label_add(t, "%s %llu%s%s", events == REFEREE_LINES ? "line" : "event",
              (unsigned long long)e->serial, kind[0] ? " " : "", kind);
    if (name) {
        label_add(t, " %s", name);
    } else if (e->event == EXTSTA_EVENT_FRAME || e->event == EXTSTA_EVENT_HEARD) {
        label_add(t, " 0x%02x", e->code);
    }
    label_add(t, " at %.3f s", (double)e->time / 1e6);
}

static void add_expected(struct label_text *t, const struct label_names *names,
                         const struct extsta_finding *f)
{
    label_add(t, "%s", expectations[f->expected]);
    add_value(t, names, f->wanted);
}

void referee_text(const struct extsta_finding *f, const struct label_names *names,
                  enum referee_events events, char *text, size_t size)
{
    struct label_text t = {text, size};
    label_add(&t, "%s (%s): expected ", extsta_rule_id(f->rule), extsta_rule_title(f->rule));
    add_expected(&t, names, f);
    if (f->came.kind != EXTSTA_VALUE_NONE) {
        label_add(&t, "; came");
        add_value(&t, names, f->came);
    }
    label_add(&t, " (");
    add_event(&t, events, &f->events[0]);
    for (unsigned i = 1; i < EXTSTA_FINDING_EVENTS && f->events[i].serial != 0; i++) {
        label_add(&t, i == 1 ? ", after " : ", ");
        add_event(&t, events, &f->events[i]);
    }
    label_add(&t, ")");
}

/* A value without the blank before it. */
static void json_value(struct json_out *j, const char *name, const struct label_names *names,
                       struct extsta_value v)
{
    char text[240] = "";
    struct label_text t = {text, sizeof text};
    add_value(&t, names, v);
    if (v.kind != EXTSTA_VALUE_NONE) {
        json_text(j, name, text + 1);
    }
}

void referee_json(struct json_out *j, const char *log, const char *station,
                  const struct extsta_finding *f, const struct label_names *names)
{
    enum referee_events kind = log ? REFEREE_LINES : REFEREE_EVENTS;
    char text[640];
    uint64_t events[EXTSTA_FINDING_EVENTS];
    for (unsigned i = 0; i < EXTSTA_FINDING_EVENTS; i++) {
        events[i] = f->events[i].serial;
    }
    json_begin(j);
    json_seconds(j, "time", f->time);
    json_name(j, "sta", station);
    json_text(j, "line", "violation");
    json_name(j, "log", log);
    json_text(j, "rule", extsta_rule_id(f->rule));
    json_text(j, "title", extsta_rule_title(f->rule));
    json_text(j, "expected", expectations[f->expected]);
    json_value(j, "wanted", names, f->wanted);
    json_value(j, "came", names, f->came);
    json_numbers(j, log ? "lines" : "events", events, EXTSTA_FINDING_EVENTS);
    referee_text(f, names, kind, text, sizeof text);
    json_text(j, "text", text);
    json_line_end(j);
}

/* --- the count --- */

void referee_count_add(struct referee_count *c, const struct extsta_referee *referee)
{
    struct extsta_verdict v;
    enum extsta_rule rule = EXTSTA_RULE_NONE;
    while ((rule = extsta_referee_judged(referee, rule)) != EXTSTA_RULE_NONE) {
        if (extsta_referee_verdict(referee, rule, &v)) {
            c->kept[rule] += v.kept;
            c->violated[rule] += v.violated;
            c->pending[rule] += v.pending;
            c->findings += v.violated;
        }
    }
}

static unsigned exercised_in(const struct referee_count *c)
{
    unsigned n = 0;
    for (unsigned i = 0; i < EXTSTA_RULE_COUNT; i++) {
        n += c->kept[i] != 0 || c->violated[i] != 0;
    }
    return n;
}

static unsigned violated_in(const struct referee_count *c)
{
    unsigned n = 0;
    for (unsigned i = 0; i < EXTSTA_RULE_COUNT; i++) {
        n += c->violated[i] != 0;
    }
    return n;
}

void referee_count_text(const struct referee_count *c, char *text, size_t size)
{
    struct label_text t = {text, size};
    label_add(&t, "contract: %u rules exercised, %u violated", exercised_in(c),
              violated_in(c));
    for (unsigned i = 0; i < EXTSTA_RULE_COUNT; i++) {
        if (c->violated[i]) {
            label_add(&t, " %s", extsta_rule_id((enum extsta_rule)i));
        }
    }
}

void referee_count_json(struct json_out *j, const struct referee_count *c)
{
    const char *ids[EXTSTA_RULE_COUNT];
    size_t n = 0;
    for (unsigned i = 0; i < EXTSTA_RULE_COUNT; i++) {
        if (c->violated[i]) {
            ids[n++] = extsta_rule_id((enum extsta_rule)i);
        }
    }
    json_line(j, "contract");
    json_number(j, "exercised", exercised_in(c));
    json_number(j, "violated", n);
    json_number(j, "findings", c->findings);
    json_texts(j, "rules", ids, n);
    json_line_end(j);
}
