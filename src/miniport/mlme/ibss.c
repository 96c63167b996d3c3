/* Membership of an independent network (contract chapter 75): joined before started (IBS-01,
 * IBS-02), looked for without end where it may only be joined (IBS-03), left for an older one
 * of the same name (IBS-13). Candidates are found by connect.c, which comes here with one, or
 * with none; peers are ibss_peers.c's.
 *
 * Two networks of one name become one by their TSFs, as IEEE 802.11-2020 11.1.4.4 has it: the
 * younger one's stations move to the older. The contract leaves the measure open (IBS-13); this
 * one is the same seen from both sides, so that no two stations change places. */
#include "miniport/mlme/ibss.h"
#include "base/mac.h"
#include "miniport/miniport.h"
#include "miniport/mlme/candidate.h"
#include "miniport/mlme/connect.h"
#include "miniport/mlme/indicate.h"
#include "miniport/mlme/mlme_frame.h"
#include "miniport/mlme/quality.h"
#include "miniport/mlme/scan.h"

#define JOIN_TIME    (1ull * EXTSTA_SECOND) /* for a peer to be heard in a network joined */
#define OPEN_TIME    (200u * EXTSTA_MS)     /* ... longer while an association is under way */
#define SEARCH_PAUSE (1ull * EXTSTA_SECOND) /* between two searches for one to join */
#define FRESH_TIME   (3ull * EXTSTA_SECOND) /* a network not heard for longer may be gone */

struct ibss_input {
    extsta_time now;
    const struct bss_entry *entry; /* FOUND, MOVE: the network to join */
};
FSM_TYPES(ibss, struct miniport, struct ibss_input)

/* --- what a new network is (IBS-07) --- */

/* The first desired BSSID, or a locally administered individual address. */
static struct extsta_mac own_bssid(struct miniport *mp)
{
    struct extsta_mac bssid = mp->mib->bssids[0];
    if (mac_is_group(bssid)) {
        mp_random(mp, bssid.b, sizeof bssid.b);
        bssid.b[0] = (uint8_t)((bssid.b[0] & 0xfcu) | 2u);
    }
    return bssid;
}

/* The first desired PHY that is on, or with the wildcard any. One is (CNX-03). */
static uint8_t own_phy(const struct miniport *mp)
{
    for (size_t i = 0; i < mp->mib->phy_count; i++) {
        uint32_t desired = mp->mib->phys[i];
        for (uint32_t phy = 0; phy < mp->radio->phy_count; phy++) {
            if ((desired == phy || desired == DOT11_PHY_ID_ANY) && power_phy_on(mp, phy)) {
                return (uint8_t)phy;
            }
        }
    }
    return 0;
}

/* The channel the host has set (CURRENT_CHANNEL), where that is its business (STA-14), else the
 * PHY's first. MHz. */
static uint16_t own_freq(const struct miniport *mp, uint8_t phy)
{
    const struct extsta_phy_caps *caps = &mp->radio->phys[phy];
    bool by_host = !(mp->mib->auto_config & DOT11_PHY_AUTO_CONFIG_ENABLED_FLAG);
    for (size_t i = 0; by_host && i < caps->freq_count; i++) {
        if (caps->freqs[i] == mp->link.freq) {
            return mp->link.freq;
        }
    }
    return caps->freq_count ? caps->freqs[0] : 0;
}

bool ibss_can_start(const struct miniport *mp)
{
    const struct mp_mib *mib = mp->mib;
    struct mp_negotiated n;
    uint8_t country[3];
    return mib->ssid_count > 0 && mib->ssids[0].len > 0 && mib->bssid_count > 0 &&
           candidate_own_security(mp, &n) &&
           (!mib->multi_domain || ibss_beacon_country(mp, country));
}

/* --- its name --- */

/* CONNECTION_START names the network (IBS-04), and comes before anything is done in it
 * (CNX-06). */
static void announce(struct miniport *mp, struct extsta_mac bssid)
{
    struct mp_ibss *ib = mp->mlme.ibss;
    struct outq_node *node = ib->start;
    if (node) {
        ib->start = NULL;
        indicate_connection_start(
            mp, node, &(struct indicate_adhoc){.bssid = bssid, .ssid = mp->mlme.network});
    }
}

