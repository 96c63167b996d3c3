/* The criteria a BSS must fulfil, one each, and the choice among those that do: asked by
 * connect.c and roam.c for the next AP, by associate.c for what is negotiated with it.
 *
 * Preference has two levels: first the place of the algorithm in the list of the OS (ATH-09),
 * which no signal outweighs; among equals the signal, worth less with age (CNX-30: the
 * station's own measure). */
#include "miniport/mlme/candidate.h"
#include "base/mac.h"
#include "miniport/algorithm.h"
#include "miniport/miniport.h"
#include "miniport/mlme/ft.h"
#include "miniport/mlme/ibss.h"
#include "miniport/mlme/owe_pair.h"
#include "miniport/mlme/sae_choice.h"
#include <extsta/private_oid.h>

#define INFRASTRUCTURE dot11_BSS_type_infrastructure
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

/* What the BSS advertises for algorithms of this family; NULL: nothing decodable. */
static const struct rsn_element *element_of(const struct bss_info *info,
                                            enum auth_family family)
{
    if (family == AUTH_FAMILY_WPA) {
        return info->wpa_ok ? &info->wpa : NULL;
    }
    return info->rsn_ok ? &info->rsn : NULL;
}

/* A suite that is known, and is never for this. */
static bool misplaced(uint32_t selector, enum cipher_use use)
{
    const struct cipher_suite *cipher = suites_cipher(selector);
    return cipher && !(cipher->protects & use);
}

/* Values of the suite fields that no station can use. */
static bool rsn_impossible(const struct rsn_element *rsn)
{
    return rsn->pairwise_count == 0 || rsn->akm_count == 0 ||
           misplaced(rsn->group, CIPHER_GROUP) ||
           (rsn->pairwise_count == 1 && misplaced(rsn->pairwise[0], CIPHER_PAIRWISE));
}

/* The cipher of group-addressed management frames that an AP can protect them by, with us; 0:
 * it cannot. Where the element does not name one it is BIP-CMAC-128 (9.4.2.24.5). */
static uint32_t management_cipher(const struct rsn_element *rsn, uint32_t akm)
{
    uint32_t selector = rsn->group_mgmt ? rsn->group_mgmt : CIPHER_BIP;
    const struct cipher_suite *cipher = suites_cipher(selector);
    bool capable = !rsn->is_wpa && (rsn->capabilities & RSN_CAP_MFPC) != 0;
    return capable && cipher && (cipher->offered & CIPHER_MANAGEMENT) &&
                   suites_akm_takes(akm, selector)
               ? selector
               : 0;
}

static bool ap_requires_pmf(const struct rsn_element *rsn)
{
    return !rsn->is_wpa && (rsn->capabilities & RSN_CAP_MFPR) != 0;
}

/* Table 12-5: what the AP, the suite and the profile say of the protection of management frames
 * goes together; n->group_mgmt: by which cipher it is done, 0: it is not. TKIP cannot protect
 * them (12.6.1.1.2), and what a vendor's suite does with them is not known. */
static bool management_fits(const struct mp_mib *mib, const struct rsn_element *rsn,
                            const struct akm_suite *akm, struct mp_negotiated *n)
{
    const struct auth_algorithm *auth = suites_auth(akm->auth);
    bool off = mib->pmf == EXTSTA_PMF_OFF || mib->desired_bss_type != INFRASTRUCTURE ||
               suites_cipher(n->pairwise)->legacy || auth->family == AUTH_FAMILY_VENDOR;
    bool required = akm->needs_pmf || ap_requires_pmf(rsn) || mib->pmf == EXTSTA_PMF_REQUIRED;
    n->group_mgmt = off ? 0 : management_cipher(rsn, akm->selector);
    return !required || n->group_mgmt != 0;
}

/* What the AP has, and whoever makes the handshakes with us. Channel validation covers robust
 * management frames, so it goes with their protection (12.2.9); TKIP has one key id. */
static void agree_handshake(const struct mp_mib *mib, const struct rsn_element *rsn,
                            const struct akm_suite *akm, struct mp_negotiated *n)
{
    bool able = !rsn->is_wpa && mib->desired_bss_type == INFRASTRUCTURE &&
                suites_auth(akm->auth)->family != AUTH_FAMILY_VENDOR;
    n->ocv = able && n->group_mgmt && (mib->handshake & EXTSTA_PRIVATE_OCV) &&
             (rsn->capabilities & RSN_CAP_OCVC);
    n->ext_key_id = able && !suites_cipher(n->pairwise)->legacy &&
                    (mib->handshake & EXTSTA_PRIVATE_EXT_KEY_ID) &&
                    (rsn->capabilities & RSN_CAP_EXT_KEY_ID);
}

