/* The MLME's outside: frames, timers and questions go to the operation they belong to; resets,
 * halt, power and configuration changes end or wake several at once. What an operation does is
 * in its own file; here stands who is asked, and in which order. */
#include "miniport/mlme/mlme.h"
#include "base/mac.h"
#include "base/wipe.h"
#include "miniport/miniport.h"
#include "miniport/mlme/ft.h"
#include "miniport/mlme/action.h"
#include "miniport/mlme/candidate.h"
#include "miniport/mlme/channel_switch.h"
#include "miniport/mlme/connect.h"
#include "miniport/mlme/disassociate.h"
#include "miniport/mlme/ibss.h"
#include "miniport/mlme/indicate.h"
#include "miniport/mlme/mlme_frame.h"
#include "miniport/mlme/pmksa.h"
#include "miniport/mlme/port_auth.h"
#include "miniport/mlme/power_save.h"
#include "miniport/mlme/quality.h"
#include "miniport/mlme/roam.h"
#include "miniport/mlme/sa_query.h"
#include "miniport/mlme/scan.h"
#include "miniport/mlme/steer.h"

/* --- questions --- */

bool mlme_is_associated(const struct miniport *mp)
{
    return mp->link.ap && peer_is_associated(mp->link.ap);
}

bool mlme_is_joined(const struct miniport *mp)
{
    return mlme_is_associated(mp) || (mp->link.network && !mp->mlme.ibss->started);
}

bool mlme_has_home(const struct miniport *mp)
{
    return mlme_is_associated(mp) || mp->link.network;
}

/* An AP may have several SSIDs under one BSSID: that of the network first. */
const struct bss_entry *mlme_bss(const struct miniport *mp)
{
    const struct mp_peer *ap = mp->link.ap;
    const struct mp_negotiated *n = ap                 ? &ap->negotiated
                                    : mp->link.network ? &mp->link.network->negotiated
                                                       : NULL;
    const struct bss_entry *best = NULL;
    for (size_t i = 0; n && i < mp->bss.count; i++) {
        const struct bss_entry *e = &mp->bss.entries[i];
        if (!mac_equal(e->info->bssid, link_bssid(mp, ap)) || e->phy != n->phy) {
            continue;
        }
        if (e->info->ssid_len == mp->mlme.network.len &&
            memcmp(e->info->ssid, mp->mlme.network.ssid, e->info->ssid_len) == 0) {
            return e;
        }
        best = e;
    }
    return best;
}

/* --- frames --- */

/* PWR-10: with power saving and no BSS the radio is off except while it scans. */
static bool radio_sleeps(const struct miniport *mp)
{
    return power_saving_level(mp) != DOT11_POWER_SAVING_NO_POWER_SAVING && !mp->link.ap &&
           !mp->mlme.ibss && mp->mlme.scanning == SCAN_IDLE;
}

/* A scan first (it may ask for a hidden SSID), roaming last: it may leave the AP that the
 * others still look at. */
static void bss_frame(struct miniport *mp, extsta_time now, const struct frame *f,
                      const struct extsta_rx_meta *meta)
{
    const struct bss_entry *e = bss_heard(mp, now, f, meta);
    if (!e) {
        return;
    }
    const struct extsta_mac bssid = e->info->bssid;
    /* ROM-19: a visible candidate was heard, so names may be asked for again */
    if (mp->mlme.resumed && !e->hidden && candidate_fits(mp, e, CANDIDATE_ROAM)) {
        mp->mlme.resumed = false;
    }
    scan_heard(mp, now, e);
    quality_heard(mp, now, e, f);
    if (frame_kind(f) == FRAME_BEACON) {
        associate_beacon(mp, now, e);
    }
    e = bss_find(mp, bssid); /* the operations may have moved the entries */
    if (e && mp->mlme.ibss) {
        ibss_heard(mp, now, e, f, meta);
    } else if (e) {
        roam_heard(mp, now, e);
    }
}

/* Of our independent network there are more kinds than of an AP. True: it was one of these. */
static bool ibss_frame(struct miniport *mp, extsta_time now, const struct frame *f,
                       const struct extsta_rx_meta *meta)
{
    if (!mp->link.network) {
        return false;
    }
    if (frame_kind(f) == FRAME_PROBE_REQ) {
        ibss_rx_probe(mp, now, f);
        return true;
    }
    if (frame_kind(f) == FRAME_AUTH && mac_equal(f->addr3, mp->link.network->bssid)) {
        ibss_rx_auth(mp, now, f, meta);
        return true;
    }
    return false;
}

