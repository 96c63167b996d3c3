/* Stations that connect to one network at the same time: a few are under way at once, the next
 * begins when one is through, all leave together. One station is the smallest crowd. It stands
 * on live.h, of which it is a listener; `extsta connect` runs one. */
#ifndef HOST_CROWD_H
#define HOST_CROWD_H

#include "live.h"

enum member_state {
    MEMBER_WAITS,      /* its turn has not come */
    MEMBER_UNDER_WAY,  /* connecting */
    MEMBER_AUTHORIZED, /* its port was open once */
    MEMBER_FAILED,     /* it did not come to that in its time, or never will (no will_retry) */
};

struct crowd;
/* One station of the crowd, known by station->user. */
struct member {
    struct crowd *crowd;
    struct live_station *station;
    enum member_state state;
    bool gone;                       /* it has disconnected, or never began */
    extsta_time started, authorized; /* moments of the loop; authorized: or failed */
};

struct crowd_summary {
    size_t stations, authorized, failed;
    double seconds;                  /* until all were through */
    double fastest, median, slowest; /* seconds an authorized one took; 0 when none was */
    size_t memory;                   /* octets of the context, per station */
};

struct crowd {
    struct live *live;                    /* its options.outputs have EXTSTA_OUT_NOTIFY */
    const struct extsta_profile *profile; /* borrowed, for the run */
    size_t at_once;                       /* under way at the same time, at most */
    double wait;                          /* seconds each station may take */
    double stay; /* seconds from when all are through until they leave; 0: until told */
    /* The first station of all is connected; or NULL. */
    void (*first)(void *user);
    /* All are through, or the loop was stopped before; once. Not called without memory for
     * the figures. NULL is fine. */
    void (*on_settled)(void *user, const struct crowd_summary *summary);
    void *user;

    /* its own */
    struct live_listener listener;
    struct member *members; /* one per station of `live`, while crowd_run runs */
    size_t next, under_way, authorized, failed, gone; /* next: whose turn it is */
    extsta_time started, settled;                     /* settled: all are through; 0 before */
    bool leaving, turn_set; /* turn_set: an alarm for on_turn is set */
};

/* Runs the loop until all have left; `authorized` says how many were connected. `live` is open;
 * what stands above "its own" is set, the rest zero. The crowd outlives the `live` it runs on.
 * False: no memory. */
bool crowd_run(struct crowd *crowd);
/* All leave; asked twice: at once. */
void crowd_leave(struct crowd *crowd);
/* The same, from within a station's output, where no station may be called: an alarm does
 * it. */
void crowd_leave_soon(struct crowd *crowd);

#endif
