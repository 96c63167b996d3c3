/* The weighing behind transmitters.h. Weights are tenths of the natural logarithm of a
 * likelihood ratio: how much likelier a sign is of somebody else than of the usual transmitter.
 * They are estimated from the captures that tests/captures reads, by hand and roundly; the
 * calibration is measured there and by bench-story_truth.
 *
 * What real transmitters do, and what therefore proves nothing: APs that number beacons, probe
 * responses and the frames to each station by counters of their own; stations whose driver
 * numbers Authentication and whose firmware numbers the rest; receivers that hear one frame in
 * twenty 30 dB too weak. So only counters that have proved themselves are held against a frame,
 * one that counts on outweighs an odd signal, and what comes afterwards weighs most: the usual
 * counter that goes on over a frame as if it had not been sent (doubt_settle). */
#include "explain/transmitters.h"

#define VOICE_ANNOUNCES 0x01u /* beacons and probe responses come by it */
#define VOICE_EXCHANGES 0x02u /* all other management frames */
#define VOICE_OTHER     0x04u /* not the usual one's */
#define VOICES          4u

#define DOUBT_OPEN     0x01u
#define DOUBT_JUMPED   0x02u
#define DOUBT_RESUMED  0x04u /* the usual counter went on over it */
#define DOUBT_FOLLOWED 0x08u /* and this one counts on from it */
#define DOUBT_SETTLED  0x10u
#define DOUBT_AP       0x20u /* in the AP's name */

/* Before any sign: ends are forged most. */
#define PRIOR_END   (-15)
#define PRIOR_OTHER (-22)

/* Numbers that may lie between two frames of a counter: some, and what a busy AP sends. */
#define GAP_LEAST  8u
#define GAP_PER_MS 2u /* 1 in 2 ms */
/* So many may have been sent around a frame that was somebody else's. */
#define GAP_BACK 32u
/* Who only sends what he injects counts no further in between: for so many ms. */
#define OTHERS_PATIENCE 60000u
/* Beyond this nothing can be said. */
#define GAP_MOST 1024u
#define GAP_IDLE 8u

static int distance(int a, int b)
{
    return a > b ? a - b : b - a;
}

static uint32_t ms_of(uint64_t time)
{
    return (uint32_t)(time / 1000000u);
}

/* Merged captures go back in time. */
static uint32_t apart(uint32_t a, uint32_t b)
{
    return a - b <= INT32_MAX ? a - b : b - a;
}

static unsigned gap(unsigned from, unsigned to)
{
    return (to - from) & 0xfffu;
}

static unsigned allowance(uint32_t ms)
{
    uint32_t more = ms / GAP_PER_MS;
    return more > GAP_MOST ? GAP_MOST + 1 : GAP_LEAST + more;
}

/* A frame that counts on: the fewer numbers lie between, the less it is chance. Negative; 0: it
 * does not, or too much may lie between. A number that came before without the Retry bit is no
 * counting. */
static int counts_on(unsigned from, uint32_t age, const struct sent *sent)
{
    unsigned between = gap(from, sent->number), may = allowance(age);
    if (between == 0 || (sent->retry && between > 0xfff0u)) {
        return sent->retry ? -25 : 0;
    }
    if (between > may || may > GAP_MOST) {
        return 0;
    }
    return between <= 4 ? -30 : between <= 16 ? -25 : may <= 64 ? -20 : may <= 256 ? -15 : -8;
}

/* The same behind the last frame of all that was heard of it: after a pause, too, an AP that
 * has nothing to do counts on from there. */
static int counts_on_last(const struct sent_before *before, const struct sent *sent)
{
    int weight = before->age ? counts_on(before->number, ms_of(before->age), sent) : 0;
    bool idle = before->age && allowance(ms_of(before->age)) > GAP_MOST &&
                gap(before->number, sent->number) - 1u < GAP_IDLE;
    return idle ? -15 : weight;
}

