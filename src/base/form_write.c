/* The writer of form tables (form.h). It writes, or only counts and asks whether that is
 * possible: a writer over nothing is the dry run of the same function. */
#include "base/form_inside.h"
#include "base/wipe.h"
#include <stddef.h>

/* --- values --- */

static void put_u8(struct form_out *f, uint8_t v)
{
    f->len++;
    if (f->w.start) {
        writer_u8(&f->w, v);
    }
}

static void put_bytes(struct form_out *f, const void *data, size_t len)
{
    f->len += len;
    if (f->w.start) {
        writer_bytes(&f->w, data, len);
    }
}

void form_put_number(struct form_out *f, uint64_t value)
{
    while (value > 0x7f) {
        put_u8(f, (uint8_t)(value | 0x80));
        value >>= 7;
    }
    put_u8(f, (uint8_t)value);
}

/* 0 and EXTSTA_NEVER are words of their own; both are far from any `now`. */
void form_put_time(struct form_out *f, extsta_time time)
{
    if (time == EXTSTA_NEVER || time == 0) {
        form_put_number(f, time == 0);
    } else {
        int64_t ahead;
        uint64_t bits = time - f->now;
        memcpy(&ahead, &bits, sizeof ahead);
        /* two more than the folded number: which is never so large but for times that are none
         */
        form_put_number(f, form_fold(ahead) + 2);
    }
}

/* The number of known octets, from 1 on; 0: they are new. */
static size_t word_of(const struct form_words *words, const void *data, size_t len)
{
    for (size_t i = 0; i < words->count; i++) {
        if (words->word[i].len == len && memcmp(words->word[i].data, data, len) == 0) {
            return i + 1;
        }
    }
    return 0;
}

struct form_temporary {
    struct form_temporary *next;
    size_t size; /* of all of it */
    max_align_t octets[];
};

void *form_temporary(struct form_out *f, size_t size)
{
    struct form_temporary *t = pool_zalloc(&f->ctx->pool, sizeof *t + size);
    if (!t) {
        form_refuse(f, "no memory");
        return NULL;
    }
    t->next = f->temporaries;
    t->size = sizeof *t + size;
    f->temporaries = t;
    return t->octets;
}

void form_put_end(struct form_out *f)
{
    while (f->temporaries) {
        struct form_temporary *t = f->temporaries;
        size_t size = t->size;
        f->temporaries = t->next;
        wipe(t, size);
        pool_release(&f->ctx->pool, t, size);
    }
}

void form_put_octets(struct form_out *f, const void *octets, size_t len)
{
    size_t known = len >= FORM_WORD_MIN ? word_of(&f->words, octets, len) : 0;
    if (len >= FORM_WORD_MIN) {
        form_put_number(f, known);
    }
    if (!known) {
        put_bytes(f, octets, len);
        form_remember(&f->words, octets, len);
    }
}

void form_put_span(struct form_out *f, struct extsta_span octets)
{
    form_put_number(f, octets.len);
    if (octets.len) {
        form_put_octets(f, octets.data, octets.len);
    }
}

void *form_pointer(const void *member)
{
    void *p;
    memcpy(&p, member, sizeof p);
    return p;
}

void form_set_pointer(void *member, void *value)
{
    memcpy(member, &value, sizeof value);
}

/* --- what is shared --- */

void form_put_shared(struct form_out *f, const struct form_share *share, const void *object)
{
    size_t i = 0;
    while (i < f->reference_count && f->references[i] != object) {
        i++;
    }
    bool is_new = i == f->reference_count;
    if (f->resting) {
        void *shared = form_pointer(&object);
        uint32_t number = f->w.start ? form_book_number(f->ctx, share, shared) : 1;
        if (number == 0) {
            form_refuse(f, "no memory");
        }
        form_put_number(f, number);
    } else {
        form_put_number(f, i);
    }
    if (is_new && i == FORM_REFERENCES) {
        form_refuse(f, "it refers to too many things");
    } else if (is_new) {
        f->references[f->reference_count++] = object;
        if (!f->resting) {
            share->put(f, object);
        }
        form_know(&f->words, share, object);
    }
}

