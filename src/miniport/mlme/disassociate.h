/* Disassociation: every explicit cause, and what ends with an association (contract
 * chapter 50). */
#ifndef MINIPORT_DISASSOCIATE_H
#define MINIPORT_DISASSOCIATE_H

#include "miniport/mlme/action.h"
#include "miniport/mlme/associate.h"

/* Reason codes of the station's own frames (X-19; IEEE 802.11-2020 table 9-49). */
#define REASON_DEAUTH_LEAVING   3u
#define REASON_DISASSOC_LEAVING 8u
#define REASON_4WAY_TIMEOUT     15u

/* Deauthentication and Disassociation frames. */
void disassociate_rx(struct miniport *mp, extsta_time now, const struct frame *f,
                     const struct extsta_rx_meta *meta);
/* A vendor's Action frame may end an association by its algorithm. */
void disassociate_rx_vendor(struct miniport *mp, extsta_time now, const struct action_frame *a);
/* Any explicit cause: DISASSOCIATION, then the roam that may follow (DIS-19). */
void disassociate(struct miniport *mp, struct mp_peer *peer, enum assoc_event event,
                  struct assoc_end *end);
/* The same without a roam: DISCONNECT, RESET (DIS-18), halt. */
void disassociate_by_host(struct miniport *mp, extsta_time now, enum extsta_diagnosis why,
                          enum extsta_rule rule);
/* MP_TIMER_UNREACHABLE (DIS-11). */
void disassociate_expire(struct miniport *mp, extsta_time now);
void disassociate_watch(struct miniport *mp); /* sets that timer */
/* How long after it was last heard the AP is silent: microseconds. */
extsta_time disassociate_silence(const struct miniport *mp);
/* DIS-15 without memory: DISASSOCIATION is owed, and is said before anything else begins.
 * False: still owed. */
bool disassociate_settle(struct miniport *mp);
void disassociate_say_owed(struct miniport *mp,
                           extsta_time now); /* the same; else looks again */
/* Sets aside what a DISASSOCIATION by the host's request needs. False: no memory. */
bool disassociate_prepare(struct miniport *mp);
/* Sends the peer the leaving frame of the end, if it has one, on the channel of the BSS. */
void disassociate_send(struct miniport *mp, const struct mp_peer *peer,
                       const struct assoc_end *end);

/* Actions of the association table, ASSOCIATED to NONE: with an indication (DIS-15), and
 * without one, because the ASSOCIATION_START that follows says it (DIS-04). */
assoc_action disassociate_explicit, disassociate_implicit;

#endif
