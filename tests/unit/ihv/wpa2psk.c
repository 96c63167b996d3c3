/* The example extension, loaded as a program would load it: its own four-way handshake on its
 * own thread, between a scripted driver and the authenticator of rsn/. */
#include "../fake_driver.h"
#include "crypto/primitives.h"
#include "ihv_loader.h"
#include "rsn/authenticator.h"
#include <extsta/wlanihvtypes.h>
#include <malloc.h>
#include <poll.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define OURS 0 /* the sanitizer's allocator stands there already */
#else
#define OURS 1
#endif

/* The allocator of this program stands in front of libc's, for the extension too: while a test
 * watches, every block that is freed is looked through for the passphrase. The extension frees
 * on its own thread. */
#define SECRET "unforgettable-7f"
#if OURS
static _Atomic bool watching;
static _Atomic unsigned freed, found;

void __libc_free(void *block);

void free(void *block)
{
    if (watching && block) {
        freed++;
        found += memmem(block, malloc_usable_size(block), SECRET, strlen(SECRET)) != NULL;
    }
    __libc_free(block);
}
#endif

struct stage {
    struct fake *f;
    struct ihv_loader *loader;
    struct ihv_adapter *adapter;
    struct authenticator a;
    struct supplicant_step step;
    enum extsta_ihv_call_type last;
    unsigned completions; /* PostAssociateCompletion: how many, and the last one */
    uint32_t error, reason, result;
};

static struct extsta_span span_of(const void *p, size_t n)
{
    return (struct extsta_span){(const uint8_t *)p, n};
}

static void drain(struct stage *s)
{
    struct extsta_output o;
    while (extsta_next(s->f->sta, &o)) {
        fake_log_output(s->f, &o);
        if (o.type == EXTSTA_OUT_IHV) {
            s->last = o.ihv.type;
            ihv_adapter_call(s->adapter, s->f->now, &o.ihv);
        }
        if (o.type == EXTSTA_OUT_FUNCTION &&
            o.function.type == EXTSTA_FUNCTION_POST_ASSOCIATE_COMPLETION) {
            s->completions++;
            s->error = o.function.error;
            s->reason = o.function.reason;
            s->result = o.function.result;
        }
    }
}

/* Lets the extension work until it has completed the post-association. */
static void until_completed(struct stage *s)
{
    for (int i = 0; i < 6000 && s->completions == 0; i++) { /* a minute */
        struct pollfd p = {.fd = ihv_loader_fd(s->loader), .events = POLLIN};
        poll(&p, 1, 10);
        ihv_loader_dispatch(s->loader, s->f->now);
        drain(s);
    }
    assert_int_equal(s->completions, 1);
}

/* Lets the extension work until the log has this text. */
static void until(struct stage *s, const char *text)
{
    drain(s);
    for (int i = 0; i < 6000 && !strstr(s->f->log, text); i++) { /* a minute */
        struct pollfd p = {.fd = ihv_loader_fd(s->loader), .events = POLLIN};
        poll(&p, 1, 10);
        ihv_loader_dispatch(s->loader, s->f->now);
        drain(s);
    }
    if (!strstr(s->f->log, text)) {
        print_message("log:\n%s", s->f->log);
        fail_msg("never came: %s", text);
    }
}

static void forget(struct stage *s)
{
    drain(s);
    fake_clear_log(s->f);
}

static void connect(struct stage *s, const char *security)
{
    struct extsta_profile p;
    fake_profile_psk(&p);
    memset(p.passphrase, 0, sizeof p.passphrase);
    p.manager = EXTSTA_MANAGER_IHV;
    p.ihv_security = security;
    assert_int_equal(extsta_connect(s->f->sta, s->f->now, &p), EXTSTA_OK);
}

static void begin(struct stage *s, const char *security)
{
    char why[256];
    memset(s, 0, sizeof *s);
    s->f = fake_new_wanting(EXTSTA_OUT_RECORD);
    fake_clear_log(s->f);
    s->loader = ihv_loader_open(getenv("WPA2PSK_SO"), why, sizeof why);
    if (!s->loader) {
        fail_msg("%s", why);
    }
    s->adapter = ihv_adapter_add(s->loader, s->f->sta, s->f->now, fake_own);
    assert_non_null(s->adapter);
    drain(s);
    fake_expect(s->f, "ihv init-adapter\n");
    connect(s, security);
}

static void finish(struct stage *s)
{
    ihv_adapter_detach(s->adapter, s->f->now);
    drain(s);
    ihv_adapter_free(s->adapter);
    ihv_loader_close(s->loader);
    authenticator_clear(&s->a);
    fake_free(s->f);
}

