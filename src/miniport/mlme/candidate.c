#include "miniport/mlme/candidate.h"
#include "base/mac.h"
#include "miniport/miniport.h"

#define AGE_PER_DB (2ull * EXTSTA_SECOND) /* of silence costs one dB */
#define AGE_MAX_DB 30
#define LAST_AP_DB 20 /* an AP that let us go comes after the others (DIS-19) */

/* --- one criterion each --- */

static bool ssid_equals(const struct bss_info *info, const struct mp_ssid *ssid)
{
    return info->ssid_len == ssid->len && memcmp(info->ssid, ssid->ssid, ssid->len) == 0;
}

/* CNX-21, CNX-28. A BSS whose SSID is still hidden matches nothing, not even the wildcard. */
static bool ssid_fits(const struct miniport *mp, const struct bss_info *info,
                      enum candidate_purpose purpose)
{
    if (info->ssid_len == 0) {
        return false;
    }
    if (purpose == CANDIDATE_ROAM) {
        return ssid_equals(info, &mp->mlme.network);
    }
    for (size_t i = 0; i < mp->mib->ssid_count; i++) {
        if (mp->mib->ssids[i].len == 0 || ssid_equals(info, &mp->mib->ssids[i])) {
            return true;
        }
    }
    return false;
}

static bool bssid_fits(const struct miniport *mp, struct extsta_mac bssid) /* CNX-22 */
{
    for (size_t i = 0; i < mp->mib->bssid_count; i++) {
        if (mac_is_broadcast(mp->mib->bssids[i]) || mac_equal(mp->mib->bssids[i], bssid)) {
            return true;
        }
    }
    return false;
}

static bool phy_fits(const struct miniport *mp, uint8_t phy) /* CNX-23 */
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

static bool list_has(const uint32_t *list, size_t count, uint32_t value)
{
    for (size_t i = 0; i < count; i++) {
        if (list[i] == value) {
            return true;
        }
    }
    return false;
}

/* Suite selector of a DOT11_CIPHER_ALGORITHM; 0 when it has none in that element. */
static uint32_t cipher_selector(uint32_t cipher, bool wpa)
{
    if (cipher == DOT11_CIPHER_ALGO_NONE || cipher == DOT11_CIPHER_ALGO_BIP) {
        return 0;
    }
    if (wpa) {
        return cipher <= DOT11_CIPHER_ALGO_WEP104 ? SUITE_WPA(cipher) : 0;
    }
    return cipher <= DOT11_CIPHER_ALGO_CCMP_256 ? SUITE_RSN(cipher) : 0;
}

/* Values of the suite fields that no station can use. */
static bool rsn_impossible(const struct rsn_element *rsn)
{
    return rsn->pairwise_count == 0 || rsn->akm_count == 0 || rsn->group == CIPHER_USE_GROUP ||
           rsn->group == CIPHER_BIP ||
           (rsn->pairwise_count == 1 && rsn->pairwise[0] == CIPHER_NO_GROUP);
}

static bool suites_match(const struct mp_mib *mib, const struct rsn_element *rsn,
                         const uint32_t akms[2], struct mlme_negotiated *out)
{
    /* Management frame protection is not offered, so it must not be required. */
    if (rsn_impossible(rsn) || (!rsn->is_wpa && (rsn->capabilities & RSN_CAP_MFPR))) {
        return false;
    }
    out->akm = akms[0] && rsn_has_akm(rsn, akms[0]) ? akms[0] : 0;
    if (!out->akm) {
        out->akm = rsn_has_akm(rsn, akms[1]) ? akms[1] : 0;
    }
    out->pairwise = out->group = 0;
    for (size_t i = 0; i < mib->unicast_count && !out->pairwise; i++) {
        uint32_t suite = cipher_selector(mib->unicast[i], rsn->is_wpa);
        if (suite && rsn_has_pairwise(rsn, suite)) {
            out->pairwise = suite;
            out->unicast = mib->unicast[i];
        }
    }
    for (size_t i = 0; i < mib->multicast_count && !out->group; i++) {
        uint32_t suite = cipher_selector(mib->multicast[i], rsn->is_wpa);
        if (suite && rsn->group == suite) {
            out->group = suite;
            out->multicast = mib->multicast[i];
        }
    }
    return out->akm && out->pairwise && out->group;
}

static uint32_t wep_cipher(const struct mp_mib *mib)
{
    static const uint32_t weps[] = {DOT11_CIPHER_ALGO_WEP104, DOT11_CIPHER_ALGO_WEP40,
                                    DOT11_CIPHER_ALGO_WEP};
    for (size_t i = 0; i < sizeof weps / sizeof *weps; i++) {
        if (list_has(mib->unicast, mib->unicast_count, weps[i])) {
            return weps[i];
        }
    }
    return DOT11_CIPHER_ALGO_NONE;
}

