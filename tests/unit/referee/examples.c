/* Draws the examples that `extsta check --explain` shows, from the stories of rules.c, in the
 * words in which a timeline shows what crosses (tell/label.h). See stories.h. */
#include "referee_text.h"
#include "stories.h"
#include <extsta/windot11.h>
#include <stdio.h>
#include <string.h>

static const char *name_of(const void *user, struct extsta_mac mac)
{
    static char name[2];
    static const uint8_t ours[5] = {2, 0, 0, 0, 0};
    if (memcmp(mac.b, ours, sizeof ours) != 0) {
        return NULL;
    }
    name[0] = (char)mac.b[5];
    return mac.b[5] == 'M' ? "station" : name;
}
static const struct label_names names = {name_of, NULL};

/* How a story begins: not what its rule is about. */
static const struct {
    const char *word, *text;
} beginnings[] = {
    {"up", "(the driver has been brought up, and is in INIT)"},
    {"profile", "(the OS sets the profile of an open network)"},
    {"connected", "(connected to A, an open network)"},
    {"keyed", "(associated with A, WPA2-PSK managed by the OS: the port is closed yet)"},
    {"opened", "(connected to A, WPA2-PSK managed by the OS: the port is open)"},
    {"ibssup", "(in an independent BSS)"},
};

static void line(const char *text)
{
    printf("| %s\n", text);
}

/* Where a label has no word: frames and calls that no timeline shows. */
static void line_without_label(const struct extsta_output *out)
{
    struct extsta_frame_info info = {0};
    char text[200] = "";
    struct label_text t = {text, sizeof text};
    if (out->type == EXTSTA_OUT_FRAME || out->type == EXTSTA_OUT_INPUT) {
        bool sent = out->type == EXTSTA_OUT_FRAME;
        extsta_frame_describe(sent ? out->frame.bytes : out->input.bytes, &info);
        label_add(&t, sent ? "frame" : "heard");
        label_add_mac(&t, &names, info.ta.b);
        label_add(&t, " >");
        if (info.ra.b[0] & 1) {
            label_add(&t, " *");
        } else {
            label_add_mac(&t, &names, info.ra.b);
        }
        label_add(&t, " %s", info.text);
    } else if (out->type == EXTSTA_OUT_FUNCTION) {
        label_add(&t, "ihv function %s", extsta_function_name(out->function.type));
    } else if (out->type == EXTSTA_OUT_ETHERNET) {
        label_add(&t, "ethernet frame for the network stack");
    } else if (out->type == EXTSTA_OUT_INPUT) {
        label_add(&t, "the OS half is detached");
    } else if (out->type == EXTSTA_OUT_GAP) {
        label_add(&t, "gap");
    }
    line(text);
}

/* Of an answer also what is in it: the third part of the word, as it stands there. */
static void on_given(struct words *w, const struct extsta_output *out)
{
    char text[300];
    struct label_text t = {text, sizeof text};
    if (label_output(&names, out, text, sizeof text) == LABEL_NONE) {
        line_without_label(out);
        return;
    }
    const struct extsta_crossing *c = &out->crossing;
    bool answer = out->type == EXTSTA_OUT_CROSSING && c->type == EXTSTA_CROSS_OID_COMPLETE &&
                  (c->kind == EXTSTA_OID_QUERY || c->code == OID_DOT11_ENUM_BSS_LIST);
    const char *value =
        answer && strchr(w->word, ':') ? strchr(strchr(w->word, ':') + 1, ':') : NULL;
    size_t len = value ? strcspn(value + 1, ":") : 0;
    if (value && len > 0 && value[1] != '-' && c->buffer.len > 0) {
        t.at += strlen(text);
        t.room -= strlen(text);
        label_add(&t, ": %.*s", (int)len, value + 1);
    }
    line(text);
}

static const char *beginning(const char *word)
{
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
        if (strcmp(beginnings[i].word, word) == 0) {
            return beginnings[i].text;
        }
    }
    return NULL;
}

/* Word by word. A story that is nothing but a beginning is told in full. */
static void tell(struct words *w, const char *story)
{
    char text[1200], *rest = text;
    strcpy(text, story);
    bool alone = !strchr(story, ' ');
    for (char *word; (word = words_piece(&rest, ' ')) != NULL;) {
        const char *said = alone ? NULL : beginning(word);
        if (said) {
            line(said);
        } else if (word[0] == 't' && word[1] == '+') {
            printf("| (%s ms pass)\n", word + 2);
        }
        w->given = said ? NULL : on_given;
        words_play(w, word);
    }
    w->given = NULL;
}

/* "expected ...; came ...": the events' numbers mean nothing without a log. */
static void tell_finding(struct words *w, const char *rule)
{
    struct extsta_finding f;
    char text[640];
    while (extsta_referee_next(w->referee, &f)) {
        if (strcmp(extsta_rule_id(f.rule), rule) == 0) {
            referee_text(&f, &names, REFEREE_EVENTS, text, sizeof text);
            char *end = strstr(text, " (event ");
            *(end ? end : text) = 0;
            const char *from = strstr(text, "): expected ");
            printf("| => %s\n", from ? from + 3 : text);
            return;
        }
    }
}

static void tell_story(const struct row *row, const char *name, const char *story)
{
    struct words w;
    printf("%s:\n", name);
    words_start(&w, row->ears);
    tell(&w, story);
    tell_finding(&w, row->rule);
    words_end(&w);
}

static bool has_any(const struct row *row)
{
    return true;
}
static bool has_kept(const struct row *row)
{
    return row->kept != NULL;
}
static bool has_broken(const struct row *row)
{
    return row->broken != NULL;
}

/* The first story of a rule that has this; NULL: none. One example each is enough. */
static const struct row *first_of(const struct row *rows, size_t count, const char *rule,
                                  bool (*has)(const struct row *row))
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].rule, rule) == 0 && has(&rows[i])) {
            return &rows[i];
        }
    }
    return NULL;
}

int examples_draw(const struct row *rows, size_t count)
{
    printf("# How each rule that the referee judges is kept and broken: the stories of\n"
           "# tests/unit/referee/rules.c. Drawn by scripts/docs: do not edit.\n");
    for (size_t i = 0; i < count; i++) {
        if (first_of(rows, count, rows[i].rule, has_any) == &rows[i]) {
            const struct row *kept = first_of(rows, count, rows[i].rule, has_kept);
            const struct row *broken = first_of(rows, count, rows[i].rule, has_broken);
            printf("\n[%s]\n", rows[i].rule);
            if (kept) {
                tell_story(kept, "kept", kept->kept);
            }
            if (broken) {
                tell_story(broken, "broken", broken->broken);
            }
        }
    }
    return 0;
}
