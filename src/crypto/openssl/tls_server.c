/* What the connections of a TLS server share (crypto/tls.h): certificate, the CAs of its
 * clients, and the sessions that can be resumed. These are kept here and named by random
 * numbers: a ticket that held a session would show the machine's clock to whoever compares two
 * runs. */
#include "crypto/backend.h"
#include "crypto/openssl/tls_private.h"

/* Sessions that are kept at a time. */
#define SESSIONS 4096

static SSL_CTX *settings_new(struct crypto *crypto, const struct tls_config *config,
                             bool tickets, struct tls_failure *failure)
{
    static const uint8_t id[] = "extsta";
    SSL_CTX *settings = tls_settings(crypto, config, TLS_server_method(), failure);
    if (!settings) {
        return NULL;
    }
    SSL_CTX_set_options(settings, SSL_OP_NO_TICKET);
    SSL_CTX_set_session_cache_mode(settings, SSL_SESS_CACHE_SERVER);
    SSL_CTX_sess_set_cache_size(settings, SESSIONS);
    if (!config->verify_off) {
        SSL_CTX_set_verify(settings, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT,
                           tls_judge);
    }
    if (!SSL_CTX_set_session_id_context(settings, id, sizeof id - 1) ||
        !SSL_CTX_set_num_tickets(settings, tickets ? 1 : 0)) {
        tls_fail_with(failure, TLS_FAULT_CRYPTO);
        SSL_CTX_free(settings);
        return NULL;
    }
    return settings;
}

struct tls_server *tls_serve(struct crypto *crypto, const struct tls_config *config,
                             bool tickets, struct tls_failure *failure)
{
    *failure = (struct tls_failure){.fault = TLS_FAULT_CRYPTO};
    struct tls_server *server = pool_zalloc(crypto->pool, sizeof *server);
    if (!server || !tls_enter(crypto, &config->random)) {
        pool_release(crypto->pool, server, sizeof *server);
        return NULL;
    }
    server->crypto = crypto;
    server->judges = !config->verify_off;
    server->strong = config->strong;
    server->settings = settings_new(crypto, config, tickets, failure);
    tls_leave(crypto);
    if (!server->settings) {
        pool_release(crypto->pool, server, sizeof *server);
        return NULL;
    }
    *failure = (struct tls_failure){0};
    return server;
}

void tls_server_free(struct tls_server *server)
{
    if (server) {
        struct pool *pool = server->crypto->pool;
        SSL_CTX_free(server->settings);
        pool_release(pool, server, sizeof *server);
    }
}
