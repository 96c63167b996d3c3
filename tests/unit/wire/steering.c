/* Frames of 802.11v and 802.11k. The octets are those that hostapd and wpa_supplicant send
 * (src/ap/wnm_ap.c, wpa_supplicant/wnm_sta.c, rrm.c of hostap), by the figures of IEEE Std
 * 802.11-2020 9.6.6, 9.6.13, 9.4.2.20, 9.4.2.21 and 9.4.2.36. */
#include "wire.h"
#include "wire/measure_frame.h"
#include "wire/wnm_frame.h"

#define AP1       "020000000001"
#define AP2       "020000000002"
#define NEIGHBOR1 "34 10 " AP1 "8f000000 51 06 07 03 01 ff"
#define NEIGHBOR2 "34 0d " AP2 "8f000000 73 24 09"

static void assert_written(const struct writer *w, const char *text)
{
    assert_false(w->failed);
    assert_hex(span(w->start, writer_len(w)), text);
}

/* 36 = 0x24 on class 115 (0x73). */
static void neighbors_are_read_and_written(void **state)
{
    uint8_t out[64];
    struct extsta_span list = hex(NEIGHBOR1 "dd03 010203 34 05 0102030405" NEIGHBOR2);
    struct reader r = reader_of(list);
    struct writer w = writer_of(out, sizeof out);
    struct neighbor n;
    assert_true(neighbor_next(&r, &n));
    assert_mac(n.bssid, AP1);
    assert_int_equal(n.preference, 255);
    assert_int_equal(neighbor_freq(n.operating_class, n.channel), 2437);
    neighbor_write(&w, &n);
    assert_written(&w, NEIGHBOR1);
    assert_true(neighbor_next(&r, &n)); /* what is no neighbor, or cut off, is passed over */
    assert_mac(n.bssid, AP2);
    assert_int_equal(n.preference, NEIGHBOR_NO_PREFERENCE);
    assert_int_equal(neighbor_freq(n.operating_class, n.channel), 5180);
    w = writer_of(out, sizeof out);
    neighbor_write(&w, &n);
    assert_written(&w, NEIGHBOR2);
    assert_false(neighbor_next(&r, &n));
    assert_int_equal(neighbor_freq(131, 1), 0); /* of 6 GHz */
    exact_free(list);
}

static void group_addresses_are_no_neighbors(void **state)
{
    struct extsta_span list = hex("34 0d ffffffffffff 00000000 51 06 07");
    struct reader r = reader_of(list);
    struct neighbor n;
    assert_false(neighbor_next(&r, &n));
    exact_free(list);
}

/* Cut anywhere in its fixed part: no frame. */
#define CUT(text, fixed, type, parse)                                                          \
    do {                                                                                       \
        struct extsta_span all = hex(text);                                                    \
        struct type parsed;                                                                    \
        for (size_t n = 0; n < (fixed); n++) {                                                 \
            struct extsta_span cut = exact(all.data, n);                                       \
            assert_false(parse(cut, &parsed));                                                 \
            exact_free(cut);                                                                   \
        }                                                                                      \
        assert_true(parse(all, &parsed));                                                      \
        exact_free(all);                                                                       \
    } while (0)

#define REQUEST     "0a 07 2a 05 6400 0a" NEIGHBOR1
#define TERMINATION "0a 07 2b 1d 3200 ff 04 0a 1122334455667788 0500 05 687474703a" NEIGHBOR1

static void requests_to_move(void **state)
{
    uint8_t out[128];
    struct extsta_span body = hex(REQUEST), last = hex(TERMINATION);
    struct btm_request q;
    assert_true(btm_parse_request(body, &q));
    assert_int_equal(q.token, 0x2a);
    assert_int_equal(q.mode, BTM_CANDIDATES | BTM_IMMINENT);
    assert_int_equal(q.timer, 100);
    assert_int_equal(q.validity, 10);
    assert_hex(q.candidates, NEIGHBOR1);
    struct writer w = writer_of(out, sizeof out);
    btm_write_request(&w, &q);
    assert_written(&w, REQUEST);
    assert_true(btm_parse_request(last, &q));
    assert_int_equal(q.termination_tsf, 0x8877665544332211);
    assert_int_equal(q.termination_minutes, 5);
    assert_hex(q.url, "687474703a");
    assert_hex(q.candidates, NEIGHBOR1);
    w = writer_of(out, sizeof out);
    btm_write_request(&w, &q);
    assert_written(&w, TERMINATION);
    CUT(REQUEST, 7, btm_request, btm_parse_request);
    CUT(TERMINATION, 25, btm_request, btm_parse_request);
    exact_free(body);
    exact_free(last);
}

