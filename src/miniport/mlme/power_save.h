/* Power save with the AP of the association (IEEE 802.11-2020 11.2.3; contract PWR-08, PWR-09):
 * when the AP is told that the station dozes, and how it gets what the AP holds meanwhile.
 *
 *   level              listens to                      gets what is held
 *   FAST_PSP (8)       every Beacon                    by being awake: as long as frames come
 * and go, and for a while after MAX_PSP (16)       DTIM Beacons, and every tenth   frame by
 * frame, by PS-Poll MAXIMUM_LEVEL (24) every tenth Beacon              the same
 *
 * So the first costs little time, the last little power; group frames are sent behind DTIM
 * Beacons. In a low power state of the device the level is MAX_PSP at least
 * (power_saving_level). */
#ifndef MINIPORT_POWER_SAVE_H
#define MINIPORT_POWER_SAVE_H

#include "miniport/link.h"

/* Beacon intervals that the AP keeps frames at least, and after which a Beacon is listened to
 * whatever the level: the Listen Interval of the association request. */
#define LISTEN_INTERVAL 10u
/* FAST_PSP: without a frame for so long it dozes again. */
#define FAST_PSP_AWAKE (100u * EXTSTA_MS)

/* A Beacon of the AP: it may hold frames for us. */
void power_save_beacon(struct miniport *mp, extsta_time now, const struct frame *f);
/* A data frame of the AP to us: it may hold more. */
void power_save_data(struct miniport *mp, extsta_time now, const struct frame *f);
/* MP_TIMER_DOZE: no frame has come or gone for a while. */
void power_save_expire(struct miniport *mp, extsta_time now);
/* The association is over: nothing is announced to anybody. */
void power_save_forget(struct miniport *mp);

#endif
