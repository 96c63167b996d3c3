/* One port that is authorized by a handshake and protected by the keys it yields, as a
 * machine without surroundings. It has two users, each of which only carries its values to
 * where they belong:
 *
 *   miniport/mlme/port_auth.c  frames and key tables (PRT-07: before the completion, SEQ-03)
 *   msm/handshake.c            packets and OID requests (PRT-11, SEQ-04)
 *
 * The port method (port_method.h) makes and answers EAPOL PDUs. Around it stands what every
 * method needs: keys of a message 3 wait until message 4 has arrived; the handshake has a
 * limited time; its failure has one cause; and a port with nothing under way rests in fewer
 * than half the octets.
 *
 * Every input leaves a step, to be carried out in this order: count the drop, send the PDU
 * and say under which number it went (keyed_port_sending), install the keys and say whether
 * they went in (keyed_port_installed), then look at the verdict. A step holds key material:
 * clear it (supplicant_step_clear). */
#ifndef RSN_KEYED_PORT_H
#define RSN_KEYED_PORT_H

#include "base/context.h"
#include "rsn/port_method.h"

/* An AP that missed message 4 repeats message 3 in this time. One that does not has got it;
 * what was lost are the acknowledgements. */
#define MESSAGE_3_TIME (1500u * EXTSTA_MS)

struct keyed_port_awake;

/* Embedded by its user; zeroed: not started. */
struct keyed_port {
    struct extsta_context *ctx; /* outlives it */
    const struct port_method *method;
    struct keyed_port_awake *awake; /* NULL while it rests */
    uint8_t *rest;                  /* NULL while it is awake */
    uint16_t rest_len;
    bool settled; /* keys have gone in: the time allowed is over */
};

/* Begins: the peer is to speak, and all keys are to be in before `limit`. NONE, or why it
 * cannot: then nothing is held. */
enum extsta_diagnosis keyed_port_start(struct keyed_port *port, struct extsta_context *ctx,
                                       const struct port_method *method, extsta_time now,
                                       extsta_time limit, const struct port_start *start,
                                       struct supplicant_step *step);
/* Forgets all key material. Fine for one that was not started. */
void keyed_port_stop(struct keyed_port *port);

/* An EAPOL PDU came. Without memory to wake it is dropped. */
void keyed_port_rx(struct keyed_port *port, extsta_time now, const struct port_pdu *pdu,
                   struct supplicant_step *step);
/* A request to the peer, to be sent protected: the report of a wrong Michael MIC (error), or
 * for a new key. Without memory to wake there is none. */
void keyed_port_request(struct keyed_port *port, extsta_time now, bool error, bool pairwise,
                        struct supplicant_step *step);
/* The PDU of this step was handed down under a number (of the user's choice); 0: it could
 * not be. */
void keyed_port_sending(struct keyed_port *port, extsta_time now,
                        const struct supplicant_step *step, uint32_t number);
/* What became of a PDU. False: nothing waits for that number, there is no step. */
bool keyed_port_sent(struct keyed_port *port, extsta_time now, uint32_t number, bool arrived,
                     struct supplicant_step *step);
/* The keys of the last step went in, or were refused. */
void keyed_port_installed(struct keyed_port *port, bool ok);
/* When it wants to be called; EXTSTA_NEVER: not at all. */
extsta_time keyed_port_deadline(const struct keyed_port *port);
/* That call: keys that have waited long enough, or REJECTED when the time is up. */
void keyed_port_expire(struct keyed_port *port, extsta_time now, struct supplicant_step *step);

/* Why a port was never authorized: by a Deauthentication or Disassociation with this reason,
 * or (0) by silence. NONE: not by the handshake. *confidence: percent. */
enum extsta_diagnosis keyed_port_cause(const struct keyed_port *port, uint16_t reason,
                                       uint8_t *confidence);
/* Says more of it in a cause made by keyed_port_cause, where the method knows more. */
void keyed_port_tell(const struct keyed_port *port, struct extsta_cause *cause);
/* Whether the PMK it was started with is good no more. */
bool keyed_port_is_stale(const struct keyed_port *port);
/* The end of TLS of a conversation under way; NULL: there is none. */
const struct tls *keyed_port_tls(const struct keyed_port *port);
/* With AUTHORIZED or REKEYED: what a cache may keep, borrowed. False: nothing. */
bool keyed_port_pmksa(const struct keyed_port *port, struct port_pmksa *out);

#endif
