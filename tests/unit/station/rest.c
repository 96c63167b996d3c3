/* Stations that rest (station/rest.c): when, in how many octets, what wakes them and what does
 * not. That rest changes nothing that can be seen, at whatever moment, is
 * tests/scenario/formed.py's. */
#include "../testing.h"
#include "base/form.h"
#include "station/core.h"
#include <extsta/air.h>
#include <extsta/apsim.h>
#include <extsta/windot11.h>

static const struct extsta_mac BSSID = {{2, 0, 0, 0, 0, 0x10}}, OWN = {{2, 0, 0, 0, 0, 1}};

struct fixture {
    struct air_random random;
    struct extsta_context *ctx, *theirs;
    struct air *air;
    struct apsim *ap;
    struct extsta_station *sta;
    struct air_station *node;
    bool refuse; /* memory of the station's context */
    unsigned lost;
    extsta_time lost_at;
};

static void *alloc_or_not(void *user, size_t size)
{
    return ((struct fixture *)user)->refuse ? NULL : testing_alloc(NULL, size);
}

static void observe(void *user, struct air_station *node, extsta_time now,
                    const struct extsta_output *out)
{
    struct fixture *f = user;
    if (out->type == EXTSTA_OUT_CROSSING && out->crossing.type == EXTSTA_CROSS_INDICATION &&
        out->crossing.code == NDIS_STATUS_DOT11_DISASSOCIATION) {
        f->lost++;
        f->lost_at = now;
    }
}

static void run(struct fixture *f, unsigned ms)
{
    air_run(f->air, air_now(f->air) + ms * EXTSTA_MS);
}

static struct fixture *connected(enum apsim_security security)
{
    static struct fixture fixture;
    struct fixture *f = &fixture;
    struct extsta_profile p;
    *f = (struct fixture){.random.seed = 3};
    const struct extsta_random source = {air_random_fill, &f->random};
    const struct extsta_memory memory = {testing_alloc, testing_release, NULL};
    const struct extsta_memory ours = {alloc_or_not, testing_release, f};
    f->ctx = extsta_context_new(&ours, &source);
    f->theirs = extsta_context_new(&memory, &source);
    f->air = air_new(f->theirs, NULL);
    f->ap = apsim_new(f->air, &(struct apsim_config){.bssid = BSSID,
                                                     .ssid = "office",
                                                     .ssid_len = 6,
                                                     .freq = 2412,
                                                     .security = security,
                                                     .passphrase = "correct horse"});
    f->sta = extsta_station_new(
        f->ctx,
        &(struct extsta_station_config){.id = 7,
                                        .address = OWN,
                                        .radio = &extsta_radio_caps_2ghz,
                                        .outputs = EXTSTA_OUT_MASK(EXTSTA_OUT_CROSSING)},
        air_now(f->air));
    f->node = air_station_new(f->air, &(struct air_station_config){.station = f->sta,
                                                                   .address = OWN,
                                                                   .position = {3, 0, 0},
                                                                   .observe = observe,
                                                                   .user = f});
    assert_true(f->ap && f->sta && f->node);
    run(f, 500);
    extsta_profile_make(&p, (struct extsta_span){(const uint8_t *)"office", 6},
                        security == APSIM_OPEN ? NULL : "correct horse");
    if (security == APSIM_SAE) {
        p.auth = DOT11_AUTH_ALGO_WPA3_SAE;
    }
    assert_int_equal(extsta_connect(f->sta, air_now(f->air), &p), EXTSTA_OK);
    air_station_pump(f->node);
    run(f, 12000);
    return f;
}

static void tear_down(struct fixture *f)
{
    air_station_free(f->node);
    extsta_station_free(f->sta);
    if (f->ap) {
        apsim_free(f->ap);
    }
    air_free(f->air);
    assert_int_equal(extsta_context_free(f->ctx), 0);
    extsta_context_free(f->theirs);
}

static bool rests(const struct fixture *f)
{
    return f->sta->awake == NULL;
}

static size_t octets_at_rest(struct fixture *f)
{
    uint8_t octets[4096];
    struct form_out out = {.w = writer_of(octets, sizeof octets), .resting = true};
    station_form_put(f->sta, &out);
    assert_null(out.why);
    return out.len;
}

static void an_idle_station_rests_by_itself_in_400_octets(void **state)
{
    static const enum apsim_security all[] = {APSIM_OPEN, APSIM_WPA2_PSK, APSIM_SAE};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct fixture *f = connected(all[i]);
        assert_true(rests(f));
        assert_in_range(octets_at_rest(f), 1, all[i] == APSIM_SAE ? 560 : 400);
        tear_down(f);
    }
}

