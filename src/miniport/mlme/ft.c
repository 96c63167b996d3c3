/* The mobility domain of the station (ft.h). */
#include "miniport/mlme/ft.h"
#include "base/mac.h"
#include "base/wipe.h"
#include "miniport/miniport.h"
#include "miniport/mlme/action.h"
#include "miniport/mlme/auth.h"
#include "miniport/mlme/candidate.h"
#include "miniport/mlme/mlme_frame.h"
#include "miniport/mlme/port_auth.h"
#include "miniport/mlme/request.h"
#include "miniport/mlme/roam.h"
#include "rsn/handshake.h"
#include <extsta/private_oid.h>

void ft_free(struct miniport *mp)
{
    if (mp->mlme.ft) {
        ft_end(mp, mp->mlme.ft->ds);
        wipe(mp->mlme.ft, sizeof *mp->mlme.ft);
        pool_release(&mp->ctx->pool, mp->mlme.ft, sizeof *mp->mlme.ft);
        mp->mlme.ft = NULL;
    }
}

void ft_forget_domain(struct miniport *mp)
{
    struct mp_ft *ft = mp->mlme.ft;
    if (ft) {
        wipe(ft->own_key, sizeof ft->own_key);
        ft->own_len = 0;
        ft->known = false;
    }
}

/* The root of the first association, where 802.1X has made it above. After a transition the
 * association is another one, and the root still the same. */
static uint32_t set_root(struct miniport *mp, struct extsta_span parameters)
{
    struct reader r = reader_of(parameters);
    (void)reader_u8(&r);
    struct extsta_mac bssid = reader_mac(&r);
    struct extsta_span key = reader_rest(&r);
    struct mp_ft *ft = mp->mlme.ft;
    if (r.failed || key.len < 32 || key.len > sizeof ft->own_key) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    if (!ft || !ft->known || !mlme_is_associated(mp) ||
        !mac_equal(mp->link.ap->address, bssid)) {
        return NDIS_STATUS_INVALID_DATA; /* that association is over */
    }
    wipe(ft->own_key, sizeof ft->own_key);
    memcpy(ft->own_key, key.data, key.len);
    ft->own_len = (uint8_t)key.len;
    return NDIS_STATUS_SUCCESS;
}

uint32_t mlme_set_ft(struct miniport *mp, struct extsta_span parameters)
{
    const uint8_t known = EXTSTA_PRIVATE_FT_ON | EXTSTA_PRIVATE_FT_DS;
    struct reader r = reader_of(parameters);
    uint8_t flags = reader_u8(&r);
    struct extsta_span key = reader_rest(&r);
    if (flags == EXTSTA_PRIVATE_FT_ROOT) {
        return set_root(mp, parameters);
    }
    if (parameters.len > 0 && (flags & ~known || !(flags & EXTSTA_PRIVATE_FT_ON))) {
        return NDIS_STATUS_INVALID_DATA;
    }
    if (key.len > PMK_MAX || (key.len > 0 && key.len < 32)) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    ft_free(mp);
    if (parameters.len == 0) {
        return NDIS_STATUS_SUCCESS;
    }
    struct mp_ft *ft = mp->mlme.ft = pool_zalloc(&mp->ctx->pool, sizeof *ft);
    if (!ft) {
        return NDIS_STATUS_RESOURCES;
    }
    ft->over_ds = (flags & EXTSTA_PRIVATE_FT_DS) != 0;
    ft->key_len = (uint8_t)key.len;
    if (key.len > 0) {
        memcpy(ft->key, key.data, key.len);
    }
    return NDIS_STATUS_SUCCESS;
}

bool ft_usable(const struct miniport *mp, const struct bss_info *info)
{
    return mp->mlme.ft && info->has_mde;
}

