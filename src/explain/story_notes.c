/* Action frames of an association, folded into notes (story_notes.h). facts_mgmt.c brings them
 * as far as they can be read: of a network with protected management frames those that a key
 * opened. Layouts: wire/wnm_frame.h, wire/measure_frame.h, wire/ft_element.h; IEEE
 * 802.11-2020 9.6. */
#include "explain/story_notes.h"

#include "base/mac.h"
#include "explain/story_private.h"
#include "wire/ft_element.h"
#include "wire/measure_frame.h"
#include "wire/wnm_frame.h"

/* WNM actions (table 9-423) and the WNM Sleep Mode element: action type, status (9.4.2.81). */
#define SLEEP_REQUEST  16u
#define SLEEP_RESPONSE 17u
#define ELEMENT_SLEEP  93u
#define SLEEP_ACCEPTED 0u
#define SLEEP_UPDATED  1u /* out of it: with new group keys */
/* TDLS (9.6.12): behind the ethertype stand a payload type, the category, the action. */
#define PAYLOAD_TDLS  2u
#define CATEGORY_TDLS 12u
#define TDLS_REQUEST  0u
#define TDLS_RESPONSE 1u
#define TDLS_TEARDOWN 3u
/* In this time a station that goes with its AP to another channel is heard there. */
#define FOLLOWS (2 * SECOND)
/* What is not repeated by the MAC after this time. */
#define REPEATED SECOND

_Static_assert(sizeof(struct note) <= 64, "budget of a note");

/* --- the list --- */

static struct note *note_at(struct extsta_explain *x, uint32_t number)
{
    return number ? store_at(&x->clients.notes, number - 1) : NULL;
}

struct note *notes_find(struct extsta_explain *x, const struct conversation *c,
                        enum extsta_story_kind kind)
{
    struct note *n = note_at(x, clients_station(&x->clients, c->station)->notes);
    while (n && (n->conversation != c->index || n->kind != (uint8_t)kind)) {
        n = note_at(x, n->next);
    }
    return n;
}

/* Begun anew, if the last one was told. NULL: no memory. */
static struct note *get(struct extsta_explain *x, struct conversation *c,
                        enum extsta_story_kind kind, uint64_t time, uint32_t number)
{
    struct station *station = clients_station(&x->clients, c->station);
    struct note *n = notes_find(x, c, kind);
    if (!n) {
        n = store_add(&x->clients.notes);
        if (!n) {
            explain_find(x, number, EXTSTA_DROP_NO_MEMORY);
            return NULL;
        }
        n->next = station->notes;
        station->notes = x->clients.notes.count;
        n->told = true;
    }
    if (n->told) {
        *n = (struct note){.next = n->next,
                           .conversation = c->index,
                           .kind = (uint8_t)kind,
                           .time = time,
                           .first = number,
                           .status = NOTE_OPEN};
    }
    n->until = time;
    n->last = number;
    return n;
}

static void more(uint16_t *counter)
{
    *counter = (uint16_t)(*counter + (*counter != UINT16_MAX));
}

bool note_lists(const struct note *note, struct extsta_mac bssid)
{
    uint16_t end = get_le16(bssid.b + 4);
    for (size_t i = 0; i < NOTE_LISTED && i < note->candidates; i++) {
        if (note->listed[i] == end) {
            return true;
        }
    }
    return false;
}

/* --- telling --- */

