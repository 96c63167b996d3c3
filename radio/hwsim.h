/* mac80211_hwsim as the air: this process is the medium between its own user-space
 * stations and the kernel's radios, on which a real hostapd runs.
 *
 * One medium per network namespace (the kernel allows one registered process). It takes
 * CAP_NET_ADMIN in the user namespace that owns the network namespace, and the module
 * loaded. Each station gets a radio of its own from the medium. */
#ifndef RADIO_HWSIM_H
#define RADIO_HWSIM_H

#include <extsta/radio.h>

struct hwsim;

/* Registers as the medium and listens for a quarter of a second, because the kernel's radios
 * are known only from what they transmit. On failure returns NULL and *why is a static message
 * that says what to do (module not loaded, no privilege, another medium, multi-channel radios
 * present). */
struct hwsim *hwsim_open(const char **why);
/* Closes the medium; the kernel's radios fall back to hearing each other. All radios
 * made from it must have been closed. */
void hwsim_close(struct hwsim *medium);

/* A radio for one station on this medium. It hears group-addressed frames and those sent to
 * `address`, which it acknowledges; for good, because a reset that the station's OS asks for
 * gives the same address again (src/acm/script.c). When the module is unloaded it says
 * EXTSTA_RADIO_GONE. Freed by its ops->close. NULL: no memory. */
struct extsta_radio *hwsim_radio_new(struct hwsim *medium, struct extsta_mac address);

/* How strongly the stations hear the AP with this address, and it them (dBm; default
 * -50). Below -95 nothing passes in either direction: out of range. */
void hwsim_signal(struct hwsim *medium, struct extsta_mac ap, int dbm);

/* What the medium could not do, and what waited. Nothing is lost without being counted. */
struct hwsim_losses {
    uint64_t overruns;   /* times the socket's buffer was full: frames of the kernel are lost */
    uint64_t unsent;     /* messages that the socket did not take */
    uint64_t answers;    /* of the kernel to our frames, that did not come */
    uint64_t statuses;   /* transmit statuses the kernel did not take */
    uint64_t memory;     /* frames and outcomes lost for want of memory */
    uint64_t too_long;   /* frames of stations that are longer than the kernel takes */
    uint64_t stale;      /* frames not wanted any more when their turn came */
    uint64_t unanswered; /* requests that an access point has left without an answer */
    uint64_t others;     /* messages of the kernel that other open sockets (hostapd's) lost */
    uint64_t waited;     /* frames that waited until the access point could be asked, */
    extsta_time longest; /* and the longest that one did, microseconds */
};
/* Since hwsim_open; `others` since those sockets were opened. */
struct hwsim_losses hwsim_losses(const struct hwsim *medium);

/* Calls `frame` for every frame of the kernel's radios, and for every frame that a station
 * sends, once each whatever the number of stations: for a capture. NULL ends it. */
void hwsim_monitor(struct hwsim *medium,
                   void (*frame)(void *user, extsta_time now, bool sent,
                                 struct extsta_span bytes, const struct extsta_rx_meta *meta),
                   void *user);

#endif