/* Logistic, in steps of 5 points, between which it is nearly straight. */
uint8_t sender_percent(int points)
{
    static const uint8_t percent[] = {50, 62, 73, 82, 88, 92, 95, 97, 98, 99};
    unsigned off = (unsigned)distance(points, 0), step = off / 5;
    unsigned p = 99;
    if (step < sizeof percent - 1) {
        p = percent[step] + (percent[step + 1] - percent[step]) * (off % 5) / 5;
    }
    return (uint8_t)(points < 0 ? 100 - p : p);
}

static void sign(struct sender *s, enum extsta_sign what, int weight, int is, int usual)
{
    s->points = (int16_t)(s->points + weight);
    if (weight != 0 && s->count < SENDER_SIGNS) {
        s->signs[s->count++] = (struct extsta_evidence){.what = (uint8_t)what,
                                                        .weight = (int8_t)weight,
                                                        .is = (int16_t)is,
                                                        .usual = (int16_t)usual};
    }
}

void sender_sign(struct sender *s, enum extsta_sign what, int weight, int is, int usual)
{
    sign(s, what, weight, is, usual);
}

/* --- signal and rate --- */

static int level_of(const struct transmitter *t, int8_t level)
{
    return t->level ? t->level / 16 : level;
}

/* A wide spread means that the address is heard from several places, or moves. */
static void weigh_signal(const struct transmitter *t, const struct sent *sent, int8_t level,
                         struct sender *s)
{
    int usual = level_of(t, level), off = distance(sent->signal, usual);
    if (!sent->signal || !usual || t->spread > 9) {
        return;
    }
    sign(s, EXTSTA_SIGN_SIGNAL,
         off >= 20   ? 22
         : off >= 14 ? 14
         : off >= 10 ? 6
         : off <= 6  ? -8
                     : 0,
         sent->signal, usual);
}

static void weigh_rate(const struct transmitter *t, const struct sent *sent, struct sender *s)
{
    if (sent->rate && t->rate && t->rate != UINT8_MAX && t->frames >= 2 &&
        sent->rate != t->rate) {
        sign(s, EXTSTA_SIGN_RATE, 8, sent->rate, t->rate);
    }
}

static void learn_level(struct transmitter *t, const struct sent *sent)
{
    int level = sent->signal * 16;
    if (!sent->signal) {
        return;
    }
    if (!t->level) {
        t->level = (int16_t)level;
        return;
    }
    int off = distance(level, t->level) / 16;
    t->level = (int16_t)(t->level + (level - t->level) / 8);
    t->spread = (uint8_t)((t->spread * 7 + (off > 63 ? 63 : off) + 4) / 8);
}

/* --- counters --- */

/* The counters that a frame continues best, the usual one's and somebody else's, with weights
 * as of counts_on. NULL: none. */
struct match {
    struct voice *own, *other;
    int own_weight, other_weight;
};

static struct match find(struct transmitter *t, const struct sent *sent)
{
    struct match m = {.own = NULL};
    uint32_t now = ms_of(sent->time);
    for (struct voice *v = t->voices; v < t->voices + VOICES && m.own_weight > -30; v++) {
        if (!v->count) {
            continue;
        }
        uint32_t age = now - v->ms;
        if (!(v->flags & VOICE_OTHER)) {
            int w = counts_on(v->number, age, sent);
            m.own = w < m.own_weight ? v : m.own;
            m.own_weight = w < m.own_weight ? w : m.own_weight;
        } else {
            int w = v->number == sent->number && age < OTHERS_PATIENCE
                        ? -25 /* tools number frames to several alike */
                        : counts_on(v->number, age < OTHERS_PATIENCE ? 0 : age, sent);
            m.other = w < m.other_weight ? v : m.other;
            m.other_weight = w < m.other_weight ? w : m.other_weight;
        }
    }
    return m;
}

