/* The stories of rules.c by their event logs (stories.h): what a live referee finds is found in
 * the log, and proven by its lines. */
#include "log_judge.h"
#include "stories.h"
#include <extsta/log.h>
#include <stdio.h>

#define MAX_FOUND 32u

struct found {
    struct extsta_finding findings[MAX_FOUND];
    size_t count;
};

struct recording {
    char text[1 << 18];
    size_t len;
    uint64_t lines;
    struct found found; /* by the judge of the log */
    char unreadable[200];
};
static struct recording recording;

static void put(void *user, const char *text, size_t len)
{
    struct recording *r = user;
    assert_true(len < sizeof r->text - r->len);
    memcpy(r->text + r->len, text, len);
    r->len += len;
    for (size_t i = 0; i < len; i++) {
        r->lines += text[i] == '\n';
    }
}
static const struct extsta_log_sink sink = {put, &recording};

static void write_line(const struct extsta_log_entry *entry)
{
    extsta_log_write(&sink, EXTSTA_LOG_WHOLE, entry);
}

/* A line of somebody else, for its time: nothing crosses at the end of many stories. */
static void write_moment(extsta_time now)
{
    char text[80];
    int len = snprintf(text, sizeof text, "{\"time\":\"%u.%06u\",\"line\":\"say\"}",
                       (unsigned)(now / EXTSTA_SECOND), (unsigned)(now % EXTSTA_SECOND));
    write_line(&(struct extsta_log_entry){.kind = EXTSTA_LOG_OTHER,
                                          .text = {(const uint8_t *)text, (size_t)len}});
}

/* The live referee counts the lines too. */
static void on_given(struct words *w, const struct extsta_output *out)
{
    write_line(&(struct extsta_log_entry){
        .kind = EXTSTA_LOG_OUTPUT, .time = w->now, .name = "station", .output = out});
    extsta_referee_number(w->referee, recording.lines);
}

static void take(struct found *all, const struct extsta_finding *f)
{
    if (all->count < MAX_FOUND) {
        all->findings[all->count++] = *f;
    }
}

static void on_finding(void *user, const char *station, const struct extsta_finding *f)
{
    assert_string_equal(station, "station");
    take(&recording.found, f);
}

static void on_unreadable(void *user, const char *why)
{
    snprintf(recording.unreadable, sizeof recording.unreadable, "%s", why);
}

static void play(const struct row *row, const char *story, struct found *live)
{
    struct words w;
    struct extsta_finding f;
    words_start(&w, row->ears);
    w.given = on_given;
    write_line(&(struct extsta_log_entry){.kind = EXTSTA_LOG_HEAD});
    write_line(&(struct extsta_log_entry){.kind = EXTSTA_LOG_STATION,
                                          .time = w.now,
                                          .name = "station",
                                          .address = {{2, 0, 0, 0, 0, 'M'}},
                                          .phys = 2});
    if (row->ears) {
        words_play(&w, "h:beacon:A"); /* a log in which frames are heard has them all */
    }
    words_play(&w, story);
    write_moment(w.now);
    while (extsta_referee_next(w.referee, &f)) {
        take(live, &f);
    }
    words_end(&w);
}

/* Cut into pieces, as a file comes. */
static void judge(struct extsta_context *ctx)
{
    static const struct log_judge_ops ops = {on_finding, on_unreadable};
    struct log_judge *j = log_judge_new(ctx, &ops, NULL);
    assert_non_null(j);
    for (size_t at = 0, n; at < recording.len; at += n) {
        n = recording.len - at < 1000 ? recording.len - at : 1000;
        assert_true(
            log_judge_feed(j, (struct extsta_span){(const uint8_t *)recording.text + at, n}));
    }
    log_judge_end(j);
    log_judge_free(j);
}

static bool same_ref(const struct extsta_event_ref *a, const struct extsta_event_ref *b)
{
    return a->serial == b->serial && a->event == b->event && a->code == b->code;
}

static bool same(const struct extsta_finding *a, const struct extsta_finding *b)
{
    bool events = true;
    for (size_t i = 0; i < EXTSTA_FINDING_EVENTS; i++) {
        events &= same_ref(&a->events[i], &b->events[i]);
    }
    return a->rule == b->rule && a->expected == b->expected && events &&
           a->wanted.kind == b->wanted.kind && a->wanted.number == b->wanted.number &&
           a->came.kind == b->came.kind && a->came.number == b->came.number;
}

static bool logged(const struct row *row, const char *story)
{
    struct found live = {.count = 0};
    static struct extsta_context *ctx;
    static uint64_t seed;
    ctx = ctx ? ctx : testing_context(&seed); /* it takes longer to make than all else */
    memset(&recording, 0, sizeof recording);
    play(row, story, &live);
    judge(ctx);
    bool all = live.count == recording.found.count && !recording.unreadable[0];
    for (size_t i = 0; all && i < live.count; i++) {
        all = same(&live.findings[i], &recording.found.findings[i]);
    }
    if (!all) {
        print_message("%s: %zu findings live, %zu by the log %s\n", row->rule, live.count,
                      recording.found.count, recording.unreadable);
    }
    return all;
}

int logs_draw(const struct row *rows, size_t count, const char *folder)
{
    for (size_t i = 0; i < count; i++) {
        char path[400];
        struct found live = {.count = 0};
        snprintf(path, sizeof path, "%s/%s", folder, rows[i].rule);
        FILE *file = rows[i].broken ? fopen(path, "wb") : NULL;
        if (file) {
            memset(&recording, 0, sizeof recording);
            play(&rows[i], rows[i].broken, &live);
            fwrite(recording.text, 1, recording.len, file);
            fclose(file);
        }
    }
    return 0;
}

int logged_stories(const struct row *rows, size_t count)
{
    int wrong = 0;
    for (size_t i = 0; i < count; i++) {
        wrong += rows[i].kept && !logged(&rows[i], rows[i].kept);
        wrong += rows[i].broken && !logged(&rows[i], rows[i].broken);
    }
    return wrong;
}
