/* WLAN AutoConfig as its users know it: interface states, notifications and reason codes. */
#ifndef EXTSTA_WLANAPI_H
#define EXTSTA_WLANAPI_H

#include <extsta/dot1x.h>
#include <extsta/windot11.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Versions, access and limits */
#define WLAN_API_VERSION_1_0            1u
#define WLAN_API_VERSION_2_0            2u
#define WLAN_API_VERSION                2u
#define WLAN_MAX_NAME_LENGTH            256u
#define WLAN_SET_EAPHOST_DATA_ALL_USERS 1u
#define DOT11_PSD_IE_MAX_DATA_SIZE      240u
#define DOT11_PSD_IE_MAX_ENTRY_NUMBER   5u
#define WLAN_MAX_PHY_TYPE_NUMBER        8u
#define WLAN_MAX_PHY_INDEX              64u
#define WLAN_READ_ACCESS                0x00020001u
#define WLAN_EXECUTE_ACCESS             0x00020021u
#define WLAN_WRITE_ACCESS               0x00070023u
#define WLAN_UI_API_VERSION             1u
#define WLAN_UI_API_INITIAL_VERSION     1u

/* Profile flags */
#define WLAN_PROFILE_GROUP_POLICY                  0x00000001u
#define WLAN_PROFILE_USER                          0x00000002u
#define WLAN_PROFILE_GET_PLAINTEXT_KEY             0x00000004u
#define WLAN_PROFILE_CONNECTION_MODE_SET_BY_CLIENT 0x00010000u
#define WLAN_PROFILE_CONNECTION_MODE_AUTO          0x00020000u

/* Flags of an available network */
#define WLAN_AVAILABLE_NETWORK_CONNECTED                          0x00000001u
#define WLAN_AVAILABLE_NETWORK_HAS_PROFILE                        0x00000002u
#define WLAN_AVAILABLE_NETWORK_CONSOLE_USER_PROFILE               0x00000004u
#define WLAN_AVAILABLE_NETWORK_INTERWORKING_SUPPORTED             0x00000008u /* SDK 10 */
#define WLAN_AVAILABLE_NETWORK_HOTSPOT2_ENABLED                   0x00000010u /* SDK 10 */
#define WLAN_AVAILABLE_NETWORK_HOTSPOT2_DOMAIN                    0x00000040u /* SDK 10 */
#define WLAN_AVAILABLE_NETWORK_HOTSPOT2_ROAMING                   0x00000080u /* SDK 10 */
#define WLAN_AVAILABLE_NETWORK_AUTO_CONNECT_FAILED                0x00000100u /* SDK 10 */
#define WLAN_AVAILABLE_NETWORK_INCLUDE_ALL_ADHOC_PROFILES         0x00000001u
#define WLAN_AVAILABLE_NETWORK_INCLUDE_ALL_MANUAL_HIDDEN_PROFILES 0x00000002u

/* Connection flags */
#define WLAN_CONNECTION_HIDDEN_NETWORK                                 0x00000001u
#define WLAN_CONNECTION_ADHOC_JOIN_ONLY                                0x00000002u
#define WLAN_CONNECTION_IGNORE_PRIVACY_BIT                             0x00000004u
#define WLAN_CONNECTION_EAPOL_PASSTHROUGH                              0x00000008u
#define WLAN_CONNECTION_PERSIST_DISCOVERY_PROFILE                      0x00000010u /* SDK 10 */
#define WLAN_CONNECTION_PERSIST_DISCOVERY_PROFILE_CONNECTION_MODE_AUTO 0x00000020u /* SDK 10   \
                                                                                    */
#define WLAN_CONNECTION_PERSIST_DISCOVERY_PROFILE_OVERWRITE_EXISTING 0x00000040u   /* SDK 10 */
#define WLAN_CONNECTION_NOTIFICATION_ADHOC_NETWORK_FORMED            0x00000001u
#define WLAN_CONNECTION_NOTIFICATION_CONSOLE_USER_PROFILE            0x00000004u

/* Notification sources */
#define WLAN_NOTIFICATION_SOURCE_NONE           0u
#define WLAN_NOTIFICATION_SOURCE_ALL            65535u
#define WLAN_NOTIFICATION_SOURCE_ACM            8u
#define WLAN_NOTIFICATION_SOURCE_MSM            16u
#define WLAN_NOTIFICATION_SOURCE_SECURITY       32u
#define WLAN_NOTIFICATION_SOURCE_IHV            64u
#define WLAN_NOTIFICATION_SOURCE_HNWK           128u
#define WLAN_NOTIFICATION_SOURCE_ONEX           4u
#define WLAN_NOTIFICATION_SOURCE_DEVICE_SERVICE 2048u /* SDK 10 */

/* Reason codes */
typedef DWORD WLAN_REASON_CODE, *PWLAN_REASON_CODE;
typedef ULONG WLAN_SIGNAL_QUALITY, *PWLAN_SIGNAL_QUALITY; /* 0..100 */

