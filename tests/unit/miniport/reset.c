/* RESET_REQUEST, MiniportResetEx, halt; timers and dispatch; the services of miniport.c. */
#include "fixture.h"

static void RST_01_only_phy_and_mac(void **state)
{
    struct fixture *f = *state;
    enter_op(f);
    static const uint32_t types[] = {0, 1, 2, 4, 0xffffffff};
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(reset_with(f, reset_request(types[i], OTHER, true)),
                         NDIS_STATUS_FAILURE);
    }
    assert_string_equal(fake.log, ""); /* RST-03 */
    assert_int_equal(f->mp->state, MP_OP);
    assert_true(mac_equal(f->mp->address, ADDRESS));
}

static void RST_02_output_buffer_is_checked_first(void **state)
{
    struct fixture *f = *state;
    for (size_t room = 0; room < 8; room++) {
        for (uint32_t type = 1; type <= 3; type++) {
            struct bytes input = reset_request(type, ADDRESS, true);
            assert_int_equal(request(f, OID_DOT11_RESET_REQUEST, EXTSTA_OID_METHOD, input.b,
                                     input.len, room),
                             NDIS_STATUS_BUFFER_OVERFLOW);
            assert_int_equal(f->oid.bytes_needed, 8);
        }
    }
    assert_string_equal(fake.log, "");
}

static void RST_03_an_invalid_request_does_nothing(void **state)
{
    struct fixture *f = *state;
    struct bytes input = reset_request(3, ADDRESS, true);
    for (size_t len = 0; len < 11; len++) {
        assert_int_equal(
            request(f, OID_DOT11_RESET_REQUEST, EXTSTA_OID_METHOD, input.b, len, 12),
            NDIS_STATUS_INVALID_LENGTH);
    }
    assert_int_equal(reset_with(f, reset_request(3, mac_broadcast, true)),
                     NDIS_STATUS_INVALID_DATA); /* */
    assert_int_equal(reset_with(f, reset_request(3, (struct extsta_mac){{0}}, true)),
                     NDIS_STATUS_INVALID_DATA);
    assert_int_equal(reset_with(f, reset_request(3, (struct extsta_mac){{1, 2}}, true)),
                     NDIS_STATUS_INVALID_DATA);
    assert_string_equal(fake.log, "");
}

static void RST_06_RST_08_RST_19_order_of_what_happens(void **state)
{
    struct fixture *f = *state;
    enter_op(f);
    assert_int_equal(reset_with(f, reset_request(3, OTHER, true)), NDIS_STATUS_SUCCESS);
    /* queued packets end first, the MLME leaves in OP (ROL-10), then everything goes */
    assert_string_equal(fake.log, "tx-flush@op mlme-reset@op keys-clear@init bss-flush@init "
                                  "rx-forget@init ");
    assert_int_equal(fake.flush_status, NDIS_STATUS_RESET_IN_PROGRESS);
    /* the frame that leaves the BSS still has the old address */
    assert_true(mac_equal(fake.address_at_reset, ADDRESS));
    assert_true(mac_equal(f->mp->address, OTHER));
    assert_int_equal(f->mp->state, MP_INIT); /* RST-12 */
}

