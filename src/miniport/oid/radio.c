/* PHYs, their power, rates and channels. */
#include "miniport/oid/oid.h"
#include "wire/element.h"

static const struct oid_list phy_list = {
    .revision = DOT11_PHY_ID_LIST_REVISION_1,
    .fixed_size = sizeof(DOT11_PHY_ID_LIST),
    .array = offsetof(DOT11_PHY_ID_LIST, dot11PhyId),
    .entry = sizeof(uint32_t),
};
static const struct oid_list phy_type_list = {
    .array = offsetof(DOT11_SUPPORTED_PHY_TYPES, dot11PHYType),
    .entry = sizeof(uint32_t),
};
static const struct oid_list dsss_list = {
    .array = offsetof(DOT11_SUPPORTED_DSSS_CHANNEL_LIST, dot11SupportedDSSSChannel),
    .entry = sizeof(DOT11_SUPPORTED_DSSS_CHANNEL),
};
static const struct oid_list ofdm_list = {
    .array = offsetof(DOT11_SUPPORTED_OFDM_FREQUENCY_LIST, dot11SupportedOFDMFrequency),
    .entry = sizeof(DOT11_SUPPORTED_OFDM_FREQUENCY),
};
static const struct oid_list reg_domain_list = {
    .array = offsetof(DOT11_REG_DOMAINS_SUPPORT_VALUE, dot11RegDomainValue),
    .entry = sizeof(DOT11_REG_DOMAIN_VALUE),
};

static const struct extsta_phy_caps *current_phy(const struct miniport *mp)
{
    return &mp->radio->phys[mp->mib->current_phy];
}

/* --- PHY lists --- */

