/* The table of request.h, and its writers. */
#include "miniport/mlme/request.h"
#include "base/names.h"
#include "miniport/miniport.h"
#include "miniport/mlme/auth.h"
#include "miniport/mlme/roam_policy.h"
#include "wire/capability_bits.h"
#include "wire/he.h"
#include "wire/ht.h"
#include "wire/operating_class.h"
#include "wire/vht.h"

#define TX_POWER_MIN_DBM 0 /* what radios do is not known here: usual values */
#define TX_POWER_MAX_DBM 20

static const struct extsta_phy_caps *caps_of(const struct request *r)
{
    return &r->mp->radio->phys[r->phy < r->mp->radio->phy_count ? r->phy : 0];
}

/* --- what an AP must know --- */

static void write_ssid(const struct request *r, struct writer *w)
{
    element_write(w, ELEMENT_SSID, r->ssid);
}

/* SCN-28: those of now */
static void write_rates(const struct request *r, struct writer *w)
{
    uint8_t rates[32];
    element_write_rates(w, rates, assoc_request_rates(r->mp, r->phy, rates));
}

static void write_channel(const struct request *r, struct writer *w)
{
    const uint8_t channel = freq_to_channel(r->freq);
    if (channel != 0 && r->freq < 2500) {
        element_write(w, ELEMENT_DS, span(&channel, 1));
    }
}

/* Spectrum management asks for the transmit power and the channels (9.4.2.13, 9.4.2.17). */
static void write_spectrum(const struct request *r, struct writer *w)
{
    const uint8_t power[2] = {TX_POWER_MIN_DBM, TX_POWER_MAX_DBM};
    const struct extsta_phy_caps *caps = caps_of(r);
    uint8_t channels[128];
    size_t len = 0;
    if (!(r->info->capability & CAPABILITY_SPECTRUM)) {
        return;
    }
    for (size_t i = 0; i < caps->freq_count && len + 2 <= sizeof channels; i++) {
        channels[len++] = freq_to_channel(caps->freqs[i]);
        channels[len++] = 1; /* a range of one channel */
    }
    element_write(w, ELEMENT_POWER_CAPABILITY, span(power, sizeof power));
    element_write(w, ELEMENT_SUPPORTED_CHANNELS, span(channels, len));
}

void request_rsn(const struct miniport *mp, const struct mp_negotiated *n,
                 struct rsn_element *rsn)
{
    const struct auth_algorithm *auth = suites_auth(n->auth);
    bool is_wpa = auth && auth->family == AUTH_FAMILY_WPA;
    *rsn = (struct rsn_element){
        .version = 1,
        .group = is_wpa ? suites_cipher(n->group)->wpa : n->group,
        .pairwise = {is_wpa ? suites_cipher(n->pairwise)->wpa : n->pairwise},
        .pairwise_count = 1,
        .akm = {n->akm},
        .akm_count = 1,
        .is_wpa = is_wpa};
    if (n->group_mgmt) { /* 12.6.3: capable, and required where we insist on it */
        rsn->group_mgmt = n->group_mgmt;
        rsn->capabilities |= RSN_CAP_MFPC;
        rsn->capabilities |= mp->mib->pmf == EXTSTA_PMF_REQUIRED ? RSN_CAP_MFPR : 0;
    }
    rsn->capabilities |= n->ocv ? RSN_CAP_OCVC : 0;
    rsn->capabilities |= n->ext_key_id ? RSN_CAP_EXT_KEY_ID : 0;
}

/* Without an AKM there is no element. */
static void write_rsn(const struct request *r, struct writer *w)
{
    const struct mp_negotiated *n = &r->peer->negotiated;
    struct auth_method *m = r->peer->op->auth;
    struct rsn_element rsn;
    if (n->akm == 0) {
        return;
    }
    request_rsn(r->mp, n, &rsn);
    const struct mp_pmkid *cached = mib_pmkid_find(r->mp, r->peer->address);
    if (cached && !rsn.is_wpa) { /* ROM-16: a cached PMK is offered by its name */
        memcpy(rsn.pmkid[0], cached->pmkid, sizeof rsn.pmkid[0]);
        rsn.pmkid_count = 1;
    }
    if (m->ops->edit_rsn) {
        m->ops->edit_rsn(m, &rsn);
    }
    rsn_element_write(w, &rsn);
}

/* With an FT suite, of the first association and of a transition (13.4.2, 13.5.2). */
static void write_mobility_domain(const struct request *r, struct writer *w)
{
    const struct akm_suite *akm = suites_akm(r->peer->negotiated.akm);
    if (akm && akm->ft && r->info->has_mde) {
        element_write(w, ELEMENT_MOBILITY_DOMAIN, span(r->info->mde, sizeof r->info->mde));
    }
}

static void write_method(const struct request *r, struct writer *w)
{
    struct auth_method *m = r->peer->op->auth;
    if (m->ops->write_elements) {
        m->ops->write_elements(m, w);
    }
}

/* --- what we can do: bits --- */

/* A station that ignores what an AP asks of it is one that has never heard of it. */
static bool is_steerable(const struct request *r)
{
    return roam_policy(r->mp)->transition != EXTSTA_TRANSITION_IGNORE;
}

