/* The nl80211 driver and what an access point wishes (802.11v, 802.11k): requests to move, beacon
 * requests, neighbour reports, by FRAME. Bodies are built and read by the codec, which has tests of
 * its own against IEEE Std 802.11-2020 (unit/wire/steering.c). */
#include "kernel.h"
#include "wire/measure_frame.h"
#include "wire/wnm_frame.h"
#include <extsta/private_oid.h>

/* Both access points do radio measurement (neighbour reports, beacon reports), and transitions. */
static size_t say_abilities(struct kernel *k, const struct fake_ap *ap, uint8_t *out)
{
    static const uint8_t elements[] = {70,  5, 0x72, 0, 0, 0, 0,    /* RM Enabled Capabilities */
                                       127, 3, 0,    0, 0x08};      /* BSS Transition */
    (void)k;
    (void)ap;
    memcpy(out, elements, sizeof elements);
    return sizeof elements;
}

/* What the last association said that the station can: 9.4.2.45 (neighbour reports, beacons
 * passive, active, table; link measurement), 9.4.2.26 bit 19, and the bit of the capability
 * field. */
static bool says_measures, says_transition;

static bool looks(struct kernel *k, struct fake_ap *ap, const struct nld_message *m)
{
    struct elements e;
    if (m->cmd == NL80211_CMD_ASSOCIATE) {
        elements_parse(nld_octets(m->tb[NL80211_ATTR_IE]), &e);
        says_measures = e.rm_capabilities.len == 5 && e.rm_capabilities.data[0] == 0x73;
        says_transition = e.ext_capabilities.len >= 3 && (e.ext_capabilities.data[2] & 0x08);
        assert_int_equal(nld_has(m->tb[NL80211_ATTR_USE_RRM]), says_measures);
    }
    return false;
}

static struct extsta_span sent(const struct kernel *k)
{
    return (struct extsta_span){k->frame + 24, k->frame_len > 24 ? k->frame_len - 24 : 0};
}

/* Connected with A; B was heard, if `heard`; and what A was asked is forgotten. */
static struct kernel *steered(bool heard, enum extsta_transition transition)
{
    struct kernel *k = kernel_with(2, NL80211_CAN_AUTHENTICATE | NL80211_CAN_MEASURE);
    struct extsta_profile p = home();
    k->more_elements = say_abilities;
    p.has_roam = true;
    p.roam = extsta_roam_default;
    p.roam.transition = (uint8_t)transition;
    k->ap_count = 1;
    k->answers = looks;
    assert_int_equal(extsta_connect(k->sta, k->now, &p), EXTSTA_OK);
    run(k, EXTSTA_SECOND);
    assert_int_equal(says_measures, transition != EXTSTA_TRANSITION_IGNORE);
    assert_int_equal(says_transition, transition != EXTSTA_TRANSITION_IGNORE);
    k->ap_count = 2;
    if (heard) {
        assert_int_equal(extsta_scan(k->sta, k->now, NULL), EXTSTA_OK);
        run(k, 3 * EXTSTA_SECOND);
    }
    forget_log(k);
    return k;
}

/* A asks: to B, or to whoever there is (preference < 0). */
static void ask(struct kernel *k, uint8_t mode, int preference)
{
    uint8_t list[64], body[128];
    struct writer l = writer_of(list, sizeof list), w = writer_of(body, sizeof body);
    if (preference >= 0) {
        neighbor_write(&l, &(struct neighbor){.bssid = k->aps[1].bssid,
                                              .operating_class = 81,
                                              .channel = 6,
                                              .phy_type = 7,
                                              .preference = preference});
    }
    btm_write_request(&w, &(struct btm_request){.token = 9,
                                                .mode = mode,
                                                .validity = 255,
                                                .candidates = {list, writer_len(&l)}});
    k->frame_len = 0;
    emit_action(k, &k->aps[0], (struct extsta_span){body, writer_len(&w)});
}

static void expect_response(struct kernel *k, enum btm_status status)
{
    struct btm_response r;
    assert_true(btm_parse_response(sent(k), &r));
    assert_int_equal(r.token, 9);
    assert_int_equal(r.status, status);
    if (status == BTM_ACCEPT) {
        assert_true(mac_equal(r.target, k->aps[1].bssid));
    }
}

#define ROAMED                                                                                 \
    "ROAMING_START b\nASSOCIATION_START B\n> AUTHENTICATE B\n> ASSOCIATE B\n"                  \
    "ASSOCIATION_COMPLETION B 0\nLINK_QUALITY\nROAMING_COMPLETION 0\n> FRAME\n"

