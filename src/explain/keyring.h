/* Keys: given by the user (keyring.c), found in handshakes (pairing*.c), and used on protected
 * frames (decrypt.c).
 *
 * Everything is done in one pass: a frame is opened when its key is known by then. What could
 * not be opened because its key came later is counted, so that the caller may look a second
 * time (extsta_explain_again).
 *
 * What was refused for want of memory or by the cryptographic library is a finding and never
 * taken for a key that does not fit: a story that says "wrong passphrase" rests on that. Key
 * material is wiped before its memory goes back. */
#ifndef EXPLAIN_KEYRING_H
#define EXPLAIN_KEYRING_H

#include "explain/explain_private.h"
#include "crypto/cipher.h"
#include "rsn/ft_keys.h"
#include "wire/eapol.h"

/* A PMK, or a passphrase from which PMKs are made as networks are met. */
struct ring_pmk {
    struct ring_pmk *next;
    bool any_ssid;
    bool expanded; /* made from a passphrase for any network */
    uint8_t ssid_len, len;
    uint8_t ssid[32];
    uint8_t pmk[PMK_MAX];
    /* By name: frames whose MIC it verified, messages 3 among them, and the first one whose MIC
     * it did not; of the station's, and of the AP's. 0: none. */
    uint32_t right, right_ap, wrong_sta, wrong_ap;
};
struct ring_passphrase { /* for any network */
    struct ring_passphrase *next;
    uint8_t len;
    uint8_t text[63];
};
/* A key for frames between any two stations: WEP, TK. */
struct ring_key {
    struct ring_key *next;
    struct cipher_key *key;
};

struct decrypter;
/* Pairs that frames without a transmitter are tried with. */
#define RECENT_PAIRS 16u

struct keyring {
    struct crypto *crypto;
    struct ring_pmk *pmks;
    struct ring_passphrase *passphrases;
    struct ring_key *wep, *tks;
    struct decrypter *decrypter;
    bool unmade; /* a PSK could not be: that no key fits means nothing any more */
    /* Conversations that got a key last: for frames that do not say whose they are. */
    uint32_t recent[RECENT_PAIRS];
    uint32_t recent_count;
};

/* Nonces of each side that are tried with each other, so at most 16 derivations per PMK: a
 * handshake that is repeated has new ones, and frames between them get lost. Keys: those before
 * a rekeying still open frames that come late. */
#define PAIR_NONCES 4u
#define PAIR_KEYS   8u
struct seen_nonce {
    bool set;
    uint8_t nonce[32];
};
/* What FT adds to a key's derivation (12.7.1.6): from (re)association responses. */
struct pairing_ft {
    bool set;
    struct ft_domain domain; /* without the SSID */
    struct extsta_mac r1kh;
};
/* The handshake of a conversation, as far as it was seen, and its keys. */
struct pairing {
    struct seen_nonce anonces[PAIR_NONCES], snonces[PAIR_NONCES]; /* newest first */
    uint32_t akm, pairwise, group; /* selectors of message 2's element; 0 unknown */
    uint8_t ssid_len;              /* of the association request */
    uint8_t ssid[32];
    struct pairing_ft ft;
    struct extsta_mac aa, spa; /* of devices of several links, as messages name them; or zero */
    const struct akm_suite *suite; /* of ptk; NULL: none verified yet */
    struct ring_pmk *from;         /* that the PTK is made of; NULL: not by name */
    struct ptk ptk;
    struct cipher_key *keys[PAIR_KEYS]; /* last used first */
};

/* Of one BSS: several key ids, and those before their last changes. */
#define GROUP_KEYS 16u
struct group_keys {
    struct {
        struct cipher_key *key; /* last used first */
        uint8_t key_id;
    } keys[GROUP_KEYS];
    uint32_t unopened; /* frames that none of them opened */
};

/* Wipes and frees all keys of the user. Pairings and group keys must be gone before. */
void keyring_free(struct extsta_explain *x);
/* Wipes and frees what is known of the pair's handshake. Fine where there is nothing. */
void pairing_free(struct extsta_explain *x, struct conversation *c);
/* The same for the group keys of a BSS. */
void group_keys_free(struct extsta_explain *x, struct network *n);

/* An EAPOL-Key frame of a conversation: takes what helps, says what is known of its MIC. */
enum story_mic pairing_on_key(struct extsta_explain *x, struct conversation *c,
                              const struct eapol_key *key);
/* A (re)association request or response: elements that key derivation needs. */
void pairing_on_elements(struct extsta_explain *x, struct conversation *c,
                         const struct elements *e);

/* The SSID of the network, empty when it was not seen. */
struct extsta_span pairing_ssid(struct extsta_explain *x, const struct conversation *c);

/* pairing_ft.c. The elements of Fast BSS Transition in association frames; the PMK-R1 for
 * this AP from the key that FT starts with: its length, 0 when too little was seen. */
void pairing_ft_elements(struct pairing *p, const struct elements *e);
size_t pairing_ft_r1(struct extsta_explain *x, const struct conversation *c,
                     const struct akm_suite *akm, struct extsta_span key, uint8_t r1[PMK_MAX]);

/* A reassociation response that ends a transition. */
void pairing_ft_response(struct extsta_explain *x, struct conversation *c,
                         const struct elements *e);

/* pairing_tdls.c. A TDLS frame that was opened, behind its ethertype: those of the setup bring
 * a direct link's key. */
#define ETHERTYPE_TDLS 0x890du
void pairing_on_tdls(struct extsta_explain *x, struct extsta_span pdu);

/* pairing.c, for pairing_ft.c and pairing_tdls.c. */
/* Whether the step was refused (explain_is_refusal); it is counted then. */
bool pairing_refused(struct extsta_explain *x, enum extsta_error result);
/* Adds a key that the pair's frames are tried with from now on, unless it is known; the one
 * that was used least recently makes room. suite NULL: nothing is done. */
void pairing_install_key(struct extsta_explain *x, struct conversation *c,
                         const struct cipher_suite *suite, struct extsta_span tk);
/* Puts a nonce in front of a list; a zero one is none (FTE of an initial association). */
void pairing_nonce(struct seen_nonce list[PAIR_NONCES], const uint8_t nonce[32]);
/* Makes the PSKs of this network from passphrases that are for any. The pair has a pairing. */
void pairing_expand(struct extsta_explain *x, const struct conversation *c);
/* Installs the TK of the PTK that was verified. */
void pairing_install(struct extsta_explain *x, struct conversation *c);
/* Adds a group key of the pair's BSS under its id (0 to 3), as pairing_install_key. */
void pairing_install_group(struct extsta_explain *x, struct conversation *c, uint8_t key_id,
                           struct extsta_span gtk);

/* decrypt.c. A protected frame: opened now or with a batch of others. */
void decrypt_frame(struct extsta_explain *x, const struct seen *s, struct conversation *c);
/* Opens what waits. Must be called before the frames given are gone. */
void decrypt_flush(struct extsta_explain *x);
/* The buffers that frames wait in; both need x->keyring. False: no memory. */
bool decrypter_start(struct extsta_explain *x);
void decrypter_free(struct extsta_explain *x);

#endif