uint32_t oid_query_phys(struct oid_call *c)
{
    const struct mp_mib *mib = c->mp->mib;
    struct writer w;
    if (!oid_reply_list(c, &phy_list, mib->phy_count, &w)) {
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    for (size_t i = 0; i < mib->phy_count; i++) {
        writer_le32(&w, mib->phys[i]);
    }
    return NDIS_STATUS_SUCCESS;
}

uint32_t oid_set_phys(struct oid_call *c)
{
    size_t count;
    struct reader r;
    uint32_t status = oid_input_list(c, &phy_list, SIZE_MAX, &count, &r);
    if (status != NDIS_STATUS_SUCCESS) {
        return status;
    }
    if (count == 0 || count > MP_MAX_PHYS) {
        return NDIS_STATUS_INVALID_DATA; /* MIB-05, CIP-15 */
    }
    uint32_t phys[MP_MAX_PHYS] = {0};
    for (size_t i = 0; i < count; i++) {
        phys[i] = reader_le32(&r);
        if (phys[i] == DOT11_PHY_ID_ANY ? count > 1 : phys[i] >= c->mp->radio->phy_count) {
            return NDIS_STATUS_INVALID_DATA;
        }
    }
    struct mp_mib *mib = mib_edit(c->mp);
    if (!mib) {
        return NDIS_STATUS_RESOURCES;
    }
    memcpy(mib->phys, phys, sizeof mib->phys);
    mib->phy_count = (uint8_t)count;
    return NDIS_STATUS_SUCCESS;
}

uint32_t oid_query_active_phys(struct oid_call *c)
{
    const struct miniport *mp = c->mp;
    const struct mlme_negotiated *n = mlme_negotiated(mp);
    bool connected = mp->mlme.connection == CONNECTION_CONNECTED ||
                     mp->mlme.connection == CONNECTION_ROAMING;
    if (!connected) {
        return NDIS_STATUS_INVALID_STATE; /* ASC-43 */
    }
    size_t count = n ? 1 : 0; /* connected, but the AP is lost: no PHY is in use */
    struct writer w;
    if (!oid_reply_list(c, &phy_list, count, &w)) {
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    if (n) {
        writer_le32(&w, n->phy);
    }
    return NDIS_STATUS_SUCCESS;
}

uint32_t oid_set_current_phy(struct oid_call *c)
{
    uint32_t id = get_le32(c->in.data);
    if (id >= c->mp->radio->phy_count) {
        return NDIS_STATUS_INVALID_DATA; /* MIB-07 */
    }
    struct mp_mib *mib = mib_edit(c->mp);
    if (!mib) {
        return NDIS_STATUS_RESOURCES;
    }
    if (mib->current_phy != id) {
        mib->current_phy = id;
        mib->fragmentation_threshold = mib_fragmentation_default(c->mp->radio, id); /* MIB-35 */
    }
    return NDIS_STATUS_SUCCESS;
}

uint32_t oid_query_phy_types(struct oid_call *c)
{
    const struct extsta_radio_caps *radio = c->mp->radio;
    struct writer w;
    if (!oid_reply_list(c, &phy_type_list, radio->phy_count, &w)) {
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    for (size_t i = 0; i < radio->phy_count; i++) {
        writer_le32(&w, radio->phys[i].type);
    }
    return NDIS_STATUS_SUCCESS;
}

/* --- power --- */

uint32_t oid_query_power(struct oid_call *c)
{
    return oid_reply_bool(c, power_software_on(c->mp, c->mp->mib->current_phy));
}

uint32_t oid_set_power(struct oid_call *c)
{
    if (c->mp->mlme.scanning == SCAN_EXPLICIT) {
        return NDIS_STATUS_DOT11_MEDIA_IN_USE; /* PWR-02 */
    }
    power_software_set(c->mp, c->now, c->mp->mib->current_phy, c->in.data[0] != 0); /* PWR-01 */
    return NDIS_STATUS_SUCCESS;
}

uint32_t oid_query_hardware_power(struct oid_call *c)
{
    return oid_reply_bool(c, power_hardware_on(c->mp, c->mp->mib->current_phy));
}

uint32_t oid_set_power_saving(struct oid_call *c)
{
    uint32_t level = get_le32(c->in.data);
    if (level != DOT11_POWER_SAVING_NO_POWER_SAVING && level != DOT11_POWER_SAVING_FAST_PSP &&
        level != DOT11_POWER_SAVING_MAX_PSP && level != DOT11_POWER_SAVING_MAXIMUM_LEVEL) {
        return NDIS_STATUS_INVALID_DATA; /* PWR-08 */
    }
    uint32_t status = oid_set_u32(c);
    if (status == NDIS_STATUS_SUCCESS) {
        mlme_power_saving(c->mp, c->now);
    }
    return status;
}

/* Every device state can be entered at any time. */
uint32_t oid_query_device_power(struct oid_call *c)
{
    return oid_reply_u32(c, c->mp->power.device);
}

uint32_t oid_set_device_power(struct oid_call *c)
{
    uint32_t state = get_le32(c->in.data);
    if (state < NDIS_DEVICE_STATE_D0 || state > NDIS_DEVICE_STATE_D3) {
        return NDIS_STATUS_INVALID_DATA;
    }
    power_device_set(c->mp, c->now, state); /* PWR-12 */
    return NDIS_STATUS_SUCCESS;
}

uint32_t oid_set_unreachable(struct oid_call *c)
{
    uint32_t status = oid_set_u32(c);
    if (status == NDIS_STATUS_SUCCESS) {
        mlme_threshold_changed(c->mp, c->now);
    }
    return status;
}

/* --- rates --- */

uint32_t oid_query_rates(struct oid_call *c)
{
    const struct mp_mib *mib = c->mp->mib;
    struct writer w;
    if (!oid_reply_begin(c, sizeof(DOT11_RATE_SET), &w)) {
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    writer_le32(&w, mib->rate_count);
    writer_bytes(&w, mib->rates, mib->rate_count);
    writer_zero(&w, sizeof(DOT11_RATE_SET) - writer_len(&w));
    return NDIS_STATUS_SUCCESS;
}

static bool rate_supported(const struct extsta_radio_caps *radio, uint8_t rate)
{
    for (size_t i = 0; i < radio->phy_count; i++) {
        const struct extsta_phy_caps *phy = &radio->phys[i];
        if (phy->rate_count && memchr(phy->rates, rate, phy->rate_count)) {
            return true;
        }
    }
    return false;
}

uint32_t oid_set_rates(struct oid_call *c)
{
    struct reader r = reader_of(c->in);
    uint32_t count = reader_le32(&r);
    if (count > reader_left(&r) || count > sizeof c->mp->mib->rates) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    uint8_t rates[sizeof c->mp->mib->rates] = {0};
    bool valid = count > 0;
    for (size_t i = 0; i < count; i++) {
        rates[i] = reader_u8(&r) & 0x7f; /* the basic-rate bit is the BSS's business */
        valid &= rate_supported(c->mp->radio, rates[i]);
    }
    if (!valid) {
        return NDIS_STATUS_INVALID_DATA;
    }
    struct mp_mib *mib = mib_edit(c->mp);
    if (!mib) {
        return NDIS_STATUS_RESOURCES;
    }
    memcpy(mib->rates, rates, sizeof mib->rates);
    mib->rate_count = (uint8_t)count;
    return NDIS_STATUS_SUCCESS;
}

/* The rates of the current PHY, for transmission and reception. */
uint32_t oid_query_data_rates(struct oid_call *c)
{
    const struct extsta_phy_caps *phy = current_phy(c->mp);
    struct writer w;
    if (!oid_reply_begin(c, sizeof(DOT11_SUPPORTED_DATA_RATES_VALUE_V2), &w)) {
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    for (size_t direction = 0; direction < 2; direction++) {
        writer_bytes(&w, phy->rates, phy->rate_count);
        writer_zero(&w, MAX_NUM_SUPPORTED_RATES_V2 - phy->rate_count);
    }
    return NDIS_STATUS_SUCCESS;
}

uint32_t oid_query_rate_table(struct oid_call *c)
{
    const struct extsta_phy_caps *phy = current_phy(c->mp);
    struct writer w;
    if (!oid_reply_begin(c, sizeof(DOT11_DATA_RATE_MAPPING_TABLE), &w)) {
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    oid_write_header(&w, DOT11_DATA_RATE_MAPPING_TABLE_REVISION_1,
                     sizeof(DOT11_DATA_RATE_MAPPING_TABLE));
    writer_le32(&w, (uint32_t)phy->rate_count);
    for (size_t i = 0; i < phy->rate_count; i++) {
        writer_u8(&w, phy->rates[i]); /* the index is the rate itself, as in frames */
        writer_u8(&w, 0);
        writer_le16(&w, phy->rates[i]);
    }
    writer_zero(&w, sizeof(DOT11_DATA_RATE_MAPPING_TABLE) - writer_len(&w));
    return NDIS_STATUS_SUCCESS;
}

/* --- channels --- */

#define BAND_5GHZ_FROM 5000u /* MHz */

static bool phy_is_5ghz(const struct extsta_phy_caps *phy)
{
    return phy->freq_count > 0 && phy->freqs[0] >= BAND_5GHZ_FROM;
}

static bool phy_has_freq(const struct extsta_phy_caps *phy, uint16_t freq)
{
    for (size_t i = 0; i < phy->freq_count; i++) {
        if (phy->freqs[i] == freq) {
            return true;
        }
    }
    return false;
}

/* CURRENT_CHANNEL is an object of the 2.4 GHz PHYs, CURRENT_FREQUENCY one of OFDM PHYs;
 * both carry a channel number. */
static uint32_t query_channel(struct oid_call *c, bool of_5ghz)
{
    const struct extsta_phy_caps *phy = current_phy(c->mp);
    if (phy_is_5ghz(phy) != of_5ghz || phy->freq_count == 0) {
        return NDIS_STATUS_NOT_SUPPORTED;
    }
    uint16_t freq = c->mp->link.freq;
    return oid_reply_u32(c, freq_to_channel(phy_has_freq(phy, freq) ? freq : phy->freqs[0]));
}

static uint32_t set_channel(struct oid_call *c, bool of_5ghz)
{
    struct miniport *mp = c->mp;
    const struct extsta_phy_caps *phy = current_phy(mp);
    if (phy_is_5ghz(phy) != of_5ghz) {
        return NDIS_STATUS_NOT_SUPPORTED;
    }
    if (mp->mib->auto_config & DOT11_PHY_AUTO_CONFIG_ENABLED_FLAG) {
        return NDIS_STATUS_DOT11_AUTO_CONFIG_ENABLED; /* STA-14 */
    }
    uint32_t channel = get_le32(c->in.data);
    uint16_t freq = channel <= UINT8_MAX ? channel_to_freq((uint8_t)channel, of_5ghz) : 0;
    if (freq == 0 || !phy_has_freq(phy, freq)) {
        return NDIS_STATUS_INVALID_DATA;
    }
    if (mp->mlme.scanning != SCAN_IDLE) {
        return NDIS_STATUS_DOT11_MEDIA_IN_USE;
    }
    struct extsta_output *out = outq_push(mp->out, EXTSTA_OUT_TUNE, 0);
    if (!out) {
        return NDIS_STATUS_RESOURCES;
    }
    out->tune_freq = freq;
    mp->link.freq = freq;
    return NDIS_STATUS_SUCCESS;
}

uint32_t oid_query_channel(struct oid_call *c)
{
    return query_channel(c, false);
}

uint32_t oid_set_channel(struct oid_call *c)
{
    return set_channel(c, false);
}

uint32_t oid_query_frequency(struct oid_call *c)
{
    return query_channel(c, true);
}

uint32_t oid_set_frequency(struct oid_call *c)
{
    return set_channel(c, true);
}

/* The channels of the current PHY, if it is of that band. */
static uint32_t reply_channels(struct oid_call *c, const struct oid_list *shape, bool of_5ghz)
{
    const struct extsta_phy_caps *phy = current_phy(c->mp);
    if (phy_is_5ghz(phy) != of_5ghz) {
        return NDIS_STATUS_NOT_SUPPORTED;
    }
    struct writer w;
    if (!oid_reply_list(c, shape, phy->freq_count, &w)) {
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    for (size_t i = 0; i < phy->freq_count; i++) {
        writer_le32(&w, of_5ghz ? phy->freqs[i] : freq_to_channel(phy->freqs[i]));
    }
    return NDIS_STATUS_SUCCESS;
}

uint32_t oid_query_dsss_channels(struct oid_call *c)
{
    return reply_channels(c, &dsss_list, false);
}

uint32_t oid_query_ofdm_frequencies(struct oid_call *c)
{
    return reply_channels(c, &ofdm_list, true);
}

/* MIB-43: one domain, "other": what may be sent where is the radio's business. */
uint32_t oid_query_reg_domains(struct oid_call *c)
{
    struct writer w;
    if (!oid_reply_list(c, &reg_domain_list, 1, &w)) {
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    writer_le32(&w, 0);
    writer_le32(&w, DOT11_REG_DOMAIN_OTHER);
    return NDIS_STATUS_SUCCESS;
}
