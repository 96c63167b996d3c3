/* Roams: from which AP a station came, in what time, and why. The reason is nobody's to see who
 * only listens: it is put together from what came before (a BSS transition request and its
 * answer, the end of the old association, the old AP's beacons, the signals of both APs and of
 * the station), each a sign of the story with its weight. Signals are those at the receiver of
 * the capture, which is not where the station is: they make a reason likely and never sure.
 *
 * story_handshake.c calls when data may flow at the new AP. */
#include "explain/story_notes.h"
#include "explain/story_private.h"

#include "base/mac.h"
#include "wire/wnm_frame.h"

/* A request to go elsewhere, and an end, count as the reason for so long. */
#define ASKED_BEFORE (30 * SECOND)
#define ENDED_BEFORE (10 * SECOND)
/* Beacons that were heard longer ago say nothing about the signal at the time. */
#define FRESH   (5 * SECOND)
#define BEACONS 3u
/* dB between two APs that make a station look for the other one: 8 and more by the defaults of
 * wpa_supplicant and of Android; below a few, it is chance. */
#define BETTER 6

/* Between APs of one SSID, as far as known. Without the old AP in the capture the address that
 * the reassociation request names is all there is. */
static bool is_roam(const struct extsta_explain *x, const struct conversation *c,
                    const struct conversation *before)
{
    const struct story_conversation *st = &c->story;
    if (before) {
        return !before->story.ssid || !st->ssid || before->story.ssid == st->ssid;
    }
    /* Of several links the request names the AP's device. */
    return (st->flags & STORY_REASSOC) && !mac_is_zero(st->left) &&
           !mac_equal(st->left, c->bssid) && !mac_equal(st->left, links_authenticator(x, c));
}

static int ms_since(uint64_t then, uint64_t now)
{
    uint64_t ms = now > then ? (now - then) / MS : 0;
    return ms < INT16_MAX ? (int)ms : INT16_MAX;
}

static void because(struct extsta_story *t, enum extsta_roam_why why, unsigned sure)
{
    t->context.why = (uint8_t)why;
    t->sureness = (uint8_t)sure;
}

/* Asked, and it agreed; or it was not to stay. One that refused a mere suggestion went by
 * itself. */
static bool was_asked(struct extsta_explain *x, struct extsta_story *t,
                      const struct conversation *old, const struct conversation *c)
{
    const struct note *n = notes_find(x, old, EXTSTA_KIND_TRANSITION);
    uint64_t began = c->story.began;
    bool imminent = n && (n->mode & BTM_IMMINENT);
    bool answered = n && n->status != NOTE_OPEN;
    if (!n || n->until > began || began - n->until > ASKED_BEFORE ||
        (answered && n->status != BTM_ACCEPT && !imminent)) {
        return false;
    }
    bool agreed = answered && n->status == BTM_ACCEPT;
    t->context.candidates = n->candidates;
    t->context.listed = note_lists(n, c->bssid);
    t->details |= imminent ? EXTSTA_DETAIL_IMMINENT : 0;
    t->has_status = answered;
    t->status = answered ? n->status : 0;
    t->cause.code = t->status;
    telling_sign(t, EXTSTA_SIGN_ASKED, imminent ? 22 : 15, ms_since(n->until, began),
                 n->candidates);
    if (answered) {
        telling_sign(t, EXTSTA_SIGN_ANSWERED, agreed ? 20 : -5, n->status, 0);
    }
    if (t->context.listed || mac_equal(n->target, c->bssid)) {
        telling_sign(t, EXTSTA_SIGN_LISTED, 10, 0, 0);
    }
    because(t, EXTSTA_ROAM_ASKED, agreed ? 97 : imminent ? 90 : 80);
    return true;
}

/* The AP left had ended the association, by a frame of its own. */
static bool was_ended(struct extsta_story *t, const struct conversation *old, uint64_t began)
{
    const struct story_conversation *st = &old->story;
    bool ended = (st->flags & STORY_ENDED) && !(st->flags & STORY_OTHERS) &&
                 st->end_by == EXTSTA_BY_AP && st->end_last && st->ended <= began &&
                 began - st->ended < ENDED_BEFORE;
    if (ended) {
        telling_sign(t, EXTSTA_SIGN_ENDED, 22, ms_since(st->ended, began), st->reason);
        because(t, EXTSTA_ROAM_ENDED, 90);
    }
    return ended;
}

