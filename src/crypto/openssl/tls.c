/* The two ends of TLS by OpenSSL (crypto/tls.h): an SSL over two memory BIOs. Every call that
 * may draw randomness stands between tls_enter and tls_leave. */
#include "crypto/backend.h"
#include "base/wipe.h"
#include "crypto/openssl/tls_private.h"
#include <openssl/err.h>

/* RFC 8446 4.6.1: no session is older than a week. */
#define SESSION_MAX_S (7 * 24 * 3600)

/* 0: no bound. */
static int version_number(uint8_t version)
{
    return version == TLS_1_2 ? TLS1_2_VERSION : version == TLS_1_3 ? TLS1_3_VERSION : 0;
}

/* With 192 bits level 3 would do for what is negotiated; certificates are judged by their own
 * measure (tls_judge.c), which level 4 with its RSA of 7680 bits is not. */
static bool set_suites(SSL_CTX *settings, bool strong)
{
    SSL_CTX_set_security_level(settings, 2);
    if (!strong) {
        return SSL_CTX_set_cipher_list(settings, "DEFAULT:!aNULL:!PSK:!SRP");
    }
    return SSL_CTX_set_cipher_list(settings, "ECDHE-ECDSA-AES256-GCM-SHA384:"
                                             "ECDHE-RSA-AES256-GCM-SHA384") &&
           SSL_CTX_set_ciphersuites(settings, "TLS_AES_256_GCM_SHA384") &&
           SSL_CTX_set1_groups_list(settings, "P-384") &&
           SSL_CTX_set1_sigalgs_list(settings, "ECDSA+SHA384:RSA-PSS+SHA384:RSA+SHA384");
}

/* Only what EAP can use: no older versions, no compression, no renegotiation, and the keys of
 * OpenSSL's security level 2 (112 bits) at least, whatever its maker has set. */
