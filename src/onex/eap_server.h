/* What an EAP server offers, for the server's methods (eap_method.h) and whoever runs them: the
 * scripted access point (air/apsim_eap.c), and tests. One is shared by all its conversations.
 * It is good enough to be a station's peer, not to guard a network: it knows one user. */
#ifndef ONEX_EAP_SERVER_H
#define ONEX_EAP_SERVER_H

#include "onex/eap_method.h"

struct eap_server {
    struct crypto *crypto;
    struct tls_server *tls; /* of TTLS and PEAP: clients are not asked for a certificate */
    struct tls_server *tls_mutual; /* of EAP-TLS: they are. Either may be NULL: then the method
                                      fails */
    uint8_t methods[EXTSTA_EAP_METHODS]; /* the first is proposed, the others are for a Nak */
    /* The user; borrowed. An empty identity is anybody. */
    struct extsta_span identity, password;
    bool no_binding;  /* PEAP: no cryptobinding */
    uint8_t alert;    /* misbehaves: this alert in place of the server's first flight; 0: not */
    bool skip_inner;  /* misbehaves: success without what is in the tunnel */
    bool wrong_proof; /* misbehaves: its proof of the password is none */
    bool wrong_binding; /* misbehaves: its cryptobinding is of other keys */
};

/* Whether this is the user's name. */
bool eap_server_knows(const struct eap_server *server, struct extsta_span identity);

#endif
