/* Taking a card, and giving it back (kernel.h). Everything that can be in the way is found
 * here, before a station runs, and said in a sentence with what to do about it. */
#include "kernel_private.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/nl80211.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netlink/attr.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef ERFKILL
#define ERFKILL 132
#endif
/* IF_LINK_MODE_ of linux/if.h, which cannot stand beside net/if.h */
#define MODE_DEFAULT  0u
#define MODE_DORMANT  1u
#define ACTION_FRAMES 0xd0u /* frame control: management, subtype Action */

struct reason {
    char *text;
    size_t size;
};

static bool refuse(struct reason why, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static bool refuse(struct reason why, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(why.text, why.size, format, args);
    va_end(args);
    return false;
}

/* An error that nothing more is known about. `s` has the kernel's words. */
static bool refuse_error(struct reason why, const char *what, int error,
                         const struct nl80211_socket *s)
{
    return error == -EPERM || error == -EACCES
               ? refuse(why,
                        "no privilege to %s: run as root, or give the program what it needs "
                        "(setcap cap_net_admin+ep)",
                        what)
               : refuse(why, "the kernel refuses to %s: %s%s%s", what, strerror(-error),
                        s->text[0] ? ": " : "", s->text);
}

/* --- looking --- */

static bool open_sockets(struct nl80211_kernel *k, struct reason why)
{
    int error = nl80211_socket_generic(&k->commands);
    error = error ? error : nl80211_socket_generic(&k->events);
    if (error == -ENOENT) {
        return refuse(why,
                      "the kernel has no nl80211: load the driver of the card, or cfg80211 "
                      "('modprobe cfg80211')");
    }
    error = error ? error : nl80211_socket_route(&k->routes);
    return error ? refuse(why, "the kernel gives no netlink socket: %s", strerror(-error))
                 : true;
}

static bool find_card(struct nl80211_kernel *k, const char *name, struct reason why)
{
    uint32_t ifindex = if_nametoindex(name);
    if (!ifindex) {
        return refuse(why,
                      "there is no interface '%s' here: 'extsta radios' lists what there is "
                      "(a card in another network namespace is seen only there)",
                      name);
    }
    int error = nl80211_card_of(&k->commands, ifindex, &k->card, &k->interface);
    if (error == -ENODEV) {
        return refuse(why, "'%s' is no interface of a Wi-Fi card: 'extsta radios' lists them",
                      name);
    }
    return error ? refuse_error(why, "tell about the card", error, &k->commands) : true;
}

static bool check_card(struct nl80211_kernel *k, const struct nl80211_kernel_options *o,
                       struct reason why)
{
    const char *name = o->interface;
    if (k->interface->type != NL80211_IFTYPE_STATION) {
        return refuse(why,
                      "'%s' is no station but of type %s: 'ip link set %s down; iw dev %s set "
                      "type managed' makes it one",
                      name, nl80211_type_name(k->interface->type), name, name);
    }
    if (nl80211_wiphy_way(&k->card.wiphy) == NL80211_WAY_NONE) {
        return refuse(why,
                      "the driver of '%s' has neither AUTHENTICATE nor CONNECT: it cannot be "
                      "a station by nl80211",
                      name);
    }
    if (o->by_connect && !nl80211_wiphy_command(&k->card.wiphy, NL80211_CMD_CONNECT)) {
        return refuse(
            why,
            "the driver of '%s' has no CONNECT: leave ':connect' out, and it is asked "
            "for the steps one by one",
            name);
    }
    if (!nl80211_wiphy_caps(&k->card.wiphy, o->channels, o->channel_count, &k->caps)) {
        return o->channel_count
                   ? refuse(why,
                            "'%s' may use none of these channels: 'extsta radios' lists those "
                            "it may",
                            name)
                   : refuse(why,
                            "'%s' may use no channel at 2.4 or 5 GHz: 'iw reg get' says what "
                            "this country allows",
                            name);
    }
    return true;
}

/* There are no locks. But frames of one kind have one receiver: where somebody has asked for
 * Action frames with any beginning, asking for all is refused. Our own registration goes with
 * its socket.
 */
static int ask_for_frames(uint32_t ifindex)
{
    struct nl80211_socket s;
    int error = nl80211_socket_generic(&s);
    if (error) {
        return error;
    }
    struct nl_msg *m = nl80211_request(&s, NL80211_CMD_REGISTER_FRAME, 0);
    if (m && (nla_put_u32(m, NL80211_ATTR_IFINDEX, ifindex) < 0 ||
              nla_put_u16(m, NL80211_ATTR_FRAME_TYPE, ACTION_FRAMES) < 0 ||
              nla_put(m, NL80211_ATTR_FRAME_MATCH, 0, "") < 0)) {
        nlmsg_free(m);
        m = NULL;
    }
    error = nl80211_ask(&s, m, NULL, NULL);
    nl80211_socket_close(&s);
    return error;
}

static bool check_alone(struct nl80211_kernel *k, const struct nl80211_kernel_options *o,
                        struct reason why)
{
    const char *name = o->interface;
    int error = ask_for_frames(k->interface->ifindex);
    if (error == -EPERM) {
        return refuse_error(why, "use a Wi-Fi card", error, &k->commands);
    }
    if (o->beside_others || (error != -EALREADY && k->interface->ssid_len == 0)) {
        return true;
    }
    return refuse(why,
                  "another program uses '%s'%s%.*s%s (wpa_supplicant, iwd?): end it, or have "
                  "it leave the card alone ('nmcli device set %s managed no', 'wpa_cli -i %s "
                  "terminate')",
                  name, k->interface->ssid_len ? " and is in the network '" : "",
                  (int)k->interface->ssid_len, (const char *)k->interface->ssid,
                  k->interface->ssid_len ? "'" : "", name, name);
}

/* --- taking --- */

/* Up or down, with an address or NULL. */
static int set_link(struct nl80211_kernel *k, bool up, const struct extsta_mac *address)
{
    const struct ifinfomsg i = {
        .ifi_index = (int)k->site.ifindex, .ifi_flags = up ? IFF_UP : 0, .ifi_change = IFF_UP};
    struct nl_msg *m = nl80211_route_request(&k->routes, RTM_NEWLINK, 0, &i, sizeof i);
    if (m && address && nla_put(m, IFLA_ADDRESS, sizeof address->b, address->b) < 0) {
        nlmsg_free(m);
        m = NULL;
    }
    return nl80211_ask(&k->routes, m, NULL, NULL);
}

/* Whether it is user space that says when the interface is up in the sense of RFC 2863. A
 * kernel that does not know this says so with the carrier. */
static void set_mode(struct nl80211_kernel *k, bool ours)
{
    const struct ifinfomsg i = {.ifi_index = (int)k->site.ifindex};
    struct nl_msg *m = nl80211_route_request(&k->routes, RTM_NEWLINK, 0, &i, sizeof i);
    if (m && nla_put_u8(m, IFLA_LINKMODE, ours ? MODE_DORMANT : MODE_DEFAULT) < 0) {
        nlmsg_free(m);
        m = NULL;
    }
    nl80211_ask(&k->routes, m, NULL, NULL);
}

static bool take_address(struct nl80211_kernel *k, const struct nl80211_kernel_options *o,
                         struct reason why)
{
    k->site.address = k->interface->address;
    if (!o->address || memcmp(o->address, &k->site.address, sizeof *o->address) == 0) {
        return true;
    }
    int error = set_link(k, false, o->address); /* most cards take another one only when down */
    if (error == -EADDRNOTAVAIL || error == -EOPNOTSUPP) {
        return refuse(why,
                      "'%s' does not take this address: leave --address out, and it has its "
                      "own",
                      o->interface);
    }
    k->address_set = error == 0;
    k->site.address = *o->address;
    return error ? refuse_error(why, "set the address", error, &k->routes) : true;
}

static bool bring_up(struct nl80211_kernel *k, struct reason why)
{
    int error = set_link(k, true, NULL);
    k->brought_up = error == 0 && !k->interface->up;
    k->site.up = error == 0;
    k->card.rfkill = nl80211_card_switch(k->card.wiphy.name);
    k->site.rfkill_soft = k->card.rfkill.soft;
    k->site.rfkill_hard = k->card.rfkill.hard;
    if (error == -ERFKILL) { /* though /sys may be another namespace's and say nothing */
        k->site.rfkill_soft |= !k->site.rfkill_hard;
        return true;
    }
    return error ? refuse_error(why, "bring the interface up", error, &k->routes) : true;
}

bool nl80211_kernel_off(const struct nl80211_kernel *k, char *why, size_t size)
{
    snprintf(why, size,
             k->site.rfkill_hard
                 ? "the radio of '%s' is switched off by a switch or key of the machine "
                   "(rfkill: hard)"
                 : "the radio of '%s' is switched off: 'rfkill unblock wifi' switches it "
                   "on",
             k->interface->name);
    return k->site.rfkill_hard || k->site.rfkill_soft;
}

static void describe(struct nl80211_kernel *k, bool by_connect)
{
    const struct nl80211_wiphy *w = &k->card.wiphy;
    struct nl80211_site *s = &k->site;
    s->ifindex = k->interface->ifindex;
    s->wiphy = w->index;
    s->radio = &k->caps.caps;
    nl80211_wiphy_site(w, s);
    if (by_connect) {
        nl80211_site_by_connect(s);
    }
}

/* --- listening --- */

static bool join(int fd, uint32_t group)
{
    return group == 0 ||
           setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof group) == 0;
}

