/* No input of a station can be forgotten: every function of EXTSTA_CALL_LIST is called here, is
 * told to the recorder once, comes through the format, and, called again from what was told, is
 * told the same. That every public function stands in that list or in the one of questions is
 * held against the headers by tests/arch/replay_inputs.py. */
#include "../testing.h"
#include "entry.h"
#include <extsta/ihv.h>
#include <extsta/radio.h>
#include <extsta/windot11.h>

struct bench {
    uint64_t seed;
    struct extsta_context *ctx;
    struct extsta_station *sta;
    extsta_time now;
    size_t told;
    enum extsta_call_type type;
    struct coder coder;
};

static void on_call(void *user, const struct extsta_call *call)
{
    struct bench *b = user;
    struct entry_state state = {0};
    struct entry e = {.kind = ENTRY_CALL, .station = 1, .call = *call};
    b->told++;
    b->type = call->type;
    coder_write(&b->coder);
    assert_true(entry_code(&b->coder, &state, &e));
}

static const struct extsta_mac own = {{2, 0, 0, 0, 0, 1}};

static void bench_open(struct bench *b)
{
    *b = (struct bench){.seed = 1, .now = 1000};
    b->ctx = testing_context(&b->seed);
    const struct extsta_recorder recorder = {.call = on_call, .user = b};
    extsta_context_record(b->ctx, &recorder);
    const struct extsta_station_config config = {
        .id = 7, .address = own, .radio = &extsta_radio_caps_he, .outputs = EXTSTA_OUT_ALL};
    b->sta = extsta_station_new(b->ctx, &config, b->now);
    assert_non_null(b->sta);
}

static void bench_close(struct bench *b)
{
    extsta_station_free(b->sta);
    extsta_context_free(b->ctx);
    coder_free(&b->coder);
}

/* --- a call of each kind, with something in every argument --- */

#define CALL(symbol, ...)                                                                      \
    static void call_##symbol(struct bench *b)                                                 \
    {                                                                                          \
        __VA_ARGS__;                                                                           \
    }
static const uint8_t beacon[40] = {0x80, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 9};
static const struct extsta_rx_frame frames[2] = {
    {{beacon, sizeof beacon}, {.freq = 2412, .signal = -40, .rate = 2, .serial = 9}},
    {{beacon, sizeof beacon}, {.freq = 2437, .signal = -90, .flags = 4, .serial = 11}}};
static const struct extsta_span octets = {(const uint8_t *)"some octets", 11};
CALL(RX, extsta_rx(b->sta, b->now, frames, 2))
CALL(TX_STATUS, extsta_tx_status(b->sta, b->now, 77, true, 3))
CALL(TX_STARTED, extsta_tx_started(b->sta, b->now, 78))
CALL(MEDIUM, extsta_medium(b->sta, b->now, 500, 300))
CALL(RADIO_SWITCH, extsta_radio_switch(b->sta, b->now, 0xffffffff, false))
CALL(DRIVER_EVENT, extsta_driver_event(b->sta, b->now, octets))
CALL(POWER_PROFILE, extsta_power_profile(b->sta, b->now, 1))
CALL(TX, extsta_tx(b->sta, b->now, &octets, 1, 5))
CALL(CONNECT, struct extsta_profile profiles[2];
     extsta_profile_make(&profiles[0], octets, "twelve monkeys");
     extsta_profile_make(&profiles[1], octets, NULL);
     extsta_connect_any(b->sta, b->now, profiles, 2))
CALL(DISCONNECT, extsta_disconnect(b->sta, b->now))
CALL(SCAN, static const uint16_t freqs[] = {2412, 5180};
     const struct extsta_scan_options options = {.ssids = &octets,
                                                 .ssid_count = 1,
                                                 .freqs = freqs,
                                                 .freq_count = 2,
                                                 .bssid = {{2, 1, 2, 3, 4, 5}}};
     extsta_scan(b->sta, b->now, &options))
CALL(SCAN_ABORT, extsta_scan_abort(b->sta, b->now))
CALL(PMKSA_RESTORE, const struct extsta_pmksa p = {.bssid = {{2, 1, 1, 1, 1, 1}},
                                                   .akm = 0x000fac01,
                                                   .until = 1u << 30,
                                                   .pmkid = {1, 2},
                                                   .pmk_len = 32,
                                                   .pmk = {3, 4}};
     assert_int_equal(extsta_pmksa_restore(b->sta, octets, &p), EXTSTA_OK))
CALL(PMKSA_FLUSH, extsta_pmksa_flush(b->sta, b->now))
CALL(OID, uint8_t buffer[64] = {1, 2, 3};
     struct extsta_oid oid = {.oid = OID_DOT11_BEACON_PERIOD,
                              .kind = EXTSTA_OID_METHOD,
                              .request_id = 5,
                              .buffer = buffer,
                              .in_len = 3,
                              .out_cap = sizeof buffer};
     extsta_oid(b->sta, b->now, &oid))
