/* The peer of a method over TLS: the conversation that EAP-TLS, TTLS and PEAP have in common.
 * TLS is set up, the server's certificate judged, and what is done in the tunnel is the
 * method's: struct tunnel_peer_ops. Its state stands before the method's own in one block. */
#ifndef ONEX_TUNNEL_PEER_H
#define ONEX_TUNNEL_PEER_H

#include "base/fsm.h"
#include "onex/eap_tunnel.h"

/* Named by what is awaited. */
enum tunnel_peer_state {
    TUNNEL_PEER_AWAIT_START,
    TUNNEL_PEER_AWAIT_TUNNEL, /* the handshake is under way */
    TUNNEL_PEER_AWAIT_DATA,   /* the tunnel is open */
    TUNNEL_PEER_THROUGH,      /* Success may come; more may come, too */
    TUNNEL_PEER_FAILED,
    TUNNEL_PEER_STATES
};

struct tunnel_peer;

/* What a method does in the tunnel. Each call says what is to be: CONTINUE, DONE, FAILED (the
 * cause set), or IGNORED. They write into the tunnel by tls_write. */
struct tunnel_peer_ops {
    const char *label; /* of the keys, with TLS 1.2 */
    bool needs_certificate, needs_password;
    /* Our last message of the handshake has gone out, or goes out with what is written now. */
    enum eap_verdict (*opened)(struct tunnel_peer *p);
    /* A message came through the open tunnel; empty: without data. */
    enum eap_verdict (*data)(struct tunnel_peer *p, struct extsta_span data);
    /* What the method holds. NULL: nothing. */
    void (*stop)(struct tunnel_peer *p);
};

struct tunnel_peer {
    const struct tunnel_peer_ops *ops;
    struct eap_tunnel tunnel;
    struct tls_random random;
    int64_t wall;
    const struct extsta_eap *eap;
    struct eap_resume *resume;
    uint8_t state;             /* enum tunnel_peer_state */
    uint8_t cause;             /* enum eap_cause: what was seen */
    bool resumed;              /* the server knows us by an earlier session */
    enum eap_verdict verdict;  /* of the last message; it waits until our fragments are out */
    uint32_t error;            /* of the server, with PASSWORD */
    struct tls_failure failed; /* of an end that could not be made */
};

/* Those of struct eap_method; a state begins with a struct tunnel_peer. Of `start` the method says
 * which it is. */
enum eap_verdict tunnel_peer_start(struct tunnel_peer *p, const struct tunnel_peer_ops *ops,
                                   uint8_t type, const struct eap_setup *setup);
enum eap_verdict tunnel_peer_rx(void *state, struct extsta_span data, struct writer *out);
bool tunnel_peer_keys(const void *state, struct eap_keys *keys);
void tunnel_peer_failure(const void *state, struct eap_failure *failure);
const struct tls *tunnel_peer_tls(const void *state);
void tunnel_peer_stop(void *state);
/* FAILED for this reason. */
enum eap_verdict tunnel_peer_fail(struct tunnel_peer *p, enum eap_cause cause);

extern const struct fsm_table tunnel_peer_table;

#endif