struct extsta_span ft_root(const struct miniport *mp)
{
    const struct mp_ft *ft = mp->mlme.ft;
    if (!ft) {
        return span(NULL, 0);
    }
    if (ft->own_len > 0) {
        return span(ft->own_key, ft->own_len);
    }
    if (ft->key_len > 0) {
        return span(ft->key, ft->key_len);
    }
    return mp->mlme.port_key ? span(mp->mlme.port_key->pmk, mp->mlme.port_key->len)
                             : span(NULL, 0);
}

/* The AP is of the domain, whose keys are known. */
static bool is_of_domain(const struct miniport *mp, const struct bss_info *info, uint32_t akm)
{
    const struct mp_ft *ft = mp->mlme.ft;
    return ft && ft->known && ft->akm == akm && info->has_mde &&
           memcmp(info->mde, ft->domain.mdid, 2) == 0 &&
           span_equal(span(info->ssid, info->ssid_len),
                      span(ft->domain.ssid, ft->domain.ssid_len)) &&
           ft_root(mp).len > 0;
}

bool ft_reaches(const struct miniport *mp, const struct bss_info *info, uint32_t akm)
{
    return mp->mlme.connection == CONNECTION_ROAMING &&
           !(mlme_is_associated(mp) && mac_equal(mp->link.ap->address, info->bssid)) &&
           is_of_domain(mp, info, akm);
}

/* 13.4.2: the response of a first association names domain and key holders. One that does not
 * is found out by the four-way handshake, if it asks for what it should have said. */
void ft_learn(struct miniport *mp, const struct mp_peer *peer, struct extsta_span elements)
{
    struct mp_ft *ft = mp->mlme.ft;
    const struct akm_suite *akm = akm_find(peer->negotiated.akm);
    struct extsta_span pmk = auth_pmk(peer->op->auth);
    struct extsta_mac r1kh;
    struct element mde, fte;
    if (!ft) {
        return;
    }
    ft_forget_domain(mp);
    if (!akm || !akm->ft || !element_find(elements, ELEMENT_MOBILITY_DOMAIN, &mde) ||
        !element_find(elements, ELEMENT_FAST_BSS_TRANSITION, &fte)) {
        return;
    }
    akm = akm_find_sized(akm->selector, pmk.len ? pmk.len : ft_root(mp).len);
    const struct mp_ssid *ssid = &mp->mlme.network;
    ft->known = ft_domain_read(span(ssid->ssid, ssid->len), mde.whole, fte.whole, akm->mic_len,
                               &ft->domain, &r1kh) == EXTSTA_OK;
    ft->akm = akm->selector;
    if (pmk.len > 0 && pmk.len <= sizeof ft->own_key) {
        memcpy(ft->own_key, pmk.data, pmk.len);
        ft->own_len = (uint8_t)pmk.len;
    }
}

void ft_end(struct miniport *mp, struct ft_station *f)
{
    if (f) {
        ft_station_clear(f);
        pool_release(&mp->ctx->pool, f, sizeof *f);
    }
}

struct ft_station *ft_begin(struct miniport *mp, const struct mp_negotiated *n,
                            const struct bss_info *info)
{
    struct elements e;
    uint8_t snonce[32];
    struct ft_station_config c = {.crypto = crypto_of(mp->ctx),
                                  .own = mp->address,
                                  .peer = info->bssid,
                                  .mpmk = ft_root(mp),
                                  .domain = &mp->mlme.ft->domain,
                                  .mde_capabilities = info->mde[2]};
    struct ft_station *f = pool_zalloc(&mp->ctx->pool, sizeof *f);
    request_rsn(mp, n, &c.rsn);
    elements_parse(bss_elements(info), &e);
    c.peer_rsne = e.rsn;
    c.peer_rsnxe = e.rsnx;
    mp_random(mp, snonce, sizeof snonce);
    if (f && ft_station_start(f, &c, snonce) != EXTSTA_OK) {
        ft_end(mp, f);
        f = NULL;
    }
    return f;
}

/* --- over the DS --- */

void ft_drop_over_ds(struct miniport *mp)
{
    if (mp->mlme.ft) {
        ft_end(mp, mp->mlme.ft->ds);
        mp->mlme.ft->ds = NULL;
    }
}

