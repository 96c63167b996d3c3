/* The tables of what a station is made of (base/form.h) forget nothing: each octet of each
 * structure that is no padding is in a row, and says what it is. The compiler knows what is
 * padding. */
#include "../testing.h"
#include "base/form.h"
#include "station/core.h"

#define TABLES 256

static const struct form_table *seen[TABLES];
static size_t seen_count;

static bool is_seen(const struct form_table *t)
{
    for (size_t i = 0; i < seen_count; i++) {
        if (seen[i] == t) {
            return true;
        }
    }
    return false;
}

static void collect(const struct form_table *t)
{
    if (!t || is_seen(t)) {
        return;
    }
    assert_true(seen_count < TABLES);
    seen[seen_count++] = t;
    for (size_t i = 0; i < t->count; i++) {
        collect(t->rows[i].of);
        collect(t->rows[i].share ? t->rows[i].share->of : NULL);
    }
    collect(t->tail.of);
}

static void collect_all(void)
{
    collect(&station_form);
    collect(port_four_way.form);
    collect(port_onex.form);
}

/* Between two rows, less than what follows is aligned to. The compiler that knows of padding
 * (GCC 12) takes the wrong octets for it in structures with arrays of structures. */
static bool has_arrays(const struct form_table *t)
{
    for (size_t r = 0; r < t->count; r++) {
        const struct form_row *row = &t->rows[r];
        if (row->kind == FORM_INSIDE && (row->item || has_arrays(row->of))) {
            return true;
        }
    }
    return false;
}

static bool is_in_row(const struct form_table *t, size_t at)
{
    for (size_t r = 0; r < t->count; r++) {
        if (at >= t->rows[r].at && at < (size_t)t->rows[r].at + t->rows[r].size) {
            return true;
        }
    }
    return false;
}

/* Of an octet in no row. */
static bool may_be_padding(const struct form_table *t, size_t at, size_t end)
{
    size_t begin = 0;
    for (size_t r = 0; r < t->count; r++) {
        const struct form_row *row = &t->rows[r];
        size_t behind = (size_t)row->at + row->size;
        begin = behind <= at && behind > begin ? behind : begin;
        end = row->at > at && row->at < end ? row->at : end;
    }
    return end - begin < 8 && end % 2 == 0;
}

static void each_octet_of_a_station_is_in_a_row(void **state)
{
    collect_all();
    size_t octets = 0;
    for (size_t i = 0; i < seen_count; i++) {
        const struct form_table *t = seen[i];
        if (!t->mark) {
            continue; /* ends in a flexible array, or the compiler cannot tell */
        }
        uint8_t *object = calloc(1, t->size);
        t->mark(object);
        for (size_t at = 0; at < t->size; at++) {
            if (object[at] && !is_in_row(t, at) &&
                !(has_arrays(t) && may_be_padding(t, at, t->size))) {
                fail_msg("octet %zu of \"%s\" is in no row", at, t->name);
            }
        }
        octets += t->size;
        free(object);
    }
    assert_true(octets == 0 || octets > 4000);
}

/* Of structures with a flexible array nobody knows what is padding, but where it can be. */
static void open_structures_have_no_gaps_either(void **state)
{
    collect_all();
    for (size_t i = 0; i < seen_count; i++) {
        const struct form_table *t = seen[i];
        for (size_t at = 0; !t->mark && t->tail.item && at < t->tail.at; at++) {
            if (!is_in_row(t, at) && !may_be_padding(t, at, t->tail.at)) {
                fail_msg("octet %zu of \"%s\" is in no row", at, t->name);
            }
        }
    }
}

static void a_row_says_what_it_is(void **state)
{
    collect_all();
    for (size_t i = 0; i < seen_count; i++) {
        const struct form_table *t = seen[i];
        size_t written = 0;
        for (size_t r = 0; r < t->count; r++) {
            const struct form_row *row = &t->rows[r];
            bool quiet = row->kind == FORM_DERIVED || row->kind == FORM_NOTHING;
            assert_true(!quiet || row->why);
            assert_true(row->at + row->size <= t->size);
            written += !quiet && row->kind != FORM_COUNT;
        }
        assert_true(written <= 64 && t->count <= 64);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_octet_of_a_station_is_in_a_row),
        cmocka_unit_test(open_structures_have_no_gaps_either),
        cmocka_unit_test(a_row_says_what_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
