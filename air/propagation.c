/* Path loss, sensitivity and air time: the physics of the virtual air.
 *
 * Only additions, multiplications, divisions and square roots are used, which IEEE 754
 * defines to the last bit: the same run gives the same signals on every machine. The
 * logarithm of a C library would not. */
#include "base/hash.h"
#include "contend.h"
#include "propagation.h"
#include <math.h>
#include <string.h>

/* Base-10 logarithm of a positive normal number: the exponent from its representation,
 * the mantissa by ln m = 2 artanh((m-1)/(m+1)). */
static double log10_exact(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    int exponent = (int)(bits >> 52 & 0x7ff) - 1023;
    bits = (bits & 0x000fffffffffffffull) | 0x3ff0000000000000ull;
    double m;
    memcpy(&m, &bits, sizeof m);
    if (m > 1.4142135623730951) {
        m *= 0.5;
        exponent++;
    }
    double s = (m - 1.0) / (m + 1.0), q = s * s;
    double sum =
        1.0 + q * (1.0 / 3 +
                   q * (1.0 / 5 +
                        q * (1.0 / 7 + q * (1.0 / 9 + q * (1.0 / 11 +
                                                           q * (1.0 / 13 + q * (1.0 / 15)))))));
    return 2.0 * s * sum * 0.43429448190325182 + exponent * 0.30102999566398120;
}

/* Friis at 1 m: 20 log10(4 pi d f / c). */
double propagation_reference(uint16_t mhz)
{
    return 20.0 * log10_exact((double)(mhz ? mhz : 2437) * 1e6) +
           20.0 * log10_exact(4.0 * 3.14159265358979323846 / 299792458.0);
}

/* What is added beyond the first metre. */
static double loss_squared(double metres_squared, double exponent)
{
    return metres_squared > 1.0 ? 5.0 * exponent * log10_exact(metres_squared) : 0.0;
}

double air_path_loss(uint16_t mhz, double metres, double exponent)
{
    return propagation_reference(mhz) + loss_squared(metres * metres, exponent);
}

/* Signal to noise ratio a rate needs, dB. The steps between the OFDM rates are those of
 * IEEE 802.11-2020 table 17-18; the offset is that of usual receivers. */
double air_sensitivity(uint16_t rate, double noise_floor_dbm)
{
    static const uint8_t need[] = {
        [2] = 3,  [4] = 4,   [11] = 6,  [12] = 5,  [18] = 6,  [22] = 9,
        [24] = 8, [36] = 10, [48] = 13, [72] = 17, [96] = 21, [108] = 22,
    };
    int snr = rate >= sizeof need ? 30 : need[rate] ? need[rate] : 3;
    return noise_floor_dbm + snr;
}

bool propagation_is_dsss(uint16_t rate)
{
    return rate == 2 || rate == 4 || rate == 11 || rate == 22;
}

/* DSSS: long preamble and PLCP header of 192 us (clause 15.2.3); OFDM: 20 us of preamble
 * and SIGNAL, then symbols of 4 us (clause 17.4.3), 6 us signal extension at 2.4 GHz
 * (clause 18.3.2.4). The FCS counts. */
uint32_t air_airtime(uint16_t mhz, uint16_t rate, size_t len)
{
    uint32_t bits = 8u * ((uint32_t)len + 4u);
    rate = rate ? rate : 2;
    if (propagation_is_dsss(rate)) {
        return 192u + (bits * 2u + rate - 1u) / rate;
    }
    uint32_t per_symbol = 2u * rate; /* rate / 2 Mb/s times 4 us */
    uint32_t symbols = (16u + bits + 6u + per_symbol - 1u) / per_symbol;
    return 20u + 4u * symbols + (mhz < 3000 ? 6u : 0u);
}

uint32_t propagation_sifs(uint16_t mhz)
{
    return mhz < 3000 ? 10u : 16u;
}

/* From the tables of PHY characteristics in clauses 15 to 18; long preamble. */
uint32_t propagation_start_delay(uint16_t mhz, uint16_t rate)
{
    return propagation_is_dsss(rate) ? 192u : mhz < 3000 ? 24u : 20u;
}

/* The control response rate: the highest mandatory rate of the same modulation that is
 * not above the rate of the frame (10.6.6.5). */
uint16_t propagation_ack_rate(uint16_t rate)
{
    if (propagation_is_dsss(rate)) {
        return rate > 2 ? 4 : 2;
    }
    return rate >= 48 ? 48 : rate >= 24 ? 24 : 12;
}

