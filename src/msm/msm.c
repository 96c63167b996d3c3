/* msm as a whole: what the payloads of indications, completions and time mean for its ports.
 * The machine of one port is port.c, its supplicant handshake.c. station/host.c feeds it
 * what came up, read already.
 *
 * A miniport that breaks the pairing of its indications is not believed and does no
 * harm: the indication is counted in protocol_errors and otherwise ignored. */
#include "msm/msm.h"
#include "base/mac.h"
#include "base/wipe.h"
#include "boundary/payload.h"
#include "crypto/suites.h"
#include "msm/countermeasures.h"
#include "msm/handshake.h"
#include "msm/pmksa.h"
#include "msm/preauth.h"
#include <extsta/windot11.h>

void msm_init(struct msm *msm, struct os *os, const struct msm_ops *ops, void *user)
{
    memset(msm, 0, sizeof *msm);
    msm->os = os;
    msm->ops = ops;
    msm->user = user;
    list_init(&msm->ports);
}

void msm_destroy(struct msm *msm)
{
    list_for_each_safe(it, &msm->ports)
    {
        struct msm_port *port = list_entry(it, struct msm_port, link);
        port->state = PORT_GONE; /* no events: the station goes as a whole */
        port_end(port, 0, 0);
    }
    eap_resume_clear(&msm->eap.resume);
    preauth_stop(msm);
    msm_pmksa_destroy(msm);
    wipe(&msm->security, sizeof msm->security);
    wipe(msm->group_key, sizeof msm->group_key);
}

void msm_set_security(struct msm *msm, const struct msm_security *security)
{
    if (msm->security.serial != security->serial) {
        eap_resume_clear(&msm->eap.resume); /* it says nothing of this network's server */
        msm_pmksa_clear(msm);
    }
    preauth_stop(msm);
    msm->security = *security;
    msm->eap.ctx = msm->os->ctx;
    msm->eap.stream = msm->os->id;
    msm->eap.eap = security->eap;
    msm->eap.times = security->onex;
}

/* With `port` the port of the peer, without it its open association operation. */
static struct msm_port *entry_find(const struct msm *msm, struct extsta_mac peer, bool port)
{
    list_for_each(it, &msm->ports)
    {
        struct msm_port *p = list_entry(it, struct msm_port, link);
        if (port_exists(p) == port && mac_equal(p->peer, peer)) {
            return p;
        }
    }
    return NULL;
}

struct msm_port *msm_port_find(const struct msm *msm, const struct extsta_mac *peer)
{
    if (peer) {
        return entry_find(msm, *peer, true);
    }
    list_for_each(it, &msm->ports)
    {
        struct msm_port *p = list_entry(it, struct msm_port, link);
        if (port_exists(p)) {
            return p;
        }
    }
    return NULL;
}

struct msm_port *msm_port_by_session(const struct msm *msm, uint32_t session)
{
    list_for_each(it, &msm->ports)
    {
        struct msm_port *p = list_entry(it, struct msm_port, link);
        if (port_exists(p) && p->session == session) {
            return p;
        }
    }
    return NULL;
}

/* The status that DISASSOCIATION will have, as far as the cause of the port depends on it. */
bool msm_port_foresee(const struct msm *msm, const struct extsta_cause *ends,
                      struct extsta_cause *cause)
{
    const struct msm_port *port = entry_find(msm, ends->peer, true);
    bool by_peer = ends->space == EXTSTA_CODE_PEER_REASON;
    if (!port || port->state != PORT_AWAIT_AUTHENTICATION ||
        ends->subject != EXTSTA_SUBJECT_ASSOCIATION ||
        (!by_peer && ends->space != EXTSTA_CODE_ASSOC_STATUS)) {
        return false;
    }
    return port_failure(
        port, ends->code | (by_peer ? DOT11_ASSOC_STATUS_PEER_DEAUTHENTICATED : 0), cause);
}

struct nwifi_link msm_port_link(const struct msm *msm, const struct msm_port *port)
{
    return (struct nwifi_link){
        .ibss = msm->ibss, .bssid = msm->ibss ? msm->bssid : port->peer, .encap = port->encap};
}

/* PRT-28: exactly one manager; the miniport's word is final. */
static enum port_event manager_event(const struct msm *msm, const struct msm_completion *c)
{
    if (!suites_auth_is_keyed(c->auth) && msm->security.manager != EXTSTA_MANAGER_IHV) {
        return PORT_EVENT_OPEN;
    }
    if (c->port_authorized) {
        return PORT_EVENT_MINIPORT;
    }
    return msm->security.manager == EXTSTA_MANAGER_IHV ? PORT_EVENT_IHV : PORT_EVENT_OS;
}

