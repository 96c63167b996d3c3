/* What extsta-supplicant gives up when its interfaces serve, before it hears anybody: it stays
 * the user that it is, as wpa_supplicant does, with the capabilities and the system calls that
 * are still needed and no others (needs.h, privilege.h, sandbox.h of the daemon). */
#ifndef SUPPLICANT_CONFINE_H
#define SUPPLICANT_CONFINE_H

#include "interfaces.h"

/* False: it cannot be done, which was said; the process must end then. */
bool confine(struct supplicant *s);

#endif
