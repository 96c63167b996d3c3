/* Scans by the kernel (TRIGGER_SCAN, then GET_SCAN), of the host and of our own. They go in
 * slices of a few channels: beside an association, because a full one takes many seconds in
 * which frames of the AP are missed; without one, because a search is over as soon as a
 * candidate was heard.
 *
 * There is one scan at a time on a card, of whatever process: who is told EBUSY waits for the
 * end of the other's, whose results are read as if they were ours. An open association
 * operation is not disturbed. */
#include "machine.h"
#include <errno.h>

#define SLICE_ASSOCIATED 3u
#define SLICE_ALONE      14u
#define PAUSE            (100u * EXTSTA_MS)    /* at home, between two slices */
#define TURN_PAUSE       (3u * EXTSTA_SECOND)  /* should the end of the other's scan be lost */
#define END_LIMIT        (15u * EXTSTA_SECOND) /* should that of ours */
#define RESULTS_LIMIT    (3u * EXTSTA_SECOND)

static void next_slice(struct nld *d);

/* --- its end --- */

/* Who waits for it goes on; it is gone before, for they may begin the next one. */
static void over(struct nld *d, uint32_t status)
{
    enum nld_scan_for what = d->scan.what;
    d->scan.what = NLD_SCAN_NOTHING;
    d->scan.state = NLD_SCAN_IDLE;
    nld_timer(d, NLD_TIMER_SCAN, EXTSTA_NEVER);
    nld_bss_age(d);
    if (what == NLD_SCAN_HOST) { /* SCN-05: the status alone */
        NLD_SAY(d, SCAN_CONFIRM, NUMBER, .number = status);
    }
    nld_steer_scanned(d);
    if (what == NLD_SCAN_TARGET) {
        nld_attempt_scanned(d);
    } else if (what != NLD_SCAN_NOTHING) {
        nld_connection_next(d);
        nld_roam_scanned(d, what);
    }
}

void nld_scan_cancel(struct nld *d, uint32_t status)
{
    enum nld_scan_for what = d->scan.what;
    if (d->scan.state == NLD_SCAN_AWAIT_END) {
        nld_tell(d, nld_command(d, NL80211_CMD_ABORT_SCAN, 0), NLD_OF_NOTHING);
    }
    d->scan.what = NLD_SCAN_NOTHING;
    d->scan.state = NLD_SCAN_IDLE;
    nld_timer(d, NLD_TIMER_SCAN, EXTSTA_NEVER);
    if (what == NLD_SCAN_HOST) {
        NLD_SAY(d, SCAN_CONFIRM, NUMBER, .number = status);
    }
}

/* --- slices --- */

static void read_results(struct nld *d)
{
    if (d->scan.dumping) {
        d->scan.again = true;
        return;
    }
    d->scan.dumping =
        nld_tell(d, nld_command(d, NL80211_CMD_GET_SCAN, NLM_F_DUMP), NLD_OF_SCAN) != 0;
}

static void put_ssids(struct nld *d, struct nl_msg *msg)
{
    struct nld_scan *s = &d->scan;
    struct nlattr *nest = nld_open(msg, NL80211_ATTR_SCAN_SSIDS);
    int n = 1;
    while (s->ssid_at < s->ssid_count && n <= d->card.scan_ssids) {
        const struct mp_ssid *ssid = &s->ssids[s->ssid_at++];
        nld_put(msg, n++, ssid->ssid, ssid->len);
    }
    nld_close(msg, nest);
}

static struct nl_msg *trigger(struct nld *d)
{
    struct nld_scan *s = &d->scan;
    struct nl_msg *msg = nld_command(d, NL80211_CMD_TRIGGER_SCAN, 0);
    if (s->ssid_count > 0) {
        put_ssids(d, msg);
    }
    struct nlattr *nest = nld_open(msg, NL80211_ATTR_SCAN_FREQUENCIES);
    for (size_t i = 0; i < s->slice; i++) {
        nld_put_u32(msg, (int)i + 1, s->freqs[s->at + i]);
    }
    nld_close(msg, nest);
    if (s->elements_len > 0 && s->elements_len <= d->card.scan_ie_len) {
        nld_put(msg, NL80211_ATTR_IE, s->elements, s->elements_len);
    }
    if (!mac_is_zero(s->bssid) && !mac_is_broadcast(s->bssid)) {
        nld_put(msg, NL80211_ATTR_BSSID, s->bssid.b, 6);
    }
    return msg;
}

