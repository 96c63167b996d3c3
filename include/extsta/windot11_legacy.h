/* Native 802.11 outside the Extensible Station: the older native Wi-Fi mode, Extensible
 * Access Point and Virtual Wi-Fi. Carried so that a driver of several modes compiles and
 * so that foreign buffers can be read; the station itself uses none of it. */
#ifndef EXTSTA_WINDOT11_LEGACY_H
#define EXTSTA_WINDOT11_LEGACY_H

#include <extsta/wlantypes.h>
#include <extsta/windot11_base.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Packet filter of OID_DOT11_CURRENT_PACKET_FILTER */
#define DOT11_PACKET_TYPE_DIRECTED_CTRL      0x00000001u
#define DOT11_PACKET_TYPE_DIRECTED_MGMT      0x00000002u
#define DOT11_PACKET_TYPE_DIRECTED_DATA      0x00000004u
#define DOT11_PACKET_TYPE_MULTICAST_CTRL     0x00000008u
#define DOT11_PACKET_TYPE_MULTICAST_MGMT     0x00000010u
#define DOT11_PACKET_TYPE_MULTICAST_DATA     0x00000020u
#define DOT11_PACKET_TYPE_BROADCAST_CTRL     0x00000040u
#define DOT11_PACKET_TYPE_BROADCAST_MGMT     0x00000080u
#define DOT11_PACKET_TYPE_BROADCAST_DATA     0x00000100u
#define DOT11_PACKET_TYPE_PROMISCUOUS_CTRL   0x00000200u
#define DOT11_PACKET_TYPE_PROMISCUOUS_MGMT   0x00000400u
#define DOT11_PACKET_TYPE_PROMISCUOUS_DATA   0x00000800u
#define DOT11_PACKET_TYPE_ALL_MULTICAST_CTRL 0x00001000u
#define DOT11_PACKET_TYPE_ALL_MULTICAST_MGMT 0x00002000u
#define DOT11_PACKET_TYPE_ALL_MULTICAST_DATA 0x00004000u
#define DOT11_PACKET_TYPE_RESERVED           0xFFFF8000u

/* Send flags */
#define DOT11_FLAGS_80211B_SHORT_PREAMBLE       0x00000001u
#define DOT11_FLAGS_80211B_PBCC                 0x00000002u
#define DOT11_FLAGS_80211B_CHANNEL_AGILITY      0x00000004u
#define DOT11_FLAGS_PS_ON                       0x00000008u
#define DOT11_FLAGS_80211G_DSSS_OFDM            0x00000010u
#define DOT11_FLAGS_80211G_USE_PROTECTION       0x00000020u
#define DOT11_FLAGS_80211G_NON_ERP_PRESENT      0x00000040u
#define DOT11_FLAGS_80211G_BARKER_PREAMBLE_MODE 0x00000080u

/* Offload and priorities */
#define DOT11_HW_WEP_SUPPORTED_TX          1u
#define DOT11_HW_WEP_SUPPORTED_RX          2u
#define DOT11_HW_FRAGMENTATION_SUPPORTED   4u
#define DOT11_HW_DEFRAGMENTATION_SUPPORTED 8u
#define DOT11_HW_MSDU_AUTH_SUPPORTED_TX    16u
#define DOT11_HW_MSDU_AUTH_SUPPORTED_RX    32u
#define DOT11_CONF_ALGO_WEP_RC4            1u
#define DOT11_CONF_ALGO_TKIP               2u
#define DOT11_AUTH_ALGO_MICHAEL            1u
#define DOT11_MAX_NUM_OF_FRAGMENTS         16u
#define DOT11_PRIORITY_CONTENTION          0u
#define DOT11_PRIORITY_CONTENTION_FREE     1u
#define DOT11_WME_PACKET                   256u

typedef enum DOT11_OFFLOAD_TYPE {
    dot11_offload_type_wep = 1,
    dot11_offload_type_auth = 2,
} DOT11_OFFLOAD_TYPE,
    *PDOT11_OFFLOAD_TYPE;

