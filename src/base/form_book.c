/* The book of a context: what the stations of it share, by numbers that stand in the forms of
 * those that rest (form.h). The number is kept in the thing itself, so nothing is searched; a
 * thing that is freed strikes itself out. A form holds the references that its station held, so
 * what its numbers name is there. */
#include "base/form_inside.h"

struct entry {
    const struct form_share *share; /* NULL: free */
    void *object;
    uint32_t next_free;
};

struct book {
    struct context_store base;
    struct entry *entries; /* number n is entries[n - 1] */
    uint32_t count, room;
    uint32_t free; /* a number that is free; 0: none */
};

static const char book_key; /* its address names the store */

static void book_destroy(struct extsta_context *ctx, struct context_store *base)
{
    struct book *b = (struct book *)base;
    pool_release(&ctx->pool, b->entries, b->room * sizeof *b->entries);
    pool_release(&ctx->pool, b, sizeof *b);
}

static struct book *book_of(struct extsta_context *ctx)
{
    struct book *b = (struct book *)context_store_find(ctx, &book_key);
    if (!b) {
        b = pool_zalloc(&ctx->pool, sizeof *b);
        if (b) {
            b->base.key = &book_key;
            b->base.destroy = book_destroy;
            context_store_add(ctx, &b->base);
        }
    }
    return b;
}

static bool grow(struct extsta_context *ctx, struct book *b)
{
    uint32_t room = b->room ? b->room * 2 : 16;
    struct entry *entries = pool_zalloc(&ctx->pool, room * sizeof *entries);
    if (!entries) {
        return false;
    }
    if (b->count) {
        memcpy(entries, b->entries, b->count * sizeof *entries);
    }
    pool_release(&ctx->pool, b->entries, b->room * sizeof *b->entries);
    b->entries = entries;
    b->room = room;
    return true;
}

uint32_t form_book_number(struct extsta_context *ctx, const struct form_share *share,
                          void *object)
{
    uint32_t *place = share->place(object);
    struct book *b = *place ? NULL : book_of(ctx);
    if (*place || !b) {
        return *place;
    }
    uint32_t number = b->free;
    if (number) {
        b->free = b->entries[number - 1].next_free;
    } else if (b->count < b->room || grow(ctx, b)) {
        number = ++b->count;
    }
    if (number) {
        b->entries[number - 1] = (struct entry){.share = share, .object = object};
        *place = number;
    }
    return number;
}

void *form_book_at(struct extsta_context *ctx, const struct form_share *share, uint32_t number)
{
    struct book *b = (struct book *)context_store_find(ctx, &book_key);
    bool known = b && number > 0 && number <= b->count;
    return known && b->entries[number - 1].share == share ? b->entries[number - 1].object
                                                          : NULL;
}

void form_book_forget(struct extsta_context *ctx, uint32_t *place)
{
    struct book *b = *place ? (struct book *)context_store_find(ctx, &book_key) : NULL;
    if (b) {
        b->entries[*place - 1] = (struct entry){.next_free = b->free};
        b->free = *place;
        *place = 0;
    }
}
