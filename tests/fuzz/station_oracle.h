/* What must hold of everything a station puts out, whatever was done to it: starts and
 * completions pair and nest, an end needs a beginning, ports follow associations, nothing
 * crosses a closed port, nothing leaves in clear that must not. */
#ifndef TESTS_FUZZ_STATION_ORACLE_H
#define TESTS_FUZZ_STATION_ORACLE_H

#include "base/mac.h"
#include "fuzz.h"
#include "wire/eapol.h"
#include "wire/frame.h"
#include "wire/llc.h"
#include <extsta/payload.h>
#include <extsta/station.h>
#include <extsta/windot11.h>

struct oracle {
    bool connecting, connected, roaming; /* the outer operation, and what it led to */
    bool associating, associated;
    struct extsta_mac peer; /* of the association or its operation */
    bool port, port_authorized, port_controlled;
    struct extsta_mac port_peer;
    bool detached;  /* no OS half: ports are not followed */
    bool by_itself; /* nobody but the OS half makes requests: then its rules hold too */
    bool starved;   /* memory was short: what is only to know may have been lost */
    uint64_t outputs;
};

static inline void oracle_associated(struct oracle *o,
                                     const struct extsta_association_completion *a)
{
    FUZZ_CHECK(o->associating);
    FUZZ_CHECK(mac_equal(a->peer, o->peer));
    /* trailing data lie inside the buffer (ASC-27) */
    FUZZ_CHECK(!a->active_phys.cut && !a->request.cut && !a->response.cut && !a->beacon.cut &&
               !a->ihv_data.cut && !a->encap.cut);
    o->associating = false;
    o->associated = a->status == 0;
}

static inline void oracle_indication(struct oracle *o, const struct extsta_crossing *c)
{
    struct extsta_payload p;
    FUZZ_CHECK(extsta_payload_read(extsta_indication_form(c->code), c->buffer, &p));
    switch (c->code) {
    case NDIS_STATUS_DOT11_CONNECTION_START:
        FUZZ_CHECK(!o->connecting && !o->connected && !o->associating);
        o->connecting = true;
        break;
    case NDIS_STATUS_DOT11_CONNECTION_COMPLETION:
        FUZZ_CHECK(o->connecting && !o->associating); /* inner before outer */
        o->connecting = false;
        o->connected = p.number == 0;
        break;
    case NDIS_STATUS_DOT11_ROAMING_START:
        FUZZ_CHECK(o->connected && !o->roaming && !o->associating);
        o->roaming = true;
        break;
    case NDIS_STATUS_DOT11_ROAMING_COMPLETION:
        FUZZ_CHECK(o->roaming && !o->associating);
        o->roaming = false;
        break;
    case NDIS_STATUS_DOT11_ASSOCIATION_START:
        FUZZ_CHECK((o->connecting || o->roaming) && !o->associating);
        o->associating = true;
        o->associated = false; /* implicitly (DIS-03) */
        o->peer = p.association_start.peer;
        break;
    case NDIS_STATUS_DOT11_ASSOCIATION_COMPLETION:
        oracle_associated(o, &p.association_completion);
        break;
    case NDIS_STATUS_DOT11_DISASSOCIATION:
        FUZZ_CHECK(o->associated && !o->associating);
        FUZZ_CHECK(mac_equal(p.disassociation.peer, o->peer));
        o->associated = false;
        break;
    default: /* a number of the boundary; the others have no state */
        break;
    }
}

/* A new stay in INIT: what was connected is not (STA-03, CNX-33). */
static inline void oracle_left(struct oracle *o)
{
    FUZZ_CHECK(!o->connecting && !o->roaming && !o->associating && !o->associated);
    o->connected = false;
}

static inline void oracle_crossing(struct oracle *o, const struct extsta_crossing *c)
{
    switch (c->type) {
    case EXTSTA_CROSS_INDICATION:
        oracle_indication(o, c);
        break;
    case EXTSTA_CROSS_OID_COMPLETE:
        FUZZ_CHECK(c->status != NDIS_STATUS_PENDING);
        if (c->status == NDIS_STATUS_SUCCESS &&
            (c->code == OID_DOT11_RESET_REQUEST || c->code == OID_DOT11_DISCONNECT_REQUEST)) {
            oracle_left(o);
        }
        break;
    case EXTSTA_CROSS_RECEIVE:
        FUZZ_CHECK(c->packet.bytes.len >= 24);
        break;
    case EXTSTA_CROSS_OID:
    case EXTSTA_CROSS_SEND:
    case EXTSTA_CROSS_RETURN:
    case EXTSTA_CROSS_RESET_EX:
    case EXTSTA_CROSS_HALT:
    case EXTSTA_CROSS_SEND_COMPLETE:
        break;
    }
}

static inline void oracle_port(struct oracle *o, const struct extsta_port_event *p)
{
    switch (p->type) {
    case EXTSTA_PORT_CREATED:
        FUZZ_CHECK(!o->port);
        o->port = true;
        o->port_peer = p->peer;
        break;
    case EXTSTA_PORT_AUTHORIZED:
        FUZZ_CHECK(o->port && p->authorized);
        break;
    case EXTSTA_PORT_UNAUTHORIZED:
        FUZZ_CHECK(o->port && !p->authorized);
        break;
    case EXTSTA_PORT_DELETED:
        FUZZ_CHECK(o->port);
        o->port = false;
        break;
    }
    FUZZ_CHECK(mac_equal(p->peer, o->port_peer));
    o->port_authorized = p->authorized;
    o->port_controlled = p->controlled;
}

/* TXP-03, PRT-06: on a network with a pairwise key, data leave encrypted; before that only
 * EAPOL does. */
static inline void oracle_frame(struct oracle *o, struct extsta_span bytes, bool secure)
{
    struct frame f;
    enum extsta_drop drop;
    FUZZ_CHECK(frame_parse(bytes, &f, &drop));
    if (frame_type(&f) != FRAME_DATA || !frame_has_data(&f) || !secure || !o->by_itself) {
        return;
    }
    struct llc llc;
    bool eapol = !(f.fc & FC_PROTECTED) && llc_parse(f.body, &llc) && llc.snap &&
                 llc.ethertype == ETHERTYPE_EAPOL;
    FUZZ_CHECK((f.fc & FC_PROTECTED) || eapol || f.frag > 0);
}

static inline void oracle_output(struct oracle *o, const struct extsta_output *out, bool secure)
{
    o->outputs++;
    if (out->type == EXTSTA_OUT_FRAME) {
        oracle_frame(o, out->frame.bytes, secure);
    }
    if (o->starved) {
        return;
    }
    if (out->type == EXTSTA_OUT_CROSSING) {
        oracle_crossing(o, &out->crossing);
    } else if (out->type == EXTSTA_OUT_PORT) {
        oracle_port(o, &out->port);
    } else if (out->type == EXTSTA_OUT_ETHERNET && o->by_itself) {
        FUZZ_CHECK(o->port && (o->port_authorized || !o->port_controlled));
    } else if (out->type == EXTSTA_OUT_CAUSE) {
        char text[256];
        FUZZ_CHECK(extsta_cause_text(&out->cause, text, sizeof text) > 0);
        FUZZ_CHECK(out->cause.rule != EXTSTA_RULE_NONE && out->cause.confidence <= 100);
    }
}

#endif
