/* TKIP countermeasures of the OS (contract CIP-10, CIP-11, SEQ-21): two wrong Michael MICs of
 * an AP within a minute, and it is excluded for a minute. */
#ifndef MSM_COUNTERMEASURES_H
#define MSM_COUNTERMEASURES_H

#include "msm/msm.h"

/* TKIPMIC_FAILURE: a frame of `peer` decrypted, and its MIC was wrong. pairwise: it came under
 * the pairwise key, not a group key. */
void countermeasures_mic_failure(struct msm *msm, extsta_time now, struct extsta_mac peer,
                                 bool pairwise);
/* When the AP is a candidate again; EXTSTA_NEVER: none is excluded. And that moment; before it
 * nothing happens. */
extsta_time countermeasures_deadline(const struct msm *msm);
void countermeasures_expire(struct msm *msm, extsta_time now);

#endif
