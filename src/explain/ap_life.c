/* The following behind ap_life.h. A clock that begins anew is a restart when it began after the
 * last beacon of the old one: then it shows less than the time since. Some drivers' clocks go
 * on over a restart; then the sequence numbers alone begin anew, behind a pause that is sure
 * (ap_pause.c). Anything else that does not fit the old clock is somebody else with the same
 * address, and a matter of transmitters.c; when the old clock comes back, too. */
#include "explain/ap_life.h"
#include "explain/story_private.h"

/* Beacons that make a clock sure. */
#define SURE 3u
/* How far a timestamp may be off: the capture's time is taken late under load. us. */
#define LATE 50000u
/* Between the start of an AP's clock and its first beacon that counts as its start. us. */
#define START 2000000u
/* Before any sign, in tenths of a logarithm as in transmitters.c. */
#define PRIOR (-20)
/* Numbers that an AP just started has used, with its clock anew and without. */
#define FEW    512u
#define FEWEST 64u
/* Reason 3: the AP goes. Reason 2, what was before is not valid any more, is what hostapd sends
 * to all when it starts. */
#define REASON_BEGINS 2u
#define REASON_GOES   3u
#define RESTART_MOST  (300 * SECOND)
/* A pause of its own, and no lost beacons. */
#define PAUSED (2 * SECOND)
/* Clients that go in one moment. */
#define MOMENT SECOND
/* An AP that went on for so long after it sent its clients away goes on. */
#define GOES_ON (3 * SECOND)

static uint64_t us_between(const struct ap_mark *a, const struct ap_mark *b)
{
    return b->time > a->time ? (b->time - a->time) / 1000 : 0;
}

/* Both by one clock: it went on by as much as the time did. */
static bool one_clock(const struct ap_mark *a, const struct ap_mark *b)
{
    uint64_t passed = us_between(a, b), due = a->tsf + passed;
    uint64_t off = due > b->tsf ? due - b->tsf : b->tsf - due;
    return off <= LATE + passed / 512;
}

/* --- telling --- */

void ap_story_start(struct extsta_story *t, const struct network *n,
                    enum extsta_story_kind kind)
{
    telling_of(t, (struct extsta_mac){{0}}, n->bssid, EXTSTA_STORY_AP, kind);
    t->by = EXTSTA_BY_AP;
}

/* Those that the AP sent away just before its pause are its clients too, and no event of their
 * own then. */
static void take_dismissal(struct extsta_story *t, struct network *n)
{
    struct ap_dismissal *d = &n->ap.dismissal;
    if (d->first && d->first < t->time + GOES_ON && t->time < d->last + GOES_ON) {
        t->details |= d->clients ? EXTSTA_DETAIL_SENT_AWAY : 0;
        t->count = t->count > d->clients ? t->count : d->clients;
        d->first = 0;
    }
}

/* As many as make it the AP's affair, and not one client's; or it says that it goes. */
static bool is_of_ap(const struct ap_dismissal *d)
{
    bool many = d->clients >= 2 && (d->to_all || d->clients * 5 >= d->before * 4);
    return d->first && (many || (d->clients && d->to_all && d->reason == REASON_GOES));
}

static void tell_dismissal(struct extsta_explain *x, struct network *n)
{
    struct ap_dismissal *d = &n->ap.dismissal;
    struct extsta_story t;
    if (is_of_ap(d)) {
        ap_story_start(&t, n, EXTSTA_KIND_SENT_AWAY);
        telling_frames(&t, d->first_frame, d->first, d->last_frame, d->last);
        t.count = d->clients;
        if (d->reason) {
            telling_reason(&t, d->reason, EXTSTA_BY_AP);
        }
        telling_end(x, &t, d->confidence);
    }
    d->first = 0;
}

