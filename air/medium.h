/* The inside of the air: events, nodes, channels, rules, sniffers. docs/air.md tells how the
 * medium behaves, and where it differs from a real one.
 *
 * A frame's way, and the files it passes:
 *
 *   queue.c     air_send puts it into a queue of its node; the first of a queue contends
 *   contend.c   when its turn has come: DCF and EDCA (hearing.c: what contenders hear of
 *               others; edca.c: the parameters; serial.c: the modes in which nobody collides)
 *   exchange.c  the RTS, the frame, the wait for an answer (sending.c: how long each takes)
 *   airing.c    remembers what is on the channel, and what of it a place can hear; past.c what
 *               was
 *   receive.c   who receives it, and by which rules (rules.c) it arrives changed, late or not
 *   reply.c     the CTS and the ACK
 *   queue.c     tries it again, or tells its outcome
 *
 * The types of a frame under way are in sending.h, those of what is on a channel in airing.h,
 * those of waiting for one's turn in contend.h. */
#ifndef AIR_MEDIUM_H
#define AIR_MEDIUM_H

#include "base/context.h"
#include "base/list.h"
#include "base/macmap.h"
#include "base/timerq.h"
#include <extsta/air.h>

#define AIR_MAX_CHANNELS 128
#define AIR_MAX_RULES    64

enum event_kind {
    EVENT_NODE,    /* a node's deadline */
    EVENT_ACCESS,  /* the back-off of somebody on a channel has ended */
    EVENT_EXPIRED, /* the lifetime of a frame that is not on the air has ended */
    EVENT_STARTED, /* serial contention: a transmission begins, and its sender wants to know */
    EVENT_SENT,    /* a transmission ends */
    EVENT_CLEARED, /* a SIFS has passed since the CTS */
    EVENT_TIMEOUT, /* no answer has come */
    EVENT_OUTCOME, /* the sender learns of the acknowledgement */
    EVENT_LATE,    /* a delayed or duplicated frame is handed over */
    EVENT_REPLY,   /* an ACK or a CTS begins, or ends */
    EVENT_CALL,    /* air_at */
};

/* Everything that waits for the clock begins with one. */
struct event {
    struct timerq_entry timer;
    enum event_kind kind;
};

struct motion {
    struct air_position from, to;
    extsta_time start, end;
};

/* Transmissions in order of their beginning (past.c): number n is at n modulo the capacity, a
 * power of two. */
struct past;
struct past_ring {
    struct past *ring;
    uint64_t newest;
    uint32_t count, capacity;
};

/* Nodes on a channel that stand in one square, in no order that matters elsewhere, and what was
 * sent from there. */
struct place {
    struct place *next;    /* in channel.places */
    struct place *near[9]; /* the squares around it, row by row, itself in the middle */
    struct air_node **nodes;
    uint32_t count, capacity;
    int32_t x, y; /* numbers of the square */
    struct past_ring past;
    struct place *next_asked; /* air_node_busy: the next one, */
    uint64_t asked;           /* and the number of the transmission that is next in it */
};

/* How far a power is heard: squares of metres, shadowing apart; negative: nowhere. */
struct range {
    double level, squared; /* at this level in dBm */
    int8_t power;
};
#define CHANNEL_RANGE_BITS 4
/* The same of a transmission at a rate. */
struct reach {
    double level;         /* dBm that the rate needs */
    double sensed, reach; /* where it is sensed, and strong enough for the rate */
    uint16_t rate;        /* 0 = an empty place */
    int8_t power;
};
#define CHANNEL_REACHES 32u

/* Times of the PHY that is used on a channel, microseconds (edca_phy). */
struct phy {
    uint32_t slot, sifs;
    uint32_t deaf; /* whose turn comes so soon after a beginning transmits into it */
    uint32_t eifs; /* what EIFS adds to DIFS, and to AIFS */
    uint32_t longest_ifs;
    uint32_t cw_min;
};

struct airing;
struct contender;
struct sending;

struct channel {
    struct event access; /* of the contender whose turn is next */
    struct air *air;
    struct channel *next_touched; /* see air.touched */
    bool is_touched;
    uint16_t freq;
    struct phy phy;
    extsta_time busy_until; /* AIR_CONTENTION_CHANNEL: it is taken until then */
    extsta_time counted;    /* stats.busy covers what was until then */
    struct airing *airings; /* a ring: number n is at n modulo its capacity, a power of two */
    uint32_t airing_capacity;
    uint64_t airing_newest, airing_oldest; /* numbers; empty while newest < oldest */
    int loudest; /* dBm: nobody has sent louder here */
    struct contender *contenders;
    uint32_t contender_count, contender_capacity;
    extsta_time next_start; /* before then none of them counts */
    extsta_time told;       /* what has ended until then is told to them */
    uint64_t begun;         /* first transmission of those that are to be told; 0 = none */
    struct range ranges[1u << CHANNEL_RANGE_BITS];
    struct reach reaches[CHANNEL_REACHES];
    struct air_channel_stats stats;
    double reference;      /* loss over the first metre, dB */
    struct macmap squares; /* square -> place */
    struct place *places;
    struct place moving; /* nodes in motion */
    uint32_t count, place_count;
};

/* In serial contention one of a node's queues at a time is at work, else each by itself. */
struct queue {
    struct list list; /* of sending.link: the first contends, or is being tried */
    uint32_t count;
    uint32_t contender; /* 1 + index in the channel's contenders; 0 = does not contend */
};