static void associate(struct stage *s, const char *passphrase)
{
    uint8_t pmk[32], anonce[32];
    until(s, "> set CONNECT_REQUEST\n");
    forget(s);
    fake_connection_start(s->f, dot11_BSS_type_infrastructure);
    fake_association_start(s->f, fake_ap_a);
    fake_association_completion(s->f, fake_ap_a,
                                &(struct fake_association){.auth = DOT11_AUTH_ALGO_RSNA_PSK});
    fake_connection_completion(s->f, 0);
    fake_run(s->f);
    until(s, "ihv post-associate\n");
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
                                          .own_rsne = span_of(fake_rsne, sizeof fake_rsne),
                                          .peer_rsne = span_of(fake_rsne, sizeof fake_rsne),
                                          .gtk_len = 16,
                                          .gtk_id = 1,
                                          .gtk_rsc = 0x0605};
    memset(config.gtk, 0x77, 16);
    assert_int_equal(authenticator_start(&s->a, s->f->now, &config, anonce, &s->step),
                     EXTSTA_OK);
    forget(s);
}

static void to_station(struct stage *s)
{
    assert_true(s->step.send_len > 0);
    fake_receive(s->f, fake_ap_a, 0x888e, s->step.send, s->step.send_len, false);
    fake_run(s->f);
}

static void to_authenticator(struct stage *s)
{
    assert_true(s->f->sent_count > 0);
    const uint8_t *sent = s->f->sent[s->f->sent_count - 1];
    authenticator_rx(&s->a, s->f->now,
                     span_of(sent + 32, s->f->sent_len[s->f->sent_count - 1] - 32), &s->step);
}

/* The driver says of the last packet what became of it. */
static void message_was(struct stage *s, uint32_t status)
{
    fake_complete_send(s->f, s->f->sent_id[s->f->sent_count - 1], status);
    fake_run(s->f);
}

static const char fragment[] =
    "<WPA2PSK><passphrase>correct &lt;horse&gt;</passphrase></WPA2PSK>";

/* Up to a message 4 of which the driver has not said what became. */
static void up_to_message_4(struct stage *s)
{
    begin(s, fragment);
    associate(s, "correct <horse>");
    to_station(s);
    until(s, "> send 888e 121\n");
    to_authenticator(s);
    message_was(s, NDIS_STATUS_SUCCESS);
    forget(s);
    to_station(s);
    until(s, "> send 888e 99\n");
}

static void SEQ_05_wpa2_psk_done_by_the_extension(void **state)
{
    struct stage s;
    up_to_message_4(&s);
    message_was(&s, NDIS_STATUS_SUCCESS);
    until(&s, "> set PORT_STATE_NOTIFICATION\n");
    assert_string_equal(s.f->log, "ihv receive-packet\n"
                                  "> send 888e 99\n" /* message 4 before the keys */
                                  "ihv send-completion\n"
                                  "> set CIPHER_KEY_MAPPING_KEY\n"
                                  "> set CIPHER_DEFAULT_KEY\n"
                                  "port authorized 1 ihv open\n"
                                  "notify connected 0\n"
                                  "notify connection-complete 0\n"
                                  "> set PORT_STATE_NOTIFICATION\n");
    to_authenticator(&s);
    assert_int_equal(s.a.state, AUTHENTICATOR_DONE);
    assert_memory_equal(s.f->last_input[0] + 44, s.a.ptk.tk, 16);
    assert_memory_equal(s.f->last_input[1] + 34, s.a.config.gtk, 16);
    assert_int_equal(s.f->last_input[1][22], 5); /* receive counter */
    assert_true(fake_status(s.f).port_open);
    /* group rekey: another key, another index; the port stays */
    uint8_t gtk[16];
    memset(gtk, 0x99, sizeof gtk);
    forget(&s);
    authenticator_group(&s.a, s.f->now, gtk, 16, 2, &s.step);
    to_station(&s);
    until(&s, "> set CIPHER_DEFAULT_KEY\n");
    assert_int_equal(s.f->last_input[0][4], 2);
    to_authenticator(&s);
    assert_int_equal(s.a.state, AUTHENTICATOR_DONE);
    finish(&s);
}

/* The AP renews the PTK: another handshake beside the keys in use, and one completion of the
 * post-association, which was before. */
