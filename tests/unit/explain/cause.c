/* Causes in words. */
#include "../testing.h"
#include <stdio.h>
#include <extsta/cause.h>
#include <extsta/windot11.h>

static const struct extsta_mac ap = {{0x02, 0, 0, 0, 0x01, 0}};

static void assert_status(uint32_t status, const char *want)
{
    char out[160];
    size_t n = extsta_assoc_status_text(status, out, sizeof(out));

    assert_int_equal(n, strlen(out));
    assert_string_equal(out, want);
}

static void ASC_29_class_and_code_are_told_apart(void **state)
{
    (void)state;
    assert_status(0x00010003, "peer deauthenticated, reason 3: deauthenticated: the sender is "
                              "leaving or has left the BSS");
    assert_status(0x00020008, "peer disassociated, reason 8: disassociated: the sender is "
                              "leaving or has left the BSS");
    assert_status(0x0003001e, "response status 30: association rejected temporarily, try "
                              "again later");
}

static void ASC_31_the_upper_half_is_a_number(void **state)
{
    (void)state;
    /* the contract's own example: 0x00030011 is response status 17, not deauthentication */
    assert_status(0x00030011,
                  "response status 17: association denied: the AP cannot handle more stations");
    assert_status(
        0x0001000c,
        "peer deauthenticated, reason 12: disassociated by BSS transition management");
    assert_status(0x0003000c, "response status 12: association denied for a reason outside "
                              "the standard");
    assert_status(0x00040000, "unknown association status 0x00040000");
    assert_status(0x0000000e, "unknown association status 0x0000000e");
}

static void ASC_31_the_vendor_range_comes_first(void **state)
{
    (void)state;
    assert_status(0x80000000, "vendor status 0x80000000");
    assert_status(0x80010003, "vendor status 0x80010003");
    assert_status(0x80030011, "vendor status 0x80030011");
    assert_status(0xffffffff, "vendor status 0xffffffff");
}

static void ASC_30_plain_statuses_have_words(void **state)
{
    (void)state;
    assert_status(0, "success");
    assert_status(2, "peer unreachable");
    assert_status(3, "radio off");
    assert_status(6, "candidate list exhausted");
    assert_status(0xd, "roaming: another IBSS");
    for (uint32_t s = 0; s <= 0xd; s++) {
        char out[80];

        extsta_assoc_status_text(s, out, sizeof(out));
        assert_null(strstr(out, "unknown"));
    }
}

static void assert_text(const struct extsta_cause *cause, const char *want)
{
    char out[400];
    size_t n = extsta_cause_text(cause, out, sizeof(out));

    assert_int_equal(n, strlen(out));
    assert_string_equal(out, want);
}

/* When it is tried again; what was asked for is no failure, and nothing is said of it. */
static void a_cause_says_when_the_station_tries_again(void **state)
{
    struct extsta_cause c = {.subject = EXTSTA_SUBJECT_CONNECTION,
                             .origin = EXTSTA_ORIGIN_STATION,
                             .stage = EXTSTA_STAGE_CANDIDATES,
                             .diagnosis = EXTSTA_DIAGNOSIS_REFUSED,
                             .confidence = 100,
                             .will_retry = true,
                             .retry_after = 4149999};
    const char *refused = "connection given up by the station while looking for a BSS: the AP "
                          "refused; the station tries again";
    char want[300];

    (void)state;
    snprintf(want, sizeof(want), "%s in 4.1 s", refused);
    assert_text(&c, want);
    c.retry_after = 59950000;
    snprintf(want, sizeof(want), "%s in 60.0 s", refused);
    assert_text(&c, want);
    c.retry_after = EXTSTA_NEVER;
    snprintf(want, sizeof(want), "%s when the radio is on", refused);
    assert_text(&c, want);
    c.diagnosis = EXTSTA_DIAGNOSIS_RESET_REQUEST;
    assert_text(&c, "connection given up by the station while looking for a BSS: a reset was "
                    "requested");
}

