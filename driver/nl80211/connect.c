/* The outer operations: CONNECT_REQUEST and the roam, DISCONNECT_REQUEST and RESET_REQUEST.
 * They go through the candidates one after the other (CNX-09, ROM-08), each an association
 * operation (associate.c). When to roam is roam.c's; a roam is opened here. The inner ends
 * before the outer (ROL-12, RST-19). */
#include "machine.h"
#include "base/wipe.h"

#define LOOKS       3u /* what the kernel has heard; where the network was; everywhere */
#define CONFIRM_LEN 8u

static enum nld_purpose purpose_of(const struct nld *d)
{
    return d->connection == NLD_ROAMING ? NLD_ROAM : NLD_CONNECT;
}

/* --- the way through the candidates --- */

void nld_connection_end(struct nld *d, uint32_t status, enum extsta_diagnosis diagnosis,
                        enum extsta_origin origin)
{
    bool roam = d->connection == NLD_ROAMING;
    if (!nld_connection_is_open(d->connection)) {
        return;
    }
    nld_ft_stop(d);
    struct nld_end end = {.status = status,
                          .diagnosis = diagnosis,
                          .origin = origin,
                          .rule = roam ? EXTSTA_RULE_ROM_11 : EXTSTA_RULE_CNX_12};
    nld_cause(d, roam ? EXTSTA_SUBJECT_ROAM : EXTSTA_SUBJECT_CONNECTION,
              EXTSTA_STAGE_CANDIDATES, (struct extsta_mac){{0}}, &end);
    if (roam) { /* ROM-13: stay in OP, and try again */
        d->connection = NLD_CONNECTED;
        NLD_SAY(d, ROAMING_COMPLETION, ROAMING_COMPLETION, .number = status);
        if (status != DOT11_ASSOC_STATUS_CANCELLED) {
            nld_roam_failed(d);
        }
        return;
    }
    d->connection = NLD_UNCONNECTED;
    d->op = false; /* CNX-14: after a failure INIT */
    d->network = (struct mp_ssid){0};
    nld_roam_stop(d);
    NLD_SAY(d, CONNECTION_COMPLETION, CONNECTION_COMPLETION, .number = status);
}

void nld_connection_done(struct nld *d)
{
    bool roam = d->connection == NLD_ROAMING;
    d->connection = NLD_CONNECTED;
    nld_roam_stop(d);
    if (roam) {
        NLD_SAY(d, ROAMING_COMPLETION, ROAMING_COMPLETION, .number = 0);
    } else {
        NLD_SAY(d, CONNECTION_COMPLETION, CONNECTION_COMPLETION, .number = 0);
    }
}

/* CNX-26: look for the desired SSIDs when there is nothing to try. */
static bool look_around(struct nld *d)
{
    while (d->looks < LOOKS) {
        unsigned look = d->looks++;
        if (look == 0 && nld_scan_heard(d)) {
            return true;
        }
        if (look == 1 && d->hint_count > 0 && nld_scan_network(d, NLD_SCAN_NETWORK, true)) {
            return true;
        }
        if (look == 2 && nld_scan_network(d, NLD_SCAN_NETWORK, false)) {
            return true;
        }
    }
    return false;
}

static bool must_wait(const struct nld *d)
{
    return !nld_connection_is_open(d->connection) || d->attempt.state != NLD_NO_ATTEMPT ||
           d->transition.asks ||
           (d->scan.what != NLD_SCAN_NOTHING && d->scan.what != NLD_SCAN_BETTER);
}

/* a failure of our own ends the operation. */
static void try_now(struct nld *d, struct nld_bss *b)
{
    if (!nld_attempt_start(d, b)) {
        nld_connection_end(d, DOT11_ASSOC_STATUS_SYSTEM_ERROR, EXTSTA_DIAGNOSIS_NO_MEMORY,
                           EXTSTA_ORIGIN_STATION);
    }
}

void nld_connection_try(struct nld *d, struct nld_bss *b)
{
    if (b && nld_candidate_fits(d, b, NLD_ROAM)) {
        try_now(d, b);
    } else {
        nld_connection_next(d);
    }
}

