/* Drivers of others: what the loader refuses, and what a station does about one that gives what
 * cannot be (bad_drivers/): the fault by its name, and an OS half that goes on. */
#include "../testing.h"
#include "driver_loader.h"
#include <extsta/output.h>
#include <extsta/windot11.h>
#include <stdio.h>
#include <unistd.h>

static const struct extsta_mac own = {{2, 0, 0, 0, 0, 1}};

/* --- what is no driver --- */

static const char *file(const char *name)
{
    static char path[600];
    snprintf(path, sizeof path, "%s/%s", getenv("BAD_DRIVERS"), name);
    return path;
}

static void refused(const char *name, const char *reason)
{
    char why[700];
    struct driver_loader *l = driver_loader_open(file(name), why, sizeof why);
    assert_null(l);
    if (!strstr(why, reason) || !strstr(why, name)) {
        fail_msg("%s: %s", name, why);
    }
}

static void what_is_no_driver_is_refused_with_the_reason(void **state)
{
    refused("nowhere.so", "No such file or directory");
    refused("text.so", "it cannot be loaded as a shared object");
    refused("object_no_symbol.so", "does not export extsta_driver (EXTSTA_DRIVER(");
    refused("object_function.so", "extsta_driver is not a struct extsta_driver");
    refused("object_short.so", "extsta_driver has 12 octets, a struct extsta_driver");
    char versions[80];
    snprintf(versions, sizeof versions,
             "built for version %u of the driver interface, this "
             "program has %u",
             EXTSTA_DRIVER_ABI + 1, EXTSTA_DRIVER_ABI);
    refused("object_version.so", versions);
    refused("object_sizes.so", "its struct extsta_oid has");
    refused("object_no_ops.so", "it has no operations");
    refused("object_no_make.so", "it has no make");
    refused("object_hole.so", "its operation 'deadline' is NULL");
}

static void a_message_is_cut_at_its_room(void **state)
{
    char why[16] = "xxxxxxxxxxxxxxx";
    assert_null(driver_loader_open(file("nowhere.so"), why, 8));
    assert_int_equal(strlen(why), 7);
    assert_int_equal(why[9], 'x');
}

/* --- stations above what is one --- */

struct stand {
    struct driver_loader *loader;
    struct extsta_context *ctx;
    struct extsta_station *sta;
    size_t used;
    extsta_time now;
    bool came_up, failed_up;
    struct extsta_output last; /* the last OID_COMPLETE */
    uint8_t octets[64];        /* of it */
};

/* Memory never looks like zeros, or like what was there before. */
static void *dirty_alloc(void *user, size_t size)
{
    void *block = malloc(size);
    if (block) {
        memset(block, 0xee, size);
    }
    return block;
}
static void dirty_release(void *user, void *block, size_t size)
{
    memset(block, 0xdd, size);
    free(block);
}
static void no_dice(void *user, uint64_t stream, uint8_t *out, size_t len)
{
    memset(out, 7, len);
}

static void drain(struct stand *s)
{
    struct extsta_output out;
    while (extsta_next(s->sta, &out)) {
        if (out.type == EXTSTA_OUT_CROSSING && out.crossing.type == EXTSTA_CROSS_OID_COMPLETE) {
            size_t n = out.crossing.buffer.len < sizeof s->octets ? out.crossing.buffer.len
                                                                  : sizeof s->octets;
            if (n > 0) {
                memcpy(s->octets, out.crossing.buffer.data, n);
            }
            s->last = out;
            s->came_up |= out.crossing.code == OID_DOT11_RESET_REQUEST &&
                          out.crossing.status == NDIS_STATUS_SUCCESS;
        }
        s->failed_up |= out.type == EXTSTA_OUT_CAUSE;
    }
}

static void begin(struct stand *s, const char *object, const char *bad)
{
    char why[700] = "";
    const struct extsta_memory memory = {dirty_alloc, dirty_release, NULL};
    const struct extsta_random random = {no_dice, NULL};
    const struct extsta_station_config config = {
        .id = 1, .address = own, .radio = &extsta_radio_caps_2ghz, .outputs = EXTSTA_OUT_ALL};
    *s = (struct stand){.now = 1000};
    setenv("BAD_DRIVER", bad, 1);
    s->loader = driver_loader_open(file(object), why, sizeof why);
    if (!s->loader) {
        fail_msg("%s", why);
    }
    s->ctx = extsta_context_new(&memory, &random);
    extsta_context_memory(s->ctx, &s->used);
    s->sta = driver_loader_station(s->loader, s->ctx, &config, s->now, why, sizeof why);
    if (!s->sta) {
        fail_msg("%s", why);
    }
    drain(s);
}

