/* TLS over octets (crypto/tls.h): our client against our server, which are the same library;
 * the outside truth is tests/eap, where others' servers and clients stand on the other side.
 * What is proven here are the faults and what is said of them (the numbers of alerts are RFC
 * 8446's), sessions, and that nothing but the inputs decides which octets go out. */
#include "../with_crypto.h"
#include "../../../air/apsim_pem.h"
#include "base/bytes.h"
#include "crypto/curve.h"
#include "crypto/tls.h"
#include <stdio.h>

#define WALL       INT64_C(1767225600) /* 2026-01-01 */
#define PEM(text)  ((struct extsta_span){(const uint8_t *)(text), sizeof(text) - 1})
#define TEXT(text) ((struct extsta_span){(const uint8_t *)(text), strlen(text)})

static void fill(void *user, void *out, size_t len)
{
    testing_fill(&seed, 7, out, len);
}

static struct tls_config client_config(void)
{
    return (struct tls_config){
        .random = {fill, NULL}, .wall = WALL, .ca = PEM(pem_ca), .name = TEXT("air.example")};
}

static struct tls_config server_config(void)
{
    return (struct tls_config){.random = {fill, NULL},
                               .wall = WALL,
                               .certificate = PEM(pem_server),
                               .key = PEM(pem_server_key),
                               .verify_off = true};
}

struct pair {
    struct tls_server *shared;
    struct tls *client, *server;
    uint64_t sum; /* of all that went across */
    size_t octets;
};

/* Half a record at a time: an end must bear that. */
static bool carry(struct pair *p, struct tls *from, struct tls *to)
{
    struct extsta_span out = tls_pending(from);
    if (out.len == 0) {
        return false;
    }
    uint8_t copy[32768];
    size_t len = out.len > 700 ? 700 : out.len;
    assert_true(len <= sizeof copy);
    memcpy(copy, out.data, len);
    tls_sent(from, len);
    for (size_t i = 0; i < len; i++) {
        p->sum = p->sum * 31 + copy[i];
    }
    p->octets += len;
    tls_rx(to, span(copy, len));
    return true;
}

static void run(struct pair *p)
{
    bool any = true;
    while (any) {
        any = carry(p, p->client, p->server);
        any |= carry(p, p->server, p->client);
    }
}

static struct tls_server *serve(const struct tls_config *config)
{
    struct tls_failure failure;
    struct tls_server *server = tls_serve(crypto, config, true, &failure);
    assert_int_equal(failure.fault, TLS_FAULT_NONE);
    assert_non_null(server);
    return server;
}

static void connect_ends(struct pair *p, const struct tls_config *client)
{
    struct tls_failure failure;
    p->server = tls_server_new(p->shared, &client->random, WALL, &failure);
    assert_non_null(p->server);
    p->client = tls_client_new(crypto, client, &failure);
    assert_non_null(p->client);
    tls_rx(p->client, span(NULL, 0));
    run(p);
}

static struct pair pair_of(const struct tls_config *client, const struct tls_config *server)
{
    struct pair p = {.shared = serve(server)};
    connect_ends(&p, client);
    return p;
}

static void part(struct pair *p)
{
    tls_free(p->client);
    tls_free(p->server);
    tls_server_free(p->shared);
}

static void open_with(uint8_t version)
{
    struct tls_config c = client_config(), s = server_config();
    c.max = c.min = version;
    struct pair p = pair_of(&c, &s);
    assert_int_equal(tls_state(p.client), TLS_OPEN);
    assert_int_equal(tls_state(p.server), TLS_OPEN);
    assert_int_equal(tls_version(p.client), version);
    assert_int_equal(tls_version(p.server), version);
    uint8_t a[64], b[64], text[16];
    assert_int_equal(tls_export(p.client, "client EAP encryption", NULL, a, 64), EXTSTA_OK);
    assert_int_equal(tls_export(p.server, "client EAP encryption", NULL, b, 64), EXTSTA_OK);
    assert_memory_equal(a, b, 64);
    struct extsta_span type = span("\x0d", 1);
    assert_int_equal(tls_export(p.server, "client EAP encryption", &type, b, 64), EXTSTA_OK);
    assert_memory_not_equal(a, b, 64);
    assert_int_equal(tls_write(p.client, TEXT("hello")), EXTSTA_OK);
    run(&p);
    assert_int_equal(tls_read(p.server, text, sizeof text), 5);
    assert_memory_equal(text, "hello", 5);
    assert_int_equal(tls_read(p.server, text, sizeof text), 0);
    assert_int_equal(tls_state(p.server), TLS_OPEN);
    part(&p);
}

