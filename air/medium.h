/* The inside of the air: events, nodes, channels, frames on their way.
 *
 * A frame's way: transmit.c queues it, contend.c decides when its transmission begins,
 * airing.c remembers what is and was on the channel, receive.c finds who hears it and hands it
 * over, transmit.c concludes it. */
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
    EVENT_STARTED, /* a transmission begins, and its sender wants to know */
    EVENT_SENT,    /* a transmission ends */
    EVENT_CLEARED, /* a SIFS after the CTS */
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

/* Nodes on a channel that stand in one square, in no order that matters elsewhere. */
struct place {
    struct place *next; /* in channel.places */
    struct air_node **nodes;
    uint32_t count, capacity;
    int32_t x, y; /* numbers of the square */
};

/* How far a power is heard at a level: the square of the metres. */
struct range {
    double level, squared;
    int8_t power;
};
#define CHANNEL_RANGES 8u

/* A transmission as the channel remembers it: values only, its node may be gone. Transmissions
 * are numbered from 1 on in order of their beginning. */
struct airing {
    uint64_t node;    /* air_node.id */
    uint64_t answers; /* ACK, CTS: the number of what it answers; else 0 */
    extsta_time start, end;
    extsta_time quiet;    /* the sender itself waits for an answer until then */
    extsta_time nav;      /* who has received it leaves the medium alone until then */
    extsta_time matters;  /* latest moment at which this one, or one before, still matters */
    uint64_t first, last; /* those that overlap it are among these numbers; 0 = none */
    struct air_position at;
    uint16_t rate;
    int8_t power;
};

/* A queue that waits for its turn; see contend.c. Times are copied here and not read from the
 * node, since all of a channel are looked at for each transmission. */
struct contender {
    extsta_time start;        /* its slots are counted from then on */
    extsta_time access;       /* start + left slots: its turn, if nothing happens before */
    extsta_time busy;         /* senses the medium busy until */
    extsta_time nav;          /* virtual carrier sense */
    extsta_time clean, dirty; /* ends of what it has received last, and of what it could not */
    extsta_time tuned;        /* on this channel since; EXTSTA_NEVER: listens elsewhere */
    struct air_node *node;
    uint64_t id; /* its */
    struct air_position at;
    uint32_t left;       /* slots of back-off */
    uint16_t ifs;        /* AIFS or DIFS */
    uint8_t access_kind; /* enum extsta_access */
    bool moving;
};

/* Times of the PHY that is used on a channel, microseconds. */
struct phy {
    uint32_t slot, sifs;
    uint32_t deaf; /* whose turn comes so soon after a beginning transmits into it */
    uint32_t eifs; /* what EIFS adds to DIFS, and to AIFS */
    uint32_t cw_min;
};

struct channel {
    struct event access; /* of the contender whose turn is next */
    struct air *air;
    uint16_t freq;
    struct phy phy;
    extsta_time busy_until; /* AIR_CONTENTION_CHANNEL: it is taken until then */
    extsta_time counted;    /* stats.busy covers what was until then */
    struct airing *airings; /* a ring: number n is at n modulo its capacity, a power of two */
    uint32_t airing_capacity;
    uint64_t airing_newest, airing_oldest; /* numbers; empty while newest < oldest */
    struct contender *contenders;
    uint32_t contender_count, contender_capacity;
    extsta_time next_start; /* before then none of them counts */
    extsta_time told;       /* what has ended until then is told to them */
    uint64_t begun;         /* first transmission of those that are to be told; 0 = none */
    struct range ranges[CHANNEL_RANGES];
    uint32_t range_next;
    struct air_channel_stats stats;
    double reference;      /* loss over the first metre, dB */
    struct macmap squares; /* square -> place */
    struct place *places;
    struct place moving; /* nodes in motion */
    uint32_t count, place_count;
};

/* Of sending.link: the first is being tried. In serial contention one of a node's queues at a
 * time, else each by itself. */
struct queue {
    struct list list;
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
    struct list outcomes;          /* of sending.link: waiting to be reported */
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
    uint64_t id; /* in order of creation; seeds shadowing */
    struct air_position position;
    uint32_t slot; /* in place.nodes */
    struct extsta_mac address;
    uint16_t flags;
    int8_t tx_power;
    bool on, dead;
    bool passing; /* of air_inject: goes when its frame has ended */
};

enum sending_state {
    SENDING_WAITS, /* in the queue, or contending */
    SENDING_RTS,   /* the RTS is on the air, or the CTS awaited */
    SENDING_FRAME, /* the frame is on the air, or its acknowledgement awaited */
    SENDING_OVER,  /* only the outcome is to be told */
};

