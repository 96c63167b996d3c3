/* Roaming: when another AP is looked for, and when the station moves (contract chapter 70). Two
 * reasons (ROM-03): the association was lost, then any AP of the network will do and is looked
 * for until there is one (ROM-13); or the signal is low, then only an AP that is clearly
 * better. The roam itself, from ROAMING_START to its completion, is an operation of connect.c;
 * the scans are scan.c's. While a roam runs this machine is quiet, but for the question whether
 * a better AP is really there.
 *
 * Fed by mlme.c (each BSS heard, its timer), scan.c (each scan's end), connect.c and
 * disassociate.c. */
#include "miniport/mlme/roam.h"
#include "base/mac.h"
#include "miniport/miniport.h"
#include "miniport/mlme/candidate.h"
#include "miniport/mlme/connect.h"
#include "miniport/mlme/ft.h"
#include "miniport/mlme/mlme_frame.h"
#include "miniport/mlme/quality.h"
#include "miniport/mlme/roam_policy.h"
#include "miniport/mlme/scan.h"
#include "miniport/mlme/steer.h"

/* With an AP before the next is looked at: the first signals of an association say little. */
static extsta_time settle_time(const struct miniport *mp)
{
    return roam_policy(mp)->settle * EXTSTA_SECOND;
}

/* For the answer of a target that is asked over the DS: two APs and what is between them. */
#define OVER_DS_TIME (200u * EXTSTA_MS)

struct roam_input {
    extsta_time now;
    struct extsta_mac target; /* BETTER: the AP to be asked */
};
FSM_TYPES(roam, struct miniport, struct roam_input)

/* ROM-13 gives no period: doubled up to ten seconds, so that an AP that returns is soon
 * found and one that is gone costs little air. */
extsta_time roam_backoff(unsigned round)
{
    extsta_time pause = EXTSTA_SECOND << (round < 4 ? round : 4);
    return pause < 10 * EXTSTA_SECOND ? pause : 10 * EXTSTA_SECOND;
}

/* One more fruitless look. */
static void count_round(struct miniport *mp)
{
    if (mp->mlme.roam_round < UINT8_MAX) {
        mp->mlme.roam_round++;
    }
}

static bool is_connected(const struct miniport *mp)
{
    return mp->mlme.connection == CONNECTION_CONNECTED;
}

static void step(struct miniport *mp, enum roam_event event, struct roam_input in);

/* --- a candidate after the association was lost --- */

/* One look into the cache (ROM-06: no candidate, no ROAMING_START). */
static bool candidate_take(struct miniport *mp, extsta_time now)
{
    if (!is_connected(mp) || mp->mlme.radio_off || mp->mlme.scanning == SCAN_EXPLICIT) {
        return false;
    }
    candidate_fresh_start(mp);
    if (!candidate_best(mp, now, CANDIDATE_ROAM) ||
        !connection_roam(mp, now, DOT11_ROAMING_REASON_ASSOCIATION_LOST, NULL)) {
        return false;
    }
    step(mp, ROAM_CANDIDATE, (struct roam_input){.now = now});
    return true;
}

/* Looks again after the back-off, a quarter more or less, for others may have lost the same AP
 * in the same moment; or sooner when a BSS that asked for patience may be tried. Meanwhile the
 * radio is where the last AP was: its first Beacon is heard (roam_heard). */
static void pause_search(struct miniport *mp, extsta_time now)
{
    uint32_t backoff = (uint32_t)roam_backoff(mp->mlme.roam_round);
    extsta_time next = now + backoff - backoff / 4 + mp_random_below(mp, backoff / 2);
    extsta_time patience = candidate_patience(mp, now);
    const struct bss_entry *last = bss_find(mp, mp->mlme.last_ap);
    if (last && mp->link.home_freq == 0 && mp->mlme.scanning == SCAN_IDLE) {
        mlme_tune(mp, last->freq);
    }
    mp_timer_set(mp, MP_TIMER_ROAM, patience < next ? patience : next);
}

/* A scan for any AP of the network: every second one stays for a whole Beacon interval. */
static void search(struct miniport *mp, extsta_time now)
{
    if (mp->mlme.radio_off || mp->mlme.scanning == SCAN_EXPLICIT) {
        return; /* roam_resume, roam_scan_done */
    }
    if (mp->mlme.scanning != SCAN_IDLE) {
        return;
    }
    if (scan_roam(mp, now, mp->mlme.roam_round % 2 == 1)) {
        mp->mlme.looks =
            (uint16_t)(mp->mlme.looks < UINT16_MAX ? mp->mlme.looks + 1 : UINT16_MAX);
        mp_searching(mp, mp->mlme.looks);
    } else {
        count_round(mp);
        pause_search(mp, now);
    }
}