static void RST_09_ROL_16_pends_until_packets_are_returned(void **state)
{
    struct fixture *f = *state;
    enter_op(f);
    f->mp->data.handed_up = 2;
    assert_int_equal(reset_with(f, reset_request(3, ADDRESS, true)), NDIS_STATUS_PENDING);
    assert_int_equal(f->mp->state, MP_INIT);
    uint8_t four[4] = {1};
    assert_int_equal(set(f, OID_DOT11_DESIRED_BSS_TYPE, four, 4),
                     NDIS_STATUS_RESET_IN_PROGRESS);
    assert_int_equal(query(f, OID_DOT11_DESIRED_BSS_TYPE, 4), NDIS_STATUS_SUCCESS);
    assert_int_equal(reset_with(f, reset_request(3, ADDRESS, true)),
                     NDIS_STATUS_RESET_IN_PROGRESS);
    miniport_ops.returned(f->mp, NOW, 1);
    assert_null(outq_pump(&f->out));
    /* ROL-16: exactly one completion, and it needs no memory any more */
    f->no_memory = true;
    while (pool_alloc(&f->ctx->pool, 64)) {
    }
    miniport_ops.returned(f->mp, NOW, 2);
    f->no_memory = false;
    struct extsta_output *out = outq_pump(&f->out);
    assert_non_null(out);
    assert_int_equal(out->type, EXTSTA_OUT_CROSSING);
    assert_int_equal(out->crossing.type, EXTSTA_CROSS_OID_COMPLETE);
    assert_int_equal(out->crossing.code, OID_DOT11_RESET_REQUEST);
    assert_int_equal(out->crossing.kind, EXTSTA_OID_METHOD);
    assert_int_equal(out->crossing.id, 77);
    assert_int_equal(out->crossing.status, NDIS_STATUS_SUCCESS);
    assert_int_equal(out->crossing.bytes_read, 12);
    assert_int_equal(out->crossing.buffer.len, 8);
    assert_int_equal(get_le32(out->crossing.buffer.data), 4); /* reset confirm */
    assert_int_equal(get_le32(out->crossing.buffer.data + 4), 0);
    f->mp->data.handed_up = 1;
    miniport_ops.returned(f->mp, NOW, 3);
    assert_null(outq_pump(&f->out));
    assert_int_equal(set(f, OID_DOT11_DESIRED_BSS_TYPE, four, 4), NDIS_STATUS_SUCCESS);
}

static void RST_09_destroyed_while_a_reset_pends(void **state)
{
    struct fixture *f = *state;
    f->mp->data.handed_up = 1;
    assert_int_equal(reset_with(f, reset_request(3, ADDRESS, true)), NDIS_STATUS_PENDING);
    /* the teardown destroys it: nothing leaks */
}

static void ROL_16_a_halt_completes_a_pending_reset(void **state)
{
    struct fixture *f = *state;
    f->mp->data.handed_up = 1;
    assert_int_equal(reset_with(f, reset_request(3, ADDRESS, true)), NDIS_STATUS_PENDING);
    miniport_ops.halt(f->mp, NOW);
    struct extsta_output *out = outq_pump(&f->out);
    assert_non_null(out);
    assert_int_equal(out->crossing.type, EXTSTA_CROSS_OID_COMPLETE);
    assert_int_equal(out->crossing.status, NDIS_STATUS_REQUEST_ABORTED);
    assert_int_equal(get_le32(out->crossing.buffer.data + 4), NDIS_STATUS_REQUEST_ABORTED);
    miniport_ops.returned(f->mp, NOW, 1);
    assert_null(outq_pump(&f->out));
}

static void RST_12_ends_in_init(void **state)
{
    struct fixture *f = *state;
    enter_op(f);
    reset(f, false);
    assert_int_equal(set_u32(f, OID_DOT11_DESIRED_BSS_TYPE, 1), NDIS_STATUS_SUCCESS);
    assert_int_equal(set(f, OID_DOT11_DISCONNECT_REQUEST, NULL, 0), NDIS_STATUS_INVALID_STATE);
    reset(f, false); /* and from INIT */
    assert_int_equal(f->mp->state, MP_INIT);
}

static void RST_13_RST_14_RST_16_RST_18_PMK_08_STT_03_always_cleared(void **state)
{
    struct fixture *f = *state;
    uint8_t pmkid[12 + 28] = {0x80, 1, 40, 0, 1, 0, 0, 0, 1, 0, 0, 0, 6, 6, 6, 6, 6, 6};
    assert_int_equal(set(f, OID_DOT11_PMKID_LIST, pmkid, sizeof pmkid), 0);
    assert_int_equal(set(f, OID_DOT11_MULTICAST_LIST, "\x01\0\x5e\0\0\1", 6), 0);
    set_bool(f, OID_DOT11_MEDIA_STREAMING_ENABLED, 1);
    stats_mac(f->mp, true, MP_MAC_RX);
    assert_non_null(f->mp->pmkids);
    reset(f, false);
    assert_null(f->mp->pmkids);
    assert_null(f->mp->multicast);
    assert_false(f->mp->media_streaming);
    assert_int_equal(stats_mac_get(f->mp, true, MP_MAC_RX), 0);
    assert_non_null(strstr(fake.log, "keys-clear"));
}

