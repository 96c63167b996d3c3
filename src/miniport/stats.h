/* Statistics (contract STT-01 ... STT-10) and drop counters. */
#ifndef MINIPORT_STATS_H
#define MINIPORT_STATS_H

#include <extsta/types.h>

/* DOT11_MAC_FRAME_STATISTICS in its order (STT-02). */
enum mp_mac_counter {
    MP_MAC_TX,
    MP_MAC_RX,
    MP_MAC_TX_FAIL,
    MP_MAC_RX_FAIL,
    MP_MAC_WEP_EXCLUDED,
    MP_MAC_TKIP_MIC,
    MP_MAC_TKIP_REPLAY,
    MP_MAC_TKIP_ICV,
    MP_MAC_CCMP_REPLAY,
    MP_MAC_CCMP_DECRYPT,
    MP_MAC_WEP_UNDECRYPTABLE,
    MP_MAC_WEP_ICV,
    MP_MAC_DECRYPT_OK,
    MP_MAC_DECRYPT_FAIL,
    MP_MAC_COUNTERS
};
/* DOT11_PHY_FRAME_STATISTICS in its order. */
enum mp_phy_counter {
    MP_PHY_TX,
    MP_PHY_MULTICAST_TX,
    MP_PHY_FAILED,
    MP_PHY_RETRY,
    MP_PHY_MULTIPLE_RETRY,
    MP_PHY_TX_LIFETIME,
    MP_PHY_TX_FRAGMENT,
    MP_PHY_RTS_SUCCESS,
    MP_PHY_RTS_FAILURE,
    MP_PHY_ACK_FAILURE,
    MP_PHY_RX,
    MP_PHY_MULTICAST_RX,
    MP_PHY_PROMISCUOUS_RX,
    MP_PHY_RX_LIFETIME,
    MP_PHY_DUPLICATE,
    MP_PHY_RX_FRAGMENT,
    MP_PHY_PROMISCUOUS_RX_FRAGMENT,
    MP_PHY_FCS_ERROR,
    MP_PHY_COUNTERS
};

struct mp_stats; /* two MAC blocks, one PHY block per PHY, handshake failures */
struct mp_drops; /* the reasons this station has counted, and how often */

struct miniport;
/* Count one; without memory for the block the count is lost. `multicast`: of a group address
 * (STT-04: two blocks). A PHY id that the radio does not have is ignored, and reads as 0. */
void stats_mac(struct miniport *mp, bool multicast, enum mp_mac_counter counter);
void stats_phy(struct miniport *mp, uint32_t phy_id, enum mp_phy_counter counter);
/* Counts a management frame to a group address, received whole and for us, in both blocks.
 * False: nothing is counted, since there is no block yet or a counter is at a carry: one by
 * one, then. */
bool stats_group_management(struct miniport *mp, uint32_t phy_id);
/* So many of them at once. The PHY is one of the radio's. */
void stats_group_managements(struct miniport *mp, uint32_t phy_id, uint32_t times);
/* A four-way handshake of this miniport failed (STT-08: of the OS's it knows nothing). */
void stats_handshake_failure(struct miniport *mp);
uint64_t stats_handshake_failures(const struct miniport *mp);
void stats_clear(struct miniport *mp);   /* RST-16: statistics begin at zero */
void stats_destroy(struct miniport *mp); /* statistics and drop counters */
/* Read; 0 while nothing was counted. */
uint64_t stats_mac_get(const struct miniport *mp, bool multicast, enum mp_mac_counter counter);
uint64_t stats_phy_get(const struct miniport *mp, uint32_t phy_id, enum mp_phy_counter counter);

#endif
