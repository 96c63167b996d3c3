/* Checking and making profiles (extsta/profile.h): what the station cannot do, or what
 * contradicts itself, is refused here with a sentence, before anything is changed.
 * acm_connect checks every profile, so that script.c and store.c can rely on what is checked
 * here: texts that end, an SSID of 1 to 32 octets, an algorithm of the tables in
 * crypto/suites.h. */
#include "acm/eap.h"
#include "base/mac.h"
#include "base/wipe.h"
#include "crypto/suites.h"
#include <extsta/profile.h>
#include <extsta/windot11.h>
#include <string.h>

/* multicast_cipher: what cannot be broken (script.c) */
#define DRIVER_DEFAULT 0xffffffffu

/* The sentence is a literal; `why` may be NULL. */
static enum extsta_error refuse(const char **why, enum extsta_error error, const char *text)
{
    if (why) {
        *why = text;
    }
    return error;
}

static size_t text_len(const char *text, size_t size)
{
    const char *end = memchr(text, 0, size);
    return end ? (size_t)(end - text) : size;
}

/* Annex J.4.1: 8 to 63 characters. 64 hexadecimal digits are a PMK, which a profile has
 * apart. */
static bool passphrase_ok(const char *text, size_t size)
{
    size_t len = text_len(text, size);
    if (len < 8 || len > 63) {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        if (text[i] < 32 || text[i] > 126) {
            return false; /* annex J.4.1: printable ASCII */
        }
    }
    return true;
}

/* The first suite of the profile's algorithm that the station can do; NULL: there is none. */
static const struct akm_suite *suite_of(const struct extsta_profile *p)
{
    const struct akm_suite *akm;
    size_t i = 0;
    while ((akm = suites_akm_at(i)) && (akm->auth != p->auth || !akm->offered)) {
        i++;
    }
    return akm;
}

static bool cipher_fits(const struct extsta_profile *p, uint32_t number, enum cipher_use use)
{
    const struct auth_algorithm *auth = suites_auth(p->auth);
    const struct cipher_suite *cipher = suites_cipher_numbered(number);
    return cipher && (cipher->with & auth->family) && (cipher->offered & use) &&
           suites_auth_takes(p->auth, cipher->selector);
}

/* CIP-05: a unicast cipher goes with the family of the authentication algorithm only, and with
 * its AKMs. */
static bool cipher_offered(const struct extsta_profile *p)
{
    return cipher_fits(p, p->unicast_cipher, CIPHER_PAIRWISE);
}

/* 192 bits are those of the ciphers, too; the sentence says so rather than what there is. */
static enum extsta_error check_eap(const struct extsta_profile *p, const char **why)
{
    bool group = p->multicast_cipher == DRIVER_DEFAULT ||
                 cipher_fits(p, p->multicast_cipher, CIPHER_GROUP);
    if (p->auth == DOT11_AUTH_ALGO_WPA3_ENT_192 && (!cipher_offered(p) || !group)) {
        return refuse(why, EXTSTA_E_USAGE, "192 bits go with GCMP-256 or CCMP-256 alone");
    }
    return acm_eap_check(p, why);
}

/* WEP, by open system or shared key: a key, and nobody who authorizes a port. */
static enum extsta_error check_wep(const struct extsta_profile *p, const char **why)
{
    const struct cipher_suite *cipher = suites_cipher_numbered(p->unicast_cipher);
    size_t wanted = cipher->key_len ? cipher->key_len : p->wep_key_len;
    if (p->passphrase[0] != 0 || p->has_pmk) {
        return refuse(why, EXTSTA_E_USAGE,
                      "WEP has a key of its own, no passphrase and no PMK");
    }
    if ((p->wep_key_len != 5 && p->wep_key_len != 13) || p->wep_key_len != wanted) {
        return refuse(why, EXTSTA_E_USAGE, "a WEP key has 5 or 13 octets, as its cipher says");
    }
    if (p->wep_key_index > 3) {
        return refuse(why, EXTSTA_E_USAGE, "the index of a WEP key is 0 to 3");
    }
    if (p->manager == EXTSTA_MANAGER_OS || p->manager == EXTSTA_MANAGER_MINIPORT) {
        return refuse(why, EXTSTA_E_USAGE, "a WEP network has no port authentication");
    }
    return EXTSTA_OK;
}

