/* Scans: the channels one after another, for the host (SCAN_REQUEST) or for a connection, a
 * roam, a better AP (SCN-19). What is heard goes into the BSS cache on its own way (mlme.c);
 * a scan only sees to it that the radio is where something can be heard, and asks.
 *
 * On each channel it does as IEEE 802.11-2020 11.1.4.3.2 says: after a ProbeDelay (a random
 * one: others may have tuned in the same moment) it sends the Probe Requests. At MinChannelTime
 * it goes on, unless the medium was so busy that an answer may still wait: then it stays until
 * MaxChannelTime, and hears the Beacons at least. A scan of our own for
 * any AP of a network does not ask for what it has heard already: where hundreds look for one
 * network, its Beacon must be enough.
 *
 * One scan at a time. While associated it makes excursions of a few channels and comes home in
 * between (SCN-14); while an association operation runs it waits. With its end whoever
 * waits for it goes on: connection_next, roam_scan_done. */
#include "miniport/mlme/scan.h"
#include "base/mac.h"
#include "miniport/miniport.h"
#include "miniport/mlme/candidate.h"
#include "miniport/mlme/connect.h"
#include "miniport/mlme/ibss.h"
#include "miniport/mlme/indicate.h"
#include "miniport/mlme/mlme_frame.h"
#include "miniport/mlme/owe_pair.h"
#include "miniport/mlme/request.h"
#include "miniport/mlme/roam.h"

/* A dwell that hears every beacon at the usual interval of 100 TU (SCN-15), and one that hears
 * the second where the first was lost. */
#define DWELL_BEACON  (105u * EXTSTA_MS)
#define DWELL_BUSY    (210u * EXTSTA_MS)
#define DWELL_QUICK   (30u * EXTSTA_MS)   /* Probe Responses only */
#define DWELL_AWAY    (50u * EXTSTA_MS)   /* while associated: traffic waits */
#define SCAN_BUDGET   (3900u * EXTSTA_MS) /* of the four seconds (SCN-13) */
#define EXCURSION_MAX 3u                  /* channels between visits at home (SCN-14) */
#define HOME_TIME     (100u * EXTSTA_MS)  /* what was held goes out, the AP is heard */
/* For the outcome of the null frame, which may have to wait for the medium. */
#define LEAVE_TIME (MLME_NULL_LIFETIME + 5u * EXTSTA_MS)
/* A Probe Request that is still in the radio's queue then is given up: the Beacon will do. */
#define PROBE_LIFETIME (20u * EXTSTA_MS)
#define PROBE_TIME     DWELL_QUICK /* for its outcome, where the radio does not tell one */
/* Percent of MinChannelTime. An AP whose answer waits for the medium waits for what is sent
 * there; what few others send, and what a Beacon takes, is less. */
#define ANSWER_DELAYED 30u
#define HIDDEN_TIME   (20u * EXTSTA_MS) /* for the answer of a hidden AP */

struct scan_input {
    extsta_time now;
    extsta_time again; /* PAUSE: when to look again */
};
FSM_TYPES(scan, struct miniport, struct scan_input)

/* --- frames --- */

/* SCN-09, SCN-10: where the domain has to be learnt, only what the AP's Country element
 * allows, and only while associated with it. */
static bool may_probe(const struct miniport *mp, const struct mp_scan *s)
{
    if (s->passive) {
        return false;
    }
    if (!mp->mib->multi_domain) {
        return true;
    }
    const struct bss_entry *ap = mlme_has_home(mp) ? mlme_bss(mp) : NULL;
    return ap && bss_country_allows(ap->info, s->freq);
}

/* The Probe Request (9.3.3.9) for one SSID; length 0 is the wildcard. */
static void send_probe(struct miniport *mp, extsta_time now, struct mp_scan *s,
                       const struct mp_ssid *ssid, struct extsta_mac ra,
                       struct extsta_mac bssid)
{
    uint8_t body[1024];
    struct writer w = writer_of(body, sizeof body);
    request_write(&(struct request){.kind = REQUEST_PROBE,
                                    .mp = mp,
                                    .ssid = span(ssid->ssid, ssid->len),
                                    .freq = s->freq,
                                    .phy = s->phy,
                                    .extra = span(s->ies, s->ies_len)},
                  &w);
    if (!w.failed) {
        s->cookie = mlme_send(mp, now, FRAME_PROBE_REQ, ra, bssid, span(body, writer_len(&w)),
                              s->phy, (struct mlme_limits){.lifetime = PROBE_LIFETIME});
    }
}

