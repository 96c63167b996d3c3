/* An extension that breaks rules (tests/unit/ihv/bad.c), each in its own run: the station goes
 * on, or ends with the true cause, and says which rule was broken (chapter 65). */
#include "../unit/ihv/bad.h"
#include "extended.h"
#include <dlfcn.h>
#include <extsta/windot11.h>
#include <extsta/wlanihvtypes.h>
#include <stdio.h>

/* One run with a misdeed, up to where the connection stands or has failed. */
static void commit(struct extended *e, const char *misdeed)
{
    char security[64];
    snprintf(security, sizeof security, "<Bad do=\"%s\"/>", misdeed);
    extended_begin(e, "BAD_SO", 31, "A", NULL);
    extended_connect_by(e, security, DOT11_AUTH_ALGO_80211_OPEN, DOT11_CIPHER_ALGO_NONE);
    extended_run(e, 5000);
}

static void works(struct extended *e)
{
    struct extsta_station_status status;
    extsta_station_status(e->s->sta, &status);
    assert_true(status.port_open);
    assert_true(scenario_ping(e->s));
}

static void fails(struct extended *e, enum extsta_code_space space, uint32_t code,
                  enum extsta_rule rule)
{
    struct extsta_station_status status;
    extsta_station_status(e->s->sta, &status);
    assert_false(status.port_open);
    assert_int_equal(e->s->cause.diagnosis, EXTSTA_DIAGNOSIS_IHV_FAILED);
    assert_int_equal(e->s->cause.space, space);
    if (space != EXTSTA_CODE_DIAGNOSIS) {
        assert_int_equal(e->s->cause.origin, EXTSTA_ORIGIN_IHV);
        assert_int_equal(e->s->cause.code, code);
    }
    assert_string_equal(extsta_rule_id(e->s->cause.rule), extsta_rule_id(rule));
}

/* Until the port is given up, and with this number of the extension's. */
static void given_up(struct extended *e, enum extsta_code_space space, uint32_t code)
{
    extended_run(e, 27000);
    assert_int_equal(e->s->port_cause.origin, EXTSTA_ORIGIN_IHV);
    assert_int_equal(e->s->port_cause.rule, EXTSTA_RULE_X_45);
    assert_int_equal(e->s->port_cause.space, space);
    assert_int_equal(e->s->port_cause.code, code);
}

static unsigned count(const struct scenario *s, const char *text)
{
    unsigned n = 0;
    for (size_t i = s->mark; i < s->count; i++) {
        n += s->lines[i].kind == LOG_BROKEN && strcmp(s->lines[i].text, text) == 0;
    }
    return n;
}

/* The referee has found the same, and nothing else: else the end of the scenario fails. */
static void judged(struct extended *e, enum extsta_rule rule)
{
    assert_string_equal(extsta_rule_id(e->s->found.rule), extsta_rule_id(rule));
    assert_int_equal(e->s->findings, 1);
    e->s->findings = 0;
}

static void a_good_one_breaks_nothing(void **state)
{
    struct extended e;
    commit(&e, "good");
    works(&e);
    assert_true(scenario_saw(e.s, LOG_BROKEN, ""));
    extended_finish(&e);
}

static void IHV_11_IHV_20_completions_from_inside_are_refused(void **state)
{
    struct extended e;
    commit(&e, "inside");
    works(&e);
    assert_true(scenario_saw(e.s, LOG_BROKEN | LOG_IHV,
                             "ihv adapter-reset\n"
                             "ihv pre-associate\n"
                             "broke IHV-11 PreAssociateCompletion 5023\n"
                             "ihv post-associate\n"
                             "broke IHV-20 PostAssociateCompletion 5023\n"
                             "ihv send-completion\n"));
    extended_finish(&e);
}

static void IHV_13_a_second_completion_is_refused(void **state)
{
    struct extended e;
    commit(&e, "twice");
    works(&e);
    assert_true(
        scenario_saw(e.s, LOG_BROKEN | LOG_PORT,
                     "broke IHV-13 PreAssociateCompletion 5023\n"
                     "port A created\n"
                     "port A authorized\n")); /* once: nothing has changed the second time */
    extended_finish(&e);
}

static void IHV_26_completions_that_come_too_late(void **state)
{
    struct extended e;
    commit(&e, "late");
    works(&e);
    scenario_mark(e.s);
    apsim_deauth(e.s->ap[0], e.s->address, 7);
    extended_run(&e, 5000);
    works(&e); /* the next association has its own session */
    assert_int_equal(count(e.s, "broke IHV-26 PostAssociateCompletion 5023"), 1);
    scenario_mark(e.s);
    scenario_disconnect(e.s);
    extended_run(&e, 100);
    assert_true(scenario_saw(e.s, LOG_BROKEN | LOG_PORT,
                             "port A deleted\n"
                             "broke IHV-26 PostAssociateCompletion 5023\n"
                             "broke IHV-13 PreAssociateCompletion 5023\n"));
    extended_finish(&e);
}

