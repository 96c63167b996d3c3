/* msm: OS-managed port authentication against the authenticator of rsn/, and what is
 * concluded when it fails (SEQ-04, X-45). */
#include "../fake_driver.h"
#include "base/mac.h"
#include "crypto/primitives.h"
#include "rsn/authenticator.h"
#include <extsta/payload.h>

struct scene {
    struct fake *f;
    struct authenticator a;
    struct supplicant_step step;
};

static struct extsta_span span_of(const void *p, size_t n)
{
    return (struct extsta_span){(const uint8_t *)p, n};
}

static void begin(struct scene *s, const char *passphrase, const uint8_t *rsne, size_t rsne_len)
{
    struct extsta_profile p;
    uint8_t pmk[32], anonce[32];
    memset(s, 0, sizeof *s);
    s->f = fake_new();
    fake_profile_psk(&p);
    fake_connect(s->f, &p, false);
    struct crypto *crypto = crypto_of(s->f->ctx);
    assert_int_equal(
        crypto_psk(crypto, span_of(passphrase, strlen(passphrase)), span_of("net", 3), pmk),
        EXTSTA_OK);
    memset(anonce, 0x5a, sizeof anonce);
    struct authenticator_config config = {.crypto = crypto,
                                          .own = fake_ap_a,
                                          .peer = fake_own,
                                          .pmk = span_of(pmk, 32),
                                          .akm = AKM_PSK,
                                          .pairwise = CIPHER_CCMP,
                                          .group = CIPHER_CCMP,
                                          .own_rsne = span_of(rsne, rsne_len),
                                          .peer_rsne = span_of(fake_rsne, sizeof fake_rsne),
                                          .gtk_len = 16,
                                          .gtk_id = 1,
                                          .gtk_rsc = 0x010203};
    memset(config.gtk, 0x77, 16);
    assert_int_equal(authenticator_start(&s->a, s->f->now, &config, anonce, &s->step),
                     EXTSTA_OK);
    fake_clear_log(s->f);
}

static void end(struct scene *s)
{
    authenticator_clear(&s->a);
    fake_free(s->f);
}

/* The authenticator's frame to the station. */
static void to_station(struct scene *s)
{
    assert_true(s->step.send_len > 0);
    fake_receive(s->f, fake_ap_a, 0x888e, s->step.send, s->step.send_len,
                 s->step.send_protected);
    fake_run(s->f);
}

/* The station's last frame to the authenticator. */
static void to_authenticator(struct scene *s)
{
    assert_true(s->f->sent_count > 0);
    const uint8_t *sent = s->f->sent[s->f->sent_count - 1];
    authenticator_rx(&s->a, s->f->now,
                     span_of(sent + 32, s->f->sent_len[s->f->sent_count - 1] - 32), &s->step);
}

static void four_way(struct scene *s)
{
    to_station(s);
    to_authenticator(s);
    to_station(s);
}

static void SEQ_04_PRT_10_PRT_11_KEY_10_four_way_keys_then_the_port(void **state)
{
    struct scene s;
    begin(&s, "correct horse", fake_rsne, sizeof fake_rsne);
    to_station(&s);
    to_authenticator(&s);
    assert_int_equal(s.f->sent_exemption[0], DOT11_EXEMPT_ALWAYS);
    fake_expect(s.f, "> send 888e 121\n");
    to_station(&s);
    assert_int_equal(s.f->oid_count, 3);
    assert_int_equal(s.f->sent_exemption[0], DOT11_EXEMPT_ALWAYS);
    to_authenticator(&s);
    assert_int_equal(s.a.state, AUTHENTICATOR_DONE);
    assert_true(s.f->oid_count == 3);
    fake_expect(s.f, "> send 888e 99\n" /* message 4 first, in the clear */
                     "> set CIPHER_KEY_MAPPING_KEY\n"
                     "> set CIPHER_DEFAULT_KEY\n"
                     "port authorized 1 os open\n"
                     "notify connected 0\n"
                     "notify connection-complete 0\n"
                     "> set PORT_STATE_NOTIFICATION\n");
    assert_true(extsta_deadline(s.f->sta) == EXTSTA_NEVER);
    assert_int_equal(s.f->last_oid[1].oid, OID_DOT11_CIPHER_DEFAULT_KEY);
    assert_int_equal(get_le32(s.f->last_input[1] + 4), 1); /* KEY-10: the id the AP gave it */
    end(&s);
}

