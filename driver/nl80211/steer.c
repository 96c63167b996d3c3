/* What the AP wishes of us, and what it is asked (802.11v, 802.11k; IEEE Std 802.11-2020 11.21.7,
 * 11.10): requests to move are judged (miniport/steering.h), answered, and followed by a roam;
 * beacon requests are answered from the kernel's list, or after a scan; link measurements at once;
 * when the port opens the AP is asked for its neighbours, whose channels are looked at first when a
 * better AP is wanted. Frames come and go by FRAME (action.c). */
#include "machine.h"
#include "wire/capability_bits.h"
#include <extsta/private_oid.h>

#define QUERY_MAX    64u
#define SENT_LIMIT   (100u * EXTSTA_MS) /* for the kernel's word that the answer went out */
#define TX_POWER_DBM 20                 /* what the radio does is not known: a usual value */

/* --- what is known --- */

static bool view_at(void *driver, size_t i, struct steer_heard *out)
{
    const struct nld *d = driver;
    if (i >= d->bss_count) {
        return false;
    }
    const struct nld_bss *b = d->bss[i];
    bool ours = mac_equal(b->info.bssid, d->link.peer) && d->link.signal != 0;
    *out = (struct steer_heard){.info = &b->info,
                                .heard = b->heard,
                                .timestamp = b->timestamp,
                                .freq = b->freq,
                                .signal = ours ? d->link.signal : b->signal,
                                .phy_type = (uint8_t)d->card.radio->phys[b->phy].type};
    return true;
}

static bool view_fits(void *driver, size_t i)
{
    struct nld *d = driver;
    const struct nld_bss *b = d->bss[i];
    return b->refused_until <= d->now && nld_candidate_fits(d, b, NLD_ROAM);
}

static struct steer_view view_of(struct nld *d)
{
    return (struct steer_view){.driver = d,
                               .at = view_at,
                               .fits = view_fits,
                               .ours = d->link.peer,
                               .now = d->now,
                               .policy = &d->policy};
}

/* What the AP says of itself; false: nothing is known of it. */
static bool ap_elements(struct nld *d, struct elements *e)
{
    const struct nld_bss *ours = nld_bss_find(d, d->link.peer);
    if (ours) {
        elements_parse(bss_elements(&ours->info), e);
    }
    return ours != NULL;
}

static void say(struct nld *d, const struct writer *w)
{
    if (!w->failed) {
        nld_frame(d, NLD_FRAME_ACTION, d->link.peer, span(w->start, writer_len(w)));
    }
}

/* Token 0 is not used (9.4.1.12). */
static uint8_t next_token(struct nld *d)
{
    d->steer.token = (uint8_t)(d->steer.token == 255 ? 1 : d->steer.token + 1);
    return d->steer.token;
}

void nld_steer_forget(struct nld *d)
{
    uint8_t token = d->steer.token;
    d->steer = (struct nld_steer){.token = token};
    nld_timer(d, NLD_TIMER_STEER, EXTSTA_NEVER);
}

/* Nothing else wants the radio, and nobody wants the channel for himself (SCN-18). */
static bool may_scan(const struct nld *d)
{
    return d->connection == NLD_CONNECTED && d->link.up && d->attempt.state == NLD_NO_ATTEMPT &&
           d->scan.state == NLD_SCAN_IDLE && !d->media_streaming;
}

/* --- requests to move --- */

static void respond(struct nld *d, enum btm_status status, const struct nld_bss *target)
{
    uint8_t body[QUERY_MAX];
    struct writer w = writer_of(body, sizeof body);
    struct btm_response r = {.token = d->steer.request.token, .status = (uint8_t)status};
    if (target) {
        r.target = target->info.bssid;
    }
    btm_write_response(&w, &r);
    say(d, &w);
}

static void tell(struct nld *d, enum extsta_decision_type type, enum btm_status status,
                 const struct steer_choice *steered, const struct nld_bss *best)
{
    const struct nld_bss *ours = nld_bss_find(d, d->link.peer);
    const struct btm_request *q = &d->steer.request;
    uint64_t interval = ours && ours->info.interval ? ours->info.interval : 100;
    struct nld_choice c = {.ours = ours,
                           .best = best,
                           .count = (uint16_t)steered->count,
                           .gain = steered->gain,
                           .preference = steered->preference,
                           .mode = q->mode,
                           .status = (uint8_t)status,
                           .leaves_in =
                               (uint32_t)(q->timer * interval * EXTSTA_TU / EXTSTA_MS)};
    nld_roam_decided(d, type, &c);
}

static void refuse(struct nld *d, enum btm_status status, const struct steer_choice *c)
{
    respond(d, status, NULL);
    tell(d, EXTSTA_DECISION_BTM_STAY, status, c, NULL);
}

