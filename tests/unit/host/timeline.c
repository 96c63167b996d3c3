/* The story's lines of what the station does by itself: what fails, when it is tried again, and
 * what it looks for. */
#include "../testing.h"
#include "timeline.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct label_names nobody;

/* The line that an output makes; free it. */
static char *told(const struct extsta_output *o)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    struct timeline t;
    timeline_start(&t, out, false, false, &nobody);
    timeline_output(&t, EXTSTA_SECOND, "alice", o);
    fclose(out);
    return text;
}

static void expect_line(const struct extsta_output *o, const char *words)
{
    char *text = told(o), *end = strchr(text, '\n');
    assert_non_null(end);
    *end = 0;
    const char *alice = strstr(text, "alice ");
    assert_non_null(alice);
    alice += strspn(alice + 5, " ") + 5;
    assert_string_equal(alice, words);
    free(text);
}

static void expect_told(const struct extsta_notify *notify, const char *words)
{
    struct extsta_output o = {.type = EXTSTA_OUT_NOTIFY, .notify = *notify};
    expect_line(&o, words);
}

static void a_round_that_begins(void **state)
{
    struct extsta_notify n = {.type = EXTSTA_NOTIFY_CONNECTION_START,
                              .profile = "home",
                              .round = 1,
                              .busy = EXTSTA_BUSY_UNKNOWN};
    expect_told(&n, "connects by profile \"home\"");
    n.round = 2;
    expect_told(&n, "looks for home again, 2nd round");
    n.round = 3;
    n.busy = 97;
    expect_told(&n, "looks for home again, 3rd round, the channel is busy 97 %");
    n.round = 11;
    n.busy = 0;
    expect_told(&n, "looks for home again, 11th round, the channel is busy 0 %");
}

static void a_search_that_begins(void **state)
{
    struct extsta_notify n = {.type = EXTSTA_NOTIFY_SEARCHING,
                              .ssid = {(const uint8_t *)"homestead", 4}, /* without an end */
                              .round = 1,
                              .busy = EXTSTA_BUSY_UNKNOWN};
    expect_told(&n, "looks for home again");
    n.round = 21;
    expect_told(&n, "looks for home again, 21st round");
}

static void an_end_and_what_follows(void **state)
{
    struct extsta_notify n = {.type = EXTSTA_NOTIFY_DISCONNECTED, .profile = "home"};
    expect_told(&n, "is disconnected");
    n.will_retry = true;
    n.round = 3;
    n.retry_after = 4100000;
    expect_told(&n, "is disconnected; looks for home again in 4.1 s, 3rd round");
    n.type = EXTSTA_NOTIFY_CONNECTION_FAILED;
    expect_told(&n, "could not connect; looks for home again in 4.1 s, 3rd round");
    n.retry_after = EXTSTA_NEVER;
    expect_told(&n, "could not connect; looks for home again when the radio is on, 3rd round");
    n.retry_after = 0; /* the next profile: its own line comes at once */
    expect_told(&n, "could not connect");
}

/* What a function that keeps the rules did is no line: its effect is. */
static void an_extension_that_breaks_a_rule(void **state)
{
    struct extsta_output o = {.type = EXTSTA_OUT_FUNCTION};
    struct extsta_function *f = &o.function;
    f->type = EXTSTA_FUNCTION_PRE_ASSOCIATE_COMPLETION;
    char *text = told(&o);
    assert_string_equal(text, "");
    free(text);
    f->rule = EXTSTA_RULE_IHV_13;
    f->result = 5023;
    expect_line(&o, "the IHV extension broke a rule: PreAssociateCompletion (refused, error "
                    "5023): IHV-13 Completion");
    f->type = EXTSTA_FUNCTION_RETURNED;
    f->rule = EXTSTA_RULE_IHV_14;
    f->result = 0;
    expect_line(&o, "the IHV extension broke a rule: what a handler returned (counted and "
                    "followed): IHV-14 Reason codes of completions and validations");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_round_that_begins),
        cmocka_unit_test(a_search_that_begins),
        cmocka_unit_test(an_end_and_what_follows),
        cmocka_unit_test(an_extension_that_breaks_a_rule),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
