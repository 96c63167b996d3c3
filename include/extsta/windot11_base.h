/* Native 802.11 structures of no single mode: PHYs, rates, capabilities, regulatory domain,
 * operation modes. Part of windot11.h. */
#ifndef EXTSTA_WINDOT11_BASE_H
#define EXTSTA_WINDOT11_BASE_H

#include <extsta/wlantypes.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Limits */
#define DOT11_RATE_SET_MAX_LENGTH     126u
#define DOT11_MAX_PDU_SIZE            2346u
#define DOT11_MIN_PDU_SIZE            256u
#define DOT11_MAX_NUM_DEFAULT_KEY     4u
#define DOT11_MAX_NUM_DEFAULT_KEY_MFP 6u /* 4 + 2 */
#define MAX_NUM_SUPPORTED_RATES       8u
#define MAX_NUM_SUPPORTED_RATES_V2    255u

/* Operation modes */
#define DOT11_OPERATION_MODE_UNKNOWN            0x00000000u
#define DOT11_OPERATION_MODE_STATION            0x00000001u
#define DOT11_OPERATION_MODE_AP                 0x00000002u
#define DOT11_OPERATION_MODE_EXTENSIBLE_STATION 0x00000004u
#define DOT11_OPERATION_MODE_EXTENSIBLE_AP      0x00000008u
#define DOT11_OPERATION_MODE_NETWORK_MONITOR    0x80000000u
#define DOT11_OPERATION_MODE_WFD_DEVICE         0x00000010u
#define DOT11_OPERATION_MODE_WFD_GROUP_OWNER    0x00000020u
#define DOT11_OPERATION_MODE_WFD_CLIENT         0x00000040u
#define DOT11_OPERATION_MODE_MANUFACTURING      0x40000000u

typedef struct DOT11_OPERATION_MODE_CAPABILITY {
    ULONG uReserved;
    ULONG uMajorVersion;
    ULONG uMinorVersion;
    ULONG uNumOfTXBuffers;
    ULONG uNumOfRXBuffers;
    ULONG uOpModeCapability; /* DOT11_OPERATION_MODE_* */
} DOT11_OPERATION_MODE_CAPABILITY, *PDOT11_OPERATION_MODE_CAPABILITY;

typedef struct DOT11_CURRENT_OPERATION_MODE {
    ULONG uReserved;
    ULONG uCurrentOpMode; /* DOT11_OPERATION_MODE_* */
} DOT11_CURRENT_OPERATION_MODE, *PDOT11_CURRENT_OPERATION_MODE;

typedef struct DOT11_OPTIONAL_CAPABILITY {
    ULONG uReserved;
    BOOLEAN bDot11PCF;
    BOOLEAN bDot11PCFMPDUTransferToPC;
    BOOLEAN bStrictlyOrderedServiceClass;
} DOT11_OPTIONAL_CAPABILITY, *PDOT11_OPTIONAL_CAPABILITY;

typedef struct DOT11_CURRENT_OPTIONAL_CAPABILITY {
    ULONG uReserved;
    BOOLEAN bDot11CFPollable;
    BOOLEAN bDot11PCF;
    BOOLEAN bDot11PCFMPDUTransferToPC;
    BOOLEAN bStrictlyOrderedServiceClass;
} DOT11_CURRENT_OPTIONAL_CAPABILITY, *PDOT11_CURRENT_OPTIONAL_CAPABILITY;

/* Reset */
typedef enum DOT11_RESET_TYPE {
    dot11_reset_type_phy = 1,
    dot11_reset_type_mac = 2,
    dot11_reset_type_phy_and_mac = 3,
} DOT11_RESET_TYPE,
    *PDOT11_RESET_TYPE;

/* Input of OID_DOT11_RESET_REQUEST; the output is a DOT11_STATUS_INDICATION. */
typedef struct DOT11_RESET_REQUEST {
    DOT11_RESET_TYPE dot11ResetType;
    DOT11_MAC_ADDRESS dot11MacAddress;
    BOOLEAN bSetDefaultMIB;
} DOT11_RESET_REQUEST, *PDOT11_RESET_REQUEST;

typedef struct DOT11_STATUS_INDICATION {
    ULONG uStatusType; /* DOT11_STATUS_*_CONFIRM */
    NDIS_STATUS ndisStatus;
} DOT11_STATUS_INDICATION, *PDOT11_STATUS_INDICATION;

