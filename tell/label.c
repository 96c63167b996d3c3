/* Labels of outputs and frames: one line of plain words each (docs/scenarios.md lists them).
 * Scenarios compare them with what is expected and timelines show them, so the words are a
 * format: they change with the scenarios only. What is in the buffers of the boundary is
 * label_boundary.c's.
 *
 * Names of addresses come from the caller, so that a scenario may say "A" where a run had
 * 02:...; octets from outside are shown as \xNN (plain.h). */
#include "label.h"
#include "plain.h"
#include <extsta/windot11.h>
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define INDICATION_PREFIX "NDIS_STATUS_DOT11_"
#define OID_PREFIX        "OID_DOT11_"
#define STATUS_PREFIX     "NDIS_STATUS_"

const char *label_mac(const struct label_names *names, struct extsta_mac m, char *out)
{
    const char *name = names && names->name ? names->name(names->user, m) : NULL;
    if (name) {
        snprintf(out, 40, "%s", name);
    } else {
        snprintf(out, 40, "%02x:%02x:%02x:%02x:%02x:%02x", m.b[0], m.b[1], m.b[2], m.b[3],
                 m.b[4], m.b[5]);
    }
    return out;
}

/* --- building a line --- */

/* Cut where the room ends, terminated always: room is at least 1. */
void label_add(struct label_text *t, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = vsnprintf(t->at, t->room, format, args);
    va_end(args);
    size_t used = n < 0 ? 0 : (size_t)n < t->room ? (size_t)n : t->room - 1;
    t->at += used;
    t->room -= used;
}

/* With the blank before it. */
void label_add_mac(struct label_text *t, const struct label_names *names, const uint8_t mac[6])
{
    char text[40];
    struct extsta_mac m;
    memcpy(m.b, mac, 6);
    label_add(t, " %s", label_mac(names, m, text));
}

/* Labels are ASCII whatever the locale: they are compared. */
void label_add_octets(struct label_text *t, const uint8_t *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        bool ascii = bytes[i] < 0x80 && bytes[i] != '\\' && plain_length(bytes + i, 1);
        label_add(t, ascii ? "%c" : "\\x%02x", bytes[i]);
    }
}

void label_add_ssid(struct label_text *t, const uint8_t *ssid, size_t len)
{
    if (len == 0) {
        return;
    }
    label_add(t, " \"");
    label_add_octets(t, ssid, len < 32 ? len : 32);
    label_add(t, "\"");
}

void label_add_auth(struct label_text *t, uint32_t algorithm)
{
    const char *name = extsta_auth_name(algorithm);
    if (name) {
        label_add(t, " %s", name);
    } else {
        label_add(t, " %u", algorithm);
    }
}

void label_add_cipher(struct label_text *t, uint32_t algorithm)
{
    const char *name = extsta_cipher_name(algorithm);
    if (!name) {
        label_add(t, " 0x%x", algorithm);
        return;
    }
    label_add(t, " ");
    for (; *name; name++) { /* labels are in small letters */
        label_add(t, "%c", tolower((unsigned char)*name));
    }
}

/* "ASSOCIATION_START" of NDIS_STATUS_DOT11_ASSOCIATION_START: the prefix says nothing there. */
const char *label_without(const char *prefix, const char *name)
{
    size_t n = strlen(prefix);
    return !name ? "?" : strncmp(name, prefix, n) == 0 ? name + n : name;
}

void label_add_status(struct label_text *t, uint32_t status)
{
    const char *name = extsta_ndis_status_name(status);
    if (name) {
        label_add(t, " %s", label_without(STATUS_PREFIX, name));
    } else {
        label_add(t, " 0x%08x", status);
    }
}

/* --- outputs --- */

/* "send A EAPOL-Key 2/4 exempt", "receive A data". */
static void label_packet(const struct label_names *names, const struct extsta_crossing *c,
                         struct label_text *t)
{
    bool down = c->type == EXTSTA_CROSS_SEND;
    struct extsta_frame_info info;
    label_add(t, down ? "send" : "receive");
    if (!extsta_frame_describe(c->packet.bytes, &info)) {
        label_add(t, " malformed");
        return;
    }
    label_add_mac(t, names, down ? info.ra.b : info.ta.b);
    label_add(t, " %s%s", info.text,
              down && c->packet.send.exemption != DOT11_EXEMPT_NO_EXEMPTION ? " exempt" : "");
}

