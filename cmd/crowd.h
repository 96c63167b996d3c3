/* Stations that connect to one network at the same time: a few are under way at once, the
 * next begins when one is through, all leave together. One station is the smallest crowd; of
 * more there is a summary when all are through. */
#ifndef CMD_CROWD_H
#define CMD_CROWD_H

#include "live.h"

enum member_state {
    MEMBER_WAITS,
    MEMBER_UNDER_WAY,
    MEMBER_AUTHORIZED, /* its port was open once */
    MEMBER_FAILED,     /* it did not come to that */
};

struct crowd;
struct member {
    struct crowd *crowd;
    struct live_station *station;
    enum member_state state;
    bool gone; /* it has disconnected, or never began */
    extsta_time started, authorized;
};

struct crowd {
    struct live *live;
    const struct extsta_profile *profile;
    size_t at_once; /* under way at the same time, at most */
    double wait;    /* seconds each station may take */
    double stay;    /* seconds from when all are through until they leave; 0: until told */
    /* The first station of all is connected. */
    void (*first)(void *user);
    void *user;

    /* its own */
    struct member *members;
    size_t next, under_way, authorized, failed, gone;
    extsta_time started, settled; /* settled: all are through; 0 before */
    bool leaving, turn_set;
};

/* Runs the loop until all have left. EXIT_OK, EXIT_EXPECTATION when a station was not
 * authorized, or an error that has been told. */
int crowd_run(struct crowd *crowd, const struct command *command);
/* All leave; asked twice: at once. */
void crowd_leave(struct crowd *crowd);

#endif
