/* Attacks on SAE (IEEE Std 802.11-2020 12.4): commits that must not be, floods of commits, and
 * commits sent one by one to measure how long the AP takes for each.
 *
 * A station that commits goes on to a confirm, or to another try; who only commits wants
 * something else. Commits of addresses that never confirm are counted for each AP. A crowd that
 * comes back at once looks alike for a moment, but its addresses are known, and they confirm.
 */
#include "explain/offences.h"
#include "explain/story_private.h"

#include "base/mac.h"
#include "wire/status_codes.h"

#define AUTH_SAE 3u
#define COMMIT   1u
#define CONFIRM  2u

/* A pause that ends a load. */
#define PAUSE (10 * SECOND)
/* Open commits that are a flood, at so many in a second; and that are a measurement. */
#define FLOOD      50u
#define FLOOD_RATE 8u
#define MEASURED   12u
/* A station that is refused again and again takes longer between two tries. */
#define MEASURED_PAUSE (5 * SECOND / 2)

/* --- load --- */

/* Commits that were sent: a capture may have missed some that the AP answered. */
static uint32_t committed(const struct sae_load *l)
{
    uint32_t missed = l->answers > l->commits ? l->answers - l->commits : 0;
    return l->open + missed;
}

/* What it is, NONE: nothing. Most of it from one address, or from strangers. */
static enum extsta_story_kind load_kind(const struct sae_load *l)
{
    uint64_t took = l->until - l->began;
    uint32_t n = committed(l);
    bool odd = l->addresses <= 2 || l->strangers * 2 >= l->addresses;
    if (!odd || l->confirmed * 4 > n) {
        return EXTSTA_KIND_NONE;
    }
    if (n >= FLOOD && (uint64_t)n * SECOND >= FLOOD_RATE * took) {
        return EXTSTA_KIND_SAE_FLOOD;
    }
    return n >= MEASURED && l->answers * 2 >= n && took <= n * MEASURED_PAUSE
               ? EXTSTA_KIND_SAE_TIMING
               : EXTSTA_KIND_NONE;
}

static void tell_load(struct extsta_explain *x, const struct network *n,
                      const struct sae_load *l, enum extsta_story_kind kind)
{
    struct extsta_story t;
    uint32_t count = committed(l);
    bool flood = kind == EXTSTA_KIND_SAE_FLOOD;
    telling_of(&t, (struct extsta_mac){{0}}, n->bssid, EXTSTA_STORY_AP, kind);
    telling_frames(&t, l->first, l->began, l->last, l->until);
    telling_sign(&t, EXTSTA_SIGN_COMMITS, flood ? 25 : 15,
                 count < INT16_MAX ? (int)count : INT16_MAX, (int)(l->confirmed & 0x7fffu));
    telling_sign(&t, EXTSTA_SIGN_STRANGERS, 10,
                 l->addresses < INT16_MAX ? (int)l->addresses : INT16_MAX,
                 l->strangers < INT16_MAX ? (int)l->strangers : INT16_MAX);
    t.forged = true;
    telling_end(x, &t, flood ? 95 : 80);
}

/* Failures of honest stations are told now. */
static void settle(struct extsta_explain *x, const struct network *n, struct sae_load *l)
{
    enum extsta_story_kind kind = load_kind(l);
    struct extsta_story *held = l->held;
    if (kind != EXTSTA_KIND_NONE) {
        tell_load(x, n, l, kind);
    }
    for (uint32_t i = 0; i < l->held_count && kind == EXTSTA_KIND_NONE; i++) {
        telling_end(x, &held[i], held[i].confidence);
    }
    *l = (struct sae_load){.held = held};
}

static void take_commit(struct extsta_explain *x, struct conversation *c, struct sae_load *l)
{
    struct senders *s = explain_senders(x, c);
    const struct station *station = story_station_of(x, c);
    bool stranger = c->heard[SIDE_STA].frames <= 2 && station->story.probes == 0;
    l->commits++;
    l->open++;
    if (s->open == 0) {
        l->addresses++;
        l->strangers += stranger;
    }
    s->open = s->open < 255 ? (s->open + 1u) & 255u : 255u;
}

/* All that it has sent before led here. */
static void take_confirm(struct extsta_explain *x, const struct network *n,
                         struct conversation *c, struct sae_load *l)
{
    struct senders *s = explain_senders(x, c);
    if (s->open) {
        l->open -= s->open < l->open ? s->open : l->open;
        l->addresses -= l->addresses > 0;
        l->strangers = l->strangers < l->addresses ? l->strangers : l->addresses;
        l->confirmed++;
        s->open = 0;
    }
    if (l->open == 0) { /* the next commit begins it */
        settle(x, n, l);
    }
}

