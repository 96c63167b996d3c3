/* Queries that gather: statistics, association information, capabilities. */
#include "base/mac.h"
#include "miniport/oid/oid.h"
#include "wire/element.h"

/* --- statistics (STT-01, STT-02) --- */

static void write_mac_counters(struct writer *w, const struct miniport *mp, bool multicast)
{
    for (size_t i = 0; i < MP_MAC_COUNTERS; i++) {
        writer_le64(w, stats_mac_get(mp, multicast, (enum mp_mac_counter)i));
    }
}

uint32_t oid_query_statistics(struct oid_call *c)
{
    const struct miniport *mp = c->mp;
    size_t len = offsetof(DOT11_STATISTICS, PhyCounters) +
                 mp->radio->phy_count * sizeof(DOT11_PHY_FRAME_STATISTICS);
    struct writer w;
    if (!oid_reply_begin(c, len, &w)) {
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    oid_write_header(&w, DOT11_STATISTICS_REVISION_1, sizeof(DOT11_STATISTICS));
    writer_zero(&w, offsetof(DOT11_STATISTICS, ullFourWayHandshakeFailures) - writer_len(&w));
    writer_le64(&w, stats_handshake_failures(mp));
    /* STT-08: countermeasures and the reserved member are not ours */
    writer_zero(&w, offsetof(DOT11_STATISTICS, MacUcastCounters) - writer_len(&w));
    write_mac_counters(&w, mp, false);
    write_mac_counters(&w, mp, true);
    for (uint32_t phy = 0; phy < mp->radio->phy_count; phy++) {
        for (size_t i = 0; i < MP_PHY_COUNTERS; i++) {
            writer_le64(&w, stats_phy_get(mp, phy, (enum mp_phy_counter)i));
        }
    }
    return NDIS_STATUS_SUCCESS;
}

/* --- association information (ASC-33, ASC-39) --- */

static const struct oid_list association_list = {
    .revision = DOT11_ASSOCIATION_INFO_LIST_REVISION_1,
    .fixed_size = sizeof(DOT11_ASSOCIATION_INFO_LIST),
    .array = offsetof(DOT11_ASSOCIATION_INFO_LIST, dot11AssocInfo),
    .entry = sizeof(DOT11_ASSOCIATION_INFO_EX),
};

#define PEER_RATES sizeof(((DOT11_ASSOCIATION_INFO_EX *)NULL)->ucPeerSupportedRates)

static void write_peer_rates(struct writer *w, const struct bss_entry *bss)
{
    struct elements e = {0};
    if (bss) {
        elements_parse(bss_elements(bss->info), &e);
    }
    /* two elements of at most 255 octets each; the array has room for 255 rates */
    size_t first = e.rates.len < PEER_RATES ? e.rates.len : PEER_RATES;
    size_t more = e.ext_rates.len < PEER_RATES - first ? e.ext_rates.len : PEER_RATES - first;
    writer_bytes(w, e.rates.data, first);
    writer_bytes(w, e.ext_rates.data, more);
    writer_zero(w, PEER_RATES - first - more);
}

static void write_association(struct writer *w, struct miniport *mp)
{
    const struct mlme_negotiated *n = mlme_negotiated(mp);
    const struct extsta_mac *peer = mlme_peer(mp);
    const struct mp_counters *counters = mlme_counters(mp);
    static const struct mp_counters none = {0};
    size_t start = writer_len(w);
    counters = counters ? counters : &none;
    writer_mac(w, *peer);
    writer_mac(w, *peer); /* infrastructure: the AP is the BSS */
    writer_le16(w, n->capability);
    writer_le16(w, n->listen_interval);
    write_peer_rates(w, mlme_bss(mp));
    writer_zero(w,
                start + offsetof(DOT11_ASSOCIATION_INFO_EX, usAssociationID) - writer_len(w));
    writer_le16(w, n->aid);
    writer_zero(w, start + offsetof(DOT11_ASSOCIATION_INFO_EX, dot11AssociationState) -
                       writer_len(w));
    writer_le32(w, dot11_assoc_state_auth_assoc);
    writer_le32(w, dot11_power_mode_active);
    writer_zero(w, start + offsetof(DOT11_ASSOCIATION_INFO_EX, liAssociationUpTime) -
                       writer_len(w));
    writer_le64(w, n->since * 10); /* system time: units of 100 ns */
    writer_le64(w, counters->tx_ok);
    writer_le64(w, counters->tx_failed);
    writer_le64(w, counters->rx_ok);
    writer_le64(w, counters->rx_failed);
}

uint32_t oid_query_association_info(struct oid_call *c)
{
    bool associated = mlme_is_associated(c->mp) && mlme_negotiated(c->mp) && mlme_peer(c->mp);
    struct writer w;
    if (!oid_reply_list(c, &association_list, associated ? 1 : 0, &w)) {
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    if (associated) {
        write_association(&w, c->mp);
    }
    return NDIS_STATUS_SUCCESS;
}

/* --- capabilities --- */

uint32_t oid_query_capability(struct oid_call *c)
{
    struct writer w;
    if (!oid_reply_begin(c, sizeof(DOT11_EXTSTA_CAPABILITY), &w)) {
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    oid_write_header(&w, DOT11_EXTSTA_CAPABILITY_REVISION_1, sizeof(DOT11_EXTSTA_CAPABILITY));
    writer_le32(&w, MP_MAX_SSIDS); /* CIP-14, in the order of the structure */
    writer_le32(&w, MP_MAX_BSSIDS);
    writer_le32(&w, MP_MAX_SSIDS);
    writer_le32(&w, MP_MAX_EXCLUDED);
    writer_le32(&w, MP_MAX_EXEMPTIONS);
    writer_le32(&w, MP_MAX_KEY_MAPPINGS);
    writer_le32(&w, DOT11_MAX_NUM_DEFAULT_KEY);
    writer_le32(&w, MP_MAX_WEP_KEY);
    writer_le32(&w, MP_MAX_PMKIDS);
    writer_le32(&w, MP_MAX_PER_STATION);
    return NDIS_STATUS_SUCCESS;
}

uint32_t oid_query_mode_capability(struct oid_call *c)
{
    struct writer w;
    if (!oid_reply_begin(c, sizeof(DOT11_OPERATION_MODE_CAPABILITY), &w)) {
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    writer_le32(&w, 0);
    writer_le32(&w, 2); /* interface version 2.0: Windows Vista and later */
    writer_le32(&w, 0);
    writer_le32(&w, MP_BUFFERS);
    writer_le32(&w, MP_BUFFERS);
    writer_le32(&w, DOT11_OPERATION_MODE_EXTENSIBLE_STATION);
    return NDIS_STATUS_SUCCESS;
}

/* No PCF, no strictly ordered service class: obsolete in IEEE 802.11-2020. */
uint32_t oid_query_optional_capability(struct oid_call *c)
{
    struct writer w;
    if (!oid_reply_begin(c, sizeof(DOT11_OPTIONAL_CAPABILITY), &w)) {
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    writer_zero(&w, sizeof(DOT11_OPTIONAL_CAPABILITY));
    return NDIS_STATUS_SUCCESS;
}

uint32_t oid_query_current_optional_capability(struct oid_call *c)
{
    struct writer w;
    if (!oid_reply_begin(c, sizeof(DOT11_CURRENT_OPTIONAL_CAPABILITY), &w)) {
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    writer_zero(&w, sizeof(DOT11_CURRENT_OPTIONAL_CAPABILITY));
    return NDIS_STATUS_SUCCESS;
}
