/* See cards.h. GET_WIPHY comes in some two hundred parts for each card, those of several cards
 * one after the other; what nl80211 does not say (which driver, which switch) stands in /sys.
 */
#include "cards.h"
#include <dirent.h>
#include <errno.h>
#include <linux/genetlink.h>
#include <linux/nl80211.h>
#include <net/if.h>
#include <netlink/attr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

const char *nl80211_type_name(uint32_t type)
{
    static const char *const names[] = {
        [NL80211_IFTYPE_UNSPECIFIED] = "unspecified",
        [NL80211_IFTYPE_ADHOC] = "IBSS",
        [NL80211_IFTYPE_STATION] = "managed",
        [NL80211_IFTYPE_AP] = "AP",
        [NL80211_IFTYPE_AP_VLAN] = "AP/VLAN",
        [NL80211_IFTYPE_WDS] = "WDS",
        [NL80211_IFTYPE_MONITOR] = "monitor",
        [NL80211_IFTYPE_MESH_POINT] = "mesh point",
        [NL80211_IFTYPE_P2P_CLIENT] = "P2P-client",
        [NL80211_IFTYPE_P2P_GO] = "P2P-GO",
        [NL80211_IFTYPE_P2P_DEVICE] = "P2P-device",
        [NL80211_IFTYPE_OCB] = "outside context of a BSS",
        [NL80211_IFTYPE_NAN] = "NAN",
    };
    return type < sizeof names / sizeof *names && names[type] ? names[type] : "unknown";
}

/* --- /sys --- */

static long number_in(const char *path)
{
    FILE *f = fopen(path, "re");
    long value = -1;
    if (f) {
        if (fscanf(f, "%ld", &value) != 1) {
            value = -1;
        }
        fclose(f);
    }
    return value;
}

struct nl80211_switch nl80211_card_switch(const char *phy)
{
    struct nl80211_switch s = {0};
    char path[600];
    snprintf(path, sizeof path, "/sys/class/ieee80211/%s", phy);
    DIR *folder = opendir(path);
    const struct dirent *entry;
    while (folder && !s.there && (entry = readdir(folder))) {
        if (strncmp(entry->d_name, "rfkill", 6) == 0) {
            s.there = true;
            s.index = (uint32_t)strtoul(entry->d_name + 6, NULL, 10);
            snprintf(path, sizeof path, "/sys/class/ieee80211/%s/%s/soft", phy, entry->d_name);
            s.soft = number_in(path) == 1;
            snprintf(path, sizeof path, "/sys/class/ieee80211/%s/%s/hard", phy, entry->d_name);
            s.hard = number_in(path) == 1;
        }
    }
    if (folder) {
        closedir(folder);
    }
    return s;
}

/* By ioctl: /sys may be another namespace's. */
static bool is_up(const char *name)
{
    struct ifreq r = {0};
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    memcpy(r.ifr_name, name, strnlen(name, sizeof r.ifr_name - 1));
    bool up = fd >= 0 && ioctl(fd, SIOCGIFFLAGS, &r) == 0 && (r.ifr_flags & IFF_UP);
    if (fd >= 0) {
        close(fd);
    }
    return up;
}

/* Of a simulated radio the bus is the driver. */
static void find_driver(struct nl80211_card *c)
{
    char path[128], target[256];
    snprintf(path, sizeof path, "/sys/class/ieee80211/%s/device/driver", c->wiphy.name);
    ssize_t n = readlink(path, target, sizeof target - 1);
    if (n > 0) {
        target[n] = '\0';
        const char *last = strrchr(target, '/');
        snprintf(c->driver, sizeof c->driver, "%.31s", last ? last + 1 : target);
    }
}

static void look_around(struct nl80211_card *c)
{
    c->rfkill = nl80211_card_switch(c->wiphy.name);
    find_driver(c);
    for (size_t i = 0; i < c->interface_count; i++) {
        c->interfaces[i].up = is_up(c->interfaces[i].name);
    }
}

/* --- nl80211 --- */

struct list {
    struct nl80211_card *cards;
    size_t count;
    bool refused; /* memory */
    bool fixed;   /* of one card: others are passed over */
};

static struct nl80211_card *card_with(struct list *l, uint32_t wiphy)
{
    for (size_t i = 0; i < l->count; i++) {
        if (l->cards[i].wiphy.index == wiphy) {
            return &l->cards[i];
        }
    }
    if (l->fixed) {
        return NULL;
    }
    struct nl80211_card *more = realloc(l->cards, (l->count + 1) * sizeof *more);
    if (!more) {
        l->refused = true;
        return NULL;
    }
    l->cards = more;
    more += l->count++;
    memset(more, 0, sizeof *more);
    nl80211_wiphy_start(&more->wiphy);
    more->wiphy.index = wiphy;
    return more;
}

static bool parse(struct nlmsghdr *h, uint8_t command, struct nlattr **t)
{
    return h->nlmsg_len >= NLMSG_LENGTH(GENL_HDRLEN) &&
           ((const struct genlmsghdr *)nlmsg_data(h))->cmd == command &&
           nlmsg_parse(h, GENL_HDRLEN, t, NL80211_ATTR_MAX, NULL) == 0;
}

static void take_wiphy(void *user, struct nlmsghdr *h)
{
    struct nlattr *t[NL80211_ATTR_MAX + 1];
    if (parse(h, NL80211_CMD_NEW_WIPHY, t) && t[NL80211_ATTR_WIPHY]) {
        struct nl80211_card *c = card_with(user, nla_get_u32(t[NL80211_ATTR_WIPHY]));
        if (c) {
            nl80211_wiphy_add(&c->wiphy,
                              (struct extsta_span){(const uint8_t *)h, h->nlmsg_len});
        }
    }
}

