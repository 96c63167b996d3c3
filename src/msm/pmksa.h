/* The OS half's PMKSA cache (802.11-2020 12.6.10.3): what 802.1X has given, by access point, so
 * that a reconnection needs no EAP. The driver is told the names of its keys (PMKID_LIST), and
 * puts the one of its AP into the request; whether that AP still has the key shows in its
 * answer (onex/port_onex.h).
 *
 * Opportunistic key caching: access points of one ESS often share the key. For a candidate
 * without a key of its own the name is made of the last one; an AP that does not know it does
 * EAP.
 *
 * Of one profile at a time; another one finds it empty. */
#ifndef MSM_PMKSA_H
#define MSM_PMKSA_H

#include "msm/msm.h"
#include "rsn/port_method.h"

#define MSM_PMKSAS     16u
#define MSM_PMKSA_TIME (43200u * EXTSTA_SECOND) /* twelve hours, as Windows has it */

struct msm_pmksa {
    struct extsta_mac bssid;
    extsta_time until;
    uint32_t akm;
    uint8_t pmkid[16];
    uint8_t pmk_len;
    uint8_t pmk[PMK_MAX];
};

/* Keeps it, in place of an older one of this AP; the oldest of all goes. Without memory it is
 * not kept. */
void msm_pmksa_learn(struct msm *msm, extsta_time now, struct extsta_mac bssid,
                     const struct port_pmksa *learnt);
/* The key of this name and AKM; NULL: there is none. */
const struct msm_pmksa *msm_pmksa_find(const struct msm *msm, extsta_time now,
                                       struct extsta_mac bssid, uint32_t akm,
                                       struct extsta_span pmkid);
/* It is good no more. */
void msm_pmksa_forget(struct msm *msm, struct extsta_mac bssid);
void msm_pmksa_clear(struct msm *msm);
/* Of a candidate: its entry, made opportunistically where it has none; NULL: nothing is known.
 */
const struct msm_pmksa *msm_pmksa_candidate(struct msm *msm, extsta_time now,
                                            struct extsta_mac bssid);
/* Those whose time is over go. */
void msm_pmksa_prune(struct msm *msm, extsta_time now);
/* Writes all names, as DOT11_PMKID_ENTRY; `only`: of this AP alone, zero: of all. Their number.
 */
uint32_t msm_pmksa_write(const struct msm *msm, struct extsta_mac only, struct writer *w);
/* Sets the driver's PMKID_LIST to all names (PMK-02: while connected, too). */
void msm_pmksa_tell(struct msm *msm);
/* An entry of PMKID_LIST. */
void msm_pmksa_write_entry(struct writer *w, const struct msm_pmksa *p);

#endif
