/* What an expert looks for besides the turns of an association: how it is secured in full (AKM,
 * ciphers, protection of management frames) and what became of the PMKID that the station
 * offered. story_attempt.c and story_handshake.c ask when they tell; what lasts from the
 * request to the port lies in conversation.secured. */
#include "explain/story_private.h"

#include "crypto/suites.h"
#include "wire/status_codes.h"

#define AUTH_FT  2u
#define AUTH_SAE 3u

/* struct secured.flags */
#define SECURED_PMKID   0x01u /* the station offered one */
#define SECURED_REFUSED 0x02u /* the AP refused one (status 53) before this association */
#define SECURED_LOGIN   0x04u /* the station has logged in at this AP, in this capture */
#define SECURED_CAPABLE 0x08u /* of PMF: the station */

#define TYPE_WPA 0x80u

/* 0: of neither OUI, or more than fits. */
static uint8_t type_of(uint32_t selector)
{
    uint32_t oui = selector >> 8, type = selector & 0xff;
    if (type >= TYPE_WPA || (oui != SUITE_RSN(0) >> 8 && oui != SUITE_WPA(0) >> 8)) {
        return 0;
    }
    return (uint8_t)(type | (oui == SUITE_WPA(0) >> 8 ? TYPE_WPA : 0));
}

static uint32_t akm_selector(uint8_t type)
{
    return type == 0 ? 0 : type & TYPE_WPA ? SUITE_WPA(type & 0x7f) : SUITE_RSN(type);
}

/* Ciphers have the same types under both OUIs (tables 9-149; WPA 2.1). */
static uint32_t cipher_selector(uint8_t type)
{
    return type & 0x7f ? SUITE_RSN(type & 0x7f) : 0;
}

/* A choice: one of each. */
static void take_choice(struct secured *to, const struct extsta_suites *from)
{
    to->akm = from->akm_count == 1 ? type_of(from->akm[0]) : 0;
    to->group = type_of(from->group);
    to->pairwise = from->pairwise_count == 1 ? type_of(from->pairwise[0]) : 0;
    if (from->pairwise_count == 1 && from->pairwise[0] == CIPHER_USE_GROUP) {
        to->pairwise = to->group;
    }
    to->flags |= from->mfp != EXTSTA_MFP_NO ? SECURED_CAPABLE : 0;
}

/* A PMKID means a cached PMK with what caches one: 802.1X and SAE. In FT's frames it is the
 * name of a key of its hierarchy (12.7.1.6), and behind SAE's own exchange nothing is cached.
 */
static bool is_cache(const struct conversation *c, const struct extsta_frame_event *e)
{
    const struct story_conversation *st = &c->story;
    uint8_t algorithm = st->flags & STORY_AUTH_SEEN ? st->algorithm : 0;
    bool over_ds = !(st->flags & STORY_AUTH_SEEN) && (st->security & SECURITY_FT);
    return e->pmkid.len && (st->security & (SECURITY_1X | SECURITY_SAE)) &&
           !(st->security & SECURITY_FILS) && algorithm < AUTH_FT && !over_ds;
}

void context_begin(struct conversation *c)
{
    c->secured =
        (struct secured){.flags = c->secured.flags & (SECURED_REFUSED | SECURED_LOGIN)};
}

void context_take_request(struct conversation *c, const struct extsta_frame_event *e)
{
    struct secured *to = &c->secured;
    const struct extsta_security *security = e->security;
    context_begin(c);
    if (security->rsn.present) {
        take_choice(to, &security->rsn);
    } else if (security->wpa.present) {
        take_choice(to, &security->wpa);
    }
    to->flags |= is_cache(c, e) ? SECURED_PMKID : 0;
}

/* Where the request was not seen: of a BSS that offers one way only. */
static void take_offer(struct extsta_explain *x, const struct conversation *c,
                       struct secured *to)
{
    const struct network *n = story_network_of(x, c);
    const struct network_face *face = n ? n->faces : NULL;
    if (face && face->variants && face->variants->security.rsn.present) {
        take_choice(to, &face->variants->security.rsn);
        to->pairwise = to->akm ? to->pairwise : 0;
        to->group = to->akm ? to->group : 0;
        to->flags &= (uint8_t)~SECURED_CAPABLE;
    }
}

/* Status 53 of the association, or of FT's authentication. */
void context_failed(struct conversation *c, struct extsta_story *t)
{
    if (t->has_status && t->status == STATUS_INVALID_PMKID) {
        t->context.pmkid = EXTSTA_PMKID_REFUSED;
        c->secured.flags |= SECURED_REFUSED;
    }
}

