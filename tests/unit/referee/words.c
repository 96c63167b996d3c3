/* What the words of a story mean (words.h). */
#include "words.h"
#include "wire/frame.h"
#include <extsta/payload.h>
#include <extsta/windot11.h>
#include <stdio.h>

#define MAX_FIELDS 8

void words_start(struct words *w, bool ears)
{
    *w = (struct words){.seed = 1, .now = EXTSTA_SECOND, .next_request = 0x90000001u};
    w->ctx = testing_context(&w->seed);
    struct extsta_referee_config config = {.address = {{2, 0, 0, 0, 0, 'M'}}, .phy_count = 2};
    w->referee = extsta_referee_new(w->ctx, &config);
    assert_non_null(w->referee);
    if (ears) {
        extsta_referee_hears(w->referee);
    }
}

void words_end(struct words *w)
{
    extsta_referee_free(w->referee);
    extsta_context_free(w->ctx);
}

/* The next piece of a text, which is cut: as strtok_r. */
static char *piece(char **rest, char at)
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

static struct extsta_mac mac_of(const char *word)
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

static uint32_t number(const char *word)
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

static void give(struct words *w, const struct extsta_output *out)
{
    extsta_referee_output(w->referee, w->now, out);
}

static void cross(struct words *w, const struct extsta_crossing *c)
{
    struct extsta_output out = {.type = EXTSTA_OUT_CROSSING, .crossing = *c};
    give(w, &out);
}

/* --- requests --- */

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
};

static uint32_t oid_of(const char *name)
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
        p->address = mac_of(word);
        break;
    case EXTSTA_FORM_SSID:
        p->ssid.len = word[0] == '*' ? 0 : (uint32_t)strlen(word);
        memcpy(p->ssid.bytes, word, p->ssid.len);
        break;
    case EXTSTA_FORM_PMKID:
        p->pmkid.bssid = mac_of(word);
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
        p->association_info.peer = p->association_info.bssid = mac_of(word);
        p->association_info.state = word[1] == '!' ? 1 : dot11_assoc_state_auth_assoc;
        p->association_info.power_mode = 1;
        p->association_info.aid = 1;
        break;
    case EXTSTA_FORM_BSS_ENTRY: /* A, A!q: quality 200, A!d: out of the domain */
        p->bss.bssid = mac_of(word);
        p->bss.freq = 2437;
        p->bss.bss_type = 1;
        p->bss.rssi = -50;
        p->bss.link_quality = strstr(word, "!q") ? 200 : 50;
        p->bss.in_reg_domain = !strstr(word, "!d");
        break;
    case EXTSTA_FORM_LINK_QUALITY_ENTRY: /* A50 */
        p->quality.peer = mac_of(word);
        p->quality.quality = (uint8_t)strtoul(word + 1, NULL, 10);
        break;
    case EXTSTA_FORM_BSSID_CANDIDATE:
        p->candidate.bssid = mac_of(word);
        break;
    case EXTSTA_FORM_ENCAP_ENTRY: /* 0.1 */
        p->encap.ethertype = (uint16_t)strtoul(word, &word, 16);
        p->encap.type = (uint16_t)strtoul(word + 1, &word, 10);
        break;
    default:
        p->number = number(word);
        break;
    }
}

/* "a,b,c" as entries; "-": none. Returns their octets. */
static size_t entries_of(enum extsta_form form, char *words, uint8_t *out, uint32_t *count)
{
    size_t len = 0;
    char *rest = words;
    *count = 0;
    if (words && strcmp(words, "-") == 0) {
        return 0;
    }
    for (char *word; words && (word = piece(&rest, ',')) != NULL; (*count)++) {
        struct extsta_payload entry;
        entry_of(form, word, &entry);
        len += extsta_payload_write(&entry, out + len, 1024 - len);
    }
    return len;
}

