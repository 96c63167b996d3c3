/* How an association ends (contract chapter 50): by a frame of the AP, by silence, with the
 * radio, by the host, and by what the kernel does on its own. Each end, of ours too, comes as
 * DEAUTHENTICATE or DISASSOCIATE with the frame, then as DISCONNECT; cards without frames tell
 * the latter alone. One of the two is believed, so that no end counts twice: the frames where
 * the steps are ours, DISCONNECT where CONNECT does them. Whose hand it was says the frame's
 * transmitter, or DISCONNECTED_BY_AP. What we have ended ourselves is no news: the association
 * is down by then. */
#include "machine.h"

#define HEADER 24u
/* Reasons of frames that the kernel makes itself. */
#define ANSWER_LIMIT EXTSTA_SECOND
#define KERNEL_LOSS  EXTSTA_SECOND /* of silence, when it says so */
#define OWN_ROAM     1u
#define OWN_DOWN     3u
#define OWN_LOSS     4u

void nld_leave(struct nld *d, struct extsta_mac bssid, uint16_t reason, bool local)
{
    bool sme = (d->card.can & NL80211_CAN_AUTHENTICATE) != 0;
    struct nl_msg *msg =
        nld_command(d, sme ? NL80211_CMD_DEAUTHENTICATE : NL80211_CMD_DISCONNECT, 0);
    if (sme) {
        nld_put(msg, NL80211_ATTR_MAC, bssid.b, 6);
    }
    nld_put_u16(msg, NL80211_ATTR_REASON_CODE, reason);
    if (local) {
        nld_put_flag(msg, NL80211_ATTR_LOCAL_STATE_CHANGE);
    }
    nld_tell(d, msg, NLD_OF_NOTHING);
}

/* The keys went with it (the kernel has dropped all of them). */
void nld_link_drop(struct nld *d)
{
    struct mp_counters *c = &d->lost_counters, *last = &d->link.counters;
    c->tx_ok += last->tx_ok;
    c->tx_failed += last->tx_failed;
    c->rx_ok += last->rx_ok;
    c->rx_failed += last->rx_failed;
    d->last_ap = d->link.peer;
    nld_pmksa_left(d, d->link.peer);
    nld_keys_clear(d, false);
    nld_port_flush(d, NDIS_STATUS_FAILURE);
    nld_sa_query_stop(d);
    nld_steer_forget(d);
    nld_own_port_stop(d);
    nld_timer(d, NLD_TIMER_QUALITY, EXTSTA_NEVER);
    if (d->scan.what == NLD_SCAN_BETTER) {
        nld_scan_cancel(d, NDIS_STATUS_REQUEST_ABORTED);
    }
    if (d->transition.asks) { /* nobody carries the answer any more */
        nld_timer(d, NLD_TIMER_FT, d->now);
    }
    d->better = d->low = false;
    d->link = (struct nld_link){0};
    nld_radio_tell_port(d);
}

void nld_link_end(struct nld *d, const struct nld_end *end)
{
    struct extsta_mac peer = d->link.peer;
    if (!d->link.up) {
        return;
    }
    nld_cause(d, EXTSTA_SUBJECT_ASSOCIATION, EXTSTA_STAGE_CONNECTED, peer, end);
    d->last_diagnosis = end->diagnosis;
    if (end->tell_peer) {
        nld_leave(d, peer, end->own_reason, false);
    }
    nld_link_drop(d);
    NLD_SAY(d, DISASSOCIATION, DISASSOCIATION,
            .disassociation = {.peer = peer, .reason = end->status});
}

void nld_link_lost(struct nld *d, const struct nld_end *end)
{
    bool was = d->link.up;
    nld_link_end(d, end);
    if (was) {
        nld_roam_lost(d);
    }
}

/* --- whose hand it was --- */

static struct nld_end by_peer(bool deauth, uint16_t reason)
{
    return (struct nld_end){.status = (deauth ? DOT11_ASSOC_STATUS_PEER_DEAUTHENTICATED
                                              : DOT11_ASSOC_STATUS_PEER_DISASSOCIATED) |
                                      reason,
                            .origin = EXTSTA_ORIGIN_PEER,
                            .space = EXTSTA_CODE_PEER_REASON,
                            .code = reason,
                            .rule = deauth ? EXTSTA_RULE_DIS_09 : EXTSTA_RULE_DIS_08};
}

/* The kernel's own: silence of the AP, or the interface went down. What else it may mean is
 * that somebody on this machine has told it to. */
static struct nld_end by_kernel(uint16_t reason)
{
    if (reason == OWN_LOSS) {
        return (struct nld_end){.status = DOT11_DISASSOC_REASON_PEER_UNREACHABLE,
                                .diagnosis = EXTSTA_DIAGNOSIS_PEER_SILENT,
                                .origin = EXTSTA_ORIGIN_TIMER,
                                .rule = EXTSTA_RULE_DIS_11};
    }
    return (struct nld_end){.status = DOT11_DISASSOC_REASON_RADIO_OFF,
                            .diagnosis = EXTSTA_DIAGNOSIS_RADIO_OFF,
                            .origin = EXTSTA_ORIGIN_RADIO,
                            .rule = EXTSTA_RULE_PWR_07};
}

