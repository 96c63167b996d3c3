/* Stations that connect to one network at the same time and stay: so many are under way at
 * once, the next begins when one is through; who loses the network comes back by itself; all
 * leave together. One station is the smallest crowd. It stands on live.h, of which it is a
 * listener; `extsta connect` runs one. */
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
    bool gone; /* nothing more comes of it: it has left, given up for good, or never began */
    bool open; /* its port is open now */
    extsta_time started, authorized; /* moments of the loop; authorized: or failed */
    extsta_time lost;                /* when its port was closed; 0: it is open, or was never */
};

/* Of some durations, in seconds; 0 when there are none. */
struct crowd_figures {
    double fastest, median, p95, slowest;
};

/* How far they are. */
struct crowd_progress {
    size_t stations;
    size_t connected;          /* now */
    size_t authorized, failed; /* once, ever; never, and given up */
    double seconds;            /* since the beginning */
};

/* Once all are through. */
struct crowd_summary {
    size_t stations, authorized, failed;
    double seconds;            /* until all were through */
    struct crowd_figures took; /* by those authorized */
    size_t memory;             /* octets of the context, per station */
};

/* When they leave. */
struct crowd_stay {
    size_t stations, connected; /* connected: when they were told to leave */
    size_t authorized;          /* ever */
    size_t losses, returns;     /* of ports that were open: closed, open again */
    struct crowd_figures away;  /* of those that came back */
    double seconds;             /* from the beginning until then */
};

struct crowd {
    struct live *live; /* its options.outputs have EXTSTA_OUT_NOTIFY and EXTSTA_OUT_PORT */
    const struct extsta_profile *profile; /* borrowed, for the run */
    size_t at_once;                       /* under way at the same time, at most */
    /* Those under way are given up when none of them has been connected for so many seconds. */
    double wait;
    double stay; /* seconds from when all are through until they leave; 0: until told */
    /* The first station of all is connected; or NULL. */
    void (*first)(void *user);
    /* Every second in which something has changed; or NULL. */
    void (*on_progress)(void *user, const struct crowd_progress *progress);
    /* All are through, or the loop was stopped before; once. Not called without memory for
     * the figures. NULL is fine. */
    void (*on_settled)(void *user, const struct crowd_summary *summary);
    /* They leave; once, under the same conditions. */
    void (*on_left)(void *user, const struct crowd_stay *stay);
    void *user;

    /* its own */
    struct live_listener listener;
    struct member *members; /* one per station of `live`, while crowd_run runs */
    size_t next, under_way, authorized, failed, gone; /* next: whose turn it is */
    size_t connected, at_leave;                       /* now; when they were told to leave */
    size_t losses, returns;
    double *away; /* seconds, one for each return */
    size_t away_room;
    struct crowd_progress told;       /* last */
    extsta_time started, settled;     /* settled: all are through; 0 before */
    extsta_time moved;                /* when one began or was through */
    extsta_time left;                 /* when they were told to leave */
    bool leaving, turn_set, wait_set; /* an alarm for on_turn, on_wait is set */
};

/* Runs the loop until all have left. `authorized` says then how many were connected once,
 * `at_leave` how many were when they were told to leave. `live` is open; what stands above "its
 * own" is set, the rest zero. The crowd outlives the `live` it runs on. False: no memory. */
bool crowd_run(struct crowd *crowd);
/* All leave; asked twice: at once. */
void crowd_leave(struct crowd *crowd);
/* The same, from within a station's output, where no station may be called: an alarm does
 * it. */
void crowd_leave_soon(struct crowd *crowd);

#endif
