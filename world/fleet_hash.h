/* A number for everything on an air: two runs whose numbers are equal had the same octets at
 * the same times. Each frame has its own, and they are added up, so that the parts of an air
 * can be heard apart. Not against people who make frames so that they go together. */
#ifndef WORLD_FLEET_HASH_H
#define WORLD_FLEET_HASH_H

#include <extsta/air.h>

struct fleet_hash {
    uint64_t value;
    uint64_t frames, octets;
};

/* From now on; `hash` (zeroed) outlives the air. Acknowledgements, which the air makes itself,
 * are left out: they follow from the rest. False: no memory. */
bool fleet_hash_listen(struct fleet_hash *hash, struct air *air);
/* Of one frame: when its transmission ended, MHz, its octets. */
uint64_t fleet_hash_of(extsta_time time, uint16_t freq, struct extsta_span bytes);

#endif
