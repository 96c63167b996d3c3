/* Fast BSS transitions (IEEE 802.11-2020 13): over the air (13.5.2) AUTHENTICATE with the
 * elements of the house's machine (rsn/ft.h), ASSOCIATE with those that prove the keys; over
 * the DS (13.5.3) the first pair goes through the old AP, by FRAME, and ASSOCIATE is all that
 * the kernel does. There is no handshake after it: the keys go to the driver's own port
 * (own_port.c). The first association in a mobility domain is any other's, with its name in the
 * elements; its response says who holds the keys. An AP that refuses costs no roam: the
 * operation goes on with a full association. */
#include "machine.h"
#include "base/wipe.h"
#include "rsn/handshake.h"
#include "wire/ft_element.h"

#define OVER_DS_TIME (200u * EXTSTA_MS) /* for the answer through the old AP */

void nld_ft_forget(struct nld *d)
{
    wipe(&d->ft, sizeof d->ft);
}

/* EXTSTA_PRIVATE_FT_ROOT: of the first association, where 802.1X has made it above. */
static uint32_t set_root(struct nld *d, struct extsta_span parameters)
{
    struct reader r = reader_of(parameters);
    (void)reader_u8(&r);
    struct extsta_mac bssid = reader_mac(&r);
    struct extsta_span key = reader_rest(&r);
    if (r.failed || key.len < 32 || key.len > sizeof d->ft.own_key) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    if (!d->ft.on || !d->ft.known || !d->link.up || !mac_equal(d->link.peer, bssid)) {
        return NDIS_STATUS_INVALID_DATA; /* that association is over */
    }
    memcpy(d->ft.own_key, key.data, key.len);
    d->ft.own_len = (uint8_t)key.len;
    return NDIS_STATUS_SUCCESS;
}

uint32_t nld_ft_set(struct nld *d, struct extsta_span parameters)
{
    const uint8_t known = EXTSTA_PRIVATE_FT_ON | EXTSTA_PRIVATE_FT_DS;
    struct reader r = reader_of(parameters);
    uint8_t flags = reader_u8(&r);
    struct extsta_span key = reader_rest(&r);
    if (!(d->card.can & NL80211_CAN_AUTHENTICATE)) {
        return NDIS_STATUS_NOT_SUPPORTED; /* the card has the frames */
    }
    if (flags == EXTSTA_PRIVATE_FT_ROOT) {
        return set_root(d, parameters);
    }
    if (parameters.len > 0 && (flags & ~known || !(flags & EXTSTA_PRIVATE_FT_ON))) {
        return NDIS_STATUS_INVALID_DATA;
    }
    if (key.len > sizeof d->ft.key || (key.len > 0 && key.len < 32)) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    nld_ft_forget(d);
    d->ft.on = parameters.len > 0;
    d->ft.over_ds = (flags & EXTSTA_PRIVATE_FT_DS) != 0;
    d->ft.key_len = (uint8_t)key.len;
    if (key.len > 0) {
        memcpy(d->ft.key, key.data, key.len);
    }
    return NDIS_STATUS_SUCCESS;
}

static struct extsta_span root(const struct nld *d)
{
    if (d->ft.own_len > 0) {
        return span(d->ft.own_key, d->ft.own_len);
    }
    if (d->ft.key_len > 0) {
        return span(d->ft.key, d->ft.key_len);
    }
    return span(d->port_key, d->port_key_set ? sizeof d->port_key : 0);
}

bool nld_ft_usable(const struct nld *d, const struct bss_info *info)
{
    return d->ft.on && info->has_mde;
}

/* Same network, domain and suite as the first association, and the root is known. */
bool nld_ft_reaches(const struct nld *d, const struct bss_info *info, uint32_t akm)
{
    const struct nld_ft *ft = &d->ft;
    return ft->on && ft->known && d->connection == NLD_ROAMING && ft->akm == akm &&
           info->has_mde && memcmp(info->mde, ft->domain.mdid, 2) == 0 &&
           span_equal(span(info->ssid, info->ssid_len),
                      span(ft->domain.ssid, ft->domain.ssid_len)) &&
           root(d).len > 0;
}

