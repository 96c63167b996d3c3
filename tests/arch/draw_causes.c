/* Writes docs/causes.md: every failure, end and finding that `extsta explain` can name, and
 * every reason and status code, with what it means, what usually brings it about and what to
 * check. Each has a heading that other pages and log viewers can link to. */
#include "explain/codes.h"
#include "explain/story_private.h"
#include <stdio.h>

static void put_explanation(const struct extsta_explanation *e)
{
    printf("Means: %s.\n\n", e->meaning);
    if (e->usual[0]) {
        printf("Usually: %s.\n\n", e->usual);
    }
    printf("Next: %s. Remedy: %s.\n", e->check, extsta_remedy_name(e->remedy));
}

static void put_kind(enum extsta_story_kind kind)
{
    const struct story_kind_info *k = story_kind(kind);
    const struct extsta_explanation *e = extsta_diagnosis_explanation(k->diagnosis);
    bool plain = k->diagnosis == EXTSTA_DIAGNOSIS_NONE;
    printf("\n### %s\n\n", extsta_story_kind_name(kind));
    if (!k->meaning && plain) {
        printf("What its reason code says, below.\n");
        return;
    }
    printf("Means: %s.\n", k->meaning ? k->meaning : e->meaning);
    if (k->usual || !plain) {
        printf("\nUsually: %s.\n", k->usual ? k->usual : e->usual);
    }
    if (k->check || !plain) {
        printf("\nNext: %s.\n", k->check ? k->check : e->check);
    }
}

static void put_codes(const char *title, const char *word, uint16_t last,
                      const char *(*text)(uint16_t),
                      const struct extsta_explanation *(*explain)(uint16_t))
{
    printf("\n## %s\n", title);
    for (uint16_t code = 1; code <= last; code++) {
        const struct extsta_explanation *e = explain(code);
        const char *words = text(code);
        if (!e && strcmp(words, "reserved") == 0) {
            continue;
        }
        printf("\n### %s-%u\n\n%s.\n", word, code, words);
        if (e) {
            printf("\n");
            put_explanation(e);
        }
    }
}

int main(void)
{
    printf("# Causes\n\nWritten from the tables of the source by `scripts/docs`; a test fails "
           "when this page and the\ntables differ. The names are stable: `name` of a story line "
           "([event-log.md](event-log.md)) is the\nanchor here.\n\n## Stories\n");
    for (int kind = EXTSTA_KIND_NONE + 1; kind < EXTSTA_KIND_COUNT; kind++) {
        put_kind((enum extsta_story_kind)kind);
    }
    put_codes("Reason codes", "reason", 66, extsta_reason_text, codes_explain_reason);
    put_codes("Status codes", "status", 140, extsta_status_text, codes_explain_status);
    return 0;
}
