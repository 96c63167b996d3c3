/* Key hierarchy and EAPOL-Key protection by AKM. IEEE Std 802.11-2020 12.7.1, 12.7.2,
 * table 12-10. */
#ifndef RSN_KEYS_H
#define RSN_KEYS_H

#include "crypto/suites.h"
#include "wire/eapol.h"
#include "wire/rsn_element.h"

#define PMK_MAX 64u /* octets */
#define KCK_MAX 32u
#define KEK_MAX 64u
#define TK_MAX  32u
#define MIC_MAX 32u
/* Key data of an EAPOL-Key frame that we make or take: RSNE, RSNXE, KDEs. */
#define KEY_DATA_MAX 512u

/* The keys that an AP shares with all of its stations: of group-addressed data, of
 * group-addressed management frames (BIP), and of Beacons (beacon protection). */
enum group_kind {
    GROUP_GTK,
    GROUP_IGTK,
    GROUP_BIGTK,
    GROUP_KINDS,
};
/* The first of the two key ids of a kind (12.7.7.1; GTK 1 to 3, IGTK 4 and 5, BIGTK 6 and 7). */
unsigned group_first_id(enum group_kind kind);
/* How many ids the kind has. */
unsigned group_id_count(enum group_kind kind);

/* The operating channel, for its validation (OCV): where frames of the association are sent and
 * received. */
struct oci {
    bool used;     /* both ends have it among their RSN capabilities */
    uint16_t freq; /* MHz, of the primary channel */
};

/* The suite whose keys this room can make; NULL: not known, or by name only. WPA's selectors
 * (00-50-F2:1 and 2) are known too. */
const struct akm_suite *akm_find(uint32_t selector);
/* The same with the keys that go with a PMK of so many octets (suites_akm_sized). */
const struct akm_suite *akm_find_sized(uint32_t selector, size_t pmk_len);
/* The Key Descriptor Version that EAPOL-Key frames of this association must have. */
unsigned akm_key_version(const struct akm_suite *akm, uint32_t pairwise);

/* The one type that holds a PTK; cleared by ptk_clear. */
struct ptk {
    uint8_t kck[KCK_MAX], kek[KEK_MAX], tk[TK_MAX];
    uint8_t kck_len, kek_len, tk_len;
};
/* Clears it. Any time; a zeroed one too. */
void ptk_clear(struct ptk *ptk);

/* What of the MSK of 802.1X (64 octets) the suite's hierarchy begins with
 * (12.7.1.3, 12.7.1.6.3): the PMK, or with FT the MPMK. Points into msk; empty where the
 * method's MSK is too short for that (EAP-MSCHAPv2 alone has 32 octets, and zeros behind them).
 */
struct extsta_span akm_pmk_of_msk(const struct akm_suite *akm, const uint8_t msk[64]);

/* PTK from PMK, addresses and nonces (12.7.1.3; FT: 12.7.1.6.5). aa: of the AP, spa: of the
 * station. tk_len by the pairwise cipher, at most TK_MAX. *out is cleared on an error. */
enum extsta_error ptk_derive(struct crypto *crypto, const struct akm_suite *akm,
                             struct extsta_span pmk, struct extsta_mac aa,
                             struct extsta_mac spa, const uint8_t anonce[32],
                             const uint8_t snonce[32], size_t tk_len, struct ptk *out);
/* PMKID (12.7.1.3). AKM 11 and 12: `pmk` is the KCK; FT with 802.1X: the MPMK. UNSUPPORTED
 * where the PMKID is not a hash of a key (SAE, OWE, FT-PSK). Unless OK, `out` stays as it was.
 */
enum extsta_error pmkid_derive(struct crypto *crypto, const struct akm_suite *akm,
                               struct extsta_span pmk, struct extsta_mac aa,
                               struct extsta_mac spa, uint8_t out[16]);

/* The MIC of the AKM over parts, one behind the other: of EAPOL-Key frames, and of Fast BSS
 * Transition elements, with `version` that of the AKM. mic gets akm->mic_len octets.
 * UNSUPPORTED: the AKM has no such version. */
enum extsta_error akm_mic(struct crypto *crypto, const struct akm_suite *akm, unsigned version,
                          struct extsta_span kck, const struct extsta_span *parts, size_t count,
                          uint8_t *mic);
/* Computes the MIC over a whole EAPOL-Key PDU whose MIC field is at mic_offset (taken
 * as zero). version: Key Descriptor Version of the frame (1 MD5/RC4, 2 SHA1/AES, 3 CMAC,
 * 0 by AKM). mic gets akm->mic_len octets. UNSUPPORTED: the AKM has no such version. */
enum extsta_error eapol_key_mic(struct crypto *crypto, const struct akm_suite *akm,
                                unsigned version, struct extsta_span kck,
                                struct extsta_span pdu, size_t mic_offset, uint8_t *mic);
/* Checks it in constant time; EXTSTA_E_INTEGRITY when wrong, MALFORMED when the frame was
 * parsed with another MIC length, CRYPTO when the backend failed: then nothing is known of
 * it. */
enum extsta_error eapol_key_verify(struct crypto *crypto, const struct akm_suite *akm,
                                   struct extsta_span kck, const struct eapol_key *key);
/* Decrypts key data (AES key wrap, or RC4 with the IV for version 1). *out_len in: room,
 * out: octets. INTEGRITY: not of this KEK; RC4 cannot tell, the MIC has to be checked
 * before. */
enum extsta_error eapol_key_data_open(struct crypto *crypto, const struct akm_suite *akm,
                                      struct extsta_span kek, const struct eapol_key *key,
                                      uint8_t *out, size_t *out_len);
/* Encrypts and pads key data (AES key wrap). *out_len in: room, out: octets. TOO_SMALL: more
 * than KEY_DATA_MAX, or than the room. */
enum extsta_error eapol_key_data_seal(struct crypto *crypto, const struct akm_suite *akm,
                                      struct extsta_span kek, struct extsta_span data,
                                      uint8_t *out, size_t *out_len);

#endif
