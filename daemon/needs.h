/* What stations take of the kernel besides the usual: from their radios and interfaces follow
 * the capabilities that the process keeps, and the system calls that its filter lets through.
 * The daemon and extsta-supplicant ask it, before they give up the rest (privilege.h,
 * sandbox.h). */
#ifndef DAEMON_NEEDS_H
#define DAEMON_NEEDS_H

#include "config.h"
#include "privilege.h"

struct needs {
    uint64_t capabilities; /* PRIVILEGE_... */
    struct sandbox_needs calls;
};

/* Each adds to what is needed already. One entry of stations: */
void needs_add_station(struct needs *needs, const struct config_station *station);
/* A virtual air, with its wire, its peers and the kernel's radios on it: */
void needs_add_air(struct needs *needs, const struct config_air *air);
/* The air and all stations of a configuration: */
void needs_add_config(struct needs *needs, const struct config *config);
/* Whatever station may come, on whichever radio: */
void needs_add_any(struct needs *needs);

#endif