/* 11.21.7: it is answered, and then followed; where nothing is known of B that is looked for. */
static void IEEE_11_21_7_a_request_to_move_is_followed(void **state)
{
    for (int heard = 0; heard < 2; heard++) {
        struct kernel *k = steered(heard, EXTSTA_TRANSITION_HONOUR);
        ask(k, BTM_CANDIDATES | BTM_ABRIDGED | BTM_IMMINENT, 1);
        settle(k);
        if (heard) {
            expect_response(k, BTM_ACCEPT);
            expect_log(k, "> FRAME\n");
            run(k, EXTSTA_SECOND);
            expect_log(k, ROAMED);
        } else {
            run(k, EXTSTA_SECOND);
            expect_log(k, "> TRIGGER_SCAN\n> FRAME\n" ROAMED);
            assert_int_equal(k->scan_freqs, 1);
        }
        kernel_free(k);
    }
}

static void IEEE_11_21_7_one_that_is_not_followed_is_answered(void **state)
{
    static const struct {
        enum extsta_transition transition;
        uint8_t mode;
        int preference;
        enum btm_status status;
    } rows[] = {{EXTSTA_TRANSITION_REFUSE, BTM_CANDIDATES, 255, BTM_REJECT},
                /* excluded */
                {EXTSTA_TRANSITION_HONOUR, BTM_CANDIDATES, 0, BTM_REJECT_NOT_HEARD},
                {EXTSTA_TRANSITION_HONOUR, BTM_CANDIDATES | BTM_TERMINATION, 0,
                 BTM_REJECT_TERMINATION}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct kernel *k = steered(true, rows[i].transition);
        ask(k, rows[i].mode, rows[i].preference);
        run(k, EXTSTA_SECOND);
        expect_log(k, "> FRAME\n");
        expect_response(k, rows[i].status);
        kernel_free(k);
    }
    struct kernel *k = steered(true, EXTSTA_TRANSITION_IGNORE);
    ask(k, BTM_CANDIDATES, 255);
    run(k, EXTSTA_SECOND);
    expect_log(k, ""); /* it has said that it does not know of this */
    kernel_free(k);
}

/* Of nobody else, and of none but the AP of the association. */
static void a_request_of_another_is_nobody_s(void **state)
{
    struct kernel *k = steered(true, EXTSTA_TRANSITION_HONOUR);
    uint8_t body[32];
    struct writer w = writer_of(body, sizeof body);
    btm_write_request(&w, &(struct btm_request){.token = 9, .mode = BTM_IMMINENT});
    emit_action(k, &k->aps[1], (struct extsta_span){body, writer_len(&w)});
    run(k, EXTSTA_SECOND);
    expect_log(k, "");
    kernel_free(k);
}

static void beacon_request(struct kernel *k, uint8_t mode, uint8_t channel)
{
    uint8_t body[128];
    struct writer w = writer_of(body, sizeof body);
    const struct beacon_request q = {.operating_class = 81,
                                     .channel = channel,
                                     .mode = mode,
                                     .bssid = {{255, 255, 255, 255, 255, 255}}};
    measure_write(&w, MEASURE_REQUEST, 3);
    writer_le16(&w, 0);
    beacon_request_write(&w, 5, &q);
    k->frame_len = 0;
    emit_action(k, &k->aps[0], (struct extsta_span){body, writer_len(&w)});
}

/* 11.10.9.1: from what is known at once; or after a look at that channel. */
static void IEEE_11_10_a_beacon_request_is_answered(void **state)
{
    for (uint8_t mode = BEACON_PASSIVE; mode <= BEACON_TABLE; mode++) {
        struct kernel *k = steered(mode == BEACON_TABLE, EXTSTA_TRANSITION_HONOUR);
        struct extsta_span rest;
        struct measure_report m;
        struct beacon_report b;
        uint8_t token;
        beacon_request(k, mode, 6);
        run(k, EXTSTA_SECOND);
        expect_log(k, mode == BEACON_TABLE ? "> FRAME\n" : "> TRIGGER_SCAN\n> FRAME\n");
        assert_true(measure_parse(sent(k), MEASURE_REPORT, &token, &rest));
        assert_int_equal(token, 3);
        struct reader r = reader_of(rest);
        assert_true(measure_report_next(&r, &m));
        assert_int_equal(m.token, 5);
        assert_int_equal(m.mode, 0);
        assert_true(beacon_report_parse(m.report, &b));
        assert_true(mac_equal(b.bssid, k->aps[1].bssid));
        assert_int_equal(b.channel, 6);
        assert_int_equal(b.rcpi, 2 * (-60 + 110));
        assert_false(measure_report_next(&r, &m));
        kernel_free(k);
    }
}

