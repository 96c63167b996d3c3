/* Shared objects with IHV extensions (host/ihv_loader.h), on virtual air. Functions of a
 * scenario's own are script/script_ihv.c. */
#ifndef WORLD_WORLD_IHV_H
#define WORLD_WORLD_IHV_H

#include "world.h"

/* Loads a shared object and attaches the station. False, with a message in `why`. */
bool world_extension_load(struct world_station *s, const char *path, char *why, size_t size);
/* Detaches and unloads, if there is one. */
void world_extension_free(struct world_station *s);

#endif
