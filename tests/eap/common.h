/* What the two programs of this folder share: arguments, files, sockets, randomness. */
#ifndef TESTS_EAP_COMMON_H
#define TESTS_EAP_COMMON_H

#include "../providers.h"
#include "onex/eap.h"
#include "onex/eap_server.h"
#include "radius.h"
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define SECRET "testing123"

/* "--name value" of the arguments; NULL: it is not there. */
static inline const char *option(int argc, char **argv, const char *name)
{
    for (int i = 1; i + 1 < argc; i++) {
        if (strcmp(argv[i], name) == 0) {
            return argv[i + 1];
        }
    }
    return NULL;
}

static inline struct extsta_span text_of(const char *text)
{
    return span(text, text ? strlen(text) : 0);
}

/* A file, as long as the program runs; empty without a name. */
static inline struct extsta_span file_of(const char *name)
{
    static char pool[8][65536];
    static int used;
    FILE *f = name && used < 8 ? fopen(name, "rb") : NULL;
    if (!f) {
        return span(NULL, 0);
    }
    size_t len = fread(pool[used], 1, sizeof pool[used], f);
    fclose(f);
    return span(pool[used++], len);
}

static inline void fill(void *user, void *out, size_t len)
{
    testing_fill(user, 1, out, len);
}

static inline int socket_of(uint16_t port, bool serve, struct sockaddr_in *address)
{
    int s = socket(AF_INET, SOCK_DGRAM, 0);
    struct timeval wait = {.tv_sec = serve ? 0 : 10};
    *address = (struct sockaddr_in){.sin_family = AF_INET,
                                    .sin_port = htons(port),
                                    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    if (serve && bind(s, (struct sockaddr *)address, sizeof *address) != 0) {
        perror("bind");
        exit(2);
    }
    return s;
}

static inline uint8_t method_of(const char *name)
{
    return strcmp(name, "tls") == 0    ? EXTSTA_EAP_TLS
           : strcmp(name, "ttls") == 0 ? EXTSTA_EAP_TTLS
           : strcmp(name, "peap") == 0 ? EXTSTA_EAP_PEAP
                                       : EXTSTA_EAP_MSCHAPV2;
}

#endif
