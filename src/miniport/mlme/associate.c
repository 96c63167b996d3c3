/* The association operation (contract chapter 40): waits for a Beacon where one is needed, then
 * for the authentication method (auth.h), the AP's response, and the own port. It begins with
 * associate_start, is fed with frames (associate_rx, associate_beacon) and its timer, and tells
 * the outer operation how it ended (connect.c). What it made lives on in the peer's row.
 *
 * An event that ends something comes by associate_end with its reason, so that no end is
 * without a cause. An action may free the operation and even the row: whoever has stepped the
 * machine touches the peer no more, unless the row says it stays. */
#include "miniport/mlme/associate.h"
#include "base/mac.h"
#include "miniport/miniport.h"
#include "miniport/mlme/auth.h"
#include "miniport/mlme/candidate.h"
#include "miniport/mlme/connect.h"
#include "miniport/mlme/disassociate.h"
#include "miniport/mlme/ft.h"
#include "miniport/mlme/ibss.h"
#include "miniport/mlme/indicate.h"
#include "miniport/mlme/mlme_frame.h"
#include "miniport/mlme/owe_pair.h"
#include "miniport/mlme/pmksa.h"
#include "miniport/mlme/port_auth.h"
#include "miniport/mlme/power_save.h"
#include "miniport/mlme/quality.h"
#include "miniport/mlme/roam.h"
#include "miniport/mlme/sa_query.h"
#include "miniport/mlme/steer.h"
#include "miniport/mlme/roam_policy.h"
#include "wire/ht.h"

#define OWE_ANSWER_TIME (2000u * EXTSTA_MS) /* for a response with a key in it */
#define BEACON_TIME (400u * EXTSTA_MS) /* nearly four intervals of 100 TU */
#define FRAMES_ROOM 1536u /* request and response beside the beacon that is known */

static void step(struct miniport *mp, enum assoc_event event, const struct assoc_input *in);

bool associate_is_open(const struct miniport *mp)
{
    return mp->link.ap && !peer_is_associated(mp->link.ap);
}

/* --- making and freeing --- */

static void body_free(struct miniport *mp, struct pbuf **body)
{
    if (*body) {
        pbuf_unref(&mp->ctx->pool, *body);
        *body = NULL;
    }
}

/* NULL is fine: one that was never begun. A completion that was not made goes back. */
static void op_free(struct miniport *mp, struct mp_assoc_op *op)
{
    if (!op) {
        return;
    }
    if (op->completion) {
        outq_unreserve(mp->out, op->completion);
    }
    if (op->peer) {
        list_remove(&op->link);
    }
    auth_free(op->auth);
    body_free(mp, &op->request);
    body_free(mp, &op->response);
    pool_release(&mp->ctx->pool, op, sizeof *op);
}

static void peer_op_free(struct miniport *mp, struct mp_peer *peer)
{
    op_free(mp, peer->op);
    peer->op = NULL;
}

/* The row is begun anew but for what outlives the association: its next operation, keys, and
 * the duplicates and Block Ack windows, which are the data path's to forget (datapath_forget).
 */
void associate_leave(struct miniport *mp, struct mp_peer *peer)
{
    port_auth_free(mp, peer);
    pmksa_left(mp, peer->address);
    outq_unreserve(mp->out, peer->farewell);
    if (mp->link.ap == peer) {
        mp->link.ap = NULL;
        power_save_forget(mp);
        sa_query_forget(mp);
        steer_free(mp);
    }
    *peer = (struct mp_peer){.address = peer->address,
                             .op = peer->op,
                             .keys = peer->keys,
                             .duplicates = peer->duplicates,
                             .reorder = peer->reorder};
    peers_settle(mp, peer);
}

void associate_forget(struct miniport *mp, struct mp_peer *peer)
{
    peer_op_free(mp, peer);
    associate_leave(mp, peer);
}

void associate_free(struct miniport *mp)
{
    if (mp->link.ap) {
        associate_forget(mp, mp->link.ap);
    }
}

/* An operation with the target, not yet its peer's; *n: what can be negotiated. NULL: no
 * memory, or no security we want. */
static struct mp_assoc_op *op_new(struct miniport *mp, const struct mp_peer *peer,
                                  const struct bss_entry *target, struct mp_negotiated *n)
{
    const struct bss_info *info = target->info;
    struct mp_assoc_op *op = pool_zalloc(&mp->ctx->pool, sizeof *op);
    if (!op) {
        return NULL;
    }
    *n = (struct mp_negotiated){.phy = target->phy};
    op->room = INDICATE_ASSOCIATION_LEN + FRAMES_ROOM + info->beacon_len + info->probe_len;
    op->completion = indicate_reserve(mp, op->room);
    if (op->completion && candidate_security(mp, info, n)) {
        /* ASC-16: the completion of an RSN association shows a Beacon, so one has to come. */
        bool later = n->akm != 0 && !target->from_beacon;
        op->auth = later ? NULL : auth_new(mp, peer, n);
        if (later || op->auth) {
            return op;
        }
    }
    op_free(mp, op);
    return NULL;
}

/* --- steps of the operation --- */

