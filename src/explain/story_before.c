/* What came just before an end, a failure or a silence: how the other side was heard last,
 * whether its signal fell, how many of its frames were repeated, whether it went to sleep,
 * whether the AP's beacons go on. It decides between causes, it is evidence in the story
 * (telling_sign), and it is what a reason code is held against: that is a claim of whoever sent
 * it. Asked by story_end.c and story_attempt.c when they tell. */
#include "explain/story_private.h"

/* dB below its own mean, and dBm, that speak for the edge of the range. */
#define FALL 8
#define WEAK (-80)
/* Of the last frames, percent. */
#define MANY_RETRIES 40u
/* An AP's time of inactivity is minutes; nobody has seen less than this. */
#define INACTIVE_MS 10000u
#define BEACONS  3u
/* Repetitions by the MAC that show that nobody acknowledges. */
#define REPEATED 2u

static int16_t ms_between(uint64_t from, uint64_t to)
{
    return telling_number(to > from ? (to - from) / MS : 0);
}

void telling_sign(struct extsta_story *t, enum extsta_sign what, int weight, int is, int usual)
{
    const struct extsta_evidence e = {.what = (uint8_t)what,
                                      .weight = (int8_t)weight,
                                      .is = (int16_t)is,
                                      .usual = (int16_t)usual};
    telling_signs(t, &e, 1, false);
}

bool story_at_the_edge(struct extsta_story *t, const struct heard *h)
{
    int level = h->level / 64;
    unsigned retries = h->retries * 100u / HEARD_ALL;
    bool fell = h->signal && level && h->signal <= level - FALL;
    bool weak = h->signal && h->signal <= WEAK;
    if (fell) {
        telling_sign(t, EXTSTA_SIGN_FELL, 15, h->signal, level);
    } else if (h->signal) {
        telling_sign(t, EXTSTA_SIGN_WEAK, weak ? 12 : -8, h->signal, level);
    }
    if (retries >= MANY_RETRIES) {
        telling_sign(t, EXTSTA_SIGN_RETRIES, 10, (int)retries, 0);
    }
    return fell || weak || retries >= MANY_RETRIES;
}

/* As often as this capture hears the AP's beacons, not as often as it sends them. */
static uint64_t beacon_spacing(const struct network *n)
{
    return n && n->beacons >= BEACONS ? (n->heard - n->heard_first) / n->beacons : 0;
}

/* True: they have ended, as of the story's last frame. */
static bool beacons(struct extsta_story *t, const struct network *n, uint64_t spacing)
{
    bool gone = t->until > n->heard + 10 * spacing;
    telling_sign(t, gone ? EXTSTA_SIGN_BEACONS_END : EXTSTA_SIGN_BEACONS_GO_ON, gone ? 30 : 5,
                 ms_between(n->heard, t->until), telling_number(spacing / MS));
    return gone;
}

/* A station that said so sleeps; one at the edge has gone; else nothing is known. */
static uint8_t sta_silent(struct extsta_story *t, const struct conversation *c, uint8_t sure)
{
    const struct heard *sta = &c->heard[SIDE_STA];
    bool asleep = (sta->flags & (FC_PM >> 8)) != 0;
    telling_sign(t, asleep ? EXTSTA_SIGN_ASLEEP : EXTSTA_SIGN_AWAKE, asleep ? 20 : -5, 0, 0);
    if (story_at_the_edge(t, sta) && !asleep) {
        t->details |= EXTSTA_DETAIL_OUT_OF_RANGE;
    }
    t->details |= asleep ? EXTSTA_DETAIL_ASLEEP : 0;
    return sure;
}

/* With its beacons the AP is gone. */
static uint8_t ap_silent(struct extsta_explain *x, struct extsta_story *t,
                         const struct conversation *c, uint8_t sure)
{
    const struct network *n = story_network_of(x, c);
    uint64_t spacing = beacon_spacing(n);
    if (!spacing) {
        return sure;
    }
    bool gone = beacons(t, n, spacing);
    t->kind = gone ? EXTSTA_KIND_AP_GONE : t->kind;
    return gone && sure < 90 ? 90 : sure;
}

/* Requests that the AP acknowledges are not repeated: one that was repeated, and not answered,
 * was not heard, while the AP's beacons go on. */
