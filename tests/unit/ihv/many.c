/* Many stations and one extension: it is initialized once, each station has a handle of its
 * own, and there are as many as are asked for. */
#include "../fake_driver.h"
#include "bad.h"
#include "ihv_loader.h"
#include <dlfcn.h>
#include <extsta/wlanihvtypes.h>

#define MANY 200

static struct ihv_loader *open_bad(void)
{
    char why[256];
    struct ihv_loader *l = ihv_loader_open(getenv("BAD_SO"), why, sizeof why);
    if (!l) {
        fail_msg("%s", why);
    }
    return l;
}

/* Keeps it loaded, to be asked after it has gone. */
static bad_services_fn *services_of(void **object)
{
    bad_services_fn *services;
    *object = dlopen(getenv("BAD_SO"), RTLD_NOW);
    assert_non_null(*object);
    *(void **)&services = dlsym(*object, "bad_services");
    return services;
}

static void IHV_01_IHV_04_one_service_for_all_who_open_it(void **state)
{
    void *object;
    bad_services_fn *services = services_of(&object);
    struct ihv_loader *first = open_bad(), *second = open_bad();
    assert_int_equal(services(), 1);
    ihv_loader_close(first);
    assert_int_equal(services(), 1); /* the other one needs it still */
    ihv_loader_close(second);
    assert_int_equal(services(), 0);
    struct ihv_loader *third = open_bad();
    assert_int_equal(services(), 1);
    ihv_loader_close(third);
    assert_int_equal(services(), 0);
    dlclose(object);
}

static void drain(struct fake *f, struct ihv_adapter *a, struct ihv_loader *l)
{
    struct extsta_output o;
    do {
        while (extsta_next(f->sta, &o)) {
            if (o.type == EXTSTA_OUT_IHV) {
                ihv_adapter_call(a, f->now, &o.ihv);
            }
        }
    } while (ihv_loader_settle(l, f->now));
}

static uint32_t last_oid(const struct fake *f)
{
    return f->last_oid[f->oid_count - 1].oid;
}

/* IHV-03: each by its own handle, and none of the others hears of it. */
static void IHV_03_as_many_adapters_as_there_are_stations(void **state)
{
    static struct fake *f[MANY];
    static struct ihv_adapter *a[MANY];
    struct ihv_loader *l = open_bad();
    struct extsta_profile p;
    unsigned long before = ihv_strays().handles;
    for (int i = 0; i < MANY; i++) {
        f[i] = fake_new();
        a[i] = ihv_adapter_add(l, f[i]->sta, f[i]->now, fake_own);
        assert_non_null(a[i]);
        drain(f[i], a[i], l);
    }
    assert_int_equal(
        extsta_profile_make(&p, (struct extsta_span){(const uint8_t *)"net", 3}, NULL),
        EXTSTA_OK);
    p.manager = EXTSTA_MANAGER_IHV;
    p.ihv_security = "<Bad do=\"good\"/>";
    for (int i = 0; i < MANY; i += 67) { /* the first, two in the middle */
        assert_int_equal(extsta_connect(f[i]->sta, f[i]->now, &p), EXTSTA_OK);
        drain(f[i], a[i], l);
        assert_int_equal(last_oid(f[i]), OID_DOT11_CONNECT_REQUEST);
    }
    assert_int_equal(f[1]->oid_count, 0);
    for (int i = 0; i < MANY; i += 2) { /* holes among them */
        ihv_adapter_detach(a[i], f[i]->now);
        drain(f[i], a[i], l);
        ihv_adapter_free(a[i]);
    }
    assert_int_equal(extsta_connect(f[199]->sta, f[199]->now, &p), EXTSTA_OK);
    drain(f[199], a[199], l);
    assert_int_equal(last_oid(f[199]), OID_DOT11_CONNECT_REQUEST);
    for (int i = 1; i < MANY; i += 2) {
        ihv_adapter_detach(a[i], f[i]->now);
        drain(f[i], a[i], l);
        ihv_adapter_free(a[i]);
    }
    assert_int_equal(ihv_strays().handles, before);
    ihv_loader_close(l);
    for (int i = 0; i < MANY; i++) {
        fake_free(f[i]);
    }
}

static void utf8(void **state)
{
    static const struct {
        uint16_t in[6];
        const char *out;
    } cases[] = {
        {{'a', 0xe4, 0x20ac, 0xd83d, 0xde00, 0}, "a\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80"},
        {{0xd83d, 'x', 0}, "\xef\xbf\xbdx"}, /* half a pair, either half */
        {{0xde00, 0xd83d, 0}, "\xef\xbf\xbd\xef\xbf\xbd"},
        {{0x7ff, 0x800, 0xffff, 0}, "\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf"},
        {{0}, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *text = ihv_utf8(cases[i].in);
        assert_string_equal(text, cases[i].out);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(IHV_01_IHV_04_one_service_for_all_who_open_it),
        cmocka_unit_test(IHV_03_as_many_adapters_as_there_are_stations),
        cmocka_unit_test(utf8),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
