/* What the air tells a station of the medium, through node_station.c: how busy it is, just
 * before its deadline, and that a frame has left the queue. A driver of the test's stands below
 * the station's boundary and writes down what it hears. */
#include "../fake_driver.h"
#include "wire/frame.h"
#include <extsta/air.h>

#define SINCE 1000u /* the driver asks from here on ... */
#define LOOK  9000u /* ... and is woken here */

static struct {
    struct fake fake;
    extsta_time deadline, since;
    extsta_time busy, told_at; /* EXTSTA_NEVER: not told */
    extsta_time started, outcome;
    uint32_t cookie;
    bool sends; /* a frame, when it is woken */
} driver;

static extsta_time when(const void *user)
{
    return driver.deadline;
}

static const uint8_t frame[100] = {FRAME_BEACON, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};

static void expire(void *user, extsta_time now)
{
    struct extsta_output out = {
        .type = EXTSTA_OUT_FRAME,
        .frame = {.bytes = span(frame, sizeof frame),
                  .meta = {.freq = 2412, .cookie = 42, .flags = EXTSTA_TX_TELL_START}}};
    driver.deadline = EXTSTA_NEVER;
    if (driver.sends) {
        assert_true(extsta_driver_push(driver.fake.sta, &out));
    }
}

static extsta_time medium_since(const void *user)
{
    return driver.since;
}

static void medium(void *user, extsta_time now, extsta_time since, extsta_time busy)
{
    assert_int_equal(since, driver.since);
    assert_int_not_equal(driver.deadline, EXTSTA_NEVER); /* expire comes after it */
    driver.told_at = now;
    driver.busy = busy;
}

static void started(void *user, extsta_time now, uint32_t cookie)
{
    driver.started = now;
    driver.cookie = cookie;
}

static void outcome(void *user, extsta_time now, uint32_t cookie, bool acked, uint8_t tries)
{
    driver.outcome = now;
}

struct scene {
    uint64_t seed;
    struct extsta_context *ctx;
    struct air *air;
    struct air_node *other;
    struct extsta_station *sta;
    struct air_station *node;
};

/* A station on 2412 MHz, and another node two metres away. */
static void set_up(struct scene *s, enum air_contention contention)
{
    static struct extsta_driver_ops ops;
    ops = fake_ops;
    ops.deadline = when;
    ops.expire = expire;
    ops.medium_since = medium_since;
    ops.medium = medium;
    ops.tx_started = started;
    ops.tx_status = outcome;
    memset(&driver, 0, sizeof driver);
    driver.deadline = driver.since = driver.told_at = EXTSTA_NEVER;
    s->seed = 1;
    s->ctx = testing_context(&s->seed);
    s->air = air_new(s->ctx, &(struct air_config){.seed = 1, .contention = contention});
    s->sta = extsta_station_new(s->ctx,
                                &(struct extsta_station_config){
                                    .id = 1,
                                    .address = fake_own,
                                    .radio = &extsta_radio_caps_2ghz,
                                    .driver = &ops,
                                    .driver_make = fake_make,
                                    .driver_user = &driver.fake,
                                },
                                0);
    assert_non_null(s->sta);
    driver.deadline = LOOK;
    driver.since = SINCE;
    s->node = air_station_new(
        s->air, &(struct air_station_config){.station = s->sta, .address = fake_own});
    air_node_tune(air_station_node(s->node), 2412);
    s->other =
        air_node_new(s->air, &(struct air_node_config){.position = {2, 0, 0}, .freq = 2412});
}

static void tear_down(struct scene *s)
{
    air_station_free(s->node);
    air_node_free(s->other);
    extsta_station_free(s->sta);
    air_free(s->air);
    extsta_context_free(s->ctx);
}

static void the_medium_is_told_before_the_deadline(void **state)
{
    struct scene s;
    set_up(&s, AIR_CONTENTION_DCF);
    air_run(s.air, 2 * SINCE);
    assert_int_equal(air_send(s.other, span(frame, sizeof frame), NULL), EXTSTA_OK);
    air_run(s.air, 2 * LOOK);
    assert_int_equal(driver.told_at, LOOK);
    /* long preamble and header 192 us, 104 octets at 1 Mb/s (IEEE 802.11-2020 16.2.2) */
    assert_int_equal(driver.busy, 192 + 8 * (sizeof frame + 4));
    tear_down(&s);
}

/* Who does not want to know costs nothing; nor does one who will, but later. */
static void nobody_is_told_who_does_not_ask(void **state)
{
    static const extsta_time asks[] = {EXTSTA_NEVER, 2 * LOOK};
    for (size_t i = 0; i < 2; i++) {
        struct scene s;
        set_up(&s, AIR_CONTENTION_DCF);
        driver.since = asks[i];
        air_run(s.air, 2 * LOOK);
        assert_int_equal(driver.deadline, EXTSTA_NEVER);
        assert_int_equal(driver.told_at, EXTSTA_NEVER);
        tear_down(&s);
    }
}

/* In serial contention nobody senses anything: it is not known, rather than silent. */
static void serial_contention_does_not_know(void **state)
{
    struct scene s;
    set_up(&s, AIR_CONTENTION_NONE);
    air_run(s.air, 2 * LOOK);
    assert_int_equal(driver.deadline, EXTSTA_NEVER);
    assert_int_equal(driver.told_at, EXTSTA_NEVER);
    tear_down(&s);
}

static void a_frame_that_leaves_the_queue_is_told(void **state)
{
    struct scene s;
    set_up(&s, AIR_CONTENTION_DCF);
    driver.sends = true;
    air_run(s.air, 2 * LOOK);
    assert_int_equal(driver.cookie, 42);
    assert_in_range(driver.started, LOOK, driver.outcome - 192 - 8 * (sizeof frame + 4));
    tear_down(&s);
}

/* A driver without these operations: nobody asks it, and nothing happens. */
static void a_driver_that_does_not_ask(void **state)
{
    static struct fake fake;
    fake.seed = 1;
    struct extsta_context *ctx = testing_context(&fake.seed);
    struct extsta_station *sta =
        extsta_station_new(ctx,
                           &(struct extsta_station_config){.id = 1,
                                                           .address = fake_own,
                                                           .radio = &extsta_radio_caps_2ghz,
                                                           .driver = &fake_ops,
                                                           .driver_make = fake_make,
                                                           .driver_user = &fake},
                           0);
    assert_int_equal(extsta_medium_since(sta), EXTSTA_NEVER);
    extsta_medium(sta, 10, 0, 5);
    extsta_tx_started(sta, 10, 2);
    extsta_station_free(sta);
    extsta_context_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_medium_is_told_before_the_deadline),
        cmocka_unit_test(nobody_is_told_who_does_not_ask),
        cmocka_unit_test(serial_contention_does_not_know),
        cmocka_unit_test(a_frame_that_leaves_the_queue_is_told),
        cmocka_unit_test(a_driver_that_does_not_ask),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
