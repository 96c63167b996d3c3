/* A vendor's own algorithms, from the profile to the data (extsta/sesame.h): the pairs that the
 * driver reports, the extension's exchange with the access point, data under the vendor's
 * cipher, and the frame by which the access point ends an association. */
#include "base/bytes.h"
#include "extended.h"
#include <extsta/payload.h>
#include <extsta/sesame.h>
#include <extsta/windot11.h>

static const char right[] = "<Sesame><passphrase>open sesame</passphrase></Sesame>";
static const char wrong[] = "<Sesame><passphrase>open sesamy</passphrase></Sesame>";

static void of_the_vendor(struct apsim_config *c)
{
    c->security = APSIM_SESAME;
}

static const struct extended_stage vendors = {of_the_vendor, &extsta_radio_caps_vendor};

static void begin(struct extended *e, const char *aps)
{
    extended_begin_on(e, &vendors, "SESAME_SO", 41, aps, "open sesame");
}

static void connect_sesame(struct extended *e, const char *security)
{
    extended_connect_by(e, security, DOT11_AUTH_ALGO_80211_OPEN, DOT11_CIPHER_ALGO_NONE);
    extended_run(e, 3000);
}

/* A list of the driver; how many entries. */
static size_t query(struct scenario *s, uint32_t oid, struct extsta_payload *entries,
                    size_t room)
{
    static uint8_t buffer[1024];
    struct extsta_oid request = {.oid = oid,
                                 .kind = EXTSTA_OID_QUERY,
                                 .buffer = buffer,
                                 .out_cap = sizeof buffer,
                                 .request_id = 9};
    struct extsta_payload list;
    size_t n = 0;
    assert_int_equal(extsta_oid(s->sta, air_now(s->air), &request), NDIS_STATUS_SUCCESS);
    assert_true(extsta_payload_read(extsta_oid_form(oid, true),
                                    (struct extsta_span){buffer, request.bytes_written},
                                    &list));
    while (n < room && extsta_payload_next(&list.list.entries, &entries[n])) {
        n++;
    }
    return n;
}

static bool reports_pair(struct scenario *s, uint32_t oid, uint32_t auth, uint32_t cipher)
{
    struct extsta_payload pairs[40];
    size_t n = query(s, oid, pairs, 40);
    for (size_t i = 0; i < n; i++) {
        if (pairs[i].pair.auth == auth && pairs[i].pair.cipher == cipher) {
            return true;
        }
    }
    return false;
}

/* ATH-16: with the vendor's radio alone. Its numbers are those of extsta/sesame.h, in the IHV
 * range; ATH-06: a vendor's algorithm comes first of all. */
static void ATH_16_ATH_06_the_vendors_pair_and_default(void **state)
{
    static const struct extsta_radio_caps *const radios[] = {&extsta_radio_caps_2ghz,
                                                             &extsta_radio_caps_vendor};
    for (int vendor = 0; vendor < 2; vendor++) {
        struct scenario *s = scenario_new(40);
        struct extsta_payload enabled[4];
        s->caps = radios[vendor];
        scenario_station(s, 5);
        scenario_run(s, 10);
        assert_int_equal(
            reports_pair(s, OID_DOT11_SUPPORTED_UNICAST_ALGORITHM_PAIR, 0x80455801, 0x80455802),
            vendor);
        assert_int_equal(reports_pair(s, OID_DOT11_SUPPORTED_MULTICAST_ALGORITHM_PAIR,
                                      0x80455801, 0x80455802),
                         vendor);
        assert_true(reports_pair(s, OID_DOT11_SUPPORTED_UNICAST_ALGORITHM_PAIR, 7, 4));
        assert_int_equal(query(s, OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM, enabled, 4), 1);
        /* ATH-06: the vendor's is the default where there is one, else RSNA */
        assert_int_equal(enabled[0].number, vendor ? 0x80455801 : 6);
        scenario_free(s);
    }
}

