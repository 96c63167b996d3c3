/* What the files of TLS in this folder share: tls.c (the ends), tls_server.c (what connections
 * of a server share), tls_judge.c (certificates), tls_pem.c (those that a configuration
 * brings), tls_fault.c (what went wrong, of errors and alerts), tls_random.c (where randomness
 * comes from). */
#ifndef CRYPTO_OPENSSL_TLS_PRIVATE_H
#define CRYPTO_OPENSSL_TLS_PRIVATE_H

#include "crypto/openssl/openssl.h"
#include "crypto/tls.h"
#include <openssl/ssl.h>

struct tls {
    struct crypto *crypto;
    struct tls_random random;
    SSL_CTX *settings; /* of a client its own; of a server's end borrowed: NULL */
    SSL *ssl;
    BIO *in, *out; /* the SSL's own */
    enum tls_state state;
    bool judges; /* the peer's certificate */
    bool strong; /* by 192 bits */
    bool refused; /* the server has taken none of our versions and ciphers */
    bool keep;   /* the session outlives the end */
    int64_t wall;
    size_t name_len;
    bool name_exact;
    char *name; /* in the pool; NULL: any is right */
    struct tls_failure failure;
};

struct tls_server {
    struct crypto *crypto;
    SSL_CTX *settings;
    bool judges, strong;
};

struct tls_session {
    struct crypto *crypto;
    SSL_SESSION *session;
    int64_t made; /* seconds since 1970, by the caller's time */
};

/* tls_random.c */
/* The library context in which TLS is done; made at the first call. NULL: no memory. */
OSSL_LIB_CTX *openssl_tls_library(struct crypto *crypto);
void openssl_tls_library_free(struct openssl_state *o);
/* From here to tls_leave whatever OpenSSL draws comes from this source; outside it gets
 * nothing. False: no memory. tls_leave empties OpenSSL's list of errors. */
bool tls_enter(struct crypto *crypto, const struct tls_random *random);
void tls_leave(struct crypto *crypto);

/* tls_pem.c: within tls_enter. NONE, or whose fault it is. */
enum tls_fault tls_trust(SSL_CTX *settings, OSSL_LIB_CTX *lib, struct extsta_span pem);
enum tls_fault tls_identify(SSL_CTX *settings, OSSL_LIB_CTX *lib,
                            const struct tls_config *config);

/* tls.c */
/* What client and server have in common. NULL: no memory, *failure says it. */
SSL_CTX *tls_settings(struct crypto *crypto, const struct tls_config *config,
                      const SSL_METHOD *method, struct tls_failure *failure);

/* tls_judge.c: of SSL_CTX_set_verify. */
int tls_judge(int ok, X509_STORE_CTX *chain);
/* Whether a certificate falls short of 192 bits; then the text says whose it is, and by what.
 */
bool tls_is_weak(X509 *certificate, char text[TLS_TEXT_MAX]);

/* tls_fault.c */
/* Of SSL_CTX_set_info_callback: notes the alerts. */
void tls_note(const SSL *ssl, int where, int value);
/* The end has failed by the first of OpenSSL's errors, unless more is known already. */
void tls_failed(struct tls *t);
/* Whether memory is among OpenSSL's errors, which are emptied: it is none of the peer's
 * business, and no configuration's. (Within the search for an issuer OpenSSL does not say so: a
 * refusal there looks as if there were none.) */
bool tls_memory_refused(void);
void tls_fail_with(struct tls_failure *failure, enum tls_fault fault);

#endif
