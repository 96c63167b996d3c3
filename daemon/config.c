/* The configuration as a whole, and its stations (config.h). */
#include "config_private.h"
#include "channels.h"
#include "providers.h"
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- memory --- */

struct config_memory {
    struct config_memory *next;
    size_t len;
    _Alignas(max_align_t) char bytes[];
};

void *config_room(struct config *config, size_t count, size_t size)
{
    size_t len = count * size;
    struct config_memory *m = host_calloc(1, sizeof *m + len);
    if (!m) {
        return NULL;
    }
    m->len = len;
    m->next = config->memory;
    config->memory = m;
    return m->bytes;
}

char *config_keep(struct config *config, const char *text, size_t len)
{
    char *kept = config_room(config, len + 1, 1);
    if (kept) {
        memcpy(kept, text, len);
    }
    return kept;
}

void config_free(struct config *config)
{
    while (config->memory) {
        struct config_memory *m = config->memory;
        config->memory = m->next;
        explicit_bzero(m->bytes, m->len);
        free(m);
    }
    memset(config, 0, sizeof *config);
}

/* --- names and addresses --- */

/* Three digits, or as many as the last one has. */
static int digits_of(uint32_t count)
{
    return count < 1000 ? 3 : count < 10000 ? 4 : 5;
}

void config_station_name(const struct config_station *s, uint32_t i,
                         char out[CONFIG_NAME_MAX + 1])
{
    if (s->count == 1) {
        memcpy(out, s->name, CONFIG_NAME_MAX + 1);
    } else {
        int digits = digits_of(s->count);
        size_t len = strnlen(s->name, (size_t)(CONFIG_NAME_MAX - digits));
        memcpy(out, s->name, len);
        out[len + (size_t)digits] = 0;
        for (uint32_t n = i + 1; digits > 0; n /= 10) {
            out[len + (size_t)--digits] = (char)('0' + n % 10);
        }
    }
}

struct extsta_mac config_station_address(const struct config_station *s, uint32_t i)
{
    struct extsta_mac mac = s->address;
    uint32_t low = ((uint32_t)mac.b[3] << 16 | (uint32_t)mac.b[4] << 8 | mac.b[5]) + i;
    mac.b[3] = (uint8_t)(low >> 16);
    mac.b[4] = (uint8_t)(low >> 8);
    mac.b[5] = (uint8_t)low;
    return mac;
}

/* --- what several parts have --- */

struct config *config_of(struct yaml_read *r)
{
    return r->user;
}

bool config_take_place(struct yaml_read *r, const yaml_node_t *node, struct air_position *out)
{
    float *at[3] = {&out->x, &out->y, &out->z};
    size_t count = node->type == YAML_SEQUENCE_NODE ? yaml_read_list(r, node, "places") : 0;
    if (count < 2 || count > 3) {
        yaml_read_mistake(r, yaml_read_place(node),
                          "a place is [x, y] or [x, y, z], in metres");
        return false;
    }
    *out = (struct air_position){0};
    for (size_t i = 0; i < count; i++) {
        const yaml_node_t *item = yaml_read_item(r, node, i);
        const char *text = yaml_read_text(r, item, 1, 20);
        char *end = NULL;
        float value = text ? strtof(text, &end) : 0;
        if (!text || *end || !(value >= -1e6f && value <= 1e6f)) {
            yaml_read_mistake(r, yaml_read_place(item),
                              "metres are a number from -1000000 to "
                              "1000000");
            return false;
        }
        *at[i] = value;
    }
    return true;
}

/* IEEE 802.11-2020 annex E: which there are. */
uint16_t config_take_channel(struct yaml_read *r, const yaml_node_t *node)
{
    const char *text = yaml_read_text(r, node, 1, 3);
    unsigned channel = 0;
    for (const char *p = text; p && *p; p++) {
        channel = *p >= '0' && *p <= '9' ? channel * 10 + (unsigned)(*p - '0') : 1000;
    }
    if ((channel >= 1 && channel <= 14) ||
        (channel >= 36 && channel <= 64 && channel % 4 == 0) ||
        (channel >= 100 && channel <= 144 && channel % 4 == 0) ||
        (channel >= 149 && channel <= 177 && channel % 4 == 1)) {
        return channel_freq(channel);
    }
    if (text) {
        yaml_read_mistake(r, yaml_read_place(node),
                          "a channel is 1 to 14, or one of 5 GHz from "
                          "36 to 177");
    }
    return 0;
}

/* --- stations --- */

