/* Mutants of chapter 95: each object of the MIB reads otherwise than it must, by its default or
 * by what was set; and what may not be set is. */
#include "mutants.h"

#define OK NDIS_STATUS_SUCCESS

static void status(struct extsta_output *o, uint32_t value)
{
    o->crossing.status = value;
}

/* Another value of the same kind: a number or flag, a list with an entry more, an octet
 * changed. */
static void other(struct tap *t, struct extsta_output *o)
{
    size_t entry = o->crossing.code == OID_DOT11_DESIRED_SSID_LIST ? 36
                   : o->crossing.code == OID_DOT11_PMKID_LIST      ? 28
                                                                   : 6;
    size_t len = o->crossing.buffer.len;
    t->fired++;
    if (o->crossing.code == OID_DOT11_MULTICAST_LIST) {
        octets(t, o, 6)[len] = 1;
    } else if (o->crossing.code == OID_DOT11_IBSS_PARAMS) {
        payload(t, o)->ibss.join_only ^= true;
        put(t, o);
    } else if (o->crossing.code == OID_DOT11_QOS_PARAMS) {
        payload(t, o)->qos_flags ^= 1;
        put(t, o);
    } else if (o->crossing.code == OID_DOT11_OPERATIONAL_RATE_SET) {
        octets(t, o, 0)[4] ^= 1; /* behind the length */
    } else if (len >= 12 && get_le32(o->crossing.buffer.data + 4) == 0) {
        uint8_t *list = octets(t, o, entry);
        list[4] = list[8] = 1;
        list[len] = 2;
    } else if (len > 4 || o->crossing.code == OID_DOT11_DESIRED_COUNTRY_OR_REGION_STRING) {
        octets(t, o, 0)[len - 1] ^= 1;
    } else {
        octets(t, o, 0)[0] ^= 1;
    }
}
/* What every reset clears only until then. */
/* By default, each time; of what has no default of the contract: from the second time on. */
#define DEFAULT_OF(name, oid) EACH(name, ANSWER(o, oid), other(t, o))
#define ONCE_OF(name, oid)                                                                     \
    static void name(struct tap *t, struct extsta_output *o)                                   \
    {                                                                                          \
        if (ANSWER(o, oid) && nth(t, 2)) {                                                     \
            other(t, o);                                                                       \
        }                                                                                      \
    }
#define CHANGES(name, oid)                                                                     \
    static void name(struct tap *t, struct extsta_output *o)                                   \
    {                                                                                          \
        if (ANSWER(o, oid) && ++t->met >= 2) {                                                 \
            other(t, o);                                                                       \
        }                                                                                      \
    }

DEFAULT_OF(MIB_01_bss_type, DESIRED_BSS_TYPE)
DEFAULT_OF(MIB_02_ssids, DESIRED_SSID_LIST)
CHANGES(MIB_02_ssids_that_were_set, DESIRED_SSID_LIST)
DEFAULT_OF(MIB_03_bssids, DESIRED_BSSID_LIST)
CHANGES(MIB_03_bssids_that_were_set, DESIRED_BSSID_LIST)
DEFAULT_OF(MIB_04_excluded, EXCLUDED_MAC_ADDRESS_LIST)
CHANGES(MIB_04_excluded_that_were_set, EXCLUDED_MAC_ADDRESS_LIST)
DEFAULT_OF(MIB_05_phys, DESIRED_PHY_LIST)
ONCE(MIB_06_no_active_phys_in_op, ANSWER(o, ACTIVE_PHY_LIST),
     status(o, NDIS_STATUS_INVALID_STATE))
