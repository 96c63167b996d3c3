/* Chapter 40, the fields of ASSOCIATION_COMPLETION and its status codes. */
#include "referee/referee.h"
#include "wire/mgmt.h"

static const struct extsta_association_completion *completion(const struct event *e)
{
    return e->whole ? &e->p.association_completion : NULL;
}

/* The attempt it ends, as far as its frames were seen. */
static struct peer *attempt(struct extsta_referee *r, const struct event *e)
{
    struct peer *p = e->whole ? peer_find(r, e->p.association_completion.peer) : NULL;
    return p && p->opening ? p : NULL;
}

/* ASC-12: the flags say which request was sent; both FALSE in an IBSS. */
static void reassociation(struct extsta_referee *r, const struct event *e)
{
    struct peer *p = attempt(r, e);
    const struct extsta_association_completion *c = completion(e);
    if (!p) {
        return;
    }
    if (r->m.ibss) {
        hold(r, !c->reassoc_request && !c->reassoc_response, E(REASSOCIATION_FLAGS),
             v_flag(false), v_flag(true));
    } else if (p->request_sent) {
        hold(r,
             c->reassoc_request == p->reassoc &&
                 (c->response.size == 0 || c->reassoc_response == p->reassoc),
             E(REASSOCIATION_FLAGS), v_flag(p->reassoc), v_flag(c->reassoc_request));
    }
}

/* ASC-13, ASC-14: the body of the request that was sent, or nothing. */
static void request_body(struct extsta_referee *r, const struct event *e)
{
    struct peer *p = attempt(r, e);
    const struct extsta_association_completion *c = completion(e);
    if (c && (c->request.cut || (c->request.size > 0 && p && p->elements_sent &&
                                 !ends_with_elements(r, c->request.bytes)))) {
        return; /* judged as ASC-27 (outside the buffer), ASC-10 (elements not shown) */
    }
    if (p && p->request_sent && !r->m.ibss) {
        because(r, p->start);
        hold_rule(r, RULE(ASC_13), hash_span(c->request.bytes) == p->request_hash,
                  E(REQUEST_AS_SENT), v_none(), v_number(c->request.size));
    } else if (p && !r->beneath) {
        hold_rule(r, RULE(ASC_14), c->request.size == 0 && c->request.offset == 0,
                  E(NO_REQUEST_BODY), v_none(), v_number(c->request.size));
    }
}

/* ASC-15: as it was heard. Without ears: none without a request. */
static bool was_heard(const struct peer *p, uint64_t hash)
{
    unsigned i = 0, heard = p->responses_heard < 4 ? p->responses_heard : 4;
    while (i < heard && p->response_hashes[i] != hash) {
        i++;
    }
    return i < heard;
}

static void response_body(struct extsta_referee *r, const struct event *e)
{
    struct peer *p = attempt(r, e);
    const struct extsta_association_completion *c = completion(e);
    if (!p || c->response.cut) {
        return;
    }
    if (c->response.size == 0) {
        hold(r, c->response.offset == 0, E(NO_RESPONSE_BODY), v_number(0),
             v_number(c->response.offset));
    } else {
        bool possible = (p->request_sent || r->beneath) && !r->m.ibss &&
                        (!r->hears || was_heard(p, hash_span(c->response.bytes)));
        hold(r, possible, E(RESPONSE_AS_HEARD), v_none(), v_number(c->response.size));
    }
}

/* ASC-16: a body of a beacon; with WPA and RSNA it must be there. */
static bool is_keyed(uint32_t auth)
{
    return auth >= DOT11_AUTH_ALGO_WPA && auth != DOT11_AUTH_ALGO_WPA_NONE;
}

static void beacon(struct extsta_referee *r, const struct event *e)
{
    const struct extsta_association_completion *c = completion(e);
    if (c && !c->beacon.cut && (c->status == 0 || c->beacon.size != 0)) {
        bool needed = c->status == 0 && is_keyed(c->auth);
        hold(r, (!needed && c->beacon.size == 0) || c->beacon.bytes.len >= 12, E(BEACON_BODY),
             v_number(12), v_number(c->beacon.size));
    }
}