/* Who has been silent for long counts little. */
static unsigned worth(const struct voice *v, uint32_t now)
{
    return v->count == 0 ? 0 : now - v->ms > 30000 ? 1u + v->count / 64u : 2u + v->count;
}

/* The one that was heard least makes room. */
static struct voice *new_voice(struct transmitter *t, uint64_t time)
{
    struct voice *v = &t->voices[0];
    for (size_t i = 1; i < VOICES; i++) {
        v = worth(&t->voices[i], ms_of(time)) < worth(v, ms_of(time)) ? &t->voices[i] : v;
    }
    *v = (struct voice){.count = 0};
    return v;
}

static void learn_voice(struct voice *v, const struct sent *sent, uint8_t flags)
{
    v->ms = ms_of(sent->time);
    v->number = sent->number;
    v->flags |= flags;
    v->count = (uint8_t)(v->count + (v->count != UINT8_MAX));
    if (sent->signal) {
        v->level = (int8_t)(v->level ? v->level + (sent->signal - v->level) / 4 : sent->signal);
    }
}

/* Numbers of a counter that management frames other than announcements are known to come by. */
static const struct voice *reference(const struct transmitter *t, uint64_t time)
{
    const struct voice *best = NULL;
    for (size_t i = 0; i < VOICES; i++) {
        const struct voice *v = &t->voices[i];
        bool fits =
            v->count > 1 && (v->flags & (VOICE_EXCHANGES | VOICE_OTHER)) == VOICE_EXCHANGES;
        if (fits && allowance(ms_of(time) - v->ms) <= GAP_MOST / 2 &&
            (!best || v->count > best->count)) {
            best = v;
        }
    }
    return best;
}

/* How much a jump weighs: an AP's answers and ends come from one hand and are numbered by one
 * counter, once frames have shown it; of a station less is known. */
static int jump_weight(const struct transmitter *t, bool by_ap, unsigned proofs)
{
    int weight = by_ap ? 22 + 6 * (int)(proofs > 4 ? 4 : proofs)
                       : 8 + 4 * (int)(proofs > 6 ? 6 : proofs);
    return t->counters && weight > 8 ? 8 : weight;
}

/* It counts on nowhere. Where frames of data came in between, and all of an AP's frames are
 * numbered by one counter, that may be why. */
static void weigh_jump(const struct transmitter *t, const struct exchange *x,
                       const struct sent *sent, const struct sent_before *before,
                       struct sender *s)
{
    uint32_t now = ms_of(sent->time), age = now - x->ms;
    const struct voice *v = reference(t, sent->time);
    bool pair = x->chain > 0 && allowance(age) <= GAP_MOST / 2;
    bool between = before->age && before->data && ms_of(before->age) < age;
    /* A counter that beacons come by is that of all frames; another one may be of one station.
     */
    bool of_all = v && (v->flags & VOICE_ANNOUNCES);
    unsigned proofs = (pair ? x->chain - 1u : 0) + (v && (pair || of_all) ? v->count - 1u : 0);
    if (!pair && !v) {
        return;
    }
    s->reference = pair && !(v && v->ms - x->ms < INT32_MAX) ? x->number : v->number;
    if (sent->number == s->reference && !sent->retry) {
        return; /* a repetition without the bit */
    }
    int weight = jump_weight(t, sent->by_ap, proofs);
    s->jumped = true;
    sign(s, EXTSTA_SIGN_JUMP, between && !of_all ? weight / 2 : weight, sent->number,
         s->reference);
}

/* Where a frame counts on by both counters, how it is heard decides. */
static bool sounds_like(const struct voice *v, const struct transmitter *t,
                        const struct sent *sent)
{
    return sent->signal && v->level && t->level &&
           distance(sent->signal, v->level) + 10 <= distance(sent->signal, t->level / 16);
}

/* What the number says: it counts on in this conversation, or on a counter of the usual one; or
 * on one of somebody else's; or nowhere, though it should. */
