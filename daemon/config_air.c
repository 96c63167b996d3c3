/* The virtual air of a configuration, and its access points (config.h). */
#include "config_private.h"
#include <arpa/inet.h>
#include <string.h>

static void take_ap_place(struct yaml_read *r, const yaml_node_t *node, void *target)
{
    struct config_ap *ap = target;
    ap->has_place = config_take_place(r, node, &ap->place);
}

static void take_channel(struct yaml_read *r, const yaml_node_t *node, void *target)
{
    struct config_ap *ap = target;
    ap->freq = config_take_channel(r, node);
}

static void take_security(struct yaml_read *r, const yaml_node_t *node, void *target)
{
    struct config_ap *ap = target;
    const char *text = yaml_read_text(r, node, 1, 100);
    ap->security = text ? profile_security_find(text) : NULL;
    if (text && (!ap->security || ap->security->needs == PROFILE_NEEDS_EAP)) {
        ap->security = NULL;
        yaml_read_mistake(
            r, yaml_read_place(node),
            "'security' of an access point is open, owe, wpa2, wpa3 or 'wpa2 wpa3'");
    }
}

enum { AP_NAME, AP_SSID, AP_BSSID, AP_CHANNEL, AP_SECURITY, AP_PASSPHRASE };
static const struct yaml_field ap_fields[] = {
    {"name", YAML_TEXT, OFFSET(config_ap, name), 1, 31, NULL, NULL},
    {"ssid", YAML_TEXT, OFFSET(config_ap, ssid), 1, 32, NULL, NULL},
    {"bssid", YAML_MAC, OFFSET(config_ap, bssid), 0, 0, NULL, NULL},
    {"channel", YAML_OTHER, 0, 0, 0, NULL, take_channel},
    {"security", YAML_OTHER, 0, 0, 0, NULL, take_security},
    {"passphrase", YAML_TEXT, OFFSET(config_ap, passphrase), 8, 63, NULL, NULL},
    {"hidden", YAML_SWITCH, OFFSET(config_ap, hidden), 0, 0, NULL, NULL},
    {"place", YAML_OTHER, 0, 0, 0, NULL, take_ap_place},
};

static void take_ap(struct yaml_read *r, const yaml_node_t *node, struct config_ap *ap)
{
    ap->at = yaml_read_place(node);
    ap->freq = 2412;
    uint64_t given =
        yaml_read_mapping(r, node, ap_fields, COUNT(ap_fields), ap, "an access point");
    ap->has_bssid = (given >> AP_BSSID & 1) != 0;
    if (node->type == YAML_MAPPING_NODE && !(given >> AP_SSID & 1)) {
        yaml_read_mistake(r, ap->at, "an access point needs an 'ssid'");
    }
    if (!ap->security) {
        ap->security = profile_security_find(ap->passphrase ? "wpa2" : "open");
    }
    if ((ap->security->needs == PROFILE_NEEDS_SECRET) != (ap->passphrase != NULL)) {
        yaml_read_mistake(
            r, ap->at, ap->passphrase ? "'%s' takes no passphrase" : "'%s' needs a passphrase",
            ap->security->name);
    }
    config_of(r)->has_secrets |= ap->passphrase != NULL;
}

static void take_aps(struct yaml_read *r, const yaml_node_t *node, void *target)
{
    struct config_air *air = target;
    size_t count = yaml_read_list(r, node, "access points");
    if (count > CONFIG_APS_MAX) {
        yaml_read_mistake(r, yaml_read_place(node), "more than %u access points",
                          CONFIG_APS_MAX);
        return;
    }
    air->aps = count ? config_room(config_of(r), count, sizeof *air->aps) : NULL;
    r->no_memory |= count && !air->aps;
    for (; air->aps && air->ap_count < count; air->ap_count++) {
        take_ap(r, yaml_read_item(r, node, air->ap_count), &air->aps[air->ap_count]);
    }
}

static void take_host(struct yaml_read *r, const yaml_node_t *node, void *target)
{
    struct config_air *air = target;
    const char *text = yaml_read_text(r, node, 1, 15);
    struct in_addr ip;
    if (text && inet_pton(AF_INET, text, &ip) != 1) {
        yaml_read_mistake(r, yaml_read_place(node), "'host' is an IPv4 address, as 10.0.0.1");
    } else if (text) {
        memcpy(air->host_ip, &ip.s_addr, sizeof air->host_ip);
    }
}

static const struct yaml_field air_fields[] = {
    {"access-points", YAML_OTHER, 0, 0, 0, NULL, take_aps},
    {"host", YAML_OTHER, 0, 0, 0, NULL, take_host},
    {"wire", YAML_TEXT, OFFSET(config_air, wire), 1, CONFIG_NAME_MAX, NULL, NULL},
    {"hwsim", YAML_SWITCH, OFFSET(config_air, hwsim), 0, 0, NULL, NULL},
    {"udp", YAML_TEXT, OFFSET(config_air, udp), 1, 300, NULL, NULL},
};

void config_take_air(struct yaml_read *r, const yaml_node_t *node, void *target)
{
    struct config *c = target;
    c->air.given = true;
    c->air.at = yaml_read_place(node);
    yaml_read_mapping(r, node, air_fields, COUNT(air_fields), &c->air, "'air'");
}
