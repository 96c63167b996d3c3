/* The command line of extsta run, read: one run (script.h), or many (batch.h). */
#ifndef CMD_RUN_OPTIONS_H
#define CMD_RUN_OPTIONS_H

#include "batch.h"
#include "record.h"
#include "script.h"

struct run_options {
    struct script_options one; /* of a run */
    struct record record;      /* of one run */
    struct batch_options many; /* its files are all there are, one at least */
    uint64_t *seeds;           /* of --seeds, or NULL */
    const char *radio;         /* --radio, or NULL: virtual air alone */
    bool batch;                /* many runs are asked for */
    const char *of_one;        /* an option that makes sense for one run only, or NULL */
};
/* EXIT_OK, or what is wrong was said. `options` must not be moved; run_options_free in any
 * case. */
int run_options_read(struct run_options *options, int argc, char **argv);
void run_options_free(struct run_options *options);

#endif
