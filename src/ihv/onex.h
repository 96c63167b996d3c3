/* The station's 802.1X on behalf of an extension (IHV-32 ... IHV-37, SEQ-06): the same supplicant
 * (onex/onex.h) that authenticates the OS's own ports, started by StartOneX on a port whose keys
 * the extension makes. EAPOL of the peer comes through the extension, which hands over what is
 * not EAPOL-Key; the result, and the keys, go back to it. It opens no port (IHV-37). */
#ifndef IHV_ONEX_H
#define IHV_ONEX_H

#include "ihv/ihv.h"
#include "onex/port_onex.h"

/* As long as one is pending. */
struct ihv_onex {
    struct onex machine;
    struct extsta_mac peer;
};

/* It is not pending any more; nobody is told. */
void ihv_onex_drop(struct ihv *ihv);
/* When it wants to be called (EXTSTA_NEVER: not at all), and that call. */
extsta_time ihv_onex_deadline(const struct ihv *ihv);
void ihv_onex_expire(struct ihv *ihv, extsta_time now);

#endif
