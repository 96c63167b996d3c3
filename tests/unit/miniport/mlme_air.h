/* A real miniport with hand-made access points around it: what the station puts out is
 * written to a log, line by line, and compared as a whole. The frames of the APs are built
 * with the writers of src/wire. */
#ifndef TESTS_UNIT_MINIPORT_MLME_AIR_H
#define TESTS_UNIT_MINIPORT_MLME_AIR_H

#include "../testing.h"
#include "base/mac.h"
#include "miniport/miniport.h"
#include "miniport/mlme/associate.h"
#include "miniport/mlme/candidate.h"
#include "miniport/mlme/indicate.h"
#include "miniport/mlme/scan.h"
#include "rsn/authenticator.h"
#include "wire/llc.h"
#include <stdio.h>

#define STA_MAC         ((struct extsta_mac){{0x02, 0, 0, 0, 0, 0x01}})
#define AP_A            ((struct extsta_mac){{0x02, 0, 0, 0, 0, 0xaa}})
#define AP_B            ((struct extsta_mac){{0x02, 0, 0, 0, 0, 0xbb}})
#define AP_C            ((struct extsta_mac){{0x02, 0, 0, 0, 0, 0xcc}})
#define T0              ((extsta_time)1000000)
#define BEACON_INTERVAL (100u * EXTSTA_TU)

static const uint16_t air_erp_freqs[] = {2412, 2437, 2462};
static const uint16_t air_ofdm_freqs[] = {5180, 5200};
static const uint8_t air_erp_rates[] = {2, 4, 11, 22, 12, 18, 24, 36, 48, 72, 96, 108};
static const uint8_t air_ofdm_rates[] = {12, 18, 24, 36, 48, 72, 96, 108};
static const struct extsta_phy_caps air_phys[] = {
    {6, air_erp_freqs, 3, air_erp_rates, sizeof air_erp_rates},
    {4, air_ofdm_freqs, 2, air_ofdm_rates, sizeof air_ofdm_rates},
};
static const struct extsta_radio_caps air_radio = {air_phys, 2, true};

struct ap {
    struct extsta_mac mac;
    const char *ssid;
    uint16_t freq;
    int8_t signal;
    bool on;     /* beacons and answers */
    bool hidden; /* Beacon with an SSID of zeros */
    bool no_beacon, no_probe, no_auth, no_assoc;
    bool privacy, wmm;
    uint16_t auth_status, assoc_status;
    uint16_t aid; /* 0: 5 */
    uint32_t comeback;
    struct extsta_span rsn; /* whole element */
    struct extsta_span extra;
    const uint8_t *pmk; /* runs the four-way handshake */
    struct authenticator *authenticator;
    bool handshake; /* begun */
    extsta_time next_beacon;
    unsigned beacons;
};

#define AIR_QUEUE 16
struct air_pending {
    extsta_time when;
    uint16_t freq;
    int8_t signal;
    size_t len;
    uint8_t bytes[700];
};

struct air {
    uint64_t seed;
    size_t fail_after; /* allocations still granted; SIZE_MAX: all */
    size_t largest;    /* block granted; 0: any */
    struct extsta_context *ctx;
    struct outq out;
    struct miniport *mp;
    extsta_time now;
    struct ap aps[3];
    size_t ap_count;
    struct air_pending queue[AIR_QUEUE];
    size_t queued;
    uint16_t freq;
    uint64_t serial;
    uint16_t seq;
    char log[16384];
    bool tune, cause, ack; /* what else to log; answer frames with an outcome */
    bool senses;           /* the radio knows how busy the medium is: */
    unsigned busy;         /* percent */
    bool drop_indications;
    uint32_t lost_eapol; /* which EAPOL frames of the station get lost: bit 0 the first, ... */
    unsigned eapol_count;
    /* last indication of each kind */
    uint8_t completion[4096], list[256];
    size_t completion_len, list_len;
    uint8_t request[1500];
    uint8_t action[64]; /* body of its last Action frame */
    size_t action_len;
    size_t request_len;
    struct extsta_cause last_cause;
    /* who looks at every output besides, and his state */
    void (*watch)(void *watcher, const struct air *a, const struct extsta_output *o);
    void *watcher;
    bool (*acks)(const struct air *a, struct extsta_mac to); /* who else is there; or NULL */
    unsigned probes;
    uint8_t probe[1024]; /* body of the last one */
    size_t probe_len;
};

