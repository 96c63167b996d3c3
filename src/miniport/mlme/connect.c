/* The outer operations: CONNECT_REQUEST and the roam, as one machine, and DISCONNECT_REQUEST.
 * They go through the candidates (candidate.c) one after the other (CNX-09, ROM-08), each an
 * association operation (associate.c), which says how it ended by connection_associated or by
 * calling connection_next again. When to roam is roam.c's; a roam is opened here.
 *
 * What a completion needs is set aside before its start is indicated (ROL-11): mlme.outer. */
#include "miniport/mlme/connect.h"
#include "miniport/miniport.h"
#include "miniport/mlme/candidate.h"
#include "miniport/mlme/disassociate.h"
#include "miniport/mlme/ibss.h"
#include "miniport/mlme/indicate.h"
#include "miniport/mlme/mlme_frame.h"
#include "miniport/mlme/roam.h"
#include "miniport/mlme/scan.h"

/* A quick one; once more where others were about, among whom a Probe Request may be lost; then
 * one that stays for the beacons. */
#define CONNECT_SCANS 3u
#define OTHERS_ABOUT  10u /* percent of the time in which the busiest channel was busy */

struct connection_input {
    extsta_time now;
    uint32_t status; /* of the completion; 0: success */
    uint32_t reason; /* of the roam: DOT11_ROAMING_REASON_ */
};
FSM_TYPES(connection, struct miniport, struct connection_input)

bool connection_is_open(const struct miniport *mp)
{
    return mp->mlme.connection == CONNECTION_CONNECTING ||
           mp->mlme.connection == CONNECTION_ROAMING;
}

static enum candidate_purpose purpose_of(const struct miniport *mp)
{
    return mp->mlme.connection == CONNECTION_ROAMING ? CANDIDATE_ROAM : CANDIDATE_CONNECT;
}

/* --- actions --- */

/* A completion uses it up: there is one for each start (ROL-12: they come in pairs). */
static struct outq_node *take_outer(struct miniport *mp)
{
    struct outq_node *node = mp->mlme.outer;
    mp->mlme.outer = NULL;
    return node;
}

static void begin(struct miniport *mp, const struct connection_input *in)
{
    mp->mlme.connect_scans = 0;
    mp->mlme.roam_round = 0;
    mp->mlme.last_diagnosis = EXTSTA_DIAGNOSIS_NONE;
    mp->mlme.last_ap = (struct extsta_mac){0};
    candidate_fresh_start(mp);
}

static void connected(struct miniport *mp, const struct connection_input *in)
{
    indicate_connection_completion(mp, take_outer(mp), in->status);
}

/* CNX-14: after a failure INIT, and nothing goes on. */
static void connection_failed(struct miniport *mp, const struct connection_input *in)
{
    if (mp->mlme.ibss) { /* ROL-12: they come in pairs */
        ibss_announce(mp);
        ibss_end(mp);
    }
    indicate_connection_completion(mp, take_outer(mp), in->status);
    mp->mlme.network = (struct mp_ssid){0};
    mp->link.home_freq = 0;
    roam_stop(mp, in->now);
    mp_enter(mp, MP_INIT);
}

static void roaming(struct miniport *mp, const struct connection_input *in)
{
    candidate_fresh_start(mp);
}

static void roamed(struct miniport *mp, const struct connection_input *in)
{
    indicate_roaming_completion(mp, take_outer(mp), in->status);
}

/* ROM-13: stay in OP and try again, unless the host cancelled it. */
static void roam_over(struct miniport *mp, const struct connection_input *in)
{
    indicate_roaming_completion(mp, take_outer(mp), in->status);
    if (mp->mlme.ibss) {
        ibss_roam_failed(mp, in->now);
    } else {
        roam_failed(mp, in->now);
    }
}

/* ROM-18: no other roam after it. */
static void roam_cancelled(struct miniport *mp, const struct connection_input *in)
{
    roamed(mp, in);
    roam_stop(mp, ((const struct connection_input *)in)->now);
}

/* CNX-33, RST-06: the DISASSOCIATION was made before. */
static void leave(struct miniport *mp, const struct connection_input *in)
{
    roam_stop(mp, in->now);
    ibss_end(mp);
    mp->mlme.network = (struct mp_ssid){0};
}