/* Nothing of the station is left, whatever its driver did not release. */
static void end(struct stand *s)
{
    size_t used;
    extsta_station_free(s->sta);
    extsta_context_memory(s->ctx, &used);
    assert_int_equal(used, s->used);
    extsta_context_free(s->ctx);
    driver_loader_close(s->loader);
}

static void hear(struct stand *s)
{
    static const uint8_t beacon[60] = {0x80};
    struct extsta_rx_frame frame = {.bytes = {beacon, sizeof beacon}, .meta.freq = 2412};
    extsta_rx(s->sta, s->now, &frame, 1);
    drain(s);
}

/* Does what is due until `until`, as an embedder would; so many calls of expire at most. */
static void pass(struct stand *s, extsta_time until, unsigned calls)
{
    extsta_time due;
    while ((due = extsta_deadline(s->sta)) <= until) {
        assert_true(calls-- > 0);
        s->now = due > s->now ? due : s->now;
        extsta_expire(s->sta, s->now);
        drain(s);
    }
    s->now = until;
}

static void expect_fault(struct stand *s, const char *name, const char *text)
{
    struct extsta_driver_fault fault;
    char said[300] = "no fault";
    if (extsta_driver_fault_next(s->sta, &fault)) {
        extsta_driver_fault_text(&fault, said, sizeof said);
        assert_string_equal(extsta_driver_fault_name(fault.kind), name);
    }
    assert_string_equal(said, text);
}

static void expect_no_fault(struct stand *s)
{
    struct extsta_driver_fault fault;
    assert_false(extsta_driver_fault_next(s->sta, &fault));
}

static void make_may_fail(void **state)
{
    char why[100] = "";
    struct driver_loader *l = driver_loader_open(file("object.so"), why, sizeof why);
    assert_non_null(l);
    assert_string_equal(driver_loader_name(l), "none");
    uint64_t seed = 1;
    struct extsta_context *ctx = testing_context(&seed);
    struct extsta_station_config config = {.address = own, .radio = &extsta_radio_caps_2ghz};
    assert_null(driver_loader_station(l, ctx, &config, 0, why, sizeof why));
    assert_string_equal(why, "none: its make gave no driver");
    extsta_context_free(ctx);
    driver_loader_close(l);
}

/* An answer that cannot be fails the bring-up (STA-07), as a refusal would. */
static void bad_answer(const char *bad, const char *name, const char *text)
{
    struct stand s;
    begin(&s, "bad.so", bad);
    expect_fault(&s, name, text);
    expect_no_fault(&s);
    assert_true(s.failed_up && !s.came_up);
    assert_int_equal(s.last.crossing.status, NDIS_STATUS_FAILURE);
    assert_int_equal(s.last.crossing.buffer.len, 0);
    end(&s);
}

static void an_answer_that_cannot_be_is_a_failure(void **state)
{
    bad_answer(
        "written", "written",
        "says it wrote 17 octets for OID_GEN_MEDIA_SUPPORTED, where there is room for 16");
    bad_answer(
        "written-much", "written",
        "says it wrote 4294967295 octets for OID_GEN_MEDIA_SUPPORTED, where there is room "
        "for 16");
    bad_answer("read", "read", "says it read 1 octets of OID_GEN_MEDIA_SUPPORTED, which has 0");
    bad_answer("needed", "needed",
               "wants 4294967280 octets of room for OID_GEN_MEDIA_SUPPORTED; there are at most "
               "16777216");
    bad_answer("overrun", "overrun",
               "wrote behind the buffer of OID_GEN_MEDIA_SUPPORTED: 23 octets, where there is "
               "room for 16");
    bad_answer("completed-too-long", "written",
               "says it wrote 64 octets for OID_DOT11_CURRENT_OPERATION_MODE, where there is "
               "room for 0");
}

static void what_was_not_written_is_zero(void **state)
{
    struct stand s;
    const uint8_t medium[16] = {NDIS_MEDIUM_NATIVE_802_11};
    begin(&s, "bad.so", "untouched");
    assert_true(s.came_up);
    uint8_t room[16];
    struct extsta_oid oid = {
        .oid = OID_GEN_MEDIA_SUPPORTED, .buffer = room, .out_cap = sizeof room};
    memset(room, 0xcc, sizeof room);
    assert_int_equal(extsta_oid(s.sta, s.now, &oid), NDIS_STATUS_SUCCESS);
    assert_memory_equal(room, medium, sizeof room);
    drain(&s);
    assert_int_equal(s.last.crossing.buffer.len, sizeof room);
    assert_memory_equal(s.octets, medium, sizeof room);
    expect_no_fault(&s);
    end(&s);
}

