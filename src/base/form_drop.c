/* Gives back what a structure holds, by its form table (form.h): after it was written, or when
 * reading has failed in the middle. Everything is wiped: keys are everywhere. */
#include "base/form_inside.h"
#include "base/wipe.h"

size_t form_size(const struct form_table *t, const void *object)
{
    size_t count = t->tail.item ? (size_t)native_load((const char *)object + t->tail.count_at,
                                                      t->tail.count_size)
                                : 0;
    return t->size + count * t->tail.item;
}

static void drop_whole(struct extsta_context *ctx, const struct form_table *t, void *object,
                       bool keep_shared)
{
    if (object) {
        size_t size = form_size(t, object);
        form_drop(ctx, t, object, keep_shared);
        wipe(object, size);
        pool_release(&ctx->pool, object, size);
    }
}

static void drop_items(struct extsta_context *ctx, const struct form_table *t, char *first,
                       size_t item, size_t count, bool keep_shared)
{
    for (size_t i = 0; i < count; i++) {
        form_drop(ctx, t, first + i * item, keep_shared);
    }
}

static void drop_array(struct extsta_context *ctx, const struct form_row *row, char *object,
                       bool keep_shared)
{
    char *first = form_pointer(object + row->at);
    size_t count = (size_t)form_count(row, object);
    size_t item = form_each(row);
    if (!first) {
        return;
    }
    if (row->of) {
        drop_items(ctx, row->of, first, item, count, keep_shared);
    }
    size_t room =
        row->room_size ? (size_t)native_load(object + row->room_at, row->room_size) : count;
    wipe(first, room * item);
    pool_release(&ctx->pool, first, room * item);
    form_set_pointer(object + row->at, NULL);
}

static void drop_list(struct extsta_context *ctx, const struct form_row *row, char *at,
                      bool keep_shared)
{
    if (row->kind == FORM_CHAIN) {
        char *p = form_pointer(at);
        while (p) {
            char *next = form_pointer(p + row->link);
            drop_whole(ctx, row->of, p, keep_shared);
            p = next;
        }
        form_set_pointer(at, NULL);
        return;
    }
    struct list *head = (struct list *)(void *)at;
    while (head->next && !list_empty(head)) {
        struct list *l = head->next;
        list_remove(l);
        drop_whole(ctx, row->of, (char *)l - row->link, keep_shared);
    }
}

static void drop_row(struct extsta_context *ctx, const struct form_row *row, char *object,
                     bool keep_shared)
{
    char *at = object + row->at;
    switch ((enum form_kind)row->kind) {
    case FORM_INSIDE:
        drop_items(ctx, row->of, at, form_item(row), (size_t)form_count(row, object),
                   keep_shared);
        break;
    case FORM_OWNED:
        drop_whole(ctx, row->of, form_pointer(at), keep_shared);
        form_set_pointer(at, NULL);
        break;
    case FORM_ARRAY:
    case FORM_BLOCK:
        drop_array(ctx, row, object, keep_shared);
        break;
    case FORM_CHAIN:
    case FORM_RING:
        drop_list(ctx, row, at, keep_shared);
        break;
    case FORM_SHARED:
        if (form_pointer(at) && !keep_shared) {
            row->share->release(ctx, form_pointer(at));
        }
        form_set_pointer(at, NULL);
        break;
    case FORM_SPECIAL:
        if (row->special->drop) {
            row->special->drop(ctx, at, keep_shared);
        }
        break;
    case FORM_NUMBER:
    case FORM_SIGNED:
    case FORM_TIME:
    case FORM_OCTETS:
    case FORM_PART:
    case FORM_NUMBERS:
    case FORM_TIMES:
    case FORM_COUNT:
    case FORM_DERIVED:
    case FORM_NOTHING:
        break;
    }
}

void form_drop(struct extsta_context *ctx, const struct form_table *t, void *object,
               bool keep_shared)
{
    if (t->tail.of) {
        drop_items(ctx, t->tail.of, (char *)object + t->tail.at, t->tail.item,
                   (size_t)native_load((char *)object + t->tail.count_at, t->tail.count_size),
                   keep_shared);
    }
    for (size_t i = 0; i < t->count; i++) {
        drop_row(ctx, &t->rows[i], object, keep_shared);
    }
}
