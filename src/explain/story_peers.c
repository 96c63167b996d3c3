/* Peers: in an IBSS and in a mesh nobody associates, both sides are equal, and both must agree.
 * In a mesh they open and confirm a link, each of them (IEEE 802.11-2020 14.4); in an IBSS one
 * asks the other for authentication, and with RSNA each of them is once the authenticator of a
 * four-way handshake (12.6.10). What the one has sent to the other is kept in the conversation
 * of the two addresses, which nothing else uses there; each of the two is told of the other.
 *
 * story.c brings the events of such networks and the actions. */
#include "explain/story_private.h"

#include "base/mac.h"

/* Self-protected actions (9.6.15), and the element they name the link in. */
#define CATEGORY_SELF_PROTECTED 15u
#define MESH_OPEN               1u
#define MESH_CONFIRM            2u
#define MESH_CLOSE              3u
#define ELEMENT_MESH_PEERING    117u

/* What one has sent to the other, in story_conversation.messages: of the four-way handshake by
 * number, of a mesh the actions. */
#define OPENS    0u
#define CONFIRMS 1u

/* The two directions, and where they meet. */
struct pair {
    struct conversation *to, *from; /* from the sender, and back */
    struct extsta_mac network;      /* BSSID of the IBSS; zero: a mesh */
    uint32_t number;
    uint64_t time;
};

static struct conversation *direction(struct extsta_explain *x, struct extsta_mac from,
                                      struct extsta_mac to)
{
    struct clients *clients = &x->clients;
    struct conversation *c = clients_get(clients, clients_hash(clients, from, to), from, to);
    if (!c) {
        explain_find(x, x->number, EXTSTA_DROP_NO_MEMORY);
    }
    return c;
}

/* False: no memory, or not of two. */
static bool pair_of(struct extsta_explain *x, struct pair *p, struct extsta_mac from,
                    struct extsta_mac to)
{
    if (mac_is_group(to) || mac_is_group(from) || mac_equal(from, to)) {
        return false;
    }
    p->to = direction(x, from, to);
    p->from = direction(x, to, from);
    if (!p->to || !p->from || p->to->story.state != STORY_NOTHING ||
        p->from->story.state != STORY_NOTHING) {
        return false; /* an AP after all */
    }
    struct story_conversation *st = p->from->story.began ? &p->from->story : &p->to->story;
    if (!st->began) {
        st->began = p->time;
        st->first = p->number;
    }
    st->progress = p->time;
    st->last = p->number;
    return true;
}

/* --- telling --- */

static void told(struct extsta_explain *x, struct extsta_mac sta, struct extsta_mac network)
{
    struct clients *clients = &x->clients;
    struct conversation *c =
        clients_find(clients, clients_hash(clients, sta, network), sta, network);
    if (c) {
        c->story.flags |= STORY_AUTHORIZED; /* that it takes part is said */
    }
}

/* Of both, each about the other. `t` has all but the addresses; by is of the sender. */
static void tell_both(struct extsta_explain *x, const struct pair *p, struct extsta_story *t,
                      uint8_t confidence)
{
    bool mesh = mac_is_zero(p->network);
    struct extsta_mac a = p->to->sta, b = p->to->bssid;
    enum extsta_story_by by = t->by;
    t->details |= mesh ? 0 : EXTSTA_DETAIL_IBSS;
    for (int i = 0; i < 2; i++) {
        t->sta = i == 0 ? a : b;
        t->other = i == 0 ? b : a;
        t->bssid = mesh ? t->other : p->network;
        t->by = i == 0 ? by : by == EXTSTA_BY_STA ? EXTSTA_BY_UNKNOWN : EXTSTA_BY_STA;
        telling_end(x, t, confidence);
        told(x, t->sta, mesh ? t->sta : p->network);
    }
    if (mesh) {
        told(x, a, b);
        told(x, b, a);
    }
}

static void start(struct extsta_story *t, const struct pair *p, enum extsta_story_kind kind)
{
    const struct story_conversation *first =
        p->to->story.began ? &p->to->story : &p->from->story;
    telling_of(t, p->to->sta, p->network, EXTSTA_STORY_FINDING, kind);
    telling_frames(t, first->first, first->began, p->number, p->time);
}

static void tell_peers(struct extsta_explain *x, struct pair *p, bool keyed)
{
    struct extsta_story t;
    if (p->to->story.made) {
        return; /* it is told */
    }
    start(&t, p, EXTSTA_KIND_PEERS);
    t.details = keyed ? EXTSTA_DETAIL_FOUR_WAY : 0;
    p->to->story.made = p->from->story.made = p->time;
    tell_both(x, p, &t, 100);
}

/* Asked, and not agreed: a handshake that was answered again and again and did not go on, a
 * link that was opened and never confirmed. */
static void tell_failed(struct extsta_explain *x, const struct pair *p)
{
    const uint8_t *to = p->to->story.messages, *from = p->from->story.messages;
    bool ibss = !mac_is_zero(p->network);
    bool keys = ibss && to[1] + from[1] > 2 && !to[2] && !from[2];
    bool link = !ibss && to[OPENS] + from[OPENS] > 1 && !(to[CONFIRMS] && from[CONFIRMS]);
    struct extsta_story t;
    if (keys || link) {
        start(&t, p, EXTSTA_KIND_PEERING_FAILED);
        t.details = keys ? EXTSTA_DETAIL_FOUR_WAY : 0;
        t.count = keys ? (uint32_t)to[1] + from[1] : (uint32_t)to[OPENS] + from[OPENS];
        tell_both(x, p, &t, 80);
    }
}

