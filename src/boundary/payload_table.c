/* The layouts of windot11.h, one row per field: the only place that knows where in a buffer
 * something stands. See payload_table.h. */
#include "boundary/payload_table.h"
#include <extsta/windot11.h>

#define VALUE(m)      offsetof(struct extsta_payload, m)
#define VALUE_SIZE(m) sizeof(((struct extsta_payload *)NULL)->m)
#define SIZE(T, f)    sizeof(((T *)NULL)->f)
#define END(T, f)     (offsetof(T, f) + SIZE(T, f))
#define COUNT(a)      (sizeof(a) / sizeof((a)[0]))

/* How a value is kept follows from its type. */
#define KIND(m)                                                                                \
    _Generic(((struct extsta_payload *)NULL)->m, bool: LAYOUT_FLAG, uint8_t: LAYOUT_NUMBER,    \
             uint16_t: LAYOUT_NUMBER, uint32_t: LAYOUT_NUMBER, int32_t: LAYOUT_NUMBER,         \
             uint64_t: LAYOUT_NUMBER, uint64_t *: LAYOUT_NUMBERS,                              \
             struct extsta_span: LAYOUT_SPAN, default: LAYOUT_OCTETS)
#define ROW(T, f, m, kind)                                                                     \
    {                                                                                          \
        .name = #f, offsetof(T, f), SIZE(T, f), kind, (uint8_t)VALUE_SIZE(m), VALUE(m)         \
    }
#define F(T, f, m)       ROW(T, f, m, KIND(m))
#define BIG(T, f, m)     ROW(T, f, m, LAYOUT_BIG)
#define BITS48(T, f, m)  ROW(T, f, m, LAYOUT_NUMBER) /* a number in an array of octets */
#define SSID_AT(T, f, m) F(T, f.uSSIDLength, m.len), F(T, f.ucSSID, m.bytes)

/* Trailing data with offset and size, with a size only, with neither. */
#define PART(T, offset, size, m, form, unit)                                                   \
    {                                                                                          \
        .offset_name = #offset, #size, offsetof(T, offset), offsetof(T, size), SIZE(T, size),  \
        EXTSTA_FORM_##form, unit, VALUE(m)                                                     \
    }
#define SIZED(T, size, m, form, unit)                                                          \
    {                                                                                          \
        NULL, #size, 0, offsetof(T, size), SIZE(T, size), EXTSTA_FORM_##form, unit, VALUE(m)   \
    }
#define REST(m, form, unit)                                                                    \
    {                                                                                          \
        NULL, NULL, 0, 0, 0, EXTSTA_FORM_##form, unit, VALUE(m)                                \
    }

/* --- plain values --- */

#define PLAIN(m)                                                                               \
    {                                                                                          \
        {                                                                                      \
            NULL, 0, VALUE_SIZE(m), KIND(m), VALUE_SIZE(m), VALUE(m)                           \
        }                                                                                      \
    }
static const struct layout_field number[] = PLAIN(number), flag[] = PLAIN(flag),
                                 address[] = PLAIN(address), country[] = PLAIN(country);
static const struct layout_part all_bytes[] = {REST(bytes, BYTES, 1)};
static const struct layout_part all_addresses[] = {REST(list.entries, ADDRESS, 6)};

/* --- lists: a number of entries, a total number, the entries --- */

