/* Ends: explicit, implicit, by silence; and frames that only look like one. Chapter 50 of the
 * contract: DIS-01 and DIS-02 (implicit: same peer, another AP), DIS-08 and DIS-09 (a frame of
 * the peer), DIS-11 (peer not heard any more), DIS-14 (frames that do not count).
 *
 * Without protection anybody can send a Deauthentication in the AP's name. So an end is not
 * told when its frame comes: it waits for STORY_DOUBT in a line. Data of both sides in that
 * time make it a forgery (story_goes_on); the numbers of the frames before and after it say who
 * sent it (transmitters.h). Series of such frames become one finding (story_series.c). */
#include "explain/story_notes.h"
#include "explain/story_private.h"

#include "base/mac.h"

/* Repetitions in vain before somebody counts as silent. */
#define INSISTED 4u
/* So many make a spacing of beacons that can be counted on. */
#define BEACONS 3u
/* Frames in vain to a station that has left: the AP still holds it. */
#define CALLED_ON 4u

/* --- who is associated with a BSS --- */

/* A list through the conversations, so that a broadcast Deauthentication finds its stations
 * without a walk over all. */
void story_link(struct extsta_explain *x, struct conversation *c)
{
    struct network *n = networks_get(&x->networks, c->bssid);
    struct story_conversation *st = &c->story;
    if (!n) { /* an end for all of the BSS will pass it over */
        explain_find(x, x->number, EXTSTA_DROP_NO_MEMORY);
        return;
    }
    c->network = n->index;
    if (st->before_of_bss || n->story.associated == c->index + 1) {
        return; /* it is */
    }
    st->next_of_bss = n->story.associated;
    st->before_of_bss = 0;
    struct conversation *next = story_at(x, st->next_of_bss);
    if (next) {
        next->story.before_of_bss = c->index + 1;
    }
    n->story.associated = c->index + 1;
    n->story.clients++;
}

void story_unlink(struct extsta_explain *x, struct conversation *c)
{
    struct network *n = story_network_of(x, c);
    struct story_conversation *st = &c->story;
    struct station *station = story_station_of(x, c);
    sequel_over(x, c);
    if (station->story.current == c->index + 1) {
        station->story.current = 0;
    }
    if (!n || (!st->before_of_bss && n->story.associated != c->index + 1)) {
        return;
    }
    struct conversation *next = story_at(x, st->next_of_bss);
    struct conversation *before = story_at(x, st->before_of_bss);
    n->story.clients--;
    if (next) {
        next->story.before_of_bss = st->before_of_bss;
    }
    if (before) {
        before->story.next_of_bss = st->next_of_bss;
    } else {
        n->story.associated = st->next_of_bss;
    }
    st->next_of_bss = st->before_of_bss = 0;
}

/* --- silence --- */

/* A side is silent when the other one calls in vain, with repetitions (Retry bit), for longer
 * than the threshold (DIS-11: peer not heard any more). A capture that ends quietly proves
 * nothing. An AP that is called but whose beacons are still heard is not silent. */
struct silence story_silent(const struct extsta_explain *x, const struct conversation *c)
{
    const struct heard *sta = &c->heard[SIDE_STA], *ap = &c->heard[SIDE_AP];
    const struct network *n =
        c->network == EXPLAIN_NONE ? NULL : networks_at(&x->networks, c->network);
    bool beacons = n && n->beacons >= BEACONS;
    /* As often as this capture hears the AP's beacons, not as often as it sends them. */
    uint64_t spacing = beacons ? (n->heard - n->heard_first) / n->beacons : 0;
    uint64_t enough = 20 * spacing > STORY_UNREACHABLE ? 20 * spacing : STORY_UNREACHABLE;
    bool beacon_last = beacons && n->heard > ap->time;
    uint64_t ap_time = beacon_last ? n->heard : ap->time;
    bool insisted = c->insisted >= INSISTED;
    struct silence none = {.by = EXTSTA_BY_UNKNOWN};
    if (ap->number > sta->number && insisted && ap->time > sta->time + STORY_UNREACHABLE / 4 &&
        x->now > sta->time + STORY_UNREACHABLE) {
        return (struct silence){EXTSTA_BY_STA, sta->time,     ap->time,   sta->number,
                                ap->number,    c->unanswered, c->insisted};
    }
    if (sta->number > ap->number && sta->time > ap_time + enough &&
        ((beacons && c->unanswered >= INSISTED) || insisted)) {
        return (struct silence){EXTSTA_BY_AP, ap_time,
                                sta->time,    beacon_last ? n->heard_number : ap->number,
                                sta->number,  c->unanswered,
                                c->insisted};
    }
    return none;
}

