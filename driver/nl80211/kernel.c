/* See kernel.h. Messages down and up; nothing of what is in them is understood here but whose
 * they are. */
#include "kernel_private.h"
#include <errno.h>
#include <linux/genetlink.h>
#include <linux/nl80211.h>
#include <linux/rfkill.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

const struct nl80211_site *nl80211_kernel_site(const struct nl80211_kernel *k)
{
    return &k->site;
}

const struct extsta_radio_caps *nl80211_kernel_caps(const struct nl80211_kernel *k)
{
    return &k->caps.caps;
}

int nl80211_kernel_fd(const struct nl80211_kernel *k)
{
    return k->epoll;
}

bool nl80211_kernel_gone(const struct nl80211_kernel *k)
{
    return k->gone;
}

/* --- down --- */

static void refused(struct nl80211_kernel *k, const struct nlmsghdr *h, int error)
{
    if (k->refusal_count < NL80211_REFUSALS) {
        k->refusals[k->refusal_count++] = (struct nl80211_refusal){*h, error};
    }
}

/* The type is the family's number here; the octets are the driver's, so the header is a copy.
 */
void nl80211_kernel_send(struct nl80211_kernel *k, struct extsta_span message)
{
    struct nlmsghdr h;
    if (message.len < sizeof h) {
        return;
    }
    memcpy(&h, message.data, sizeof h);
    bool generic = h.nlmsg_type == NL80211_FAMILY;
    struct nl80211_socket *s = generic ? &k->commands : &k->routes;
    struct iovec parts[2] = {{.iov_base = &h, .iov_len = sizeof h},
                             {.iov_base = (void *)(uintptr_t)(message.data + sizeof h),
                              .iov_len = message.len - sizeof h}};
    struct msghdr m = {.msg_iov = parts, .msg_iovlen = 2};
    if (generic) {
        h.nlmsg_type = s->family;
    }
    ssize_t n;
    do {
        n = sendmsg(s->fd, &m, 0);
    } while (n < 0 && errno == EINTR);
    if (n < 0) {
        h.nlmsg_type = generic ? NL80211_FAMILY : h.nlmsg_type;
        refused(k, &h, -errno);
    }
}

/* --- up --- */

/* A message of our own making. */
static struct extsta_span make(struct nl80211_kernel *k, uint16_t type, uint32_t seq,
                               const void *payload, size_t len)
{
    struct nlmsghdr *h = (struct nlmsghdr *)k->made;
    memset(k->made, 0, sizeof k->made);
    h->nlmsg_len = (uint32_t)NLMSG_LENGTH(len);
    h->nlmsg_type = type;
    h->nlmsg_seq = seq;
    if (len) {
        memcpy(nlmsg_data(h), payload, len);
    }
    return (struct extsta_span){(const uint8_t *)k->made, h->nlmsg_len};
}

/* The next datagram of a socket; false: there is none. One that did not fit into the socket's
 * buffer or ours is lost. */
static bool read_datagram(struct nl80211_kernel *k, int fd, struct nl80211_datagram *d)
{
    ssize_t n;
    do {
        n = recv(fd, d->octets, sizeof d->octets, MSG_TRUNC | MSG_DONTWAIT);
    } while (n < 0 && errno == EINTR);
    if (n < 0 || (size_t)n > sizeof d->octets) {
        k->lost |= n >= 0 || errno == ENOBUFS;
        return false;
    }
    d->next = (struct nlmsghdr *)d->octets;
    d->left = (int)n;
    return true;
}

/* The next message in a datagram. */
static struct nlmsghdr *step(struct nl80211_datagram *d)
{
    struct nlmsghdr *h = d->next;
    if (!h || !nlmsg_ok(h, d->left)) {
        d->next = NULL;
        return NULL;
    }
    d->next = nlmsg_next(h, &d->left);
    return h;
}

static bool says(struct nlmsghdr *h, int attribute, uint32_t *value)
{
    const struct nlattr *a = nlmsg_find_attr(h, GENL_HDRLEN, attribute);
    if (a && nla_len(a) == 4) {
        *value = nla_get_u32(a);
    }
    return a != NULL;
}

