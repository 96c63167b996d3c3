/* What a service manager is told (sd_notify(3)): a datagram to the socket that it names in
 * NOTIFY_SOCKET. Without one nothing is said. */
#ifndef DAEMON_NOTIFY_H
#define DAEMON_NOTIFY_H

#include <extsta/types.h>
#include <stdbool.h>

struct notify {
    int fd;               /* -1: nobody wants to know */
    extsta_time watchdog; /* a sign of life is wanted so often; EXTSTA_NEVER: never */
};

/* Reads the environment, once, and opens the socket while that is allowed. */
void notify_open(struct notify *n);
void notify_close(struct notify *n);
/* Lines of NAME=value, as "READY=1\nSTATUS=3 stations". False: it was not taken. */
bool notify_say(const struct notify *n, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