/* When the port opens the AP is asked; what it says is where a better one is looked for first. */
static void IEEE_11_10_10_neighbours_are_asked_for(void **state)
{
    struct kernel *k = kernel_new(2);
    struct extsta_span rest;
    uint8_t token, list[64], body[80];
    struct writer l = writer_of(list, sizeof list), w = writer_of(body, sizeof body);
    k->more_elements = say_abilities;
    connect_home(k, EXTSTA_SECOND);
    expect_log(k, CONNECTED "> FRAME\n");
    assert_true(measure_parse(sent(k), MEASURE_NEIGHBOR_REQUEST, &token, &rest));
    neighbor_write(&l, &(struct neighbor){.bssid = k->aps[1].bssid,
                                          .operating_class = 81,
                                          .channel = 6,
                                          .preference = NEIGHBOR_NO_PREFERENCE});
    measure_write(&w, MEASURE_NEIGHBOR_RESPONSE, token);
    writer_bytes(&w, list, writer_len(&l));
    emit_action(k, &k->aps[0], (struct extsta_span){body, writer_len(&w)});
    settle(k);
    k->counts = true;
    k->signal = k->aps[0].signal = -85;
    for (int i = 0; i < 150 && !strstr(k->log, "ROAMING_START"); i++) {
        run(k, EXTSTA_SECOND / 10);
    }
    assert_int_equal(k->scan_freqs, 2); /* its channel and ours */
    run(k, EXTSTA_SECOND);
    assert_non_null(strstr(k->log, "ASSOCIATION_COMPLETION B 0\n"));
    kernel_free(k);
}

/* At the host's wish, with what it wants to know, and once. */
static void the_host_asks_for_neighbours(void **state)
{
    static const uint8_t ssid[] = {0, 4, 'h', 'o', 'm', 'e'};
    struct kernel *k = kernel_new(2);
    struct extsta_span rest;
    uint8_t token, out[64], list[64], body[80];
    size_t len;
    struct writer l = writer_of(list, sizeof list), w = writer_of(body, sizeof body);
    k->more_elements = say_abilities;
    connect_home(k, EXTSTA_SECOND);
    forget_log(k);
    assert_int_equal(extsta_neighbor_request(k->sta, k->now, span(ssid, 3)),
                     EXTSTA_E_UNSUPPORTED); /* cut off */
    assert_int_equal(extsta_neighbor_request(k->sta, k->now, span(ssid, sizeof ssid)),
                     EXTSTA_OK);
    settle(k);
    expect_log(k, "> FRAME\n");
    assert_true(measure_parse(sent(k), MEASURE_NEIGHBOR_REQUEST, &token, &rest));
    assert_int_equal(rest.len, sizeof ssid);
    assert_memory_equal(rest.data, ssid, sizeof ssid);
    assert_false(extsta_neighbor_report(k->sta, k->now, out, sizeof out, &len));
    neighbor_write(&l, &(struct neighbor){.bssid = k->aps[1].bssid,
                                          .operating_class = 81,
                                          .channel = 6,
                                          .preference = NEIGHBOR_NO_PREFERENCE});
    measure_write(&w, MEASURE_NEIGHBOR_RESPONSE, token);
    writer_bytes(&w, list, writer_len(&l));
    emit_action(k, &k->aps[0], (struct extsta_span){body, writer_len(&w)});
    settle(k);
    assert_true(extsta_neighbor_report(k->sta, k->now, out, sizeof out, &len));
    assert_int_equal(len, writer_len(&l));
    assert_memory_equal(out, list, len);
    assert_false(extsta_neighbor_report(k->sta, k->now, out, sizeof out, &len));
    kernel_free(k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(IEEE_11_21_7_a_request_to_move_is_followed),
        cmocka_unit_test(IEEE_11_21_7_one_that_is_not_followed_is_answered),
        cmocka_unit_test(a_request_of_another_is_nobody_s),
        cmocka_unit_test(IEEE_11_10_a_beacon_request_is_answered),
        cmocka_unit_test(IEEE_11_10_10_neighbours_are_asked_for),
        cmocka_unit_test(the_host_asks_for_neighbours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