void story_before_no_answer(struct extsta_explain *x, struct extsta_story *t,
                            const struct conversation *c)
{
    const struct network *n = story_network_of(x, c);
    uint64_t spacing = beacon_spacing(n);
    bool there = spacing && !beacons(t, n, spacing);
    telling_sign(t, EXTSTA_SIGN_CALLS, c->insisted ? 12 : 3, telling_number(c->unanswered),
                 c->insisted);
    if (c->insisted >= REPEATED) {
        t->details |= there ? EXTSTA_DETAIL_DEAF : 0;
        (void)story_at_the_edge(t, &c->heard[SIDE_STA]);
    }
}

uint8_t story_before_silence(struct extsta_explain *x, struct extsta_story *t,
                             const struct conversation *c, uint8_t insisted, uint8_t sure)
{
    telling_sign(t, EXTSTA_SIGN_CALLS, insisted >= 8 ? 17 : 8, telling_number(t->count),
                 insisted);
    return t->by == EXTSTA_BY_STA ? sta_silent(t, c, sure) : ap_silent(x, t, c, sure);
}

/* How often messages 1 and 2 came, and how the station is heard. */
void story_before_port(struct extsta_explain *x, struct extsta_story *t,
                       const struct conversation *c)
{
    const struct story_conversation *st = &c->story;
    const struct story_memo *memo = story_memo_find(x, c);
    if (t->kind == EXTSTA_KIND_M2_ELEMENT) {
        telling_sign(t, EXTSTA_SIGN_DIFFERS, 30, memo ? memo->differs : 0, 0);
    }
    if (memo && memo->missed && !st->messages[1]) {
        telling_sign(t, EXTSTA_SIGN_NOT_HEARD, 12, memo->missed, 0);
    }
    if (st->messages[0] || st->messages[1]) {
        bool again = st->messages[1] > 1;
        telling_sign(t, EXTSTA_SIGN_MESSAGES, again ? 12 : 2, st->messages[0], st->messages[1]);
    }
    (void)story_at_the_edge(t, &c->heard[SIDE_STA]);
}

/* --- reasons --- */

uint16_t story_heard_before(const struct conversation *c, enum explain_side side, uint64_t time)
{
    uint64_t last = c->heard[side].time;
    uint64_t ms = last && last <= time ? (time - last) / MS : UINT16_MAX;
    return ms < UINT16_MAX ? (uint16_t)ms : UINT16_MAX;
}

/* A number that whoever ends it wrote into the frame. Who forgets a station says 6 or 7 to what
 * it sends; so does an AP that refuses it something, or that is told to say so. */
uint8_t story_claim_sureness(enum extsta_story_kind kind)
{
    return kind == EXTSTA_KIND_AP_LOST_STATE ? 75 : kind == EXTSTA_KIND_INACTIVITY ? 85 : 100;
}

/* Reason 4 (inactivity) right after a frame of the station is an operator's or a test's;
 * reasons 6 and 7 under the association's own key are of an AP that knows it well. */
bool story_claim_is_false(const struct conversation *c)
{
    const struct story_conversation *st = &c->story;
    const struct heard *sta = &c->heard[SIDE_STA];
    if (st->end_by != EXTSTA_BY_AP || !(st->flags & STORY_HAS_REASON)) {
        return false;
    }
    if (st->reason == 4) {
        bool unheard = sta->retries * 100u / HEARD_ALL >= MANY_RETRIES;
        return st->end_heard < INACTIVE_MS && !unheard;
    }
    return (st->reason == 6 || st->reason == 7) && (st->flags & STORY_PROTECTED_END);
}

/* The other side's last frame before the end, and what the reason says against it. */
void story_before_end(struct extsta_story *t, const struct conversation *c)
{
    const struct story_conversation *st = &c->story;
    bool is_false = story_claim_is_false(c);
    if (st->end_heard < UINT16_MAX) {
        bool inactivity = st->reason == 4 && (st->flags & STORY_HAS_REASON);
        telling_sign(t, EXTSTA_SIGN_HEARD,
                     is_false && inactivity ? 25
                     : inactivity           ? 15
                                            : 1,
                     telling_number(st->end_heard), 0);
    }
    if (is_false) {
        t->details |= EXTSTA_DETAIL_CLAIM_FALSE;
        telling_sign(t, EXTSTA_SIGN_CLAIM, -8, st->reason, 0);
    }
    if (st->end_by == EXTSTA_BY_STA) {
        (void)story_at_the_edge(t, &c->heard[SIDE_STA]);
    }
}