/* --- the table --- */

static const char *const connection_states[] = {"none", "connecting", "connected", "roaming"};
static const char *const connection_events[] = {
    "request", "associated", "exhausted", "power-down", "cancel", "no-memory", "roam", "leave"};

static const struct connection_row connection_rows[] = {
    FSM_ROW(CONNECTION_NONE, CONNECTION_REQUEST, CONNECTION_CONNECTING, begin, CNX_06),
    FSM_ROW(CONNECTION_CONNECTING, CONNECTION_ASSOCIATED, CONNECTION_CONNECTED, connected,
            CNX_10),
    FSM_ROW(CONNECTION_CONNECTING, CONNECTION_EXHAUSTED, CONNECTION_NONE, connection_failed,
            CNX_08),
    FSM_ROW(CONNECTION_CONNECTING, CONNECTION_POWER_DOWN, CONNECTION_NONE, connection_failed,
            PWR_06),
    FSM_ROW(CONNECTION_CONNECTING, CONNECTION_CANCEL, CONNECTION_NONE, connection_failed,
            RST_11),
    FSM_ROW(CONNECTION_CONNECTING, CONNECTION_NO_MEMORY, CONNECTION_NONE, connection_failed,
            X_09),
    FSM_ROW(CONNECTION_CONNECTED, CONNECTION_ROAM, CONNECTION_ROAMING, roaming, ROM_01),
    FSM_ROW(CONNECTION_CONNECTED, CONNECTION_LEAVE, CONNECTION_NONE, leave, CNX_33),
    FSM_ROW(CONNECTION_ROAMING, CONNECTION_ASSOCIATED, CONNECTION_CONNECTED, roamed, ROM_09),
    FSM_ROW(CONNECTION_ROAMING, CONNECTION_EXHAUSTED, CONNECTION_CONNECTED, roam_over, ROM_11),
    FSM_ROW(CONNECTION_ROAMING, CONNECTION_POWER_DOWN, CONNECTION_CONNECTED, roam_over, PWR_06),
    FSM_ROW(CONNECTION_ROAMING, CONNECTION_NO_MEMORY, CONNECTION_CONNECTED, roam_over, X_09),
    FSM_ROW(CONNECTION_ROAMING, CONNECTION_CANCEL, CONNECTION_CONNECTED, roam_cancelled,
            ROM_18),
};

const struct fsm_table connection_table =
    FSM_TABLE("connection", connection_states, connection_events, connection_rows);

static void step(struct miniport *mp, enum connection_event event, struct connection_input in)
{
    connection_fsm_step(&connection_table, &mp->mlme.connection, (uint8_t)event, mp, &in,
                        &mp->ctx->unlisted);
}

/* --- the way through the candidates --- */

/* Whether any BSS was tried in this operation; else the list was empty. */
static bool anything_tried(const struct miniport *mp)
{
    for (size_t i = 0; i < mp->bss.count; i++) {
        if (mp->bss.entries[i].tried) {
            return true;
        }
    }
    return false;
}

/* CNX-12, ROM-11: uStatus of the completion. */
static uint32_t status_of(enum connection_event event)
{
    switch (event) {
    case CONNECTION_EXHAUSTED:
        return DOT11_ASSOC_STATUS_CANDIDATE_LIST_EXHAUSTED;
    case CONNECTION_POWER_DOWN:
        return DOT11_CONNECTION_STATUS_PHY_POWER_DOWN;
    case CONNECTION_CANCEL:
        return DOT11_ASSOC_STATUS_CANCELLED;
    case CONNECTION_NO_MEMORY:
        return DOT11_ASSOC_STATUS_SYSTEM_ERROR;
    case CONNECTION_REQUEST:
    case CONNECTION_ASSOCIATED:
    case CONNECTION_ROAM:
    case CONNECTION_LEAVE:
    case CONNECTION_EVENTS:
        return DOT11_ASSOC_STATUS_SUCCESS;
    }
    return DOT11_ASSOC_STATUS_FAILURE;
}

