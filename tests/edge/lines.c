/* What worlds and traces keep their things in: the directory (world/directory.h) and the lines
 * of a trace (script/script_lines.h, script_trace.h). What a script sees of it is
 * tests/cli/traces.py. */
#include "../unit/testing.h"
#include "directory.h"
#include "script_trace.h"
#include <stdio.h>

struct thing {
    struct directory_entry entry;
    char key[16];
};

static struct thing *made(struct directory *d, const char *key)
{
    struct thing *t = calloc(1, sizeof *t);
    assert_non_null(t);
    snprintf(t->key, sizeof t->key, "%s", key);
    directory_enter(d, &t->entry, t->key, strlen(t->key));
    return t;
}

static void of_one_key_the_newest_is_found_first(void **state)
{
    enum { MANY = 1000 };
    struct directory d = {0};
    struct thing *first[MANY], *second[MANY];
    char key[16];
    for (int i = 0; i < MANY; i++) { /* it grows in between */
        snprintf(key, sizeof key, "key %d", i);
        first[i] = made(&d, key);
        second[i] = made(&d, key);
    }
    assert_true(directory_memory(&d) >= MANY * sizeof(void *));
    for (int i = 0; i < MANY; i++) {
        snprintf(key, sizeof key, "key %d", i);
        struct directory_entry *e = directory_find(&d, key, strlen(key));
        assert_ptr_equal(e, &second[i]->entry);
        assert_ptr_equal(directory_older(e), &first[i]->entry);
        assert_null(directory_older(&first[i]->entry));
    }
    assert_null(directory_find(&d, "key 1000", 8));
    assert_null(directory_find(&d, "key", 3));
    for (int i = 0; i < MANY; i++) {
        directory_leave(&d, &second[i]->entry);
        assert_ptr_equal(directory_find(&d, first[i]->key, strlen(first[i]->key)),
                         &first[i]->entry);
        directory_leave(&d, &first[i]->entry);
        assert_null(directory_find(&d, first[i]->key, strlen(first[i]->key)));
        free(first[i]);
        free(second[i]);
    }
    assert_int_equal(d.count, 0);
    directory_free(&d);
}

static void lines_come_in_order_and_of_each_kind_the_last(void **state)
{
    struct line_store store = {0};
    struct lines l;
    char text[20];
    lines_init(&l, &store, 20);
    for (unsigned i = 0; i < 100; i++) {
        snprintf(text, sizeof text, "line %u", i);
        assert_non_null(lines_add(&l, i, i % 10 == 3 ? LABEL_PORT : LABEL_PACKET, text));
    }
    /* ports 3, 13, ... 93, and the last twenty of the others: from 77 on */
    struct lines_walk walk = lines_from(&l, 0);
    for (unsigned i = 3; i < 100; i = i < 73 ? i + 10 : i == 73 ? 78 : i + 1) {
        const struct line *line = lines_next(&walk);
        snprintf(text, sizeof text, "line %u", i);
        assert_string_equal(line->text->text, text);
        assert_int_equal(line->time, i);
        assert_int_equal(walk.kind, i % 10 == 3 ? LABEL_PORT : LABEL_PACKET);
    }
    assert_null(lines_next(&walk));
    walk = lines_from(&l, 98);
    assert_int_equal(lines_next(&walk)->number, 98);
    assert_int_equal(lines_newest(&l, LABEL_PORT, 0)->number, 93);
    assert_int_equal(lines_newest(&l, LABEL_PORT, 9)->number, 3);
    assert_null(lines_newest(&l, LABEL_PORT, 10));
    lines_clear(&l);
    assert_int_equal(lines_add(&l, 0, LABEL_PORT, "next")->number, 100);
    lines_clear(&l);
    assert_int_equal(store.memory, 0);
    line_store_free(&store);
}