static void as_sure_as_the_word_says(void **state)
{
    (void)state;
    assert_string_equal(extsta_confidence_word(0), "");
    assert_string_equal(extsta_confidence_word(74), "perhaps ");
    assert_string_equal(extsta_confidence_word(75), "probably ");
    assert_string_equal(extsta_confidence_word(94), "probably ");
    assert_string_equal(extsta_confidence_word(95), "");
}

static void a_cause_says_what_who_when_and_why(void **state)
{
    struct extsta_cause c = {.subject = EXTSTA_SUBJECT_ASSOCIATION,
                             .origin = EXTSTA_ORIGIN_PEER,
                             .stage = EXTSTA_STAGE_FOUR_WAY,
                             .space = EXTSTA_CODE_PEER_REASON,
                             .code = 2,
                             .diagnosis = EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE,
                             .confidence = 90,
                             .peer = ap};

    (void)state;
    assert_text(&c, "association with 02:00:00:00:01:00 ended by the AP in the four-way "
                    "handshake: probably the passphrase is wrong, message 3 never came (reason 2: "
                    "previous authentication no longer valid), 90 % sure");
    assert_int_equal(extsta_cause_remedy(&c), EXTSTA_REMEDY_CREDENTIAL);

    c = (struct extsta_cause){.subject = EXTSTA_SUBJECT_CONNECTION,
                              .origin = EXTSTA_ORIGIN_TIMER,
                              .stage = EXTSTA_STAGE_CANDIDATES,
                              .diagnosis = EXTSTA_DIAGNOSIS_SSID_NOT_FOUND,
                              .confidence = 100,
                              .will_retry = true};
    assert_text(&c, "connection timed out while looking for a BSS: no beacon or probe "
                    "response of this SSID was heard; the station tries again");
    assert_int_equal(extsta_cause_remedy(&c), EXTSTA_REMEDY_ENVIRONMENT);

    c = (struct extsta_cause){.subject = EXTSTA_SUBJECT_PORT,
                              .origin = EXTSTA_ORIGIN_IHV,
                              .stage = EXTSTA_STAGE_IHV_SECURITY,
                              .space = EXTSTA_CODE_WIN32,
                              .code = 1223};
    assert_text(&c, "port ended by the IHV extension in the security exchange of the IHV "
                    "extension: the IHV extension failed (error 1223 of the extension)");
}

/* The same number means different things in each space. */
static void the_spaces_of_numbers_are_not_confused(void **state)
{
    struct extsta_cause c = {.code = 17};
    char out[400];

    (void)state;
    c.space = EXTSTA_CODE_PEER_STATUS;
    extsta_cause_text(&c, out, sizeof(out));
    assert_non_null(strstr(out, "(status 17: association denied"));
    assert_int_equal(extsta_cause_remedy(&c), EXTSTA_REMEDY_RETRY);
    c.space = EXTSTA_CODE_PEER_REASON;
    extsta_cause_text(&c, out, sizeof(out));
    assert_non_null(strstr(out, "(reason 17: element in the four-way handshake"));
    assert_int_equal(extsta_cause_remedy(&c), EXTSTA_REMEDY_POLICY);
    c.space = EXTSTA_CODE_OWN_REASON;
    extsta_cause_text(&c, out, sizeof(out));
    assert_non_null(strstr(out, "(reason sent 17: "));
    c.space = EXTSTA_CODE_ASSOC_STATUS;
    c.code = 0x00030011;
    extsta_cause_text(&c, out, sizeof(out));
    assert_non_null(strstr(out, "the AP is full (response status 17: "));
    c.space = EXTSTA_CODE_NONE;
    extsta_cause_text(&c, out, sizeof(out));
    assert_null(strstr(out, "17"));
}

static void a_refusal_is_explained_by_its_status(void **state)
{
    struct extsta_cause c = {
        .space = EXTSTA_CODE_PEER_STATUS, .code = 31, .diagnosis = EXTSTA_DIAGNOSIS_REFUSED};
    char out[400];

    (void)state;
    extsta_cause_text(&c, out, sizeof(out));
    assert_non_null(strstr(out, "protected management frames do not agree"));
    extsta_cause_advice(&c, out, sizeof(out));
    assert_non_null(strstr(out, "MFP"));
    c.code = 6; /* no explanation of its own */
    extsta_cause_text(&c, out, sizeof(out));
    assert_non_null(strstr(out, "the AP refused (status 6: unacceptable lifetime)"));
}