/* Keys: "A.4.16.3" mapping: peer, cipher, length, direction; "A!": delete; default: "1.4.16". */
static size_t key_of(bool mapping, char *word, uint8_t *out)
{
    struct extsta_payload p = {.form = mapping ? EXTSTA_FORM_KEY_MAPPING_KEY
                                               : EXTSTA_FORM_DEFAULT_KEY};
    uint8_t material[80], bytes[160];
    uint32_t len = 16;
    char *at = word + 1;
    if (mapping) {
        p.key.peer = mac_of(word);
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
    p.key.key.bytes = (struct extsta_span){
        material, extsta_payload_write(&m, material, sizeof material)};
    if (!mapping) {
        return extsta_payload_write(&p, out, 1024);
    }
    size_t one = extsta_payload_write(&p, bytes, sizeof bytes);
    struct extsta_payload list = {.form = EXTSTA_FORM_KEY_MAPPING_KEYS,
                                  .list = {(uint32_t)one, {.bytes = {bytes, one}}}};
    return extsta_payload_write(&list, out, 1024);
}

/* The buffer of a form, from a word. */
static size_t buffer_of(enum extsta_form form, char *word, uint8_t *out)
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
        p.flag = number(word) != 0;
        break;
    case EXTSTA_FORM_ADDRESS:
        p.address = mac_of(word);
        break;
    case EXTSTA_FORM_COUNTRY:
        memcpy(p.country, strcmp(word, "-") ? word : "\0\0", 3);
        break;
    case EXTSTA_FORM_OPERATION_MODE:
        p.mode = number(word);
        break;
    case EXTSTA_FORM_QOS_PARAMS:
        p.qos_flags = (uint8_t)number(word);
        break;
    case EXTSTA_FORM_IBSS_PARAMS:
        p.ibss.join_only = strcmp(word, "-") != 0;
        break;
    case EXTSTA_FORM_RESET_REQUEST: /* 3 default, 3- without defaults, 1 PHY only */
        p.reset.type = (uint32_t)strtoul(word, NULL, 10);
        p.reset.default_mib = strchr(word, '-') == NULL;
        p.reset.address = mac_of("M");
        break;
    case EXTSTA_FORM_STATUS_INDICATION:
        p.confirm.type = strcmp(word, "-") ? number(word) : DOT11_STATUS_RESET_CONFIRM;
        break;
    case EXTSTA_FORM_PORT_STATE: /* A+ or A- */
        p.port_state.peer = mac_of(word);
        p.port_state.open = word[1] == '+';
        break;
    case EXTSTA_FORM_DEFAULT_KEY:
        return key_of(false, word, out);
    case EXTSTA_FORM_KEY_MAPPING_KEYS:
        return key_of(true, word, out);
    case EXTSTA_FORM_ASSOCIATION_PARAMS:
        p.association_params.bssid = mac_of(word);
        p.association_params.elements.bytes = (struct extsta_span){
            (const uint8_t *)"\xdd\x04\x02\x00\x00\x77", 6};
        break;
    case EXTSTA_FORM_SCAN_REQUEST: { /* type!BSSID!ssid,ssid */
        char *rest = word, *type = piece(&rest, '!');
        char *bssid = piece(&rest, '!');
        p.scan.bss_type = 3;
        p.scan.type = type && strcmp(type, "-") ? number(type) : 1;
        p.scan.bssid = mac_of(bssid ? bssid : "*");
        size_t len = rest ? entries_of(EXTSTA_FORM_SSID, rest, entries, &count) : 0;
        p.scan.ssids.bytes = (struct extsta_span){entries, len};
        if (bssid && bssid[1] == 'e') {
            p.scan.elements.bytes = (struct extsta_span){
                (const uint8_t *)"\xdd\x04\x02\x00\x00\x77", 6};
        }
        break;
    }
    case EXTSTA_FORM_EXTSTA_CAPABILITY:
        p.capability.scan_ssids = strcmp(word, "-") ? number(word) : 4;
        p.capability.desired_bssids = p.capability.desired_ssids = 1;
        p.capability.excluded = p.capability.default_keys = 4;
        p.capability.exemptions = 1;
        p.capability.pmkids = 3;
        break;
    case EXTSTA_FORM_STATISTICS: {
        static uint8_t phys[2 * 160];
        size_t one = extsta_form_least(EXTSTA_FORM_PHY_STATISTICS);
        p.statistics.unicast[0] = strcmp(word, "-") == 0 ? 0 : number(word);
        p.statistics.countermeasures = strcmp(word, "9") == 0 ? 9 : 0;
        p.statistics.phys.bytes =
            (struct extsta_span){phys, strcmp(word, "1") == 0 ? one : 2 * one};
        break;
    }
    case EXTSTA_FORM_BSS_LIST: {
        bool padded = strchr(word, '^') != NULL;
        size_t len = entries_of(EXTSTA_FORM_BSS_ENTRY, word, entries, &count);
        memset(entries + len, 0, 2);
        len += padded ? 2 : 0;
        p.list.total = (uint32_t)len;
        p.list.entries.bytes = (struct extsta_span){entries, len};
        break;
    }
    case EXTSTA_FORM_RATE_SET:
        memset(entries, word[0], 4);
        p.list.entries.bytes = (struct extsta_span){entries, 4};
        break;
    default:
        if (form >= EXTSTA_FORM_ADDRESSES && form <= EXTSTA_FORM_RATE_TABLE) {
            struct extsta_payload empty;
            extsta_payload_read(form, (struct extsta_span){NULL, 0}, &empty);
            bool more = word[0] == '+'; /* than there are */
            size_t len = entries_of(empty.list.entries.form, word + more, entries, &count);
            p.list.total = count + more;
            p.list.entries.bytes = (struct extsta_span){entries, len};
        } else {
            p.number = strcmp(word, "-") == 0 ? 0 : number(word);
        }
        break;
    }
    return extsta_payload_write(&p, out, 1024);
}