void ibss_announce(struct miniport *mp)
{
    if (mp->mlme.ibss->start) {
        mp->mlme.network = mp->mib->ssids[0];
        announce(mp, mp->mlme.ibss->own);
    }
}

bool ibss_is_named(const struct miniport *mp)
{
    return mp->mlme.ibss && !mp->mlme.ibss->start;
}

/* --- in a network --- */

/* The radio is on its channel, and its frames are ours. */
static void enter(struct miniport *mp, uint16_t freq)
{
    struct mp_ibss *ib = mp->mlme.ibss;
    ib->peers = 0;
    ib->sent_last = false;
    mp->link.network = &ib->network;
    mp->link.home_freq = freq;
    mp->mlme.away_since = 0;
    mlme_tune(mp, freq);
}

static void leave(struct miniport *mp)
{
    ibss_beacon_stop(mp);
    mp_timer_stop(mp, MP_TIMER_ANSWER);
    mp_timer_stop(mp, MP_TIMER_UNREACHABLE);
    mp->link.network = NULL;
    mp->link.home_freq = 0;
    mp->mlme.away_since = 0;
}

/* IBS-01. The parameters are those of its last Beacon; so is the time. */
static void join(struct miniport *mp, const struct ibss_input *in)
{
    struct mp_ibss *ib = mp->mlme.ibss;
    const struct bss_entry *e = in->entry;
    const struct bss_info *info = e->info;
    struct mp_ssid ssid = {.len = info->ssid_len};
    memcpy(ssid.ssid, info->ssid, ssid.len);
    mp->mlme.network = ssid;
    announce(mp, info->bssid);
    ib->network = (struct mp_network){.bssid = info->bssid};
    candidate_security(mp, info, &ib->network.negotiated);
    ib->network.negotiated.phy = e->phy;
    ib->started = false;
    ibss_beacon_adopt(mp, info);
    ibss_beacon_set_tsf(mp, in->now, e->timestamp + (in->now - e->heard));
    enter(mp, e->freq);
    ib->deadline = in->now + JOIN_TIME;
}

/* IBS-02: none could be joined. Its first Beacon is due with its first TBTT. */
static void start(struct miniport *mp, const struct ibss_input *in)
{
    struct mp_ibss *ib = mp->mlme.ibss;
    uint8_t phy = own_phy(mp);
    ibss_announce(mp);
    ib->network = (struct mp_network){.bssid = ib->own};
    candidate_own_security(mp, &ib->network.negotiated);
    ib->network.negotiated.phy = phy;
    ib->started = true;
    ibss_beacon_configure(mp);
    ibss_beacon_set_tsf(mp, in->now, 0);
    enter(mp, ib->freq && phy == ib->phy ? ib->freq : own_freq(mp, phy));
    ib->deadline = EXTSTA_NEVER;
    ibss_beacon_begin(mp, in->now);
    connection_associated(mp, in->now); /* IBS-06: a peer is not waited for */
}

/* A peer is there, or may come: from now on a member like any other. */
static void take_part(struct miniport *mp, const struct ibss_input *in)
{
    mp->mlme.ibss->deadline = EXTSTA_NEVER;
    ibss_beacon_begin(mp, in->now);
}

/* IBS-05: with the first association the connection, or the roam, has succeeded. */
static void take_part_with_peer(struct miniport *mp, const struct ibss_input *in)
{
    take_part(mp, in);
    connection_associated(mp, in->now);
}

/* It is no candidate until it is heard again. */
static void leave_lost(struct miniport *mp)
{
    struct bss_entry *e = bss_find(mp, mp->mlme.ibss->network.bssid);
    if (e) {
        e->lost = true;
    }
    leave(mp);
}

/* Nobody there: the next candidate, or one of our own. */
static void try_next(struct miniport *mp, const struct ibss_input *in)
{
    mp->mlme.ibss->deadline = EXTSTA_NEVER;
    leave_lost(mp);
    connection_next(mp, in->now);
}

/* IBS-03: the search goes on until the host ends it. Its CONNECTION_START names what a start
 * would have. */
static void pause_search(struct miniport *mp, const struct ibss_input *in)
{
    ibss_announce(mp);
    mp->mlme.ibss->deadline = in->now + SEARCH_PAUSE;
}

