/* The station's 802.1X on behalf of an extension (SEQ-06, IHV-32 ... IHV-37): an extension that
 * does what the contract says, and some that do not, before a server by hand. */
#include "../fake_driver.h"
#include "../onex/server.h"
#include "wire/eapol.h"
#include <extsta/ihv.h>
#include <extsta/wlanihvtypes.h>

static const uint16_t eapol = 0x888e;
static const uint8_t key_frame[] = {2, 3, 0, 5, 2, 0, 0x8a, 0, 16};

struct scene {
    struct fake *f;
    struct server server;
    uint32_t session;
};

static struct extsta_ihv_call *last_call(struct fake *f)
{
    fake_drain(f);
    assert_true(f->ihv_count > 0);
    return &f->ihv[f->ihv_count - 1];
}

static void returned(struct fake *f)
{
    extsta_ihv_returned(f->sta, f->now, last_call(f)->call_id, 0, 0);
}

/* Up to an unauthorized port of the extension, whose handler has returned. */
static void begin(struct scene *s, const char *password)
{
    struct extsta_profile p;
    const struct extsta_ihv_exemption e = {eapol, DOT11_EXEMPT_ON_KEY_MAPPING_KEY_UNAVAILABLE,
                                           DOT11_EXEMPT_UNICAST};
    memset(s, 0, sizeof *s);
    s->f = fake_new();
    extsta_ihv_attach(s->f->sta, s->f->now);
    returned(s->f);
    fake_profile_psk(&p);
    memset(p.passphrase, 0, sizeof p.passphrase);
    p.manager = EXTSTA_MANAGER_IHV;
    p.ihv_security = "<x/>";
    p.eap = configured(password);
    assert_int_equal(extsta_connect(s->f->sta, s->f->now, &p), EXTSTA_OK);
    returned(s->f); /* adapter-reset */
    uint32_t connect = last_call(s->f)->session;
    returned(s->f);
    assert_int_equal(
        extsta_ihv_set_ethertype_handling(s->f->sta, s->f->now, 4, &e, 1, &eapol, 1), 0);
    assert_int_equal(extsta_ihv_pre_associate_completion(s->f->sta, s->f->now, connect, 0, 0),
                     0);
    fake_connection_start(s->f, dot11_BSS_type_infrastructure);
    fake_association_start(s->f, fake_ap_a);
    fake_association_completion(s->f, fake_ap_a,
                                &(struct fake_association){.auth = DOT11_AUTH_ALGO_RSNA_PSK});
    fake_connection_completion(s->f, 0);
    fake_run(s->f);
    s->session = last_call(s->f)->session;
    returned(s->f);
    fake_clear_log(s->f);
}

static uint32_t process(struct scene *s, const void *packet, size_t len)
{
    uint32_t error =
        extsta_ihv_process_security_packet(s->f->sta, s->f->now, span(packet, len));
    fake_run(s->f);
    return error;
}

/* A PDU of the access point comes up to the extension. */
static void receive(struct scene *s, const void *pdu, size_t len)
{
    fake_receive(s->f, fake_ap_a, 0x888e, pdu, len, false);
    fake_run(s->f);
    assert_int_equal(last_call(s->f)->type, EXTSTA_IHV_RECEIVE_PACKET);
    returned(s->f);
}

/* An EAP packet of the server, which the extension hands over; the station's answer. */
static struct extsta_span eap(struct scene *s, struct extsta_span packet)
{
    uint8_t pdu[EAP_PACKET_MAX + 4] = {2, EAPOL_EAP_PACKET};
    struct eapol e;
    put_be16(pdu + 2, (uint16_t)packet.len);
    memcpy(pdu + 4, packet.data, packet.len);
    receive(s, pdu, packet.len + 4);
    assert_int_equal(process(s, pdu, packet.len + 4), 0);
    if (s->f->sent_count == 0) { /* Success has no answer */
        return span(NULL, 0);
    }
    size_t last = s->f->sent_count - 1;
    assert_true(eapol_parse(span(s->f->sent[last] + 32, s->f->sent_len[last] - 32), &e));
    return e.body;
}

