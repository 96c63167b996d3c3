/* Radio power. Contract PWR-01 ... PWR-05, PWR-12, PWR-13. A PHY has two switches, of the OS
 * (NIC_POWER_STATE) and of the hardware, and is on when both are. oid/radio.c and the radio
 * turn them; the MLME hears only whether any PHY of the desired list is left (PWR-06, PWR-07).
 * What power saving means on the air is the MLME's (mlme_power_saving). */
#include "miniport/miniport.h"
#include "miniport/mlme/indicate.h"

static uint64_t all_phys(const struct miniport *mp)
{
    size_t n = mp->radio->phy_count; /* a shift by 64 is undefined */
    return n >= MP_MAX_PHYS ? UINT64_MAX : (UINT64_C(1) << n) - 1;
}

void power_init(struct miniport *mp)
{
    mp->power.software_on = all_phys(mp); /* PWR-03: never set before */
    mp->power.hardware_on = all_phys(mp);
    mp->power.device = NDIS_DEVICE_STATE_D0;
}

void power_halt(struct miniport *mp)
{
    /* The switches stay as they are (PWR-03); the radio itself goes off. */
    mp->power.halted = true;
}

bool power_software_on(const struct miniport *mp, uint32_t phy_id)
{
    return phy_id < mp->radio->phy_count && (mp->power.software_on >> phy_id & 1) != 0;
}

bool power_hardware_on(const struct miniport *mp, uint32_t phy_id)
{
    return phy_id < mp->radio->phy_count && (mp->power.hardware_on >> phy_id & 1) != 0;
}

bool power_phy_on(const struct miniport *mp, uint32_t phy_id)
{
    return !mp->power.halted && power_software_on(mp, phy_id) && power_hardware_on(mp, phy_id);
}

bool power_desired_on(const struct miniport *mp)
{
    for (size_t i = 0; i < mp->mib->phy_count && !mp->power.halted; i++) {
        uint32_t id = mp->mib->phys[i];
        if (id == DOT11_PHY_ID_ANY ? (mp->power.software_on & mp->power.hardware_on) != 0
                                   : power_phy_on(mp, id)) {
            return true;
        }
    }
    return false;
}

/* Makes `*bits` say `on` for the PHYs of `mask` and tells everybody what that changed: the OS
 * first, so that the ends the MLME then indicates come after their cause. */
static void change(struct miniport *mp, extsta_time now, uint64_t *bits, uint64_t mask, bool on)
{
    uint64_t before = *bits;
    bool usable = power_desired_on(mp);
    *bits = on ? before | mask : before & ~mask;
    for (uint32_t id = 0; id < mp->radio->phy_count; id++) {
        if ((before ^ *bits) >> id & 1) {
            /* PWR-04; one for each PHY, never the wildcard */
            indicate_phy_state(mp, id, power_hardware_on(mp, id), power_software_on(mp, id));
        }
    }
    if (usable == power_desired_on(mp)) {
        return;
    }
    if (usable) {
        mlme_radio_off(mp, now); /* PWR-06, PWR-07: no PHY is left: operations end */
    } else {
        mlme_radio_on(mp, now);
    }
}

void power_software_set(struct miniport *mp, extsta_time now, uint32_t phy_id, bool on)
{
    if (phy_id < mp->radio->phy_count) {
        change(mp, now, &mp->power.software_on, UINT64_C(1) << phy_id, on);
    }
}

/* DOT11_PHY_ID_ANY: the switch of the whole radio. */
void power_hardware_set(struct miniport *mp, extsta_time now, uint32_t phy_id, bool on)
{
    if (!mp->radio->hardware_switch) {
        return; /* PWR-05: there is none, the state reads TRUE */
    }
    if (phy_id == DOT11_PHY_ID_ANY) {
        change(mp, now, &mp->power.hardware_on, all_phys(mp), on);
    } else if (phy_id < mp->radio->phy_count) {
        change(mp, now, &mp->power.hardware_on, UINT64_C(1) << phy_id, on);
    }
}

/* DOT11_POWER_SAVING_* rise with what is saved. */
uint32_t power_saving_level(const struct miniport *mp)
{
    uint32_t level = mp->mib->power_saving;
    bool asleep = mp->power.device != NDIS_DEVICE_STATE_D0;
    return asleep && level < DOT11_POWER_SAVING_MAX_PSP ? DOT11_POWER_SAVING_MAX_PSP : level;
}

void power_device_set(struct miniport *mp, extsta_time now, uint32_t state)
{
    if (mp->power.device != state) {
        mp->power.device = (uint8_t)state;
        mlme_power_saving(mp, now); /* the AP is told first, then it is looked for */
        if (state == NDIS_DEVICE_STATE_D0) {
            mlme_resumed(mp, now);
        } else {
            mlme_threshold_changed(mp, now); /* PWR-14: asleep it is another one */
        }
    }
}
