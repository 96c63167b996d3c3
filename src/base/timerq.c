#include "base/timerq.h"
#include <string.h>

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

static bool before(const struct timerq_entry *a, const struct timerq_entry *b)
{
    return a->when != b->when ? a->when < b->when : a->order < b->order;
}

static void place(struct timerq *q, size_t i, struct timerq_entry *e)
{
    q->heap[i] = e;
    e->slot = (uint32_t)i + 1;
}

static void sift_up(struct timerq *q, size_t i, struct timerq_entry *e)
{
    while (i > 0) {
        size_t parent = (i - 1) / 2;
        if (!before(e, q->heap[parent])) {
            break;
        }
        place(q, i, q->heap[parent]);
        i = parent;
    }
    place(q, i, e);
}

static void sift_down(struct timerq *q, size_t i, struct timerq_entry *e)
{
    for (;;) {
        size_t child = 2 * i + 1;
        if (child >= q->count) {
            break;
        }
        if (child + 1 < q->count && before(q->heap[child + 1], q->heap[child])) {
            child++;
        }
        if (!before(q->heap[child], e)) {
            break;
        }
        place(q, i, q->heap[child]);
        i = child;
    }
    place(q, i, e);
}

static bool grow(struct timerq *q)
{
    size_t capacity = q->capacity ? q->capacity * 2 : 64;
    struct timerq_entry **heap = pool_alloc(q->pool, capacity * sizeof *heap);
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

void timerq_remove(struct timerq *q, struct timerq_entry *e)
{
    if (!e->slot) {
        return;
    }
    size_t i = e->slot - 1u;
    e->slot = 0;
    struct timerq_entry *last = q->heap[--q->count];
    if (i == q->count) {
        return;
    }
    if (i > 0 && before(last, q->heap[(i - 1) / 2])) {
        sift_up(q, i, last);
    } else {
        sift_down(q, i, last);
    }
}

bool timerq_set(struct timerq *q, struct timerq_entry *e, extsta_time when)
{
    if (e->slot && e->when == when) {
        return true;
    }
    timerq_remove(q, e);
    if (when == EXTSTA_NEVER) {
        return true;
    }
    if (q->count == q->capacity && !grow(q)) {
        return false;
    }
    e->when = when;
    e->order = q->next_order++;
    sift_up(q, q->count++, e);
    return true;
}

struct timerq_entry *timerq_first(const struct timerq *q)
{
    return q->count ? q->heap[0] : NULL;
}
