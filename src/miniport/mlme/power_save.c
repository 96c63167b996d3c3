/* What power saving means on the air (power_save.h). mlme.c and quality.c hand it the frames of
 * the AP, the data path the moments in which it sends; what is announced is mp->mlme.doze, and
 * goes out with every frame to the AP (link_power_management). */
#include "miniport/mlme/power_save.h"
#include "base/mac.h"
#include "miniport/miniport.h"
#include "miniport/mlme/mlme_frame.h"
#include "wire/mgmt.h"

static bool is_fast(const struct miniport *mp)
{
    return power_saving_level(mp) == DOT11_POWER_SAVING_FAST_PSP;
}

/* Says so by a Null frame, unless the radio is away: then coming home does. */
static void announce(struct miniport *mp, extsta_time now, bool doze)
{
    mp->mlme.doze = doze;
    if (mp->mlme.away_since == 0) {
        mlme_send_null(mp, now, doze);
    }
}

/* FAST_PSP: frames come or go. */
static void stay_awake(struct miniport *mp, extsta_time now)
{
    mp_timer_set(mp, MP_TIMER_DOZE, now + FAST_PSP_AWAKE);
}

/* PWR-09: only a change is announced, and only to the AP of an association. */
void mlme_power_saving(struct miniport *mp, extsta_time now)
{
    bool doze = power_saving_level(mp) != DOT11_POWER_SAVING_NO_POWER_SAVING;
    mp_timer_stop(mp, MP_TIMER_DOZE);
    mp->mlme.beacons_slept = 0;
    if (!mlme_is_associated(mp)) {
        mp->mlme.doze = false;
    } else if (doze != mp->mlme.doze) {
        announce(mp, now, doze);
    }
}

/* The frame that is about to go carries the news: the station is awake. */
void mlme_sending(struct miniport *mp, extsta_time now)
{
    if (mlme_is_associated(mp) && is_fast(mp)) {
        mp->mlme.doze = false;
        stay_awake(mp, now);
    }
}

/* Partial virtual bitmap of the TIM element (9.4.2.5). */
static bool tim_has(struct extsta_span tim, uint16_t aid)
{
    unsigned first = (tim.data[2] & 0xfeu); /* octet number of the first octet present */
    unsigned octet = aid / 8u;
    return octet >= first && octet - first < tim.len - 3 &&
           (tim.data[3 + octet - first] >> (aid % 8u) & 1u) != 0;
}

/* Whether the station is awake for a Beacon with this TIM. */
static bool listens(struct miniport *mp, struct extsta_span tim)
{
    uint32_t level = power_saving_level(mp);
    bool dtim = tim.data[0] == 0;
    bool due = ++mp->mlme.beacons_slept >= LISTEN_INTERVAL;
    if (due || level == DOT11_POWER_SAVING_FAST_PSP ||
        (dtim && level == DOT11_POWER_SAVING_MAX_PSP)) {
        mp->mlme.beacons_slept = 0;
        return true;
    }
    return false;
}

void power_save_beacon(struct miniport *mp, extsta_time now, const struct frame *f)
{
    struct mgmt_beacon b;
    struct elements e;
    if (!mp->mlme.doze || !mgmt_parse_beacon(f->body, &b) || !elements_parse(b.elements, &e) ||
        !e.tim.data || !listens(mp, e.tim) || !tim_has(e.tim, mp->link.ap->negotiated.aid)) {
        return;
    }
    if (is_fast(mp)) {
        announce(mp, now, false);
        stay_awake(mp, now);
    } else {
        mlme_send_ps_poll(mp); /* fetches one frame; its More Data bit asks for the next */
    }
}

void power_save_data(struct miniport *mp, extsta_time now, const struct frame *f)
{
    if (!mac_equal(f->addr1, mp->address)) {
        return;
    }
    if (mp->timers[MP_TIMER_DOZE] != EXTSTA_NEVER) {
        stay_awake(mp, now);
    } else if (mp->mlme.doze && (f->fc & FC_MORE_DATA)) {
        mlme_send_ps_poll(mp); /* 11.2.3.7: the AP holds more */
    }
}

void power_save_expire(struct miniport *mp, extsta_time now)
{
    if (mlme_is_associated(mp)) {
        announce(mp, now, true);
    }
}

void power_save_forget(struct miniport *mp)
{
    mp->mlme.doze = false;
    mp_timer_stop(mp, MP_TIMER_DOZE);
}
