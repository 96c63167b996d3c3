/* The criteria a BSS must fulfil, one each, and the choice among those that do: asked by
 * connect.c and roam.c for the next AP, by associate.c for what is negotiated with it.
 *
 * Preference has two levels: first the place of the algorithm in the list of the OS (ATH-09),
 * which no signal outweighs; among equals the signal, worth less with age (CNX-30: the
 * station's own measure). */
#include "miniport/mlme/candidate.h"
#include "base/mac.h"
#include "miniport/agree.h"
#include "miniport/algorithm.h"
#include "miniport/miniport.h"
#include "miniport/mlme/ft.h"
#include "miniport/mlme/ibss.h"
#include "miniport/mlme/owe_pair.h"
#include "miniport/mlme/sae_choice.h"
#include "miniport/mlme/scan.h"
#include <extsta/private_oid.h>

#define AGE_PER_DB (2ull * EXTSTA_SECOND) /* of silence costs one dB */
#define AGE_MAX_DB 30 /* so much at most: old ones stay in their order of signal */
#define TRANSITION_DB 5 /* a fast transition reaches it */
#define LAST_AP_DB 20 /* an AP that let us go comes after the others (DIS-19) */

/* --- one criterion each --- */

static bool ssid_equals(const struct bss_info *info, const struct mp_ssid *ssid)
{
    return info->ssid_len == ssid->len && memcmp(info->ssid, ssid->ssid, ssid->len) == 0;
}

/* CNX-21: a desired SSID or the wildcard; CNX-28: in a roam that of the network. */
static bool name_fits(const struct miniport *mp, const struct bss_info *info,
                      enum candidate_purpose purpose)
{
    if (purpose == CANDIDATE_ROAM || ibss_is_named(mp)) {
        return ssid_equals(info, &mp->mlme.network);
    }
    for (size_t i = 0; i < mp->mib->ssid_count; i++) {
        if (mp->mib->ssids[i].len == 0 || ssid_equals(info, &mp->mib->ssids[i])) {
            return true;
        }
    }
    return false;
}

/* A BSS whose SSID is still hidden matches nothing, not even the wildcard. That of OWE in a
 * transition pair has the name of its open half (owe_pair.h). */
static bool ssid_fits(const struct miniport *mp, const struct bss_info *info,
                      enum candidate_purpose purpose)
{
    struct mp_ssid name;
    if (info->ssid_len == 0) {
        return false;
    }
    if (name_fits(mp, info, purpose)) {
        return true;
    }
    if (!owe_pair_name(mp, info, &name)) {
        return false;
    }
    struct bss_info named = {.ssid_len = name.len};
    memcpy(named.ssid, name.ssid, name.len);
    return name_fits(mp, &named, purpose);
}

/* CNX-22: DESIRED_BSSID_LIST */
static bool bssid_fits(const struct miniport *mp, struct extsta_mac bssid)
{
    for (size_t i = 0; i < mp->mib->bssid_count; i++) {
        if (mac_is_broadcast(mp->mib->bssids[i]) || mac_equal(mp->mib->bssids[i], bssid)) {
            return true;
        }
    }
    return false;
}

/* CNX-23: DESIRED_PHY_LIST, and powered */
static bool phy_fits(const struct miniport *mp, uint8_t phy)
{
    if (phy >= mp->radio->phy_count || !power_phy_on(mp, phy)) {
        return false;
    }
    for (size_t i = 0; i < mp->mib->phy_count; i++) {
        if (mp->mib->phys[i] == DOT11_PHY_ID_ANY || mp->mib->phys[i] == phy) {
            return true;
        }
    }
    return false;
}

/* --- security --- */

/* The AP can be met by SAE as the host wants it; and is not less than its network has promised.
 */
static bool way_fits(const struct miniport *mp, const struct akm_suite *akm,
                     const struct bss_info *info)
{
    if (akm->pmk == AKM_PMK_SAE) {
        return sae_way_of(mp, akm->selector, info) != SAE_WAY_NONE;
    }
    return !sae_forbids(mp, akm->selector, info);
}

/* ATH-03: the suites an algorithm of the OS stands for, the preferred one first. */
static bool auth_matches(const struct miniport *mp, uint32_t number,
                         const struct bss_info *info, struct mp_negotiated *out)
{
    const struct mp_mib *mib = mp->mib;
    uint32_t offers = algorithm_offers(mp->radio, mib->desired_bss_type);
    const struct auth_algorithm *auth = suites_auth(number); /* NULL: a vendor's */
    const struct akm_suite *akm;
    out->auth = number;
    for (size_t i = 0; auth && (akm = suites_akm_at(i)); i++) {
        if (algorithm_akm_offered(offers, akm, number) && way_fits(mp, akm, info) &&
            (!akm->ft || ft_usable(mp, info)) && agree_security(mib, akm, info, out)) {
            out->ft = akm->ft && ft_reaches(mp, info, akm->selector);
            return true;
        }
    }
    return false;
}

