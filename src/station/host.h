/* The OS half as a whole: acm, msm, nwifi and ihv behind the miniport boundary. It gets what
 * comes up, in order, and puts what goes down into the queue. */
#ifndef STATION_HOST_H
#define STATION_HOST_H

#include "acm/acm.h"
#include "ihv/ihv.h"
#include "msm/msm.h"
#include <extsta/station.h>

struct host {
    struct os os;
    struct acm acm;
    struct msm msm;
    struct ihv *ihv; /* NULL: no extension was ever attached */
    struct extsta_span
        bss_list;   /* of the network, seen before the reset of the connect; owned */
    bool connected; /* a connection operation succeeded and has not ended */
    int8_t rssi;    /* of the last packet, dBm; 0 = none yet */
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
/* --- extension.c: what the other modules ask of the extension --- */
void host_ihv_apply(struct host *host, const struct acm_profile *profile);
bool host_ihv_pre_associate(struct host *host, const struct acm_profile *profile);
void host_ihv_forget(struct host *host);
/* The port for nwifi's filter, with the EtherTypes the extension registered. */
struct nwifi_port host_port_filter(const struct host *host, const struct msm_port *port);

void host_status(const struct host *host, struct extsta_station_status *status);

#endif
