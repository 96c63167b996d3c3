#include "miniport/mlme/indicate.h"
#include "miniport/miniport.h"

/* NDIS_OBJECT_HEADER of the default object type (ROL-01). */
static void write_header(struct writer *w, uint8_t revision, uint16_t size)
{
    writer_u8(w, NDIS_OBJECT_TYPE_DEFAULT);
    writer_u8(w, revision);
    writer_le16(w, size);
}

static void write_ssid(struct writer *w, const struct mp_ssid *ssid)
{
    writer_le32(w, ssid->len);
    writer_bytes(w, ssid->ssid, sizeof ssid->ssid);
}

struct outq_node *indicate_reserve(struct miniport *mp, size_t len)
{
    return outq_reserve(mp->out, len);
}

/* Makes the indication out of a node set aside: cannot fail (ROL-11). */
static uint8_t *push_reserved(struct miniport *mp, struct outq_node *node, uint32_t code,
                              size_t len)
{
    struct extsta_output *out = outq_push_reserved(mp->out, node, EXTSTA_OUT_CROSSING);
    out->crossing.type = EXTSTA_CROSS_INDICATION;
    out->crossing.code = code;
    out->crossing.buffer = span(outq_payload(out), len);
    return outq_payload(out);
}

bool indicate_connection_start(struct miniport *mp)
{
    uint8_t *p = mp_indicate(mp, NDIS_STATUS_DOT11_CONNECTION_START, 52);
    if (!p) {
        return false;
    }
    struct writer w = writer_of(p, 52);
    write_header(&w, DOT11_CONNECTION_START_PARAMETERS_REVISION_1, 52);
    writer_le32(&w, dot11_BSS_type_infrastructure);
    writer_zero(&w, 6 + 2 + 36); /* AdhocBSSID and AdhocSSID: zero in infrastructure (CNX-06) */
    return true;
}

bool indicate_roaming_start(struct miniport *mp, uint32_t reason)
{
    uint8_t *p = mp_indicate(mp, NDIS_STATUS_DOT11_ROAMING_START, 52);
    if (!p) {
        return false;
    }
    struct writer w = writer_of(p, 52);
    write_header(&w, DOT11_ROAMING_START_PARAMETERS_REVISION_1, 52);
    writer_zero(&w, 6 + 2 + 36); /* ROM-05 */
    writer_le32(&w, reason);
    return true;
}

bool indicate_association_start(struct miniport *mp, struct extsta_mac peer,
                                const struct mp_ssid *ssid)
{
    uint8_t *p = mp_indicate(mp, NDIS_STATUS_DOT11_ASSOCIATION_START, 56);
    if (!p) {
        return false;
    }
    struct writer w = writer_of(p, 56);
    write_header(&w, DOT11_ASSOCIATION_START_PARAMETERS_REVISION_1, 56);
    writer_mac(&w, peer);
    writer_zero(&w, 2);
    write_ssid(&w, ssid);
    writer_zero(&w, 8); /* no IHV data (ROL-17) */
    return true;
}

static void write_status_only(struct miniport *mp, struct outq_node *node, uint32_t code,
                              uint32_t status)
{
    struct writer w =
        writer_of(push_reserved(mp, node, code, INDICATE_OUTER_LEN), INDICATE_OUTER_LEN);
    write_header(&w, 1, INDICATE_OUTER_LEN);
    writer_le32(&w, status);
}

void indicate_connection_completion(struct miniport *mp, struct outq_node *node,
                                    uint32_t status)
{
    write_status_only(mp, node, NDIS_STATUS_DOT11_CONNECTION_COMPLETION, status);
}

void indicate_roaming_completion(struct miniport *mp, struct outq_node *node, uint32_t status)
{
    write_status_only(mp, node, NDIS_STATUS_DOT11_ROAMING_COMPLETION, status);
}

void indicate_scan_confirm(struct miniport *mp, struct outq_node *node, uint32_t status)
{
    put_le32(push_reserved(mp, node, NDIS_STATUS_DOT11_SCAN_CONFIRM, 4), status); /* SCN-05 */
}

/* --- ASSOCIATION_COMPLETION --- */

#define COMPLETION_FIXED 96u

static size_t completion_len(const struct indicate_association *a)
{
    size_t phys = a->status == DOT11_ASSOC_STATUS_SUCCESS ? 4 : 0;
    return COMPLETION_FIXED + phys + a->request.len + a->response.len + a->beacon_fixed.len +
           a->beacon_elements.len;
}

/* Offset and size of a body that lies at *at; zeros for an absent one (ASC-14, ASC-15). */
static void write_location(struct writer *w, size_t *at, size_t len)
{
    writer_le32(w, len ? (uint32_t)*at : 0);
    writer_le32(w, (uint32_t)len);
    *at += len;
}

