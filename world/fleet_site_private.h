/* What a site is, for the files that make it (fleet_site.c, fleet_storm.c). */
#ifndef WORLD_FLEET_SITE_PRIVATE_H
#define WORLD_FLEET_SITE_PRIVATE_H

#include "fleet_site.h"

/* One that is to come, or under way; kept until the site goes. */
struct fleet_storm {
    struct fleet_storm *next;
    struct fleet_site *site;
    struct storm what;
    uint8_t left; /* beacons that still announce a switch */
};

struct fleet_site {
    struct fleet_site_config config; /* config.ap and .freqs are not looked at again */
    struct apsim_config ap;
    uint16_t freqs[FLEET_FREQS + FLEET_FREQS]; /* the plan; behind it what storms add */
    uint32_t freq_count;
    struct apsim_ds *own_ds; /* NULL: somebody else's */
    struct apsim **aps;
    struct air_position *places;
    uint16_t *now; /* MHz, of each */
    struct fleet_storm *storms;
    bool no_memory;
};

/* The access point as it begins: at its place, on its channel. NULL: no memory. */
struct apsim *fleet_site_make(struct fleet_site *site, uint32_t i);

#endif
