/* What the air can do to frames at every step of a connection: the station ends connected,
 * or with the right cause; never stuck, never wrong. */
#include "base/mac.h"
#include <stdio.h>
#include "scenario.h"
#include "wire/frame.h"

#define PASS "correct horse"

static struct scenario *stage(uint64_t seed, const struct air_rule *rule,
                              enum extsta_port_manager manager)
{
    struct scenario *s = scenario_new(seed);
    struct apsim_config c = scenario_ap_config(s, 'A', PASS);
    scenario_ap(s, 'A', &c);
    scenario_station(s, 5);
    if (rule) {
        assert_true(air_rule_add(s->air, rule) != 0);
    }
    scenario_run(s, 100);
    scenario_connect(s, PASS, manager);
    return s;
}

/* Data flows; if not at once, then after the AP has said that it does not know the station
 * (a late Authentication frame makes it forget the association: without PMF it must). */
static bool works(struct scenario *s)
{
    for (int i = 0; i < 2; i++) {
        struct extsta_station_status status;
        extsta_station_status(s->sta, &status);
        if (status.associated && status.port_open && scenario_ping(s)) {
            return true;
        }
        scenario_run(s, 3000);
    }
    return false;
}

/* A connection that has failed said why; the station tries again, and it lasts. */
static void comes_back(struct scenario *s)
{
    struct extsta_station_status status;
    extsta_station_status(s->sta, &status);
    if (!status.connected) {
        assert_true(s->causes > 0);
        scenario_run(s, 25000);
    }
}

/* The frames of a connection, each in turn. */
static const struct {
    uint16_t kind;
    uint8_t eapol;
    bool to_station;
} steps[] = {
    {FRAME_AUTH, 0, false},      {FRAME_AUTH, 0, true},    {FRAME_ASSOC_REQ, 0, false},
    {FRAME_ASSOC_RESP, 0, true}, {AIR_ANY_KIND, 1, true},  {AIR_ANY_KIND, 2, false},
    {AIR_ANY_KIND, 3, true},     {AIR_ANY_KIND, 4, false},
};
#define STEPS (sizeof steps / sizeof steps[0])

static struct air_rule rule_for(size_t step, enum air_action action)
{
    struct extsta_mac sta = {{2, 0, 0, 0, 0, 1}}, ap = scenario_bssid('A');
    return (struct air_rule){.kind = steps[step].kind,
                             .eapol_message = steps[step].eapol,
                             .from = steps[step].to_station ? ap : sta,
                             .to = steps[step].to_station ? sta : ap,
                             .count = 1,
                             .action = action};
}

static const enum extsta_port_manager managers[] = {EXTSTA_MANAGER_OS, EXTSTA_MANAGER_MINIPORT};

static void each_with(enum air_action action, extsta_time delay, const char *what)
{
    for (size_t m = 0; m < 2; m++) {
        for (size_t i = 0; i < STEPS; i++) {
            struct air_rule rule = rule_for(i, action);
            rule.delay = delay;
            struct scenario *s = stage(40 + i, &rule, managers[m]);
            scenario_run(s, 25000);
            if (!works(s)) {
                fprintf(stderr, "# %s step %u, manager %u\n", what, (unsigned)i, (unsigned)m);
                scenario_print(s);
                fail();
            }
            scenario_free(s);
        }
    }
}

static void each_frame_lost_once(void **state)
{
    each_with(AIR_DROP, 0, "lost");
}

static void each_frame_twice(void **state)
{
    each_with(AIR_DUPLICATE, 300, "twice");
    each_with(AIR_DUPLICATE, 3000000, "again after 3 s");
}

static void each_frame_late(void **state)
{
    each_with(AIR_DELAY, 150000, "late");
    each_with(AIR_DELAY, 1500000, "very late");
}

/* Cut at every octet, with a good FCS: hostile, not noise. */
static void each_frame_cut_at_every_octet(void **state)
{
    for (size_t i = 0; i < STEPS; i++) {
        for (uint32_t length = 1; length < 160; length++) {
            struct air_rule rule = rule_for(i, AIR_TRUNCATE);
            rule.length = length;
            struct scenario *s = stage(50, &rule, EXTSTA_MANAGER_OS);
            scenario_run(s, 25000);
            comes_back(s);
            if (!works(s)) {
                fprintf(stderr, "# step %u cut at %u\n", (unsigned)i, (unsigned)length);
                scenario_print(s);
                fail();
            }
            scenario_free(s);
        }
    }
}