/* DIS-03, DIS-31, DIS-32, ASC-40: what this start implicitly ends. In infrastructure every
 * port there is, in an IBSS only that of the same peer. */
static void end_implicitly(struct msm *msm, extsta_time now, struct extsta_mac peer)
{
    list_for_each_safe(it, &msm->ports)
    {
        struct msm_port *port = list_entry(it, struct msm_port, link);
        if (msm->ibss && !mac_equal(port->peer, peer)) {
            continue;
        }
        if (!port_exists(port)) {
            msm->os->protocol_errors++; /* a start without its completion (ASC-06) */
        }
        /* DIS-06: the status the OS gives ends of its own making. */
        port_end(port, now, DOT11_ASSOC_STATUS_DISASSOCIATED_BY_ROAMING);
    }
}

/* ASC-40: what it replaces ends at this very moment, before the new association has come
 * about. */
static void association_start(struct msm *msm, extsta_time now, struct extsta_mac peer)
{
    end_implicitly(msm, now, peer);
    if (!port_new(msm, peer)) {
        msm->os->out->lost++; /* its completion will find no start: no port */
        return;
    }
    msm->ops->association_started(msm->user, now, peer);
}

/* ASC-41, PRT-02: the port comes with the completion and not before. acm is told in between,
 * so that it knows of the association before it hears of an open port. */
static void association_completion(struct msm *msm, extsta_time now, struct extsta_span buffer,
                                   const struct extsta_association_completion *value)
{
    struct msm_completion c;
    if (!msm_completion_of(buffer, value, &c)) {
        msm->os->protocol_errors++;
        return;
    }
    struct msm_port *port = entry_find(msm, c.peer, false);
    if (!port) {
        msm->os->protocol_errors++; /* a completion without its start */
        return;
    }
    struct port_input input = {.now = now, .completion = &c};
    if (c.status != DOT11_ASSOC_STATUS_SUCCESS) {
        port_step(port, PORT_EVENT_FAILED, &input);
        port_end(port, now, c.status);
    }
    msm->ops->association_completed(msm->user, now, c.peer, c.status, value->comeback,
                                    c.multicast);
    if (c.status == DOT11_ASSOC_STATUS_SUCCESS) {
        port_step(port, manager_event(msm, &c), &input);
    }
}

/* PRT-20: an end without a port to it is a rule broken; an open operation is none (ASC-06). */
static void disassociation(struct msm *msm, extsta_time now, struct extsta_mac peer,
                           uint32_t reason)
{
    bool all = mac_is_broadcast(peer); /* DIS-21: the wildcard: every peer */
    bool found = all;
    list_for_each_safe(it, &msm->ports)
    {
        struct msm_port *port = list_entry(it, struct msm_port, link);
        if (port_exists(port) && (all || mac_equal(port->peer, peer))) {
            port_end(port, now, reason);
            found = true;
        }
    }
    if (!found) {
        msm->os->protocol_errors++; /* an indication that breaks the pairing */
    }
}

/* CONNECTION_START or ROAMING_START: whether the ports are of an IBSS is known from the
 * former alone. */
static void operation_start(struct msm *msm, extsta_time now, const struct extsta_payload *p)
{
    if (msm->operation != MSM_NO_OPERATION) {
        msm->os->protocol_errors++; /* ROL-12, ROM-04: one operation at a time */
    }
    msm->bssid = p->operation_start.adhoc_bssid;
    if (p->form == EXTSTA_FORM_CONNECTION_START) {
        msm->operation = MSM_CONNECTING;
        msm->has_group_key = false; /* the reset before has taken it */
        msm->ibss = p->operation_start.bss_type == dot11_BSS_type_independent;
        msm->ops->connection_started(msm->user, now);
    } else {
        msm->operation = MSM_ROAMING;
        msm->ops->roaming_started(msm->user, now, p->operation_start.reason);
    }
}

static void operation_completion(struct msm *msm, extsta_time now,
                                 const struct extsta_payload *p)
{
    bool connection = p->form == EXTSTA_FORM_CONNECTION_COMPLETION;
    if (msm->operation != (connection ? MSM_CONNECTING : MSM_ROAMING)) {
        msm->os->protocol_errors++; /* a completion without its start */
        return;
    }
    msm->operation = MSM_NO_OPERATION;
    if (connection) {
        msm->ops->connection_completed(msm->user, now, p->number);
    } else {
        msm->ops->roaming_completed(msm->user, now, p->number);
    }
}