/* Whether an event of nl80211 is about this card: its interface, or all of it. */
static bool is_ours(struct nl80211_kernel *k, struct nlmsghdr *h)
{
    uint32_t ifindex = 0, wiphy = k->site.wiphy;
    if (h->nlmsg_type != k->events.family || h->nlmsg_len < NLMSG_LENGTH(GENL_HDRLEN)) {
        return false;
    }
    bool interface = says(h, NL80211_ATTR_IFINDEX, &ifindex);
    says(h, NL80211_ATTR_WIPHY, &wiphy);
    uint8_t command = ((const struct genlmsghdr *)nlmsg_data(h))->cmd;
    bool ours = interface ? ifindex == k->site.ifindex
                          : wiphy == k->site.wiphy &&
                                !nlmsg_find_attr(h, GENL_HDRLEN, NL80211_ATTR_WDEV);
    k->gone |=
        ours && (command == NL80211_CMD_DEL_INTERFACE || command == NL80211_CMD_DEL_WIPHY);
    return ours;
}

static struct nlmsghdr *next_event(struct nl80211_kernel *k)
{
    struct nlmsghdr *h;
    do {
        while ((h = step(&k->event))) {
            if (is_ours(k, h)) {
                return h;
            }
        }
    } while (read_datagram(k, k->events.fd, &k->event));
    return NULL;
}

/* An answer, or an event for the owner; what the kernel says of its families is nobody's. */
static struct nlmsghdr *next_answer(struct nl80211_kernel *k)
{
    struct nlmsghdr *h;
    while ((h = step(&k->answer))) {
        if (h->nlmsg_type == k->commands.family || h->nlmsg_type < NLMSG_MIN_TYPE) {
            return h;
        }
    }
    return NULL;
}

/* A bridge that lets go of an interface says DELLINK, too: of its own family. */
static struct nlmsghdr *next_route(struct nl80211_kernel *k)
{
    struct nlmsghdr *h;
    do {
        while ((h = step(&k->route))) {
            const struct ifinfomsg *i = nlmsg_data(h);
            if (h->nlmsg_type < NLMSG_MIN_TYPE) {
                return h;
            }
            if (h->nlmsg_len >= NLMSG_LENGTH(sizeof *i) && i->ifi_family == AF_UNSPEC &&
                i->ifi_index == (int)k->site.ifindex) {
                k->gone |= h->nlmsg_type == RTM_DELLINK;
                return h;
            }
        }
    } while (read_datagram(k, k->routes.fd, &k->route));
    return NULL;
}

/* Of this card's switch alone. */
static bool next_switch(struct nl80211_kernel *k, struct extsta_span *message)
{
    uint8_t octets[64]; /* later kernels give more than struct rfkill_event */
    struct rfkill_event e;
    while (k->rfkill >= 0) {
        ssize_t n = read(k->rfkill, octets, sizeof octets);
        if (n < (ssize_t)sizeof e) {
            return false;
        }
        memcpy(&e, octets, sizeof e);
        if (k->card.rfkill.there && e.idx == k->card.rfkill.index) {
            *message = make(k, NL80211_RFKILL, 0, &e, sizeof e);
            return true;
        }
    }
    return false;
}

/* Events first, also those that came while an answer was being read: the kernel sends what a
 * command brings about before the answer to it. */
static struct nlmsghdr *next_message(struct nl80211_kernel *k)
{
    struct nlmsghdr *h;
    do {
        if ((h = next_event(k)) || (h = next_answer(k))) {
            return h;
        }
    } while (read_datagram(k, k->commands.fd, &k->answer));
    return next_route(k);
}

bool nl80211_kernel_receive(struct nl80211_kernel *k, struct extsta_span *message)
{
    struct nlmsghdr *h = k->held ? k->held : next_message(k);
    k->held = NULL;
    if (k->lost) { /* before what comes behind the gap */
        k->lost = false;
        k->held = h;
        *message = make(k, NL80211_LOST, 0, NULL, 0);
        return true;
    }
    if (h) {
        h->nlmsg_pid = 0;
        if (h->nlmsg_type == k->commands.family) {
            h->nlmsg_type = NL80211_FAMILY;
        }
        *message = (struct extsta_span){(const uint8_t *)h, h->nlmsg_len};
        return true;
    }
    if (k->refusal_count > 0) {
        struct nl80211_refusal r = k->refusals[0];
        struct nlmsgerr e = {.error = r.error, .msg = r.message};
        memmove(k->refusals, k->refusals + 1, --k->refusal_count * sizeof r);
        *message = make(k, NLMSG_ERROR, r.message.nlmsg_seq, &e, sizeof e);
        return true;
    }
    return next_switch(k, message);
}
