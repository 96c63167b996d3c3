/* Chapter 95: defaults, ranges and reset behaviour, a test for each row. */
#include "fixture.h"

/* How RESET_REQUEST treats an object (column "Reset"). */
enum reset_class {
    RESET_D, /* default only with bSetDefaultMIB */
    RESET_A, /* default by every reset */
};

/* Column "State": the objects of these tests that may be set in OP, too. */
static bool is_settable_in_op(uint32_t oid)
{
    static const uint32_t both[] = {
        OID_DOT11_EXCLUDED_MAC_ADDRESS_LIST,
        OID_DOT11_CURRENT_PHY_ID,
        OID_DOT11_CIPHER_DEFAULT_KEY_ID,
        OID_DOT11_UNREACHABLE_DETECTION_THRESHOLD,
        OID_DOT11_MEDIA_STREAMING_ENABLED,
        OID_DOT11_POWER_MGMT_REQUEST,
        OID_DOT11_MULTICAST_LIST,
        OID_DOT11_RTS_THRESHOLD,
        OID_DOT11_FRAGMENTATION_THRESHOLD, /* in OP too */
        OID_DOT11_PMKID_LIST,              /* likewise */
    };
    for (size_t i = 0; i < sizeof both / sizeof *both; i++) {
        if (both[i] == oid) {
            return true;
        }
    }
    return false;
}

/* In OP the object is set, or refused and stays; a reset goes back to INIT. */
static void check_state(struct fixture *f, uint32_t oid, struct bytes initial,
                        struct bytes changed)
{
    enter_op(f);
    if (is_settable_in_op(oid)) {
        assert_int_equal(set_bytes(f, oid, changed), NDIS_STATUS_SUCCESS);
        expect_query(f, oid, changed);
    } else {
        assert_int_equal(set_bytes(f, oid, changed), NDIS_STATUS_INVALID_STATE);
        expect_query(f, oid, initial);
    }
    reset(f, true);
    expect_query(f, oid, initial);
}

/* The default is answered, the change is accepted and answered, MiniportResetEx keeps it,
 * RESET_REQUEST does what the class says, and it is set in the states it may be set in. */
static void check(struct fixture *f, uint32_t oid, struct bytes initial, struct bytes changed,
                  enum reset_class class)
{
    expect_query(f, oid, initial);
    assert_int_equal(set_bytes(f, oid, changed), NDIS_STATUS_SUCCESS);
    expect_query(f, oid, changed);
    miniport_ops.reset_ex(f->mp, NOW);
    expect_query(f, oid, changed);
    reset(f, false);
    expect_query(f, oid, class == RESET_D ? changed : initial);
    reset(f, true);
    expect_query(f, oid, initial);
    check_state(f, oid, initial, changed);
}

static void check_bool(struct fixture *f, uint32_t oid, bool initial)
{
    check(f, oid, bytes_bool(initial), bytes_bool(!initial), RESET_D);
}

static void MIB_01_desired_bss_type(void **state)
{
    struct fixture *f = *state;
    check(f, OID_DOT11_DESIRED_BSS_TYPE, bytes_u32(1), bytes_u32(2), RESET_D);
    refused(f, OID_DOT11_DESIRED_BSS_TYPE, bytes_u32(3), NDIS_STATUS_INVALID_DATA);
    refused(f, OID_DOT11_DESIRED_BSS_TYPE, bytes_u32(0), NDIS_STATUS_INVALID_DATA);
}