typedef enum DOT11_KEY_DIRECTION {
    dot11_key_direction_both = 1,
    dot11_key_direction_inbound = 2,
    dot11_key_direction_outbound = 3,
} DOT11_KEY_DIRECTION,
    *PDOT11_KEY_DIRECTION;

typedef enum DOT11_AC_PARAM {
    dot11_AC_param_BE = 0,
    dot11_AC_param_BK = 1,
    dot11_AC_param_VI = 2,
    dot11_AC_param_VO = 3,
    dot11_AC_param_max = 4,
} DOT11_AC_PARAM,
    *PDOT11_AC_PARAM;

typedef enum DOT11_UPDATE_IE_OP {
    dot11_update_ie_op_create_replace = 1,
    dot11_update_ie_op_delete = 2,
} DOT11_UPDATE_IE_OP,
    *PDOT11_UPDATE_IE_OP;

typedef struct DOT11_OFFLOAD_CAPABILITY {
    ULONG uReserved;
    ULONG uFlags;
    ULONG uSupportedWEPAlgorithms;
    ULONG uNumOfReplayWindows;
    ULONG uMaxWEPKeyMappingLength;
    ULONG uSupportedAuthAlgorithms;
    ULONG uMaxAuthKeyMappingLength;
} DOT11_OFFLOAD_CAPABILITY, *PDOT11_OFFLOAD_CAPABILITY;

typedef struct DOT11_CURRENT_OFFLOAD_CAPABILITY {
    ULONG uReserved;
    ULONG uFlags;
} DOT11_CURRENT_OFFLOAD_CAPABILITY, *PDOT11_CURRENT_OFFLOAD_CAPABILITY;

typedef struct DOT11_IV48_COUNTER {
    ULONG uIV32Counter;
    USHORT usIV16Counter;
} DOT11_IV48_COUNTER, *PDOT11_IV48_COUNTER;

typedef struct DOT11_WEP_OFFLOAD {
    ULONG uReserved;
    HANDLE hOffloadContext;
    HANDLE hOffload;
    DOT11_OFFLOAD_TYPE dot11OffloadType;
    ULONG dwAlgorithm;
    BOOLEAN bRowIsOutbound;
    BOOLEAN bUseDefault;
    ULONG uFlags;
    UCHAR ucMacAddress[6];
    ULONG uNumOfRWsOnPeer;
    ULONG uNumOfRWsOnMe;
    DOT11_IV48_COUNTER dot11IV48Counters[16];
    USHORT usDot11RWBitMaps[16];
    USHORT usKeyLength; /* bytes at ucKey */
    UCHAR ucKey[1];
} DOT11_WEP_OFFLOAD, *PDOT11_WEP_OFFLOAD;

typedef struct DOT11_WEP_UPLOAD {
    ULONG uReserved;
    DOT11_OFFLOAD_TYPE dot11OffloadType;
    HANDLE hOffload;
    ULONG uNumOfRWsUsed;
    DOT11_IV48_COUNTER dot11IV48Counters[16];
    USHORT usDot11RWBitMaps[16];
} DOT11_WEP_UPLOAD, *PDOT11_WEP_UPLOAD;

typedef struct DOT11_DEFAULT_WEP_OFFLOAD {
    ULONG uReserved;
    HANDLE hOffloadContext;
    HANDLE hOffload;
    ULONG dwIndex;
    DOT11_OFFLOAD_TYPE dot11OffloadType;
    ULONG dwAlgorithm;
    ULONG uFlags;
    DOT11_KEY_DIRECTION dot11KeyDirection;
    UCHAR ucMacAddress[6];
    ULONG uNumOfRWsOnMe;
    DOT11_IV48_COUNTER dot11IV48Counters[16];
    USHORT usDot11RWBitMaps[16];
    USHORT usKeyLength; /* bytes at ucKey */
    UCHAR ucKey[1];
} DOT11_DEFAULT_WEP_OFFLOAD, *PDOT11_DEFAULT_WEP_OFFLOAD;

