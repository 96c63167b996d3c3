/* The independent network (contract chapter 75): joining or starting one, Beacons by turns, the
 * peers that come and go, moving to another network of the same SSID.
 *
 * It stands beside the association operation. The outer operations are connect.c's: they look
 * for candidates as ever and come here with one (ibss_join), or with none (ibss_exhausted).
 * Each peer has an association of its own (associate.c, associate_peer), begun when it is first
 * heard (IBS-10); mp->link.network says to everybody that, and in which network, the station
 * is.
 *
 *   ibss.c         membership: state, what a new network is, moving, leaving
 *   ibss_beacon.c  Beacons, Probe Responses, the TSF, Authentication as the asked one
 *   ibss_peers.c   who is a peer, silence, and how associations end
 *
 * Its times are kept here and come together in MP_TIMER_IBSS. */
#ifndef MINIPORT_IBSS_H
#define MINIPORT_IBSS_H

#include "base/list.h"
#include "miniport/mlme/associate.h"

enum ibss_state {
    IBSS_NONE,          /* not used: there is no struct mp_ibss then */
    IBSS_AWAIT_NETWORK, /* looking for one to join */
    IBSS_AWAIT_PEER,    /* joined one: somebody to associate with; no Beacons yet (IBS-05) */
    IBSS_MEMBER,        /* takes its turn with Beacons */
};

enum ibss_event {
    IBSS_FOUND,  /* a candidate: it is joined */
    IBSS_START,  /* no candidate: one of our own */
    IBSS_SEARCH, /* no candidate, and none may be started (IBS-03) */
    IBSS_PEER,   /* an association succeeded */
    IBSS_SILENT, /* nobody of the network joined could be associated with */
    IBSS_SETTLE, /* ... in a roam: the station stays there, and waits for others */
    IBSS_ALONE,  /* the last peer has left a network that was only to be joined (IBS-14) */
    IBSS_MOVE,   /* ROAMING_START was made: another network is joined (IBS-13) */
    IBSS_EVENTS
};

#define IBSS_SHUNNED 8u /* addresses not to be asked for a while: the latest ones */

struct mp_ibss {
    uint8_t state;             /* enum ibss_state */
    bool started;              /* the network is our own: its parameters are configured ones */
    bool sent_last;            /* our Beacon was the last one: we answer Probe Requests */
    bool beaconed;             /* since the last TBTT there was a Beacon, ours or another's */
    uint16_t interval;         /* TU, between two TBTTs */
    uint16_t atim_window;      /* TU */
    uint16_t capability;       /* of our Beacons */
    uint16_t peers;            /* associated */
    uint16_t freq;             /* channel of a network that would be started, MHz ... */
    uint8_t phy;               /* ... on this PHY, if it is still on then */
    struct extsta_mac own;     /* BSSID of the network that would be started */
    struct outq_node *start;   /* CONNECTION_START, while it is not known what it names; NULL */
    struct mp_network network; /* what mp->link.network points to */
    struct list ops;           /* open operations with peers: mp_assoc_op.link */
    uint64_t tsf_epoch;        /* time at which the TSF was 0 (modulo 2^64) */
    uint32_t cookie;           /* of our last Beacon; 0: its fate is known */
    extsta_time deadline;      /* AWAIT_NETWORK: of the pause; AWAIT_PEER: of the wait */
    extsta_time tbtt;          /* the next one; EXTSTA_NEVER: no Beacons */
    extsta_time turn;          /* our Beacon goes, unless another comes; EXTSTA_NEVER: not */
    extsta_time present;       /* when we sent something last that all peers hear */
    struct {
        struct extsta_mac address;
        extsta_time until; /* 0: free */
    } shunned[IBSS_SHUNNED];
};

struct miniport;

/* --- ibss.c --- */
/* CNX-04: whether an independent network could be started as configured; false: the request is
 * INVALID_DATA. */
bool ibss_can_start(const struct miniport *mp);
/* A connection of the independent type begins. CONNECTION_START waits until the network to be
 * joined or started is known (IBS-04). False: no memory, nothing has changed. */
bool ibss_begin(struct miniport *mp);
/* The connection is over, everything in it has ended: forgets the network. Fine without one. */
void ibss_end(struct miniport *mp);
/* Frees all of it, associations and operations too, without a word. Fine without one. */
void ibss_free(struct miniport *mp);
/* CONNECTION_START, if it was not made yet: named after the network that would be started
 * because the operation ends before there is one. */
