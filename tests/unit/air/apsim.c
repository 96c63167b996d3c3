#include "hand.h"
#include "base/context.h"
#include "base/names.h"
#include "crypto/backend.h"

static const struct extsta_mac BSSID = {{2, 0, 0, 0, 0, 0x10}},
                               BSSID2 = {{2, 0, 0, 0, 0, 0x20}};
static const struct extsta_mac HOST = {{2, 0, 0, 0, 0, 0xfe}};
static const struct extsta_mac ANYBODY = {{0}};

struct fixture {
    uint64_t seed;
    struct extsta_context *ctx;
    struct air *air;
    struct apsim_ds *ds;
    struct apsim *ap, *ap2;
    struct hand hand, other;
    unsigned events[16];
    uint16_t last_code[16];
    unsigned wire;
    bool starved;
};

static void *scarce_alloc(void *user, size_t size)
{
    return ((struct fixture *)user)->starved ? NULL : malloc(size);
}

static void observe(void *user, struct apsim *ap, extsta_time now,
                    const struct apsim_event *event)
{
    struct fixture *f = user;
    f->events[event->type]++;
    f->last_code[event->type] = event->code;
}
static void wire(void *user, extsta_time now, struct extsta_span frame)
{
    ((struct fixture *)user)->wire++;
}

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    f->seed = 3;
    struct extsta_memory memory = {scarce_alloc, testing_release, f};
    struct extsta_random random = {testing_fill, &f->seed};
    f->ctx = extsta_context_new(&memory, &random);
    f->air = air_new(f->ctx, &(struct air_config){.seed = 5});
    struct apsim_ds_config ds = {.host_ip = {192, 168, 7, 1}, .ethernet = wire, .user = f};
    f->ds = apsim_ds_new(f->air, &ds);
    *state = f;
    return f->ds ? 0 : -1;
}
static int teardown(void **state)
{
    struct fixture *f = *state;
    if (f->hand.node) {
        hand_free(&f->hand);
    }
    if (f->other.node) {
        hand_free(&f->other);
    }
    apsim_free(f->ap);
    apsim_free(f->ap2);
    apsim_ds_free(f->ds);
    air_free(f->air);
    extsta_context_free(f->ctx);
    free(f);
    return 0;
}

static struct apsim_config base(struct fixture *f, const char *passphrase)
{
    struct apsim_config c = {.bssid = BSSID,
                             .ssid = "air",
                             .ssid_len = 3,
                             .freq = HAND_FREQ,
                             .observe = observe,
                             .user = f,
                             .ds = f->ds};
    if (passphrase) {
        c.security = APSIM_WPA2_PSK;
        strcpy(c.passphrase, passphrase);
    }
    return c;
}
static void start(struct fixture *f, const struct apsim_config *c, const char *passphrase)
{
    f->ap = apsim_new(f->air, c);
    assert_non_null(f->ap);
    hand_new(&f->hand, f->ctx, f->air, 1, BSSID);
    f->hand.passphrase = passphrase;
}
#define OPEN                                                                                   \
    struct fixture *f = *state;                                                                \
    struct hand *h = &f->hand;                                                                 \
    struct apsim_config config = base(f, NULL)
#define WPA2                                                                                   \
    struct fixture *f = *state;                                                                \
    struct hand *h = &f->hand;                                                                 \
    struct apsim_config config = base(f, "correct horse")
#define PASS "correct horse"

static void beacons_come_at_their_time_and_say_what_it_is(void **state)
{
    WPA2;
    config.wmm = true;
    start(f, &config, PASS);
    hand_wait(h, EXTSTA_SECOND);
    assert_in_range(h->beacons, 9, 10); /* every 102.4 ms */
    struct frame fr;
    struct mgmt_beacon b;
    struct elements e;
    struct rsn_element rsn;
    enum extsta_drop drop;
    assert_true(frame_parse(span(h->beacon.bytes, h->beacon.len), &fr, &drop));
    assert_true(mgmt_parse_beacon(fr.body, &b));
    assert_true(elements_parse(b.elements, &e));
    assert_int_equal(b.interval, 100);
    assert_int_equal(b.capability & (CAPABILITY_ESS | CAPABILITY_PRIVACY), 0x11);
    assert_true(span_equal(e.ssid, span("air", 3)));
    assert_int_equal(e.ds_channel, 6);
    assert_non_null(e.wmm.data);
    assert_int_equal(e.tim.len, 4);
    assert_int_equal(e.rates.len, 8);
    assert_int_equal(e.ext_rates.len, 4);
    assert_int_equal(rsn_element_parse(e.rsn, &rsn), EXTSTA_OK);
    assert_int_equal(rsn.akm[0], AKM_PSK);
    assert_int_equal(rsn.pairwise[0], CIPHER_CCMP);
    /* The timestamp is that of a TBTT. */
    assert_int_equal(b.timestamp % (100 * EXTSTA_TU), 0);
}

