/* The story of a run for people: one line for what happened, by whose hand and why;
 * beneath it the indications and port events. */
#ifndef CMD_TIMELINE_H
#define CMD_TIMELINE_H

#include "label.h"
#include <stdio.h>

struct timeline {
    FILE *out;
    bool colour;
    bool frames;
    const struct label_names *names;
    /* The cause that will explain it, should a station say that it could not connect. */
    struct timeline_failure {
        char station[32];
        struct extsta_cause cause;
    } failures[64]; /* by a hash of the name; the latest wins */
};

void timeline_output(struct timeline *t, extsta_time now, const char *station,
                     const struct extsta_output *out);
void timeline_frame(struct timeline *t, const struct extsta_frame_info *info);
/* A line by the teller. */
void timeline_say(struct timeline *t, extsta_time now, const char *who, const char *text);

#endif
