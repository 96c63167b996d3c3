/* What a configuration is made of (form.h; base/form.h). It is shared, so it is written only
 * where a form stands alone. */
#include "miniport/form.h"
#include "miniport/datapath/keys.h"
#include "miniport/mib.h"

#define T struct mp_ssid
static const struct form_row mp_ssid_form_rows[] = {PART(ssid, len), COUNTS(len)};
FORM_TABLE(mp_ssid_form, "SSID");
#undef T

#define T struct extsta_mac
static const struct form_row mac_form_rows[] = {OCTETS(b)};
FORM_OWN_TABLE(mac_form, "address");
#undef T

#define T struct mp_exemption
static const struct form_row exemption_form_rows[] = {NUMBER(ethertype), NUMBER(action),
                                                      NUMBER(kind)};
FORM_OWN_TABLE(exemption_form, "privacy exemption");
#undef T

#define T struct mp_mib
static const struct form_row mp_mib_form_rows[] = {
    NUMBER(desired_bss_type),
    ITEMS(ssids, mp_ssid_form, ssid_count),
    COUNTS(ssid_count),
    ITEMS(bssids, mac_form, bssid_count),
    COUNTS(bssid_count),
    LIMITED(phy_count, MP_MAX_PHYS),
    NUMBERS(phys),
    LIMITED(auth_count, MP_MAX_ALGORITHMS),
    NUMBERS(auth),
    LIMITED(unicast_count, MP_MAX_ALGORITHMS),
    NUMBERS(unicast),
    LIMITED(multicast_count, MP_MAX_ALGORITHMS),
    NUMBERS(multicast),
    ITEMS(exemptions, exemption_form, exemption_count),
    COUNTS(exemption_count),
    OCTETS(country),
    FLAG(exclude_unencrypted),
    FLAG(unicast_use_group),
    FLAG(hidden_network),
    FLAG(safe_mode),
    FLAG(safe_mode_ht),
    FLAG(multi_domain),
    FLAG(join_only),
    NUMBER(handshake),
    NUMBER(pmf),
    NUMBER(auto_config),
    NUMBER(qos_flags),
    NUMBER(rts_threshold),
    NUMBER(fragmentation_threshold),
    NUMBER(unreachable_ms),
    NUMBER(power_saving),
    NUMBER(current_phy),
    LIMITED(default_key_id, MP_KEY_IDS - 1),
    NUMBER(beacon_period),
    NUMBER(atim_window),
    NUMBER(short_retry),
    NUMBER(long_retry),
    NUMBER(tx_lifetime_tu),
    NUMBER(rx_lifetime_tu),
    LIMITED(rate_count, sizeof((struct mp_mib *)0)->rates),
    OCTETS(rates),
    OCTETS(assoc_ies_bssid),
    PART(assoc_ies, assoc_ies_len),
    COUNTS(assoc_ies_len),
    PART(ibss_ies, ibss_ies_len),
    COUNTS(ibss_ies_len),
};
FORM_TABLE(mp_mib_form, "configuration");
#undef T
