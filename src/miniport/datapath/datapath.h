/* The data path: receive, reassembly, decryption and acceptance; transmit, encryption,
 * fragmentation (contract chapter 85). Shaped for batches: a call takes arrays. */
#ifndef MINIPORT_DATAPATH_H
#define MINIPORT_DATAPATH_H

#include "base/pbuf.h"
#include "miniport/datapath/keys.h"
#include <extsta/boundary.h>

struct mp_fragments; /* MSDUs being reassembled; NULL while there are none */
struct mp_tx_queue;  /* packets waiting for their outcome; NULL while there are none */
struct mp_stranger;  /* a transmitter that is no peer (receive.c) */

struct mp_datapath {
    struct mp_fragments *fragments;
    struct mp_tx_queue *queue;
    struct mp_stranger *strangers; /* a list, newest first; NULL until first needed */
    uint16_t qos_sequence[8]; /* sequence counters by priority */
    uint16_t sequence;        /* of management and non-QoS data */
    uint32_t next_cookie;     /* counts; radio cookies are odd: data, even: management (mlme) */
    uint32_t next_packet_id;  /* of packets handed up */
    uint32_t handed_up;       /* not yet returned (RST-09) */
    uint32_t refused_first;   /* packets refused without memory to say so: the first ... */
    uint32_t refused_count;   /* ... of so many consecutive ids */
};

struct miniport;
struct mp_peer;
/* Frames from the radio, all kinds: parse, filter, count, decrypt in a batch, hand
 * management to the MLME and data up. */
void datapath_rx(struct miniport *mp, extsta_time now, const struct extsta_rx_frame *frames,
                 size_t count);
/* Packets from the host. `buffers`: NULL, or for each packet NULL or the buffer that holds just
 * its bytes. Those are given over: where nobody else has a reference, a buffer becomes the
 * MPDU, its header and the cipher's in the headroom, encrypted in place. */
void datapath_send(struct miniport *mp, extsta_time now, const struct extsta_packet *packets,
                   struct pbuf *const *buffers, size_t count);
/* The OS gives back a packet that was handed up. */
void datapath_returned(struct miniport *mp, extsta_time now, uint32_t packet_id);
/* The radio's word on a frame by its cookie; an unknown one is ignored. tries: transmissions it
 * took, 0: not known. */
void datapath_tx_status(struct miniport *mp, extsta_time now, uint32_t cookie, bool acked,
                        uint8_t tries);
/* Its timers: fragments, transmit lifetime, packets that wait for channel or memory. */
void datapath_expire(struct miniport *mp, extsta_time now);
/* Completes every queued packet with this NDIS status (RST-08, DIS-30). */
void datapath_flush(struct miniport *mp, uint32_t status);
/* The same for what goes to this peer: of an independent network. */
void datapath_flush_peer(struct miniport *mp, struct extsta_mac address, uint32_t status);
/* The radio is back on the channel of the BSS: packets held while it was away go out. Also
 * done by itself with the next call that finds it there. */
void datapath_resume(struct miniport *mp, extsta_time now);
/* A Block Ack agreement with an associated peer in which we receive: MPDUs of the TID (0 to 7)
 * go up in their order from the sequence number `start` on, out of a window of `size` (1 to
 * 64). It takes the place of one that there was. False: no memory. What waited for order goes
 * up at once, and the peer may be gone afterwards: so with both. */
bool datapath_reorder_begin(struct miniport *mp, extsta_time now, struct mp_peer *peer,
                            uint8_t tid, uint16_t start, uint16_t size);
/* The agreement has ended; there may be none. */
void datapath_reorder_end(struct miniport *mp, extsta_time now, struct mp_peer *peer,
                          uint8_t tid);
/* All agreements with a peer have ended; what waited is dropped. */
void datapath_reorder_forget(struct miniport *mp, struct mp_peer *peer);
/* Forgets receive state, fragments, Block Ack agreements and duplicates: of what is this peer's
 * by link_peer (a new association starts clean); NULL: all of it. */
void datapath_forget(struct miniport *mp, const struct mp_peer *peer);
/* Frees all it holds; nothing is completed any more. */
void datapath_destroy(struct miniport *mp);
/* Sends a management or Null frame made by the MLME (header and body, clear); the sequence
 * number is filled in, and it is protected when management frame protection is in use
 * (an IGTK is installed) and it is robust. Takes over the reference, also on failure.
 * lifetime: microseconds after which the radio gives it up; tries: transmissions at most, 0: as
 * the configuration has it. Returns the cookie of its outcome,
 * 0 when it could not be sent. */
uint32_t datapath_send_mgmt(struct miniport *mp, extsta_time now, struct pbuf *frame,
                            uint16_t freq, uint8_t phy, uint32_t lifetime, uint8_t tries);
/* Sends an EAPOL PDU to the AP with this address (miniport-managed port authentication).
 * Returns the cookie of its outcome, which is the MLME's; 0 when it could not be sent. */
uint32_t datapath_send_eapol(struct miniport *mp, extsta_time now, struct extsta_mac peer,
                             struct extsta_span pdu, bool protect);

#endif