typedef struct DOT11_DEFAULT_WEP_UPLOAD {
    ULONG uReserved;
    DOT11_OFFLOAD_TYPE dot11OffloadType;
    HANDLE hOffload;
    ULONG uNumOfRWsUsed;
    DOT11_IV48_COUNTER dot11IV48Counters[16];
    USHORT usDot11RWBitMaps[16];
} DOT11_DEFAULT_WEP_UPLOAD, *PDOT11_DEFAULT_WEP_UPLOAD;

typedef struct DOT11_WPA_TSC {
    ULONG uReserved;
    DOT11_OFFLOAD_TYPE dot11OffloadType;
    HANDLE hOffload;
    DOT11_IV48_COUNTER dot11IV48Counter;
} DOT11_WPA_TSC, *PDOT11_WPA_TSC;

/* Join and start */

typedef struct DOT11_BSS_DESCRIPTION {
    ULONG uReserved;
    DOT11_MAC_ADDRESS dot11BSSID;
    DOT11_BSS_TYPE dot11BSSType;
    USHORT usBeaconPeriod;  /* TU */
    ULONGLONG ullTimestamp; /* TSF of the frame, microseconds */
    USHORT usCapabilityInformation;
    ULONG uBufferLength;
    UCHAR ucBuffer[1];
} DOT11_BSS_DESCRIPTION, *PDOT11_BSS_DESCRIPTION;

typedef struct DOT11_JOIN_REQUEST {
    ULONG uJoinFailureTimeout;
    DOT11_RATE_SET OperationalRateSet;
    ULONG uChCenterFrequency; /* MHz */
    DOT11_BSS_DESCRIPTION dot11BSSDescription;
} DOT11_JOIN_REQUEST, *PDOT11_JOIN_REQUEST;

typedef struct DOT11_AP_JOIN_REQUEST {
    ULONG uJoinFailureTimeout;
    DOT11_RATE_SET OperationalRateSet;
    ULONG uChCenterFrequency; /* MHz */
    DOT11_BSS_DESCRIPTION dot11BSSDescription;
} DOT11_AP_JOIN_REQUEST, *PDOT11_AP_JOIN_REQUEST;

typedef struct DOT11_START_REQUEST {
    ULONG uStartFailureTimeout;
    DOT11_RATE_SET OperationalRateSet;
    ULONG uChCenterFrequency; /* MHz */
    DOT11_BSS_DESCRIPTION dot11BSSDescription;
} DOT11_START_REQUEST, *PDOT11_START_REQUEST;

typedef struct DOT11_UPDATE_IE {
    DOT11_UPDATE_IE_OP dot11UpdateIEOp;
    ULONG uBufferLength;
    UCHAR ucBuffer[1];
} DOT11_UPDATE_IE, *PDOT11_UPDATE_IE;

typedef struct DOT11_POWER_MGMT_MODE {
    DOT11_POWER_MODE dot11PowerMode;
    ULONG uPowerSaveLevel;   /* DOT11_POWER_SAVING_* */
    USHORT usListenInterval; /* beacon intervals */
    USHORT usAID;
    BOOLEAN bReceiveDTIMs;
} DOT11_POWER_MGMT_MODE, *PDOT11_POWER_MGMT_MODE;

typedef struct DOT11_COUNTERS_ENTRY {
    ULONG uTransmittedFragmentCount;
    ULONG uMulticastTransmittedFrameCount;
    ULONG uFailedCount;
    ULONG uRetryCount;
    ULONG uMultipleRetryCount;
    ULONG uFrameDuplicateCount;
    ULONG uRTSSuccessCount;
    ULONG uRTSFailureCount;
    ULONG uACKFailureCount;
    ULONG uReceivedFragmentCount;
    ULONG uMulticastReceivedFrameCount;
    ULONG uFCSErrorCount;
    ULONG uTransmittedFrameCount;
} DOT11_COUNTERS_ENTRY, *PDOT11_COUNTERS_ENTRY;

