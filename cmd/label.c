#include "label.h"
#include <extsta/windot11.h>
#include <stdio.h>
#include <string.h>

#define INDICATION_PREFIX "NDIS_STATUS_DOT11_"
#define OID_PREFIX        "OID_DOT11_"
#define STATUS_PREFIX     "NDIS_STATUS_"

const char *label_mac(const struct label_names *names, struct extsta_mac m, char *out)
{
    const char *name = names->name ? names->name(names->user, m) : NULL;
    if (name) {
        snprintf(out, 40, "%s", name);
    } else {
        snprintf(out, 40, "%02x:%02x:%02x:%02x:%02x:%02x", m.b[0], m.b[1], m.b[2], m.b[3],
                 m.b[4], m.b[5]);
    }
    return out;
}

static const char *without(const char *prefix, const char *name)
{
    size_t n = strlen(prefix);
    return name && strncmp(name, prefix, n) == 0 ? name + n : name;
}

static struct extsta_mac mac_at(const uint8_t *p)
{
    struct extsta_mac mac;
    memcpy(mac.b, p, 6);
    return mac;
}

/* Peer address, code and further words of an indication, where its structure has them. */
static void indication_details(const struct label_names *names, const struct extsta_crossing *c,
                               char *text, size_t size)
{
    char mac[40];
    const uint8_t *p = c->buffer.data;
    text[0] = 0;
    if (c->code == NDIS_STATUS_DOT11_ASSOCIATION_COMPLETION && c->buffer.len >= 88) {
        DOT11_ASSOCIATION_COMPLETION_PARAMETERS s = {0};
        memcpy(&s, p, 88);
        snprintf(text, size, " %s 0x%08x%s%s%s%s%s%s", label_mac(names, mac_at(s.MacAddr), mac),
                 s.uStatus, s.bReAssocReq ? " reassoc-req" : "",
                 s.bReAssocResp ? " reassoc-resp" : "", s.uAssocReqSize ? " req" : "",
                 s.uAssocRespSize ? " resp" : "", s.uBeaconSize ? " beacon" : "",
                 s.bPortAuthorized ? " authorized" : "");
    } else if (c->code == NDIS_STATUS_DOT11_ASSOCIATION_START &&
               c->buffer.len >= sizeof(DOT11_ASSOCIATION_START_PARAMETERS)) {
        DOT11_ASSOCIATION_START_PARAMETERS s;
        memcpy(&s, p, sizeof s);
        snprintf(text, size, " %s", label_mac(names, mac_at(s.MacAddr), mac));
    } else if (c->code == NDIS_STATUS_DOT11_DISASSOCIATION &&
               c->buffer.len >= sizeof(DOT11_DISASSOCIATION_PARAMETERS)) {
        DOT11_DISASSOCIATION_PARAMETERS s;
        memcpy(&s, p, sizeof s);
        snprintf(text, size, " %s 0x%08x", label_mac(names, mac_at(s.MacAddr), mac), s.uReason);
    } else if (c->code == NDIS_STATUS_DOT11_CONNECTION_COMPLETION ||
               c->code == NDIS_STATUS_DOT11_ROAMING_COMPLETION) {
        DOT11_CONNECTION_COMPLETION_PARAMETERS s = {0};
        if (c->buffer.len >= sizeof s) {
            memcpy(&s, p, sizeof s);
            snprintf(text, size, " 0x%08x", s.uStatus);
        }
    } else if (c->code == NDIS_STATUS_DOT11_ROAMING_START &&
               c->buffer.len >= sizeof(DOT11_ROAMING_START_PARAMETERS)) {
        DOT11_ROAMING_START_PARAMETERS s;
        memcpy(&s, p, sizeof s);
        snprintf(text, size, " 0x%08x", s.uRoamingReason);
    } else if (c->code == NDIS_STATUS_DOT11_PHY_STATE_CHANGED &&
               c->buffer.len >= sizeof(DOT11_PHY_STATE_PARAMETERS)) {
        DOT11_PHY_STATE_PARAMETERS s;
        memcpy(&s, p, sizeof s);
        snprintf(text, size, " phy %u hw %d sw %d", s.uPhyId, s.bHardwarePhyState,
                 s.bSoftwarePhyState);
    } else if (c->code == NDIS_STATUS_DOT11_SCAN_CONFIRM && c->buffer.len == 4) {
        uint32_t status;
        memcpy(&status, p, 4);
        const char *name = without(STATUS_PREFIX, extsta_ndis_status_name(status));
        snprintf(text, size, " %s", name ? name : "?");
    }
}

