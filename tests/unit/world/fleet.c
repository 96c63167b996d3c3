/* Fleets (world/fleet_run.h): all come in with every kind of security; the same seed is the
 * same octets and another one others; walkers roam; each storm has the outcome it must have,
 * and no referee finds anything in any of it. */
#include "../testing.h"
#include "fleet_run.h"
#include <stdio.h>

#define STATIONS 24u

static uint32_t findings, roams, lost;
static uint32_t causes[EXTSTA_DIAGNOSIS_COUNT];

static void on_output(void *user, extsta_time now, uint32_t station,
                      const struct extsta_output *out)
{
    assert_true(station < STATIONS);
    if (out->type == EXTSTA_OUT_CAUSE) {
        causes[out->cause.diagnosis]++;
    } else if (out->type == EXTSTA_OUT_NOTIFY) {
        roams += out->notify.type == EXTSTA_NOTIFY_ROAMING_END && out->notify.status == 0;
    } else if (out->type == EXTSTA_OUT_PORT) {
        lost += out->port.type == EXTSTA_PORT_DELETED;
    }
}

static void on_finding(void *user, uint32_t station, const struct extsta_finding *f)
{
    fprintf(stderr, "station %u: %s\n", station, extsta_rule_id(f->rule));
    findings++;
}

static struct fleet_run_config usual(const char *security)
{
    findings = roams = lost = 0;
    memset(causes, 0, sizeof causes);
    return (struct fleet_run_config){
        .stations = STATIONS,
        .aps = 2,
        .security = fleet_security_find(security),
        .seed = 1,
        .ramp = EXTSTA_SECOND,
        .judged = true,
        .hashed = true,
        .listener = {.outputs = EXTSTA_OUT_MASK(EXTSTA_OUT_CAUSE) |
                                EXTSTA_OUT_MASK(EXTSTA_OUT_NOTIFY) |
                                EXTSTA_OUT_MASK(EXTSTA_OUT_PORT),
                     .output = on_output,
                     .finding = on_finding}};
}

static struct fleet_run *begun(const struct fleet_run_config *c)
{
    struct fleet_run *r = fleet_run_new(c);
    assert_non_null(r);
    return r;
}

static uint32_t authorized_at_aps(const struct fleet_run *r)
{
    struct apsim_status sum;
    fleet_site_status(r->site, &sum);
    return sum.authorized;
}

/* Both sides say so, and nothing is wrong with how it came. */
static void expect_all(const struct fleet_run *r)
{
    assert_int_equal(fleet_authorized(r->fleet), STATIONS);
    assert_int_equal(authorized_at_aps(r), STATIONS);
}

static void end(struct fleet_run *r)
{
    fleet_judge_end(r->fleet);
    assert_int_equal(findings, 0);
    assert_false(fleet_run_no_memory(r));
    assert_int_equal(fleet_run_free(r), 0);
}

/* One with all in, at eight seconds. */
static struct fleet_run *settled(const struct fleet_run_config *c)
{
    struct fleet_run *r = begun(c);
    air_run(r->air, 8 * EXTSTA_SECOND);
    expect_all(r);
    return r;
}

static void test_all_come_in_with_every_security(void **state)
{
    for (size_t i = 0; fleet_security_at(i); i++) {
        struct fleet_run_config c = usual(fleet_security_at(i)->name);
        struct fleet_run *r = settled(&c);
        struct extsta_station_status status;
        extsta_station_status(fleet_station(r->fleet, 3), &status);
        assert_int_equal(status.auth_algorithm, fleet_security_at(i)->auth);
        end(r);
    }
    assert_null(fleet_security_find("wep"));
}

static void test_they_come_one_after_the_other(void **state)
{
    struct fleet_run_config c = usual("open");
    c.ramp = 10 * EXTSTA_SECOND;
    struct fleet_run *r = begun(&c);
    air_run(r->air, EXTSTA_SECOND - 1);
    assert_int_equal(fleet_come(r->fleet), 0);
    air_run(r->air, 6 * EXTSTA_SECOND - 1);
    assert_int_equal(fleet_come(r->fleet), STATIONS / 2);
    assert_null(fleet_station(r->fleet, STATIONS / 2));
    air_run(r->air, 11 * EXTSTA_SECOND);
    assert_int_equal(fleet_come(r->fleet), STATIONS);
    end(r);
}

static uint64_t hash_of(uint64_t seed, bool judged)
{
    struct fleet_run_config c = usual("wpa2-psk");
    c.seed = seed;
    c.judged = judged;
    struct fleet_run *r = settled(&c);
    uint64_t hash = r->hash.value;
    end(r);
    return hash;
}

static void test_a_seed_is_a_run(void **state)
{
    uint64_t one = hash_of(1, true);
    assert_true(one == hash_of(1, true));
    assert_true(one == hash_of(1, false)); /* who judges changes nothing */
    assert_true(one != hash_of(2, true));
}

