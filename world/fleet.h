/* A fleet: stations without names, by the hundred thousand, on an air. They come one after the
 * other, connect by one profile, stand or walk, and may each have a referee. Nothing is done
 * for all of them at each moment: who comes next, who takes the next step, is an event of the
 * air.
 *
 * It prints nothing; a listener is told what single members put out, and makes of it what it
 * likes (tell/course.h counts). `extsta fleet`, the Lua function fleet{} and tests/bench stand
 * on it; fleet_site.h has the access points, and what befalls them. The same configuration on
 * the same air gives the same run. One thread. */
#ifndef WORLD_FLEET_H
#define WORLD_FLEET_H

#include "fleet_place.h"
#include <extsta/referee.h>

struct fleet;

/* Each function may be NULL; all are called with `user`, and must not call a station. Members
 * are numbered from 0. */
struct fleet_listener {
    uint32_t outputs; /* EXTSTA_OUT_MASK set of what `output` wants */
    void (*output)(void *user, extsta_time now, uint32_t station,
                   const struct extsta_output *out);
    /* Its referee has found a rule broken. */
    void (*finding)(void *user, uint32_t station, const struct extsta_finding *finding);
    void *user;
};

struct fleet_config {
    struct air *air;            /* borrowed; outlives the fleet */
    struct extsta_context *ctx; /* of the stations, likewise; it may be the air's */
    uint32_t count;             /* at most FLEET_MAX */
    uint32_t first; /* how many of other fleets are on this air: addresses go on from there */
    uint64_t seed;  /* of places and ways */
    struct fleet_place place;
    float walk;        /* metres per second; 0: they stand */
    extsta_time start; /* when the first one comes, by the air's clock */
    extsta_time ramp;  /* microseconds over which they come, one after the other */
    /* Copied; what it points to outlives the fleet. */
    const struct extsta_profile *profile;
    const struct extsta_radio_caps *caps;  /* borrowed, outlives the fleet */
    const struct extsta_roam_policy *roam; /* NULL: the profile's; copied */
    uint16_t flags;                        /* AIR_NODE_* besides AIR_NODE_NO_PROBES */
    int8_t power;                          /* dBm; 0 = 20 */
    uint32_t host_delay;                   /* as air_station_config has it */
    uint32_t power_saving; /* DOT11_POWER_SAVING_* that they ask for when they are connected */
    bool judged;           /* each has a referee */
    struct extsta_context *judges;  /* whose memory those take; NULL: `ctx` */
    struct fleet_listener listener; /* copied */
};
#define FLEET_MAX (1u << 24)

/* The first one comes at `start`. NULL: no memory, or no profile that can be used. */
struct fleet *fleet_new(const struct fleet_config *config);
/* Takes them off the air and frees them. NULL is fine. */
void fleet_free(struct fleet *fleet);

uint32_t fleet_size(const struct fleet *fleet);
/* Those that have come. Fewer than should have: fleet_no_memory. */
uint32_t fleet_come(const struct fleet *fleet);
/* A member, a referee or a call could not be made: what comes of the run is not what was asked
 * for. */
bool fleet_no_memory(const struct fleet *fleet);
/* Ports that are open now; asks each member. */
uint32_t fleet_authorized(const struct fleet *fleet);
/* NULL: it has not come yet. */
struct extsta_station *fleet_station(const struct fleet *fleet, uint32_t station);
/* Its referee; NULL: it has none. */
const struct extsta_referee *fleet_referee(const struct fleet *fleet, uint32_t station);
/* Where it is; zeros: it has not come. */
struct air_position fleet_position(const struct fleet *fleet, uint32_t station);
/* From now on they connect by another profile (copied as the first): who has come leaves, and
 * connects anew. False: it cannot be used. Not from within the stations' outputs. */
bool fleet_reconnect(struct fleet *fleet, const struct extsta_profile *profile);
/* All that have come leave the network, and want it no more. */
void fleet_disconnect(struct fleet *fleet);
/* Whether the stations hear all that is on the air for them as it is (extsta_referee_hears): so
 * it is unless somebody distorts frames. */
void fleet_judge_hears(struct fleet *fleet, bool all);
/* The referees judge what has not happened until now. */
void fleet_judge_end(struct fleet *fleet);
/* The address of a member of the fleets on an air, counted through: from `first` on. */
struct extsta_mac fleet_address(uint32_t number);

#endif
