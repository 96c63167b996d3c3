/* The reader of logs: lines in pieces, names that no text can hold, lines of others, and lines
 * that are not what they claim to be. */
#include "../hoard.h"
#include "base/context.h"
#include "logging.h"
#include <stdio.h>
#include <extsta/windot11.h>

static struct written line;

static void the_head_is_the_first_line(void **state)
{
    static const struct {
        const char *text, *error;
    } heads[] = {
        {"{\"time\":\"0.000000\",\"sta\":\"a\",\"line\":\"halt\"}\n",
         "line 1: it does not begin a whole log: --log writes those, not --json"},
        {"{\"line\":\"log\",\"version\":3}\n",
         "line 1: 'version' is none that is known here (2)"},
        {"{\"line\":\"log\"}\n", "line 1: 'version' is none that is known here (2)"},
        {"\n\nhello\n", "line 3: it is no JSON object"},
    };
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        struct reading r = {0};
        r.ctx = testing_context(&r.seed);
        r.reader = extsta_log_reader_new(r.ctx);
        assert_int_equal(read_text(&r, heads[i].text, strlen(heads[i].text)), EXTSTA_LOG_STOP);
        assert_string_equal(extsta_log_error(r.reader), heads[i].error);
        assert_int_equal(read_text(&r, HEAD, sizeof HEAD - 1), EXTSTA_LOG_STOP);
        reading_end(&r);
    }
}

#define LINE(members) "{\"time\":\"1.000000\",\"sta\":\"a\",\"line\":" members "}\n"
#define SENT(members) LINE("\"send-complete\"," members)

