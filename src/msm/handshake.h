/* OS-managed port authentication: a keyed port (rsn/keyed_port.h) on a port of msm, and the
 * requests its keys become (contract ATH-12 ... ATH-15, SEQ-04, X-45, X-57). */
#ifndef MSM_HANDSHAKE_H
#define MSM_HANDSHAKE_H

#include "msm/other_side.h"
#include "msm/pmk.h"
#include "msm/port.h"
#include "rsn/keyed_port.h"

/* Keys a step may bring, and the order in which they are asked for. */
enum msm_key {
    MSM_KEY_PAIRWISE,
    MSM_KEY_GROUP,
    MSM_KEY_IGTK,  /* of group-addressed management frames */
    MSM_KEY_BIGTK, /* of Beacons */
    MSM_KEYS,
};

struct msm_handshake {
    struct keyed_port keyed;
    struct msm_pmk_wait *asked; /* the driver, for the PMK: nothing has begun yet; else NULL */
    struct msm_other_side *other; /* in an independent network; else NULL */
    bool has_pairwise, has_group; /* they came, and the driver was asked to take them */
    uint32_t awaited[MSM_KEYS];   /* requests of its keys not yet completed; 0: none */
    bool awaits_group;   /* the first group key comes by a handshake of its own (WPA) */
};

/* Starts it for a new port, which owns it then. NONE, or why it cannot: then there is none. */
enum extsta_diagnosis msm_handshake_start(struct msm_port *port, extsta_time now,
                                          const struct msm_completion *completion);
/* An OID request was completed: it may be the one for the PMK of this port. output: the answer.
 */
void msm_handshake_pmk_came(struct msm_port *port, extsta_time now, uint32_t request,
                            uint32_t status, struct extsta_span output);
/* Clears its keys. NULL is fine. */
void msm_handshake_free(struct extsta_context *ctx, struct msm_handshake *h);
/* What to say when the port ends without having been authorized: by silence (status
 * UNREACHABLE or our own timeout: 0), or by the peer. Leaves the time to the caller. */
void msm_handshake_cause(const struct msm_port *port, uint32_t status,
                         struct extsta_cause *cause);
/* An OID request was completed: a key of this port may be in. */
void msm_handshake_key_done(struct msm_port *port, extsta_time now, uint32_t request,
                            uint32_t status);
/* A packet was completed: keys of this port may wait for it. */
void msm_handshake_sent(struct msm_port *port, extsta_time now, uint32_t packet,
                        uint32_t status);
/* A request to the peer: the report of a wrong Michael MIC under a key of this port (error), or
 * for a new one. */
void msm_handshake_request(struct msm_port *port, extsta_time now, bool error, bool pairwise);
/* The end of TLS of its 802.1X, under way; NULL: there is none. */
const struct tls *msm_handshake_tls(const struct msm_port *port);
/* When the handshake wants to be called (EXTSTA_NEVER: not at all), and that call. */
extsta_time msm_handshake_deadline(const struct msm_port *port);
void msm_handshake_expire(struct msm_port *port, extsta_time now);

#endif
