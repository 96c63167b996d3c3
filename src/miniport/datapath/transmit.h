/* Inside of the transmit path (contract chapter 85, "Send path"). A packet is judged, its MPDUs
 * are built into a batch, the batch is encrypted at once and handed to the radio; then its
 * entry waits for the outcome.
 *
 *   transmit.c  judging a packet, encryption decision, fragmentation, MPDUs in batches
 *   amsdu.c     which packets go together as an A-MSDU
 *   outcome.c   packets waiting for the radio's word or for the home channel; lifetime */
#ifndef MINIPORT_TRANSMIT_H
#define MINIPORT_TRANSMIT_H

#include "base/pbuf.h"
#include "boundary/outq.h"
#include <extsta/boundary.h>

#define TX_AMSDU_MAX 16u   /* packets in one A-MSDU */
#define TX_QUEUE_MAX 1024u /* packets waiting, of one station */

struct miniport;

/* A packet whose MPDUs are with the radio; lies in the room of its completion. */
struct tx_entry {
    struct tx_entry *next;
    struct tx_entry *with; /* of an A-MSDU: the next packet in it, completed as this one */
    struct outq_node *completion; /* set aside: completing cannot fail */
    extsta_time deadline;
    uint32_t id;          /* of the packet */
    uint32_t cookie;      /* of the first MPDU; each further one is 2 higher */
    uint16_t outstanding; /* MPDUs without an outcome, a bit each */
    uint8_t mpdus;   /* how many */
    uint8_t phy;     /* PHY id */
    uint8_t tries;   /* transmissions the radio may make of each */
    uint8_t retries; /* most that any of its MPDUs needed */
    bool rts;       /* they went under RTS (TXP-06) */
    bool failed;    /* one of them has no ACK, or never reached the radio */
    bool multicast; /* destination is a group */
    struct extsta_mac receiver; /* address 1 */
};

/* A packet that waits until the radio is back on the channel of the BSS. */
struct tx_held {
    struct tx_held *next;
    struct pbuf *packet;
    struct outq_node *completion;
    struct extsta_send_context send;
    extsta_time deadline;
    uint32_t id;
};

struct mp_tx_queue {
    struct tx_entry *first, *last;
    struct tx_held *held_first, *held_last;
    uint32_t count; /* of both lists, at most TX_QUEUE_MAX */
};

/* --- amsdu.c --- */
/* How many of these packets, from the first on, go as one A-MSDU; 1: it goes alone. */
size_t tx_amsdu_run(const struct miniport *mp, const struct extsta_packet *packets,
                    size_t count);
/* The A-MSDU as a packet: the header of the first, and all subframes. NULL: no memory. */
struct pbuf *tx_amsdu_body(struct miniport *mp, const struct extsta_packet *packets,
                           size_t count);

/* --- outcome.c --- */
/* The queue, made when first needed. NULL: no memory. */
struct mp_tx_queue *tx_queue(struct miniport *mp);
/* Whether TX_QUEUE_MAX packets wait. */
bool tx_queue_full(const struct miniport *mp);
/* What completes a packet, before anything is done with it, with room for its entry. NULL: no
 * memory; the packet is refused, which is owed (tx_pay) until there is some. */
struct outq_node *tx_completion_new(struct miniport *mp, uint32_t id);
/* Completes a packet with it. */
void tx_complete(struct miniport *mp, struct outq_node *completion, uint32_t id,
                 uint32_t status);
/* Completes what was refused without memory. */
void tx_pay(struct miniport *mp);
/* The entry of a packet, in its completion. It is not queued yet. */
struct tx_entry *tx_entry_new(struct miniport *mp, extsta_time now, uint32_t id,
                              struct outq_node *completion);
/* Appends it; the queue is there (tx_queue). From here on the outcome is awaited. */
void tx_entry_queue(struct miniport *mp, struct tx_entry *e);
/* Completes the packet, and those with it; the entries are gone then. */
void tx_entry_complete(struct miniport *mp, struct tx_entry *e, uint32_t status);
/* Whether packets must wait, and makes one wait, with its completion and, unless it is NULL,
 * the buffer that holds its bytes. False: no memory; both are still the caller's. */
bool tx_must_hold(const struct miniport *mp);
bool tx_hold(struct miniport *mp, extsta_time now, const struct extsta_packet *packet,
             struct pbuf *buf, struct outq_node *completion);
/* Takes the first one that waits; the caller sees to its completion and frees it, with what it
 * has left of the packet. */
struct tx_held *tx_held_take(struct miniport *mp);
void tx_held_free(struct miniport *mp, struct tx_held *h);
/* Sets the timer; gives the queue's memory back when it is empty. */
void tx_settle(struct miniport *mp, extsta_time now);

#endif
