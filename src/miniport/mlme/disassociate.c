/* How an association ends: by a frame of the AP, by silence, by the host, by ourselves
 * (contract chapter 50). All causes come together in associate_end, whose table calls
 * disassociate_explicit or disassociate_implicit; what then goes is association_gone's.
 *
 * The end itself needs no memory, its DISASSOCIATION does. Where there is none it is owed, and
 * said before anything else begins (disassociate_settle), so that the OS never sees a start of
 * something new inside an association (DIS-15, DIS-20). */
#include "miniport/mlme/disassociate.h"
#include "base/mac.h"
#include "miniport/miniport.h"
#include "miniport/mlme/channel_switch.h"
#include "miniport/mlme/connect.h"
#include "miniport/mlme/ibss.h"
#include "miniport/mlme/indicate.h"
#include "miniport/mlme/mlme_frame.h"
#include "miniport/mlme/port_auth.h"
#include "miniport/mlme/roam.h"
#include "miniport/mlme/scan.h"
#include <extsta/sesame.h>

#define SHORT_LIVED (5ull * EXTSTA_SECOND) /* an association that ended before did not hold */
#define FAREWELL_LIFETIME (1000u * EXTSTA_MS)    /* of a frame that says we leave */
/* PWR-14: of an AP, in a low power state of the device, in which not every Beacon is heard */
#define SILENCE_ASLEEP (300ull * EXTSTA_SECOND)
#define OWED_LOOK   (10u * EXTSTA_MS) /* is there memory for DISASSOCIATION now */

/* --- leaving --- */

/* On the channel of the BSS, whatever a scan has tuned to. */
void disassociate_send(struct miniport *mp, const struct mp_peer *peer,
                       const struct assoc_end *end)
{
    if (end->own_reason == 0 || mp->mlme.radio_off) {
        return;
    }
    uint8_t body[2];
    put_le16(body, end->own_reason);
    mlme_tune(mp, mp->link.home_freq);
    mlme_send(mp, end->now, end->deauthenticate ? FRAME_DEAUTH : FRAME_DISASSOC, peer->address,
              link_bssid(mp, peer), span(body, sizeof body), peer->negotiated.phy,
              (struct mlme_limits){.lifetime = FAREWELL_LIFETIME});
}

/* What goes with every association: keys, packets, receive state, the port (PRT-24). */
static void association_gone(struct miniport *mp, struct mp_peer *peer)
{
    mp->mlme.last_ap = peer->address; /* the row may be gone below: remembered first */
    channel_switch_forget(mp);
    mp->link.home_freq = 0;
    mp->mlme.away_since = 0;
    mp_timer_stop(mp, MP_TIMER_UNREACHABLE);
    mp_timer_stop(mp, MP_TIMER_CANDIDATES);
    datapath_flush(mp, NDIS_STATUS_FAILURE); /* DIS-30: nothing goes to it any more */
    datapath_forget(mp, peer);
    associate_leave(mp, peer);
    keys_on_leave(mp); /* DIS-26: dynamic keys go, of all */
}

bool disassociate_settle(struct miniport *mp)
{
    uint32_t reason = mp->mlme.owed_reason;
    struct outq_node *node = mp->mlme.farewell;
    if (reason && indicate_disassociation(mp, node, mp->mlme.last_ap, reason)) {
        mp->mlme.owed_reason = 0;
        mp->mlme.farewell = NULL;
    }
    return mp->mlme.owed_reason == 0;
}

/* A request of the host can be refused for want of memory; that the AP has left cannot. */
bool disassociate_prepare(struct miniport *mp)
{
    bool due = mlme_is_associated(mp) || mp->mlme.owed_reason;
    if (due && !mp->mlme.farewell) {
        mp->mlme.farewell = indicate_reserve(mp, INDICATE_DISASSOCIATION_LEN);
    }
    return !due || mp->mlme.farewell;
}

void disassociate_say_owed(struct miniport *mp, extsta_time now)
{
    if (!disassociate_settle(mp)) {
        mp_timer_set(mp, MP_TIMER_OWED, now + OWED_LOOK);
    }
}

/* An association that did not live long is not repeated at once, the second time on. */
static void judge_lifetime(struct miniport *mp, const struct mp_peer *peer,
                           const struct assoc_end *end)
{
    struct bss_entry *e = bss_find(mp, peer->address);
    if (end->now - peer->negotiated.since > SHORT_LIVED) {
        mp->mlme.roam_round = 0;
        return;
    }
    if (e && mp->mlme.roam_round > 0 && end->origin == EXTSTA_ORIGIN_PEER) {
        e->refused_until = end->now + roam_backoff(mp->mlme.roam_round);
    }
    if (end->origin == EXTSTA_ORIGIN_PEER && mp->mlme.roam_round < UINT8_MAX) {
        mp->mlme.roam_round++;
    }
}

