/* The JUnit report of the conformance suite (conform.h): a <testsuite> of each file of the
 * suite, a <testcase> of each run; what does not apply is skipped, with its reason. As
 * batch_junit.c, it keeps to what readers of this format have in common. */
#include "conform.h"
#include "batch_tell.h"
#include "html_out.h"
#include "out_file.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The attributes of the runs from `first` on. */
static void put_counts(FILE *out, const struct conform *c, size_t first, size_t runs)
{
    size_t verdicts[CONFORM_VERDICTS] = {0};
    double seconds = 0;
    for (size_t i = first; i < first + runs; i++) {
        verdicts[conform_verdict(c, i)]++;
        seconds += c->ends[i].seconds;
    }
    fprintf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" time=\"%.3f\"", runs,
            verdicts[CONFORM_FAIL], verdicts[CONFORM_MACHINE], seconds);
    if (runs < c->count || first > 0) {
        fprintf(out, " skipped=\"%zu\"",
                verdicts[CONFORM_NOT_APPLICABLE] + verdicts[CONFORM_NOT_RUN]);
    }
}

static void put_trouble(FILE *out, const struct conform *c, size_t run, const char *words)
{
    const char *element = conform_verdict(c, run) == CONFORM_FAIL ? "failure" : "error";
    char *command = conform_command(c, run);
    fprintf(out, "\n      <%s", element);
    batch_put_attribute(out, "type", "conformance");
    batch_put_attribute(out, "message", words);
    fputc('>', out);
    batch_put_line(out, conform_case_of(c, run)->what);
    batch_put_line(out, command ? command : "");
    batch_lines(c->ends[run].output, batch_put_line, out);
    fprintf(out, "</%s>\n    ", element);
    free(command);
}

static void put_case(FILE *out, const struct conform *c, size_t run)
{
    const struct conform_case *k = conform_case_of(c, run);
    enum conform_verdict verdict = conform_verdict(c, run);
    char words[300], name[120];
    snprintf(name, sizeof name, "%s", k->name);
    if (c->options->seed_count > 1) {
        snprintf(name, sizeof name, "%s, seed %llu", k->name,
                 (unsigned long long)conform_seed_of(c, run));
    }
    conform_words(c, run, words, sizeof words);
    fputs("    <testcase", out);
    batch_put_attribute(out, "name", name);
    batch_put_attribute(out, "classname", c->suite->files[k->file].title);
    fprintf(out, " time=\"%.3f\">", c->ends[run].seconds);
    if (verdict == CONFORM_NOT_APPLICABLE) {
        fputs("<skipped", out);
        batch_put_attribute(out, "message", words);
        fputs("/>", out);
    } else if (verdict == CONFORM_NOT_RUN) {
        fputs("<skipped/>", out);
    } else if (verdict != CONFORM_PASS) {
        put_trouble(out, c, run, words);
    }
    fputs("</testcase>\n", out);
}

static void put_report(FILE *out, const struct conform *c)
{
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"extsta conform\"",
          out);
    put_counts(out, c, 0, c->count);
    fputs(">\n", out);
    for (size_t first = 0, next; first < c->count; first = next) {
        size_t file = conform_case_of(c, first)->file;
        for (next = first + 1; next < c->count && conform_case_of(c, next)->file == file;) {
            next++;
        }
        fputs("  <testsuite", out);
        batch_put_attribute(out, "name", c->suite->files[file].title);
        put_counts(out, c, first, next - first);
        fputs(">\n", out);
        for (size_t i = first; i < next; i++) {
            put_case(out, c, i);
        }
        fputs("  </testsuite>\n", out);
    }
    fputs("</testsuites>\n", out);
}

bool conform_junit_write(const struct conform *c)
{
    struct out_file file;
    if (out_file_open(&file, c->options->junit)) {
        put_report(file.file, c);
        if (out_file_close(&file, true)) {
            return true;
        }
    }
    command_fail(&command_conform, EXIT_SYSTEM, "%s cannot be written: %s", c->options->junit,
                 strerror(errno));
    return false;
}
