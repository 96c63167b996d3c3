/* Which BSS of the list fits the configuration, and the best of them (contract CNX-20 ...
 * CNX-30). Security is agreed as our own driver does it (miniport/agree.h); the place of the
 * algorithm in the list of the OS comes before the signal (ATH-09). */
#include "machine.h"
#include "miniport/agree.h"
#include "miniport/algorithm.h"

#define AGE_PER_DB (2ull * EXTSTA_SECOND) /* of silence costs one dB */
#define AGE_MAX_DB 30
#define LAST_AP_DB 20 /* an AP that let us go comes after the others (DIS-19) */

static bool ssid_equals(const struct bss_info *info, const struct mp_ssid *ssid)
{
    return info->ssid_len == ssid->len && memcmp(info->ssid, ssid->ssid, ssid->len) == 0;
}

/* CNX-21: a desired SSID or the wildcard; CNX-28: in a roam that of the network. One that is
 * hidden still matches nothing. */
static bool ssid_fits(const struct nld *d, const struct bss_info *info,
                      enum nld_purpose purpose)
{
    if (info->ssid_len == 0) {
        return false;
    }
    if (purpose == NLD_ROAM) {
        return ssid_equals(info, &d->network);
    }
    for (size_t i = 0; i < d->mib.ssid_count; i++) {
        if (d->mib.ssids[i].len == 0 || ssid_equals(info, &d->mib.ssids[i])) {
            return true;
        }
    }
    return false;
}

/* CNX-22: DESIRED_BSSID_LIST */
static bool bssid_fits(const struct nld *d, struct extsta_mac bssid)
{
    for (size_t i = 0; i < d->mib.bssid_count; i++) {
        if (mac_is_broadcast(d->mib.bssids[i]) || mac_equal(d->mib.bssids[i], bssid)) {
            return true;
        }
    }
    return false;
}

/* CIP-13: the wildcard is every address. */
static bool is_excluded(const struct nld *d, struct extsta_mac address)
{
    for (size_t i = 0; i < d->excluded.count; i++) {
        if (mac_is_broadcast(d->excluded.addresses[i]) ||
            mac_equal(d->excluded.addresses[i], address)) {
            return true;
        }
    }
    return false;
}

/* CNX-23: DESIRED_PHY_LIST */
static bool phy_fits(const struct nld *d, uint8_t phy)
{
    for (size_t i = 0; i < d->mib.phy_count; i++) {
        if (d->mib.phys[i] == DOT11_PHY_ID_ANY || d->mib.phys[i] == phy) {
            return true;
        }
    }
    return false;
}

/* --- security --- */

/* Beside what both agree on: what this card and this driver can do of it. */
static bool can_do(const struct nld *d, const struct akm_suite *akm,
                   const struct bss_info *info)
{
    if (akm->ft && !nld_ft_usable(d, info)) {
        return false;
    }
    if (akm->selector && !(d->card.can & NL80211_CAN_CONTROL_PORT)) {
        return false; /* nobody would hear EAPOL */
    }
    if (akm->pmk == AKM_PMK_SAE) {
        return (d->card.can & (NL80211_CAN_SAE | NL80211_CAN_OFFLOAD_SAE)) != 0 &&
               sae_wishes_way(&d->sae, akm->selector, info) != SAE_WAY_NONE;
    }
    return !sae_wishes_forbid_less(&d->sae, info);
}

static bool has_cipher(const struct nld *d, uint32_t selector)
{
    for (size_t i = 0; i < d->card.cipher_count; i++) {
        if (d->card.ciphers[i] == selector) {
            return true;
        }
    }
    return selector == 0 || d->card.cipher_count == 0; /* it did not say */
}

static bool auth_matches(const struct nld *d, uint32_t number, const struct bss_info *info,
                         struct mp_negotiated *out)
{
    uint32_t offers = algorithm_offers(d->card.radio, d->mib.desired_bss_type);
    const struct akm_suite *akm;
    for (size_t i = 0; (akm = suites_akm_at(i)); i++) {
        if (algorithm_akm_offered(offers, akm, number) && can_do(d, akm, info) &&
            agree_security(&d->mib, akm, info, out) && has_cipher(d, out->pairwise) &&
            has_cipher(d, out->group) && has_cipher(d, out->group_mgmt)) {
            out->auth = number;
            out->ft = akm->ft && nld_ft_reaches(d, info, akm->selector);
            out->ext_key_id = false; /* the kernel's keys have places of their own */
            out->ocv = out->ocv && (d->card.can & NL80211_CAN_NARROW) &&
                       (d->card.can & NL80211_CAN_FRAME);
            return true;
        }
    }
    return false;
}

