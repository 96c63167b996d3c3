/* The association operation: from ASSOCIATION_START to ASSOCIATION_COMPLETION, and the
 * association it makes (contract chapter 40). Operation and association are a peer's: its row
 * (peers.h) has the state of the machine, whose functions are told which peer it is. Which peer
 * that is in infrastructure, the AP, is said where a request or a timer comes in. */
#ifndef MINIPORT_ASSOCIATE_H
#define MINIPORT_ASSOCIATE_H

#include "base/list.h"
#include "base/pbuf.h"
#include "miniport/mlme/asking.h"
#include "miniport/mlme/mlme.h"
#include "wire/mgmt.h"
#include <extsta/cause.h>
#include <extsta/radio.h>

struct miniport;
struct auth_method; /* auth.h */

/* The first answer of the AP is awaited so long from when it has our frame, the next ones twice
 * as long each: one that acknowledges and does not answer costs three of the ten seconds
 * (CNX-17). */
#define ASSOC_ANSWER_TIME (200u * EXTSTA_MS)

/* The open operation with a peer: peer->op. Needed only while it is open. */
struct mp_assoc_op {
    struct outq_node *completion; /* set aside before the start (ROL-11) */
    size_t room;                  /* bytes of its buffer */
    struct pbuf *request;         /* body of the (re)association request; NULL: none sent */
    struct pbuf *response;        /* body of the response; NULL: none came */
    struct extsta_mac current_ap; /* reassociation: the AP we come from; zero: association */
    struct auth_method *auth;     /* NULL while the Beacon is awaited that it goes by */
    struct mp_asking asking;      /* the frame under way, and how often it was sent */
    bool response_reassoc;
    uint8_t doubt;       /* enum extsta_diagnosis: a response came that accepts, and is not one
                            to be used; NONE: none such */
    uint64_t bad_serial; /* of the last such frame; before: of the last one that was dropped */
    struct list
        link; /* IBSS: among the open ones (ibss.h); all operations of it are of peers: */
    struct mp_peer *peer;
    int8_t signal;     /* IBSS: of the frame it began with, dBm; 0 unknown */
    bool roamed;       /* a previous association in this ESS (ASC-22) */
    bool wmm, ht;      /* the request carries a WMM element, HT Capabilities */
    uint8_t suspicion; /* enum extsta_diagnosis: what a response that was dropped showed */
    uint32_t comeback; /* TU (ASC-26) */
};

enum assoc_event {
    ASSOC_JOIN,          /* begins with waiting for a Beacon */
    ASSOC_BEGIN,         /* begins with a pause before authentication */
    ASSOC_BEACON,        /* the target's Beacon came */
    ASSOC_UNFIT,         /* ... and offers no security we want */
    ASSOC_TURN,          /* the pause is over */
    ASSOC_AUTHENTICATED, /* the authentication method is done */
    ASSOC_PEERED,        /* ... and in an IBSS there is nothing else */
    ASSOC_ACCEPTED,      /* (re)association response, status 0 */
    ASSOC_ACCEPTED_PORT, /* the same, and the miniport authenticates the port */
    ASSOC_AUTHORIZED,    /* its handshake succeeded */
    ASSOC_AGAIN,         /* not there yet: once more */
    ASSOC_ANEW,          /* from the beginning: a short way was refused, or a fast transition */
    ASSOC_NO_ANSWER,
    ASSOC_REFUSED,   /* by the AP, or by the authentication method */
    ASSOC_PEER_LEFT, /* Deauthentication or Disassociation */
    ASSOC_PORT_FAILED,
    ASSOC_CANCELLED, /* RESET or DISCONNECT */
    ASSOC_RADIO_OFF,
    ASSOC_EXCLUDED,
    ASSOC_NO_MEMORY,
    ASSOC_SILENT,   /* DIS-11: the peer is silent */
    ASSOC_LOST,     /* it has our keys no more (sa_query.h) */
    ASSOC_MOVED,    /* IBSS: to another network (IBS-13) */
    ASSOC_REPLACED, /* by the next association: implicit */
    ASSOC_EVENTS
};

/* How and why an operation or association ends: the argument of those events. */
struct assoc_end {
    extsta_time now;
    uint32_t status; /* uStatus or uReason */
    enum extsta_origin origin;
    enum extsta_code_space space; /* of `code`; NONE: the status is the code */
    uint32_t code;
    enum extsta_diagnosis diagnosis;
    uint8_t confidence;  /* percent */
    uint16_t own_reason; /* send a leaving frame with this reason; 0: none */
    bool deauthenticate; /* that frame is a Deauthentication */
    uint64_t evidence;   /* serial of the frame; 0: no frame shows it */
    enum extsta_rule rule;
    enum extsta_stage stage; /* filled in by assoc_finish */
};

