/* See wiphy.h. Attributes are numbers of linux/nl80211.h in the machine's byte order; libnl
 * takes them apart, and each is held against its length before it is read: an older or newer
 * kernel may say less, or more, than is known here. */
#include "wiphy.h"
#include <extsta/windot11.h>
#include <linux/genetlink.h>
#include <linux/nl80211.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <string.h>

#define LAST_5GHZ 5885u       /* channel 177: beyond it channels have no number (annex E) */
#define CMAC_128  0x000fac06u /* the group management cipher that 802.11w asks for */

/* --- attributes --- */

static size_t size_of(const struct nlattr *a)
{
    return (size_t)nla_len(a);
}

static uint32_t number_of(const struct nlattr *a)
{
    uint32_t u32 = 0;
    uint16_t u16 = 0;
    switch (size_of(a)) {
    case 1:
        return *(const uint8_t *)nla_data(a);
    case 2:
        memcpy(&u16, nla_data(a), sizeof u16);
        return u16;
    case 4:
        memcpy(&u32, nla_data(a), sizeof u32);
        return u32;
    }
    return 0;
}

static uint16_t little_16(const uint8_t *p)
{
    return (uint16_t)(p[0] | p[1] << 8);
}

/* As much as there is of it and has room. */
static void octets_of(const struct nlattr *a, void *out, size_t room)
{
    memcpy(out, nla_data(a), size_of(a) < room ? size_of(a) : room);
}

static void set_bit(uint8_t *bits, size_t octets, uint32_t bit)
{
    if (bit / 8 < octets) {
        bits[bit / 8] |= (uint8_t)(1u << bit % 8);
    }
}

static void take_commands(struct nl80211_wiphy *w, struct nlattr *list)
{
    struct nlattr *a;
    int left;
    nla_for_each_nested(a, list, left)
    {
        set_bit(w->commands, sizeof w->commands, number_of(a));
    }
}

/* Flags, whose attribute's type is the number. */
static uint32_t types_of(struct nlattr *list)
{
    struct nlattr *a;
    int left;
    uint32_t types = 0;
    nla_for_each_nested(a, list, left)
    {
        types |= nla_type(a) < 32 ? 1u << nla_type(a) : 0;
    }
    return types;
}

static uint8_t take_suites(const struct nlattr *a, uint32_t out[NL80211_SUITES])
{
    size_t n = size_of(a) / sizeof *out;
    n = n < NL80211_SUITES ? n : NL80211_SUITES;
    memcpy(out, nla_data(a), n * sizeof *out);
    return (uint8_t)n;
}

/* --- bands --- */

static void take_channel(struct nl80211_band_caps *b, struct nlattr *channel)
{
    struct nlattr *t[NL80211_FREQUENCY_ATTR_MAX + 1];
    if (nla_parse_nested(t, NL80211_FREQUENCY_ATTR_MAX, channel, NULL) < 0 ||
        !t[NL80211_FREQUENCY_ATTR_FREQ]) {
        return;
    }
    uint32_t mhz = number_of(t[NL80211_FREQUENCY_ATTR_FREQ]), power = 0;
    size_t i = 0;
    while (i < b->channel_count && b->channels[i].freq != mhz) {
        i++;
    }
    if (i == NL80211_CHANNELS || mhz == 0 || mhz > UINT16_MAX) {
        return;
    }
    if (t[NL80211_FREQUENCY_ATTR_MAX_TX_POWER]) {
        power = number_of(t[NL80211_FREQUENCY_ATTR_MAX_TX_POWER]);
    }
    b->channel_count = (uint8_t)(i == b->channel_count ? i + 1 : b->channel_count);
    b->channels[i] = (struct nl80211_channel){
        .freq = (uint16_t)mhz,
        .flags = (uint8_t)((t[NL80211_FREQUENCY_ATTR_DISABLED] ? NL80211_CHANNEL_DISABLED : 0) |
                           (t[NL80211_FREQUENCY_ATTR_NO_IR] ? NL80211_CHANNEL_NO_IR : 0) |
                           (t[NL80211_FREQUENCY_ATTR_RADAR] ? NL80211_CHANNEL_RADAR : 0)),
        .max_mbm = (uint16_t)(power < UINT16_MAX ? power : UINT16_MAX)};
}

