/* extsta run with several files or seeds: each run a process (pool.h), one summary
 * (batch_tell.h). run.c reads the options. */
#ifndef CMD_BATCH_H
#define CMD_BATCH_H

#include "command.h"
#include <stdint.h>

#define BATCH_RUNS 100000u /* of one call, at most */

struct batch_options {
    const char *const *files; /* paths */
    size_t file_count;
    const uint64_t *seeds; /* each file is played with each of them; none: once, with the */
    size_t seed_count;     /* script's own */
    const char *const *arguments; /* "key=value", for all scripts */
    size_t argument_count;
    unsigned jobs;     /* at a time; 0: as many as there are processors */
    double limit;      /* seconds of real time for each run; 0: any */
    bool tap;          /* TAP 14 on standard output, not the summary */
    bool quiet;        /* of the summary only what did not hold */
    bool unjudged;     /* no referee: the command that repeats a run says so too */
    const char *driver; /* of all stations without one of their own, or NULL; likewise */
    const char *junit; /* path of a JUnit report ("-": standard output), or NULL */
};

/* "1-100", "3", "1,5,20-29", each from 0 on: a list that the caller frees; its length in
 * *count. NULL: *why says what is wrong with it. */
uint64_t *batch_seeds(const char *text, size_t *count, const char **why);

/* A run of it, which the calling process is now to play and to end with. */
struct batch_run {
    size_t file; /* in batch_options.files */
    bool seeded;
    uint64_t seed;
};
/* Plays all; returns true in the process of each run: with standard output and error to the
 * summary. False: all is over and told, and *status is the exit status, the worst of all (or
 * 128
 * + the signal that ended it). */
bool batch_play(const struct batch_options *options, struct batch_run *run, int *status);

#endif
