/* The supplicant of IEEE 802.1X: EAP in EAPOL PDUs, from the moment the port is there to the
 * server's word. It asks an access point that does not begin by itself (EAPOL-Start), hands EAP
 * to the peer (eap_peer.h) and keeps its time.
 *
 * A pure machine with two users: the port method that goes on with the four-way handshake
 * (port_onex.h), and the OS half on behalf of an extension, which makes the keys itself
 * (ihv/onex.h, SEQ-06). One call per input; what shall happen comes back in a step. */
#ifndef ONEX_ONEX_H
#define ONEX_ONEX_H

#include "onex/eap_peer.h"
#include <extsta/cause.h>

/* An EAPOL PDU of ours, at most. */
#define ONEX_PDU_MAX (EAP_PACKET_MAX + 4u)

/* Named by what is awaited. */
enum onex_state {
    ONEX_AWAIT_BEGIN,   /* whether the access point begins by itself; also: nothing yet */
    ONEX_AWAIT_REQUEST, /* an answer to EAPOL-Start */
    ONEX_AWAIT_SERVER,  /* the server's next word */
    ONEX_DONE,          /* a new conversation may come at any time */
    ONEX_FAILED,
    ONEX_STATES
};

/* Times in microseconds. */
struct onex_config {
    struct eap_peer_config peer;
    extsta_time start_when;   /* before the first EAPOL-Start; 0: at once */
    extsta_time start_period; /* after each of them */
    extsta_time auth_period;  /* for each word of the server */
    uint8_t max_start;        /* EAPOL-Start frames without an answer, then it has failed */
};
/* As a profile that says nothing has it: the access point has a second to begin, 5 s for an
 * answer to each of three EAPOL-Start, 18 s for each word of the server. */
#define ONEX_START_WHEN   (1u * EXTSTA_SECOND)
#define ONEX_START_PERIOD (5u * EXTSTA_SECOND)
#define ONEX_AUTH_PERIOD  (18u * EXTSTA_SECOND)
#define ONEX_MAX_START    3u
/* Those of a profile; NULL: of one that says nothing. */
void onex_times(const struct extsta_onex *wish, struct onex_config *config);
/* How long it all may take: an answer to the last EAPOL-Start, and a word of the server. */
extsta_time onex_longest(const struct extsta_onex *wish);

struct onex {
    struct onex_config config;
    struct eap_peer peer;
    extsta_time deadline;
    uint8_t state;   /* enum onex_state */
    uint8_t starts;  /* EAPOL-Start frames sent */
    bool silent;     /* it has failed for want of an answer */
    uint8_t version; /* of EAPOL, as the access point's PDUs have it */
};

enum onex_verdict {
    ONEX_CONTINUE,
    ONEX_PROGRESS,  /* the server has begun to speak */
    ONEX_SUCCEEDED, /* onex_msk */
    ONEX_REFUSED,   /* onex_tell */
};

struct onex_step {
    enum onex_verdict verdict;
    bool dropped;
    enum extsta_drop drop;
};

/* Begins. A PDU to send goes to `out`, which has room for ONEX_PDU_MAX octets, as in all the
 * calls below. The machine must not be moved afterwards. */
void onex_start(struct onex *o, extsta_time now, const struct onex_config *config,
                struct writer *out);
/* An EAPOL PDU came, from its version octet on. EAPOL-Key is nobody's here: dropped. */
void onex_rx(struct onex *o, extsta_time now, struct extsta_span pdu, struct writer *out,
             struct onex_step *step);
/* Its deadline has come; before it nothing happens. */
void onex_expire(struct onex *o, extsta_time now, struct writer *out, struct onex_step *step);
/* The access point has let us in without the server's word: true when that is possible, and
 * then it has succeeded (eap_peer_accepted). */
bool onex_accepted(struct onex *o);
/* After success. False: the method gives no keys. The caller wipes them. */
bool onex_msk(const struct onex *o, uint8_t msk[EAP_MSK_LEN]);
/* Why it has failed, or would have, had it ended now: stage, diagnosis, code and detail of a
 * cause, and how sure one is. */
void onex_tell(const struct onex *o, struct extsta_cause *cause);
/* Gives memory back and wipes all. Also of a cleared one. */
void onex_stop(struct onex *o);

extern const struct fsm_table onex_table;

#endif
