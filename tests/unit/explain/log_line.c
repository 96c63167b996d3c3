/* Lines of logs as programs and collectors write them (explain/logs/log_line.c, words_*.c): the
 * time, whose it is, what it says. The lines are those of hostapd, wpa_supplicant 2.10 and
 * Linux 6.1 as they were printed, with the stamps of journalctl, syslog, dmesg, logread and
 * logcat. */
#include "../testing.h"

#include <stdio.h>

#include "base/bytes.h"
#include <extsta/witness.h>

#define S  UINT64_C(1000000000)
#define MS UINT64_C(1000000)
#define US UINT64_C(1000)
/* 2026-11-29 21:00:01 UTC */
#define AT (UINT64_C(1795986001) * S)

static const struct extsta_mac sta = {{2, 0, 0, 0, 1, 0}}, ap = {{2, 0, 0, 0, 0, 0}};

static struct extsta_log_line read_line(const char *text)
{
    struct extsta_log_line line;
    assert_true(
        extsta_log_line_read(span(text, strlen(text)), EXTSTA_PROGRAM_UNKNOWN, 2026, &line));
    return line;
}

static void every_stamp_is_the_same_moment(void **state)
{
    static const struct {
        const char *stamp;
        uint64_t time, resolution;
    } cases[] = {
        {"1795986001.250000: ", AT + 250 * MS, US},
        {"1795986001.250000 box hostapd[12]: ", AT + 250 * MS, US},
        {"Nov 29 21:00:01 box hostapd[12]: ", AT, S},
        {"Nov 29 21:00:01 box hostapd: ", AT, S},
        {"Nov 29 21:00:01.250000 box hostapd[12]: ", AT + 250 * MS, US},
        {"2026-11-29T21:00:01+0000 box hostapd[12]: ", AT, S},
        {"2026-11-29T22:00:01.250000+01:00 box hostapd[12]: ", AT + 250 * MS, US},
        {"2026-11-29T16:30:01.250-0430 box hostapd[12]: ", AT + 250 * MS, MS},
        {"2026-11-29 21:00:01,250 ", AT + 250 * MS, MS},
        {"2026-11-29T21:00:01Z hostapd: ", AT, S},
        {"Sun Nov 29 21:00:01 2026 daemon.notice hostapd: ", AT, S},
        {"Sun Nov 29 21:00:01 2026 [77.125] daemon.notice hostapd: ", AT, S},
        {"11-29 21:00:01.250   600   612 D hostapd : ", AT + 250 * MS, MS},
        {"[Sun Nov 29 21:00:01 2026] ", AT, S},
        {"1795986001.250000: 1795986001.250031: ", AT + 250 * MS, US},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[200];
        bool kernel = cases[i].stamp[0] == '[';
        snprintf(text, sizeof text, "%s%s", cases[i].stamp,
                 kernel ? "wlan1: authenticated"
                        : "wlan0: STA 02:00:00:00:01:00 IEEE 802.11: associated (aid 7)");
        struct extsta_log_line line = read_line(text);
        assert_int_equal(line.clock, EXTSTA_LOG_TIME_EPOCH);
        assert_int_equal(line.time, cases[i].time);
        assert_int_equal(line.resolution, cases[i].resolution);
        assert_int_equal(line.word,
                         kernel ? EXTSTA_WORD_AUTHENTICATED : EXTSTA_WORD_ASSOCIATED);
        assert_int_equal(line.program, kernel ? EXTSTA_PROGRAM_KERNEL : EXTSTA_PROGRAM_HOSTAPD);
        assert_int_equal(line.aid, kernel ? 0 : 7);
    }
}