static bool wait_for(struct nl80211_kernel *k, int fd)
{
    struct epoll_event e = {.events = EPOLLIN, .data.fd = fd};
    return fcntl(fd, F_SETFL, O_NONBLOCK) == 0 &&
           epoll_ctl(k->epoll, EPOLL_CTL_ADD, fd, &e) == 0;
}

/* Before anything is looked at, so that nothing happens unheard between. */
static bool listen_to_all(struct nl80211_kernel *k, struct reason why)
{
    bool ok = join(k->routes.fd, RTNLGRP_LINK);
    for (size_t i = 0; i < NL80211_GROUPS; i++) {
        ok &= join(k->events.fd, k->events.groups[i]);
    }
    return ok ? true : refuse(why, "the kernel does not tell its events: %s", strerror(errno));
}

/* The switch may not be there: no rfkill in this kernel, or in this container. */
static bool wait_for_all(struct nl80211_kernel *k, struct reason why)
{
    k->epoll = epoll_create1(EPOLL_CLOEXEC);
    k->rfkill = open("/dev/rfkill", O_RDONLY | O_CLOEXEC);
    bool ok = k->epoll >= 0 && wait_for(k, k->events.fd) && wait_for(k, k->commands.fd) &&
              wait_for(k, k->routes.fd) && (k->rfkill < 0 || wait_for(k, k->rfkill));
    return ok ? true : refuse(why, "the sockets cannot be waited for: %s", strerror(errno));
}

