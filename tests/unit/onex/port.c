/* 802.1X as a port method: a scripted authenticator does EAP-MSCHAPv2 (server.h) and then the
 * four-way handshake of rsn/authenticator.h with the key that its server got. */
#include "server.h"
#include "with_memory.h"
#include "base/names.h"
#include "onex/port_onex.h"
#include "rsn/authenticator.h"
#include "rsn/ft_keys.h"
#include "rsn/keyed_port.h"
#include "wire/eapol.h"
#include "wire/ft_element.h"

static const struct extsta_mac station = {{2, 0, 0, 0, 0, 1}}, ap = {{2, 0, 0, 0, 0, 2}};
/* 802.1X (00-0F-AC:1 unless a scene says otherwise), CCMP; behind it and in front what a
 * request in a mobility domain has. */
#define AKM_AT 19
static uint8_t rsne[] = {48, 20,  1, 0, 0, 15, 172, 4,   1, 0, 0,
                         15, 172, 4, 1, 0, 0,  15,  172, 1, 0, 0};
static const uint8_t ssid[] = {0, 4, 'c', 'o', 'r', 'p'}, mde[] = {54, 3, 1, 2, 0};
static const struct ft_domain domain = {
    .ssid = "corp", .ssid_len = 4, .mdid = {1, 2}, .r0kh_id = "holder", .r0kh_len = 6};
static const uint8_t old_pmk[32] = "a PMK of an earlier association";
static const uint8_t old_pmkid[16] = "its name on air";

struct scene {
    struct extsta_eap eap;
    struct port_eap port_eap;
    struct keyed_port port;
    struct authenticator a;
    struct server server;
    struct supplicant_step step, from_ap;
    extsta_time now;
    uint32_t number;
    unsigned installed;
    uint8_t message_4[128];
    size_t message_4_len;
};

/* Key holders, as the response of a first association names them. */
static struct extsta_span fte(void)
{
    static uint8_t octets[FTE_NAMES_MAX + 2];
    struct writer w = writer_of(octets, sizeof octets);
    const struct akm_suite *akm = akm_find(SUITE_RSN(rsne[AKM_AT]));
    fte_write(&w,
              &(struct fte){.control = ft_mic_control(akm),
                            .r1kh_id = span(ap.b, 6),
                            .r0kh_id = span(domain.r0kh_id, domain.r0kh_len)},
              akm->mic_len);
    return span(octets, writer_len(&w));
}

static void begin_by(struct scene *s, uint32_t akm, const char *password,
                     struct extsta_span cached)
{
    static uint8_t request[64], response[128];
    struct writer q = writer_of(request, sizeof request);
    struct writer r = writer_of(response, sizeof response);
    memset(s, 0, sizeof *s);
    rsne[AKM_AT] = (uint8_t)akm;
    writer_bytes(&q, ssid, sizeof ssid);
    writer_bytes(&q, rsne, sizeof rsne);
    writer_bytes(&q, mde, sizeof mde);
    writer_bytes(&r, mde, sizeof mde);
    writer_span(&r, fte());
    s->eap = configured(password);
    s->now = 100 * EXTSTA_SECOND;
    s->port_eap = (struct port_eap){.ctx = ctx, .stream = 7, .eap = &s->eap};
    struct port_start start = {.own = station,
                               .peer = ap,
                               .pmk = cached,
                               .pmkid = span(old_pmkid, cached.len ? sizeof old_pmkid : 0),
                               .own_elements = span(request, writer_len(&q)),
                               .peer_elements = span(rsne, sizeof rsne),
                               .response_elements = span(response, writer_len(&r)),
                               .eap = &s->port_eap};
    assert_int_equal(keyed_port_start(&s->port, ctx, &port_onex, s->now,
                                      s->now + port_onex_time(NULL), &start, &s->step),
                     EXTSTA_DIAGNOSIS_NONE);
    assert_int_equal(s->step.send_len, 0);
}

static void begin_with(struct scene *s, const char *password, bool cached)
{
    begin_by(s, AKM_8021X, password, span(old_pmk, cached ? sizeof old_pmk : 0));
}

static void begin(struct scene *s, const char *password)
{
    begin_with(s, password, false);
}

static void end(struct scene *s)
{
    keyed_port_stop(&s->port);
    authenticator_clear(&s->a);
    supplicant_step_clear(&s->step);
}

