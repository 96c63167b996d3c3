/* Every OID of Native 802.11, by the mode that uses it. Each is described by kind, states
 * in which it may be set (INIT, OP), data type and meaning.
 *
 * An NWF number is 0x0E, class, requirement, sequence. The requirement bits do not always
 * agree with the documentation, and three late numbers (seq above 0xFF) run into them.
 * On/off OIDs of the IEEE MIB take a one-byte BOOLEAN, whatever the WDK comment says. */
#ifndef EXTSTA_WINDOT11_OIDS_H
#define EXTSTA_WINDOT11_OIDS_H

#include <extsta/ndis.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Encoding */
#define NWF_MANDATORY_OID     0x00000001u
#define NWF_OPTIONAL_OID      0x00000002u
#define NWF_OPERATIONAL_OID   0x00000001u
#define NWF_STATISTICS_OID    0x00000002u
#define NWF_EXTAP_OID         0x00000003u
#define NWF_VWIFI_OID         0x00000004u
#define NWF_POWER_SAVE_OID    0x00000007u
#define NWF_WFD_DEVICE_OID    0x00000005u
#define NWF_WFD_ROLE_OID      0x00000006u
#define NWF_MANUFACTURING_OID 0x00000008u

/* ---- Extensible Station ---- */

/* Query/set (INIT): ULONG flags DOT11_*_AUTO_CONFIG_ENABLED_FLAG. Which of PHY / MAC auto-
 * configuration by the station is enabled. */
#define OID_DOT11_AUTO_CONFIG_ENABLED 0x0E010178u

/* Method: out: DOT11_BYTE_ARRAY of DOT11_BSS_ENTRY / in: DOT11_COUNTRY_OR_REGION_STRING (3
 * bytes). Scan-cache entries with beacon/probe-response body. */
#define OID_DOT11_ENUM_BSS_LIST 0x0E010179u

/* Set (INIT). Empty the BSS (scan) list. */
#define OID_DOT11_FLUSH_BSS_LIST 0x0E01017Au

/* Query/set (INIT, OP): ULONG DOT11_POWER_SAVING_*. Power saving level. */
#define OID_DOT11_POWER_MGMT_REQUEST 0x0E01017Bu

/* Query/set (INIT): DOT11_SSID_LIST. SSIDs to connect to; zero-length SSID = any. */
#define OID_DOT11_DESIRED_SSID_LIST 0x0E01017Cu

/* Query/set (INIT, OP): DOT11_MAC_ADDRESS_LIST. BSSIDs/peers never to associate with. */
#define OID_DOT11_EXCLUDED_MAC_ADDRESS_LIST 0x0E01017Du

/* Query/set (INIT): DOT11_BSSID_LIST. BSSIDs allowed for connection/roam; broadcast address =
 * any. */
#define OID_DOT11_DESIRED_BSSID_LIST 0x0E01017Eu

/* Query/set (INIT): DOT11_BSS_TYPE. Infrastructure / independent / any. */
#define OID_DOT11_DESIRED_BSS_TYPE 0x0E01017Fu

/* Set (INIT). Start a connection: INIT -> OP; followed by CONNECTION_START. */
#define OID_DOT11_CONNECT_REQUEST 0x0E010181u

/* Query/set (INIT): BOOLEAN. Drop received cleartext data frames unless exempt. */
#define OID_DOT11_EXCLUDE_UNENCRYPTED 0x0E010182u

/* Query/set (INIT): DOT11_PRIVACY_EXEMPTION_LIST. EtherTypes exempt from encryption/decryption
 * rules. */
#define OID_DOT11_PRIVACY_EXEMPTION_LIST 0x0E010184u

/* Query/set (INIT): DOT11_AUTH_ALGORITHM_LIST. Enabled authentication algorithms in order of
 * preference. */
#define OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM 0x0E010185u

/* Query: DOT11_AUTH_CIPHER_PAIR_LIST. Auth+pairwise cipher pairs for the desired BSS type. */
#define OID_DOT11_SUPPORTED_UNICAST_ALGORITHM_PAIR 0x0E010186u

/* Query/set (INIT): DOT11_CIPHER_ALGORITHM_LIST. Enabled pairwise ciphers in order of
 * preference. */
#define OID_DOT11_ENABLED_UNICAST_CIPHER_ALGORITHM 0x0E010187u

