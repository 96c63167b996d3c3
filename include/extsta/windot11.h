/* Native 802.11: what an Extensible Station and the OS above it say to each other.
 *
 * Layouts are those of Windows x64. A trailing array of one element stands for as many as
 * its length says. Structures with a Header are read by Header.Size and Header.Revision,
 * never by sizeof; Header.Size is that of the fixed structure even when data follow.
 * Offsets named u...Offset count from the start of the structure unless said otherwise. */
#ifndef EXTSTA_WINDOT11_H
#define EXTSTA_WINDOT11_H

#include <extsta/wlantypes.h>
#include <extsta/windot11_oids.h>
#include <extsta/windot11_base.h>
#include <extsta/windot11_legacy.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Lists of algorithms and addresses */

#define DOT11_AUTH_ALGORITHM_LIST_REVISION_1 1u
typedef struct DOT11_AUTH_ALGORITHM_LIST {
    NDIS_OBJECT_HEADER Header;
    ULONG uNumOfEntries;      /* entries in this buffer */
    ULONG uTotalNumOfEntries; /* entries that exist */
    DOT11_AUTH_ALGORITHM AlgorithmIds[1];
} DOT11_AUTH_ALGORITHM_LIST, *PDOT11_AUTH_ALGORITHM_LIST;

#define DOT11_AUTH_CIPHER_PAIR_LIST_REVISION_1 1u
typedef struct DOT11_AUTH_CIPHER_PAIR_LIST {
    NDIS_OBJECT_HEADER Header;
    ULONG uNumOfEntries;      /* entries in this buffer */
    ULONG uTotalNumOfEntries; /* entries that exist */
    DOT11_AUTH_CIPHER_PAIR AuthCipherPairs[1];
} DOT11_AUTH_CIPHER_PAIR_LIST, *PDOT11_AUTH_CIPHER_PAIR_LIST;

#define DOT11_CIPHER_ALGORITHM_LIST_REVISION_1 1u
typedef struct DOT11_CIPHER_ALGORITHM_LIST {
    NDIS_OBJECT_HEADER Header;
    ULONG uNumOfEntries;      /* entries in this buffer */
    ULONG uTotalNumOfEntries; /* entries that exist */
    DOT11_CIPHER_ALGORITHM AlgorithmIds[1];
} DOT11_CIPHER_ALGORITHM_LIST, *PDOT11_CIPHER_ALGORITHM_LIST;

#define DOT11_BSSID_LIST_REVISION_1 1u
typedef struct DOT11_BSSID_LIST {
    NDIS_OBJECT_HEADER Header;
    ULONG uNumOfEntries;      /* entries in this buffer */
    ULONG uTotalNumOfEntries; /* entries that exist */
    DOT11_MAC_ADDRESS BSSIDs[1];
} DOT11_BSSID_LIST, *PDOT11_BSSID_LIST;

#define DOT11_SSID_LIST_REVISION_1 1u
typedef struct DOT11_SSID_LIST {
    NDIS_OBJECT_HEADER Header;
    ULONG uNumOfEntries;      /* entries in this buffer */
    ULONG uTotalNumOfEntries; /* entries that exist */
    DOT11_SSID SSIDs[1];
} DOT11_SSID_LIST, *PDOT11_SSID_LIST;

#define DOT11_MAC_ADDRESS_LIST_REVISION_1 1u
typedef struct DOT11_MAC_ADDRESS_LIST {
    NDIS_OBJECT_HEADER Header;
    ULONG uNumOfEntries;      /* entries in this buffer */
    ULONG uTotalNumOfEntries; /* entries that exist */
    DOT11_MAC_ADDRESS MacAddrs[1];
} DOT11_MAC_ADDRESS_LIST, *PDOT11_MAC_ADDRESS_LIST;

#define DOT11_PHY_ID_LIST_REVISION_1 1u
typedef struct DOT11_PHY_ID_LIST {
    NDIS_OBJECT_HEADER Header;
    ULONG uNumOfEntries;      /* entries in this buffer */
    ULONG uTotalNumOfEntries; /* entries that exist */
    ULONG dot11PhyId[1];
} DOT11_PHY_ID_LIST, *PDOT11_PHY_ID_LIST;

/* Wraps records of variable length. Header.Size is sizeof(DOT11_BYTE_ARRAY); the length is
 * FIELD_OFFSET(ucBuffer) + uNumOfBytes. */
typedef struct DOT11_BYTE_ARRAY {
    NDIS_OBJECT_HEADER Header;
    ULONG uNumOfBytes;      /* bytes used of ucBuffer */
    ULONG uTotalNumOfBytes; /* bytes needed for everything */
    UCHAR ucBuffer[1];
} DOT11_BYTE_ARRAY, *PDOT11_BYTE_ARRAY;

/* Scanning */

/* Variable: ucChannelListBuffer. */
typedef struct DOT11_PHY_TYPE_INFO {
    DOT11_PHY_TYPE dot11PhyType;
    BOOLEAN bUseParameters; /* FALSE: the station chooses the times */
    ULONG uProbeDelay;      /* microseconds */
    ULONG uMinChannelTime;  /* TU */
    ULONG uMaxChannelTime;  /* TU */
    CH_DESCRIPTION_TYPE ChDescriptionType;
    ULONG uChannelListSize; /* bytes at ucChannelListBuffer */
    UCHAR ucChannelListBuffer[1];
} DOT11_PHY_TYPE_INFO, *PDOT11_PHY_TYPE_INFO;

/* OID_DOT11_SCAN_REQUEST of an Extensible Station. No NDIS header; offsets count from ucBuffer.
 */
