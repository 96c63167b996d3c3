/* The port's other handshake in an independent network: there both stations are authenticator
 * for each other, each with its own group key (IEEE 802.11-2020 12.6.10). handshake.c has the
 * supplicant's side, which brings the peer's group key; this one hands out ours. */
#ifndef MSM_OTHER_SIDE_H
#define MSM_OTHER_SIDE_H

#include "msm/port.h"
#include "rsn/authenticator.h"

/* Our group key has this index; whoever has WEP's in mind finds it in acm's script. */
#define MSM_OWN_GROUP_INDEX 1u

struct msm_other_side {
    struct authenticator machine;
    bool done; /* message 4 has come */
};

/* Begins; the step holds message 1. `elements`: of the network's Beacon, whose RSN element is
 * everybody's. The group key is made, and asked to be installed, for the first port of a
 * connection. NULL: no memory, or a suite that is not served. */
struct msm_other_side *other_side_new(struct msm_port *port, extsta_time now,
                                      struct extsta_span elements,
                                      struct supplicant_step *step);
/* Clears its keys. NULL is fine. */
void other_side_free(struct extsta_context *ctx, struct msm_other_side *other);
/* Whether an EAPOL PDU is for it: messages 2 and 4, which have no Key Ack bit. */
bool other_side_wants(struct extsta_span pdu);
/* Whose pairwise key is used: ours, or that of the handshake in which the peer is the
 * authenticator. Both sides come to the same. */
bool other_side_gives_pairwise(const struct msm_port *port);

#endif
