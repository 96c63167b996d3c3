/* The heap of deadlines (timerq.h). Each slot knows its entry and each entry its slot, so
 * that a deadline is moved or removed without a search. */
#include "base/timerq.h"
#include <string.h>

#define WIDTH 4u /* children of a slot: one cache line or two */

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

void timerq_remove(struct timerq *q, struct timerq_entry *e)
{
    if (!e->slot) {
        return;
    }
    size_t i = e->slot - 1u;
    e->slot = 0;
    struct timerq_slot last = q->heap[--q->count];
    if (i != q->count) {
        settle(q, i, &last);
    }
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
    if (!e->slot && q->count == q->capacity && !grow(q)) {
        return false;
    }
    struct timerq_slot s = {when, q->next_order++, e};
    size_t i = e->slot ? e->slot - 1u : q->count++;
    e->when = when;
    settle(q, i, &s);
    return true;
}

struct timerq_entry *timerq_first(const struct timerq *q)
{
    return q->count ? q->heap[0].entry : NULL;
}