/* Status codes of DOT11_STATUS_INDICATION and of the older mode */
#define DOT11_STATUS_SUCCESS                 0x00000001u
#define DOT11_STATUS_RETRY_LIMIT_EXCEEDED    0x00000002u
#define DOT11_STATUS_UNSUPPORTED_PRIORITY    0x00000004u
#define DOT11_STATUS_UNAVAILABLE_PRIORITY    0x00000010u
#define DOT11_STATUS_XMIT_MSDU_TIMER_EXPIRED 0x00000040u
#define DOT11_STATUS_UNAVAILABLE_BSS         0x00000080u
#define DOT11_STATUS_EXCESSIVE_DATA_LENGTH   0x00000100u
#define DOT11_STATUS_ENCRYPTION_FAILED       0x00000200u
#define DOT11_STATUS_WEP_KEY_UNAVAILABLE     0x00000400u
#define DOT11_STATUS_ICV_VERIFIED            0x00000800u
#define DOT11_STATUS_PACKET_REASSEMBLED      0x00001000u
#define DOT11_STATUS_PACKET_NOT_REASSEMBLED  0x00002000u
#define DOT11_STATUS_GENERATE_AUTH_FAILED    0x00004000u
#define DOT11_STATUS_AUTH_NOT_VERIFIED       0x00008000u
#define DOT11_STATUS_AUTH_VERIFIED           0x00010000u
#define DOT11_STATUS_AUTH_FAILED             0x00020000u
#define DOT11_STATUS_PS_LIFETIME_EXPIRED     0x00040000u
#define DOT11_STATUS_RESET_CONFIRM           0x00000004u
#define DOT11_STATUS_SCAN_CONFIRM            0x00000001u
#define DOT11_STATUS_JOIN_CONFIRM            0x00000002u
#define DOT11_STATUS_START_CONFIRM           0x00000003u
#define DOT11_STATUS_AP_JOIN_CONFIRM         0x00000005u
#define DOT11_STATUS_MPDU_MAX_LENGTH_CHANGED 0x00000006u

/* PHY types and ids */
typedef ULONG DOT11_PHY_TYPE;
typedef DOT11_PHY_TYPE *PDOT11_PHY_TYPE;
#define dot11_phy_type_unknown    0u
#define dot11_phy_type_any        0u
#define dot11_phy_type_fhss       1u
#define dot11_phy_type_dsss       2u
#define dot11_phy_type_irbaseband 3u
#define dot11_phy_type_ofdm       4u
#define dot11_phy_type_hrdsss     5u
#define dot11_phy_type_erp        6u
#define dot11_phy_type_ht         7u
#define dot11_phy_type_vht        8u
#define dot11_phy_type_dmg        9u  /* SDK 10 */
#define dot11_phy_type_he         10u /* SDK 10 */
#define dot11_phy_type_IHV_start  0x80000000u
#define dot11_phy_type_IHV_end    0xFFFFFFFFu
#define dot11_phy_type_eht        11u /* newer than the fetched SDK; not compiled */
#define dot11_phy_type_eht        11u

#define DOT11_PHY_ID_ANY 0xFFFFFFFFu /* in lists it must be the only entry */

#define DOT11_PHY_TYPE_LIST_REVISION_1 1u
typedef struct DOT11_PHY_TYPE_LIST {
    NDIS_OBJECT_HEADER Header;
    ULONG uNumOfEntries;      /* entries in this buffer */
    ULONG uTotalNumOfEntries; /* entries that exist */
    DOT11_PHY_TYPE dot11PhyType[1];
} DOT11_PHY_TYPE_LIST, *PDOT11_PHY_TYPE_LIST;

typedef struct DOT11_SUPPORTED_PHY_TYPES {
    ULONG uNumOfEntries;      /* entries in this buffer */
    ULONG uTotalNumOfEntries; /* entries that exist */
    DOT11_PHY_TYPE dot11PHYType[1];
} DOT11_SUPPORTED_PHY_TYPES, *PDOT11_SUPPORTED_PHY_TYPES;

typedef struct DOT11_RATE_SET {
    ULONG uRateSetLength; /* entries */
    UCHAR ucRateSet[DOT11_RATE_SET_MAX_LENGTH];
} DOT11_RATE_SET, *PDOT11_RATE_SET;

