/* Runs of the mutants (runs.h): a station that is not connected, the settings of its driver,
 * and scans. */
#include "runs.h"

static void play_boot(struct stage *g)
{
    stage_set(g, "", NULL);
    STAGE_GET(g, DOT11_CURRENT_OPERATION_MODE);
    STAGE_SET(g, DOT11_CURRENT_OPERATION_MODE, .mode = 5);
    STAGE_SET(g, DOT11_HIDDEN_NETWORK_ENABLED, .flag = true);
    STAGE_SET(g, DOT11_DISCONNECT_REQUEST, .number = 0);
    STAGE_GET(g, DOT11_ACTIVE_PHY_LIST);
    STAGE_GET(g, DOT11_EXTSTA_CAPABILITY);
    stage_run(g, 100);
}

static void play_port_in_init(struct stage *g)
{
    stage_set(g, "", NULL);
    STAGE_SET(g, DOT11_PORT_STATE_NOTIFICATION, .port_state = {scenario_bssid('A'), true});
}

/* Every object of chapter 95, read. */
static void read_all(struct stage *g)
{
    static const uint32_t oids[] = {
        OID_DOT11_DESIRED_BSS_TYPE,
        OID_DOT11_DESIRED_SSID_LIST,
        OID_DOT11_DESIRED_BSSID_LIST,
        OID_DOT11_EXCLUDED_MAC_ADDRESS_LIST,
        OID_DOT11_DESIRED_PHY_LIST,
        OID_DOT11_CURRENT_PHY_ID,
        OID_DOT11_DESIRED_COUNTRY_OR_REGION_STRING,
        OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM,
        OID_DOT11_ENABLED_UNICAST_CIPHER_ALGORITHM,
        OID_DOT11_ENABLED_MULTICAST_CIPHER_ALGORITHM,
        OID_DOT11_CIPHER_DEFAULT_KEY_ID,
        OID_DOT11_EXCLUDE_UNENCRYPTED,
        OID_DOT11_PRIVACY_EXEMPTION_LIST,
        OID_DOT11_PMKID_LIST,
        OID_DOT11_UNICAST_USE_GROUP_ENABLED,
        OID_DOT11_UNREACHABLE_DETECTION_THRESHOLD,
        OID_DOT11_HIDDEN_NETWORK_ENABLED,
        OID_DOT11_MEDIA_STREAMING_ENABLED,
        OID_DOT11_POWER_MGMT_REQUEST,
        OID_DOT11_NIC_POWER_STATE,
        OID_DOT11_HARDWARE_PHY_STATE,
        OID_DOT11_AUTO_CONFIG_ENABLED,
        OID_DOT11_QOS_PARAMS,
        OID_DOT11_SAFE_MODE_ENABLED,
        OID_DOT11_SAFE_MODE_HT_ENABLED,
        OID_DOT11_IBSS_PARAMS,
        OID_DOT11_ASSOCIATION_PARAMS,
        OID_DOT11_MULTICAST_LIST,
        OID_DOT11_CURRENT_OPERATION_MODE,
        OID_DOT11_RTS_THRESHOLD,
        OID_DOT11_FRAGMENTATION_THRESHOLD,
        OID_DOT11_SHORT_RETRY_LIMIT,
        OID_DOT11_LONG_RETRY_LIMIT,
        OID_DOT11_MAX_TRANSMIT_MSDU_LIFETIME,
        OID_DOT11_MAX_RECEIVE_LIFETIME,
        OID_DOT11_OPERATIONAL_RATE_SET,
        OID_DOT11_CURRENT_REG_DOMAIN,
        OID_DOT11_MULTI_DOMAIN_CAPABILITY_ENABLED,
        OID_DOT11_SUPPORTED_PHY_TYPES,
        OID_DOT11_CURRENT_ADDRESS,
        OID_DOT11_MAC_ADDRESS,
        OID_DOT11_SUPPORTED_UNICAST_ALGORITHM_PAIR,
        OID_DOT11_SUPPORTED_MULTICAST_ALGORITHM_PAIR,
        OID_DOT11_STATISTICS,
        OID_DOT11_EXTSTA_CAPABILITY,
        OID_DOT11_ENUM_ASSOCIATION_INFO,
    };
    for (size_t i = 0; i < sizeof oids / sizeof *oids; i++) {
        stage_ask(g, EXTSTA_OID_QUERY, oids[i], NULL, 4096);
    }
}