uint32_t associate_answer_time(const struct mp_assoc_op *op)
{
    unsigned doublings = op->asking.attempts < 3 ? op->asking.attempts : 3;
    return ASSOC_ANSWER_TIME << doublings;
}

static void await_beacon(struct miniport *mp, const struct assoc_input *in)
{
    asking_await(mp, in->now, &in->peer->op->asking, BEACON_TIME);
}

/* Many may have heard the same Beacon, or have been sent away by the same frame. */
static void await_turn(struct miniport *mp, const struct assoc_input *in)
{
    asking_begin(mp, in->now, &in->peer->op->asking);
}

/* The method ended the operation. */
static void auth_failed(struct miniport *mp, extsta_time now, struct mp_peer *peer,
                        const struct auth_step *s, uint64_t serial)
{
    struct assoc_end end = s->end;
    end.now = now;
    end.evidence = serial ? serial : s->by_dropped ? peer->op->bad_serial : end.evidence;
    associate_fail(mp, peer,
                   end.origin == EXTSTA_ORIGIN_TIMER             ? ASSOC_NO_ANSWER
                   : end.diagnosis == EXTSTA_DIAGNOSIS_NO_MEMORY ? ASSOC_NO_MEMORY
                                                                 : ASSOC_REFUSED,
                   &end);
}

static void no_memory(struct miniport *mp, extsta_time now, struct mp_peer *peer,
                      uint16_t own_reason);

/* A fast transition came to nothing, the AP may still let us in: a full association in its
 * place, and the reason on record. */
static void restart(struct miniport *mp, extsta_time now, struct mp_peer *peer,
                    const struct auth_step *s, uint64_t serial)
{
    struct mp_assoc_op *op = peer->op;
    struct assoc_end end = s->end;
    end.now = now;
    end.stage = associate_stage(peer);
    end.evidence = serial;
    associate_tell_end(mp, peer, &end);
    roam_full_association(mp, (uint16_t)s->end.code);
    body_free(mp, &op->request);
    body_free(mp, &op->response);
    peer->negotiated.ft = false;
    if (!auth_replace(mp, peer)) {
        no_memory(mp, now, peer, 0);
        return;
    }
    asking_answered(&op->asking);
    step(mp, ASSOC_ANEW, &(struct assoc_input){.peer = peer, .now = now});
}

/* Does what the authentication method wants done. */
static void auth_follow(struct miniport *mp, extsta_time now, struct mp_peer *peer,
                        const struct auth_step *s, uint64_t serial)
{
    struct assoc_input in = {.peer = peer, .now = now};
    uint32_t cookie = 0;
    if (s->dropped) {
        mp_drop(mp, s->drop);
        peer->op->bad_serial = serial;
    }
    for (size_t i = 0; i < s->frame_count; i++) {
        unsigned kind = FRAME_AUTH | (s->frames[i].is_protected ? FC_PROTECTED : 0u);
        cookie = mlme_send(mp, now, (enum frame_kind)kind, peer->address, link_bssid(mp, peer),
                           s->frames[i].body, peer->negotiated.phy,
                           asking_limits(&peer->op->asking));
    }
    switch (s->verdict) {
    case AUTH_CONTINUE:
    case AUTH_ANEW: /* of a response only */
        if (s->deadline) {
            uint32_t wait = s->deadline > now ? (uint32_t)(s->deadline - now) : 0;
            asking_sent(mp, now, &peer->op->asking, cookie, wait);
        }
        return;
    case AUTH_DONE:
        if (mp->link.network) {
            associate_peered(mp, now, peer);
            return;
        }
        asking_answered(&peer->op->asking);
        step(mp, ASSOC_AUTHENTICATED, &in);
        return;
    case AUTH_FAILED:
        auth_failed(mp, now, peer, s, serial);
        return;
    case AUTH_RESTART:
        restart(mp, now, peer, s, serial);
        return;
    }
}

/* auth_follow steps the machine on from within this action. */
static void begin_authentication(struct miniport *mp, const struct assoc_input *in)
{
    struct auth_method *m = in->peer->op->auth;
    struct auth_step s = {0};
    m->ops->begin(m, in->now, &s);
    auth_follow(mp, in->now, in->peer, &s, 0);
}

/* An AP makes a key of its own for each request that it gets (RFC 8110 4.4, hostapd): asked
 * again while it computes, it would go on with the second one, and we with the first. */
static uint32_t response_time(const struct mp_assoc_op *op)
{
    uint32_t wait = associate_answer_time(op);
    return op->auth->ops == &auth_owe && wait < OWE_ANSWER_TIME ? OWE_ANSWER_TIME : wait;
}

/* The body is made once: every try sends the same, and so does the completion (ASC-10). */
static void send_request(struct miniport *mp, const struct assoc_input *in)
{
    struct mp_peer *peer = in->peer;
    struct mp_assoc_op *op = peer->op;
    const struct bss_entry *target = mlme_bss(mp);
    uint32_t cookie = 0;
    if (!op->request && target) {
        op->request = assoc_request_body(mp, target, peer);
    }
    if (op->request) {
        struct extsta_span body = pbuf_span(op->request);
        bool reassoc = !mac_is_zero(op->current_ap);
        peer->negotiated.listen_interval = get_le16(body.data + 2);
        cookie =
            mlme_send(mp, in->now, reassoc ? FRAME_REASSOC_REQ : FRAME_ASSOC_REQ, peer->address,
                      peer->address, body, peer->negotiated.phy, asking_limits(&op->asking));
    }
    /* without memory the next attempt makes the body */
    asking_sent(mp, in->now, &op->asking, cookie, response_time(op));
}

