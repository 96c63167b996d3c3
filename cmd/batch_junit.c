/* The JUnit report of many runs (batch_tell.h), as CI systems read it: a <testsuite> of each
 * file, a <testcase> of each run. The format has no standard; this keeps to what the schemas of
 * Jenkins (xunit-plugin, junit-10.xsd) and of Ant (JUnit.xsd) have in common. */
#include "batch_tell.h"
#include "html_out.h"
#include "out_file.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* html_text writes numeric entities only, and no character that XML 1.0 does not have. */
void batch_put_attribute(FILE *out, const char *name, const char *value)
{
    fprintf(out, " %s=\"", name);
    html_text(out, value);
    fputc('"', out);
}

void batch_put_line(void *user, const char *line)
{
    html_text(user, line);
    fputc('\n', user);
}

struct counts {
    size_t tests, failures, errors, skipped;
    double seconds;
};

static struct counts count_runs(const struct batch_tell *t, size_t first, size_t runs)
{
    struct counts c = {.tests = runs};
    for (size_t i = first; i < first + runs; i++) {
        enum batch_verdict verdict = batch_verdict(&t->results[i]);
        c.failures += verdict == BATCH_FAILED;
        c.skipped += verdict == BATCH_NOT_RUN;
        c.errors +=
            verdict != BATCH_HELD && verdict != BATCH_FAILED && verdict != BATCH_NOT_RUN;
        c.seconds += t->results[i].seconds;
    }
    return c;
}

/* The attributes that <testsuites> and <testsuite> share. */
static void put_counts(FILE *out, const struct counts *c)
{
    fprintf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" time=\"%.3f\"", c->tests,
            c->failures, c->errors, c->seconds);
}

/* What did not hold: why, how it is repeated, what it said. */
static void put_trouble(FILE *out, const struct batch_tell *t, size_t number,
                        enum batch_verdict verdict)
{
    static const char *const types[BATCH_VERDICTS] = {
        [BATCH_FAILED] = "expectation", [BATCH_ERROR] = "script",  [BATCH_SYSTEM] = "machine",
        [BATCH_LATE] = "time limit",    [BATCH_CRASHED] = "crash",
    };
    const struct pool_result *r = &t->results[number];
    const char *element = verdict == BATCH_FAILED ? "failure" : "error";
    char words[120], *command = batch_command(t->options, number);
    batch_words(t->options, r, words, sizeof words);
    fprintf(out, "\n      <%s", element);
    batch_put_attribute(out, "type", types[verdict]);
    batch_put_attribute(out, "message", words);
    fputc('>', out);
    if (command) {
        batch_put_line(out, command);
    }
    batch_lines(r->output, batch_put_line, out);
    fprintf(out, "</%s>\n    ", element);
    free(command);
}

static void put_case(FILE *out, const struct batch_tell *t, size_t number)
{
    struct batch_run run = batch_run_of(t->options, number);
    enum batch_verdict verdict = batch_verdict(&t->results[number]);
    char name[40] = "run";
    if (run.seeded) {
        snprintf(name, sizeof name, "seed %llu", (unsigned long long)run.seed);
    }
    fputs("    <testcase", out);
    batch_put_attribute(out, "name", name);
    batch_put_attribute(out, "classname", t->options->files[run.file]);
    fprintf(out, " time=\"%.3f\">", t->results[number].seconds);
    if (verdict == BATCH_NOT_RUN) {
        fputs("<skipped/>", out);
    } else if (verdict != BATCH_HELD) {
        put_trouble(out, t, number, verdict);
    }
    fputs("</testcase>\n", out);
}

/* The arguments of the script, as properties. */
static void put_properties(FILE *out, const struct batch_options *o)
{
    fputs("    <properties>\n", out);
    for (size_t i = 0; i < o->argument_count; i++) {
        const char *equals = strchr(o->arguments[i], '=');
        char key[200];
        snprintf(key, sizeof key, "%.*s", (int)(equals - o->arguments[i]), o->arguments[i]);
        fputs("      <property", out);
        batch_put_attribute(out, "name", key);
        batch_put_attribute(out, "value", equals + 1);
        fputs("/>\n", out);
    }
    fputs("    </properties>\n", out);
}

static void put_report(FILE *out, const struct batch_tell *t)
{
    const struct batch_options *o = t->options;
    size_t runs = t->count / o->file_count;
    struct counts all = count_runs(t, 0, t->count);
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"extsta run\"", out);
    put_counts(out, &all);
    fputs(">\n", out);
    for (size_t f = 0; f < o->file_count; f++) {
        struct counts c = count_runs(t, f * runs, runs);
        fputs("  <testsuite", out);
        batch_put_attribute(out, "name", o->files[f]);
        put_counts(out, &c);
        fprintf(out, " skipped=\"%zu\">\n", c.skipped);
        if (o->argument_count) {
            put_properties(out, o);
        }
        for (size_t i = 0; i < runs; i++) {
            put_case(out, t, f * runs + i);
        }
        fputs("  </testsuite>\n", out);
    }
    fputs("</testsuites>\n", out);
}

static bool cannot(const struct batch_options *o)
{
    command_fail(&command_run, EXIT_SYSTEM, "%s cannot be written: %s", o->junit,
                 strerror(errno));
    return false;
}

bool batch_junit_try(const struct batch_options *o)
{
    struct out_file file;
    struct stat st;
    if (!o->junit || out_file_is_stdout(o->junit) ||
        (stat(o->junit, &st) == 0 && !S_ISREG(st.st_mode))) {
        return true; /* who reads from a pipe would see its end */
    }
    if (!out_file_open(&file, o->junit)) {
        return cannot(o);
    }
    out_file_close(&file, false);
    return true;
}

bool batch_junit_write(const struct batch_tell *t)
{
    struct out_file file;
    if (!out_file_open(&file, t->options->junit)) {
        return cannot(t->options);
    }
    put_report(file.file, t);
    return out_file_close(&file, true) || cannot(t->options);
}
