/* A frame from air_send until its outcome is told, and what answers it. queue.c has it while it
 * waits and when it is over, exchange.c while it is on the air, reply.c its ACK and CTS,
 * receive.c its receivers. */
#ifndef AIR_SENDING_H
#define AIR_SENDING_H

#include "medium.h"

enum sending_state {
    SENDING_WAITS, /* in the queue, or contending */
    SENDING_RTS,   /* the RTS is on the air, or the CTS awaited */
    SENDING_FRAME, /* the frame is on the air, or its acknowledgement awaited; in serial
                    * contention also before it begins */
    SENDING_OVER,  /* only the outcome is to be told */
};

/* An MPDU. A try is an exchange: the frame, or an RTS and what follows. */
struct sending {
    struct event event;
    struct list link; /* in its queue, then in air.due or node.outcomes */
    struct air_node *node;
    struct channel *channel;
    struct extsta_tx_meta meta;
    extsta_time queued;
    extsta_time stamped;   /* its Timestamp is that of; 0: of when it was queued */
    extsta_time start;     /* of the transmission under way */
    uint64_t airing;       /* its number */
    uint64_t decided, hit; /* rules (by slot) that have chosen this frame's fate */
    uint32_t len;
    uint32_t replies; /* ACKs or CTSs of it that are under way */
    uint16_t rate;
    uint8_t attempt;  /* number of the try under way; else tries that were */
    uint8_t failures; /* tries that failed, and internal collisions: they widen the window */
    enum sending_state state;
    bool group;    /* or otherwise without acknowledgement */
    bool sent;     /* the frame itself was on the air */
    bool last;     /* not tried again */
    bool in_hand;  /* exchange_sent is at work on it */
    bool left;     /* its node has left the channel since it was on the air */
    bool collided; /* the transmission under way was lost by somebody to another one */
    bool acked;
    uint8_t bytes[];
};

/* --- sending.c: what a frame asks for, and how long it takes; microseconds --- */
#define RTS_LEN   16u
#define REPLY_LEN 10u /* ACK and CTS */
/* The address at an offset of the frame, zero beyond its end. */
struct extsta_mac sending_address(const struct sending *s, size_t offset);
bool sending_wants_ack(const struct sending *s);
bool sending_wants_rts(const struct sending *s);
/* meta.rate, or the radio's choice for the next try. */
uint16_t sending_choose_rate(const struct sending *s);
uint32_t sending_airtime(const struct sending *s);
/* Takes the Timestamp on to when it will be on the air, where the frame wants that. */
void sending_write_timestamp(struct sending *s);
uint32_t sending_rts_time(const struct sending *s);
uint32_t sending_cts_time(const struct sending *s);
/* SIFS and ACK; 0 without acknowledgement. */
uint32_t sending_ack_time(const struct sending *s);
/* How long the sender waits for an answer to begin: ACKTimeout, CTSTimeout. */
uint32_t sending_patience(const struct sending *s);
/* The Duration of its RTS. */
uint16_t sending_rts_duration(const struct sending *s);
/* Writes the Duration into the frame, where that is the air's to say. */
void sending_write_duration(struct sending *s);
/* For how long after the frame the medium is reserved by it. */
uint32_t sending_duration(const struct sending *s);
/* A try begins. */
void sending_count_try(struct sending *s);
/* One has failed, or a turn was lost within its node. */
void sending_count_failure(struct sending *s);
/* Until when a try may begin. */
extsta_time sending_lifetime_end(const struct sending *s);
/* Sets its one event. False: no memory (counted), and it has none. */
bool sending_arm(struct sending *s, enum event_kind kind, extsta_time when);

/* --- queue.c --- */
/* The try under way has ended, well (acked) or not; again: another one may follow. */
void queue_conclude(struct sending *s, bool again);
/* EVENT_EXPIRED */
void queue_expired(struct sending *s);
/* EVENT_OUTCOME, or the first that is due: tells it. */
void queue_outcome(struct sending *s);
/* The node leaves its channel, or goes off: its frames are dropped, their outcomes told. Who
 * is receiving one of them does not get to its end. */
void queue_leave(struct air_node *node);
/* Frees all that is under way from a node that goes. */
void queue_forget(struct air_node *node);

/* --- exchange.c --- */
/* Its turn has come: it begins, with an RTS if one is asked for. */
void exchange_begin(struct sending *s);
/* EVENT_STARTED, EVENT_SENT, EVENT_CLEARED, EVENT_TIMEOUT */
void exchange_started(struct sending *s);
void exchange_sent(struct sending *s);
void exchange_cleared(struct sending *s);
void exchange_timeout(struct sending *s);
/* All replies to it are over, and one has arrived; or there is none that has. */
void exchange_answered(struct sending *s);
void exchange_unanswered(struct sending *s);

/* --- serial.c --- */
/* AIR_CONTENTION_CHANNEL and _NONE: when its transmission begins is settled at once. False: no
 * memory. */
bool serial_enter(struct sending *s);

/* --- receive.c --- */
/* Finds who receives the transmission that ends now; they are air->receivers. Returns how
 * many. */
uint32_t receive_collect(struct sending *s, const struct rules_frame *frame,
                         const struct fate *common);
void receive_deliver(struct sending *s, const struct receiver *r, struct extsta_rx_frame frame);
/* EVENT_LATE */
void receive_late(struct late *late);
/* Frees what is still to be handed to a node that goes. */
void receive_forget(struct air_node *node);

/* --- reply.c --- */
/* An ACK or a CTS. */
struct reply {
    struct event event;
    struct list link; /* in air.replies */
    struct air_node *from;
    struct sending *to; /* what it answers; NULL: that is gone, or does not wait for it */
    struct extsta_mac address; /* whom it is for */
    struct channel *channel;
    uint64_t airing, answers; /* its number, and that of what it answers */
    uint64_t serial;
    uint16_t rate;
    uint16_t nav; /* its Duration */
    bool begun;
    uint8_t bytes[REPLY_LEN];
};
/* Those of the receivers who acknowledge a frame that ends now begin to. In serial contention
 * it is settled at once: s->acked. */
void reply_acknowledge(struct sending *s, uint32_t receivers);
/* The receivers of an RTS that ends now begin their CTS, if they hear it and may. */
void reply_clear(struct sending *s, const struct rules_frame *rts, const struct fate *common);
/* EVENT_REPLY */
void reply_event(struct reply *r);
/* What they answer is gone. */
void reply_detach(struct sending *s);
/* Frees the replies of a node that goes. */
void reply_forget(struct air_node *from);

#endif