/* The same as of the moment before: the frame that just came has ended the silence. */
struct silence story_was_silent(const struct extsta_explain *x, const struct conversation *c)
{
    const struct heard *sta = &x->before, *ap = &c->heard[SIDE_AP];
    if (ap->number > sta->number && x->before_insisted >= INSISTED &&
        x->now > sta->time + STORY_UNREACHABLE) {
        return (struct silence){EXTSTA_BY_STA, sta->time,  ap->time,
                                sta->number,   ap->number, x->before_unanswered,
                                x->before_insisted};
    }
    return (struct silence){.by = EXTSTA_BY_UNKNOWN};
}

/* `ended` is when it was heard last: frames after that are no stragglers. */
bool story_tell_silence(struct extsta_explain *x, struct conversation *c,
                        const struct silence *silence)
{
    struct extsta_story t;
    if (silence->by == EXTSTA_BY_UNKNOWN) {
        return false;
    }
    notes_tell(x, c);
    telling_start(&t, c, EXTSTA_STORY_SILENCE,
                  silence->by == EXTSTA_BY_AP ? EXTSTA_KIND_AP_SILENT : EXTSTA_KIND_STA_SILENT);
    telling_frames(&t, silence->since_frame, silence->since, silence->until_frame,
                   silence->until);
    telling_cause(&t, EXTSTA_ORIGIN_TIMER, EXTSTA_STAGE_CONNECTED, RULE(DIS_11));
    t.by = silence->by;
    t.inferred = true;
    t.count = silence->unanswered;
    telling_end(x, &t,
                story_before_silence(x, &t, c, silence->insisted,
                                     silence->insisted >= 2 * INSISTED ? 85 : 70));
    story_unlink(x, c);
    story_to(c, STORY_NOTHING);
    c->story.flags |= STORY_ENDED;
    c->story.ended = silence->since;
    return true;
}

/* --- implicit --- */

/* Certain when the request was seen; after authentication alone the station may still fail. */
static void tell_replaced(struct extsta_explain *x, struct conversation *c,
                          const struct story_step *by, uint32_t first)
{
    bool same = by->c == c;
    bool dropped = same && story_unanswered_queries(x, c, EXTSTA_BY_AP, by->time);
    struct extsta_story t;
    notes_tell(x, c);
    telling_start(&t, c, EXTSTA_STORY_DISASSOCIATION,
                  dropped ? EXTSTA_KIND_SA_QUERY : EXTSTA_KIND_REPLACED);
    telling_frames(&t, first, by->c->story.began, by->number, by->time);
    telling_cause(&t, dropped ? EXTSTA_ORIGIN_PEER : EXTSTA_ORIGIN_STATION,
                  EXTSTA_STAGE_CONNECTED,
                  dropped ? RULE(IEEE_11_3_5_3)
                  : same  ? RULE(DIS_01)
                          : RULE(DIS_02));
    t.by = dropped ? EXTSTA_BY_AP : EXTSTA_BY_STA;
    t.other = by->c->bssid;
    if (dropped) {
        story_tell_queries(x, &t, c);
    }
    telling_end(x, &t, by->e && by->e->kind != EXTSTA_EVENT_AUTH ? 95 : 80);
}

void story_replace(struct extsta_explain *x, struct conversation *c,
                   const struct story_step *by, uint32_t first)
{
    struct story_conversation *st = &c->story;
    bool same = by->c == c;
    if (story_missed_end(x, c, by)) {
        by->c->story.before = 0; /* no roam */
    } else {
        tell_replaced(x, c, by, first);
    }
    st->flags &= ~(uint32_t)(STORY_OLD | STORY_OLD_PORT);
    story_unlink(x, c);
    if (!same) {
        story_to(c, STORY_NOTHING);
        st->flags |= STORY_ENDED;
        st->ended = by->time;
    }
}

