/* What a common radio can do, for embedders whose own radio has no capabilities to ask
 * (extsta/radio.h): dual band, 2.4 GHz alone, or 802.11b. The PHY ids of the contract are the
 * indices of `phys` (STA-15: the PHY table is stable). */
#include "base/names.h"
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

const struct extsta_radio_caps extsta_radio_caps_dual_band = {
    .phys = phys, .phy_count = 2, .hardware_switch = true};
const struct extsta_radio_caps extsta_radio_caps_2ghz = {
    .phys = phys, .phy_count = 1, .hardware_switch = true};
const struct extsta_radio_caps extsta_radio_caps_vendor = {
    .phys = phys, .phy_count = 1, .hardware_switch = true, .vendor_algorithms = true};
const struct extsta_radio_caps extsta_radio_caps_11b = {
    .phys = &phy_hr, .phy_count = 1, .hardware_switch = true};
