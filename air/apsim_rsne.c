/* The suites of the scripted access point: which AKMs and ciphers it offers, by its
 * configuration, the RSN and the WPA element that say so, and what a station's association
 * request asks for of them. IEEE Std 802.11-2020 9.4.2.24, 12.6.3. What is then done with them
 * is apsim_security.c's. An AKM is served when its row in `serves` says that there is a machine
 * for the way to its PMK. */
#include "ap.h"
#include "base/names.h"
#include "wire/status_codes.h"

/* By the bits of apsim.h. */
static const uint32_t ciphers[] = {CIPHER_CCMP, CIPHER_TKIP, CIPHER_GCMP, CIPHER_CCMP_256,
                                   CIPHER_GCMP_256};

/* What is usual with a kind of security; WPA's own element has its PSK suite always. */
static const struct {
    uint32_t akms[2];
    uint8_t pairwise;
} usual[] = {
    [APSIM_WPA2_PSK] = {{AKM_PSK}, APSIM_CCMP},
    [APSIM_WPA_PSK] = {{0}, APSIM_TKIP},
    [APSIM_WPA_WPA2] = {{AKM_PSK}, APSIM_CCMP | APSIM_TKIP},
    [APSIM_SAE] = {{AKM_SAE}, APSIM_CCMP},
    [APSIM_WPA2_SAE] = {{AKM_PSK, AKM_SAE}, APSIM_CCMP},
    [APSIM_OWE] = {{AKM_OWE}, APSIM_CCMP},
    [APSIM_EAP] = {{AKM_8021X}, APSIM_CCMP},
};

/* Whether there is a machine for it, and its key hierarchy is known. */
static bool serves(const struct akm_suite *akm)
{
    bool has_pmk = false;
    switch (akm->pmk) {
    case AKM_PMK_PASSPHRASE:
    case AKM_PMK_EAP:
    case AKM_PMK_SAE:
    case AKM_PMK_DH:
        has_pmk = true;
        break;
    case AKM_PMK_NONE: /* none of an RSN element; a vendor's comes by APSIM_SESAME */
        break;
    }
    return has_pmk && akm->kck_len && akm->selector >> 8 == SUITE_RSN(0) >> 8;
}

const char *apsim_akm_at(size_t i, uint32_t *selector)
{
    const struct akm_suite *akm = NULL;
    for (size_t row = 0; (akm = suites_akm_at(row)); row++) {
        if (serves(akm) && i-- == 0) {
            break;
        }
    }
    if (akm && selector) {
        *selector = akm->selector;
    }
    return akm ? akm->name : NULL;
}

bool apsim_akm_is_sae(uint32_t selector)
{
    const struct akm_suite *akm = suites_akm(selector);
    return akm && akm->entry == AKM_ENTRY_SAE;
}

bool apsim_akm_is_ft(uint32_t selector)
{
    const struct akm_suite *akm = suites_akm(selector);
    return akm && akm->ft;
}

const char *apsim_cipher_at(size_t i)
{
    return i < COUNT(ciphers) ? suites_cipher_name(ciphers[i]) : NULL;
}

bool rsne_offers(const struct apsim *ap, uint32_t akm)
{
    size_t i = 0;
    while (i < APSIM_AKMS && ap->akms[i] && ap->akms[i] != akm) {
        i++;
    }
    return i < APSIM_AKMS && ap->akms[i] && akm;
}

bool rsne_needs(const struct apsim *ap, enum akm_pmk pmk)
{
    if (pmk == AKM_PMK_PASSPHRASE && (ap->wpa_len > 0 || ap->config.security == APSIM_SESAME)) {
        return true; /* neither has its AKM in the list */
    }
    for (size_t i = 0; i < APSIM_AKMS && ap->akms[i]; i++) {
        if (suites_akm(ap->akms[i])->pmk == pmk) {
            return true;
        }
    }
    return false;
}

