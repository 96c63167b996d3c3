/* What is and was on a channel: transmissions by their times, places and powers, and what a
 * listener at a place makes of them. contend.c asks it what a station senses, receive.c whether
 * a frame survives the others, air_node_busy how busy a channel is from where a node stands.
 *
 * A ring holds them in order of their beginning. It grows while what it would overwrite still
 * matters, and up to a limit so that a fifth of a second is remembered. */
#include "medium.h"
#include "propagation.h"

#define REMEMBERED      200000u /* microseconds, where the ring may grow */
#define CAPACITY_FIRST  16u
#define CAPACITY_MEMORY 2048u /* beyond, it grows only for what still matters */

struct airing *airing_get(const struct channel *c, uint64_t number)
{
    return &c->airings[number & (c->airing_capacity - 1)];
}

static bool grow(struct channel *c)
{
    uint32_t capacity = c->airing_capacity ? c->airing_capacity * 2 : CAPACITY_FIRST;
    struct airing *bigger = pool_alloc(c->air->pool, capacity * sizeof *bigger);
    if (!bigger) {
        return false;
    }
    for (uint64_t n = c->airing_oldest; n <= c->airing_newest; n++) {
        bigger[n & (capacity - 1)] = *airing_get(c, n);
    }
    pool_release(c->air->pool, c->airings, c->airing_capacity * sizeof *c->airings);
    c->airings = bigger;
    c->airing_capacity = capacity;
    return true;
}

static bool room(struct channel *c)
{
    extsta_time now = c->air->now;
    if (!c->airing_capacity) {
        c->airing_oldest = 1;
        return grow(c);
    }
    if (c->airing_newest - c->airing_oldest + 1 < c->airing_capacity) {
        return true;
    }
    const struct airing *oldest = airing_get(c, c->airing_oldest);
    bool matters = oldest->matters > now;
    bool wanted = c->airing_capacity < CAPACITY_MEMORY && oldest->matters + REMEMBERED > now;
    if ((matters || wanted) && grow(c)) {
        return true;
    }
    c->airing_oldest += !matters;
    return !matters;
}

void airing_count(struct channel *c, extsta_time start, extsta_time end)
{
    extsta_time from = start > c->counted ? start : c->counted;
    if (end > from) {
        c->stats.busy += end - from;
        c->counted = end;
    }
}

uint64_t airing_begin(struct channel *c, const struct airing *what)
{
    if (!room(c)) {
        c->air->stats.no_memory++;
        return 0;
    }
    uint64_t number = c->airing_newest + 1, n = c->airing_newest;
    struct airing *a = airing_get(c, number);
    *a = *what;
    a->first = a->last = 0;
    a->matters = a->end + c->phy.eifs > a->nav ? a->end + c->phy.eifs : a->nav;
    if (n >= c->airing_oldest && airing_get(c, n)->matters > a->matters) {
        a->matters = airing_get(c, n)->matters;
    }
    for (; n >= c->airing_oldest && airing_get(c, n)->matters > a->start; n--) {
        struct airing *other = airing_get(c, n);
        if (other->end > a->start) {
            other->first = other->first ? other->first : number;
            other->last = number;
            a->first = n;
            a->last = a->last ? a->last : n;
        }
    }
    c->airing_newest = number;
    airing_count(c, a->start, a->end);
    return number;
}

struct ear airing_ear(const struct channel *c, const struct air_node *node)
{
    return (struct ear){.node = node->id,
                        .at = propagation_position(node, node->air->now),
                        .tuned = node->channel == c ? node->tuned_at : EXTSTA_NEVER};
}

double airing_range(struct channel *c, int8_t power, double level)
{
    for (uint32_t i = 0; i < CHANNEL_RANGES; i++) {
        if (c->ranges[i].power == power && c->ranges[i].level == level &&
            c->ranges[i].squared != 0.0) {
            return c->ranges[i].squared;
        }
    }
    struct range *r = &c->ranges[c->range_next++ % CHANNEL_RANGES];
    *r = (struct range){level, propagation_range(c->air, power, level, c->reference), power};
    return r->squared;
}

