/* How a BSS or a request is secured: elements as values (extsta_security), and values as the
 * bits that stories decide by. networks.c takes beacons through here, facts_mgmt.c requests.
 * Suites are those of crypto/suites.h; what an AKM or cipher is, is known there and not
 * here. */
#include "explain/security.h"

#include "crypto/suites.h"
#include "wire/mgmt.h"

#include <string.h>

_Static_assert(RSN_MAX_SUITES == EXTSTA_SUITES_MAX, "all suites that are read are kept");
_Static_assert(sizeof(struct extsta_suites) ==
                   (2 * EXTSTA_SUITES_MAX + 1) * sizeof(uint32_t) + 4,
               "no padding: compared as octets");

/* What an AKM is, to stories: where its PMK comes from, and whether it is FT's or FILS's. FILS
 * is known by its own exchange and not by the EAP in it. 0: a vendor's. */
static uint16_t akm_bits(uint32_t selector)
{
    static const uint16_t by_pmk[] = {
        [AKM_PMK_NONE] = 0,          [AKM_PMK_PASSPHRASE] = SECURITY_PSK,
        [AKM_PMK_EAP] = SECURITY_1X, [AKM_PMK_SAE] = SECURITY_SAE,
        [AKM_PMK_DH] = SECURITY_OWE,
    };
    const struct akm_suite *akm = suites_akm(selector);
    if (!akm) {
        return 0;
    }
    return (uint16_t)((akm->entry == AKM_ENTRY_FILS ? SECURITY_FILS : by_pmk[akm->pmk]) |
                      (akm->ft ? SECURITY_FT : 0));
}

/* Only WEP matters: as a cipher beside RSN it is a network in transition. */
static uint16_t cipher_bits(uint32_t selector)
{
    const struct cipher_suite *cipher = suites_cipher(selector);
    bool wep =
        cipher && (cipher->selector == CIPHER_WEP40 || cipher->selector == CIPHER_WEP104);
    return wep ? SECURITY_WEP : 0;
}

/* No element at all is no fault. Nor is one of another version: it is not used. */
bool security_rsn(const struct elements *e, struct rsn_element *out)
{
    enum extsta_error error = e->rsn.data ? rsn_element_parse(e->rsn, out) : EXTSTA_E_NOT_FOUND;
    if (error != EXTSTA_OK) {
        out->version = 0;
    }
    return error != EXTSTA_E_MALFORMED;
}

/* MFP required wins over capable: an AP that requires it sets both bits (9.4.2.24.4). */
static void take_suites(const struct rsn_element *from, struct extsta_suites *out)
{
    out->present = true;
    out->akm_count = (uint8_t)from->akm_count;
    out->pairwise_count = (uint8_t)from->pairwise_count;
    for (size_t i = 0; i < from->akm_count; i++) {
        out->akm[i] = from->akm[i];
    }
    for (size_t i = 0; i < from->pairwise_count; i++) {
        out->pairwise[i] = from->pairwise[i];
    }
    out->group = from->group;
    out->mfp = from->capabilities & RSN_CAP_MFPR   ? EXTSTA_MFP_REQUIRED
               : from->capabilities & RSN_CAP_MFPC ? EXTSTA_MFP_CAPABLE
                                                   : EXTSTA_MFP_NO;
}

void security_of(const struct elements *e, const struct rsn_element *rsn, uint16_t capability,
                 struct extsta_security *out)
{
    struct rsn_element wpa;
    /* Unused places too: extsta_security_equal compares octets. */
    memset(out, 0, sizeof *out);
    if (rsn->version) {
        take_suites(rsn, &out->rsn);
    }
    if (e->wpa.data && rsn_element_parse(e->wpa, &wpa) == EXTSTA_OK) {
        take_suites(&wpa, &out->wpa);
    }
    out->privacy = (capability & CAPABILITY_PRIVACY) != 0;
    out->mobility_domain = e->mobility_domain.data != NULL;
}

bool extsta_security_equal(const struct extsta_security *a, const struct extsta_security *b)
{
    bool elements = a->rsn.present || a->wpa.present; /* they say more than the bit */
    return memcmp(&a->rsn, &b->rsn, sizeof a->rsn) == 0 &&
           memcmp(&a->wpa, &b->wpa, sizeof a->wpa) == 0 &&
           (elements || a->privacy == b->privacy) && a->mobility_domain == b->mobility_domain;
}

static uint16_t suite_bits(const struct extsta_suites *s)
{
    uint16_t bits = cipher_bits(s->group);
    for (size_t i = 0; i < s->akm_count; i++) {
        bits |= akm_bits(s->akm[i]);
    }
    for (size_t i = 0; i < s->pairwise_count; i++) {
        bits |= cipher_bits(s->pairwise[i]);
    }
    return bits;
}

/* Required on one side suffices for MFP here; "capable" needs both, and who asks compares them
 * (story_take_security). */
uint16_t security_bits(const struct extsta_security *security)
{
    const struct extsta_suites *rsn = &security->rsn, *wpa = &security->wpa;
    uint16_t bits = SECURITY_KNOWN;
    if (rsn->present) {
        bits |= SECURITY_PORT | suite_bits(rsn);
        bits |= rsn->mfp == EXTSTA_MFP_REQUIRED  ? SECURITY_MFP
                : rsn->mfp == EXTSTA_MFP_CAPABLE ? SECURITY_MFP_CAPABLE
                                                 : 0;
    }
    if (wpa->present) { /* how it authenticates makes no difference to its name */
        bits |= SECURITY_PORT | SECURITY_WPA;
    }
    if (!rsn->present && !wpa->present && security->privacy) {
        bits |= SECURITY_WEP;
    }
    return bits;
}

bool extsta_security_has_psk(const struct extsta_security *security)
{
    return security->rsn.present && (suite_bits(&security->rsn) & SECURITY_PSK);
}
