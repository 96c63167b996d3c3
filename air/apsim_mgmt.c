/* Management frames of the access point: authentication, association, leaving. IEEE Std
 * 802.11-2020 11.3. Frames come from ap_rx (apsim.c); each is judged to a status code,
 * answered, told to the observer, and becomes an event of the client's state machine
 * (apsim_client.c). A script can refuse any request (apsim_refuse) and send the ends
 * (apsim_deauth, apsim_disassoc). */
#include "ap.h"
#include "base/hash.h"
#include "base/mac.h"
#include "wire/sae_frame.h"
#include "wire/status_codes.h"

/* Reason codes (table 9-49) it sends by itself. */
enum {
    REASON_CLASS2 = 6,
    REASON_CLASS3 = 7,
};
#define AUTH_SHARED_KEY  1u /* Authentication Algorithm Number (9.4.1.1) */
#define MEMBERSHIP_LEAST 122u /* from here on it is no rate, but a requirement (phy_judge) */
#define AUTH_FT          2u
#define TIMEOUT_COMEBACK 3u /* timeout interval type (9.4.2.48) */

void mgmt_send(struct apsim *ap, const struct ap_tx *tx, const struct writer *w)
{
    if (!w->failed) {
        (void)ap_queue_send(ap, tx, span(w->start, writer_len(w)));
    }
}

/* Management frames contend as mac80211's do. */
static void send_as(struct apsim *ap, enum ap_sent kind, const struct writer *w)
{
    mgmt_send(ap, &(struct ap_tx){.kind = kind, .access = EXTSTA_ACCESS_VOICE}, w);
}

struct writer mgmt_begin(struct apsim *ap, uint8_t *frame, enum frame_kind kind,
                         struct extsta_mac to)
{
    struct writer w = writer_of(frame, AP_MMPDU_MAX);
    frame_write_mgmt(&w, kind, to, ap->config.bssid, ap->config.bssid, ap_seq(ap));
    return w;
}

void mgmt_send_reason(struct apsim *ap, enum frame_kind kind, struct extsta_mac to,
                      uint16_t reason)
{
    uint8_t frame[AP_MMPDU_MAX];
    struct writer w = mgmt_begin(ap, frame, kind, to);
    mgmt_write_reason(&w, reason);
    send_as(ap, SENT_END, &w);
}

void mgmt_send_auth(struct apsim *ap, struct extsta_mac to, const struct mgmt_auth *auth)
{
    uint8_t frame[AP_MMPDU_MAX];
    struct writer w = mgmt_begin(ap, frame, FRAME_AUTH, to);
    mgmt_write_auth(&w, auth);
    send_as(ap, SENT_AUTH, &w);
}

void mgmt_class_error(struct apsim *ap, struct extsta_mac station, uint16_t reason)
{
    if (ap_queue_waits(ap, station, SENT_END)) {
        ap_queue_drop(ap, APSIM_DROP_RESPONSE_WAITS);
    } else if (!mac_is_group(station)) {
        mgmt_send_reason(ap, FRAME_DEAUTH, station, reason);
        ap_tell(ap, APSIM_CLASS_ERROR, station, reason, 0);
    }
}

/* The refusal that holds for a request now, used up once; NULL = none. */
static bool refused(struct apsim *ap, enum apsim_request request, struct extsta_mac station,
                    struct refusal *out)
{
    for (struct list *it = ap->refusals.prev; it != &ap->refusals; it = it->prev) {
        struct refusal *r = list_entry(it, struct refusal, link);
        if (r->request != request ||
            (!mac_is_zero(r->station) && !mac_equal(r->station, station))) {
            continue;
        }
        *out = *r;
        if (r->times && --r->times == 0) {
            list_remove(&r->link);
            pool_release(ap->pool, r, sizeof *r);
        }
        return true;
    }
    return false;
}

/* Open System only: algorithm 0, first transaction; or shared key only, for which there must be
 * a client that remembers the challenge. */
