/* The report of a run (run --html): one page that needs nothing else, for any number of
 * stations. It is static: no script, no network. docs/scenarios.md shows what is on it. */
#ifndef TELL_RUN_REPORT_H
#define TELL_RUN_REPORT_H

#include "course_tell.h"

struct run_report;

/* Begins the file (out_file.h); "-" is standard output. NULL: errno says why. */
struct run_report *run_report_new(const char *path);
/* What the script says, and what it expects, in order. Texts are copied. Of very many, failed
 * expectations are kept longest. */
void run_report_say(struct run_report *r, extsta_time now, const char *text);
/* place: "storm.lua:12: ", shown behind the text. */
void run_report_expect(struct run_report *r, extsta_time now, bool held, const char *place,
                       const char *text);

struct run_report_about {
    const char *script; /* its name */
    uint64_t seed;
    const char *end; /* how it ended, if not by itself, or NULL */
    /* Of a fleet, which has a command of its own ("extsta fleet") and no script: */
    const char *command;                 /* NULL: "extsta run" */
    uint32_t aps;                        /* of which the course has none; 0: it has all */
    const struct run_report_card *cards; /* further figures, before the others */
    size_t card_count;
    bool waits; /* a plot of how long the stations took */
};
struct run_report_card {
    const char *label, *figure; /* plain text of ours */
    bool bad;
};
/* Writes the page and closes the file. False: it could not be written, or is not complete for
 * want of memory; errno. The report is freed in any case. */
bool run_report_end(struct run_report *r, const struct run_report_about *about,
                    const struct course *course, const struct course_run *run);
/* Frees it and leaves what was there before; NULL is fine. */
void run_report_drop(struct run_report *r);

#endif
