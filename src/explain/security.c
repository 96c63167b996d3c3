/* How a BSS or a request is secured: elements as values. */
#include "explain/security.h"

#include "wire/mgmt.h"
#include "wire/rsn_element.h"

#include <string.h>

_Static_assert(RSN_MAX_SUITES == EXTSTA_SUITES_MAX, "all suites that are read are kept");
_Static_assert(sizeof(struct extsta_suites) ==
                   (2 * EXTSTA_SUITES_MAX + 1) * sizeof(uint32_t) + 4,
               "no padding: compared as octets");

/* WPA's selectors have the numbers of RSN's as far as they go: AKMs to 2, ciphers to 5. */
static uint32_t as_rsn(uint32_t suite, uint32_t wpa_last)
{
    bool wpa = (suite & ~0xffu) == SUITE_WPA(0) && (suite & 0xff) <= wpa_last;
    return wpa ? SUITE_RSN(suite & 0xff) : suite;
}

/* What an AKM is, to stories (table 9-151). */
static uint16_t akm_bits(uint32_t akm)
{
    switch (as_rsn(akm, 2)) {
    case AKM_8021X:
    case AKM_8021X_SHA256:
        return SECURITY_1X;
    case AKM_FT_8021X:
    case AKM_FT_8021X_384:
        return SECURITY_1X | SECURITY_FT;
    case AKM_PSK:
    case AKM_PSK_SHA256:
    case SUITE_RSN(20): /* PSK-SHA384 */
        return SECURITY_PSK;
    case AKM_FT_PSK:
    case SUITE_RSN(19): /* FT-PSK-SHA384 */
        return SECURITY_PSK | SECURITY_FT;
    case AKM_SAE:
    case AKM_SAE_EXT_KEY:
        return SECURITY_SAE;
    case AKM_FT_SAE:
    case SUITE_RSN(25): /* FT-SAE-EXT-KEY */
        return SECURITY_SAE | SECURITY_FT;
    case SUITE_RSN(14): /* FILS */
    case SUITE_RSN(15):
        return SECURITY_FILS;
    case SUITE_RSN(16): /* FT-FILS */
    case SUITE_RSN(17):
        return SECURITY_FILS | SECURITY_FT;
    case AKM_OWE:
        return SECURITY_OWE;
    default: /* a number, not an enum */
        return 0;
    }
}

static uint16_t cipher_bits(uint32_t cipher)
{
    uint32_t suite = as_rsn(cipher, 5);
    return suite == CIPHER_WEP40 || suite == CIPHER_WEP104 ? SECURITY_WEP : 0;
}

static void take_element(struct extsta_span element, struct extsta_suites *out)
{
    struct rsn_element rsn;
    if (!element.data || rsn_element_parse(element, &rsn) != EXTSTA_OK) {
        return;
    }
    out->present = true;
    out->akm_count = (uint8_t)rsn.akm_count;
    memcpy(out->akm, rsn.akm, rsn.akm_count * sizeof *rsn.akm);
    out->pairwise_count = (uint8_t)rsn.pairwise_count;
    memcpy(out->pairwise, rsn.pairwise, rsn.pairwise_count * sizeof *rsn.pairwise);
    out->group = rsn.group;
    out->mfp = rsn.capabilities & RSN_CAP_MFPR   ? EXTSTA_MFP_REQUIRED
               : rsn.capabilities & RSN_CAP_MFPC ? EXTSTA_MFP_CAPABLE
                                                 : EXTSTA_MFP_NO;
}

void security_of(const struct elements *e, uint16_t capability, struct extsta_security *out)
{
    memset(out, 0, sizeof *out);
    take_element(e->rsn, &out->rsn);
    take_element(e->wpa, &out->wpa);
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