static void the_kernel_counts_from_its_start(void **state)
{
    static const char *const lines[] = {
        "[   12.345678] wlan1: deauthenticated from 02:00:00:00:00:00 (Reason: "
        "3=DEAUTH_LEAVING)",
        "<6>[   12.345678] wlan1: deauthenticated from 02:00:00:00:00:00 (Reason: "
        "3=DEAUTH_LEAVING)",
        "kern  :info  : [   12.345678] wlan1: deauthenticated from 02:00:00:00:00:00 (Reason: "
        "3=x)",
        "[   12.345678][  T123] wlan1: deauthenticated from 02:00:00:00:00:00 (Reason: 3=x)",
    };
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct extsta_log_line line = read_line(lines[i]);
        assert_int_equal(line.clock, EXTSTA_LOG_TIME_BOOT);
        assert_int_equal(line.time, 12345678 * US);
        assert_int_equal(line.resolution, US);
        assert_int_equal(line.word, EXTSTA_WORD_DEAUTHENTICATED);
        assert_true(line.has_code);
        assert_int_equal(line.code, 3);
        assert_memory_equal(&line.bssid, &ap, 6);
        assert_memory_equal(line.interface.data, "wlan1", 5);
    }
    /* Behind a collector's stamp its own is passed over. */
    struct extsta_log_line line = read_line("Nov 29 21:00:01 box kernel: [   12.345678] wlan1: "
                                            "authenticate with 02:00:00:00:00:00");
    assert_int_equal(line.time, AT);
    assert_int_equal(line.word, EXTSTA_WORD_AUTH_REQUEST);
}

static void programs_are_known_by_their_words(void **state)
{
    static const struct {
        const char *text;
        enum extsta_program program;
        enum extsta_word word;
        int code; /* -1: none */
        bool sta, bssid;
    } cases[] = {
        {"wlan0: AP-STA-CONNECTED 02:00:00:00:01:00", EXTSTA_PROGRAM_HOSTAPD,
         EXTSTA_WORD_AUTHORIZED, -1, true, false},
        {"wlan0: AP-STA-POSSIBLE-PSK-MISMATCH 02:00:00:00:01:00", EXTSTA_PROGRAM_HOSTAPD,
         EXTSTA_WORD_WRONG_KEY, -1, true, false},
        {"wlan0: STA 02:00:00:00:01:00 IEEE 802.11: disassociated due to inactivity",
         EXTSTA_PROGRAM_HOSTAPD, EXTSTA_WORD_INACTIVITY, -1, true, false},
        {"deauthentication: STA=02:00:00:00:01:00 reason_code=3", EXTSTA_PROGRAM_HOSTAPD,
         EXTSTA_WORD_DEAUTHENTICATED, 3, true, false},
        {"wlan1: CTRL-EVENT-DISCONNECTED bssid=02:00:00:00:00:00 reason=3 locally_generated=1",
         EXTSTA_PROGRAM_WPA_SUPPLICANT, EXTSTA_WORD_DISCONNECTED, 3, false, true},
        {"wlan1: CTRL-EVENT-SSID-TEMP-DISABLED id=0 ssid=\"x\" auth_failures=1 duration=10 "
         "reason=WRONG_KEY",
         EXTSTA_PROGRAM_WPA_SUPPLICANT, EXTSTA_WORD_WRONG_KEY, -1, false, false},
        {"wlan1: CTRL-EVENT-ASSOC-REJECT bssid=02:00:00:00:00:00 status_code=17",
         EXTSTA_PROGRAM_WPA_SUPPLICANT, EXTSTA_WORD_ASSOC_REFUSED, 17, false, true},
        {"wlan1: 02:00:00:00:00:00 denied authentication (status 17)", EXTSTA_PROGRAM_KERNEL,
         EXTSTA_WORD_AUTH_REFUSED, 17, false, true},
        {"wlan1: Connection to AP 02:00:00:00:00:00 lost", EXTSTA_PROGRAM_KERNEL,
         EXTSTA_WORD_LOST, -1, false, true},
        {"<info>  [1795986001.2500] dhcp4 (wlan0): request timed out",
         EXTSTA_PROGRAM_NETWORK_MANAGER, EXTSTA_WORD_ADDRESS, -1, false, false},
        {"NetworkManager[600]: <warn>  [1795986001.2500] device (wlan0): Activation: (wifi) "
         "disconnected during association, asking for new key",
         EXTSTA_PROGRAM_NETWORK_MANAGER, EXTSTA_WORD_WRONG_KEY, -1, false, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct extsta_log_line line = read_line(cases[i].text);
        assert_int_equal(line.program, cases[i].program);
        assert_int_equal(line.word, cases[i].word);
        assert_int_equal(line.has_code ? line.code : -1, cases[i].code);
        assert_int_equal(line.has_sta, cases[i].sta);
        assert_int_equal(line.has_bssid, cases[i].bssid);
        if (cases[i].sta) {
            assert_memory_equal(&line.sta, &sta, 6);
        }
    }
    assert_true(read_line(cases[4].text).local);
}

static void whose_log_it_is_is_read(void **state)
{
    (void)state;
    struct extsta_log_line line = read_line("Own MAC address: 02:00:00:00:01:00");
    assert_true(line.own);
    assert_memory_equal(&line.sta, &sta, 6);
    line = read_line("Using interface wlan0 with hwaddr 02:00:00:00:00:00 and ssid \"x\"");
    assert_true(line.own);
    assert_memory_equal(&line.bssid, &ap, 6);
}

/* What is no time, no tag, no word is none; nothing of it is believed by half. */
static void other_lines_are_nothing(void **state)
{
    static const char *const lines[] = {
        "",
        " ",
        "[",
        "[12",
        "[12.5",
        "[]",
        "1795986001.250000:",
        "99999999999999999999.250000: wlan0: AP-ENABLE",
        "Nov 29 21:00:01",
        "Foo 29 21:00:01 box hostapd[1]: x",
        "Nov 29 21:00:01 box sshd[12]: wlan0: AP-STA-CONNECTED 02:00:00:00:01:00",
        "2026-13-29T21:00:01 hostapd: x",
        "wlan0: AP-STA-CONNECTED 02:00:00:00:01",
        "wlan0: AP-STA-CONNECTED 02:00:00:00:01:0g",
        "wlan1: deauthenticated from 02:00:00:00:00:00 (Reason: 99999=x)",
        "wlan1: CTRL-EVENT-DISCONNECTED bssid=",
    };
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct extsta_log_line line;
        bool read = extsta_log_line_read(span(lines[i], strlen(lines[i])),
                                         EXTSTA_PROGRAM_UNKNOWN, 2026, &line);
        assert_true(!read || line.word == EXTSTA_WORD_NONE);
    }
}