/* The numbers begin anew, go on (beacons are not all that is numbered), or neither. */
static int weigh_numbers(struct extsta_story *t, const struct ap_mark *old,
                         const struct ap_mark *anew)
{
    unsigned on = (unsigned)(anew->number - old->number) & 0xfffu;
    uint64_t sent = us_between(old, anew) / 10000;
    bool goes_on = on != 0 && on <= 8 + sent && sent < 1024;
    if (goes_on) {
        telling_sign(t, EXTSTA_SIGN_NUMBER, -25, anew->number, old->number);
        return -25;
    }
    if (anew->number < FEW) {
        telling_sign(t, EXTSTA_SIGN_NUMBERS_ANEW, 15, anew->number, old->number);
        return 15;
    }
    return 0;
}

/* A pause that is sure, into the story; false: it is not. */
static bool take_pause(struct extsta_story *t, const struct ap_pause *pause)
{
    if (pause->points < SENDER_OTHER) {
        return false;
    }
    t->gap = t->until - t->time;
    ap_pause_signs(t, pause);
    return true;
}

static void was_away(struct network *n, const struct extsta_story *t)
{
    n->ap.away = t->time;
    n->ap.back = t->until;
}

/* Its first beacon after the pause may be still to come. */
bool ap_life_was_away(struct extsta_explain *x, struct network *n, uint64_t from,
                      uint64_t until)
{
    struct ap_life *ap = &n->ap;
    if (ap->back && ap->away <= until && ap->back >= from) {
        return true;
    }
    if (ap->beacons < SURE || x->now < ap->last.time + PAUSED || ap->last.time > until) {
        return false;
    }
    struct ap_pause pause;
    ap_pause_judge(x, n, x->now, &pause);
    return pause.points >= SENDER_OTHER;
}

/* `anew` was the first beacon of another clock, behind `pause`. */
static bool tell_restart(struct extsta_explain *x, struct network *n)
{
    const struct ap_mark *old = &n->ap.last, *anew = &n->ap.anew;
    uint64_t passed = us_between(old, anew);
    int points = PRIOR;
    struct extsta_story t;
    if (n->ap.restarted > old->time) {
        return true;
    }
    if (anew->tsf > passed + START || anew->tsf + START > old->tsf + passed) {
        return false;
    }
    ap_story_start(&t, n, EXTSTA_KIND_AP_RESTART);
    telling_frames(&t, old->frame, old->time, anew->frame, anew->time);
    telling_sign(&t, EXTSTA_SIGN_CLOCK_ANEW, 45, telling_number(anew->tsf / 1000000),
                 telling_number(passed / 1000000));
    points += 45 + weigh_numbers(&t, old, anew);
    t.count = n->ap.pause.clients;
    t.gap = anew->time - old->time;
    points += take_pause(&t, &n->ap.pause) ? 10 : 0;
    take_dismissal(&t, n);
    points += t.details & EXTSTA_DETAIL_SENT_AWAY ? 10 : 0;
    if (points < SENDER_OTHER) {
        return false;
    }
    n->ap.restarted = anew->time;
    was_away(n, &t);
    telling_end(x, &t, sender_percent(points));
    return true;
}

/* Off the air, and back. By the same clock it may be a restart all the same, when its numbers
 * show it. */
static void tell_pause(struct extsta_explain *x, struct network *n, const struct ap_mark *back)
{
    const struct ap_pause *pause = &n->ap.pause;
    unsigned on = (unsigned)(back->number - pause->last.number) & 0xfffu;
    bool anew = back->number < FEWEST && on > FEWEST;
    struct extsta_story t;
    ap_story_start(&t, n, anew ? EXTSTA_KIND_AP_RESTART : EXTSTA_KIND_AP_GONE);
    telling_frames(&t, pause->last.frame, pause->last.time, back->frame, back->time);
    t.count = pause->clients;
    if (n->ap.restarted > pause->last.time || !take_pause(&t, pause)) {
        return;
    }
    if (anew) {
        telling_sign(&t, EXTSTA_SIGN_NUMBERS_ANEW, 30, back->number, pause->last.number);
    }
    take_dismissal(&t, n);
    was_away(n, &t);
    telling_end(x, &t, sender_percent(pause->points));
}

