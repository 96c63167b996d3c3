/* Scans and the BSS cache (contract chapter 20), against the real miniport. */
#include "mlme_air.h"

static void run_scan(struct air *a)
{
    while (a->mp->mlme.scanning != SCAN_IDLE) {
        air_pass(a, 5 * EXTSTA_MS);
    }
}

/* --- requests --- */

/* A request with one PHY_TYPE_INFO and 12 bytes of elements behind it. */
struct request {
    uint8_t b[56 + 36 * 9 + 28 + 12];
    size_t len;
};
static struct request request_make(uint32_t ssids)
{
    struct request r = {.len = 56 + 36 * ssids + 28 + 12};
    put_le32(r.b, dot11_BSS_type_infrastructure);
    put_le32(r.b + 12, dot11_scan_type_active);
    put_le32(r.b + 24, ssids);
    put_le32(r.b + 40, 36 * ssids); /* PHY infos */
    put_le32(r.b + 48, 36 * ssids + 28);
    r.b[56 + 36 * ssids + 28] = ELEMENT_VENDOR;
    r.b[56 + 36 * ssids + 29] = 10;
    return r;
}
static uint32_t request_send(struct air *a, const struct request *r, size_t len)
{
    uint8_t *exact = malloc(len ? len : 1);
    memcpy(exact, r->b, len);
    uint32_t status = air_oid(a, OID_DOT11_SCAN_REQUEST, EXTSTA_OID_SET, exact, len, 0);
    free(exact);
    return status;
}

static void SCN_02_refusals(void **state)
{
    struct air *a = *state;
    struct request r = request_make(9);
    assert_int_equal(request_send(a, &r, r.len), NDIS_STATUS_INVALID_LENGTH);
    r = request_make(0);
    put_le32(r.b + 44, 1);
    put_le32(r.b + 56, DOT11_PHY_ID_ANY);
    assert_int_equal(request_send(a, &r, r.len), NDIS_STATUS_INVALID_DATA);
    put_le32(r.b + 56, 2);
    assert_int_equal(request_send(a, &r, r.len), NDIS_STATUS_BAD_VERSION);
    put_le32(r.b + 56, 0);
    put_le32(r.b + 56 + 20, 9); /* channel description type */
    assert_int_equal(request_send(a, &r, r.len), NDIS_STATUS_BAD_VERSION);
    put_le32(r.b + 56 + 20, 1);
    put_le32(r.b + 56 + 24, 4000); /* a channel list beyond the buffer */
    assert_int_equal(request_send(a, &r, r.len), NDIS_STATUS_INVALID_LENGTH);
    r = request_make(1);
    put_le32(r.b + 56, 33);
    assert_int_equal(request_send(a, &r, r.len), NDIS_STATUS_INVALID_DATA);
    r = request_make(0);
    put_le32(r.b + 12, 7);
    assert_int_equal(request_send(a, &r, r.len), NDIS_STATUS_INVALID_DATA);
    r = request_make(0);
    assert_int_equal(request_send(a, &r, r.len), NDIS_STATUS_SUCCESS);
    assert_int_equal(request_send(a, &r, r.len), NDIS_STATUS_DOT11_MEDIA_IN_USE);
    air_pass(a, 5 * EXTSTA_SECOND);
    assert_non_null(strstr(a->log, "SCAN_CONFIRM 0\n")); /* of the first one */
    miniport_ops.radio_switch(a->mp, a->now, DOT11_PHY_ID_ANY, false);
    air_drain(a);
    a->log[0] = 0;
    r = request_make(0);
    assert_int_equal(request_send(a, &r, r.len), NDIS_STATUS_DOT11_POWER_STATE_INVALID);
    air_pass(a, 5 * EXTSTA_SECOND);
    EXPECT(a, ""); /* no SCAN_CONFIRM follows a refusal */
}

static void SCN_02_hostile_offsets(void **state)
{
    static const size_t fields[] = {20, 24, 40, 44, 48, 52};
    static const uint32_t values[] = {1, 55, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffffff0};
    struct air *a = *state;
    for (size_t f = 0; f < 6; f++) {
        for (size_t v = 0; v < 6; v++) {
            struct request r = request_make(1);
            put_le32(r.b + fields[f], values[v]);
            uint32_t status = request_send(a, &r, r.len);
            if (status == NDIS_STATUS_SUCCESS) {
                air_reset(a);
            }
        }
    }
    struct request r = request_make(1);
    put_le32(r.b + 44, 1);
    put_le32(r.b + 52, 12);
    for (size_t len = 0; len < r.len; len++) {
        assert_int_equal(request_send(a, &r, len), NDIS_STATUS_INVALID_LENGTH);
    }
}

