/* See ask.h. The messages are libnl's; the sockets are plain ones, because a loop reads them
 * later and libnl's would hold replies against its own sequence numbers. */
#include "ask.h"
#include <errno.h>
#include <linux/genetlink.h>
#include <linux/nl80211.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PATIENCE_MS 2000
#define BUFFER      (4 << 20)
#define TIMES       16 /* a dump that changed under us is asked for again */

static int open_socket(struct nl80211_socket *s, int protocol)
{
    const int yes = 1, size = BUFFER;
    struct sockaddr_nl any = {.nl_family = AF_NETLINK};
    memset(s, 0, sizeof *s);
    s->fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
    if (s->fd < 0) {
        return -errno;
    }
    if (bind(s->fd, (const struct sockaddr *)&any, sizeof any) != 0) {
        int error = -errno;
        nl80211_socket_close(s);
        return error;
    }
    /* an old kernel without these says less, and nothing else */
    (void)!setsockopt(s->fd, SOL_NETLINK, NETLINK_EXT_ACK, &yes, sizeof yes);
    (void)!setsockopt(s->fd, SOL_NETLINK, NETLINK_CAP_ACK, &yes, sizeof yes);
    if (setsockopt(s->fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size) != 0) {
        (void)!setsockopt(s->fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
    }
    return 0;
}

int nl80211_socket_route(struct nl80211_socket *s)
{
    return open_socket(s, NETLINK_ROUTE);
}

void nl80211_socket_close(struct nl80211_socket *s)
{
    if (s->fd >= 0) {
        close(s->fd);
    }
    s->fd = -1;
}

static struct nl_msg *new_message(uint16_t type, int flags)
{
    struct nl_msg *m = nlmsg_alloc();
    if (m && !nlmsg_put(m, 0, 0, type, 0, flags)) {
        nlmsg_free(m);
        m = NULL;
    }
    return m;
}

static struct nl_msg *generic_request(uint16_t family, uint8_t command, int flags)
{
    const struct genlmsghdr g = {.cmd = command, .version = 1};
    struct nl_msg *m = new_message(family, flags);
    if (m && nlmsg_append(m, (void *)(uintptr_t)&g, sizeof g, NLMSG_ALIGNTO) < 0) {
        nlmsg_free(m);
        m = NULL;
    }
    return m;
}

struct nl_msg *nl80211_request(struct nl80211_socket *s, uint8_t command, int flags)
{
    return generic_request(s->family, command, flags);
}

struct nl_msg *nl80211_route_request(struct nl80211_socket *s, uint16_t type, int flags,
                                     const void *payload, size_t len)
{
    struct nl_msg *m = new_message(type, flags);
    if (m && nlmsg_append(m, (void *)(uintptr_t)payload, len, NLMSG_ALIGNTO) < 0) {
        nlmsg_free(m);
        m = NULL;
    }
    return m;
}

/* --- asking --- */

/* The kernel's words stand behind the header of our request, which is all that comes back of
 * it. */
static void keep_text(struct nl80211_socket *s, struct nlmsghdr *h)
{
    const int header = (int)sizeof(struct nlmsgerr);
    struct nlattr *a, *first = (struct nlattr *)((char *)nlmsg_data(h) + header);
    s->text[0] = '\0';
    if (!(h->nlmsg_flags & NLM_F_ACK_TLVS) || !(h->nlmsg_flags & NLM_F_CAPPED)) {
        return;
    }
    a = nla_find(first, nlmsg_datalen(h) - header, NLMSGERR_ATTR_MSG);
    if (a) {
        snprintf(s->text, sizeof s->text, "%.*s", nla_len(a), (const char *)nla_data(a));
    }
}

/* An answer of this request's: 1: it goes on, 0: the end, or the kernel's errno. */
static int take(struct nl80211_socket *s, struct nlmsghdr *h,
                void (*part)(void *, struct nlmsghdr *), void *user)
{
    if (h->nlmsg_type == NLMSG_ERROR) {
        int error = h->nlmsg_len >= NLMSG_LENGTH(sizeof(struct nlmsgerr))
                        ? ((const struct nlmsgerr *)nlmsg_data(h))->error
                        : -EPROTO;
        keep_text(s, h);
        return error < 0 ? error : 0;
    }
    if (h->nlmsg_type == NLMSG_DONE) {
        int error =
            h->nlmsg_len >= NLMSG_LENGTH(sizeof error) ? *(const int *)nlmsg_data(h) : 0;
        return error < 0 ? error : h->nlmsg_flags & NLM_F_DUMP_INTR ? -EINTR : 0;
    }
    if (part && h->nlmsg_type != NLMSG_NOOP) {
        part(user, h);
    }
    return 1;
}

static int wait_for_end(struct nl80211_socket *s, void (*part)(void *, struct nlmsghdr *),
                        void *user)
{
    static _Thread_local uint64_t buffer[NL80211_DATAGRAM / 8];
    struct pollfd p = {.fd = s->fd, .events = POLLIN};
    for (;;) {
        int ready = poll(&p, 1, PATIENCE_MS);
        if (ready <= 0) {
            if (ready < 0 && errno == EINTR) {
                continue;
            }
            return ready < 0 ? -errno : -ETIMEDOUT;
        }
        ssize_t n = recv(s->fd, buffer, sizeof buffer, 0);
        if (n < 0) {
            return -errno;
        }
        struct nlmsghdr *h = (struct nlmsghdr *)buffer;
        for (int left = (int)n; nlmsg_ok(h, left); h = nlmsg_next(h, &left)) {
            int more = h->nlmsg_seq == s->seq ? take(s, h, part, user) : 1;
            if (more <= 0) {
                return more;
            }
        }
    }
}

int nl80211_ask(struct nl80211_socket *s, struct nl_msg *m,
                void (*part)(void *user, struct nlmsghdr *part), void *user)
{
    if (!m) {
        return -ENOMEM;
    }
    struct nlmsghdr *h = nlmsg_hdr(m);
    int result = -EINTR;
    /* a dump ends with DONE, all else with the ACK that is asked for */
    h->nlmsg_flags |=
        (h->nlmsg_flags & NLM_F_DUMP) == NLM_F_DUMP ? NLM_F_REQUEST : NLM_F_REQUEST | NLM_F_ACK;
    for (int i = 0; i < TIMES && result == -EINTR; i++) {
        h->nlmsg_seq = ++s->seq;
        result = send(s->fd, h, h->nlmsg_len, 0) < 0 ? -errno : wait_for_end(s, part, user);
    }
    nlmsg_free(m);
    return result;
}

/* --- the family --- */

static void take_group(struct nl80211_socket *s, struct nlattr *group)
{
    static const char *const names[NL80211_GROUPS] = {
        [NL80211_GROUP_SCAN] = NL80211_MULTICAST_GROUP_SCAN,
        [NL80211_GROUP_MLME] = NL80211_MULTICAST_GROUP_MLME,
        [NL80211_GROUP_REGULATORY] = NL80211_MULTICAST_GROUP_REG,
        [NL80211_GROUP_CONFIG] = NL80211_MULTICAST_GROUP_CONFIG};
    struct nlattr *t[CTRL_ATTR_MCAST_GRP_MAX + 1];
    if (nla_parse_nested(t, CTRL_ATTR_MCAST_GRP_MAX, group, NULL) < 0 ||
        !t[CTRL_ATTR_MCAST_GRP_NAME] || !t[CTRL_ATTR_MCAST_GRP_ID] ||
        nla_len(t[CTRL_ATTR_MCAST_GRP_ID]) != 4) {
        return;
    }
    for (size_t i = 0; i < NL80211_GROUPS; i++) {
        if (nla_strcmp(t[CTRL_ATTR_MCAST_GRP_NAME], names[i]) == 0) {
            s->groups[i] = nla_get_u32(t[CTRL_ATTR_MCAST_GRP_ID]);
        }
    }
}

static void take_family(void *user, struct nlmsghdr *h)
{
    struct nl80211_socket *s = user;
    struct nlattr *t[CTRL_ATTR_MAX + 1], *a;
    int left;
    if (nlmsg_parse(h, GENL_HDRLEN, t, CTRL_ATTR_MAX, NULL) < 0) {
        return;
    }
    if (t[CTRL_ATTR_FAMILY_ID] && nla_len(t[CTRL_ATTR_FAMILY_ID]) == 2) {
        s->family = nla_get_u16(t[CTRL_ATTR_FAMILY_ID]);
    }
    if (t[CTRL_ATTR_MCAST_GROUPS]) {
        nla_for_each_nested(a, t[CTRL_ATTR_MCAST_GROUPS], left)
        {
            take_group(s, a);
        }
    }
}

int nl80211_socket_generic(struct nl80211_socket *s)
{
    int error = open_socket(s, NETLINK_GENERIC);
    if (error) {
        return error;
    }
    struct nl_msg *m = generic_request(GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 0);
    if (m && nla_put_string(m, CTRL_ATTR_FAMILY_NAME, NL80211_GENL_NAME) < 0) {
        nlmsg_free(m);
        m = NULL;
    }
    error = nl80211_ask(s, m, take_family, s);
    if (error == 0 && s->family == 0) {
        error = -ENOENT;
    }
    if (error) {
        nl80211_socket_close(s);
    }
    return error;
}
