/* extsta causes: what is known about every cause that stories, records and captures name, and
 * about every reason and status code: what it means, what usually brings it about, what to look
 * at next, what a program should do. The texts are the library's (src/explain/texts.ini);
 * docs/causes.md is the --markdown of this command. */
#include "command.h"
#include "json_out.h"
#include "page.h"
#include <extsta/explain.h>
#include <getopt.h>
#include <string.h>

static const char help[] =
    "extsta causes [NAME...] [--json]\n"
    "\n"
    "What is known about why a client failed, was thrown out or left: all causes by the names\n"
    "that stories, event logs and reports give them, and the reason and status codes of IEEE\n"
    "802.11. Without NAME, a line for each.\n"
    "\n"
    "  NAME        wrong-passphrase; reason-15, status-17; a number alone is looked up as "
    "both,\n"
    "              since the same number says different things there\n"
    "  --json      one JSON object per cause (docs/event-log.md)\n"
    "  --markdown  the page docs/causes.md, with an anchor for each name\n"
    "\n"
    "  extsta causes reason-15\n"
    "\n"
    "Exit status: 0 done, 1 there is no such cause, 2 wrong arguments.\n";

#define REASONS_END  73u
#define STATUSES_END 141u

enum section { KINDS, DIAGNOSES, REASONS, STATUSES, SECTIONS };
static const char *const titles[SECTIONS] = {"Stories of captures", "Causes of stations",
                                             "Reason codes", "Status codes"};
static const char *const words[SECTIONS] = {"story", "cause", "reason", "status"};

/* One entry; texts are constant. */
struct entry {
    enum section section;
    unsigned number; /* of the code; else of the enum */
    char name[48];
    const char *says; /* the standard's words for a number; else NULL */
    struct extsta_explanation known;
};

/* "Of the number only": an explanation without a meaning. */
static const struct extsta_explanation nothing = {"", "", "", EXTSTA_REMEDY_NONE};

static bool is_kind(const char *name)
{
    for (unsigned i = EXTSTA_KIND_NONE + 1; i < EXTSTA_KIND_COUNT; i++) {
        if (strcmp(extsta_story_kind_name((enum extsta_story_kind)i), name) == 0) {
            return true;
        }
    }
    return false;
}

static bool code_entry(struct entry *e, bool reason, unsigned number)
{
    struct extsta_cause c = {
        .space = reason ? EXTSTA_CODE_PEER_REASON : EXTSTA_CODE_PEER_STATUS, .code = number};
    e->says =
        reason ? extsta_reason_text((uint16_t)number) : extsta_status_text((uint16_t)number);
    e->known = *extsta_cause_explanation(&c);
    snprintf(e->name, sizeof e->name, "%s-%u", words[e->section], number);
    /* a number that nobody has given a meaning, and of which nothing is known beyond that the
     * peer sent it */
    struct extsta_cause none = {.space = c.space, .code = 65000};
    bool known = extsta_cause_explanation(&c) != extsta_cause_explanation(&none);
    e->known = known ? e->known : nothing;
    return known || strcmp(e->says, "reserved") != 0;
}

/* The entry of this number in a section; false: there is none. */
static bool entry_of(struct entry *e, enum section section, unsigned number)
{
    *e = (struct entry){.section = section, .number = number};
    const char *name = NULL;
    switch (section) {
    case KINDS:
        name = extsta_story_kind_name((enum extsta_story_kind)number);
        e->known = extsta_story_kind_explanation((enum extsta_story_kind)number);
        break;
    case DIAGNOSES:
        name = extsta_diagnosis_name((enum extsta_diagnosis)number);
        e->known = *extsta_diagnosis_explanation((enum extsta_diagnosis)number);
        break;
    case REASONS:
        return code_entry(e, true, number);
    case STATUSES:
    case SECTIONS:
        return code_entry(e, false, number);
    }
    snprintf(e->name, sizeof e->name, "%s", name ? name : "");
    return section == KINDS || !is_kind(name); /* what both name stands once */
}

static unsigned section_end(enum section section)
{
    static const unsigned ends[SECTIONS] = {EXTSTA_KIND_COUNT, EXTSTA_DIAGNOSIS_COUNT,
                                            REASONS_END, STATUSES_END};
    return ends[section];
}

/* "reason-15", the name itself, or "15". */
static bool is_named(const struct entry *e, const char *name)
{
    char number[16];
    snprintf(number, sizeof number, "%u", e->number);
    return strcmp(e->name, name) == 0 || (e->says && strcmp(number, name) == 0);
}

/* --- for people --- */

static void say_field(struct page *p, const char *name, const char *text)
{
    if (!text[0]) {
        return;
    }
    p->indent = 12;
    page_tab(p, 2);
    page_put(p, name);
    page_tab(p, 12);
    page_put(p, text);
    page_newline(p);
}

static const char *in_short(const struct entry *e)
{
    return e->says               ? e->says
           : e->known.meaning[0] ? e->known.meaning
                                 : "what its reason code says";
}

static void say_line(struct page *p, const struct entry *e)
{
    p->indent = 34;
    page_tab(p, 2);
    page_put(p, e->name);
    page_tab(p, 34);
    page_put(p, in_short(e));
    page_newline(p);
}

