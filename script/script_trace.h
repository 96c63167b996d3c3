/* What a script compares: the labels (tell/label.h) of all that a station put out and of the
 * frames that were sent to it, in order, until the script takes them. */
#ifndef SCRIPT_SCRIPT_TRACE_H
#define SCRIPT_SCRIPT_TRACE_H

#include "label.h"
#include "world.h"

/* The station's own frames stand where it hands them to the radio, those of others where they
 * end on the air. */
struct trace_line {
    extsta_time time; /* virtual */
    enum label_kind kind;
    uint32_t request; /* LABEL_OID: number + 1 of a request that is not completed, or 0 */
    char text[200];
};

/* The user of a station. */
struct trace {
    struct trace_line *lines; /* since they were last taken */
    size_t count, capacity;
    size_t seen;       /* trace_find has looked so far */
    uint32_t requests; /* OID requests of the script */
};

/* Listens to a world whose stations have a trace as their user. */
void trace_listener(struct world_listener *listener, const struct label_names *names);
struct trace *trace_new(void);    /* NULL: no memory */
void trace_free(struct trace *t); /* NULL is fine; else the listener frees it */
struct trace *trace_of(const struct world_station *s);
/* A line of now; without memory it is missing, and a comparison shows it. */
void trace_add(struct world_station *s, enum label_kind kind, const char *text);
/* Empties it; trace_find begins anew. */
void trace_clear(struct trace *t);
/* Whether a line that begins with `text` has come since this was last asked. */
bool trace_find(struct trace *t, const char *text);

#endif