/* 9.4.2.26: one element, of whatever has a bit in it: here channel switches (2), BSS transitions
 * (19), protected Beacons (84). */
static void extended_capabilities_are_one_element(void **state)
{
    WPA2;
    config.phy = APSIM_HT;
    config.wmm = config.steering = config.beacon_protection = true;
    config.pmf = APSIM_PMF_CAPABLE;
    start(f, &config, PASS);
    hand_wait(h, 200000);
    unsigned found = 0;
    for (size_t i = 24 + 12; i + 2 <= h->beacon.len; i += 2u + h->beacon.bytes[i + 1]) {
        const uint8_t *e = h->beacon.bytes + i;
        if (e[0] == 127) {
            found++;
            assert_int_equal(e[1], 11);
            assert_int_equal(e[2], 1 << 2);
            assert_int_equal(e[4], 1 << 3);
            assert_int_equal(e[12], 1 << 4);
        }
    }
    assert_int_equal(found, 1);
}

static void send_probe(struct hand *h, const char *ssid)
{
    uint8_t frame[512];
    struct writer w = writer_of(frame, sizeof frame);
    frame_write_mgmt(&w, FRAME_PROBE_REQ, mac_broadcast, h->own, mac_broadcast, h->seq++);
    element_write(&w, ELEMENT_SSID, span(ssid, strlen(ssid)));
    hand_raw(h, &w);
    hand_wait(h, 20000);
}

static void hidden_network_answers_only_who_knows_its_name(void **state)
{
    OPEN;
    config.hidden = true;
    start(f, &config, NULL);
    hand_wait(h, 200000);
    struct frame fr;
    enum extsta_drop drop;
    struct mgmt_beacon b;
    struct elements e;
    assert_true(frame_parse(span(h->beacon.bytes, h->beacon.len), &fr, &drop) &&
                mgmt_parse_beacon(fr.body, &b) && elements_parse(b.elements, &e));
    assert_non_null(e.ssid.data);
    assert_int_equal(e.ssid.len, 0);
    send_probe(h, "");
    send_probe(h, "other");
    assert_false(hand_last(h, FRAME_PROBE_RESP, &fr));
    send_probe(h, "air");
    assert_true(hand_last(h, FRAME_PROBE_RESP, &fr));
    assert_true(mgmt_parse_beacon(fr.body, &b) && elements_parse(b.elements, &e));
    assert_true(span_equal(e.ssid, span("air", 3)));
    assert_null(e.tim.data);
}

static void open_association_and_ping(void **state)
{
    OPEN;
    start(f, &config, NULL);
    hand_join(h);
    struct frame fr;
    struct mgmt_assoc_resp resp;
    assert_true(hand_last(h, FRAME_ASSOC_RESP, &fr));
    assert_true(mgmt_parse_assoc_resp(fr.body, false, &resp));
    assert_int_equal(resp.status, 0);
    assert_int_equal(resp.aid, 1);
    struct apsim_client_info info;
    assert_true(apsim_client(f->ap, h->own, &info));
    assert_int_equal(info.state, APSIM_CLIENT_AUTHORIZED);
    assert_int_equal(info.listen_interval, 10);
    hand_ping(h, HOST, 9);
    hand_wait(h, 20000);
    assert_int_equal(h->msdu_count, 1);
    assert_int_equal(hand_echo_reply(&h->msdus[0]), 9);
    assert_false(h->msdu_protected[0]);
    assert_int_equal(apsim_ds_pings(f->ds), 1);
    assert_int_equal(f->wire, 1);
}

static void arp_is_answered(void **state)
{
    OPEN;
    start(f, &config, NULL);
    hand_join(h);
    uint8_t arp[28] = {0, 1, 8, 0, 6, 4, 0, 1};
    memcpy(arp + 8, h->own.b, 6);
    memcpy(arp + 14, "\xc0\xa8\x07\x63", 4);
    memcpy(arp + 24, hand_host_ip, 4);
    hand_data(h, mac_broadcast, 0x0806, arp, sizeof arp);
    hand_wait(h, 20000);
    /* The group frame comes back from the AP as well (it is in the BSS), then the reply. */
    bool answered = false;
    for (size_t i = 0; i < h->msdu_count; i++) {
        const uint8_t *a = h->msdus[i].bytes + 8;
        answered |= !h->msdu_group[i] && a[7] == 2 && memcmp(a + 8, HOST.b, 6) == 0 &&
                    memcmp(a + 14, hand_host_ip, 4) == 0 && memcmp(a + 18, h->own.b, 6) == 0;
    }
    assert_true(answered);
}

