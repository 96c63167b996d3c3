/* Personas: stations that behave as clients of a known kind, as a table of quirks. Each quirk
 * shows on the air, and has a source (docs/scenarios.md). */
#ifndef SCRIPT_SCRIPT_PERSONA_H
#define SCRIPT_SCRIPT_PERSONA_H

#include "world.h"

/* NULL-terminated. */
extern const char *const script_persona_names[];
/* Sets radio and quirks of the persona whose name has this place. */
void script_persona(size_t which, struct world_station_config *config);

#endif
