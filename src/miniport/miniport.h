/* The miniport driver: the lower half of the station (contract, actor MINIPORT and
 * STATION). It stands below the miniport boundary (struct extsta_driver_ops) and above
 * the radio boundary, and reports everything through the station's output queue.
 *
 * One file per operation of the contract:
 *   the hall
 *     miniport.c  making, the driver operations, timers     state.c    INIT and OP
 *     reset.c     RESET_REQUEST, MiniportResetEx            power.c    PHYs and power save
 *     mib.c       configuration                             stats.c    counters
 *     peers.c     who is associated, or has keys here: a row each
 *     link.h      what the data path knows of the MLME, and what it tells it
 *   datapath/     sees the hall only
 *     receive.c unprotect.c reassembly.c deliver.c   receive    keys.c   key tables
 *     reorder.c                                      Block Ack
 *     management.c   protection of management frames, both ways
 *     transmit.c outcome.c                           transmit
 *   mlme/         sees datapath/ too
 *     beacon.c    a Beacon that says nothing new
 *     bss.c       BSS cache        scan.c  scans            candidate.c  candidate list
 *     connect.c   connection operation, disconnect          associate.c  association
 *     assoc_open.c assoc_request.c                          its open operations, its request
 *     block_ack.c Block Ack agreements that the AP asks for
 *     request.c   what our requests say of us               action.c     Action frames, to whom
 *     asking.c    a request and the wait for its answer     turn.c     pauses by the medium
 *     auth*.c     authentication methods                    roam.c     roaming
 *     disassociate.c                                        port_auth.c  own four-way handshake
 *     quality.c   link quality     channel_switch.c         the AP moves to another channel
 *     sa_query.c  whether the AP still has our keys
 *     ibss*.c     the independent network: membership, Beacons by turns, peers
 *     indicate.c  status indications
 *   oid/          OID requests, by group; sees both
 */
#ifndef MINIPORT_MINIPORT_H
#define MINIPORT_MINIPORT_H

#include "base/bytes.h"
#include "base/context.h"
#include "base/fsm.h"
#include "base/list.h"
#include "boundary/outq.h"
#include "miniport/mib.h"
#include "wire/frame.h"
#include <extsta/boundary.h>
#include <extsta/windot11.h>

/* Everything the miniport waits for, each in one meaning. Deadlines are kept in one array; the
 * earliest is what the station reports. The first ones are the MLME's: mlme/mlme.h says what
 * sets, stops and follows them. */
enum mp_timer {
    MP_TIMER_SCAN,
    MP_TIMER_ANSWER,
    MP_TIMER_SWITCH,
    MP_TIMER_PORT,
    MP_TIMER_UNREACHABLE,
    MP_TIMER_ROAM,
    MP_TIMER_OWED,
    MP_TIMER_CANDIDATES,
    MP_TIMER_IBSS,
    MP_TIMER_DOZE,
    MP_TIMER_SA_QUERY,
    MP_TIMERS_OF_MLME,

    MP_TIMER_FRAGMENTS = MP_TIMERS_OF_MLME, /* lifetime of an incomplete MSDU (RXP-06) */
    MP_TIMER_REORDER,                       /* a hole in a Block Ack window is given up */
    MP_TIMER_TRANSMIT,                      /* transmit lifetime (TXP-07) */
    MP_TIMERS
};

#include "miniport/link.h"
#include "miniport/datapath/datapath.h"
#include "miniport/datapath/keys.h"
#include "miniport/mlme/bss.h"
#include "miniport/mlme/mlme.h"
#include "miniport/power.h"
#include "miniport/stats.h"

enum mp_state {
    MP_INIT, /* everything may be configured (STA-01) */
    MP_OP,   /* connected, or trying to */
};

struct miniport {
    struct extsta_context *ctx;            /* of all stations; outlives it */
    struct outq *out;                      /* the station's queue; outlives it */
    uint64_t id;                           /* random stream */
    const struct extsta_radio_caps *radio; /* borrowed, never changes */
    struct extsta_mac permanent_address, address; /* RST-04: RESET_REQUEST gives the second */
    uint32_t operation_mode;                      /* DOT11_OPERATION_MODE_*; 0 until set */
    uint8_t state;                                /* enum mp_state */
    uint8_t busy; /* percent of the time in which the channel last measured was busy;
                   * EXTSTA_BUSY_UNKNOWN: the radio did not say */
    uint32_t packet_filter;   /* NDIS_PACKET_TYPE_802_11_*; 0: nothing goes up (RXP-03) */
    const struct mp_mib *mib; /* interned, shared: changed by mib_edit alone */
    struct mp_power power;
    struct mp_multicast *multicast; /* NULL while empty */
    struct mp_pmkids *pmkids;       /* NULL while empty */
    struct mp_excluded *excluded;   /* NULL while empty; MIB-04 */
    bool media_streaming; /* MIB-21: MEDIA_STREAMING_ENABLED; no scan of ours (SCN-18) */
    bool reset_pending; /* RST-09: waits for packets to be returned */
    bool halted;        /* STA-11: nothing comes or goes any more */
    uint32_t reset_request_id; /* of the request that pends */
    struct outq_node *reset_completion; /* set aside when the reset pended (ROL-16) */
    struct mp_peers peers;
    struct mp_link link; /* channels, and the AP among the peers */
    struct mp_bss_cache bss;
    struct mp_mlme mlme;
    struct mp_keys keys;
    struct mp_datapath data;
    struct mp_stats *stats; /* allocated when first counted */
    struct mp_drops *drops; /* allocated when first counted; read with mp_drops_of */
    extsta_time timers[MP_TIMERS]; /* EXTSTA_NEVER: does not run */
    extsta_time earliest;          /* of them (mp_timer_set) */
};

