/* extsta_profile_fit (extsta/station.h): whether a BSS, by what it says of itself, is one that a
 * profile asks for, and why not. The driver chooses its candidates by its configuration
 * (miniport/mlme/candidate.c); this is for whoever has several profiles and wants to know which of
 * them is worth a try, and for people who wonder why none is. */
#include "base/mac.h"
#include "crypto/suites.h"
#include "wire/element.h"
#include "wire/rsn_element.h"
#include <extsta/station.h>
#include <extsta/windot11.h>
#include <string.h>

#define PRIVACY 0x0010u /* of the Capability Information field */

/* The ciphers that "weakest wanted" allows: itself, and the stronger ones of its kind. */
static bool pairwise_fits(const struct extsta_profile *p, const struct rsn_element *rsn)
{
    const struct cipher_suite *wanted = suites_cipher_numbered(p->unicast_cipher), *c;
    for (size_t i = 0; wanted && (c = suites_cipher_at(i)); i++) {
        uint32_t selector = rsn->is_wpa ? c->wpa : c->selector;
        bool enough = wanted->legacy ? c == wanted : !c->legacy && c->key_len >= wanted->key_len;
        if (selector && enough && (c->offered & CIPHER_PAIRWISE) &&
            rsn_has_pairwise(rsn, selector)) {
            return true;
        }
    }
    return false;
}

static bool akm_fits(uint32_t auth, bool ft, const struct rsn_element *rsn)
{
    const struct akm_suite *akm;
    for (size_t i = 0; (akm = suites_akm_at(i)); i++) {
        if (akm->auth == auth && akm->offered && (ft || !akm->ft) &&
            rsn_has_akm(rsn, akm->selector)) {
            return true;
        }
    }
    return false;
}

static const char *pmf_fault(const struct extsta_profile *p, const struct rsn_element *rsn)
{
    bool able = rsn->capabilities & RSN_CAP_MFPC, must = rsn->capabilities & RSN_CAP_MFPR;
    if (rsn->is_wpa) {
        return NULL;
    }
    if (p->pmf == EXTSTA_PMF_REQUIRED && !able) {
        return "the profile requires protected management frames, and it has none";
    }
    return p->pmf == EXTSTA_PMF_OFF && must ? "it requires protected management frames" : NULL;
}

/* Of a network with keys. */
static const char *keyed_fault(const struct extsta_profile *p, const struct elements *e)
{
    const struct auth_algorithm *auth = suites_auth(p->auth);
    bool wpa = auth && auth->family == AUTH_FAMILY_WPA;
    struct extsta_span whole = wpa ? e->wpa : e->rsn;
    struct rsn_element rsn;
    if (!auth || auth->family == AUTH_FAMILY_VENDOR) {
        return NULL; /* its extension knows */
    }
    if (whole.len == 0) {
        return wpa ? "it does not offer WPA" : "it does not offer WPA2 or WPA3";
    }
    if (rsn_element_parse(whole, &rsn) != EXTSTA_OK) {
        return "its RSN element contradicts itself";
    }
    bool ft = p->ft != EXTSTA_FT_OFF;
    if (!akm_fits(p->auth, ft, &rsn) &&
        !(p->fallback_auth != 0 && akm_fits(p->fallback_auth, ft, &rsn))) {
        return "it does not offer the authentication of the profile";
    }
    if (!pairwise_fits(p, &rsn)) {
        return "it does not offer the cipher of the profile";
    }
    return pmf_fault(p, &rsn);
}

static const char *security_fault(const struct extsta_profile *p,
                                  const struct extsta_bss_info *bss)
{
    struct elements e;
    bool keyed = suites_auth_is_keyed(p->auth);
    (void)elements_parse(bss->elements, &e);
    if (keyed) {
        return keyed_fault(p, &e);
    }
    if (e.rsn.len || e.wpa.len) {
        return "it wants WPA, WPA2 or WPA3";
    }
    bool private = (bss->capability & PRIVACY) != 0;
    bool wep = p->unicast_cipher != DOT11_CIPHER_ALGO_NONE;
    return private == wep ? NULL : wep ? "it is not encrypted" : "it wants WEP";
}

const char *extsta_profile_fit(const struct extsta_profile *p, const struct extsta_bss_info *bss)
{
    if (bss->ssid.len != p->ssid_len || memcmp(bss->ssid.data, p->ssid, p->ssid_len) != 0) {
        return bss->ssid.len == 0 ? "it does not say its name" : "it has another name";
    }
    if (bss->bss_type != p->bss_type) {
        return p->bss_type == dot11_BSS_type_infrastructure ? "it is an independent network"
                                                            : "it is an access point";
    }
    if (p->bss_type == dot11_BSS_type_infrastructure &&
        !extsta_profile_takes_bssid(p, bss->bssid)) {
        return "it has another BSSID, or is left out";
    }
    return security_fault(p, bss);
}
