/* EAP-TLS, TTLS and PEAP, our peers against our servers: that both get the same keys, and what
 * is told when it fails. That others understand the same by it is for tests/eap. */
#include "conversation.h"

struct case_of {
    uint8_t type;
    enum extsta_eap_inner inner;
    const char *name;
};
static const struct case_of cases[] = {
    {EXTSTA_EAP_TLS, 0, "TLS"},
    {EXTSTA_EAP_PEAP, 0, "PEAP"},
    {EXTSTA_EAP_TTLS, EXTSTA_EAP_INNER_PAP, "TTLS/PAP"},
    {EXTSTA_EAP_TTLS, EXTSTA_EAP_INNER_MSCHAPV2, "TTLS/MSCHAPv2"},
    {EXTSTA_EAP_TTLS, EXTSTA_EAP_INNER_EAP_MSCHAPV2, "TTLS/EAP-MSCHAPv2"},
};
#define CASES (sizeof cases / sizeof cases[0])

static struct eap_setup setup_of(const struct extsta_eap *peer, const struct eap_server *server)
{
    return (struct eap_setup){.crypto = crypto,
                              .random = {fill, NULL},
                              .wall = WALL,
                              .peer = peer,
                              .server = server,
                              .identity = peer->identity};
}

static void assert_through(const struct conversation *c)
{
    assert_int_equal(c->verdict[0], EAP_DONE);
    assert_int_equal(c->verdict[1], EAP_DONE);
    assert_true(c->has_keys[0] && c->has_keys[1]);
    assert_memory_equal(&c->keys[0], &c->keys[1], sizeof c->keys[0]);
    assert_int_equal(c->failure[0].cause == EAP_CAUSE_NONE ||
                         c->failure[0].cause == EAP_CAUSE_REFUSED ||
                         c->failure[0].cause == EAP_CAUSE_PASSWORD,
                     true); /* what a Failure would mean now */
}

static void assert_failed(const struct conversation *c, enum eap_cause cause)
{
    assert_int_not_equal(c->verdict[0], EAP_DONE);
    assert_int_not_equal(c->verdict[1], EAP_DONE);
    assert_int_equal(c->failure[0].cause, cause);
}

/* Each method, version and size of fragments. */
static void both_ends_get_the_same_keys(void **state)
{
    static const uint16_t fragments[] = {0, 500, 16};
    struct eap_server server = usual_server();
    for (size_t i = 0; i < 3 * 2 * CASES; i++) {
        struct extsta_eap peer = peer_config();
        struct conversation c;
        peer.inner = cases[i % CASES].inner;
        peer.tls_max = (uint8_t)(TLS_1_2 + i / CASES % 2);
        struct eap_setup setup = setup_of(&peer, &server);
        setup.fragment = fragments[i / CASES / 2];
        converse(&c, cases[i % CASES].type, &setup);
        assert_through(&c);
        assert_true(c.longest <= (setup.fragment ? setup.fragment : EAP_FRAGMENT));
        assert_int_equal(c.keys[0].session_id[0], cases[i % CASES].type);
    }
    server_drop(&server);
}

static void a_certificate_that_is_not_right_ends_it_before_any_password(void **state)
{
    const struct {
        struct extsta_span certificate, key;
        enum tls_fault fault;
    } wrong[] = {
        {PEM(pem_expired), PEM(pem_expired_key), TLS_FAULT_EXPIRED},
        {PEM(pem_stranger), PEM(pem_stranger_key), TLS_FAULT_UNKNOWN_CA},
        {PEM(pem_selfmade), PEM(pem_selfmade_key), TLS_FAULT_SELF_SIGNED},
    };
    for (size_t i = 0; i < CASES * 2 * 3; i++) {
        struct eap_server server = server_with(wrong[i % 3].certificate, wrong[i % 3].key);
        struct extsta_eap peer = peer_config();
        struct conversation c;
        peer.inner = cases[i / 6].inner;
        peer.tls_max = (uint8_t)(TLS_1_2 + i / 3 % 2);
        struct eap_setup setup = setup_of(&peer, &server);
        converse(&c, cases[i / 6].type, &setup);
        assert_failed(&c, EAP_CAUSE_CERTIFICATE);
        assert_int_equal(c.failure[0].tls.fault, wrong[i % 3].fault);
        assert_int_equal(c.failure[1].cause, EAP_CAUSE_ALERT);
        assert_int_equal(c.failure[1].tls.alert, c.failure[0].tls.alert);
        assert_int_equal(c.verdict[1], EAP_FAILED);
        server_drop(&server);
    }
}

