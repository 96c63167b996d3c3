/* Inside of the receive path: one MPDU on its way, and who handles it when.
 *
 *   receive.c     parse, address filter, duplicates, counting; management and control
 *   reorder.c     Block Ack: MPDUs that came out of order wait
 *   management.c  what protects management frames, both ways
 *   unprotect.c   key choice, decryption of a batch, replay, Michael
 *   reassembly.c  fragments
 *   deliver.c     exemption and exclusion rules, A-MSDU, packet filter, handing up
 *
 * Each of them may reject an item: it sets item->drop, and rx_reject counts it, once. */
#ifndef MINIPORT_RECEIVE_H
#define MINIPORT_RECEIVE_H

#include "base/pbuf.h"
#include "miniport/peers.h"
#include "wire/frame.h"
#include <extsta/boundary.h>

#define RX_BATCH      64u   /* data frames decrypted at a time */
#define RX_HEADER_LEN 24u   /* MAC header handed up: three addresses, QoS Control removed */
#define RX_MAX_MSDU   2304u /* octets of an MSDU put together from fragments */

struct miniport;
struct mp_key;
struct mp_peer;

/* A transmitter without a row among the peers. Anybody can invent addresses: there are few
 * places, and the latest take them. */
struct mp_stranger {
    struct mp_stranger *next;
    struct extsta_mac ta;
    struct mp_duplicates history;
};

struct rx_item {
    struct frame f; /* borrowed from the radio for the call */
    struct extsta_rx_meta meta;
    struct pbuf *buf;   /* RX_HEADER_LEN octets of room, then the clear frame body */
    struct mp_key *key; /* decrypted with; NULL: came in the clear */
    uint64_t pn;        /* packet number it came with */
    uint8_t phy;        /* PHY id, checked */
    uint8_t mpdus;      /* the MSDU came in */
    bool group;         /* receiver address is a group */
    bool default_key;   /* key is of the default or per-station table */
    bool rejected;      /* drop says why */
    uint32_t key_changes; /* reorder.c: of mp->keys, when it was decrypted */
    enum extsta_drop drop;
};

static inline struct extsta_span rx_body(const struct rx_item *item)
{
    return (struct extsta_span){.data = item->buf->mem + item->buf->offset + RX_HEADER_LEN,
                                .len = item->buf->len - RX_HEADER_LEN};
}

/* --- management.c --- */
/* A management frame, as it came: what must be protected and is not, and what is protected and
 * must not be, is rejected. True: it is clear now, without its MMIE. */
bool management_unprotect(struct miniport *mp, struct rx_item *item);
/* The key under which a management frame of ours goes out; NULL: in the clear. */
struct mp_key *management_key(const struct miniport *mp, const struct frame *f);
/* A copy of it under that key, of which the caller gets the reference; NULL: counted. */
struct pbuf *management_seal(struct miniport *mp, struct mp_key *key, const struct frame *f);

/* --- receive.c --- */
/* A data frame in the clear, in its order: replay, fragments, Michael, then rx_deliver. */
void rx_accept(struct miniport *mp, extsta_time now, struct rx_item *item);

/* --- reorder.c --- */
/* A data frame that was decrypted, or needed not be. False: there is no Block Ack agreement for
 * it; true: it went up, was put aside until its turn (buf is NULL then), or was dropped. */
bool rx_reorder(struct miniport *mp, extsta_time now, struct rx_item *item);
/* A BlockAckReq to us. False: it is of no agreement. */
bool rx_reorder_request(struct miniport *mp, extsta_time now, const struct frame *f);
/* MP_TIMER_REORDER: what is missing is given up. */
void rx_reorder_expire(struct miniport *mp, extsta_time now);

/* --- unprotect.c --- */
/* Decrypts the protected ones of the items, all in one batch. Sets buf, key, pn; or rejected.
 */
void rx_unprotect(struct miniport *mp, struct rx_item *items, size_t count);
/* Replay check and counters of a decrypted MPDU. False: rejected. */
bool rx_check_replay(struct miniport *mp, struct rx_item *item);
/* The Michael MIC of a complete MSDU under TKIP: checked and taken off. False: rejected. */
bool rx_check_michael(struct miniport *mp, struct rx_item *item);
/* Counts a frame that is rejected with item->drop (DEC-03, STT-07). */
void rx_reject(struct miniport *mp, struct rx_item *item);

/* --- reassembly.c --- */
/* Takes a fragment. True: item is now the whole MSDU; false: kept, or rejected and counted. */
bool rx_reassemble(struct miniport *mp, extsta_time now, struct rx_item *item);
/* MP_TIMER_FRAGMENTS (RXP-06): MSDUs whose time is over are dropped and counted. */
void rx_fragments_expire(struct miniport *mp, extsta_time now);
/* Those that are this peer's by link_peer; NULL: all. */
void rx_fragments_forget(struct miniport *mp, const struct mp_peer *peer);

/* --- deliver.c --- */
/* A complete MSDU or A-MSDU in the clear: acceptance rules, then up. */
void rx_deliver(struct miniport *mp, extsta_time now, struct rx_item *item);
/* Hands a packet up; takes over the reference. */
void rx_hand_up(struct miniport *mp, const struct rx_item *item, struct pbuf *packet);
/* Whether the packet filter wants a frame to this address, for the bits of its kind. */
bool rx_filter(const struct miniport *mp, struct extsta_mac address, uint32_t directed,
               uint32_t broadcast, uint32_t multicast, uint32_t all_multicast);

#endif
