/* Real time: stations on real radios, driven by an event loop.
 *
 * The loop owns nothing but its handles: stations, radios and descriptors stay the
 * caller's. Time is CLOCK_MONOTONIC in microseconds; host_loop_wall turns it into the
 * time of day for captures and logs. One thread.
 *
 * A loop may have a clock of its own instead (host_loop_new_virtual), which stands still while
 * there is anything to do and then jumps to the next deadline: hours of pauses in no time, and
 * the same every time, for tests of whatever stands on a loop. */
#ifndef HOST_LOOP_H
#define HOST_LOOP_H

#include <extsta/radio.h>
#include <extsta/station.h>

struct host_loop;
struct host_station;
struct host_watch;
struct host_alarm;

struct host_loop *host_loop_new(void); /* NULL: no memory or no descriptors */
/* Removes the stations, watches and alarms that are left; alarms do not ring. NULL is fine. */
void host_loop_free(struct host_loop *loop);
/* The same with a clock of its own, which begins at `start`; `wall`: microseconds since 1970
 * then. */
struct host_loop *host_loop_new_virtual(extsta_time start, extsta_time wall);
/* Of a virtual loop: runs until it is so (`there`, or NULL), or that moment has come, or
 * host_loop_stop. True: it is so. */
bool host_loop_run_until(struct host_loop *loop, extsta_time limit, bool (*there)(void *user),
                         void *user);
/* CLOCK_MONOTONIC, microseconds: the time of all calls on stations and radios. */
extsta_time host_loop_now(struct host_loop *loop);
/* Microseconds since 1970 for a moment of this loop. */
extsta_time host_loop_wall(const struct host_loop *loop, extsta_time t);
/* Runs until host_loop_stop; a virtual one also until nothing is to be waited for. */
void host_loop_run(struct host_loop *loop);
/* Ends host_loop_run after the round under way; from within any call of the loop. */
void host_loop_stop(struct host_loop *loop);

enum host_trouble {
    HOST_RADIO_GONE, /* nothing will be sent or heard any more */
    HOST_TAP_GONE,   /* the TAP interface was deleted */
};

/* What the owner of a station wants to see; each may be NULL. `output` is called for
 * every output (also those the loop carries out itself), in order. */
struct host_station_ops {
    void (*output)(void *user, extsta_time now, const struct extsta_output *output);
    /* Every frame to (sent) and from the radio. */
    void (*frame)(void *user, extsta_time now, bool sent, struct extsta_span bytes,
                  const struct extsta_rx_meta *meta);
    /* An 802.3 frame for the host; NULL: written to the TAP descriptor. */
    void (*ethernet)(void *user, extsta_time now, struct extsta_span frame);
    /* Octets of a driver of others to what it drives (EXTSTA_OUT_DRIVER). What that says comes back
     * by extsta_driver_event and host_station_kick, later, and not from within. NULL: lost. */
    void (*beneath)(void *user, extsta_time now, struct extsta_span octets);
    /* Something beneath the station broke. It must not remove a station. */
    void (*trouble)(void *user, extsta_time now, enum host_trouble what);
};

struct host_counters {
    uint64_t tap_lost;      /* 802.3 frames the TAP interface did not take */
    uint64_t radio_refused; /* frames the radio refused to send */
};

/* Couples a station with a radio (NULL: its driver does without one) and, if tap >= 0, a TAP
 * descriptor (non-blocking). Radios of one medium may share a descriptor. NULL: no memory, or a
 * descriptor that cannot be waited for. */
struct host_station *host_station_add(struct host_loop *loop, struct extsta_station *sta,
                                      struct extsta_radio *radio, int tap,
                                      const struct host_station_ops *ops, void *user);
/* Uncouples; station, radio and descriptor stay the caller's. Not from within its ops. */
void host_station_remove(struct host_station *hs);
/* The station's own, valid until it is removed. */
const struct host_counters *host_station_counters(const struct host_station *hs);
/* Call after any call on the station from outside the loop's own: carries out what it
 * put out and looks at its deadline. */
void host_station_kick(struct host_station *hs);

/* Calls `ready` whenever the descriptor is readable; it must then read. NULL: no memory, or a
 * descriptor that cannot be waited for. */
struct host_watch *host_watch_add(struct host_loop *loop, int fd,
                                  void (*ready)(void *user, extsta_time now), void *user);
void host_watch_remove(struct host_watch *watch);
/* Calls `ring` once, at `when` (a moment of the loop; at once if it is past); then the
 * alarm is gone. EXTSTA_NEVER does not come. NULL: no memory. */
struct host_alarm *host_alarm_add(struct host_loop *loop, extsta_time when,
                                  void (*ring)(void *user, extsta_time now), void *user);
/* Not after it has rung. */
void host_alarm_remove(struct host_alarm *alarm);
/* Calls `fn` on SIGINT and SIGTERM, from the loop, not as a signal handler. Signals alone do
 * not keep the loop running. */
void host_loop_on_signal(struct host_loop *loop, void (*fn)(void *user, int signal), void *user);

#endif
