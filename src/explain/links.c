/* Whose the addresses of links are (links.h). What is learned: in authentication frames the
 * device's own address; in a request the station's addresses on further links; in the answer
 * the AP's on them, and which were refused. */
#include "explain/links.h"

#include "explain/explain_private.h"
#include "wire/mgmt.h"
#include "wire/multi_link.h"

#define AUTH_SAE 3u
#define AUTH_FT  2u

_Static_assert(sizeof(struct mld) <= 192 && sizeof(struct link_name) <= 64, "budget of an MLD");

void links_init(struct links *l, struct pool *pool, uint64_t seed)
{
    *l = (struct links){.pool = pool, .seed = seed};
    store_init(&l->mlds, pool, sizeof(struct mld));
    store_init(&l->names, pool, sizeof(struct link_name));
    l->by_mld.pool = l->by_name.pool = pool;
}

void links_destroy(struct links *l)
{
    index_destroy(&l->by_mld);
    index_destroy(&l->by_name);
    store_destroy(&l->mlds);
    store_destroy(&l->names);
}

/* --- names --- */

static uint64_t pair_hash(const struct links *l, struct extsta_mac sta, struct extsta_mac bssid)
{
    return hash_u64(hash_u64(l->seed, mac_bits(sta)), mac_bits(bssid));
}

static struct link_name *find_name(const struct links *l, struct extsta_mac sta,
                                   struct extsta_mac bssid)
{
    const struct index_table *t = &l->by_name;
    uint32_t tag = index_tag(pair_hash(l, sta, bssid));
    for (uint32_t i = tag & t->mask; t->slots && t->slots[i].index; i = (i + 1) & t->mask) {
        struct link_name *n = store_at(&l->names, t->slots[i].index - 1);
        if (t->slots[i].tag == tag && mac_equal(n->sta, sta) && mac_equal(n->bssid, bssid)) {
            return n;
        }
    }
    return NULL;
}

/* What is known of the pair is replaced. Without memory it stays a client of its own, and that
 * is counted. */
static void name_link(struct extsta_explain *x, struct extsta_mac sta, struct extsta_mac bssid,
                      struct extsta_mac to_sta, struct extsta_mac to_bssid)
{
    struct links *l = &x->links;
    struct link_name *n = find_name(l, sta, bssid);
    if (!n) {
        n = store_add(&l->names);
        if (n && !index_add(&l->by_name, pair_hash(l, sta, bssid), l->names.count - 1)) {
            l->names.count--;
            n = NULL;
        }
    }
    if (n) {
        *n = (struct link_name){sta, bssid, to_sta, to_bssid};
    } else {
        explain_find(x, x->number, EXTSTA_DROP_NO_MEMORY);
    }
}

void links_resolve(struct extsta_explain *x, struct seen *s)
{
    const struct link_name *n = find_name(&x->links, s->sta, s->bssid);
    if (!n) {
        return;
    }
    s->by_link = true;
    s->other_link = !mac_equal(n->bssid, n->to_bssid);
    s->sta = n->to_sta;
    s->bssid = n->to_bssid;
    s->hash = clients_hash(&x->clients, s->sta, s->bssid);
    s->guess = clients_guess(&x->clients, s->hash);
}

/* --- devices --- */

static struct mld *find_mld(const struct links *l, struct extsta_mac mac)
{
    uint32_t i = index_find(&l->by_mld, &l->mlds, hash_u64(l->seed, mac_bits(mac)), mac);
    return i == EXPLAIN_NONE ? NULL : store_at(&l->mlds, i);
}

static struct mld *get_mld(struct extsta_explain *x, struct extsta_mac mac)
{
    struct links *l = &x->links;
    bool made;
    uint32_t i = index_get(&l->by_mld, &l->mlds, hash_u64(l->seed, mac_bits(mac)), mac, &made);
    if (i == EXPLAIN_NONE) {
        explain_find(x, x->number, EXTSTA_DROP_NO_MEMORY);
        return NULL;
    }
    return store_at(&l->mlds, i);
}