static void SCN_07_SCN_08_bssid_and_elements(void **state)
{
    struct air *a = *state;
    struct request r = request_make(0);
    put_le32(r.b + 44, 1); /* PHY 0 */
    put_le32(r.b + 52, 12);
    assert_int_equal(request_send(a, &r, r.len), NDIS_STATUS_SUCCESS);
    air_turn(a);
    assert_memory_equal(a->probe + a->probe_len - 12, r.b + 56 + 28, 12);
    EXPECT(a, "tx probe-req * \n"); /* a zero BSSID becomes the broadcast one */
    run_scan(a);
    EXPECT(a,
           "tx probe-req * \ntx probe-req * \nSCAN_CONFIRM 0\n"); /* three channels (SCN-11) */
    memcpy(r.b + 4, AP_B.b, 6);
    assert_int_equal(request_send(a, &r, r.len), NDIS_STATUS_SUCCESS);
    air_turn(a);
    EXPECT(a, "tx probe-req B \n");
}

static void SCN_09_passive_sends_nothing(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 5200, -50);
    air_add(a, AP_B, 2412, -50)->hidden = true;
    assert_int_equal(air_scan(a, dot11_scan_type_passive, "net", NULL), NDIS_STATUS_SUCCESS);
    run_scan(a);
    EXPECT(a, "SCAN_CONFIRM 0\n");
    assert_non_null(bss_find(a->mp, AP_A)); /* SCN-15 */
}

static void SCN_09_SCN_10_multi_domain(void **state)
{
    static const uint8_t country[] = {ELEMENT_COUNTRY, 6, 'D', 'E', ' ', 1, 13, 20};
    struct air *a = *state;
    struct mp_mib *mib = mib_edit(a->mp);
    mib->multi_domain = true;
    air_add(a, AP_A, 2437, -50)->extra = span(country, sizeof country);
    air_scan(a, dot11_scan_type_active, NULL, NULL);
    run_scan(a);
    EXPECT(a, "SCAN_CONFIRM 0\n"); /* no domain known yet */
    air_connected(a, false);
    a->probes = 0;
    air_scan(a, dot11_scan_type_active, NULL, NULL);
    run_scan(a);
    assert_int_equal(a->probes, 3); /* the country has the 2.4 GHz channels only */
    air_disconnect(a);
    a->probes = 0;
    air_scan(a, dot11_scan_type_active, NULL, NULL);
    run_scan(a);
    assert_int_equal(a->probes, 0);
}

static void SCN_14_home_channel_while_associated(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_connected(a, false);
    a->tune = true;
    assert_int_equal(air_scan(a, dot11_scan_type_active, NULL, NULL), NDIS_STATUS_SUCCESS);
    extsta_time begun = a->now;
    run_scan(a);
    assert_true(a->now - begun < 4 * EXTSTA_SECOND);
    EXPECT(a, "tx null A pm\n"
              "tune 2412\n"
              "tx probe-req * \n"
              "tune 2437\n"
              "tx null A\n"
              "tx probe-req * \n"
              "tx null A pm\n"
              "tune 2462\n"
              "tx probe-req * \n"
              "tune 5180\n"
              "tx probe-req * \n"
              "tune 5200\n"
              "tx probe-req * \n"
              "tune 2437\n"
              "tx null A\n"
              "SCAN_CONFIRM 0\n");
}

static void SCN_14_a_few_channels_at_a_time(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 5200, -50);
    air_connected(a, false);
    a->tune = true;
    assert_int_equal(air_scan(a, dot11_scan_type_passive, NULL, NULL), NDIS_STATUS_SUCCESS);
    run_scan(a);
    EXPECT(a, "tx null A pm\n"
              "tune 2412\ntune 2437\ntune 2462\n"
              "tune 5200\n"
              "tx null A\n"
              "tx null A pm\n"
              "tune 5180\n"
              "tune 5200\n"
              "tx null A\n"
              "SCAN_CONFIRM 0\n");
}