static void a_wrong_name_is_told_with_the_names_there_are(void **state)
{
    struct eap_server server = usual_server();
    struct extsta_eap peer = peer_config();
    struct eap_setup setup = setup_of(&peer, &server);
    struct conversation c;
    peer.domain = TEXT("corp.example");
    converse(&c, EXTSTA_EAP_PEAP, &setup);
    assert_failed(&c, EAP_CAUSE_CERTIFICATE);
    assert_int_equal(c.failure[0].tls.fault, TLS_FAULT_NAME);
    assert_string_equal(c.failure[0].tls.text, "radius.air.example");
    server_drop(&server);
}

static void a_wrong_password_is_told(void **state)
{
    struct eap_server server = usual_server();
    for (size_t i = 1; i < CASES; i++) {
        for (uint8_t version = TLS_1_2; version <= TLS_1_3; version++) {
            struct extsta_eap peer = peer_config();
            struct conversation c;
            peer.inner = cases[i].inner;
            peer.tls_max = version;
            peer.password = TEXT("wrong");
            struct eap_setup setup = setup_of(&peer, &server);
            converse(&c, cases[i].type, &setup);
            assert_int_equal(c.failure[0].cause, EAP_CAUSE_PASSWORD);
            assert_int_equal(c.verdict[1], EAP_FAILED);
            assert_int_equal(c.failure[1].cause, EAP_CAUSE_PASSWORD);
            /* PAP alone has no word but the server's Failure */
            bool pap = cases[i].inner == EXTSTA_EAP_INNER_PAP;
            assert_int_equal(c.verdict[0], pap ? EAP_DONE : EAP_FAILED);
            assert_int_equal(c.failure[0].error, pap ? 0 : 691);
        }
    }
    server_drop(&server);
}

/* printf secret | iconv -t utf-16le | openssl dgst -md4 -provider legacy */
static void the_hash_of_the_password_does_as_well(void **state)
{
    static const uint8_t hash[] = {0x87, 0x8d, 0x80, 0x14, 0x60, 0x6c, 0xda, 0x29, 0x67, 0x7a, 0x44, 0xef, 0xa1, 0x35, 0x3f, 0xc7};
    struct eap_server server = usual_server();
    for (size_t i = 1; i < CASES; i++) {
        struct extsta_eap peer = peer_config();
        struct conversation c;
        peer.inner = cases[i].inner;
        peer.password = span(hash, sizeof hash);
        peer.password_is_hash = true;
        struct eap_setup setup = setup_of(&peer, &server);
        converse(&c, cases[i].type, &setup);
        if (peer.inner == EXTSTA_EAP_INNER_PAP && cases[i].type == EXTSTA_EAP_TTLS) {
            assert_int_equal(c.failure[1].cause, EAP_CAUSE_PASSWORD); /* which is shown */
        } else {
            assert_through(&c);
        }
    }
    server_drop(&server);
}

static void a_server_that_does_not_know_the_password_is_not_believed(void **state)
{
    struct eap_server server = usual_server();
    server.wrong_proof = true;
    for (size_t i = 1; i < CASES; i++) {
        struct extsta_eap peer = peer_config();
        struct conversation c;
        peer.inner = cases[i].inner;
        struct eap_setup setup = setup_of(&peer, &server);
        converse(&c, cases[i].type, &setup);
        if (peer.inner == EXTSTA_EAP_INNER_PAP && cases[i].type == EXTSTA_EAP_TTLS) {
            assert_through(&c);
        } else {
            assert_failed(&c, EAP_CAUSE_SERVER_PROOF);
        }
    }
    server_drop(&server);
}

/* CVE-2023-52160: a success that skips what is in the tunnel. */
static void success_without_the_inner_method_is_not_believed(void **state)
{
    struct eap_server server = usual_server();
    server.skip_inner = true;
    for (uint8_t version = TLS_1_2; version <= TLS_1_3; version++) {
        struct extsta_eap peer = peer_config();
        struct conversation c;
        peer.tls_max = version;
        struct eap_setup setup = setup_of(&peer, &server);
        converse(&c, EXTSTA_EAP_PEAP, &setup);
        assert_failed(&c, EAP_CAUSE_PROTOCOL);
        converse(&c, EXTSTA_EAP_TTLS, &setup);
        assert_int_not_equal(c.verdict[0], EAP_DONE);
        assert_false(c.has_keys[0]);
    }
    server_drop(&server);
}

static void a_tunnel_that_ends_elsewhere_is_not_believed(void **state)
{
    struct eap_server server = usual_server();
    struct extsta_eap peer = peer_config();
    struct eap_setup setup = setup_of(&peer, &server);
    struct conversation c;
    server.wrong_binding = true;
    converse(&c, EXTSTA_EAP_PEAP, &setup);
    assert_failed(&c, EAP_CAUSE_BINDING);
    server.wrong_binding = false;
    server.no_binding = true; /* as many have it */
    converse(&c, EXTSTA_EAP_PEAP, &setup);
    assert_through(&c);
    server_drop(&server);
}

