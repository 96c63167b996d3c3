/* What a card can do, as the kernel says it: the parts of GET_WIPHY's answer become a value,
 * and that becomes the capabilities of a station's radio, and the way in that will work. Pure:
 * octets in, values out. kernel.c asks; the driver (nl80211.h), `extsta radios` and the edge
 * read. */
#ifndef DRIVER_NL80211_WIPHY_H
#define DRIVER_NL80211_WIPHY_H

#include "nl80211.h"
#include <extsta/radio.h>

/* Of a channel. */
#define NL80211_CHANNEL_DISABLED 0x01u /* not here: neither to hear nor to send */
#define NL80211_CHANNEL_NO_IR    0x02u /* nothing begins here: it is scanned passively */
#define NL80211_CHANNEL_RADAR    0x04u

#define NL80211_CHANNELS 64u /* of a band, at most; of S1G and 60 GHz none are kept */
#define NL80211_RATES    32u
#define NL80211_SUITES   32u

struct nl80211_channel {
    uint16_t freq;    /* MHz */
    uint8_t flags;    /* NL80211_CHANNEL_ */
    uint16_t max_mbm; /* transmit power at most, 0.01 dBm */
};

/* The bands a station knows; others (S1G, 60 GHz, light) are counted only. */
enum nl80211_wiphy_band { NL80211_2GHZ, NL80211_5GHZ, NL80211_6GHZ, NL80211_WIPHY_BANDS };

struct nl80211_band_caps {
    struct nl80211_channel channels[NL80211_CHANNELS];
    uint8_t channel_count;
    uint8_t rates[NL80211_RATES]; /* units of 500 kb/s */
    uint8_t rate_count;
    bool has_ht, has_vht, has_he; /* HE: as a station */
    struct extsta_ht_caps ht;
    struct extsta_vht_caps vht;
    struct extsta_he_caps he;
};

struct nl80211_wiphy {
    uint32_t index;
    char name[32];            /* "phy0"; empty: not said */
    uint8_t commands[32];     /* a bit for each NL80211_CMD_ */
    uint8_t ext_features[32]; /* a bit for each NL80211_EXT_FEATURE_ */
    uint32_t features;        /* NL80211_FEATURE_ */
    uint32_t interface_types; /* a bit for each NL80211_IFTYPE_ */
    uint32_t software_types;  /* those that may always be added besides */
    uint32_t ciphers[NL80211_SUITES], akms[NL80211_SUITES]; /* selectors as 0x000fac04 */
    uint8_t cipher_count, akm_count;
    bool akms_said; /* else it takes whatever its user space does */
    bool roams;     /* the card roams by itself, in its firmware */
    bool offchannel_tx, control_port_ethertype;
    uint8_t max_scan_ssids, max_pmkids;
    uint16_t max_scan_ie;   /* octets of own elements in Probe Requests */
    uint32_t max_remain_ms; /* on another channel */
    uint8_t other_bands;
    struct nl80211_band_caps bands[NL80211_WIPHY_BANDS]; /* without channels: it has none */
    /* which bits of the HT and VHT elements an association may change */
    uint8_t ht_mask[26], vht_mask[12];
};

/* Before the first part; all is zero. */
void nl80211_wiphy_start(struct nl80211_wiphy *w);
/* One NEW_WIPHY message, struct nlmsghdr first: what it says is added to *w. Parts of several
 * wiphys may come mixed: one that names another index than *w has got already changes nothing.
 * False: no such message, or malformed; what was well formed before is kept. */
bool nl80211_wiphy_add(struct nl80211_wiphy *w, struct extsta_span message);

bool nl80211_wiphy_command(const struct nl80211_wiphy *w, uint32_t command);
bool nl80211_wiphy_feature(const struct nl80211_wiphy *w, uint32_t ext_feature);
bool nl80211_wiphy_cipher(const struct nl80211_wiphy *w, uint32_t selector);
/* True as well where the card does not say which AKMs it takes. */
bool nl80211_wiphy_akm(const struct nl80211_wiphy *w, uint32_t selector);

/* How a station gets in by this card. */
enum nl80211_way {
    NL80211_WAY_NONE,    /* it has neither: no station */
    NL80211_WAY_SME,     /* AUTHENTICATE and ASSOCIATE: every step is ours */
    NL80211_WAY_CONNECT, /* CONNECT: the card does both steps, and tells what came of it */
};
enum nl80211_way nl80211_wiphy_way(const struct nl80211_wiphy *w);

/* How the secret becomes keys, of PSK, 802.1X and SAE. */
enum nl80211_keys {
    NL80211_KEYS_NONE,     /* it cannot */
    NL80211_KEYS_HERE,     /* handshakes are ours, keys go down */
    NL80211_KEYS_EXTERNAL, /* SAE: CONNECT, and the card asks us for the authentication */
    NL80211_KEYS_OFFLOAD,  /* the card does it and is given the PMK, or the password */
};
enum nl80211_keys nl80211_wiphy_psk(const struct nl80211_wiphy *w);
enum nl80211_keys nl80211_wiphy_8021x(const struct nl80211_wiphy *w);
enum nl80211_keys nl80211_wiphy_sae(const struct nl80211_wiphy *w);

/* What of it steers the driver: `can`, the ciphers and the limits of *site. */
void nl80211_wiphy_site(const struct nl80211_wiphy *w, struct nl80211_site *site);
/* A card that has both ways is to be used by CONNECT alone. Whose steps are the kernel's own
 * (cfg80211's SME) has no SAE then: it asks nobody for it, and cannot make it. */
void nl80211_site_by_connect(struct nl80211_site *site);

/* The capabilities of a radio, and what they point to. It points into itself and into the
 * wiphy: neither is moved. */
struct nl80211_caps {
    struct extsta_radio_caps caps;
    struct extsta_phy_caps phys[NL80211_WIPHY_BANDS];
    uint16_t freqs[NL80211_WIPHY_BANDS][NL80211_CHANNELS];
};
/* A PHY for each band that has channels which are not disabled: of the latest kind that the
 * card has there. `only`: channels (MHz) that may be used, `count` of them; 0: all. False: none
 * is left. */
bool nl80211_wiphy_caps(const struct nl80211_wiphy *w, const uint16_t *only, size_t count,
                        struct nl80211_caps *out);

#endif
