/* The times of a pcapng capture, whatever its unit (if_tsresol, draft-ietf-opsawg-pcapng 4.2):
 * expected values are reckoned by hand from powers of two and ten. */
#include "../testing.h"
#include "capture.h"

static uint8_t *put32(uint8_t *p, uint32_t v)
{
    memcpy(p, &v, 4); /* the section says which byte order: this machine's */
    return p + 4;
}

/* Section, interface with this resolution, one empty packet at `ticks`. */
static size_t write_file(uint8_t out[160], uint8_t resolution, uint64_t ticks)
{
    const uint32_t blocks[] = {
        0x0a0d0d0a,
        28,
        0x1a2b3c4d,
        1,
        UINT32_MAX,
        UINT32_MAX,
        28, /* length unknown */
        1,
        32,
        127,
        0,
        0, /* option 9, one octet */
        0,
        0,
        32,
        6,
        32,
        0,
        (uint32_t)(ticks >> 32),
        (uint32_t)ticks,
        0,
        0,
        32,
    };
    uint8_t *p = out;
    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) {
        p = put32(p, blocks[i]);
    }
    const uint16_t option[] = {9, 1};
    memcpy(out + 28 + 16, option, sizeof option);
    out[28 + 20] = resolution;
    return (size_t)(p - out);
}

static uint64_t time_of(uint8_t resolution, uint64_t ticks)
{
    uint8_t file[160];
    const char *why = "";
    struct capture_record record = {.time = 0};
    size_t len = write_file(file, resolution, ticks);
    struct capture *c = capture_open_memory((struct extsta_span){file, len}, &why);
    assert_non_null(c);
    assert_int_equal(capture_next(c, &record), CAPTURE_RECORD);
    capture_close(c);
    return record.time;
}

#define SECOND 1000000000u

static void units_of_ten(void **state)
{
    assert_int_equal(time_of(0, 5), 5ull * SECOND);
    assert_int_equal(time_of(6, 1500000), 3ull * SECOND / 2);
    assert_int_equal(time_of(9, 7), 7);
    assert_int_equal(time_of(12, 7999), 7);
    assert_int_equal(time_of(127, UINT64_MAX), 0);
}

static void units_of_two(void **state)
{
    const uint64_t top = (uint64_t)1 << 63;
    assert_int_equal(time_of(0x80 | 0, 5), 5ull * SECOND);
    assert_int_equal(time_of(0x80 | 1, 3), 3ull * SECOND / 2);
    assert_int_equal(time_of(0x80 | 32, (uint64_t)3 << 31), 3ull * SECOND / 2);
    assert_int_equal(time_of(0x80 | 33, (uint64_t)3 << 32), 3ull * SECOND / 2);
    assert_int_equal(time_of(0x80 | 63, top), SECOND);
    assert_int_equal(time_of(0x80 | 64, top), SECOND / 2);
    assert_int_equal(time_of(0x80 | 66, top), SECOND / 8);
}

/* All of 64 bits in units of 2^-95 s and less is under a nanosecond. */
static void units_too_small_for_a_nanosecond(void **state)
{
    for (unsigned exponent = 95; exponent < 128; exponent++) {
        assert_int_equal(time_of((uint8_t)(0x80 | exponent), UINT64_MAX), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_of_ten),
        cmocka_unit_test(units_of_two),
        cmocka_unit_test(units_too_small_for_a_nanosecond),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