static bool needs_pmf(uint32_t selector)
{
    const struct akm_suite *akm = suites_akm(selector);
    return akm && akm->needs_pmf;
}

static void put_suites(struct extsta_explain *x, const struct conversation *c,
                       struct extsta_story *t)
{
    struct secured s = c->secured;
    if (!s.akm && !s.group) {
        take_offer(x, c, &s);
    }
    t->context.akm = akm_selector(s.akm);
    t->context.pairwise = cipher_selector(s.pairwise);
    t->context.group = cipher_selector(s.group);
    t->context.pmf = (c->story.security & SECURITY_MFP) ||
                     ((s.flags & SECURED_CAPABLE) && needs_pmf(t->context.akm));
}

/* Of whatever is told of a device of several links. */
static void put_links(const struct extsta_explain *x, struct extsta_story *t)
{
    const struct mld *m = links_of(x, t->sta, t->bssid);
    if (!m) {
        return;
    }
    _Static_assert(LINKS_KEPT == EXTSTA_LINKS_MAX, "all that are kept are told");
    t->context.mld = m->ap;
    t->context.link_count = m->count;
    for (size_t i = 0; i < m->count; i++) {
        const struct mld_link *from = &m->links[i];
        const struct network *n = networks_find(&x->networks, from->bssid);
        const struct network_face *face = n ? n->faces : NULL;
        t->context.links[i] = (struct extsta_link){
            .sta = from->sta, .bssid = from->bssid, .id = from->id, .status = from->status};
        if (face) {
            t->context.links[i].channel = face->channel ? face->channel : face->primary_channel;
        }
    }
}

void context_association(struct extsta_explain *x, struct conversation *c,
                         struct extsta_story *t)
{
    put_suites(x, c, t);
    t->context.pmkid = c->secured.flags & SECURED_PMKID     ? EXTSTA_PMKID_OFFERED
                       : c->secured.flags & SECURED_REFUSED ? EXTSTA_PMKID_REFUSED
                                                            : EXTSTA_PMKID_NONE;
    c->secured.flags &= (uint8_t)~SECURED_REFUSED;
}

/* A login makes a PMK: EAP to its end, or SAE. Where the AP took the PMKID there was none. One
 * that this AP took without a login here is of a key that the APs share, as with OKC, or older
 * than the capture: that the station comes from an AP where it logged in speaks for the first,
 * and from here it goes on to the next. */
void context_authorized(struct extsta_explain *x, struct conversation *c,
                        struct extsta_story *t)
{
    const struct story_conversation *st = &c->story;
    const struct conversation *before = story_at(x, st->before);
    bool here = (c->secured.flags & SECURED_LOGIN) != 0;
    bool there = before && (before->secured.flags & SECURED_LOGIN);
    bool eap = st->eap_type != 0 || st->eap_rounds != 0;
    bool sae = (st->flags & STORY_AUTH_SEEN) && st->algorithm == AUTH_SAE;
    put_suites(x, c, t);
    if ((c->secured.flags & SECURED_PMKID) && (t->details & EXTSTA_DETAIL_FOUR_WAY)) {
        t->context.pmkid = eap              ? EXTSTA_PMKID_REFUSED
                           : !here && there ? EXTSTA_PMKID_SHARED
                                            : EXTSTA_PMKID_USED;
    }
    if (eap || sae || t->context.pmkid == EXTSTA_PMKID_SHARED) {
        c->secured.flags |= SECURED_LOGIN;
    }
}

/* As its beacons said last, if that is not long ago. */
#define LOAD_FRESH (10 * SECOND)

static void put_load(const struct extsta_explain *x, struct extsta_story *t)
{
    bool trouble =
        t->what == EXTSTA_STORY_ASSOCIATION_FAILED || t->what == EXTSTA_STORY_SILENCE ||
        (t->what == EXTSTA_STORY_DISASSOCIATION && t->is_explicit && t->by == EXTSTA_BY_AP);
    const struct network *n = trouble ? networks_find(&x->networks, t->bssid) : NULL;
    if (n && n->says.has_load && x->now < n->heard + LOAD_FRESH) {
        t->context.has_load = true;
        t->context.stations = n->says.stations;
        t->context.busy = (uint8_t)(n->says.load * 100u / UINT8_MAX);
    }
}

void context_finish(const struct extsta_explain *x, struct extsta_story *t)
{
    put_load(x, t);
    put_links(x, t);
}
