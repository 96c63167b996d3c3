/* The requests of the private channel (extsta/private_oid.h): for whoever of the OS half has one, and
 * of what both drivers read and answer alike. */
#ifndef BOUNDARY_PRIVATE_COMMAND_H
#define BOUNDARY_PRIVATE_COMMAND_H

#include "base/bytes.h"
#include <extsta/output.h>
#include <extsta/private_oid.h>

/* Octets of parameters, at most: those of SET_SAE. */
#define PRIVATE_PARAMETERS_MAX 192u

/* Appends one, with its parameters; they may be secret. A writer without room for it has failed. */
void private_command_write(struct writer *w, uint32_t number, struct extsta_span parameters);

/* The parameters of SET_ROAM_POLICY; none: the default. INVALID_LENGTH, INVALID_DATA. */
uint32_t private_roam_policy_read(struct extsta_span parameters,
                                  struct extsta_roam_policy *out);
/* The answer of GET_PMK, into the request's buffer with this room; *answer: its length.
 * BUFFER_OVERFLOW: bytes_needed says how much room there must be. */
uint32_t private_pmk_answer(struct extsta_oid *oid, size_t room, uint32_t akm,
                            const uint8_t pmkid[16], struct extsta_span pmk, size_t *answer);

#endif