static uint16_t judge_auth(struct apsim *ap, const struct mgmt_auth *a,
                           struct extsta_mac station, bool was_protected)
{
    struct refusal r;
    if (refused(ap, APSIM_AUTH, station, &r)) {
        return r.status;
    }
    if (ap->config.shared_key && a->algorithm == AUTH_SHARED_KEY) {
        struct client *c = client_find(ap, station);
        c = c ? c : client_new(ap, station);
        return c ? legacy_judge_shared_key(c, a, was_protected) : (uint16_t)STATUS_UNSPECIFIED;
    }
    if (a->algorithm == AUTH_FT && ft_offered(ap)) {
        return a->transaction == 1 ? STATUS_SUCCESS : STATUS_AUTH_SEQUENCE;
    }
    if (a->algorithm != 0 || ap->config.shared_key) {
        return STATUS_UNSUPPORTED_ALGORITHM;
    }
    return a->transaction == 1 ? STATUS_SUCCESS : STATUS_AUTH_SEQUENCE;
}

/* It has found us and begins anew: a probe answer is of no use to it, and a deauthentication
 * that still waits would end what begins now. True: the answer to the same request still waits,
 * and will do. */
static bool answers_already(struct apsim *ap, struct extsta_mac station)
{
    answer_withdraw(ap, station);
    if (ap_queue_waits(ap, station, SENT_END)) {
        ap_queue_flush(ap, station);
    }
    if (!ap_queue_waits(ap, station, SENT_AUTH)) {
        return false;
    }
    ap_queue_drop(ap, APSIM_DROP_RESPONSE_WAITS);
    return true;
}

/* A Commit or Confirm of SAE, where that is offered, and unless a script refuses it. False: it
 * is no business of SAE's. */
static bool rx_sae(struct apsim *ap, const struct frame *f, const struct mgmt_auth *a,
                   int8_t signal)
{
    struct refusal r;
    if (a->algorithm != ALGORITHM_SAE || !ap->sae) {
        return false;
    }
    if (refused(ap, APSIM_AUTH, f->addr2, &r)) {
        mgmt_send_auth(ap, f->addr2,
                       &(struct mgmt_auth){.algorithm = a->algorithm,
                                           .transaction = a->transaction,
                                           .status = r.status});
        ap_tell(ap, APSIM_AUTHENTICATED, f->addr2, r.status, 0);
    } else {
        sae_rx_auth(ap, f->addr2, a, signal);
    }
    return true;
}

/* The client is entered before the answer, because without memory for it the answer is a
 * refusal. */
static void rx_auth(struct apsim *ap, const struct frame *f, int8_t signal)
{
    struct mgmt_auth a;
    uint8_t clear[AP_MMPDU_MAX];
    struct extsta_span body = f->body;
    bool protected = (f->fc & FC_PROTECTED) != 0;
    if (protected && !legacy_open_auth(ap, f, clear, &body)) {
        a = (struct mgmt_auth){.algorithm = AUTH_SHARED_KEY,
                               .transaction = 3}; /* no challenge */
    } else if (!mgmt_parse_auth(body, &a)) {
        return;
    }
    if ((ap->mute & APSIM_MUTE_AUTH) || answers_already(ap, f->addr2)) {
        return;
    }
    if (!protected && rx_sae(ap, f, &a, signal)) {
        return;
    }
    uint16_t status = judge_auth(ap, &a, f->addr2, protected);
    struct client *c = client_find(ap, f->addr2);
    bool challenged =
        status == STATUS_SUCCESS && a.algorithm == AUTH_SHARED_KEY && a.transaction == 1;
    if (status == STATUS_SUCCESS && !challenged) {
        c = c ? c : client_new(ap, f->addr2);
        if (!c) {
            status = STATUS_UNSPECIFIED;
        } else if (!pmf_holds(c)) {
            c->info.signal = signal;
            c->info.last_heard = ap->air->now;
            c->by_sae = false;
            client_step(c, CLIENT_AUTHENTICATED);
        }
    }
    uint8_t frame[AP_MMPDU_MAX], answer[AP_MMPDU_MAX];
    struct writer w = mgmt_begin(ap, frame, FRAME_AUTH, f->addr2);
    struct writer ft = writer_of(answer, sizeof answer);
    if (status == STATUS_SUCCESS && a.algorithm == AUTH_FT) {
        status = ft_request(c, a.rest, &ft);
    }
    mgmt_write_auth(&w, &(struct mgmt_auth){.algorithm = a.algorithm,
                                            .transaction = (uint16_t)(a.transaction + 1),
                                            .status = status});
    if (challenged) {
        element_write(&w, ELEMENT_CHALLENGE, span(c->challenge, CHALLENGE_LEN));
    }
    writer_bytes(&w, answer, status == STATUS_SUCCESS ? writer_len(&ft) : 0);
    send_as(ap, SENT_AUTH, &w);
    if (challenged) {
        return;
    }
    ap_tell(ap, APSIM_AUTHENTICATED, f->addr2, status, 0);
}

