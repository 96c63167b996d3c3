/* TLS 1.2 and 1.3 (RFC 5246, RFC 8446) between two ends that hand each other octets: no socket,
 * no clock, no global. An end takes what came and gives what shall be sent; EAP carries both
 * (src/onex). OpenSSL does it, in a library context of its own that knows no file of the
 * machine and draws its randomness from the caller's source: what it sends follows from the
 * inputs, byte for byte, so that a run on virtual air repeats.
 *
 * A certificate is judged at the time that the caller names. A server's is judged unless that
 * is switched off: chain, validity, purpose, name; and revocation where the list of CAs has
 * revocation lists beside them. What was wrong is a value (struct tls_failure), and the peer is
 * told by an alert. OpenSSL allocates by its own means; what of it is secret it clears. */
#ifndef CRYPTO_TLS_H
#define CRYPTO_TLS_H

#include "crypto/crypto.h"
#include <extsta/types.h>

struct tls;
struct tls_session;
struct tls_server;

/* Fills len octets; from the caller's own stream. */
struct tls_random {
    void (*fill)(void *user, void *out, size_t len);
    void *user;
};

/* What is wrong; of a certificate first. */
enum tls_fault {
    TLS_FAULT_NONE,
    /* of the peer's certificate, or one above it */
    TLS_FAULT_EXPIRED,
    TLS_FAULT_NOT_YET_VALID,
    TLS_FAULT_UNKNOWN_CA,  /* its chain ends at nobody whom the CA list names: `text` has the
                              last one there is */
    TLS_FAULT_SELF_SIGNED, /* it is its own issuer */
    TLS_FAULT_NAME,        /* it is for other names: they are in `text` */
    TLS_FAULT_REVOKED,
    TLS_FAULT_PURPOSE, /* not for a server, or not for a client */
    TLS_FAULT_WEAK,    /* a key too short, or a signature that can be forged */
    TLS_FAULT_BAD_CERTIFICATE,
    TLS_FAULT_NO_CERTIFICATE, /* it was asked for one and has none */
    /* of the exchange */
    TLS_FAULT_ALERT,    /* the peer's: `alert` */
    TLS_FAULT_VERSION,  /* no version both do */
    TLS_FAULT_CIPHER,   /* no cipher, group or signature both do */
    TLS_FAULT_PROTOCOL, /* what came is no TLS, or not in order */
    TLS_FAULT_CLOSED,   /* the peer has closed it */
    /* of what the caller gave */
    TLS_FAULT_OWN_CA,          /* none, or unreadable */
    TLS_FAULT_OWN_CERTIFICATE, /* unreadable, or too weak to be used */
    TLS_FAULT_OWN_KEY,         /* unreadable, not this certificate's, a wrong passphrase */
    TLS_FAULT_CRYPTO,          /* no memory, or the library refuses */
};
/* As "expired"; never NULL. */
const char *tls_fault_name(enum tls_fault fault);
/* Of an alert by its number (RFC 8446 6), as "unknown_ca"; "?" for one that is none. */
const char *tls_alert_name(uint8_t alert);

#define TLS_TEXT_MAX 160u
struct tls_failure {
    enum tls_fault fault;
    /* Of ALERT the peer's, and of VERSION and CIPHER where the server has said so; else the one
     * that was sent; 0: none. */
    uint8_t alert;
    /* Of a certificate: what it says of what is wrong, printable and terminated. NAME: its
     * names, separated by a space. EXPIRED, NOT_YET_VALID: the date, as 2026-01-31T12:00:00Z.
     * WEAK with 192 bits: what is short of them, and the subject.
     * Else the subject of the certificate that is not in order. What does not fit is cut. */
    char text[TLS_TEXT_MAX];
};

/* Versions, as profiles name them; 0: the lowest, the highest there is. */
#define TLS_1_2 12u
#define TLS_1_3 13u

