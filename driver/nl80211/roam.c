/* When another AP is looked for, and when the station moves (contract chapter 70). Two reasons
 * (ROM-03): the association was lost, then any AP of the network will do and is looked for
 * until there is one (ROM-13); or the signal is low, then only one that is clearly better, by
 * the measure of extsta/roam.h. The kernel drops the old AP with the first frame to the new
 * one, so what is gained must be certain: it was heard in the scan just before. */
#include "machine.h"

/* --- after a loss --- */

/* ROM-13 gives no period: doubled up to ten seconds. */
static void pause_search(struct nld *d)
{
    extsta_time pause = EXTSTA_SECOND << (d->rounds < 4 ? d->rounds : 4);
    pause = pause < 10 * EXTSTA_SECOND ? pause : 10 * EXTSTA_SECOND;
    d->rounds = (uint8_t)(d->rounds + (d->rounds < UINT8_MAX));
    nld_timer(d, NLD_TIMER_ROAM, d->now + pause);
}

static bool is_lost(const struct nld *d)
{
    return d->connection == NLD_CONNECTED && !d->link.up && nld_radio_on(d);
}

/* ROM-06: without a candidate there is no ROAMING_START. */
static bool take_candidate(struct nld *d)
{
    nld_candidates_afresh(d);
    if (d->scan.what == NLD_SCAN_HOST || !nld_candidate_best(d, NLD_ROAM) ||
        !nld_connection_roam(d, DOT11_ROAMING_REASON_ASSOCIATION_LOST)) {
        return false;
    }
    nld_connection_next(d);
    return true;
}

static void search(struct nld *d)
{
    if (nld_scan_network(d, NLD_SCAN_NETWORK, false)) {
        nld_searching(d);
    } else if (d->scan.what != NLD_SCAN_HOST) { /* its end comes here, too */
        pause_search(d);
    }
}

void nld_roam_lost(struct nld *d)
{
    d->better = d->low = false;
    d->rounds = 0;
    d->searches = 0;
    if (!is_lost(d)) {
        return; /* the radio is off, or nothing is connected any more */
    }
    if (!take_candidate(d)) {
        search(d);
    }
}

void nld_roam_failed(struct nld *d)
{
    if (d->link.up) {
        return; /* it was for a better one, and we still have ours */
    }
    pause_search(d);
}

void nld_roam_stop(struct nld *d)
{
    d->better = d->low = false;
    d->look_pause = 0;
    nld_timer(d, NLD_TIMER_ROAM, EXTSTA_NEVER);
}

/* --- a better AP --- */

/* dB with the preference of the band. */
static int worth(const struct nld *d, const struct nld_bss *b)
{
    return bss_dbm(b->signal) + (b->freq > 3000 ? d->policy.prefer_5ghz : 0);
}

static struct nld_choice compare(struct nld *d)
{
    struct nld_choice c = {.ours = nld_bss_find(d, d->link.peer)};
    extsta_time fresh = d->policy.fresh * EXTSTA_SECOND;
    for (size_t i = 0; c.ours && i < d->bss_count; i++) {
        const struct nld_bss *b = d->bss[i];
        if (b == c.ours || b->refused_until > d->now || !nld_candidate_fits(d, b, NLD_ROAM)) {
            continue;
        }
        c.count++;
        const struct nld_bss **best = d->now - b->heard <= fresh ? &c.best : &c.stale;
        *best = !*best || worth(d, b) > worth(d, *best) ? b : *best;
    }
    if (c.best) { /* the link's own measure is newer than the list's */
        int own = d->link.signal ? d->link.signal : bss_dbm(c.ours->signal);
        c.gain = worth(d, c.best) - own - (c.ours->freq > 3000 ? d->policy.prefer_5ghz : 0);
    }
    return c;
}

void nld_roam_decided(struct nld *d, enum extsta_decision_type type, const struct nld_choice *c)
{
    struct extsta_output out = {.type = EXTSTA_OUT_DECISION};
    out.decision = (struct extsta_decision){
        .type = type,
        .ap = d->link.peer,
        .signal = d->link.signal,
        .threshold = type == EXTSTA_DECISION_CONTENT ? d->policy.good : d->policy.low,
        .hysteresis = d->policy.hysteresis,
        .fresh = d->policy.fresh * 1000u,
    };
    if (c) {
        const struct nld_bss *best = c->best ? c->best : c->stale;
        out.decision.candidates = c->count;
        out.decision.preference = c->preference;
        out.decision.mode = c->mode;
        out.decision.status = c->status;
        out.decision.leaves_in = c->leaves_in;
        out.decision.gain = (int8_t)(c->gain < -127 ? -127 : c->gain > 127 ? 127 : c->gain);
        if (best) {
            out.decision.best = best->info.bssid;
            out.decision.best_signal = (int8_t)bss_dbm(best->signal);
            out.decision.age = (uint32_t)((d->now - best->heard) / EXTSTA_MS);
        }
    }
    extsta_driver_push(d->site.station, &out);
}

/* The next look: at first soon, then at longer and longer intervals. */
static void look_later(struct nld *d)
{
    extsta_time most = d->policy.scan_max * EXTSTA_SECOND;
    d->look_pause = d->look_pause ? d->look_pause * 2 : d->policy.scan * EXTSTA_SECOND;
    d->look_pause = d->look_pause < most ? d->look_pause : most;
    nld_timer(d, NLD_TIMER_ROAM, d->now + d->look_pause);
}