/* Up to a message 4 of which the driver does not say what became. */
static void up_to_message_4(struct scene *s)
{
    begin(s, "correct horse", fake_rsne, sizeof fake_rsne);
    s->f->holds_eapol = true;
    four_way(s);
    fake_expect(s->f, "> send 888e 121\n"
                      "> send 888e 99\n"); /* and no key */
}

/* The driver says it of the last packet, in the next call. */
static void message_4_was(struct scene *s, uint32_t id, uint32_t status)
{
    fake_complete_send(s->f, id, status);
    fake_run(s->f);
}

/* Message 4 is lost: the AP has no key and says message 3 again in the clear, which the driver
 * passes only while it has no key for the AP either (DEC-05). */
static void SEQ_04_DEC_05_message_4_lost_once(void **state)
{
    struct scene s;
    up_to_message_4(&s);
    uint32_t first = s.f->sent_id[1];
    message_4_was(&s, first, NDIS_STATUS_FAILURE);
    fake_expect(s.f, "");
    s.f->now += EXTSTA_SECOND;
    authenticator_expire(&s.a, s.f->now, &s.step);
    to_station(&s);
    assert_int_equal(s.f->sent_exemption[0], DOT11_EXEMPT_ALWAYS);
    to_authenticator(&s);
    assert_int_equal(s.a.state, AUTHENTICATOR_DONE);
    uint32_t second = s.f->sent_id[0];
    fake_expect(s.f, "> send 888e 99\n");
    message_4_was(&s, first, NDIS_STATUS_SUCCESS); /* not the one that counts */
    fake_expect(s.f, "");
    message_4_was(&s, second, NDIS_STATUS_SUCCESS);
    assert_memory_equal(s.f->last_input[0] + 44, s.a.ptk.tk, 16);
    assert_memory_equal(s.f->last_input[1] + 34, s.a.config.gtk, 16);
    fake_expect(s.f, "> set CIPHER_KEY_MAPPING_KEY\n"
                     "> set CIPHER_DEFAULT_KEY\n"
                     "port authorized 1 os open\n"
                     "notify connected 0\n"
                     "notify connection-complete 0\n"
                     "> set PORT_STATE_NOTIFICATION\n");
    message_4_was(&s, second, NDIS_STATUS_SUCCESS); /* said twice: no key twice */
    fake_expire(s.f, 5 * EXTSTA_SECOND);
    fake_expect(s.f, "");
    assert_true(extsta_deadline(s.f->sta) == EXTSTA_NEVER);
    end(&s);
}

static void a_driver_silent_about_message_4_is_not_waited_for(void **state)
{
    struct scene s;
    up_to_message_4(&s);
    fake_expire(s.f, 999 * EXTSTA_MS);
    fake_expect(s.f, "");
    fake_expire(s.f, EXTSTA_MS);
    assert_true(fake_status(s.f).port_open);
    assert_int_equal(s.f->oid_count, 3);
    end(&s);
}

/* Nobody repeats message 3: only the acknowledgements were lost. */
static void message_4_not_acknowledged_yet_received(void **state)
{
    struct scene s;
    up_to_message_4(&s);
    message_4_was(&s, s.f->sent_id[1], NDIS_STATUS_FAILURE);
    s.f->oid_count = 0;
    fake_expire(s.f, 1400 * EXTSTA_MS);
    assert_int_equal(s.f->oid_count, 0);
    fake_expire(s.f, 100 * EXTSTA_MS);
    assert_true(fake_status(s.f).port_open);
    end(&s);
}

/* Keys that wait go with the port. */
static void a_port_that_ends_takes_its_waiting_keys_along(void **state)
{
    struct scene s;
    up_to_message_4(&s);
    uint32_t id = s.f->sent_id[1];
    fake_disassociation(s.f, fake_ap_a, DOT11_ASSOC_STATUS_PEER_DEAUTHENTICATED | 15);
    fake_run(s.f);
    fake_clear_log(s.f);
    message_4_was(&s, id, NDIS_STATUS_SUCCESS);
    fake_expire(s.f, 5 * EXTSTA_SECOND);
    fake_drain(s.f);
    assert_null(strstr(s.f->log, "CIPHER"));
    end(&s);
}