static inline const char *air_name(struct extsta_mac m)
{
    static char other[3][20];
    static unsigned turn;
    if (mac_is_broadcast(m)) {
        return "*";
    }
    if (mac_equal(m, AP_A)) {
        return "A";
    }
    if (mac_equal(m, AP_B)) {
        return "B";
    }
    if (mac_equal(m, AP_C)) {
        return "C";
    }
    if (mac_is_zero(m)) {
        return "0";
    }
    turn = (turn + 1) % 3;
    snprintf(other[turn], sizeof other[turn], "%02x%02x%02x%02x%02x%02x", m.b[0], m.b[1],
             m.b[2], m.b[3], m.b[4], m.b[5]);
    return other[turn];
}

static inline void air_log(struct air *a, const char *fmt, ...)
{
    size_t n = strlen(a->log);
    va_list args;
    va_start(args, fmt);
    vsnprintf(a->log + n, sizeof a->log - n, fmt, args);
    va_end(args);
}

/* --- frames of the APs --- */

static inline struct ap *air_ap(struct air *a, struct extsta_mac mac)
{
    for (size_t i = 0; i < a->ap_count; i++) {
        if (mac_equal(a->aps[i].mac, mac)) {
            return &a->aps[i];
        }
    }
    return NULL;
}

static void air_deliver(struct air *a, struct extsta_span bytes, uint16_t freq, int8_t signal);

static inline void air_enqueue(struct air *a, const struct ap *ap, struct extsta_span frame)
{
    assert_true(a->queued < AIR_QUEUE);
    struct air_pending *p = &a->queue[a->queued++];
    p->when = a->now + 1000;
    p->freq = ap->freq;
    p->signal = ap->signal;
    p->len = frame.len;
    assert_true(frame.len <= sizeof p->bytes);
    memcpy(p->bytes, frame.data, frame.len);
}

static inline size_t ap_elements(const struct ap *ap, bool probe, uint8_t *out, size_t size)
{
    static const uint8_t rates[] = {0x82, 0x84, 0x8b, 0x96, 12, 24, 48, 72};
    static const uint8_t wmm[] = {0,    0x50, 0xf2, 2, 1,    1,    0,    0,
                                  3,    0xa4, 0,    0, 0x27, 0xa4, 0,    0,
                                  0x42, 0x43, 0x5e, 0, 0x62, 0x32, 0x2f, 0};
    uint8_t zeros[32] = {0};
    struct writer w = writer_of(out, size);
    size_t len = strlen(ap->ssid);
    element_write(&w, ELEMENT_SSID,
                  span(ap->hidden && !probe ? zeros : (const uint8_t *)ap->ssid, len));
    element_write(&w, ELEMENT_RATES, span(rates, sizeof rates));
    if (ap->freq < 2500) {
        uint8_t channel = freq_to_channel(ap->freq);
        element_write(&w, ELEMENT_DS, span(&channel, 1));
    }
    writer_span(&w, ap->rsn);
    if (ap->wmm) {
        element_write(&w, ELEMENT_VENDOR, span(wmm, sizeof wmm));
    }
    writer_span(&w, ap->extra);
    assert_false(w.failed);
    return writer_len(&w);
}

static inline size_t ap_bss_frame(struct air *a, const struct ap *ap, bool probe, uint8_t *out,
                                  size_t size)
{
    uint8_t elements[400];
    struct writer w = writer_of(out, size);
    struct mgmt_beacon b = {
        .timestamp = a->now,
        .interval = 100,
        .capability = (uint16_t)(CAPABILITY_ESS | (ap->privacy ? CAPABILITY_PRIVACY : 0))};
    b.elements = span(elements, ap_elements(ap, probe, elements, sizeof elements));
    frame_write_mgmt(&w, probe ? FRAME_PROBE_RESP : FRAME_BEACON,
                     probe ? STA_MAC : mac_broadcast, ap->mac, ap->mac, a->seq++ & 0xfff);
    mgmt_write_beacon(&w, &b);
    assert_false(w.failed);
    return writer_len(&w);
}

