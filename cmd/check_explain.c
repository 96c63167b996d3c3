/* See check_explain.h. All texts are of the table that the build makes (contract_rules.h). */
#include "check_explain.h"
#include "json_out.h"
#include "page.h"
#include <extsta/referee.h>
#include <stdio.h>
#include <string.h>

#define NAME_COLUMN 20u

/* Lines of a text, each on its own, beneath a heading. */
static void say_lines(struct page *p, const char *heading, const char *text)
{
    page_newline(p);
    page_put(p, heading);
    page_newline(p);
    while (*text) {
        size_t len = strcspn(text, "\n");
        page_tab(p, 4);
        p->indent = 8;
        page_printf(p, "%.*s", (int)len, text);
        page_newline(p);
        text += len + (text[len] != 0);
    }
}

static void say_field(struct page *p, const char *name, const char *text)
{
    if (strchr(text, '\n')) {
        say_lines(p, name, text);
        return;
    }
    p->indent = NAME_COLUMN;
    page_tab(p, 2);
    page_put(p, name);
    page_tab(p, NAME_COLUMN);
    page_put(p, text);
    page_newline(p);
}

static void say_rule(struct page *p, const struct contract_rule *r)
{
    struct extsta_verdict v;
    enum extsta_rule rule = contract_number(r);
    p->indent = 0;
    page_painted(p, PAGE_BOLD, r->id);
    page_printf(p, "  %s", extsta_rule_title(rule));
    if (!contract_is_decision(r)) {
        page_printf(p, " (%s, %s)", r->actor, r->strength);
    }
    page_newline(p);
    for (size_t i = 0; i < r->field_count; i++) {
        say_field(p, r->fields[i].name, r->fields[i].text);
    }
    if (r->kept) {
        say_lines(p, "Kept, for example:", r->kept);
    }
    if (r->broken) {
        say_lines(p, "Broken, for example:", r->broken);
    }
    page_newline(p);
    if (extsta_referee_rule(rule, &v)) {
        say_field(p, "referee", v.visible ? "judges it" : v.reason);
    }
    for (size_t i = 0; i < r->proof_count; i++) {
        say_field(p, contract_proof_name(r->proofs[i].kind), r->proofs[i].name);
    }
    if (r->note) {
        say_field(p, r->open ? "to be done" : "reason", r->note);
    }
}

static void put_rule(struct json_out *j, const struct contract_rule *r)
{
    struct extsta_verdict v;
    enum extsta_rule rule = contract_number(r);
    json_line(j, "rule");
    json_text(j, "rule", r->id);
    json_text(j, "title", extsta_rule_title(rule));
    json_text(j, "actor", r->actor);
    json_text(j, "strength", r->strength);
    json_list(j, "says");
    for (size_t i = 0; i < r->field_count; i++) {
        json_item(j);
        json_text(j, "name", r->fields[i].name);
        json_text(j, "text", r->fields[i].text);
        json_close(j);
    }
    json_list_close(j);
    json_text(j, "kept", r->kept);
    json_text(j, "broken", r->broken);
    if (extsta_referee_rule(rule, &v)) {
        json_bool(j, "referee", v.visible);
        json_text(j, "not_seen", v.visible ? NULL : v.reason);
    }
    json_line_end(j);
}

void check_explain(const struct contract_selection *selected, bool json)
{
    static struct json_out j;
    struct page page;
    size_t n;
    bool first = true;
    const struct contract_rule *rules = contract_rules(&n);
    json_out_start(&j, stdout);
    page_start(&page, stdout, page_colour(stdout));
    for (size_t i = 0; i < n; i++) {
        if (!contract_selected(selected, contract_number(&rules[i]))) {
            continue;
        }
        if (json) {
            put_rule(&j, &rules[i]);
            continue;
        }
        if (!first) {
            page_newline(&page);
        }
        first = false;
        say_rule(&page, &rules[i]);
    }
    json_out_flush(&j);
}