/* Why the outer operation failed: of the last association in it, or of the list. */
static enum extsta_diagnosis diagnose(const struct miniport *mp, enum connection_event event)
{
    if (event == CONNECTION_POWER_DOWN) {
        return EXTSTA_DIAGNOSIS_RADIO_OFF;
    }
    if (event == CONNECTION_CANCEL) { /* said by whoever cancels */
        return (enum extsta_diagnosis)mp->mlme.last_diagnosis;
    }
    if (event == CONNECTION_NO_MEMORY) {
        return EXTSTA_DIAGNOSIS_NO_MEMORY;
    }
    return anything_tried(mp) ? (enum extsta_diagnosis)mp->mlme.last_diagnosis
                              : candidate_shortage(mp, purpose_of(mp));
}

/* Before the step: the state still says which operation it was. */
static void emit_cause(struct miniport *mp, extsta_time now, enum connection_event event)
{
    bool roam = mp->mlme.connection == CONNECTION_ROAMING;
    struct extsta_cause cause = {
        .time = now,
        .subject = roam ? EXTSTA_SUBJECT_ROAM : EXTSTA_SUBJECT_CONNECTION,
        .origin = event == CONNECTION_POWER_DOWN ? EXTSTA_ORIGIN_RADIO
                  : event == CONNECTION_CANCEL   ? EXTSTA_ORIGIN_HOST
                                                 : EXTSTA_ORIGIN_STATION,
        .stage = EXTSTA_STAGE_CANDIDATES,
        .space = EXTSTA_CODE_ASSOC_STATUS,
        .code = status_of(event),
        .diagnosis = diagnose(mp, event),
        .confidence = 100,
        .will_retry = roam && event != CONNECTION_CANCEL,
        .rule = roam ? RULE(ROM_11) : RULE(CNX_12),
    };
    mp_cause(mp, &cause);
}

void connection_finish(struct miniport *mp, extsta_time now, enum connection_event event)
{
    if (connection_is_open(mp)) {
        emit_cause(mp, now, event);
    }
    step(mp, event, (struct connection_input){.now = now, .status = status_of(event)});
}

void connection_associated(struct miniport *mp, extsta_time now)
{
    mp_timer_stop(mp, MP_TIMER_ROAM);
    roam_stop(mp, now);
    step(mp, CONNECTION_ASSOCIATED, (struct connection_input){.now = now});
}

void connection_try(struct miniport *mp, extsta_time now, struct bss_entry *e)
{
    e->tried = true;
    if (mp->mlme.ibss) {
        ibss_join(mp, now, e);
        return;
    }
    if (!associate_start(mp, now, e)) { /* a failure of our own ends the operation */
        mlme_home(mp, now);
        connection_finish(mp, now, CONNECTION_NO_MEMORY);
    }
}

/* CNX-26: look for the desired SSIDs when the cache has nothing to try. */
static bool look_around(struct miniport *mp, extsta_time now)
{
    unsigned done = mp->mlme.connect_scans;
    if (done == 1 && (mp->busy == EXTSTA_BUSY_UNKNOWN || mp->busy < OTHERS_ABOUT)) {
        done = 2; /* a second quick one would find no more than the first */
    }
    if (mp->mlme.connection != CONNECTION_CONNECTING || mp->mib->ssid_count == 0 ||
        anything_tried(mp) || done >= CONNECT_SCANS || (done > 0 && candidate_ssid_known(mp))) {
        return false;
    }
    mp->mlme.connect_scans = (uint8_t)(done + 1);
    return scan_connect(mp, now, done == 2);
}

void connection_next(struct miniport *mp, extsta_time now)
{
    if (!connection_is_open(mp) || associate_is_open(mp) || ibss_is_settled(mp) ||
        mp->mlme.roam == ROAM_AWAIT_TARGET || mp->mlme.scanning == SCAN_EXPLICIT ||
        mp->mlme.scanning == SCAN_CONNECT) {
        return; /* the end of the scan calls again */
    }
    struct bss_entry *e = candidate_best(mp, now, purpose_of(mp));
    if (e) {
        scan_cancel(mp, now, NDIS_STATUS_REQUEST_ABORTED, false);
        connection_try(mp, now, e);
    } else if (look_around(mp, now)) {
        return;
    } else if (mp->mlme.ibss) {
        ibss_exhausted(mp, now);
    } else {
        connection_finish(mp, now, CONNECTION_EXHAUSTED);
    }
}

