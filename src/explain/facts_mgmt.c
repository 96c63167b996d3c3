/* The facts of management frames (IEEE 802.11-2020 9.3.3), as the frames state them: one event
 * each; what is malformed is marked and counted, and still told with what could be read.
 * explain.c calls for frames in clear and for protected ones as captured, decrypt.c again for
 * those that a key opened. Elements that key derivation needs go to pairing.c. */
#include "explain/keyring.h"
#include "wire/status_codes.h"

/* Authentication algorithms (9.4.1.1), an element id extension (9.4.2), category and actions of
 * FT (9.6.8), transactions of SAE. */
#define AUTH_FT                2u
#define AUTH_SAE               3u
#define EXTENSION_FILS_SESSION 4u
#define CATEGORY_FT            6u
#define FT_REQUEST             1u
#define FT_RESPONSE            2u
#define SAE_COMMIT             1u
#define SAE_CONFIRM            2u

/* With FILS, what follows the FILS Session element is enciphered (9.4.2.180, 12.11.2.6). */
static struct extsta_span in_clear(struct extsta_span bytes)
{
    struct reader r = reader_of(bytes);
    struct element e;
    while (element_next(&r, &e)) {
        if (e.id == ELEMENT_EXTENSION && e.ext == EXTENSION_FILS_SESSION) {
            return span(bytes.data, (size_t)(r.p - bytes.data));
        }
    }
    return bytes;
}

static void malformed(struct extsta_explain *x, struct extsta_frame_event *e,
                      enum extsta_drop why)
{
    explain_find(x, e->number, why);
    e->malformed = true;
}

/* Elements of a frame, the RSN element decoded; what is wrong with them is counted, and the
 * event says so. */
static void take_elements(struct extsta_explain *x, struct extsta_frame_event *e,
                          struct extsta_span bytes, struct elements *out,
                          struct rsn_element *rsn)
{
    bytes = in_clear(bytes);
    if (!elements_parse(bytes, out)) {
        malformed(x, e, EXTSTA_DROP_BAD_ELEMENTS);
    }
    if (!security_rsn(out, rsn)) {
        malformed(x, e, EXTSTA_DROP_BAD_RSNE);
    }
}

/* Whether an SAE commit with this status has at least the group (9.3.3.11 table 9-41): all
 * that go on, ask for a token, or refuse the group. */
static bool commit_names_group(uint16_t status)
{
    return status == STATUS_SUCCESS || status == STATUS_ANTI_CLOGGING ||
           status == STATUS_GROUP_REFUSED || status == STATUS_HASH_TO_ELEMENT ||
           status == STATUS_SAE_PK;
}

/* Commit: the group; Confirm: the Send-Confirm counter. A refusal may have neither. */
static void take_sae(struct extsta_explain *x, struct extsta_frame_event *e,
                     struct extsta_span rest)
{
    struct reader r = reader_of(rest);
    if (e->sequence != SAE_COMMIT && e->sequence != SAE_CONFIRM) {
        return;
    }
    e->sae_message = (uint8_t)e->sequence;
    uint16_t first = reader_le16(&r);
    if (r.failed) {
        if (e->sequence == SAE_CONFIRM ? e->status == 0 : commit_names_group(e->status)) {
            malformed(x, e, EXTSTA_DROP_BODY_TRUNCATED);
        }
        e->malformed = e->malformed || e->sequence == SAE_CONFIRM; /* as tshark says */
    } else if (e->sequence == SAE_COMMIT) {
        e->has_sae_group = true;
        e->sae_group = first;
    } else {
        e->has_send_confirm = true;
        e->send_confirm = first;
    }
}

/* x->pmkid is good until the next one. */
static void take_pmkid(struct extsta_explain *x, struct extsta_frame_event *e,
                       const struct rsn_element *rsn)
{
    if (rsn->version && rsn->pmkid_count) {
        memcpy(x->pmkid, rsn->pmkid[0], sizeof x->pmkid);
        e->pmkid = span(x->pmkid, sizeof x->pmkid);
    }
}