/* What an event of the association machine brings along. */
struct assoc_input {
    struct mp_peer *peer; /* whose machine it is; filled in by the step */
    extsta_time now;
    struct mgmt_assoc_resp response; /* ACCEPTED, ACCEPTED_PORT */
    const struct assoc_end *end;     /* the events that end it */
};
FSM_TYPES(assoc, struct miniport, struct assoc_input)

/* Begins an operation with an AP; the association with one ends implicitly with it (DIS-01: the
 * same, DIS-02: another). False without memory: nothing was indicated or changed. */
bool associate_start(struct miniport *mp, extsta_time now, struct bss_entry *target);
/* Begins an operation with a peer of our independent network, of which a Beacon is at hand;
 * ends the association with the same peer (DIS-31), and no other. signal: dBm, 0 unknown. False
 * without memory: nothing was indicated or changed. */
bool associate_peer(struct miniport *mp, extsta_time now, struct extsta_mac address,
                    int8_t signal);
/* The peer has authenticated with us, or has acknowledged what it will not answer: associated.
 */
void associate_peered(struct miniport *mp, extsta_time now, struct mp_peer *peer);
/* Whether an operation is open with an AP: mp->link.ap. */
bool associate_is_open(const struct miniport *mp);
/* Ends what is open, with the AP or with peers, by this event; `end` is copied for each. */
void associate_end_open(struct miniport *mp, enum assoc_event event,
                        const struct assoc_end *end);
/* Authentication and (re)association response frames. */
void associate_rx(struct miniport *mp, extsta_time now, const struct frame *f,
                  const struct extsta_rx_meta *meta);
/* A Beacon of this BSS was taken into the cache. */
void associate_beacon(struct miniport *mp, extsta_time now, const struct bss_entry *e);
/* What this peer's operation waits for has come to its time. */
void associate_due(struct miniport *mp, extsta_time now, struct mp_peer *peer);
/* MP_TIMER_ANSWER: no answer in time. */
void associate_expire(struct miniport *mp, extsta_time now);
/* The radio's word on a frame of the MLME: it has left the queue; or what became of it. */
void associate_tx_started(struct miniport *mp, extsta_time now, uint32_t cookie);
void associate_tx_status(struct miniport *mp, extsta_time now, uint32_t cookie, bool acked,
                         uint8_t tries);
/* Since when the open operation wants to know the state of the medium; EXTSTA_NEVER. */
extsta_time associate_medium_since(const struct miniport *mp);
/* How long an answer to the next attempt of the request under way may take, microseconds. */
uint32_t associate_answer_time(const struct mp_assoc_op *op);
/* The own handshake with the peer succeeded. */
void associate_authorized(struct miniport *mp, extsta_time now, struct mp_peer *peer);
/* Ends the open operation or the association with the peer by this event; the outer operation
 * is not told. Its row is gone unless something else is in it. */
void associate_end(struct miniport *mp, struct mp_peer *peer, enum assoc_event event,
                   struct assoc_end *end);
/* Ends the open operation and lets the outer one go on. */
void associate_fail(struct miniport *mp, struct mp_peer *peer, enum assoc_event event,
                    struct assoc_end *end);
/* --- assoc_end.c --- */
/* How far the operation or association has come; asked before the step that ends it. */
enum extsta_stage associate_stage(const struct mp_peer *peer);
/* The cause record of an end, or of an attempt that something else takes the place of. */
void associate_tell_end(struct miniport *mp, const struct mp_peer *peer,
                        const struct assoc_end *end);
/* The AP refused with this status code; or it did not answer. To be passed on with `now`, and
 * the evidence where there is one. */
struct assoc_end associate_refused(uint16_t status);
struct assoc_end associate_unanswered(enum extsta_diagnosis diagnosis);
/* Or the station cannot go on, or will not, for this reason; by which rule. */
struct assoc_end associate_unable(enum extsta_diagnosis diagnosis, enum extsta_rule rule);
/* The association is over, and with it the port and all that was negotiated: without a word. An
 * operation stays, the keys too; without them the row is gone. */
void associate_leave(struct miniport *mp, struct mp_peer *peer);
/* Frees the operation and the association with a peer without a word. */
void associate_forget(struct miniport *mp, struct mp_peer *peer);
/* The same for the AP, if there is one. */
void associate_free(struct miniport *mp);

/* assoc_request.c: the body of the (re)association request of this operation, with what its
 * authentication method adds; notes whether it carries WMM and HT elements. NULL: no memory. */
struct pbuf *assoc_request_body(struct miniport *mp, const struct bss_entry *target,
                                const struct mp_peer *peer);
/* Rates to announce on a PHY (MIB-42), at most 32; returns their number. */
size_t assoc_request_rates(const struct miniport *mp, uint8_t phy, uint8_t out[32]);

#endif