static void a_bad_line_is_named_and_passed_over(void **state)
{
    static const struct {
        const char *text, *error;
    } lines[] = {
        {"[]\n", "it is no JSON object"},
        {"{}\n", "it has no member 'line' that says what it is"},
        {"{\"line\":3}\n", "it has no member 'line' that says what it is"},
        {"{\"line\":\"halt\"} x\n", "something follows the object"},
        {"{\"line\":\"halt\"\n", "it ends in the middle"},
        {"{\"line\":\"halt\n", "it ends within a text"},
        {"{\"line\" \"halt\"}\n", "it is no JSON: a colon is missing"},
        {"{\"line\":\"halt\" \"a\":1}\n", "it is no JSON: a comma is missing"},
        {"{\"line\":\"halt\",}\n", "it is no JSON: a text is missing"},
        {"{\"line\":\"ha\\qlt\"}\n", "it is no JSON: a text with what must not be in one"},
        {"{\"line\":\"ha\tlt\"}\n", "it is no JSON: a text with what must not be in one"},
        {"{\"line\":\"halt\",\"x\":01}\n", "it is no JSON: a number is none"},
        {"{\"line\":\"halt\",\"x\":-}\n", "it is no JSON: a number is none"},
        {"{\"line\":\"halt\",\"x\":1.}\n", "it is no JSON: a number is none"},
        {"{\"line\":\"halt\",\"x\":nul}\n", "it is no JSON: a value is missing"},
        {"{\"line\":\"halt\",\"x\":[1,{\"y\":2]}\n", "it is no JSON: a bracket is missing"},
        {"{\"line\":\"halt\",\"x\":[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}\n",
         "its values are nested too deeply"},
        {"{\"line\":\"halt\"}\n", "'time' is missing"},
        {"{\"time\":1,\"line\":\"halt\"}\n", "'time' are no seconds"},
        {"{\"time\":\"1.0000000\",\"line\":\"halt\"}\n", "'time' are no seconds"},
        {"{\"time\":\"18446744073709.551616\",\"line\":\"halt\"}\n", "'time' are no seconds"},
        {"{\"time\":\"1.0\",\"sta\":1,\"line\":\"halt\"}\n", "'sta' is no text"},
        {"{\"time\":\"1.0\",\"sta\":\"\\ud800\",\"line\":\"halt\"}\n",
         "'sta' is no text that a name can be"},
        {"{\"time\":\"1.0\",\"sta\":\"a\\u0000b\",\"line\":\"halt\"}\n",
         "'sta' is no text that a name can be"},
        {"{\"time\":\"1.0\",\"sta\":\"a\",\"sta_hex\":\"6100\",\"line\":\"halt\"}\n",
         "'sta_hex' are no octets that a name can be"},
        {SENT("\"id\":1,\"id\":2,\"status\":\"0x00000000\""), "it has a member twice"},
        {SENT("\"status\":\"0x00000000\""), "'id' is missing"},
        {SENT("\"id\":4294967296,\"status\":\"0x00000000\""),
         "'id' is no whole number that fits"},
        {SENT("\"id\":-1,\"status\":\"0x00000000\""), "'id' is no whole number that fits"},
        {SENT("\"id\":1.0,\"status\":\"0x00000000\""), "'id' is no whole number that fits"},
        {SENT("\"id\":\"1\",\"status\":\"0x00000000\""), "'id' is no whole number that fits"},
        {SENT("\"id\":1,\"status\":\"NDIS_STATUS_FINE\""),
         "'status' is no name that is known here, nor 0x and digits"},
        {SENT("\"id\":1,\"status\":\"0x123456789\""),
         "'status' is no name that is known here, nor 0x and digits"},
        {LINE("\"port\",\"event\":\"opened\""), "'event' is no name that is known here"},
        {LINE("\"port\",\"event\":\"created\",\"peer\":\"02:00:00:00:00\""),
         "'peer' is no address"},
        {LINE("\"port\",\"event\":\"created\",\"peer\":\"02-00-00-00-00-01\""),
         "'peer' is no address"},
        {LINE("\"port\",\"event\":\"created\",\"peer\":\"02:00:00:00:00:01\",\"session\":1,"
              "\"manager\":\"os\",\"controlled\":1"),
         "'controlled' is neither true nor false"},
        {LINE("\"receive\",\"id\":1,\"octets\":\"0\""), "'octets' are no octets"},
        {LINE("\"receive\",\"id\":1,\"octets\":\"0g\""), "'octets' are no octets"},
        {LINE("\"receive\",\"id\":1,\"octets\":\"00<secret:>\""), "'octets' are no octets"},
        {LINE("\"receive\",\"id\":1,\"octets\":\"00<secret:9\""), "'octets' are no octets"},
        {LINE("\"receive\",\"id\":1,\"octets\":\"<secret:1048577>\""),
         "'octets' are no octets"},
        {LINE("\"receive\",\"id\":1,\"octets\":\"<secret:1048576><secret:1>\""),
         "it withholds too many octets"},
        {LINE("\"receive\",\"id\":1,\"rssi\":-129"), "'rssi' is no whole number that fits"},
    };
    struct reading r = {0};
    reading_start(&r);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char expected[200];
        snprintf(expected, sizeof expected, "line %zu: %s", 2 * i + 2, lines[i].error);
        assert_int_equal(read_text(&r, lines[i].text, strlen(lines[i].text)), EXTSTA_LOG_BAD);
        assert_string_equal(extsta_log_error(r.reader), expected);
        assert_int_equal(extsta_log_next(r.reader, &r.entry), EXTSTA_LOG_MORE);
        /* the next one is read */
        assert_int_equal(read_text(&r, LINE("\"halt\""), sizeof LINE("\"halt\"") - 1),
                         EXTSTA_LOG_ENTRY);
        assert_int_equal(r.entry.line, 2 * i + 3);
        assert_int_equal(extsta_log_next(r.reader, &r.entry), EXTSTA_LOG_MORE);
    }
    reading_end(&r);
}

/* A log of another's hand: any order, blanks, numbers for names, members that are not known. */
static void a_log_of_another_hand_is_read(void **state)
{
    static const char text[] =
        " { \"line\" : \"oid-complete\", \"x\" : [ 1 , { } ], \"id\":7,\t"
        "\"status\":\"0xC001\", \"kind\":\"query\", \"time\":\"12\","
        "\"name\":\"OID_DOT11_CURRENT_CHANNEL\", \"octets\":\"0A000000\","
        "\"bytes_written\":4, \"sta\":\"b\\u00e9\\ud83d\\ude00\" } \r\n";
    struct reading r = {0};
    reading_start(&r);
    assert_int_equal(read_text(&r, text, sizeof text - 1), EXTSTA_LOG_ENTRY);
    assert_true(r.entry.time == 12 * EXTSTA_SECOND);
    assert_string_equal(r.entry.name, "b\xc3\xa9\xf0\x9f\x98\x80");
    const struct extsta_crossing *c = &r.entry.output->crossing;
    assert_int_equal(c->type, EXTSTA_CROSS_OID_COMPLETE);
    assert_int_equal(c->code, OID_DOT11_CURRENT_CHANNEL);
    assert_int_equal(c->status, 0xc001);
    assert_int_equal(c->buffer.len, 4);
    assert_int_equal(c->buffer.data[0], 10);
    assert_int_equal(c->bytes_written, 4);
    assert_int_equal(c->bytes_needed, 0);
    reading_end(&r);
}

