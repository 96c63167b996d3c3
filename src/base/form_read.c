/* The reader of form tables (form.h): of octets that may be anybody's. Counts, numbers and
 * references are judged by their rows, what belongs together by the `made` of a table. Whatever
 * it has read when it fails can be given back by form_drop. */
#include "base/form_inside.h"

/* --- values --- */

static uint8_t get_u8(struct form_in *f)
{
    uint8_t v = reader_u8(&f->r);
    f->failed = f->failed || f->r.failed;
    return v;
}

uint64_t form_get_number(struct form_in *f, uint64_t most)
{
    uint64_t v = 0;
    uint8_t octet = 0x80;
    for (unsigned shift = 0; octet & 0x80; shift += 7) {
        octet = get_u8(f);
        if (shift > 63 || (shift == 63 && octet > 1) || (octet == 0 && shift > 0)) {
            f->failed = true; /* longer than a number, or than it needs to be */
        }
        if (f->failed) {
            return 0;
        }
        v |= (uint64_t)(octet & 0x7f) << shift;
    }
    if (v > most) {
        f->failed = true;
        return 0;
    }
    return v;
}

extsta_time form_get_time(struct form_in *f)
{
    uint64_t v = form_get_number(f, UINT64_MAX);
    if (v < 2) {
        return v == 0 ? EXTSTA_NEVER : 0;
    }
    return f->now + (uint64_t)form_unfold(v - 2);
}

/* Where they lie, in the form or among what is shared; NULL: failed. */
static const uint8_t *find_octets(struct form_in *f, size_t len)
{
    size_t known = len >= FORM_WORD_MIN ? (size_t)form_get_number(f, f->words.count) : 0;
    if (known) {
        struct extsta_span word = f->words.word[known - 1];
        f->failed = f->failed || word.len != len;
        return f->failed ? NULL : word.data;
    }
    const uint8_t *p = f->failed ? NULL : reader_next(&f->r, len);
    f->failed = f->failed || f->r.failed;
    if (p) {
        form_remember(&f->words, p, len);
    }
    return p;
}

void form_get_octets(struct form_in *f, void *octets, size_t len)
{
    const uint8_t *p = find_octets(f, len);
    if (p && len) {
        memcpy(octets, p, len);
    }
}

struct extsta_span form_get_span(struct form_in *f, size_t most)
{
    size_t len = (size_t)form_get_number(f, most);
    const uint8_t *p = len ? find_octets(f, len) : NULL;
    return span(p, p ? len : 0);
}

void *form_alloc(struct form_in *f, size_t size)
{
    void *p = form_in_ok(f) ? pool_zalloc(&f->ctx->pool, size) : NULL;
    f->no_memory = f->no_memory || (form_in_ok(f) && !p);
    return p;
}

/* --- what is shared --- */

/* While stations rest the reference is the form's, and moves. */
static void *get_resting(struct form_in *f, const struct form_share *share)
{
    void *object = form_book_at(f->ctx, share, (uint32_t)form_get_number(f, UINT32_MAX));
    for (size_t i = 0; i < f->reference_count; i++) {
        if (f->references[i] == object) {
            return object;
        }
    }
    f->failed = f->failed || !object || f->reference_count == FORM_REFERENCES;
    if (!f->failed) {
        f->references[f->reference_count++] = object;
        form_know(&f->words, share, object);
    }
    return f->failed ? NULL : object;
}

void *form_get_shared(struct form_in *f, const struct form_share *share)
{
    if (f->resting) {
        return get_resting(f, share);
    }
    size_t n = (size_t)form_get_number(f, f->reference_count);
    if (f->failed) {
        return NULL;
    }
    if (n < f->reference_count) {
        if (f->shares[n] != share || !f->references[n]) {
            f->failed = true;
            return NULL;
        }
        share->hold(f->ctx, f->references[n]);
        return f->references[n];
    }
    if (n == FORM_REFERENCES) {
        f->failed = true;
        return NULL;
    }
    /* Its number is taken before what it may itself refer to. */
    f->shares[n] = share;
    f->references[n] = NULL;
    f->reference_count++;
    void *object = share->get(f);
    if (object && !form_in_ok(f)) {
        share->release(f->ctx, object);
        object = NULL;
    }
    f->no_memory = f->no_memory || (!object && !f->failed);
    if (object) {
        f->references[n] = object;
        form_know(&f->words, share, object);
    }
    return object;
}