static void SCN_14_leaves_without_an_outcome_too(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2412, -50);
    air_connected(a, false);
    a->ack = false; /* the radio never says what became of the null frame */
    air_scan(a, dot11_scan_type_active, NULL, NULL);
    run_scan(a);
    assert_non_null(strstr(a->log, "SCAN_CONFIRM 0\n"));
}

static void SCN_16_hidden_ssid_is_resolved(void **state)
{
    struct air *a = *state;
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    ap->hidden = true;
    ap->next_beacon = EXTSTA_NEVER;
    assert_int_equal(air_scan(a, dot11_scan_type_active, "other", "net"), NDIS_STATUS_SUCCESS);
    while (a->freq != 2437) {
        air_pass(a, EXTSTA_MS);
    }
    a->queued = 0; /* the answer to the broadcast probe is lost */
    a->log[0] = 0;
    ap_beacon(a, ap);
    EXPECT(a, "tx probe-req A other\ntx probe-req A net\n");
    ap_beacon(a, ap);
    EXPECT(a, ""); /* asked once on a channel */
    air_pass(a, 20 * EXTSTA_MS);
    const struct bss_entry *e = bss_find(a->mp, AP_A);
    assert_int_equal(e->info->ssid_len, 3);
    ap_beacon(a, ap);
    e = bss_find(a->mp, AP_A);
    assert_memory_equal(e->info->ssid, "net", 3); /* a hidden beacon does not unname it */
    assert_int_equal(a->mp->bss.count, 1);
    run_scan(a);
    a->log[0] = 0;
    bss_flush(a->mp);
    air_scan(a, dot11_scan_type_active, NULL, NULL); /* no list: no attempt */
    ap_beacon(a, ap);
    assert_null(strstr(a->log, "probe-req A"));
}

static void SCN_04_explicit_displaces_implicit(void **state)
{
    struct air *a = *state;
    air_profile(a, "net", false);
    air_connect(a);
    air_turn(a);
    EXPECT(a, "CONNECTION_START\ntx probe-req * net\n");
    assert_int_equal(air_scan(a, dot11_scan_type_passive, NULL, NULL), NDIS_STATUS_SUCCESS);
    while (a->mp->mlme.scanning == SCAN_EXPLICIT) {
        air_pass(a, EXTSTA_MS);
    }
    air_turn(a);
    EXPECT(a, "SCAN_CONFIRM 0\ntx probe-req * net\n"); /* then the connection looks again */
}

static void X_76_connect_while_scanning(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_profile(a, "net", false);
    air_scan(a, dot11_scan_type_passive, NULL, NULL);
    assert_int_equal(air_connect(a), NDIS_STATUS_SUCCESS);
    air_pass(a, EXTSTA_SECOND);
    EXPECT(a, "CONNECTION_START\n"
              "SCAN_CONFIRM 0\n"
              "ASSOCIATION_START A net\n"
              "tx auth A\n"
              "tx assoc-req A\n"
              "ASSOCIATION_COMPLETION A 0\n"
              "LINK_QUALITY A 100\n"
              "CONNECTION_COMPLETION 0\n");
}

static void SCN_01_scan_waits_for_the_association(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_profile(a, "net", false);
    ap_beacon(a, &a->aps[0]);
    air_connect(a);
    assert_int_equal(air_scan(a, dot11_scan_type_active, NULL, NULL), NDIS_STATUS_SUCCESS);
    air_pass(a, 3 * EXTSTA_SECOND);
    const char *done = strstr(a->log, "CONNECTION_COMPLETION 0\n");
    const char *probe = strstr(a->log, "probe-req");
    assert_non_null(done);
    assert_true(probe > done);
    assert_non_null(strstr(a->log, "SCAN_CONFIRM 0\n"));
}

