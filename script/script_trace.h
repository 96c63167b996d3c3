/* What a script compares: the labels (tell/label.h) of all that a station put out and of the
 * frames that were sent to it, in order, until the script takes them; of each kind the last
 * ones (script_lines.h). A run whose script asks for no trace keeps none. */
#ifndef SCRIPT_SCRIPT_TRACE_H
#define SCRIPT_SCRIPT_TRACE_H

#include "script_lines.h"
#include "world.h"

/* What listens, for all stations of a run. It outlives the world. */
struct tracing {
    struct world_listener listener;
    const struct label_names *names;
    struct line_store store;
};

/* The user of a station. */
struct trace {
    /* Since they were last taken. The station's own frames stand where it hands them to the
     * radio, those of others where they end on the air. */
    struct lines lines;
    extsta_time since; /* when it was emptied last, or the station made */
    uint64_t seen;     /* number of the first line that trace_find has not looked at */
    uint32_t requests; /* OID requests of the script */
    uint32_t packets;  /* that it has sent */
};

/* Makes the listener of a world whose stations have a trace as their user. kept: the script
 * asks for traces; else the stations need put out nothing for it. */
void tracing_start(struct tracing *tracing, const struct label_names *names, bool kept);
/* After the world has gone. */
void tracing_end(struct tracing *tracing);
/* Octets of all traces. */
size_t tracing_memory(const struct tracing *tracing);
/* A trace that keeps so many lines of each kind. NULL: no memory. */
struct trace *trace_new(struct tracing *tracing, uint32_t limit);
void trace_free(struct trace *t); /* NULL is fine; else the listener frees it */
struct trace *trace_of(const struct world_station *s);
/* A line of now; without memory it is missing, and a comparison shows it. */
void trace_add(struct world_station *s, enum label_kind kind, const char *text);
/* Empties the station's; trace_find begins anew. */
void trace_clear(struct world_station *s);
/* Whether a line that begins with `text` has come since this was last asked. */
bool trace_find(struct trace *t, const char *text);

#endif