/* --- rows --- */

static bool table_is_usual(const struct form_table *t, const void *object);

static bool times_are_usual(const struct form_row *row, const void *at)
{
    for (size_t i = 0; i < row->size / row->item; i++) {
        if (native_load((const char *)at + i * row->item, row->item) != row->usual) {
            return false;
        }
    }
    return true;
}

static bool items_are_usual(const struct form_row *row, const void *object, const void *at)
{
    uint64_t count = form_count(row, object);
    if (row->count_size) {
        return count == 0;
    }
    for (size_t i = 0; i < count; i++) {
        if (!table_is_usual(row->of, (const char *)at + i * form_item(row))) {
            return false;
        }
    }
    return true;
}

static bool row_is_usual(const struct form_row *row, const void *object)
{
    const char *at = (const char *)object + row->at;
    switch ((enum form_kind)row->kind) {
    case FORM_NUMBER:
    case FORM_TIME:
        return native_load(at, row->size) == row->usual;
    case FORM_SIGNED:
        return form_load_signed(at, row->size) == (int64_t)row->usual;
    case FORM_OCTETS:
    case FORM_NUMBERS:
        return form_is_zero(at, row->size);
    case FORM_PART:
        return form_count(row, object) == 0;
    case FORM_TIMES:
        return times_are_usual(row, at);
    case FORM_INSIDE:
        return items_are_usual(row, object, at);
    case FORM_OWNED:
    case FORM_ARRAY:
    case FORM_BLOCK:
    case FORM_CHAIN:
    case FORM_SHARED:
        return form_pointer(at) == NULL;
    case FORM_RING:
        return list_empty((const struct list *)(const void *)at);
    case FORM_SPECIAL:
        return row->special->is_usual && row->special->is_usual(at);
    case FORM_COUNT:
    case FORM_DERIVED:
        return true;
    case FORM_NOTHING:
        return form_is_zero(at, row->size);
    }
    return true;
}

static bool table_is_usual(const struct form_table *t, const void *object)
{
    if (t->before || t->begun || t->made || t->tail.item) {
        return false; /* there is more to it than its rows */
    }
    for (size_t i = 0; i < t->count; i++) {
        if (!row_is_usual(&t->rows[i], object)) {
            return false;
        }
    }
    return true;
}

static void put_items(struct form_out *f, const struct form_table *of, const void *first,
                      size_t item, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        form_put(f, of, (const char *)first + i * item);
    }
}

/* Those that are not 0, each behind the number of those that are: counters are rare. */
static void put_numbers(struct form_out *f, const char *at, size_t item, size_t count)
{
    size_t others = 0, zeros = 0;
    for (size_t i = 0; i < count; i++) {
        others += native_load(at + i * item, item) != 0;
    }
    form_put_number(f, others);
    for (size_t i = 0; i < count; i++) {
        uint64_t v = native_load(at + i * item, item);
        if (v == 0) {
            zeros++;
            continue;
        }
        form_put_number(f, zeros);
        form_put_number(f, v);
        zeros = 0;
    }
}

/* Those that are not usual, with their places. */
static void put_times(struct form_out *f, const struct form_row *row, const void *at)
{
    size_t count = row->size / row->item;
    size_t unusual = 0;
    for (size_t i = 0; i < count; i++) {
        unusual += native_load((const char *)at + i * row->item, row->item) != row->usual;
    }
    form_put_number(f, unusual);
    for (size_t i = 0; i < count; i++) {
        extsta_time t = native_load((const char *)at + i * row->item, row->item);
        if (t != row->usual) {
            form_put_number(f, i);
            form_put_time(f, t);
        }
    }
}

static void put_counted(struct form_out *f, const struct form_row *row, const void *object,
                        const void *first)
{
    uint64_t count = form_count(row, object);
    if (row->count_size && !row->counted) {
        form_put_number(f, count);
        if (count > form_count_most(row)) {
            form_refuse(f, "a count is beyond its limit");
            return;
        }
    }
    if (row->kind == FORM_PART || row->kind == FORM_BLOCK) {
        form_put_octets(f, first, (size_t)count);
    } else if (row->of) {
        put_items(f, row->of, first, row->item ? row->item : row->of->size, (size_t)count);
    } else {
        put_numbers(f, first, row->item, (size_t)count);
    }
}