/* The cache first; one that must not be tried yet is waited for, else a scan begins. */
static void lost(struct miniport *mp, const struct roam_input *in)
{
    mp_timer_stop(mp, MP_TIMER_ROAM);
    mp->mlme.looks = 0;
    if (candidate_take(mp, in->now)) {
        return;
    }
    if (candidate_patience(mp, in->now) != EXTSTA_NEVER) {
        pause_search(mp, in->now);
    } else {
        search(mp, in->now);
    }
}

static void go(struct miniport *mp, const struct roam_input *in)
{
    connection_next(mp, in->now);
}

/* ROM-13: in OP, and tried again. */
static void failed(struct miniport *mp, const struct roam_input *in)
{
    pause_search(mp, in->now);
    count_round(mp);
}

/* --- a better AP --- */

static void look_for_better(struct miniport *mp, const struct roam_input *in)
{
    extsta_time settled = mp->link.ap->negotiated.since + settle_time(mp);
    mp->mlme.roam_round = 0;
    roam_decided(mp, in->now, EXTSTA_DECISION_LOOK, NULL);
    mp_timer_set(mp, MP_TIMER_ROAM, settled > in->now ? settled : in->now);
}

static void content(struct miniport *mp, const struct roam_input *in)
{
    mp_timer_stop(mp, MP_TIMER_ROAM);
    roam_decided(mp, in->now, EXTSTA_DECISION_CONTENT, NULL);
}

static void stop(struct miniport *mp, const struct roam_input *in)
{
    mp_timer_stop(mp, MP_TIMER_ROAM);
}

/* ROAMING_START was made; the target is asked whether it is there before the association
 * is given up for it (ROM-14: it lives until ASSOCIATION_START). */
static void ask_target(struct miniport *mp, const struct roam_input *in)
{
    const struct bss_entry *e = bss_find(mp, in->target);
    mp_timer_stop(mp, MP_TIMER_ROAM);
    mp->mlme.target = in->target;
    scan_cancel(mp, in->now, NDIS_STATUS_REQUEST_ABORTED, true);
    if (e && ft_ask_over_ds(mp, in->now, e)) {
        mp_timer_set(mp, MP_TIMER_ROAM, in->now + OVER_DS_TIME);
    } else if (!e || !scan_target(mp, in->now, e)) {
        step(mp, ROAM_TARGET_SILENT, *in);
    }
}

/* Not over the DS, then: over the air, as any target. */
void roam_ask_again(struct miniport *mp, extsta_time now)
{
    const struct bss_entry *e = bss_find(mp, mp->mlme.target);
    mp_timer_stop(mp, MP_TIMER_ROAM);
    ft_drop_over_ds(mp);
    if (mp->mlme.roam == ROAM_AWAIT_TARGET && (!e || !scan_target(mp, now, e))) {
        step(mp, ROAM_TARGET_SILENT, (struct roam_input){.now = now});
    }
}

/* ROM-08: it is tried; should it fit no more, the list goes on. X-73: also when the old AP lets
 * us go meanwhile. */
static void take_target(struct miniport *mp, const struct roam_input *in)
{
    struct bss_entry *e = bss_find(mp, mp->mlme.target);
    if (mp->mlme.scanning == SCAN_ROAM) {
        scan_cancel(mp, in->now, NDIS_STATUS_REQUEST_ABORTED, false);
    }
    if (e && candidate_fits(mp, e, CANDIDATE_ROAM)) {
        connection_try(mp, in->now, e);
    } else {
        connection_next(mp, in->now);
    }
}

/* The association is still there: the roam fails (ROM-11), and the target is no candidate until
 * it is heard again. */
static void target_silent(struct miniport *mp, const struct roam_input *in)
{
    struct bss_entry *e = bss_find(mp, mp->mlme.target);
    if (e) {
        e->lost = e->tried = true;
    }
    count_round(mp);
    mp_timer_set(mp, MP_TIMER_ROAM, in->now + roam_policy(mp)->scan * EXTSTA_SECOND);
    struct roam_choice silent = {.best = e, .count = 1};
    roam_decided(mp, in->now, EXTSTA_DECISION_STAY_SILENT, &silent);
    mp->mlme.last_diagnosis = EXTSTA_DIAGNOSIS_PEER_SILENT;
    connection_finish(mp, in->now, CONNECTION_EXHAUSTED);
}

