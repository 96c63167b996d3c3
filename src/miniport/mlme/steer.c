/* Requests of the AP to move, and its neighbour reports (steer.h). What is decided, and by
 * which numbers, goes out as every decision of roaming does (extsta/roam.h). */
#include "miniport/mlme/steer.h"
#include "base/mac.h"
#include "miniport/miniport.h"
#include "miniport/mlme/candidate.h"
#include "miniport/mlme/mlme_frame.h"
#include "miniport/mlme/roam.h"
#include "miniport/mlme/roam_policy.h"
#include "miniport/mlme/scan.h"
#include "wire/capability_bits.h"
#include <extsta/private_oid.h>

#define ANSWER_LIFETIME (500u * EXTSTA_MS) /* an answer that is later is of no use */
#define QUERY_MAX       64u

/* --- state --- */

struct mp_steer *steer_of(struct miniport *mp)
{
    if (!mp->mlme.steer) {
        mp->mlme.steer = pool_zalloc(&mp->ctx->pool, sizeof *mp->mlme.steer);
    }
    return mp->mlme.steer;
}

static void drop_report(struct miniport *mp, struct mp_steer *s)
{
    pool_release(&mp->ctx->pool, s->report, s->report_len);
    s->report = NULL;
    s->report_len = 0;
    s->answered = false;
}

void steer_free(struct miniport *mp)
{
    if (mp->mlme.steer) {
        drop_report(mp, mp->mlme.steer);
    }
    pool_release(&mp->ctx->pool, mp->mlme.steer, sizeof *mp->mlme.steer);
    mp->mlme.steer = NULL;
}

void steer_send(struct miniport *mp, extsta_time now, const struct writer *w)
{
    const struct mp_peer *ap = mp->link.ap;
    if (!w->failed) {
        mlme_send(mp, now, FRAME_ACTION, ap->address, ap->address,
                  span(w->start, writer_len(w)), ap->negotiated.phy,
                  (struct mlme_limits){.lifetime = ANSWER_LIFETIME});
    }
}

/* No operation runs, no other scan, and nobody wants the channel for himself (SCN-18). */
bool steer_may_scan(const struct miniport *mp)
{
    return mp->mlme.connection == CONNECTION_CONNECTED && mlme_is_associated(mp) &&
           (mp->mlme.roam == ROAM_QUIET || mp->mlme.roam == ROAM_AWAIT_BETTER) &&
           mp->mlme.scanning == SCAN_IDLE && !mp->media_streaming;
}

static bool view_at(void *driver, size_t i, struct steer_heard *out)
{
    const struct miniport *mp = driver;
    if (i >= mp->bss.count) {
        return false;
    }
    const struct bss_entry *e = &mp->bss.entries[i];
    *out = (struct steer_heard){.info = e->info,
                                .heard = e->heard,
                                .timestamp = e->timestamp,
                                .freq = e->freq,
                                .signal = e->signal,
                                .phy_type = (uint8_t)mp->radio->phys[e->phy].type};
    return true;
}

static bool view_fits(void *driver, size_t i)
{
    struct miniport *mp = driver;
    return candidate_fits(mp, &mp->bss.entries[i], CANDIDATE_ROAM);
}

struct steer_view steer_view_of(struct miniport *mp, extsta_time now)
{
    return (struct steer_view){.driver = mp,
                               .at = view_at,
                               .fits = view_fits,
                               .ours = mp->link.ap->address,
                               .now = now,
                               .policy = roam_policy(mp)};
}

/* As a record of roaming has it. */
static struct roam_choice choose(struct miniport *mp, extsta_time now, const struct mp_steer *s,
                                 struct steer_choice *c)
{
    const struct steer_view v = steer_view_of(mp, now);
    *c = steer_choose(&v, &s->request, &s->named);
    return (struct roam_choice){.ours = mlme_bss(mp),
                                .best = c->has_best ? &mp->bss.entries[c->best] : NULL,
                                .count = c->count,
                                .gain = c->gain,
                                .preference = c->preference};
}

/* --- the answer --- */

static void respond(struct miniport *mp, extsta_time now, const struct mp_steer *s,
                    enum btm_status status, const struct bss_entry *target)
{
    uint8_t body[QUERY_MAX];
    struct writer w = writer_of(body, sizeof body);
    struct btm_response r = {.token = s->request.token, .status = (uint8_t)status};
    if (target) {
        r.target = target->info->bssid;
    }
    btm_write_response(&w, &r);
    steer_send(mp, now, &w);
}