/* What the accepting response settles. */
static void take_response(struct miniport *mp, const struct assoc_input *in)
{
    struct mp_negotiated *n = &in->peer->negotiated;
    struct extsta_ht_caps ht;
    struct elements e;
    elements_parse(in->response.elements, &e);
    n->aid = in->response.aid;
    n->capability = in->response.capability;
    n->since = in->now;
    n->qos = in->peer->op->wmm && e.wmm.data;
    n->max_amsdu = 0;
    if (n->qos && in->peer->op->ht && e.ht_capabilities.data &&
        ht_capabilities_parse(e.ht_capabilities, &ht)) { /* HT goes with QoS only (10.1) */
        n->max_amsdu = ht_max_amsdu(&ht);
    }
    if (!n->ft) { /* a transition goes by what the first association has brought */
        ft_learn(mp, in->peer, in->response.elements);
    }
    asking_answered(&in->peer->op->asking);
    asking_stop(mp, &in->peer->op->asking);
    keys_on_association(mp, in->peer); /* ASC-35, ASC-36: before keys of this one come */
}

/* ds_info, frames and all else of ASSOCIATION_COMPLETION. */
static void indicate_end(struct miniport *mp, const struct mp_peer *peer, uint32_t status)
{
    struct mp_assoc_op *op = peer->op;
    const struct mp_negotiated *n = &peer->negotiated;
    const struct bss_entry *e = mlme_bss(mp);
    uint8_t fixed[12];
    struct indicate_association i = {
        .peer = peer->address,
        .status = status,
        .reassoc_request = op->request && !mac_is_zero(op->current_ap),
        .reassoc_response = op->response && op->response_reassoc,
        .request = op->request ? pbuf_span(op->request) : span(NULL, 0),
        .response = op->response ? pbuf_span(op->response) : span(NULL, 0),
        .auth = n->auth,
        .unicast = n->unicast,
        .multicast = n->multicast,
        .phy = n->phy,
        .port_authorized = peer->port != NULL,
        .qos = n->qos ? DOT11_QOS_PROTOCOL_FLAG_WMM : 0,
        .ds_info = op->roamed ? DOT11_DS_UNCHANGED : DOT11_DS_UNKNOWN,
        .multicast_mgmt = /* ASC-25: BIP, if management frames are protected */
        n->group_mgmt && status == DOT11_ASSOC_STATUS_SUCCESS
            ? suites_cipher(n->group_mgmt)->number
            : (uint32_t)DOT11_CIPHER_ALGO_NONE,
        .comeback = op->comeback,
    };
    if (e) { /* ASC-16: the beacon goes with the completion */
        const struct bss_info *info = e->info;
        put_le64(fixed, e->from_beacon ? e->beacon_timestamp : e->timestamp);
        put_le16(fixed + 8, e->from_beacon ? info->beacon_interval : info->interval);
        put_le16(fixed + 10, e->from_beacon ? info->beacon_capability : info->capability);
        i.beacon_fixed = span(fixed, sizeof fixed);
        i.beacon_elements =
            e->from_beacon ? bss_beacon_elements(info) : bss_probe_elements(info);
    }
    struct outq_node *node = op->completion;
    op->completion = NULL;
    indicate_association_completion(mp, node, op->room, &i);
}

/* ASSOCIATION_COMPLETION comes before all else that is said of the association (LQ-02). */
static void complete(struct miniport *mp, const struct assoc_input *in)
{
    struct mp_peer *peer = in->peer;
    int8_t signal = peer->op->signal;
    indicate_end(mp, peer, DOT11_ASSOC_STATUS_SUCCESS);
    peer_op_free(mp, peer);
    struct bss_entry *e = bss_find(mp, peer->address);
    if (e) { /* what it refused before is forgotten */
        e->refused_until = 0;
        e->comeback = false;
    }
    peer->port_open = peer->port != NULL;
    peer->heard = in->now;
    if (mp->link.network) {
        ibss_watch(mp, in->now);
    } else {
        disassociate_watch(mp);
    }
    quality_begin(mp, in->now, peer, signal);
    mlme_power_saving(mp, in->now);
    if (peer->port_open || !suites_auth_is_keyed(peer->negotiated.auth)) {
        steer_port_open(mp, in->now);
    }
}

/* No handshake of ours: open, or the OS or IHV authenticates the port after the completion. */
static void accept_open(struct miniport *mp, const struct assoc_input *in)
{
    take_response(mp, in);
    complete(mp, in);
}

