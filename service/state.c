/* See state.h. */
#include "state.h"
#include <extsta/windot11.h>
#include <string.h>

/* Which EAPOL-Key frame it is, of a data frame in the clear: 0 none, 1 pairwise, 2 group (IEEE
 * 802.11-2020 12.7.2: Key Information, bit 3). */
static int key_frame(struct extsta_span f)
{
    static const uint8_t eapol[] = {0xaa, 0xaa, 0x03, 0, 0, 0, 0x88, 0x8e};
    size_t header = f.len > 0 && (f.data[0] & 0x80) ? 26 : 24;
    if (f.len < header + 15 || (f.data[0] & 0x0c) != 0x08 || (f.data[1] & 0x40) != 0 ||
        memcmp(f.data + header, eapol, sizeof eapol) != 0 || f.data[header + 9] != 3) {
        return 0;
    }
    return f.data[header + 14] & 0x08 ? 1 : 2;
}

static void sent(struct progress *p, struct extsta_span f)
{
    int key = p->open ? 0 : key_frame(f);
    if (f.len > 0 && f.data[0] == 0xb0) {
        p->at = PROGRESS_AUTHENTICATES;
    } else if (f.len > 0 && (f.data[0] == 0x00 || f.data[0] == 0x20)) {
        p->at = PROGRESS_ASSOCIATES;
    } else if (key != 0) {
        p->at = key == 1 ? PROGRESS_FOUR_WAY : PROGRESS_GROUP;
    }
}

static void port_event(struct progress *p, const struct extsta_port_event *e)
{
    switch (e->type) {
    case EXTSTA_PORT_CREATED:
        p->at = PROGRESS_ASSOCIATED;
        break;
    case EXTSTA_PORT_UNAUTHORIZED:
    case EXTSTA_PORT_DELETED:
        p->open = false;
        p->at = p->roams ? p->at == PROGRESS_OPEN ? PROGRESS_ASSOCIATES : p->at : PROGRESS_NONE;
        break;
    case EXTSTA_PORT_AUTHORIZED:
        break; /* CONNECTED follows */
    }
}

static void notified(struct progress *p, const struct extsta_notify *n)
{
    if (n->type == EXTSTA_NOTIFY_CONNECTION_START || n->type == EXTSTA_NOTIFY_SEARCHING) {
        *p = (struct progress){.at = PROGRESS_SEARCHES};
    } else if (n->type == EXTSTA_NOTIFY_CONNECTED) {
        *p = (struct progress){.at = PROGRESS_OPEN, .open = true};
    } else if (n->type == EXTSTA_NOTIFY_CONNECTION_FAILED ||
               n->type == EXTSTA_NOTIFY_DISCONNECTED) {
        *p = (struct progress){0};
    } else if (n->type == EXTSTA_NOTIFY_ROAMING_START) {
        p->roams = true;
    } else if (n->type == EXTSTA_NOTIFY_ROAMING_END) {
        p->roams = false;
        if (p->open) {
            p->at = PROGRESS_OPEN;
        } else if (n->status != 0) {
            p->at = PROGRESS_NONE;
        }
    }
}

/* What is seen where the driver's frames are not. An association begins with authentication, in an
 * independent network one after the other beside an open port. */
static void crossed(struct progress *p, const struct extsta_crossing *c)
{
    if (c->type == EXTSTA_CROSS_SEND) {
        sent(p, c->packet.bytes);
    } else if (c->type == EXTSTA_CROSS_INDICATION &&
               c->code == NDIS_STATUS_DOT11_ASSOCIATION_START && (!p->open || p->roams)) {
        p->at = PROGRESS_AUTHENTICATES;
    }
}

void progress_output(struct progress *p, const struct extsta_output *out)
{
    if (out->type == EXTSTA_OUT_FRAME) {
        sent(p, out->frame.bytes);
    } else if (out->type == EXTSTA_OUT_CROSSING) {
        crossed(p, &out->crossing);
    } else if (out->type == EXTSTA_OUT_PORT) {
        port_event(p, &out->port);
    } else if (out->type == EXTSTA_OUT_NOTIFY) {
        notified(p, &out->notify);
    }
}

enum service_state service_state_of(const struct progress *p, const struct service_acm *acm,
                                    bool scans)
{
    static const enum service_state states[] = {
        [PROGRESS_NONE] = SERVICE_DISCONNECTED,
        [PROGRESS_SEARCHES] = SERVICE_SCANNING,
        [PROGRESS_AUTHENTICATES] = SERVICE_AUTHENTICATING,
        [PROGRESS_ASSOCIATES] = SERVICE_ASSOCIATING,
        [PROGRESS_ASSOCIATED] = SERVICE_ASSOCIATED,
        [PROGRESS_FOUR_WAY] = SERVICE_FOUR_WAY,
        [PROGRESS_GROUP] = SERVICE_GROUP,
        [PROGRESS_OPEN] = SERVICE_COMPLETED,
    };
    if (acm->dark) {
        return SERVICE_DOWN;
    }
    if (p->at != PROGRESS_NONE) {
        return states[p->at];
    }
    if (scans) {
        return SERVICE_SCANNING;
    }
    return acm->away || service_acm_has_any(acm) ? SERVICE_DISCONNECTED : SERVICE_INACTIVE;
}

const char *service_state_name(enum service_state state)
{
    static const char *const names[SERVICE_STATES] = {
        [SERVICE_DOWN] = "down",
        [SERVICE_INACTIVE] = "inactive",
        [SERVICE_DISCONNECTED] = "disconnected",
        [SERVICE_SCANNING] = "scanning",
        [SERVICE_AUTHENTICATING] = "authenticating",
        [SERVICE_ASSOCIATING] = "associating",
        [SERVICE_ASSOCIATED] = "associated",
        [SERVICE_FOUR_WAY] = "four-way",
        [SERVICE_GROUP] = "group",
        [SERVICE_COMPLETED] = "completed",
    };
    return (unsigned)state < SERVICE_STATES ? names[state] : "unknown";
}