void nld_connection_next(struct nld *d)
{
    if (must_wait(d)) {
        return; /* the end of a scan calls again */
    }
    struct nld_bss *b = nld_candidate_best(d, purpose_of(d));
    if (b) {
        nld_scan_cancel(d, NDIS_STATUS_REQUEST_ABORTED);
        b->tried = d->anything_tried = true;
        if (!nld_ft_ask_over_ds(d, b)) {
            try_now(d, b);
        }
    } else if (d->connection != NLD_CONNECTING || d->anything_tried || !look_around(d)) {
        nld_connection_end(d, DOT11_ASSOC_STATUS_CANDIDATE_LIST_EXHAUSTED,
                           d->anything_tried ? d->last_diagnosis
                                             : nld_candidate_shortage(d, purpose_of(d)),
                           EXTSTA_ORIGIN_STATION);
    }
}

bool nld_connection_roam(struct nld *d, uint32_t reason)
{
    if (d->connection != NLD_CONNECTED || d->attempt.state != NLD_NO_ATTEMPT ||
        !NLD_SAY(d, ROAMING_START, ROAMING_START, .operation_start.reason = reason)) {
        return false;
    }
    d->connection = NLD_ROAMING;
    d->last_diagnosis = EXTSTA_DIAGNOSIS_NONE;
    nld_candidates_afresh(d);
    return true;
}

/* --- CONNECT_REQUEST --- */

uint32_t nld_connect(struct nld *d)
{
    if (d->op) {
        return NDIS_STATUS_INVALID_STATE; /* CNX-01: only in INIT */
    }
    if (!nld_radio_on(d)) {
        return NDIS_STATUS_DOT11_POWER_STATE_INVALID; /* CNX-03: no desired PHY is powered */
    }
    if (!NLD_SAY(d, CONNECTION_START, CONNECTION_START,
                 .operation_start.bss_type = dot11_BSS_type_infrastructure)) {
        return NDIS_STATUS_RESOURCES;
    }
    d->op = true; /* OP from acceptance on */
    d->connection = NLD_CONNECTING;
    d->looks = d->rounds = 0;
    d->searches = 0;
    d->last_diagnosis = EXTSTA_DIAGNOSIS_NONE;
    d->last_ap = (struct extsta_mac){{0}};
    nld_candidates_afresh(d);
    nld_connection_next(d);
    return NDIS_STATUS_SUCCESS;
}

/* --- DISCONNECT_REQUEST --- */

static const struct nld_end by_host = {
    .status = DOT11_ASSOC_STATUS_CANCELLED,
    .diagnosis = EXTSTA_DIAGNOSIS_DISCONNECT_REQUEST,
    .origin = EXTSTA_ORIGIN_HOST,
    .rule = EXTSTA_RULE_CNX_34,
    .tell_peer = true,
    .own_reason = 3, /* leaving */
};

/* Inner before outer, then the association (RST-19). */
static void leave(struct nld *d, enum extsta_diagnosis diagnosis, enum extsta_rule rule)
{
    struct nld_end end = by_host;
    end.diagnosis = diagnosis;
    end.rule = rule;
    nld_attempt_end(d, &end);
    nld_connection_end(d, DOT11_ASSOC_STATUS_CANCELLED, diagnosis, EXTSTA_ORIGIN_HOST);
    end.status = DOT11_DISASSOC_REASON_OS;
    end.own_reason = 8; /* disassociated because of leaving */
    nld_link_end(d, &end);
    d->connection = NLD_UNCONNECTED;
    d->network = (struct mp_ssid){0};
    d->last_ap = (struct extsta_mac){{0}}; /* the next connection starts even */
    nld_roam_stop(d);
    nld_sa_query_stop(d);
    d->op = false;
}

uint32_t nld_disconnect(struct nld *d)
{
    if (d->connection != NLD_CONNECTED && d->connection != NLD_ROAMING) {
        return NDIS_STATUS_INVALID_STATE; /* CNX-31, CNX-32: nothing to disconnect from */
    }
    leave(d, EXTSTA_DIAGNOSIS_DISCONNECT_REQUEST, EXTSTA_RULE_DIS_12);
    if (d->scan.what != NLD_SCAN_HOST) {
        nld_scan_cancel(d, NDIS_STATUS_REQUEST_ABORTED);
    }
    return NDIS_STATUS_SUCCESS;
}