/* An MPDU from air_send until its outcome is reported. */
struct sending {
    struct event event;
    struct list link;
    struct air_node *node;
    struct channel *channel;
    struct extsta_tx_meta meta;
    extsta_time queued;
    extsta_time start;     /* of the transmission under way */
    uint64_t airing;       /* its number */
    uint64_t decided, hit; /* rules (by slot) that have chosen this frame's fate */
    uint32_t len;
    uint32_t replies; /* ACKs or CTSs of it that are under way */
    uint16_t rate;
    uint8_t attempt;
    uint8_t doublings; /* of the contention window */
    enum sending_state state;
    bool group;    /* or otherwise without acknowledgement */
    bool sent;     /* a transmission of the frame itself has begun once */
    bool told;     /* that it has left the queue */
    bool collided; /* the transmission under way was lost by somebody to another one */
    bool acked;
    uint8_t bytes[];
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

/* An ACK or a CTS. */
#define REPLY_LEN 10u
struct reply {
    struct event event;
    struct list link; /* in air.replies */
    struct air_node *from;
    struct sending *to; /* what it answers; NULL: that is gone, or settled already */
    struct channel *channel;
    uint64_t airing, answers;
    uint64_t serial;
    extsta_time nav;
    uint16_t rate;
    bool begun;
    uint8_t bytes[REPLY_LEN];
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

struct receiver {
    struct air_node *node;
    struct fate fate;
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
    struct timerq events;
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
    uint32_t ack_sniffers;
    bool sniffers_died;
    struct rule rules[AIR_MAX_RULES];
    uint32_t rule_count; /* slots in use end here */
    uint32_t next_rule;
    struct receiver *receivers; /* of the transmission being finished */
    uint32_t receiver_capacity;
    uint32_t depth; /* callbacks under way */
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
/* Visits the places whose nodes may be within `metres` of a position. */
struct place_walk {
    const struct channel *channel;
    const struct place *place;
    int32_t x, y, left, right, bottom;
    bool moving, all;
};
void places_near(const struct air *air, const struct channel *c, struct air_position at,
                 double metres, struct place_walk *walk);
const struct place *places_next(struct place_walk *walk);

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

/* airing.c */
struct airing *airing_get(const struct channel *c, uint64_t number);
/* A transmission begins now; of `what`, the times but matters, the sender and the rate count.
 * Returns its number; 0: no memory, and nobody notices it. */
uint64_t airing_begin(struct channel *c, const struct airing *what);
/* Adds to the time in which the channel was busy, without remembering a transmission. */
void airing_count(struct channel *c, extsta_time start, extsta_time end);
/* An ear: somebody who listens, at a place. */
struct ear {
    uint64_t node; /* air_node.id; UINT64_MAX = a sniffer */
    struct air_position at;
    extsta_time tuned; /* on the channel since; EXTSTA_NEVER: can receive nothing here */
};
struct ear airing_ear(const struct channel *c, const struct air_node *node);
/* The square of the metres up to which a power is heard at `level` dBm or more, shadowing
 * apart; negative: nowhere. */
double airing_range(struct channel *c, int8_t power, double level);
/* Whether it is heard at `level` dBm or more. */
bool airing_reaches(struct channel *c, const struct airing *a, const struct ear *ear,
                    double level);
enum reception {
    RECEPTION_CLEAR,
    RECEPTION_COLLIDED,   /* lost to another transmission */
    RECEPTION_HALF_DUPLEX /* lost since the listener itself was sending */
};
/* What becomes of a transmission that arrives with `signal` dBm among the others. */
enum reception airing_reception(struct channel *c, const struct airing *a,
                                const struct ear *ear, double signal);
/* What an ear makes of a transmission that it senses. True: receives it without error. *own: it
 * was sending meanwhile, and has noticed nothing. */
bool airing_received(struct channel *c, const struct airing *a, const struct ear *ear,
                     bool *own);
double airing_sense_level(const struct air *air);
/* Whether a listener is free to answer an RTS: no Duration but that of `rts` holds for it. */
bool airing_nav_idle(struct channel *c, const struct ear *ear, uint64_t rts);
void airing_destroy(struct channel *c);

/* contend.c */
/* Queues of one node (enum extsta_access) by the strength of their claims. */
extern const uint8_t contend_strongest_first[EXTSTA_ACCESS_COUNT];
struct phy contend_phy(const struct air *air, uint16_t freq);
/* The first frame of a queue contends from now on. False: no memory. */
bool contend_join(struct sending *s);
void contend_leave(struct air_node *node, enum extsta_access access);
/* Places, motion and tuning of a node have changed. */
void contend_refresh(struct air_node *node);
/* A transmission begins. */
void contend_busy(struct channel *c, uint64_t airing);
/* It ends. */
void contend_over(struct channel *c, uint64_t airing);
/* The next turn has come. */
void contend_access(struct channel *c);
void contend_destroy(struct channel *c);

/* transmit.c */
/* Its turn has come: it begins, with an RTS if one is asked for. */
void transmit_begin(struct sending *s);
/* Nobody answers what has ended. */
void transmit_unanswered(struct sending *s);
void transmit_started(struct sending *s);
void transmit_expired(struct sending *s);
void transmit_sent(struct sending *s);
void transmit_cleared(struct sending *s);
void transmit_timeout(struct sending *s);
void transmit_outcome(struct sending *s);
/* All replies to it are over: s->acked says whether one has arrived. */
void transmit_answered(struct sending *s);
/* Frees all that is under way from or to a node. */
void transmit_forget(struct air_node *node);
struct extsta_mac transmit_address(const struct sending *s, size_t offset);

/* receive.c */
/* Finds who receives the transmission that ends now; they are air->receivers. Returns how
 * many. */
uint32_t receive_collect(struct sending *s, const struct rules_frame *frame,
                         const struct fate *common);
void receive_deliver(struct sending *s, const struct receiver *r, struct extsta_rx_frame frame);
void receive_late(struct late *late);
void receive_forget(struct air_node *node);

/* reply.c */
/* Those of the receivers who acknowledge a frame that ends now begin to. In serial contention
 * it is settled at once: s->acked. */
void reply_acknowledge(struct sending *s, uint32_t receivers);
/* The receiver of an RTS that ends now begins its CTS, if it hears and may. */
void reply_clear(struct sending *s);
void reply_event(struct reply *r);
/* What it answers is gone. */
void reply_detach(struct sending *s);
void reply_forget(struct air_node *from);

/* sniffer.c */
/* airing: what is remembered of it; NULL in serial contention. */
void sniffer_show(struct air *air, struct air_sniffed *frame, struct channel *channel,
                  const struct airing *airing);
void sniffer_bury(struct air *air);

#endif
