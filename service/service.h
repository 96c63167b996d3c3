/* A service: any number of stations on one loop, each with the networks it knows, connected by
 * itself. It is what the daemon, the supplicant's front end and their control sockets stand on.
 *
 * A station is added with whatever is beneath it (a radio, or a driver that does without one) and
 * whatever is above it (a TAP interface, or the card's own); from then on it is told what to do by
 * the operations below and says what happens to its listeners. Which network it takes is the
 * business of acm.h. Nothing is printed; what went wrong comes back as text.
 *
 * One thread, that of the loop. No operation may be called from inside a listener, but for those
 * that say so; an alarm of the loop, at once after, may do anything. */
#ifndef SERVICE_SERVICE_H
#define SERVICE_SERVICE_H

#include "loop.h"
#include <extsta/station.h>

struct service;
struct service_station;

/* --- known networks --- */

#define SERVICE_NO_NETWORK UINT32_MAX

/* What a station is told of a network it may enter. */
struct service_network_options {
    /* Its texts are copied. Its auto_connect does not count: what is known here is wanted for as
     * long as it stands here, and `automatic` says whether it is entered by itself. */
    struct extsta_profile profile;
    int32_t priority;              /* the greater one first; of equals, the one heard best */
    bool automatic;                /* entered without being asked for */
};
/* Why a network is not entered for a while. */
struct service_pause {
    /* A moment of the loop; 0: it is not paused; EXTSTA_NEVER: its credential is wrong for certain,
     * and it waits until it is changed or asked for (service_select, _reconnect, _reassociate). */
    extsta_time until;
    uint16_t failures;             /* in a row */
    enum extsta_diagnosis because; /* of the last of them */
};
/* As it stands; borrowed until the network is changed or removed. */
struct service_network {
    uint32_t id; /* of this station, from 0; none comes twice */
    struct service_network_options options;
    struct service_pause pause;
    bool selected; /* this one and no other is wanted (service_select) */
};

/* Makes a network known, last among its equals. Its id; SERVICE_NO_NETWORK: extsta_profile_check
 * refuses it, or no memory, and *error says which. */
uint32_t service_network_add(struct service_station *s,
                             const struct service_network_options *options,
                             enum extsta_error *error);
/* Changes it. A connection to it lives on where nothing that matters to it has changed. E_USAGE:
 * no such network; else as above, and nothing has changed. */
enum extsta_error service_network_change(struct service_station *s, uint32_t id,
                                         const struct service_network_options *options);
/* Forgets it, and leaves it if it is the present one. False: there was none. */
bool service_network_remove(struct service_station *s, uint32_t id);
/* NULL: no such network. */
const struct service_network *service_network(const struct service_station *s, uint32_t id);
/* The one after this id, in the order of ids; SERVICE_NO_NETWORK: the first. NULL: no more. */
const struct service_network *service_network_next(const struct service_station *s, uint32_t id);

/* --- stations --- */

struct service_station_options {
    const char *name;          /* of its interface, 1 to 15 characters, unlike all others'; copied */
    struct extsta_mac address; /* its own */
    const struct extsta_radio_caps *caps; /* borrowed, outlives the station */
    struct extsta_radio *radio; /* closed with the station; NULL: the driver does without one */
    /* Below the boundary; NULL: extsta's own. As struct extsta_station_config has them. */
    const struct extsta_driver_ops *driver;
    void *(*driver_make)(void *user, struct extsta_context *ctx, struct extsta_station *sta);
    void *driver_user;
    /* Octets of such a driver to what it drives (host_station_ops.beneath). NULL: lost. */
    void (*beneath)(void *user, extsta_time now, struct extsta_span octets);
    void *beneath_user;
    int tap;          /* descriptor of the interface above it, closed with the station; or -1 */
    uint32_t outputs; /* EXTSTA_OUT_MASK set that listeners want besides what the service needs */
    bool automatic;   /* it connects by itself (service_automatic) */
};

