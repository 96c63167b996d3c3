/* The event log as JSON: valid whatever names and buffers it is given. */
#include "../testing.h"
#include "event_json.h"
#include <extsta/windot11.h>
#include <jansson.h>
#include <stdio.h>

static char *text;
static size_t length;
static FILE *file;

/* The writer of a line that read_back reads. */
static struct json_out *writer(void)
{
    static struct json_out j;
    file = open_memstream(&text, &length);
    json_out_start(&j, file);
    return &j;
}

static json_t *read_back(struct json_out *j)
{
    assert_true(json_out_flush(j));
    assert_int_equal(fclose(file), 0);
    assert_int_equal(text[length - 1], '\n');
    text[length - 1] = 0;
    for (const char *p = text; *p; p++) {
        assert_true((unsigned char)*p >= 0x20); /* one line, no control characters */
    }
    json_t *back = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(back);
    free(text);
    return back;
}

static json_t *ssid_line(const uint8_t *ssid, size_t len)
{
    struct json_out *j = writer();
    json_begin(j);
    event_json_ssid(j, "ssid", (struct extsta_span){ssid, len});
    json_line_end(j);
    return read_back(j);
}

static const char *ssid_member(json_t *line, const char *name)
{
    return json_string_value(json_object_get(json_object_get(line, "ssid"), name));
}

static json_t *event_line(const char *station, const struct extsta_output *out)
{
    struct json_out *j = writer();
    event_json(j, EXTSTA_LOG_SHORT, 1234567, station, out);
    return read_back(j);
}

static void any_octets_make_a_valid_ssid(void **state)
{
    for (unsigned first = 0; first < 256; first++) {
        uint8_t ssid[32];
        for (size_t i = 0; i < sizeof ssid; i++) {
            ssid[i] = (uint8_t)(first + i * 7);
        }
        for (size_t len = 0; len <= sizeof ssid; len += 8) {
            json_t *o = ssid_line(ssid, len);
            assert_int_equal(strlen(ssid_member(o, "hex")), 2 * len);
            assert_non_null(ssid_member(o, "text"));
            json_decref(o);
        }
    }
}

static void a_printable_ssid_is_readable_a_backslash_unambiguous(void **state)
{
    const uint8_t ssid[] = {'a', '\\', 0x1b, 0xc3};
    json_t *o = ssid_line(ssid, sizeof ssid);
    assert_string_equal(ssid_member(o, "text"), "a\\x5c\\x1b\\xc3");
    json_decref(o);
}

static void names_that_are_not_utf8_are_escaped(void **state)
{
    struct extsta_output out = {.type = EXTSTA_OUT_NOTIFY};
    out.notify.type = EXTSTA_NOTIFY_CONNECTED;
    out.notify.profile = "caf\xe9 \x1b[2J";
    json_t *o = event_line("st\xffn", &out);
    assert_string_equal(json_string_value(json_object_get(o, "profile")), "caf\\xe9 \\x1b[2J");
    assert_string_equal(json_string_value(json_object_get(o, "sta")), "st\\xffn");
    json_decref(o);
}

static void whether_and_when_the_station_goes_on(void **state)
{
    struct extsta_output out = {.type = EXTSTA_OUT_NOTIFY};
    out.notify = (struct extsta_notify){.type = EXTSTA_NOTIFY_CONNECTION_FAILED,
                                        .will_retry = true,
                                        .retry_after = 4100000,
                                        .round = 3};
    json_t *o = event_line("s", &out);
    assert_true(json_is_true(json_object_get(o, "will_retry")));
    assert_string_equal(json_string_value(json_object_get(o, "retry_after")), "4.100000");
    assert_int_equal(json_integer_value(json_object_get(o, "round")), 3);
    json_decref(o);
    out.notify.retry_after = EXTSTA_NEVER; /* when the radio is on */
    o = event_line("s", &out);
    assert_true(json_is_true(json_object_get(o, "will_retry")));
    assert_null(json_object_get(o, "retry_after"));
    json_decref(o);
    out.notify.will_retry = false;
    o = event_line("s", &out);
    assert_true(json_is_false(json_object_get(o, "will_retry")));
    assert_null(json_object_get(o, "round"));
    json_decref(o);
    out.notify = (struct extsta_notify){.type = EXTSTA_NOTIFY_SEARCHING,
                                        .round = 2,
                                        .busy = 97,
                                        .ssid = {(const uint8_t *)"home", 4}};
    o = event_line("s", &out);
    assert_string_equal(ssid_member(o, "text"), "home");
    assert_int_equal(json_integer_value(json_object_get(o, "busy")), 97);
    json_decref(o);
}

