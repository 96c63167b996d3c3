/* See channels.h. */
#include "channels.h"

uint16_t channel_freq(uint64_t channel)
{
    return (uint16_t)(channel == 14  ? 2484
                      : channel < 14 ? 2407 + 5 * channel
                                     : 5000 + 5 * channel);
}

void channel_caps_whole(struct channel_caps *c)
{
    c->caps = extsta_radio_caps_he;
}

void channel_caps_none(struct channel_caps *c)
{
    c->caps = extsta_radio_caps_he;
    c->caps.phys = c->phys;
    for (size_t i = 0; i < c->caps.phy_count; i++) {
        c->phys[i] = extsta_radio_caps_he.phys[i];
        c->phys[i].freqs = c->freqs[i];
        c->phys[i].freq_count = 0;
    }
}

static bool has_channel(const struct channel_caps *c, uint16_t freq)
{
    for (size_t i = 0; i < c->caps.phy_count; i++) {
        for (size_t j = 0; j < c->phys[i].freq_count; j++) {
            if (c->freqs[i][j] == freq) {
                return true;
            }
        }
    }
    return false;
}

/* To the PHY that has it. */
bool channel_caps_add(struct channel_caps *c, uint16_t freq)
{
    for (size_t i = 0; i < c->caps.phy_count && !has_channel(c, freq); i++) {
        const struct extsta_phy_caps *whole = &extsta_radio_caps_he.phys[i];
        size_t *count = &c->phys[i].freq_count;
        for (size_t j = 0; j < whole->freq_count && *count < CHANNELS_MAX; j++) {
            if (whole->freqs[j] == freq) {
                c->freqs[i][(*count)++] = freq;
                return true;
            }
        }
    }
    return false;
}

void channel_caps_done(struct channel_caps *c)
{
    size_t used = 0;
    for (size_t i = 0; i < c->caps.phy_count; i++) {
        if (c->phys[i].freq_count > 0) {
            c->phys[used++] = c->phys[i];
        }
    }
    c->caps.phy_count = used;
}

bool channel_caps_keep(struct channel_caps *c, bool (*has)(const void *user, uint16_t freq),
                       const void *user)
{
    const struct extsta_phy_caps *phys = c->caps.phys; /* its own, or all there are */
    for (size_t i = 0; i < c->caps.phy_count; i++) {
        struct extsta_phy_caps phy = phys[i];
        size_t count = 0;
        for (size_t k = 0; k < phy.freq_count && count < CHANNELS_MAX; k++) {
            if (has(user, phy.freqs[k])) {
                c->freqs[i][count++] = phy.freqs[k];
            }
        }
        phy.freqs = c->freqs[i];
        phy.freq_count = count;
        c->phys[i] = phy;
    }
    c->caps.phys = c->phys;
    channel_caps_done(c);
    return c->caps.phy_count > 0;
}