static bool set_bounds(SSL_CTX *settings, const struct tls_config *config)
{
    int min = version_number(config->min), max = version_number(config->max);
    SSL_CTX_set_options(settings, SSL_OP_CLEANSE_PLAINTEXT | SSL_OP_NO_COMPRESSION |
                                      SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_clear_options(settings, SSL_OP_ENABLE_MIDDLEBOX_COMPAT);
    return SSL_CTX_set_min_proto_version(settings, min ? min : TLS1_2_VERSION) &&
           SSL_CTX_set_max_proto_version(settings, max) && set_suites(settings, config->strong);
}

SSL_CTX *tls_settings(struct crypto *crypto, const struct tls_config *config,
                      const SSL_METHOD *method, struct tls_failure *failure)
{
    OSSL_LIB_CTX *lib = openssl_tls_library(crypto);
    SSL_CTX *settings = lib ? SSL_CTX_new_ex(lib, NULL, method) : NULL;
    enum tls_fault fault = TLS_FAULT_NONE;
    if (!settings || !set_bounds(settings, config)) {
        (void)crypto_refused(crypto);
        fault = TLS_FAULT_CRYPTO;
    } else if (!config->verify_off) {
        fault = tls_trust(settings, lib, config->ca);
    }
    if (fault == TLS_FAULT_NONE) {
        fault = tls_identify(settings, lib, config);
    }
    X509 *own = fault == TLS_FAULT_NONE ? SSL_CTX_get0_certificate(settings) : NULL;
    char weakness[TLS_TEXT_MAX] = "";
    if (own && config->strong && tls_is_weak(own, weakness)) {
        fault = TLS_FAULT_OWN_CERTIFICATE;
    }
    if (fault != TLS_FAULT_NONE) {
        bool refused = fault != TLS_FAULT_CRYPTO && tls_memory_refused();
        tls_fail_with(failure, refused ? TLS_FAULT_CRYPTO : fault);
        memcpy(failure->text, weakness, sizeof weakness);
        SSL_CTX_free(settings);
        return NULL;
    }
    SSL_CTX_set_info_callback(settings, tls_note);
    return settings;
}

/* An end over settings; within tls_enter. NULL: no memory. */
static struct tls *end_new(struct crypto *crypto, SSL_CTX *settings,
                           const struct tls_random *random, int64_t wall, bool judges)
{
    struct tls *t = pool_zalloc(crypto->pool, sizeof *t);
    if (!t) {
        return NULL;
    }
    t->crypto = crypto;
    t->random = *random;
    t->wall = wall;
    t->judges = judges;
    t->ssl = SSL_new(settings);
    t->in = BIO_new(BIO_s_mem());
    t->out = BIO_new(BIO_s_mem());
    if (!t->ssl || !t->in || !t->out) {
        BIO_free(t->in);
        BIO_free(t->out);
        (void)crypto_refused(crypto);
        tls_free(t);
        return NULL;
    }
    BIO_set_mem_eof_return(t->in, -1);
    BIO_set_mem_eof_return(t->out, -1);
    SSL_set_bio(t->ssl, t->in, t->out);
    SSL_set_app_data(t->ssl, t);
    X509_VERIFY_PARAM_set_time(SSL_get0_param(t->ssl), (time_t)wall);
    return t;
}

/* What is told of a session's age is always 0: OpenSSL reckons it by the machine's clock, of
 * which nothing may get into what we send. A server judges by it only early data, and we send
 * none. A new session has the machine's time. */
static bool make_fresh(SSL_SESSION *session)
{
    SSL_SESSION *now = SSL_SESSION_new();
    bool made = now && SSL_SESSION_set_time(session, SSL_SESSION_get_time(now));
    SSL_SESSION_free(now);
    return made;
}

static void resume(struct tls *t, struct tls_session *session)
{
    unsigned long hint = SSL_SESSION_get_ticket_lifetime_hint(session->session);
    int64_t age = t->wall - session->made;
    int64_t most = hint > 0 && hint < SESSION_MAX_S ? (int64_t)hint : SESSION_MAX_S;
    if (age < 0 || age >= most || !SSL_SESSION_is_resumable(session->session)) {
        return;
    }
    /* A copy: OpenSSL marks one that it was not content with. */
    SSL_SESSION *copy = SSL_SESSION_dup(session->session);
    if (copy && make_fresh(copy)) {
        SSL_set_session(t->ssl, copy); /* without it the handshake is a whole one */
    }
    SSL_SESSION_free(copy);
}

static bool set_name(struct tls *t, struct extsta_span name)
{
    if (name.len == 0) {
        return true;
    }
    t->name = pool_alloc(t->crypto->pool, name.len);
    if (t->name) {
        memcpy(t->name, name.data, name.len);
        t->name_len = name.len;
    }
    return t->name != NULL;
}

static struct tls *client_new(struct crypto *crypto, const struct tls_config *config,
                              struct tls_failure *failure)
{
    SSL_CTX *settings = tls_settings(crypto, config, TLS_client_method(), failure);
    struct tls *t =
        settings ? end_new(crypto, settings, &config->random, config->wall, !config->verify_off)
                 : NULL;
    if (!t) {
        SSL_CTX_free(settings);
        return NULL;
    }
    t->settings = settings;
    t->strong = config->strong;
    t->name_exact = config->name_exact;
    SSL_set_connect_state(t->ssl);
    if (!config->verify_off) {
        SSL_set_verify(t->ssl, SSL_VERIFY_PEER, tls_judge);
    }
    if (!set_name(t, config->name)) {
        tls_free(t);
        return NULL;
    }
    if (config->resume) {
        resume(t, config->resume);
    }
    return t;
}

struct tls *tls_client_new(struct crypto *crypto, const struct tls_config *config,
                           struct tls_failure *failure)
{
    *failure = (struct tls_failure){.fault = TLS_FAULT_CRYPTO};
    if (!tls_enter(crypto, &config->random)) {
        return NULL;
    }
    struct tls *t = client_new(crypto, config, failure);
    tls_leave(crypto);
    if (t) {
        *failure = (struct tls_failure){0};
    }
    return t;
}

struct tls *tls_server_new(struct tls_server *server, const struct tls_random *random,
                           int64_t wall, struct tls_failure *failure)
{
    *failure = (struct tls_failure){.fault = TLS_FAULT_CRYPTO};
    if (!tls_enter(server->crypto, random)) {
        return NULL;
    }
    struct tls *t = end_new(server->crypto, server->settings, random, wall, server->judges);
    if (t) {
        t->strong = server->strong;
        SSL_set_accept_state(t->ssl);
        *failure = (struct tls_failure){0};
    }
    tls_leave(server->crypto);
    return t;
}

void tls_free(struct tls *t)
{
    if (!t) {
        return;
    }
    struct crypto *crypto = t->crypto;
    if (t->keep && t->ssl) {
        SSL_set_shutdown(t->ssl, SSL_SENT_SHUTDOWN); /* or OpenSSL would spoil the session */
    }
    SSL_free(t->ssl);
    SSL_CTX_free(t->settings);
    if (t->name) {
        pool_release(crypto->pool, t->name, t->name_len);
    }
    wipe(t, sizeof *t);
    pool_release(crypto->pool, t, sizeof *t);
}

/* --- at work --- */

/* What OpenSSL answered to a step; whether it wants more octets before it goes on. */
static void judge_step(struct tls *t, int result)
{
    int error = SSL_get_error(t->ssl, result);
    if (error == SSL_ERROR_ZERO_RETURN) {
        t->state = TLS_FAILED;
        if (t->failure.fault == TLS_FAULT_NONE) {
            t->failure.fault = TLS_FAULT_CLOSED;
        }
    } else if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE) {
        tls_failed(t);
    }
}

