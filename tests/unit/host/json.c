/* The event log as JSON: valid whatever names and buffers it is given. */
#include "../testing.h"
#include "event_json.h"
#include <extsta/windot11.h>

static json_t *read_back(json_t *o)
{
    char *text = json_dumps(o, JSON_COMPACT);
    assert_non_null(text);
    for (const char *p = text; *p; p++) {
        assert_true((unsigned char)*p >= 0x20); /* one line, no control characters */
    }
    json_t *back = json_loads(text, 0, NULL);
    assert_non_null(back);
    free(text);
    json_decref(o);
    return back;
}

static void any_octets_make_a_valid_ssid(void **state)
{
    for (unsigned first = 0; first < 256; first++) {
        uint8_t ssid[32];
        for (size_t i = 0; i < sizeof ssid; i++) {
            ssid[i] = (uint8_t)(first + i * 7);
        }
        for (size_t len = 0; len <= sizeof ssid; len += 8) {
            json_t *o = read_back(event_json_ssid((struct extsta_span){ssid, len}));
            assert_int_equal(strlen(json_string_value(json_object_get(o, "hex"))), 2 * len);
            assert_non_null(json_object_get(o, "text"));
            json_decref(o);
        }
    }
}

static void a_printable_ssid_is_readable_a_backslash_unambiguous(void **state)
{
    const uint8_t ssid[] = {'a', '\\', 0x1b, 0xc3};
    json_t *o = read_back(event_json_ssid((struct extsta_span){ssid, sizeof ssid}));
    assert_string_equal(json_string_value(json_object_get(o, "text")), "a\\x5c\\x1b\\xc3");
    json_decref(o);
}

static void names_that_are_not_utf8_are_escaped(void **state)
{
    struct extsta_output out = {.type = EXTSTA_OUT_NOTIFY};
    out.notify.type = EXTSTA_NOTIFY_CONNECTED;
    out.notify.profile = "caf\xe9 \x1b[2J";
    json_t *o = read_back(event_json(0, "st\xffn", &out));
    assert_string_equal(json_string_value(json_object_get(o, "profile")), "caf\\xe9 \\x1b[2J");
    assert_string_equal(json_string_value(json_object_get(o, "sta")), "st\\xffn");
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
            json_t *o = read_back(event_json(1234567, "s", &out));
            assert_string_equal(json_string_value(json_object_get(o, "time")), "1.234567");
            json_decref(o);
            free(exact);
        }
    }
}

static void a_short_indication_is_called_malformed(void **state)
{
    uint8_t three[3] = {0};
    json_t *o = json_object();
    event_json_indication(o, NDIS_STATUS_DOT11_CONNECTION_COMPLETION,
                          (struct extsta_span){three, sizeof three});
    assert_true(json_is_true(json_object_get(o, "malformed")));
    json_decref(o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_octets_make_a_valid_ssid),
        cmocka_unit_test(a_printable_ssid_is_readable_a_backslash_unambiguous),
        cmocka_unit_test(names_that_are_not_utf8_are_escaped),
        cmocka_unit_test(indications_truncated_at_every_byte),
        cmocka_unit_test(a_short_indication_is_called_malformed),
    };
    return cmocka_run_group_tests_name("host json", tests, NULL, NULL);
}