struct air_position propagation_position(const struct air_node *node, extsta_time now)
{
    const struct motion *m = node->motion;
    if (!m) {
        return node->position;
    }
    if (now >= m->end) {
        return m->to;
    }
    double part = (double)(now - m->start) / (double)(m->end - m->start);
    return (struct air_position){
        (float)((double)m->from.x + ((double)m->to.x - (double)m->from.x) * part),
        (float)((double)m->from.y + ((double)m->to.y - (double)m->from.y) * part),
        (float)((double)m->from.z + ((double)m->to.z - (double)m->from.z) * part),
    };
}

/* Log-normal shadowing of a pair, the same in both directions and for the whole run:
 * the sum of four uniform numbers is close enough to a normal one. */
static double shadowing(const struct air *air, uint64_t a, uint64_t b)
{
    if (air->config.shadowing_db <= 0.0) {
        return 0.0;
    }
    uint64_t low = a < b ? a : b, high = a < b ? b : a;
    uint64_t h = hash_u64(hash_u64(air->config.seed, low + 1), high + 1);
    double sum = 0.0;
    for (int i = 0; i < 4; i++) {
        sum += (double)(h >> (16 * i) & 0xffff) / 65535.0 - 0.5;
    }
    return sum * 1.7320508075688772 * air->config.shadowing_db;
}

double propagation_from(const struct air *air, int8_t power, uint64_t id,
                        struct air_position from, struct air_position at, uint64_t receiver_id,
                        double reference)
{
    return power - reference -
           loss_squared(propagation_squared(from, at), air->config.exponent) +
           shadowing(air, id, receiver_id);
}

double propagation_signal(const struct air *air, const struct air_node *from,
                          struct air_position at, uint64_t receiver_id, double reference)
{
    return propagation_from(air, from->tx_power, from->id, propagation_position(from, air->now),
                            at, receiver_id, reference);
}

/* By halving: the logarithm here has no inverse that is as exact. */
double propagation_range(const struct air *air, int8_t power, double level, double reference)
{
    double low = 1.0, high = 1e16;
    if (power - reference < level) {
        return -1.0;
    }
    for (unsigned i = 0; i < 120; i++) {
        double middle = (low + high) / 2.0;
        if (power - reference - loss_squared(middle, air->config.exponent) >= level) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

double propagation_heard(struct air_node *to, const struct air_node *from)
{
    struct air *air = to->air;
    bool still = !to->motion && !from->motion;
    if (still && to->heard == from && to->heard_layout == air->layout) {
        return to->heard_signal;
    }
    double signal = propagation_signal(air, from, propagation_position(to, air->now), to->id,
                                       to->channel->reference);
    if (still) {
        to->heard = from;
        to->heard_layout = air->layout;
        to->heard_signal = signal;
    }
    return signal;
}

int8_t propagation_dbm(double dbm)
{
    double rounded = dbm < 0.0 ? dbm - 0.5 : dbm + 0.5;
    return rounded <= -127.0 ? -127 : rounded >= 127.0 ? 127 : (int8_t)rounded;
}

double air_signal(const struct air_node *a, const struct air_node *b)
{
    return propagation_signal(a->air, a, propagation_position(b, b->air->now), b->id,
                              a->channel ? a->channel->reference : propagation_reference(2437));
}

/* It stands somewhere else now, or begins or ends to move. */
static void refile(struct air_node *node)
{
    struct channel *c = node->channel;
    node->air->layout++;
    if (c) {
        places_leave(node);
        if (!places_join(c, node)) {
            node->air->stats.no_memory++;
        }
    }
    contend_moved(node);
}

void air_node_place(struct air_node *node, struct air_position to)
{
    pool_release(node->air->pool, node->motion, sizeof *node->motion);
    node->motion = NULL;
    node->position = to;
    refile(node);
}

void air_node_move(struct air_node *node, struct air_position to, float speed)
{
    struct air_position from = air_node_position(node);
    double dx = (double)to.x - (double)from.x, dy = (double)to.y - (double)from.y,
           dz = (double)to.z - (double)from.z;
    double metres = sqrt(dx * dx + dy * dy + dz * dz);
    air_node_place(node, from);
    double seconds = speed > 0.0f ? metres / (double)speed : 0.0;
    struct motion *m = seconds > 0.0 ? pool_alloc(node->air->pool, sizeof *m) : NULL;
    if (!m) {
        node->position = to;
        refile(node);
        return;
    }
    extsta_time now = node->air->now;
    double us = seconds * 1e6;
    *m = (struct motion){from, to, now,
                         now + (us < 1e15 ? (extsta_time)us : 1000000000000000u) + 1};
    node->motion = m;
    refile(node);
}

struct air_position air_node_position(const struct air_node *node)
{
    return propagation_position(node, node->air->now);
}
