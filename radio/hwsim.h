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

/* Calls `frame` for every frame of the kernel's radios, and for every frame that a station
 * sends, once each whatever the number of stations: for a capture. NULL ends it. */
void hwsim_monitor(struct hwsim *medium,
                   void (*frame)(void *user, extsta_time now, bool sent,
                                 struct extsta_span bytes, const struct extsta_rx_meta *meta),
                   void *user);

#endif