/* The new pairwise key waits, too; the old one serves message 4 and its repetition. */
static void ATH_14_a_pairwise_rekey_waits_for_its_message_4(void **state)
{
    struct scene s;
    uint8_t anonce[32];
    begin(&s, "correct horse", fake_rsne, sizeof fake_rsne);
    four_way(&s);
    to_authenticator(&s);
    memset(anonce, 0xa5, sizeof anonce);
    authenticator_rekey(&s.a, s.f->now, anonce, &s.step);
    s.step.send_protected = true;
    to_station(&s);
    to_authenticator(&s);
    fake_clear_log(s.f);
    s.f->holds_eapol = true;
    s.step.send_protected = true;
    to_station(&s);
    message_4_was(&s, s.f->sent_id[0], NDIS_STATUS_FAILURE);
    fake_expect(s.f, "> send 888e 99\n");
    s.f->now += EXTSTA_SECOND;
    authenticator_expire(&s.a, s.f->now, &s.step);
    s.step.send_protected = true;
    to_station(&s);
    assert_int_equal(s.f->sent_exemption[0], DOT11_EXEMPT_NO_EXEMPTION);
    message_4_was(&s, s.f->sent_id[0], NDIS_STATUS_SUCCESS);
    to_authenticator(&s);
    assert_memory_equal(s.f->last_input[0] + 44, s.a.ptk.tk, 16);
    fake_expect(s.f, "> send 888e 99\n"
                     "> set CIPHER_KEY_MAPPING_KEY\n");
    assert_true(fake_status(s.f).port_open);
    end(&s);
}

static void X_57_KEY_02_key_layouts(void **state)
{
    struct scene s;
    begin(&s, "correct horse", fake_rsne, sizeof fake_rsne);
    four_way(&s);
    /* DOT11_BYTE_ARRAY with one DOT11_CIPHER_KEY_MAPPING_KEY_VALUE: peer, CCMP, both, not
     * deleted, not static, 28 octets: counter 0, length 16, key */
    static const uint8_t mapping[44] = {0x80, 1,    16, 0, 48, 0, 0, 0, 48, 0, 0,  0, 2, 0, 0,
                                        0,    0x0a, 0,  0, 0,  4, 0, 0, 0,  3, 0,  0, 0, 0, 0,
                                        28,   0,    0,  0, 0,  0, 0, 0, 0,  0, 16, 0, 0, 0};
    assert_int_equal(s.f->last_oid[0].oid, OID_DOT11_CIPHER_KEY_MAPPING_KEY);
    assert_int_equal(s.f->last_oid[0].in_len, 60);
    assert_memory_equal(s.f->last_input[0], mapping, sizeof mapping);
    assert_memory_equal(s.f->last_input[0] + 44, s.a.ptk.tk, 16);
    /* DOT11_CIPHER_DEFAULT_KEY_VALUE: index 1, CCMP, the AP, 28 octets: counter 0x010203 */
    static const uint8_t group[34] = {0x80, 1, 24, 0, 1,    0, 0,  0, 4,  0, 0, 0,
                                      2,    0, 0,  0, 0x0a, 0, 0,  0, 28, 0, 3, 2,
                                      1,    0, 0,  0, 0,    0, 16, 0, 0,  0};
    assert_int_equal(s.f->last_oid[1].oid, OID_DOT11_CIPHER_DEFAULT_KEY);
    assert_int_equal(s.f->last_oid[1].in_len, 50);
    assert_memory_equal(s.f->last_input[1], group, sizeof group);
    assert_memory_equal(s.f->last_input[1] + 34, s.a.config.gtk, 16);
    end(&s);
}

