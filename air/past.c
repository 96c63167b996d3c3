/* What was on a channel, for whoever asks how busy it has been from where a node stands: a ring
 * of transmissions in order of their beginning, small and touched only at its end. It grows
 * until it holds a fifth of a second, up to a limit. Without memory it forgets earlier. */
#include "airing.h"
#include "propagation.h"
#include <limits.h>

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

static struct past *past_get(const struct channel *c, uint64_t number)
{
    return &c->past[number & (c->past_capacity - 1)];
}

static bool grow(struct channel *c)
{
    uint32_t capacity = c->past_capacity ? c->past_capacity * 2 : CAPACITY_FIRST;
    struct past *bigger = pool_alloc(c->air->pool, capacity * sizeof *bigger);
    if (!bigger) {
        return false;
    }
    for (uint64_t n = c->past_newest + 1 - c->past_count; n <= c->past_newest; n++) {
        bigger[n & (capacity - 1)] = *past_get(c, n);
    }
    past_destroy(c);
    c->past = bigger;
    c->past_capacity = capacity;
    return true;
}

/* False: there is no memory at all. */
static bool reserve(struct channel *c)
{
    if (c->past_count < c->past_capacity) {
        return true;
    }
    bool wanted = !c->past_capacity ||
                  (c->past_capacity < CAPACITY_MOST &&
                   past_get(c, c->past_newest + 1)->until + REMEMBERED > c->air->now);
    if (!wanted || !grow(c)) {
        c->past_count -= c->past_count > 0; /* the oldest */
    }
    return c->past_capacity > 0;
}

void past_add(struct channel *c, const struct airing *a)
{
    if (!reserve(c)) {
        return;
    }
    extsta_time before = c->past_count ? past_get(c, c->past_newest)->until : 0;
    *past_get(c, ++c->past_newest) = (struct past){.start = a->start,
                                                   .end = a->end,
                                                   .until = a->end > before ? a->end : before,
                                                   .node = a->node,
                                                   .at = a->at,
                                                   .power = a->reach.power};
    c->past_count++;
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

extsta_time air_node_busy(const struct air_node *node, extsta_time since)
{
    struct channel *c = node->channel;
    if (!c) {
        return 0;
    }
    extsta_time now = node->air->now, busy = 0;
    struct listening listening = {.ear = airing_ear(c, node), .power = INT_MIN};
    uint64_t n = c->past_newest, oldest = n + 1 - c->past_count;
    while (n >= oldest && past_get(c, n)->until > since) {
        n--;
    }
    /* In order of their beginning, so what they cover together has no gaps to come back to. */
    while (n++ < c->past_newest && since < now) {
        const struct past *p = past_get(c, n);
        extsta_time start = p->start > since ? p->start : since;
        extsta_time end = p->end < now ? p->end : now;
        if (end > start && sensed(c, p, &listening)) {
            busy += end - start;
            since = end;
        }
    }
    return busy;
}

void past_destroy(struct channel *c)
{
    pool_release(c->air->pool, c->past, c->past_capacity * sizeof *c->past);
}
