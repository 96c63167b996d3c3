/* The physics, as the rest of the air uses it. */
#ifndef AIR_PROPAGATION_H
#define AIR_PROPAGATION_H

#include "medium.h"

/* Loss in dB over the first metre: Friis. */
double propagation_reference(uint16_t mhz);
/* reference: of the channel. */
double propagation_signal(const struct air *air, const struct air_node *from,
                          struct air_position at, uint64_t receiver_id, double reference);
/* The same between two nodes on one channel. */
double propagation_heard(struct air_node *to, const struct air_node *from);
/* Metres beyond which a node of this power is certainly below `sensitivity`, shadowing
 * apart. A little more than the truth. */
double propagation_reach(const struct air *air, int8_t tx_power, double sensitivity,
                         double reference);
struct air_position propagation_position(const struct air_node *node, extsta_time now);
uint32_t propagation_sifs(uint16_t mhz);
uint16_t propagation_ack_rate(uint16_t rate);
int8_t propagation_dbm(double dbm);
#define PROPAGATION_SLOT 9u /* microseconds, short slot */

#endif
