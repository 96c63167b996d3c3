/* The judgement of a peer's certificate (crypto/tls.h): what OpenSSL finds in the chain is put
 * into our words with what the certificate says of it, and the name is looked at. The first
 * fault ends the handshake; OpenSSL sends the alert that goes with it. */
#include "crypto/openssl/tls_private.h"
#include <openssl/asn1.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

static enum tls_fault fault_of(int error)
{
    static const struct {
        int error;
        enum tls_fault fault;
    } faults[] = {
        {X509_V_ERR_CERT_HAS_EXPIRED, TLS_FAULT_EXPIRED},
        {X509_V_ERR_CERT_NOT_YET_VALID, TLS_FAULT_NOT_YET_VALID},
        {X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, TLS_FAULT_UNKNOWN_CA},
        {X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, TLS_FAULT_UNKNOWN_CA},
        {X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, TLS_FAULT_UNKNOWN_CA},
        {X509_V_ERR_CERT_UNTRUSTED, TLS_FAULT_UNKNOWN_CA},
        {X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, TLS_FAULT_SELF_SIGNED},
        {X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, TLS_FAULT_UNKNOWN_CA},
        {X509_V_ERR_CERT_REVOKED, TLS_FAULT_REVOKED},
        {X509_V_ERR_INVALID_PURPOSE, TLS_FAULT_PURPOSE},
        {X509_V_ERR_CERT_REJECTED, TLS_FAULT_PURPOSE},
        {X509_V_ERR_EE_KEY_TOO_SMALL, TLS_FAULT_WEAK},
        {X509_V_ERR_CA_KEY_TOO_SMALL, TLS_FAULT_WEAK},
        {X509_V_ERR_CA_MD_TOO_WEAK, TLS_FAULT_WEAK},
        {X509_V_ERR_OUT_OF_MEM, TLS_FAULT_CRYPTO},
    };
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        if (faults[i].error == error) {
            return faults[i].fault;
        }
    }
    return TLS_FAULT_BAD_CERTIFICATE;
}

/* Appends what is printable and fits; anything else becomes '?'. */
static void put_text(char out[TLS_TEXT_MAX], const unsigned char *text, size_t len)
{
    size_t at = strlen(out);
    for (size_t i = 0; i < len && at + 1 < TLS_TEXT_MAX; i++) {
        out[at++] = (char)(text[i] > 0x20 && text[i] < 0x7f ? text[i]
                           : text[i] == ' '                 ? ' '
                                                            : '?');
    }
    out[at] = 0;
}

/* Two digits, more of a year. */
static void put_number(char out[TLS_TEXT_MAX], int n, int least, char behind)
{
    unsigned char digits[12];
    size_t len = 0;
    for (; len < sizeof digits - 1 && (n > 0 || (int)len < least); n /= 10) {
        digits[len++] = (unsigned char)('0' + n % 10);
    }
    while (len > 0) {
        put_text(out, &digits[--len], 1);
    }
    put_text(out, (const unsigned char *)&behind, 1);
}

static void put_date(char out[TLS_TEXT_MAX], const ASN1_TIME *date)
{
    struct tm tm;
    if (!date || !ASN1_TIME_to_tm(date, &tm)) {
        return;
    }
    put_number(out, tm.tm_year + 1900, 4, '-');
    put_number(out, tm.tm_mon + 1, 2, '-');
    put_number(out, tm.tm_mday, 2, 'T');
    put_number(out, tm.tm_hour, 2, ':');
    put_number(out, tm.tm_min, 2, ':');
    put_number(out, tm.tm_sec, 2, 'Z');
}

static void put_subject(char out[TLS_TEXT_MAX], X509 *certificate)
{
    const X509_NAME *name = X509_get_subject_name(certificate);
    BIO *bio = BIO_new(BIO_s_mem());
    if (bio && X509_NAME_print_ex(bio, name, 0, XN_FLAG_RFC2253) >= 0) {
        char *text = NULL;
        long len = BIO_get_mem_data(bio, &text);
        put_text(out, (const unsigned char *)text, len > 0 ? (size_t)len : 0);
    }
    BIO_free(bio);
}