typedef struct DOT11_SUPPORTED_DATA_RATES_VALUE {
    UCHAR ucSupportedTxDataRatesValue[MAX_NUM_SUPPORTED_RATES];
    UCHAR ucSupportedRxDataRatesValue[MAX_NUM_SUPPORTED_RATES];
} DOT11_SUPPORTED_DATA_RATES_VALUE, *PDOT11_SUPPORTED_DATA_RATES_VALUE;

typedef struct DOT11_SUPPORTED_DATA_RATES_VALUE_V1 {
    UCHAR ucSupportedTxDataRatesValue[MAX_NUM_SUPPORTED_RATES_V2];
    UCHAR ucSupportedRxDataRatesValue[MAX_NUM_SUPPORTED_RATES_V2];
} DOT11_SUPPORTED_DATA_RATES_VALUE_V1, *PDOT11_SUPPORTED_DATA_RATES_VALUE_V1;

typedef struct DOT11_SUPPORTED_DATA_RATES_VALUE_V2 {
    UCHAR ucSupportedTxDataRatesValue[MAX_NUM_SUPPORTED_RATES_V2];
    UCHAR ucSupportedRxDataRatesValue[MAX_NUM_SUPPORTED_RATES_V2];
} DOT11_SUPPORTED_DATA_RATES_VALUE_V2, *PDOT11_SUPPORTED_DATA_RATES_VALUE_V2;

/* Rate mapping */
#define DOT11_DATA_RATE_NON_STANDARD 1u
#define DOT11_DATA_RATE_INDEX_MASK   127u

typedef struct DOT11_DATA_RATE_MAPPING_ENTRY {
    UCHAR ucDataRateIndex;
    UCHAR ucDataRateFlag;
    USHORT usDataRateValue; /* 500 kb/s units */
} DOT11_DATA_RATE_MAPPING_ENTRY, *PDOT11_DATA_RATE_MAPPING_ENTRY;

#define DOT11_DATA_RATE_MAPPING_TABLE_REVISION_1 1u
typedef struct DOT11_DATA_RATE_MAPPING_TABLE {
    NDIS_OBJECT_HEADER Header;
    ULONG uDataRateMappingLength;
    DOT11_DATA_RATE_MAPPING_ENTRY DataRateMappingEntries[DOT11_RATE_SET_MAX_LENGTH];
} DOT11_DATA_RATE_MAPPING_TABLE, *PDOT11_DATA_RATE_MAPPING_TABLE;

/* Regulatory domain */
#define DOT11_REG_DOMAIN_OTHER  0u
#define DOT11_REG_DOMAIN_FCC    16u
#define DOT11_REG_DOMAIN_DOC    32u
#define DOT11_REG_DOMAIN_ETSI   48u
#define DOT11_REG_DOMAIN_SPAIN  49u
#define DOT11_REG_DOMAIN_FRANCE 50u
#define DOT11_REG_DOMAIN_MKK    64u

/* ISO 3166-1 letters and an environment byte: ' ', 'I' or 'O'. */
typedef UCHAR DOT11_COUNTRY_OR_REGION_STRING[3], (*PDOT11_COUNTRY_OR_REGION_STRING)[3];

#define DOT11_COUNTRY_OR_REGION_STRING_LIST_REVISION_1 1u
typedef struct DOT11_COUNTRY_OR_REGION_STRING_LIST {
    NDIS_OBJECT_HEADER Header;
    ULONG uNumOfEntries;      /* entries in this buffer */
    ULONG uTotalNumOfEntries; /* entries that exist */
    DOT11_COUNTRY_OR_REGION_STRING CountryOrRegionStrings[1];
} DOT11_COUNTRY_OR_REGION_STRING_LIST, *PDOT11_COUNTRY_OR_REGION_STRING_LIST;

typedef struct DOT11_REG_DOMAIN_VALUE {
    ULONG uRegDomainsSupportIndex;
    ULONG uRegDomainsSupportValue;
} DOT11_REG_DOMAIN_VALUE, *PDOT11_REG_DOMAIN_VALUE;

