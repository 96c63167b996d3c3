/* See minimize.h. */
#include "minimize.h"
#include "providers.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define TRIAL_SECONDS 60u /* of a process: one that hangs is no trial */

static double seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* --- one trial, in its process --- */

struct trial {
    const struct tape *tape;
    struct extsta_context *ctx;
    struct extsta_referee *referee;
    enum extsta_rule wanted, found;
};

static void on_made(void *user, const struct played *p, extsta_time now, size_t phys)
{
    struct trial *t = user;
    const struct extsta_referee_config config = {
        .address = p->address, .phy_count = phys, .machine_clock = t->tape->machine_clock};
    t->referee = extsta_referee_new(t->ctx, &config);
    if (t->referee) {
        extsta_referee_hears(t->referee, true);
    }
}

static void look(struct trial *t)
{
    struct extsta_finding finding;
    while (t->referee && extsta_referee_next(t->referee, &finding)) {
        if (t->found == EXTSTA_RULE_NONE &&
            (t->wanted == EXTSTA_RULE_NONE || t->wanted == finding.rule)) {
            t->found = finding.rule;
        }
    }
}

static void on_output(void *user, const struct played *p, extsta_time now,
                      const struct extsta_output *output)
{
    struct trial *t = user;
    if (t->referee) {
        extsta_referee_output(t->referee, now, output);
        look(t);
    }
}

/* Never called: nothing is compared. */
static void on_difference(void *user, const struct played *p, const struct extsta_call *cause,
                          const struct difference *d)
{
}

/* Which violation there was, and with which call; never one by a signal, for that ends it. */
static struct violation run_kept(const struct tape *tape, const struct minimize_options *o,
                                 const bool *kept, struct recorder *recorder, size_t *last)
{
    struct trial t = {.tape = tape,
                      .ctx = extsta_context_new(&host_memory, &host_entropy),
                      .wanted = o->wanted.rule};
    struct player_options options = o->player;
    struct extsta_recorder listener;
    const struct player_listener tells = {
        .output = on_output, .made = on_made, .difference = on_difference, .user = &t};
    struct violation v = {0};
    options.loose = true;
    options.outputs = EXTSTA_OUT_RECORD;
    if (recorder) {
        listener = recorder_listener(recorder);
        options.outputs = EXTSTA_OUT_ALL;
        options.recorder = &listener;
    }
    struct player *player = t.ctx ? player_new(&options, &tells) : NULL;
    for (size_t i = 0; player && i < tape->count; i++) {
        if (kept[i] && !tape_play(tape, i, player)) {
            break;
        }
        *last = i;
        if (!recorder && (t.found != EXTSTA_RULE_NONE || player_unlisted(player))) {
            break;
        }
    }
    if (player) {
        player_end(player, true);
        look(&t);
        v = (struct violation){.unlisted = player_unlisted(player) > 0, .rule = t.found};
    }
    player_free(player);
    extsta_referee_free(t.referee);
    extsta_context_free(t.ctx);
    return v;
}

/* What the child tells its parent. */
struct report {
    struct violation found;
    size_t last;
};

static void in_child(const struct tape *tape, const struct minimize_options *o,
                     const bool *kept, int to)
{
    const struct rlimit none = {0, 0}, time = {TRIAL_SECONDS, TRIAL_SECONDS};
    struct report r = {0};
    setrlimit(RLIMIT_CORE, &none);
    setrlimit(RLIMIT_CPU, &time);
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere >= 0) {
        dup2(nowhere, STDERR_FILENO); /* what a sanitizer says of it, say */
    }
    r.found = run_kept(tape, o, kept, NULL, &r.last);
    _exit(write(to, &r, sizeof r) == sizeof r ? 0 : 2);
}

/* False: no process, or no memory in it. */
static bool try_kept(const struct tape *tape, const struct minimize_options *o,
                     const bool *kept, struct report *report)
{
    int ends[2], status;
    *report = (struct report){.last = tape->count - 1};
    if (pipe(ends) != 0) {
        return false;
    }
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        in_child(tape, o, kept, ends[1]);
    }
    close(ends[1]);
    bool told = child > 0 && read(ends[0], report, sizeof *report) == sizeof *report;
    close(ends[0]);
    if (child < 0 || waitpid(child, &status, 0) != child) {
        return false;
    }
    if (WIFSIGNALED(status)) {
        *report = (struct report){.found.signal = WTERMSIG(status), .last = tape->count - 1};
        return true;
    }
    return told;
}

