/* A control socket: see socket.h. Who monitors is monitors.c. */
#include "socket.h"
#include "monitors.h"
#include "providers.h"
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define MESSAGES_A_TURN 16u       /* then others on the loop have theirs */
#define SEND_ROOM       (4 << 20) /* octets; as much of it as the kernel grants */

struct wpa_socket {
    struct wpa_monitors monitors;
    struct host_loop *loop;
    struct host_watch *watch;
    wpa_socket_command *command;
    void *user;
    struct wpa_address address; /* its own */
    uint32_t group;
    dev_t device; /* of its file */
    ino_t inode;
};

/* A command while it is answered. */
struct exchange {
    struct wpa_address from;
    char text[WPA_COMMAND_ROOM + 1];
    struct wpa_reply reply;
};

bool wpa_socket_group(const char *name, uint32_t *group)
{
    const struct group *found = getgrnam(name);
    if (found) {
        *group = found->gr_gid;
        return true;
    }
    return wpa_number_read(name, group, NULL);
}

bool wpa_socket_directory(const char *path, uint32_t group, char *why, size_t size)
{
    if (mkdir(path, 0770) < 0 && errno != EEXIST) {
        (void)snprintf(why, size, "cannot make the directory %s: %s", path, strerror(errno));
        return false;
    }
    if (group == UINT32_MAX) {
        return true;
    }
    struct stat is;
    if (lstat(path, &is) == 0 && is.st_gid == group && (is.st_mode & 07777) == 0750) {
        return true;
    }
    if (lchown(path, (uid_t)-1, (gid_t)group) < 0 || chmod(path, 0750) < 0) {
        (void)snprintf(why, size, "cannot give %s to group %u: %s", path, group,
                       strerror(errno));
        return false;
    }
    return true;
}

static bool address_make(struct wpa_address *a, const char *path)
{
    static const char abstract[] = "@abstract:";
    memset(a, 0, sizeof *a);
    a->un.sun_family = AF_UNIX;
    size_t skip = strncmp(path, abstract, sizeof abstract - 1) == 0 ? sizeof abstract - 1 : 0;
    size_t len = strlen(path + skip);
    if (!len || len + 1 >= sizeof a->un.sun_path) {
        return false;
    }
    memcpy(a->un.sun_path + (skip != 0), path + skip, len);
    a->len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len + 1);
    return true;
}

static bool has_file(const struct wpa_socket *s)
{
    return s->address.un.sun_path[0] != '\0';
}

/* The file of one that has ended without removing it goes; one that somebody listens on stays.
 */
static bool make_room(const struct wpa_socket *s, char *why, size_t size)
{
    const char *path = s->address.un.sun_path;
    struct stat is;
    if (lstat(path, &is) < 0) {
        return true;
    }
    if (!S_ISSOCK(is.st_mode)) {
        (void)snprintf(why, size, "%s is there, and is no socket", path);
        return false;
    }
    if (!wpa_address_dead(&s->address)) {
        (void)snprintf(why, size, "%s is in use: another program serves it", path);
        return false;
    }
    if (unlink(path) < 0) {
        (void)snprintf(why, size, "cannot remove %s, which nobody serves: %s", path,
                       strerror(errno));
        return false;
    }
    return true;
}

static bool give_to_group(struct wpa_socket *s, char *why, size_t size)
{
    const char *path = s->address.un.sun_path;
    struct stat is;
    if ((s->group != UINT32_MAX && lchown(path, (uid_t)-1, (gid_t)s->group) < 0) ||
        chmod(path, 0770) < 0 || lstat(path, &is) < 0) {
        (void)snprintf(why, size, "cannot give %s to its group: %s", path, strerror(errno));
        return false;
    }
    s->device = is.st_dev;
    s->inode = is.st_ino;
    return true;
}

/* A descriptor that is bound in its place; -1: `why`. */
static int place_open(struct wpa_socket *s, char *why, size_t size)
{
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        (void)snprintf(why, size, "no socket: %s", strerror(errno));
        return -1;
    }
    int room = SEND_ROOM;
    if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &room, sizeof room) < 0) {
        (void)setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
    }
    if (bind(fd, (const struct sockaddr *)&s->address.un, s->address.len) < 0) {
        (void)snprintf(why, size, "cannot open %s: %s",
                       has_file(s) ? s->address.un.sun_path : "the abstract socket",
                       strerror(errno));
        close(fd);
        return -1;
    }
    if (has_file(s) && !give_to_group(s, why, size)) {
        (void)unlink(s->address.un.sun_path);
        close(fd);
        return -1;
    }
    return fd;
}

/* Its file, if no other has taken the place. */
static void place_leave(const struct wpa_socket *s)
{
    struct stat is;
    if (has_file(s) && lstat(s->address.un.sun_path, &is) == 0 && is.st_dev == s->device &&
        is.st_ino == s->inode) {
        (void)unlink(s->address.un.sun_path);
    }
}

static void on_readable(void *user, extsta_time now);

/* What others have not read fills this socket: who reads would get no answer any more. A new
 * one takes its place, and whoever was connected to the old one sees that it has gone. */