static enum label_kind label_crossing(const struct label_names *names,
                                      const struct extsta_crossing *c, char *text, size_t size)
{
    char details[160];
    const char *name;
    switch (c->type) {
    case EXTSTA_CROSS_INDICATION:
        name = without(INDICATION_PREFIX, extsta_indication_name(c->code));
        indication_details(names, c, details, sizeof details);
        snprintf(text, size, "ind %s%s", name ? name : "?", details);
        return LABEL_INDICATION;
    case EXTSTA_CROSS_OID_COMPLETE:
        name = without(OID_PREFIX, extsta_oid_name(c->code));
        snprintf(text, size, "oid %s -> %s", name ? name : "?",
                 without(STATUS_PREFIX, extsta_ndis_status_name(c->status))
                     ? without(STATUS_PREFIX, extsta_ndis_status_name(c->status))
                     : "?");
        return LABEL_OID;
    case EXTSTA_CROSS_SEND:
        snprintf(text, size, "send %zu bytes", c->packet.bytes.len);
        return LABEL_PACKET;
    case EXTSTA_CROSS_RECEIVE:
        snprintf(text, size, "receive %zu bytes", c->packet.bytes.len);
        return LABEL_PACKET;
    case EXTSTA_CROSS_SEND_COMPLETE:
        name = without(STATUS_PREFIX, extsta_ndis_status_name(c->status));
        snprintf(text, size, "send-complete %s", name ? name : "?");
        return LABEL_PACKET;
    case EXTSTA_CROSS_OID:
    case EXTSTA_CROSS_RETURN:
        break;
    case EXTSTA_CROSS_RESET_EX:
        snprintf(text, size, "oid MiniportResetEx");
        return LABEL_OID;
    case EXTSTA_CROSS_HALT:
        snprintf(text, size, "oid MiniportHaltEx");
        return LABEL_OID;
    }
    text[0] = 0;
    return LABEL_NONE;
}

static void label_port(const struct label_names *names, const struct extsta_port_event *p,
                       char *text, size_t size)
{
    char mac[40];
    if (p->type == EXTSTA_PORT_CREATED) {
        snprintf(text, size, "port %s created %s %s", label_mac(names, p->peer, mac),
                 p->controlled ? (p->authorized ? "authorized" : "unauthorized") : "uncontrolled",
                 extsta_manager_name(p->manager));
    } else {
        snprintf(text, size, "port %s %s", label_mac(names, p->peer, mac), extsta_port_event_name(p->type));
    }
}

static void label_cause(const struct extsta_cause *c, char *text, size_t size)
{
    static const char *const spaces[] = {"",           "peer-reason ",  "peer-status ",
                                         "own-reason ", "assoc-status ", "win32 ",
                                         "diagnosis "};
    char code[24] = "";
    if (c->space != EXTSTA_CODE_NONE && c->space != EXTSTA_CODE_DIAGNOSIS) {
        snprintf(code, sizeof code, "%s%u ", spaces[c->space], c->code);
    }
    snprintf(text, size, "cause %s by %s %s%s%s%s", extsta_subject_name(c->subject),
             extsta_origin_name(c->origin), code, extsta_diagnosis_name(c->diagnosis),
             c->rule ? " " : "", c->rule ? c->rule : "");
}

enum label_kind label_output(const struct label_names *names, const struct extsta_output *out,
                             char *text, size_t size)
{
    switch (out->type) {
    case EXTSTA_OUT_CROSSING:
        return label_crossing(names, &out->crossing, text, size);
    case EXTSTA_OUT_PORT:
        label_port(names, &out->port, text, size);
        return LABEL_PORT;
    case EXTSTA_OUT_NOTIFY:
        snprintf(text, size, "notify %s", extsta_notify_name(out->notify.type));
        return LABEL_NOTIFY;
    case EXTSTA_OUT_CAUSE:
        label_cause(&out->cause, text, size);
        return LABEL_CAUSE;
    case EXTSTA_OUT_IHV:
        snprintf(text, size, "ihv %s", extsta_ihv_call_name(out->ihv.type));
        return LABEL_IHV;
    case EXTSTA_OUT_FRAME:
    case EXTSTA_OUT_TUNE:
    case EXTSTA_OUT_ETHERNET:
    case EXTSTA_OUT_TYPES:
        break;
    }
    text[0] = 0;
    return LABEL_NONE;
}

void label_frame(const struct label_names *names, const struct extsta_frame_info *info,
                 char *text, size_t size)
{
    char from[40], to[40];
    bool group = (info->ra.b[0] & 1) != 0;
    snprintf(text, size, "frame %s > %s %s", label_mac(names, info->ta, from),
             group ? "*" : label_mac(names, info->ra, to), info->text);
}