/* The ciphers that are offered, in the order of preference; of WPA those it has. */
static void write_ciphers(const struct apsim *ap, struct rsn_element *rsn)
{
    for (size_t i = 0; i < COUNT(ciphers); i++) {
        const struct cipher_suite *suite = suites_cipher(ciphers[i]);
        uint32_t selector = rsn->is_wpa ? suite->wpa : suite->selector;
        if ((ap->pairwise & 1u << i) && selector) {
            rsn->pairwise[rsn->pairwise_count++] = selector;
        }
    }
    const struct cipher_suite *group = suites_cipher(ap->group_cipher);
    rsn->group = rsn->is_wpa ? group->wpa : group->selector;
}

/* What is offered; apsim_set_rsne may put something else on the air afterwards. */
static bool write_rsne(struct apsim *ap)
{
    struct rsn_element rsn = {.version = 1};
    write_ciphers(ap, &rsn);
    while (rsn.akm_count < APSIM_AKMS && ap->akms[rsn.akm_count]) {
        rsn.akm[rsn.akm_count] = ap->akms[rsn.akm_count];
        rsn.akm_count++;
    }
    bool ok = pmf_offer(ap, &rsn);
    rsn.capabilities |= ap->config.ocv && ap->pmf != APSIM_PMF_OFF ? RSN_CAP_OCVC : 0;
    rsn.capabilities |= ap->config.eap.preauth && ap->config.ds ? RSN_CAP_PREAUTH : 0;
    rsn.capabilities |= ap->config.ext_key_id ? RSN_CAP_EXT_KEY_ID : 0;
    struct writer w = writer_of(ap->rsne, sizeof ap->rsne);
    rsn_element_write(&w, &rsn);
    ap->rsne_len = (uint8_t)writer_len(&w);
    return ok;
}

static void write_wpa(struct apsim *ap)
{
    struct rsn_element wpa = {
        .version = 1, .is_wpa = true, .akm = {SUITE_WPA(2)}, .akm_count = 1};
    write_ciphers(ap, &wpa);
    struct writer w = writer_of(ap->wpa, sizeof ap->wpa);
    rsn_element_write(&w, &wpa);
    ap->wpa_len = (uint8_t)writer_len(&w);
}

/* As hostapd has it: what all can do who get in by one of the pairwise ciphers. */
static uint32_t group_of(uint8_t pairwise)
{
    static const uint8_t order[] = {APSIM_TKIP, APSIM_CCMP, APSIM_GCMP, APSIM_CCMP_256,
                                    APSIM_GCMP_256};
    size_t i = 0;
    while (i + 1 < COUNT(order) && !(pairwise & order[i])) {
        i++;
    }
    size_t bit = 0;
    while (!(order[i] & 1u << bit)) {
        bit++;
    }
    return ciphers[bit];
}

/* The one cipher of the set, which has a bit for each of `ciphers`; 0: it is not one. */
static uint32_t only_cipher(uint8_t set)
{
    for (size_t i = 0; i < COUNT(ciphers); i++) {
        if (set == 1u << i) {
            return ciphers[i];
        }
    }
    return 0;
}

/* What a configuration comes to. */
struct offer {
    uint32_t akms[APSIM_AKMS];
    uint8_t pairwise;
    uint32_t group, group_mgmt; /* suite selectors */
};

static bool all_take(const struct offer *o, uint32_t cipher)
{
    for (size_t i = 0; i < APSIM_AKMS && o->akms[i]; i++) {
        if (!suites_akm_takes(o->akms[i], cipher)) {
            return false;
        }
    }
    return true;
}

/* The first of two or three ciphers that all AKMs go with; else the first. */
static uint32_t first_taken(const struct offer *o, const uint32_t of[3])
{
    for (size_t i = 0; i < 3; i++) {
        if (all_take(o, of[i])) {
            return of[i];
        }
    }
    return of[0];
}

