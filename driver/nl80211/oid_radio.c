/* PHYs, their power, rates and channels. Many of these objects are of "the current PHY"
 * (CURRENT_PHY_ID, MIB-07). RTS and fragmentation thresholds and power saving are the kernel's
 * to carry out. */
#include "oid.h"
#include "wire/element.h"

#define BAND_5GHZ_FROM 5000u /* MHz */
#define OFF            0xffffffffu

static const struct extsta_phy_caps *current(const struct nld *d)
{
    return &d->card.radio->phys[d->mib.current_phy];
}

/* --- PHY lists --- */

uint32_t nld_put_phys(struct nld_call *c)
{
    uint32_t phys[MP_MAX_PHYS] = {0};
    struct extsta_part entries;
    struct extsta_payload e;
    uint32_t status = nld_input_list(c, SIZE_MAX, &entries);
    if (status != NDIS_STATUS_SUCCESS) {
        return status;
    }
    size_t count = entries.size;
    if (count == 0 || count > MP_MAX_PHYS) {
        return NDIS_STATUS_INVALID_DATA; /* MIB-05, CIP-15: any alone, or PHYs there are */
    }
    for (size_t i = 0; extsta_payload_next(&entries, &e); i++) {
        phys[i] = e.number;
        if (phys[i] == DOT11_PHY_ID_ANY ? count > 1 : phys[i] >= c->d->card.radio->phy_count) {
            return NDIS_STATUS_INVALID_DATA;
        }
    }
    return nld_set_list(c, phys, sizeof phys, count);
}

static void write_active(struct nld_call *c, size_t i, struct writer *w)
{
    (void)i;
    payload_write(w, PAYLOAD(NUMBER, .number = c->d->link.negotiated.phy));
}

/* ASC-43: no PHY is active without a connection. */
uint32_t nld_get_active_phys(struct nld_call *c)
{
    bool connected = c->d->connection == NLD_CONNECTED || c->d->connection == NLD_ROAMING;
    return connected ? nld_reply_list(c, c->d->link.up, write_active)
                     : NDIS_STATUS_INVALID_STATE;
}

uint32_t nld_put_current_phy(struct nld_call *c)
{
    struct mp_mib *mib = &c->d->mib;
    if (c->p.number >= c->d->card.radio->phy_count) {
        return NDIS_STATUS_INVALID_DATA; /* MIB-07: CURRENT_PHY_ID */
    }
    if (mib->current_phy != c->p.number) { /* MIB-35: the default goes with the PHY */
        mib->fragmentation_threshold = mib_fragmentation_default(c->d->card.radio, c->p.number);
    }
    mib->current_phy = c->p.number;
    return NDIS_STATUS_SUCCESS;
}

static void write_phy_type(struct nld_call *c, size_t i, struct writer *w)
{
    payload_write(w, PAYLOAD(NUMBER, .number = c->d->card.radio->phys[i].type));
}

uint32_t nld_get_phy_types(struct nld_call *c)
{
    return nld_reply_list(c, c->d->card.radio->phy_count, write_phy_type);
}

/* --- power --- */

uint32_t nld_get_power(struct nld_call *c)
{
    return nld_reply_flag(c, nld_radio_software(c->d));
}

uint32_t nld_put_power(struct nld_call *c)
{
    return nld_radio_set(c->d, c->p.flag);
}

uint32_t nld_get_hardware(struct nld_call *c)
{
    return nld_reply_flag(c, nld_radio_hardware(c->d));
}

/* The kernel knows on and off, no levels (PWR-08). */
uint32_t nld_put_saving(struct nld_call *c)
{
    uint32_t level = c->p.number;
    if (level != DOT11_POWER_SAVING_NO_POWER_SAVING && level != DOT11_POWER_SAVING_FAST_PSP &&
        level != DOT11_POWER_SAVING_MAX_PSP && level != DOT11_POWER_SAVING_MAXIMUM_LEVEL) {
        return NDIS_STATUS_INVALID_DATA;
    }
    struct nl_msg *msg = nld_command(c->d, NL80211_CMD_SET_POWER_SAVE, 0);
    nld_put_u32(msg, NL80211_ATTR_PS_STATE,
                level == DOT11_POWER_SAVING_NO_POWER_SAVING ? NL80211_PS_DISABLED
                                                            : NL80211_PS_ENABLED);
    nld_tell(c->d, msg, NLD_OF_RADIO);
    return nld_put_number(c);
}

uint32_t nld_get_device(struct nld_call *c)
{
    return nld_reply_number(c, c->d->device_power);
}

uint32_t nld_put_device(struct nld_call *c)
{
    if (c->p.number < NDIS_DEVICE_STATE_D0 || c->p.number > NDIS_DEVICE_STATE_D3) {
        return NDIS_STATUS_INVALID_DATA;
    }
    c->d->device_power = c->p.number; /* PWR-12: the kernel suspends the card itself */
    return NDIS_STATUS_SUCCESS;
}

/* --- thresholds --- */

