/* Saturation throughput against Bianchi's model, see cell.h. */
#include "../testing.h"
#include "cell.h"

static const unsigned counts[] = {5, 10, 20, 50, 100};

static void compare(const struct cell_case *c, unsigned n, double expected, double tolerance)
{
    struct cell_result got = cell_run(c, n, 10, 1);
    double off = got.mbps / expected - 1;
    print_message("# %-34s %3u stations: %6.3f Mb/s, expected %6.3f, %+5.1f %%\n", c->name, n,
                  got.mbps, expected, off * 100);
    assert_true(fabs(off) <= tolerance);
}

static void throughput_is_that_of_the_standards_rules(void **state)
{
    for (size_t i = 0; i < CELL_CASES; i++) {
        for (size_t j = 0; j < sizeof counts / sizeof counts[0]; j++) {
            double expected = cell_predict(&cell_cases[i], counts[j]).mbps;
            compare(&cell_cases[i], counts[j], expected, 0.03);
        }
    }
}

static void with_endless_tries_it_is_bianchis(void **state)
{
    for (size_t i = 0; i < CELL_CASES; i++) {
        for (size_t j = 0; j < sizeof counts / sizeof counts[0]; j++) {
            struct cell_case c = cell_cases[i];
            c.tries = UINT8_MAX;
            compare(&c, counts[j], cell_bianchi(&c, counts[j]), 0.05);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(throughput_is_that_of_the_standards_rules),
        cmocka_unit_test(with_endless_tries_it_is_bianchis),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
