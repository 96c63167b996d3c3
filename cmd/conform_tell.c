/* What a run of the conformance suite has come to (conform.h): the table for people, TAP, JSON;
 * conform_report.c has the JUnit report. Told in the order of the suite, whichever run ends
 * first. */
#include "conform.h"
#include "batch_tell.h"
#include "out_file.h"
#include "providers.h"
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#define COLUMN_VERDICT 50u
#define COLUMN_RULES   56u
#define COLUMN_WHY     67u

/* --- one run --- */

const struct conform_case *conform_case_of(const struct conform *c, size_t run)
{
    return &c->suite->cases[c->cases[run / c->options->seed_count]];
}

uint64_t conform_seed_of(const struct conform *c, size_t run)
{
    return c->options->seeds[run % c->options->seed_count];
}

enum conform_verdict conform_verdict(const struct conform *c, size_t run)
{
    const struct pool_result *end = &c->ends[run];
    const struct conform_result *r = &c->results[run];
    if (!end->over || (end->stopped && !r->told)) {
        return CONFORM_NOT_RUN;
    }
    if (WIFEXITED(end->status) && WEXITSTATUS(end->status) == EXIT_SYSTEM) {
        return CONFORM_MACHINE;
    }
    if (!r->told || r->error || r->failed || r->findings || r->faults ||
        !WIFEXITED(end->status) || WEXITSTATUS(end->status) != EXIT_OK) {
        return CONFORM_FAIL;
    }
    return r->skipped ? CONFORM_NOT_APPLICABLE : CONFORM_PASS;
}

const char *conform_verdict_name(enum conform_verdict verdict)
{
    switch (verdict) {
    case CONFORM_PASS:
        return "pass";
    case CONFORM_FAIL:
        return "FAIL";
    case CONFORM_NOT_APPLICABLE:
        return "n/a";
    case CONFORM_MACHINE:
        return "machine";
    case CONFORM_NOT_RUN:
    case CONFORM_VERDICTS:
        break;
    }
    return "not run";
}

/* Appends ", DIS-04" for each rule of a set, `most` of them. */
static void add_rules(char *text, size_t size, const bool *rules, int most)
{
    size_t len = strlen(text);
    for (int r = 0; r < EXTSTA_RULE_COUNT; r++) {
        if (rules[r] && most-- > 0 && len + 16 < size) {
            len += (size_t)snprintf(text + len, size - len, ", %s",
                                    extsta_rule_id((enum extsta_rule)r));
        } else if (rules[r] && len + 6 < size) {
            snprintf(text + len, size - len, ", ...");
            return;
        }
    }
}

static const char *plural(uint32_t n)
{
    return n == 1 ? "" : "s";
}

void conform_words(const struct conform *c, size_t run, char *text, size_t size)
{
    const struct pool_result *end = &c->ends[run];
    const struct conform_result *r = &c->results[run];
    text[0] = 0;
    switch (conform_verdict(c, run)) {
    case CONFORM_NOT_APPLICABLE:
        snprintf(text, size, "%s", r->reason);
        return;
    case CONFORM_MACHINE:
        snprintf(text, size, "memory was refused");
        return;
    case CONFORM_PASS:
    case CONFORM_NOT_RUN:
    case CONFORM_VERDICTS:
        return;
    case CONFORM_FAIL:
        break;
    }
    if (end->late) {
        snprintf(text, size, "not over within %g s", c->options->limit);
    } else if (WIFSIGNALED(end->status)) {
        snprintf(text, size, "crashed: %s", strsignal(WTERMSIG(end->status)));
    } else if (!r->told) {
        snprintf(text, size, "it ended with status %d", WEXITSTATUS(end->status));
    } else if (r->error) {
        snprintf(text, size, "the case could not go on");
    } else {
        snprintf(text, size, "%u expectation%s, %u finding%s", r->failed, plural(r->failed),
                 r->findings, plural(r->findings));
        if (r->faults) {
            size_t len = strlen(text);
            snprintf(text + len, size - len, ", %u fault%s of the driver", r->faults,
                     plural(r->faults));
        }
    }
    add_rules(text, size, r->violated, 8);
}

char *conform_command(const struct conform *c, size_t run)
{
    const struct conform_options *o = c->options;
    const char *driver = o->driver ? o->driver : "";
    bool own = strcmp(o->folder, conform_suite_folder()) != 0;
    size_t size = 300 + 4 * strlen(driver) + 4 * strlen(o->folder);
    char *text = host_malloc(size), *end = text;
    if (!text) {
        return NULL;
    }
    end += snprintf(end, 200, "extsta conform --case %s --seeds %llu",
                    conform_case_of(c, run)->name, (unsigned long long)conform_seed_of(c, run));
    if (o->driver) {
        end = batch_add_word(stpcpy(end, " --driver"), driver);
    }
    if (own) {
        batch_add_word(stpcpy(end, " --suite"), o->folder);
    }
    return text;
}

static size_t count_rules(const bool *rules)
{
    size_t n = 0;
    for (int r = 0; r < EXTSTA_RULE_COUNT; r++) {
        n += rules[r];
    }
    return n;
}