typedef struct DOT11_SCAN_REQUEST_V2 {
    DOT11_BSS_TYPE dot11BSSType;
    DOT11_MAC_ADDRESS dot11BSSID; /* broadcast: any */
    DOT11_SCAN_TYPE dot11ScanType;
    BOOLEAN bRestrictedScan; /* only the listed PHYs and channels */
    ULONG udot11SSIDsOffset; /* DOT11_SSID[], from ucBuffer */
    ULONG uNumOfdot11SSIDs;
    BOOLEAN bUseRequestIE;
    ULONG uRequestIDsOffset; /* element ids, from ucBuffer */
    ULONG uNumOfRequestIDs;
    ULONG uPhyTypeInfosOffset; /* DOT11_PHY_TYPE_INFO[], from ucBuffer */
    ULONG uNumOfPhyTypeInfos;
    ULONG uIEsOffset; /* from ucBuffer */
    ULONG uIEsLength; /* bytes */
    UCHAR ucBuffer[1];
} DOT11_SCAN_REQUEST_V2, *PDOT11_SCAN_REQUEST_V2;

/* Capability information of a BSS (IEEE 802.11-2020 9.4.1.4) */
#define DOT11_CAPABILITY_INFO_ESS         0x00000001u
#define DOT11_CAPABILITY_INFO_IBSS        0x00000002u
#define DOT11_CAPABILITY_INFO_CF_POLLABLE 0x00000004u
#define DOT11_CAPABILITY_INFO_CF_POLL_REQ 0x00000008u
#define DOT11_CAPABILITY_INFO_PRIVACY     0x00000010u
#define DOT11_CAPABILITY_SHORT_PREAMBLE   0x00000020u
#define DOT11_CAPABILITY_PBCC             0x00000040u
#define DOT11_CAPABILITY_CHANNEL_AGILITY  0x00000080u
#define DOT11_CAPABILITY_SHORT_SLOT_TIME  0x00000400u
#define DOT11_CAPABILITY_DSSSOFDM         0x00002000u

#define DOT11_BSS_ENTRY_BYTE_ARRAY_REVISION_1 1u

typedef union DOT11_BSS_ENTRY_PHY_SPECIFIC_INFO {
    ULONG uChCenterFrequency; /* MHz */
    struct {
        ULONG uHopPattern;
        ULONG uHopSet;
        ULONG uDwellTime; /* TU */
    } FHSS;
} DOT11_BSS_ENTRY_PHY_SPECIFIC_INFO, *PDOT11_BSS_ENTRY_PHY_SPECIFIC_INFO;

/* One record of OID_DOT11_ENUM_BSS_LIST. ucBuffer holds uBufferLength bytes of elements (the
 * fixed fields of the frame are members). Records are packed back to back with no padding:
 * copy, do not cast. */
typedef struct DOT11_BSS_ENTRY {
    ULONG uPhyId;
    DOT11_BSS_ENTRY_PHY_SPECIFIC_INFO PhySpecificInfo;
    DOT11_MAC_ADDRESS dot11BSSID;
    DOT11_BSS_TYPE dot11BSSType;
    LONG lRSSI;         /* dBm */
    ULONG uLinkQuality; /* 0..100 */
    BOOLEAN bInRegDomain;
    USHORT usBeaconPeriod;      /* TU */
    ULONGLONG ullTimestamp;     /* TSF of the frame, microseconds */
    ULONGLONG ullHostTimestamp; /* 100 ns units, at reception */
    USHORT usCapabilityInformation;
    ULONG uBufferLength;
    UCHAR ucBuffer[1];
} DOT11_BSS_ENTRY, *PDOT11_BSS_ENTRY;

/* Auto-configuration, power, QoS */
#define DOT11_PHY_AUTO_CONFIG_ENABLED_FLAG 0x00000001u
#define DOT11_MAC_AUTO_CONFIG_ENABLED_FLAG 0x00000002u

#define DOT11_POWER_SAVE_LEVEL_MAX_PSP     1u
#define DOT11_POWER_SAVE_LEVEL_FAST_PSP    2u
#define DOT11_POWER_SAVING_NO_POWER_SAVING 0u
#define DOT11_POWER_SAVING_FAST_PSP        8u
#define DOT11_POWER_SAVING_MAX_PSP         16u
#define DOT11_POWER_SAVING_MAXIMUM_LEVEL   24u

#define DOT11_QOS_PROTOCOL_FLAG_WMM 0x00000001u
#define DOT11_QOS_PROTOCOL_FLAG_11E 0x00000002u

#define DOT11_QOS_PARAMS_REVISION_1 1u
typedef struct DOT11_QOS_PARAMS {
    NDIS_OBJECT_HEADER Header;
    UCHAR ucEnabledQoSProtocolFlags; /* DOT11_QOS_PROTOCOL_FLAG_* */
} DOT11_QOS_PARAMS, *PDOT11_QOS_PARAMS;

typedef enum DOT11_POWER_MODE_REASON {
    dot11_power_mode_reason_no_change = 0,
    dot11_power_mode_reason_noncompliant_AP = 1,
    dot11_power_mode_reason_legacy_WFD_device = 2,
    dot11_power_mode_reason_compliant_AP = 3,
    dot11_power_mode_reason_compliant_WFD_device = 4,
    dot11_power_mode_reason_others = 5,
} DOT11_POWER_MODE_REASON,
    *PDOT11_POWER_MODE_REASON;

#define DOT11_POWER_MGMT_AUTO_MODE_ENABLED_REVISION_1 1u
typedef struct DOT11_POWER_MGMT_AUTO_MODE_ENABLED_INFO {
    NDIS_OBJECT_HEADER Header;
    BOOLEAN bEnabled;
} DOT11_POWER_MGMT_AUTO_MODE_ENABLED_INFO, *PDOT11_POWER_MGMT_AUTO_MODE_ENABLED_INFO;

#define DOT11_POWER_MGMT_MODE_STATUS_INFO_REVISION_1 1u
typedef struct DOT11_POWER_MGMT_MODE_STATUS_INFO {
    NDIS_OBJECT_HEADER Header;
    DOT11_POWER_MODE PowerSaveMode;
    ULONG uPowerSaveLevel; /* DOT11_POWER_SAVING_* */
    DOT11_POWER_MODE_REASON Reason;
} DOT11_POWER_MGMT_MODE_STATUS_INFO, *PDOT11_POWER_MGMT_MODE_STATUS_INFO;

