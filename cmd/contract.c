/* extsta contract: the rules of the Native 802.11 contract, each with what proves that it is
 * kept, or why it cannot apply (contract_rules.h). docs/contract.md is its --markdown. */
#include "command.h"
#include "contract_rules.h"
#include "json_out.h"
#include "page.h"
#include <extsta/referee.h>
#include <getopt.h>
#include <stdio.h>

static const char help[] =
    "extsta contract [RULE...] [--missing] [--json]\n"
    "\n"
    "Lists the 495 rules of the Native 802.11 contract with how each is proven: the tests "
    "that\n"
    "fail when it is broken, by name; whether the referee judges it in every run, or why it\n"
    "cannot see it; or why the rule cannot apply.\n"
    "\n"
    "  RULE        only this one (DIS-04) or those of a chapter (DIS); several, and with "
    "commas\n"
    "              between, too. X is the chapter of decisions where the sources contradict "
    "each\n"
    "              other, which are not counted among the 495\n"
    "  --missing   only rules that nothing proves, and that have no reason\n"
    "  --json      one JSON object per rule, then the counts (docs/event-log.md)\n"
    "  --markdown  the page docs/contract.md\n"
    "\n"
    "'extsta check --explain DIS-04' tells what a rule says, with an example.\n"
    "\n"
    "Exit status: 0 each rule shown is proven or has a reason, 1 one is not, 2 wrong "
    "arguments.\n";

struct options {
    struct contract_selection only;
    bool missing, json, markdown;
};

struct counts {
    size_t rules, standing[CONTRACT_STANDINGS], judged;
};

static bool is_missing(const struct contract_rule *r)
{
    enum contract_standing s = contract_standing(r);
    return !contract_is_decision(r) && (s == CONTRACT_UNPROVEN || s == CONTRACT_OPEN);
}

/* Decisions are shown to those who ask for them. */
static bool is_shown(const struct options *o, const struct contract_rule *r)
{
    return o->only.any ? contract_selected(&o->only, contract_number(r)) &&
                             (!o->missing || is_missing(r))
                       : !contract_is_decision(r) && (!o->missing || is_missing(r));
}

static void count(struct counts *c, const struct contract_rule *r)
{
    struct extsta_verdict v;
    if (contract_is_decision(r)) {
        return;
    }
    c->rules++;
    c->standing[contract_standing(r)]++;
    c->judged += extsta_referee_rule(contract_number(r), &v) && v.visible;
}

/* --- for people --- */

static void say_line(struct page *p, const char *what, const char *name)
{
    page_tab(p, 8);
    p->indent = 26;
    page_put(p, what);
    page_tab(p, 26);
    page_put(p, name);
    page_newline(p);
}

static void say_rule(struct page *p, const struct contract_rule *r)
{
    struct extsta_verdict v;
    enum extsta_rule number = contract_number(r);
    p->indent = 18;
    page_painted(p, PAGE_BOLD, r->id);
    page_tab(p, 8);
    page_put(p, r->strength);
    page_tab(p, 18);
    page_put(p, extsta_rule_title(number));
    page_newline(p);
    for (size_t i = 0; i < r->proof_count; i++) {
        say_line(p, contract_proof_name(r->proofs[i].kind), r->proofs[i].name);
    }
    if (extsta_referee_rule(number, &v)) {
        say_line(p, "referee", v.visible ? "judges it" : v.reason);
    }
    if (r->note) {
        say_line(p, r->open ? "to be done" : "reason", r->note);
    }
    if (!contract_is_decision(r) && contract_standing(r) == CONTRACT_UNPROVEN) {
        say_line(p, "", "neither proof nor reason");
    }
}

static void say_counts(struct page *p, const struct counts *c)
{
    page_newline(p);
    page_printf(p, "%zu rules, of which the referee judges %zu:", c->rules, c->judged);
    page_newline(p);
    for (unsigned i = 0; i < CONTRACT_STANDINGS; i++) {
        if (c->standing[i]) {
            page_printf(p, "%5zu %s", c->standing[i],
                        contract_standing_name((enum contract_standing)i));
            page_newline(p);
        }
    }
}

static void tell_text(const struct options *o, const struct contract_rule *rules, size_t n)
{
    struct page p;
    struct counts c = {0};
    page_start(&p, stdout, page_colour(stdout));
    for (size_t i = 0; i < n; i++) {
        if (is_shown(o, &rules[i])) {
            say_rule(&p, &rules[i]);
            count(&c, &rules[i]);
        }
    }
    p.indent = 0;
    if (c.rules > 0) {
        say_counts(&p, &c);
    } else if (o->missing) {
        page_put(&p, "Each rule has a proof or a reason.");
        page_newline(&p);
    }
}

/* --- for programs --- */

static const char *const standing_words[CONTRACT_STANDINGS] = {
    [CONTRACT_TESTED] = "tested",     [CONTRACT_JUDGED] = "judged",
    [CONTRACT_EXCUSED] = "excused",   [CONTRACT_OPEN] = "open",
    [CONTRACT_UNPROVEN] = "unproven",
};

static void put_rule(struct json_out *j, const struct contract_rule *r)
{
    struct extsta_verdict v;
    enum extsta_rule number = contract_number(r);
    json_line(j, "rule");
    json_text(j, "rule", r->id);
    json_text(j, "title", extsta_rule_title(number));
    json_text(j, "actor", r->actor);
    json_text(j, "strength", r->strength);
    if (!contract_is_decision(r)) {
        json_text(j, "standing", standing_words[contract_standing(r)]);
    }
    if (extsta_referee_rule(number, &v)) {
        json_bool(j, "referee", v.visible);
        if (!v.visible) {
            json_text(j, "not_seen", v.reason);
        }
    }
    json_list(j, "proofs");
    for (size_t i = 0; i < r->proof_count; i++) {
        json_item(j);
        json_text(j, "kind", contract_proof_name(r->proofs[i].kind));
        json_text(j, "name", r->proofs[i].name);
        json_close(j);
    }
    json_list_close(j);
    if (r->note) {
        json_text(j, "reason", r->note);
    }
    json_line_end(j);
}

