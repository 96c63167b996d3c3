/* The access points of a fleet: so many, all alike, of one network, in rows and columns over an
 * area or in cells that do not hear one another; and what befalls them (struct storm). Like the
 * fleet (fleet.h) they have no names. They are on one distribution system. */
#ifndef WORLD_FLEET_SITE_H
#define WORLD_FLEET_SITE_H

#include "fleet_place.h"
#include <extsta/apsim.h>

struct fleet_site;

struct fleet_site_config {
    struct air *air; /* borrowed; outlives the site */
    /* What all of them are; copied, what it points to outlives the site. Address, channel and
     * place are given by the site, and so is the distribution system where it has none. */
    const struct apsim_config *ap;
    uint32_t count;
    uint32_t first; /* access points of other sites on this air: addresses go on from there */
    struct fleet_area area; /* no width: cells that do not hear one another */
    const uint16_t *freqs;  /* MHz, of the access points in turn; copied */
    uint32_t freq_count;    /* 1 to FLEET_FREQS */
};
#define FLEET_FREQS 32u

/* NULL: no memory, or a configuration that contradicts itself (extsta/apsim.h). */
struct fleet_site *fleet_site_new(const struct fleet_site_config *config);
/* NULL is fine. Storms may still be due: the air does not run after that. */
void fleet_site_free(struct fleet_site *site);

uint32_t fleet_site_size(const struct fleet_site *site);
/* A storm could not be carried out for want of memory. */
bool fleet_site_no_memory(const struct fleet_site *site);
/* Where they stand, in order, for struct fleet_place; valid as long as the site is there. */
const struct air_position *fleet_site_places(const struct fleet_site *site);
/* One of them as it is now; NULL while a storm has taken it away. */
struct apsim *fleet_site_ap(const struct fleet_site *site, uint32_t i);
/* MHz. */
uint16_t fleet_site_freq(const struct fleet_site *site, uint32_t i);
/* MHz of the i-th channel that they are on, or will be by a storm; 0: there are no more. */
uint16_t fleet_site_channel(const struct fleet_site *site, uint32_t i);
/* What all of them know together. */
void fleet_site_status(const struct fleet_site *site, struct apsim_status *sum);

/* --- storms --- */
enum storm_kind {
    STORM_POWER,      /* no power for a while; then they know nobody */
    STORM_DEAUTH,     /* everybody is sent away by one frame of each, as by a controller */
    STORM_PASSPHRASE, /* they begin anew with another passphrase, as after a change of the
                       * configuration: everybody is sent away, and they are gone for a while */
    STORM_SWITCH,     /* announced by so many beacons, they go to another channel (CSA, as when
                       * radar was heard) */
};
/* NULL-terminated: "power", "deauth", "passphrase", "switch". */
extern const char *const storm_names[];

struct storm {
    enum storm_kind kind;
    extsta_time at;       /* by the air's clock; past: now */
    uint32_t first, last; /* which access points, from 0; those beyond the last one are none */
    extsta_time off;      /* power, passphrase: for so long; EXTSTA_NEVER: for good */
    uint16_t reason;      /* of the frame of deauth and passphrase */
    char passphrase[64];  /* the new one */
    uint16_t freq;        /* switch: MHz; 0: each takes the next one of the site's */
    uint8_t beacons;      /* switch: that say so, at least 1 */
};
/* What is usual: all access points, 3 s, reason 2, 5 beacons. */
struct storm storm_usual(enum storm_kind kind, extsta_time at);
/* Copied. False: no memory. */
bool fleet_site_storm(struct fleet_site *site, const struct storm *storm);

#endif
