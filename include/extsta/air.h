/* Virtual air: a medium with a clock of its own, positions and path loss, and what
 * lives on it: stations, scripted access points, sniffers, injectors.
 *
 * Nothing here knows real time. The clock moves from event to event, so minutes of
 * radio pass in milliseconds; the same seed and the same calls give the same run,
 * byte for byte. All objects of one air belong to one thread and take their memory
 * from its context. (extsta/apsim.h has the access point.) */
#ifndef EXTSTA_AIR_H
#define EXTSTA_AIR_H

#include <extsta/context.h>
#include <extsta/radio.h>
#include <extsta/station.h>

#ifdef __cplusplus
extern "C" {
#endif

/* --- randomness for the context --- */
/* A deterministic provider for extsta_context_new: {air_random_fill, &random}. Each
 * stream has a sequence of its own (streams that fall into one slot share it), so what
 * one station draws does not depend on the others. Not for secrets. */
#define AIR_RANDOM_SLOTS 256
struct air_random {
    uint64_t seed; /* set this, zero the rest */
    uint64_t drawn[AIR_RANDOM_SLOTS];
};
/* `random` is a struct air_random, used by one thread. */
void air_random_fill(void *random, uint64_t stream, uint8_t *out, size_t len);

/* --- the air --- */
struct air;
struct air_node;

/* Metres. */
struct air_position {
    float x, y, z;
};

enum air_contention {
    /* As IEEE 802.11 has it (DCF and EDCA): each node listens, backs off, and collides; who is
     * hidden from whom follows from the places. docs/air.md describes it. The default. */
    AIR_CONTENTION_DCF,
    AIR_CONTENTION_CHANNEL, /* one transmission at a time on a channel, in turn, no collisions */
    AIR_CONTENTION_NONE,    /* transmissions of different nodes overlap without harm */
};

struct air_config {
    uint64_t seed;          /* of back-off, rule probabilities, shadowing */
    extsta_time start;      /* where the clock begins, microseconds */
    double exponent;        /* path loss exponent beyond 1 m; 0 = 3.0 (indoors) */
    double shadowing_db;    /* standard deviation of log-normal shadowing per pair; 0 = none */
    double noise_floor_dbm; /* 0 = -95 (20 MHz, 6 dB noise figure) */
    enum air_contention contention;
    /* Of DCF. A node senses what it hears at this level in dBm; 0 = as weak as the slowest rate
     * is received (the noise floor and 3 dB). */
    double sense_dbm;
    /* A frame survives a transmission that overlaps it when it is heard so many dB stronger, and
     * as many as its rate needs (capture effect); 0 = 10; negative: it never does. */
    double capture_db;
    bool long_slot; /* 2.4 GHz: slots of 20 us and CWmin 31 (DSSS, HR/DSSS), not 9 us and 15 */
};

/* Makes an air. config may be NULL. NULL when there is no memory. */
struct air *air_new(struct extsta_context *ctx, const struct air_config *config);
/* Frees the air with its nodes, sniffers and rules. The stations of air_station and
 * access points must have been freed before. */
void air_free(struct air *air);

/* Microseconds, from air_config.start on. */
extsta_time air_now(const struct air *air);
/* Runs all events due up to and at `until`; then the clock stands at `until`. */
void air_run(struct air *air, extsta_time until);
/* Runs the events of the next moment, if there is one not later than `until`. False
 * when there is none (the clock then stands still). */
bool air_step(struct air *air, extsta_time until);
/* When the next event is due, or EXTSTA_NEVER. */
extsta_time air_deadline(const struct air *air);
/* Calls `fn` when the clock reaches `when` (at once at the next step if it is past).
 * False when there is no memory. */
bool air_at(struct air *air, extsta_time when, void (*fn)(void *user, extsta_time now),
            void *user);

/* --- propagation, as pure functions --- */
/* Path loss in dB over `metres` at `mhz`: free space (Friis) at 1 m, then the
 * exponent. Distances under 1 m count as 1 m. */
double air_path_loss(uint16_t mhz, double metres, double exponent);
/* The weakest signal in dBm at which a rate (500 kb/s units) is received. */
double air_sensitivity(uint16_t rate, double noise_floor_dbm);
/* Microseconds an MPDU of `len` octets (without FCS) occupies the channel. */
uint32_t air_airtime(uint16_t mhz, uint16_t rate, size_t len);

/* --- nodes: anything with an antenna --- */
/* All called with `user`; each may be NULL. After each call (and after air_node_wake)
 * the air asks `deadline` and wakes the node by `expire` then. Frames are borrowed for
 * the call. */
struct air_node_ops {
    const char *name;
    void (*rx)(void *user, extsta_time now, const struct extsta_rx_frame *frames, size_t count);
    void (*tx_status)(void *user, extsta_time now, uint32_t cookie, bool acked,
                      uint8_t tries);
    void (*expire)(void *user, extsta_time now);
    extsta_time (*deadline)(void *user);
    /* A frame sent with EXTSTA_TX_TELL_START and a cookie has left the queue: its first
     * transmission (or the RTS before it) begins. */
    void (*tx_started)(void *user, extsta_time now, uint32_t cookie);
};

/* Receives unicast frames for other addresses too (they cost time: avoid in fleets). */
#define AIR_NODE_PROMISCUOUS 0x0001u
/* Never acknowledges. */
#define AIR_NODE_NO_ACK 0x0002u
/* Does not receive Probe Requests, as radios of stations do not unless asked to. */
#define AIR_NODE_NO_PROBES 0x0004u
/* Contends by the EDCA parameters of access points, not of stations. */
#define AIR_NODE_AP 0x0008u
/* Of 802.11b: neither sends nor understands OFDM (it senses it all the same). */
#define AIR_NODE_DSSS 0x0010u
/* Of a station (air_station): while it is not associated it asks for networks under an address
 * that is made up for each scan, as phones do; answers to it are acknowledged and taken. */
#define AIR_NODE_ALIAS 0x0020u

struct air_node_config {
    const struct air_node_ops *ops; /* static */
    void *user;
    struct extsta_mac address; /* acknowledges frames to it; zero = to none */
    struct air_position position;
    uint16_t freq;   /* MHz; 0 = deaf until tuned */
    int8_t tx_power; /* dBm; 0 = 20 */
    uint16_t flags;  /* AIR_NODE_* */
};

/* Places a node on the air; the configuration is copied, `ops` is borrowed and outlives it.
 * NULL when there is no memory. */
struct air_node *air_node_new(struct air *air, const struct air_node_config *config);
/* Takes it off the air; its unsent frames are gone. Not from within its own rx. */
void air_node_free(struct air_node *node);
/* Asks the node's deadline again: call after anything from outside changed it. */
void air_node_wake(struct air_node *node);

/* Queues an MPDU (no FCS; borrowed for the call) for the channel the node is on. The sequence
 * number is the sender's; the Retry bit of later tries and the Duration of management and data
 * frames are set by the air. meta NULL: defaults. A unicast frame is tried meta->tries times
 * (0 = 7) until acknowledged; with a cookie the outcome comes by tx_status: once, with the tries
 * there were, and not acked also when its lifetime has ended, or its node has left the channel.
 * EXTSTA_E_STATE: the node is off, deaf, or not on meta->freq. After an error there is no
 * outcome. */
enum extsta_error air_send(struct air_node *node, struct extsta_span frame,
                           const struct extsta_tx_meta *meta);

/* What waits in a node's queues, that which is being tried included. */
struct air_queue {
    uint32_t frames; /* in all of them */
    uint32_t by_access[EXTSTA_ACCESS_COUNT];
    extsta_time waits; /* microseconds since the oldest of them was queued; 0 = none */
};
void air_node_queue(const struct air_node *node, struct air_queue *queue);
enum air_frame_state {
    AIR_FRAME_GONE,    /* no such frame: its outcome is told, or about to be */
    AIR_FRAME_QUEUED,  /* no transmission of it has begun */
    AIR_FRAME_STARTED, /* it has left the queue, and may be tried again */
};
/* Where the frame sent with this cookie is. Looks through the queues. */
enum air_frame_state air_node_frame(const struct air_node *node, uint32_t cookie);
/* Drops the frames to `to` that are not on the air just now: their outcomes come as if their
 * lifetime had ended. Returns how many. One that is on the air, or waits for an answer, is not
 * tried again. */
uint32_t air_node_flush(struct air_node *node, struct extsta_mac to);
/* Microseconds between `since` and now for which a node that stands there now senses, or would
 * have sensed, a transmission on its channel, its own included (CCA busy). DCF only. The air
 * remembers a fifth of a second or more, but not more than 8,192 transmissions from one square of 256 m. */
extsta_time air_node_busy(const struct air_node *node, extsta_time since);

/* Sends an MPDU once from a place where no node stands (an attacker, a stranger), who waits for
 * his turn but honours no Duration: `freq` in MHz, `power` in dBm (0 = 20). The frame is borrowed for the call. EXTSTA_E_USAGE: no frame,
 * or no frequency. */
enum extsta_error air_inject(struct air *air, uint16_t freq, struct air_position at,
                             int8_t power, struct extsta_span frame);

/* MHz. A frame that is being received meanwhile is lost. What waits in the node's queues, or is
 * being tried, is dropped: its outcome comes, not acked, with the tries there were. */
void air_node_tune(struct air_node *node, uint16_t freq); /* 0 = deaf */
/* MHz; 0 = deaf. */
uint16_t air_node_freq(const struct air_node *node);
void air_node_set_address(struct air_node *node, struct extsta_mac address);
/* dBm. */
void air_node_set_power(struct air_node *node, int8_t dbm);
/* Whether it receives Probe Requests (AIR_NODE_NO_PROBES). */
void air_node_set_probes(struct air_node *node, bool heard);
/* Whether a Deauthentication or Disassociation waits in its queues, or is being tried: who tunes
 * away now leaves without a word. */
bool air_node_farewell(const struct air_node *node);
/* Off: neither sends nor hears. What it had to send is dropped as by air_node_tune. */
void air_node_set_on(struct air_node *node, bool on);
/* Puts it there now; ends a motion. */
void air_node_place(struct air_node *node, struct air_position to);
/* Moves it on a straight line to `to` at `speed` m/s from now on. */
void air_node_move(struct air_node *node, struct air_position to, float speed);
/* Where it is now, also within a motion. */
struct air_position air_node_position(const struct air_node *node);
/* dBm at which b hears a now, were they on one channel (a's channel, or 2437 MHz). */
double air_signal(const struct air_node *a, const struct air_node *b);

/* --- rules: what goes wrong on the way --- */
enum air_action {
    AIR_DROP,      /* not received (so not acknowledged) */
    AIR_DELAY,     /* handed over `delay` microseconds late */
    AIR_DUPLICATE, /* the same bytes handed over again after `delay` */
    AIR_CORRUPT,   /* octet `offset` XOR `bits`, the FCS said to be right unless bad_fcs */
    AIR_TRUNCATE,  /* only the first `length` octets */
    AIR_SIGNAL,    /* received at `signal` dBm (and lost below the sensitivity) */
};
/* Any frame kind. */
#define AIR_ANY_KIND 0x100u

struct air_rule {
    /* which frames: all conditions that are set must hold */
    struct extsta_mac from;    /* transmitter address (addr2); zero = any */
    struct extsta_mac to;      /* receiver address (addr1); zero = any */
    uint16_t kind;             /* first Frame Control octet (0x80 beacon, 0xd4 ACK ...), or
                                * AIR_ANY_KIND */
    uint8_t eapol_message;     /* 1..4 four-way, 5..6 group; 0 = any frame. Protected ones when
                                * their sender has said so (extsta_tx_meta.eapol_message) */
    const struct air_node *at; /* only as received by this node; NULL = for all */
    uint32_t skip;             /* so many matching frames pass first */
    uint32_t count;            /* then so many are hit; 0 = all */
    bool each_try;             /* skip, count, probability go by transmission, not by frame:
                                * else all retries of one frame share its fate */
    uint32_t per_million;      /* probability; 0 = always */
    extsta_time since, until;  /* virtual time; until 0 = for ever */
    /* what happens to them */
    enum air_action action;
    extsta_time delay;
    uint32_t offset;
    uint8_t bits;
    bool bad_fcs; /* CORRUPT: reported with EXTSTA_RX_FCS_BAD, not acknowledged */
    uint32_t length;
    int8_t signal;
};

/* Adds a rule (copied) behind the others; all that match apply in order. Returns its
 * number (> 0), 0 when there is no memory. */
uint32_t air_rule_add(struct air *air, const struct air_rule *rule);
/* Numbers that are no rule's (any more) do nothing, and have been hit 0 times. */
void air_rule_remove(struct air *air, uint32_t id);
/* How many frames it has hit. */
uint64_t air_rule_hits(const struct air *air, uint32_t id);

/* --- sniffers --- */
struct air_sniffed {
    extsta_time time;           /* end of the transmission */
    struct extsta_span bytes;   /* as transmitted; valid during the call */
    struct extsta_rx_meta meta; /* signal at the sniffer's position */
    const struct air_node *from;
    const struct air_node *at; /* who received it; NULL: it is shown as it was transmitted */
    uint8_t attempt; /* 1 = first transmission */
    uint8_t
        eapol_message; /* of a protected frame, if its sender has said so (extsta_tx_meta) */
    bool ack;        /* an ACK, RTS or CTS made by the air */
    bool overlapped; /* another transmission was on the channel, somewhere, at the same time */
};
struct air_sniffer;
struct air_sniffer_config {
    void (*frame)(void *user, const struct air_sniffed *sniffed);
    void *user;
    struct air_position position;
    uint16_t freq;  /* 0 = all channels at once */
    bool hears_all; /* also what is too weak, or lost to another transmission, where it is */
    bool acks;      /* also the air's own ACK, RTS and CTS */
    /* Instead of transmissions, wherever it stands: what each node receives, at the time and
     * with the octets and the signal with which it gets it (air_sniffed.at). Such frames have
     * no `from` and no `attempt`. */
    bool receptions;
};
/* Sees each transmission in order of its end, before any receiver does. The configuration is
 * copied. NULL: no memory. */
struct air_sniffer *air_sniffer_new(struct air *air, const struct air_sniffer_config *config);
/* May be called from within a sniffer's own call. NULL is fine. */
void air_sniffer_free(struct air_sniffer *sniffer);

/* --- protected frames of peers that a script plays --- */
struct air_key {
    uint32_t cipher; /* DOT11_CIPHER_ALGORITHM that protects MPDUs */
    struct extsta_span key;
    uint8_t id;  /* key id in the frame */
    uint64_t pn; /* packet number (WEP: IV) */
};
/* An MPDU (no FCS) with a clear body, its Protected Frame bit set and its body enciphered: octets
 * in `out`. Michael, the MIC of TKIP over an MSDU, is the caller's. 0: no MPDU with a body, no
 * such cipher or key, no room, no memory. */
size_t air_protect(struct air *air, const struct air_key *key, struct extsta_span mpdu,
                   uint8_t *out, size_t room);
/* The reverse: `id` and `pn` are those of the frame. 0: also when it does not verify. */
size_t air_unprotect(struct air *air, struct air_key *key, struct extsta_span mpdu,
                     uint8_t *out, size_t room);

/* --- what happened, in numbers --- */
struct air_stats {
    uint64_t transmissions; /* on the air, retries included, ACKs, RTS and CTS not */
    uint64_t deliveries;    /* frames handed to a receiver */
    uint64_t acks, ack_lost;
    uint64_t retries; /* tries but the first of each frame */
    uint64_t failed;   /* unicast frames tried as often as allowed, and never acknowledged */
    uint64_t too_weak; /* receptions below the sensitivity */
    uint64_t rule_hits;
    uint64_t no_memory; /* frames lost for want of memory */
    uint64_t off;       /* frames not taken: of a node that was off, deaf, or elsewhere */
    uint64_t left;      /* frames dropped since their node left the channel, went off or away */
    uint64_t collisions; /* transmissions that one for whom they were lost to another */
    uint64_t expired;    /* frames dropped by their lifetime, or flushed */
    extsta_time busy;    /* microseconds of air time, all channels, ACKs, RTS and CTS not */
};
void air_stats(const struct air *air, struct air_stats *stats);

/* One channel, since the start. Differences of two of these tell the course of a storm. */
struct air_channel_stats {
    uint16_t freq;
    uint64_t transmissions, collisions, retries, failed, expired; /* as above */
    extsta_time busy;    /* microseconds in which anything was on it, ACKs included */
    uint32_t queued;     /* frames that wait now, in all nodes */
    uint32_t contending; /* queues that contend now */
};
/* False, and zeros: nobody has been on this channel (MHz). */
bool air_channel_stats(const struct air *air, uint16_t freq, struct air_channel_stats *stats);

/* --- stations --- */
/* Couples a station to the air: delivers frames and outcomes, wakes it, and takes its
 * outputs: FRAME is sent, TUNE tunes, ETHERNET goes to `ethernet`, and all of them are
 * shown to `observe`, in order. */
struct air_station;
struct air_station_config {
    struct extsta_station *station; /* borrowed; freed by the caller, after air_station_free */
    struct extsta_mac address;      /* its MAC address */
    struct air_position position;
    int8_t tx_power; /* dBm; 0 = 20 */
    uint16_t flags;  /* AIR_NODE_* */
    /* Microseconds that its host takes for a data frame; meanwhile others are received. */
    uint32_t host_delay;
    /* Must not call the station (air_at can, at once after). NULL is fine. */
    void (*observe)(void *user, struct air_station *sta, extsta_time now,
                    const struct extsta_output *output);
    /* May call the station: an answer can be sent from here. NULL is fine. */
    void (*ethernet)(void *user, struct air_station *sta, extsta_time now,
                     struct extsta_span frame, uint8_t priority);
    void *user;
};
/* Takes what the station has already put out, too. The configuration is copied. NULL: no
 * memory. */
struct air_station *air_station_new(struct air *air, const struct air_station_config *config);
/* Takes it off the air; the station stays the caller's. NULL is fine. */
void air_station_free(struct air_station *sta);
/* Takes the outputs and the deadline: call after every call on the extsta_station but those
 * that the air makes itself. Forgotten, what the station wants (its frames, its channel, the
 * time at which it is to be woken) waits until the air next calls it, for a frame or a deadline
 * that was known before. Nothing is lost, but it comes late; a station that hears nothing and
 * waits for nothing, as before its first scan, stands still for ever. */
void air_station_pump(struct air_station *sta);
/* Gives the station an 802.3 frame to send (borrowed), with its 802.1D user priority, and
 * pumps. */
void air_station_send(struct air_station *sta, struct extsta_span ethernet, uint8_t priority);
struct air_node *air_station_node(struct air_station *sta);
struct extsta_station *air_station_station(struct air_station *sta);

#ifdef __cplusplus
}
#endif
#endif