/* IBS-14: no Beacons any more, and another one is looked for. */
static void search_again(struct miniport *mp, const struct ibss_input *in)
{
    leave_lost(mp);
    mp->mlme.ibss->deadline = in->now;
}

/* --- the table --- */

static const char *const ibss_states[] = {"none", "await-network", "await-peer", "member"};
static const char *const ibss_events[] = {"found",  "start",  "search", "peer",
                                          "silent", "settle", "alone",  "move"};

static const struct ibss_row ibss_rows[] = {
    FSM_ROW(IBSS_AWAIT_NETWORK, IBSS_FOUND, IBSS_AWAIT_PEER, join, IBS_01),
    FSM_ROW(IBSS_AWAIT_NETWORK, IBSS_START, IBSS_MEMBER, start, IBS_02),
    FSM_ROW(IBSS_AWAIT_NETWORK, IBSS_SEARCH, IBSS_AWAIT_NETWORK, pause_search, IBS_03),
    FSM_ROW(IBSS_AWAIT_NETWORK, IBSS_MOVE, IBSS_AWAIT_PEER, join, IBS_14),
    FSM_ROW(IBSS_AWAIT_PEER, IBSS_PEER, IBSS_MEMBER, take_part_with_peer, IBS_05),
    FSM_ROW(IBSS_AWAIT_PEER, IBSS_SILENT, IBSS_AWAIT_NETWORK, try_next, IBS_02),
    FSM_ROW(IBSS_AWAIT_PEER, IBSS_SETTLE, IBSS_MEMBER, take_part, ROM_13),
    FSM_ROW(IBSS_AWAIT_PEER, IBSS_ALONE, IBSS_AWAIT_NETWORK, search_again, IBS_14),
    FSM_ROW(IBSS_MEMBER, IBSS_PEER, IBSS_MEMBER, NULL, IBS_10),
    FSM_ROW(IBSS_MEMBER, IBSS_ALONE, IBSS_AWAIT_NETWORK, search_again, IBS_14),
    FSM_ROW(IBSS_MEMBER, IBSS_MOVE, IBSS_AWAIT_PEER, join, IBS_13),
};

const struct fsm_table ibss_table = FSM_TABLE("ibss", ibss_states, ibss_events, ibss_rows);

static void step(struct miniport *mp, enum ibss_event event, struct ibss_input in)
{
    struct mp_ibss *ib = mp->mlme.ibss;
    ibss_fsm_step(&ibss_table, &ib->state, (uint8_t)event, mp, &in, &mp->ctx->unlisted);
    if (mp->mlme.ibss) {
        ibss_set_timer(mp);
    }
}

/* --- beginning and end --- */

bool ibss_begin(struct miniport *mp)
{
    struct mp_ibss *ib = pool_zalloc(&mp->ctx->pool, sizeof *ib);
    if (!ib) {
        return false;
    }
    ib->start = indicate_reserve(mp, INDICATE_START_LEN);
    if (!ib->start) {
        pool_release(&mp->ctx->pool, ib, sizeof *ib);
        return false;
    }
    list_init(&ib->ops);
    ib->state = IBSS_AWAIT_NETWORK;
    ib->own = own_bssid(mp);
    ib->phy = own_phy(mp); /* before the search: the channel set by the host is still known */
    ib->freq = own_freq(mp, ib->phy);
    ib->deadline = ib->tbtt = ib->turn = EXTSTA_NEVER;
    mp->mlme.ibss = ib;
    return true;
}

void ibss_end(struct miniport *mp)
{
    struct mp_ibss *ib = mp->mlme.ibss;
    if (!ib) {
        return;
    }
    leave(mp);
    mp_timer_stop(mp, MP_TIMER_IBSS);
    outq_unreserve(mp->out, ib->start);
    pool_release(&mp->ctx->pool, ib, sizeof *ib);
    mp->mlme.ibss = NULL;
}

void ibss_free(struct miniport *mp)
{
    struct mp_peer *peer;
    if (!mp->mlme.ibss) {
        return;
    }
    for (uint32_t at = 0; (peer = peers_next(&mp->peers, &at)) != NULL;) {
        const struct extsta_mac address = peer->address;
        associate_forget(mp, peer);
        at += peers_find(&mp->peers, address) != NULL;
    }
    ibss_end(mp);
}