/* A Beacon now, heard whatever channel the station is on. */
static inline void ap_beacon(struct air *a, struct ap *ap)
{
    uint8_t frame[500];
    size_t len = ap_bss_frame(a, ap, false, frame, sizeof frame);
    air_deliver(a, span(frame, len), ap->freq, ap->signal);
}

static inline void ap_auth(struct air *a, const struct ap *ap, uint16_t transaction,
                           uint16_t status)
{
    uint8_t frame[64];
    struct writer w = writer_of(frame, sizeof frame);
    frame_write_mgmt(&w, FRAME_AUTH, STA_MAC, ap->mac, ap->mac, a->seq++ & 0xfff);
    mgmt_write_auth(&w, &(struct mgmt_auth){.transaction = transaction, .status = status});
    air_enqueue(a, ap, span(frame, writer_len(&w)));
}

static inline void ap_response(struct air *a, const struct ap *ap, bool reassoc)
{
    uint8_t frame[256];
    uint8_t elements[128];
    struct writer e = writer_of(elements, sizeof elements);
    element_write(&e, ELEMENT_RATES, span(air_erp_rates, 8));
    if (ap->wmm) {
        static const uint8_t wmm[] = {0, 0x50, 0xf2, 2, 1, 1, 0, 0};
        element_write(&e, ELEMENT_VENDOR, span(wmm, sizeof wmm));
    }
    if (ap->comeback) {
        uint8_t t[5] = {3};
        put_le32(t + 1, ap->comeback);
        element_write(&e, ELEMENT_TIMEOUT_INTERVAL, span(t, 5));
    }
    struct writer w = writer_of(frame, sizeof frame);
    frame_write_mgmt(&w, reassoc ? FRAME_REASSOC_RESP : FRAME_ASSOC_RESP, STA_MAC, ap->mac,
                     ap->mac, a->seq++ & 0xfff);
    mgmt_write_assoc_resp(
        &w, &(struct mgmt_assoc_resp){.capability = CAPABILITY_ESS,
                                      .status = ap->assoc_status,
                                      .aid = ap->assoc_status ? 0
                                             : ap->aid        ? ap->aid
                                                              : 5,
                                      .elements = span(elements, writer_len(&e))});
    air_enqueue(a, ap, span(frame, writer_len(&w)));
}

/* Deauthentication or Disassociation, now. */
static inline void ap_kick_to(struct air *a, struct extsta_mac ap, struct extsta_mac ra,
                              bool deauth, uint16_t reason)
{
    uint8_t frame[64];
    struct writer w = writer_of(frame, sizeof frame);
    frame_write_mgmt(&w, deauth ? FRAME_DEAUTH : FRAME_DISASSOC, ra, ap, ap, a->seq++ & 0xfff);
    mgmt_write_reason(&w, reason);
    air_deliver(a, span(frame, writer_len(&w)), a->freq, -50);
}
static inline void ap_kick(struct air *a, struct extsta_mac ap, bool deauth, uint16_t reason)
{
    ap_kick_to(a, ap, STA_MAC, deauth, reason);
}

static inline void ap_eapol(struct air *a, const struct ap *ap,
                            const struct supplicant_step *step)
{
    uint8_t frame[640];
    struct writer w = writer_of(frame, sizeof frame);
    if (step->send_len == 0) {
        return;
    }
    writer_le16(&w, FRAME_DATA_PLAIN | FC_FROM_DS);
    writer_le16(&w, 0);
    writer_mac(&w, STA_MAC);
    writer_mac(&w, ap->mac);
    writer_mac(&w, ap->mac);
    writer_le16(&w, (uint16_t)(a->seq++ << 4));
    writer_bytes(&w, llc_rfc1042, 6);
    writer_be16(&w, ETHERTYPE_EAPOL);
    writer_bytes(&w, step->send, step->send_len);
    air_enqueue(a, ap, span(frame, writer_len(&w)));
}