static void send_probes(struct miniport *mp, extsta_time now, struct mp_scan *s)
{
    static const struct mp_ssid wildcard = {0};
    /* to the AP itself where just one is asked whether it is there */
    struct extsta_mac ra = s->direct ? s->bssid : mac_broadcast;
    for (size_t i = 0; i < s->ssid_count; i++) { /* SCN-06: one for each SSID */
        send_probe(mp, now, s, &s->ssids[i], ra, s->bssid);
    }
    if (s->ssid_count == 0) {
        send_probe(mp, now, s, &wildcard, ra, s->bssid);
    }
}

/* --- actions --- */

/* SCN-14: the AP is to buffer for us. Its acknowledgement is awaited (scan_tx_status), but not
 * needed: after LEAVE_TIME the radio goes either way. */
static void leave(struct miniport *mp, const struct scan_input *in)
{
    mp->mlme.scan->excursion = 0;
    mp->mlme.scan->cookie = mlme_send_null(mp, in->now, true);
    mp_timer_set(mp, MP_TIMER_SCAN, in->now + LEAVE_TIME);
}

/* The home channel is scanned like any other, only without leaving. */
static void tune(struct miniport *mp, const struct scan_input *in)
{
    struct mp_scan *s = mp->mlme.scan;
    s->hidden_count = 0;
    s->found = 0;
    s->probes = 0;
    s->excursion++;
    s->visited = s->asked = in->now;
    mp->link.heard = false;
    if (s->freq == mp->link.home_freq) {
        mlme_home(mp, in->now);
    } else {
        mlme_away(mp, in->now, s->freq);
    }
}

static void visit(struct miniport *mp, const struct scan_input *in)
{
    struct mp_scan *s = mp->mlme.scan;
    tune(mp, in);
    s->turn = (struct mp_turn){0};
    mp_timer_set(mp, MP_TIMER_SCAN, turn_begin(mp, in->now, &s->turn, TURN_FIRST));
}

/* Within one MinChannelTime. A broadcast request that collides with another's is lost without a
 * sign; our own scan asks once more, unless it stays for the Beacon anyway. */
static unsigned probes_allowed(const struct mp_scan *s)
{
    return s->thrifty && s->min == DWELL_QUICK ? 2 : 1;
}

/* MinChannelTime from `asked` on, or its part for each request, within MaxChannelTime. */
static void await_min(struct miniport *mp, const struct scan_input *in)
{
    const struct mp_scan *s = mp->mlme.scan;
    extsta_time end = s->visited + s->max;
    extsta_time least = s->asked + (s->probes ? s->min / probes_allowed(s) : s->min);
    mp_timer_set(mp, MP_TIMER_SCAN, least < end ? least : end);
}

static void listen_only(struct miniport *mp, const struct scan_input *in)
{
    tune(mp, in);
    await_min(mp, in);
}

static void ask_later(struct miniport *mp, const struct scan_input *in)
{
    mp_timer_set(mp, MP_TIMER_SCAN, in->again);
}

static void ask(struct miniport *mp, const struct scan_input *in)
{
    mp->mlme.scan->probes++;
    mp_timer_set(mp, MP_TIMER_SCAN, in->now + PROBE_TIME);
    send_probes(mp, in->now, mp->mlme.scan);
}

/* The medium was busy with our own frame until now. */
static void asked(struct miniport *mp, const struct scan_input *in)
{
    mp->mlme.scan->asked = in->now;
    mp->link.heard = false;
    await_min(mp, in);
}

static void stay(struct miniport *mp, const struct scan_input *in)
{
    mp_timer_set(mp, MP_TIMER_SCAN, mp->mlme.scan->visited + mp->mlme.scan->max);
}

static void go_home(struct miniport *mp, const struct scan_input *in)
{
    mlme_home(mp, in->now);
    mp_timer_set(mp, MP_TIMER_SCAN, in->now + HOME_TIME);
}

static void defer(struct miniport *mp, const struct scan_input *in)
{
    mp_timer_set(mp, MP_TIMER_SCAN, in->now + HOME_TIME);
}

/* --- the table --- */

static const char *const scan_states[] = {"await-start", "await-leave", "await-delay",
                                          "await-probe", "await-min",   "await-max",
                                          "await-home"};
static const char *const scan_events[] = {"leave", "visit", "listen", "pause",  "probe",
                                          "sent",  "known", "stay",   "return", "defer"};

/* From a channel, or from home, to the next one. */
#define NEXT_CHANNEL(state)                                                                    \
    FSM_ROW(state, SCAN_EVENT_VISIT, SCAN_AWAIT_DELAY, visit, SCN_15),                         \
        FSM_ROW(state, SCAN_EVENT_LISTEN, SCAN_AWAIT_MIN, listen_only, SCN_09),                \
        FSM_ROW(state, SCAN_EVENT_LEAVE, SCAN_AWAIT_LEAVE, leave, SCN_14),                     \
        FSM_ROW(state, SCAN_EVENT_DEFER, SCAN_AWAIT_HOME, defer, X_76)