static void request(struct words *w, uint32_t oid, enum extsta_oid_kind kind, uint32_t id,
                    char *value, uint32_t room)
{
    uint8_t buffer[1024];
    size_t len = kind == EXTSTA_OID_QUERY ? 0
                                          : buffer_of(extsta_oid_form(oid, false), value, buffer);
    if (value && strchr(value, '~')) {
        len -= 2; /* cut off */
    }
    cross(w, &(struct extsta_crossing){.type = EXTSTA_CROSS_OID,
                                       .code = oid,
                                       .kind = kind,
                                       .id = id,
                                       .buffer = {buffer, len},
                                       .bytes_needed = room});
}

static void result(struct words *w, uint32_t oid, enum extsta_oid_kind kind, uint32_t id,
                   char *value, uint32_t status)
{
    uint8_t buffer[1024];
    size_t len = kind == EXTSTA_OID_SET || status != NDIS_STATUS_SUCCESS
                     ? 0
                     : buffer_of(extsta_oid_form(oid, true), value, buffer);
    cross(w, &(struct extsta_crossing){
                 .type = EXTSTA_CROSS_OID_COMPLETE,
                 .code = oid,
                 .kind = kind,
                 .id = id,
                 .status = status,
                 .buffer = {buffer, len},
                 .bytes_written = (uint32_t)len,
                 .bytes_needed = status == NDIS_STATUS_BUFFER_OVERFLOW ? 2000 : 0});
}

static enum extsta_oid_kind kind_of(uint32_t oid, bool query)
{
    if (query) {
        return oid == OID_DOT11_ENUM_BSS_LIST ? EXTSTA_OID_METHOD : EXTSTA_OID_QUERY;
    }
    return oid == OID_DOT11_RESET_REQUEST ? EXTSTA_OID_METHOD : EXTSTA_OID_SET;
}

/* s:NAME:VALUE:STATUS  set; q:NAME:VALUE:STATUS  query; with '?' the request alone, with '!' the
 * result alone; S, Q: of an embedder. */
static void oid_word(struct words *w, char **f)
{
    uint32_t oid = oid_of(f[1]);
    bool query = f[0][0] == 'q' || f[0][0] == 'Q';
    enum extsta_oid_kind kind = kind_of(oid, query);
    bool embedder = f[0][0] == 'S' || f[0][0] == 'Q';
    uint32_t id = oid ^ 0x8f000000u;
    uint32_t status = f[3] ? number(f[3]) : NDIS_STATUS_SUCCESS;
    id = embedder ? id & 0x7fffffffu : id | 0x80000000u;
    char input[64] = "-", output[64] = "-";
    snprintf(query ? output : input, 64, "%s", f[2] ? f[2] : "-");
    if (f[0][1] != '!') {
        request(w, oid, kind, id, query && kind != EXTSTA_OID_METHOD ? NULL : input,
                f[4] ? number(f[4]) : 1024);
    }
    if (f[0][1] != '?') {
        snprintf(query ? output : input, 64, "%s", f[2] ? f[2] : "-");
        result(w, oid, kind, id, f[0][1] == '!' && f[2] ? f[2] : output, status);
    }
}

/* --- indications --- */

static void indicate(struct words *w, uint32_t code, const struct extsta_payload *p)
{
    uint8_t buffer[1024];
    size_t len = p ? extsta_payload_write(p, buffer, sizeof buffer) : 8;
    if (!p) {
        memset(buffer, 2, 8);
    }
    cross(w, &(struct extsta_crossing){
                 .type = EXTSTA_CROSS_INDICATION, .code = code, .buffer = {buffer, len}});
}

/* A field of a completion: "auth=7". */
static const char *field(char *fields, const char *name, const char *otherwise)
{
    static char value[32];
    size_t len = strlen(name);
    for (char *at = fields; at && *at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL) {
        if (strncmp(at, name, len) == 0 && at[len] == '=') {
            snprintf(value, sizeof value, "%.*s", (int)strcspn(at + len + 1, ","),
                     at + len + 1);
            return value;
        }
    }
    return otherwise;
}

static uint32_t value_of(char *fields, const char *name, uint32_t otherwise)
{
    const char *text = field(fields, name, NULL);
    return text ? number(text) : otherwise;
}

static const uint8_t request_of_frame[] = {1, 0, 10, 0, 0, 3, 'n', 'e', 't'};
static const uint8_t elements_77[] = {0xdd, 4, 2, 0, 0, 0x77};