static void go_on(struct tls *t)
{
    if (t->state == TLS_HANDSHAKE) {
        int result = SSL_do_handshake(t->ssl);
        if (result != 1) {
            judge_step(t, result);
            return;
        }
        t->state = TLS_OPEN;
    }
    /* What is no data is seen to by looking for some: tickets, alerts, keys renewed. */
    uint8_t octet;
    int result = SSL_peek(t->ssl, &octet, 1);
    if (result <= 0) {
        judge_step(t, result);
    }
}

enum tls_state tls_rx(struct tls *t, struct extsta_span records)
{
    if (t->state == TLS_FAILED) {
        return t->state;
    }
    if (!tls_enter(t->crypto, &t->random)) {
        t->state = TLS_FAILED;
        tls_fail_with(&t->failure, TLS_FAULT_CRYPTO);
        return t->state;
    }
    if (records.len > 0 &&
        (records.len > INT32_MAX ||
         BIO_write(t->in, records.data, (int)records.len) != (int)records.len)) {
        tls_failed(t);
    } else {
        go_on(t);
    }
    tls_leave(t->crypto);
    return t->state;
}

enum tls_state tls_state(const struct tls *t)
{
    return t->state;
}

struct extsta_span tls_pending(const struct tls *t)
{
    char *data = NULL;
    long len = BIO_get_mem_data(t->out, &data);
    return span(data, len > 0 ? (size_t)len : 0);
}

void tls_sent(struct tls *t, size_t len)
{
    uint8_t gone[256];
    while (len > 0) {
        size_t part = len < sizeof gone ? len : sizeof gone;
        if (BIO_read(t->out, gone, (int)part) != (int)part) {
            return;
        }
        len -= part;
    }
}

enum extsta_error tls_write(struct tls *t, struct extsta_span data)
{
    if (t->state != TLS_OPEN || data.len == 0 || data.len > INT32_MAX) {
        return EXTSTA_E_STATE;
    }
    if (!tls_enter(t->crypto, &t->random)) {
        return EXTSTA_E_CRYPTO;
    }
    int result = SSL_write(t->ssl, data.data, (int)data.len);
    if (result <= 0) {
        tls_failed(t);
    }
    tls_leave(t->crypto);
    return result > 0 ? EXTSTA_OK : EXTSTA_E_CRYPTO;
}

