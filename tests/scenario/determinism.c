/* The same seed gives the same run, to the last octet on the air; another seed another. Who
 * looks at what crosses the boundary changes nothing, though packets then take a shorter way.
 */
#include "base/hash.h"
#include "scenario.h"

struct trace {
    uint64_t hash;
    uint64_t air; /* of the frames alone */
    unsigned frames, pongs;
};

static void mix(struct trace *t, const void *data, size_t len)
{
    t->hash = hash_bytes(t->hash, data, len);
}

static void sniff(void *user, const struct air_sniffed *s)
{
    struct trace *t = user;
    mix(t, &s->time, sizeof s->time);
    mix(t, &s->meta.signal, sizeof s->meta.signal);
    mix(t, &s->meta.rate, sizeof s->meta.rate);
    mix(t, s->bytes.data, s->bytes.len);
    t->frames++;
}

/* Two APs, loss, a walk between them, a rekey, a deauthentication, pings, a disconnect. */
static struct trace play(uint64_t seed, uint32_t unwatched)
{
    struct scenario *s = scenario_new(seed);
    struct trace t = {.hash = 1};
    s->unwatched = unwatched;
    struct air_sniffer_config all = {
        .frame = sniff, .user = &t, .position = {30, 0, 0}, .hears_all = true, .acks = true};
    assert_non_null(air_sniffer_new(s->air, &all));
    for (char name = 'A'; name <= 'B'; name++) {
        struct apsim_config c = scenario_ap_config(s, name, "correct horse");
        c.group_rekey = 7 * EXTSTA_SECOND;
        scenario_ap(s, name, &c);
    }
    air_rule_add(s->air, &(struct air_rule){.kind = AIR_ANY_KIND,
                                            .per_million = 50000,
                                            .each_try = true,
                                            .action = AIR_DROP});
    scenario_station(s, 5);
    scenario_run(s, 100);
    scenario_connect(s, "correct horse", EXTSTA_MANAGER_OS);
    scenario_run(s, 5000);
    (void)scenario_ping(s);
    air_node_move(air_station_node(s->on_air), (struct air_position){58, 0, 0}, 2.0f);
    scenario_run(s, 40000);
    (void)scenario_ping(s);
    apsim_deauth(s->ap[1], s->address, 7);
    scenario_run(s, 5000);
    scenario_disconnect(s);
    scenario_run(s, 1000);
    t.air = t.hash;
    t.pongs = s->pongs;
    for (size_t i = 0; i < s->count; i++) {
        mix(&t, &s->lines[i].time, sizeof s->lines[i].time);
        mix(&t, s->lines[i].text, strlen(s->lines[i].text));
    }
    scenario_free(s);
    return t;
}

static void one_seed_one_run(void **state)
{
    struct trace a = play(100, 0), b = play(100, 0), other = play(101, 0);
    assert_true(a.frames > 800);
    assert_int_equal(a.frames, b.frames);
    assert_true(a.hash == b.hash);
    assert_true(a.hash != other.hash);
}

static void nobody_watching_changes_nothing(void **state)
{
    struct trace a = play(100, 0), b = play(100, EXTSTA_OUT_MASK(EXTSTA_OUT_CROSSING));
    assert_int_equal(a.pongs, 2);
    assert_int_equal(b.pongs, 2);
    assert_int_equal(a.frames, b.frames);
    assert_true(a.air == b.air);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(one_seed_one_run),
                                       cmocka_unit_test(nobody_watching_changes_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
