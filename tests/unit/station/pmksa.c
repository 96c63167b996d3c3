/* What 802.1X has agreed outlives the station: another one with the same address enters the
 * network by it, and the access point's server is not asked. */
#include "../testing.h"
#include <extsta/air.h>
#include <extsta/apsim.h>
#include <extsta/windot11.h>

static const struct extsta_mac BSSID = {{2, 0, 0, 0, 0, 0x10}}, OWN = {{2, 0, 0, 0, 0, 1}};

static struct extsta_span span_text(const char *text)
{
    return (struct extsta_span){(const uint8_t *)text, strlen(text)};
}

struct fixture {
    struct air_random random;
    struct extsta_context *ctx;
    struct air *air;
    struct apsim *ap;
    struct extsta_station *sta;
    struct air_station *node;
    unsigned accepted, authorized;
    struct extsta_pmksa kept[4];
    size_t count;
};

static void observe(void *user, struct apsim *ap, extsta_time now, const struct apsim_event *e)
{
    struct fixture *f = user;
    f->accepted += e->type == APSIM_EAP_ACCEPTED;
    f->authorized += e->type == APSIM_AUTHORIZED;
}

static void make_station(struct fixture *f, uint64_t id)
{
    const struct extsta_station_config config = {
        .id = id, .address = OWN, .radio = &extsta_radio_caps_2ghz};
    f->sta = extsta_station_new(f->ctx, &config, air_now(f->air));
    const struct air_station_config place = {
        .station = f->sta, .address = OWN, .position = {3, 0, 0}};
    f->node = air_station_new(f->air, &place);
    assert_true(f->sta && f->node);
}

static void drop_station(struct fixture *f)
{
    air_station_free(f->node);
    extsta_station_free(f->sta);
    f->sta = NULL;
}

static void enter_network(struct fixture *f)
{
    struct extsta_profile p;
    struct extsta_eap eap = {.methods = {EXTSTA_EAP_PEAP},
                             .identity = span_text("user"),
                             .password = span_text("secret"),
                             .ca = apsim_pem(APSIM_PEM_CA)};
    struct extsta_station_status st;
    assert_int_equal(extsta_profile_make(&p, span_text("office"), NULL), EXTSTA_OK);
    extsta_profile_enterprise(&p, DOT11_AUTH_ALGO_RSNA, &eap);
    assert_int_equal(extsta_connect(f->sta, air_now(f->air), &p), EXTSTA_OK);
    air_station_pump(f->node);
    air_run(f->air, air_now(f->air) + 20 * EXTSTA_SECOND);
    extsta_station_status(f->sta, &st);
    assert_true(st.port_open);
}

static void keep(void *user, const struct extsta_pmksa *p)
{
    struct fixture *f = user;
    f->kept[f->count++] = *p;
}

static void set_up(struct fixture *f)
{
    const struct extsta_random random = {air_random_fill, &f->random};
    const struct extsta_memory memory = {testing_alloc, testing_release, NULL};
    struct apsim_config ap = {.bssid = BSSID,
                              .ssid = "office",
                              .ssid_len = 6,
                              .freq = 2412,
                              .security = APSIM_EAP,
                              .eap = {.identity = "user", .password = "secret"},
                              .observe = observe,
                              .user = f};
    *f = (struct fixture){.random.seed = 1};
    f->ctx = extsta_context_new(&memory, &random);
    extsta_context_set_epoch(f->ctx, 1790000000);
    f->air = air_new(f->ctx, NULL);
    f->ap = apsim_new(f->air, &ap);
    assert_true(f->ctx && f->air && f->ap);
    make_station(f, 1);
    enter_network(f);
    assert_int_equal(f->accepted, 1);
    assert_int_equal(extsta_pmksa_list(f->sta, air_now(f->air), keep, f), 1);
    drop_station(f);
}

static void tear_down(struct fixture *f)
{
    drop_station(f);
    apsim_free(f->ap);
    air_free(f->air);
    assert_int_equal(extsta_context_free(f->ctx), 0);
}

static void one_that_comes_again_does_not_ask_the_server(void **state)
{
    struct fixture f;
    set_up(&f);
    assert_memory_equal(f.kept[0].bssid.b, BSSID.b, 6);
    assert_int_equal(f.kept[0].akm, 0x000fac01);
    assert_int_equal(f.kept[0].pmk_len, 32);
    assert_true(f.kept[0].until > air_now(f.air) + 11ull * 3600 * EXTSTA_SECOND);
    make_station(&f, 2);
    assert_int_equal(extsta_pmksa_restore(f.sta, span_text("office"), &f.kept[0]), EXTSTA_OK);
    enter_network(&f);
    assert_int_equal(f.accepted, 1);
    assert_int_equal(f.authorized, 2);
    tear_down(&f);
}

/* Of another network, over, or not what the access point has: 802.1X, as without it. */
static void what_does_not_fit_costs_nothing(void **state)
{
    for (int i = 0; i < 3; i++) {
        struct fixture f;
        set_up(&f);
        make_station(&f, 2);
        f.kept[0].until = i == 1 ? air_now(f.air) : f.kept[0].until;
        f.kept[0].pmkid[0] ^= i == 2;
        assert_int_equal(
            extsta_pmksa_restore(f.sta, span_text(i == 0 ? "offices" : "office"), &f.kept[0]),
            EXTSTA_OK);
        enter_network(&f);
        assert_int_equal(f.accepted, 2);
        tear_down(&f);
    }
}

static void what_is_none_is_refused(void **state)
{
    struct fixture f;
    struct extsta_pmksa p;
    set_up(&f);
    make_station(&f, 2);
    assert_int_equal(extsta_pmksa_restore(f.sta, span_text(""), &f.kept[0]), EXTSTA_E_USAGE);
    p = f.kept[0];
    p.akm = 0x000fac02; /* PSK */
    assert_int_equal(extsta_pmksa_restore(f.sta, span_text("office"), &p), EXTSTA_E_USAGE);
    p = f.kept[0];
    p.pmk_len = 255;
    assert_int_equal(extsta_pmksa_restore(f.sta, span_text("office"), &p), EXTSTA_E_USAGE);
    tear_down(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_that_comes_again_does_not_ask_the_server),
        cmocka_unit_test(what_does_not_fit_costs_nothing),
        cmocka_unit_test(what_is_none_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
