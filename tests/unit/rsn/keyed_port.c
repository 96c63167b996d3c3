/* The keyed port without surroundings: against the authenticator, and with a method of its
 * own kind in the place where 802.1X will stand. */
#include "../with_crypto.h"
#include "base/mac.h"
#include "rsn/authenticator.h"
#include "rsn/keyed_port.h"
#include "wire/eapol.h"

static const struct extsta_mac station = {{2, 0, 0, 0, 0, 1}}, ap = {{2, 0, 0, 0, 0, 2}};
static const uint8_t pmk[32] = {1, 2, 3}, nonce[32] = {4, 5};
static const uint8_t rsne[] = {48, 20,  1, 0, 0, 15, 172, 4,   1, 0, 0,
                               15, 172, 4, 1, 0, 0,  15,  172, 2, 0, 0};
#define LIMIT (10u * EXTSTA_SECOND)

struct scene {
    struct keyed_port port;
    struct authenticator a;
    struct supplicant_step step, from_ap;
    extsta_time now;
};

static struct port_start association(struct extsta_span key)
{
    return (struct port_start){.own = station,
                               .peer = ap,
                               .pmk = key,
                               .own_elements = span(rsne, sizeof rsne),
                               .peer_elements = span(rsne, sizeof rsne)};
}

static void authenticate(struct scene *s)
{
    struct authenticator_config config = {.crypto = crypto,
                                          .own = ap,
                                          .peer = station,
                                          .pmk = span(pmk, sizeof pmk),
                                          .akm = AKM_PSK,
                                          .pairwise = CIPHER_CCMP,
                                          .group = CIPHER_CCMP,
                                          .own_rsne = span(rsne, sizeof rsne),
                                          .peer_rsne = span(rsne, sizeof rsne),
                                          .gtk = {7},
                                          .gtk_len = 16,
                                          .gtk_id = 1};
    assert_int_equal(authenticator_start(&s->a, s->now, &config, nonce, &s->from_ap),
                     EXTSTA_OK);
}

static void begin(struct scene *s)
{
    struct port_start start = association(span(pmk, sizeof pmk));
    memset(s, 0, sizeof *s);
    s->now = EXTSTA_SECOND;
    assert_int_equal(keyed_port_start(&s->port, ctx, &port_four_way, s->now, s->now + LIMIT,
                                      &start, &s->step),
                     EXTSTA_DIAGNOSIS_NONE);
    assert_int_equal(s->step.send_len, 0);
    authenticate(s);
}

static void end(struct scene *s)
{
    keyed_port_stop(&s->port);
    authenticator_clear(&s->a);
}

/* What the AP said last reaches the station; its answer goes out under this number. */
static void to_station(struct scene *s, uint32_t number)
{
    struct port_pdu pdu = {.bytes = span(s->from_ap.send, s->from_ap.send_len),
                           .nonce = nonce,
                           .was_protected = s->from_ap.send_protected};
    keyed_port_rx(&s->port, s->now, &pdu, &s->step);
    assert_false(s->step.dropped);
    if (s->step.send_len > 0) {
        keyed_port_sending(&s->port, s->now, &s->step, number);
    }
}

static void to_ap(struct scene *s)
{
    authenticator_rx(&s->a, s->now, span(s->step.send, s->step.send_len), &s->from_ap);
}

/* Up to a message 4 that went out under number 4. */
static void up_to_message_4(struct scene *s)
{
    begin(s);
    to_station(s, 2);
    to_ap(s);
    to_station(s, 4);
    assert_int_equal(s->step.verdict, SUPPLICANT_AUTHORIZED);
    assert_false(s->step.pairwise.install || s->step.group.install);
}

static void expect_both_keys(const struct scene *s)
{
    assert_true(s->step.pairwise.install && s->step.group.install);
    assert_int_equal(s->step.pairwise.cipher, CIPHER_CCMP);
    assert_int_equal(s->step.group.cipher, CIPHER_CCMP);
    assert_memory_equal(s->step.pairwise.key, s->a.ptk.tk, 16);
    assert_int_equal(s->step.group.key[0], 7);
}

static void keys_go_in_when_message_4_has_arrived(void **state)
{
    struct scene s;
    up_to_message_4(&s);
    assert_false(keyed_port_sent(&s.port, s.now, 0, true, &s.step));
    assert_false(keyed_port_sent(&s.port, s.now, 3, true, &s.step));
    assert_true(keyed_port_sent(&s.port, s.now, 4, true, &s.step));
    expect_both_keys(&s);
    keyed_port_installed(&s.port, true);
    assert_true(keyed_port_deadline(&s.port) == EXTSTA_NEVER);
    assert_false(keyed_port_sent(&s.port, s.now, 4, true, &s.step)); /* said twice */
    end(&s);
}