static void ping_through_ccmp(struct fixture *f, struct hand *h, uint32_t akm)
{
    h->akm = akm;
    hand_join(h);
    assert_true(h->authorized);
    assert_int_equal(f->events[APSIM_AUTHORIZED], 1);
    struct apsim_client_info info;
    assert_true(apsim_client(f->ap, h->own, &info));
    assert_int_equal(info.akm, akm);
    for (uint8_t i = 1; i <= 3; i++) {
        hand_ping(h, HOST, i);
        hand_wait(h, 20000);
        assert_int_equal(h->msdu_count, i);
        assert_int_equal(hand_echo_reply(&h->msdus[i - 1]), i);
        assert_true(h->msdu_protected[i - 1]);
    }
    assert_int_equal(h->undecryptable, 0);
}

static void wpa2_psk_four_way_and_encrypted_ping(void **state)
{
    WPA2;
    start(f, &config, PASS);
    ping_through_ccmp(f, h, AKM_PSK);
}

static void wpa2_psk_sha256_four_way_and_encrypted_ping(void **state)
{
    WPA2;
    config.akms[0] = AKM_PSK;
    config.akms[1] = AKM_PSK_SHA256;
    start(f, &config, PASS);
    ping_through_ccmp(f, h, AKM_PSK_SHA256);
}

/* The element as the beacon has it. */
static struct rsn_element advertised(struct fixture *f)
{
    struct frame fr;
    struct mgmt_beacon b;
    struct elements e;
    struct rsn_element rsn = {0};
    enum extsta_drop drop;
    hand_wait(&f->hand, EXTSTA_SECOND);
    assert_true(frame_parse(span(f->hand.beacon.bytes, f->hand.beacon.len), &fr, &drop));
    assert_true(mgmt_parse_beacon(fr.body, &b));
    assert_true(elements_parse(b.elements, &e));
    assert_int_equal(rsn_element_parse(e.rsn, &rsn), EXTSTA_OK);
    return rsn;
}

static void suites_are_offered_by_lists_in_their_order(void **state)
{
    WPA2;
    config.akms[0] = AKM_PSK_SHA256;
    config.akms[1] = AKM_PSK;
    config.pairwise = APSIM_GCMP_256 | APSIM_CCMP | APSIM_GCMP;
    start(f, &config, PASS);
    struct rsn_element rsn = advertised(f);
    assert_int_equal(rsn.akm_count, 2);
    assert_int_equal(rsn.akm[0], AKM_PSK_SHA256);
    assert_int_equal(rsn.akm[1], AKM_PSK);
    assert_int_equal(rsn.pairwise_count, 3);
    assert_int_equal(rsn.pairwise[0], CIPHER_CCMP);
    assert_int_equal(rsn.pairwise[1], CIPHER_GCMP);
    assert_int_equal(rsn.pairwise[2], CIPHER_GCMP_256);
    assert_int_equal(rsn.group, CIPHER_CCMP);
    ping_through_ccmp(f, h, AKM_PSK_SHA256);
}

static void the_group_cipher_is_the_one_asked_for_or_what_all_can_do(void **state)
{
    static const struct {
        uint8_t pairwise, group;
        uint32_t is;
    } rows[] = {
        {APSIM_CCMP | APSIM_TKIP | APSIM_GCMP_256, 0, CIPHER_TKIP},
        {APSIM_GCMP | APSIM_GCMP_256, 0, CIPHER_GCMP},
        {APSIM_CCMP_256 | APSIM_GCMP_256, 0, CIPHER_CCMP_256},
        {APSIM_GCMP_256, 0, CIPHER_GCMP_256},
        {APSIM_CCMP, APSIM_TKIP, CIPHER_TKIP},
        {APSIM_CCMP, APSIM_GCMP_256, CIPHER_GCMP_256},
    };
    struct fixture *f = *state;
    hand_new(&f->hand, f->ctx, f->air, 1, BSSID);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct apsim_config config = base(f, PASS);
        config.pairwise = rows[i].pairwise;
        config.group = rows[i].group;
        f->ap = apsim_new(f->air, &config);
        assert_non_null(f->ap);
        assert_int_equal(advertised(f).group, rows[i].is);
        apsim_free(f->ap);
        f->ap = NULL;
    }
}

static void suites_that_it_cannot_serve_make_no_access_point(void **state)
{
    WPA2;
    config.akms[0] = AKM_PSK;
    config.akms[1] = SUITE_RSN(7); /* TDLS */
    assert_null(apsim_new(f->air, &config));
    config.akms[1] = 0;
    config.group = APSIM_CCMP | APSIM_GCMP;
    assert_null(apsim_new(f->air, &config));
    config.group = 0;
    config.pairwise = 0x80;
    assert_null(apsim_new(f->air, &config));
    config.pairwise = 0;
    start(f, &config, PASS);
    hand_wait(h, EXTSTA_SECOND);
    assert_int_not_equal(h->beacons, 0);
}