static void equal_texts_are_kept_once(void **state)
{
    struct line_store store = {0};
    struct lines l[2];
    char text[LINE_ROOM];
    memset(text, 'x', sizeof text);
    text[sizeof text - 1] = 0;
    for (unsigned i = 0; i < 2; i++) {
        lines_init(&l[i], &store, 10000);
        for (unsigned k = 0; k < 10000; k++) {
            assert_non_null(lines_add(&l[i], k, LABEL_FRAME, text));
        }
    }
    assert_true(store.memory < 20000 * sizeof(struct line) + 500);
    assert_int_equal(store.texts.count, 1);
    struct line *line = lines_newest(&l[0], LABEL_FRAME, 0);
    lines_change(&l[0], line, "another"); /* of this line alone */
    assert_string_equal(lines_newest(&l[0], LABEL_FRAME, 0)->text->text, "another");
    assert_string_equal(lines_newest(&l[1], LABEL_FRAME, 0)->text->text, text);
    lines_clear(&l[0]);
    assert_string_equal(lines_newest(&l[1], LABEL_FRAME, 0)->text->text, text);
    lines_clear(&l[1]);
    assert_int_equal(store.memory, 0);
    line_store_free(&store);
}

static void what_fell_out_is_noted_by_text_and_kind(void **state)
{
    struct line_store store = {0};
    struct lines l;
    char text[20];
    lines_init(&l, &store, 1);
    for (unsigned i = 0; i < 6; i++) {
        lines_add(&l, i, LABEL_PORT, i % 2 ? "odd" : "even");
    }
    lines_add(&l, 6, LABEL_IHV, "even");
    lines_add(&l, 7, LABEL_IHV, "even");
    assert_int_equal(l.fallen_count, 3); /* even, odd; even of the other kind */
    assert_string_equal(l.fallen[0].text->text, "even");
    assert_int_equal(l.fallen[0].count, 3);
    assert_int_equal(l.fallen[0].last, 4);
    assert_int_equal(l.fallen[1].count, 2);
    assert_int_equal(l.fallen[1].last, 3);
    assert_int_equal(l.fallen[2].kind, LABEL_IHV);
    assert_int_equal(l.fallen[2].last, 6);
    for (unsigned i = 0; i < 1000; i++) {
        snprintf(text, sizeof text, "line %u", i);
        lines_add(&l, i, LABEL_FRAME, text);
    }
    assert_int_equal(l.fallen_count, LINES_FALLEN_TEXTS + 1);
    assert_null(l.fallen[LINES_FALLEN_TEXTS].text);
    assert_int_equal(l.fallen[LINES_FALLEN_TEXTS].count, 999 - (LINES_FALLEN_TEXTS - 3));
    assert_int_equal(l.fallen[LINES_FALLEN_TEXTS].last, 8 + 998);
    lines_clear(&l);
    assert_int_equal(l.fallen_count, 0);
    assert_int_equal(store.memory, 0);
    line_store_free(&store);
}

static void who_keeps_no_traces_wants_no_outputs(void **state)
{
    struct tracing tracing;
    tracing_start(&tracing, NULL, false);
    assert_int_equal(tracing.listener.outputs, 0);
    assert_true(!tracing.listener.output && !tracing.listener.frame);
    assert_int_equal(tracing_memory(&tracing), 0);
    tracing_end(&tracing);
    tracing_start(&tracing, NULL, true);
    assert_int_equal(tracing.listener.outputs, EXTSTA_OUT_ALL);
    tracing_end(&tracing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_one_key_the_newest_is_found_first),
        cmocka_unit_test(lines_come_in_order_and_of_each_kind_the_last),
        cmocka_unit_test(equal_texts_are_kept_once),
        cmocka_unit_test(what_fell_out_is_noted_by_text_and_kind),
        cmocka_unit_test(who_keeps_no_traces_wants_no_outputs),
    };
    return cmocka_run_group_tests_name("lines", tests, NULL, NULL);
}