/* 100 kb/s there, 500 kb/s here. */
static void take_rate(struct nl80211_band_caps *b, struct nlattr *rate)
{
    struct nlattr *t[NL80211_BITRATE_ATTR_MAX + 1];
    if (nla_parse_nested(t, NL80211_BITRATE_ATTR_MAX, rate, NULL) < 0 ||
        !t[NL80211_BITRATE_ATTR_RATE]) {
        return;
    }
    uint32_t value = number_of(t[NL80211_BITRATE_ATTR_RATE]) / 5;
    if (value > 0 && value < 128 && b->rate_count < NL80211_RATES &&
        !memchr(b->rates, (int)value, b->rate_count)) {
        b->rates[b->rate_count++] = (uint8_t)value;
    }
}

static void take_vht_mcs(struct extsta_vht_caps *vht, const struct nlattr *a)
{
    uint8_t set[8] = {0};
    octets_of(a, set, sizeof set);
    vht->rx_mcs = little_16(set);
    vht->rx_highest = little_16(set + 2) & 0x1fff;
    vht->tx_mcs = little_16(set + 4);
    vht->tx_highest = little_16(set + 6) & 0x1fff;
}

/* 25 octets always, whatever is in them: how many count says the field (IEEE 802.11ax-2021
 * 9.4.2.248.5): seven bits, and six for each stream and each size of resource unit that it
 * names. */
static void take_ppe(struct extsta_he_caps *he, const struct nlattr *a)
{
    if (!a || !(he->phy[6] & 0x80) || size_of(a) == 0) {
        return;
    }
    octets_of(a, he->ppe, sizeof he->ppe);
    unsigned streams = (he->ppe[0] & 7u) + 1, sizes = 0;
    for (unsigned bit = 3; bit < 7; bit++) {
        sizes += (unsigned)he->ppe[0] >> bit & 1u;
    }
    unsigned octets = (7 + 6 * streams * sizes + 7) / 8;
    he->ppe_len = (uint8_t)(octets < sizeof he->ppe ? octets : sizeof he->ppe);
}

/* HE is told for sets of interface types: here, of a station. The MCS are of reception and of
 * transmission in turn; where the kernel gives fewer, the rest is "not supported". */
static void take_he(struct nl80211_band_caps *b, struct nlattr *data)
{
    struct nlattr *t[NL80211_BAND_IFTYPE_ATTR_MAX + 1];
    uint8_t set[12];
    if (nla_parse_nested(t, NL80211_BAND_IFTYPE_ATTR_MAX, data, NULL) < 0 ||
        !t[NL80211_BAND_IFTYPE_ATTR_IFTYPES] || !t[NL80211_BAND_IFTYPE_ATTR_HE_CAP_PHY] ||
        !(types_of(t[NL80211_BAND_IFTYPE_ATTR_IFTYPES]) & 1u << NL80211_IFTYPE_STATION)) {
        return;
    }
    b->has_he = true;
    octets_of(t[NL80211_BAND_IFTYPE_ATTR_HE_CAP_PHY], b->he.phy, sizeof b->he.phy);
    if (t[NL80211_BAND_IFTYPE_ATTR_HE_CAP_MAC]) {
        octets_of(t[NL80211_BAND_IFTYPE_ATTR_HE_CAP_MAC], b->he.mac, sizeof b->he.mac);
    }
    memset(set, 0xff, sizeof set);
    if (t[NL80211_BAND_IFTYPE_ATTR_HE_CAP_MCS_SET]) {
        octets_of(t[NL80211_BAND_IFTYPE_ATTR_HE_CAP_MCS_SET], set, sizeof set);
    }
    for (size_t i = 0; i < 3; i++) {
        b->he.rx_mcs[i] = little_16(set + 4 * i);
        b->he.tx_mcs[i] = little_16(set + 4 * i + 2);
    }
    take_ppe(&b->he, t[NL80211_BAND_IFTYPE_ATTR_HE_CAP_PPE]);
}

