/* See card_news.h. */
#include "card_news.h"
#include "message.h"
#include <string.h>

static void read_country(const struct nld_message *m, struct service_radio_news *out)
{
    struct extsta_span name = nld_octets(m->tb[NL80211_ATTR_REG_ALPHA2]);
    out->type = SERVICE_RADIO_COUNTRY;
    out->by = m->cmd == NL80211_CMD_REG_BEACON_HINT
                  ? SERVICE_COUNTRY_BEACON_HINT
                  : nld_u8(m->tb[NL80211_ATTR_REG_INITIATOR], SERVICE_COUNTRY_NOT_SAID);
    out->kind = nld_u8(m->tb[NL80211_ATTR_REG_TYPE], SERVICE_COUNTRY_NOT_SAID);
    if (name.len >= 2) {
        memcpy(out->alpha2, name.data, 2);
    }
}

static void read_switch(const struct nld_message *m, struct service_radio_news *out)
{
    out->type = m->cmd == NL80211_CMD_CH_SWITCH_NOTIFY ? SERVICE_RADIO_SWITCHED
                                                       : SERVICE_RADIO_SWITCH_BEGINS;
    out->freq = (uint16_t)nld_u32(m->tb[NL80211_ATTR_WIPHY_FREQ], 0);
    out->width = (uint8_t)nld_u32(m->tb[NL80211_ATTR_CHANNEL_WIDTH], 0);
    out->centers[0] = (uint16_t)nld_u32(m->tb[NL80211_ATTR_CENTER_FREQ1], 0);
    out->centers[1] = (uint16_t)nld_u32(m->tb[NL80211_ATTR_CENTER_FREQ2], 0);
    switch (nld_u32(m->tb[NL80211_ATTR_WIPHY_CHANNEL_TYPE], NL80211_CHAN_HT20)) {
    case NL80211_CHAN_HT40PLUS:
        out->second = 1;
        break;
    case NL80211_CHAN_HT40MINUS:
        out->second = -1;
        break;
    case NL80211_CHAN_NO_HT:
        out->no_ht = true;
        break;
    default: /* a number of the kernel's */
        break;
    }
}

bool card_news_read(struct extsta_span message, struct service_radio_news *out)
{
    struct nld_message m;
    const struct nlmsghdr *h = nld_header(message);
    *out = (struct service_radio_news){.freq = 0};
    if (!h || !nld_read(h, &m)) {
        return false;
    }
    switch (m.cmd) {
    case NL80211_CMD_REG_CHANGE:
    case NL80211_CMD_WIPHY_REG_CHANGE:
    case NL80211_CMD_REG_BEACON_HINT:
        read_country(&m, out);
        return out->by != SERVICE_COUNTRY_NOT_SAID;
    case NL80211_CMD_CH_SWITCH_NOTIFY:
    case NL80211_CMD_CH_SWITCH_STARTED_NOTIFY:
        read_switch(&m, out);
        return out->freq != 0;
    default: /* a number of the kernel's */
        return false;
    }
}
