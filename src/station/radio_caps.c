/* What a common radio can do, for embedders whose own radio has no capabilities to ask
 * (extsta/radio.h): dual band, with or without 802.11n, ac, ax; 2.4 GHz alone, or 802.11b. The
 * PHY ids of the contract are the indices of `phys` (STA-15: the PHY table is stable). */
#include "base/names.h"
#include "wire/he.h"
#include "wire/ht.h"
#include "wire/vht.h"
#include <extsta/radio.h>
#include <extsta/windot11.h>

/* IEEE Std 802.11-2020 annex E: channels 1 to 13, common to most domains. */
static const uint16_t freqs_2ghz[] = {2412, 2417, 2422, 2427, 2432, 2437, 2442,
                                      2447, 2452, 2457, 2462, 2467, 2472};
/* Channels 36 to 64, 100 to 144, 149 to 165. */
static const uint16_t freqs_5ghz[] = {5180, 5200, 5220, 5240, 5260, 5280, 5300, 5320, 5500,
                                      5520, 5540, 5560, 5580, 5600, 5620, 5640, 5660, 5680,
                                      5700, 5720, 5745, 5765, 5785, 5805, 5825};
/* Units of 500 kb/s: 1, 2, 5.5, 11 and the OFDM rates (ERP); the OFDM rates alone. */
static const uint8_t rates_erp[] = {2, 4, 11, 22, 12, 18, 24, 36, 48, 72, 96, 108};
static const uint8_t rates_ofdm[] = {12, 18, 24, 36, 48, 72, 96, 108};

static const uint8_t rates_hr[] = {2, 4, 11, 22};

static const struct extsta_phy_caps phy_hr = {.type = dot11_phy_type_hrdsss,
                                              .freqs = freqs_2ghz,
                                              .freq_count = COUNT(freqs_2ghz),
                                              .rates = rates_hr,
                                              .rate_count = COUNT(rates_hr)};
static const struct extsta_phy_caps phys[] = {
    {.type = dot11_phy_type_erp,
     .freqs = freqs_2ghz,
     .freq_count = COUNT(freqs_2ghz),
     .rates = rates_erp,
     .rate_count = COUNT(rates_erp)},
    {.type = dot11_phy_type_ofdm,
     .freqs = freqs_5ghz,
     .freq_count = COUNT(freqs_5ghz),
     .rates = rates_ofdm,
     .rate_count = COUNT(rates_ofdm)},
};

/* Two streams with MCS 0 to 7 each, LDPC, 20 and 40 MHz with a short guard interval, A-MSDUs of
 * 3839 octets, A-MPDUs of 65535; no power saving of chains, no beamforming. */
static const struct extsta_ht_caps ht = {.info = HT_LDPC | HT_WIDTH_40 | HT_SM_POWER_OFF |
                                                 HT_SHORT_GI_20 | HT_SHORT_GI_40 | HT_DSSS_40,
                                         .ampdu = 3,
                                         /* the last one: it sends what it receives */
                                         .mcs = {0xff, 0xff, [12] = 1}};
/* Two streams with MCS 0 to 9, 80 MHz, MPDUs of 3895 octets, A-MPDUs of 1048575. */
#define TWO_STREAMS 0xfffa
static const struct extsta_vht_caps vht = {.info = VHT_LDPC | VHT_SHORT_GI_80 |
                                                   7u << VHT_AMPDU_SHIFT,
                                           .rx_mcs = TWO_STREAMS,
                                           .tx_mcs = TWO_STREAMS};
/* Two streams with MCS 0 to 11, up to 40 MHz at 2.4 GHz and 80 MHz at 5 GHz; nothing of what
 * may be left out (TWT, beamforming, thresholds), but LDPC, which may not. */
static const struct extsta_he_caps he_2ghz = {.phy = {HE_PHY0_40_IN_2GHZ, HE_PHY1_LDPC},
                                              .rx_mcs = {TWO_STREAMS},
                                              .tx_mcs = {TWO_STREAMS}};
static const struct extsta_he_caps he_5ghz = {.phy = {HE_PHY0_80_IN_5GHZ, HE_PHY1_LDPC},
                                              .rx_mcs = {TWO_STREAMS},
                                              .tx_mcs = {TWO_STREAMS}};

/* An A-MSDU that is sent fits, with its headers and under any cipher, into the 2304 octets that
 * mac80211_hwsim takes. */
#define AMSDU_TX 2200u

#define BAND(kind, band, ...)                                                                  \
    {                                                                                          \
        .type = dot11_phy_type_##kind, .freqs = freqs_##band,                                  \
        .freq_count = COUNT(freqs_##band), __VA_ARGS__, .amsdu_tx = AMSDU_TX                   \
    }
#define RATES(of) .rates = rates_##of, .rate_count = COUNT(rates_##of), .ht = &ht

static const struct extsta_phy_caps phys_ht[] = {BAND(ht, 2ghz, RATES(erp)),
                                                 BAND(ht, 5ghz, RATES(ofdm))};
static const struct extsta_phy_caps phys_vht[] = {BAND(ht, 2ghz, RATES(erp)),
                                                  BAND(vht, 5ghz, RATES(ofdm), .vht = &vht)};
static const struct extsta_phy_caps phys_he[] = {
    BAND(he, 2ghz, RATES(erp), .he = &he_2ghz),
    BAND(he, 5ghz, RATES(ofdm), .vht = &vht, .he = &he_5ghz)};

const struct extsta_radio_caps extsta_radio_caps_ht = {
    .phys = phys_ht, .phy_count = 2, .hardware_switch = true};
const struct extsta_radio_caps extsta_radio_caps_vht = {
    .phys = phys_vht, .phy_count = 2, .hardware_switch = true};
const struct extsta_radio_caps extsta_radio_caps_he = {
    .phys = phys_he, .phy_count = 2, .hardware_switch = true};
const struct extsta_radio_caps extsta_radio_caps_dual_band = {
    .phys = phys, .phy_count = 2, .hardware_switch = true};
const struct extsta_radio_caps extsta_radio_caps_2ghz = {
    .phys = phys, .phy_count = 1, .hardware_switch = true};
const struct extsta_radio_caps extsta_radio_caps_vendor = {
    .phys = phys, .phy_count = 1, .hardware_switch = true, .vendor_algorithms = true};
const struct extsta_radio_caps extsta_radio_caps_11b = {
    .phys = &phy_hr, .phy_count = 1, .hardware_switch = true};
