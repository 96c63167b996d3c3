/* The three tables of suites.h. Values: IEEE Std 802.11-2020 tables 9-149 (ciphers), 9-151
 * (AKMs), 12-10 (KCK, KEK, MIC), 12.7.2 (descriptor versions); OWE: RFC 8110 4.4;
 * DOT11 numbers: wlantypes.h. */
#include "crypto/suites.h"
#include "base/names.h"
#include "crypto/backend.h"
#include "wire/rsn_element.h"
#include <extsta/boundary.h>
#include <extsta/sesame.h>
#include <extsta/windot11.h>

/* In ascending order of their numbers. Ranks: ATH-06 (a vendor's comes first of all), 0: never
 * a default. */
static const struct auth_algorithm auths[] = {
    {DOT11_AUTH_ALGO_80211_OPEN, "open", AUTH_FAMILY_OPEN, 6},
    {DOT11_AUTH_ALGO_80211_SHARED_KEY, "shared", AUTH_FAMILY_SHARED, 7},
    {DOT11_AUTH_ALGO_WPA, "wpa", AUTH_FAMILY_WPA, 3},
    {DOT11_AUTH_ALGO_WPA_PSK, "wpa-psk", AUTH_FAMILY_WPA, 5},
    {DOT11_AUTH_ALGO_WPA_NONE, "wpa-none", AUTH_FAMILY_WPA, 0},
    {DOT11_AUTH_ALGO_RSNA, "rsna", AUTH_FAMILY_RSN, 2},
    {DOT11_AUTH_ALGO_RSNA_PSK, "rsna-psk", AUTH_FAMILY_RSN, 4},
    {DOT11_AUTH_ALGO_WPA3_ENT_192, "wpa3-ent-192", AUTH_FAMILY_WPA3, 0},
    {DOT11_AUTH_ALGO_WPA3_SAE, "wpa3-sae", AUTH_FAMILY_WPA3, 0},
    {DOT11_AUTH_ALGO_OWE, "owe", AUTH_FAMILY_WPA3, 0},
    {DOT11_AUTH_ALGO_WPA3_ENT, "wpa3-ent", AUTH_FAMILY_WPA3, 0},
    {EXTSTA_SESAME_AUTH, "sesame", AUTH_FAMILY_VENDOR, 1},
};

/* Lengths of KCK, KEK and MIC, descriptor version, MIC, KDF. */
#define KEYS_SHA1    16, 16, 16, 2, AKM_MIC_BY_VERSION, CRYPTO_SHA1
#define KEYS_CMAC(v) 16, 16, 16, v, AKM_MIC_CMAC, CRYPTO_SHA256
#define KEYS_SHA256  16, 16, 16, 0, AKM_MIC_HMAC_SHA256, CRYPTO_SHA256
#define KEYS_SHA384  24, 32, 24, 0, AKM_MIC_HMAC_SHA384, CRYPTO_SHA384
#define KEYS_SHA512  32, 32, 32, 0, AKM_MIC_HMAC_SHA512, CRYPTO_SHA512
#define INFRA        dot11_BSS_type_infrastructure
#define IBSS         dot11_BSS_type_independent

#define OPEN   AKM_ENTRY_OPEN_SYSTEM
#define SHARED AKM_ENTRY_SHARED_KEY
#define SAE    AKM_ENTRY_SAE
#define FILS   AKM_ENTRY_FILS

#define NO_PMK     AKM_PMK_NONE
#define PASSPHRASE AKM_PMK_PASSPHRASE
#define EAP        AKM_PMK_EAP
#define BY_SAE     AKM_PMK_SAE
#define BY_DH      AKM_PMK_DH

