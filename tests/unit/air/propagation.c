/* Expected values by the formulas of the standards and of Friis, worked out apart from
 * the code (awk: 20*log(4*pi*d*f/c)/log(10)). */
#include "../testing.h"
#include <extsta/air.h>
#include <math.h>

#define assert_near(a, b, eps) assert_true(fabs((a) - (b)) < (eps))

static void free_space_at_one_metre_follows_friis(void **state)
{
    assert_near(air_path_loss(2437, 1.0, 2.0), 40.1849, 0.001);
    assert_near(air_path_loss(5180, 1.0, 2.0), 46.7344, 0.001);
    assert_near(air_path_loss(2437, 100.0, 2.0), 80.1849, 0.001);
}

static void exponent_steepens_the_loss(void **state)
{
    assert_near(air_path_loss(2437, 10.0, 3.0), 70.1849, 0.001);
    assert_near(air_path_loss(2437, 50.0, 3.5), 40.1849 + 35.0 * log10(50.0), 0.001);
    /* Nearer than a metre counts as a metre. */
    assert_near(air_path_loss(2437, 0.01, 3.0), 40.1849, 0.001);
}

static void sensitivity_steps_are_those_of_table_17_18(void **state)
{
    /* Minimum sensitivity 6..54 Mb/s: -82 -81 -79 -77 -74 -70 -66 -65. */
    static const uint16_t rate[] = {12, 18, 24, 36, 48, 72, 96, 108};
    static const double minimum[] = {-82, -81, -79, -77, -74, -70, -66, -65};
    for (size_t i = 0; i < 8; i++) {
        assert_near(air_sensitivity(rate[i], -95.0) - air_sensitivity(12, -95.0),
                    minimum[i] - minimum[0], 1e-9);
    }
    assert_near(air_sensitivity(2, -95.0), -92.0, 1e-9);
}

static void air_time_is_that_of_the_phy(void **state)
{
    /* 1 Mb/s, long preamble: 192 us + 8 us per octet with FCS. */
    assert_int_equal(air_airtime(2412, 2, 100), 192 + 8 * 104);
    /* ACK at 24 Mb/s in 5 GHz: 14 octets in 134 bits = 2 symbols. */
    assert_int_equal(air_airtime(5180, 48, 10), 20 + 2 * 4);
    /* 1500 octets at 54 Mb/s: (16 + 12032 + 6) / 216 -> 56 symbols. */
    assert_int_equal(air_airtime(5180, 108, 1500), 20 + 56 * 4);
    assert_int_equal(air_airtime(2437, 108, 1500), 20 + 56 * 4 + 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(free_space_at_one_metre_follows_friis),
        cmocka_unit_test(exponent_steepens_the_loss),
        cmocka_unit_test(sensitivity_steps_are_those_of_table_17_18),
        cmocka_unit_test(air_time_is_that_of_the_phy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
