/* See nic_control.h. */
#include "nic_control.h"
#include <errno.h>
#include <linux/nl80211.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef ARPHRD_IEEE80211_RADIOTAP
#define ARPHRD_IEEE80211_RADIOTAP 803
#endif

struct nic_control {
    struct nl_sock *socket;
    int family, ioctl_fd;
};

/* --- one request and its answer --- */

struct answer {
    int error; /* a negative errno; 1: not there yet */
    void (*take)(void *user, struct nlattr **attributes);
    void *user;
};

static int on_valid(struct nl_msg *message, void *user)
{
    struct answer *a = user;
    struct nlattr *attributes[NL80211_ATTR_MAX + 1];
    struct genlmsghdr *g = nlmsg_data(nlmsg_hdr(message));
    if (a->take && nla_parse(attributes, NL80211_ATTR_MAX, genlmsg_attrdata(g, 0),
                             genlmsg_attrlen(g, 0), NULL) >= 0) {
        a->take(a->user, attributes);
    }
    return NL_OK;
}

static int on_end(struct nl_msg *message, void *user)
{
    ((struct answer *)user)->error = 0;
    return NL_STOP;
}

static int on_error(struct sockaddr_nl *from, struct nlmsgerr *error, void *user)
{
    ((struct answer *)user)->error = error->error;
    return NL_STOP;
}

static struct nl_msg *request(const struct nic_control *c, uint8_t command, int flags)
{
    struct nl_msg *m = nlmsg_alloc();
    if (m && !genlmsg_put(m, 0, 0, c->family, 0, flags, command, 0)) {
        nlmsg_free(m);
        return NULL;
    }
    return m;
}

/* Consumes the request. 0 or an errno. */
static int ask(struct nic_control *c, struct nl_msg *m,
               void (*take)(void *user, struct nlattr **attributes), void *user)
{
    struct answer a = {1, take, user};
    struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);
    if (!m || !cb || nl_send_auto(c->socket, m) < 0) {
        a.error = -ENOMEM;
    } else {
        nl_cb_err(cb, NL_CB_CUSTOM, on_error, &a);
        nl_cb_set(cb, NL_CB_FINISH, NL_CB_CUSTOM, on_end, &a);
        nl_cb_set(cb, NL_CB_ACK, NL_CB_CUSTOM, on_end, &a);
        nl_cb_set(cb, NL_CB_VALID, NL_CB_CUSTOM, on_valid, &a);
        while (a.error > 0) {
            if (nl_recvmsgs(c->socket, cb) < 0 && a.error > 0) {
                a.error = -EIO;
            }
        }
    }
    nlmsg_free(m);
    nl_cb_put(cb);
    return -a.error;
}

/* --- what there is --- */

static void take_interface(void *user, struct nlattr **a)
{
    struct nic_interface *i = user;
    if (a[NL80211_ATTR_WIPHY]) {
        i->wiphy = nla_get_u32(a[NL80211_ATTR_WIPHY]);
    }
    i->monitor =
        a[NL80211_ATTR_IFTYPE] && nla_get_u32(a[NL80211_ATTR_IFTYPE]) == NL80211_IFTYPE_MONITOR;
    if (a[NL80211_ATTR_WIPHY_FREQ]) {
        i->freq = (uint16_t)nla_get_u32(a[NL80211_ATTR_WIPHY_FREQ]);
    }
    if (a[NL80211_ATTR_MAC] && nla_len(a[NL80211_ATTR_MAC]) >= 6) {
        memcpy(i->address.b, nla_data(a[NL80211_ATTR_MAC]), 6);
    }
}

int nic_control_interface(struct nic_control *c, const char *name, struct nic_interface *out)
{
    *out = (struct nic_interface){.ifindex = if_nametoindex(name)};
    struct nl_msg *m = request(c, NL80211_CMD_GET_INTERFACE, 0);
    if (out->ifindex == 0) {
        nlmsg_free(m);
        return ENODEV;
    }
    if (m) {
        nla_put_u32(m, NL80211_ATTR_IFINDEX, out->ifindex);
    }
    return ask(c, m, take_interface, out);
}

static void take_channel(struct nic_card *card, struct nlattr *channel)
{
    struct nlattr *a[NL80211_FREQUENCY_ATTR_MAX + 1];
    if (nla_parse_nested(a, NL80211_FREQUENCY_ATTR_MAX, channel, NULL) < 0 ||
        !a[NL80211_FREQUENCY_ATTR_FREQ] || a[NL80211_FREQUENCY_ATTR_DISABLED] ||
        card->freq_count == NIC_CHANNELS) {
        return;
    }
    card->silent[card->freq_count] =
        a[NL80211_FREQUENCY_ATTR_NO_IR] || a[NL80211_FREQUENCY_ATTR_RADAR];
    card->freqs[card->freq_count++] = (uint16_t)nla_get_u32(a[NL80211_FREQUENCY_ATTR_FREQ]);
}