/* IBS-12: there is no request in an independent network. */
static void accept_peer(struct miniport *mp, const struct assoc_input *in)
{
    in->peer->negotiated.since = in->now;
    asking_answered(&in->peer->op->asking);
    asking_stop(mp, &in->peer->op->asking);
    keys_on_association(mp, in->peer); /* ASC-35, ASC-36, as of an AP */
    mp->mlme.ibss->peers++;
    complete(mp, in);
}

/* PRT-07: the completion waits for our own handshake; accepted() begins it. */
static void accept_port(struct miniport *mp, const struct assoc_input *in)
{
    take_response(mp, in);
}

/* ROM-13: the next roam does not run straight into the same wall. */
static void refuse_for_a_while(struct miniport *mp, const struct mp_peer *peer,
                               const struct assoc_end *end)
{
    const struct mp_assoc_op *op = peer->op;
    struct bss_entry *e = bss_find(mp, peer->address);
    if (mp->link.network) {
        ibss_shun(mp, end->now, peer->address, (uint32_t)roam_backoff(1));
        return;
    }
    if (!e || end->origin == EXTSTA_ORIGIN_HOST || end->origin == EXTSTA_ORIGIN_RADIO) {
        return;
    }
    e->lost = end->status == DOT11_ASSOC_STATUS_UNREACHABLE;
    e->comeback = op->comeback != 0;
    e->refused_until = op->comeback ? end->now + (extsta_time)op->comeback * EXTSTA_TU
                                    : end->now + roam_backoff(mp->mlme.roam_round);
}

/* The operation failed: completion (ASC-05), and nothing is left of it. */
static void fail(struct miniport *mp, const struct assoc_input *in)
{
    const struct assoc_end *end = in->end;
    asking_stop(mp, &in->peer->op->asking);
    refuse_for_a_while(mp, in->peer, end);
    disassociate_send(mp, in->peer, end);
    indicate_end(mp, in->peer, end->status);
    if (end->stage == EXTSTA_STAGE_FOUR_WAY) { /* some of its keys may be in already */
        keys_on_leave(mp);
        datapath_flush(mp, NDIS_STATUS_FAILURE);
    }
    associate_forget(mp, in->peer);
    if (!mp->link.network) {
        mp->link.home_freq = 0;
    }
}

/* --- the table --- */

static const char *const assoc_states[] = {"none",       "await-beacon",   "await-turn",
                                           "await-auth", "await-response", "await-port",
                                           "associated"};
static const char *const assoc_events[] = {
    "join",      "begin",     "beacon",        "unfit",       "turn",      "authenticated",
    "peered",    "accepted",  "accepted-port", "authorized",  "again",     "anew",
    "no-answer", "refused",   "peer-left",     "port-failed", "cancelled", "radio-off",
    "excluded",  "no-memory", "silent",        "lost",        "moved",     "replaced"};

/* What ends an open operation in whatever state. */
#define OPEN_ENDS(state)                                                                       \
    FSM_ROW(state, ASSOC_PEER_LEFT, ASSOC_NONE, fail, DIS_16),                                 \
        FSM_ROW(state, ASSOC_CANCELLED, ASSOC_NONE, fail, RST_11),                             \
        FSM_ROW(state, ASSOC_RADIO_OFF, ASSOC_NONE, fail, PWR_06),                             \
        FSM_ROW(state, ASSOC_EXCLUDED, ASSOC_NONE, fail, ASC_11),                              \
        FSM_ROW(state, ASSOC_NO_MEMORY, ASSOC_NONE, fail, X_09),                               \
        FSM_ROW(state, ASSOC_MOVED, ASSOC_NONE, fail, IBS_13),                                 \
        FSM_ROW(state, ASSOC_NO_ANSWER, ASSOC_NONE, fail, ASC_30)