/* Privacy exemptions */
#define DOT11_EXEMPT_NO_EXEMPTION                   0u /* send context only */
#define DOT11_EXEMPT_ALWAYS                         1u
#define DOT11_EXEMPT_ON_KEY_MAPPING_KEY_UNAVAILABLE 2u
#define DOT11_EXEMPT_UNICAST                        1u
#define DOT11_EXEMPT_MULTICAST                      2u
#define DOT11_EXEMPT_BOTH                           3u

/* An EtherType that is exempt from encryption and decryption rules. */
typedef struct DOT11_PRIVACY_EXEMPTION {
    USHORT usEtherType;           /* big-endian */
    USHORT usExemptionActionType; /* DOT11_EXEMPT_ALWAYS, ..._ON_KEY_MAPPING_KEY_UNAVAILABLE */
    USHORT usExemptionPacketType; /* DOT11_EXEMPT_UNICAST, _MULTICAST, _BOTH */
} DOT11_PRIVACY_EXEMPTION, *PDOT11_PRIVACY_EXEMPTION;

#define DOT11_PRIVACY_EXEMPTION_LIST_REVISION_1 1u
typedef struct DOT11_PRIVACY_EXEMPTION_LIST {
    NDIS_OBJECT_HEADER Header;
    ULONG uNumOfEntries;      /* entries in this buffer */
    ULONG uTotalNumOfEntries; /* entries that exist */
    DOT11_PRIVACY_EXEMPTION PrivacyExemptionEntries[1];
} DOT11_PRIVACY_EXEMPTION_LIST, *PDOT11_PRIVACY_EXEMPTION_LIST;

/* Keys and the PMKSA cache */

typedef enum DOT11_DIRECTION {
    DOT11_DIR_INBOUND = 1,
    DOT11_DIR_OUTBOUND = 2, /* never passed to Dot11ExtSetDefaultKey */
    DOT11_DIR_BOTH = 3,
} DOT11_DIRECTION,
    *PDOT11_DIRECTION;

#define DOT11_RSN_KCK_LENGTH 16u
#define DOT11_RSN_KEK_LENGTH 16u

/* OID_DOT11_CIPHER_DEFAULT_KEY. ucKey holds the raw WEP key or a DOT11_KEY_ALGO_* structure. */
#define DOT11_CIPHER_DEFAULT_KEY_VALUE_REVISION_1 1u
typedef struct DOT11_CIPHER_DEFAULT_KEY_VALUE {
    NDIS_OBJECT_HEADER Header;
    ULONG uKeyIndex;
    DOT11_CIPHER_ALGORITHM AlgorithmId;
    DOT11_MAC_ADDRESS MacAddr; /* all zero: default key; unicast: a per-station default key */
    BOOLEAN bDelete;
    BOOLEAN bStatic;    /* survives disconnection */
    USHORT usKeyLength; /* bytes at ucKey */
    UCHAR ucKey[1];
} DOT11_CIPHER_DEFAULT_KEY_VALUE, *PDOT11_CIPHER_DEFAULT_KEY_VALUE;

#define DOT11_CIPHER_KEY_MAPPING_KEY_VALUE_BYTE_ARRAY_REVISION_1 1u

/* No NDIS header: wrapped in DOT11_BYTE_ARRAY; ucKey holds usKeyLength bytes. */
typedef struct DOT11_CIPHER_KEY_MAPPING_KEY_VALUE {
    DOT11_MAC_ADDRESS PeerMacAddr;
    DOT11_CIPHER_ALGORITHM AlgorithmId;
    DOT11_DIRECTION Direction;
    BOOLEAN bDelete;
    BOOLEAN bStatic;    /* survives disconnection */
    USHORT usKeyLength; /* bytes at ucKey */
    UCHAR ucKey[1];
} DOT11_CIPHER_KEY_MAPPING_KEY_VALUE, *PDOT11_CIPHER_KEY_MAPPING_KEY_VALUE;

/* ucKey of a TKIP key: ucTKIPMICKeys holds the TKIP key, then the MIC keys. */
typedef struct DOT11_KEY_ALGO_TKIP_MIC {
    UCHAR ucIV48Counter[6];
    ULONG ulTKIPKeyLength; /* bytes: 16 */
    ULONG ulMICKeyLength;  /* bytes: 16 (Tx MIC key, then Rx MIC key) */
    UCHAR ucTKIPMICKeys[1];
} DOT11_KEY_ALGO_TKIP_MIC, *PDOT11_KEY_ALGO_TKIP_MIC;

/* ucKey of a CCMP key; ucIV48Counter is the packet number, least significant byte first. */
typedef struct DOT11_KEY_ALGO_CCMP {
    UCHAR ucIV48Counter[6];
    ULONG ulCCMPKeyLength; /* bytes */
    UCHAR ucCCMPKey[1];
} DOT11_KEY_ALGO_CCMP, *PDOT11_KEY_ALGO_CCMP;

typedef struct DOT11_KEY_ALGO_GCMP {
    UCHAR ucIV48Counter[6];
    ULONG ulGCMPKeyLength;
    UCHAR ucGCMPKey[1];
} DOT11_KEY_ALGO_GCMP, *PDOT11_KEY_ALGO_GCMP;

typedef struct DOT11_KEY_ALGO_GCMP_256 {
    UCHAR ucIV48Counter[6];
    ULONG ulGCMP256KeyLength;
    UCHAR ucGCMP256Key[1];
} DOT11_KEY_ALGO_GCMP_256, *PDOT11_KEY_ALGO_GCMP_256;

/* ucKey of a BIP-CMAC-128 key (IGTK). */
typedef struct DOT11_KEY_ALGO_BIP {
    UCHAR ucIPN[6];
    ULONG ulBIPKeyLength;
    UCHAR ucBIPKey[1];
} DOT11_KEY_ALGO_BIP, *PDOT11_KEY_ALGO_BIP;

typedef struct DOT11_KEY_ALGO_BIP_GMAC_256 {
    UCHAR ucIPN[6];
    ULONG ulBIPGmac256KeyLength;
    UCHAR ucBIPGmac256Key[1];
} DOT11_KEY_ALGO_BIP_GMAC_256, *PDOT11_KEY_ALGO_BIP_GMAC_256;

