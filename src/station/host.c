/* The OS half as one: couples acm, msm, ihv and nwifi, and tells each what came up from the
 * miniport. Indications are read here, once; the modules get their payloads.
 *
 * The modules do not know each other: each tells through its ops what concerns a neighbour,
 * and the ops below hand it on. Upwards the pump calls host_up for every value, downwards
 * the network stack's frames come through host_tx and end in the queue as MSDUs. */
#include "station/host.h"
#include "base/mac.h"
#include "acm/form.h"
#include "base/wipe.h"
#include "boundary/form.h"
#include "boundary/payload.h"
#include "msm/form.h"
#include "msm/pmksa.h"
#include "msm/preauth.h"
#include "wire/eapol.h"
#include <extsta/windot11.h>

/* --- what the modules tell each other --- */

/* Of no concern to acm: the port ends and begins in msm (ASC-40). */
static void association_started(void *user, extsta_time now, struct extsta_mac peer)
{
}

static void association_completed(void *user, extsta_time now, struct extsta_mac peer,
                                  uint32_t status, uint32_t comeback, uint32_t multicast)
{
    acm_association_completed(&((struct host *)user)->acm, now, peer, status, comeback,
                              multicast);
}

/* PRT-13: a new IHV-managed port is announced to the extension, with the completion as made. */
static void ihv_authenticate(void *user, extsta_time now, const struct msm_port *port,
                             struct extsta_span completion)
{
    struct host *host = (struct host *)user;
    struct extsta_port_event event = msm_port_event(port, EXTSTA_PORT_CREATED);
    if (host->ihv) {
        ihv_post_associate(host->ihv, &event, completion);
    }
}

/* DIS-29: before the port is deleted. */
static void ihv_stop(void *user, extsta_time now, const struct msm_port *port, uint32_t status)
{
    struct host *host = (struct host *)user;
    struct extsta_port_event event = msm_port_event(port, EXTSTA_PORT_DELETED);
    if (host->ihv) {
        ihv_stop_post_associate(host->ihv, &event, status);
    }
}

static void port_opened(void *user, extsta_time now, const struct msm_port *port)
{
    acm_port_opened(&((struct host *)user)->acm, now, port->peer);
}

static void port_deleted(void *user, extsta_time now, const struct msm_port *port)
{
    acm_port_deleted(&((struct host *)user)->acm);
}

static void judge(void *user, extsta_time now, struct extsta_cause *cause)
{
    acm_judge_port(&((struct host *)user)->acm, now, cause);
}

static void authentication_failed(void *user, extsta_time now, const struct msm_port *port,
                                  const struct extsta_cause *cause)
{
    acm_authentication_failed(&((struct host *)user)->acm, now, cause);
}

/* acm knows: it asked for it (ACM_EVENT_CONNECTING). */
static void connection_started(void *user, extsta_time now)
{
}

/* "connected" is what the connection operation ended with, also while no AP is there. */
static void connection_completed(void *user, extsta_time now, uint32_t status)
{
    struct host *host = (struct host *)user;
    host->connected = status == DOT11_ASSOC_STATUS_SUCCESS;
    acm_connection_completed(&host->acm, now, status);
}

/* Of the connection, by the name of its profile. */
static void notify(const struct host *host, enum extsta_notify_type type,
                   struct extsta_mac peer, uint32_t status)
{
    const struct acm_profile *profile = host->acm.profile;
    report_notify(host->os.out,
                  &(struct extsta_notify){.type = type,
                                          .peer = peer,
                                          .status = status,
                                          .profile = profile ? profile->profile.name : NULL});
}

/* Of the adapter: of no AP and no profile. */
static void notify_adapter(const struct host *host, enum extsta_notify_type type,
                           uint32_t status)
{
    report_notify(host->os.out, &(struct extsta_notify){.type = type, .status = status});
}

/* ROM-20: a roam is told to the user, but the connection of acm lives on through it. */
static void roaming_started(void *user, extsta_time now, uint32_t reason)
{
    struct host *host = (struct host *)user;
    notify(host, EXTSTA_NOTIFY_ROAMING_START, host->acm.peer, reason);
}

