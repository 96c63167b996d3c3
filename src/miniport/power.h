/* Radio power (contract PWR-01 ... PWR-10). */
#ifndef MINIPORT_POWER_H
#define MINIPORT_POWER_H

#include <extsta/types.h>

struct mp_power {
    uint64_t software_on; /* bit per PHY id; msDot11NICPowerState, kept by resets */
    uint64_t hardware_on; /* bit per PHY id */
    uint8_t device;       /* NDIS_DEVICE_STATE_* (PWR-12) */
    bool halted;          /* STA-11: all PHYs are off, whatever the switches say */
};

struct miniport;
/* All on (PWR-03: the default), the device in D0. */
void power_init(struct miniport *mp);
void power_halt(struct miniport *mp); /* STA-11: all radios off */
/* One switch of a PHY; false for an id that the radio does not have. */
bool power_software_on(const struct miniport *mp, uint32_t phy_id);
bool power_hardware_on(const struct miniport *mp, uint32_t phy_id);
/* PHY on: both switches on (PWR-05). */
bool power_phy_on(const struct miniport *mp, uint32_t phy_id);
/* Any PHY of the desired PHY list on. */
bool power_desired_on(const struct miniport *mp);
/* NIC_POWER_STATE (the PHY of CURRENT_PHY_ID) and the hardware switch: indicate
 * PHY_STATE_CHANGED on a change, then tell the MLME when the last usable PHY went off
 * or the first came on (PWR-04, PWR-06, PWR-07). */
void power_software_set(struct miniport *mp, extsta_time now, uint32_t phy_id, bool on);
void power_hardware_set(struct miniport *mp, extsta_time now, uint32_t phy_id, bool on);

/* The power saving level in force: the one of POWER_MGMT_REQUEST, or the maximum while the
 * device is in a low power state. */
uint32_t power_saving_level(const struct miniport *mp);
/* OID_PNP_SET_POWER. In D1 to D3 the station sleeps as 802.11 allows and keeps its
 * association, roaming and keys; in D0 it is as configured (PWR-12, PWR-13). */
void power_device_set(struct miniport *mp, extsta_time now, uint32_t state);

#endif