static void an_akm_that_is_not_offered_is_refused(void **state)
{
    WPA2;
    start(f, &config, PASS);
    h->akm = AKM_PSK_SHA256;
    hand_join(h);
    assert_false(h->authorized);
    assert_int_equal(f->last_code[APSIM_ASSOCIATED], 43);
    h->passphrase = NULL;
    hand_assoc(h, NULL);
    hand_wait(h, 20000);
    assert_int_equal(f->last_code[APSIM_ASSOCIATED], 40);
}

static void wrong_passphrase_ends_with_reason_15(void **state)
{
    WPA2;
    start(f, &config, "wrong horse battery");
    hand_join(h);
    hand_wait(h, 6 * EXTSTA_SECOND);
    assert_false(h->authorized);
    assert_int_equal(f->events[APSIM_EAPOL_MIC], 4); /* one for each message 1 */
    assert_int_equal(f->last_code[APSIM_HANDSHAKE_FAILED], 15);
    struct frame fr;
    struct mgmt_reason reason;
    assert_true(hand_last(h, FRAME_DEAUTH, &fr));
    assert_true(mgmt_parse_reason(fr.body, &reason));
    assert_int_equal(reason.reason, 15);
    assert_false(apsim_client(f->ap, h->own, NULL));
}

/* No room for a key from message 4 on, which this sees before the AP does. */
static void starve(void *user, const struct air_sniffed *s)
{
    struct fixture *f = user;
    if (f->hand.authorized && !f->starved) {
        f->starved = true;
        while (pool_alloc(&f->ctx->pool, sizeof(struct cipher_key))) {
        }
    }
}

static void a_client_whose_key_cannot_be_made_is_not_served(void **state)
{
    WPA2;
    start(f, &config, PASS);
    struct air_sniffer_config sniffer = {.frame = starve, .user = f, .hears_all = true};
    assert_non_null(air_sniffer_new(f->air, &sniffer));
    hand_join(h);
    assert_true(f->starved);
    assert_int_equal(f->events[APSIM_AUTHORIZED], 0);
    assert_int_equal(f->events[APSIM_HANDSHAKE_FAILED], 1);
    assert_false(apsim_client(f->ap, h->own, NULL));
}

static void lost_handshake_messages_are_sent_again(void **state)
{
    for (uint8_t message = 1; message <= 4; message++) {
        setup(state);
        WPA2;
        start(f, &config, PASS);
        uint32_t rule = air_rule_add(f->air, &(struct air_rule){.kind = AIR_ANY_KIND,
                                                                .eapol_message = message,
                                                                .count = 1,
                                                                .action = AIR_DROP});
        hand_join(h);
        assert_int_equal(f->events[APSIM_AUTHORIZED], 0);
        hand_wait(h, 3 * EXTSTA_SECOND);
        assert_true(air_rule_hits(f->air, rule) > 0);
        assert_true(h->authorized);
        assert_int_equal(f->events[APSIM_AUTHORIZED], 1);
        hand_ping(h, HOST, message);
        hand_wait(h, 20000);
        assert_int_equal(hand_echo_reply(&h->msdus[0]), message);
        if (message < 4) {
            teardown(state);
        }
    }
}

static void muted_messages_never_come(void **state)
{
    WPA2;
    config.mute = APSIM_MUTE_M3;
    start(f, &config, PASS);
    hand_join(h);
    hand_wait(h, 6 * EXTSTA_SECOND);
    assert_false(h->authorized);
    assert_int_equal(h->supplicant.state, SUPPLICANT_AWAIT_M3);
    apsim_mute(f->ap, APSIM_MUTE_AUTH | APSIM_MUTE_BEACON);
    unsigned beacons = h->beacons;
    h->count = 0;
    hand_auth(h);
    hand_wait(h, EXTSTA_SECOND);
    struct frame fr;
    assert_false(hand_last(h, FRAME_AUTH, &fr));
    assert_int_equal(h->beacons, beacons);
}