/* Every rate of the basic rate set must be supported (11.3.5.3). */
static bool has_basic_rates(const struct apsim *ap, const struct elements *e)
{
    for (uint8_t i = 0; i < ap->rate_count; i++) {
        uint8_t rate = ap->rates[i];
        bool found = !(rate & 0x80) || (rate & 0x7f) >= MEMBERSHIP_LEAST;
        for (size_t k = 0; k < e->rates.len + e->ext_rates.len && !found; k++) {
            uint8_t theirs =
                k < e->rates.len ? e->rates.data[k] : e->ext_rates.data[k - e->rates.len];
            found = (theirs & 0x7f) == (rate & 0x7f);
        }
        if (!found) {
            return false;
        }
    }
    return true;
}

/* A status code; what was agreed. */
static uint16_t judge_assoc(struct apsim *ap, struct client *c, const struct elements *e,
                            struct refusal *r, struct agreed *agreed)
{
    if (refused(ap, APSIM_ASSOC, c->info.address, r)) {
        return r->status;
    }
    if (!span_equal(e->ssid, span(ap->config.ssid, ap->config.ssid_len))) {
        return STATUS_UNSPECIFIED;
    }
    if (!has_basic_rates(ap, e)) {
        return STATUS_BASIC_RATES;
    }
    uint16_t phy = phy_judge(ap, e);
    if (phy != STATUS_SUCCESS) {
        return phy;
    }
    if (c->transition) {
        agreed->akm = c->ft->rsn.akm[0];
        agreed->pairwise = c->ft->rsn.pairwise[0];
        agreed->element = e->rsn;
        agreed->rsnxe = e->rsnx;
        uint16_t status = pmf_negotiate(ap, &c->ft->rsn, &agreed->pmf);
        pmf_agree(ap, &c->ft->rsn, agreed);
        return status;
    } else if (security_is_keyed(ap)) {
        uint16_t status = security_negotiate(c, e, agreed);
        if (status != STATUS_SUCCESS) {
            return status;
        }
    }
    return STATUS_SUCCESS;
}

/* What an FT suite adds: the keys of a transition, or the names of the domain. */
static void answer_ft(struct client *c, struct writer *w)
{
    const struct akm_suite *akm = suites_akm(c->info.akm);
    uint8_t names[FT_NAMES_ROOM];
    if (c->transition) {
        if (!ft_accept(c, w)) {
            w->failed = true;
        }
    } else if (akm && akm->ft) {
        struct ft_names_of_ap n = ft_first_names(c, names);
        writer_span(w, n.mde);
        writer_span(w, n.fte);
    }
}

/* comeback_tu: when a refused station may come back (status 30), in TU; 0: not said. */
static void answer_assoc(struct apsim *ap, struct client *c, bool reassoc, uint16_t status,
                         uint32_t comeback_tu)
{
    uint8_t frame[AP_MMPDU_MAX];
    struct writer w =
        mgmt_begin(ap, frame, reassoc ? FRAME_REASSOC_RESP : FRAME_ASSOC_RESP, c->info.address);
    mgmt_write_assoc_resp(&w, &(struct mgmt_assoc_resp){.reassoc = reassoc,
                                                        .capability = beacon_capability(ap),
                                                        .status = status,
                                                        .aid = c->info.aid});
    beacon_write_rates(ap, &w);
    if (status == STATUS_SUCCESS) {
        answer_ft(c, &w);
    }
    if (comeback_tu) {
        uint8_t interval[5] = {TIMEOUT_COMEBACK};
        put_le32(interval + 1, comeback_tu);
        element_write(&w, ELEMENT_TIMEOUT_INTERVAL, span(interval, sizeof interval));
    }
    if (status == STATUS_SUCCESS && c->owe) {
        owe_write_key(c, &w);
    }
    if (c->info.wmm && status == STATUS_SUCCESS) {
        phy_write_for(c, &w);
        beacon_write_wmm(&w);
    }
    send_as(ap, SENT_ASSOC, &w);
    ap_tell(ap, APSIM_ASSOCIATED, c->info.address, status, c->info.aid);
}

/* In this order: the other APs forget the client, the response is queued, and only then the
 * state machine moves: its action sends message 1, which must come behind the response, and
 * needs the RSN element of the request. */
