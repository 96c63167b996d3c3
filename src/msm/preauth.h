/* Preauthentication (IEEE Std 802.11-2020 12.6.10.2) by the OS half: 802.1X with access points that
 * the driver has named as candidates for a roam, through the one of the association, before the
 * station moves; so that there the PMK is known, and the move needs no EAP. Frames are those of
 * 802.1X under an EtherType of their own, 0x88C7, which the distribution system carries.
 *
 * Follows the candidate list (contract PMK-05): the driver is told at once which candidates there
 * are keys of, and again when a preauthentication has made another one. Only candidates that offer
 * it are asked (PMK-07), one at a time, as many as the profile allows for one list. */
#ifndef MSM_PREAUTH_H
#define MSM_PREAUTH_H

#include "msm/msm.h"

/* PMKID_CANDIDATE_LIST came. */
void preauth_candidates(struct msm *msm, extsta_time now, const struct extsta_payload *list);
/* A PDU of EtherType 0x88C7 from this station of the network. */
void preauth_rx(struct msm *msm, extsta_time now, struct extsta_mac from,
                struct extsta_span pdu);
/* When it wants to be called (EXTSTA_NEVER: not at all), and that call. */
extsta_time preauth_deadline(const struct msm *msm);
void preauth_expire(struct msm *msm, extsta_time now);
/* The port of this AP has ended: what goes through it is over. */
void preauth_port_ended(struct msm *msm, struct extsta_mac peer);
/* Of another connection: all is forgotten. */
void preauth_stop(struct msm *msm);

#endif