/* Elements follow in Open, Shared Key and FT; behind SAE's fields they are not looked at. */
static void take_auth(struct extsta_explain *x, struct conversation *c,
                      struct extsta_frame_event *e, struct extsta_span body)
{
    struct mgmt_auth a;
    if (e->is_protected && !e->decrypted) {
        return; /* third frame of Shared Key: enciphered from the algorithm on */
    }
    if (!mgmt_parse_auth(body, &a)) {
        malformed(x, e, EXTSTA_DROP_BODY_TRUNCATED);
        return;
    }
    e->has_status = true;
    e->algorithm = a.algorithm;
    e->sequence = a.transaction;
    e->status = a.status;
    if (a.algorithm == AUTH_SAE) {
        take_sae(x, e, a.rest);
        if (e->sae_message == SAE_COMMIT && !x->again) {
            facts_sae_commit(x, e, a.rest, story_doubts_commit(c, e));
        }
    } else if (a.algorithm <= AUTH_FT) {
        struct elements el;
        struct rsn_element rsn;
        take_elements(x, e, a.rest, &el, &rsn);
        take_pmkid(x, e, &rsn);
        if (x->keyring && a.algorithm == AUTH_FT) {
            pairing_on_elements(x, c, &el);
        }
    }
}

/* The event points to x->security, which is good until the next request. */
static void take_request(struct extsta_explain *x, struct conversation *c,
                         struct extsta_frame_event *e, struct extsta_span body)
{
    struct mgmt_assoc_req a;
    struct elements el;
    struct rsn_element rsn;
    if (!mgmt_parse_assoc_req(body, e->kind == EXTSTA_EVENT_REASSOC_REQ, &a)) {
        malformed(x, e, EXTSTA_DROP_BODY_TRUNCATED);
        return;
    }
    take_elements(x, e, a.elements, &el, &rsn);
    if (x->keyring) {
        pairing_on_elements(x, c, &el);
    }
    e->current_ap = a.current_ap;
    e->ssid = el.ssid;
    e->proof = facts_ft_proof(el.fast_bss_transition);
    security_of(&el, &rsn, a.capability, &x->security);
    take_pmkid(x, e, &rsn);
    e->security = &x->security;
    e->rsne = el.rsn.data ? el.rsn : el.wpa;
    e->rsnxe = el.rsnx;
}

/* After pairing_on_elements: pairing_ft_response needs the nonces of this very frame. */
static void take_response(struct extsta_explain *x, struct conversation *c,
                          struct extsta_frame_event *e, struct extsta_span body)
{
    struct mgmt_assoc_resp a;
    struct elements el;
    struct rsn_element rsn;
    if (!mgmt_parse_assoc_resp(body, e->kind == EXTSTA_EVENT_REASSOC_RESP, &a)) {
        malformed(x, e, EXTSTA_DROP_BODY_TRUNCATED);
        return;
    }
    take_elements(x, e, a.elements, &el, &rsn);
    if (x->keyring) {
        pairing_on_elements(x, c, &el);
        if (a.reassoc) {
            pairing_ft_response(x, c, &el);
        }
    }
    e->has_status = true;
    e->status = a.status;
    e->aid = a.aid;
    e->proof = facts_ft_proof(el.fast_bss_transition);
}

/* Protection of group-addressed frames: element 76 as the last one, with a MIC of 8 or
 * 16 octets (9.4.2.54). */
static bool ends_with_mme(struct extsta_span body)
{
    static const uint8_t lens[] = {16, 24};
    for (size_t i = 0; i < sizeof lens; i++) {
        size_t whole = 2u + lens[i];
        if (body.len >= 2 + whole && body.data[body.len - whole] == 76 &&
            body.data[body.len - whole + 1] == lens[i]) {
            return true;
        }
    }
    return false;
}

/* The reason of a protected frame can only be read when it comes again, opened. */
static void take_reason(struct extsta_explain *x, struct extsta_frame_event *e,
                        struct extsta_span body)
{
    struct mgmt_reason r;
    if (e->is_protected && !e->decrypted) {
        return;
    }
    if (!mgmt_parse_reason(body, &r)) {
        malformed(x, e, EXTSTA_DROP_BODY_TRUNCATED);
        return;
    }
    e->has_reason = true;
    e->reason = r.reason;
    e->has_mme = ends_with_mme(body);
}