static void weigh_number(const struct transmitter *t, const struct match *m,
                         const struct exchange *x, const struct sent *sent,
                         const struct sent_before *before, struct sender *s)
{
    uint32_t now = ms_of(sent->time);
    int own = m->own_weight, other = m->other_weight;
    int here = x->chain ? counts_on(x->number, now - x->ms, sent) : 0;
    int last = counts_on_last(before, sent);
    const struct voice *usual = m->own, *foreign = m->other;
    bool back = x->chain > 1 && now - x->ms < 1000 && here == 0 &&
                gap(x->older, sent->number) - 1u < GAP_BACK &&
                gap(x->older, x->number) > gap(x->older, sent->number);
    s->number = sent->number;
    if (back) {
        s->unmasked = true;
        s->reference = x->older;
        sign(s, EXTSTA_SIGN_NUMBER, -25, sent->number, x->older);
        return;
    }
    if (foreign && other <= own && other <= here &&
        ((own > -20 && here > -20) || sounds_like(foreign, t, sent))) {
        s->reference = foreign->number;
        sign(s, EXTSTA_SIGN_OTHERS_NUMBER, other <= -25 ? 40 : 30, sent->number,
             foreign->number);
        return;
    }
    if (last < here && last < own && (!before->data || last <= -25)) {
        s->reference = before->number;
        sign(s, EXTSTA_SIGN_NUMBER, last, sent->number, s->reference);
        return;
    }
    /* Chance, where a counter that is known to be theirs says otherwise. */
    const struct voice *known = reference(t, sent->time);
    if (own > -20 && here > -20 && known && known != usual && known->count > 8) {
        own = here = 0;
    }
    if (own < 0 || here < 0) {
        bool pair = here <= own;
        s->reference = pair ? x->number : usual->number;
        sign(s, EXTSTA_SIGN_NUMBER, pair ? here : own, sent->number, s->reference);
        return;
    }
    weigh_jump(t, x, sent, before, s);
}

/* Frames of one injector in both names, at most so many numbers and ms apart. */
#define NEAR    16u
#define NEAR_MS 100u
/* A pair in both names with one number: a tool that does not count. */
#define PAIR_MS 2u

/* One counter that numbers frames in the names of both sides: tools that attack clients send
 * such pairs. Two counters that both began at 0 a moment ago look the same. */
static void weigh_peer(const struct transmitter *peer, const struct sent *sent,
                       struct sender *s)
{
    if (sent->number < 2 * NEAR || (s->count && s->signs[0].weight <= -20)) {
        return;
    }
    for (size_t i = 0; i < VOICES; i++) {
        const struct voice *v = &peer->voices[i];
        bool odd = v->count && ((v->flags & VOICE_OTHER) || v->count < 2);
        if (odd && apart(ms_of(sent->time), v->ms) < NEAR_MS &&
            gap(v->number, sent->number) - 1u < NEAR) {
            sign(s, EXTSTA_SIGN_BOTH_NAMES, 40, sent->number, v->number);
            return;
        }
    }
}

/* --- judging --- */

void transmitter_announces(struct transmitter *t, const struct sent *sent)
{
    struct match m = find(t, sent);
    struct voice *v = m.own ? m.own : m.other;
    v = v ? v : new_voice(t, sent->time);
    learn_voice(v, sent, VOICE_ANNOUNCES);
    if (!(v->flags & VOICE_OTHER)) {
        learn_level(t, sent);
    }
}

/* What somebody else sent teaches nothing about the usual one. A frame that may be either is
 * taken for the usual one's, and recognized later (back, in weigh_number). */