static void tell_json(const struct options *o, const struct contract_rule *rules, size_t n)
{
    static struct json_out j;
    struct counts c = {0};
    json_out_start(&j, stdout);
    for (size_t i = 0; i < n; i++) {
        if (is_shown(o, &rules[i])) {
            put_rule(&j, &rules[i]);
            count(&c, &rules[i]);
        }
    }
    json_line(&j, "rules");
    json_number(&j, "rules", c.rules);
    json_number(&j, "referee", c.judged);
    for (unsigned i = 0; i < CONTRACT_STANDINGS; i++) {
        json_number(&j, standing_words[i], c.standing[i]);
    }
    json_line_end(&j);
    json_out_flush(&j);
}

/* --- the page --- */

static void put_cell(const struct contract_rule *r)
{
    struct extsta_verdict v;
    const char *between = "";
    if (extsta_referee_rule(contract_number(r), &v) && v.visible) {
        printf("referee");
        between = "<br>";
    }
    for (size_t i = 0; i < r->proof_count; i++) {
        printf("%s%s `%s`", between, contract_proof_name(r->proofs[i].kind), r->proofs[i].name);
        between = "<br>";
    }
    if (r->note) {
        printf("%s%s%s", between, r->open ? "**to be done:** " : "", r->note);
    } else if (contract_standing(r) == CONTRACT_UNPROVEN && !contract_is_decision(r)) {
        printf("%s**neither proof nor reason**", between);
    }
}

static void put_chapter(const struct contract_chapter *chapter,
                        const struct contract_rule *rules, size_t n)
{
    struct extsta_verdict v;
    printf(
        "\n## %s\n\n| rule | strength | title | proven by | not seen by the referee, because "
        "|\n|---|---|---|---|---|\n",
        chapter->title);
    for (size_t i = 0; i < n; i++) {
        const struct contract_rule *r = &rules[i];
        if (!contract_is_of(r, chapter)) {
            continue;
        }
        enum extsta_rule number = contract_number(r);
        printf("| %s | %s | %s | ", r->id, r->strength, extsta_rule_title(number));
        put_cell(r);
        bool unseen = extsta_referee_rule(number, &v) && !v.visible;
        printf(" | %s |\n", unseen ? v.reason : "");
    }
}

static void tell_markdown(const struct contract_rule *rules, size_t n)
{
    size_t chapter_count;
    struct counts c = {0};
    const struct contract_chapter *chapters = contract_chapters(&chapter_count);
    for (size_t i = 0; i < n; i++) {
        count(&c, &rules[i]);
    }
    printf(
        "# The contract, rule by rule\n\n"
        "Drawn by `scripts/docs`: it is `extsta contract --markdown`. A test fails when it is "
        "not current,\nwhen a rule has neither proof nor reason, or when a test claims a rule "
        "that there is not.\n\nOf %zu rules the [referee](referee.md) judges %zu, and\n\n",
        c.rules, c.judged);
    for (unsigned i = 0; i < CONTRACT_STANDINGS; i++) {
        printf("- %zu are %s%s\n", c.standing[i],
               contract_standing_name((enum contract_standing)i),
               i + 1 < CONTRACT_STANDINGS ? "," : ".");
    }
    for (size_t i = 0; i < chapter_count; i++) {
        put_chapter(&chapters[i], rules, n);
    }
}

/* --- arguments --- */

static int parse(int argc, char **argv, struct options *o)
{
    static const struct option options[] = {
        {"missing", no_argument, NULL, 'm'},
        {"json", no_argument, NULL, 'j'},
        {"markdown", no_argument, NULL, 'd'},
        {NULL, 0, NULL, 0},
    };
    char wrong[64];
    for (int i; (i = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        if (i == '?') {
            fprintf(stderr, "Try 'extsta contract --help'.\n");
            return EXIT_USAGE;
        }
        o->missing |= i == 'm';
        o->json |= i == 'j';
        o->markdown |= i == 'd';
    }
    for (; optind < argc; optind++) {
        if (!contract_select(&o->only, argv[optind], wrong, sizeof wrong)) {
            return command_fail(&command_contract, EXIT_USAGE,
                                "'%s' is neither a rule (DIS-04) nor a chapter (DIS)", wrong);
        }
    }
    if (o->markdown && (o->json || o->missing || o->only.any)) {
        return command_fail(&command_contract, EXIT_USAGE,
                            "--markdown is the whole page, and stands alone");
    }
    return EXIT_OK;
}

static int run(int argc, char **argv)
{
    struct options o = {0};
    size_t n;
    const struct contract_rule *rules = contract_rules(&n);
    int status = parse(argc, argv, &o);
    if (status != EXIT_OK) {
        return status;
    }
    if (o.markdown) {
        tell_markdown(rules, n);
        return EXIT_OK; /* a page judges nothing */
    }
    if (o.json) {
        tell_json(&o, rules, n);
    } else {
        tell_text(&o, rules, n);
    }
    for (size_t i = 0; i < n; i++) {
        if (is_shown(&o, &rules[i]) && is_missing(&rules[i])) {
            status = EXIT_EXPECTATION;
        }
    }
    return status;
}

const struct command command_contract = {
    "contract", "the rules of the contract, and what proves each", help, run};