/* Carries a step out as a user does. */
static void carry_out(struct scene *s)
{
    if (s->step.send_len > 0) {
        keyed_port_sending(&s->port, s->now, &s->step, ++s->number);
    }
    if (s->step.pairwise.install) {
        s->installed++;
        keyed_port_installed(&s->port, true);
    }
}

static void to_station(struct scene *s, struct extsta_span pdu, bool was_protected)
{
    static const uint8_t nonce[32] = {1, 2, 3};
    keyed_port_rx(
        &s->port, s->now,
        &(struct port_pdu){.bytes = pdu, .nonce = nonce, .was_protected = was_protected},
        &s->step);
    carry_out(s);
}

/* An EAP packet in an EAPOL PDU of the access point; the station's EAP answer. */
static struct extsta_span eap(struct scene *s, struct extsta_span packet)
{
    static uint8_t pdu[EAP_PACKET_MAX + 4];
    struct writer w = writer_of(pdu, sizeof pdu);
    struct eapol e;
    writer_u8(&w, 2);
    writer_u8(&w, EAPOL_EAP_PACKET);
    writer_be16(&w, (uint16_t)packet.len);
    writer_span(&w, packet);
    to_station(s, span(pdu, writer_len(&w)), false);
    if (s->step.send_len == 0) {
        return span(NULL, 0);
    }
    assert_true(eapol_parse(span(s->step.send, s->step.send_len), &e));
    assert_int_equal(e.type, EAPOL_EAP_PACKET);
    assert_int_equal(e.whole.len, s->step.send_len);
    return e.body;
}

static void authenticate(struct scene *s)
{
    eap(s, ask_identity(&s->server));
    struct extsta_span response = eap(s, challenge(&s->server));
    eap(s, judge(&s->server, response, "a secret"));
}

/* Message 1, made of this PMK; with a PMKID if there is one. */
static void message_1(struct scene *s, struct extsta_span pmk, const uint8_t *pmkid)
{
    static const uint8_t anonce[32] = {9, 8, 7};
    struct authenticator_config config = {.crypto = crypto_of(ctx),
                                          .own = ap,
                                          .peer = station,
                                          .pmk = pmk,
                                          .akm = SUITE_RSN(rsne[AKM_AT]),
                                          .ssid = span("corp", 4),
                                          .mde = span(mde, sizeof mde),
                                          .fte = fte(),
                                          .pairwise = CIPHER_CCMP,
                                          .group = CIPHER_CCMP,
                                          .own_rsne = span(rsne, sizeof rsne),
                                          .peer_rsne = span(rsne, sizeof rsne),
                                          .gtk = {7},
                                          .gtk_len = 16,
                                          .gtk_id = 1};
    assert_int_equal(authenticator_start(&s->a, s->now, &config, anonce, &s->from_ap),
                     EXTSTA_OK);
    if (pmkid) { /* a KDE behind the MIC: 12.7.6.2 */
        struct writer w = writer_of(s->from_ap.send + s->from_ap.send_len, 64);
        kde_write(&w, KDE_PMKID, span(pmkid, 16));
        s->from_ap.send_len += writer_len(&w);
        put_be16(s->from_ap.send + 2, (uint16_t)(s->from_ap.send_len - 4));
        put_be16(s->from_ap.send + 97, (uint16_t)writer_len(&w));
    }
    to_station(s, span(s->from_ap.send, s->from_ap.send_len), false);
}

static void four_way(struct scene *s, struct extsta_span pmk, const uint8_t *pmkid)
{
    message_1(s, pmk, pmkid);
    assert_true(s->step.send_len > 0);
    authenticator_rx(&s->a, s->now, span(s->step.send, s->step.send_len), &s->from_ap);
    assert_true(s->from_ap.send_len > 0);
    to_station(s, span(s->from_ap.send, s->from_ap.send_len), false);
    assert_int_equal(s->step.verdict, SUPPLICANT_AUTHORIZED);
    assert_true(s->step.send_len <= sizeof s->message_4);
    memcpy(s->message_4, s->step.send, s->message_4_len = s->step.send_len);
    struct port_pmksa pmksa;
    assert_true(keyed_port_pmksa(&s->port, &pmksa));
    assert_int_equal(pmksa.pmk.len, pmk.len);
    assert_memory_equal(pmksa.pmk.data, pmk.data, pmk.len);
    assert_true(keyed_port_sent(&s->port, s->now, s->number, true, &s->step));
    carry_out(s);
    assert_memory_equal(s->step.pairwise.key, s->a.ptk.tk, 16);
    assert_int_equal(s->installed, 1);
}