static void take_load(struct extsta_explain *x, struct conversation *c,
                      const struct extsta_frame_event *e)
{
    struct network *n = networks_get(&x->networks, c->bssid);
    struct offences *o = e->retry ? NULL : story_offences(x, n);
    if (!o) {
        return;
    }
    struct sae_load *l = &o->sae;
    if (l->until && e->time > l->until + PAUSE) {
        settle(x, n, l);
    }
    if (e->sequence == CONFIRM) {
        take_confirm(x, n, c, l);
        return;
    }
    if (!l->until) {
        l->began = e->time;
        l->first = e->number;
        story_offence_begins(x, n);
    }
    l->until = e->time;
    l->last = e->number;
    if (e->from_ap) {
        l->answers++;
    } else {
        take_commit(x, c, l);
    }
}

bool story_sae_due(struct extsta_explain *x, struct network *n, uint64_t now)
{
    struct sae_load *l = &n->offences->sae;
    if (l->until && now > l->until && now - l->until > PAUSE) {
        settle(x, n, l);
    }
    return l->until == 0;
}

/* It has sent commits that the AP answered, heard or not, and hardly anything else. */
static bool may_be_of_load(const struct conversation *c, const struct senders *s,
                           const struct sae_load *l)
{
    uint32_t open = s->open;
    return c->story.algorithm == AUTH_SAE && l->until && l->answers * 2 >= l->open &&
           !c->story.made && c->heard[SIDE_STA].frames <= 4 * open + 8;
}

void story_sae_failed(struct extsta_explain *x, struct conversation *c, struct extsta_story *t,
                      uint8_t confidence)
{
    struct network *n = story_network_of(x, c);
    struct sae_load *l = n && n->offences ? &n->offences->sae : NULL;
    bool may_be = l && may_be_of_load(c, explain_senders(x, c), l);
    if (may_be && load_kind(l) != EXTSTA_KIND_NONE) {
        return;
    }
    if (may_be && !l->held) {
        l->held = pool_alloc(&x->ctx->pool, SAE_HELD * sizeof *l->held);
        if (!l->held) { /* told now, and told for more than it may be */
            explain_find(x, x->number, EXTSTA_DROP_NO_MEMORY);
        }
    }
    if (!may_be || !l->held || l->held_count == SAE_HELD) {
        telling_end(x, t, confidence);
        return;
    }
    l->held[l->held_count] = *t;
    l->held[l->held_count].confidence = confidence;
    l->held_count++;
}

/* --- commits --- */

/* The first commit of each is believed: looking closely costs. */
bool story_doubts_commit(const struct conversation *c, const struct extsta_frame_event *e)
{
    const struct story_conversation *st = &c->story;
    bool again = st->state == STORY_AUTH && st->requests > (e->from_ap ? 1 : 0);
    return again || (st->flags & STORY_FAILED);
}

void story_sae_frame(struct extsta_explain *x, struct conversation *c,
                     const struct extsta_frame_event *e)
{
    struct senders *s = explain_senders(x, c);
    if (e->algorithm != AUTH_SAE || !e->has_status) {
        return;
    }
    take_load(x, c, e);
    if (e->sequence != COMMIT) {
        return;
    }
    if (e->from_ap && e->proof && e->proof == s->proof) {
        s->exchange[SIDE_AP].flaw = SAE_FLAW_MIRROR;
    } else if (e->sae_flaw) {
        s->exchange[e->from_ap].flaw = e->sae_flaw;
    }
    if (!e->from_ap) {
        s->proof = e->proof & 0xffffffu;
    }
}

void story_sae_begin(struct extsta_explain *x, struct conversation *c)
{
    if (c->senders) {
        struct senders *s = explain_senders(x, c);
        s->exchange[SIDE_AP].flaw = s->exchange[SIDE_STA].flaw = SAE_FLAW_NONE;
    }
}

enum extsta_story_kind story_sae_cause(struct extsta_explain *x, struct conversation *c,
                                       enum extsta_story_by *by)
{
    const struct senders *s = explain_senders(x, c);
    if (c->story.algorithm != AUTH_SAE ||
        !(s->exchange[SIDE_AP].flaw || s->exchange[SIDE_STA].flaw)) {
        return EXTSTA_KIND_NONE;
    }
    *by = s->exchange[SIDE_AP].flaw ? EXTSTA_BY_AP : EXTSTA_BY_STA;
    return EXTSTA_KIND_SAE_INVALID;
}

void story_sae_sign(struct extsta_explain *x, struct extsta_story *t, struct conversation *c)
{
    static const enum extsta_sign signs[] = {
        [SAE_FLAW_NONE] = EXTSTA_SIGN_NONE,
        [SAE_FLAW_LENGTH] = EXTSTA_SIGN_SAE_LENGTH,
        [SAE_FLAW_SCALAR] = EXTSTA_SIGN_SAE_SCALAR,
        [SAE_FLAW_ELEMENT] = EXTSTA_SIGN_SAE_ELEMENT,
        [SAE_FLAW_MIRROR] = EXTSTA_SIGN_SAE_MIRROR,
    };
    const struct senders *s = explain_senders(x, c);
    uint8_t flaw =
        s->exchange[SIDE_AP].flaw ? s->exchange[SIDE_AP].flaw : s->exchange[SIDE_STA].flaw;
    telling_sign(t, signs[flaw], 30, 0, 0);
}
