/* The queue of deadlines (timerq.h): the heap, and the lists of what is beyond its horizon.
 * Each slot of the heap knows its entry and each entry its slot or what points to it, so that a
 * deadline is moved or removed without a search. */
#include "base/timerq.h"
#include <string.h>

#define WIDTH 4u /* children of a slot: one cache line or two */

/* A list of `soon` spans 512 us, one of `later` 256 of these; the rest is looked at each time
 * `later` begins anew. */
#define SOON_BITS  9u
#define LATER_BITS 17u
#define REST_BITS  25u

void timerq_init(struct timerq *q, struct pool *pool)
{
    memset(q, 0, sizeof *q);
    q->pool = pool;
}

void timerq_destroy(struct timerq *q)
{
    pool_release(q->pool, q->heap, q->capacity * sizeof *q->heap);
    memset(q, 0, sizeof *q);
}

/* --- the heap --- */

/* Equal deadlines in the order in which they were set. */
static bool before(const struct timerq_slot *a, const struct timerq_slot *b)
{
    return a->when != b->when ? a->when < b->when : a->order < b->order;
}

/* A slot at its place, and its entry told of it. */
static void place(struct timerq *q, size_t i, const struct timerq_slot *s)
{
    q->heap[i] = *s;
    s->entry->slot = (uint32_t)i + 1;
}

static void sift_up(struct timerq *q, size_t i, const struct timerq_slot *s)
{
    while (i > 0) {
        size_t parent = (i - 1) / WIDTH;
        if (!before(s, &q->heap[parent])) {
            break;
        }
        place(q, i, &q->heap[parent]);
        i = parent;
    }
    place(q, i, s);
}

static void sift_down(struct timerq *q, size_t i, const struct timerq_slot *s)
{
    for (;;) {
        size_t first = WIDTH * i + 1;
        if (first >= q->count) {
            break;
        }
        size_t end = first + WIDTH < q->count ? first + WIDTH : q->count, child = first;
        for (size_t c = first + 1; c < end; c++) {
            if (before(&q->heap[c], &q->heap[child])) {
                child = c;
            }
        }
        if (!before(&q->heap[child], s)) {
            break;
        }
        place(q, i, &q->heap[child]);
        i = child;
    }
    place(q, i, s);
}

/* False: no memory, and the queue is as it was. */
static bool grow(struct timerq *q)
{
    size_t capacity = q->capacity ? q->capacity * 2 : 16;
    struct timerq_slot *heap = pool_alloc(q->pool, capacity * sizeof *heap);
    if (!heap) {
        return false;
    }
    if (q->count) {
        memcpy(heap, q->heap, q->count * sizeof *heap);
    }
    pool_release(q->pool, q->heap, q->capacity * sizeof *q->heap);
    q->heap = heap;
    q->capacity = capacity;
    return true;
}

/* Puts a slot where it belongs, beginning at a free one. */
static void settle(struct timerq *q, size_t i, const struct timerq_slot *s)
{
    if (i > 0 && before(s, &q->heap[(i - 1) / WIDTH])) {
        sift_up(q, i, s);
    } else {
        sift_down(q, i, s);
    }
}

static void heap_add(struct timerq *q, struct timerq_entry *e)
{
    struct timerq_slot s = {e->when, e->order, e};
    settle(q, q->count++, &s);
}

static void heap_remove(struct timerq *q, const struct timerq_entry *e)
{
    size_t i = e->slot - 1u;
    struct timerq_slot last = q->heap[--q->count];
    if (i != q->count) {
        settle(q, i, &last);
    }
}

/* --- the lists --- */

static struct timerq_wheel *wheel_of(struct timerq *q, extsta_time when, unsigned *bits)
{
    if ((when >> SOON_BITS) - (q->horizon >> SOON_BITS) < TIMERQ_LISTS) {
        *bits = SOON_BITS;
        return &q->soon;
    }
    *bits = LATER_BITS;
    return (when >> LATER_BITS) - (q->horizon >> LATER_BITS) < TIMERQ_LISTS ? &q->later : NULL;
}

static void list_add(struct timerq *q, struct timerq_entry *e)
{
    unsigned bits;
    struct timerq_wheel *wheel = wheel_of(q, e->when, &bits);
    struct timerq_entry **list = &q->rest;
    if (wheel) {
        unsigned i = (unsigned)(e->when >> bits) % TIMERQ_LISTS;
        list = &wheel->lists[i];
        wheel->used[i / 64] |= 1ull << i % 64;
    }
    e->next = *list;
    if (e->next) {
        e->next->at = &e->next;
    }
    e->at = list;
    *list = e;
    e->slot = TIMERQ_WAITS;
    q->waiting++;
}

/* Of an empty list its wheel learns when it is looked for. */
static void list_drop(struct timerq *q, struct timerq_entry *e)
{
    *e->at = e->next;
    if (e->next) {
        e->next->at = e->at;
    }
    q->waiting--;
}

