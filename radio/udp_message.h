/* Datagrams of the radio boundary over UDP: octets to values and back, nothing else. What they
 * mean and when they are sent says docs/radio-udp.md; udp_link.h brings them over in order,
 * udp.h and udp_server.h are the two ends. */
#ifndef RADIO_UDP_MESSAGE_H
#define RADIO_UDP_MESSAGE_H

#include <extsta/radio.h>

#define UDP_VERSION      1u
#define UDP_DATAGRAM_MAX 2432u /* the longest frame with everything before it */
#define UDP_FRAME_LEAST  10u   /* an Ack's octets */
#define UDP_FRAME_MAX    2346u /* the longest MPDU without FCS that is no A-MSDU's */

enum udp_type {
    UDP_HELLO = 1, /* to the medium: a radio wants to be there */
    UDP_WELCOME,   /* from it: it is; the session's number is in the header */
    UDP_REFUSE,    /* from it: it is not */
    UDP_SEND,      /* to the medium: transmit this */
    UDP_TUNE,      /* to the medium */
    UDP_HEARD,     /* from it: a frame was received */
    UDP_OUTCOME,   /* from it: what has become of a frame */
    UDP_STARTED,   /* from it: a frame has left the queue */
    UDP_ALIVE,     /* both ways: still here, and all up to `acknowledged` has arrived */
    UDP_BYE,       /* both ways: the session is over */
    UDP_TYPES
};

/* Whether datagrams of this type are numbered: they arrive once, and in order. */
bool udp_is_numbered(enum udp_type type);

enum udp_refusal {
    UDP_REFUSED_VERSION = 1, /* `versions` says which it speaks */
    UDP_REFUSED_ADDRESS,     /* zero, or a group's */
    UDP_REFUSED_TAKEN,       /* a radio with this address is there, of another host */
    UDP_REFUSED_FULL,        /* as many radios as it takes */
    UDP_REFUSED_MEMORY,
};

enum udp_bye {
    UDP_BYE_CLOSED = 0, /* the other end has closed it */
    UDP_BYE_UNKNOWN,    /* there is no such session (any more): the medium began anew */
    UDP_BYE_REPLACED,   /* a newer radio with this address is there */
    UDP_BYE_SLOW,       /* too much waited for this end */
};

/* Of HELLO's flags. */
#define UDP_HAS_PLACE    0x01u
#define UDP_ACCESS_POINT 0x02u /* it contends by the parameters of an access point */
/* Of OUTCOME's. */
#define UDP_ACKED 0x01u

struct udp_message {
    enum udp_type type;
    uint32_t session;      /* 0 in HELLO and REFUSE */
    uint32_t number;       /* of numbered ones, from 1; 0 else */
    uint32_t acknowledged; /* all of the other end's up to this one have arrived */
    union {
        struct {
            uint64_t nonce; /* the answer carries it */
            struct extsta_mac address;
            uint8_t flags, lowest, highest; /* versions it speaks */
            int8_t power;                   /* dBm; 0 = the medium's choice */
            int32_t place[3];               /* centimetres */
        } hello;
        struct {
            uint64_t nonce;
            uint16_t alive,
                silence; /* milliseconds: as often ALIVE comes; after that it is gone */
        } welcome;
        struct {
            uint64_t nonce;
            enum udp_refusal code;
            uint8_t lowest, highest;
        } refuse;
        struct {
            struct extsta_tx_meta meta;
            struct extsta_span frame; /* in the datagram */
        } send;
        uint16_t tune;                /* MHz */
        struct extsta_rx_frame heard; /* likewise */
        struct {
            uint32_t cookie;
            bool acked;
            uint8_t tries;
        } outcome;
        uint32_t started; /* cookie */
        struct {
            uint16_t freq;         /* MHz; 0: nothing is said */
            uint32_t window, busy; /* microseconds until now, and how many of them busy */
        } alive;
        enum udp_bye bye;
    } body;
};

/* Why a datagram is not taken. */
enum udp_drop {
    UDP_TAKEN,
    UDP_DROP_SHORT,   /* no header */
    UDP_DROP_MAGIC,   /* not of this protocol */
    UDP_DROP_VERSION, /* of a version that is not spoken */
    UDP_DROP_TYPE,    /* no such type, or not for this end */
    UDP_DROP_LENGTH,  /* a body too short or too long for its type */
    UDP_DROP_VALUE,   /* a value that cannot be: a channel, an access category, a frame's length
                       */
    UDP_DROP_NUMBER,  /* a number where there is none, or none where there is one, or too far on
                       */
    UDP_DROP_SESSION, /* no such session */
    UDP_DROP_SOURCE,  /* of a session, from elsewhere */
    UDP_DROP_REPEATED, /* it has arrived already: UDP, or a repetition that was not needed */
    UDP_DROP_FULL,     /* more HELLOs than can wait to be confirmed */
    UDP_DROPS
};
/* "magic", as it is counted and told. */
const char *udp_drop_name(enum udp_drop drop);

/* Reads a datagram; *out points into it. */
enum udp_drop udp_message_read(struct extsta_span datagram, struct udp_message *out);
/* Writes one of at most UDP_DATAGRAM_MAX octets. 0: no room, or a frame longer than
 * UDP_FRAME_MAX. */
size_t udp_message_write(const struct udp_message *message, uint8_t *out, size_t room);
/* Writes another acknowledgement into a datagram that was written before. */
void udp_message_acknowledge(uint8_t *datagram, uint32_t acknowledged);

#endif
