/* extsta daemon: stations that run all day (docs/daemon.md). It reads a configuration, opens
 * what that takes privilege for, gives the privilege up, and runs the stations on one loop
 * until it is told to stop; SIGHUP has it read the configuration again. */
#ifndef DAEMON_DAEMON_H
#define DAEMON_DAEMON_H

#include <stdbool.h>

struct daemon_options {
    const char *path; /* of the configuration */
    bool json;        /* what the stations put out, as JSON lines on standard output */
    bool debug;       /* the journal gets everything */
};

/* As the program's exit status has it. */
enum daemon_end {
    DAEMON_STOPPED = 0, /* it was told to */
    DAEMON_INPUT = 3,   /* the configuration cannot be used */
    DAEMON_SYSTEM = 4,  /* the machine refuses: privilege, memory, a socket that is another's */
};

/* Reads the configuration, and says what is wrong with it on standard error. */
enum daemon_end daemon_check(const char *path);
/* Runs until SIGTERM or SIGINT. */
enum daemon_end daemon_run(const struct daemon_options *options);

#endif
