/* Following the AP to another channel. quality.c hands on what each Beacon of the AP announces
 * (already decoded in bss.c); the move comes with MP_TIMER_SWITCH. Until then data waits where
 * the AP asked for silence (link.quiet). */
#include "miniport/mlme/channel_switch.h"
#include "miniport/miniport.h"
#include "miniport/mlme/associate.h"
#include "miniport/mlme/mlme_frame.h"
#include "miniport/mlme/sa_query.h"

#define MODE_SILENCE 1u /* Channel Switch Mode (9.4.2.18): nothing is sent until the switch */

/* Only inside the PHY of the association: the active PHY list does not change (ASC-18). An AP
 * that goes elsewhere is lost, and found again by the roam that follows. */
static bool can_follow(const struct miniport *mp, uint16_t freq)
{
    uint8_t phy = mp->link.ap->negotiated.phy;
    if (phy >= mp->radio->phy_count) {
        return false;
    }
    const struct extsta_phy_caps *caps = &mp->radio->phys[phy];
    for (size_t i = 0; i < caps->freq_count; i++) {
        if (caps->freqs[i] == freq) {
            return true;
        }
    }
    return false;
}

void channel_switch_forget(struct miniport *mp)
{
    mp->mlme.next_freq = 0;
    mp->link.quiet = false;
    mp_timer_stop(mp, MP_TIMER_SWITCH);
}

void channel_switch_expire(struct miniport *mp, extsta_time now)
{
    uint16_t freq = mp->mlme.next_freq;
    channel_switch_forget(mp);
    if (freq == 0) {
        return;
    }
    mp->link.home_freq = freq; /* packets held wait for this channel now */
    if (mp->mlme.away_since == 0) { /* else the scan comes home to it */
        mlme_tune(mp, freq);
        datapath_resume(mp, now);
    }
    sa_query_moved(mp, now);
}

void channel_switch_heard(struct miniport *mp, extsta_time now, const struct bss_info *info)
{
    if (info->switch_freq == 0 || info->switch_freq == mp->link.home_freq ||
        !can_follow(mp, info->switch_freq)) {
        if (mp->mlme.next_freq != 0) { /* it stays after all */
            channel_switch_forget(mp);
            datapath_resume(mp, now);
        }
        return;
    }
    mp->mlme.next_freq = info->switch_freq;
    mp->link.quiet = info->switch_mode == MODE_SILENCE;
    /* 0 and 1: it may be gone before its next Beacon */
    /* until the Beacon with count 1: behind that one the AP goes */
    unsigned beacons = info->switch_count > 1 ? info->switch_count - 1u : 0;
    if (beacons == 0) {
        channel_switch_expire(mp, now);
        return;
    }
    mp_timer_set(mp, MP_TIMER_SWITCH,
                 now + (extsta_time)beacons * info->beacon_interval * EXTSTA_TU);
}