/* Query: DOT11_AUTH_CIPHER_PAIR_LIST. Auth+group cipher pairs for the desired BSS type. */
#define OID_DOT11_SUPPORTED_MULTICAST_ALGORITHM_PAIR 0x0E010188u

/* Query/set (INIT): DOT11_CIPHER_ALGORITHM_LIST. Enabled group ciphers in order of preference.
 */
#define OID_DOT11_ENABLED_MULTICAST_CIPHER_ALGORITHM 0x0E010189u

/* Query/set (INIT, OP): ULONG 0..3 / ULONG. Index of the default key used to encrypt transmits.
 */
#define OID_DOT11_CIPHER_DEFAULT_KEY_ID 0x0E01018Au

/* Set (INIT, OP): DOT11_CIPHER_DEFAULT_KEY_VALUE (+ key bytes). Add/delete a default key
 * (MacAddr all zero) or per-station default key (unicast MacAddr). */
#define OID_DOT11_CIPHER_DEFAULT_KEY 0x0E01018Bu

/* Set (INIT, OP): DOT11_BYTE_ARRAY of DOT11_CIPHER_KEY_MAPPING_KEY_VALUE. Add/delete pairwise
 * (key-mapping) keys. */
#define OID_DOT11_CIPHER_KEY_MAPPING_KEY 0x0E01018Cu

/* Query: DOT11_ASSOCIATION_INFO_LIST of DOT11_ASSOCIATION_INFO_EX. List of current associations
 * and their statistics. */
#define OID_DOT11_ENUM_ASSOCIATION_INFO 0x0E01018Du

/* Set (OP). Disconnect from the BSS: OP -> INIT. */
#define OID_DOT11_DISCONNECT_REQUEST 0x0E01018Eu

/* Query/set (INIT): BOOLEAN. Allow the use-group-key pairwise cipher suite. */
#define OID_DOT11_UNICAST_USE_GROUP_ENABLED 0x0E01018Fu

/* Query: BOOLEAN. Hardware (switch) power state of the current PHY. */
#define OID_DOT11_HARDWARE_PHY_STATE 0x0E010190u

/* Query/set (INIT): DOT11_PHY_ID_LIST. PHYs allowed; DOT11_PHY_ID_ANY = all. */
#define OID_DOT11_DESIRED_PHY_LIST 0x0E010191u

/* Query/set (INIT, OP): ULONG. PHY that the per-PHY OIDs act on (default 0). */
#define OID_DOT11_CURRENT_PHY_ID 0x0E010192u

/* Query/set (INIT, OP): BOOLEAN. Low-latency mode: limit off-channel scans. */
#define OID_DOT11_MEDIA_STREAMING_ENABLED 0x0E010193u

/* Query/set (INIT, OP): ULONG ms. Time without contact before the AP/peer is declared lost. */
#define OID_DOT11_UNREACHABLE_DETECTION_THRESHOLD 0x0E010194u

/* Query: DOT11_PHY_ID_LIST. PHY IDs in use on the current BSS connection. */
#define OID_DOT11_ACTIVE_PHY_LIST 0x0E010195u

/* Query: DOT11_EXTSTA_CAPABILITY. Table sizes; superseded by DOT11_EXTSTA_ATTRIBUTES at init.
 */
#define OID_DOT11_EXTSTA_CAPABILITY 0x0E010196u

/* Query: DOT11_COUNTRY_OR_REGION_STRING_LIST. Supported 802.11d country strings. */
#define OID_DOT11_SUPPORTED_COUNTRY_OR_REGION_STRING 0x0E010198u

/* Query/set (INIT): DOT11_COUNTRY_OR_REGION_STRING. 802.11d country string to use. */
#define OID_DOT11_DESIRED_COUNTRY_OR_REGION_STRING 0x0E010199u

/* Query/set (INIT): DOT11_IBSS_PARAMS (+ IEs). IBSS: join-only flag and extra beacon IEs. */
#define OID_DOT11_IBSS_PARAMS 0x0E01019Bu

/* Query/set (INIT): BOOLEAN. FIPS safe mode: crypto done by the OS, not by the NIC. */
#define OID_DOT11_SAFE_MODE_ENABLED 0x0E01019Du

