/* Numbers by their names: the other direction of extsta_oid_name and its like. Used by the
 * reader of logs. */
#ifndef BOUNDARY_NAMES_H
#define BOUNDARY_NAMES_H

#include <stdbool.h>
#include <stdint.h>

/* False: no number has this name. */
bool oid_number(const char *name, uint32_t *number);
bool indication_number(const char *name, uint32_t *number);
bool ndis_status_number(const char *name, uint32_t *number);

#endif
