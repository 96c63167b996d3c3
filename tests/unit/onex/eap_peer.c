/* The EAP peer against a server that is written by hand (server.h). */
#include "server.h"
#include "with_memory.h"

struct scene {
    struct extsta_eap eap;
    struct eap_peer peer;
    struct server server;
    uint8_t answer[EAP_PACKET_MAX];
    size_t len;
    struct eap_peer_step step;
};

static void begin(struct scene *s, const char *password)
{
    memset(s, 0, sizeof *s);
    s->eap = configured(password);
    eap_peer_start(&s->peer,
                   &(struct eap_peer_config){.ctx = ctx, .stream = 7, .eap = &s->eap});
}

/* The packet reaches the peer; its answer. */
static struct extsta_span say(struct scene *s, struct extsta_span packet)
{
    struct writer w = writer_of(s->answer, sizeof s->answer);
    eap_peer_rx(&s->peer, EXTSTA_SECOND, packet, &w, &s->step);
    assert_false(w.failed);
    return span(s->answer, s->len = writer_len(&w));
}

static void expect_answer(const struct scene *s, uint8_t type, const char *octets, size_t len)
{
    struct eap e;
    assert_true(eap_parse(span(s->answer, s->len), &e));
    assert_int_equal(e.whole.len, s->len);
    assert_int_equal(e.code, EAP_RESPONSE);
    assert_int_equal(e.id, s->server.id);
    assert_int_equal(e.type, type);
    assert_int_equal(e.data.len, len);
    assert_memory_equal(e.data.data, octets, len);
}

static void expect_drop(const struct scene *s, enum extsta_drop drop)
{
    assert_true(s->step.dropped);
    assert_int_equal(s->step.drop, drop);
    assert_int_equal(s->step.verdict, EAP_PEER_CONTINUE);
    assert_int_equal(s->len, 0);
}

static void through(struct scene *s)
{
    say(s, ask_identity(&s->server));
    expect_answer(s, EAP_TYPE_IDENTITY, "CORP\\anna", 9);
    struct extsta_span response = say(s, challenge(&s->server));
    say(s, judge(&s->server, response, "a secret"));
    expect_answer(s, EAP_TYPE_MSCHAPV2, "\x03", 1);
    assert_int_equal(s->step.verdict, EAP_PEER_CONTINUE);
}

static void RFC_4137_a_method_ends_in_success_and_a_key(void **state)
{
    struct scene s;
    uint8_t msk[EAP_MSK_LEN];
    begin(&s, "a secret");
    through(&s);
    assert_false(eap_peer_msk(&s.peer, msk));
    say(&s, end_with(&s.server, EAP_SUCCESS));
    assert_int_equal(s.step.verdict, EAP_PEER_DONE);
    assert_true(eap_peer_msk(&s.peer, msk));
    assert_memory_equal(msk, s.server.msk, sizeof msk);
    eap_peer_stop(&s.peer);
}

static void RFC_3748_5_1_outside_the_tunnel_one_may_stay_anonymous(void **state)
{
    struct scene s;
    begin(&s, "a secret");
    s.eap.anonymous = text("@corp.example");
    say(&s, ask_identity(&s.server));
    expect_answer(&s, EAP_TYPE_IDENTITY, "@corp.example", 13);
    eap_peer_stop(&s.peer);
}

static void RFC_3748_5_2_a_notification_is_acknowledged_at_any_time(void **state)
{
    struct scene s;
    begin(&s, "a secret");
    say(&s, ask_identity(&s.server));
    say(&s, ask(&s.server, EAP_TYPE_NOTIFICATION, text("maintenance on Sunday")));
    expect_answer(&s, EAP_TYPE_NOTIFICATION, "", 0);
    struct extsta_span response = say(&s, challenge(&s.server));
    assert_true(response.len > 0);
    eap_peer_stop(&s.peer);
}

/* An answer that was lost is given again, octet for octet: another challenge of ours would not
 * fit what the server has made of the first. */
static void RFC_4137_a_request_that_comes_again_gets_the_same_answer(void **state)
{
    struct scene s;
    uint8_t first[EAP_PACKET_MAX];
    begin(&s, "a secret");
    say(&s, ask_identity(&s.server));
    struct extsta_span response = say(&s, challenge(&s.server));
    size_t len = response.len;
    memcpy(first, response.data, len);
    say(&s, span(s.server.packet, s.server.len));
    assert_int_equal(s.len, len);
    assert_memory_equal(s.answer, first, len);
    eap_peer_stop(&s.peer);
}

static void RFC_3748_5_3_1_a_method_that_is_not_wanted_is_refused_with_ours(void **state)
{
    struct scene s;
    struct eap_failure f;
    begin(&s, "a secret");
    say(&s, ask_identity(&s.server));
    say(&s, ask(&s.server, EAP_TYPE_MD5, span("\x10sixteen octets!", 17)));
    expect_answer(&s, EAP_TYPE_NAK, "\x1a", 1);
    say(&s, ask(&s.server, EAP_TYPE_EXPANDED, span("\0\0\x9\0\0\0\1\0", 8)));
    expect_answer(&s, EAP_TYPE_EXPANDED, "\0\0\0\0\0\0\3\xfe\0\0\0\0\0\0\x1a", 15);
    say(&s, end_with(&s.server, EAP_FAILURE));
    assert_int_equal(s.step.verdict, EAP_PEER_REFUSED);
    eap_peer_failure(&s.peer, &f);
    assert_int_equal(f.cause, EAP_CAUSE_NONE);
    assert_int_equal(s.peer.unwanted, EAP_TYPE_EXPANDED);
    eap_peer_stop(&s.peer);
}