/* The conversation's BSSID: that of before, if this is another link of the same AP. */
static struct extsta_mac lead_of(const struct mld *m, struct extsta_mac bssid)
{
    for (size_t i = 0; i < m->count; i++) {
        if (mac_equal(m->links[i].bssid, bssid)) {
            return m->lead;
        }
    }
    return bssid;
}

static bool is_unicast(struct extsta_mac mac)
{
    return !mac_is_group(mac) && !mac_is_zero(mac);
}

/* The station's address as a device, in a frame over this link. */
static struct mld *learn_station(struct extsta_explain *x, const struct seen *s,
                                 struct extsta_mac mac)
{
    struct mld *m = is_unicast(mac) ? get_mld(x, mac) : NULL;
    if (m) {
        name_link(x, s->sta, s->bssid, mac, lead_of(m, s->bssid));
    }
    return m;
}

static void learn_request(struct extsta_explain *x, const struct seen *s,
                          const struct multi_link *element)
{
    struct mld *m = learn_station(x, s, element->mld);
    if (!m) {
        return;
    }
    m->asked_count = 0;
    for (size_t i = 0; i < element->count && m->asked_count < LINKS_KEPT; i++) {
        if (element->links[i].has_mac) {
            m->asked[m->asked_count++] =
                (struct mld_link){.sta = element->links[i].mac, .id = element->links[i].id};
        }
    }
}

static const struct mld_link *asked_for(const struct mld *m, uint8_t id)
{
    for (size_t i = 0; i < m->asked_count; i++) {
        if (m->asked[i].id == id) {
            return &m->asked[i];
        }
    }
    return NULL;
}

/* Links that are in use are named; the others are told with their status. */
static void add_link(struct extsta_explain *x, struct mld *m, struct mld_link link)
{
    if (m->count < LINKS_KEPT) {
        m->links[m->count++] = link;
    }
    if (link.status == 0) {
        name_link(x, link.sta, link.bssid, m->sta, m->lead);
    }
}

/* Of an accepted association. The station's address on the link of the frame is its receiver.
 */
static void learn_response(struct extsta_explain *x, const struct seen *s,
                           const struct multi_link *element)
{
    const struct link_name *n = find_name(&x->links, s->sta, s->bssid);
    struct mld *m = n ? find_mld(&x->links, n->to_sta) : NULL;
    if (!m || !element->has_id) {
        return; /* the request is not in the capture */
    }
    m->lead = lead_of(m, s->bssid);
    m->ap = element->mld;
    m->count = 0;
    add_link(x, m, (struct mld_link){.sta = s->sta, .bssid = s->bssid, .id = element->id});
    for (size_t i = 0; i < element->count; i++) {
        const struct multi_link_profile *p = &element->links[i];
        const struct mld_link *asked = asked_for(m, p->id);
        if (asked && p->has_mac) {
            add_link(
                x, m,
                (struct mld_link){.sta = asked->sta,
                                  .bssid = p->mac,
                                  .id = p->id,
                                  .status = p->status == MULTI_LINK_NO_STATUS ? 0 : p->status});
        }
    }
}

/* --- frames --- */

static void see_auth(struct extsta_explain *x, const struct seen *s, struct extsta_span body)
{
    struct mgmt_auth a;
    struct multi_link element;
    struct extsta_mac mac = {{0}};
    if (s->from != SIDE_STA || !mgmt_parse_auth(body, &a)) {
        return;
    }
    if (a.algorithm <= AUTH_FT && multi_link_find(a.rest, false, &element)) {
        mac = element.mld;
    } else if (a.algorithm == AUTH_SAE) {
        (void)multi_link_in_auth(a.rest, &mac);
    }
    (void)learn_station(x, s, mac);
}

