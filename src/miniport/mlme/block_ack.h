/* Block Ack agreements that an AP asks for (IEEE Std 802.11-2020 10.25, 11.5): accepted where
 * HT is in use, refused else; ended by either side. The window of received MPDUs is the data
 * path's (datapath/reorder.c). The station begins none: what aggregates MPDUs is the radio. */
#ifndef MINIPORT_BLOCK_ACK_H
#define MINIPORT_BLOCK_ACK_H

#include "miniport/mlme/action.h"

/* Action frames of category 3. */
void block_ack_rx(struct miniport *mp, extsta_time now, const struct action_frame *a);

#endif
