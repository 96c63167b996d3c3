/* Who leaves unread what a control socket sends: see unread.h. */
#include "unread.h"
#include "providers.h"
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/sockios.h>
#include <linux/unix_diag.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define LOOK_EACH      200000u /* microseconds */
#define REFUSED_FOR    50000u  /* before it is looked again for one that was not answered */
#define TOO_MUCH       16u     /* of 256: from then on it is looked */
#define TALKERS        64u
#define ANSWERS        50u /* to one of them, then it is looked whether it reads */
#define ANSWERS_TO_ALL 64u /* to all others together between two looks */
#define NAMES_ROOM     256u
#define ATTRIBUTE_HEAD 4u

bool wpa_address_equal(const struct wpa_address *a, const struct wpa_address *b)
{
    return a->len == b->len && memcmp(&a->un, &b->un, a->len) == 0;
}

unsigned wpa_unread_share(int fd)
{
    int room = 0, unread = 0;
    socklen_t len = sizeof room;
    if (getsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, &len) < 0 || room <= 0 ||
        ioctl(fd, SIOCOUTQ, &unread) < 0 || unread <= 0) {
        return 0;
    }
    return (unsigned)((uint64_t)unread * 256u / (uint64_t)room);
}

/* --- what the kernel knows --- */

/* Names of sockets that have something to read. */
struct names {
    size_t count;
    struct name {
        size_t len;
        char text[sizeof((struct sockaddr_un *)0)->sun_path];
    } list[NAMES_ROOM];
};

static void name_take(struct names *n, const struct nlmsghdr *h)
{
    const struct unix_diag_msg *m = NLMSG_DATA(h);
    const char *name = NULL;
    size_t name_len = 0;
    bool unread = false;
    size_t left = h->nlmsg_len - NLMSG_LENGTH(sizeof *m);
    const char *at = (const char *)(m + 1);
    while (left >= sizeof(struct nlattr)) {
        const struct nlattr *a = (const struct nlattr *)(const void *)at;
        size_t step = ((size_t)a->nla_len + 3u) & ~(size_t)3u;
        if (a->nla_len < ATTRIBUTE_HEAD || a->nla_len > left) {
            break;
        }
        if (a->nla_type == UNIX_DIAG_NAME) {
            name = at + ATTRIBUTE_HEAD;
            name_len = a->nla_len - ATTRIBUTE_HEAD;
        } else if (a->nla_type == UNIX_DIAG_RQLEN) {
            struct unix_diag_rqlen q;
            memcpy(&q, at + ATTRIBUTE_HEAD, sizeof q);
            unread = q.udiag_rqueue > 0;
        }
        step = step < left ? step : left;
        at += step;
        left -= step;
    }
    if (unread && name && n->count < NAMES_ROOM && name_len <= sizeof n->list[0].text) {
        memcpy(n->list[n->count].text, name, name_len);
        n->list[n->count++].len = name_len;
    }
}

/* Takes what has come; true: there is more. */
static bool part_take(int fd, struct names *n)
{
    union {
        char octets[16384];
        struct nlmsghdr aligned;
    } buffer;
    ssize_t got = recv(fd, buffer.octets, sizeof buffer.octets, 0);
    size_t len = got > 0 ? (size_t)got : 0;
    const struct nlmsghdr *h = &buffer.aligned;
    for (; NLMSG_OK(h, len); h = NLMSG_NEXT(h, len)) {
        if (h->nlmsg_type == NLMSG_DONE || h->nlmsg_type == NLMSG_ERROR) {
            return false;
        }
        if (h->nlmsg_len >= NLMSG_LENGTH(sizeof(struct unix_diag_msg))) {
            name_take(n, h);
        }
    }
    return got > 0;
}

