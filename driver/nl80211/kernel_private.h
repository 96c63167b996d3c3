/* Shared by the two files of a card in use: kernel_open.c takes it and gives it back, kernel.c
 * is between the driver and the sockets. */
#ifndef DRIVER_NL80211_KERNEL_PRIVATE_H
#define DRIVER_NL80211_KERNEL_PRIVATE_H

#include "kernel.h"

#define NL80211_REFUSALS 64u /* messages that could not be sent, and whose refusal waits */

/* A datagram that is being read, message by message. */
struct nl80211_datagram {
    struct nlmsghdr *next;
    int left; /* octets from there on */
    uint64_t octets[NL80211_DATAGRAM / 8];
};

struct nl80211_refusal {
    struct nlmsghdr message; /* the header of what was to be sent */
    int error;
};

struct nl80211_kernel {
    struct nl80211_socket events, commands, routes;
    int rfkill, epoll; /* -1: not open */
    struct nl80211_card card;
    const struct nl80211_interface *interface; /* in it */
    struct nl80211_site site;
    struct nl80211_caps caps;
    bool address_set, brought_up, mode_set; /* to be undone */
    bool gone;
    bool lost; /* events, and the driver has not been told */
    struct nl80211_datagram event, answer, route;
    struct nlmsghdr *held; /* in one of them: read, and not given yet */
    struct nl80211_refusal refusals[NL80211_REFUSALS];
    size_t refusal_count;
    uint64_t made[8]; /* a message that no socket gave */
};

#endif