static void a_request_is_not_the_drivers_to_change(void **state)
{
    struct stand s;
    uint8_t room[4];
    begin(&s, "bad.so", "rewritten");
    assert_true(s.came_up);
    struct extsta_oid oid = {
        .oid = OID_GEN_MEDIA_SUPPORTED, .request_id = 5, .buffer = room, .out_cap = 4};
    assert_int_equal(extsta_oid(s.sta, s.now, &oid), NDIS_STATUS_SUCCESS);
    assert_ptr_equal(oid.buffer, room);
    assert_int_equal(oid.oid, OID_GEN_MEDIA_SUPPORTED);
    assert_int_equal(oid.request_id, 5);
    assert_int_equal(oid.status, NDIS_STATUS_SUCCESS);
    assert_int_equal(room[0], NDIS_MEDIUM_NATIVE_802_11);
    expect_no_fault(&s);
    end(&s);
}

/* Of two answers the first one counts. */
static void ROL_16_a_request_is_completed_once(void **state)
{
    static const char *const twice[] = {"completed-twice", "completed-and-answered",
                                        "completed-none"};
    for (size_t i = 0; i < 3; i++) {
        struct stand s;
        begin(&s, "bad.so", twice[i]);
        expect_fault(&s, "completion",
                     "completed OID_DOT11_CURRENT_OPERATION_MODE, which is not pending");
        expect_no_fault(&s);
        assert_true(s.came_up && !s.failed_up);
        end(&s);
    }
    struct stand s;
    begin(&s, "bad.so", "late-completion");
    hear(&s);
    expect_fault(&s, "completion",
                 "completed OID_DOT11_CURRENT_OPERATION_MODE, which is not pending");
    end(&s);
}

/* Nobody waits for ever: the OS half goes on as if it had been refused. */
static void a_request_without_an_answer_is_given_up(void **state)
{
    struct stand s;
    begin(&s, "bad.so", "unanswered");
    assert_true(!s.came_up && !s.failed_up);
    pass(&s, s.now + EXTSTA_DRIVER_PATIENCE - 1, 3);
    expect_no_fault(&s);
    pass(&s, s.now + 1, 3);
    expect_fault(&s, "unanswered",
                 "has not completed OID_DOT11_CURRENT_OPERATION_MODE, which it let pend");
    assert_int_equal(s.last.crossing.status, NDIS_STATUS_REQUEST_ABORTED);
    assert_true(s.failed_up);
    end(&s);
}

/* Refused, and nothing comes of it. */
static void bad_output(const char *bad, const char *name, const char *text)
{
    struct stand s;
    struct extsta_output out;
    begin(&s, "bad.so", bad);
    assert_true(s.came_up);
    static const uint8_t beacon[60] = {0x80};
    struct extsta_rx_frame frame = {.bytes = {beacon, sizeof beacon}, .meta.freq = 2412};
    extsta_rx(s.sta, s.now, &frame, 1);
    assert_false(extsta_next(s.sta, &out));
    expect_fault(&s, name, text);
    expect_no_fault(&s);
    end(&s);
}

static void an_output_that_cannot_be_is_refused(void **state)
{
    bad_output("ethernet", "output", "pushed an output that no driver may push (type 2)");
    bad_output("port", "output", "pushed an output that no driver may push (type 5)");
    bad_output("unknown", "output", "pushed an output that no driver may push (type 77)");
    bad_output("notify", "output", "pushed an output that no driver may push (type 6)");
    bad_output("asks-itself", "output", "pushed an output that no driver may push (type 4)");
    bad_output("notify-long", "length",
               "pushed 33 octets for an output, which is too few, too many (at most 32), or "
               "without bytes");
    bad_output(
        "frame-none", "length",
        "pushed 100 octets for an output, which is too few, too many (at most 11454), or "
        "without bytes");
    bad_output("frame-short", "length",
               "pushed 9 octets for an output, which is too few, too many (at most 11454), or "
               "without bytes");
    bad_output("frame-long", "length",
               "pushed 16384 octets for an output, which is too few, too many (at most 11454), "
               "or without bytes");
    bad_output("receive-long", "length",
               "pushed 16384 octets for an output, which is too few, too many (at most 11454), "
               "or without bytes");
    bad_output("indication-none", "length",
               "pushed 4 octets for NDIS_STATUS_DOT11_SCAN_CONFIRM, which is too few, too many "
               "(at most 16777216), or without bytes");
    bad_output("frame-access", "value",
               "pushed an output with a member out of its range (200; at most 5)");
    bad_output("frame-phy", "value",
               "pushed an output with a member out of its range (9; at most 0)");
    bad_output("frame-channel", "channel",
               "wants to go to 1234 MHz, which its radio does not have");
    bad_output("tune", "channel", "wants to go to 1 MHz, which its radio does not have");
    char most[100];
    snprintf(most, sizeof most,
             "pushed an output with a member out of its range (4000; at most %d)",
             EXTSTA_DIAGNOSIS_COUNT - 1);
    bad_output("cause", "value", most);
}

