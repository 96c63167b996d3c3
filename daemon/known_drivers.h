/* The drivers of others that the program can describe in a recording (replay/recorder.h), and
 * make again from it: a card's (nl80211), and those of shared objects. */
#ifndef DAEMON_KNOWN_DRIVERS_H
#define DAEMON_KNOWN_DRIVERS_H

#include "entry.h"
#include "recorder.h"

/* As struct recorder_options.describe. */
recorder_describe known_driver_describe;
/* As struct player_options.make; `file`: the shared object below stations whose driver was from
 * a file, or NULL. */
struct extsta_station *known_driver_make(const char *file, struct extsta_context *ctx,
                                         const struct entry *made,
                                         const struct extsta_station_config *config,
                                         extsta_time now, const char **why);
/* Gives back what the two have kept, and unloads. */
void known_drivers_forget(void);

#endif