static void MIB_02_ROL_05_CIP_15_desired_ssid_list(void **state)
{
    struct fixture *f = *state;
    const char *two[] = {"home", "0123456789abcdef0123456789abcdef"};
    const char *wildcard[] = {"", "home"};
    check(f, OID_DOT11_DESIRED_SSID_LIST, bytes_ssids(0, NULL), bytes_ssids(2, two), RESET_D);
    assert_int_equal(set_bytes(f, OID_DOT11_DESIRED_SSID_LIST, bytes_ssids(1, wildcard)),
                     NDIS_STATUS_SUCCESS);
    refused(f, OID_DOT11_DESIRED_SSID_LIST, bytes_ssids(2, wildcard), NDIS_STATUS_INVALID_DATA);
    const char *many[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i"};
    refused(f, OID_DOT11_DESIRED_SSID_LIST, bytes_ssids(MP_MAX_SSIDS + 1, many),
            NDIS_STATUS_INVALID_LENGTH);
    struct bytes long_ssid = bytes_ssids(1, two);
    put_le32(long_ssid.b + 12, 33);
    refused(f, OID_DOT11_DESIRED_SSID_LIST, long_ssid, NDIS_STATUS_INVALID_DATA);
}

static void MIB_03_CIP_15_desired_bssid_list(void **state)
{
    struct fixture *f = *state;
    struct extsta_mac any[MP_MAX_BSSIDS + 1] = {mac_broadcast, OTHER};
    struct extsta_mac two[] = {ADDRESS, OTHER};
    check(f, OID_DOT11_DESIRED_BSSID_LIST, bytes_macs(1, any), bytes_macs(2, two), RESET_D);
    refused(f, OID_DOT11_DESIRED_BSSID_LIST, bytes_macs(2, any), NDIS_STATUS_INVALID_DATA);
    any[0] = OTHER;
    refused(f, OID_DOT11_DESIRED_BSSID_LIST, bytes_macs(MP_MAX_BSSIDS + 1, any),
            NDIS_STATUS_INVALID_LENGTH);
}

static void MIB_04_excluded_mac_address_list(void **state)
{
    struct fixture *f = *state;
    struct extsta_mac any[MP_MAX_EXCLUDED + 1] = {mac_broadcast, OTHER};
    struct extsta_mac two[] = {ADDRESS, OTHER};
    check(f, OID_DOT11_EXCLUDED_MAC_ADDRESS_LIST, bytes_macs(0, NULL), bytes_macs(2, two),
          RESET_D);
    refused(f, OID_DOT11_EXCLUDED_MAC_ADDRESS_LIST, bytes_macs(2, any),
            NDIS_STATUS_INVALID_DATA);
    any[0] = OTHER;
    refused(f, OID_DOT11_EXCLUDED_MAC_ADDRESS_LIST, bytes_macs(MP_MAX_EXCLUDED + 1, any),
            NDIS_STATUS_INVALID_LENGTH);
}

static void MIB_05_CIP_15_desired_phy_list(void **state)
{
    struct fixture *f = *state;
    uint32_t any[] = {0xffffffff, 0}, both[] = {1, 0}, beyond[] = {2};
    check(f, OID_DOT11_DESIRED_PHY_LIST, bytes_u32_list(1, any), bytes_u32_list(2, both),
          RESET_D);
    refused(f, OID_DOT11_DESIRED_PHY_LIST, bytes_u32_list(0, NULL), NDIS_STATUS_INVALID_DATA);
    refused(f, OID_DOT11_DESIRED_PHY_LIST, bytes_u32_list(2, any), NDIS_STATUS_INVALID_DATA);
    refused(f, OID_DOT11_DESIRED_PHY_LIST, bytes_u32_list(1, beyond), NDIS_STATUS_INVALID_DATA);
}

static void MIB_06_ASC_43_active_phy_list(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(query(f, OID_DOT11_ACTIVE_PHY_LIST, 100), NDIS_STATUS_INVALID_STATE);
    f->mp->mlme.connection = CONNECTION_CONNECTED;
    fake_associate(f->mp, OTHER)->negotiated.phy = 1;
    uint32_t one[] = {1};
    expect_query(f, OID_DOT11_ACTIVE_PHY_LIST, bytes_u32_list(1, one));
}

static void MIB_07_current_phy_id(void **state)
{
    struct fixture *f = *state;
    check(f, OID_DOT11_CURRENT_PHY_ID, bytes_u32(0), bytes_u32(1), RESET_D);
    refused(f, OID_DOT11_CURRENT_PHY_ID, bytes_u32(2), NDIS_STATUS_INVALID_DATA);
    refused(f, OID_DOT11_CURRENT_PHY_ID, bytes_u32(0xffffffff), NDIS_STATUS_INVALID_DATA);
}

static void MIB_08_desired_country_or_region_string(void **state)
{
    struct fixture *f = *state;
    check(f, OID_DOT11_DESIRED_COUNTRY_OR_REGION_STRING, bytes_of("\0\0\0", 3),
          bytes_of("DE ", 3), RESET_D);
    assert_int_equal(set(f, OID_DOT11_DESIRED_COUNTRY_OR_REGION_STRING, "USO", 3), 0);
    assert_int_equal(set(f, OID_DOT11_DESIRED_COUNTRY_OR_REGION_STRING, "USI", 3), 0);
    refused(f, OID_DOT11_DESIRED_COUNTRY_OR_REGION_STRING, bytes_of("USX", 3),
            NDIS_STATUS_INVALID_DATA);
}

static void MIB_09_ATH_06_enabled_authentication_algorithm(void **state)
{
    struct fixture *f = *state;
    /* ATH-06: of RSNA, WPA, RSNA-PSK, ... the first supported; here RSNA (6) */
    uint32_t rsna[] = {6}, open[] = {1}, none[] = {5}, mixed[] = {7, 5}; /* 5: WPA-None */
    check(f, OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM, bytes_u32_list(1, rsna),
          bytes_u32_list(1, open), RESET_D);
    refused(f, OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM, bytes_u32_list(0, NULL),
            NDIS_STATUS_INVALID_DATA);
    refused(f, OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM, bytes_u32_list(1, none),
            NDIS_STATUS_INVALID_DATA);
    refused(f, OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM, bytes_u32_list(2, mixed),
            NDIS_STATUS_INVALID_DATA); /* */
    set_bytes(f, OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM, bytes_u32_list(1, open));
    set_u32(f, OID_DOT11_DESIRED_BSS_TYPE, 1); /* the same type */
    expect_query(f, OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM, bytes_u32_list(1, rsna));
}

static void check_ciphers(struct fixture *f, uint32_t oid)
{
    uint32_t keyed[] = {9, 10, 8, 4, 2}, none[] = {0}, bip[] = {4, 6}, open[] = {1},
             both[] = {1, 7};
    uint32_t plain[] = {0x101, 5, 1, 0};
    expect_query(f, oid, bytes_u32_list(5, keyed));
    refused(f, oid, bytes_u32_list(0, NULL), NDIS_STATUS_INVALID_DATA);
    refused(f, oid, bytes_u32_list(2, bip), NDIS_STATUS_INVALID_DATA);
    refused(f, oid, bytes_u32_list(1, none), NDIS_STATUS_INVALID_DATA); /* not with RSNA-PSK */
    /* setting authentication reloads: all ciphers of what is enabled, by preference */
    set_bytes(f, OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM, bytes_u32_list(2, both));
    uint32_t all[] = {9, 10, 8, 4, 2, 0x101, 5, 1, 0}, reversed[] = {0, 4};
    expect_query(f, oid, bytes_u32_list(9, all));
    assert_int_equal(set_bytes(f, oid, bytes_u32_list(2, reversed)), NDIS_STATUS_SUCCESS);
    expect_query(f, oid, bytes_u32_list(2, reversed)); /* CIP-02 */
    reset(f, false);
    expect_query(f, oid, bytes_u32_list(2, reversed));
    set_bytes(f, OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM, bytes_u32_list(1, open));
    expect_query(f, oid, bytes_u32_list(4, plain));
    set_u32(f, OID_DOT11_DESIRED_BSS_TYPE, 1);
    expect_query(f, oid, bytes_u32_list(5, keyed));
    set_bytes(f, OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM, bytes_u32_list(1, open));
    reset(f, true);
    expect_query(f, oid, bytes_u32_list(5, keyed));
}

static void MIB_10_ATH_07_CIP_01_CIP_02_CIP_03_enabled_unicast_ciphers(void **state)
{
    check_ciphers(*state, OID_DOT11_ENABLED_UNICAST_CIPHER_ALGORITHM);
}

static void MIB_11_ATH_07_CIP_01_CIP_02_CIP_03_enabled_multicast_ciphers(void **state)
{
    check_ciphers(*state, OID_DOT11_ENABLED_MULTICAST_CIPHER_ALGORITHM);
}

static void MIB_12_KEY_06_default_key_id(void **state)
{
    struct fixture *f = *state;
    check(f, OID_DOT11_CIPHER_DEFAULT_KEY_ID, bytes_u32(0), bytes_u32(3), RESET_D);
    refused(f, OID_DOT11_CIPHER_DEFAULT_KEY_ID, bytes_u32(4), NDIS_STATUS_INVALID_DATA);
}

static void MIB_13_MIB_14_KEY_09_keys_go_with_every_reset(void **state)
{
    struct fixture *f = *state;
    reset(f, false);
    assert_non_null(strstr(fake.log, "keys-clear"));
    assert_int_equal(query(f, OID_DOT11_CIPHER_DEFAULT_KEY, 100), NDIS_STATUS_NOT_SUPPORTED);
    assert_int_equal(query(f, OID_DOT11_CIPHER_KEY_MAPPING_KEY, 100),
                     NDIS_STATUS_NOT_SUPPORTED);
}

static void MIB_15_exclude_unencrypted(void **state)
{
    check_bool(*state, OID_DOT11_EXCLUDE_UNENCRYPTED, false);
}

static void MIB_16_DEC_09_RST_15_privacy_exemption_list(void **state)
{
    struct fixture *f = *state;
    uint8_t eapol[(MP_MAX_EXEMPTIONS + 1) * 6] = {0x88, 0x8e, 2, 0, 3, 0};
    check(f, OID_DOT11_PRIVACY_EXEMPTION_LIST, bytes_list(20, 0, NULL, 0),
          bytes_list(20, 1, eapol, 6), RESET_A);
    assert_int_equal(
        set_bytes(f, OID_DOT11_PRIVACY_EXEMPTION_LIST, bytes_list(20, 1, eapol, 6)), 0);
    assert_int_equal(f->mp->mib->exemptions[0].ethertype, 0x888e); /* DEC-10 */
    for (size_t i = 1; i <= MP_MAX_EXEMPTIONS; i++) {
        memcpy(eapol + 6 * i, eapol, 6);
    }
    refused(f, OID_DOT11_PRIVACY_EXEMPTION_LIST,
            bytes_list(20, MP_MAX_EXEMPTIONS + 1, eapol, sizeof eapol),
            NDIS_STATUS_INVALID_LENGTH);
    eapol[2] = 0;
    refused(f, OID_DOT11_PRIVACY_EXEMPTION_LIST, bytes_list(20, 1, eapol, 6),
            NDIS_STATUS_INVALID_DATA);
    eapol[2] = 1;
    for (int kind = 0; kind <= 4; kind += 4) { /* they are 1 to 3 */
        eapol[4] = (uint8_t)kind;
        refused(f, OID_DOT11_PRIVACY_EXEMPTION_LIST, bytes_list(20, 1, eapol, 6),
                NDIS_STATUS_INVALID_DATA);
    }
    assert_int_equal(set_bytes(f, OID_DOT11_PRIVACY_EXEMPTION_LIST, bytes_list(20, 0, NULL, 0)),
                     0);
    expect_query(f, OID_DOT11_PRIVACY_EXEMPTION_LIST, bytes_list(20, 0, NULL, 0));
}

static struct bytes pmkids(uint32_t count, struct extsta_mac bssid)
{
    uint8_t entries[20 * 28] = {0};
    for (uint32_t i = 0; i < count; i++) {
        memcpy(entries + 28 * i, bssid.b, 6);
        memset(entries + 28 * i + 6, 0x40 + (int)i, 16);
    }
    return bytes_list(40, count, entries, 28 * (size_t)count);
}

static void MIB_17_PMK_08_pmkid_list(void **state)
{
    check(*state, OID_DOT11_PMKID_LIST, pmkids(0, OTHER), pmkids(3, OTHER), RESET_A);
}

static void PMK_01_pmkid_list_is_validated(void **state)
{
    struct fixture *f = *state;
    struct extsta_mac desired[] = {ADDRESS};
    assert_int_equal(set_bytes(f, OID_DOT11_PMKID_LIST, pmkids(2, OTHER)), 0);
    refused(f, OID_DOT11_PMKID_LIST, pmkids(MP_MAX_PMKIDS + 1, OTHER),
            NDIS_STATUS_INVALID_LENGTH);
    set_bytes(f, OID_DOT11_DESIRED_BSSID_LIST, bytes_macs(1, desired));
    refused(f, OID_DOT11_PMKID_LIST, pmkids(2, OTHER), NDIS_STATUS_INVALID_DATA);
    /* one that is desired, one that is not: the other is ignored */
    struct bytes mixed = pmkids(2, OTHER);
    memcpy(mixed.b + 12 + 28, ADDRESS.b, 6);
    assert_int_equal(set_bytes(f, OID_DOT11_PMKID_LIST, mixed), 0);
    struct bytes kept = pmkids(1, ADDRESS);
    memset(kept.b + 12 + 6, 0x41, 16);
    expect_query(f, OID_DOT11_PMKID_LIST, kept);
    assert_non_null(mib_pmkid_find(f->mp, ADDRESS));
    assert_null(mib_pmkid_find(f->mp, OTHER));
    assert_int_equal(set_bytes(f, OID_DOT11_PMKID_LIST, pmkids(0, OTHER)), 0); /* */
    expect_query(f, OID_DOT11_PMKID_LIST, pmkids(0, OTHER));
    uint32_t open[] = {1};
    set_bytes(f, OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM, bytes_u32_list(1, open));
    refused(f, OID_DOT11_PMKID_LIST, pmkids(1, ADDRESS), NDIS_STATUS_INVALID_DATA);
}

static void PMK_02_pmkid_list_is_settable_in_op(void **state)
{
    struct fixture *f = *state;
    enter_op(f);
    assert_int_equal(set_bytes(f, OID_DOT11_PMKID_LIST, pmkids(1, OTHER)), NDIS_STATUS_SUCCESS);
}

static void MIB_18_unicast_use_group_enabled(void **state)
{
    check_bool(*state, OID_DOT11_UNICAST_USE_GROUP_ENABLED, true);
}

static void MIB_19_unreachable_detection_threshold(void **state)
{
    struct fixture *f = *state;
    check(f, OID_DOT11_UNREACHABLE_DETECTION_THRESHOLD, bytes_u32(2000), bytes_u32(7000),
          RESET_D);
    set_u32(f, OID_DOT11_UNREACHABLE_DETECTION_THRESHOLD, 9000);
    assert_int_equal(fake.threshold_at_call, 9000); /* the MLME is told after it is set */
    refused(f, OID_DOT11_UNREACHABLE_DETECTION_THRESHOLD, bytes_u32(0),
            NDIS_STATUS_INVALID_DATA);
}

static void MIB_20_hidden_network_enabled(void **state)
{
    struct fixture *f = *state;
    check_bool(f, OID_DOT11_HIDDEN_NETWORK_ENABLED, false);
    enter_op(f);
    refused(f, OID_DOT11_HIDDEN_NETWORK_ENABLED, bytes_bool(true), NDIS_STATUS_INVALID_STATE);
}

static void MIB_21_media_streaming_enabled(void **state)
{
    struct fixture *f = *state;
    expect_query(f, OID_DOT11_MEDIA_STREAMING_ENABLED, bytes_bool(false));
    set_bool(f, OID_DOT11_MEDIA_STREAMING_ENABLED, 1);
    expect_query(f, OID_DOT11_MEDIA_STREAMING_ENABLED, bytes_bool(true));
    reset(f, false);
    expect_query(f, OID_DOT11_MEDIA_STREAMING_ENABLED, bytes_bool(false));
    set_bool(f, OID_DOT11_MEDIA_STREAMING_ENABLED, 1);
    miniport_ops.reset_ex(f->mp, NOW); /* */
    expect_query(f, OID_DOT11_MEDIA_STREAMING_ENABLED, bytes_bool(false));
    set_bool(f, OID_DOT11_MEDIA_STREAMING_ENABLED, 1);
    reset(f, true);
    check_state(f, OID_DOT11_MEDIA_STREAMING_ENABLED, bytes_bool(false), bytes_bool(true));
}

static void MIB_22_PWR_08_power_saving_level(void **state)
{
    struct fixture *f = *state;
    check(f, OID_DOT11_POWER_MGMT_REQUEST, bytes_u32(0), bytes_u32(8), RESET_D);
    assert_int_equal(set_u32(f, OID_DOT11_POWER_MGMT_REQUEST, 16), 0);
    assert_int_equal(fake.power_saving_at_call, 16);
    assert_int_equal(set_u32(f, OID_DOT11_POWER_MGMT_REQUEST, 24), 0);
    for (uint32_t level = 0; level <= 33; level++) { /* and nothing in between */
        if (level % 8 != 0 || level > 24) {
            refused(f, OID_DOT11_POWER_MGMT_REQUEST, bytes_u32(level),
                    NDIS_STATUS_INVALID_DATA);
        }
    }
}

static void MIB_23_RST_10_nic_power_state(void **state)
{
    struct fixture *f = *state;
    expect_query(f, OID_DOT11_NIC_POWER_STATE, bytes_bool(true));
    set_bool(f, OID_DOT11_NIC_POWER_STATE, 0);
    reset(f, false);
    reset(f, true);
    miniport_ops.reset_ex(f->mp, NOW);
    expect_query(f, OID_DOT11_NIC_POWER_STATE, bytes_bool(false));
}

static void MIB_24_hardware_phy_state(void **state)
{
    struct fixture *f = *state;
    expect_query(f, OID_DOT11_HARDWARE_PHY_STATE, bytes_bool(true));
    miniport_ops.radio_switch(f->mp, NOW, 0, false);
    reset(f, true);
    expect_query(f, OID_DOT11_HARDWARE_PHY_STATE, bytes_bool(false));
    assert_int_equal(set_bool(f, OID_DOT11_HARDWARE_PHY_STATE, 1), NDIS_STATUS_NOT_SUPPORTED);
}

static void MIB_25_auto_config_enabled(void **state)
{
    struct fixture *f = *state;
    check(f, OID_DOT11_AUTO_CONFIG_ENABLED, bytes_u32(3), bytes_u32(1), RESET_D);
    refused(f, OID_DOT11_AUTO_CONFIG_ENABLED, bytes_u32(4), NDIS_STATUS_INVALID_DATA);
}

static struct bytes qos(uint8_t flags)
{
    return (struct bytes){.b = {0x80, 1, 6, 0, flags, 0}, .len = 6};
}

static void MIB_26_qos_params(void **state)
{
    struct fixture *f = *state;
    check(f, OID_DOT11_QOS_PARAMS, qos(1), qos(0), RESET_D); /* WMM */
    refused(f, OID_DOT11_QOS_PARAMS, qos(2), NDIS_STATUS_INVALID_DATA);
    enter_op(f);
    refused(f, OID_DOT11_QOS_PARAMS, qos(0), NDIS_STATUS_INVALID_STATE);
}

static void MIB_27_SAF_01_safe_mode_enabled(void **state)
{
    check_bool(*state, OID_DOT11_SAFE_MODE_ENABLED, false);
}

static void MIB_28_safe_mode_ht_enabled(void **state)
{
    check_bool(*state, OID_DOT11_SAFE_MODE_HT_ENABLED, false);
}

static struct bytes ibss(bool join_only, const void *elements, uint32_t len)
{
    struct bytes out = {.b = {0x80, 1, 16, 0, join_only}, .len = 16 + len};
    put_le32(out.b + 8, len ? 16 : 0);
    put_le32(out.b + 12, len);
    if (len) {
        memcpy(out.b + 16, elements, len);
    }
    return out;
}

static const uint8_t vendor_element[] = {221, 5, 0x00, 0x11, 0x22, 1, 2};

static void MIB_29_ibss_params(void **state)
{
    struct fixture *f = *state;
    check(f, OID_DOT11_IBSS_PARAMS, ibss(false, NULL, 0), ibss(true, vendor_element, 7),
          RESET_A);
    refused(f, OID_DOT11_IBSS_PARAMS, ibss(true, vendor_element, 6), NDIS_STATUS_INVALID_DATA);
    struct bytes outside = ibss(true, vendor_element, 7);
    put_le32(outside.b + 8, 17);
    refused(f, OID_DOT11_IBSS_PARAMS, outside, NDIS_STATUS_INVALID_LENGTH);
    put_le32(outside.b + 8, 0xfffffff0);
    put_le32(outside.b + 12, 0x20);
    refused(f, OID_DOT11_IBSS_PARAMS, outside, NDIS_STATUS_INVALID_LENGTH);
}

static void MIB_30_association_params(void **state)
{
    struct fixture *f = *state;
    struct bytes value = {.b = {0x80, 1, 20, 0, 1, 2, 3, 4, 5, 6}, .len = 27};
    put_le32(value.b + 12, 20);
    put_le32(value.b + 16, 7);
    memcpy(value.b + 20, vendor_element, 7);
    assert_int_equal(f->mp->mib->assoc_ies_len, 0);
    assert_int_equal(set_bytes(f, OID_DOT11_ASSOCIATION_PARAMS, value), NDIS_STATUS_SUCCESS);
    assert_int_equal(f->mp->mib->assoc_ies_len, 7);
    assert_memory_equal(f->mp->mib->assoc_ies, vendor_element, 7);
    assert_int_equal(f->mp->mib->assoc_ies_bssid.b[5], 6);
    reset(f, false);
    assert_int_equal(f->mp->mib->assoc_ies_len, 7);
    reset(f, true);
    assert_int_equal(f->mp->mib->assoc_ies_len, 0);
    put_le32(value.b + 16, 8);
    assert_int_equal(set_bytes(f, OID_DOT11_ASSOCIATION_PARAMS, value),
                     NDIS_STATUS_INVALID_LENGTH);
    assert_int_equal(query(f, OID_DOT11_ASSOCIATION_PARAMS, 100), NDIS_STATUS_NOT_SUPPORTED);
    enter_op(f);
    put_le32(value.b + 16, 7);
    assert_int_equal(set_bytes(f, OID_DOT11_ASSOCIATION_PARAMS, value),
                     NDIS_STATUS_INVALID_STATE);
}

static void MIB_31_RXP_08_multicast_list(void **state)
{
    struct fixture *f = *state;
    static const uint8_t two[] = {0x01, 0, 0x5e, 0, 0, 1, 0x33, 0x33, 0, 0, 0, 1};
    check(f, OID_DOT11_MULTICAST_LIST, bytes_of(two, 0), bytes_of(two, 12), RESET_A);
    struct bytes unicast = bytes_of(two, 12);
    unicast.b[6] = 0x32;
    refused(f, OID_DOT11_MULTICAST_LIST, unicast, NDIS_STATUS_INVALID_DATA);
    refused(f, OID_DOT11_MULTICAST_LIST, bytes_of(two, 11), NDIS_STATUS_INVALID_LENGTH);
    uint8_t many[(MP_MAX_MULTICAST + 1) * 6];
    memset(many, 0x01, sizeof many);
    refused(f, OID_DOT11_MULTICAST_LIST, bytes_of(many, sizeof many),
            NDIS_STATUS_INVALID_LENGTH);
    assert_int_equal(set(f, OID_DOT11_MULTICAST_LIST, two, 12), 0);
    assert_true(mib_in_multicast_list(f->mp, (struct extsta_mac){{0x33, 0x33, 0, 0, 0, 1}}));
    assert_false(mib_in_multicast_list(f->mp, mac_broadcast));
    assert_int_equal(set(f, OID_DOT11_MULTICAST_LIST, NULL, 0), 0);
    expect_query(f, OID_DOT11_MULTICAST_LIST, bytes_of(two, 0));
}

static void MIB_32_statistics(void **state)
{
    struct fixture *f = *state;
    stats_mac(f->mp, false, MP_MAC_RX);
    stats_phy(f->mp, 1, MP_PHY_FCS_ERROR);
    assert_int_equal(query(f, OID_DOT11_STATISTICS, 2000), 0);
    assert_int_equal(get_le64(f->reply + 32 + 8), 1);
    assert_int_equal(get_le64(f->reply + 256 + 144 + 136), 1);
    reset(f, false);
    assert_int_equal(query(f, OID_DOT11_STATISTICS, 2000), 0);
    for (size_t i = 8; i < f->oid.bytes_written; i++) {
        assert_int_equal(f->reply[i], 0);
    }
    assert_int_equal(set_u32(f, OID_DOT11_STATISTICS, 0), NDIS_STATUS_NOT_SUPPORTED);
}

static struct bytes mode(uint32_t value)
{
    struct bytes out = {.len = 8};
    put_le32(out.b + 4, value);
    return out;
}

static void MIB_33_STA_06_operation_mode(void **state)
{
    struct fixture *f = *state;
    set_u32(f, OID_DOT11_RTS_THRESHOLD, 100);
    assert_int_equal(set_bytes(f, OID_DOT11_CURRENT_OPERATION_MODE, mode(4)),
                     NDIS_STATUS_SUCCESS);
    expect_query(f, OID_DOT11_CURRENT_OPERATION_MODE, mode(4));
    expect_query(f, OID_DOT11_RTS_THRESHOLD, bytes_u32(2347)); /* the mode's defaults */
    static const uint32_t bad[] = {0, 1, 2, 5, 8, 12, 0x80000000};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        refused(f, OID_DOT11_CURRENT_OPERATION_MODE, mode(bad[i]), NDIS_STATUS_BAD_VERSION);
    }
    reset(f, true);
    miniport_ops.reset_ex(f->mp, NOW);
    expect_query(f, OID_DOT11_CURRENT_OPERATION_MODE, mode(4));
}