/* The leaving frame goes while keys and channel are still there to send it with. */
void disassociate_explicit(struct miniport *mp, const struct assoc_input *in)
{
    const struct assoc_end *end = in->end;
    struct bss_entry *e = bss_find(mp, in->peer->address);
    if (mp->link.network) {
        ibss_disassociate_explicit(mp, in);
        return;
    }
    if (e && end->status == DOT11_DISASSOC_REASON_PEER_UNREACHABLE) {
        e->lost = true;
    }
    judge_lifetime(mp, in->peer, end);
    disassociate_send(mp, in->peer, end);
    association_gone(mp, in->peer);
    scan_homeless(mp, end->now);
    mp->mlme.owed_reason = end->status; /* DIS-15: an explicit end is indicated */
    disassociate_say_owed(mp, end->now);
}

/* DIS-04: the next ASSOCIATION_START has said it. */
void disassociate_implicit(struct miniport *mp, const struct assoc_input *in)
{
    if (mp->link.network) {
        ibss_disassociate_implicit(mp, in);
        return;
    }
    association_gone(mp, in->peer);
}

void disassociate(struct miniport *mp, struct mp_peer *peer, enum assoc_event event,
                  struct assoc_end *end)
{
    associate_end(mp, peer, event, end);
    if (mp->mlme.ibss) {
        ibss_peer_went(mp, end->now);
    } else {
        roam_lost(mp, end->now);
    }
}

void disassociate_by_host(struct miniport *mp, extsta_time now, enum extsta_diagnosis why,
                          enum extsta_rule rule)
{
    struct assoc_end end = {.now = now,
                            .status = DOT11_DISASSOC_REASON_OS,
                            .origin = EXTSTA_ORIGIN_HOST,
                            .diagnosis = why,
                            .confidence = 100,
                            .own_reason = REASON_DISASSOC_LEAVING,
                            .rule = rule};
    if (mlme_is_associated(mp)) {
        associate_end(mp, mp->link.ap, ASSOC_CANCELLED, &end);
    } else if (mp->link.network) { /* IBS-17: every peer; there is no other frame to say it */
        end.own_reason = REASON_DEAUTH_LEAVING;
        end.deauthenticate = true;
        ibss_end_associations(mp, ASSOC_CANCELLED, &end);
    }
}

/* --- frames of the peer --- */

/* DIS-16: DISASSOCIATION only after a completed association; before, the operation fails. */
static void frame_ends(struct miniport *mp, struct mp_peer *peer, struct assoc_end *end,
                       uint16_t reason)
{
    if (peer_is_associated(peer)) {
        disassociate(mp, peer, ASSOC_PEER_LEFT, end);
        return;
    }
    end->rule = RULE(DIS_16);
    if (peer->state == ASSOC_AWAIT_PORT) {
        end->diagnosis = port_auth_diagnose(peer, reason, &end->confidence);
        stats_handshake_failure(mp);
    }
    associate_fail(mp, peer, ASSOC_PEER_LEFT, end);
}

static void peer_left(struct miniport *mp, extsta_time now, struct mp_peer *peer, bool deauth,
                      uint16_t reason, uint64_t serial)
{
    struct assoc_end end = {.now = now,
                            .status = (deauth ? DOT11_ASSOC_STATUS_PEER_DEAUTHENTICATED
                                              : DOT11_ASSOC_STATUS_PEER_DISASSOCIATED) |
                                      reason,
                            .origin = EXTSTA_ORIGIN_PEER,
                            .space = EXTSTA_CODE_PEER_REASON,
                            .code = reason,
                            .confidence = 100,
                            .evidence = serial,
                            .rule = mp->link.network ? RULE(DIS_24)
                                    : deauth         ? RULE(DIS_09)
                                                     : RULE(DIS_08)};
    frame_ends(mp, peer, &end, reason);
}

/* Whether the frame is that by which the last association ended, once more: the peer did not get
 * our acknowledgement. The history of its duplicates went with the association (10.3.2.14). */
static bool is_said_again(const struct miniport *mp, const struct frame *f)
{
    return (f->fc & FC_RETRY) != 0 && mac_equal(f->addr2, mp->mlme.last_ap) &&
           mp->mlme.last_words == ((uint32_t)f->seq << 4 | f->frag) + 1;
}