static void RST_05_default_mib_or_not(void **state)
{
    struct fixture *f = *state;
    struct extsta_mac excluded[] = {OTHER};
    const char *home[] = {"home"};
    for (int defaults = 0; defaults < 2; defaults++) {
        set_bytes(f, OID_DOT11_DESIRED_SSID_LIST, bytes_ssids(1, home));
        set_bytes(f, OID_DOT11_EXCLUDED_MAC_ADDRESS_LIST, bytes_macs(1, excluded));
        set_u32(f, OID_DOT11_RTS_THRESHOLD, 500);
        reset(f, defaults);
        expect_query(f, OID_DOT11_DESIRED_SSID_LIST, bytes_ssids(defaults ? 0 : 1, home));
        expect_query(f, OID_DOT11_EXCLUDED_MAC_ADDRESS_LIST,
                     bytes_macs(defaults ? 0 : 1, excluded));
        expect_query(f, OID_DOT11_RTS_THRESHOLD, bytes_u32(defaults ? 2347 : 500));
    }
}

static void RST_21_the_confirmation(void **state)
{
    struct fixture *f = *state;
    reset(f, true);
    assert_int_equal(f->oid.bytes_read, 12);
    assert_int_equal(f->oid.bytes_written, 8);
    assert_int_equal(get_le32(f->reply), 4);
    assert_int_equal(get_le32(f->reply + 4), 0);
    assert_null(outq_pump(&f->out)); /* answered at once: no completion follows (ROL-16) */
}

static void RST_03_without_memory_nothing_is_reset(void **state)
{
    struct fixture *f = *state;
    enter_op(f);
    f->no_memory = true;
    while (pool_alloc(&f->ctx->pool, sizeof(struct mp_mib))) {
    }
    assert_int_equal(reset_with(f, reset_request(3, OTHER, true)), NDIS_STATUS_RESOURCES);
    f->no_memory = false;
    assert_string_equal(fake.log, "");
    assert_int_equal(f->mp->state, MP_OP);
    assert_true(mac_equal(f->mp->address, ADDRESS));
}

static void STA_12_reset_ex_keeps_everything(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(reset_with(f, reset_request(3, OTHER, true)), NDIS_STATUS_SUCCESS);
    const char *home[] = {"home"};
    set_bytes(f, OID_DOT11_DESIRED_SSID_LIST, bytes_ssids(1, home));
    set(f, OID_DOT11_MULTICAST_LIST, "\x01\0\x5e\0\0\1", 6);
    stats_mac(f->mp, true, MP_MAC_RX);
    fake.bss_bytes = 10;
    fake.log[0] = 0;
    enter_op(f);
    miniport_ops.reset_ex(f->mp, NOW);
    assert_string_equal(fake.log, "mlme-reset-ex@op rx-forget@op ");
    assert_int_equal(f->mp->state, MP_OP);
    assert_true(mac_equal(f->mp->address, OTHER));
    assert_int_equal(fake.bss_bytes, 10);
    assert_int_equal(stats_mac_get(f->mp, true, MP_MAC_RX), 1);
    assert_non_null(f->mp->multicast);
    expect_query(f, OID_DOT11_DESIRED_SSID_LIST, bytes_ssids(1, home));
}