static void refusals_have_status_times_and_comeback(void **state)
{
    OPEN;
    start(f, &config, NULL);
    struct frame fr;
    struct mgmt_auth auth;
    struct mgmt_assoc_resp resp;
    struct elements e;
    assert_true(apsim_refuse(f->ap, APSIM_AUTH, h->own, 17, 2, 0));
    for (unsigned i = 0; i < 3; i++) {
        hand_auth(h);
        hand_wait(h, 20000);
        assert_true(hand_last(h, FRAME_AUTH, &fr) && mgmt_parse_auth(fr.body, &auth));
        assert_int_equal(auth.status, i < 2 ? 17 : 0);
        assert_int_equal(auth.transaction, 2);
    }
    assert_true(apsim_refuse(f->ap, APSIM_ASSOC, ANYBODY, 30, 1, 500));
    hand_assoc(h, NULL);
    hand_wait(h, 20000);
    assert_true(hand_last(h, FRAME_ASSOC_RESP, &fr));
    assert_true(mgmt_parse_assoc_resp(fr.body, false, &resp));
    assert_int_equal(resp.status, 30);
    assert_true(elements_parse(resp.elements, &e));
    assert_int_equal(e.timeout_interval.len, 5);
    assert_int_equal(e.timeout_interval.data[0], 3);
    assert_int_equal(get_le32(e.timeout_interval.data + 1), 500);
    hand_assoc(h, NULL);
    hand_wait(h, 20000);
    assert_int_equal(f->last_code[APSIM_ASSOCIATED], 0);
}

static void frames_of_a_higher_class_end_in_deauthentication(void **state)
{
    OPEN;
    start(f, &config, NULL);
    struct frame fr;
    struct mgmt_reason reason;
    hand_ping(h, HOST, 1);
    hand_wait(h, 20000);
    assert_true(hand_last(h, FRAME_DEAUTH, &fr) && mgmt_parse_reason(fr.body, &reason));
    assert_int_equal(reason.reason, 7);
    hand_assoc(h, NULL);
    hand_wait(h, 20000);
    assert_true(hand_last(h, FRAME_DEAUTH, &fr) && mgmt_parse_reason(fr.body, &reason));
    assert_int_equal(reason.reason, 6);
}

static void a_full_ap_refuses_with_17(void **state)
{
    OPEN;
    config.max_stations = 1;
    start(f, &config, NULL);
    hand_join(h);
    hand_new(&f->other, f->ctx, f->air, 2, BSSID);
    hand_join(&f->other);
    assert_int_equal(f->last_code[APSIM_ASSOCIATED], 17);
}

static void leaving_and_being_sent_away(void **state)
{
    OPEN;
    start(f, &config, NULL);
    hand_join(h);
    uint8_t frame[512];
    struct writer w = hand_mgmt(h, frame, FRAME_DISASSOC);
    mgmt_write_reason(&w, 8);
    hand_raw(h, &w);
    hand_wait(h, 20000);
    assert_int_equal(f->last_code[APSIM_LEFT], 8);
    struct apsim_client_info info;
    assert_true(apsim_client(f->ap, h->own, &info));
    assert_int_equal(info.state, APSIM_CLIENT_AUTHENTICATED);
    hand_assoc(h, NULL);
    hand_wait(h, 20000);
    apsim_deauth(f->ap, mac_broadcast, 3);
    assert_false(apsim_client(f->ap, h->own, NULL));
    hand_wait(h, 20000);
    struct frame fr;
    struct mgmt_reason reason;
    assert_true(hand_last(h, FRAME_DEAUTH, &fr) && mgmt_parse_reason(fr.body, &reason));
    assert_true(mac_is_broadcast(fr.addr1));
    assert_int_equal(reason.reason, 3);
}

static void a_roam_moves_the_client_through_the_ds(void **state)
{
    WPA2;
    start(f, &config, PASS);
    config.bssid = BSSID2;
    f->ap2 = apsim_new(f->air, &config);
    hand_join(h);
    assert_true(h->authorized);
    h->bssid = BSSID2;
    hand_wait(h, 150000);
    hand_auth(h);
    hand_wait(h, 20000);
    assert_true(apsim_client(f->ap, h->own, NULL));
    hand_assoc(h, &BSSID);
    hand_wait(h, 100000);
    assert_true(h->authorized);
    assert_int_equal(f->events[APSIM_ROAMED], 1);
    assert_false(apsim_client(f->ap, h->own, NULL));
    assert_true(apsim_client(f->ap2, h->own, NULL));
    hand_ping(h, HOST, 4);
    hand_wait(h, 20000);
    assert_int_equal(hand_echo_reply(&h->msdus[0]), 4);
    /* Nobody told the station: a roam is silent at the old AP (DIS-…). */
    struct frame fr;
    assert_false(hand_last(h, FRAME_DEAUTH, &fr) || hand_last(h, FRAME_DISASSOC, &fr));
}

static const uint8_t hello[46] = "hello";

