/* An EAP method (RFC 3748 5) as a pure machine: what it says to a message's type-data, until it
 * is through or has failed. Both roles have this shape, the peer's and the server's, so that a
 * tunnel (PEAP, TTLS) carries another method by the same calls that carry itself.
 *
 * Who calls it: the EAP peer (eap_peer.h) and the server of the scripted access point
 * (air/apsim_eap.c). Theirs are identifiers, Identity, Notification and Nak, retransmission,
 * Success and Failure, and all time; a method sees the octets behind the type, in order and
 * each once, and keeps neither deadline nor clock.
 *
 * A state is a block of `size` octets, cleared, not moved and the caller's; it holds secrets
 * and memory until eap_method_stop, which is due after every start, also one that failed. */
#ifndef ONEX_EAP_METHOD_H
#define ONEX_EAP_METHOD_H

#include "base/bytes.h"
#include "crypto/tls.h"
#include <extsta/profile.h>

#define EAP_MSK_LEN        64u
#define EAP_SESSION_ID_MAX 65u /* the type and two randoms, or the type and 64 octets */
/* Type-data of one message, at most, where a setup does not say: with the header of EAP and
 * EAPOL it fits an Ethernet frame, as everybody's does. */
#define EAP_FRAGMENT 1390u
/* Room that a caller gives a message's type-data: methods without fragments need it. */
#define EAP_DATA_MAX 1500u

/* Why a method failed, most telling first where several were seen. What the peer, a server, a
 * certificate or TLS is to blame for is told apart; `text` of struct eap_failure says more. */
enum eap_cause {
    EAP_CAUSE_NONE,
    EAP_CAUSE_CONFIG,       /* what the method needs is not in its setup, or cannot be used:
                               own certificate or key, CA, password */
    EAP_CAUSE_CERTIFICATE,  /* the other side's: `tls` says what is wrong with it */
    EAP_CAUSE_ALERT,        /* the other side gave up TLS: `tls.alert`, as "our certificate is
                               refused" */
    EAP_CAUSE_TLS,          /* no version or cipher in common, records that make no sense */
    EAP_CAUSE_PASSWORD,     /* the server refuses the password, inside or without a tunnel */
    EAP_CAUSE_SERVER_PROOF, /* the server does not know the password: it is another one's */
    EAP_CAUSE_BINDING,      /* the tunnel ends elsewhere than the method in it */
    EAP_CAUSE_INNER,        /* what is asked in the tunnel is nothing that is configured */
    EAP_CAUSE_REFUSED,      /* the server's word alone, without a reason */
    EAP_CAUSE_PROTOCOL,     /* a message that must not be: flags, lengths, order */
    EAP_CAUSE_CRYPTO,       /* no memory, or the library refuses */
};
/* As "server's proof"; never NULL. */
const char *eap_cause_name(enum eap_cause cause);

struct eap_failure {
    enum eap_cause cause;
    struct tls_failure tls; /* of CERTIFICATE, ALERT, TLS */
    uint32_t error;         /* PASSWORD: the server's number (MS-CHAPv2: 691, 647, ...), or 0 */
};

/* What came of a message. */
enum eap_verdict {
    EAP_IGNORED,  /* nobody's: dropped without an answer, the true one is still awaited */
    EAP_CONTINUE, /* `out` is the answer (the server: the next request), more is to come */
    /* The peer: `out` is its last answer, and the server's Success is now believed. The server:
     * Success is due, without another request; `out` is empty. */
    EAP_DONE,
    /* The peer: `out` is its answer, empty when it has nothing to say; no Success is believed.
     * The server: Failure is due. */
    EAP_FAILED,
};

/* Filled by its caller, who outlives none of what it points to but for the call, except where
 * it is said: `crypto`, `random.user`, `server`, `resume` and the spans of `peer` live as long
 * as the method. */
struct eap_setup {
    struct crypto *crypto;
    struct tls_random random;      /* nonces, and all of TLS */
    int64_t wall;                  /* seconds since 1970, for certificates; fixed for the run */
    uint16_t fragment;             /* octets of type-data in one message; 0 = EAP_FRAGMENT */
    const struct extsta_eap *peer; /* the peer: what the user has configured */
    const struct eap_server *server; /* the server: what it offers (eap_server.h) */
    struct extsta_span identity;     /* the server: what the peer answered to Identity; of an
                                        inner method, in the tunnel. Borrowed for `start` */
    struct eap_resume *resume; /* the peer: of the same network and configuration; NULL: no
                                  session is resumed or kept */
};

struct eap_keys {
    uint8_t msk[EAP_MSK_LEN], emsk[EAP_MSK_LEN];
    bool has_emsk;
    uint8_t session_id[EAP_SESSION_ID_MAX]; /* RFC 5247 1.4 */
    uint8_t session_id_len;                 /* 0: the method has none */
};

struct eap_method {
    const char *name; /* "EAP-TLS" */
    uint8_t type;     /* IANA's number */
    size_t size;      /* octets of its state */
    /* Begins. The server writes the type-data of its first request; the peer writes nothing.
     * CONTINUE, or FAILED, of which `failure` tells. */
    enum eap_verdict (*start)(void *state, const struct eap_setup *setup, struct writer *out);
    /* A message's type-data came; the answer's is written to `out`, which has room for
     * EAP_DATA_MAX octets. `data` is borrowed for the call. */
    enum eap_verdict (*rx)(void *state, struct extsta_span data, struct writer *out);
    /* After DONE: what both sides now have. False: the method gives no keys. The caller wipes
     * them. */
    bool (*keys)(const void *state, struct eap_keys *keys);
    /* Why there is no result, as far as it is known yet: also of a method that was not through
     * when the server's Failure came, or none came any more. */
    void (*failure)(const void *state, struct eap_failure *failure);
    /* Its end of TLS; NULL: it has not begun. As a whole NULL: a method without. */
    const struct tls *(*tls)(const void *state);
    /* Gives back memory. Also of a cleared state. NULL: it holds none. */
    void (*stop)(void *state);
};

extern const struct eap_method eap_tls_peer, eap_ttls_peer, eap_peap_peer, eap_mschapv2_peer;
extern const struct eap_method eap_tls_server, eap_ttls_server, eap_peap_server,
    eap_mschapv2_server;
/* Ends a method at work, and wipes its state; the block stays the caller's. */
void eap_method_stop(const struct eap_method *method, void *state);
/* NULL: none of this type. (Tables of eap_method.c: a new method is its row.) */
const struct eap_method *eap_method_peer(uint8_t type);
const struct eap_method *eap_method_server(uint8_t type);

/* A session of TLS to be resumed (fast reconnect): kept by whoever starts methods, one for each
 * network and configuration; a method reads it when it starts and replaces it when it is
 * through. Cleared: none yet. */
struct eap_resume {
    uint8_t type; /* of the method it was made with */
    struct tls_session *session;
};
/* Forgets it: when the configuration changes, the server was refused, or at the end. */
void eap_resume_clear(struct eap_resume *resume);

#endif
