/* The OS half as a whole: acm, msm, nwifi and ihv behind the miniport boundary. It gets what
 * comes up, in order, and puts what goes down into the queue. */
#ifndef STATION_HOST_H
#define STATION_HOST_H

#include "acm/acm.h"
#include "msm/msm.h"
#include <extsta/station.h>

struct host {
    struct os os;
    struct acm acm;
    struct msm msm;
    bool connected;  /* a connection operation succeeded and has not ended */
    int8_t rssi;     /* of the last packet, dBm; 0 = none yet */
};

void host_init(struct host *host, struct extsta_context *ctx, struct outq *out, uint64_t id,
               struct extsta_mac address);
void host_destroy(struct host *host);

/* A value that came up (or a completion): the output that holds it. */
void host_up(struct host *host, extsta_time now, struct extsta_output *out);
/* A cause record of the driver passed by. */
void host_saw_cause(struct host *host, const struct extsta_cause *cause);
/* 802.3 frames of the network stack. */
void host_tx(struct host *host, const struct extsta_span *frames, size_t count,
             uint8_t priority);
void host_expire(struct host *host, extsta_time now);
extsta_time host_deadline(const struct host *host);
void host_status(const struct host *host, struct extsta_station_status *status);

#endif