/* --- the table --- */

static void put_cell(struct page *p, unsigned column, const char *text)
{
    page_tab(p, column);
    page_put(p, text);
}

static void say_line(void *user, const char *line)
{
    struct page *p = user;
    page_tab(p, 6);
    page_put(p, line);
    page_newline(p);
}

static void say_run(const struct conform *c, struct page *p, size_t run)
{
    static const char *const colours[CONFORM_VERDICTS] = {PAGE_GREEN, PAGE_RED, PAGE_YELLOW,
                                                          PAGE_DIM, PAGE_RED};
    enum conform_verdict verdict = conform_verdict(c, run);
    char words[300], name[120], rules[24];
    const char *seed_mark = c->options->seed_count > 1 ? " seed " : "";
    if (c->options->seed_count > 1) {
        snprintf(name, sizeof name, "%s%s%llu", conform_case_of(c, run)->name, seed_mark,
                 (unsigned long long)conform_seed_of(c, run));
    } else {
        snprintf(name, sizeof name, "%s", conform_case_of(c, run)->name);
    }
    p->indent = COLUMN_WHY;
    put_cell(p, 2, name);
    page_tab(p, COLUMN_VERDICT);
    page_painted(p, colours[verdict], conform_verdict_name(verdict));
    snprintf(rules, sizeof rules, "%3zu rules", count_rules(c->results[run].exercised));
    put_cell(p, COLUMN_RULES, verdict == CONFORM_NOT_RUN ? "" : rules);
    conform_words(c, run, words, sizeof words);
    if (words[0]) {
        put_cell(p, COLUMN_WHY, words);
    }
    page_newline(p);
    p->indent = 8;
    if (verdict == CONFORM_FAIL || verdict == CONFORM_MACHINE) {
        char *command = conform_command(c, run);
        say_line(p, conform_case_of(c, run)->what);
        batch_lines(c->ends[run].output, say_line, p);
        page_tab(p, 4);
        page_painted(p, PAGE_BOLD, command ? command : "");
        page_newline(p);
        free(command);
    }
}

/* Before the first run of a file. */
static void say_file(const struct conform *c, struct page *p, size_t run)
{
    size_t file = conform_case_of(c, run)->file;
    if (run > 0 && conform_case_of(c, run - 1)->file == file) {
        return;
    }
    page_painted(p, PAGE_BOLD, c->suite->files[file].title);
    page_newline(p);
}

static void say_summary(const struct conform *c, struct page *p)
{
    static const char *const names[CONFORM_VERDICTS] = {"passed", "failed", "not applicable",
                                                        "not run", "refused by the machine"};
    char violated[300] = "";
    page_printf(p, "%zu %s%s:", c->count, c->options->seed_count > 1 ? "run" : "case",
                c->count == 1 ? "" : "s");
    const char *comma = " ";
    for (int v = 0; v < CONFORM_VERDICTS; v++) {
        if (c->verdicts[v] || v <= CONFORM_NOT_APPLICABLE) {
            page_printf(p, "%s%zu %s", comma, c->verdicts[v], names[v]);
            comma = ", ";
        }
    }
    page_printf(p, " (%.1f s)", c->seconds);
    page_newline(p);
    add_rules(violated, sizeof violated, c->violated, 20);
    page_printf(p, "%zu rules exercised, %zu violated%s%s", count_rules(c->exercised),
                count_rules(c->violated), violated[0] ? ": " : "",
                violated[0] ? violated + 2 : "");
    page_newline(p);
}

/* --- TAP 14 --- */

static void tap_line(void *user, const char *line)
{
    fputs("    - ", user);
    batch_put_yaml(user, line);
}

static void tap_run(const struct conform *c, size_t run)
{
    enum conform_verdict verdict = conform_verdict(c, run);
    char words[300], *command = conform_command(c, run);
    conform_words(c, run, words, sizeof words);
    bool ok = verdict == CONFORM_PASS || verdict == CONFORM_NOT_APPLICABLE;
    printf("%sok %zu - %s", ok ? "" : "not ", run + 1, conform_case_of(c, run)->name);
    if (c->options->seed_count > 1) {
        printf(", seed %llu", (unsigned long long)conform_seed_of(c, run));
    }
    if (verdict == CONFORM_NOT_APPLICABLE) {
        fputs(" # SKIP ", stdout);
        batch_put_description(stdout, words);
    }
    putchar('\n');
    if (!ok) {
        fputs("  ---\n  message: ", stdout);
        batch_put_yaml(stdout, words);
        fputs("  repeat: ", stdout);
        batch_put_yaml(stdout, command ? command : "");
        if (c->ends[run].output) {
            fputs("  output:\n", stdout);
            batch_lines(c->ends[run].output, tap_line, stdout);
        }
        fputs("  ...\n", stdout);
    }
    free(command);
}

/* --- JSON --- */

static struct json_out json;

static void json_rules(const char *name, const bool *rules)
{
    const char *ids[EXTSTA_RULE_COUNT];
    size_t n = 0;
    for (int r = 0; r < EXTSTA_RULE_COUNT; r++) {
        if (rules[r]) {
            ids[n++] = extsta_rule_id((enum extsta_rule)r);
        }
    }
    json_texts(&json, name, ids, n);
}

