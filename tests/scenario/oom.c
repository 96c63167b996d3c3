/* Memory runs out at each request to the embedder, once or for a second of virtual time:
 * nothing crashes, no rule of the contract is broken, and the station connects when there is
 * memory again. */
#include "referee_text.h"
#include "scenario.h"
#include <stdio.h>

#define PASS "correct horse"

struct shortage {
    size_t asked;    /* requests so far */
    size_t fail_at;  /* this one fails (counted from 1) ... */
    size_t fail_for; /* ... and so many more */
    size_t held;
};

static void *scarce_alloc(void *user, size_t size)
{
    struct shortage *s = user;
    s->asked++;
    if (s->fail_at && s->asked >= s->fail_at && s->asked - s->fail_at < s->fail_for) {
        return NULL;
    }
    s->held += size;
    return malloc(size);
}

static void scarce_release(void *user, void *block, size_t size)
{
    struct shortage *s = user;
    s->held -= size;
    free(block);
}

struct play {
    struct air_random random;
    struct extsta_context *ctx;
    struct air *air;
    struct apsim_ds *ds;
    struct apsim *ap;
    struct extsta_station *sta;
    struct air_station *on_air;
    struct extsta_referee *referee;
    uint64_t refused; /* requests, that the referee was told of */
};

static unsigned broken;

/* It has memory of its own. What the station could not do for want of memory is no breach: from a
 * refusal on the referee waits for the next reset, which the connect after it brings. */
static void observe(void *user, struct air_station *sta, extsta_time now,
                    const struct extsta_output *out)
{
    struct play *p = user;
    struct extsta_finding f;
    uint64_t refused = extsta_context_refused(p->ctx);
    if (refused != p->refused) {
        p->refused = refused;
        extsta_referee_gap(p->referee);
    }
    extsta_referee_output(p->referee, now, out);
    while (extsta_referee_next(p->referee, &f)) {
        char text[640];
        referee_text(&f, NULL, REFEREE_EVENTS, text, sizeof text);
        if (broken++ < 20) {
            fprintf(stderr, "# %s\n", text);
        }
    }
}

static void judge(struct play *p, struct extsta_mac own)
{
    static struct extsta_context *judging;
    static uint64_t seed = 1;
    judging = judging ? judging : testing_context(&seed);
    p->referee = extsta_referee_new(
        judging, &(struct extsta_referee_config){
                     .address = own, .phy_count = extsta_radio_caps_2ghz.phy_count});
    assert_non_null(p->referee);
    extsta_referee_hears(p->referee, true);
}

static bool build(struct play *p, const struct extsta_memory *memory)
{
    struct extsta_random random = {air_random_fill, &p->random};
    struct extsta_mac own = {{2, 0, 0, 0, 0, 1}};
    p->ctx = extsta_context_new(memory, &random);
    p->air = p->ctx ? air_new(p->ctx, &(struct air_config){.seed = 1}) : NULL;
    p->ds = p->air ? apsim_ds_new(p->air, NULL) : NULL;
    if (!p->ds) {
        return false;
    }
    struct apsim_config c = {.bssid = {{2, 0, 0, 0, 0, 0xa}},
                             .ssid = "scenario",
                             .ssid_len = 8,
                             .freq = 2437,
                             .security = APSIM_WPA2_PSK,
                             .passphrase = PASS,
                             .ds = p->ds};
    p->ap = apsim_new(p->air, &c);
    struct extsta_station_config config = {.id = 1,
                                           .address = own,
                                           .radio = &extsta_radio_caps_2ghz,
                                           .outputs = EXTSTA_OUT_RECORD};
    judge(p, own);
    p->sta = p->ap ? extsta_station_new(p->ctx, &config, air_now(p->air)) : NULL;
    p->on_air = p->sta
                    ? air_station_new(p->air, &(struct air_station_config){.station = p->sta,
                                                                           .address = own,
                                                                           .observe = observe,
                                                                           .user = p})
                    : NULL;
    return p->on_air != NULL;
}

static void destroy(struct play *p)
{
    air_station_free(p->on_air);
    extsta_station_free(p->sta);
    extsta_referee_free(p->referee);
    apsim_free(p->ap);
    apsim_ds_free(p->ds);
    air_free(p->air);
    extsta_context_free(p->ctx);
}

static bool port_open(const struct play *p)
{
    struct extsta_station_status status;
    extsta_station_status(p->sta, &status);
    return status.port_open;
}

static void connect_now(struct play *p)
{
    struct extsta_profile profile;
    assert_int_equal(extsta_profile_make(
                         &profile, (struct extsta_span){(const uint8_t *)"scenario", 8}, PASS),
                     EXTSTA_OK);
    (void)extsta_connect(p->sta, air_now(p->air), &profile);
    air_station_pump(p->on_air);
    air_run(p->air, air_now(p->air) + 15 * EXTSTA_SECOND);
}

static unsigned stuck;

/* False: the request to fail never came. */
static bool play_with(size_t fail_at, size_t fail_for)
{
    struct shortage shortage = {.fail_at = fail_at, .fail_for = fail_for};
    struct extsta_memory memory = {scarce_alloc, scarce_release, &shortage};
    struct play p = {.random.seed = 1};
    if (build(&p, &memory)) {
        connect_now(&p);
        (void)extsta_disconnect(p.sta, air_now(p.air));
        air_station_pump(p.on_air);
        air_run(p.air, air_now(p.air) + 2 * EXTSTA_SECOND);
        shortage.fail_at = 0; /* there is memory again */
        for (int i = 0; i < 3 && !port_open(&p); i++) {
            connect_now(&p);
        }
        if (!port_open(&p)) {
            fprintf(stderr, "# request %zu for %zu: never connected again\n", fail_at,
                    fail_for);
            stuck++;
        }
    }
    destroy(&p);
    assert_int_equal(shortage.held, 0);
    return shortage.asked >= fail_at && fail_at != 0;
}

static void each_request_fails_once(void **state)
{
    size_t n = 1;
    while (play_with(n, 1)) {
        n++;
    }
    assert_true(n > 10);
    assert_int_equal(stuck, 0);
    assert_int_equal(broken, 0);
}

static void each_request_and_those_after_it_fail(void **state)
{
    for (size_t n = 1; play_with(n, 20); n++) {
    }
    assert_int_equal(stuck, 0);
    assert_int_equal(broken, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_request_fails_once),
        cmocka_unit_test(each_request_and_those_after_it_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