static void CNX_19_no_completion_of_the_pre_association(void **state)
{
    struct extended e;
    commit(&e, "never-pre");
    assert_int_equal(e.s->causes, 0);
    extended_run(&e, 26000); /* half a minute is our limit; the contract has none */
    fails(&e, EXTSTA_CODE_DIAGNOSIS, 0, EXTSTA_RULE_IHV_10);
    extended_finish(&e);
}

static void X_45_no_completion_of_the_post_association(void **state)
{
    struct extended e;
    commit(&e, "never-post");
    assert_int_equal(e.s->causes, 0);
    assert_false(scenario_ping(e.s));
    extended_run(&e, 26000);
    assert_int_equal(e.s->causes, 0);
    extended_run(&e, 1000);
    assert_true(scenario_saw(e.s, LOG_CAUSE | LOG_PORT | LOG_NOTIFY,
                             "notify connection-start\n"
                             "port A created\n"
                             "cause A: port by ihv at ihv-security, ihv-failed\n"
                             "notify disconnecting\n"
                             "..."));
    extended_finish(&e);
}

/* The reason is the extension's own word, and no other. */
static void X_45_IHV_14_a_refusal_is_told_with_its_reason(void **state)
{
    struct extended e;
    commit(&e, "refuse");
    assert_true(scenario_saw(e.s, LOG_BROKEN, ""));
    given_up(&e, EXTSTA_CODE_L2_REASON, 0x90001);
    extended_finish(&e);
    commit(&e, "no-reason");
    assert_true(scenario_saw(e.s, LOG_BROKEN, "broke IHV-14 PostAssociateCompletion 0\n"));
    given_up(&e, EXTSTA_CODE_WIN32, 5);
    judged(&e, EXTSTA_RULE_IHV_14);
    extended_finish(&e);
}

static void IHV_12_IHV_14_a_handler_that_fails_without_a_reason(void **state)
{
    struct extended e;
    commit(&e, "fail");
    fails(&e, EXTSTA_CODE_WIN32, ERROR_INVALID_PARAMETER, EXTSTA_RULE_IHV_12);
    assert_true(count(e.s, "broke IHV-14 Returned 0") > 0);
    extended_finish(&e);
}

static void IHV_05_handles_of_nobody(void **state)
{
    struct extended e;
    unsigned long before = ihv_strays().handles;
    commit(&e, "strangers");
    works(&e);
    assert_int_equal(ihv_strays().handles - before, 6);
    assert_true(scenario_saw(e.s, LOG_BROKEN,
                             "broke IHV-13 PreAssociateCompletion 5023\n"
                             "broke IHV-13 PreAssociateCompletion 5023\n"
                             "broke IHV-26 PostAssociateCompletion 5023\n"
                             "broke IHV-13 PreAssociateCompletion 5023\n"
                             "broke IHV-13 PreAssociateCompletion 5023\n"
                             "broke IHV-26 PostAssociateCompletion 5023\n"
                             "broke IHV-20 PostAssociateCompletion 87\n"
                             "broke IHV-26 PostAssociateCompletion 5023\n"));
    extended_finish(&e);
}

static void pointers_to_nothing(void **state)
{
    struct extended e;
    commit(&e, "nulls");
    works(&e);
    assert_true(scenario_saw(e.s, LOG_BROKEN,
                             "broke IHV-15 SetProfileCustomUserData 87\n"
                             "broke IHV-15 GetProfileCustomUserData 87\n"
                             "broke IHV-15 SetCurrentProfile 87\n"
                             "broke IHV-28 SendPacket 87\n"
                             "broke IHV-18 SetEtherTypeHandling 87\n"
                             "broke IHV-23 SetDefaultKey 87\n"
                             "broke IHV-23 SetKeyMappingKey 87\n"
                             "broke IHV-08 NicSpecificExtension 87\n"
                             "broke IHV-08 NicSpecificExtension 87\n"));
    extended_finish(&e);
}

/* Nothing is read beyond what is there (AddressSanitizer sees to it), and nothing allocated. */
static void lengths_beyond_reason(void **state)
{
    struct extended e;
    commit(&e, "too-long");
    works(&e);
    assert_true(scenario_saw(e.s, LOG_BROKEN,
                             "broke IHV-28 SendPacket 87\n"
                             "broke IHV-23 SetDefaultKey 87\n"
                             "broke IHV-23 SetKeyMappingKey 87\n"
                             "broke IHV-18 SetEtherTypeHandling 87\n"
                             "broke IHV-18 SetEtherTypeHandling 87\n"
                             "broke IHV-08 NicSpecificExtension 87\n"
                             "broke IHV-15 SetProfileCustomUserData 87\n"
                             "broke IHV-28 SendPacket 87\n"));
    extended_finish(&e);
}

