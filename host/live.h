/* Stations on a real radio in real time, on one loop. What happens to them is told to
 * listeners; nothing is printed, and what went wrong comes back as text. The radios are the
 * caller's choice (mac80211_hwsim, a network, a simulation of its own).
 *
 * live_init, live_listen for each listener, live_open; host_loop_run(live.loop); live_close.
 * world/world.h is the same for virtual air. */
#ifndef HOST_LIVE_H
#define HOST_LIVE_H

#include "driver_loader.h"
#include "ihv_loader.h"
#include "loop.h"

#define LIVE_MAX_STATIONS 2007u /* the association identifiers of one AP */

struct live;

struct live_station {
    struct live *live; /* whose station it is */
    struct extsta_mac address;
    char name[16]; /* "station"; of several "sta01", ... */
    struct extsta_radio *radio; /* NULL: the driver does without one */
    struct extsta_station *sta;
    struct host_station *coupled; /* with the loop */
    struct ihv_adapter *adapter;  /* NULL: no extension */
    void *user;                   /* of one listener: the crowd's, if there is one */
};

/* Who wants to know. Each function may be NULL; all are called with `user`, in the order of
 * live_listen. What they are given is borrowed for the call. */
struct live_listener {
    struct live_listener *next; /* live's */
    /* A station comes; before anything else of it. */
    void (*station)(void *user, extsta_time now, struct live_station *s);
    /* It has put something out. It must not call a station (an alarm can, at once after). */
    void (*output)(void *user, extsta_time now, struct live_station *s,
                   const struct extsta_output *out);
    /* A frame of it, to the radio (sent) or from it. */
    void (*frame)(void *user, extsta_time now, struct live_station *s, bool sent,
                  struct extsta_span bytes, const struct extsta_rx_meta *meta);
    /* Something broke, once each. */
    void (*broken)(void *user, enum host_trouble what);
    /* A station has gone: after its last output, whatever stopped it from coming. */
    void (*gone)(void *user, extsta_time now, struct live_station *s);
    void *user;
};

struct live_options {
    struct extsta_mac address; /* of the first */
    size_t stations;           /* 1 to LIVE_MAX_STATIONS; their addresses are counted up */
    uint32_t outputs;          /* EXTSTA_OUT_MASK set of what the listeners want */
    const struct extsta_radio_caps *caps; /* borrowed, outlives the stations */
    int tap;               /* descriptor of tap.h for the first station, borrowed; or -1 */
    const char *extension; /* shared object of an IHV extension, or NULL */
    const char *driver;    /* shared object below all stations, or NULL: extsta's own */
    /* A radio for a station with this address; closed by its ops->close. NULL: no memory. The
     * function itself NULL: the driver does without one. */
    struct extsta_radio *(*radio)(void *user, struct extsta_mac address);
    void *radio_user;
    /* Below all stations in place of `driver`, as struct extsta_station_config has it; NULL: not.
     */
    const struct extsta_driver_ops *driver_ops;
    void *(*driver_make)(void *user, struct extsta_context *ctx, struct extsta_station *sta);
    void *driver_user;
    /* What such a driver says to what it drives (host_station_ops.beneath); NULL: it has nothing to
     * say. */
    void (*beneath)(void *user, extsta_time now, struct extsta_span octets);
    void *beneath_user;
};

enum live_fault {
    LIVE_FINE,
    LIVE_FILE,    /* the extension or the driver cannot be used */
    LIVE_MACHINE, /* no memory */
};

struct live {
    struct live_options options;
    struct extsta_context *ctx;
    struct host_loop *loop;
    struct live_station *stations;
    struct live_listener *listeners, **last;
    struct ihv_loader *extension;
    struct driver_loader *driver; /* NULL: extsta's own */
    struct host_watch *extension_watch;
    size_t memory_before; /* of the context, without stations */
    bool broken_down;     /* the radio or the TAP interface has gone */
};

/* Before live_open: nothing is there yet, and listeners can be added. False: no memory;
 * live_close is due in any case. */
bool live_init(struct live *live);
/* From now on; the listener stays the caller's and outlives `live`. */
void live_listen(struct live *live, struct live_listener *listener);
/* Opens everything and couples the stations. When it fails `why` says what to do; live_close
 * is due in any case. */
enum live_fault live_open(struct live *live, const struct live_options *o, char *why,
                          size_t size);
/* Closes everything. */
void live_close(struct live *live);
/* After calls on the station from outside its outputs: carries out what they brought. */
void live_kick(struct live_station *station);
/* The name of the station with this address, or NULL. */
const char *live_name(const struct live *live, struct extsta_mac mac);
/* Bytes that one station takes, on the average, of the context's memory. */
size_t live_memory_per_station(const struct live *live);

#endif