/* False: the kernel does not say. */
static bool names_ask(struct names *n)
{
    struct {
        struct nlmsghdr head;
        struct unix_diag_req request;
    } ask = {.head = {.nlmsg_len = sizeof ask,
                      .nlmsg_type = SOCK_DIAG_BY_FAMILY,
                      .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP},
             .request = {.sdiag_family = AF_UNIX,
                         .udiag_states = ~0u,
                         .udiag_show = UDIAG_SHOW_NAME | UDIAG_SHOW_RQLEN}};
    n->count = 0;
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    if (fd < 0) {
        return false;
    }
    bool ok = send(fd, &ask, sizeof ask, 0) == (ssize_t)sizeof ask;
    while (ok && part_take(fd, n)) {
    }
    close(fd);
    return ok;
}

/* The kernel gives a file's name without its final zero; a client may have bound it with one.
 */
static bool has_unread(const void *names, const struct wpa_address *a)
{
    const struct names *n = names;
    size_t len = a->len - offsetof(struct sockaddr_un, sun_path);
    const char *path = a->un.sun_path;
    if (path[0]) {
        len = strnlen(path, len);
    }
    for (size_t i = 0; i < n->count; i++) {
        const struct name *is = &n->list[i];
        size_t is_len = is->text[0] ? strnlen(is->text, is->len) : is->len;
        if (is_len == len && memcmp(is->text, path, len) == 0) {
            return true;
        }
    }
    return false;
}

/* --- looks --- */

static void look(void *user, extsta_time now)
{
    struct wpa_unread *u = user;
    u->alarm = NULL;
    if (wpa_unread_share(u->fd) < TOO_MUCH) {
        wpa_unread_free(u);
        return;
    }
    struct names *n = host_malloc(sizeof *n);
    if (n && names_ask(n)) {
        for (size_t i = 0; i < u->count; i++) {
            struct wpa_talker *t = &u->talkers[i];
            if (!has_unread(n, &t->address)) {
                t->answered = 0;
                t->refused = 0;
            }
        }
        u->looked(u->user, has_unread, n);
    }
    free(n);
    u->others = 0;
    u->alarm = host_alarm_add(u->loop, now + LOOK_EACH, look, u);
}

void wpa_unread_sent(struct wpa_unread *u)
{
    if (u->alarm || wpa_unread_share(u->fd) < TOO_MUCH) {
        return;
    }
    u->talkers = host_calloc(TALKERS, sizeof *u->talkers);
    u->alarm = host_alarm_add(u->loop, host_loop_now(u->loop) + LOOK_EACH, look, u);
}

/* Its place, or a free one, or that of one who has gone quiet; NULL: none. */
static struct wpa_talker *talker_of(struct wpa_unread *u, const struct wpa_address *to)
{
    struct wpa_talker *quiet = NULL;
    for (size_t i = 0; i < u->count; i++) {
        struct wpa_talker *t = &u->talkers[i];
        if (wpa_address_equal(&t->address, to)) {
            return t;
        }
        if (!t->answered) {
            quiet = t;
        }
    }
    if (u->count < TALKERS) {
        quiet = &u->talkers[u->count++];
    }
    if (quiet) {
        *quiet = (struct wpa_talker){.address = *to};
    }
    return quiet;
}

/* Whether this one has something unread now; where the kernel does not say, it has not. */
static bool has_unread_now(const struct wpa_address *a)
{
    struct names *n = host_malloc(sizeof *n);
    bool has = n && names_ask(n) && has_unread(n, a);
    free(n);
    return has;
}

bool wpa_unread_may_answer(struct wpa_unread *u, const struct wpa_address *to)
{
    if (!u->talkers) {
        return true;
    }
    extsta_time now = host_loop_now(u->loop);
    struct wpa_talker *t = talker_of(u, to);
    if (!t) {
        return u->others++ < ANSWERS_TO_ALL || !has_unread_now(to);
    }
    if (t->answered >= ANSWERS) {
        if (t->refused && now - t->refused < REFUSED_FOR) {
            return false;
        }
        if (has_unread_now(to)) {
            t->refused = now;
            return false;
        }
        t->answered = 0;
        t->refused = 0;
    }
    t->answered++;
    return true;
}

void wpa_unread_free(struct wpa_unread *u)
{
    if (u->alarm) {
        host_alarm_remove(u->alarm);
        u->alarm = NULL;
    }
    free(u->talkers);
    u->talkers = NULL;
    u->count = 0;
}