static void names_come_back_whatever_they_are(void **state)
{
    static const char *const names[] = {"",
                                        "alice",
                                        "a \"quote\" and a \\ backslash",
                                        "a\\x41 that is text",
                                        "zo\xc3\xab",
                                        "\xe2\x80\xae"
                                        "turned",
                                        "\xf0\x9f\x98\x80",
                                        "\x1b[2J\x7f",
                                        "caf\xe9",
                                        "\xff\"\\",
                                        "\xed\xa0\x80 surrogate",
                                        "\xc0\x80 overlong"};
    struct reading r = {0};
    reading_start(&r);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct extsta_output out = {.type = EXTSTA_OUT_NOTIFY};
        out.notify.type = EXTSTA_NOTIFY_CONNECTED;
        out.notify.profile = names[i];
        const struct extsta_log_entry entries[] = {
            {.kind = EXTSTA_LOG_OUTPUT, .name = names[i], .output = &out},
            {.kind = EXTSTA_LOG_STATION,
             .time = UINT64_MAX,
             .name = names[i],
             .address = {{2, 3, 4, 5, 6, 7}}},
            {.kind = EXTSTA_LOG_AP, .name = names[i]}};
        for (size_t e = 0; e < 3; e++) {
            write_entry(&line, EXTSTA_LOG_WHOLE, &entries[e]);
            for (const char *p = line.text; *p; p++) {
                assert_true(*p == '\n' ? !p[1] : *p >= 0x20 && *p < 0x7f);
            }
            read_back(&r, &line);
            assert_int_equal(r.entry.kind, entries[e].kind);
            assert_string_equal(r.entry.name, names[i]);
            if (e == 0) {
                assert_string_equal(r.entry.output->notify.profile, names[i]);
            } else {
                assert_true(r.entry.time == entries[e].time);
                assert_memory_equal(r.entry.address.b, entries[e].address.b, 6);
            }
            write_again(&r, &line);
        }
    }
    reading_end(&r);
}

static void lines_of_others_are_handed_on_as_they_are(void **state)
{
    static const char text[] = "{\"time\":\"0.5\",\"line\":\"say\",\"text\":\"Hi\"}";
    struct reading r = {0};
    reading_start(&r);
    assert_int_equal(read_text(&r, text, sizeof text - 1), EXTSTA_LOG_MORE);
    extsta_log_end(r.reader);
    assert_int_equal(extsta_log_next(r.reader, &r.entry), EXTSTA_LOG_ENTRY);
    assert_int_equal(r.entry.kind, EXTSTA_LOG_OTHER);
    assert_int_equal(r.entry.text.len, sizeof text - 1);
    write_entry(&line, EXTSTA_LOG_WHOLE, &r.entry);
    assert_memory_equal(line.text, text, sizeof text - 1);
    assert_string_equal(line.text + sizeof text - 1, "\n");
    assert_int_equal(extsta_log_next(r.reader, &r.entry), EXTSTA_LOG_MORE);
    reading_end(&r);
}

/* Cut at every octet a log is the same. */
static void lines_may_come_in_pieces(void **state)
{
    static const char text[] =
        LINE("\"tune\",\"freq\":2412") "\n" LINE("\"tune\",\"freq\":2437");
    for (size_t cut = 0; cut <= sizeof text - 1; cut++) {
        struct reading r = {0};
        unsigned freqs[3], count = 0;
        reading_start(&r);
        for (int piece = 0; piece < 2; piece++) {
            extsta_log_feed(r.reader,
                            (struct extsta_span){(const uint8_t *)text + (piece ? cut : 0),
                                                 piece ? sizeof text - 1 - cut : cut});
            while (extsta_log_next(r.reader, &r.entry) == EXTSTA_LOG_ENTRY) {
                freqs[count++ % 3] = r.entry.output->tune_freq;
            }
        }
        assert_int_equal(count, 2);
        assert_int_equal(freqs[0], 2412);
        assert_int_equal(freqs[1], 2437);
        assert_int_equal(r.entry.line, 4);
        reading_end(&r);
    }
}