static void ATH_14_group_rekey_keeps_the_port(void **state)
{
    struct scene s;
    uint8_t gtk[16];
    begin(&s, "correct horse", fake_rsne, sizeof fake_rsne);
    four_way(&s);
    to_authenticator(&s);
    fake_clear_log(s.f);
    memset(gtk, 0x99, sizeof gtk);
    authenticator_group(&s.a, s.f->now, gtk, 16, 2, &s.step);
    s.step.send_protected = true;
    to_station(&s);
    assert_int_equal(s.f->last_input[0][4], 2); /* the other index */
    assert_int_equal(s.f->sent_exemption[0], DOT11_EXEMPT_NO_EXEMPTION);
    to_authenticator(&s);
    assert_int_equal(s.a.state, AUTHENTICATOR_DONE);
    fake_expect(s.f, "> send 888e 99\n"
                     "> set CIPHER_DEFAULT_KEY\n");
    end(&s);
}

/* The driver refuses a group key that comes later: the port is closed, the miniport is told,
 * and the station leaves; the end is indicated, and the port goes with it. */
static void X_45_PRT_25_DIS_23_a_failed_rekey_ends_the_connection(void **state)
{
    struct scene s;
    uint8_t gtk[16];
    begin(&s, "correct horse", fake_rsne, sizeof fake_rsne);
    four_way(&s);
    to_authenticator(&s);
    assert_true(fake_status(s.f).port_open);
    fake_clear_log(s.f);
    fake_answer(s.f, OID_DOT11_CIPHER_DEFAULT_KEY, NDIS_STATUS_INVALID_DATA);
    memset(gtk, 0x99, sizeof gtk);
    authenticator_group(&s.a, s.f->now, gtk, 16, 2, &s.step);
    s.step.send_protected = true;
    fake_receive(s.f, fake_ap_a, 0x888e, s.step.send, s.step.send_len, true);
    fake_run(s.f);
    fake_drain(s.f);
    const char *closed = strstr(s.f->log, "port unauthorized 1 os closed\n");
    const char *left = strstr(s.f->log, "> set DISCONNECT_REQUEST\n");
    assert_true(closed && left && closed < left);
    assert_non_null(strstr(s.f->log, "> set PORT_STATE_NOTIFICATION\n"));
    assert_false(fake_status(s.f).port_open);
    fake_disassociation(s.f, fake_ap_a, DOT11_DISASSOC_REASON_OS);
    fake_run(s.f);
    fake_drain(s.f);
    assert_non_null(strstr(left, "port deleted 1 os closed\n"));
    end(&s);
}

static void X_45_message_1_never_comes(void **state)
{
    struct scene s;
    begin(&s, "correct horse", fake_rsne, sizeof fake_rsne);
    fake_disassociation(s.f, fake_ap_a, DOT11_ASSOC_STATUS_DISASSOCIATED_BY_OS);
    fake_expire(s.f, 10 * EXTSTA_SECOND - 1);
    fake_expect(s.f, "");
    fake_expire(s.f, 1);
    fake_expect(s.f, "cause port message-1-never-came X-45\n"
                     "notify disconnecting 0\n"
                     "> set DISCONNECT_REQUEST\n"
                     "< DISASSOCIATION\n"
                     "port deleted 1 os closed\n"
                     "notify connection-failed 1\n");
    end(&s);
}

static void X_45_message_3_never_comes(void **state)
{
    struct scene s;
    begin(&s, "correct horse", fake_rsne, sizeof fake_rsne);
    to_station(&s);
    fake_clear_log(s.f);
    fake_expire(s.f, 10 * EXTSTA_SECOND);
    fake_drain(s.f);
    assert_non_null(strstr(s.f->log, "cause port message-3-never-came X-45\n"));
    end(&s);
}

/* The AP says message 1 until it has enough of it. */
static void messages_1_in_vain(struct scene *s)
{
    while (s->a.state != AUTHENTICATOR_FAILED) {
        to_station(s);
        to_authenticator(s);
        s->f->now += EXTSTA_SECOND;
        authenticator_expire(&s->a, s->f->now, &s->step);
    }
    fake_clear_log(s->f);
}

/* ... and sends the station away; the cause of the port. */
static struct extsta_cause sent_away(struct scene *s, uint32_t reason)
{
    struct extsta_output o;
    struct extsta_cause cause = {0};
    fake_disassociation(s->f, fake_ap_a, DOT11_ASSOC_STATUS_PEER_DEAUTHENTICATED | reason);
    fake_run(s->f);
    while (extsta_next(s->f->sta, &o)) {
        if (o.type == EXTSTA_OUT_CAUSE) {
            cause = o.cause;
        }
        fake_log_output(s->f, &o);
    }
    return cause;
}