static void a_flood_ends(void **state)
{
    static const char *const kinds[] = {"flood", "storm"};
    for (size_t i = 0; i < 2; i++) {
        struct stand s;
        begin(&s, "bad.so", kinds[i]);
        hear(&s);
        expect_fault(&s, "flood", "pushed more than 65536 outputs in one call");
        expect_no_fault(&s);
        hear(&s); /* the next call has its own limit, and a lower one */
        expect_fault(&s, "flood", "pushed more than 16384 outputs in one call");
        for (int n = 0; n < 6; n++) {
            hear(&s);
        }
        for (unsigned most = 4096; most >= 64; most /= 4) {
            char text[60];
            snprintf(text, sizeof text, "pushed more than %u outputs in one call", most);
            expect_fault(&s, "flood", text);
        }
        expect_fault(&s, "flood", "pushed more than 64 outputs in one call");
        expect_fault(&s, "flood", "pushed more than 64 outputs in one call");
        end(&s);
    }
}

static void a_deadline_that_is_always_due_does_not_stop_time(void **state)
{
    struct stand s;
    begin(&s, "bad.so", "deadline");
    pass(&s, s.now + 50 * EXTSTA_MS, EXTSTA_DRIVER_MAX_EXPIRES + 100);
    expect_fault(&s, "deadline",
                 "has a deadline that is always due: 10000 times within 100 ms");
    expect_no_fault(&s);
    end(&s);
}

static void what_comes_from_outside_an_operation_is_refused(void **state)
{
    struct stand s;
    begin(&s, "bad.so", "outside");
    hear(&s);
    (void)extsta_deadline(s.sta);
    expect_fault(&s, "outside", "pushed an output while none of its operations was running");
    end(&s);
}

static void X_78_babble_is_counted_and_does_no_harm(void **state)
{
    struct stand s;
    struct extsta_station_status status;
    begin(&s, "bad.so", "babble");
    hear(&s);
    extsta_station_status(s.sta, &status);
    assert_true(status.protocol_errors > 100);
    assert_false(status.port_open);
    expect_no_fault(&s); /* all of it can be: it only says nothing */
    end(&s);
}

static void a_bss_list_that_grows_or_pends_is_no_list(void **state)
{
    static const char *const kinds[] = {"list-grows", "list-pends"};
    for (size_t i = 0; i < 2; i++) {
        struct stand s;
        begin(&s, "bad.so", kinds[i]);
        assert_int_equal(extsta_bss_list(s.sta, s.now, NULL, NULL), 0);
        end(&s);
    }
}

static void memory_is_the_contexts(void **state)
{
    struct stand s;
    begin(&s, "bad.so", "alloc");
    hear(&s);
    expect_no_fault(&s);
    end(&s); /* though the driver has released nothing */
    begin(&s, "bad.so", "release");
    hear(&s);
    expect_fault(&s, "release", "released a block that it was not given");
    end(&s);
}

/* Nobody takes them: the first stay, all are counted. */
static void faults_do_not_pile_up(void **state)
{
    struct stand s;
    struct extsta_driver_fault fault;
    begin(&s, "bad.so", "tune");
    for (int i = 0; i < 100; i++) {
        s.now++;
        hear(&s);
    }
    assert_int_equal(extsta_driver_faults(s.sta), 100);
    unsigned kept = 0;
    while (extsta_driver_fault_next(s.sta, &fault)) {
        assert_int_equal(fault.time, 1001 + kept);
        kept++;
    }
    assert_int_equal(kept, 32);
    end(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_driver_is_refused_with_the_reason),
        cmocka_unit_test(a_message_is_cut_at_its_room),
        cmocka_unit_test(make_may_fail),
        cmocka_unit_test(an_answer_that_cannot_be_is_a_failure),
        cmocka_unit_test(what_was_not_written_is_zero),
        cmocka_unit_test(a_request_is_not_the_drivers_to_change),
        cmocka_unit_test(ROL_16_a_request_is_completed_once),
        cmocka_unit_test(a_request_without_an_answer_is_given_up),
        cmocka_unit_test(an_output_that_cannot_be_is_refused),
        cmocka_unit_test(a_flood_ends),
        cmocka_unit_test(a_deadline_that_is_always_due_does_not_stop_time),
        cmocka_unit_test(what_comes_from_outside_an_operation_is_refused),
        cmocka_unit_test(X_78_babble_is_counted_and_does_no_harm),
        cmocka_unit_test(a_bss_list_that_grows_or_pends_is_no_list),
        cmocka_unit_test(memory_is_the_contexts),
        cmocka_unit_test(faults_do_not_pile_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
