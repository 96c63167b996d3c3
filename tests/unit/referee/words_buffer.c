/* The values of a story's words (words.h): addresses, numbers, and the buffers of requests and
 * answers, each by its form. */
#include "words.h"
#include <extsta/windot11.h>
#include <stdio.h>

/* The next piece of a text, which is cut: as strtok_r. */
char *words_piece(char **rest, char at)
{
    char *word = *rest, *end = word ? strchr(word, at) : NULL;
    if (!word || !*word) {
        return NULL;
    }
    if (end) {
        *end++ = 0;
    }
    *rest = end;
    return word;
}

struct extsta_mac words_mac(const char *word)
{
    struct extsta_mac mac = {{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}};
    if (word[0] == '-') {
        return (struct extsta_mac){{0}};
    }
    if (word[0] == 'G') {
        return (struct extsta_mac){{1, 0, 0x5e, 0, 0, 1}};
    }
    if (word[0] != '*') {
        mac = (struct extsta_mac){{2, 0, 0, 0, 0, (uint8_t)word[0]}};
    }
    return mac;
}

uint32_t words_number(const char *word)
{
    static const struct {
        const char *name;
        uint32_t value;
    } names[] = {
        {"ok", NDIS_STATUS_SUCCESS},
        {"state", NDIS_STATUS_INVALID_STATE},
        {"data", NDIS_STATUS_INVALID_DATA},
        {"length", NDIS_STATUS_INVALID_LENGTH},
        {"failure", NDIS_STATUS_FAILURE},
        {"overflow", NDIS_STATUS_BUFFER_OVERFLOW},
        {"inuse", NDIS_STATUS_DOT11_MEDIA_IN_USE},
        {"power", NDIS_STATUS_DOT11_POWER_STATE_INVALID},
        {"version", NDIS_STATUS_BAD_VERSION},
        {"unsupported", NDIS_STATUS_NOT_SUPPORTED},
        {"media", NDIS_STATUS_UNSUPPORTED_MEDIA},
        {"progress", NDIS_STATUS_RESET_IN_PROGRESS},
        {"aborted", NDIS_STATUS_REQUEST_ABORTED},
        {"auto", NDIS_STATUS_DOT11_AUTO_CONFIG_ENABLED},
        {"open", DOT11_AUTH_ALGO_80211_OPEN},
        {"shared", DOT11_AUTH_ALGO_80211_SHARED_KEY},
        {"psk", DOT11_AUTH_ALGO_RSNA_PSK},
        {"rsna", DOT11_AUTH_ALGO_RSNA},
        {"wpa", DOT11_AUTH_ALGO_WPA},
        {"ccmp", DOT11_CIPHER_ALGO_CCMP},
        {"tkip", DOT11_CIPHER_ALGO_TKIP},
        {"any", DOT11_PHY_ID_ANY},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(word, names[i].name) == 0) {
            return names[i].value;
        }
    }
    char *end;
    uint32_t n = (uint32_t)strtoul(word, &end, 0);
    if (*end || end == word) {
        fail_msg("'%s' is no number", word);
    }
    return n;
}

