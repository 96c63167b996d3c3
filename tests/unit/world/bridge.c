/* A radio out there meets the air of a world (world/bridge.h): beacons go out, a station's frames
 * come in and are answered, once each whatever the number of access points, in the machine's
 * time. The radio is a list of what it was given and of what it has heard. */
#include "../testing.h"
#include "bridge.h"
#include <time.h>

#define FREQ 2412u
#define LONG (60u * EXTSTA_SECOND) /* nothing is measured by it */

static const struct extsta_mac access_point = {{2, 0, 0, 0, 0, 0xa}},
                               station = {{2, 0, 0, 0, 9, 1}};

struct heard {
    uint8_t bytes[64];
    uint64_t serial;
};

/* One for each access point; what is heard is heard by all of them. */
struct radio {
    struct extsta_radio base;
    struct extsta_mac address;
    uint16_t freq;
    struct heard heard[8];
    size_t heard_count, given;
    unsigned beacons, answers; /* sent; answers: Authentication to the station */
    bool closed, gone;
};
static struct radio radios[2];
static size_t radio_count;

static enum extsta_error radio_send(struct extsta_radio *radio, extsta_time now,
                                    struct extsta_span frame, const struct extsta_tx_meta *meta)
{
    struct radio *r = (struct radio *)radio;
    (void)now;
    assert_int_equal(meta->freq, FREQ);
    assert_memory_equal(frame.data + 10, r->address.b, 6); /* each by its own */
    r->beacons += frame.data[0] == 0x80;
    r->answers += frame.data[0] == 0xb0 && memcmp(frame.data + 4, station.b, 6) == 0;
    return EXTSTA_OK;
}

static enum extsta_error radio_tune(struct extsta_radio *radio, extsta_time now, uint16_t freq)
{
    (void)now;
    ((struct radio *)radio)->freq = freq;
    return EXTSTA_OK;
}

static bool radio_poll(struct extsta_radio *radio, extsta_time now,
                       struct extsta_radio_event *event)
{
    struct radio *r = (struct radio *)radio;
    (void)now;
    if (r->gone) {
        *event = (struct extsta_radio_event){.type = EXTSTA_RADIO_GONE};
        return true;
    }
    if (r->given == r->heard_count) {
        return false;
    }
    const struct heard *h = &r->heard[r->given++];
    *event = (struct extsta_radio_event){
        .type = EXTSTA_RADIO_FRAME,
        .frame = {.bytes = {h->bytes, sizeof h->bytes},
                  .meta = {.freq = FREQ, .rate = 2, .serial = h->serial}}};
    return true;
}

static int radio_fd(struct extsta_radio *radio)
{
    (void)radio;
    return -1;
}

static extsta_time radio_deadline(struct extsta_radio *radio)
{
    (void)radio;
    return EXTSTA_NEVER;
}

static void radio_close(struct extsta_radio *radio)
{
    ((struct radio *)radio)->closed = true;
}

static const struct extsta_radio_ops radio_ops = {.name = "list",
                                                  .send = radio_send,
                                                  .tune = radio_tune,
                                                  .poll = radio_poll,
                                                  .fd = radio_fd,
                                                  .deadline = radio_deadline,
                                                  .close = radio_close};

static struct extsta_radio *radio_for(void *user, struct extsta_mac address)
{
    struct radio *r = &radios[radio_count++];
    (void)user;
    *r = (struct radio){.base.ops = &radio_ops, .address = address};
    return &r->base;
}

/* A frame of the station, as the radio has it: header, then what is given. */
static void hear(struct radio *r, uint8_t type, struct extsta_mac to, uint64_t serial,
                 const uint8_t *body, size_t len)
{
    struct heard *h = &r->heard[r->heard_count++];
    memset(h, 0, sizeof *h);
    h->serial = serial;
    h->bytes[0] = type;
    memcpy(h->bytes + 4, to.b, 6);
    memcpy(h->bytes + 10, station.b, 6);
    memcpy(h->bytes + 16, access_point.b, 6);
    if (len > 0) {
        memcpy(h->bytes + 24, body, len);
    }
}

struct stage {
    struct world *world;
    struct bridge *bridge;
};

