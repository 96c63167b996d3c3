/* What many runs amount to, for people and as TAP (batch_tell.h). */
#include "batch_tell.h"
#include "out_file.h"
#include "plain.h"
#include "providers.h"
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static size_t runs_of_file(const struct batch_options *o)
{
    return o->seed_count ? o->seed_count : 1;
}

struct batch_run batch_run_of(const struct batch_options *o, size_t number)
{
    size_t each = runs_of_file(o);
    return (struct batch_run){.file = number / each,
                              .seeded = o->seed_count > 0,
                              .seed = o->seed_count ? o->seeds[number % each] : 0};
}

/* --- one run --- */

/* One that ended by itself just before it was told to has its own end. */
enum batch_verdict batch_verdict(const struct pool_result *r)
{
    int status = r->status;
    if (!r->over) {
        return BATCH_NOT_RUN;
    }
    bool told =
        (WIFEXITED(status) && WEXITSTATUS(status) == 128 + SIGTERM) ||
        (WIFEXITED(status) && WEXITSTATUS(status) == 128 + SIGINT) ||
        (WIFSIGNALED(status) && (WTERMSIG(status) == SIGKILL || WTERMSIG(status) == SIGTERM));
    if ((r->late || r->stopped) && told) {
        return r->late ? BATCH_LATE : BATCH_NOT_RUN;
    }
    if (!WIFEXITED(status)) {
        return BATCH_CRASHED;
    }
    switch (WEXITSTATUS(status)) {
    case EXIT_OK:
        return BATCH_HELD;
    case EXIT_EXPECTATION:
        return BATCH_FAILED;
    case EXIT_INPUT:
        return BATCH_ERROR;
    case EXIT_SYSTEM:
        return BATCH_SYSTEM;
    default:
        return BATCH_CRASHED;
    }
}

void batch_words(const struct batch_options *o, const struct pool_result *r, char *text,
                 size_t size)
{
    switch (batch_verdict(r)) {
    case BATCH_HELD:
        snprintf(text, size, "held");
        break;
    case BATCH_FAILED:
        snprintf(text, size, "an expectation does not hold");
        break;
    case BATCH_ERROR:
        snprintf(text, size, "script error");
        break;
    case BATCH_SYSTEM:
        snprintf(text, size, "the machine refused something");
        break;
    case BATCH_LATE:
        snprintf(text, size, "not over within %g s", o->limit);
        break;
    case BATCH_CRASHED:
        if (WIFSIGNALED(r->status)) {
            snprintf(text, size, "crashed: %s", strsignal(WTERMSIG(r->status)));
        } else {
            snprintf(text, size, "crashed: exit status %d", WEXITSTATUS(r->status));
        }
        break;
    case BATCH_NOT_RUN:
    case BATCH_VERDICTS:
        snprintf(text, size, "interrupted");
        break;
    }
}