#define BACK_HOME(state) FSM_ROW(state, SCAN_EVENT_RETURN, SCAN_AWAIT_HOME, go_home, SCN_14)

static const struct scan_row scan_rows[] = {
    NEXT_CHANNEL(SCAN_AWAIT_START),
    FSM_ROW(SCAN_AWAIT_LEAVE, SCAN_EVENT_VISIT, SCAN_AWAIT_DELAY, visit, SCN_14),
    FSM_ROW(SCAN_AWAIT_LEAVE, SCAN_EVENT_LISTEN, SCAN_AWAIT_MIN, listen_only, SCN_09),
    FSM_ROW(SCAN_AWAIT_LEAVE, SCAN_EVENT_DEFER, SCAN_AWAIT_HOME, defer, X_76),
    FSM_ROW(SCAN_AWAIT_DELAY, SCAN_EVENT_PAUSE, SCAN_AWAIT_DELAY, ask_later, IEEE_11_1_4_3_2),
    FSM_ROW(SCAN_AWAIT_DELAY, SCAN_EVENT_PROBE, SCAN_AWAIT_PROBE, ask, SCN_06),
    FSM_ROW(SCAN_AWAIT_DELAY, SCAN_EVENT_KNOWN, SCAN_AWAIT_MIN, await_min, SCN_19),
    FSM_ROW(SCAN_AWAIT_DELAY, SCAN_EVENT_STAY, SCAN_AWAIT_MAX, stay, IEEE_11_1_4_3_2),
    FSM_ROW(SCAN_AWAIT_PROBE, SCAN_EVENT_SENT, SCAN_AWAIT_MIN, asked, IEEE_11_1_4_3_2),
    FSM_ROW(SCAN_AWAIT_PROBE, SCAN_EVENT_STAY, SCAN_AWAIT_MAX, stay, IEEE_11_1_4_3_2),
    NEXT_CHANNEL(SCAN_AWAIT_PROBE),
    BACK_HOME(SCAN_AWAIT_PROBE),
    FSM_ROW(SCAN_AWAIT_MIN, SCAN_EVENT_STAY, SCAN_AWAIT_MAX, stay, IEEE_11_1_4_3_2),
    FSM_ROW(SCAN_AWAIT_MIN, SCAN_EVENT_PAUSE, SCAN_AWAIT_DELAY, ask_later, IEEE_11_1_4_3_2),
    NEXT_CHANNEL(SCAN_AWAIT_MIN),
    BACK_HOME(SCAN_AWAIT_MIN),
    NEXT_CHANNEL(SCAN_AWAIT_MAX),
    BACK_HOME(SCAN_AWAIT_MAX),
    NEXT_CHANNEL(SCAN_AWAIT_HOME),
};

const struct fsm_table scan_table = FSM_TABLE("scan", scan_states, scan_events, scan_rows);

static void step_again(struct miniport *mp, extsta_time now, enum scan_event event,
                       extsta_time again)
{
    struct scan_input in = {.now = now, .again = again};
    scan_fsm_step(&scan_table, &mp->mlme.scan->state, (uint8_t)event, mp, &in,
                  &mp->ctx->unlisted);
}

static void step(struct miniport *mp, extsta_time now, enum scan_event event)
{
    step_again(mp, now, event, EXTSTA_NEVER);
}

/* --- the course of a scan --- */

void scan_free(struct miniport *mp)
{
    struct mp_scan *s = mp->mlme.scan;
    if (s->confirm) {
        outq_unreserve(mp->out, s->confirm);
    }
    pool_release(&mp->ctx->pool, s, sizeof *s + s->ies_len);
    mp->mlme.scan = NULL;
    mp->mlme.scanning = SCAN_IDLE;
    mp_timer_stop(mp, MP_TIMER_SCAN);
}

/* SCN-05: SCAN_CONFIRM, once, of an explicit scan; nothing of our own. */
static void confirm(struct miniport *mp, uint32_t status)
{
    struct mp_scan *s = mp->mlme.scan;
    struct outq_node *node = s->confirm;
    if (node) {
        s->confirm = NULL;
        indicate_scan_confirm(mp, node, status);
    }
}

/* Who waits for the end of a scan goes on. */
static void tell_over(struct miniport *mp, extsta_time now)
{
    connection_next(mp, now);
    roam_scan_done(mp, now);
    ibss_scan_done(mp, now);
}

/* The scan is gone before others are told: they may begin the next one. An open association
 * operation keeps the radio on its channel. */