/* --- the table --- */

static const char *const roam_states[] = {"quiet", "await-better", "await-target",
                                          "await-candidate"};
static const char *const roam_events[] = {
    "lost",        "candidate", "failed",       "stayed",        "signal-low",
    "signal-good", "better",    "target-heard", "target-silent", "stop"};

static const struct roam_row roam_rows[] = {
    FSM_ROW(ROAM_QUIET, ROAM_LOST, ROAM_AWAIT_CANDIDATE, lost, DIS_19),
    FSM_ROW(ROAM_QUIET, ROAM_FAILED, ROAM_AWAIT_CANDIDATE, failed, ROM_13),
    FSM_ROW(ROAM_QUIET, ROAM_STAYED, ROAM_QUIET, NULL, ROM_13),
    FSM_ROW(ROAM_QUIET, ROAM_SIGNAL_LOW, ROAM_AWAIT_BETTER, look_for_better, ROM_03),
    FSM_ROW(ROAM_QUIET, ROAM_BETTER, ROAM_AWAIT_TARGET, ask_target, ROM_14),
    FSM_ROW(ROAM_QUIET, ROAM_STOP, ROAM_QUIET, stop, ROM_18),
    FSM_ROW(ROAM_AWAIT_BETTER, ROAM_LOST, ROAM_AWAIT_CANDIDATE, lost, DIS_19),
    FSM_ROW(ROAM_AWAIT_BETTER, ROAM_STAYED, ROAM_AWAIT_BETTER, NULL, ROM_13),
    FSM_ROW(ROAM_AWAIT_BETTER, ROAM_SIGNAL_GOOD, ROAM_QUIET, content, ROM_03),
    FSM_ROW(ROAM_AWAIT_BETTER, ROAM_BETTER, ROAM_AWAIT_TARGET, ask_target, ROM_14),
    FSM_ROW(ROAM_AWAIT_BETTER, ROAM_STOP, ROAM_QUIET, stop, ROM_18),
    FSM_ROW(ROAM_AWAIT_TARGET, ROAM_TARGET_HEARD, ROAM_QUIET, take_target, ROM_08),
    FSM_ROW(ROAM_AWAIT_TARGET, ROAM_TARGET_SILENT, ROAM_AWAIT_BETTER, target_silent, ROM_11),
    FSM_ROW(ROAM_AWAIT_TARGET, ROAM_LOST, ROAM_QUIET, take_target, X_73),
    FSM_ROW(ROAM_AWAIT_TARGET, ROAM_STAYED, ROAM_QUIET, NULL, ROM_13),
    FSM_ROW(ROAM_AWAIT_TARGET, ROAM_STOP, ROAM_QUIET, stop, ROM_18),
    FSM_ROW(ROAM_AWAIT_CANDIDATE, ROAM_CANDIDATE, ROAM_QUIET, go, ROM_03),
    FSM_ROW(ROAM_AWAIT_CANDIDATE, ROAM_FAILED, ROAM_AWAIT_CANDIDATE, failed, ROM_13),
    FSM_ROW(ROAM_AWAIT_CANDIDATE, ROAM_STOP, ROAM_QUIET, stop, ROM_18),
};

const struct fsm_table roam_table = FSM_TABLE("roam", roam_states, roam_events, roam_rows);

static void step(struct miniport *mp, enum roam_event event, struct roam_input in)
{
    roam_fsm_step(&roam_table, &mp->mlme.roam, (uint8_t)event, mp, &in, &mp->ctx->unlisted);
}

/* --- what others report --- */

void roam_lost(struct miniport *mp, extsta_time now)
{
    if (is_connected(mp) || mp->mlme.connection == CONNECTION_ROAMING) {
        step(mp, ROAM_LOST, (struct roam_input){.now = now});
    }
}

void roam_failed(struct miniport *mp, extsta_time now)
{
    /* A better AP that could not be had costs nothing while the association is still there. */
    step(mp, mlme_is_associated(mp) ? ROAM_STAYED : ROAM_FAILED,
         (struct roam_input){.now = now});
}

void roam_stop(struct miniport *mp, extsta_time now)
{
    step(mp, ROAM_STOP, (struct roam_input){.now = now});
}

void roam_hurry(struct miniport *mp, extsta_time now)
{
    if (mp->mlme.roam == ROAM_AWAIT_TARGET) {
        step(mp, ROAM_TARGET_HEARD, (struct roam_input){.now = now});
    }
}

