/* How extsta fleet is told: lines while it runs, a line that renews itself on a terminal, the
 * figures at the end, JSON, the report. It feeds the course of the run (tell/course.h). */
#ifndef CMD_FLEET_TELL_H
#define CMD_FLEET_TELL_H

#include "course.h"
#include "fleet_options.h"
#include "json_out.h"
#include "referee_text.h"
#include "run_report.h"

#define FLEET_APS_SHOWN 64u /* access points whose queues and clients are kept step by step */

struct fleet_tell {
    const struct fleet_options *options;
    const struct fleet_run *run;
    struct course course;
    struct json_out json;
    struct run_report *report; /* or NULL */
    struct referee_count rules;
    uint64_t authorizations; /* ports that were opened */
    uint64_t findings;
    bool all;           /* all are authorized now; */
    bool awaited;       /* to be told when they are: at the beginning, and after a storm; */
    bool came;          /* and so they are */
    extsta_time all_at; /* since then */
    /* Of the first time at which all were: */
    double cpu_all, cpu_end; /* seconds of the processor; 0: they never were */
    uint64_t authorizations_all;
    double (*cpu)(void); /* seconds of the processor since the run began */
    bool on_terminal;    /* the line that renews itself is there */
    uint64_t drawn;      /* milliseconds of real time, when it was last */
    double rate;         /* connects a second of the processor, in the last while */
    uint64_t rate_count;
    double rate_cpu;
};

/* False: a file cannot be written, and that was said; or no memory. */
bool fleet_tell_start(struct fleet_tell *t, const struct fleet_options *o, double (*cpu)(void));
/* What is to be put into the fleet's configuration. */
struct fleet_listener fleet_tell_listener(struct fleet_tell *t);
/* The run has been made. */
void fleet_tell_begin(struct fleet_tell *t, const struct fleet_run *run);
/* Time has passed: the end of a step of the course, if it is one, and the progress. */
void fleet_tell_turn(struct fleet_tell *t, extsta_time now);
/* From now on it is worth a line when all are authorized. */
void fleet_tell_await(struct fleet_tell *t);
/* At the end: all are authorized, but for who is just about to roam, and no rule was broken. */
bool fleet_tell_held(const struct fleet_tell *t);
/* A line of the story. */
void fleet_tell_say(struct fleet_tell *t, extsta_time now, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The figures. end: why it ended early, or NULL. False: something could not be written. */
bool fleet_tell_end(struct fleet_tell *t, const char *end);
void fleet_tell_free(struct fleet_tell *t);

#endif
