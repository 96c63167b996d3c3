/* The virtual air of a daemon: a medium in real time (world/medium.h) with the access points of
 * the configuration, a TAP interface as their wired side, radios of other processes over UDP
 * (radio/udp_server.h), and the kernel's simulated radios (radio/hwsim_join.h), as asked. All
 * of them meet by the same path loss and rules. */
#ifndef DAEMON_AIR_H
#define DAEMON_AIR_H

#include "config.h"

struct daemon_air;
struct medium;

/* gone: something of it has gone for good; a sentence. NULL: `why` (a name or a port that is
 * taken, no privilege, another medium registered with mac80211_hwsim). */
struct daemon_air *daemon_air_open(struct host_loop *loop, const struct config_air *config,
                                   void (*gone)(void *user, const char *what), void *user,
                                   char *why, size_t size);
struct medium *daemon_air_medium(const struct daemon_air *air);
/* All radios of medium_radio must have been closed. NULL is fine. */
void daemon_air_close(struct daemon_air *air);

#endif