/* Radio measurement (measure.c), where the AP does it, too. */
static struct capability_bits rm_bits(const struct request *r)
{
    static const enum rm_capability ours[] = {RM_LINK_MEASUREMENT, RM_NEIGHBOR_REPORT,
                                              RM_BEACON_PASSIVE, RM_BEACON_ACTIVE,
                                              RM_BEACON_TABLE};
    struct capability_bits bits = {{0}};
    struct elements e;
    if (!r->info || !is_steerable(r)) {
        return bits;
    }
    elements_parse(bss_elements(r->info), &e);
    for (size_t i = 0; i < COUNT(ours) && e.rm_capabilities.data; i++) {
        capability_set(&bits, ours[i]);
    }
    return bits;
}

/* An Extended Channel Switch is followed as the plain one is (channel_switch.c). */
static struct capability_bits extended_bits(const struct request *r)
{
    struct capability_bits bits = {{0}};
    capability_set(&bits, EXT_CAPABILITY_CHANNEL_SWITCH);
    if (is_steerable(r)) {
        capability_set(&bits, EXT_CAPABILITY_BSS_TRANSITION);
    }
    return bits;
}

/* Of an RSNA alone: the bits are of its four-way handshake. */
static struct capability_bits rsnx_bits(const struct request *r)
{
    struct capability_bits bits = {{0}};
    struct auth_method *m = r->peer->op->auth;
    if (suites_auth_is_rsna(r->peer->negotiated.auth) && m->ops->edit_rsnx) {
        m->ops->edit_rsnx(m, &bits);
    }
    return bits;
}

static void write_rm(const struct request *r, struct writer *w)
{
    struct capability_bits bits = rm_bits(r);
    rm_capabilities_write(w, &bits);
}

static void write_extended(const struct request *r, struct writer *w)
{
    struct capability_bits bits = extended_bits(r);
    ext_capabilities_write(w, &bits);
}

static void write_rsnx(const struct request *r, struct writer *w)
{
    struct capability_bits bits = rsnx_bits(r);
    rsnx_write(w, &bits);
}

/* --- what we can do: the radio --- */

/* Every channel of the radio, whichever PHY it goes out on: where we could be sent to. */
static void write_classes(const struct request *r, struct writer *w)
{
    struct operating_classes classes;
    operating_classes_of(r->mp->radio, r->freq, &classes);
    operating_classes_write(w, &classes);
}

static void write_ht(const struct request *r, struct writer *w)
{
    if (request_has_ht(r)) {
        ht_capabilities_write(w, caps_of(r)->ht);
    }
}

static void write_vht(const struct request *r, struct writer *w)
{
    if (request_has_ht(r) && caps_of(r)->vht && (!r->info || r->info->vht)) {
        vht_capabilities_write(w, caps_of(r)->vht);
    }
}

static void write_he(const struct request *r, struct writer *w)
{
    if (request_has_ht(r) && caps_of(r)->he && (!r->info || r->info->he)) {
        he_capabilities_write(w, caps_of(r)->he);
    }
}

static void write_wmm(const struct request *r, struct writer *w)
{
    /* information element; QoS Info 0: no U-APSD */
    static const uint8_t wmm[7] = {0x00, 0x50, 0xf2, 2, 0, 1, 0};
    if (request_has_wmm(r)) {
        element_write(w, ELEMENT_VENDOR, span(wmm, sizeof wmm));
    }
}

static void write_extra(const struct request *r, struct writer *w)
{
    writer_span(w, r->extra);
}

/* --- the table --- */

#define PROBE REQUEST_PROBE
#define ASSOC REQUEST_ASSOCIATION

static const struct {
    unsigned in; /* kinds of request */
    void (*write)(const struct request *r, struct writer *w);
} elements[] = {
    {PROBE | ASSOC, write_ssid},
    {PROBE | ASSOC, write_rates},
    {PROBE, write_channel},
    {ASSOC, write_spectrum},
    {ASSOC, write_rsn},
    {ASSOC, write_rm},
    {ASSOC, write_mobility_domain},
    {ASSOC, write_method},
    {ASSOC, write_classes},
    {PROBE | ASSOC, write_ht},
    {PROBE | ASSOC, write_extended},
    {PROBE | ASSOC, write_vht},
    {ASSOC, write_rsnx},
    {PROBE | ASSOC, write_he},
    {ASSOC, write_wmm},
    {PROBE | ASSOC, write_extra}, /* SCN-08, ASC-09: the elements of the host, at the end */
};

void request_write(const struct request *r, struct writer *w)
{
    for (size_t i = 0; i < COUNT(elements); i++) {
        if (elements[i].in & r->kind) {
            elements[i].write(r, w);
        }
    }
}

bool request_has_wmm(const struct request *r)
{
    return r->info && r->info->wmm && (r->mp->mib->qos_flags & DOT11_QOS_PROTOCOL_FLAG_WMM);
}

/* 802.11-2020 12.5.1: with HT there is neither WEP nor TKIP for what goes to one station; an AP
 * that offers HT and asks for one of them gets a station of before. */
bool request_has_ht(const struct request *r)
{
    if (!caps_of(r)->ht || !r->info) {
        return caps_of(r)->ht != NULL;
    }
    const struct cipher_suite *cipher = suites_cipher_numbered(r->peer->negotiated.unicast);
    return r->info->ht && request_has_wmm(r) && !(cipher && cipher->legacy);
}

bool request_has_rm(const struct request *r)
{
    struct capability_bits bits = rm_bits(r);
    return capability_len(&bits) > 0;
}