#define WLAN_REASON_CODE_SUCCESS                                       0x00000000u
#define WLAN_REASON_CODE_UNKNOWN                                       0x00010001u
#define WLAN_REASON_CODE_RANGE_SIZE                                    0x00010000u
#define WLAN_REASON_CODE_BASE                                          0x00020000u
#define WLAN_REASON_CODE_AC_BASE                                       0x00020000u
#define WLAN_REASON_CODE_AC_CONNECT_BASE                               0x00028000u
#define WLAN_REASON_CODE_AC_END                                        0x0002FFFFu
#define WLAN_REASON_CODE_PROFILE_BASE                                  0x00080000u
#define WLAN_REASON_CODE_PROFILE_CONNECT_BASE                          0x00088000u
#define WLAN_REASON_CODE_PROFILE_END                                   0x0008FFFFu
#define WLAN_REASON_CODE_MSM_BASE                                      0x00030000u
#define WLAN_REASON_CODE_MSM_CONNECT_BASE                              0x00038000u
#define WLAN_REASON_CODE_MSM_END                                       0x0003FFFFu
#define WLAN_REASON_CODE_MSMSEC_BASE                                   0x00040000u
#define WLAN_REASON_CODE_MSMSEC_CONNECT_BASE                           0x00048000u
#define WLAN_REASON_CODE_MSMSEC_END                                    0x0004FFFFu
#define WLAN_REASON_CODE_RESERVED_BASE                                 0x000B0000u /* SDK 10 */
#define WLAN_REASON_CODE_RESERVED_END                                  0x000BFFFFu /* SDK 10 */
#define WLAN_REASON_CODE_NETWORK_NOT_COMPATIBLE                        0x00020001u
#define WLAN_REASON_CODE_PROFILE_NOT_COMPATIBLE                        0x00020002u
#define WLAN_REASON_CODE_NO_AUTO_CONNECTION                            0x00028001u
#define WLAN_REASON_CODE_NOT_VISIBLE                                   0x00028002u
#define WLAN_REASON_CODE_GP_DENIED                                     0x00028003u
#define WLAN_REASON_CODE_USER_DENIED                                   0x00028004u
#define WLAN_REASON_CODE_BSS_TYPE_NOT_ALLOWED                          0x00028005u
#define WLAN_REASON_CODE_IN_FAILED_LIST                                0x00028006u
#define WLAN_REASON_CODE_IN_BLOCKED_LIST                               0x00028007u
#define WLAN_REASON_CODE_SSID_LIST_TOO_LONG                            0x00028008u
#define WLAN_REASON_CODE_CONNECT_CALL_FAIL                             0x00028009u
#define WLAN_REASON_CODE_SCAN_CALL_FAIL                                0x0002800Au
#define WLAN_REASON_CODE_NETWORK_NOT_AVAILABLE                         0x0002800Bu
#define WLAN_REASON_CODE_PROFILE_CHANGED_OR_DELETED                    0x0002800Cu
#define WLAN_REASON_CODE_KEY_MISMATCH                                  0x0002800Du
#define WLAN_REASON_CODE_USER_NOT_RESPOND                              0x0002800Eu
#define WLAN_REASON_CODE_AP_PROFILE_NOT_ALLOWED_FOR_CLIENT             0x0002800Fu
#define WLAN_REASON_CODE_AP_PROFILE_NOT_ALLOWED                        0x00028010u
#define WLAN_REASON_CODE_HOTSPOT2_PROFILE_DENIED                       0x00028011u /* SDK 10 */
#define WLAN_REASON_CODE_INVALID_PROFILE_SCHEMA                        0x00080001u
#define WLAN_REASON_CODE_PROFILE_MISSING                               0x00080002u
#define WLAN_REASON_CODE_INVALID_PROFILE_NAME                          0x00080003u
#define WLAN_REASON_CODE_INVALID_PROFILE_TYPE                          0x00080004u
#define WLAN_REASON_CODE_INVALID_PHY_TYPE                              0x00080005u
#define WLAN_REASON_CODE_MSM_SECURITY_MISSING                          0x00080006u
#define WLAN_REASON_CODE_IHV_SECURITY_NOT_SUPPORTED                    0x00080007u
#define WLAN_REASON_CODE_IHV_OUI_MISMATCH                              0x00080008u
#define WLAN_REASON_CODE_IHV_OUI_MISSING                               0x00080009u
#define WLAN_REASON_CODE_IHV_SETTINGS_MISSING                          0x0008000Au
#define WLAN_REASON_CODE_CONFLICT_SECURITY                             0x0008000Bu
#define WLAN_REASON_CODE_SECURITY_MISSING                              0x0008000Cu
#define WLAN_REASON_CODE_INVALID_BSS_TYPE                              0x0008000Du
#define WLAN_REASON_CODE_INVALID_ADHOC_CONNECTION_MODE                 0x0008000Eu
#define WLAN_REASON_CODE_NON_BROADCAST_SET_FOR_ADHOC                   0x0008000Fu
#define WLAN_REASON_CODE_AUTO_SWITCH_SET_FOR_ADHOC                     0x00080010u
#define WLAN_REASON_CODE_AUTO_SWITCH_SET_FOR_MANUAL_CONNECTION         0x00080011u
#define WLAN_REASON_CODE_IHV_SECURITY_ONEX_MISSING                     0x00080012u
#define WLAN_REASON_CODE_PROFILE_SSID_INVALID                          0x00080013u
#define WLAN_REASON_CODE_TOO_MANY_SSID                                 0x00080014u
#define WLAN_REASON_CODE_IHV_CONNECTIVITY_NOT_SUPPORTED                0x00080015u
#define WLAN_REASON_CODE_BAD_MAX_NUMBER_OF_CLIENTS_FOR_AP              0x00080016u
#define WLAN_REASON_CODE_INVALID_CHANNEL                               0x00080017u
#define WLAN_REASON_CODE_OPERATION_MODE_NOT_SUPPORTED                  0x00080018u
#define WLAN_REASON_CODE_AUTO_AP_PROFILE_NOT_ALLOWED                   0x00080019u
#define WLAN_REASON_CODE_AUTO_CONNECTION_NOT_ALLOWED                   0x0008001Au
#define WLAN_REASON_CODE_HOTSPOT2_PROFILE_NOT_ALLOWED                  0x0008001Bu /* SDK 10 */
#define WLAN_REASON_CODE_UNSUPPORTED_SECURITY_SET_BY_OS                0x00030001u
#define WLAN_REASON_CODE_UNSUPPORTED_SECURITY_SET                      0x00030002u
#define WLAN_REASON_CODE_BSS_TYPE_UNMATCH                              0x00030003u
#define WLAN_REASON_CODE_PHY_TYPE_UNMATCH                              0x00030004u
#define WLAN_REASON_CODE_DATARATE_UNMATCH                              0x00030005u
#define WLAN_REASON_CODE_USER_CANCELLED                                0x00038001u
#define WLAN_REASON_CODE_ASSOCIATION_FAILURE                           0x00038002u
#define WLAN_REASON_CODE_ASSOCIATION_TIMEOUT                           0x00038003u
#define WLAN_REASON_CODE_PRE_SECURITY_FAILURE                          0x00038004u
#define WLAN_REASON_CODE_START_SECURITY_FAILURE                        0x00038005u
#define WLAN_REASON_CODE_SECURITY_FAILURE                              0x00038006u
#define WLAN_REASON_CODE_SECURITY_TIMEOUT                              0x00038007u
#define WLAN_REASON_CODE_ROAMING_FAILURE                               0x00038008u
#define WLAN_REASON_CODE_ROAMING_SECURITY_FAILURE                      0x00038009u
#define WLAN_REASON_CODE_ADHOC_SECURITY_FAILURE                        0x0003800Au
#define WLAN_REASON_CODE_DRIVER_DISCONNECTED                           0x0003800Bu
#define WLAN_REASON_CODE_DRIVER_OPERATION_FAILURE                      0x0003800Cu
#define WLAN_REASON_CODE_IHV_NOT_AVAILABLE                             0x0003800Du
#define WLAN_REASON_CODE_IHV_NOT_RESPONDING                            0x0003800Eu
#define WLAN_REASON_CODE_DISCONNECT_TIMEOUT                            0x0003800Fu
#define WLAN_REASON_CODE_INTERNAL_FAILURE                              0x00038010u
#define WLAN_REASON_CODE_UI_REQUEST_TIMEOUT                            0x00038011u
#define WLAN_REASON_CODE_TOO_MANY_SECURITY_ATTEMPTS                    0x00038012u
#define WLAN_REASON_CODE_AP_STARTING_FAILURE                           0x00038013u
#define WLAN_REASON_CODE_NO_VISIBLE_AP                                 0x00038014u /* SDK 10 */
#define WLAN_REASON_CODE_MSMSEC_MIN                                    0x00040000u
#define WLAN_REASON_CODE_MSMSEC_PROFILE_INVALID_KEY_INDEX              0x00040001u
#define WLAN_REASON_CODE_MSMSEC_PROFILE_PSK_PRESENT                    0x00040002u
#define WLAN_REASON_CODE_MSMSEC_PROFILE_KEY_LENGTH                     0x00040003u
#define WLAN_REASON_CODE_MSMSEC_PROFILE_PSK_LENGTH                     0x00040004u
#define WLAN_REASON_CODE_MSMSEC_PROFILE_NO_AUTH_CIPHER_SPECIFIED       0x00040005u
#define WLAN_REASON_CODE_MSMSEC_PROFILE_TOO_MANY_AUTH_CIPHER_SPECIFIED 0x00040006u
#define WLAN_REASON_CODE_MSMSEC_PROFILE_DUPLICATE_AUTH_CIPHER          0x00040007u
#define WLAN_REASON_CODE_MSMSEC_PROFILE_RAWDATA_INVALID                0x00040008u
#define WLAN_REASON_CODE_MSMSEC_PROFILE_INVALID_AUTH_CIPHER            0x00040009u
#define WLAN_REASON_CODE_MSMSEC_PROFILE_ONEX_DISABLED                  0x0004000Au
#define WLAN_REASON_CODE_MSMSEC_PROFILE_ONEX_ENABLED                   0x0004000Bu
#define WLAN_REASON_CODE_MSMSEC_PROFILE_INVALID_PMKCACHE_MODE          0x0004000Cu
#define WLAN_REASON_CODE_MSMSEC_PROFILE_INVALID_PMKCACHE_SIZE          0x0004000Du
#define WLAN_REASON_CODE_MSMSEC_PROFILE_INVALID_PMKCACHE_TTL           0x0004000Eu
#define WLAN_REASON_CODE_MSMSEC_PROFILE_INVALID_PREAUTH_MODE           0x0004000Fu
#define WLAN_REASON_CODE_MSMSEC_PROFILE_INVALID_PREAUTH_THROTTLE       0x00040010u
#define WLAN_REASON_CODE_MSMSEC_PROFILE_PREAUTH_ONLY_ENABLED           0x00040011u
#define WLAN_REASON_CODE_MSMSEC_CAPABILITY_NETWORK                     0x00040012u
#define WLAN_REASON_CODE_MSMSEC_CAPABILITY_NIC                         0x00040013u
#define WLAN_REASON_CODE_MSMSEC_CAPABILITY_PROFILE                     0x00040014u
#define WLAN_REASON_CODE_MSMSEC_CAPABILITY_DISCOVERY                   0x00040015u
#define WLAN_REASON_CODE_MSMSEC_PROFILE_PASSPHRASE_CHAR                0x00040016u
#define WLAN_REASON_CODE_MSMSEC_PROFILE_KEYMATERIAL_CHAR               0x00040017u
#define WLAN_REASON_CODE_MSMSEC_PROFILE_WRONG_KEYTYPE                  0x00040018u
#define WLAN_REASON_CODE_MSMSEC_MIXED_CELL                             0x00040019u
#define WLAN_REASON_CODE_MSMSEC_PROFILE_AUTH_TIMERS_INVALID            0x0004001Au
#define WLAN_REASON_CODE_MSMSEC_PROFILE_INVALID_GKEY_INTV              0x0004001Bu
#define WLAN_REASON_CODE_MSMSEC_TRANSITION_NETWORK                     0x0004001Cu
#define WLAN_REASON_CODE_MSMSEC_PROFILE_KEY_UNMAPPED_CHAR              0x0004001Du
#define WLAN_REASON_CODE_MSMSEC_CAPABILITY_PROFILE_AUTH                0x0004001Eu
#define WLAN_REASON_CODE_MSMSEC_CAPABILITY_PROFILE_CIPHER              0x0004001Fu
#define WLAN_REASON_CODE_MSMSEC_PROFILE_SAFE_MODE                      0x00040020u
#define WLAN_REASON_CODE_MSMSEC_CAPABILITY_PROFILE_SAFE_MODE_NIC       0x00040021u
#define WLAN_REASON_CODE_MSMSEC_CAPABILITY_PROFILE_SAFE_MODE_NW        0x00040022u
#define WLAN_REASON_CODE_MSMSEC_PROFILE_UNSUPPORTED_AUTH               0x00040023u
#define WLAN_REASON_CODE_MSMSEC_PROFILE_UNSUPPORTED_CIPHER             0x00040024u
#define WLAN_REASON_CODE_MSMSEC_CAPABILITY_MFP_NW_NIC                  0x00040025u
#define WLAN_REASON_CODE_MSMSEC_UI_REQUEST_FAILURE                     0x00048001u
#define WLAN_REASON_CODE_MSMSEC_AUTH_START_TIMEOUT                     0x00048002u
#define WLAN_REASON_CODE_MSMSEC_AUTH_SUCCESS_TIMEOUT                   0x00048003u
#define WLAN_REASON_CODE_MSMSEC_KEY_START_TIMEOUT                      0x00048004u
#define WLAN_REASON_CODE_MSMSEC_KEY_SUCCESS_TIMEOUT                    0x00048005u
#define WLAN_REASON_CODE_MSMSEC_M3_MISSING_KEY_DATA                    0x00048006u
#define WLAN_REASON_CODE_MSMSEC_M3_MISSING_IE                          0x00048007u
#define WLAN_REASON_CODE_MSMSEC_M3_MISSING_GRP_KEY                     0x00048008u
#define WLAN_REASON_CODE_MSMSEC_PR_IE_MATCHING                         0x00048009u
#define WLAN_REASON_CODE_MSMSEC_SEC_IE_MATCHING                        0x0004800Au
#define WLAN_REASON_CODE_MSMSEC_NO_PAIRWISE_KEY                        0x0004800Bu
#define WLAN_REASON_CODE_MSMSEC_G1_MISSING_KEY_DATA                    0x0004800Cu
#define WLAN_REASON_CODE_MSMSEC_G1_MISSING_GRP_KEY                     0x0004800Du
#define WLAN_REASON_CODE_MSMSEC_PEER_INDICATED_INSECURE                0x0004800Eu
#define WLAN_REASON_CODE_MSMSEC_NO_AUTHENTICATOR                       0x0004800Fu
#define WLAN_REASON_CODE_MSMSEC_NIC_FAILURE                            0x00048010u
#define WLAN_REASON_CODE_MSMSEC_CANCELLED                              0x00048011u
#define WLAN_REASON_CODE_MSMSEC_KEY_FORMAT                             0x00048012u
#define WLAN_REASON_CODE_MSMSEC_DOWNGRADE_DETECTED                     0x00048013u
#define WLAN_REASON_CODE_MSMSEC_PSK_MISMATCH_SUSPECTED                 0x00048014u
#define WLAN_REASON_CODE_MSMSEC_FORCED_FAILURE                         0x00048015u
#define WLAN_REASON_CODE_MSMSEC_M3_TOO_MANY_RSNIE                      0x00048016u
#define WLAN_REASON_CODE_MSMSEC_M2_MISSING_KEY_DATA                    0x00048017u
#define WLAN_REASON_CODE_MSMSEC_M2_MISSING_IE                          0x00048018u
#define WLAN_REASON_CODE_MSMSEC_AUTH_WCN_COMPLETED                     0x00048019u
#define WLAN_REASON_CODE_MSMSEC_M3_MISSING_MGMT_GRP_KEY                0x0004801Au
#define WLAN_REASON_CODE_MSMSEC_G1_MISSING_MGMT_GRP_KEY                0x0004801Bu
#define WLAN_REASON_CODE_MSMSEC_MAX                                    0x0004FFFFu

