/* The address of --serve (serve_listen.h). Numbers only, and "localhost", which not every
 * machine can look up. */
#include "serve_listen.h"
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 64

union address {
    struct sockaddr any;
    struct sockaddr_in in;
    struct sockaddr_in6 in6;
};

/* "A:P", "[A]:P", "P" into address and port; the address empty: none was given. */
static bool split(const char *where, char *address, size_t size, const char **port)
{
    const char *end = where[0] == '[' ? strstr(where, "]:") : strrchr(where, ':');
    const char *begin = where + (where[0] == '[');
    *address = 0;
    *port = end ? end + 1 + (where[0] == '[') : where;
    if (!end) {
        return where[0] != '[';
    }
    if ((size_t)(end - begin) >= size) {
        return false;
    }
    memcpy(address, begin, (size_t)(end - begin));
    address[end - begin] = 0;
    return true;
}

static bool parse(const char *where, union address *out, struct serve_place *place)
{
    char *rest;
    const char *digits;
    char *address = place->address;
    if (!split(where, address, sizeof place->address, &digits) || *digits < '0' ||
        *digits > '9') {
        return false;
    }
    unsigned long port = strtoul(digits, &rest, 10);
    if (*rest || port > UINT16_MAX) {
        return false;
    }
    if (!*address || strcmp(address, "localhost") == 0) {
        strcpy(address, "127.0.0.1");
    }
    memset(out, 0, sizeof *out);
    if (inet_pton(AF_INET, address, &out->in.sin_addr) == 1) {
        out->in.sin_family = AF_INET;
        out->in.sin_port = htons((uint16_t)port);
        place->loopback = ntohl(out->in.sin_addr.s_addr) >> 24 == 127;
        return true;
    }
    place->ipv6 = inet_pton(AF_INET6, address, &out->in6.sin6_addr) == 1;
    out->in6.sin6_family = AF_INET6;
    out->in6.sin6_port = htons((uint16_t)port);
    place->loopback = IN6_IS_ADDR_LOOPBACK(&out->in6.sin6_addr);
    return place->ipv6;
}

/* False: errno. */
static bool open_socket(struct serve_place *place, const union address *address)
{
    union address bound;
    socklen_t len = sizeof bound;
    const int on = 1;
    place->socket =
        socket(address->any.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (place->socket < 0) {
        return false;
    }
    setsockopt(place->socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(place->socket, &address->any,
             place->ipv6 ? sizeof address->in6 : sizeof address->in) != 0 ||
        listen(place->socket, BACKLOG) != 0 ||
        getsockname(place->socket, &bound.any, &len) != 0) {
        int why = errno;
        close(place->socket);
        errno = why;
        return false;
    }
    place->port = ntohs(place->ipv6 ? bound.in6.sin6_port : bound.in.sin_port);
    return true;
}

int serve_listen(const struct command *command, const char *where, bool anyone,
                 struct serve_place *out)
{
    union address address;
    *out = (struct serve_place){.socket = -1};
    if (!parse(where, &address, out)) {
        return command_fail(command, EXIT_USAGE,
                            "--serve: '%s' is no address with a port, as 127.0.0.1:8080",
                            where);
    }
    if (!out->loopback && !anyone) {
        return command_fail(
            command, EXIT_USAGE,
            "--serve: whoever reaches %s would see who is in the air, and there "
            "is no password; add --serve-anyone if that is what you want",
            out->address);
    }
    if (!open_socket(out, &address)) {
        return command_fail(command, EXIT_SYSTEM, "--serve %s: %s", where, strerror(errno));
    }
    return EXIT_OK;
}

bool serve_is_host(const struct serve_place *place, const char *host)
{
    static const char *const names[] = {"127.0.0.1", "localhost", "[::1]", NULL};
    char text[INET6_ADDRSTRLEN + 16];
    if (!place->loopback) { /* by whatever name: everybody may see it */
        return true;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        bool own = !names[i];
        const char *open = own && place->ipv6 ? "[" : "", *shut = own && place->ipv6 ? "]" : "";
        snprintf(text, sizeof text, "%s%s%s:%u", open, own ? place->address : names[i], shut,
                 place->port);
        if (host && strcasecmp(host, text) == 0) {
            return true;
        }
        *strrchr(text, ':') = 0;
        if (host && place->port == 80 && strcasecmp(host, text) == 0) {
            return true;
        }
    }
    return false;
}
