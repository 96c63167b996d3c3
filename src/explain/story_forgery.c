/* Forged frames against one BSS as one story. Findings of single conversations that somebody
 * forged (story_series.c, story_end.c) come here instead of being told. One target: its finding
 * is told as it is, when the next one comes or all is over. Several, or a broadcast beside one:
 * they become one story of the AP in whose name, or against whose clients, the frames were
 * sent, with the number of targets. */
#include "explain/offences.h"
#include "explain/story_private.h"

#include "base/mac.h"

/* A pause after which it is another one. */
#define PAUSE (10 * SECOND)
/* Frames that are a flood; stations of which all are told together, whatever is told of each.
 */
#define FLOOD   10u
#define SEVERAL 3u

struct offences *story_offences(struct extsta_explain *x, struct network *n)
{
    if (n && !n->offences) {
        n->offences = pool_zalloc(&x->ctx->pool, sizeof *n->offences);
        if (!n->offences) {
            explain_find(x, x->number, EXTSTA_DROP_NO_MEMORY);
        }
    }
    return n ? n->offences : NULL;
}

static bool is_many(const struct forgery *f)
{
    return f->targets + f->broadcast > 1;
}

static void tell_many(struct extsta_explain *x, const struct network *n,
                      const struct forgery *f)
{
    struct extsta_story t;
    enum extsta_story_kind kind = f->frames >= FLOOD ? EXTSTA_KIND_FLOOD
                                  : f->unprotected   ? EXTSTA_KIND_FORGED
                                                     : EXTSTA_KIND_SPOOFED;
    telling_of(&t, (struct extsta_mac){{0}}, n->bssid, EXTSTA_STORY_AP, kind);
    telling_frames(&t, f->first, f->began, f->last, f->until);
    telling_sign(&t, EXTSTA_SIGN_SERIES, 0, f->frames < INT16_MAX ? (int)f->frames : INT16_MAX,
                 f->targets < INT16_MAX ? (int)f->targets : INT16_MAX);
    t.forged = true;
    t.count = f->targets;
    t.details = (f->unprotected ? EXTSTA_DETAIL_UNPROTECTED : 0) |
                (f->broadcast ? EXTSTA_DETAIL_BROADCAST : 0);
    telling_end(x, &t, f->confidence);
}

static void settle(struct extsta_explain *x, struct network *n)
{
    struct forgery *f = &n->offences->forgery;
    /* What stands in two timelines already needs no third place. */
    bool worth = f->dropped || f->frames >= FLOOD || f->targets >= SEVERAL;
    if (is_many(f) && worth) {
        tell_many(x, n, f);
    } else if (f->holds) {
        telling_end(x, &f->held, f->held.confidence);
    }
    f->holds = false;
    f->frames = 0;
}

/* Those whose time is over; how many there are under way is little. */
void story_forgeries_due(struct extsta_explain *x, uint64_t now)
{
    struct story_capture *all = &x->story;
    uint32_t *at = &all->offence_first;
    if (!*at || now < all->offence_look) {
        return;
    }
    all->offence_look = now == UINT64_MAX ? now : now + SECOND;
    while (*at) {
        struct network *n = networks_at(&x->networks, *at - 1);
        struct forgery *f = &n->offences->forgery;
        if (f->frames && now > f->until && now - f->until > PAUSE) {
            settle(x, n);
        }
        if (!story_sae_due(x, n, now) || f->frames) {
            at = &n->offences->next;
            continue;
        }
        *at = n->offences->next;
        n->offences->linked = false;
    }
}

void story_offence_begins(struct extsta_explain *x, struct network *n)
{
    if (!n->offences->linked) {
        n->offences->linked = true;
        n->offences->next = x->story.offence_first;
        x->story.offence_first = n->index + 1;
    }
}

static void begin(struct extsta_explain *x, struct network *n, struct forgery *f,
                  const struct extsta_story *t)
{
    *f = (struct forgery){
        .began = t->time, .first = t->first_frame, .number = ++x->story.forgeries};
    story_offence_begins(x, n);
}

static void take_target(struct extsta_explain *x, struct conversation *c, struct forgery *f)
{
    struct station *station = story_station_of(x, c);
    if (station->forgery == f->number) {
        return;
    }
    station->forgery = f->number;
    f->broadcast = f->broadcast || mac_is_group(c->sta);
    f->targets += !mac_is_group(c->sta);
}

/* NULL: no memory. */
static struct forgery *account(struct extsta_explain *x, struct conversation *c,
                               const struct extsta_story *t)
{
    struct network *n = networks_get(&x->networks, c->bssid);
    struct offences *o = story_offences(x, n);
    if (!o) {
        return NULL;
    }
    struct forgery *f = &o->forgery;
    if (f->frames && t->time > f->until + PAUSE) {
        settle(x, n);
    }
    if (!f->frames) {
        begin(x, n, f, t);
    }
    f->began = t->time < f->began ? t->time : f->began;
    f->first = t->first_frame < f->first ? t->first_frame : f->first;
    f->until = t->until > f->until ? t->until : f->until;
    f->last = t->last_frame > f->last ? t->last_frame : f->last;
    f->frames += t->count ? t->count : 1;
    f->unprotected = f->unprotected || (t->details & EXTSTA_DETAIL_UNPROTECTED);
    f->confidence = t->confidence > f->confidence ? t->confidence : f->confidence;
    if (t->confidence >= 70) {
        if (!o->forged_ends) {
            o->forged_first = t->time;
            o->forged_frame = t->first_frame;
        }
        o->forged_end = t->until;
        o->forged_frame_last = t->last_frame;
        o->forged_ends += t->count ? t->count : 1;
    }
    take_target(x, c, f);
    return f;
}

void story_forged(struct extsta_explain *x, struct conversation *c, struct extsta_story *t,
                  uint8_t confidence)
{
    t->confidence = t->cause.confidence = confidence;
    struct forgery *f = account(x, c, t);
    if (!f) {
        telling_end(x, t, confidence);
        return;
    }
    if (is_many(f)) {
        f->dropped = true;
        f->holds = false;
        return;
    }
    if (f->holds) {
        telling_end(x, &f->held, f->held.confidence);
    }
    f->held = *t;
    f->holds = true;
}

void story_forged_told(struct extsta_explain *x, struct conversation *c,
                       const struct extsta_story *t)
{
    struct forgery *f = account(x, c, t);
    if (f && is_many(f) && f->holds) {
        f->dropped = true;
        f->holds = false;
    }
}
