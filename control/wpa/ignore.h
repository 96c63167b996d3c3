/* BSSID_IGNORE: access points that somebody wants left alone for a while, as wpa_supplicant
 * keeps them: more often and longer each time they are named. While one is, it stands in the
 * driver's list of excluded addresses (extsta_ignore); where no other is there, all of them are
 * forgotten. */
#ifndef CONTROL_WPA_IGNORE_H
#define CONTROL_WPA_IGNORE_H

#include "loop.h"
#include <extsta/station.h>

struct wpa_ignored {
    struct extsta_mac bssid;
    unsigned count;    /* how often it was named */
    extsta_time until; /* it is left alone; later it is known, with its count, for an hour */
};
struct wpa_ignores {
    struct wpa_ignored list[EXTSTA_IGNORED_MAX]; /* the latest first */
    size_t count;
    struct host_alarm *alarm; /* when the driver is to be told anew */
};

struct wpa_station;
/* The station is at this AP: it is forgotten. From inside a listener, as the next two. */
void wpa_ignore_connected(struct wpa_station *ws, extsta_time now, struct extsta_mac bssid);
/* It has gone to another: the one that was spared, as it was there, is spared no longer. */
void wpa_ignore_moved(struct wpa_station *ws, extsta_time now);
/* There was none that is not ignored: all are forgotten. */
void wpa_ignore_in_vain(struct wpa_station *ws, extsta_time now);
/* Somebody sends the station to this one by name: it is left alone no longer. */
void wpa_ignore_wanted(struct wpa_station *ws, extsta_time now, struct extsta_mac bssid);
/* Forgets all of them, with or without a word. */
void wpa_ignore_clear(struct wpa_station *ws, extsta_time now);
void wpa_ignore_free(struct wpa_ignores *i);

#endif
