/* Certificates and keys that a configuration brings (crypto/tls.h): PEM into OpenSSL's objects.
 * No file is read and nobody is asked for a passphrase: there is one or there is none. */
#include "crypto/openssl/tls_private.h"
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

/* Of OpenSSL, in place of asking at the terminal. */
static int passphrase_of(char *out, int room, int writing, void *user)
{
    const struct extsta_span *passphrase = user;
    if (!passphrase || passphrase->len > (size_t)room) {
        return -1;
    }
    memcpy(out, passphrase->data, passphrase->len);
    return (int)passphrase->len;
}

static BIO *bio_of(struct extsta_span pem)
{
    return pem.len > 0 && pem.len < INT32_MAX ? BIO_new_mem_buf(pem.data, (int)pem.len) : NULL;
}

/* Adds to the store what is a certificate or a revocation list; the number of certificates. */
static size_t take_trusted(X509_STORE *store, const STACK_OF(X509_INFO) * items)
{
    size_t taken = 0;
    bool revokes = false;
    for (int i = 0; i < sk_X509_INFO_num(items); i++) {
        const X509_INFO *item = sk_X509_INFO_value(items, i);
        taken += item->x509 && X509_STORE_add_cert(store, item->x509);
        revokes |= item->crl && X509_STORE_add_crl(store, item->crl);
    }
    /* Lists are of the issuer's own certificates: there need not be one of each CA above. */
    return X509_STORE_set_flags(store, X509_V_FLAG_PARTIAL_CHAIN |
                                           (revokes ? X509_V_FLAG_CRL_CHECK : 0))
               ? taken
               : 0;
}

enum tls_fault tls_trust(SSL_CTX *settings, OSSL_LIB_CTX *lib, struct extsta_span pem)
{
    BIO *bio = bio_of(pem);
    STACK_OF(X509_INFO) *items =
        bio ? PEM_X509_INFO_read_bio_ex(bio, NULL, passphrase_of, NULL, lib, NULL) : NULL;
    size_t taken = items ? take_trusted(SSL_CTX_get_cert_store(settings), items) : 0;
    sk_X509_INFO_pop_free(items, X509_INFO_free);
    BIO_free(bio);
    return taken ? TLS_FAULT_NONE : TLS_FAULT_OWN_CA;
}

/* The next certificate; NULL: there is none, or it cannot be read. The caller's. */
static X509 *next_certificate(BIO *bio, OSSL_LIB_CTX *lib)
{
    X509 *certificate = X509_new_ex(lib, NULL);
    if (certificate && !PEM_read_bio_X509(bio, &certificate, passphrase_of, NULL)) {
        X509_free(certificate);
        certificate = NULL;
    }
    return certificate;
}

/* The first is one's own, those behind it go along. */
static bool take_certificates(SSL_CTX *settings, OSSL_LIB_CTX *lib, BIO *bio)
{
    X509 *own = next_certificate(bio, lib);
    bool right = own && SSL_CTX_use_certificate(settings, own);
    X509_free(own);
    X509 *above = NULL;
    while (right && (above = next_certificate(bio, lib)) != NULL) {
        if (!SSL_CTX_add0_chain_cert(settings, above)) {
            X509_free(above);
            right = false;
        }
    }
    if (right) {
        ERR_clear_error(); /* that there is no further one */
    }
    return right;
}

static bool take_key(SSL_CTX *settings, OSSL_LIB_CTX *lib, BIO *bio,
                     const struct extsta_span *passphrase)
{
    struct extsta_span copy = *passphrase;
    EVP_PKEY *key = PEM_read_bio_PrivateKey_ex(bio, NULL, passphrase_of, &copy, lib, NULL);
    bool right =
        key && SSL_CTX_use_PrivateKey(settings, key) && SSL_CTX_check_private_key(settings);
    EVP_PKEY_free(key);
    return right;
}

enum tls_fault tls_identify(SSL_CTX *settings, OSSL_LIB_CTX *lib,
                            const struct tls_config *config)
{
    if (config->certificate.len == 0) {
        return config->key.len == 0 ? TLS_FAULT_NONE : TLS_FAULT_OWN_CERTIFICATE;
    }
    BIO *certificates = bio_of(config->certificate);
    BIO *key = bio_of(config->key);
    enum tls_fault fault = TLS_FAULT_NONE;
    if (!certificates || !take_certificates(settings, lib, certificates)) {
        fault = TLS_FAULT_OWN_CERTIFICATE;
    } else if (!key || !take_key(settings, lib, key, &config->passphrase)) {
        fault = TLS_FAULT_OWN_KEY;
    }
    BIO_free(certificates);
    BIO_free(key);
    return fault;
}