static void message_4_lost_is_answered_again(void **state)
{
    struct scene s;
    up_to_message_4(&s);
    assert_true(keyed_port_sent(&s.port, s.now, 4, false, &s.step));
    assert_false(s.step.pairwise.install);
    s.now += EXTSTA_SECOND;
    authenticator_expire(&s.a, s.now, &s.from_ap);
    to_station(&s, 5);
    assert_false(s.step.send_protected);
    assert_false(keyed_port_sent(&s.port, s.now, 4, true, &s.step));
    assert_true(keyed_port_sent(&s.port, s.now, 5, true, &s.step));
    expect_both_keys(&s);
    end(&s);
}

/* From now: nothing until then, and both keys at that moment. */
static void expect_keys_after(struct scene *s, extsta_time time)
{
    assert_true(keyed_port_deadline(&s->port) == s->now + time);
    keyed_port_expire(&s->port, s->now + time - 1, &s->step);
    assert_false(s->step.pairwise.install);
    keyed_port_expire(&s->port, s->now + time, &s->step);
    expect_both_keys(s);
    end(s);
}

static void who_says_nothing_of_message_4_is_not_waited_for(void **state)
{
    struct scene s;
    up_to_message_4(&s);
    expect_keys_after(&s, 1000 * EXTSTA_MS);
}

static void an_ap_that_stays_silent_has_got_message_4(void **state)
{
    struct scene s;
    up_to_message_4(&s);
    keyed_port_sent(&s.port, s.now, 4, false, &s.step);
    expect_keys_after(&s, 1500 * EXTSTA_MS);
}

static void a_message_4_that_could_not_be_sent(void **state)
{
    struct scene s;
    begin(&s);
    to_station(&s, 2);
    to_ap(&s);
    to_station(&s, 0);
    expect_keys_after(&s, 1500 * EXTSTA_MS);
}

/* Keys of a group handshake wait for nothing, unless others do. */
static void it_rests_between_handshakes(void **state)
{
    static const uint8_t gtk[16] = {8};
    struct scene s;
    up_to_message_4(&s);
    to_ap(&s);
    keyed_port_sent(&s.port, s.now, 4, true, &s.step);
    assert_non_null(s.port.awake); /* until the keys are in */
    keyed_port_installed(&s.port, true);
    assert_null(s.port.awake);
    assert_true(s.port.rest_len < sizeof(struct supplicant) / 2);
    authenticator_group(&s.a, s.now, gtk, sizeof gtk, 2, &s.from_ap);
    s.from_ap.send_protected = true;
    to_station(&s, 6);
    assert_true(s.step.group.install && !s.step.pairwise.install);
    assert_int_equal(s.step.group.key_id, 2);
    assert_null(s.port.awake);
    end(&s);
}

/* A renewal with these RSN Capabilities, up to message 4 that went out under number 14. */
static void renew(struct scene *s, uint8_t capabilities)
{
    static const uint8_t anonce[32] = {77};
    uint8_t both[sizeof rsne];
    struct port_start start = association(span(pmk, sizeof pmk));
    memcpy(both, rsne, sizeof both);
    both[sizeof both - 1] = capabilities;
    start.own_elements = start.peer_elements = span(both, sizeof both);
    begin(s);
    keyed_port_stop(&s->port);
    keyed_port_start(&s->port, ctx, &port_four_way, s->now, s->now + LIMIT, &start, &s->step);
    s->a.config.ext_key_id = capabilities == 0x20;
    memcpy(s->a.own_rsne, both, sizeof both);
    memcpy(s->a.peer_rsne, both, sizeof both);
    to_station(s, 2);
    to_ap(s);
    to_station(s, 4);
    assert_false(s->step.pairwise.install); /* of a first one nothing is early */
    to_ap(s);
    assert_int_equal(s->from_ap.verdict, SUPPLICANT_AUTHORIZED);
    assert_true(keyed_port_sent(&s->port, s->now, 4, true, &s->step));
    assert_int_equal(s->step.pairwise.by_id, capabilities == 0x20);
    assert_false(s->step.pairwise.receive_only);
    keyed_port_installed(&s->port, true);
    authenticator_rekey(&s->a, s->now, anonce, &s->from_ap);
    to_station(s, 12);
    to_ap(s);
    assert_int_equal(s->from_ap.pairwise.install, capabilities == 0x20); /* before message 3 */
    to_station(s, 14);
    assert_int_equal(s->step.verdict, SUPPLICANT_REKEYED);
}

/* 12.7.6.4, 12.7.6.5: received under before message 4 is sent; sent under when it has arrived.
 */