static void STA_11_halt_leaves_first_and_is_silent_then(void **state)
{
    struct fixture *f = *state;
    mp_timer_set(f->mp, MP_TIMER_ANSWER, NOW + 5);
    miniport_ops.halt(f->mp, NOW);
    assert_string_equal(fake.log, "halt-radio-on@init tx-flush@init rx-forget@init "
                                  "keys-clear@init ");
    fake.log[0] = 0;
    assert_int_equal(miniport_ops.deadline(f->mp), EXTSTA_NEVER);
    assert_false(power_desired_on(f->mp));
    struct extsta_rx_frame frame = {.bytes = {(const uint8_t *)"x", 1}};
    miniport_ops.rx(f->mp, NOW, &frame, 1);
    miniport_ops.tx_status(f->mp, NOW, 1, true, 1);
    miniport_ops.radio_switch(f->mp, NOW, 0, true);
    miniport_ops.reset_ex(f->mp, NOW);
    miniport_ops.expire(f->mp, NOW + 10);
    miniport_ops.halt(f->mp, NOW);
    assert_string_equal(fake.log, "");
    assert_int_equal(query(f, OID_DOT11_DESIRED_BSS_TYPE, 4), NDIS_STATUS_ADAPTER_NOT_READY);
    assert_int_equal(mp_drops_of(f->mp, EXTSTA_DROP_RADIO_OFF), 1);
    assert_false(power_desired_on(f->mp));
}

static void STA_08_STA_09_nothing_happens_at_initialization(void **state)
{
    struct fixture *f = *state;
    assert_string_equal(fake.log, "");
    assert_null(outq_pump(&f->out));
    assert_int_equal(miniport_ops.deadline(f->mp), EXTSTA_NEVER);
    assert_int_equal(f->mp->keys.mapping_count, 0);
    assert_null(f->mp->keys.default_keys[0]);
}

static void timers_go_to_who_set_them(void **state)
{
    struct fixture *f = *state;
    mp_timer_set(f->mp, MP_TIMER_ANSWER, NOW + 10);
    mp_timer_set(f->mp, MP_TIMER_TRANSMIT, NOW + 20);
    assert_int_equal(miniport_ops.deadline(f->mp), NOW + 10);
    miniport_ops.expire(f->mp, NOW + 9);
    assert_string_equal(fake.log, "");
    miniport_ops.expire(f->mp, NOW + 10);
    assert_string_equal(fake.log, "mlme-expire@init ");
    assert_int_equal(miniport_ops.deadline(f->mp), NOW + 20);
    miniport_ops.expire(f->mp, NOW + 20);
    assert_string_equal(fake.log, "mlme-expire@init datapath-expire@init ");
    mp_timer_stop(f->mp, MP_TIMER_TRANSMIT);
    assert_int_equal(miniport_ops.deadline(f->mp), EXTSTA_NEVER);
}

static void frames_and_packets_go_to_the_data_path(void **state)
{
    struct fixture *f = *state;
    miniport_ops.rx(f->mp, NOW, NULL, 0);
    miniport_ops.send(f->mp, NOW, NULL, 0);
    miniport_ops.tx_status(f->mp, NOW, 3, true, 1);
    f->mp->data.handed_up = 1;
    miniport_ops.returned(f->mp, NOW, 1);
    assert_string_equal(fake.log, "rx@init send@init tx-status@init returned@init ");
}

static void drops_count_for_the_context_and_the_station(void **state)
{
    struct fixture *f = *state;
    struct miniport *other = miniport_new(f->ctx, &f->out, 8, OTHER, &fixture_radio, NOW);
    for (int reason = 0; reason < EXTSTA_DROP_COUNT; reason++) {
        for (int n = 0; n <= reason % 3; n++) {
            mp_drop(f->mp, (enum extsta_drop)reason);
        }
    }
    mp_drop(other, EXTSTA_DROP_REPLAY);
    for (int reason = 0; reason < EXTSTA_DROP_COUNT; reason++) {
        assert_int_equal(mp_drops_of(f->mp, (enum extsta_drop)reason), reason % 3 + 1);
        assert_int_equal(extsta_context_drops(f->ctx, (enum extsta_drop)reason),
                         reason % 3 + 1 + (reason == EXTSTA_DROP_REPLAY));
    }
    assert_int_equal(mp_drops_of(other, EXTSTA_DROP_REPLAY), 1);
    assert_int_equal(mp_drops_of(other, EXTSTA_DROP_TOO_SHORT), 0);
    miniport_ops.destroy(other);
}

