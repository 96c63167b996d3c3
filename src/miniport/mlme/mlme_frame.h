/* What all MLME operations send, and where: management frames, null frames, tuning. */
#ifndef MINIPORT_MLME_FRAME_H
#define MINIPORT_MLME_FRAME_H

#include "miniport/mlme/mlme.h"
#include "wire/mgmt.h"

struct miniport;

/* Puts the radio on a channel, MHz; 0, and the one it is on: nothing to do. */
void mlme_tune(struct miniport *mp, uint16_t freq);
/* How long and how often the radio shall try. */
struct mlme_limits {
    uint32_t lifetime; /* microseconds; then it gives the frame up, sent or not */
    uint8_t tries;     /* transmissions at most; 0: as the configuration has it */
};
/* Sends a management frame with this body (copied) on the current channel. `kind` may have
 * FC_PROTECTED in it: the body is encrypted already. Returns the cookie, even, by which
 * mlme_tx_status tells the outcome; 0 when it could not be sent. */
uint32_t mlme_send(struct miniport *mp, extsta_time now, enum frame_kind kind,
                   struct extsta_mac ra, struct extsta_mac bssid, struct extsta_span body,
                   uint8_t phy, struct mlme_limits limits);
/* A null frame that has not gone by then is not needed any more. */
#define MLME_NULL_LIFETIME (100u * EXTSTA_MS)
/* Null frame to the AP with or without the Power Management bit; cookie, 0 also without AP. */
uint32_t mlme_send_null(struct miniport *mp, extsta_time now, bool power_management);
/* PS-Poll to the AP: it shall send one of the frames it buffers for us (11.2.3). */
void mlme_send_ps_poll(struct miniport *mp);
/* Leaves the home channel for a while, and comes back. */
void mlme_away(struct miniport *mp, extsta_time now, uint16_t freq);
void mlme_home(struct miniport *mp, extsta_time now);

#endif