/* Place in the list of the OS of the first algorithm that matches; its length if none. */
static size_t security_rank(const struct miniport *mp, const struct bss_info *info,
                            struct mp_negotiated *out)
{
    size_t i = 0;
    while (i < mp->mib->auth_count && !auth_matches(mp, mp->mib->auth[i], info, out)) {
        i++;
    }
    return i;
}

bool candidate_security(const struct miniport *mp, const struct bss_info *info,
                        struct mp_negotiated *out)
{
    return security_rank(mp, info, out) < mp->mib->auth_count;
}

/* A cipher of the OS's list that goes with the family and is for this use; its number in
 * *number. 0: there is none. */
static uint32_t own_cipher(const uint32_t *list, size_t count, enum auth_family family,
                           enum cipher_use use, uint32_t *number)
{
    for (size_t i = 0; i < count; i++) {
        const struct cipher_suite *cipher = suites_cipher_numbered(list[i]);
        if (cipher && (cipher->with & family) && (cipher->offered & use)) {
            *number = list[i];
            return cipher->selector;
        }
    }
    return 0;
}

/* For a suite with keys; without, ciphers are as of a BSS that says the same. */
static bool own_matches(const struct mp_mib *mib, enum auth_family family,
                        const struct akm_suite *akm, struct mp_negotiated *out)
{
    const struct bss_info open = {.capability = CAPABILITY_IBSS};
    const struct bss_info wep = {.capability = CAPABILITY_IBSS | CAPABILITY_PRIVACY};
    out->ocv = out->ext_key_id = false;
    out->group_mgmt = 0; /* IBS-18: as management frames are, so all peers have them */
    if (akm->selector == 0) {
        return agree_plain(mib, family, &open, out) || agree_plain(mib, family, &wep, out);
    }
    out->akm = akm->selector;
    out->pairwise =
        own_cipher(mib->unicast, mib->unicast_count, family, CIPHER_PAIRWISE, &out->unicast);
    out->group =
        own_cipher(mib->multicast, mib->multicast_count, family, CIPHER_GROUP, &out->multicast);
    return out->pairwise && out->group;
}

bool candidate_own_security(const struct miniport *mp, struct mp_negotiated *out)
{
    const struct mp_mib *mib = mp->mib;
    for (size_t i = 0; i < mib->auth_count; i++) {
        const struct auth_algorithm *auth = suites_auth(mib->auth[i]);
        const struct akm_suite *akm;
        out->auth = mib->auth[i];
        for (size_t k = 0; auth && (akm = suites_akm_at(k)); k++) {
            if (algorithm_akm_offered(mib->desired_bss_type, akm, mib->auth[i]) && !akm->ft &&
                own_matches(mib, auth->family, akm, out)) {
                return true;
            }
        }
    }
    return false;
}

/* --- the list --- */

/* A BSS of the desired type (MIB-01) with the SSID: a shortage is judged among these. */
static bool network_fits(const struct miniport *mp, const struct bss_entry *e,
                         enum candidate_purpose purpose)
{
    const struct bss_info *info = e->info;
    uint16_t type = info->capability & (CAPABILITY_ESS | CAPABILITY_IBSS);
    bool fits = mp->mib->desired_bss_type == dot11_BSS_type_independent
                    ? type == CAPABILITY_IBSS
                    : (type & CAPABILITY_ESS) != 0;
    return fits && ssid_fits(mp, info, purpose);
}

bool candidate_fits(const struct miniport *mp, const struct bss_entry *e,
                    enum candidate_purpose purpose)
{
    struct mp_negotiated negotiated;
    return !e->lost && network_fits(mp, e, purpose) && bssid_fits(mp, e->info->bssid) &&
           phy_fits(mp, e->phy) && scan_may_enter(mp, e->freq) &&
           !mib_is_excluded(mp, e->info->bssid) && candidate_security(mp, e->info, &negotiated);
}

int candidate_score(const struct miniport *mp, const struct bss_entry *e, extsta_time now)
{
    int score = bss_dbm(e->signal);
    uint64_t age = now > e->heard ? (now - e->heard) / AGE_PER_DB : 0;
    score -= age < AGE_MAX_DB ? (int)age : AGE_MAX_DB;
    if (!mlme_is_associated(mp) && mac_equal(e->info->bssid, mp->mlme.last_ap)) {
        score -= LAST_AP_DB;
    }
    return score;
}

