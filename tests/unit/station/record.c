/* What goes into a station stands among what comes out, for a record (EXTSTA_OUT_RECORD):
 * frames, outcomes, switches and Ethernet frames, and the functions of an extension, each
 * before what it brought about. */
#include "../fake_driver.h"
#include <extsta/ihv.h>
#include <extsta/wlanihvtypes.h>

static struct extsta_output next_of(struct fake *f, enum extsta_output_type type)
{
    struct extsta_output out;
    do {
        assert_true(extsta_next(f->sta, &out));
    } while (out.type != type);
    return out;
}

static void drain(struct fake *f)
{
    struct extsta_output out;
    while (extsta_next(f->sta, &out)) {
    }
}

static struct fake *recorded(void)
{
    struct fake *f = fake_new_wanting(EXTSTA_OUT_RECORD);
    drain(f);
    return f;
}

static struct extsta_rx_frame frame_to(uint8_t bytes[24], struct extsta_mac to)
{
    memset(bytes, 0, 24);
    bytes[0] = 0xc0;
    memcpy(bytes + 4, to.b, 6);
    return (struct extsta_rx_frame){.bytes = {bytes, 24},
                                    .meta = {.freq = 2437, .signal = -40, .serial = 7}};
}

static void frames_for_the_station_or_a_group_are_recorded(void **state)
{
    struct fake *f = recorded();
    uint8_t bytes[3][24];
    struct extsta_rx_frame frames[3] = {
        frame_to(bytes[0], fake_own), frame_to(bytes[1], fake_ap_b),
        frame_to(bytes[2], (struct extsta_mac){{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}})};
    extsta_rx(f->sta, f->now, frames, 3);
    for (size_t i = 0; i < 3; i += 2) {
        struct extsta_output out = next_of(f, EXTSTA_OUT_INPUT);
        assert_int_equal(out.input.type, EXTSTA_INPUT_FRAME);
        assert_int_equal(out.input.bytes.len, 24);
        assert_memory_equal(out.input.bytes.data, bytes[i], 24);
        assert_int_equal(out.input.meta.freq, 2437);
        assert_int_equal(out.input.meta.signal, -40);
        assert_int_equal(out.input.meta.serial, 7);
    }
    struct extsta_output out;
    assert_false(extsta_next(f->sta, &out));
    fake_free(f);
}

static void outcomes_switches_and_ethernet_frames_are_recorded(void **state)
{
    struct fake *f = recorded();
    extsta_tx_status(f->sta, f->now, 9, true, 3);
    struct extsta_input in = next_of(f, EXTSTA_OUT_INPUT).input;
    assert_int_equal(in.type, EXTSTA_INPUT_OUTCOME);
    assert_int_equal(in.cookie, 9);
    assert_true(in.acked);
    assert_int_equal(in.tries, 3);
    extsta_tx_started(f->sta, f->now, 8);
    in = next_of(f, EXTSTA_OUT_INPUT).input;
    assert_int_equal(in.type, EXTSTA_INPUT_STARTED);
    assert_int_equal(in.cookie, 8);
    extsta_radio_switch(f->sta, f->now, 1, false);
    in = next_of(f, EXTSTA_OUT_INPUT).input;
    assert_int_equal(in.type, EXTSTA_INPUT_SWITCH);
    assert_int_equal(in.phy_id, 1);
    assert_false(in.on);
    extsta_tx(f->sta, f->now, &(struct extsta_span){(const uint8_t *)"ethernet", 8}, 1, 5);
    in = next_of(f, EXTSTA_OUT_INPUT).input;
    assert_int_equal(in.type, EXTSTA_INPUT_ETHERNET);
    assert_memory_equal(in.bytes.data, "ethernet", 8);
    assert_int_equal(in.priority, 5);
    fake_free(f);
}

/* The driver hears it in its place, and what it says in return comes out although nobody asked.
 */
static void what_is_beneath_a_driver_is_heard_and_spoken_to(void **state)
{
    struct fake *f = recorded();
    f->says = (struct extsta_span){(const uint8_t *)"hello?", 6};
    extsta_driver_event(f->sta, f->now, (struct extsta_span){(const uint8_t *)"ring", 4});
    struct extsta_input in = next_of(f, EXTSTA_OUT_INPUT).input;
    assert_int_equal(in.type, EXTSTA_INPUT_BENEATH);
    assert_int_equal(in.bytes.len, 4);
    assert_memory_equal(in.bytes.data, "ring", 4);
    struct extsta_output out = next_of(f, EXTSTA_OUT_DRIVER);
    assert_int_equal(out.beneath.len, 6);
    assert_memory_equal(out.beneath.data, "hello?", 6);
    fake_free(f);
    f = fake_new_wanting(0);
    drain(f);
    f->says = (struct extsta_span){(const uint8_t *)"hello?", 6};
    extsta_driver_event(f->sta, f->now, (struct extsta_span){(const uint8_t *)"ring", 4});
    assert_int_equal(next_of(f, EXTSTA_OUT_DRIVER).beneath.len, 6);
    fake_free(f);
}