/* EXTSTA_PRIVATE_SCAN_ONLY: of one scan; those after it visit all channels, as SCN-11 has it. */
static void one_scan_visits_the_channels_that_are_named(void **state)
{
    struct air *a = *state;
    static const uint8_t freqs[] = {0x3c, 0x14, 0x85, 0x09, 0x01, 0x00}; /* 5180, 2437, 1 */
    a->tune = true;
    assert_int_equal(mlme_scan_only(a->mp, span(freqs, 6)), NDIS_STATUS_SUCCESS);
    assert_int_equal(air_scan(a, dot11_scan_type_active, NULL, NULL), NDIS_STATUS_SUCCESS);
    run_scan(a);
    EXPECT(a, "tune 2437\ntx probe-req * \ntune 5180\ntx probe-req * \nSCAN_CONFIRM 0\n");
    assert_int_equal(mlme_scan_only(a->mp, span(freqs + 4, 2)), NDIS_STATUS_INVALID_DATA);
    assert_int_equal(mlme_scan_only(a->mp, span(freqs, 5)), NDIS_STATUS_INVALID_LENGTH);
    assert_int_equal(mlme_scan_only(a->mp, span(freqs, 2)), NDIS_STATUS_SUCCESS);
    assert_int_equal(mlme_scan_only(a->mp, span(NULL, 0)), NDIS_STATUS_SUCCESS);
    assert_int_equal(air_scan(a, dot11_scan_type_active, NULL, NULL), NDIS_STATUS_SUCCESS);
    run_scan(a);
    assert_non_null(strstr(a->log, "tune 2462"));
}

/* EXTSTA_PRIVATE_SCAN_ABORT */
static void a_scan_that_is_aborted_is_confirmed(void **state)
{
    struct air *a = *state;
    assert_int_equal(mlme_scan_abort(a->mp, a->now), NDIS_STATUS_INVALID_STATE);
    air_scan(a, dot11_scan_type_passive, NULL, NULL);
    air_pass(a, 5 * EXTSTA_MS);
    assert_int_equal(mlme_scan_abort(a->mp, a->now), NDIS_STATUS_SUCCESS);
    air_drain(a);
    EXPECT(a, "SCAN_CONFIRM c001000c\n");
    air_pass(a, 5 * EXTSTA_SECOND);
    EXPECT(a, "");
    assert_int_equal(air_scan(a, dot11_scan_type_active, NULL, NULL), NDIS_STATUS_SUCCESS);
}

static void SCN_05_all_phys_off(void **state)
{
    struct air *a = *state;
    air_scan(a, dot11_scan_type_passive, NULL, NULL);
    miniport_ops.radio_switch(a->mp, a->now, DOT11_PHY_ID_ANY, false);
    air_drain(a);
    EXPECT(a, "PHY_STATE_CHANGED 0 0/1\nPHY_STATE_CHANGED 1 0/1\nSCAN_CONFIRM c0010019\n");
}

static void RST_07_reset_cancels_the_scan(void **state)
{
    struct air *a = *state;
    air_scan(a, dot11_scan_type_passive, NULL, NULL);
    assert_int_equal(air_reset(a), NDIS_STATUS_SUCCESS);
    EXPECT(a, "SCAN_CONFIRM c001000c\n");
    air_pass(a, 5 * EXTSTA_SECOND);
    EXPECT(a, "");
}

static void SCN_03_disconnect_leaves_the_scan_running(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_connected(a, false);
    air_scan(a, dot11_scan_type_active, NULL, NULL);
    air_pass(a, 5 * EXTSTA_MS);
    a->log[0] = 0;
    a->tune = true;
    assert_int_equal(air_disconnect(a), NDIS_STATUS_SUCCESS);
    EXPECT(a, "tune 2437\n"
              "tx disassoc A 8\n"
              "tune 2412\n"
              "DISASSOCIATION A 7\n");
    a->tune = false;
    run_scan(a);
    EXPECT(a, "tx probe-req * \ntx probe-req * \ntx probe-req * \ntx probe-req * \n"
              "SCAN_CONFIRM 0\n");
}