static inline void ap_handshake(struct air *a, struct ap *ap)
{
    struct elements e;
    struct mgmt_assoc_req request;
    uint8_t nonce[32];
    static struct supplicant_step step;
    assert_true(mgmt_parse_assoc_req(span(a->request, a->request_len), false, &request));
    elements_parse(request.elements, &e);
    memset(nonce, 0x5a, sizeof nonce);
    struct authenticator_config config = {.crypto = crypto_of(a->ctx),
                                          .own = ap->mac,
                                          .peer = STA_MAC,
                                          .pmk = span(ap->pmk, 32),
                                          .akm = AKM_PSK,
                                          .pairwise = CIPHER_CCMP,
                                          .group = CIPHER_CCMP,
                                          .own_rsne = ap->rsn,
                                          .peer_rsne = e.rsn,
                                          .gtk = {7, 7, 7},
                                          .gtk_len = 16,
                                          .gtk_id = 1};
    ap->authenticator = calloc(1, sizeof *ap->authenticator);
    ap->handshake = true;
    assert_int_equal(authenticator_start(ap->authenticator, a->now, &config, nonce, &step),
                     EXTSTA_OK);
    ap_eapol(a, ap, &step);
    a->queue[a->queued - 1].when += 1000; /* behind the response */
}

/* --- what the station sends --- */

static inline void air_probe(struct air *a, const struct frame *f, uint16_t freq)
{
    struct elements e;
    elements_parse(f->body, &e);
    a->probes++;
    a->probe_len = f->body.len;
    memcpy(a->probe, f->body.data, f->body.len);
    for (size_t i = 0; i < a->ap_count; i++) {
        struct ap *ap = &a->aps[i];
        size_t len = strlen(ap->ssid);
        bool ours = e.ssid.len == len && memcmp(e.ssid.data, ap->ssid, len) == 0;
        bool wild = e.ssid.len == 0 && !ap->hidden;
        if (ap->on && !ap->no_probe && ap->freq == freq && (ours || wild)) {
            uint8_t frame[500];
            air_enqueue(a, ap, span(frame, ap_bss_frame(a, ap, true, frame, sizeof frame)));
        }
    }
}

/* Whether this frame is one that gets lost. */
static inline bool air_loses(struct air *a, const struct extsta_output *out)
{
    struct frame f;
    struct llc llc;
    enum extsta_drop drop;
    return out->type == EXTSTA_OUT_FRAME && frame_parse(out->frame.bytes, &f, &drop) &&
           frame_type(&f) == FRAME_DATA && llc_parse(f.body, &llc) &&
           llc.ethertype == ETHERTYPE_EAPOL && (a->lost_eapol >> a->eapol_count++ & 1) != 0;
}

static inline void air_data(struct air *a, const struct frame *f)
{
    struct llc llc;
    struct ap *ap = air_ap(a, f->addr1);
    static struct supplicant_step step;
    if (!ap || !ap->authenticator || (f->fc & FC_PROTECTED) || !llc_parse(f->body, &llc) ||
        llc.ethertype != ETHERTYPE_EAPOL) {
        return;
    }
    authenticator_rx(ap->authenticator, a->now, llc.payload, &step);
    ap_eapol(a, ap, &step);
}

static inline void air_answer(struct air *a, const struct frame *f, uint16_t freq)
{
    struct ap *ap = air_ap(a, f->addr1);
    switch (frame_kind(f)) {
    case FRAME_PROBE_REQ:
        air_probe(a, f, freq);
        return;
    case FRAME_AUTH:
        if (ap && ap->on && !ap->no_auth) {
            ap_auth(a, ap, 2, ap->auth_status);
        }
        return;
    case FRAME_ASSOC_REQ:
    case FRAME_REASSOC_REQ:
        a->request_len = f->body.len;
        memcpy(a->request, f->body.data, f->body.len);
        if (ap && ap->on && !ap->no_assoc) {
            ap_response(a, ap, frame_kind(f) == FRAME_REASSOC_REQ);
            if (ap->pmk) {
                ap_handshake(a, ap);
            }
        }
        return;
    case FRAME_ACTION:
        a->action_len = f->body.len < sizeof a->action ? f->body.len : 0;
        memcpy(a->action, f->body.data, a->action_len);
        return;
    case FRAME_DATA_PLAIN:
    case FRAME_QOS_DATA:
        air_data(a, f);
        return;
    default:
        return;
    }
}