typedef enum DOT11_RADIO_STATE {
    dot11_radio_state_unknown = 0,
    dot11_radio_state_on = 1,
    dot11_radio_state_off = 2,
} DOT11_RADIO_STATE,
    *PDOT11_RADIO_STATE;

typedef enum WLAN_ADHOC_NETWORK_STATE {
    wlan_adhoc_network_state_formed = 0,
    wlan_adhoc_network_state_connected = 1,
} WLAN_ADHOC_NETWORK_STATE,
    *PWLAN_ADHOC_NETWORK_STATE;

typedef enum WLAN_AUTOCONF_OPCODE {
    wlan_autoconf_opcode_start = 0,
    wlan_autoconf_opcode_show_denied_networks = 1,
    wlan_autoconf_opcode_power_setting = 2,
    wlan_autoconf_opcode_only_use_gp_profiles_for_allowed_networks = 3,
    wlan_autoconf_opcode_allow_explicit_creds = 4,
    wlan_autoconf_opcode_block_period = 5,
    wlan_autoconf_opcode_allow_virtual_station_extensibility = 6,
    wlan_autoconf_opcode_end = 7,
} WLAN_AUTOCONF_OPCODE,
    *PWLAN_AUTOCONF_OPCODE;

typedef enum WLAN_CONNECTION_MODE {
    wlan_connection_mode_profile = 0,
    wlan_connection_mode_temporary_profile = 1,
    wlan_connection_mode_discovery_secure = 2,
    wlan_connection_mode_discovery_unsecure = 3,
    wlan_connection_mode_auto = 4,
    wlan_connection_mode_invalid = 5,
} WLAN_CONNECTION_MODE,
    *PWLAN_CONNECTION_MODE;

