/* The transmissions of a channel (airing.h): a ring in order of their beginning, which grows
 * while what it would overwrite still matters. What was is past.c's. */
#include "airing.h"
#include "base/mac.h"
#include "propagation.h"
#include <math.h>

#define CAPACITY_FIRST 16u

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

/* Room for one more: in the place of the oldest, when nobody needs that. */
static bool reserve(struct channel *c)
{
    if (!c->airing_capacity) {
        c->airing_oldest = 1;
        return grow(c);
    }
    if (c->airing_newest - c->airing_oldest + 1 < c->airing_capacity) {
        return true;
    }
    if (airing_get(c, c->airing_oldest)->kept > c->air->now) {
        return grow(c);
    }
    c->airing_oldest++;
    return true;
}

void airing_count(struct channel *c, extsta_time start, extsta_time end)
{
    extsta_time from = start > c->counted ? start : c->counted;
    if (end > from) {
        c->stats.busy += end - from;
        c->counted = end;
    }
}

/* Each pair of a rate and a power has its place in a small table, from which the last pair of
 * the same place is displaced; the rates of one power have places of their own. */
static const struct reach *reach_of(struct channel *c, uint16_t rate, int8_t power)
{
    unsigned place = rate / 2u + (unsigned)(uint8_t)power * 5u;
    struct reach *r = &c->reaches[place % CHANNEL_REACHES];
    if (r->rate != rate || r->power != power) {
        const struct air_config *config = &c->air->config;
        double level = air_sensitivity(rate, config->noise_floor_dbm);
        *r = (struct reach){.level = level,
                            .sensed = airing_range(c, power, config->sense_dbm),
                            .reach = airing_range(c, power, level),
                            .rate = rate,
                            .power = power};
    }
    return r;
}

/* Until when somebody's slots may depend on it: he has received it (its Duration) or not
 * (EIFS), and then waits for his AIFS. */
static extsta_time matters_until(const struct channel *c, const struct airing *a)
{
    extsta_time idle = a->end + c->phy.eifs;
    idle = a->nav > idle ? a->nav : idle;
    return (a->quiet > idle ? a->quiet : idle) + c->phy.longest_ifs;
}

uint64_t airing_begin(struct channel *c, const struct air_node *sender,
                      const struct airing *what)
{
    if (!reserve(c)) {
        c->air->stats.no_memory++;
        return 0;
    }
    uint64_t number = c->airing_newest + 1, n = c->airing_newest;
    struct airing *a = airing_get(c, number);
    *a = *what;
    a->node = sender->id;
    a->at = propagation_position(sender, a->start);
    a->first = a->last = 0;
    a->reach = *reach_of(c, a->reach.rate, sender->tx_power);
    a->disturbed = DISTURBED_UNKNOWN;
    a->matters = a->kept = matters_until(c, a);
    if (n >= c->airing_oldest && airing_get(c, n)->matters > a->matters) {
        a->matters = airing_get(c, n)->matters;
    }
    for (; n >= c->airing_oldest && airing_get(c, n)->matters > a->start; n--) {
        struct airing *other = airing_get(c, n);
        if (other->end > a->start) {
            other->first = other->first ? other->first : number;
            other->last = number;
            other->kept = other->kept > a->kept ? other->kept : a->kept;
            a->first = n;
            a->last = a->last ? a->last : n;
        }
    }
    c->airing_newest = number;
    airing_count(c, a->start, a->end);
    past_add(c, sender, a);
    return number;
}

struct ear airing_ear(const struct channel *c, const struct air_node *node)
{
    return (struct ear){.listener = node,
                        .node = node->id,
                        .at = propagation_position(node, node->air->now),
                        .tuned = node->channel == c ? node->tuned_at : EXTSTA_NEVER};
}

/* So has each pair of a power and a level. */
static struct range *range_of(struct channel *c, int8_t power, double level)
{
    uint32_t key = (uint32_t)(int32_t)(level * 4.0) * 256u + (uint8_t)power;
    return &c->ranges[key * 0x9e3779b1u >> (32 - CHANNEL_RANGE_BITS)];
}

static bool is_of(const struct range *r, int8_t power, double level)
{
    return r->squared != 0.0 && r->power == power && r->level == level;
}

double airing_range(struct channel *c, int8_t power, double level)
{
    struct range *r = range_of(c, power, level);
    if (!is_of(r, power, level)) {
        *r =
            (struct range){level, propagation_range(c->air, power, level, c->reference), power};
    }
    return r->squared;
}

/* By which factor the square of a distance grows when the signal gets so many dB weaker. It
 * lies among the ranges, with a power that nobody has. */
static double ratio(struct channel *c, double db)
{
    struct range *r = range_of(c, INT8_MIN, db);
    if (!is_of(r, INT8_MIN, db)) {
        double q = propagation_range(c->air, 0, db < 0.0 ? db : -db, 0.0);
        *r = (struct range){db, db < 0.0 ? 1.0 / q : q, INT8_MIN};
    }
    return r->squared;
}

static double signal_at(const struct channel *c, const struct airing *a, const struct ear *ear)
{
    return propagation_from(c->air, a->reach.power, a->node, a->at, ear->at, ear->node,
                            c->reference);
}

