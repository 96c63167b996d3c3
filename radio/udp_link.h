/* What UDP does not promise: numbered datagrams arrive once, in order, or the link is dead.
 * Both ends of the radio boundary over UDP have one for each session. It does no I/O: what
 * comes in is put in (udp_link_input), what is to go out is fetched (udp_link_output), and it
 * says when it wants to be asked again.
 *
 * A number that has not been acknowledged goes out again after UDP_AGAIN, later and later; what
 * comes before its turn is kept. An end of which nothing has come for `silence` is dead. */
#ifndef RADIO_UDP_LINK_H
#define RADIO_UDP_LINK_H

#include "udp_message.h"

#define UDP_AGAIN       (50u * 1000u) /* microseconds, doubled each time up to: */
#define UDP_AGAIN_MOST  (500u * 1000u)
#define UDP_WINDOW      256u  /* numbered datagrams that may be under way */
#define UDP_QUEUE       4096u /* those that may wait, under way or not */
#define UDP_ACK_WITHIN  5000u /* microseconds until an acknowledgement goes by itself */
#define UDP_ALIVE_EVERY (200u * 1000u)
#define UDP_SILENCE     (5000u * 1000u)

struct udp_item; /* a datagram that waits, at either side */

struct udp_link {
    uint32_t session;
    extsta_time alive, silence; /* microseconds */
    /* to the other end */
    struct udp_item *first, **last; /* not acknowledged, or not sent yet: in order */
    struct udp_item *unsent;        /* the first that has never gone out */
    size_t queued;
    uint32_t next, under_way; /* number of the next one; how many went out */
    extsta_time again;        /* the first goes out again then */
    extsta_time again_after;
    uint64_t repeated; /* datagrams that went out again */
    /* from it */
    struct udp_item *early; /* before their turn, in order of their numbers */
    struct udp_item *ready, **last_ready;
    struct udp_item *given;
    uint32_t expected;
    bool owes;              /* an acknowledgement, */
    extsta_time owes_until; /* which goes by itself then */
    extsta_time heard;      /* when anything came last */
    extsta_time said;       /* when anything went out last */
};

/* A link of a session that begins now. alive and silence: microseconds. */
void udp_link_start(struct udp_link *link, uint32_t session, extsta_time now, extsta_time alive,
                    extsta_time silence);
/* Frees what waits. */
void udp_link_end(struct udp_link *link);
/* A numbered message for the other end (its session, number and acknowledgement are the
 * link's). False: UDP_QUEUE of them wait, no memory, or it cannot be written. */
bool udp_link_send(struct udp_link *link, const struct udp_message *message);
/* A datagram of the session has come, `message` as udp_message_read has it (borrowed). Numbered
 * ones are to be had from udp_link_next; REPEATED, NUMBER (too far on) and FULL (no memory: it
 * will come again) say that this one is not. */
enum udp_drop udp_link_input(struct udp_link *link, extsta_time now,
                             struct extsta_span datagram, const struct udp_message *message);
/* The next numbered message in order, valid until the next call; false: none has come. */
bool udp_link_next(struct udp_link *link, struct udp_message *message);
/* A datagram that is to go out now; valid until the next call on the link. {NULL, 0}: none. */
struct extsta_span udp_link_output(struct udp_link *link, extsta_time now);
/* Whether ALIVE is due, by itself or for an acknowledgement: whoever asks sends it then, with
 * what it has to say besides. */
bool udp_link_owes_alive(const struct udp_link *link, extsta_time now);
/* It (or BYE, HELLO) goes out: its header is filled in. */
void udp_link_stamp(struct udp_link *link, extsta_time now, struct udp_message *message);
/* Whether something is under way, or an acknowledgement is owed. */
bool udp_link_is_busy(const struct udp_link *link);
/* When one of the two above may have something, or the link is dead. */
extsta_time udp_link_deadline(const struct udp_link *link);
/* Nothing has come for too long. */
bool udp_link_is_dead(const struct udp_link *link, extsta_time now);

#endif
