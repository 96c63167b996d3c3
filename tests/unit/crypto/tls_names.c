/* Whose certificate it is (crypto/tls.h, `name`): certificates with all kinds of names, made
 * here, each trusted by itself, so that the name alone decides. RFC 6125 6.4; the octet 0 in a
 * name is the attack of CVE-2009-2408. */
#include "../with_crypto.h"
#include "base/bytes.h"
#include "crypto/tls.h"
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#define WALL INT64_C(1767225600)

static EVP_PKEY *key;

static void fill(void *user, void *out, size_t len)
{
    testing_fill(&seed, 7, out, len);
}

/* PEM of what was written to a BIO; the caller's. */
static struct extsta_span taken(BIO *bio)
{
    char *data;
    long len = BIO_get_mem_data(bio, &data);
    uint8_t *copy = malloc((size_t)len);
    memcpy(copy, data, (size_t)len);
    BIO_free(bio);
    return span(copy, (size_t)len);
}

static void add_names(X509 *certificate, const struct extsta_span *names, size_t count)
{
    GENERAL_NAMES *list = GENERAL_NAMES_new();
    for (size_t i = 0; i < count; i++) {
        GENERAL_NAME *name = GENERAL_NAME_new();
        ASN1_IA5STRING *text = ASN1_IA5STRING_new();
        ASN1_STRING_set(text, names[i].data, (int)names[i].len);
        GENERAL_NAME_set0_value(name, GEN_DNS, text);
        sk_GENERAL_NAME_push(list, name);
    }
    X509_add1_ext_i2d(certificate, NID_subject_alt_name, list, 0, 0);
    GENERAL_NAMES_free(list);
}

static struct extsta_span certificate_of(const char *common, const struct extsta_span *names,
                                         size_t count)
{
    X509 *c = X509_new();
    X509_set_version(c, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(c), 1);
    ASN1_TIME_set(X509_getm_notBefore(c), (time_t)WALL - 1000);
    ASN1_TIME_set(X509_getm_notAfter(c), (time_t)WALL + 1000);
    X509_NAME_add_entry_by_NID(X509_get_subject_name(c), NID_commonName, MBSTRING_UTF8,
                               (const unsigned char *)common, -1, -1, 0);
    X509_set_issuer_name(c, X509_get_subject_name(c));
    X509_set_pubkey(c, key);
    if (count > 0) {
        add_names(c, names, count);
    }
    X509_sign(c, key, EVP_sha256());
    BIO *bio = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(bio, c);
    X509_free(c);
    return taken(bio);
}

static bool carry(struct tls *from, struct tls *to)
{
    uint8_t copy[16384];
    struct extsta_span out = tls_pending(from);
    size_t len = out.len;
    assert_true(len <= sizeof copy);
    if (len > 0) {
        memcpy(copy, out.data, len);
        tls_sent(from, len);
        tls_rx(to, span(copy, len));
    }
    return len > 0;
}

/* What the client says of a server with this certificate. */
static struct tls_failure judge(struct extsta_span certificate, const char *domain, bool exact)
{
    struct tls_failure failure;
    BIO *bio = BIO_new(BIO_s_mem());
    PEM_write_bio_PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL);
    struct extsta_span pem = taken(bio);
    struct tls_config s = {.random = {fill, NULL},
                           .wall = WALL,
                           .certificate = certificate,
                           .key = pem,
                           .verify_off = true};
    struct tls_config c = {.random = {fill, NULL},
                           .wall = WALL,
                           .ca = certificate,
                           .name = span(domain, strlen(domain)),
                           .name_exact = exact};
    struct tls_server *shared = tls_serve(crypto, &s, false, &failure);
    assert_non_null(shared);
    struct tls *server = tls_server_new(shared, &c.random, WALL, &failure);
    struct tls *client = tls_client_new(crypto, &c, &failure);
    assert_non_null(client);
    tls_rx(client, span(NULL, 0));
    while (carry(client, server) | carry(server, client)) {
    }
    tls_failure(client, &failure);
    assert_int_equal(tls_state(client), failure.fault ? TLS_FAILED : TLS_OPEN);
    tls_free(client);
    tls_free(server);
    tls_server_free(shared);
    free((void *)(uintptr_t)pem.data);
    return failure;
}

#define NAME(text)                                                                             \
    {                                                                                          \
        (const uint8_t *)(text), sizeof(text) - 1                                              \
    }