static const struct assoc_row assoc_rows[] = {
    FSM_ROW(ASSOC_NONE, ASSOC_JOIN, ASSOC_AWAIT_BEACON, await_beacon, ASC_16),
    FSM_ROW(ASSOC_NONE, ASSOC_BEGIN, ASSOC_AWAIT_TURN, await_turn, ASC_04),
    FSM_ROW(ASSOC_AWAIT_BEACON, ASSOC_BEACON, ASSOC_AWAIT_TURN, await_turn, ASC_04),
    FSM_ROW(ASSOC_AWAIT_BEACON, ASSOC_UNFIT, ASSOC_NONE, fail, CNX_24),
    OPEN_ENDS(ASSOC_AWAIT_BEACON),
    FSM_ROW(ASSOC_AWAIT_TURN, ASSOC_TURN, ASSOC_AWAIT_AUTH, begin_authentication, ASC_04),
    FSM_ROW(ASSOC_AWAIT_TURN, ASSOC_PEERED, ASSOC_ASSOCIATED, accept_peer, IBS_12),
    OPEN_ENDS(ASSOC_AWAIT_TURN),
    FSM_ROW(ASSOC_AWAIT_AUTH, ASSOC_AUTHENTICATED, ASSOC_AWAIT_RESPONSE, send_request, ASC_04),
    FSM_ROW(ASSOC_AWAIT_AUTH, ASSOC_PEERED, ASSOC_ASSOCIATED, accept_peer, IBS_12),
    FSM_ROW(ASSOC_AWAIT_AUTH, ASSOC_ANEW, ASSOC_AWAIT_AUTH, begin_authentication, ASC_04),
    FSM_ROW(ASSOC_AWAIT_AUTH, ASSOC_REFUSED, ASSOC_NONE, fail, ASC_29),
    OPEN_ENDS(ASSOC_AWAIT_AUTH),
    FSM_ROW(ASSOC_AWAIT_RESPONSE, ASSOC_AGAIN, ASSOC_AWAIT_RESPONSE, send_request, ASC_04),
    FSM_ROW(ASSOC_AWAIT_RESPONSE, ASSOC_ANEW, ASSOC_AWAIT_AUTH, begin_authentication, ASC_04),
    FSM_ROW(ASSOC_AWAIT_RESPONSE, ASSOC_ACCEPTED, ASSOC_ASSOCIATED, accept_open, ASC_05),
    FSM_ROW(ASSOC_AWAIT_RESPONSE, ASSOC_ACCEPTED_PORT, ASSOC_AWAIT_PORT, accept_port, PRT_07),
    FSM_ROW(ASSOC_AWAIT_RESPONSE, ASSOC_REFUSED, ASSOC_NONE, fail, ASC_29),
    OPEN_ENDS(ASSOC_AWAIT_RESPONSE),
    FSM_ROW(ASSOC_AWAIT_PORT, ASSOC_AUTHORIZED, ASSOC_ASSOCIATED, complete, PRT_08),
    FSM_ROW(ASSOC_AWAIT_PORT, ASSOC_PORT_FAILED, ASSOC_NONE, fail, X_45),
    OPEN_ENDS(ASSOC_AWAIT_PORT),
    FSM_ROW(ASSOC_ASSOCIATED, ASSOC_PEER_LEFT, ASSOC_NONE, disassociate_explicit, DIS_08),
    FSM_ROW(ASSOC_ASSOCIATED, ASSOC_SILENT, ASSOC_NONE, disassociate_explicit, DIS_11),
    FSM_ROW(ASSOC_ASSOCIATED, ASSOC_LOST, ASSOC_NONE, disassociate_explicit, IEEE_11_13),
    FSM_ROW(ASSOC_ASSOCIATED, ASSOC_CANCELLED, ASSOC_NONE, disassociate_explicit, DIS_12),
    FSM_ROW(ASSOC_ASSOCIATED, ASSOC_EXCLUDED, ASSOC_NONE, disassociate_explicit, DIS_13),
    FSM_ROW(ASSOC_ASSOCIATED, ASSOC_RADIO_OFF, ASSOC_NONE, disassociate_explicit, PWR_07),
    FSM_ROW(ASSOC_ASSOCIATED, ASSOC_PORT_FAILED, ASSOC_NONE, disassociate_explicit, DIS_15),
    FSM_ROW(ASSOC_ASSOCIATED, ASSOC_MOVED, ASSOC_NONE, disassociate_explicit, X_42),
    FSM_ROW(ASSOC_ASSOCIATED, ASSOC_REPLACED, ASSOC_NONE, disassociate_implicit, DIS_04),
};

const struct fsm_table associate_table =
    FSM_TABLE("association", assoc_states, assoc_events, assoc_rows);

static void step(struct miniport *mp, enum assoc_event event, const struct assoc_input *in)
{
    assoc_fsm_step(&associate_table, &in->peer->state, (uint8_t)event, mp, in,
                   &mp->ctx->unlisted);
}

/* --- what others call --- */

void associate_end(struct miniport *mp, struct mp_peer *peer, enum assoc_event event,
                   struct assoc_end *end)
{
    end->stage = associate_stage(peer);
    if (peer->state == ASSOC_AWAIT_PORT && end->origin == EXTSTA_ORIGIN_HOST) {
        end->own_reason = REASON_DEAUTH_LEAVING; /* to the AP we are associated (CNX-36) */
        end->deauthenticate = true;
    }
    associate_tell_end(mp, peer, end);
    step(mp, event, &(struct assoc_input){.peer = peer, .now = end->now, .end = end});
}

void associate_fail(struct miniport *mp, struct mp_peer *peer, enum assoc_event event,
                    struct assoc_end *end)
{
    associate_end(mp, peer, event, end);
    connection_next(mp, end->now);
}

/* The next association ends the one with `old` (DIS-01, DIS-02). */
static void replace(struct miniport *mp, extsta_time now, struct mp_peer *old, bool same)
{
    struct assoc_end end = {.now = now,
                            .status = DOT11_ASSOC_STATUS_DISASSOCIATED_BY_ROAMING,
                            .origin = EXTSTA_ORIGIN_STATION,
                            .diagnosis =
                                same ? EXTSTA_DIAGNOSIS_REPLACED : EXTSTA_DIAGNOSIS_BETTER_AP,
                            .confidence = 100,
                            .rule = same ? RULE(DIS_01) : RULE(DIS_02)};
    associate_end(mp, old, ASSOC_REPLACED, &end);
}

/* What can fail comes before ASSOCIATION_START (ROL-11), which ends the association before
 * (DIS-03: that is the moment): the old one is replaced after it, and its Disassociation is not
 * sent. */
