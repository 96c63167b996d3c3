/* The AP of the association moves to another channel (IEEE 802.11-2020 11.8.8, 11.9): the
 * station goes with it, and the association lives on. */
#ifndef MINIPORT_CHANNEL_SWITCH_H
#define MINIPORT_CHANNEL_SWITCH_H

#include "miniport/mlme/mlme.h"

struct miniport;

/* A Beacon of the AP of the association: what it announces, or no longer announces. */
void channel_switch_heard(struct miniport *mp, extsta_time now, const struct bss_info *info);
/* MP_TIMER_SWITCH: the AP is about to be on the other channel. */
void channel_switch_expire(struct miniport *mp, extsta_time now);
/* The association ends: nothing is awaited any more. */
void channel_switch_forget(struct miniport *mp);

#endif