/* --- rows --- */

static void get_whole(struct form_in *f, const struct form_table *t, void *place);

/* Those that are not 0, each behind the number of those that are. */
static void get_numbers(struct form_in *f, char *at, size_t item, size_t count)
{
    size_t place = 0;
    size_t others = (size_t)form_get_number(f, count);
    for (; others > 0 && !f->failed; others--) {
        place += (size_t)form_get_number(f, count - 1);
        if (place >= count) {
            f->failed = true;
            return;
        }
        native_store(at + place * item, item, form_get_number(f, form_most(item)));
        place++;
    }
}

static void get_times(struct form_in *f, const struct form_row *row, char *at)
{
    size_t count = row->size / row->item;
    size_t unusual = (size_t)form_get_number(f, count);
    for (size_t i = 0; i < unusual && !f->failed; i++) {
        size_t place = (size_t)form_get_number(f, count - 1);
        native_store(at + place * row->item, row->item, form_get_time(f));
    }
}

static void get_items(struct form_in *f, const struct form_table *of, char *first, size_t item,
                      size_t count)
{
    for (size_t i = 0; i < count && form_in_ok(f); i++) {
        form_get(f, of, first + i * item);
    }
}

/* The count is stored before anything that it counts, so that what is there can be given back.
 */
static size_t get_count(struct form_in *f, const struct form_row *row, char *object)
{
    if (!row->count_size) {
        return (size_t)form_count(row, object);
    }
    uint64_t count = form_get_number(f, form_count_most(row));
    native_store(object + row->count_at, row->count_size, count);
    return (size_t)count;
}

static void get_array(struct form_in *f, const struct form_row *row, char *object)
{
    size_t item = form_each(row);
    char *at = object + row->at;
    uint64_t count =
        row->counted ? form_count(row, object) : form_get_number(f, form_count_most(row));
    /* Each takes an octet of the form at least. */
    f->failed = f->failed || (row->of && count > reader_left(&f->r));
    char *first = form_alloc(f, (size_t)count * item);
    if (!first) {
        return;
    }
    form_set_pointer(at, first);
    native_store(object + row->count_at, row->count_size, count);
    if (row->room_size) {
        native_store(object + row->room_at, row->room_size, count);
    }
    if (row->kind == FORM_BLOCK) {
        form_get_octets(f, first, (size_t)count);
    } else if (row->of) {
        get_items(f, row->of, first, item, (size_t)count);
    } else {
        get_numbers(f, first, item, (size_t)count);
    }
}

/* In the order they were written. What links them is made here. */
static void get_list(struct form_in *f, const struct form_row *row, char *at)
{
    char *place = at; /* of a chain: the pointer that the next one goes to */
    while (form_in_ok(f) && get_u8(f)) {
        void *item = NULL;
        get_whole(f, row->of, &item);
        if (item && row->kind == FORM_RING) {
            list_push_back((struct list *)(void *)at,
                           (struct list *)(void *)((char *)item + row->link));
        } else if (item) {
            form_set_pointer(place, item);
            place = (char *)item + row->link;
        }
    }
}

static void get_row(struct form_in *f, const struct form_row *row, char *object)
{
    char *at = object + row->at;
    switch ((enum form_kind)row->kind) {
    case FORM_NUMBER:
        native_store(at, row->size,
                     row->most == 1
                         ? row->usual ^ 1
                         : form_get_number(f, row->most ? row->most : form_most(row->size)));
        break;
    case FORM_SIGNED: {
        int64_t v = form_unfold(form_get_number(f, UINT64_MAX));
        native_store(at, row->size, (uint64_t)v);
        f->failed = f->failed || form_load_signed(at, row->size) != v;
        break;
    }
    case FORM_TIME:
        native_store(at, row->size, form_get_time(f));
        break;
    case FORM_OCTETS:
        form_get_octets(f, at, row->size);
        break;
    case FORM_NUMBERS:
        get_numbers(f, at, row->item, row->size / row->item);
        break;
    case FORM_TIMES:
        get_times(f, row, at);
        break;
    case FORM_PART:
        form_get_octets(f, at, get_count(f, row, object));
        break;
    case FORM_INSIDE:
        get_items(f, row->of, at, form_item(row), get_count(f, row, object));
        break;
    case FORM_ARRAY:
    case FORM_BLOCK:
        get_array(f, row, object);
        break;
    case FORM_OWNED:
        get_whole(f, row->of, at);
        break;
    case FORM_CHAIN:
    case FORM_RING:
        get_list(f, row, at);
        break;
    case FORM_SHARED:
        form_set_pointer(at, form_get_shared(f, row->share));
        break;
    case FORM_SPECIAL:
        row->special->get(f, at);
        break;
    case FORM_COUNT:
    case FORM_DERIVED:
    case FORM_NOTHING:
        break;
    }
}

