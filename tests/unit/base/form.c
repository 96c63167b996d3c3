/* The interpreters of form tables (base/form.h), on a structure of this file: what is written
 * comes back, what is cut, too large or longer than it needs to be does not, and nothing is
 * leaked. */
#include "../testing.h"
#include "base/form.h"

struct leaf {
    uint8_t kind;
    uint8_t name[6];
};
struct tree {
    bool on;
    uint16_t limited;
    int8_t signed_;
    extsta_time when, never;
    uint8_t used, part[8];
    uint8_t again[6];
    struct leaf *leaves;
    uint32_t leaf_count;
};

#define T struct leaf
static const struct form_row leaf_rows[] = {NUMBER(kind), OCTETS(name)};
FORM_OWN_TABLE(leaf, "leaf");
#undef T
#define T struct tree
static const struct form_row tree_rows[] = {
    FLAG(on),           LIMITED(limited, 300), SIGNED(signed_),
    TIME(when),         TIME(never),           PART(part, used),
    COUNTS(used),       OCTETS(again),         ARRAY(leaves, leaf, leaf_count, 3),
    COUNTS(leaf_count),
};
FORM_OWN_TABLE(tree, "tree");
#undef T

static void no_random(void *user, uint64_t stream, uint8_t *out, size_t len)
{
    memset(out, 7, len);
}

static struct extsta_context *context(void)
{
    static const struct extsta_memory memory = {testing_alloc, testing_release, NULL};
    static const struct extsta_random random = {no_random, NULL};
    return extsta_context_new(&memory, &random);
}

static struct leaf leaves[2] = {{1, "birch"}, {0, "birch"}};
static const struct tree full = {.on = true,
                                 .limited = 300,
                                 .signed_ = -77,
                                 .when = 5000,
                                 .never = EXTSTA_NEVER,
                                 .used = 5,
                                 .part = "maple",
                                 .again = "birch",
                                 .leaves = leaves,
                                 .leaf_count = 2};

static size_t put(struct extsta_context *ctx, const struct tree *t, uint8_t *out, size_t room)
{
    struct form_out f = {.w = writer_of(out, room), .ctx = ctx, .now = 4000};
    form_put(&f, &tree, t);
    form_put_end(&f);
    assert_null(f.why);
    return f.len;
}

/* Whether it could be read; what was read is given back in any case. */
static bool get(struct extsta_context *ctx, const uint8_t *octets, size_t len,
                struct tree *copy, struct leaf copied[2])
{
    struct form_in f = {.r = reader_of(span(octets, len)), .ctx = ctx, .now = 9000};
    struct tree t = {0};
    form_get(&f, &tree, &t);
    bool ok = form_in_ok(&f) && reader_left(&f.r) == 0;
    if (ok && copy) {
        *copy = t;
        memcpy(copied, t.leaves, 2 * sizeof *copied);
    }
    form_drop(ctx, &tree, &t, false);
    return ok;
}

static void what_is_written_comes_back(void **state)
{
    struct extsta_context *ctx = context();
    uint8_t octets[200];
    struct tree t;
    struct leaf copied[2];
    size_t len = put(ctx, &full, octets, sizeof octets);
    assert_int_equal(put(ctx, &full, NULL, 0), len);
    assert_true(get(ctx, octets, len, &t, copied));
    assert_true(t.on && t.limited == 300 && t.signed_ == -77 && t.never == EXTSTA_NEVER);
    assert_int_equal(t.when, 10000); /* a thousand after the moment, as it was */
    assert_int_equal(t.used, 5);
    assert_memory_equal(t.part, "maple\0\0", 8);
    assert_memory_equal(t.again, "birch", 6);
    assert_int_equal(t.leaf_count, 2);
    assert_memory_equal(copied, leaves, sizeof leaves);
    assert_int_equal(extsta_context_free(ctx), 0);
}

/* "birch" stands there once. */
static void octets_that_come_again_are_named(void **state)
{
    struct extsta_context *ctx = context();
    uint8_t octets[200];
    size_t len = put(ctx, &full, octets, sizeof octets), found = 0;
    for (size_t i = 0; i + 5 <= len; i++) {
        found += memcmp(octets + i, "birch", 5) == 0;
    }
    assert_int_equal(found, 1);
    assert_int_equal(extsta_context_free(ctx), 0);
}

static void what_is_cut_is_refused(void **state)
{
    struct extsta_context *ctx = context();
    uint8_t octets[200];
    size_t len = put(ctx, &full, octets, sizeof octets);
    for (size_t n = 0; n < len; n++) {
        assert_false(get(ctx, octets, n, NULL, NULL));
    }
    assert_int_equal(extsta_context_free(ctx), 0);
}

/* In one octet of the form another, wherever it stands: `of` is refused then. */
static void check_other(struct extsta_context *ctx, const struct tree *of, uint8_t was,
                        uint8_t is)
{
    uint8_t octets[200];
    size_t len = put(ctx, of, octets, sizeof octets), found = 0;
    assert_true(get(ctx, octets, len, NULL, NULL));
    for (size_t i = 0; i < len; i++) {
        if (octets[i] == was) {
            found++;
            octets[i] = is;
            assert_false(get(ctx, octets, len, NULL, NULL));
            octets[i] = was;
        }
    }
    assert_int_equal(found, 1);
}

/* A number above the `most` of its row, and counts beyond theirs. */
static void what_cannot_be_is_refused(void **state)
{
    struct extsta_context *ctx = context();
    struct leaf three[3] = {{0}};
    check_other(ctx, &(struct tree){.limited = 300}, 0xac, 0xad);
    check_other(ctx, &(struct tree){.used = 5, .part = "maple"}, 5, 9);
    check_other(ctx, &(struct tree){.leaves = three, .leaf_count = 3}, 3, 4);
    assert_int_equal(extsta_context_free(ctx), 0);
}

static void numbers_have_one_form(void **state)
{
    static const struct {
        uint8_t octets[11];
        size_t len;
        uint64_t most, value;
        bool ok;
    } rows[] = {
        {{0x2c}, 1, 44, 44, true},
        {{0x2c}, 1, 43, 0, false},
        {{0xac, 0x02}, 2, 300, 300, true},
        {{0xac, 0x00}, 2, 300, 0, false}, /* longer than it needs to be */
        {{0xac}, 1, 300, 0, false},
        {{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1},
         10,
         UINT64_MAX,
         UINT64_MAX,
         true},
        {{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2}, 10, UINT64_MAX, 0, false},
        {{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x81, 1},
         11,
         UINT64_MAX,
         0,
         false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct form_in f = {.r = reader_of(span(rows[i].octets, rows[i].len))};
        assert_int_equal(form_get_number(&f, rows[i].most), rows[i].value);
        assert_int_equal(form_in_ok(&f), rows[i].ok);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_comes_back),
        cmocka_unit_test(octets_that_come_again_are_named),
        cmocka_unit_test(what_is_cut_is_refused),
        cmocka_unit_test(what_cannot_be_is_refused),
        cmocka_unit_test(numbers_have_one_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