/* ac:A:STATUS:fields. What a success has is there by default. */
static void completion_word(struct words *w, char **f)
{
    static uint8_t octets[64] = {1, 0, 0, 0, 5, 6, 7, 8, 9};
    uint8_t encap[64], phys[16];
    char *fields = f[3];
    uint32_t status = f[2] ? number(f[2]) : 0, count;
    bool ok = status == 0;
    struct extsta_payload p = {.form = EXTSTA_FORM_ASSOCIATION_COMPLETION};
    struct extsta_association_completion *c = &p.association_completion;
    c->peer = mac_of(f[1]);
    c->status = status;
    c->auth = value_of(fields, "auth", ok ? 1 : 0);
    c->unicast = value_of(fields, "uni", ok && c->auth > 2 ? 4 : 0);
    c->multicast = value_of(fields, "multi", c->unicast);
    c->port_authorized = value_of(fields, "authz", 0) != 0;
    c->four_address = value_of(fields, "four", 0) != 0;
    c->qos = (uint8_t)value_of(fields, "qos", 0);
    c->ds_info = value_of(fields, "ds", 2);
    c->multicast_mgmt = value_of(fields, "mgmt", 0);
    c->comeback = value_of(fields, "come", 0);
    c->reassoc_request = value_of(fields, "reassoc", 0) != 0;
    memset(phys, 0, sizeof phys);
    c->active_phys.bytes = (struct extsta_span){phys, value_of(fields, "phys", ok ? 4 : 0)};
    c->beacon.bytes = (struct extsta_span){octets, value_of(fields, "beacon", ok ? 12 : 0)};
    c->request.bytes = (struct extsta_span){request_of_frame,
                                            value_of(fields, "req", 0) ? 9 : 0};
    uint8_t extended[15];
    memcpy(extended, request_of_frame, 9);
    memcpy(extended + 9, elements_77, 6);
    if (value_of(fields, "req", 0) == 2) {
        c->request.bytes = (struct extsta_span){extended, 15};
    } else if (value_of(fields, "req", 0) == 3) {
        c->request.bytes.len = 8;
    }
    c->response.bytes = (struct extsta_span){octets, value_of(fields, "resp", 0)};
    char pairs[32];
    const char *table = field(fields, "encap", NULL);
    if (table) {
        snprintf(pairs, sizeof pairs, "%s", table);
        for (char *at = pairs; *at; at++) {
            *at = *at == '+' ? ',' : *at;
        }
        c->encap.bytes = (struct extsta_span){
            encap, entries_of(EXTSTA_FORM_ENCAP_ENTRY, pairs, encap, &count)};
    }
    uint8_t buffer[1024];
    size_t len = extsta_payload_write(&p, buffer, sizeof buffer);
    if (value_of(fields, "cut", 0)) {
        len -= 4;
    }
    if (value_of(fields, "ihv", 0)) { /* a size without an offset */
        extsta_payload_read(p.form, (struct extsta_span){buffer, len}, &p);
        DOT11_ASSOCIATION_COMPLETION_PARAMETERS *raw = (void *)buffer;
        raw->uIHVDataSize = 4;
    }
    cross(w, &(struct extsta_crossing){.type = EXTSTA_CROSS_INDICATION,
                                       .code = NDIS_STATUS_DOT11_ASSOCIATION_COMPLETION,
                                       .buffer = {buffer, len}});
}

static void start_word(struct words *w, char **f, bool roam)
{
    struct extsta_payload p = {.form = roam ? EXTSTA_FORM_ROAMING_START
                                            : EXTSTA_FORM_CONNECTION_START};
    p.operation_start.bss_type = 1;
    if (roam) {
        p.operation_start.reason = f[1] ? number(f[1]) : 0xc;
    } else if (f[1] && strcmp(f[1], "ibss") == 0) {
        p.operation_start.bss_type = 2;
    }
    if (f[2] || (!roam && p.operation_start.bss_type == 2)) {
        p.operation_start.adhoc_bssid = mac_of(f[2] ? f[2] : "F");
        p.operation_start.adhoc_ssid.len = f[2] && f[2][0] == '-' ? 0 : 3;
    }
    indicate(w, roam ? NDIS_STATUS_DOT11_ROAMING_START : NDIS_STATUS_DOT11_CONNECTION_START, &p);
}

