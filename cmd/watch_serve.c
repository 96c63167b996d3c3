/* Between an explainer, the terminal and a report for browsers (watch_serve.h). What --sta and
 * --bss leave out, the report has not either. */
#include "watch_serve.h"
#include "monotonic.h"
#include "serve.h"
#include <stdlib.h>

#define WAKE_EVERY 100u  /* milliseconds */
#define SAY_EVERY  1000u /* likewise: the state */

struct watch_serve {
    struct extsta_explain_sink sink;
    struct explain_output *out;
    struct report_live *report;
    struct serve *serve;
    const struct extsta_explain *explain;
    bool asking; /* a BSS is told for the report alone */
    uint32_t explainers;
    uint64_t woke, said;
};

static void ask(void *user, struct extsta_mac bssid)
{
    struct watch_serve *w = user;
    w->asking = true;
    if (w->explain) {
        extsta_explain_tell_bss(w->explain, bssid);
    }
    w->asking = false;
}

static void on_event(void *user, const struct extsta_frame_event *e)
{
    struct watch_serve *w = user;
    if (w->sink.event) {
        w->sink.event(w->sink.user, e);
    }
    if (explain_output_wants(w->out, e->sta, e->bssid)) {
        report_live_event(w->report, e);
    }
}

static void on_story(void *user, const struct extsta_story *s)
{
    struct watch_serve *w = user;
    if (w->sink.story) {
        w->sink.story(w->sink.user, s);
    }
    if (explain_output_wants(w->out, s->sta, s->bssid)) {
        report_live_story(w->report, s);
    }
}

static void on_heard(void *user, const struct extsta_heard *h)
{
    struct watch_serve *w = user;
    if (w->sink.heard) {
        w->sink.heard(w->sink.user, h);
    }
    if (explain_output_wants(w->out, h->sta, h->bssid)) {
        report_live_heard(w->report, h);
    }
}

static void on_bss(void *user, const struct extsta_bss_report *b)
{
    struct watch_serve *w = user;
    if (w->asking) {
        report_live_bss(w->report, b);
    } else if (w->sink.bss) {
        w->sink.bss(w->sink.user, b);
    }
}

static void on_clear(void *user, const struct extsta_explain_frame *original,
                     struct extsta_span mpdu)
{
    struct watch_serve *w = user;
    w->sink.clear(w->sink.user, original, mpdu);
}

static void on_finding(void *user, const struct extsta_finding *f)
{
    struct watch_serve *w = user;
    w->sink.finding(w->sink.user, f);
}

struct watch_serve *watch_serve_start(const struct explain_options *options, const char *source,
                                      struct explain_output *out,
                                      const struct extsta_explain_sink *sink, int *status)
{
    struct watch_serve *w = calloc(1, sizeof *w);
    if (!w || !(w->report = report_live_new(options->keep_stories, source, ask, w))) {
        free(w);
        *status = command_fail(&command_watch, EXIT_SYSTEM, "no memory");
        return NULL;
    }
    w->sink = *sink;
    w->out = out;
    w->serve =
        serve_start(&command_watch, options->serve, options->serve_anyone, w->report, status);
    if (!w->serve) {
        watch_serve_stop(w);
        return NULL;
    }
    return w;
}

void watch_serve_stop(struct watch_serve *w)
{
    if (w) {
        serve_stop(w->serve);
        report_live_free(w->report);
        free(w);
    }
}

struct extsta_explain_sink watch_serve_sink(struct watch_serve *w)
{
    return (struct extsta_explain_sink){
        .event = on_event,
        .story = on_story,
        .clear = w->sink.clear ? on_clear : NULL,
        .finding = w->sink.finding ? on_finding : NULL,
        .bss = on_bss,
        .heard = on_heard,
        .user = w,
    };
}

void watch_serve_explains(struct watch_serve *w, const struct extsta_explain *x)
{
    w->explain = x;
    w->explainers += x != NULL;
}

void watch_serve_tick(struct watch_serve *w, uint64_t now, uint64_t frames, uint64_t lost,
                      bool over)
{
    uint64_t ms = monotonic_ms();
    if (ms - w->said >= SAY_EVERY || over) {
        const struct report_live_state state = {.now = now,
                                                .frames = frames,
                                                .lost = lost,
                                                .anew = w->explainers ? w->explainers - 1 : 0,
                                                .over = over,
                                                .explain = w->explain};
        w->said = ms;
        (void)report_live_say(w->report, &state);
    }
    if (ms - w->woke >= WAKE_EVERY) {
        w->woke = ms;
        serve_tick(w->serve);
    }
}