typedef struct DOT11_SCAN_REQUEST {
    DOT11_BSS_TYPE dot11BSSType;
    DOT11_MAC_ADDRESS dot11BSSID;
    DOT11_SSID dot11SSID;
    DOT11_SCAN_TYPE dot11ScanType;
    BOOLEAN bRestrictedScan;
    BOOLEAN bUseRequestIE;
    ULONG uRequestIDsOffset;
    ULONG uNumOfRequestIDs;
    ULONG uPhyTypesOffset;
    ULONG uNumOfPhyTypes;
    ULONG uIEsOffset;
    ULONG uIEsLength;
    UCHAR ucBuffer[1];
} DOT11_SCAN_REQUEST, *PDOT11_SCAN_REQUEST;

typedef struct DOT11_RSSI_RANGE {
    DOT11_PHY_TYPE dot11PhyType;
    ULONG uRSSIMin;
    ULONG uRSSIMax;
} DOT11_RSSI_RANGE, *PDOT11_RSSI_RANGE;

/* Quality of service */

typedef struct DOT11_WME_AC_PARAMETERS {
    UCHAR ucAccessCategoryIndex;
    UCHAR ucAIFSN; /* slots */
    UCHAR ucECWmin;
    UCHAR ucECWmax;
    USHORT usTXOPLimit;
} DOT11_WME_AC_PARAMETERS, *PDOT11_WME_AC_PARAMETERS;

typedef struct DOT11_WME_AC_PARAMETERS_LIST {
    ULONG uNumOfEntries;      /* entries in this buffer */
    ULONG uTotalNumOfEntries; /* entries that exist */
    DOT11_WME_AC_PARAMETERS dot11WMEACParameters[1];
} DOT11_WME_AC_PARAMETERS_LIST, *PDOT11_WME_AC_PARAMETERS_LIST;

typedef struct DOT11_WME_UPDATE_IE {
    ULONG uParamElemMinBeaconIntervals;
    ULONG uWMEInfoElemOffset;
    ULONG uWMEInfoElemLength;
    ULONG uWMEParamElemOffset;
    ULONG uWMEParamElemLength;
    UCHAR ucBuffer[1];
} DOT11_WME_UPDATE_IE, *PDOT11_WME_UPDATE_IE;

typedef struct DOT11_QOS_TX_DURATION {
    ULONG uNominalMSDUSize;
    ULONG uMinPHYRate;
    ULONG uDuration;
} DOT11_QOS_TX_DURATION, *PDOT11_QOS_TX_DURATION;

typedef struct DOT11_QOS_TX_MEDIUM_TIME {
    DOT11_MAC_ADDRESS dot11PeerAddress;
    UCHAR ucQoSPriority;
    ULONG uMediumTimeAdmited; /* 32 microsecond units */
} DOT11_QOS_TX_MEDIUM_TIME, *PDOT11_QOS_TX_MEDIUM_TIME;

/* Per-packet information */

typedef struct DOT11_FRAGMENT_DESCRIPTOR {
    ULONG uOffset;
    ULONG uLength;
} DOT11_FRAGMENT_DESCRIPTOR, *PDOT11_FRAGMENT_DESCRIPTOR;

typedef struct DOT11_PER_MSDU_COUNTERS {
    ULONG uTransmittedFragmentCount;
    ULONG uRetryCount;
    ULONG uRTSSuccessCount;
    ULONG uRTSFailureCount;
    ULONG uACKFailureCount;
} DOT11_PER_MSDU_COUNTERS, *PDOT11_PER_MSDU_COUNTERS;

typedef struct DOT11_RECV_EXTENSION_INFO {
    ULONG uVersion;
    PVOID pvReserved;
    DOT11_PHY_TYPE dot11PhyType;
    ULONG uChCenterFrequency; /* MHz */
    LONG lRSSI;               /* dBm */
    LONG lRSSIMin;            /* dBm */
    LONG lRSSIMax;            /* dBm */
    ULONG uRSSI;
    UCHAR ucPriority;
    UCHAR ucDataRate;
    UCHAR ucPeerMacAddress[6];
    ULONG dwExtendedStatus;
    HANDLE hWEPOffloadContext;
    HANDLE hAuthOffloadContext;
    USHORT usWEPAppliedMask;
    USHORT usWPAMSDUPriority;
    DOT11_IV48_COUNTER dot11LowestIV48Counter;
    USHORT usDot11LeftRWBitMap;
    DOT11_IV48_COUNTER dot11HighestIV48Counter;
    USHORT usDot11RightRWBitMap;
    USHORT usNumberOfMPDUsReceived;
    USHORT usNumberOfFragments;
    PVOID pNdisPackets[1];
} DOT11_RECV_EXTENSION_INFO, *PDOT11_RECV_EXTENSION_INFO;