typedef UCHAR DOT11_PMKID_VALUE[16], (*PDOT11_PMKID_VALUE)[16];

/* A PMKSA cache entry. */
typedef struct DOT11_PMKID_ENTRY {
    DOT11_MAC_ADDRESS BSSID;
    DOT11_PMKID_VALUE PMKID;
    ULONG uFlags;
} DOT11_PMKID_ENTRY, *PDOT11_PMKID_ENTRY;

#define DOT11_PMKID_LIST_REVISION_1 1u
typedef struct DOT11_PMKID_LIST {
    NDIS_OBJECT_HEADER Header;
    ULONG uNumOfEntries;      /* entries in this buffer */
    ULONG uTotalNumOfEntries; /* entries that exist */
    DOT11_PMKID_ENTRY PMKIDs[1];
} DOT11_PMKID_LIST, *PDOT11_PMKID_LIST;

/* Association */

typedef struct DOT11_ASSOCIATION_INFO_EX {
    DOT11_MAC_ADDRESS PeerMacAddress;
    DOT11_MAC_ADDRESS BSSID;
    USHORT usCapabilityInformation;
    USHORT usListenInterval; /* beacon intervals */
    UCHAR ucPeerSupportedRates[255];
    USHORT usAssociationID;
    DOT11_ASSOCIATION_STATE dot11AssociationState;
    DOT11_POWER_MODE dot11PowerMode;
    LARGE_INTEGER liAssociationUpTime; /* 100 ns units */
    ULONGLONG ullNumOfTxPacketSuccesses;
    ULONGLONG ullNumOfTxPacketFailures;
    ULONGLONG ullNumOfRxPacketSuccesses;
    ULONGLONG ullNumOfRxPacketFailures;
} DOT11_ASSOCIATION_INFO_EX, *PDOT11_ASSOCIATION_INFO_EX;

#define DOT11_ASSOCIATION_INFO_LIST_REVISION_1 1u
typedef struct DOT11_ASSOCIATION_INFO_LIST {
    NDIS_OBJECT_HEADER Header;
    ULONG uNumOfEntries;      /* entries in this buffer */
    ULONG uTotalNumOfEntries; /* entries that exist */
    DOT11_ASSOCIATION_INFO_EX dot11AssocInfo[1];
} DOT11_ASSOCIATION_INFO_LIST, *PDOT11_ASSOCIATION_INFO_LIST;

#define DOT11_ASSOCIATION_PARAMS_REVISION_1 1u
typedef struct DOT11_ASSOCIATION_PARAMS {
    NDIS_OBJECT_HEADER Header;
    DOT11_MAC_ADDRESS BSSID;
    ULONG uAssocRequestIEsOffset; /* from the start of this structure */
    ULONG uAssocRequestIEsLength;
} DOT11_ASSOCIATION_PARAMS, *PDOT11_ASSOCIATION_PARAMS;

/* IEs follow at uIEsOffset. */
#define DOT11_IBSS_PARAMS_REVISION_1 1u
typedef struct DOT11_IBSS_PARAMS {
    NDIS_OBJECT_HEADER Header;
    BOOLEAN bJoinOnly;
    ULONG uIEsOffset; /* from the start of this structure */
    ULONG uIEsLength;
} DOT11_IBSS_PARAMS, *PDOT11_IBSS_PARAMS;

#define DOT11_PORT_STATE_NOTIFICATION_REVISION_1 1u
typedef struct DOT11_PORT_STATE_NOTIFICATION {
    NDIS_OBJECT_HEADER Header;
    DOT11_MAC_ADDRESS PeerMac;
    BOOLEAN bOpen; /* the peer is authorized */
} DOT11_PORT_STATE_NOTIFICATION, *PDOT11_PORT_STATE_NOTIFICATION;

/* DOT11_ASSOC_STATUS. 0x0001cccc: the peer deauthenticated with IEEE reason cccc; 0x0002cccc:
 * it disassociated with reason cccc; 0x0003cccc: it refused with IEEE status cccc. From
 * 0x80000000 on the number is the vendor's: test that range first */
typedef ULONG DOT11_ASSOC_STATUS, *PDOT11_ASSOC_STATUS;

#define DOT11_ASSOC_STATUS_SUCCESS                  0x00000000u
#define DOT11_ASSOC_STATUS_FAILURE                  0x00000001u
#define DOT11_ASSOC_STATUS_UNREACHABLE              0x00000002u
#define DOT11_ASSOC_STATUS_RADIO_OFF                0x00000003u
#define DOT11_ASSOC_STATUS_PHY_DISABLED             0x00000004u
#define DOT11_ASSOC_STATUS_CANCELLED                0x00000005u
#define DOT11_ASSOC_STATUS_CANDIDATE_LIST_EXHAUSTED 0x00000006u
/* After RESET_REQUEST or DISCONNECT_REQUEST. */
#define DOT11_ASSOC_STATUS_DISASSOCIATED_BY_OS 0x00000007u
/* Reserved for the OS (implicit disassociation). */
#define DOT11_ASSOC_STATUS_DISASSOCIATED_BY_ROAMING 0x00000008u
#define DOT11_ASSOC_STATUS_DISASSOCIATED_BY_RESET   0x00000009u
#define DOT11_ASSOC_STATUS_SYSTEM_ERROR             0x0000000Au
#define DOT11_ASSOC_STATUS_ROAMING_BETTER_AP_FOUND  0x0000000Bu
#define DOT11_ASSOC_STATUS_ROAMING_ASSOCIATION_LOST 0x0000000Cu
#define DOT11_ASSOC_STATUS_ROAMING_ADHOC            0x0000000Du
/* OR with the 802.11 reason code of the received Deauthentication frame (low 16 bits). */
#define DOT11_ASSOC_STATUS_PEER_DEAUTHENTICATED       0x00010000u
#define DOT11_ASSOC_STATUS_PEER_DEAUTHENTICATED_START 0x00010000u
#define DOT11_ASSOC_STATUS_PEER_DEAUTHENTICATED_END   0x0001FFFFu
/* OR with the 802.11 reason code of the received Disassociation frame (low 16 bits). */
#define DOT11_ASSOC_STATUS_PEER_DISASSOCIATED       0x00020000u
#define DOT11_ASSOC_STATUS_PEER_DISASSOCIATED_START 0x00020000u
#define DOT11_ASSOC_STATUS_PEER_DISASSOCIATED_END   0x0002FFFFu
/* OR with the nonzero 802.11 status code of the Association Response or Authentication frame
 * (low 16 bits). */
