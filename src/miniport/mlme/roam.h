/* Roaming: when to look for another AP, and when to move (contract chapter 70). What is
 * reported here may begin a scan or a roam; where the state has no use for it nothing
 * happens. */
#ifndef MINIPORT_ROAM_H
#define MINIPORT_ROAM_H

#include "miniport/mlme/associate.h"

enum roam_event {
    ROAM_LOST,      /* the association ended by an explicit cause */
    ROAM_CANDIDATE, /* a candidate is there: ROAMING_START(association lost) */
    ROAM_FAILED,    /* the roam failed */
    ROAM_STAYED,    /* the roam failed before the association was given up for it */
    /* of the AP of the association */
    ROAM_SIGNAL_LOW,
    ROAM_SIGNAL_GOOD,
    ROAM_BETTER,        /* a better AP: ROAMING_START(better AP) */
    ROAM_TARGET_HEARD,  /* it is really there */
    ROAM_TARGET_SILENT, /* it is not */
    ROAM_STOP,          /* associated, or the connection ended */
    ROAM_EVENTS
};

/* An explicit disassociation that allows a roam happened. */
void roam_lost(struct miniport *mp, extsta_time now);
/* The roam that was open failed with something other than CANCELLED. */
void roam_failed(struct miniport *mp, extsta_time now);
/* Associated, connection ended, radio off: nothing to look for. */
void roam_stop(struct miniport *mp, extsta_time now);
/* A BSS was heard. */
void roam_heard(struct miniport *mp, extsta_time now, const struct bss_entry *e);
/* Whether roam_heard would do nothing about the AP of the association while nothing is looked
 * for. */
bool roam_stays(const struct miniport *mp, const struct bss_entry *ours);
/* A scan ended, of whatever purpose. */
void roam_scan_done(struct miniport *mp, extsta_time now);
/* MP_TIMER_ROAM: the pause is over. */
void roam_expire(struct miniport *mp, extsta_time now);
/* An explicit scan wants the radio: a target that is being asked is taken on trust. */
void roam_hurry(struct miniport *mp, extsta_time now);
/* The radio is on again: look at once. */
void roam_resume(struct miniport *mp, extsta_time now);
/* Roams to this AP, a candidate, which is asked first whether it is there (ROM-14). The station
 * is connected and nothing is under way. False: no memory. */
bool roam_begin(struct miniport *mp, extsta_time now, struct extsta_mac target);
/* Pause after the n-th failure in a row (ROM-13): 1 s, 2, 4, 8, then 10 s. */
extsta_time roam_backoff(unsigned round);

/* The target does not answer over the DS: it is asked over the air. */
void roam_ask_again(struct miniport *mp, extsta_time now);

#endif
