/* The peers of an independent network: each has an association of its own, begun when it is
 * first heard (IBS-10), side by side with those of others (IBS-11), and ended without touching
 * them (DIS-24, DIS-31).
 *
 * How a peer associates is left to the station (IBS-12). This one authenticates by Open System:
 * whoever hears of the other first asks, who is asked answers and takes it for the other's
 * word, too; so one exchange makes both. A peer that acknowledges and does not answer is one
 * all the same: IEEE 802.11-2020 11.3 asks nobody in an independent network for authentication.
 */
#include "base/mac.h"
#include "boundary/payload.h"
#include "miniport/miniport.h"
#include "miniport/mlme/candidate.h"
#include "miniport/mlme/disassociate.h"
#include "miniport/mlme/ibss.h"
#include "miniport/mlme/indicate.h"
#include "miniport/mlme/mlme_frame.h"
#include "miniport/mlme/request.h"
#include "wire/status_codes.h"

#define OPENING_MAX 32u /* operations at a time: addresses can be invented */
/* An Authentication of a peer belongs to the association just made; later it is a new one. */
#define SAME_JOINING                 (1ull * EXTSTA_SECOND)
#define ASK_LIFETIME                 (100u * EXTSTA_MS) /* of a Probe Request to a peer */
#define ALGORITHM_OPEN               0u

/* --- who is not asked for a while --- */

void ibss_shun(struct miniport *mp, extsta_time now, struct extsta_mac address, uint32_t pause)
{
    struct mp_ibss *ib = mp->mlme.ibss;
    size_t at = 0;
    for (size_t i = 0; i < IBSS_SHUNNED; i++) { /* its own place, or the one free soonest */
        if (mac_equal(ib->shunned[i].address, address)) {
            at = i;
            break;
        }
        at = ib->shunned[i].until < ib->shunned[at].until ? i : at;
    }
    ib->shunned[at].address = address;
    ib->shunned[at].until = now + pause;
}

static bool is_shunned(const struct miniport *mp, extsta_time now, struct extsta_mac address)
{
    const struct mp_ibss *ib = mp->mlme.ibss;
    for (size_t i = 0; i < IBSS_SHUNNED; i++) {
        if (ib->shunned[i].until > now && mac_equal(ib->shunned[i].address, address)) {
            return true;
        }
    }
    return false;
}

/* --- a peer joins --- */

/* Asks one station whether it is there, and what its network is: everybody answers what is
 * addressed to him (11.1.4.3.4). */
static void ask(struct miniport *mp, extsta_time now, struct extsta_mac address)
{
    const struct mp_network *network = mp->link.network;
    const struct mp_ssid *ssid = &mp->mlme.network;
    uint8_t body[512];
    struct writer w = writer_of(body, sizeof body);
    request_write(&(struct request){.kind = REQUEST_PROBE,
                                    .mp = mp,
                                    .ssid = span(ssid->ssid, ssid->len),
                                    .freq = mp->link.home_freq,
                                    .phy = network->negotiated.phy},
                  &w);
    mlme_send(mp, now, FRAME_PROBE_REQ, address, network->bssid, writer_span_of(&w),
              network->negotiated.phy, (struct mlme_limits){.lifetime = ASK_LIFETIME});
}

static size_t open_count(const struct mp_ibss *ib)
{
    size_t n = 0;
    list_for_each(it, &ib->ops)
    {
        n++;
    }
    return n;
}

/* IBS-10: it matches the criteria of a candidate, and a Beacon of the network is at hand, which
 * the completion shows (ASC-16). Without one it is asked what the network is. */
static bool may_begin(struct miniport *mp, extsta_time now, struct extsta_mac address)
{
    const struct mp_ibss *ib = mp->mlme.ibss;
    struct mp_negotiated n;
    if (ib->state == IBSS_AWAIT_NETWORK || mp->mlme.radio_off || mac_is_group(address) ||
        mp->link.freq != mp->link.home_freq || mib_is_excluded(mp, address) ||
        open_count(ib) >= OPENING_MAX) {
        return false;
    }
    const struct bss_entry *network = mlme_bss(mp);
    if (!network) {
        ask(mp, now, address);
        return false;
    }
    return (ib->network.negotiated.akm == 0 || network->from_beacon) &&
           candidate_security(mp, network->info, &n);
}