static void the_pairwise_key_is_renewed(void **state)
{
    static const uint8_t anonce[32] = {8};
    struct stage s;
    up_to_message_4(&s);
    message_was(&s, NDIS_STATUS_SUCCESS);
    until(&s, "> set PORT_STATE_NOTIFICATION\n");
    to_authenticator(&s);
    uint8_t first[16];
    memcpy(first, s.a.ptk.tk, sizeof first);
    forget(&s);
    authenticator_rekey(&s.a, s.f->now, anonce, &s.step);
    to_station(&s);
    until(&s, "> send 888e 121\n");
    to_authenticator(&s);
    message_was(&s, NDIS_STATUS_SUCCESS);
    forget(&s);
    to_station(&s);
    until(&s, "> send 888e 99\n");
    message_was(&s, NDIS_STATUS_SUCCESS);
    until(&s, "> set CIPHER_KEY_MAPPING_KEY\n");
    to_authenticator(&s);
    assert_int_equal(s.a.state, AUTHENTICATOR_DONE);
    assert_memory_not_equal(s.a.ptk.tk, first, sizeof first);
    assert_memory_equal(s.f->last_input[0] + 44, s.a.ptk.tk, 16);
    assert_string_equal(s.f->log, "ihv receive-packet\n"
                                  "> send 888e 99\n"
                                  "ihv send-completion\n"
                                  "> set CIPHER_KEY_MAPPING_KEY\n");
    assert_true(fake_status(s.f).port_open);
    finish(&s);
}

/* The AP missed it and says message 3 again, in the clear, which the driver passes only while
 * it has no key for the AP (DEC-05). */
static void SEQ_05_DEC_05_message_4_lost_once(void **state)
{
    struct stage s;
    up_to_message_4(&s);
    message_was(&s, NDIS_STATUS_FAILURE);
    forget(&s);
    s.f->now += EXTSTA_SECOND;
    authenticator_expire(&s.a, s.f->now, &s.step);
    to_station(&s);
    until(&s, "> send 888e 99\n");
    to_authenticator(&s);
    assert_int_equal(s.a.state, AUTHENTICATOR_DONE);
    assert_null(strstr(s.f->log, "CIPHER"));
    message_was(&s, NDIS_STATUS_SUCCESS);
    until(&s, "> set PORT_STATE_NOTIFICATION\n");
    assert_string_equal(s.f->log, "ihv receive-packet\n"
                                  "> send 888e 99\n"
                                  "ihv send-completion\n"
                                  "> set CIPHER_KEY_MAPPING_KEY\n"
                                  "> set CIPHER_DEFAULT_KEY\n"
                                  "port authorized 1 ihv open\n"
                                  "notify connected 0\n"
                                  "notify connection-complete 0\n"
                                  "> set PORT_STATE_NOTIFICATION\n");
    assert_memory_equal(s.f->last_input[0] + 44, s.a.ptk.tk, 16);
    finish(&s);
}

/* Nobody repeats message 3: only the acknowledgements were lost. */
static void message_4_not_acknowledged_yet_received(void **state)
{
    struct stage s;
    up_to_message_4(&s);
    message_was(&s, NDIS_STATUS_FAILURE);
    forget(&s);
    fake_expire(s.f, 1500 * EXTSTA_MS);
    until(&s, "port authorized");
    finish(&s);
}

static void a_wrong_passphrase_never_opens_the_port(void **state)
{
    struct stage s;
    begin(&s, fragment);
    associate(&s, "another horse");
    to_station(&s);
    until(&s, "> send 888e 121\n");
    to_authenticator(&s);
    assert_int_equal(s.a.bad_mics, 1);
    assert_false(fake_status(s.f).port_open);
    finish(&s);
}

/* A forged message 1 with another nonce must not spoil the handshake. */
static void a_forged_message_1_does_no_harm(void **state)
{
    struct stage s;
    begin(&s, fragment);
    associate(&s, "correct <horse>");
    to_station(&s);
    until(&s, "> send 888e 121\n");
    struct supplicant_step m1 = s.step;
    to_authenticator(&s);
    forget(&s);
    struct supplicant_step m3 = s.step;
    s.step = m1;
    s.step.send[20] ^= 1;
    to_station(&s);
    until(&s, "> send 888e 121\n");
    s.step = m3;
    to_station(&s);
    until(&s, "> send 888e 99\n");
    message_was(&s, NDIS_STATUS_SUCCESS);
    until(&s, "port authorized");
    finish(&s);
}