/* How far a station is on its way to the network, for people and for STATUS. */
enum service_state {
    SERVICE_DOWN,           /* the radio is off, or has gone */
    SERVICE_INACTIVE,       /* there is no network it might enter */
    SERVICE_DISCONNECTED,   /* not connected, and it does nothing about it now */
    SERVICE_SCANNING,       /* it looks for one */
    SERVICE_AUTHENTICATING, /* 802.11 authentication */
    SERVICE_ASSOCIATING,
    SERVICE_ASSOCIATED,     /* 802.1X, where the network has it */
    SERVICE_FOUR_WAY,       /* the port is being authorized */
    SERVICE_GROUP,
    SERVICE_COMPLETED,      /* the port is open */
    SERVICE_STATES
};

/* Makes a station and brings it up. NULL: `why` has the words; radio and TAP are closed. */
struct service_station *service_station_add(struct service *service,
                                            const struct service_station_options *options,
                                            char *why, size_t size);
/* Leaves its network, as far as that can be said at once, and is gone. */
void service_station_remove(struct service_station *s);
/* By the name of its interface, without a search; NULL: none. */
struct service_station *service_station(struct service *service, const char *name);
/* The one after this, in the order in which they were added; NULL: the first. NULL: no more. */
struct service_station *service_station_next(struct service *service,
                                             const struct service_station *s);
size_t service_stations(const struct service *service);

const char *service_station_name(const struct service_station *s);
/* What its radio can do, as its options said. */
const struct extsta_radio_caps *service_station_caps(const struct service_station *s);
/* To look in, and for OIDs: extsta/station.h. After a call that changes it: service_kick. */
struct extsta_station *service_core(struct service_station *s);
struct service *service_of(struct service_station *s);
void service_kick(struct service_station *s);
enum service_state service_station_state(const struct service_station *s);
/* The network it is in, or on its way to; SERVICE_NO_NETWORK. */
uint32_t service_station_network(const struct service_station *s);
/* For one listener each, by the number service_listen gave it: something of its own. */
void *service_station_user(const struct service_station *s, unsigned listener);
void service_station_set_user(struct service_station *s, unsigned listener, void *user);
/* What this listener wants the station to put out from now on (EXTSTA_OUT_MASK set), beside what
 * others want and what its options say. From within a listener's `station`, too. */
void service_station_want(struct service_station *s, unsigned listener, uint32_t outputs);
struct extsta_mac service_station_address(const struct service_station *s);
/* Whether it looks for networks by itself now. */
bool service_station_is_automatic(const struct service_station *s);
/* What its radio and its interface did not take; valid until it is removed. */
const struct host_counters *service_station_counters(const struct service_station *s);

/* --- what a station is told to do. False or an error: nothing has changed --- */

/* From now on it looks for networks by itself, or does not; what there is stays. */
void service_automatic(struct service_station *s, bool automatic);
/* This network and no other from now on, until service_select_any; connects at once. */
enum extsta_error service_select(struct service_station *s, uint32_t id);
void service_select_any(struct service_station *s);
/* Leaves the network, and stays away until service_reconnect, service_select or
 * service_automatic(true). */
void service_disconnect(struct service_station *s);
/* After that: as if it had just been made. False: it was not away. */
bool service_reconnect(struct service_station *s);
/* Leaves, and enters the best network anew; what was paused is tried, too. */
void service_reassociate(struct service_station *s);
/* As extsta_roam. */
enum extsta_error service_roam(struct service_station *s, struct extsta_mac bssid);

/* What to look for. All of it is borrowed for the call. */
struct service_scan {
    const struct extsta_span *ssids; /* at most 8; an empty one is the wildcard */
    size_t ssid_count;               /* 0: the wildcard, unless passive */
    const uint16_t *freqs;           /* MHz, those that the radio has; 0 of them: all */
    size_t freq_count;
    struct extsta_mac bssid; /* zero: any */
    bool passive;
    struct extsta_span elements; /* behind those of the Probe Requests */
};
/* As extsta_scan; what comes of it is told to listeners (`scanned`). */
enum extsta_error service_scan(struct service_station *s, const struct service_scan *scan);
/* The scan under way, if there is one, ends soon: `scanned` says so. False: there is none. */
bool service_scan_abort(struct service_station *s);