/* --- beacons --- */

/* How the AP is heard where it is: a radio on the next channel hears it too, and says nothing
 * of how often it sends there. */
static void listen(struct extsta_explain *x, struct network *n, const struct ap_mark *beacon)
{
    struct ap_life *ap = &n->ap;
    uint8_t channel = n->says.channel;
    uint16_t named = channel_to_freq(channel, channel > 14);
    uint16_t freq = named ? named : beacon->freq;
    uint32_t slot = (uint32_t)(beacon->time / LISTENING_SLOT) + 1;
    if (freq != ap->freq || !ap->slots) {
        ap->freq = freq;
        ap->slots = 0;
        ap->ear_first = listening_ear(&x->listening, freq)->slots;
        ap->ear_first -= listening_ear(&x->listening, freq)->slot == slot;
    }
    if (beacon->freq && beacon->freq != freq) {
        return;
    }
    listening_hear(&x->listening, freq, beacon->time);
    ap->slots += ap->slot != slot;
    ap->slot = slot;
    ap->ear_last = listening_ear(&x->listening, freq)->slots;
    if (beacon->signal) {
        int level = ap->level ? ap->level + (beacon->signal - ap->level) / 4 : beacon->signal;
        ap->level = (int8_t)level;
    }
}

/* The AP's clock is the other one from now on. */
static void take_anew(struct extsta_explain *x, struct network *n, const struct ap_mark *last)
{
    if (n->ap.beacons >= SURE && !tell_restart(x, n)) {
        tell_pause(x, n, &n->ap.anew);
    }
    n->ap.last = *last;
    n->ap.beacons = n->ap.beacons_anew;
    n->ap.beacons_anew = 0;
}

static void goes_on(struct extsta_explain *x, struct network *n, const struct ap_mark *beacon)
{
    struct ap_life *ap = &n->ap;
    if (ap->beacons >= SURE) {
        ap_pause_judge(x, n, beacon->time, &ap->pause);
        tell_pause(x, n, beacon);
    }
    ap->last = *beacon;
    ap->beacons = (uint8_t)(ap->beacons + (ap->beacons != UINT8_MAX));
    ap->beacons_anew = 0;
    if (ap->dismissal.first && beacon->time > ap->dismissal.last + GOES_ON) {
        story_settle_due(x, beacon->time); /* whether they were ends at all */
        tell_dismissal(x, n);
    }
}

/* Time that goes back is of a merged capture, and says nothing. */
void ap_life_beacon(struct extsta_explain *x, struct network *n, const struct ap_mark *beacon)
{
    struct ap_life *ap = &n->ap;
    if (beacon->time < ap->last.time || !explain_is_told(x)) {
        return;
    }
    bool paused = beacon->time > ap->last.time + PAUSED;
    if (ap->beacons == 0 || one_clock(&ap->last, beacon)) {
        goes_on(x, n, beacon);
    } else {
        if (ap->beacons_anew == 0 || !one_clock(&ap->anew, beacon)) {
            ap->anew = *beacon;
            ap->beacons_anew = 0;
            ap_pause_judge(x, n, beacon->time, &ap->pause);
        }
        if (++ap->beacons_anew == SURE) {
            take_anew(x, n, beacon);
        }
    }
    ap_channel_beacon(x, n, beacon);
    listen(x, n, beacon);
    ap_loss_beacon(x, n, beacon, paused);
    ap->clients = n->story.clients;
}

/* --- clients --- */