typedef enum WLAN_FILTER_LIST_TYPE {
    wlan_filter_list_type_gp_permit = 0,
    wlan_filter_list_type_gp_deny = 1,
    wlan_filter_list_type_user_permit = 2,
    wlan_filter_list_type_user_deny = 3,
} WLAN_FILTER_LIST_TYPE,
    *PWLAN_FILTER_LIST_TYPE;

typedef enum WLAN_IHV_CONTROL_TYPE {
    wlan_ihv_control_type_service = 0,
    wlan_ihv_control_type_driver = 1,
} WLAN_IHV_CONTROL_TYPE,
    *PWLAN_IHV_CONTROL_TYPE;

typedef enum WLAN_INTERFACE_STATE {
    wlan_interface_state_not_ready = 0,
    wlan_interface_state_connected = 1,
    wlan_interface_state_ad_hoc_network_formed = 2,
    wlan_interface_state_disconnecting = 3,
    wlan_interface_state_disconnected = 4,
    wlan_interface_state_associating = 5,
    wlan_interface_state_discovering = 6,
    wlan_interface_state_authenticating = 7,
} WLAN_INTERFACE_STATE,
    *PWLAN_INTERFACE_STATE;

typedef ULONG WLAN_INTF_OPCODE;
typedef WLAN_INTF_OPCODE *PWLAN_INTF_OPCODE;
#define wlan_intf_opcode_autoconf_start                             0u
#define wlan_intf_opcode_autoconf_enabled                           1u
#define wlan_intf_opcode_background_scan_enabled                    2u
#define wlan_intf_opcode_media_streaming_mode                       3u
#define wlan_intf_opcode_radio_state                                4u
#define wlan_intf_opcode_bss_type                                   5u
#define wlan_intf_opcode_interface_state                            6u
#define wlan_intf_opcode_current_connection                         7u
#define wlan_intf_opcode_channel_number                             8u
#define wlan_intf_opcode_supported_infrastructure_auth_cipher_pairs 9u
#define wlan_intf_opcode_supported_adhoc_auth_cipher_pairs          10u
#define wlan_intf_opcode_supported_country_or_region_string_list    11u
#define wlan_intf_opcode_current_operation_mode                     12u
#define wlan_intf_opcode_supported_safe_mode                        13u
#define wlan_intf_opcode_certified_safe_mode                        14u
#define wlan_intf_opcode_hosted_network_capable                     15u
#define wlan_intf_opcode_management_frame_protection_capable        16u
#define wlan_intf_opcode_secondary_sta_interfaces                   17u /* SDK 10 */
#define wlan_intf_opcode_secondary_sta_synchronized_connections     18u /* SDK 10 */
#define wlan_intf_opcode_autoconf_end                               0xFFFFFFFu
#define wlan_intf_opcode_msm_start                                  0x10000100u
#define wlan_intf_opcode_statistics                                 0x10000101u
#define wlan_intf_opcode_rssi                                       0x10000102u
#define wlan_intf_opcode_msm_end                                    0x1FFFFFFFu
#define wlan_intf_opcode_security_start                             0x20010000u
#define wlan_intf_opcode_security_end                               0x2FFFFFFFu
#define wlan_intf_opcode_ihv_start                                  0x30000000u
#define wlan_intf_opcode_ihv_end                                    0x3FFFFFFFu