static void group_rekey_changes_the_key_id(void **state)
{
    WPA2;
    config.group_rekey = 2 * EXTSTA_SECOND;
    start(f, &config, PASS);
    hand_join(h);
    assert_true(h->gtk[1] && !h->gtk[2]);
    uint8_t frame[60] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 0, 0xfe, 0x08, 0};
    memcpy(frame + 14, hello, sizeof hello);
    apsim_ds_send(f->ds, span(frame, sizeof frame));
    hand_wait(h, 20000);
    assert_int_equal(h->msdu_count, 1);
    hand_wait(h, 2 * EXTSTA_SECOND);
    assert_int_equal(f->events[APSIM_GROUP_REKEYED], 1);
    assert_int_equal(h->rekeys, 1);
    assert_non_null(h->gtk[2]);
    cipher_key_free(h->gtk[1]); /* only the new one serves now */
    h->gtk[1] = NULL;
    apsim_ds_send(f->ds, span(frame, sizeof frame));
    hand_wait(h, 20000);
    assert_int_equal(h->msdu_count, 2);
    assert_true(h->msdu_group[1] && h->msdu_protected[1]);
    assert_memory_equal(h->msdus[1].bytes + 8, hello, sizeof hello);
}

static void pairwise_rekey_keeps_the_data_going(void **state)
{
    WPA2;
    start(f, &config, PASS);
    hand_join(h);
    assert_true(apsim_rekey_pairwise(f->ap, h->own));
    hand_wait(h, 100000);
    assert_int_equal(h->rekeys, 1);
    hand_ping(h, HOST, 7);
    hand_wait(h, 20000);
    assert_int_equal(h->msdu_count, 1);
    assert_int_equal(hand_echo_reply(&h->msdus[0]), 7);
}

/* Remembers the last protected frame of the client, to play it again. */
static struct hand_frame stolen;
static void steal(void *user, const struct air_sniffed *s)
{
    if (s->bytes.len > 24 && (s->bytes.data[1] & 0x41) == 0x41 &&
        s->bytes.len <= sizeof stolen.bytes) {
        stolen.len = s->bytes.len;
        memcpy(stolen.bytes, s->bytes.data, s->bytes.len);
    }
}

static void replayed_and_clear_frames_are_refused(void **state)
{
    WPA2;
    start(f, &config, PASS);
    air_sniffer_new(f->air, &(struct air_sniffer_config){.frame = steal, .hears_all = true});
    hand_join(h);
    hand_ping(h, HOST, 1);
    hand_wait(h, 20000);
    assert_int_equal(apsim_ds_pings(f->ds), 1);
    struct air_node *attacker = air_node_new(
        f->air, &(struct air_node_config){.position = {1, 1, 0}, .freq = HAND_FREQ});
    stolen.bytes[22] ^= 0x70; /* another sequence number: not a duplicate, a replay */
    assert_int_equal(air_send(attacker, span(stolen.bytes, stolen.len), NULL), EXTSTA_OK);
    hand_wait(h, 20000);
    struct apsim_client_info info;
    assert_true(apsim_client(f->ap, h->own, &info));
    assert_int_equal(info.rx_replays, 1);
    stolen.bytes[30] ^= 1;
    stolen.bytes[22] ^= 0x10;
    air_send(attacker, span(stolen.bytes, stolen.len), NULL);
    hand_wait(h, 20000);
    assert_true(apsim_client(f->ap, h->own, &info));
    assert_int_equal(info.rx_undecryptable, 1);
    struct cipher_key *tk = h->tk;
    h->tk = NULL;
    hand_ping(h, HOST, 2);
    h->tk = tk;
    hand_wait(h, 20000);
    assert_true(apsim_client(f->ap, h->own, &info));
    assert_int_equal(info.rx_unprotected, 1);
    assert_int_equal(apsim_ds_pings(f->ds), 1);
}

static bool tim_has(const struct hand *h, uint16_t aid)
{
    struct frame fr;
    enum extsta_drop drop;
    struct mgmt_beacon b;
    struct elements e;
    assert_true(frame_parse(span(h->beacon.bytes, h->beacon.len), &fr, &drop) &&
                mgmt_parse_beacon(fr.body, &b) && elements_parse(b.elements, &e));
    size_t octet = aid / 8u, first = e.tim.data[2] & 0xfeu;
    return octet >= first && octet - first + 3 < e.tim.len &&
           (e.tim.data[3 + octet - first] & 1u << aid % 8);
}

static void a_sleeping_client_is_told_by_the_tim(void **state)
{
    WPA2;
    start(f, &config, PASS);
    hand_join(h);
    uint8_t frame[60] = {0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0xfe, 0x08, 0};
    memcpy(frame, h->own.b, 6);
    hand_null(h, true);
    hand_wait(h, 20000);
    for (int i = 0; i < 3; i++) {
        apsim_ds_send(f->ds, span(frame, sizeof frame));
    }
    hand_wait(h, 150000);
    assert_int_equal(h->msdu_count, 0);
    assert_true(tim_has(h, 1));
    uint8_t poll[16];
    struct writer w = writer_of(poll, sizeof poll);
    writer_le16(&w, FRAME_PS_POLL);
    writer_le16(&w, 0xc001);
    writer_mac(&w, BSSID);
    writer_mac(&w, h->own);
    hand_raw(h, &w);
    hand_wait(h, 20000);
    assert_int_equal(h->msdu_count, 1);
    assert_true(h->msdu_more[0]);
    hand_null(h, false);
    hand_wait(h, 150000);
    assert_int_equal(h->msdu_count, 3);
    assert_false(tim_has(h, 1));
}

