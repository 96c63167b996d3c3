/* The medium's end of the radio boundary over UDP: each radio beyond the socket (udp.h, or an
 * access point under test that speaks docs/radio-udp.md) gets a radio of the medium's, and what
 * crosses it goes to and fro. It knows no medium: radios come from a radio_source.
 *
 * What comes in is a stranger's: a datagram that is not taken is counted by the name of what is
 * wrong with it, and a session is nobody's before its number has come back from where it was
 * sent to. */
#ifndef RADIO_UDP_SERVER_H
#define RADIO_UDP_SERVER_H

#include "radio_source.h"
#include "udp_message.h"

#define UDP_SERVER_PEERS 4096u

struct udp_server;

struct udp_server_options {
    const char *host; /* to listen at; NULL: 127.0.0.1 */
    uint16_t port;    /* 0: any (udp_server_port) */
    struct radio_source radios;
    /* A radio has come, or gone: `why` says by what, NULL: it has come. `at` is its address and
     * port as text. NULL: nobody cares. It must not call the server. */
    void (*peer)(void *user, extsta_time now, struct extsta_mac address, const char *at,
                 const char *why);
    void *user;
};

/* NULL: `why` says what is wrong (the port is taken, no such address). */
struct udp_server *udp_server_open(const struct udp_server_options *options, char *why,
                                   size_t size);
/* Says goodbye to all; their radios are closed. NULL is fine. */
void udp_server_close(struct udp_server *server);
uint16_t udp_server_port(const struct udp_server *server);
/* Readable when udp_server_work is to be called. */
int udp_server_fd(const struct udp_server *server);
void udp_server_work(struct udp_server *server, extsta_time now);
/* A datagram as if it had come from this port of this host: for tests without a socket. */
void udp_server_take(struct udp_server *server, extsta_time now, struct extsta_span datagram,
                     uint16_t port);

struct udp_server_counts {
    size_t peers;      /* now */
    uint64_t in, out;  /* datagrams */
    uint64_t repeated; /* that went out again, of all that were there */
    uint64_t slow;     /* frames not passed on, since too much waited for their radio */
    uint64_t silent;   /* radios that have gone without a word */
    uint64_t drops[UDP_DROPS];
};
struct udp_server_counts udp_server_counts(const struct udp_server *server);

#endif