/* Sums of frames' numbers: independent of their order, and of every octet, time and channel. */
static void test_the_hash_is_of_everything(void **state)
{
    uint8_t frame[61];
    memset(frame, 0x11, sizeof frame);
    struct extsta_span all = {frame, sizeof frame};
    uint64_t before = fleet_hash_of(5, 2412, all);
    assert_true(before != fleet_hash_of(6, 2412, all));
    assert_true(before != fleet_hash_of(5, 2437, all));
    assert_true(before != fleet_hash_of(5, 2412, (struct extsta_span){frame, 60}));
    for (size_t i = 0; i < sizeof frame; i++) {
        frame[i] ^= 0x80;
        assert_true(before != fleet_hash_of(5, 2412, all));
        frame[i] ^= 0x80;
    }
    assert_true(before == fleet_hash_of(5, 2412, all));
}

/* Fewer than half of those who were sent to places more than a cell away can have stayed. */
static void test_walkers_roam(void **state)
{
    struct fleet_run_config c = usual("wpa2-psk");
    c.aps = 9;
    c.area = (struct fleet_area){0, 0, 150, 150};
    c.walk = 5;
    struct fleet_run *r = settled(&c);
    assert_int_equal(roams, 0);
    struct air_position from[STATIONS];
    for (uint32_t i = 0; i < STATIONS; i++) {
        from[i] = fleet_position(r->fleet, i);
    }
    uint32_t farther = 0;
    for (unsigned s = 9; s <= 40; s++) {
        struct air_position before = fleet_position(r->fleet, 0);
        air_run(r->air, s * EXTSTA_SECOND);
        struct air_position at = fleet_position(r->fleet, 0);
        assert_true(at.x >= 0 && at.x <= 150 && at.y >= 0 && at.y <= 150);
        float x = at.x - before.x, y = at.y - before.y;
        assert_true(x * x + y * y <= 9 * 9); /* a second's way, and what is left of a stride */
    }
    for (uint32_t i = 0; i < STATIONS; i++) {
        struct air_position at = fleet_position(r->fleet, i);
        farther +=
            (at.x - from[i].x) * (at.x - from[i].x) + (at.y - from[i].y) * (at.y - from[i].y) >
            100;
    }
    assert_true(farther > STATIONS / 2);
    assert_true(roams > STATIONS / 2);
    air_run(r->air, air_now(r->air) + EXTSTA_SECOND / 2);
    assert_true(fleet_authorized(r->fleet) >=
                STATIONS - 2); /* who is roaming just now is not */
    end(r);
}

/* --- storms --- */

static void storm(struct fleet_run *r, struct storm s, bool told)
{
    strcpy(s.passphrase, "quite another one");
    assert_true(fleet_run_storm(r, &s, told));
}

static void test_power_goes_and_comes_back(void **state)
{
    struct fleet_run_config c = usual("wpa2-psk");
    struct fleet_run *r = settled(&c);
    storm(r, storm_usual(STORM_POWER, 9 * EXTSTA_SECOND), false);
    air_run(r->air, 11 * EXTSTA_SECOND + EXTSTA_SECOND / 2);
    assert_int_equal(fleet_authorized(r->fleet), 0);
    assert_int_equal(causes[EXTSTA_DIAGNOSIS_PEER_SILENT], STATIONS);
    air_run(r->air, 40 * EXTSTA_SECOND);
    expect_all(r);
    end(r);
}

/* Stations 0, 2, 4 ... are at access point 0. */
static void test_one_access_point_dies_for_good(void **state)
{
    struct fleet_run_config c = usual("wpa2-psk");
    struct fleet_run *r = settled(&c);
    struct storm s = storm_usual(STORM_POWER, 9 * EXTSTA_SECOND);
    s.last = 0;
    s.off = EXTSTA_NEVER;
    storm(r, s, false);
    air_run(r->air, 40 * EXTSTA_SECOND);
    assert_int_equal(fleet_authorized(r->fleet), STATIONS / 2);
    for (uint32_t i = 0; i < STATIONS; i++) {
        struct extsta_station_status status;
        extsta_station_status(fleet_station(r->fleet, i), &status);
        assert_int_equal(status.port_open, i % 2);
    }
    end(r);
}

static void test_everybody_is_sent_away(void **state)
{
    static const char *const kinds[] = {"wpa2-psk", "sae", "owe", "eap"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct fleet_run_config c = usual(kinds[i]);
        struct fleet_run *r = settled(&c);
        storm(r, storm_usual(STORM_DEAUTH, 9 * EXTSTA_SECOND), false);
        air_run(r->air, 9 * EXTSTA_SECOND + EXTSTA_SECOND / 100);
        assert_true(lost >= STATIONS);
        assert_true(fleet_authorized(r->fleet) < STATIONS);
        air_run(r->air, 30 * EXTSTA_SECOND);
        expect_all(r);
        end(r);
    }
}