static void remedies_follow_who_can_help(void **state)
{
    struct extsta_cause c = {.origin = EXTSTA_ORIGIN_HOST};

    (void)state;
    assert_int_equal(extsta_cause_remedy(&c), EXTSTA_REMEDY_NONE);
    c.diagnosis = EXTSTA_DIAGNOSIS_PEER_SILENT;
    assert_int_equal(extsta_cause_remedy(&c), EXTSTA_REMEDY_ENVIRONMENT);
    c.diagnosis = EXTSTA_DIAGNOSIS_RSNE_MISMATCH;
    assert_int_equal(extsta_cause_remedy(&c), EXTSTA_REMEDY_POLICY);
    c.diagnosis = EXTSTA_DIAGNOSIS_M3_MIC;
    assert_int_equal(extsta_cause_remedy(&c), EXTSTA_REMEDY_CREDENTIAL);
    c.diagnosis = EXTSTA_DIAGNOSIS_DISCONNECT_REQUEST;
    assert_int_equal(extsta_cause_remedy(&c), EXTSTA_REMEDY_NONE);
}

static void every_diagnosis_has_meaning_usual_causes_and_a_check(void **state)
{
    (void)state;
    for (unsigned d = 0; d < EXTSTA_DIAGNOSIS_COUNT; d++) {
        const struct extsta_explanation *e =
            extsta_diagnosis_explanation((enum extsta_diagnosis)d);

        assert_non_null(e->meaning);
        assert_true(e->meaning[0] && e->usual[0] && e->check[0]);
        assert_string_not_equal(extsta_diagnosis_name((enum extsta_diagnosis)d), "unknown");
        assert_string_not_equal(extsta_remedy_name(e->remedy), "unknown");
    }
    assert_ptr_equal(extsta_diagnosis_explanation(EXTSTA_DIAGNOSIS_COUNT),
                     extsta_diagnosis_explanation(EXTSTA_DIAGNOSIS_NONE));
}

/* Whatever stands in a record, the texts are one line, and cut where the buffer ends. */
static void check_record(const struct extsta_cause *cause)
{
    char out[512], cut[24];
    size_t n = extsta_cause_text(cause, out, sizeof(out));

    assert_true(n > 10 && n < sizeof(out));
    assert_null(strchr(out, '\n'));
    assert_int_equal(extsta_cause_text(cause, cut, sizeof(cut)), n);
    assert_memory_equal(out, cut, sizeof(cut) - 1 < n ? sizeof(cut) - 1 : n);
    assert_int_equal(extsta_cause_text(cause, NULL, 0), n);
    n = extsta_cause_advice(cause, out, sizeof(out));
    assert_true(n > 10 && n < sizeof(out));
    assert_string_not_equal(extsta_remedy_name(extsta_cause_remedy(cause)), "unknown");
}

static void any_record_gives_one_line(void **state)
{
    static const uint32_t codes[] = {0, 2, 15, 30, 0x10007, 0x30011, 0x7fffffff, UINT32_MAX};
    struct extsta_cause c = {.peer = ap, .confidence = 1, .will_retry = true};

    (void)state;
    for (unsigned space = 0; space <= EXTSTA_CODE_L2_REASON + 1; space++)
        for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
            for (unsigned d = 0; d <= EXTSTA_DIAGNOSIS_COUNT; d++) {
                c.space = (enum extsta_code_space)space;
                c.code = codes[i];
                c.diagnosis = (enum extsta_diagnosis)d;
                check_record(&c);
            }
    for (unsigned v = 0; v < 12; v++) {
        c.origin = (enum extsta_origin)v;
        c.stage = (enum extsta_stage)v;
        c.subject = (enum extsta_subject)v;
        check_record(&c);
    }
}