typedef struct DOT11_RECV_EXTENSION_INFO_V2 {
    ULONG uVersion;
    PVOID pvReserved;
    DOT11_PHY_TYPE dot11PhyType;
    ULONG uChCenterFrequency; /* MHz */
    LONG lRSSI;               /* dBm */
    ULONG uRSSI;
    UCHAR ucPriority;
    UCHAR ucDataRate;
    UCHAR ucPeerMacAddress[6];
    ULONG dwExtendedStatus;
    HANDLE hWEPOffloadContext;
    HANDLE hAuthOffloadContext;
    USHORT usWEPAppliedMask;
    USHORT usWPAMSDUPriority;
    DOT11_IV48_COUNTER dot11LowestIV48Counter;
    USHORT usDot11LeftRWBitMap;
    DOT11_IV48_COUNTER dot11HighestIV48Counter;
    USHORT usDot11RightRWBitMap;
    USHORT usNumberOfMPDUsReceived;
    USHORT usNumberOfFragments;
    PVOID pNdisPackets[1];
} DOT11_RECV_EXTENSION_INFO_V2, *PDOT11_RECV_EXTENSION_INFO_V2;

/* Extensible Access Point */
typedef UCHAR DOT11_WFD_STATUS_CODE, *PDOT11_WFD_STATUS_CODE;

#define DOT11_ASSOC_ERROR_SOURCE_OS                  0u
#define DOT11_ASSOC_ERROR_SOURCE_REMOTE              1u
#define DOT11_ASSOC_ERROR_SOURCE_OTHER               255u
#define DOT11_STOP_AP_REASON_FREQUENCY_NOT_AVAILABLE 1u
#define DOT11_STOP_AP_REASON_CHANNEL_NOT_AVAILABLE   2u
#define DOT11_STOP_AP_REASON_AP_ACTIVE               3u
#define DOT11_STOP_AP_REASON_IHV_START               0xFF000000u
#define DOT11_STOP_AP_REASON_IHV_END                 0xFFFFFFFFu
#define DOT11_CAN_SUSTAIN_AP_REASON_IHV_START        0xFF000000u
#define DOT11_CAN_SUSTAIN_AP_REASON_IHV_END          0xFFFFFFFFu

#define DOT11_EXTAP_ATTRIBUTES_REVISION_1 1u
typedef struct DOT11_EXTAP_ATTRIBUTES {
    NDIS_OBJECT_HEADER Header;
    ULONG uScanSSIDListSize;
    ULONG uDesiredSSIDListSize;
    ULONG uPrivacyExemptionListSize;
    ULONG uAssociationTableSize;
    ULONG uDefaultKeyTableSize;
    ULONG uWEPKeyValueMaxLength;
    BOOLEAN bStrictlyOrderedServiceClassImplemented;
    ULONG uNumSupportedCountryOrRegionStrings;
    PDOT11_COUNTRY_OR_REGION_STRING pSupportedCountryOrRegionStrings;
    ULONG uInfraNumSupportedUcastAlgoPairs;
    PDOT11_AUTH_CIPHER_PAIR pInfraSupportedUcastAlgoPairs;
    ULONG uInfraNumSupportedMcastAlgoPairs;
    PDOT11_AUTH_CIPHER_PAIR pInfraSupportedMcastAlgoPairs;
} DOT11_EXTAP_ATTRIBUTES, *PDOT11_EXTAP_ATTRIBUTES;

#define DOT11_INCOMING_ASSOC_STARTED_PARAMETERS_REVISION_1 1u
typedef struct DOT11_INCOMING_ASSOC_STARTED_PARAMETERS {
    NDIS_OBJECT_HEADER Header;
    DOT11_MAC_ADDRESS PeerMacAddr;
} DOT11_INCOMING_ASSOC_STARTED_PARAMETERS, *PDOT11_INCOMING_ASSOC_STARTED_PARAMETERS;

