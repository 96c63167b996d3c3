/* A station of the daemon: what the configuration says of it, the interface and the radio it
 * has, and the station of the service that stands on both. It outlives these: when the radio is
 * pulled out, or the interface is deleted, the member waits and tries again, in pauses that
 * grow from a quarter of a second to a minute, and says so once. */
#ifndef DAEMON_MEMBER_H
#define DAEMON_MEMBER_H

#include "directory.h"
#include "radios.h"
#include "state.h"

struct daemon;
struct wpa_networks;

/* A network that the configuration has given to the service. */
struct member_network {
    char *name;
    uint32_t id;
};

struct member {
    struct daemon *daemon;
    struct member *next;
    struct directory_entry by_name;
    char name[CONFIG_NAME_MAX + 1];
    const struct config_station
        *entry; /* of the present configuration; its `index`th station */
    uint32_t index;
    struct extsta_mac address;
    int tap;      /* -1: none; the station has a copy of the descriptor */
    bool carrier; /* as it was told the kernel */
    bool seen;    /* by the reload under way */
    struct radio_made made;
    struct service_station *station; /* NULL: it waits for something */
    struct member_network *networks;
    size_t network_count;
    struct wpa_networks *blocks; /* networks_file.h: of one without a control socket; or NULL */
    struct state *kept;          /* NULL: nothing is */
    struct host_alarm *retry, *save, *first, *breaks; /* NULL: not set */
    enum host_trouble broken;                         /* with `breaks` */
    bool missed;       /* none of its networks was there, and that was said */
    extsta_time pause; /* before the next attempt */
    char trouble[300]; /* why it waits; as it was said */
    bool unsaved;      /* `kept` has changed */
    uint32_t first_id;
    bool first_choice; /* only the network it was in last, until it is in it or it is not there
                        */
};

/* One that has nothing yet but its name and address. NULL: no memory. */
struct member *member_new(struct daemon *d, const struct config_station *s, uint32_t index);
/* Opens its interface and its radio, as far as they are not open, while that is allowed. */
void member_open(struct member *m);
/* Makes its station, where both are there, with the networks of its entry; else it waits. */
void member_start(struct member *m);
/* Whether it stays as it is with this entry: everything but its networks. */
bool member_is_same(const struct member *m, const struct config_station *s, uint32_t index);
/* It has this entry from now on. */
void member_reenter(struct member *m, const struct config_station *s, uint32_t index);
/* Tells the service of the networks of its entry: those that did not change are left alone. */
void member_set_networks(struct member *m);
/* Something beneath it broke: it loses its station at the next turn of the loop, because
 * whoever says so is still with it. */
void member_breaks(struct member *m, enum host_trouble what);
/* Its port is open, or not: the kernel is told of the carrier. */
void member_carrier(struct member *m, bool there);
/* It is in this network of the service: that is kept. */
void member_entered(struct member *m, uint32_t network);
/* The network it was in last is not there, or refuses: any other will do, from the next turn of
 * the loop on. */
void member_any(struct member *m);
/* Leaves its network, keeps what is to be kept, and is gone. */
void member_free(struct member *m);
/* The name that the configuration has for a network of its station; or its profile's; never
 * NULL. */
const char *member_network_name(const struct member *m, uint32_t network);

#endif