static void a_line_without_end_is_given_up(void **state)
{
    static char much[65536];
    struct reading r = {0};
    reading_start(&r);
    memset(much, ' ', sizeof much);
    for (size_t fed = 0; fed <= EXTSTA_LOG_MAX_LINE; fed += sizeof much) {
        assert_int_equal(read_text(&r, much, sizeof much), EXTSTA_LOG_MORE);
    }
    assert_true(extsta_context_memory(r.ctx, NULL) < 3 * EXTSTA_LOG_MAX_LINE);
    assert_int_equal(read_text(&r, "\n", 1), EXTSTA_LOG_BAD);
    assert_string_equal(extsta_log_error(r.reader), "line 2: it is too long");
    assert_int_equal(read_text(&r, LINE("\"halt\""), sizeof LINE("\"halt\"") - 1),
                     EXTSTA_LOG_ENTRY);
    reading_end(&r);
}

static bool has_memory = true;

static void *scarce_alloc(void *user, size_t size)
{
    return has_memory ? malloc(size) : NULL;
}

static void without_memory_it_stops_and_says_so(void **state)
{
    struct extsta_memory memory = {scarce_alloc, testing_release, NULL};
    uint64_t seed = 1;
    struct extsta_random random = {testing_fill, &seed};
    for (int cut = 0; cut < 2; cut++) {
        struct reading r = {0};
        r.ctx = extsta_context_new(&memory, &random);
        r.reader = extsta_log_reader_new(r.ctx);
        has_memory = false;
        struct hoard *all = hoard_take(&r.ctx->pool);
        assert_int_equal(read_text(&r, HEAD, sizeof HEAD - 1 - (size_t)cut), EXTSTA_LOG_STOP);
        assert_string_equal(extsta_log_error(r.reader),
                            "line 1: there is no memory to read it");
        assert_null(extsta_log_reader_new(r.ctx));
        hoard_release(&r.ctx->pool, all, 1);
        has_memory = true;
        reading_end(&r);
    }
}

/* A log whose times are a machine's says so at its head. */
static void the_head_says_whose_clock_it_is(void **state)
{
    struct extsta_log_entry head = {.kind = EXTSTA_LOG_HEAD, .machine_clock = true};
    struct reading r = {0};
    reading_start(&r);
    assert_false(r.entry.machine_clock);
    assert_int_equal(extsta_log_next(r.reader, &r.entry), EXTSTA_LOG_MORE);
    write_entry(&line, EXTSTA_LOG_WHOLE, &head);
    assert_string_equal(line.text, "{\"line\":\"log\",\"version\":2,\"clock\":\"machine\"}\n");
    assert_int_equal(read_text(&r, line.text, line.len), EXTSTA_LOG_ENTRY);
    assert_true(r.entry.machine_clock);
    assert_int_equal(extsta_log_next(r.reader, &r.entry), EXTSTA_LOG_MORE);
    static const char other[] = "{\"line\":\"log\",\"version\":2,\"clock\":\"sun\"}\n";
    assert_int_equal(read_text(&r, other, sizeof other - 1), EXTSTA_LOG_BAD);
    assert_string_equal(extsta_log_error(r.reader),
                        "line 3: 'clock' is none that is known here (machine)");
    reading_end(&r);
}