static inline void air_log_frame(struct air *a, const struct frame *f)
{
    struct mgmt_reason r = {0};
    struct mgmt_assoc_req rq = {0};
    const char *kind = frame_kind_name(frame_kind(f));
    switch (frame_kind(f)) {
    case FRAME_PROBE_REQ: {
        struct elements e;
        elements_parse(f->body, &e);
        air_log(a, "tx probe-req %s %.*s\n", air_name(f->addr3), (int)e.ssid.len,
                (const char *)e.ssid.data);
        return;
    }
    case FRAME_DEAUTH:
    case FRAME_DISASSOC:
        mgmt_parse_reason(f->body, &r);
        air_log(a, "tx %s %s %u\n", kind, air_name(f->addr1), r.reason);
        return;
    case FRAME_REASSOC_REQ:
        mgmt_parse_assoc_req(f->body, true, &rq);
        air_log(a, "tx %s %s from %s\n", kind, air_name(f->addr1), air_name(rq.current_ap));
        return;
    default:
        air_log(a, "tx %s %s%s%s\n", kind, air_name(f->addr1), (f->fc & FC_PM) ? " pm" : "",
                (f->fc & FC_PROTECTED) ? " protected" : "");
        return;
    }
}

static inline void air_log_indication(struct air *a, uint32_t code, struct extsta_span b)
{
    struct extsta_mac mac = {0};
    const uint8_t *p = b.data;
    if (b.len >= 12) {
        memcpy(mac.b, p + 4, 6);
    }
    switch (code) {
    case NDIS_STATUS_DOT11_SCAN_CONFIRM:
        air_log(a, "SCAN_CONFIRM %x\n", get_le32(p));
        return;
    case NDIS_STATUS_DOT11_CONNECTION_START:
        air_log(a, "CONNECTION_START\n");
        return;
    case NDIS_STATUS_DOT11_CONNECTION_COMPLETION:
        air_log(a, "CONNECTION_COMPLETION %x\n", get_le32(p + 4));
        return;
    case NDIS_STATUS_DOT11_ROAMING_START:
        air_log(a, "ROAMING_START %x\n", get_le32(p + 48));
        return;
    case NDIS_STATUS_DOT11_ROAMING_COMPLETION:
        air_log(a, "ROAMING_COMPLETION %x\n", get_le32(p + 4));
        return;
    case NDIS_STATUS_DOT11_ASSOCIATION_START:
        air_log(a, "ASSOCIATION_START %s %.*s\n", air_name(mac), (int)get_le32(p + 12),
                (const char *)p + 16);
        return;
    case NDIS_STATUS_DOT11_ASSOCIATION_COMPLETION:
        memcpy(a->completion, p, b.len);
        a->completion_len = b.len;
        air_log(a, "ASSOCIATION_COMPLETION %s %x%s\n", air_name(mac), get_le32(p + 12),
                p[73] ? " port" : "");
        return;
    case NDIS_STATUS_DOT11_DISASSOCIATION:
        air_log(a, "DISASSOCIATION %s %x\n", air_name(mac), get_le32(p + 12));
        return;
    case NDIS_STATUS_DOT11_LINK_QUALITY:
        memcpy(mac.b, p + 12, 6);
        air_log(a, "LINK_QUALITY %s %u\n", air_name(mac), p[18]);
        return;
    case NDIS_STATUS_DOT11_PMKID_CANDIDATE_LIST:
        memcpy(a->list, p, b.len);
        a->list_len = b.len;
        air_log(a, "PMKID_CANDIDATE_LIST %u\n", get_le32(p + 4) / 12);
        return;
    case NDIS_STATUS_DOT11_PHY_STATE_CHANGED:
        air_log(a, "PHY_STATE_CHANGED %u %u/%u\n", get_le32(p + 4), p[8], p[9]);
        return;
    default:
        air_log(a, "indication %x\n", code);
        return;
    }
}