static void add_answer(struct label_text *t, const struct extsta_crossing *c)
{
    label_add(t, "->");
    label_add_status(t, c->status);
    label_oid_output(t, c);
}

void label_answer(const struct extsta_crossing *c, char *text, size_t size)
{
    struct label_text t = {text, size};
    text[0] = 0;
    add_answer(&t, c);
}

/* LINK_QUALITY and PMKID_CANDIDATE_LIST come when they like: no sequence orders them. */
static enum label_kind label_crossing(const struct label_names *names,
                                      const struct extsta_crossing *c, struct label_text *t)
{
    static const char *const kinds[] = {"query", "set", "method"};
    switch (c->type) {
    case EXTSTA_CROSS_INDICATION:
        label_add(t, "ind %s",
                  label_without(INDICATION_PREFIX, extsta_indication_name(c->code)));
        label_indication(t, names, c);
        return c->code == NDIS_STATUS_DOT11_LINK_QUALITY ||
                       c->code == NDIS_STATUS_DOT11_PMKID_CANDIDATE_LIST
                   ? LABEL_ANY_TIME
                   : LABEL_INDICATION;
    case EXTSTA_CROSS_OID:
        label_add(t, "oid %s %s", kinds[c->kind],
                  label_without(OID_PREFIX, extsta_oid_name(c->code)));
        label_oid_input(t, names, c);
        return LABEL_OID;
    case EXTSTA_CROSS_OID_COMPLETE:
        label_add(t, "oid %s %s ", kinds[c->kind],
                  label_without(OID_PREFIX, extsta_oid_name(c->code)));
        add_answer(t, c);
        return LABEL_OID;
    case EXTSTA_CROSS_SEND:
    case EXTSTA_CROSS_RECEIVE:
        label_packet(names, c, t);
        return LABEL_PACKET;
    case EXTSTA_CROSS_SEND_COMPLETE:
        label_add(t, "send-complete");
        label_add_status(t, c->status);
        return LABEL_PACKET;
    case EXTSTA_CROSS_RETURN:
        label_add(t, "return");
        return LABEL_PACKET;
    case EXTSTA_CROSS_RESET_EX:
        label_add(t, "oid MiniportResetEx");
        return LABEL_OID;
    case EXTSTA_CROSS_HALT:
        label_add(t, "oid MiniportHaltEx");
        return LABEL_OID;
    case EXTSTA_CROSS_INITIALIZE:
        label_add(t, "oid MiniportInitializeEx");
        return LABEL_OID;
    }
    return LABEL_NONE;
}

/* How it is created says who will authorize it; later events only what became of that. */
static void label_port(const struct label_names *names, const struct extsta_port_event *p,
                       struct label_text *t)
{
    label_add(t, "port");
    label_add_mac(t, names, p->peer.b);
    label_add(t, " %s", extsta_port_event_name(p->type));
    if (p->type == EXTSTA_PORT_CREATED) {
        label_add(t, " %s %s",
                  !p->controlled  ? "uncontrolled"
                  : p->authorized ? "authorized"
                                  : "unauthorized",
                  extsta_manager_name(p->manager));
    }
}

/* Subject, by whom, the number with its space, diagnosis, rule. */
static void label_cause(const struct extsta_cause *c, struct label_text *t)
{
    label_add(t, "cause %s by %s ", extsta_subject_name(c->subject),
              extsta_origin_name(c->origin));
    if (c->space != EXTSTA_CODE_NONE && c->space != EXTSTA_CODE_DIAGNOSIS) {
        label_add(t, "%s %u ", extsta_code_space_name(c->space), c->code);
    }
    label_add(t, "%s%s%s", extsta_diagnosis_name(c->diagnosis), c->rule ? " " : "",
              c->rule ? extsta_rule_id(c->rule) : "");
}