static void tell(struct extsta_explain *x, const struct conversation *c, struct note *n)
{
    struct extsta_story t;
    uint8_t confidence = 100;
    n->told = true;
    bool lost = n->kind == EXTSTA_KIND_SWITCH_CLIENT && c->heard[SIDE_STA].time <= n->until;
    if (!explain_is_told(x) || (lost && x->now < n->until + FOLLOWS)) {
        return;
    }
    if (lost) {
        n->over = true;
        confidence = 80;
    }
    telling_start(&t, c, EXTSTA_STORY_FINDING, (enum extsta_story_kind)n->kind);
    telling_frames(&t, n->first, n->time, n->last, n->until);
    t.by = n->kind == EXTSTA_KIND_TRANSITION || n->kind == EXTSTA_KIND_MEASUREMENT
               ? EXTSTA_BY_AP
               : EXTSTA_BY_STA;
    t.details = n->kind == EXTSTA_KIND_TRANSITION && (n->mode & BTM_IMMINENT)
                    ? EXTSTA_DETAIL_IMMINENT
                    : 0;
    t.other = n->target;
    t.context.asked = n->asked;
    t.context.answered = n->answered;
    t.context.refused = n->refused;
    t.context.candidates = n->candidates;
    t.context.over = n->over;
    t.has_status = n->status != NOTE_OPEN;
    t.status = t.has_status ? n->status : 0;
    t.cause.code = t.status;
    telling_end(x, &t, confidence);
}

void notes_tell(struct extsta_explain *x, const struct conversation *c)
{
    uint32_t next;
    for (uint32_t i = clients_station(&x->clients, c->station)->notes; i; i = next) {
        struct note *n = note_at(x, i);
        next = n->next;
        if (n->conversation == c->index && !n->told) {
            tell(x, c, n);
        }
    }
}

/* --- BSS transition management --- */

static void list_candidates(struct note *n, struct extsta_span candidates)
{
    struct reader r = reader_of(candidates);
    struct neighbor neighbor;
    n->candidates = 0;
    while (neighbor_next(&r, &neighbor)) {
        if (n->candidates < NOTE_LISTED) {
            n->listed[n->candidates] = get_le16(neighbor.bssid.b + 4);
        }
        n->candidates = (uint8_t)(n->candidates + (n->candidates != UINT8_MAX));
    }
}

/* One that says something else than those before is told by itself. */
static void btm_request(struct extsta_explain *x, struct conversation *c,
                        const struct story_frame *f, const struct btm_request *q)
{
    struct note *n = notes_find(x, c, EXTSTA_KIND_TRANSITION);
    if (n && !n->told) {
        if (f->retry && n->token == q->token && f->time < n->until + REPEATED) {
            return;
        }
        if (((n->mode ^ q->mode) & BTM_IMMINENT) || n->status == BTM_ACCEPT) {
            tell(x, c, n);
        }
    }
    n = get(x, c, EXTSTA_KIND_TRANSITION, f->time, f->number);
    if (n) {
        more(&n->asked);
        n->token = q->token;
        n->mode = q->mode;
        n->status = NOTE_OPEN;
        n->target = (struct extsta_mac){{0}};
        list_candidates(n, q->candidates);
    }
}

static void btm_response(struct extsta_explain *x, struct conversation *c,
                         const struct story_frame *f, const struct btm_response *a)
{
    struct note *n = notes_find(x, c, EXTSTA_KIND_TRANSITION);
    if (!n || n->told || n->token != a->token || (f->retry && n->status == a->status)) {
        return; /* the request is not in the capture, or this is repeated */
    }
    n->until = f->time;
    n->last = f->number;
    n->status = a->status;
    n->target = a->target;
    more(&n->answered);
    if (a->status != BTM_ACCEPT) {
        more(&n->refused);
    }
}

/* --- the others: a request, an answer --- */

/* Adds one frame. `status` 0: accepted, NOTE_OPEN: it is no answer. */
static struct note *count(struct extsta_explain *x, struct conversation *c,
                          const struct story_frame *f, enum extsta_story_kind kind,
                          uint8_t token, uint8_t status)
{
    struct note *n = notes_find(x, c, kind);
    bool answers = status != NOTE_OPEN;
    bool echo = f->retry && n && n->token == token && f->time < n->until + REPEATED &&
                (!answers || n->status != NOTE_OPEN);
    n = echo ? NULL : get(x, c, kind, f->time, f->number);
    if (!n) {
        return NULL;
    }
    more(answers ? &n->answered : &n->asked);
    n->token = token;
    n->status = status;
    if (answers && status) {
        more(&n->refused);
    }
    return n;
}