static void group_frames_wait_for_the_dtim(void **state)
{
    WPA2;
    start(f, &config, PASS);
    hand_join(h);
    hand_null(h, true);
    hand_wait(h, 20000);
    uint8_t frame[60] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 0, 0xfe, 0x08, 0};
    apsim_ds_send(f->ds, span(frame, sizeof frame));
    apsim_ds_send(f->ds, span(frame, sizeof frame));
    while (h->msdu_count < 2) {
        assert_true(air_step(f->air, air_now(f->air) + EXTSTA_SECOND));
    }
    struct frame fr;
    enum extsta_drop drop;
    struct mgmt_beacon b;
    struct elements e;
    assert_true(frame_parse(span(h->beacon.bytes, h->beacon.len), &fr, &drop) &&
                mgmt_parse_beacon(fr.body, &b) && elements_parse(b.elements, &e));
    assert_int_equal(e.tim.data[0], 0);     /* a DTIM */
    assert_int_equal(e.tim.data[2] & 1, 1); /* with group traffic */
    assert_true(h->msdu_more[0] && !h->msdu_more[1]);
}

static void it_vanishes_and_comes_back(void **state)
{
    OPEN;
    start(f, &config, NULL);
    hand_join(h);
    apsim_set_on(f->ap, false, false);
    unsigned beacons = h->beacons;
    hand_wait(h, 3 * EXTSTA_SECOND);
    assert_int_equal(h->beacons, beacons);
    apsim_set_on(f->ap, true, false);
    hand_wait(h, EXTSTA_SECOND);
    assert_in_range(h->beacons, beacons + 9, beacons + 11);
    assert_true(apsim_client(f->ap, h->own, NULL));
    apsim_set_on(f->ap, false, true);
    assert_false(apsim_client(f->ap, h->own, NULL));
}

static void inactivity_ends_with_reason_4(void **state)
{
    OPEN;
    config.inactivity = 5 * EXTSTA_SECOND;
    start(f, &config, NULL);
    hand_join(h);
    hand_wait(h, 3 * EXTSTA_SECOND);
    hand_null(h, false);
    hand_wait(h, 3 * EXTSTA_SECOND);
    assert_true(apsim_client(f->ap, h->own, NULL));
    hand_wait(h, 3 * EXTSTA_SECOND);
    assert_int_equal(f->last_code[APSIM_REMOVED], 4);
}

static void an_impossible_rsne_is_advertised_as_told(void **state)
{
    WPA2;
    static const uint8_t odd[] = {48, 4, 1, 0, 0x00, 0x0f};
    config.rsne = span(odd, sizeof odd);
    start(f, &config, PASS);
    hand_wait(h, 200000);
    bool found = false;
    for (size_t i = 36; i + sizeof odd <= h->beacon.len; i++) {
        found |= memcmp(h->beacon.bytes + i, odd, sizeof odd) == 0;
    }
    assert_true(found);
}

static void clients_reach_each_other(void **state)
{
    WPA2;
    start(f, &config, PASS);
    hand_join(h);
    hand_new(&f->other, f->ctx, f->air, 2, BSSID);
    f->other.passphrase = PASS;
    hand_join(&f->other);
    assert_true(f->other.authorized);
    hand_data(h, f->other.own, 0x88b5, hello, sizeof hello);
    hand_wait(h, 20000);
    assert_int_equal(f->other.msdu_count, 1);
    assert_true(f->other.msdu_protected[0]);
    assert_memory_equal(f->other.msdus[0].bytes + 8, hello, sizeof hello);
    assert_int_equal(f->wire, 0);
}

static void fragments_are_put_together(void **state)
{
    WPA2;
    start(f, &config, PASS);
    hand_join(h);
    uint8_t msdu[200];
    size_t len = hand_llc(msdu, sizeof msdu, 0x88b5, hello, sizeof hello);
    hand_new(&f->other, f->ctx, f->air, 2, BSSID);
    f->other.passphrase = PASS;
    hand_join(&f->other);
    for (unsigned frag = 0; frag < 2; frag++) {
        uint8_t frame[256];
        struct writer w = writer_of(frame, sizeof frame);
        size_t from = frag ? 30 : 0, n = frag ? len - 30 : 30;
        writer_le16(&w, (uint16_t)(FRAME_DATA_PLAIN | FC_TO_DS | FC_PROTECTED |
                                   (frag ? 0 : FC_MORE_FRAG)));
        writer_le16(&w, 0);
        writer_mac(&w, BSSID);
        writer_mac(&w, h->own);
        writer_mac(&w, f->other.own);
        writer_le16(&w, (uint16_t)((unsigned)h->seq << 4 | frag));
        struct cipher_job job = {.key = h->tk,
                                 .header = span(frame, 24),
                                 .in = msdu + from,
                                 .in_len = n,
                                 .out = writer_room(&w, n + 16),
                                 .pn = ++h->pn};
        cipher_protect(&job, 1);
        hand_raw(h, &w);
    }
    hand_wait(h, 50000);
    assert_int_equal(f->other.msdu_count, 1);
    assert_int_equal(f->other.msdus[0].len, len);
    assert_memory_equal(f->other.msdus[0].bytes, msdu, len);
}

