/* PHYs, their power, rates and channels. Many of these objects are of "the current PHY"
 * (CURRENT_PHY_ID, MIB-07), which only says what the host is asking about: the PHY of an
 * association is the one its AP was heard on. */
#include "miniport/oid/oid.h"
#include "wire/element.h"

static const struct extsta_phy_caps *current_phy(const struct miniport *mp)
{
    return &mp->radio->phys[mp->mib->current_phy];
}

/* --- PHY lists --- */

uint32_t oid_set_phys(struct oid_call *c)
{
    struct extsta_part entries;
    struct extsta_payload e;
    uint32_t status = oid_input_list(c, SIZE_MAX, &entries);
    if (status != NDIS_STATUS_SUCCESS) {
        return status;
    }
    if (entries.size == 0 || entries.size > MP_MAX_PHYS) {
        /* MIB-05, CIP-15: DESIRED_PHY_LIST: any alone, or PHYs there are */
        return NDIS_STATUS_INVALID_DATA;
    }
    uint32_t phys[MP_MAX_PHYS] = {0}, count = entries.size;
    for (size_t i = 0; extsta_payload_next(&entries, &e); i++) {
        phys[i] = e.number;
        if (phys[i] == DOT11_PHY_ID_ANY ? count > 1 : phys[i] >= c->mp->radio->phy_count) {
            return NDIS_STATUS_INVALID_DATA;
        }
    }
    return oid_set_list(c, phys, sizeof phys, count);
}

static void write_active_phy(struct oid_call *c, size_t i, struct writer *w)
{
    const struct mp_link *link = &c->mp->link;
    payload_write(w, PAYLOAD(NUMBER, .number = link->ap ? link->ap->negotiated.phy
                                                        : link->network->negotiated.phy));
}

uint32_t oid_query_active_phys(struct oid_call *c)
{
    const struct miniport *mp = c->mp;
    bool connected = mp->mlme.connection == CONNECTION_CONNECTED ||
                     mp->mlme.connection == CONNECTION_ROAMING;
    if (!connected) {
        return NDIS_STATUS_INVALID_STATE; /* ASC-43: no PHY is active without a connection */
    }
    /* connected, but the AP is lost: no PHY is in use */
    return oid_reply_list(c, mp->link.ap || mp->link.network ? 1 : 0, write_active_phy);
}

uint32_t oid_set_current_phy(struct oid_call *c)
{
    uint32_t id = c->value.number;
    if (id >= c->mp->radio->phy_count) {
        return NDIS_STATUS_INVALID_DATA; /* MIB-07: CURRENT_PHY_ID */
    }
    struct mp_mib *mib = c->draft;
    if (mib->current_phy != id) {
        mib->current_phy = id;
        /* MIB-35: the default goes with the PHY */
        mib->fragmentation_threshold = mib_fragmentation_default(c->mp->radio, id);
    }
    return NDIS_STATUS_SUCCESS;
}

static void write_phy_type(struct oid_call *c, size_t i, struct writer *w)
{
    payload_write(w, PAYLOAD(NUMBER, .number = c->mp->radio->phys[i].type));
}

uint32_t oid_query_phy_types(struct oid_call *c)
{
    return oid_reply_list(c, c->mp->radio->phy_count, write_phy_type);
}

/* --- power --- */

uint32_t oid_query_power(struct oid_call *c)
{
    return oid_reply_bool(c, power_software_on(c->mp, c->mp->mib->current_phy));
}

uint32_t oid_set_power(struct oid_call *c)
{
    if (c->mp->mlme.scanning == SCAN_EXPLICIT) {
        return NDIS_STATUS_DOT11_MEDIA_IN_USE; /* PWR-02: not during an explicit scan */
    }
    /* PWR-01: the software switch of a PHY */
    power_software_set(c->mp, c->now, c->mp->mib->current_phy, c->value.flag);
    return NDIS_STATUS_SUCCESS;
}

uint32_t oid_query_hardware_power(struct oid_call *c)
{
    return oid_reply_bool(c, power_hardware_on(c->mp, c->mp->mib->current_phy));
}