static void names_are_stable(void **state)
{
    (void)state;
    assert_string_equal(extsta_origin_name(EXTSTA_ORIGIN_PEER), "peer");
    assert_string_equal(extsta_stage_name(EXTSTA_STAGE_FOUR_WAY), "four-way-handshake");
    assert_string_equal(extsta_subject_name(EXTSTA_SUBJECT_ROAM), "roam");
    assert_string_equal(extsta_diagnosis_name(EXTSTA_DIAGNOSIS_M3_MIC), "message-3-mic");
    assert_string_equal(extsta_remedy_name(EXTSTA_REMEDY_CREDENTIAL), "credential");
    assert_string_equal(extsta_origin_name((enum extsta_origin)99), "unknown");
    assert_string_equal(extsta_diagnosis_name(EXTSTA_DIAGNOSIS_COUNT), "unknown");
}

static void a_brief_status_has_the_number_and_not_its_text(void **state)
{
    char text[160];
    (void)state;
    /* The text of status 12 has the word "reason", that of 1 has not. */
    extsta_assoc_status_brief(DOT11_ASSOC_STATUS_ASSOCIATION_RESPONSE | 12, text, sizeof text);
    assert_string_equal(text, "response status 12");
    extsta_assoc_status_brief(DOT11_ASSOC_STATUS_PEER_DEAUTHENTICATED | 7, text, sizeof text);
    assert_string_equal(text, "peer deauthenticated, reason 7");
    extsta_assoc_status_brief(DOT11_ASSOC_STATUS_ROAMING_BETTER_AP_FOUND, text, sizeof text);
    assert_string_equal(text, "roaming: better AP found");
    extsta_roaming_text(DOT11_ASSOC_STATUS_ROAMING_BETTER_AP_FOUND, text, sizeof text);
    assert_string_equal(text, "better AP found");
}

static void a_peer_with_a_name_is_called_by_it(void **state)
{
    const struct extsta_cause cause = {.subject = EXTSTA_SUBJECT_ASSOCIATION,
                                       .stage = EXTSTA_STAGE_CONNECTED,
                                       .peer = {{2, 0, 0, 0, 0, 1}}};
    char text[200];
    (void)state;
    extsta_cause_text_named(&cause, "the attic", text, sizeof text);
    assert_memory_equal(text, "association with the attic ended", 32);
    extsta_cause_text(&cause, text, sizeof text);
    assert_memory_equal(text, "association with 02:00:00:00:00:01 ended", 40);
}

/* Logs, traces and summaries name them by this. */
static void every_space_of_numbers_has_a_name_of_its_own(void **state)
{
    (void)state;
    for (unsigned i = 0; i <= EXTSTA_CODE_EAP_TYPE; i++) {
        const char *name = extsta_code_space_name((enum extsta_code_space)i);
        assert_string_not_equal(name, "unknown");
        for (unsigned k = 0; k < i; k++) {
            assert_string_not_equal(name, extsta_code_space_name((enum extsta_code_space)k));
        }
    }
    assert_string_equal(extsta_code_space_name((enum extsta_code_space)(EXTSTA_CODE_EAP_TYPE + 1)),
                        "unknown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ASC_29_class_and_code_are_told_apart),
        cmocka_unit_test(ASC_31_the_upper_half_is_a_number),
        cmocka_unit_test(ASC_31_the_vendor_range_comes_first),
        cmocka_unit_test(ASC_30_plain_statuses_have_words),
        cmocka_unit_test(a_cause_says_what_who_when_and_why),
        cmocka_unit_test(a_cause_says_when_the_station_tries_again),
        cmocka_unit_test(as_sure_as_the_word_says),
        cmocka_unit_test(the_spaces_of_numbers_are_not_confused),
        cmocka_unit_test(every_space_of_numbers_has_a_name_of_its_own),
        cmocka_unit_test(a_refusal_is_explained_by_its_status),
        cmocka_unit_test(remedies_follow_who_can_help),
        cmocka_unit_test(every_diagnosis_has_meaning_usual_causes_and_a_check),
        cmocka_unit_test(any_record_gives_one_line),
        cmocka_unit_test(names_are_stable),
        cmocka_unit_test(a_brief_status_has_the_number_and_not_its_text),
        cmocka_unit_test(a_peer_with_a_name_is_called_by_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
