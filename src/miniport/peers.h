/* The peers: all that this station knows of another one it is associated with, has an operation
 * open with, or holds keys for, in one row by MAC address.
 *
 * The MLME associates (mlme/associate.c) and keeps state, port and quality of a row; the data
 * path asks it what was negotiated, counts, and keeps keys and duplicates in it. In
 * infrastructure the table holds the AP's row (mp->link.ap) and rarely another; in an IBSS it
 * may hold thousands, and nothing searches them one by one for the peer of a frame.
 *
 * A row comes with peers_take and goes with peers_settle once nothing is in it. Who takes the
 * last thing out of a row settles it, and touches it no more:
 * - the MLME: an open operation (op), and the association (state other than ASSOC_NONE);
 * - keys.c: keys. They may be there for an address without an association (KEY-05 does not ask
 *   for one), and static ones outlive it (KEY-04). Such a row is nobody's peer: link_peer does
 *   not give it. */
#ifndef MINIPORT_PEERS_H
#define MINIPORT_PEERS_H

#include "base/mac.h"
#include "base/macmap.h"
#include "wire/rsn_element.h"
#include <extsta/windot11.h>

struct miniport;
struct outq_node;
struct mp_key;      /* datapath/keys.h */
struct mp_assoc_op; /* mlme/associate.h */
struct mp_port;     /* mlme/port_auth.c */
struct mp_reorder;  /* datapath/reorder.c */

/* The association with a peer, as its machine has it (mlme/associate.c). */
enum assoc_state {
    ASSOC_NONE,
    ASSOC_AWAIT_BEACON, /* RSN target known by Probe Response only (ASC-16) */
    ASSOC_AWAIT_TURN,   /* a random pause, so that not all begin at once (turn.h) */
    ASSOC_AWAIT_AUTH,   /* the authentication method (auth.h) */
    ASSOC_AWAIT_RESPONSE,
    ASSOC_AWAIT_PORT, /* our own four-way handshake (PRT-07) */
    ASSOC_ASSOCIATED,
};

/* What was negotiated with a peer; begins with what the candidate offers. */
struct mp_negotiated {
    uint32_t auth, unicast, multicast; /* DOT11_ numbers */
    uint32_t akm, pairwise, group;     /* suite selectors (ciphers: RSN's), 0 without keys */
    uint32_t group_mgmt; /* the same, of BIP; 0: management frames are not protected */
    bool ocv, ext_key_id;              /* both ends have them (EXTSTA_PRIVATE_SET_HANDSHAKE) */
    bool qos;                          /* WMM */
    uint16_t max_amsdu; /* with HT: octets of the longest A-MSDU it receives; 0: no HT */
    bool ft;            /* an FT suite, and a fast transition reaches it (ft.h) */
    uint8_t phy;                       /* PHY id: what is sent to it goes out on this one */
    uint16_t aid, listen_interval;
    uint16_t capability; /* of the (re)association response */
    extsta_time since;   /* the response came */
};

/* Packets of an association (ASC-39). */
struct mp_counters {
    uint64_t tx_ok, tx_failed, rx_ok, rx_failed;
};

/* The last Sequence Control of a transmitter, by TID and kind (10.3.2.14). */
#define MP_DUPLICATE_SLOTS 19u
struct mp_duplicates {
    uint32_t valid; /* bit per slot */
    uint16_t last[MP_DUPLICATE_SLOTS];
    uint8_t phy[MP_DUPLICATE_SLOTS];
};

struct mp_peer {
    struct extsta_mac address;
    uint8_t state;       /* enum assoc_state */
    uint8_t quality;     /* link quality last indicated (LQ-05); quality.c */
    bool port_open;      /* said by PORT_STATE_NOTIFICATION (PRT-19, PRT-24) */
    struct mp_negotiated negotiated;
    struct mp_counters counters;
    extsta_time quality_at; /* when it was indicated */
    extsta_time heard;      /* last frame from it (DIS-11: silence beyond the threshold) */
    struct mp_assoc_op *op; /* open association operation; NULL: none */
    struct mp_port *port;   /* own port authentication; NULL: none */
    struct mp_key *keys; /* key-mapping and per-station default keys, a list of at most seven */
    struct mp_duplicates *duplicates; /* NULL until a frame came */
    struct mp_reorder *reorder;       /* Block Ack (datapath/reorder.c); NULL: no agreement */
    struct outq_node *farewell;       /* IBSS: its DISASSOCIATION, set aside; else NULL */
};

struct mp_peers {
    struct mp_peer *only; /* the row, while there is just one */
    struct macmap *many;  /* NULL up to one row */
};

/* The case of peers_find where there is a map; not to be called otherwise. */
struct mp_peer *peers_find_many(const struct mp_peers *peers, struct extsta_mac address);

/* The row of this address; NULL: there is none. */
static inline struct mp_peer *peers_find(const struct mp_peers *peers,
                                         struct extsta_mac address)
{
    if (peers->many) {
        return peers_find_many(peers, address);
    }
    return peers->only && mac_equal(peers->only->address, address) ? peers->only : NULL;
}

/* The row of this address, made (all zero) where there is none. NULL: no memory. Who puts
 * nothing into it settles it. */
struct mp_peer *peers_take(struct miniport *mp, struct extsta_mac address);
/* Frees the row if nothing is in it any more. True: it is gone. */
bool peers_settle(struct miniport *mp, struct mp_peer *peer);
/* A walk over all rows, in no order, as macmap_next: count *at up for the next row, or leave it
 * where peers_settle has freed the row just returned. */
struct mp_peer *peers_next(const struct mp_peers *peers, uint32_t *at);

/* --- what the data path asks of the peer of a frame --- */
/* Data may go to it (PRT-24) and come from it, and is counted. */
static inline bool peer_is_associated(const struct mp_peer *peer)
{
    return peer->state == ASSOC_ASSOCIATED;
}
/* WPA or RSNA: there is an AKM. */
static inline bool peer_has_rsn(const struct mp_peer *peer)
{
    return peer->negotiated.akm != 0;
}
/* Its unicast cipher is not "none". */
static inline bool peer_enciphers(const struct mp_peer *peer)
{
    return peer->negotiated.unicast != DOT11_CIPHER_ALGO_NONE;
}
/* Its multicast cipher is not "none". */
static inline bool peer_group_enciphers(const struct mp_peer *peer)
{
    return peer->negotiated.multicast != DOT11_CIPHER_ALGO_NONE;
}
/* Its pairwise cipher is "use group" (CIP-07: unicast goes under the group key). */
static inline bool peer_unicast_by_group_key(const struct mp_peer *peer)
{
    return peer->negotiated.pairwise == CIPHER_USE_GROUP;
}

#endif