/* clang-format off */
static const struct akm_suite akms[] = {
    {0, "open", DOT11_AUTH_ALGO_80211_OPEN, OPEN, NO_PMK, .offered = INFRA | IBSS},
    {0, "shared", DOT11_AUTH_ALGO_80211_SHARED_KEY, SHARED, NO_PMK, .offered = INFRA},

    /* FT before the others, where both are there (candidate.c): the next AP is reached sooner */
    {AKM_FT_PSK_384, "FT-PSK-SHA384", DOT11_AUTH_ALGO_RSNA_PSK, OPEN, PASSPHRASE, KEYS_SHA384,
     .ft = true, .offered = INFRA},
    {AKM_FT_PSK, "FT-PSK", DOT11_AUTH_ALGO_RSNA_PSK, OPEN, PASSPHRASE, KEYS_CMAC(3), .ft = true,
     .offered = INFRA},
    {AKM_PSK_384, "PSK-SHA384", DOT11_AUTH_ALGO_RSNA_PSK, OPEN, PASSPHRASE, KEYS_SHA384,
     .offered = INFRA},
    {AKM_PSK_SHA256, "PSK-SHA256", DOT11_AUTH_ALGO_RSNA_PSK, OPEN, PASSPHRASE, KEYS_CMAC(3),
     .offered = INFRA},
    {AKM_PSK, "PSK", DOT11_AUTH_ALGO_RSNA_PSK, OPEN, PASSPHRASE, KEYS_SHA1,
     .offered = INFRA | IBSS},

    {AKM_FT_8021X, "FT-802.1X", DOT11_AUTH_ALGO_RSNA, OPEN, EAP, KEYS_CMAC(3), .ft = true,
     .offered = INFRA},
    {AKM_8021X_SHA256, "802.1X-SHA256", DOT11_AUTH_ALGO_RSNA, OPEN, EAP, KEYS_CMAC(3),
     .offered = INFRA},
    {AKM_SUITE_B, "SuiteB", DOT11_AUTH_ALGO_RSNA, OPEN, EAP, KEYS_SHA256, .offered = INFRA},
    {AKM_8021X, "802.1X", DOT11_AUTH_ALGO_RSNA, OPEN, EAP, KEYS_SHA1, .offered = INFRA},
    {AKM_FT_8021X_384, "FT-802.1X-SHA384", DOT11_AUTH_ALGO_WPA3_ENT_192, OPEN, EAP, KEYS_SHA384,
     .ft = true, .needs_pmf = true, .offered = INFRA},
    {AKM_SUITE_B_192, "SuiteB-192", DOT11_AUTH_ALGO_WPA3_ENT_192, OPEN, EAP, KEYS_SHA384,
     .needs_pmf = true, .offered = INFRA},

    {AKM_FT_SAE_EXT_KEY, "FT-SAE-EXT-KEY", DOT11_AUTH_ALGO_WPA3_SAE, SAE, BY_SAE, KEYS_SHA256,
     .ft = true, .needs_pmf = true, .offered = INFRA},
    {AKM_FT_SAE, "FT-SAE", DOT11_AUTH_ALGO_WPA3_SAE, SAE, BY_SAE, KEYS_CMAC(0), .ft = true,
     .needs_pmf = true, .offered = INFRA},
    {AKM_SAE_EXT_KEY, "SAE-EXT-KEY", DOT11_AUTH_ALGO_WPA3_SAE, SAE, BY_SAE, KEYS_SHA256,
     .needs_pmf = true, .offered = INFRA},
    {AKM_SAE, "SAE", DOT11_AUTH_ALGO_WPA3_SAE, SAE, BY_SAE, KEYS_CMAC(0), .needs_pmf = true,
     .offered = INFRA},
    {AKM_OWE, "OWE", DOT11_AUTH_ALGO_OWE, OPEN, BY_DH, KEYS_SHA256, .needs_pmf = true,
     .offered = INFRA},

    {SUITE_WPA(1), "802.1X", DOT11_AUTH_ALGO_WPA, OPEN, EAP, KEYS_SHA1, .offered = INFRA},
    {SUITE_WPA(2), "PSK", DOT11_AUTH_ALGO_WPA_PSK, OPEN, PASSPHRASE, KEYS_SHA1,
     .offered = INFRA},

    /* by packets of its own, after the association: the extension's business */
    {EXTSTA_SESAME_AKM_SELECTOR, "Sesame", EXTSTA_SESAME_AUTH, OPEN, NO_PMK,
     .offered = SUITE_OFFERED_BY_VENDOR},

    {SUITE_RSN(14), "FILS-SHA256", 0, FILS, EAP},
    {SUITE_RSN(15), "FILS-SHA384", 0, FILS, EAP},
    {SUITE_RSN(16), "FT-FILS-SHA256", 0, FILS, EAP, .ft = true},
    {SUITE_RSN(17), "FT-FILS-SHA384", 0, FILS, EAP, .ft = true},
    /* no association is made with these */
    {SUITE_RSN(7), "TDLS"},
    {SUITE_RSN(10), "AP-PeerKey"},
    {SUITE_RSN(21), "PASN"},
};

