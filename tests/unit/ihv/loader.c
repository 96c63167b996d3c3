/* The loader with two adapters and an extension that records: order, handles, and that what the
 * extension writes into its arguments is nobody's but its own. */
#include "ihv_loader.h"
#include "../fake_driver.h"
#include "recorder.h"
#include <dlfcn.h>
#include <extsta/ihv.h>
#include <extsta/wlanihvtypes.h>

struct two {
    void *object; /* keeps it loaded, to read the log after deinit-service */
    recorder_log_fn *log;
    recorder_service_fn *service;
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
                                 "init-adapter 1\n"
                                 "init-adapter 2\n"
                                 "adapter-reset 2\n" /* by its own handle */
                                 "pre-associate 2\n"
                                 "deinit-adapter 1\n"
                                 "deinit-adapter 2\n"
                                 "deinit-service\n");
    dlclose(t.object);
}

static void IHV_22_the_port_state_is_the_os_s(void **state)
{
    struct two t;
    struct extsta_profile p;
    begin(&t);
    fake_profile_psk(&p);
    memset(p.passphrase, 0, sizeof p.passphrase);
    p.manager = EXTSTA_MANAGER_IHV;
    p.ihv_security = "<x/>";
    struct fake *f = t.f[0];
    assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
    drain(&t, 0);
    assert_int_equal(extsta_ihv_pre_associate_completion(f->sta, f->now, 0x80000001u, 0, 0),
                     ERROR_SUCCESS);
    fake_connection_start(f, dot11_BSS_type_infrastructure);
    fake_association_start(f, fake_ap_a);
    fake_association_completion(f, fake_ap_a,
                                &(struct fake_association){.auth = DOT11_AUTH_ALGO_RSNA_PSK});
    fake_connection_completion(f, 0);
    fake_run(f);
    drain(&t, 0);
    assert_non_null(strstr(t.log(), "post-associate 1\n"));
    assert_false(fake_status(f).port_open);
    assert_false(fake_tx(f, fake_ap_b, 0x0800));
    end(&t);
    dlclose(t.object);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(IHV_01_IHV_03_IHV_04_order_and_handles),
        cmocka_unit_test(IHV_22_the_port_state_is_the_os_s),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
