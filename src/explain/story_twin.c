/* Evil twins: somebody else announces himself as the access point, under its BSSID (beacons.h)
 * or, under another one, by its SSID. Told of the AP.
 *
 * That many APs have one SSID is the rule, and that one of them is open while the others are
 * not may be a mistake. It is told as a twin when somebody drives stations away from the
 * secured one at the same time: forged ends in its name (story_forgery.c). */
#include "explain/beacons.h"
#include "explain/story_private.h"

#include "base/mac.h"

#include <string.h>

/* A twin is told when it has fallen silent, or has been there for so long. */
#define SILENT (10 * SECOND)
#define ENOUGH (30 * SECOND)

/* Stations that had to do with this BSSID since then. */
static uint32_t clients_since(struct extsta_explain *x, struct extsta_mac bssid, uint64_t since)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < x->clients.conversations.count; i++) {
        const struct conversation *c = clients_conversation(&x->clients, i);
        const struct story_conversation *st = &c->story;
        bool here = st->state != STORY_NOTHING || (st->flags & (STORY_ENDED | STORY_FAILED));
        count += mac_equal(c->bssid, bssid) && !mac_is_group(c->sta) && here &&
                 (st->progress >= since || st->state == STORY_SERVICE);
    }
    return count;
}

static void tell_same_bssid(struct extsta_explain *x, struct network *n,
                            const struct twins *twins)
{
    const struct population *other = twins->other;
    struct extsta_story t;
    n->populations->told = true;
    telling_of(&t, (struct extsta_mac){{0}}, n->bssid, EXTSTA_STORY_AP, EXTSTA_KIND_EVIL_TWIN);
    telling_frames(&t, other->first_number, other->first, other->last_number, other->last);
    telling_signs(&t, twins->signs, twins->count, false);
    t.forged = true;
    t.count = clients_since(x, n->bssid, other->first);
    telling_end(x, &t, twins->confidence);
}

bool story_has_twin(struct extsta_explain *x, const struct conversation *c)
{
    const struct network *n = networks_find(&x->networks, c->bssid);
    struct twins twins;
    return n && n->populations && populations_twins(n->populations, &twins);
}

void story_twin_beacon(struct extsta_explain *x, struct network *n)
{
    struct twins twins;
    if (!explain_is_told(x) || n->populations->told ||
        !populations_twins(n->populations, &twins)) {
        return;
    }
    if (x->now > twins.other->last + SILENT || x->now > twins.other->first + ENOUGH) {
        tell_same_bssid(x, n, &twins);
    }
}

/* --- the same name --- */

/* Forged ends that are no accident. */
#define DRIVEN 3u

static uint16_t bits_of(const struct network_face *f)
{
    return f->variants ? security_bits(&f->variants->security) : 0;
}

/* What somebody gains by it. A pair of OWE is meant to be so. */
static bool is_weaker(const struct network_face *f, const struct network_face *than)
{
    uint16_t own = bits_of(f), other = bits_of(than);
    bool sae_alone = (other & SECURITY_SAE) && !(other & SECURITY_PSK);
    bool psk_alone = (own & SECURITY_PSK) && !(own & SECURITY_SAE);
    return !f->of_pair && !than->of_pair && (other & SECURITY_PORT) &&
           (own == SECURITY_KNOWN || (sae_alone && psk_alone));
}

static const struct network_face *named(const struct network *n, const struct network_face *as)
{
    const struct network_face *f = n->faces;
    while (f && !(f->ssid_len && f->ssid_len == as->ssid_len && !f->ibss &&
                  memcmp(f->ssid, as->ssid, f->ssid_len) == 0)) {
        f = f->next;
    }
    return f;
}

static bool knows(const struct conversation *c)
{
    return c->story.made || c->story.ended;
}

/* Clients of the one that associated with the other after the first forged end. */
static uint32_t lured(struct extsta_explain *x, const struct network *from,
                      const struct network *to)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < x->clients.conversations.count; i++) {
        const struct conversation *c = clients_conversation(&x->clients, i);
        if (!mac_equal(c->bssid, to->bssid) || mac_is_group(c->sta) || !c->story.made) {
            continue;
        }
        uint64_t hash = clients_hash(&x->clients, c->sta, from->bssid);
        const struct conversation *before =
            clients_find(&x->clients, hash, c->sta, from->bssid);
        count += before && knows(before) && c->story.made >= from->offences->forged_first;
    }
    return count;
}

static void tell_same_name(struct extsta_explain *x, const struct network *n,
                           const struct network *other, bool open)
{
    uint32_t clients = lured(x, n, other);
    struct extsta_story t;
    telling_of(&t, (struct extsta_mac){{0}}, n->bssid, EXTSTA_STORY_AP, EXTSTA_KIND_EVIL_TWIN);
    telling_frames(&t, n->offences->forged_frame, n->offences->forged_first,
                   n->offences->forged_frame_last, n->offences->forged_end);
    telling_sign(&t, open ? EXTSTA_SIGN_OPEN : EXTSTA_SIGN_WEAKER, open ? 15 : 8, 0, 0);
    telling_sign(&t, EXTSTA_SIGN_DRIVEN, 20, (int)(n->offences->forged_ends & INT16_MAX), 0);
    if (clients) {
        telling_sign(&t, EXTSTA_SIGN_LURED, 12, (int)(clients & INT16_MAX), 0);
    }
    t.forged = true;
    t.other = other->bssid;
    t.count = clients;
    telling_end(x, &t, (uint8_t)((open ? 75 : 70) + (clients ? 13 : 0)));
}

static void find_same_name(struct extsta_explain *x, const struct network *n)
{
    const struct network_face *own = n->faces;
    while (own && !own->ssid_len) {
        own = own->next;
    }
    for (uint32_t i = 0; own && i < x->networks.store.count; i++) {
        const struct network *other = networks_at(&x->networks, i);
        const struct network_face *face = other == n ? NULL : named(other, own);
        if (face && is_weaker(face, own)) {
            tell_same_name(x, n, other, bits_of(face) == SECURITY_KNOWN);
        }
    }
}

void story_twin_finish(struct extsta_explain *x, struct network *n)
{
    struct twins twins;
    if (n->populations && !n->populations->told && populations_twins(n->populations, &twins)) {
        tell_same_bssid(x, n, &twins);
    }
    if (n->offences && n->offences->forged_ends >= DRIVEN) {
        find_same_name(x, n);
    }
}