static void take_ht(struct nl80211_band_caps *b, struct nlattr **t)
{
    if (t[NL80211_BAND_ATTR_HT_CAPA]) {
        b->has_ht = true;
        b->ht.info = (uint16_t)number_of(t[NL80211_BAND_ATTR_HT_CAPA]);
    }
    if (t[NL80211_BAND_ATTR_HT_MCS_SET]) {
        octets_of(t[NL80211_BAND_ATTR_HT_MCS_SET], b->ht.mcs, sizeof b->ht.mcs);
    }
    if (t[NL80211_BAND_ATTR_HT_AMPDU_FACTOR]) {
        b->ht.ampdu |= (uint8_t)(number_of(t[NL80211_BAND_ATTR_HT_AMPDU_FACTOR]) & 3);
    }
    if (t[NL80211_BAND_ATTR_HT_AMPDU_DENSITY]) {
        b->ht.ampdu |= (uint8_t)((number_of(t[NL80211_BAND_ATTR_HT_AMPDU_DENSITY]) & 7) << 2);
    }
}

static void take_band(struct nl80211_band_caps *b, struct nlattr *band)
{
    struct nlattr *t[NL80211_BAND_ATTR_MAX + 1], *a;
    int left;
    if (nla_parse_nested(t, NL80211_BAND_ATTR_MAX, band, NULL) < 0) {
        return;
    }
    if (t[NL80211_BAND_ATTR_FREQS]) {
        nla_for_each_nested(a, t[NL80211_BAND_ATTR_FREQS], left)
        {
            take_channel(b, a);
        }
    }
    if (t[NL80211_BAND_ATTR_RATES]) {
        nla_for_each_nested(a, t[NL80211_BAND_ATTR_RATES], left)
        {
            take_rate(b, a);
        }
    }
    take_ht(b, t);
    if (t[NL80211_BAND_ATTR_VHT_CAPA] && t[NL80211_BAND_ATTR_VHT_MCS_SET]) {
        b->has_vht = true;
        b->vht.info = number_of(t[NL80211_BAND_ATTR_VHT_CAPA]);
        take_vht_mcs(&b->vht, t[NL80211_BAND_ATTR_VHT_MCS_SET]);
    }
    if (t[NL80211_BAND_ATTR_IFTYPE_DATA]) {
        nla_for_each_nested(a, t[NL80211_BAND_ATTR_IFTYPE_DATA], left)
        {
            take_he(b, a);
        }
    }
}

static void take_bands(struct nl80211_wiphy *w, struct nlattr *bands)
{
    static const uint8_t kernels[NL80211_WIPHY_BANDS] = {[NL80211_2GHZ] = NL80211_BAND_2GHZ,
                                                         [NL80211_5GHZ] = NL80211_BAND_5GHZ,
                                                         [NL80211_6GHZ] = NL80211_BAND_6GHZ};
    struct nlattr *a;
    int left;
    nla_for_each_nested(a, bands, left)
    {
        size_t i = 0;
        while (i < NL80211_WIPHY_BANDS && kernels[i] != nla_type(a)) {
            i++;
        }
        if (i < NL80211_WIPHY_BANDS) {
            take_band(&w->bands[i], a);
        } else if (nla_type(a) < 8) {
            w->other_bands |= (uint8_t)(1u << nla_type(a));
        }
    }
}

/* --- the whole --- */

static void take_limits(struct nl80211_wiphy *w, struct nlattr **t)
{
    if (t[NL80211_ATTR_MAX_NUM_SCAN_SSIDS]) {
        w->max_scan_ssids = (uint8_t)number_of(t[NL80211_ATTR_MAX_NUM_SCAN_SSIDS]);
    }
    if (t[NL80211_ATTR_MAX_SCAN_IE_LEN]) {
        w->max_scan_ie = (uint16_t)number_of(t[NL80211_ATTR_MAX_SCAN_IE_LEN]);
    }
    if (t[NL80211_ATTR_MAX_NUM_PMKIDS]) {
        w->max_pmkids = (uint8_t)number_of(t[NL80211_ATTR_MAX_NUM_PMKIDS]);
    }
    if (t[NL80211_ATTR_MAX_REMAIN_ON_CHANNEL_DURATION]) {
        w->max_remain_ms = number_of(t[NL80211_ATTR_MAX_REMAIN_ON_CHANNEL_DURATION]);
    }
    if (t[NL80211_ATTR_HT_CAPABILITY_MASK]) {
        octets_of(t[NL80211_ATTR_HT_CAPABILITY_MASK], w->ht_mask, sizeof w->ht_mask);
    }
    if (t[NL80211_ATTR_VHT_CAPABILITY_MASK]) {
        octets_of(t[NL80211_ATTR_VHT_CAPABILITY_MASK], w->vht_mask, sizeof w->vht_mask);
    }
    w->roams |= t[NL80211_ATTR_ROAM_SUPPORT] != NULL;
    w->offchannel_tx |= t[NL80211_ATTR_OFFCHANNEL_TX_OK] != NULL;
    w->control_port_ethertype |= t[NL80211_ATTR_CONTROL_PORT_ETHERTYPE] != NULL;
}

