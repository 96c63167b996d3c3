/* See extended.h. */
#include "extended.h"
#include <extsta/windot11.h>

static void call(void *user, extsta_time now, const struct extsta_ihv_call *c)
{
    struct extended *e = user;
    ihv_adapter_call(e->adapter, now, c);
    ihv_loader_settle(e->loader, now); /* what it wants are further outputs */
}

void extended_run(struct extended *e, unsigned ms)
{
    air_station_pump(e->s->on_air);
    scenario_run(e->s, ms);
}

void extended_begin(struct extended *e, const char *variable, uint64_t seed, const char *aps,
                    const char *passphrase)
{
    extended_begin_on(e, &(struct extended_stage){NULL}, variable, seed, aps, passphrase);
}

void extended_begin_on(struct extended *e, const struct extended_stage *stage,
                       const char *variable, uint64_t seed, const char *aps,
                       const char *passphrase)
{
    char why[256];
    memset(e, 0, sizeof *e);
    e->s = scenario_new(seed);
    e->s->caps = stage->caps;
    for (; *aps; aps++) {
        struct apsim_config a = scenario_ap_config(e->s, *aps, passphrase);
        if (stage->ap) {
            stage->ap(&a);
        }
        scenario_ap(e->s, *aps, &a);
    }
    scenario_station(e->s, 5);
    e->loader = ihv_loader_open(getenv(variable), why, sizeof why);
    if (!e->loader) {
        fail_msg("%s", why);
    }
    e->s->ihv = call;
    e->s->ihv_user = e;
    e->adapter = ihv_adapter_add(e->loader, e->s->sta, air_now(e->s->air), e->s->address);
    assert_non_null(e->adapter);
    extended_run(e, 300);
    scenario_mark(e->s);
}

void extended_finish(struct extended *e)
{
    ihv_adapter_detach(e->adapter, air_now(e->s->air));
    air_station_pump(e->s->on_air);
    ihv_adapter_free(e->adapter);
    ihv_loader_close(e->loader);
    scenario_free(e->s);
}

void extended_connect_by(struct extended *e, const char *security, uint32_t auth,
                         uint32_t cipher)
{
    struct extsta_profile p;
    struct extsta_span ssid = {(const uint8_t *)"scenario", 8};
    assert_int_equal(extsta_profile_make(&p, ssid, NULL), EXTSTA_OK);
    p.auth = auth;
    p.unicast_cipher = cipher;
    p.manager = EXTSTA_MANAGER_IHV;
    p.ihv_security = security;
    assert_int_equal(extsta_connect(e->s->sta, air_now(e->s->air), &p), EXTSTA_OK);
    air_station_pump(e->s->on_air);
}

void extended_connect(struct extended *e, const char *security)
{
    extended_connect_by(e, security, DOT11_AUTH_ALGO_RSNA_PSK, DOT11_CIPHER_ALGO_CCMP);
    extended_run(e, 5000);
}
