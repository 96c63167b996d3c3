/* msm: 802.1X on an OS-managed port (ATH-14, ATH-15), against a server by hand and the
 * authenticator of rsn/. */
#include "../fake_driver.h"
#include "../onex/server.h"
#include "rsn/authenticator.h"
#include "wire/eapol.h"

struct scene {
    struct fake *f;
    struct server server;
    struct authenticator a;
    struct supplicant_step step;
};

static void begin_with(struct scene *s, const char *password,
                       const struct extsta_pmk_cache *cache)
{
    struct extsta_profile p;
    struct extsta_eap eap = configured(password);
    memset(s, 0, sizeof *s);
    s->f = fake_new();
    fake_profile_psk(&p);
    extsta_profile_enterprise(&p, DOT11_AUTH_ALGO_RSNA, &eap);
    p.pmk_cache = *cache;
    fake_connect(s->f, &p, false);
    fake_clear_log(s->f);
}

static void begin(struct scene *s, const char *password)
{
    begin_with(s, password, &(struct extsta_pmk_cache){0});
}

static void end(struct scene *s)
{
    authenticator_clear(&s->a);
    fake_free(s->f);
}

static void to_station(struct scene *s, const void *pdu, size_t len)
{
    fake_receive(s->f, fake_ap_a, 0x888e, pdu, len, false);
    fake_run(s->f);
}

/* What the station sent last, behind LLC/SNAP. */
static struct extsta_span answer(const struct scene *s)
{
    assert_true(s->f->sent_count > 0);
    size_t last = s->f->sent_count - 1;
    return span(s->f->sent[last] + 32, s->f->sent_len[last] - 32);
}

static struct extsta_span eap(struct scene *s, struct extsta_span packet)
{
    uint8_t pdu[EAP_PACKET_MAX + 4] = {2, EAPOL_EAP_PACKET};
    struct eapol e;
    put_be16(pdu + 2, (uint16_t)packet.len);
    memcpy(pdu + 4, packet.data, packet.len);
    to_station(s, pdu, packet.len + 4);
    assert_true(eapol_parse(answer(s), &e));
    return e.body;
}

static void authenticate(struct scene *s)
{
    eap(s, ask_identity(&s->server));
    struct extsta_span response = eap(s, challenge(&s->server));
    eap(s, judge(&s->server, response, "a secret"));
}

/* EAP and the handshake, up to the open port. */
static void connect(struct scene *scene)
{
    static const uint8_t anonce[32] = {9};
    struct scene *s = scene;
    authenticate(s);
    eap(s, end_with(&s->server, EAP_SUCCESS));
    struct authenticator_config config = {
        .crypto = crypto_of(s->f->ctx),
        .own = fake_ap_a,
        .peer = fake_own,
        .pmk = span(s->server.msk, 32),
        .akm = AKM_8021X,
        .pairwise = CIPHER_CCMP,
        .group = CIPHER_CCMP,
        .own_rsne = span(fake_rsne_8021x, sizeof fake_rsne_8021x),
        .peer_rsne = span(fake_rsne_8021x, sizeof fake_rsne_8021x),
        .gtk_len = 16,
        .gtk_id = 1};
    assert_int_equal(authenticator_start(&s->a, s->f->now, &config, anonce, &s->step), EXTSTA_OK);
    to_station(s, s->step.send, s->step.send_len);
    authenticator_rx(&s->a, s->f->now, answer(s), &s->step);
    to_station(s, s->step.send, s->step.send_len);
    authenticator_rx(&s->a, s->f->now, answer(s), &s->step);
    assert_int_equal(s->a.state, AUTHENTICATOR_DONE);
}

static void ATH_14_ATH_15_8021X_on_the_unauthorized_port_then_the_keys(void **state)
{
    struct scene s;
    begin(&s, "a secret");
    connect(&s);
    fake_expect(s.f,
                "> send 888e 18\n" /* Identity, the response, its end, then the handshake */
                "> send 888e 72\n"
                "> send 888e 10\n"
                "> send 888e 121\n"
                "> send 888e 99\n"
                "> set PMKID_LIST\n" /* PMK-02: the next association needs no EAP */
                "> set CIPHER_KEY_MAPPING_KEY\n"
                "> set CIPHER_DEFAULT_KEY\n"
                "port authorized 1 os open\n"
                "notify connected 0\n"
                "notify connection-complete 0\n"
                "> set PORT_STATE_NOTIFICATION\n");
    end(&s);
}

