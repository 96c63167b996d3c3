/* A world on virtual air: named stations and access points, and who wants to know what becomes
 * of them. It prints nothing and writes no file: listeners do (script/ has those of a
 * scenario). The same seed and the same calls give the same run. host/live.h is the same for
 * real radios.
 *
 * world_new, world_listen for each listener, members; then world_run, and calls on the stations
 * with world_pump after each. One thread. */
#ifndef WORLD_WORLD_H
#define WORLD_WORLD_H

#include "directory.h"
#include <extsta/air.h>
#include <extsta/apsim.h>

struct world;

struct world_station {
    struct world *world;
    struct world_station *next;
    struct directory_entry by_name, by_address; /* the world's */
    char name[32];
    uint32_t index; /* the first is 0 */
    struct extsta_mac address;
    struct extsta_station *sta;
    struct air_station *node; /* its place on the air */
    size_t phy_count;         /* of its radio */
    void *user;               /* of whoever added it */
    struct driver_loader *driver; /* of a shared object; NULL: extsta's own */
    bool detached;            /* the owner is the host: it returns received packets */
    uint32_t *held;           /* packets handed up and not returned */
    size_t held_count, held_capacity;
    /* An extension's handlers; from within the station's outputs. NULL: there is none. */
    void (*ihv_call)(struct world_station *s, const struct extsta_ihv_call *call);
    void *ihv_user;
    uint32_t pings_sent, pings_answered;
    uint16_t ping_sequence;
    uint8_t ip[4], gateway[4];         /* made up; gateway: the wired host's */
    struct extsta_mac gateway_mac;     /* learned by ARP; zero = not yet */
    uint32_t power_saving;             /* of its configuration */
    bool has_roam;                     /* its connections roam by: */
    struct extsta_roam_policy roam;
    struct world_extension *extension; /* loaded from a shared object, or NULL */
};

struct world_ap {
    struct world *world;
    struct world_ap *next;
    struct directory_entry by_name, by_address; /* the world's */
    char name[32];
    struct extsta_mac bssid;
    struct apsim *ap;
};

/* Who wants to know. Each function may be NULL; all are called with `user`. A listener must not
 * call a station or add a member; what it is given is borrowed for the call. */
struct world_listener {
    struct world_listener *next; /* the world's */
    uint32_t outputs; /* EXTSTA_OUT_MASK set: stations put out what some listener wants */
    /* A member has come; before anything else of it. */
    void (*station)(void *user, extsta_time now, struct world_station *s);
    void (*ap)(void *user, extsta_time now, struct world_ap *a, struct extsta_mac bssid);
    /* What an access point says has happened to it. */
    void (*ap_event)(void *user, extsta_time now, struct world_ap *a,
                     const struct apsim_event *event);
    /* A station has put something out (also what only others have asked for). */
    void (*output)(void *user, extsta_time now, struct world_station *s,
                   const struct extsta_output *out);
    /* A transmission ends, wherever on the air; acknowledgements are left out. */
    void (*frame)(void *user, const struct air_sniffed *frame);
    /* A member receives a frame (frame->at), after world_show_receptions. */
    void (*reception)(void *user, const struct air_sniffed *frame);
    /* A ping was answered by the host at this address, with an Ethernet frame of so many
     * octets. */
    void (*ping)(void *user, extsta_time now, struct world_station *s, const uint8_t ip[4],
                 size_t octets);
    /* A client has sent an 802.3 frame to the wire. */
    void (*wire)(void *user, extsta_time now, struct extsta_span frame);
    /* A second of world_run has passed. False: it shall end now. */
    bool (*tick)(void *user, extsta_time now);
    /* A station is freed. */
    void (*gone)(void *user, struct world_station *s);
    void *user;
};

struct world_options {
    uint64_t seed;              /* of nonces, back-off, rules, shadowing */
    double exponent, shadowing; /* 0 = the air's defaults */
    const struct extsta_random *random; /* of nonces instead of the seed; NULL: of the seed */
};

/* The air, its context and clock; no members. NULL: no memory. */
struct world *world_new(const struct world_options *options);
/* Frees everything; NULL is fine. Returns the octets of the context that its members have not given back:
 * 0, or something is lost. */
size_t world_free(struct world *world);
/* From now on; the listener stays the caller's and outlives the world. Its outputs are those of
 * stations that come later. */