static void take_lists(struct nl80211_wiphy *w, struct nlattr **t)
{
    if (t[NL80211_ATTR_SUPPORTED_COMMANDS]) {
        take_commands(w, t[NL80211_ATTR_SUPPORTED_COMMANDS]);
    }
    if (t[NL80211_ATTR_FEATURE_FLAGS]) {
        w->features = number_of(t[NL80211_ATTR_FEATURE_FLAGS]);
    }
    if (t[NL80211_ATTR_EXT_FEATURES]) {
        octets_of(t[NL80211_ATTR_EXT_FEATURES], w->ext_features, sizeof w->ext_features);
    }
    if (t[NL80211_ATTR_SUPPORTED_IFTYPES]) {
        w->interface_types = types_of(t[NL80211_ATTR_SUPPORTED_IFTYPES]);
    }
    if (t[NL80211_ATTR_SOFTWARE_IFTYPES]) {
        w->software_types = types_of(t[NL80211_ATTR_SOFTWARE_IFTYPES]);
    }
    if (t[NL80211_ATTR_CIPHER_SUITES]) {
        w->cipher_count = take_suites(t[NL80211_ATTR_CIPHER_SUITES], w->ciphers);
    }
    if (t[NL80211_ATTR_AKM_SUITES]) {
        w->akms_said = true;
        w->akm_count = take_suites(t[NL80211_ATTR_AKM_SUITES], w->akms);
    }
    if (t[NL80211_ATTR_WIPHY_BANDS]) {
        take_bands(w, t[NL80211_ATTR_WIPHY_BANDS]);
    }
}

void nl80211_wiphy_start(struct nl80211_wiphy *w)
{
    memset(w, 0, sizeof *w);
    w->index = UINT32_MAX;
}

bool nl80211_wiphy_add(struct nl80211_wiphy *w, struct extsta_span message)
{
    struct nlmsghdr *h = (struct nlmsghdr *)(uintptr_t)message.data;
    struct nlattr *t[NL80211_ATTR_MAX + 1];
    const struct genlmsghdr *g;
    if (message.len < NLMSG_LENGTH(GENL_HDRLEN) || h->nlmsg_len > message.len ||
        h->nlmsg_len < NLMSG_LENGTH(GENL_HDRLEN)) {
        return false;
    }
    g = nlmsg_data(h);
    if (g->cmd != NL80211_CMD_NEW_WIPHY ||
        nlmsg_parse(h, GENL_HDRLEN, t, NL80211_ATTR_MAX, NULL) < 0 || !t[NL80211_ATTR_WIPHY]) {
        return false;
    }
    uint32_t index = number_of(t[NL80211_ATTR_WIPHY]);
    if (w->index == UINT32_MAX) {
        w->index = index;
    }
    if (w->index != index) {
        return true;
    }
    if (t[NL80211_ATTR_WIPHY_NAME]) {
        octets_of(t[NL80211_ATTR_WIPHY_NAME], w->name, sizeof w->name - 1);
    }
    take_limits(w, t);
    take_lists(w, t);
    return true;
}

/* --- questions --- */

static bool has_bit(const uint8_t *bits, size_t octets, uint32_t bit)
{
    return bit / 8 < octets && (bits[bit / 8] >> bit % 8 & 1) != 0;
}

bool nl80211_wiphy_command(const struct nl80211_wiphy *w, uint32_t command)
{
    return has_bit(w->commands, sizeof w->commands, command);
}

bool nl80211_wiphy_feature(const struct nl80211_wiphy *w, uint32_t ext_feature)
{
    return has_bit(w->ext_features, sizeof w->ext_features, ext_feature);
}

static bool has_suite(const uint32_t *list, size_t count, uint32_t selector)
{
    size_t i = 0;
    while (i < count && list[i] != selector) {
        i++;
    }
    return i < count;
}

bool nl80211_wiphy_cipher(const struct nl80211_wiphy *w, uint32_t selector)
{
    return has_suite(w->ciphers, w->cipher_count, selector);
}