static void both_versions_open_and_export_the_same_keys(void **state)
{
    open_with(TLS_1_2);
    open_with(TLS_1_3);
}

struct fault_case {
    struct extsta_span certificate, key, ca;
    const char *name;
    enum tls_fault fault;
    uint8_t alert;
    const char *text;
};

/* By RFC 8446 6.2; a wrong name has no alert of its own. */
static void each_fault_of_a_certificate_is_named(void **state)
{
    const struct fault_case cases[] = {
        {PEM(pem_expired), PEM(pem_expired_key), PEM(pem_ca), "", TLS_FAULT_EXPIRED, 45,
         "2021-01-01T00:00:00Z"},
        {PEM(pem_future), PEM(pem_future_key), PEM(pem_ca), "", TLS_FAULT_NOT_YET_VALID, 42,
         "2100-01-01T00:00:00Z"},
        {PEM(pem_stranger), PEM(pem_stranger_key), PEM(pem_ca), "", TLS_FAULT_UNKNOWN_CA, 48,
         "CN=radius.air.example"},
        {PEM(pem_selfmade), PEM(pem_selfmade_key), PEM(pem_ca), "", TLS_FAULT_SELF_SIGNED, 48,
         "CN=radius.air.example"},
        {PEM(pem_server), PEM(pem_server_key), PEM(pem_ca), "else.example", TLS_FAULT_NAME, 42,
         "radius.air.example"},
        /* the end of a label, not of the text */
        {PEM(pem_server), PEM(pem_server_key), PEM(pem_ca), "ir.example;example.com",
         TLS_FAULT_NAME, 42, "radius.air.example"},
        {PEM(pem_client), PEM(pem_client_key), PEM(pem_ca), "", TLS_FAULT_PURPOSE, 43,
         "CN=user@air.example"},
        {PEM(pem_server), PEM(pem_server_key), PEM(pem_ca), "a.b;RADIUS.air.example",
         TLS_FAULT_NONE, 0, ""},
        /* trusted by itself */
        {PEM(pem_selfmade), PEM(pem_selfmade_key), PEM(pem_selfmade), "", TLS_FAULT_NONE, 0,
         ""},
    };
    for (uint8_t version = TLS_1_2; version <= TLS_1_3; version++) {
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
            const struct fault_case *f = &cases[i];
            struct tls_config c = client_config(), s = server_config();
            struct tls_failure failure;
            s.certificate = f->certificate;
            s.key = f->key;
            c.ca = f->ca;
            c.name = TEXT(f->name);
            c.max = version;
            struct pair p = pair_of(&c, &s);
            tls_failure(p.client, &failure);
            assert_int_equal(failure.fault, f->fault);
            assert_int_equal(failure.alert, f->alert);
            assert_string_equal(failure.text, f->text);
            assert_int_equal(tls_state(p.client), f->alert ? TLS_FAILED : TLS_OPEN);
            if (f->alert) {
                tls_failure(p.server, &failure);
                assert_int_equal(tls_state(p.server), TLS_FAILED);
                assert_int_equal(failure.fault, TLS_FAULT_ALERT);
                assert_int_equal(failure.alert, f->alert);
            }
            part(&p);
        }
    }
}

