/* Layer-2 numbers that WLAN, 802.1X and IHV extensions share: reason code groups and
 * notification sources. */
#ifndef EXTSTA_L2CMN_H
#define EXTSTA_L2CMN_H

#include <extsta/ndis.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Reason code groups. Each group has L2_REASON_CODE_GROUP_SIZE codes from its base */
#define L2_REASON_CODE_GROUP_SIZE          0x00010000u
#define L2_REASON_CODE_GEN_BASE            0x00010000u
#define L2_REASON_CODE_DOT11_AC_BASE       0x00020000u
#define L2_REASON_CODE_DOT11_MSM_BASE      0x00030000u
#define L2_REASON_CODE_DOT11_SECURITY_BASE 0x00040000u
#define L2_REASON_CODE_ONEX_BASE           0x00050000u
#define L2_REASON_CODE_DOT3_AC_BASE        0x00060000u
#define L2_REASON_CODE_DOT3_MSM_BASE       0x00070000u
#define L2_REASON_CODE_PROFILE_BASE        0x00080000u
#define L2_REASON_CODE_IHV_BASE            0x00090000u
#define L2_REASON_CODE_WIMAX_BASE          0x000A0000u
#define L2_REASON_CODE_RESERVED_BASE       0x000B0000u /* SDK 10 */
#define L2_REASON_CODE_SUCCESS             0x00000000u
#define L2_REASON_CODE_UNKNOWN             0x00010001u
#define L2_REASON_CODE_PROFILE_MISSING     0x00000001u

/* Notification sources and codes */
#define L2_NOTIFICATION_SOURCE_NONE                0u
#define L2_NOTIFICATION_SOURCE_DOT3_AUTO_CONFIG    1u
#define L2_NOTIFICATION_SOURCE_SECURITY            2u
#define L2_NOTIFICATION_SOURCE_ONEX                4u
#define L2_NOTIFICATION_SOURCE_WLAN_ACM            8u
#define L2_NOTIFICATION_SOURCE_WLAN_MSM            16u
#define L2_NOTIFICATION_SOURCE_WLAN_SECURITY       32u
#define L2_NOTIFICATION_SOURCE_WLAN_IHV            64u
#define L2_NOTIFICATION_SOURCE_WLAN_HNWK           128u
#define L2_NOTIFICATION_SOURCE_WCM                 256u
#define L2_NOTIFICATION_SOURCE_WCM_CSP             512u
#define L2_NOTIFICATION_SOURCE_WLAN_DEVICE_SERVICE 2048u /* SDK 10 */
#define L2_NOTIFICATION_SOURCE_ALL                 65535u
#define L2_NOTIFICATION_CODE_PUBLIC_BEGIN          0u
#define L2_NOTIFICATION_CODE_GROUP_SIZE            4096u
#define L2_NOTIFICATION_CODE_V2_BEGIN              4096u
#define L2_NOTIFICATION_SOURCE_WFD                 1024u

#define L2_PROFILE_MAX_NAME_LENGTH 256u

/* A notification from the extension to registered listeners. */
typedef struct L2_NOTIFICATION_DATA {
    DWORD NotificationSource;
    DWORD NotificationCode;
    GUID InterfaceGuid;
    DWORD dwDataSize;
    PVOID pData;
} L2_NOTIFICATION_DATA, *PL2_NOTIFICATION_DATA;

#ifdef __cplusplus
}
#endif
#endif