CALL(RESET_EX, extsta_reset_ex(b->sta, b->now))
CALL(RESTART, extsta_restart(b->sta, b->now))
CALL(DETACH_HOST, extsta_detach_host(b->sta))
CALL(SEND_PACKETS,
     const struct extsta_packet p = {.bytes = octets,
                                     .id = 3,
                                     .send = {.exemption = 1, .priority = 2, .phy_id = 1}};
     extsta_send_packets(b->sta, b->now, &p, 1))
CALL(RETURN_PACKET, extsta_return_packet(b->sta, b->now, 12))
CALL(EXPIRE, extsta_expire(b->sta, b->now))
CALL(OUTPUTS, extsta_station_outputs(b->sta, EXTSTA_OUT_ALL))
CALL(BTM_QUERY, extsta_btm_query(b->sta, b->now, 16))
CALL(ROAM, extsta_roam(b->sta, b->now, (struct extsta_mac){{2, 9, 9, 9, 9, 9}}))
CALL(ROAM_OVER_DS, extsta_roam_over_ds(b->sta, b->now, (struct extsta_mac){{2, 9, 9, 9, 9, 8}}))
CALL(NEIGHBOR_REQUEST, extsta_neighbor_request(b->sta, b->now, octets))
CALL(NEIGHBOR_REPORT, uint8_t out[50]; size_t len;
     extsta_neighbor_report(b->sta, b->now, out, sizeof out, &len))
CALL(IGNORE, const struct extsta_mac aps[2] = {{{2, 9, 9, 9, 9, 7}}, {{2, 9, 9, 9, 9, 6}}};
     extsta_ignore(b->sta, b->now, aps, 2))
CALL(ASSOC_ELEMENTS, extsta_assoc_elements(b->sta, octets))
CALL(KEY_REQUEST, extsta_key_request(b->sta, b->now, true, true))
CALL(BSS_LIST, extsta_bss_list(b->sta, b->now, NULL, NULL))
CALL(KEYS, extsta_station_keys(b->sta, b->now, NULL, NULL))
CALL(IHV_ATTACH, extsta_ihv_attach(b->sta, b->now))
CALL(IHV_DETACH, extsta_ihv_detach(b->sta, b->now))
CALL(IHV_REFUSED, extsta_ihv_refused(b->sta, b->now, EXTSTA_FUNCTION_SEND_UI_REQUEST, 50))
CALL(IHV_RETURNED, extsta_ihv_returned(b->sta, b->now, 1, 2, 3))
CALL(IHV_PRE_ASSOCIATE_COMPLETION, extsta_ihv_pre_associate_completion(b->sta, b->now, 1, 2, 3))
CALL(IHV_POST_ASSOCIATE_COMPLETION, const struct extsta_mac peer = {{2, 3, 4, 5, 6, 7}};
     extsta_ihv_post_associate_completion(b->sta, b->now, 1, &peer, 2, 3))
CALL(IHV_SEND_PACKET, extsta_ihv_send_packet(b->sta, b->now, octets, 1ull << 40))
CALL(IHV_SET_ETHERTYPE_HANDLING,
     const struct extsta_ihv_exemption exemptions[] = {{0x888e, 1, 3}, {0x88c7, 2, 1}};
     static const uint16_t types[] = {0x888e, 0x88c7};
     extsta_ihv_set_ethertype_handling(b->sta, b->now, 9, exemptions, 2, types, 2))
CALL(IHV_SET_AUTH_ALGORITHM, extsta_ihv_set_auth_algorithm(b->sta, b->now, 1))
CALL(IHV_SET_UNICAST_CIPHER_ALGORITHM, extsta_ihv_set_unicast_cipher(b->sta, b->now, 4))
CALL(IHV_SET_MULTICAST_CIPHER_ALGORITHM, extsta_ihv_set_multicast_cipher(b->sta, b->now, 4))
CALL(IHV_SET_DEFAULT_KEY, extsta_ihv_set_default_key(b->sta, b->now, octets, 1))
CALL(IHV_SET_KEY_MAPPING_KEY, extsta_ihv_set_key_mapping_key(b->sta, b->now, octets))
CALL(IHV_SET_DEFAULT_KEY_ID, extsta_ihv_set_default_key_id(b->sta, b->now, 2))
CALL(IHV_SET_EXCLUDE_UNENCRYPTED, extsta_ihv_set_exclude_unencrypted(b->sta, b->now, true))
CALL(IHV_NIC_SPECIFIC_EXTENSION, uint8_t out[40]; uint32_t len = sizeof out;
     extsta_ihv_nic_specific_extension(b->sta, b->now, octets, out, &len))