/* With what is known now. The kernel drops what it has not sent when it goes to another AP: the
 * roam waits for its word on the answer. */
static void decide(struct nld *d)
{
    struct nld_steer *s = &d->steer;
    const struct steer_view v = view_of(d);
    struct steer_choice c = steer_choose(&v, &s->request, &s->named);
    s->deciding = false;
    if (!c.has_best) {
        refuse(d, steer_refusal(&s->request, &s->named, &c), &c);
        return;
    }
    const struct nld_bss *best = d->bss[c.best];
    respond(d, BTM_ACCEPT, best);
    tell(d, EXTSTA_DECISION_BTM_GO, BTM_ACCEPT, &c, best);
    s->target = best->info.bssid;
    s->goes = true;
    nld_timer(d, NLD_TIMER_STEER, d->now + SENT_LIMIT);
}

void nld_steer_sent(struct nld *d)
{
    struct nld_bss *target = nld_bss_find(d, d->steer.target);
    if (!d->steer.goes) {
        return;
    }
    d->steer.goes = false;
    nld_timer(d, NLD_TIMER_STEER, EXTSTA_NEVER);
    if (target && d->link.up && nld_candidate_fits(d, target, NLD_ROAM)) {
        (void)nld_roam_begin(d, target); /* without memory for it we stay, and may be sent away */
    }
}

/* Listens on the channels of the list first, or on all, unless enough is known. */
static void consider(struct nld *d)
{
    const struct steer_view v = view_of(d);
    uint16_t freqs[STEER_CHANNELS];
    size_t count = steer_list_channels(&d->steer.named, freqs);
    if (steer_knows_enough(&v, &d->steer.request, &d->steer.named) || !may_scan(d) ||
        !nld_scan_channels(d, NLD_SCAN_STEER, freqs, count, false)) {
        decide(d);
    } else {
        d->steer.deciding = true;
    }
}

void nld_steer_rx(struct nld *d, struct extsta_span body)
{
    struct nld_steer *s = &d->steer;
    struct steer_choice none = {0};
    struct btm_request q;
    if (!d->link.port_open || !btm_parse_request(body, &q) || s->goes) {
        return;
    }
    s->request = q;
    s->request.candidates = s->request.url = span(NULL, 0);
    if (d->policy.transition == EXTSTA_TRANSITION_IGNORE) {
        tell(d, EXTSTA_DECISION_BTM_IGNORED, BTM_REJECT, &none, NULL);
        return;
    }
    steer_list_read(&s->named, q.candidates, d->link.peer);
    if (d->policy.transition == EXTSTA_TRANSITION_REFUSE || d->connection != NLD_CONNECTED ||
        d->scan.what == NLD_SCAN_HOST) {
        const struct steer_view v = view_of(d);
        none = steer_choose(&v, &s->request, &s->named);
        refuse(d, BTM_REJECT, &none);
    } else {
        consider(d);
    }
}

uint32_t nld_steer_query(struct nld *d, uint8_t reason)
{
    struct elements e;
    uint8_t body[QUERY_MAX];
    struct writer w = writer_of(body, sizeof body);
    if (d->connection != NLD_CONNECTED || !d->link.up) {
        return NDIS_STATUS_INVALID_STATE;
    }
    if (!(d->card.can & NL80211_CAN_FRAME) || !ap_elements(d, &e) ||
        !capability_has(e.ext_capabilities, EXT_CAPABILITY_BSS_TRANSITION)) {
        return NDIS_STATUS_NOT_SUPPORTED;
    }
    btm_write_query(&w, &(struct btm_query){.token = next_token(d), .reason = reason});
    say(d, &w);
    return NDIS_STATUS_SUCCESS;
}

/* --- measurements --- */

/* In as many frames as are needed. */
static void report(struct nld *d)
{
    const struct steer_view v = view_of(d);
    uint8_t out[MEASURE_FRAME_MAX];
    struct writer w = writer_of(out, sizeof out);
    for (size_t at = 0; measure_answer(&v, &d->steer.measure, &at, &w);
         w = writer_of(out, sizeof out)) {
        say(d, &w);
    }
}

static void decline(struct nld *d, uint8_t frame_token, const struct measure_request *q,
                    uint8_t why)
{
    uint8_t out[QUERY_MAX];
    struct writer w = writer_of(out, sizeof out);
    measure_decline(&w, frame_token, q, why);
    say(d, &w);
}