void msm_indication(struct msm *msm, extsta_time now, const struct extsta_payload *p,
                    struct extsta_span buffer)
{
    if (p->form == EXTSTA_FORM_CONNECTION_START || p->form == EXTSTA_FORM_ROAMING_START) {
        operation_start(msm, now, p);
    } else if (p->form == EXTSTA_FORM_CONNECTION_COMPLETION ||
               p->form == EXTSTA_FORM_ROAMING_COMPLETION) {
        operation_completion(msm, now, p);
    } else if (p->form == EXTSTA_FORM_ASSOCIATION_START) {
        association_start(msm, now, p->association_start.peer);
    } else if (p->form == EXTSTA_FORM_ASSOCIATION_COMPLETION) {
        association_completion(msm, now, buffer, &p->association_completion);
    } else if (p->form == EXTSTA_FORM_DISASSOCIATION) {
        disassociation(msm, now, p->disassociation.peer, p->disassociation.reason);
    } else if (p->form == EXTSTA_FORM_PMKID_CANDIDATES) {
        preauth_candidates(msm, now, p);
    } else if (p->form == EXTSTA_FORM_TKIP_MIC_FAILURE) {
        countermeasures_mic_failure(msm, now, p->mic_failure.peer, !p->mic_failure.default_key);
    }
}

/* Request numbers are unique: at most one port waits for it. */
void msm_oid_complete(struct msm *msm, extsta_time now, uint32_t request, uint32_t status,
                      struct extsta_span output)
{
    list_for_each(it, &msm->ports)
    {
        struct msm_port *port = list_entry(it, struct msm_port, link);
        msm_handshake_pmk_came(port, now, request, status, output);
        msm_handshake_key_done(port, now, request, status);
    }
}

void msm_send_complete(struct msm *msm, extsta_time now, uint32_t packet, uint32_t status)
{
    list_for_each(it, &msm->ports)
    {
        msm_handshake_sent(list_entry(it, struct msm_port, link), now, packet, status);
    }
}

/* May come again at any time (PRT-17: later changes): the machine follows in either
 * direction. */
bool msm_ihv_result(struct msm *msm, extsta_time now, uint32_t session, uint32_t code)
{
    struct msm_port *port = msm_port_by_session(msm, session);
    if (!port || port->manager != EXTSTA_MANAGER_IHV) {
        return false;
    }
    port->refused = code;
    port_step(port, code == 0 ? PORT_EVENT_AUTHENTICATED : PORT_EVENT_REFUSED,
              &(struct port_input){.now = now});
    return true;
}

void msm_end_ports(struct msm *msm, extsta_time now, bool ihv_only)
{
    list_for_each_safe(it, &msm->ports)
    {
        struct msm_port *port = list_entry(it, struct msm_port, link);
        if (port_exists(port) && (!ihv_only || port->manager == EXTSTA_MANAGER_IHV)) {
            port_end(port, now, DOT11_ASSOC_STATUS_DISASSOCIATED_BY_OS);
        }
    }
}

void msm_ihv_takes_over(struct msm *msm)
{
    msm->security.manager = EXTSTA_MANAGER_IHV;
}

/* an extension took too long, or said no and did not think better of it (PRT-17). The
 * port stays unauthorized; who owns the connection decides what follows. */
static void give_up(struct msm_port *port, extsta_time now)
{
    struct extsta_cause cause =
        report_diagnosis(now, EXTSTA_SUBJECT_PORT, EXTSTA_STAGE_IHV_SECURITY,
                         EXTSTA_DIAGNOSIS_IHV_FAILED, port->peer, RULE(X_45));
    report_extension(&cause, port->refused);
    port->deadline = EXTSTA_NEVER;
    port_refuse(port, &cause);
}

void msm_expire(struct msm *msm, extsta_time now)
{
    countermeasures_expire(msm, now);
    preauth_expire(msm, now);
    list_for_each(it, &msm->ports)
    {
        struct msm_port *port = list_entry(it, struct msm_port, link);
        msm_handshake_expire(port, now);
        if (port->deadline <= now) {
            give_up(port, now);
        }
    }
}

extsta_time msm_deadline(const struct msm *msm)
{
    extsta_time first = countermeasures_deadline(msm), ahead = preauth_deadline(msm);
    first = ahead < first ? ahead : first;
    list_for_each(it, &msm->ports)
    {
        const struct msm_port *port = list_entry(it, struct msm_port, link);
        extsta_time keys = msm_handshake_deadline(port);
        first = port->deadline < first ? port->deadline : first;
        first = keys < first ? keys : first;
    }
    return first;
}
