/* The (re)association request (IEEE 802.11-2020 tables 9-34, 9-36): what associate.c sends once
 * the authentication method is done, and what ASSOCIATION_COMPLETION shows afterwards (ASC-13).
 * The order of the elements is that of the tables; what the host adds stands last (ASC-09). */
#include "base/mac.h"
#include "miniport/miniport.h"
#include "miniport/mlme/auth.h"
#include "miniport/mlme/power_save.h"

#define CAPABILITY_SPECTRUM 0x0100u /* Spectrum Management (9.4.1.4) */
#define TX_POWER_MIN_DBM    0       /* what radios do is not known here: usual values */
#define TX_POWER_MAX_DBM    20
#define REQUEST_MAX         1280u /* all that is written here, and MP_MAX_EXTRA_IES */
#define MMPDU_BODY_MAX      2304u /* 9.2.4.7.1 */

/* The operational rate set as far as this PHY has it; without bit 7, which is the AP's to
 * set. */
size_t assoc_request_rates(const struct miniport *mp, uint8_t phy, uint8_t out[32])
{
    size_t count = 0;
    if (phy >= mp->radio->phy_count) {
        return 0;
    }
    const struct extsta_phy_caps *caps = &mp->radio->phys[phy];
    for (size_t i = 0; i < caps->rate_count && count < 32; i++) {
        bool wanted = mp->mib->rate_count == 0;
        for (size_t k = 0; k < mp->mib->rate_count && !wanted; k++) {
            wanted = (mp->mib->rates[k] & 0x7f) == caps->rates[i];
        }
        if (wanted) {
            out[count++] = caps->rates[i];
        }
    }
    if (count == 0) { /* the operational set has none of this PHY */
        count = caps->rate_count < 32 ? caps->rate_count : 32;
        memcpy(out, caps->rates, count);
    }
    return count;
}

/* Spectrum management asks for the transmit power and the channels (9.4.2.13, 9.4.2.17). */
static void write_spectrum(struct writer *w, const struct extsta_phy_caps *caps)
{
    const uint8_t power[2] = {TX_POWER_MIN_DBM, TX_POWER_MAX_DBM};
    uint8_t channels[128];
    size_t len = 0;
    for (size_t i = 0; i < caps->freq_count && len + 2 <= sizeof channels; i++) {
        channels[len++] = freq_to_channel(caps->freqs[i]);
        channels[len++] = 1; /* a range of one channel */
    }
    element_write(w, ELEMENT_POWER_CAPABILITY, span(power, sizeof power));
    element_write(w, ELEMENT_SUPPORTED_CHANNELS, span(channels, len));
}

/* What was negotiated, as the only choice: one suite each. Without an AKM there is no
 * element. */
static void write_rsn(struct miniport *mp, struct writer *w, const struct mp_peer *peer)
{
    const struct mp_negotiated *n = &peer->negotiated;
    struct auth_method *m = peer->op->auth;
    if (n->akm == 0) {
        return;
    }
    const struct auth_algorithm *auth = suites_auth(n->auth);
    bool is_wpa = auth && auth->family == AUTH_FAMILY_WPA;
    struct rsn_element rsn = {
        .version = 1,
        .group = is_wpa ? suites_cipher(n->group)->wpa : n->group,
        .pairwise = {is_wpa ? suites_cipher(n->pairwise)->wpa : n->pairwise},
        .pairwise_count = 1,
        .akm = {n->akm},
        .akm_count = 1,
        .is_wpa = is_wpa};
    const struct mp_pmkid *cached = mib_pmkid_find(mp, peer->address);
    if (cached && !rsn.is_wpa) { /* ROM-16: a cached PMK is offered by its name */
        memcpy(rsn.pmkid[0], cached->pmkid, sizeof rsn.pmkid[0]);
        rsn.pmkid_count = 1;
    }
    if (m->ops->edit_rsn) {
        m->ops->edit_rsn(m, &rsn);
    }
    rsn_element_write(w, &rsn);
}

/* True: WMM is asked for. It is in use once the response has the element, too. */
static bool write_wmm(const struct miniport *mp, struct writer *w, const struct bss_info *info)
{
    static const uint8_t wmm[7] = {0x00, 0x50, 0xf2, 2, 0, 1, 0}; /* information element */
    if (!info->wmm || !(mp->mib->qos_flags & DOT11_QOS_PROTOCOL_FLAG_WMM)) {
        return false;
    }
    element_write(w, ELEMENT_VENDOR, span(wmm, sizeof wmm));
    return true;
}

/* ASC-09: for this BSSID or all, at the end, unless the frame became too long. */
static void write_extra(const struct miniport *mp, struct writer *w, struct extsta_mac bssid)
{
    const struct mp_mib *mib = mp->mib;
    if ((mac_is_broadcast(mib->assoc_ies_bssid) || mac_equal(mib->assoc_ies_bssid, bssid)) &&
        writer_len(w) + mib->assoc_ies_len <= MMPDU_BODY_MAX) {
        writer_bytes(w, mib->assoc_ies, mib->assoc_ies_len);
    }
}

struct pbuf *assoc_request_body(struct miniport *mp, const struct bss_entry *target,
                                const struct mp_peer *peer)
{
    struct mp_assoc_op *op = peer->op;
    struct auth_method *m = op->auth;
    const struct bss_info *info = target->info;
    uint8_t body[REQUEST_MAX], rates[32];
    struct writer w = writer_of(body, sizeof body);
    /* bits that say "as the AP has it" */
    uint16_t mirrored = CAPABILITY_PRIVACY | CAPABILITY_SHORT_PREAMBLE | CAPABILITY_SHORT_SLOT |
                        CAPABILITY_SPECTRUM;
    struct mgmt_assoc_req fixed = {
        .reassoc = !mac_is_zero(op->current_ap),
        .capability = (uint16_t)(CAPABILITY_ESS | (info->capability & mirrored)),
        .listen_interval = LISTEN_INTERVAL,
        .current_ap = op->current_ap,
    };
    mgmt_write_assoc_req(&w, &fixed);
    element_write(&w, ELEMENT_SSID, span(info->ssid, info->ssid_len));
    size_t count = assoc_request_rates(mp, target->phy, rates);
    element_write_rates(&w, rates, count);
    if ((info->capability & CAPABILITY_SPECTRUM) && target->phy < mp->radio->phy_count) {
        write_spectrum(&w, &mp->radio->phys[target->phy]);
    }
    write_rsn(mp, &w, peer);
    if (m->ops->write_elements) {
        m->ops->write_elements(m, &w);
    }
    op->wmm = write_wmm(mp, &w, info);
    write_extra(mp, &w, info->bssid);
    return w.failed ? NULL : pbuf_copy(&mp->ctx->pool, span(body, writer_len(&w)));
}
