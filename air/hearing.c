/* What contenders make of what is on their channel, and how they count: when their slots begin
 * (AIFS, EIFS, NAV), and which are gone when somebody else begins (IEEE 802.11-2020 10.3.2,
 * 10.3.7, 10.23.2.4). contend.c has it told at the end of each moment. */
#include "airing.h"
#include "base/mac.h"
#include "contend.h"
#include "propagation.h"
#include <math.h>

static void later(extsta_time *time, extsta_time other)
{
    *time = other > *time ? other : *time;
}

/* --- counting --- */

/* 10.3.7, 10.23.2.4: slots are counted after AIFS (DIFS is AIFS with AIFSN 2) of idle medium,
 * or EIFS if what was heard last could not be received; a Duration does not know EIFS. */
void hearing_count(const struct channel *c, struct contender *k)
{
    extsta_time idle = k->busy + (k->dirty > k->clean ? c->phy.eifs : 0);
    later(&idle, k->awaits);
    later(&idle, k->nav);
    k->start = idle + k->ifs;
    k->access = k->start + k->left * c->phy.slot;
}

/* DCF takes a slot off for each that has been idle to its end, EDCA one at each boundary, the
 * one at which a transmission begins included (10.3.4.3, 10.23.2.4): so it counts one more. */
static void take_off(const struct channel *c, struct contender *k, extsta_time now)
{
    if (now < k->start) {
        return;
    }
    uint32_t gone =
        (uint32_t)((now - k->start) / c->phy.slot) + (k->access_kind != EXTSTA_ACCESS_DCF);
    k->left -= gone < k->left ? gone : k->left;
}

/* --- what a contender hears --- */

/* A transmission that is to be told to many: how far it is sensed is worked out once. */
struct news {
    struct airing *airing;
    double inverse; /* of the square of the metres up to which it is sensed */
};

static struct news news_of(const struct channel *c, uint64_t airing)
{
    struct airing *a = airing_get(c, airing);
    return (struct news){a, a->reach.sensed > 0.0 ? 1.0 / a->reach.sensed : HUGE_VAL};
}

static struct ear ear_of(const struct channel *c, const struct contender *k)
{
    return k->moving ? airing_ear(c, k->node) : (struct ear){k->node, k->id, k->at, k->tuned};
}

/* How far away it is, as a part (squared) of where it is no longer sensed: up to 1 it is. What
 * the ear sends itself is nearest. */
static double distance(const struct channel *c, const struct ear *ear, const struct news *news)
{
    const struct airing *a = news->airing;
    if (ear->node == a->node) {
        return 0.0;
    }
    if (c->air->config.shadowing_db > 0.0) {
        return airing_sensed(c, a, ear) ? 1.0 : 2.0;
    }
    return propagation_squared(a->at, ear->at) * news->inverse;
}

/* A contender has sensed a transmission that has ended. What it could receive in part makes it
 * wait EIFS, and so does what is too weak for its rate, since the header before it goes at the
 * slowest; not what it has missed. */
static void learn(struct channel *c, struct contender *k, const struct ear *ear,
                  const struct news *news)
{
    struct airing *a = news->airing;
    later(&k->busy, a->end);
    switch (airing_heard(c, a, ear)) {
    case RECEPTION_CLEAR:
        later(&k->clean, a->end);
        if (!mac_equal(a->to, k->node->address)) { /* 10.3.2.4 */
            later(&k->nav, a->nav);
        }
        return;
    case RECEPTION_MISSED:
        later(&k->clean, a->end);
        if (a->node == k->id) {
            later(&k->awaits, a->quiet);
        }
        return;
    case RECEPTION_COLLIDED:
    case RECEPTION_WEAK:
        later(&k->dirty, a->end);
        return;
    }
}

/* --- looking back --- */

/* What it has heard before it had anything to send, as far as that still matters; the newest
 * transmission in any case, since from its end all count in the same slots. */
