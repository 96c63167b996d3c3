/* Inside msm: one port and its machine (port.c), and what its files share. */
#ifndef MSM_PORT_H
#define MSM_PORT_H

#include "msm/msm.h"

/* What msm needs of an ASSOCIATION_COMPLETION (ASC-13 ... ASC-27). Spans point into the
 * indication. */
struct msm_completion {
    struct extsta_mac peer;
    uint32_t status;
    bool reassociation; /* the request was a Reassociation Request */
    bool port_authorized;
    uint32_t auth, unicast, multicast;  /* DOT11_ numbers */
    struct extsta_span request, response, beacon; /* frame bodies */
    struct extsta_span encap;           /* array of DOT11_ENCAP_ENTRY; empty: none */
    struct extsta_span whole;           /* the indication as made, for the extension */
};
/* whole: the indication. False: an offset of what is needed leaves the buffer. */
bool msm_completion_of(struct extsta_span whole, const struct extsta_association_completion *c,
                       struct msm_completion *out);
/* Elements of the request and of the beacon, without the fixed fields of the body. */
struct extsta_span msm_completion_request_elements(const struct msm_completion *c);
struct extsta_span msm_completion_beacon_elements(const struct msm_completion *c);
/* And of the response. */
struct extsta_span msm_completion_response_elements(const struct msm_completion *c);

/* What goes with an event of the port machine. */
struct port_input {
    extsta_time now;
    uint32_t status; /* DOT11_ASSOC_STATUS with ENDED */
    /* With OPEN, MINIPORT, OS, IHV and FAILED. */
    const struct msm_completion *completion;
    const struct extsta_cause *cause; /* with REFUSED: already reported */
};
FSM_TYPES(port, struct msm_port, struct port_input)
/* Feeds an event; pairs that the table lacks are counted as mistakes of ours (base/fsm.h). */
void port_step(struct msm_port *port, enum port_event event, const struct port_input *input);

/* Tells the cause and refuses the port: closed if it was open, and acm decides what follows. */
void port_refuse(struct msm_port *port, struct extsta_cause *cause);

/* Why a port that is not authorized yet fails when its association ends with this
 * DOT11_ASSOC_STATUS; leaves the time to the caller. False: it does not, the OS has ended it or
 * the handshake is not its own. */
bool port_failure(const struct msm_port *port, uint32_t status, struct extsta_cause *cause);

/* Makes an entry for a peer, in PORT_AWAIT_COMPLETION. NULL: no memory. */
struct msm_port *port_new(struct msm *msm, struct extsta_mac peer);
/* Ends it (port events, IHV stop) for this DOT11_ASSOC_STATUS and frees it. An open
 * operation ends without an event: it was no port yet. */
void port_end(struct msm_port *port, extsta_time now, uint32_t status);
/* A port, and not an open association operation. */
bool port_exists(const struct msm_port *port);

#endif