#define DOT11_ASSOC_STATUS_ASSOCIATION_RESPONSE       0x00030000u
#define DOT11_ASSOC_STATUS_ASSOCIATION_RESPONSE_START 0x00030000u
#define DOT11_ASSOC_STATUS_ASSOCIATION_RESPONSE_END   0x0003FFFFu
/* Extracts the 802.11 reason/status code. */
#define DOT11_ASSOC_STATUS_REASON_CODE_MASK 0x0000FFFFu
#define DOT11_ASSOC_STATUS_IHV_START        0x80000000u
#define DOT11_ASSOC_STATUS_IHV_END          0xFFFFFFFFu

#define DOT11_CONNECTION_STATUS_SUCCESS                  0x00000000u
#define DOT11_CONNECTION_STATUS_FAILURE                  0x00000001u
#define DOT11_CONNECTION_STATUS_CANDIDATE_LIST_EXHAUSTED 0x00000006u
#define DOT11_CONNECTION_STATUS_PHY_POWER_DOWN           0x00000003u
#define DOT11_CONNECTION_STATUS_CANCELLED                0x00000005u
#define DOT11_CONNECTION_STATUS_IHV_START                0x80000000u
#define DOT11_CONNECTION_STATUS_IHV_END                  0xFFFFFFFFu

#define DOT11_ROAMING_REASON_BETTER_AP_FOUND  0x0000000Bu
#define DOT11_ROAMING_REASON_ASSOCIATION_LOST 0x0000000Cu
#define DOT11_ROAMING_REASON_ADHOC            0x0000000Du
#define DOT11_ROAMING_REASON_IHV_START        0x80000000u
#define DOT11_ROAMING_REASON_IHV_END          0xFFFFFFFFu

#define DOT11_DISASSOC_REASON_OS                   0x00000007u
#define DOT11_DISASSOC_REASON_PEER_UNREACHABLE     0x00000002u
#define DOT11_DISASSOC_REASON_PEER_DEAUTHENTICATED 0x00010000u
#define DOT11_DISASSOC_REASON_PEER_DISASSOCIATED   0x00020000u
#define DOT11_DISASSOC_REASON_RADIO_OFF            0x00000003u
#define DOT11_DISASSOC_REASON_PHY_DISABLED         0x00000004u
#define DOT11_DISASSOC_REASON_IHV_START            0x80000000u
#define DOT11_DISASSOC_REASON_IHV_END              0xFFFFFFFFu

/* Payloads of the status indications */
#define DOT11_ENCAP_RFC_1042 1u
#define DOT11_ENCAP_802_1H   2u

typedef enum DOT11_DS_INFO {
    DOT11_DS_CHANGED = 0,
    DOT11_DS_UNCHANGED = 1,
    DOT11_DS_UNKNOWN = 2,
} DOT11_DS_INFO,
    *PDOT11_DS_INFO;

#define DOT11_PMKID_CANDIDATE_PREAUTH_ENABLED 0x00000001u

#define DOT11_MPDU_MAX_LENGTH_INDICATION_REVISION_1 1u
typedef struct DOT11_MPDU_MAX_LENGTH_INDICATION {
    NDIS_OBJECT_HEADER Header;
    ULONG uPhyId;
    ULONG uMPDUMaxLength; /* bytes */
} DOT11_MPDU_MAX_LENGTH_INDICATION, *PDOT11_MPDU_MAX_LENGTH_INDICATION;

#define DOT11_ASSOCIATION_START_PARAMETERS_REVISION_1 1u
typedef struct DOT11_ASSOCIATION_START_PARAMETERS {
    NDIS_OBJECT_HEADER Header;
    DOT11_MAC_ADDRESS MacAddr;
    DOT11_SSID SSID;
    ULONG uIHVDataOffset; /* from the start of this structure */
    ULONG uIHVDataSize;
} DOT11_ASSOCIATION_START_PARAMETERS, *PDOT11_ASSOCIATION_START_PARAMETERS;

typedef struct DOT11_ENCAP_ENTRY {
    USHORT usEtherType; /* big-endian */
    USHORT usEncapType; /* DOT11_ENCAP_* */
} DOT11_ENCAP_ENTRY, *PDOT11_ENCAP_ENTRY;

/* NDIS_STATUS_DOT11_ASSOCIATION_COMPLETION. Revision 1 is 88 bytes, revision 2 is 96. All
 * offsets are from the start of this structure; the data follow it in the status buffer. */
#define DOT11_ASSOCIATION_COMPLETION_PARAMETERS_REVISION_1 1u
#define DOT11_ASSOCIATION_COMPLETION_PARAMETERS_REVISION_2 2u
typedef struct DOT11_ASSOCIATION_COMPLETION_PARAMETERS {
    NDIS_OBJECT_HEADER Header;
    DOT11_MAC_ADDRESS MacAddr;
    DOT11_ASSOC_STATUS uStatus;
    BOOLEAN bReAssocReq;   /* the request was a Reassociation Request */
    BOOLEAN bReAssocResp;  /* the response is a Reassociation Response */
    ULONG uAssocReqOffset; /* frame bodies, without the MAC header */
    ULONG uAssocReqSize;
    ULONG uAssocRespOffset;
    ULONG uAssocRespSize;
    ULONG uBeaconOffset;
    ULONG uBeaconSize;
    ULONG uIHVDataOffset; /* from the start of this structure */
    ULONG uIHVDataSize;
    DOT11_AUTH_ALGORITHM AuthAlgo;
    DOT11_CIPHER_ALGORITHM UnicastCipher;
    DOT11_CIPHER_ALGORITHM MulticastCipher;
    ULONG uActivePhyListOffset; /* ULONG[] */
    ULONG uActivePhyListSize;   /* bytes */
    BOOLEAN bFourAddressSupported;
    BOOLEAN bPortAuthorized;
    UCHAR ucActiveQoSProtocol; /* DOT11_QOS_PROTOCOL_FLAG_* */
    DOT11_DS_INFO DSInfo;
    ULONG uEncapTableOffset;                    /* multiple of 4 */
    ULONG uEncapTableSize;                      /* bytes */
    DOT11_CIPHER_ALGORITHM MulticastMgmtCipher; /* revision 2 */
    ULONG uAssocComebackTime;                   /* TU; revision 2 */
} DOT11_ASSOCIATION_COMPLETION_PARAMETERS, *PDOT11_ASSOCIATION_COMPLETION_PARAMETERS;

