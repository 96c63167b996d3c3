/* Texts by number (texts.h), for the report and the ladders in it. */
#include "texts.h"
#include <stdlib.h>
#include <string.h>

/* FNV-1a, its upper bits mixed down to where slot_of looks. */
static uint64_t hash(const char *text)
{
    uint64_t h = 0xcbf29ce484222325u;
    while (*text) {
        h = (h ^ (uint8_t)*text++) * 0x100000001b3u;
    }
    return h ^ (h >> 29);
}

static size_t slot_of(const struct texts *t, const char *text)
{
    size_t at = (size_t)hash(text) & (t->slot_count - 1);
    while (t->slots[at] && strcmp(t->all[t->slots[at] - 1], text) != 0) {
        at = (at + 1) & (t->slot_count - 1);
    }
    return at;
}

/* Twice as many slots, half of them to be filled. False: no memory; all is as before. */
static bool grow(struct texts *t)
{
    size_t slots = t->slot_count ? t->slot_count * 2 : 256;
    uint32_t *bigger = calloc(slots, sizeof *bigger);
    char **all = bigger ? realloc(t->all, slots / 2 * sizeof *all) : NULL;
    if (!all) {
        free(bigger);
        return false;
    }
    free(t->slots);
    t->all = all;
    t->slots = bigger;
    t->slot_count = slots;
    for (size_t i = 0; i < t->count; i++) {
        t->slots[slot_of(t, all[i])] = (uint32_t)i + 1;
    }
    return true;
}

uint32_t texts_number(struct texts *t, const char *text)
{
    if (t->count == 0 && *text && !t->failed) {
        texts_number(t, "");
    }
    if (t->count >= t->slot_count / 2 && !grow(t)) {
        t->failed = true;
        return 0;
    }
    size_t at = slot_of(t, text);
    if (!t->slots[at]) {
        char *copy = strdup(text);
        if (!copy) {
            t->failed = true;
            return 0;
        }
        t->all[t->count++] = copy;
        t->slots[at] = (uint32_t)t->count;
    }
    return t->slots[at] - 1;
}

void texts_free(struct texts *t)
{
    for (size_t i = 0; i < t->count; i++) {
        free(t->all[i]);
    }
    free(t->all);
    free(t->slots);
}
