/* What network to connect to, and how it is named: BSS type, SSIDs, BSSIDs, excluded
 * addresses, country, IBSS and association parameters. */
#include "base/mac.h"
#include "miniport/oid/oid.h"
#include "wire/element.h"

static const struct oid_list ssid_list = {
    .revision = DOT11_SSID_LIST_REVISION_1,
    .fixed_size = sizeof(DOT11_SSID_LIST),
    .array = offsetof(DOT11_SSID_LIST, SSIDs),
    .entry = sizeof(DOT11_SSID),
};
static const struct oid_list bssid_list = {
    .revision = DOT11_BSSID_LIST_REVISION_1,
    .fixed_size = sizeof(DOT11_BSSID_LIST),
    .array = offsetof(DOT11_BSSID_LIST, BSSIDs),
    .entry = sizeof(DOT11_MAC_ADDRESS),
};
static const struct oid_list mac_list = {
    .revision = DOT11_MAC_ADDRESS_LIST_REVISION_1,
    .fixed_size = sizeof(DOT11_MAC_ADDRESS_LIST),
    .array = offsetof(DOT11_MAC_ADDRESS_LIST, MacAddrs),
    .entry = sizeof(DOT11_MAC_ADDRESS),
};

uint32_t oid_set_bss_type(struct oid_call *c)
{
    uint32_t type = get_le32(c->in.data);
    if (type != dot11_BSS_type_infrastructure && type != dot11_BSS_type_independent) {
        return NDIS_STATUS_INVALID_DATA; /* MIB-01, ATH-04 */
    }
    struct mp_mib *mib = mib_edit(c->mp);
    if (!mib) {
        return NDIS_STATUS_RESOURCES;
    }
    mib->desired_bss_type = type;
    mib_default_algorithms(mib); /* even when the type is the same */
    return NDIS_STATUS_SUCCESS;
}

/* --- SSIDs --- */

uint32_t oid_query_ssids(struct oid_call *c)
{
    const struct mp_mib *mib = c->mp->mib;
    struct writer w;
    if (!oid_reply_list(c, &ssid_list, mib->ssid_count, &w)) {
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    for (size_t i = 0; i < mib->ssid_count; i++) {
        writer_le32(&w, mib->ssids[i].len);
        writer_bytes(&w, mib->ssids[i].ssid, sizeof mib->ssids[i].ssid);
    }
    return NDIS_STATUS_SUCCESS;
}

static uint32_t read_ssids(struct reader *r, size_t count, struct mp_ssid *ssids)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t len = reader_le32(r);
        struct extsta_span bytes = reader_take(r, DOT11_SSID_MAX_LENGTH);
        if (r->failed || len > DOT11_SSID_MAX_LENGTH || (len == 0 && count > 1)) {
            return NDIS_STATUS_INVALID_DATA; /* CIP-15: the wildcard stands alone */
        }
        ssids[i].len = (uint8_t)len;
        memcpy(ssids[i].ssid, bytes.data, len);
    }
    return NDIS_STATUS_SUCCESS;
}

uint32_t oid_set_ssids(struct oid_call *c)
{
    struct mp_ssid ssids[MP_MAX_SSIDS] = {0};
    size_t count;
    struct reader r;
    uint32_t status = oid_input_list(c, &ssid_list, MP_MAX_SSIDS, &count, &r);
    if (status != NDIS_STATUS_SUCCESS) {
        return status;
    }
    status = read_ssids(&r, count, ssids);
    if (status != NDIS_STATUS_SUCCESS) {
        return status;
    }
    struct mp_mib *mib = mib_edit(c->mp);
    if (!mib) {
        return NDIS_STATUS_RESOURCES;
    }
    memcpy(mib->ssids, ssids, sizeof mib->ssids);
    mib->ssid_count = (uint8_t)count;
    return NDIS_STATUS_SUCCESS;
}

/* --- lists of addresses --- */