static void PRT_14_PRT_15_SEQ_05_the_vendors_exchange_and_data_both_ways(void **state)
{
    struct extended e;
    struct apsim_client_info info;
    begin(&e, "A");
    connect_sesame(&e, right);
    assert_true(scenario_saw(e.s, LOG_SEQUENCE | LOG_IHV | LOG_BROKEN,
                             "ihv adapter-reset\n"
                             "ihv pre-associate\n"
                             "CONNECTION_START\n"
                             "ASSOCIATION_START A\n"
                             "STA>A auth\n"
                             "A>STA auth\n"
                             "STA>A assoc-req\n"
                             "A>STA assoc-resp\n"
                             "ASSOCIATION_COMPLETION A 0 port=0 reassoc=0\n"
                             "port A created\n"
                             "ihv post-associate\n"
                             "CONNECTION_COMPLETION 0\n"
                             "ihv receive-packet\n"
                             "ihv send-completion\n"
                             "ihv receive-packet\n"
                             "ihv send-completion\n"
                             "port A authorized\n"));
    assert_true(scenario_ping(e.s));
    assert_true(apsim_client(e.s->ap[0], e.s->address, &info));
    assert_int_equal(info.state, APSIM_CLIENT_AUTHORIZED);
    assert_int_equal(info.akm, 0x02455801);
    assert_int_equal(info.rx_unprotected, 0);
    assert_true(info.rx_msdus > 0 && info.tx_msdus > 0);
    struct extsta_station_status status;
    extsta_station_status(e.s->sta, &status);
    assert_int_equal(status.auth_algorithm, 0x80455801);
    assert_int_equal(status.unicast_cipher, 0x80455802);
    extended_finish(&e);
}

/* An echo reply of the wired host to everybody: under the group key, and up to the stack. */
static void group_frames_come_under_the_vendors_cipher(void **state)
{
    struct extended e;
    uint8_t frame[14 + 20 + 8] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 0, 0xfe, 8};
    uint8_t *ip = frame + 14;
    uint32_t sum = 0;
    ip[0] = 0x45;
    ip[3] = 28;
    ip[9] = 1;
    memcpy(ip + 12, (uint8_t[]){10, 0, 0, 1, 10, 0, 0, 255}, 8);
    for (size_t i = 0; i < 20; i += 2) {
        sum += get_be16(ip + i);
    }
    put_be16(ip + 10, (uint16_t) ~((sum & 0xffff) + (sum >> 16)));
    begin(&e, "A");
    connect_sesame(&e, right);
    unsigned before = e.s->pongs;
    apsim_ds_send(e.s->ds, (struct extsta_span){frame, sizeof frame});
    extended_run(&e, 500);
    assert_int_equal(e.s->pongs, before + 1);
    extended_finish(&e);
}

static void DIS_10_DIS_29_the_vendors_frame_ends_the_association(void **state)
{
    struct extended e;
    begin(&e, "A");
    connect_sesame(&e, right);
    scenario_mark(e.s);
    apsim_farewell(e.s->ap[0], e.s->address, 7);
    extended_run(&e, 5000);
    assert_true(scenario_saw(e.s, LOG_IND | LOG_PORT | LOG_IHV,
                             "DISASSOCIATION A 80000007\n"
                             "ihv stop-post-associate\n"
                             "port A deleted\n"
                             "ROAMING_START C\n"
                             "..."));
    assert_true(scenario_ping(e.s)); /* it has come back */
    extended_finish(&e);
}

/* A wrong password ends it in the same way, before the port was open. */
static void DIS_10_a_wrong_password(void **state)
{
    struct extended e;
    begin(&e, "A");
    connect_sesame(&e, wrong);
    assert_true(scenario_saw(e.s, LOG_IND | LOG_PORT,
                             "CONNECTION_START\n"
                             "ASSOCIATION_START A\n"
                             "ASSOCIATION_COMPLETION A 0 port=0 reassoc=0\n"
                             "port A created\n"
                             "CONNECTION_COMPLETION 0\n"
                             "DISASSOCIATION A 80000001\n"
                             "port A deleted\n"
                             "..."));
    for (size_t i = e.s->mark; i < e.s->count; i++) {
        assert_string_not_equal(e.s->lines[i].text, "port A authorized");
    }
    assert_int_equal(e.s->cause.diagnosis, EXTSTA_DIAGNOSIS_VENDOR_FRAME);
    extended_finish(&e);
}