void ibss_member_heard(struct miniport *mp, extsta_time now, struct extsta_mac address,
                       int8_t signal, bool by_auth)
{
    struct mp_peer *peer = link_peer_at(mp, address);
    if (peer && !by_auth) {
        return;
    }
    if (!peer && is_shunned(mp, now, address) && !by_auth) {
        return;
    }
    bool again =
        peer && peer_is_associated(peer) && now - peer->negotiated.since > SAME_JOINING;
    if ((!peer || again) && may_begin(mp, now, address)) {
        associate_peer(mp, now, address, signal);
    }
    ibss_set_timer(mp);
}

/* Octets that say who we are to whoever asks; the status is theirs to read. */
static void answer(struct miniport *mp, extsta_time now, const struct frame *f,
                   uint16_t algorithm, uint16_t status)
{
    uint8_t body[6];
    struct writer w = writer_of(body, sizeof body);
    mgmt_write_auth(
        &w, &(struct mgmt_auth){.algorithm = algorithm, .transaction = 2, .status = status});
    mlme_send(mp, now, FRAME_AUTH, f->addr2, mp->link.network->bssid, writer_span_of(&w),
              mp->link.network->negotiated.phy,
              (struct mlme_limits){.lifetime = ASKING_QUEUE_TIME});
}

/* ASSOCIATION_START comes before the answer (ASC-02), the completion after it. */
void ibss_rx_auth(struct miniport *mp, extsta_time now, const struct frame *f,
                  const struct extsta_rx_meta *meta)
{
    struct mgmt_auth auth;
    if (!mac_equal(f->addr1, mp->address)) {
        mp_drop(mp, EXTSTA_DROP_OTHER_RECEIVER);
    } else if (!mgmt_parse_auth(f->body, &auth)) {
        mp_drop(mp, EXTSTA_DROP_BODY_TRUNCATED);
    } else if (auth.transaction != 1) {
        associate_rx(mp, now, f, meta);
    } else if (mib_is_excluded(mp, f->addr2)) {
        mp_drop(mp, EXTSTA_DROP_OTHER_BSS);
    } else if (auth.algorithm != ALGORITHM_OPEN) {
        answer(mp, now, f, auth.algorithm, STATUS_UNSUPPORTED_ALGORITHM);
    } else {
        ibss_member_heard(mp, now, f->addr2, meta->signal, true);
        answer(mp, now, f, ALGORITHM_OPEN, STATUS_SUCCESS);
        struct mp_peer *peer = link_peer_at(mp, f->addr2);
        if (peer && peer->op) {
            associate_peered(mp, now, peer);
        }
    }
}

void mlme_member(struct miniport *mp, extsta_time now, const struct frame *f,
                 const struct extsta_rx_meta *meta)
{
    ibss_member_heard(mp, now, f->addr2, meta->signal, false);
}

/* --- silence (IBS-16) --- */

static extsta_time threshold(const struct miniport *mp)
{
    return (extsta_time)mp->mib->unreachable_ms * EXTSTA_MS;
}

void ibss_watch(struct miniport *mp, extsta_time now)
{
    extsta_time soon = now + threshold(mp) * 3 / 5;
    if (soon < mp->timers[MP_TIMER_UNREACHABLE]) {
        mp_timer_set(mp, MP_TIMER_UNREACHABLE, soon);
    }
}

/* The one peer: gone, asked, or left in peace. When it is to be looked at again. */
static extsta_time look_at(struct miniport *mp, extsta_time now, struct mp_peer *peer)
{
    extsta_time limit = threshold(mp), silent = now - peer->heard;
    struct assoc_end end = {.now = now,
                            .status = DOT11_DISASSOC_REASON_PEER_UNREACHABLE,
                            .origin = EXTSTA_ORIGIN_TIMER,
                            .diagnosis = EXTSTA_DIAGNOSIS_PEER_SILENT,
                            .confidence = 100,
                            .rule = RULE(IBS_16)};
    if (mp->mlme.away_since != 0) { /* judged when we are back, and have listened */
        return now + limit / 8 + 1;
    }
    if (silent > limit) { /* a frame at the very end of it still counts */
        disassociate(mp, peer, ASSOC_SILENT, &end);
        return EXTSTA_NEVER;
    }
    if (silent < limit * 3 / 5) {
        return peer->heard + limit * 3 / 5;
    }
    ask(mp, now, peer->address);
    extsta_time again = now + limit / 8 + 1, over = peer->heard + limit + 1;
    return again < over ? again : over;
}

/* Many have heard the same last frame of a peer: a little time more for each, another for each,
 * so that they do not all ask at once. */