static void say_whole(struct page *p, const struct entry *e)
{
    p->indent = 0;
    page_painted(p, PAGE_BOLD, e->name);
    if (e->says) {
        page_printf(p, ": %s", e->says);
    }
    page_newline(p);
    say_field(p, "means", e->says || e->known.meaning[0] ? e->known.meaning : in_short(e));
    say_field(p, "usually", e->known.usual);
    say_field(p, "next", e->known.check);
    if (e->known.check[0]) {
        say_field(p, "remedy", extsta_remedy_name(e->known.remedy));
    }
}

/* --- for programs --- */

static void put_json(struct json_out *j, const struct entry *e)
{
    json_line(j, "cause-known");
    json_text(j, "name", e->name);
    json_text(j, "kind", words[e->section]);
    if (e->says) {
        json_number(j, "code", e->number);
        json_text(j, "says", e->says);
    }
    if (e->known.meaning[0]) {
        json_text(j, "means", e->known.meaning);
        json_text(j, "usually", e->known.usual);
        json_text(j, "next", e->known.check);
        json_text(j, "remedy", extsta_remedy_name(e->known.remedy));
    }
    json_line_end(j);
}

/* --- the page --- */

static void put_markdown(const struct entry *e)
{
    printf("\n### %s\n\n", e->name);
    if (e->says) {
        printf("%s.\n", e->says);
    }
    if (!e->known.meaning[0]) {
        printf("%s", e->says ? "" : "What its reason code says, below.\n");
        return;
    }
    printf("%sMeans: %s.\n", e->says ? "\n" : "", e->known.meaning);
    if (e->known.usual[0]) {
        printf("\nUsually: %s.\n", e->known.usual);
    }
    if (e->known.check[0]) {
        printf("\nNext: %s. Remedy: %s.\n", e->known.check,
               extsta_remedy_name(e->known.remedy));
    }
}

static const char page_head[] =
    "# Causes\n\n"
    "This is `extsta causes --markdown`, written by `scripts/docs`; a test fails when the page "
    "and the\ntables differ. The names are stable: `name` of a story line and `diagnosis` of a "
    "cause\n([event-log.md](event-log.md)) are anchors here, and so are `reason-15` and "
    "`status-17`.\n";

/* --- all of them --- */

struct options {
    bool json, markdown;
    char **names;
    int name_count;
};

struct teller {
    const struct options *o;
    struct page page;
    struct json_out json;
    size_t told;
};

static void tell(struct teller *t, const struct entry *e, bool first)
{
    if (t->o->markdown) {
        if (first) {
            printf("\n## %s\n", titles[e->section]);
        }
        put_markdown(e);
    } else if (t->o->json) {
        put_json(&t->json, e);
    } else if (t->o->name_count > 0) {
        if (t->told > 0) {
            page_newline(&t->page);
        }
        say_whole(&t->page, e);
    } else {
        if (first) {
            t->page.indent = 0;
            page_painted(&t->page, PAGE_BOLD, titles[e->section]);
            page_newline(&t->page);
        }
        say_line(&t->page, e);
    }
    t->told++;
}

/* Those of this name; NULL: all. How many there were. */
static size_t tell_all(struct teller *t, const char *name)
{
    size_t before = t->told;
    for (unsigned section = 0; section < SECTIONS; section++) {
        bool first = true;
        for (unsigned i = 1; i < section_end((enum section)section); i++) {
            struct entry e;
            if (entry_of(&e, (enum section)section, i) && (!name || is_named(&e, name))) {
                tell(t, &e, first);
                first = false;
            }
        }
    }
    return t->told - before;
}

static int parse(int argc, char **argv, struct options *o)
{
    static const struct option options[] = {
        {"json", no_argument, NULL, 'j'},
        {"markdown", no_argument, NULL, 'd'},
        {NULL, 0, NULL, 0},
    };
    for (int i; (i = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        if (i == '?') {
            return command_fail(&command_causes, EXIT_USAGE, "wrong arguments");
        }
        o->json |= i == 'j';
        o->markdown |= i == 'd';
    }
    o->names = argv + optind;
    o->name_count = argc - optind;
    if (o->markdown && (o->json || o->name_count > 0)) {
        return command_fail(&command_causes, EXIT_USAGE,
                            "--markdown is the whole page, and stands alone");
    }
    return EXIT_OK;
}

static int run(int argc, char **argv)
{
    static struct teller t;
    struct options o = {0};
    int status = parse(argc, argv, &o);
    if (status != EXIT_OK) {
        return status;
    }
    t.o = &o;
    page_start(&t.page, stdout, page_colour(stdout));
    json_out_start(&t.json, stdout);
    if (o.markdown) {
        fputs(page_head, stdout);
    }
    if (o.name_count == 0) {
        tell_all(&t, NULL);
    }
    for (int i = 0; i < o.name_count; i++) {
        if (tell_all(&t, o.names[i]) == 0) {
            status =
                command_fail(&command_causes, EXIT_EXPECTATION,
                             "there is no cause '%s'; 'extsta causes' lists all", o.names[i]);
        }
    }
    json_out_flush(&t.json);
    return status;
}

const struct command command_causes = {
    "causes", "what a cause, a reason or a status code means, and what to do", help, run};