static void MIB_34_rts_threshold(void **state)
{
    struct fixture *f = *state;
    check(f, OID_DOT11_RTS_THRESHOLD, bytes_u32(2347), bytes_u32(0), RESET_D);
    refused(f, OID_DOT11_RTS_THRESHOLD, bytes_u32(2348), NDIS_STATUS_INVALID_DATA);
}

static void MIB_35_fragmentation_threshold(void **state)
{
    struct fixture *f = *state;
    check(f, OID_DOT11_FRAGMENTATION_THRESHOLD, bytes_u32(2346), bytes_u32(256), RESET_D);
    refused(f, OID_DOT11_FRAGMENTATION_THRESHOLD, bytes_u32(255), NDIS_STATUS_INVALID_DATA);
    refused(f, OID_DOT11_FRAGMENTATION_THRESHOLD, bytes_u32(2347), NDIS_STATUS_INVALID_DATA);
    set_u32(f, OID_DOT11_FRAGMENTATION_THRESHOLD, 300);
    set_u32(f, OID_DOT11_CURRENT_PHY_ID, 0); /* no change */
    expect_query(f, OID_DOT11_FRAGMENTATION_THRESHOLD, bytes_u32(300));
    set_u32(f, OID_DOT11_CURRENT_PHY_ID, 1);
    expect_query(f, OID_DOT11_FRAGMENTATION_THRESHOLD, bytes_u32(2346));
}