/* --- the name --- */

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static bool same_text(const char *a, const char *b, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (lower(a[i]) != lower(b[i])) {
            return false;
        }
    }
    return true;
}

/* Which names are wanted. */
struct wanted {
    struct extsta_span domains;
    bool exact;
};

/* Whether a name is a domain or below it. A wildcard (RFC 6125 6.4.3) also stands for one label
 * of the domain: "*.example.org" is "radius.example.org". */
static bool is_within(struct extsta_span name, struct extsta_span domain)
{
    const char *n = (const char *)name.data, *d = (const char *)domain.data;
    if (domain.len == 0) {
        return false;
    }
    if (name.len >= domain.len && same_text(n + (name.len - domain.len), d, domain.len) &&
        (name.len == domain.len || n[name.len - domain.len - 1] == '.')) {
        return true;
    }
    const char *dot = memchr(d, '.', domain.len);
    size_t rest = dot ? domain.len - (size_t)(dot - d) : 0;
    return rest > 1 && name.len == rest + 1 && n[0] == '*' && same_text(n + 1, dot, rest);
}

static bool is_same(struct extsta_span name, struct extsta_span domain)
{
    return domain.len > 0 && name.len == domain.len &&
           same_text((const char *)name.data, (const char *)domain.data, name.len);
}

static bool is_wanted(struct extsta_span name, const struct wanted *wanted)
{
    struct extsta_span domains = wanted->domains;
    while (domains.len > 0) {
        const uint8_t *end = memchr(domains.data, ';', domains.len);
        size_t len = end ? (size_t)(end - domains.data) : domains.len;
        struct extsta_span domain = {domains.data, len};
        if (wanted->exact ? is_same(name, domain) : is_within(name, domain)) {
            return true;
        }
        size_t past = end ? len + 1 : len;
        domains = (struct extsta_span){domains.data + past, domains.len - past};
    }
    return false;
}

/* A name of the certificate: whether it is the one wanted; it is listed in any case. One with
 * an octet that no name has, a zero above all, is nobody's. */
static bool try_name(const ASN1_STRING *text, const struct wanted *wanted,
                     char out[TLS_TEXT_MAX])
{
    int len = ASN1_STRING_length(text);
    const unsigned char *data = ASN1_STRING_get0_data(text);
    bool plain = len > 0;
    for (int i = 0; i < len; i++) {
        plain &= data[i] > 0x20 && data[i] < 0x7f;
    }
    if (*out) {
        put_text(out, (const unsigned char *)" ", 1);
    }
    put_text(out, data, len > 0 ? (size_t)len : 0);
    return plain && is_wanted((struct extsta_span){data, (size_t)len}, wanted);
}

/* The DNS names of the certificate; the common names of its subject where it has none
 * (RFC 6125 6.4.4). */
static bool has_name(X509 *certificate, const struct wanted *wanted, char out[TLS_TEXT_MAX])
{
    GENERAL_NAMES *names = X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
    bool found = false, any = false;
    for (int i = 0; !found && i < sk_GENERAL_NAME_num(names); i++) {
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);
        if (name->type == GEN_DNS) {
            any = true;
            found = try_name(name->d.dNSName, wanted, out);
        }
    }
    GENERAL_NAMES_free(names);
    const X509_NAME *subject = X509_get_subject_name(certificate);
    for (int at = -1; !any && !found;) {
        at = X509_NAME_get_index_by_NID(subject, NID_commonName, at);
        if (at < 0) {
            break;
        }
        found =
            try_name(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)), wanted, out);
    }
    return found;
}

/* --- 192 bits --- */

/* What WPA3-Enterprise's 192-bit mode wants of a key: EC with P-384, or RSA of 3072 bits; 0:
 * one of that kind never does. */