typedef enum WLAN_NOTIFICATION_ACM {
    wlan_notification_acm_start = 0,
    wlan_notification_acm_autoconf_enabled = 1,
    wlan_notification_acm_autoconf_disabled = 2,
    wlan_notification_acm_background_scan_enabled = 3,
    wlan_notification_acm_background_scan_disabled = 4,
    wlan_notification_acm_bss_type_change = 5,
    wlan_notification_acm_power_setting_change = 6,
    wlan_notification_acm_scan_complete = 7,
    wlan_notification_acm_scan_fail = 8,
    wlan_notification_acm_connection_start = 9,
    wlan_notification_acm_connection_complete = 10,
    wlan_notification_acm_connection_attempt_fail = 11,
    wlan_notification_acm_filter_list_change = 12,
    wlan_notification_acm_interface_arrival = 13,
    wlan_notification_acm_interface_removal = 14,
    wlan_notification_acm_profile_change = 15,
    wlan_notification_acm_profile_name_change = 16,
    wlan_notification_acm_profiles_exhausted = 17,
    wlan_notification_acm_network_not_available = 18,
    wlan_notification_acm_network_available = 19,
    wlan_notification_acm_disconnecting = 20,
    wlan_notification_acm_disconnected = 21,
    wlan_notification_acm_adhoc_network_state_change = 22,
    wlan_notification_acm_profile_unblocked = 23,
    wlan_notification_acm_screen_power_change = 24,
    wlan_notification_acm_profile_blocked = 25,
    wlan_notification_acm_scan_list_refresh = 26,
    wlan_notification_acm_operational_state_change = 27, /* SDK 10 */
    wlan_notification_acm_end = 28,                      /* SDK 10 */
} WLAN_NOTIFICATION_ACM,
    *PWLAN_NOTIFICATION_ACM;