static inline void air_take(struct air *a, const struct extsta_output *o)
{
    struct frame f;
    enum extsta_drop drop;
    if (a->watch) {
        a->watch(a->watcher, a, o);
    }
    switch (o->type) {
    case EXTSTA_OUT_FRAME:
        assert_true(frame_parse(o->frame.bytes, &f, &drop));
        assert_int_equal(o->frame.meta.freq, a->freq); /* the radio is where it sends */
        air_log_frame(a, &f);
        air_answer(a, &f, o->frame.meta.freq);
        return;
    case EXTSTA_OUT_TUNE:
        a->freq = o->tune_freq;
        if (a->tune) {
            air_log(a, "tune %u\n", o->tune_freq);
        }
        return;
    case EXTSTA_OUT_CROSSING:
        if (o->crossing.type == EXTSTA_CROSS_INDICATION) {
            air_log_indication(a, o->crossing.code, o->crossing.buffer);
        } else if (o->crossing.type == EXTSTA_CROSS_SEND_COMPLETE) {
            air_log(a, "SEND_COMPLETE %u %x\n", o->crossing.id, o->crossing.status);
        }
        return;
    case EXTSTA_OUT_CAUSE:
        a->last_cause = o->cause;
        if (a->cause) {
            air_log(a, "cause %s %s %s\n", extsta_subject_name(o->cause.subject),
                    extsta_diagnosis_name(o->cause.diagnosis), extsta_rule_id(o->cause.rule));
        }
        return;
    case EXTSTA_OUT_ETHERNET:
    case EXTSTA_OUT_IHV:
    case EXTSTA_OUT_PORT:
    case EXTSTA_OUT_NOTIFY:
    case EXTSTA_OUT_DECISION:
    case EXTSTA_OUT_GAP:
    case EXTSTA_OUT_FUNCTION:
    case EXTSTA_OUT_INPUT:
    case EXTSTA_OUT_DRIVER:
    case EXTSTA_OUT_TYPES:
        return;
    }
}

/* Management frames are acknowledged by an AP that is there. */
static inline bool air_hears(struct air *a, const struct extsta_output *out)
{
    struct frame f;
    enum extsta_drop drop;
    return out->type != EXTSTA_OUT_FRAME || !frame_parse(out->frame.bytes, &f, &drop) ||
           frame_type(&f) != FRAME_MANAGEMENT || mac_is_group(f.addr1) ||
           (a->acks && a->acks(a, f.addr1)) ||
           (air_ap(a, f.addr1) && air_ap(a, f.addr1)->on);
}

/* Empties the queue into the log; the APs answer. */
static inline void air_drain(struct air *a)
{
    struct extsta_output out;
    struct {
        uint32_t cookie[64];
        bool acked[64];
        size_t count;
    } acks = {.count = 0};
    while (outq_pump(&a->out)) {
    }
    while (outq_next(&a->out, &out)) {
        bool lost = air_loses(a, &out);
        if (a->ack && out.type == EXTSTA_OUT_FRAME && out.frame.meta.cookie &&
            acks.count < 64) {
            acks.acked[acks.count] = !lost && air_hears(a, &out);
            acks.cookie[acks.count++] = out.frame.meta.cookie;
        }
        if (!lost) {
            air_take(a, &out);
        }
    }
    for (size_t i = 0; i < acks.count; i++) {
        miniport_ops.tx_status(a->mp, a->now, acks.cookie[i], acks.acked[i], 1);
    }
    if (a->out.first) {
        air_drain(a);
    }
}

static inline void air_deliver(struct air *a, struct extsta_span bytes, uint16_t freq,
                               int8_t signal)
{
    struct extsta_rx_frame rx = {
        .bytes = bytes,
        .meta = {
            .freq = freq, .signal = signal, .phy = freq < 2500 ? 0 : 1, .serial = ++a->serial}};
    miniport_ops.rx(a->mp, a->now, &rx, 1);
    air_drain(a);
}

/* --- time --- */

static inline void air_pop(struct air *a, size_t i)
{
    struct air_pending p = a->queue[i];
    a->queue[i] = a->queue[--a->queued];
    if (p.freq == a->freq) {
        air_deliver(a, span(p.bytes, p.len), p.freq, p.signal);
    }
}

/* As a radio that senses the medium does. */
static inline void air_expire(struct air *a)
{
    extsta_time since = miniport_ops.medium_since(a->mp);
    if (a->senses && since < a->now) {
        miniport_ops.medium(a->mp, a->now, since, (a->now - since) * a->busy / 100);
    }
    miniport_ops.expire(a->mp, a->now);
    air_drain(a);
}

