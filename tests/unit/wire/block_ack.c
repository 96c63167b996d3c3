/* Block Ack frames of real stations (../shared/captures/public), read as tshark reads them, and
 * written to the same octets. */
#include "wire.h"
#include "wire/block_ack.h"

/* pn-block_ack_request_action_frame, ds-deauth-late (frame 223, 247), eviltwin-baseline (20).
 */
static const struct {
    const char *body; /* behind category and action */
    struct block_ack_addba fields;
} requests[] = {
    {"f6 0210 0000 0000", {.token = 0xf6, .immediate = true, .tid = 0, .size = 64}},
    {"12 1710 0000 2000",
     {.token = 0x12, .amsdu = true, .immediate = true, .tid = 5, .size = 64, .start = 2}},
    {"1e 1310 0000 0000",
     {.token = 0x1e, .amsdu = true, .immediate = true, .tid = 4, .size = 64}},
    {"dc 1b02 0000 0000",
     {.token = 0xdc, .amsdu = true, .immediate = true, .tid = 6, .size = 8}},
};

static void requests_of_real_stations(void **state)
{
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
        const struct block_ack_addba *expected = &requests[i].fields;
        struct extsta_span body = hex(requests[i].body), cut = exact(body.data, body.len - 1);
        struct block_ack_addba a;
        assert_true(block_ack_parse_addba_request(body, &a));
        assert_int_equal(a.token, expected->token);
        assert_int_equal(a.amsdu, expected->amsdu);
        assert_int_equal(a.immediate, expected->immediate);
        assert_int_equal(a.tid, expected->tid);
        assert_int_equal(a.size, expected->size);
        assert_int_equal(a.timeout, 0);
        assert_int_equal(a.start, expected->start);
        uint8_t out[16];
        struct writer w = writer_of(out, sizeof out);
        block_ack_write_addba_request(&w, &a);
        assert_hex(span(out, 2), "0300");
        assert_hex(span(out + 2, writer_len(&w) - 2), requests[i].body);
        assert_false(block_ack_parse_addba_request(cut, &a));
        exact_free(cut);
        exact_free(body);
    }
}

/* eviltwin-baseline (frame 21): token 0xdb, accepted, 64 MPDUs of TID 0, no A-MSDU;
 * ds-beacon-flood (643): token 0x7d, A-MSDU, TID 5, timeout 0x1388. */
static void responses_as_real_stations_send_them(void **state)
{
    uint8_t out[16];
    struct writer w = writer_of(out, sizeof out);
    block_ack_write_addba_response(
        &w, &(struct block_ack_addba){.token = 0xdb, .immediate = true, .size = 64});
    assert_hex(span(out, writer_len(&w)), "0301 db 0000 0210 0000");
    w = writer_of(out, sizeof out);
    block_ack_write_addba_response(&w, &(struct block_ack_addba){.token = 0x7d,
                                                                 .amsdu = true,
                                                                 .immediate = true,
                                                                 .tid = 5,
                                                                 .size = 64,
                                                                 .timeout = 0x1388});
    assert_hex(span(out, writer_len(&w)), "0301 7d 0000 1710 8813");
}

/* wpa3-only-downgrade (frames 1200, 1201). */
static void ends_of_real_stations(void **state)
{
    static const struct {
        const char *body;
        struct block_ack_delba fields;
    } ends[] = {{"0000 2700", {false, 0, 39}}, {"0038 2700", {true, 3, 39}}};
    for (size_t i = 0; i < 2; i++) {
        struct extsta_span body = hex(ends[i].body), cut = exact(body.data, 3);
        struct block_ack_delba d;
        assert_true(block_ack_parse_delba(body, &d));
        assert_int_equal(d.initiator, ends[i].fields.initiator);
        assert_int_equal(d.tid, ends[i].fields.tid);
        assert_int_equal(d.reason, ends[i].fields.reason);
        uint8_t out[8];
        struct writer w = writer_of(out, sizeof out);
        block_ack_write_delba(&w, &d);
        assert_hex(span(out, 2), "0302");
        assert_hex(span(out + 2, writer_len(&w) - 2), ends[i].body);
        assert_false(block_ack_parse_delba(cut, &d));
        exact_free(cut);
        exact_free(body);
    }
}

/* pn-block_acknowledgment_request_frame: compressed, TID 0, from 0 on; the same with another
 * TID, as Multi-TID, cut. */
static void a_request_names_its_window(void **state)
{
    static const struct {
        const char *frame;
        bool good;
        uint8_t tid;
        uint16_t start;
    } rows[] = {
        {"84003a017cc5376d16e70024b2f8d706 0400 0000", true, 0, 0},
        {"84003a017cc5376d16e70024b2f8d706 0450 7049", true, 5, 0x497},
        {"84003a017cc5376d16e70024b2f8d706 0650 7049", false, 0, 0},
        {"84003a017cc5376d16e70024b2f8d706 0400 00", false, 0, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct extsta_span bytes = hex(rows[i].frame);
        struct frame f;
        struct block_ack_request r;
        enum extsta_drop drop;
        assert_true(frame_parse(bytes, &f, &drop));
        assert_int_equal(frame_kind(&f), FRAME_BAR);
        assert_int_equal(block_ack_parse_request(&f, &r), rows[i].good);
        if (rows[i].good) {
            assert_int_equal(r.tid, rows[i].tid);
            assert_int_equal(r.start, rows[i].start);
        }
        exact_free(bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests_of_real_stations),
        cmocka_unit_test(responses_as_real_stations_send_them),
        cmocka_unit_test(ends_of_real_stations),
        cmocka_unit_test(a_request_names_its_window),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