static const struct {
    const char *name;
    uint32_t oid;
} oids[] = {
    {"medium", OID_GEN_MEDIA_SUPPORTED},
    {"filter", OID_GEN_CURRENT_PACKET_FILTER},
    {"mode", OID_DOT11_CURRENT_OPERATION_MODE},
    {"power", OID_DOT11_NIC_POWER_STATE},
    {"hardware", OID_DOT11_HARDWARE_PHY_STATE},
    {"phy", OID_DOT11_CURRENT_PHY_ID},
    {"phys", OID_DOT11_DESIRED_PHY_LIST},
    {"phytypes", OID_DOT11_SUPPORTED_PHY_TYPES},
    {"activephys", OID_DOT11_ACTIVE_PHY_LIST},
    {"rts", OID_DOT11_RTS_THRESHOLD},
    {"fragment", OID_DOT11_FRAGMENTATION_THRESHOLD},
    {"shortretry", OID_DOT11_SHORT_RETRY_LIMIT},
    {"longretry", OID_DOT11_LONG_RETRY_LIMIT},
    {"txlife", OID_DOT11_MAX_TRANSMIT_MSDU_LIFETIME},
    {"rxlife", OID_DOT11_MAX_RECEIVE_LIFETIME},
    {"beacon", OID_DOT11_BEACON_PERIOD},
    {"atim", OID_DOT11_ATIM_WINDOW},
    {"regdomain", OID_DOT11_CURRENT_REG_DOMAIN},
    {"multidomain", OID_DOT11_MULTI_DOMAIN_CAPABILITY_ENABLED},
    {"address", OID_DOT11_CURRENT_ADDRESS},
    {"multicast", OID_DOT11_MULTICAST_LIST},
    {"autoconfig", OID_DOT11_AUTO_CONFIG_ENABLED},
    {"bsslist", OID_DOT11_ENUM_BSS_LIST},
    {"flush", OID_DOT11_FLUSH_BSS_LIST},
    {"saving", OID_DOT11_POWER_MGMT_REQUEST},
    {"ssids", OID_DOT11_DESIRED_SSID_LIST},
    {"excluded", OID_DOT11_EXCLUDED_MAC_ADDRESS_LIST},
    {"bssids", OID_DOT11_DESIRED_BSSID_LIST},
    {"bsstype", OID_DOT11_DESIRED_BSS_TYPE},
    {"connect", OID_DOT11_CONNECT_REQUEST},
    {"exclude", OID_DOT11_EXCLUDE_UNENCRYPTED},
    {"statistics", OID_DOT11_STATISTICS},
    {"exemptions", OID_DOT11_PRIVACY_EXEMPTION_LIST},
    {"auth", OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM},
    {"pairs", OID_DOT11_SUPPORTED_UNICAST_ALGORITHM_PAIR},
    {"unicast", OID_DOT11_ENABLED_UNICAST_CIPHER_ALGORITHM},
    {"multicastcipher", OID_DOT11_ENABLED_MULTICAST_CIPHER_ALGORITHM},
    {"keyid", OID_DOT11_CIPHER_DEFAULT_KEY_ID},
    {"defaultkey", OID_DOT11_CIPHER_DEFAULT_KEY},
    {"mapping", OID_DOT11_CIPHER_KEY_MAPPING_KEY},
    {"associations", OID_DOT11_ENUM_ASSOCIATION_INFO},
    {"disconnect", OID_DOT11_DISCONNECT_REQUEST},
    {"usegroup", OID_DOT11_UNICAST_USE_GROUP_ENABLED},
    {"streaming", OID_DOT11_MEDIA_STREAMING_ENABLED},
    {"threshold", OID_DOT11_UNREACHABLE_DETECTION_THRESHOLD},
    {"capability", OID_DOT11_EXTSTA_CAPABILITY},
    {"country", OID_DOT11_DESIRED_COUNTRY_OR_REGION_STRING},
    {"ibss", OID_DOT11_IBSS_PARAMS},
    {"safemode", OID_DOT11_SAFE_MODE_ENABLED},
    {"safemodeht", OID_DOT11_SAFE_MODE_HT_ENABLED},
    {"hidden", OID_DOT11_HIDDEN_NETWORK_ENABLED},
    {"params", OID_DOT11_ASSOCIATION_PARAMS},
    {"pmkids", OID_DOT11_PMKID_LIST},
    {"port", OID_DOT11_PORT_STATE_NOTIFICATION},
    {"qos", OID_DOT11_QOS_PARAMS},
    {"rates", OID_DOT11_OPERATIONAL_RATE_SET},
    {"scan", OID_DOT11_SCAN_REQUEST},
    {"reset", OID_DOT11_RESET_REQUEST},
    {"private", OID_DOT11_NIC_SPECIFIC_EXTENSION},
};

uint32_t words_oid(const char *name)
{
    for (size_t i = 0; i < sizeof oids / sizeof *oids; i++) {
        if (strcmp(oids[i].name, name) == 0) {
            return oids[i].oid;
        }
    }
    fail_msg("'%s' is no OID of these stories", name);
    return 0;
}