static bool read_interface(struct nlmsghdr *h, struct nl80211_interface *out)
{
    struct nlattr *t[NL80211_ATTR_MAX + 1];
    memset(out, 0, sizeof *out);
    if (!parse(h, NL80211_CMD_NEW_INTERFACE, t) || !t[NL80211_ATTR_WIPHY] ||
        !t[NL80211_ATTR_IFINDEX] || !t[NL80211_ATTR_IFNAME] || !t[NL80211_ATTR_IFTYPE]) {
        return false; /* a P2P device has no interface */
    }
    out->wiphy = nla_get_u32(t[NL80211_ATTR_WIPHY]);
    out->ifindex = nla_get_u32(t[NL80211_ATTR_IFINDEX]);
    out->type = nla_get_u32(t[NL80211_ATTR_IFTYPE]);
    nla_strlcpy(out->name, t[NL80211_ATTR_IFNAME], sizeof out->name);
    if (t[NL80211_ATTR_MAC] && nla_len(t[NL80211_ATTR_MAC]) == 6) {
        memcpy(out->address.b, nla_data(t[NL80211_ATTR_MAC]), 6);
    }
    if (t[NL80211_ATTR_WIPHY_FREQ]) {
        out->freq = nla_get_u32(t[NL80211_ATTR_WIPHY_FREQ]);
    }
    if (t[NL80211_ATTR_SSID] && nla_len(t[NL80211_ATTR_SSID]) <= (int)sizeof out->ssid) {
        out->ssid_len = (uint8_t)nla_len(t[NL80211_ATTR_SSID]);
        memcpy(out->ssid, nla_data(t[NL80211_ATTR_SSID]), out->ssid_len);
    }
    return true;
}

static void take_interface(void *user, struct nlmsghdr *h)
{
    struct nl80211_interface i;
    struct nl80211_card *c = read_interface(h, &i) ? card_with(user, i.wiphy) : NULL;
    size_t at = 0;
    while (c && at < c->interface_count && c->interfaces[at].ifindex != i.ifindex) {
        at++; /* it is there already when the dump had to be asked for again */
    }
    if (c && at < NL80211_INTERFACES) {
        c->interfaces[at] = i;
        c->interface_count += at == c->interface_count;
    }
}

/* Of one card, or with `wiphy` UINT32_MAX of all. */
static int ask_for_wiphys(struct nl80211_socket *s, struct list *l, uint32_t wiphy)
{
    struct nl_msg *m = nl80211_request(s, NL80211_CMD_GET_WIPHY, NLM_F_DUMP);
    if (m && (nla_put_flag(m, NL80211_ATTR_SPLIT_WIPHY_DUMP) < 0 ||
              (wiphy != UINT32_MAX && nla_put_u32(m, NL80211_ATTR_WIPHY, wiphy) < 0))) {
        nlmsg_free(m);
        return -ENOMEM;
    }
    return nl80211_ask(s, m, take_wiphy, l);
}

static int ask_for_interfaces(struct nl80211_socket *s, struct list *l)
{
    return nl80211_ask(s, nl80211_request(s, NL80211_CMD_GET_INTERFACE, NLM_F_DUMP),
                       take_interface, l);
}

static int by_number(const void *a, const void *b)
{
    const struct nl80211_card *x = a, *y = b;
    return x->wiphy.index < y->wiphy.index ? -1 : x->wiphy.index > y->wiphy.index;
}

int nl80211_cards(struct nl80211_card **cards, size_t *count)
{
    struct nl80211_socket s;
    struct list l = {0};
    int error = nl80211_socket_generic(&s);
    if (error) {
        return error;
    }
    error = ask_for_wiphys(&s, &l, UINT32_MAX);
    error = error ? error : ask_for_interfaces(&s, &l);
    error = l.refused ? -ENOMEM : error;
    nl80211_socket_close(&s);
    if (error) {
        free(l.cards);
        return error;
    }
    for (size_t i = 0; i < l.count; i++) {
        look_around(&l.cards[i]);
    }
    if (l.count > 1) {
        qsort(l.cards, l.count, sizeof *l.cards, by_number);
    }
    *cards = l.cards;
    *count = l.count;
    return 0;
}

static void take_one(void *user, struct nlmsghdr *h)
{
    struct nl80211_interface *out = user, got;
    if (read_interface(h, &got)) {
        *out = got;
    }
}

int nl80211_card_of(struct nl80211_socket *s, uint32_t ifindex, struct nl80211_card *card,
                    const struct nl80211_interface **interface)
{
    struct nl80211_interface i = {0};
    struct nl_msg *m = nl80211_request(s, NL80211_CMD_GET_INTERFACE, 0);
    if (m && nla_put_u32(m, NL80211_ATTR_IFINDEX, ifindex) < 0) {
        nlmsg_free(m);
        return -ENOMEM;
    }
    int error = nl80211_ask(s, m, take_one, &i);
    if (error || i.ifindex != ifindex) {
        return error ? error : -ENODEV;
    }
    struct list l = {.cards = card, .count = 1, .fixed = true};
    memset(card, 0, sizeof *card);
    nl80211_wiphy_start(&card->wiphy);
    card->wiphy.index = i.wiphy;
    error = ask_for_wiphys(s, &l, i.wiphy);
    if (!error) {
        card->interfaces[0] = i;
        card->interface_count = 1;
        *interface = card->interfaces;
        look_around(card);
    }
    return error;
}
