/* The PMK of an OS-managed port: configured (msm_security), or, with SAE, OWE and FT, made by
 * the driver, which is asked for it by a private request (extsta/private_oid.h;
 * docs/security.md: who has the PMK). While the answer is awaited the handshake has not begun
 * (handshake.c). */
#ifndef MSM_PMK_H
#define MSM_PMK_H

#include "msm/port.h"
#include "rsn/port_method.h"

/* What the handshake will need, kept until the answer comes. */
struct msm_pmk_wait {
    uint32_t request; /* its number */
    uint16_t own_len, peer_len, response_len;
    uint8_t elements[]; /* of the request, the Beacon, the response */
};

/* Whether the AKM that the elements of the request name has its PMK from the driver. */
bool pmk_is_of_driver(struct extsta_span own_elements);
/* Asks for it. NULL: no memory. */
struct msm_pmk_wait *pmk_ask(struct msm_port *port, const struct port_start *start);
/* NULL is fine. */
void pmk_wait_free(struct extsta_context *ctx, struct msm_pmk_wait *wait);
/* The answer; the PMK points into it. False: it has none. */
bool pmk_read(struct extsta_span answer, struct extsta_span *pmk);

#endif
