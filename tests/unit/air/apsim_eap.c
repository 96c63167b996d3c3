/* 802.1X at the scripted access point, met by a client driven by hand: EAPOL from the air to
 * the EAP peer of src/onex and back. The methods themselves are proven by unit/onex and
 * tests/eap; here it is the way from the association to the keys, its repetitions, what is
 * remembered, and what the access point can do wrong. */
#include "hand.h"
#include "base/context.h"
#include "onex/eap_peer.h"
#include "rsn/keys.h"
#include "wire/eapol.h"

static const struct extsta_mac BSSID = {{2, 0, 0, 0, 0, 0x10}},
                               BSSID2 = {{2, 0, 0, 0, 0, 0x20}};

struct fixture {
    struct hand hand; /* first: the hook finds the rest by it */
    uint64_t seed;
    struct extsta_context *ctx;
    struct air *air;
    struct apsim_ds *ds;
    struct apsim *ap, *ap2;
    struct extsta_eap eap;
    struct eap_resume resume;
    struct eap_peer peer;
    bool peering, lost_once, forgotten; /* forgotten: what it named, when message 1 comes */
    struct eapol_key m1;                /* the first message 1 of the last association */
    uint8_t m1_data[64];
    unsigned packets, accepted, refused, authorized, requests_lost;
    uint64_t sum; /* of all EAPOL that came */
};

static void observe(void *user, struct apsim *ap, extsta_time now,
                    const struct apsim_event *event)
{
    struct fixture *f = user;
    f->accepted += event->type == APSIM_EAP_ACCEPTED;
    f->refused += event->type == APSIM_EAP_REFUSED;
    f->authorized += event->type == APSIM_AUTHORIZED;
}

static void send_eapol(struct hand *h, uint8_t type, struct extsta_span body)
{
    uint8_t pdu[4 + EAP_PACKET_MAX], msdu[8 + sizeof pdu];
    struct writer w = writer_of(pdu, sizeof pdu);
    writer_u8(&w, 2);
    writer_u8(&w, type);
    writer_be16(&w, (uint16_t)body.len);
    writer_span(&w, body);
    assert_false(w.failed);
    hand_msdu(h, h->bssid,
              span(msdu, hand_llc(msdu, sizeof msdu, ETHERTYPE_EAPOL, pdu, writer_len(&w))),
              false);
}

/* The PMK of AKM 12 has 48 octets (table 9-151, 12.7.1.3). */
static void take_pmk(struct fixture *f)
{
    uint8_t msk[EAP_MSK_LEN];
    assert_true(eap_peer_msk(&f->peer, msk));
    f->hand.pmk_len = f->hand.akm == AKM_SUITE_B_192 ? 48 : 32;
    memcpy(f->hand.pmk, msk, f->hand.pmk_len);
}

/* Keeps message 1; whoever has forgotten what he named asks for EAP instead of an answer. */
static bool on_key(struct fixture *f, const struct eapol *e)
{
    struct eapol_key key;
    if (!eapol_key_parse(e, 16, &key) || eapol_key_message(&key) != 1) {
        return false;
    }
    assert_true(key.data.len <= sizeof f->m1_data);
    f->m1 = key;
    memcpy(f->m1_data, key.data.data, key.data.len);
    f->m1.data = span(f->m1_data, key.data.len);
    bool asks = f->forgotten;
    f->forgotten = false;
    if (asks) {
        send_eapol(&f->hand, EAPOL_START, span(NULL, 0));
    }
    return asks;
}

