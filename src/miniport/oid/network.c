/* What network to connect to, and how it is named: BSS type, SSIDs, BSSIDs, excluded addresses,
 * country, IBSS and association parameters. Nearly all of it is configuration (mib.h) and set
 * in INIT only; the exclusion list has effect at once (DIS-13). */
#include "base/mac.h"
#include "miniport/oid/oid.h"
#include "wire/element.h"

uint32_t oid_set_bss_type(struct oid_call *c)
{
    uint32_t type = c->value.number;
    if (type != dot11_BSS_type_infrastructure && type != dot11_BSS_type_independent) {
        return NDIS_STATUS_INVALID_DATA; /* MIB-01, ATH-04: DESIRED_BSS_TYPE */
    }
    c->draft->desired_bss_type = type;
    mib_default_algorithms(c->draft, c->mp->radio); /* even when the type is the same */
    return NDIS_STATUS_SUCCESS;
}

/* --- SSIDs --- */

static void write_ssid(struct oid_call *c, size_t i, struct writer *w)
{
    const struct mp_ssid *ssid = &c->mp->mib->ssids[i];
    struct extsta_payload e = {.form = EXTSTA_FORM_SSID, .ssid.len = ssid->len};
    memcpy(e.ssid.bytes, ssid->ssid, sizeof e.ssid.bytes);
    payload_write(w, &e);
}

uint32_t oid_query_ssids(struct oid_call *c)
{
    return oid_reply_list(c, c->mp->mib->ssid_count, write_ssid);
}

/* A length beyond 32 octets is the caller's claim: judged before it is copied. */
static uint32_t read_ssids(struct extsta_part entries, struct mp_ssid *ssids)
{
    struct extsta_payload e;
    for (size_t i = 0; extsta_payload_next(&entries, &e); i++) {
        uint32_t len = e.ssid.len;
        if (len > DOT11_SSID_MAX_LENGTH || (len == 0 && entries.size > 1)) {
            return NDIS_STATUS_INVALID_DATA; /* CIP-15: the wildcard stands alone */
        }
        ssids[i].len = (uint8_t)len;
        memcpy(ssids[i].ssid, e.ssid.bytes, len);
    }
    return NDIS_STATUS_SUCCESS;
}

uint32_t oid_set_ssids(struct oid_call *c)
{
    struct mp_ssid ssids[MP_MAX_SSIDS] = {0};
    struct extsta_part entries;
    uint32_t status = oid_input_list(c, MP_MAX_SSIDS, &entries);
    if (status != NDIS_STATUS_SUCCESS) {
        return status;
    }
    status = read_ssids(entries, ssids);
    return status == NDIS_STATUS_SUCCESS ? oid_set_list(c, ssids, sizeof ssids, entries.size)
                                         : status;
}

/* --- lists of addresses --- */

static uint32_t read_addresses(struct oid_call *c, struct extsta_mac *addresses, size_t max,
                               size_t *count)
{
    struct extsta_part entries;
    uint32_t status = oid_input_list(c, max, &entries);
    *count = entries.size;
    return status != NDIS_STATUS_SUCCESS                   ? status
           : mib_addresses_read(entries, addresses) ? NDIS_STATUS_SUCCESS
                                                     : NDIS_STATUS_INVALID_DATA;
}

static void write_bssid(struct oid_call *c, size_t i, struct writer *w)
{
    payload_write(w, PAYLOAD(ADDRESS, .address = c->mp->mib->bssids[i]));
}

uint32_t oid_query_bssids(struct oid_call *c)
{
    return oid_reply_list(c, c->mp->mib->bssid_count, write_bssid);
}

uint32_t oid_set_bssids(struct oid_call *c)
{
    struct extsta_mac bssids[MP_MAX_BSSIDS] = {0};
    size_t count;
    uint32_t status = read_addresses(c, bssids, MP_MAX_BSSIDS, &count);
    return status == NDIS_STATUS_SUCCESS ? oid_set_list(c, bssids, sizeof bssids, count)
                                         : status;
}