bool ft_asks_over_ds(const struct miniport *mp)
{
    const struct mp_ft *ft = mp->mlme.ft;
    return ft && ft->ds && ft->ds->state == FT_AWAIT_RESPONSE;
}

struct ft_station *ft_take_over_ds(struct miniport *mp, struct extsta_mac target)
{
    struct mp_ft *ft = mp->mlme.ft;
    struct ft_station *ds = ft ? ft->ds : NULL;
    if (ds && (ds->state != FT_AWAIT_REASSOC || !mac_equal(ds->config.peer, target))) {
        ft_drop_over_ds(mp);
        ds = NULL;
    }
    if (ft) {
        ft->ds = NULL;
    }
    return ds;
}

/* Whether both APs offer it, for what would be negotiated. */
static bool can_over_ds(struct miniport *mp, const struct bss_entry *target,
                        struct mp_negotiated *n)
{
    const struct bss_entry *ours = mlme_bss(mp);
    return mp->mlme.ft && ours && mlme_is_associated(mp) &&
           candidate_security(mp, target->info, n) && is_of_domain(mp, target->info, n->akm) &&
           (target->info->mde[2] & ours->info->mde[2] & MDE_OVER_DS) != 0;
}

bool ft_want_over_ds(struct miniport *mp, const struct bss_entry *target)
{
    struct mp_negotiated n = {.phy = target->phy};
    bool can = can_over_ds(mp, target, &n);
    if (can) {
        mp->mlme.ft->once = true;
    }
    return can;
}

/* 9.6.8.2: both addresses, and the elements that FT authentication would have. */
bool ft_ask_over_ds(struct miniport *mp, extsta_time now, const struct bss_entry *target)
{
    struct mp_ft *ft = mp->mlme.ft;
    struct mp_negotiated n = {.phy = target->phy};
    uint8_t body[320];
    struct writer w = writer_of(body, sizeof body);
    bool wanted = ft && (ft->over_ds || ft->once);
    if (ft) {
        ft->once = false;
    }
    if (!wanted || !can_over_ds(mp, target, &n) || !n.ft) {
        return false;
    }
    ft_drop_over_ds(mp);
    ft->ds = ft_begin(mp, &n, target->info);
    if (!ft->ds) {
        return false;
    }
    mgmt_write_ft(&w, &(struct mgmt_ft){.action = FT_REQUEST,
                                        .sta = mp->address,
                                        .target = target->info->bssid});
    ft_station_write_request(ft->ds, &w);
    const struct mp_peer *ap = mp->link.ap;
    return mlme_send(mp, now, FRAME_ACTION, ap->address, ap->address,
                     span(body, writer_len(&w)), ap->negotiated.phy,
                     (struct mlme_limits){.lifetime = 100 * EXTSTA_MS}) != 0;
}

/* What the target says comes through the AP; one that refuses, or says what does not fit, is
 * asked over the air. */
void ft_rx_action(struct miniport *mp, extsta_time now, const struct action_frame *a)
{
    struct mgmt_ft frame;
    enum extsta_drop drop = EXTSTA_DROP_UNEXPECTED_STATE;
    if (!mgmt_parse_ft(a->f->body, &frame)) {
        mp_drop(mp, EXTSTA_DROP_BODY_TRUNCATED);
        return;
    }
    if (frame.action != FT_RESPONSE || !ft_asks_over_ds(mp) ||
        !mac_equal(frame.sta, mp->address) ||
        !mac_equal(frame.target, mp->mlme.ft->ds->config.peer)) {
        mp_drop(mp, drop);
        return;
    }
    if (frame.status != 0) {
        roam_ask_again(mp, now);
    } else if (ft_station_response(mp->mlme.ft->ds, frame.elements, &drop)) {
        roam_hurry(mp, now);
    } else {
        mp_drop(mp, drop);
    }
}