/* --- explicit --- */

/* An MME protects group-addressed frames as encryption does others. */
static void take_end(struct story_step *s)
{
    struct story_conversation *st = &s->c->story;
    const struct extsta_frame_event *e = s->e;
    st->flags &= ~(uint32_t)(STORY_HAS_REASON | STORY_PROTECTED_END | STORY_DISASSOC |
                             STORY_OTHERS | STORY_END_IN_PORT);
    st->flags |= e->has_reason ? STORY_HAS_REASON : 0;
    st->flags |= e->is_protected || e->has_mme ? STORY_PROTECTED_END : 0;
    st->flags |= e->kind == EXTSTA_EVENT_DISASSOC ? STORY_DISASSOC : 0;
    st->reason = e->reason;
    st->end_by = e->from_ap ? EXTSTA_BY_AP : EXTSTA_BY_STA;
    st->ended = e->time;
    st->end_first = st->end_last = e->number;
    if (!e->from_ap) {
        story_note_missed(s->x, s->c);
    }
    st->end_heard = story_heard_before(s->c, e->from_ap ? SIDE_STA : SIDE_AP, e->time);
    struct doubt *doubt = story_doubt(s->x, s->c);
    doubt_begin(doubt, &s->x->sent, &s->x->sender);
    if (e->has_mme) {
        doubt_add(doubt, EXTSTA_SIGN_PROTECTED, -30, 0, 0);
    }
}

/* Percent, of now: that somebody else sent the frame that ends it. */
static uint8_t end_of_other(struct extsta_explain *x, struct conversation *c)
{
    return sender_percent(story_doubt(x, c)->points);
}

/* The transmitter whose name it bears. */
static const struct transmitter *alleged(struct extsta_explain *x, const struct conversation *c)
{
    const struct network *n = story_network_of(x, c);
    return c->story.end_by != EXTSTA_BY_AP
               ? clients_transmitter(&x->clients, story_station_of(x, c))
           : n ? &n->transmitter
               : NULL;
}

/* What is known when it is told. */
static void judge_end(struct extsta_explain *x, struct conversation *c)
{
    const struct transmitter *t = alleged(x, c);
    if (t) {
        doubt_settle(story_doubt(x, c), t);
    }
    if (story_doubt(x, c)->points >= SENDER_OTHER) {
        story_end_is_forged(x, c);
    }
}

/* Ends wait in order of time, each for as long: the first one is due first. */
static void queue_ending(struct extsta_explain *x, struct conversation *c)
{
    struct story_capture *all = &x->story;
    struct conversation *last = story_at(x, all->ending_last);
    c->story.next_ending = 0;
    if (last) {
        last->story.next_ending = c->index + 1;
    } else {
        all->ending_first = c->index + 1;
    }
    all->ending_last = c->index + 1;
}

/* A walk over those of the last STORY_DOUBT: few. */
static void unqueue_ending(struct extsta_explain *x, struct conversation *c)
{
    struct story_capture *all = &x->story;
    uint32_t before = 0;
    for (uint32_t i = all->ending_first; i; before = i, i = story_at(x, i)->story.next_ending) {
        if (i != c->index + 1) {
            continue;
        }
        if (before) {
            story_at(x, before)->story.next_ending = c->story.next_ending;
        } else {
            all->ending_first = c->story.next_ending;
        }
        if (all->ending_last == i) {
            all->ending_last = before;
        }
        return;
    }
}

/* The handshake under way fails by the end that came, which is told next and repeats the reason
 * (DETAIL_END_FOLLOWS). */