static struct stage stage_new(size_t access_points)
{
    static const uint8_t ip[4] = {10, 0, 0, 1};
    struct stage s = {.world = world_new(&(struct world_options){.seed = 1})};
    const struct bridge_options options = {.radio = radio_for};
    radio_count = 0;
    assert_non_null(s.world);
    s.bridge = bridge_new(s.world, &options);
    assert_non_null(s.bridge);
    for (size_t i = 0; i < access_points; i++) {
        struct apsim_config c = {.bssid = access_point, .ssid = "x", .ssid_len = 1, .freq = FREQ};
        c.bssid.b[5] = (uint8_t)(access_point.b[5] + i);
        assert_non_null(world_ap_add(s.world, i ? "B" : "A", &c, ip));
    }
    return s;
}

static void stage_free(struct stage *s)
{
    bridge_free(s->bridge);
    assert_int_equal(world_free(s->world), 0);
    for (size_t i = 0; i < radio_count; i++) {
        assert_true(radios[i].closed);
    }
}

static bool three_beacons(void *user)
{
    (void)user;
    return radios[0].beacons >= 3;
}

static bool answered(void *user)
{
    (void)user;
    return radios[0].answers > 0;
}

static uint64_t machine_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000u + (uint64_t)t.tv_nsec / 1000000u;
}

static void beacons_go_out_in_the_time_of_the_machine(void **state)
{
    uint64_t began = machine_ms(); /* the world's time begins with the stage */
    struct stage s = stage_new(1);
    (void)state;
    assert_true(world_run_until(s.world, LONG, three_beacons, NULL));
    /* three of them are two intervals of 102.4 ms apart at least */
    assert_true(machine_ms() - began >= 200);
    assert_int_equal(radios[0].freq, FREQ);
    assert_true(bridge_counts(s.bridge).out >= 3);
    stage_free(&s);
}

static void a_station_out_there_is_heard_and_answered(void **state)
{
    static const uint8_t open_system[6] = {0, 0, 1, 0, 0, 0};
    struct stage s = stage_new(1);
    (void)state;
    hear(&radios[0], 0xb0, access_point, 7, open_system, sizeof open_system);
    assert_true(world_run_until(s.world, LONG, answered, NULL));
    assert_int_equal(bridge_counts(s.bridge).visitors, 1);
    assert_int_equal(bridge_counts(s.bridge).in, 1);
    struct world_ap *ap = world_ap_find(s.world, "A");
    assert_true(apsim_client(ap->ap, station, NULL));
    stage_free(&s);
}

static void a_group_frame_comes_in_once_of_all_radios(void **state)
{
    static const struct extsta_mac all = {{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}};
    static const uint8_t any[4] = {0, 0, 1, 1};
    struct stage s = stage_new(2);
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        hear(&radios[i], 0x40, all, 9, any, sizeof any);
    }
    assert_true(world_run_until(s.world, LONG, three_beacons, NULL));
    assert_int_equal(bridge_counts(s.bridge).in, 1);
    stage_free(&s);
}

static void what_is_no_frame_comes_in_nowhere(void **state)
{
    struct stage s = stage_new(1);
    (void)state;
    for (uint64_t i = 0; i < 8; i++) { /* of eight invented transmitters, and of groups */
        hear(&radios[0], (uint8_t)(0x10 * i), access_point, i + 1, NULL, 0);
        radios[0].heard[i].bytes[10] = (uint8_t)(i & 1 ? 0xff : 2 * i);
    }
    assert_true(world_run_until(s.world, LONG, three_beacons, NULL));
    assert_int_equal(radios[0].given, 8);
    assert_int_equal(bridge_counts(s.bridge).crowded, 0);
    stage_free(&s);
}

static void a_radio_that_has_gone_leaves_the_script_alone(void **state)
{
    struct stage s = stage_new(1);
    (void)state;
    assert_true(world_run_until(s.world, LONG, three_beacons, NULL));
    radios[0].gone = true;
    world_run(s.world, 300000);
    assert_true(bridge_counts(s.bridge).gone);
    stage_free(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(beacons_go_out_in_the_time_of_the_machine),
        cmocka_unit_test(a_station_out_there_is_heard_and_answered),
        cmocka_unit_test(a_group_frame_comes_in_once_of_all_radios),
        cmocka_unit_test(what_is_no_frame_comes_in_nowhere),
        cmocka_unit_test(a_radio_that_has_gone_leaves_the_script_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