static inline void air_run(struct air *a, extsta_time until)
{
    for (;;) {
        extsta_time when = miniport_ops.deadline(a->mp);
        size_t pending = SIZE_MAX;
        struct ap *beacon = NULL;
        for (size_t i = 0; i < a->queued; i++) {
            if (a->queue[i].when <= when) {
                when = a->queue[i].when;
                pending = i;
            }
        }
        for (size_t i = 0; i < a->ap_count; i++) {
            struct ap *ap = &a->aps[i];
            if (ap->on && !ap->no_beacon && ap->next_beacon < when) {
                when = ap->next_beacon;
                beacon = ap;
            }
        }
        if (when > until) {
            break;
        }
        a->now = when > a->now ? when : a->now;
        if (beacon) {
            beacon->next_beacon += BEACON_INTERVAL;
            if (beacon->freq == a->freq) {
                ap_beacon(a, beacon);
            }
        } else if (pending != SIZE_MAX) {
            air_pop(a, pending);
        } else {
            air_expire(a);
        }
    }
    a->now = until;
}
static inline void air_pass(struct air *a, extsta_time time)
{
    air_run(a, a->now + time);
}

/* The random pause before a first frame is over (turn.h): before authentication, a probe. */
static inline void air_turn(struct air *a)
{
    air_pass(a, TURN_FIRST);
}

/* --- setting up --- */

static inline void *air_alloc(void *user, size_t size)
{
    struct air *a = user;
    if (a->fail_after == 0 || (a->largest && size > a->largest)) {
        return NULL;
    }
    a->fail_after -= a->fail_after != SIZE_MAX;
    return malloc(size);
}

static inline int air_setup(void **state)
{
    struct air *a = calloc(1, sizeof *a);
    struct extsta_memory memory = {air_alloc, testing_release, a};
    struct extsta_random random = {testing_fill, &a->seed};
    a->fail_after = SIZE_MAX;
    a->ctx = extsta_context_new(&memory, &random);
    outq_init(&a->out, a->ctx, EXTSTA_OUT_ALL);
    a->mp = miniport_new(a->ctx, &a->out, 1, STA_MAC, &air_radio, T0);
    a->now = T0;
    a->ack = true;
    assert_non_null(a->mp);
    *state = a;
    return 0;
}

static inline int air_teardown(void **state)
{
    struct air *a = *state;
    for (size_t i = 0; i < a->ap_count; i++) {
        if (a->aps[i].authenticator) {
            authenticator_clear(a->aps[i].authenticator);
        }
        free(a->aps[i].authenticator);
    }
    miniport_ops.destroy(a->mp);
    outq_destroy(&a->out);
    extsta_context_free(a->ctx);
    free(a);
    return 0;
}
#define AIR_TEST(test) cmocka_unit_test_setup_teardown(test, air_setup, air_teardown)

/* CCMP/CCMP, PSK, no capabilities: 00-0F-AC:2. */
static const uint8_t rsn_psk[] = {48,   20,   1, 0, 0, 0x0f, 0xac, 4,    1, 0, 0,
                                  0x0f, 0xac, 4, 1, 0, 0,    0x0f, 0xac, 2, 0, 0};

static inline struct ap *air_add(struct air *a, struct extsta_mac mac, uint16_t freq,
                                 int8_t signal)
{
    struct ap *ap = &a->aps[a->ap_count++];
    *ap = (struct ap){.mac = mac, .ssid = "net", .freq = freq, .signal = signal, .on = true};
    ap->next_beacon = a->now + 3000 * a->ap_count;
    return ap;
}

static inline void ap_secure(struct ap *ap)
{
    ap->rsn = span(rsn_psk, sizeof rsn_psk);
    ap->privacy = true;
}

/* Changes the configuration past the OIDs. */
static inline void air_profile(struct air *a, const char *ssid, bool psk)
{
    struct mp_mib *mib = mib_edit(a->mp);
    mib->ssid_count = ssid ? 1 : 0;
    mib->ssids[0].len = ssid ? (uint8_t)strlen(ssid) : 0;
    memcpy(mib->ssids[0].ssid, ssid ? ssid : "", mib->ssids[0].len);
    mib->auth_count = mib->unicast_count = mib->multicast_count = 1;
    mib->auth[0] = psk ? DOT11_AUTH_ALGO_RSNA_PSK : DOT11_AUTH_ALGO_80211_OPEN;
    mib->unicast[0] = psk ? DOT11_CIPHER_ALGO_CCMP : DOT11_CIPHER_ALGO_NONE;
    mib->multicast[0] = mib->unicast[0];
}