static uint8_t bit_of(uint32_t cipher)
{
    size_t i = 0;
    while (ciphers[i] != cipher) {
        i++;
    }
    return (uint8_t)(1u << i);
}

/* The AKMs, and what goes with them where nothing else is said: with those of 192 bits ciphers
 * of 256, with Suite B GCMP. False: an AKM without a machine, or no group cipher. */
static bool resolve(const struct apsim_config *c, struct offer *o)
{
    static const uint32_t data[] = {CIPHER_CCMP, CIPHER_GCMP_256, CIPHER_GCMP},
                          management[] = {CIPHER_BIP, CIPHER_BIP_GMAC_256, CIPHER_BIP_GMAC_128};
    memset(o, 0, sizeof *o);
    if (c->akms[0]) {
        memcpy(o->akms, c->akms, sizeof o->akms);
    } else {
        memcpy(o->akms, usual[c->security].akms, sizeof usual[0].akms);
    }
    for (size_t i = 0; i < APSIM_AKMS && o->akms[i]; i++) {
        const struct akm_suite *akm = suites_akm(o->akms[i]);
        if (!akm || !serves(akm)) {
            return false;
        }
    }
    uint32_t cipher = first_taken(o, data);
    o->pairwise = c->pairwise             ? c->pairwise
                  : cipher != CIPHER_CCMP ? bit_of(cipher)
                                          : usual[c->security].pairwise;
    o->group = c->group ? only_cipher(c->group) : group_of(o->pairwise);
    o->group_mgmt = c->group_mgmt ? c->group_mgmt : first_taken(o, management);
    return (o->akms[0] || c->security == APSIM_WPA_PSK) && o->group &&
           !(o->pairwise >> COUNT(ciphers));
}

/* Whether an AKM goes with one of the pairwise ciphers. */
static bool takes_one(const struct offer *o, uint32_t akm)
{
    for (size_t i = 0; i < COUNT(ciphers); i++) {
        if ((o->pairwise & 1u << i) && suites_akm_takes(akm, ciphers[i])) {
            return true;
        }
    }
    return false;
}

/* 9.4.2.24.3: not every AKM goes with every cipher. */
static const char *contradiction(const struct offer *o)
{
    for (size_t i = 0; i < APSIM_AKMS && o->akms[i]; i++) {
        if (!takes_one(o, o->akms[i])) {
            return "an AKM of 192 bits goes with gcmp-256 or ccmp-256, SuiteB with gcmp, and "
                   "with no "
                   "other cipher";
        }
    }
    if (!all_take(o, o->group)) {
        return "the group cipher is not for one of the AKMs: those of 192 bits go with "
               "gcmp-256 or "
               "ccmp-256, SuiteB with gcmp";
    }
    return all_take(o, o->group_mgmt)
               ? NULL
               : "management frames are not protected so with one of the "
                 "AKMs: those of 192 bits go with bip-gmac-256 or "
                 "bip-cmac-256, SuiteB with bip-gmac-128";
}

const char *apsim_suites_check(const struct apsim_config *c)
{
    struct offer o;
    bool by_suites =
        c->security != APSIM_OPEN && c->security != APSIM_WEP && c->security != APSIM_SESAME;
    return by_suites && resolve(c, &o) ? contradiction(&o) : NULL;
}

bool rsne_offer(struct apsim *ap)
{
    const struct apsim_config *c = &ap->config;
    struct offer o;
    if (c->security == APSIM_SESAME) {
        sesame_offer(ap);
        return true;
    }
    if (!resolve(c, &o) || contradiction(&o)) {
        return false;
    }
    memcpy(ap->akms, o.akms, sizeof ap->akms);
    ap->pairwise = o.pairwise;
    ap->group_cipher = o.group;
    ap->group_mgmt = o.group_mgmt;
    if (c->security == APSIM_WPA_PSK || c->security == APSIM_WPA_WPA2) {
        write_wpa(ap);
    }
    return c->security == APSIM_WPA_PSK || write_rsne(ap);
}