/* Query/set (INIT): BOOLEAN. Allow joining networks that hide the SSID (Win7+). */
#define OID_DOT11_HIDDEN_NETWORK_ENABLED 0x0E01019Eu

/* Set (INIT): DOT11_ASSOCIATION_PARAMS (+ IEs at uAssocRequestIEsOffset). Extra IEs to put in
 * the (re)association request to a given BSSID; revision 1; Win7+. */
#define OID_DOT11_ASSOCIATION_PARAMS 0x0E01019Fu

/* Query/set (INIT): BOOLEAN. Safe mode with 802.11n allowed (Win8+); if it succeeds,
 * SAFE_MODE_ENABLED is not sent. */
#define OID_DOT11_SAFE_MODE_HT_ENABLED 0x0E0101A0u

/* Query/set (INIT, OP): DOT11_PMKID_LIST of DOT11_PMKID_ENTRY. PMKID cache (at least 3 entries
 * if supported). */
#define OID_DOT11_PMKID_LIST 0x0E010280u

/* Set (OP): DOT11_PORT_STATE_NOTIFICATION. OS tells the station that the peer data port is
 * open/closed (Win7+). */
#define OID_DOT11_PORT_STATE_NOTIFICATION 0x0E01029Au

/* Query/set (INIT): DOT11_QOS_PARAMS. Enabled QoS protocols (WMM, 11e). */
#define OID_DOT11_QOS_PARAMS 0x0E01029Cu

/* Query: DOT11_STATISTICS (PhyCounters[1] is variable: one per PHY). MAC unicast/multicast and
 * per-PHY counters; reset by RESET_REQUEST. */
#define OID_DOT11_STATISTICS 0x0E020183u

/* ---- Extensible Station: power management and network list offload ---- */

/* Set: DOT11_POWER_MGMT_AUTO_MODE_ENABLED_INFO. Let the NIC manage power save on its own
 * (Win8+). */
#define OID_DOT11_POWER_MGMT_MODE_AUTO_ENABLED 0x0E070101u

/* Query: DOT11_POWER_MGMT_MODE_STATUS_INFO. Actual power-save mode and reason (Win8+). */
#define OID_DOT11_POWER_MGMT_MODE_STATUS 0x0E070102u

/* Set: DOT11_OFFLOAD_NETWORK_LIST_INFO. Network list offload scan setup (Win8+). */
#define OID_DOT11_OFFLOAD_NETWORK_LIST 0x0E070103u

/* ---- Operational ---- */

/* Query: ULONG bytes. Max MPDU of the current PHY. */
#define OID_DOT11_MPDU_MAX_LENGTH 0x0D010306u

/* Query: DOT11_OPERATION_MODE_CAPABILITY. Supported operation modes, buffer counts. */
#define OID_DOT11_OPERATION_MODE_CAPABILITY 0x0D010307u

/* Query/set (INIT): DOT11_CURRENT_OPERATION_MODE. Select ExtSTA / NetMon / .... */
#define OID_DOT11_CURRENT_OPERATION_MODE 0x0D010308u

/* Query/set (INIT): ULONG TU. IBSS ATIM window. */
#define OID_DOT11_ATIM_WINDOW 0x0D01030Au

/* Set (INIT, OP): DOT11_SCAN_REQUEST_V2. Start an explicit scan; ends with
 * NDIS_STATUS_DOT11_SCAN_CONFIRM. */
#define OID_DOT11_SCAN_REQUEST 0x0D01030Bu

/* Method (INIT, OP): out: DOT11_STATUS_INDICATION (uStatusType=DOT11_STATUS_RESET_CONFIRM) /
 * in: DOT11_RESET_REQUEST. Reset PHY/MAC, go to INIT; ExtSTA only needs type phy_and_mac. */
#define OID_DOT11_RESET_REQUEST 0x0D010310u

/* Query/set (INIT): BOOLEAN. Software radio/PHY on-off. */
#define OID_DOT11_NIC_POWER_STATE 0x0D010311u

/* Query: DOT11_OPTIONAL_CAPABILITY. Supported optional MAC features. */
#define OID_DOT11_OPTIONAL_CAPABILITY 0x0D010312u

/* Query: DOT11_CURRENT_OPTIONAL_CAPABILITY. State of optional MAC features. */
#define OID_DOT11_CURRENT_OPTIONAL_CAPABILITY 0x0D010313u