static void roaming_completed(void *user, extsta_time now, uint32_t status)
{
    struct host *host = (struct host *)user;
    notify(host, EXTSTA_NOTIFY_ROAMING_END, host->acm.peer, status);
}

static void transition_disabled(void *user)
{
    acm_transition_disabled(&((struct host *)user)->acm);
}

static const struct msm_ops msm_ops = {
    .transition_disabled = transition_disabled,
    .association_started = association_started,
    .association_completed = association_completed,
    .ihv_authenticate = ihv_authenticate,
    .ihv_stop = ihv_stop,
    .port_opened = port_opened,
    .port_deleted = port_deleted,
    .judge = judge,
    .authentication_failed = authentication_failed,
    .connection_started = connection_started,
    .connection_completed = connection_completed,
    .roaming_started = roaming_started,
    .roaming_completed = roaming_completed,
};

/* What msm borrows of the profile. */
static void lend(struct msm_security *security, const struct acm_profile *profile)
{
    const struct extsta_profile *p = &profile->profile;
    security->eap = p->eap.methods[0] != 0 ? &p->eap : NULL;
    security->onex = &p->onex;
    security->cache = &p->pmk_cache;
    security->serial = profile->serial;
}

/* Once per attempt, before its reset goes out: msm learns who authenticates, the extension's
 * BSS list is taken. */
static void apply(void *user, const struct acm_profile *profile)
{
    struct host *host = (struct host *)user;
    struct msm_security security = {.manager = profile->profile.manager,
                                    .has_pmk = profile->has_pmk};
    lend(&security, profile);
    memcpy(security.pmk, profile->pmk, sizeof security.pmk);
    msm_set_security(&host->msm, &security);
    msm_pmksa_adopt(&host->msm, span(profile->profile.ssid, profile->profile.ssid_len));
    wipe(&security, sizeof security);
    host_ihv_apply(host, profile);
}

/* IHV-06: reset or disconnection, the extension hears of both. */
static void was_reset(void *user, extsta_time now)
{
    struct host *host = (struct host *)user;
    host->connected = false;
    msm_pmksa_prune(&host->msm, now);
    if (host->ihv) {
        ihv_adapter_reset(host->ihv);
    }
}

static bool pre_associate(void *user, extsta_time now, const struct acm_profile *profile)
{
    return host_ihv_pre_associate((struct host *)user, profile);
}

/* IHV-18: the extension's part of the PRIVACY_EXEMPTION_LIST. */
static uint32_t exemptions(void *user, struct writer *w)
{
    const struct ihv *ihv = ((struct host *)user)->ihv;
    uint32_t count = ihv ? ihv->exemption_count : 0;
    for (uint32_t i = 0; i < count; i++) {
        const struct extsta_ihv_exemption *e = &ihv->exemptions[i];
        payload_write(w, PAYLOAD(EXEMPTION, .exemption = {e->ethertype, e->action, e->kind}));
    }
    return count;
}

static uint32_t pmkids(void *user, struct extsta_mac bssid, struct writer *w)
{
    const struct host *host = (const struct host *)user;
    return msm_pmksa_write(&host->msm, bssid, w);
}

static const struct acm_ops acm_ops = {
    .apply = apply,
    .was_reset = was_reset,
    .pre_associate = pre_associate,
    .exemptions = exemptions,
    .pmkids = pmkids,
};

void host_init(struct host *host, struct extsta_context *ctx, struct outq *out, uint64_t id,
               struct extsta_mac address)
{
    memset(host, 0, sizeof *host);
    os_init(&host->os, ctx, out, id, address);
    acm_init(&host->acm, &host->os, &acm_ops, host);
    msm_init(&host->msm, &host->os, &msm_ops, host);
}

void host_destroy(struct host *host)
{
    msm_destroy(&host->msm);
    ihv_free(host->ihv);
    host_ihv_forget(host);
    acm_destroy(&host->acm);
    os_destroy(&host->os);
}