/* What a station's mapping is read into. */
struct station_read {
    struct config_station out;
    char *radio, *networks_file;
    int64_t count, mtu;
    struct yaml_place radio_at;
};

#define RADIOS "hwsim, nl80211:IFACE, monitor:IFACE, udp:HOST:PORT or air"

static void take_radio(struct yaml_read *r, const yaml_node_t *node, void *target)
{
    struct station_read *s = target;
    char why[300];
    const char *text = yaml_read_text(r, node, 1, 300);
    s->radio_at = yaml_read_place(node);
    if (text && !radio_choice_read(text, &s->out.radio, why, sizeof why)) {
        yaml_read_mistake(r, s->radio_at, "'radio' is " RADIOS);
    }
}

static void take_station_place(struct yaml_read *r, const yaml_node_t *node, void *target)
{
    struct config_station *s = target;
    s->has_place = config_take_place(r, node, &s->place);
}

static void take_channels(struct yaml_read *r, const yaml_node_t *node, void *target)
{
    struct config_station *s = target;
    size_t count = yaml_read_list(r, node, "channels");
    if (count > CONFIG_CHANNELS_MAX) {
        yaml_read_mistake(r, yaml_read_place(node), "more than %u channels",
                          CONFIG_CHANNELS_MAX);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        s->freqs[s->freq_count++] = config_take_channel(r, yaml_read_item(r, node, i));
    }
}

/* Two of one name could not be told apart: by reload, by whoever commands them. */
static void check_names(struct yaml_read *r, const struct config_station *s)
{
    for (size_t i = 0; i < s->network_count; i++) {
        for (size_t j = 0; j < i && s->networks[i].name; j++) {
            if (s->networks[j].name && strcmp(s->networks[i].name, s->networks[j].name) == 0) {
                yaml_read_mistake(r, s->networks[i].at,
                                  "two networks of this station are called '%s': give one of "
                                  "them another 'name'",
                                  s->networks[i].name);
                return;
            }
        }
    }
}

/* A list of networks, or the name of a wpa_supplicant.conf. An alias may stand for the list:
 * what it makes is counted for each. */
static void take_networks(struct yaml_read *r, const yaml_node_t *node, void *target)
{
    struct config_station *s = target;
    if (node->type == YAML_SCALAR_NODE && node->data.scalar.length > 0) {
        const char *path = yaml_read_text(r, node, CONFIG_PATH);
        s->networks_file = path ? r->keep(r->user, path, strlen(path)) : NULL;
        r->no_memory |= path && !s->networks_file;
        return;
    }
    size_t count = yaml_read_list(r, node, "networks"), all = 0;
    for (size_t i = 0; i < config_of(r)->station_count; i++) {
        all += config_of(r)->stations[i].network_count;
    }
    if (all + count > CONFIG_NETWORKS_MAX) {
        yaml_read_mistake(r, yaml_read_place(node), "more than %u networks in all",
                          CONFIG_NETWORKS_MAX);
        return;
    }
    s->networks = config_room(config_of(r), count, sizeof *s->networks);
    r->no_memory |= s->networks == NULL;
    for (; s->networks && s->network_count < count; s->network_count++) {
        config_take_network(r, yaml_read_item(r, node, s->network_count),
                            &s->networks[s->network_count]);
    }
    check_names(r, s);
}

static const struct yaml_field station_fields[] = {
    {"name", YAML_CHARS, OFFSET(config_station, name), 1, CONFIG_NAME_MAX, NULL, NULL},
    {"count", YAML_NUMBER, offsetof(struct station_read, count), 1, CONFIG_STATIONS_MAX, NULL,
     NULL},
    {"radio", YAML_OTHER, 0, 0, 0, NULL, take_radio},
    {"address", YAML_MAC, OFFSET(config_station, address), 0, 0, NULL, NULL},
    {"interface", YAML_SWITCH, OFFSET(config_station, interface), 0, 0, NULL, NULL},
    {"mtu", YAML_NUMBER, offsetof(struct station_read, mtu), 576, 2290, NULL, NULL},
    {"autoconnect", YAML_SWITCH, OFFSET(config_station, automatic), 0, 0, NULL, NULL},
    {"channels", YAML_OTHER, 0, 0, 0, NULL, take_channels},
    {"place", YAML_OTHER, 0, 0, 0, NULL, take_station_place},
    {"networks", YAML_OTHER, 0, 0, 0, NULL, take_networks},
};
enum { STATION_NAME, STATION_COUNT, STATION_RADIO, STATION_ADDRESS, STATION_INTERFACE };
#define GIVEN(given, field) (((given) >> (field)&1) != 0)