void roam_resume(struct miniport *mp, extsta_time now)
{
    if (mp->mlme.roam == ROAM_AWAIT_CANDIDATE && !candidate_take(mp, now)) {
        search(mp, now);
    }
}

/* Asked whenever a BSS was heard or a scan has ended. The end of a look is told, a beacon that
 * changes nothing is not. */
static void better_check(struct miniport *mp, extsta_time now, bool looked)
{
    if (mp->mlme.roam != ROAM_AWAIT_BETTER || !is_connected(mp) || !mlme_is_associated(mp) ||
        mp->mlme.scanning == SCAN_EXPLICIT ||
        mp->media_streaming || /* SCN-18: asking the target is a scan of ours */
        now - mp->link.ap->negotiated.since < settle_time(mp)) {
        return;
    }
    struct roam_choice c = roam_compare(mp, now);
    if (!c.better) {
        if (looked) {
            roam_stayed(mp, now, &c);
        }
        return;
    }
    struct extsta_mac target = c.best->info->bssid;
    roam_decided(mp, now, EXTSTA_DECISION_ROAM_BETTER, &c);
    roam_begin(mp, now, target);
}

static bool is_low(const struct miniport *mp, const struct bss_entry *ours)
{
    const struct extsta_roam_policy *policy = roam_policy(mp);
    return ours->signal != 0 && ours->signal < policy->low && !policy->sticky;
}

bool roam_stays(const struct miniport *mp, const struct bss_entry *ours)
{
    return mp->mlme.roam == ROAM_QUIET && !(is_connected(mp) && is_low(mp, ours));
}

/* A signal that the radio does not say gives no reason to look, and none to stop looking. */
static void signal_check(struct miniport *mp, extsta_time now, const struct bss_entry *ours)
{
    if (mp->mlme.roam == ROAM_QUIET && is_connected(mp) && is_low(mp, ours)) {
        step(mp, ROAM_SIGNAL_LOW, (struct roam_input){.now = now});
    } else if (mp->mlme.roam == ROAM_AWAIT_BETTER &&
               bss_dbm(ours->signal) > roam_policy(mp)->good) {
        step(mp, ROAM_SIGNAL_GOOD, (struct roam_input){.now = now});
    }
}

/* While a scan runs only the signal of the AP and an asked target count: the others are
 * compared at its end, when all were heard. */
void roam_heard(struct miniport *mp, extsta_time now, const struct bss_entry *e)
{
    switch ((enum roam_state)mp->mlme.roam) {
    case ROAM_QUIET:
    case ROAM_AWAIT_BETTER:
        if (mlme_is_associated(mp) && e == mlme_bss(mp)) {
            signal_check(mp, now, e);
        } else if (mp->mlme.scanning == SCAN_IDLE) {
            better_check(mp, now, false);
        }
        return;
    case ROAM_AWAIT_TARGET:
        if (mac_equal(e->info->bssid, mp->mlme.target) && !ft_asks_over_ds(mp)) {
            step(mp, ROAM_TARGET_HEARD, (struct roam_input){.now = now});
        }
        return;
    case ROAM_AWAIT_CANDIDATE:
        if (mp->mlme.scanning == SCAN_IDLE) {
            candidate_take(mp, now);
        }
        return;
    }
}

void roam_scan_done(struct miniport *mp, extsta_time now)
{
    quality_scan_done(mp, now);
    if (steer_scan_done(mp, now)) {
        return;
    }
    switch ((enum roam_state)mp->mlme.roam) {
    case ROAM_QUIET:
        if (is_connected(mp) && mlme_is_associated(mp)) {
            roam_decided(mp, now, EXTSTA_DECISION_STAY_GOOD, NULL);
        }
        return;
    case ROAM_AWAIT_BETTER:
        better_check(mp, now, true);
        return;
    case ROAM_AWAIT_TARGET:
        step(mp, ROAM_TARGET_SILENT, (struct roam_input){.now = now});
        return;
    case ROAM_AWAIT_CANDIDATE:
        if (candidate_take(mp, now)) {
            return;
        }
        /* The first look goes around twice: others may have lost the AP in the same moment, and
         * who was not heard among them need not pause for it. */
        if (mp->mlme.looks == 1) {
            search(mp, now);
            return;
        }
        pause_search(mp, now);
        count_round(mp);
        return;
    }
}