/* In the order of SEQ-25: stop and port deletion, then the adapter. */
void host_removed(struct host *host, extsta_time now)
{
    msm_end_ports(&host->msm, now, false);
    if (host->ihv && host->ihv->attached) {
        ihv_detach(host->ihv);
    }
    acm_removed(&host->acm, now);
    msm_destroy(&host->msm);
    msm_init(&host->msm, &host->os, &msm_ops, host);
    host_ihv_forget(host);
    host->os.excluded_until = 0;
    host->connected = false;
    host->rssi = 0;
}

/* --- indications that concern the user --- */

/* One notification per entry. An entry cut off at the end breaks the format and is counted. */
static void link_quality(struct host *host, struct extsta_part rest)
{
    struct extsta_payload e;
    while (extsta_payload_next(&rest, &e)) {
        notify(host, EXTSTA_NOTIFY_SIGNAL_QUALITY, e.quality.peer, e.quality.quality);
    }
    host->os.protocol_errors += rest.cut;
}

/* SCN-05. A confirmation too short to hold a status says all the same that the scan is over. */
static void scan_confirm(struct host *host, uint32_t status)
{
    notify_adapter(host,
                   status == NDIS_STATUS_SUCCESS ? EXTSTA_NOTIFY_SCAN_COMPLETE
                                                 : EXTSTA_NOTIFY_SCAN_FAIL,
                   status);
    if (status == NDIS_STATUS_SUCCESS) {
        host_ihv_scanned(host);
    }
}

static void phy_state(struct host *host, extsta_time now, bool on)
{
    notify_adapter(host, EXTSTA_NOTIFY_RADIO_STATE, on);
    if (on) {
        acm_radio_on(&host->acm, now);
    }
}

/* The one place where an indication is read. Too short for its form: a rule broken, ignored
 * never taken half read. */
static void indication(struct host *host, extsta_time now, uint32_t code,
                       struct extsta_span buffer)
{
    struct extsta_payload p;
    bool whole = extsta_payload_read(extsta_indication_form(code), buffer, &p);
    if (!whole && code != NDIS_STATUS_DOT11_SCAN_CONFIRM) {
        host->os.protocol_errors++;
        return;
    }
    switch (code) {
    case NDIS_STATUS_DOT11_LINK_QUALITY:
        link_quality(host, p.list.entries);
        break;
    case NDIS_STATUS_DOT11_PHY_STATE_CHANGED:
        phy_state(host, now, p.phy_state.hardware && p.phy_state.software);
        break;
    case NDIS_STATUS_DOT11_SCAN_CONFIRM:
        scan_confirm(host, whole ? p.number : NDIS_STATUS_FAILURE);
        break;
    case NDIS_STATUS_MEDIA_SPECIFIC_INDICATION:
        if (host->ihv) { /* ROL-15; discarded without an extension */
            ihv_indication(host->ihv, IndicationTypeNicSpecificNotification, buffer);
        }
        break;
    default:
        msm_indication(&host->msm, now, &p, buffer);
        break;
    }
}

void host_saw_cause(struct host *host, struct extsta_cause *cause)
{
    struct extsta_cause port;
    bool fails = msm_port_foresee(&host->msm, cause, &port);
    acm_saw_cause(&host->acm, cause, fails ? &port : NULL);
}

/* --- up: packets --- */

/* Nobody reads the packet any more: its buffer and its place in the queue become the 802.3
 * frame's, with the header over the old one. What is needed of `crossing` is taken first:
 * `ethernet` lies over it in the same union. */
static void to_stack_in_place(struct host *host, struct extsta_output *received,
                              const struct nwifi_msdu *msdu)
{
    enum extsta_drop drop;
    struct extsta_span frame = nwifi_to_8023_in_place(outq_node_of(received)->buf, msdu, &drop);
    if (frame.len == 0) {
        os_drop(&host->os, drop);
        return;
    }
    uint8_t priority = received->crossing.packet.recv.priority;
    received->type = EXTSTA_OUT_ETHERNET;
    received->ethernet.bytes = frame;
    received->ethernet.priority = priority;
}

/* In place only when the buffer is held once and no embedder wants the crossing itself: else
 * the record would show an 802.3 frame where the driver gave an MSDU. */
