#include "miniport/algorithm.h"
#include "base/bytes.h"
#include <extsta/windot11.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

#define INFRA     0x1u
#define ADHOC     0x2u
#define UNICAST   (1u << ALGORITHM_UNICAST)
#define MULTICAST (1u << ALGORITHM_MULTICAST)

static const struct {
    struct algorithm_pair pair;
    uint8_t bss_types;
    uint8_t uses;
} pairs[] = {
    {{DOT11_AUTH_ALGO_80211_OPEN, DOT11_CIPHER_ALGO_NONE}, INFRA | ADHOC, UNICAST | MULTICAST},
    {{DOT11_AUTH_ALGO_RSNA_PSK, DOT11_CIPHER_ALGO_CCMP}, INFRA, UNICAST | MULTICAST},
};

/* ATH-06: the first supported of these is the default. */
static const uint32_t infra_defaults[] = {
    DOT11_AUTH_ALGO_RSNA,    DOT11_AUTH_ALGO_WPA,        DOT11_AUTH_ALGO_RSNA_PSK,
    DOT11_AUTH_ALGO_WPA_PSK, DOT11_AUTH_ALGO_80211_OPEN, DOT11_AUTH_ALGO_80211_SHARED_KEY,
};
static const uint32_t adhoc_defaults[] = {
    DOT11_AUTH_ALGO_RSNA_PSK,
    DOT11_AUTH_ALGO_80211_OPEN,
    DOT11_AUTH_ALGO_80211_SHARED_KEY,
};

/* CIP-03 */
static const uint32_t cipher_preference[] = {
    DOT11_CIPHER_ALGO_CCMP,   DOT11_CIPHER_ALGO_TKIP,  DOT11_CIPHER_ALGO_WEP,
    DOT11_CIPHER_ALGO_WEP104, DOT11_CIPHER_ALGO_WEP40, DOT11_CIPHER_ALGO_NONE,
};

static uint32_t type_bit(uint32_t bss_type)
{
    if (bss_type == dot11_BSS_type_infrastructure) {
        return INFRA;
    }
    return bss_type == dot11_BSS_type_independent ? ADHOC : 0;
}

bool algorithm_pair_at(uint32_t bss_type, enum algorithm_use use, size_t i,
                       struct algorithm_pair *pair)
{
    for (size_t k = 0; k < COUNT(pairs); k++) {
        if ((pairs[k].bss_types & type_bit(bss_type)) && (pairs[k].uses & 1u << use) &&
            i-- == 0) {
            *pair = pairs[k].pair;
            return true;
        }
    }
    return false;
}

size_t algorithm_pair_count(uint32_t bss_type, enum algorithm_use use)
{
    struct algorithm_pair pair;
    size_t n = 0;
    while (algorithm_pair_at(bss_type, use, n, &pair)) {
        n++;
    }
    return n;
}

bool algorithm_pair_supported(uint32_t bss_type, enum algorithm_use use, uint32_t auth,
                              uint32_t cipher)
{
    struct algorithm_pair pair;
    for (size_t i = 0; algorithm_pair_at(bss_type, use, i, &pair); i++) {
        if (pair.auth == auth && pair.cipher == cipher) {
            return true;
        }
    }
    return false;
}

bool algorithm_auth_supported(uint32_t bss_type, uint32_t auth)
{
    struct algorithm_pair pair;
    for (size_t i = 0; algorithm_pair_at(bss_type, ALGORITHM_UNICAST, i, &pair); i++) {
        if (pair.auth == auth) {
            return true;
        }
    }
    return false;
}

bool algorithm_cipher_supported(uint32_t bss_type, enum algorithm_use use, uint32_t cipher)
{
    struct algorithm_pair pair;
    for (size_t i = 0; algorithm_pair_at(bss_type, use, i, &pair); i++) {
        if (pair.cipher == cipher) {
            return true;
        }
    }
    return false;
}

uint32_t algorithm_default_auth(uint32_t bss_type)
{
    bool adhoc = bss_type == dot11_BSS_type_independent;
    const uint32_t *order = adhoc ? adhoc_defaults : infra_defaults;
    size_t n = adhoc ? COUNT(adhoc_defaults) : COUNT(infra_defaults);
    for (size_t i = 0; i < n; i++) {
        if (algorithm_auth_supported(bss_type, order[i])) {
            return order[i];
        }
    }
    return DOT11_AUTH_ALGO_80211_OPEN;
}

size_t algorithm_default_ciphers(uint32_t bss_type, enum algorithm_use use,
                                 const uint32_t *auth, size_t auth_count, uint32_t *ciphers,
                                 size_t room)
{
    size_t n = 0;
    for (size_t c = 0; c < COUNT(cipher_preference) && n < room; c++) {
        for (size_t a = 0; a < auth_count; a++) {
            if (algorithm_pair_supported(bss_type, use, auth[a], cipher_preference[c])) {
                ciphers[n++] = cipher_preference[c];
                break;
            }
        }
    }
    if (n == 0 && room > 0) {
        ciphers[n++] = DOT11_CIPHER_ALGO_NONE;
    }
    return n;
}