/* ASC-17: what was agreed on. */
static void algorithms(struct extsta_referee *r, const struct event *e)
{
    const struct extsta_association_completion *c = completion(e);
    if (c && c->status == 0) {
        bool cipher = c->unicast != DOT11_CIPHER_ALGO_NONE;
        hold(r,
             c->auth != 0 &&
                 (!is_keyed(c->auth) || c->auth >= DOT11_AUTH_ALGO_IHV_START || cipher),
             E(ALGORITHMS_NAMED), v_none(), v_auth(c->auth));
    }
}

/* ASC-18: some PHYs, in whole ULONGs. */
static void active_phys(struct extsta_referee *r, const struct event *e)
{
    const struct extsta_association_completion *c = completion(e);
    if (c && c->status == 0 && !c->active_phys.cut) {
        hold(r, c->active_phys.size >= 4 && c->active_phys.size % 4 == 0, E(PHY_LIST),
             v_number(4), v_number(c->active_phys.size));
    }
}

/* ASC-19, ASC-28: FALSE in an IBSS. */
static void four_address(struct extsta_referee *r, const struct event *e)
{
    const struct extsta_association_completion *c = completion(e);
    if (c && c->status == 0) {
        hold(r, !r->m.ibss || !c->four_address, E(FLAG_FALSE), v_flag(false),
             v_flag(c->four_address));
    }
}

/* ASC-20: only what needs authorization can have been authorized. */
static void authorized(struct extsta_referee *r, const struct event *e)
{
    const struct extsta_association_completion *c = completion(e);
    if (c && c->status == 0) {
        hold(r, !c->port_authorized || is_keyed(c->auth), E(FLAG_FALSE), v_auth(c->auth),
             v_flag(c->port_authorized));
    }
}

/* The frames of a fast transition, each with a MIC under the key that came of it: the handshake
 * there is none of (IEEE 802.11-2020 13.5). */
static bool proves_keys(struct extsta_span elements)
{
    struct element fte;
    return element_find(elements, ELEMENT_FAST_BSS_TRANSITION, &fte) && fte.value.len >= 82 &&
           fte.value.data[1] >= 3; /* the elements that the MIC covers */
}

static bool is_transition(const struct extsta_association_completion *c)
{
    struct mgmt_assoc_req request;
    struct mgmt_assoc_resp response;
    return c->reassoc_request && c->reassoc_response &&
           mgmt_parse_assoc_req(c->request.bytes, true, &request) &&
           mgmt_parse_assoc_resp(c->response.bytes, true, &response) &&
           proves_keys(request.elements) && proves_keys(response.elements);
}

/* PRT-07: and what was authorized was authenticated before. */
static void authenticated_before(struct extsta_referee *r, const struct event *e)
{
    const struct extsta_association_completion *c = completion(e);
    struct peer *p = attempt(r, e);
    if (c && p && c->status == 0 && c->port_authorized && is_keyed(c->auth)) {
        because(r, p->start);
        hold(r, p->eapol_sent >= 2 || is_transition(c) || r->beneath, E(EAPOL_BEFORE), v_number(2),
             v_number(p->eapol_sent));
    }
}

/* PRT-08: whoever has authenticated by itself says so: the host has given it the key, and its
 * part of the handshake was on the air before the completion. */
static void authenticated_said(struct extsta_referee *r, const struct event *e)
{
    const struct extsta_association_completion *c = completion(e);
    struct peer *p = attempt(r, e);
    if (c && p && c->status == 0 && r->m.port_key && p->eapol_sent >= 2 && is_keyed(c->auth)) {
        because(r, p->start);
        hold(r, c->port_authorized, E(AUTHORIZED_SAID), v_flag(true), v_flag(false));
    }
}

/* ASC-21: one value. */
static void qos(struct extsta_referee *r, const struct event *e)
{
    const struct extsta_association_completion *c = completion(e);
    if (c) {
        hold(r, c->qos <= 2, E(ONE_OF), v_number(2), v_number(c->qos));
    }
}