extern const struct extsta_driver_ops miniport_ops;

/* A miniport in INIT with the default configuration (chapter 95), all PHYs on; ended by the
 * operation `destroy`. `ctx`, `out` and `radio` are borrowed and outlive it; `id` names its
 * random stream; `address` is the permanent one. NULL: no memory, or a radio without a PHY or
 * with more than 64. */
struct miniport *miniport_new(struct extsta_context *ctx, struct outq *out, uint64_t id,
                              struct extsta_mac address, const struct extsta_radio_caps *radio,
                              extsta_time now);
/* Another one in the place of a halted one (MiniportInitializeEx): with its address, its radio
 * and the power state of its PHYs, else as new. The old one is then to be destroyed. NULL: no
 * memory. */
struct miniport *miniport_again(const struct miniport *old, extsta_time now);

/* --- holdings.c --- */
/* Fills in what the driver holds in this moment: an operation of the driver. */
void miniport_holdings(const void *driver, struct extsta_station_holdings *holdings);
/* Appends the answer to EXTSTA_PRIVATE_GET_KEYS behind magic and subcommand, as much of it as there
 * is room for. */
void miniport_list_keys(const struct miniport *mp, struct writer *w);

/* --- services for all files of the room --- */
/* Finds out which of all timers is the earliest. */
static inline void mp_timers_settle(struct miniport *mp)
{
    mp->earliest = EXTSTA_NEVER;
    for (size_t t = 0; t < MP_TIMERS; t++) {
        mp->earliest = mp->timers[t] < mp->earliest ? mp->timers[t] : mp->earliest;
    }
}
/* Sets a timer, or sets it anew. One that has come already fires with the next call. */
static inline void mp_timer_set(struct miniport *mp, enum mp_timer t, extsta_time when)
{
    extsta_time before = mp->timers[t];
    mp->timers[t] = when;
    if (when <= mp->earliest) {
        mp->earliest = when;
    } else if (before == mp->earliest) {
        mp_timers_settle(mp);
    }
}
/* Fine for one that does not run. */
static inline void mp_timer_stop(struct miniport *mp, enum mp_timer t)
{
    mp_timer_set(mp, t, EXTSTA_NEVER);
}
/* Counts a discarded frame, for the context and for this station. */
void mp_drop(struct miniport *mp, enum extsta_drop reason);
/* How often this station dropped for a reason. */
uint32_t mp_drops_of(const struct miniport *mp, enum extsta_drop reason);
/* Random octets of the station's own stream: one station does not change another's. */
static inline void mp_random(struct miniport *mp, void *out, size_t len)
{
    context_random(mp->ctx, mp->id, out, len);
}
/* One of the numbers below `n`, from the same stream; 0 where n is 0. */
static inline uint32_t mp_random_below(struct miniport *mp, uint32_t n)
{
    uint8_t octets[4];
    mp_random(mp, octets, sizeof octets);
    return (uint32_t)((uint64_t)get_le32(octets) * n >> 32);
}
/* Makes a status indication: an EXTSTA_OUT_CROSSING with room for `len` bytes, which the
 * caller fills. NULL: no memory. */
uint8_t *mp_indicate(struct miniport *mp, uint32_t status_code, size_t len);
/* Completes an OID request that was answered with PENDING (ROL-16), with a node set aside
 * before: cannot fail. The node has room for `output`, which is copied. Returns the crossing,
 * to set what is unusual about it. */
struct extsta_crossing *mp_oid_complete_reserved(struct miniport *mp, struct outq_node *node,
                                                 uint32_t request_id, uint32_t oid,
                                                 uint32_t status, struct extsta_span output);
/* Emits a copy of a cause record: the OS half looks at all of them. */
void mp_cause(struct miniport *mp, const struct extsta_cause *cause);
/* Says something of a peer that no machine acts on; status: by type. */
void mp_notify(struct miniport *mp, enum extsta_notify_type type, struct extsta_mac peer,
               uint32_t status);
/* Says that the network of the connection is looked for, for the n-th time since the AP was
 * lost. */
void mp_searching(struct miniport *mp, uint16_t round);

