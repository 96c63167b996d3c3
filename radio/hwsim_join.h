/* The kernel's simulated radios on a medium: each address that one of their interfaces
 * transmits with gets a radio of a radio_source's. What the kernel transmits goes out by it,
 * and its outcome back to the kernel as the transmit status; what it hears goes to the kernel's
 * radio. So kernel stations and hostapd meet one another, our stations and apsim by the
 * medium's rules alone, and nothing of mac80211_hwsim passes between them in any other way.
 *
 * Where a kernel radio listens is known from what it transmits, and from its refusals. Beacons
 * are offered to those that are elsewhere, too (hwsim_join_overheard), for stations that look
 * for networks without a word. */
#ifndef RADIO_HWSIM_JOIN_H
#define RADIO_HWSIM_JOIN_H

#include "hwsim.h"
#include "radio_source.h"

#define HWSIM_JOIN_ADDRESSES                                                                   \
    2007u /* beyond, the longest silent one goes: they can be made up */

struct hwsim_join;

struct hwsim_join_options {
    struct radio_source radios;
    /* An address is heard for the first time, or (gone) its interface has gone or has been
     * silent for too long. NULL: nobody cares. */
    void (*address)(void *user, extsta_time now, struct extsta_mac address, bool gone);
    void *user;
};

/* Of a medium of hwsim_open, which has no radios of its own then and is closed after it.
 * Options are copied. NULL: no memory. */
struct hwsim_join *hwsim_join_new(struct hwsim *hwsim,
                                  const struct hwsim_join_options *options);
/* Its radios are closed. NULL is fine. */
void hwsim_join_free(struct hwsim_join *join);
/* Readable when hwsim_join_work is to be called; it is, too, when the deadline comes. */
int hwsim_join_fd(const struct hwsim_join *join);
extsta_time hwsim_join_deadline(const struct hwsim_join *join);
void hwsim_join_work(struct hwsim_join *join, extsta_time now);
/* The module was unloaded: nothing comes in or goes out any more. */
bool hwsim_join_gone(const struct hwsim_join *join);

/* Somebody, who is no kernel interface, has beaconed on a channel: those that are not there are
 * offered the frame. signal: dBm at which this radio would hear it; below -95 it does not. */
void hwsim_join_overheard(struct hwsim_join *join, extsta_time now,
                          const struct extsta_rx_frame *frame,
                          int (*signal)(void *user, struct extsta_radio *radio), void *user);

struct hwsim_join_counts {
    size_t addresses;  /* now */
    uint64_t in, out;  /* frames of the kernel, and to it */
    uint64_t refused;  /* that the kernel's radio did not take: it listens elsewhere */
    uint64_t crowded;  /* addresses that went since others came */
    uint64_t too_long; /* frames longer than the kernel takes */
    uint64_t memory;   /* frames lost for want of memory */
};
struct hwsim_join_counts hwsim_join_counts(const struct hwsim_join *join);

#endif
