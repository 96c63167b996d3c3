/* The options of extsta fleet: a run of a fleet (world/fleet_run.h), the storms in it, what is
 * told of it. */
#ifndef CMD_FLEET_OPTIONS_H
#define CMD_FLEET_OPTIONS_H

#include "command.h"
#include "fleet_run.h"

#define FLEET_STORMS 32u

struct fleet_options {
    struct fleet_run_config run;
    uint16_t freqs[FLEET_FREQS];
    extsta_time duration;
    struct {
        struct storm what;
        bool told; /* a passphrase: the stations get it, too */
    } storms[FLEET_STORMS];
    size_t storm_count;
    bool json, quiet;
    const char *html; /* path of a report, or NULL */
};

/* EXIT_OK, or what is wrong was said. */
int fleet_options_read(struct fleet_options *o, int argc, char **argv);

#endif