/* ASC-22: unknown in an IBSS. */
static void ds_info(struct extsta_referee *r, const struct event *e)
{
    const struct extsta_association_completion *c = completion(e);
    if (c && c->status == 0) {
        hold(r, r->m.ibss ? c->ds_info == 2 : c->ds_info <= 2, E(ONE_OF), v_number(2),
             v_number(c->ds_info));
    }
}

/* ASC-23: pairs; EtherType 0 stands alone; none on failure and in an IBSS. */
static void encapsulation(struct extsta_referee *r, const struct event *e)
{
    const struct extsta_association_completion *c = completion(e);
    if (!c || c->status != 0 || c->encap.cut) {
        return;
    }
    struct extsta_part rest = c->encap;
    struct extsta_payload entry;
    size_t count = 0;
    bool sound = c->encap.offset % 4 == 0 && (!r->m.ibss || c->encap.size == 0), all = false;
    while (extsta_payload_next(&rest, &entry)) {
        count++;
        all |= entry.encap.ethertype == 0;
        sound &= entry.encap.type == 1 || entry.encap.type == 2;
    }
    hold(r, sound && (!all || count == 1), E(ENCAPSULATION), v_none(), v_number(count));
}

/* ASC-25: BIP or none. */
static void management_cipher(struct extsta_referee *r, const struct event *e)
{
    const struct extsta_association_completion *c = completion(e);
    if (c && e->p.header.revision >= 2) {
        bool bip =
            c->multicast_mgmt == 6 || (c->multicast_mgmt >= 0xb && c->multicast_mgmt <= 0xd);
        hold(r, c->multicast_mgmt == 0 || (bip && c->status == 0), E(BIP_OR_NONE), v_none(),
             v_cipher(c->multicast_mgmt));
    }
}

/* ASC-26: with status 30, and only then. */
static void comeback(struct extsta_referee *r, const struct event *e)
{
    const struct extsta_association_completion *c = completion(e);
    if (c && e->p.header.revision >= 2) {
        bool later = c->status == (DOT11_ASSOC_STATUS_ASSOCIATION_RESPONSE | 30u);
        hold(r, later || c->comeback == 0, E(COMEBACK_TIME), v_assoc(c->status),
             v_number(c->comeback));
    }
}

/* ASC-27: inside the buffer. */
static void inside(struct extsta_referee *r, const struct event *e)
{
    const struct extsta_association_completion *c = completion(e);
    if (!hold(r, e->whole, E(WHOLE_STRUCTURE), v_none(), v_number(e->c->buffer.len))) {
        return;
    }
    const struct extsta_part *parts[] = {&c->active_phys, &c->request, &c->response, &c->beacon,
                                         &c->encap};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!hold(r, !parts[i]->cut, E(INSIDE_BUFFER), v_number(e->c->buffer.len),
                  v_number(parts[i]->offset))) {
            return;
        }
    }
}

/* ASC-28: a failure has nothing of a success. */
static void nothing_of_success(struct extsta_referee *r, const struct event *e)
{
    const struct extsta_association_completion *c = completion(e);
    if (c && c->status != 0) {
        bool zero = c->auth == 0 && c->unicast == 0 && c->multicast == 0 && !c->four_address &&
                    !c->port_authorized && c->active_phys.size == 0 &&
                    c->active_phys.offset == 0 && c->encap.size == 0 && c->encap.offset == 0;
        hold(r, zero, E(ZERO_ON_FAILURE), v_assoc(c->status), v_auth(c->auth));
    }
}

/* ASC-29: a frame's code, when somebody hears what is on the air: without the frame it is made
 * up.
 */