static bool on_eapol(struct hand *h, struct extsta_span pdu)
{
    struct fixture *f = (struct fixture *)h;
    struct eapol e;
    assert_true(eapol_parse(pdu, &e));
    if (e.type != EAPOL_EAP_PACKET) {
        return on_key(f, &e);
    }
    f->packets++;
    for (size_t i = 0; i < pdu.len; i++) {
        f->sum = f->sum * 31 + pdu.data[i];
    }
    if (f->lost_once) {
        f->lost_once = false;
        f->requests_lost++;
        return true;
    }
    if (!f->peering) {
        struct eap_peer_config config = {
            .ctx = f->ctx, .stream = 9, .eap = &f->eap, .resume = &f->resume};
        eap_peer_start(&f->peer, &config);
        f->peering = true;
    }
    uint8_t out[EAP_PACKET_MAX];
    struct writer w = writer_of(out, sizeof out);
    struct eap_peer_step step;
    eap_peer_rx(&f->peer, air_now(f->air), e.body, &w, &step);
    if (writer_len(&w) > 0) {
        send_eapol(h, EAPOL_EAP_PACKET, span(out, writer_len(&w)));
    }
    if (step.verdict == EAP_PEER_DONE) {
        take_pmk(f);
    }
    return true;
}

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    f->seed = 3;
    f->ctx = testing_context(&f->seed);
    f->air = air_new(f->ctx, &(struct air_config){.seed = 5});
    f->ds = apsim_ds_new(f->air, &(struct apsim_ds_config){.host_ip = {192, 168, 7, 1}});
    f->eap = (struct extsta_eap){.methods = {EXTSTA_EAP_PEAP},
                                 .identity = span("user@air.example", 16),
                                 .password = span("secret", 6),
                                 .ca = apsim_pem(APSIM_PEM_CA),
                                 .domain = span("air.example", 11),
                                 .certificate = apsim_pem(APSIM_PEM_CLIENT),
                                 .key = apsim_pem(APSIM_PEM_CLIENT_KEY)};
    *state = f;
    return 0;
}

static void end_peer(struct fixture *f)
{
    if (f->peering) {
        eap_peer_stop(&f->peer);
    }
    f->peering = false;
}

/* Whoever forgets memory fails here. */
static int teardown(void **state)
{
    struct fixture *f = *state;
    end_peer(f);
    eap_resume_clear(&f->resume);
    hand_free(&f->hand);
    apsim_free(f->ap);
    apsim_free(f->ap2);
    apsim_ds_free(f->ds);
    air_free(f->air);
    size_t lost = extsta_context_free(f->ctx);
    free(f);
    return lost == 0 ? 0 : -1;
}

static struct apsim_config base(struct fixture *f)
{
    return (struct apsim_config){.bssid = BSSID,
                                 .ssid = "air",
                                 .ssid_len = 3,
                                 .freq = HAND_FREQ,
                                 .security = APSIM_EAP,
                                 .eap = {.identity = "user@air.example", .password = "secret"},
                                 .observe = observe,
                                 .user = f,
                                 .ds = f->ds};
}

static void start(struct fixture *f, const struct apsim_config *config)
{
    f->ap = apsim_new(f->air, config);
    assert_non_null(f->ap);
    hand_new(&f->hand, f->ctx, f->air, 1, BSSID);
    f->hand.passphrase = "";
    f->hand.eapol = on_eapol;
    f->hand.akm = config->akms[0] ? config->akms[0] : AKM_8021X;
}

static void join(struct fixture *f)
{
    hand_join(&f->hand);
    hand_wait(&f->hand, 2 * EXTSTA_SECOND);
}

/* The next association names the PMK that there is (12.7.1.3). */
static void name_pmk(struct fixture *f)
{
    struct hand *h = &f->hand;
    assert_int_equal(pmkid_derive(h->crypto, suites_akm(AKM_8021X), span(h->pmk, h->pmk_len),
                                  h->bssid, h->own, h->pmkid),
                     EXTSTA_OK);
    h->names_pmk = true;
}

static void join_and_name(struct fixture *f)
{
    struct apsim_config config = base(f);
    start(f, &config);
    join(f);
    name_pmk(f);
}

static void every_method_and_akm_lets_it_in(void **state)
{
    static const uint8_t methods[] = {EXTSTA_EAP_TLS, EXTSTA_EAP_TTLS, EXTSTA_EAP_PEAP};
    static const uint32_t akms[] = {AKM_8021X, AKM_8021X_SHA256, AKM_SUITE_B, AKM_SUITE_B_192};
    struct fixture *f = *state;
    struct apsim_config config = base(f);
    unsigned authorized = 0;
    for (size_t i = 0; i < 6; i++) {
        config.akms[0] = akms[i % 4];
        config.eap.tls_max = i < 3 ? 12 : 13;
        f->eap.methods[0] = methods[i % 3];
        f->eap.strong = akms[i % 4] == AKM_SUITE_B_192;
        if (f->eap.strong) {
            f->eap.certificate = apsim_pem(APSIM_PEM_STRONG_CLIENT);
            f->eap.key = apsim_pem(APSIM_PEM_STRONG_CLIENT_KEY);
        }
        f->eap.inner = (enum extsta_eap_inner)(i % 3);
        start(f, &config);
        join(f);
        assert_int_equal(f->authorized, ++authorized);
        assert_true(f->hand.authorized);
        struct apsim_client_info info;
        assert_true(apsim_client(f->ap, f->hand.own, &info));
        assert_int_equal(info.akm, config.akms[0]);
        end_peer(f);
        eap_resume_clear(&f->resume);
        hand_free(&f->hand);
        apsim_free(f->ap);
        f->ap = NULL;
        memset(&f->hand, 0, sizeof f->hand);
    }
    assert_int_equal(f->accepted, 6);
    start(f, &config);
}

