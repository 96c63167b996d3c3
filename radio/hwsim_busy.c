/* Air time of the frames that hwsim.c has carried (hwsim_busy.h): a ring, looked through from
 * the newest back to what is asked for. */
#include "hwsim_busy.h"
#include <extsta/air.h>

#define ACK_LEN 10u /* octets, without FCS */

void hwsim_busy_add(struct hwsim_busy *busy, extsta_time now, uint16_t freq, uint16_t rate,
                    size_t len, bool acked)
{
    uint16_t lowest = freq < 3000 ? 2 : 12;
    uint32_t airtime = air_airtime(freq, rate ? rate : lowest, len);
    if (acked) {
        airtime += air_airtime(freq, lowest, ACK_LEN);
    }
    size_t i = busy->count++ % HWSIM_BUSY_FRAMES;
    busy->frames[i].at = now;
    busy->frames[i].airtime = airtime;
    busy->frames[i].freq = freq;
}

extsta_time hwsim_busy_since(const struct hwsim_busy *busy, extsta_time now, uint16_t freq,
                             extsta_time since)
{
    extsta_time whole = now > since ? now - since : 0, sum = 0;
    for (uint64_t n = busy->count; n > 0 && busy->count - n < HWSIM_BUSY_FRAMES; n--) {
        size_t i = (n - 1) % HWSIM_BUSY_FRAMES;
        if (busy->frames[i].at < since) {
            break;
        }
        sum += busy->frames[i].freq == freq ? busy->frames[i].airtime : 0;
    }
    return sum < whole ? sum : whole;
}
