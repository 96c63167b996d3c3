/* Series of frames that end nothing, or refuse nothing, because somebody else sent them,
 * because protection was due, or because there was nothing to end. They are counted, not told
 * one by one: floods have thousands. A series is told when it is over: by a pause, by a frame
 * that goes on with the story, by a frame of another sort, at the end of the capture. story.c
 * and story_end.c bring the frames here. */
#include "explain/story_private.h"

#include "base/mac.h"

/* Frames in a row that are more than carelessness. */
#define FLOOD      10u
#define SERIES_GAP (2 * SECOND)

static const uint32_t sort_flags[] = {
    [SERIES_ENDS] = 0,
    [SERIES_UNPROTECTED] = STORY_UNPROTECTED,
    [SERIES_REFUSALS] = STORY_REFUSALS,
    [SERIES_SAE_REFUSALS] = STORY_REFUSALS | STORY_REFUSALS_SAE,
};

/* What one frame of it looked like; the strongest says who sent the whole. */
static void take_sender(struct extsta_explain *x, struct story_conversation *st)
{
    uint8_t other = sender_other(&x->sender);
    st->flags |= x->sender.points >= SENDER_OTHER  ? STORY_SERIES_OTHERS
                 : x->sender.points < SENDER_MAYBE ? STORY_SERIES_USUAL
                                                   : 0;
    st->series_other = other > st->series_other ? other : st->series_other;
}

/* kind: of what it is when it is not its alleged sender's. */
static void add(struct extsta_explain *x, struct conversation *c,
                const struct extsta_frame_event *e, uint32_t flags, enum extsta_story_kind kind)
{
    struct story_conversation *st = &c->story;
    bool other_sort = (st->flags ^ flags) & (STORY_REFUSALS | STORY_KIND_GIVEN);
    bool other_kind = (flags & STORY_KIND_GIVEN) && st->forged_kind != kind;
    if (st->burst && (e->time > st->burst_until + SERIES_GAP || other_sort || other_kind)) {
        story_series_over(x, c);
    }
    if (st->burst == 0) {
        st->burst_first = e->number;
        st->burst_began = e->time;
        st->series_other = 0;
        st->flags &= ~STORY_SERIES;
    }
    if (st->burst != UINT16_MAX && !(e->retry && st->burst)) {
        st->burst++;
    }
    st->burst_last = e->number;
    st->burst_until = e->time;
    take_sender(x, st);
    if (x->sender.points >= SENDER_OTHER) {
        st->forged = e->time;
        st->forged_kind = (uint8_t)kind;
    }
    st->flags |= flags;
}

void story_series(struct extsta_explain *x, struct conversation *c,
                  const struct extsta_frame_event *e, enum story_series sort)
{
    add(x, c, e, sort_flags[sort],
        sort == SERIES_REFUSALS       ? EXTSTA_KIND_FORGED_REFUSAL
        : sort == SERIES_SAE_REFUSALS ? EXTSTA_KIND_FORGED_SAE_REFUSAL
                                      : EXTSTA_KIND_SPOOFED);
    c->story.flags |= e->from_ap ? 0 : STORY_SERIES_OF_STA;
    c->story.flags |= sort == SERIES_ENDS && e->from_ap && (e->reason == 6 || e->reason == 7)
                          ? STORY_UNKNOWN
                          : 0;
}

void story_series_of(struct extsta_explain *x, struct conversation *c,
                     const struct extsta_frame_event *e, enum extsta_story_kind kind)
{
    add(x, c, e, STORY_KIND_GIVEN, kind);
}

/* Number and signal are its alleged sender's own, in every frame (percent that may be somebody
 * else's): as a tool of the AP sends them, or an AP that has lost its keys. */
#define OWN 5u
static bool is_own(const struct story_conversation *st)
{
    return (st->flags & STORY_UNPROTECTED) && !(st->flags & STORY_SERIES_OTHERS) &&
           st->series_other <= OWN;
}

/* The number matters more than the missing protection. An AP that tells a stranger so, and be
 * it a thousand times, is no attacker: it answers what somebody sends in the stranger's name.
 * To all stations nobody answers. */
static enum extsta_story_kind kind_of(const struct story_conversation *st, bool to_all)
{
    bool usual = (st->flags & STORY_SERIES_USUAL) && !(st->flags & STORY_SERIES_OTHERS);
    if (st->flags & STORY_KIND_GIVEN) {
        return (enum extsta_story_kind)st->forged_kind;
    }
    if (st->flags & STORY_REFUSALS) {
        return st->flags & STORY_REFUSALS_SAE ? EXTSTA_KIND_FORGED_SAE_REFUSAL
                                              : EXTSTA_KIND_FORGED_REFUSAL;
    }
    if (usual && (st->flags & STORY_UNKNOWN) && !(st->flags & STORY_UNPROTECTED) && !to_all) {
        return EXTSTA_KIND_NOT_ASSOCIATED;
    }
    return st->burst >= FLOOD && !is_own(st) ? EXTSTA_KIND_FLOOD
           : st->flags & STORY_UNPROTECTED   ? EXTSTA_KIND_FORGED
           : st->flags & STORY_SERIES_OTHERS ? EXTSTA_KIND_SPOOFED
           : st->flags & STORY_UNKNOWN       ? EXTSTA_KIND_NOT_ASSOCIATED
                                             : EXTSTA_KIND_NONE;
}