/* What the kernel takes as an interface's name (dev_valid_name), and no file name is harmed by.
 */
static bool is_interface_name(const char *name)
{
    return name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                             "0123456789._-")] == 0 &&
           name[0] != '.' && name[0] != '-';
}

static void check_station(struct yaml_read *r, struct station_read *s, uint64_t given)
{
    struct config_station *o = &s->out;
    bool card = o->radio.kind == RADIO_NL80211;
    if (!GIVEN(given, STATION_RADIO)) {
        yaml_read_mistake(r, o->at, "a station needs a 'radio': " RADIOS);
    }
    if (card && !GIVEN(given, STATION_NAME)) {
        snprintf(o->name, sizeof o->name, "%s", o->radio.iface);
    } else if (!GIVEN(given, STATION_NAME)) {
        yaml_read_mistake(r, o->at, "a station needs a 'name': it is its interface's, too");
    } else if (!is_interface_name(o->name)) {
        yaml_read_mistake(r, o->at,
                          "'%s' is no name of an interface: letters, digits, '.', '_' "
                          "and '-' make one, and the first is no '.' or '-'",
                          o->name);
    }
    o->count = (uint32_t)s->count;
    if (o->count > 1 && strlen(o->name) + (size_t)digits_of(o->count) > CONFIG_NAME_MAX) {
        yaml_read_mistake(r, o->at,
                          "'%s' with %d digits behind it is longer than %d characters", o->name,
                          digits_of(o->count), CONFIG_NAME_MAX);
    }
    if (o->count > 1 && card) {
        yaml_read_mistake(r, s->radio_at,
                          "with nl80211 a card has one station; on other radios "
                          "there may be many");
    }
    if (card && GIVEN(given, STATION_INTERFACE) && o->interface) {
        yaml_read_mistake(r, s->radio_at,
                          "with nl80211 the interface is the card's own: no "
                          "other one can be made");
    }
    o->interface = GIVEN(given, STATION_INTERFACE) ? o->interface : !card;
    o->has_address = GIVEN(given, STATION_ADDRESS);
    o->mtu = (uint16_t)s->mtu;
}

static void take_station(struct yaml_read *r, const yaml_node_t *node,
                         struct config_station *out)
{
    struct station_read s = {
        .out.at = yaml_read_place(node), .out.automatic = true, .count = 1, .mtu = 1500};
    uint64_t given =
        yaml_read_mapping(r, node, station_fields, COUNT(station_fields), &s, "a station");
    if (node->type == YAML_MAPPING_NODE) {
        check_station(r, &s, given);
    }
    *out = s.out;
}

/* --- the whole --- */