static void wnm(struct extsta_explain *x, struct conversation *c, const struct story_frame *f,
                struct extsta_span body)
{
    struct btm_request request;
    struct btm_response response;
    struct btm_query query;
    bool by_ap = f->from == SIDE_AP;
    if (by_ap && btm_parse_request(body, &request)) {
        btm_request(x, c, f, &request);
    } else if (!by_ap && btm_parse_response(body, &response)) {
        btm_response(x, c, f, &response);
    } else if (!by_ap && btm_parse_query(body, &query)) {
        (void)count(x, c, f, EXTSTA_KIND_TRANSITION_QUERY, query.token, NOTE_OPEN);
    }
}

/* Into sleep and out of it are told as one: only the last answer's status is kept. In a
 * response the group keys that a station has missed stand before the element. */
static void sleep_mode(struct extsta_explain *x, struct conversation *c,
                       const struct story_frame *f, struct extsta_span body)
{
    struct reader r = reader_of(body);
    struct element e;
    (void)reader_u8(&r);
    uint8_t action = reader_u8(&r), token = reader_u8(&r);
    if (action == SLEEP_RESPONSE) {
        (void)reader_take(&r, reader_le16(&r));
    }
    if (r.failed || !element_find(reader_rest(&r), ELEMENT_SLEEP, &e) || e.value.len < 2) {
        return;
    }
    uint8_t status = e.value.data[1] == SLEEP_UPDATED ? SLEEP_ACCEPTED : e.value.data[1];
    if (action == SLEEP_REQUEST && f->from == SIDE_STA) {
        (void)count(x, c, f, EXTSTA_KIND_WNM_SLEEP, token, NOTE_OPEN);
    } else if (action == SLEEP_RESPONSE && f->from == SIDE_AP) {
        (void)count(x, c, f, EXTSTA_KIND_WNM_SLEEP, token, status);
    }
}

/* Whether one of the reports in it is a measurement; none at all counts as one: nothing was
 * found. */
static bool measured(struct extsta_span reports)
{
    struct reader r = reader_of(reports);
    struct measure_report report;
    bool any = false;
    while (measure_report_next(&r, &report)) {
        any = true;
        if (!(report.mode & (MEASURE_LATE | MEASURE_INCAPABLE | MEASURE_REFUSED))) {
            return true;
        }
    }
    return !any;
}

static void radio_measurement(struct extsta_explain *x, struct conversation *c,
                              const struct story_frame *f, struct extsta_span body)
{
    uint8_t token;
    struct extsta_span rest;
    bool by_ap = f->from == SIDE_AP;
    if (by_ap && measure_parse(body, MEASURE_REQUEST, &token, &rest)) {
        (void)count(x, c, f, EXTSTA_KIND_MEASUREMENT, token, NOTE_OPEN);
    } else if (!by_ap && measure_parse(body, MEASURE_REPORT, &token, &rest)) {
        (void)count(x, c, f, EXTSTA_KIND_MEASUREMENT, token, measured(rest) ? 0 : 1);
    } else if (!by_ap && measure_parse(body, MEASURE_NEIGHBOR_REQUEST, &token, &rest)) {
        (void)count(x, c, f, EXTSTA_KIND_NEIGHBORS, token, NOTE_OPEN);
    } else if (by_ap && measure_parse(body, MEASURE_NEIGHBOR_RESPONSE, &token, &rest)) {
        struct note *n = count(x, c, f, EXTSTA_KIND_NEIGHBORS, token, 0);
        if (n) {
            list_candidates(n, rest);
        }
    }
}