/* NULs, escape sequences, and lines without an end are octets like others. */
static void hostile_lines_are_read_within_their_bounds(void **state)
{
    static char big[EXTSTA_LOG_LINE_MAX + 100];
    struct extsta_log_line line;
    (void)state;
    memset(big, ' ', sizeof big);
    assert_false(extsta_log_line_read(span(big, sizeof big), 0, 2026, &line));
    memset(big, 0, sizeof big);
    assert_false(extsta_log_line_read(span(big, sizeof big), 0, 2026, &line));
    static const char escape[] = "wlan1: CTRL-EVENT-SSID-REENABLED \033[2J\0\r\n ssid";
    assert_true(extsta_log_line_read(span(escape, sizeof escape), 0, 2026, &line));
    assert_int_equal(line.message.len, sizeof escape - 7);
    assert_false(extsta_log_line_read((struct extsta_span){NULL, 0}, 0, 2026, &line));
}

static void the_log_of_one_program_has_no_other(void **state)
{
    static const char text[] = "wlan1: CTRL-EVENT-TERMINATING ";
    struct extsta_log_line line;
    (void)state;
    assert_true(extsta_log_line_read(span(text, sizeof text - 1), EXTSTA_PROGRAM_WPA_SUPPLICANT,
                                     2026, &line));
    assert_int_equal(line.program, EXTSTA_PROGRAM_WPA_SUPPLICANT);
    assert_int_equal(line.word, EXTSTA_WORD_NOTE);
    static const char tagged[] = "Nov 29 21:00:01 box hostapd[1]: wlan0: AP-ENABLED ";
    assert_false(extsta_log_line_read(span(tagged, sizeof tagged - 1),
                                      EXTSTA_PROGRAM_WPA_SUPPLICANT, 2026, &line));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_stamp_is_the_same_moment),
        cmocka_unit_test(the_kernel_counts_from_its_start),
        cmocka_unit_test(programs_are_known_by_their_words),
        cmocka_unit_test(whose_log_it_is_is_read),
        cmocka_unit_test(other_lines_are_nothing),
        cmocka_unit_test(hostile_lines_are_read_within_their_bounds),
        cmocka_unit_test(the_log_of_one_program_has_no_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
