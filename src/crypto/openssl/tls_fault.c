/* What went wrong with TLS (crypto/tls.h): OpenSSL's errors and alerts as values, and their
 * names. A certificate's fault is noted where it is judged (tls_judge.c) and stays; an alert of
 * the peer says more than the error OpenSSL makes of it. */
#include "crypto/backend.h"
#include "crypto/openssl/tls_private.h"
#include <openssl/err.h>
#include <openssl/sslerr.h>

void tls_fail_with(struct tls_failure *failure, enum tls_fault fault)
{
    *failure = (struct tls_failure){.fault = fault, .alert = failure->alert};
}

/* An alert in the place of a server's first word: it has found nothing in ours that it could
 * take. (One that comes later may be about our certificate.) */
static enum tls_fault refusal(const SSL *ssl, uint8_t alert)
{
    bool first =
        !SSL_is_server(ssl) && !SSL_get_pending_cipher(ssl) && !SSL_get_current_cipher(ssl);
    if (first && alert == SSL_AD_PROTOCOL_VERSION) {
        return TLS_FAULT_VERSION;
    }
    return first && (alert == SSL_AD_HANDSHAKE_FAILURE || alert == SSL_AD_INSUFFICIENT_SECURITY)
               ? TLS_FAULT_CIPHER
               : TLS_FAULT_ALERT;
}

void tls_note(const SSL *ssl, int where, int value)
{
    struct tls *t = SSL_get_app_data(ssl);
    uint8_t alert = (uint8_t)(value & 0xff);
    bool read = (where & SSL_CB_READ_ALERT) == SSL_CB_READ_ALERT;
    bool written = (where & SSL_CB_WRITE_ALERT) == SSL_CB_WRITE_ALERT;
    if (!t || t->failure.fault == TLS_FAULT_ALERT || t->refused) {
        return;
    }
    if (read && alert != SSL_AD_CLOSE_NOTIFY) {
        if (t->failure.fault == TLS_FAULT_NONE) {
            static const char wanted[] = "192 bits are wanted";
            t->failure.fault = refusal(ssl, alert);
            t->failure.alert = alert;
            t->refused = t->failure.fault != TLS_FAULT_ALERT;
            if (t->refused && t->strong) {
                memcpy(t->failure.text, wanted, sizeof wanted);
            }
        }
    } else if (written && alert != SSL_AD_CLOSE_NOTIFY) {
        t->failure.alert = alert;
    }
}

static enum tls_fault fault_of(unsigned long error)
{
    if (ERR_GET_REASON(error) == ERR_R_MALLOC_FAILURE) {
        return TLS_FAULT_CRYPTO;
    }
    if (ERR_GET_LIB(error) != ERR_LIB_SSL) {
        return TLS_FAULT_PROTOCOL;
    }
    switch (ERR_GET_REASON(error)) {
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_NO_PROTOCOLS_AVAILABLE:
    case SSL_R_WRONG_SSL_VERSION:
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_VERSION_TOO_LOW:
        return TLS_FAULT_VERSION;
    case SSL_R_NO_SHARED_CIPHER:
    case SSL_R_NO_SHARED_GROUPS:
    case SSL_R_NO_SHARED_SIGNATURE_ALGORITHMS:
    case SSL_R_NO_SUITABLE_GROUPS:
    case SSL_R_NO_SUITABLE_KEY_SHARE:
    case SSL_R_NO_SUITABLE_SIGNATURE_ALGORITHM:
    case SSL_R_NO_CIPHERS_AVAILABLE:
    case SSL_R_DH_KEY_TOO_SMALL:
        return TLS_FAULT_CIPHER;
    case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE:
        return TLS_FAULT_NO_CERTIFICATE;
    default:
        return TLS_FAULT_PROTOCOL;
    }
}

bool tls_memory_refused(void)
{
    bool refused = false;
    for (unsigned long error; (error = ERR_get_error()) != 0;) {
        refused |= ERR_GET_REASON(error) == ERR_R_MALLOC_FAILURE;
    }
    return refused;
}

void tls_failed(struct tls *t)
{
    unsigned long first = ERR_peek_error();
    bool refused = tls_memory_refused();
    t->state = TLS_FAILED;
    if (refused || first == 0) {
        (void)crypto_refused(t->crypto);
        tls_fail_with(&t->failure, TLS_FAULT_CRYPTO);
    } else if (t->failure.fault == TLS_FAULT_NONE) {
        t->failure.fault = fault_of(first);
    }
}

const char *tls_fault_name(enum tls_fault fault)
{
    switch (fault) {
    case TLS_FAULT_NONE:
        return "none";
    case TLS_FAULT_EXPIRED:
        return "expired";
    case TLS_FAULT_NOT_YET_VALID:
        return "not yet valid";
    case TLS_FAULT_UNKNOWN_CA:
        return "unknown CA";
    case TLS_FAULT_SELF_SIGNED:
        return "self-signed";
    case TLS_FAULT_NAME:
        return "another name";
    case TLS_FAULT_REVOKED:
        return "revoked";
    case TLS_FAULT_PURPOSE:
        return "not for this purpose";
    case TLS_FAULT_WEAK:
        return "too weak";
    case TLS_FAULT_BAD_CERTIFICATE:
        return "bad certificate";
    case TLS_FAULT_NO_CERTIFICATE:
        return "no certificate";
    case TLS_FAULT_ALERT:
        return "alert";
    case TLS_FAULT_VERSION:
        return "no common version";
    case TLS_FAULT_CIPHER:
        return "no common cipher";
    case TLS_FAULT_PROTOCOL:
        return "protocol error";
    case TLS_FAULT_CLOSED:
        return "closed";
    case TLS_FAULT_OWN_CA:
        return "own CA list";
    case TLS_FAULT_OWN_CERTIFICATE:
        return "own certificate";
    case TLS_FAULT_OWN_KEY:
        return "own key";
    case TLS_FAULT_CRYPTO:
        return "library refuses";
    }
    return "?";
}

const char *tls_alert_name(uint8_t alert)
{
    static const struct {
        uint8_t number;
        const char *name;
    } names[] = {
        {0, "close_notify"},
        {10, "unexpected_message"},
        {20, "bad_record_mac"},
        {21, "decryption_failed"},
        {22, "record_overflow"},
        {40, "handshake_failure"},
        {42, "bad_certificate"},
        {43, "unsupported_certificate"},
        {44, "certificate_revoked"},
        {45, "certificate_expired"},
        {46, "certificate_unknown"},
        {47, "illegal_parameter"},
        {48, "unknown_ca"},
        {49, "access_denied"},
        {50, "decode_error"},
        {51, "decrypt_error"},
        {70, "protocol_version"},
        {71, "insufficient_security"},
        {80, "internal_error"},
        {86, "inappropriate_fallback"},
        {90, "user_canceled"},
        {109, "missing_extension"},
        {110, "unsupported_extension"},
        {112, "unrecognized_name"},
        {113, "bad_certificate_status_response"},
        {115, "unknown_psk_identity"},
        {116, "certificate_required"},
        {120, "no_application_protocol"},
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (names[i].number == alert) {
            return names[i].name;
        }
    }
    return "?";
}