bool ibss_is_settled(const struct miniport *mp)
{
    return mp->mlme.ibss && mp->mlme.ibss->state != IBSS_AWAIT_NETWORK;
}

bool ibss_is_cancellable(const struct miniport *mp)
{
    return mp->mlme.ibss && mp->mib->join_only && mp->mlme.connection == CONNECTION_CONNECTING;
}

/* --- from connect.c --- */

void ibss_join(struct miniport *mp, extsta_time now, const struct bss_entry *e)
{
    step(mp, IBSS_FOUND, (struct ibss_input){.now = now, .entry = e});
}

void ibss_exhausted(struct miniport *mp, extsta_time now)
{
    step(mp, mp->mib->join_only ? IBSS_SEARCH : IBSS_START, (struct ibss_input){.now = now});
}

void ibss_roam_failed(struct miniport *mp, extsta_time now)
{
    if (mp->mlme.ibss->state == IBSS_AWAIT_PEER) {
        step(mp, mp->mib->join_only ? IBSS_ALONE : IBSS_SETTLE,
             (struct ibss_input){.now = now});
    }
}

void ibss_peer_came(struct miniport *mp, extsta_time now)
{
    step(mp, IBSS_PEER, (struct ibss_input){.now = now});
}

void ibss_peer_went(struct miniport *mp, extsta_time now)
{
    const struct mp_ibss *ib = mp->mlme.ibss;
    if (ib && ib->state == IBSS_MEMBER && ib->peers == 0 && mp->mib->join_only) {
        step(mp, IBSS_ALONE, (struct ibss_input){.now = now});
    }
}

/* --- moving (IBS-13, IBS-14) --- */

static bool may_move(const struct miniport *mp)
{
    const struct mp_ibss *ib = mp->mlme.ibss;
    return ib && mp->mlme.connection == CONNECTION_CONNECTED && !mp->mlme.radio_off &&
           (ib->state == IBSS_AWAIT_NETWORK ||
            (ib->state == IBSS_MEMBER && !(mp->mib->join_only && ib->peers > 0)));
}

/* Whether this network is one to move to: where we are in none, any; else an older one. */
static bool is_better(const struct miniport *mp, extsta_time now, const struct bss_entry *e)
{
    const struct mp_ibss *ib = mp->mlme.ibss;
    if (now - e->heard > FRESH_TIME || !candidate_fits(mp, e, CANDIDATE_ROAM)) {
        return false;
    }
    return ib->state == IBSS_AWAIT_NETWORK ||
           (!mac_equal(e->info->bssid, ib->network.bssid) &&
            e->timestamp + (now - e->heard) > ibss_beacon_tsf(mp, now));
}

/* What is open ends before ROAMING_START (ROL-13), the old peers after it. Without
 * memory the next Beacon moves us. */
static bool move(struct miniport *mp, extsta_time now, const struct bss_entry *e)
{
    struct indicate_adhoc adhoc = {.bssid = e->info->bssid, .ssid = mp->mlme.network};
    struct assoc_end end = {.now = now,
                            .status = DOT11_ASSOC_STATUS_FAILURE,
                            .origin = EXTSTA_ORIGIN_STATION,
                            .confidence = 100,
                            .rule = RULE(IBS_13)};
    ibss_end_operations(mp, ASSOC_MOVED, &end);
    if (!connection_roam(mp, now, DOT11_ROAMING_REASON_ADHOC, &adhoc)) {
        return false;
    }
    end.status = DOT11_ASSOC_STATUS_ROAMING_ADHOC;
    end.rule = RULE(X_42);
    ibss_end_associations(mp, ASSOC_MOVED, &end);
    ibss_beacon_stop(mp);
    step(mp, IBSS_MOVE, (struct ibss_input){.now = now, .entry = e});
    return true;
}

/* One of our network was heard: the time, and who sent it. */
static void own_network_heard(struct miniport *mp, extsta_time now, const struct bss_entry *e,
                              const struct frame *f, const struct extsta_rx_meta *meta)
{
    struct mp_peer *peer = link_peer_at(mp, f->addr2);
    if (frame_kind(f) == FRAME_BEACON) {
        ibss_beacon_heard(mp, now, ibss_beacon_time(f, meta, e->timestamp));
    }
    if (peer && peer_is_associated(peer)) {
        quality_peer_heard(mp, now, peer, meta->signal);
    }
    ibss_member_heard(mp, now, f->addr2, meta->signal, false);
    ibss_set_timer(mp);
}

