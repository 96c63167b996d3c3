/* 802.1X by the whole stack on virtual air: an OS-managed station before a scripted access
 * point with an EAP server. Each method, and each way in which it fails, told apart. */
#include "scenario.h"
#include "base/bytes.h"
#include "wire/rsn_element.h"
#include <extsta/windot11.h>

static struct extsta_span text(const char *s)
{
    return span(s, strlen(s));
}

static struct extsta_eap user_of(uint8_t method, enum extsta_eap_inner inner)
{
    return (struct extsta_eap){.methods = {method},
                               .inner = inner,
                               .identity = text("anna@air.example"),
                               .anonymous = text("@air.example"),
                               .password = text("a secret"),
                               .ca = apsim_pem(APSIM_PEM_CA),
                               .certificate = apsim_pem(APSIM_PEM_CLIENT),
                               .key = apsim_pem(APSIM_PEM_CLIENT_KEY),
                               .domain = text("air.example")};
}

static struct apsim_config ap_of(struct scenario *s, char name, uint8_t method)
{
    struct apsim_config c = scenario_ap_config(s, name, NULL);
    c.security = APSIM_EAP;
    c.eap.methods[0] = method;
    strcpy(c.eap.identity, "anna@air.example");
    strcpy(c.eap.password, "a secret");
    return c;
}

static void connect_by(struct scenario *s, uint32_t auth, const struct extsta_eap *eap)
{
    struct extsta_profile p;
    assert_int_equal(extsta_profile_make(&p, text("scenario"), NULL), EXTSTA_OK);
    extsta_profile_enterprise(&p, auth, eap);
    assert_int_equal(extsta_connect(s->sta, air_now(s->air), &p), EXTSTA_OK);
    air_station_pump(s->on_air);
}

static void connect_eap(struct scenario *s, const struct extsta_eap *eap)
{
    connect_by(s, DOT11_AUTH_ALGO_RSNA, eap);
}

static struct scenario *stage(const struct apsim_config *(*make)(struct scenario *s))
{
    struct scenario *s = scenario_new(77);
    scenario_ap(s, 'A', make(s));
    scenario_station(s, 5);
    scenario_run(s, 100);
    return s;
}

static struct apsim_config shared_config;

static const struct apsim_config *peap_ap(struct scenario *s)
{
    shared_config = ap_of(s, 'A', EXTSTA_EAP_PEAP);
    return &shared_config;
}

static void connects_with(uint8_t method, enum extsta_eap_inner inner, uint8_t tls_max)
{
    struct scenario *s = scenario_new(31);
    struct apsim_config a = ap_of(s, 'A', method);
    struct extsta_eap eap = user_of(method, inner);
    if (method == EXTSTA_EAP_TLS) {
        strcpy(a.eap.identity, "");
    }
    a.eap.tls_max = tls_max;
    scenario_ap(s, 'A', &a);
    scenario_station(s, 5);
    scenario_run(s, 100);
    connect_eap(s, &eap);
    if (!scenario_run_until(s, LOG_NOTIFY, "notify connected")) {
        scenario_print(s);
        fail();
    }
    assert_true(scenario_ping(s));
    scenario_disconnect(s);
    scenario_run(s, 500);
    scenario_free(s);
}

static void every_method_connects(void **state)
{
    for (uint8_t tls = 12; tls <= 13; tls++) {
        connects_with(EXTSTA_EAP_PEAP, EXTSTA_EAP_INNER_EAP_MSCHAPV2, tls);
        connects_with(EXTSTA_EAP_TTLS, EXTSTA_EAP_INNER_EAP_MSCHAPV2, tls);
        connects_with(EXTSTA_EAP_TTLS, EXTSTA_EAP_INNER_MSCHAPV2, tls);
        connects_with(EXTSTA_EAP_TTLS, EXTSTA_EAP_INNER_PAP, tls);
        connects_with(EXTSTA_EAP_TLS, EXTSTA_EAP_INNER_EAP_MSCHAPV2, tls);
    }
    connects_with(EXTSTA_EAP_MSCHAPV2, EXTSTA_EAP_INNER_EAP_MSCHAPV2, 0);
}