void ibss_silence_expire(struct miniport *mp, extsta_time now)
{
    extsta_time next = EXTSTA_NEVER;
    struct mp_peer *peer;
    for (uint32_t at = 0; (peer = peers_next(&mp->peers, &at)) != NULL;) {
        const struct extsta_mac address = peer->address;
        if (peer_is_associated(peer)) {
            extsta_time then = look_at(mp, now, peer);
            next = then < next ? then : next;
        }
        at += peers_find(&mp->peers, address) != NULL;
    }
    if (next != EXTSTA_NEVER && mp->link.network) {
        uint32_t jitter = (uint32_t)(threshold(mp) / 16) + 1;
        mp_timer_set(mp, MP_TIMER_UNREACHABLE, next + mp_random_below(mp, jitter));
    }
}

void ibss_home(struct miniport *mp, extsta_time now, extsta_time away)
{
    struct mp_peer *peer;
    for (uint32_t at = 0; (peer = peers_next(&mp->peers, &at)) != NULL; at++) {
        peer->heard = peer->heard > away ? now : peer->heard + (now - away);
    }
}

/* --- ends --- */

void ibss_end_operations(struct miniport *mp, enum assoc_event event,
                         const struct assoc_end *end)
{
    struct mp_ibss *ib = mp->mlme.ibss;
    list_for_each_safe(it, &ib->ops)
    {
        struct assoc_end copy = *end;
        associate_end(mp, list_entry(it, struct mp_assoc_op, link)->peer, event, &copy);
    }
}

void ibss_end_associations(struct miniport *mp, enum assoc_event event,
                           const struct assoc_end *end)
{
    struct mp_peer *peer;
    for (uint32_t at = 0; (peer = peers_next(&mp->peers, &at)) != NULL;) {
        const struct extsta_mac address = peer->address;
        struct assoc_end copy = *end;
        if (peer_is_associated(peer)) {
            associate_end(mp, peer, event, &copy);
        }
        at += peers_find(&mp->peers, address) != NULL;
    }
}

void ibss_end_excluded(struct miniport *mp, const struct assoc_end *end)
{
    struct mp_peer *peer;
    for (uint32_t at = 0; (peer = peers_next(&mp->peers, &at)) != NULL;) {
        const struct extsta_mac address = peer->address;
        struct assoc_end copy = *end;
        if (mib_is_excluded(mp, address) && peer->op) {
            copy.rule = RULE(ASC_11);
            associate_fail(mp, peer, ASSOC_EXCLUDED, &copy);
        } else if (mib_is_excluded(mp, address) && peer_is_associated(peer)) {
            copy.own_reason = REASON_DEAUTH_LEAVING;
            copy.deauthenticate = true;
            disassociate(mp, peer, ASSOC_EXCLUDED, &copy);
        }
        at += peers_find(&mp->peers, address) != NULL;
    }
}

/* What is this peer's goes with it, and nothing of anybody else's. `all_keys`: its static ones,
 * too. The row is gone unless something else is in it. */
static void peer_gone(struct miniport *mp, struct mp_peer *peer, bool all_keys)
{
    const struct extsta_mac address = peer->address;
    mp->mlme.ibss->peers--;
    datapath_flush_peer(mp, address, NDIS_STATUS_FAILURE); /* DIS-30: no answer is owed */
    datapath_forget(mp, peer);
    associate_leave(mp, peer);
    if (all_keys) {
        keys_forget_peer(mp, address); /* DIS-25, X-41: static ones as well */
    } else {
        keys_on_peer_leave(mp, address);
    }
}

void ibss_disassociate_explicit(struct miniport *mp, const struct assoc_input *in)
{
    const struct assoc_end *end = in->end;
    const struct extsta_mac address = in->peer->address;
    struct outq_node *node = in->peer->farewell;
    in->peer->farewell = NULL;
    bool by_frame = end->origin == EXTSTA_ORIGIN_PEER;
    disassociate_send(mp, in->peer, end);
    if (by_frame) { /* what of it is still on its way is no new joining */
        ibss_shun(mp, end->now, address, (uint32_t)SAME_JOINING);
    }
    peer_gone(mp, in->peer, by_frame);
    indicate_disassociation(mp, node, address, end->status); /* DIS-15: it is indicated */
}

/* DIS-04, DIS-31: the ASSOCIATION_START for this same peer has said it. */
void ibss_disassociate_implicit(struct miniport *mp, const struct assoc_input *in)
{
    peer_gone(mp, in->peer, false);
}
