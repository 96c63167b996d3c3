/* Runs the mutants (mutants.h) and says which were not caught under their rule.
 *
 *   mutants              all of them, behind the runs as they are: TAP
 *   mutants NAME         one mutant or run: what happened, and what the referee found
 *   mutants --seeds N    the runs as they are, with N seeds each: TAP
 *   mutants --list       rule, name and run of each
 *   mutants --markdown   docs/mutants.md */
#include "mutants.h"
#include "referee_text.h"
#include <stdio.h>

/* What the table must hold at least. */
#define MUTANTS_LEAST 200u
#define RULES_LEAST   150u

static const struct chapter {
    const char *title;
    const struct mutant_table *table;
} chapters[] = {
    {"Values, requests and states", &mutants_states},
    {"Reset and power", &mutants_reset},
    {"Scans and the BSS list", &mutants_scan},
    {"Connections", &mutants_connection},
    {"Associations", &mutants_association},
    {"Associations that end", &mutants_ends},
    {"Ports", &mutants_ports},
    {"Extensions", &mutants_ihv},
    {"Roams", &mutants_roaming},
    {"Independent networks", &mutants_ibss},
    {"Algorithms, ciphers, PMKIDs", &mutants_security},
    {"Keys, packets, statistics, link quality", &mutants_packets},
    {"The MIB", &mutants_mib},
};
/* Rules that the referee judges and nothing here breaks, and why. */
static const struct without {
    const char *rules, *why;
} without[] = {
    {"PRT-06", "of independent networks with RSNA, which no run has yet"},
    {"ASC-38", "of RSNA with 802.1X, which no run has yet"},
};
static const struct run_table *const runs[] = {&runs_init, &runs_connect, &runs_end,
                                               &runs_host};

/* --- walking --- */

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* The ith of all; NULL: there are not so many. */
static const struct mutant *mutant_at(size_t i)
{
    for (size_t c = 0; c < COUNT(chapters); c++) {
        if (i < chapters[c].table->count) {
            return &chapters[c].table->rows[i];
        }
        i -= chapters[c].table->count;
    }
    return NULL;
}

static const struct named_run *run_at(size_t i)
{
    for (size_t t = 0; t < COUNT(runs); t++) {
        if (i < runs[t]->count) {
            return &runs[t]->rows[i];
        }
        i -= runs[t]->count;
    }
    return NULL;
}

static const struct named_run *run_named(const char *name)
{
    const struct named_run *r;
    for (size_t i = 0; (r = run_at(i)) != NULL && strcmp(r->name, name) != 0; i++) {
    }
    return r;
}

/* "DIS_04_..." breaks DIS-04, "LQ_01_..." LQ-01. */
static enum extsta_rule rule_of(const struct mutant *m)
{
    char id[8];
    snprintf(id, sizeof id, "%.*s", m->name[2] == '_' ? 5 : 6, m->name);
    *strchr(id, '_') = '-';
    return extsta_rule_find(id);
}

/* --- playing --- */

#define FINDINGS 24u
struct outcome {
    struct extsta_finding findings[FINDINGS];
    size_t count;
    unsigned fired;
};

static void play(const struct named_run *r, mutate *mutant, uint64_t seed, struct outcome *o)
{
    struct stage *g = stage_play(r->run, mutant, seed);
    *o = (struct outcome){.fired = tap.fired};
    while (o->count < FINDINGS && extsta_referee_next(g->referee, &o->findings[o->count])) {
        o->count++;
    }
    stage_free(g);
}

static void print_findings(const struct outcome *o)
{
    for (size_t i = 0; i < o->count; i++) {
        char text[600];
        referee_text(&o->findings[i], NULL, REFEREE_EVENTS, text, sizeof text);
        printf("#   %s\n", text);
    }
}

/* Something was changed, and this rule was found broken and no other. */
static bool caught(const struct mutant *m, const struct outcome *o)
{
    bool good = o->fired > 0 && o->count > 0;
    for (size_t i = 0; i < o->count; i++) {
        good &= o->findings[i].rule == rule_of(m);
    }
    return good;
}

static bool try(const struct mutant *m, bool talk)
{
    struct outcome o;
    const struct named_run *r = run_named(m->run);
    if (!r) {
        printf("# %s: there is no run \"%s\"\n", m->name, m->run);
        return false;
    }
    play(r, m->mutate, 1, &o);
    bool good = caught(m, &o);
    if (talk || !good) {
        printf("# %s (%s) in \"%s\": %s\n", m->name, m->text, m->run,
               o.fired == 0   ? "the occasion never came"
               : o.count == 0 ? "nobody has noticed"
               : good         ? "caught"
                              : "not under its rule alone:");
        print_findings(&o);
    }
    return good;
}

static unsigned number, failed;
static void tap_line(bool good, const char *what)
{
    printf("%sok %u - %s\n", good ? "" : "not ", ++number, what);
    failed += !good;
}

/* The runs as they are, each with seeds from 1 on. */
static void play_runs(unsigned seeds)
{
    const struct named_run *r;
    for (size_t i = 0; (r = run_at(i)) != NULL; i++) {
        struct outcome o;
        bool good = true;
        for (unsigned seed = 1; seed <= seeds; seed++) {
            play(r, NULL, seed, &o);
            if (o.count > 0) {
                printf("# seed %u\n", seed);
                print_findings(&o);
                good = false;
            }
        }
        tap_line(good, r->name);
    }
}