/* WPA3-Enterprise: 802.1X with SHA-256, and management frames must be protected. */
static void wpa3_enterprise_wants_protected_management_frames(void **state)
{
    for (int protects = 0; protects < 2; protects++) {
        struct scenario *s = scenario_new(36);
        struct apsim_config a = ap_of(s, 'A', EXTSTA_EAP_PEAP);
        struct extsta_eap eap = user_of(EXTSTA_EAP_PEAP, EXTSTA_EAP_INNER_EAP_MSCHAPV2);
        a.akms[0] = AKM_8021X_SHA256;
        a.pmf = protects ? APSIM_PMF_REQUIRED : APSIM_PMF_OFF;
        scenario_ap(s, 'A', &a);
        scenario_station(s, 5);
        scenario_run(s, 100);
        connect_by(s, DOT11_AUTH_ALGO_WPA3_ENT, &eap);
        scenario_run(s, 5000);
        assert_int_equal(scenario_ping(s), protects);
        scenario_free(s);
    }
}

static void expect_port_cause(struct scenario *s, enum extsta_diagnosis diagnosis,
                              const char *words)
{
    char line[256];
    extsta_cause_text(&s->port_cause, line, sizeof line);
    if (s->port_cause.diagnosis != diagnosis || !strstr(line, words)) {
        scenario_print(s);
        fail_msg("%s", line);
    }
    assert_int_equal(s->port_cause.stage, EXTSTA_STAGE_8021X);
}

static void a_wrong_password_is_told_and_not_tried_again(void **state)
{
    struct scenario *s = stage(peap_ap);
    struct extsta_eap eap = user_of(EXTSTA_EAP_PEAP, EXTSTA_EAP_INNER_EAP_MSCHAPV2);
    eap.password = text("a guess");
    connect_eap(s, &eap);
    scenario_run(s, 20000);
    expect_port_cause(s, EXTSTA_DIAGNOSIS_EAP_PASSWORD, "(error 691: wrong name or password)");
    assert_false(s->port_cause.will_retry);
    scenario_free(s);
}