/* Query: DOT11_SUPPORTED_PHY_TYPES. PHY table; the index is the PHY ID. */
#define OID_DOT11_SUPPORTED_PHY_TYPES 0x0D010326u

/* Query: DOT11_SUPPORTED_POWER_LEVELS. TX power levels in mW. */
#define OID_DOT11_SUPPORTED_POWER_LEVELS 0x0D01032Cu

/* Query: DOT11_SUPPORTED_ANTENNA_LIST. TX antennas. */
#define OID_DOT11_SUPPORTED_TX_ANTENNA 0x0D01033Eu

/* Query: DOT11_SUPPORTED_ANTENNA_LIST. RX antennas. */
#define OID_DOT11_SUPPORTED_RX_ANTENNA 0x0D01033Fu

/* Query: DOT11_SUPPORTED_DATA_RATES_VALUE_V2. TX/RX rate values of the current PHY. */
#define OID_DOT11_SUPPORTED_DATA_RATES_VALUE 0x0D010341u

/* Query: ULONG percent. Channel busy percentage. */
#define OID_DOT11_RF_USAGE 0x0D01035Bu

/* Method (INIT, OP): DOT11_NIC_SPECIFIC_EXTENSION (out) / DOT11_NIC_SPECIFIC_EXTENSION (in).
 * IHV private method channel (Dot11ExtNicSpecificExtension). */
#define OID_DOT11_NIC_SPECIFIC_EXTENSION 0x0D01035Cu

/* Query: DOT11_RECV_SENSITIVITY_LIST (in/out: uPhyId selects the PHY in ExtSTA mode). Rate ->
 * RSSI range table. */
#define OID_DOT11_RECV_SENSITIVITY_LIST 0x0D010365u

/* Query: DOT11_MAC_ADDRESS. MAC address in use. */
#define OID_DOT11_CURRENT_ADDRESS 0x0D010702u

/* Query: DOT11_MAC_ADDRESS. Burned-in MAC address. */
#define OID_DOT11_PERMANENT_ADDRESS 0x0D010703u

/* Query/set (INIT, OP): DOT11_MAC_ADDRESS[]. Multicast receive list. */
#define OID_DOT11_MULTICAST_LIST 0x0D010704u

/* Query: ULONG. Max multicast addresses. */
#define OID_DOT11_MAXIMUM_LIST_SIZE 0x0D010705u

/* Query: DOT11_DATA_RATE_MAPPING_TABLE. Rate index -> rate value (500 kbit/s units) of the
 * current PHY. */
#define OID_DOT11_DATA_RATE_MAPPING_TABLE 0x0E010197u

/* ---- IEEE 802.11 MIB ---- */

/* Query: DOT11_MAC_ADDRESS. Station ID for remote management. */
#define OID_DOT11_STATION_ID 0x0D010314u

/* Query: BOOLEAN. CF-Poll support. */
#define OID_DOT11_CF_POLLABLE 0x0D010316u

/* Query/set (INIT): DOT11_RATE_SET. Operational rates of the current PHY. */
#define OID_DOT11_OPERATIONAL_RATE_SET 0x0D01031Au

/* Query/set (INIT): ULONG TU. IBSS beacon period. */
#define OID_DOT11_BEACON_PERIOD 0x0D01031Bu

/* Query/set: ULONG. DTIM interval. */
#define OID_DOT11_DTIM_PERIOD 0x0D01031Cu

/* Query: DOT11_MAC_ADDRESS. MAC address. */
#define OID_DOT11_MAC_ADDRESS 0x0D01031Eu

/* Query/set (INIT, OP): ULONG bytes. RTS threshold. */
#define OID_DOT11_RTS_THRESHOLD 0x0D01031Fu

/* Query: ULONG 1..255. Retry limit below RTS threshold. */
#define OID_DOT11_SHORT_RETRY_LIMIT 0x0D010320u

/* Query: ULONG 1..255. Retry limit above RTS threshold. */
#define OID_DOT11_LONG_RETRY_LIMIT 0x0D010321u

/* Query/set (INIT): ULONG bytes. Fragmentation threshold. */
#define OID_DOT11_FRAGMENTATION_THRESHOLD 0x0D010322u