/* The miniport has gone back to it by itself; a new handshake, under the PMK as before. */
static void associated_again(struct scene *s)
{
    uint8_t anonce[32];
    struct authenticator_config config = s->a.config;
    uint8_t pmk[32];
    memcpy(pmk, s->a.pmk, sizeof pmk);
    config.pmk = span_of(pmk, sizeof pmk);
    fake_roaming_start(s->f, 0x1000f);
    fake_association_start(s->f, fake_ap_a);
    fake_association_completion(s->f, fake_ap_a,
                                &(struct fake_association){.auth = DOT11_AUTH_ALGO_RSNA_PSK});
    fake_roaming_completion(s->f, 0);
    fake_run(s->f);
    memset(anonce, 0x5b, sizeof anonce);
    authenticator_clear(&s->a);
    assert_int_equal(authenticator_start(&s->a, s->f->now, &config, anonce, &s->step),
                     EXTSTA_OK);
    fake_clear_log(s->f);
}

/* Two handshakes say it: then it is certain, and the station stays away. */
static void wrong_passphrase_is_certain_the_second_time_and_the_station_leaves(void **state)
{
    struct scene s;
    begin(&s, "another horse", fake_rsne, sizeof fake_rsne);
    messages_1_in_vain(&s);
    struct extsta_cause cause = sent_away(&s, 15);
    fake_expect(s.f, "< DISASSOCIATION\n"
                     "cause port wrong-passphrase X-45\n"
                     "port deleted 1 os closed\n");
    assert_int_equal(cause.origin, EXTSTA_ORIGIN_PEER);
    assert_int_equal(cause.space, EXTSTA_CODE_PEER_REASON);
    assert_int_equal(cause.code, 15);
    assert_in_range(cause.confidence, 75, 94); /* "probably" */
    assert_true(cause.will_retry);
    associated_again(&s);
    messages_1_in_vain(&s);
    cause = sent_away(&s, 15);
    fake_expect(s.f, "< DISASSOCIATION\n"
                     "cause port wrong-passphrase X-45\n"
                     "notify disconnecting 0\n"
                     "port deleted 2 os closed\n"
                     "> set DISCONNECT_REQUEST\n"
                     "notify connection-failed 1000f\n");
    assert_in_range(cause.confidence, 95, 99);
    assert_false(cause.will_retry);
    assert_true(extsta_deadline(s.f->sta) == EXTSTA_NEVER);
    assert_false(fake_status(s.f).wanted);
    end(&s);
}

/* It has opened this port before: whatever the AP does now, it may be the AP. */
static void a_passphrase_that_has_worked_is_never_wrong_for_certain(void **state)
{
    struct scene s;
    begin(&s, "correct horse", fake_rsne, sizeof fake_rsne);
    four_way(&s);
    assert_true(fake_status(s.f).port_open);
    for (size_t i = 0; i < sizeof s.a.pmk; i++) {
        s.a.pmk[i] ^= 0x55; /* the AP has another one from here on */
    }
    sent_away(&s, 3);
    for (unsigned i = 0; i < 2; i++) {
        associated_again(&s);
        messages_1_in_vain(&s);
        struct extsta_cause cause = sent_away(&s, 15);
        assert_int_equal(cause.diagnosis, EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE);
        assert_in_range(cause.confidence, 1, 74); /* "perhaps" */
        assert_true(cause.will_retry);
    }
    assert_true(fake_status(s.f).wanted);
    end(&s);
}

/* Nobody ever had a message 2 of ours to judge the passphrase by. */
static void message_2_never_acknowledged_is_no_wrong_passphrase(void **state)
{
    struct scene s;
    begin(&s, "correct horse", fake_rsne, sizeof fake_rsne);
    s.f->holds_eapol = true;
    for (unsigned i = 0; i < 4; i++) {
        to_station(&s);
        fake_complete_send(s.f, s.f->sent_id[i], NDIS_STATUS_FAILURE);
        fake_run(s.f);
        s.f->now += EXTSTA_SECOND;
        authenticator_expire(&s.a, s.f->now, &s.step);
    }
    fake_clear_log(s.f);
    struct extsta_cause cause = sent_away(&s, 15);
    assert_int_equal(cause.diagnosis, EXTSTA_DIAGNOSIS_M2_LOST);
    assert_true(cause.will_retry);
    end(&s);
}