/* The slice at `at`, or what is left of its names. */
static void go(struct nld *d)
{
    struct nld_scan *s = &d->scan;
    if (d->attempt.state != NLD_NO_ATTEMPT && s->what != NLD_SCAN_TARGET) {
        s->state = NLD_SCAN_AWAIT_TURN; /* it is looked at again */
        nld_timer(d, NLD_TIMER_SCAN, d->now + PAUSE);
        return;
    }
    size_t most = d->link.up ? SLICE_ASSOCIATED : SLICE_ALONE;
    size_t left = s->freq_count - s->at;
    s->slice = left < most ? left : most;
    s->state = NLD_SCAN_AWAIT_END;
    nld_timer(d, NLD_TIMER_SCAN, d->now + END_LIMIT);
    if (nld_tell(d, trigger(d), NLD_OF_SCAN) == 0) {
        over(d, NDIS_STATUS_RESOURCES);
    }
}

/* A candidate was heard: the rest of a search is not needed. */
static bool is_found(struct nld *d)
{
    switch (d->scan.what) {
    case NLD_SCAN_NETWORK:
        return nld_candidate_best(d, d->connection == NLD_CONNECTING ? NLD_CONNECT
                                                                     : NLD_ROAM) != NULL;
    case NLD_SCAN_NOTHING:
    case NLD_SCAN_HOST:
    case NLD_SCAN_BETTER:
    case NLD_SCAN_TARGET:
    case NLD_SCAN_STEER:
        break;
    }
    return false;
}

static void next_slice(struct nld *d)
{
    struct nld_scan *s = &d->scan;
    if (is_found(d)) {
        over(d, NDIS_STATUS_SUCCESS);
        return;
    }
    if (s->ssid_at >= s->ssid_count) { /* all names were asked for on these channels */
        s->at += s->slice;
        s->ssid_at = 0;
    }
    if (s->at >= s->freq_count) {
        over(d, NDIS_STATUS_SUCCESS);
    } else if (d->link.up) {
        s->state = NLD_SCAN_AWAIT_TURN;
        nld_timer(d, NLD_TIMER_SCAN, d->now + PAUSE);
    } else {
        go(d);
    }
}

/* --- what the kernel says --- */

void nld_scan_acked(struct nld *d, uint8_t cmd, int error)
{
    struct nld_scan *s = &d->scan;
    if (cmd == NL80211_CMD_GET_SCAN) {
        if (error != 0) {
            nld_scan_dumped(d);
        }
        return;
    }
    if (error == 0 || s->state != NLD_SCAN_AWAIT_END) {
        return;
    }
    s->ssid_at = 0; /* of this slice all again */
    if (error == EBUSY) {
        s->state = NLD_SCAN_AWAIT_TURN;
        nld_timer(d, NLD_TIMER_SCAN, d->now + TURN_PAUSE);
    } else {
        over(d,
             error == ENETDOWN ? NDIS_STATUS_DOT11_POWER_STATE_INVALID : NDIS_STATUS_FAILURE);
    }
}

void nld_scan_event(struct nld *d, const struct nld_message *m)
{
    struct nld_scan *s = &d->scan;
    if (m->cmd == NL80211_CMD_TRIGGER_SCAN) {
        return; /* the echo, or somebody else's */
    }
    if (m->cmd == NL80211_CMD_SCAN_ABORTED && s->state == NLD_SCAN_AWAIT_END &&
        s->what == NLD_SCAN_HOST) {
        over(d, NDIS_STATUS_REQUEST_ABORTED);
        return;
    }
    if (s->state == NLD_SCAN_AWAIT_TURN) {
        nld_timer(d, NLD_TIMER_SCAN, d->now);
    } else if (s->state == NLD_SCAN_AWAIT_END) {
        s->state = NLD_SCAN_AWAIT_RESULTS;
        nld_timer(d, NLD_TIMER_SCAN, d->now + RESULTS_LIMIT);
    }
    read_results(d);
}

/* All BSSs were taken (bss_list.c). Those that were read while the scan went on are read anew.
 */
