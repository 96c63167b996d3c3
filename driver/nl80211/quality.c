/* What goes on in an association while nothing else happens: the kernel watches the signal
 * (CQM) and is asked for the station's counters; link quality is said (LQ-02, LQ-03), the
 * measure of roaming is told, and PMKID candidates are (PMK-03). */
#include "machine.h"

#define POLL          (2u * EXTSTA_SECOND)
#define QUALITY_STEP  5u                     /* LQ-03: damping by size ... */
#define QUALITY_PAUSE (2ull * EXTSTA_SECOND) /* ... and by time */
#define CQM_HYST      4u                     /* dB */

/* LQ-01: five groups of 20; 100 belongs to the last. */
static unsigned group_of(unsigned quality)
{
    return quality < 80 ? quality / 20 : 4;
}

static void say(struct nld *d, uint8_t quality)
{
    uint8_t entry[7]; /* address and quality */
    extsta_payload_write(PAYLOAD(LINK_QUALITY_ENTRY, .quality = {d->link.peer, quality}), entry,
                         sizeof entry);
    NLD_SAY(d, LINK_QUALITY, LINK_QUALITY, .list.entries.bytes = span(entry, sizeof entry));
    d->link.quality = quality;
    d->link.quality_at = d->now;
}

/* LQ-03: another group, far enough from what was said, and not too soon after it. */
static void measured(struct nld *d, int8_t signal)
{
    uint8_t quality = bss_link_quality(signal), before = d->link.quality;
    unsigned change = quality > before ? quality - before : before - quality;
    struct nld_bss *b = nld_bss_find(d, d->link.peer);
    d->link.signal = signal;
    if (b) {
        b->signal = signal;
        b->heard = d->now;
    }
    if (group_of(quality) != group_of(before) && change >= QUALITY_STEP &&
        d->now - d->link.quality_at >= QUALITY_PAUSE) {
        say(d, quality);
    }
    nld_roam_signal(d, signal);
}

static void ask(struct nld *d)
{
    if (d->link.silent || d->link.down_asked) {
        return; /* the kernel does not know it any more; a timer is set */
    }
    struct nl_msg *msg = nld_command(d, NL80211_CMD_GET_STATION, 0);
    nld_put(msg, NL80211_ATTR_MAC, d->link.peer.b, 6);
    nld_tell(d, msg, NLD_OF_STATION);
    nld_timer(d, NLD_TIMER_QUALITY, d->now + POLL);
}

/* The policy's threshold: the kernel tells when the signal crosses it, sooner than we ask. */
static void watch(struct nld *d)
{
    struct nl_msg *msg = nld_command(d, NL80211_CMD_SET_CQM, 0);
    struct nlattr *nest = nld_open(msg, NL80211_ATTR_CQM);
    nld_put_u32(msg, NL80211_ATTR_CQM_RSSI_THOLD, (uint32_t)(int32_t)d->policy.low);
    nld_put_u32(msg, NL80211_ATTR_CQM_RSSI_HYST, CQM_HYST);
    nld_close(msg, nest);
    nld_tell(d, msg, NLD_OF_STATION);
}

void nld_quality_begin(struct nld *d)
{
    if (!d->link.up) {
        return; /* what was said before has ended it */
    }
    if (d->card.can & NL80211_CAN_CQM) {
        watch(d);
    }
    nld_timer(d, NLD_TIMER_QUALITY, d->now + POLL);
    nld_roam_signal(d, d->link.signal);
}

/* ASC-37: right behind ASSOCIATION_COMPLETION. */
void nld_quality_first(struct nld *d)
{
    say(d, bss_link_quality(d->link.signal));
}

void nld_quality_event(struct nld *d, const struct nld_message *m)
{
    struct nlattr *tb[NL80211_ATTR_CQM_MAX + 1];
    if (!d->link.up || !nld_nested(m->tb[NL80211_ATTR_CQM], tb, NL80211_ATTR_CQM_MAX)) {
        return;
    }
    int32_t level = (int32_t)nld_u32(tb[NL80211_ATTR_CQM_RSSI_LEVEL], 0);
    if (level < 0 && level > -127) {
        measured(d, (int8_t)level);
    } else if (tb[NL80211_ATTR_CQM_RSSI_THRESHOLD_EVENT]) {
        ask(d);
    }
}

