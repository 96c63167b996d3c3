/* Key tables (contract KEY-01 ... KEY-10): default keys; key-mapping keys and per-station
 * default keys, which lie in the rows of the peers they are for (peers.h). Empty tables cost
 * nothing. */
#ifndef MINIPORT_KEYS_H
#define MINIPORT_KEYS_H

#include "crypto/cipher.h"
#include "wire/rsn_element.h"
#include <extsta/windot11.h>

/* WEP counts its IVs in 24 bits, and round again; it has no replay protection. */
#define WEP_IV_MASK 0xffffffull
static inline bool suite_is_wep(uint32_t suite)
{
    return suite == CIPHER_WEP40 || suite == CIPHER_WEP104;
}

#define MP_PN_MAX 0xffffffffffffull /* packet numbers have 48 bits; none is ever used twice */

#define MP_REPLAY_COUNTERS   17u /* TIDs 0-15, and management */
#define MP_REPLAY_MANAGEMENT 16u

struct mp_key {
    struct cipher_key *cipher; /* NULL: BIP, its IGTK is in `extra` */
    uint64_t tx_pn;          /* last packet number used */
    uint64_t rx_start;       /* KEY-08: receive counter given at installation */
    uint64_t *rx_pn;         /* MP_REPLAY_COUNTERS of them, allocated at first use */
    struct mp_secret *extra; /* what the cipher does not hold: Michael keys, IGTK; or NULL */
    struct mp_key *next; /* of the same peer; default keys: NULL */
    uint32_t serial; /* of the material: fragments are never mixed across serials */
    uint32_t suite;  /* cipher suite selector, also when cipher is NULL (BIP) */
    bool is_static; /* KEY-04: survives connections, until it is deleted or a reset comes */
    bool by_id;     /* key-mapping: one of two, with Extended Key ID; `index` is its id */
    uint8_t index; /* default keys: 0..7; per-station default keys: 0..3; key-mapping keys: 0 */
    uint8_t direction; /* key-mapping keys: DOT11_DIRECTION, 1 inbound, 2 outbound, 3 both */
};
/* Key material used outside the MPDU cipher; cleared when freed. */
struct mp_secret {
    uint8_t len;       /* of bytes used */
    uint8_t bytes[32]; /* TKIP: receive MIC key, transmit MIC key (CIP-06); BIP: IGTK */
};

#define MP_KEY_IDS     8u
#define MP_IGTK_FIRST  4u
#define MP_BIGTK_FIRST 6u

struct mp_keys {
    struct mp_key
        *default_keys[MP_KEY_IDS]; /* by key id: GTKs, IGTKs 4 and 5, BIGTKs 6 and 7 */
    uint8_t mapping_count; /* key-mapping keys of all peers, at most MP_MAX_KEY_MAPPINGS */
    bool by_id;            /* SET_PAIRWISE_ID: key-mapping keys have ids, the next one this: */
    uint8_t pairwise_id;
    uint8_t row_count;     /* peers with per-station keys, at most MP_MAX_PER_STATION */
    uint32_t serial;  /* last one given */
    uint32_t changes; /* counts keys that came or went: pointers are stale */
};

/* The next packet number to send with. That there are enough left is checked before: WEP alone
 * goes round. */
static inline uint64_t keys_next_pn(struct mp_key *key)
{
    key->tx_pn++;
    return suite_is_wep(key->suite) ? key->tx_pn & WEP_IV_MASK : key->tx_pn;
}

struct miniport;
struct mp_peer;
/* CIPHER_DEFAULT_KEY and CIPHER_KEY_MAPPING_KEY: the OID buffer, as set. NDIS status:
 * INVALID_LENGTH (cut off, contradictory lengths, tables full), INVALID_DATA (KEY-01,
 * KEY-05), RESOURCES (no memory). A key-mapping set is checked as a whole before the
 * first of its entries takes effect. */
uint32_t keys_set_default(struct miniport *mp, struct extsta_span value);
uint32_t keys_set_mapping(struct miniport *mp, struct extsta_span byte_array);
/* The same from inside (miniport-managed port authentication). `key` is the temporal
 * key (TKIP: 32 octets, MIC keys last: AP to station first, as in the PTK). Installing
 * the same material again changes no counter. */
bool keys_install_pairwise(struct miniport *mp, struct extsta_mac peer, uint32_t suite,
                           struct extsta_span key);
/* The same with Extended Key ID: the key of id 0 or 1. What is sent is under it from now on, or
 * (receive_only) as before. The other one stays, for what is under way. */
bool keys_install_by_id(struct miniport *mp, struct extsta_mac peer, uint32_t suite,
                        struct extsta_span key, uint8_t id, bool receive_only);
/* EXTSTA_PRIVATE_SET_PAIRWISE_ID: its parameter; statuses as there. */
uint32_t keys_set_pairwise_id(struct miniport *mp, struct extsta_span parameters);
/* EXTSTA_PRIVATE_SET_BEACON_KEY: its parameters; statuses as there. */
uint32_t keys_set_beacon(struct miniport *mp, struct extsta_span parameters);
/* key_id 0..3; with a BIP suite 4 and 5 (IGTK), 6 and 7 (BIGTK). */
bool keys_install_group(struct miniport *mp, uint32_t suite, uint8_t key_id,
                        struct extsta_span key, uint64_t rsc);
void keys_clear_all(struct miniport *mp); /* KEY-09, RST-13: all keys go */
/* ASC-35, ASC-36: dynamic default keys and the dynamic keys of the peer go. With port
 * authentication by the miniport this belongs before its handshake, not after. */
void keys_on_association(struct miniport *mp, struct mp_peer *peer);
/* KEY-04: dynamic keys go, of all. A row with nothing else in it goes with them. */
void keys_on_leave(struct miniport *mp);
/* The same for one peer of many. */
void keys_on_peer_leave(struct miniport *mp, struct extsta_mac address);
/* DIS-25: all keys of this peer go, and its row if nothing else is in it; nobody else's. */
void keys_forget_peer(struct miniport *mp, struct extsta_mac address);
/* The WEP key with which shared key authentication answers this AP (ATH-02): its key-mapping
 * key, else the default key of the default key id. NULL: there is none, or it is not of WEP. */
struct mp_key *keys_wep_find(const struct miniport *mp, struct extsta_mac peer);
/* A frame body under it, with the next IV. `out` has room for 8 octets more; octets written, 0:
 * there is no key, or no memory. */
size_t keys_wep_seal(struct miniport *mp, struct extsta_mac peer, struct extsta_span clear,
                     uint8_t *out);
/* Lookup (X-62: exact direction first, then both). NULL: none. */
struct mp_key *keys_mapping_find(const struct miniport *mp, struct extsta_mac address,
                                 uint8_t direction);
/* With Extended Key ID: the key of this id. NULL: none. */
struct mp_key *keys_by_id_find(const struct miniport *mp, struct extsta_mac address,
                               uint8_t key_id);
/* Per-station default key of an IBSS peer (DEC-02). NULL: none; *row says whether the
 * peer has a row at all. */
struct mp_key *keys_station_find(const struct miniport *mp, struct extsta_mac address,
                                 uint8_t key_id, bool *row);

#endif