/* Each operation judges addresses itself: what counts differs (DIS-14, associate_rx). */
void mlme_rx(struct miniport *mp, extsta_time now, const struct frame *f,
             const struct extsta_rx_meta *meta)
{
    if (radio_sleeps(mp)) {
        mp_drop(mp, EXTSTA_DROP_RADIO_OFF);
        return;
    }
    if (ibss_frame(mp, now, f, meta)) {
        return;
    }
    switch (frame_kind(f)) {
    case FRAME_BEACON:
    case FRAME_PROBE_RESP:
        bss_frame(mp, now, f, meta);
        return;
    case FRAME_AUTH:
    case FRAME_ASSOC_RESP:
    case FRAME_REASSOC_RESP:
        associate_rx(mp, now, f, meta);
        return;
    case FRAME_DEAUTH:
    case FRAME_DISASSOC:
        disassociate_rx(mp, now, f, meta);
        return;
    case FRAME_ACTION:
        action_rx(mp, now, f, meta);
        return;
    default: /* a number of the air, not an enum */
        mp_drop(mp, EXTSTA_DROP_UNSUPPORTED_SUBTYPE);
        return;
    }
}

void mlme_unprotected(struct miniport *mp, extsta_time now, const struct frame *f,
                      const struct extsta_rx_meta *meta)
{
    sa_query_doubt(mp, now, f, meta->serial);
}

void mlme_heard(struct miniport *mp, extsta_time now, struct mp_peer *peer,
                const struct frame *f)
{
    peer->heard = now;
    if (peer == mp->link.ap && frame_type(f) == FRAME_DATA) {
        power_save_data(mp, now, f);
    }
}

void mlme_tx_status(struct miniport *mp, extsta_time now, uint32_t cookie, bool acked,
                    uint8_t tries)
{
    scan_tx_status(mp, now, cookie, acked || tries > 0);
    associate_tx_status(mp, now, cookie, acked, tries);
    ibss_beacon_tx_status(mp, now, cookie, acked || tries > 0);
    port_auth_tx_status(mp, now, cookie, acked);
}

void mlme_tx_started(struct miniport *mp, extsta_time now, uint32_t cookie)
{
    associate_tx_started(mp, now, cookie);
}

/* --- the medium --- */

/* One of the two: a scan waits while an association operation is open. Of an independent
 * network what is nearest. */
extsta_time mlme_medium_since(const struct miniport *mp)
{
    extsta_time since = associate_medium_since(mp);
    since = since != EXTSTA_NEVER ? since : scan_medium_since(mp);
    return since != EXTSTA_NEVER ? since : ibss_beacon_medium_since(mp);
}

/* Rounded up: a medium that was busy for a moment was busy. What is told of a network that is
 * looked for (mp->busy) is the channel where it was, or the busiest of a scan of all. */
void mlme_medium(struct miniport *mp, extsta_time now, extsta_time since, extsta_time busy)
{
    extsta_time whole = now > since ? now - since : 1;
    uint8_t percent = 100;
    if (busy < whole) {
        percent = (uint8_t)((busy * 100 + whole - 1) / whole);
    }
    mp->mlme.busy = percent;
    if (scan_is_elsewhere(mp) || mp->link.network) {
        return;
    }
    bool searching = mp->mlme.scan && mp->mlme.scan->order.first_count == 0;
    if (!searching || mp->busy == EXTSTA_BUSY_UNKNOWN || percent > mp->busy) {
        mp->busy = percent;
    }
}

/* --- timers --- */

/* What follows when a timer of mlme.h fires, in the order of those that are due at once. */
static void (*const expiries[MP_TIMERS_OF_MLME])(struct miniport *mp, extsta_time now) = {
    [MP_TIMER_SCAN] = scan_expire,
    [MP_TIMER_ANSWER] = associate_expire,
    [MP_TIMER_SWITCH] = channel_switch_expire,
    [MP_TIMER_PORT] = port_auth_expire,
    [MP_TIMER_UNREACHABLE] = disassociate_expire,
    [MP_TIMER_ROAM] = roam_expire,
    [MP_TIMER_OWED] = disassociate_say_owed,
    [MP_TIMER_CANDIDATES] = quality_expire,
    [MP_TIMER_IBSS] = ibss_expire,
    [MP_TIMER_DOZE] = power_save_expire,
    [MP_TIMER_SA_QUERY] = sa_query_expire,
};