/* All that can fail comes before ROAMING_START; a DISASSOCIATION that is still owed is said
 * before it (DIS-20: it precedes ROAMING_START). */
bool connection_roam(struct miniport *mp, extsta_time now, uint32_t reason,
                     const struct indicate_adhoc *adhoc)
{
    struct outq_node *node = indicate_reserve(mp, INDICATE_OUTER_LEN);
    if (!node || !disassociate_settle(mp) || !indicate_roaming_start(mp, reason, adhoc)) {
        outq_unreserve(mp->out, node);
        return false;
    }
    mp->mlme.outer = node;
    step(mp, CONNECTION_ROAM, (struct connection_input){.now = now, .reason = reason});
    return true;
}

/* --- requests --- */

uint32_t mlme_connect(struct miniport *mp, extsta_time now, uint32_t request_id)
{
    (void)request_id; /* completed at once */
    if (mp->state != MP_INIT) {
        return NDIS_STATUS_INVALID_STATE; /* CNX-01: only in INIT */
    }
    bool independent = mp->mib->desired_bss_type == dot11_BSS_type_independent;
    if (independent && !ibss_can_start(mp)) {
        return NDIS_STATUS_INVALID_DATA; /* CNX-04: one that could not be started */
    }
    if (!power_desired_on(mp)) {
        return NDIS_STATUS_DOT11_POWER_STATE_INVALID; /* CNX-03: no desired PHY is powered */
    }
    struct outq_node *node = indicate_reserve(mp, INDICATE_OUTER_LEN);
    if (!node) {
        return NDIS_STATUS_RESOURCES;
    }
    mp_enter(mp, MP_OP); /* OP from acceptance on */
    if (!(independent ? ibss_begin(mp) : indicate_connection_start(mp, NULL, NULL))) {
        outq_unreserve(mp->out, node);
        mp_enter(mp, MP_INIT);
        return NDIS_STATUS_RESOURCES;
    }
    mp->mlme.outer = node;
    mp->mlme.radio_off = false;
    step(mp, CONNECTION_REQUEST, (struct connection_input){.now = now});
    connection_next(mp, now);
    return NDIS_STATUS_SUCCESS;
}

/* Inner before outer, then the association: as in a reset (RST-19). What needs memory comes
 * first, so that the request can still be refused. */
uint32_t mlme_disconnect(struct miniport *mp, extsta_time now, uint32_t request_id)
{
    (void)request_id; /* done when it returns */
    if (mp->mlme.connection != CONNECTION_CONNECTED &&
        mp->mlme.connection != CONNECTION_ROAMING && !ibss_is_cancellable(mp)) {
        return NDIS_STATUS_INVALID_STATE; /* CNX-31, CNX-32: nothing to disconnect from */
    }
    if (!disassociate_prepare(mp)) {
        return NDIS_STATUS_RESOURCES;
    }
    disassociate_settle(mp);
    struct assoc_end end = {.now = now,
                            .status = DOT11_ASSOC_STATUS_CANCELLED,
                            .origin = EXTSTA_ORIGIN_HOST,
                            .diagnosis = EXTSTA_DIAGNOSIS_DISCONNECT_REQUEST,
                            .confidence = 100,
                            .rule = RULE(CNX_34)};
    associate_end_open(mp, ASSOC_CANCELLED, &end);
    if (connection_is_open(mp)) {
        mp->mlme.last_diagnosis = EXTSTA_DIAGNOSIS_DISCONNECT_REQUEST;
        connection_finish(mp, now, CONNECTION_CANCEL);
    }
    if (mp->mlme.scanning == SCAN_ROAM || mp->mlme.scanning == SCAN_CONNECT) {
        scan_cancel(mp, now, NDIS_STATUS_REQUEST_ABORTED, true);
    }
    disassociate_by_host(mp, now, EXTSTA_DIAGNOSIS_DISCONNECT_REQUEST, RULE(DIS_12));
    if (mp->mlme.connection != CONNECTION_NONE) {
        connection_finish(mp, now, CONNECTION_LEAVE);
    }
    mp->mlme.last_ap = (struct extsta_mac){0}; /* the next connection starts even */
    mp_enter(mp, MP_INIT);
    return NDIS_STATUS_SUCCESS;
}
