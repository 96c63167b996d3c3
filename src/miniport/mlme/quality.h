/* Link quality (contract LQ-01 ... LQ-06), PMKID candidates (PMK-03 ... PMK-06) and power
 * save (PWR-09) of the association. */
#ifndef MINIPORT_QUALITY_H
#define MINIPORT_QUALITY_H

#include "miniport/mlme/associate.h"

/* The association with the peer begins: first link quality, watch over keys and candidates.
 * signal: of the peer itself, dBm; 0: that of the BSS. */
void quality_begin(struct miniport *mp, extsta_time now, struct mp_peer *peer, int8_t signal);
/* A Beacon or Probe Response of a peer of our independent network (IBS-21: each by itself). */
void quality_peer_heard(struct miniport *mp, extsta_time now, struct mp_peer *peer,
                        int8_t signal);
/* The AP's Beacon or Probe Response was taken into the cache. */
void quality_heard(struct miniport *mp, extsta_time now, const struct bss_entry *e,
                   const struct frame *f);
/* Whether a frame of the AP with this signal (smoothed, dBm) leaves the link quality as it was
 * said, at whatever time it comes. */
bool quality_stays(const struct mp_peer *ap, int8_t signal);
/* MP_TIMER_CANDIDATES: the keys may be there now. */
void quality_expire(struct miniport *mp, extsta_time now);
/* The candidate set may have changed (a scan ended). */
void quality_scan_done(struct miniport *mp, extsta_time now);

#endif
