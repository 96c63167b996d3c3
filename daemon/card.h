/* A Wi-Fi card beneath a station: opens it (driver/nl80211/kernel.h), and carries messages
 * between the nl80211 driver below the station and the kernel, on the loop. The interface above
 * the station is the card's own. `extsta daemon`, scan and connect stand on it. */
#ifndef DAEMON_CARD_H
#define DAEMON_CARD_H

#include "kernel.h"
#include "service.h"

/* Who has the station. */
struct card_owner {
    /* After calls on the station: carries out what they brought. */
    void (*kick)(void *user);
    /* The card or its interface has gone; once, and it may not close the card. */
    void (*gone)(void *user);
    void *user;
    /* What the kernel has said of channels and countries; NULL: nobody wants to know. */
    void (*news)(void *user, const struct service_radio_news *news);
};

/* Zeroed: none is open. Not moved while it is. */
struct card {
    struct nl80211_kernel *kernel;
    struct extsta_station *core;
    struct host_watch *watch;
    struct card_owner owner;
};

/* Opens the interface. by_connect: by CONNECT alone. address: that it gets, NULL: its own.
 * freqs: MHz, the channels it uses, 0 of them: all. False: `why`. */
bool card_open(struct card *card, const char *interface, bool by_connect,
               const struct extsta_mac *address, const uint16_t *freqs, size_t freq_count,
               char *why, size_t size);
/* The address it has. */
struct extsta_mac card_address(const struct card *card);
/* What a station on it needs: address, driver, capabilities; no radio, no TAP. */
void card_fill(struct card *card, struct service_station_options *options);
/* What the kernel says is heard from now on, by this station. False: no memory. */
bool card_listen(struct card *card, struct host_loop *loop, struct extsta_station *core,
                 const struct card_owner *owner);
/* What the kernel says is not heard any more: before the loop goes. card_close does it, too. */
void card_unlisten(struct card *card);
/* After its station. Also of a zeroed one. */
void card_close(struct card *card);

#endif