void world_listen(struct world *world, struct world_listener *listener);
/* Not from within what a listener is told. */
void world_unlisten(struct world *world, struct world_listener *listener);

/* From now on listeners are told what each member receives, which costs time. Once. False: no
 * memory. */
bool world_show_receptions(struct world *world);

/* The world's own, valid until it is freed; so are context and members. */
struct air *world_air(struct world *world);
struct extsta_context *world_context(struct world *world);
/* The name of the member with this address, or NULL. */
const char *world_name(const struct world *world, struct extsta_mac mac);
/* The first of all stations, newest first, by `next`; NULL: none. */
struct world_station *world_stations(const struct world *world);
/* The newest station with this address, or NULL; and the next older one with the same. */
struct world_station *world_station_at(const struct world *world, struct extsta_mac mac);
struct world_station *world_station_same(const struct world_station *s);

/* Runs the air for a time, or until a listener's tick says no. Not from within what the world
 * or its air calls, as world_run_until. */
void world_run(struct world *world, extsta_time duration);
/* Runs it, moment by moment, until `there` says so or `limit` is over. False: it never did. */
bool world_run_until(struct world *world, extsta_time limit, bool (*there)(void *user),
                     void *user);

/* The pace of a world that meets the one outside (bridge.h): its time is the machine's then.
 * Without one the air runs as fast as it can. */
struct world_pace {
    /* Blocks until the world's time may become `until`, or something has come from outside, or a
     * little later. Returns what time it is, at most `until`. */
    extsta_time (*wait)(void *user, extsta_time until);
    /* The air has come to that time: what has come from outside goes onto it. */
    void (*arrived)(void *user, extsta_time now);
    void *user;
};
/* From now on; borrowed until another one is set. NULL: none. */
void world_set_pace(struct world *world, const struct world_pace *pace);

/* The wired host, which answers pings at 10.0.0.1; and a frame from it (802.3, borrowed) to the
 * stations. */
extern const struct extsta_mac world_wired_host;
void world_wire_send(struct world *world, struct extsta_span frame);
/* Its flows (traffic.h), and the seed it was made with. */
struct traffic *world_traffic(struct world *world);
uint64_t world_seed(const struct world *world);

struct world_station_config {
    const char *name;
    struct extsta_mac address; /* zero: made from its position in the list */
    struct air_position at;
    int8_t power;                         /* dBm */
    const struct extsta_radio_caps *caps; /* borrowed, outlives the world */
    uint16_t flags;                       /* AIR_NODE_* of its radio */
    uint32_t host_delay;                  /* as air_station_config has it */
    uint32_t power_saving; /* DOT11_POWER_SAVING_* that it asks for whenever it is connected */
    const struct extsta_roam_policy *roam; /* of its connections; NULL: the default; copied */
    void *user;                           /* world_station.user */
    const char *driver; /* shared object below the boundary (extsta/driver.h); NULL: our own */
    char *why;          /* what is wrong with it is written here */
    size_t why_size;
};
/* NULL: no memory, or a driver that cannot be used; `why` has the words. Nobody is told that it
 * has gone. */
struct world_station *world_station_add(struct world *world,
                                        const struct world_station_config *config);
/* NULL: no memory, or the fields of the configuration contradict one another. */
struct world_ap *world_ap_add(struct world *world, const char *name,
                              struct apsim_config *config, const uint8_t host_ip[4]);
/* By name, the newest; NULL: there is none. */
struct world_station *world_station_find(struct world *world, const char *name);
struct world_ap *world_ap_find(struct world *world, const char *name);
/* After any call on the station from outside: carries out what it put out. */
void world_pump(struct world_station *s);
/* Sends an ICMP echo request to the wired host (ARP first). The answer goes to the listeners'
 * `ping`. */
void world_ping(struct world_station *s);
/* Has a station ask for this DOT11_POWER_SAVING_* level, past its OS half; pump it after that.
 */
void world_ask_power(struct extsta_station *sta, extsta_time now, uint32_t level);
/* Switches the OS half off: the caller is the host from now on. */
void world_detach(struct world_station *s);
/* A detached host gives back all packets it was handed. Returns their number. */
size_t world_return_packets(struct world_station *s);

#endif