void story_series_over(struct extsta_explain *x, struct conversation *c)
{
    struct story_conversation *st = &c->story;
    if (st->burst == 0) {
        return;
    }
    enum extsta_story_kind kind = kind_of(st, mac_is_group(c->sta));
    bool own = is_own(st);
    bool unprotected = (st->flags & STORY_UNPROTECTED) != 0;
    bool stranger = kind == EXTSTA_KIND_NOT_ASSOCIATED;
    struct extsta_story t;
    uint16_t count = st->burst;
    uint32_t flags = st->flags;
    st->burst = 0;
    st->flags &= ~STORY_SERIES;
    if (kind == EXTSTA_KIND_NONE || (stranger && mac_is_group(c->sta))) {
        return;
    }
    telling_start(&t, c, EXTSTA_STORY_FINDING, kind);
    telling_frames(&t, st->burst_first, st->burst_began, st->burst_last, st->burst_until);
    telling_cause(&t, EXTSTA_ORIGIN_UNKNOWN, EXTSTA_STAGE_CONNECTED, RULE(DIS_14));
    t.forged = !stranger && !own;
    t.by = !own                          ? EXTSTA_BY_UNKNOWN
           : flags & STORY_SERIES_OF_STA ? EXTSTA_BY_STA
                                         : EXTSTA_BY_AP;
    t.count = count;
    t.details = unprotected ? EXTSTA_DETAIL_UNPROTECTED : 0;
    uint8_t confidence = flags & STORY_SERIES_OTHERS ? st->series_other : 80;
    if (unprotected &&
        !own) { /* nothing says who sent it: it may be an AP that lost its keys */
        confidence = !(flags & STORY_SERIES_OTHERS) ? 79 : confidence < 95 ? 95 : confidence;
    }
    if (!unprotected && story_has_twin(x, c)) { /* either may be the usual one */
        uint8_t most = stranger ? 60 : 75;
        confidence = confidence < most ? confidence : most;
    }
    if (t.forged && !(flags & (STORY_REFUSALS | STORY_KIND_GIVEN))) {
        story_forged(x, c, &t, confidence);
    } else {
        telling_end(x, &t, confidence);
    }
}

/* A series of another kind that is under way is told by its own. */
void story_end_is_forged(struct extsta_explain *x, struct conversation *c)
{
    if (c->story.flags & STORY_KIND_GIVEN) {
        story_series_over(x, c);
    }
    c->story.flags |= STORY_OTHERS;
    c->story.forged = c->story.ended;
    c->story.forged_kind = EXTSTA_KIND_SPOOFED;
}

/* The end that waits was somebody else's, and is told as a series of one. */
void story_series_of_end(struct extsta_explain *x, struct conversation *c)
{
    struct extsta_story t;
    story_end_is_forged(x, c);
    telling_start(&t, c, EXTSTA_STORY_FINDING, EXTSTA_KIND_SPOOFED);
    telling_frames(&t, c->story.end_first, c->story.ended, c->story.end_last, c->story.ended);
    telling_cause(&t, EXTSTA_ORIGIN_UNKNOWN, EXTSTA_STAGE_CONNECTED, RULE(DIS_14));
    t.forged = true;
    t.count = 1;
    story_take_end_details(x, &t, c);
    story_forged(x, c, &t, sender_percent(story_doubt(x, c)->points));
}

#define FORGED_CAUSE (2 * SECOND)

enum extsta_story_kind story_forged_cause(struct conversation *c, uint64_t time,
                                          uint16_t *count)
{
    struct story_conversation *st = &c->story;
    *count = 0;
    if (!st->forged || st->forged < st->began || time > st->forged + FORGED_CAUSE) {
        return EXTSTA_KIND_NONE;
    }
    if (st->forged_kind >= EXTSTA_KIND_HANDSHAKE_REPLAY &&
        st->forged_kind <= EXTSTA_KIND_FT_REPLAY) {
        return EXTSTA_KIND_NONE; /* they are meant to break keys, not handshakes */
    }
    if (st->burst && st->burst_began >= st->began && st->forged_kind != EXTSTA_KIND_SPOOFED) {
        *count = st->burst;
        st->burst = 0;
        st->flags &= ~STORY_SERIES;
    }
    return (enum extsta_story_kind)st->forged_kind;
}