bool associate_start(struct miniport *mp, extsta_time now, struct bss_entry *target)
{
    struct mp_peer *peer = peers_take(mp, target->info->bssid);
    struct mp_negotiated negotiated;
    struct mp_assoc_op *op = peer ? op_new(mp, peer, target, &negotiated) : NULL;
    struct mp_ssid ssid = {.len = target->info->ssid_len};
    memcpy(ssid.ssid, target->info->ssid, ssid.len);
    owe_pair_name(mp, target->info, &ssid);
    if (!op || !disassociate_settle(mp) ||
        !indicate_association_start(mp, peer->address, &ssid)) {
        op_free(mp, op);
        if (peer) {
            peers_settle(mp, peer);
        }
        return false;
    }
    peer->op = op; /* keeps the row where the association before was with the same AP */
    op->roamed = mp->mlme.connection == CONNECTION_ROAMING;
    if (mlme_is_associated(mp)) {
        struct mp_peer *old = mp->link.ap;
        op->current_ap = old->address; /* ROM-15: the AP it comes from */
        replace(mp, now, old, old == peer);
    } else if (negotiated.ft) { /* 13.5.2: it is a reassociation in any case */
        op->current_ap = mp->mlme.last_ap;
    }
    peer->negotiated = negotiated;
    mp->link.ap = peer;
    mp->mlme.network = ssid;
    mp->mlme.away_since = 0;
    mp->link.home_freq = target->freq;
    mlme_tune(mp, target->freq);
    struct assoc_input in = {.peer = peer, .now = now};
    step(mp, op->auth ? ASSOC_BEGIN : ASSOC_JOIN, &in);
    return true;
}

/* IBS-10. There may be others beside it (IBS-11): the AP's way of one operation at a time is
 * not this one's. What its end will need is set aside here (DIS-15: it is indicated). */
bool associate_peer(struct miniport *mp, extsta_time now, struct extsta_mac address,
                    int8_t signal)
{
    const struct bss_entry *network = mlme_bss(mp);
    struct mp_peer *peer = peers_take(mp, address);
    struct mp_negotiated negotiated;
    struct mp_assoc_op *op = peer ? op_new(mp, peer, network, &negotiated) : NULL;
    struct outq_node *farewell = indicate_reserve(mp, INDICATE_DISASSOCIATION_LEN);
    if (!op || !farewell || !op->auth ||
        !indicate_association_start(mp, address, &mp->mlme.network)) {
        outq_unreserve(mp->out, farewell);
        op_free(mp, op);
        if (peer) {
            peers_settle(mp, peer);
        }
        return false;
    }
    peer->op = op;
    op->peer = peer;
    op->signal = signal;
    list_push_back(&mp->mlme.ibss->ops, &op->link);
    if (peer_is_associated(peer)) {
        replace(mp, now, peer, true);
    }
    peer->farewell = farewell;
    peer->negotiated = negotiated;
    step(mp, ASSOC_BEGIN, &(struct assoc_input){.peer = peer, .now = now});
    return true;
}

void associate_peered(struct miniport *mp, extsta_time now, struct mp_peer *peer)
{
    step(mp, ASSOC_PEERED, &(struct assoc_input){.peer = peer, .now = now});
    ibss_peer_came(mp, now);
}

/* `own_reason`: of the Deauthentication where the AP holds us for associated; else 0. */
static void no_memory(struct miniport *mp, extsta_time now, struct mp_peer *peer,
                      uint16_t own_reason)
{
    struct assoc_end end = {.now = now,
                            .status = DOT11_ASSOC_STATUS_SYSTEM_ERROR,
                            .origin = EXTSTA_ORIGIN_STATION,
                            .diagnosis = EXTSTA_DIAGNOSIS_NO_MEMORY,
                            .confidence = 100,
                            .own_reason = own_reason,
                            .deauthenticate = true,
                            .rule = RULE(X_09)};
    associate_fail(mp, peer, ASSOC_NO_MEMORY, &end);
}

void associate_beacon(struct miniport *mp, extsta_time now, const struct bss_entry *e)
{
    struct mp_peer *peer = mp->link.ap;
    if (!peer || peer->state != ASSOC_AWAIT_BEACON || e != mlme_bss(mp)) {
        return;
    }
    /* What the Beacon offers counts, and it may be less than the Probe Response did. */
    if (!candidate_security(mp, e->info, &peer->negotiated)) {
        struct assoc_end end = {.now = now,
                                .status = DOT11_ASSOC_STATUS_FAILURE,
                                .origin = EXTSTA_ORIGIN_STATION,
                                .diagnosis = EXTSTA_DIAGNOSIS_SECURITY_MISMATCH,
                                .confidence = 100,
                                .rule = RULE(CNX_24)};
        associate_fail(mp, peer, ASSOC_UNFIT, &end);
        return;
    }
    peer->op->auth = auth_new(mp, peer, &peer->negotiated);
    if (!peer->op->auth) {
        no_memory(mp, now, peer, 0);
        return;
    }
    struct assoc_input in = {.peer = peer, .now = now};
    step(mp, ASSOC_BEACON, &in);
}