typedef struct DOT11_REG_DOMAINS_SUPPORT_VALUE {
    ULONG uNumOfEntries;      /* entries in this buffer */
    ULONG uTotalNumOfEntries; /* entries that exist */
    DOT11_REG_DOMAIN_VALUE dot11RegDomainValue[1];
} DOT11_REG_DOMAINS_SUPPORT_VALUE, *PDOT11_REG_DOMAINS_SUPPORT_VALUE;

typedef struct DOT11_MULTI_DOMAIN_CAPABILITY_ENTRY {
    ULONG uMultiDomainCapabilityIndex;
    ULONG uFirstChannelNumber;
    ULONG uNumberOfChannels;
    LONG lMaximumTransmitPowerLevel; /* dBm */
} DOT11_MULTI_DOMAIN_CAPABILITY_ENTRY, *PDOT11_MULTI_DOMAIN_CAPABILITY_ENTRY;

typedef struct DOT11_MD_CAPABILITY_ENTRY_LIST {
    ULONG uNumOfEntries;      /* entries in this buffer */
    ULONG uTotalNumOfEntries; /* entries that exist */
    DOT11_MULTI_DOMAIN_CAPABILITY_ENTRY dot11MDCapabilityEntry[1];
} DOT11_MD_CAPABILITY_ENTRY_LIST, *PDOT11_MD_CAPABILITY_ENTRY_LIST;

/* PHY attributes */
#define DOT11_CCA_MODE_ED_ONLY          1u
#define DOT11_CCA_MODE_CS_ONLY          2u
#define DOT11_CCA_MODE_ED_and_CS        4u
#define DOT11_CCA_MODE_CS_WITH_TIMER    8u
#define DOT11_CCA_MODE_HRCS_AND_ED      16u
#define DOT11_HR_CCA_MODE_ED_ONLY       1u
#define DOT11_HR_CCA_MODE_CS_ONLY       2u
#define DOT11_HR_CCA_MODE_CS_AND_ED     4u
#define DOT11_HR_CCA_MODE_CS_WITH_TIMER 8u
#define DOT11_HR_CCA_MODE_HRCS_AND_ED   16u

#define DOT11_FREQUENCY_BANDS_LOWER  1u
#define DOT11_FREQUENCY_BANDS_MIDDLE 2u
#define DOT11_FREQUENCY_BANDS_UPPER  4u

typedef enum DOT11_TEMP_TYPE {
    dot11_temp_type_unknown = 0,
    dot11_temp_type_1 = 1,
    dot11_temp_type_2 = 2,
} DOT11_TEMP_TYPE,
    *PDOT11_TEMP_TYPE;

typedef enum DOT11_DIVERSITY_SUPPORT {
    dot11_diversity_support_unknown = 0,
    dot11_diversity_support_fixedlist = 1,
    dot11_diversity_support_notsupported = 2,
    dot11_diversity_support_dynamic = 3,
} DOT11_DIVERSITY_SUPPORT,
    *PDOT11_DIVERSITY_SUPPORT;

typedef enum DOT11_HOP_ALGO_ADOPTED {
    dot11_hop_algo_current = 0,
    dot11_hop_algo_hop_index = 1,
    dot11_hop_algo_hcc = 2,
} DOT11_HOP_ALGO_ADOPTED,
    *PDOT11_HOP_ALGO_ADOPTED;

typedef struct DOT11_SUPPORTED_POWER_LEVELS {
    ULONG uNumOfSupportedPowerLevels;
    ULONG uTxPowerLevelValues[8]; /* mW */
} DOT11_SUPPORTED_POWER_LEVELS, *PDOT11_SUPPORTED_POWER_LEVELS;

typedef struct DOT11_SUPPORTED_ANTENNA {
    ULONG uAntennaListIndex;
    BOOLEAN bSupportedAntenna;
} DOT11_SUPPORTED_ANTENNA, *PDOT11_SUPPORTED_ANTENNA;

typedef struct DOT11_SUPPORTED_ANTENNA_LIST {
    ULONG uNumOfEntries;      /* entries in this buffer */
    ULONG uTotalNumOfEntries; /* entries that exist */
    DOT11_SUPPORTED_ANTENNA dot11SupportedAntenna[1];
} DOT11_SUPPORTED_ANTENNA_LIST, *PDOT11_SUPPORTED_ANTENNA_LIST;