/* Open system: no protection at all, or WEP. An AP with the privacy bit wants some. */
static bool open_matches(const struct mp_mib *mib, const struct bss_info *info,
                         struct mlme_negotiated *out)
{
    bool privacy = (info->capability & CAPABILITY_PRIVACY) != 0;
    if (info->rsn_ok || info->rsn_bad || info->wpa_ok) {
        return false;
    }
    if (!privacy && list_has(mib->unicast, mib->unicast_count, DOT11_CIPHER_ALGO_NONE) &&
        list_has(mib->multicast, mib->multicast_count, DOT11_CIPHER_ALGO_NONE)) {
        out->unicast = out->multicast = DOT11_CIPHER_ALGO_NONE;
        return true;
    }
    out->unicast = out->multicast = wep_cipher(mib);
    return out->unicast != DOT11_CIPHER_ALGO_NONE &&
           (privacy || !mib->exclude_unencrypted); /* CNX-29 */
}

/* ATH-03: the suite types an algorithm of the OS stands for, the stronger first. */
static bool auth_matches(const struct mp_mib *mib, uint32_t auth, const struct bss_info *info,
                         struct mlme_negotiated *out)
{
    static const uint32_t rsna[2] = {AKM_8021X_SHA256, AKM_8021X};
    static const uint32_t rsna_psk[2] = {AKM_PSK_SHA256, AKM_PSK};
    static const uint32_t wpa[2] = {0, SUITE_WPA(1)};
    static const uint32_t wpa_psk[2] = {0, SUITE_WPA(2)};
    out->auth = auth;
    out->akm = out->pairwise = out->group = 0;
    switch (auth) {
    case DOT11_AUTH_ALGO_80211_OPEN:
        return open_matches(mib, info, out);
    case DOT11_AUTH_ALGO_RSNA:
        return info->rsn_ok && suites_match(mib, &info->rsn, rsna, out);
    case DOT11_AUTH_ALGO_RSNA_PSK:
        return info->rsn_ok && suites_match(mib, &info->rsn, rsna_psk, out);
    case DOT11_AUTH_ALGO_WPA:
        return info->wpa_ok && suites_match(mib, &info->wpa, wpa, out);
    case DOT11_AUTH_ALGO_WPA_PSK:
        return info->wpa_ok && suites_match(mib, &info->wpa, wpa_psk, out);
    default: /* a number, not an enum: shared key, IHV and later ones */
        return false;
    }
}

/* Place in the list of the OS of the first algorithm that matches; its length if none. */
static size_t security_rank(const struct miniport *mp, const struct bss_info *info,
                            struct mlme_negotiated *out)
{
    size_t i = 0;
    while (i < mp->mib->auth_count && !auth_matches(mp->mib, mp->mib->auth[i], info, out)) {
        i++;
    }
    return i;
}

bool candidate_security(const struct miniport *mp, const struct bss_info *info,
                        struct mlme_negotiated *out)
{
    return security_rank(mp, info, out) < mp->mib->auth_count;
}

/* --- the list --- */

static bool network_fits(const struct miniport *mp, const struct bss_entry *e,
                         enum candidate_purpose purpose)
{
    const struct bss_info *info = e->info;
    return (info->capability & CAPABILITY_ESS) != 0 && ssid_fits(mp, info, purpose);
}

bool candidate_fits(const struct miniport *mp, const struct bss_entry *e,
                    enum candidate_purpose purpose)
{
    struct mlme_negotiated negotiated;
    return !e->lost && network_fits(mp, e, purpose) && bssid_fits(mp, e->info->bssid) &&
           phy_fits(mp, e->phy) && !mib_is_excluded(mp, e->info->bssid) &&
           candidate_security(mp, e->info, &negotiated);
}

int candidate_score(const struct miniport *mp, const struct bss_entry *e, extsta_time now)
{
    int score = e->signal != 0 ? e->signal : -100;
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
        struct mlme_negotiated negotiated;
        size_t rank = security_rank(mp, e->info, &negotiated);
        int score = candidate_score(mp, e, now);
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

/* It would do, did it not require protected management frames. */
static bool only_pmf_is_missing(const struct miniport *mp, const struct bss_info *info)
{
    struct mlme_negotiated negotiated;
    struct bss_info without = *info;
    without.rsn.capabilities &= (uint16_t)~RSN_CAP_MFPR;
    return candidate_security(mp, &without, &negotiated);
}

enum extsta_diagnosis candidate_shortage(const struct miniport *mp,
                                         enum candidate_purpose purpose)
{
    enum extsta_diagnosis found = EXTSTA_DIAGNOSIS_SSID_NOT_FOUND;
    for (size_t i = 0; i < mp->bss.count; i++) {
        const struct bss_entry *e = &mp->bss.entries[i];
        const struct bss_info *info = e->info;
        struct mlme_negotiated negotiated;
        if (!network_fits(mp, e, purpose)) {
            continue;
        }
        if (info->rsn_bad || (info->rsn_ok && rsn_impossible(&info->rsn))) {
            return EXTSTA_DIAGNOSIS_IMPOSSIBLE_RSNE;
        }
        if (!candidate_security(mp, info, &negotiated)) {
            found = only_pmf_is_missing(mp, info) ? EXTSTA_DIAGNOSIS_PMF_REQUIRED
                                                  : EXTSTA_DIAGNOSIS_SECURITY_MISMATCH;
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
