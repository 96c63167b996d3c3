/* What an AP tells us of its neighbours and wishes of us: BSS transition management (802.11v;
 * IEEE Std 802.11-2020 11.21.7) and neighbour reports (802.11k; 11.10.10). A request to move is
 * judged here, answered, and followed by a roam (roam.c); a neighbour report narrows the scans
 * that look for a better AP (scan.c). Beacon requests, which the same scans answer, are
 * measure.c's.
 *
 * Fed by action.c, by the end of scans (roam.c), and by whoever opens the port (associate.c,
 * mlme.c): before that nothing robust can be asked. All of it is the association's. */
#ifndef MINIPORT_STEER_H
#define MINIPORT_STEER_H

#include "miniport/mlme/action.h"
#include "wire/measure_frame.h"
#include "wire/wnm_frame.h"

/* APs kept of a list, and channels of a narrow scan. */
#define STEER_NAMED    16u
#define STEER_CHANNELS 8u

/* An AP as another names it. */
struct steer_named {
    struct extsta_mac bssid;
    uint16_t freq;      /* MHz; 0: of a band this station has not */
    int16_t preference; /* 0 to 255, or NEIGHBOR_NO_PREFERENCE */
};
struct steer_list {
    uint8_t count;
    struct steer_named aps[STEER_NAMED];
};

/* NULL in the MLME until something is asked for or asked of us. */
struct mp_steer {
    uint8_t token;               /* of our last query or request */
    bool deciding;               /* `request` waits for the end of a scan */
    uint32_t last;               /* Sequence Control of the last request + 1; 0: none */
    struct btm_request request;  /* without its spans */
    struct steer_list named;     /* its candidates */
    struct steer_list neighbors; /* of the neighbour report; empty: none came */
    struct mp_measure {
        bool open;           /* it waits for the end of a scan */
        uint8_t frame_token; /* of the request, and of the measurement in it */
        uint8_t token;
        struct beacon_request request; /* without its spans */
        uint8_t ssid_len, ssid[32];    /* of length 0: any */
        extsta_time began;
    } measure;
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
/* The channels of the neighbours, MHz, ours among them; 0: they are not known. */
size_t steer_channels(const struct miniport *mp, uint16_t out[STEER_CHANNELS]);
/* The association is over. */
void steer_free(struct miniport *mp);

/* --- between steer.c and measure.c --- */
/* The state, made when needed. NULL: no memory. */
struct mp_steer *steer_of(struct miniport *mp);
/* The APs of Neighbor Report elements, but for ours. */
void steer_read_list(struct miniport *mp, struct extsta_span elements, struct steer_list *out);
/* The same frame once more, whose answer is on its way. */
bool steer_is_again(struct mp_steer *s, const struct frame *f);
/* An Action frame to the AP; of a writer that has failed nothing. */
void steer_send(struct miniport *mp, extsta_time now, const struct writer *w);
/* steer_scan_done, for measurements. */
bool measure_scan_done(struct miniport *mp, extsta_time now);
/* Whether a scan of ours may leave the channel now. */
bool steer_may_scan(const struct miniport *mp);

#endif