static void test_a_new_passphrase_that_they_get(void **state)
{
    struct fleet_run_config c = usual("wpa2-psk");
    struct fleet_run *r = settled(&c);
    storm(r, storm_usual(STORM_PASSPHRASE, 9 * EXTSTA_SECOND), true);
    air_run(r->air, 10 * EXTSTA_SECOND);
    assert_int_equal(fleet_authorized(r->fleet), 0);
    assert_null(fleet_site_ap(r->site, 0));
    air_run(r->air, 40 * EXTSTA_SECOND);
    expect_all(r);
    assert_int_equal(causes[EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE], 0);
    assert_string_equal(r->profile.passphrase, "quite another one");
    end(r);
}

static void test_a_new_passphrase_that_nobody_tells_them(void **state)
{
    struct fleet_run_config c = usual("wpa2-psk");
    struct fleet_run *r = settled(&c);
    storm(r, storm_usual(STORM_PASSPHRASE, 9 * EXTSTA_SECOND), false);
    air_run(r->air, 60 * EXTSTA_SECOND);
    assert_int_equal(fleet_authorized(r->fleet), 0);
    assert_int_equal(authorized_at_aps(r), 0);
    assert_true(causes[EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE] >= STATIONS);
    end(r);
}

/* Who hears the announcement goes along, without a frame. */
static void test_a_channel_switch_interrupts_nobody(void **state)
{
    static const uint16_t freqs[] = {5180, 5260};
    struct fleet_run_config c = usual("sae");
    c.freqs = freqs;
    c.freq_count = 2;
    struct fleet_run *r = settled(&c);
    uint32_t before = lost;
    storm(r, storm_usual(STORM_SWITCH, 9 * EXTSTA_SECOND), false);
    air_run(r->air, 9 * EXTSTA_SECOND + 3 * EXTSTA_SECOND / 10);
    assert_int_equal(fleet_site_freq(r->site, 0), 5180); /* it is announced */
    air_run(r->air, 40 * EXTSTA_SECOND);
    assert_int_equal(fleet_site_freq(r->site, 0), 5260);
    assert_int_equal(fleet_site_freq(r->site, 1), 5180);
    assert_int_equal(air_node_freq(apsim_node(fleet_site_ap(r->site, 0))), 5260);
    expect_all(r);
    assert_int_equal(lost,
                     before); /* who had stayed would have missed its access point long ago */
    end(r);
}

/* --- places --- */

static void test_places(void **state)
{
    struct fleet_area area = {10, 20, 100, 50};
    struct fleet_place place = {.area = area};
    uint32_t left = 0;
    for (uint32_t i = 0; i < 1000; i++) {
        struct air_position at = fleet_place_at(&place, 7, i, 0);
        assert_true(at.x >= 10 && at.x < 110 && at.y >= 20 && at.y < 70);
        left += at.x < 60;
    }
    assert_true(left > 400 && left < 600); /* 500 and six standard deviations */
    for (uint32_t i = 0; i < 8; i++) {     /* four columns of 25 m, two rows of 25 m */
        struct air_position at = fleet_place_row(&area, 8, i);
        assert_float_equal(at.x, (float)(22.5 + 25 * (i % 4)), 0.01f);
        assert_float_equal(at.y, (float)(32.5 + 25.0 * (i / 4)), 0.01f);
    }
    const struct air_position centres[2] = {{0, 0, 0}, {1000, 0, 0}};
    struct fleet_place around = {.centres = centres, .centre_count = 2, .radius = 10};
    uint32_t inner = 0;
    for (uint32_t i = 0; i < 1000; i++) {
        struct air_position at = fleet_place_at(&around, 7, i, i % 3);
        float x = at.x - centres[i % 2].x;
        assert_true(x * x + at.y * at.y <= 100.01f);
        inner += x * x + at.y * at.y < 25;
    }
    assert_true(inner > 170 && inner < 330); /* a quarter of the disc */
}

static void test_what_cannot_be_made(void **state)
{
    struct fleet_run_config c = usual("open");
    c.stations = 0;
    assert_null(fleet_run_new(&c));
    c = usual("open");
    c.aps = 0;
    assert_null(fleet_run_new(&c));
    c.aps = 1;
    c.stations = FLEET_MAX + 1;
    assert_null(fleet_run_new(&c));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_come_in_with_every_security),
        cmocka_unit_test(test_they_come_one_after_the_other),
        cmocka_unit_test(test_a_seed_is_a_run),
        cmocka_unit_test(test_the_hash_is_of_everything),
        cmocka_unit_test(test_walkers_roam),
        cmocka_unit_test(test_power_goes_and_comes_back),
        cmocka_unit_test(test_one_access_point_dies_for_good),
        cmocka_unit_test(test_everybody_is_sent_away),
        cmocka_unit_test(test_a_new_passphrase_that_they_get),
        cmocka_unit_test(test_a_new_passphrase_that_nobody_tells_them),
        cmocka_unit_test(test_a_channel_switch_interrupts_nobody),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_what_cannot_be_made),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
