/* What an extension may do to the profile that is being connected: keep data with it, give it
 * other parts; and where it could start 802.1X. Each in its window (chapter 65, IHV-15). */
#include "../fake_driver.h"
#include <extsta/ihv.h>
#include <extsta/wlanihvtypes.h>

static const struct extsta_span data = {(const uint8_t *)"a token", 7};

static struct extsta_span text(const char *s)
{
    return (struct extsta_span){(const uint8_t *)s, strlen(s)};
}

static struct extsta_ihv_call *last_call(struct fake *f)
{
    fake_drain(f);
    assert_true(f->ihv_count > 0);
    return &f->ihv[f->ihv_count - 1];
}

static void returned(struct fake *f)
{
    extsta_ihv_returned(f->sta, f->now, last_call(f)->call_id, 0, 0);
}

/* Up to a pre-association whose handler has not returned yet; its session. */
static uint32_t pre_associate(struct fake *f, const char *ssid, const char *security)
{
    struct extsta_profile p;
    assert_int_equal(extsta_profile_make(&p, text(ssid), NULL), EXTSTA_OK);
    p.manager = EXTSTA_MANAGER_IHV;
    p.ihv_security = security;
    assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
    assert_int_equal(last_call(f)->type, EXTSTA_IHV_PERFORM_PRE_ASSOCIATE);
    return last_call(f)->session;
}

static struct fake *attached(void)
{
    struct fake *f = fake_new();
    extsta_ihv_attach(f->sta, f->now);
    returned(f);
    return f;
}

static uint32_t set(struct fake *f, uint32_t session, uint32_t whose, struct extsta_span what)
{
    return extsta_ihv_set_profile_custom_user_data(f->sta, f->now, session, whose, what);
}

static struct extsta_span get(struct fake *f, uint32_t session, uint32_t whose)
{
    struct extsta_span got;
    assert_int_equal(
        extsta_ihv_get_profile_custom_user_data(f->sta, f->now, session, whose, &got),
        ERROR_SUCCESS);
    return got;
}

static void give_up(struct fake *f, uint32_t session)
{
    assert_int_equal(extsta_ihv_pre_associate_completion(f->sta, f->now, session, 0x90001, 5),
                     ERROR_SUCCESS);
    fake_drain(f);
    extsta_disconnect(f->sta, f->now);
    fake_drain(f);
}

static void IHV_15_data_are_kept_for_each_user_and_profile(void **state)
{
    struct fake *f = attached();
    uint32_t session = pre_associate(f, "one", "<x/>");
    returned(f);
    assert_int_equal(get(f, session, 1).len, 0);
    assert_int_equal(set(f, session, 1, data), ERROR_SUCCESS);
    assert_int_equal(set(f, session, 2, text("another")), ERROR_SUCCESS);
    assert_int_equal(get(f, session, 1).len, 7);
    assert_memory_equal(get(f, session, 1).data, "a token", 7);
    assert_memory_equal(get(f, session, 2).data, "another", 7);
    give_up(f, session);
    session = pre_associate(f, "two", "<x/>"); /* of another profile there are none */
    returned(f);
    assert_int_equal(get(f, session, 1).len, 0);
    give_up(f, session);
    session = pre_associate(f, "one", "<x/>"); /* and these are still there */
    returned(f);
    assert_memory_equal(get(f, session, 1).data, "a token", 7);
    assert_int_equal(set(f, session, 1, text("")), ERROR_SUCCESS); /* empty: gone */
    assert_int_equal(get(f, session, 1).len, 0);
    assert_int_equal(get(f, session, 2).len, 7);
    fake_free(f);
}

/* Not an extension's word decides how much memory it takes. */
static void IHV_15_data_are_limited(void **state)
{
    static uint8_t large[65537];
    struct fake *f = attached();
    uint32_t session = pre_associate(f, "one", "<x/>");
    returned(f);
    assert_int_equal(set(f, session, 0, (struct extsta_span){large, 65536}), ERROR_SUCCESS);
    assert_int_equal(set(f, session, 0, (struct extsta_span){large, 65537}),
                     ERROR_INVALID_PARAMETER);
    assert_int_equal(get(f, session, 0).len, 65536); /* what there was stays */
    for (uint32_t user = 1; user < 16; user++) {
        assert_int_equal(set(f, session, user, data), ERROR_SUCCESS);
    }
    assert_int_equal(set(f, session, 16, data), ERROR_NOT_ENOUGH_MEMORY);
    assert_int_equal(set(f, session, 3, text("more")), ERROR_SUCCESS); /* instead of the old */
    fake_free(f);
}