static void learn(struct transmitter *t, const struct match *m, struct exchange *x,
                  const struct sent *sent, const struct sender *s)
{
    bool other = s->points >= SENDER_OTHER;
    struct voice *v = other ? m->other : m->own;
    v = v ? v : new_voice(t, sent->time);
    learn_voice(v, sent, (uint8_t)(VOICE_EXCHANGES | (other ? VOICE_OTHER : 0)));
    if (other) {
        return;
    }
    for (size_t i = 0; s->unmasked && i < VOICES; i++) {
        t->voices[i].flags |=
            t->voices[i].number == x->number && &t->voices[i] != v ? VOICE_OTHER : 0;
    }
    t->counters = (uint8_t)(t->counters + (s->jumped && t->counters != UINT8_MAX));
    x->chain = (uint8_t)(s->jumped ? 1 : x->chain + (x->chain != UINT8_MAX));
    x->older = s->unmasked ? x->older : x->number;
    x->number = sent->number;
    x->ms = ms_of(sent->time);
    learn_level(t, sent);
    t->frames = (uint8_t)(t->frames + (t->frames != UINT8_MAX));
    if (sent->rate) {
        t->rate = t->rate == 0 || t->rate == sent->rate ? sent->rate : UINT8_MAX;
    }
}

void transmitter_judge(struct transmitter *t, struct exchange *x,
                       const struct transmitter *peer, const struct sent *sent,
                       const struct sent_before *before, struct sender *out)
{
    *out = (struct sender){.points = sent->ends ? PRIOR_END : PRIOR_OTHER};
    struct match m = find(t, sent);
    weigh_number(t, &m, x, sent, before, out);
    if (peer) {
        weigh_peer(peer, sent, out);
    }
    weigh_signal(t, sent, before->age ? before->signal : 0, out);
    weigh_rate(t, sent, out);
    if (sent->is_protected) {
        sign(out, EXTSTA_SIGN_PROTECTED, -30, 0, 0);
    }
    learn(t, &m, x, sent, out);
}

/* --- EAPOL --- */

/* `last` as one number: traffic class and sequence number; TIDs of EAPOL are below 8. */
static uint16_t packed(const struct sent *sent)
{
    return (uint16_t)((sent->traffic & 0xfu) << 12 | sent->number);
}

/* In a class of its own a frame that does not count on says much; numbered with management
 * frames, which come by other ways in some drivers, less. Another class than before says
 * something, more so when it counts on nowhere. */
static void weigh_eapol_number(const struct match *m, uint16_t last, const struct sent *sent,
                               uint32_t ms, struct sender *s)
{
    bool same = last && last >> 12 == (sent->traffic & 0xfu);
    bool shared = sent->traffic == TRAFFIC_PLAIN;
    unsigned from = last & 0xfffu;
    int on = same ? counts_on(from, ms, sent) : 0;
    s->number = sent->number;
    s->reference = (uint16_t)from;
    if (same && (on < 0 || from == sent->number)) { /* or a repetition without the bit */
        sign(s, EXTSTA_SIGN_NUMBER, on, sent->number, (int)from);
    } else if (shared && m->own && m->own_weight <= -20) {
        sign(s, EXTSTA_SIGN_NUMBER, m->own_weight, sent->number, m->own->number);
    } else if (shared && m->other && m->other_weight <= -20) {
        sign(s, EXTSTA_SIGN_OTHERS_NUMBER, 30, sent->number, m->other->number);
    } else if (same && allowance(ms) <= GAP_MOST / 2) {
        s->jumped = true;
        sign(s, EXTSTA_SIGN_JUMP, shared ? 28 : 32, sent->number, (int)from);
    }
    if (last && !same) {
        sign(s, EXTSTA_SIGN_CLASS, shared && !m->own && !m->other ? 20 : 12, sent->traffic,
             last >> 12);
    }
}