/* How long the kernel listens on a channel is its own: a duration is not kept to. */
static void beacon_request(struct nld *d, uint8_t frame_token, const struct measure_request *r)
{
    struct mp_measure *m = &d->steer.measure;
    struct beacon_request q;
    uint16_t freqs[STEER_CHANNELS];
    if (!beacon_request_parse(r->request, &q) || q.mode > BEACON_TABLE) {
        decline(d, frame_token, r, MEASURE_INCAPABLE);
        return;
    }
    if (m->open || d->steer.deciding) {
        decline(d, frame_token, r, MEASURE_REFUSED);
        return;
    }
    size_t count = measure_channels(&q, freqs);
    measure_take(m, d->now, frame_token, r->token, &q);
    if (q.mode == BEACON_TABLE) {
        report(d);
    } else if (may_scan(d) &&
               nld_scan_channels(d, NLD_SCAN_STEER, freqs, count, q.mode == BEACON_PASSIVE)) {
        m->open = true;
    } else {
        decline(d, frame_token, r, MEASURE_REFUSED);
    }
}

/* The repetitions are not done (RM_REPEATED is not announced): one answer. */
static void measurements(struct nld *d, uint8_t token, struct extsta_span rest)
{
    struct reader r = reader_of(rest);
    struct measure_request q;
    reader_le16(&r);
    while (measure_request_next(&r, &q)) {
        if (q.mode & MEASURE_MODE_ENABLE) {
            continue; /* says what the AP itself would take: nothing is asked */
        }
        if (q.type == MEASURE_TYPE_BEACON) {
            beacon_request(d, token, &q);
        } else {
            decline(d, token, &q, MEASURE_INCAPABLE);
        }
    }
}

/* What the host wants to hear of: the response to its request. */
static void keep_report(struct nld_steer *s, uint8_t token, struct extsta_span elements)
{
    if (token != s->host_token) {
        return;
    }
    s->host_token = 0;
    s->answered = true;
    s->report_len =
        (uint16_t)(elements.len < sizeof s->report ? elements.len : sizeof s->report);
    memcpy(s->report, elements.data, s->report_len);
}

void nld_take_neighbors(struct nld *d, struct writer *w)
{
    struct nld_steer *s = &d->steer;
    writer_u8(w, s->answered);
    if (s->answered) {
        size_t room = (size_t)(w->end - w->p);
        writer_span(w, span(s->report, s->report_len < room ? s->report_len : room));
        s->answered = false;
    }
}

void nld_measure_rx(struct nld *d, struct extsta_span body)
{
    struct extsta_span rest;
    uint8_t token, out[QUERY_MAX];
    struct writer w = writer_of(out, sizeof out);
    if (!d->link.port_open || d->policy.transition == EXTSTA_TRANSITION_IGNORE) {
        return;
    }
    if (measure_parse(body, MEASURE_REQUEST, &token, &rest)) {
        measurements(d, token, rest);
    } else if (measure_parse(body, MEASURE_LINK_REQUEST, &token, &rest)) {
        link_report_write(&w, token, TX_POWER_DBM, rcpi_of(d->link.signal));
        say(d, &w);
    } else if (measure_parse(body, MEASURE_NEIGHBOR_RESPONSE, &token, &rest) &&
               token == d->steer.token) {
        steer_list_read(&d->steer.neighbors, rest, d->link.peer);
        keep_report(&d->steer, token, rest);
    }
}

/* --- the port opens, a scan ends --- */

static uint32_t ask_for_neighbors(struct nld *d, struct extsta_span subelements)
{
    struct elements e;
    uint8_t body[QUERY_MAX + EXTSTA_PRIVATE_NEIGHBOR_MAX];
    struct writer w = writer_of(body, sizeof body);
    if (!(d->card.can & NL80211_CAN_FRAME) || !ap_elements(d, &e) ||
        !capability_has(e.rm_capabilities, RM_NEIGHBOR_REPORT) ||
        d->policy.transition == EXTSTA_TRANSITION_IGNORE) {
        return NDIS_STATUS_NOT_SUPPORTED;
    }
    measure_write(&w, MEASURE_NEIGHBOR_REQUEST, next_token(d));
    writer_span(&w, subelements);
    say(d, &w);
    return NDIS_STATUS_SUCCESS;
}

uint32_t nld_neighbor_request(struct nld *d, struct extsta_span subelements)
{
    if (subelements.len > EXTSTA_PRIVATE_NEIGHBOR_MAX || !elements_are_whole(subelements)) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    if (!d->link.up || !d->link.port_open) {
        return NDIS_STATUS_INVALID_STATE;
    }
    uint32_t status = ask_for_neighbors(d, subelements);
    if (status == NDIS_STATUS_SUCCESS) {
        d->steer.host_token = d->steer.token;
        d->steer.answered = false;
    }
    return status;
}

void nld_steer_port_open(struct nld *d)
{
    (void)ask_for_neighbors(d, span(NULL, 0));
}

void nld_steer_scanned(struct nld *d)
{
    bool measures = d->steer.measure.open;
    d->steer.measure.open = false;
    if (!d->link.up) {
        return;
    }
    if (measures) {
        report(d);
    }
    if (d->steer.deciding) {
        decide(d);
    }
}
