/* The requests of the private channel (extsta/private_oid.h), for whoever of the OS half has one. */
#ifndef BOUNDARY_PRIVATE_COMMAND_H
#define BOUNDARY_PRIVATE_COMMAND_H

#include "base/bytes.h"
#include <extsta/private_oid.h>

/* Octets of parameters, at most: those of SET_SAE. */
#define PRIVATE_PARAMETERS_MAX 192u

/* Appends one, with its parameters; they may be secret. A writer without room for it has failed. */
void private_command_write(struct writer *w, uint32_t number, struct extsta_span parameters);

#endif
