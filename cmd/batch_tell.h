/* The summary of many runs (batch.h): for people, as TAP, as a JUnit report (batch_junit.c). It
 * comes in the order of files and seeds, whichever run ends first. */
#ifndef CMD_BATCH_TELL_H
#define CMD_BATCH_TELL_H

#include "batch.h"
#include "page.h"
#include "pool.h"

enum batch_verdict {
    BATCH_HELD,
    BATCH_FAILED,  /* an expectation */
    BATCH_ERROR,   /* of the script */
    BATCH_SYSTEM,  /* the machine refused something */
    BATCH_LATE,    /* not over in time */
    BATCH_CRASHED, /* a signal, or no end as a run has */
    BATCH_NOT_RUN, /* stopped before it was over */
    BATCH_VERDICTS
};

struct batch_tell {
    const struct batch_options *options;
    const struct pool_result *results;
    size_t count, told; /* runs; those that the summary is past */
    size_t verdicts[BATCH_VERDICTS];
    size_t held_of_file; /* of the file that is being told */
    size_t ended;        /* runs, in whatever order */
    bool progress;       /* shown on standard error */
    struct page page;
};

/* results: of `count` runs, borrowed. False: the JUnit report cannot be written (said). */
bool batch_tell_start(struct batch_tell *t, const struct batch_options *options,
                      const struct pool_result *results, size_t count);
/* Tells what can be told by now; called when a run has ended. */
void batch_tell_more(struct batch_tell *t);
/* The rest, and the JUnit report. False: that could not be written (said). */
bool batch_tell_end(struct batch_tell *t);

/* --- what both files say --- */
/* Which run this number has. */
struct batch_run batch_run_of(const struct batch_options *options, size_t number);
enum batch_verdict batch_verdict(const struct pool_result *result);
/* "crashed: Segmentation fault" */
void batch_words(const struct batch_options *o, const struct pool_result *result, char *text,
                 size_t size);
/* The command that repeats a run, as a shell takes it; the caller frees it. NULL: no memory. */
char *batch_command(const struct batch_options *options, size_t number);
/* Appends a word as a shell takes it, and a blank before it; returns the end. A word takes at most
 * four times its octets, and 3. */
char *batch_add_word(char *out, const char *word);
/* In a description of TAP # would begin a directive. */
void batch_put_description(FILE *out, const char *text);
/* A double-quoted scalar of YAML, and the line's end. */
void batch_put_yaml(FILE *out, const char *text);
/* Calls `each` for each line of a run's output. */
void batch_lines(const char *output, void (*each)(void *user, const char *line), void *user);

/* Of a JUnit report: NAME="VALUE" with a blank before it; a line of text (`user` is the FILE). */
void batch_put_attribute(FILE *out, const char *name, const char *value);
void batch_put_line(void *user, const char *line);
/* batch_junit.c: the report of all runs to its path. False: it cannot be written (said). */
bool batch_junit_write(const struct batch_tell *t);
/* Whether it could be; leaves nothing behind. */
bool batch_junit_try(const struct batch_options *options);

#endif