static void our_certificate_refused_is_told_by_the_servers_alert(void **state)
{
    struct eap_server server = usual_server();
    for (uint8_t version = TLS_1_2; version <= TLS_1_3; version++) {
        struct extsta_eap peer = peer_config();
        struct conversation c;
        peer.tls_max = version;
        peer.certificate = PEM(pem_strange_client);
        peer.key = PEM(pem_strange_client_key);
        struct eap_setup setup = setup_of(&peer, &server);
        converse(&c, EXTSTA_EAP_TLS, &setup);
        assert_failed(&c, EAP_CAUSE_ALERT);
        assert_int_equal(c.failure[0].tls.alert, 48);
        assert_int_equal(c.failure[1].cause, EAP_CAUSE_CERTIFICATE);
        assert_int_equal(c.failure[1].tls.fault, TLS_FAULT_UNKNOWN_CA);
    }
    server.alert = 40;
    struct extsta_eap peer = peer_config();
    struct eap_setup setup = setup_of(&peer, &server);
    struct conversation c;
    converse(&c, EXTSTA_EAP_PEAP, &setup);
    assert_failed(&c,
                  EAP_CAUSE_TLS); /* in place of the first flight: of nothing we have shown */
    assert_int_equal(c.failure[0].tls.alert, 40);
    server_drop(&server);
}

static void what_is_not_configured_is_told(void **state)
{
    struct eap_server server = usual_server();
    struct extsta_eap peer = peer_config();
    struct eap_setup setup = setup_of(&peer, &server);
    struct conversation c;
    peer.certificate = (struct extsta_span){0};
    converse(&c, EXTSTA_EAP_TLS, &setup);
    assert_failed(&c, EAP_CAUSE_CONFIG);
    assert_int_equal(c.failure[0].tls.fault, TLS_FAULT_OWN_CERTIFICATE);
    peer = peer_config();
    peer.ca = (struct extsta_span){0};
    converse(&c, EXTSTA_EAP_PEAP, &setup);
    assert_failed(&c, EAP_CAUSE_CONFIG);
    assert_int_equal(c.failure[0].tls.fault, TLS_FAULT_OWN_CA);
    peer.verify_off = true;
    converse(&c, EXTSTA_EAP_PEAP, &setup);
    assert_through(&c);
    server_drop(&server);
}

/* Fast reconnect: shorter, without the password, and with keys of its own. */
static void a_session_is_resumed(void **state)
{
    struct eap_server server = usual_server();
    for (size_t i = 0; i < 2 * CASES; i++) {
        struct eap_resume resume = {0};
        struct extsta_eap peer = peer_config();
        struct conversation first, second;
        peer.inner = cases[i % CASES].inner;
        peer.tls_max = (uint8_t)(TLS_1_2 + i / CASES);
        struct eap_setup setup = setup_of(&peer, &server);
        setup.resume = &resume;
        setup.fragment = 200;
        converse(&first, cases[i % CASES].type, &setup);
        assert_through(&first);
        assert_non_null(resume.session);
        peer.password = TEXT("not asked for");
        converse(&second, cases[i % CASES].type, &setup);
        assert_through(&second);
        assert_true(second.rounds < first.rounds);
        assert_memory_not_equal(first.keys[0].msk, second.keys[0].msk, EAP_MSK_LEN);
        /* a failure is not kept */
        peer.domain = TEXT("corp.example");
        peer.password = TEXT("secret");
        eap_resume_clear(&resume);
        converse(&second, cases[i % CASES].type, &setup);
        assert_failed(&second, EAP_CAUSE_CERTIFICATE);
        assert_null(resume.session);
    }
    server_drop(&server);
}

/* Of a conversation whose password was refused, with TLS 1.3 a ticket is out already. */
static void a_session_without_success_is_not_resumed(void **state)
{
    struct eap_server server = usual_server();
    for (uint8_t version = TLS_1_2; version <= TLS_1_3; version++) {
        struct eap_resume resume = {0};
        struct extsta_eap peer = peer_config();
        struct conversation c;
        peer.tls_max = version;
        peer.inner = EXTSTA_EAP_INNER_PAP;
        peer.password = TEXT("wrong");
        struct eap_setup setup = setup_of(&peer, &server);
        setup.resume = &resume;
        converse(&c, EXTSTA_EAP_TTLS, &setup);
        assert_int_equal(c.verdict[1], EAP_FAILED);
        converse(&c, EXTSTA_EAP_TTLS, &setup);
        assert_int_equal(c.verdict[1], EAP_FAILED);
        eap_resume_clear(&resume);
    }
    server_drop(&server);
}

