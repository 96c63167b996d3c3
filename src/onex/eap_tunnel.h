/* TLS in EAP, both sides: what EAP-TLS, TTLS and PEAP have in common (RFC 5216 2.1.5, 3.1,
 * RFC 5281 9, draft-josefsson-pppext-eap-tls-eap-06 3). Messages of TLS are cut into fragments
 * that fit EAP and put together again; who may speak follows from them. The conversation above
 * is tunnel_peer.h's and the server methods'.
 *
 * What comes is hostile: a message is at most TUNNEL_MESSAGE_MAX octets, its fragments must
 * bring something and agree with the length that was announced, and what does not fit is
 * dropped, for the true one may still come. */
#ifndef ONEX_EAP_TUNNEL_H
#define ONEX_EAP_TUNNEL_H

#include "onex/eap_method.h"

/* Enough for a chain of certificates with signatures to come; a record of TLS has 16 KiB. */
#define TUNNEL_MESSAGE_MAX 65536u
/* Octets of data in one message of the tunnel, at most. */
#define TUNNEL_DATA_MAX 4096u

struct eap_tunnel {
    struct crypto *crypto;
    struct tls *tls; /* NULL: not begun */
    uint8_t type;    /* of the method */
    bool is_server;
    uint16_t fragment; /* octets of type-data in a message */
    bool sending;      /* a fragment is out, and others are to follow */
    uint8_t *in;       /* of a message that is not whole yet, in the pool */
    uint32_t in_size;  /* of that block */
    uint32_t in_len;   /* octets in it */
    uint32_t in_total; /* announced; 0: not */
};

/* What a message was. */
enum tunnel_input {
    TUNNEL_BAD,   /* none that may be: flags, lengths */
    TUNNEL_START, /* the server begins */
    TUNNEL_PART,  /* a fragment: an empty message asks for the next one */
    TUNNEL_NEXT,  /* the other side asks for our next fragment */
    TUNNEL_WHOLE, /* a message, which TLS has seen; tls_state says what came of it */
};

/* In a cleared tunnel; the caller makes `tls`. fragment 0: EAP_FRAGMENT. */
void tunnel_init(struct eap_tunnel *t, struct crypto *crypto, uint8_t type, bool is_server,
                 uint16_t fragment);
/* Takes the type-data of a message. An empty one (flags alone) is WHOLE, or NEXT while sending.
 * *refused: there was no memory for it. */
enum tunnel_input tunnel_take(struct eap_tunnel *t, struct extsta_span data, bool *refused);
/* Writes a message: the next fragment of what TLS has to send, or an empty one. */
void tunnel_put(struct eap_tunnel *t, struct writer *out);
/* The server's first message; `out` gets flags alone. */
void tunnel_put_start(struct eap_tunnel *t, struct writer *out);
/* Reads the data of the tunnel: at most TUNNEL_DATA_MAX octets, in *data, which the caller
 * gives back by tunnel_data_free; empty: there are none. False: too many, or no memory. */
struct tunnel_data {
    uint8_t *bytes;
    size_t len;
};
enum eap_cause tunnel_read(struct eap_tunnel *t, struct tunnel_data *data);
void tunnel_data_free(struct eap_tunnel *t, struct tunnel_data *data);
/* Keys of the open tunnel (RFC 5216 2.3, RFC 5281 8, RFC 9190 2.3, RFC 9427). label: of
 * TLS 1.2. False: the library refuses. */
bool tunnel_keys(const struct eap_tunnel *t, const char *label, struct eap_keys *keys);
/* Wipes and frees. Also of a cleared one. */
void tunnel_clear(struct eap_tunnel *t);

/* Whose fault it is, in terms of EAP. */
enum eap_cause tunnel_cause(enum tls_fault fault);

#endif
