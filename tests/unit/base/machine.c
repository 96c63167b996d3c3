/* Machines and rules: what the dispatcher does with pairs that are in no row, and the texts
 * behind the rules' numbers. The dispatcher is compiled as in a build without assertions. */
#define NDEBUG
#include "../../../src/base/fsm.c"
#include "../testing.h"
#undef NDEBUG

enum { CLOSED, OPEN };
enum { PUSH, LOCK };

struct door {
    uint8_t state;
    int pushed;
};

FSM_TYPES(door, struct door, int)

static void pushed(struct door *door, const int *force)
{
    door->pushed = *force + 10 * (door->state == OPEN);
}

static const char *const states[] = {"closed", "open"};
static const char *const events[] = {"push", "lock"};
static const struct door_row rows[] = {
    FSM_ROW(CLOSED, PUSH, OPEN, pushed, DIS_04),
    FSM_ROW(OPEN, LOCK, CLOSED, NULL, DIS_11),
};
static const struct fsm_table strict = FSM_TABLE("door", states, events, rows);
static const struct fsm_table lenient =
    FSM_TABLE("door", states, events, rows, .ignores_others = true);

static void an_action_runs_with_its_input_after_the_change(void **state)
{
    struct door door = {CLOSED, 0};
    uint32_t unlisted = 0;
    (void)state;
    assert_true(door_fsm_step(&strict, &door.state, PUSH, &door, &(int){3}, &unlisted));
    assert_int_equal(door.pushed, 13);
    assert_true(door_fsm_step(&strict, &door.state, LOCK, &door, NULL, &unlisted));
    assert_int_equal(door.state, CLOSED);
    assert_int_equal(unlisted, 0);
}

static void a_pair_in_no_row_changes_nothing_and_is_counted(void **state)
{
    struct door door = {CLOSED, 0};
    uint32_t unlisted = 0;
    (void)state;
    assert_false(door_fsm_step(&strict, &door.state, LOCK, &door, NULL, &unlisted));
    assert_int_equal(door.state, CLOSED);
    assert_int_equal(unlisted, 1);
    assert_false(door_fsm_step(&lenient, &door.state, LOCK, &door, NULL, &unlisted));
    assert_int_equal(unlisted, 1); /* legal there */
}

static void a_table_tells_its_rows(void **state)
{
    (void)state;
    assert_int_equal(strict.row_count, 2);
    assert_int_equal(fsm_row_at(&strict, 1)->rule, EXTSTA_RULE_DIS_11);
    assert_ptr_equal(fsm_find(&strict, OPEN, LOCK), fsm_row_at(&strict, 1));
    assert_null(fsm_find(&strict, OPEN, PUSH));
}

static void each_rule_has_an_id_of_its_own_and_a_title(void **state)
{
    (void)state;
    for (unsigned i = 1; i < EXTSTA_RULE_COUNT; i++) {
        enum extsta_rule rule = (enum extsta_rule)i;
        assert_int_equal(extsta_rule_find(extsta_rule_id(rule)), rule);
        assert_true(strlen(extsta_rule_title(rule)) > 0);
    }
    assert_string_equal(extsta_rule_id(EXTSTA_RULE_DIS_04), "DIS-04");
    assert_string_equal(extsta_rule_id(EXTSTA_RULE_IEEE_12_7_6_3), "802.11 12.7.6.3");
    assert_null(extsta_rule_id(EXTSTA_RULE_NONE));
    assert_null(extsta_rule_title(EXTSTA_RULE_COUNT));
    assert_int_equal(extsta_rule_find("DIS-99"), EXTSTA_RULE_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_action_runs_with_its_input_after_the_change),
        cmocka_unit_test(a_pair_in_no_row_changes_nothing_and_is_counted),
        cmocka_unit_test(a_table_tells_its_rows),
        cmocka_unit_test(each_rule_has_an_id_of_its_own_and_a_title),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
