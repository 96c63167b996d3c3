/* The air time that mac80211_hwsim leaves out (radio/hwsim_busy.h). */
#include "../testing.h"
#include "hwsim_busy.h"

#define T0 ((extsta_time)1000000)

/* IEEE 802.11-2020 16.2.2: long preamble and PLCP header 192 us, then 8 us per octet at 1 Mb/s,
 * FCS included: 30 octets of Authentication are 464 us, an ACK of 14 is 304 us. */
static void an_authentication_and_its_acknowledgement(void **state)
{
    static struct hwsim_busy busy;
    (void)state;
    hwsim_busy_add(&busy, T0, 2412, 0, 30, false);
    assert_int_equal(hwsim_busy_since(&busy, T0 + 10000, 2412, T0), 464);
    hwsim_busy_add(&busy, T0 + 5000, 2412, 2, 30, true);
    assert_int_equal(hwsim_busy_since(&busy, T0 + 10000, 2412, T0), 2 * 464 + 304);
    assert_int_equal(hwsim_busy_since(&busy, T0 + 10000, 2412, T0 + 1), 464 + 304);
    assert_int_equal(hwsim_busy_since(&busy, T0 + 10000, 2437, T0), 0); /* another channel */
}

/* No more than all of the time, and no more frames than are remembered. */
static void more_than_there_is_time_for(void **state)
{
    static struct hwsim_busy busy;
    (void)state;
    for (unsigned i = 0; i < 3 * HWSIM_BUSY_FRAMES; i++) {
        hwsim_busy_add(&busy, T0 + i, 5180, 0, 100, true);
    }
    extsta_time now = T0 + 3 * HWSIM_BUSY_FRAMES;
    assert_int_equal(hwsim_busy_since(&busy, now, 5180, now - 1000), 1000);
    assert_int_equal(hwsim_busy_since(&busy, now, 5180, now + 1000), 0);
    assert_int_equal(hwsim_busy_since(&busy, now, 5180, T0), now - T0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_authentication_and_its_acknowledgement),
        cmocka_unit_test(more_than_there_is_time_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