/* Query: ULONG TU. TX MSDU lifetime. */
#define OID_DOT11_MAX_TRANSMIT_MSDU_LIFETIME 0x0D010323u

/* Query: ULONG TU. RX reassembly lifetime. */
#define OID_DOT11_MAX_RECEIVE_LIFETIME 0x0D010324u

/* Query: ULONG DOT11_REG_DOMAIN_*. Regulatory domain. */
#define OID_DOT11_CURRENT_REG_DOMAIN 0x0D010327u

/* Query: DOT11_TEMP_TYPE. Temperature range. */
#define OID_DOT11_TEMP_TYPE 0x0D010328u

/* Query: DOT11_DIVERSITY_SUPPORT. Diversity support. */
#define OID_DOT11_DIVERSITY_SUPPORT 0x0D01032Au

/* Query: ULONG 1..8. Index of TX power level. */
#define OID_DOT11_CURRENT_TX_POWER_LEVEL 0x0D01032Du

/* Query: ULONG. FHSS. */
#define OID_DOT11_HOP_TIME 0x0D01032Eu

/* Query: ULONG 0..99. FHSS hop channel. */
#define OID_DOT11_CURRENT_CHANNEL_NUMBER 0x0D01032Fu

/* Query: ULONG TU. FHSS dwell. */
#define OID_DOT11_MAX_DWELL_TIME 0x0D010330u

/* Query: ULONG TU. FHSS dwell. */
#define OID_DOT11_CURRENT_DWELL_TIME 0x0D010331u

/* Query: ULONG 1..255. FHSS set. */
#define OID_DOT11_CURRENT_SET 0x0D010332u

/* Query: ULONG 0..255. FHSS pattern. */
#define OID_DOT11_CURRENT_PATTERN 0x0D010333u

/* Query: ULONG 1..255. FHSS index. */
#define OID_DOT11_CURRENT_INDEX 0x0D010334u

/* Query/set (INIT): ULONG. Current DSSS/HR-DSSS/ERP channel. */
#define OID_DOT11_CURRENT_CHANNEL 0x0D010335u

/* Query: ULONG DOT11_CCA_MODE_*. CCA modes. */
#define OID_DOT11_CCA_MODE_SUPPORTED 0x0D010336u

/* Query: ULONG. Current CCA mode. */
#define OID_DOT11_CURRENT_CCA_MODE 0x0D010337u

/* Query: ULONG dBm. Energy-detect threshold. */
#define OID_DOT11_ED_THRESHOLD 0x0D010338u

/* Query: ULONG ns. IR PHY watchdog. */
#define OID_DOT11_CCA_WATCHDOG_TIMER_MAX 0x0D010339u

/* Query: ULONG. IR PHY watchdog. */
#define OID_DOT11_CCA_WATCHDOG_COUNT_MAX 0x0D01033Au

/* Query: ULONG. IR PHY watchdog. */
#define OID_DOT11_CCA_WATCHDOG_TIMER_MIN 0x0D01033Bu

/* Query: ULONG. IR PHY watchdog. */
#define OID_DOT11_CCA_WATCHDOG_COUNT_MIN 0x0D01033Cu

/* Query: DOT11_REG_DOMAINS_SUPPORT_VALUE. Supported regulatory domains. */
#define OID_DOT11_REG_DOMAINS_SUPPORT_VALUE 0x0D01033Du

/* Query: DOT11_DIVERSITY_SELECTION_RX_LIST. Antennas for RX diversity. */
#define OID_DOT11_DIVERSITY_SELECTION_RX 0x0D010340u

/* Query/set (INIT): ULONG 0..200 / ULONG. Current OFDM channel (5000 MHz + 5*n). */
#define OID_DOT11_CURRENT_FREQUENCY 0x0D010342u

/* Query: LONG dBm. OFDM busy-channel threshold. */
#define OID_DOT11_TI_THRESHOLD 0x0D010343u

/* Query: ULONG DOT11_FREQUENCY_BANDS_*. OFDM bands. */
#define OID_DOT11_FREQUENCY_BANDS_SUPPORTED 0x0D010344u

/* Query: BOOLEAN. Short preamble supported. */
#define OID_DOT11_SHORT_PREAMBLE_OPTION_IMPLEMENTED 0x0D010345u