static void fail_port(struct extsta_explain *x, struct conversation *c)
{
    struct story_conversation *st = &c->story;
    bool others = (st->flags & STORY_OTHERS) != 0, by_ap = st->end_by == EXTSTA_BY_AP;
    uint8_t confidence = end_of_other(x, c);
    uint16_t count;
    /* A station that says nothing any more, or leaves, because of what was forged before. */
    bool mute = !st->messages[1] && !st->eap_rounds;
    enum extsta_story_kind kind =
        others           ? EXTSTA_KIND_SPOOFED
        : by_ap && !mute ? EXTSTA_KIND_NONE
                         : story_forged_cause(c, mute ? st->made : st->ended, &count);
    if (kind == EXTSTA_KIND_NONE) {
        kind = story_diagnose_port(x, c, &confidence);
    } else if (!others) {
        confidence = 80;
    }
    const struct story_kind_info *info = story_kind(kind);
    struct extsta_story t;
    if (st->flags & STORY_FAILED) {
        return;
    }
    telling_start(&t, c, EXTSTA_STORY_ASSOCIATION_FAILED, kind);
    telling_frames(&t, st->first, st->began, st->end_first, st->ended);
    t.by = others ? EXTSTA_BY_UNKNOWN : (enum extsta_story_by)st->end_by;
    t.forged = others;
    telling_cause(&t,
                  others  ? EXTSTA_ORIGIN_UNKNOWN
                  : by_ap ? EXTSTA_ORIGIN_PEER
                          : EXTSTA_ORIGIN_STATION,
                  others ? EXTSTA_STAGE_FOUR_WAY : info->stage, RULE(IEEE_12_7_6));
    t.sureness = confidence;
    t.details = EXTSTA_DETAIL_END_FOLLOWS;
    story_before_port(x, &t, c);
    if (st->flags & STORY_HAS_REASON) {
        telling_reason(&t, st->reason, t.by);
    }
    st->flags |= STORY_FAILED;
    st->failure = (uint8_t)kind;
    st->failure_confidence = confidence;
    telling_end(x, &t, confidence);
}

/* A station that leaves an AP it no longer heard had lost the beacons. */
void story_leave(struct story_step *s, const void *nothing)
{
    struct story_conversation *st = &s->c->story;
    take_end(s);
    if (s->was == STORY_PORT && story_group_key_unseen(s->x, s->c)) {
        s->was = STORY_SERVICE;
    }
    if (s->was == STORY_PORT) {
        st->flags |= STORY_END_IN_PORT;
    } else {
        st->failure = EXTSTA_KIND_NONE;
    }
    if (st->failure == EXTSTA_KIND_NONE) {
        st->failure_confidence = 100;
    }
    if (s->was != STORY_PORT && st->end_by == EXTSTA_BY_STA) {
        struct silence silence = story_silent(s->x, s->c);
        st->failure = silence.by == EXTSTA_BY_AP ? EXTSTA_KIND_BEACON_LOSS : EXTSTA_KIND_NONE;
    }
    queue_ending(s->x, s->c);
}

/* A frame of another hand came first, and now one of the usual transmitter: that is the end. */
static void replace_end(struct story_step *s)
{
    struct story_conversation *st = &s->c->story;
    uint32_t in_port = st->flags & STORY_END_IN_PORT;
    story_series_of_end(s->x, s->c);
    unqueue_ending(s->x, s->c);
    take_end(s);
    st->flags |= in_port;
    queue_ending(s->x, s->c);
}

/* The end taken last, once more in the other side's name, numbered by the same counter. */
static bool is_other_half(const struct story_step *s)
{
    const struct story_conversation *st = &s->c->story;
    const struct extsta_frame_event *e = s->e;
    return (e->from_ap ? EXTSTA_BY_AP : EXTSTA_BY_STA) != (enum extsta_story_by)st->end_by &&
           !e->is_protected && e->has_reason && e->reason == st->reason &&
           doubt_goes_on_in(story_doubt(s->x, s->c), s->x->sent.number, e->time);
}

/* A repetition, the other half of an attacker's pair (the same in both names, numbered by one
 * counter), or one of a series. */
void story_leave_more(struct story_step *s, const void *nothing)
{
    struct story_conversation *st = &s->c->story;
    const struct extsta_frame_event *e = s->e;
    bool same = (e->from_ap ? EXTSTA_BY_AP : EXTSTA_BY_STA) == (enum extsta_story_by)st->end_by;
    if (same && e->retry && e->time < st->ended + STORY_STRAGGLERS) {
        st->end_last = e->number;
        return;
    }
    if ((st->flags & STORY_HAS_REASON) && is_other_half(s)) {
        doubt_add(story_doubt(s->x, s->c), EXTSTA_SIGN_BOTH_NAMES, 40, s->x->sent.number,
                  story_doubt(s->x, s->c)->number);
        return;
    }
    if (story_doubt(s->x, s->c)->points >= SENDER_OTHER && s->x->sender.points < SENDER_MAYBE) {
        replace_end(s);
        return;
    }
    story_series(s->x, s->c, e, SERIES_ENDS);
}

