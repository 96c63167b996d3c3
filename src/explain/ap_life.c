/* The following behind ap_life.h. A clock that begins anew is a restart when it began after the
 * last beacon of the old one: then it shows less than the time since. Anything else that does
 * not fit the old clock is somebody else with the same address, and a matter of
 * transmitters.c; when the old clock comes back, too. */
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
/* Numbers that an AP just started has used. */
#define FEW 512u
/* Pauses in beacons that are none: some are lost. */
#define PAUSE 10u

/* What evidence has room for. */
static int16_t at_most(uint64_t n)
{
    return (int16_t)(n < INT16_MAX ? n : INT16_MAX);
}

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

static uint32_t associated(struct extsta_explain *x, const struct network *n)
{
    uint32_t count = 0;
    for (struct conversation *c = story_at(x, n->story.associated); c;
         c = story_at(x, c->story.next_of_bss)) {
        count++;
    }
    return count;
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

static void tell_restart(struct extsta_explain *x, struct network *n)
{
    const struct ap_mark *old = &n->ap.last, *anew = &n->ap.anew;
    uint64_t passed = us_between(old, anew);
    uint64_t spacing =
        n->beacons > SURE ? (old->time - n->heard_first) / 1000 / (n->beacons - 1) : 0;
    int points = PRIOR;
    struct extsta_story t;
    if (anew->tsf > passed + START || anew->tsf + START > old->tsf + passed) {
        return;
    }
    telling_of(&t, (struct extsta_mac){{0}}, n->bssid, EXTSTA_STORY_AP, EXTSTA_KIND_AP_RESTART);
    telling_frames(&t, old->frame, old->time, anew->frame, anew->time);
    telling_sign(&t, EXTSTA_SIGN_CLOCK_ANEW, 45, at_most(anew->tsf / 1000000),
                 at_most(passed / 1000000));
    points += 45 + weigh_numbers(&t, old, anew);
    if (spacing && passed > PAUSE * spacing) {
        telling_sign(&t, EXTSTA_SIGN_BEACONS_END, 10, at_most(passed / 1000),
                     at_most(spacing / 1000));
        points += 10;
    }
    t.by = EXTSTA_BY_AP;
    t.gap = anew->time - old->time;
    t.count = n->ap.clients_then;
    if (points >= SENDER_OTHER) {
        telling_end(x, &t, sender_percent(points));
    }
}

/* The AP's clock is the other one from now on. */
static void take_anew(struct extsta_explain *x, struct network *n, const struct ap_mark *last)
{
    if (n->ap.beacons >= SURE) {
        tell_restart(x, n);
    }
    n->ap.last = *last;
    n->ap.beacons = n->ap.beacons_anew;
    n->ap.beacons_anew = 0;
}

/* Time that goes back is of a merged capture, and says nothing. */
void ap_life_beacon(struct extsta_explain *x, struct network *n, const struct ap_mark *beacon)
{
    struct ap_life *ap = &n->ap;
    if (beacon->time < ap->last.time) {
        return;
    }
    if (ap->beacons == 0 || one_clock(&ap->last, beacon)) {
        ap->last = *beacon;
        ap->beacons = (uint8_t)(ap->beacons + (ap->beacons != UINT8_MAX));
        ap->beacons_anew = 0;
        return;
    }
    if (ap->beacons_anew == 0 || !one_clock(&ap->anew, beacon)) {
        ap->anew = *beacon;
        ap->beacons_anew = 0;
        ap->clients_then = associated(x, n);
    }
    if (++ap->beacons_anew == SURE) {
        take_anew(x, n, beacon);
    }
}

void ap_life_finish(struct extsta_explain *x, struct network *n)
{
    if (n->ap.beacons_anew == SURE - 1) {
        take_anew(x, n, &n->ap.anew);
    }
}