static void write_excluded(struct oid_call *c, size_t i, struct writer *w)
{
    payload_write(w, PAYLOAD(ADDRESS, .address = c->mp->excluded->addresses[i]));
}

uint32_t oid_query_excluded(struct oid_call *c)
{
    return oid_reply_list(c, c->mp->excluded ? c->mp->excluded->count : 0, write_excluded);
}

uint32_t oid_set_excluded(struct oid_call *c)
{
    struct miniport *mp = c->mp;
    struct extsta_mac addresses[MP_MAX_EXCLUDED] = {0};
    size_t count;
    uint32_t status = read_addresses(c, addresses, MP_MAX_EXCLUDED, &count);
    if (status != NDIS_STATUS_SUCCESS) {
        return status;
    }
    if (count == 0) {
        mib_excluded_clear(mp);
    } else {
        if (!mp->excluded) {
            mp->excluded = pool_zalloc(&mp->ctx->pool, sizeof *mp->excluded);
        }
        if (!mp->excluded) {
            return NDIS_STATUS_RESOURCES;
        }
        memcpy(mp->excluded->addresses, addresses, sizeof addresses);
        mp->excluded->count = (uint8_t)count;
    }
    mlme_excluded_changed(mp, c->now); /* DIS-13: an associated peer may be among them */
    return NDIS_STATUS_SUCCESS;
}

/* --- country --- */

static uint32_t reply_country(struct oid_call *c, const uint8_t country[3])
{
    return oid_reply(c, PAYLOAD(COUNTRY, .country = {country[0], country[1], country[2]}));
}

uint32_t oid_query_country(struct oid_call *c)
{
    return reply_country(c, c->mp->mib->country);
}

uint32_t oid_set_country(struct oid_call *c)
{
    const uint8_t *s = c->value.country;
    bool none = s[0] == 0 && s[1] == 0 && s[2] == 0;
    if (!none && s[2] != ' ' && s[2] != 'O' && s[2] != 'I') {
        /* MIB-08: DESIRED_COUNTRY_OR_REGION_STRING: any, outdoor or indoor */
        return NDIS_STATUS_INVALID_DATA;
    }
    memcpy(c->draft->country, s, sizeof c->draft->country);
    return NDIS_STATUS_SUCCESS;
}

uint32_t oid_set_multi_domain(struct oid_call *c)
{
    if (c->mp->mlme.scanning == SCAN_EXPLICIT) {
        return NDIS_STATUS_DOT11_MEDIA_IN_USE; /* MIB-44: MULTI_DOMAIN_CAPABILITY_ENABLED */
    }
    return oid_set_bool(c);
}

/* The country as the AP's Country element says it; zero while there is none. */
uint32_t oid_query_country_string(struct oid_call *c)
{
    const struct miniport *mp = c->mp;
    if (mp->mlme.scanning == SCAN_EXPLICIT) {
        return NDIS_STATUS_DOT11_MEDIA_IN_USE; /* MIB-48: COUNTRY_STRING */
    }
    if (!mp->mib->multi_domain) {
        return NDIS_STATUS_INVALID_DATA;
    }
    uint8_t country[3] = {0};
    const struct bss_entry *bss = mlme_has_home(mp) ? mlme_bss(mp) : NULL;
    struct element e;
    if (bss && element_find(bss_elements(bss->info), ELEMENT_COUNTRY, &e) &&
        e.value.len >= sizeof country) {
        memcpy(country, e.value.data, sizeof country);
    }
    return reply_country(c, country);
}

/* --- elements given by the host --- */

/* Elements the station shall put into its frames: none, or well-formed ones. */
static uint32_t check_elements(const struct extsta_part *part)
{
    if (part->cut || part->bytes.len > MP_MAX_EXTRA_IES) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    struct reader r = reader_of(part->bytes);
    struct element e;
    while (element_next(&r, &e)) {
    }
    return r.failed || reader_left(&r) ? NDIS_STATUS_INVALID_DATA : NDIS_STATUS_SUCCESS;
}