static void a_revoked_certificate_is_refused_where_a_list_says_so(void **state)
{
    char trust[sizeof pem_ca + sizeof pem_crl];
    snprintf(trust, sizeof trust, "%s%s", pem_ca, pem_crl);
    struct tls_config c = client_config(), s = server_config();
    struct tls_failure failure;
    c.ca = TEXT(trust);
    struct pair good = pair_of(&c, &s);
    assert_int_equal(tls_state(good.client), TLS_OPEN);
    part(&good);
    s.certificate = PEM(pem_revoked);
    s.key = PEM(pem_revoked_key);
    struct pair p = pair_of(&c, &s);
    tls_failure(p.client, &failure);
    assert_int_equal(failure.fault, TLS_FAULT_REVOKED);
    assert_int_equal(failure.alert, 44);
    part(&p);
}

/* Nothing is judged where the caller wants it so; also not a name. */
static void verification_can_be_switched_off(void **state)
{
    struct tls_config c = client_config(), s = server_config();
    s.certificate = PEM(pem_expired);
    s.key = PEM(pem_expired_key);
    c.verify_off = true;
    c.ca = span(NULL, 0);
    struct pair p = pair_of(&c, &s);
    assert_int_equal(tls_state(p.client), TLS_OPEN);
    part(&p);
}

static void a_client_certificate_is_judged_and_its_refusal_heard(void **state)
{
    for (uint8_t version = TLS_1_2; version <= TLS_1_3; version++) {
        struct tls_config c = client_config(), s = server_config();
        struct tls_failure failure;
        c.max = version;
        c.certificate = PEM(pem_client);
        c.key = PEM(pem_client_key);
        s.verify_off = false;
        s.ca = PEM(pem_ca);
        struct pair p = pair_of(&c, &s);
        assert_int_equal(tls_state(p.server), TLS_OPEN);
        assert_int_equal(tls_state(p.client), TLS_OPEN);
        part(&p);

        c.certificate = PEM(pem_strange_client);
        c.key = PEM(pem_strange_client_key);
        p = pair_of(&c, &s);
        tls_failure(p.server, &failure);
        assert_int_equal(failure.fault, TLS_FAULT_UNKNOWN_CA);
        tls_failure(p.client, &failure);
        assert_int_equal(tls_state(p.client), TLS_FAILED);
        assert_int_equal(failure.fault, TLS_FAULT_ALERT);
        assert_int_equal(failure.alert, 48);
        assert_string_equal(tls_alert_name(failure.alert), "unknown_ca");
        part(&p);

        c.certificate = c.key = span(NULL, 0);
        p = pair_of(&c, &s);
        tls_failure(p.server, &failure);
        assert_int_equal(failure.fault, TLS_FAULT_NO_CERTIFICATE);
        part(&p);
    }
}