CALL(IHV_SET_PROFILE_CUSTOM_USER_DATA,
     extsta_ihv_set_profile_custom_user_data(b->sta, b->now, 1, 2, octets))
CALL(IHV_GET_PROFILE_CUSTOM_USER_DATA, struct extsta_span data;
     extsta_ihv_get_profile_custom_user_data(b->sta, b->now, 1, 2, &data))
CALL(IHV_SET_CURRENT_PROFILE, extsta_ihv_set_current_profile(b->sta, b->now, 1, octets, octets))
CALL(IHV_START_ONEX, extsta_ihv_start_onex(b->sta, b->now))
CALL(IHV_STOP_ONEX, extsta_ihv_stop_onex(b->sta, b->now))
CALL(IHV_PROCESS_SECURITY_PACKET, extsta_ihv_process_security_packet(b->sta, b->now, octets))
/* Above, the last one of the bench goes. */
static void call_FORM(struct bench *b)
{
    static uint8_t form[65536];
    const struct extsta_form_config config = {.radio = &extsta_radio_caps_he};
    struct extsta_station *again;
    struct extsta_output out;
    while (extsta_next(b->sta, &out)) {
    }
    size_t len = extsta_form_write(b->sta, form, sizeof form);
    assert_in_range(len, 1, sizeof form);
    extsta_station_free(b->sta);
    b->told = 0;
    assert_int_equal(extsta_form_read(b->ctx, (struct extsta_span){form, len}, &config, &again),
                     EXTSTA_OK);
    b->sta = again;
}
/* what makes and what frees a station is told as such; the bench does both */
CALL(NEW, b->told = 1; b->type = EXTSTA_CALL_NEW)
CALL(FREE, extsta_station_free(b->sta); b->sta = NULL)

static void (*const calls[EXTSTA_CALLS])(struct bench *b) = {
#define ROW(symbol, function) [EXTSTA_CALL_##symbol] = call_##symbol,
    EXTSTA_CALL_LIST(ROW)
#undef ROW
};

static void every_call_is_told_once(void **state)
{
    for (unsigned type = 0; type < EXTSTA_CALLS; type++) {
        struct bench b;
        bench_open(&b);
        assert_int_equal(b.told, 1); /* extsta_station_new */
        assert_int_equal(b.type, EXTSTA_CALL_NEW);
        b.told = 0;
        b.now = 2000;
        calls[type](&b);
        if (b.told != 1 || b.type != (enum extsta_call_type)type) {
            fail_msg("%s was told %zu times, as %s",
                     extsta_call_name((enum extsta_call_type)type), b.told,
                     extsta_call_name(b.type));
        }
        bench_close(&b);
    }
}

/* What was told comes back from its octets, and makes the same call again. */
static void every_call_is_repeated_as_it_was(void **state)
{
    static uint8_t room[EXTSTA_CALL_ROOM];
    for (unsigned type = EXTSTA_CALL_FREE; type < EXTSTA_CALLS; type++) {
        if (type == EXTSTA_CALL_FORM) {
            continue; /* the caller's to make */
        }
        struct bench first, second;
        struct arena arena = {0};
        struct coder reader;
        struct entry_state entry_state = {0};
        struct entry e = {0};
        bench_open(&first);
        bench_open(&second);
        first.now = 2000;
        calls[type](&first);
        coder_read(&reader, (struct extsta_span){first.coder.out, first.coder.len}, &arena);
        assert_true(entry_code(&reader, &entry_state, &e));
        assert_int_equal(coder_left(&reader), 0);
        second.told = 0;
        extsta_call_repeat(second.sta, &e.call, room);
        if (second.told != 1 || second.type != first.type ||
            second.coder.len != first.coder.len ||
            memcmp(second.coder.out, first.coder.out, first.coder.len) != 0) {
            fail_msg("%s is not repeated as it was",
                     extsta_call_name((enum extsta_call_type)type));
        }
        second.sta = type == EXTSTA_CALL_FREE ? NULL : second.sta;
        bench_close(&first);
        bench_close(&second);
        arena_free(&arena);
    }
}

/* A recorder that came later is not told of a station that it did not see made; two contexts do
 * not hear each other. */
static void nobody_hears_anothers(void **state)
{
    struct bench a, b;
    bench_open(&a);
    bench_open(&b);
    a.told = b.told = 0;
    extsta_expire(a.sta, 3000);
    assert_int_equal(a.told, 1);
    assert_int_equal(b.told, 0);
    extsta_context_record(a.ctx, NULL);
    extsta_expire(a.sta, 4000);
    assert_int_equal(a.told, 1);
    bench_close(&a);
    bench_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_call_is_told_once),
        cmocka_unit_test(every_call_is_repeated_as_it_was),
        cmocka_unit_test(nobody_hears_anothers),
    };
    return cmocka_run_group_tests_name("replay-inputs", tests, NULL, NULL);
}