static void tell(struct miniport *mp, extsta_time now, const struct mp_steer *s,
                 enum extsta_decision_type type, enum btm_status status, struct roam_choice *c)
{
    const struct bss_entry *ours = mlme_bss(mp);
    uint64_t interval = ours && ours->info->interval ? ours->info->interval : 100;
    c->status = (uint8_t)status;
    c->mode = s->request.mode;
    c->leaves_in = (uint32_t)(s->request.timer * interval * EXTSTA_TU / EXTSTA_MS);
    roam_decided(mp, now, type, c);
}

static void refuse(struct miniport *mp, extsta_time now, struct mp_steer *s,
                   enum btm_status status)
{
    struct steer_choice steered;
    struct roam_choice c = choose(mp, now, s, &steered);
    respond(mp, now, s, status, NULL);
    tell(mp, now, s, EXTSTA_DECISION_BTM_STAY, status, &c);
}

/* With what is known now. */
static void decide(struct miniport *mp, extsta_time now, struct mp_steer *s)
{
    struct steer_choice steered;
    struct roam_choice c = choose(mp, now, s, &steered);
    s->deciding = false;
    if (!c.best) {
        refuse(mp, now, s, steer_refusal(&s->request, &s->named, &steered));
        return;
    }
    struct extsta_mac target = c.best->info->bssid;
    respond(mp, now, s, BTM_ACCEPT, c.best);
    tell(mp, now, s, EXTSTA_DECISION_BTM_GO, BTM_ACCEPT, &c);
    roam_begin(mp, now, target); /* without memory for it: we stay, and may be sent away */
}

/* Listens on the channels of the list first, or on all, unless enough is known. */
static void consider(struct miniport *mp, extsta_time now, struct mp_steer *s)
{
    const struct steer_view v = steer_view_of(mp, now);
    uint16_t freqs[STEER_CHANNELS];
    size_t count = steer_list_channels(&s->named, freqs);
    if (steer_knows_enough(&v, &s->request, &s->named) || !steer_may_scan(mp) ||
        !(count > 0 ? scan_channels(mp, now, freqs, count) : scan_roam(mp, now, false))) {
        decide(mp, now, s);
        return;
    }
    s->deciding = true;
}

/* Of a request the spans are not kept. */
static void rx_request(struct miniport *mp, extsta_time now, const struct btm_request *q)
{
    struct mp_steer *s = mp->mlme.steer;
    s->request = *q;
    s->request.candidates = s->request.url = span(NULL, 0);
    steer_list_read(&s->named, q->candidates, mp->link.ap->address);
    if (roam_policy(mp)->transition == EXTSTA_TRANSITION_REFUSE ||
        mp->mlme.connection != CONNECTION_CONNECTED || mp->mlme.roam == ROAM_AWAIT_TARGET ||
        mp->mlme.scanning == SCAN_EXPLICIT) {
        refuse(mp, now, s, BTM_REJECT);
    } else {
        consider(mp, now, s);
    }
}

bool steer_is_again(struct mp_steer *s, const struct frame *f)
{
    uint32_t number = ((uint32_t)f->seq << 4 | f->frag) + 1;
    bool again = (f->fc & FC_RETRY) != 0 && s->last == number;
    s->last = number;
    return again;
}

void steer_rx_wnm(struct miniport *mp, extsta_time now, const struct action_frame *a)
{
    struct btm_request q;
    if (!btm_parse_request(a->f->body, &q)) {
        mp_drop(mp, EXTSTA_DROP_UNSUPPORTED_SUBTYPE);
        return;
    }
    struct mp_steer *s = steer_of(mp);
    if (!s) {
        mp_drop(mp, EXTSTA_DROP_NO_MEMORY);
    } else if (steer_is_again(s, a->f)) {
        mp_drop(mp, EXTSTA_DROP_DUPLICATE);
    } else if (roam_policy(mp)->transition == EXTSTA_TRANSITION_IGNORE) {
        struct roam_choice none = {.ours = mlme_bss(mp)};
        s->request = q;
        tell(mp, now, s, EXTSTA_DECISION_BTM_IGNORED, BTM_REJECT, &none);
    } else {
        rx_request(mp, now, &q);
    }
}