/* Open system: a secret would be a sign that another algorithm was meant. */
static enum extsta_error check_open(const struct extsta_profile *p, const char **why)
{
    if (p->passphrase[0] != 0 || p->has_pmk) {
        return refuse(why, EXTSTA_E_USAGE, "an open network takes no passphrase");
    }
    if (p->wep_key_len > 0) {
        return refuse(why, EXTSTA_E_USAGE, "a WEP key, and no WEP");
    }
    if (p->manager == EXTSTA_MANAGER_OS || p->manager == EXTSTA_MANAGER_MINIPORT) {
        return refuse(why, EXTSTA_E_USAGE, "an open network has no port authentication");
    }
    return EXTSTA_OK;
}

/* Exactly one secret, passphrase or PMK, and somebody who uses it. */
static enum extsta_error check_psk(const struct extsta_profile *p, const char **why)
{
    bool passphrase = p->passphrase[0] != 0;
    if (!cipher_offered(p)) {
        return refuse(why, EXTSTA_E_UNSUPPORTED,
                      "a network with a passphrase goes with CCMP, GCMP or TKIP here");
    }
    if (passphrase && !passphrase_ok(p->passphrase, sizeof p->passphrase)) {
        return refuse(why, EXTSTA_E_USAGE, "a passphrase has 8 to 63 printable characters");
    }
    if (p->manager == EXTSTA_MANAGER_NONE) {
        return refuse(why, EXTSTA_E_USAGE,
                      "a passphrase needs somebody who authorizes the port");
    }
    if (p->bss_type == dot11_BSS_type_independent && p->manager == EXTSTA_MANAGER_MINIPORT) {
        return refuse(why, EXTSTA_E_UNSUPPORTED,
                      "in an independent network the driver makes no keys here");
    }
    if (p->manager == EXTSTA_MANAGER_IHV) {
        return EXTSTA_OK; /* its secret is in the extension's own part of the profile */
    }
    if (passphrase == p->has_pmk) {
        return refuse(why, EXTSTA_E_USAGE,
                      passphrase ? "passphrase and PMK at once"
                                 : "a passphrase or a PMK is needed");
    }
    return EXTSTA_OK;
}

/* Whether each of the two groups of SAE's wishes can be meant. */
static bool sae_groups_ok(const struct extsta_profile *p)
{
    bool ended = false;
    for (size_t i = 0; i < 3; i++) {
        ended = ended || p->sae_groups[i] == 0;
        if (ended ? p->sae_groups[i] != 0 : p->sae_groups[i] < 19 || p->sae_groups[i] > 21) {
            return false;
        }
        for (size_t k = 0; k < i; k++) {
            if (p->sae_groups[i] != 0 && p->sae_groups[k] == p->sae_groups[i]) {
                return false;
            }
        }
    }
    return true;
}

/* A password, and how it is used; with WPA2 beside it the rules of both. */
static enum extsta_error check_sae(const struct extsta_profile *p, const char **why)
{
    size_t len = text_len(p->passphrase, sizeof p->passphrase);
    if (!cipher_offered(p)) {
        return refuse(why, EXTSTA_E_UNSUPPORTED, "WPA3 goes with CCMP or GCMP");
    }
    if (p->bss_type != dot11_BSS_type_infrastructure) {
        return refuse(why, EXTSTA_E_UNSUPPORTED, "SAE is done with access points only here");
    }
    if (p->manager == EXTSTA_MANAGER_NONE) {
        return refuse(why, EXTSTA_E_USAGE, "a password needs somebody who authorizes the port");
    }
    if (p->has_pmk || len == 0) {
        return refuse(why, EXTSTA_E_USAGE, "SAE needs a password, and takes no PMK");
    }
    if (p->fallback_auth == DOT11_AUTH_ALGO_RSNA_PSK &&
        !passphrase_ok(p->passphrase, sizeof p->passphrase)) {
        return refuse(why, EXTSTA_E_USAGE, "a passphrase has 8 to 63 printable characters");
    }
    if ((unsigned)p->sae_pwe > EXTSTA_SAE_HUNT || !sae_groups_ok(p)) {
        return refuse(why, EXTSTA_E_USAGE, "the groups of SAE are 19, 20 and 21, each once");
    }
    if (p->sae_identifier[0] != 0 && p->sae_pwe == EXTSTA_SAE_HUNT) {
        return refuse(why, EXTSTA_E_USAGE, "a password identifier needs hash to element");
    }
    return EXTSTA_OK;
}