static void start(struct scene *s)
{
    assert_int_equal(extsta_ihv_start_onex(s->f->sta, s->f->now), 0);
    fake_run(s->f);
}

static void SEQ_06_IHV_34_IHV_35_IHV_37_PRT_11_the_whole_sequence(void **state)
{
    struct scene s;
    begin(&s, "a secret");
    start(&s);
    eap(&s, ask_identity(&s.server));
    struct extsta_span response = eap(&s, challenge(&s.server));
    eap(&s, judge(&s.server, response, "a secret"));
    fake_expect(s.f, "> send 888e 4\n" /* EAPOL-Start */
                     "ihv receive-packet\n"
                     "ihv onex-result\n" /* in progress */
                     "> send 888e 18\n"
                     "ihv receive-packet\n"
                     "> send 888e 72\n"
                     "ihv receive-packet\n"
                     "> send 888e 10\n");
    eap(&s, end_with(&s.server, EAP_SUCCESS));
    const struct extsta_ihv_call *c = last_call(s.f);
    assert_int_equal(c->type, EXTSTA_IHV_ONEX_INDICATE_RESULT);
    assert_int_equal(c->status, DOT11_MSONEX_SUCCESS);
    assert_int_equal(c->data.len, sizeof s.server.msk);
    fake_expect(s.f, "ihv receive-packet\n"
                     "ihv onex-result\n"); /* and no port opens */
    /* all EAPOL is the extension's now */
    receive(&s, key_frame, sizeof key_frame);
    assert_int_equal(process(&s, key_frame, sizeof key_frame), ERROR_INVALID_STATE);
    assert_int_equal(extsta_ihv_stop_onex(s.f->sta, s.f->now), ERROR_INVALID_STATE);
    fake_clear_log(s.f);
    assert_int_equal(
        extsta_ihv_post_associate_completion(s.f->sta, s.f->now, s.session, NULL, 0, 0), 0);
    fake_run(s.f);
    fake_drain(s.f);
    assert_non_null(strstr(s.f->log, "port authorized 1 ihv open"));
    fake_free(s.f);
}

/* The keys are those of the server, MS-MPPE-Recv-Key first. */
static void IHV_35_the_keys_are_those_of_the_server(void **state)
{
    struct scene s;
    struct extsta_output o;
    uint8_t keys[64] = {0};
    begin(&s, "a secret");
    start(&s);
    eap(&s, ask_identity(&s.server));
    struct extsta_span response = eap(&s, challenge(&s.server));
    eap(&s, judge(&s.server, response, "a secret"));
    struct extsta_span success = end_with(&s.server, EAP_SUCCESS);
    uint8_t pdu[64] = {2, 0, 0, (uint8_t)success.len};
    memcpy(pdu + 4, success.data, success.len);
    assert_int_equal(
        extsta_ihv_process_security_packet(s.f->sta, s.f->now, span(pdu, success.len + 4)), 0);
    while (extsta_next(s.f->sta, &o)) {
        if (o.type == EXTSTA_OUT_IHV && o.ihv.data.len == sizeof keys) {
            memcpy(keys, o.ihv.data.data, sizeof keys);
        }
    }
    assert_memory_equal(keys, s.server.msk, sizeof keys);
    fake_free(s.f);
}

static void IHV_33_three_EAPOL_Start_and_then_failure(void **state)
{
    struct scene s;
    begin(&s, "a secret");
    start(&s);
    for (int i = 0; i < 3; i++) {
        s.f->now = extsta_deadline(s.f->sta);
        extsta_expire(s.f->sta, s.f->now);
        fake_run(s.f);
    }
    assert_int_equal(last_call(s.f)->status, DOT11_MSONEX_FAILURE);
    fake_expect(s.f, "> send 888e 4\n"
                     "> send 888e 4\n"
                     "> send 888e 4\n"
                     "ihv onex-result\n");
    fake_free(s.f);
}