/* Nothing, and more than there may be. */
static void octets_to_beneath_have_a_length(void **state)
{
    static const uint8_t octets[EXTSTA_DRIVER_MAX_BENEATH];
    const struct {
        size_t len;
        bool taken;
    } cases[] = {{0, false}, {1, true}, {sizeof octets, true}, {sizeof octets + 1, false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fake *f = recorded();
        f->says = (struct extsta_span){octets, cases[i].len};
        extsta_driver_event(f->sta, f->now, (struct extsta_span){octets, 1});
        struct extsta_driver_fault fault;
        bool faulty = extsta_driver_fault_next(f->sta, &fault);
        assert_int_equal(faulty, !cases[i].taken);
        assert_true(!faulty || fault.kind == EXTSTA_FAULT_LENGTH);
        fake_free(f);
    }
}

/* Whoever judges a record must know that nobody keeps ports any more. */
static void a_host_that_is_switched_off_is_recorded_once(void **state)
{
    struct fake *f = recorded();
    extsta_detach_host(f->sta);
    extsta_detach_host(f->sta);
    assert_int_equal(next_of(f, EXTSTA_OUT_INPUT).input.type, EXTSTA_INPUT_DETACHED);
    struct extsta_output out;
    assert_false(extsta_next(f->sta, &out));
    fake_free(f);
}

/* A function stands before the request it became, with what the driver's answer made of it. */
static void a_function_stands_before_what_it_brought_about(void **state)
{
    struct fake *f = recorded();
    extsta_ihv_attach(f->sta, f->now);
    struct extsta_ihv_call init = next_of(f, EXTSTA_OUT_IHV).ihv;
    extsta_ihv_returned(f->sta, f->now, init.call_id, 0, 0x90001);
    struct extsta_function fn = next_of(f, EXTSTA_OUT_FUNCTION).function;
    assert_int_equal(fn.type, EXTSTA_FUNCTION_RETURNED);
    assert_int_equal(fn.call_id, init.call_id);
    assert_int_equal(fn.reason, 0x90001);
    fake_answer(f, OID_DOT11_CIPHER_DEFAULT_KEY_ID, NDIS_STATUS_INVALID_DATA);
    uint32_t error = extsta_ihv_set_default_key_id(f->sta, f->now, 2);
    struct extsta_output out;
    assert_true(extsta_next(f->sta, &out));
    assert_int_equal(out.type, EXTSTA_OUT_FUNCTION);
    assert_int_equal(out.function.type, EXTSTA_FUNCTION_SET_DEFAULT_KEY_ID);
    assert_int_equal(out.function.value, 2);
    assert_int_equal(out.function.result, error);
    const uint16_t types[2] = {0x888e, 0x1234};
    const struct extsta_ihv_exemption exemption = {0x888e, 1, 3};
    extsta_ihv_set_ethertype_handling(f->sta, f->now, 4, &exemption, 1, types, 2);
    fn = next_of(f, EXTSTA_OUT_FUNCTION).function;
    assert_int_equal(fn.value, 4);
    assert_int_equal(fn.data.len, 6);
    assert_memory_equal(fn.data.data, "\x88\x8e\1\0\3\0", 6);
    assert_int_equal(fn.ethertypes.len, 4);
    assert_memory_equal(fn.ethertypes.data, "\x88\x8e\x12\x34", 4);
    fake_free(f);
}

static void what_nobody_records_costs_nothing(void **state)
{
    struct fake *f = fake_new();
    uint8_t bytes[24];
    struct extsta_rx_frame frame = frame_to(bytes, fake_own);
    extsta_rx(f->sta, f->now, &frame, 1);
    extsta_tx_status(f->sta, f->now, 9, true, 3);
    struct extsta_output out;
    assert_false(extsta_next(f->sta, &out));
    fake_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames_for_the_station_or_a_group_are_recorded),
        cmocka_unit_test(outcomes_switches_and_ethernet_frames_are_recorded),
        cmocka_unit_test(what_is_beneath_a_driver_is_heard_and_spoken_to),
        cmocka_unit_test(octets_to_beneath_have_a_length),
        cmocka_unit_test(a_host_that_is_switched_off_is_recorded_once),
        cmocka_unit_test(a_function_stands_before_what_it_brought_about),
        cmocka_unit_test(what_nobody_records_costs_nothing),
    };
    return cmocka_run_group_tests_name("station record", tests, NULL, NULL);
}
