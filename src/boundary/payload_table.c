/* The layouts of windot11.h, one row per field: the only place that knows where in a buffer
 * something stands (payload_table.h). Below it, which form the buffer of an OID or of an
 * indication has.
 *
 * A row takes place and size of a field from the structure of windot11.h by offsetof and
 * sizeof, and those are held against the true ABI by the tables in abi/: a mistake in a
 * structure does not compile. A new OID is its form here, if there is none like it, and its
 * row in `oids`. */
#include "boundary/payload_table.h"
#include <extsta/windot11.h>

/* Where a member stands in the value and in the structure of the ABI. */
#define VALUE(m)      offsetof(struct extsta_payload, m)
#define VALUE_SIZE(m) sizeof(((struct extsta_payload *)NULL)->m)
#define SIZE(T, f)    sizeof(((T *)NULL)->f)
#define END(T, f)     (offsetof(T, f) + SIZE(T, f))

/* How a value is kept follows from its type. */
#define KIND(m)                                                                                \
    _Generic(((struct extsta_payload *)NULL)->m, bool: LAYOUT_FLAG, uint8_t: LAYOUT_NUMBER,    \
             uint16_t: LAYOUT_NUMBER, uint32_t: LAYOUT_ULONG, int32_t: LAYOUT_LONG,            \
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

/* A value that is no structure of the ABI. */
#define PLAIN_AT(at, m)                                                                        \
    {                                                                                          \
        NULL, at, VALUE_SIZE(m), KIND(m), VALUE_SIZE(m), VALUE(m)                              \
    }

/* What the rows below are written with. */
#define FORM(form) [EXTSTA_FORM_##form]
#define ROWS(type, ...)                                                                        \
    (const struct type[]){__VA_ARGS__},                                                        \
        (uint8_t)(sizeof((const struct type[]){__VA_ARGS__}) / sizeof(struct type))
#define FIELDS(...) .fields = ROWS(layout_field, __VA_ARGS__)
#define PARTS(...)  .parts = ROWS(layout_part, __VA_ARGS__)
#define OF(T)       .name = #T, .size = sizeof(T)
#define REV(T)      .revision = T##_REVISION_1
/* Trailing data begin behind the structure, which is read up to and including `last`; or behind
 * all of it; or at `member`. */
#define WHOLE(T, last)   OF(T), .fixed = sizeof(T), .least = END(T, last)
#define BEHIND(T)        OF(T), .fixed = sizeof(T), .least = sizeof(T)
#define UP_TO(T, member) OF(T), .fixed = offsetof(T, member), .least = offsetof(T, member)
#define PLAIN(m)         .fixed = VALUE_SIZE(m), .least = VALUE_SIZE(m), FIELDS(PLAIN_AT(0, m))
/* A number of entries, a total number, the entries. */
#define LIST(T, array, form)                                                                   \
    UP_TO(T, array), FIELDS(F(T, uTotalNumOfEntries, list.total)),                             \
        PARTS(SIZED(T, uNumOfEntries, list.entries, form, SIZE(T, array[0])))
#define COMPLETION(f, m) F(DOT11_ASSOCIATION_COMPLETION_PARAMETERS, f, association_completion.m)
#define COMPLETION_PART(f, m, form)                                                            \
    PART(DOT11_ASSOCIATION_COMPLETION_PARAMETERS, f##Offset, f##Size,                          \
         association_completion.m, form, 1)

/* clang-format off */
const struct layout payload_layouts[EXTSTA_FORMS] = {
    /* --- plain values --- */
    FORM(BYTES) = {PARTS(REST(bytes, BYTES, 1))},
    FORM(NUMBER) = {PLAIN(number)},
    FORM(FLAG) = {PLAIN(flag)},
    FORM(ADDRESS) = {PLAIN(address)},
    FORM(COUNTRY) = {PLAIN(country)},
    FORM(ADDRESSES) = {PARTS(REST(list.entries, ADDRESS, 6))},
    /* --- lists --- */
    FORM(SSID_LIST) = {LIST(DOT11_SSID_LIST, SSIDs, SSID), REV(DOT11_SSID_LIST)},
    FORM(BSSID_LIST) = {LIST(DOT11_BSSID_LIST, BSSIDs, ADDRESS), REV(DOT11_BSSID_LIST)},
    FORM(MAC_ADDRESS_LIST) = {LIST(DOT11_MAC_ADDRESS_LIST, MacAddrs, ADDRESS),
     REV(DOT11_MAC_ADDRESS_LIST)},
    FORM(PMKID_LIST) = {LIST(DOT11_PMKID_LIST, PMKIDs, PMKID), REV(DOT11_PMKID_LIST)},
    FORM(PRIVACY_EXEMPTION_LIST) = {
     LIST(DOT11_PRIVACY_EXEMPTION_LIST, PrivacyExemptionEntries, EXEMPTION),
     REV(DOT11_PRIVACY_EXEMPTION_LIST)},
    FORM(AUTH_ALGORITHM_LIST) = {LIST(DOT11_AUTH_ALGORITHM_LIST, AlgorithmIds, NUMBER),
     REV(DOT11_AUTH_ALGORITHM_LIST)},
    FORM(CIPHER_ALGORITHM_LIST) = {LIST(DOT11_CIPHER_ALGORITHM_LIST, AlgorithmIds, NUMBER),
     REV(DOT11_CIPHER_ALGORITHM_LIST)},
    FORM(AUTH_CIPHER_PAIR_LIST) = {
     LIST(DOT11_AUTH_CIPHER_PAIR_LIST, AuthCipherPairs, AUTH_CIPHER_PAIR),
     REV(DOT11_AUTH_CIPHER_PAIR_LIST)},
    FORM(PHY_ID_LIST) = {LIST(DOT11_PHY_ID_LIST, dot11PhyId, NUMBER), REV(DOT11_PHY_ID_LIST)},
    FORM(PHY_TYPES) = {LIST(DOT11_SUPPORTED_PHY_TYPES, dot11PHYType, NUMBER)},
    FORM(DSSS_CHANNELS) = {
     LIST(DOT11_SUPPORTED_DSSS_CHANNEL_LIST, dot11SupportedDSSSChannel, NUMBER)},
    FORM(OFDM_FREQUENCIES) = {
     LIST(DOT11_SUPPORTED_OFDM_FREQUENCY_LIST, dot11SupportedOFDMFrequency, NUMBER)},
    FORM(REG_DOMAINS) = {
     LIST(DOT11_REG_DOMAINS_SUPPORT_VALUE, dot11RegDomainValue, REG_DOMAIN)},
    FORM(ASSOCIATION_INFO_LIST) = {
     LIST(DOT11_ASSOCIATION_INFO_LIST, dot11AssocInfo, ASSOCIATION_INFO),
     REV(DOT11_ASSOCIATION_INFO_LIST)},
    /* Both numbers of a byte array count octets. */
    FORM(BSS_LIST) = {UP_TO(DOT11_BYTE_ARRAY, ucBuffer), REV(DOT11_BSS_ENTRY_BYTE_ARRAY),
     FIELDS(F(DOT11_BYTE_ARRAY, uTotalNumOfBytes, list.total)),
     PARTS(SIZED(DOT11_BYTE_ARRAY, uNumOfBytes, list.entries, BSS_ENTRY, 1))},
    FORM(KEY_MAPPING_KEYS) = {UP_TO(DOT11_BYTE_ARRAY, ucBuffer),
     REV(DOT11_CIPHER_KEY_MAPPING_KEY_VALUE_BYTE_ARRAY),
     FIELDS(F(DOT11_BYTE_ARRAY, uTotalNumOfBytes, list.total)),
     PARTS(SIZED(DOT11_BYTE_ARRAY, uNumOfBytes, list.entries, KEY_MAPPING_KEY, 1))},
    FORM(NIC_SPECIFIC) = {UP_TO(DOT11_NIC_SPECIFIC_EXTENSION, ucBuffer),
     FIELDS(F(DOT11_NIC_SPECIFIC_EXTENSION, uTotalBufferLength, list.total)),
     PARTS(SIZED(DOT11_NIC_SPECIFIC_EXTENSION, uBufferLength, list.entries, BYTES, 1))},
    /* An array of fixed length on the wire: written in full, read as far as its length says. */
    FORM(RATE_SET) = {UP_TO(DOT11_RATE_SET, ucRateSet), .padded = sizeof(DOT11_RATE_SET),
     PARTS(SIZED(DOT11_RATE_SET, uRateSetLength, list.entries, BYTES, 1))},
    FORM(RATE_TABLE) = {UP_TO(DOT11_DATA_RATE_MAPPING_TABLE, DataRateMappingEntries),
     REV(DOT11_DATA_RATE_MAPPING_TABLE), .padded = sizeof(DOT11_DATA_RATE_MAPPING_TABLE),
     PARTS(SIZED(DOT11_DATA_RATE_MAPPING_TABLE, uDataRateMappingLength, list.entries,
                 RATE_MAPPING, 4))},
    /* --- what stands in lists --- */
    FORM(SSID) = {BEHIND(DOT11_SSID),
     FIELDS(F(DOT11_SSID, uSSIDLength, ssid.len), F(DOT11_SSID, ucSSID, ssid.bytes))},
    FORM(PMKID) = {BEHIND(DOT11_PMKID_ENTRY),
     FIELDS(F(DOT11_PMKID_ENTRY, BSSID, pmkid.bssid),
            F(DOT11_PMKID_ENTRY, PMKID, pmkid.pmkid),
            F(DOT11_PMKID_ENTRY, uFlags, pmkid.flags))},
    FORM(EXEMPTION) = {BEHIND(DOT11_PRIVACY_EXEMPTION),
     FIELDS(BIG(DOT11_PRIVACY_EXEMPTION, usEtherType, exemption.ethertype),
            F(DOT11_PRIVACY_EXEMPTION, usExemptionActionType, exemption.action),
            F(DOT11_PRIVACY_EXEMPTION, usExemptionPacketType, exemption.kind))},
    FORM(AUTH_CIPHER_PAIR) = {BEHIND(DOT11_AUTH_CIPHER_PAIR),
     FIELDS(F(DOT11_AUTH_CIPHER_PAIR, AuthAlgoId, pair.auth),
            F(DOT11_AUTH_CIPHER_PAIR, CipherAlgoId, pair.cipher))},
    FORM(REG_DOMAIN) = {BEHIND(DOT11_REG_DOMAIN_VALUE),
     FIELDS(F(DOT11_REG_DOMAIN_VALUE, uRegDomainsSupportIndex, reg_domain.index),
            F(DOT11_REG_DOMAIN_VALUE, uRegDomainsSupportValue, reg_domain.domain))},
    FORM(ASSOCIATION_INFO) = {BEHIND(DOT11_ASSOCIATION_INFO_EX),
     FIELDS(F(DOT11_ASSOCIATION_INFO_EX, PeerMacAddress, association_info.peer),
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
            F(DOT11_ASSOCIATION_INFO_EX, ullNumOfRxPacketFailures, association_info.rx_failed))},
    FORM(BSS_ENTRY) = {UP_TO(DOT11_BSS_ENTRY, ucBuffer),
     FIELDS(F(DOT11_BSS_ENTRY, uPhyId, bss.phy_id),
            F(DOT11_BSS_ENTRY, PhySpecificInfo.uChCenterFrequency, bss.freq),
            F(DOT11_BSS_ENTRY, dot11BSSID, bss.bssid),
            F(DOT11_BSS_ENTRY, dot11BSSType, bss.bss_type),
            F(DOT11_BSS_ENTRY, lRSSI, bss.rssi),
            F(DOT11_BSS_ENTRY, uLinkQuality, bss.link_quality),
            F(DOT11_BSS_ENTRY, bInRegDomain, bss.in_reg_domain),
            F(DOT11_BSS_ENTRY, usBeaconPeriod, bss.beacon_period),
            F(DOT11_BSS_ENTRY, ullTimestamp, bss.timestamp),
            F(DOT11_BSS_ENTRY, ullHostTimestamp, bss.host_timestamp),
            F(DOT11_BSS_ENTRY, usCapabilityInformation, bss.capability)),
     PARTS(SIZED(DOT11_BSS_ENTRY, uBufferLength, bss.elements, BYTES, 1))},
    FORM(KEY_MAPPING_KEY) = {UP_TO(DOT11_CIPHER_KEY_MAPPING_KEY_VALUE, ucKey),
     FIELDS(F(DOT11_CIPHER_KEY_MAPPING_KEY_VALUE, PeerMacAddr, key.peer),
            F(DOT11_CIPHER_KEY_MAPPING_KEY_VALUE, AlgorithmId, key.algorithm),
            F(DOT11_CIPHER_KEY_MAPPING_KEY_VALUE, Direction, key.direction),
            F(DOT11_CIPHER_KEY_MAPPING_KEY_VALUE, bDelete, key.is_delete),
            F(DOT11_CIPHER_KEY_MAPPING_KEY_VALUE, bStatic, key.is_static)),
     PARTS(SIZED(DOT11_CIPHER_KEY_MAPPING_KEY_VALUE, usKeyLength, key.key, BYTES, 1))},
    FORM(RATE_MAPPING) = {BEHIND(DOT11_DATA_RATE_MAPPING_ENTRY),
     FIELDS(F(DOT11_DATA_RATE_MAPPING_ENTRY, ucDataRateIndex, rate_mapping.index),
            F(DOT11_DATA_RATE_MAPPING_ENTRY, ucDataRateFlag, rate_mapping.flag),
            F(DOT11_DATA_RATE_MAPPING_ENTRY, usDataRateValue, rate_mapping.rate))},
    FORM(PHY_TYPE_INFO) = {UP_TO(DOT11_PHY_TYPE_INFO, ucChannelListBuffer),
     FIELDS(F(DOT11_PHY_TYPE_INFO, dot11PhyType, phy_type_info.phy_id),
            F(DOT11_PHY_TYPE_INFO, bUseParameters, phy_type_info.use_parameters),
            F(DOT11_PHY_TYPE_INFO, uProbeDelay, phy_type_info.probe_delay),
            F(DOT11_PHY_TYPE_INFO, uMinChannelTime, phy_type_info.min_channel_time),
            F(DOT11_PHY_TYPE_INFO, uMaxChannelTime, phy_type_info.max_channel_time),
            F(DOT11_PHY_TYPE_INFO, ChDescriptionType, phy_type_info.description)),
     PARTS(SIZED(DOT11_PHY_TYPE_INFO, uChannelListSize, phy_type_info.channels, BYTES, 1))},
    /* Nothing but counters: one array. */
    FORM(PHY_STATISTICS) = {BEHIND(DOT11_PHY_FRAME_STATISTICS),
     FIELDS({NULL, 0, VALUE_SIZE(phy_statistics), LAYOUT_NUMBERS, VALUE_SIZE(phy_statistics),
                                 VALUE(phy_statistics)})},
    FORM(LINK_QUALITY_ENTRY) = {BEHIND(DOT11_LINK_QUALITY_ENTRY),
     FIELDS(F(DOT11_LINK_QUALITY_ENTRY, PeerMacAddr, quality.peer),
            F(DOT11_LINK_QUALITY_ENTRY, ucLinkQuality, quality.quality))},
    FORM(BSSID_CANDIDATE) = {BEHIND(DOT11_BSSID_CANDIDATE),
     FIELDS(F(DOT11_BSSID_CANDIDATE, BSSID, candidate.bssid),
            F(DOT11_BSSID_CANDIDATE, uFlags, candidate.flags))},
    FORM(ENCAP_ENTRY) = {BEHIND(DOT11_ENCAP_ENTRY),
     FIELDS(BIG(DOT11_ENCAP_ENTRY, usEtherType, encap.ethertype),
            F(DOT11_ENCAP_ENTRY, usEncapType, encap.type))},
    /* --- requests and answers --- */
    FORM(OPERATION_MODE) = {BEHIND(DOT11_CURRENT_OPERATION_MODE),
     FIELDS(F(DOT11_CURRENT_OPERATION_MODE, uCurrentOpMode, mode))},
    FORM(OPERATION_MODE_CAPABILITY) = {BEHIND(DOT11_OPERATION_MODE_CAPABILITY),
     FIELDS(F(DOT11_OPERATION_MODE_CAPABILITY, uMajorVersion, mode_capability.major),
            F(DOT11_OPERATION_MODE_CAPABILITY, uMinorVersion, mode_capability.minor),
            F(DOT11_OPERATION_MODE_CAPABILITY, uNumOfTXBuffers, mode_capability.tx_buffers),
            F(DOT11_OPERATION_MODE_CAPABILITY, uNumOfRXBuffers, mode_capability.rx_buffers),
            F(DOT11_OPERATION_MODE_CAPABILITY, uOpModeCapability, mode_capability.modes))},
    FORM(OPTIONAL_CAPABILITY) = {BEHIND(DOT11_OPTIONAL_CAPABILITY),
     FIELDS(F(DOT11_OPTIONAL_CAPABILITY, bDot11PCF, optional.pcf),
            F(DOT11_OPTIONAL_CAPABILITY, bDot11PCFMPDUTransferToPC, optional.transfer_to_pc),
            F(DOT11_OPTIONAL_CAPABILITY, bStrictlyOrderedServiceClass,
              optional.strictly_ordered))},
    FORM(CURRENT_OPTIONAL_CAPABILITY) = {BEHIND(DOT11_CURRENT_OPTIONAL_CAPABILITY),
     FIELDS(F(DOT11_CURRENT_OPTIONAL_CAPABILITY, bDot11CFPollable, optional.cf_pollable),
            F(DOT11_CURRENT_OPTIONAL_CAPABILITY, bDot11PCF, optional.pcf),
            F(DOT11_CURRENT_OPTIONAL_CAPABILITY, bDot11PCFMPDUTransferToPC,
              optional.transfer_to_pc),
            F(DOT11_CURRENT_OPTIONAL_CAPABILITY, bStrictlyOrderedServiceClass,
              optional.strictly_ordered))},
    FORM(EXTSTA_CAPABILITY) = {BEHIND(DOT11_EXTSTA_CAPABILITY), REV(DOT11_EXTSTA_CAPABILITY),
     FIELDS(F(DOT11_EXTSTA_CAPABILITY, uScanSSIDListSize, capability.scan_ssids),
            F(DOT11_EXTSTA_CAPABILITY, uDesiredBSSIDListSize, capability.desired_bssids),
            F(DOT11_EXTSTA_CAPABILITY, uDesiredSSIDListSize, capability.desired_ssids),
            F(DOT11_EXTSTA_CAPABILITY, uExcludedMacAddressListSize, capability.excluded),
            F(DOT11_EXTSTA_CAPABILITY, uPrivacyExemptionListSize, capability.exemptions),
            F(DOT11_EXTSTA_CAPABILITY, uKeyMappingTableSize, capability.key_mappings),
            F(DOT11_EXTSTA_CAPABILITY, uDefaultKeyTableSize, capability.default_keys),
            F(DOT11_EXTSTA_CAPABILITY, uWEPKeyValueMaxLength, capability.wep_key_len),
            F(DOT11_EXTSTA_CAPABILITY, uPMKIDCacheSize, capability.pmkids),
            F(DOT11_EXTSTA_CAPABILITY, uMaxNumPerSTADefaultKeyTables, capability.per_station))},
    FORM(SCAN_REQUEST) = {UP_TO(DOT11_SCAN_REQUEST_V2, ucBuffer),
     .base = offsetof(DOT11_SCAN_REQUEST_V2, ucBuffer),
     FIELDS(F(DOT11_SCAN_REQUEST_V2, dot11BSSType, scan.bss_type),
            F(DOT11_SCAN_REQUEST_V2, dot11BSSID, scan.bssid),
            F(DOT11_SCAN_REQUEST_V2, dot11ScanType, scan.type),
            F(DOT11_SCAN_REQUEST_V2, bRestrictedScan, scan.restricted),
            F(DOT11_SCAN_REQUEST_V2, bUseRequestIE, scan.use_request_ie)),
     PARTS(PART(DOT11_SCAN_REQUEST_V2, udot11SSIDsOffset, uNumOfdot11SSIDs, scan.ssids, SSID, 36),
           PART(DOT11_SCAN_REQUEST_V2, uRequestIDsOffset, uNumOfRequestIDs, scan.request_ids,
                BYTES, 1),
           PART(DOT11_SCAN_REQUEST_V2, uPhyTypeInfosOffset, uNumOfPhyTypeInfos, scan.phys,
                PHY_TYPE_INFO, 0),
           PART(DOT11_SCAN_REQUEST_V2, uIEsOffset, uIEsLength, scan.elements, BYTES, 1))},
    FORM(RESET_REQUEST) = {WHOLE(DOT11_RESET_REQUEST, bSetDefaultMIB),
     FIELDS(F(DOT11_RESET_REQUEST, dot11ResetType, reset.type),
            F(DOT11_RESET_REQUEST, dot11MacAddress, reset.address),
            F(DOT11_RESET_REQUEST, bSetDefaultMIB, reset.default_mib))},
    FORM(STATUS_INDICATION) = {BEHIND(DOT11_STATUS_INDICATION),
     FIELDS(F(DOT11_STATUS_INDICATION, uStatusType, confirm.type),
            F(DOT11_STATUS_INDICATION, ndisStatus, confirm.status))},
    FORM(DEFAULT_KEY) = {UP_TO(DOT11_CIPHER_DEFAULT_KEY_VALUE, ucKey),
     REV(DOT11_CIPHER_DEFAULT_KEY_VALUE),
     FIELDS(F(DOT11_CIPHER_DEFAULT_KEY_VALUE, uKeyIndex, key.index),
            F(DOT11_CIPHER_DEFAULT_KEY_VALUE, AlgorithmId, key.algorithm),
            F(DOT11_CIPHER_DEFAULT_KEY_VALUE, MacAddr, key.peer),
            F(DOT11_CIPHER_DEFAULT_KEY_VALUE, bDelete, key.is_delete),
            F(DOT11_CIPHER_DEFAULT_KEY_VALUE, bStatic, key.is_static)),
     PARTS(SIZED(DOT11_CIPHER_DEFAULT_KEY_VALUE, usKeyLength, key.key, BYTES, 1))},
    /* What stands in ucKey of the two key structures for the ciphers that count packets. */
    FORM(KEY_MATERIAL) = {UP_TO(DOT11_KEY_ALGO_CCMP, ucCCMPKey),
     FIELDS(BITS48(DOT11_KEY_ALGO_CCMP, ucIV48Counter, material.counter),
            F(DOT11_KEY_ALGO_CCMP, ulCCMPKeyLength, material.key_len)),
     PARTS(REST(material.keys, BYTES, 1))},
    FORM(TKIP_KEY_MATERIAL) = {UP_TO(DOT11_KEY_ALGO_TKIP_MIC, ucTKIPMICKeys),
     FIELDS(BITS48(DOT11_KEY_ALGO_TKIP_MIC, ucIV48Counter, material.counter),
            F(DOT11_KEY_ALGO_TKIP_MIC, ulTKIPKeyLength, material.key_len),
            F(DOT11_KEY_ALGO_TKIP_MIC, ulMICKeyLength, material.mic_len)),
     PARTS(REST(material.keys, BYTES, 1))},
    FORM(PORT_STATE) = {WHOLE(DOT11_PORT_STATE_NOTIFICATION, bOpen),
     REV(DOT11_PORT_STATE_NOTIFICATION),
     FIELDS(F(DOT11_PORT_STATE_NOTIFICATION, PeerMac, port_state.peer),
            F(DOT11_PORT_STATE_NOTIFICATION, bOpen, port_state.open))},
    FORM(IBSS_PARAMS) = {BEHIND(DOT11_IBSS_PARAMS), REV(DOT11_IBSS_PARAMS),
     FIELDS(F(DOT11_IBSS_PARAMS, bJoinOnly, ibss.join_only)),
     PARTS(PART(DOT11_IBSS_PARAMS, uIEsOffset, uIEsLength, ibss.elements, BYTES, 1))},
    FORM(ASSOCIATION_PARAMS) = {BEHIND(DOT11_ASSOCIATION_PARAMS), REV(DOT11_ASSOCIATION_PARAMS),
     FIELDS(F(DOT11_ASSOCIATION_PARAMS, BSSID, association_params.bssid)),
     PARTS(PART(DOT11_ASSOCIATION_PARAMS, uAssocRequestIEsOffset, uAssocRequestIEsLength,
                association_params.elements, BYTES, 1))},
    FORM(QOS_PARAMS) = {WHOLE(DOT11_QOS_PARAMS, ucEnabledQoSProtocolFlags), REV(DOT11_QOS_PARAMS),
     FIELDS(F(DOT11_QOS_PARAMS, ucEnabledQoSProtocolFlags, qos_flags))},
    FORM(STATISTICS) = {UP_TO(DOT11_STATISTICS, PhyCounters), REV(DOT11_STATISTICS),
     FIELDS(F(DOT11_STATISTICS, ullFourWayHandshakeFailures, statistics.handshake_failures),
            F(DOT11_STATISTICS, ullTKIPCounterMeasuresInvoked, statistics.countermeasures),
            F(DOT11_STATISTICS, MacUcastCounters, statistics.unicast),
            F(DOT11_STATISTICS, MacMcastCounters, statistics.multicast)),
     PARTS(REST(statistics.phys, PHY_STATISTICS, sizeof(DOT11_PHY_FRAME_STATISTICS)))},
    FORM(DATA_RATES) = {BEHIND(DOT11_SUPPORTED_DATA_RATES_VALUE_V2),
     FIELDS(F(DOT11_SUPPORTED_DATA_RATES_VALUE_V2, ucSupportedTxDataRatesValue, data_rates.tx),
            F(DOT11_SUPPORTED_DATA_RATES_VALUE_V2, ucSupportedRxDataRatesValue, data_rates.rx))},
    /* private_oid.h */
    FORM(PRIVATE) = {.fixed = 8, .least = 8,
     FIELDS(PLAIN_AT(0, command.magic),
            PLAIN_AT(4, command.command)),
     PARTS(REST(command.parameters, BYTES, 1))},
    /* --- indications --- */
    FORM(ASSOCIATION_START) = {BEHIND(DOT11_ASSOCIATION_START_PARAMETERS),
     REV(DOT11_ASSOCIATION_START_PARAMETERS),
     FIELDS(F(DOT11_ASSOCIATION_START_PARAMETERS, MacAddr, association_start.peer),
            SSID_AT(DOT11_ASSOCIATION_START_PARAMETERS, SSID, association_start.ssid)),
     PARTS(PART(DOT11_ASSOCIATION_START_PARAMETERS, uIHVDataOffset, uIHVDataSize,
                association_start.ihv_data, BYTES, 1))},
    FORM(ASSOCIATION_COMPLETION) = {
     WHOLE(DOT11_ASSOCIATION_COMPLETION_PARAMETERS, uEncapTableSize), /* of revision 1 */
     .revision = DOT11_ASSOCIATION_COMPLETION_PARAMETERS_REVISION_2,
     FIELDS(COMPLETION(MacAddr, peer),
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
            COMPLETION(uAssocComebackTime, comeback)),
     PARTS(COMPLETION_PART(uActivePhyList, active_phys, NUMBER),
           COMPLETION_PART(uAssocReq, request, BYTES),
           COMPLETION_PART(uAssocResp, response, BYTES),
           COMPLETION_PART(uBeacon, beacon, BYTES),
           COMPLETION_PART(uIHVData, ihv_data, BYTES),
           COMPLETION_PART(uEncapTable, encap, ENCAP_ENTRY))},
    /* The ad hoc members mean nothing in infrastructure: drivers may leave them out. */
    FORM(CONNECTION_START) = {WHOLE(DOT11_CONNECTION_START_PARAMETERS, BSSType),
     REV(DOT11_CONNECTION_START_PARAMETERS),
     FIELDS(F(DOT11_CONNECTION_START_PARAMETERS, BSSType, operation_start.bss_type),
            F(DOT11_CONNECTION_START_PARAMETERS, AdhocBSSID, operation_start.adhoc_bssid),
            SSID_AT(DOT11_CONNECTION_START_PARAMETERS, AdhocSSID, operation_start.adhoc_ssid))},
    FORM(CONNECTION_COMPLETION) = {BEHIND(DOT11_CONNECTION_COMPLETION_PARAMETERS),
     REV(DOT11_CONNECTION_COMPLETION_PARAMETERS),
     FIELDS(F(DOT11_CONNECTION_COMPLETION_PARAMETERS, uStatus, number))},
    FORM(ROAMING_START) = {BEHIND(DOT11_ROAMING_START_PARAMETERS),
     REV(DOT11_ROAMING_START_PARAMETERS),
     FIELDS(F(DOT11_ROAMING_START_PARAMETERS, AdhocBSSID, operation_start.adhoc_bssid),
            SSID_AT(DOT11_ROAMING_START_PARAMETERS, AdhocSSID, operation_start.adhoc_ssid),
            F(DOT11_ROAMING_START_PARAMETERS, uRoamingReason, operation_start.reason))},
    FORM(ROAMING_COMPLETION) = {BEHIND(DOT11_ROAMING_COMPLETION_PARAMETERS),
     REV(DOT11_ROAMING_COMPLETION_PARAMETERS),
     FIELDS(F(DOT11_ROAMING_COMPLETION_PARAMETERS, uStatus, number))},
    FORM(DISASSOCIATION) = {BEHIND(DOT11_DISASSOCIATION_PARAMETERS),
     REV(DOT11_DISASSOCIATION_PARAMETERS),
     FIELDS(F(DOT11_DISASSOCIATION_PARAMETERS, MacAddr, disassociation.peer),
            F(DOT11_DISASSOCIATION_PARAMETERS, uReason, disassociation.reason)),
     PARTS(PART(DOT11_DISASSOCIATION_PARAMETERS, uIHVDataOffset, uIHVDataSize,
                disassociation.ihv_data, BYTES, 1))},
    FORM(TKIP_MIC_FAILURE) = {WHOLE(DOT11_TKIPMIC_FAILURE_PARAMETERS, PeerMac),
     REV(DOT11_TKIPMIC_FAILURE_PARAMETERS),
     FIELDS(F(DOT11_TKIPMIC_FAILURE_PARAMETERS, bDefaultKeyFailure, mic_failure.default_key),
            F(DOT11_TKIPMIC_FAILURE_PARAMETERS, uKeyIndex, mic_failure.key_index),
            F(DOT11_TKIPMIC_FAILURE_PARAMETERS, PeerMac, mic_failure.peer))},
    /* The size counts octets here, and in LINK_QUALITY entries. */
    FORM(PMKID_CANDIDATES) = {BEHIND(DOT11_PMKID_CANDIDATE_LIST_PARAMETERS),
     REV(DOT11_PMKID_CANDIDATE_LIST_PARAMETERS),
     PARTS(PART(DOT11_PMKID_CANDIDATE_LIST_PARAMETERS, uCandidateListOffset, uCandidateListSize,
                list.entries, BSSID_CANDIDATE, 1))},
    FORM(PHY_STATE) = {WHOLE(DOT11_PHY_STATE_PARAMETERS, bSoftwarePhyState),
     REV(DOT11_PHY_STATE_PARAMETERS),
     FIELDS(F(DOT11_PHY_STATE_PARAMETERS, uPhyId, phy_state.phy_id),
            F(DOT11_PHY_STATE_PARAMETERS, bHardwarePhyState, phy_state.hardware),
            F(DOT11_PHY_STATE_PARAMETERS, bSoftwarePhyState, phy_state.software))},
    FORM(LINK_QUALITY) = {BEHIND(DOT11_LINK_QUALITY_PARAMETERS),
     REV(DOT11_LINK_QUALITY_PARAMETERS),
     PARTS(PART(DOT11_LINK_QUALITY_PARAMETERS, uLinkQualityListOffset, uLinkQualityListSize,
                list.entries, LINK_QUALITY_ENTRY, 7))},
};
/* clang-format on */

const size_t payload_size = sizeof(struct extsta_payload);

/* --- which buffer has which form --- */

/* Each table is in ascending order of its codes. */
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

/* What an OID's buffer is: on a set the input, on a query the output; a method has one of
 * each. */
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

/* By bisection. A code that is not in the table carries plain bytes. */
static enum extsta_form form_in(const struct carries *table, size_t count, uint32_t code,
                                bool output)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (table[middle].code == code) {
            return (enum extsta_form)(output ? table[middle].output : table[middle].input);
        }
        if (table[middle].code < code) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return EXTSTA_FORM_BYTES;
}

enum extsta_form extsta_indication_form(uint32_t status_code)
{
    return form_in(indications, sizeof indications / sizeof *indications, status_code, false);
}

enum extsta_form extsta_oid_form(uint32_t oid, bool output)
{
    return form_in(oids, sizeof oids / sizeof *oids, oid, output);
}