static void a_name_is_the_domain_or_below_it(void **state)
{
    static const struct {
        struct extsta_span names[2];
        size_t count;
        const char *common, *domain;
        bool right;
    } cases[] = {
        {{NAME("radius.air.example")}, 1, "x", "air.example", true},
        {{NAME("radius.air.example")}, 1, "x", "radius.air.example", true},
        {{NAME("RADIUS.Air.example")}, 1, "x", "radius.air.EXAMPLE", true},
        {{NAME("radius.air.example")}, 1, "x", "ir.example", false},
        {{NAME("air.example")}, 1, "x", "radius.air.example", false},
        {{NAME("air.example.org")}, 1, "x", "air.example", false},
        {{NAME("other.example"), NAME("a.air.example")}, 2, "x", "air.example", true},
        /* a wildcard is one label, and the first */
        {{NAME("*.air.example")}, 1, "x", "radius.air.example", true},
        {{NAME("*.air.example")}, 1, "x", "air.example", true},
        {{NAME("*.air.example")}, 1, "x", "a.b.air.example", false},
        {{NAME("*.example")}, 1, "x", "a.air.example", false},
        {{NAME("*")}, 1, "x", "example", false},
        {{NAME("r*.air.example")}, 1, "x", "radius.air.example", false},
        /* the common name counts where there is nothing else */
        {{NAME("")}, 0, "radius.air.example", "air.example", true},
        {{NAME("other.example")}, 1, "radius.air.example", "air.example", false},
        /* several */
        {{NAME("radius.air.example")}, 1, "x", "corp.example;air.example", true},
        {{NAME("radius.air.example")}, 1, "x", ";", false},
        {{NAME("evil.example\0.air.example")}, 1, "x", "air.example", false},
        {{NAME("evil .air.example")}, 1, "x", "air.example", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct extsta_span pem =
            certificate_of(cases[i].common, cases[i].names, cases[i].count);
        struct tls_failure failure = judge(pem, cases[i].domain, false);
        assert_int_equal(failure.fault, cases[i].right ? TLS_FAULT_NONE : TLS_FAULT_NAME);
        free((void *)(uintptr_t)pem.data);
    }
}

/* As domain_match of wpa_supplicant.conf has it: the whole name, and none by a wildcard. */
static void a_name_may_have_to_be_the_domain_itself(void **state)
{
    static const struct {
        struct extsta_span name;
        const char *domain;
        bool right;
    } cases[] = {
        {NAME("radius.air.example"), "radius.air.example", true},
        {NAME("RADIUS.Air.example"), "radius.air.EXAMPLE", true},
        {NAME("radius.air.example"), "air.example", false},
        {NAME("radius.air.example"), "corp.example;radius.air.example", true},
        {NAME("*.air.example"), "radius.air.example", false},
        {NAME("air.example"), "radius.air.example", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct extsta_span pem = certificate_of("x", &cases[i].name, 1);
        struct tls_failure failure = judge(pem, cases[i].domain, true);
        assert_int_equal(failure.fault, cases[i].right ? TLS_FAULT_NONE : TLS_FAULT_NAME);
        free((void *)(uintptr_t)pem.data);
    }
}

/* What a stranger has written there is shown as it is harmless, and cut. */
static void names_are_told_plainly(void **state)
{
    struct extsta_span names[40];
    for (size_t i = 0; i < 40; i++) {
        names[i] = (struct extsta_span)NAME("a\x1b[31m\nb\0.example");
    }
    struct extsta_span pem = certificate_of("x", names, 40);
    struct tls_failure failure = judge(pem, "air.example", false);
    assert_int_equal(failure.fault, TLS_FAULT_NAME);
    assert_memory_equal(failure.text, "a?[31m?b?.example a?", 20);
    assert_int_equal(strlen(failure.text), TLS_TEXT_MAX - 1);
    free((void *)(uintptr_t)pem.data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_name_is_the_domain_or_below_it, setup, teardown),
        cmocka_unit_test_setup_teardown(a_name_may_have_to_be_the_domain_itself, setup, teardown),
        cmocka_unit_test_setup_teardown(names_are_told_plainly, setup, teardown),
    };
    key = EVP_EC_gen("P-256");
    int failed = key ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
    EVP_PKEY_free(key);
    return failed;
}
