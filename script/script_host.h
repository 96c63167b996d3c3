/* The listener of a run whose script is the host of a station (script_host.c): what crosses the
 * boundary becomes tables of Lua, for the stations of which the script asks for them. */
#ifndef SCRIPT_SCRIPT_HOST_H
#define SCRIPT_SCRIPT_HOST_H

#include "world.h"

struct script;

struct script_host {
    struct world_listener listener;
    struct script *script;
    bool asked; /* some station has values recorded */
};

/* Listens to the script's world, which has no members yet, until it is freed. */
void script_host_listen(struct script_host *host, struct script *script);

#endif