/* SCN-18: no scan of our own for a better AP while media stream. */
static void look_again(struct miniport *mp, extsta_time now)
{
    const struct extsta_roam_policy *policy = roam_policy(mp);
    extsta_time next = policy->scan * EXTSTA_SECOND
                       << (mp->mlme.roam_round < 12 ? mp->mlme.roam_round : 12);
    extsta_time most = policy->scan_max * EXTSTA_SECOND;
    mp_timer_set(mp, MP_TIMER_ROAM, now + (next < most ? next : most));
    count_round(mp);
    if (mp->media_streaming) {
        roam_decided(mp, now, EXTSTA_DECISION_STAY_STREAM, NULL);
    } else if (mp->mlme.scanning == SCAN_IDLE && is_connected(mp)) {
        scan_roam(mp, now, false);
    }
}

/* Whether the cache has a candidate that has not let us down, or that asked for patience
 * which is over. */
static bool fresh_candidate(const struct miniport *mp, extsta_time now)
{
    for (size_t i = 0; i < mp->bss.count; i++) {
        const struct bss_entry *e = &mp->bss.entries[i];
        if ((e->refused_until == 0 || (e->comeback && e->refused_until <= now)) &&
            candidate_fits(mp, e, CANDIDATE_ROAM)) {
            return true;
        }
    }
    return false;
}

void roam_expire(struct miniport *mp, extsta_time now)
{
    switch ((enum roam_state)mp->mlme.roam) {
    case ROAM_QUIET:
        return;
    case ROAM_AWAIT_TARGET:
        if (ft_asks_over_ds(mp)) {
            roam_ask_again(mp, now);
        }
        return;
    case ROAM_AWAIT_BETTER:
        look_again(mp, now);
        return;
    case ROAM_AWAIT_CANDIDATE:
        /* An AP that let us down is not asked again before we have looked around: another
         * may be back, on another channel (ROM-13). */
        if (!fresh_candidate(mp, now) || !candidate_take(mp, now)) {
            search(mp, now);
        }
        return;
    }
}

/* SEQ-11. The reason is that of a change we want ourselves: nothing was lost. */
uint32_t mlme_reassociate(struct miniport *mp, extsta_time now)
{
    if (!is_connected(mp) || !mlme_is_associated(mp) || mp->mlme.scanning == SCAN_EXPLICIT) {
        return NDIS_STATUS_INVALID_STATE;
    }
    struct bss_entry *e = bss_find(mp, mp->link.ap->address);
    if (!e) {
        return NDIS_STATUS_INVALID_STATE;
    }
    scan_cancel(mp, now, NDIS_STATUS_REQUEST_ABORTED, true);
    if (!connection_roam(mp, now, DOT11_ROAMING_REASON_BETTER_AP_FOUND, NULL)) {
        return NDIS_STATUS_RESOURCES;
    }
    roam_stop(mp, now);
    connection_try(mp, now, e);
    return NDIS_STATUS_SUCCESS;
}

/* ROM-14: the old association lives until the target has answered. */
bool roam_begin(struct miniport *mp, extsta_time now, struct extsta_mac target)
{
    if (!connection_roam(mp, now, DOT11_ROAMING_REASON_BETTER_AP_FOUND, NULL)) {
        return false;
    }
    step(mp, ROAM_BETTER, (struct roam_input){.now = now, .target = target});
    return true;
}

uint32_t mlme_roam_to(struct miniport *mp, extsta_time now, struct extsta_mac bssid,
                      bool over_ds)
{
    bool quiet = mp->mlme.roam == ROAM_QUIET || mp->mlme.roam == ROAM_AWAIT_BETTER;
    if (!is_connected(mp) || !mlme_is_associated(mp) || !quiet ||
        mp->mlme.scanning == SCAN_EXPLICIT) {
        return NDIS_STATUS_INVALID_STATE;
    }
    struct bss_entry *e = bss_find(mp, bssid);
    if (!e || mac_equal(bssid, mp->link.ap->address)) {
        return NDIS_STATUS_INVALID_DATA;
    }
    e->lost = false; /* what was silent once may be asked again: somebody wants it */
    if (!candidate_fits(mp, e, CANDIDATE_ROAM) || (over_ds && !ft_want_over_ds(mp, e))) {
        return NDIS_STATUS_INVALID_DATA;
    }
    struct roam_choice asked = {.best = e, .count = 1};
    roam_decided(mp, now, EXTSTA_DECISION_ROAM_ASKED, &asked);
    return roam_begin(mp, now, bssid) ? NDIS_STATUS_SUCCESS : NDIS_STATUS_RESOURCES;
}