static void to_stack(struct host *host, struct extsta_output *received,
                     const struct nwifi_msdu *msdu)
{
    enum extsta_drop drop = EXTSTA_DROP_NO_MEMORY;
    const struct pbuf *held = outq_node_of(received)->buf;
    if (held && held->refs == 1 && !outq_wants(host->os.out, EXTSTA_OUT_CROSSING)) {
        to_stack_in_place(host, received, msdu);
        return;
    }
    struct pbuf *frame = nwifi_to_8023(&host->os.ctx->pool, msdu, &drop);
    struct extsta_output *out =
        frame ? outq_insert_buf(host->os.out, EXTSTA_OUT_ETHERNET, frame) : NULL;
    if (!out) {
        os_drop(&host->os, drop);
        return;
    }
    out->ethernet.bytes = pbuf_span(frame);
    out->ethernet.priority = received->crossing.packet.recv.priority;
}

/* Of a packet that has passed the port filter: there is a port. */
static void route(struct host *host, extsta_time now, struct extsta_output *received,
                  struct msm_port *port, const struct nwifi_port *filter,
                  const struct nwifi_msdu *msdu)
{
    switch (nwifi_route(filter, msdu->has_ethertype ? msdu->ethertype : 0)) {
    case NWIFI_ROUTE_STACK:
        to_stack(host, received, msdu);
        break;
    case NWIFI_ROUTE_EAPOL:
        if (port->manager == EXTSTA_MANAGER_OS) {
            msm_eapol(&host->msm, now, port, msdu->payload, &received->crossing.packet.recv);
        } else {
            os_drop(&host->os, EXTSTA_DROP_EAPOL_UNEXPECTED);
        }
        break;
    case NWIFI_ROUTE_PREAUTH:
        preauth_rx(&host->msm, now, msdu->sa, msdu->payload);
        break;
    case NWIFI_ROUTE_IHV:
        ihv_receive_packet(host->ihv, msdu->peer, msdu->ethertype, msdu->payload);
        break;
    }
}

/* Indicated packets of the driver. The encapsulation table needed to read the packet is that
 * of the AP's port; in an IBSS the port is known only after reading, and the default table
 * serves. */
static void receive(struct host *host, extsta_time now, struct extsta_output *out)
{
    const struct extsta_packet *packet = &out->crossing.packet;
    struct nwifi_msdu msdu;
    enum extsta_drop drop;
    struct msm_port *port = host->msm.ibss ? NULL : msm_port_find(&host->msm, NULL);
    host->rssi = packet->recv.rssi;
    if (!nwifi_parse_80211(port ? port->encap : NULL, packet->bytes, &msdu, &drop)) {
        os_drop(&host->os, drop);
    } else {
        port = msm_port_find(&host->msm, &msdu.peer);
        if (port && packet->recv.freq) { /* an AP may move to another channel */
            port->freq = (uint16_t)packet->recv.freq;
        }
        struct nwifi_port filter = host_port_filter(host, port);
        if (nwifi_port_passes(&filter, msdu.has_ethertype ? msdu.ethertype : 0, &drop)) {
            route(host, now, out, port, &filter, &msdu);
        } else {
            os_drop(&host->os, drop);
        }
    }
}

/* ROL-16: the number of a request says who waits for its completion. */
static void oid_complete(struct host *host, extsta_time now, const struct extsta_crossing *c)
{
    switch (requester_owner(c->id)) {
    case REQUEST_ACM:
        acm_oid_complete(&host->acm, now, c->id, c->status, c->buffer);
        break;
    case REQUEST_MSM:
        msm_oid_complete(&host->msm, now, c->id, c->status, c->buffer);
        break;
    case REQUEST_EMBEDDER:
    case REQUEST_IHV:
    case REQUEST_STATION:
        break; /* these were carried out at once */
    }
}