/* Whatever is sent in the place of a fragment, the next true one is taken. */
static void fragments_that_cannot_be_are_dropped(void **state)
{
    static const struct {
        const char *bytes;
        size_t len;
    } hostile[] = {
        {"", 0},
        {"\x80\0\0", 3},                /* a length that is not whole */
        {"\x40", 1},                    /* more, and nothing */
        {"\xc0\0\0\0\x05yyyyyyyy", 13}, /* more than the whole */
        {"\xc0\xff\xff\xff\xff"
         "abc",
         8}, /* 4 GiB */
        {"\xc0\0\x01\0\x01"
         "abc",
         8}, /* one octet above the bound */
        {"\x80\0\0\0\x09"
         "abc",
         8}, /* the last, and not the length */
    };
    struct eap_server server = usual_server();
    struct extsta_eap peer = peer_config();
    struct eap_setup setup = setup_of(&peer, &server);
    struct conversation c;
    uint8_t data[EAP_DATA_MAX];
    struct writer w = writer_of(data, sizeof data), none = writer_of(&(uint8_t){0}, 0);
    begin(&c, &setup, EXTSTA_EAP_PEAP);
    setup.fragment = 300;
    assert_int_equal(c.method[1]->start(c.state[1], &setup, &w), EAP_CONTINUE);
    assert_int_equal(c.method[0]->start(c.state[0], &setup, &none), EAP_CONTINUE);
    size_t len = writer_len(&w);
    do {
        pass(&c, 0, data, &len);
        assert_int_not_equal(c.verdict[0], EAP_FAILED);
        for (int to = 0; to < 2; to++) {
            for (size_t i = 0; i < sizeof hostile / sizeof hostile[0]; i++) {
                uint8_t out[EAP_DATA_MAX];
                struct writer o = writer_of(out, sizeof out);
                if (to == 1 || c.verdict[0] == EAP_CONTINUE) {
                    assert_int_equal(c.method[to]->rx(c.state[to],
                                                      span(hostile[i].bytes, hostile[i].len),
                                                      &o),
                                     EAP_IGNORED);
                }
            }
        }
        pass(&c, 1, data, &len);
    } while (c.verdict[1] == EAP_CONTINUE);
    assert_int_equal(c.verdict[0], EAP_DONE);
    assert_int_equal(c.verdict[1], EAP_DONE);
    for (int i = 0; i < 2; i++) {
        eap_method_stop(c.method[i], c.state[i]);
        free(c.state[i]);
    }
    server_drop(&server);
}

/* A message that never ends is not kept. */
static void what_is_put_together_is_bounded(void **state)
{
    struct extsta_eap peer = peer_config();
    struct eap_setup setup = setup_of(&peer, NULL);
    uint8_t data[1000], out[EAP_DATA_MAX];
    struct writer none = writer_of(&(uint8_t){0}, 0);
    void *end = calloc(1, eap_peap_peer.size);
    assert_int_equal(eap_peap_peer.start(end, &setup, &none), EAP_CONTINUE);
    struct writer w = writer_of(out, sizeof out);
    data[0] = 0x20;
    assert_int_equal(eap_peap_peer.rx(end, span(data, 1), &w), EAP_CONTINUE);
    memset(data, 0x16, sizeof data);
    data[0] = 0x40;
    int taken = 0;
    for (int i = 0; i < 100; i++) {
        w = writer_of(out, sizeof out);
        taken += eap_peap_peer.rx(end, span(data, sizeof data), &w) == EAP_CONTINUE;
    }
    assert_int_equal(taken, 65536 / 999);
    eap_method_stop(&eap_peap_peer, end);
    free(end);
}

static int nothing_is_lost(void **state)
{
    assert_int_equal(extsta_context_free(ctx), 0);
    return 0;
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, nothing_is_lost)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(both_ends_get_the_same_keys),
        TEST(a_certificate_that_is_not_right_ends_it_before_any_password),
        TEST(a_wrong_name_is_told_with_the_names_there_are),
        TEST(a_wrong_password_is_told),
        TEST(the_hash_of_the_password_does_as_well),
        TEST(a_server_that_does_not_know_the_password_is_not_believed),
        TEST(success_without_the_inner_method_is_not_believed),
        TEST(a_tunnel_that_ends_elsewhere_is_not_believed),
        TEST(our_certificate_refused_is_told_by_the_servers_alert),
        TEST(what_is_not_configured_is_told),
        TEST(a_session_is_resumed),
        TEST(a_session_without_success_is_not_resumed),
        TEST(fragments_that_cannot_be_are_dropped),
        TEST(what_is_put_together_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
