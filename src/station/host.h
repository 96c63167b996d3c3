/* The OS half as a whole: acm, msm, nwifi and ihv behind the miniport boundary. It gets what
 * comes up, in order, and puts what goes down into the queue. */
#ifndef STATION_HOST_H
#define STATION_HOST_H

#include "acm/acm.h"
#include "ihv/ihv.h"
#include "msm/msm.h"
#include <extsta/station.h>

struct form_table; /* base/form.h */

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

/* `ctx` and `out` outlive it; `address` is the permanent MAC address; `id` names the
 * station's random stream. */
void host_init(struct host *host, struct extsta_context *ctx, struct outq *out, uint64_t id,
               struct extsta_mac address);
/* Frees everything, without an event or a frame to the outside. */
void host_destroy(struct host *host);

/* The driver has been halted and said what it had to say: ports that it left behind end, the
 * extension loses its adapter, what was wanted is over. As after host_init. */
void host_removed(struct host *host, extsta_time now);

/* A value that came up (indication, packet, completion): the output that holds it. What
 * comes of it goes into the queue behind it. A received packet may be turned into its 802.3
 * frame right there: nothing of `out` but its place may be read afterwards. */
void host_up(struct host *host, extsta_time now, struct extsta_output *out);
/* A cause record of the driver passes by on its way to the embedder: whether the station goes
 * on is written into it here. Of a connection that failed acm then says no second one. */
void host_saw_cause(struct host *host, struct extsta_cause *cause);
/* 802.3 frames of the network stack, borrowed. priority: 802.1D user priority. What cannot
 * be sent is dropped and counted (extsta_tx). */
void host_tx(struct host *host, const struct extsta_span *frames, size_t count,
             uint8_t priority);
/* What is due in any module. Harmless before host_deadline. */
void host_expire(struct host *host, extsta_time now);
/* The earliest deadline of all modules; EXTSTA_NEVER: none. */
extsta_time host_deadline(const struct host *host);
/* --- extension.c: what the other modules ask of the extension --- */
/* The profile of the connect to come: takes the BSS list if the profile has IHV parts and an
 * extension is attached. Without memory there is none, and the extension gets an empty one. */
void host_ihv_apply(struct host *host, const struct acm_profile *profile);
/* Starts the extension's pre-association; acm_pre_associated follows. False: none was begun
 * (no extension, or no memory). The BSS list is gone either way. */
bool host_ihv_pre_associate(struct host *host, const struct acm_profile *profile);
/* An explicit scan has completed: asks the extension about what was found, for the profile that
 * is wanted. */
void host_ihv_scanned(struct host *host);
/* Releases the BSS list. */
void host_ihv_forget(struct host *host);
/* The port for nwifi's filter, with the EtherTypes the extension registered. */
struct nwifi_port host_port_filter(const struct host *host, const struct msm_port *port);

/* What the half is made of (base/form.h). */
extern const struct form_table host_form;

/* Adds what the OS half holds. Any time. */
void host_holdings(const struct host *host, struct extsta_station_holdings *holdings);
/* Fills in all of it; what does not apply is zero. Any time. */
void host_status(const struct host *host, struct extsta_station_status *status);

#endif