DEFAULT_OF(MIB_07_phy, CURRENT_PHY_ID)
DEFAULT_OF(MIB_08_country, DESIRED_COUNTRY_OR_REGION_STRING)
CHANGES(MIB_09_algorithms, ENABLED_AUTHENTICATION_ALGORITHM)
CHANGES(MIB_10_unicast_ciphers, ENABLED_UNICAST_CIPHER_ALGORITHM)
CHANGES(MIB_11_group_ciphers, ENABLED_MULTICAST_CIPHER_ALGORITHM)
DEFAULT_OF(MIB_12_key_id, CIPHER_DEFAULT_KEY_ID)
ONCE(MIB_12_key_id_4, DONE(o, CIPHER_DEFAULT_KEY_ID), status(o, OK))
DEFAULT_OF(MIB_15_exclude_unencrypted, EXCLUDE_UNENCRYPTED)
ONCE_OF(MIB_16_exemptions, PRIVACY_EXEMPTION_LIST)
CHANGES(MIB_18_use_group, UNICAST_USE_GROUP_ENABLED)
CHANGES(MIB_19_threshold, UNREACHABLE_DETECTION_THRESHOLD)
CHANGES(MIB_20_hidden, HIDDEN_NETWORK_ENABLED)
ONCE_OF(MIB_21_streaming, MEDIA_STREAMING_ENABLED)
CHANGES(MIB_22_saving, POWER_MGMT_REQUEST)
ONCE(MIB_22_level_25, DONE(o, POWER_MGMT_REQUEST), status(o, OK))
DEFAULT_OF(MIB_23_power, NIC_POWER_STATE)
DEFAULT_OF(MIB_24_hardware, HARDWARE_PHY_STATE)
CHANGES(MIB_25_auto_configuration, AUTO_CONFIG_ENABLED)
CHANGES(MIB_26_qos, QOS_PARAMS)
CHANGES(MIB_27_safe_mode, SAFE_MODE_ENABLED)
CHANGES(MIB_28_safe_mode_ht, SAFE_MODE_HT_ENABLED)
CHANGES(MIB_29_ibss, IBSS_PARAMS)
ONCE(MIB_30_association_parameters_are_read, ANSWER(o, ASSOCIATION_PARAMS), status(o, OK))
ONCE_OF(MIB_31_multicast, MULTICAST_LIST)
CHANGES(MIB_33_mode, CURRENT_OPERATION_MODE)
CHANGES(MIB_34_rts, RTS_THRESHOLD)
ONCE(MIB_34_rts_3000, DONE(o, RTS_THRESHOLD), status(o, OK))
CHANGES(MIB_35_fragmentation, FRAGMENTATION_THRESHOLD)
ONCE(MIB_35_fragmentation_100, DONE(o, FRAGMENTATION_THRESHOLD), status(o, OK))
DEFAULT_OF(MIB_36_short_retry, SHORT_RETRY_LIMIT)
CHANGES(MIB_37_long_retry, LONG_RETRY_LIMIT)
CHANGES(MIB_38_transmit_lifetime, MAX_TRANSMIT_MSDU_LIFETIME)
CHANGES(MIB_39_receive_lifetime, MAX_RECEIVE_LIFETIME)
ONCE(MIB_40_a_beacon_period_in_infrastructure, DONE(o, BEACON_PERIOD), status(o, OK))
ONCE(MIB_41_an_atim_window_in_infrastructure, DONE(o, ATIM_WINDOW), status(o, OK))
CHANGES(MIB_42_rates, OPERATIONAL_RATE_SET)
EACH(MIB_43_domain, ANSWER(o, CURRENT_REG_DOMAIN), octets(t, o, 0)[0] = 5)
CHANGES(MIB_44_multi_domain, MULTI_DOMAIN_CAPABILITY_ENABLED)
DEFAULT_OF(MIB_46_address, CURRENT_ADDRESS)
DEFAULT_OF(MIB_46_permanent_address, MAC_ADDRESS)
/* Of those that are set some may be ignored: the first answer says which. */
CHANGES(MIB_17_pmkids, PMKID_LIST)