static bool indication_word(struct words *w, char **f)
{
    struct extsta_payload p = {0};
    uint8_t entries[256];
    uint32_t count;
    if (strcmp(f[0], "cs") == 0 || strcmp(f[0], "rs") == 0) {
        start_word(w, f, f[0][0] == 'r');
    } else if (strcmp(f[0], "cc") == 0 || strcmp(f[0], "rc") == 0) {
        p.form = f[0][0] == 'c' ? EXTSTA_FORM_CONNECTION_COMPLETION
                                : EXTSTA_FORM_ROAMING_COMPLETION;
        p.number = number(f[1]);
        indicate(w,
                 f[0][0] == 'c' ? NDIS_STATUS_DOT11_CONNECTION_COMPLETION
                                : NDIS_STATUS_DOT11_ROAMING_COMPLETION,
                 &p);
    } else if (strcmp(f[0], "as") == 0) {
        p.form = EXTSTA_FORM_ASSOCIATION_START;
        p.association_start.peer = mac_of(f[1]);
        p.association_start.ssid.len = f[2] ? (uint32_t)strlen(f[2]) : 3;
        memcpy(p.association_start.ssid.bytes, f[2] ? f[2] : "net",
               p.association_start.ssid.len);
        indicate(w, NDIS_STATUS_DOT11_ASSOCIATION_START, &p);
    } else if (strcmp(f[0], "ac") == 0) {
        completion_word(w, f);
    } else if (strcmp(f[0], "dis") == 0) {
        p.form = EXTSTA_FORM_DISASSOCIATION;
        p.disassociation.peer = mac_of(f[1]);
        p.disassociation.reason = number(f[2]);
        indicate(w, NDIS_STATUS_DOT11_DISASSOCIATION, &p);
    } else if (strcmp(f[0], "confirm") == 0) {
        p.form = EXTSTA_FORM_NUMBER;
        p.number = f[1] ? number(f[1]) : 0;
        if (f[2]) {
            indicate(w, NDIS_STATUS_DOT11_SCAN_CONFIRM, NULL); /* eight octets */
        } else {
            indicate(w, NDIS_STATUS_DOT11_SCAN_CONFIRM, &p);
        }
    } else if (strcmp(f[0], "lq") == 0 || strcmp(f[0], "candidates") == 0) {
        bool lq = f[0][0] == 'l';
        p.form = lq ? EXTSTA_FORM_LINK_QUALITY : EXTSTA_FORM_PMKID_CANDIDATES;
        size_t len = entries_of(lq ? EXTSTA_FORM_LINK_QUALITY_ENTRY
                                   : EXTSTA_FORM_BSSID_CANDIDATE,
                                f[1], entries, &count);
        p.list.entries.bytes = (struct extsta_span){entries, len};
        indicate(w,
                 lq ? NDIS_STATUS_DOT11_LINK_QUALITY : NDIS_STATUS_DOT11_PMKID_CANDIDATE_LIST,
                 &p);
    } else if (strcmp(f[0], "phy") == 0) {
        p.form = EXTSTA_FORM_PHY_STATE;
        p.phy_state.phy_id = number(f[1]);
        p.phy_state.hardware = number(f[2]) != 0;
        p.phy_state.software = number(f[3]) != 0;
        indicate(w, NDIS_STATUS_DOT11_PHY_STATE_CHANGED, &p);
    } else if (strcmp(f[0], "mic") == 0) {
        p.form = EXTSTA_FORM_TKIP_MIC_FAILURE;
        p.mic_failure.peer = mac_of(f[1]);
        p.mic_failure.key_index = f[2] ? number(f[2]) : 0;
        indicate(w, NDIS_STATUS_DOT11_TKIPMIC_FAILURE, &p);
    } else if (strcmp(f[0], "ind") == 0) {
        uint8_t buffer[8] = {2, 2, 2, 2, 2, 2, 2, 2};
        if (f[2]) {
            memset(buffer, 0, sizeof buffer);
            buffer[4] = (uint8_t)number(f[2]);
        }
        cross(w, &(struct extsta_crossing){.type = EXTSTA_CROSS_INDICATION,
                                           .code = number(f[1]),
                                           .buffer = {buffer, 8}});
    } else if (strcmp(f[0], "badheader") == 0) {
        uint8_t buffer[16] = {0x81, 1, 8, 0, 6};
        cross(w, &(struct extsta_crossing){.type = EXTSTA_CROSS_INDICATION,
                                           .code = NDIS_STATUS_DOT11_CONNECTION_COMPLETION,
                                           .buffer = {buffer, 8}});
    } else {
        return false;
    }
    return true;
}

/* --- packets and frames --- */

static size_t msdu(uint8_t *out, uint16_t fc, const char *a1, const char *a2, const char *a3,
                   uint16_t ethertype)
{
    struct extsta_mac m1 = mac_of(a1), m2 = mac_of(a2), m3 = mac_of(a3);
    memset(out, 0, 24);
    out[0] = (uint8_t)fc;
    out[1] = (uint8_t)(fc >> 8);
    memcpy(out + 4, m1.b, 6);
    memcpy(out + 10, m2.b, 6);
    memcpy(out + 16, m3.b, 6);
    uint8_t llc[] = {0xaa, 0xaa, 3, 0, 0, 0, (uint8_t)(ethertype >> 8), (uint8_t)ethertype, 1, 2};
    memcpy(out + 24, llc, sizeof llc);
    return 24 + sizeof llc;
}