bool airing_sensed(const struct channel *c, const struct airing *a, const struct ear *ear)
{
    if (c->air->config.shadowing_db > 0.0) {
        return signal_at(c, a, ear) >= c->air->config.sense_dbm;
    }
    return propagation_squared(a->at, ear->at) <= a->reach.sensed;
}

/* --- reception --- */

/* dB by which a frame has to be stronger than one that overlaps it. */
static double margin(const struct air *air, const struct airing *a)
{
    double need = a->reach.level - air->config.noise_floor_dbm;
    return air->config.capture_db > need ? air->config.capture_db : need;
}

/* dBm under which no overlapping transmission harms this one, wherever it is received: there it
 * arrives with the sensitivity of its rate at least. */
static double harmless_level(const struct air *air, const struct airing *a)
{
    return air->config.capture_db < 0.0 ? air->config.sense_dbm
                                        : a->reach.level - margin(air, a);
}

static bool overlap(const struct airing *a, const struct airing *other)
{
    if (other == a || other->end <= a->start || other->start >= a->end) {
        return false;
    }
    return !a->answers || other->answers != a->answers; /* else: the same ACK, twice at once */
}

/* Nearer than a metre counts as a metre, as for the loss. */
static double squared(struct air_position a, struct air_position b)
{
    double d = propagation_squared(a, b);
    return d > 1.0 ? d : 1.0;
}

/* Whether `other` does harm to a frame that arrives with *signal (NULL: as its place has it).
 */
static bool harms(struct channel *c, const struct airing *a, const struct airing *other,
                  const struct ear *ear, const double *signal)
{
    const struct air *air = c->air;
    if (air->config.capture_db < 0.0) {
        return airing_sensed(c, other, ear);
    }
    if (signal || air->config.shadowing_db > 0.0) {
        double own = signal ? *signal : signal_at(c, a, ear);
        return own - signal_at(c, other, ear) < margin(air, a);
    }
    /* The same without logarithms: in a crowd this is asked for many pairs. */
    double q = ratio(c, margin(air, a) - a->reach.power + other->reach.power);
    return squared(other->at, ear->at) < squared(a->at, ear->at) * q;
}

static bool was_sending(const struct channel *c, const struct airing *a, const struct ear *ear)
{
    if (!ear->listener || ear->listener->spoke <= a->start) {
        return false; /* surely not: the usual case, and cheap */
    }
    for (uint64_t n = a->first; n && n <= a->last; n++) {
        const struct airing *other = airing_get(c, n);
        if (other->node == ear->node && overlap(a, other)) {
            return true;
        }
    }
    return false;
}

/* Of those that overlap it only the strongest counts: their sum would take an exponential,
 * which is not the same to the last bit on every machine. */
enum reception airing_among(struct channel *c, const struct airing *a, const struct ear *ear,
                            const double *signal)
{
    if (was_sending(c, a, ear)) {
        return RECEPTION_MISSED;
    }
    for (uint64_t n = a->first; n && n <= a->last; n++) {
        const struct airing *other = airing_get(c, n);
        if (overlap(a, other) && harms(c, a, other, ear, signal)) {
            return RECEPTION_COLLIDED;
        }
    }
    return RECEPTION_CLEAR;
}

/* With shadowing, or a rule that sets signals, it may be received anywhere. */
static bool is_disturbed(struct channel *c, const struct airing *a)
{
    const struct air *air = c->air;
    double harmless = harmless_level(air, a);
    for (uint64_t n = a->first; n && n <= a->last; n++) {
        const struct airing *other = airing_get(c, n);
        if (!overlap(a, other)) {
            continue;
        }
        if (air->config.shadowing_db > 0.0 || air->rule_count || a->reach.reach < 0.0) {
            return true;
        }
        double harm = airing_range(c, other->reach.power, harmless);
        double metres = sqrt(a->reach.reach) + (harm > 0.0 ? sqrt(harm) : 0.0) + 1.0;
        if (propagation_squared(a->at, other->at) <= metres * metres) {
            return true;
        }
    }
    return false;
}

bool airing_disturbed(struct channel *c, struct airing *a)
{
    if (a->disturbed == DISTURBED_UNKNOWN) {
        a->disturbed = is_disturbed(c, a) ? DISTURBED : UNDISTURBED;
    }
    return a->disturbed == DISTURBED;
}

enum reception airing_heard(struct channel *c, struct airing *a, const struct ear *ear)
{
    if (a->node == ear->node || ear->tuned > a->start) {
        return RECEPTION_MISSED;
    }
    bool strong = c->air->config.shadowing_db > 0.0
                      ? signal_at(c, a, ear) >= a->reach.level
                      : propagation_squared(a->at, ear->at) <= a->reach.reach;
    if (!strong) {
        return RECEPTION_WEAK;
    }
    return airing_disturbed(c, a) ? airing_among(c, a, ear, NULL) : RECEPTION_CLEAR;
}

bool airing_nav_idle(struct channel *c, const struct air_node *node, uint64_t rts)
{
    extsta_time now = c->air->now;
    struct ear ear = airing_ear(c, node);
    for (uint64_t n = c->airing_newest; n && n >= c->airing_oldest; n--) {
        struct airing *a = airing_get(c, n);
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

void airing_destroy(struct channel *c)
{
    pool_release(c->air->pool, c->airings, c->airing_capacity * sizeof *c->airings);
}
