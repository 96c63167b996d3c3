/* Stations of the same configuration share it; a set takes a copy, or changes nothing. */
#include "fixture.h"

static void identical_configurations_are_one(void **state)
{
    struct fixture *f = *state;
    struct miniport *more[50];
    const char *home[] = {"home"};
    for (size_t i = 0; i < 50; i++) {
        more[i] = miniport_new(f->ctx, &f->out, i, ADDRESS, &fixture_radio, NOW);
        assert_non_null(more[i]);
    }
    assert_int_equal(mib_interned(f->ctx), 1);
    struct miniport *first = f->mp;
    for (size_t i = 0; i < 50; i++) {
        f->mp = more[i];
        assert_int_equal(set_bytes(f, OID_DOT11_DESIRED_SSID_LIST, bytes_ssids(1, home)), 0);
        assert_int_equal(mib_interned(f->ctx), 2);
        assert_ptr_equal(more[i]->mib, more[0]->mib);
    }
    for (uint32_t i = 0; i < 50; i++) { /* all different: the table grows and shrinks */
        f->mp = more[i];
        assert_int_equal(set_u32(f, OID_DOT11_UNREACHABLE_DETECTION_THRESHOLD, 100 + i), 0);
    }
    assert_int_equal(mib_interned(f->ctx), 51);
    for (uint32_t i = 0; i < 50; i++) {
        assert_int_equal(more[i]->mib->unreachable_ms, 100 + i);
        miniport_ops.destroy(more[i]);
    }
    f->mp = first;
    assert_int_equal(mib_interned(f->ctx), 1);
}

/* No more memory of the size of a configuration: what the pool still has is used up. */
static void use_up(struct fixture *f)
{
    f->no_memory = true;
    while (pool_alloc(&f->ctx->pool, sizeof(struct mp_mib))) {
    }
}

static void without_memory_a_set_changes_nothing(void **state)
{
    struct fixture *f = *state;
    const char *home[] = {"home"};
    struct miniport *other = miniport_new(f->ctx, &f->out, 2, ADDRESS, &fixture_radio, NOW);
    assert_non_null(other); /* has the same configuration: a change needs a copy */
    assert_int_equal(mib_interned(f->ctx), 1);
    use_up(f);
    refused(f, OID_DOT11_DESIRED_SSID_LIST, bytes_ssids(1, home), NDIS_STATUS_RESOURCES);
    refused(f, OID_DOT11_RTS_THRESHOLD, bytes_u32(5), NDIS_STATUS_RESOURCES);
    refused(f, OID_DOT11_EXCLUDE_UNENCRYPTED, bytes_bool(true), NDIS_STATUS_RESOURCES);
    f->no_memory = false;
    miniport_ops.destroy(other);
}

/* The requests of a connect one after the other: the first takes a copy, none after it. */
static void the_requests_of_a_connect_copy_the_configuration_once(void **state)
{
    struct fixture *f = *state;
    const char *home[] = {"home"}, *too_many[] = {"", "home"};
    uint32_t open[] = {1}, none[] = {5}; /* WPA-None */
    struct miniport *other = miniport_new(f->ctx, &f->out, 2, ADDRESS, &fixture_radio, NOW);
    assert_non_null(other);
    reset(f, true);
    const struct mp_mib *own = f->mp->mib;
    assert_ptr_not_equal(own, other->mib);
    use_up(f);
    assert_int_equal(set_u32(f, OID_DOT11_DESIRED_BSS_TYPE, 1), NDIS_STATUS_SUCCESS);
    assert_int_equal(set_bytes(f, OID_DOT11_DESIRED_SSID_LIST, bytes_ssids(1, home)),
                     NDIS_STATUS_SUCCESS);
    assert_int_equal(
        set_bytes(f, OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM, bytes_u32_list(1, open)),
        NDIS_STATUS_SUCCESS);
    refused(f, OID_DOT11_DESIRED_SSID_LIST, bytes_ssids(2, too_many), NDIS_STATUS_INVALID_DATA);
    refused(f, OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM, bytes_u32_list(1, none),
            NDIS_STATUS_INVALID_DATA);
    assert_ptr_equal(f->mp->mib, own);
    assert_int_equal(other->mib->ssid_count, 0); /* it is not touched */
    assert_int_equal(other->mib->auth[0], 6);
    f->no_memory = false;
    miniport_ops.destroy(other);
}

/* A station's draft is interned when another station edits: an equal one is shared again. */
static void the_draft_of_one_station_is_shared_when_another_edits(void **state)
{
    struct fixture *f = *state;
    struct miniport *first = f->mp;
    struct miniport *other = miniport_new(f->ctx, &f->out, 2, ADDRESS, &fixture_radio, NOW);
    assert_non_null(other);
    const struct mp_mib *before = first->mib;
    assert_int_equal(set_u32(f, OID_DOT11_RTS_THRESHOLD, 5), 0);
    assert_int_equal(set_u32(f, OID_DOT11_RTS_THRESHOLD, MP_MAX_RTS_THRESHOLD), 0);
    f->mp = other;
    assert_int_equal(set_u32(f, OID_DOT11_RTS_THRESHOLD, 7), 0);
    assert_ptr_equal(first->mib, before);
    assert_int_equal(first->mib->rts_threshold, MP_MAX_RTS_THRESHOLD);
    miniport_ops.destroy(other); /* with its draft */
    f->mp = first;
    assert_int_equal(mib_interned(f->ctx), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(identical_configurations_are_one),
        FIXTURE_TEST(without_memory_a_set_changes_nothing),
        FIXTURE_TEST(the_requests_of_a_connect_copy_the_configuration_once),
        FIXTURE_TEST(the_draft_of_one_station_is_shared_when_another_edits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