static void constant(struct fixture *f, uint32_t oid, uint32_t value)
{
    expect_query(f, oid, bytes_u32(value));
    assert_int_equal(set_u32(f, oid, value), NDIS_STATUS_NOT_SUPPORTED);
}

static void MIB_36_short_retry_limit(void **state)
{
    constant(*state, OID_DOT11_SHORT_RETRY_LIMIT, 7);
}

static void MIB_37_long_retry_limit(void **state)
{
    constant(*state, OID_DOT11_LONG_RETRY_LIMIT, 4);
}

static void MIB_38_max_transmit_msdu_lifetime(void **state)
{
    constant(*state, OID_DOT11_MAX_TRANSMIT_MSDU_LIFETIME, 512);
}

static void MIB_39_max_receive_lifetime(void **state)
{
    constant(*state, OID_DOT11_MAX_RECEIVE_LIFETIME, 512);
}

static void MIB_40_IBS_20_ASC_42_beacon_period(void **state)
{
    struct fixture *f = *state;
    refused(f, OID_DOT11_BEACON_PERIOD, bytes_u32(200), NDIS_STATUS_INVALID_DATA); /* infra */
    set_u32(f, OID_DOT11_DESIRED_BSS_TYPE, 2);
    assert_int_equal(set_u32(f, OID_DOT11_BEACON_PERIOD, 200), 0);
    expect_query(f, OID_DOT11_BEACON_PERIOD, bytes_u32(200));
    refused(f, OID_DOT11_BEACON_PERIOD, bytes_u32(0), NDIS_STATUS_INVALID_DATA);
    refused(f, OID_DOT11_BEACON_PERIOD, bytes_u32(65536), NDIS_STATUS_INVALID_DATA);
    struct bss_info info = {.interval = 77};
    fake.bss.info = &info;
    fake_associate(f->mp, OTHER);
    expect_query(f, OID_DOT11_BEACON_PERIOD, bytes_u32(77));
    fake_leave(f->mp);
    reset(f, false);
    expect_query(f, OID_DOT11_BEACON_PERIOD, bytes_u32(200));
    reset(f, true);
    expect_query(f, OID_DOT11_BEACON_PERIOD, bytes_u32(100));
}