/* Stopped before it is followed: what follows may set it anew, or stop others that are due. */
void mlme_expire(struct miniport *mp, extsta_time now)
{
    for (size_t t = 0; t < MP_TIMERS_OF_MLME; t++) {
        if (mp->timers[t] <= now) {
            mp_timer_stop(mp, (enum mp_timer)t);
            expiries[t](mp, now);
        }
    }
}

/* --- what the host and the radio do to everything at once --- */

/* Forgets the connection; everything open has been completed before. */
static void forget(struct miniport *mp, extsta_time now)
{
    roam_stop(mp, now);
    scan_take_only(mp, NULL);
    associate_free(mp);
    ibss_free(mp);
    for (size_t t = 0; t < MP_TIMERS_OF_MLME; t++) {
        mp_timer_stop(mp, (enum mp_timer)t);
    }
    mp->mlme.network = (struct mp_ssid){0};
    mp->mlme.last_ap = (struct extsta_mac){0};
    mp->link.home_freq = 0;
    mp->mlme.roam_round = 0;
    mp->mlme.owed_reason = 0;
}

/* RST-19: inner before outer, then the association. */
static void end_everything(struct miniport *mp, extsta_time now, enum extsta_rule rule)
{
    struct assoc_end end = {.now = now,
                            .status = DOT11_ASSOC_STATUS_CANCELLED,
                            .origin = EXTSTA_ORIGIN_HOST,
                            .diagnosis = EXTSTA_DIAGNOSIS_RESET_REQUEST,
                            .confidence = 100,
                            .rule = rule};
    disassociate_settle(mp);
    scan_cancel(mp, now, NDIS_STATUS_REQUEST_ABORTED, true); /* an aborted scan says so */
    associate_end_open(mp, ASSOC_CANCELLED, &end);
    if (connection_is_open(mp)) {
        mp->mlme.last_diagnosis = EXTSTA_DIAGNOSIS_RESET_REQUEST;
        connection_finish(mp, now, CONNECTION_CANCEL);
    }
    disassociate_by_host(mp, now, EXTSTA_DIAGNOSIS_RESET_REQUEST, RULE(RST_06));
    if (mp->mlme.connection != CONNECTION_NONE) {
        connection_finish(mp, now, CONNECTION_LEAVE);
    }
    forget(mp, now);
}

bool mlme_reset_prepare(struct miniport *mp)
{
    return disassociate_prepare(mp);
}

/* What the host has given, and what was made of it (PMK-08: any reset). */
static void forget_secrets(struct miniport *mp)
{
    mlme_set_port_key(mp, span(NULL, 0));
    mlme_set_sae(mp, NULL);
    pmksa_clear(mp);
    ft_free(mp);
}

void mlme_reset(struct miniport *mp, extsta_time now)
{
    end_everything(mp, now, RULE(RST_11));
    forget_secrets(mp);
    scan_take_only(mp, NULL);
    scan_forget_channels(mp);
    mlme_set_roam_policy(mp, &extsta_roam_default);
}

/* STA-12: MAC and PHY start afresh, the association stays as it is. */
void mlme_reset_ex(struct miniport *mp, extsta_time now)
{
    scan_cancel(mp, now, NDIS_STATUS_REQUEST_ABORTED, true);
    uint16_t freq = mp->link.freq;
    mp->link.freq = 0;
    mlme_tune(mp, freq);
}

void mlme_halt(struct miniport *mp, extsta_time now)
{
    end_everything(mp, now, RULE(STA_11));
    forget_secrets(mp);
    bss_flush(mp);
}

void mlme_destroy(struct miniport *mp)
{
    if (mp->mlme.scan) {
        scan_free(mp);
    }
    associate_free(mp);
    ibss_free(mp);
    outq_unreserve(mp->out, mp->mlme.outer);
    outq_unreserve(mp->out, mp->mlme.farewell);
    mp->mlme.outer = mp->mlme.farewell = NULL;
    forget_secrets(mp);
    scan_forget_channels(mp);
    mlme_set_roam_policy(mp, &extsta_roam_default);
}