void story_pass_end(struct story_step *s)
{
    take_end(s);
    s->c->story.flags |= STORY_PASSED;
}

void story_passed_end(struct extsta_explain *x, struct conversation *c)
{
    c->story.flags &= ~STORY_PASSED;
    judge_end(x, c);
    if (c->story.flags & STORY_OTHERS) {
        story_series_of_end(x, c);
        c->story.flags &= ~STORY_OTHERS;
    }
}

/* What a key revealed of the frame that ends it. Frames are opened in batches, so it may come
 * after that end was told; then it is too late. */
void story_leave_opened(struct story_step *s)
{
    struct story_conversation *st = &s->c->story;
    if (st->state == STORY_ENDING && s->number == st->end_first && s->e->has_reason) {
        st->flags |= STORY_HAS_REASON;
        st->reason = s->e->reason;
    }
}

/* The failure that led to it says most, then the reason: 14 MIC failure, 4 inactivity, 6 and 7
 * no such station, 17 elements differ. */
static enum extsta_story_kind end_kind(struct extsta_explain *x, const struct conversation *c)
{
    const struct story_conversation *st = &c->story;
    enum extsta_story_by by = (enum extsta_story_by)st->end_by;
    if (st->flags & STORY_OTHERS) {
        return EXTSTA_KIND_SPOOFED;
    }
    if (st->failure != EXTSTA_KIND_NONE) {
        return (enum extsta_story_kind)st->failure;
    }
    enum extsta_story_kind plain =
        st->end_by == EXTSTA_BY_AP ? EXTSTA_KIND_ENDED_BY_AP : EXTSTA_KIND_LEFT;
    if (story_unanswered_queries(x, c, by, st->ended)) {
        return EXTSTA_KIND_SA_QUERY;
    }
    if (!(st->flags & STORY_HAS_REASON)) {
        return plain;
    }
    if (st->reason == 14) {
        return EXTSTA_KIND_COUNTERMEASURES;
    }
    if (story_claim_is_false(c)) {
        return plain;
    }
    if (st->end_by == EXTSTA_BY_AP && st->reason == 4) {
        return EXTSTA_KIND_INACTIVITY;
    }
    if (st->end_by == EXTSTA_BY_AP && (st->reason == 6 || st->reason == 7) &&
        st->end_heard <= STORY_ANSWERED) {
        return EXTSTA_KIND_AP_LOST_STATE;
    }
    return st->reason == 17 ? EXTSTA_KIND_RSNE_MISMATCH : plain;
}

/* What the frame was that ends it, or seems to. */
void story_take_end_details(struct extsta_explain *x, struct extsta_story *t,
                            struct conversation *c)
{
    const struct story_conversation *st = &c->story;
    const struct doubt *doubt = story_doubt(x, c);
    bool forged = (st->flags & STORY_OTHERS) || t->what == EXTSTA_STORY_FINDING;
    bool has_reason = (st->flags & STORY_HAS_REASON) != 0;
    bool others = (st->flags & STORY_OTHERS) != 0;
    t->details = (st->flags & STORY_DISASSOC ? EXTSTA_DETAIL_BY_DISASSOCIATION : 0) |
                 (st->end_by == EXTSTA_BY_AP ? EXTSTA_DETAIL_IN_AP_NAME : 0) |
                 (others ? EXTSTA_DETAIL_SPOOFED : 0) |
                 (st->flags & STORY_PROTECTED_END ? EXTSTA_DETAIL_PROTECTED : 0) |
                 (!others && doubt->points >= SENDER_MAYBE ? EXTSTA_DETAIL_DOUBTFUL : 0);
    if (has_reason) {
        telling_reason(t, st->reason, (enum extsta_story_by)st->end_by);
    }
    telling_signs(t, doubt->signs, doubt->count, !forged);
}

static uint8_t least(uint8_t a, uint8_t b)
{
    return a < b ? a : b;
}

