/* Captures that are written: read back by the reader, whose own tests are the reference
 * captures; the radiotap header by its standard's numbers. */
#include "../testing.h"
#include "capture.h"
#include "pcap.h"
#include "tap.h"
#include <stdio.h>
#include <unistd.h>

static char path[64];

static void what_was_written_is_read_back(void **state)
{
    const char *why = NULL;
    uint8_t frame[2304];
    for (size_t i = 0; i < sizeof frame; i++) {
        frame[i] = (uint8_t)i;
    }
    struct extsta_rx_meta meta = {.freq = 2412, .rate = 12, .signal = -50};
    struct pcap_file *file = pcap_file_create(path, &why);
    assert_non_null(file);
    pcap_file_write(file, 1700000000123456, (struct extsta_span){frame, 24}, &meta);
    meta = (struct extsta_rx_meta){.freq = 5180};
    pcap_file_write(file, 1700000001000000, (struct extsta_span){frame, sizeof frame}, &meta);
    pcap_file_write(file, 1700000002000000, (struct extsta_span){NULL, 0}, &meta);
    assert_true(pcap_file_close(file));

    struct capture_record r;
    struct capture *c = capture_open(path, &why);
    assert_non_null(c);
    assert_int_equal(capture_next(c, &r), CAPTURE_RECORD);
    assert_int_equal(r.linktype, 127);
    assert_true(r.time == 1700000000123456000ull);
    /* version 0, length 15; flags, rate, channel, signal: bits 1, 2, 3, 5 */
    static const uint8_t header[] = {0, 0,  15,   0,    0x2e, 0,    0,    0,
                                     0, 12, 0x6c, 0x09, 0x80, 0x04, 0xce};
    assert_int_equal(r.bytes.len, sizeof header + 24);
    assert_memory_equal(r.bytes.data, header, sizeof header);
    assert_memory_equal(r.bytes.data + sizeof header, frame, 24);
    assert_int_equal(capture_next(c, &r), CAPTURE_RECORD);
    /* without rate the channel (two octets aligned) has one octet of padding before it */
    static const uint8_t bare[] = {0, 0, 14, 0, 0x0a, 0, 0, 0, 0, 0, 0x3c, 0x14, 0x40, 0x01};
    assert_int_equal(r.bytes.len, sizeof bare + sizeof frame);
    assert_memory_equal(r.bytes.data, bare, sizeof bare);
    assert_int_equal(capture_next(c, &r), CAPTURE_RECORD);
    assert_int_equal(r.bytes.len, sizeof bare);
    assert_int_equal(capture_next(c, &r), CAPTURE_END);
    capture_close(c);
}

static void what_was_flushed_is_in_the_file(void **state)
{
    const char *why = NULL;
    struct extsta_rx_meta meta = {.freq = 2412};
    const uint8_t frame[10] = {0};
    struct pcap_file *file = pcap_file_create(path, &why);
    pcap_file_write(file, 0, (struct extsta_span){frame, sizeof frame}, &meta);
    pcap_file_flush(file);
    struct capture_record r;
    struct capture *c = capture_open(path, &why);
    assert_non_null(c);
    assert_int_equal(capture_next(c, &r), CAPTURE_RECORD);
    capture_close(c);
    assert_true(pcap_file_close(file));
}

static void a_full_disk_is_noticed(void **state)
{
    const char *why = NULL;
    struct pcap_file *file = pcap_file_create("/dev/full", &why);
    assert_non_null(file);
    assert_false(pcap_file_close(file));
}

static void a_file_that_cannot_be_made_says_why(void **state)
{
    const char *why = NULL;
    assert_null(pcap_file_create("/nonexistent/x.pcap", &why));
    assert_string_equal(why, "No such file or directory");
}

static void a_tap_name_that_is_too_long_is_refused(void **state)
{
    char why[200];
    struct extsta_mac mac = {{2, 0, 0, 0, 0, 1}};
    assert_int_equal(tap_open("a-name-of-16-oct", mac, why, sizeof why), -1);
    assert_non_null(strstr(why, "longer than 15"));
    char small[8]; /* the message is cut, not written beyond */
    assert_int_equal(tap_open("a-name-of-16-oct", mac, small, sizeof small), -1);
    assert_int_equal(strlen(small), 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_written_is_read_back),
        cmocka_unit_test(what_was_flushed_is_in_the_file),
        cmocka_unit_test(a_full_disk_is_noticed),
        cmocka_unit_test(a_file_that_cannot_be_made_says_why),
        cmocka_unit_test(a_tap_name_that_is_too_long_is_refused),
    };
    snprintf(path, sizeof path, "/tmp/extsta-pcap-%ld.pcap", (long)getpid());
    int failed = cmocka_run_group_tests_name("host pcap", tests, NULL, NULL);
    unlink(path);
    return failed;
}