/* RFC 3748 5.3.1. */
static void a_nak_gets_what_it_wants(void **state)
{
    struct fixture *f = *state;
    struct apsim_config config = base(f);
    config.eap.methods[0] = EXTSTA_EAP_PEAP;
    config.eap.methods[1] = EXTSTA_EAP_TLS;
    f->eap.methods[0] = EXTSTA_EAP_TTLS;
    f->eap.methods[1] = EXTSTA_EAP_TLS;
    start(f, &config);
    join(f);
    assert_int_equal(f->authorized, 1);
}

static void who_wants_nothing_of_it_is_refused_and_sent_away(void **state)
{
    struct fixture *f = *state;
    struct apsim_config config = base(f);
    struct frame fr;
    config.eap.methods[0] = EXTSTA_EAP_PEAP;
    f->eap.methods[0] = EXTSTA_EAP_TLS;
    start(f, &config);
    join(f);
    assert_int_equal(f->refused, 1);
    assert_int_equal(f->peer.state, EAP_PEER_FAILED);
    assert_true(hand_last(&f->hand, FRAME_DEAUTH, &fr));
    assert_int_equal(get_le16(fr.body.data), 23);
    assert_false(apsim_client(f->ap, f->hand.own, NULL));
}

/* By the PMKID of 12.7.1.3, here and at an access point beside it. */
static void a_known_pmk_needs_no_eap(void **state)
{
    struct fixture *f = *state;
    struct hand *h = &f->hand;
    struct apsim_config config = base(f), other = base(f);
    other.bssid = BSSID2;
    start(f, &config);
    f->ap2 = apsim_new(f->air, &other);
    join(f);
    assert_int_equal(f->authorized, 1);
    for (int there = 0; there < 2; there++) {
        unsigned packets = f->packets;
        struct extsta_mac before = h->bssid;
        h->bssid = there ? BSSID2 : BSSID;
        h->beacons = 0;
        hand_wait(h, 300000);
        name_pmk(f);
        hand_auth(h);
        hand_wait(h, 20000);
        hand_assoc(h, there ? &before : NULL);
        hand_wait(h, 300000);
        assert_int_equal(f->authorized, 2 + there);
        assert_int_equal(f->packets, packets);
    }
    /* a name of nothing */
    h->pmkid[0] ^= 1;
    end_peer(f);
    hand_auth(h);
    hand_wait(h, 20000);
    hand_assoc(h, NULL);
    hand_wait(h, EXTSTA_SECOND);
    assert_int_equal(f->accepted, 2);
    assert_int_equal(f->authorized, 4);
}

/* 12.7.6.2: wpa_supplicant uses a PMK that it remembers for no message 1 that does not name it. */
static void message_1_names_the_pmk(void **state)
{
    static const uint8_t kde[] = {0xdd, 20, 0x00, 0x0f, 0xac, 4};
    struct fixture *f = *state;
    struct hand *h = &f->hand;
    join_and_name(f);
    for (int again = 0; again < 2; again++) {
        assert_int_equal(f->authorized, 1 + again);
        assert_int_equal(f->m1.data.len, sizeof kde + 16);
        assert_memory_equal(f->m1.data.data, kde, sizeof kde);
        assert_memory_equal(f->m1.data.data + sizeof kde, h->pmkid, 16);
        memset(&f->m1, 0, sizeof f->m1);
        join(f);
    }
}

/* hostapd ends such a handshake, too, and begins with EAP. What comes late of the handshake before
 * is nobody's. */