static void add(struct timerq *q, struct timerq_entry *e)
{
    if (e->when < q->horizon) {
        heap_add(q, e);
    } else {
        list_add(q, e);
    }
}

/* All of a list, taken off it, to where they belong by now. */
static void spread(struct timerq *q, struct timerq_entry *first)
{
    struct timerq_entry *next;
    for (struct timerq_entry *e = first; e; e = next) {
        next = e->next;
        q->waiting--;
        add(q, e);
    }
}

static struct timerq_entry *take(struct timerq_entry **list)
{
    struct timerq_entry *first = *list;
    *list = NULL;
    return first;
}

/* The first list from `i` on, of those up to the end of the wheel, that is not empty;
 * TIMERQ_LISTS: none. */
static unsigned wheel_next(struct timerq_wheel *w, unsigned i)
{
    while (i < TIMERQ_LISTS) {
        uint64_t rest = w->used[i / 64] >> i % 64;
        if (!rest) {
            i = (i / 64 + 1) * 64;
            continue;
        }
        while (!(rest & 1)) {
            rest >>= 1;
            i++;
        }
        if (w->lists[i]) {
            return i;
        }
        w->used[i / 64] &= ~(1ull << i % 64);
    }
    return TIMERQ_LISTS;
}

static bool wheel_is_empty(struct timerq_wheel *w)
{
    return wheel_next(w, 0) == TIMERQ_LISTS;
}

static extsta_time earliest(const struct timerq_entry *e)
{
    extsta_time first = e->when;
    for (; e; e = e->next) {
        first = e->when < first ? e->when : first;
    }
    return first;
}

/* The horizon moves to where a list of `later` begins, before which nothing waits. */
static void enter(struct timerq *q, extsta_time to)
{
    bool anew = to >> REST_BITS != q->horizon >> REST_BITS;
    q->horizon = to;
    if (anew) {
        spread(q, take(&q->rest));
    }
    spread(q, take(&q->later.lists[(to >> LATER_BITS) % TIMERQ_LISTS]));
}

/* Nothing waits any more in the list of `later` that the horizon is in: to the next one. Where
 * nothing is soon those that are empty are skipped, up to where `later` begins anew; where
 * nothing is later, either, the first of the rest is next. */
static void enter_next(struct timerq *q)
{
    extsta_time next = (q->horizon >> LATER_BITS) + 1;
    unsigned i = (unsigned)(next % TIMERQ_LISTS);
    if (i > 0 && wheel_is_empty(&q->soon)) {
        next += wheel_next(&q->later, i) - i;
    }
    if (q->rest && wheel_is_empty(&q->soon) && wheel_is_empty(&q->later)) {
        next = earliest(q->rest) >> LATER_BITS;
    }
    enter(q, next << LATER_BITS);
}

/* Who asks for the first one finds it in the heap. */
static void refill(struct timerq *q)
{
    while (!q->count && q->waiting) {
        unsigned i = wheel_next(&q->soon, (q->horizon >> SOON_BITS) % TIMERQ_LISTS);
        if (i == TIMERQ_LISTS) {
            enter_next(q);
            continue;
        }
        struct timerq_entry *due = take(&q->soon.lists[i]);
        extsta_time end = ((q->horizon >> LATER_BITS << (LATER_BITS - SOON_BITS)) + i + 1)
                          << SOON_BITS;
        if (i + 1 == TIMERQ_LISTS) {
            enter(q, end);
        } else {
            q->horizon = end;
        }
        spread(q, due);
    }
}

/* --- both --- */

static void entry_take_out(struct timerq *q, struct timerq_entry *e)
{
    if (e->slot == TIMERQ_WAITS) {
        list_drop(q, e);
    } else if (e->slot) {
        heap_remove(q, e);
    }
    e->slot = 0;
}

void timerq_remove(struct timerq *q, struct timerq_entry *e)
{
    entry_take_out(q, e);
    refill(q);
}

bool timerq_set(struct timerq *q, struct timerq_entry *e, extsta_time when)
{
    /* Nothing moves: it keeps its turn among equals. */
    if (e->slot && e->when == when) {
        return true;
    }
    /* Never takes no place, and so no memory. */
    if (when == EXTSTA_NEVER) {
        timerq_remove(q, e);
        return true;
    }
    if (!e->slot && q->count + q->waiting == q->capacity && !grow(q)) {
        return false;
    }
    bool stays = e->slot && e->slot != TIMERQ_WAITS && when < q->horizon;
    if (!stays) {
        entry_take_out(q, e);
    }
    e->when = when;
    e->order = q->next_order++;
    if (stays) {
        settle(q, e->slot - 1u, &(struct timerq_slot){when, e->order, e});
        return true;
    }
    if (!q->count && !q->waiting && when >= q->horizon) {
        q->horizon = ((when >> SOON_BITS) + 1) << SOON_BITS; /* nothing is in the way */
    }
    add(q, e);
    refill(q);
    return true;
}