/* Once may be a lost frame: the miniport roams by itself and gets another chance. */
static void one_unsure_failure_does_not_end_the_connection(void **state)
{
    struct scene s;
    begin(&s, "correct horse", fake_rsne, sizeof fake_rsne);
    to_station(&s);
    fake_clear_log(s.f);
    fake_disassociation(s.f, fake_ap_a, DOT11_ASSOC_STATUS_PEER_DEAUTHENTICATED | 15);
    fake_run(s.f);
    fake_expect(s.f, "< DISASSOCIATION\n"
                     "cause port wrong-passphrase X-45\n"
                     "port deleted 1 os closed\n");
    fake_roaming_start(s.f, 0x1000f);
    fake_association_start(s.f, fake_ap_a);
    fake_association_completion(s.f, fake_ap_a,
                                &(struct fake_association){.auth = DOT11_AUTH_ALGO_RSNA_PSK});
    fake_roaming_completion(s.f, 0);
    fake_run(s.f);
    fake_clear_log(s.f);
    fake_disassociation(s.f, fake_ap_a, DOT11_ASSOC_STATUS_PEER_DEAUTHENTICATED | 2);
    fake_run(s.f);
    fake_drain(s.f);
    assert_non_null(strstr(s.f->log, "> set DISCONNECT_REQUEST\n"));
    assert_true(fake_status(s.f).wanted); /* and comes back, from the start */
    end(&s);
}

/* Connected by the contract, but every AP is gone before a port ever opened. */
static void no_port_for_a_minute_ends_the_connection(void **state)
{
    struct scene s;
    begin(&s, "correct horse", fake_rsne, sizeof fake_rsne);
    fake_disassociation(s.f, fake_ap_a, DOT11_ASSOC_STATUS_UNREACHABLE);
    fake_run(s.f);
    fake_clear_log(s.f);
    fake_expire(s.f, 60 * EXTSTA_SECOND);
    fake_expect(s.f, "cause connection peer-silent X-45\n"
                     "notify disconnecting 0\n"
                     "> set DISCONNECT_REQUEST\n"
                     "notify connection-failed 2\n");
    end(&s);
}

static void PRT_11_message_3_with_another_rsne_is_refused(void **state)
{
    struct scene s;
    uint8_t rsne[22];
    memcpy(rsne, fake_rsne, sizeof rsne);
    rsne[20] = 0x01; /* a capability the beacon did not have */
    begin(&s, "correct horse", rsne, sizeof rsne);
    to_station(&s);
    to_authenticator(&s);
    fake_clear_log(s.f);
    fake_disassociation(s.f, fake_ap_a, DOT11_ASSOC_STATUS_DISASSOCIATED_BY_OS);
    s.f->pending_count = 0;
    to_station(&s);
    fake_expect(s.f, "cause port rsne-mismatch PRT-11\n"
                     "notify disconnecting 0\n"
                     "> set DISCONNECT_REQUEST\n"
                     "notify connection-failed 1\n");
    end(&s);
}

static void PRT_11_a_refused_key_keeps_the_port_closed(void **state)
{
    struct scene s;
    begin(&s, "correct horse", fake_rsne, sizeof fake_rsne);
    fake_answer(s.f, OID_DOT11_CIPHER_DEFAULT_KEY, NDIS_STATUS_INVALID_DATA);
    four_way(&s);
    fake_drain(s.f);
    assert_null(strstr(s.f->log, "port authorized"));
    assert_non_null(strstr(s.f->log, "cause key"));
    assert_non_null(strstr(s.f->log, "> set DISCONNECT_REQUEST\n"));
    assert_false(fake_status(s.f).port_open);
    end(&s);
}

