/* The measure of roaming, and the record of decisions (extsta/roam.h). */
#ifndef MINIPORT_ROAM_POLICY_H
#define MINIPORT_ROAM_POLICY_H

#include "miniport/mlme/bss.h"
#include <extsta/roam.h>

struct miniport;

/* The one that holds; never NULL. */
const struct extsta_roam_policy *roam_policy(const struct miniport *mp);

/* The APs of the network beside ours. */
struct roam_choice {
    const struct bss_entry *ours;  /* NULL: not in the cache */
    const struct bss_entry *best;  /* of those measured lately; NULL: none */
    const struct bss_entry *stale; /* of the others */
    size_t count;                  /* that fit, of either kind */
    int gain;    /* dB, of best over ours, with the preference of the band */
    bool better; /* it is enough */
    /* of a request of the AP to move (steer.c): */
    uint8_t preference; /* the AP's, for best; 0: none */
    uint8_t mode;       /* Request Mode */
    uint8_t status;     /* that was answered */
    uint32_t leaves_in; /* milliseconds until the AP ends the association; 0: not said */
};
struct roam_choice roam_compare(struct miniport *mp, extsta_time now);

/* Puts the record out, where somebody wants it. c: NULL where no other AP was looked at. */
void roam_decided(struct miniport *mp, extsta_time now, enum extsta_decision_type type,
                  const struct roam_choice *c);
/* That a look at the others changed nothing, and why. */
void roam_stayed(struct miniport *mp, extsta_time now, const struct roam_choice *c);

/* A fast transition to mp->link.ap has come to nothing, for this status code (0: the AP did not
 * refuse): it is asked for a full association. */
void roam_full_association(struct miniport *mp, uint16_t status);

#endif