char *batch_add_word(char *out, const char *word)
{
    static const char harmless[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                   "0123456789_@%+=:,./-";
    *out++ = ' ';
    if (*word && strspn(word, harmless) == strlen(word)) {
        return stpcpy(out, word);
    }
    *out++ = '\'';
    for (; *word; word++) {
        out = *word == '\'' ? stpcpy(out, "'\\''") : (*out = *word, out + 1);
    }
    return stpcpy(out, "'");
}

char *batch_command(const struct batch_options *o, size_t number)
{
    struct batch_run run = batch_run_of(o, number);
    size_t size = 100 + 4 * strlen(o->files[run.file]) + (o->driver ? 4 * strlen(o->driver) : 0);
    for (size_t i = 0; i < o->argument_count; i++) {
        size += 4 + 4 * strlen(o->arguments[i]);
    }
    char *text = host_malloc(size), *end;
    if (!text) {
        return NULL;
    }
    end = batch_add_word(stpcpy(text, "extsta run"), o->files[run.file]);
    if (run.seeded) {
        end += snprintf(end, 40, " --seed %llu", (unsigned long long)run.seed);
    }
    end = stpcpy(end, o->unjudged ? " --no-referee" : "");
    if (o->driver) {
        end = batch_add_word(stpcpy(end, " --driver"), o->driver);
    }
    end = stpcpy(end, o->argument_count ? " --" : "");
    for (size_t i = 0; i < o->argument_count; i++) {
        end = batch_add_word(end, o->arguments[i]);
    }
    return text;
}

void batch_lines(const char *output, void (*each)(void *user, const char *line), void *user)
{
    char *copy = output ? host_malloc(strlen(output) + 1) : NULL, *at = copy;
    if (!copy) {
        return;
    }
    strcpy(copy, output);
    for (char *line; (line = strsep(&at, "\n")) != NULL;) {
        if (at || *line) { /* nothing follows the last line's end */
            each(user, line);
        }
    }
    free(copy);
}

/* "roam.lua, seed 17" */
static void put_name(FILE *out, const struct batch_options *o, size_t number,
                     void (*put)(FILE *out, const char *text))
{
    struct batch_run run = batch_run_of(o, number);
    put(out, o->files[run.file]);
    if (run.seeded) {
        fprintf(out, ", seed %llu", (unsigned long long)run.seed);
    }
}

/* --- for people --- */

static void say_line(void *user, const char *line)
{
    struct page *p = user;
    page_tab(p, 4);
    page_put(p, line);
    page_newline(p);
}

static void say_run(struct batch_tell *t, size_t number)
{
    struct page *p = &t->page;
    struct batch_run run = batch_run_of(t->options, number);
    char words[120], *command = batch_command(t->options, number);
    p->indent = 4;
    page_put(p, t->options->files[run.file]);
    if (run.seeded) {
        page_printf(p, ", seed %llu", (unsigned long long)run.seed);
    }
    page_put(p, ": ");
    batch_words(t->options, &t->results[number], words, sizeof words);
    page_painted(p, PAGE_RED, words);
    page_newline(p);
    batch_lines(t->results[number].output, say_line, p);
    if (command) {
        page_tab(p, 2);
        page_put(p, command);
        page_newline(p);
    }
    free(command);
}

static void say_file(struct batch_tell *t, size_t number)
{
    size_t runs = runs_of_file(t->options);
    struct page *p = &t->page;
    if (t->options->quiet && t->held_of_file == runs) {
        return;
    }
    page_put(p, t->options->files[number / runs]);
    if (runs == 1) {
        page_put(p, t->held_of_file ? ": held" : ": did not hold");
    } else {
        page_printf(p, ": %zu of %zu runs held", t->held_of_file, runs);
    }
    page_newline(p);
}

static void say_total(struct batch_tell *t)
{
    static const char *const names[BATCH_VERDICTS] = {
        [BATCH_HELD] = "held",
        [BATCH_FAILED] = "failed",
        [BATCH_ERROR] = "with a script error",
        [BATCH_SYSTEM] = "refused by the machine",
        [BATCH_LATE] = "not over in time",
        [BATCH_CRASHED] = "crashed",
        [BATCH_NOT_RUN] = "not run to the end",
    };
    struct page *p = &t->page;
    if (t->options->quiet && t->verdicts[BATCH_HELD] == t->count) {
        return;
    }
    page_printf(p, "%zu run%s:", t->count, t->count == 1 ? "" : "s");
    const char *comma = " ";
    for (int v = 0; v < BATCH_VERDICTS; v++) {
        if (t->verdicts[v] || v == BATCH_HELD) {
            page_printf(p, "%s%zu %s", comma, t->verdicts[v], names[v]);
            comma = ", ";
        }
    }
    page_newline(p);
}

/* --- TAP 14 --- */

void batch_put_description(FILE *out, const char *text)
{
    for (size_t left = strlen(text), n; left; text += n, left -= n) {
        n = plain_length((const uint8_t *)text, left);
        if (n == 0) {
            fprintf(out, "\\\\x%02x", (unsigned char)*text);
            n = 1;
        } else {
            fprintf(out, "%s%.*s", strchr("#\\", *text) ? "\\" : "", (int)n, text);
        }
    }
}

void batch_put_yaml(FILE *out, const char *text)
{
    fputc('"', out);
    for (size_t left = strlen(text), n; left; text += n, left -= n) {
        n = plain_length((const uint8_t *)text, left);
        if (n == 0) {
            fprintf(out, "\\x%02x", (unsigned char)*text);
            n = 1;
        } else {
            fprintf(out, "%s%.*s", strchr("\"\\", *text) ? "\\" : "", (int)n, text);
        }
    }
    fputs("\"\n", out);
}

static void tap_line(void *user, const char *line)
{
    fputs("    - ", user);
    batch_put_yaml(user, line);
}

static void tap_run(struct batch_tell *t, size_t number, bool held)
{
    const struct pool_result *r = &t->results[number];
    FILE *out = t->page.out;
    fprintf(out, "%sok %zu - ", held ? "" : "not ", number + 1);
    put_name(out, t->options, number, batch_put_description);
    fputc('\n', out);
    if (held) {
        return;
    }
    char words[120], *command = batch_command(t->options, number);
    batch_words(t->options, r, words, sizeof words);
    fputs("  ---\n  message: ", out);
    batch_put_yaml(out, words);
    if (command) {
        fputs("  repeat: ", out);
        batch_put_yaml(out, command);
    }
    if (r->output) {
        fputs("  output:\n", out);
        batch_lines(r->output, tap_line, out);
    }
    fputs("  ...\n", out);
    free(command);
}

/* --- all of them --- */

static void show_progress(const struct batch_tell *t)
{
    if (t->progress) {
        fprintf(stderr, "\r%zu of %zu runs ", t->ended, t->count);
    }
}

static void hide_progress(const struct batch_tell *t)
{
    if (t->progress) {
        fprintf(stderr, "\r%40s\r", "");
    }
}

bool batch_tell_start(struct batch_tell *t, const struct batch_options *o,
                      const struct pool_result *results, size_t count)
{
    *t = (struct batch_tell){.options = o, .results = results, .count = count};
    if (!batch_junit_try(o)) {
        return false;
    }
    bool taken = o->junit && out_file_is_stdout(o->junit);
    page_start(&t->page, taken ? stderr : stdout, !taken && page_colour(stdout));
    t->progress = isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO) && !taken;
    if (o->tap) {
        fprintf(t->page.out, "TAP version 14\n1..%zu\n", count);
    }
    fflush(NULL); /* before processes are made that would write it once more */
    return true;
}

