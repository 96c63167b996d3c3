/* The server of a method over TLS: what EAP-TLS, TTLS and PEAP have in common on that side, as
 * tunnel_peer.h has it on the other. */
#ifndef ONEX_TUNNEL_SERVER_H
#define ONEX_TUNNEL_SERVER_H

#include "base/fsm.h"
#include "onex/eap_server.h"
#include "onex/eap_tunnel.h"

/* Named by what is awaited. */
enum tunnel_server_state {
    TUNNEL_SERVER_AWAIT_TUNNEL,
    TUNNEL_SERVER_AWAIT_ACK, /* of what opens the tunnel; data may come in its place */
    TUNNEL_SERVER_AWAIT_DATA,
    TUNNEL_SERVER_AWAIT_END, /* whatever comes, Failure is next */
    TUNNEL_SERVER_THROUGH,
    TUNNEL_SERVER_FAILED,
    TUNNEL_SERVER_STATES
};

struct tunnel_server;
/* CONTINUE: what was written goes out, or an empty message. DONE, FAILED: Success or Failure at
 * once, unless something was written: then after the peer's answer. */
struct tunnel_server_ops {
    const char *label;
    bool mutual; /* the client's certificate is judged */
    enum eap_verdict (*opened)(struct tunnel_server *s);
    /* A message through the tunnel; empty: without data. */
    enum eap_verdict (*data)(struct tunnel_server *s, struct extsta_span data);
    void (*stop)(struct tunnel_server *s); /* NULL: it holds nothing */
};

struct tunnel_server {
    const struct tunnel_server_ops *ops;
    const struct eap_server *server;
    struct eap_tunnel tunnel;
    struct tls_random random;
    int64_t wall;
    uint8_t state; /* enum tunnel_server_state */
    uint8_t cause; /* enum eap_cause */
    bool resumed;
    bool alerted; /* the misbehaviour has been shown */
    enum eap_verdict verdict;
    struct tls_failure failed; /* of an end that could not be made */
};

/* Those of struct eap_method; a state begins with a struct tunnel_server. Of `start` the method
 * says which it is. */
enum eap_verdict tunnel_server_start(struct tunnel_server *s,
                                     const struct tunnel_server_ops *ops, uint8_t type,
                                     const struct eap_setup *setup, struct writer *out);
enum eap_verdict tunnel_server_rx(void *state, struct extsta_span data, struct writer *out);
bool tunnel_server_keys(const void *state, struct eap_keys *keys);
void tunnel_server_failure(const void *state, struct eap_failure *failure);
void tunnel_server_stop(void *state);
/* FAILED for this reason. */
enum eap_verdict tunnel_server_fail(struct tunnel_server *s, enum eap_cause cause);
/* Data to the peer. CONTINUE, or FAILED. */
enum eap_verdict tunnel_server_say(struct tunnel_server *s, const struct writer *w);

extern const struct fsm_table tunnel_server_table;

#endif