/* Place in the list of the OS of the first algorithm that matches; its length: none does. */
static size_t security_rank(const struct nld *d, const struct bss_info *info,
                            struct mp_negotiated *out)
{
    size_t i = 0;
    *out = (struct mp_negotiated){0};
    while (i < d->mib.auth_count && !auth_matches(d, d->mib.auth[i], info, out)) {
        i++;
    }
    return i;
}

bool nld_candidate_security(const struct nld *d, const struct nld_bss *b,
                            struct mp_negotiated *out)
{
    bool agreed = security_rank(d, &b->info, out) < d->mib.auth_count;
    out->phy = b->phy;
    return agreed;
}

/* --- the list --- */

static bool network_fits(const struct nld *d, const struct nld_bss *b, enum nld_purpose purpose)
{
    return (b->info.capability & CAPABILITY_ESS) != 0 && ssid_fits(d, &b->info, purpose);
}

bool nld_candidate_fits(const struct nld *d, const struct nld_bss *b, enum nld_purpose purpose)
{
    struct mp_negotiated negotiated;
    return !b->lost && network_fits(d, b, purpose) && bssid_fits(d, b->info.bssid) &&
           phy_fits(d, b->phy) && nld_may_enter(d, b->freq) && !is_excluded(d, b->info.bssid) &&
           nld_candidate_security(d, b, &negotiated);
}

/* CNX-30: the station's own measure: dBm, less for what was not heard for a while. */
static int score(const struct nld *d, const struct nld_bss *b)
{
    uint64_t age = d->now > b->heard ? (d->now - b->heard) / AGE_PER_DB : 0;
    int value = bss_dbm(b->signal) - (age < AGE_MAX_DB ? (int)age : AGE_MAX_DB);
    return !d->link.up && mac_equal(b->info.bssid, d->last_ap) ? value - LAST_AP_DB : value;
}

struct nld_bss *nld_candidate_best(struct nld *d, enum nld_purpose purpose)
{
    struct nld_bss *best = NULL;
    size_t best_rank = 0;
    for (size_t i = 0; i < d->bss_count; i++) {
        struct nld_bss *b = d->bss[i];
        struct mp_negotiated negotiated;
        if (b->tried || !nld_candidate_fits(d, b, purpose) ||
            (purpose == NLD_ROAM && b->refused_until > d->now) ||
            (d->link.up && mac_equal(b->info.bssid, d->link.peer))) {
            continue;
        }
        size_t rank = security_rank(d, &b->info, &negotiated);
        if (!best || rank < best_rank || (rank == best_rank && score(d, b) > score(d, best))) {
            best = b;
            best_rank = rank;
        }
    }
    return best;
}

void nld_candidates_afresh(struct nld *d)
{
    d->anything_tried = false;
    for (size_t i = 0; i < d->bss_count; i++) {
        d->bss[i]->tried = false;
    }
}

/* From the weakest word to the strongest: what is wrong with security says more than that a BSS
 * is not wanted. */
enum extsta_diagnosis nld_candidate_shortage(const struct nld *d, enum nld_purpose purpose)
{
    enum extsta_diagnosis found = EXTSTA_DIAGNOSIS_SSID_NOT_FOUND;
    for (size_t i = 0; i < d->bss_count; i++) {
        const struct nld_bss *b = d->bss[i];
        struct mp_negotiated negotiated;
        if (!network_fits(d, b, purpose)) {
            continue;
        }
        if (b->info.rsn_bad || (b->info.rsn_ok && agree_impossible(&b->info.rsn))) {
            return EXTSTA_DIAGNOSIS_IMPOSSIBLE_RSNE;
        }
        if (!nld_candidate_security(d, b, &negotiated)) {
            found = EXTSTA_DIAGNOSIS_SECURITY_MISMATCH;
        } else if (found == EXTSTA_DIAGNOSIS_SSID_NOT_FOUND) {
            found = is_excluded(d, b->info.bssid) ? EXTSTA_DIAGNOSIS_EXCLUDED
                                                  : EXTSTA_DIAGNOSIS_NO_CANDIDATE;
        }
    }
    return found;
}
