/* See check_tell.h. */
#include "check_tell.h"
#include <stdio.h>
#include <string.h>

#define FINDINGS_SHOWN 10u /* of one rule in one log, to people */

void check_tell_start(struct check_tell *t, bool json_lines, bool quiet)
{
    t->json_lines = json_lines;
    t->quiet = quiet;
    page_start(&t->page, stdout, page_colour(stdout));
    json_out_start(&t->json, stdout);
}

/* --- while a log is read --- */

static void on_finding(void *user, const char *station, const struct extsta_finding *f)
{
    struct check_tell *t = user;
    const struct label_names names = {log_judge_name, t->judge};
    char text[640];
    if (!contract_selected(&t->only, f->rule)) {
        return;
    }
    uint64_t before = t->told[f->rule]++;
    if (t->json_lines) {
        referee_json(&t->json, t->log, station, f, &names);
        return;
    }
    if (before == FINDINGS_SHOWN) {
        page_printf(&t->page, "%s: more of %s are only counted; --json has all", t->log,
                    extsta_rule_id(f->rule));
        page_newline(&t->page);
    }
    if (before < FINDINGS_SHOWN) {
        referee_text(f, &names, REFEREE_LINES, text, sizeof text);
        page_printf(&t->page, "%s:%llu: ", t->log, (unsigned long long)f->events[0].serial);
        page_painted(&t->page, PAGE_RED, "rule broken by ");
        page_put(&t->page, station);
        page_put(&t->page, ": ");
        page_put(&t->page, text);
        page_newline(&t->page);
    }
}

/* On standard error too, where the lines are for programs: a person ought to see it. */
static void on_unreadable(void *user, const char *why)
{
    struct check_tell *t = user;
    t->unreadable = true;
    struct page page;
    page_start(&page, stderr, false);
    page_printf(&page, "extsta check: %s: ", t->log);
    page_put(&page, why);
    page_newline(&page);
    if (t->json_lines) {
        json_line(&t->json, "unreadable");
        json_name(&t->json, "log", t->log);
        json_name(&t->json, "text", why);
        json_line_end(&t->json);
    }
}

const struct log_judge_ops check_tell_ops = {.finding = on_finding,
                                             .unreadable = on_unreadable};

/* --- a log is through --- */

/* Rules that nobody asked for are as if they had not been seen. */
static void count_log(struct check_tell *t, size_t stations)
{
    for (size_t i = 0; i < stations; i++) {
        const struct extsta_referee *r = log_judge_referee(t->judge, i);
        if (r) {
            referee_count_add(&t->count, r);
        }
    }
    t->count.findings = 0;
    for (unsigned i = 0; i < EXTSTA_RULE_COUNT; i++) {
        if (!contract_selected(&t->only, (enum extsta_rule)i)) {
            t->count.kept[i] = t->count.violated[i] = t->count.pending[i] = 0;
        }
        t->count.findings += t->count.violated[i];
    }
}

static void put_log(struct check_tell *t, const struct log_judge_about *a)
{
    struct json_out *j = &t->json;
    json_line(j, "judged");
    json_name(j, "log", t->log);
    json_number(j, "lines", a->lines);
    json_number(j, "stations", a->stations);
    json_seconds(j, "from", a->from);
    json_seconds(j, "to", a->to);
    json_number(j, "gaps", a->gaps);
    json_number(j, "unreadable", a->unreadable);
    json_flag(j, "cut", a->cut);
    json_line_end(j);
}

static void say_log(struct check_tell *t, const struct log_judge_about *a)
{
    page_printf(&t->page, "%s: %llu lines, %zu station%s, %.3f s", t->log,
                (unsigned long long)a->lines, a->stations, a->stations == 1 ? "" : "s",
                (double)(a->to > a->from ? a->to - a->from : 0) / 1e6);
    if (a->gaps) {
        page_printf(&t->page, "; %llu gap%s: a station is judged again from its next reset on",
                    (unsigned long long)a->gaps, a->gaps == 1 ? "" : "s");
    }
    if (a->cut) {
        page_put(&t->page, "; it is cut off within its last line, and judged up to there");
    } else if (a->unreadable) {
        page_printf(&t->page,
                    "; %llu line%s could not be read: the stations are judged again from their "
                    "next resets on",
                    (unsigned long long)a->unreadable, a->unreadable == 1 ? "" : "s");
    }
    page_newline(&t->page);
}

void check_tell_log(struct check_tell *t)
{
    struct log_judge_about about;
    log_judge_about(t->judge, &about);
    memset(t->told, 0, sizeof t->told);
    if (!about.headed) {
        return; /* it is none, which was said */
    }
    t->any = true;
    count_log(t, about.stations);
    if (t->json_lines) {
        put_log(t, &about);
    } else if (!t->quiet) {
        say_log(t, &about);
    }
}

/* --- the last word --- */