/* FT over the DS (9.6.8): the target AP's part of the exchange, relayed by this one. The
 * elements belong to the station's conversation with the target, which begins by it; so does
 * the story of a refusal. */
static void ft_action(struct extsta_explain *x, const struct story_frame *frame,
                      const struct frame *f)
{
    uint16_t status = 0;
    struct reader r = reader_of(f->body);
    struct elements el;
    uint8_t category = reader_u8(&r), what = reader_u8(&r);
    struct extsta_mac sta = reader_mac(&r), target = reader_mac(&r);
    if (what == FT_RESPONSE) {
        status = reader_le16(&r);
    }
    if (r.failed || category != CATEGORY_FT || (what != FT_REQUEST && what != FT_RESPONSE) ||
        (!x->keyring && !status)) {
        return;
    }
    uint64_t hash = clients_hash(&x->clients, sta, target);
    struct conversation *c = clients_get(&x->clients, hash, sta, target);
    if (!c) {
        explain_find(x, x->number, EXTSTA_DROP_NO_MEMORY);
        return;
    }
    if (x->keyring && elements_parse(reader_rest(&r), &el)) {
        pairing_on_elements(x, c, &el);
    }
    if (status && !x->again) {
        story_on_ft_refusal(x, c, frame, status);
    }
}

/* Action frames are no events; two of them tell something: FT, and BTM requests. */
static void action(struct extsta_explain *x, struct seen *s, struct conversation *c,
                   const struct frame *f, bool decrypted)
{
    struct story_frame frame = explain_story_frame(s);
    if (!(f->fc & FC_PROTECTED) || decrypted) {
        ft_action(x, &frame, f);
    }
    bool opened = !(f->fc & FC_PROTECTED) || decrypted;
    if (opened && !x->again) {
        story_on_action(x, c, &frame, f->body);
    }
    /* What a key is known for comes again, opened. */
    bool again = !opened && c->pairing && c->pairing->keys[0];
    if (!x->again && !again) {
        story_on_robust(x, c, &frame, f->body, !opened);
    }
}

void facts_mgmt(struct extsta_explain *x, struct seen *s, struct conversation *c,
                const struct frame *f, bool decrypted)
{
    static const struct {
        uint8_t kind, event;
    } kinds[] = {
        {FRAME_AUTH, EXTSTA_EVENT_AUTH},
        {FRAME_ASSOC_REQ, EXTSTA_EVENT_ASSOC_REQ},
        {FRAME_ASSOC_RESP, EXTSTA_EVENT_ASSOC_RESP},
        {FRAME_REASSOC_REQ, EXTSTA_EVENT_REASSOC_REQ},
        {FRAME_REASSOC_RESP, EXTSTA_EVENT_REASSOC_RESP},
        {FRAME_DEAUTH, EXTSTA_EVENT_DEAUTH},
        {FRAME_DISASSOC, EXTSTA_EVENT_DISASSOC},
    };
    struct extsta_frame_event e = explain_event_of(s, c, f, decrypted);
    size_t i = 0;
    while (i < sizeof kinds / sizeof *kinds && kinds[i].kind != frame_kind(f)) {
        i++;
    }
    if (i == sizeof kinds / sizeof *kinds) {
        if (frame_kind(f) == FRAME_ACTION || frame_kind(f) == FRAME_ACTION_NOACK) {
            action(x, s, c, f, decrypted);
        }
        return;
    }
    e.kind = (enum extsta_event_kind)kinds[i].event;
    switch (frame_kind(f)) {
    case FRAME_AUTH:
        take_auth(x, c, &e, f->body);
        break;
    case FRAME_ASSOC_REQ:
    case FRAME_REASSOC_REQ:
        take_request(x, c, &e, f->body);
        break;
    case FRAME_ASSOC_RESP:
    case FRAME_REASSOC_RESP:
        take_response(x, c, &e, f->body);
        break;
    default: /* a number from the frame; by the table: Deauthentication, Disassociation */
        take_reason(x, &e, f->body);
        break;
    }
    explain_event(x, c, &e, STORY_MIC_UNKNOWN);
}