void ibss_announce(struct miniport *mp);
/* The SSID is settled: CONNECTION_START has named it, candidates have it (ASC-03). */
bool ibss_is_named(const struct miniport *mp);
/* In a network: no candidate is wanted. */
bool ibss_is_settled(const struct miniport *mp);
/* The DISCONNECT_REQUEST that ends a search of its own (X-03: join-only). */
bool ibss_is_cancellable(const struct miniport *mp);
/* connect.c has a candidate, or none is left (IBS-01, IBS-02, IBS-03). */
void ibss_join(struct miniport *mp, extsta_time now, const struct bss_entry *e);
void ibss_exhausted(struct miniport *mp, extsta_time now);
/* The roam failed (ROM-13): the station stays in OP. */
void ibss_roam_failed(struct miniport *mp, extsta_time now);
/* An association with a peer succeeded; one ended otherwise than by leaving the network. */
void ibss_peer_came(struct miniport *mp, extsta_time now);
void ibss_peer_went(struct miniport *mp, extsta_time now);
/* A Beacon or Probe Response of any network went into the cache as `e`. The entries may have
 * moved afterwards. */
void ibss_heard(struct miniport *mp, extsta_time now, const struct bss_entry *e,
                const struct frame *f, const struct extsta_rx_meta *meta);
/* A scan has ended, of whatever purpose. */
void ibss_scan_done(struct miniport *mp, extsta_time now);
/* The radio is on again (PWR-07). */
void ibss_resume(struct miniport *mp, extsta_time now);
/* Back on the channel of the network since `away` (X-74: time away is not silence). */
void ibss_home(struct miniport *mp, extsta_time now, extsta_time away);
/* MP_TIMER_IBSS. */
void ibss_expire(struct miniport *mp, extsta_time now);
/* Sets that timer to the earliest of its times. */
void ibss_set_timer(struct miniport *mp);

/* --- ibss_beacon.c --- */
/* What the network says of itself besides its name (capability, interval, ATIM window): of a
 * new one as configured; of one that is joined as it says it. */
void ibss_beacon_configure(struct miniport *mp);
void ibss_beacon_adopt(struct miniport *mp, const struct bss_info *info);
/* IBS-08: the country of a new network; false: it is not known. */
bool ibss_beacon_country(const struct miniport *mp, uint8_t out[3]);
/* The TSF is this now. */
void ibss_beacon_set_tsf(struct miniport *mp, extsta_time now, uint64_t tsf);
uint64_t ibss_beacon_tsf(const struct miniport *mp, extsta_time now);
/* Takes its turns from now on; or no more. */
void ibss_beacon_begin(struct miniport *mp, extsta_time now);
void ibss_beacon_stop(struct miniport *mp);
/* The TSF of who sent this Beacon or Probe Response, when it had been received. */
uint64_t ibss_beacon_time(const struct frame *f, const struct extsta_rx_meta *meta,
                          uint64_t timestamp);
/* Since when the state of the medium is wanted; EXTSTA_NEVER: it is not. */
extsta_time ibss_beacon_medium_since(const struct miniport *mp);
/* A Beacon of the network came, at this time of its sender. */
void ibss_beacon_heard(struct miniport *mp, extsta_time now, uint64_t timestamp);
/* What is due of TBTT, turn and presence. */
void ibss_beacon_expire(struct miniport *mp, extsta_time now);
/* The radio's word on a frame of the MLME. sent: it went out, at least once. */
void ibss_beacon_tx_status(struct miniport *mp, extsta_time now, uint32_t cookie, bool sent);
/* When the peers are to be told that we are there; EXTSTA_NEVER while we are no member. */
extsta_time ibss_beacon_presence(const struct miniport *mp);
/* A Probe Request: answered by whom it is addressed to, or who sent the last Beacon. */
void ibss_rx_probe(struct miniport *mp, extsta_time now, const struct frame *f);

/* --- ibss_peers.c --- */
/* A frame of the network came from this address: one that is no peer becomes one (IBS-10).
 * signal: dBm, 0 unknown. by_auth: it has authenticated with us. */
void ibss_member_heard(struct miniport *mp, extsta_time now, struct extsta_mac address,
                       int8_t signal, bool by_auth);
/* An Authentication frame of the network. */
void ibss_rx_auth(struct miniport *mp, extsta_time now, const struct frame *f,
                  const struct extsta_rx_meta *meta);
/* Does not begin with this address for a while. */
void ibss_shun(struct miniport *mp, extsta_time now, struct extsta_mac address, uint32_t pause);
/* There is a peer more, or the threshold is another: its silence is watched. */
void ibss_watch(struct miniport *mp, extsta_time now);
/* MP_TIMER_UNREACHABLE: who is silent beyond the threshold has left (IBS-16); who is silent for
 * long is asked whether it is there. */
void ibss_silence_expire(struct miniport *mp, extsta_time now);
/* Ends all open operations, or all associations, by this event; `end` is copied for each. */
void ibss_end_operations(struct miniport *mp, enum assoc_event event,
                         const struct assoc_end *end);
void ibss_end_associations(struct miniport *mp, enum assoc_event event,
                           const struct assoc_end *end);
/* The same for the peers that the excluded list now has in it (DIS-13). */
void ibss_end_excluded(struct miniport *mp, const struct assoc_end *end);
/* What the association table does in an independent network: DISASSOCIATION of the peer, or
 * none; its packets and keys go, and nobody else's (DIS-24, DIS-25, DIS-31). */
assoc_action ibss_disassociate_explicit, ibss_disassociate_implicit;

#endif