static void an_association_without_rsne_cannot_be_authenticated(void **state)
{
    struct fake *f = fake_new();
    struct extsta_profile p;
    fake_profile_psk(&p);
    struct fake_association a = {.auth = DOT11_AUTH_ALGO_RSNA_PSK, .no_rsne = true};
    assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
    fake_clear_log(f);
    fake_connection_start(f, dot11_BSS_type_infrastructure);
    fake_association_start(f, fake_ap_a);
    fake_association_completion(f, fake_ap_a, &a);
    fake_connection_completion(f, 0);
    fake_run(f);
    fake_expect(f, "< CONNECTION_START\n"
                   "< ASSOCIATION_START\n"
                   "< ASSOCIATION_COMPLETION\n"
                   "port created 1 os closed\n"
                   "cause port impossible-rsne PRT-11\n"
                   "< CONNECTION_COMPLETION\n"
                   "> method RESET_REQUEST\n"
                   "notify connection-failed 1\n");
    fake_free(f);
}

static void every_cut_of_every_message_is_survived(void **state)
{
    struct scene s;
    begin(&s, "correct horse", fake_rsne, sizeof fake_rsne);
    struct supplicant_step whole = s.step;
    for (size_t cut = 0; cut < whole.send_len; cut++) {
        s.step.send_len = cut;
        fake_receive(s.f, fake_ap_a, 0x888e, whole.send, cut, false);
        fake_run(s.f);
        fake_clear_log(s.f);
        assert_int_equal(s.f->sent_count, 0);
    }
    s.step = whole;
    to_station(&s);
    to_authenticator(&s);
    whole = s.step;
    for (size_t cut = 0; cut < whole.send_len; cut++) {
        fake_receive(s.f, fake_ap_a, 0x888e, whole.send, cut, false);
        fake_run(s.f);
        fake_clear_log(s.f);
        assert_int_equal(s.f->oid_count, 0);
    }
    s.step = whole;
    to_station(&s);
    assert_true(fake_status(s.f).port_open);
    end(&s);
}

/* --- in an independent network --- */

/* The n-th default key that the driver was given. */
static struct extsta_key default_key(const struct fake *f, size_t n)
{
    struct extsta_payload p = {0};
    for (size_t i = 0; i < f->oid_count; i++) {
        if (f->last_oid[i].oid == OID_DOT11_CIPHER_DEFAULT_KEY && n-- == 0) {
            assert_true(extsta_payload_read(
                EXTSTA_FORM_DEFAULT_KEY, span_of(f->last_input[i], f->last_oid[i].in_len), &p));
            return p.key;
        }
    }
    fail_msg("no such default key");
    return p.key;
}

/* The material behind its description: length, then octets (DOT11_KEY_ALGO_CCMP). */
static const uint8_t *octets_of(const struct extsta_key *key)
{
    struct extsta_payload p;
    assert_true(extsta_payload_read(EXTSTA_FORM_KEY_MATERIAL, key->key.bytes, &p));
    assert_int_equal(p.material.key_len, 16);
    return p.material.keys.bytes.data;
}

/* A peer with its supplicant and, in s->a, its authenticator; its address is the greater one,
 * so its handshake gives the pairwise key (12.6.10). */
static void begin_ibss(struct scene *s, struct supplicant *peer)
{
    begin(s, "correct horse", fake_rsne, sizeof fake_rsne);
    struct extsta_profile p;
    struct fake_association a = {.auth = DOT11_AUTH_ALGO_RSNA_PSK};
    extsta_disconnect(s->f->sta, s->f->now);
    fake_run(s->f);
    fake_profile_psk(&p);
    p.bss_type = dot11_BSS_type_independent;
    fake_clear_log(s->f);
    assert_int_equal(extsta_connect(s->f->sta, s->f->now, &p), EXTSTA_OK);
    fake_connection_start(s->f, dot11_BSS_type_independent);
    fake_connection_completion(s->f, 0); /* IBS-06: it needs no peer */
    fake_run(s->f);
    fake_clear_log(s->f); /* and what was seen of requests and packets */
    fake_association_start(s->f, fake_ap_a);
    fake_association_completion(s->f, fake_ap_a, &a);
    fake_run(s->f);
    struct supplicant_config config = {.crypto = crypto_of(s->f->ctx),
                                       .own = fake_ap_a,
                                       .peer = fake_own,
                                       .pmk = span_of(s->a.pmk, 32),
                                       .akm = AKM_PSK,
                                       .pairwise = CIPHER_CCMP,
                                       .group = CIPHER_CCMP,
                                       .own_rsne = span_of(fake_rsne, sizeof fake_rsne),
                                       .peer_rsne = span_of(fake_rsne, sizeof fake_rsne)};
    assert_int_equal(supplicant_start(peer, &config), EXTSTA_OK);
}