void host_up(struct host *host, extsta_time now, struct extsta_output *out)
{
    switch (out->crossing.type) {
    case EXTSTA_CROSS_OID_COMPLETE:
        oid_complete(host, now, &out->crossing);
        break;
    case EXTSTA_CROSS_INDICATION:
        indication(host, now, out->crossing.code, out->crossing.buffer);
        break;
    case EXTSTA_CROSS_RECEIVE:
        receive(host, now, out);
        break;
    case EXTSTA_CROSS_SEND_COMPLETE:
        if (host->ihv && requester_owner(out->crossing.id) == REQUEST_IHV) {
            ihv_send_complete(host->ihv, now, out->crossing.id, out->crossing.status);
        } else if (requester_owner(out->crossing.id) == REQUEST_MSM) {
            msm_send_complete(&host->msm, now, out->crossing.id, out->crossing.status);
        }
        break;
    case EXTSTA_CROSS_OID:
    case EXTSTA_CROSS_SEND:
    case EXTSTA_CROSS_RETURN:
    case EXTSTA_CROSS_RESET_EX:
    case EXTSTA_CROSS_HALT:
    case EXTSTA_CROSS_INITIALIZE:
        break; /* go down */
    }
}

/* --- down: packets --- */

/* The port a frame goes through: in infrastructure the AP's, whatever its destination; in an
 * IBSS that of the destination, for a group any open one. */
static struct msm_port *outgoing_port(const struct host *host, struct extsta_mac da)
{
    if (!host->msm.ibss) {
        return msm_port_find(&host->msm, NULL);
    }
    if (!mac_is_group(da)) {
        return msm_port_find(&host->msm, &da);
    }
    struct msm_port *last = NULL;
    list_for_each(it, &host->msm.ports)
    {
        struct msm_port *port = list_entry(it, struct msm_port, link);
        last = port;
        if (msm_port_is_open(port)) {
            break;
        }
    }
    return last;
}

/* One frame of the stack: looked at, held against the port, converted, queued. What is
 * stopped is counted under its reason. */
static void tx_one(struct host *host, struct extsta_span bytes, uint8_t priority)
{
    struct nwifi_ethernet frame;
    enum extsta_drop drop;
    bool read = nwifi_parse_8023(bytes, &frame, &drop);
    if (read && !mac_equal(frame.sa, host->os.address)) {
        drop = EXTSTA_DROP_ETHERNET_SOURCE; /* TXP-01: it would become the transmitter */
        read = false;
    }
    if (!read) {
        os_drop(&host->os, drop);
        return;
    }
    struct msm_port *port = outgoing_port(host, frame.da);
    struct nwifi_port filter = host_port_filter(host, port);
    if (!nwifi_port_passes(&filter, frame.has_ethertype ? frame.ethertype : 0, &drop)) {
        os_drop(&host->os, drop);
        return;
    }
    struct nwifi_link link = msm_port_link(&host->msm, port);
    struct pbuf *msdu = nwifi_to_80211(&host->os.ctx->pool, &link, &frame, &drop);
    if (!msdu) {
        os_drop(&host->os, drop);
        return;
    }
    struct extsta_send_context context = {.exemption = DOT11_EXEMPT_NO_EXEMPTION,
                                          .priority = priority,
                                          .phy_id = DOT11_PHY_ID_ANY};
    if (requester_send(&host->os.requester, REQUEST_STATION, msdu, &context) == 0) {
        os_drop(&host->os, EXTSTA_DROP_NO_MEMORY);
    }
}

void host_tx(struct host *host, const struct extsta_span *frames, size_t count,
             uint8_t priority)
{
    for (size_t i = 0; i < count; i++) {
        tx_one(host, frames[i], priority);
    }
}

/* --- time, status --- */

void host_expire(struct host *host, extsta_time now)
{
    msm_expire(&host->msm, now);
    acm_expire(&host->acm, now);
    if (host->ihv) {
        ihv_expire(host->ihv, now);
    }
}

extsta_time host_deadline(const struct host *host)
{
    extsta_time first = msm_deadline(&host->msm);
    extsta_time ihv = host->ihv ? ihv_deadline(host->ihv) : EXTSTA_NEVER;
    first = ihv < first ? ihv : first;
    return first < host->acm.deadline ? first : host->acm.deadline;
}

/* An open association operation is no port yet. */
void host_holdings(const struct host *host, struct extsta_station_holdings *holdings)
{
    list_for_each(it, &host->msm.ports)
    {
        const struct msm_port *port = list_entry(it, struct msm_port, link);
        holdings->ports += port->session != 0;
    }
    holdings->timers += host_deadline(host) != EXTSTA_NEVER;
}

