/* The EAP peer (RFC 3748, RFC 4137 4): the conversation around a method. It says who we are,
 * takes or refuses what the server proposes, repeats an answer that was lost, and believes in
 * Success only when the method is through.
 *
 * A pure machine: one call per packet. Whoever uses it (onex.h) brings the packets and keeps
 * all time. Memory is held between start and stop alone. */
#ifndef ONEX_EAP_PEER_H
#define ONEX_EAP_PEER_H

#include "base/context.h"
#include "base/fsm.h"
#include "onex/eap_method.h"
#include <extsta/drops.h>

/* An EAP packet of ours, at most: a fragment, and the header with type and flags. */
#define EAP_PACKET_MAX (EAP_FRAGMENT + 16u)

/* Named by what is awaited. */
enum eap_peer_state {
    EAP_PEER_AWAIT_REQUEST, /* nothing yet, or no method yet */
    EAP_PEER_AWAIT_METHOD,  /* more of the method */
    EAP_PEER_AWAIT_SUCCESS, /* the method is through */
    EAP_PEER_SUCCEEDED,
    EAP_PEER_FAILED,
    EAP_PEER_STATES
};

/* All of it is borrowed, and outlives the machine. */
struct eap_peer_config {
    struct extsta_context *ctx; /* memory, cryptography, random octets, the world's time */
    uint64_t stream;            /* of the random octets */
    const struct extsta_eap *eap;
    struct eap_resume *resume; /* NULL: no session is kept */
};

struct eap_peer {
    struct eap_peer_config config;
    uint8_t state; /* enum eap_peer_state */
    uint8_t unwanted; /* type of the method that the server wants and we do not; 0: none */
    bool has_last; /* a request was answered: */
    uint8_t last_id;
    uint8_t last_digest[16]; /* of it */
    uint8_t *last;           /* the answer; NULL: no memory for it */
    uint16_t last_len;
    const struct eap_method *method; /* at work or through; NULL: none */
    void *method_state;
    struct eap_failure failure; /* of the method, when it has ended */
};

enum eap_peer_verdict {
    EAP_PEER_CONTINUE,
    EAP_PEER_DONE,   /* SUCCEEDED: eap_peer_msk */
    EAP_PEER_REFUSED /* FAILED: eap_peer_failure */
};

/* What came of a packet; the answer is in the writer. */
struct eap_peer_step {
    enum eap_peer_verdict verdict;
    bool dropped; /* it was discarded for: */
    enum extsta_drop drop;
};

/* Begins; the machine must not be moved afterwards. */
void eap_peer_start(struct eap_peer *p, const struct eap_peer_config *config);
/* A packet came. The answer, of at most EAP_PACKET_MAX octets, goes to `out`; nothing written:
 * there is none. */
void eap_peer_rx(struct eap_peer *p, extsta_time now, struct extsta_span packet,
                 struct writer *out, struct eap_peer_step *step);
/* The lower layer knows that the server has accepted, although its Success was lost (RFC 3748
 * 4.2, the alternate indication): true when the method is through, and then it has succeeded.
 */
bool eap_peer_accepted(struct eap_peer *p);
/* After success: 64 octets. False: there are none, the method gives no keys. The caller wipes
 * them. */
bool eap_peer_msk(const struct eap_peer *p, uint8_t msk[EAP_MSK_LEN]);
/* Why it has failed, or would have, had it ended now. cause NONE: the server gave no reason, or
 * (`unwanted`) wants a method that we do not do. */
void eap_peer_failure(const struct eap_peer *p, struct eap_failure *failure);
/* Gives memory back and wipes all. Also of a cleared one. */
void eap_peer_stop(struct eap_peer *p);

extern const struct fsm_table eap_peer_table, eap_mschapv2_table;

#endif
