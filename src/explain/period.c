/* Trouble that comes like clockwork (extsta/collection.h): the same end or failure of a client
 * at equal intervals is a timer somewhere, a session time-out, a rekeying interval, a lease,
 * and not the radio. After the collection, before the words (tell/explain_text.c). */
#include <extsta/collection.h>

#include "explain/story_private.h"

#define SERIES   8u            /* kinds of trouble of one client that are looked at */
#define LEAST    4u            /* times: three equal intervals are no accident */
#define SHORTEST (10 * SECOND) /* below it, attempts repeat: that is the station's own pause   \
                                */
#define SLACK 50u              /* intervals differ by this part of one at most */

/* One kind of trouble with one reason. */
struct series {
    enum extsta_story_kind kind;
    uint16_t reason;
    uint32_t count;
    uint64_t first, last, least, most; /* moments; intervals */
};

static struct series *series_of(struct series *list, size_t *count,
                                const struct extsta_story *s)
{
    uint16_t reason = s->has_reason ? s->reason : s->has_status ? s->status : 0;
    for (size_t i = 0; i < *count; i++) {
        if (list[i].kind == s->kind && list[i].reason == reason) {
            return &list[i];
        }
    }
    if (*count == SERIES) {
        return NULL;
    }
    list[*count] = (struct series){.kind = s->kind, .reason = reason, .least = UINT64_MAX};
    return &list[(*count)++];
}

static void add(struct series *series, uint64_t moment)
{
    uint64_t interval = moment - series->last;
    if (series->count++ == 0) {
        series->first = moment;
    } else {
        series->least = interval < series->least ? interval : series->least;
        series->most = interval > series->most ? interval : series->most;
    }
    series->last = moment;
}

static bool is_clockwork(const struct series *s)
{
    return s->count >= LEAST && s->least >= SHORTEST && s->most - s->least <= s->least / SLACK;
}

bool extsta_collection_period(const struct extsta_collection *c,
                              const struct extsta_client *client, struct extsta_period *out)
{
    struct series list[SERIES];
    size_t count = 0;
    struct extsta_kept_story k;
    *out = (struct extsta_period){.count = 0};
    for (uint32_t i = client->first; i != EXTSTA_NO_INDEX; i = k.next) {
        extsta_collection_story_at(c, client, i, &k);
        struct series *s = extsta_story_is_trouble(&k.story) && !k.again
                               ? series_of(list, &count, &k.story)
                               : NULL;
        if (s) {
            add(s, extsta_story_moment(&k.story));
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (is_clockwork(&list[i]) && list[i].count > out->count) {
            *out = (struct extsta_period){.kind = list[i].kind,
                                          .count = list[i].count,
                                          .period = (list[i].last - list[i].first) /
                                                    (list[i].count - 1)};
        }
    }
    return out->count > 0;
}