/* Query: BOOLEAN. PBCC supported. */
#define OID_DOT11_PBCC_OPTION_IMPLEMENTED 0x0D010346u

/* Query: BOOLEAN. Channel agility supported. */
#define OID_DOT11_CHANNEL_AGILITY_PRESENT 0x0D010347u

/* Query: BOOLEAN. Channel agility on. */
#define OID_DOT11_CHANNEL_AGILITY_ENABLED 0x0D010348u

/* Query: ULONG DOT11_HR_CCA_MODE_*. HR-DSSS CCA modes. */
#define OID_DOT11_HR_CCA_MODE_SUPPORTED 0x0D010349u

/* Query: BOOLEAN. 802.11d supported. */
#define OID_DOT11_MULTI_DOMAIN_CAPABILITY_IMPLEMENTED 0x0D01034Au

/* Query/set (INIT): BOOLEAN. 802.11d on. */
#define OID_DOT11_MULTI_DOMAIN_CAPABILITY_ENABLED 0x0D01034Bu

/* Query: DOT11_COUNTRY_OR_REGION_STRING (3 bytes). 802.11d country string in use. */
#define OID_DOT11_COUNTRY_STRING 0x0D01034Cu

/* Query: DOT11_MD_CAPABILITY_ENTRY_LIST. 802.11d channel/power table. */
#define OID_DOT11_MULTI_DOMAIN_CAPABILITY 0x0D01034Du

/* Query: ULONG. FHSS HCC/EHCC. */
#define OID_DOT11_EHCC_PRIME_RADIX 0x0D01034Eu

/* Query: ULONG. FHSS HCC/EHCC. */
#define OID_DOT11_EHCC_NUMBER_OF_CHANNELS_FAMILY_INDEX 0x0D01034Fu

/* Query: BOOLEAN. FHSS HCC/EHCC. */
#define OID_DOT11_EHCC_CAPABILITY_IMPLEMENTED 0x0D010350u

/* Query: BOOLEAN. FHSS HCC/EHCC. */
#define OID_DOT11_EHCC_CAPABILITY_ENABLED 0x0D010351u

/* Query: DOT11_HOP_ALGO_ADOPTED. FHSS. */
#define OID_DOT11_HOP_ALGORITHM_ADOPTED 0x0D010352u

/* Query: BOOLEAN. FHSS. */
#define OID_DOT11_RANDOM_TABLE_FLAG 0x0D010353u

/* Query: ULONG. FHSS. */
#define OID_DOT11_NUMBER_OF_HOPPING_SETS 0x0D010354u

/* Query: ULONG. FHSS. */
#define OID_DOT11_HOP_MODULUS 0x0D010355u

/* Query: ULONG. FHSS. */
#define OID_DOT11_HOP_OFFSET 0x0D010356u

/* Query: DOT11_HOPPING_PATTERN_ENTRY_LIST. FHSS. */
#define OID_DOT11_HOPPING_PATTERN 0x0D010357u

/* Query: BOOLEAN. ERP-PBCC supported. */
#define OID_DOT11_ERP_PBCC_OPTION_IMPLEMENTED 0x0D01035Eu

/* Query: BOOLEAN. ERP-PBCC on. */
#define OID_DOT11_ERP_PBCC_OPTION_ENABLED 0x0D01035Fu

/* Query: BOOLEAN. DSSS-OFDM supported. */
#define OID_DOT11_DSSS_OFDM_OPTION_IMPLEMENTED 0x0D010360u

/* Query: BOOLEAN. DSSS-OFDM on. */
#define OID_DOT11_DSSS_OFDM_OPTION_ENABLED 0x0D010361u

/* Query: BOOLEAN. Short slot supported. */
#define OID_DOT11_SHORT_SLOT_TIME_OPTION_IMPLEMENTED 0x0D010362u

/* Query: BOOLEAN. Short slot on. */
#define OID_DOT11_SHORT_SLOT_TIME_OPTION_ENABLED 0x0D010363u

/* Query: DOT11_SUPPORTED_OFDM_FREQUENCY_LIST. OFDM frequencies. */
#define OID_DOT11_SUPPORTED_OFDM_FREQUENCY_LIST 0x0D01036Du

/* Query: DOT11_SUPPORTED_DSSS_CHANNEL_LIST. DSSS channels. */
#define OID_DOT11_SUPPORTED_DSSS_CHANNEL_LIST 0x0D01036Eu