static void finish(struct miniport *mp, extsta_time now)
{
    if (!associate_is_open(mp)) {
        mlme_home(mp, now);
    }
    confirm(mp, NDIS_STATUS_SUCCESS);
    scan_free(mp);
    bss_age(mp, now);
    tell_over(mp, now);
}

/* The step to the current channel, from where the radio is. */
static void proceed(struct miniport *mp, extsta_time now)
{
    const struct mp_scan *s = mp->mlme.scan;
    enum scan_event visit = may_probe(mp, s) ? SCAN_EVENT_VISIT : SCAN_EVENT_LISTEN;
    if (associate_is_open(mp)) {
        step(mp, now, SCAN_EVENT_DEFER);
    } else if (!mlme_has_home(mp) || s->freq == mp->link.home_freq) {
        step(mp, now, visit);
    } else if (mp->mlme.away_since == 0) {
        step(mp, now, SCAN_EVENT_LEAVE);
    } else if (s->excursion < EXCURSION_MAX) {
        step(mp, now, visit);
    } else {
        step(mp, now, SCAN_EVENT_RETURN);
    }
}

/* Where the MLME's scan is from now on; times and SSIDs are the caller's to set. NULL: no
 * memory, or no PHY. No other scan may be running. */
static struct mp_scan *scan_new(struct miniport *mp, enum scan_purpose purpose, uint64_t phys,
                                size_t ies_len)
{
    struct mp_scan *s = phys ? pool_zalloc(&mp->ctx->pool, sizeof *s + ies_len) : NULL;
    if (!s) {
        return NULL;
    }
    s->phys = phys;
    s->ies_len = (uint16_t)ies_len;
    s->bssid = mac_broadcast;
    scan_order_make(mp, s);
    mp->mlme.scan = s;
    mp->mlme.scanning = (uint8_t)purpose;
    return s;
}

/* False when there is no channel to scan; the scan is gone then. */
static bool scan_begin(struct miniport *mp, extsta_time now)
{
    if (mp->mlme.scan->thrifty) {
        scan_order_shuffle(mp, mp->mlme.scan);
    }
    if (!scan_order_seek(mp, mp->mlme.scan)) {
        scan_free(mp);
        return false;
    }
    proceed(mp, now);
    return true;
}

/* Listening on the current channel, in one state or another. */
static bool is_listening(const struct mp_scan *s)
{
    return s->state >= SCAN_AWAIT_DELAY && s->state <= SCAN_AWAIT_MAX;
}

/* Whether on this channel all was heard that is looked for: by a thrifty scan, others do not
 * take note. */
static bool is_found(const struct miniport *mp, const struct mp_scan *s)
{
    unsigned wanted = mp->mlme.scanning == SCAN_CONNECT ? s->ssid_count : 1;
    return s->found == (1u << wanted) - 1u;
}

/* On to the next channel, or the scan is over. One that stays for the Beacons comes after a quick
 * one that has heard nobody: the first BSS that will do ends it, for the others are many tenths of
 * a second away. */
static void next_channel(struct miniport *mp, extsta_time now)
{
    struct mp_scan *s = mp->mlme.scan;
    bool enough = s->min == DWELL_BEACON && is_found(mp, s);
    s->order.at++;
    if (!enough && scan_order_seek(mp, s)) {
        proceed(mp, now);
    } else {
        finish(mp, now);
    }
}

/* The ProbeDelay is over. The host's scan asks on every channel (SCN-06), if late; for our own
 * the Beacon will do where others leave no room. */
static void delay_over(struct miniport *mp, extsta_time now)
{
    struct mp_scan *s = mp->mlme.scan;
    extsta_time last = s->visited + s->max - PROBE_LIFETIME;
    if (is_found(mp, s)) {
        step(mp, now, SCAN_EVENT_KNOWN);
        return;
    }
    extsta_time again = now < last ? turn_look(mp, now, &s->turn, s->max / 2) : 0;
    if (again) {
        step_again(mp, now, SCAN_EVENT_PAUSE, again < last ? again : last);
    } else if (now < last || !s->thrifty) {
        step(mp, now, SCAN_EVENT_PROBE);
    } else {
        step(mp, now, SCAN_EVENT_STAY);
    }
}

/* MinChannelTime is over. Without CCA a frame that was heard says that the medium is busy. */
static void min_over(struct miniport *mp, extsta_time now)
{
    struct mp_scan *s = mp->mlme.scan;
    uint8_t busy = mp->mlme.busy;
    bool silent = busy == MEDIUM_UNKNOWN ? !mp->link.heard : busy < ANSWER_DELAYED;
    bool again = s->state == SCAN_AWAIT_MIN && s->probes > 0 && s->probes < probes_allowed(s);
    if (silent && !is_found(mp, s) && again) {
        step_again(mp, now, SCAN_EVENT_PAUSE, turn_begin(mp, now, &s->turn, TURN_FIRST));
    } else if (silent || is_found(mp, s) || now >= s->visited + s->max) {
        next_channel(mp, now);
    } else {
        step(mp, now, SCAN_EVENT_STAY);
    }
}

