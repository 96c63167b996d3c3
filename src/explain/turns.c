/* Turns that repeat (extsta/collection.h): a station that fails fourteen times in a row for one
 * cause, or that joins, fails and comes back again and again, is one turn and a count, not
 * fourteen. Stories that are alike follow each other, or groups of some that are; scans between
 * them do not matter, nor do ends that other stories tell. After the collection, before
 * the words (tell/explain_text.c). */
#include <extsta/collection.h>

#include "explain/story_private.h"

/* Stories of one time that are looked for at most, and times that make a repetition: two of one
 * story, three of several. */
#define STORIES 6u
#define LEAST   3u

/* A place in a client's stories. */
struct cursor {
    const struct extsta_collection *c;
    const struct extsta_client *client;
    struct extsta_kept_story k;
    uint32_t at; /* of k; EXTSTA_NO_INDEX: behind the last */
};

static void load(struct cursor *p, uint32_t at)
{
    p->at = at;
    if (at != EXTSTA_NO_INDEX) {
        extsta_collection_story_at(p->c, p->client, at, &p->k);
    }
}

/* Nor the implicit end by the station's next association with the same AP, which says it. */
static bool is_between(const struct extsta_kept_story *k)
{
    bool anew = k->story.what == EXTSTA_STORY_DISASSOCIATION && !k->story.is_explicit &&
                k->other == k->bss;
    return k->story.what == EXTSTA_STORY_SCAN || k->again || anew;
}

static void step(struct cursor *p)
{
    do {
        load(p, p->k.next);
    } while (p->at != EXTSTA_NO_INDEX && is_between(&p->k));
}

/* A reader would say the same of both. How sure it is, how often it was asked, whether the
 * answer was captured (of associations the status) and the association id may differ. */
static bool is_alike(const struct extsta_kept_story *a, const struct extsta_kept_story *b)
{
    const struct extsta_story *s = &a->story, *t = &b->story;
    return s->what == t->what && s->kind == t->kind && s->by == t->by && a->bss == b->bss &&
           a->other == b->other && a->with_ap == b->with_ap &&
           s->is_explicit == t->is_explicit && s->forged == t->forged &&
           s->has_reason == t->has_reason && s->reason == t->reason &&
           (s->what == EXTSTA_STORY_ASSOCIATION ||
            (s->has_status == t->has_status && s->status == t->status)) &&
           s->eap_type == t->eap_type && s->tls_alert == t->tls_alert;
}

static uint64_t moment(const struct cursor *p)
{
    return extsta_story_moment(&p->k.story);
}

static void take(struct extsta_turn *turn, const struct cursor *p)
{
    const struct extsta_story *s = &p->k.story;
    turn->last_frame = s->last_frame > turn->last_frame ? s->last_frame : turn->last_frame;
    turn->first_frame = s->first_frame < turn->first_frame ? s->first_frame : turn->first_frame;
    turn->confidence = s->confidence < turn->confidence ? s->confidence : turn->confidence;
    turn->counted += s->count;
}

static void start(struct extsta_turn *turn, const struct cursor *p, uint32_t stories)
{
    const struct extsta_story *s = &p->k.story;
    *turn = (struct extsta_turn){.next = p->k.next,
                                 .stories = stories,
                                 .count = 1,
                                 .first = moment(p),
                                 .last = moment(p),
                                 .least = UINT64_MAX,
                                 .first_frame = s->first_frame,
                                 .last_frame = s->last_frame,
                                 .confidence = s->confidence};
}

/* One more time: `a` goes through the time before, `b` through this one. False: it is another
 * thing; then turn->next stays behind the last whole time. */
static bool repeat(struct extsta_turn *turn, struct cursor *a, struct cursor *b)
{
    struct extsta_turn more = *turn;
    uint64_t began = b->at == EXTSTA_NO_INDEX ? 0 : moment(b);
    for (uint32_t i = 0; i < turn->stories; i++) {
        if (b->at == EXTSTA_NO_INDEX || !is_alike(&a->k, &b->k)) {
            return false;
        }
        take(&more, b);
        more.next = b->k.next;
        step(a);
        step(b);
    }
    uint64_t interval = began - turn->last;
    more.least = interval < more.least ? interval : more.least;
    more.most = interval > more.most ? interval : more.most;
    more.last = began;
    more.count++;
    *turn = more;
    return true;
}

/* How often the `stories` from here on repeat. */
static void try_length(const struct cursor *from, uint32_t stories, struct extsta_turn *turn)
{
    struct cursor a = *from, b = *from;
    start(turn, from, stories);
    for (uint32_t i = 0; i < stories; i++) {
        if (b.at == EXTSTA_NO_INDEX) {
            return;
        }
        take(turn, &b);
        step(&b);
    }
    while (repeat(turn, &a, &b)) {
    }
}

/* The shortest that repeats: what repeats in twos repeats in fours as well. */
void extsta_collection_turn(const struct extsta_collection *c,
                            const struct extsta_client *client, uint32_t index,
                            struct extsta_turn *out)
{
    struct cursor from = {.c = c, .client = client};
    load(&from, index);
    if (is_between(&from.k)) {
        start(out, &from, 1);
        return;
    }
    for (uint32_t stories = 1; stories <= STORIES; stories++) {
        try_length(&from, stories, out);
        if (out->count >= (stories == 1 ? 2 : LEAST)) {
            return;
        }
    }
    start(out, &from, 1);
}
