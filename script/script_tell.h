/* What a run shows and records: the story or the event log, the capture, the report. */
#ifndef SCRIPT_SCRIPT_TELL_H
#define SCRIPT_SCRIPT_TELL_H

#include "course_tell.h"
#include "event_log.h"
#include "json_out.h"
#include "referee_text.h"
#include "run_report.h"
#include "timeline.h"
#include "world.h"
#include <extsta/driver.h>

struct script;
struct script_options;

/* One run's. It is a listener of the world; each part may be absent. */
struct tell {
    struct world_listener listener;
    struct timeline timeline;  /* its out NULL: no story */
    struct json_out json;      /* its file NULL: no short event log */
    struct event_log log;      /* the whole one */
    struct tell_lines {        /* those of the two that there are */
        struct json_out *out;
        enum extsta_log_level level;
    } lines[2];
    size_t line_count;
    struct pcap_file *pcap;    /* or NULL */
    struct run_report *report; /* or NULL */
    const struct script_options *options;
    struct course_run run; /* of tell_summary */
    bool summed;
    bool dropped; /* no file gets its name */
};

/* Opens the files; false: `error` says which cannot be written, and why. The listener is then
 * ready. */
bool tell_start(struct tell *t, const struct script_options *o, const struct label_names *names,
                char *error, size_t error_size);
/* The option that would write the file at this path, which a script reads, or NULL. If there is
 * one, nothing is written in the end. */
const char *tell_would_destroy(struct tell *t, const char *path);
/* A line of the story by the script: "12.000 s  text". */
void tell_say(struct tell *t, extsta_time now, const char *text);
/* An expectation of the script; place: "storm.lua:12: ". */
void tell_expect(struct tell *t, extsta_time now, bool held, const char *place,
                 const char *text);
/* A rule that this station has broken. */
void tell_violation(struct tell *t, const char *station, const struct extsta_finding *finding,
                    const struct label_names *names);
/* The station's driver, which is not ours, did what cannot be, for the nth time in this run. A
 * story has the first of a kind only. */
void tell_fault(struct tell *t, const char *station, const struct extsta_driver_fault *fault,
                uint32_t nth);
/* How the rules of the contract stand at the end. */
void tell_contract(struct tell *t, const struct referee_count *count);
/* What was told so far is to be read by somebody beside the run. */
void tell_flush(struct tell *tell);
/* The last lines of a story: what was on the air, in numbers, and what a crowd went through.
 * seconds: real time it took, negative = not said. The world is still there. */
void tell_summary(struct tell *t, const struct script *s, double seconds);
/* Writes what is left, in files too, and closes them; NULL, or the name of what could not be
 * written completely. name: the script's; end: how the run ended if not by itself, or "". */
const char *tell_end(struct tell *t, const struct script *s, const char *name, const char *end);

#endif
