/* See crowd_tell.h: text for people, lines for programs (docs/event-log.md). */
#include "crowd_tell.h"

static void put_figures(struct json_out *j, const struct crowd_figures *f)
{
    json_decimal(j, "fastest", f->fastest);
    json_decimal(j, "median", f->median);
    json_decimal(j, "p95", f->p95);
    json_decimal(j, "slowest", f->slowest);
}

static void on_progress(void *user, const struct crowd_progress *p)
{
    struct live_tell *t = user;
    struct json_out *j = &t->json;
    if (t->options.json) {
        json_line(j, "progress");
        json_number(j, "stations", p->stations);
        json_number(j, "connected", p->connected);
        json_number(j, "authorized", p->authorized);
        json_number(j, "failed", p->failed);
        json_decimal(j, "seconds", p->seconds);
        json_line_end(j);
    } else {
        fprintf(t->story, "%.1f s: %zu of %zu connected", p->seconds, p->connected,
                p->stations);
        if (p->failed) {
            fprintf(t->story, ", %zu given up", p->failed);
        }
        fprintf(t->story, "\n");
    }
    live_tell_flush(t);
}

static void on_settled(void *user, const struct crowd_summary *s)
{
    struct live_tell *t = user;
    struct json_out *j = &t->json;
    if (t->options.json) {
        json_line(j, "summary");
        json_number(j, "stations", s->stations);
        json_number(j, "authorized", s->authorized);
        json_number(j, "failed", s->failed);
        json_decimal(j, "seconds", s->seconds);
        put_figures(j, &s->took);
        json_number(j, "bytes_per_station", s->memory);
        json_line_end(j);
    } else {
        fprintf(t->story,
                "%zu stations: %zu authorized, %zu failed, in %.2f s; each took %.2f to %.2f s "
                "(median %.2f, 95 %% within %.2f), %.1f KiB\n",
                s->stations, s->authorized, s->failed, s->seconds, s->took.fastest,
                s->took.slowest, s->took.median, s->took.p95, (double)s->memory / 1024);
    }
    live_tell_flush(t);
}

static void on_left(void *user, const struct crowd_stay *s)
{
    struct live_tell *t = user;
    struct json_out *j = &t->json;
    if (t->options.json) {
        json_line(j, "stay");
        json_number(j, "stations", s->stations);
        json_number(j, "connected", s->connected);
        json_number(j, "authorized", s->authorized);
        json_number(j, "losses", s->losses);
        json_number(j, "returns", s->returns);
        json_decimal(j, "seconds", s->seconds);
        put_figures(j, &s->away);
        json_line_end(j);
    } else {
        fprintf(t->story,
                "left after %.2f s: %zu of %zu were connected; %zu losses, %zu returns",
                s->seconds, s->connected, s->stations, s->losses, s->returns);
        if (s->returns) {
            fprintf(t->story, ", away for %.2f to %.2f s (median %.2f, 95 %% within %.2f)",
                    s->away.fastest, s->away.slowest, s->away.median, s->away.p95);
        }
        fprintf(t->story, "\n");
    }
    live_tell_flush(t);
}

void crowd_tell(struct crowd *crowd)
{
    crowd->on_progress = on_progress;
    crowd->on_settled = on_settled;
    crowd->on_left = on_left;
}