typedef enum WLAN_NOTIFICATION_MSM {
    wlan_notification_msm_start = 0,
    wlan_notification_msm_associating = 1,
    wlan_notification_msm_associated = 2,
    wlan_notification_msm_authenticating = 3,
    wlan_notification_msm_connected = 4,
    wlan_notification_msm_roaming_start = 5,
    wlan_notification_msm_roaming_end = 6,
    wlan_notification_msm_radio_state_change = 7,
    wlan_notification_msm_signal_quality_change = 8,
    wlan_notification_msm_disassociating = 9,
    wlan_notification_msm_disconnected = 10,
    wlan_notification_msm_peer_join = 11,
    wlan_notification_msm_peer_leave = 12,
    wlan_notification_msm_adapter_removal = 13,
    wlan_notification_msm_adapter_operation_mode_change = 14,
    wlan_notification_msm_link_degraded = 15, /* SDK 10 */
    wlan_notification_msm_link_improved = 16, /* SDK 10 */
    wlan_notification_msm_end = 17,           /* SDK 10 */
} WLAN_NOTIFICATION_MSM,
    *PWLAN_NOTIFICATION_MSM;

typedef enum WLAN_NOTIFICATION_SECURITY {
    wlan_notification_security_start = 0,
    wlan_notification_security_end = 1,
} WLAN_NOTIFICATION_SECURITY,
    *PWLAN_NOTIFICATION_SECURITY;

typedef enum WLAN_OPCODE_VALUE_TYPE {
    wlan_opcode_value_type_query_only = 0,
    wlan_opcode_value_type_set_by_group_policy = 1,
    wlan_opcode_value_type_set_by_user = 2,
    wlan_opcode_value_type_invalid = 3,
} WLAN_OPCODE_VALUE_TYPE,
    *PWLAN_OPCODE_VALUE_TYPE;

typedef enum WLAN_OPERATIONAL_STATE {
    wlan_operational_state_unknown = 0,   /* SDK 10 */
    wlan_operational_state_off = 1,       /* SDK 10 */
    wlan_operational_state_on = 2,        /* SDK 10 */
    wlan_operational_state_going_off = 3, /* SDK 10 */
    wlan_operational_state_going_on = 4,  /* SDK 10 */
} WLAN_OPERATIONAL_STATE,
    *PWLAN_OPERATIONAL_STATE;

typedef enum WLAN_POWER_SETTING {
    wlan_power_setting_no_saving = 0,
    wlan_power_setting_low_saving = 1,
    wlan_power_setting_medium_saving = 2,
    wlan_power_setting_maximum_saving = 3,
    wlan_power_setting_invalid = 4,
} WLAN_POWER_SETTING,
    *PWLAN_POWER_SETTING;