/* send:ID:A:ETHERTYPE:option; recv:ID:A:ETHERTYPE:option */
static void packet_word(struct words *w, char **f)
{
    bool up = f[0][0] == 'r';
    uint8_t bytes[64];
    const char *option = f[4] ? f[4] : "";
    uint16_t ethertype = (uint16_t)(f[3] ? strtoul(f[3], NULL, 16) : 0x800);
    uint16_t fc = (uint16_t)(FRAME_DATA_PLAIN | (up ? FC_FROM_DS : FC_TO_DS));
    const char *da = strcmp(option, "group") == 0 ? "*" : strcmp(option, "other") == 0 ? "E" : "M";
    fc |= strcmp(option, "retry") == 0 ? FC_RETRY : 0;
    fc |= strcmp(option, "four") == 0 ? FC_FROM_DS : 0;
    fc = strcmp(option, "ibss") == 0 ? FRAME_DATA_PLAIN : fc;
    size_t len = up ? msdu(bytes, fc, da, f[2], "E", ethertype)
                    : msdu(bytes, fc, f[2], "M", "E", ethertype);
    if (strcmp(option, "bridge") == 0) {
        bytes[29] = 0xf8;
    } else if (strcmp(option, "short") == 0) {
        len = 26;
    } else if (strcmp(option, "qos") == 0) {
        memmove(bytes + 26, bytes + 24, 10);
        bytes[0] = FRAME_QOS_DATA;
        memset(bytes + 24, 0, 2);
        len += 2;
    }
    struct extsta_packet p = {.bytes = {bytes, len}, .id = number(f[1]) | 0x80000000u};
    p.send.phy_id = strcmp(option, "phy9") == 0 ? 9 : DOT11_PHY_ID_ANY;
    p.recv.mpdu_count = strcmp(option, "mpdus") == 0 ? 17 : 1;
    p.recv.freq = 2437;
    p.recv.was_protected = strcmp(option, "protected") == 0;
    cross(w, &(struct extsta_crossing){.type = up ? EXTSTA_CROSS_RECEIVE : EXTSTA_CROSS_SEND,
                                       .id = p.id,
                                       .packet = p});
}

static void frame_word(struct words *w, char **f)
{
    static const struct {
        const char *name;
        uint16_t fc;
    } kinds[] = {{"auth", FRAME_AUTH},         {"assoc", FRAME_ASSOC_REQ},
                 {"reassoc", FRAME_REASSOC_REQ}, {"disassoc", FRAME_DISASSOC},
                 {"deauth", FRAME_DEAUTH},     {"probe", FRAME_PROBE_REQ},
                 {"beacon", FRAME_BEACON},     {"resp", FRAME_ASSOC_RESP},
                 {"data", FRAME_DATA_PLAIN | FC_TO_DS},
                 {"eapol", FRAME_DATA_PLAIN | FC_TO_DS},
                 {"pdata", FRAME_DATA_PLAIN | FC_TO_DS | FC_PROTECTED},
                 {"pgroup", FRAME_DATA_PLAIN | FC_PROTECTED},
                 {"null", FRAME_NULL | FC_TO_DS},
                 {"nullpm", FRAME_NULL | FC_TO_DS | FC_PM}};
    bool heard = f[0][0] == 'h';
    uint8_t bytes[3000] = {0};
    uint16_t fc = 0;
    bool found = false;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].name, f[1]) == 0) {
            fc = kinds[i].fc;
            found = true;
        }
    }
    if (!found) {
        fail_msg("'%s' is no frame of these stories", f[1]);
    }
    const char *option = f[3] ? f[3] : "";
    bool probe = strcmp(f[1], "probe") == 0;
    const char *ta = strcmp(option, "other") == 0 ? "E" : "M";
    const char *a3 = probe ? (strcmp(option, "bssid") == 0 ? "E" : "*") : f[2];
    size_t len = heard ? msdu(bytes, fc, "M", f[2], f[2], 0x800)
                       : msdu(bytes, fc, probe ? "*" : f[2], ta, a3,
                              strcmp(f[1], "eapol") == 0 ? 0x888e : 0x800);
    uint8_t *body = bytes + 24;
    if (frame_type(&(struct frame){.fc = fc}) == FRAME_MANAGEMENT) {
        memset(body, 0, 16);
        len = 24 + 6;
        if (fc == FRAME_ASSOC_REQ || fc == FRAME_REASSOC_REQ) {
            memcpy(body, request_of_frame, 9);
            len = 24 + 9;
            if (fc == FRAME_REASSOC_REQ) {
                struct extsta_mac old = mac_of(option[0] ? option : "A");
                memcpy(body + 4, old.b, 6);
                len = 24 + 12;
            }
            if (strcmp(option, "ies") == 0) {
                memcpy(body + 9, elements_77, 6);
                len += 6;
            } else if (strcmp(option, "pmkid") == 0) {
                memset(body + 9, 0x5a, 16);
                len += 16;
            }
        } else if (probe) {
            body[1] = (uint8_t)(f[2][0] == '*' ? 0 : strlen(f[2]));
            memcpy(body + 2, f[2], body[1]);
            len = 26u + body[1];
            if (strcmp(option, "ies") == 0) {
                memcpy(bytes + len, elements_77, 6);
                len += 6;
            }
        } else if (fc == FRAME_AUTH && option[0] && strcmp(option, "other") != 0) {
            body[heard ? 4 : 0] = (uint8_t)number(option);
        } else if (option[0] && strcmp(option, "other") != 0) {
            body[fc == FRAME_ASSOC_RESP ? 2 : 0] = (uint8_t)number(option);
        }
        if (fc == FRAME_ASSOC_RESP) {
            static const uint8_t response[] = {1, 0, 0, 0, 5, 6, 7, 8, 9};
            memcpy(body, response, 9);
            body[2] = option[0] ? (uint8_t)number(option) : 0;
            len = 24 + 9;
        }
    } else if (fc & FC_PROTECTED) { /* CCMP: PN by the option; kN: key id; noiv */
        memset(body, 0, 24);
        body[0] = 1;
        body[3] = 0x20;
        len = 24 + 24;
        if (option[0] == 'k') {
            body[3] = (uint8_t)(0x20 | number(option + 1) << 6);
        } else if (strcmp(option, "noiv") == 0) {
            body[3] = 0;
        } else if (option[0]) {
            body[0] = (uint8_t)number(option);
        }
    }
    if (strcmp(option, "long") == 0) {
        len = 2500;
    }
    if (heard) {
        extsta_referee_frame(w->referee, w->now, (struct extsta_span){bytes, len});
    } else {
        struct extsta_output out = {.type = EXTSTA_OUT_FRAME};
        out.frame.bytes = (struct extsta_span){bytes, len};
        give(w, &out);
    }
}