static void IEEE_12_7_6_4_with_extended_key_id_it_is_received_under_early(void **state)
{
    struct scene s;
    renew(&s, 0x20);
    assert_true(s.from_ap.pairwise.receive_only && s.from_ap.pairwise.key_id == 1);
    assert_true(s.step.pairwise.install && s.step.pairwise.receive_only);
    assert_int_equal(s.step.pairwise.key_id, 1);
    assert_memory_equal(s.step.pairwise.key, s.a.ptk.tk, 16);
    assert_memory_equal(s.from_ap.pairwise.key, s.a.ptk.tk, 16);
    to_ap(&s);
    assert_true(s.from_ap.pairwise.install && !s.from_ap.pairwise.receive_only);
    assert_true(keyed_port_sent(&s.port, s.now, 14, true, &s.step));
    assert_true(s.step.pairwise.install && !s.step.pairwise.receive_only);
    assert_int_equal(s.step.pairwise.key_id, 1);
    end(&s);

    renew(&s, 0);
    assert_false(s.step.pairwise.install);
    assert_true(keyed_port_sent(&s.port, s.now, 14, true, &s.step));
    assert_true(s.step.pairwise.install && !s.step.pairwise.by_id);
    end(&s);
}

static void the_time_allowed_ends_with_the_cause(void **state)
{
    struct scene s;
    begin(&s);
    to_station(&s, 2);
    assert_true(keyed_port_sent(&s.port, s.now, 2, true, &s.step));
    to_station(&s, 3); /* message 1 once more: it did not like our message 2 */
    assert_true(keyed_port_deadline(&s.port) == s.now + LIMIT);
    keyed_port_expire(&s.port, s.now + LIMIT, &s.step);
    assert_int_equal(s.step.verdict, SUPPLICANT_REJECTED);
    assert_int_equal(s.step.reason, 15);
    assert_int_equal(s.step.diagnosis, EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE);
    assert_int_equal(s.step.confidence, 65);
    assert_true(keyed_port_deadline(&s.port) == EXTSTA_NEVER);
    end(&s);
}

static void a_message_2_that_was_lost_is_named(void **state)
{
    struct scene s;
    uint8_t confidence;
    begin(&s);
    to_station(&s, 2);
    assert_true(keyed_port_sent(&s.port, s.now, 2, false, &s.step));
    to_station(&s, 3);
    assert_true(keyed_port_sent(&s.port, s.now, 3, false, &s.step));
    assert_int_equal(keyed_port_cause(&s.port, 15, &confidence), EXTSTA_DIAGNOSIS_M2_LOST);
    end(&s);
}

static void an_ap_that_never_acknowledges_message_4_is_silent(void **state)
{
    struct scene s;
    uint8_t confidence;
    up_to_message_4(&s);
    assert_int_equal(keyed_port_cause(&s.port, 0, &confidence), EXTSTA_DIAGNOSIS_PEER_SILENT);
    assert_int_equal(keyed_port_cause(&s.port, 15, &confidence), EXTSTA_DIAGNOSIS_NONE);
    end(&s);
}

static void what_it_cannot_begin_with(void **state)
{
    struct keyed_port port;
    struct supplicant_step step;
    struct port_start start = association(span(NULL, 0));
    assert_int_equal(keyed_port_start(&port, ctx, &port_four_way, 0, LIMIT, &start, &step),
                     EXTSTA_DIAGNOSIS_SECURITY_MISMATCH);
    start = association(span(pmk, sizeof pmk));
    start.peer_elements = span(NULL, 0);
    assert_int_equal(keyed_port_start(&port, ctx, &port_four_way, 0, LIMIT, &start, &step),
                     EXTSTA_DIAGNOSIS_IMPOSSIBLE_RSNE);
    assert_null(port.awake);
    assert_true(keyed_port_deadline(&port) == EXTSTA_NEVER);
}

/* --- a method that finds its PMK first --- */

#define KNOCK_TIME EXTSTA_SECOND

/* Says EAPOL-Start until the peer answers with a PDU that is the PMK; then the four-way
 * handshake. So will 802.1X, with EAP in between. */
struct knock {
    struct crypto *crypto;
    struct extsta_mac own, peer;
    extsta_time deadline;
    unsigned knocks, arrived;
    bool opened;
    struct supplicant supplicant;
};

static void knock(struct knock *k, extsta_time now, struct supplicant_step *step)
{
    static const uint8_t eapol_start[] = {2, 1, 0, 0};
    memcpy(step->send, eapol_start, sizeof eapol_start);
    step->send_len = sizeof eapol_start;
    k->deadline = now + KNOCK_TIME;
    k->knocks++;
}

static enum extsta_diagnosis knock_start(void *state, struct crypto *c, extsta_time now,
                                         const struct port_start *start,
                                         struct supplicant_step *step)
{
    struct knock *k = state;
    k->crypto = c;
    k->own = start->own;
    k->peer = start->peer;
    knock(k, now, step);
    return EXTSTA_DIAGNOSIS_NONE;
}