/* The station's n-th frame to the peer's supplicant, and the answer. */
static void through_supplicant(struct scene *s, struct supplicant *peer, size_t n,
                               struct supplicant_step *step)
{
    uint8_t nonce[32];
    memset(nonce, 0x3c, sizeof nonce);
    assert_true(n < s->f->sent_count);
    supplicant_rx(peer, span_of(s->f->sent[n] + 32, s->f->sent_len[n] - 32), nonce, false,
                  step);
    assert_true(step->send_len > 0);
    fake_receive(s->f, fake_ap_a, 0x888e, step->send, step->send_len, false);
    fake_run(s->f);
}

static void IBS_19_PRT_11_both_handshakes_and_then_the_port(void **state)
{
    struct scene s;
    static struct supplicant peer;
    static struct supplicant_step step;
    begin_ibss(&s, &peer);
    assert_int_equal(s.f->sent_count, 1); /* our message 1 */
    struct extsta_key own = default_key(s.f, 0);
    assert_true(mac_is_zero(own.peer)); /* ours, for what goes to all */
    assert_true(own.is_static);         /* the next association leaves it (ASC-35) */
    four_way(&s);                       /* the peer's, to its end */
    to_authenticator(&s);
    assert_int_equal(s.a.state, AUTHENTICATOR_DONE);
    struct extsta_key theirs = default_key(s.f, 1);
    assert_memory_equal(theirs.peer.b, fake_ap_a.b, 6); /* IBS-19: its per-station key */
    assert_int_equal(octets_of(&theirs)[0], 0x77);
    fake_drain(s.f);
    assert_null(strstr(s.f->log, "port authorized")); /* ours has not even begun */
    through_supplicant(&s, &peer, 0, &step);
    through_supplicant(&s, &peer, s.f->sent_count - 1, &step);
    assert_memory_equal(step.group.key, octets_of(&own), 16); /* what it was given is ours */
    assert_int_equal(step.group.key_id, own.index);
    fake_drain(s.f);
    assert_non_null(strstr(s.f->log, "port authorized"));
    for (size_t i = 0; i < s.f->sent_count; i++) {
        assert_int_equal(s.f->sent_exemption[i], DOT11_EXEMPT_ALWAYS);
    }
    supplicant_clear(&peer);
    end(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(SEQ_04_PRT_10_PRT_11_KEY_10_four_way_keys_then_the_port),
        cmocka_unit_test(IBS_19_PRT_11_both_handshakes_and_then_the_port),
        cmocka_unit_test(SEQ_04_DEC_05_message_4_lost_once),
        cmocka_unit_test(a_driver_silent_about_message_4_is_not_waited_for),
        cmocka_unit_test(message_4_not_acknowledged_yet_received),
        cmocka_unit_test(a_port_that_ends_takes_its_waiting_keys_along),
        cmocka_unit_test(ATH_14_a_pairwise_rekey_waits_for_its_message_4),
        cmocka_unit_test(X_57_KEY_02_key_layouts),
        cmocka_unit_test(ATH_14_group_rekey_keeps_the_port),
        cmocka_unit_test(X_45_PRT_25_DIS_23_a_failed_rekey_ends_the_connection),
        cmocka_unit_test(X_45_message_1_never_comes),
        cmocka_unit_test(X_45_message_3_never_comes),
        cmocka_unit_test(wrong_passphrase_is_certain_the_second_time_and_the_station_leaves),
        cmocka_unit_test(a_passphrase_that_has_worked_is_never_wrong_for_certain),
        cmocka_unit_test(message_2_never_acknowledged_is_no_wrong_passphrase),
        cmocka_unit_test(one_unsure_failure_does_not_end_the_connection),
        cmocka_unit_test(no_port_for_a_minute_ends_the_connection),
        cmocka_unit_test(PRT_11_message_3_with_another_rsne_is_refused),
        cmocka_unit_test(PRT_11_a_refused_key_keeps_the_port_closed),
        cmocka_unit_test(an_association_without_rsne_cannot_be_authenticated),
        cmocka_unit_test(every_cut_of_every_message_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
