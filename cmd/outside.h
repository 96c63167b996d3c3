/* Who else meets on the air of a script: `extsta medium` and `extsta run --radio hwsim`. A
 * medium on the script's world (world/medium.h) with the guests of world/guests.h and a TAP interface
 * as the wired side, as asked. */
#ifndef CMD_OUTSIDE_H
#define CMD_OUTSIDE_H

#include "command.h"
#include "guests.h"
#include "script.h"

#define OUTSIDE_PLACES 128u

/* Where the radio with this address stands. */
struct outside_place {
    struct extsta_mac address;
    struct air_position at;
};

struct outside {
    const struct command *command; /* whose messages these are */
    bool use_hwsim;
    const char *udp_host; /* NULL: 127.0.0.1 */
    uint16_t udp_port;
    bool use_udp;
    const char *wire; /* name of a TAP interface, or NULL */
    struct outside_place places[OUTSIDE_PLACES];
    size_t place_count;
    FILE *told; /* who comes and goes; NULL: not told */

    /* its own */
    struct script_outside script; /* for script_options.outside */
    struct guests *guests;
    int tap;
    struct host_loop *loop;
    struct medium *medium;
};

/* Takes what can be refused (registration, port, interface) before the script begins. EXIT_OK,
 * or an exit status with the message given; outside_close is due in any case. */
int outside_open(struct outside *outside);
void outside_close(struct outside *outside);

#endif