bool nl80211_wiphy_akm(const struct nl80211_wiphy *w, uint32_t selector)
{
    return !w->akms_said || has_suite(w->akms, w->akm_count, selector);
}

enum nl80211_way nl80211_wiphy_way(const struct nl80211_wiphy *w)
{
    bool station = (w->interface_types & 1u << NL80211_IFTYPE_STATION) != 0;
    if (station && nl80211_wiphy_command(w, NL80211_CMD_AUTHENTICATE) &&
        nl80211_wiphy_command(w, NL80211_CMD_ASSOCIATE)) {
        return NL80211_WAY_SME;
    }
    return station && nl80211_wiphy_command(w, NL80211_CMD_CONNECT) ? NL80211_WAY_CONNECT
                                                                    : NL80211_WAY_NONE;
}

static enum nl80211_keys handshake(const struct nl80211_wiphy *w, uint32_t offload)
{
    if (nl80211_wiphy_way(w) == NL80211_WAY_NONE || w->cipher_count == 0) {
        return NL80211_KEYS_NONE;
    }
    return nl80211_wiphy_feature(w, offload) ? NL80211_KEYS_OFFLOAD : NL80211_KEYS_HERE;
}

enum nl80211_keys nl80211_wiphy_psk(const struct nl80211_wiphy *w)
{
    return handshake(w, NL80211_EXT_FEATURE_4WAY_HANDSHAKE_STA_PSK);
}

enum nl80211_keys nl80211_wiphy_8021x(const struct nl80211_wiphy *w)
{
    return handshake(w, NL80211_EXT_FEATURE_4WAY_HANDSHAKE_STA_1X);
}

/* SAE comes with protected management frames, always. */
enum nl80211_keys nl80211_wiphy_sae(const struct nl80211_wiphy *w)
{
    if (!nl80211_wiphy_cipher(w, CMAC_128)) {
        return NL80211_KEYS_NONE;
    }
    bool says = (w->features & NL80211_FEATURE_SAE) != 0;
    switch (nl80211_wiphy_way(w)) {
    case NL80211_WAY_NONE:
        break;
    case NL80211_WAY_SME:
        return says ? NL80211_KEYS_HERE : NL80211_KEYS_NONE;
    case NL80211_WAY_CONNECT:
        return nl80211_wiphy_feature(w, NL80211_EXT_FEATURE_SAE_OFFLOAD) ? NL80211_KEYS_OFFLOAD
               : says                                                    ? NL80211_KEYS_EXTERNAL
                                                                         : NL80211_KEYS_NONE;
    }
    return NL80211_KEYS_NONE;
}

/* --- for the driver --- */

static uint32_t abilities(const struct nl80211_wiphy *w)
{
    const struct {
        uint32_t can;
        bool has;
    } rows[] = {
        {NL80211_CAN_AUTHENTICATE, nl80211_wiphy_way(w) == NL80211_WAY_SME},
        {NL80211_CAN_CONNECT, nl80211_wiphy_command(w, NL80211_CMD_CONNECT)},
        {NL80211_CAN_CONTROL_PORT,
         nl80211_wiphy_feature(w, NL80211_EXT_FEATURE_CONTROL_PORT_OVER_NL80211)},
        {NL80211_CAN_TELL_CONTROL_PORT,
         nl80211_wiphy_feature(w, NL80211_EXT_FEATURE_CONTROL_PORT_OVER_NL80211_TX_STATUS)},
        {NL80211_CAN_NO_PREAUTH,
         nl80211_wiphy_feature(w, NL80211_EXT_FEATURE_CONTROL_PORT_NO_PREAUTH)},
        {NL80211_CAN_SAE, (w->features & NL80211_FEATURE_SAE) != 0},
        {NL80211_CAN_OFFLOAD_PSK, nl80211_wiphy_psk(w) == NL80211_KEYS_OFFLOAD},
        {NL80211_CAN_OFFLOAD_SAE, nl80211_wiphy_sae(w) == NL80211_KEYS_OFFLOAD},
        {NL80211_CAN_ROAM, w->roams},
        {NL80211_CAN_PROTECT_BEACONS,
         nl80211_wiphy_feature(w, NL80211_EXT_FEATURE_BEACON_PROTECTION) ||
             nl80211_wiphy_feature(w, NL80211_EXT_FEATURE_BEACON_PROTECTION_CLIENT)},
        {NL80211_CAN_FRAME, nl80211_wiphy_command(w, NL80211_CMD_FRAME)},
        {NL80211_CAN_CQM, true}, /* no list has it: who cannot refuses */
        {NL80211_CAN_MFP_OPTIONAL, nl80211_wiphy_feature(w, NL80211_EXT_FEATURE_MFP_OPTIONAL)},
        {NL80211_CAN_NARROW, (w->ht_mask[0] & 0x02) != 0}, /* Supported Channel Width Set */
        {NL80211_CAN_MEASURE, nl80211_wiphy_feature(w, NL80211_EXT_FEATURE_RRM)},
        {NL80211_CAN_FLUSH_SCAN, (w->features & NL80211_FEATURE_SCAN_FLUSH) != 0},
    };
    uint32_t can = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        can |= rows[i].has ? rows[i].can : 0;
    }
    return can;
}

