/* Types of the IHV extension interface: what a profile, a port and an OS-side 802.1X result
 * look like to an extension. */
#ifndef EXTSTA_WLANIHVTYPES_H
#define EXTSTA_WLANIHVTYPES_H

#include <extsta/dot1x.h>
#include <extsta/windot11.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Errors (Win32) that cross the interface */
#define ERROR_SUCCESS           0u
#define ERROR_NOT_ENOUGH_MEMORY 8u
#define ERROR_OUTOFMEMORY       14u /* Dot11ExtAllocateBuffer failure */
/* Dot11ExtNicSpecificExtension when the driver has no NIC_SPECIFIC_EXTENSION. */
#define ERROR_NOT_SUPPORTED     50u
#define ERROR_INVALID_PARAMETER 87u
#define ERROR_CANCELLED         1223u /* pre/post-associate completion on reset */
#define ERROR_NOT_FOUND         1168u
#define ERROR_TIMEOUT           1460u
#define ERROR_INVALID_STATE     5023u

/* Session events of Dot11ExtIhvProcessSessionChange */
#define WTS_CONSOLE_CONNECT        1u
#define WTS_CONSOLE_DISCONNECT     2u
#define WTS_REMOTE_CONNECT         3u
#define WTS_REMOTE_DISCONNECT      4u
#define WTS_SESSION_LOGON          5u
#define WTS_SESSION_LOGOFF         6u
#define WTS_SESSION_LOCK           7u
#define WTS_SESSION_UNLOCK         8u
#define WTS_SESSION_REMOTE_CONTROL 9u

typedef struct WTSSESSION_NOTIFICATION {
    DWORD cbSize;
    DWORD dwSessionId;
} WTSSESSION_NOTIFICATION, *PWTSSESSION_NOTIFICATION;

/* Extensible Authentication Protocol */
typedef ULONG EAP_ATTRIBUTE_TYPE; /* RADIUS attribute type */

typedef struct EAP_TYPE {
    BYTE type;
    DWORD dwVendorId;
    DWORD dwVendorType;
} EAP_TYPE, *PEAP_TYPE;

typedef struct EAP_METHOD_TYPE {
    EAP_TYPE eapType;
    DWORD dwAuthorId;
} EAP_METHOD_TYPE, *PEAP_METHOD_TYPE;

typedef struct EAP_ATTRIBUTE {
    EAP_ATTRIBUTE_TYPE eaType;
    DWORD dwLength;
    BYTE *pValue;
} EAP_ATTRIBUTE, *PEAP_ATTRIBUTE;

typedef struct EAP_ATTRIBUTES {
    DWORD dwNumberOfAttributes;
    EAP_ATTRIBUTE *pAttribs;
} EAP_ATTRIBUTES, *PEAP_ATTRIBUTES;

typedef struct DOT11_EAP_RESULT {
    DWORD dwFailureReasonCode;
    EAP_ATTRIBUTES *pAttribArray;
} DOT11_EAP_RESULT, *PDOT11_EAP_RESULT;

/* Profile */
#define MS_MAX_PROFILE_NAME_LENGTH 256u
#define MS_PROFILE_GROUP_POLICY    1u
#define MS_PROFILE_USER            2u

#define DOT11EXT_PSK_MAX_LENGTH 64u

/* The standard security settings of the profile. */
typedef struct DOT11_MSSECURITY_SETTINGS {
    DOT11_AUTH_ALGORITHM dot11AuthAlgorithm;
    DOT11_CIPHER_ALGORITHM dot11CipherAlgorithm;
    BOOL fOneXEnabled;
    EAP_METHOD_TYPE eapMethodType;
    DWORD dwEapConnectionDataLen;
    BYTE *pEapConnectionData;
} DOT11_MSSECURITY_SETTINGS, *PDOT11_MSSECURITY_SETTINGS;

typedef struct DOT11EXT_IHV_SSID_LIST {
    ULONG ulCount;
    DOT11_SSID SSIDs[1];
} DOT11EXT_IHV_SSID_LIST, *PDOT11EXT_IHV_SSID_LIST;