/* Whoever would be let in without the method could be anybody's guest. */
static void RFC_3748_4_2_success_out_of_the_blue_is_not_believed(void **state)
{
    struct scene s;
    begin(&s, "a secret");
    say(&s, end_with(&s.server, EAP_SUCCESS));
    expect_drop(&s, EXTSTA_DROP_EAP_UNPROVEN);
    say(&s, ask_identity(&s.server));
    say(&s, end_with(&s.server, EAP_SUCCESS));
    expect_drop(&s, EXTSTA_DROP_EAP_UNPROVEN);
    say(&s, challenge(&s.server));
    say(&s, end_with(&s.server, EAP_SUCCESS));
    expect_drop(&s, EXTSTA_DROP_EAP_UNPROVEN);
    assert_false(eap_peer_accepted(&s.peer));
    eap_peer_stop(&s.peer);
}

static void RFC_3748_4_2_success_that_was_lost_may_be_seen_from_below(void **state)
{
    struct scene s;
    uint8_t msk[EAP_MSK_LEN];
    begin(&s, "a secret");
    through(&s);
    assert_true(eap_peer_accepted(&s.peer));
    assert_true(eap_peer_msk(&s.peer, msk));
    eap_peer_stop(&s.peer);
}

static void expect_failure(struct scene *s, enum eap_cause cause, uint32_t error)
{
    struct eap_failure f;
    assert_int_equal(s->step.verdict, EAP_PEER_REFUSED);
    eap_peer_failure(&s->peer, &f);
    assert_int_equal(f.cause, cause);
    assert_int_equal(f.error, error);
    eap_peer_stop(&s->peer);
}

static void a_wrong_password_is_told_with_the_servers_number(void **state)
{
    struct scene s;
    begin(&s, "another");
    say(&s, ask_identity(&s.server));
    struct extsta_span response = say(&s, challenge(&s.server));
    say(&s, judge(&s.server, response, "a secret"));
    expect_answer(&s, EAP_TYPE_MSCHAPV2, "\x04", 1);
    expect_failure(&s, EAP_CAUSE_PASSWORD, 691);
}

/* A server that lets everybody in has not proven anything. */
static void a_server_without_the_password_is_not_believed(void **state)
{
    struct scene s;
    uint8_t proof[46] = {3, 7, 0, 46, 'S', '='};
    memset(proof + 6, '0', 40);
    begin(&s, "a secret");
    say(&s, ask_identity(&s.server));
    say(&s, challenge(&s.server));
    say(&s, ask(&s.server, EAP_TYPE_MSCHAPV2, span(proof, sizeof proof)));
    assert_int_equal(s.len, 0);
    expect_failure(&s, EAP_CAUSE_SERVER_PROOF, 0);
}

static void a_password_that_is_none_is_refused_before_it_is_sent(void **state)
{
    struct scene s;
    begin(&s, "\xff");
    say(&s, ask_identity(&s.server));
    say(&s, challenge(&s.server));
    assert_int_equal(s.len, 0);
    expect_failure(&s, EAP_CAUSE_CONFIG, 0);
}

/* The access point asks again after our EAPOL-Start has crossed its first request. */
static void an_identity_request_begins_anew(void **state)
{
    struct scene s;
    begin(&s, "a secret");
    say(&s, ask_identity(&s.server));
    say(&s, challenge(&s.server));
    through(&s);
    say(&s, end_with(&s.server, EAP_SUCCESS));
    assert_int_equal(s.step.verdict, EAP_PEER_DONE);
    through(&s); /* authenticated anew, much later */
    say(&s, end_with(&s.server, EAP_SUCCESS));
    assert_int_equal(s.step.verdict, EAP_PEER_DONE);
    eap_peer_stop(&s.peer);
}

static void RFC_4137_another_method_in_the_middle_is_not_heard(void **state)
{
    struct scene s;
    begin(&s, "a secret");
    say(&s, ask_identity(&s.server));
    say(&s, challenge(&s.server));
    say(&s, ask(&s.server, EAP_TYPE_MD5, span("\x01x", 2)));
    expect_drop(&s, EXTSTA_DROP_EAP_UNEXPECTED);
    eap_peer_stop(&s.peer);
}

static void a_failure_of_another_time_is_not_ours(void **state)
{
    struct scene s;
    begin(&s, "a secret");
    say(&s, ask_identity(&s.server));
    s.server.id = 77;
    say(&s, end_with(&s.server, EAP_FAILURE));
    expect_drop(&s, EXTSTA_DROP_EAP_UNEXPECTED);
    eap_peer_stop(&s.peer);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(RFC_4137_a_method_ends_in_success_and_a_key),
        TEST(RFC_3748_5_1_outside_the_tunnel_one_may_stay_anonymous),
        TEST(RFC_3748_5_2_a_notification_is_acknowledged_at_any_time),
        TEST(RFC_4137_a_request_that_comes_again_gets_the_same_answer),
        TEST(RFC_3748_5_3_1_a_method_that_is_not_wanted_is_refused_with_ours),
        TEST(RFC_3748_4_2_success_out_of_the_blue_is_not_believed),
        TEST(RFC_3748_4_2_success_that_was_lost_may_be_seen_from_below),
        TEST(a_wrong_password_is_told_with_the_servers_number),
        TEST(a_server_without_the_password_is_not_believed),
        TEST(a_password_that_is_none_is_refused_before_it_is_sent),
        TEST(an_identity_request_begins_anew),
        TEST(RFC_4137_another_method_in_the_middle_is_not_heard),
        TEST(a_failure_of_another_time_is_not_ours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