static void a_certificate_that_nobody_trusts_is_named(void **state)
{
    static const struct {
        enum apsim_certificate certificate;
        const char *words;
    } cases[] = {
        {APSIM_CERTIFICATE_EXPIRED, "expired"},
        {APSIM_CERTIFICATE_FUTURE, "not yet valid"},
        {APSIM_CERTIFICATE_STRANGE, "unknown CA"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct scenario *s = scenario_new(32);
        struct apsim_config a = ap_of(s, 'A', EXTSTA_EAP_PEAP);
        struct extsta_eap eap = user_of(EXTSTA_EAP_PEAP, EXTSTA_EAP_INNER_EAP_MSCHAPV2);
        a.eap.certificate = cases[i].certificate;
        scenario_ap(s, 'A', &a);
        scenario_station(s, 5);
        scenario_run(s, 100);
        connect_eap(s, &eap);
        scenario_run(s, 4000);
        expect_port_cause(s, EXTSTA_DIAGNOSIS_EAP_CERTIFICATE, cases[i].words);
        scenario_free(s);
    }
}

static void a_server_of_another_domain_is_named(void **state)
{
    struct scenario *s = stage(peap_ap);
    struct extsta_eap eap = user_of(EXTSTA_EAP_PEAP, EXTSTA_EAP_INNER_EAP_MSCHAPV2);
    eap.domain = text("corp.example");
    connect_eap(s, &eap);
    scenario_run(s, 4000);
    expect_port_cause(s, EXTSTA_DIAGNOSIS_EAP_CERTIFICATE, "radius.air.example");
    scenario_free(s);
}

static void fails_with(enum apsim_eap_fault fault, enum extsta_diagnosis diagnosis)
{
    struct scenario *s = scenario_new(33);
    struct apsim_config a = ap_of(s, 'A', EXTSTA_EAP_PEAP);
    struct extsta_eap eap = user_of(EXTSTA_EAP_PEAP, EXTSTA_EAP_INNER_EAP_MSCHAPV2);
    a.eap.fault = fault;
    scenario_ap(s, 'A', &a);
    scenario_station(s, 5);
    scenario_run(s, 100);
    connect_eap(s, &eap);
    for (int i = 0; i < 60 && s->port_cause.diagnosis == EXTSTA_DIAGNOSIS_NONE; i++) {
        scenario_run(s, 1000);
    }
    expect_port_cause(s, diagnosis, "");
    scenario_free(s);
}

static void each_failure_has_a_diagnosis_of_its_own(void **state)
{
    fails_with(APSIM_EAP_SILENT, EXTSTA_DIAGNOSIS_EAP_SERVER_SILENT);
    fails_with(APSIM_EAP_FAILURE, EXTSTA_DIAGNOSIS_EAP_REFUSED);
    fails_with(APSIM_EAP_WRONG_PROOF, EXTSTA_DIAGNOSIS_EAP_IMPOSTOR);
}

static void no_method_in_common(void **state)
{
    struct scenario *s = scenario_new(34);
    struct apsim_config a = ap_of(s, 'A', EXTSTA_EAP_TLS);
    struct extsta_eap eap = user_of(EXTSTA_EAP_PEAP, EXTSTA_EAP_INNER_EAP_MSCHAPV2);
    scenario_ap(s, 'A', &a);
    scenario_station(s, 5);
    scenario_run(s, 100);
    connect_eap(s, &eap);
    scenario_run(s, 4000);
    expect_port_cause(s, EXTSTA_DIAGNOSIS_EAP_NO_METHOD, "the server wants EAP method 13: TLS");
    scenario_free(s);
}

static unsigned eap_frames(const struct scenario *s)
{
    unsigned n = 0;
    for (size_t i = s->mark; i < s->count; i++) {
        n += s->lines[i].kind == LOG_FRAME && strstr(s->lines[i].text, "EAP") != NULL;
    }
    return n;
}

static void again(struct scenario *s, const struct extsta_eap *eap)
{
    scenario_disconnect(s);
    scenario_run(s, 500);
    scenario_mark(s);
    connect_eap(s, eap);
    if (!scenario_run_until(s, LOG_NOTIFY, "notify connected")) {
        scenario_print(s);
        fail();
    }
}

/* PMK-08, ROM-16: the second time the access point knows the key by its name. */
static void a_reconnection_needs_no_EAP(void **state)
{
    struct scenario *s = stage(peap_ap);
    struct extsta_eap eap = user_of(EXTSTA_EAP_PEAP, EXTSTA_EAP_INNER_EAP_MSCHAPV2);
    scenario_mark(s);
    connect_eap(s, &eap);
    assert_true(scenario_run_until(s, LOG_NOTIFY, "notify connected"));
    assert_true(eap_frames(s) > 0);
    again(s, &eap);
    if (eap_frames(s) > 0) {
        scenario_print(s);
        fail();
    }
    assert_true(scenario_ping(s));
    scenario_free(s);
}

/* The access point has forgotten it: it is authenticated anew, in the same attempt. */
static void a_key_that_the_access_point_has_forgotten(void **state)
{
    struct scenario *s = scenario_new(35);
    struct apsim_config a = ap_of(s, 'A', EXTSTA_EAP_PEAP);
    struct extsta_eap eap = user_of(EXTSTA_EAP_PEAP, EXTSTA_EAP_INNER_EAP_MSCHAPV2);
    a.eap.no_cache = true;
    scenario_ap(s, 'A', &a);
    scenario_station(s, 5);
    scenario_run(s, 100);
    connect_eap(s, &eap);
    assert_true(scenario_run_until(s, LOG_NOTIFY, "notify connected"));
    again(s, &eap);
    assert_true(eap_frames(s) > 0);
    assert_int_equal(s->port_cause.diagnosis, EXTSTA_DIAGNOSIS_NONE);
    assert_true(scenario_ping(s));
    scenario_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_method_connects),
        cmocka_unit_test(wpa3_enterprise_wants_protected_management_frames),
        cmocka_unit_test(a_wrong_password_is_told_and_not_tried_again),
        cmocka_unit_test(a_certificate_that_nobody_trusts_is_named),
        cmocka_unit_test(a_server_of_another_domain_is_named),
        cmocka_unit_test(each_failure_has_a_diagnosis_of_its_own),
        cmocka_unit_test(no_method_in_common),
        cmocka_unit_test(a_reconnection_needs_no_EAP),
        cmocka_unit_test(a_key_that_the_access_point_has_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