static bool has[EXTSTA_RULE_COUNT];
static size_t count_mutants(size_t *rules)
{
    size_t n = 0;
    *rules = 0;
    memset(has, 0, sizeof has);
    for (const struct mutant *m; (m = mutant_at(n)) != NULL; n++) {
        *rules += !has[rule_of(m)];
        has[rule_of(m)] = true;
    }
    return n;
}

/* What can be judged is broken here, or it is said why not: each rule once, in one way. */
static bool all_are_broken(void)
{
    bool good = true;
    for (unsigned i = 1; i < EXTSTA_RULE_COUNT; i++) {
        const char *id = extsta_rule_id((enum extsta_rule)i);
        struct extsta_verdict v;
        bool excused = false;
        for (size_t k = 0; k < COUNT(without); k++) {
            excused |= strstr(without[k].rules, id) != NULL;
        }
        bool seen = extsta_referee_rule((enum extsta_rule)i, &v) && v.visible;
        if (seen ? has[i] == excused : has[i] || excused) {
            printf("# %s: %s\n", id,
                   !seen    ? "the referee does not judge it"
                   : has[i] ? "has a mutant, and an excuse"
                            : "no mutant breaks it");
            good = false;
        }
    }
    return good;
}

static void play_mutants(void)
{
    const struct mutant *m;
    size_t rules, n = count_mutants(&rules);
    for (size_t i = 0; (m = mutant_at(i)) != NULL; i++) {
        tap_line(rule_of(m) != EXTSTA_RULE_NONE && try(m, false), m->name);
    }
    printf("# %zu mutants of %zu rules\n", n, rules);
    tap_line(n >= MUTANTS_LEAST && rules >= RULES_LEAST, "enough mutants, of enough rules");
    tap_line(all_are_broken(), "every rule that the referee judges is broken by one");
}

/* --- looking --- */

static void trace(const struct named_run *r, mutate *mutant)
{
    struct stage *g = stage_play(r->run, mutant, 1);
    g->s->mark = 0;
    scenario_print(g->s);
    stage_free(g);
}

static int look(const char *name)
{
    const struct named_run *r = run_named(name);
    const struct mutant *m;
    for (size_t i = 0; (m = mutant_at(i)) != NULL; i++) {
        if (strcmp(m->name, name) == 0) {
            trace(run_named(m->run), m->mutate);
            return !try(m, true);
        }
    }
    if (!r) {
        fprintf(stderr, "no mutant and no run \"%s\"\n", name);
        return 2;
    }
    trace(r, NULL);
    return 0;
}

static void list(void)
{
    const struct mutant *m;
    for (size_t i = 0; (m = mutant_at(i)) != NULL; i++) {
        printf("%s\t%s\t%s\tthe referee\n", extsta_rule_id(rule_of(m)), m->name, m->run);
    }
}

static void markdown(void)
{
    size_t rules, n = count_mutants(&rules);
    const struct named_run *r;
    printf(
        "# Mutants\n\n"
        "Made by `scripts/docs` from `tests/mutants`.\n\n"
        "A mutant is a station with one mistake: something between its halves, on its way to "
        "the radio or at\nthe interface of an extension is left out, doubled, late or wrong, "
        "in a run on virtual air in which\nboth halves, the access points and the extension "
        "act on it. The [referee](referee.md) must find the\nrule broken that the mistake "
        "breaks, and no other; in the same run without the mistake, with any\nseed, it must "
        "find none. `meson test mutants mutants-seeds` proves both.\n\n"
        "%zu mutants, %zu rules; the referee catches each of them.\n",
        n, rules);
    for (size_t c = 0; c < COUNT(chapters); c++) {
        printf("\n## %s\n\n| rule | | what is wrong | run |\n|---|---|---|---|\n",
               chapters[c].title);
        for (size_t i = 0; i < chapters[c].table->count; i++) {
            const struct mutant *m = &chapters[c].table->rows[i];
            printf("| %s | %s | %s | %s |\n", extsta_rule_id(rule_of(m)),
                   extsta_rule_title(rule_of(m)), m->text, m->run);
        }
    }
    printf("\n## Without a mutant\n\n| rules | |\n|---|---|\n");
    for (size_t i = 0; i < COUNT(without); i++) {
        printf("| %s | %s |\n", without[i].rules, without[i].why);
    }
    printf("\n## Runs\n\n| run | story |\n|---|---|\n");
    for (size_t i = 0; (r = run_at(i)) != NULL; i++) {
        printf("| %s | %s |\n", r->name, r->story);
    }
}

int main(int argc, char **argv)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (argc == 2 && strcmp(argv[1], "--list") == 0) {
        list();
        return 0;
    }
    if (argc == 2 && strcmp(argv[1], "--markdown") == 0) {
        markdown();
        return 0;
    }
    if (argc == 2) {
        return look(argv[1]);
    }
    play_runs(argc == 3 ? (unsigned)atoi(argv[2]) : 1);
    if (argc == 1) {
        play_mutants();
    }
    printf("1..%u\n", number);
    return failed > 0;
}