static inline uint32_t air_oid(struct air *a, uint32_t oid, enum extsta_oid_kind kind,
                               void *buffer, size_t in_len, size_t out_cap)
{
    struct extsta_oid o = {.oid = oid,
                           .kind = kind,
                           .buffer = buffer,
                           .in_len = (uint32_t)in_len,
                           .out_cap = (uint32_t)out_cap};
    uint32_t status = miniport_ops.oid(a->mp, a->now, &o);
    air_drain(a);
    return status;
}
static inline uint32_t air_connect(struct air *a)
{
    return air_oid(a, OID_DOT11_CONNECT_REQUEST, EXTSTA_OID_SET, NULL, 0, 0);
}
static inline uint32_t air_disconnect(struct air *a)
{
    return air_oid(a, OID_DOT11_DISCONNECT_REQUEST, EXTSTA_OID_SET, NULL, 0, 0);
}
static inline uint32_t air_reset(struct air *a)
{
    uint8_t b[16] = {3, 0, 0, 0};
    memcpy(b + 4, STA_MAC.b, 6);
    return air_oid(a, OID_DOT11_RESET_REQUEST, EXTSTA_OID_METHOD, b, 12, 16);
}

/* Data MSDUs of the host to this receiver with ids from `id` on, in one call; nothing is taken
 * out of the queue. */
static inline void air_send(struct air *a, struct extsta_mac ra, uint32_t id, size_t count)
{
    uint8_t msdu[24 + 8 + 20] = {FRAME_DATA_PLAIN, 1};
    struct extsta_packet packets[8] = {0};
    memcpy(msdu + 4, ra.b, 6);
    memcpy(msdu + 10, STA_MAC.b, 6);
    memset(msdu + 16, 0xee, 6);
    memcpy(msdu + 24, llc_rfc1042, 6);
    msdu[30] = 8;
    assert_true(count <= 8);
    for (size_t i = 0; i < count; i++) {
        packets[i].bytes = span(msdu, sizeof msdu);
        packets[i].id = id + (uint32_t)i;
        packets[i].send.phy_id = DOT11_PHY_ID_ANY;
    }
    miniport_ops.send(a->mp, a->now, packets, count);
}

/* SCAN_REQUEST_V2 with up to two SSIDs. */
static inline uint32_t air_scan(struct air *a, uint32_t type, const char *s1, const char *s2)
{
    uint8_t b[56 + 72] = {0};
    uint32_t count = (s1 ? 1u : 0u) + (s2 ? 1u : 0u);
    put_le32(b, dot11_BSS_type_any);
    memset(b + 4, 0xff, 6);
    put_le32(b + 12, type);
    put_le32(b + 24, count);
    const char *ssids[] = {s1, s2};
    for (uint32_t i = 0; i < count; i++) {
        put_le32(b + 56 + 36 * i, (uint32_t)strlen(ssids[i]));
        memcpy(b + 60 + 36 * i, ssids[i], strlen(ssids[i]));
    }
    return air_oid(a, OID_DOT11_SCAN_REQUEST, EXTSTA_OID_SET, b, 56 + 36 * count, 0);
}

static inline void air_expect_(struct air *a, const char *expected, const char *file, int line)
{
    if (strcmp(a->log, expected) != 0) {
        fprintf(stderr, "%s:%d: expected\n%s--- but was\n%s---\n", file, line, expected,
                a->log);
        _fail(file, line);
    }
    a->log[0] = 0;
}
#define EXPECT(a, ...) air_expect_(a, __VA_ARGS__, __FILE__, __LINE__)

/* Connected to the only AP, with nothing in the log. */
static inline void air_connected(struct air *a, bool psk)
{
    air_profile(a, "net", psk);
    for (size_t i = 0; i < a->ap_count; i++) {
        ap_beacon(a, &a->aps[i]);
    }
    assert_int_equal(air_connect(a), NDIS_STATUS_SUCCESS);
    air_pass(a, 50 * EXTSTA_MS);
    assert_true(mlme_is_associated(a->mp));
    a->log[0] = 0;
}

#endif