typedef enum WLAN_SECURABLE_OBJECT {
    wlan_secure_permit_list = 0,
    wlan_secure_deny_list = 1,
    wlan_secure_ac_enabled = 2,
    wlan_secure_bc_scan_enabled = 3,
    wlan_secure_bss_type = 4,
    wlan_secure_show_denied = 5,
    wlan_secure_interface_properties = 6,
    wlan_secure_ihv_control = 7,
    wlan_secure_all_user_profiles_order = 8,
    wlan_secure_add_new_all_user_profiles = 9,
    wlan_secure_add_new_per_user_profiles = 10,
    wlan_secure_media_streaming_mode_enabled = 11,
    wlan_secure_current_operation_mode = 12,
    wlan_secure_get_plaintext_key = 13,
    wlan_secure_hosted_network_elevated_access = 14,
    wlan_secure_virtual_station_extensibility = 15,
    wlan_secure_wfd_elevated_access = 16,
    WLAN_SECURABLE_OBJECT_COUNT = 17,
} WLAN_SECURABLE_OBJECT,
    *PWLAN_SECURABLE_OBJECT;

/* Structures */
typedef struct WLAN_MAC_FRAME_STATISTICS {
    ULONGLONG ullTransmittedFrameCount;
    ULONGLONG ullReceivedFrameCount;
    ULONGLONG ullTransmittedFailureFrameCount;
    ULONGLONG ullReceivedFailureFrameCount;
    ULONGLONG ullWEPExcludedCount;
    ULONGLONG ullTKIPLocalMICFailures;
    ULONGLONG ullTKIPReplays;
    ULONGLONG ullTKIPICVErrorCount;
    ULONGLONG ullCCMPReplays;
    ULONGLONG ullCCMPDecryptErrors;
    ULONGLONG ullWEPUndecryptableCount;
    ULONGLONG ullWEPICVErrorCount;
} WLAN_MAC_FRAME_STATISTICS, *PWLAN_MAC_FRAME_STATISTICS;

typedef DOT11_PHY_FRAME_STATISTICS WLAN_PHY_FRAME_STATISTICS, *PWLAN_PHY_FRAME_STATISTICS;

typedef struct WLAN_RATE_SET {
    ULONG uRateSetLength; /* entries */
    USHORT usRateSet[126];
} WLAN_RATE_SET, *PWLAN_RATE_SET;

typedef struct WLAN_RAW_DATA {
    DWORD dwDataSize;
    BYTE DataBlob[1];
} WLAN_RAW_DATA, *PWLAN_RAW_DATA;

typedef struct WLAN_PROFILE_INFO {
    WCHAR strProfileName[256];
    DWORD dwFlags;
} WLAN_PROFILE_INFO, *PWLAN_PROFILE_INFO;

typedef struct DOT11_NETWORK {
    DOT11_SSID dot11Ssid;
    DOT11_BSS_TYPE dot11BssType;
} DOT11_NETWORK, *PDOT11_NETWORK;

typedef struct DOT11_NETWORK_LIST {
    DWORD dwNumberOfItems;
    DWORD dwIndex;
    DOT11_NETWORK Network[1];
} DOT11_NETWORK_LIST, *PDOT11_NETWORK_LIST;

typedef struct WLAN_AVAILABLE_NETWORK {
    WCHAR strProfileName[256];
    DOT11_SSID dot11Ssid;
    DOT11_BSS_TYPE dot11BssType;
    ULONG uNumberOfBssids;
    BOOL bNetworkConnectable;
    WLAN_REASON_CODE wlanNotConnectableReason;
    ULONG uNumberOfPhyTypes;
    DOT11_PHY_TYPE dot11PhyTypes[8];
    BOOL bMorePhyTypes;
    WLAN_SIGNAL_QUALITY wlanSignalQuality;
    BOOL bSecurityEnabled;
    DOT11_AUTH_ALGORITHM dot11DefaultAuthAlgorithm;
    DOT11_CIPHER_ALGORITHM dot11DefaultCipherAlgorithm;
    DWORD dwFlags;
    DWORD dwReserved;
} WLAN_AVAILABLE_NETWORK, *PWLAN_AVAILABLE_NETWORK;

typedef struct WLAN_BSS_ENTRY {
    DOT11_SSID dot11Ssid;
    ULONG uPhyId;
    DOT11_MAC_ADDRESS dot11Bssid;
    DOT11_BSS_TYPE dot11BssType;
    DOT11_PHY_TYPE dot11BssPhyType;
    LONG lRssi;         /* dBm */
    ULONG uLinkQuality; /* 0..100 */
    BOOLEAN bInRegDomain;
    USHORT usBeaconPeriod;      /* TU */
    ULONGLONG ullTimestamp;     /* TSF of the frame, microseconds */
    ULONGLONG ullHostTimestamp; /* 100 ns units, at reception */
    USHORT usCapabilityInformation;
    ULONG ulChCenterFrequency; /* kHz */
    WLAN_RATE_SET wlanRateSet;
    ULONG ulIeOffset; /* from the start of this entry */
    ULONG ulIeSize;
} WLAN_BSS_ENTRY, *PWLAN_BSS_ENTRY;