/* --- ports, extension --- */

/* port:A:created:MANAGER:SESSION; managers none, miniport, os, ihv; "os!": authorized; "os-":
 * uncontrolled. */
static void port_word(struct words *w, char **f)
{
    struct extsta_output out = {.type = EXTSTA_OUT_PORT};
    struct extsta_port_event *o = &out.port;
    const char *manager = f[3] ? f[3] : "none";
    o->peer = mac_of(f[1]);
    o->type = f[2][0] == 'c'   ? EXTSTA_PORT_CREATED
              : f[2][0] == 'a' ? EXTSTA_PORT_AUTHORIZED
              : f[2][0] == 'u' ? EXTSTA_PORT_UNAUTHORIZED
                               : EXTSTA_PORT_DELETED;
    o->manager = manager[0] == 'm'   ? EXTSTA_MANAGER_MINIPORT
                 : manager[0] == 'o' ? EXTSTA_MANAGER_OS
                 : manager[0] == 'i' ? EXTSTA_MANAGER_IHV
                                     : EXTSTA_MANAGER_NONE;
    o->controlled = manager[0] != 'n' && !strchr(manager, '-');
    o->authorized = o->type == EXTSTA_PORT_AUTHORIZED || !o->controlled || strchr(manager, '!');
    o->session = f[4] ? number(f[4]) : 1;
    give(w, &out);
}

/* The octets of the last completion, as words give it. */
static void handler_word(struct words *w, char **f)
{
    static const char *const names[] = {"init", "deinit", "pre",     "reset", "post",
                                        "stop", "indication", "packet", "completion"};
    struct extsta_output out = {.type = EXTSTA_OUT_IHV};
    uint8_t buffer[1024];
    bool found = false;
    for (size_t i = 0; i < 9; i++) {
        if (strcmp(names[i], f[1]) == 0) {
            out.ihv.type = (enum extsta_ihv_call_type)i;
            found = true;
        }
    }
    if (!found) {
        fail_msg("'%s' is no handler", f[1]);
    }
    out.ihv.peer = out.ihv.port.peer = f[2] ? mac_of(f[2]) : (struct extsta_mac){{0}};
    out.ihv.session = out.ihv.port.session = 1;
    out.ihv.status = f[3] ? number(f[3]) : 0;
    out.ihv.handle = f[3] ? number(f[3]) : 0;
    if (out.ihv.type == EXTSTA_IHV_PERFORM_POST_ASSOCIATE) { /* of "ac:A:0:auth=7" */
        struct extsta_payload p = {.form = EXTSTA_FORM_ASSOCIATION_COMPLETION};
        static uint8_t octets[12] = {1, 0, 0, 0, 5, 6, 7, 8, 9}, phys[4];
        p.association_completion.peer = mac_of(f[2]);
        p.association_completion.auth = 7;
        p.association_completion.unicast = p.association_completion.multicast = 4;
        p.association_completion.ds_info = 2;
        p.association_completion.active_phys.bytes = (struct extsta_span){phys, 4};
        p.association_completion.beacon.bytes = (struct extsta_span){octets, 12};
        size_t len = extsta_payload_write(&p, buffer, sizeof buffer);
        out.ihv.data = (struct extsta_span){buffer, len - (f[3] ? 1 : 0)};
    } else if (out.ihv.type == EXTSTA_IHV_RECEIVE_INDICATION) {
        memset(buffer, f[2] ? 3 : 2, 8);
        out.ihv.data = (struct extsta_span){buffer, 8};
    } else if (out.ihv.type == EXTSTA_IHV_RECEIVE_PACKET) {
        memset(buffer, 0, 16);
        buffer[6] = 0x88;
        buffer[7] = f[3] ? (uint8_t)number(f[3]) : 0x8e;
        out.ihv.data = (struct extsta_span){buffer, 16};
    }
    give(w, &out);
}

