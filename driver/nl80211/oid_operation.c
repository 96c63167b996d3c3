/* Operations, keys and what is asked of the driver as a whole. What they do is the operation
 * files'; here their buffers become values. */
#include "oid.h"

uint32_t nld_get_mode(struct nld_call *c)
{
    return nld_reply(c, PAYLOAD(OPERATION_MODE, .mode = c->d->operation_mode));
}

/* A mode that is newly set begins with the defaults; set again it changes nothing. */
uint32_t nld_put_mode(struct nld_call *c)
{
    if (c->p.mode != DOT11_OPERATION_MODE_EXTENSIBLE_STATION) {
        return NDIS_STATUS_BAD_VERSION; /* STA-06, MIB-33: the only one */
    }
    if (c->d->operation_mode != c->p.mode) {
        mib_defaults(&c->d->mib, c->d->card.radio);
        c->d->excluded.count = 0;
        c->d->operation_mode = c->p.mode;
    }
    return NDIS_STATUS_SUCCESS;
}

uint32_t nld_do_scan(struct nld_call *c)
{
    return nld_scan_request(c->d, &c->p);
}

uint32_t nld_do_reset(struct nld_call *c)
{
    return nld_reset(c->d, c->oid);
}

uint32_t nld_do_connect(struct nld_call *c)
{
    return nld_connect(c->d);
}

uint32_t nld_do_disconnect(struct nld_call *c)
{
    return nld_disconnect(c->d);
}

uint32_t nld_do_bss_list(struct nld_call *c)
{
    return nld_bss_list(c->d, c->oid);
}

uint32_t nld_do_flush(struct nld_call *c)
{
    nld_bss_flush(c->d); /* SCN-22: FLUSH_BSS_LIST */
    c->d->flushed = c->d->now;
    return NDIS_STATUS_SUCCESS;
}

uint32_t nld_do_port(struct nld_call *c)
{
    return nld_port_state(c->d, c->p.port_state.peer, c->p.port_state.open);
}

uint32_t nld_get_streaming(struct nld_call *c)
{
    return nld_reply_flag(c, c->d->media_streaming);
}

/* SCN-18: no scan of ours from now on. */
uint32_t nld_put_streaming(struct nld_call *c)
{
    c->d->media_streaming = c->p.flag;
    if (c->p.flag && c->d->scan.what == NLD_SCAN_BETTER) {
        nld_scan_cancel(c->d, NDIS_STATUS_REQUEST_ABORTED);
        nld_roam_expire(c->d);
    }
    return NDIS_STATUS_SUCCESS;
}

/* --- keys --- */

uint32_t nld_put_default_key(struct nld_call *c)
{
    return nld_keys_default(c->d, &c->p);
}

uint32_t nld_put_mapping_key(struct nld_call *c)
{
    return nld_keys_mapping(c->d, &c->p);
}

uint32_t nld_put_key_id(struct nld_call *c)
{
    uint32_t status = nld_put_number(c);
    return status == NDIS_STATUS_SUCCESS ? nld_keys_default_id(c->d, c->p.number) : status;
}

/* --- the driver as a whole --- */

uint32_t nld_do_private(struct nld_call *c)
{
    return nld_private(c->d, c->oid, &c->p);
}

uint32_t nld_get_mode_capability(struct nld_call *c)
{
    return nld_reply(c, PAYLOAD(OPERATION_MODE_CAPABILITY,
                                .mode_capability = {
                                    .major = 2, /* interface version 2.0 */
                                    .tx_buffers = MP_BUFFERS,
                                    .rx_buffers = MP_BUFFERS,
                                    .modes = DOT11_OPERATION_MODE_EXTENSIBLE_STATION,
                                }));
}

uint32_t nld_get_optional(struct nld_call *c)
{
    return nld_reply(c, PAYLOAD(OPTIONAL_CAPABILITY, .optional.pcf = false));
}

uint32_t nld_get_current_optional(struct nld_call *c)
{
    return nld_reply(c, PAYLOAD(CURRENT_OPTIONAL_CAPABILITY, .optional.pcf = false));
}

/* CIP-14: our tables. */
uint32_t nld_get_capability(struct nld_call *c)
{
    return nld_reply(
        c, PAYLOAD(EXTSTA_CAPABILITY, .capability = {.scan_ssids = MP_MAX_SSIDS,
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

/* STT-01. The kernel counts packets and failures of the association; what it does not count
 * (FCS, replays, MICs, per cipher) is 0 (docs/nl80211.md). */
uint32_t nld_get_statistics(struct nld_call *c)
{
    const struct nld *d = c->d;
    const size_t phys = d->card.radio->phy_count * extsta_form_size(EXTSTA_FORM_PHY_STATISTICS);
    struct extsta_payload p = {.form = EXTSTA_FORM_STATISTICS,
                               .statistics.phys.bytes.len = phys};
    p.statistics.unicast[0] = d->lost_counters.tx_ok + d->link.counters.tx_ok;
    p.statistics.unicast[1] = d->lost_counters.rx_ok + d->link.counters.rx_ok;
    uint32_t status = nld_reply(c, &p);
    if (status != NDIS_STATUS_SUCCESS) {
        return status;
    }
    struct writer w = writer_of(c->oid->buffer + c->oid->bytes_written - phys, phys);
    for (size_t id = 0; id < d->card.radio->phy_count; id++) {
        payload_write(&w, PAYLOAD(PHY_STATISTICS, .phy_statistics = {0}));
    }
    return NDIS_STATUS_SUCCESS;
}

/* ASC-33: what is known of the AP. */
static void write_association(struct nld_call *c, size_t i, struct writer *w)
{
    struct nld *d = c->d;
    const struct nld_link *l = &d->link;
    const struct nld_bss *b = nld_bss_find(d, l->peer);
    uint8_t rates[64];
    struct writer r = writer_of(rates, sizeof rates);
    struct elements e = {0};
    (void)i;
    if (b) {
        elements_parse(bss_elements(&b->info), &e);
    }
    writer_bytes(&r, e.rates.data, e.rates.len <= 32 ? e.rates.len : 0);
    writer_bytes(&r, e.ext_rates.data, e.ext_rates.len <= 32 ? e.ext_rates.len : 0);
    payload_write(w, PAYLOAD(ASSOCIATION_INFO,
                             .association_info = {
                                 .peer = l->peer,
                                 .bssid = l->peer,
                                 .capability = l->negotiated.capability,
                                 .listen_interval = l->negotiated.listen_interval,
                                 .rates = writer_span_of(&r),
                                 .aid = l->negotiated.aid,
                                 .state = dot11_assoc_state_auth_assoc,
                                 .power_mode = dot11_power_mode_active,
                                 .up_time = l->since * 10, /* system time: units of 100 ns */
                                 .tx_ok = l->counters.tx_ok,
                                 .tx_failed = l->counters.tx_failed,
                                 .rx_ok = l->counters.rx_ok,
                                 .rx_failed = l->counters.rx_failed,
                             }));
}

uint32_t nld_get_associations(struct nld_call *c)
{
    return nld_reply_list(c, c->d->link.up, write_association);
}