/* MP_TIMER_SCAN: the time of the current state is over. */
void scan_expire(struct miniport *mp, extsta_time now)
{
    struct mp_scan *s = mp->mlme.scan;
    if (!s) {
        return;
    }
    s->phys &= scan_powered_phys(mp);
    if (s->phys == 0) {
        scan_cancel(mp, now, NDIS_STATUS_UNSUPPORTED_MEDIA, true);
        tell_over(mp, now);
        return;
    }
    switch ((enum scan_state)s->state) {
    case SCAN_AWAIT_LEAVE:
        step(mp, now,
             associate_is_open(mp) ? SCAN_EVENT_DEFER
             : may_probe(mp, s)    ? SCAN_EVENT_VISIT
                                   : SCAN_EVENT_LISTEN);
        return;
    case SCAN_AWAIT_DELAY:
        delay_over(mp, now);
        return;
    case SCAN_AWAIT_PROBE: /* the radio does not say what became of it */
    case SCAN_AWAIT_MIN:
        min_over(mp, now);
        return;
    case SCAN_AWAIT_MAX:
        next_channel(mp, now);
        return;
    case SCAN_AWAIT_START:
    case SCAN_AWAIT_HOME:
        if (scan_order_seek(mp, s)) {
            proceed(mp, now);
        } else {
            finish(mp, now);
        }
        return;
    }
}

/* Of the null frame: the AP knows that we go, or did not hear it, no need to wait longer. Of
 * the last Probe Request: the time for its answers begins, or the Beacon has to do. */
void scan_tx_status(struct miniport *mp, extsta_time now, uint32_t cookie, bool sent)
{
    struct mp_scan *s = mp->mlme.scan;
    if (!s || cookie == 0 || cookie != s->cookie) {
        return;
    }
    s->cookie = 0;
    if (s->state == SCAN_AWAIT_LEAVE) {
        scan_expire(mp, now);
    } else if (s->state == SCAN_AWAIT_PROBE) {
        step(mp, now, sent ? SCAN_EVENT_SENT : SCAN_EVENT_STAY);
    }
}

bool scan_is_elsewhere(const struct miniport *mp)
{
    const struct mp_scan *s = mp->mlme.scan;
    return s && s->order.first_count > 0 && s->order.at >= s->order.first_count;
}

extsta_time scan_medium_since(const struct miniport *mp)
{
    const struct mp_scan *s = mp->mlme.scan;
    if (!s) {
        return EXTSTA_NEVER;
    }
    switch ((enum scan_state)s->state) {
    case SCAN_AWAIT_DELAY:
        return s->turn.since;
    case SCAN_AWAIT_MIN:
        return s->asked;
    case SCAN_AWAIT_START:
    case SCAN_AWAIT_LEAVE:
    case SCAN_AWAIT_PROBE:
    case SCAN_AWAIT_MAX:
    case SCAN_AWAIT_HOME:
        return EXTSTA_NEVER;
    }
    return EXTSTA_NEVER;
}

void scan_cancel(struct miniport *mp, extsta_time now, uint32_t status, bool home)
{
    if (!mp->mlme.scan) {
        return;
    }
    if (home) {
        mlme_home(mp, now);
    }
    confirm(mp, status);
    scan_free(mp);
}

/* Only marks what is to be done: the association's end has the word now. */
void scan_homeless(struct miniport *mp, extsta_time now)
{
    const struct mp_scan *s = mp->mlme.scan;
    if (!s) {
        return;
    }
    if (is_listening(s)) {
        mlme_tune(mp, s->freq);
    } else {
        mp_timer_set(mp, MP_TIMER_SCAN, now);
    }
}

/* SCN-16. A few hidden BSSs per channel are asked, each once: a flood of them must not make the
 * station send without end. */