static int bits_wanted(const EVP_PKEY *key)
{
    bool rsa = EVP_PKEY_is_a(key, "RSA") || EVP_PKEY_is_a(key, "RSA-PSS");
    return rsa ? 3072 : EVP_PKEY_is_a(key, "EC") ? 384 : 0;
}

static void put_words(char out[TLS_TEXT_MAX], const char *words)
{
    put_text(out, (const unsigned char *)words, strlen(words));
}

/* "RSA of 2048 bits, not 3072: ": what is short comes first, since names may be cut. */
static void put_key(char out[TLS_TEXT_MAX], const EVP_PKEY *key, int bits, int wanted)
{
    const char *kind = EVP_PKEY_get0_type_name(key);
    put_words(out, kind ? kind : "a key");
    put_words(out, " of ");
    put_number(out, bits, 1, ' ');
    put_words(out, wanted ? "bits, not " : "bits, not EC or RSA: ");
    if (wanted) {
        put_number(out, wanted, 1, ':');
        put_words(out, " ");
    }
}

/* The signature of one who is trusted for himself proves nothing, and need not be strong. */
bool tls_is_weak(X509 *certificate, char text[TLS_TEXT_MAX])
{
    const EVP_PKEY *key = X509_get0_pubkey(certificate);
    int bits = key ? EVP_PKEY_get_bits(key) : 0, wanted = key ? bits_wanted(key) : 0;
    int digest = NID_undef;
    bool is_root = (X509_get_extension_flags(certificate) & EXFLAG_SS) != 0;
    bool is_signed = X509_get_signature_info(certificate, &digest, NULL, NULL, NULL) &&
                     (digest == NID_sha384 || digest == NID_sha512);
    if (wanted > 0 && bits >= wanted && (is_root || is_signed)) {
        return false;
    }
    *text = 0;
    if (key && (wanted == 0 || bits < wanted)) {
        put_key(text, key, bits, wanted);
    } else {
        put_words(text, "signed with ");
        put_words(text, digest == NID_sha256 ? "SHA256"
                        : digest == NID_sha1 ? "SHA1"
                                             : "another hash");
        put_words(text, ", not SHA384: ");
    }
    put_subject(text, certificate);
    return true;
}

int tls_judge(int ok, X509_STORE_CTX *chain)
{
    SSL *ssl = X509_STORE_CTX_get_ex_data(chain, SSL_get_ex_data_X509_STORE_CTX_idx());
    struct tls *t = SSL_get_app_data(ssl);
    X509 *certificate = X509_STORE_CTX_get_current_cert(chain);
    struct tls_failure *f = &t->failure;
    if (ok) {
        char names[TLS_TEXT_MAX] = "";
        if (t->strong && tls_is_weak(certificate, names)) {
            X509_STORE_CTX_set_error(chain, X509_V_ERR_EE_KEY_TOO_SMALL);
            tls_fail_with(f, TLS_FAULT_WEAK);
            memcpy(f->text, names, sizeof names);
            return 0;
        }
        struct wanted wanted = {{(const uint8_t *)t->name, t->name_len}, t->name_exact};
        if (!t->name || X509_STORE_CTX_get_error_depth(chain) != 0 ||
            has_name(certificate, &wanted, names)) {
            return 1;
        }
        X509_STORE_CTX_set_error(chain, X509_V_ERR_HOSTNAME_MISMATCH);
        tls_fail_with(f, TLS_FAULT_NAME);
        memcpy(f->text, names, sizeof names);
        return 0;
    }
    tls_fail_with(f, fault_of(X509_STORE_CTX_get_error(chain)));
    if (certificate && f->fault == TLS_FAULT_EXPIRED) {
        put_date(f->text, X509_get0_notAfter(certificate));
    } else if (certificate && f->fault == TLS_FAULT_NOT_YET_VALID) {
        put_date(f->text, X509_get0_notBefore(certificate));
    } else if (certificate) {
        put_subject(f->text, certificate);
    }
    return 0;
}
