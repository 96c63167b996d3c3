/* What the station can authenticate and encrypt with, as the OS asks for it: what the tables
 * of crypto/suites.h offer, in pairs (ATH-10: the supported-pair queries), as defaults (ATH-06,
 * CIP-03) and for the validation of the enabled lists (ATH-05, CIP-01). `offers` is
 * algorithm_offers of a BSS type, infrastructure or independent. */
#ifndef MINIPORT_ALGORITHM_H
#define MINIPORT_ALGORITHM_H

#include "crypto/suites.h"
#include <extsta/radio.h>

struct algorithm_pair {
    uint32_t auth;   /* DOT11_AUTH_ALGORITHM */
    uint32_t cipher; /* DOT11_CIPHER_ALGORITHM */
};
enum algorithm_use {
    ALGORITHM_UNICAST = CIPHER_PAIRWISE,
    ALGORITHM_MULTICAST = CIPHER_GROUP,
};

/* What the rows of the tables are asked by: a BSS type, with the vendor's algorithms where the
 * radio's driver has them (ATH-16). */
uint32_t algorithm_offers(const struct extsta_radio_caps *radio, uint32_t bss_type);
/* Whether this is a way to do the algorithm in such a BSS. */
bool algorithm_akm_offered(uint32_t offers, const struct akm_suite *akm, uint32_t auth);
/* The i-th pair for a BSS type and use, false behind the last. The list for a type never
 * changes (ATH-10). */
bool algorithm_pair_at(uint32_t offers, enum algorithm_use use, size_t i,
                       struct algorithm_pair *pair);
size_t algorithm_pair_count(uint32_t offers, enum algorithm_use use);
bool algorithm_pair_supported(uint32_t offers, enum algorithm_use use, uint32_t auth,
                              uint32_t cipher);
bool algorithm_auth_supported(uint32_t offers, uint32_t auth);
bool algorithm_cipher_supported(uint32_t offers, enum algorithm_use use, uint32_t cipher);
/* Whether one of these algorithms is advertised in an RSN element. */
bool algorithm_list_has_rsna(const uint32_t *auth, size_t count);
/* The default authentication algorithm of a BSS type (ATH-06). */
uint32_t algorithm_default_auth(uint32_t offers);
/* All ciphers of the enabled authentication algorithms, by preference (CIP-03); NONE when
 * there is no other (CIP-02). Writes at most `room`, returns how many. */
size_t algorithm_default_ciphers(uint32_t offers, enum algorithm_use use, const uint32_t *auth,
                                 size_t auth_count, uint32_t *ciphers, size_t room);

#endif
