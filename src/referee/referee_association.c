/* Chapter 40, association: when one may be tried, what it consists of on the air, and what is
 * owed after it. (What its completion says: referee_completion.c.) */
#include "referee/referee.h"
#include "wire/mgmt.h"
#include "wire/mgmt.h"

/* ASC-01: in infrastructure only within a connection or roam. */
static void occasion(struct extsta_referee *r, const struct event *e)
{
    if (e->whole && !r->m.ibss && r->m.op) {
        hold(r, r->m.connection.open || r->m.roam.open, E(WITHIN_OPERATION), v_none(),
             v_mac(e->p.association_start.peer));
    }
}

/* In an IBSS an Authentication may be the answer to another's attempt. */
static bool is_answer(const struct extsta_referee *r, const struct event *e)
{
    struct mgmt_auth auth;
    return r->m.ibss && frame_kind(&e->frame) == FRAME_AUTH &&
           mgmt_parse_auth(e->frame.body, &auth) && auth.transaction == 2;
}

static bool of_attempt(const struct extsta_referee *r, const struct event *e)
{
    uint8_t kind = e->parsed && !is_answer(r, e) ? frame_kind(&e->frame) : FRAME_BEACON;
    return kind == FRAME_AUTH || kind == FRAME_ASSOC_REQ || kind == FRAME_REASSOC_REQ;
}

/* ASC-02: the start comes before its first frame. */
static void start_first(struct extsta_referee *r, const struct event *e)
{
    struct peer *p = e->parsed ? peer_find(r, e->frame.addr1) : NULL;
    if (of_attempt(r, e) && r->m.op && !is_between(r) && !r->m.peers_overflowed) {
        hold(r, p && p->opening, E(START_OPEN), v_none(), v_mac(e->frame.addr1));
    }
}

/* ASC-03: whom and what. */
static void contents(struct extsta_referee *r, const struct event *e)
{
    struct extsta_mac mac = e->p.association_start.peer;
    if (hold(r, e->whole, E(WHOLE_STRUCTURE), v_none(), v_number(e->c->buffer.len))) {
        hold(r,
             !mac_is_group(mac) && !mac_is_zero(mac) && e->p.association_start.ssid.len <= 32,
             E(PEER_AND_SSID), v_mac(mac), v_number(e->p.association_start.ssid.len));
    }
}

/* A MIC over three elements at least, which are what it names (IEEE 802.11-2020 13.8.4). */
bool asks_transition(const struct event *e)
{
    struct mgmt_assoc_req request;
    struct element fte;
    return e->parsed && frame_kind(&e->frame) == FRAME_REASSOC_REQ &&
           mgmt_parse_assoc_req(e->frame.body, true, &request) &&
           element_find(request.elements, ELEMENT_FAST_BSS_TRANSITION, &fte) &&
           fte.value.len >= 82 && fte.value.data[1] >= 3;
}

/* ASC-04: authentication, then the request. Over the DS it was had through the AP before, in
 * Action frames, and the request proves it (IEEE 802.11-2020 13.5.3; docs/security.md). */
static void frames_in_order(struct extsta_referee *r, const struct event *e)
{
    struct peer *p = e->parsed ? peer_find(r, e->frame.addr1) : NULL;
    uint8_t kind = e->parsed ? frame_kind(&e->frame) : 0;
    if (p && p->opening && e->parsed &&
        (kind == FRAME_REASSOC_REQ || (kind == FRAME_ASSOC_REQ && of_attempt(r, e)))) {
        because(r, p->start);
        hold(r, p->auth_sent || asks_transition(e), E(AUTHENTICATED_FIRST), v_none(),
             v_mac(p->mac));
    }
}

/* ASC-05: the completion names the peer of the start. */
static void same_peer(struct extsta_referee *r, const struct event *e)
{
    struct peer *open = peer_opening(r);
    const struct peer *p = peer_find(r, e->p.association_completion.peer);
    if (e->whole && open && !r->m.ibss) {
        because(r, open->start);
        hold(r, p && p->opening, E(PEER_OF_START), v_mac(open->mac),
             v_mac(e->p.association_completion.peer));
    }
}

/* ASC-06: one after the other. */
static void no_overlap(struct extsta_referee *r, const struct event *e)
{
    struct peer *open = r->m.ibss ? NULL : peer_opening(r);
    if (e->whole) {
        if (open) {
            because(r, open->start);
        }
        hold(r, !open, E(INNER_COMPLETED), open ? v_mac(open->mac) : v_none(),
             v_mac(e->p.association_start.peer));
    }
}