#define DOT11_CONNECTION_START_PARAMETERS_REVISION_1 1u
typedef struct DOT11_CONNECTION_START_PARAMETERS {
    NDIS_OBJECT_HEADER Header;
    DOT11_BSS_TYPE BSSType;
    DOT11_MAC_ADDRESS AdhocBSSID;
    DOT11_SSID AdhocSSID;
} DOT11_CONNECTION_START_PARAMETERS, *PDOT11_CONNECTION_START_PARAMETERS;

#define DOT11_CONNECTION_COMPLETION_PARAMETERS_REVISION_1 1u
typedef struct DOT11_CONNECTION_COMPLETION_PARAMETERS {
    NDIS_OBJECT_HEADER Header;
    DOT11_ASSOC_STATUS uStatus;
} DOT11_CONNECTION_COMPLETION_PARAMETERS, *PDOT11_CONNECTION_COMPLETION_PARAMETERS;

#define DOT11_ROAMING_START_PARAMETERS_REVISION_1 1u
typedef struct DOT11_ROAMING_START_PARAMETERS {
    NDIS_OBJECT_HEADER Header;
    DOT11_MAC_ADDRESS AdhocBSSID;
    DOT11_SSID AdhocSSID;
    DOT11_ASSOC_STATUS uRoamingReason;
} DOT11_ROAMING_START_PARAMETERS, *PDOT11_ROAMING_START_PARAMETERS;

#define DOT11_ROAMING_COMPLETION_PARAMETERS_REVISION_1 1u
typedef struct DOT11_ROAMING_COMPLETION_PARAMETERS {
    NDIS_OBJECT_HEADER Header;
    DOT11_ASSOC_STATUS uStatus;
} DOT11_ROAMING_COMPLETION_PARAMETERS, *PDOT11_ROAMING_COMPLETION_PARAMETERS;

#define DOT11_DISASSOCIATION_PARAMETERS_REVISION_1 1u
typedef struct DOT11_DISASSOCIATION_PARAMETERS {
    NDIS_OBJECT_HEADER Header;
    DOT11_MAC_ADDRESS MacAddr;
    DOT11_ASSOC_STATUS uReason;
    ULONG uIHVDataOffset; /* from the start of this structure */
    ULONG uIHVDataSize;
} DOT11_DISASSOCIATION_PARAMETERS, *PDOT11_DISASSOCIATION_PARAMETERS;

#define DOT11_TKIPMIC_FAILURE_PARAMETERS_REVISION_1 1u
typedef struct DOT11_TKIPMIC_FAILURE_PARAMETERS {
    NDIS_OBJECT_HEADER Header;
    BOOLEAN bDefaultKeyFailure; /* TRUE: group key, FALSE: pairwise key */
    ULONG uKeyIndex;
    DOT11_MAC_ADDRESS PeerMac;
} DOT11_TKIPMIC_FAILURE_PARAMETERS, *PDOT11_TKIPMIC_FAILURE_PARAMETERS;

typedef struct DOT11_BSSID_CANDIDATE {
    DOT11_MAC_ADDRESS BSSID;
    ULONG uFlags; /* DOT11_PMKID_CANDIDATE_* */
} DOT11_BSSID_CANDIDATE, *PDOT11_BSSID_CANDIDATE;

/* UCandidateListSize = bytes. */
#define DOT11_PMKID_CANDIDATE_LIST_PARAMETERS_REVISION_1 1u
typedef struct DOT11_PMKID_CANDIDATE_LIST_PARAMETERS {
    NDIS_OBJECT_HEADER Header;
    ULONG uCandidateListSize;   /* bytes */
    ULONG uCandidateListOffset; /* DOT11_BSSID_CANDIDATE[] */
} DOT11_PMKID_CANDIDATE_LIST_PARAMETERS, *PDOT11_PMKID_CANDIDATE_LIST_PARAMETERS;

#define DOT11_PHY_STATE_PARAMETERS_REVISION_1 1u
typedef struct DOT11_PHY_STATE_PARAMETERS {
    NDIS_OBJECT_HEADER Header;
    ULONG uPhyId;
    BOOLEAN bHardwarePhyState;
    BOOLEAN bSoftwarePhyState;
} DOT11_PHY_STATE_PARAMETERS, *PDOT11_PHY_STATE_PARAMETERS;

typedef struct DOT11_LINK_QUALITY_ENTRY {
    DOT11_MAC_ADDRESS PeerMacAddr;
    UCHAR ucLinkQuality; /* 0..100 */
} DOT11_LINK_QUALITY_ENTRY, *PDOT11_LINK_QUALITY_ENTRY;

/* ULinkQualityListSize = number of entries. */
#define DOT11_LINK_QUALITY_PARAMETERS_REVISION_1 1u
typedef struct DOT11_LINK_QUALITY_PARAMETERS {
    NDIS_OBJECT_HEADER Header;
    ULONG uLinkQualityListSize;   /* a number of entries, not bytes */
    ULONG uLinkQualityListOffset; /* DOT11_LINK_QUALITY_ENTRY[] */
} DOT11_LINK_QUALITY_PARAMETERS, *PDOT11_LINK_QUALITY_PARAMETERS;

/* Network list offload */
#define DOT11_MAX_CHANNEL_HINTS              4u
#define DOT11_INVALID_CHANNEL_NUMBER         0u
#define DOT11_NLO_FLAG_STOP_NLO_INDICATION   0x00000001u
#define DOT11_NLO_FLAG_SCAN_ON_AOAC_PLATFORM 0x00000002u
#define DOT11_NLO_FLAG_SCAN_AT_SYSTEM_RESUME 0x00000004u