/* DIS-14: only what the peer sends to us, or to all its stations. */
void disassociate_rx(struct miniport *mp, extsta_time now, const struct frame *f,
                     const struct extsta_rx_meta *meta)
{
    struct mgmt_reason reason;
    struct mp_peer *peer = link_peer_at(mp, f->addr2);
    if (!mac_equal(f->addr1, mp->address) && !mac_is_broadcast(f->addr1)) {
        mp_drop(mp, EXTSTA_DROP_OTHER_RECEIVER);
    } else if (!peer || !mac_equal(f->addr3, link_bssid(mp, peer))) {
        mp_drop(mp, mp->link.ap ? EXTSTA_DROP_OTHER_BSS : EXTSTA_DROP_NOT_ASSOCIATED);
    } else if (peer->state == ASSOC_AWAIT_BEACON) {
        mp_drop(mp, EXTSTA_DROP_UNEXPECTED_STATE); /* we have not spoken to it yet */
    } else if (!mgmt_parse_reason(f->body, &reason)) {
        mp_drop(mp, EXTSTA_DROP_BODY_TRUNCATED);
    } else if (is_said_again(mp, f)) {
        mp_drop(mp, EXTSTA_DROP_DUPLICATE);
    } else {
        mp->mlme.last_words = ((uint32_t)f->seq << 4 | f->frag) + 1;
        peer_left(mp, now, peer, frame_kind(f) == FRAME_DEAUTH, reason.reason, meta->serial);
    }
}

/* The code of a vendor's farewell (extsta/sesame.h) of this OUI; false: another frame of his.
 */
static bool read_farewell(struct extsta_span body, uint32_t oui, uint16_t *code)
{
    struct reader r = reader_of(body);
    bool farewell = reader_be32(&r) == (oui << 8 | EXTSTA_SESAME_FAREWELL);
    *code = reader_le16(&r);
    return farewell && !r.failed;
}

/* DIS-10: a frame of the vendor's ends an association by the vendor's algorithm. */
void disassociate_rx_vendor(struct miniport *mp, extsta_time now, const struct action_frame *a)
{
    struct mp_peer *peer = a->peer;
    uint16_t code;
    if (peer->negotiated.auth < DOT11_AUTH_ALGO_IHV_START ||
        peer->state == ASSOC_AWAIT_BEACON ||
        !read_farewell(a->body, peer->negotiated.akm >> 8, &code)) {
        mp_drop(mp, EXTSTA_DROP_UNSUPPORTED_SUBTYPE);
        return;
    }
    if (is_said_again(mp, a->f)) {
        mp_drop(mp, EXTSTA_DROP_DUPLICATE);
        return;
    }
    mp->mlme.last_words = ((uint32_t)a->f->seq << 4 | a->f->frag) + 1;
    struct assoc_end end = {.now = now,
                            .status = DOT11_DISASSOC_REASON_IHV_START | code,
                            .origin = EXTSTA_ORIGIN_PEER,
                            .diagnosis = EXTSTA_DIAGNOSIS_VENDOR_FRAME,
                            .confidence = 100,
                            .evidence = a->meta->serial,
                            .rule = RULE(DIS_10)};
    frame_ends(mp, peer, &end, 0);
}

/* --- silence (DIS-11; X-82: any frame of the peer restarts it) --- */

/* The timer is not moved with every frame: it fires, looks when the peer was last heard, and is
 * set anew. */

/* The first instant that is beyond the threshold: a frame at its very end still counts. */
extsta_time disassociate_silence(const struct miniport *mp)
{
    bool asleep = mp->power.device != NDIS_DEVICE_STATE_D0;
    extsta_time threshold = (extsta_time)mp->mib->unreachable_ms * EXTSTA_MS;
    return (asleep ? SILENCE_ASLEEP : threshold) + 1;
}

static extsta_time silence_ends(const struct miniport *mp)
{
    return mp->link.ap->heard + disassociate_silence(mp);
}

void disassociate_watch(struct miniport *mp)
{
    mp_timer_set(mp, MP_TIMER_UNREACHABLE, silence_ends(mp));
}

void disassociate_expire(struct miniport *mp, extsta_time now)
{
    if (mp->link.network) {
        ibss_silence_expire(mp, now);
    }
    if (!mlme_is_associated(mp)) {
        return;
    }
    if (mp->mlme.away_since != 0) { /* judged again some time after we are back */
        extsta_time later = silence_ends(mp) + (now - mp->mlme.away_since);
        mp_timer_set(mp, MP_TIMER_UNREACHABLE, later > now ? later : now + EXTSTA_TU);
        return;
    }
    if (now < silence_ends(mp)) {
        disassociate_watch(mp);
        return;
    }
    struct assoc_end end = {.now = now,
                            .status = DOT11_DISASSOC_REASON_PEER_UNREACHABLE,
                            .origin = EXTSTA_ORIGIN_TIMER,
                            .diagnosis = EXTSTA_DIAGNOSIS_PEER_SILENT,
                            .confidence = 100,
                            .rule = RULE(DIS_11)};
    disassociate(mp, mp->link.ap, ASSOC_SILENT, &end);
}
