/* The word behind --radio: which radio it names, and what is said of one that names none. */
#include "../testing.h"
#include "radio_choice.h"

static void words(void **state)
{
    (void)state;
    char why[300];
    struct radio_choice c;
    assert_true(radio_choice_read("hwsim", &c, why, sizeof why));
    assert_int_equal(c.kind, RADIO_HWSIM);
    assert_true(radio_choice_read("air", &c, why, sizeof why));
    assert_int_equal(c.kind, RADIO_AIR);
    assert_true(radio_choice_read("nl80211:wlan0", &c, why, sizeof why));
    assert_int_equal(c.kind, RADIO_NL80211);
    assert_string_equal(c.iface, "wlan0");
    assert_false(c.connect);
    assert_true(radio_choice_read("nl80211:wlan0:connect", &c, why, sizeof why));
    assert_string_equal(c.iface, "wlan0");
    assert_true(c.connect);
    assert_true(radio_choice_read("monitor:wlan1mon", &c, why, sizeof why));
    assert_int_equal(c.kind, RADIO_MONITOR);
    assert_string_equal(c.iface, "wlan1mon");
    assert_false(c.plain);
    assert_true(radio_choice_read("monitor:wlan1mon:plain", &c, why, sizeof why));
    assert_string_equal(c.iface, "wlan1mon");
    assert_true(c.plain);
    assert_true(radio_choice_read("udp:air.example:4802", &c, why, sizeof why));
    assert_int_equal(c.kind, RADIO_UDP);
    assert_string_equal(c.host, "air.example");
    assert_int_equal(c.port, 4802);
    assert_true(radio_choice_read("udp:[::1]:65535", &c, why, sizeof why));
    assert_string_equal(c.host, "::1");
    assert_int_equal(c.port, 65535);
}

static void nonsense(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "wlan0",
        "hwsim:0",
        "hwsi",
        "hwsimm",
        "monitor",
        "monitor:",
        "nl80211:abcdefghijklmnop",
        "monitor:a/b",
        "nl80211:w:plain",
        "monitor:w:active",
        "monitor:w:connect",
        "monitor::plain",
        "udp",
        "udp:",
        "udp:host",
        "udp::1",
        "udp:host:",
        "udp:host:0",
        "udp:h:65536",
        "udp:h:1x",
        "udp:h:-1",
        "udp:h: 1",
    };
    char why[300];
    struct radio_choice c;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        why[0] = 0;
        if (radio_choice_read(bad[i], &c, why, sizeof why)) {
            fail_msg("'%s' was taken", bad[i]);
        }
        assert_non_null(strstr(why, bad[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(words), cmocka_unit_test(nonsense)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