/* Set in the middle of a scan, on the first channel: the next one's Probe Request has it. */
static void SCN_28_rate_set_of_now(void **state)
{
    struct air *a = *state;
    struct elements e;
    uint8_t set[4 + 2] = {2, 0, 0, 0, 0x82, 12}; /* their number, then the rates */
    assert_int_equal(air_scan(a, dot11_scan_type_active, NULL, NULL), NDIS_STATUS_SUCCESS);
    while (a->probes == 0) {
        air_pass(a, EXTSTA_MS);
    }
    elements_parse(span(a->probe, a->probe_len), &e);
    assert_int_equal(e.rates.len, 8); /* of all that the PHY has, as many as fit */
    assert_int_equal(
        air_oid(a, OID_DOT11_OPERATIONAL_RATE_SET, EXTSTA_OID_SET, set, sizeof set, 0),
        NDIS_STATUS_SUCCESS);
    while (a->probes == 1) {
        air_pass(a, EXTSTA_MS);
    }
    elements_parse(span(a->probe, a->probe_len), &e);
    assert_int_equal(e.rates.len, 2);
    assert_memory_equal(e.rates.data, "\x02\x0c", 2);
    assert_null(e.ext_rates.data);
}

/* --- a scan that cannot go on (SCN-05) --- */

/* SCAN_REQUEST for the PHY with the 5 GHz channels alone. */
static void scan_5ghz(struct air *a)
{
    uint8_t b[56 + 28] = {0};
    put_le32(b, dot11_BSS_type_any);
    put_le32(b + 12, dot11_scan_type_passive);
    put_le32(b + 44, 1);
    put_le32(b + 48, 0);
    put_le32(b + 56, 1);
    assert_int_equal(air_oid(a, OID_DOT11_SCAN_REQUEST, EXTSTA_OID_SET, b, sizeof b, 0),
                     NDIS_STATUS_SUCCESS);
}

static void SCN_05_a_connection_goes_on_when_the_scan_lost_its_phy(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_profile(a, "net", false);
    scan_5ghz(a);
    air_connect(a); /* it waits */
    miniport_ops.radio_switch(a->mp, a->now, 1, false);
    air_drain(a);
    a->log[0] = 0;
    air_pass(a, 2 * EXTSTA_SECOND);
    assert_true(strstr(a->log, "SCAN_CONFIRM c0010019\n") == a->log);
    assert_non_null(strstr(a->log, "CONNECTION_COMPLETION 0\n"));
}

static void SCN_05_a_search_goes_on_when_the_scan_lost_its_phy(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_connected(a, false);
    a->aps[0].on = false;
    a->mp->bss.entries[0].lost = true;
    ap_kick(a, AP_A, true, 3);
    assert_int_equal(a->mp->mlme.scanning, SCAN_ROAM);
    scan_5ghz(a); /* SCN-04: displaces it */
    miniport_ops.radio_switch(a->mp, a->now, 1, false);
    air_drain(a);
    air_pass(a, 200 * EXTSTA_MS);
    a->aps[0].on = true;
    a->log[0] = 0;
    air_pass(a, 20 * EXTSTA_SECOND);
    assert_non_null(strstr(a->log, "ROAMING_COMPLETION 0\n"));
}

/* A PHY without a channel: the request is refused, and has displaced a search for nothing. */
static void SCN_02_a_refused_scan_wakes_who_waits(void **state)
{
    static const struct extsta_phy_caps phys[] = {
        {6, air_erp_freqs, 3, air_erp_rates, sizeof air_erp_rates},
        {4, air_ofdm_freqs, 0, air_ofdm_rates, sizeof air_ofdm_rates}};
    static const struct extsta_radio_caps radio = {phys, 2, true};
    struct air *a = *state;
    a->mp->radio = &radio;
    air_add(a, AP_A, 2437, -50)->no_beacon = true;
    air_profile(a, "net", false);
    air_connect(a);
    uint8_t b[56 + 28] = {0};
    put_le32(b, dot11_BSS_type_any);
    put_le32(b + 12, dot11_scan_type_passive);
    put_le32(b + 44, 1);
    put_le32(b + 56, 1);
    assert_int_equal(air_oid(a, OID_DOT11_SCAN_REQUEST, EXTSTA_OID_SET, b, sizeof b, 0),
                     NDIS_STATUS_RESOURCES);
    air_pass(a, 2 * EXTSTA_SECOND);
    assert_non_null(strstr(a->log, "CONNECTION_COMPLETION 0\n"));
}

/* --- the cache --- */

static size_t list(struct air *a, const char *country, uint8_t *out, size_t size)
{
    struct writer w = writer_of(out, size);
    size_t needed = bss_list_write(a->mp, a->now, (const uint8_t *)country, &w);
    assert_int_equal(w.failed, needed > size);
    return needed;
}

