/* The story of a run for people: one line for what happened, by whose hand and why;
 * beneath it the indications and port events. */
#ifndef TELL_TIMELINE_H
#define TELL_TIMELINE_H

#include "label.h"
#include "page.h"
#include <stdio.h>

/* What it takes of a station's outputs. */
#define TIMELINE_OUTPUTS                                                                       \
    (EXTSTA_OUT_MASK(EXTSTA_OUT_CROSSING) | EXTSTA_OUT_MASK(EXTSTA_OUT_PORT) |                 \
     EXTSTA_OUT_MASK(EXTSTA_OUT_NOTIFY) | EXTSTA_OUT_MASK(EXTSTA_OUT_CAUSE) |                    \
     EXTSTA_OUT_MASK(EXTSTA_OUT_DECISION) | EXTSTA_OUT_MASK(EXTSTA_OUT_FUNCTION))

struct timeline {
    FILE *out; /* NULL: nobody reads */
    struct page page;
    bool frames;
    bool why;         /* decisions too */
    bool told;        /* something stands above */
    extsta_time time; /* of the last line, milliseconds */
    char who[32];     /* and whose it was */
    const struct label_names *names;
    /* The cause that will explain it, should a station say that it could not connect. */
    struct timeline_failure {
        char station[32];
        struct extsta_cause cause;
        bool returning; /* the roam under way follows a loss */
        bool handshake; /* a port waits for its authorization */
    } failures[64]; /* by a hash of the name; the latest wins */
    /* For a summary. */
    uint32_t roams, returns;
};

/* The rest is zero. */
void timeline_start(struct timeline *t, FILE *out, bool colour, bool frames,
                    const struct label_names *names);

/* `now`: microseconds since the start of the run. With `out` NULL the caller leaves these out.
 * Outputs of other types than TIMELINE_OUTPUTS say nothing. */
void timeline_output(struct timeline *t, extsta_time now, const char *station,
                     const struct extsta_output *out);
void timeline_frame(struct timeline *t, extsta_time now, const struct extsta_frame_info *info);
/* A line of who, or of the teller: who empty. */
void timeline_say(struct timeline *t, extsta_time now, const char *who, const char *text);

#endif
