/* Supported pairs, defaults and validation of the enabled lists, all derived from the tables of
 * crypto/suites.h: the OID handlers (oid/security.c), the configuration's defaults (mib.c) and
 * the choice of a BSS (mlme/candidate.c) ask here. */
#include "miniport/algorithm.h"
#include "miniport/mib.h"
#include <extsta/windot11.h>

uint32_t algorithm_offers(const struct extsta_radio_caps *radio, uint32_t bss_type)
{
    bool vendor = radio->vendor_algorithms && bss_type == dot11_BSS_type_infrastructure;
    return bss_type | (vendor ? SUITE_OFFERED_BY_VENDOR : 0);
}

bool algorithm_akm_offered(uint32_t offers, const struct akm_suite *akm, uint32_t auth)
{
    return akm->auth == auth && (akm->offered & offers);
}

bool algorithm_auth_supported(uint32_t offers, uint32_t auth)
{
    const struct akm_suite *akm;
    for (size_t i = 0; (akm = suites_akm_at(i)); i++) {
        if (algorithm_akm_offered(offers, akm, auth)) {
            return true;
        }
    }
    return false;
}

/* IBS-18: in an independent network keys are made for CCMP alone. */
static bool fits_type(uint32_t offers, uint32_t auth, const struct cipher_suite *cipher)
{
    return offers != dot11_BSS_type_independent || !suites_auth_is_keyed(auth) ||
           cipher->number == DOT11_CIPHER_ALGO_CCMP;
}

/* CIP-05: which ciphers an algorithm goes with (WPA: TKIP, RSNA: CCMP, ...) says the column
 * `with` of the ciphers, and what its AKMs take. */
static bool goes_with(uint32_t offers, enum algorithm_use use,
                      const struct auth_algorithm *auth, const struct cipher_suite *cipher)
{
    return (cipher->with & auth->family) && (cipher->offered & use) &&
           suites_auth_takes(auth->number, cipher->selector) &&
           fits_type(offers, auth->number, cipher);
}

/* NULL, for a number that nobody knows, is never offered. */
static bool pair_offered(uint32_t offers, enum algorithm_use use,
                         const struct auth_algorithm *auth, const struct cipher_suite *cipher)
{
    return auth && cipher && goes_with(offers, use, auth, cipher) &&
           algorithm_auth_supported(offers, auth->number);
}

/* By algorithm, then by cipher: both tables have few rows and are walked again for every pair,
 * so that no list is kept. */
bool algorithm_pair_at(uint32_t offers, enum algorithm_use use, size_t i,
                       struct algorithm_pair *pair)
{
    const struct auth_algorithm *auth;
    const struct cipher_suite *cipher;
    for (size_t a = 0; (auth = suites_auth_at(a)); a++) {
        for (size_t c = 0; (cipher = suites_cipher_at(c)); c++) {
            if (pair_offered(offers, use, auth, cipher) && i-- == 0) {
                *pair = (struct algorithm_pair){auth->number, cipher->number};
                return true;
            }
        }
    }
    return false;
}

size_t algorithm_pair_count(uint32_t offers, enum algorithm_use use)
{
    struct algorithm_pair pair;
    size_t n = 0;
    while (algorithm_pair_at(offers, use, n, &pair)) {
        n++;
    }
    return n;
}

bool algorithm_pair_supported(uint32_t offers, enum algorithm_use use, uint32_t auth,
                              uint32_t cipher)
{
    return pair_offered(offers, use, suites_auth(auth), suites_cipher_numbered(cipher));
}

bool algorithm_cipher_supported(uint32_t offers, enum algorithm_use use, uint32_t cipher)
{
    const struct cipher_suite *c = suites_cipher_numbered(cipher);
    const struct auth_algorithm *auth;
    for (size_t a = 0; (auth = suites_auth_at(a)); a++) {
        if (pair_offered(offers, use, auth, c)) {
            return true;
        }
    }
    return false;
}

/* PMK-01: the PMKID cache needs an RSNA algorithm; DEC-02: so do per-station keys of an
 * IBSS. */
bool algorithm_list_has_rsna(const uint32_t *auth, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (suites_auth_is_rsna(auth[i])) {
            return true;
        }
    }
    return false;
}

/* The lowest default_rank of those that are done in such a BSS; open system where none has
 * one. */
uint32_t algorithm_default_auth(uint32_t offers)
{
    const struct auth_algorithm *best = NULL;
    const struct akm_suite *akm;
    for (size_t i = 0; (akm = suites_akm_at(i)); i++) {
        const struct auth_algorithm *auth =
            akm->offered & offers ? suites_auth(akm->auth) : NULL;
        if (auth && auth->default_rank && (!best || auth->default_rank < best->default_rank)) {
            best = auth;
        }
    }
    return best ? best->number : DOT11_AUTH_ALGO_80211_OPEN;
}

size_t algorithm_default_ciphers(uint32_t offers, enum algorithm_use use, const uint32_t *auth,
                                 size_t auth_count, uint32_t *ciphers, size_t room)
{
    const struct cipher_suite *cipher;
    const struct auth_algorithm *supported[MP_MAX_ALGORITHMS];
    size_t n = 0, count = 0;
    for (size_t a = 0; a < auth_count && count < MP_MAX_ALGORITHMS; a++) {
        supported[count] = suites_auth(auth[a]);
        count += supported[count] && algorithm_auth_supported(offers, auth[a]);
    }
    for (size_t c = 0; (cipher = suites_cipher_at(c)) && n < room; c++) {
        for (size_t a = 0; a < count && (cipher->offered & use); a++) {
            if (goes_with(offers, use, supported[a], cipher)) {
                ciphers[n++] = cipher->number;
                break; /* once, however many of the algorithms go with it */
            }
        }
    }
    if (n == 0 && room > 0) { /* CIP-02: the list is never empty */
        ciphers[n++] = DOT11_CIPHER_ALGO_NONE;
    }
    return n;
}
