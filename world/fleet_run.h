/* A run of a fleet: an air, a site (fleet_site.h) and stations (fleet.h), made by a few
 * numbers. Stations, and what is around them, take memory from contexts of their own, so that
 * each side's share is known. For `extsta fleet` and tests/bench. */
#ifndef WORLD_FLEET_RUN_H
#define WORLD_FLEET_RUN_H

#include "channels.h"
#include "fleet.h"
#include "fleet_hash.h"
#include "fleet_site.h"

/* What the network asks for. */
struct fleet_security {
    const char *name;  /* "wpa2-psk" */
    const char *words; /* "WPA2-PSK" */
    enum apsim_security ap;
    uint32_t auth;          /* DOT11_AUTH_ALGORITHM of the profile; */
    uint32_t fallback_auth; /* of a transition mode, or 0 */
    bool keyed;             /* by a passphrase */
};
/* NULL: there is none of this name. */
const struct fleet_security *fleet_security_find(const char *name);
/* From 0; NULL behind the last. */
const struct fleet_security *fleet_security_at(size_t i);

#define FLEET_SSID       "fleet"
#define FLEET_PASSPHRASE "a million of them"

struct fleet_run_config {
    uint32_t stations, aps;
    const struct fleet_security *security;
    uint64_t seed;
    struct fleet_area area; /* no width: each access point has a cell of its own */
    float walk;             /* metres per second */
    extsta_time ramp;       /* the first station comes after a second */
    const uint16_t *freqs;  /* MHz; borrowed for the call */
    uint32_t freq_count;    /* 0: channels 1, 6 and 11 */
    bool known_channels;    /* the stations' radios have these channels alone */
    bool judged, hashed;
    struct fleet_listener listener;
};

struct fleet_run {
    struct air_random random[3];
    /* Of the stations; of the air and access points; of the referees. */
    struct extsta_context *ours, *theirs, *judges;
    struct air *air;
    struct fleet_site *site;
    struct fleet *fleet;
    struct apsim_config ap;
    struct extsta_profile profile;
    struct channel_caps radio; /* of known channels */
    struct fleet_hash hash;
    struct fleet_telling *tellings; /* new passphrases, for the stations */
    size_t before[2]; /* octets in use before the first station came, of each context */
};

/* NULL: no memory. */
struct fleet_run *fleet_run_new(const struct fleet_run_config *config);
/* Returns the octets that were not given back: 0, or something is lost. NULL is fine. */
size_t fleet_run_free(struct fleet_run *run);
/* Something could not be made, kept or sent for want of memory. */
bool fleet_run_no_memory(const struct fleet_run *run);
/* Octets that the stations have taken since the first one came: their own, the fleet's list of
 * them included; and what air and access points keep for them. */
size_t fleet_run_memory(const struct fleet_run *run, size_t *around);
/* Octets in use of the referees. */
size_t fleet_run_judges(const struct fleet_run *run);
/* A storm for the site. told: of a passphrase: the stations get it, too, when the access points
 * have it. False: no memory. */
bool fleet_run_storm(struct fleet_run *run, const struct storm *storm, bool told);

#endif