static void IHV_11_IHV_39_hostile_fragments_are_refused(void **state)
{
    static const char *const fragments[] = {
        "",
        "<WPA2PSK/>",
        "<passphrase>",
        "<passphrase></passphrase>",
        "<passphrase>short</passphrase>",
        "<passphrase>eight &bad; entities</passphrase>",
        "<passphrase>tab\tinside it</passphrase>",
        "<passphrase>0123456789012345678901234567890123456789012345678901234567890123"
        "</passphrase>",
        "</passphrase><passphrase>correct horse",
        "<passphrase>\xff\xfe\xff\xfe\xff\xfe\xff\xfe</passphrase>",
    };
    for (size_t i = 0; i < sizeof fragments / sizeof fragments[0]; i++) {
        struct stage s;
        begin(&s, fragments[i]);
        drain(&s);
        assert_non_null(strstr(s.f->log, "cause connection ihv-failed IHV-12\n"));
        assert_null(strstr(s.f->log, "CONNECT_REQUEST"));
        finish(&s);
    }
}

static void IHV_38_profiles_are_validated_by_the_extension(void **state)
{
    struct stage s;
    struct extsta_profile p;
    uint32_t reason;
    begin(&s, fragment);
    drain(&s);
    fake_profile_psk(&p);
    p.ihv_security = fragment;
    assert_int_equal(ihv_adapter_validate(s.adapter, &p, &reason), ERROR_SUCCESS);
    assert_int_equal(reason, 0);
    p.ihv_security = "<WPA2PSK/>";
    assert_int_equal(ihv_adapter_validate(s.adapter, &p, &reason), ERROR_INVALID_PARAMETER);
    assert_int_equal(reason, 0x80007); /* WLAN_REASON_CODE_IHV_SECURITY_NOT_SUPPORTED */
    finish(&s);
}

/* The AP's completion shows no RSN element: there is nothing to hold a handshake against. The
 * result is said all the same, with an error and a reason (IHV-14), and the port stays closed.
 */
static void PRT_15_IHV_14_a_handshake_that_cannot_begin_is_a_result(void **state)
{
    struct stage s;
    begin(&s, fragment);
    until(&s, "> set CONNECT_REQUEST\n");
    fake_connection_start(s.f, dot11_BSS_type_infrastructure);
    fake_association_start(s.f, fake_ap_a);
    fake_association_completion(
        s.f, fake_ap_a,
        &(struct fake_association){.auth = DOT11_AUTH_ALGO_RSNA_PSK, .no_rsne = true});
    fake_connection_completion(s.f, 0);
    fake_run(s.f);
    until(&s, "ihv post-associate\n");
    until_completed(&s);
    assert_int_equal(s.error, ERROR_NOT_SUPPORTED);
    assert_in_range(s.reason, 0x90000, 0x9ffff);
    assert_int_equal(s.result, ERROR_SUCCESS); /* the OS half takes it */
    assert_false(fake_status(s.f).port_open);
    finish(&s);
}

/* Message 3 has another RSN element than the beacon: somebody is in between (12.7.6.4). */
static void PRT_15_a_handshake_that_fails_is_a_result(void **state)
{
    struct stage s;
    begin(&s, fragment);
    associate(&s, "correct <horse>");
    s.a.config.own_rsne.data = (const uint8_t[]){
        48, 20, 1, 0, 0, 0x0f, 0xac, 2, 1, 0, 0, 0x0f, 0xac, 4, 1, 0, 0, 0x0f, 0xac, 2, 0, 0};
    to_station(&s);
    until(&s, "> send 888e 121\n");
    to_authenticator(&s);
    to_station(&s);
    until_completed(&s);
    assert_int_equal(s.error, ERROR_INVALID_PARAMETER);
    assert_int_not_equal(s.reason, 0);
    assert_false(fake_status(s.f).port_open);
    assert_null(strstr(s.f->log, "CIPHER"));
    finish(&s);
}

/* Stopped while its keys wait for message 4, of which the driver then says what became: nothing
 * follows, no completion, no keys, no packet. What the extension was told before has been done
 * when it comes to the next connection, for it does one thing after the other. */
static void IHV_26_nothing_follows_a_stop(void **state)
{
    struct stage s;
    up_to_message_4(&s);
    uint32_t message_4 = s.f->sent_id[s.f->sent_count - 1]; /* forgotten with the log */
    forget(&s);
    fake_disassociation(s.f, fake_ap_a, 0x10002);
    fake_run(s.f);
    until(&s, "port deleted 1 ihv closed\n");
    fake_complete_send(s.f, message_4, NDIS_STATUS_SUCCESS);
    fake_run(s.f);
    drain(&s);
    assert_int_equal(extsta_disconnect(s.f->sta, s.f->now), EXTSTA_OK);
    until(&s, "notify disconnected 0\n");
    connect(&s, fragment);
    until(&s, "> set CONNECT_REQUEST\n");
    assert_null(strstr(s.f->log, "CIPHER_KEY"));
    assert_null(strstr(s.f->log, "CIPHER_DEFAULT"));
    assert_null(strstr(s.f->log, "> send"));
    assert_int_equal(s.completions, 0);
    finish(&s);
}