static void place_renew(struct wpa_socket *s)
{
    char why[160];
    int old = s->monitors.fd;
    struct wpa_socket before = {.address = s->address, .device = s->device, .inode = s->inode};
    place_leave(&before);
    int fd = place_open(s, why, sizeof why);
    if (fd < 0) {
        return; /* as before, and without a file where that has gone */
    }
    struct host_watch *watch = host_watch_add(s->loop, fd, on_readable, s);
    if (!watch) {
        close(fd);
        return;
    }
    host_watch_remove(s->watch);
    close(old);
    s->watch = watch;
    wpa_monitors_renew(&s->monitors, fd);
}

static void on_stuck(void *user)
{
    place_renew(user);
}

static void answer(struct wpa_socket *s, const struct exchange *x, bool attached)
{
    const struct wpa_address *to = &x->from;
    if (!wpa_unread_may_answer(&s->monitors.unread, to)) {
        return; /* it does not read what it is answered */
    }
    if (sendto(s->monitors.fd, x->reply.text, x->reply.len, MSG_DONTWAIT | MSG_NOSIGNAL,
               (const struct sockaddr *)&to->un, to->len) >= 0) {
        wpa_unread_sent(&s->monitors.unread);
        return;
    }
    int error = errno;
    if (attached) {
        (void)wpa_monitors_detach(&s->monitors, to);
    }
    if ((error == EAGAIN || error == ENOBUFS) && wpa_monitors_stuffed(&s->monitors)) {
        place_renew(s);
    }
}

/* Whether the command was one for the socket itself. *attached: by it. */
static bool socket_command(struct wpa_socket *s, struct exchange *x, bool *attached)
{
    const char *level;
    if (strcmp(x->text, "ATTACH") == 0) {
        *attached = wpa_monitors_attach(&s->monitors, &x->from);
        wpa_reply_bool(&x->reply, *attached);
    } else if (strcmp(x->text, "DETACH") == 0) {
        wpa_reply_bool(&x->reply, wpa_monitors_detach(&s->monitors, &x->from));
    } else if (wpa_text_begins(x->text, "LEVEL ", &level)) {
        uint32_t value;
        wpa_reply_bool(&x->reply, wpa_number_read(level, &value, NULL) &&
                                      wpa_monitors_level(&s->monitors, &x->from, value));
    } else {
        return false;
    }
    return true;
}

static void handle(struct wpa_socket *s, extsta_time now, size_t len, struct exchange *x)
{
    bool attached = false;
    wpa_reply_clear(&x->reply);
    if (len > WPA_COMMAND_ROOM) {
        wpa_reply_fail(&x->reply); /* what was behind it is lost: a half command does nothing */
    } else {
        x->text[len] = '\0';
        if (!socket_command(s, x, &attached)) {
            s->command(s->user, now, x->text, &x->reply);
        }
    }
    if (!x->reply.silent && x->from.len > offsetof(struct sockaddr_un, sun_path)) {
        answer(s, x, attached);
    }
    /* a password may have been in it */
    explicit_bzero(x->text, len < sizeof x->text ? len : sizeof x->text);
    explicit_bzero(x->reply.text, x->reply.len);
}

static void on_readable(void *user, extsta_time now)
{
    struct wpa_socket *s = user;
    struct exchange x;
    for (unsigned i = 0; i < MESSAGES_A_TURN; i++) {
        x.from = (struct wpa_address){.len = sizeof x.from.un};
        /* MSG_TRUNC: its whole length comes back, however little there was room for */
        ssize_t n = recvfrom(s->monitors.fd, x.text, sizeof x.text, MSG_DONTWAIT | MSG_TRUNC,
                             (struct sockaddr *)&x.from.un, &x.from.len);
        if (n < 0) {
            return;
        }
        handle(s, now, (size_t)n, &x);
    }
}

struct wpa_socket *wpa_socket_open(struct host_loop *loop,
                                   const struct wpa_socket_options *options, char *why,
                                   size_t size)
{
    struct wpa_socket *s = host_calloc(1, sizeof *s);
    if (!s) {
        (void)snprintf(why, size, "no memory");
        return NULL;
    }
    s->loop = loop;
    s->command = options->command;
    s->user = options->user;
    s->group = options->group;
    int fd = -1;
    if (!address_make(&s->address, options->path)) {
        (void)snprintf(why, size, "the path of a socket has 1 to 106 octets: %s",
                       options->path);
    } else if (!has_file(s) || make_room(s, why, size)) {
        fd = place_open(s, why, size);
    }
    if (fd < 0) {
        free(s);
        return NULL;
    }
    wpa_monitors_init(&s->monitors, loop, fd, on_stuck, s);
    s->watch = host_watch_add(loop, fd, on_readable, s);
    if (!s->watch) {
        (void)snprintf(why, size, "no memory");
        wpa_socket_close(s);
        return NULL;
    }
    return s;
}

void wpa_socket_close(struct wpa_socket *s)
{
    if (!s) {
        return;
    }
    wpa_monitors_free(&s->monitors);
    if (s->watch) {
        host_watch_remove(s->watch);
    }
    place_leave(s);
    close(s->monitors.fd);
    free(s);
}

void wpa_socket_event(struct wpa_socket *s, const char *prefix, int level, const char *text)
{
    wpa_monitors_tell(&s->monitors, prefix, level, text);
}

size_t wpa_socket_monitors(const struct wpa_socket *s)
{
    return s->monitors.count;
}
