/* The (re)association request (IEEE 802.11-2020 tables 9-34, 9-36): what associate.c sends once
 * the authentication method is done, and what ASSOCIATION_COMPLETION shows afterwards (ASC-13).
 * Here are its fixed fields, and which rates it names; its elements are request.c's. */
#include "base/mac.h"
#include "miniport/miniport.h"
#include "miniport/mlme/auth.h"
#include "miniport/mlme/power_save.h"
#include "miniport/mlme/request.h"

/* 9.2.4.7.1: what an MMPDU holds. Our own elements and MP_MAX_EXTRA_IES of the host stay below
 * it (ASC-09: else his would be left out). */
#define REQUEST_MAX 2304u

/* The operational rate set as far as this PHY has it; without bit 7, which is the AP's to
 * set. */
size_t assoc_request_rates(const struct miniport *mp, uint8_t phy, uint8_t out[32])
{
    size_t count = 0;
    if (phy >= mp->radio->phy_count) {
        return 0;
    }
    const struct extsta_phy_caps *caps = &mp->radio->phys[phy];
    uint64_t operational[2] = {0}; /* a bit for each rate */
    for (size_t k = 0; k < mp->mib->rate_count; k++) {
        operational[mp->mib->rates[k] >> 6 & 1] |= 1ull << (mp->mib->rates[k] & 63);
    }
    for (size_t i = 0; i < caps->rate_count && count < 32; i++) {
        uint8_t rate = caps->rates[i];
        bool wanted = rate < 128 && (operational[rate >> 6] >> (rate & 63) & 1);
        if (wanted || mp->mib->rate_count == 0) {
            out[count++] = rate;
        }
    }
    if (count == 0) { /* the operational set has none of this PHY */
        count = caps->rate_count < 32 ? caps->rate_count : 32;
        memcpy(out, caps->rates, count);
    }
    return count;
}

/* ASC-09: for this BSSID or all. */
static struct extsta_span extra_elements(const struct miniport *mp, struct extsta_mac bssid)
{
    const struct mp_mib *mib = mp->mib;
    bool wanted =
        mac_is_broadcast(mib->assoc_ies_bssid) || mac_equal(mib->assoc_ies_bssid, bssid);
    return span(mib->assoc_ies, wanted ? mib->assoc_ies_len : 0);
}

struct pbuf *assoc_request_body(struct miniport *mp, const struct bss_entry *target,
                                const struct mp_peer *peer)
{
    struct mp_assoc_op *op = peer->op;
    const struct bss_info *info = target->info;
    struct request r = {.kind = REQUEST_ASSOCIATION,
                        .mp = mp,
                        .ssid = span(info->ssid, info->ssid_len),
                        .freq = target->freq,
                        .phy = target->phy,
                        .extra = extra_elements(mp, info->bssid),
                        .info = info,
                        .peer = peer};
    uint8_t body[REQUEST_MAX];
    struct writer w = writer_of(body, sizeof body);
    /* bits that say "as the AP has it" */
    uint16_t mirrored = CAPABILITY_PRIVACY | CAPABILITY_SHORT_PREAMBLE | CAPABILITY_SHORT_SLOT |
                        CAPABILITY_SPECTRUM;
    struct mgmt_assoc_req fixed = {
        .reassoc = !mac_is_zero(op->current_ap),
        .capability = (uint16_t)(CAPABILITY_ESS | (info->capability & mirrored) |
                                 (request_has_rm(&r) ? CAPABILITY_RADIO_MEASUREMENT : 0)),
        .listen_interval = LISTEN_INTERVAL,
        .current_ap = op->current_ap,
    };
    mgmt_write_assoc_req(&w, &fixed);
    op->wmm = request_has_wmm(&r);
    op->ht = request_has_ht(&r);
    size_t elements = writer_len(&w);
    request_write(&r, &w);
    if (op->auth->ops->seal && !w.failed) {
        w.failed = !op->auth->ops->seal(op->auth, body + elements, writer_len(&w) - elements);
    }
    return w.failed ? NULL : pbuf_copy(&mp->ctx->pool, span(body, writer_len(&w)));
}
