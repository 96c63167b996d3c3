/* Traces as values (script_lines.h): a ring of small lines for each kind of label, so that the
 * many of one kind do not drive out the few of another; and the texts, counted. */
#include "script_lines.h"
#include "providers.h"
#include <stdlib.h>
#include <string.h>

#define FIRST_LINES 16u /* of a ring */

/* --- texts --- */

static struct line_text *text_share(struct line_store *store, const char *text)
{
    size_t len = strlen(text);
    struct line_text *t = (struct line_text *)directory_find(&store->texts, text, len);
    if (!t) {
        t = host_malloc(sizeof *t + len + 1);
        if (!t) {
            return NULL;
        }
        t->users = 0;
        memcpy(t->text, text, len + 1);
        directory_enter(&store->texts, &t->entry, t->text, len);
        store->memory += sizeof *t + len + 1;
    }
    t->users++;
    return t;
}

static void text_leave(struct line_store *store, struct line_text *t)
{
    if (t && --t->users == 0) {
        directory_leave(&store->texts, &t->entry);
        store->memory -= sizeof *t + strlen(t->text) + 1;
        free(t);
    }
}

void line_store_free(struct line_store *store)
{
    directory_free(&store->texts);
}

/* --- what fell out --- */

/* The note of this text and kind; a new one if need be, the last for all when there are many.
 * NULL: no memory. */
static struct line_fallen *note_of(struct lines *l, struct line_text *text,
                                   enum label_kind kind)
{
    if (!l->fallen) {
        l->fallen = host_calloc(LINES_FALLEN_TEXTS + 1, sizeof *l->fallen);
        if (!l->fallen) {
            return NULL;
        }
        l->store->memory += (LINES_FALLEN_TEXTS + 1) * sizeof *l->fallen;
    }
    for (uint32_t i = 0; i < l->fallen_count; i++) {
        struct line_fallen *f = &l->fallen[i];
        if (!f->text || (f->text == text && f->kind == kind)) {
            return f;
        }
    }
    struct line_fallen *f = &l->fallen[l->fallen_count++];
    *f = (struct line_fallen){.kind = kind};
    if (l->fallen_count <= LINES_FALLEN_TEXTS) {
        f->text = text;
        text->users++;
    }
    return f;
}

/* The oldest of a kind goes. */
static void drop_oldest(struct lines *l, enum label_kind kind)
{
    struct line_queue *q = &l->kinds[kind];
    const struct line *line = &q->lines[q->first];
    struct line_fallen *note = note_of(l, line->text, kind);
    if (note) {
        note->count++;
        note->last = line->number;
    }
    text_leave(l->store, line->text);
    q->first = (q->first + 1) % q->capacity;
    q->count--;
}

/* --- lines --- */

void lines_init(struct lines *l, struct line_store *store, uint32_t limit)
{
    *l = (struct lines){.store = store, .limit = limit};
}

static struct line *line_at(const struct line_queue *q, uint32_t i)
{
    return &q->lines[(q->first + i) % q->capacity];
}

void lines_clear(struct lines *l)
{
    for (unsigned k = 0; k < LINES_KINDS; k++) {
        struct line_queue *q = &l->kinds[k];
        for (uint32_t i = 0; i < q->count; i++) {
            text_leave(l->store, line_at(q, i)->text);
        }
        l->store->memory -= q->capacity * sizeof *q->lines;
        free(q->lines);
        *q = (struct line_queue){0};
    }
    for (uint32_t i = 0; i < l->fallen_count; i++) {
        text_leave(l->store, l->fallen[i].text);
    }
    if (l->fallen) {
        l->store->memory -= (LINES_FALLEN_TEXTS + 1) * sizeof *l->fallen;
    }
    free(l->fallen);
    l->fallen = NULL;
    l->fallen_count = 0;
}

/* The ring is full, and begins at `first`: in the larger one it begins at 0. */
static bool grow(struct lines *l, struct line_queue *q)
{
    uint32_t capacity = q->capacity ? q->capacity * 2 : FIRST_LINES;
    capacity = capacity < l->limit ? capacity : l->limit;
    struct line *more = host_malloc(capacity * sizeof *more);
    if (!more) {
        return false;
    }
    for (uint32_t i = 0; i < q->count; i++) {
        more[i] = *line_at(q, i);
    }
    free(q->lines);
    l->store->memory += (capacity - q->capacity) * sizeof *more;
    *q = (struct line_queue){.lines = more, .count = q->count, .capacity = capacity};
    return true;
}

struct line *lines_add(struct lines *l, extsta_time time, enum label_kind kind,
                       const char *text)
{
    struct line_queue *q = &l->kinds[kind];
    struct line_text *shared = text_share(l->store, text);
    if (!shared) {
        return NULL;
    }
    if (q->count == q->capacity && q->capacity < l->limit && !grow(l, q)) {
        text_leave(l->store, shared);
        return NULL;
    }
    if (q->count == q->capacity) {
        drop_oldest(l, kind);
    }
    struct line *line = line_at(q, q->count++);
    *line = (struct line){.time = time, .number = l->next++, .text = shared};
    return line;
}

void lines_change(struct lines *l, struct line *line, const char *text)
{
    struct line_text *shared = text_share(l->store, text);
    if (shared) {
        text_leave(l->store, line->text);
        line->text = shared;
    }
}

struct line *lines_newest(const struct lines *l, enum label_kind kind, uint32_t back)
{
    const struct line_queue *q = &l->kinds[kind];
    return back < q->count ? line_at(q, q->count - 1 - back) : NULL;
}

/* --- a walk --- */

/* Who waits for a line asks after each event: so it is sought from the newest on. */
struct lines_walk lines_from(const struct lines *l, uint64_t number)
{
    struct lines_walk walk = {.lines = l};
    for (unsigned k = 0; k < LINES_KINDS; k++) {
        const struct line_queue *q = &l->kinds[k];
        walk.at[k] = number ? q->count : 0;
        while (walk.at[k] && line_at(q, walk.at[k] - 1)->number >= number) {
            walk.at[k]--;
        }
    }
    return walk;
}

const struct line *lines_next(struct lines_walk *walk)
{
    const struct line *first = NULL;
    for (unsigned k = 0; k < LINES_KINDS; k++) {
        const struct line_queue *q = &walk->lines->kinds[k];
        const struct line *line = walk->at[k] < q->count ? line_at(q, walk->at[k]) : NULL;
        if (line && (!first || line->number < first->number)) {
            first = line;
            walk->kind = (enum label_kind)k;
        }
    }
    walk->at[walk->kind] += first != NULL;
    return first;
}