/* --- RESET_REQUEST --- */

/* What every reset discards (RST-13 ... RST-18); the MIB with the defaults. */
static void discard(struct nld *d, bool default_mib)
{
    nld_keys_clear(d, true);
    nld_pmksa_clear(d);
    sae_wishes_forget(d->ctx, &d->sae);
    nld_ft_forget(d);
    wipe(&d->pmkids, sizeof d->pmkids);
    wipe(d->port_key, sizeof d->port_key);
    d->port_key_set = d->port_own = false;
    nld_bss_flush(d);
    d->flushed = d->now;
    d->hint_count = d->only_count = d->usual_count = 0;
    d->usual_alone = false;
    d->multicast.count = 0;
    d->media_streaming = false;
    d->policy = extsta_roam_default;
    d->lost_counters = (struct mp_counters){0};
    d->mib.exemption_count = 0;
    d->mib.handshake = 0;
    d->mib.join_only = false;
    d->mib.ibss_ies_len = 0;
    if (default_mib) {
        mib_defaults(&d->mib, d->card.radio);
        d->excluded.count = 0;
    }
}

void nld_forget(struct nld *d)
{
    discard(d, true);
}

/* RST-04: the address of the associations to come. */
static void change_address(struct nld *d, struct extsta_mac address)
{
    if (!mac_equal(address, d->own)) {
        nld_radio_address(d, address);
        d->own = address;
    }
}

static uint32_t check_reset(struct extsta_oid *oid, struct extsta_payload *p)
{
    if (oid->out_cap < CONFIRM_LEN) { /* RST-02: room for the confirmation */
        oid->bytes_needed = CONFIRM_LEN;
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    if (!extsta_payload_read(EXTSTA_FORM_RESET_REQUEST, span(oid->buffer, oid->in_len), p)) {
        oid->bytes_needed = (uint32_t)extsta_form_size(EXTSTA_FORM_RESET_REQUEST);
        return NDIS_STATUS_INVALID_LENGTH;
    }
    if (p->reset.type != dot11_reset_type_phy_and_mac) {
        return NDIS_STATUS_FAILURE; /* RST-01: only MAC and PHY together */
    }
    if (mac_is_group(p->reset.address) || mac_is_zero(p->reset.address)) {
        return NDIS_STATUS_INVALID_DATA;
    }
    return NDIS_STATUS_SUCCESS;
}

uint32_t nld_reset(struct nld *d, struct extsta_oid *oid)
{
    struct extsta_payload p;
    uint32_t status = check_reset(oid, &p);
    if (status != NDIS_STATUS_SUCCESS) {
        return status;
    }
    nld_port_flush(d, NDIS_STATUS_RESET_IN_PROGRESS); /* RST-08: what waits, first */
    leave(d, EXTSTA_DIAGNOSIS_RESET_REQUEST, EXTSTA_RULE_RST_06);
    nld_scan_cancel(d, NDIS_STATUS_REQUEST_ABORTED); /* RST-07: no scan goes on */
    discard(d, p.reset.default_mib);
    change_address(d, p.reset.address);
    nld_radio_wake(d);
    nld_action_register(d);
    uint32_t size = (uint32_t)extsta_form_size(EXTSTA_FORM_RESET_REQUEST);
    oid->bytes_read = size < oid->in_len ? size : oid->in_len;
    if (d->handed_up > 0) { /* RST-09: it is complete when all packets are back */
        d->reset_pending = true;
        d->reset_id = oid->request_id;
        d->reset_read = oid->bytes_read;
        return NDIS_STATUS_PENDING;
    }
    extsta_payload_write(PAYLOAD(STATUS_INDICATION, .confirm = {DOT11_STATUS_RESET_CONFIRM, 0}),
                         oid->buffer, CONFIRM_LEN); /* RST-21: the status-indication pair */
    oid->bytes_written = CONFIRM_LEN;
    return NDIS_STATUS_SUCCESS;
}