static void see_association(struct extsta_explain *x, const struct seen *s,
                            const struct frame *f)
{
    struct multi_link element;
    struct mgmt_assoc_req request;
    struct mgmt_assoc_resp response;
    uint8_t kind = frame_kind(f);
    bool asks = kind == FRAME_ASSOC_REQ || kind == FRAME_REASSOC_REQ;
    if (asks && s->from == SIDE_STA &&
        mgmt_parse_assoc_req(f->body, kind == FRAME_REASSOC_REQ, &request) &&
        multi_link_find(request.elements, false, &element)) {
        learn_request(x, s, &element);
    }
    if (!asks && s->from == SIDE_AP &&
        mgmt_parse_assoc_resp(f->body, kind == FRAME_REASSOC_RESP, &response) &&
        response.status == 0 && multi_link_find(response.elements, true, &element)) {
        learn_response(x, s, &element);
    }
}

void links_see(struct extsta_explain *x, struct seen *s, const struct frame *f)
{
    uint8_t kind = frame_kind(f);
    s->sta = s->from == SIDE_AP ? f->addr1 : f->addr2; /* those of the link again */
    s->bssid = f->addr3;
    if (kind == FRAME_AUTH) {
        see_auth(x, s, f->body);
    } else if (kind == FRAME_ASSOC_REQ || kind == FRAME_REASSOC_REQ ||
               kind == FRAME_ASSOC_RESP || kind == FRAME_REASSOC_RESP) {
        see_association(x, s, f);
    }
    if (x->links.names.count) {
        links_resolve(x, s);
    }
}

/* --- the handshake --- */

/* By beacons: the BSS that is this link of the AP's device. */
static const struct network *network_of_link(const struct extsta_explain *x,
                                             struct extsta_mac ap, uint8_t id)
{
    for (uint32_t i = 0; i < x->networks.store.count; i++) {
        const struct network *n = networks_at(&x->networks, i);
        if (n->faces && n->faces->is_mld && n->faces->link_id == id &&
            mac_equal(n->faces->mld, ap)) {
            return n;
        }
    }
    return NULL;
}

/* The conversation keeps the name that it has: that of the link where it was first heard. */
void links_on_message_2(struct extsta_explain *x, const struct conversation *c,
                        const struct eapol_key *key)
{
    const struct network *here = networks_find(&x->networks, c->bssid);
    struct reader r = reader_of(key->data);
    struct kde k;
    if (!here || !here->faces || !here->faces->is_mld || links_of(x, c->sta, c->bssid)) {
        return;
    }
    while (kde_next(&r, &k)) {
        uint8_t id;
        struct extsta_mac sta;
        const struct network *there;
        if (!k.is_kde || k.type != KDE_MLO_LINK || !multi_link_kde(k.value, &id, &sta)) {
            continue;
        }
        there = network_of_link(x, here->faces->mld, id);
        if (there && is_unicast(sta) && !mac_equal(there->bssid, c->bssid)) {
            name_link(x, sta, there->bssid, c->sta, c->bssid);
        }
    }
}

/* --- for whoever tells --- */

const struct mld *links_of(const struct extsta_explain *x, struct extsta_mac sta,
                           struct extsta_mac bssid)
{
    const struct mld *m = x->links.mlds.count ? find_mld(&x->links, sta) : NULL;
    return m && m->count && mac_equal(m->lead, bssid) ? m : NULL;
}

bool links_saw(const struct extsta_explain *x, struct extsta_mac sta,
               const struct extsta_mac *bssid)
{
    for (uint32_t i = 0; i < x->links.names.count; i++) {
        const struct link_name *n = store_at(&x->links.names, i);
        if (mac_equal(n->sta, sta) && (!bssid || mac_equal(n->bssid, *bssid))) {
            return true;
        }
    }
    return false;
}

struct extsta_mac links_authenticator(const struct extsta_explain *x,
                                      const struct conversation *c)
{
    const struct mld *m = links_of(x, c->sta, c->bssid);
    return m ? m->ap : c->bssid;
}