typedef struct DOT11_CHANNEL_HINT {
    DOT11_PHY_TYPE Dot11PhyType;
    ULONG uChannelNumber;
} DOT11_CHANNEL_HINT, *PDOT11_CHANNEL_HINT;

typedef struct DOT11_OFFLOAD_NETWORK {
    DOT11_SSID Ssid;
    DOT11_CIPHER_ALGORITHM UnicastCipher;
    DOT11_AUTH_ALGORITHM AuthAlgo;
    DOT11_CHANNEL_HINT Dot11ChannelHints[DOT11_MAX_CHANNEL_HINTS];
} DOT11_OFFLOAD_NETWORK, *PDOT11_OFFLOAD_NETWORK;

/* OID_DOT11_OFFLOAD_NETWORK_LIST: network list offload. */
#define DOT11_OFFLOAD_NETWORK_LIST_REVISION_1 1u
typedef struct DOT11_OFFLOAD_NETWORK_LIST_INFO {
    NDIS_OBJECT_HEADER Header;
    ULONG ulFlags;        /* DOT11_NLO_FLAG_* */
    ULONG FastScanPeriod; /* seconds */
    ULONG FastScanIterations;
    ULONG SlowScanPeriod; /* seconds */
    ULONG uNumOfEntries;  /* entries in this buffer */
    DOT11_OFFLOAD_NETWORK offloadNetworkList[1];
} DOT11_OFFLOAD_NETWORK_LIST_INFO, *PDOT11_OFFLOAD_NETWORK_LIST_INFO;

#define DOT11_OFFLOAD_NETWORK_STATUS_PARAMETERS_REVISION_1 1u
typedef struct DOT11_OFFLOAD_NETWORK_STATUS_PARAMETERS {
    NDIS_OBJECT_HEADER Header;
    NDIS_STATUS Status;
} DOT11_OFFLOAD_NETWORK_STATUS_PARAMETERS, *PDOT11_OFFLOAD_NETWORK_STATUS_PARAMETERS;

/* Statistics */
#define DOT11_STATISTICS_UNKNOWN UINT64_C(0xFFFFFFFFFFFFFFFF)

typedef struct DOT11_MAC_FRAME_STATISTICS {
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
    ULONGLONG ullDecryptSuccessCount;
    ULONGLONG ullDecryptFailureCount;
} DOT11_MAC_FRAME_STATISTICS, *PDOT11_MAC_FRAME_STATISTICS;

typedef struct DOT11_PHY_FRAME_STATISTICS {
    ULONGLONG ullTransmittedFrameCount;
    ULONGLONG ullMulticastTransmittedFrameCount;
    ULONGLONG ullFailedCount;
    ULONGLONG ullRetryCount;
    ULONGLONG ullMultipleRetryCount;
    ULONGLONG ullMaxTXLifetimeExceededCount;
    ULONGLONG ullTransmittedFragmentCount;
    ULONGLONG ullRTSSuccessCount;
    ULONGLONG ullRTSFailureCount;
    ULONGLONG ullACKFailureCount;
    ULONGLONG ullReceivedFrameCount;
    ULONGLONG ullMulticastReceivedFrameCount;
    ULONGLONG ullPromiscuousReceivedFrameCount;
    ULONGLONG ullMaxRXLifetimeExceededCount;
    ULONGLONG ullFrameDuplicateCount;
    ULONGLONG ullReceivedFragmentCount;
    ULONGLONG ullPromiscuousReceivedFragmentCount;
    ULONGLONG ullFCSErrorCount;
} DOT11_PHY_FRAME_STATISTICS, *PDOT11_PHY_FRAME_STATISTICS;

/* OID_DOT11_STATISTICS. PhyCounters has one entry per supported PHY; a counter that is not kept
 * holds DOT11_STATISTICS_UNKNOWN. */
#define DOT11_STATISTICS_REVISION_1 1u
typedef struct DOT11_STATISTICS {
    NDIS_OBJECT_HEADER Header;
    ULONGLONG ullFourWayHandshakeFailures;
    ULONGLONG ullTKIPCounterMeasuresInvoked;
    ULONGLONG ullReserved;
    DOT11_MAC_FRAME_STATISTICS MacUcastCounters;
    DOT11_MAC_FRAME_STATISTICS MacMcastCounters;
    DOT11_PHY_FRAME_STATISTICS PhyCounters[1];
} DOT11_STATISTICS, *PDOT11_STATISTICS;

/* Per-packet contexts */
#define DOT11_RECV_FLAG_RAW_PACKET             0x00000001u
#define DOT11_RECV_FLAG_RAW_PACKET_FCS_FAILURE 0x00000002u
#define DOT11_RECV_FLAG_RAW_PACKET_TIMESTAMP   0x00000004u

/* Goes with every packet sent (media-specific information of the packet). */
#define DOT11_EXTSTA_SEND_CONTEXT_REVISION_1 1u
typedef struct DOT11_EXTSTA_SEND_CONTEXT {
    NDIS_OBJECT_HEADER Header;
    USHORT usExemptionActionType; /* DOT11_EXEMPT_* */
    ULONG uPhyId;
    ULONG uDelayedSleepValue; /* milliseconds */
    PVOID pvMediaSpecificInfo;
    ULONG uSendFlags;
} DOT11_EXTSTA_SEND_CONTEXT, *PDOT11_EXTSTA_SEND_CONTEXT;

/* Goes with every packet received. */
#define DOT11_EXTSTA_RECV_CONTEXT_REVISION_1 1u
typedef struct DOT11_EXTSTA_RECV_CONTEXT {
    NDIS_OBJECT_HEADER Header;
    ULONG uReceiveFlags;
    ULONG uPhyId;
    ULONG uChCenterFrequency; /* MHz */
    USHORT usNumberOfMPDUsReceived;
    LONG lRSSI;       /* dBm */
    UCHAR ucDataRate; /* an index into the rate mapping table, or 500 kb/s units */
    ULONG uSizeMediaSpecificInfo;
    PVOID pvMediaSpecificInfo;
    ULONGLONG ullTimestamp; /* with DOT11_RECV_FLAG_RAW_PACKET_TIMESTAMP */
} DOT11_EXTSTA_RECV_CONTEXT, *PDOT11_EXTSTA_RECV_CONTEXT;