/* --- what is beneath says of channels and countries --- */

enum service_radio_news_type {
    SERVICE_RADIO_COUNTRY,       /* other rules count: which channels may be used, and how */
    SERVICE_RADIO_SWITCH_BEGINS, /* the AP has said that it goes to another channel */
    SERVICE_RADIO_SWITCHED,      /* it is there, and so are we */
};
#define SERVICE_COUNTRY_BEACON_HINT 254u
#define SERVICE_COUNTRY_NOT_SAID    255u
struct service_radio_news {
    enum service_radio_news_type type;
    /* of a country: who wanted it (enum nl80211_reg_initiator, or a constant above), what it is
     * (enum nl80211_reg_type), its letters, ended by zero; empty: it has none */
    uint8_t by, kind;
    char alpha2[3];
    /* of a switch, MHz; width: enum nl80211_chan_width; second: where the second channel of 40
     * MHz is, 1 above, -1 below; no_ht: before 802.11n */
    uint16_t freq, centers[2];
    uint8_t width;
    int8_t second;
    bool no_ht;
};
/* Told to listeners by whoever is beneath the station and hears it: a card's owner. */
void service_radio_told(struct service_station *s, const struct service_radio_news *news);

/* --- the whole --- */

/* Who wants to know. Each function may be NULL; all are called with `user`, in the order of
 * service_listen. What they are given is borrowed for the call. */
struct service_listener {
    struct service_listener *next; /* the service's */
    unsigned number;               /* the service's: of service_station_user */
    /* A station comes; before anything else of it. */
    void (*station)(void *user, extsta_time now, struct service_station *s);
    /* It has put something out, before the service has acted on it. */
    void (*output)(void *user, extsta_time now, struct service_station *s,
                   const struct extsta_output *out);
    /* A frame of it, to the radio (sent) or from it. */
    void (*frame)(void *user, extsta_time now, struct service_station *s, bool sent,
                  struct extsta_span bytes, const struct extsta_rx_meta *meta);
    void (*state)(void *user, extsta_time now, struct service_station *s,
                  enum service_state from, enum service_state to);
    /* A scan begins, by itself or asked for; it is over: 0, or an NDIS_STATUS. */
    void (*scanning)(void *user, extsta_time now, struct service_station *s);
    void (*scanned)(void *user, extsta_time now, struct service_station *s, uint32_t status);
    /* It has looked, and none of the networks it might enter is there. */
    void (*not_found)(void *user, extsta_time now, struct service_station *s);
    /* The network's pause has begun, or is over (until is 0). */
    void (*paused)(void *user, extsta_time now, struct service_station *s,
                   const struct service_network *network);
    /* A network became known, was changed, is about to be forgotten. */
    void (*network)(void *user, extsta_time now, struct service_station *s,
                    const struct service_network *network, bool gone);
    /* service_radio_told. */
    void (*radio)(void *user, extsta_time now, struct service_station *s,
                  const struct service_radio_news *news);
    /* What is beneath the station broke: it is SERVICE_DOWN for good. */
    void (*broken)(void *user, extsta_time now, struct service_station *s,
                   enum host_trouble what);
    /* A station is about to go. */
    void (*gone)(void *user, extsta_time now, struct service_station *s);
    void *user;
};

/* The loop and the context stay the caller's and outlive it. NULL: no memory. */
struct service *service_new(struct host_loop *loop, struct extsta_context *ctx);
/* Removes the stations that are left. NULL is fine. */
void service_free(struct service *service);
/* Before the first station; the listener stays the caller's and outlives the service. */
void service_listen(struct service *service, struct service_listener *listener);
struct host_loop *service_loop(const struct service *service);
/* Stable name ("completed"); never NULL. */
const char *service_state_name(enum service_state state);

#endif
