/* A radio on the medium of another process or host: the radio boundary over UDP (octets and
 * order: docs/radio-udp.md). What is sent, heard and tuned goes through a socket of the radio's
 * own to a udp_server.h; whoever holds it sees a radio like any other. */
#ifndef RADIO_UDP_H
#define RADIO_UDP_H

#include "udp_message.h"

struct udp_radio_options {
    const char *host; /* name or number */
    uint16_t port;
    struct extsta_mac address;
    bool access_point; /* contends by the parameters of one */
    bool has_place;    /* else the medium's choice */
    float place[3];    /* metres */
};

/* Asks the medium for a place, for three seconds at most. NULL: `why` says what is wrong
 * (nobody there, refused and for what reason, a name that is none). When the medium goes, or
 * nothing has come from it for as long as it has said, the radio says EXTSTA_RADIO_GONE. */
struct extsta_radio *udp_radio_open(const struct udp_radio_options *options, char *why,
                                    size_t size);

struct udp_radio_counts {
    uint64_t drops[UDP_DROPS]; /* datagrams not taken, by enum udp_drop */
    uint64_t repeated;         /* that went out again */
    uint64_t unsent;           /* frames that the link did not take */
};
/* Of a radio of udp_radio_open. */
struct udp_radio_counts udp_radio_counts(const struct extsta_radio *radio);
/* Why it has gone, for people; NULL: it has not. */
const char *udp_radio_end(const struct extsta_radio *radio);

#endif