/* Whether a pairwise cipher is among those offered. */
static bool offers_cipher(const struct apsim *ap, const struct cipher_suite *cipher)
{
    for (size_t i = 0; cipher && i < COUNT(ciphers); i++) {
        if (cipher->selector == ciphers[i]) {
            return (ap->pairwise & 1u << i) != 0;
        }
    }
    return false;
}

static bool offers_akm(const struct apsim *ap, const struct rsn_element *rsn)
{
    return rsn->akm_count == 1 &&
           (rsn->is_wpa ? rsn->akm[0] == SUITE_WPA(2) : rsne_offers(ap, rsn->akm[0]));
}

/* The authentication before must have been that of the AKM; with a PMK that is known, named by
 * its PMKID, Open System does (12.6.10.3). */
static uint16_t judge_entry(struct client *c, const struct rsn_element *rsn,
                            const struct elements *e)
{
    const struct akm_suite *akm = suites_akm(rsn->akm[0]);
    bool sae = akm && akm->entry == AKM_ENTRY_SAE;
    if (sae) {
        return sae_admits(c, rsn) ? STATUS_SUCCESS : STATUS_INVALID_PMKID;
    }
    if (c->by_sae) {
        return STATUS_INVALID_AKMP;
    }
    if (akm && akm->pmk == AKM_PMK_DH) {
        return owe_admit(c, e);
    }
    owe_forget(c);
    return STATUS_SUCCESS;
}

/* 12.6.3: what it asks for must be exactly one of what is offered. Judged by what the
 * AP truly does, not by an overridden element. */
uint16_t security_negotiate(struct client *c, const struct elements *e,
                            struct agreed *agreed)
{
    const struct apsim *ap = c->ap;
    struct rsn_element rsn;
    bool wpa = ap->wpa_len > 0 && !e->rsn.data;
    agreed->element = wpa ? e->wpa : e->rsn;
    if (!agreed->element.data || (!wpa && ap->config.security == APSIM_WPA_PSK)) {
        return STATUS_INVALID_ELEMENT;
    }
    enum extsta_error error = rsn_element_parse(agreed->element, &rsn);
    if (error != EXTSTA_OK) {
        return error == EXTSTA_E_UNSUPPORTED ? STATUS_UNSUPPORTED_RSNE_VERSION
                                             : STATUS_INVALID_ELEMENT;
    }
    if (ap->config.security == APSIM_SESAME) {
        agreed->akm = rsn.akm[0];
        agreed->pairwise = rsn.pairwise[0];
        return sesame_negotiate(&rsn);
    }
    const struct cipher_suite *group = suites_cipher(rsn.group);
    const struct cipher_suite *pairwise = suites_cipher(rsn.pairwise[0]);
    if (!group || group->selector != ap->group_cipher) {
        return STATUS_INVALID_GROUP_CIPHER;
    }
    if (rsn.pairwise_count != 1 || !offers_cipher(ap, pairwise)) {
        return STATUS_INVALID_PAIRWISE_CIPHER;
    }
    if (!offers_akm(ap, &rsn)) {
        return STATUS_INVALID_AKMP;
    }
    if (!suites_akm_takes(rsn.akm[0], pairwise->selector)) {
        return STATUS_INVALID_PAIRWISE_CIPHER;
    }
    uint16_t status = judge_entry(c, &rsn, e);
    if (status == STATUS_SUCCESS) {
        status = pmf_negotiate(ap, &rsn, &agreed->pmf);
    }
    if (status == STATUS_SUCCESS) {
        agreed->akm = rsn.akm[0];
        agreed->pairwise = pairwise->selector;
        agreed->rsnxe = e->rsnx;
        pmf_agree(ap, &rsn, agreed);
    }
    return status;
}