#if OURS /* else there is nothing to watch by */
/* Neither the handlers' arguments nor what the extension made of them. */
static void IHV_39_a_passphrase_is_in_no_freed_block(void **state)
{
    struct stage s;
    freed = found = 0;
    watching = true;
    begin(&s, "<WPA2PSK><passphrase>" SECRET "</passphrase></WPA2PSK>");
    associate(&s, SECRET);
    to_station(&s);
    until(&s, "> send 888e 121\n");
    to_authenticator(&s);
    assert_int_equal(s.a.bad_mics, 0); /* it was the passphrase that was used */
    finish(&s);
    watching = false;
    assert_true(freed > 10);
    assert_int_equal(found, 0);
}
#endif

static void IHV_26_stopped_in_the_middle(void **state)
{
    struct stage s;
    begin(&s, fragment);
    associate(&s, "correct <horse>");
    to_station(&s); /* the extension may be anywhere in its work */
    fake_disassociation(s.f, fake_ap_a, 0x10002);
    fake_run(s.f);
    until(&s, "port deleted");
    finish(&s);
}

static void every_cut_of_message_3_is_ignored(void **state)
{
    struct stage s;
    begin(&s, fragment);
    associate(&s, "correct <horse>");
    to_station(&s);
    until(&s, "> send 888e 121\n");
    to_authenticator(&s);
    forget(&s);
    struct supplicant_step whole = s.step;
    for (size_t cut = 0; cut < whole.send_len; cut++) {
        fake_receive(s.f, fake_ap_a, 0x888e, whole.send, cut, false);
        fake_run(s.f);
        drain(&s);
    }
    to_station(&s);
    until(&s, "> send 888e 99\n");
    message_was(&s, NDIS_STATUS_SUCCESS);
    until(&s, "port authorized");
    finish(&s);
}

static void IHV_01_IHV_02_what_is_no_extension_is_not_loaded(void **state)
{
    char why[256];
    assert_null(ihv_loader_open("/nonexistent/extension.so", why, sizeof why));
    assert_non_null(strstr(why, "/nonexistent/extension.so"));
    assert_null(ihv_loader_open(getenv("NO_EXTENSION_SO"), why, sizeof why));
    assert_non_null(strstr(why, "does not export"));
    assert_null(ihv_loader_open(getenv("OTHER_VERSION_SO"), why, sizeof why));
    assert_non_null(strstr(why, "version 0"));
}

static void utf16(void **state)
{
    static const struct {
        const char *in;
        uint16_t out[8];
    } cases[] = {
        {"a\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80", {'a', 0xe4, 0x20ac, 0xd83d, 0xde00}},
        {"\xff\xc3", {0xfffd, 0xfffd}},
        {"\xc0\x80", {0xfffd}},         /* overlong */
        {"\xed\xa0\x80", {0xfffd}},     /* surrogate */
        {"\xf4\x90\x80\x80", {0xfffd}}, /* beyond U+10FFFF */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint16_t *text = ihv_utf16(span_of(cases[i].in, strlen(cases[i].in)));
        size_t n = 0;
        while (text[n]) {
            assert_int_equal(text[n], cases[i].out[n]);
            n++;
        }
        assert_int_equal(cases[i].out[n], 0);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(SEQ_05_wpa2_psk_done_by_the_extension),
        cmocka_unit_test(SEQ_05_DEC_05_message_4_lost_once),
        cmocka_unit_test(message_4_not_acknowledged_yet_received),
        cmocka_unit_test(a_wrong_passphrase_never_opens_the_port),
        cmocka_unit_test(the_pairwise_key_is_renewed),
        cmocka_unit_test(a_forged_message_1_does_no_harm),
        cmocka_unit_test(IHV_11_IHV_39_hostile_fragments_are_refused),
        cmocka_unit_test(IHV_38_profiles_are_validated_by_the_extension),
        cmocka_unit_test(PRT_15_IHV_14_a_handshake_that_cannot_begin_is_a_result),
        cmocka_unit_test(PRT_15_a_handshake_that_fails_is_a_result),
        cmocka_unit_test(IHV_26_nothing_follows_a_stop),
#if OURS
        cmocka_unit_test(IHV_39_a_passphrase_is_in_no_freed_block),
#endif
        cmocka_unit_test(IHV_26_stopped_in_the_middle),
        cmocka_unit_test(every_cut_of_message_3_is_ignored),
        cmocka_unit_test(IHV_01_IHV_02_what_is_no_extension_is_not_loaded),
        cmocka_unit_test(utf16),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