/* What the profile says beside its IHV fragments. Everything stays the host's. */
typedef struct DOT11EXT_IHV_PROFILE_PARAMS {
    PDOT11EXT_IHV_SSID_LIST pSsidList;
    DOT11_BSS_TYPE BssType;
    PDOT11_MSSECURITY_SETTINGS pMSSecuritySettings;
} DOT11EXT_IHV_PROFILE_PARAMS, *PDOT11EXT_IHV_PROFILE_PARAMS;

typedef struct DOT11EXT_IHV_PARAMS {
    DOT11EXT_IHV_PROFILE_PARAMS dot11ExtIhvProfileParams;
    WCHAR wstrProfileName[MS_MAX_PROFILE_NAME_LENGTH];
    DWORD dwProfileTypeFlags;
    GUID interfaceGuid;
} DOT11EXT_IHV_PARAMS, *PDOT11EXT_IHV_PARAMS;

typedef struct DOT11EXT_IHV_CONNECTIVITY_PROFILE {
    LPWSTR pszXmlFragmentIhvConnectivity; /* UTF-16, NUL-terminated */
} DOT11EXT_IHV_CONNECTIVITY_PROFILE, *PDOT11EXT_IHV_CONNECTIVITY_PROFILE;

typedef struct DOT11EXT_IHV_SECURITY_PROFILE {
    LPWSTR pszXmlFragmentIhvSecurity; /* UTF-16, NUL-terminated */
    BOOL bUseMSOnex;
} DOT11EXT_IHV_SECURITY_PROFILE, *PDOT11EXT_IHV_SECURITY_PROFILE;

typedef struct DOT11EXT_IHV_DISCOVERY_PROFILE {
    DOT11EXT_IHV_CONNECTIVITY_PROFILE IhvConnectivityProfile;
    DOT11EXT_IHV_SECURITY_PROFILE IhvSecurityProfile;
} DOT11EXT_IHV_DISCOVERY_PROFILE, *PDOT11EXT_IHV_DISCOVERY_PROFILE;

typedef struct DOT11EXT_IHV_DISCOVERY_PROFILE_LIST {
    DWORD dwCount;
    PDOT11EXT_IHV_DISCOVERY_PROFILE pIhvDiscoveryProfiles;
} DOT11EXT_IHV_DISCOVERY_PROFILE_LIST, *PDOT11EXT_IHV_DISCOVERY_PROFILE_LIST;

/* Adapter, BSS list, port, packets */

typedef struct DOT11_ADAPTER {
    GUID gAdapterId;
    LPWSTR pszDescription; /* UTF-16, NUL-terminated */
    DOT11_CURRENT_OPERATION_MODE Dot11CurrentOpMode;
} DOT11_ADAPTER, *PDOT11_ADAPTER;

/* PucBuffer holds uNumOfBytes of back-to-back DOT11_BSS_ENTRY. */
typedef struct DOT11_BSS_LIST {
    ULONG uNumOfBytes; /* bytes at pucBuffer */
    PUCHAR pucBuffer;
} DOT11_BSS_LIST, *PDOT11_BSS_LIST;

/* A port: the association with one peer as the security code sees it. */
typedef struct DOT11_PORT_STATE {
    DOT11_MAC_ADDRESS PeerMacAddress;
    ULONG uSessionId;
    BOOL bPortControlled;
    BOOL bPortAuthorized;
} DOT11_PORT_STATE, *PDOT11_PORT_STATE;

/* Layout of the packets of Dot11ExtSendPacket and Dot11ExtIhvReceivePacket, packed: 6 bytes
 * peer, 2 bytes EtherType (big-endian), payload. No 802.11 MAC header, no LLC/SNAP. */
#pragma pack(push, 1)
typedef struct DOT11_SECURITY_PACKET_HEADER {
    DOT11_MAC_ADDRESS PeerMac;
    USHORT usEtherType; /* big-endian */
    UCHAR Data[1];
} DOT11_SECURITY_PACKET_HEADER, *PDOT11_SECURITY_PACKET_HEADER;
#pragma pack(pop)

