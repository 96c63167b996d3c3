/* What the interpreters of form tables (form.h) share: members as values. */
#ifndef BASE_FORM_INSIDE_H
#define BASE_FORM_INSIDE_H

#include "base/form.h"
#include "base/list.h"
#include "base/native.h"

/* The largest number of so many octets. */
static inline uint64_t form_most(size_t size)
{
    return size >= 8 ? UINT64_MAX : (UINT64_C(1) << 8 * size) - 1;
}

/* Of a row with a count, the member that counts; of any other 1, or all items of an array. */
static inline uint64_t form_count(const struct form_row *row, const void *object)
{
    if (row->count_size) {
        return native_load((const char *)object + row->count_at, row->count_size);
    }
    return row->item ? (uint64_t)row->size / row->item : 1;
}

/* How many a count can be at most. */
static inline uint64_t form_count_most(const struct form_row *row)
{
    uint64_t most = row->most ? row->most : form_most(row->count_size);
    if (row->kind == FORM_PART) {
        most = row->size;
    } else if (row->kind == FORM_INSIDE) {
        most = row->size / row->item;
    }
    return most;
}

/* Octets of what a pointer with a count points to, each. */
static inline size_t form_each(const struct form_row *row)
{
    return row->kind == FORM_BLOCK ? 1 : row->of ? row->of->size : row->item;
}

/* Octets of one item inside. */
static inline size_t form_item(const struct form_row *row)
{
    return row->item ? row->item : row->size;
}

static inline bool form_is_written(const struct form_row *row)
{
    return row->kind != FORM_COUNT && row->kind != FORM_DERIVED && row->kind != FORM_NOTHING;
}

static inline bool form_is_zero(const void *at, size_t size)
{
    const char *p = (const char *)at;
    for (; size >= 8; p += 8, size -= 8) {
        if (native_load(p, 8)) {
            return false;
        }
    }
    for (; size > 0; p++, size--) {
        if (*p) {
            return false;
        }
    }
    return true;
}

/* A number with a sign as one without: those near 0 are small. */
static inline uint64_t form_fold(int64_t v)
{
    return v < 0 ? ~((uint64_t)v << 1) : (uint64_t)v << 1;
}
static inline int64_t form_unfold(uint64_t v)
{
    uint64_t half = v >> 1;
    uint64_t bits = v & 1 ? ~half : half;
    int64_t out;
    memcpy(&out, &bits, sizeof out);
    return out;
}
/* A signed member. */
static inline int64_t form_load_signed(const void *at, size_t size)
{
    uint64_t v = native_load(at, size);
    uint64_t sign = UINT64_C(1) << (8 * size - 1);
    return (int64_t)((v ^ sign) - sign);
}

/* Octets that are named by a number when they come again. Short ones cost less as they are. */
#define FORM_WORD_MIN 4u
static inline void form_remember(struct form_words *words, const void *data, size_t len)
{
    if (len >= FORM_WORD_MIN && words->count < FORM_WORDS) {
        words->word[words->count++] = span(data, len);
    }
}
/* Those that come with something shared. */
static inline void form_know(struct form_words *words, const struct form_share *share,
                             const void *object)
{
    struct extsta_span known[FORM_KNOWN_MAX];
    size_t count = share->known ? share->known(object, known) : 0;
    for (size_t i = 0; i < count; i++) {
        form_remember(words, known[i].data, known[i].len);
    }
}

#endif