void transmitter_judge_eapol(struct transmitter *t, uint16_t *last, const struct sent *sent,
                             uint64_t age, const struct sent_before *before, struct sender *out)
{
    struct match m = find(t, sent);
    *out = (struct sender){.points = PRIOR_OTHER};
    weigh_eapol_number(&m, *last, sent, ms_of(age), out);
    weigh_signal(t, sent, before->age ? before->signal : 0, out);
    if (out->points >= SENDER_OTHER) {
        learn_voice(m.other ? m.other : new_voice(t, sent->time), sent,
                    VOICE_EXCHANGES | VOICE_OTHER);
        return;
    }
    *last = packed(sent);
    if (sent->traffic == TRAFFIC_PLAIN && m.own && m.own_weight <= -20) {
        learn_voice(m.own, sent, 0);
    }
}

/* --- second thoughts --- */

void doubt_begin(struct doubt *d, const struct sent *sent, const struct sender *s)
{
    *d = (struct doubt){
        .ms = ms_of(sent->time),
        .points = s->points,
        .number = s->number,
        .reference = s->reference,
        .flags = (uint8_t)(DOUBT_OPEN | (s->jumped ? DOUBT_JUMPED : 0) |
                           (sent->by_ap ? DOUBT_AP : 0)),
        .count = s->count,
    };
    for (size_t i = 0; i < s->count; i++) {
        d->signs[i] = s->signs[i];
    }
}

/* The reference's counter passes the frame by: its next number is nearer than the frame's. */
void doubt_watch(struct doubt *d, const struct sent *sent, const struct sender *s)
{
    uint32_t age = ms_of(sent->time) - d->ms;
    if (!d->flags || (d->flags & DOUBT_SETTLED) || age > 2000 ||
        sent->by_ap != ((d->flags & DOUBT_AP) != 0) || s->points >= SENDER_MAYBE) {
        return;
    }
    unsigned on = gap(d->reference, sent->number), off = gap(d->reference, d->number);
    unsigned from = gap(d->number, sent->number);
    if (s->unmasked || ((d->flags & DOUBT_JUMPED) && on && on <= allowance(age) && on < off)) {
        d->flags |= DOUBT_RESUMED;
    } else if (from && from <= allowance(age)) {
        d->flags |= DOUBT_FOLLOWED;
    }
}

void doubt_add(struct doubt *d, enum extsta_sign what, int weight, int is, int usual)
{
    d->points = (int16_t)(d->points + weight);
    if (d->count < SENDER_SIGNS) {
        d->signs[d->count++] = (struct extsta_evidence){.what = (uint8_t)what,
                                                        .weight = (int8_t)weight,
                                                        .is = (int16_t)is,
                                                        .usual = (int16_t)usual};
    }
}

void doubt_settle(struct doubt *d, const struct transmitter *t)
{
    if (!d->flags || (d->flags & DOUBT_SETTLED)) {
        return;
    }
    for (size_t i = 0; i < VOICES && (d->flags & DOUBT_JUMPED); i++) {
        const struct voice *v = &t->voices[i];
        bool later = v->ms != d->ms && v->ms - d->ms < 2000;
        unsigned on = gap(d->reference, v->number);
        if (v->count > 1 && later &&
            (v->flags & (VOICE_EXCHANGES | VOICE_OTHER)) == VOICE_EXCHANGES && on &&
            on <= allowance(v->ms - d->ms) && on < gap(d->reference, d->number)) {
            d->flags |= DOUBT_RESUMED;
        }
    }
    d->flags |= DOUBT_SETTLED;
    if (d->flags & DOUBT_RESUMED) {
        doubt_add(d, EXTSTA_SIGN_RESUMED, 35, d->number, d->reference);
    } else if (d->flags & DOUBT_FOLLOWED) {
        doubt_add(d, EXTSTA_SIGN_FOLLOWED, -25, d->number, d->reference);
    }
}

bool doubt_goes_on_in(const struct doubt *d, uint16_t number, uint64_t time)
{
    uint32_t ms = apart(ms_of(time), d->ms);
    return d->flags && ms < NEAR_MS &&
           (gap(d->number, number) - 1u < NEAR || (number == d->number && ms <= PAIR_MS));
}