void ibss_heard(struct miniport *mp, extsta_time now, const struct bss_entry *e,
                const struct frame *f, const struct extsta_rx_meta *meta)
{
    const struct mp_network *network = mp->link.network;
    if (network && mac_equal(e->info->bssid, network->bssid)) {
        own_network_heard(mp, now, e, f, meta);
    } else if (may_move(mp) && mp->mlme.scanning == SCAN_IDLE && is_better(mp, now, e) &&
               move(mp, now, e)) {
        ibss_member_heard(mp, now, f->addr2, meta->signal, false);
    }
}

/* The cache has changed: perhaps one was heard on another channel. */
void ibss_scan_done(struct miniport *mp, extsta_time now)
{
    struct mp_ibss *ib = mp->mlme.ibss;
    if (!may_move(mp) || mp->mlme.scanning != SCAN_IDLE) {
        return;
    }
    for (size_t i = 0; i < mp->bss.count; i++) {
        if (is_better(mp, now, &mp->bss.entries[i])) {
            move(mp, now, &mp->bss.entries[i]);
            return;
        }
    }
    if (ib->state == IBSS_AWAIT_NETWORK) {
        ib->deadline = now + SEARCH_PAUSE;
        ibss_set_timer(mp);
    }
}

/* --- time --- */

void ibss_set_timer(struct miniport *mp)
{
    const struct mp_ibss *ib = mp->mlme.ibss;
    extsta_time first = ib->deadline < ib->tbtt ? ib->deadline : ib->tbtt;
    extsta_time presence = ibss_beacon_presence(mp);
    first = ib->turn < first ? ib->turn : first;
    mp_timer_set(mp, MP_TIMER_IBSS, presence < first ? presence : first);
}

/* The pause of a search is over. */
static void search(struct miniport *mp, extsta_time now)
{
    if (mp->mlme.radio_off || mp->mlme.scanning != SCAN_IDLE) {
        return; /* ibss_resume, ibss_scan_done */
    }
    if (mp->mlme.connection == CONNECTION_CONNECTING) {
        candidate_fresh_start(mp);
        mp->mlme.connect_scans = 0;
        connection_next(mp, now);
    } else if (!scan_roam(mp, now, true)) {
        mp->mlme.ibss->deadline = now + SEARCH_PAUSE;
    }
}

/* The wait for a peer of a network joined is over, unless one is just being asked. */
static void nobody_came(struct miniport *mp, extsta_time now)
{
    struct mp_ibss *ib = mp->mlme.ibss;
    if (!list_empty(&ib->ops)) {
        ib->deadline = now + OPEN_TIME;
    } else if (mp->mlme.connection == CONNECTION_ROAMING) {
        mp->mlme.last_diagnosis = EXTSTA_DIAGNOSIS_PEER_SILENT;
        connection_finish(mp, now, CONNECTION_EXHAUSTED); /* comes back: ibss_roam_failed */
    } else {
        step(mp, IBSS_SILENT, (struct ibss_input){.now = now});
    }
}

void ibss_expire(struct miniport *mp, extsta_time now)
{
    struct mp_ibss *ib = mp->mlme.ibss;
    if (!ib) {
        return;
    }
    ibss_beacon_expire(mp, now);
    if (ib->deadline <= now) {
        ib->deadline = EXTSTA_NEVER;
        if (ib->state == IBSS_AWAIT_NETWORK) {
            search(mp, now);
        } else if (ib->state == IBSS_AWAIT_PEER) {
            nobody_came(mp, now);
        }
    }
    if (mp->mlme.ibss) {
        ibss_set_timer(mp);
    }
}

void ibss_resume(struct miniport *mp, extsta_time now)
{
    struct mp_ibss *ib = mp->mlme.ibss;
    if (!ib) {
        return;
    }
    if (ib->state == IBSS_MEMBER) {
        mlme_home(mp, now);
        ibss_beacon_begin(mp, now);
    } else if (ib->deadline == EXTSTA_NEVER) {
        ib->deadline = now;
    }
    ibss_set_timer(mp);
}