/* DIS-11: silence beyond the threshold. The kernel's own is shorter, seven beacon intervals and
 * a question: until ours has passed nothing is said of it. */
static void fell_silent(struct nld *d, const struct nld_end *end)
{
    extsta_time since =
        d->now - KERNEL_LOSS > d->link.since ? d->now - KERNEL_LOSS : d->link.since;
    extsta_time until = since + (extsta_time)d->mib.unreachable_ms * EXTSTA_MS + 1;
    d->link.silent = true;
    if (until > d->now) {
        nld_timer(d, NLD_TIMER_QUALITY, until);
    } else {
        nld_link_lost(d, end);
    }
}

void nld_link_silent(struct nld *d)
{
    struct nld_end end = by_kernel(OWN_LOSS);
    nld_link_lost(d, &end);
}

/* Whether it is the interface that went down says the route socket, before or after: it is
 * asked, because the radio's state is told before what ends with it (PWR-04). */
static void ended(struct nld *d, const struct nld_end *end)
{
    if (end->status == DOT11_DISASSOC_REASON_RADIO_OFF && nld_radio_on(d)) {
        d->link.down_asked = true;
        nld_radio_look(d);
        nld_timer(d, NLD_TIMER_QUALITY, d->now + ANSWER_LIMIT);
    } else if (end->status == DOT11_DISASSOC_REASON_PEER_UNREACHABLE) {
        fell_silent(d, end);
    } else {
        nld_link_lost(d, end);
    }
}

/* It is up: somebody on this machine has ended the association. */
void nld_link_settle(struct nld *d)
{
    if (d->link.up && d->link.down_asked) {
        struct nld_end end = {.status = DOT11_ASSOC_STATUS_FAILURE,
                              .origin = EXTSTA_ORIGIN_HOST,
                              .rule = EXTSTA_RULE_DIS_15};
        nld_link_lost(d, &end);
    }
}

/* --- events --- */

/* The kernel has been asked for something that it has now ended. */
static bool is_awaited(const struct nld *d)
{
    return d->attempt.state == NLD_AWAIT_ASSOCIATE || d->attempt.state == NLD_AWAIT_PORT;
}

/* SEQ-28: deauthenticated while associating. The kernel's own frame then is that it has given
 * up (the AP knows of no authentication, 6), or what we have told it. */
static void attempt_ended(struct nld *d, bool peer, bool deauth, uint16_t reason)
{
    struct nld_end end = by_peer(deauth, reason);
    if (d->attempt.state == NLD_NO_ATTEMPT) {
        return;
    }
    if (peer) {
        nld_attempt_fail(d, &end);
    } else if (reason != OWN_ROAM && reason != OWN_DOWN && is_awaited(d)) {
        end = nld_unanswered(EXTSTA_DIAGNOSIS_ASSOC_NO_ANSWER);
        nld_attempt_fail(d, &end);
    } else if (reason == OWN_DOWN) {
        nld_radio_look(d);
    }
}

static void on_frame(struct nld *d, const struct nld_message *m)
{
    struct extsta_span frame = nld_octets(m->tb[NL80211_ATTR_FRAME]);
    if (frame.len < HEADER + 2) {
        return;
    }
    struct extsta_mac from = mac_at(frame.data + 10), bssid = mac_at(frame.data + 16);
    uint16_t reason = get_le16(frame.data + HEADER);
    bool deauth = (frame.data[0] & 0xf0) == 0xc0;
    bool peer = !mac_equal(from, d->own) && mac_equal(from, bssid);
    if (d->link.up && mac_equal(bssid, d->link.peer)) {
        struct nld_end end = peer ? by_peer(deauth, reason) : by_kernel(reason);
        ended(d, &end);
    } else if (d->attempt.state != NLD_NO_ATTEMPT && mac_equal(bssid, d->attempt.bssid)) {
        attempt_ended(d, peer, deauth, reason);
    }
}

/* By CONNECT it is all there is, and does not say of which AP: while a roam waits for the
 * answer to its CONNECT, it is of the old one. */
static void on_disconnect(struct nld *d, const struct nld_message *m)
{
    uint16_t reason = nld_u16(m->tb[NL80211_ATTR_REASON_CODE], 0);
    bool peer = nld_has(m->tb[NL80211_ATTR_DISCONNECTED_BY_AP]);
    if (d->attempt.state == NLD_AWAIT_CONNECT && !mac_is_zero(d->attempt.from)) {
        return;
    }
    if (!d->link.up) {
        attempt_ended(d, peer, true, reason);
        return;
    }
    struct nld_end end = peer ? by_peer(true, reason) : by_kernel(reason);
    ended(d, &end);
}

void nld_ends_event(struct nld *d, const struct nld_message *m)
{
    bool sme = (d->card.can & NL80211_CAN_AUTHENTICATE) != 0;
    if (m->cmd == NL80211_CMD_DISCONNECT && !sme) {
        on_disconnect(d, m);
    } else if (m->cmd != NL80211_CMD_DISCONNECT && sme) {
        on_frame(d, m);
    }
}
