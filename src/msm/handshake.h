/* OS-managed port authentication: the four-way and group key handshakes on one port, and the
 * keys they yield (contract ATH-12 ... ATH-15, SEQ-04, X-45, X-57). */
#ifndef MSM_HANDSHAKE_H
#define MSM_HANDSHAKE_H

#include "msm/port.h"
#include "rsn/supplicant.h"

/* Keys of a message 3, until the AP is known to have message 4. Where it was lost the AP has no
 * key and repeats message 3 as it sent the first: with the key in place that would be refused
 * (DEC-05). */
struct msm_pending_keys {
    struct supplicant_key pairwise, group;
    uint32_t message;     /* the packet of message 4; 0: it did not arrive */
    extsta_time deadline; /* then they are installed all the same */
};

/* Between handshakes the supplicant is kept in its rest form. */
struct msm_handshake {
    struct supplicant *supplicant; /* NULL while it rests */
    uint8_t *rest;                 /* NULL while it is awake */
    uint16_t rest_len;
    struct msm_pending_keys *pending; /* NULL: none */
    uint32_t awaited[2];              /* key requests not yet completed; 0 = none */
    bool keys_for_port;               /* ... and the port opens when they are */
    bool failed_to_start;             /* the RSNE of request or beacon cannot be used */
    enum extsta_diagnosis start_diagnosis;
};

/* Starts it for a new port. A failure is kept and reported with the first timeout or at
 * once through msm_handshake_refused. NULL: no memory. */
struct msm_handshake *msm_handshake_new(struct msm_port *port,
                                        const struct msm_completion *completion);
void msm_handshake_free(struct extsta_context *ctx, struct msm_handshake *h);
/* What to say when the port ends without having been authorized: by silence (status
 * UNREACHABLE or our own timeout: 0), or by the peer. */
void msm_handshake_cause(const struct msm_port *port, uint32_t status,
                         struct extsta_cause *cause);
/* Whether the handshake of this port waits for that request; then it is done with. */
void msm_handshake_key_done(struct msm_port *port, extsta_time now, uint32_t request,
                            uint32_t status);
/* A packet was completed: if it is the message 4 that keys of this port wait for, they are
 * installed, or wait for message 3 to come again. */
void msm_handshake_sent(struct msm_port *port, extsta_time now, uint32_t packet,
                        uint32_t status);
/* When keys have waited long enough; EXTSTA_NEVER: none wait. */
extsta_time msm_handshake_deadline(const struct msm_port *port);
void msm_handshake_expire(struct msm_port *port, extsta_time now);

#endif