/* Of the AKMs whose hash goes by the length of the PMK, the keys of longer ones. */
static const struct {
    uint8_t pmk_len;
    struct akm_suite akm;
} long_akms[] = {
    {48, {AKM_SAE_EXT_KEY, "SAE-EXT-KEY", DOT11_AUTH_ALGO_WPA3_SAE, SAE, BY_SAE, KEYS_SHA384,
          .needs_pmf = true}},
    {64, {AKM_SAE_EXT_KEY, "SAE-EXT-KEY", DOT11_AUTH_ALGO_WPA3_SAE, SAE, BY_SAE, KEYS_SHA512,
          .needs_pmf = true}},
    {48, {AKM_FT_SAE_EXT_KEY, "FT-SAE-EXT-KEY", DOT11_AUTH_ALGO_WPA3_SAE, SAE, BY_SAE,
          KEYS_SHA384, .ft = true, .needs_pmf = true}},
    {64, {AKM_FT_SAE_EXT_KEY, "FT-SAE-EXT-KEY", DOT11_AUTH_ALGO_WPA3_SAE, SAE, BY_SAE,
          KEYS_SHA512, .ft = true, .needs_pmf = true}},
    {48, {AKM_OWE, "OWE", DOT11_AUTH_ALGO_OWE, OPEN, BY_DH, KEYS_SHA384, .needs_pmf = true}},
    {64, {AKM_OWE, "OWE", DOT11_AUTH_ALGO_OWE, OPEN, BY_DH, KEYS_SHA512, .needs_pmf = true}},
};

/* AKMs that are used only with some ciphers (9.4.2.24.3), and which. */
#define BITS_192 {CIPHER_GCMP_256, CIPHER_CCMP_256, CIPHER_BIP_GMAC_256, CIPHER_BIP_CMAC_256}
static const struct {
    uint32_t akm;
    uint32_t ciphers[4];
} bounds[] = {
    {AKM_SUITE_B, {CIPHER_GCMP, CIPHER_BIP_GMAC_128}},
    {AKM_SUITE_B_192, BITS_192},
    {AKM_FT_8021X_384, BITS_192},
};

#define ALGO(n) DOT11_CIPHER_ALGO_##n

#define PLAIN (AUTH_FAMILY_OPEN | AUTH_FAMILY_SHARED)
#define RSN   (AUTH_FAMILY_RSN | AUTH_FAMILY_WPA3)
#define WPA   AUTH_FAMILY_WPA
#define DATA  (CIPHER_PAIRWISE | CIPHER_GROUP)
#define MGMT  CIPHER_MANAGEMENT

/* key, header, trailer, extended IV */
static const struct cipher_suite ciphers[] = {
    {EXTSTA_SESAME_SUITE_SELECTOR, 0, EXTSTA_SESAME_CIPHER, "Sesame", EXTSTA_SESAME_KEY_LEN, 8,
     EXTSTA_SESAME_TAG_LEN, true, AUTH_FAMILY_VENDOR, DATA, DATA, &sesame_ops},
    {CIPHER_GCMP_256, 0, ALGO(GCMP_256), "GCMP-256", 32, 8, 16, true, RSN, DATA, DATA,
     &gcmp_256_ops},
    {CIPHER_CCMP_256, 0, ALGO(CCMP_256), "CCMP-256", 32, 8, 16, true, RSN, DATA, DATA,
     &ccmp_256_ops},
    {CIPHER_GCMP, 0, ALGO(GCMP), "GCMP", 16, 8, 16, true, RSN, DATA, DATA, &gcmp_128_ops},
    {CIPHER_CCMP, SUITE_WPA(4), ALGO(CCMP), "CCMP", 16, 8, 8, true, RSN | WPA, DATA, DATA,
     &ccmp_128_ops},
    {CIPHER_TKIP, SUITE_WPA(2), ALGO(TKIP), "TKIP", 32, 8, 4, true, AUTH_FAMILY_RSN | WPA, DATA,
     DATA, &tkip_ops, .legacy = true},
    /* a key of any length: the suite is that of the length */
    {0, 0, ALGO(WEP), "WEP", 0, 4, 4, false, PLAIN, DATA, DATA, .legacy = true},
    {CIPHER_WEP104, SUITE_WPA(5), ALGO(WEP104), "WEP104", 13, 4, 4, false, PLAIN, DATA, DATA,
     &wep_ops, .legacy = true},
    {CIPHER_WEP40, SUITE_WPA(1), ALGO(WEP40), "WEP40", 5, 4, 4, false, PLAIN, DATA, DATA,
     &wep_ops, .legacy = true},
    {0, 0, ALGO(NONE), "none", 0, 0, 0, false, AUTH_FAMILY_OPEN, DATA, DATA},
    {CIPHER_BIP, 0, ALGO(BIP), "BIP", 16, 0, 8, false, RSN, MGMT, MGMT},
    {CIPHER_BIP_GMAC_128, 0, ALGO(BIP_GMAC_128), "BIP-GMAC-128", 16, 0, 16, false, RSN, MGMT, MGMT},
    {CIPHER_BIP_GMAC_256, 0, ALGO(BIP_GMAC_256), "BIP-GMAC-256", 32, 0, 16, false, RSN, MGMT, MGMT},
    {CIPHER_BIP_CMAC_256, 0, ALGO(BIP_CMAC_256), "BIP-CMAC-256", 32, 0, 16, false, RSN, MGMT, MGMT},
    /* what stands in place of a cipher */
    {CIPHER_USE_GROUP, SUITE_WPA(0), ALGO(RSN_USE_GROUP), "use-group", 0, 0, 0, false, 0,
     CIPHER_PAIRWISE},
    {CIPHER_NO_GROUP, 0, ALGO(NONE), "no-group", 0, 0, 0, false, 0, CIPHER_GROUP},
};
/* clang-format on */