static void grant_association(struct client *c, const struct mgmt_assoc_req *req,
                              const struct elements *e, const struct agreed *agreed)
{
    struct apsim *ap = c->ap;
    c->info.listen_interval = req->listen_interval;
    c->info.wmm = ap->config.wmm && e->wmm.data;
    phy_remember(c, e);
    c->info.akm = agreed->akm;
    c->info.pairwise = agreed->pairwise;
    c->pmf = agreed->pmf;
    c->info.ocv = agreed->ocv;
    c->info.ext_key_id = agreed->ext_key_id;
    c->info.associated_at = ap->air->now;
    c->privacy = ap->config.security != APSIM_OPEN;
    if (ap->wep) {
        c->key = cipher_key_hold(ap->wep);
    }
    sae_forget(c);
    ds_move_here(c);
    if (agreed->akm) {
        security_remember(c, agreed);
    }
    answer_assoc(ap, c, req->reassoc, STATUS_SUCCESS, 0);
    client_step(c,
                agreed->akm && !c->transition ? CLIENT_ASSOCIATED_RSN : CLIENT_ASSOCIATED_OPEN);
}

/* What a client had until it asked anew, the response to another request included. */
static void begin_anew(struct client *c)
{
    if (client_associated(c)) {
        security_forget(c);
        data_forget(c);
        tx_forget(c);
    }
    ap_queue_flush(c->ap, c->info.address);
}

/* The request of before once more, whose response still waits: that will do. */
static bool responds_already(struct client *c, const struct frame *f)
{
    struct apsim *ap = c->ap;
    uint64_t asked =
        hash_bytes(ap->air->ctx->hash_seed ^ frame_kind(f), f->body.data, f->body.len);
    if (ap_queue_waits(ap, c->info.address, SENT_ASSOC) && c->asked == asked) {
        ap_queue_drop(ap, APSIM_DROP_RESPONSE_WAITS);
        return true;
    }
    c->asked = asked;
    return false;
}

/* A request of somebody who has not authenticated is a class 2 frame. */
static void rx_assoc(struct apsim *ap, const struct frame *f, bool reassoc)
{
    struct client *c = client_find(ap, f->addr2);
    struct mgmt_assoc_req req;
    struct elements e;
    if (ap->mute & APSIM_MUTE_ASSOC) {
        return;
    }
    if (!c) {
        mgmt_class_error(ap, f->addr2, REASON_CLASS2);
        return;
    }
    if (!mgmt_parse_assoc_req(f->body, reassoc, &req) || responds_already(c, f)) {
        return;
    }
    if (pmf_holds(c)) { /* 11.3.5.3: it may be somebody else who asks in its name */
        answer_assoc(ap, c, reassoc, STATUS_TRY_LATER, pmf_ask(c));
        return;
    }
    struct refusal r = {.status = 0};
    struct agreed agreed = {0};
    uint16_t status =
        elements_parse(req.elements, &e) ? STATUS_SUCCESS : (uint16_t)STATUS_INVALID_ELEMENT;
    if (status == STATUS_SUCCESS && c->ft && reassoc) {
        status = ft_reassociate(c, req.elements);
    }
    status = status == STATUS_SUCCESS ? judge_assoc(ap, c, &e, &r, &agreed) : status;
    if (!(c->transition && client_associated(c))) { /* a repeated transition changes nothing */
        begin_anew(c); /* a new association replaces the one there was, whatever comes of it */
    }
    if (client_associated(c) && status != STATUS_SUCCESS) {
        client_step(c, CLIENT_DISASSOCIATED);
    }
    if (status == STATUS_SUCCESS && !client_take_aid(c)) {
        status = STATUS_AP_FULL;
    }
    if (status == STATUS_SUCCESS) {
        grant_association(c, &req, &e, &agreed);
    } else {
        answer_assoc(ap, c, reassoc, status, r.comeback_tu);
    }
}

/* A client leaves. The end is told first: its AID goes with it. */
static void rx_reason(struct apsim *ap, const struct frame *f, bool deauth)
{
    struct client *c = client_find(ap, f->addr2);
    struct mgmt_reason m;
    if (!c || !mgmt_parse_reason(f->body, &m)) {
        return;
    }
    ap_tell(ap, APSIM_LEFT, f->addr2, m.reason, c->info.aid);
    if (deauth) {
        client_remove(c);
    } else {
        client_step(c, CLIENT_DISASSOCIATED);
    }
}