void nld_scan_dumped(struct nld *d)
{
    struct nld_scan *s = &d->scan;
    s->dumping = false;
    if (s->again) {
        s->again = false;
        read_results(d);
    } else if (s->state == NLD_SCAN_AWAIT_RESULTS) {
        next_slice(d);
    }
}

void nld_scan_expire(struct nld *d)
{
    switch (d->scan.state) {
    case NLD_SCAN_IDLE:
        break;
    case NLD_SCAN_AWAIT_TURN:
        go(d);
        break;
    case NLD_SCAN_AWAIT_END: /* its end was lost */
        d->scan.state = NLD_SCAN_AWAIT_RESULTS;
        nld_timer(d, NLD_TIMER_SCAN, d->now + RESULTS_LIMIT);
        read_results(d);
        break;
    case NLD_SCAN_AWAIT_RESULTS:
        d->scan.dumping = d->scan.again = false;
        next_slice(d);
        break;
    }
}

/* --- its beginning --- */

static void put_freq(struct nld_scan *s, uint16_t freq)
{
    for (size_t i = 0; i < s->freq_count; i++) {
        if (s->freqs[i] == freq) {
            return;
        }
    }
    if (s->freq_count < NLD_FREQS) {
        s->freqs[s->freq_count++] = freq;
    }
}

static bool is_desired(const struct nld *d, uint32_t phy)
{
    for (size_t i = 0; i < d->mib.phy_count; i++) {
        if (d->mib.phys[i] == DOT11_PHY_ID_ANY || d->mib.phys[i] == phy) {
            return true;
        }
    }
    return false;
}

static bool has_channel(const struct nld *d, uint16_t freq)
{
    for (size_t p = 0; p < d->card.radio->phy_count; p++) {
        for (size_t i = 0; i < d->card.radio->phys[p].freq_count; i++) {
            if (d->card.radio->phys[p].freqs[i] == freq) {
                return true;
            }
        }
    }
    return false;
}

static bool is_usual(const struct nld *d, uint16_t freq)
{
    bool found = d->usual_count == 0;
    for (size_t i = 0; !found && i < d->usual_count; i++) {
        found = d->usual[i] == freq;
    }
    return found;
}

bool nld_may_enter(const struct nld *d, uint16_t freq)
{
    return !d->usual_alone || is_usual(d, freq);
}

/* Of our own scans: where the host wants us to look. */
static void put_usual(struct nld *d, uint16_t freq)
{
    if (d->scan.what == NLD_SCAN_HOST || is_usual(d, freq)) {
        put_freq(&d->scan, freq);
    }
}

/* Of PHYs with their bit. */
static void put_channels(struct nld *d, uint64_t phys)
{
    for (uint32_t p = 0; p < d->card.radio->phy_count && p < 64; p++) {
        for (size_t i = 0; phys >> p & 1 && i < d->card.radio->phys[p].freq_count; i++) {
            put_usual(d, d->card.radio->phys[p].freqs[i]);
        }
    }
}

static void begin(struct nld *d, enum nld_scan_for what)
{
    bool dumping = d->scan.dumping, again = d->scan.again;
    d->scan = (struct nld_scan){.what = what, .dumping = dumping, .again = again};
}

static void put_ssid(struct nld_scan *s, const struct mp_ssid *ssid)
{
    if (s->ssid_count < MP_MAX_SSIDS) {
        s->ssids[s->ssid_count++] = *ssid;
    }
}

/* The names first: hidden ones answer to nothing else (CNX-26). */
static void put_names(struct nld *d)
{
    static const struct mp_ssid any = {0};
    if (d->connection == NLD_CONNECTING) {
        for (size_t i = 0; i < d->mib.ssid_count && i + 1 < MP_MAX_SSIDS; i++) {
            if (d->mib.ssids[i].len > 0) {
                put_ssid(&d->scan, &d->mib.ssids[i]);
            }
        }
    } else {
        put_ssid(&d->scan, &d->network);
    }
    if (d->scan.ssid_count < d->card.scan_ssids || d->scan.ssid_count == 0) {
        put_ssid(&d->scan, &any);
    }
}

/* Where something was heard comes first. */
static void put_known(struct nld *d)
{
    for (size_t i = 0; i < d->hint_count; i++) {
        put_usual(d, d->hints[i]);
    }
    for (size_t i = 0; i < d->bss_count; i++) {
        put_usual(d, d->bss[i]->freq);
    }
}