void hearing_look_back(struct channel *c, struct contender *k)
{
    extsta_time now = c->air->now;
    struct ear ear = ear_of(c, k);
    bool heard = false;
    for (uint64_t n = c->airing_newest; n && n >= c->airing_oldest; n--) {
        if (airing_get(c, n)->matters <= now && n != c->airing_newest) {
            break;
        }
        struct news news = news_of(c, n);
        if (!(distance(c, &ear, &news) <= 1.0)) {
            continue;
        }
        heard = true;
        if (news.airing->end <= now) {
            learn(c, k, &ear, &news);
        } else {
            later(&k->busy, news.airing->end);
        }
    }
    if (heard) {
        hearing_count(c, k);
    }
}

/* --- telling --- */

/* Those that end in one moment overlap each other: only the nearest can have been received. Who
 * counts already has not sensed what ends: it began within his last slot, or he came near
 * meanwhile. */
static void tell_end(struct channel *c, const struct news *news, uint32_t count)
{
    for (uint32_t i = 0; i < c->contender_count; i++) {
        struct contender *k = &c->contenders[i];
        if (k->start <= c->air->now) {
            continue;
        }
        struct ear ear = ear_of(c, k);
        const struct news *nearest = NULL;
        double least = 1.0;
        for (uint32_t j = 0; j < count; j++) {
            double d = distance(c, &ear, &news[j]);
            if (d <= least) {
                least = d;
                nearest = &news[j];
            }
        }
        if (nearest) {
            learn(c, k, &ear, nearest);
            hearing_count(c, k);
        }
    }
}

/* Whose turn comes before it can hear what begins notices only its own node, and transmits into
 * the rest. */
static void tell_begin(struct channel *c, const struct news *news, uint32_t count)
{
    extsta_time now = c->air->now, heard = now + c->phy.deaf;
    for (uint32_t i = 0; i < c->contender_count; i++) {
        struct contender *k = &c->contenders[i];
        struct ear ear = ear_of(c, k);
        double limit = k->access >= heard ? 1.0 : 0.0;
        extsta_time busy = 0;
        for (uint32_t j = 0; j < count; j++) {
            if (distance(c, &ear, &news[j]) <= limit &&
                (limit > 0.0 || news[j].airing->node == k->id)) {
                later(&busy, news[j].airing->end);
            }
        }
        if (busy) {
            take_off(c, k, now);
            later(&k->busy, busy);
            hearing_count(c, k);
        }
    }
}

typedef void tell_fn(struct channel *c, const struct news *news, uint32_t count);

/* Several at a time, so that each contender is looked at once. */
#define BATCH 16u
struct batch {
    uint32_t count, size;
    tell_fn *tell;
    struct news news[BATCH];
};

static void batch_flush(struct channel *c, struct batch *b)
{
    if (b->count) {
        b->tell(c, b->news, b->count);
        b->count = 0;
    }
}

static void batch_add(struct channel *c, struct batch *b, uint64_t airing)
{
    b->news[b->count++] = news_of(c, airing);
    if (b->count == b->size) {
        batch_flush(c, b);
    }
}

static void tell_ended(struct channel *c)
{
    struct batch b;
    b.count = 0;
    /* With shadowing the nearest need not be the strongest. */
    b.size = c->air->config.shadowing_db > 0.0 ? 1 : BATCH;
    b.tell = tell_end;
    for (uint64_t n = c->airing_newest; n && n >= c->airing_oldest; n--) {
        const struct airing *a = airing_get(c, n);
        if (a->matters <= c->told) {
            break;
        }
        if (a->end > c->told && a->end <= c->air->now) {
            batch_add(c, &b, n);
        }
    }
    batch_flush(c, &b);
}

static void tell_begun(struct channel *c)
{
    struct batch b;
    b.count = 0;
    b.size = BATCH;
    b.tell = tell_begin;
    for (uint64_t n = c->begun; n && n <= c->airing_newest; n++) {
        batch_add(c, &b, n);
    }
    batch_flush(c, &b);
}

void hearing_tell(struct channel *c)
{
    tell_ended(c);
    tell_begun(c);
}