/* What comes next begins anew. */
static void forget(struct conversation *c)
{
    struct story_conversation *st = &c->story;
    memset(st->messages, 0, sizeof st->messages);
    st->requests = 0;
    st->made = st->began = 0;
}

/* One of them ends it; told if it had begun, and once of the two good-byes. */
static void tell_end(struct extsta_explain *x, struct pair *p, uint16_t reason, bool has_reason)
{
    struct extsta_story t;
    if (p->to->story.made) {
        telling_of(&t, p->to->sta, p->network, EXTSTA_STORY_FINDING, EXTSTA_KIND_PEERING_ENDED);
        telling_frames(&t, p->number, p->time, p->number, p->time);
        t.by = EXTSTA_BY_STA;
        if (has_reason) {
            telling_reason(&t, reason, EXTSTA_BY_STA);
        }
        tell_both(x, p, &t, 95);
    } else {
        tell_failed(x, p);
    }
    forget(p->to);
    forget(p->from);
}

/* --- IBSS --- */

/* Each was the authenticator once: message 3 was answered with message 4. */
static bool both_keyed(const struct pair *p)
{
    const uint8_t *to = p->to->story.messages, *from = p->from->story.messages;
    return to[2] && from[3] && from[2] && to[3];
}

static bool needs_keys(const struct network *n)
{
    const struct security_variant *v = n->faces ? n->faces->variants : NULL;
    return v && v->security.rsn.present;
}

static void refused(struct extsta_explain *x, struct pair *p, uint16_t status)
{
    struct extsta_story t;
    start(&t, p, EXTSTA_KIND_PEERING_FAILED);
    telling_status(&t, status);
    t.by = EXTSTA_BY_STA;
    tell_both(x, p, &t, 95);
    forget(p->to);
    forget(p->from);
}

void story_peer_event(struct extsta_explain *x, struct conversation *c,
                      const struct extsta_frame_event *e)
{
    struct pair p = {.network = c->bssid, .number = e->number, .time = e->time};
    bool leaves = e->kind == EXTSTA_EVENT_DEAUTH || e->kind == EXTSTA_EVENT_DISASSOC;
    const struct network *n = story_network_of(x, c);
    if (n && n->faces && !n->faces->ibss) {
        return; /* there the actions say it */
    }
    if (!n || !pair_of(x, &p, e->sa, e->da)) {
        return;
    }
    p.to->network = p.from->network = n->index;
    if (leaves) {
        tell_end(x, &p, e->reason, e->has_reason);
    } else if (e->kind == EXTSTA_EVENT_EAPOL_KEY && e->message >= 1 && e->message <= 4) {
        story_count(&p.to->story.messages[e->message - 1]);
        if (both_keyed(&p)) {
            tell_peers(x, &p, true);
        }
    } else if (e->kind == EXTSTA_EVENT_AUTH && e->has_status && e->sequence == 2) {
        if (e->status) {
            refused(x, &p, e->status);
        } else if (!needs_keys(n)) {
            tell_peers(x, &p, false);
        }
    }
}

/* --- mesh --- */

void story_peer_action(struct extsta_explain *x, const struct story_frame *frame,
                       struct conversation *c, struct extsta_span body)
{
    struct pair p = {.number = frame->number, .time = frame->time};
    bool by_ap = frame->from == SIDE_AP;
    struct element link;
    if (body.len < 2 || body.data[0] != CATEGORY_SELF_PROTECTED ||
        !pair_of(x, &p, by_ap ? c->bssid : c->sta, by_ap ? c->sta : c->bssid)) {
        return;
    }
    uint8_t *sent = p.to->story.messages;
    switch (body.data[1]) {
    case MESH_OPEN:
        story_count(&sent[OPENS]);
        break;
    case MESH_CONFIRM:
        story_count(&sent[CONFIRMS]);
        if (p.from->story.messages[CONFIRMS]) {
            tell_peers(x, &p, false);
        }
        break;
    case MESH_CLOSE: { /* protocol, link ids, and at the end the reason */
        bool has =
            element_find(span(body.data + 2, body.len - 2), ELEMENT_MESH_PEERING, &link) &&
            link.value.len >= 6;
        tell_end(x, &p, has ? get_le16(link.value.data + link.value.len - 2) : 0, has);
        break;
    }
    }
}

/* --- the end --- */

/* Told with the first of the two. */
void story_peer_finish(struct extsta_explain *x, struct conversation *c)
{
    struct clients *clients = &x->clients;
    struct pair p = {.to = c, .number = c->story.last, .time = c->story.progress};
    const struct network *n = story_network_of(x, c);
    if (!c->story.began || c->story.made || c->story.state != STORY_NOTHING) {
        return;
    }
    p.from = clients_find(clients, clients_hash(clients, c->bssid, c->sta), c->bssid, c->sta);
    if (p.from) {
        p.network = n && n->faces && n->faces->ibss ? n->bssid : p.network;
        tell_failed(x, &p);
    }
}