static void loss_of_every_fifth_transmission(void **state)
{
    for (uint64_t seed = 200; seed < 230; seed++) {
        struct air_rule rule = {
            .kind = AIR_ANY_KIND, .per_million = 200000, .each_try = true, .action = AIR_DROP};
        struct scenario *s = stage(seed, &rule, managers[seed & 1]);
        scenario_run(s, 25000);
        struct extsta_station_status status;
        extsta_station_status(s->sta, &status);
        if (!status.port_open) {
            fprintf(stderr, "# seed %u\n", (unsigned)seed);
            scenario_print(s);
            fail();
        }
        scenario_free(s);
    }
}

/* Beacons with an octet changed: whatever it becomes, the station goes on with the rest. */
static void flipped_bits_in_beacons(void **state)
{
    for (uint32_t offset = 24; offset < 120; offset++) {
        struct air_rule rule = {.kind = FRAME_BEACON,
                                .action = AIR_CORRUPT,
                                .offset = offset,
                                .bits = 0xff,
                                .until = 20 * EXTSTA_SECOND};
        struct scenario *s = stage(60, &rule, EXTSTA_MANAGER_OS);
        scenario_run(s, 19000);
        (void)works(s);
        comes_back(s);
        if (!works(s)) {
            fprintf(stderr, "# beacon octet %u\n", (unsigned)offset);
            scenario_print(s);
            fail();
        }
        scenario_free(s);
    }
}

static void impossible_rsne_is_named(void **state)
{
    /* Group cipher WEP-40 with pairwise "use group cipher": nothing a profile may use. */
    static const uint8_t odd[] = {48,   20,   1, 0, 0x00, 0x0f, 0xac, 1,    1, 0, 0x00,
                                  0x0f, 0xac, 0, 1, 0,    0x00, 0x0f, 0xac, 2, 0, 0};
    struct scenario *s = scenario_new(61);
    struct apsim_config c = scenario_ap_config(s, 'A', PASS);
    c.rsne = span(odd, sizeof odd);
    scenario_ap(s, 'A', &c);
    scenario_station(s, 5);
    scenario_run(s, 100);
    scenario_connect(s, PASS, EXTSTA_MANAGER_OS);
    scenario_run(s, 20000);
    assert_true(scenario_saw(s, LOG_IND, "CONNECTION_START\nCONNECTION_COMPLETION 6\n..."));
    bool named = s->cause.diagnosis == EXTSTA_DIAGNOSIS_IMPOSSIBLE_RSNE ||
                 s->cause.diagnosis == EXTSTA_DIAGNOSIS_SECURITY_MISMATCH;
    if (!named) {
        scenario_print(s);
    }
    assert_true(named);
    scenario_free(s);
}

/* The RSNE of message 3 is not that of the beacon: a downgrade, refused (12.7.6.4). */
static void rsne_of_message_3_must_be_the_beacons(void **state)
{
    static const uint8_t other[] = {48,   20,   1, 0, 0x00, 0x0f, 0xac, 4,    1, 0,    0x00,
                                    0x0f, 0xac, 4, 1, 0,    0x00, 0x0f, 0xac, 2, 0x0c, 0};
    struct scenario *s = scenario_new(62);
    struct apsim_config c = scenario_ap_config(s, 'A', PASS);
    scenario_ap(s, 'A', &c);
    scenario_station(s, 5);
    scenario_run(s, 100);
    scenario_connect(s, PASS, EXTSTA_MANAGER_OS);
    assert_true(scenario_run_until(s, LOG_FRAME, "STA>A assoc-req"));
    apsim_set_rsne(s->ap[0], span(other, sizeof other));
    scenario_run(s, 700); /* before it tries again, when the beacon has the same */
    bool named = false;
    for (size_t i = 0; i < s->count; i++) {
        named |= s->lines[i].kind == LOG_CAUSE && strstr(s->lines[i].text, "rsne-mismatch");
    }
    if (!named) {
        scenario_print(s);
    }
    assert_true(named);
    struct extsta_station_status status;
    extsta_station_status(s->sta, &status);
    assert_false(status.port_open);
    scenario_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_frame_lost_once),
        cmocka_unit_test(each_frame_twice),
        cmocka_unit_test(each_frame_late),
        cmocka_unit_test(each_frame_cut_at_every_octet),
        cmocka_unit_test(loss_of_every_fifth_transmission),
        cmocka_unit_test(flipped_bits_in_beacons),
        cmocka_unit_test(impossible_rsne_is_named),
        cmocka_unit_test(rsne_of_message_3_must_be_the_beacons),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