static void indications_and_causes_are_outputs_in_order(void **state)
{
    struct fixture *f = *state;
    uint8_t *p = mp_indicate(f->mp, NDIS_STATUS_DOT11_SCAN_CONFIRM, 4);
    assert_non_null(p);
    put_le32(p, NDIS_STATUS_REQUEST_ABORTED);
    struct extsta_cause cause = {
        .time = NOW, .subject = EXTSTA_SUBJECT_SCAN, .rule = EXTSTA_RULE_RST_07};
    mp_cause(f->mp, &cause);
    mp_oid_complete_reserved(f->mp, outq_reserve(&f->out, 0), 5, OID_DOT11_CONNECT_REQUEST,
                             NDIS_STATUS_SUCCESS, span(NULL, 0));
    struct extsta_output *out = outq_pump(&f->out);
    assert_int_equal(out->crossing.type, EXTSTA_CROSS_INDICATION);
    assert_int_equal(out->crossing.code, NDIS_STATUS_DOT11_SCAN_CONFIRM);
    assert_int_equal(out->crossing.buffer.len, 4);
    assert_int_equal(get_le32(out->crossing.buffer.data), 0xc001000c);
    out = outq_pump(&f->out);
    assert_int_equal(out->type, EXTSTA_OUT_CAUSE);
    assert_int_equal(out->cause.rule, EXTSTA_RULE_RST_07);
    out = outq_pump(&f->out);
    assert_int_equal(out->crossing.type, EXTSTA_CROSS_OID_COMPLETE);
    assert_int_equal(out->crossing.id, 5);
    /* The OS half looks at causes also where the embedder does not. */
    struct extsta_output seen;
    f->out.wanted = EXTSTA_OUT_WORK;
    mp_cause(f->mp, &cause);
    out = outq_pump(&f->out);
    assert_int_equal(out->type, EXTSTA_OUT_CAUSE);
    while (outq_next(&f->out, &seen)) {
        assert_int_not_equal(seen.type, EXTSTA_OUT_CAUSE);
    }
}

static void a_radio_without_a_phy_makes_no_miniport(void **state)
{
    struct fixture *f = *state;
    static const struct extsta_radio_caps none = {fixture_phys, 0, false};
    assert_null(miniport_new(f->ctx, &f->out, 1, ADDRESS, &none, NOW));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(RST_01_only_phy_and_mac),
        FIXTURE_TEST(RST_02_output_buffer_is_checked_first),
        FIXTURE_TEST(RST_03_an_invalid_request_does_nothing),
        FIXTURE_TEST(RST_05_default_mib_or_not),
        FIXTURE_TEST(RST_06_RST_08_RST_19_order_of_what_happens),
        FIXTURE_TEST(RST_09_ROL_16_pends_until_packets_are_returned),
        FIXTURE_TEST(RST_09_destroyed_while_a_reset_pends),
        FIXTURE_TEST(ROL_16_a_halt_completes_a_pending_reset),
        FIXTURE_TEST(RST_12_ends_in_init),
        FIXTURE_TEST(
            RST_13_RST_14_RST_16_RST_18_PMK_08_STT_03_always_cleared),
        FIXTURE_TEST(RST_21_the_confirmation),
        FIXTURE_TEST(RST_03_without_memory_nothing_is_reset),
        FIXTURE_TEST(STA_12_reset_ex_keeps_everything),
        FIXTURE_TEST(STA_11_halt_leaves_first_and_is_silent_then),
        FIXTURE_TEST(STA_08_STA_09_nothing_happens_at_initialization),
        FIXTURE_TEST(timers_go_to_who_set_them),
        FIXTURE_TEST(frames_and_packets_go_to_the_data_path),
        FIXTURE_TEST(drops_count_for_the_context_and_the_station),
        FIXTURE_TEST(indications_and_causes_are_outputs_in_order),
        FIXTURE_TEST(a_radio_without_a_phy_makes_no_miniport),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