/* The first cipher of the list of the OS that the element has, too (CIP-03), and the AKM goes
 * with: its RSN selector; *number: what the OS calls it. 0: there is none. */
static uint32_t pick_cipher(const uint32_t *list, size_t count, enum auth_family family,
                            const struct akm_suite *akm, enum cipher_use use,
                            const struct rsn_element *rsn, uint32_t *number)
{
    for (size_t i = 0; i < count; i++) {
        const struct cipher_suite *cipher = suites_cipher_numbered(list[i]);
        if (!cipher || !(cipher->with & family) ||
            !suites_akm_takes(akm->selector, cipher->selector)) {
            continue;
        }
        uint32_t selector = rsn->is_wpa ? cipher->wpa : cipher->selector;
        if (selector &&
            (use == CIPHER_GROUP ? rsn->group == selector : rsn_has_pairwise(rsn, selector))) {
            *number = list[i];
            return cipher->selector;
        }
    }
    return 0;
}

/* CNX-24, for an AKM of WPA or RSN: the element offers it, and a cipher of each list. */
static bool keyed_matches(const struct mp_mib *mib, enum auth_family family,
                          const struct akm_suite *akm, const struct bss_info *info,
                          struct mp_negotiated *out)
{
    const struct rsn_element *rsn = element_of(info, family);
    if (!rsn || rsn_impossible(rsn) || !rsn_has_akm(rsn, akm->selector)) {
        return false;
    }
    out->akm = akm->selector;
    out->pairwise = pick_cipher(mib->unicast, mib->unicast_count, family, akm, CIPHER_PAIRWISE,
                                rsn, &out->unicast);
    out->group = pick_cipher(mib->multicast, mib->multicast_count, family, akm, CIPHER_GROUP,
                             rsn, &out->multicast);
    if (!out->pairwise || !out->group || !management_fits(mib, rsn, akm, out)) {
        return false;
    }
    agree_handshake(mib, rsn, akm, out);
    return true;
}

static bool list_has(const uint32_t *list, size_t count, uint32_t value)
{
    for (size_t i = 0; i < count; i++) {
        if (list[i] == value) {
            return true;
        }
    }
    return false;
}

/* Whether a cipher of plain families fits the privacy bit. WEP goes without it only where
 * nothing but WEP is enabled, and clear frames could be received (CNX-29: a WEP profile
 * connects even to an AP that does not set it). */
static bool privacy_fits(const struct mp_mib *mib, uint32_t number, bool privacy)
{
    if (number == DOT11_CIPHER_ALGO_NONE || privacy) {
        return (number == DOT11_CIPHER_ALGO_NONE) != privacy;
    }
    return !mib->exclude_unencrypted &&
           !list_has(mib->unicast, mib->unicast_count, DOT11_CIPHER_ALGO_NONE);
}

/* No element: no protection at all, or WEP. An AP with the privacy bit wants some. */
static bool plain_matches(const struct mp_mib *mib, enum auth_family family,
                          const struct bss_info *info, struct mp_negotiated *out)
{
    bool privacy = (info->capability & CAPABILITY_PRIVACY) != 0;
    if (info->rsn_ok || info->rsn_bad || info->wpa_ok || mib->pmf == EXTSTA_PMF_REQUIRED) {
        return false;
    }
    for (size_t i = 0; i < mib->unicast_count; i++) {
        uint32_t number = mib->unicast[i];
        const struct cipher_suite *cipher = suites_cipher_numbered(number);
        if (privacy_fits(mib, number, privacy) && cipher && (cipher->with & family) &&
            list_has(mib->multicast, mib->multicast_count, number)) {
            out->akm = out->pairwise = out->group = out->group_mgmt = 0;
            out->ocv = out->ext_key_id = false;
            out->unicast = out->multicast = number;
            return true;
        }
    }
    return false;
}

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
            (!akm->ft || ft_usable(mp, info)) &&
            (akm->selector ? keyed_matches(mib, auth->family, akm, info, out)
                           : plain_matches(mib, auth->family, info, out))) {
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
        return plain_matches(mib, family, &open, out) || plain_matches(mib, family, &wep, out);
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
           phy_fits(mp, e->phy) && !mib_is_excluded(mp, e->info->bssid) &&
           candidate_security(mp, e->info, &negotiated);
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
        if (info->rsn_bad || (info->rsn_ok && rsn_impossible(&info->rsn))) {
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