/* ---- Extensible Access Point ---- */
#define OID_DOT11_WPS_ENABLED                   0x0E030101u /* BOOLEAN */
#define OID_DOT11_START_AP_REQUEST              0x0E030102u
#define OID_DOT11_AVAILABLE_CHANNEL_LIST        0x0E030103u /* DOT11_AVAILABLE_CHANNEL_LIST */
#define OID_DOT11_AVAILABLE_FREQUENCY_LIST      0x0E030104u /* DOT11_AVAILABLE_FREQUENCY_LIST */
#define OID_DOT11_DISASSOCIATE_PEER_REQUEST     0x0E030105u /* DOT11_DISASSOCIATE_PEER_REQUEST */
#define OID_DOT11_INCOMING_ASSOCIATION_DECISION 0x0E030106u
#define OID_DOT11_ADDITIONAL_IE                 0x0E030107u /* DOT11_ADDITIONAL_IE */
#define OID_DOT11_ENUM_PEER_INFO                0x0E030108u /* DOT11_PEER_INFO_LIST */

/* ---- Virtual Wi-Fi ---- */
#define OID_DOT11_CREATE_MAC                 0x0E040101u
#define OID_DOT11_DELETE_MAC                 0x0E040102u /* DOT11_MAC_INFO */
#define OID_DOT11_PREFERRED_MAC              0x0E040103u /* DOT11_MAC_PARAMETERS */
#define OID_DOT11_VIRTUAL_STATION_CAPABILITY 0x0E040204u /* DOT11_EXTSTA_ATTRIBUTES */

/* ---- Direct OIDs of later drivers ---- */
#define OID_DOT11_SET_FT_REASSOCIATION_PARAMETERS 0x0E010168u
#define OID_DOT11_SET_SAE_AUTH_PARAMS             0x0E010172u
#define OID_DOT11_SET_NWF_PMKID_LIST              0x0E010175u

/* ---- Wi-Fi Direct ---- */
#define OID_DOT11_WFD_DEVICE_CAPABILITY                 0x0E050101u
#define OID_DOT11_WFD_GROUP_OWNER_CAPABILITY            0x0E050102u
#define OID_DOT11_WFD_DEVICE_INFO                       0x0E050103u
#define OID_DOT11_WFD_SECONDARY_DEVICE_TYPE_LIST        0x0E050104u
#define OID_DOT11_WFD_DISCOVER_REQUEST                  0x0E050105u
#define OID_DOT11_WFD_ENUM_DEVICE_LIST                  0x0E050106u
#define OID_DOT11_WFD_LISTEN_STATE_DISCOVERABILITY      0x0E050107u
#define OID_DOT11_WFD_ADDITIONAL_IE                     0x0E050108u
#define OID_DOT11_WFD_FLUSH_DEVICE_LIST                 0x0E050109u
#define OID_DOT11_WFD_SEND_GO_NEGOTIATION_REQUEST       0x0E05010Au
#define OID_DOT11_WFD_SEND_GO_NEGOTIATION_RESPONSE      0x0E05010Bu
#define OID_DOT11_WFD_SEND_GO_NEGOTIATION_CONFIRMATION  0x0E05010Cu
#define OID_DOT11_WFD_SEND_INVITATION_REQUEST           0x0E05010Du
#define OID_DOT11_WFD_SEND_INVITATION_RESPONSE          0x0E05010Eu
#define OID_DOT11_WFD_SEND_PROVISION_DISCOVERY_REQUEST  0x0E05010Fu
#define OID_DOT11_WFD_SEND_PROVISION_DISCOVERY_RESPONSE 0x0E050110u
#define OID_DOT11_WFD_GET_DIALOG_TOKEN                  0x0E050111u
#define OID_DOT11_WFD_STOP_DISCOVERY                    0x0E050112u
#define OID_DOT11_WFD_DEVICE_LISTEN_CHANNEL             0x0E050114u
#define OID_DOT11_WFD_ENABLE_HRDSSS_DEVICES             0x0E050213u
#define OID_DOT11_WFD_DESIRED_GROUP_ID                  0x0E060101u
#define OID_DOT11_WFD_START_GO_REQUEST                  0x0E060102u
#define OID_DOT11_WFD_GROUP_START_PARAMETERS            0x0E060103u
#define OID_DOT11_WFD_CONNECT_TO_GROUP_REQUEST          0x0E060104u
#define OID_DOT11_WFD_DISCONNECT_FROM_GROUP_REQUEST     0x0E060105u
#define OID_DOT11_WFD_GROUP_JOIN_PARAMETERS             0x0E060106u