/* An entry of a list, by the list's form. */
static void entry_of(enum extsta_form form, char *word, struct extsta_payload *p)
{
    *p = (struct extsta_payload){.form = form};
    switch ((int)form) {
    case EXTSTA_FORM_ADDRESS:
        p->address = words_mac(word);
        break;
    case EXTSTA_FORM_SSID:
        p->ssid.len = word[0] == '*' ? 0 : (uint32_t)strlen(word);
        memcpy(p->ssid.bytes, word, p->ssid.len);
        break;
    case EXTSTA_FORM_PMKID:
        p->pmkid.bssid = words_mac(word);
        memset(p->pmkid.pmkid, 0x5a, 16);
        break;
    case EXTSTA_FORM_EXEMPTION: /* 888e.1.3: EtherType, action, kind */
        p->exemption.ethertype = (uint16_t)strtoul(word, &word, 16);
        p->exemption.action = (uint16_t)strtoul(word + 1, &word, 10);
        p->exemption.kind = (uint16_t)strtoul(word + 1, &word, 10);
        break;
    case EXTSTA_FORM_AUTH_CIPHER_PAIR: /* 7.4 */
        p->pair.auth = (uint32_t)strtoul(word, &word, 10);
        p->pair.cipher = (uint32_t)strtoul(word + 1, &word, 10);
        break;
    case EXTSTA_FORM_ASSOCIATION_INFO:
        p->association_info.peer = p->association_info.bssid = words_mac(word);
        p->association_info.state = word[1] == '!' ? 1 : dot11_assoc_state_auth_assoc;
        p->association_info.power_mode = 1;
        p->association_info.aid = 1;
        break;
    case EXTSTA_FORM_BSS_ENTRY: /* A, A!q: quality 200, A!d: out of the domain */
        p->bss.bssid = words_mac(word);
        p->bss.freq = 2437;
        p->bss.bss_type = 1;
        p->bss.rssi = -50;
        p->bss.link_quality = strstr(word, "!q") ? 200 : 50;
        p->bss.in_reg_domain = !strstr(word, "!d");
        break;
    case EXTSTA_FORM_LINK_QUALITY_ENTRY: /* A50 */
        p->quality.peer = words_mac(word);
        p->quality.quality = (uint8_t)strtoul(word + 1, NULL, 10);
        break;
    case EXTSTA_FORM_BSSID_CANDIDATE:
        p->candidate.bssid = words_mac(word);
        break;
    case EXTSTA_FORM_ENCAP_ENTRY: /* 0.1 */
        p->encap.ethertype = (uint16_t)strtoul(word, &word, 16);
        p->encap.type = (uint16_t)strtoul(word + 1, &word, 10);
        break;
    default:
        p->number = words_number(word);
        break;
    }
}

/* "a,b,c" as entries; "-": none. Returns their octets. */
size_t words_entries(enum extsta_form form, char *words, uint8_t *out, uint32_t *count)
{
    size_t len = 0;
    char *rest = words;
    *count = 0;
    if (words && strcmp(words, "-") == 0) {
        return 0;
    }
    for (char *word; words && (word = words_piece(&rest, ',')) != NULL; (*count)++) {
        struct extsta_payload entry;
        entry_of(form, word, &entry);
        len += extsta_payload_write(&entry, out + len, 1024 - len);
    }
    return len;
}

/* Keys: "A.4.16.3" mapping: peer, cipher, length, direction; "A!": delete; default: "1.4.16".
 */
static size_t key_of(bool mapping, char *word, uint8_t *out)
{
    struct extsta_payload p = {.form = mapping ? EXTSTA_FORM_KEY_MAPPING_KEY
                                               : EXTSTA_FORM_DEFAULT_KEY};
    uint8_t material[80], bytes[160];
    uint32_t len = 16;
    char *at = word + 1;
    if (mapping) {
        p.key.peer = words_mac(word);
    } else {
        p.key.index = (uint32_t)strtoul(word, &at, 10);
    }
    p.key.algorithm = DOT11_CIPHER_ALGO_CCMP;
    p.key.direction = DOT11_DIR_BOTH;
    p.key.is_delete = *at == '!';
    if (*at == '.') {
        p.key.algorithm = (uint32_t)strtoul(at + 1, &at, 10);
        len = (uint32_t)strtoul(at + 1, &at, 10);
        p.key.direction = *at == '.' ? (uint32_t)strtoul(at + 1, &at, 10) : DOT11_DIR_BOTH;
    }
    memset(bytes, 0x11, sizeof bytes);
    struct extsta_payload m = {.form = EXTSTA_FORM_KEY_MATERIAL};
    m.material.key_len = len;
    m.material.keys.bytes = (struct extsta_span){bytes, len};
    p.key.key.bytes =
        (struct extsta_span){material, extsta_payload_write(&m, material, sizeof material)};
    if (!mapping) {
        return extsta_payload_write(&p, out, 1024);
    }
    size_t one = extsta_payload_write(&p, bytes, sizeof bytes);
    struct extsta_payload list = {.form = EXTSTA_FORM_KEY_MAPPING_KEYS,
                                  .list = {(uint32_t)one, {.bytes = {bytes, one}}}};
    return extsta_payload_write(&list, out, 1024);
}