uint32_t oid_set_power_saving(struct oid_call *c)
{
    uint32_t level = c->value.number;
    if (level != DOT11_POWER_SAVING_NO_POWER_SAVING && level != DOT11_POWER_SAVING_FAST_PSP &&
        level != DOT11_POWER_SAVING_MAX_PSP && level != DOT11_POWER_SAVING_MAXIMUM_LEVEL) {
        return NDIS_STATUS_INVALID_DATA; /* PWR-08: one of the levels */
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
    uint32_t state = c->value.number;
    if (state < NDIS_DEVICE_STATE_D0 || state > NDIS_DEVICE_STATE_D3) {
        return NDIS_STATUS_INVALID_DATA;
    }
    power_device_set(c->mp, c->now, state); /* PWR-12: D0 or a lower power state */
    return NDIS_STATUS_SUCCESS;
}

/* MIB-19, milliseconds; the watch over the AP goes by it at once. */
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
    return oid_reply(
        c, PAYLOAD(RATE_SET, .list.entries.bytes = span(mib->rates, mib->rate_count)));
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

/* MIB-42: every rate is one that some PHY has; one wrong rate refuses all. */
uint32_t oid_set_rates(struct oid_call *c)
{
    const struct extsta_part *given = &c->value.list.entries;
    uint32_t count = given->size;
    if (given->cut || count > sizeof c->mp->mib->rates) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    uint8_t rates[sizeof c->mp->mib->rates] = {0};
    bool valid = count > 0;
    for (size_t i = 0; i < count; i++) {
        rates[i] = given->bytes.data[i] & 0x7f; /* the basic-rate bit is the BSS's business */
        valid &= rate_supported(c->mp->radio, rates[i]);
    }
    if (!valid) {
        return NDIS_STATUS_INVALID_DATA;
    }
    return oid_set_list(c, rates, sizeof rates, count);
}

/* The rates of the current PHY, for transmission and reception. */
uint32_t oid_query_data_rates(struct oid_call *c)
{
    const struct extsta_phy_caps *phy = current_phy(c->mp);
    struct extsta_span rates = span(phy->rates, phy->rate_count);
    return oid_reply(c, PAYLOAD(DATA_RATES, .data_rates = {.tx = rates, .rx = rates}));
}

uint32_t oid_query_rate_table(struct oid_call *c)
{
    const struct extsta_phy_caps *phy = current_phy(c->mp);
    uint8_t entries[DOT11_RATE_SET_MAX_LENGTH * 4];
    struct writer w = writer_of(entries, sizeof entries);
    for (size_t i = 0; i < phy->rate_count; i++) {
        uint8_t rate = phy->rates[i]; /* the index is the rate itself, as in frames */
        payload_write(&w, PAYLOAD(RATE_MAPPING, .rate_mapping = {.index = rate, .rate = rate}));
    }
    return oid_reply(c, PAYLOAD(RATE_TABLE, .list.entries.bytes = writer_span_of(&w)));
}

/* --- channels --- */

#define BAND_5GHZ_FROM 5000u /* MHz */

/* Whether the current PHY is of the band that the object is for. */
static bool of_this_band(const struct oid_call *c)
{
    const struct extsta_phy_caps *phy = current_phy(c->mp);
    bool is_5ghz = phy->freq_count > 0 && phy->freqs[0] >= BAND_5GHZ_FROM;
    return is_5ghz == (c->row->of == OID_BAND_5GHZ);
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
uint32_t oid_query_channel(struct oid_call *c)
{
    const struct extsta_phy_caps *phy = current_phy(c->mp);
    if (!of_this_band(c) || phy->freq_count == 0) {
        return NDIS_STATUS_NOT_SUPPORTED;
    }
    uint16_t freq = c->mp->link.freq;
    return oid_reply_u32(c, freq_to_channel(phy_has_freq(phy, freq) ? freq : phy->freqs[0]));
}

/* In INIT, where nothing but a scan has a use for the radio. */
uint32_t oid_set_channel(struct oid_call *c)
{
    struct miniport *mp = c->mp;
    if (!of_this_band(c)) {
        return NDIS_STATUS_NOT_SUPPORTED;
    }
    if (mp->mib->auto_config & DOT11_PHY_AUTO_CONFIG_ENABLED_FLAG) {
        /* STA-14: it is the driver's business then */
        return NDIS_STATUS_DOT11_AUTO_CONFIG_ENABLED;
    }
    uint32_t channel = c->value.number;
    uint16_t freq = channel <= UINT8_MAX
                        ? channel_to_freq((uint8_t)channel, c->row->of == OID_BAND_5GHZ)
                        : 0;
    if (freq == 0 || !phy_has_freq(current_phy(mp), freq)) {
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

/* DSSS PHYs count in channels, OFDM PHYs in frequencies. */
static void write_channel(struct oid_call *c, size_t i, struct writer *w)
{
    uint16_t freq = current_phy(c->mp)->freqs[i];
    bool of_5ghz = c->row->of == OID_BAND_5GHZ;
    payload_write(w, PAYLOAD(NUMBER, .number = of_5ghz ? freq : freq_to_channel(freq)));
}

uint32_t oid_query_channels(struct oid_call *c)
{
    return of_this_band(c) ? oid_reply_list(c, current_phy(c->mp)->freq_count, write_channel)
                           : NDIS_STATUS_NOT_SUPPORTED;
}

/* MIB-43: one domain, "other": what may be sent where is the radio's business. */
static void write_reg_domain(struct oid_call *c, size_t i, struct writer *w)
{
    payload_write(w, PAYLOAD(REG_DOMAIN, .reg_domain.domain = DOT11_REG_DOMAIN_OTHER));
}

uint32_t oid_query_reg_domains(struct oid_call *c)
{
    return oid_reply_list(c, 1, write_reg_domain);
}
