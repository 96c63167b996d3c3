/* Elements that must be the same in two frames of one handshake (IEEE 802.11-2020 12.7.6.3,
 * 12.7.6.4): the station's RSN (or WPA) and RSN Extension element in association request and
 * message 2, the AP's RSN element in beacons and message 3. The first is noted when the request
 * is seen, the difference when the message is; story_handshake.c tells it as the cause of a
 * handshake that failed, and of no other. */
#include "explain/story_private.h"

#include "base/hash.h"
#include "crypto/suites.h"
#include "wire/eapol.h"

/* Never 0 for an element that is there. */
static uint32_t hash_of(struct extsta_span bytes)
{
    return bytes.len ? (uint32_t)hash_bytes(1, bytes.data, bytes.len) | 1 : 0;
}

static uint32_t hash_suites(uint32_t so_far, const uint32_t *suites, size_t count)
{
    return (uint32_t)hash_bytes(so_far, suites, count * sizeof *suites);
}

static struct noted_elements elements_of(const struct extsta_frame_event *e)
{
    struct noted_elements n = {.rsne = hash_of(e->rsne), .rsnxe = hash_of(e->rsnxe)};
    struct rsn_element rsn;
    if (!n.rsne || rsn_element_parse(e->rsne, &rsn) != EXTSTA_OK) {
        return n;
    }
    size_t pairwise = rsn.pairwise_count < RSN_MAX_SUITES ? rsn.pairwise_count : RSN_MAX_SUITES;
    size_t akms = rsn.akm_count < RSN_MAX_SUITES ? rsn.akm_count : RSN_MAX_SUITES;
    size_t pmkids = rsn.pmkid_count < RSN_MAX_PMKIDS ? rsn.pmkid_count : RSN_MAX_PMKIDS;
    const uint32_t group[] = {rsn.group, rsn.group_mgmt};
    n.suites = hash_suites(hash_suites(1, rsn.pairwise, pairwise), rsn.akm, akms);
    n.suites = hash_suites(n.suites, group, 2);
    n.pmkids = pmkids ? hash_of(span(rsn.pmkid[0], pmkids * sizeof rsn.pmkid[0])) : 0;
    n.capabilities = rsn.capabilities;
    return n;
}

/* With FT message 2 names the PMKR1 in the place of a PMKID (13.4.2). */
static enum noted_difference difference(const struct noted_elements *asked,
                                        const struct noted_elements *given, bool ft)
{
    if (asked->rsne != given->rsne) {
        bool pmkids = asked->pmkids != given->pmkids;
        if (asked->suites != given->suites) {
            return DIFFERS_SUITES;
        }
        if (asked->capabilities != given->capabilities) {
            return DIFFERS_CAPABILITIES;
        }
        if (!pmkids || !ft) {
            return pmkids ? DIFFERS_PMKIDS : DIFFERS_FORM;
        }
    }
    return asked->rsnxe != given->rsnxe ? DIFFERS_RSNXE : DIFFERS_NOT;
}

/* A request without either element, or one that is damaged, is nothing to compare with. */
void story_note_request(struct extsta_explain *x, struct conversation *c,
                        const struct extsta_frame_event *e)
{
    struct story_memo *memo = story_memo_get(x, c);
    *memo = (struct story_memo){.of = memo->of,
                                .queries = memo->queries,
                                .queried = memo->queried,
                                .flags = memo->flags & NOTE_BY_AP};
    if (e->rsne.len && !e->malformed) {
        memo->asked = elements_of(e);
        memo->flags |= NOTE_REQUEST;
    }
}

void story_note_message_2(struct extsta_explain *x, struct conversation *c,
                          const struct extsta_frame_event *e)
{
    struct story_memo *memo = story_memo_find(x, c);
    if (!memo || !(memo->flags & NOTE_REQUEST) || !e->rsne.len || e->malformed) {
        return;
    }
    const struct noted_elements given = elements_of(e);
    memo->differs =
        (uint8_t)difference(&memo->asked, &given, (c->story.security & SECURITY_FT) != 0);
}

/* The suites are compared, and the use of PMF: that is what somebody would change who wants a
 * weaker network. Any of the RSN elements that the BSS was seen with will do. */
void story_note_message_3(struct extsta_explain *x, struct conversation *c,
                          struct extsta_span key_data)
{
    const struct network *n = story_network_of(x, c);
    struct reader r = reader_of(key_data);
    struct elements el = {.rsn = {NULL, 0}};
    struct rsn_element rsn;
    struct extsta_security security;
    struct kde kde;
    bool announced = false;
    while (!el.rsn.len && kde_next(&r, &kde)) {
        el.rsn = !kde.is_kde && kde.type == ELEMENT_RSN ? kde.whole : el.rsn;
    }
    if (x->again || !n || !el.rsn.len || !security_rsn(&el, &rsn)) {
        return;
    }
    security_of(&el, &rsn, 0, &security);
    for (const struct network_face *f = n->faces; f; f = f->next) {
        for (const struct security_variant *v = f->variants; v; v = v->next) {
            announced = announced || v->security.rsn.present;
            if (memcmp(&v->security.rsn, &security.rsn, sizeof security.rsn) == 0) {
                return;
            }
        }
    }
    if (announced) {
        story_memo_get(x, c)->differs = DIFFERS_BEACON;
    }
}