/* How many PHYs a station has is in whole logs, where it is known. */
static void a_station_has_phys(void **state)
{
    struct extsta_log_entry station = {
        .kind = EXTSTA_LOG_STATION, .name = "a", .address = {{2, 0, 0, 0, 0, 1}}, .phys = 2};
    static const char before[] =
        "{\"time\":\"0.000000\",\"sta\":\"a\",\"line\":\"station\","
        "\"address\":\"02:00:00:00:00:01\"";
    char expected[200];
    struct reading r = {0};
    reading_start(&r);
    write_entry(&line, EXTSTA_LOG_SHORT, &station);
    snprintf(expected, sizeof expected, "%s}\n", before);
    assert_string_equal(line.text, expected);
    assert_int_equal(read_text(&r, line.text, line.len), EXTSTA_LOG_ENTRY);
    assert_int_equal(r.entry.phys, 0);
    assert_int_equal(extsta_log_next(r.reader, &r.entry), EXTSTA_LOG_MORE);
    write_entry(&line, EXTSTA_LOG_WHOLE, &station);
    snprintf(expected, sizeof expected, "%s,\"phys\":2}\n", before);
    assert_string_equal(line.text, expected);
    assert_int_equal(read_text(&r, line.text, line.len), EXTSTA_LOG_ENTRY);
    assert_int_equal(r.entry.phys, 2);
    assert_int_equal(extsta_log_next(r.reader, &r.entry), EXTSTA_LOG_MORE);
    snprintf(expected, sizeof expected, "%s,\"phys\":\"2\"}\n", before);
    assert_int_equal(read_text(&r, expected, strlen(expected)), EXTSTA_LOG_BAD);
    assert_string_equal(extsta_log_error(r.reader), "line 4: 'phys' is no number");
    reading_end(&r);
}

/* Of a line of somebody else the time is read, where it is one. */
static void lines_of_others_have_a_time(void **state)
{
    static const struct {
        const char *text;
        extsta_time time;
    } lines[] = {{"{\"time\":\"1.5\",\"line\":\"say\"}\n", 1500000},
                 {"{\"line\":\"say\"}\n", 0},
                 {"{\"time\":7,\"line\":\"say\"}\n", 0},
                 {"{\"time\":\"noon\",\"line\":\"say\"}\n", 0}};
    struct reading r = {0};
    reading_start(&r);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        assert_int_equal(extsta_log_next(r.reader, &r.entry), EXTSTA_LOG_MORE);
        assert_int_equal(read_text(&r, lines[i].text, strlen(lines[i].text)), EXTSTA_LOG_ENTRY);
        assert_int_equal(r.entry.kind, EXTSTA_LOG_OTHER);
        assert_int_equal(r.entry.time, lines[i].time);
    }
    reading_end(&r);
}

static void inputs_functions_and_the_head_are_in_whole_logs_only(void **state)
{
    static const enum extsta_output_type types[] = {EXTSTA_OUT_FUNCTION, EXTSTA_OUT_INPUT};
    for (size_t i = 0; i < 2; i++) {
        struct extsta_output out = {.type = types[i]};
        write_output(&line, EXTSTA_LOG_SHORT, &out);
        assert_int_equal(line.len, 0);
    }
    /* but for a function that broke a rule */
    struct extsta_output broken = {.type = EXTSTA_OUT_FUNCTION};
    broken.function.type = EXTSTA_FUNCTION_SEND_PACKET;
    broken.function.result = 87;
    broken.function.rule = EXTSTA_RULE_IHV_28;
    write_output(&line, EXTSTA_LOG_SHORT, &broken);
    assert_non_null(strstr(line.text, "\"function\":\"SendPacket\""));
    assert_non_null(strstr(line.text, "\"result\":87"));
    assert_non_null(strstr(line.text, "\"rule\":\"IHV-28\""));
    write_entry(&line, EXTSTA_LOG_SHORT, &(struct extsta_log_entry){.kind = EXTSTA_LOG_HEAD});
    assert_int_equal(line.len, 0);
    write_entry(&line, EXTSTA_LOG_WHOLE, &(struct extsta_log_entry){.kind = EXTSTA_LOG_HEAD});
    assert_string_equal(line.text, HEAD);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_head_is_the_first_line),
        cmocka_unit_test(a_bad_line_is_named_and_passed_over),
        cmocka_unit_test(a_log_of_another_hand_is_read),
        cmocka_unit_test(names_come_back_whatever_they_are),
        cmocka_unit_test(lines_of_others_are_handed_on_as_they_are),
        cmocka_unit_test(lines_may_come_in_pieces),
        cmocka_unit_test(a_line_without_end_is_given_up),
        cmocka_unit_test(without_memory_it_stops_and_says_so),
        cmocka_unit_test(the_head_says_whose_clock_it_is),
        cmocka_unit_test(a_station_has_phys),
        cmocka_unit_test(lines_of_others_have_a_time),
        cmocka_unit_test(inputs_functions_and_the_head_are_in_whole_logs_only),
    };
    return cmocka_run_group_tests_name("log reader", tests, NULL, NULL);
}