static void what_the_caller_gave_is_told_apart(void **state)
{
    struct tls_config c = client_config();
    struct tls_failure failure;
    c.ca = span(NULL, 0);
    assert_null(tls_client_new(crypto, &c, &failure));
    assert_int_equal(failure.fault, TLS_FAULT_OWN_CA);
    c.ca = TEXT("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    assert_null(tls_client_new(crypto, &c, &failure));
    assert_int_equal(failure.fault, TLS_FAULT_OWN_CA);
    c = client_config();
    c.certificate = PEM(pem_client_key);
    c.key = PEM(pem_client_key);
    assert_null(tls_client_new(crypto, &c, &failure));
    assert_int_equal(failure.fault, TLS_FAULT_OWN_CERTIFICATE);
    c.certificate = PEM(pem_client);
    c.key = PEM(pem_server_key);
    assert_null(tls_client_new(crypto, &c, &failure));
    assert_int_equal(failure.fault, TLS_FAULT_OWN_KEY);
}

static void versions_without_a_common_one_fail_by_name(void **state)
{
    struct tls_config c = client_config(), s = server_config();
    struct tls_failure failure;
    c.max = TLS_1_2;
    s.min = TLS_1_3;
    struct pair p = pair_of(&c, &s);
    tls_failure(p.server, &failure);
    assert_int_equal(failure.fault, TLS_FAULT_VERSION);
    tls_failure(p.client, &failure);
    assert_int_equal(failure.fault, TLS_FAULT_VERSION);
    assert_int_equal(failure.alert, 70);
    part(&p);
}

/* WPA3-Enterprise's 192-bit mode: a P-256 certificate has no place in it, whichever end asks.
 */
static void of_192_bits_is_the_whole_or_nothing(void **state)
{
    for (uint8_t version = TLS_1_2; version <= TLS_1_3; version++) {
        struct tls_config c = client_config(), s = server_config();
        struct tls_failure failure;
        c.max = version;
        c.strong = true;
        struct pair p = pair_of(&c, &s);
        tls_failure(p.client, &failure);
        assert_int_equal(tls_state(p.client), TLS_FAILED);
        assert_int_equal(failure.fault, TLS_FAULT_CIPHER);
        assert_int_equal(failure.alert, 40);
        assert_string_equal(failure.text, "192 bits are wanted");
        tls_failure(p.server, &failure);
        assert_int_equal(failure.fault, TLS_FAULT_CIPHER);
        part(&p);
        s.certificate = PEM(pem_strong);
        s.key = PEM(pem_strong_key);
        s.strong = true;
        s.verify_off = false;
        s.ca = PEM(pem_ca);
        c.certificate = PEM(pem_strong_client);
        c.key = PEM(pem_strong_client_key);
        p = pair_of(&c, &s);
        assert_int_equal(tls_state(p.client), TLS_OPEN);
        assert_int_equal(tls_state(p.server), TLS_OPEN);
        part(&p);
    }
}

/* Certificates by RSA do as well from 3072 bits on; whose certificate falls short is told, and
 * by what: the server's, the client's to the server, and one's own before anything is sent. */
static void of_192_bits_what_falls_short_is_named(void **state)
{
    for (uint8_t version = TLS_1_2; version <= TLS_1_3; version++) {
        struct tls_config c = client_config(), s = server_config();
        struct tls_failure failure;
        c.max = version;
        c.strong = true;
        c.certificate = PEM(pem_strong_client);
        c.key = PEM(pem_strong_client_key);
        s.certificate = PEM(pem_rsa);
        s.key = PEM(pem_rsa_key);
        struct pair p = pair_of(&c, &s);
        assert_int_equal(tls_state(p.client), TLS_OPEN);
        part(&p);
        s.certificate = PEM(pem_rsa_2048);
        s.key = PEM(pem_rsa_2048_key);
        p = pair_of(&c, &s);
        assert_int_equal(tls_state(p.client), TLS_FAILED);
        tls_failure(p.client, &failure);
        assert_int_equal(failure.fault, TLS_FAULT_WEAK);
        assert_string_equal(failure.text, "RSA of 2048 bits, not 3072: CN=radius.air.example");
        part(&p);
        s = server_config();
        s.certificate = PEM(pem_strong);
        s.key = PEM(pem_strong_key);
        s.strong = true;
        s.verify_off = false;
        s.ca = PEM(pem_ca);
        c.strong = false;
        c.certificate = PEM(pem_rsa_2048);
        c.key = PEM(pem_rsa_2048_key);
        p = pair_of(&c, &s);
        assert_int_equal(tls_state(p.server), TLS_FAILED);
        part(&p);
    }
    struct tls_config c = client_config();
    struct tls_failure failure;
    c.strong = true;
    c.certificate = PEM(pem_client);
    c.key = PEM(pem_client_key);
    assert_null(tls_client_new(crypto, &c, &failure));
    assert_int_equal(failure.fault, TLS_FAULT_OWN_CERTIFICATE);
    assert_string_equal(failure.text, "EC of 256 bits, not 384: CN=user@air.example");
}

/* Whether a second connection goes without the certificates. */
static bool resumes(uint8_t version, bool keep, int64_t later)
{
    struct tls_config c = client_config(), s = server_config();
    c.max = version;
    struct pair p = pair_of(&c, &s);
    assert_false(tls_was_resumed(p.client));
    c.resume = tls_session_take(p.client);
    assert_non_null(c.resume);
    if (keep) {
        tls_keep_session(p.server);
    }
    tls_free(p.client);
    tls_free(p.server);
    c.wall += later;
    connect_ends(&p, &c);
    assert_int_equal(tls_state(p.client), TLS_OPEN);
    assert_int_equal(tls_state(p.server), TLS_OPEN);
    bool resumed = tls_was_resumed(p.client);
    assert_int_equal(tls_was_resumed(p.server), resumed);
    tls_session_free(c.resume);
    part(&p);
    return resumed;
}

static void a_session_is_resumed_if_it_was_kept_and_is_young(void **state)
{
    for (uint8_t version = TLS_1_2; version <= TLS_1_3; version++) {
        assert_true(resumes(version, true, 60));
        assert_false(resumes(version, false, 60));
        assert_false(resumes(version, true, 8 * 24 * 3600));
        assert_false(resumes(version, true, -60));
    }
}

/* The sum of what goes across in a whole and a resumed handshake, from a seed. */
static uint64_t trace_of(uint64_t from, uint8_t version)
{
    seed = from;
    struct extsta_context *old = ctx;
    struct crypto *old_crypto = crypto;
    ctx = testing_context(&seed);
    crypto = crypto_of(ctx);
    struct tls_config c = client_config(), s = server_config();
    c.max = version;
    struct pair p = pair_of(&c, &s);
    c.resume = tls_session_take(p.client);
    tls_keep_session(p.server);
    tls_free(p.client);
    tls_free(p.server);
    connect_ends(&p, &c);
    assert_true(tls_was_resumed(p.client));
    uint64_t sum = p.sum;
    tls_session_free(c.resume);
    part(&p);
    extsta_context_free(ctx);
    ctx = old;
    crypto = old_crypto;
    return sum;
}

static void the_same_randomness_gives_the_same_octets(void **state)
{
    for (uint8_t version = TLS_1_2; version <= TLS_1_3; version++) {
        uint64_t sum = trace_of(5, version);
        assert_true(sum == trace_of(5, version));
        assert_true(sum != trace_of(6, version));
    }
}

/* Blinding of points takes no part in the stream of whoever does TLS. */
static void curves_take_nothing_from_it(void **state)
{
    struct tls_config c = client_config(), s = server_config();
    struct pair p = pair_of(&c, &s);
    uint64_t before = seed;
    struct curve_point out;
    struct curve_scalar k = {.b = {[31] = 5}};
    assert_int_equal(curve_mul_base(curve_of(crypto, 19), &k, &out), EXTSTA_OK);
    assert_true(seed == before);
    part(&p);
}

static void what_is_no_record_fails(void **state)
{
    struct tls_config c = client_config(), s = server_config();
    struct tls_failure failure;
    struct pair p = pair_of(&c, &s);
    uint8_t junk[64];
    memset(junk, 0x55, sizeof junk);
    assert_int_equal(tls_rx(p.client, span(junk, sizeof junk)), TLS_FAILED);
    tls_failure(p.client, &failure);
    assert_true(failure.fault == TLS_FAULT_PROTOCOL || failure.fault == TLS_FAULT_VERSION);
    assert_int_equal(tls_rx(p.client, span(junk, sizeof junk)), TLS_FAILED);
    assert_int_equal(tls_write(p.client, TEXT("x")), EXTSTA_E_STATE);
    part(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(both_versions_open_and_export_the_same_keys, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(each_fault_of_a_certificate_is_named, setup, teardown),
        cmocka_unit_test_setup_teardown(a_revoked_certificate_is_refused_where_a_list_says_so,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(verification_can_be_switched_off, setup, teardown),
        cmocka_unit_test_setup_teardown(a_client_certificate_is_judged_and_its_refusal_heard,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(what_the_caller_gave_is_told_apart, setup, teardown),
        cmocka_unit_test_setup_teardown(versions_without_a_common_one_fail_by_name, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(of_192_bits_is_the_whole_or_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(of_192_bits_what_falls_short_is_named, setup, teardown),
        cmocka_unit_test_setup_teardown(a_session_is_resumed_if_it_was_kept_and_is_young, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(the_same_randomness_gives_the_same_octets, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(curves_take_nothing_from_it, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_no_record_fails, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