static uint64_t desired_phys(const struct nld *d)
{
    uint64_t phys = 0;
    for (uint32_t p = 0; p < d->card.radio->phy_count && p < 64; p++) {
        phys |= is_desired(d, p) ? UINT64_C(1) << p : 0;
    }
    return phys;
}

/* Of the channels that were put. False: there is none, or it came to nothing at once. */
static bool went(struct nld *d, enum nld_scan_for what)
{
    if (d->scan.freq_count == 0) {
        d->scan.what = NLD_SCAN_NOTHING;
        return false;
    }
    go(d);
    return d->scan.what == what;
}

bool nld_scan_network(struct nld *d, enum nld_scan_for what, bool known)
{
    if (d->scan.state != NLD_SCAN_IDLE || !nld_radio_on(d)) {
        return false;
    }
    begin(d, what);
    put_names(d);
    put_known(d);
    put_channels(d, known ? 0 : desired_phys(d));
    return went(d, what);
}

bool nld_scan_channels(struct nld *d, enum nld_scan_for what, const uint16_t *freqs,
                       size_t count, bool passive)
{
    if (d->scan.state != NLD_SCAN_IDLE || !nld_radio_on(d)) {
        return false;
    }
    begin(d, what);
    if (!passive) {
        put_names(d);
    }
    for (size_t i = 0; i < count; i++) {
        if (has_channel(d, freqs[i])) {
            put_freq(&d->scan, freqs[i]);
        }
    }
    put_channels(d, count ? 0 : desired_phys(d));
    return went(d, what);
}

bool nld_scan_heard(struct nld *d)
{
    if (d->scan.state != NLD_SCAN_IDLE) {
        return false;
    }
    begin(d, NLD_SCAN_NETWORK);
    d->scan.state = NLD_SCAN_AWAIT_RESULTS;
    nld_timer(d, NLD_TIMER_SCAN, d->now + RESULTS_LIMIT);
    read_results(d);
    return true;
}

bool nld_scan_target(struct nld *d, const struct mp_ssid *ssid, uint16_t freq)
{
    if (d->scan.state != NLD_SCAN_IDLE) {
        return false;
    }
    begin(d, NLD_SCAN_TARGET);
    put_ssid(&d->scan, ssid);
    put_freq(&d->scan, freq);
    go(d);
    return true;
}

/* PHYs by their id; those that are named twice or are none are refused. */
static uint32_t read_phys(const struct nld *d, struct extsta_part part, uint64_t *phys)
{
    struct extsta_payload e;
    *phys = part.size == 0 ? UINT64_MAX : 0;
    if (part.cut) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    for (uint32_t i = 0; i < part.size; i++) {
        if (!extsta_payload_next(&part, &e) || e.phy_type_info.channels.cut) {
            return NDIS_STATUS_INVALID_LENGTH;
        }
        if (e.phy_type_info.phy_id == DOT11_PHY_ID_ANY) {
            *phys = UINT64_MAX;
        } else if (e.phy_type_info.phy_id >= d->card.radio->phy_count) {
            return NDIS_STATUS_INVALID_DATA;
        } else {
            *phys |= UINT64_C(1) << e.phy_type_info.phy_id;
        }
    }
    return NDIS_STATUS_SUCCESS;
}

/* Refusals come before anything is disturbed. *ssids gets the names. */
static uint32_t check(const struct nld *d, const struct extsta_scan_request *rq,
                      struct nld_scan *out, uint64_t *phys)
{
    struct extsta_part ssids = rq->ssids;
    struct extsta_payload e;
    uint32_t type = rq->type & ~(uint32_t)dot11_scan_type_forced;
    if (ssids.size > MP_MAX_SSIDS || ssids.cut || rq->elements.cut ||
        rq->elements.size > MP_MAX_EXTRA_IES) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    if (type < dot11_scan_type_active || type > dot11_scan_type_auto) {
        return NDIS_STATUS_INVALID_DATA;
    }
    uint32_t status = read_phys(d, rq->phys, phys);
    while (status == NDIS_STATUS_SUCCESS && extsta_payload_next(&ssids, &e)) {
        struct mp_ssid ssid = {.len = (uint8_t)e.ssid.len};
        if (e.ssid.len > sizeof ssid.ssid) {
            return NDIS_STATUS_INVALID_DATA;
        }
        memcpy(ssid.ssid, e.ssid.bytes, ssid.len);
        put_ssid(out, &ssid);
    }
    if (type == dot11_scan_type_passive) {
        out->ssid_count = 0;
    } else if (out->ssid_count == 0) {
        out->ssid_count = 1; /* the wildcard */
    }
    out->bssid = rq->bssid;
    out->elements_len = rq->elements.bytes.len;
    if (out->elements_len > 0) {
        memcpy(out->elements, rq->elements.bytes.data, out->elements_len);
    }
    return status;
}