const struct auth_algorithm *suites_auth_at(size_t i)
{
    return i < COUNT(auths) ? &auths[i] : NULL;
}

const struct akm_suite *suites_akm_at(size_t i)
{
    return i < COUNT(akms) ? &akms[i] : NULL;
}

const struct cipher_suite *suites_cipher_at(size_t i)
{
    return i < COUNT(ciphers) ? &ciphers[i] : NULL;
}

/* Most stand where their number says. */
const struct auth_algorithm *suites_auth(uint32_t number)
{
    size_t i = number - DOT11_AUTH_ALGO_80211_OPEN;
    if (i < COUNT(auths) && auths[i].number == number) {
        return &auths[i];
    }
    i = 0;
    while (i < COUNT(auths) && auths[i].number != number) {
        i++;
    }
    return suites_auth_at(i);
}

const struct akm_suite *suites_akm(uint32_t selector)
{
    /* 0 stands in rows without a selector: it finds none of them. */
    size_t i = selector ? 0 : COUNT(akms);
    while (i < COUNT(akms) && akms[i].selector != selector) {
        i++;
    }
    return suites_akm_at(i);
}

const struct akm_suite *suites_akm_sized(uint32_t selector, size_t pmk_len)
{
    for (size_t i = 0; i < COUNT(long_akms); i++) {
        if (long_akms[i].akm.selector == selector && long_akms[i].pmk_len == pmk_len) {
            return &long_akms[i].akm;
        }
    }
    return suites_akm(selector);
}

const struct cipher_suite *suites_cipher(uint32_t selector)
{
    size_t i = selector ? 0 : COUNT(ciphers);
    while (i < COUNT(ciphers) && ciphers[i].selector != selector &&
           ciphers[i].wpa != selector) {
        i++;
    }
    return suites_cipher_at(i);
}

/* The first of the number: a number that several rows share means the one of higher
 * preference. */
const struct cipher_suite *suites_cipher_numbered(uint32_t number)
{
    size_t i = 0;
    while (i < COUNT(ciphers) && ciphers[i].number != number) {
        i++;
    }
    return suites_cipher_at(i);
}

bool suites_akm_takes(uint32_t akm, uint32_t cipher)
{
    for (size_t i = 0; i < COUNT(bounds); i++) {
        for (size_t k = 0; k < COUNT(bounds[i].ciphers) && bounds[i].akm == akm; k++) {
            if (bounds[i].ciphers[k] == cipher) {
                return true;
            }
        }
        if (bounds[i].akm == akm) {
            return false;
        }
    }
    return true;
}

bool suites_auth_takes(uint32_t auth, uint32_t cipher)
{
    bool any = false;
    for (size_t i = 0; i < COUNT(akms); i++) {
        bool of_it = akms[i].auth == auth && akms[i].offered;
        if (of_it && suites_akm_takes(akms[i].selector, cipher)) {
            return true;
        }
        any = any || of_it;
    }
    return !any;
}

/* A vendor's algorithm is in no row: better to wait for keys in vain than to send in the
 * clear. */
bool suites_auth_is_keyed(uint32_t number)
{
    const struct auth_algorithm *a = suites_auth(number);
    return !a || !(a->family & PLAIN);
}

bool suites_auth_is_rsna(uint32_t number)
{
    const struct auth_algorithm *a = suites_auth(number);
    return a && (a->family & RSN);
}

const char *suites_akm_name(uint32_t selector)
{
    const struct akm_suite *akm = suites_akm(selector);
    return akm ? akm->name : NULL;
}

const char *suites_cipher_name(uint32_t selector)
{
    const struct cipher_suite *cipher = suites_cipher(selector);
    return cipher ? cipher->name : NULL;
}

const char *extsta_auth_name(uint32_t algorithm)
{
    const struct auth_algorithm *auth = suites_auth(algorithm);
    return auth ? auth->name : NULL;
}

const char *extsta_cipher_name(uint32_t algorithm)
{
    const struct cipher_suite *cipher = suites_cipher_numbered(algorithm);
    return cipher ? cipher->name : NULL;
}
