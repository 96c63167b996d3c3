/* The system calls that the daemon makes once it runs, and no others: what an octet from the
 * air or a control socket might make it do ends here (seccomp(2), by libseccomp; without that
 * library nothing is confined, and it says so). The list and its reasons are in sandbox.c. */
#ifndef DAEMON_SANDBOX_H
#define DAEMON_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

enum sandbox_mode {
    SANDBOX_OFF,
    SANDBOX_REFUSE, /* whatever is not on the list fails with EPERM; what only an intruder calls
                     * ends the process */
    SANDBOX_KILL,   /* whatever is not on the list ends the process */
};

/* What some daemons need and others do not. */
struct sandbox_needs {
    bool interfaces; /* TAP interfaces come with a reload */
    bool packets;    /* packet sockets: a radio in monitor mode */
    bool network;    /* UDP peers */
};

/* For this process, from now on. After no_new_privs. False: `why`. */
bool sandbox_enter(enum sandbox_mode mode, const struct sandbox_needs *needs, char *why,
                   size_t size);
/* Whether this build has the library. */
bool sandbox_is_built(void);

#endif