typedef struct WLAN_INTERFACE_INFO {
    GUID InterfaceGuid;
    WCHAR strInterfaceDescription[256];
    WLAN_INTERFACE_STATE isState;
} WLAN_INTERFACE_INFO, *PWLAN_INTERFACE_INFO;

typedef struct WLAN_ASSOCIATION_ATTRIBUTES {
    DOT11_SSID dot11Ssid;
    DOT11_BSS_TYPE dot11BssType;
    DOT11_MAC_ADDRESS dot11Bssid;
    DOT11_PHY_TYPE dot11PhyType;
    ULONG uDot11PhyIndex;
    WLAN_SIGNAL_QUALITY wlanSignalQuality;
    ULONG ulRxRate; /* kb/s */
    ULONG ulTxRate; /* kb/s */
} WLAN_ASSOCIATION_ATTRIBUTES, *PWLAN_ASSOCIATION_ATTRIBUTES;

typedef struct WLAN_SECURITY_ATTRIBUTES {
    BOOL bSecurityEnabled;
    BOOL bOneXEnabled;
    DOT11_AUTH_ALGORITHM dot11AuthAlgorithm;
    DOT11_CIPHER_ALGORITHM dot11CipherAlgorithm;
} WLAN_SECURITY_ATTRIBUTES, *PWLAN_SECURITY_ATTRIBUTES;

typedef struct WLAN_CONNECTION_ATTRIBUTES {
    WLAN_INTERFACE_STATE isState;
    WLAN_CONNECTION_MODE wlanConnectionMode;
    WCHAR strProfileName[256];
    WLAN_ASSOCIATION_ATTRIBUTES wlanAssociationAttributes;
    WLAN_SECURITY_ATTRIBUTES wlanSecurityAttributes;
} WLAN_CONNECTION_ATTRIBUTES, *PWLAN_CONNECTION_ATTRIBUTES;

typedef struct WLAN_CONNECTION_PARAMETERS {
    WLAN_CONNECTION_MODE wlanConnectionMode;
    LPCWSTR strProfile;
    PDOT11_SSID pDot11Ssid;
    PDOT11_BSSID_LIST pDesiredBssidList;
    DOT11_BSS_TYPE dot11BssType;
    DWORD dwFlags;
} WLAN_CONNECTION_PARAMETERS, *PWLAN_CONNECTION_PARAMETERS;

typedef struct WLAN_PHY_RADIO_STATE {
    DWORD dwPhyIndex;
    DOT11_RADIO_STATE dot11SoftwareRadioState;
    DOT11_RADIO_STATE dot11HardwareRadioState;
} WLAN_PHY_RADIO_STATE, *PWLAN_PHY_RADIO_STATE;

typedef struct WLAN_RADIO_STATE {
    DWORD dwNumberOfPhys;
    WLAN_PHY_RADIO_STATE PhyRadioState[64];
} WLAN_RADIO_STATE, *PWLAN_RADIO_STATE;

typedef struct WLAN_STATISTICS {
    ULONGLONG ullFourWayHandshakeFailures;
    ULONGLONG ullTKIPCounterMeasuresInvoked;
    ULONGLONG ullReserved;
    WLAN_MAC_FRAME_STATISTICS MacUcastCounters;
    WLAN_MAC_FRAME_STATISTICS MacMcastCounters;
    DWORD dwNumberOfPhys;
    WLAN_PHY_FRAME_STATISTICS PhyCounters[1];
} WLAN_STATISTICS, *PWLAN_STATISTICS;

typedef struct WLAN_NOTIFICATION_DATA {
    DWORD NotificationSource;
    DWORD NotificationCode;
    GUID InterfaceGuid;
    DWORD dwDataSize;
    PVOID pData;
} WLAN_NOTIFICATION_DATA, *PWLAN_NOTIFICATION_DATA;

typedef struct WLAN_CONNECTION_NOTIFICATION_DATA {
    WLAN_CONNECTION_MODE wlanConnectionMode;
    WCHAR strProfileName[256];
    DOT11_SSID dot11Ssid;
    DOT11_BSS_TYPE dot11BssType;
    BOOL bSecurityEnabled;
    WLAN_REASON_CODE wlanReasonCode;
    DWORD dwFlags;
    WCHAR strProfileXml[1];
} WLAN_CONNECTION_NOTIFICATION_DATA, *PWLAN_CONNECTION_NOTIFICATION_DATA;

typedef struct WLAN_MSM_NOTIFICATION_DATA {
    WLAN_CONNECTION_MODE wlanConnectionMode;
    WCHAR strProfileName[256];
    DOT11_SSID dot11Ssid;
    DOT11_BSS_TYPE dot11BssType;
    DOT11_MAC_ADDRESS dot11MacAddr;
    BOOL bSecurityEnabled;
    BOOL bFirstPeer;
    BOOL bLastPeer;
    WLAN_REASON_CODE wlanReasonCode;
} WLAN_MSM_NOTIFICATION_DATA, *PWLAN_MSM_NOTIFICATION_DATA;

#ifdef __cplusplus
}
#endif
#endif