/* The station asks its next AP through this one. A refusal is the target's. */
static void ft_over_ds(struct extsta_explain *x, struct conversation *c,
                       const struct story_frame *f, struct extsta_span body)
{
    struct mgmt_ft ft;
    if (!mgmt_parse_ft(body, &ft) || !mac_equal(ft.sta, c->sta)) {
        return;
    }
    uint8_t token = ft.target.b[5];
    struct note *n = NULL;
    if (ft.action == FT_REQUEST && f->from == SIDE_STA) {
        n = count(x, c, f, EXTSTA_KIND_FT_OVER_DS, token, NOTE_OPEN);
    } else if (ft.action == FT_RESPONSE && f->from == SIDE_AP) {
        n = count(x, c, f, EXTSTA_KIND_FT_OVER_DS, token,
                  ft.status < NOTE_OPEN ? (uint8_t)ft.status : 1);
    }
    if (n) {
        n->target = ft.target;
    }
}

void story_on_action(struct extsta_explain *x, struct conversation *c,
                     const struct story_frame *frame, struct extsta_span body)
{
    if (body.len < 3 || mac_is_group(c->sta) || mac_is_group(c->bssid)) {
        return;
    }
    switch (body.data[0]) {
    case CATEGORY_RADIO_MEASUREMENT:
        radio_measurement(x, c, frame, body);
        break;
    case FT_CATEGORY:
        ft_over_ds(x, c, frame, body);
        break;
    case CATEGORY_WNM:
        if (body.data[1] == SLEEP_REQUEST || body.data[1] == SLEEP_RESPONSE) {
            sleep_mode(x, c, frame, body);
        } else {
            wnm(x, c, frame, body);
        }
        break;
    default: /* a number from the frame */
        story_peer_action(x, frame, c, body);
        break;
    }
}

void notes_on_switch(struct extsta_explain *x, const struct network *n)
{
    const struct ap_mark *moved = &n->ap.moved;
    struct conversation *c = story_at(x, n->story.associated);
    for (; c; c = story_at(x, c->story.next_of_bss)) {
        struct note *note = c->story.made < moved->time ? get(x, c, EXTSTA_KIND_SWITCH_CLIENT,
                                                              moved->time, moved->frame)
                                                        : NULL;
        if (note) {
            more(&note->asked);
            note->candidates = n->ap.channel;
        }
    }
}

/* Through the AP the other end is DA or SA; on the direct link (a teardown) the receiver. */
static struct extsta_mac other_end(const struct seen *s, const struct conversation *c)
{
    const uint8_t *p = s->mpdu.data;
    struct extsta_mac to = mac_at(p + 4);
    if (s->fc & (FC_TO_DS | FC_FROM_DS)) {
        return mac_at(p + 16);
    }
    return mac_equal(to, c->sta) ? mac_at(p + 10) : to;
}

static void direct_link_ends(struct extsta_explain *x, struct conversation *c,
                             const struct seen *s, struct extsta_mac other)
{
    struct note *n = get(x, c, EXTSTA_KIND_TDLS, s->in->time, s->in->number);
    if (n) {
        n->over = true;
        n->target = other;
    }
}

void notes_on_tdls(struct extsta_explain *x, struct conversation *c, const struct seen *s,
                   struct extsta_span pdu)
{
    struct reader r = reader_of(pdu);
    uint8_t payload = reader_u8(&r), category = reader_u8(&r), action = reader_u8(&r);
    struct story_frame f = explain_story_frame(s);
    uint8_t status = action == TDLS_RESPONSE ? (uint8_t)reader_le16(&r) : NOTE_OPEN;
    struct extsta_mac other = other_end(s, c);
    struct conversation *there =
        clients_find(&x->clients, clients_hash(&x->clients, other, c->bssid), other, c->bssid);
    if (r.failed || payload != PAYLOAD_TDLS || category != CATEGORY_TDLS || x->again) {
        return;
    }
    if (action == TDLS_REQUEST || action == TDLS_RESPONSE) {
        struct note *n = count(x, c, &f, EXTSTA_KIND_TDLS, other.b[5], status);
        if (n) {
            n->target = other;
        }
    } else if (action == TDLS_TEARDOWN) {
        direct_link_ends(x, c, s, other);
        if (there && there != c) {
            direct_link_ends(x, there, s, c->sta);
        }
    }
}