/* Every indication with a buffer of every length: nothing is read beyond it (the sanitizers
 * see), and what is too short is said to be malformed. */
static void indications_truncated_at_every_byte(void **state)
{
    static const uint32_t codes[] = {
        NDIS_STATUS_DOT11_SCAN_CONFIRM,           NDIS_STATUS_DOT11_MPDU_MAX_LENGTH_CHANGED,
        NDIS_STATUS_DOT11_ASSOCIATION_START,      NDIS_STATUS_DOT11_ASSOCIATION_COMPLETION,
        NDIS_STATUS_DOT11_CONNECTION_START,       NDIS_STATUS_DOT11_CONNECTION_COMPLETION,
        NDIS_STATUS_DOT11_ROAMING_START,          NDIS_STATUS_DOT11_ROAMING_COMPLETION,
        NDIS_STATUS_DOT11_DISASSOCIATION,         NDIS_STATUS_DOT11_TKIPMIC_FAILURE,
        NDIS_STATUS_DOT11_PMKID_CANDIDATE_LIST,   NDIS_STATUS_DOT11_PHY_STATE_CHANGED,
        NDIS_STATUS_DOT11_LINK_QUALITY,           NDIS_STATUS_MEDIA_SPECIFIC_INDICATION,
    };
    for (size_t c = 0; c < sizeof codes / sizeof *codes; c++) {
        for (size_t len = 0; len <= 160; len++) {
            uint8_t *exact = malloc(len ? len : 1);
            memset(exact, 0xff, len ? len : 1);
            struct extsta_output out = {.type = EXTSTA_OUT_CROSSING};
            out.crossing.type = EXTSTA_CROSS_INDICATION;
            out.crossing.code = codes[c];
            out.crossing.buffer = (struct extsta_span){exact, len};
            json_t *o = event_line("s", &out);
            assert_string_equal(json_string_value(json_object_get(o, "time")), "1.234567");
            json_decref(o);
            free(exact);
        }
    }
}

static void a_short_indication_is_called_malformed(void **state)
{
    uint8_t three[3] = {0};
    struct extsta_output out = {.type = EXTSTA_OUT_CROSSING};
    out.crossing.type = EXTSTA_CROSS_INDICATION;
    out.crossing.code = NDIS_STATUS_DOT11_CONNECTION_COMPLETION;
    out.crossing.buffer = (struct extsta_span){three, sizeof three};
    json_t *o = event_line("s", &out);
    assert_true(json_is_true(json_object_get(o, "malformed")));
    json_decref(o);
}

static void numbers_are_read_back(void **state)
{
    struct json_out *j = writer();
    json_begin(j);
    json_signed(j, "least", INT64_MIN);
    json_signed(j, "rssi", -47);
    json_decimal(j, "whole", 2.0);
    json_decimal(j, "part", 0.25);
    json_numbers(j, "some", (const uint64_t[]){0, 7, 0, 8}, 4);
    json_line_end(j);
    json_t *o = read_back(j);
    assert_true(json_integer_value(json_object_get(o, "least")) == INT64_MIN);
    assert_int_equal(json_integer_value(json_object_get(o, "rssi")), -47);
    assert_true(json_real_value(json_object_get(o, "whole")) == 2.0);
    assert_true(json_real_value(json_object_get(o, "part")) == 0.25);
    assert_int_equal(json_array_size(json_object_get(o, "some")), 2);
    json_decref(o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_octets_make_a_valid_ssid),
        cmocka_unit_test(a_printable_ssid_is_readable_a_backslash_unambiguous),
        cmocka_unit_test(names_that_are_not_utf8_are_escaped),
        cmocka_unit_test(whether_and_when_the_station_goes_on),
        cmocka_unit_test(indications_truncated_at_every_byte),
        cmocka_unit_test(a_short_indication_is_called_malformed),
        cmocka_unit_test(numbers_are_read_back),
    };
    return cmocka_run_group_tests_name("host json", tests, NULL, NULL);
}
