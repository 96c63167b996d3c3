/* The memory of a channel (airing.h): a ring of transmissions in order of their beginning. It
 * grows while what it would overwrite still matters, and up to a limit so that a fifth of a
 * second is remembered for air_node_busy. */
#include "airing.h"
#include "base/mac.h"
#include "propagation.h"
#include <math.h>

#define REMEMBERED      200000u /* microseconds, where the ring may grow */
#define CAPACITY_FIRST  16u
#define CAPACITY_MEMORY 8192u /* beyond, it grows only for what still matters */

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

/* Room for one more: in the place of the oldest, when nobody needs it and it is old enough. */
static bool reserve(struct channel *c)
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

/* Until when somebody's slots may depend on it: he has received it (its Duration) or not
 * (EIFS), and then waits for his AIFS. */
static extsta_time matters_until(const struct channel *c, const struct airing *a)
{
    extsta_time idle = a->end + c->phy.eifs;
    idle = a->nav > idle ? a->nav : idle;
    return (a->quiet > idle ? a->quiet : idle) + c->phy.longest_ifs;
}

uint64_t airing_begin(struct channel *c, const struct airing *what)
{
    if (!reserve(c)) {
        c->air->stats.no_memory++;
        return 0;
    }
    uint64_t number = c->airing_newest + 1, n = c->airing_newest;
    struct airing *a = airing_get(c, number);
    *a = *what;
    a->first = a->last = 0;
    a->level = air_sensitivity(a->rate, c->air->config.noise_floor_dbm);
    a->matters = matters_until(c, a);
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

/* Few pairs of a power and a level come up on a channel; each has its place in a small table,
 * from which the last pair of the same place is displaced. */
double airing_range(struct channel *c, int8_t power, double level)
{
    uint32_t key = (uint32_t)(int32_t)(level * 4.0) * 256u + (uint8_t)power;
    struct range *r = &c->ranges[key * 0x9e3779b1u >> (32 - CHANNEL_RANGE_BITS)];
    if (r->squared == 0.0 || r->power != power || r->level != level) {
        *r =
            (struct range){level, propagation_range(c->air, power, level, c->reference), power};
    }
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

/* --- reception --- */

/* dB by which a frame has to be stronger than one that overlaps it. */
static double margin(const struct air *air, const struct airing *a)
{
    double need = a->level - air->config.noise_floor_dbm;
    return air->config.capture_db > need ? air->config.capture_db : need;
}

/* dBm under which no overlapping transmission harms this one, wherever it is received: there it
 * arrives with the sensitivity of its rate at least. */
static double harmless_level(const struct air *air, const struct airing *a)
{
    return air->config.capture_db < 0.0 ? airing_sense_level(air) : a->level - margin(air, a);
}

static bool overlap(const struct airing *a, const struct airing *other)
{
    if (other == a || other->end <= a->start || other->start >= a->end) {
        return false;
    }
    return !a->answers || other->answers != a->answers; /* else: the same ACK, twice at once */
}

/* Of those that overlap it only the strongest counts: their sum would take an exponential,
 * which is not the same to the last bit on every machine. */
enum reception airing_among(struct channel *c, const struct airing *a, const struct ear *ear,
                            double signal)
{
    const struct air *air = c->air;
    enum reception r = RECEPTION_CLEAR;
    double harmless = harmless_level(air, a), need = margin(air, a);
    for (uint64_t n = a->first; n && n <= a->last; n++) {
        const struct airing *other = airing_get(c, n);
        if (!overlap(a, other)) {
            continue;
        }
        if (other->node == ear->node) {
            return RECEPTION_MISSED;
        }
        if (r == RECEPTION_CLEAR && airing_reaches(c, other, ear, harmless) &&
            (air->config.capture_db < 0.0 || signal - signal_at(c, other, ear) < need)) {
            r = RECEPTION_COLLIDED;
        }
    }
    return r;
}

bool airing_disturbed(struct channel *c, const struct airing *a)
{
    const struct air *air = c->air;
    double reach = airing_range(c, a->power, a->level), harmless = harmless_level(air, a);
    for (uint64_t n = a->first; n && n <= a->last; n++) {
        const struct airing *other = airing_get(c, n);
        if (!overlap(a, other)) {
            continue;
        }
        /* With shadowing, or a rule that sets signals, it may be received anywhere. */
        if (air->config.shadowing_db > 0.0 || air->rule_count || reach < 0.0) {
            return true;
        }
        double other_reach = airing_range(c, other->power, harmless);
        double metres = sqrt(reach) + (other_reach > 0.0 ? sqrt(other_reach) : 0.0) + 1.0;
        if (propagation_squared(a->at, other->at) <= metres * metres) {
            return true;
        }
    }
    return false;
}

enum reception airing_heard(struct channel *c, const struct airing *a, const struct ear *ear)
{
    if (a->node == ear->node || ear->tuned > a->start) {
        return RECEPTION_MISSED;
    }
    if (!airing_reaches(c, a, ear, a->level)) {
        return RECEPTION_WEAK;
    }
    return a->first ? airing_among(c, a, ear, signal_at(c, a, ear)) : RECEPTION_CLEAR;
}

bool airing_nav_idle(struct channel *c, const struct air_node *node, uint64_t rts)
{
    extsta_time now = c->air->now;
    struct ear ear = airing_ear(c, node);
    for (uint64_t n = c->airing_newest; n && n >= c->airing_oldest; n--) {
        const struct airing *a = airing_get(c, n);
        if (a->matters <= now) {
            break;
        }
        if (n != rts && a->end <= now && a->nav > now && !mac_equal(a->to, node->address) &&
            airing_heard(c, a, &ear) == RECEPTION_CLEAR) {
            return false;
        }
    }
    return true;
}

/* --- how busy it is --- */

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
    /* In order of their beginning, so what they cover together has no gaps to come back to. */
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
