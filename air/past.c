/* What was on a channel, for whoever asks how busy it has been from where a node stands: for
 * each place a ring of what was sent there, in order of its beginning, small and touched only
 * at its end. It grows until it holds a fifth of a second, up to a limit. Without memory it
 * forgets earlier. */
#include "airing.h"
#include "propagation.h"
#include <limits.h>
#include <math.h>

#define REMEMBERED     200000u /* microseconds */
#define CAPACITY_FIRST 16u
#define CAPACITY_MOST  8192u

struct past {
    extsta_time start, end;
    extsta_time until; /* the latest end of this and all before it */
    uint64_t node;     /* air_node.id of the sender */
    struct air_position at;
    int8_t power;
};

static struct past *past_get(const struct past_ring *r, uint64_t number)
{
    return &r->ring[number & (r->capacity - 1)];
}

static bool grow(struct air *air, struct past_ring *r)
{
    uint32_t capacity = r->capacity ? r->capacity * 2 : CAPACITY_FIRST;
    struct past *bigger = pool_alloc(air->pool, capacity * sizeof *bigger);
    if (!bigger) {
        return false;
    }
    for (uint64_t n = r->newest + 1 - r->count; n <= r->newest; n++) {
        bigger[n & (capacity - 1)] = *past_get(r, n);
    }
    past_destroy(air, r);
    r->ring = bigger;
    r->capacity = capacity;
    return true;
}

/* False: there is no memory at all. */
static bool reserve(struct air *air, struct past_ring *r)
{
    if (r->count < r->capacity) {
        return true;
    }
    bool wanted = !r->capacity || (r->capacity < CAPACITY_MOST &&
                                   past_get(r, r->newest + 1)->until + REMEMBERED > air->now);
    if (!wanted || !grow(air, r)) {
        r->count -= r->count > 0; /* the oldest */
    }
    return r->capacity > 0;
}

void past_add(struct channel *c, const struct air_node *node, const struct airing *a)
{
    struct past_ring *r = &places_of(c, node)->past;
    if (!reserve(c->air, r)) {
        return;
    }
    extsta_time before = r->count ? past_get(r, r->newest)->until : 0;
    *past_get(r, ++r->newest) = (struct past){.start = a->start,
                                              .end = a->end,
                                              .until = a->end > before ? a->end : before,
                                              .node = a->node,
                                              .at = a->at,
                                              .power = a->reach.power};
    r->count++;
    c->loudest = a->reach.power > c->loudest ? a->reach.power : c->loudest;
}

/* A listener, and how far the last power that was asked for is sensed: there are few. */
struct listening {
    struct ear ear;
    double squared; /* metres */
    int power;
};

static bool sensed(struct channel *c, const struct past *p, struct listening *l)
{
    const struct air_config *config = &c->air->config;
    const struct ear *ear = &l->ear;
    if (p->node == ear->node) {
        return true;
    }
    if (config->shadowing_db > 0.0) {
        return propagation_from(c->air, p->power, p->node, p->at, ear->at, ear->node,
                                c->reference) >= config->sense_dbm;
    }
    if (p->power != l->power) {
        l->power = p->power;
        l->squared = airing_range(c, p->power, config->sense_dbm);
    }
    return propagation_squared(p->at, ear->at) <= l->squared;
}

/* The number of the first one of which there may be something after `since`. */
static uint64_t first_after(const struct past_ring *r, extsta_time since)
{
    uint64_t n = r->newest, oldest = n + 1 - r->count;
    while (n >= oldest && past_get(r, n)->until > since) {
        n--;
    }
    return n + 1;
}

/* The places from which something can have been sensed after `since`: a list. */
static struct place *ask_places(struct channel *c, const struct air_node *node,
                                extsta_time since)
{
    double squared = airing_range(c, (int8_t)c->loudest, c->air->config.sense_dbm);
    struct place *asked = NULL, *p;
    struct place_walk walk;
    places_near(c, node, squared > 0.0 ? sqrt(squared) + 1.0 : 1.0, &walk);
    while ((p = places_next(&walk)) != NULL) {
        p->asked = first_after(&p->past, since);
        if (p->asked <= p->past.newest) {
            p->next_asked = asked;
            asked = p;
        }
    }
    return asked;
}

/* Of all that is left in these places the one that began first; NULL: there is none. */
static const struct past *next_of(struct place *asked)
{
    struct place *first = NULL;
    extsta_time start = EXTSTA_NEVER;
    for (struct place *p = asked; p; p = p->next_asked) {
        if (p->asked <= p->past.newest && past_get(&p->past, p->asked)->start < start) {
            first = p;
            start = past_get(&p->past, p->asked)->start;
        }
    }
    return first ? past_get(&first->past, first->asked++) : NULL;
}

/* In order of their beginning, so what they cover together has no gaps to come back to. */
extsta_time air_node_busy(const struct air_node *node, extsta_time since)
{
    struct channel *c = node->channel;
    if (!c) {
        return 0;
    }
    extsta_time now = node->air->now, busy = 0;
    struct listening listening = {.ear = airing_ear(c, node), .power = INT_MIN};
    struct place *asked = ask_places(c, node, since);
    const struct past *p;
    while (since < now && (p = next_of(asked)) != NULL) {
        extsta_time start = p->start > since ? p->start : since;
        extsta_time end = p->end < now ? p->end : now;
        if (end > start && sensed(c, p, &listening)) {
            busy += end - start;
            since = end;
        }
    }
    return busy;
}

void past_destroy(struct air *air, struct past_ring *r)
{
    pool_release(air->pool, r->ring, r->capacity * sizeof *r->ring);
}