typedef struct DOT11_DIVERSITY_SELECTION_RX {
    ULONG uAntennaListIndex;
    BOOLEAN bDiversitySelectionRX;
} DOT11_DIVERSITY_SELECTION_RX, *PDOT11_DIVERSITY_SELECTION_RX;

typedef struct DOT11_DIVERSITY_SELECTION_RX_LIST {
    ULONG uNumOfEntries;      /* entries in this buffer */
    ULONG uTotalNumOfEntries; /* entries that exist */
    DOT11_DIVERSITY_SELECTION_RX dot11DiversitySelectionRx[1];
} DOT11_DIVERSITY_SELECTION_RX_LIST, *PDOT11_DIVERSITY_SELECTION_RX_LIST;

typedef struct DOT11_RECV_SENSITIVITY {
    UCHAR ucDataRate;
    LONG lRSSIMin; /* dBm */
    LONG lRSSIMax; /* dBm */
} DOT11_RECV_SENSITIVITY, *PDOT11_RECV_SENSITIVITY;

typedef struct DOT11_RECV_SENSITIVITY_LIST {
    union {
        DOT11_PHY_TYPE dot11PhyType;
        ULONG uPhyId; /* an Extensible Station goes by the PHY id */
    };
    ULONG uNumOfEntries;      /* entries in this buffer */
    ULONG uTotalNumOfEntries; /* entries that exist */
    DOT11_RECV_SENSITIVITY dot11RecvSensitivity[1];
} DOT11_RECV_SENSITIVITY_LIST, *PDOT11_RECV_SENSITIVITY_LIST;

typedef struct DOT11_SUPPORTED_DSSS_CHANNEL {
    ULONG uChannel;
} DOT11_SUPPORTED_DSSS_CHANNEL, *PDOT11_SUPPORTED_DSSS_CHANNEL;

typedef struct DOT11_SUPPORTED_DSSS_CHANNEL_LIST {
    ULONG uNumOfEntries;      /* entries in this buffer */
    ULONG uTotalNumOfEntries; /* entries that exist */
    DOT11_SUPPORTED_DSSS_CHANNEL dot11SupportedDSSSChannel[1];
} DOT11_SUPPORTED_DSSS_CHANNEL_LIST, *PDOT11_SUPPORTED_DSSS_CHANNEL_LIST;

typedef struct DOT11_SUPPORTED_OFDM_FREQUENCY {
    ULONG uCenterFrequency;
} DOT11_SUPPORTED_OFDM_FREQUENCY, *PDOT11_SUPPORTED_OFDM_FREQUENCY;

typedef struct DOT11_SUPPORTED_OFDM_FREQUENCY_LIST {
    ULONG uNumOfEntries;      /* entries in this buffer */
    ULONG uTotalNumOfEntries; /* entries that exist */
    DOT11_SUPPORTED_OFDM_FREQUENCY dot11SupportedOFDMFrequency[1];
} DOT11_SUPPORTED_OFDM_FREQUENCY_LIST, *PDOT11_SUPPORTED_OFDM_FREQUENCY_LIST;

typedef struct DOT11_HOPPING_PATTERN_ENTRY {
    ULONG uHoppingPatternIndex;
    ULONG uRandomTableFieldNumber;
} DOT11_HOPPING_PATTERN_ENTRY, *PDOT11_HOPPING_PATTERN_ENTRY;

typedef struct DOT11_HOPPING_PATTERN_ENTRY_LIST {
    ULONG uNumOfEntries;      /* entries in this buffer */
    ULONG uTotalNumOfEntries; /* entries that exist */
    DOT11_HOPPING_PATTERN_ENTRY dot11HoppingPatternEntry[1];
} DOT11_HOPPING_PATTERN_ENTRY_LIST, *PDOT11_HOPPING_PATTERN_ENTRY_LIST;

typedef struct DOT11_HRDSSS_PHY_ATTRIBUTES {
    BOOLEAN bShortPreambleOptionImplemented;
    BOOLEAN bPBCCOptionImplemented;
    BOOLEAN bChannelAgilityPresent;
    ULONG uHRCCAModeSupported;
} DOT11_HRDSSS_PHY_ATTRIBUTES, *PDOT11_HRDSSS_PHY_ATTRIBUTES;

typedef struct DOT11_OFDM_PHY_ATTRIBUTES {
    ULONG uFrequencyBandsSupported;
} DOT11_OFDM_PHY_ATTRIBUTES, *PDOT11_OFDM_PHY_ATTRIBUTES;