void ap_life_dismissed(struct extsta_explain *x, struct conversation *c, uint8_t confidence)
{
    const struct story_conversation *st = &c->story;
    struct network *n = story_network_of(x, c);
    uint16_t reason = st->flags & STORY_HAS_REASON ? st->reason : 0;
    struct ap_dismissal *d = n ? &n->ap.dismissal : NULL;
    bool counted = d && d->first && st->made < d->first &&
                   (d->client == c->index || (d->to_all && d->first_frame == st->end_first));
    if (!d || counted) {
        return;
    }
    /* One that has come back since is not another one. */
    if (d->first && (st->ended > d->last + MOMENT || reason != d->reason ||
                     (st->service ? st->service : st->made) > d->first)) {
        tell_dismissal(x, n);
    }
    if (!d->first) {
        *d = (struct ap_dismissal){.first = st->ended,
                                   .first_frame = st->end_first,
                                   .before = n->story.clients,
                                   .reason = reason,
                                   .confidence = 100};
    }
    d->last = st->ended;
    d->last_frame = st->end_first;
    d->client = c->index;
    d->clients++;
    d->confidence = confidence < d->confidence ? confidence : d->confidence;
}

/* Those whose own end waits to be told have gone before. */
static uint32_t still_there(struct extsta_explain *x, const struct network *n)
{
    uint32_t count = 0;
    for (struct conversation *c = story_at(x, n->story.associated); c;
         c = story_at(x, c->story.next_of_bss)) {
        count += c->story.state != STORY_ENDING;
    }
    return count;
}

void ap_life_not_dismissed(struct extsta_explain *x, struct conversation *c)
{
    struct network *n = story_network_of(x, c);
    if (n && n->ap.dismissal.to_all && n->ap.dismissal.first_frame == c->story.end_first) {
        n->ap.dismissal.first = 0;
    }
}

void ap_life_to_all(struct extsta_explain *x, const struct extsta_frame_event *e)
{
    struct network *n = networks_find(&x->networks, e->bssid);
    struct ap_dismissal *d = n ? &n->ap.dismissal : NULL;
    struct extsta_story t;
    if (!d || !e->has_reason) {
        return;
    }
    if (e->reason == REASON_BEGINS && d->first && d->to_all && d->reason == REASON_GOES &&
        e->time < d->last + RESTART_MOST) {
        ap_story_start(&t, n, EXTSTA_KIND_AP_RESTART);
        telling_frames(&t, d->first_frame, d->first, e->number, e->time);
        telling_sign(&t, EXTSTA_SIGN_BEGINS, 40, e->reason, d->reason);
        t.gap = e->time - d->last;
        take_dismissal(&t, n);
        n->ap.restarted = e->time;
        was_away(n, &t);
        telling_end(x, &t, 90);
        return;
    }
    uint32_t clients = still_there(x, n);
    tell_dismissal(x, n);
    *d = (struct ap_dismissal){.first = e->time,
                               .last = e->time,
                               .first_frame = e->number,
                               .last_frame = e->number,
                               .clients = clients,
                               .client = EXPLAIN_NONE,
                               .before = clients,
                               .reason = e->reason,
                               .confidence = (uint8_t)(100 - sender_other(&x->sender)),
                               .to_all = true};
}

void ap_life_finish(struct extsta_explain *x, struct network *n)
{
    struct ap_life *ap = &n->ap;
    struct extsta_story t;
    if (ap->beacons_anew == SURE - 1) {
        take_anew(x, n, &ap->anew);
    }
    if (ap->beacons >= SURE) {
        ap_pause_judge(x, n, x->now, &ap->pause);
        ap_story_start(&t, n, ap->announced ? EXTSTA_KIND_CHANNEL_SWITCH : EXTSTA_KIND_AP_GONE);
        telling_frames(&t, ap->last.frame, ap->last.time, x->number, x->now);
        t.details = EXTSTA_DETAIL_TO_THE_END;
        t.count = ap->clients;
        if (ap->announced) {
            telling_sign(&t, EXTSTA_SIGN_MOVES, 30, ap->announced, ap->channel);
        }
        if (take_pause(&t, &ap->pause)) {
            take_dismissal(&t, n);
            telling_end(x, &t, sender_percent(ap->pause.points));
        }
    }
    tell_dismissal(x, n);
    ap_channel_finish(x, n);
    ap_load_finish(x, n);
    ap_loss_finish(x, n);
}
