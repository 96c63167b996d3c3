/* The radios of a daemon's stations: which kinds there are in this process, what they share
 * (the medium of hwsim, the virtual air with its access points), and one for each station. What
 * opens them is the same for a start and for a radio that comes back. */
#ifndef DAEMON_RADIOS_H
#define DAEMON_RADIOS_H

#include "air.h"
#include "card.h"
#include "channels.h"
#include "config.h"

struct hwsim;
struct radio_card;

/* Zeroed but for the loop and `tell`: nothing is open. */
struct radios {
    struct host_loop *loop;
    struct hwsim *hwsim; /* while some station is on it */
    size_t hwsim_users;
    struct daemon_air *air;   /* NULL: there is none */
    struct radio_card *cards; /* in monitor mode, that some station is on */
    /* What a card can do, and what will not work (bad), in sentences; NULL: nobody wants to
     * know. */
    void (*tell)(void *user, bool bad, const char *text);
    void *tell_user;
};

/* What a station stands on; part of who asks for it, and not moved. */
struct radio_made {
    enum radio_kind kind;
    struct extsta_radio *radio; /* its owner closes it; NULL: nothing was made, or a card */
    struct card card;
    struct radio_card *monitor; /* the card whose radio it is; NULL: none in monitor mode */
    struct channel_caps caps;
    /* Of a card (radio_begin). */
    struct service_station *station;
    void (*gone)(void *user);
    void *user;
};
/* Whether something was made. */
bool radio_is_made(const struct radio_made *made);
/* What a station on it needs: radio, or driver, and capabilities; of a card its address. */
void radio_fill(struct radio_made *made, struct service_station_options *options);
/* Its station is there. card_gone: it is a card, and has gone. False: no memory. */
bool radio_begin(struct radio_made *made, struct service_station *station,
                 void (*card_gone)(void *user), void *user);
/* The address that a station on it has: this one, or the card's own. */
struct extsta_mac radio_address(const struct radio_made *made, struct extsta_mac wanted);
/* The air with its access points, where the configuration has one. False: `why`. */
bool radios_open_air(struct radios *r, const struct config_air *air, char *why, size_t size);
/* A radio for a station of this entry; `index` is its number in it, from 0. False: `why` says
 * what is in the way, and what to do. */
bool radios_make(struct radios *r, const struct config_station *s, uint32_t index,
                 struct extsta_mac address, struct radio_made *out, char *why, size_t size);
/* After its owner has closed it: what only it held open goes, too. */
void radios_unmake(struct radios *r, struct radio_made *made);
/* All radios must have been closed. */
void radios_close(struct radios *r);

#endif