static void queries_and_responses(void **state)
{
    uint8_t out[64];
    struct btm_response resp = {
        .token = 7, .status = BTM_ACCEPT, .target = {{2, 0, 0, 0, 0, 1}}};
    struct btm_query query = {.token = 7, .reason = 16};
    struct writer w = writer_of(out, sizeof out);
    btm_write_response(&w, &resp);
    assert_written(&w, "0a 08 07 00 00" AP1);
    CUT("0a 08 07 00 00" AP1, 11, btm_response, btm_parse_response);
    resp.status = BTM_REJECT_NO_CANDIDATE;
    w = writer_of(out, sizeof out);
    btm_write_response(&w, &resp);
    assert_written(&w, "0a 08 07 07 00");
    CUT("0a 08 07 07 00", 5, btm_response, btm_parse_response);
    w = writer_of(out, sizeof out);
    btm_write_query(&w, &query);
    assert_written(&w, "0a 06 07 10");
    CUT("0a 06 07 10", 4, btm_query, btm_parse_query);
}

/* Token 1, mode 0, type 5; class 81, channel 6, interval 0, duration 0 (users-ask B4), mode 2;
 * any BSSID; SSID "AB", detail 0. */
#define BEACON_REQUEST "26 17 01 00 05 51 06 0000 0000 02 ffffffffffff 00 02 4142 02 01 00"
#define BEACON_REPORT  "27 1d 01 00 05 51 06 0000000000000000 3200 07 78 ff" AP1 "00 00000000"

static void requests_for_beacons(void **state)
{
    uint8_t out[64];
    struct extsta_span body = hex("05 00 09 0000" BEACON_REQUEST), rest;
    struct measure_request m;
    struct beacon_request q;
    uint8_t token;
    assert_true(measure_parse(body, MEASURE_REQUEST, &token, &rest));
    assert_int_equal(token, 9);
    struct reader r = reader_of(rest);
    reader_le16(&r); /* repetitions */
    assert_true(measure_request_next(&r, &m));
    assert_int_equal(m.token, 1);
    assert_int_equal(m.type, MEASURE_TYPE_BEACON);
    assert_true(beacon_request_parse(m.request, &q));
    assert_int_equal(q.mode, BEACON_TABLE);
    assert_int_equal(q.channel, 6);
    assert_int_equal(q.duration, 0);
    assert_hex(q.ssid, "4142");
    assert_false(measure_request_next(&r, &m));
    struct writer w = writer_of(out, sizeof out);
    beacon_request_write(&w, 1, &q);
    assert_written(&w, BEACON_REQUEST);
    for (size_t n = 0; n < 13; n++) {
        struct extsta_span cut = exact(body.data + 10, n);
        assert_false(beacon_request_parse(cut, &q));
        exact_free(cut);
    }
    exact_free(body);
}

static void reports_of_beacons(void **state)
{
    uint8_t out[512], elements[400];
    const struct beacon_report b = {.operating_class = 81,
                                    .channel = 6,
                                    .duration = 50,
                                    .phy_type = 7,
                                    .rcpi = rcpi_of(-50),
                                    .rsni = 255,
                                    .bssid = {{2, 0, 0, 0, 0, 1}}};
    struct beacon_report back;
    struct measure_report m;
    struct writer w = writer_of(out, sizeof out);
    beacon_report_write(&w, 1, &b);
    assert_written(&w, BEACON_REPORT);
    struct reader r = reader_of(span(out, writer_len(&w)));
    assert_true(measure_report_next(&r, &m));
    assert_int_equal(m.mode, 0);
    assert_true(beacon_report_parse(m.report, &back));
    assert_mac(back.bssid, AP1);
    assert_int_equal(rcpi_dbm(back.rcpi), -50);

    /* A body that is too long ends with its last element that has room. */
    struct writer e = writer_of(elements, sizeof elements);
    writer_zero(&e, 12);
    element_write(&e, ELEMENT_SSID, span("AB", 2));
    element_write(&e, ELEMENT_VENDOR, span(out, 250));
    struct beacon_report with = b;
    with.body = span(elements, writer_len(&e));
    w = writer_of(out, sizeof out);
    beacon_report_write(&w, 1, &with);
    assert_false(w.failed);
    r = reader_of(span(out, writer_len(&w)));
    assert_true(measure_report_next(&r, &m) && beacon_report_parse(m.report, &back));
    assert_int_equal(back.body.len, 16);

    w = writer_of(out, sizeof out);
    measure_report_write(
        &w, &(struct measure_report){.token = 3, .mode = MEASURE_REFUSED, .type = 5});
    assert_written(&w, "27 03 03 04 05");
    w = writer_of(out, sizeof out);
    link_report_write(&w, 5, 20, rcpi_of(-60));
    assert_written(&w, "05 03 05 23 02 14 00 00 00 64 ff");
}

/* RCPI: 2 * (P + 110), 0 at and below -110 dBm (9.4.2.37). */
static void rcpi_is_half_a_db(void **state)
{
    assert_int_equal(rcpi_of(-110), 0);
    assert_int_equal(rcpi_of(-128), 0);
    assert_int_equal(rcpi_of(-30), 160);
    assert_int_equal(rcpi_of(0), 255); /* the radio does not say */
    assert_int_equal(rcpi_dbm(255), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(neighbors_are_read_and_written),
        cmocka_unit_test(group_addresses_are_no_neighbors),
        cmocka_unit_test(requests_to_move),
        cmocka_unit_test(queries_and_responses),
        cmocka_unit_test(requests_for_beacons),
        cmocka_unit_test(reports_of_beacons),
        cmocka_unit_test(rcpi_is_half_a_db),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
