/* OWE transition mode (Wi-Fi Alliance, OWE specification 2.2): an open BSS and a hidden one with
 * OWE name each other in their beacons. For a host that enables OWE the hidden one is the BSS of
 * the open one's name: it is a candidate, and ASSOCIATION_START names it so; what it is really
 * called stands in the frames alone. The open one is none (CNX-24: it offers no OWE). */
#ifndef MINIPORT_OWE_PAIR_H
#define MINIPORT_OWE_PAIR_H

#include "miniport/mlme/bss.h"
#include "miniport/mib.h"

struct miniport;
struct mp_scan;

/* The name by which the host knows the OWE BSS, that of its open half, in *name; false: it is none
 * of a pair, or the host does not want OWE. */
bool owe_pair_name(const struct miniport *mp, const struct bss_info *info, struct mp_ssid *name);
/* The hidden name of the other half of this open BSS, whose own name is one of the desired; false:
 * there is none. */
bool owe_pair_hidden(const struct miniport *mp, const struct bss_info *info,
                     struct mp_ssid *hidden);

#endif
