/* What the daemon may do: it starts as root, or with the capabilities it needs, opens what
 * needs them, and goes on as another user with those that are still needed. In a user namespace
 * (unshare -Urn) it is the same: there the capabilities are those of the namespace. */
#ifndef DAEMON_PRIVILEGE_H
#define DAEMON_PRIVILEGE_H

#include "config_files.h"

/* A set of capabilities, by bit 1 << CAP_...; as many as there is use for. What stations need
 * of them when everything is open says needs.h: interfaces and radios may come later, or come
 * back. */
#define PRIVILEGE_NET_ADMIN (1ull << 12) /* interfaces; netlink to cards and to hwsim */
#define PRIVILEGE_NET_RAW   (1ull << 13) /* packet sockets of a radio in monitor mode */
/* Of extsta-supplicant, which stays root: */
#define PRIVILEGE_CHOWN        (1ull << 0) /* sockets that come later, for a group */
#define PRIVILEGE_DAC_OVERRIDE (1ull << 1) /* answers at sockets of clients that are not root  \
                                            */

/* The names of a set, as "CAP_NET_ADMIN, CAP_NET_RAW"; "no capability". */
#define PRIVILEGE_NAMES 80 /* octets for all of them */
void privilege_names(uint64_t set, char *out, size_t size);
/* What the process has. */
uint64_t privilege_held(void);

/* A folder that is there from now on, with this mode, the user's where there is one; its parent
 * must be there. One that is there stays as it is. False: `why`. */
bool privilege_folder(const char *path, unsigned mode, const struct config_ids *ids, char *why,
                      size_t size);
/* Becomes the user, where one is named, with the capabilities of `keep` that are there and no
 * others, and gains none any more, whatever is executed (no_new_privs). False: `why`; the
 * process must end then. `said`: what came of it, in one line. */
bool privilege_drop(const struct config_ids *ids, uint64_t keep, char *said, size_t said_size,
                    char *why, size_t size);

#endif