static void IHV_15_IHV_13_only_between_the_return_and_the_completion(void **state)
{
    struct fake *f = attached();
    struct extsta_span got;
    uint32_t session = pre_associate(f, "one", "<x/>");
    for (int after = 0; after < 2; after++) {
        assert_int_equal(set(f, session, 1, data), ERROR_INVALID_STATE);
        assert_int_equal(
            extsta_ihv_get_profile_custom_user_data(f->sta, f->now, session, 1, &got),
            ERROR_INVALID_STATE);
        assert_int_equal(extsta_ihv_set_current_profile(f->sta, f->now, session,
                                                        (struct extsta_span){NULL, 0},
                                                        text("<y/>")),
                         ERROR_INVALID_STATE);
        if (!after) {
            returned(f);
            assert_int_equal(set(f, session, 1, data), ERROR_SUCCESS);
            assert_int_equal(set(f, session + 1, 1, data), ERROR_INVALID_STATE);
            assert_int_equal(set(f, 0, 1, data), ERROR_INVALID_STATE);
            assert_int_equal(extsta_ihv_pre_associate_completion(f->sta, f->now, session, 0, 0),
                             ERROR_SUCCESS);
        }
    }
    fake_free(f);
}

/* The next attempt of the same wish has the new parts, and the data are gone. */
static void IHV_15_another_profile_for_the_next_attempt(void **state)
{
    struct fake *f = attached();
    uint32_t session = pre_associate(f, "one", "<old/>");
    returned(f);
    set(f, session, 1, data);
    assert_int_equal(
        extsta_ihv_set_current_profile(f->sta, f->now, session, text("<c/>"), text("<newer/>")),
        ERROR_SUCCESS);
    assert_int_equal(get(f, session, 1).len, 0);
    assert_int_equal(extsta_ihv_pre_associate_completion(f->sta, f->now, session, 0x90001, 5),
                     ERROR_SUCCESS);
    fake_drain(f);
    struct extsta_output o = {0};
    f->now += 2 * EXTSTA_SECOND; /* the pause of the first round */
    extsta_expire(f->sta, f->now);
    while (o.type != EXTSTA_OUT_IHV || o.ihv.type != EXTSTA_IHV_PERFORM_PRE_ASSOCIATE) {
        assert_true(extsta_next(f->sta, &o));
    }
    assert_int_equal(o.ihv.security.len, 8);
    assert_memory_equal(o.ihv.security.data, "<newer/>", 8);
    assert_int_equal(o.ihv.connectivity.len, 4);
    assert_memory_equal(o.ihv.connectivity.data, "<c/>", 4);
    fake_free(f);
}

/* EAPOL registered, and a post-association: there it is not supported, elsewhere refused. */
static void IHV_32_where_802_1x_could_be_started(void **state)
{
    static const uint16_t eapol = 0x888e, other = 0x88b5;
    for (int registered = 0; registered < 2; registered++) {
        struct fake *f = attached();
        uint32_t there = registered ? ERROR_NOT_SUPPORTED : ERROR_INVALID_STATE;
        assert_int_equal(extsta_ihv_start_onex(f->sta, f->now), ERROR_INVALID_STATE);
        uint32_t session = pre_associate(f, "net", "<x/>");
        returned(f);
        extsta_ihv_set_ethertype_handling(f->sta, f->now, 1, NULL, 0,
                                          registered ? &eapol : &other, 1);
        assert_int_equal(extsta_ihv_start_onex(f->sta, f->now), ERROR_INVALID_STATE);
        extsta_ihv_pre_associate_completion(f->sta, f->now, session, 0, 0);
        fake_connection_start(f, dot11_BSS_type_infrastructure);
        fake_association_start(f, fake_ap_a);
        fake_association_completion(
            f, fake_ap_a, &(struct fake_association){.auth = DOT11_AUTH_ALGO_RSNA_PSK});
        fake_connection_completion(f, 0);
        fake_run(f);
        assert_int_equal(last_call(f)->type, EXTSTA_IHV_PERFORM_POST_ASSOCIATE);
        assert_int_equal(extsta_ihv_start_onex(f->sta, f->now), there); /* from inside, too */
        returned(f);
        assert_int_equal(extsta_ihv_start_onex(f->sta, f->now), there);
        fake_disassociation(f, fake_ap_a, 0x10007);
        fake_run(f);
        assert_int_equal(extsta_ihv_start_onex(f->sta, f->now), ERROR_INVALID_STATE);
        fake_free(f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(IHV_15_data_are_kept_for_each_user_and_profile),
        cmocka_unit_test(IHV_15_data_are_limited),
        cmocka_unit_test(IHV_15_IHV_13_only_between_the_return_and_the_completion),
        cmocka_unit_test(IHV_15_another_profile_for_the_next_attempt),
        cmocka_unit_test(IHV_32_where_802_1x_could_be_started),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
