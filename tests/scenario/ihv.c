/* IHV-managed port authentication on virtual air: the example extension, in its own thread of
 * real time, does WPA2-PSK with the access point. Virtual time stands still while it thinks. */
#include "ihv_loader.h"
#include "scenario.h"

struct extended {
    struct scenario *s;
    struct ihv_loader *loader;
    struct ihv_adapter *adapter;
    bool asked; /* anything: it may think about it, and answer */
};

static void call(void *user, extsta_time now, const struct extsta_ihv_call *c)
{
    struct extended *e = user;
    e->asked = true;
    ihv_adapter_call(e->adapter, now, c);
}

/* Carries out what the extension asks until its threads sleep. */
static void let_it_work(struct extended *e)
{
    while (ihv_loader_works(e->loader)) {
        ihv_loader_dispatch(e->loader, air_now(e->s->air));
        air_station_pump(e->s->on_air);
    }
}

static void run(struct extended *e, unsigned ms)
{
    extsta_time until = air_now(e->s->air) + (extsta_time)ms * EXTSTA_MS;
    air_station_pump(e->s->on_air);
    do {
        if (e->asked) {
            e->asked = false;
            let_it_work(e);
        }
    } while (air_step(e->s->air, until));
    scenario_run(e->s, 0);
}

static void begin(struct extended *e, uint64_t seed, const char *aps)
{
    char why[256];
    memset(e, 0, sizeof *e);
    e->s = scenario_new(seed);
    for (; *aps; aps++) {
        struct apsim_config a = scenario_ap_config(e->s, *aps, "correct horse");
        scenario_ap(e->s, *aps, &a);
    }
    scenario_station(e->s, 5);
    e->loader = ihv_loader_open(getenv("WPA2PSK_SO"), why, sizeof why);
    if (!e->loader) {
        fail_msg("%s", why);
    }
    e->s->ihv = call;
    e->s->ihv_user = e;
    e->adapter = ihv_adapter_add(e->loader, e->s->sta, air_now(e->s->air), e->s->address);
    assert_non_null(e->adapter);
    run(e, 300);
    scenario_mark(e->s);
}

static void finish(struct extended *e)
{
    ihv_adapter_detach(e->adapter, air_now(e->s->air));
    air_station_pump(e->s->on_air);
    ihv_adapter_free(e->adapter);
    ihv_loader_close(e->loader);
    scenario_free(e->s);
}

static void connect_ihv(struct extended *e, const char *security)
{
    struct extsta_profile p;
    struct extsta_span ssid = {(const uint8_t *)"scenario", 8};
    assert_int_equal(extsta_profile_make(&p, ssid, "placeholder"), EXTSTA_OK);
    memset(p.passphrase, 0, sizeof p.passphrase);
    p.manager = EXTSTA_MANAGER_IHV;
    p.ihv_security = security;
    assert_int_equal(extsta_connect(e->s->sta, air_now(e->s->air), &p), EXTSTA_OK);
    run(e, 5000);
}

static const char right[] = "<WPA2PSK><passphrase>correct horse</passphrase></WPA2PSK>";
static const char wrong[] = "<WPA2PSK><passphrase>wrong horse</passphrase></WPA2PSK>";

static void SEQ_05_PRT_14_PRT_15_IHV_27_connect_ping_rekey_disconnect(void **state)
{
    struct extended e;
    begin(&e, 11, "A");
    connect_ihv(&e, right);
    assert_true(scenario_saw(e.s, LOG_SEQUENCE | LOG_IHV,
                             "ihv adapter-reset\n"
                             "ihv pre-associate\n"
                             "CONNECTION_START\n"
                             "ASSOCIATION_START A\n"
                             "STA>A auth\n"
                             "A>STA auth\n"
                             "STA>A assoc-req\n"
                             "A>STA assoc-resp\n"
                             "ASSOCIATION_COMPLETION A 0 port=0 reassoc=0\n"
                             "port A created\n"
                             "ihv post-associate\n"
                             "CONNECTION_COMPLETION 0\n"
                             "A>STA M1\n"
                             "ihv receive-packet\n"
                             "STA>A M2\n"
                             "ihv send-completion\n"
                             "A>STA M3\n"
                             "ihv receive-packet\n"
                             "STA>A M4\n"
                             "ihv send-completion\n"
                             "port A authorized\n"));
    assert_true(scenario_ping(e.s));
    apsim_rekey_group(e.s->ap[0]);
    run(&e, 1000);
    assert_true(scenario_ping(e.s));
    struct apsim_client_info info;
    assert_true(apsim_client(e.s->ap[0], e.s->address, &info));
    assert_int_equal(info.state, APSIM_CLIENT_AUTHORIZED);
    assert_int_equal(info.rx_unprotected, 0);
    scenario_mark(e.s);
    scenario_disconnect(e.s);
    run(&e, 100);
    assert_true(scenario_saw(e.s, LOG_IND | LOG_PORT | LOG_IHV,
                             "DISASSOCIATION A 7\n"
                             "ihv stop-post-associate\n"
                             "port A deleted\n"
                             "ihv adapter-reset\n"));
    finish(&e);
}

static void IHV_19_a_new_post_association_after_each_loss(void **state)
{
    struct extended e;
    begin(&e, 12, "AB");
    connect_ihv(&e, right);
    assert_true(scenario_ping(e.s));
    scenario_mark(e.s);
    apsim_deauth(e.s->ap[0], e.s->address, 7);
    run(&e, 5000);
    assert_true(scenario_saw(e.s, LOG_PORT | LOG_IHV,
                             "ihv stop-post-associate\n"
                             "port A deleted\n"
                             "..."));
    struct extsta_station_status status;
    extsta_station_status(e.s->sta, &status);
    assert_true(status.port_open);
    assert_true(scenario_ping(e.s));
    finish(&e);
}

static void PRT_27_a_wrong_passphrase_in_the_extensions_settings(void **state)
{
    struct extended e;
    struct extsta_station_status status;
    begin(&e, 13, "A");
    connect_ihv(&e, wrong);
    /* the operation was completed long before anybody knew how the port would end */
    assert_true(scenario_saw(e.s, LOG_IND | LOG_PORT,
                             "CONNECTION_START\n"
                             "ASSOCIATION_START A\n"
                             "ASSOCIATION_COMPLETION A 0 port=0 reassoc=0\n"
                             "port A created\n"
                             "CONNECTION_COMPLETION 0\n"
                             "..."));
    extsta_station_status(e.s->sta, &status);
    assert_false(status.port_open);
    assert_false(scenario_ping(e.s));
    finish(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(SEQ_05_PRT_14_PRT_15_IHV_27_connect_ping_rekey_disconnect),
        cmocka_unit_test(IHV_19_a_new_post_association_after_each_loss),
        cmocka_unit_test(PRT_27_a_wrong_passphrase_in_the_extensions_settings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
