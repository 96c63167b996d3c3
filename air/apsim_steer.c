/* The scripted access point as one that steers its clients: BSS transition management (802.11v;
 * IEEE Std 802.11-2020 11.21.7) and radio measurement (802.11k; 11.10). It announces both,
 * answers requests for neighbours with the other APs of its network on the same wire, sends
 * what a script asks for, and tells what the clients answer, as events; the last ones are kept
 * for who asks later (apsim_answers). Frames come from mgmt_rx (apsim_mgmt.c). */
#include "ap.h"
#include "base/mac.h"
#include "wire/capability_bits.h"
#include "wire/measure_frame.h"
#include "wire/operating_class.h"
#include "wire/wnm_frame.h"

#define ACTION_MAX 1024u

void steer_write_elements(const struct apsim *ap, struct writer *w)
{
    struct capability_bits rm = {{0}};
    if (!ap->config.steering) {
        return;
    }
    capability_set(&rm, RM_LINK_MEASUREMENT);
    capability_set(&rm, RM_NEIGHBOR_REPORT);
    capability_set(&rm, RM_BEACON_PASSIVE);
    capability_set(&rm, RM_BEACON_ACTIVE);
    capability_set(&rm, RM_BEACON_TABLE);
    rm_capabilities_write(w, &rm);
}

/* --- sending --- */

static void send_action(struct apsim *ap, struct extsta_mac to, const struct writer *body)
{
    uint8_t frame[AP_MMPDU_MAX];
    struct writer w = writer_of(frame, sizeof frame);
    struct client *c = client_find(ap, to);
    frame_write_mgmt(&w, FRAME_ACTION, to, ap->config.bssid, ap->config.bssid, ap_seq(ap));
    writer_span(&w, span(body->start, writer_len(body)));
    w.failed = w.failed || body->failed;
    if (c && !w.failed) { /* both categories are robust */
        pmf_seal(ap, c, &w);
    }
    mgmt_send(ap, &(struct ap_tx){.kind = SENT_ACTION, .access = EXTSTA_ACCESS_VOICE}, &w);
    air_node_wake(ap->node);
}

/* Token 0 is not used (9.4.1.12). */
static uint8_t next_token(struct apsim *ap)
{
    ap->steer.token = (uint8_t)(ap->steer.token == 255 ? 1 : ap->steer.token + 1);
    return ap->steer.token;
}

/* An AP of this wire with the address; NULL: none. */
static const struct apsim *ap_at(const struct apsim *ap, struct extsta_mac bssid)
{
    if (!ap->config.ds) {
        return NULL;
    }
    list_for_each(it, &ap->config.ds->aps)
    {
        const struct apsim *other = list_entry(it, struct apsim, in_ds);
        if (mac_equal(other->config.bssid, bssid)) {
            return other;
        }
    }
    return NULL;
}

static void write_neighbor(const struct apsim *ap, struct writer *w,
                           const struct apsim_neighbor *n)
{
    const struct apsim *known = ap_at(ap, n->bssid);
    uint16_t freq = n->freq ? n->freq : known ? known->config.freq : ap->config.freq;
    neighbor_write(w, &(struct neighbor){.bssid = n->bssid,
                                         .information = NEIGHBOR_REACHABLE | NEIGHBOR_SECURITY,
                                         .operating_class = operating_class_of(freq),
                                         .channel = freq_to_channel(freq),
                                         .phy_type = freq < 3000 ? 6 : 4, /* ERP, OFDM */
                                         .preference = n->preference});
}

void apsim_btm(struct apsim *ap, struct extsta_mac to, const struct apsim_btm *b)
{
    uint8_t body[ACTION_MAX], list[ACTION_MAX];
    struct writer w = writer_of(body, sizeof body), l = writer_of(list, sizeof list);
    for (size_t i = 0; i < b->count; i++) {
        write_neighbor(ap, &l, &b->candidates[i]);
    }
    unsigned mode = (b->count ? BTM_CANDIDATES : 0u) | (b->abridged ? BTM_ABRIDGED : 0u) |
                    (b->imminent ? BTM_IMMINENT : 0u) | (b->ends ? BTM_TERMINATION : 0u) |
                    (b->network_ends ? BTM_ESS_IMMINENT : 0u);
    btm_write_request(&w, &(struct btm_request){
                              .token = next_token(ap),
                              .mode = (uint8_t)mode,
                              .timer = b->timer,
                              .validity = 255,
                              .termination_tsf = ap->air->now - ap->tsf_epoch +
                                                 (uint64_t)b->timer * ap->interval * EXTSTA_TU,
                              .termination_minutes = 1,
                              .candidates = span(list, writer_len(&l))});
    w.failed = w.failed || l.failed;
    send_action(ap, to, &w);
}