/* Ten beacons in a row are missing, of as many as this capture hears. */
static bool has_gone(struct extsta_story *t, const struct network *old, uint64_t began)
{
    uint64_t spacing =
        old->beacons >= BEACONS ? (old->heard - old->heard_first) / old->beacons : 0;
    if (!spacing || began <= old->heard + 10 * spacing) {
        return false;
    }
    telling_sign(t, EXTSTA_SIGN_BEACONS_END, 20, ms_since(old->heard, began),
                 (int)(spacing / MS < INT16_MAX ? spacing / MS : INT16_MAX));
    because(t, EXTSTA_ROAM_AP_GONE, 85);
    return true;
}

/* dBm of an AP at the time, by its last beacon, else by its last frame to the station; 0: not
 * known. */
static int level_of(const struct network *n, const struct conversation *c, uint64_t began)
{
    const struct heard *h = c ? &c->heard[SIDE_AP] : NULL;
    if (n && n->signal && n->heard + FRESH > began) {
        return n->signal;
    }
    return h && h->time + FRESH > began ? h->signal : 0;
}

/* Both APs as heard, and the station's own last frames at the old one. */
static void compare_signals(struct extsta_explain *x, struct extsta_story *t,
                            const struct conversation *old, const struct network *left,
                            const struct conversation *c)
{
    int here = level_of(story_network_of(x, c), c, c->story.began);
    int there = level_of(left, old, c->story.began);
    int better = here && there ? here - there : 0;
    if (here && there) {
        int weight = better > 20 ? 20 : better < -20 ? -20 : better;
        telling_sign(t, EXTSTA_SIGN_BETTER, weight, here, there);
    }
    bool weak = old && story_at_the_edge(t, &old->heard[SIDE_STA]);
    if (better >= BETTER || (weak && better > -BETTER)) {
        because(t, EXTSTA_ROAM_SIGNAL,
                better >= BETTER && weak ? 85
                : better >= 2 * BETTER   ? 75
                                         : 60);
    }
}

/* The old conversation, also where it had ended before. */
static void find_why(struct extsta_explain *x, struct extsta_story *t,
                     const struct conversation *c)
{
    const struct conversation *old = clients_find(
        &x->clients, clients_hash(&x->clients, c->sta, t->other), c->sta, t->other);
    const struct network *left = networks_find(&x->networks, t->other);
    uint64_t began = c->story.began;
    because(t, EXTSTA_ROAM_UNKNOWN, 100);
    if (old && (was_asked(x, t, old, c) || was_ended(t, old, began))) {
        return;
    }
    if (!left || !has_gone(t, left, began)) {
        compare_signals(x, t, old, left, c);
    }
}

/* The gap counts from the last frame of the station at the old AP, if that was just before;
 * else from the attempt's first frame. */
void story_tell_roam(struct story_step *s)
{
    struct story_conversation *st = &s->c->story;
    const struct conversation *before = story_at(s->x, st->before);
    uint64_t left = st->began;
    struct extsta_story t;
    if (!explain_is_told(s->x) || !is_roam(s->x, s->c, before)) {
        return;
    }
    telling_start(&t, s->c, EXTSTA_STORY_ROAM, EXTSTA_KIND_ROAM);
    telling_frames(&t, st->first, st->began, s->number, s->time);
    t.by = EXTSTA_BY_STA;
    t.other = before ? before->bssid : st->left;
    if (before) {
        uint64_t last = before->heard[SIDE_STA].time;
        left = last < st->began && st->began - last < SECOND ? last : st->began;
        if (before->heard[SIDE_AP].number > before->heard[SIDE_STA].number) {
            t.lost = before->unanswered;
        }
    }
    t.gap = s->time - left;
    t.details = before ? 0 : EXTSTA_DETAIL_OLD_AP_UNSEEN;
    find_why(s->x, &t, s->c);
    telling_end(s->x, &t, before ? 95 : 80);
}