/* What goes with SAE only. */
static enum extsta_error check_sae_only(const struct extsta_profile *p, const char **why)
{
    bool sae = p->auth == DOT11_AUTH_ALGO_WPA3_SAE;
    if (p->fallback_auth != 0 && !(sae && p->fallback_auth == DOT11_AUTH_ALGO_RSNA_PSK)) {
        return refuse(why, EXTSTA_E_USAGE, "WPA2 with a passphrase is what SAE falls back to");
    }
    if (!sae &&
        (p->sae_pwe != EXTSTA_SAE_ANY || p->sae_identifier[0] != 0 || p->sae_groups[0] != 0)) {
        return refuse(why, EXTSTA_E_USAGE, "wishes for SAE, and no SAE");
    }
    return EXTSTA_OK;
}

/* Protected management frames go with an RSN element, and WPA3 does not do without (12.12.2).
 */
static enum extsta_error check_pmf(const struct extsta_profile *p, const char **why)
{
    const struct akm_suite *akm = suite_of(p);
    if ((unsigned)p->pmf > EXTSTA_PMF_OFF) {
        return refuse(why, EXTSTA_E_USAGE, "unknown wish for protected management frames");
    }
    if (p->pmf == EXTSTA_PMF_REQUIRED && p->auth < DOT11_AUTH_ALGO_IHV_START &&
        !suites_auth_is_rsna(p->auth)) {
        return refuse(why, EXTSTA_E_USAGE,
                      "management frames are protected in networks of WPA2 and WPA3 alone");
    }
    if (p->pmf == EXTSTA_PMF_REQUIRED && p->bss_type == dot11_BSS_type_independent) {
        return refuse(why, EXTSTA_E_UNSUPPORTED,
                      "in an independent network management frames are not protected here");
    }
    if (p->pmf == EXTSTA_PMF_OFF && akm && akm->needs_pmf) {
        return refuse(why, EXTSTA_E_USAGE, "WPA3 needs protected management frames");
    }
    return EXTSTA_OK;
}

/* Both are of the handshakes, which an extension makes by itself. */
static enum extsta_error check_handshake(const struct extsta_profile *p, const char **why)
{
    if (!p->ocv && !p->ext_key_id) {
        return EXTSTA_OK;
    }
    if (!suites_auth_is_rsna(p->auth) || p->bss_type != dot11_BSS_type_infrastructure) {
        return refuse(
            why, EXTSTA_E_USAGE,
            "channel validation and Extended Key ID go with access points of WPA2 and "
            "WPA3 alone");
    }
    if (p->manager == EXTSTA_MANAGER_IHV) {
        return refuse(
            why, EXTSTA_E_USAGE,
            "channel validation and Extended Key ID are in the handshake, which is the "
            "extension's");
    }
    if (p->ocv && p->pmf == EXTSTA_PMF_OFF) {
        return refuse(why, EXTSTA_E_USAGE,
                      "channel validation goes with protected management frames");
    }
    return EXTSTA_OK;
}

/* No secret, and somebody who authorizes the port. */
static enum extsta_error check_owe(const struct extsta_profile *p, const char **why)
{
    if (!cipher_offered(p)) {
        return refuse(why, EXTSTA_E_UNSUPPORTED, "OWE goes with CCMP or GCMP");
    }
    if (p->passphrase[0] != 0 || p->has_pmk) {
        return refuse(why, EXTSTA_E_USAGE, "OWE takes no passphrase and no PMK");
    }
    if (p->bss_type != dot11_BSS_type_infrastructure) {
        return refuse(why, EXTSTA_E_UNSUPPORTED, "OWE is done with access points only");
    }
    if (p->manager != EXTSTA_MANAGER_OS && p->manager != EXTSTA_MANAGER_MINIPORT) {
        return refuse(why, EXTSTA_E_USAGE,
                      "the port of OWE is the OS's or the driver's to authorize");
    }
    return EXTSTA_OK;
}

