/* See deadlines.h: a binary heap, each entry of which knows its place. */
#include "deadlines.h"
#include "providers.h"
#include <stdlib.h>

static bool before(const struct deadline *a, const struct deadline *b)
{
    return a->when != b->when ? a->when < b->when : a->order < b->order;
}

static void put(struct deadlines *d, size_t place, struct deadline *e)
{
    d->heap[place - 1] = e;
    e->place = place;
}

static void rise(struct deadlines *d, struct deadline *e, size_t place)
{
    while (place > 1 && before(e, d->heap[place / 2 - 1])) {
        put(d, place, d->heap[place / 2 - 1]);
        place /= 2;
    }
    put(d, place, e);
}

static void sink(struct deadlines *d, struct deadline *e, size_t place)
{
    for (size_t child = place * 2; child <= d->count; child = place * 2) {
        if (child < d->count && before(d->heap[child], d->heap[child - 1])) {
            child++;
        }
        if (!before(d->heap[child - 1], e)) {
            break;
        }
        put(d, place, d->heap[child - 1]);
        place = child;
    }
    put(d, place, e);
}

bool deadlines_join(struct deadlines *d)
{
    if (d->joined == d->room) {
        size_t room = d->room ? d->room * 2 : 16;
        struct deadline **more = host_realloc(d->heap, room * sizeof(*more));
        if (!more) {
            return false;
        }
        d->heap = more;
        d->room = room;
    }
    d->joined++;
    return true;
}

void deadlines_part(struct deadlines *d, struct deadline *e)
{
    deadlines_clear(d, e);
    d->joined--;
}

void deadlines_set(struct deadlines *d, struct deadline *e, extsta_time when)
{
    deadlines_clear(d, e);
    e->when = when;
    e->order = d->order++;
    rise(d, e, ++d->count);
}

void deadlines_clear(struct deadlines *d, struct deadline *e)
{
    size_t place = e->place;
    if (place == 0) {
        return;
    }
    struct deadline *last = d->heap[--d->count];
    e->place = 0;
    if (last != e) {
        sink(d, last, place);
        rise(d, last, last->place);
    }
}

struct deadline *deadlines_first(const struct deadlines *d)
{
    return d->count ? d->heap[0] : NULL;
}

void deadlines_free(struct deadlines *d)
{
    free(d->heap);
    *d = (struct deadlines){0};
}