#define DOT11_INCOMING_ASSOC_REQUEST_RECEIVED_PARAMETERS_REVISION_1 1u
typedef struct DOT11_INCOMING_ASSOC_REQUEST_RECEIVED_PARAMETERS {
    NDIS_OBJECT_HEADER Header;
    DOT11_MAC_ADDRESS PeerMacAddr;
    BOOLEAN bReAssocReq; /* the request was a Reassociation Request */
    ULONG uAssocReqOffset;
    ULONG uAssocReqSize;
} DOT11_INCOMING_ASSOC_REQUEST_RECEIVED_PARAMETERS,
    *PDOT11_INCOMING_ASSOC_REQUEST_RECEIVED_PARAMETERS;

#define DOT11_INCOMING_ASSOC_COMPLETION_PARAMETERS_REVISION_1 1u
typedef struct DOT11_INCOMING_ASSOC_COMPLETION_PARAMETERS {
    NDIS_OBJECT_HEADER Header;
    DOT11_MAC_ADDRESS PeerMacAddr;
    ULONG uStatus;
    UCHAR ucErrorSource;
    BOOLEAN bReAssocReq;  /* the request was a Reassociation Request */
    BOOLEAN bReAssocResp; /* the response is a Reassociation Response */
    ULONG uAssocReqOffset;
    ULONG uAssocReqSize;
    ULONG uAssocRespOffset;
    ULONG uAssocRespSize;
    DOT11_AUTH_ALGORITHM AuthAlgo;
    DOT11_CIPHER_ALGORITHM UnicastCipher;
    DOT11_CIPHER_ALGORITHM MulticastCipher;
    ULONG uActivePhyListOffset;
    ULONG uActivePhyListSize; /* bytes */
    ULONG uBeaconOffset;
    ULONG uBeaconSize;
} DOT11_INCOMING_ASSOC_COMPLETION_PARAMETERS, *PDOT11_INCOMING_ASSOC_COMPLETION_PARAMETERS;

#define DOT11_INCOMING_ASSOC_DECISION_REVISION_1 1u
#define DOT11_INCOMING_ASSOC_DECISION_REVISION_2 2u
typedef struct DOT11_INCOMING_ASSOC_DECISION {
    NDIS_OBJECT_HEADER Header;
    DOT11_MAC_ADDRESS PeerMacAddr;
    BOOLEAN bAccept;
    USHORT usReasonCode;
    ULONG uAssocResponseIEsOffset;
    ULONG uAssocResponseIEsLength;
} DOT11_INCOMING_ASSOC_DECISION, *PDOT11_INCOMING_ASSOC_DECISION;

typedef struct DOT11_INCOMING_ASSOC_DECISION_V2 {
    NDIS_OBJECT_HEADER Header;
    DOT11_MAC_ADDRESS PeerMacAddr;
    BOOLEAN bAccept;
    USHORT usReasonCode;
    ULONG uAssocResponseIEsOffset;
    ULONG uAssocResponseIEsLength;
    DOT11_WFD_STATUS_CODE WFDStatus;
} DOT11_INCOMING_ASSOC_DECISION_V2, *PDOT11_INCOMING_ASSOC_DECISION_V2;

#define DOT11_STOP_AP_PARAMETERS_REVISION_1 1u
typedef struct DOT11_STOP_AP_PARAMETERS {
    NDIS_OBJECT_HEADER Header;
    ULONG ulReason;
} DOT11_STOP_AP_PARAMETERS, *PDOT11_STOP_AP_PARAMETERS;

#define DOT11_PHY_FREQUENCY_ADOPTED_PARAMETERS_REVISION_1 1u
typedef struct DOT11_PHY_FREQUENCY_ADOPTED_PARAMETERS {
    NDIS_OBJECT_HEADER Header;
    ULONG ulPhyId;
    union {
        ULONG ulChannel;
        ULONG ulFrequency;
    };
} DOT11_PHY_FREQUENCY_ADOPTED_PARAMETERS, *PDOT11_PHY_FREQUENCY_ADOPTED_PARAMETERS;