/* From port_auth.c, with the keys in. */
void associate_authorized(struct miniport *mp, extsta_time now, struct mp_peer *peer)
{
    asking_stop(mp, &peer->op->asking);
    pmksa_proven(mp, peer->address);
    step(mp, ASSOC_AUTHORIZED, &(struct assoc_input){.peer = peer, .now = now});
    connection_associated(mp, now);
}

/* ASC-30: UNREACHABLE. A response that could not be used is the better explanation. */
static void unanswered(struct miniport *mp, extsta_time now, struct mp_peer *peer,
                       enum extsta_diagnosis diagnosis)
{
    const struct mp_assoc_op *op = peer->op;
    struct assoc_end end = associate_unanswered(diagnosis);
    end.now = now;
    if (op->doubt) { /* the AP may hold us for associated */
        end.diagnosis = (enum extsta_diagnosis)op->doubt;
        end.evidence = op->bad_serial;
        end.own_reason = REASON_DEAUTH_LEAVING;
        end.deauthenticate = true;
    } else if (op->suspicion != EXTSTA_DIAGNOSIS_NONE) {
        end.diagnosis = (enum extsta_diagnosis)op->suspicion;
        end.evidence = op->bad_serial;
    }
    associate_fail(mp, peer, ASSOC_NO_ANSWER, &end);
}

/* The pause is over, or the answer did not come: the next attempt, or none. */
static void attempt(struct miniport *mp, extsta_time now, struct mp_peer *peer)
{
    struct assoc_input in = {.peer = peer, .now = now};
    struct auth_step s = {0};
    switch ((enum assoc_state)peer->state) {
    case ASSOC_AWAIT_TURN:
        step(mp, ASSOC_TURN, &in);
        return;
    case ASSOC_AWAIT_AUTH:
        if (mp->link.network && peer->op->asking.unanswered > 0) {
            associate_peered(mp, now, peer); /* IBS-12: it has it, and does not answer */
            return;
        }
        peer->op->auth->ops->expire(peer->op->auth, now, &s);
        auth_follow(mp, now, peer, &s, 0);
        return;
    case ASSOC_AWAIT_RESPONSE:
        if (!asking_is_hopeless(&peer->op->asking, now)) {
            step(mp, ASSOC_AGAIN, &in);
        } else {
            unanswered(mp, now, peer, EXTSTA_DIAGNOSIS_ASSOC_NO_ANSWER);
        }
        return;
    case ASSOC_AWAIT_BEACON:
    case ASSOC_AWAIT_PORT: /* its own timer: port_auth_expire */
    case ASSOC_NONE:
    case ASSOC_ASSOCIATED:
        return;
    }
}

void associate_due(struct miniport *mp, extsta_time now, struct mp_peer *peer)
{
    struct mp_asking *x = &peer->op->asking;
    if (peer->state == ASSOC_AWAIT_BEACON) {
        if (!asking_prolong(mp, now, x)) {
            unanswered(mp, now, peer, EXTSTA_DIAGNOSIS_AUTH_NO_ANSWER);
        }
    } else if (peer->state != ASSOC_AWAIT_PORT && asking_expire(mp, now, x)) {
        attempt(mp, now, peer);
    }
}

/* --- frames --- */

static void rx_auth(struct miniport *mp, extsta_time now, struct mp_peer *peer,
                    const struct frame *f, uint64_t serial)
{
    struct auth_method *m = peer->op->auth;
    struct mgmt_auth auth;
    struct auth_step s = {0};
    if (peer->state != ASSOC_AWAIT_AUTH) {
        mp_drop(mp, EXTSTA_DROP_UNEXPECTED_STATE);
    } else if (!mgmt_parse_auth(f->body, &auth)) {
        mp_drop(mp, EXTSTA_DROP_BODY_TRUNCATED);
    } else {
        m->ops->rx(m, now, &auth, &s);
        auth_follow(mp, now, peer, &s, serial);
    }
}

/* Association comeback time of a Timeout Interval element (9.4.2.48), TU; 0: none. */
static uint32_t comeback_time(const struct elements *e)
{
    struct extsta_span t = e->timeout_interval;
    return t.len >= 5 && t.data[0] == 3 ? get_le32(t.data + 1) : 0;
}

/* The outer operation is completed after ASSOCIATION_COMPLETION (ROL-13); with a port of ours
 * by associate_authorized. */
static void accepted(struct miniport *mp, const struct assoc_input *in)
{
    const struct auth_method *m = in->peer->op->auth;
    struct extsta_span pmk = auth_pmk(m);
    if (pmk.len > 0 && m->ops->pmkid &&
        !pmksa_keep(mp, in->now, in->peer, pmk, m->ops->pmkid(m))) {
        no_memory(mp, in->now, in->peer, REASON_DEAUTH_LEAVING);
        return;
    }
    if (!m->ops->port && !port_auth_wanted(mp, &in->peer->negotiated)) {
        step(mp, ASSOC_ACCEPTED, in);
        connection_associated(mp, in->now);
        return;
    }
    step(mp, ASSOC_ACCEPTED_PORT, in);
    if (!port_auth_start(mp, in->now, in->peer)) {
        no_memory(mp, in->now, in->peer, REASON_DEAUTH_LEAVING);
    }
}

