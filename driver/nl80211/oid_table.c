/* Every OID this driver answers, in ascending order; what is not here is NOT_SUPPORTED. What
 * cfg80211 cannot do is missing: ATIM window, IBSS parameters, safe modes, per-frame counters
 * (docs/nl80211.md). */
#include "oid.h"

#define FIELD(f)    .field = offsetof(struct mp_mib, f)
#define LIST(f, n)  .count = offsetof(struct mp_mib, n), FIELD(f)
#define UNICAST     CIPHER_PAIRWISE
#define MULTICAST   CIPHER_GROUP
#define SAVING      DOT11_POWER_SAVING_MAXIMUM_LEVEL
#define AUTO_CONFIG (DOT11_PHY_AUTO_CONFIG_ENABLED_FLAG | DOT11_MAC_AUTO_CONFIG_ENABLED_FLAG)

static const struct nld_row rows[] = {
    {OID_GEN_MEDIA_SUPPORTED, .low = NDIS_MEDIUM_NATIVE_802_11, .query = nld_get_constant},
    {OID_GEN_MEDIA_IN_USE, .low = NDIS_MEDIUM_NATIVE_802_11, .query = nld_get_constant},
    {OID_GEN_CURRENT_PACKET_FILTER, NLD_ANY, .query = nld_get_filter, .set = nld_put_filter},
    {OID_GEN_PHYSICAL_MEDIUM, .low = NDIS_PHYSICAL_MEDIUM_NATIVE_802_11,
     .query = nld_get_constant},
    {OID_DOT11_MPDU_MAX_LENGTH, .low = DOT11_MAX_PDU_SIZE, .query = nld_get_constant},
    {OID_DOT11_OPERATION_MODE_CAPABILITY, .query = nld_get_mode_capability},
    {OID_DOT11_CURRENT_OPERATION_MODE, NLD_INIT, .query = nld_get_mode, .set = nld_put_mode},
    {OID_DOT11_SCAN_REQUEST, NLD_ANY, .set = nld_do_scan},
    {OID_DOT11_RESET_REQUEST, NLD_ANY, .checks_input = true, .method = nld_do_reset},
    {OID_DOT11_NIC_POWER_STATE, NLD_ANY, .query = nld_get_power, .set = nld_put_power},
    {OID_DOT11_OPTIONAL_CAPABILITY, .query = nld_get_optional},
    {OID_DOT11_CURRENT_OPTIONAL_CAPABILITY, .query = nld_get_current_optional},
    {OID_DOT11_STATION_ID, .query = nld_get_address},
    {OID_DOT11_CF_POLLABLE, .query = nld_get_false},
    {OID_DOT11_OPERATIONAL_RATE_SET, NLD_INIT, LIST(rates, rate_count), .query = nld_get_rates,
     .set = nld_put_rates},
    {OID_DOT11_BEACON_PERIOD, .query = nld_get_beacon_period},
    {OID_DOT11_DTIM_PERIOD, .query = nld_get_dtim},
    {OID_DOT11_MAC_ADDRESS, .query = nld_get_address},
    {OID_DOT11_RTS_THRESHOLD, NLD_ANY, FIELD(rts_threshold), 0, MP_MAX_RTS_THRESHOLD,
     nld_get_number, nld_put_rts},
    {OID_DOT11_SHORT_RETRY_LIMIT, FIELD(short_retry), .query = nld_get_octet},
    {OID_DOT11_LONG_RETRY_LIMIT, FIELD(long_retry), .query = nld_get_octet},
    {OID_DOT11_FRAGMENTATION_THRESHOLD, NLD_ANY, FIELD(fragmentation_threshold),
     DOT11_MIN_PDU_SIZE, DOT11_MAX_PDU_SIZE, nld_get_number, nld_put_fragmentation},
    {OID_DOT11_MAX_TRANSMIT_MSDU_LIFETIME, FIELD(tx_lifetime_tu), .query = nld_get_number},
    {OID_DOT11_MAX_RECEIVE_LIFETIME, FIELD(rx_lifetime_tu), .query = nld_get_number},
    {OID_DOT11_SUPPORTED_PHY_TYPES, .query = nld_get_phy_types},
    {OID_DOT11_CURRENT_REG_DOMAIN, .low = DOT11_REG_DOMAIN_OTHER, .query = nld_get_constant},
    {OID_DOT11_CURRENT_CHANNEL, .of = 0, .query = nld_get_channel},
    {OID_DOT11_REG_DOMAINS_SUPPORT_VALUE, .query = nld_get_reg_domains},
    {OID_DOT11_SUPPORTED_DATA_RATES_VALUE, .query = nld_get_data_rates},
    {OID_DOT11_DATA_RATE_MAPPING_TABLE, .query = nld_get_rate_table},
    {OID_DOT11_CURRENT_FREQUENCY, .of = 1, .query = nld_get_channel},
    {OID_DOT11_MULTI_DOMAIN_CAPABILITY_IMPLEMENTED, .query = nld_get_true},
    {OID_DOT11_MULTI_DOMAIN_CAPABILITY_ENABLED, NLD_INIT, FIELD(multi_domain),
     .query = nld_get_flag, .set = nld_put_flag_value},
    {OID_DOT11_COUNTRY_STRING, .query = nld_get_country_of_ap},
    {OID_DOT11_NIC_SPECIFIC_EXTENSION, NLD_ANY, .method = nld_do_private},
    {OID_DOT11_SUPPORTED_OFDM_FREQUENCY_LIST, .of = 1, .query = nld_get_channels},
    {OID_DOT11_SUPPORTED_DSSS_CHANNEL_LIST, .of = 0, .query = nld_get_channels},
    {OID_DOT11_CURRENT_ADDRESS, .query = nld_get_address},
    {OID_DOT11_PERMANENT_ADDRESS, .query = nld_get_permanent},
    {OID_DOT11_MULTICAST_LIST, NLD_ANY, .query = nld_get_multicast, .set = nld_put_multicast},
    {OID_DOT11_MAXIMUM_LIST_SIZE, .low = MP_MAX_MULTICAST, .query = nld_get_constant},
    {OID_DOT11_AUTO_CONFIG_ENABLED, NLD_INIT, FIELD(auto_config), 0, AUTO_CONFIG,
     nld_get_number, nld_put_number},
    {OID_DOT11_ENUM_BSS_LIST, NLD_ANY, .method = nld_do_bss_list},
    {OID_DOT11_FLUSH_BSS_LIST, NLD_INIT, .set = nld_do_flush},
    {OID_DOT11_POWER_MGMT_REQUEST, NLD_ANY, FIELD(power_saving), 0, SAVING, nld_get_number,
     nld_put_saving},
    {OID_DOT11_DESIRED_SSID_LIST, NLD_INIT, LIST(ssids, ssid_count), .query = nld_get_ssids,
     .set = nld_put_ssids},
    {OID_DOT11_EXCLUDED_MAC_ADDRESS_LIST, NLD_ANY, .query = nld_get_excluded,
     .set = nld_put_excluded},
    {OID_DOT11_DESIRED_BSSID_LIST, NLD_INIT, LIST(bssids, bssid_count), .query = nld_get_bssids,
     .set = nld_put_bssids},
    {OID_DOT11_DESIRED_BSS_TYPE, NLD_INIT, FIELD(desired_bss_type), .query = nld_get_number,
     .set = nld_put_type},
    {OID_DOT11_CONNECT_REQUEST, NLD_INIT, .set = nld_do_connect},
    {OID_DOT11_EXCLUDE_UNENCRYPTED, NLD_INIT, FIELD(exclude_unencrypted), .query = nld_get_flag,
     .set = nld_put_flag_value},
    {OID_DOT11_PRIVACY_EXEMPTION_LIST, NLD_INIT, LIST(exemptions, exemption_count),
     .query = nld_get_exemptions, .set = nld_put_exemptions},
    {OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM, NLD_INIT, LIST(auth, auth_count),
     .query = nld_get_numbers, .set = nld_put_auth},
    {OID_DOT11_SUPPORTED_UNICAST_ALGORITHM_PAIR, .of = UNICAST, .query = nld_get_pairs},
    {OID_DOT11_ENABLED_UNICAST_CIPHER_ALGORITHM, NLD_INIT, LIST(unicast, unicast_count),
     .of = UNICAST, .query = nld_get_numbers, .set = nld_put_ciphers},
    {OID_DOT11_SUPPORTED_MULTICAST_ALGORITHM_PAIR, .of = MULTICAST, .query = nld_get_pairs},
    {OID_DOT11_ENABLED_MULTICAST_CIPHER_ALGORITHM, NLD_INIT, LIST(multicast, multicast_count),
     .of = MULTICAST, .query = nld_get_numbers, .set = nld_put_ciphers},
    {OID_DOT11_CIPHER_DEFAULT_KEY_ID, NLD_ANY, FIELD(default_key_id), 0, 3, nld_get_number,
     nld_put_key_id},
    {OID_DOT11_CIPHER_DEFAULT_KEY, NLD_ANY, .set = nld_put_default_key},
    {OID_DOT11_CIPHER_KEY_MAPPING_KEY, NLD_ANY, .set = nld_put_mapping_key},
    {OID_DOT11_ENUM_ASSOCIATION_INFO, .query = nld_get_associations},
    {OID_DOT11_DISCONNECT_REQUEST, NLD_OP, .set = nld_do_disconnect},
    {OID_DOT11_UNICAST_USE_GROUP_ENABLED, NLD_INIT, FIELD(unicast_use_group),
     .query = nld_get_flag, .set = nld_put_flag_value},
    {OID_DOT11_HARDWARE_PHY_STATE, .query = nld_get_hardware},
    {OID_DOT11_DESIRED_PHY_LIST, NLD_INIT, LIST(phys, phy_count), .query = nld_get_numbers,
     .set = nld_put_phys},
    {OID_DOT11_CURRENT_PHY_ID, NLD_ANY, FIELD(current_phy), .query = nld_get_number,
     .set = nld_put_current_phy},
    {OID_DOT11_MEDIA_STREAMING_ENABLED, NLD_ANY, .query = nld_get_streaming,
     .set = nld_put_streaming},
    {OID_DOT11_UNREACHABLE_DETECTION_THRESHOLD, NLD_ANY, FIELD(unreachable_ms), 1, UINT32_MAX,
     nld_get_number, nld_put_number}, /* 0 is no threshold; the kernel has its own */
    {OID_DOT11_ACTIVE_PHY_LIST, .query = nld_get_active_phys},
    {OID_DOT11_EXTSTA_CAPABILITY, .query = nld_get_capability},
    {OID_DOT11_DESIRED_COUNTRY_OR_REGION_STRING, NLD_INIT, .query = nld_get_country,
     .set = nld_put_country},
    {OID_DOT11_HIDDEN_NETWORK_ENABLED, NLD_INIT, FIELD(hidden_network), .query = nld_get_flag,
     .set = nld_put_flag_value},
    {OID_DOT11_ASSOCIATION_PARAMS, NLD_INIT, .set = nld_put_association_params},
    {OID_DOT11_PMKID_LIST, NLD_ANY, .query = nld_get_pmkids, .set = nld_put_pmkids},
    {OID_DOT11_PORT_STATE_NOTIFICATION, NLD_OP, .set = nld_do_port},
    {OID_DOT11_QOS_PARAMS, NLD_INIT, .query = nld_get_qos, .set = nld_put_qos},
    {OID_DOT11_STATISTICS, .query = nld_get_statistics},
    {OID_PNP_SET_POWER, NLD_ANY, .set = nld_put_device},
    {OID_PNP_QUERY_POWER, .query = nld_get_device},
};

const struct nld_row *nld_row_of(uint32_t oid)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].oid == oid) {
            return &rows[i];
        }
    }
    return NULL;
}