static void expire(struct scene *s)
{
    s->now = keyed_port_deadline(&s->port);
    assert_true(s->now != EXTSTA_NEVER);
    keyed_port_expire(&s->port, s->now, &s->step);
    carry_out(s);
}

static void expect_rejected(struct scene *s, enum extsta_diagnosis diagnosis)
{
    struct extsta_cause cause = {0};
    assert_int_equal(s->step.verdict, SUPPLICANT_REJECTED);
    assert_int_equal(s->step.diagnosis, diagnosis);
    assert_int_equal(s->step.reason, 23);
    assert_int_equal(keyed_port_cause(&s->port, 0, &cause.confidence), diagnosis);
    keyed_port_tell(&s->port, &cause);
    assert_int_equal(cause.diagnosis, diagnosis);
    assert_int_equal(cause.stage, EXTSTA_STAGE_8021X);
    end(s);
}

static void the_handshake_is_made_of_the_key_that_EAP_gives(void **state)
{
    struct scene s;
    begin(&s, "a secret");
    authenticate(&s);
    eap(&s, end_with(&s.server, EAP_SUCCESS));
    four_way(&s, span(s.server.msk, 32), NULL);
    assert_false(keyed_port_is_stale(&s.port));
    assert_true(keyed_port_deadline(&s.port) == EXTSTA_NEVER);
    end(&s);
}

static void message_1_says_what_a_lost_success_would_have_said(void **state)
{
    struct scene s;
    begin(&s, "a secret");
    authenticate(&s);
    four_way(&s, span(s.server.msk, 32), NULL);
    end(&s);
}

static void message_1_before_there_is_a_key_is_dropped(void **state)
{
    struct scene s;
    begin(&s, "a secret");
    eap(&s, ask_identity(&s.server));
    message_1(&s, span(old_pmk, 32), NULL);
    assert_true(s.step.dropped);
    assert_int_equal(s.step.send_len, 0);
    end(&s);
}

/* IEEE 802.1X: EAPOL-Start where the access point does not begin, three times. */
static void an_access_point_that_does_not_begin_is_asked_three_times(void **state)
{
    static const uint8_t eapol_start[] = {2, 1, 0, 0};
    struct scene s;
    begin(&s, "a secret");
    extsta_time began = s.now;
    for (unsigned i = 0; i < 3; i++) {
        expire(&s);
        assert_int_equal(s.step.send_len, sizeof eapol_start);
        assert_memory_equal(s.step.send, eapol_start, sizeof eapol_start);
    }
    assert_int_equal(s.now - began, 11 * EXTSTA_SECOND);
    expire(&s);
    assert_int_equal(s.now - began, 16 * EXTSTA_SECOND);
    expect_rejected(&s, EXTSTA_DIAGNOSIS_EAP_NO_ANSWER);
}

static void one_that_begins_is_not_asked(void **state)
{
    struct scene s;
    begin(&s, "a secret");
    eap(&s, ask_identity(&s.server));
    expire(&s);
    expect_rejected(&s, EXTSTA_DIAGNOSIS_EAP_SERVER_SILENT);
}

static void a_wrong_password_is_told_apart(void **state)
{
    struct scene s;
    struct extsta_cause cause = {0};
    char words[256];
    begin(&s, "another");
    authenticate(&s);
    keyed_port_tell(&s.port, &cause);
    extsta_cause_text(&cause, words, sizeof words);
    assert_non_null(strstr(words, "(error 691: wrong name or password)"));
    expect_rejected(&s, EXTSTA_DIAGNOSIS_EAP_PASSWORD);
}

static void a_refusal_is_told_apart(void **state)
{
    struct scene s;
    begin(&s, "a secret");
    eap(&s, ask_identity(&s.server));
    eap(&s, end_with(&s.server, EAP_FAILURE));
    expect_rejected(&s, EXTSTA_DIAGNOSIS_EAP_REFUSED);
}

static void no_method_in_common_is_told_apart(void **state)
{
    struct scene s;
    struct extsta_cause cause = {0};
    char words[256];
    begin(&s, "a secret");
    eap(&s, ask_identity(&s.server));
    eap(&s, ask(&s.server, EAP_TYPE_FAST, span("\x20", 1)));
    eap(&s, end_with(&s.server, EAP_FAILURE));
    keyed_port_tell(&s.port, &cause);
    extsta_cause_text(&cause, words, sizeof words);
    assert_non_null(strstr(words, "wants EAP method 43: FAST"));
    expect_rejected(&s, EXTSTA_DIAGNOSIS_EAP_NO_METHOD);
}

