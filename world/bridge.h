/* Real radios meet the air of a world: its access points are heard by stations out there, which
 * stand on its air as nodes. So a scripted access point serves somebody else's station, and a
 * script is played against it, in real time.
 *
 * Each access point of the world has a radio of its own, under its address. What it transmits goes
 * out by that radio as it ends on the air; what comes in by a radio is sent by the node of its
 * transmitter, which is made when it is first heard. Between world and radio no air time passes
 * twice: a radio (mac80211_hwsim's) that takes none is supposed. */
#ifndef WORLD_BRIDGE_H
#define WORLD_BRIDGE_H

#include "world.h"
#include <extsta/radio.h>

struct bridge_options {
    /* A radio that hears groups and what is sent to this address, and acknowledges that; closed
     * by its ops->close. All of them share one descriptor. NULL: no memory. */
    struct extsta_radio *(*radio)(void *user, struct extsta_mac address);
    void *user;
};

struct bridge;
/* Couples them, and gives the world the pace of the machine's clock. Options are copied; the
 * world outlives it. NULL: no memory. */
struct bridge *bridge_new(struct world *world, const struct bridge_options *options);
/* Stations out there are gone from the air. NULL is fine. */
void bridge_free(struct bridge *bridge);

struct bridge_counts {
    uint64_t in, out;   /* frames */
    uint64_t refused;   /* frames that a radio, or the air, did not take */
    uint64_t visitors;  /* addresses out there that were heard */
    uint64_t crowded;   /* frames of addresses for which there was no room */
    bool gone;          /* the radio has gone: nothing comes in or goes out any more */
};
struct bridge_counts bridge_counts(const struct bridge *bridge);

#endif
