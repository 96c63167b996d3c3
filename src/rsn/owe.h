/* Opportunistic Wireless Encryption (RFC 8110): a Diffie-Hellman exchange in the association
 * request and its response, of which both sides make the same PMK, and nobody else. It says
 * nothing of who the peer is. Pure, both sides; elements in and out (wire/owe_element.h).
 *
 *   station                                      access point
 *   owe_begin       own key of the first group
 *   owe_public      -> association request ->    owe_answer: its own key, PMK; or status 77
 *   owe_take_key    <- response, status 0  <-    owe_public
 *   owe_next_group  <- response, status 77 <-
 *
 * The public key of a peer is an x coordinate: before anything is computed with it, it is made
 * sure that a point of the curve has it, so none of a weaker curve ever meets our private key.
 * Which of the two points it is does not matter, as the shared secret is an x, too.
 *
 * A station offers each of its groups once. Who forges a status 77 wins nothing: what comes
 * next is another group of the same list; and the group goes into the keys (RFC 8110 4.4). */
#ifndef RSN_OWE_H
#define RSN_OWE_H

#include "crypto/curve.h"
#include "wire/owe_element.h"

#define OWE_GROUPS  3u /* 19, 20, 21 */
#define OWE_PMK_MAX 64u

/* The groups this station does, in order of preference. */
extern const uint16_t owe_groups[OWE_GROUPS];

/* What is secret is cleared by owe_clear. */
struct owe {
    struct crypto *crypto;
    uint16_t groups[OWE_GROUPS]; /* of the station: offered one after the other */
    uint8_t group_count;
    uint8_t at;    /* index of the one at work */
    uint8_t len;   /* octets of a coordinate of its curve; 0: no key was made yet */
    bool has_keys; /* pmk and pmkid are there */
    struct curve_scalar secret;
    uint8_t own[CURVE_LEN_MAX]; /* our public key: x */
    uint8_t pmk[OWE_PMK_MAX];
    uint8_t pmk_len; /* as long as the digest of the group's hash (RFC 8110 4.4) */
    uint8_t pmkid[16];
};

/* Fills len octets with random ones. */
typedef void owe_random(void *user, void *out, size_t len);

/* The station: makes a key pair of the first group. groups: count of them, 1 to OWE_GROUPS,
 * each one of owe_groups. EXTSTA_E_CRYPTO: the library refuses, for want of memory. */
enum extsta_error owe_begin(struct owe *o, struct crypto *crypto, const uint16_t *groups,
                            size_t count, owe_random *random, void *user);
/* The AP does not do that group: a key pair of the next. EXTSTA_E_UNSUPPORTED: there is none
 * left. */
enum extsta_error owe_next_group(struct owe *o, owe_random *random, void *user);
/* The AP's element: PMK and PMKID. EXTSTA_E_MALFORMED: of another group than asked for, of a
 * wrong length, or no point of the curve; all is as it was, and another element may be taken.
 * EXTSTA_E_CRYPTO: the library refuses. */
enum extsta_error owe_take_key(struct owe *o, const struct dh_element *peer);

/* The access point: a key pair of the station's group if it is in the list, PMK and PMKID.
 * UNSUPPORTED: it is not (status 77). MALFORMED, CRYPTO: as owe_take_key. On any error there is
 * nothing to answer with. */
enum extsta_error owe_answer(struct owe *o, struct crypto *crypto, const uint16_t *groups,
                             size_t count, const struct dh_element *station, owe_random *random,
                             void *user);

/* Our element; its key is borrowed from the machine. */
struct dh_element owe_public(const struct owe *o);
/* Wipes all of it. Fine for a zeroed one. */
void owe_clear(struct owe *o);

#endif