/* Once for each of the parts into which the kernel divides the answer. */
static void take_card(void *user, struct nlattr **a)
{
    struct nic_card *card = user;
    struct nlattr *band, *channel, *command;
    int left, more;
    if (a[NL80211_ATTR_WIPHY_NAME]) {
        snprintf(card->name, sizeof card->name, "%s",
                 nla_get_string(a[NL80211_ATTR_WIPHY_NAME]));
    }
    if (a[NL80211_ATTR_FEATURE_FLAGS]) {
        card->active_monitor =
            (nla_get_u32(a[NL80211_ATTR_FEATURE_FLAGS]) & NL80211_FEATURE_ACTIVE_MONITOR) != 0;
    }
    if (a[NL80211_ATTR_SUPPORTED_COMMANDS]) {
        nla_for_each_nested(command, a[NL80211_ATTR_SUPPORTED_COMMANDS], left)
        {
            card->can_tune |= nla_get_u32(command) == NL80211_CMD_SET_CHANNEL;
        }
    }
    if (a[NL80211_ATTR_WIPHY_BANDS]) {
        nla_for_each_nested(band, a[NL80211_ATTR_WIPHY_BANDS], left)
        {
            struct nlattr *b[NL80211_BAND_ATTR_MAX + 1];
            if (nla_parse_nested(b, NL80211_BAND_ATTR_MAX, band, NULL) >= 0 &&
                b[NL80211_BAND_ATTR_FREQS]) {
                nla_for_each_nested(channel, b[NL80211_BAND_ATTR_FREQS], more)
                {
                    take_channel(card, channel);
                }
            }
        }
    }
}

int nic_control_card(struct nic_control *c, uint32_t wiphy, struct nic_card *out)
{
    struct nl_msg *m = request(c, NL80211_CMD_GET_WIPHY, NLM_F_DUMP);
    *out = (struct nic_card){.freq_count = 0};
    if (m) {
        nla_put_u32(m, NL80211_ATTR_WIPHY, wiphy);
        nla_put_flag(m, NL80211_ATTR_SPLIT_WIPHY_DUMP);
    }
    return ask(c, m, take_card, out);
}

/* --- what is to be --- */

int nic_control_add(struct nic_control *c, uint32_t wiphy, const char *name,
                    struct extsta_mac address)
{
    struct nl_msg *m = request(c, NL80211_CMD_NEW_INTERFACE, 0);
    struct nlattr *flags = NULL;
    if (m) {
        nla_put_u32(m, NL80211_ATTR_WIPHY, wiphy);
        nla_put_string(m, NL80211_ATTR_IFNAME, name);
        nla_put_u32(m, NL80211_ATTR_IFTYPE, NL80211_IFTYPE_MONITOR);
        nla_put(m, NL80211_ATTR_MAC, 6, address.b);
        nla_put_flag(m, NL80211_ATTR_SOCKET_OWNER); /* whatever ends us, it goes */
        flags = nla_nest_start(m, NL80211_ATTR_MNTR_FLAGS);
    }
    if (flags) {
        nla_put_flag(m, NL80211_MNTR_FLAG_ACTIVE);
        nla_nest_end(m, flags);
    }
    return ask(c, m, NULL, NULL);
}

int nic_control_remove(struct nic_control *c, uint32_t ifindex)
{
    struct nl_msg *m = request(c, NL80211_CMD_DEL_INTERFACE, 0);
    if (m) {
        nla_put_u32(m, NL80211_ATTR_IFINDEX, ifindex);
    }
    return ask(c, m, NULL, NULL);
}

int nic_control_tune(struct nic_control *c, uint32_t ifindex, uint16_t freq)
{
    struct nl_msg *m = request(c, NL80211_CMD_SET_WIPHY, 0);
    if (m) {
        nla_put_u32(m, NL80211_ATTR_IFINDEX, ifindex);
        nla_put_u32(m, NL80211_ATTR_WIPHY_FREQ, freq);
    }
    return ask(c, m, NULL, NULL);
}

int nic_control_up(struct nic_control *c, const char *name, struct extsta_mac address)
{
    struct ifreq r = {0};
    snprintf(r.ifr_name, sizeof r.ifr_name, "%s", name);
    if (ioctl(c->ioctl_fd, SIOCGIFHWADDR, &r) < 0) {
        return errno;
    }
    if (memcmp(r.ifr_hwaddr.sa_data, address.b, 6) != 0) {
        memcpy(r.ifr_hwaddr.sa_data, address.b, 6);
        if (ioctl(c->ioctl_fd, SIOCSIFHWADDR, &r) < 0) {
            return errno;
        }
    }
    if (ioctl(c->ioctl_fd, SIOCGIFFLAGS, &r) < 0) {
        return errno;
    }
    r.ifr_flags = (short)(r.ifr_flags | IFF_UP);
    return ioctl(c->ioctl_fd, SIOCSIFFLAGS, &r) < 0 ? errno : 0;
}

/* --- opening --- */

struct nic_control *nic_control_open(char *why, size_t size)
{
    struct nic_control *c = calloc(1, sizeof *c);
    if (!c || !(c->socket = nl_socket_alloc())) {
        snprintf(why, size, "no memory");
        free(c);
        return NULL;
    }
    c->ioctl_fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (c->ioctl_fd < 0 || genl_connect(c->socket) != 0 ||
        (c->family = genl_ctrl_resolve(c->socket, "nl80211")) < 0) {
        snprintf(why, size,
                 "the kernel has no nl80211: there is no wireless card "
                 "('modprobe cfg80211')");
        nic_control_close(c);
        return NULL;
    }
    return c;
}

void nic_control_close(struct nic_control *c)
{
    if (c) {
        if (c->ioctl_fd >= 0) {
            close(c->ioctl_fd);
        }
        nl_socket_free(c->socket);
        free(c);
    }
}