struct nl80211_kernel *nl80211_kernel_open(const struct nl80211_kernel_options *o, char *text,
                                           size_t size)
{
    struct reason why = {text, size};
    struct nl80211_kernel *k = calloc(1, sizeof *k);
    if (!k) {
        refuse(why, "no memory");
        return NULL;
    }
    k->events.fd = k->commands.fd = k->routes.fd = k->rfkill = k->epoll = -1;
    bool ok = open_sockets(k, why) && listen_to_all(k, why) &&
              find_card(k, o->interface, why) && check_card(k, o, why) &&
              check_alone(k, o, why);
    if (ok) {
        describe(k, o->by_connect);
        ok = take_address(k, o, why);
    }
    if (ok) {
        set_mode(k, true);
        k->mode_set = true;
        ok = bring_up(k, why) && wait_for_all(k, why);
    }
    if (!ok) {
        nl80211_kernel_close(k);
        return NULL;
    }
    return k;
}

/* The owner's socket first: the kernel leaves the network with it, under the address that was
 * used.
 */
void nl80211_kernel_close(struct nl80211_kernel *k)
{
    if (!k) {
        return;
    }
    nl80211_socket_close(&k->commands);
    nl80211_socket_close(&k->events);
    bool left = k->address_set || k->brought_up || k->mode_set;
    if (k->routes.fd >= 0 && !k->gone && left) {
        fcntl(k->routes.fd, F_SETFL, 0);
        if (k->mode_set) {
            set_mode(k, false);
        }
        if (k->address_set) {
            set_link(k, false, &k->interface->address);
        }
        if (k->address_set || k->brought_up) {
            set_link(k, !k->brought_up && k->interface->up, NULL);
        }
    }
    nl80211_socket_close(&k->routes);
    if (k->rfkill >= 0) {
        close(k->rfkill);
    }
    if (k->epoll >= 0) {
        close(k->epoll);
    }
    free(k);
}