/* PMKID_CANDIDATE_LIST with these APs; a flag each. */
static void candidates(struct scene *s, const struct extsta_mac *aps, const uint32_t *flags,
                       uint8_t count)
{
    uint8_t list[12 + 4 * 12] = {NDIS_OBJECT_TYPE_DEFAULT,
                                 DOT11_PMKID_CANDIDATE_LIST_PARAMETERS_REVISION_1, 12};
    put_le32(list + 4, 12u * count); /* octets */
    put_le32(list + 8, 12);
    for (size_t i = 0; i < count; i++) {
        memcpy(list + 12 + 12 * i, aps[i].b, 6);
        put_le32(list + 12 + 12 * i + 8, flags[i]);
    }
    fake_clear_log(s->f);
    fake_indicate(s->f, NDIS_STATUS_DOT11_PMKID_CANDIDATE_LIST, list, 12u + 12u * count);
    fake_run(s->f);
    fake_drain(s->f);
}

/* PMK-05: the answer at once; PMK-07: an EAPOL-Start, by way of the AP, to the one that offers it
 * and to nobody else; IEEE 802.11-2020 12.6.10.2. */
static void PMK_05_PMK_07_preauthentication_with_who_offers_it(void **state)
{
    static const struct extsta_mac aps[] = {
        {{2, 0, 0, 0, 9, 1}}, {{2, 0, 0, 0, 9, 2}}, {{2, 0, 0, 0, 9, 3}}};
    static const uint32_t second[] = {0, DOT11_PMKID_CANDIDATE_PREAUTH_ENABLED, 0};
    static const uint32_t none[] = {0, 0, 0};
    static const uint8_t start[] = {2, EAPOL_START, 0, 0};
    struct scene s;
    begin_with(&s, "a secret", &(struct extsta_pmk_cache){.preauth = true});
    connect(&s);
    fake_drain(s.f);
    candidates(&s, aps, none, 3);
    assert_non_null(strstr(s.f->log, "> set PMKID_LIST"));
    assert_null(strstr(s.f->log, "88c7"));
    candidates(&s, aps, second, 3);
    const char *answer_to = strstr(s.f->log, "> set PMKID_LIST");
    assert_non_null(answer_to);
    assert_non_null(strstr(answer_to, "> send 88c7 4\n"));
    const uint8_t *sent = s.f->sent[s.f->sent_count - 1];
    assert_memory_equal(sent + 4, fake_ap_a.b, 6);  /* address 1 */
    assert_memory_equal(sent + 16, aps[1].b, 6);    /* address 3 */
    assert_memory_equal(sent + 32, start, sizeof start);
    assert_int_equal(s.f->sent_exemption[s.f->sent_count - 1], DOT11_EXEMPT_NO_EXEMPTION);
    candidates(&s, aps, second, 3); /* it is asked already */
    assert_null(strstr(s.f->log, "88c7"));
    end(&s);

    begin(&s, "a secret"); /* a profile that does not want it */
    connect(&s);
    fake_drain(s.f);
    candidates(&s, aps, second, 3);
    assert_null(strstr(s.f->log, "88c7"));
    end(&s);
}

/* A server that says so is believed: too many tries lock an account. */
static void a_wrong_password_is_not_tried_again(void **state)
{
    struct scene s;
    begin(&s, "another");
    authenticate(&s);
    fake_drain(s.f);
    assert_non_null(strstr(s.f->log, "cause port eap-wrong-password"));
    assert_non_null(strstr(s.f->log, "> set DISCONNECT_REQUEST"));
    fake_run(s.f);
    assert_int_equal(extsta_deadline(s.f->sta), EXTSTA_NEVER);
    end(&s);
}

static void X_45_an_access_point_that_never_answers_EAPOL_Start(void **state)
{
    struct scene s;
    begin(&s, "a secret");
    for (int i = 0; i < 4; i++) {
        s.f->now = extsta_deadline(s.f->sta);
        extsta_expire(s.f->sta, s.f->now);
        fake_run(s.f);
    }
    fake_drain(s.f);
    assert_non_null(strstr(s.f->log, "> send 888e 4\n> send 888e 4\n> send 888e 4\n"
                                     "cause port eap-no-answer"));
    end(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ATH_14_ATH_15_8021X_on_the_unauthorized_port_then_the_keys),
        cmocka_unit_test(PMK_05_PMK_07_preauthentication_with_who_offers_it),
        cmocka_unit_test(a_wrong_password_is_not_tried_again),
        cmocka_unit_test(X_45_an_access_point_that_never_answers_EAPOL_Start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