static void knock_rx(void *state, extsta_time now, const struct port_pdu *pdu,
                     struct supplicant_step *step)
{
    struct knock *k = state;
    if (k->opened) {
        supplicant_rx(&k->supplicant, pdu->bytes, pdu->nonce, pdu->was_protected, step);
        return;
    }
    struct supplicant_config config = {.crypto = k->crypto,
                                       .own = k->own,
                                       .peer = k->peer,
                                       .pmk = pdu->bytes,
                                       .akm = AKM_PSK,
                                       .pairwise = CIPHER_CCMP,
                                       .group = CIPHER_CCMP,
                                       .own_rsne = span(rsne, sizeof rsne),
                                       .peer_rsne = span(rsne, sizeof rsne)};
    k->opened = supplicant_start(&k->supplicant, &config) == EXTSTA_OK;
    k->deadline = EXTSTA_NEVER;
}

static void knock_sent(void *state, extsta_time now, bool arrived, struct supplicant_step *step)
{
    struct knock *k = state;
    k->arrived += arrived;
}

static extsta_time knock_deadline(const void *state)
{
    return ((const struct knock *)state)->deadline;
}

static void knock_expire(void *state, extsta_time now, struct supplicant_step *step)
{
    knock(state, now, step);
}

static enum extsta_diagnosis knock_cause(const void *state, uint16_t reason,
                                         uint8_t *confidence)
{
    const struct knock *k = state;
    return k->opened ? supplicant_cause(&k->supplicant, reason, confidence)
                     : EXTSTA_DIAGNOSIS_AUTH_NO_ANSWER;
}

static size_t knock_rest(const void *state, uint8_t out[SUPPLICANT_REST_MAX])
{
    return supplicant_rest(&((const struct knock *)state)->supplicant, out);
}

static bool knock_wake(void *state, struct crypto *c, struct extsta_span rest)
{
    struct knock *k = state;
    k->deadline = EXTSTA_NEVER;
    k->opened = true;
    return supplicant_wake(&k->supplicant, c, rest);
}

static const struct port_method knocking = {
    .name = "knocking",
    .size = sizeof(struct knock),
    .start = knock_start,
    .rx = knock_rx,
    .sent = knock_sent,
    .deadline = knock_deadline,
    .expire = knock_expire,
    .cause = knock_cause,
    .rest = knock_rest,
    .wake = knock_wake,
};

static void a_method_may_find_the_pmk_first(void **state)
{
    struct scene s = {.now = EXTSTA_SECOND};
    struct port_start start = association(span(NULL, 0));
    uint8_t confidence;
    assert_int_equal(
        keyed_port_start(&s.port, ctx, &knocking, s.now, s.now + LIMIT, &start, &s.step),
        EXTSTA_DIAGNOSIS_NONE);
    assert_int_equal(s.step.send_len, 4);
    keyed_port_sending(&s.port, s.now, &s.step, 1);
    assert_true(keyed_port_sent(&s.port, s.now, 1, false, &s.step));
    assert_false(keyed_port_sent(&s.port, s.now, 1, true, &s.step));
    s.now += KNOCK_TIME;
    assert_true(keyed_port_deadline(&s.port) == s.now);
    keyed_port_expire(&s.port, s.now, &s.step);
    assert_int_equal(s.step.send_len, 4);
    assert_int_equal(keyed_port_cause(&s.port, 0, &confidence),
                     EXTSTA_DIAGNOSIS_AUTH_NO_ANSWER);
    struct port_pdu key = {.bytes = span(pmk, sizeof pmk), .nonce = nonce};
    keyed_port_rx(&s.port, s.now, &key, &s.step);
    authenticate(&s);
    to_station(&s, 2);
    to_ap(&s);
    to_station(&s, 4);
    assert_int_equal(s.step.verdict, SUPPLICANT_AUTHORIZED);
    assert_true(keyed_port_sent(&s.port, s.now, 4, true, &s.step));
    expect_both_keys(&s);
    keyed_port_installed(&s.port, true);
    assert_null(s.port.awake);
    end(&s);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(keys_go_in_when_message_4_has_arrived),
        TEST(message_4_lost_is_answered_again),
        TEST(who_says_nothing_of_message_4_is_not_waited_for),
        TEST(an_ap_that_stays_silent_has_got_message_4),
        TEST(a_message_4_that_could_not_be_sent),
        TEST(it_rests_between_handshakes),
        TEST(IEEE_12_7_6_4_with_extended_key_id_it_is_received_under_early),
        TEST(the_time_allowed_ends_with_the_cause),
        TEST(a_message_2_that_was_lost_is_named),
        TEST(an_ap_that_never_acknowledges_message_4_is_silent),
        TEST(what_it_cannot_begin_with),
        TEST(a_method_may_find_the_pmk_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
