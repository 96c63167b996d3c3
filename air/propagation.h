/* The physics, as the rest of the air uses it. */
#ifndef AIR_PROPAGATION_H
#define AIR_PROPAGATION_H

#include "medium.h"

/* Loss in dB over the first metre: Friis. */
double propagation_reference(uint16_t mhz);
/* reference: of the channel. */
double propagation_signal(const struct air *air, const struct air_node *from,
                          struct air_position at, uint64_t receiver_id, double reference);
/* The same of a sender that may be gone: power, place and id are values. */
double propagation_from(const struct air *air, int8_t power, uint64_t id,
                        struct air_position from, struct air_position at, uint64_t receiver_id,
                        double reference);
/* The square of the metres up to which this power is heard at `level` or more, shadowing apart;
 * negative: nowhere. */
double propagation_range(const struct air *air, int8_t power, double level, double reference);
static inline double propagation_squared(struct air_position a, struct air_position b)
{
    double dx = (double)a.x - (double)b.x, dy = (double)a.y - (double)b.y,
           dz = (double)a.z - (double)b.z;
    return dx * dx + dy * dy + dz * dz;
}
/* The same between two nodes on one channel. */
double propagation_heard(struct air_node *to, const struct air_node *from);
struct air_position propagation_position(const struct air_node *node, extsta_time now);
uint32_t propagation_sifs(uint16_t mhz);
/* aRxPHYStartDelay of the modulation: how late a receiver knows that a frame begins. */
uint32_t propagation_start_delay(uint16_t mhz, uint16_t rate);
uint16_t propagation_ack_rate(uint16_t rate);
/* Whether the rate (500 kb/s) is one of DSSS or CCK; else it is OFDM. */
bool propagation_is_dsss(uint16_t rate);
int8_t propagation_dbm(double dbm);
#endif