void nl80211_wiphy_site(const struct nl80211_wiphy *w, struct nl80211_site *site)
{
    site->can = abilities(w);
    site->cipher_count =
        w->cipher_count < NL80211_MAX_CIPHERS ? w->cipher_count : NL80211_MAX_CIPHERS;
    memcpy(site->ciphers, w->ciphers, site->cipher_count * sizeof *w->ciphers);
    site->scan_ssids = w->max_scan_ssids;
    site->scan_ie_len = w->max_scan_ie;
    site->pmkids = w->max_pmkids;
}

void nl80211_site_by_connect(struct nl80211_site *site)
{
    if (site->can & NL80211_CAN_AUTHENTICATE) {
        site->can &= ~(uint32_t)(NL80211_CAN_AUTHENTICATE | NL80211_CAN_SAE);
    }
}

/* --- the radio's capabilities --- */

static uint32_t phy_type(enum nl80211_wiphy_band band, const struct nl80211_band_caps *b,
                         const struct extsta_phy_caps *phy)
{
    if (phy->ht) {
        return phy->he ? dot11_phy_type_he : phy->vht ? dot11_phy_type_vht : dot11_phy_type_ht;
    }
    /* 6 Mb/s: whoever has no OFDM at 2.4 GHz is of 802.11b */
    return band != NL80211_2GHZ                  ? dot11_phy_type_ofdm
           : memchr(b->rates, 12, b->rate_count) ? dot11_phy_type_erp
                                                 : dot11_phy_type_hrdsss;
}

static bool is_wanted(const uint16_t *only, size_t count, uint16_t freq)
{
    size_t i = 0;
    while (i < count && only[i] != freq) {
        i++;
    }
    return count == 0 || i < count;
}

/* 6 GHz is left out: its channels have the numbers of others, its networks are found by other
 * elements, and neither half knows them (docs/nl80211.md). */
bool nl80211_wiphy_caps(const struct nl80211_wiphy *w, const uint16_t *only, size_t count,
                        struct nl80211_caps *out)
{
    memset(out, 0, sizeof *out);
    for (int band = NL80211_2GHZ; band <= NL80211_5GHZ; band++) {
        const struct nl80211_band_caps *b = &w->bands[band];
        size_t at = out->caps.phy_count;
        struct extsta_phy_caps *phy = &out->phys[at];
        for (size_t i = 0; i < b->channel_count; i++) {
            const struct nl80211_channel *c = &b->channels[i];
            if (!(c->flags & NL80211_CHANNEL_DISABLED) && c->freq <= LAST_5GHZ &&
                is_wanted(only, count, c->freq)) {
                out->freqs[at][phy->freq_count++] = c->freq;
            }
        }
        if (phy->freq_count == 0 || b->rate_count == 0) {
            memset(phy, 0, sizeof *phy);
            continue;
        }
        phy->freqs = out->freqs[at];
        phy->rates = b->rates;
        phy->rate_count = b->rate_count;
        phy->ht = b->has_ht ? &b->ht : NULL;
        phy->vht = b->has_ht && b->has_vht && band == NL80211_5GHZ ? &b->vht : NULL;
        phy->he = b->has_ht && b->has_he ? &b->he : NULL;
        phy->type = phy_type((enum nl80211_wiphy_band)band, b, phy);
        out->caps.phy_count++;
    }
    out->caps.phys = out->phys;
    out->caps.hardware_switch = true; /* rfkill */
    return out->caps.phy_count > 0;
}
