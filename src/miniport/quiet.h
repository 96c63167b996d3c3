/* What happens to a station of which nothing is under way, while nothing happens: its AP sends
 * Beacons that say nothing new. A station that rests (station/rest.c) is told of them no more:
 * that they came is kept here, in a few numbers, and when it wakes it is as if it had heard
 * each of them.
 *
 * A Beacon says nothing new when it is the last one again, at the same level, but for the time
 * and for what it announces to those who doze (TIM). What it would have changed is: counters,
 * when the AP was heard last, and the description of the BSS with the other TIM. */
#ifndef MINIPORT_QUIET_H
#define MINIPORT_QUIET_H

#include "miniport/miniport.h"

struct mp_quiet {
    struct extsta_mac bssid;
    int8_t signal; /* dBm, of each of them */
    uint8_t phy;
    uint16_t freq;
    uint32_t beacons;        /* that have come */
    extsta_time silence;     /* DIS-11: how long the AP may be silent */
    struct bss_info *said;   /* as the BSS described itself before */
    struct bss_info *says;   /* and with the last one; a reference, or NULL: as before */
    uint64_t timestamp;      /* of the last one */
    extsta_time heard;       /* when it came, or what came before it of the AP */
    extsta_time unreachable; /* MP_TIMER_UNREACHABLE */
    extsta_time deadline;    /* the earliest of all other timers */
};

/* Whether nothing is under way; then *q begins. */
bool quiet_begin(struct miniport *mp, extsta_time now, struct mp_quiet *q);
/* A frame came. False: it says something new, or is for somebody to look at; nothing has
 * changed. */
bool quiet_hears(struct extsta_context *ctx, struct mp_quiet *q, extsta_time now,
                 const struct extsta_rx_frame *frame);
/* Its deadline has come. True: the AP was heard, its silence is watched on (DIS-11), and
 * nothing else is due. */
bool quiet_expires(struct mp_quiet *q, extsta_time now);
/* When it wants to be called. */
static inline extsta_time quiet_deadline(const struct mp_quiet *q)
{
    return q->unreachable < q->deadline ? q->unreachable : q->deadline;
}
/* The station is back, as it was when it began: it has heard them all. */
void quiet_end(struct miniport *mp, struct mp_quiet *q);
/* It never comes back. */
void quiet_forget(struct extsta_context *ctx, struct mp_quiet *q);

#endif
