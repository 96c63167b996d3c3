/* The loader with two adapters and an extension that records: order, handles, and that what the
 * extension writes into its arguments is nobody's but its own. */
#include "ihv_loader.h"
#include "../fake_driver.h"
#include "recorder.h"
#include <dlfcn.h>
#include <extsta/ihv.h>
#include <extsta/wlanihv.h>

struct two {
    void *object; /* keeps it loaded, to read the log after deinit-service */
    recorder_log_fn *log;
    recorder_service_fn *service;
    recorder_port_fn *port;
    struct ihv_loader *loader;
    struct fake *f[2];
    struct ihv_adapter *adapter[2];
};

static void drain(struct two *t, int i)
{
    struct extsta_output o;
    while (extsta_next(t->f[i]->sta, &o)) {
        fake_log_output(t->f[i], &o);
        if (o.type == EXTSTA_OUT_IHV) {
            ihv_adapter_call(t->adapter[i], t->f[i]->now, &o.ihv);
        }
    }
}

static void begin(struct two *t)
{
    char why[256];
    const char *path = getenv("RECORDER_SO");
    memset(t, 0, sizeof *t);
    t->object = dlopen(path, RTLD_NOW);
    assert_non_null(t->object);
    *(void **)&t->log = dlsym(t->object, "recorder_log");
    *(void **)&t->service = dlsym(t->object, "recorder_service");
    *(void **)&t->port = dlsym(t->object, "recorder_port");
    t->loader = ihv_loader_open(path, why, sizeof why);
    assert_non_null(t->loader);
    for (int i = 0; i < 2; i++) {
        t->f[i] = fake_new();
        t->adapter[i] = ihv_adapter_add(t->loader, t->f[i]->sta, t->f[i]->now, fake_own);
        assert_non_null(t->adapter[i]);
        drain(t, i);
    }
}

static void end(struct two *t)
{
    for (int i = 0; i < 2; i++) {
        ihv_adapter_detach(t->adapter[i], t->f[i]->now);
        drain(t, i);
        ihv_adapter_free(t->adapter[i]);
    }
    ihv_loader_close(t->loader);
    for (int i = 0; i < 2; i++) {
        fake_free(t->f[i]);
    }
}

static void IHV_01_IHV_03_IHV_04_order_and_handles(void **state)
{
    struct two t;
    begin(&t);
    assert_ptr_not_equal(t.service(1), t.service(2)); /* unique for the adapter */
    assert_non_null(t.service(1));
    struct extsta_profile p;
    fake_profile_psk(&p);
    memset(p.passphrase, 0, sizeof p.passphrase);
    p.manager = EXTSTA_MANAGER_IHV;
    p.ihv_security = "<x/>";
    assert_int_equal(extsta_connect(t.f[1]->sta, t.f[1]->now, &p), EXTSTA_OK);
    drain(&t, 1);
    end(&t);
    assert_string_equal(t.log(), "get-version-info\n"
                                 "init-service\n"
                                 "init-adapter 101\n"
                                 "init-adapter 102\n"
                                 "adapter-reset 102\n" /* by its own handle */
                                 "pre-associate 102\n"
                                 "deinit-adapter 101\n"
                                 "deinit-adapter 102\n"
                                 "deinit-service\n");
    dlclose(t.object);
}

/* Of the first adapter, by a profile that is the extension's to secure. */
static void connect_first(struct two *t)
{
    struct extsta_profile p;
    fake_profile_psk(&p);
    memset(p.passphrase, 0, sizeof p.passphrase);
    p.manager = EXTSTA_MANAGER_IHV;
    p.ihv_security = "<x/>";
    struct fake *f = t->f[0];
    assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
    drain(t, 0);
    assert_int_equal(extsta_ihv_pre_associate_completion(f->sta, f->now, 0x80000001u, 0, 0),
                     ERROR_SUCCESS);
    fake_connection_start(f, dot11_BSS_type_infrastructure);
}

static void associate(struct two *t, struct extsta_mac ap)
{
    struct fake *f = t->f[0];
    fake_association_start(f, ap);
    fake_association_completion(f, ap,
                                &(struct fake_association){.auth = DOT11_AUTH_ALGO_RSNA_PSK});
    fake_connection_completion(f, 0);
    fake_run(f);
    drain(t, 0);
}

static void IHV_22_the_port_state_is_the_os_s(void **state)
{
    struct two t;
    begin(&t);
    connect_first(&t);
    associate(&t, fake_ap_a);
    assert_non_null(strstr(t.log(), "post-associate 101\n"));
    assert_false(fake_status(t.f[0]).port_open);
    assert_false(fake_tx(t.f[0], fake_ap_b, 0x0800));
    end(&t);
    dlclose(t.object);
}

/* Everything the handler's port state says of the port, and a session that names it: of each
 * new port another (PRT-01). */
static void PRT_13_PRT_12_IHV_19_what_the_port_state_says(void **state)
{
    struct two t;
    struct recorder_port first, second;
    begin(&t);
    connect_first(&t);
    associate(&t, fake_ap_a);
    t.port(&first);
    assert_memory_equal(first.peer, fake_ap_a.b, 6);
    assert_true(first.controlled);
    assert_false(first.authorized);
    assert_int_not_equal(first.port_session, 0);
    assert_int_equal(first.port_session, first.session);
    fake_roaming_start(t.f[0], 0xb);
    fake_association_start(t.f[0], fake_ap_b);
    fake_association_completion(t.f[0], fake_ap_b,
                                &(struct fake_association){.auth = DOT11_AUTH_ALGO_RSNA_PSK});
    fake_roaming_completion(t.f[0], 0);
    fake_run(t.f[0]);
    drain(&t, 0);
    t.port(&second);
    assert_memory_equal(second.peer, fake_ap_b.b, 6);
    assert_int_not_equal(second.port_session, first.port_session);
    assert_int_equal(second.port_session, second.session);
    /* and by it the port is opened */
    assert_int_equal(extsta_ihv_post_associate_completion(t.f[0]->sta, t.f[0]->now,
                                                          first.port_session, NULL, 0, 0),
                     ERROR_INVALID_STATE);
    assert_int_equal(extsta_ihv_post_associate_completion(t.f[0]->sta, t.f[0]->now,
                                                          second.port_session, NULL, 0, 0),
                     ERROR_SUCCESS);
    assert_true(fake_status(t.f[0]).port_open);
    end(&t);
    dlclose(t.object);
}

/* A table with one handler missing, whichever it is. */
static void IHV_02_a_table_with_a_hole_is_refused(void **state)
{
    char why[256], hole[8];
    size_t handlers = sizeof(DOT11EXT_IHV_HANDLERS) / sizeof(void *);
    assert_int_equal(handlers, 19);
    for (size_t i = 0; i < handlers; i++) {
        snprintf(hole, sizeof hole, "%zu", i);
        setenv("HOLE", hole, 1);
        assert_null(ihv_loader_open(getenv("HOLE_SO"), why, sizeof why));
        assert_non_null(strstr(why, "hole"));
    }
    setenv("HOLE", "99", 1); /* none */
    struct ihv_loader *l = ihv_loader_open(getenv("HOLE_SO"), why, sizeof why);
    assert_non_null(l);
    ihv_loader_close(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(IHV_01_IHV_03_IHV_04_order_and_handles),
        cmocka_unit_test(IHV_22_the_port_state_is_the_os_s),
        cmocka_unit_test(PRT_13_PRT_12_IHV_19_what_the_port_state_says),
        cmocka_unit_test(IHV_02_a_table_with_a_hole_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
