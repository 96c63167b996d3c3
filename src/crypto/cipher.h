/* MPDU protection by the ciphers of crypto/suites.h, worked on in batches.
 *
 * A job describes one MPDU. Protect: `in` is the plaintext body; `out` receives cipher
 * header, ciphertext and MIC/ICV (in_len + overhead octets). Unprotect: `in` is the
 * body as received (cipher header first); `out` receives the plaintext. Working in
 * place is allowed: protect with out == in - suite->header_len, unprotect with
 * out == in + suite->header_len or a separate buffer. AAD and nonce are built from the
 * MAC header here (IEEE 802.11-2020 12.5.3.3, 12.5.5.3). Replay is the caller's
 * business: unprotect reports the packet number and checks only integrity. Where the
 * integrity check fails, the output is cleared. Empty bodies are MALFORMED. */
#ifndef CRYPTO_CIPHER_H
#define CRYPTO_CIPHER_H

#include "crypto/suites.h"
#include <extsta/drops.h>

/* The suite for a selector when it is one that protects MPDUs (CCMP, CCMP-256, GCMP, GCMP-256,
 * TKIP, WEP40, WEP104), else NULL. */
const struct cipher_suite *cipher_suite_find(uint32_t selector);
/* Whether a key of this length fits the suite (CIP-06; WEP104: also 16, which is beyond the
 * standard and in use). */
bool cipher_key_fits(const struct cipher_suite *suite, size_t len);

/* A key ready for use. Holds the only copy of the key material; cleared when freed.
 * Small (under 80 octets) until its first MPDU: the key schedule is made then. Both
 * directions may use one key. */
struct cipher_key;
/* NULL when there is no memory or the length does not fit the suite. `key` is copied; the
 * key lives in the pool of the context and must go before it. */
struct cipher_key *cipher_key_new(struct crypto *crypto, const struct cipher_suite *suite,
                                  struct extsta_span key);
/* One more owner, who frees it, too. Returns the key. */
struct cipher_key *cipher_key_hold(struct cipher_key *key);
/* The last owner's call wipes the material and the schedules. NULL is fine. */
void cipher_key_free(struct cipher_key *key);
const struct cipher_suite *cipher_key_suite(const struct cipher_key *key);
/* Whether it holds exactly this material (constant time): a key that is installed
 * again must not reset its counters (KRACK). */
bool cipher_key_equals(const struct cipher_key *key, struct extsta_span material);

/* The material, borrowed from the key: for who writes a station down (base/form.h), and nobody
 * else. */
struct extsta_span cipher_key_material(const struct cipher_key *key);

/* Inputs are borrowed until the call returns; what is marked so is written by it. */
struct cipher_job {
    struct cipher_key *key;
    struct extsta_span header; /* MAC header, with QoS Control */
    const uint8_t *in;
    size_t in_len;
    uint8_t *out;
    size_t out_len;           /* result */
    uint64_t pn;              /* protect: the packet number (WEP: IV); unprotect: found */
    uint8_t key_id;           /* protect: to set; unprotect: found */
    enum extsta_error result; /* OK; MALFORMED, INTEGRITY, CRYPTO */
    enum extsta_drop drop;    /* with an error of unprotect: the counter to use */
};
/* Any number of jobs, of any keys; each has its own result. Neighbours of one suite go to
 * the backend together. */
void cipher_protect(struct cipher_job *jobs, size_t count);
/* The same. Jobs may fail one by one; none keeps the others from being done. */
void cipher_unprotect(struct cipher_job *jobs, size_t count);

/* Key id and packet number in a cipher header, without decrypting. False when the
 * header is short or the ExtIV flag contradicts the suite. */
bool cipher_peek(const struct cipher_suite *suite, struct extsta_span body, uint8_t *key_id,
                 uint64_t *pn);

/* Michael MIC over an MSDU (12.5.2.3): `priority` as in QoS Control, 0 without. msdu: from
 * the LLC header on, before fragmentation or after reassembly. */
void cipher_michael(const uint8_t key[8], struct extsta_mac da, struct extsta_mac sa,
                    uint8_t priority, struct extsta_span msdu, uint8_t mic[8]);

/* BIP (12.5.4). `frame` is the whole MPDU (no FCS) with its MMIE at the end. check: key
 * id and packet number are reported also when the MIC is wrong; MALFORMED when there is
 * no MMIE of the suite's size. Replay (IPN) is the caller's business. */
enum extsta_error cipher_bip_check(struct crypto *crypto, uint32_t suite,
                                   struct extsta_span igtk, struct extsta_span frame,
                                   uint64_t *ipn, uint16_t *key_id);
/* Key id and packet number of the MMIE that ends `frame`, unchecked. False: there is none of
 * the suite's size. */
bool cipher_bip_peek(uint32_t suite, struct extsta_span frame, uint16_t *key_id, uint64_t *ipn);
/* Fills the MMIE that ends `frame` (cipher_bip_mmie_len octets reserved by the caller).
 * E_USAGE: not a suite of BIP, or key, length or IPN do not fit it. */
enum extsta_error cipher_bip_make(struct crypto *crypto, uint32_t suite,
                                  struct extsta_span igtk, uint8_t *frame, size_t len,
                                  uint64_t ipn, uint16_t key_id);
/* Octets of a MMIE (18 or 26), 0 for a suite that is not BIP. */
size_t cipher_bip_mmie_len(uint32_t suite);

#endif