bool steer_scan_done(struct miniport *mp, extsta_time now)
{
    struct mp_steer *s = mp->mlme.steer;
    if (!s || !mlme_is_associated(mp)) {
        return false;
    }
    if (s->deciding) {
        decide(mp, now, s);
        return true;
    }
    return measure_scan_done(mp, now);
}

/* --- what we ask --- */

/* What the AP says of itself; false: nothing is known of it. */
static bool ap_elements(const struct miniport *mp, struct elements *e)
{
    const struct bss_entry *ours = mlme_bss(mp);
    if (!ours) {
        return false;
    }
    elements_parse(bss_elements(ours->info), e);
    return true;
}

/* Token 0 is not used (9.4.1.12). */
static uint8_t next_token(struct mp_steer *s)
{
    s->token = (uint8_t)(s->token == 255 ? 1 : s->token + 1);
    return s->token;
}

static uint32_t ask_for_neighbors(struct miniport *mp, extsta_time now,
                                  struct extsta_span subelements)
{
    struct elements e;
    uint8_t body[QUERY_MAX + EXTSTA_PRIVATE_NEIGHBOR_MAX];
    struct writer w = writer_of(body, sizeof body);
    if (subelements.len > EXTSTA_PRIVATE_NEIGHBOR_MAX || !elements_are_whole(subelements)) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    if (mp->link.network || !mlme_is_associated(mp)) {
        return NDIS_STATUS_INVALID_STATE;
    }
    if (!ap_elements(mp, &e) || !capability_has(e.rm_capabilities, RM_NEIGHBOR_REPORT) ||
        roam_policy(mp)->transition == EXTSTA_TRANSITION_IGNORE) {
        return NDIS_STATUS_NOT_SUPPORTED;
    }
    if (!steer_of(mp)) {
        return NDIS_STATUS_RESOURCES;
    }
    measure_write(&w, MEASURE_NEIGHBOR_REQUEST, next_token(mp->mlme.steer));
    writer_span(&w, subelements);
    steer_send(mp, now, &w);
    return NDIS_STATUS_SUCCESS;
}

void steer_port_open(struct miniport *mp, extsta_time now)
{
    (void)ask_for_neighbors(mp, now, span(NULL, 0));
}

uint32_t mlme_neighbor_request(struct miniport *mp, extsta_time now,
                               struct extsta_span subelements)
{
    uint32_t status = ask_for_neighbors(mp, now, subelements);
    if (status == NDIS_STATUS_SUCCESS) {
        struct mp_steer *s = mp->mlme.steer;
        drop_report(mp, s);
        s->host_token = s->token;
    }
    return status;
}

/* Without memory the host hears that there are none. */
void steer_keep_report(struct miniport *mp, uint8_t token, struct extsta_span elements)
{
    struct mp_steer *s = mp->mlme.steer;
    if (token != s->host_token || elements.len > UINT16_MAX) {
        return;
    }
    drop_report(mp, s);
    s->answered = true;
    s->host_token = 0;
    s->report = elements.len ? pool_zalloc(&mp->ctx->pool, elements.len) : NULL;
    if (s->report) {
        memcpy(s->report, elements.data, elements.len);
        s->report_len = (uint16_t)elements.len;
    }
}

uint32_t mlme_take_neighbors(struct miniport *mp, struct writer *w)
{
    struct mp_steer *s = mp->mlme.steer;
    writer_u8(w, s && s->answered);
    if (s && s->answered) {
        size_t room = (size_t)(w->end - w->p);
        writer_span(w, span(s->report, s->report_len < room ? s->report_len : room));
        drop_report(mp, s);
    }
    return NDIS_STATUS_SUCCESS;
}

uint32_t mlme_btm_query(struct miniport *mp, extsta_time now, uint8_t reason)
{
    struct elements e;
    uint8_t body[QUERY_MAX];
    struct writer w = writer_of(body, sizeof body);
    if (mp->mlme.connection != CONNECTION_CONNECTED || !mlme_is_associated(mp)) {
        return NDIS_STATUS_INVALID_STATE;
    }
    if (!ap_elements(mp, &e) ||
        !capability_has(e.ext_capabilities, EXT_CAPABILITY_BSS_TRANSITION)) {
        return NDIS_STATUS_NOT_SUPPORTED;
    }
    if (!steer_of(mp)) {
        return NDIS_STATUS_RESOURCES;
    }
    btm_write_query(&w,
                    &(struct btm_query){.token = next_token(mp->mlme.steer), .reason = reason});
    steer_send(mp, now, &w);
    return NDIS_STATUS_SUCCESS;
}