#define BY_DEFAULT "reads otherwise than its default"
#define AS_SET     "reads otherwise than it was set"
#define OF_VENDOR  "reads otherwise the second time"
static const struct mutant rows[] = {
    M(MIB_01_bss_type, defaults, "DESIRED_BSS_TYPE " BY_DEFAULT),
    M(MIB_02_ssids, defaults, "DESIRED_SSID_LIST " BY_DEFAULT),
    M(MIB_02_ssids_that_were_set, settings, "DESIRED_SSID_LIST " AS_SET),
    M(MIB_03_bssids, defaults, "DESIRED_BSSID_LIST " BY_DEFAULT),
    M(MIB_03_bssids_that_were_set, settings, "DESIRED_BSSID_LIST " AS_SET),
    M(MIB_04_excluded, defaults, "EXCLUDED_MAC_ADDRESS_LIST " BY_DEFAULT),
    M(MIB_04_excluded_that_were_set, settings, "EXCLUDED_MAC_ADDRESS_LIST " AS_SET),
    M(MIB_05_phys, defaults, "DESIRED_PHY_LIST " BY_DEFAULT),
    M(MIB_06_no_active_phys_in_op, open, "ACTIVE_PHY_LIST is refused in OP"),
    M(MIB_07_phy, defaults, "CURRENT_PHY_ID " BY_DEFAULT),
    M(MIB_08_country, defaults, "DESIRED_COUNTRY_OR_REGION_STRING " BY_DEFAULT),
    M(MIB_09_algorithms, settings, "ENABLED_AUTHENTICATION_ALGORITHM " AS_SET),
    M(MIB_10_unicast_ciphers, settings, "ENABLED_UNICAST_CIPHER_ALGORITHM " AS_SET),
    M(MIB_11_group_ciphers, settings, "ENABLED_MULTICAST_CIPHER_ALGORITHM " AS_SET),
    M(MIB_12_key_id, defaults, "CIPHER_DEFAULT_KEY_ID " BY_DEFAULT),
    M(MIB_12_key_id_4, invalid, "CIPHER_DEFAULT_KEY_ID 4 is taken"),
    M(MIB_15_exclude_unencrypted, defaults, "EXCLUDE_UNENCRYPTED " BY_DEFAULT),
    M(MIB_16_exemptions, settings, "PRIVACY_EXEMPTION_LIST " AS_SET),
    M(MIB_17_pmkids, pmkids, "PMKID_LIST " OF_VENDOR),
    M(MIB_18_use_group, defaults, "UNICAST_USE_GROUP_ENABLED " BY_DEFAULT),
    M(MIB_19_threshold, settings, "UNREACHABLE_DETECTION_THRESHOLD " AS_SET),
    M(MIB_20_hidden, settings, "HIDDEN_NETWORK_ENABLED " AS_SET),
    M(MIB_21_streaming, settings, "MEDIA_STREAMING_ENABLED " AS_SET),
    M(MIB_22_saving, settings, "POWER_MGMT_REQUEST " AS_SET),
    M(MIB_22_level_25, invalid, "POWER_MGMT_REQUEST 25 is taken"),
    M(MIB_23_power, defaults, "NIC_POWER_STATE " BY_DEFAULT),
    M(MIB_24_hardware, defaults, "HARDWARE_PHY_STATE is off though nobody switched"),
    M(MIB_25_auto_configuration, settings, "AUTO_CONFIG_ENABLED " AS_SET),
    M(MIB_26_qos, defaults, "QOS_PARAMS " OF_VENDOR),
    M(MIB_27_safe_mode, settings, "SAFE_MODE_ENABLED " AS_SET),
    M(MIB_28_safe_mode_ht, defaults, "SAFE_MODE_HT_ENABLED " BY_DEFAULT),
    M(MIB_29_ibss, defaults, "IBSS_PARAMS " BY_DEFAULT),
    M(MIB_30_association_parameters_are_read, defaults, "ASSOCIATION_PARAMS can be read"),
    M(MIB_31_multicast, settings, "MULTICAST_LIST " AS_SET),
    M(MIB_33_mode, defaults, "CURRENT_OPERATION_MODE " OF_VENDOR),
    M(MIB_34_rts, settings, "RTS_THRESHOLD " AS_SET),
    M(MIB_34_rts_3000, invalid, "RTS_THRESHOLD 3000 is taken"),
    M(MIB_35_fragmentation, settings, "FRAGMENTATION_THRESHOLD " AS_SET),
    M(MIB_35_fragmentation_100, invalid, "FRAGMENTATION_THRESHOLD 100 is taken"),
    M(MIB_36_short_retry, defaults, "SHORT_RETRY_LIMIT " BY_DEFAULT),
    M(MIB_37_long_retry, defaults, "LONG_RETRY_LIMIT " OF_VENDOR),
    M(MIB_38_transmit_lifetime, defaults, "MAX_TRANSMIT_MSDU_LIFETIME " OF_VENDOR),
    M(MIB_39_receive_lifetime, defaults, "MAX_RECEIVE_LIFETIME " OF_VENDOR),
    M(MIB_40_a_beacon_period_in_infrastructure, invalid,
      "BEACON_PERIOD is taken in infrastructure"),
    M(MIB_41_an_atim_window_in_infrastructure, invalid,
      "ATIM_WINDOW is taken in infrastructure"),
    M(MIB_42_rates, defaults, "OPERATIONAL_RATE_SET " OF_VENDOR),
    M(MIB_43_domain, defaults, "CURRENT_REG_DOMAIN is a value that is none"),
    M(MIB_44_multi_domain, defaults, "MULTI_DOMAIN_CAPABILITY_ENABLED " BY_DEFAULT),
    M(MIB_46_address, defaults, "CURRENT_ADDRESS is not that of the reset"),
    M(MIB_46_permanent_address, defaults, "MAC_ADDRESS is not that of the reset"),
};
MUTANT_TABLE(mutants_mib, rows);