struct air_node {
    struct event wake;
    struct air *air;
    const struct air_node_ops *ops;
    void *user;
    struct list all; /* in air.nodes */
    struct queue queues[EXTSTA_ACCESS_COUNT];
    uint32_t queued; /* frames in all of them */
    struct list outcomes;          /* of sending.link: told later (serial contention) */
    struct sending *trying;        /* serial contention: under way */
    struct channel *channel;       /* tuned to, or NULL */
    struct place *place;           /* where it is filed there */
    struct air_node *same_address; /* next in the address index */
    struct motion *motion;
    /* The signal of whom it heard last: holds as long as nobody has moved since. */
    const struct air_node *heard;
    uint64_t heard_layout;
    double heard_signal;
    extsta_time tuned_at;
    extsta_time spoke; /* its last transmission ends, or has ended */
    uint64_t id; /* in order of creation; seeds shadowing */
    struct air_position position;
    uint32_t slot; /* in place.nodes */
    struct extsta_mac address;
    uint16_t flags;
    int8_t tx_power;
    bool on, dead;
    bool passing; /* of air_inject: goes when its frame has ended */
};

/* A frame that is handed over later than it arrived. */
struct late {
    struct event event;
    struct list link; /* in air.lates */
    struct air_node *to;
    struct extsta_rx_meta meta;
    uint32_t len;
    uint8_t bytes[];
};

struct call {
    struct event event;
    struct list link; /* in air.calls */
    void (*fn)(void *user, extsta_time now);
    void *user;
};

/* What the rules have decided about one reception. */
#define FATE_MAX_CORRUPT 4
struct fate {
    bool drop, bad_fcs, duplicate, has_signal;
    int8_t signal;
    uint8_t corrupt_count;
    struct {
        uint32_t offset;
        uint8_t bits;
    } corrupt[FATE_MAX_CORRUPT];
    uint32_t length; /* octets that arrive, at most */
    extsta_time delay, duplicate_delay;
};

struct rule {
    struct air_rule rule;
    uint32_t id; /* 0 = free slot */
    uint64_t seen, hits;
};

/* One that receives a transmission. In a full cell there are thousands: a fate of its own has
 * only one that a rule knows. */
struct receiver {
    struct air_node *node;
    const struct fate *fate; /* in air.fates, or that of all */
    int8_t signal;
};

struct air_sniffer {
    struct list link;
    struct air *air;
    struct air_sniffer_config config;
    bool dead;
};

struct air {
    struct extsta_context *ctx;
    struct pool *pool;
    struct air_config config;
    extsta_time now;
    struct timerq events; /* deadlines of nodes, calls, frames handed over late */
    struct timerq radio;  /* what is on the air: few, and soon, so they have a queue of their
                           * own;  in one moment they come first */
    uint64_t random;
    uint64_t serial;
    uint64_t next_node;
    uint64_t layout; /* counts what changes signals: places, powers, nodes that go */
    struct list nodes, dead_nodes;
    struct macmap addresses; /* address -> first node with it */
    struct air_node **promiscuous;
    uint32_t promiscuous_count, promiscuous_capacity;
    struct channel *channels[AIR_MAX_CHANNELS];
    uint32_t channel_count;
    struct list lates, replies, calls, sniffers;
    uint32_t ack_sniffers, reception_sniffers;
    bool sniffers_died;
    struct rule rules[AIR_MAX_RULES];
    uint32_t rule_count; /* slots in use end here */
    uint32_t next_rule;
    struct receiver *receivers; /* of the transmission being finished, */
    struct fate *fates;         /* and theirs, while there are rules */
    uint32_t receiver_capacity, fate_capacity;
    uint32_t depth;          /* callbacks under way */
    struct list due;         /* of sending.link: outcomes that are told in this moment */
    struct channel *touched; /* something has begun or ended there in this moment */
    struct air_stats stats;
};

/* random.c */
uint64_t air_draw(struct air *air);

/* medium.c */
struct channel *medium_channel(struct air *air, uint16_t freq);
/* Asks the node's deadline; it is not woken before `not_before`. */
void medium_rearm(struct air_node *node, extsta_time not_before);
/* Frees what died during callbacks. */
void medium_bury(struct air *air);
/* The nodes with this address, linked by same_address. */
struct air_node *medium_find(const struct air *air, struct extsta_mac address);
void medium_hand_over(struct air_node *node, const struct extsta_rx_frame *frame);
void medium_expire(struct air_node *node);

/* places.c */
/* Files a node that is tuned to nothing; false: no memory. */
bool places_join(struct channel *c, struct air_node *node);
void places_leave(struct air_node *node);
void places_destroy(struct air *air, struct channel *c);
/* Visits the places whose nodes may be within `metres` of where a node stands. */
struct place_walk {
    struct channel *channel;
    struct place *place;
    int32_t x, y, left, right, top, bottom;
    uint8_t square; /* of those around one: the next */
    bool moving, all, around;
};
void places_near(struct channel *c, const struct air_node *node, double metres,
                 struct place_walk *walk);
struct place *places_next(struct place_walk *walk);
/* The place of the square in which a node stands, where there is one; else that of those in
 * motion, which is always visited. */
struct place *places_of(struct channel *c, const struct air_node *node);

/* rules.c */
/* A frame as the rules see it. */
struct rules_frame {
    struct extsta_span bytes;
    struct extsta_mac from, to;
    struct sending *sending; /* whose fate is remembered over its retries, or NULL */
};
/* Applies the rules for all receivers (at NULL) or those for one to the fate. */
void rules_apply(struct air *air, const struct rules_frame *frame, const struct air_node *at,
                 struct fate *fate);

/* sniffer.c */
/* airing: what is remembered of it; NULL in serial contention. */
void sniffer_show(struct air *air, struct air_sniffed *frame, struct channel *channel,
                  const struct airing *airing);
/* A node is about to be handed this frame. Called when there are reception_sniffers. */
void sniffer_show_reception(struct air *air, const struct air_node *at,
                            const struct extsta_rx_frame *frame);
void sniffer_bury(struct air *air);

#endif
