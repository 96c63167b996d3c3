/* The conformance suite (docs/conform.md) as the program has it: files of a folder, the cases
 * in them, runs, and what has come of each. conform.c reads the command line and plays,
 * conform_suite.c reads the folder, conform_tell.c and conform_report.c show. */
#ifndef CMD_CONFORM_H
#define CMD_CONFORM_H

#include "command.h"
#include "pool.h"
#include "script.h"

#define CONFORM_FILES 256u
#define CONFORM_CASES 2048u

/* A file of the suite. */
struct conform_file {
    char *path; /* as it is named to people */
    char *name; /* "@path", as script_run takes it */
    char *text;
    size_t len;
    char title[100]; /* of its first comment */
};

struct conform_case {
    size_t file;
    char *name, *origin, *what;
    enum extsta_rule *rules;
    size_t rule_count;
};

struct conform_suite {
    struct conform_file files[CONFORM_FILES];
    size_t file_count;
    struct script_text before[CONFORM_FILES]; /* texts of the folder lib/ */
    struct conform_file libraries[CONFORM_FILES];
    size_t before_count;
    struct conform_case cases[CONFORM_CASES];
    size_t case_count;
    size_t loading;      /* file whose cases are being found */
    const char *trouble; /* while they are: what is wrong */
};

/* Reads a folder and finds the cases of its files, in the order of names. EXIT_OK, or what is
 * wrong was said. The suite is big: let it be static. */
int conform_suite_load(struct conform_suite *suite, const char *folder);
/* Where the suite is: EXTSTA_CONFORM, beside the build's program, or where it is installed. */
const char *conform_suite_folder(void);
void conform_suite_free(struct conform_suite *suite);

/* What a run has come to, written by its process where the summary reads it. */
struct conform_result {
    bool told; /* it came to its end, whatever that was */
    bool skipped, error;
    char reason[200]; /* skipped: why */
    uint32_t expectations, failed, findings;
    uint32_t faults; /* of a driver that is not ours: what it did that cannot be */
    bool exercised[EXTSTA_RULE_COUNT], violated[EXTSTA_RULE_COUNT];
};

enum conform_verdict {
    CONFORM_PASS,
    CONFORM_FAIL,           /* also a case that crashed, hung, or could not go on */
    CONFORM_NOT_APPLICABLE, /* the driver says that it cannot; with a reason */
    CONFORM_NOT_RUN,        /* interrupted */
    CONFORM_MACHINE,        /* memory was refused */
    CONFORM_VERDICTS
};

struct conform_options {
    const char *folder;
    const char *driver; /* path of a shared object, or NULL: our miniport */
    const char *junit;
    const char *names[64]; /* patterns of --case */
    size_t name_count;
    uint64_t *seeds;
    size_t seed_count;
    unsigned jobs;
    double limit;
    bool list, tap, json;
};

/* All runs of a call: case `cases[n / seed_count]` with seed `seeds[n % seed_count]`. */
struct conform {
    const struct conform_options *options;
    const struct conform_suite *suite;
    size_t *cases; /* numbers of those that are played */
    size_t case_count, count;
    struct conform_result *results; /* of `count` runs, in shared memory */
    struct pool_result *ends;
    size_t told;
    size_t verdicts[CONFORM_VERDICTS];
    bool exercised[EXTSTA_RULE_COUNT], violated[EXTSTA_RULE_COUNT];
    double seconds;
};

const struct conform_case *conform_case_of(const struct conform *c, size_t run);
uint64_t conform_seed_of(const struct conform *c, size_t run);
enum conform_verdict conform_verdict(const struct conform *c, size_t run);
/* "pass", "FAIL", "n/a" */
const char *conform_verdict_name(enum conform_verdict verdict);
/* Why, in a line: "2 expectations, 1 finding"; "" for a pass. */
void conform_words(const struct conform *c, size_t run, char *text, size_t size);
/* The command that repeats a run; the caller frees it. NULL: no memory. */
char *conform_command(const struct conform *c, size_t run);

/* Lists the cases that are chosen. */
void conform_list(const struct conform *c);
/* Tells what has ended by now, in order; then the rest and the summary. */
void conform_tell_start(struct conform *c);
void conform_tell_more(struct conform *c);
void conform_tell_end(struct conform *c);
/* The JUnit report. False: it cannot be written (said). */
bool conform_junit_write(const struct conform *c);

#endif
