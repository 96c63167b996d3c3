/* The OS half's PMKSA cache (802.11-2020 12.6.10.3): what 802.1X has given, by access point, so
 * that a reconnection needs no EAP. The driver is told the names of its keys (PMKID_LIST), and
 * puts the one of its AP into the request; whether that AP still has the key shows in its
 * answer (onex/port_onex.h).
 *
 * Opportunistic key caching: access points of one ESS often share the key. For a candidate
 * without a key of its own the name is made of the last one; an AP that does not know it does
 * EAP.
 *
 * What it keeps, how long, and whether it guesses, is the profile's (struct extsta_pmk_cache). Of
 * one profile at a time; another one finds it empty. */
#ifndef MSM_PMKSA_H
#define MSM_PMKSA_H

#include "msm/msm.h"
#include "rsn/port_method.h"

#define MSM_PMKSAS         128u /* as Windows has it; a profile may want fewer, or more */
#define MSM_PMKSA_MINUTES  720u /* the same */
#define MSM_PMKID_LIST_MAX 16u  /* names that the driver is told */

struct msm_pmksa {
    struct extsta_mac bssid;
    bool is_guess; /* made of another AP's: whether this one has it is not known */
    extsta_time until;
    uint32_t akm;
    uint8_t pmkid[16];
    uint8_t pmk_len;
    uint8_t pmk[PMK_MAX];
};

/* What an earlier station has learnt, until its network is entered. */
struct msm_restored {
    struct msm_restored *next;
    struct msm_pmksa pmksa;
    uint8_t ssid_len;
    uint8_t ssid[32];
};

/* Keeps it, in place of an older one of this AP; the oldest of all goes. Without memory it is
 * not kept. */
void msm_pmksa_learn(struct msm *msm, extsta_time now, struct extsta_mac bssid,
                     const struct port_pmksa *learnt);
/* One that an earlier station of this address has learnt, for a network of this name; it is used
 * when a profile of that is applied (msm_pmksa_adopt). False: no memory. */
bool msm_pmksa_restore(struct msm *msm, struct extsta_span ssid, const struct msm_pmksa *learnt);
/* A profile of this name was applied. */
void msm_pmksa_adopt(struct msm *msm, struct extsta_span ssid);
/* Calls `each` for what was learnt, the latest first; no guesses. Returns their number. */
size_t msm_pmksa_list(const struct msm *msm, extsta_time now,
                      void (*each)(void *user, const struct msm_pmksa *pmksa), void *user);
/* The key of this name and AKM; NULL: there is none. */
const struct msm_pmksa *msm_pmksa_find(const struct msm *msm, extsta_time now,
                                       struct extsta_mac bssid, uint32_t akm,
                                       struct extsta_span pmkid);
/* It is good no more. */
void msm_pmksa_forget(struct msm *msm, struct extsta_mac bssid);
void msm_pmksa_clear(struct msm *msm);
/* ... and those that were never adopted. */
void msm_pmksa_destroy(struct msm *msm);
/* Its own entry, which is no guess; NULL: there is none. */
const struct msm_pmksa *msm_pmksa_of(const struct msm *msm, extsta_time now,
                                     struct extsta_mac bssid);
/* Of a candidate: its entry, made opportunistically where it has none; NULL: nothing is known.
 */
const struct msm_pmksa *msm_pmksa_candidate(struct msm *msm, extsta_time now,
                                            struct extsta_mac bssid);
/* When the time of the first of them is over; EXTSTA_NEVER: there is none. */
extsta_time msm_pmksa_deadline(const struct msm *msm);
/* Those whose time is over go. */
void msm_pmksa_prune(struct msm *msm, extsta_time now);
/* Writes the latest names, as DOT11_PMKID_ENTRY; `only`: of this AP alone, zero: of all. Their
 * number, MSM_PMKID_LIST_MAX at most. */
uint32_t msm_pmksa_write(const struct msm *msm, struct extsta_mac only, struct writer *w);
/* Sets the driver's PMKID_LIST (PMK-02: while connected, too): to these, of
 * msm_pmksa_write_entry, MSM_PMKID_LIST_MAX at most; or to all names, because an association that
 * is lost in the moment after it was authorized comes back by it before candidates come. */
void msm_pmksa_set_list(struct msm *msm, uint32_t count, struct extsta_span entries);
void msm_pmksa_tell(struct msm *msm);
/* An entry of PMKID_LIST. */
void msm_pmksa_write_entry(struct writer *w, const struct msm_pmksa *p);

#endif