enum extsta_error extsta_profile_check(const struct extsta_profile *p, const char **why)
{
    refuse(why, EXTSTA_OK, NULL);
    if (memchr(p->name, 0, sizeof p->name) == NULL ||
        memchr(p->passphrase, 0, sizeof p->passphrase) == NULL ||
        memchr(p->sae_identifier, 0, sizeof p->sae_identifier) == NULL) {
        return refuse(why, EXTSTA_E_USAGE, "a text of the profile does not end");
    }
    if (p->ssid_len < 1 || p->ssid_len > sizeof p->ssid) {
        return refuse(why, EXTSTA_E_USAGE, "an SSID has 1 to 32 octets");
    }
    if (p->bss_type != dot11_BSS_type_infrastructure &&
        p->bss_type != dot11_BSS_type_independent) {
        return refuse(why, EXTSTA_E_USAGE, "the BSS type is infrastructure or independent");
    }
    if (p->join_only && p->bss_type != dot11_BSS_type_independent) {
        return refuse(why, EXTSTA_E_USAGE, "only an independent network may be joined only");
    }
    if (p->bssid.b[0] & 1) {
        return refuse(why, EXTSTA_E_USAGE, "the BSSID is a group address");
    }
    for (size_t i = 0; i < EXTSTA_MORE_BSSIDS && !mac_is_zero(p->more_bssids[i]); i++) {
        if ((p->more_bssids[i].b[0] & 1) || mac_is_zero(p->bssid)) {
            return refuse(why, EXTSTA_E_USAGE, "a further BSSID is a group address, or the first");
        }
    }
    for (size_t i = 0; i < EXTSTA_LEFT_OUT_MAX && !mac_is_zero(p->left_out[i]); i++) {
        if (p->left_out[i].b[0] & 1) {
            return refuse(why, EXTSTA_E_USAGE, "a BSSID that is left out is a group address");
        }
    }
    if ((unsigned)p->manager > EXTSTA_MANAGER_IHV) {
        return refuse(why, EXTSTA_E_USAGE, "unknown port manager");
    }
    if (p->manager == EXTSTA_MANAGER_IHV && !p->ihv_security) {
        return refuse(why, EXTSTA_E_USAGE,
                      "an extension manages security but the profile has no IHV security part");
    }
    enum extsta_error pmf = check_pmf(p, why);
    if (pmf != EXTSTA_OK) {
        return pmf;
    }
    enum extsta_error handshake = check_handshake(p, why);
    if (handshake != EXTSTA_OK) {
        return handshake;
    }
    if ((unsigned)p->ft > EXTSTA_FT_DS) {
        return refuse(why, EXTSTA_E_USAGE, "unknown kind of fast transitions");
    }
    if (p->ft != EXTSTA_FT_OFF && p->bss_type == dot11_BSS_type_independent) {
        return refuse(why, EXTSTA_E_USAGE,
                      "fast transitions mean something only with access points");
    }
    if (p->ft != EXTSTA_FT_OFF && p->manager == EXTSTA_MANAGER_IHV) {
        return refuse(why, EXTSTA_E_USAGE,
                      "fast transitions are made by the driver, with keys that an extension does "
                      "not give it");
    }
    const char *roam = p->has_roam ? extsta_roam_policy_check(&p->roam) : NULL;
    if (roam) {
        return refuse(why, EXTSTA_E_USAGE, roam);
    }
    /* ATH-16: a vendor's algorithm is understood by its extension alone; nothing more can be
     * checked. */
    if (p->auth >= DOT11_AUTH_ALGO_IHV_START) {
        return p->manager == EXTSTA_MANAGER_IHV
                   ? EXTSTA_OK
                   : refuse(why, EXTSTA_E_USAGE, "an IHV algorithm needs an extension");
    }
    enum extsta_error sae = check_sae_only(p, why);
    if (sae != EXTSTA_OK) {
        return sae;
    }
    if (acm_eap_is_used(p)) {
        return check_eap(p, why);
    }
    if (p->eap.methods[0] != 0 && p->manager != EXTSTA_MANAGER_IHV) {
        /* IHV-32: an extension has 802.1X done by the OS */
        return refuse(why, EXTSTA_E_USAGE, "a method of EAP, and no 802.1X");
    }
    const struct akm_suite *akm = suite_of(p);
    if (akm && akm->pmk == AKM_PMK_NONE) {
        if (!cipher_offered(p)) {
            return refuse(
                why, EXTSTA_E_USAGE,
                "open authentication goes with cipher none or WEP, shared key with WEP");
        }
        return p->unicast_cipher == DOT11_CIPHER_ALGO_NONE ? check_open(p, why)
                                                           : check_wep(p, why);
    }
    if (akm && akm->pmk == AKM_PMK_PASSPHRASE) {
        return check_psk(p, why);
    }
    if (akm && akm->pmk == AKM_PMK_DH) {
        return check_owe(p, why);
    }
    if (akm && akm->pmk == AKM_PMK_SAE) {
        return check_sae(p, why);
    }
    return refuse(why, EXTSTA_E_UNSUPPORTED, "authentication algorithm not supported");
}