static void json_case(const struct conform_case *k)
{
    const char *ids[64];
    for (size_t i = 0; i < k->rule_count; i++) {
        ids[i] = extsta_rule_id(k->rules[i]);
    }
    json_text(&json, "name", k->name);
    json_text(&json, "origin", k->origin);
    json_text(&json, "what", k->what);
    json_texts(&json, "rules", ids, k->rule_count);
}

static void json_run(const struct conform *c, size_t run)
{
    const struct conform_result *r = &c->results[run];
    char words[300], *command = conform_command(c, run);
    static const char *const verdicts[CONFORM_VERDICTS] = {"pass", "fail", "not applicable",
                                                           "not run", "machine"};
    conform_words(c, run, words, sizeof words);
    json_line(&json, "case");
    json_case(conform_case_of(c, run));
    json_number(&json, "seed", conform_seed_of(c, run));
    json_text(&json, "verdict", verdicts[conform_verdict(c, run)]);
    json_text(&json, "reason", words);
    json_number(&json, "expectations", r->expectations);
    json_number(&json, "failed", r->failed);
    json_number(&json, "findings", r->findings);
    json_number(&json, "faults", r->faults);
    json_rules("exercised", r->exercised);
    json_rules("violated", r->violated);
    json_decimal(&json, "seconds", c->ends[run].seconds);
    json_text(&json, "output", c->ends[run].output);
    json_text(&json, "repeat", command);
    json_line_end(&json);
    free(command);
}

static void json_summary(const struct conform *c)
{
    json_line(&json, "summary");
    json_text(&json, "driver", c->options->driver);
    json_number(&json, "runs", c->count);
    json_number(&json, "passed", c->verdicts[CONFORM_PASS]);
    json_number(&json, "failed", c->verdicts[CONFORM_FAIL]);
    json_number(&json, "not_applicable", c->verdicts[CONFORM_NOT_APPLICABLE]);
    json_number(&json, "not_run", c->verdicts[CONFORM_NOT_RUN] + c->verdicts[CONFORM_MACHINE]);
    json_rules("exercised", c->exercised);
    json_rules("violated", c->violated);
    json_line_end(&json);
}

/* --- all of them --- */

static struct page page;

void conform_list(const struct conform *c)
{
    if (c->options->json) {
        json_out_start(&json, stdout);
        for (size_t i = 0; i < c->case_count; i++) {
            json_line(&json, "case");
            json_case(&c->suite->cases[c->cases[i]]);
            json_line_end(&json);
        }
        (void)json_out_flush(&json);
        return;
    }
    page_start(&page, stdout, page_colour(stdout));
    for (size_t i = 0; i < c->case_count; i++) {
        const struct conform_case *k = &c->suite->cases[c->cases[i]];
        bool rules[EXTSTA_RULE_COUNT] = {0};
        char text[600] = "";
        for (size_t r = 0; r < k->rule_count; r++) {
            rules[k->rules[r]] = true;
        }
        add_rules(text, sizeof text, rules, 64);
        page.indent = 4;
        page_painted(&page, PAGE_BOLD, k->name);
        page_printf(&page, "  (%s)", k->origin);
        page_newline(&page);
        put_cell(&page, 4, k->what);
        page_newline(&page);
        put_cell(&page, 4, text[0] ? text + 2 : "");
        page_newline(&page);
    }
    page_printf(&page, "%zu cases", c->case_count);
    page_newline(&page);
}

void conform_tell_start(struct conform *c)
{
    bool taken = c->options->junit && out_file_is_stdout(c->options->junit);
    page_start(&page, taken ? stderr : stdout, !taken && page_colour(stdout));
    if (c->options->tap) {
        printf("TAP version 14\n1..%zu\n", c->count);
    } else if (c->options->json) {
        json_out_start(&json, stdout);
    }
}

static void tell_run(struct conform *c, size_t run)
{
    c->verdicts[conform_verdict(c, run)]++;
    for (int r = 0; r < EXTSTA_RULE_COUNT; r++) {
        c->exercised[r] |= c->results[run].exercised[r];
        c->violated[r] |= c->results[run].violated[r];
    }
    if (c->options->tap) {
        tap_run(c, run);
    } else if (c->options->json) {
        json_run(c, run);
    } else {
        say_file(c, &page, run);
        say_run(c, &page, run);
    }
}

void conform_tell_more(struct conform *c)
{
    while (c->told < c->count && c->ends[c->told].over) {
        tell_run(c, c->told++);
    }
    if (c->options->json) {
        (void)json_out_flush(&json);
    }
    fflush(NULL);
}

void conform_tell_end(struct conform *c)
{
    while (c->told < c->count) {
        tell_run(c, c->told++);
    }
    if (c->options->json) {
        json_summary(c);
        (void)json_out_flush(&json);
    } else if (!c->options->tap) {
        say_summary(c, &page);
    } else if (c->verdicts[CONFORM_NOT_RUN]) {
        puts("Bail out! Interrupted");
    }
    fflush(NULL);
}
