/* Ends that were not captured. When a station associates again, the association before is over
 * at the latest by that (an implicit end). But one who asks as if it were associated nowhere,
 * behind a pause in which neither side said anything, had been told before, or had said so
 * itself: the receiver missed the frame. story_attempt.c and story_end.c ask before they tell
 * an implicit end. */
#include "explain/story_private.h"

#include "base/mac.h"

#define AUTH_FT 2u
/* Neither side was heard for this long: no roam, and no second try. */
#define PAUSE (2 * SECOND)
/* Beacons that make it plain that the AP is heard, and a time without them that is no loss. */
#define BEACONS 20u
#define UNHEARD SECOND

/* The last frame of the old association. */
struct moment {
    uint64_t time;
    uint32_t number;
};

static struct moment heard_last(const struct heard *a, const struct heard *b)
{
    const struct heard *last = a->time > b->time ? a : b;
    return (struct moment){last->time, last->number};
}

/* Before the frame at hand, which has been counted already. */
void story_keep_last(struct story_step *s)
{
    struct story_conversation *st = &s->c->story;
    if (s->e) {
        struct moment last = heard_last(&s->x->before, &s->c->heard[!s->e->from_ap]);
        st->ended = last.time;
        st->end_first = last.number;
    }
}

/* Reassociation and FT: it took itself for associated. */
static bool asked_as_associated(const struct story_step *by)
{
    const struct story_conversation *st = &by->c->story;
    return (st->flags & STORY_REASSOC) || (by->e && by->e->kind == EXTSTA_EVENT_REASSOC_RESP) ||
           ((st->flags & STORY_AUTH_SEEN) && st->algorithm == AUTH_FT);
}

/* Its beacons ended before the station went: either they and it, or the receiver, which
 * listened elsewhere. */
static bool is_unheard(const struct network *n, const struct moment *last, uint64_t until)
{
    return n && n->beacons >= BEACONS && n->heard + UNHEARD < until &&
           n->heard + UNHEARD > last->time;
}

/* The later of the two signs of life. */
static struct moment beacon_or(const struct network *n, struct moment last)
{
    return n->heard > last.time ? (struct moment){n->heard, n->heard_number} : last;
}

/* No frame was missed: the AP was not there, and when it was back it knew nobody. */
static void tell_away(struct extsta_explain *x, struct conversation *c, struct moment last,
                      uint8_t confidence)
{
    struct extsta_story t;
    telling_start(&t, c, EXTSTA_STORY_SILENCE, EXTSTA_KIND_AP_GONE);
    telling_frames(&t, last.number, last.time, x->number, x->now);
    telling_cause(&t, EXTSTA_ORIGIN_PEER, EXTSTA_STAGE_CONNECTED, RULE(DIS_11));
    t.by = EXTSTA_BY_AP;
    t.inferred = true;
    telling_end(x, &t, confidence);
}

bool story_missed_end(struct extsta_explain *x, struct conversation *c,
                      const struct story_step *by)
{
    struct network *n = story_network_of(x, c);
    const struct story_conversation *new = &by->c->story;
    bool same = by->c == c;
    struct moment last = same ? (struct moment){c->story.ended, c->story.end_first}
                              : heard_last(&c->heard[SIDE_STA], &c->heard[SIDE_AP]);
    bool scanned = story_station_of(x, c)->story.scan_until > last.time;
    bool asked =
        (new->flags &STORY_REQUEST) || (by->e && by->e->kind == EXTSTA_EVENT_ASSOC_RESP);
    struct extsta_story t;
    if (new->began < last.time + PAUSE || asked_as_associated(by) || (!asked && !scanned)) {
        return false;
    }
    if (n && ap_life_was_away(x, n, last.time, new->began)) {
        tell_away(x, c, last, 90);
        return true;
    }
    if (is_unheard(n, &last, new->began)) {
        tell_away(x, c, beacon_or(n, last), 60);
        return true;
    }
    telling_start(&t, c, EXTSTA_STORY_DISASSOCIATION, EXTSTA_KIND_END_MISSED);
    telling_frames(&t, last.number, last.time, new->first, new->began);
    telling_cause(&t, EXTSTA_ORIGIN_UNKNOWN, EXTSTA_STAGE_CONNECTED, RULE(DIS_09));
    t.inferred = true;
    t.other = by->c->bssid;
    uint64_t pause = (new->began - last.time) / MS;
    telling_sign(&t, EXTSTA_SIGN_PAUSE, 10, pause < INT16_MAX ? (int)pause : INT16_MAX, 0);
    if (asked) {
        telling_sign(&t, EXTSTA_SIGN_AS_NEW, 15, 0, 0);
    }
    if (scanned) {
        telling_sign(&t, EXTSTA_SIGN_SCANNED, 5, 0, 0);
    }
    /* Without an open port there may have been nobody whom an end would have been told. */
    bool open = c->story.flags & (same ? STORY_OLD_PORT : STORY_AUTHORIZED) ||
                !(c->story.security & SECURITY_PORT);
    telling_end(x, &t, !asked ? 65 : open ? 80 : 70);
    return true;
}
