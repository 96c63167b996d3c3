/* Queries that gather: statistics, association information, capabilities. They change nothing
 * and are answered in every state (ROL-07). */
#include "base/mac.h"
#include "miniport/oid/oid.h"
#include "wire/element.h"

/* --- statistics (STT-01, STT-02) --- */

uint32_t oid_query_statistics(struct oid_call *c)
{
    const struct miniport *mp = c->mp;
    struct extsta_payload phy = {.form = EXTSTA_FORM_PHY_STATISTICS};
    size_t phys = mp->radio->phy_count * extsta_form_size(EXTSTA_FORM_PHY_STATISTICS);
    /* STT-08: countermeasures are not ours */
    struct extsta_payload p = {
        .form = EXTSTA_FORM_STATISTICS,
        .statistics = {.handshake_failures = stats_handshake_failures(mp),
                       .phys.bytes.len = phys}};
    for (size_t i = 0; i < MP_MAC_COUNTERS; i++) {
        p.statistics.unicast[i] = stats_mac_get(mp, false, (enum mp_mac_counter)i);
        p.statistics.multicast[i] = stats_mac_get(mp, true, (enum mp_mac_counter)i);
    }
    uint32_t status = oid_reply(c, &p);
    if (status != NDIS_STATUS_SUCCESS) {
        return status;
    }
    struct writer w = writer_of(c->oid->buffer + c->oid->bytes_written - phys, phys);
    for (uint32_t id = 0; id < mp->radio->phy_count; id++) {
        for (size_t i = 0; i < MP_PHY_COUNTERS; i++) {
            phy.phy_statistics[i] = stats_phy_get(mp, id, (enum mp_phy_counter)i);
        }
        payload_write(&w, &phy);
    }
    return NDIS_STATUS_SUCCESS;
}

/* --- association information (ASC-33, ASC-39) --- */

#define PEER_RATES 255u /* as many as DOT11_ASSOCIATION_INFO_EX has room for */

/* Two elements of at most 255 octets each. */
static struct extsta_span peer_rates(const struct bss_entry *bss, uint8_t rates[PEER_RATES])
{
    struct elements e = {0};
    if (bss) {
        elements_parse(bss_elements(bss->info), &e);
    }
    struct writer w = writer_of(rates, PEER_RATES);
    size_t left = PEER_RATES - e.rates.len;
    writer_span(&w, e.rates);
    writer_bytes(&w, e.ext_rates.data, e.ext_rates.len < left ? e.ext_rates.len : left);
    return writer_span_of(&w);
}

/* The next associated peer; c->at walks the table along. */
static void write_association(struct oid_call *c, size_t i, struct writer *w)
{
    struct miniport *mp = c->mp;
    const struct mp_peer *peer;
    while ((peer = peers_next(&mp->peers, &c->at)) != NULL && !peer_is_associated(peer)) {
        c->at++;
    }
    c->at++;
    const struct mp_negotiated *n = &peer->negotiated;
    const struct mp_counters *counters = &peer->counters;
    uint8_t rates[PEER_RATES];
    bool ibss = mp->link.network != NULL; /* ASC-39: nobody gives out AIDs there */
    payload_write(w,
                  PAYLOAD(ASSOCIATION_INFO, .association_info = {
                                                .peer = peer->address,
                                                .bssid = link_bssid(mp, peer),
                                                .capability = n->capability,
                                                .listen_interval = n->listen_interval,
                                                .rates = peer_rates(mlme_bss(mp), rates),
                                                .aid = n->aid,
                                                .state = ibss ? dot11_assoc_state_auth_unassoc
                                                              : dot11_assoc_state_auth_assoc,
                                                .power_mode = dot11_power_mode_active,
                                                /* system time: units of 100 ns */
                                                .up_time = ibss ? 0 : n->since * 10,
                                                .tx_ok = counters->tx_ok,
                                                .tx_failed = counters->tx_failed,
                                                .rx_ok = counters->rx_ok,
                                                .rx_failed = counters->rx_failed,
                                            }));
}

uint32_t oid_query_association_info(struct oid_call *c)
{
    const struct mp_peer *peer;
    size_t count = 0;
    for (uint32_t at = 0; (peer = peers_next(&c->mp->peers, &at)) != NULL; at++) {
        count += peer_is_associated(peer);
    }
    c->at = 0;
    return oid_reply_list(c, count, write_association);
}

/* --- capabilities --- */

uint32_t oid_query_capability(struct oid_call *c)
{
    return oid_reply(c, PAYLOAD(EXTSTA_CAPABILITY, /* CIP-14: our tables */
                                .capability = {.scan_ssids = MP_MAX_SSIDS,
                                               .desired_bssids = MP_MAX_BSSIDS,
                                               .desired_ssids = MP_MAX_SSIDS,
                                               .excluded = MP_MAX_EXCLUDED,
                                               .exemptions = MP_MAX_EXEMPTIONS,
                                               .key_mappings = MP_MAX_KEY_MAPPINGS,
                                               .default_keys = DOT11_MAX_NUM_DEFAULT_KEY,
                                               .wep_key_len = MP_MAX_WEP_KEY,
                                               .pmkids = MP_MAX_PMKIDS,
                                               .per_station = MP_MAX_PER_STATION}));
}

uint32_t oid_query_mode_capability(struct oid_call *c)
{
    /* interface version 2.0: Windows Vista and later */
    return oid_reply(c, PAYLOAD(OPERATION_MODE_CAPABILITY,
                                .mode_capability = {
                                    .major = 2,
                                    .tx_buffers = MP_BUFFERS,
                                    .rx_buffers = MP_BUFFERS,
                                    .modes = DOT11_OPERATION_MODE_EXTENSIBLE_STATION,
                                }));
}

/* No PCF, no strictly ordered service class: obsolete in IEEE 802.11-2020. */
uint32_t oid_query_optional_capability(struct oid_call *c)
{
    return oid_reply(c, PAYLOAD(OPTIONAL_CAPABILITY, .optional.pcf = false));
}

uint32_t oid_query_current_optional_capability(struct oid_call *c)
{
    return oid_reply(c, PAYLOAD(CURRENT_OPTIONAL_CAPABILITY, .optional.pcf = false));
}