/* confidence: that it is an end at all; whose hand it was may be less sure. */
static void tell_end(struct extsta_explain *x, struct conversation *c, uint8_t confidence,
                     bool inferred)
{
    struct story_conversation *st = &c->story;
    struct extsta_story t;
    bool others = (st->flags & STORY_OTHERS) != 0;
    uint8_t other = end_of_other(x, c);
    enum extsta_story_kind kind = end_kind(x, c);
    telling_start(&t, c, EXTSTA_STORY_DISASSOCIATION, kind);
    telling_frames(&t, st->end_first, st->ended, st->end_last, st->ended);
    telling_cause(&t, st->end_by == EXTSTA_BY_AP ? EXTSTA_ORIGIN_PEER : EXTSTA_ORIGIN_STATION,
                  story_kind(kind)->stage, st->flags & STORY_DISASSOC ? RULE(DIS_08) : RULE(DIS_09));
    t.is_explicit = true;
    t.by = (enum extsta_story_by)st->end_by;
    t.forged = story_doubt(x, c)->points >= SENDER_MAYBE;
    if (others) {
        t.by = EXTSTA_BY_UNKNOWN;
        t.cause.origin = EXTSTA_ORIGIN_UNKNOWN;
    }
    t.inferred = inferred;
    story_take_end_details(x, &t, c);
    if (kind == EXTSTA_KIND_SA_QUERY) {
        story_tell_queries(x, &t, c);
    }
    if (!others) {
        story_before_end(&t, c);
    }
    t.sureness = others                            ? other
                 : st->failure != EXTSTA_KIND_NONE ? st->failure_confidence
                                                   : story_claim_sureness(kind);
    telling_end(x, &t, least(confidence, others ? other : (uint8_t)(100 - other)));
    if (st->end_by == EXTSTA_BY_AP && others) {
        ap_life_not_dismissed(x, c);
    } else if (kind == EXTSTA_KIND_ENDED_BY_AP && !inferred) {
        ap_life_dismissed(x, c, t.confidence);
    }
    if (others) {
        story_forged_told(x, c, &t);
    }
}

/* Believed: nothing contradicted it. */
void story_settle(struct extsta_explain *x, struct conversation *c)
{
    struct story_conversation *st = &c->story;
    unqueue_ending(x, c);
    notes_tell(x, c);
    judge_end(x, c);
    if (st->flags & STORY_END_IN_PORT) {
        fail_port(x, c);
    }
    tell_end(x, c, st->flags & STORY_PROTECTED_END ? 100 : 95, false);
    story_unlink(x, c);
    story_to(c, STORY_NOTHING);
    st->flags |= STORY_ENDED;
    st->flags &= ~(uint32_t)(STORY_AUTHORIZED | STORY_FAILED);
    st->failure = EXTSTA_KIND_NONE;
}

void story_settle_due(struct extsta_explain *x, uint64_t now)
{
    struct conversation *c = story_at(x, x->story.ending_first);
    while (c && (now == UINT64_MAX || now > c->story.ended + STORY_DOUBT)) {
        story_settle(x, c);
        c = story_at(x, x->story.ending_first);
    }
    if (now != UINT64_MAX) { /* the end of the capture has more to come */
        story_forgeries_due(x, now);
    }
}

/* What should have ended it has not: the two go on (DIS-14: frames that do not count). */
static void tell_goes_on(struct extsta_explain *x, struct conversation *c, uint32_t number,
                         uint64_t time)
{
    struct extsta_story t;
    unqueue_ending(x, c);
    judge_end(x, c);
    c->story.flags &= ~(uint32_t)STORY_OTHERS;
    doubt_add(story_doubt(x, c), EXTSTA_SIGN_GOES_ON, 28, 0, 0);
    telling_start(&t, c, EXTSTA_STORY_FINDING, EXTSTA_KIND_GOES_ON);
    telling_frames(&t, c->story.end_first, c->story.ended, number, time);
    telling_cause(&t, EXTSTA_ORIGIN_UNKNOWN, EXTSTA_STAGE_CONNECTED, RULE(DIS_14));
    t.forged = story_doubt(x, c)->points >= SENDER_MAYBE;
    story_take_end_details(x, &t, c);
    t.details &= ~(uint32_t)EXTSTA_DETAIL_DOUBTFUL;
    telling_end(x, &t, least(95, end_of_other(x, c)));
    if (t.forged) {
        story_forged_told(x, c, &t);
    }
    c->story.failure = EXTSTA_KIND_NONE;
}