static void keep_elements(struct extsta_span elements, uint8_t kept[MP_MAX_EXTRA_IES],
                          uint16_t *len)
{
    memset(kept, 0, MP_MAX_EXTRA_IES); /* configurations are compared by their octets */
    if (elements.len) {
        memcpy(kept, elements.data, elements.len);
    }
    *len = (uint16_t)elements.len;
}

uint32_t oid_query_ibss_params(struct oid_call *c)
{
    const struct mp_mib *mib = c->mp->mib;
    return oid_reply(c, PAYLOAD(IBSS_PARAMS, .ibss = {.join_only = mib->join_only,
                                                      .elements.bytes = span(
                                                          mib->ibss_ies, mib->ibss_ies_len)}));
}

uint32_t oid_set_ibss_params(struct oid_call *c)
{
    const struct extsta_part *elements = &c->value.ibss.elements;
    uint32_t status = check_elements(elements);
    if (status != NDIS_STATUS_SUCCESS) {
        return status;
    }
    struct mp_mib *mib = c->draft;
    mib->join_only = c->value.ibss.join_only;
    keep_elements(elements->bytes, mib->ibss_ies, &mib->ibss_ies_len);
    return NDIS_STATUS_SUCCESS;
}

uint32_t oid_set_association_params(struct oid_call *c)
{
    const struct extsta_part *elements = &c->value.association_params.elements;
    uint32_t status = check_elements(elements);
    if (status != NDIS_STATUS_SUCCESS) {
        return status;
    }
    struct mp_mib *mib = c->draft;
    mib->assoc_ies_bssid = c->value.association_params.bssid;
    keep_elements(elements->bytes, mib->assoc_ies, &mib->assoc_ies_len);
    return NDIS_STATUS_SUCCESS;
}

/* --- QoS, beacons --- */

uint32_t oid_query_qos(struct oid_call *c)
{
    return oid_reply(c, PAYLOAD(QOS_PARAMS, .qos_flags = (uint8_t)c->mp->mib->qos_flags));
}

uint32_t oid_set_qos(struct oid_call *c)
{
    uint32_t flags = c->value.qos_flags;
    if (flags & ~MP_QOS_SUPPORTED) {
        return NDIS_STATUS_INVALID_DATA;
    }
    c->draft->qos_flags = flags;
    return NDIS_STATUS_SUCCESS;
}

uint32_t oid_query_beacon_period(struct oid_call *c)
{
    const struct bss_entry *bss = mlme_is_joined(c->mp) ? mlme_bss(c->mp) : NULL;
    /* ASC-42: of the BSS, or our own */
    return oid_reply_u32(c, bss ? bss->info->interval : c->mp->mib->beacon_period);
}

uint32_t oid_set_beacon_period(struct oid_call *c)
{
    if (c->mp->mib->desired_bss_type != dot11_BSS_type_independent) {
        return NDIS_STATUS_INVALID_DATA; /* MIB-40: BEACON_PERIOD */
    }
    return oid_set_u32(c);
}

uint32_t oid_set_atim_window(struct oid_call *c)
{
    const struct mp_mib *mib = c->mp->mib;
    if (mib->desired_bss_type != dot11_BSS_type_independent ||
        c->value.number >= mib->beacon_period) {
        return NDIS_STATUS_INVALID_DATA; /* MIB-41: it ends before the next TBTT */
    }
    return oid_set_u32(c);
}

uint32_t oid_query_dtim_period(struct oid_call *c)
{
    const struct bss_entry *bss = mlme_is_associated(c->mp) ? mlme_bss(c->mp) : NULL;
    struct element e;
    uint32_t period = 0; /* 0: not connected, or no Beacon heard yet */
    if (bss && element_find(bss_beacon_elements(bss->info), ELEMENT_TIM, &e) &&
        e.value.len > 1) {
        period = e.value.data[1]; /* IEEE 802.11-2020 9.4.2.5 */
    }
    return oid_reply_u32(c, period);
}