static double signal_at(const struct channel *c, const struct airing *a, const struct ear *ear)
{
    return propagation_from(c->air, a->power, a->node, a->at, ear->at, ear->node, c->reference);
}

bool airing_reaches(struct channel *c, const struct airing *a, const struct ear *ear,
                    double level)
{
    if (c->air->config.shadowing_db > 0.0) {
        return signal_at(c, a, ear) >= level;
    }
    return propagation_squared(a->at, ear->at) <= airing_range(c, a->power, level);
}

double airing_sense_level(const struct air *air)
{
    double level = air->config.sense_dbm;
    return level < 0.0 ? level : air->config.noise_floor_dbm + 3.0;
}

/* Of those that overlap it only the strongest counts: their sum would take an exponential,
 * which is not the same to the last bit on every machine. */
enum reception airing_reception(struct channel *c, const struct airing *a,
                                const struct ear *ear, double signal)
{
    const struct air *air = c->air;
    double need = air_sensitivity(a->rate, 0.0);
    if (air->config.capture_db > need) {
        need = air->config.capture_db;
    }
    for (uint64_t n = a->first; n && n <= a->last; n++) {
        const struct airing *other = airing_get(c, n);
        if (other == a || other->end <= a->start || other->start >= a->end ||
            (a->answers && other->answers == a->answers)) { /* the same ACK, twice at once */
            continue;
        }
        if (other->node == ear->node) {
            return RECEPTION_HALF_DUPLEX;
        }
        bool lost = air->config.capture_db < 0.0
                        ? airing_reaches(c, other, ear, airing_sense_level(air))
                        : signal - signal_at(c, other, ear) < need;
        if (lost) {
            return RECEPTION_COLLIDED;
        }
    }
    return RECEPTION_CLEAR;
}

bool airing_received(struct channel *c, const struct airing *a, const struct ear *ear,
                     bool *own)
{
    double level = air_sensitivity(a->rate, c->air->config.noise_floor_dbm);
    *own = a->node == ear->node;
    if (*own || ear->tuned > a->start || !airing_reaches(c, a, ear, level)) {
        return false;
    }
    if (!a->first) {
        return true;
    }
    enum reception r = airing_reception(c, a, ear, signal_at(c, a, ear));
    *own = r == RECEPTION_HALF_DUPLEX;
    return r == RECEPTION_CLEAR;
}

bool airing_nav_idle(struct channel *c, const struct ear *ear, uint64_t rts)
{
    extsta_time now = c->air->now;
    for (uint64_t n = c->airing_newest; n && n >= c->airing_oldest; n--) {
        const struct airing *a = airing_get(c, n);
        bool own;
        if (a->matters <= now) {
            break;
        }
        if (n != rts && a->end <= now && a->nav > now && airing_received(c, a, ear, &own)) {
            return false;
        }
    }
    return true;
}

extsta_time air_node_busy(const struct air_node *node, extsta_time since)
{
    struct channel *c = node->channel;
    if (!c || !c->airing_capacity) {
        return 0;
    }
    extsta_time now = node->air->now, busy = 0;
    struct ear ear = airing_ear(c, node);
    double level = airing_sense_level(node->air);
    uint64_t n = c->airing_newest;
    while (n >= c->airing_oldest && airing_get(c, n)->matters > since) {
        n--;
    }
    while (n++ < c->airing_newest && since < now) {
        const struct airing *a = airing_get(c, n);
        extsta_time start = a->start > since ? a->start : since;
        extsta_time end = a->end < now ? a->end : now;
        if (end > start && (a->node == ear.node || airing_reaches(c, a, &ear, level))) {
            busy += end - start;
            since = end;
        }
    }
    return busy;
}

void airing_destroy(struct channel *c)
{
    pool_release(c->air->pool, c->airings, c->airing_capacity * sizeof *c->airings);
}
