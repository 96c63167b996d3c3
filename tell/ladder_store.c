/* Ladders by story (ladder_store.h): their frames one after the other in one array, and a list
 * of whose they are, sorted when the report first asks. */
#include "ladder_store.h"
#include <stdlib.h>
#include <string.h>

#define FRAMES (256u * 1024u) /* of 16 octets; half of them for what is no trouble */

struct kept {
    uint32_t story; /* its number */
    uint32_t first;
    uint16_t count, left_at;
    uint32_t left_out;
};

struct ladder_store {
    struct ladder_frame *frames;
    struct kept *kept;
    uint32_t frame_count, frame_room, kept_count, kept_room;
    uint64_t left_out;
    bool sorted;
};

struct ladder_store *ladder_store_new(void)
{
    return calloc(1, sizeof(struct ladder_store));
}

void ladder_store_free(struct ladder_store *s)
{
    if (s) {
        free(s->frames);
        free(s->kept);
        free(s);
    }
}

/* Room for `more` elements of `size` behind `count`; twice as many when it is full. */
static bool make_room(void **array, uint32_t count, uint32_t *room, uint32_t more, size_t size)
{
    uint32_t wanted = *room ? *room : 256u;
    while (wanted < count + more) {
        wanted *= 2;
    }
    if (wanted == *room) {
        return true;
    }
    void *bigger = realloc(*array, wanted * size);
    if (bigger) {
        *array = bigger;
        *room = wanted;
    }
    return bigger != NULL;
}

void ladder_store_put(struct ladder_store *s, const struct extsta_story *story,
                      const struct ladder *ladder)
{
    uint32_t limit = extsta_story_is_trouble(story) ? FRAMES : FRAMES / 2;
    void *frames = s->frames, *kept = s->kept;
    if (ladder->count == 0) {
        return;
    }
    bool fits =
        s->frame_count + ladder->count <= limit &&
        make_room(&frames, s->frame_count, &s->frame_room, ladder->count, sizeof *s->frames) &&
        make_room(&kept, s->kept_count, &s->kept_room, 1, sizeof *s->kept);
    s->frames = frames;
    s->kept = kept;
    if (!fits) {
        s->left_out++;
        return;
    }
    memcpy(s->frames + s->frame_count, ladder->frames, ladder->count * sizeof *s->frames);
    s->kept[s->kept_count++] = (struct kept){.story = story->number,
                                             .first = s->frame_count,
                                             .count = (uint16_t)ladder->count,
                                             .left_at = (uint16_t)ladder->left_at,
                                             .left_out = ladder->left_out};
    s->frame_count += ladder->count;
    s->sorted = false;
}

static int by_story(const void *a, const void *b)
{
    uint32_t x = ((const struct kept *)a)->story, y = ((const struct kept *)b)->story;
    return x < y ? -1 : x > y;
}

bool ladder_store_find(struct ladder_store *s, const struct extsta_story *story,
                       struct ladder *out)
{
    const struct kept wanted = {.story = story->number};
    if (s->kept_count == 0) {
        return false;
    }
    if (!s->sorted) {
        qsort(s->kept, s->kept_count, sizeof *s->kept, by_story);
        s->sorted = true;
    }
    const struct kept *k = bsearch(&wanted, s->kept, s->kept_count, sizeof *k, by_story);
    if (!k) {
        return false;
    }
    out->count = k->count;
    out->left_out = k->left_out;
    out->left_at = k->left_at;
    memcpy(out->frames, s->frames + k->first, k->count * sizeof *s->frames);
    return true;
}

uint64_t ladder_store_left_out(const struct ladder_store *s)
{
    return s->left_out;
}