static void ask_hidden(struct miniport *mp, extsta_time now, const struct bss_entry *e)
{
    struct mp_scan *s = mp->mlme.scan;
    if (e->info->ssid_len != 0 || s->ssid_count == 0 || s->hidden_count == SCAN_HIDDEN_MAX ||
        !may_probe(mp, s)) {
        return;
    }
    for (size_t i = 0; i < s->hidden_count; i++) {
        if (mac_equal(s->hidden[i], e->info->bssid)) {
            return;
        }
    }
    struct extsta_mac bssid = e->info->bssid;
    s->hidden[s->hidden_count++] = bssid;
    for (size_t i = 0; i < s->ssid_count; i++) {
        if (s->ssids[i].len) {
            send_probe(mp, now, s, &s->ssids[i], bssid, bssid);
        }
    }
    if (s->state != SCAN_AWAIT_DELAY && mp->timers[MP_TIMER_SCAN] < now + HIDDEN_TIME) {
        mp_timer_set(mp, MP_TIMER_SCAN, now + HIDDEN_TIME);
    }
}

/* The open half of a pair names the hidden one: it is asked for, here and on the channels to
 * come. */
static void ask_pair(struct miniport *mp, extsta_time now, const struct bss_entry *e)
{
    struct mp_scan *s = mp->mlme.scan;
    struct mp_ssid hidden;
    if (s->ssid_count == 0 || s->ssid_count == MP_MAX_SSIDS ||
        !owe_pair_hidden(mp, e->info, &hidden)) {
        return;
    }
    for (size_t i = 0; i < s->ssid_count; i++) {
        if (s->ssids[i].len == hidden.len &&
            memcmp(s->ssids[i].ssid, hidden.ssid, hidden.len) == 0) {
            return;
        }
    }
    s->ssids[s->ssid_count++] = hidden;
    if (may_probe(mp, s)) {
        send_probe(mp, now, s, &hidden, mac_broadcast, mac_broadcast);
    }
    if (s->state != SCAN_AWAIT_DELAY && mp->timers[MP_TIMER_SCAN] < now + HIDDEN_TIME) {
        mp_timer_set(mp, MP_TIMER_SCAN, now + HIDDEN_TIME);
    }
}

/* One of the BSSs that a scan of our own looks for was heard. With the last of them nothing
 * more is waited for; those of one network that answer our Probe Request have until
 * MinChannelTime, so that the best can be chosen. */
static void note_found(struct miniport *mp, extsta_time now, const struct bss_entry *e)
{
    struct mp_scan *s = mp->mlme.scan;
    if (mp->mlme.scanning == SCAN_ROAM) {
        s->found |= candidate_fits(mp, e, CANDIDATE_ROAM);
    } else if (candidate_fits(mp, e, CANDIDATE_CONNECT)) {
        for (size_t i = 0; i < s->ssid_count; i++) {
            bool same = s->ssids[i].len && s->ssids[i].len == e->info->ssid_len &&
                        memcmp(s->ssids[i].ssid, e->info->ssid, e->info->ssid_len) == 0;
            s->found |= (uint8_t)(same << i);
        }
    }
    if (s->state == SCAN_AWAIT_MAX && is_found(mp, s)) {
        mp_timer_set(mp, MP_TIMER_SCAN, now);
    }
}

void scan_heard(struct miniport *mp, extsta_time now, const struct bss_entry *e)
{
    const struct mp_scan *s = mp->mlme.scan;
    if (!s || !is_listening(s) || e->freq != s->freq) {
        return;
    }
    if (mp->mlme.scanning == SCAN_EXPLICIT) {
        ask_hidden(mp, now, e);
    } else if (s->thrifty) {
        ask_pair(mp, now, e);
        note_found(mp, now, e);
    }
}

/* --- the station's own scans --- */

/* ROM-19: after a low power state a network is not asked for by its name, unless the host
 * says it is hidden, until it was heard to be visible. */
static bool may_name_network(const struct miniport *mp)
{
    return mp->mib->hidden_network || !mp->mlme.resumed;
}

/* The network connected to, by its name, or by the wildcard. */
static void network_only(struct miniport *mp, struct mp_scan *s)
{
    if (may_name_network(mp)) {
        const struct bss_entry *ours = mlme_bss(mp);
        s->ssids[0] = mp->mlme.network;
        s->ssid_count = 1;
        if (ours && ours->info->ssid_len) { /* its true name, in an OWE pair (owe_pair.h) */
            s->ssids[0].len = ours->info->ssid_len;
            memcpy(s->ssids[0].ssid, ours->info->ssid, ours->info->ssid_len);
        }
    }
}

bool scan_connect(struct miniport *mp, extsta_time now, bool thorough)
{
    struct mp_scan *s = scan_new(mp, SCAN_CONNECT, scan_desired_phys(mp), 0);
    if (!s) {
        return false;
    }
    s->ssid_count = mp->mib->ssid_count;
    memcpy(s->ssids, mp->mib->ssids, s->ssid_count * sizeof *s->ssids);
    s->thrifty = true;
    mp->busy = EXTSTA_BUSY_UNKNOWN; /* the busiest of this round is told of */
    s->min = thorough ? DWELL_BEACON : DWELL_QUICK;
    s->max = thorough ? DWELL_BUSY : DWELL_BEACON;
    return scan_begin(mp, now);
}