/* Data of both sides after it. */
void story_goes_on(struct story_step *s, const void *nothing)
{
    tell_goes_on(s->x, s->c, s->number, s->time);
}

/* The handshake goes on, and the frame that should have ended it was somebody else's. */
bool story_goes_on_keying(struct extsta_explain *x, struct conversation *c,
                          const struct extsta_frame_event *e)
{
    if (story_doubt(x, c)->points < SENDER_OTHER) {
        return false;
    }
    bool in_port = (c->story.flags & STORY_END_IN_PORT) != 0;
    tell_goes_on(x, c, e->number, e->time);
    story_to(c, in_port ? STORY_PORT : STORY_SERVICE);
    return true;
}

/* The station has left, and the AP did not take it: it went on calling, and gives it up now. */
static bool called_on(const struct story_step *s)
{
    const struct story_conversation *st = &s->c->story;
    return st->end_by == EXTSTA_BY_STA && (st->flags & STORY_ENDED) &&
           s->x->before_unanswered >= CALLED_ON;
}

/* An end without a known association. Stragglers of the last one, answers to strangers (reasons
 * 6, 7) and what others sent are only counted; else there was an association before the capture
 * began, perhaps. When the last end was another's, or the AP did not take it, the AP's own
 * comes now. */
void story_leave_unknown(struct story_step *s, const void *nothing)
{
    struct story_conversation *st = &s->c->story;
    const struct extsta_frame_event *e = s->e;
    const struct heard *sender = &s->c->heard[e->from_ap ? SIDE_AP : SIDE_STA];
    const struct heard *other = &s->c->heard[e->from_ap ? SIDE_STA : SIDE_AP];
    bool straggler = ((st->flags & STORY_ENDED) && s->time < st->ended + 5 * SECOND) ||
                     ((st->flags & STORY_FAILED) && s->time < st->progress + SECOND);
    if ((st->flags & STORY_ENDED) && is_other_half(s)) {
        sender_sign(&s->x->sender, EXTSTA_SIGN_BOTH_NAMES, 40, s->x->sent.number,
                    story_doubt(s->x, s->c)->number);
        story_series(s->x, s->c, e, SERIES_ENDS);
        story_series_over(s->x, s->c); /* what the AP answers to it is another */
        return;
    }
    bool others = s->x->sender.points >= SENDER_OTHER;
    bool answer = e->from_ap && e->has_reason && (e->reason == 6 || e->reason == 7);
    bool owed = straggler && e->from_ap && s->x->sender.points < SENDER_MAYBE &&
                ((st->flags & STORY_OTHERS) || (!answer && called_on(s)));
    if (others || (!owed && (straggler || answer))) {
        story_series(s->x, s->c, e, SERIES_ENDS);
        st->end_by = e->from_ap ? EXTSTA_BY_AP : EXTSTA_BY_STA;
        st->reason = e->reason; /* the other half of a pair may follow */
        doubt_begin(story_doubt(s->x, s->c), &s->x->sent, &s->x->sender);
        return;
    }
    take_end(s);
    st->failure = EXTSTA_KIND_NONE;
    tell_end(s->x, s->c, owed ? 80 : other->frames && sender->frames > 1 ? 60 : 40, !owed);
    st->flags |= STORY_ENDED;
    st->flags &= ~(uint32_t)STORY_HAS_REASON;
}

/* The next one is read first: the end unlinks. With MFP only a frame with an MME counts. */
void story_broadcast_leave(struct extsta_explain *x, const struct extsta_frame_event *e)
{
    struct network *n = networks_find(&x->networks, e->bssid);
    uint32_t next;
    for (uint32_t i = n ? n->story.associated : 0; i; i = next) {
        struct conversation *c = story_at(x, i);
        struct story_step step = {.x = x, .c = c, .e = e, .time = e->time, .number = e->number};
        next = c->story.next_of_bss;
        if (c->story.state == STORY_ENDING) {
            continue;
        }
        if ((c->story.security & SECURITY_MFP) && (c->story.flags & STORY_AUTHORIZED) &&
            !e->has_mme) {
            story_series(x, c, e, SERIES_UNPROTECTED);
            continue;
        }
        story_feed(&step, INPUT_LEAVE);
    }
}