/* ASC-07: after a success the outer operation succeeds. */
static void outer_succeeds(struct extsta_referee *r, const struct event *e)
{
    const struct operation *o =
        e->watch == ON_CONNECTION_COMPLETION ? &r->m.connection : &r->m.roam;
    if (e->whole && o->open && o->success.serial != 0 && peer_associated(r) && !r->m.ibss &&
        !is_ending(r)) {
        because(r, o->success);
        hold(r, e->p.number == 0, E(STATUS), v_assoc(0), v_assoc(e->p.number));
    }
}

/* ASC-09: the elements set for this BSSID, or for all, end the request. */
static bool elements_apply(const struct extsta_referee *r, struct extsta_mac peer)
{
    return r->m.elements_len > 0 &&
           (mac_equal(r->m.elements_bssid, peer) || mac_is_broadcast(r->m.elements_bssid));
}

static void request_elements(struct extsta_referee *r, const struct event *e)
{
    uint8_t kind = e->parsed ? frame_kind(&e->frame) : FRAME_BEACON;
    if ((kind == FRAME_ASSOC_REQ || kind == FRAME_REASSOC_REQ) &&
        elements_apply(r, e->frame.addr1)) {
        hold(r, ends_with_elements(r, e->frame.body), E(ELEMENTS_LAST),
             v_number(r->m.elements_len), v_number(e->frame.body.len));
    }
}

/* ASC-10: and stand in what the completion shows of it. (Of one without them: ASC-09.) */
static void shown_elements(struct extsta_referee *r, const struct event *e)
{
    const struct extsta_part *q = &e->p.association_completion.request;
    const struct peer *p = peer_find(r, e->p.association_completion.peer);
    if (e->whole && q->size > 0 && !q->cut && p && p->elements_sent &&
        elements_apply(r, e->p.association_completion.peer)) {
        hold(r, ends_with_elements(r, q->bytes), E(ELEMENTS_LAST), v_number(r->m.elements_len),
             v_number(q->bytes.len));
    }
}

/* ASC-11: nothing to a target that is excluded by now. (Who was it before: CNX-25.) */
static void excluded(struct extsta_referee *r, const struct event *e)
{
    const struct mib_list *l = mib_list(r, OID_DOT11_EXCLUDED_MAC_ADDRESS_LIST);
    const struct peer *p = e->parsed ? peer_find(r, e->frame.addr1) : NULL;
    if (of_attempt(r, e) && l && !(p && p->opening && p->shut_out) &&
        !under_way(r, OID_DOT11_EXCLUDED_MAC_ADDRESS_LIST)) {
        hold(r, !mib_list_has_mac(l, e->frame.addr1), E(NOT_EXCLUDED), v_none(),
             v_mac(e->frame.addr1));
    }
}

/* --- after it --- */

/* ASC-33, DIS-07, DIS-27: who is in the list is associated, and who is associated is in it;
 * what is wrong follows from how it ended. */
static void association_list(struct extsta_referee *r, const struct event *e)
{
    struct extsta_part rest = e->p.list.entries;
    struct extsta_payload entry;
    if (!e->whole || is_between(r) || r->m.peers_overflowed || peer_opening(r)) {
        return;
    }
    size_t count = 0;
    while (extsta_payload_next(&rest, &entry)) {
        struct peer *p = peer_find(r, entry.association_info.peer);
        bool associated = p && p->associated;
        enum extsta_rule rule = RULE(ASC_33);
        if (p && !associated && p->ended.serial != 0) {
            because(r, p->ended);
            rule = p->implicitly ? RULE(DIS_07) : RULE(DIS_27);
        }
        count++;
        if (!hold_rule(r, rule, associated, E(LISTED_IF_ASSOCIATED), v_none(),
                       v_mac(entry.association_info.peer))) {
            return;
        }
    }
    for (size_t i = 0; i < PEERS(r); i++) {
        const struct peer *p = &r->m.peers[i];
        if (p->used && !p->associated && p->ended.serial != 0 && p->implicitly) {
            hold_rule(r, RULE(DIS_07), true, E(LISTED_IF_ASSOCIATED), v_none(), v_none());
        }
    }
    if (count == 0 && !r->m.ibss && peers_associated(r) == 1) {
        return; /* judged as DIS-15: an end that was not indicated */
    }
    if (r->m.last_end.serial != 0) {
        hold_rule(r, RULE(DIS_27), true, E(LISTED_IF_ASSOCIATED), v_none(), v_none());
    }
    hold_rule(r, RULE(ASC_33), count == peers_associated(r), E(ALL_LISTED),
              v_number(peers_associated(r)), v_number(count));
}