static void beacons_that_say_nothing_new_wake_nobody(void **state)
{
    struct fixture *f = connected(APSIM_WPA2_PSK);
    const struct station_rest *rest = f->sta->rest;
    assert_non_null(rest);
    run(f, 60000); /* thirty times the threshold of silence */
    assert_ptr_equal(f->sta->rest, rest);
    struct extsta_station_status st;
    extsta_station_status(f->sta, &st);
    assert_true(st.port_open && !rests(f));
    run(f, 30000);
    assert_true(rests(f));
    tear_down(f);
}

struct beacon {
    uint8_t octets[512];
    struct extsta_rx_frame frame;
};

static void keep_beacon(void *user, const struct air_sniffed *sniffed)
{
    struct beacon *b = user;
    if (sniffed->at && sniffed->bytes.data[0] == 0x80 && sniffed->bytes.len <= sizeof b->octets) {
        memcpy(b->octets, sniffed->bytes.data, sniffed->bytes.len);
        b->frame = (struct extsta_rx_frame){{b->octets, sniffed->bytes.len}, sniffed->meta};
    }
}

/* What was made of a Beacon is found again by its octets: a copy of the same transmission that a
 * rule of the air has changed may even lie in the same place. */
static void a_changed_copy_of_a_beacon_wakes_it(void **state)
{
    struct fixture *f = connected(APSIM_OPEN);
    struct beacon b = {.frame.bytes.len = 0};
    const struct air_sniffer_config config = {.frame = keep_beacon, .user = &b, .receptions = true};
    struct air_sniffer *sniffer = air_sniffer_new(f->air, &config);
    run(f, 1000);
    air_sniffer_free(sniffer);
    assert_true(rests(f) && b.frame.bytes.len > 0);
    b.frame.meta.serial = 77;
    extsta_rx(f->sta, air_now(f->air), &b.frame, 1);
    assert_true(rests(f));
    b.octets[b.frame.bytes.len - 1] ^= 1;
    extsta_rx(f->sta, air_now(f->air), &b.frame, 1);
    assert_false(rests(f));
    air_station_pump(f->node);
    tear_down(f);
}

/* DIS-11: an AP that is silent beyond the threshold (2 s) is lost, and not a moment later for
 * those who rest. */
static void silence_wakes_in_time_DIS_11(void **state)
{
    struct fixture *f = connected(APSIM_OPEN);
    assert_true(rests(f));
    extsta_time off = air_now(f->air);
    apsim_free(f->ap);
    f->ap = NULL;
    run(f, 5000);
    assert_int_equal(f->lost, 1);
    assert_in_range(f->lost_at - off, 1800 * EXTSTA_MS, 2000 * EXTSTA_MS + 1);
    tear_down(f);
}

static void a_frame_to_it_wakes_it(void **state)
{
    struct fixture *f = connected(APSIM_OPEN);
    assert_true(rests(f));
    apsim_deauth(f->ap, OWN, 3);
    run(f, 100);
    assert_false(rests(f));
    assert_int_equal(f->lost, 1);
    tear_down(f);
}

static void without_memory_it_sleeps_on(void **state)
{
    struct fixture *f = connected(APSIM_OPEN);
    assert_true(rests(f));
    /* the pool's own reserve may do for a few */
    f->refuse = true;
    while (pool_alloc(&f->ctx->pool, 64)) {
    }
    for (size_t size = 96; size < 4096; size += 32) {
        while (pool_alloc(&f->ctx->pool, size)) {
        }
    }
    assert_int_equal(extsta_disconnect(f->sta, air_now(f->air)), EXTSTA_E_NO_MEMORY);
    assert_true(rests(f));
    f->refuse = false;
    assert_int_equal(extsta_disconnect(f->sta, air_now(f->air)), EXTSTA_OK);
    air_station_free(f->node);
    extsta_station_free(f->sta);
    apsim_free(f->ap);
    air_free(f->air);
    extsta_context_free(f->ctx); /* with what was taken above */
    extsta_context_free(f->theirs);
}

static void who_is_told_of_frames_does_not_rest(void **state)
{
    struct fixture *f = connected(APSIM_OPEN);
    extsta_station_outputs(f->sta, EXTSTA_OUT_RECORD);
    run(f, 30000);
    assert_false(rests(f));
    assert_false(extsta_station_rest(f->sta));
    tear_down(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_idle_station_rests_by_itself_in_400_octets),
        cmocka_unit_test(beacons_that_say_nothing_new_wake_nobody),
        cmocka_unit_test(a_changed_copy_of_a_beacon_wakes_it),
        cmocka_unit_test(silence_wakes_in_time_DIS_11),
        cmocka_unit_test(a_frame_to_it_wakes_it),
        cmocka_unit_test(without_memory_it_sleeps_on),
        cmocka_unit_test(who_is_told_of_frames_does_not_rest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
