/* Security of a BSS against the configuration (agree.h), one requirement each. */
#include "miniport/agree.h"
#include <extsta/private_oid.h>

#define INFRASTRUCTURE dot11_BSS_type_infrastructure

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
bool agree_impossible(const struct rsn_element *rsn)
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
static bool agree_keyed(const struct mp_mib *mib, enum auth_family family,
                        const struct akm_suite *akm, const struct bss_info *info,
                        struct mp_negotiated *out)
{
    const struct rsn_element *rsn = element_of(info, family);
    if (!rsn || agree_impossible(rsn) || !rsn_has_akm(rsn, akm->selector)) {
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
bool agree_plain(const struct mp_mib *mib, enum auth_family family, const struct bss_info *info,
                 struct mp_negotiated *out)
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

bool agree_security(const struct mp_mib *mib, const struct akm_suite *akm,
                    const struct bss_info *info, struct mp_negotiated *out)
{
    const struct auth_algorithm *auth = suites_auth(akm->auth);
    if (!auth) {
        return false;
    }
    return akm->selector ? agree_keyed(mib, auth->family, akm, info, out)
                         : agree_plain(mib, auth->family, info, out);
}
