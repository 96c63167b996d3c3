/* Where --serve listens: from what was typed to a socket. For serve.c. */
#ifndef CMD_SERVE_LISTEN_H
#define CMD_SERVE_LISTEN_H

#include "command.h"
#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

struct serve_place {
    int socket;    /* listening */
    bool loopback; /* nobody else can reach it */
    bool ipv6;
    uint16_t port;
    char address[INET6_ADDRSTRLEN];
};

/* As serve_start has it. EXIT_OK, or what is wrong was said. */
int serve_listen(const struct command *command, const char *where, bool anyone,
                 struct serve_place *out);
/* Whether the Host of a request is this place by an address or as localhost: a name that
 * somebody else's DNS points here must not make this page his. */
bool serve_is_host(const struct serve_place *place, const char *host);

#endif