/* Operations fail, inner before outer. A connection that was made stays: the station waits in
 * OP for its radio (STA-03; mlme_radio_on). */
void mlme_radio_off(struct miniport *mp, extsta_time now)
{
    struct assoc_end end = {.now = now,
                            .status = DOT11_ASSOC_STATUS_RADIO_OFF,
                            .origin = EXTSTA_ORIGIN_RADIO,
                            .diagnosis = EXTSTA_DIAGNOSIS_RADIO_OFF,
                            .confidence = 100};
    mp->mlme.radio_off = true;
    /* SCN-05: and SCAN_CONFIRM says so */
    scan_cancel(mp, now, NDIS_STATUS_UNSUPPORTED_MEDIA, false);
    end.rule = RULE(PWR_06);
    associate_end_open(mp, ASSOC_RADIO_OFF, &end);
    if (connection_is_open(mp)) {
        connection_finish(mp, now, CONNECTION_POWER_DOWN);
    }
    end.rule = RULE(PWR_07);
    if (mlme_is_associated(mp)) {
        disassociate(mp, mp->link.ap, ASSOC_RADIO_OFF, &end);
    } else if (mp->link.network) {
        ibss_end_associations(mp, ASSOC_RADIO_OFF, &end);
    }
    mp_timer_stop(mp, MP_TIMER_ROAM);
}

void mlme_radio_on(struct miniport *mp, extsta_time now)
{
    mp->mlme.radio_off = false;
    roam_resume(mp, now);
    ibss_resume(mp, now);
}

/* The AP has its whole time to be heard again; without one the search begins at once. */
void mlme_resumed(struct miniport *mp, extsta_time now)
{
    mp->mlme.resumed = true;
    if (mlme_is_associated(mp)) {
        mp->link.ap->heard = now;
        disassociate_watch(mp);
    } else if (mp->link.network) {
        ibss_home(mp, now, now);
    }
    roam_resume(mp, now);
}

/* CIP-12, DIS-13: an excluded AP is left, in whatever state of the operation. */
void mlme_excluded_changed(struct miniport *mp, extsta_time now)
{
    struct mp_peer *ap = mp->link.ap;
    if (!mp->link.network && (!ap || !mib_is_excluded(mp, ap->address))) {
        return;
    }
    struct assoc_end end = {.now = now,
                            /* the status of an excluded peer */
                            .status = DOT11_ASSOC_STATUS_FAILURE,
                            .origin = EXTSTA_ORIGIN_HOST,
                            .diagnosis = EXTSTA_DIAGNOSIS_EXCLUDED,
                            .confidence = 100,
                            .rule = RULE(DIS_13)};
    if (mp->link.network) {
        ibss_end_excluded(mp, &end);
        return;
    }
    if (associate_is_open(mp)) {
        end.rule = RULE(ASC_11);
        associate_fail(mp, ap, ASSOC_EXCLUDED, &end);
        return;
    }
    end.own_reason = REASON_DISASSOC_LEAVING;
    disassociate(mp, ap, ASSOC_EXCLUDED, &end);
}

void mlme_threshold_changed(struct miniport *mp, extsta_time now)
{
    if (mlme_is_associated(mp)) {
        disassociate_watch(mp);
    } else if (mp->link.network) {
        ibss_watch(mp, now);
    }
}

/* PRT-19: kept, and forgotten with the association (PRT-24); a peer we do not know is
 * ignored. */
void mlme_port_state(struct miniport *mp, extsta_time now, struct extsta_mac address, bool open)
{
    struct mp_peer *peer = link_peer_at(mp, address);
    if (!peer || !peer_is_associated(peer)) {
        return;
    }
    bool opens = open && !peer->port_open;
    peer->port_open = open;
    if (open) {
        pmksa_proven(mp, address);
    }
    if (opens) {
        steer_port_open(mp, now);
    }
}

/* Of who has lost its AP the scan goes on: it is how it comes back. */
void mlme_media_streaming(struct miniport *mp, extsta_time now)
{
    if (mp->media_streaming && mp->mlme.scanning == SCAN_ROAM && mlme_is_associated(mp) &&
        mp->mlme.roam != ROAM_AWAIT_TARGET) {
        scan_cancel(mp, now, NDIS_STATUS_REQUEST_ABORTED, true);
        steer_scan_done(mp, now);
    }
}