static void SCN_24_SCN_25_the_list(void **state)
{
    static const uint8_t only_probe[] = {221, 5, 1, 2, 3, 4, 5};
    static const uint8_t tim[] = {ELEMENT_TIM, 4, 0, 1, 0, 0};
    struct air *a = *state;
    uint8_t out[2048], frame[500], elements[400];
    assert_int_equal(list(a, "\0\0", out, sizeof out), 12);
    assert_int_equal(get_le32(out + 4), 0); /* an empty list */
    struct ap *ap = air_add(a, AP_A, 5180, -61);
    ap->extra = span(tim, sizeof tim);
    ap_beacon(a, ap);
    ap->extra = span(only_probe, sizeof only_probe);
    air_deliver(a, span(frame, ap_bss_frame(a, ap, true, frame, sizeof frame)), 5180, -61);
    size_t own = ap_elements(ap, true, elements, sizeof elements);
    air_add(a, AP_B, 2412, -90);
    ap_beacon(a, &a->aps[1]);
    size_t needed = list(a, "\0\0", out, sizeof out);
    assert_int_equal(get_le32(out + 4), needed - 12);
    assert_int_equal(get_le32(out + 8), needed - 12);
    const uint8_t *e = out + 12;
    assert_int_equal(get_le32(e), 1); /* PHY id */
    assert_int_equal(get_le32(e + 4), 5180);
    assert_memory_equal(e + 16, AP_A.b, 6);
    assert_int_equal(get_le32(e + 24), dot11_BSS_type_infrastructure);
    assert_int_equal((int32_t)get_le32(e + 28), -61);
    assert_int_equal(get_le32(e + 32), 78); /* LQ-06 */
    assert_int_equal(e[36], 1);
    assert_int_equal(get_le16(e + 38), 100);
    assert_int_equal(get_le64(e + 40), a->now);
    assert_int_equal(get_le64(e + 48), a->now * 10);
    assert_int_equal(get_le16(e + 56), CAPABILITY_ESS);
    assert_int_equal(get_le32(e + 60),
                     own + sizeof tim); /* last frame, then TIM of the other */
    assert_memory_equal(e + 64, elements, own);
    assert_memory_equal(e + 64 + own, tim, sizeof tim);
    const uint8_t *second = e + 64 + get_le32(e + 60); /* packed without padding */
    assert_memory_equal(second + 16, AP_B.b, 6);
    assert_int_equal((size_t)(second + 64 + get_le32(second + 60) - out), needed);
    list(a, "\0\0", out, needed - 1);
}

static void SCN_26_in_reg_domain(void **state)
{
    static const uint8_t de[] = {ELEMENT_COUNTRY, 6, 'D', 'E', ' ', 1, 11, 20};
    struct air *a = *state;
    uint8_t out[1024];
    struct {
        bool country;
        uint16_t freq;
        const char *input;
        bool in;
    } cases[] = {{true, 2437, "\0\0", true},
                 {false, 2437, "DE ", true},
                 {true, 2437, "DE ", true},
                 {true, 2437, "US ", false},
                 {true, 2472, "DE ", false}}; /* channel 13, of 11 */
    for (size_t i = 0; i < 5; i++) {
        bss_flush(a->mp);
        a->ap_count = 0;
        struct ap *ap = air_add(a, AP_A, cases[i].freq, -50);
        ap->extra = cases[i].country ? span(de, sizeof de) : span(NULL, 0);
        ap_beacon(a, ap);
        list(a, cases[i].input, out, sizeof out);
        assert_int_equal(out[12 + 36], cases[i].in);
    }
}

