/* Groups of a scenario: fleet{...}, stations (script_fleet.c), and site{...}, access points
 * (script_site.c), of world/fleet.h and world/fleet_site.h. Their members have no names, so the
 * same script runs with ten of them and with a hundred thousand: what they do is counted, in
 * the course of the run and in one of each fleet's own, and told by its figures. */
#ifndef SCRIPT_SCRIPT_FLEET_H
#define SCRIPT_SCRIPT_FLEET_H

#include "course.h"
#include "fleet.h"
#include "fleet_site.h"

struct script;
struct script_fleet;
struct script_site;

/* All of a run. */
struct script_fleets {
    struct script_fleet *fleets;
    struct script_site *sites;
    uint32_t stations, aps; /* of all */
};

#define SCRIPT_FLEET_MAX 1000000u /* stations of a run; access points likewise */

/* Frames are distorted from now on (script_referee_distort). */
void script_fleets_distort(struct script *s);
/* The run is over: the referees judge the rest, and their verdicts are counted with those of
 * the named stations. */
void script_fleets_end(struct script *s);
/* Before the world goes. */
void script_fleets_free(struct script_fleets *f);
/* Those of script_site.c. */
void script_sites_free(struct script_site *sites);
/* Of a site, for place={around=...}. */
const struct fleet_site *script_site_of(const struct script_site *site);

#endif