static void eapol_start_makes_it_forget_the_pmk(void **state)
{
    struct fixture *f = *state;
    struct hand *h = &f->hand;
    join_and_name(f);
    f->forgotten = true;
    end_peer(f);
    hand_join(h);
    uint8_t message_2[95] = {1, 0x0a};
    send_eapol(h, EAPOL_KEY, span(message_2, sizeof message_2));
    hand_wait(h, EXTSTA_SECOND);
    assert_false(f->forgotten);
    assert_int_equal(f->accepted, 2);
    assert_int_equal(f->authorized, 2);
    /* and the new one is known */
    unsigned packets = f->packets;
    name_pmk(f);
    join(f);
    assert_int_equal(f->authorized, 3);
    assert_int_equal(f->packets, packets);
}

static void after_a_reboot_the_pmk_is_not_known(void **state)
{
    struct fixture *f = *state;
    join_and_name(f);
    apsim_set_on(f->ap, false, true);
    apsim_set_on(f->ap, true, false);
    end_peer(f);
    join(f);
    assert_int_equal(f->accepted, 2);
    assert_int_equal(f->authorized, 2);
}

/* dot11RSNAConfigPMKLifetime: 43,200 s. The air stands still meanwhile but for the clock. */
static void after_twelve_hours_the_pmk_is_too_old(void **state)
{
    struct fixture *f = *state;
    struct hand *h = &f->hand;
    join_and_name(f);
    for (unsigned late = 0; late < 2; late++) {
        apsim_set_on(f->ap, false, false); /* silent */
        hand_wait(h, (late ? 12u : 43190u) * EXTSTA_SECOND);
        apsim_set_on(f->ap, true, false);
        end_peer(f);
        join(f);
        assert_int_equal(f->accepted, 1 + late);
        assert_int_equal(f->authorized, 2 + late);
    }
}

/* RFC 3748 4.1: a request that is not answered comes again, with its identifier. */
static void a_lost_request_is_repeated(void **state)
{
    struct fixture *f = *state;
    struct apsim_config config = base(f);
    start(f, &config);
    f->lost_once = true;
    join(f);
    assert_int_equal(f->authorized, 0);
    hand_wait(&f->hand, 3 * EXTSTA_SECOND);
    assert_int_equal(f->requests_lost, 1);
    assert_int_equal(f->authorized, 1);
}

/* EAPOL-Start: of a station that has not seen the first request. */
static void eapol_start_makes_it_ask(void **state)
{
    struct fixture *f = *state;
    struct apsim_config config = base(f);
    start(f, &config);
    f->lost_once = true;
    hand_join(&f->hand);
    send_eapol(&f->hand, EAPOL_START, span(NULL, 0));
    hand_wait(&f->hand, EXTSTA_SECOND);
    assert_int_equal(f->authorized, 1);
}

static void wrongs(struct fixture *f, enum apsim_eap_fault fault, enum eap_cause cause)
{
    struct apsim_config config = base(f);
    struct eap_failure failure;
    config.eap.fault = fault;
    config.eap.fault_after = 2;
    start(f, &config);
    join(f);
    assert_int_equal(f->authorized, 0);
    assert_true(f->peering);
    eap_peer_failure(&f->peer, &failure);
    assert_int_equal(failure.cause, cause);
}

static void it_can_be_silent(void **state)
{
    struct fixture *f = *state;
    wrongs(f, APSIM_EAP_SILENT, EAP_CAUSE_NONE);
    unsigned packets = f->packets;
    hand_wait(&f->hand, 30 * EXTSTA_SECOND);
    assert_int_equal(f->packets, packets);
    assert_int_equal(f->refused, 0);
}

static void it_can_refuse_at_once(void **state)
{
    struct fixture *f = *state;
    wrongs(f, APSIM_EAP_FAILURE, EAP_CAUSE_NONE);
    assert_int_equal(f->peer.state, EAP_PEER_FAILED);
    assert_int_equal(f->refused, 1);
}

static void it_can_send_an_alert(void **state)
{
    struct fixture *f = *state;
    struct eap_failure failure;
    wrongs(f, APSIM_EAP_ALERT, EAP_CAUSE_TLS);
    eap_peer_failure(&f->peer, &failure);
    assert_int_equal(failure.tls.alert, 40);
}

static void it_can_lie_about_the_password(void **state)
{
    wrongs(*state, APSIM_EAP_WRONG_PROOF, EAP_CAUSE_SERVER_PROOF);
}

static void it_can_skip_what_is_in_the_tunnel(void **state)
{
    wrongs(*state, APSIM_EAP_SKIPS_INNER, EAP_CAUSE_PROTOCOL);
}