#define LIST(name, T, array, form, unit)                                                       \
    static const struct layout_field name[] = {F(T, uTotalNumOfEntries, list.total)};          \
    static const struct layout_part name##_parts[] = {                                         \
        SIZED(T, uNumOfEntries, list.entries, form, unit)};                                    \
    _Static_assert(SIZE(T, array[0]) == (unit), "the entries of " #T)

LIST(ssids, DOT11_SSID_LIST, SSIDs, SSID, 36);
LIST(bssids, DOT11_BSSID_LIST, BSSIDs, ADDRESS, 6);
LIST(addresses, DOT11_MAC_ADDRESS_LIST, MacAddrs, ADDRESS, 6);
LIST(pmkids, DOT11_PMKID_LIST, PMKIDs, PMKID, 28);
LIST(exemptions, DOT11_PRIVACY_EXEMPTION_LIST, PrivacyExemptionEntries, EXEMPTION, 6);
LIST(auths, DOT11_AUTH_ALGORITHM_LIST, AlgorithmIds, NUMBER, 4);
LIST(ciphers, DOT11_CIPHER_ALGORITHM_LIST, AlgorithmIds, NUMBER, 4);
LIST(pairs, DOT11_AUTH_CIPHER_PAIR_LIST, AuthCipherPairs, AUTH_CIPHER_PAIR, 8);
LIST(phy_ids, DOT11_PHY_ID_LIST, dot11PhyId, NUMBER, 4);
LIST(phy_types, DOT11_SUPPORTED_PHY_TYPES, dot11PHYType, NUMBER, 4);
LIST(dsss, DOT11_SUPPORTED_DSSS_CHANNEL_LIST, dot11SupportedDSSSChannel, NUMBER, 4);
LIST(ofdm, DOT11_SUPPORTED_OFDM_FREQUENCY_LIST, dot11SupportedOFDMFrequency, NUMBER, 4);
LIST(reg_domains, DOT11_REG_DOMAINS_SUPPORT_VALUE, dot11RegDomainValue, REG_DOMAIN, 8);
LIST(associations, DOT11_ASSOCIATION_INFO_LIST, dot11AssocInfo, ASSOCIATION_INFO, 328);

/* Both numbers count octets. */
static const struct layout_field byte_array[] = {
    F(DOT11_BYTE_ARRAY, uTotalNumOfBytes, list.total)};
static const struct layout_part bss_entries[] = {
    SIZED(DOT11_BYTE_ARRAY, uNumOfBytes, list.entries, BSS_ENTRY, 1)};
static const struct layout_part mapping_keys[] = {
    SIZED(DOT11_BYTE_ARRAY, uNumOfBytes, list.entries, KEY_MAPPING_KEY, 1)};
static const struct layout_field nic_specific[] = {
    F(DOT11_NIC_SPECIFIC_EXTENSION, uTotalBufferLength, list.total)};
static const struct layout_part nic_specific_parts[] = {
    SIZED(DOT11_NIC_SPECIFIC_EXTENSION, uBufferLength, list.entries, BYTES, 1)};
static const struct layout_part rate_set[] = {
    SIZED(DOT11_RATE_SET, uRateSetLength, list.entries, BYTES, 1)};
static const struct layout_part rate_table[] = {SIZED(
    DOT11_DATA_RATE_MAPPING_TABLE, uDataRateMappingLength, list.entries, RATE_MAPPING, 4)};

/* --- what stands in lists --- */

static const struct layout_field ssid[] = {F(DOT11_SSID, uSSIDLength, ssid.len),
                                           F(DOT11_SSID, ucSSID, ssid.bytes)};
static const struct layout_field pmkid[] = {
    F(DOT11_PMKID_ENTRY, BSSID, pmkid.bssid),
    F(DOT11_PMKID_ENTRY, PMKID, pmkid.pmkid),
    F(DOT11_PMKID_ENTRY, uFlags, pmkid.flags),
};
static const struct layout_field exemption[] = {
    BIG(DOT11_PRIVACY_EXEMPTION, usEtherType, exemption.ethertype),
    F(DOT11_PRIVACY_EXEMPTION, usExemptionActionType, exemption.action),
    F(DOT11_PRIVACY_EXEMPTION, usExemptionPacketType, exemption.kind),
};
static const struct layout_field pair[] = {
    F(DOT11_AUTH_CIPHER_PAIR, AuthAlgoId, pair.auth),
    F(DOT11_AUTH_CIPHER_PAIR, CipherAlgoId, pair.cipher),
};
static const struct layout_field reg_domain[] = {
    F(DOT11_REG_DOMAIN_VALUE, uRegDomainsSupportIndex, reg_domain.index),
    F(DOT11_REG_DOMAIN_VALUE, uRegDomainsSupportValue, reg_domain.domain),
};
static const struct layout_field rate_mapping[] = {
    F(DOT11_DATA_RATE_MAPPING_ENTRY, ucDataRateIndex, rate_mapping.index),
    F(DOT11_DATA_RATE_MAPPING_ENTRY, ucDataRateFlag, rate_mapping.flag),
    F(DOT11_DATA_RATE_MAPPING_ENTRY, usDataRateValue, rate_mapping.rate),
};
static const struct layout_field association_info[] = {
    F(DOT11_ASSOCIATION_INFO_EX, PeerMacAddress, association_info.peer),
    F(DOT11_ASSOCIATION_INFO_EX, BSSID, association_info.bssid),
    F(DOT11_ASSOCIATION_INFO_EX, usCapabilityInformation, association_info.capability),
    F(DOT11_ASSOCIATION_INFO_EX, usListenInterval, association_info.listen_interval),
    F(DOT11_ASSOCIATION_INFO_EX, ucPeerSupportedRates, association_info.rates),
    F(DOT11_ASSOCIATION_INFO_EX, usAssociationID, association_info.aid),
    F(DOT11_ASSOCIATION_INFO_EX, dot11AssociationState, association_info.state),
    F(DOT11_ASSOCIATION_INFO_EX, dot11PowerMode, association_info.power_mode),
    F(DOT11_ASSOCIATION_INFO_EX, liAssociationUpTime, association_info.up_time),
    F(DOT11_ASSOCIATION_INFO_EX, ullNumOfTxPacketSuccesses, association_info.tx_ok),
    F(DOT11_ASSOCIATION_INFO_EX, ullNumOfTxPacketFailures, association_info.tx_failed),
    F(DOT11_ASSOCIATION_INFO_EX, ullNumOfRxPacketSuccesses, association_info.rx_ok),
    F(DOT11_ASSOCIATION_INFO_EX, ullNumOfRxPacketFailures, association_info.rx_failed),
};
static const struct layout_field bss[] = {
    F(DOT11_BSS_ENTRY, uPhyId, bss.phy_id),
    F(DOT11_BSS_ENTRY, PhySpecificInfo.uChCenterFrequency, bss.freq),
    F(DOT11_BSS_ENTRY, dot11BSSID, bss.bssid),
    F(DOT11_BSS_ENTRY, dot11BSSType, bss.bss_type),
    F(DOT11_BSS_ENTRY, lRSSI, bss.rssi),
    F(DOT11_BSS_ENTRY, uLinkQuality, bss.link_quality),
    F(DOT11_BSS_ENTRY, bInRegDomain, bss.in_reg_domain),
    F(DOT11_BSS_ENTRY, usBeaconPeriod, bss.beacon_period),
    F(DOT11_BSS_ENTRY, ullTimestamp, bss.timestamp),
    F(DOT11_BSS_ENTRY, ullHostTimestamp, bss.host_timestamp),
    F(DOT11_BSS_ENTRY, usCapabilityInformation, bss.capability),
};
static const struct layout_part bss_parts[] = {
    SIZED(DOT11_BSS_ENTRY, uBufferLength, bss.elements, BYTES, 1)};
static const struct layout_field mapping_key[] = {
    F(DOT11_CIPHER_KEY_MAPPING_KEY_VALUE, PeerMacAddr, key.peer),
    F(DOT11_CIPHER_KEY_MAPPING_KEY_VALUE, AlgorithmId, key.algorithm),
    F(DOT11_CIPHER_KEY_MAPPING_KEY_VALUE, Direction, key.direction),
    F(DOT11_CIPHER_KEY_MAPPING_KEY_VALUE, bDelete, key.is_delete),
    F(DOT11_CIPHER_KEY_MAPPING_KEY_VALUE, bStatic, key.is_static),
};
static const struct layout_part mapping_key_parts[] = {
    SIZED(DOT11_CIPHER_KEY_MAPPING_KEY_VALUE, usKeyLength, key.key, BYTES, 1)};
static const struct layout_field phy_type_info[] = {
    F(DOT11_PHY_TYPE_INFO, dot11PhyType, phy_type_info.phy_id),
    F(DOT11_PHY_TYPE_INFO, bUseParameters, phy_type_info.use_parameters),
    F(DOT11_PHY_TYPE_INFO, uProbeDelay, phy_type_info.probe_delay),
    F(DOT11_PHY_TYPE_INFO, uMinChannelTime, phy_type_info.min_channel_time),
    F(DOT11_PHY_TYPE_INFO, uMaxChannelTime, phy_type_info.max_channel_time),
    F(DOT11_PHY_TYPE_INFO, ChDescriptionType, phy_type_info.description),
};
static const struct layout_part phy_type_info_parts[] = {
    SIZED(DOT11_PHY_TYPE_INFO, uChannelListSize, phy_type_info.channels, BYTES, 1)};
static const struct layout_field phy_statistics[] = {
    {NULL, 0, VALUE_SIZE(phy_statistics), LAYOUT_NUMBERS, VALUE_SIZE(phy_statistics),
     VALUE(phy_statistics)}};
static const struct layout_field quality[] = {
    F(DOT11_LINK_QUALITY_ENTRY, PeerMacAddr, quality.peer),
    F(DOT11_LINK_QUALITY_ENTRY, ucLinkQuality, quality.quality),
};
static const struct layout_field candidate[] = {
    F(DOT11_BSSID_CANDIDATE, BSSID, candidate.bssid),
    F(DOT11_BSSID_CANDIDATE, uFlags, candidate.flags),
};
static const struct layout_field encap[] = {
    BIG(DOT11_ENCAP_ENTRY, usEtherType, encap.ethertype),
    F(DOT11_ENCAP_ENTRY, usEncapType, encap.type),
};

/* --- requests and answers --- */

static const struct layout_field mode[] = {
    F(DOT11_CURRENT_OPERATION_MODE, uCurrentOpMode, mode)};
static const struct layout_field mode_capability[] = {
    F(DOT11_OPERATION_MODE_CAPABILITY, uMajorVersion, mode_capability.major),
    F(DOT11_OPERATION_MODE_CAPABILITY, uMinorVersion, mode_capability.minor),
    F(DOT11_OPERATION_MODE_CAPABILITY, uNumOfTXBuffers, mode_capability.tx_buffers),
    F(DOT11_OPERATION_MODE_CAPABILITY, uNumOfRXBuffers, mode_capability.rx_buffers),
    F(DOT11_OPERATION_MODE_CAPABILITY, uOpModeCapability, mode_capability.modes),
};
static const struct layout_field optional[] = {
    F(DOT11_OPTIONAL_CAPABILITY, bDot11PCF, optional.pcf),
    F(DOT11_OPTIONAL_CAPABILITY, bDot11PCFMPDUTransferToPC, optional.transfer_to_pc),
    F(DOT11_OPTIONAL_CAPABILITY, bStrictlyOrderedServiceClass, optional.strictly_ordered),
};
static const struct layout_field current_optional[] = {
    F(DOT11_CURRENT_OPTIONAL_CAPABILITY, bDot11CFPollable, optional.cf_pollable),
    F(DOT11_CURRENT_OPTIONAL_CAPABILITY, bDot11PCF, optional.pcf),
    F(DOT11_CURRENT_OPTIONAL_CAPABILITY, bDot11PCFMPDUTransferToPC, optional.transfer_to_pc),
    F(DOT11_CURRENT_OPTIONAL_CAPABILITY, bStrictlyOrderedServiceClass,
      optional.strictly_ordered),
};
static const struct layout_field capability[] = {
    F(DOT11_EXTSTA_CAPABILITY, uScanSSIDListSize, capability.scan_ssids),
    F(DOT11_EXTSTA_CAPABILITY, uDesiredBSSIDListSize, capability.desired_bssids),
    F(DOT11_EXTSTA_CAPABILITY, uDesiredSSIDListSize, capability.desired_ssids),
    F(DOT11_EXTSTA_CAPABILITY, uExcludedMacAddressListSize, capability.excluded),
    F(DOT11_EXTSTA_CAPABILITY, uPrivacyExemptionListSize, capability.exemptions),
    F(DOT11_EXTSTA_CAPABILITY, uKeyMappingTableSize, capability.key_mappings),
    F(DOT11_EXTSTA_CAPABILITY, uDefaultKeyTableSize, capability.default_keys),
    F(DOT11_EXTSTA_CAPABILITY, uWEPKeyValueMaxLength, capability.wep_key_len),
    F(DOT11_EXTSTA_CAPABILITY, uPMKIDCacheSize, capability.pmkids),
    F(DOT11_EXTSTA_CAPABILITY, uMaxNumPerSTADefaultKeyTables, capability.per_station),
};
static const struct layout_field scan[] = {
    F(DOT11_SCAN_REQUEST_V2, dot11BSSType, scan.bss_type),
    F(DOT11_SCAN_REQUEST_V2, dot11BSSID, scan.bssid),
    F(DOT11_SCAN_REQUEST_V2, dot11ScanType, scan.type),
    F(DOT11_SCAN_REQUEST_V2, bRestrictedScan, scan.restricted),
    F(DOT11_SCAN_REQUEST_V2, bUseRequestIE, scan.use_request_ie),
};
static const struct layout_part scan_parts[] = {
    PART(DOT11_SCAN_REQUEST_V2, udot11SSIDsOffset, uNumOfdot11SSIDs, scan.ssids, SSID, 36),
    PART(DOT11_SCAN_REQUEST_V2, uRequestIDsOffset, uNumOfRequestIDs, scan.request_ids, BYTES,
         1),
    PART(DOT11_SCAN_REQUEST_V2, uPhyTypeInfosOffset, uNumOfPhyTypeInfos, scan.phys,
         PHY_TYPE_INFO, 0),
    PART(DOT11_SCAN_REQUEST_V2, uIEsOffset, uIEsLength, scan.elements, BYTES, 1),
};
static const struct layout_field reset[] = {
    F(DOT11_RESET_REQUEST, dot11ResetType, reset.type),
    F(DOT11_RESET_REQUEST, dot11MacAddress, reset.address),
    F(DOT11_RESET_REQUEST, bSetDefaultMIB, reset.default_mib),
};
static const struct layout_field confirm[] = {
    F(DOT11_STATUS_INDICATION, uStatusType, confirm.type),
    F(DOT11_STATUS_INDICATION, ndisStatus, confirm.status),
};
static const struct layout_field default_key[] = {
    F(DOT11_CIPHER_DEFAULT_KEY_VALUE, uKeyIndex, key.index),
    F(DOT11_CIPHER_DEFAULT_KEY_VALUE, AlgorithmId, key.algorithm),
    F(DOT11_CIPHER_DEFAULT_KEY_VALUE, MacAddr, key.peer),
    F(DOT11_CIPHER_DEFAULT_KEY_VALUE, bDelete, key.is_delete),
    F(DOT11_CIPHER_DEFAULT_KEY_VALUE, bStatic, key.is_static),
};
static const struct layout_part default_key_parts[] = {
    SIZED(DOT11_CIPHER_DEFAULT_KEY_VALUE, usKeyLength, key.key, BYTES, 1)};
static const struct layout_field material[] = {
    BITS48(DOT11_KEY_ALGO_CCMP, ucIV48Counter, material.counter),
    F(DOT11_KEY_ALGO_CCMP, ulCCMPKeyLength, material.key_len),
};
static const struct layout_field tkip_material[] = {
    BITS48(DOT11_KEY_ALGO_TKIP_MIC, ucIV48Counter, material.counter),
    F(DOT11_KEY_ALGO_TKIP_MIC, ulTKIPKeyLength, material.key_len),
    F(DOT11_KEY_ALGO_TKIP_MIC, ulMICKeyLength, material.mic_len),
};
static const struct layout_part material_keys[] = {REST(material.keys, BYTES, 1)};
static const struct layout_field port_state[] = {
    F(DOT11_PORT_STATE_NOTIFICATION, PeerMac, port_state.peer),
    F(DOT11_PORT_STATE_NOTIFICATION, bOpen, port_state.open),
};
static const struct layout_field ibss[] = {F(DOT11_IBSS_PARAMS, bJoinOnly, ibss.join_only)};
static const struct layout_part ibss_parts[] = {
    PART(DOT11_IBSS_PARAMS, uIEsOffset, uIEsLength, ibss.elements, BYTES, 1)};
static const struct layout_field association_params[] = {
    F(DOT11_ASSOCIATION_PARAMS, BSSID, association_params.bssid)};
static const struct layout_part association_params_parts[] = {
    PART(DOT11_ASSOCIATION_PARAMS, uAssocRequestIEsOffset, uAssocRequestIEsLength,
         association_params.elements, BYTES, 1)};
static const struct layout_field qos[] = {
    F(DOT11_QOS_PARAMS, ucEnabledQoSProtocolFlags, qos_flags)};
static const struct layout_field statistics[] = {
    F(DOT11_STATISTICS, ullFourWayHandshakeFailures, statistics.handshake_failures),
    F(DOT11_STATISTICS, ullTKIPCounterMeasuresInvoked, statistics.countermeasures),
    F(DOT11_STATISTICS, MacUcastCounters, statistics.unicast),
    F(DOT11_STATISTICS, MacMcastCounters, statistics.multicast),
};
static const struct layout_part statistics_parts[] = {
    REST(statistics.phys, PHY_STATISTICS, sizeof(DOT11_PHY_FRAME_STATISTICS))};
static const struct layout_field data_rates[] = {
    F(DOT11_SUPPORTED_DATA_RATES_VALUE_V2, ucSupportedTxDataRatesValue, data_rates.tx),
    F(DOT11_SUPPORTED_DATA_RATES_VALUE_V2, ucSupportedRxDataRatesValue, data_rates.rx),
};
static const struct layout_field command[] = {
    /* private_oid.h */
    {NULL, 0, 4, LAYOUT_NUMBER, 4, VALUE(command.magic)},
    {NULL, 4, 4, LAYOUT_NUMBER, 4, VALUE(command.command)},
};
static const struct layout_part command_parts[] = {REST(command.parameters, BYTES, 1)};

/* --- indications --- */

static const struct layout_field association_start[] = {
    F(DOT11_ASSOCIATION_START_PARAMETERS, MacAddr, association_start.peer),
    SSID_AT(DOT11_ASSOCIATION_START_PARAMETERS, SSID, association_start.ssid),
};
static const struct layout_part association_start_parts[] = {
    PART(DOT11_ASSOCIATION_START_PARAMETERS, uIHVDataOffset, uIHVDataSize,
         association_start.ihv_data, BYTES, 1)};

#define COMPLETION(f, m) F(DOT11_ASSOCIATION_COMPLETION_PARAMETERS, f, association_completion.m)
#define COMPLETION_PART(f, m, form)                                                            \
    PART(DOT11_ASSOCIATION_COMPLETION_PARAMETERS, f##Offset, f##Size,                          \
         association_completion.m, form, 1)
static const struct layout_field completion[] = {
    COMPLETION(MacAddr, peer),
    COMPLETION(uStatus, status),
    COMPLETION(bReAssocReq, reassoc_request),
    COMPLETION(bReAssocResp, reassoc_response),
    COMPLETION(AuthAlgo, auth),
    COMPLETION(UnicastCipher, unicast),
    COMPLETION(MulticastCipher, multicast),
    COMPLETION(bFourAddressSupported, four_address),
    COMPLETION(bPortAuthorized, port_authorized),
    COMPLETION(ucActiveQoSProtocol, qos),
    COMPLETION(DSInfo, ds_info),
    COMPLETION(MulticastMgmtCipher, multicast_mgmt),
    COMPLETION(uAssocComebackTime, comeback),
};
static const struct layout_part completion_parts[] = {
    COMPLETION_PART(uActivePhyList, active_phys, NUMBER),
    COMPLETION_PART(uAssocReq, request, BYTES),
    COMPLETION_PART(uAssocResp, response, BYTES),
    COMPLETION_PART(uBeacon, beacon, BYTES),
    COMPLETION_PART(uIHVData, ihv_data, BYTES),
    COMPLETION_PART(uEncapTable, encap, ENCAP_ENTRY),
};
static const struct layout_field connection_start[] = {
    F(DOT11_CONNECTION_START_PARAMETERS, BSSType, operation_start.bss_type),
    F(DOT11_CONNECTION_START_PARAMETERS, AdhocBSSID, operation_start.adhoc_bssid),
    SSID_AT(DOT11_CONNECTION_START_PARAMETERS, AdhocSSID, operation_start.adhoc_ssid),
};
static const struct layout_field roaming_start[] = {
    F(DOT11_ROAMING_START_PARAMETERS, AdhocBSSID, operation_start.adhoc_bssid),
    SSID_AT(DOT11_ROAMING_START_PARAMETERS, AdhocSSID, operation_start.adhoc_ssid),
    F(DOT11_ROAMING_START_PARAMETERS, uRoamingReason, operation_start.reason),
};
static const struct layout_field connection_completion[] = {
    F(DOT11_CONNECTION_COMPLETION_PARAMETERS, uStatus, number)};
static const struct layout_field roaming_completion[] = {
    F(DOT11_ROAMING_COMPLETION_PARAMETERS, uStatus, number)};
static const struct layout_field disassociation[] = {
    F(DOT11_DISASSOCIATION_PARAMETERS, MacAddr, disassociation.peer),
    F(DOT11_DISASSOCIATION_PARAMETERS, uReason, disassociation.reason),
};
static const struct layout_part disassociation_parts[] = {
    PART(DOT11_DISASSOCIATION_PARAMETERS, uIHVDataOffset, uIHVDataSize, disassociation.ihv_data,
         BYTES, 1)};
static const struct layout_field mic_failure[] = {
    F(DOT11_TKIPMIC_FAILURE_PARAMETERS, bDefaultKeyFailure, mic_failure.default_key),
    F(DOT11_TKIPMIC_FAILURE_PARAMETERS, uKeyIndex, mic_failure.key_index),
    F(DOT11_TKIPMIC_FAILURE_PARAMETERS, PeerMac, mic_failure.peer),
};
static const struct layout_part candidates[] = {/* the size counts octets, */
                                                PART(DOT11_PMKID_CANDIDATE_LIST_PARAMETERS,
                                                     uCandidateListOffset, uCandidateListSize,
                                                     list.entries, BSSID_CANDIDATE, 1)};
static const struct layout_part qualities[] = {/* ... and here entries */
                                               PART(DOT11_LINK_QUALITY_PARAMETERS,
                                                    uLinkQualityListOffset,
                                                    uLinkQualityListSize, list.entries,
                                                    LINK_QUALITY_ENTRY, 7)};
static const struct layout_field phy_state[] = {
    F(DOT11_PHY_STATE_PARAMETERS, uPhyId, phy_state.phy_id),
    F(DOT11_PHY_STATE_PARAMETERS, bHardwarePhyState, phy_state.hardware),
    F(DOT11_PHY_STATE_PARAMETERS, bSoftwarePhyState, phy_state.software),
};

/* --- the structures --- */

#define FIELDS(f) .fields = f, .field_count = COUNT(f)
#define PARTS(p)  .parts = p, .part_count = COUNT(p)
#define OF(T)     .name = #T, .size = sizeof(T)
#define REV(T)    .revision = T##_REVISION_1
/* Without trailing data: written as a whole, read up to and including `last`. */
#define WHOLE(T, last) OF(T), .fixed = sizeof(T), .least = END(T, last)
/* With trailing data: behind the structure, or from `member` on. */
#define BEHIND(T)        OF(T), .fixed = sizeof(T), .least = sizeof(T)
#define UP_TO(T, member) OF(T), .fixed = offsetof(T, member), .least = offsetof(T, member)
#define LISTED(T, a, f)  UP_TO(T, a), FIELDS(f), PARTS(f##_parts)
#define PLAIN_SIZE(m)    .fixed = VALUE_SIZE(m), .least = VALUE_SIZE(m), FIELDS(m)

static const struct layout layouts[EXTSTA_FORMS] = {
    [EXTSTA_FORM_BYTES] = {PARTS(all_bytes)},
    [EXTSTA_FORM_NUMBER] = {PLAIN_SIZE(number)},
    [EXTSTA_FORM_FLAG] = {PLAIN_SIZE(flag)},
    [EXTSTA_FORM_ADDRESS] = {PLAIN_SIZE(address)},
    [EXTSTA_FORM_COUNTRY] = {PLAIN_SIZE(country)},
    [EXTSTA_FORM_ADDRESSES] = {PARTS(all_addresses)},

    [EXTSTA_FORM_SSID_LIST] = {LISTED(DOT11_SSID_LIST, SSIDs, ssids), REV(DOT11_SSID_LIST)},
    [EXTSTA_FORM_BSSID_LIST] = {LISTED(DOT11_BSSID_LIST, BSSIDs, bssids),
                                REV(DOT11_BSSID_LIST)},
    [EXTSTA_FORM_MAC_ADDRESS_LIST] = {LISTED(DOT11_MAC_ADDRESS_LIST, MacAddrs, addresses),
                                      REV(DOT11_MAC_ADDRESS_LIST)},
    [EXTSTA_FORM_PMKID_LIST] = {LISTED(DOT11_PMKID_LIST, PMKIDs, pmkids),
                                REV(DOT11_PMKID_LIST)},
    [EXTSTA_FORM_PRIVACY_EXEMPTION_LIST] = {LISTED(DOT11_PRIVACY_EXEMPTION_LIST,
                                                   PrivacyExemptionEntries, exemptions),
                                            REV(DOT11_PRIVACY_EXEMPTION_LIST)},
    [EXTSTA_FORM_AUTH_ALGORITHM_LIST] = {LISTED(DOT11_AUTH_ALGORITHM_LIST, AlgorithmIds, auths),
                                         REV(DOT11_AUTH_ALGORITHM_LIST)},
    [EXTSTA_FORM_CIPHER_ALGORITHM_LIST] = {LISTED(DOT11_CIPHER_ALGORITHM_LIST, AlgorithmIds,
                                                  ciphers),
                                           REV(DOT11_CIPHER_ALGORITHM_LIST)},
    [EXTSTA_FORM_AUTH_CIPHER_PAIR_LIST] = {LISTED(DOT11_AUTH_CIPHER_PAIR_LIST, AuthCipherPairs,
                                                  pairs),
                                           REV(DOT11_AUTH_CIPHER_PAIR_LIST)},
    [EXTSTA_FORM_PHY_ID_LIST] = {LISTED(DOT11_PHY_ID_LIST, dot11PhyId, phy_ids),
                                 REV(DOT11_PHY_ID_LIST)},
    [EXTSTA_FORM_PHY_TYPES] = {LISTED(DOT11_SUPPORTED_PHY_TYPES, dot11PHYType, phy_types)},
    [EXTSTA_FORM_DSSS_CHANNELS] = {LISTED(DOT11_SUPPORTED_DSSS_CHANNEL_LIST,
                                          dot11SupportedDSSSChannel, dsss)},
    [EXTSTA_FORM_OFDM_FREQUENCIES] = {LISTED(DOT11_SUPPORTED_OFDM_FREQUENCY_LIST,
                                             dot11SupportedOFDMFrequency, ofdm)},
    [EXTSTA_FORM_REG_DOMAINS] = {LISTED(DOT11_REG_DOMAINS_SUPPORT_VALUE, dot11RegDomainValue,
                                        reg_domains)},
    [EXTSTA_FORM_ASSOCIATION_INFO_LIST] = {LISTED(DOT11_ASSOCIATION_INFO_LIST, dot11AssocInfo,
                                                  associations),
                                           REV(DOT11_ASSOCIATION_INFO_LIST)},
    [EXTSTA_FORM_BSS_LIST] = {UP_TO(DOT11_BYTE_ARRAY, ucBuffer), FIELDS(byte_array),
                              PARTS(bss_entries), REV(DOT11_BSS_ENTRY_BYTE_ARRAY)},
    [EXTSTA_FORM_KEY_MAPPING_KEYS] = {UP_TO(DOT11_BYTE_ARRAY, ucBuffer), FIELDS(byte_array),
                                      PARTS(mapping_keys),
                                      REV(DOT11_CIPHER_KEY_MAPPING_KEY_VALUE_BYTE_ARRAY)},
    [EXTSTA_FORM_NIC_SPECIFIC] = {LISTED(DOT11_NIC_SPECIFIC_EXTENSION, ucBuffer, nic_specific)},
    [EXTSTA_FORM_RATE_SET] = {UP_TO(DOT11_RATE_SET, ucRateSet), PARTS(rate_set),
                              .padded = sizeof(DOT11_RATE_SET)},
    [EXTSTA_FORM_RATE_TABLE] = {UP_TO(DOT11_DATA_RATE_MAPPING_TABLE, DataRateMappingEntries),
                                PARTS(rate_table), REV(DOT11_DATA_RATE_MAPPING_TABLE),
                                .padded = sizeof(DOT11_DATA_RATE_MAPPING_TABLE)},

    [EXTSTA_FORM_SSID] = {BEHIND(DOT11_SSID), FIELDS(ssid)},
    [EXTSTA_FORM_PMKID] = {BEHIND(DOT11_PMKID_ENTRY), FIELDS(pmkid)},
    [EXTSTA_FORM_EXEMPTION] = {BEHIND(DOT11_PRIVACY_EXEMPTION), FIELDS(exemption)},
    [EXTSTA_FORM_AUTH_CIPHER_PAIR] = {BEHIND(DOT11_AUTH_CIPHER_PAIR), FIELDS(pair)},
    [EXTSTA_FORM_REG_DOMAIN] = {BEHIND(DOT11_REG_DOMAIN_VALUE), FIELDS(reg_domain)},
    [EXTSTA_FORM_ASSOCIATION_INFO] = {BEHIND(DOT11_ASSOCIATION_INFO_EX),
                                      FIELDS(association_info)},
    [EXTSTA_FORM_BSS_ENTRY] = {UP_TO(DOT11_BSS_ENTRY, ucBuffer), FIELDS(bss), PARTS(bss_parts)},
    [EXTSTA_FORM_KEY_MAPPING_KEY] = {UP_TO(DOT11_CIPHER_KEY_MAPPING_KEY_VALUE, ucKey),
                                     FIELDS(mapping_key), PARTS(mapping_key_parts)},
    [EXTSTA_FORM_RATE_MAPPING] = {BEHIND(DOT11_DATA_RATE_MAPPING_ENTRY), FIELDS(rate_mapping)},
    [EXTSTA_FORM_PHY_TYPE_INFO] = {UP_TO(DOT11_PHY_TYPE_INFO, ucChannelListBuffer),
                                   FIELDS(phy_type_info), PARTS(phy_type_info_parts)},
    [EXTSTA_FORM_PHY_STATISTICS] = {BEHIND(DOT11_PHY_FRAME_STATISTICS), FIELDS(phy_statistics)},
    [EXTSTA_FORM_LINK_QUALITY_ENTRY] = {BEHIND(DOT11_LINK_QUALITY_ENTRY), FIELDS(quality)},
    [EXTSTA_FORM_BSSID_CANDIDATE] = {BEHIND(DOT11_BSSID_CANDIDATE), FIELDS(candidate)},
    [EXTSTA_FORM_ENCAP_ENTRY] = {BEHIND(DOT11_ENCAP_ENTRY), FIELDS(encap)},

    [EXTSTA_FORM_OPERATION_MODE] = {BEHIND(DOT11_CURRENT_OPERATION_MODE), FIELDS(mode)},
    [EXTSTA_FORM_OPERATION_MODE_CAPABILITY] = {BEHIND(DOT11_OPERATION_MODE_CAPABILITY),
                                               FIELDS(mode_capability)},
    [EXTSTA_FORM_OPTIONAL_CAPABILITY] = {BEHIND(DOT11_OPTIONAL_CAPABILITY), FIELDS(optional)},
    [EXTSTA_FORM_CURRENT_OPTIONAL_CAPABILITY] = {BEHIND(DOT11_CURRENT_OPTIONAL_CAPABILITY),
                                                 FIELDS(current_optional)},
    [EXTSTA_FORM_EXTSTA_CAPABILITY] = {BEHIND(DOT11_EXTSTA_CAPABILITY), FIELDS(capability),
                                       REV(DOT11_EXTSTA_CAPABILITY)},
    [EXTSTA_FORM_SCAN_REQUEST] = {UP_TO(DOT11_SCAN_REQUEST_V2, ucBuffer), FIELDS(scan),
                                  PARTS(scan_parts),
                                  .base = offsetof(DOT11_SCAN_REQUEST_V2, ucBuffer)},
    [EXTSTA_FORM_RESET_REQUEST] = {WHOLE(DOT11_RESET_REQUEST, bSetDefaultMIB), FIELDS(reset)},
    [EXTSTA_FORM_STATUS_INDICATION] = {BEHIND(DOT11_STATUS_INDICATION), FIELDS(confirm)},
    [EXTSTA_FORM_DEFAULT_KEY] = {UP_TO(DOT11_CIPHER_DEFAULT_KEY_VALUE, ucKey),
                                 FIELDS(default_key), PARTS(default_key_parts),
                                 REV(DOT11_CIPHER_DEFAULT_KEY_VALUE)},
    [EXTSTA_FORM_KEY_MATERIAL] = {UP_TO(DOT11_KEY_ALGO_CCMP, ucCCMPKey), FIELDS(material),
                                  PARTS(material_keys)},
    [EXTSTA_FORM_TKIP_KEY_MATERIAL] = {UP_TO(DOT11_KEY_ALGO_TKIP_MIC, ucTKIPMICKeys),
                                       FIELDS(tkip_material), PARTS(material_keys)},
    [EXTSTA_FORM_PORT_STATE] = {WHOLE(DOT11_PORT_STATE_NOTIFICATION, bOpen), FIELDS(port_state),
                                REV(DOT11_PORT_STATE_NOTIFICATION)},
    [EXTSTA_FORM_IBSS_PARAMS] = {BEHIND(DOT11_IBSS_PARAMS), FIELDS(ibss), PARTS(ibss_parts),
                                 REV(DOT11_IBSS_PARAMS)},
    [EXTSTA_FORM_ASSOCIATION_PARAMS] = {BEHIND(DOT11_ASSOCIATION_PARAMS),
                                        FIELDS(association_params),
                                        PARTS(association_params_parts),
                                        REV(DOT11_ASSOCIATION_PARAMS)},
    [EXTSTA_FORM_QOS_PARAMS] = {WHOLE(DOT11_QOS_PARAMS, ucEnabledQoSProtocolFlags), FIELDS(qos),
                                REV(DOT11_QOS_PARAMS)},
    [EXTSTA_FORM_STATISTICS] = {UP_TO(DOT11_STATISTICS, PhyCounters), FIELDS(statistics),
                                PARTS(statistics_parts), REV(DOT11_STATISTICS)},
    [EXTSTA_FORM_DATA_RATES] = {BEHIND(DOT11_SUPPORTED_DATA_RATES_VALUE_V2),
                                FIELDS(data_rates)},
    [EXTSTA_FORM_PRIVATE] = {.fixed = 8, .least = 8, FIELDS(command), PARTS(command_parts)},

    [EXTSTA_FORM_ASSOCIATION_START] = {BEHIND(DOT11_ASSOCIATION_START_PARAMETERS),
                                       FIELDS(association_start),
                                       PARTS(association_start_parts),
                                       REV(DOT11_ASSOCIATION_START_PARAMETERS)},
    [EXTSTA_FORM_ASSOCIATION_COMPLETION] =
        {OF(DOT11_ASSOCIATION_COMPLETION_PARAMETERS),
         .fixed = sizeof(DOT11_ASSOCIATION_COMPLETION_PARAMETERS),
         .least = END(DOT11_ASSOCIATION_COMPLETION_PARAMETERS, uEncapTableSize), /* rev. 1 */
         FIELDS(completion), PARTS(completion_parts),
         .revision = DOT11_ASSOCIATION_COMPLETION_PARAMETERS_REVISION_2},
    /* The ad hoc members mean nothing in infrastructure: drivers may leave them out. */
    [EXTSTA_FORM_CONNECTION_START] = {WHOLE(DOT11_CONNECTION_START_PARAMETERS, BSSType),
                                      FIELDS(connection_start),
                                      REV(DOT11_CONNECTION_START_PARAMETERS)},
    [EXTSTA_FORM_CONNECTION_COMPLETION] = {BEHIND(DOT11_CONNECTION_COMPLETION_PARAMETERS),
                                           FIELDS(connection_completion),
                                           REV(DOT11_CONNECTION_COMPLETION_PARAMETERS)},
    [EXTSTA_FORM_ROAMING_START] = {BEHIND(DOT11_ROAMING_START_PARAMETERS),
                                   FIELDS(roaming_start), REV(DOT11_ROAMING_START_PARAMETERS)},
    [EXTSTA_FORM_ROAMING_COMPLETION] = {BEHIND(DOT11_ROAMING_COMPLETION_PARAMETERS),
                                        FIELDS(roaming_completion),
                                        REV(DOT11_ROAMING_COMPLETION_PARAMETERS)},
    [EXTSTA_FORM_DISASSOCIATION] = {BEHIND(DOT11_DISASSOCIATION_PARAMETERS),
                                    FIELDS(disassociation), PARTS(disassociation_parts),
                                    REV(DOT11_DISASSOCIATION_PARAMETERS)},
    [EXTSTA_FORM_TKIP_MIC_FAILURE] = {WHOLE(DOT11_TKIPMIC_FAILURE_PARAMETERS, PeerMac),
                                      FIELDS(mic_failure),
                                      REV(DOT11_TKIPMIC_FAILURE_PARAMETERS)},
    [EXTSTA_FORM_PMKID_CANDIDATES] = {BEHIND(DOT11_PMKID_CANDIDATE_LIST_PARAMETERS),
                                      PARTS(candidates),
                                      REV(DOT11_PMKID_CANDIDATE_LIST_PARAMETERS)},
    [EXTSTA_FORM_PHY_STATE] = {WHOLE(DOT11_PHY_STATE_PARAMETERS, bSoftwarePhyState),
                               FIELDS(phy_state), REV(DOT11_PHY_STATE_PARAMETERS)},
    [EXTSTA_FORM_LINK_QUALITY] = {BEHIND(DOT11_LINK_QUALITY_PARAMETERS), PARTS(qualities),
                                  REV(DOT11_LINK_QUALITY_PARAMETERS)},
};

const struct layout *payload_layout(enum extsta_form form)
{
    return &layouts[form];
}

/* --- which buffer has which form --- */

struct carries {
    uint32_t code;
    uint8_t input, output; /* enum extsta_form */
};
#define BOTH(oid, form)                                                                        \
    {                                                                                          \
        oid, EXTSTA_FORM_##form, EXTSTA_FORM_##form                                            \
    }
#define METHOD(oid, i, o)                                                                      \
    {                                                                                          \
        oid, EXTSTA_FORM_##i, EXTSTA_FORM_##o                                                  \
    }

static const struct carries oids[] = {
    BOTH(OID_GEN_MEDIA_SUPPORTED, NUMBER),
    BOTH(OID_GEN_MEDIA_IN_USE, NUMBER),
    BOTH(OID_GEN_CURRENT_PACKET_FILTER, NUMBER),
    BOTH(OID_GEN_PHYSICAL_MEDIUM, NUMBER),
    BOTH(OID_DOT11_MPDU_MAX_LENGTH, NUMBER),
    BOTH(OID_DOT11_OPERATION_MODE_CAPABILITY, OPERATION_MODE_CAPABILITY),
    BOTH(OID_DOT11_CURRENT_OPERATION_MODE, OPERATION_MODE),
    BOTH(OID_DOT11_ATIM_WINDOW, NUMBER),
    BOTH(OID_DOT11_SCAN_REQUEST, SCAN_REQUEST),
    METHOD(OID_DOT11_RESET_REQUEST, RESET_REQUEST, STATUS_INDICATION),
    BOTH(OID_DOT11_NIC_POWER_STATE, FLAG),
    BOTH(OID_DOT11_OPTIONAL_CAPABILITY, OPTIONAL_CAPABILITY),
    BOTH(OID_DOT11_CURRENT_OPTIONAL_CAPABILITY, CURRENT_OPTIONAL_CAPABILITY),
    BOTH(OID_DOT11_STATION_ID, ADDRESS),
    BOTH(OID_DOT11_CF_POLLABLE, FLAG),
    BOTH(OID_DOT11_OPERATIONAL_RATE_SET, RATE_SET),
    BOTH(OID_DOT11_BEACON_PERIOD, NUMBER),
    BOTH(OID_DOT11_DTIM_PERIOD, NUMBER),
    BOTH(OID_DOT11_MAC_ADDRESS, ADDRESS),
    BOTH(OID_DOT11_RTS_THRESHOLD, NUMBER),
    BOTH(OID_DOT11_SHORT_RETRY_LIMIT, NUMBER),
    BOTH(OID_DOT11_LONG_RETRY_LIMIT, NUMBER),
    BOTH(OID_DOT11_FRAGMENTATION_THRESHOLD, NUMBER),
    BOTH(OID_DOT11_MAX_TRANSMIT_MSDU_LIFETIME, NUMBER),
    BOTH(OID_DOT11_MAX_RECEIVE_LIFETIME, NUMBER),
    BOTH(OID_DOT11_SUPPORTED_PHY_TYPES, PHY_TYPES),
    BOTH(OID_DOT11_CURRENT_REG_DOMAIN, NUMBER),
    BOTH(OID_DOT11_CURRENT_CHANNEL, NUMBER),
    BOTH(OID_DOT11_REG_DOMAINS_SUPPORT_VALUE, REG_DOMAINS),
    BOTH(OID_DOT11_SUPPORTED_DATA_RATES_VALUE, DATA_RATES),
    BOTH(OID_DOT11_CURRENT_FREQUENCY, NUMBER),
    BOTH(OID_DOT11_MULTI_DOMAIN_CAPABILITY_IMPLEMENTED, FLAG),
    BOTH(OID_DOT11_MULTI_DOMAIN_CAPABILITY_ENABLED, FLAG),
    BOTH(OID_DOT11_COUNTRY_STRING, COUNTRY),
    BOTH(OID_DOT11_NIC_SPECIFIC_EXTENSION, NIC_SPECIFIC),
    BOTH(OID_DOT11_SUPPORTED_OFDM_FREQUENCY_LIST, OFDM_FREQUENCIES),
    BOTH(OID_DOT11_SUPPORTED_DSSS_CHANNEL_LIST, DSSS_CHANNELS),
    BOTH(OID_DOT11_CURRENT_ADDRESS, ADDRESS),
    BOTH(OID_DOT11_PERMANENT_ADDRESS, ADDRESS),
    BOTH(OID_DOT11_MULTICAST_LIST, ADDRESSES),
    BOTH(OID_DOT11_MAXIMUM_LIST_SIZE, NUMBER),
    BOTH(OID_DOT11_AUTO_CONFIG_ENABLED, NUMBER),
    METHOD(OID_DOT11_ENUM_BSS_LIST, COUNTRY, BSS_LIST),
    BOTH(OID_DOT11_POWER_MGMT_REQUEST, NUMBER),
    BOTH(OID_DOT11_DESIRED_SSID_LIST, SSID_LIST),
    BOTH(OID_DOT11_EXCLUDED_MAC_ADDRESS_LIST, MAC_ADDRESS_LIST),
    BOTH(OID_DOT11_DESIRED_BSSID_LIST, BSSID_LIST),
    BOTH(OID_DOT11_DESIRED_BSS_TYPE, NUMBER),
    BOTH(OID_DOT11_EXCLUDE_UNENCRYPTED, FLAG),
    BOTH(OID_DOT11_PRIVACY_EXEMPTION_LIST, PRIVACY_EXEMPTION_LIST),
    BOTH(OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM, AUTH_ALGORITHM_LIST),
    BOTH(OID_DOT11_SUPPORTED_UNICAST_ALGORITHM_PAIR, AUTH_CIPHER_PAIR_LIST),
    BOTH(OID_DOT11_ENABLED_UNICAST_CIPHER_ALGORITHM, CIPHER_ALGORITHM_LIST),
    BOTH(OID_DOT11_SUPPORTED_MULTICAST_ALGORITHM_PAIR, AUTH_CIPHER_PAIR_LIST),
    BOTH(OID_DOT11_ENABLED_MULTICAST_CIPHER_ALGORITHM, CIPHER_ALGORITHM_LIST),
    BOTH(OID_DOT11_CIPHER_DEFAULT_KEY_ID, NUMBER),
    BOTH(OID_DOT11_CIPHER_DEFAULT_KEY, DEFAULT_KEY),
    BOTH(OID_DOT11_CIPHER_KEY_MAPPING_KEY, KEY_MAPPING_KEYS),
    BOTH(OID_DOT11_ENUM_ASSOCIATION_INFO, ASSOCIATION_INFO_LIST),
    BOTH(OID_DOT11_UNICAST_USE_GROUP_ENABLED, FLAG),
    BOTH(OID_DOT11_HARDWARE_PHY_STATE, FLAG),
    BOTH(OID_DOT11_DESIRED_PHY_LIST, PHY_ID_LIST),
    BOTH(OID_DOT11_CURRENT_PHY_ID, NUMBER),
    BOTH(OID_DOT11_MEDIA_STREAMING_ENABLED, FLAG),
    BOTH(OID_DOT11_UNREACHABLE_DETECTION_THRESHOLD, NUMBER),
    BOTH(OID_DOT11_ACTIVE_PHY_LIST, PHY_ID_LIST),
    BOTH(OID_DOT11_EXTSTA_CAPABILITY, EXTSTA_CAPABILITY),
    BOTH(OID_DOT11_DATA_RATE_MAPPING_TABLE, RATE_TABLE),
    BOTH(OID_DOT11_DESIRED_COUNTRY_OR_REGION_STRING, COUNTRY),
    BOTH(OID_DOT11_IBSS_PARAMS, IBSS_PARAMS),
    BOTH(OID_DOT11_SAFE_MODE_ENABLED, FLAG),
    BOTH(OID_DOT11_HIDDEN_NETWORK_ENABLED, FLAG),
    BOTH(OID_DOT11_ASSOCIATION_PARAMS, ASSOCIATION_PARAMS),
    BOTH(OID_DOT11_SAFE_MODE_HT_ENABLED, FLAG),
    BOTH(OID_DOT11_PMKID_LIST, PMKID_LIST),
    BOTH(OID_DOT11_PORT_STATE_NOTIFICATION, PORT_STATE),
    BOTH(OID_DOT11_QOS_PARAMS, QOS_PARAMS),
    BOTH(OID_DOT11_STATISTICS, STATISTICS),
    BOTH(OID_PNP_SET_POWER, NUMBER),
};

static const struct carries indications[] = {
    BOTH(NDIS_STATUS_DOT11_SCAN_CONFIRM, NUMBER), /* an NDIS_STATUS */
    BOTH(NDIS_STATUS_DOT11_ASSOCIATION_START, ASSOCIATION_START),
    BOTH(NDIS_STATUS_DOT11_ASSOCIATION_COMPLETION, ASSOCIATION_COMPLETION),
    BOTH(NDIS_STATUS_DOT11_CONNECTION_START, CONNECTION_START),
    BOTH(NDIS_STATUS_DOT11_CONNECTION_COMPLETION, CONNECTION_COMPLETION),
    BOTH(NDIS_STATUS_DOT11_ROAMING_START, ROAMING_START),
    BOTH(NDIS_STATUS_DOT11_ROAMING_COMPLETION, ROAMING_COMPLETION),
    BOTH(NDIS_STATUS_DOT11_DISASSOCIATION, DISASSOCIATION),
    BOTH(NDIS_STATUS_DOT11_TKIPMIC_FAILURE, TKIP_MIC_FAILURE),
    BOTH(NDIS_STATUS_DOT11_PMKID_CANDIDATE_LIST, PMKID_CANDIDATES),
    BOTH(NDIS_STATUS_DOT11_PHY_STATE_CHANGED, PHY_STATE),
    BOTH(NDIS_STATUS_DOT11_LINK_QUALITY, LINK_QUALITY),
};

static enum extsta_form form_in(const struct carries *table, size_t count, uint32_t code,
                                bool output)
{
    for (size_t i = 0; i < count; i++) {
        if (table[i].code == code) {
            return (enum extsta_form)(output ? table[i].output : table[i].input);
        }
    }
    return EXTSTA_FORM_BYTES;
}

enum extsta_form extsta_indication_form(uint32_t status_code)
{
    return form_in(indications, COUNT(indications), status_code, false);
}

enum extsta_form extsta_oid_form(uint32_t oid, bool output)
{
    return form_in(oids, COUNT(oids), oid, output);
}