/* Borrowed for the call, but `random.user`. PEM: one or more objects of that kind. */
struct tls_config {
    struct tls_random random;
    int64_t wall; /* seconds since 1970 */
    uint8_t min, max;
    struct extsta_span ca;                           /* and revocation lists */
    struct extsta_span certificate, key, passphrase; /* certificate: and those above it */
    struct extsta_span name; /* the peer's must be this domain or one below; empty: any. Several
                                are separated by ';' */
    bool name_exact; /* it must be this domain itself, and no wildcard */
    /* The peer's certificate is not judged; the server asks for none. */
    bool verify_off;
    /* Only what has 192 bits of security, as WPA3-Enterprise's 192-bit mode wants it:
     * AES-256-GCM, SHA-384, ECDHE with P-384; certificates, one's own and all above it, too:
     * P-384, or RSA of 3072 bits at least, signed with SHA-384 at least. */
    bool strong;
    struct tls_session *resume; /* the client; NULL: none */
};

enum tls_state {
    TLS_HANDSHAKE, /* under way */
    TLS_OPEN,      /* data may pass */
    TLS_FAILED,    /* tls_failure says why; what is to be sent yet is an alert */
};

/* A client's end, or (server) one of a server's. NULL: *failure says why. The first tls_rx,
 * with an empty span, makes a client begin. */
struct tls *tls_client_new(struct crypto *crypto, const struct tls_config *config,
                           struct tls_failure *failure);
struct tls *tls_server_new(struct tls_server *server, const struct tls_random *random,
                           int64_t wall, struct tls_failure *failure);
/* Wipes and frees. NULL is fine. */
void tls_free(struct tls *t);

/* What all connections of a server share: its certificate, and the sessions it can resume.
 * config: `resume` is not looked at, `random` and `wall` are given anew with each connection.
 * tickets: TLS 1.3 sessions are handed out, too. */
struct tls_server *tls_serve(struct crypto *crypto, const struct tls_config *config,
                             bool tickets, struct tls_failure *failure);
/* After its connections. NULL is fine. */
void tls_server_free(struct tls_server *server);

/* Octets came from the peer, whole records or parts of them; also to go on without. */
enum tls_state tls_rx(struct tls *t, struct extsta_span records);
enum tls_state tls_state(const struct tls *t);
/* What is to be sent; borrowed until the next call for this end. tls_sent: so many octets of it
 * have been taken. */
struct extsta_span tls_pending(const struct tls *t);
void tls_sent(struct tls *t, size_t len);
/* Data to the peer; on an error the end has failed. Only when open. */
enum extsta_error tls_write(struct tls *t, struct extsta_span data);
/* Data of the peer: as many octets as there are and fit; 0: none. The caller wipes them. */
size_t tls_read(struct tls *t, uint8_t *out, size_t room);
/* --- an open end --- */
uint8_t tls_version(const struct tls *t); /* TLS_1_2, TLS_1_3 */
bool tls_was_resumed(const struct tls *t);
/* RFC 5705, RFC 8446 7.5: with a context, which may be empty, or (NULL) without one. */
enum extsta_error tls_export(struct tls *t, const char *label,
                             const struct extsta_span *context, uint8_t *out, size_t len);
/* client_random and server_random. */
void tls_randoms(const struct tls *t, uint8_t client[32], uint8_t server[32]);
/* The session for another time, the caller's; NULL: there is none to resume. Of TLS 1.3 it
 * comes after the handshake, with what the server sends. */
struct tls_session *tls_session_take(struct tls *t);
/* Wipes and frees. NULL is fine. */
void tls_session_free(struct tls_session *session);
/* The server: this session may be resumed; one that is not kept may not. */
void tls_keep_session(struct tls *t);

/* The peer's certificates (X.509, DER) that were judged and believed: from the one that is
 * trusted down to its own, of depth 0. Returns their number; 0: none yet, not judged, or
 * resumed. `each` may not call the end; the octets are borrowed for its call. Without memory
 * one is left out. */
size_t tls_chain(const struct tls *t,
                 void (*each)(void *user, unsigned depth, struct extsta_span der), void *user);

/* Why it failed. */
void tls_failure(const struct tls *t, struct tls_failure *failure);

#endif