static void every_cut_of_every_frame_is_survived(void **state)
{
    WPA2;
    start(f, &config, PASS);
    air_sniffer_new(f->air, &(struct air_sniffer_config){.frame = steal, .hears_all = true});
    hand_join(h);
    hand_ping(h, HOST, 1);
    hand_wait(h, 20000);
    uint8_t frame[512];
    struct air_node *attacker = air_node_new(
        f->air, &(struct air_node_config){.position = {1, 1, 0}, .freq = HAND_FREQ});
    static const enum frame_kind kinds[] = {FRAME_AUTH,      FRAME_ASSOC_REQ, FRAME_REASSOC_REQ,
                                            FRAME_PROBE_REQ, FRAME_DISASSOC,  FRAME_ACTION};
    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
        struct writer w = hand_mgmt(h, frame, kinds[k]);
        writer_zero(&w, 12);
        element_write(&w, ELEMENT_SSID, span("air", 3));
        uint8_t rsne[64];
        writer_bytes(&w, rsne, hand_rsne(h, rsne));
        for (size_t len = 1; len <= writer_len(&w); len++) {
            air_send(attacker, span(frame, len), &(struct extsta_tx_meta){.tries = 1});
        }
        hand_wait(h, 2 * EXTSTA_SECOND);
    }
    for (size_t len = 1; len < stolen.len; len++) {
        air_send(attacker, span(stolen.bytes, len), &(struct extsta_tx_meta){.tries = 1});
    }
    hand_wait(h, 2 * EXTSTA_SECOND);
    /* It still serves. */
    hand_join(h);
    assert_true(h->authorized);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
static void each_event_has_a_name_of_its_own(void **state)
{
    for (int i = APSIM_AUTHENTICATED; i <= APSIM_BEACON_REPORT; i++) {
        const char *name = apsim_event_name((enum apsim_event_type)i);
        assert_true(strlen(name) > 3);
        for (int j = 0; j < i; j++) {
            assert_string_not_equal(name, apsim_event_name((enum apsim_event_type)j));
        }
    }
    assert_string_equal(apsim_event_name(APSIM_LEFT), "left");
    assert_string_equal(apsim_event_name((enum apsim_event_type)(APSIM_BEACON_REPORT + 1)),
                        "?");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(beacons_come_at_their_time_and_say_what_it_is),
        T(extended_capabilities_are_one_element),
        T(hidden_network_answers_only_who_knows_its_name),
        T(open_association_and_ping),
        T(arp_is_answered),
        T(wpa2_psk_four_way_and_encrypted_ping),
        T(wpa2_psk_sha256_four_way_and_encrypted_ping),
        T(suites_are_offered_by_lists_in_their_order),
        T(the_group_cipher_is_the_one_asked_for_or_what_all_can_do),
        T(suites_that_it_cannot_serve_make_no_access_point),
        T(an_akm_that_is_not_offered_is_refused),
        T(wrong_passphrase_ends_with_reason_15),
        T(a_client_whose_key_cannot_be_made_is_not_served),
        cmocka_unit_test(each_event_has_a_name_of_its_own),
        cmocka_unit_test_teardown(lost_handshake_messages_are_sent_again, teardown),
        T(muted_messages_never_come),
        T(refusals_have_status_times_and_comeback),
        T(frames_of_a_higher_class_end_in_deauthentication),
        T(a_full_ap_refuses_with_17),
        T(leaving_and_being_sent_away),
        T(a_roam_moves_the_client_through_the_ds),
        T(group_rekey_changes_the_key_id),
        T(pairwise_rekey_keeps_the_data_going),
        T(replayed_and_clear_frames_are_refused),
        T(a_sleeping_client_is_told_by_the_tim),
        T(group_frames_wait_for_the_dtim),
        T(it_vanishes_and_comes_back),
        T(inactivity_ends_with_reason_4),
        T(an_impossible_rsne_is_advertised_as_told),
        T(clients_reach_each_other),
        T(fragments_are_put_together),
        T(every_cut_of_every_frame_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
