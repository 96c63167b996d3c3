/* --record and --record-without-secrets, of every command that runs stations
 * (replay/recorder.h), and the drivers that the program can describe in a recording and make
 * again from it. */
#ifndef CMD_RECORD_H
#define CMD_RECORD_H

#include "command.h"
#include "entry.h"
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

/* As struct recorder_options.describe. */
bool record_describe(void *user, const struct extsta_station_config *config,
                     struct recorder_driver *driver);
/* As struct player_options.make, of the drivers that record_open describes; `file`: the shared
 * object below stations whose driver was from a file, or NULL. */
struct extsta_station *record_make(const char *file, struct extsta_context *ctx,
                                   const struct entry *made,
                                   const struct extsta_station_config *config, extsta_time now,
                                   const char **why);
/* What record_make has opened and kept. */
void record_forget_drivers(void);

#endif
