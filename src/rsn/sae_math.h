/* SAE's computations (IEEE Std 802.11-2020, 12.4): from a password to the element of the
 * password, from two commits to the keys, and the confirms. What is sent when, and what a peer
 * may send, is the machine's (sae.h).
 *
 * The password element is kept as base and factor, PWE = factor * base: with hash to element
 * the base is the PT, which belongs to the network and is computed once, and PWE itself is
 * never needed (its multiplication goes together with that of the mask). */
#ifndef RSN_SAE_MATH_H
#define RSN_SAE_MATH_H

#include "base/mac.h"
#include "crypto/curve.h"

#define SAE_GROUPS       3u  /* 19, 20, 21 */
#define SAE_MAX_HASH     64u /* octets of KCK, and of PMK with AKMs 24 and 25 */
#define SAE_PMK_LEN      32u /* of the other AKMs */
#define SAE_PASSWORD_MAX 63u

/* Secret. */
struct sae_pwe {
    struct curve *curve;
    struct curve_point base;
    struct curve_scalar factor;
    bool h2e; /* hash to element; else hunting and pecking: factor 1 */
};

/* Password-dependent and secret, not of the peers: once per network, group and identifier. */
struct sae_pt {
    uint16_t group;
    struct curve_point point;
};
/* PT by hash to element (12.4.4.2.3). identifier: of the password, or len 0. EXTSTA_E_USAGE: a
 * group there is not. */
enum extsta_error sae_pt_make(struct crypto *crypto, uint16_t group, struct extsta_span ssid,
                              struct extsta_span password, struct extsta_span identifier,
                              struct sae_pt *pt);
/* The element of the password between two stations (12.4.4.2.3, last part). */
enum extsta_error sae_pwe_from_pt(struct crypto *crypto, const struct sae_pt *pt,
                                  struct extsta_mac a, struct extsta_mac b,
                                  struct sae_pwe *pwe);
/* By hunting and pecking (12.4.4.2.2): always 40 rounds, which take the same time whatever the
 * password is. `random` fills len octets. */
enum extsta_error sae_pwe_hunt(struct crypto *crypto, uint16_t group,
                               struct extsta_span password, struct extsta_mac a,
                               struct extsta_mac b,
                               void (*random)(void *user, void *out, size_t len), void *user,
                               struct sae_pwe *pwe);

struct sae_commit {
    struct curve_scalar scalar;
    struct curve_point element;
};
/* commit-scalar and COMMIT-ELEMENT of rand and mask (12.4.5.3). EXTSTA_E_USAGE: these two do
 * not do, the scalar is not above 1: take others. */
enum extsta_error sae_commit_make(const struct sae_pwe *pwe, const struct curve_scalar *rand,
                                  const struct curve_scalar *mask, struct sae_commit *commit);
/* A peer's: EXTSTA_OK, or EXTSTA_E_MALFORMED when scalar or element must not be (12.4.5.4). */
enum extsta_error sae_commit_check(struct curve *c, const struct sae_commit *commit);

/* Secret, but for the PMKID. */
struct sae_keys {
    uint8_t kck[SAE_MAX_HASH], pmk[SAE_MAX_HASH], pmkid[16];
    uint8_t kck_len, pmk_len; /* octets */
    enum crypto_hash hash;    /* of the confirms */
};
/* Of our rand and the two commits. long_keys: AKMs 24 and 25, whose PMK is as long as the hash.
 * rejected: the list(s) of rejected groups, or len 0. EXTSTA_E_MALFORMED: the shared secret is
 * the point at infinity. */
enum extsta_error sae_keys_make(struct crypto *crypto, const struct sae_pwe *pwe,
                                const struct curve_scalar *rand, const struct sae_commit *own,
                                const struct sae_commit *peer, bool long_keys,
                                struct extsta_span rejected, struct sae_keys *keys);
/* The Confirm of whoever sent `first` (12.4.5.5); out gets crypto_hash_len(keys->hash) octets.
 */
enum extsta_error sae_confirm_make(struct crypto *crypto, const struct sae_keys *keys,
                                   const struct curve *curve, uint16_t send_confirm,
                                   const struct sae_commit *first,
                                   const struct sae_commit *second, uint8_t *out);

#endif