/* Retransmissions of what was received already (10.3.2.14). */
static bool duplicate(struct client *c, const struct frame *f)
{
    uint16_t *last = &c->rx_seq[AP_TIDS];
    uint16_t now = (uint16_t)((f->seq << 4 | f->frag) + 1);
    bool again = (f->fc & FC_RETRY) && *last == now;
    *last = now;
    return again;
}

/* Probe requests come from anybody and to the group; all else is for this BSSID alone. */
void mgmt_rx(struct apsim *ap, extsta_time now, const struct frame *as_it_came, int8_t signal)
{
    uint8_t clear[AP_MMPDU_MAX];
    struct frame opened = *as_it_came, *f = &opened;
    if (frame_kind(f) == FRAME_PROBE_REQ) {
        beacon_probe_request(ap, now, f);
        return;
    }
    if (!mac_equal(f->addr1, ap->config.bssid) || !mac_equal(f->addr3, ap->config.bssid)) {
        return;
    }
    struct client *c = client_find(ap, f->addr2);
    if (c) {
        c->info.last_heard = now;
        c->info.signal = signal;
        if (duplicate(c, f)) {
            c->info.rx_duplicates++;
            return;
        }
        if (!pmf_open(c, f, clear)) {
            return;
        }
    }
    switch (frame_kind(f)) {
    case FRAME_AUTH:
        rx_auth(ap, f, signal);
        break;
    case FRAME_ASSOC_REQ:
    case FRAME_REASSOC_REQ:
        rx_assoc(ap, f, frame_kind(f) == FRAME_REASSOC_REQ);
        break;
    case FRAME_DISASSOC:
    case FRAME_DEAUTH:
        rx_reason(ap, f, frame_kind(f) == FRAME_DEAUTH);
        break;
    case FRAME_ACTION:
        if (c) {
            pmf_action(c, f);
            steer_rx(c, f->body);
            ft_action(c, now, f->body);
        }
        break;
    default:
        break;
    }
}

/* Ends a client by the AP's own decision; told before it is gone. */
static void end_one(struct apsim *ap, struct client *c, bool deauth, uint16_t reason)
{
    ap_tell(ap, APSIM_REMOVED, c->info.address, reason, c->info.aid);
    if (deauth) {
        client_remove(c);
    } else {
        client_step(c, CLIENT_DISASSOCIATED);
    }
}

/* One frame, to one client or to all; they are forgotten, whether it arrives or not. It is made
 * first, while there are keys to protect it with, and comes last, since what waits for them is
 * flushed. */
static void end_all(struct apsim *ap, struct extsta_mac to, bool deauth, uint16_t reason)
{
    struct client *c = client_find(ap, to);
    uint8_t frame[AP_MMPDU_MAX];
    struct writer w = mgmt_begin(ap, frame, deauth ? FRAME_DEAUTH : FRAME_DISASSOC, to);
    mgmt_write_reason(&w, reason);
    pmf_seal(ap, c, &w);
    if (c) {
        end_one(ap, c, deauth, reason);
    } else if (mac_is_group(to)) {
        list_for_each_safe(it, &ap->clients)
        {
            end_one(ap, list_entry(it, struct client, link), deauth, reason);
        }
    }
    send_as(ap, SENT_END, &w);
}

void apsim_deauth(struct apsim *ap, struct extsta_mac to, uint16_t reason)
{
    end_all(ap, to, true, reason);
    air_node_wake(ap->node);
}

void apsim_disassoc(struct apsim *ap, struct extsta_mac to, uint16_t reason)
{
    end_all(ap, to, false, reason);
    air_node_wake(ap->node);
}

bool apsim_refuse(struct apsim *ap, enum apsim_request request, struct extsta_mac station,
                  uint16_t status, uint32_t times, uint32_t comeback_tu)
{
    if (status == STATUS_SUCCESS) {
        list_for_each_safe(it, &ap->refusals)
        {
            struct refusal *r = list_entry(it, struct refusal, link);
            if (r->request == request && mac_equal(r->station, station)) {
                list_remove(it);
                pool_release(ap->pool, r, sizeof *r);
            }
        }
        return true;
    }
    struct refusal *r = pool_zalloc(ap->pool, sizeof *r);
    if (!r) {
        return false;
    }
    r->request = request;
    r->station = station;
    r->status = status;
    r->times = times;
    r->comeback_tu = comeback_tu;
    list_push_back(&ap->refusals, &r->link);
    return true;
}