static void write_completion(struct writer *w, const struct indicate_association *a)
{
    bool ok = a->status == DOT11_ASSOC_STATUS_SUCCESS;
    size_t phys = ok ? 4 : 0;
    size_t at = COMPLETION_FIXED + phys;
    write_header(w, DOT11_ASSOCIATION_COMPLETION_PARAMETERS_REVISION_2, COMPLETION_FIXED);
    writer_mac(w, a->peer);
    writer_zero(w, 2);
    writer_le32(w, a->status);
    writer_u8(w, a->reassoc_request);
    writer_u8(w, a->reassoc_response);
    writer_zero(w, 2);
    write_location(w, &at, a->request.len);
    write_location(w, &at, a->response.len);
    write_location(w, &at, a->beacon_fixed.len + a->beacon_elements.len);
    writer_zero(w, 8); /* IHV data */
    /* The rest is zero on failure (ASC-17 ... ASC-23, ASC-28). */
    writer_le32(w, ok ? a->auth : 0);
    writer_le32(w, ok ? a->unicast : 0);
    writer_le32(w, ok ? a->multicast : 0);
    writer_le32(w, ok ? COMPLETION_FIXED : 0);
    writer_le32(w, (uint32_t)phys);
    writer_u8(w, 0); /* bFourAddressSupported */
    writer_u8(w, ok && a->port_authorized);
    writer_u8(w, ok ? a->qos : 0);
    writer_zero(w, 1);
    writer_le32(w, ok ? a->ds_info : 0);
    writer_zero(w, 8); /* encapsulation table: the defaults will do */
    writer_le32(w, ok ? a->multicast_mgmt : 0);
    writer_le32(w, a->comeback);
    if (ok) {
        writer_le32(w, a->phy);
    }
    writer_span(w, a->request);
    writer_span(w, a->response);
    writer_span(w, a->beacon_fixed);
    writer_span(w, a->beacon_elements);
}

void indicate_association_completion(struct miniport *mp, struct outq_node *node, size_t room,
                                     const struct indicate_association *a)
{
    struct indicate_association fit = *a;
    if (completion_len(&fit) > room) {
        size_t wanted = completion_len(&fit);
        struct outq_node *larger = indicate_reserve(mp, wanted);
        if (larger) {
            outq_unreserve(mp->out, node);
            node = larger;
            room = wanted;
        }
    }
    if (completion_len(&fit) > room) {
        fit.response = span(NULL, 0);
    }
    if (completion_len(&fit) > room) {
        fit.beacon_fixed = fit.beacon_elements = span(NULL, 0);
    }
    if (completion_len(&fit) > room) {
        fit.request = span(NULL, 0);
    }
    size_t len = completion_len(&fit);
    struct writer w =
        writer_of(push_reserved(mp, node, NDIS_STATUS_DOT11_ASSOCIATION_COMPLETION, len), len);
    write_completion(&w, &fit);
}

/* --- single ones --- */

bool indicate_disassociation(struct miniport *mp, struct outq_node *node,
                             struct extsta_mac peer, uint32_t reason)
{
    const uint32_t code = NDIS_STATUS_DOT11_DISASSOCIATION;
    const size_t len = INDICATE_DISASSOCIATION_LEN;
    uint8_t *p = node ? push_reserved(mp, node, code, len) : mp_indicate(mp, code, len);
    if (!p) {
        return false;
    }
    struct writer w = writer_of(p, len);
    write_header(&w, DOT11_DISASSOCIATION_PARAMETERS_REVISION_1, INDICATE_DISASSOCIATION_LEN);
    writer_mac(&w, peer);
    writer_zero(&w, 2);
    writer_le32(&w, reason);
    writer_zero(&w, 8);
    return true;
}

bool indicate_link_quality(struct miniport *mp, struct extsta_mac peer, uint8_t quality)
{
    uint8_t *p = mp_indicate(mp, NDIS_STATUS_DOT11_LINK_QUALITY, 12 + 7);
    if (!p) {
        return false;
    }
    struct writer w = writer_of(p, 12 + 7);
    write_header(&w, DOT11_LINK_QUALITY_PARAMETERS_REVISION_1, 12);
    writer_le32(&w, 1); /* a number of entries */
    writer_le32(&w, 12);
    writer_mac(&w, peer);
    writer_u8(&w, quality);
    return true;
}

bool indicate_pmkid_candidates(struct miniport *mp, const struct indicate_candidate *candidates,
                               size_t count)
{
    size_t len = 12 + 12 * count;
    uint8_t *p = mp_indicate(mp, NDIS_STATUS_DOT11_PMKID_CANDIDATE_LIST, len);
    if (!p) {
        return false;
    }
    struct writer w = writer_of(p, len);
    write_header(&w, DOT11_PMKID_CANDIDATE_LIST_PARAMETERS_REVISION_1, 12);
    writer_le32(&w, (uint32_t)(12 * count)); /* bytes */
    writer_le32(&w, 12);
    for (size_t i = 0; i < count; i++) {
        writer_mac(&w, candidates[i].bssid);
        writer_zero(&w, 2);
        writer_le32(&w, candidates[i].preauth ? DOT11_PMKID_CANDIDATE_PREAUTH_ENABLED : 0);
    }
    return true;
}

void indicate_phy_state(struct miniport *mp, uint32_t phy_id, bool hardware, bool software)
{
    uint8_t *p = mp_indicate(mp, NDIS_STATUS_DOT11_PHY_STATE_CHANGED, 12);
    if (!p) {
        return;
    }
    struct writer w = writer_of(p, 12);
    write_header(&w, DOT11_PHY_STATE_PARAMETERS_REVISION_1, 12);
    writer_le32(&w, phy_id);
    writer_u8(&w, hardware);
    writer_u8(&w, software);
    writer_zero(&w, 2);
}

void indicate_tkip_mic_failure(struct miniport *mp, bool default_key, uint32_t key_index,
                               struct extsta_mac peer)
{
    uint8_t *p = mp_indicate(mp, NDIS_STATUS_DOT11_TKIPMIC_FAILURE, 20);
    if (!p) {
        return;
    }
    struct writer w = writer_of(p, 20);
    write_header(&w, DOT11_TKIPMIC_FAILURE_PARAMETERS_REVISION_1, 20);
    writer_u8(&w, default_key);
    writer_zero(&w, 3);
    writer_le32(&w, key_index);
    writer_mac(&w, peer);
    writer_zero(&w, 2);
}