void host_status(const struct host *host, struct extsta_station_status *status)
{
    memset(status, 0, sizeof *status);
    const struct msm_port *port = msm_port_find(&host->msm, NULL);
    status->address = host->os.address;
    status->protocol_errors = host->os.protocol_errors;
    status->connected = host->connected;
    status->wanted = host->acm.profile != NULL;
    status->operating = host->connected || host->acm.state == ACM_AWAIT_CONNECTION;
    if (host->acm.profile) {
        status->ssid_len = host->acm.profile->profile.ssid_len;
        memcpy(status->ssid, host->acm.profile->profile.ssid, sizeof status->ssid);
    }
    if (!port) {
        return;
    }
    status->associated = true;
    status->port_open = msm_port_is_open(port);
    status->bssid = msm_port_link(&host->msm, port).bssid;
    status->freq = port->freq;
    status->rssi = host->rssi;
    status->auth_algorithm = port->auth;
    status->unicast_cipher = port->unicast;
    status->multicast_cipher = port->multicast;
}

/* --- what the half is made of (base/form.h) --- */

/* The profile that msm borrows from: one of those that are wanted, or have worked. From 1 on;
 * NULL: there are not so many. */
static const struct acm_profile *lender(const struct acm *acm, uint64_t n)
{
    const struct acm_wishes *w = &acm->wishes;
    if (n >= 1 && n <= w->count) {
        return w->list[n - 1].profile;
    }
    n -= w->count + 1u;
    return w->worked && n < WISH_REMEMBERED ? w->worked[n] : NULL;
}

#define HOST_OF(member)                                                                        \
    ((struct host *)(void *)((char *)(member)-offsetof(struct host, msm.security.serial)))

static void put_lender(struct form_out *f, const void *member)
{
    const struct host *host =
        (const struct host *)(const void *)((const char *)member -
                                            offsetof(struct host, msm.security.serial));
    size_t n = 1, most = host->acm.wishes.count + WISH_REMEMBERED;
    const struct acm_profile *p = NULL;
    for (; n <= most; n++) {
        p = lender(&host->acm, n);
        if (p && p->serial == host->msm.security.serial) {
            break;
        }
    }
    form_put_number(f, n <= most ? n : 0);
    if (n > most) { /* it is gone: only that it was another one matters */
        form_put_number(f, host->msm.security.serial);
    }
}

static void get_lender(struct form_in *f, void *member)
{
    struct host *host = HOST_OF(member);
    struct msm_security *security = &host->msm.security;
    uint64_t n = form_get_number(f, UINT32_MAX);
    const struct acm_profile *p = n ? lender(&host->acm, n) : NULL;
    if (n == 0) {
        security->serial = (uint32_t)form_get_number(f, UINT32_MAX);
    } else if (p) {
        lend(security, p);
        host->msm.eap.eap = security->eap;
        host->msm.eap.times = security->onex;
    }
    f->failed = f->failed || (n && !p);
}

static const struct form_special lender_special = {.put = put_lender, .get = get_lender};

static void host_begun(struct form_in *f, void *object)
{
    struct host *host = object;
    f->hand[FORM_OS] = &host->os;
    f->hand[FORM_EAP] = &host->msm.eap;
    host->os.ctx = f->ctx;
    host->os.out = host->os.requester.out = f->hand[FORM_QUEUE];
}

static bool host_made(struct form_in *f, void *object)
{
    struct host *host = object;
    host->acm.ops = &acm_ops;
    host->acm.user = host;
    host->msm.ops = &msm_ops;
    host->msm.user = host;
    return true;
}

#define T struct host
static const struct form_row host_form_rows[] = {
    INSIDE(os, os_form),
    INSIDE(acm, acm_form),
    INSIDE(msm, msm_form),
    SPECIAL(msm.security.serial, lender_special),
    NOTHING(ihv, "an extension has state of its own"),
    NOTHING(bss_list, "an extension waits for its list of BSSs"),
    FLAG(connected),
    SIGNED(rssi),
};
FORM_TABLE(host_form, "the OS half", .begun = host_begun, .made = host_made);
#undef T
