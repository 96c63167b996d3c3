/* What a keyed port is fed by: a port method takes the peer's EAPOL PDUs and yields keys.
 *
 *   port_four_way   the PMK is there from the start (of a passphrase, SAE, OWE, or a cached one):
 *                   EAPOL-Key goes to the supplicant (four_way.c)
 *   port_onex       802.1X (onex/port_onex.h): EAPOL-Start and EAP first, unless a cached PMK
 *                   is still good; the MSK it ends with is the PMK of the same handshake
 *
 * A method is a pure machine. Its state is a block of `size` octets that the keyed port
 * (keyed_port.h) keeps, and lays to rest when nothing is under way. Keys that must wait for
 * the outcome of a PDU, the time allowed for the whole, and what its user does with a step
 * are not its business. */
#ifndef RSN_PORT_METHOD_H
#define RSN_PORT_METHOD_H

#include "rsn/supplicant.h"

struct ft_station; /* ft.h */
struct form_table; /* base/form.h */

/* What an association says to the port on top of it. Spans are borrowed for the call. */
struct port_eap; /* onex/port_onex.h */
struct port_start {
    struct extsta_mac own, peer;      /* SPA, AA */
    struct extsta_span pmk;           /* empty: none, or the method finds it */
    struct extsta_span pmkid;         /* of 802.1X: of a cached PMK, 16 octets */
    uint16_t freq;                    /* MHz, of the AP's channel; a PDU's own goes before it */
    struct extsta_span own_elements;  /* of the (re)association request */
    struct extsta_span peer_elements; /* of the Beacon or Probe Response */
    /* Of 802.1X, outlives the port; NULL: there is no such configuration. */
    struct port_eap *eap;
    struct extsta_span response_elements; /* of the (re)association response; for FT suites */
    /* A fast transition that is done, with the keys it brought: there is no handshake, the
     * first step has them. NULL: none. */
    const struct ft_station *ft;
    const struct supplicant_step *ft_keys;
};

/* What 802.1X leaves for the next time (12.6.1.1.2): the PMK is borrowed. With an FT suite it
 * is the MPMK, the root of all keys in the mobility domain. */
struct port_pmksa {
    uint32_t akm; /* suite selector */
    struct extsta_span pmk;
    uint8_t pmkid[16];
};

/* The rest form of a method's state, at most: the supplicant's and a little. */
#define PORT_REST_MAX (SUPPLICANT_REST_MAX + 32u)

/* An EAPOL PDU of the peer. */
struct port_pdu {
    struct extsta_span bytes; /* from the EAPOL version octet on */
    const uint8_t *nonce;     /* 32 fresh random octets */
    bool was_protected;       /* it arrived encrypted under the pairwise key */
    uint16_t freq;            /* MHz: where the radio received it; 0: nobody said */
};

/* Steps come cleared; a function writes what shall happen. */
struct tls; /* crypto/tls.h */

struct port_method {
    const char *name;
    uint16_t size; /* octets of its state */
    const struct form_table *form; /* what that is made of */
    /* Begins, in a cleared state. NONE, or why it cannot. */
    enum extsta_diagnosis (*start)(void *state, struct crypto *crypto, extsta_time now,
                                   const struct port_start *start,
                                   struct supplicant_step *step);
    /* A PDU came. Bytes and nonce are borrowed for the call. */
    void (*rx)(void *state, extsta_time now, const struct port_pdu *pdu,
               struct supplicant_step *step);
    /* What became of the last PDU it sent. NULL: that is nothing to it. */
    void (*sent)(void *state, extsta_time now, bool arrived, struct supplicant_step *step);
    /* A request of the station's (supplicant_request). NULL: it has none. */
    void (*request)(void *state, uint64_t replay, bool error, bool pairwise,
                    struct supplicant_step *step);
    /* When it wants to be called, EXTSTA_NEVER: not at all; and that call. NULL: never. */
    extsta_time (*deadline)(const void *state);
    void (*expire)(void *state, extsta_time now, struct supplicant_step *step);
    /* Why it came to no good end (supplicant_cause). */
    enum extsta_diagnosis (*cause)(const void *state, uint16_t reason, uint8_t *confidence);
    /* The rest form: its length, 0 when something is under way; and the state again from it,
     * false when there is none in it. */
    size_t (*rest)(const void *state, uint8_t out[PORT_REST_MAX]);
    bool (*wake)(void *state, struct crypto *crypto, struct extsta_span rest);
    /* NULL, as all below: nothing to do. */
    /* More of why it came to no good end than `cause` can say: may change all of a cause that
     * has been made by it. */
    void (*tell)(const void *state, struct extsta_cause *cause);
    /* Authorized: what a cache may keep. False: it is none of that kind. */
    bool (*pmksa)(const void *state, struct port_pmksa *out);
    /* Whether the PMK it was started with is good no more. */
    bool (*is_stale)(const void *state);
    /* Its end of TLS; NULL: there is none now. */
    const struct tls *(*tls)(const void *state);
    /* Gives back what memory it holds, before its state is wiped. */
    void (*stop)(void *state);
};

/* The four-way and group key handshakes with a PMK that is there. start: IMPOSSIBLE_RSNE,
 * SECURITY_MISMATCH (no PMK, or suites it does not serve). */
extern const struct port_method port_four_way;

#endif