static void SCN_22_SCN_23_enumerate_and_flush(void **state)
{
    struct air *a = *state;
    uint8_t out[512] = {0};
    air_add(a, AP_A, 2437, -50);
    ap_beacon(a, &a->aps[0]);
    air_scan(a, dot11_scan_type_passive, NULL, NULL);
    assert_int_equal(air_oid(a, OID_DOT11_ENUM_BSS_LIST, EXTSTA_OID_METHOD, out, 4, sizeof out),
                     NDIS_STATUS_SUCCESS);
    assert_int_not_equal(get_le32(out + 4), 0);
    assert_int_equal(air_oid(a, OID_DOT11_FLUSH_BSS_LIST, EXTSTA_OID_SET, NULL, 0, 0),
                     NDIS_STATUS_SUCCESS);
    memset(out, 0, sizeof out);
    assert_int_equal(air_oid(a, OID_DOT11_ENUM_BSS_LIST, EXTSTA_OID_METHOD, out, 4, sizeof out),
                     NDIS_STATUS_SUCCESS);
    assert_int_equal(get_le32(out + 4), 0); /* nothing is listed, and nothing is kept */
    assert_int_equal(a->mp->bss.count, 0);
    air_pass(a, 5 * EXTSTA_SECOND);
    air_connected(a, false);
    assert_int_equal(air_oid(a, OID_DOT11_FLUSH_BSS_LIST, EXTSTA_OID_SET, NULL, 0, 0),
                     NDIS_STATUS_INVALID_STATE); /* in OP */
    assert_int_equal(a->mp->bss.count, 1);
}

static void SCN_27_the_ap_stays_in_the_list(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_add(a, AP_B, 2462, -60);
    air_connected(a, false);
    assert_int_equal(a->mp->bss.count, 2);
    air_pass(a, 200 * EXTSTA_SECOND);
    bss_age(a->mp, a->now);
    assert_int_equal(a->mp->bss.count, 1); /* B was not heard for long */
    assert_true(a->now - bss_find(a->mp, AP_A)->heard < EXTSTA_SECOND);
}

static void X_81_one_entry_per_bss(void **state)
{
    struct air *a = *state;
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    uint8_t frame[500];
    ap_beacon(a, ap);
    air_deliver(a, span(frame, ap_bss_frame(a, ap, true, frame, sizeof frame)), 2437, -50);
    ap_beacon(a, ap);
    assert_int_equal(a->mp->bss.count, 1);
    ap->ssid = "another";
    ap_beacon(a, ap);
    assert_int_equal(a->mp->bss.count, 2);
}

/* A Probe Request that collides is answered by nobody, and nothing tells. The five channels of the
 * quick scan: one asked once, where the answer came, the others twice. */
static void our_own_scan_asks_twice_where_nobody_answers(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_profile(a, "net", false);
    a->probes = 0;
    air_connect(a);
    air_pass(a, 2 * EXTSTA_SECOND);
    assert_non_null(strstr(a->log, "ASSOCIATION_COMPLETION A 0\n"));
    assert_int_equal(a->probes, 1 + 4 * 2);
}
static void channel_is_that_of_the_ds_element(void **state)
{
    struct air *a = *state;
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    uint8_t frame[500];
    size_t len = ap_bss_frame(a, ap, false, frame, sizeof frame);
    air_deliver(a, span(frame, len), 2442, -80); /* heard on the channel beside */
    assert_int_equal(bss_find(a->mp, AP_A)->freq, 2437);
}

/* An AP that has changed its channel without a word: the Beacon of the old channel is not given
 * out as its description any more (ASC-16: the beacon in the completion). */
static void a_beacon_of_another_channel_is_forgotten(void **state)
{
    struct air *a = *state;
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    uint8_t frame[500];
    ap_beacon(a, ap);
    assert_true(bss_find(a->mp, AP_A)->from_beacon);
    ap->freq = 2462;
    air_deliver(a, span(frame, ap_bss_frame(a, ap, true, frame, sizeof frame)), 2462, -50);
    const struct bss_entry *e = bss_find(a->mp, AP_A);
    assert_int_equal(e->freq, 2462);
    assert_false(e->from_beacon);
    assert_int_equal(e->info->beacon_len, 0);
    assert_true(e->info->probe_len > 0);
    ap_beacon(a, ap);
    assert_true(bss_find(a->mp, AP_A)->from_beacon);
    assert_true(bss_find(a->mp, AP_A)->info->probe_len > 0);
}
static void a_flood_of_bssids_is_bounded(void **state)
{
    struct air *a = *state;
    struct ap ap = {.ssid = "net", .freq = 2437, .signal = -50, .mac = {{0x02, 1, 0, 0, 0, 0}}};
    for (unsigned i = 0; i < 400; i++) {
        ap.mac.b[4] = (uint8_t)(i >> 8);
        ap.mac.b[5] = (uint8_t)i;
        a->now += 100;
        ap_beacon(a, &ap);
    }
    assert_int_equal(a->mp->bss.count, 128);
    assert_non_null(bss_find(a->mp, ap.mac));
    assert_int_equal(bss_interned(a->ctx), 128);
    bss_flush(a->mp);
    assert_int_equal(bss_interned(a->ctx), 0);
}