/* The method has nothing against the response: it counts for what its status says. */
static void response_counts(struct miniport *mp, const struct assoc_input *in,
                            const struct elements *e, uint64_t serial)
{
    uint16_t status = in->response.status;
    if (status == 0) {
        accepted(mp, in);
        return;
    }
    struct assoc_end end = associate_refused(status);
    end.now = in->now;
    end.evidence = serial;
    /* ASC-26: when to come back */
    in->peer->op->comeback = status == 30 ? comeback_time(e) : 0;
    associate_fail(mp, in->peer, ASSOC_REFUSED, &end);
}

/* The response is well-formed: what the authentication method says of it (ASC-04). */
static void response_judge(struct miniport *mp, struct assoc_input *in,
                           const struct elements *e, struct extsta_span body, uint64_t serial)
{
    struct mp_assoc_op *op = in->peer->op;
    struct auth_step s = {.verdict = AUTH_DONE};
    if (op->auth->ops->response) {
        op->auth->ops->response(op->auth, in->now, &in->response, e, &s);
    }
    if (s.dropped) {
        mp_drop(mp, s.drop);
        if (s.doubt) {
            op->doubt = (uint8_t)s.doubt;
            op->bad_serial = serial;
        }
        op->suspicion = (uint8_t)s.end.diagnosis;
        op->bad_serial = serial;
        return;
    }
    body_free(mp, &op->response);
    op->response_reassoc = in->response.reassoc;
    op->response = pbuf_copy(&mp->ctx->pool, body);
    switch (s.verdict) {
    case AUTH_CONTINUE:
        body_free(mp, &op->request);
        asking_answered(&op->asking);
        step(mp, ASSOC_AGAIN, in);
        return;
    case AUTH_ANEW:
        body_free(mp, &op->request);
        asking_answered(&op->asking);
        step(mp, ASSOC_ANEW, in);
        return;
    case AUTH_DONE:
        response_counts(mp, in, e, serial);
        return;
    case AUTH_RESTART:
        restart(mp, in->now, in->peer, &s, serial);
        return;
    case AUTH_FAILED:
        if (in->response.status == 0) { /* the AP holds us for associated */
            s.end.own_reason = s.end.own_reason ? s.end.own_reason : REASON_DEAUTH_LEAVING;
            s.end.deauthenticate = true;
        }
        auth_failed(mp, in->now, in->peer, &s, serial);
        return;
    }
}

/* An AP that accepts gives an AID that a TIM has a bit for (9.4.1.8), and its rates (table
 * 9-35). What has not got them is no response (ASC-30). It is dropped, because the true one may
 * still come: responses with AID 0 are forged, and are seen on the air beside those of the AP.
 */
static bool response_is_usable(const struct mgmt_assoc_resp *r, const struct elements *e)
{
    return r->status != 0 || (r->aid >= 1 && r->aid <= AID_MAX && e->rates.data);
}

static void rx_response(struct miniport *mp, extsta_time now, struct mp_peer *peer,
                        const struct frame *f, uint64_t serial)
{
    struct assoc_input in = {.peer = peer, .now = now};
    struct elements e;
    bool reassoc = frame_kind(f) == FRAME_REASSOC_RESP;
    if (peer->state != ASSOC_AWAIT_RESPONSE) {
        mp_drop(mp, EXTSTA_DROP_UNEXPECTED_STATE);
    } else if (!mgmt_parse_assoc_resp(f->body, reassoc, &in.response)) {
        mp_drop(mp, EXTSTA_DROP_BODY_TRUNCATED);
    } else if (!elements_parse(in.response.elements, &e)) {
        mp_drop(mp, EXTSTA_DROP_BAD_ELEMENTS);
    } else if (!response_is_usable(&in.response, &e)) {
        mp_drop(mp, EXTSTA_DROP_BAD_RESPONSE);
        peer->op->doubt = EXTSTA_DIAGNOSIS_BAD_RESPONSE;
        peer->op->bad_serial = serial;
    } else {
        response_judge(mp, &in, &e, f->body, serial);
    }
}

/* Only what the AP of the open operation sends to us: anybody can name its BSSID. */
void associate_rx(struct miniport *mp, extsta_time now, const struct frame *f,
                  const struct extsta_rx_meta *meta)
{
    struct mp_peer *peer = link_peer_at(mp, f->addr2);
    if (!mac_equal(f->addr1, mp->address)) {
        mp_drop(mp, EXTSTA_DROP_OTHER_RECEIVER);
    } else if (mp->link.network ? !peer || !peer->op : !associate_is_open(mp)) {
        mp_drop(mp, EXTSTA_DROP_UNEXPECTED_STATE);
    } else if (!peer || !mac_equal(f->addr3, link_bssid(mp, peer))) {
        mp_drop(mp, EXTSTA_DROP_OTHER_BSS);
    } else if (frame_kind(f) == FRAME_AUTH) {
        rx_auth(mp, now, peer, f, meta->serial);
    } else {
        rx_response(mp, now, peer, f, meta->serial);
    }
}