static void scan_narrow(struct mp_scan *s, const uint16_t *freqs, size_t count)
{
    s->only_count = (uint8_t)(count < SCAN_ONLY_MAX ? count : SCAN_ONLY_MAX);
    memcpy(s->only, freqs, s->only_count * sizeof *freqs);
}

/* While associated, for APs of the network: on these channels, or on all. */
static bool scan_away(struct miniport *mp, extsta_time now, const uint16_t *freqs, size_t count)
{
    struct mp_scan *s = scan_new(mp, SCAN_ROAM, scan_desired_phys(mp), 0);
    if (!s) {
        return false;
    }
    const struct bss_entry *ours = mlme_bss(mp);
    if (mp->mib->hidden_network || (ours && ours->hidden)) {
        network_only(mp, s);
    }
    scan_narrow(s, freqs, count);
    s->min = s->max = DWELL_AWAY;
    return scan_begin(mp, now);
}

bool scan_channels(struct miniport *mp, extsta_time now, const uint16_t *freqs, size_t count)
{
    return scan_away(mp, now, freqs, count);
}

bool scan_measure(struct miniport *mp, extsta_time now, const uint16_t *freqs, size_t count,
                  bool passive, uint32_t duration)
{
    struct mp_scan *s = scan_new(mp, SCAN_ROAM, scan_powered_phys(mp), 0);
    if (!s) {
        return false;
    }
    scan_narrow(s, freqs, count);
    s->anywhere = true;
    s->passive = passive;
    s->min = s->max = duration ? duration : passive ? DWELL_BEACON : DWELL_AWAY;
    return scan_begin(mp, now);
}

bool scan_roam(struct miniport *mp, extsta_time now, bool thorough)
{
    struct mp_scan *s = scan_new(mp, SCAN_ROAM, scan_desired_phys(mp), 0);
    if (!s) {
        return false;
    }
    const struct bss_entry *last = bss_find(mp, mp->mlme.last_ap);
    const struct bss_entry *ours = mlme_bss(mp);
    if (mp->mib->hidden_network || (last && last->hidden) || (ours && ours->hidden)) {
        network_only(mp, s);
    }
    s->thrifty = !mlme_is_associated(mp);
    s->max = !s->thrifty ? DWELL_AWAY : thorough ? DWELL_BUSY : DWELL_BEACON;
    s->min = !s->thrifty ? DWELL_AWAY : thorough ? DWELL_BEACON : DWELL_QUICK;
    return scan_begin(mp, now);
}

bool scan_target(struct miniport *mp, extsta_time now, const struct bss_entry *target)
{
    struct mp_scan *s = scan_new(mp, SCAN_ROAM, scan_desired_phys(mp), 0);
    if (!s) {
        return false;
    }
    network_only(mp, s);
    s->bssid = target->info->bssid;
    s->direct = s->anywhere = true;
    scan_narrow(s, &target->freq, 1);
    s->min = s->max = DWELL_AWAY;
    return scan_begin(mp, now);
}

/* --- SCAN_REQUEST --- */

#define SCAN_FORCED 0x80000000u /* SCN-12: no short cuts; there are none here, it is ignored */

/* The PHYs a request names, as bits. X-26: which status for which fault. */
static uint32_t parse_phys(const struct miniport *mp, struct extsta_part rest, uint64_t *phys)
{
    struct extsta_payload info;
    for (uint32_t i = 0; i < rest.size; i++) {
        if (!extsta_payload_next(&rest, &info) || info.phy_type_info.channels.cut) {
            return NDIS_STATUS_INVALID_LENGTH;
        }
        uint32_t id = info.phy_type_info.phy_id, description = info.phy_type_info.description;
        /* the channels themselves are ignored in ExtSTA (SCN-11) */
        if (description > ch_description_type_phy_specific ||
            (description == 0 && info.phy_type_info.channels.size != 0)) {
            return NDIS_STATUS_BAD_VERSION;
        }
        if (id == DOT11_PHY_ID_ANY) { /* the union is a PHY id */
            return NDIS_STATUS_INVALID_DATA;
        }
        if (id >= mp->radio->phy_count) {
            return NDIS_STATUS_BAD_VERSION;
        }
        *phys |= UINT64_C(1) << id;
    }
    return NDIS_STATUS_SUCCESS;
}