static void get_tail(struct form_in *f, const struct form_table *t, char *object)
{
    size_t count = (size_t)native_load(object + t->tail.count_at, t->tail.count_size);
    char *first = object + t->tail.at;
    if (t->tail.of) {
        get_items(f, t->tail.of, first, t->tail.item, count);
    } else if (t->tail.item == 1 && count) {
        form_get_octets(f, first, count);
    } else if (t->tail.item > 1) {
        get_numbers(f, first, t->tail.item, count);
    }
}

/* One in the pool; `place` points to it before it is read. */
static void get_whole(struct form_in *f, const struct form_table *t, void *place)
{
    size_t count = t->tail.item ? (size_t)form_get_number(f, t->tail.most) : 0;
    char *object = form_alloc(f, t->size + count * t->tail.item);
    if (object) {
        if (t->tail.item) {
            native_store(object + t->tail.count_at, t->tail.count_size, count);
        }
        form_set_pointer(place, object);
        form_get(f, t, object);
    }
}

/* What is not written has its usual value. */
static void set_usual(const struct form_row *row, char *object)
{
    char *at = object + row->at;
    switch ((enum form_kind)row->kind) {
    case FORM_NUMBER:
    case FORM_SIGNED:
    case FORM_TIME:
        native_store(at, row->size, row->usual);
        break;
    case FORM_TIMES:
        for (size_t i = 0; i < row->size / row->item; i++) {
            native_store(at + i * row->item, row->item, row->usual);
        }
        break;
    case FORM_RING:
        list_init((struct list *)(void *)at);
        break;
    case FORM_INSIDE:
        for (size_t i = 0; !row->count_size && i < form_count(row, object); i++) {
            for (size_t k = 0; k < row->of->count; k++) {
                set_usual(&row->of->rows[k], at + i * form_item(row));
            }
        }
        break;
    case FORM_OCTETS:
    case FORM_NUMBERS:
    case FORM_PART:
    case FORM_OWNED:
    case FORM_ARRAY:
    case FORM_BLOCK:
    case FORM_CHAIN:
    case FORM_SHARED:
    case FORM_SPECIAL:
    case FORM_COUNT:
    case FORM_DERIVED:
    case FORM_NOTHING:
        break;
    }
}

/* A structure inside of which there is more than its rows is always written. */
static bool may_be_usual(const struct form_row *row)
{
    return row->kind != FORM_INSIDE || row->count_size ||
           !(row->of->before || row->of->begun || row->of->made);
}

void form_get(struct form_in *f, const struct form_table *t, void *object)
{
    uint8_t bits[8] = {0};
    unsigned written = 0;
    if (t->begun) {
        t->begun(f, object);
    }
    for (size_t i = 0; i < t->count; i++) {
        set_usual(&t->rows[i], object);
        written += form_is_written(&t->rows[i]);
    }
    reader_copy(&f->r, bits, (written + 7) / 8);
    f->failed = f->failed || f->r.failed;
    unsigned bit = 0;
    for (size_t i = 0; i < t->count && form_in_ok(f); i++) {
        if (!form_is_written(&t->rows[i])) {
            continue;
        }
        if (bits[bit / 8] >> bit % 8 & 1) {
            get_row(f, &t->rows[i], object);
        } else if (!may_be_usual(&t->rows[i])) {
            f->failed = true;
        }
        bit++;
    }
    if (t->tail.item && form_in_ok(f)) {
        get_tail(f, t, object);
    }
    if (form_in_ok(f) && t->made && !t->made(f, object)) {
        f->failed = true;
    }
}
