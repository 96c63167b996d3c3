/* --record and --record-without-secrets, of every command that runs stations
 * (replay/recorder.h). */
#ifndef CMD_RECORD_H
#define CMD_RECORD_H

#include "command.h"
#include "recorder.h"

struct record {
    const char *path; /* NULL: nothing is recorded */
    bool without_secrets;
    struct recorder *recorder; /* between open and close */
};

/* Opens the file, and says on standard error what is in it. `real_time`: the run has a date.
 * EXIT_OK, also without a path; else what is wrong was said. */
int record_open(struct record *r, const struct command *command, bool real_time);
/* Says what was replaced. EXIT_SYSTEM: not everything is in the file, as was said. */
int record_close(struct record *r, const struct command *command);

#endif