static void a_cached_key_needs_no_EAP(void **state)
{
    struct scene s;
    begin_with(&s, "a secret", true);
    four_way(&s, span(old_pmk, 32), old_pmkid);
    assert_false(keyed_port_is_stale(&s.port));
    end(&s);
}

static void an_access_point_without_the_cached_key_authenticates(void **state)
{
    struct scene s;
    begin_with(&s, "a secret", true);
    authenticate(&s);
    assert_true(keyed_port_is_stale(&s.port));
    eap(&s, end_with(&s.server, EAP_SUCCESS));
    four_way(&s, span(s.server.msk, 32), NULL);
    assert_false(keyed_port_is_stale(&s.port));
    end(&s);
}

/* 12.7.6.2: message 1 names the key; another one's we do not have. */
static void a_message_1_of_another_key_leads_to_EAP(void **state)
{
    static const uint8_t other[16] = "another PMKID!!";
    struct scene s;
    begin_with(&s, "a secret", true);
    message_1(&s, span(old_pmk, 32), other);
    assert_int_equal(s.step.send_len, 4);
    assert_int_equal(s.step.send[1], EAPOL_START);
    authenticate(&s);
    eap(&s, end_with(&s.server, EAP_SUCCESS));
    four_way(&s, span(s.server.msk, 32), NULL);
    end(&s);
}

/* The access point has another key under the same name: message 3 never comes. */
static void a_cached_key_that_proves_wrong_is_stale(void **state)
{
    static const uint8_t other[32] = "another key of the access point";
    struct scene s;
    uint8_t confidence;
    begin_with(&s, "a secret", true);
    message_1(&s, span(other, 32), old_pmkid);
    assert_true(keyed_port_sent(&s.port, s.now, s.number, true, &s.step));
    s.now = s.a.deadline;
    authenticator_expire(&s.a, s.now, &s.from_ap);
    to_station(&s, span(s.from_ap.send, s.from_ap.send_len), false);
    assert_true(keyed_port_is_stale(&s.port));
    assert_int_equal(keyed_port_cause(&s.port, 15, &confidence), EXTSTA_DIAGNOSIS_PMKSA_STALE);
    end(&s);
}

/* At rest after the first keys; woken by the access point, hours later. */
static void what_is_authorized_may_be_authenticated_anew(void **state)
{
    struct scene s;
    begin(&s, "a secret");
    authenticate(&s);
    eap(&s, end_with(&s.server, EAP_SUCCESS));
    four_way(&s, span(s.server.msk, 32), NULL);
    assert_null(s.port.awake);
    s.now += 3600 * EXTSTA_SECOND;
    authenticate(&s);
    eap(&s, end_with(&s.server, EAP_SUCCESS));
    authenticator_rx(&s.a, s.now, span(s.message_4, s.message_4_len), &s.from_ap);
    memcpy(s.a.pmk, s.server.msk, 32);
    authenticator_rekey(&s.a, s.now, old_pmk, &s.from_ap);
    to_station(&s, span(s.from_ap.send, s.from_ap.send_len), true);
    authenticator_rx(&s.a, s.now, span(s.step.send, s.step.send_len), &s.from_ap);
    assert_true(s.from_ap.send_len > 0); /* message 2 has verified under the new key */
    end(&s);
}

/* 12.7.1.6.3: the root is the second half of the MSK, with SHA-384 its first 384 bits. That of
 * EAP-MSCHAPv2 ends after 256 bits; zeros are no secret. */
static void with_FT_a_short_MSK_gives_no_root(void **state)
{
    static const uint32_t akms[] = {AKM_FT_8021X, AKM_FT_8021X_384, AKM_SUITE_B_192};
    for (size_t i = 0; i < COUNT(akms); i++) {
        struct scene s;
        begin_by(&s, akms[i], "a secret", span(NULL, 0));
        authenticate(&s);
        eap(&s, end_with(&s.server, EAP_SUCCESS));
        assert_int_equal(s.step.verdict, SUPPLICANT_REJECTED);
        assert_int_equal(s.step.diagnosis, EXTSTA_DIAGNOSIS_EAP_CONFIG);
        end(&s);
    }
}

/* A cache keeps the root, not the PMK-R1 of one access point. */
static void with_FT_a_cached_root_needs_no_EAP(void **state)
{
    struct scene s;
    begin_by(&s, AKM_FT_8021X, "a secret", span(old_pmk, sizeof old_pmk));
    four_way(&s, span(old_pmk, 32), old_pmkid);
    end(&s);
}