/* Those of the card's; none: all. */
static uint32_t read_channels(const struct nld *d, struct extsta_span freqs, uint16_t *out,
                              size_t *count)
{
    struct reader r = reader_of(freqs);
    if (freqs.len % 2 != 0 || freqs.len / 2 > EXTSTA_PRIVATE_CHANNELS_MAX) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    *count = 0;
    while (reader_left(&r) > 0) {
        uint16_t freq = reader_le16(&r);
        if (has_channel(d, freq)) {
            out[(*count)++] = freq;
        }
    }
    return freqs.len > 0 && *count == 0 ? NDIS_STATUS_INVALID_DATA : NDIS_STATUS_SUCCESS;
}

uint32_t nld_scan_only(struct nld *d, struct extsta_span freqs)
{
    return read_channels(d, freqs, d->only, &d->only_count);
}

uint32_t nld_set_channels(struct nld *d, struct extsta_span parameters)
{
    if (d->op) {
        return NDIS_STATUS_INVALID_STATE;
    }
    uint8_t flags = parameters.len ? parameters.data[0] : 0;
    if (parameters.len == 1) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    if ((flags & ~EXTSTA_PRIVATE_CHANNELS_ALONE) != 0) {
        return NDIS_STATUS_INVALID_DATA;
    }
    d->usual_alone = false;
    uint32_t status = read_channels(
        d, parameters.len ? span(parameters.data + 1, parameters.len - 1) : parameters,
        d->usual, &d->usual_count);
    d->usual_alone = flags != 0 && d->usual_count > 0;
    return status;
}

uint32_t nld_scan_abort(struct nld *d)
{
    if (d->scan.what != NLD_SCAN_HOST) {
        return NDIS_STATUS_INVALID_STATE;
    }
    nld_scan_cancel(d, NDIS_STATUS_REQUEST_ABORTED);
    nld_connection_next(d);
    nld_roam_scanned(d, NLD_SCAN_HOST);
    return NDIS_STATUS_SUCCESS;
}

/* SCN-04: it displaces a scan of ours, which whoever wanted it begins again. */
uint32_t nld_scan_request(struct nld *d, const struct extsta_payload *request)
{
    uint64_t phys;
    struct nld_scan wish = {
        .what = NLD_SCAN_HOST, .dumping = d->scan.dumping, .again = d->scan.again};
    if (d->scan.what == NLD_SCAN_HOST) {
        return NDIS_STATUS_DOT11_MEDIA_IN_USE; /* SCN-02: one at a time */
    }
    uint32_t status = check(d, &request->scan, &wish, &phys);
    if (status != NDIS_STATUS_SUCCESS) {
        return status;
    }
    if (!nld_radio_on(d)) {
        return NDIS_STATUS_DOT11_POWER_STATE_INVALID; /* nothing to scan with */
    }
    if (d->scan.what == NLD_SCAN_TARGET) {
        d->scan = wish; /* after the attempt, which looks no longer */
        nld_attempt_scanned(d);
    } else {
        nld_scan_cancel(d, NDIS_STATUS_REQUEST_ABORTED);
        d->scan = wish;
    }
    for (size_t i = 0; i < d->only_count; i++) {
        put_freq(&d->scan, d->only[i]);
    }
    put_channels(d, d->only_count ? 0 : phys);
    d->only_count = 0;
    /* what follows comes behind the request's completion */
    d->scan.state = NLD_SCAN_AWAIT_TURN;
    nld_timer(d, NLD_TIMER_SCAN, d->now);
    return NDIS_STATUS_SUCCESS;
}