/* Of security packets the header is shown: MAC address and ethertype. */
static void label_ihv(const struct label_names *names, const struct extsta_ihv_call *c,
                      struct label_text *t)
{
    label_add(t, "ihv %s", extsta_ihv_call_name(c->type));
    switch (c->type) {
    case EXTSTA_IHV_PERFORM_PRE_ASSOCIATE:
    case EXTSTA_IHV_PERFORM_CAPABILITY_MATCH:
        label_add_ssid(t, c->ssid.data, c->ssid.len);
        break;
    case EXTSTA_IHV_PERFORM_POST_ASSOCIATE:
        label_add_mac(t, names, c->peer.b);
        label_add(t, c->port.authorized ? " authorized" : " unauthorized");
        break;
    case EXTSTA_IHV_STOP_POST_ASSOCIATE:
        label_add_mac(t, names, c->peer.b);
        label_add(t, " 0x%08x", c->status);
        break;
    case EXTSTA_IHV_RECEIVE_PACKET:
        if (c->data.len >= 8) { /* DOT11_SECURITY_PACKET_HEADER */
            label_add_mac(t, names, c->data.data);
            label_add(t, " %02x%02x", c->data.data[6], c->data.data[7]);
        }
        break;
    case EXTSTA_IHV_ONEX_INDICATE_RESULT:
        label_add(t, " %u", c->status);
        break;
    case EXTSTA_IHV_INIT_ADAPTER:
    case EXTSTA_IHV_DEINIT_ADAPTER:
    case EXTSTA_IHV_ADAPTER_RESET:
    case EXTSTA_IHV_RECEIVE_INDICATION:
    case EXTSTA_IHV_SEND_PACKET_COMPLETION:
        break;
    }
}

/* Ethernet frames and types that do not exist have no label. */
enum label_kind label_output(const struct label_names *names, const struct extsta_output *out,
                             char *text, size_t size)
{
    struct label_text t = {text, size};
    struct extsta_frame_info info;
    text[0] = 0;
    switch (out->type) {
    case EXTSTA_OUT_CROSSING:
        return label_crossing(names, &out->crossing, &t);
    case EXTSTA_OUT_PORT:
        label_port(names, &out->port, &t);
        return LABEL_PORT;
    case EXTSTA_OUT_NOTIFY:
        label_add(&t, "notify %s", extsta_notify_name(out->notify.type));
        return LABEL_NOTIFY;
    case EXTSTA_OUT_CAUSE:
        label_cause(&out->cause, &t);
        return LABEL_CAUSE;
    case EXTSTA_OUT_IHV:
        label_ihv(names, &out->ihv, &t);
        return LABEL_IHV;
    case EXTSTA_OUT_TUNE:
        label_add(&t, "tune %u", out->tune_freq);
        return LABEL_TUNE;
    case EXTSTA_OUT_FRAME:
        if (!extsta_frame_describe(out->frame.bytes, &info)) {
            return LABEL_NONE;
        }
        extsta_frame_tell_eapol(&info, out->frame.meta.eapol_message);
        return label_frame(names, &info, text, size);
    case EXTSTA_OUT_ETHERNET:
    case EXTSTA_OUT_DECISION:
    case EXTSTA_OUT_GAP:
    case EXTSTA_OUT_FUNCTION:
    case EXTSTA_OUT_INPUT:
    case EXTSTA_OUT_DRIVER:
    case EXTSTA_OUT_TYPES:
        break;
    }
    return LABEL_NONE;
}

/* --- frames --- */

static bool is_zero(struct extsta_mac mac)
{
    static const struct extsta_mac zero;
    return memcmp(&mac, &zero, sizeof zero) == 0;
}

enum label_kind label_frame(const struct label_names *names,
                            const struct extsta_frame_info *info, char *text, size_t size)
{
    struct label_text t = {text, size};
    label_add(&t, "frame ");
    enum label_kind kind = label_frame_words(names, info, t.at, t.room);
    if (kind == LABEL_NONE) {
        text[0] = 0;
    }
    return kind;
}

/* No beacons (0x80) and no data but EAPOL; probes (0x40, 0x50) are of a kind of their own, so
 * that a reader can leave them out. */
enum label_kind label_frame_words(const struct label_names *names,
                                  const struct extsta_frame_info *info, char *text, size_t size)
{
    struct label_text t = {text, size};
    char from[40];
    bool management = (info->kind & 0x0c) == 0;
    text[0] = 0;
    if (info->kind == 0x80 || (!management && !info->eapol)) {
        return LABEL_NONE;
    }
    label_add(&t, "%s >", label_mac(names, info->ta, from));
    if (info->ra.b[0] & 1) {
        label_add(&t, " *");
    } else {
        label_add_mac(&t, names, info->ra.b);
    }
    label_add(&t, " %s", info->text);
    if (!is_zero(info->current_ap)) {
        label_add(&t, " from");
        label_add_mac(&t, names, info->current_ap.b);
    }
    return info->kind == 0x40 || info->kind == 0x50 ? LABEL_PROBE : LABEL_FRAME;
}