static void tell_one(struct batch_tell *t, size_t number)
{
    size_t runs = runs_of_file(t->options);
    enum batch_verdict verdict = batch_verdict(&t->results[number]);
    bool held = verdict == BATCH_HELD;
    t->verdicts[verdict]++;
    t->held_of_file = number % runs == 0 ? held : t->held_of_file + held;
    if (t->options->tap) {
        if (verdict != BATCH_NOT_RUN) {
            tap_run(t, number, held);
        }
    } else {
        if (!held && verdict != BATCH_NOT_RUN) {
            say_run(t, number);
        }
        if (number % runs == runs - 1) {
            say_file(t, number);
        }
    }
}

void batch_tell_more(struct batch_tell *t)
{
    t->ended++;
    hide_progress(t);
    while (t->told < t->count && t->results[t->told].over) {
        tell_one(t, t->told++);
    }
    show_progress(t);
    fflush(NULL);
}

bool batch_tell_end(struct batch_tell *t)
{
    hide_progress(t);
    while (t->told < t->count) {
        tell_one(t, t->told++);
    }
    if (!t->options->tap) {
        say_total(t);
    } else if (t->verdicts[BATCH_NOT_RUN]) {
        fprintf(t->page.out, "Bail out! Interrupted\n");
    }
    return !t->options->junit || batch_junit_write(t);
}