/* --- leaving out --- */

static bool is_any(const struct violation *v)
{
    return v->signal || v->unlisted || v->rule != EXTSTA_RULE_NONE;
}

static bool is_same(const struct violation *a, const struct violation *b)
{
    return a->signal == b->signal &&
           (a->signal || (a->unlisted == b->unlisted && a->rule == b->rule));
}

struct search {
    const struct tape *tape;
    const struct minimize_options *options;
    struct minimized *out;
    bool *trial;
    double until; /* 0: no end */
};

static bool is_over(const struct search *s)
{
    return s->until > 0 && seconds_now() > s->until;
}

/* Whether it is still there without the calls [from, to) of those that are kept; then they go.
 */
static bool leave_out(struct search *s, size_t from, size_t to)
{
    struct minimized *m = s->out;
    struct report report;
    memcpy(s->trial, m->kept, s->tape->count * sizeof *s->trial);
    size_t place = 0, left = 0;
    for (size_t i = 1; i < s->tape->count; i++) {
        if (s->trial[i] && place >= from && place < to) {
            s->trial[i] = false;
            left++;
        }
        place += m->kept[i];
    }
    m->trials++;
    if (left == 0 || !try_kept(s->tape, s->options, s->trial, &report) ||
        !is_same(&report.found, &m->found)) {
        return false;
    }
    memcpy(m->kept, s->trial, s->tape->count * sizeof *s->trial);
    m->calls -= left;
    if (s->options->progress) {
        s->options->progress(s->options->user, m->calls, m->of, m->trials);
    }
    return true;
}

/* Zeller's ddmin, of complements alone: pieces get smaller until no single call can be spared.
 * The call that makes the station stays. */
static void search(struct search *s)
{
    size_t piece = s->out->calls / 2;
    while (piece > 0 && !is_over(s)) {
        bool any = false;
        for (size_t from = 0; from < s->out->calls - 1 && !is_over(s);) {
            if (leave_out(s, from, from + piece)) {
                any = true;
            } else {
                from += piece;
            }
        }
        piece = any && piece == 1 ? 1 : piece / 2;
    }
}

bool minimize(const struct tape *tape, const struct minimize_options *options,
              struct minimized *out)
{
    struct report report;
    *out = (struct minimized){.of = tape->count, .calls = tape->count};
    out->kept = host_malloc(tape->count * sizeof *out->kept);
    bool *trial = host_malloc(tape->count * sizeof *trial);
    if (!out->kept || !trial || tape->count == 0) {
        free(trial);
        return false;
    }
    memset(out->kept, true, tape->count * sizeof *out->kept);
    out->trials = 1;
    bool ok = try_kept(tape, options, out->kept, &report);
    if (ok && is_any(&report.found)) {
        struct search s = {tape, options, out, trial,
                           options->seconds > 0 ? seconds_now() + options->seconds : 0};
        out->found = report.found;
        /* what comes behind it has nothing to do with it */
        leave_out(&s, report.last, tape->count);
        search(&s);
    }
    free(trial);
    return ok;
}

bool minimize_write(const struct tape *tape, const struct minimize_options *options,
                    const struct minimized *m, const char *path, const char *version, char *why,
                    size_t size)
{
    int status;
    size_t last;
    const struct recorder_options o = {.version = version,
                                       .started = tape->machine_clock ? 1 : 0,
                                       .describe = options->describe};
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        const struct rlimit none = {0, 0};
        setrlimit(RLIMIT_CORE, &none);
        struct recorder *r = recorder_open(path, &o, why, size);
        if (!r) {
            _exit(2);
        }
        recorder_catch_crashes(r);
        run_kept(tape, options, m->kept, r, &last);
        _exit(recorder_close(r, why, size) ? 0 : 2);
    }
    if (child < 0 || waitpid(child, &status, 0) != child) {
        snprintf(why, size, "no process for it");
        return false;
    }
    bool ok =
        WIFSIGNALED(status) ? WTERMSIG(status) == m->found.signal : WEXITSTATUS(status) == 0;
    if (!ok) {
        snprintf(why, size, "%s cannot be written", path);
    }
    return ok;
}