void extsta_profile_owe(struct extsta_profile *p)
{
    p->auth = DOT11_AUTH_ALGO_OWE;
    p->unicast_cipher = DOT11_CIPHER_ALGO_CCMP;
    p->manager = p->manager == EXTSTA_MANAGER_NONE ? EXTSTA_MANAGER_OS : p->manager;
}

bool extsta_profile_takes_bssid(const struct extsta_profile *p, struct extsta_mac bssid)
{
    bool takes = mac_is_zero(p->bssid) || mac_equal(p->bssid, bssid);
    for (size_t i = 0; i < EXTSTA_MORE_BSSIDS && !mac_is_zero(p->more_bssids[i]); i++) {
        takes = takes || mac_equal(p->more_bssids[i], bssid);
    }
    for (size_t i = 0; i < EXTSTA_LEFT_OUT_MAX && !mac_is_zero(p->left_out[i]); i++) {
        takes = takes && !mac_equal(p->left_out[i], bssid);
    }
    return takes;
}

uint32_t extsta_profile_weakness(const struct extsta_profile *p)
{
    const struct cipher_suite *unicast = suites_cipher_numbered(p->unicast_cipher);
    const struct cipher_suite *group = suites_cipher_numbered(p->multicast_cipher);
    if (unicast && unicast->legacy) {
        return unicast->number;
    }
    return group && group->legacy ? group->number : 0;
}

/* The common profile of a name and a passphrase: OS-managed RSNA-PSK with CCMP, or open. */
enum extsta_error extsta_profile_make(struct extsta_profile *profile, struct extsta_span ssid,
                                      const char *passphrase)
{
    memset(profile, 0, sizeof *profile);
    if (ssid.len < 1 || ssid.len > sizeof profile->ssid) {
        return EXTSTA_E_USAGE;
    }
    if (passphrase && !passphrase_ok(passphrase, strlen(passphrase) + 1)) {
        return EXTSTA_E_USAGE;
    }
    memcpy(profile->ssid, ssid.data, ssid.len);
    profile->ssid_len = (uint8_t)ssid.len;
    for (size_t i = 0; i < ssid.len; i++) { /* the name is for people */
        profile->name[i] = ssid.data[i] >= 32 && ssid.data[i] < 127 ? (char)ssid.data[i] : '?';
    }
    profile->bss_type = dot11_BSS_type_infrastructure;
    profile->multicast_cipher = DRIVER_DEFAULT;
    profile->auto_connect = true;
    if (passphrase) {
        profile->auth = DOT11_AUTH_ALGO_RSNA_PSK;
        profile->unicast_cipher = DOT11_CIPHER_ALGO_CCMP;
        profile->manager = EXTSTA_MANAGER_OS;
        memcpy(profile->passphrase, passphrase, strlen(passphrase));
    } else {
        profile->auth = DOT11_AUTH_ALGO_80211_OPEN;
        profile->unicast_cipher = DOT11_CIPHER_ALGO_NONE;
        profile->manager = EXTSTA_MANAGER_NONE;
    }
    return EXTSTA_OK;
}

void extsta_profile_enterprise(struct extsta_profile *profile, uint32_t auth,
                               const struct extsta_eap *eap)
{
    profile->auth = auth;
    profile->unicast_cipher = auth == DOT11_AUTH_ALGO_WPA            ? DOT11_CIPHER_ALGO_TKIP
                              : auth == DOT11_AUTH_ALGO_WPA3_ENT_192 ? DOT11_CIPHER_ALGO_GCMP_256
                                                                     : DOT11_CIPHER_ALGO_CCMP;
    profile->manager = EXTSTA_MANAGER_OS;
    if (auth == DOT11_AUTH_ALGO_WPA3_ENT || auth == DOT11_AUTH_ALGO_WPA3_ENT_192) {
        profile->pmf = EXTSTA_PMF_REQUIRED;
    }
    wipe(profile->passphrase, sizeof profile->passphrase);
    wipe(profile->pmk, sizeof profile->pmk);
    profile->has_pmk = false;
    profile->eap = *eap;
    profile->eap.strong = eap->strong || auth == DOT11_AUTH_ALGO_WPA3_ENT_192;
}
