/* The elements of an association request that are ours to give. The kernel adds what the radio
 * can: rates, HT, VHT, HE, WMM, power and channels. */
#include "machine.h"
#include "wire/capability_bits.h"
#include "wire/owe_element.h"

void nld_request_rsn(const struct nld *d, const struct mp_negotiated *n,
                     struct rsn_element *rsn)
{
    const struct auth_algorithm *auth = suites_auth(n->auth);
    bool is_wpa = auth && auth->family == AUTH_FAMILY_WPA;
    const struct cipher_suite *group = suites_cipher(n->group);
    const struct cipher_suite *pairwise = suites_cipher(n->pairwise);
    *rsn = (struct rsn_element){.version = 1,
                                .group = is_wpa && group ? group->wpa : n->group,
                                .pairwise = {is_wpa && pairwise ? pairwise->wpa : n->pairwise},
                                .pairwise_count = 1,
                                .akm = {n->akm},
                                .akm_count = 1,
                                .is_wpa = is_wpa};
    if (n->group_mgmt) { /* 12.6.3: capable, and required where we insist on it */
        rsn->group_mgmt = n->group_mgmt;
        rsn->capabilities |= RSN_CAP_MFPC;
        rsn->capabilities |= d->mib.pmf == EXTSTA_PMF_REQUIRED ? RSN_CAP_MFPR : 0;
    }
    rsn->capabilities |= n->ocv ? RSN_CAP_OCVC : 0;
}

/* ROM-16: a cached PMK is offered by its name. */
static void name_pmk(struct nld *d, struct rsn_element *rsn)
{
    const struct nld_attempt *a = &d->attempt;
    const struct nld_pmksa *own =
        a->by_pmksa ? nld_pmksa_find(d, a->bssid, a->negotiated.akm) : NULL;
    for (size_t i = 0; i < d->pmkids.count && !rsn->is_wpa; i++) {
        if (mac_equal(d->pmkids.entries[i].bssid, a->bssid)) {
            memcpy(rsn->pmkid[0], d->pmkids.entries[i].pmkid, sizeof rsn->pmkid[0]);
            rsn->pmkid_count = 1;
        }
    }
    if (own) {
        memcpy(rsn->pmkid[0], own->pmkid, sizeof rsn->pmkid[0]);
        rsn->pmkid_count = 1;
    }
}

/* Bits of what SAE can: whether by hash to element. */
static void write_rsnx(struct nld *d, struct writer *w)
{
    struct capability_bits bits = {{0}};
    const struct akm_suite *akm = suites_akm(d->attempt.negotiated.akm);
    if (akm && akm->pmk == AKM_PMK_SAE && d->sae.network && d->sae.wish != SAE_WISH_HUNT) {
        capability_set(&bits, RSNX_SAE_H2E);
    }
    rsnx_write(w, &bits);
}

/* A station that ignores what an AP asks of it is one that has never heard of it. */
static bool is_steerable(const struct nld *d)
{
    return (d->card.can & NL80211_CAN_FRAME) &&
           d->policy.transition != EXTSTA_TRANSITION_IGNORE;
}

bool nld_request_measures(const struct nld *d, const struct nld_bss *b)
{
    struct elements e = {0};
    if (b && is_steerable(d) && (d->card.can & NL80211_CAN_MEASURE)) {
        elements_parse(bss_elements(&b->info), &e);
    }
    return e.rm_capabilities.data != NULL;
}

/* Radio measurement, where the AP does it, too (steer.c). */
static void write_rm(const struct nld *d, const struct nld_bss *b, struct writer *w)
{
    static const enum rm_capability ours[] = {RM_LINK_MEASUREMENT, RM_NEIGHBOR_REPORT,
                                              RM_BEACON_PASSIVE, RM_BEACON_ACTIVE,
                                              RM_BEACON_TABLE};
    struct capability_bits bits = {{0}};
    for (size_t i = 0; i < sizeof ours / sizeof *ours && nld_request_measures(d, b); i++) {
        capability_set(&bits, ours[i]);
    }
    rm_capabilities_write(w, &bits);
}

static void write_extended(const struct nld *d, struct writer *w)
{
    struct capability_bits bits = {{0}};
    capability_set(&bits, EXT_CAPABILITY_CHANNEL_SWITCH);
    if (is_steerable(d)) {
        capability_set(&bits, EXT_CAPABILITY_BSS_TRANSITION);
    }
    ext_capabilities_write(w, &bits);
}

/* ASC-09: the host's, for this BSSID or all. */
static void write_extra(const struct nld *d, struct writer *w)
{
    const struct mp_mib *mib = &d->mib;
    if (mac_is_broadcast(mib->assoc_ies_bssid) ||
        mac_equal(mib->assoc_ies_bssid, d->attempt.bssid)) {
        writer_bytes(w, mib->assoc_ies, mib->assoc_ies_len);
    }
}

void nld_request_write(struct nld *d, struct nld_bss *b, struct writer *w)
{
    const struct mp_negotiated *n = &d->attempt.negotiated;
    const struct akm_suite *akm = suites_akm(n->akm);
    struct rsn_element rsn;
    if (d->attempt.method == NLD_METHOD_FT) {
        nld_ft_write_reassoc(d, &rsn, w);
    } else if (n->akm != 0) {
        nld_request_rsn(d, n, &rsn);
        name_pmk(d, &rsn);
        rsn_element_write(w, &rsn);
    }
    write_rm(d, b, w);
    if (akm && akm->ft && d->attempt.method != NLD_METHOD_FT && b) { /* 13.4.2 */
        element_write(w, ELEMENT_MOBILITY_DOMAIN, span(b->info.mde, sizeof b->info.mde));
    }
    if (akm && akm->pmk == AKM_PMK_DH && d->attempt.owe.len > 0) {
        const struct dh_element own = owe_public(&d->attempt.owe);
        dh_element_write(w, &own);
    }
    write_extended(d, w);
    write_rsnx(d, w);
    write_extra(d, w);
}