/* ASC-39: what an entry says in infrastructure. */
static void association_entry(struct extsta_referee *r, const struct event *e)
{
    struct extsta_part rest = e->p.list.entries;
    struct extsta_payload entry;
    while (e->whole && !r->m.ibss && extsta_payload_next(&rest, &entry)) {
        const struct extsta_association_info *i = &entry.association_info;
        hold(r,
             mac_equal(i->bssid, i->peer) && i->state == dot11_assoc_state_auth_assoc &&
                 i->power_mode == 1 && i->aid >= 1 && (i->aid & 0x3fff) <= 2007,
             E(ENTRY_FIELDS), v_mac(i->peer), v_number(i->state));
    }
}

/* ASC-37: a first link quality comes; LQ-02 is the same from the other side. */
static void quality_due(struct extsta_referee *r, const struct event *e)
{
    if (e->whole && e->p.association_completion.status == 0) {
        owe(r, RULE(ASC_37), e->p.association_completion.peer, e->now + 60 * EXTSTA_SECOND,
            E(LINK_QUALITY_FOLLOWS), v_mac(e->p.association_completion.peer));
    }
}

static void quality_came(struct extsta_referee *r, const struct event *e)
{
    struct extsta_part rest = e->p.list.entries;
    struct extsta_payload q;
    while (e->whole && extsta_payload_next(&rest, &q)) {
        pay(r, RULE(ASC_37), q.quality.peer);
    }
}

static void ended_early(struct extsta_referee *r, const struct event *e)
{
    forgive(r, RULE(ASC_37), nobody);
    forgive(r, RULE(ASC_38), nobody);
}

/* ASC-38: with RSNA and keys, candidates within a minute, when there is a PMKID cache. */
static void candidates_due(struct extsta_referee *r, const struct event *e)
{
    struct peer *p = peer_associated(r);
    if (IS_SUCCESS(e) && p && !r->m.ibss && r->m.capability_known &&
        r->m.capability.pmkids > 0 && p->auth == DOT11_AUTH_ALGO_RSNA && p->pairwise_set == 0) {
        owe(r, RULE(ASC_38), p->mac, e->now + 60 * EXTSTA_SECOND, E(CANDIDATES_FOLLOW),
            v_mac(p->mac));
    }
}

static void candidates_came(struct extsta_referee *r, const struct event *e)
{
    pay(r, RULE(ASC_38), nobody);
}

/* ASC-40, ASC-41 are the ports' (referee_ports.c). */
static const struct rule_row table[] = {
    SEEN(ASC_01, W(ASSOCIATION_START), occasion),
    SEEN(ASC_02, W(FRAME), start_first),
    SEEN(ASC_03, W(ASSOCIATION_START), contents),
    SEEN(ASC_04, W(FRAME), frames_in_order),
    SEEN(ASC_05, W(ASSOCIATION_COMPLETION), same_peer),
    SEEN(ASC_06, W(ASSOCIATION_START), no_overlap),
    SEEN(ASC_07, W(CONNECTION_COMPLETION) | W(ROAMING_COMPLETION), outer_succeeds),
    UNSEEN(ASC_08, "judged as ASC-30 and PWR-06, by the code it fails with"),
    SEEN(ASC_09, W(FRAME), request_elements),
    SEEN(ASC_10, W(ASSOCIATION_COMPLETION), shown_elements),
    SEEN(ASC_11, W(FRAME), excluded),
    RESULT_OF(ASC_33, DOT11_ENUM_ASSOCIATION_INFO, association_list),
    UNSEEN(ASC_34, "judged as CNX-24 and ATH-13, by what is agreed on and sent"),
    SEEN(ASC_37, W(ASSOCIATION_COMPLETION), quality_due),
    SEEN(ASC_37, W(LINK_QUALITY), quality_came),
    SEEN(ASC_37, W(DISASSOCIATION) | W(ASSOCIATION_START) | W(CONNECTION_START), ended_early),
    RESULT_OF(ASC_38, DOT11_CIPHER_KEY_MAPPING_KEY, candidates_due),
    SEEN(ASC_38, W(PMKID_CANDIDATES), candidates_came),
    RESULT_OF(ASC_39, DOT11_ENUM_ASSOCIATION_INFO, association_entry),
    UNSEEN(ASC_31, "how the OS reads a code is not a value of its own"),
    UNSEEN(ASC_42, "what the AP's beacon says is not in the record"),
    SEEN(ASC_43, 0, contents), /* mib.c */
    SEEN(DIS_07, 0, association_list),
    SEEN(DIS_27, 0, association_list),
};
RULE_TABLE(rules_association, table);
