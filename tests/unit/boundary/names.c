/* Names of numbers at the boundary. The numbers are those of the Windows headers. */
#include "../testing.h"
#include <extsta/boundary.h>
#include <extsta/drops.h>

static void oids_have_their_native_names(void **state)
{
    (void)state;
    assert_string_equal(extsta_oid_name(0x0D010300u), "OID_DOT11_OFFLOAD_CAPABILITY");
    assert_string_equal(extsta_oid_name(0x0D01030Bu), "OID_DOT11_SCAN_REQUEST");
    assert_string_equal(extsta_oid_name(0x0E01017Cu), "OID_DOT11_DESIRED_SSID_LIST");
    assert_string_equal(extsta_oid_name(0x0E010181u), "OID_DOT11_CONNECT_REQUEST");
    assert_string_equal(extsta_oid_name(0x0E020183u), "OID_DOT11_STATISTICS");
    assert_string_equal(extsta_oid_name(0x0E080201u), "OID_DOT11_MANUFACTURING_TEST");
    assert_string_equal(extsta_oid_name(0x0001010Eu), "OID_GEN_CURRENT_PACKET_FILTER");
    assert_string_equal(extsta_oid_name(0xFD010101u), "OID_PNP_SET_POWER");
}

static void indications_have_their_native_names(void **state)
{
    (void)state;
    assert_string_equal(extsta_indication_name(0x40010012u),
                        "NDIS_STATUS_MEDIA_SPECIFIC_INDICATION");
    assert_string_equal(extsta_indication_name(0x4001000Bu), "NDIS_STATUS_MEDIA_CONNECT");
    assert_string_equal(extsta_indication_name(0x40030000u), "NDIS_STATUS_DOT11_SCAN_CONFIRM");
    assert_string_equal(extsta_indication_name(0x40030008u),
                        "NDIS_STATUS_DOT11_DISASSOCIATION");
}

static void statuses_have_their_native_names(void **state)
{
    (void)state;
    assert_string_equal(extsta_ndis_status_name(0), "NDIS_STATUS_SUCCESS");
    assert_string_equal(extsta_ndis_status_name(0x103), "NDIS_STATUS_PENDING");
    assert_string_equal(extsta_ndis_status_name(0xC0010017u), "NDIS_STATUS_INVALID_OID");
    assert_string_equal(extsta_ndis_status_name(0xC0010019u), "NDIS_STATUS_UNSUPPORTED_MEDIA");
    assert_string_equal(extsta_ndis_status_name(0xC0232002u),
                        "NDIS_STATUS_DOT11_POWER_STATE_INVALID");
}

/* A table out of order would lose names: every number of the ranges is asked for. */
static void every_number_is_found_and_no_other(void **state)
{
    static const uint32_t bases[] = {0x0D010300u, 0x0D010700u, 0x0E010100u, 0x0E010200u,
                                     0x0E020100u, 0x0E030100u, 0x0E040100u, 0x0E040200u,
                                     0x0E050100u, 0x0E050200u, 0x0E060100u, 0x0E070100u,
                                     0x0E080200u};
    unsigned oids = 0, indications = 0;

    (void)state;
    for (size_t i = 0; i < sizeof(bases) / sizeof(bases[0]); i++)
        for (uint32_t n = 0; n < 256; n++)
            oids += extsta_oid_name(bases[i] + n) != NULL;
    for (uint32_t n = 0; n < 256; n++)
        indications += extsta_indication_name(0x40030000u + n) != NULL;
    assert_int_equal(oids, 201);
    assert_int_equal(indications, 42);
    assert_null(extsta_oid_name(0));
    assert_null(extsta_oid_name(UINT32_MAX));
    assert_null(extsta_indication_name(0x4003FFFFu));
    assert_null(extsta_ndis_status_name(0x102));
}

static void drop_reasons_have_distinct_names(void **state)
{
    (void)state;
    for (unsigned i = 0; i < EXTSTA_DROP_COUNT; i++) {
        assert_true(extsta_drop_name((enum extsta_drop)i)[0] != '\0');
        assert_true(extsta_drop_text((enum extsta_drop)i)[0] != '\0');
        for (unsigned j = 0; j < i; j++)
            assert_string_not_equal(extsta_drop_name((enum extsta_drop)i),
                                    extsta_drop_name((enum extsta_drop)j));
    }
    assert_string_equal(extsta_drop_name(EXTSTA_DROP_NO_KEY), "no-key");
    assert_non_null(extsta_drop_name(EXTSTA_DROP_COUNT));
    assert_non_null(extsta_drop_text((enum extsta_drop) - 1));
}

static void errors_have_names_and_classes(void **state)
{
    (void)state;
    assert_string_equal(extsta_strerror(EXTSTA_OK), "success");
    assert_string_equal(extsta_strerror(EXTSTA_E_NO_MEMORY), "out of memory");
    assert_non_null(extsta_strerror((enum extsta_error)0x7777));
    assert_int_equal(extsta_error_class(EXTSTA_E_REPLAY),
                     extsta_error_class(EXTSTA_E_INTEGRITY));
    assert_int_not_equal(extsta_error_class(EXTSTA_E_REPLAY),
                         extsta_error_class(EXTSTA_E_POLICY));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(oids_have_their_native_names),
        cmocka_unit_test(indications_have_their_native_names),
        cmocka_unit_test(statuses_have_their_native_names),
        cmocka_unit_test(every_number_is_found_and_no_other),
        cmocka_unit_test(drop_reasons_have_distinct_names),
        cmocka_unit_test(errors_have_names_and_classes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
