#include "../testing.h"
#include "base/text.h"

static void numbers_are_written_in_full(void **state)
{
    char out[128];
    struct text t;

    (void)state;
    text_start(&t, out, sizeof(out));
    text_decimal(&t, 0);
    text_char(&t, ' ');
    text_decimal(&t, UINT64_MAX);
    size_t n = text_end(&t);
    assert_int_equal(n, strlen(out));
    assert_string_equal(out, "0 18446744073709551615");

    text_start(&t, out, sizeof(out));
    text_hex(&t, 0, 1);
    text_char(&t, ' ');
    text_hex(&t, 0xabc, 8);
    text_char(&t, ' ');
    text_hex(&t, 0x1234567, 2);
    text_char(&t, ' ');
    text_hex(&t, UINT64_MAX, 16);
    text_end(&t);
    assert_string_equal(out, "0 00000abc 1234567 ffffffffffffffff");
}

static void addresses_and_bytes_from_the_air(void **state)
{
    static const uint8_t ssid[] = {'a', '"', '\\', 0, 0x7f, 0xc3, ' ', '~'};
    char out[64];
    struct text t;

    (void)state;
    text_start(&t, out, sizeof(out));
    text_mac(&t, (struct extsta_mac){{0x02, 0, 0, 0xab, 0x01, 0xff}});
    text_end(&t);
    assert_string_equal(out, "02:00:00:ab:01:ff");

    text_start(&t, out, sizeof(out));
    text_bytes(&t, (struct extsta_span){ssid, sizeof(ssid)});
    text_end(&t);
    assert_string_equal(out, "a\\\"\\\\\\x00\\x7f\\xc3 ~");
}

static void every_size_is_cut_and_terminated(void **state)
{
    static const char whole[] = "four-way handshake";
    char out[32];
    struct text t;

    (void)state;
    for (size_t size = 0; size <= sizeof(whole) + 2; size++) {
        memset(out, '#', sizeof(out));
        text_start(&t, size ? out : NULL, size);
        text_string(&t, whole);
        assert_int_equal(text_end(&t), sizeof(whole) - 1);
        for (size_t i = size; i < sizeof(out); i++)
            assert_int_equal(out[i], '#');
        if (size) {
            size_t kept = size - 1 < sizeof(whole) - 1 ? size - 1 : sizeof(whole) - 1;

            assert_memory_equal(out, whole, kept);
            assert_int_equal(out[kept], '\0');
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_written_in_full),
        cmocka_unit_test(addresses_and_bytes_from_the_air),
        cmocka_unit_test(every_size_is_cut_and_terminated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