/* 13.4.2: the response of a first association names domain and key holders. */
void nld_ft_learn(struct nld *d, struct extsta_span elements)
{
    const struct nld_attempt *a = &d->attempt;
    const struct akm_suite *akm = akm_find(a->negotiated.akm);
    const struct nld_pmksa *made = nld_pmksa_find(d, a->bssid, a->negotiated.akm);
    struct extsta_mac r1kh;
    struct element mde, fte;
    if (!d->ft.on) {
        return;
    }
    d->ft.known = false;
    wipe(d->ft.own_key, sizeof d->ft.own_key);
    d->ft.own_len = 0;
    if (!akm || !akm->ft || !element_find(elements, ELEMENT_MOBILITY_DOMAIN, &mde) ||
        !element_find(elements, ELEMENT_FAST_BSS_TRANSITION, &fte)) {
        return;
    }
    akm = akm_find_sized(akm->selector, made ? made->pmk_len : root(d).len);
    d->ft.known = akm && ft_domain_read(span(a->ssid.ssid, a->ssid.len), mde.whole, fte.whole,
                                        akm->mic_len, &d->ft.domain, &r1kh) == EXTSTA_OK;
    d->ft.akm = a->negotiated.akm;
    if (made) {
        memcpy(d->ft.own_key, made->pmk, made->pmk_len);
        d->ft.own_len = made->pmk_len;
    }
}

/* --- a transition --- */

static void full_association(struct nld *d, uint16_t status)
{
    struct extsta_output out = {.type = EXTSTA_OUT_DECISION};
    const struct nld_bss *b = nld_bss_find(d, d->attempt.bssid);
    out.decision.type = EXTSTA_DECISION_FT_FAILED;
    out.decision.ap = d->attempt.bssid;
    out.decision.signal = b ? b->signal : 0;
    out.decision.status = status;
    extsta_driver_push(d->site.station, &out);
    ft_station_clear(&d->transition.station);
    d->attempt.negotiated.ft = false;
    nld_attempt_begin(d);
}

/* The machine of a transition to this AP. False: what is known does not suffice. */
static bool start(struct nld *d, const struct nld_bss *b, const struct mp_negotiated *n)
{
    uint8_t snonce[32];
    struct elements e = {0};
    struct ft_station_config c = {
        .crypto = crypto_of(d->ctx), .own = d->own, .mpmk = root(d), .domain = &d->ft.domain};
    if (!b) {
        return false;
    }
    elements_parse(bss_elements(&b->info), &e);
    c.peer = b->info.bssid;
    c.mde_capabilities = b->info.mde[2];
    nld_request_rsn(d, n, &c.rsn);
    c.peer_rsne = e.rsn;
    c.peer_rsnxe = e.rsnx;
    nld_random(d, snonce, sizeof snonce);
    return ft_station_start(&d->transition.station, &c, snonce) == EXTSTA_OK;
}

/* 13.5.2: it is a reassociation in any case. */
void nld_ft_begin(struct nld *d)
{
    struct nld_attempt *a = &d->attempt;
    uint8_t elements[320];
    struct writer w = writer_of(elements, sizeof elements);
    bool done = d->transition.done;
    d->transition.done = false;
    if (mac_is_zero(a->from)) {
        a->from = d->last_ap;
    }
    if (done && mac_equal(d->transition.station.config.peer, a->bssid)) {
        nld_associate(d);
        return;
    }
    if (!start(d, nld_bss_find(d, a->bssid), &a->negotiated)) {
        full_association(d, 0);
        return;
    }
    ft_station_write_request(&d->transition.station, &w);
    nld_authenticate_with(d, NL80211_AUTHTYPE_FT, span(NULL, 0),
                          span(elements, writer_len(&w)));
}

/* --- over the DS --- */

void nld_ft_stop(struct nld *d)
{
    d->transition.asks = d->transition.done = false;
    ft_station_clear(&d->transition.station);
    nld_timer(d, NLD_TIMER_FT, EXTSTA_NEVER);
}

/* Whether both APs offer it, and the card can send it. */
static bool can_over_ds(struct nld *d, const struct nld_bss *target, struct mp_negotiated *n)
{
    const struct nld_bss *ours = d->link.up ? nld_bss_find(d, d->link.peer) : NULL;
    return ours && d->link.port_open && (d->card.can & NL80211_CAN_FRAME) != 0 &&
           nld_candidate_security(d, target, n) &&
           (target->info.mde[2] & ours->info.mde[2] & MDE_OVER_DS) != 0;
}

bool nld_ft_want_over_ds(struct nld *d, const struct nld_bss *target)
{
    struct mp_negotiated n;
    const struct akm_suite *akm =
        d->ft.on && d->ft.known && can_over_ds(d, target, &n) ? akm_find(n.akm) : NULL;
    bool can = akm && akm->ft && n.akm == d->ft.akm &&
               memcmp(target->info.mde, d->ft.domain.mdid, 2) == 0;
    d->ft.once = can;
    return can;
}