static uint32_t reply_addresses(struct oid_call *c, const struct oid_list *shape,
                                const struct extsta_mac *addresses, size_t count)
{
    struct writer w;
    if (!oid_reply_list(c, shape, count, &w)) {
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    for (size_t i = 0; i < count; i++) {
        writer_mac(&w, addresses[i]);
    }
    return NDIS_STATUS_SUCCESS;
}

/* Reads a list in which the wildcard must stand alone (CIP-13, CIP-15). */
static uint32_t read_addresses(struct oid_call *c, const struct oid_list *shape,
                               struct extsta_mac *addresses, size_t max, size_t *count)
{
    struct reader r;
    uint32_t status = oid_input_list(c, shape, max, count, &r);
    for (size_t i = 0; status == NDIS_STATUS_SUCCESS && i < *count; i++) {
        addresses[i] = reader_mac(&r);
        if (mac_is_broadcast(addresses[i]) && *count > 1) {
            status = NDIS_STATUS_INVALID_DATA;
        }
    }
    return status;
}

uint32_t oid_query_bssids(struct oid_call *c)
{
    return reply_addresses(c, &bssid_list, c->mp->mib->bssids, c->mp->mib->bssid_count);
}

uint32_t oid_set_bssids(struct oid_call *c)
{
    struct extsta_mac bssids[MP_MAX_BSSIDS] = {0};
    size_t count;
    uint32_t status = read_addresses(c, &bssid_list, bssids, MP_MAX_BSSIDS, &count);
    if (status != NDIS_STATUS_SUCCESS) {
        return status;
    }
    struct mp_mib *mib = mib_edit(c->mp);
    if (!mib) {
        return NDIS_STATUS_RESOURCES;
    }
    memcpy(mib->bssids, bssids, sizeof mib->bssids);
    mib->bssid_count = (uint8_t)count;
    return NDIS_STATUS_SUCCESS;
}

uint32_t oid_query_excluded(struct oid_call *c)
{
    const struct mp_excluded *list = c->mp->excluded;
    return reply_addresses(c, &mac_list, list ? list->addresses : NULL, list ? list->count : 0);
}

uint32_t oid_set_excluded(struct oid_call *c)
{
    struct miniport *mp = c->mp;
    struct extsta_mac addresses[MP_MAX_EXCLUDED] = {0};
    size_t count;
    uint32_t status = read_addresses(c, &mac_list, addresses, MP_MAX_EXCLUDED, &count);
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
    mlme_excluded_changed(mp, c->now); /* DIS-13 */
    return NDIS_STATUS_SUCCESS;
}

/* --- country --- */

uint32_t oid_query_country(struct oid_call *c)
{
    return oid_reply_bytes(c, c->mp->mib->country, sizeof c->mp->mib->country);
}

uint32_t oid_set_country(struct oid_call *c)
{
    const uint8_t *s = c->in.data;
    bool none = s[0] == 0 && s[1] == 0 && s[2] == 0;
    if (!none && s[2] != ' ' && s[2] != 'O' && s[2] != 'I') {
        return NDIS_STATUS_INVALID_DATA; /* MIB-08 */
    }
    struct mp_mib *mib = mib_edit(c->mp);
    if (!mib) {
        return NDIS_STATUS_RESOURCES;
    }
    memcpy(mib->country, s, sizeof mib->country);
    return NDIS_STATUS_SUCCESS;
}

uint32_t oid_set_multi_domain(struct oid_call *c)
{
    if (c->mp->mlme.scanning == SCAN_EXPLICIT) {
        return NDIS_STATUS_DOT11_MEDIA_IN_USE; /* MIB-44 */
    }
    return oid_set_bool(c);
}

uint32_t oid_query_country_string(struct oid_call *c)
{
    const struct miniport *mp = c->mp;
    if (mp->mlme.scanning == SCAN_EXPLICIT) {
        return NDIS_STATUS_DOT11_MEDIA_IN_USE; /* MIB-48 */
    }
    if (!mp->mib->multi_domain) {
        return NDIS_STATUS_INVALID_DATA;
    }
    uint8_t country[3] = {0};
    const struct bss_entry *bss = mlme_is_associated(mp) ? mlme_bss(mp) : NULL;
    struct element e;
    if (bss && element_find(bss_elements(bss->info), ELEMENT_COUNTRY, &e) &&
        e.value.len >= sizeof country) {
        memcpy(country, e.value.data, sizeof country);
    }
    return oid_reply_bytes(c, country, sizeof country);
}

/* --- elements given by the host --- */

/* Elements the station shall put into its frames: none, or well-formed ones. */
static uint32_t read_elements(const struct oid_call *c, size_t offset_at, size_t len_at,
                              struct extsta_span *elements)
{
    uint32_t offset = get_le32(c->in.data + offset_at), len = get_le32(c->in.data + len_at);
    if (!oid_input_at(c, offset, len, elements) || elements->len > MP_MAX_EXTRA_IES) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    struct reader r = reader_of(*elements);
    struct element e;
    while (element_next(&r, &e)) {
    }
    return r.failed || reader_left(&r) ? NDIS_STATUS_INVALID_DATA : NDIS_STATUS_SUCCESS;
}

static void keep_elements(struct extsta_span elements, uint8_t kept[MP_MAX_EXTRA_IES],
                          uint16_t *len)
{
    memset(kept, 0, MP_MAX_EXTRA_IES); /* configurations are compared by their octets */
    memcpy(kept, elements.data, elements.len);
    *len = (uint16_t)elements.len;
}

uint32_t oid_query_ibss_params(struct oid_call *c)
{
    const struct mp_mib *mib = c->mp->mib;
    struct writer w;
    if (!oid_reply_begin(c, sizeof(DOT11_IBSS_PARAMS) + mib->ibss_ies_len, &w)) {
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    oid_write_header(&w, DOT11_IBSS_PARAMS_REVISION_1, sizeof(DOT11_IBSS_PARAMS));
    writer_u8(&w, mib->join_only);
    writer_zero(&w, offsetof(DOT11_IBSS_PARAMS, uIEsOffset) - writer_len(&w));
    writer_le32(&w, mib->ibss_ies_len ? sizeof(DOT11_IBSS_PARAMS) : 0); /* MIB-29 */
    writer_le32(&w, mib->ibss_ies_len);
    writer_bytes(&w, mib->ibss_ies, mib->ibss_ies_len);
    return NDIS_STATUS_SUCCESS;
}

uint32_t oid_set_ibss_params(struct oid_call *c)
{
    struct extsta_span elements;
    uint32_t status = read_elements(c, offsetof(DOT11_IBSS_PARAMS, uIEsOffset),
                                    offsetof(DOT11_IBSS_PARAMS, uIEsLength), &elements);
    if (status != NDIS_STATUS_SUCCESS) {
        return status;
    }
    struct mp_mib *mib = mib_edit(c->mp);
    if (!mib) {
        return NDIS_STATUS_RESOURCES;
    }
    mib->join_only = c->in.data[offsetof(DOT11_IBSS_PARAMS, bJoinOnly)] != 0;
    keep_elements(elements, mib->ibss_ies, &mib->ibss_ies_len);
    return NDIS_STATUS_SUCCESS;
}

uint32_t oid_set_association_params(struct oid_call *c)
{
    struct extsta_span elements;
    uint32_t status =
        read_elements(c, offsetof(DOT11_ASSOCIATION_PARAMS, uAssocRequestIEsOffset),
                      offsetof(DOT11_ASSOCIATION_PARAMS, uAssocRequestIEsLength), &elements);
    if (status != NDIS_STATUS_SUCCESS) {
        return status;
    }
    struct mp_mib *mib = mib_edit(c->mp);
    if (!mib) {
        return NDIS_STATUS_RESOURCES;
    }
    memcpy(mib->assoc_ies_bssid.b, c->in.data + offsetof(DOT11_ASSOCIATION_PARAMS, BSSID),
           sizeof mib->assoc_ies_bssid.b);
    keep_elements(elements, mib->assoc_ies, &mib->assoc_ies_len);
    return NDIS_STATUS_SUCCESS;
}

/* --- QoS, beacons --- */

uint32_t oid_query_qos(struct oid_call *c)
{
    struct writer w;
    if (!oid_reply_begin(c, sizeof(DOT11_QOS_PARAMS), &w)) {
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    oid_write_header(&w, DOT11_QOS_PARAMS_REVISION_1, sizeof(DOT11_QOS_PARAMS));
    writer_u8(&w, (uint8_t)c->mp->mib->qos_flags);
    writer_zero(&w, sizeof(DOT11_QOS_PARAMS) - writer_len(&w));
    return NDIS_STATUS_SUCCESS;
}

uint32_t oid_set_qos(struct oid_call *c)
{
    uint32_t flags = c->in.data[offsetof(DOT11_QOS_PARAMS, ucEnabledQoSProtocolFlags)];
    if (flags & ~MP_QOS_SUPPORTED) {
        return NDIS_STATUS_INVALID_DATA;
    }
    struct mp_mib *mib = mib_edit(c->mp);
    if (!mib) {
        return NDIS_STATUS_RESOURCES;
    }
    mib->qos_flags = flags;
    return NDIS_STATUS_SUCCESS;
}

uint32_t oid_query_beacon_period(struct oid_call *c)
{
    const struct bss_entry *bss = mlme_is_associated(c->mp) ? mlme_bss(c->mp) : NULL;
    return oid_reply_u32(c, bss ? bss->info->interval : c->mp->mib->beacon_period); /* ASC-42 */
}

uint32_t oid_set_beacon_period(struct oid_call *c)
{
    if (c->mp->mib->desired_bss_type != dot11_BSS_type_independent) {
        return NDIS_STATUS_INVALID_DATA; /* MIB-40 */
    }
    return oid_set_u32(c);
}

uint32_t oid_set_atim_window(struct oid_call *c)
{
    const struct mp_mib *mib = c->mp->mib;
    if (mib->desired_bss_type != dot11_BSS_type_independent ||
        get_le32(c->in.data) >= mib->beacon_period) {
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
