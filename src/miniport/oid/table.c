/* Every OID this driver answers: where it may be set (STA-04), what range it has, who
 * answers. In ascending order of the OID. An OID that is not here, or a kind of request
 * without a handler, is NOT_SUPPORTED (ROL-09): none of them is required. A new one is a row at
 * its place in the order: oid_find searches by halves. */
#include "miniport/oid/table.h"
#include "miniport/algorithm.h"

/* A member of struct mp_mib; a list, with the member that has its count. */
#define FIELD(f) .field = offsetof(struct mp_mib, f)
#define LIST(f, n) .count = offsetof(struct mp_mib, n), FIELD(f)

static const struct oid_row rows[] = {
    /* --- general --- */
    {OID_GEN_MEDIA_SUPPORTED, .low = NDIS_MEDIUM_NATIVE_802_11, .query = oid_query_constant},
    {OID_GEN_MEDIA_IN_USE, .low = NDIS_MEDIUM_NATIVE_802_11, .query = oid_query_constant},
    {OID_GEN_CURRENT_PACKET_FILTER, OID_ANY, .query = oid_query_packet_filter,
     .set = oid_set_packet_filter},
    {OID_GEN_PHYSICAL_MEDIUM, .low = NDIS_PHYSICAL_MEDIUM_NATIVE_802_11,
     .query = oid_query_constant},
    /* --- operational --- */
    {OID_DOT11_MPDU_MAX_LENGTH, .low = DOT11_MAX_PDU_SIZE, .query = oid_query_constant},
    {OID_DOT11_OPERATION_MODE_CAPABILITY, .query = oid_query_mode_capability},
    {OID_DOT11_CURRENT_OPERATION_MODE, OID_INIT, .query = oid_query_operation_mode,
     .set = oid_set_operation_mode},
    {OID_DOT11_ATIM_WINDOW, OID_INIT, FIELD(atim_window), 0, UINT16_MAX, oid_query_u32,
     oid_set_atim_window},
    {OID_DOT11_SCAN_REQUEST, OID_ANY, .set = oid_set_scan},
    {OID_DOT11_RESET_REQUEST, OID_ANY, .checks_input = true, .method = oid_method_reset},
    {OID_DOT11_NIC_POWER_STATE, OID_ANY, .query = oid_query_power, .set = oid_set_power},
    {OID_DOT11_OPTIONAL_CAPABILITY, .query = oid_query_optional_capability},
    {OID_DOT11_CURRENT_OPTIONAL_CAPABILITY, .query = oid_query_current_optional_capability},
    /* --- IEEE 802.11 MIB --- */
    {OID_DOT11_STATION_ID, .query = oid_query_address},
    {OID_DOT11_CF_POLLABLE, .query = oid_query_false},
    {OID_DOT11_OPERATIONAL_RATE_SET, OID_INIT, LIST(rates, rate_count),
     .query = oid_query_rates, .edit = oid_set_rates},
    {OID_DOT11_BEACON_PERIOD, OID_INIT, FIELD(beacon_period), 1, UINT16_MAX,
     oid_query_beacon_period, oid_set_beacon_period},
    {OID_DOT11_DTIM_PERIOD, .query = oid_query_dtim_period},
    {OID_DOT11_MAC_ADDRESS, .query = oid_query_address},
    {OID_DOT11_RTS_THRESHOLD, OID_ANY, FIELD(rts_threshold), 0, MP_MAX_RTS_THRESHOLD,
     oid_query_u32, oid_set_u32},
    {OID_DOT11_SHORT_RETRY_LIMIT, FIELD(short_retry), .query = oid_query_u8},
    {OID_DOT11_LONG_RETRY_LIMIT, FIELD(long_retry), .query = oid_query_u8},
    {OID_DOT11_FRAGMENTATION_THRESHOLD, OID_ANY, FIELD(fragmentation_threshold),
     DOT11_MIN_PDU_SIZE, DOT11_MAX_PDU_SIZE, oid_query_u32, oid_set_u32}, /* also in OP */
    {OID_DOT11_MAX_TRANSMIT_MSDU_LIFETIME, FIELD(tx_lifetime_tu), .query = oid_query_u32},
    {OID_DOT11_MAX_RECEIVE_LIFETIME, FIELD(rx_lifetime_tu), .query = oid_query_u32},
    {OID_DOT11_SUPPORTED_PHY_TYPES, .query = oid_query_phy_types},
    {OID_DOT11_CURRENT_REG_DOMAIN, .low = DOT11_REG_DOMAIN_OTHER, .query = oid_query_constant},
    {OID_DOT11_CURRENT_CHANNEL, OID_INIT, .of = OID_BAND_2GHZ, .query = oid_query_channel,
     .set = oid_set_channel},
    {OID_DOT11_REG_DOMAINS_SUPPORT_VALUE, .query = oid_query_reg_domains},
    {OID_DOT11_SUPPORTED_DATA_RATES_VALUE, .query = oid_query_data_rates},
    {OID_DOT11_CURRENT_FREQUENCY, OID_INIT, .of = OID_BAND_5GHZ, .query = oid_query_channel,
     .set = oid_set_channel},
    {OID_DOT11_MULTI_DOMAIN_CAPABILITY_IMPLEMENTED, .query = oid_query_true},
    {OID_DOT11_MULTI_DOMAIN_CAPABILITY_ENABLED, OID_INIT, FIELD(multi_domain),
     .query = oid_query_bool, .edit = oid_set_multi_domain},
    {OID_DOT11_COUNTRY_STRING, .query = oid_query_country_string},
    {OID_DOT11_NIC_SPECIFIC_EXTENSION, OID_ANY, .method = oid_method_private},
    {OID_DOT11_SUPPORTED_OFDM_FREQUENCY_LIST, .of = OID_BAND_5GHZ, .query = oid_query_channels},
    {OID_DOT11_SUPPORTED_DSSS_CHANNEL_LIST, .of = OID_BAND_2GHZ, .query = oid_query_channels},
    {OID_DOT11_CURRENT_ADDRESS, .query = oid_query_address},
    {OID_DOT11_PERMANENT_ADDRESS, .query = oid_query_permanent_address},
    {OID_DOT11_MULTICAST_LIST, OID_ANY, .query = oid_query_multicast, .set = oid_set_multicast},
    {OID_DOT11_MAXIMUM_LIST_SIZE, .low = MP_MAX_MULTICAST, .query = oid_query_constant},
    /* --- Extensible Station --- */
    {OID_DOT11_AUTO_CONFIG_ENABLED, OID_INIT, FIELD(auto_config), 0,
     DOT11_PHY_AUTO_CONFIG_ENABLED_FLAG | DOT11_MAC_AUTO_CONFIG_ENABLED_FLAG, oid_query_u32,
     oid_set_u32},
    {OID_DOT11_ENUM_BSS_LIST, OID_ANY, .method = oid_method_bss_list},
    {OID_DOT11_FLUSH_BSS_LIST, OID_INIT, .set = oid_set_flush},
    {OID_DOT11_POWER_MGMT_REQUEST, OID_ANY, FIELD(power_saving), 0,
     DOT11_POWER_SAVING_MAXIMUM_LEVEL, oid_query_u32, oid_set_power_saving},
    {OID_DOT11_DESIRED_SSID_LIST, OID_INIT, LIST(ssids, ssid_count), .query = oid_query_ssids,
     .edit = oid_set_ssids},
    {OID_DOT11_EXCLUDED_MAC_ADDRESS_LIST, OID_ANY, .query = oid_query_excluded,
     .set = oid_set_excluded},
    {OID_DOT11_DESIRED_BSSID_LIST, OID_INIT, LIST(bssids, bssid_count),
     .query = oid_query_bssids, .edit = oid_set_bssids},
    {OID_DOT11_DESIRED_BSS_TYPE, OID_INIT, FIELD(desired_bss_type), .query = oid_query_u32,
     .edit = oid_set_bss_type},
    {OID_DOT11_CONNECT_REQUEST, OID_INIT, .set = oid_set_connect},
    {OID_DOT11_EXCLUDE_UNENCRYPTED, OID_INIT, FIELD(exclude_unencrypted),
     .query = oid_query_bool, .edit = oid_set_bool}, /* not in OP */
    {OID_DOT11_PRIVACY_EXEMPTION_LIST, OID_INIT, LIST(exemptions, exemption_count),
     .query = oid_query_exemptions, .edit = oid_set_exemptions},
    {OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM, OID_INIT, LIST(auth, auth_count),
     .query = oid_query_numbers, .edit = oid_set_auth},
    {OID_DOT11_SUPPORTED_UNICAST_ALGORITHM_PAIR, .of = ALGORITHM_UNICAST,
     .query = oid_query_pairs},
    {OID_DOT11_ENABLED_UNICAST_CIPHER_ALGORITHM, OID_INIT, LIST(unicast, unicast_count),
     .of = ALGORITHM_UNICAST, .query = oid_query_numbers, .edit = oid_set_ciphers},
    {OID_DOT11_SUPPORTED_MULTICAST_ALGORITHM_PAIR, .of = ALGORITHM_MULTICAST,
     .query = oid_query_pairs},
    {OID_DOT11_ENABLED_MULTICAST_CIPHER_ALGORITHM, OID_INIT, LIST(multicast, multicast_count),
     .of = ALGORITHM_MULTICAST, .query = oid_query_numbers, .edit = oid_set_ciphers},
    {OID_DOT11_CIPHER_DEFAULT_KEY_ID, OID_ANY, FIELD(default_key_id), 0, 3, oid_query_u32,
     oid_set_u32},
    {OID_DOT11_CIPHER_DEFAULT_KEY, OID_ANY, .set = oid_set_default_key},
    {OID_DOT11_CIPHER_KEY_MAPPING_KEY, OID_ANY, .set = oid_set_mapping_key},
    {OID_DOT11_ENUM_ASSOCIATION_INFO, .query = oid_query_association_info},
    {OID_DOT11_DISCONNECT_REQUEST, OID_OP, .set = oid_set_disconnect},
    {OID_DOT11_UNICAST_USE_GROUP_ENABLED, OID_INIT, FIELD(unicast_use_group),
     .query = oid_query_bool, .edit = oid_set_bool},
    {OID_DOT11_HARDWARE_PHY_STATE, .query = oid_query_hardware_power},
    {OID_DOT11_DESIRED_PHY_LIST, OID_INIT, LIST(phys, phy_count), .query = oid_query_numbers,
     .edit = oid_set_phys},
    {OID_DOT11_CURRENT_PHY_ID, OID_ANY, FIELD(current_phy), .query = oid_query_u32,
     .edit = oid_set_current_phy},
    {OID_DOT11_MEDIA_STREAMING_ENABLED, OID_ANY, .query = oid_query_media_streaming,
     .set = oid_set_media_streaming},
    {OID_DOT11_UNREACHABLE_DETECTION_THRESHOLD, OID_ANY, FIELD(unreachable_ms), 1, UINT32_MAX,
     oid_query_u32, oid_set_unreachable}, /* 0 is no threshold */
    {OID_DOT11_ACTIVE_PHY_LIST, .query = oid_query_active_phys},
    {OID_DOT11_EXTSTA_CAPABILITY, .query = oid_query_capability},
    {OID_DOT11_DATA_RATE_MAPPING_TABLE, .query = oid_query_rate_table},
    {OID_DOT11_DESIRED_COUNTRY_OR_REGION_STRING, OID_INIT, .query = oid_query_country,
     .edit = oid_set_country},
    {OID_DOT11_IBSS_PARAMS, OID_INIT, .query = oid_query_ibss_params,
     .edit = oid_set_ibss_params},
    {OID_DOT11_SAFE_MODE_ENABLED, OID_INIT, FIELD(safe_mode), .query = oid_query_bool,
     .edit = oid_set_bool},
    {OID_DOT11_HIDDEN_NETWORK_ENABLED, OID_INIT, FIELD(hidden_network), .query = oid_query_bool,
     .edit = oid_set_bool},
    {OID_DOT11_ASSOCIATION_PARAMS, OID_INIT, .edit = oid_set_association_params},
    {OID_DOT11_SAFE_MODE_HT_ENABLED, OID_INIT, FIELD(safe_mode_ht), .query = oid_query_bool,
     .edit = oid_set_bool},
    {OID_DOT11_PMKID_LIST, OID_ANY, .query = oid_query_pmkids, .set = oid_set_pmkids},
    {OID_DOT11_PORT_STATE_NOTIFICATION, OID_OP, .set = oid_set_port_state},
    {OID_DOT11_QOS_PARAMS, OID_INIT, .query = oid_query_qos, .edit = oid_set_qos},
    {OID_DOT11_STATISTICS, .query = oid_query_statistics},
    /* --- device power --- */
    {OID_PNP_SET_POWER, OID_ANY, .set = oid_set_device_power},
    {OID_PNP_QUERY_POWER, .query = oid_query_device_power},
};

#define ROWS (sizeof rows / sizeof rows[0])

const struct oid_row *oid_row_at(size_t i)
{
    return i < ROWS ? &rows[i] : NULL;
}

const struct oid_row *oid_find(uint32_t oid)
{
    size_t low = 0, high = ROWS;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (rows[middle].oid == oid) {
            return &rows[middle];
        }
        if (rows[middle].oid < oid) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}