/* Where the AP has said that others are, and here: every other time, as it may not list them
 * all. */
static bool look_at_neighbours(struct nld *d)
{
    uint16_t freqs[STEER_CHANNELS + 1];
    size_t count = steer_list_channels(&d->steer.neighbors, freqs);
    d->wide = count > 0 && !d->wide;
    freqs[count] = d->link.freq;
    return d->wide && nld_scan_channels(d, NLD_SCAN_BETTER, freqs, count + 1, false);
}

static void look(struct nld *d)
{
    if (d->media_streaming) { /* SCN-18: no scan of ours */
        nld_roam_decided(d, EXTSTA_DECISION_STAY_STREAM, NULL);
        look_later(d);
    } else if (!look_at_neighbours(d) && !nld_scan_network(d, NLD_SCAN_BETTER, false)) {
        look_later(d);
    }
}

void nld_roam_signal(struct nld *d, int8_t signal)
{
    if (d->connection != NLD_CONNECTED || !d->link.up || signal == 0 || d->policy.sticky) {
        return;
    }
    if (signal < d->policy.low && !d->low) {
        extsta_time settled = d->link.since + d->policy.settle * EXTSTA_SECOND;
        d->low = true;
        d->look_pause = 0;
        nld_roam_decided(d, EXTSTA_DECISION_LOOK, NULL);
        nld_timer(d, NLD_TIMER_ROAM, settled > d->now ? settled : d->now);
    } else if (signal > d->policy.good && d->low) {
        nld_roam_decided(d, EXTSTA_DECISION_CONTENT, NULL);
        nld_roam_stop(d);
    }
}

static void compared(struct nld *d)
{
    struct nld_choice c = compare(d);
    if (!d->low || !d->link.up) {
        return;
    }
    if (!c.best) {
        nld_roam_decided(d, c.stale ? EXTSTA_DECISION_STAY_OLD : EXTSTA_DECISION_STAY_ALONE,
                         &c);
        look_later(d);
    } else if (c.gain < d->policy.hysteresis) {
        nld_roam_decided(d, EXTSTA_DECISION_STAY_GAIN, &c);
        look_later(d);
    } else {
        nld_roam_decided(d, EXTSTA_DECISION_ROAM_BETTER, &c);
        if (nld_connection_roam(d, DOT11_ROAMING_REASON_BETTER_AP_FOUND)) {
            nld_connection_next(d);
        }
    }
}

uint32_t nld_roam_begin(struct nld *d, struct nld_bss *b)
{
    if (!nld_connection_roam(d, DOT11_ROAMING_REASON_BETTER_AP_FOUND)) {
        return NDIS_STATUS_RESOURCES;
    }
    if (d->scan.what != NLD_SCAN_HOST) {
        nld_scan_cancel(d, NDIS_STATUS_REQUEST_ABORTED);
    }
    b->tried = d->anything_tried = true;
    if (!nld_ft_ask_over_ds(d, b)) {
        nld_connection_try(d, b);
    }
    return NDIS_STATUS_SUCCESS;
}

uint32_t nld_roam_to(struct nld *d, struct extsta_mac bssid, bool over_ds)
{
    struct nld_bss *b = nld_bss_find(d, bssid);
    if (!d->link.up || d->connection != NLD_CONNECTED || d->attempt.state != NLD_NO_ATTEMPT) {
        return NDIS_STATUS_INVALID_STATE;
    }
    if (!b || mac_equal(bssid, d->link.peer) || !nld_candidate_fits(d, b, NLD_ROAM) ||
        (over_ds && !nld_ft_want_over_ds(d, b))) {
        return NDIS_STATUS_INVALID_DATA;
    }
    struct nld_choice c = {.ours = nld_bss_find(d, d->link.peer), .best = b, .count = 1};
    nld_roam_decided(d, EXTSTA_DECISION_ROAM_ASKED, &c);
    return nld_roam_begin(d, b);
}

uint32_t nld_reassociate(struct nld *d)
{
    struct nld_bss *b = nld_bss_find(d, d->link.peer);
    if (!d->link.up || !b || d->connection != NLD_CONNECTED ||
        d->attempt.state != NLD_NO_ATTEMPT || d->scan.what == NLD_SCAN_HOST) {
        return NDIS_STATUS_INVALID_STATE;
    }
    nld_scan_cancel(d, NDIS_STATUS_REQUEST_ABORTED);
    if (!nld_connection_roam(d, DOT11_ROAMING_REASON_BETTER_AP_FOUND)) {
        return NDIS_STATUS_RESOURCES;
    }
    b->tried = d->anything_tried = true;
    if (!nld_attempt_start(d, b)) {
        nld_connection_end(d, DOT11_ASSOC_STATUS_SYSTEM_ERROR, EXTSTA_DIAGNOSIS_NO_MEMORY,
                           EXTSTA_ORIGIN_STATION);
    }
    return NDIS_STATUS_SUCCESS;
}

/* --- time, and ends of scans --- */

void nld_roam_expire(struct nld *d)
{
    if (d->connection != NLD_CONNECTED) {
        return;
    }
    if (!d->link.up) {
        if (is_lost(d) && !take_candidate(d)) {
            search(d);
        }
    } else if (d->low) {
        look(d);
    }
}

void nld_roam_scanned(struct nld *d, enum nld_scan_for what)
{
    if (what == NLD_SCAN_BETTER) {
        compared(d);
    } else if (is_lost(d) && !take_candidate(d)) {
        pause_search(d);
    }
    nld_pmkid_candidates(d);
}
