/* The listener of a run that tells what drivers of others did that cannot be (extsta/driver.h:
 * faults), behind what came with it. */
#ifndef SCRIPT_SCRIPT_DRIVER_H
#define SCRIPT_SCRIPT_DRIVER_H

#include "world.h"
#include <extsta/driver.h>

struct tell;

struct script_driver {
    struct world_listener listener;
    struct world *world;
    struct tell *tell;
    uint32_t faults; /* of stations that have gone */
    uint32_t told[EXTSTA_FAULTS];
};

/* Listens to this world, which has no members yet, until it is freed. */
void script_driver_listen(struct script_driver *s, struct world *world, struct tell *tell);

#endif