/* ---- Manufacturing ---- */
#define OID_DOT11_MANUFACTURING_TEST 0x0E080201u

/* ---- Older native Wi-Fi ---- */
#define OID_DOT11_OFFLOAD_CAPABILITY         0x0D010300u /* DOT11_OFFLOAD_CAPABILITY */
#define OID_DOT11_CURRENT_OFFLOAD_CAPABILITY 0x0D010301u /* DOT11_CURRENT_OFFLOAD_CAPABILITY   \
                                                          */
#define OID_DOT11_WEP_OFFLOAD               0x0D010302u  /* DOT11_WEP_OFFLOAD */
#define OID_DOT11_WEP_UPLOAD                0x0D010303u  /* DOT11_WEP_UPLOAD */
#define OID_DOT11_DEFAULT_WEP_OFFLOAD       0x0D010304u  /* DOT11_DEFAULT_WEP_OFFLOAD */
#define OID_DOT11_DEFAULT_WEP_UPLOAD        0x0D010305u  /* DOT11_DEFAULT_WEP_UPLOAD */
#define OID_DOT11_CURRENT_PACKET_FILTER     0x0D010309u  /* ULONG DOT11_PACKET_TYPE_* */
#define OID_DOT11_CURRENT_PHY_TYPE          0x0D01030Cu  /* ULONG */
#define OID_DOT11_JOIN_REQUEST              0x0D01030Du  /* DOT11_JOIN_REQUEST */
#define OID_DOT11_START_REQUEST             0x0D01030Eu  /* DOT11_START_REQUEST */
#define OID_DOT11_UPDATE_IE                 0x0D01030Fu  /* DOT11_UPDATE_IE */
#define OID_DOT11_MEDIUM_OCCUPANCY_LIMIT    0x0D010315u
#define OID_DOT11_CFP_PERIOD                0x0D010317u
#define OID_DOT11_CFP_MAX_DURATION          0x0D010318u
#define OID_DOT11_POWER_MGMT_MODE           0x0D010319u /* DOT11_POWER_MGMT_MODE */
#define OID_DOT11_WEP_ICV_ERROR_COUNT       0x0D01031Du
#define OID_DOT11_COUNTERS_ENTRY            0x0D010325u /* DOT11_COUNTERS_ENTRY */
#define OID_DOT11_CURRENT_TX_ANTENNA        0x0D010329u
#define OID_DOT11_CURRENT_RX_ANTENNA        0x0D01032Bu
#define OID_DOT11_RANDOM_TABLE_FIELD_NUMBER 0x0D010358u
#define OID_DOT11_WPA_TSC                   0x0D010359u /* DOT11_WPA_TSC */
#define OID_DOT11_RSSI_RANGE                0x0D01035Au /* DOT11_RSSI_RANGE */
#define OID_DOT11_AP_JOIN_REQUEST           0x0D01035Du /* DOT11_AP_JOIN_REQUEST */
#define OID_DOT11_MAX_MAC_ADDRESS_STATES    0x0D010364u
#define OID_DOT11_WME_IMPLEMENTED           0x0D010366u
#define OID_DOT11_WME_ENABLED               0x0D010367u
#define OID_DOT11_WME_AC_PARAMETERS         0x0D010368u /* DOT11_WME_AC_PARAMETERS_LIST */
#define OID_DOT11_WME_UPDATE_IE             0x0D010369u /* DOT11_WME_UPDATE_IE */
#define OID_DOT11_QOS_TX_QUEUES_SUPPORTED   0x0D01036Au
#define OID_DOT11_QOS_TX_DURATION           0x0D01036Bu /* DOT11_QOS_TX_DURATION */
#define OID_DOT11_QOS_TX_MEDIUM_TIME        0x0D01036Cu /* DOT11_QOS_TX_MEDIUM_TIME */

#ifdef __cplusplus
}
#endif
#endif