/* 12.7.1.3: the name is of the KCK of the handshake in which the PMK was first used; it stays,
 * also over a rest, though a later handshake has another KCK. */
static void suite_b_names_a_PMK_once(void **state)
{
    struct scene s;
    struct port_pmksa pmksa;
    uint8_t name[32], kck[16];
    static const uint8_t anonce[32] = "another nonce of the AP";
    begin_by(&s, AKM_SUITE_B, "a secret", span(NULL, 0));
    authenticate(&s);
    eap(&s, end_with(&s.server, EAP_SUCCESS));
    four_way(&s, span(s.server.msk, 32), NULL);
    memcpy(kck, s.a.ptk.kck, sizeof kck);
    const struct extsta_span parts[] = {span("PMK Name", 8), span(ap.b, 6), span(station.b, 6)};
    assert_int_equal(
        crypto_hmac(crypto_of(ctx), CRYPTO_SHA256, span(kck, sizeof kck), parts, 3, name),
        EXTSTA_OK);
    assert_null(s.port.awake);
    authenticator_rx(&s.a, s.now, span(s.message_4, s.message_4_len), &s.from_ap);
    authenticator_rekey(&s.a, s.now, anonce, &s.from_ap);
    to_station(&s, span(s.from_ap.send, s.from_ap.send_len), true);
    authenticator_rx(&s.a, s.now, span(s.step.send, s.step.send_len), &s.from_ap);
    to_station(&s, span(s.from_ap.send, s.from_ap.send_len), true);
    assert_int_equal(s.step.verdict, SUPPLICANT_REKEYED);
    assert_true(keyed_port_pmksa(&s.port, &pmksa));
    assert_memory_equal(pmksa.pmkid, name, 16);
    authenticator_rx(&s.a, s.now, span(s.step.send, s.step.send_len), &s.from_ap);
    assert_memory_not_equal(s.a.ptk.kck, kck, sizeof kck);
    end(&s);
}

static void suite_b_keeps_the_name_of_a_cached_PMK(void **state)
{
    struct scene s;
    struct port_pmksa pmksa;
    begin_by(&s, AKM_SUITE_B, "a secret", span(old_pmk, sizeof old_pmk));
    message_1(&s, span(old_pmk, 32), old_pmkid);
    authenticator_rx(&s.a, s.now, span(s.step.send, s.step.send_len), &s.from_ap);
    to_station(&s, span(s.from_ap.send, s.from_ap.send_len), false);
    assert_int_equal(s.step.verdict, SUPPLICANT_AUTHORIZED);
    assert_true(keyed_port_pmksa(&s.port, &pmksa));
    assert_memory_equal(pmksa.pmkid, old_pmkid, 16);
    end(&s);
}

static void without_a_configuration_it_does_not_begin(void **state)
{
    struct keyed_port port;
    struct supplicant_step step;
    struct port_start start = {.own = station,
                               .peer = ap,
                               .own_elements = span(rsne, sizeof rsne),
                               .peer_elements = span(rsne, sizeof rsne)};
    assert_int_equal(keyed_port_start(&port, ctx, &port_onex, 0, EXTSTA_SECOND, &start, &step),
                     EXTSTA_DIAGNOSIS_EAP_CONFIG);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(the_handshake_is_made_of_the_key_that_EAP_gives),
        TEST(message_1_says_what_a_lost_success_would_have_said),
        TEST(message_1_before_there_is_a_key_is_dropped),
        TEST(an_access_point_that_does_not_begin_is_asked_three_times),
        TEST(one_that_begins_is_not_asked),
        TEST(a_wrong_password_is_told_apart),
        TEST(a_refusal_is_told_apart),
        TEST(no_method_in_common_is_told_apart),
        TEST(a_cached_key_needs_no_EAP),
        TEST(an_access_point_without_the_cached_key_authenticates),
        TEST(a_message_1_of_another_key_leads_to_EAP),
        TEST(a_cached_key_that_proves_wrong_is_stale),
        TEST(what_is_authorized_may_be_authenticated_anew),
        TEST(with_FT_a_short_MSK_gives_no_root),
        TEST(with_FT_a_cached_root_needs_no_EAP),
        TEST(suite_b_names_a_PMK_once),
        TEST(suite_b_keeps_the_name_of_a_cached_PMK),
        TEST(without_a_configuration_it_does_not_begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