static void MIB_41_IBS_20_atim_window(void **state)
{
    struct fixture *f = *state;
    refused(f, OID_DOT11_ATIM_WINDOW, bytes_u32(10), NDIS_STATUS_INVALID_DATA);
    set_u32(f, OID_DOT11_DESIRED_BSS_TYPE, 2);
    assert_int_equal(set_u32(f, OID_DOT11_ATIM_WINDOW, 99), 0);
    expect_query(f, OID_DOT11_ATIM_WINDOW, bytes_u32(99));
    refused(f, OID_DOT11_ATIM_WINDOW, bytes_u32(100), NDIS_STATUS_INVALID_DATA);
}

static struct bytes rate_set(const uint8_t *rates, uint32_t count)
{
    struct bytes out = {.len = 132};
    put_le32(out.b, count);
    memcpy(out.b + 4, rates, count);
    return out;
}

static void MIB_42_operational_rate_set(void **state)
{
    struct fixture *f = *state;
    /* every rate of both PHYs, once, in rising order */
    static const uint8_t all[] = {2, 4, 11, 12, 18, 22, 24, 36, 48, 72, 96, 108};
    static const uint8_t some[] = {12, 24, 48}, basic[] = {0x80 | 12, 24, 48}, bad[] = {12, 13};
    check(f, OID_DOT11_OPERATIONAL_RATE_SET, rate_set(all, 12), rate_set(some, 3), RESET_D);
    assert_int_equal(set_bytes(f, OID_DOT11_OPERATIONAL_RATE_SET, rate_set(basic, 3)), 0);
    expect_query(f, OID_DOT11_OPERATIONAL_RATE_SET, rate_set(some, 3));
    refused(f, OID_DOT11_OPERATIONAL_RATE_SET, rate_set(bad, 2), NDIS_STATUS_INVALID_DATA);
    refused(f, OID_DOT11_OPERATIONAL_RATE_SET, rate_set(some, 0), NDIS_STATUS_INVALID_DATA);
    struct bytes many = rate_set(some, 3);
    put_le32(many.b, 126);
    refused(f, OID_DOT11_OPERATIONAL_RATE_SET, many, NDIS_STATUS_INVALID_LENGTH);
}