static void write_all(struct stage *g)
{
    STAGE_SET(g, DOT11_DESIRED_BSS_TYPE, .number = dot11_BSS_type_infrastructure);
    STAGE_LIST(g, DOT11_DESIRED_SSID_LIST, SSID, 3, 0, 0, 0, 'n', 'e', 't', 0, 0, 0, 0, 0, 0, 0,
               0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    STAGE_LIST(g, DOT11_DESIRED_BSSID_LIST, ADDRESS, B1('A'));
    STAGE_LIST(g, DOT11_EXCLUDED_MAC_ADDRESS_LIST, ADDRESS, B1('Z'));
    STAGE_LIST(g, DOT11_DESIRED_PHY_LIST, NUMBER, 0, 0, 0, 0);
    STAGE_LIST(g, DOT11_ENABLED_AUTHENTICATION_ALGORITHM, NUMBER, 7, 0, 0, 0);
    STAGE_LIST(g, DOT11_ENABLED_MULTICAST_CIPHER_ALGORITHM, NUMBER, 4, 0, 0, 0);
    STAGE_LIST(g, DOT11_ENABLED_UNICAST_CIPHER_ALGORITHM, NUMBER, 4, 0, 0, 0);
    STAGE_SET(g, DOT11_CIPHER_DEFAULT_KEY_ID, .number = 1);
    STAGE_SET(g, DOT11_EXCLUDE_UNENCRYPTED, .flag = true);
    STAGE_LIST(g, DOT11_PRIVACY_EXEMPTION_LIST, EXEMPTION, 0x88, 0x8e, 1, 0, 3, 0);
    STAGE_LIST(g, DOT11_PMKID_LIST, PMKID, B1('A'), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13,
               14, 15, 16, 0, 0, 0, 0, 0, 0);
    STAGE_SET(g, DOT11_UNREACHABLE_DETECTION_THRESHOLD, .number = 3000);
    STAGE_SET(g, DOT11_HIDDEN_NETWORK_ENABLED, .flag = true);
    STAGE_SET(g, DOT11_MEDIA_STREAMING_ENABLED, .flag = true);
    STAGE_SET(g, DOT11_POWER_MGMT_REQUEST, .number = DOT11_POWER_SAVING_FAST_PSP);
    STAGE_SET(g, DOT11_AUTO_CONFIG_ENABLED, .number = 0);
    STAGE_SET(g, DOT11_SAFE_MODE_ENABLED, .flag = true);
    STAGE_SET(g, DOT11_RTS_THRESHOLD, .number = 500);
    STAGE_SET(g, DOT11_FRAGMENTATION_THRESHOLD, .number = 1000);
    STAGE_LIST(g, DOT11_MULTICAST_LIST, ADDRESS, 1, 0, 0x5e, 0, 0, 1);
}

static void play_defaults(struct stage *g)
{
    stage_set(g, "", NULL);
    stage_reset(g, true);
    STAGE_GET(g, DOT11_STATISTICS);
    struct extsta_payload all = {.form = EXTSTA_FORM_COUNTRY};
    stage_ask(g, EXTSTA_OID_METHOD, OID_DOT11_ENUM_BSS_LIST, &all, 4096);
    read_all(g);
    read_all(g);
}

static void play_settings(struct stage *g)
{
    stage_set(g, "", NULL);
    read_all(g);
    write_all(g);
    read_all(g);
    stage_run(g, 10);
    stage_reset(g, false);
    read_all(g);
    STAGE_SET(g, DOT11_CURRENT_PHY_ID, .number = 1);
    STAGE_GET(g, DOT11_CURRENT_PHY_ID);
}

/* What is not valid. */
static void play_invalid(struct stage *g)
{
    stage_set(g, "", NULL);
    STAGE_GET(g, DOT11_EXTSTA_CAPABILITY);
    STAGE_GET(g, DOT11_DESIRED_SSID_LIST);
    STAGE_SET(g, DOT11_DESIRED_BSS_TYPE, .number = dot11_BSS_type_any);
    STAGE_SET(g, DOT11_ENABLED_AUTHENTICATION_ALGORITHM, .list = {0});
    STAGE_SET(g, DOT11_ENABLED_UNICAST_CIPHER_ALGORITHM, .list = {0});
    STAGE_LIST(g, DOT11_EXCLUDED_MAC_ADDRESS_LIST, ADDRESS, B1('Z'), 0xff, 0xff, 0xff, 0xff,
               0xff, 0xff);
    STAGE_LIST(g, DOT11_DESIRED_BSSID_LIST, ADDRESS, B1('Z'), 0xff, 0xff, 0xff, 0xff, 0xff,
               0xff);
    STAGE_SET(g, DOT11_DESIRED_PHY_LIST, .list = {0});
    stage_cut(g, OID_DOT11_DESIRED_BSSID_LIST);
    STAGE_SET(g, DOT11_CIPHER_DEFAULT_KEY_ID, .number = 4);
    STAGE_SET(g, DOT11_POWER_MGMT_REQUEST, .number = 25);
    STAGE_SET(g, DOT11_RTS_THRESHOLD, .number = 3000);
    STAGE_SET(g, DOT11_FRAGMENTATION_THRESHOLD, .number = 100);
    STAGE_SET(g, DOT11_BEACON_PERIOD, .number = 100);
    STAGE_SET(g, DOT11_ATIM_WINDOW, .number = 10);
    STAGE_SET(g, DOT11_CURRENT_OPERATION_MODE, .mode = 5);
    uint8_t many[28 * 20] = {0};
    STAGE_SET(
        g, DOT11_PMKID_LIST,
        .list = {.entries = {.bytes = span(many, sizeof many), .form = EXTSTA_FORM_PMKID}});
    for (size_t i = 0; i < 20; i++) {
        many[6 * i] = 8;
        many[6 * i + 1] = (uint8_t)i;
        many[6 * i + 2] = many[6 * i + 4] = 1;
    }
    STAGE_SET(
        g, DOT11_PRIVACY_EXEMPTION_LIST,
        .list = {.entries = {.bytes = span(many, 6 * 20), .form = EXTSTA_FORM_EXEMPTION}});
    struct extsta_payload reset = {.form = EXTSTA_FORM_RESET_REQUEST,
                                   .reset = {1, g->s->address, true}};
    stage_ask(g, EXTSTA_OID_METHOD, OID_DOT11_RESET_REQUEST, &reset, 8);
    reset.reset.type = 3;
    stage_ask(g, EXTSTA_OID_METHOD, OID_DOT11_RESET_REQUEST, &reset, 4);
    STAGE_LIST(g, DOT11_ENABLED_AUTHENTICATION_ALGORITHM, NUMBER, 7, 0, 0, 0);
    STAGE_SET(g, DOT11_PMKID_LIST, .list = {0});
    /* Keys: of an index there is none of, too short, in no direction; deleted twice. */
    struct extsta_payload material = {
        .form = EXTSTA_FORM_KEY_MATERIAL,
        .material = {.key_len = 16, .keys = {.bytes = span(many, 16)}}};
    uint8_t octets[64];
    size_t len = extsta_payload_write(&material, octets, sizeof octets);
    struct extsta_payload key = {.form = EXTSTA_FORM_DEFAULT_KEY,
                                 .key = {.index = 7,
                                         .algorithm = DOT11_CIPHER_ALGO_CCMP,
                                         .key = {.bytes = span(octets, len)}}};
    stage_ask(g, EXTSTA_OID_SET, OID_DOT11_CIPHER_DEFAULT_KEY, &key, 0);
    key.key.index = 2;
    key.key.is_delete = true;
    key.key.key.bytes = span(octets, 0);
    stage_ask(g, EXTSTA_OID_SET, OID_DOT11_CIPHER_DEFAULT_KEY, &key, 0);
    material.material.key_len = 15;
    material.material.keys.bytes.len = 15;
    len = extsta_payload_write(&material, octets, sizeof octets);
    key.key.is_delete = false;
    key.key.key.bytes = span(octets, len);
    stage_ask(g, EXTSTA_OID_SET, OID_DOT11_CIPHER_DEFAULT_KEY, &key, 0);
    uint8_t entry[96];
    key.form = EXTSTA_FORM_KEY_MAPPING_KEY;
    material.material.key_len = 16;
    material.material.keys.bytes.len = 16;
    len = extsta_payload_write(&material, octets, sizeof octets);
    key.key.key.bytes = span(octets, len);
    key.key.peer = scenario_bssid('A');
    len = extsta_payload_write(&key, entry, sizeof entry);
    STAGE_SET(
        g, DOT11_CIPHER_KEY_MAPPING_KEY,
        .list = {.entries = {.bytes = span(entry, len), .form = EXTSTA_FORM_KEY_MAPPING_KEY}});
}

static void play_pmkids(struct stage *g)
{
    stage_set(g, "", NULL);
    STAGE_LIST(g, DOT11_ENABLED_AUTHENTICATION_ALGORITHM, NUMBER, DOT11_AUTH_ALGO_RSNA_PSK, 0,
               0, 0);
    STAGE_LIST(g, DOT11_PMKID_LIST, PMKID, B1('A'), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13,
               14, 15, 16, 0, 0, 0, 0, 0, 0);
    STAGE_GET(g, DOT11_PMKID_LIST);
    STAGE_GET(g, DOT11_PMKID_LIST);
}

/* Algorithms, and another BSS type. */
static void play_reload(struct stage *g)
{
    stage_set(g, "", NULL);
    STAGE_GET(g, DOT11_ENABLED_AUTHENTICATION_ALGORITHM);
    STAGE_LIST(g, DOT11_ENABLED_AUTHENTICATION_ALGORITHM, NUMBER, DOT11_AUTH_ALGO_80211_OPEN, 0,
               0, 0);
    STAGE_SET(g, DOT11_DESIRED_BSS_TYPE, .number = dot11_BSS_type_infrastructure);
    STAGE_GET(g, DOT11_ENABLED_AUTHENTICATION_ALGORITHM);
}

static void play_nobody(struct stage *g)
{
    stage_set(g, "", NULL);
    stage_connect(g, NULL, EXTSTA_MANAGER_NONE);
    stage_until(g, "CONNECTION_COMPLETION 6", 8000);
}

static const uint8_t two_ssids[72] = {4,   0,   0,        0,          'c', 'l',
                                      'u', 'b', [36] = 3, [40] = 'b', 'a', 'r'};
const uint8_t vendor[VENDOR_LEN] = {221, 5, 0, 0x11, 0x22, 1, 2};
void scan(struct stage *g, uint32_t type, struct extsta_span elements)
{
    struct extsta_payload p = {.form = EXTSTA_FORM_SCAN_REQUEST,
                               .scan = {.bss_type = dot11_BSS_type_any,
                                        .type = type,
                                        .bssid = mac_broadcast,
                                        .ssids = {.bytes = span(two_ssids, sizeof two_ssids),
                                                  .form = EXTSTA_FORM_SSID},
                                        .elements = {.bytes = elements}}};
    stage_ask(g, EXTSTA_OID_SET, OID_DOT11_SCAN_REQUEST, &p, 0);
}

static void play_scans(struct stage *g)
{
    stage_set(g, "A", NULL);
    scan(g, dot11_scan_type_active, span(vendor, VENDOR_LEN));
    scan(g, dot11_scan_type_active, span(vendor, VENDOR_LEN));
    stage_run(g, 8000);
    struct extsta_payload all = {.form = EXTSTA_FORM_COUNTRY};
    stage_ask(g, EXTSTA_OID_METHOD, OID_DOT11_ENUM_BSS_LIST, &all, 8000);
    STAGE_SET(g, DOT11_FLUSH_BSS_LIST, .number = 0);
    stage_ask(g, EXTSTA_OID_METHOD, OID_DOT11_ENUM_BSS_LIST, &all, 8000);
    scan(g, dot11_scan_type_passive, span(NULL, 0));
    stage_run(g, 15000);
    scan(g, dot11_scan_type_auto, span(NULL, 0));
    stage_run(g, 6000);
    STAGE_GET(g, DOT11_STATISTICS);
}

static void play_one_scan(struct stage *g)
{
    connected(g, "A");
    scan(g, dot11_scan_type_active, span(NULL, 0));
    stage_run(g, 70000);
}

static void play_scan_connected(struct stage *g)
{
    connected(g, "A");
    STAGE_SET(g, DOT11_MEDIA_STREAMING_ENABLED, .flag = true);
    stage_run(g, 500);
    scan(g, dot11_scan_type_active, span(NULL, 0));
    stage_run(g, 50);
    STAGE_SET(g, DOT11_NIC_POWER_STATE, .flag = false);
    stage_run(g, 8000);
}

static void play_switch_idle(struct stage *g)
{
    stage_set(g, "", NULL);
    extsta_radio_switch(g->s->sta, air_now(g->s->air), DOT11_PHY_ID_ANY, false);
    stage_run(g, 10);
}

static const struct named_run rows[] = {
    RUN(boot, "a station is brought up, and asked what may be asked in INIT"),
    RUN(port_in_init, "the state of a port is told in INIT"),
    RUN(defaults, "every object of the MIB is read, twice, after a reset to the defaults"),
    RUN(settings, "every object of the MIB is set, read, and read again after a reset"),
    RUN(invalid, "requests with values that are not valid"),
    RUN(pmkids, "PMKIDs are set, and read twice"),
    RUN(reload, "algorithms are set, and then the BSS type"),
    RUN(nobody, "a connect, and there is no access point"),
    RUN(scans, "explicit scans in INIT: active with elements, passive, auto"),
    RUN(one_scan, "an explicit scan while connected, and a minute"),
    RUN(scan_connected, "an explicit scan while media stream"),
    RUN(switch_idle, "the hardware switch goes off in INIT"),
};
RUN_TABLE(runs_init, rows);