static void code_of_frame(struct extsta_referee *r, const struct event *e)
{
    struct peer *p = attempt(r, e);
    const struct extsta_association_completion *c = completion(e);
    if (!p || (c->status & 0x80000000u) != 0) {
        return;
    }
    uint32_t class = c->status & 0xffff0000u, code = 1u + (c->status & 0xffffu);
    uint32_t heard = class == DOT11_ASSOC_STATUS_PEER_DEAUTHENTICATED   ? p->heard_deauth
                     : class == DOT11_ASSOC_STATUS_PEER_DISASSOCIATED   ? p->heard_disassoc
                     : class == DOT11_ASSOC_STATUS_ASSOCIATION_RESPONSE ? p->heard_status
                                                                        : 0;
    if (class == 0) {
        return;
    }
    because(r, p->start);
    /* a frame may say reason 0, reserved as it is; a response with status 0 is no refusal */
    if (!hold(r, class < DOT11_ASSOC_STATUS_ASSOCIATION_RESPONSE ||
                     (class == DOT11_ASSOC_STATUS_ASSOCIATION_RESPONSE && code != 1),
              E(CLASS_AND_CODE), v_none(), v_assoc(c->status))) {
        return;
    }
    if (r->hears) {
        because(r, p->start);
        hold(r, heard == code, E(CODE_AS_HEARD), v_number(heard ? heard - 1 : 0),
             v_assoc(c->status));
    }
}

/* ASC-30: which plain codes an association fails with. */
static void code(struct extsta_referee *r, const struct event *e)
{
    const struct extsta_association_completion *c = completion(e);
    if (!c || c->status == 0 || c->status > 0xffff) {
        return;
    }
    bool cancelled = c->status == DOT11_ASSOC_STATUS_CANCELLED;
    bool known = c->status == DOT11_ASSOC_STATUS_FAILURE ||
                 c->status == DOT11_ASSOC_STATUS_UNREACHABLE ||
                 c->status == DOT11_ASSOC_STATUS_RADIO_OFF ||
                 c->status == DOT11_ASSOC_STATUS_PHY_DISABLED ||
                 c->status == DOT11_ASSOC_STATUS_DISASSOCIATED_BY_RESET ||
                 c->status == DOT11_ASSOC_STATUS_SYSTEM_ERROR || (cancelled && is_ending(r));
    hold(r, known, E(ASSOCIATION_CODE), v_none(), v_assoc(c->status));
}

/* DIS-06: 0x8 is the OS's own. */
static void of_the_os(struct extsta_referee *r, const struct event *e)
{
    uint32_t s = e->watch == ON_ASSOCIATION_COMPLETION ? e->p.association_completion.status
                 : e->watch == ON_DISASSOCIATION       ? e->p.disassociation.reason
                                                       : e->p.number;
    if (e->whole) {
        hold(r, s != DOT11_ASSOC_STATUS_DISASSOCIATED_BY_ROAMING, E(NOT_OF_THE_DRIVER),
             v_none(), v_assoc(s));
    }
}

#define COMPLETION W(ASSOCIATION_COMPLETION)
static const struct rule_row table[] = {
    SEEN(ASC_12, COMPLETION, reassociation),
    SEEN(ASC_13, COMPLETION, request_body),
    SEEN(ASC_14, 0, request_body),
    SEEN(ASC_15, COMPLETION, response_body),
    SEEN(ASC_16, COMPLETION, beacon),
    SEEN(ASC_17, COMPLETION, algorithms),
    SEEN(ASC_18, COMPLETION, active_phys),
    SEEN(ASC_19, COMPLETION, four_address),
    SEEN(ASC_20, COMPLETION, authorized),
    SEEN(ASC_21, COMPLETION, qos),
    SEEN(ASC_22, COMPLETION, ds_info),
    SEEN(ASC_23, COMPLETION, encapsulation),
    SEEN(ASC_25, COMPLETION, management_cipher),
    SEEN(ASC_26, COMPLETION, comeback),
    SEEN(ASC_27, COMPLETION, inside),
    SEEN(ASC_28, COMPLETION, nothing_of_success),
    SEEN(ASC_29, COMPLETION, code_of_frame),
    SEEN(ASC_30, COMPLETION, code),
    SEEN(PRT_07, COMPLETION, authenticated_before),
    SEEN(PRT_08, COMPLETION, authenticated_said),
    SEEN(DIS_06,
         COMPLETION | W(DISASSOCIATION) | W(CONNECTION_COMPLETION) | W(ROAMING_COMPLETION),
         of_the_os),
};
RULE_TABLE(rules_completion, table);