/* 9.6.8.2: both addresses, and the elements that FT authentication would have. */
bool nld_ft_ask_over_ds(struct nld *d, struct nld_bss *target)
{
    struct mp_negotiated n;
    uint8_t body[320];
    struct writer w = writer_of(body, sizeof body);
    bool wanted = d->ft.over_ds || d->ft.once;
    d->ft.once = false;
    if (!wanted || !can_over_ds(d, target, &n) || !n.ft || !start(d, target, &n)) {
        return false;
    }
    mgmt_write_ft(&w, &(struct mgmt_ft){
                          .action = FT_REQUEST, .sta = d->own, .target = target->info.bssid});
    ft_station_write_request(&d->transition.station, &w);
    d->transition.asks = true;
    nld_timer(d, NLD_TIMER_FT, d->now + OVER_DS_TIME);
    nld_frame(d, NLD_FRAME_ACTION, d->link.peer, span(body, writer_len(&w)));
    return true;
}

/* Its target is tried: with what was said over the DS, else over the air. */
static void go_on(struct nld *d, bool done)
{
    struct nld_bss *target = nld_bss_find(d, d->transition.station.config.peer);
    if (!done) {
        nld_ft_stop(d);
    }
    d->transition.asks = false;
    d->transition.done = done;
    nld_timer(d, NLD_TIMER_FT, EXTSTA_NEVER);
    nld_connection_try(d, target);
}

/* What the target says comes through the AP; what does not fit is nobody's. */
void nld_ft_action(struct nld *d, struct extsta_span body)
{
    struct nld_transition *t = &d->transition;
    struct mgmt_ft frame;
    enum extsta_drop drop;
    if (!t->asks || !mgmt_parse_ft(body, &frame) || frame.action != FT_RESPONSE ||
        !mac_equal(frame.sta, d->own) || !mac_equal(frame.target, t->station.config.peer)) {
        return;
    }
    if (frame.status != 0) {
        go_on(d, false);
    } else if (ft_station_response(&t->station, frame.elements, &drop)) {
        go_on(d, true);
    }
}

void nld_ft_expire(struct nld *d)
{
    if (d->transition.asks) {
        go_on(d, false);
    }
}

/* --- the two pairs --- */

void nld_ft_authenticated(struct nld *d, const struct mgmt_auth *auth)
{
    enum extsta_drop drop;
    if (auth->status == 0 && ft_station_response(&d->transition.station, auth->rest, &drop)) {
        nld_associate(d);
    } else {
        full_association(d, auth->status);
    }
}

void nld_ft_write_reassoc(struct nld *d, struct rsn_element *rsn, struct writer *w)
{
    struct nld_attempt *a = &d->attempt;
    const struct nld_bss *b = nld_bss_find(d, a->bssid);
    ft_station_rsn(&d->transition.station, rsn);
    rsn_element_write(w, rsn);
    if (b) {
        element_write(w, ELEMENT_MOBILITY_DOMAIN, span(b->info.mde, sizeof b->info.mde));
    }
    ft_station_write_reassoc(&d->transition.station, a->freq, w);
}

bool nld_ft_seal(struct nld *d, uint8_t *elements, size_t len)
{
    return ft_station_seal(&d->transition.station, elements, len);
}

/* 13.8.5: the response proves the AP, and brings the group keys. */
void nld_ft_responded(struct nld *d, const struct mgmt_assoc_resp *r)
{
    struct nld_attempt *a = &d->attempt;
    struct supplicant_step keys;
    if (r->status != 0) {
        full_association(d, r->status);
        return;
    }
    bool proven = ft_station_reassoc(&d->transition.station, r->elements, &keys);
    a->accepted = *r;
    if (!proven || !nld_own_port_start(d, &d->transition.station, &keys)) {
        struct nld_end end = {.status = DOT11_ASSOC_STATUS_FAILURE,
                              .diagnosis = ft_station_cause(&d->transition.station),
                              .origin = EXTSTA_ORIGIN_STATION,
                              .rule = EXTSTA_RULE_ASC_30,
                              .tell_peer = true};
        supplicant_step_clear(&keys);
        nld_attempt_fail(d, &end);
        return;
    }
    supplicant_step_clear(&keys);
}
