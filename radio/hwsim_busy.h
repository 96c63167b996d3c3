/* How busy the medium of mac80211_hwsim would be, had its frames the duration that they have on
 * the air: hwsim.c puts in every frame it carries, and answers the stations that ask
 * (extsta_radio_ops.busy). Frames of mac80211_hwsim take no time; but where many stations join
 * one hostapd at once, it is as well that they take turns as they would on the air. */
#ifndef RADIO_HWSIM_BUSY_H
#define RADIO_HWSIM_BUSY_H

#include <extsta/types.h>
#include <stdbool.h>
#include <stddef.h>

#define HWSIM_BUSY_FRAMES 2048u /* remembered, of all channels */

/* Zeroed: nothing was heard. */
struct hwsim_busy {
    struct {
        extsta_time at;
        uint32_t airtime; /* microseconds, with its acknowledgement */
        uint16_t freq;    /* MHz */
    } frames[HWSIM_BUSY_FRAMES];
    uint64_t count; /* of all that were put in */
};

/* A frame of `len` octets (without FCS) at this rate (500 kb/s units, 0: the lowest), which is
 * acknowledged or not. */
void hwsim_busy_add(struct hwsim_busy *busy, extsta_time now, uint16_t freq, uint16_t rate,
                    size_t len, bool acked);
/* Microseconds of air time between `since` and now on a channel, at most all of it. */
extsta_time hwsim_busy_since(const struct hwsim_busy *busy, extsta_time now, uint16_t freq,
                             extsta_time since);

#endif