static void descriptions_are_shared(void **state)
{
    struct air *a = *state;
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    struct outq out;
    uint8_t frame[500];
    outq_init(&out, a->ctx, 0);
    struct miniport *other =
        miniport_new(a->ctx, &out, 2, (struct extsta_mac){{2, 0, 0, 0, 0, 9}}, &air_radio, T0);
    size_t len = ap_bss_frame(a, ap, false, frame, sizeof frame);
    struct extsta_rx_frame rx = {.bytes = span(frame, len),
                                 .meta = {.freq = 2437, .signal = -70}};
    air_deliver(a, rx.bytes, 2437, -50);
    miniport_ops.rx(other, a->now, &rx, 1);
    assert_ptr_equal(a->mp->bss.entries[0].info, other->bss.entries[0].info);
    assert_int_equal(bss_interned(a->ctx), 1);
    assert_int_equal(other->bss.entries[0].signal, -70); /* but each has its own view */
    miniport_ops.destroy(other);
    outq_destroy(&out);
    assert_int_equal(bss_interned(a->ctx), 1);
}

static void malformed_beacons_are_counted(void **state)
{
    struct air *a = *state;
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    uint8_t frame[500];
    size_t len = ap_bss_frame(a, ap, false, frame, sizeof frame);
    air_deliver(a, span(frame, 24 + 11), 2437, -50);
    assert_int_equal(mp_drops_of(a->mp, EXTSTA_DROP_BODY_TRUNCATED), 1);
    air_deliver(a, span(frame, len - 1), 2437, -50);
    assert_int_equal(mp_drops_of(a->mp, EXTSTA_DROP_BAD_ELEMENTS), 1);
    assert_int_equal(a->mp->bss.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AIR_TEST(SCN_01_scan_waits_for_the_association),
        AIR_TEST(SCN_02_refusals),
        AIR_TEST(SCN_02_hostile_offsets),
        AIR_TEST(SCN_03_disconnect_leaves_the_scan_running),
        AIR_TEST(SCN_04_explicit_displaces_implicit),
        AIR_TEST(one_scan_visits_the_channels_that_are_named),
        AIR_TEST(a_scan_that_is_aborted_is_confirmed),
        AIR_TEST(SCN_05_all_phys_off),
        AIR_TEST(SCN_05_a_connection_goes_on_when_the_scan_lost_its_phy),
        AIR_TEST(SCN_05_a_search_goes_on_when_the_scan_lost_its_phy),
        AIR_TEST(SCN_02_a_refused_scan_wakes_who_waits),
        AIR_TEST(SCN_07_SCN_08_bssid_and_elements),
        AIR_TEST(SCN_09_passive_sends_nothing),
        AIR_TEST(SCN_09_SCN_10_multi_domain),
        AIR_TEST(SCN_14_home_channel_while_associated),
        AIR_TEST(SCN_14_a_few_channels_at_a_time),
        AIR_TEST(SCN_14_leaves_without_an_outcome_too),
        AIR_TEST(SCN_16_hidden_ssid_is_resolved),
        AIR_TEST(SCN_22_SCN_23_enumerate_and_flush),
        AIR_TEST(SCN_24_SCN_25_the_list),
        AIR_TEST(SCN_26_in_reg_domain),
        AIR_TEST(SCN_27_the_ap_stays_in_the_list),
        AIR_TEST(SCN_28_rate_set_of_now),
        AIR_TEST(RST_07_reset_cancels_the_scan),
        AIR_TEST(X_76_connect_while_scanning),
        AIR_TEST(X_81_one_entry_per_bss),
        AIR_TEST(our_own_scan_asks_twice_where_nobody_answers),
        AIR_TEST(channel_is_that_of_the_ds_element),
        AIR_TEST(a_beacon_of_another_channel_is_forgotten),
        AIR_TEST(a_flood_of_bssids_is_bounded),
        AIR_TEST(descriptions_are_shared),
        AIR_TEST(malformed_beacons_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