/* In the WDK the first four members are an unnamed DOT11_HRDSSS_PHY_ATTRIBUTES, which ISO C has
 * not; the layout and the names are the same. */
typedef struct DOT11_ERP_PHY_ATTRIBUTES {
    BOOLEAN bShortPreambleOptionImplemented;
    BOOLEAN bPBCCOptionImplemented;
    BOOLEAN bChannelAgilityPresent;
    ULONG uHRCCAModeSupported; /* DOT11_HR_CCA_MODE_* */
    BOOLEAN bERPPBCCOptionImplemented;
    BOOLEAN bDSSSOFDMOptionImplemented;
    BOOLEAN bShortSlotTimeOptionImplemented;
} DOT11_ERP_PHY_ATTRIBUTES, *PDOT11_ERP_PHY_ATTRIBUTES;

/* One supported PHY; its index in the table is its PHY id. */
#define DOT11_PHY_ATTRIBUTES_REVISION_1 1u
typedef struct DOT11_PHY_ATTRIBUTES {
    NDIS_OBJECT_HEADER Header;
    DOT11_PHY_TYPE PhyType;
    BOOLEAN bHardwarePhyState;
    BOOLEAN bSoftwarePhyState;
    BOOLEAN bCFPollable;
    ULONG uMPDUMaxLength; /* bytes */
    DOT11_TEMP_TYPE TempType;
    DOT11_DIVERSITY_SUPPORT DiversitySupport;
    union {
        DOT11_HRDSSS_PHY_ATTRIBUTES HRDSSSAttributes;
        DOT11_OFDM_PHY_ATTRIBUTES OFDMAttributes;
        DOT11_ERP_PHY_ATTRIBUTES ERPAttributes;
#ifdef __cplusplus
    } PhySpecificAttributes; /* named in C++ only, as in the WDK */
#else
    };
#endif
    ULONG uNumberSupportedPowerLevels; /* 1..8 */
    ULONG TxPowerLevels[8];            /* mW */
    ULONG uNumDataRateMappingEntries;
    DOT11_DATA_RATE_MAPPING_ENTRY DataRateMappingEntries[DOT11_RATE_SET_MAX_LENGTH];
    DOT11_SUPPORTED_DATA_RATES_VALUE_V2 SupportedDataRatesValue;
} DOT11_PHY_ATTRIBUTES, *PDOT11_PHY_ATTRIBUTES;

/* Scan, power and association kinds that several modes use */
typedef ULONG DOT11_SCAN_TYPE;
typedef DOT11_SCAN_TYPE *PDOT11_SCAN_TYPE;
#define dot11_scan_type_active  1u
#define dot11_scan_type_passive 2u
#define dot11_scan_type_auto    3u
#define dot11_scan_type_forced  0x80000000u /* bit: OR with another scan type; ExtSTA only */

typedef enum CH_DESCRIPTION_TYPE {
    ch_description_type_logical = 1,
    ch_description_type_center_frequency = 2,
    ch_description_type_phy_specific = 3,
} CH_DESCRIPTION_TYPE,
    *PCH_DESCRIPTION_TYPE;

typedef enum DOT11_POWER_MODE {
    dot11_power_mode_unknown = 0,
    dot11_power_mode_active = 1,
    dot11_power_mode_powersave = 2,
} DOT11_POWER_MODE,
    *PDOT11_POWER_MODE;

typedef enum DOT11_ASSOCIATION_STATE {
    dot11_assoc_state_zero = 0,
    dot11_assoc_state_unauth_unassoc = 1,
    dot11_assoc_state_auth_unassoc = 2,
    dot11_assoc_state_auth_assoc = 3,
} DOT11_ASSOCIATION_STATE,
    *PDOT11_ASSOCIATION_STATE;

/* OID_DOT11_NIC_SPECIFIC_EXTENSION: the private channel of a driver and its IHV extension. */
typedef struct DOT11_NIC_SPECIFIC_EXTENSION {
    ULONG uBufferLength;
    ULONG uTotalBufferLength;
    UCHAR ucBuffer[1];
} DOT11_NIC_SPECIFIC_EXTENSION, *PDOT11_NIC_SPECIFIC_EXTENSION;

#ifdef __cplusplus
}
#endif
#endif