static int by_name(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* All names of all stations, sorted: two that are equal stand beside each other. */
static void check_station_names(struct yaml_read *r, const struct config *c)
{
    size_t all = 0, n = 0;
    for (size_t i = 0; i < c->station_count; i++) {
        all += c->stations[i].count;
    }
    if (all > CONFIG_STATIONS_MAX) {
        yaml_read_mistake(r, c->stations[0].at, "more than %u stations in all",
                          CONFIG_STATIONS_MAX);
        return;
    }
    char(*names)[CONFIG_NAME_MAX + 1] = host_calloc(all, sizeof *names);
    r->no_memory |= names == NULL;
    for (size_t i = 0; names && i < c->station_count; i++) {
        for (uint32_t j = 0; j < c->stations[i].count; j++) {
            config_station_name(&c->stations[i], j, names[n++]);
        }
    }
    if (names) {
        qsort(names, all, sizeof *names, by_name);
    }
    for (size_t i = 1; names && i < all; i++) {
        if (strcmp(names[i - 1], names[i]) == 0) {
            yaml_read_mistake(r, c->stations[0].at, "two stations are called '%s'", names[i]);
            break;
        }
    }
    free(names);
}

static void take_stations(struct yaml_read *r, const yaml_node_t *node, void *target)
{
    struct config *c = target;
    size_t count = yaml_read_list(r, node, "stations");
    if (count > CONFIG_STATIONS_MAX) {
        yaml_read_mistake(r, yaml_read_place(node), "more than %u stations in all",
                          CONFIG_STATIONS_MAX);
        return;
    }
    c->stations = count ? config_room(c, count, sizeof *c->stations) : NULL;
    r->no_memory |= count && !c->stations;
    for (; c->stations && c->station_count < count && !r->no_memory; c->station_count++) {
        take_station(r, yaml_read_item(r, node, c->station_count),
                     &c->stations[c->station_count]);
    }
}

static void take_user(struct yaml_read *r, const yaml_node_t *node, void *target)
{
    struct config *c = target;
    const char *name = yaml_read_text(r, node, 1, 32);
    c->user_at = yaml_read_place(node);
    c->user = name ? r->keep(r->user, name, strlen(name)) : NULL;
}

static void take_group(struct yaml_read *r, const yaml_node_t *node, void *target)
{
    struct config *c = target;
    const char *name = yaml_read_text(r, node, 1, 32);
    c->group_at = yaml_read_place(node);
    c->group = name ? r->keep(r->user, name, strlen(name)) : NULL;
}

#define SOCKET_PATH 1, 107 /* sun_path */
#define FOLDER_PATH 1, 80  /* so that a socket's name fits behind it */

const struct profile_word config_sandbox_words[] = {
    {"yes", SANDBOX_REFUSE}, {"no", SANDBOX_OFF}, {"kill", SANDBOX_KILL}, {NULL, 0}};

static const struct yaml_field fields[] = {
    {"stations", YAML_OTHER, 0, 0, 0, NULL, take_stations},
    {"air", YAML_OTHER, 0, 0, 0, NULL, config_take_air},
    {"user", YAML_OTHER, 0, 0, 0, NULL, take_user},
    {"group", YAML_OTHER, 0, 0, 0, NULL, take_group},
    {"state", YAML_TEXT, OFFSET(config, state), CONFIG_PATH, NULL, NULL},
    {"control", YAML_TEXT, OFFSET(config, control), SOCKET_PATH, NULL, NULL},
    {"control-set", YAML_SWITCH, OFFSET(config, control_set), 0, 0, NULL, NULL},
    {"wpa-control", YAML_TEXT, OFFSET(config, wpa_control), FOLDER_PATH, NULL, NULL},
    {"wpa-global", YAML_TEXT, OFFSET(config, wpa_global), SOCKET_PATH, NULL, NULL},
    {"wpa-test", YAML_SWITCH, OFFSET(config, wpa_test), 0, 0, NULL, NULL},
    {"record", YAML_TEXT, OFFSET(config, record), CONFIG_PATH, NULL, NULL},
    {"record-without-secrets", YAML_SWITCH, OFFSET(config, record_without_secrets), 0, 0, NULL,
     NULL},
    {"sandbox", YAML_WORD, OFFSET(config, sandbox), 0, 0, config_sandbox_words, NULL},
};

static char *keep(void *user, const char *text, size_t len)
{
    return config_keep(user, text, len);
}

/* Between the reader and who is told: yaml_read's user is the configuration. */
struct telling {
    struct config config; /* first: config_of */
    const struct config_reader *reader;
};

static void tell(void *user, struct yaml_place at, const char *text)
{
    const struct telling *t = user;
    t->reader->mistake(t->reader->user, at, text);
}

static void read_root(struct yaml_read *r, struct config *c)
{
    const yaml_node_t *root = yaml_read_root(r);
    if (!root) {
        yaml_read_mistake(r, (struct yaml_place){1, 1}, "the file is empty: name 'stations'");
        return;
    }
    uint64_t given = yaml_read_mapping(r, root, fields, COUNT(fields), c, "the configuration");
    if (root->type == YAML_MAPPING_NODE && (given & 1) == 0) {
        yaml_read_mistake(r, yaml_read_place(root),
                          "there are no 'stations'; an empty list, "
                          "[], waits for some to be added");
    }
    if (r->mistakes == 0 && c->station_count > 0) {
        check_station_names(r, c);
    }
    for (size_t i = 0; i < c->station_count; i++) {
        if (c->stations[i].radio.kind == RADIO_AIR && !c->air.given) {
            yaml_read_mistake(r, c->stations[i].at,
                              "a station on the radio 'air', but no 'air'");
            break;
        }
    }
}

bool config_parse(struct config *out, struct extsta_span text,
                  const struct config_reader *reader)
{
    struct telling t = {.reader = reader, .config.sandbox = SANDBOX_REFUSE};
    struct yaml_read r = {.mistake = tell, .user = &t, .keep = keep};
    if (yaml_read_begin(&r, text)) {
        read_root(&r, &t.config);
        yaml_read_end(&r);
    }
    if (r.no_memory && r.mistakes == 0) {
        yaml_read_mistake(&r, (struct yaml_place){1, 1}, "no memory");
    }
    *out = t.config;
    return r.mistakes == 0 && !r.no_memory;
}
