/* What a run shows and records: the story or the event log, and the capture. */
#ifndef SCRIPT_SCRIPT_TELL_H
#define SCRIPT_SCRIPT_TELL_H

#include "json_out.h"
#include "timeline.h"
#include "world.h"

struct script_options;

/* One run's. It is a listener of the world; each part may be absent. */
struct tell {
    struct world_listener listener;
    struct timeline timeline; /* its out NULL: no story */
    struct json_out json;     /* its file NULL: no event log */
    struct pcap_file *pcap;   /* or NULL */
    const struct script_options *options;
    bool dropped; /* no file gets its name */
};

/* Opens the capture; false: *why it cannot be written. The listener is then ready. */
bool tell_start(struct tell *t, const struct script_options *o, const struct label_names *names,
                const char **why);
/* The option that would write the file at this path, which a script reads, or NULL. If there is
 * one, nothing is written in the end. */
const char *tell_would_destroy(struct tell *t, const char *path);
/* A line of the story by the script: "12.000 s  text". */
void tell_say(struct tell *t, extsta_time now, const char *text);
/* The last line of a story: what was on the air, in numbers. seconds: real time it took,
 * negative = not said. */
void tell_summary(struct tell *t, const struct world *w, double seconds);
/* Writes what is left and closes the capture. False: something could not be written
 * completely. */
bool tell_end(struct tell *t);

#endif
