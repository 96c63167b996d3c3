/* What an AP tells us of its neighbours and wishes of us: BSS transition management (802.11v;
 * IEEE Std 802.11-2020 11.21.7) and neighbour reports (802.11k; 11.10.10). A request to move is
 * judged (steering.h), answered, and followed by a roam (roam.c); a neighbour report narrows
 * the scans that look for a better AP (scan.c). Beacon requests, which the same scans answer,
 * are measure.c's.
 *
 * Fed by action.c, by the end of scans (roam.c), and by whoever opens the port (associate.c,
 * mlme.c): before that nothing robust can be asked. All of it is the association's. */
#ifndef MINIPORT_STEER_H
#define MINIPORT_STEER_H

#include "miniport/mlme/action.h"
#include "miniport/steering.h"

/* NULL in the MLME until something is asked for or asked of us. */
struct mp_steer {
    uint8_t token;               /* of our last query or request */
    bool deciding;               /* `request` waits for the end of a scan */
    uint32_t last;               /* Sequence Control of the last request + 1; 0: none */
    struct btm_request request;  /* without its spans */
    struct steer_list named;     /* its candidates */
    struct steer_list neighbors; /* of the neighbour report; empty: none came */
    uint8_t host_token; /* of a request that the host made, and has not heard of; 0: none */
    bool answered;      /* ... and `report` is what the AP said */
    uint8_t *report;    /* its elements; NULL while it has no octets */
    uint16_t report_len;
    struct mp_measure measure;
};

/* Handlers of action.c's table. */
void steer_rx_wnm(struct miniport *mp, extsta_time now, const struct action_frame *a);
void measure_rx(struct miniport *mp, extsta_time now, const struct action_frame *a);

/* Data pass from now on: asks the AP for its neighbours where it offers that. */
void steer_port_open(struct miniport *mp, extsta_time now);
/* The end of a scan, whatever it was for. True: it was awaited here, and nobody else's
 * business.
 */
bool steer_scan_done(struct miniport *mp, extsta_time now);
/* The association is over. */
void steer_free(struct miniport *mp);

/* --- between steer.c and measure.c --- */
/* The state, made when needed. NULL: no memory. */
struct mp_steer *steer_of(struct miniport *mp);
/* What the host wants to hear of: the response to its request. */
void steer_keep_report(struct miniport *mp, uint8_t token, struct extsta_span elements);
/* The same frame once more, whose answer is on its way. */
bool steer_is_again(struct mp_steer *s, const struct frame *f);
/* What the station has heard. */
struct steer_view steer_view_of(struct miniport *mp, extsta_time now);
/* An Action frame to the AP; of a writer that has failed nothing. */
void steer_send(struct miniport *mp, extsta_time now, const struct writer *w);
/* steer_scan_done, for measurements. */
bool measure_scan_done(struct miniport *mp, extsta_time now);
/* Whether a scan of ours may leave the channel now. */
bool steer_may_scan(const struct miniport *mp);

#endif
