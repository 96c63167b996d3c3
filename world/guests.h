/* Who comes to a medium (medium.h) from outside its process: the kernel's simulated radios
 * (radio/hwsim_join.h) and radios beyond a UDP socket (radio/udp_server.h). What the machine may
 * refuse is opened first (guests_open); then they are let in (guests_begin) to a medium on a loop. */
#ifndef WORLD_GUESTS_H
#define WORLD_GUESTS_H

#include "hwsim_join.h"
#include "medium.h"
#include "udp_server.h"

struct guests;

/* Each function may be NULL; they are called from the loop. */
struct guests_options {
    bool hwsim, udp;      /* who may come */
    const char *udp_host; /* as udp_server_options has them */
    uint16_t udp_port;
    /* Where the radio with this address stands, whatever it says itself. False: not known. */
    bool (*place)(void *user, struct extsta_mac address, struct air_position *at);
    /* As udp_server_options.peer. */
    void (*peer)(void *user, extsta_time now, struct extsta_mac address, const char *at,
                 const char *why);
    /* An address of the kernel's is heard, or has gone. */
    void (*address)(void *user, extsta_time now, struct extsta_mac address, bool gone);
    /* The kernel's radios have gone for good; once. */
    void (*unloaded)(void *user);
    void *user;
};

/* NULL: `why` has the words: a port that is taken, another medium that is registered with
 * mac80211_hwsim, no privilege, no memory. The options are copied, the host's name with them. */
struct guests *guests_open(const struct guests_options *options, char *why, size_t size);
/* Loop and medium outlive guests_end. Once. False: no memory; guests_end is due in any case. */
bool guests_begin(struct guests *guests, struct host_loop *loop, struct medium *medium);
/* All leave, before the medium goes. After it nothing is called any more. NULL, and twice, is
 * fine. */
void guests_end(struct guests *guests);
uint16_t guests_udp_port(const struct guests *guests); /* 0: nobody comes over UDP */
/* Of the UDP socket, at the end too; all 0 without one. */
struct udp_server_counts guests_udp_counts(const struct guests *guests);
/* guests_end, and gives back what was opened. NULL is fine. */
void guests_close(struct guests *guests);

#endif