/* The count of what lies behind it first: the reader needs it to make room. */
static void put_whole(struct form_out *f, const struct form_table *t, const void *object)
{
    if (t->tail.item) {
        form_put_number(
            f, native_load((const char *)object + t->tail.count_at, t->tail.count_size));
    }
    form_put(f, t, object);
}

static void put_list(struct form_out *f, const struct form_row *row, const void *at)
{
    if (row->kind == FORM_CHAIN) {
        for (const char *p = form_pointer(at); p; p = form_pointer(p + row->link)) {
            put_u8(f, 1);
            put_whole(f, row->of, p);
        }
    } else {
        list_for_each(l, (const struct list *)at)
        {
            put_u8(f, 1);
            put_whole(f, row->of, (const char *)l - row->link);
        }
    }
    put_u8(f, 0);
}

static void put_row(struct form_out *f, const struct form_row *row, const void *object)
{
    const char *at = (const char *)object + row->at;
    switch ((enum form_kind)row->kind) {
    case FORM_NUMBER:
        if (row->most != 1) { /* else the bit has said it */
            form_put_number(f, native_load(at, row->size));
        }
        break;
    case FORM_SIGNED:
        form_put_number(f, form_fold(form_load_signed(at, row->size)));
        break;
    case FORM_TIME:
        form_put_time(f, native_load(at, row->size));
        break;
    case FORM_OCTETS:
        form_put_octets(f, at, row->size);
        break;
    case FORM_NUMBERS:
        put_numbers(f, at, row->item, row->size / row->item);
        break;
    case FORM_TIMES:
        put_times(f, row, at);
        break;
    case FORM_PART:
    case FORM_INSIDE:
        put_counted(f, row, object, at);
        break;
    case FORM_ARRAY:
    case FORM_BLOCK:
        put_counted(f, row, object, form_pointer(at));
        break;
    case FORM_OWNED:
        put_whole(f, row->of, form_pointer(at));
        break;
    case FORM_CHAIN:
    case FORM_RING:
        put_list(f, row, at);
        break;
    case FORM_SHARED:
        form_put_shared(f, row->share, form_pointer(at));
        break;
    case FORM_SPECIAL:
        row->special->put(f, at);
        break;
    case FORM_COUNT:
    case FORM_DERIVED:
    case FORM_NOTHING:
        break;
    }
}

static void put_tail(struct form_out *f, const struct form_table *t, const void *object)
{
    size_t count =
        (size_t)native_load((const char *)object + t->tail.count_at, t->tail.count_size);
    const char *first = (const char *)object + t->tail.at;
    if (count > t->tail.most) {
        form_refuse(f, "a count is beyond its limit");
    } else if (t->tail.of) {
        put_items(f, t->tail.of, first, t->tail.item, count);
    } else if (t->tail.item == 1 && count) {
        form_put_octets(f, first, count);
    } else if (t->tail.item > 1) {
        put_numbers(f, first, t->tail.item, count);
    }
}

void form_put(struct form_out *f, const struct form_table *t, const void *object)
{
    uint8_t bits = 0;
    unsigned used = 0;
    bool usual[64];
    if (t->before) {
        t->before(f, object);
    }
    for (size_t i = 0; i < t->count; i++) {
        const struct form_row *row = &t->rows[i];
        usual[i] = row_is_usual(row, object);
        if (row->kind == FORM_NOTHING && !usual[i]) {
            form_refuse(f, row->why);
        }
        if (form_is_written(row)) {
            bits |= (uint8_t)(!usual[i] << used);
            used = (used + 1) % 8;
            if (used == 0) {
                put_u8(f, bits);
                bits = 0;
            }
        }
    }
    if (used) {
        put_u8(f, bits);
    }
    for (size_t i = 0; i < t->count; i++) {
        if (form_is_written(&t->rows[i]) && !usual[i]) {
            put_row(f, &t->rows[i], object);
        }
    }
    if (t->tail.item) {
        put_tail(f, t, object);
    }
}