static void set_wiphy(struct nld *d, int attr, uint32_t value, uint32_t off_from)
{
    struct nl_msg *msg = nld_command(d, NL80211_CMD_SET_WIPHY, 0);
    nld_put_u32(msg, attr, value >= off_from ? OFF : value);
    nld_tell(d, msg, NLD_OF_RADIO);
}

uint32_t nld_put_rts(struct nld_call *c)
{
    uint32_t status = nld_put_number(c);
    if (status == NDIS_STATUS_SUCCESS) {
        set_wiphy(c->d, NL80211_ATTR_WIPHY_RTS_THRESHOLD, c->p.number, MP_MAX_RTS_THRESHOLD);
    }
    return status;
}

uint32_t nld_put_fragmentation(struct nld_call *c)
{
    uint32_t status = nld_put_number(c);
    if (status == NDIS_STATUS_SUCCESS) {
        set_wiphy(c->d, NL80211_ATTR_WIPHY_FRAG_THRESHOLD, c->p.number, DOT11_MAX_PDU_SIZE);
    }
    return status;
}

/* --- rates --- */

uint32_t nld_get_rates(struct nld_call *c)
{
    const struct mp_mib *mib = &c->d->mib;
    return nld_reply(
        c, PAYLOAD(RATE_SET, .list.entries.bytes = span(mib->rates, mib->rate_count)));
}

static bool is_rate(const struct extsta_radio_caps *radio, uint8_t rate)
{
    for (size_t i = 0; i < radio->phy_count; i++) {
        const struct extsta_phy_caps *phy = &radio->phys[i];
        if (phy->rate_count && memchr(phy->rates, rate, phy->rate_count)) {
            return true;
        }
    }
    return false;
}

/* MIB-42: every rate is one that some PHY has. What the kernel announces stays its own. */
uint32_t nld_put_rates(struct nld_call *c)
{
    const struct extsta_part *given = &c->p.list.entries;
    uint8_t rates[sizeof c->d->mib.rates] = {0};
    if (given->cut || given->size > sizeof rates) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    bool valid = given->size > 0;
    for (size_t i = 0; i < given->size; i++) {
        rates[i] = given->bytes.data[i] & 0x7f;
        valid &= is_rate(c->d->card.radio, rates[i]);
    }
    return valid ? nld_set_list(c, rates, sizeof rates, given->size) : NDIS_STATUS_INVALID_DATA;
}

uint32_t nld_get_data_rates(struct nld_call *c)
{
    const struct extsta_phy_caps *phy = current(c->d);
    struct extsta_span rates = span(phy->rates, phy->rate_count);
    return nld_reply(c, PAYLOAD(DATA_RATES, .data_rates = {rates, rates}));
}

uint32_t nld_get_rate_table(struct nld_call *c)
{
    const struct extsta_phy_caps *phy = current(c->d);
    uint8_t entries[DOT11_RATE_SET_MAX_LENGTH * 4];
    struct writer w = writer_of(entries, sizeof entries);
    for (size_t i = 0; i < phy->rate_count; i++) {
        uint8_t rate = phy->rates[i]; /* the index is the rate itself, as in frames */
        payload_write(&w, PAYLOAD(RATE_MAPPING, .rate_mapping = {.index = rate, .rate = rate}));
    }
    return nld_reply(c, PAYLOAD(RATE_TABLE, .list.entries.bytes = writer_span_of(&w)));
}

/* --- channels --- */

/* The current PHY is of the band that the object is for. */
static bool of_band(const struct nld_call *c)
{
    const struct extsta_phy_caps *phy = current(c->d);
    return phy->freq_count > 0 && (phy->freqs[0] >= BAND_5GHZ_FROM) == (c->row->of != 0);
}

static void write_channel(struct nld_call *c, size_t i, struct writer *w)
{
    uint16_t freq = current(c->d)->freqs[i];
    payload_write(w, PAYLOAD(NUMBER, .number = c->row->of ? freq : freq_to_channel(freq)));
}

uint32_t nld_get_channels(struct nld_call *c)
{
    return of_band(c) ? nld_reply_list(c, current(c->d)->freq_count, write_channel)
                      : NDIS_STATUS_NOT_SUPPORTED;
}

uint32_t nld_get_channel(struct nld_call *c)
{
    const struct extsta_phy_caps *phy = current(c->d);
    if (!of_band(c)) {
        return NDIS_STATUS_NOT_SUPPORTED;
    }
    uint16_t freq = phy->freqs[0];
    for (size_t i = 0; c->d->link.up && i < phy->freq_count; i++) {
        freq = phy->freqs[i] == c->d->link.freq ? phy->freqs[i] : freq;
    }
    return nld_reply_number(c, freq_to_channel(freq));
}

/* MIB-43: one domain, "other": what may be sent where is the kernel's business. */
static void write_reg_domain(struct nld_call *c, size_t i, struct writer *w)
{
    (void)c;
    (void)i;
    payload_write(w, PAYLOAD(REG_DOMAIN, .reg_domain.domain = DOT11_REG_DOMAIN_OTHER));
}

uint32_t nld_get_reg_domains(struct nld_call *c)
{
    return nld_reply_list(c, 1, write_reg_domain);
}