static void IHV_35_a_refusal_is_told_with_its_reason(void **state)
{
    struct scene s;
    begin(&s, "another");
    start(&s);
    eap(&s, ask_identity(&s.server));
    struct extsta_span response = eap(&s, challenge(&s.server));
    eap(&s, judge(&s.server, response, "a secret"));
    assert_int_equal(last_call(s.f)->status, DOT11_MSONEX_FAILURE);
    assert_int_equal(last_call(s.f)->handle, ONEX_EAP_FAILURE_RECEIVED);
    assert_int_equal(last_call(s.f)->data.len, 0);
    fake_free(s.f);
}

static void IHV_34_EAPOL_Key_is_the_extensions_own(void **state)
{
    struct scene s;
    begin(&s, "a secret");
    start(&s);
    fake_clear_log(s.f);
    assert_int_equal(process(&s, key_frame, sizeof key_frame), ERROR_INVALID_PARAMETER);
    fake_expect(s.f, "");
    fake_free(s.f);
}

/* The documents' form: from the type octet on. */
static void IHV_34_a_packet_may_begin_at_its_type(void **state)
{
    struct scene s;
    begin(&s, "a secret");
    start(&s);
    fake_clear_log(s.f);
    struct extsta_span packet = ask_identity(&s.server);
    uint8_t form[64] = {0, 0, (uint8_t)packet.len};
    memcpy(form + 3, packet.data, packet.len);
    assert_int_equal(process(&s, form, packet.len + 3), 0);
    fake_drain(s.f);
    assert_non_null(strstr(s.f->log, "> send 888e 18\n"));
    fake_free(s.f);
}

static void IHV_36_StopOneX_only_while_it_is_pending(void **state)
{
    struct scene s;
    begin(&s, "a secret");
    assert_int_equal(extsta_ihv_stop_onex(s.f->sta, s.f->now), ERROR_INVALID_STATE);
    start(&s);
    assert_int_equal(extsta_ihv_stop_onex(s.f->sta, s.f->now), 0);
    assert_int_equal(extsta_ihv_stop_onex(s.f->sta, s.f->now), ERROR_INVALID_STATE);
    struct extsta_span packet = ask_identity(&s.server);
    uint8_t pdu[64] = {2, 0, 0, (uint8_t)packet.len};
    memcpy(pdu + 4, packet.data, packet.len);
    fake_clear_log(s.f);
    assert_int_equal(process(&s, pdu, packet.len + 4), ERROR_INVALID_STATE);
    fake_expect(s.f, "");
    fake_free(s.f);
}

static void IHV_32_802_1X_ends_with_the_port(void **state)
{
    struct scene s;
    begin(&s, "a secret");
    start(&s);
    fake_disassociation(s.f, fake_ap_a, 0x10007);
    fake_run(s.f);
    assert_int_equal(extsta_ihv_stop_onex(s.f->sta, s.f->now), ERROR_INVALID_STATE);
    fake_free(s.f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(SEQ_06_IHV_34_IHV_35_IHV_37_PRT_11_the_whole_sequence),
        cmocka_unit_test(IHV_35_the_keys_are_those_of_the_server),
        cmocka_unit_test(IHV_33_three_EAPOL_Start_and_then_failure),
        cmocka_unit_test(IHV_35_a_refusal_is_told_with_its_reason),
        cmocka_unit_test(IHV_34_EAPOL_Key_is_the_extensions_own),
        cmocka_unit_test(IHV_34_a_packet_may_begin_at_its_type),
        cmocka_unit_test(IHV_36_StopOneX_only_while_it_is_pending),
        cmocka_unit_test(IHV_32_802_1X_ends_with_the_port),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