/* How one rule stands, in one word. */
enum standing { KEPT, VIOLATED, PENDING, NOT_SEEN, INVISIBLE, STANDINGS };
static const char *const words[STANDINGS] = {"kept", "violated", "pending", "not seen",
                                             "cannot be seen"};

static enum standing standing_of(const struct check_tell *t, enum extsta_rule rule)
{
    struct extsta_verdict v;
    return t->count.violated[rule]                      ? VIOLATED
           : t->count.kept[rule]                        ? KEPT
           : t->count.pending[rule]                     ? PENDING
           : extsta_referee_rule(rule, &v) && v.visible ? NOT_SEEN
                                                        : INVISIBLE;
}

/* Of rules that were asked for: each. */
static void tell_rule(struct check_tell *t, const struct contract_rule *r)
{
    struct extsta_verdict v;
    enum extsta_rule rule = contract_number(r);
    enum standing standing = standing_of(t, rule);
    bool known = extsta_referee_rule(rule, &v);
    if (t->json_lines) {
        json_line(&t->json, "verdict");
        json_text(&t->json, "rule", r->id);
        json_text(&t->json, "title", extsta_rule_title(rule));
        json_text(&t->json, "verdict", words[standing]);
        json_number(&t->json, "kept", t->count.kept[rule]);
        json_number(&t->json, "violated", t->count.violated[rule]);
        json_number(&t->json, "pending", t->count.pending[rule]);
        if (known && !v.visible) {
            json_text(&t->json, "reason", v.reason);
        }
        json_line_end(&t->json);
        return;
    }
    struct page *p = &t->page;
    p->indent = 24;
    page_painted(p, PAGE_BOLD, r->id);
    page_tab(p, 8);
    page_painted(p, standing == VIOLATED ? PAGE_RED : "", words[standing]);
    page_tab(p, 24);
    page_put(p, extsta_rule_title(rule));
    if (t->count.kept[rule] || t->count.violated[rule]) {
        page_printf(p, ": kept %llu times, violated %llu times",
                    (unsigned long long)t->count.kept[rule],
                    (unsigned long long)t->count.violated[rule]);
    } else if (known && !v.visible) {
        page_printf(p, ": %s", v.reason);
    }
    page_newline(p);
    p->indent = 0;
}

static void tell_chapter(struct check_tell *t, const struct contract_chapter *c)
{
    size_t n, all, by[STANDINGS] = {0};
    const struct contract_rule *rules = contract_rules(&all);
    n = 0;
    for (size_t i = 0; i < all; i++) {
        if (contract_is_of(&rules[i], c)) {
            n++;
            by[standing_of(t, contract_number(&rules[i]))]++;
        }
    }
    if (t->json_lines) {
        json_line(&t->json, "chapter");
        json_text(&t->json, "chapter", c->prefix);
        json_text(&t->json, "title", c->title);
        json_number(&t->json, "rules", n);
        json_number(&t->json, "kept", by[KEPT]);
        json_number(&t->json, "violated", by[VIOLATED]);
        json_number(&t->json, "pending", by[PENDING]);
        json_number(&t->json, "not_seen", by[NOT_SEEN]);
        json_number(&t->json, "cannot_be_seen", by[INVISIBLE]);
        json_line_end(&t->json);
        return;
    }
    page_printf(&t->page, "%-4s%-28s%6zu%6zu%10zu%9zu%10zu%11zu", c->prefix, c->title, n,
                by[KEPT], by[VIOLATED], by[PENDING], by[NOT_SEEN], by[INVISIBLE]);
    page_newline(&t->page);
}

static void tell_all(struct check_tell *t)
{
    size_t n;
    const struct contract_chapter *chapters = contract_chapters(&n);
    if (!t->json_lines) {
        page_newline(&t->page);
        page_printf(&t->page, "%-32s%6s%6s%10s%9s%10s%11s", "", "rules", "kept", "violated",
                    "pending", "not seen", "invisible");
        page_newline(&t->page);
    }
    for (size_t i = 0; i < n; i++) {
        if (strcmp(chapters[i].prefix, "X") != 0) { /* decisions are no rules */
            tell_chapter(t, &chapters[i]);
        }
    }
}

bool check_tell_end(struct check_tell *t)
{
    size_t n;
    const struct contract_rule *rules = contract_rules(&n);
    bool wanted = t->any && (t->json_lines || !t->quiet);
    for (size_t i = 0; i < n && t->only.any && wanted; i++) {
        if (contract_selected(&t->only, contract_number(&rules[i]))) {
            tell_rule(t, &rules[i]);
        }
    }
    if (!t->only.any && wanted) {
        tell_all(t);
    }
    if (t->json_lines) {
        referee_count_json(&t->json, &t->count);
        return json_out_flush(&t->json);
    }
    if (wanted) {
        char text[640];
        referee_count_text(&t->count, text, sizeof text);
        page_put(&t->page, text);
        page_newline(&t->page);
    }
    return true;
}

bool check_tell_violated(const struct check_tell *t)
{
    return t->count.findings > 0;
}