/* Attributes of the station */
#define DOT11_EXTSTA_ATTRIBUTES_SAFEMODE_OID_SUPPORTED 0x00000001u
#define DOT11_EXTSTA_ATTRIBUTES_SAFEMODE_CERTIFIED     0x00000002u
#define DOT11_EXTSTA_ATTRIBUTES_SAFEMODE_RESERVED      0x0000000Cu

#define DOT11_EXTSTA_CAPABILITY_REVISION_1 1u
typedef struct DOT11_EXTSTA_CAPABILITY {
    NDIS_OBJECT_HEADER Header;
    ULONG uScanSSIDListSize;
    ULONG uDesiredBSSIDListSize;
    ULONG uDesiredSSIDListSize;
    ULONG uExcludedMacAddressListSize;
    ULONG uPrivacyExemptionListSize;
    ULONG uKeyMappingTableSize;
    ULONG uDefaultKeyTableSize;
    ULONG uWEPKeyValueMaxLength;
    ULONG uPMKIDCacheSize;
    ULONG uMaxNumPerSTADefaultKeyTables;
} DOT11_EXTSTA_CAPABILITY, *PDOT11_EXTSTA_CAPABILITY;

/* What an Extensible Station offers. Sizes: revision 1 and 2, 128 bytes (up to
 * pAdhocSupportedMcastAlgoPairs); revision 3, 152; revision 4, 160. The arrays stay the
 * driver's. */
#define DOT11_EXTSTA_ATTRIBUTES_REVISION_1 1u
/* Vista SP1+: bSafeModeImplemented becomes a bit field. */
#define DOT11_EXTSTA_ATTRIBUTES_REVISION_2 2u
#define DOT11_EXTSTA_ATTRIBUTES_REVISION_3 3u
#define DOT11_EXTSTA_ATTRIBUTES_REVISION_4 4u /* SDK 10 */
typedef struct DOT11_EXTSTA_ATTRIBUTES {
    NDIS_OBJECT_HEADER Header;
    ULONG uScanSSIDListSize;
    ULONG uDesiredBSSIDListSize;
    ULONG uDesiredSSIDListSize;
    ULONG uExcludedMacAddressListSize;
    ULONG uPrivacyExemptionListSize;
    ULONG uKeyMappingTableSize;
    ULONG uDefaultKeyTableSize;
    ULONG uWEPKeyValueMaxLength;
    ULONG uPMKIDCacheSize;
    ULONG uMaxNumPerSTADefaultKeyTables;
    BOOLEAN bStrictlyOrderedServiceClassImplemented;
    UCHAR ucSupportedQoSProtocolFlags; /* DOT11_QOS_PROTOCOL_FLAG_* */
    BOOLEAN bSafeModeImplemented; /* DOT11_EXTSTA_ATTRIBUTES_SAFEMODE_* from revision 2 on */
    ULONG uNumSupportedCountryOrRegionStrings;
    PDOT11_COUNTRY_OR_REGION_STRING pSupportedCountryOrRegionStrings;
    ULONG uInfraNumSupportedUcastAlgoPairs;
    PDOT11_AUTH_CIPHER_PAIR pInfraSupportedUcastAlgoPairs;
    ULONG uInfraNumSupportedMcastAlgoPairs;
    PDOT11_AUTH_CIPHER_PAIR pInfraSupportedMcastAlgoPairs;
    ULONG uAdhocNumSupportedUcastAlgoPairs;
    PDOT11_AUTH_CIPHER_PAIR pAdhocSupportedUcastAlgoPairs;
    ULONG uAdhocNumSupportedMcastAlgoPairs;
    PDOT11_AUTH_CIPHER_PAIR pAdhocSupportedMcastAlgoPairs;
    BOOLEAN bAutoPowerSaveMode; /* revision 3 from here */
    ULONG uMaxNetworkOffloadListSize;
    BOOLEAN bMFPCapable;
    ULONG uInfraNumSupportedMcastMgmtAlgoPairs;
    PDOT11_AUTH_CIPHER_PAIR pInfraSupportedMcastMgmtAlgoPairs;
    BOOLEAN bNeighborReportSupported; /* revision 4 from here */
    BOOLEAN bAPChannelReportSupported;
    BOOLEAN bActionFramesSupported;
    BOOLEAN bANQPQueryOffloadSupported;
    BOOLEAN bHESSIDConnectionSupported;
} DOT11_EXTSTA_ATTRIBUTES, *PDOT11_EXTSTA_ATTRIBUTES;

typedef struct DOT11_WFD_ATTRIBUTES *PDOT11_WFD_ATTRIBUTES; /* Wi-Fi Direct is not carried */

typedef struct NDIS_MINIPORT_ADAPTER_NATIVE_802_11_ATTRIBUTES {
    NDIS_OBJECT_HEADER Header;
    ULONG OpModeCapability; /* DOT11_OPERATION_MODE_* */
    ULONG NumOfTXBuffers;
    ULONG NumOfRXBuffers;
    BOOLEAN MultiDomainCapabilityImplemented;
    ULONG NumSupportedPhys;
    PDOT11_PHY_ATTRIBUTES SupportedPhyAttributes;
    PDOT11_EXTSTA_ATTRIBUTES ExtSTAAttributes;
    PDOT11_VWIFI_ATTRIBUTES VWiFiAttributes;
    PDOT11_EXTAP_ATTRIBUTES ExtAPAttributes;
    PDOT11_WFD_ATTRIBUTES WFDAttributes;
} NDIS_MINIPORT_ADAPTER_NATIVE_802_11_ATTRIBUTES,
    *PNDIS_MINIPORT_ADAPTER_NATIVE_802_11_ATTRIBUTES;

#ifdef __cplusplus
}
#endif
#endif