/* Checks a request; *phys: those it names, or all. */
static uint32_t check_request(const struct miniport *mp, struct extsta_scan_request *rq,
                              uint64_t *phys)
{
    struct extsta_part ssids = rq->ssids;
    struct extsta_payload ssid;
    if (ssids.size > MP_MAX_SSIDS || ssids.cut || rq->elements.cut ||
        rq->elements.size > MP_MAX_EXTRA_IES) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    rq->type &= ~SCAN_FORCED;
    if (rq->type < dot11_scan_type_active || rq->type > dot11_scan_type_auto) {
        return NDIS_STATUS_INVALID_DATA;
    }
    *phys = rq->phys.size == 0 ? UINT64_MAX : 0;
    uint32_t status = parse_phys(mp, rq->phys, phys);
    while (status == NDIS_STATUS_SUCCESS && extsta_payload_next(&ssids, &ssid)) {
        if (ssid.ssid.len > sizeof ssid.ssid.bytes) {
            status = NDIS_STATUS_INVALID_DATA;
        }
    }
    return status;
}

/* SCN-13: complete within four seconds when not joined, and yet every beacon is heard: on each
 * channel for as long as there is time, whether or not its medium is busy. */
static uint32_t explicit_dwell(const struct miniport *mp, const struct mp_scan *s)
{
    if (mlme_has_home(mp)) {
        return s->passive ? DWELL_BEACON : DWELL_AWAY;
    }
    unsigned channels = s->only_count ? s->only_count : s->order.total;
    uint32_t share = SCAN_BUDGET / (channels ? channels : 1);
    return share < DWELL_QUICK ? DWELL_QUICK : share < DWELL_BEACON ? share : DWELL_BEACON;
}

/* The request was checked: nothing here can be too long. */
static void fill_explicit(struct miniport *mp, struct mp_scan *s,
                          const struct extsta_scan_request *rq)
{
    struct extsta_part ssids = rq->ssids;
    struct extsta_payload ssid;
    s->passive = rq->type == dot11_scan_type_passive;
    s->bssid = mac_is_zero(rq->bssid) ? mac_broadcast : rq->bssid; /* SCN-07: zero is any */
    for (s->ssid_count = 0; extsta_payload_next(&ssids, &ssid); s->ssid_count++) {
        struct mp_ssid *to = &s->ssids[s->ssid_count];
        to->len = (uint8_t)ssid.ssid.len;
        memcpy(to->ssid, ssid.ssid.bytes, to->len);
    }
    if (s->ies_len) {
        memcpy(s->ies, rq->elements.bytes.data, s->ies_len);
    }
    scan_take_only(mp, s);
    s->min = s->max = explicit_dwell(mp, s);
}

uint32_t mlme_scan_abort(struct miniport *mp, extsta_time now)
{
    if (mp->mlme.scanning != SCAN_EXPLICIT) {
        return NDIS_STATUS_INVALID_STATE;
    }
    scan_cancel(mp, now, NDIS_STATUS_REQUEST_ABORTED, !associate_is_open(mp));
    tell_over(mp, now);
    return NDIS_STATUS_SUCCESS;
}

/* All refusals come before anything is disturbed: a request that fails costs no scan of ours,
 * and no roam. */
uint32_t mlme_scan(struct miniport *mp, extsta_time now, struct extsta_span request)
{
    struct extsta_payload p;
    uint64_t phys;
    if (mp->mlme.scanning == SCAN_EXPLICIT) {
        return NDIS_STATUS_DOT11_MEDIA_IN_USE;
    }
    if (!extsta_payload_read(EXTSTA_FORM_SCAN_REQUEST, request, &p)) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    uint32_t status = check_request(mp, &p.scan, &phys);
    if (status != NDIS_STATUS_SUCCESS) {
        return status;
    }
    phys &= scan_powered_phys(mp);
    if (phys == 0) {
        return NDIS_STATUS_DOT11_POWER_STATE_INVALID; /* no PHY to scan with */
    }
    struct outq_node *node = indicate_reserve(mp, extsta_form_least(EXTSTA_FORM_NUMBER));
    if (!node) {
        return NDIS_STATUS_RESOURCES;
    }
    roam_hurry(mp, now);
    /* SCN-04: an explicit scan displaces ours */
    scan_cancel(mp, now, NDIS_STATUS_REQUEST_ABORTED, !associate_is_open(mp));
    struct mp_scan *s = scan_new(mp, SCAN_EXPLICIT, phys, p.scan.elements.size);
    if (!s) {
        outq_unreserve(mp->out, node);
        tell_over(mp, now); /* its own scan was displaced for nothing */
        return NDIS_STATUS_RESOURCES;
    }
    s->confirm = node;
    fill_explicit(mp, s, &p.scan);
    if (!scan_begin(mp, now)) {
        tell_over(mp, now);
        return NDIS_STATUS_RESOURCES;
    }
    return NDIS_STATUS_SUCCESS;
}
