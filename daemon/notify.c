/* The protocol of sd_notify(3) is one datagram; libsystemd would be a library for that. */
#include "notify.h"
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int open_socket(const char *name)
{
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    size_t len = strlen(name);
    if ((name[0] != '/' && name[0] != '@') || len < 2 || len >= sizeof to.sun_path) {
        return -1;
    }
    memcpy(to.sun_path, name, len);
    if (name[0] == '@') {
        to.sun_path[0] = 0; /* the abstract name space */
    }
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd >= 0 && connect(fd, (const struct sockaddr *)&to,
                           (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len)) != 0) {
        close(fd);
        fd = -1;
    }
    return fd;
}

void notify_open(struct notify *n)
{
    const char *name = getenv("NOTIFY_SOCKET"), *usec = getenv("WATCHDOG_USEC"),
               *pid = getenv("WATCHDOG_PID");
    n->fd = name ? open_socket(name) : -1;
    n->watchdog = EXTSTA_NEVER;
    if (n->fd >= 0 && usec && (!pid || strtol(pid, NULL, 10) == getpid())) {
        unsigned long long interval = strtoull(usec, NULL, 10);
        /* twice as often as it must be, as sd_watchdog_enabled(3) has it */
        n->watchdog = interval >= 2000 ? (extsta_time)interval / 2 : EXTSTA_NEVER;
    }
}

void notify_close(struct notify *n)
{
    if (n->fd >= 0) {
        close(n->fd);
    }
    n->fd = -1;
}

bool notify_say(const struct notify *n, const char *format, ...)
{
    char text[400];
    va_list args;
    if (n->fd < 0) {
        return false;
    }
    va_start(args, format);
    int len = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    len = len < (int)sizeof text ? len : (int)sizeof text - 1;
    return len > 0 && send(n->fd, text, (size_t)len, MSG_NOSIGNAL) == len;
}