size_t tls_read(struct tls *t, uint8_t *out, size_t room)
{
    size_t len = 0;
    if (t->state != TLS_OPEN || !tls_enter(t->crypto, &t->random)) {
        return 0;
    }
    while (len < room && t->state == TLS_OPEN) {
        int part = (int)(room - len < INT32_MAX ? room - len : INT32_MAX);
        int result = SSL_read(t->ssl, out + len, part);
        if (result <= 0) {
            judge_step(t, result);
            break;
        }
        len += (size_t)result;
    }
    tls_leave(t->crypto);
    return len;
}

/* --- an open end --- */

uint8_t tls_version(const struct tls *t)
{
    return SSL_version(t->ssl) == TLS1_3_VERSION ? TLS_1_3 : TLS_1_2;
}

bool tls_was_resumed(const struct tls *t)
{
    return SSL_session_reused(t->ssl) == 1;
}

enum extsta_error tls_export(struct tls *t, const char *label,
                             const struct extsta_span *context, uint8_t *out, size_t len)
{
    static const uint8_t nothing[1];
    const uint8_t *data = context && context->len > 0 ? context->data : nothing;
    int done = SSL_export_keying_material(t->ssl, out, len, label, strlen(label), data,
                                          context ? context->len : 0, context != NULL);
    ERR_clear_error();
    if (done != 1) {
        wipe(out, len);
        return crypto_refused(t->crypto);
    }
    return EXTSTA_OK;
}

void tls_randoms(const struct tls *t, uint8_t client[32], uint8_t server[32])
{
    SSL_get_client_random(t->ssl, client, 32);
    SSL_get_server_random(t->ssl, server, 32);
}

void tls_failure(const struct tls *t, struct tls_failure *failure)
{
    *failure = t->failure;
}

/* --- sessions --- */

void tls_keep_session(struct tls *t)
{
    t->keep = true;
}

struct tls_session *tls_session_take(struct tls *t)
{
    SSL_SESSION *session = SSL_get1_session(t->ssl);
    struct tls_session *kept = NULL;
    if (session && SSL_SESSION_is_resumable(session)) {
        kept = pool_zalloc(t->crypto->pool, sizeof *kept);
    }
    if (!kept) {
        SSL_SESSION_free(session);
        return NULL;
    }
    t->keep = true;
    *kept = (struct tls_session){.crypto = t->crypto, .session = session, .made = t->wall};
    return kept;
}

void tls_session_free(struct tls_session *session)
{
    if (session) {
        struct pool *pool = session->crypto->pool;
        SSL_SESSION_free(session->session);
        pool_release(pool, session, sizeof *session);
    }
}

static void tell_certificate(const struct tls *t, X509 *certificate, unsigned depth,
                             void (*each)(void *user, unsigned depth, struct extsta_span der),
                             void *user)
{
    int len = i2d_X509(certificate, NULL);
    uint8_t *der = len > 0 ? pool_alloc(t->crypto->pool, (size_t)len) : NULL;
    uint8_t *end = der;
    if (der && i2d_X509(certificate, &end) == len) {
        each(user, depth, span(der, (size_t)len));
    }
    pool_release(t->crypto->pool, der, len > 0 ? (size_t)len : 0);
}

size_t tls_chain(const struct tls *t,
                 void (*each)(void *user, unsigned depth, struct extsta_span der), void *user)
{
    const STACK_OF(X509) *chain =
        t->judges && !SSL_session_reused(t->ssl) ? SSL_get0_verified_chain(t->ssl) : NULL;
    int count = chain ? sk_X509_num(chain) : 0;
    for (int i = count; i-- > 0;) {
        tell_certificate(t, sk_X509_value(chain, i), (unsigned)i, each, user);
    }
    return count > 0 ? (size_t)count : 0;
}