/* fn:NAME:error:reason:result */
static void function_word(struct words *w, char **f)
{
    static const char *const names[] = {"pre", "post", "send", "ethertypes", "key", "other",
                                        "returned"};
    struct extsta_ihv_function_call c = {.session = 1, .handle = 7, .ethertypes = {0x888e}};
    for (size_t i = 0; i < 7; i++) {
        if (strcmp(names[i], f[1]) == 0) {
            c.function = (enum extsta_ihv_function)i;
        }
    }
    c.ethertype_count = 1;
    c.error = f[2] ? number(f[2]) : 0;
    c.direction = c.error ? c.error : DOT11_DIR_BOTH;
    c.reason = f[3] ? number(f[3]) : 0;
    c.result = f[4] ? number(f[4]) : 0;
    extsta_referee_function(w->referee, w->now, &c);
}

/* --- stories --- */

/* What many stories begin with. */
static const struct {
    const char *word, *story;
} macros[] = {
    {"up", "q:medium:0x10 s:mode:4 s:reset:3"},
    {"profile", "s:reset:3 s:bsstype:1 s:ssids:net s:auth:open"},
    {"connected", "up profile s?:connect s!:connect cs as:A f:auth:A f:assoc:A "
                  "ac:A:0:req=1 port:A:created:none cc:0 lq:A50"},
    {"keyed", "up s:reset:3 s:bsstype:1 s:ssids:net s:auth:psk s:unicast:ccmp "
              "s:connect cs as:A f:auth:A f:assoc:A ac:A:0:auth=7,req=1 port:A:created:os "
              "cc:0 lq:A50 f:eapol:A f:eapol:A"},
    {"opened", "keyed s:mapping:A s:defaultkey:1 port:A:authorized:os s:port:A+"},
    {"ibssup", "up s:reset:3 s:bsstype:2 s:ssids:net s:connect cs:ibss cc:0"},
};

static void play_word(struct words *w, char *word)
{
    char *f[MAX_FIELDS] = {0};
    size_t n = 0;
    for (char *at = word; at && n < MAX_FIELDS; n++) {
        f[n] = at;
        at = strchr(at, ':');
        if (at) {
            *at++ = 0;
        }
    }
    if (strlen(f[0]) <= 2 && strchr("sSqQ", f[0][0]) && f[1] &&
        (f[0][1] == 0 || f[0][1] == '?' || f[0][1] == '!')) {
        oid_word(w, f);
    } else if (f[0][0] == 't' && f[0][1] == '+') {
        w->now += number(f[0] + 2) * EXTSTA_MS;
        extsta_referee_time(w->referee, w->now);
    } else if (strcmp(f[0], "f") == 0 || strcmp(f[0], "h") == 0) {
        frame_word(w, f);
    } else if (strcmp(f[0], "send") == 0 || strcmp(f[0], "recv") == 0) {
        packet_word(w, f);
    } else if (strcmp(f[0], "sent") == 0 || strcmp(f[0], "ret") == 0) {
        cross(w, &(struct extsta_crossing){.type = f[0][0] == 's' ? EXTSTA_CROSS_SEND_COMPLETE
                                                                  : EXTSTA_CROSS_RETURN,
                                           .id = number(f[1]) | 0x80000000u,
                                           .status = f[2] ? number(f[2]) : 0});
    } else if (strcmp(f[0], "port") == 0) {
        port_word(w, f);
    } else if (strcmp(f[0], "ihv") == 0) {
        handler_word(w, f);
    } else if (strcmp(f[0], "fn") == 0) {
        function_word(w, f);
    } else if (strcmp(f[0], "resetex") == 0 || strcmp(f[0], "halt") == 0) {
        cross(w, &(struct extsta_crossing){.type = f[0][0] == 'r' ? EXTSTA_CROSS_RESET_EX
                                                                  : EXTSTA_CROSS_HALT});
    } else if (strcmp(f[0], "ethernet") == 0) {
        give(w, &(struct extsta_output){.type = EXTSTA_OUT_ETHERNET});
    } else if (strcmp(f[0], "disconnected") == 0) {
        give(w, &(struct extsta_output){.type = EXTSTA_OUT_NOTIFY,
                                        .notify.type = EXTSTA_NOTIFY_DISCONNECTED});
    } else if (strcmp(f[0], "detached") == 0) {
        extsta_referee_detached(w->referee);
    } else if (strcmp(f[0], "gap") == 0) {
        extsta_referee_gap(w->referee);
    } else if (!indication_word(w, f)) {
        fail_msg("'%s' is no word of a story", f[0]);
    }
}

void words_play(struct words *w, const char *story)
{
    char text[1200], *rest = text;
    assert_true(strlen(story) < sizeof text);
    strcpy(text, story);
    for (char *word; (word = piece(&rest, ' ')) != NULL;) {
        bool macro = false;
        for (size_t i = 0; i < sizeof macros / sizeof *macros; i++) {
            if (strcmp(word, macros[i].word) == 0) {
                words_play(w, macros[i].story);
                macro = true;
            }
        }
        if (!macro) {
            play_word(w, word);
        }
    }
}
