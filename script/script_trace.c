/* The listener of a run that a script compares (script_trace.h). */
#include "script_trace.h"
#include "providers.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct trace *trace_of(const struct world_station *s)
{
    return s->user;
}

struct trace *trace_new(void)
{
    return host_calloc(1, sizeof(struct trace));
}

void trace_free(struct trace *t)
{
    if (t) {
        free(t->lines);
    }
    free(t);
}

void trace_add(struct world_station *s, enum label_kind kind, const char *text)
{
    struct trace *t = trace_of(s);
    if (t->count == t->capacity) {
        size_t capacity = t->capacity ? t->capacity * 2 : 64;
        struct trace_line *more = host_realloc(t->lines, capacity * sizeof *more);
        if (!more) {
            return; /* the comparison will show it */
        }
        t->lines = more;
        t->capacity = capacity;
    }
    struct trace_line *line = &t->lines[t->count++];
    line->time = air_now(world_air(s->world));
    line->kind = kind;
    line->request = 0;
    snprintf(line->text, sizeof line->text, "%s", text);
}

/* The line of this request, if the driver has indicated nothing since. */
static struct trace_line *open_request(struct trace *t, uint32_t id)
{
    for (size_t i = t->count; i-- > 0;) {
        struct trace_line *line = &t->lines[i];
        if (line->request == id + 1) {
            return line;
        }
        if (line->kind == LABEL_INDICATION || line->kind == LABEL_PORT ||
            line->kind == LABEL_IHV) {
            return NULL;
        }
    }
    return NULL;
}

/* A request that is completed before the driver indicates anything is one line: "oid set X
 * -> SUCCESS"; else the completion has a line of its own. */
static void add_crossing(struct world_station *s, const struct extsta_crossing *c,
                         enum label_kind kind, const char *text)
{
    struct trace *t = trace_of(s);
    struct trace_line *line =
        c->type == EXTSTA_CROSS_OID_COMPLETE ? open_request(t, c->id) : NULL;
    if (line) {
        char answer[sizeof line->text];
        size_t used = strlen(line->text);
        label_answer(c, answer, sizeof answer);
        snprintf(line->text + used, sizeof line->text - used, " %s", answer);
        line->request = 0;
        return;
    }
    trace_add(s, kind, text);
    if (c->type == EXTSTA_CROSS_OID && t->count) {
        t->lines[t->count - 1].request = c->id + 1;
    }
}

static void on_output(void *user, extsta_time now, struct world_station *s,
                      const struct extsta_output *out)
{
    char text[200];
    enum label_kind kind = label_output(user, out, text, sizeof text);
    if (kind != LABEL_NONE && out->type == EXTSTA_OUT_CROSSING) {
        add_crossing(s, &out->crossing, kind, text);
    } else if (kind != LABEL_NONE) {
        trace_add(s, kind, text);
    }
}

/* Group frames are for all stations, whatever channel they are on. */
static bool is_for(struct extsta_mac ra, const struct world_station *s)
{
    return (ra.b[0] & 1) || memcmp(ra.b, s->address.b, sizeof ra.b) == 0;
}

/* First transmissions only: how often a frame had to be tried is chance, and no sequence. */
static void on_frame(void *user, const struct air_sniffed *sniffed)
{
    const struct label_names *names = user;
    struct extsta_frame_info info;
    char text[200];
    if (sniffed->attempt != 1 || !extsta_frame_describe(sniffed->bytes, &info)) {
        return;
    }
    enum label_kind kind = label_frame(names, &info, text, sizeof text);
    struct world_station *s = kind == LABEL_NONE ? NULL : world_stations(names->user);
    for (; s; s = s->next) {
        if (is_for(info.ra, s) && sniffed->from != air_station_node(s->node)) {
            trace_add(s, kind, text);
        }
    }
}

static void on_gone(void *user, struct world_station *s)
{
    trace_free(trace_of(s));
}

void trace_listener(struct world_listener *listener, const struct label_names *names)
{
    *listener = (struct world_listener){.outputs = EXTSTA_OUT_ALL,
                                        .output = on_output,
                                        .frame = on_frame,
                                        .gone = on_gone,
                                        .user = (void *)names};
}

void trace_clear(struct trace *t)
{
    t->count = t->seen = 0;
}

bool trace_find(struct trace *t, const char *text)
{
    while (t->seen < t->count) {
        if (strncmp(t->lines[t->seen++].text, text, strlen(text)) == 0) {
            return true;
        }
    }
    return false;
}
