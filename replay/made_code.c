/* What a station was made of, in a recording (entry.h): its address, its radio, its driver; or
 * the form that it was read from. */
#include "entry.h"
#include <string.h>

static void code_ht(struct coder *c, struct extsta_ht_caps *ht)
{
    code_u16(c, &ht->info);
    code_u8(c, &ht->ampdu);
    code_fixed(c, ht->mcs, sizeof ht->mcs);
    code_u16(c, &ht->extended);
    code_u32(c, &ht->beamforming);
    code_u8(c, &ht->antennas);
}

static void code_vht(struct coder *c, struct extsta_vht_caps *vht)
{
    code_u32(c, &vht->info);
    code_u16(c, &vht->rx_mcs);
    code_u16(c, &vht->rx_highest);
    code_u16(c, &vht->tx_mcs);
    code_u16(c, &vht->tx_highest);
}

static void code_he(struct coder *c, struct extsta_he_caps *he)
{
    code_fixed(c, he->mac, sizeof he->mac);
    code_fixed(c, he->phy, sizeof he->phy);
    for (size_t i = 0; i < 3; i++) {
        code_u16(c, &he->rx_mcs[i]);
        code_u16(c, &he->tx_mcs[i]);
    }
    code_fixed(c, he->ppe, sizeof he->ppe);
    code_u8(c, &he->ppe_len);
    if (he->ppe_len > sizeof he->ppe) {
        c->failed = true;
    }
}

/* Whether a structure is there; of a reader room for it. NULL: it is not. */
static void *code_presence(struct coder *c, const void *there, size_t size, void *copy)
{
    bool has = there != NULL;
    code_bool(c, &has);
    if (!has) {
        return NULL;
    }
    if (c->reading) {
        return coder_array(c, 1, size);
    }
    return memcpy(copy, there, size);
}

static void code_phy(struct coder *c, struct extsta_phy_caps *phy)
{
    struct extsta_ht_caps ht;
    struct extsta_vht_caps vht;
    struct extsta_he_caps he;
    code_u32(c, &phy->type);
    code_count(c, &phy->freq_count, 1);
    uint16_t *freqs = c->reading ? coder_array(c, phy->freq_count, sizeof *freqs) : NULL;
    for (size_t i = 0; i < phy->freq_count && !c->failed; i++) {
        uint16_t freq = c->reading ? 0 : phy->freqs[i];
        code_u16(c, &freq);
        if (freqs) {
            freqs[i] = freq;
        }
    }
    struct extsta_span rates = {phy->rates, phy->rate_count};
    code_octets(c, &rates);
    code_u16(c, &phy->amsdu_tx);
    struct extsta_ht_caps *to_ht = code_presence(c, phy->ht, sizeof ht, &ht);
    if (to_ht) {
        code_ht(c, to_ht);
    }
    struct extsta_vht_caps *to_vht = code_presence(c, phy->vht, sizeof vht, &vht);
    if (to_vht) {
        code_vht(c, to_vht);
    }
    struct extsta_he_caps *to_he = code_presence(c, phy->he, sizeof he, &he);
    if (to_he) {
        code_he(c, to_he);
    }
    if ((to_vht || to_he) && !to_ht) {
        c->failed = true; /* no radio: radio.h */
    }
    if (c->reading) {
        uint8_t *copy = coder_array(c, rates.len, 1); /* it outlives the block */
        if (copy) {
            memcpy(copy, rates.data, rates.len);
        }
        *phy = (struct extsta_phy_caps){.type = phy->type,
                                        .freqs = freqs,
                                        .freq_count = phy->freq_count,
                                        .rates = copy,
                                        .rate_count = rates.len,
                                        .ht = to_ht,
                                        .vht = to_vht,
                                        .he = to_he,
                                        .amsdu_tx = phy->amsdu_tx};
    }
}

#define MAX_PHYS 64u

static void code_radio(struct coder *c, struct extsta_radio_caps *radio)
{
    code_bool(c, &radio->hardware_switch);
    code_bool(c, &radio->vendor_algorithms);
    code_count(c, &radio->phy_count, 8);
    if (c->reading && (radio->phy_count == 0 || radio->phy_count > MAX_PHYS)) {
        c->failed = true;
    }
    struct extsta_phy_caps *phys =
        c->reading && !c->failed ? coder_array(c, radio->phy_count, sizeof *phys) : NULL;
    for (size_t i = 0; i < radio->phy_count && !c->failed; i++) {
        struct extsta_phy_caps phy = {0};
        if (!c->reading) {
            phy = radio->phys[i];
        }
        code_phy(c, &phy);
        if (phys) {
            phys[i] = phy;
        }
    }
    radio->phys = c->reading ? phys : radio->phys;
}

void entry_code_made(struct coder *c, struct entry *e)
{
    struct extsta_station_config config = {0};
    struct extsta_radio_caps radio = {0};
    if (!c->reading) {
        config = *e->call.made.config;
        radio = config.radio ? *config.radio : radio;
    }
    code_number(c, &config.id);
    code_fixed(c, config.address.b, 6);
    code_u32(c, &config.outputs);
    int64_t epoch = e->call.made.epoch;
    code_signed(c, &epoch);
    e->call.made.epoch = epoch;
    code_number(c, &e->call.made.seed);
    bool has_radio = config.radio != NULL;
    code_bool(c, &has_radio);
    if (has_radio) {
        code_radio(c, &radio);
    }
    e->driver = (uint8_t)code_enum(c, e->driver, ENTRY_DRIVER_NAMED + 1);
    if (e->driver != ENTRY_DRIVER_OWN) {
        code_octets(c, &e->driver_name);
        code_octets(c, &e->description);
    }
    if (!c->reading || c->failed) {
        return;
    }
    struct extsta_radio_caps *kept = coder_array(c, 1, sizeof *kept);
    struct extsta_station_config *made = coder_array(c, 1, sizeof *made);
    if (kept && made) {
        *kept = radio;
        *made = config;
        made->radio = has_radio ? kept : NULL;
        e->call.made.config = made;
    }
}

void entry_code_form(struct coder *c, struct extsta_call *call)
{
    struct extsta_form_config config = {0};
    struct extsta_radio_caps radio = {0};
    if (!c->reading) {
        config = *call->form.config;
        radio = *config.radio;
    }
    code_octets(c, &call->form.octets);
    code_u32(c, &config.outputs);
    code_bool(c, &config.other_time);
    code_number(c, &config.now);
    code_u32(c, &call->form.wanted);
    code_fixed(c, call->form.address.b, 6);
    code_signed(c, &call->form.epoch);
    code_number(c, &call->form.seed);
    code_radio(c, &radio);
    struct extsta_radio_caps *kept = c->reading ? coder_array(c, 1, sizeof *kept) : NULL;
    struct extsta_form_config *made = c->reading ? coder_array(c, 1, sizeof *made) : NULL;
    if (kept && made) {
        *kept = radio;
        *made = config;
        made->radio = kept;
        call->form.config = made;
    }
}