/* --- the peer of a frame --- */
/* By its transmitter or receiver address: whose rules hold for it. NULL: nobody's.
 *
 * In infrastructure everything is the AP's, whoever else a frame names: one that gives a
 * foreign transmitter and our BSSID must not come past the rules of the association (ciphers,
 * exclusion of clear frames). Here stands that, and nowhere else. Whether a frame is from or to
 * a peer itself is another question: link_peer_at. */
static inline struct mp_peer *link_peer(const struct miniport *mp, struct extsta_mac address)
{
    if (mp->link.ap) {
        return mp->link.ap;
    }
    struct mp_peer *peer = peers_find(&mp->peers, address);
    return peer && peer->state != ASSOC_NONE ? peer : NULL; /* a row of keys is nobody's */
}
/* The peer with exactly this address; NULL: there is none. */
static inline struct mp_peer *link_peer_at(const struct miniport *mp, struct extsta_mac address)
{
    struct mp_peer *peer = link_peer(mp, address);
    return peer && mac_equal(peer->address, address) ? peer : NULL;
}
/* The BSSID of frames to and from this peer: in infrastructure its own address. */
static inline struct extsta_mac link_bssid(const struct miniport *mp,
                                           const struct mp_peer *peer)
{
    return mp->link.network ? mp->link.network->bssid : peer->address;
}
/* The same, and it is associated. */
static inline bool link_associated_with(const struct miniport *mp, struct extsta_mac address)
{
    const struct mp_peer *peer = link_peer_at(mp, address);
    return peer && peer_is_associated(peer);
}
/* Whether what goes to or comes from this address is the peer's; NULL: anybody's. */
static inline bool link_is_of(const struct miniport *mp, const struct mp_peer *peer,
                              struct extsta_mac address)
{
    return !peer || mac_equal(peer->address, address) || link_peer(mp, address) == peer;
}
/* What holds for frames to and from this address: the peer's; of a group, and before there is
 * a peer, that of the independent network. NULL: neither. */
static inline const struct mp_negotiated *link_negotiated(const struct miniport *mp,
                                                          struct extsta_mac address)
{
    const struct mp_peer *peer = link_peer(mp, address);
    const struct mp_network *network = mp->link.network;
    return peer ? &peer->negotiated : network ? &network->negotiated : NULL;
}
/* PHY id of what goes to or comes from this address. */
static inline uint8_t link_phy(const struct miniport *mp, struct extsta_mac address)
{
    const struct mp_negotiated *n = link_negotiated(mp, address);
    return n ? n->phy : (uint8_t)mp->mib->current_phy;
}
/* Counters to increment for what goes to or comes from this address; NULL: nothing is counted
 * before the association. */
static inline struct mp_counters *link_counters(const struct miniport *mp,
                                                struct extsta_mac address)
{
    struct mp_peer *peer = link_peer(mp, address);
    return peer && peer_is_associated(peer) ? &peer->counters : NULL;
}

/* --- what else the data path asks of the MLME --- */
/* A connection operation runs or has succeeded. */
static inline bool link_connection(const struct miniport *mp)
{
    return mp->mlme.connection != CONNECTION_NONE;
}
/* Beacons and Probe Responses of anybody go up (SCN-20). */
static inline bool link_scanning(const struct miniport *mp)
{
    return mp->mlme.scanning != SCAN_IDLE;
}
/* This miniport authenticates the port: it wants EAPOL. */
static inline bool link_authenticates(const struct miniport *mp)
{
    return mp->mlme.port_key != NULL;
}
/* The Power Management bit of frames to the AP: power save is announced, or the radio is away
 * from its channel. */
static inline bool link_power_management(const struct miniport *mp)
{
    const struct mp_peer *ap = mp->link.ap;
    return ap && peer_is_associated(ap) && (mp->mlme.doze || mp->mlme.away_since != 0);
}

/* --- state.c --- */
/* Enters a state: OP by CONNECT_REQUEST alone (STA-02), INIT by the end of what it began
 * (STA-03). INIT again is fine (RST-12: a reset ends in INIT). */
void mp_enter(struct miniport *mp, enum mp_state state);
extern const struct fsm_table mp_state_table;

/* --- oid/oid.c --- */
/* Answers an OID request: returns and sets oid->status, and the byte counts. The buffer is the
 * caller's; it is read before it is written to. */
uint32_t mp_oid(struct miniport *mp, extsta_time now, struct extsta_oid *oid);

/* --- reset.c --- */
/* RESET_REQUEST: validates it before acting (RST-03), then does RST-04 to RST-18 in the order
 * of RST-19. SUCCESS, with the confirmation in the buffer; PENDING while packets handed up are
 * not returned; else nothing has changed. */
uint32_t mp_reset(struct miniport *mp, extsta_time now, struct extsta_oid *oid);
/* A packet came back while a reset pends: with the last one the request is completed. */
void mp_reset_packet_returned(struct miniport *mp, extsta_time now);
/* The driver is halted while a reset pends. */
void mp_reset_abort(struct miniport *mp);
/* MiniportResetEx. STA-12: configuration, keys and association stay, scans end. */
void mp_reset_ex(struct miniport *mp, extsta_time now);

#endif