static void IHV_15_IHV_17_IHV_32_IHV_36_functions_outside_their_windows(void **state)
{
    struct extended e;
    commit(&e, "windows");
    works(&e);
    assert_true(scenario_saw(e.s, LOG_BROKEN,
                             "broke IHV-11 SetProfileCustomUserData 5023\n"
                             "broke X-47 SendPacket 5023\n"
                             "broke IHV-32 StartOneX 5023\n"
                             "broke IHV-36 StopOneX 5023\n"
                             "broke IHV-36 ProcessSecurityPacket 5023\n"
                             "broke IHV-17 SetEtherTypeHandling 5023\n"
                             "broke IHV-13 SetProfileCustomUserData 5023\n"
                             "broke X-13 SetExcludeUnencrypted 5023\n"));
    extended_finish(&e);
}

/* The endless one is refused, the empty one too, and the odd one is somebody's text. */
static void IHV_39_texts_that_are_none(void **state)
{
    struct extended e;
    commit(&e, "texts");
    works(&e);
    assert_true(scenario_saw(e.s, LOG_BROKEN,
                             "broke IHV-15 SetCurrentProfile 87\n"
                             "broke IHV-15 SetCurrentProfile 87\n"));
    extended_finish(&e);
}

/* IHV-29: each that was taken is completed; those that were not do no harm. */
static void IHV_29_packets_without_end(void **state)
{
    struct extended e;
    unsigned completed = 0;
    commit(&e, "flood");
    for (size_t i = e.s->mark; i < e.s->count; i++) {
        completed += strcmp(e.s->lines[i].text, "ihv send-completion") == 0;
    }
    works(&e);
    assert_true(completed > 0 && completed <= 256);
    extended_finish(&e);
}

static void a_crowd_of_threads(void **state)
{
    struct extended e;
    unsigned long before = ihv_strays().buffers;
    commit(&e, "crowd");
    works(&e);
    assert_int_equal(count(e.s, "broke IHV-24 SetDefaultKey 87"), 160);
    assert_int_equal(ihv_strays().buffers - before, 160); /* each freed twice */
    e.s->findings = 0; /* its threads set ciphers in any order (CIP-04) */
    extended_finish(&e);
}

/* In virtual time, which stands still until an extension has done what it had to. */
static void one_that_never_comes_to_rest(void **state)
{
    struct extended e;
    unsigned long before = ihv_strays().restless;
    commit(&e, "restless");
    works(&e);
    assert_int_equal(ihv_strays().restless - before, 1);
    extended_finish(&e);
}

/* IHV-04, IHV-05: its code stays as long as its threads may run in it, and their handles are
 * nobody's. */
static void IHV_04_IHV_05_threads_that_outlive_it(void **state)
{
    struct extended e;
    struct ihv_strays before = ihv_strays();
    void *object = dlopen(getenv("BAD_SO"), RTLD_NOW);
    bad_rest_fn *rest;
    *(void **)&rest = dlsym(object, "bad_rest");
    commit(&e, "haunt");
    works(&e);
    extended_finish(&e);
    assert_int_equal(ihv_strays().threads - before.threads, 1);
    while (ihv_strays().handles == before.handles) {
        /* the thread calls again and again */
    }
    rest();
    dlclose(object);
}

/* SEQ-25: from inside deinit-adapter on its functions are refused, and told. */
static void IHV_05_functions_from_inside_deinit_adapter(void **state)
{
    struct extended e;
    commit(&e, "good");
    scenario_mark(e.s);
    ihv_adapter_detach(e.adapter, air_now(e.s->air));
    air_station_pump(e.s->on_air);
    assert_true(scenario_saw(e.s, LOG_BROKEN | LOG_IHV,
                             "ihv stop-post-associate\n"
                             "ihv deinit-adapter\n"
                             "broke IHV-05 SetAuthAlgorithm 5023\n"));
    ihv_adapter_free(e.adapter);
    ihv_loader_close(e.loader);
    scenario_free(e.s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_one_breaks_nothing),
        cmocka_unit_test(IHV_11_IHV_20_completions_from_inside_are_refused),
        cmocka_unit_test(IHV_13_a_second_completion_is_refused),
        cmocka_unit_test(IHV_26_completions_that_come_too_late),
        cmocka_unit_test(CNX_19_no_completion_of_the_pre_association),
        cmocka_unit_test(X_45_no_completion_of_the_post_association),
        cmocka_unit_test(X_45_IHV_14_a_refusal_is_told_with_its_reason),
        cmocka_unit_test(IHV_12_IHV_14_a_handler_that_fails_without_a_reason),
        cmocka_unit_test(IHV_05_handles_of_nobody),
        cmocka_unit_test(pointers_to_nothing),
        cmocka_unit_test(lengths_beyond_reason),
        cmocka_unit_test(IHV_15_IHV_17_IHV_32_IHV_36_functions_outside_their_windows),
        cmocka_unit_test(IHV_39_texts_that_are_none),
        cmocka_unit_test(IHV_29_packets_without_end),
        cmocka_unit_test(a_crowd_of_threads),
        cmocka_unit_test(one_that_never_comes_to_rest),
        cmocka_unit_test(IHV_04_IHV_05_threads_that_outlive_it),
        cmocka_unit_test(IHV_05_functions_from_inside_deinit_adapter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