void nld_quality_station(struct nld *d, const struct nld_message *m)
{
    struct nlattr *tb[NL80211_STA_INFO_MAX + 1];
    if (!d->link.up || !mac_equal(nld_mac(m->tb[NL80211_ATTR_MAC]), d->link.peer) ||
        !nld_nested(m->tb[NL80211_ATTR_STA_INFO], tb, NL80211_STA_INFO_MAX)) {
        return;
    }
    struct mp_counters *c = &d->link.counters;
    c->tx_ok = nld_u32(tb[NL80211_STA_INFO_TX_PACKETS], (uint32_t)c->tx_ok);
    c->rx_ok = nld_u32(tb[NL80211_STA_INFO_RX_PACKETS], (uint32_t)c->rx_ok);
    c->tx_failed = nld_u32(tb[NL80211_STA_INFO_TX_FAILED], (uint32_t)c->tx_failed);
    c->rx_failed = nld_u64(tb[NL80211_STA_INFO_RX_DROP_MISC], c->rx_failed);
    int8_t now = (int8_t)nld_u8(tb[NL80211_STA_INFO_BEACON_SIGNAL_AVG], 0);
    int8_t average = (int8_t)nld_u8(tb[NL80211_STA_INFO_SIGNAL_AVG], 0);
    int8_t last = (int8_t)nld_u8(tb[NL80211_STA_INFO_SIGNAL], 0);
    int8_t signal = now < 0 ? now : average < 0 ? average : last;
    if (signal < 0 && m->cmd == NL80211_CMD_NEW_STATION) {
        measured(d, signal);
    }
}

void nld_quality_expire(struct nld *d)
{
    if (d->link.silent) {
        nld_link_silent(d);
    } else if (d->link.down_asked) {
        nld_link_settle(d);
    } else if (d->link.up) {
        ask(d);
    }
}

/* The kernel does not know the station any more: its end was lost, and why it was. */
void nld_quality_gone(struct nld *d)
{
    struct nld_end end = {.status = DOT11_ASSOC_STATUS_FAILURE,
                          .origin = EXTSTA_ORIGIN_STATION,
                          .rule = EXTSTA_RULE_DIS_15};
    nld_link_lost(d, &end);
}

/* CIP-09: of a group key with its index, of a pairwise key with index 0. */
void nld_mic_failure(struct nld *d, const struct nld_message *m)
{
    bool pairwise = nld_u32(m->tb[NL80211_ATTR_KEY_TYPE], 1) == NL80211_KEYTYPE_PAIRWISE;
    if (!d->link.up) {
        return;
    }
    NLD_SAY(d, TKIPMIC_FAILURE, TKIP_MIC_FAILURE,
            .mic_failure = {!pairwise, pairwise ? 0 : nld_u8(m->tb[NL80211_ATTR_KEY_IDX], 0),
                            d->link.peer});
}

/* --- PMKID candidates --- */

/* PMK-03: only with keys installed; PMK-04: the most preferred first. */
void nld_pmkid_candidates(struct nld *d)
{
    uint8_t entries[12 * MP_MAX_PMKIDS]; /* address (6), padding, flags (4) */
    struct writer w = writer_of(entries, sizeof entries);
    const struct auth_algorithm *auth = suites_auth(d->link.negotiated.auth);
    if (!d->link.up || !d->link.pairwise || d->link.candidates_told || !auth ||
        !suites_auth_is_rsna(auth->number) || !d->link.port_open) {
        return;
    }
    for (size_t i = 0; i < d->bss_count; i++) {
        const struct nld_bss *b = d->bss[i];
        if (b->info.rsn_ok && nld_candidate_fits(d, b, NLD_ROAM) &&
            writer_len(&w) < sizeof entries) {
            uint32_t flags = b->info.rsn.capabilities & RSN_CAP_PREAUTH
                                 ? DOT11_PMKID_CANDIDATE_PREAUTH_ENABLED
                                 : 0;
            payload_write(&w, PAYLOAD(BSSID_CANDIDATE, .candidate = {b->info.bssid, flags}));
        }
    }
    if (writer_len(&w) > 0) {
        d->link.candidates_told = NLD_SAY(d, PMKID_CANDIDATE_LIST, PMKID_CANDIDATES,
                                          .list.entries.bytes = writer_span_of(&w));
    }
}