/* The buffer of a form, from a word. */
size_t words_buffer(enum extsta_form form, char *word, uint8_t *out)
{
    struct extsta_payload p;
    uint8_t entries[1024];
    uint32_t count;
    memset(&p, 0, sizeof p);
    p.form = form;
    char none[] = "-";
    word = word ? word : none;
    switch ((int)form) {
    case EXTSTA_FORM_BYTES:
        return 0;
    case EXTSTA_FORM_FLAG:
        p.flag = words_number(word) != 0;
        break;
    case EXTSTA_FORM_ADDRESS:
        p.address = words_mac(word);
        break;
    case EXTSTA_FORM_COUNTRY:
        memcpy(p.country, strcmp(word, "-") ? word : "\0\0", 3);
        break;
    case EXTSTA_FORM_OPERATION_MODE:
        p.mode = words_number(word);
        break;
    case EXTSTA_FORM_QOS_PARAMS:
        p.qos_flags = (uint8_t)words_number(word);
        break;
    case EXTSTA_FORM_IBSS_PARAMS:
        p.ibss.join_only = strcmp(word, "x") == 0;
        if (strcmp(word, "ies") == 0) {
            static const uint8_t elements_77[] = {0xdd, 4, 2, 0, 0, 0x77};
            p.ibss.elements.bytes = (struct extsta_span){elements_77, sizeof elements_77};
        }
        break;
    case EXTSTA_FORM_RESET_REQUEST: /* 3 default, 3- without defaults, 1 PHY only */
        p.reset.type = (uint32_t)strtoul(word, NULL, 10);
        p.reset.default_mib = strchr(word, '-') == NULL;
        p.reset.address = words_mac("M");
        break;
    case EXTSTA_FORM_STATUS_INDICATION:
        p.confirm.type = strcmp(word, "-") ? words_number(word) : DOT11_STATUS_RESET_CONFIRM;
        break;
    case EXTSTA_FORM_PORT_STATE: /* A+ or A- */
        p.port_state.peer = words_mac(word);
        p.port_state.open = word[1] == '+';
        break;
    case EXTSTA_FORM_DEFAULT_KEY:
        return key_of(false, word, out);
    case EXTSTA_FORM_KEY_MAPPING_KEYS:
        return key_of(true, word, out);
    case EXTSTA_FORM_ASSOCIATION_PARAMS:
        p.association_params.bssid = words_mac(word);
        p.association_params.elements.bytes =
            (struct extsta_span){(const uint8_t *)"\xdd\x04\x02\x00\x00\x77", 6};
        break;
    case EXTSTA_FORM_SCAN_REQUEST: { /* type!BSSID!ssid,ssid */
        char *rest = word, *type = words_piece(&rest, '!');
        char *bssid = words_piece(&rest, '!');
        p.scan.bss_type = 3;
        p.scan.type = type && strcmp(type, "-") ? words_number(type) : 1;
        p.scan.bssid = words_mac(bssid ? bssid : "*");
        size_t len = rest ? words_entries(EXTSTA_FORM_SSID, rest, entries, &count) : 0;
        p.scan.ssids.bytes = (struct extsta_span){entries, len};
        if (bssid && bssid[1] == 'e') {
            p.scan.elements.bytes =
                (struct extsta_span){(const uint8_t *)"\xdd\x04\x02\x00\x00\x77", 6};
        }
        break;
    }
    case EXTSTA_FORM_EXTSTA_CAPABILITY:
        p.capability.scan_ssids = strcmp(word, "-") ? words_number(word) : 4;
        p.capability.desired_bssids = p.capability.desired_ssids = 1;
        p.capability.excluded = p.capability.default_keys = 4;
        p.capability.exemptions = 1;
        p.capability.pmkids = 3;
        break;
    case EXTSTA_FORM_STATISTICS: {
        static uint8_t phys[2 * 160];
        size_t one = extsta_form_least(EXTSTA_FORM_PHY_STATISTICS);
        p.statistics.unicast[0] = strcmp(word, "-") == 0 ? 0 : words_number(word);
        p.statistics.countermeasures = strcmp(word, "9") == 0 ? 9 : 0;
        p.statistics.phys.bytes =
            (struct extsta_span){phys, strcmp(word, "1") == 0 ? one : 2 * one};
        break;
    }
    case EXTSTA_FORM_BSS_LIST: {
        bool padded = strchr(word, '^') != NULL;
        size_t len = words_entries(EXTSTA_FORM_BSS_ENTRY, word, entries, &count);
        memset(entries + len, 0, 2);
        len += padded ? 2 : 0;
        p.list.total = (uint32_t)len;
        p.list.entries.bytes = (struct extsta_span){entries, len};
        break;
    }
    case EXTSTA_FORM_NIC_SPECIFIC:
    case EXTSTA_FORM_RATE_SET:
        memset(entries, word[0], 4);
        p.list.entries.bytes = (struct extsta_span){entries, 4};
        break;
    default:
        if (form >= EXTSTA_FORM_ADDRESSES && form <= EXTSTA_FORM_RATE_TABLE) {
            struct extsta_payload empty;
            extsta_payload_read(form, (struct extsta_span){NULL, 0}, &empty);
            bool more = word[0] == '+'; /* than there are */
            size_t len = words_entries(empty.list.entries.form, word + more, entries, &count);
            p.list.total = count + more;
            p.list.entries.bytes = (struct extsta_span){entries, len};
        } else {
            p.number = strcmp(word, "-") == 0 ? 0 : words_number(word);
        }
        break;
    }
    return extsta_payload_write(&p, out, 1024);
}