#define DOT11_CAN_SUSTAIN_AP_PARAMETERS_REVISION_1 1u
typedef struct DOT11_CAN_SUSTAIN_AP_PARAMETERS {
    NDIS_OBJECT_HEADER Header;
    ULONG ulReason;
} DOT11_CAN_SUSTAIN_AP_PARAMETERS, *PDOT11_CAN_SUSTAIN_AP_PARAMETERS;

#define DOT11_AVAILABLE_CHANNEL_LIST_REVISION_1 1u
typedef struct DOT11_AVAILABLE_CHANNEL_LIST {
    NDIS_OBJECT_HEADER Header;
    ULONG uNumOfEntries;      /* entries in this buffer */
    ULONG uTotalNumOfEntries; /* entries that exist */
    ULONG uChannelNumber[1];
} DOT11_AVAILABLE_CHANNEL_LIST, *PDOT11_AVAILABLE_CHANNEL_LIST;

#define DOT11_AVAILABLE_FREQUENCY_LIST_REVISION_1 1u
typedef struct DOT11_AVAILABLE_FREQUENCY_LIST {
    NDIS_OBJECT_HEADER Header;
    ULONG uNumOfEntries;      /* entries in this buffer */
    ULONG uTotalNumOfEntries; /* entries that exist */
    ULONG uFrequencyValue[1];
} DOT11_AVAILABLE_FREQUENCY_LIST, *PDOT11_AVAILABLE_FREQUENCY_LIST;

#define DOT11_DISASSOCIATE_PEER_REQUEST_REVISION_1 1u
typedef struct DOT11_DISASSOCIATE_PEER_REQUEST {
    NDIS_OBJECT_HEADER Header;
    DOT11_MAC_ADDRESS PeerMacAddr;
    USHORT usReason;
} DOT11_DISASSOCIATE_PEER_REQUEST, *PDOT11_DISASSOCIATE_PEER_REQUEST;

#define DOT11_ADDITIONAL_IE_REVISION_1 1u
typedef struct DOT11_ADDITIONAL_IE {
    NDIS_OBJECT_HEADER Header;
    ULONG uBeaconIEsOffset;
    ULONG uBeaconIEsLength;
    ULONG uResponseIEsOffset;
    ULONG uResponseIEsLength;
} DOT11_ADDITIONAL_IE, *PDOT11_ADDITIONAL_IE;

#define DOT11_EXTAP_SEND_CONTEXT_REVISION_1 1u
typedef struct DOT11_EXTAP_SEND_CONTEXT {
    NDIS_OBJECT_HEADER Header;
    USHORT usExemptionActionType;
    ULONG uPhyId;
    ULONG uDelayedSleepValue;
    PVOID pvMediaSpecificInfo;
    ULONG uSendFlags;
} DOT11_EXTAP_SEND_CONTEXT, *PDOT11_EXTAP_SEND_CONTEXT;

#define DOT11_EXTAP_RECV_CONTEXT_REVISION_1 1u
typedef struct DOT11_EXTAP_RECV_CONTEXT {
    NDIS_OBJECT_HEADER Header;
    ULONG uReceiveFlags;
    ULONG uPhyId;
    ULONG uChCenterFrequency; /* MHz */
    USHORT usNumberOfMPDUsReceived;
    LONG lRSSI; /* dBm */
    UCHAR ucDataRate;
    ULONG uSizeMediaSpecificInfo;
    PVOID pvMediaSpecificInfo;
    ULONGLONG ullTimestamp; /* with DOT11_RECV_FLAG_RAW_PACKET_TIMESTAMP */
} DOT11_EXTAP_RECV_CONTEXT, *PDOT11_EXTAP_RECV_CONTEXT;

typedef struct DOT11_PEER_STATISTICS {
    ULONGLONG ullDecryptSuccessCount;
    ULONGLONG ullDecryptFailureCount;
    ULONGLONG ullTxPacketSuccessCount;
    ULONGLONG ullTxPacketFailureCount;
    ULONGLONG ullRxPacketSuccessCount;
    ULONGLONG ullRxPacketFailureCount;
} DOT11_PEER_STATISTICS, *PDOT11_PEER_STATISTICS;

