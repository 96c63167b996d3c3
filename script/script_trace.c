/* The listener of a run that a script compares (script_trace.h). */
#include "script_trace.h"
#include "providers.h"
#include <stdlib.h>
#include <string.h>

struct trace *trace_of(const struct world_station *s)
{
    return s->user;
}

struct trace *trace_new(struct tracing *tracing, uint32_t limit)
{
    struct trace *t = host_calloc(1, sizeof *t);
    if (t) {
        lines_init(&t->lines, &tracing->store, limit);
    }
    return t;
}

void trace_free(struct trace *t)
{
    if (t) {
        lines_clear(&t->lines);
    }
    free(t);
}

static struct line *add(struct world_station *s, enum label_kind kind, const char *text)
{
    return lines_add(&trace_of(s)->lines, air_now(world_air(s->world)), kind, text);
}

void trace_add(struct world_station *s, enum label_kind kind, const char *text)
{
    (void)add(s, kind, text);
}

/* The line of this request, if the driver has indicated nothing since. */
static struct line *open_request(struct lines *l, uint32_t id)
{
    static const enum label_kind reported[] = {LABEL_INDICATION, LABEL_PORT, LABEL_IHV};
    uint64_t since = 0; /* the number behind the newest of those */
    struct line *line;
    for (size_t i = 0; i < sizeof reported / sizeof *reported; i++) {
        line = lines_newest(l, reported[i], 0);
        since = line && line->number >= since ? line->number + 1 : since;
    }
    for (uint32_t i = 0; (line = lines_newest(l, LABEL_OID, i)) && line->number >= since; i++) {
        if (line->request == id + 1) {
            return line;
        }
    }
    return NULL;
}

/* A request that is completed before the driver indicates anything is one line: "oid set X
 * -> SUCCESS"; else the completion has a line of its own. */
static void add_crossing(struct world_station *s, const struct extsta_crossing *c,
                         enum label_kind kind, const char *text)
{
    struct lines *l = &trace_of(s)->lines;
    struct line *line = c->type == EXTSTA_CROSS_OID_COMPLETE ? open_request(l, c->id) : NULL;
    if (line) {
        char whole[LINE_ROOM], answer[LINE_ROOM];
        struct label_text t = {whole, sizeof whole};
        label_answer(c, answer, sizeof answer);
        label_add(&t, "%s %s", line->text->text, answer);
        lines_change(l, line, whole);
        line->request = 0;
        return;
    }
    line = add(s, kind, text);
    if (line && c->type == EXTSTA_CROSS_OID) {
        line->request = c->id + 1;
    }
}

static void on_output(void *user, extsta_time now, struct world_station *s,
                      const struct extsta_output *out)
{
    const struct tracing *tracing = user;
    char text[LINE_ROOM];
    enum label_kind kind = label_output(tracing->names, out, text, sizeof text);
    if (kind != LABEL_NONE && out->type == EXTSTA_OUT_CROSSING) {
        add_crossing(s, &out->crossing, kind, text);
    } else if (kind != LABEL_NONE) {
        trace_add(s, kind, text);
    }
}

static void add_unless_own(struct world_station *s, const struct air_sniffed *sniffed,
                           enum label_kind kind, const char *text)
{
    if (sniffed->from != air_station_node(s->node)) {
        trace_add(s, kind, text);
    }
}

static bool is_beacon(struct extsta_span frame)
{
    return frame.len && frame.data[0] == 0x80;
}

/* First transmissions only: how often a frame had to be tried is chance, and no sequence. Group
 * frames are for all stations, whatever channel they are on; but a probe request is for access
 * points, the radio of a station passes over it (AIR_NODE_NO_PROBES). */
static void on_frame(void *user, const struct air_sniffed *sniffed)
{
    const struct tracing *tracing = user;
    const struct world *world = tracing->names->user;
    struct extsta_frame_info info;
    char text[LINE_ROOM];
    if (sniffed->attempt != 1 || is_beacon(sniffed->bytes) ||
        !extsta_frame_describe(sniffed->bytes, &info)) {
        return;
    }
    extsta_frame_tell_eapol(&info, sniffed->eapol_message);
    bool group = info.ra.b[0] & 1;
    struct world_station *s = group ? world_stations(world) : world_station_at(world, info.ra);
    enum label_kind kind =
        s ? label_frame(tracing->names, &info, text, sizeof text) : LABEL_NONE;
    if (kind == LABEL_NONE || (group && kind == LABEL_PROBE)) {
        return;
    }
    for (; s; s = group ? s->next : world_station_same(s)) {
        add_unless_own(s, sniffed, kind, text);
    }
}

static void on_station(void *user, extsta_time now, struct world_station *s)
{
    trace_of(s)->since = now;
}

static void on_gone(void *user, struct world_station *s)
{
    trace_free(trace_of(s));
}

void tracing_start(struct tracing *tracing, const struct label_names *names, bool kept)
{
    *tracing = (struct tracing){.names = names,
                                .listener = {.outputs = kept ? EXTSTA_OUT_ALL : 0,
                                             .output = kept ? on_output : NULL,
                                             .frame = kept ? on_frame : NULL,
                                             .station = on_station,
                                             .gone = on_gone,
                                             .user = tracing}};
}

void tracing_end(struct tracing *tracing)
{
    line_store_free(&tracing->store);
}

size_t tracing_memory(const struct tracing *tracing)
{
    return tracing->store.memory + directory_memory(&tracing->store.texts);
}

void trace_clear(struct world_station *s)
{
    struct trace *t = trace_of(s);
    lines_clear(&t->lines);
    t->seen = t->lines.next;
    t->since = air_now(world_air(s->world));
}

bool trace_find(struct trace *t, const char *text)
{
    if (t->seen == t->lines.next) {
        return false;
    }
    struct lines_walk walk = lines_from(&t->lines, t->seen);
    for (const struct line *line; (line = lines_next(&walk)) != NULL;) {
        t->seen = line->number + 1;
        if (strncmp(line->text->text, text, strlen(text)) == 0) {
            return true;
        }
    }
    return false;
}