/* User interface requests */

typedef enum DOT11EXT_IHV_CONNECTION_PHASE {
    connection_phase_any = 0,
    connection_phase_initial_connection = 1,
    connection_phase_post_l3_connection = 2,
} DOT11EXT_IHV_CONNECTION_PHASE,
    *PDOT11EXT_IHV_CONNECTION_PHASE;

typedef struct DOT11EXT_IHV_UI_REQUEST {
    DWORD dwSessionId;
    GUID guidUIRequest;
    CLSID UIPageClsid;
    DWORD dwByteCount; /* bytes at pvUIRequest */
    BYTE *pvUIRequest;
} DOT11EXT_IHV_UI_REQUEST, *PDOT11EXT_IHV_UI_REQUEST;

/* Indications and 802.1X results */

typedef enum DOT11EXT_IHV_INDICATION_TYPE {
    IndicationTypeNicSpecificNotification = 0,
    IndicationTypePmkidCandidateList = 1,
    IndicationTypeTkipMicFailure = 2,
    IndicationTypePhyStateChange = 3,
    IndicationTypeLinkQuality = 4,
} DOT11EXT_IHV_INDICATION_TYPE,
    *PDOT11EXT_IHV_INDICATION_TYPE;

typedef enum DOT11_MSONEX_RESULT {
    DOT11_MSONEX_SUCCESS = 0,
    DOT11_MSONEX_FAILURE = 1,
    DOT11_MSONEX_IN_PROGRESS = 2,
} DOT11_MSONEX_RESULT,
    *PDOT11_MSONEX_RESULT;

/* The keys are the MPPE keys of the EAP method; they stay the host's and are wiped after the
 * call. */
typedef struct DOT11_MSONEX_RESULT_PARAMS {
    ONEX_AUTH_STATUS Dot11OnexAuthStatus;
    ONEX_REASON_CODE Dot11OneXReasonCode;
    PBYTE pbMPPESendKey;
    DWORD dwMPPESendKeyLen;
    PBYTE pbMPPERecvKey;
    DWORD dwMPPERecvKeyLen;
    PDOT11_EAP_RESULT pDot11EapResult;
} DOT11_MSONEX_RESULT_PARAMS, *PDOT11_MSONEX_RESULT_PARAMS;

/* Virtual station */

typedef struct DOT11EXT_VIRTUAL_STATION_AP_PROPERTY {
    DOT11_SSID dot11SSID;
    DOT11_AUTH_ALGORITHM dot11AuthAlgo;
    DOT11_CIPHER_ALGORITHM dot11CipherAlgo;
    BOOL bIsPassPhrase;
    DWORD dwKeyLength; /* 32 binary, 64 hex; passphrase: with the NUL */
    UCHAR ucKeyData[DOT11EXT_PSK_MAX_LENGTH];
} DOT11EXT_VIRTUAL_STATION_AP_PROPERTY, *PDOT11EXT_VIRTUAL_STATION_AP_PROPERTY;

/* Diagnostics */
#define WDIAG_IHV_WLAN_ID_FLAG_SECURITY_ENABLED 1u

typedef struct WDIAG_IHV_WLAN_ID {
    WCHAR strProfileName[MS_MAX_PROFILE_NAME_LENGTH];
    DOT11_SSID Ssid;
    DOT11_BSS_TYPE BssType;
    DWORD dwFlags;
    DWORD dwReasonCode;
} WDIAG_IHV_WLAN_ID, *PWDIAG_IHV_WLAN_ID;

/* Interface versions an extension speaks. The only documented one is 0. */
typedef struct DOT11_IHV_VERSION_INFO {
    DWORD dwVerMin;
    DWORD dwVerMax;
} DOT11_IHV_VERSION_INFO, *PDOT11_IHV_VERSION_INFO;

#ifdef __cplusplus
}
#endif
#endif