void apsim_beacon_request(struct apsim *ap, struct extsta_mac to,
                          const struct apsim_beacon_request *q)
{
    uint8_t body[ACTION_MAX];
    struct writer w = writer_of(body, sizeof body);
    struct beacon_request request = {
        .operating_class = operating_class_of(q->freq ? q->freq : ap->config.freq),
        .channel = q->freq ? freq_to_channel(q->freq) : 0,
        .duration = q->duration,
        .mode = (uint8_t)q->mode,
        .bssid = mac_is_zero(q->bssid) ? mac_broadcast : q->bssid,
        .ssid = q->ssid};
    measure_write(&w, MEASURE_REQUEST, next_token(ap));
    writer_le16(&w, 0); /* repetitions */
    beacon_request_write(&w, 1, &request);
    send_action(ap, to, &w);
}

/* The others of our network, whether the client can hear them or not. */
static void answer_neighbors(struct apsim *ap, struct extsta_mac to, uint8_t token)
{
    uint8_t body[ACTION_MAX];
    struct writer w = writer_of(body, sizeof body);
    measure_write(&w, MEASURE_NEIGHBOR_RESPONSE, token);
    if (ap->config.ds) {
        list_for_each(it, &ap->config.ds->aps)
        {
            const struct apsim *o = list_entry(it, struct apsim, in_ds);
            if (o != ap && o->config.ssid_len == ap->config.ssid_len &&
                memcmp(o->config.ssid, ap->config.ssid, ap->config.ssid_len) == 0) {
                write_neighbor(ap, &w,
                               &(struct apsim_neighbor){o->config.bssid, o->config.freq,
                                                        NEIGHBOR_NO_PREFERENCE});
            }
        }
    }
    send_action(ap, to, &w);
}

/* --- hearing --- */

/* An event that is kept, too: the oldest gives way. */
static void hear(struct client *c, const struct apsim_event *event)
{
    struct steer_state *s = &c->ap->steer;
    s->answers[s->next] = *event;
    s->next = (uint8_t)((s->next + 1) % STEER_ANSWERS);
    s->count = (uint8_t)(s->count < STEER_ANSWERS ? s->count + 1 : s->count);
    ap_tell_event(c->ap, event);
}

static struct apsim_event event_of(const struct client *c, enum apsim_event_type type,
                                   uint16_t code)
{
    return (struct apsim_event){
        .type = type, .station = c->info.address, .code = code, .aid = c->info.aid};
}

static void rx_wnm(struct client *c, struct extsta_span body)
{
    struct btm_response r;
    struct btm_query q;
    struct apsim_event event;
    if (btm_parse_response(body, &r)) {
        event = event_of(c, APSIM_BTM_RESPONSE, r.status);
        event.bssid = r.target;
        hear(c, &event);
    } else if (btm_parse_query(body, &q)) {
        event = event_of(c, APSIM_BTM_QUERY, q.reason);
        hear(c, &event);
    }
}

/* An event for each BSS; one without for a measurement that found none, or was not made. */
static void rx_reports(struct client *c, struct extsta_span list)
{
    struct reader r = reader_of(list);
    struct measure_report m;
    struct beacon_report b;
    while (measure_report_next(&r, &m)) {
        struct apsim_event event = event_of(c, APSIM_BEACON_REPORT, m.mode);
        if (m.mode == 0 && beacon_report_parse(m.report, &b)) {
            event.bssid = b.bssid;
            event.signal = rcpi_dbm(b.rcpi);
        }
        hear(c, &event);
    }
}

void steer_rx(struct client *c, struct extsta_span body)
{
    uint8_t token;
    struct extsta_span rest;
    if (!client_associated(c) || !c->ap->config.steering) {
        return;
    }
    rx_wnm(c, body);
    if (measure_parse(body, MEASURE_NEIGHBOR_REQUEST, &token, &rest)) {
        struct apsim_event event = event_of(c, APSIM_NEIGHBOR_REQUEST, 0);
        hear(c, &event);
        answer_neighbors(c->ap, c->info.address, token);
    } else if (measure_parse(body, MEASURE_REPORT, &token, &rest)) {
        rx_reports(c, rest);
    }
}

size_t apsim_answers(struct apsim *ap,
                     void (*each)(void *user, const struct apsim_event *event), void *user)
{
    struct steer_state *s = &ap->steer;
    size_t count = s->count;
    for (size_t i = 0; i < count; i++) {
        each(user, &s->answers[(s->next + STEER_ANSWERS - count + i) % STEER_ANSWERS]);
    }
    s->count = 0;
    return count;
}