static void MIB_43_current_reg_domain(void **state)
{
    struct fixture *f = *state;
    constant(f, OID_DOT11_CURRENT_REG_DOMAIN, 0);
    static const uint8_t one[] = {1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    expect_query(f, OID_DOT11_REG_DOMAINS_SUPPORT_VALUE, bytes_of(one, 16));
}

static void MIB_44_multi_domain_capability_enabled(void **state)
{
    struct fixture *f = *state;
    check_bool(f, OID_DOT11_MULTI_DOMAIN_CAPABILITY_ENABLED, false);
    f->mp->mlme.scanning = SCAN_EXPLICIT;
    refused(f, OID_DOT11_MULTI_DOMAIN_CAPABILITY_ENABLED, bytes_bool(true),
            NDIS_STATUS_DOT11_MEDIA_IN_USE);
    f->mp->mlme.scanning = SCAN_ROAM;
    assert_int_equal(set_bool(f, OID_DOT11_MULTI_DOMAIN_CAPABILITY_ENABLED, 1), 0);
}

static void MIB_45_STA_15_supported_phy_types(void **state)
{
    struct fixture *f = *state;
    static const uint8_t types[] = {2, 0, 0, 0, 2, 0, 0, 0, 6, 0, 0, 0, 4, 0, 0, 0};
    expect_query(f, OID_DOT11_SUPPORTED_PHY_TYPES, bytes_of(types, 16));
    reset(f, true);
    miniport_ops.reset_ex(f->mp, NOW);
    expect_query(f, OID_DOT11_SUPPORTED_PHY_TYPES, bytes_of(types, 16));
}

static void MIB_46_RST_04_mac_address(void **state)
{
    struct fixture *f = *state;
    struct bytes permanent = bytes_of(ADDRESS.b, 6), other = bytes_of(OTHER.b, 6);
    expect_query(f, OID_DOT11_MAC_ADDRESS, permanent);
    assert_int_equal(reset_with(f, reset_request(3, OTHER, false)), 0);
    expect_query(f, OID_DOT11_MAC_ADDRESS, other);
    expect_query(f, OID_DOT11_CURRENT_ADDRESS, other);
    expect_query(f, OID_DOT11_STATION_ID, other);
    expect_query(f, OID_DOT11_PERMANENT_ADDRESS, permanent);
    assert_int_equal(set_bytes(f, OID_DOT11_CURRENT_ADDRESS, permanent),
                     NDIS_STATUS_NOT_SUPPORTED);
}

static void MIB_47_RST_17_bss_cache(void **state)
{
    struct fixture *f = *state;
    fake.bss_bytes = 50;
    reset(f, false);
    assert_int_equal(fake.bss_bytes, 0);
    fake.bss_bytes = 50;
    enter_op(f);
    assert_int_equal(set(f, OID_DOT11_FLUSH_BSS_LIST, NULL, 0), NDIS_STATUS_INVALID_STATE);
    assert_int_equal(fake.bss_bytes, 50);
}

static void MIB_48_country_string(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(query(f, OID_DOT11_COUNTRY_STRING, 3), NDIS_STATUS_INVALID_DATA);
    set_bool(f, OID_DOT11_MULTI_DOMAIN_CAPABILITY_ENABLED, 1);
    expect_query(f, OID_DOT11_COUNTRY_STRING, bytes_of("\0\0\0", 3));
    uint8_t country[] = {7, 6, 'D', 'E', ' ', 1, 13, 20};
    struct bss_info *info = calloc(1, sizeof *info + sizeof country);
    memcpy(info->bytes, country, sizeof country);
    info->beacon_len = sizeof country;
    fake.bss.info = info;
    fake_associate(f->mp, OTHER);
    expect_query(f, OID_DOT11_COUNTRY_STRING, bytes_of("DE ", 3));
    f->mp->mlme.scanning = SCAN_EXPLICIT;
    assert_int_equal(query(f, OID_DOT11_COUNTRY_STRING, 3), NDIS_STATUS_DOT11_MEDIA_IN_USE);
    fake.bss.info = NULL;
    free(info);
}

/* --- rules that go through several rows --- */

static void ATH_04_ATH_06_setting_the_bss_type_reloads_the_algorithms(void **state)
{
    struct fixture *f = *state;
    uint32_t rsna[] = {6}, psk[] = {7}, ccmp[] = {4}, keyed[] = {9, 10, 8, 4, 2};
    set_u32(f, OID_DOT11_DESIRED_BSS_TYPE, 2); /* IBS-18: RSNA-PSK with CCMP alone */
    expect_query(f, OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM, bytes_u32_list(1, psk));
    expect_query(f, OID_DOT11_ENABLED_UNICAST_CIPHER_ALGORITHM, bytes_u32_list(1, ccmp));
    expect_query(f, OID_DOT11_ENABLED_MULTICAST_CIPHER_ALGORITHM, bytes_u32_list(1, ccmp));
    set_u32(f, OID_DOT11_DESIRED_BSS_TYPE, 1);
    expect_query(f, OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM, bytes_u32_list(1, rsna));
    expect_query(f, OID_DOT11_ENABLED_UNICAST_CIPHER_ALGORITHM, bytes_u32_list(5, keyed));
}

static void ATH_05_the_list_is_exactly_what_was_set(void **state)
{
    struct fixture *f = *state;
    uint32_t both[] = {1, 7};
    assert_int_equal(
        set_bytes(f, OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM, bytes_u32_list(2, both)), 0);
    expect_query(f, OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM, bytes_u32_list(2, both));
    refused(f, OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM, bytes_u32_list(0, NULL),
            NDIS_STATUS_INVALID_DATA);
    uint32_t none[] = {5, 0x80000001}; /* WPA-None, and a vendor's */
    refused(f, OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM, bytes_u32_list(2, none),
            NDIS_STATUS_INVALID_DATA);
}

/* IBS-18: an independent network has open system and, with CCMP alone, RSNA-PSK. */
static void ATH_10_CIP_05_IBS_18_supported_pairs_of_the_desired_bss_type(void **state)
{
    struct fixture *f = *state;
    /* auth, cipher: open and shared key with WEP, open with none, WPA and RSNA, with 802.1X and
     * with a PSK, with CCMP and TKIP, RSNA with GCMP and CCMP of 256 bits and with GCMP before
     * these, WPA3-Enterprise of 192 bits with those of 256 bits (802.11-2020 9.4.2.24.3), SAE
     * and OWE with all of these but TKIP */
    static const uint32_t pairs[][2] = {
        {1, 0x101}, {1, 5},  {1, 1}, {1, 0},  {2, 0x101}, {2, 5},  {2, 1},  {3, 4},
        {3, 2},     {4, 4},  {4, 2}, {6, 9},  {6, 10},    {6, 8},  {6, 4},  {6, 2},
        {7, 9},     {7, 10}, {7, 8}, {7, 4},  {7, 2},     {8, 9},  {8, 10}, {9, 9},
        {9, 10},    {9, 8},  {9, 4}, {10, 9}, {10, 10},   {10, 8}, {10, 4}};
    uint8_t infra[sizeof pairs], ibss[4 * 10];
    for (size_t i = 0; i < sizeof pairs / 4; i++) {
        put_le32(infra + 4 * i, (&pairs[0][0])[i]);
    }
    memcpy(ibss, infra, 4 * 8);
    put_le32(ibss + 32, 7);
    put_le32(ibss + 36, 4);
    for (int round = 0; round < 2; round++) {
        set_u32(f, OID_DOT11_DESIRED_BSS_TYPE, 1);
        expect_query(f, OID_DOT11_SUPPORTED_UNICAST_ALGORITHM_PAIR,
                     bytes_list(20, 31, infra, sizeof infra));
        expect_query(f, OID_DOT11_SUPPORTED_MULTICAST_ALGORITHM_PAIR,
                     bytes_list(20, 31, infra, sizeof infra));
        set_u32(f, OID_DOT11_DESIRED_BSS_TYPE, 2);
        expect_query(f, OID_DOT11_SUPPORTED_UNICAST_ALGORITHM_PAIR,
                     bytes_list(20, 5, ibss, sizeof ibss));
        expect_query(f, OID_DOT11_SUPPORTED_MULTICAST_ALGORITHM_PAIR,
                     bytes_list(20, 5, ibss, sizeof ibss));
    }
}

static void CIP_12_CIP_13_excluded_list_is_told_to_the_mlme_and_answers(void **state)
{
    struct fixture *f = *state;
    struct extsta_mac one[] = {OTHER}, all[] = {mac_broadcast};
    set_bytes(f, OID_DOT11_EXCLUDED_MAC_ADDRESS_LIST, bytes_macs(1, one));
    assert_true(fake.excluded_seen);
    assert_true(mib_is_excluded(f->mp, OTHER));
    assert_false(mib_is_excluded(f->mp, ADDRESS));
    set_bytes(f, OID_DOT11_EXCLUDED_MAC_ADDRESS_LIST, bytes_macs(1, all));
    assert_true(mib_is_excluded(f->mp, ADDRESS));
    set_bytes(f, OID_DOT11_EXCLUDED_MAC_ADDRESS_LIST, bytes_macs(0, NULL));
    assert_false(fake.excluded_seen);
    assert_false(mib_is_excluded(f->mp, OTHER));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(MIB_01_desired_bss_type),
        FIXTURE_TEST(MIB_02_ROL_05_CIP_15_desired_ssid_list),
        FIXTURE_TEST(MIB_03_CIP_15_desired_bssid_list),
        FIXTURE_TEST(MIB_04_excluded_mac_address_list),
        FIXTURE_TEST(MIB_05_CIP_15_desired_phy_list),
        FIXTURE_TEST(MIB_06_ASC_43_active_phy_list),
        FIXTURE_TEST(MIB_07_current_phy_id),
        FIXTURE_TEST(MIB_08_desired_country_or_region_string),
        FIXTURE_TEST(MIB_09_ATH_06_enabled_authentication_algorithm),
        FIXTURE_TEST(MIB_10_ATH_07_CIP_01_CIP_02_CIP_03_enabled_unicast_ciphers),
        FIXTURE_TEST(MIB_11_ATH_07_CIP_01_CIP_02_CIP_03_enabled_multicast_ciphers),
        FIXTURE_TEST(MIB_12_KEY_06_default_key_id),
        FIXTURE_TEST(MIB_13_MIB_14_KEY_09_keys_go_with_every_reset),
        FIXTURE_TEST(MIB_15_exclude_unencrypted),
        FIXTURE_TEST(MIB_16_DEC_09_RST_15_privacy_exemption_list),
        FIXTURE_TEST(MIB_17_PMK_08_pmkid_list),
        FIXTURE_TEST(PMK_01_pmkid_list_is_validated),
        FIXTURE_TEST(PMK_02_pmkid_list_is_settable_in_op),
        FIXTURE_TEST(MIB_18_unicast_use_group_enabled),
        FIXTURE_TEST(MIB_19_unreachable_detection_threshold),
        FIXTURE_TEST(MIB_20_hidden_network_enabled),
        FIXTURE_TEST(MIB_21_media_streaming_enabled),
        FIXTURE_TEST(MIB_22_PWR_08_power_saving_level),
        FIXTURE_TEST(MIB_23_RST_10_nic_power_state),
        FIXTURE_TEST(MIB_24_hardware_phy_state),
        FIXTURE_TEST(MIB_25_auto_config_enabled),
        FIXTURE_TEST(MIB_26_qos_params),
        FIXTURE_TEST(MIB_27_SAF_01_safe_mode_enabled),
        FIXTURE_TEST(MIB_28_safe_mode_ht_enabled),
        FIXTURE_TEST(MIB_29_ibss_params),
        FIXTURE_TEST(MIB_30_association_params),
        FIXTURE_TEST(MIB_31_RXP_08_multicast_list),
        FIXTURE_TEST(MIB_32_statistics),
        FIXTURE_TEST(MIB_33_STA_06_operation_mode),
        FIXTURE_TEST(MIB_34_rts_threshold),
        FIXTURE_TEST(MIB_35_fragmentation_threshold),
        FIXTURE_TEST(MIB_36_short_retry_limit),
        FIXTURE_TEST(MIB_37_long_retry_limit),
        FIXTURE_TEST(MIB_38_max_transmit_msdu_lifetime),
        FIXTURE_TEST(MIB_39_max_receive_lifetime),
        FIXTURE_TEST(MIB_40_IBS_20_ASC_42_beacon_period),
        FIXTURE_TEST(MIB_41_IBS_20_atim_window),
        FIXTURE_TEST(MIB_42_operational_rate_set),
        FIXTURE_TEST(MIB_43_current_reg_domain),
        FIXTURE_TEST(MIB_44_multi_domain_capability_enabled),
        FIXTURE_TEST(MIB_45_STA_15_supported_phy_types),
        FIXTURE_TEST(MIB_46_RST_04_mac_address),
        FIXTURE_TEST(MIB_47_RST_17_bss_cache),
        FIXTURE_TEST(MIB_48_country_string),
        FIXTURE_TEST(ATH_04_ATH_06_setting_the_bss_type_reloads_the_algorithms),
        FIXTURE_TEST(ATH_05_the_list_is_exactly_what_was_set),
        FIXTURE_TEST(ATH_10_CIP_05_IBS_18_supported_pairs_of_the_desired_bss_type),
        FIXTURE_TEST(CIP_12_CIP_13_excluded_list_is_told_to_the_mlme_and_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