typedef struct DOT11_PEER_INFO {
    DOT11_MAC_ADDRESS MacAddress;
    USHORT usCapabilityInformation;
    DOT11_AUTH_ALGORITHM AuthAlgo;
    DOT11_CIPHER_ALGORITHM UnicastCipherAlgo;
    DOT11_CIPHER_ALGORITHM MulticastCipherAlgo;
    BOOLEAN bWpsEnabled;
    USHORT usListenInterval; /* beacon intervals */
    UCHAR ucSupportedRates[255];
    USHORT usAssociationID;
    DOT11_ASSOCIATION_STATE AssociationState;
    DOT11_POWER_MODE PowerMode;
    LARGE_INTEGER liAssociationUpTime; /* 100 ns units */
    DOT11_PEER_STATISTICS Statistics;
} DOT11_PEER_INFO, *PDOT11_PEER_INFO;

#define DOT11_PEER_INFO_LIST_REVISION_1 1u
typedef struct DOT11_PEER_INFO_LIST {
    NDIS_OBJECT_HEADER Header;
    ULONG uNumOfEntries;      /* entries in this buffer */
    ULONG uTotalNumOfEntries; /* entries that exist */
    DOT11_PEER_INFO PeerInfo[1];
} DOT11_PEER_INFO_LIST, *PDOT11_PEER_INFO_LIST;

/* Virtual Wi-Fi */

#define DOT11_VWIFI_COMBINATION_REVISION_1 1u
#define DOT11_VWIFI_COMBINATION_REVISION_2 2u
#define DOT11_VWIFI_COMBINATION_REVISION_3 3u
typedef struct DOT11_VWIFI_COMBINATION {
    NDIS_OBJECT_HEADER Header;
    ULONG uNumInfrastructure;
    ULONG uNumAdhoc;
    ULONG uNumSoftAP;
} DOT11_VWIFI_COMBINATION, *PDOT11_VWIFI_COMBINATION;

typedef struct DOT11_VWIFI_COMBINATION_V2 {
    NDIS_OBJECT_HEADER Header;
    ULONG uNumInfrastructure;
    ULONG uNumAdhoc;
    ULONG uNumSoftAP;
    ULONG uNumVirtualStation;
} DOT11_VWIFI_COMBINATION_V2, *PDOT11_VWIFI_COMBINATION_V2;

typedef struct DOT11_VWIFI_COMBINATION_V3 {
    NDIS_OBJECT_HEADER Header;
    ULONG uNumInfrastructure;
    ULONG uNumAdhoc;
    ULONG uNumSoftAP;
    ULONG uNumVirtualStation;
    ULONG uNumWFDGroup;
} DOT11_VWIFI_COMBINATION_V3, *PDOT11_VWIFI_COMBINATION_V3;

#define DOT11_VWIFI_ATTRIBUTES_REVISION_1 1u
typedef struct DOT11_VWIFI_ATTRIBUTES {
    NDIS_OBJECT_HEADER Header;
    ULONG uTotalNumOfEntries; /* entries that exist */
    DOT11_VWIFI_COMBINATION Combinations[1];
} DOT11_VWIFI_ATTRIBUTES, *PDOT11_VWIFI_ATTRIBUTES;

#define DOT11_MAC_PARAMETERS_REVISION_1 1u
typedef struct DOT11_MAC_PARAMETERS {
    NDIS_OBJECT_HEADER Header;
    ULONG uOpmodeMask;
} DOT11_MAC_PARAMETERS, *PDOT11_MAC_PARAMETERS;

typedef struct DOT11_MAC_INFO {
    ULONG uReserved;
    ULONG uNdisPortNumber;
    DOT11_MAC_ADDRESS MacAddr;
} DOT11_MAC_INFO, *PDOT11_MAC_INFO;

#define DOT11_DEVICE_ENTRY_BYTE_ARRAY_REVISION_1 1u

#ifdef __cplusplus
}
#endif
#endif