static void it_can_bind_another_tunnel(void **state)
{
    wrongs(*state, APSIM_EAP_WRONG_BINDING, EAP_CAUSE_BINDING);
}

static void it_can_stop_at_the_end(void **state)
{
    struct fixture *f = *state;
    wrongs(f, APSIM_EAP_NO_END, EAP_CAUSE_NONE);
    assert_int_equal(f->accepted, 1);
    assert_int_equal(f->peer.state, EAP_PEER_AWAIT_SUCCESS);
}

static void its_certificate_can_be_wrong(void **state)
{
    static const struct {
        enum apsim_certificate certificate;
        enum tls_fault fault;
    } wrong[] = {
        {APSIM_CERTIFICATE_EXPIRED, TLS_FAULT_EXPIRED},
        {APSIM_CERTIFICATE_FUTURE, TLS_FAULT_NOT_YET_VALID},
        {APSIM_CERTIFICATE_STRANGE, TLS_FAULT_UNKNOWN_CA},
        {APSIM_CERTIFICATE_SELF_SIGNED, TLS_FAULT_SELF_SIGNED},
        {APSIM_CERTIFICATE_CLIENTS, TLS_FAULT_PURPOSE},
    };
    struct fixture *f = *state;
    struct apsim_config config = base(f);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct eap_failure failure;
        config.eap.certificate = wrong[i].certificate;
        start(f, &config);
        join(f);
        eap_peer_failure(&f->peer, &failure);
        assert_int_equal(failure.cause, EAP_CAUSE_CERTIFICATE);
        assert_int_equal(failure.tls.fault, wrong[i].fault);
        end_peer(f);
        hand_free(&f->hand);
        apsim_free(f->ap);
        f->ap = NULL;
        memset(&f->hand, 0, sizeof f->hand);
    }
    assert_int_equal(f->authorized, 0);
    start(f, &config);
}

/* The world's time of the context decides, whatever the clock of this machine says. */
static void time_is_that_of_the_context(void **state)
{
    struct fixture *f = *state;
    struct apsim_config config = base(f);
    extsta_context_set_epoch(f->ctx, 1590000000); /* May 2020 */
    config.eap.certificate = APSIM_CERTIFICATE_EXPIRED;
    start(f, &config);
    join(f);
    assert_int_equal(f->authorized, 1);
}

/* Twice, the second time by the session of the first, in a world of its own. */
static uint64_t sum_of(uint64_t seed, uint8_t tls)
{
    void *state;
    setup(&state);
    struct fixture *f = state;
    struct apsim_config config = base(f);
    f->seed = seed;
    config.eap.tls_max = tls;
    config.eap.no_cache = true;
    start(f, &config);
    join(f);
    end_peer(f);
    join(f);
    assert_int_equal(f->authorized, 2);
    uint64_t sum = f->sum;
    assert_int_equal(teardown(&state), 0);
    return sum;
}

/* Same seed, same octets: nothing of this machine's clock or randomness is on the air. */
static void a_seed_repeats_to_the_octet(void **state)
{
    for (uint8_t tls = 12; tls <= 13; tls++) {
        uint64_t sum = sum_of(4, tls);
        assert_true(sum == sum_of(4, tls));
        assert_true(sum != sum_of(5, tls));
    }
    struct apsim_config config = base(*state);
    start(*state, &config);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_method_and_akm_lets_it_in),
        TEST(a_nak_gets_what_it_wants),
        TEST(who_wants_nothing_of_it_is_refused_and_sent_away),
        TEST(a_known_pmk_needs_no_eap),
        TEST(message_1_names_the_pmk),
        TEST(eapol_start_makes_it_forget_the_pmk),
        TEST(after_a_reboot_the_pmk_is_not_known),
        TEST(after_twelve_hours_the_pmk_is_too_old),
        TEST(a_lost_request_is_repeated),
        TEST(eapol_start_makes_it_ask),
        TEST(it_can_be_silent),
        TEST(it_can_refuse_at_once),
        TEST(it_can_send_an_alert),
        TEST(it_can_lie_about_the_password),
        TEST(it_can_skip_what_is_in_the_tunnel),
        TEST(it_can_bind_another_tunnel),
        TEST(it_can_stop_at_the_end),
        TEST(its_certificate_can_be_wrong),
        TEST(time_is_that_of_the_context),
        TEST(a_seed_repeats_to_the_octet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