struct bss_entry *candidate_best(struct miniport *mp, extsta_time now,
                                 enum candidate_purpose purpose)
{
    struct bss_entry *best = NULL;
    size_t best_rank = 0;
    int best_score = 0;
    for (size_t i = 0; i < mp->bss.count; i++) {
        struct bss_entry *e = &mp->bss.entries[i];
        if (e->tried || !candidate_fits(mp, e, purpose) ||
            (purpose == CANDIDATE_ROAM && e->refused_until > now)) {
            continue;
        }
        struct mp_negotiated negotiated = {0};
        size_t rank = security_rank(mp, e->info, &negotiated);
        int score = candidate_score(mp, e, now) + (negotiated.ft ? TRANSITION_DB : 0);
        if (!best || rank < best_rank || (rank == best_rank && score > best_score)) {
            best = e;
            best_rank = rank;
            best_score = score;
        }
    }
    return best;
}

extsta_time candidate_patience(const struct miniport *mp, extsta_time now)
{
    extsta_time earliest = EXTSTA_NEVER;
    for (size_t i = 0; i < mp->bss.count; i++) {
        const struct bss_entry *e = &mp->bss.entries[i];
        if (e->refused_until > now && e->refused_until < earliest &&
            candidate_fits(mp, e, CANDIDATE_ROAM)) {
            earliest = e->refused_until;
        }
    }
    return earliest;
}

bool candidate_ssid_known(const struct miniport *mp)
{
    for (size_t i = 0; i < mp->bss.count; i++) {
        if (ssid_fits(mp, mp->bss.entries[i].info, CANDIDATE_CONNECT)) {
            return true;
        }
    }
    return false;
}

/* Why a BSS with our network's name has no security that we want. If it would have, did it do
 * with the protection of management frames otherwise, then that is what is wrong. */
static enum extsta_diagnosis misses_pmf(const struct miniport *mp, const struct bss_info *info)
{
    struct mp_negotiated negotiated;
    struct bss_info other = *info;
    other.rsn.capabilities &= (uint16_t)~RSN_CAP_MFPR;
    if (info->rsn_ok && candidate_security(mp, &other, &negotiated)) {
        return mp->mib->pmf == EXTSTA_PMF_OFF ? EXTSTA_DIAGNOSIS_PMF_REQUIRED
                                              : EXTSTA_DIAGNOSIS_PMF_CIPHER;
    }
    other.rsn.capabilities |= RSN_CAP_MFPC;
    other.rsn.group_mgmt = 0;
    if (info->rsn_ok && candidate_security(mp, &other, &negotiated)) {
        return (info->rsn.capabilities & RSN_CAP_MFPC) ? EXTSTA_DIAGNOSIS_PMF_CIPHER
                                                       : EXTSTA_DIAGNOSIS_PMF_NOT_OFFERED;
    }
    return EXTSTA_DIAGNOSIS_NONE;
}

/* Why a BSS of the network does not do: the one requirement it does not meet, if it is one. */
static enum extsta_diagnosis misses(const struct miniport *mp, const struct bss_info *info)
{
    struct mp_negotiated negotiated;
    struct bss_info other_way = *info;
    other_way.sae_h2e = true;
    other_way.sae_h2e_only = false;
    enum extsta_diagnosis pmf = misses_pmf(mp, info);
    if (pmf != EXTSTA_DIAGNOSIS_NONE) {
        return pmf;
    }
    if (candidate_security(mp, &other_way, &negotiated)) {
        return EXTSTA_DIAGNOSIS_SAE_H2E_MISMATCH;
    }
    return sae_forbids(mp, AKM_PSK, info) ? EXTSTA_DIAGNOSIS_FALLBACK_FORBIDDEN
                                          : EXTSTA_DIAGNOSIS_SECURITY_MISMATCH;
}

enum extsta_diagnosis candidate_shortage(const struct miniport *mp,
                                         enum candidate_purpose purpose)
{
    /* from the weakest word to the strongest: what is wrong with security says more than that a
     * BSS was excluded or is not wanted */
    enum extsta_diagnosis found = EXTSTA_DIAGNOSIS_SSID_NOT_FOUND;
    for (size_t i = 0; i < mp->bss.count; i++) {
        const struct bss_entry *e = &mp->bss.entries[i];
        const struct bss_info *info = e->info;
        struct mp_negotiated negotiated;
        if (!network_fits(mp, e, purpose)) {
            continue;
        }
        if (info->rsn_bad || (info->rsn_ok && agree_impossible(&info->rsn))) {
            return EXTSTA_DIAGNOSIS_IMPOSSIBLE_RSNE;
        }
        if (!candidate_security(mp, info, &negotiated)) {
            found = misses(mp, info);
        } else if (found == EXTSTA_DIAGNOSIS_SSID_NOT_FOUND) {
            found = mib_is_excluded(mp, info->bssid) ? EXTSTA_DIAGNOSIS_EXCLUDED
                                                     : EXTSTA_DIAGNOSIS_NO_CANDIDATE;
        }
    }
    return found;
}

void candidate_fresh_start(struct miniport *mp)
{
    for (size_t i = 0; i < mp->bss.count; i++) {
        mp->bss.entries[i].tried = false;
    }
}