/* An Action frame as the farewell is, with something changed; from A if not said otherwise. */
static void give(struct scenario *s, struct extsta_mac to, struct extsta_mac from,
                 const uint8_t *body, size_t len)
{
    uint8_t frame[64] = {0xd0};
    static uint16_t seq = 3000;
    memcpy(frame + 4, to.b, 6);
    memcpy(frame + 10, from.b, 6);
    memcpy(frame + 16, from.b, 6);
    put_le16(frame + 22, (uint16_t)(seq++ << 4));
    memcpy(frame + 24, body, len);
    struct extsta_rx_frame rx = {.bytes = {frame, 24 + len}, .meta = {.freq = 2412}};
    extsta_rx(s->sta, air_now(s->air), &rx, 1);
    air_station_pump(s->on_air);
}

static void DIS_10_other_frames_end_nothing(void **state)
{
    static const uint8_t farewell[] = {127, 0x02, 0x45, 0x58, 1, 9, 0};
    static const uint8_t others[][7] = {
        {126, 0x02, 0x45, 0x58, 1, 9, 0}, /* another category */
        {127, 0x02, 0x45, 0x59, 1, 9, 0}, /* another vendor */
        {127, 0x02, 0x45, 0x58, 2, 9, 0}, /* another frame of this one */
    };
    static const struct extsta_mac stranger = {{2, 9, 9, 9, 9, 9}};
    static const struct extsta_mac all = {{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}};
    struct extended e;
    struct extsta_mac a = scenario_bssid('A');
    begin(&e, "A");
    connect_sesame(&e, right);
    scenario_mark(e.s);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        give(e.s, e.s->address, a, others[i], sizeof others[i]);
    }
    for (size_t len = 0; len < sizeof farewell; len++) {
        give(e.s, e.s->address, a, farewell, len);
    }
    give(e.s, e.s->address, stranger, farewell, sizeof farewell);
    give(e.s, all, a, farewell, sizeof farewell);
    assert_true(scenario_saw(e.s, LOG_IND, ""));
    give(e.s, e.s->address, a, farewell, sizeof farewell);
    assert_true(scenario_saw(e.s, LOG_IND, "DISASSOCIATION A 80000009\n..."));
    extended_finish(&e);
}

/* Nor does the vendor's frame end an association that is not by the vendor's algorithm. */
static void DIS_10_an_association_by_another_algorithm(void **state)
{
    static const uint8_t farewell[] = {127, 0x02, 0x45, 0x58, 1, 9, 0};
    struct scenario *s = scenario_new(42);
    struct apsim_config a = scenario_ap_config(s, 'A', "correct horse");
    scenario_ap(s, 'A', &a);
    s->caps = &extsta_radio_caps_vendor;
    scenario_station(s, 5);
    scenario_connect(s, "correct horse", EXTSTA_MANAGER_OS);
    scenario_run(s, 3000);
    assert_true(scenario_ping(s));
    scenario_mark(s);
    give(s, s->address, scenario_bssid('A'), farewell, sizeof farewell);
    assert_true(scenario_saw(s, LOG_IND, ""));
    scenario_free(s);
}

/* IHV-16: a driver without the algorithms refuses them; the extension gives up, and says why.
 */
static void IHV_16_a_radio_without_the_algorithms(void **state)
{
    struct extended e;
    struct extended_stage stage = {of_the_vendor, &extsta_radio_caps_2ghz};
    extended_begin_on(&e, &stage, "SESAME_SO", 43, "A", "open sesame");
    connect_sesame(&e, right);
    assert_true(scenario_saw(e.s, LOG_IND | LOG_BROKEN,
                             "broke IHV-16 SetAuthAlgorithm 87\n"
                             "..."));
    assert_int_equal(e.s->cause.diagnosis, EXTSTA_DIAGNOSIS_IHV_FAILED);
    assert_int_equal(e.s->cause.space, EXTSTA_CODE_L2_REASON);
    assert_int_equal(e.s->cause.code, 0x90001);
    extended_finish(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ATH_16_ATH_06_the_vendors_pair_and_default),
        cmocka_unit_test(PRT_14_PRT_15_SEQ_05_the_vendors_exchange_and_data_both_ways),
        cmocka_unit_test(group_frames_come_under_the_vendors_cipher),
        cmocka_unit_test(DIS_10_DIS_29_the_vendors_frame_ends_the_association),
        cmocka_unit_test(DIS_10_a_wrong_password),
        cmocka_unit_test(DIS_10_other_frames_end_nothing),
        cmocka_unit_test(DIS_10_an_association_by_another_algorithm),
        cmocka_unit_test(IHV_16_a_radio_without_the_algorithms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
